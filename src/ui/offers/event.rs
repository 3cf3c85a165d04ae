//! What can be done with one entry of a timeline: it is put right, or taken away.

use crate::domain::action::{Action, Subject};
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;

use super::super::command::Command;
use super::super::effect::{FormKind, Offer};
use super::super::layer::Cx;
use super::shared::form;

/// What a command does with an entry.
pub fn event(command: Command, id: Id, cx: &Cx) -> Offer {
    let Some(it) = cx.book.events.get(id) else {
        return Offer::No;
    };
    match command {
        Command::Open | Command::Edit if it.kind == Kind::Judged => Offer::NotNow(
            Refusal::new("It says how it was judged on that day")
                .or("judge anew in the . menu, or delete takes it away"),
        ),
        Command::Open | Command::Edit => form(FormKind::Event { id }, cx),
        Command::Delete => Offer::perform(Action::Delete(Subject::Event(id))),
        _ => Offer::No,
    }
}

/// Whether an entry is opened for its own sake; a step of a referral leads to the referral.
pub fn stands_alone(event: &Event) -> bool {
    let is_of_person = matches!(
        event.kind,
        Kind::Note
            | Kind::Thanked
            | Kind::CheckIn
            | Kind::Friction
            | Kind::MadeUp
            | Kind::Judged
            | Kind::Debrief
    );
    event.referral.is_none() || is_of_person || event.kind.is_contact() || event.kind.is_act()
}
