//! The week in words: what changed, what was decided, what is owed and what comes. The same at the end of a review, as a
//! file and on the command line.

use std::fmt::Write;

use chrono::Days;

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::review::{Decision, Review};
use crate::domain::text::clean_line;
use crate::insight::coming::coming;
use crate::insight::nudge::{RULES, subject_of};
use crate::insight::review::{self, Matter};
use crate::insight::reviewed::{self, Progress};
use crate::insight::since::Since;

use super::ahead;
use super::canvas::Piece;
use super::command::Command;
use super::layer::Cx;
use super::reasons;
use super::theme::Theme;
use super::words;

/// A header with less room keeps to the two sides of the board.
const REMINDER: u16 = 56;
/// Of a list of names no more are written out.
const NAMES: usize = 12;

/// In the header of home, once the weekly review is due: how to begin.
pub fn reminder<'a>(cx: &Cx, theme: &Theme, room: u16) -> Vec<Piece<'a>> {
    if room < REMINDER || !review::is_due(cx.book, cx.today) {
        return Vec::new();
    }
    vec![
        ("   weekly review ".into(), theme.dim),
        (Command::Review.typed().into(), theme.accent),
    ]
}

/// "2 received · 1 given · 3 moved · 1 won · 9 people spoken to".
pub fn in_short(since: &Since) -> String {
    use crate::domain::referral::Ending;
    let won = since
        .ended
        .iter()
        .filter(|(_, ending)| *ending == Ending::Won)
        .count();
    let parts = [
        (since.received.len(), "received"),
        (since.given.len(), "given"),
        (since.moved.len(), "moved"),
        (won, "won"),
        (since.ended.len() - won, "ended otherwise"),
        (since.contacts, "in touch"),
        (since.got, "acts got"),
        (since.gave, "acts given"),
        (since.quiet.len(), "gone quiet"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| 0 < *n)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    if parts.is_empty() {
        "Nothing was noted.".into()
    } else {
        parts.join(" · ")
    }
}

/// The week as Markdown: with a review what was decided in it, else as it stands today.
pub fn markdown(reviewed: Option<(Id, &Review, &Progress)>, cx: &Cx) -> String {
    let mut out = String::new();
    let on = reviewed.map_or(cx.today, |(_, it, _)| it.on);
    let _ = writeln!(out, "# Weekly review, {}", date(on));
    let before = reviewed.map(|(id, _, _)| id);
    let last = review::last(cx.book, before);
    let from = review::since(cx.book, before, on);
    let moment = last.map_or(0, |(_, it)| it.created);
    let since = Since::of(cx.practice, from, moment);
    section(
        &mut out,
        &format!("Since {}", date(from)),
        changed(&since, cx),
    );
    if let Some((_, record, progress)) = reviewed {
        section(&mut out, "Decided", decisions(progress, cx));
        let people = record.chosen().filter(|id| cx.book.people.has(*id));
        section(
            &mut out,
            "This week’s people",
            people.map(|id| name(id, cx)).collect(),
        );
        let give = reviewed::gave(record, cx.practice);
        section(
            &mut out,
            "To give",
            give.map(|id| name(id, cx)).into_iter().collect(),
        );
        let note = cx.words(&record.note).trim();
        if !note.is_empty() {
            let _ = write!(out, "\n## Note\n\n{note}\n");
        }
    } else {
        let people = cx.practice.chosen().iter();
        section(
            &mut out,
            "This week’s people",
            people.map(|id| name(*id, cx)).collect(),
        );
    }
    section(&mut out, "Owed", owed(cx));
    section(&mut out, "The next seven days", ahead(cx));
    out
}

fn date(on: chrono::NaiveDate) -> String {
    format!("{} {}", on.format("%-d"), on.format("%B %Y"))
}

fn name(id: Id, cx: &Cx) -> String {
    clean_line(&cx.name(Some(id)))
}

/// A heading and its lines; nothing where there are none.
fn section(out: &mut String, title: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    let _ = write!(out, "\n## {title}\n\n");
    for line in lines {
        let _ = writeln!(out, "- {}", clean_line(&line));
    }
}

/// "Priya Shah from Dana Ortiz".
pub fn referral(id: Id, cx: &Cx) -> String {
    let Some(it) = cx.book.referrals.get(id) else {
        return "someone".into();
    };
    let prospect = cx.name(it.prospect);
    match (it.partner(), it.is_given()) {
        (None, _) => format!("{prospect}, no source yet"),
        (partner, true) => format!("{prospect} to {}", cx.name(partner)),
        (partner, false) => format!("{prospect} from {}", cx.name(partner)),
    }
}

fn listed(what: &str, names: &[String]) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let more = names.len().saturating_sub(NAMES);
    let shown = names[..names.len() - more].join("; ");
    Some(match more {
        0 => format!("{what}: {shown}"),
        more => format!("{what}: {shown}; and {more} more"),
    })
}

