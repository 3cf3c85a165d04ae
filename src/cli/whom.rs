//! The one person of the book whom a name on the command line means. It will never guess: nobody sees what was guessed.

use super::add;
use crate::capture::names::{Match, Names, also};
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::text;

/// Whether the name fits nobody at all.
pub fn is_nobody(name: &str, book: &Book) -> bool {
    matches!(
        Names::of(book).known(&text::clean_line(name)),
        Match::New(_) | Match::Nobody
    )
}

/// The person, and who else the name fits.
pub fn person(name: &str, book: &Book) -> Result<(Id, Option<String>), Refusal> {
    let name = &text::clean_line(name);
    let called = |id| add::called(id, book);
    let names = Names::of(book);
    let found = names.known(name);
    let also = also(&names.others(name, &found), called);
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
