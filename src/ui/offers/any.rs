//! What can be done with a record, the same wherever it is selected: a key belongs to the kind of thing.

use crate::domain::action::{Action, Subject, Who};
use crate::domain::event::Kind;
use crate::domain::id::Id;

use super::super::command::{Command, Group};
use super::super::effect::Offer;
use super::super::layer::Cx;
use super::event::event;
use super::person::{person, promise};
use super::referral::referral;

/// What a command does with this record; `No` when it is not a matter of its kind.
pub fn subject(command: Command, subject: Subject, cx: &Cx) -> Offer {
    match subject {
        Subject::Referral(id) => referral(command, id, cx),
        Subject::Person(id) => person(command, id, cx),
        Subject::Promise(id) => promise(command, id, cx),
        Subject::Event(id) => event(command, id, cx),
    }
}

/// What a key does that the toast of an action invited to.
pub fn invited(command: Command, of: Subject, cx: &Cx) -> Offer {
    match (command, of) {
        // What was just logged is said better, rather than a note put beside it.
        (Command::Note, Subject::Person(id)) => match just_logged(id, cx) {
            Some(logged) => event(Command::Edit, logged, cx),
            None => subject(command, of, cx),
        },
        _ => subject(command, of, cx),
    }
}

/// The contact that was logged last with a person, where nothing was logged since.
fn just_logged(person: Id, cx: &Cx) -> Option<Id> {
    let events = cx.practice.events_of(person).iter();
    let last = events.max_by_key(|event| (event.at, event.id))?;
    (last.record.kind == Kind::Touch).then_some(last.id)
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
