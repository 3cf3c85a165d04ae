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
