//! `goodword touch`: notes that somebody was spoken to today.

use anyhow::Result;

use super::args::Common;
use super::{add, book, streams};
use crate::capture::names::{Match, also, known, others};
use crate::domain::action::{Action, Log, Who};
use crate::domain::book::Book;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::text;

/// Logs the contact and says so.
///
/// # Errors
/// A refusal when the name is not clear or nothing can be kept.
pub fn run(common: &Common, name: &str, note: &[String]) -> Result<()> {
    book::has_a_file(common, "touch")?;
    let mut session = book::open(common)?;
    let (person, also) = person(&text::clean_line(name), session.book())?;
    let log = Log {
        kind: Kind::Touch,
        who: Who::Known(person),
        note: text::clean_line(&note.join(" ")),
        ..Log::default()
    };
    let done = session.perform(Action::Log(Box::new(log)))?;
    book::close(&session)?;
    match also {
        Some(also) => streams::say(&format!("{}\n  {also}", done.what)),
        None => streams::say(&done.what),
    }
}

/// The one person of the book whom a name means, and who else it fits; a guess is not enough where nobody sees it.
fn person(name: &str, book: &Book) -> Result<(Id, Option<String>), Refusal> {
    let called = |id| add::called(id, book);
    let found = known(name, book);
    let also = also(&others(name, &found, book), called);
    match found {
        Match::Known(id) => Ok((id, also)),
        Match::Likely(id) => Err(Refusal::new(format!("Nobody in the book is called {name}"))
            .or(format!("if you mean {}, write that", called(id)))),
        Match::Ambiguous(ids) => {
            let candidates: Vec<String> = ids.into_iter().map(called).collect();
            Err(
                Refusal::new(format!("{name} can be {}", candidates.join(" or ")))
                    .or("write more of the name"),
            )
        }
        Match::New(_) | Match::Nobody => Err(Refusal::new(format!(
            "Nobody in the book is called “{name}”"
        ))
        .or("goodword add brings new people in, with their referral")),
    }
}
