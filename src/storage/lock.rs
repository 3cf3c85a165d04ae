//! One saver at a time: a lock on a file beside the book, held during a save and never longer.
//! The book's own file is renamed over at each save, so a lock on it would protect nothing.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::storage::disk::{Disk, Step};

const WAIT: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// What came of asking for the lock.
#[derive(Debug)]
pub enum Locked {
    /// Ours until dropped.
    Held(File),
    /// Somebody else had it for all of five seconds.
    Busy,
    /// This place knows no locks: fingerprints must do.
    Unavailable(io::Error),
}

/// Where the lock of the book at `real_path` lies. The file stays empty and is never removed: a synced folder has nothing to
/// carry about, and nobody can hold the lock of a name that is gone.
pub fn lock_path(real_path: &Path) -> PathBuf {
    let mut name = OsString::from(real_path);
    name.push(".lock");
    name.into()
}

/// Waits up to five seconds for the lock of the book at `real_path`.
pub fn lock<D: Disk>(disk: &D, real_path: &Path) -> Locked {
    let path = lock_path(real_path);
    let file = match disk.call(Step::OpenLock, &path, || open(&path)) {
        Ok(file) => file,
        Err(answer) => return Locked::Unavailable(answer),
    };
    let mut waited = Duration::ZERO;
    loop {
        let taken = disk.call(Step::TryLock, &path, || match file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(answer)) => Err(answer),
        });
        match taken {
            Ok(true) => return Locked::Held(file),
            Ok(false) if waited >= WAIT => return Locked::Busy,
            Ok(false) => {
                disk.pause(PAUSE);
                waited += PAUSE;
            }
            Err(answer) => return Locked::Unavailable(answer),
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    // A link, a pipe or a folder by this name is not ours to open.
    if fs::symlink_metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}
