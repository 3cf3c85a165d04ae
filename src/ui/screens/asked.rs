//! What a referral asks for now: the stage's sentence and checklist, what speaks against the plan, what the source
//! has done and could still do. It will never know how it is drawn.

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::method::SOURCE_WORK;
use crate::domain::referral::{Ending, Next, Referral, Verb, rung};
use crate::domain::stage::Stage;
use crate::insight::checklist::{self, is_researched, source_work};

use super::super::command::Command;
use super::super::effect::FormKind;
use super::super::layer::Cx;
use super::super::{rungs, words};
use super::lines::{Does, Line, Look};
use super::{growing, worth};

/// Setting up the meeting is this rung; from there on nothing needs to be asked for.
const ARRANGED: u8 = 7;
/// The line of the close that asks for the day of the answer.
const ANSWER_DAY: &str = "close.day";
/// The line of the close that asks whether the source looks good.
const FACE: &str = "close.face";
/// A lunch of three is this rung.
const LUNCH: u8 = 8;
/// From this rung on the prospect was told that I call.
const ANNOUNCED: u8 = 5;

/// The checklist that counts: of its stage, of the close for what has ended.
fn checklist_of(id: Id, it: &Referral, cx: &Cx) -> Vec<checklist::Line> {
    let stage = if it.is_open() {
        it.stage()
    } else {
        Stage::Close
    };
    let mut lines = checklist::lines(cx.book, cx.practice, id, stage);
    if !it.is_open() {
        // What was still to come is no question any more.
        let is_over = |line: &checklist::Line| {
            line.item == ANSWER_DAY || fact_of(it, line, cx) == "proposal-sent"
        };
        // Of what was none, thanks are all that is owed.
        let is_none = it
            .outcome
            .as_ref()
            .is_some_and(|outcome| outcome.ending == Ending::NotAReferral);
        let is_over = |line: &checklist::Line| {
            is_over(line)
                || (is_none && (line.item == FACE || fact_of(it, line, cx) == "reported-back"))
        };
        lines.retain(|line| line.done || !is_over(line));
    }
    lines
}

/// How many lines of the checklist are ticked, and of how many.
pub fn ticked(id: Id, it: &Referral, cx: &Cx) -> (usize, usize) {
    let lines = checklist_of(id, it, cx);
    (lines.iter().filter(|line| line.done).count(), lines.len())
}

/// Everything that the pane shows.
pub fn lines(id: Id, it: &Referral, cx: &Cx) -> Vec<Line> {
    let subject = Subject::Referral(id);
    let step = cx.book.map_of(it).steps.get(&it.stage());
    let mut lines = Vec::new();
    if it.is_open() {
        let now = step.map_or("", |step| step.now.as_str());
        lines.push(Line::said(now, Look::Title).does(Does::Of(Command::Settle, subject)));
        lines.extend(warnings(id, it, cx));
        lines.extend(growing::lines(id, cx));
        lines.extend(next_rung(id, it, cx));
    } else {
        let words = match it.receiver.filter(|_| it.is_given()) {
            Some(receiver) => {
                let name = cx.first_name(Some(receiver));
                format!("It has ended: what is left to say to {name}?")
            }
            None if it.is_given() => "It has ended: what is left to say?".into(),
            None => "It has ended: what is still open to those who vouched for you?".into(),
        };
        lines.push(Line::said(words, Look::Title).does(Does::Of(Command::Settle, subject)));
    }
    let asked = checklist_of(id, it, cx);
    for (n, line) in asked.iter().enumerate() {
        let drawn = checked(id, it, line, cx);
        lines.push(if n == 0 { drawn.after_a_gap() } else { drawn });
    }
    if !it.is_open() {
        lines.push(looked_back(id, cx));
        return lines;
    }
    if !it.is_given() && it.source.is_some() && it.stage() <= Stage::Meet {
        lines.extend(work(id, it, cx));
        lines.extend(untaught(it, cx));
    }
    let prompts = step.map_or(&[][..], |step| &step.prompts);
    for (n, prompt) in prompts.iter().enumerate() {
        let line = Line::said(prompt, Look::Dim)
            .marked("?")
            .does(Does::Of(Command::Settle, subject));
        lines.push(if n == 0 { line.after_a_gap() } else { line });
    }
    if asked.iter().any(|line| line.by_fact && !line.done) {
        let words = "( ) ticks by itself once it is recorded; enter records it";
        lines.push(Line::said(words, Look::Dim).after_a_gap());
    }
    lines
}

