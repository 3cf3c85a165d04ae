//! `goodword due`: what is owed and what wants to move on, for a person, a prompt or a script.

use std::fmt::Write;

use anyhow::Result;
use serde_json::{Value, json};

use super::args::Common;
use super::{book, streams};
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::insight::nudge::{Nudge, Voice};
use crate::insight::practice::Practice;
use crate::letters::template::Letters;
use crate::ui::layer::Cx;
use crate::ui::view::View;
use crate::ui::words;

/// The version of the JSON, which grows when a field changes its meaning or goes.
const VERSION: u32 = 1;

/// The widest that a column before the last gets.
const COLUMN: usize = 40;

/// Says what is due, in the form that was asked for.
///
/// # Errors
/// A fault when the book cannot be read.
pub fn run(common: &Common, short: bool, json: bool) -> Result<()> {
    book::agrees(common)?;
    is_there(common)?;
    let session = book::look(common)?;
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
    let due = due(&cx);
    if json {
        let rows: Vec<Value> = due.iter().map(Row::json).collect();
        return streams::say_json(&json!({
            "version": VERSION,
            "today": moment.today,
            "due": rows,
        }));
    }
    streams::say(&if short { line(&due) } else { list(&due) })
}

/// Refuses a file that was named and is not there: nothing due would be said of a book that nobody has.
fn is_there(common: &Common) -> Result<(), Refusal> {
    match &common.file {
        Some(file) if file.try_exists().is_ok_and(|is_there| !is_there) => Err(Refusal::new(
            format!("There is no book at {}", file.display()),
        )
        .or("`goodword where` says where yours lies")),
        _ => Ok(()),
    }
}

/// One row: whose it is, what to do and why.
struct Row<'a> {
    nudge: &'a Nudge,
    who: String,
    what: String,
    why: String,
    /// How many more there are of the same person.
    more: usize,
}

/// What stands in Now what for today.
fn due<'a>(cx: &Cx<'a>) -> Vec<Row<'a>> {
    let rows = cx.practice.rows().iter();
    rows.map(|row| (cx.practice.nudge_of(*row), row.more))
        .filter(|(nudge, _)| nudge.is_for_today(cx.today))
        .map(|(nudge, more)| {
            let said = words::nudge(nudge, cx);
            let who = nudge
                .person
                .map_or_else(String::new, |_| cx.name(nudge.person).to_string());
            Row {
                nudge,
                who: text::clean_line(&who),
                what: text::clean_line(&said.what),
                why: text::clean_line(&said.why),
                more,
            }
        })
        .collect()
}

impl Row<'_> {
    fn json(&self) -> Value {
        json!({
            "key": self.nudge.key(),
            "rule": self.nudge.rule.rule().word,
            "voice": match self.nudge.voice() {
                Voice::Owed => "owed",
                Voice::Moving => "moving",
                Voice::Practice => "practice",
            },
            "who": self.who,
            "what": self.what,
            "why": self.why,
            "due": self.nudge.due,
            "time": self.nudge.time.map(|time| time.format("%H:%M").to_string()),
            "late": self.nudge.late,
            "more": self.more,
        })
    }
}

/// All in one line, the first in words.
fn line(due: &[Row]) -> String {
    match due {
        [] => "nothing due".into(),
        [first, ..] => {
            let parts = [first.who.as_str(), &first.what];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            format!("{} due, first {}", due.len(), parts.join(": "))
        }
    }
}

/// A line each, in columns.
fn list(due: &[Row]) -> String {
    if due.is_empty() {
        return "Nothing is due today.".into();
    }
    let width = |of: for<'r> fn(&'r Row<'_>) -> &'r str| {
        let widest = due.iter().map(|row| text::width(of(row))).max();
        widest.unwrap_or(0).min(COLUMN)
    };
    let (who, what) = (width(|row| &row.who), width(|row| &row.what));
    let mut list = String::new();
    for row in due {
        let more = match row.more {
            0 => String::new(),
            more => format!("  +{more}"),
        };
        let (who, what) = (padded(&row.who, who), padded(&row.what, what));
        let _ = writeln!(list, "{who}  {what}  {}{more}", row.why);
    }
    list
}

/// Text and blanks up to a width; longer text stays whole.
fn padded(said: &str, width: usize) -> String {
    let blanks = width.saturating_sub(text::width(said));
    format!("{said}{}", " ".repeat(blanks))
}
