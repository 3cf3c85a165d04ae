//! A line of Now what in full: what it is, why it is asked, what was said last. It knows the facts of the practice, and no
//! screen.

use chrono::NaiveDate;

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::insight::index::Dated;
use crate::insight::now::{Group, Thing};
use crate::insight::nudge::{Nudge, Reason};

use super::layer::Cx;
use super::reasons::Said;
use super::words;

/// The heading of a group, and what waiting costs there.
pub fn group(group: Group) -> (&'static str, &'static str) {
    match group {
        Group::Owed => ("Owed", "waiting costs trust"),
        Group::Moving => ("Keep moving", "waiting, referrals die"),
        Group::Relationships => ("Relationships", "waiting, they fade"),
        Group::Week => ("This week", "within seven days"),
        Group::Later => ("Later", "beyond"),
    }
}

/// What to do and why, short.
pub fn said(thing: &Thing, cx: &Cx) -> Said {
    match thing {
        Thing::Nudge(nudge) => words::nudge(nudge, cx),
        Thing::Chosen(_) => Said {
            what: "speak with them this week".into(),
            why: "this week’s people: not spoken to yet".into(),
        },
    }
}

/// The same as a sentence or two, with the day and how late it is.
pub fn sentence(thing: &Thing, cx: &Cx) -> String {
    let said = said(thing, cx);
    let what = capital(&said.what);
    match thing {
        Thing::Nudge(nudge) => {
            let facts = [facts(nudge, said.why, cx), due(nudge, cx.today)];
            let facts = facts.into_iter().filter(|fact| !fact.is_empty());
            let facts: Vec<String> = facts.map(|fact| capital(&fact)).collect();
            format!("{what}. {}.", facts.join(". "))
        }
        Thing::Chosen(_) => format!("{what}. {}.", capital(&said.why)),
    }
}

/// The facts behind it; nothing where its day says it all.
fn facts(nudge: &Nudge, why: String, cx: &Cx) -> String {
    match nudge.reason {
        Reason::Next | Reason::Again | Reason::ReferralMeeting => String::new(),
        // What was said last has a line of its own.
        Reason::GoneQuiet { days, interval, .. } => {
            let last = match nudge.person.and_then(|id| cx.practice.relation(id).last) {
                Some((on, _)) => format!("last in touch {}, ", day::near(on, cx.today)),
                None => "never in touch, ".into(),
            };
            format!("{last}{}; every {} is wanted", words::days(days), words::days(interval.into()))
        }
        _ => why,
    }
}

/// "it was due Thu 19 Nov, 2 days ago".
fn due(nudge: &Nudge, today: NaiveDate) -> String {
    let time = nudge.time.map(day::clock);
    let time = time.map_or(String::new(), |time| format!(" at {time}"));
    let on = day::full(nudge.due, today);
    match nudge.late {
        0 => format!("due today{time}"),
        1 => format!("due yesterday, {on}{time}"),
        late if late < 0 => format!("due {}{time}", day::near(nudge.due, today)),
        late => format!("due {on}{time}, {} ago", words::days(late)),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// What was said last with its person or on its referral, and on which day.
pub fn last_said(thing: &Thing, cx: &Cx) -> Option<(String, NaiveDate)> {
    let on_referral = match thing.subject() {
        Some(Subject::Referral(id)) => last_note(cx.practice.events_on(id)),
        _ => None,
    };
    let with = thing.person().and_then(|id| noted(id, cx));
    let last = on_referral.into_iter().chain(with);
    let last = last.max_by_key(|event| (event.on, event.at))?;
    Some((cx.words(&last.record.note).to_string(), last.on))
}

fn noted<'a>(person: Id, cx: &Cx<'a>) -> Option<&'a Dated<Event>> {
    last_note(cx.practice.events_of(person))
}

fn last_note(events: &[Dated<Event>]) -> Option<&Dated<Event>> {
    let has_words =
        |event: &&Dated<Event>| !event.record.note.is_empty() && event.record.kind != Kind::Judged;
    events.iter().rev().find(has_words)
}

/// What is coming with nobody waiting: for the toast after a line is done. None where nothing is left.
pub fn next(thing: &Thing, cx: &Cx) -> String {
    let said = said(thing, cx);
    format!("next: {}, {}", who(thing, cx), said.what)
}

/// Whose line it is; what is nobody's is the book's.
pub fn who(thing: &Thing, cx: &Cx) -> String {
    match (thing, thing.person()) {
        (Thing::Nudge(_), None) => "The book".into(),
        (_, person) => cx.name(person).into_owned(),
    }
}
