//! What can be done with a person as a client, and with whoever is asked for referrals: agreement, work, meeting,
//! targets, a single ask.

use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::insight::client::Client;
use crate::insight::readiness;

use super::super::command::Command;
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::super::readiness as words;
use super::shared::form;

/// What a command of the arc does with a person.
pub(super) fn client(command: Command, id: Id, cx: &Cx) -> Offer {
    match command {
        Command::Agree => agree(id, cx),
        Command::Engage => form(FormKind::Engage { person: id }, cx),
        Command::Complete => complete(id, cx),
        Command::Meeting => meeting(id, cx),
        Command::Target => target(id, cx),
        Command::Ask => ask(id, None, cx),
        _ => Offer::No,
    }
}

/// The first agreement at once, else the one that there is, to be judged or changed.
fn agree(person: Id, cx: &Cx) -> Offer {
    if cx.masked || cx.practice.agreements_of(person).is_empty() {
        return form(FormKind::Agreement { person, id: None }, cx);
    }
    Offer::open(Ask::Agreement { person })
}

/// Only work that goes on can be completed; that of a client of old may never have been noted.
fn complete(person: Id, cx: &Cx) -> Offer {
    if !cx.practice.relation(person).is_client {
        return Offer::No;
    }
    let work = Client::of(cx.book, cx.practice, person).work;
    match (work.open, work.completed) {
        (None, Some(completed)) => {
            let (name, on) = (cx.name(Some(person)), day::full(completed, cx.today));
            Offer::NotNow(
                Refusal::new(format!("The work for {name} is completed since {on}")).or(format!(
                    "{} records that new work began",
                    Command::Engage.typed()
                )),
            )
        }
        _ => form(FormKind::Complete { person }, cx),
    }
}

/// It is proposed where none is ahead, else held, moved or dropped.
fn meeting(person: Id, cx: &Cx) -> Offer {
    let client = Client::of(cx.book, cx.practice, person);
    if cx.masked || !client.meeting.is_ahead() {
        return form(FormKind::Propose { person }, cx);
    }
    Offer::open(Ask::Meeting { person })
}

/// The first target at once, else the list.
fn target(person: Id, cx: &Cx) -> Offer {
    if cx.masked || cx.practice.targets_of(person).is_empty() {
        return form(FormKind::Target { person, id: None }, cx);
    }
    Offer::open(Ask::Targets { person })
}

/// Asks about somebody by name; after a word where asking would do harm.
pub fn ask(person: Id, target: Option<Id>, cx: &Cx) -> Offer {
    let opens = match form(FormKind::Ask { person, target }, cx) {
        Offer::Yes(opens) => opens,
        masked => return masked,
    };
    let record = cx.book.people.get(person);
    let stop = record.and_then(|record| readiness::stop(cx.book, cx.practice, person, record));
    match stop {
        None => Offer::Yes(opens),
        Some(stop) => Offer::Yes(Effect::Open(Ask::Confirm {
            question: words::stop(&stop, person, cx),
            yes: "ask all the same".into(),
            effect: Box::new(opens),
        })),
    }
}
