//! A line of Now what in full: what it is, why it is asked, what was said last. It knows the facts of the practice, and no
//! screen.

use chrono::{Datelike, NaiveDate, NaiveTime};

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::insight::coming::{Coming, What};
use crate::insight::index::Dated;
use crate::insight::now::{Group, Thing};
use crate::insight::nudge::{Nudge, Reason};

use super::ahead;
use super::layer::Cx;
use super::parts::values::capital;
use super::reasons::{self, Said};
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

/// What to do and why, short; the day of what is ahead stands elsewhere.
pub fn said(thing: &Thing, cx: &Cx) -> Said {
    match thing {
        Thing::Nudge(nudge) => {
            let said = words::nudge(nudge, cx);
            let is_ahead = nudge.late < 0;
            let is_its_day = is_dated(nudge) || matches!(nudge.reason, Reason::Promise { .. });
            let why = if is_ahead && is_its_day {
                at(nudge.time)
            } else {
                said.why
            };
            Said { why, ..said }
        }
        Thing::Chosen(_) => Said {
            what: "speak with them this week".into(),
            why: "this week’s people: not spoken to yet".into(),
        },
        Thing::Coming(it) => coming(it, cx),
    }
}

/// The same beneath the first line of its person, who may stand on several referrals: it says which.
pub fn also(nudge: &Nudge, cx: &Cx) -> Said {
    let said = said(&Thing::Nudge(*nudge), cx);
    let which = reasons::which(nudge, cx);
    let what = if said.what.ends_with(&which) {
        said.what
    } else {
        format!("{}{which}", said.what)
    };
    Said { what, ..said }
}

/// The day and the time of what is ahead.
pub fn day_ahead(thing: &Thing) -> Option<(NaiveDate, Option<NaiveTime>)> {
    match thing {
        Thing::Nudge(nudge) if nudge.late < 0 => Some((nudge.due, nudge.time)),
        Thing::Coming(it) => Some((it.on, it.time)),
        Thing::Nudge(_) | Thing::Chosen(_) => None,
    }
}

/// A day ahead in at most six columns: `today`, `Thu 26`, `3 Dec`.
pub fn short_day(on: NaiveDate, today: NaiveDate) -> String {
    match (on - today).num_days() {
        0 => "today".into(),
        1..=7 => format!("{} {}", day::weekday(on), on.day()),
        _ => format!("{} {}", on.day(), day::month(on)),
    }
}

/// Its reason is its day.
fn is_dated(nudge: &Nudge) -> bool {
    matches!(
        nudge.reason,
        Reason::Next | Reason::Introduction | Reason::Again | Reason::ReferralMeeting
    )
}

/// "at 10:00", or nothing.
fn at(time: Option<NaiveTime>) -> String {
    let time = time.map(day::clock);
    time.map_or(String::new(), |time| format!("at {time}"))
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
            sentences(&[vec![what], facts].concat())
        }
        Thing::Chosen(_) => sentences(&[what, capital(&said.why)]),
        Thing::Coming(it) => {
            let on = day::full(it.on, cx.today);
            let fact = match (it.time, said.why.as_str()) {
                (_, "") => on,
                (Some(_), why) => format!("{on} {why}"),
                (None, why) => format!("{on}, {why}"),
            };
            sentences(&[what, fact])
        }
    }
}

/// What comes on a day.
fn coming(it: &Coming, cx: &Cx) -> Said {
    let referral = match it.subject {
        Subject::Referral(id) => cx.book.referrals.get(id),
        _ => None,
    };
    let person = it.person.and_then(|id| cx.book.people.get(id));
    let prospect = referral.and_then(|referral| referral.prospect);
    let about = || cx.name(prospect);
    let promised = || match it.subject {
        Subject::Promise(id) => {
            let promise = cx.book.promises.get(id);
            promise.map_or("", |promise| cx.words(&promise.what))
        }
        _ => "",
    };
    let what = match it.what {
        What::Appointment | What::Next => {
            let next = referral.and_then(|referral| referral.next.as_ref());
            let said = next.map(|next| ahead::on_row(next, it.person, prospect, cx));
            said.unwrap_or_else(|| "what was planned".into())
        }
        What::Introduction => format!("introduction to {}", about()),
        What::ReferralMeeting => "hold the referral meeting".into(),
        What::Again => {
            let again = person.and_then(|person| person.again.as_ref());
            match again.map_or("", |again| cx.words(&again.why)) {
                "" => "be in touch, as agreed".into(),
                why => format!("be in touch: {why}"),
            }
        }
        What::Promise => format!("promised: {}", promised()),
        What::Promised => format!("promised you: {}", promised()),
        What::Answer => "their answer is due".into(),
        What::Wakes if prospect.is_some() && it.person != prospect => {
            format!("look at {} again", about())
        }
        What::Wakes => "look at it again".into(),
        What::Contact => "be in touch".into(),
    };
    let interval = it.person.and_then(|id| cx.practice.relation(id).interval);
    let why = match (it.what, interval) {
        (What::Contact, Some(every)) => format!("every {}", words::days(every.into())),
        _ => at(it.time),
    };
    Said { what, why }
}

/// What is next and when: "call Dana about Priya, Thu 26 at 10:00".
pub fn ahead(thing: &Thing, cx: &Cx) -> String {
    let what = said(thing, cx).what;
    match day_ahead(thing) {
        Some((on, None)) => format!("{what}, {}", day::near(on, cx.today)),
        Some((on, time)) => format!("{what}, {} {}", day::near(on, cx.today), at(time)),
        None => what,
    }
}

/// The facts behind it; nothing where its day says it all.
fn facts(nudge: &Nudge, why: String, cx: &Cx) -> String {
    match nudge.reason {
        _ if is_dated(nudge) => String::new(),
        // What was said last has a line of its own.
        Reason::GoneQuiet { days, interval, .. } => {
            let last = match nudge.person.and_then(|id| cx.practice.relation(id).last) {
                Some((on, _)) => format!("last in touch {}", day::near(on, cx.today)),
                None => "not in touch yet".into(),
            };
            format!("{last}, for {}; wanted every {interval}", words::days(days))
        }
        _ => why,
    }
}

/// "it was due Thu 19 Nov, 2 days ago".
fn due(nudge: &Nudge, today: NaiveDate) -> String {
    let time = match at(nudge.time) {
        at if at.is_empty() => at,
        at => format!(" {at}"),
    };
    let on = day::full(nudge.due, today);
    match nudge.late {
        0 => format!("due today{time}"),
        1 => format!("due yesterday, {on}{time}"),
        late if late < 0 => format!("due {}{time}", day::near(nudge.due, today)),
        late => format!("due {on}{time}, {} ago", words::days(late)),
    }
}

/// One after another, each with its end.
fn sentences(all: &[String]) -> String {
    let ended = all.iter().map(|words| {
        let has_end = words.ends_with(['.', '?', '!', '…']);
        format!("{words}{}", if has_end { "" } else { "." })
    });
    ended.collect::<Vec<_>>().join(" ")
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

/// The next line, for the toast after one is done.
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
