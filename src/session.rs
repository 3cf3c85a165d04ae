//! A book that is open: its history, the clock and the ids, and later the file behind it. The screen and
//! the shell both work through it.

use std::rc::Rc;

use chrono::{Local, NaiveDate, NaiveTime, Utc};

use crate::domain::action::{Action, Said};
use crate::domain::book::{Book, Stamp};
use crate::domain::id::Ids;
use crate::domain::refusal::Refusal;
use crate::history::History;

/// The day, the time of day and the moment (UTC milliseconds).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub today: NaiveDate,
    pub time: NaiveTime,
    pub at: i64,
}

impl Moment {
    /// Now, or now on the day given by `--today`.
    pub fn now(day: Option<NaiveDate>) -> Moment {
        let now = Local::now();
        Moment {
            today: day.unwrap_or_else(|| now.date_naive()),
            time: now.time(),
            at: Utc::now().timestamp_millis(),
        }
    }
}

/// Whether what is on the screen is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    Saved,
    Saving,
    /// Not saved, and why; it is tried again.
    NotSaved(String),
    /// The sample: it lives in memory.
    InMemory,
    /// A book of a newer program: it can be read.
    ReadOnly(String),
}

/// An open book.
pub struct Session {
    history: History,
    ids: Ids,
    clock: Rc<dyn Fn() -> Moment>,
    last: i64,
    sample: bool,
}

impl Session {
    /// A book that lives in memory: the sample, and tests.
    pub fn in_memory(book: Book, seed: u128, clock: impl Fn() -> Moment + 'static) -> Session {
        Session {
            history: History::open(book),
            ids: Ids::seeded(seed),
            clock: Rc::new(clock),
            last: 0,
            sample: true,
        }
    }

    pub fn book(&self) -> &Book {
        self.history.book()
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn moment(&self) -> Moment {
        (self.clock)()
    }

    /// The clock, for another book on the same day.
    pub fn clock(&self) -> Rc<dyn Fn() -> Moment> {
        Rc::clone(&self.clock)
    }

    pub fn is_sample(&self) -> bool {
        self.sample
    }

    /// The moment of a change: never the same twice, never backwards.
    fn tick(&mut self) -> i64 {
        self.last = self.moment().at.max(self.last + 1);
        self.last
    }

    pub fn perform(&mut self, action: Action) -> Result<Said, Refusal> {
        let mut stamp = Stamp {
            today: self.moment().today,
            at: self.tick(),
            ids: self.ids.clone(),
        };
        let said = self.history.perform(action, &mut stamp);
        self.ids = stamp.ids;
        said
    }

    pub fn undo(&mut self) -> Result<Said, Refusal> {
        let at = self.tick();
        self.history.undo(at)
    }

    pub fn redo(&mut self) -> Result<Said, Refusal> {
        let at = self.tick();
        self.history.redo(at)
    }

    pub fn status(&self) -> Status {
        Status::InMemory
    }
}
