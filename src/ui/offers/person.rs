//! What can be done with a person, and with a promise between them and me.

use crate::domain::action::{Action, Bond, Log, OfPerson, Subject, Who};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::promise::By;
use crate::domain::refusal::Refusal;
use crate::insight::matters;
use crate::insight::nudge::{Nudge, Reason};

use super::super::command::{Command, Group};
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::client;
use super::nudge::settle;
use super::shared::{form, long_note, unmasked, wake};

/// What a command does with a person.
pub fn person(command: Command, id: Id, cx: &Cx) -> Offer {
    let Some(it) = cx.book.people.get(id) else {
        return Offer::No;
    };
    match command {
        Command::Open => Offer::open(Ask::Page(Subject::Person(id))),
        Command::Edit => form(FormKind::Person { id: Some(id) }, cx),
        Command::Note => form(FormKind::Note(Subject::Person(id)), cx),
        Command::LongNote => long_note(Subject::Person(id), cx),
        Command::Copy => {
            let ways = [it.phone.as_str(), it.email.as_str()];
            let ways: Vec<&str> = ways.into_iter().filter(|way| !way.is_empty()).collect();
            let name = cx.name(Some(id));
            if ways.is_empty() || cx.masked {
                return Offer::Yes(Effect::Copy(name.into_owned()));
            }
            Offer::Yes(Effect::Copy(format!("{name}, {}", ways.join(", "))))
        }
        Command::Menu => Offer::open(Ask::Menu),
        Command::Delete => Offer::Yes(Effect::Remove(id)),
        Command::Unite => unmasked(Ask::Same { person: id }, cx),
        Command::Forget => unmasked(Ask::Forget { person: id }, cx),
        Command::Touch => Offer::perform(Action::Log(Box::new(Log {
            kind: Kind::Touch,
            who: Who::Known(id),
            ..Log::default()
        }))),
        Command::Mention => Offer::perform(Action::Log(Box::new(Log {
            kind: Kind::Mention,
            who: Who::Known(id),
            ..Log::default()
        }))),
        Command::Settle => settle_most_urgent(id, cx),
        Command::Brief => Offer::open(Ask::Brief { person: id }),
        Command::Give => unmasked(Ask::Give { person: id }, cx),
        Command::Promise => form(
            FormKind::Promise {
                person: Some(id),
                referral: None,
            },
            cx,
        ),
        Command::Trust => judge(id, OfPerson::Trust, cx),
        Command::Purchase => judge(id, OfPerson::Purchase, cx),
        Command::Training => form(FormKind::Training { person: id }, cx),
        Command::Expect => expect(id, cx),
        Command::Tier => Offer::open(Ask::Tier { people: vec![id] }),
        Command::Tag => form(FormKind::Tags { person: id }, cx),
        Command::Again => form(FormKind::Again { person: id }, cx),
        Command::About => form(FormKind::About { person: id }, cx),
        Command::Vcp => form(FormKind::Vcp { person: id }, cx),
        Command::Gains => form(FormKind::Gains { person: id }, cx),
        Command::Wants => form(FormKind::Wants { person: id }, cx),
        Command::CheckIn => form(FormKind::CheckIn { person: id }, cx),
        Command::Friction => form(FormKind::Friction { person: id }, cx),
        Command::MadeUp => made_up(id, cx),
        Command::Partner => Offer::perform(Action::Bond {
            person: id,
            bond: Box::new(Bond::Partner(!it.partner)),
        }),
        Command::Agree
        | Command::Engage
        | Command::Complete
        | Command::Meeting
        | Command::Target
        | Command::Ask => client::client(command, id, cx),
        Command::NotNow => form(FormKind::NotNow(Subject::Person(id)), cx),
        Command::Wake if it.wait.is_some() => wake(Subject::Person(id)),
        _ => Offer::No,
    }
}

/// Only what is open can be put right.
pub(super) fn made_up(person: Id, cx: &Cx) -> Offer {
    if cx.practice.relation(person).friction.is_none() {
        let why = format!("Nothing is open between you and {}", cx.name(Some(person)));
        return Offer::NotNow(Refusal::new(why).or("friction in the . menu notes what went wrong"));
    }
    form(FormKind::MadeUp { person }, cx)
}

/// The call sheet, from what is most urgent with them; what was planned is done first, where that is it.
fn settle_most_urgent(person: Id, cx: &Cx) -> Offer {
    let mut nudges = cx.practice.nudges().iter();
    let first = nudges.find(|it| it.person == Some(person) && it.is_for_today(cx.today));
    let is_planned = |it: &&Nudge| matches!(it.reason, Reason::Next | Reason::Introduction);
    if let Some(first) = first.filter(is_planned) {
        return settle(first, cx);
    }
    let referral = matters::due(cx.book, cx.practice, person, cx.today);
    form(FormKind::Call { person, referral }, cx)
}

pub(super) fn promise(command: Command, id: Id, cx: &Cx) -> Offer {
    let Some(it) = cx.book.promises.get(id) else {
        return Offer::No;
    };
    let end = |kept: bool| Offer::perform(Action::EndPromise { promise: id, kept });
    match command {
        Command::Settle | Command::Keep if it.is_open() => end(true),
        Command::Break if it.is_open() => end(false),
        Command::Note => form(FormKind::Note(Subject::Promise(id)), cx),
        Command::Delete => Offer::perform(Action::Delete(Subject::Promise(id))),
        Command::Copy => {
            let by = match it.by {
                By::Me => "I promised",
                By::Them | By::Other(_) => "promised me by",
            };
            let words = format!("{by} {}: {}", cx.name(it.person), cx.words(&it.what));
            Offer::Yes(Effect::Copy(words))
        }
        Command::Menu => Offer::open(Ask::Menu),
        Command::Open => match it.person {
            Some(person) => Offer::open(Ask::Page(Subject::Person(person))),
            None => Offer::No,
        },
        _ => match it.person {
            Some(whose) if Group::Person == command.row().group => person(command, whose, cx),
            _ => Offer::No,
        },
    }
}

fn judge(person: Id, pillar: OfPerson, cx: &Cx) -> Offer {
    form(FormKind::Judge { person, pillar }, cx)
}

/// What they expect: the first one at once, else those that there are, to choose from.
fn expect(person: Id, cx: &Cx) -> Offer {
    if cx.masked || cx.practice.expectations_of(person).is_empty() {
        return form(FormKind::Expectation { person, id: None }, cx);
    }
    Offer::open(Ask::Expectations { person })
}
