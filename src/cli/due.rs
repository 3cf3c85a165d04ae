//! `goodword due`: what is owed and what wants to move on, for a person, a prompt or a script.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::mem::ManuallyDrop;

use anyhow::Result;
use chrono::Days;
use serde_json::{Value, json};

use super::args::Common;
use super::{book, streams};
use crate::domain::day;
use crate::domain::text;
use crate::insight::coming::{Coming, coming};
use crate::insight::now::{self, Group, Key, Thing};
use crate::insight::nudge::{Nudge, Voice};
use crate::insight::practice::Practice;
use crate::ui::ahead;
use crate::ui::layer::Cx;
use crate::ui::words;

/// The version of the JSON, which grows when a field changes its meaning or goes.
const VERSION: u32 = 1;

/// The columns of a day near at hand ("tomorrow") and of a time.
const DAY: usize = 8;
const CLOCK: usize = 5;

/// The widest that a column before the last gets.
const COLUMN: usize = 40;

/// The columns of a prompt or a status bar that one line may take.
const LINE: usize = 60;

/// How many days from today make the week that is shown, today among them.
const WEEK: u64 = 7;

/// How it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A line each.
    List,
    /// One line, or none.
    Short,
    Json,
}

/// Says what is due, and what comes within a week where that is wanted.
///
/// # Errors
/// A fault when the book cannot be read.
pub fn run(common: &Common, form: Form, week: bool) -> Result<()> {
    book::agrees(common)?;
    book::is_there(common)?;
    // A large book takes long to take apart, and the program ends anyway.
    let session = ManuallyDrop::new(book::glance(common)?);
    let moment = session.moment();
    let practice = ManuallyDrop::new(Practice::of(session.book(), moment.today));
    let cx = book::look_at(common, &session, &practice, moment);
    let due = due(&cx);
    let coming = if week { ahead(&cx) } else { Vec::new() };
    match form {
        Form::Short => streams::say(&line(&due)),
        Form::List if week => streams::say(&format!("{}\n{}", list(&due), table(&coming, &cx))),
        Form::List => streams::say(&list(&due)),
        Form::Json => {
            let rows: Vec<Value> = due.iter().map(Row::json).collect();
            let mut said = json!({
                "version": VERSION,
                "today": moment.today,
                "due": rows,
            });
            if week {
                let coming: Vec<Value> = coming.iter().map(|it| json_of(it, &cx)).collect();
                said["coming"] = coming.into();
            }
            streams::say_json(&said)
        }
    }
}

/// One row: whose it is, what to do and why.
struct Row {
    group: Group,
    nudge: Nudge,
    who: String,
    what: String,
    why: String,
    /// How many more there are of the same person.
    more: usize,
}

/// What stands in Now what for today, group by group, and the appointments of the next working day.
fn due(cx: &Cx) -> Vec<Row> {
    let rows = now::due(cx.practice).into_iter();
    rows.filter_map(|entry| match entry.thing {
        Thing::Nudge(nudge) => Some((entry.group, nudge, entry.rest.len())),
        Thing::Chosen(_) | Thing::Coming(_) => None,
    })
    .filter(|(_, nudge, _)| nudge.is_for_today(cx.today))
    .map(|(group, nudge, more)| {
        let said = words::nudge(&nudge, cx);
        let who = nudge
            .person
            .map_or_else(String::new, |_| cx.name(nudge.person).to_string());
        Row {
            group,
            nudge,
            who: text::clean_line(&who),
            what: text::clean_line(&said.what),
            why: text::clean_line(&said.why),
            more,
        }
    })
    .collect()
}

impl Row {
    fn json(&self) -> Value {
        json!({
            "key": self.nudge.key(),
            "rule": self.nudge.rule.rule().word,
            "voice": match self.nudge.voice() {
                Voice::Owed => "owed",
                Voice::Moving => "moving",
                Voice::Practice => "practice",
            },
            "group": match self.group {
                Group::Owed => "owed",
                Group::Moving => "moving",
                Group::Relationships => "relationships",
                Group::Week | Group::Later => "ahead",
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

/// What comes within a week from today on, without what is due already.
fn ahead(cx: &Cx) -> Vec<Coming> {
    let last = cx.today.checked_add_days(Days::new(WEEK - 1));
    let mut found = coming(cx.practice, cx.today, last.unwrap_or(cx.today));
    let due = cx.practice.nudges().iter();
    let due = due.filter(|nudge| nudge.is_for_today(cx.today));
    let due: BTreeSet<Key> = due.map(now::key_of).collect();
    found.retain(|it| {
        let spoken = now::nudge_of(cx.practice, it);
        spoken.is_none_or(|nudge| !due.contains(&now::key_of(&nudge)))
    });
    found
}

fn json_of(it: &Coming, cx: &Cx) -> Value {
    json!({
        "kind": it.what.word(),
        "who": text::clean_line(&cx.name(it.person)),
        "what": text::clean_line(&ahead::what(it, cx)),
        "on": it.on,
        "time": it.time.map(|time| time.format("%H:%M").to_string()),
    })
}

/// What comes, a line each: the day, the time, what it is.
fn table(coming: &[Coming], cx: &Cx) -> String {
    if coming.is_empty() {
        return "Nothing has a day within the week.".into();
    }
    let mut table = String::from("Within the week:\n");
    for it in coming {
        let on = padded(&day::near(it.on, cx.today), DAY);
        let time = it.time.map_or_else(|| " ".repeat(CLOCK), day::clock);
        let what = text::clean_line(&ahead::what(it, cx));
        let _ = writeln!(table, "{on}  {time}  {what}");
    }
    table
}

/// All in one line: how many there are in each group, the first in words. Nothing where nothing is due, so
/// that a prompt stays as it is.
fn line(due: &[Row]) -> String {
    let [first, ..] = due else {
        return String::new();
    };
    let counts = [
        (Group::Owed, "owed"),
        (Group::Moving, "to move"),
        (Group::Relationships, "to keep"),
        (Group::Week, "ahead"),
    ];
    let counts = counts.map(|(group, word)| {
        let count = due.iter().filter(|row| row.group == group).count();
        (0 < count).then(|| format!("{count} {word}"))
    });
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let counts = counts.join(", ");
    let parts = [&counts, &first.who, &first.what];
    let parts: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    text::fit(&parts.join(": "), LINE).into_owned()
}

/// A line each, in columns.
fn list(due: &[Row]) -> String {
    if due.is_empty() {
        return "Nothing is due today.".into();
    }
    let width = |of: fn(&Row) -> &str| {
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