/// Ticked or not; round where a fact ticks it, square where a hand does.
fn mark(done: bool, by_fact: bool) -> &'static str {
    match (done, by_fact) {
        (true, false) => "[x]",
        (false, false) => "[ ]",
        (true, true) => "(x)",
        (false, true) => "( )",
    }
}

/// The fact that ticks a line; none where a hand does.
fn fact_of<'a>(it: &Referral, line: &checklist::Line, cx: &Cx<'a>) -> &'a str {
    let mut steps = cx.book.map_of(it).steps.values();
    let item = steps.find_map(|step| step.checklist.get(&line.item));
    item.map_or("", |item| item.fact.as_str())
}

/// A line of the checklist with its answer.
fn checked(id: Id, it: &Referral, line: &checklist::Line, cx: &Cx) -> Line {
    let fact = fact_of(it, line, cx);
    let said = if line.done && line.by_fact {
        known_by(fact, it, cx)
    } else {
        String::new()
    };
    let on = line.on.filter(|_| line.done);
    let on = on.map_or(String::new(), |on| day::near(on, cx.today));
    let note = cx.words(&line.note);
    let (tail, look) = if !note.is_empty() {
        (note.to_string(), Look::Text)
    } else if !said.is_empty() {
        (said, Look::Text)
    } else {
        (on, Look::Dim)
    };
    Line::said(&line.text, Look::Text)
        .beside(tail, look)
        .marked(mark(line.done, line.by_fact))
        .does(opens(id, it, line, fact))
}

/// What a field of the referral says, where a line asks for it.
fn known_by(fact: &str, it: &Referral, cx: &Cx) -> String {
    match fact {
        "need" => cx.words(&it.need).to_string(),
        "level" => words::level(it),
        "next" => planned(it, cx),
        "tie" => worth::tie(it, cx),
        "told" => cx.words(&it.told).to_string(),
        "introduction" => worth::introduction(it, cx),
        "outcome" => it
            .outcome
            .as_ref()
            .map_or("", |outcome| outcome.ending.title())
            .to_string(),
        _ => String::new(),
    }
}

/// The answer of a line; or the form that makes its fact.
fn opens(id: Id, it: &Referral, line: &checklist::Line, fact: &str) -> Does {
    let subject = Subject::Referral(id);
    let command = match fact {
        "" => {
            return Does::Form(FormKind::Answer {
                referral: id,
                item: line.item.clone(),
            });
        }
        "tie" => Command::Tie,
        "told" => Command::Told,
        "level" => Command::Level,
        "introduction" => Command::Introduce,
        "next" => Command::Next,
        "need" => Command::Edit,
        _ if line.done => {
            return Does::Say("It is recorded; delete takes it out of the timeline");
        }
        "outcome" => Command::Outcome,
        "reported-back" => Command::ReportBack,
        "mention" => Command::Mention,
        "researched" | "met" if it.is_open() => Command::Settle,
        kind => {
            let kind = Kind::of(kind);
            let of_prospect = matches!(kind, Kind::ProposalSent | Kind::Met)
                || (it.is_given() && matches!(kind, Kind::Ask | Kind::FeedbackHeard));
            let partner = it.also.is_empty().then(|| it.partner()).flatten();
            return Does::Form(FormKind::Log {
                kind,
                person: if of_prospect { it.prospect } else { partner },
                referral: Some(id),
                way: None,
            });
        }
    };
    Does::Of(command, subject)
}

/// The step that its source has never been taught: what a trained one would do by themselves.
fn untaught(it: &Referral, cx: &Cx) -> Option<Line> {
    let source = it.source?;
    let person = cx.book.people.get(source)?;
    let name = cx.first_name(Some(source));
    let next = person.untaught().into_iter().next()?;
    let words = if person.training.is_empty() {
        format!("What {name} has learnt of the five steps is not noted yet")
    } else {
        let (step, does) = (next.word(), next.does());
        format!("{name} was never taught the step “{step}”: {does}")
    };
    let training = Does::Form(FormKind::Training { person: source });
    Some(Line::said(words, Look::Dim).does(training))
}

/// Whether it was looked back on, once it has ended.
fn looked_back(id: Id, cx: &Cx) -> Line {
    let mut events = cx.practice.events_on(id).iter().rev();
    let last = events.find(|event| event.record.kind == Kind::Debrief);
    let on = last.map_or(String::new(), |event| day::near(event.on, cx.today));
    Line::said("looked back: what to keep, what to change", Look::Text)
        .beside(on, Look::Dim)
        .marked(mark(last.is_some(), true))
        .does(Does::Of(Command::Debrief, Subject::Referral(id)))
}

