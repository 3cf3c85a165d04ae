//! What goes wrong in the process, why, and what is done about it. Whether it helped is counted elsewhere.

use std::sync::Arc;

use chrono::NaiveDate;

use super::action::{Said, is_gone};
use super::book::{Book, Stamp};
use super::change;
use super::id::Id;
use super::merge;
use super::record::record;
use super::referral::Direction;
use super::refusal::Refusal;
use super::stage::Stage;

record! {
    /// Something that holds the process up at a stage, and its fix.
    pub struct Problem[] {
        pub direction: Direction,
        pub stage: Stage,
        pub what: String,
        /// Why it happens.
        pub cause: String,
        pub fix: String,
        /// When the fix is to be in place.
        pub due: Option<NaiveDate>,
        pub done: Option<NaiveDate>,
        /// What came of it, in words.
        pub effect: String,
        /// The day on which it was noted, and the version of the map then.
        pub on: NaiveDate,
        pub version: u32,
    }
}

impl Problem {
    pub fn is_open(&self) -> bool {
        self.done.is_none()
    }
}

/// Saves a problem; one without words is taken away. `was` is the record that the form began from.
pub(super) fn save(
    book: &mut Book,
    stamp: &mut Stamp,
    (id, was): (Option<Id>, Option<Arc<Problem>>),
    mut problem: Problem,
) -> Result<Said, Refusal> {
    let what = problem.what.trim().to_string();
    if what.is_empty() {
        let Some(id) = id else {
            return Err(Refusal::new("A problem needs words").or("say what goes wrong"));
        };
        let gone = book.problems.remove(id).ok_or_else(|| is_gone("problem"))?;
        merge::lay_to_rest(&mut book.gone, "problems", id, stamp.at);
        let words = format!("Took the problem “{}” away", gone.what);
        return Ok(Said::new(words).more("u brings it back"));
    }
    if id.is_none() {
        problem.on = stamp.today;
        problem.version = book.current_map(&problem.direction).version;
    }
    let was_open = was.as_ref().is_none_or(|was| was.is_open());
    let said = Said::new(match (id, problem.is_open()) {
        (None, _) => format!("Noted the problem “{what}”"),
        (_, false) if was_open => format!("Fixed: “{what}”"),
        (_, true) if !was_open => format!("Opened the problem “{what}” again"),
        _ => format!("Changed the problem “{what}”"),
    });
    change::save(
        book,
        stamp,
        (id, was, problem),
        ("problems", "problem", said),
        |book| &mut book.problems,
    )
}
