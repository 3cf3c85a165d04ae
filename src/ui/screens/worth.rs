//! Whether a referral will be a good one: its four pillars, the weak one and what makes up for it, the approach, what
//! the prospect was told and how they are introduced. It will never know how it is drawn.

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::pillars::Grade;
use crate::domain::referral::Referral;
use crate::domain::stage::Stage;
use crate::insight::pillars::{self, Pillar};

use super::super::command::Command;
use super::super::effect::FormKind;
use super::super::layer::Cx;
use super::super::{rungs, words};
use super::lines::{Does, Line, Look};

/// Everything that the pane shows.
pub fn lines(id: Id, it: &Referral, cx: &Cx) -> Vec<Line> {
    let subject = Subject::Referral(id);
    let does = |command| Does::Of(command, subject);
    let all = pillars::of(cx.book, cx.practice, id);
    let mut lines: Vec<Line> = Vec::new();
    for (pillar, grade) in all.in_order() {
        // Where I am the source, whether they trust me is not in question.
        if it.is_given() && matches!(pillar, Pillar::Trust | Pillar::Purchase) {
            continue;
        }
        let (words, look) = graded(grade);
        let why = evidence(pillar, it, cx);
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(" · {why}")
        };
        lines.push(
            Line::said(title(pillar, it, cx), Look::Text)
                .beside(format!("{words}{why}"), look)
                .does(does(command(pillar))),
        );
    }
    if it.is_open() {
        let weakest = all.weakest();
        let does = weakest.map_or(Does::Nothing, |pillar| does(command(pillar)));
        lines.push(verdict(weakest, it, &all, cx).after_a_gap().does(does));
    }
    if !it.is_given()
        && let Some(source) = it.source
    {
        for expectation in pillars::unmet(cx.practice, source) {
            let words = cx.words(&expectation.record.words);
            let form = FormKind::Expectation {
                person: source,
                id: Some(expectation.id),
            };
            let line = Line::fact("not met yet", format!("“{words}”"));
            lines.push(line.does(Does::Form(form)));
        }
    }
    let partner = cx.first_name(it.partner());
    // Once the two have met, only what is recorded is of interest.
    let is_ahead = it.is_open() && it.stage() <= Stage::Meet;
    if is_ahead || it.tie.is_some() || !it.approach.is_empty() {
        let strength = it.tie.as_ref().and_then(|tie| tie.strength);
        let (words, look) = match (cx.words(&it.approach), it.is_given()) {
            ("", true) => (
                "say what you know of both, the good and the hard".into(),
                Look::Dim,
            ),
            ("", false) => (rungs::approach(strength, &partner), Look::Dim),
            (words, _) => (words.to_string(), Look::Text),
        };
        let line = Line::said("approach", Look::Dim).beside(words, look);
        lines.push(line.after_a_gap().does(does(Command::Tie)));
    }
    // Of what has ended only what is known is of interest.
    if it.is_open() || !it.told.is_empty() {
        lines.push(told(it, cx).does(does(Command::Told)));
    }
    let (words, look) = match introduction(it, cx) {
        words if words.is_empty() => ("none yet: i plans one".into(), Look::Dim),
        words => (words, Look::Text),
    };
    if is_ahead || it.introduction.is_some() {
        let line = Line::said("introduced", Look::Dim).beside(words, look);
        lines.push(line.does(does(Command::Introduce)));
    }
    lines
}

/// What the prospect was told about me, which I have to keep.
fn told(it: &Referral, cx: &Cx) -> Line {
    let partner = cx.first_name(it.partner());
    let (told, look) = match (cx.words(&it.told), it.is_given()) {
        ("", true) => (
            "not noted: what did you say about the receiver?".into(),
            Look::Dim,
        ),
        ("", false) => (
            format!("not noted: what did {partner} say about you?"),
            Look::Dim,
        ),
        (words, true) => (words.to_string(), Look::Text),
        (words, false) => (format!("{words} (a promise to keep)"), Look::Text),
    };
    Line::said("they heard", Look::Dim).beside(told, look)
}

/// What judges a pillar.
fn command(pillar: Pillar) -> Command {
    match pillar {
        Pillar::Trust => Command::Trust,
        Pillar::Purchase => Command::Purchase,
        Pillar::Tie => Command::Tie,
        Pillar::Contact => Command::Introduce,
    }
}

fn title(pillar: Pillar, it: &Referral, cx: &Cx) -> String {
    let source = cx.first_name(it.partner());
    let prospect = cx.first_name(it.prospect);
    match (pillar, it.is_given()) {
        (Pillar::Trust, _) => format!("1 {source}’s trust in you"),
        (Pillar::Purchase, _) => format!("2 {source}’s own purchase"),
        (Pillar::Tie, false) => format!("3 {source} and {prospect}"),
        (Pillar::Tie, true) => format!("you and {prospect}"),
        (Pillar::Contact, false) => "4 the first contact".into(),
        (Pillar::Contact, true) => "the first contact".into(),
    }
}

