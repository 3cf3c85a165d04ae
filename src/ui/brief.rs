//! What to know of a person before one dials, to be read in ten seconds: what stands between us first, how to reach them,
//! what was said last, what is owed either way, what is open, whom they look for. The same on their page, on the call
//! sheet and on the command line.

use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::promise::By;
use crate::domain::relation::latest;
use crate::domain::text::clean_line;
use crate::insight::client::Client;
use crate::insight::nudge::Voice;
use crate::insight::readiness::{self, Readiness};

use super::layer::Cx;
use super::parts::look::Look;
use super::words;

/// One line of the brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub label: &'static str,
    pub words: String,
    pub look: Look,
}

/// What there is to know, what says nothing left out.
pub fn lines(person: Id, cx: &Cx) -> Vec<Said> {
    let said = |label, words: String, look| Said { label, words, look };
    let owed = owed(person, cx);
    let all = vec![
        said("to put right", friction(person, cx), Look::Bad),
        said("reach", reach(person, cx), Look::Text),
        said("last", last(person, cx), Look::Text),
        said("said", noted(person, cx), Look::Text),
        said("you owe", owed, Look::Warn),
        said("they owe", promises(person, false, cx), Look::Text),
        said("open", open(person, cx), Look::Text),
        said("look for", wants(person, cx), Look::Text),
        said("ask about", to_ask(person, cx), Look::Good),
    ];
    all.into_iter()
        .filter(|line| !line.words.is_empty())
        .collect()
}

/// The brief as text, a line each, for the clipboard and the command line.
pub fn text(person: Id, cx: &Cx) -> String {
    let lines = lines(person, cx).into_iter();
    let lines: Vec<String> = lines
        .map(|line| format!("{:<12} {}", line.label, clean_line(&line.words)))
        .collect();
    lines.join("\n")
}

/// What stands between us.
fn friction(person: Id, cx: &Cx) -> String {
    let id = cx.practice.relation(person).friction;
    let event = id.and_then(|id| cx.book.events.get(id));
    event.map_or(String::new(), |event| {
        let on = day::near(event.on, cx.today);
        format!("“{}”, {on}", cx.words(&event.note))
    })
}

fn reach(person: Id, cx: &Cx) -> String {
    let Some(record) = cx.book.people.get(person).filter(|_| !cx.masked) else {
        return String::new();
    };
    let ways = [&record.phone, &record.email, &record.best];
    let ways: Vec<&str> = ways
        .into_iter()
        .map(String::as_str)
        .filter(|way| !way.is_empty())
        .collect();
    ways.join(" · ")
}

/// The last contact, with what was written down of it.
fn last(person: Id, cx: &Cx) -> String {
    let events = cx.practice.events_of(person);
    let Some(touch) = events.iter().rev().find(|it| it.record.kind.is_touch()) else {
        return "never in touch yet".into();
    };
    let kind = words::of_kind(&touch.record);
    let touched = format!("{kind} {}", day::near(touch.on, cx.today));
    match touch.record.note.as_str() {
        "" => touched,
        note => format!("{touched}: “{}”", cx.words(note)),
    }
}

/// What was written down last, where that was not at the last contact.
fn noted(person: Id, cx: &Cx) -> String {
    let events = cx.practice.events_of(person);
    let relation = cx.practice.relation(person);
    let note = relation
        .note
        .and_then(|id| events.iter().rev().find(|it| it.id == id));
    let touch = events.iter().rev().find(|it| it.record.kind.is_touch());
    if touch.is_some_and(|touch| !touch.record.note.is_empty()) {
        return String::new();
    }
    note.map_or(String::new(), |it| {
        let on = day::near(it.on, cx.today);
        format!("{on}: “{}”", cx.words(&it.record.note))
    })
}

/// Everything that I owe them: news and thanks, then what I promised.
fn owed(person: Id, cx: &Cx) -> String {
    let referrals = cx.practice.referrals_of(person).iter();
    let nudges = referrals.flat_map(|named| cx.practice.nudges_of(named.id));
    let is_owed = |nudge: &&crate::insight::nudge::Nudge| {
        nudge.person == Some(person) && nudge.voice() == Voice::Owed
    };
    let mut all: Vec<String> = nudges
        .filter(is_owed)
        .map(|nudge| words::nudge(nudge, cx).what)
        .collect();
    let promised = promises(person, true, cx);
    if !promised.is_empty() {
        all.push(promised);
    }
    all.join(" · ")
}

/// Whom they may be asked about, where nothing keeps one from asking.
fn to_ask(person: Id, cx: &Cx) -> String {
    match readiness::of(cx.book, cx.practice, person) {
        Readiness::Ready { .. } => {
            let client = Client::of(cx.book, cx.practice, person);
            super::readiness::to_ask_about(&client.targets, cx)
        }
        _ => String::new(),
    }
}

/// Open promises of one side, with their days.
pub fn promises(person: Id, is_mine: bool, cx: &Cx) -> String {
    let promises = cx.practice.promises_of(person).iter();
    let open = promises.filter(|it| it.record.is_open() && (it.record.by == By::Me) == is_mine);
    let words = open.map(|it| {
        let due = it.record.due.map_or(String::new(), |due| {
            format!(" ({})", day::near(due, cx.today))
        });
        format!("{}{due}", cx.words(&it.record.what))
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// The open referrals that name them, with their stage.
fn open(person: Id, cx: &Cx) -> String {
    let open = cx.practice.relation(person).open.iter();
    let words = open.filter_map(|id| {
        let it = cx.book.referrals.get(*id)?;
        let is_asleep = cx.practice.standing(*id).is_some_and(|it| it.asleep);
        let stage = if is_asleep {
            "waits"
        } else {
            it.stage().title()
        };
        // Of their own referral the other one is named.
        let other = if it.prospect == Some(person) {
            it.partner()
        } else {
            it.prospect
        };
        let with = match (it.prospect == Some(person), it.is_given()) {
            (true, false) => "from ",
            (true, true) => "to ",
            (false, true) => "given: ",
            (false, false) => "",
        };
        Some(format!("{with}{} ({stage})", cx.name(other)))
    });
    words.collect::<Vec<_>>().join(" · ")
}

fn wants(person: Id, cx: &Cx) -> String {
    let record = cx.book.people.get(person);
    let wants = record.and_then(|record| latest(&record.wants));
    wants.map_or(String::new(), |(_, it)| cx.words(&it.words).to_string())
}
