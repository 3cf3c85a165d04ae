//! What can be done with a record, the same wherever it is selected: a key belongs to the kind of thing.

use crate::domain::action::{Action, Subject, Who};
use crate::domain::event::Kind;

use super::super::command::{Command, Group};
use super::super::effect::Offer;
use super::super::layer::Cx;
use super::person::{person, promise};
use super::referral::referral;

/// What a command does with this record; `No` when it is not a matter of its kind.
pub fn subject(command: Command, subject: Subject, cx: &Cx) -> Offer {
    match subject {
        Subject::Referral(id) => referral(command, id, cx),
        Subject::Person(id) => person(command, id, cx),
        Subject::Promise(id) => promise(command, id, cx),
        Subject::Event(id) => match command {
            Command::Delete => Offer::perform(Action::Delete(Subject::Event(id))),
            _ => Offer::No,
        },
    }
}

/// What the toast of an action invites to: the keys that may follow at once, and what they then mean, wherever
/// the cursor has gone meanwhile.
pub fn invites(action: &Action) -> Option<(Subject, &'static [Command])> {
    match action {
        Action::Close { referral, .. } | Action::PassOn { referral, .. } => Some((
            Subject::Referral(*referral),
            &[Command::Settle, Command::ReportBack],
        )),
        Action::Move { referral, .. } => Some((Subject::Referral(*referral), &[Command::Settle])),
        Action::Log(log) => match (&log.kind, &log.who) {
            (Kind::Touch, Who::Known(id)) => {
                Some((Subject::Person(*id), &[Command::Note, Command::LongNote]))
            }
            _ => None,
        },
        Action::Many { actions, .. } => actions.iter().find_map(invites),
        _ => None,
    }
}

/// Commands that mean nothing without something selected.
pub fn needs_a_subject(command: Command) -> bool {
    let row = command.row();
    command.key().is_some()
        && matches!(row.group, Group::Anything | Group::Referral | Group::Person)
}
