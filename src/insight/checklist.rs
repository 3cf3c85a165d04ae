//! What a stage asks of one referral, and what is answered already: by a fact, or by hand.

use chrono::NaiveDate;

use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::method::SOURCE_WORK;
use crate::domain::referral::Referral;
use crate::domain::stage::Stage;

/// One line of a checklist with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id in the map.
    pub item: String,
    pub text: String,
    /// A fact ticks it, and a hand cannot.
    pub by_fact: bool,
    pub done: bool,
    pub note: String,
    /// The day of the fact or the answer.
    pub on: Option<NaiveDate>,
}

/// One of the things that a trained source does for a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub item: &'static str,
    pub text: &'static str,
    /// What to ask of the source while it is not done.
    pub question: &'static str,
    pub done: bool,
    pub note: String,
}

/// The lines of a stage, in the order of the map that the referral runs under.
pub fn lines(book: &Book, practice: &Practice, id: Id, stage: Stage) -> Vec<Line> {
    let Some(referral) = book.referrals.get(id) else {
        return Vec::new();
    };
    let Some(step) = book.map_of(referral).steps.get(&stage) else {
        return Vec::new();
    };
    let mut items: Vec<_> = step.checklist.iter().collect();
    items.sort_by_key(|(id, item)| (item.order, *id));
    let lines = items.into_iter().map(|(item, asked)| {
        let answer = referral.answers.get(item);
        let by_fact = !asked.fact.is_empty();
        let fact = if by_fact {
            fact_on(practice, id, referral, stage, &asked.fact)
        } else {
            None
        };
        Line {
            item: item.clone(),
            text: asked.text.clone(),
            by_fact,
            done: fact.is_some() || (!by_fact && answer.is_some_and(|answer| answer.done)),
            note: answer.map_or_else(String::new, |answer| answer.note.clone()),
            on: fact.or(answer.map(|answer| answer.on)),
        }
    });
    lines.collect()
}

/// The stage whose checklist has this line, in the map that the referral runs under.
pub fn stage_of(book: &Book, referral: &Referral, item: &str) -> Option<Stage> {
    let steps = book.map_of(referral).steps.iter();
    let mut found = steps.filter(|(_, step)| step.checklist.contains_key(item));
    found.next().map(|(stage, _)| *stage)
}

/// The question of a stage that a line is about: the one that shares most words with it, the first of equals.
pub fn question_for<'a>(text: &str, prompts: &'a [String]) -> Option<&'a str> {
    let about = stems(text);
    let shared = |prompt: &String| {
        let asked = stems(prompt);
        about.iter().filter(|stem| asked.contains(stem)).count()
    };
    let mut best: Option<(usize, &'a str)> = None;
    for prompt in prompts {
        let count = shared(prompt);
        if best.map_or(0, |(most, _)| most) < count {
            best = Some((count, prompt));
        }
    }
    best.map(|(_, prompt)| prompt)
}

/// The beginnings of the words that say what a text is about, so that "competes" meets "compete".
fn stems(text: &str) -> Vec<String> {
    const COMMON: [&str; 12] = [
        "what", "with", "they", "them", "that", "this", "from", "have", "your", "does", "will",
        "pros",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| 4 <= word.chars().count());
    let stems = long.map(|word| word.to_lowercase().chars().take(4).collect::<String>());
    stems
        .filter(|stem| !COMMON.contains(&stem.as_str()))
        .collect()
}

/// The day on which a fact became true; none while it is not.
fn fact_on(
    practice: &Practice,
    id: Id,
    referral: &Referral,
    stage: Stage,
    fact: &str,
) -> Option<NaiveDate> {
    match fact {
        "need" => return (!referral.need.is_empty()).then_some(referral.on),
        "level" => return referral.level.map(|_| referral.on),
        "next" => return referral.next.as_ref().map(|next| next.on),
        "tie" => return referral.tie.as_ref().and(Some(referral.on)),
        "told" => return (!referral.told.is_empty()).then_some(referral.on),
        "introduction" => return referral.introduction.as_ref().map(|it| it.since),
        "outcome" => return referral.outcome.as_ref().map(|outcome| outcome.on),
        _ => {}
    }
    let kind = Kind::of(fact);
    let since = since(referral, stage, &kind)?;
    // Of a given referral, what the receiver told me and what I told them are two facts.
    let way = match (&kind, referral.is_given()) {
        (Kind::ReportedBack, true) if stage < Stage::Feedback => Some(Way::Got),
        (Kind::ReportedBack, true) => Some(Way::Given),
        _ => None,
    };
    let mut events = practice.events_on(id).iter();
    events
        .find(|event| {
            since <= (event.on, event.at)
                && event.record.kind == kind
                && match way {
                    Some(Way::Got) => event.record.way == Some(Way::Got),
                    Some(_) => event.record.way != Some(Way::Got),
                    None => true,
                }
        })
        .map(|event| event.on)
}

/// From when on a fact counts: in Close what is told and thanked since the outcome, in a further round what
/// happened in this round. None where it cannot have happened yet.
fn since(referral: &Referral, stage: Stage, kind: &Kind) -> Option<(NaiveDate, i64)> {
    if stage == Stage::Close && matches!(kind, Kind::ReportedBack | Kind::Thanked) {
        let outcome = referral.outcome.as_ref()?;
        return Some((outcome.on, outcome.at));
    }
    let comings = referral
        .moves_in_order()
        .into_iter()
        .filter(|step| step.to == stage && step.closed.is_none())
        .map(|step| (step.on, step.at));
    let comings: Vec<_> = comings.collect();
    match comings.as_slice() {
        [] | [_] => Some((NaiveDate::MIN, i64::MIN)),
        [.., last] => Some(*last),
    }
}

/// What the source did for it.
pub fn source_work(referral: &Referral) -> Vec<Work> {
    let lines = SOURCE_WORK.into_iter().map(|(item, text, question)| {
        let answer = referral.answers.get(item);
        Work {
            item,
            text,
            question,
            done: answer.is_some_and(|answer| answer.done),
            note: answer.map_or_else(String::new, |answer| answer.note.clone()),
        }
    });
    lines.collect()
}

/// Whether what the method asks for before the first contact with the prospect is done: the research. Someone on
/// the short route is known, or asked for already.
pub fn is_researched(practice: &Practice, id: Id, referral: &Referral) -> bool {
    let mut events = practice.events_on(id).iter();
    practice.is_short(referral)
        || events.any(|event| event.record.kind == Kind::Researched)
        || Stage::Meet <= referral.stage()
}
