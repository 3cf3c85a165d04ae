//! The one gate through which storage asks the system for anything, so that tests can refuse any single call.
//! Knows nothing of what the calls are for.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// What is being asked of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Resolve,
    MakeFolder,
    List,
    Stat,
    Open,
    Read,
    OpenLock,
    TryLock,
    CreateTemp,
    SetOwner,
    SetMode,
    Write,
    Sync,
    ReadBack,
    Rename,
    SyncFolder,
    Remove,
}

/// Makes the calls, waits, and tells the time.
pub trait Disk {
    /// Makes one call, about `path`. A fake may answer in its place, before or after it has happened.
    ///
    /// # Errors
    /// What the system answered.
    fn call<T>(
        &self,
        step: Step,
        path: &Path,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T>;

    /// Lets time pass.
    fn pause(&self, time: Duration);

    fn now(&self) -> SystemTime;
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Real;

impl Disk for Real {
    fn call<T>(
        &self,
        _step: Step,
        _path: &Path,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        act()
    }

    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

#[cfg(test)]
pub(in crate::storage) mod fake {
    //! A disk that refuses one call, or all from one on, before or after doing it.

    use super::*;
    use std::cell::{Cell, RefCell};

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum When {
        Once,
        ForEver,
        /// Once, but it has happened nevertheless.
        OnceDone,
    }

    type Meddle = Box<dyn FnMut(Step, &Path)>;

    pub struct Fake {
        at: usize,
        when: When,
        code: i32,
        only: Option<Step>,
        calls: Cell<usize>,
        refused: Cell<usize>,
        pub paused: Cell<Duration>,
        pub now: Cell<SystemTime>,
        pub steps: RefCell<Vec<Step>>,
        /// Called before each step: somebody else at the same disk.
        pub meddle: RefCell<Option<Meddle>>,
    }

    impl Fake {
        /// Refuses nothing.
        pub fn sound() -> Fake {
            Fake::refusing(usize::MAX, When::Once, 0)
        }

        /// Answers the `at`th call (from 1) with `code`.
        pub fn refusing(at: usize, when: When, code: i32) -> Fake {
            Fake {
                at,
                when,
                code,
                only: None,
                calls: Cell::default(),
                refused: Cell::default(),
                paused: Cell::default(),
                now: Cell::new(SystemTime::now()),
                steps: RefCell::default(),
                meddle: RefCell::default(),
            }
        }

        /// Counts calls of this kind only.
        pub fn only(mut self, step: Step) -> Fake {
            self.only = Some(step);
            self
        }

        pub fn meddled(self, meddle: impl FnMut(Step, &Path) + 'static) -> Fake {
            *self.meddle.borrow_mut() = Some(Box::new(meddle));
            self
        }

        pub fn has_refused(&self) -> bool {
            self.refused.get() > 0
        }
    }

    impl Disk for Fake {
        fn call<T>(
            &self,
            step: Step,
            path: &Path,
            act: impl FnOnce() -> io::Result<T>,
        ) -> io::Result<T> {
            self.steps.borrow_mut().push(step);
            if let Some(meddle) = self.meddle.borrow_mut().as_mut() {
                meddle(step, path);
            }
            if self.only.is_none_or(|only| only == step) {
                self.calls.set(self.calls.get() + 1);
            }
            let is_due = self.only.is_none_or(|only| only == step)
                && (self.calls.get() == self.at
                    || self.when == When::ForEver && self.calls.get() > self.at);
            if !is_due {
                return act();
            }
            self.refused.set(self.refused.get() + 1);
            if self.when == When::OnceDone {
                act()?;
            }
            Err(io::Error::from_raw_os_error(self.code))
        }

        fn pause(&self, time: Duration) {
            self.paused.set(self.paused.get() + time);
        }

        fn now(&self) -> SystemTime {
            self.now.get()
        }
    }
}