/// A pillar as a bar and a word; not known is said, and asks for nothing.
fn graded(grade: Option<&Grade>) -> (String, Look) {
    let (bar, look) = match grade {
        Some(Grade::Strong) => ("▰▰▰", Look::Good),
        Some(Grade::Fair) => ("▰▰▱", Look::Text),
        Some(Grade::Weak) => ("▰▱▱", Look::Bad),
        _ => ("▱▱▱", Look::Dim),
    };
    let word = grade.map_or("not known", Grade::title);
    match grade {
        Some(Grade::DoesNotApply | Grade::Other(_)) => (word.to_string(), Look::Dim),
        _ => (format!("{bar} {word}"), look),
    }
}

/// What a pillar rests on.
fn evidence(pillar: Pillar, it: &Referral, cx: &Cx) -> String {
    let source = it.source.and_then(|source| cx.book.people.get(source));
    let judged = source.and_then(|source| match pillar {
        Pillar::Trust => source.trust.as_ref(),
        Pillar::Purchase => source.purchase.as_ref(),
        Pillar::Tie | Pillar::Contact => None,
    });
    match pillar {
        Pillar::Trust | Pillar::Purchase => {
            judged.map_or(String::new(), |judged| cx.words(&judged.why).to_string())
        }
        Pillar::Tie => tie(it, cx),
        Pillar::Contact => it
            .introduction
            .as_ref()
            .map_or(String::new(), |it| it.method.title().to_string()),
    }
}

/// How the source stands with the prospect: "colleagues, 3 years (+2)".
pub fn tie(it: &Referral, cx: &Cx) -> String {
    let Some(tie) = &it.tie else {
        return String::new();
    };
    let nature = cx.words(&tie.nature);
    let sign = tie.strength.map(|strength| match strength {
        0 => "0".to_string(),
        n => format!("{n:+}"),
    });
    let guess = if tie.confirmed { "" } else { ", my guess" };
    match (nature, sign) {
        (nature, Some(sign)) => format!("{nature} ({sign}{guess})").trim_start().to_string(),
        (nature, None) => nature.to_string(),
    }
}

/// How the two are brought together, and how far that is.
pub fn introduction(it: &Referral, cx: &Cx) -> String {
    let Some(introduction) = &it.introduction else {
        return String::new();
    };
    let mut words = format!(
        "{}, {} {}",
        introduction.method.title(),
        introduction.state.title(),
        day::near(introduction.since, cx.today)
    );
    if let Some(on) = introduction.on {
        let what = if introduction.method.is_written() {
            "call"
        } else {
            introduction.method.word()
        };
        words += &format!(" · {what} {}", day::near(on, cx.today));
    }
    if let Some(time) = introduction.time {
        words += &format!(" {}", day::clock(time));
    }
    match introduction.kept {
        Some(true) => words += " · called on time",
        Some(false) => words += " · not called at that time",
        None => {}
    }
    let gaps = introduction.missing(&it.direction);
    if introduction.method.is_written() && !introduction.is_made() && !gaps.is_empty() {
        words += &format!(" · still missing: {}", gaps.join(", "));
    }
    words
}

/// The weak pillar and what makes up for it; else what is not known, or that nothing is weak.
fn verdict(weakest: Option<Pillar>, it: &Referral, all: &pillars::Pillars, cx: &Cx) -> Line {
    let partner = it.partner();
    let source = cx.first_name(partner);
    let is_met = Stage::Meet < it.stage();
    let lift = match pillars::remedy(it).filter(|_| !is_met) {
        Some(method) => format!("a {} makes up for it", method.title()),
        None => "the meeting and every promise kept have to make up for it".into(),
    };
    match (weakest, partner) {
        (Some(pillar @ (Pillar::Trust | Pillar::Purchase)), Some(person)) => {
            Line::said(words::stop(pillar, person, cx), Look::Warn)
        }
        (Some(Pillar::Tie), _) => {
            let strength = it.tie.as_ref().and_then(|tie| tie.strength).unwrap_or(0);
            let hint = match (strength, it.is_given()) {
                (_, true) => "Be honest with both about it",
                (..0, false) => "Do not lead with their name",
                (_, false) => "Their name says little",
            };
            Line::said(
                format!("Weak: the tie between the two. {hint}; {lift}."),
                Look::Warn,
            )
        }
        (Some(_), _) => {
            let how = if is_met { "Now " } else { "Introduce better: " };
            let words = format!("Weak: the first contact. {how}{lift}.");
            Line::said(words, Look::Warn)
        }
        (None, None) if !it.is_given() => {
            Line::said("Nobody stands behind it yet; e names a source.", Look::Dim)
        }
        (None, _) if all.in_order().iter().any(|(_, grade)| grade.is_none()) => {
            let whom = if it.is_given() {
                "the receiver".to_string()
            } else {
                source
            };
            Line::said(
                format!("Nothing is weak so far; what is not known is a question to {whom}."),
                Look::Dim,
            )
        }
        (None, _) => Line::said("Nothing is weak: this can be a good one.", Look::Good),
    }
}
