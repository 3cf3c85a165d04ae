//! What can be done with several people at once: those who are marked. Each is one change, taken back by one key.

use crate::domain::action::{Action, Log, Who};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;

use super::super::command::Command;
use super::super::effect::{Ask, FormKind, Offer};
use super::super::layer::Cx;
use super::person::person;
use super::shared::form;

/// More names than this are a number.
const NAMED: usize = 4;

/// What a command does with these people; what works on one alone says so, by the one who is selected.
pub fn several(command: Command, people: &[Id], selected: Option<Id>, cx: &Cx) -> Offer {
    match command {
        Command::Touch => Offer::perform(in_touch(people, cx)),
        Command::Tier => Offer::open(Ask::Tier {
            people: people.to_vec(),
        }),
        Command::Tag => {
            let people = people.to_vec();
            form(FormKind::TagAll { people }, cx)
        }
        Command::Menu => Offer::open(Ask::Menu),
        Command::Open => selected.map_or(Offer::No, |id| person(command, id, cx)),
        _ => match selected.map(|id| person(command, id, cx)) {
            None | Some(Offer::No) => Offer::No,
            Some(_) => {
                let key = match (command.key(), command.chord()) {
                    (Some(key), _) => key.to_string(),
                    (None, Some(letter)) => format!(". {letter}"),
                    (None, None) => format!("“{}”", command.row().title),
                };
                let why = format!("{key} works on one person");
                Offer::NotNow(Refusal::new(why).or("esc takes the marks off"))
            }
        },
    }
}

/// One contact with each, today.
fn in_touch(people: &[Id], cx: &Cx) -> Action {
    let who = if people.len() <= NAMED {
        cx.book.names(people.iter().copied())
    } else {
        format!("{} people", people.len())
    };
    let log = |id: &Id| {
        Action::Log(Box::new(Log {
            kind: Kind::Touch,
            who: Who::Known(*id),
            ..Log::default()
        }))
    };
    Action::Many {
        said: format!("In touch with {who}"),
        more: String::new(),
        actions: people.iter().map(log).collect(),
    }
}