/// What speaks against the plan: a first contact that is not prepared, or not announced.
fn warnings(id: Id, it: &Referral, cx: &Cx) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some(next) = it.next.as_ref().filter(|next| is_first_contact(it, next)) else {
        return lines;
    };
    let name = cx.first_name(it.prospect);
    let on = day::near(next.on, cx.today);
    if !is_researched(cx.practice, id, it) {
        let words = format!("You plan to contact {name} {on}, before the research is done.");
        let research = Does::Form(FormKind::Research { referral: id });
        lines.push(Line::said(words, Look::Warn).marked("!").does(research));
    }
    if next.verb == Verb::Call && !is_announced(id, it, cx) {
        let words =
            format!("Nobody has told {name} that you will call {on}: i plans an introduction.");
        let introduce = Does::Of(Command::Introduce, Subject::Referral(id));
        lines.push(Line::said(words, Look::Warn).marked("!").does(introduce));
    }
    lines
}

/// What is planned is with the prospect, whom I have not met.
fn is_first_contact(it: &Referral, next: &Next) -> bool {
    !it.is_given()
        && it.stage() <= Stage::Meet
        && next.verb != Verb::Do
        && next.whom.is_some()
        && next.whom == it.prospect
}

fn is_announced(id: Id, it: &Referral, cx: &Cx) -> bool {
    let mut events = cx.practice.events_on(id).iter();
    it.introduction.is_some()
        || it.level.is_some_and(|level| ANNOUNCED <= level)
        || events.any(|event| matches!(event.record.kind, Kind::Introduced | Kind::Met))
}

/// The rung to ask for before the first contact, and what would lift it.
fn next_rung(id: Id, it: &Referral, cx: &Cx) -> Option<Line> {
    let mut events = cx.practice.events_on(id).iter();
    if it.is_given()
        || events.any(|event| matches!(event.record.kind, Kind::Introduced | Kind::Met))
    {
        return None;
    }
    let up = rungs::next_up(it)?;
    let source = it.source.map(|source| cx.first_name(Some(source)))?;
    let (words, command) = match it.level {
        None => (
            format!(
                "A lead: they expect no contact. Ask {source} to say that you will be in touch."
            ),
            Command::Level,
        ),
        Some(level) if ARRANGED <= level && it.aim.is_none_or(|aim| aim <= level) => return None,
        Some(level) => {
            let name = rung(up)?;
            let lift = match level {
                ..=4 => {
                    format!("A letter or a call by {source}, or a lunch of three, would lift it.")
                }
                5 => format!("A call by {source} or a lunch of three would lift it."),
                6..LUNCH => "A lunch of three would lift it.".to_string(),
                // They have met: what lifts it now is said by the rung.
                _ => String::new(),
            };
            let words = format!("Now L{level}; the next rung is L{up}, {name}. {lift}");
            (words.trim_end().to_string(), Command::Introduce)
        }
    };
    Some(Line::said(words, Look::Text).does(Does::Of(command, Subject::Referral(id))))
}

/// What the source did for it, and what to ask them where they did not.
fn work(id: Id, it: &Referral, cx: &Cx) -> Vec<Line> {
    let source = cx.first_name(it.source);
    let all = source_work(it);
    let done = all.iter().filter(|work| work.done).count();
    let head = match SOURCE_WORK.len() - done {
        0 => format!("{source} has done all that a source can do:"),
        _ => format!("What {source} has done, and what to ask for:"),
    };
    let mut lines = vec![Line::said(head, Look::Dim).after_a_gap()];
    for work in all {
        let note = cx.words(&work.note);
        let (tail, look) = if note.is_empty() && !work.done {
            (format!("↳ “{}”", work.question), Look::Dim)
        } else {
            (note.to_string(), Look::Text)
        };
        let answer = FormKind::Answer {
            referral: id,
            item: work.item.into(),
        };
        let line = Line::said(work.text, Look::Text)
            .beside(tail, look)
            .marked(mark(work.done, false))
            .does(Does::Form(answer));
        lines.push(line);
    }
    lines
}

/// What is planned next, with its day.
pub fn planned(it: &Referral, cx: &Cx) -> String {
    let Some(next) = &it.next else {
        return String::new();
    };
    let time = next
        .time
        .map_or(String::new(), |time| format!(" {}", day::clock(time)));
    format!(
        "{} {}{time}",
        words::next_words(next, cx),
        day::near(next.on, cx.today)
    )
}