fn changed(since: &Since, cx: &Cx) -> Vec<String> {
    let referrals = |ids: &[Id]| ids.iter().map(|id| referral(*id, cx)).collect::<Vec<_>>();
    let moved = since
        .moved
        .iter()
        .map(|(id, was, now)| format!("{} ({} → {})", referral(*id, cx), was.title(), now.title()));
    let ended = since
        .ended
        .iter()
        .map(|(id, ending)| format!("{} ({})", referral(*id, cx), ending.title()));
    let quiet = since.quiet.iter().map(|id| name(*id, cx));
    let in_touch = match since.contacts {
        0 => None,
        1 => Some("In touch once".to_string()),
        n => Some(format!("In touch {n} times")),
    };
    let acts = (0 < since.got + since.gave)
        .then(|| format!("Acts of support: {} given, {} got", since.gave, since.got));
    [
        listed("Received", &referrals(&since.received)),
        listed("Given", &referrals(&since.given)),
        listed("Moved", &moved.collect::<Vec<_>>()),
        listed("Ended", &ended.collect::<Vec<_>>()),
        in_touch,
        acts,
        listed("Gone quiet", &quiet.collect::<Vec<_>>()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is about somebody, with what was decided: those left as they are in one line.
fn decisions(progress: &Progress, cx: &Cx) -> Vec<String> {
    let mut lines = Vec::new();
    let mut left = Vec::new();
    for (matter, answer) in &progress.items {
        let (Some(what), Some((decision, why))) = (about(matter, cx), answer) else {
            continue;
        };
        // A referral whose reminder was decided is decided with it.
        if let Matter::Referral(id) | Matter::Changed(id) = matter
            && progress.items.iter().any(|(other, answer)| match other {
                Matter::Owed(key) | Matter::Practice(key) => {
                    subject_of(key) == Some(Subject::Referral(*id))
                        && answer.as_ref().is_some_and(|(it, _)| it == decision)
                }
                _ => false,
            })
        {
            continue;
        }
        if *decision == Decision::Left {
            left.push(what);
            continue;
        }
        let why = cx.words(why).trim();
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(" ({why})")
        };
        lines.push(format!("{what}: {}{why}", decision.title()));
    }
    lines.extend(listed("Left as they are", &left));
    lines
}

/// The further source of a referral whom the key of what is owed names, if it is one.
fn further(key: &str, referral: Id, cx: &Cx) -> Option<Id> {
    let whom: Id = key.split('/').nth(2)?.split(':').next()?.parse().ok()?;
    let it = cx.book.referrals.get(referral)?;
    it.also.contains_key(&whom).then_some(whom)
}

fn prospect(referral: Id, cx: &Cx) -> String {
    let it = cx.book.referrals.get(referral);
    clean_line(&cx.name(it.and_then(|it| it.prospect)))
}

/// What a matter is about; none where it is about nobody in particular.
pub fn about(matter: &Matter, cx: &Cx) -> Option<String> {
    Some(match matter {
        Matter::Owed(key) | Matter::Practice(key) => {
            let word = key.split('/').next().unwrap_or_default();
            let rule = RULES.iter().find(|rule| rule.word == word);
            let what = rule.map_or(word, |rule| words::rule(rule.name));
            let whose = match subject_of(key) {
                Some(Subject::Person(id)) => name(id, cx),
                Some(Subject::Referral(id)) => match further(key, id, cx) {
                    Some(whom) => format!("{} from {}", prospect(id, cx), name(whom, cx)),
                    None => referral(id, cx),
                },
                Some(Subject::Promise(id)) => {
                    let promise = cx.book.promises.get(id)?;
                    let whom = clean_line(&cx.name(promise.person));
                    return Some(format!("{whom}: {}", cx.words(&promise.what)));
                }
                _ => rule
                    .map_or("the book", |rule| reasons::whose(rule.name))
                    .into(),
            };
            format!("{whose}, {what}")
        }
        Matter::Referral(id) | Matter::Changed(id) => referral(*id, cx),
        Matter::Quiet(id) => name(*id, cx),
        _ => return None,
    })
}

/// What is owed today.
fn owed(cx: &Cx) -> Vec<String> {
    cx.practice
        .owed()
        .map(|nudge| {
            let said = words::nudge(nudge, cx);
            match nudge.person {
                Some(_) => format!("{}: {} ({})", cx.name(nudge.person), said.what, said.why),
                None => format!("{} ({})", said.what, said.why),
            }
        })
        .collect()
}

fn ahead(cx: &Cx) -> Vec<String> {
    let until = cx.today.checked_add_days(Days::new(7)).unwrap_or(cx.today);
    let coming = coming(cx.practice, cx.today, until);
    coming
        .iter()
        .map(|it| {
            let time = it
                .time
                .map_or(String::new(), |time| format!(" {}", day::clock(time)));
            let what = ahead::what(it, cx);
            format!("{}{time}: {what}", day::full(it.on, cx.today))
        })
        .collect()
}
