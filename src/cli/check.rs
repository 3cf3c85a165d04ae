//! `goodword check`: reads a book and tells what is wrong with it. Changes nothing, wherever it looks.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::args::Common;
use super::{book, streams};
use crate::domain::book::Book;
use crate::domain::refusal::Refusal;
use crate::storage::check::check;
use crate::storage::disk::Real;
use crate::storage::fault::{Fault, Kept};
use crate::storage::read::{RealPath, read_as_is, real_path};
use crate::storage::schema;

/// Checks `file`, or else the book that is meant.
///
/// # Errors
/// A fault when it cannot be read, a refusal when something in it is wrong.
pub fn run(common: &Common, file: Option<PathBuf>) -> Result<()> {
    book::has_a_file(common, "check")?;
    let path = match file {
        Some(file) => file,
        None => book::places(common)?.book,
    };
    let real = match real_path(&Real, &path)? {
        RealPath::There(real) => real,
        RealPath::NotYet(real) => {
            let why = format!("There is no book at {} yet", real.display());
            return Err(Refusal::new(why).or("the first change makes it").into());
        }
    };
    let bytes = read_as_is(&Real, &real)?;
    let found: Vec<String> = check(&bytes).iter().map(ToString::to_string).collect();
    if !found.is_empty() {
        let things = count(found.len(), "thing", "things");
        let why = format!("{}: {things} to look at", real.display());
        return Err(Refusal::new(format!("{why}\n  {}", found.join("\n  "))).into());
    }
    let opened = schema::open(&bytes).map_err(|cause| Fault::new(&real, cause, Kept::Untouched))?;
    streams::say(&sound(&real, &opened.book))
}

/// What a sound book holds.
fn sound(path: &Path, book: &Book) -> String {
    let counts = [
        count(book.people.len(), "person", "people"),
        count(book.referrals.len(), "referral", "referrals"),
        count(book.events.len(), "event", "events"),
    ];
    format!("{} is sound: {}", path.display(), counts.join(", "))
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
