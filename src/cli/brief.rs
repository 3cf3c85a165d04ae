//! `goodword brief`: what to know of a person before one dials.

use anyhow::Result;

use super::args::Common;
use super::{book, streams, whom};
use crate::domain::text;
use crate::insight::practice::Practice;
use crate::ui::brief;
use crate::ui::words;

/// Says it, a line each.
///
/// # Errors
/// A refusal when the name is not clear, a fault when the book cannot be read.
pub fn run(common: &Common, name: &str) -> Result<()> {
    book::agrees(common)?;
    let session = book::glance(common)?;
    let (person, also) = whom::person(name, session.book())?;
    let moment = session.moment();
    let practice = Practice::of(session.book(), moment.today);
    let cx = book::look_at(common, &session, &practice, moment);
    let roles = words::roles(person, &cx);
    let head = [cx.name(Some(person)).into_owned(), roles];
    let head: Vec<String> = head.into_iter().filter(|part| !part.is_empty()).collect();
    let brief = brief::text(person, &cx);
    let lines: Vec<String> = std::iter::once(text::clean_line(&head.join(", ")))
        .chain(brief.lines().map(String::from))
        .chain(also)
        .collect();
    streams::say(&lines.join("\n"))
}
