//! `goodword export`: what is in the book, for other programs. Will never know their formats.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::args::Common;
use super::{Misuse, book, streams};
use crate::exchange::calendar;
use crate::insight::practice::Practice;
use crate::storage::disk::Real;
use crate::storage::export;
use crate::ui::calendar::entries;
use crate::ui::mapping::{self, As};

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Calendar,
    /// The process map.
    Map,
}

/// Every kind with its names, the first one ours.
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Calendar, &["calendar", "icalendar", "ical", "ics"]),
    (Kind::Map, &["map", "process"]),
];

/// Every form of the map with its names.
const FORMS: &[(As, &[&str])] = &[
    (As::Markdown, &["markdown", "md"]),
    (As::Text, &["text", "txt"]),
    (As::Mermaid, &["mermaid"]),
    (As::Dot, &["dot", "graphviz"]),
];

/// Exports to `out`, or to stdout.
///
/// # Errors
/// A misuse for a kind that there is not, a fault when the book cannot be read or the file not be written.
pub fn run(common: &Common, (kind, form): (&str, Option<&str>), out: Option<&Path>) -> Result<()> {
    let kind = kind_of(kind)?;
    let form = form_of(kind, form)?;
    book::agrees(common)?;
    book::is_there(common)?;
    let session = book::glance(common)?;
    let moment = session.moment();
    let practice = Practice::of(session.book(), moment.today);
    let cx = book::look_at(common, &session, &practice, moment);
    let (text, what) = match kind {
        Kind::Calendar => {
            let entries = entries(&cx);
            let what = match entries.len() {
                1 => "1 entry".to_owned(),
                n => format!("{n} entries"),
            };
            (calendar::text("Goodword", &entries), what)
        }
        Kind::Map => (mapping::text(form, &cx), "The map".to_owned()),
    };
    match out.filter(|out| *out != Path::new("-")) {
        None => streams::say_as_is(&text),
        Some(out) => {
            let path: PathBuf = export::put(&Real, out, &text)?;
            streams::say(&format!("{what} in {}", path.display()))
        }
    }
}

/// The form of the map; anything else has one form of its own.
fn form_of(kind: Kind, said: Option<&str>) -> Result<As, Misuse> {
    let Some(said) = said else {
        return Ok(As::Markdown);
    };
    if kind != Kind::Map {
        let why = "only the map has several forms";
        return Err(Misuse::new(why, "leave --as out, or export map"));
    }
    let folded = said.to_lowercase();
    let mut forms = FORMS.iter();
    let found = forms.find(|(_, names)| names.contains(&folded.as_str()));
    found.map(|(form, _)| *form).ok_or_else(|| {
        let names: Vec<&str> = FORMS.iter().map(|(_, names)| names[0]).collect();
        let why = format!("“{said}” is no form of the map");
        Misuse::new(why, format!("there is: {}", names.join(", ")))
    })
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
