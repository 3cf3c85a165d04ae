//! `goodword export`: what is in the book, for other programs. Will never know their formats.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::args::Common;
use super::{Misuse, book, streams};
use crate::exchange::calendar;
use crate::insight::practice::Practice;
use crate::letters::template::Letters;
use crate::storage::disk::Real;
use crate::storage::export;
use crate::ui::calendar::entries;
use crate::ui::layer::Cx;
use crate::ui::view::View;

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Calendar,
}

/// Every kind with its names, the first one ours.
const KINDS: &[(Kind, &[&str])] = &[(Kind::Calendar, &["calendar", "icalendar", "ical", "ics"])];

/// Exports to `out`, or to stdout.
///
/// # Errors
/// A misuse for a kind that there is not, a fault when the book cannot be read or the file not be written.
pub fn run(common: &Common, kind: &str, out: Option<&Path>) -> Result<()> {
    let kind = kind_of(kind)?;
    book::agrees(common)?;
    book::is_there(common)?;
    let session = book::glance(common)?;
    let moment = session.moment();
    let practice = Practice::of(session.book(), moment.today);
    let cx = Cx {
        book: session.book(),
        practice: &practice,
        letters: &Letters::default(),
        today: moment.today,
        time: moment.time,
        masked: common.masked,
        undo: None,
        redo: None,
        sample: session.is_sample(),
        view: View::plain(),
    };
    let (text, count) = match kind {
        Kind::Calendar => {
            let entries = entries(&cx);
            (calendar::text("Goodword", &entries), entries.len())
        }
    };
    match out.filter(|out| *out != Path::new("-")) {
        None => streams::say_as_is(&text),
        Some(out) => {
            let path: PathBuf = export::put(&Real, out, &text)?;
            let entries = if count == 1 { "entry" } else { "entries" };
            streams::say(&format!("{count} {entries} in {}", path.display()))
        }
    }
}

fn kind_of(said: &str) -> Result<Kind, Misuse> {
    let folded = said.to_lowercase();
    let mut kinds = KINDS.iter();
    let found = kinds.find(|(_, names)| names.contains(&folded.as_str()));
    found.map(|(kind, _)| *kind).ok_or_else(|| {
        let names: Vec<&str> = KINDS.iter().map(|(_, names)| names[0]).collect();
        let why = format!("“{said}” is nothing that can be exported");
        Misuse::new(why, format!("there is: {}", names.join(", ")))
    })
}
