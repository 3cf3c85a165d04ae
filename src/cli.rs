//! The command line: every verb, its exit status and its words on the two streams. Speaks actions and insight;
//! will never know how a book is kept or a screen is drawn.

mod add;
mod args;
mod book;
mod brief;
mod cards;
mod check;
mod due;
mod export;
mod lines;
mod merge;
mod numbers;
mod only;
mod places;
mod report;
mod review;
mod screen;
mod sides;
mod streams;
mod table;
mod touch;
mod whom;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::domain::event::Way;
use crate::domain::refusal::Refusal;
use args::{Args, Verb};

/// What was asked for cannot be asked for: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Misuse(#[from] Refusal);

impl Misuse {
    fn new(why: impl Into<String>, way_out: impl Into<String>) -> Misuse {
        Misuse(Refusal::new(why).or(way_out))
    }
}

/// Does what the command line asks: 0 done, 1 not done and why on stderr, 2 wrong usage.
#[must_use]
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(misuse) => return args::tell(&misuse),
    };
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read us has read enough.
        Err(cause) if streams::is_closed(&cause) => ExitCode::SUCCESS,
        Err(cause) => {
            streams::complain(&format!("{cause:#}"));
            ExitCode::from(if cause.is::<Misuse>() { 2 } else { 1 })
        }
    }
}

fn run(args: Args) -> Result<()> {
    let Args { verb, common } = args;
    match verb {
        None => screen::open(&common),
        Some(Verb::Add(add)) => add::run(&common, &add),
        Some(Verb::Touch { name, note }) => touch::run(&common, &name, &note),
        Some(Verb::Give { name, kind, note }) => {
            touch::act(&common, Way::Given, &name, &kind, &note)
        }
        Some(Verb::Got { name, kind, note }) => touch::act(&common, Way::Got, &name, &kind, &note),
        Some(Verb::Brief { name }) => brief::run(&common, &name.join(" ")),
        Some(Verb::Review { print: _ }) => review::run(&common),
        Some(Verb::Due { short, json, week }) => {
            let form = match (short, json) {
                (true, _) => due::Form::Short,
                (false, true) => due::Form::Json,
                (false, false) => due::Form::List,
            };
            due::run(&common, form, week)
        }
        Some(Verb::Report(report)) => report::run(&common, &report),
        Some(Verb::Export { kind, form, out }) => {
            export::run(&common, (&kind, form.as_deref()), out.as_deref())
        }
        Some(Verb::Check { file }) => check::run(&common, file),
        Some(Verb::Merge(merge)) => merge::run(&common, &merge),
        Some(Verb::Where) => places::run(&common),
    }
}
