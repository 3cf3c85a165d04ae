//! Saving: the whole sequence from lock to synced folder. The old file or the new one is there, whole, at every moment.
//! Knows bytes and times; how two books are merged is the content's own affair.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Cause, Fault, Kept};
use crate::storage::fingerprint::{Fingerprint, Look, Seen, hash_at};
use crate::storage::lock::{Locked, lock};
use crate::storage::read::{Found, Reading, RealPath, read, real_path};
use crate::storage::sibling::{self, Sibling, folder};

/// How often a file that is replaced under our hands is merged anew before we give up for now.
const ROUNDS: usize = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_secs(2);

/// What is to be saved.
pub trait Content {
    /// Gives the text, from the beginning each time it is asked.
    ///
    /// # Errors
    /// What `out` answered.
    fn write(&mut self, out: &mut dyn Write) -> io::Result<()>;

    /// Takes in what happened to the file since it was last seen, so that the next `write` gives both.
    ///
    /// # Errors
    /// A fault when it cannot; the file is left alone then.
    fn absorb(&mut self, outside: Outside) -> Result<(), Fault>;

    /// The file at `old` is about to be replaced: the moment for a backup, if one is due.
    ///
    /// # Errors
    /// A fault, which becomes a warning: a save is worth more than its backup.
    fn keep(&mut self, _old: &Path) -> Result<(), Fault> {
        Ok(())
    }
}

/// What happened to the file behind our back.
#[derive(Debug)]
pub enum Outside {
    Changed(Found),
    Gone,
}

/// A save that took place.
#[derive(Debug)]
pub struct Saved {
    pub seen: Seen,
    pub real_path: PathBuf,
    /// False when the folder could not be synced: the text is in place, but would not survive a power cut for certain.
    /// Stay dirty and save again.
    pub is_confirmed: bool,
    pub warnings: Vec<Warning>,
}

/// What a person may want to know about a save that took place.
#[derive(Debug)]
pub enum Warning {
    NotLocked(io::Error),
    NoBackup(Fault),
    OwnerChanged,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::NotLocked(answer) => write!(
                f,
                "saved without a lock (\"{answer}\"); open the book in one program at a time"
            ),
            Warning::NoBackup(fault) => write!(f, "saved without a backup: {fault}"),
            Warning::OwnerChanged => f.write_str("saved; the file has another owner now"),
        }
    }
}

/// Saves `content` at `path`, where `seen` is what was last read or written there (`None`: there was nothing).
///
/// # Errors
/// A fault that tells what is on the disk now. Nothing is left lying about.
pub fn save<D: Disk>(
    disk: &D,
    path: &Path,
    seen: Option<&Seen>,
    content: &mut impl Content,
) -> Result<Saved, Fault> {
    let kept = if seen.is_some() {
        Kept::OldFile
    } else {
        Kept::NoFile
    };
    let real = real_path(disk, path).map_err(|fault| fault.keeping(kept))?;
    // A folder that was there and is gone may be an unplugged stick: nothing is made in its place.
    if let (RealPath::NotYet(real), None) = (&real, seen) {
        make_folders(disk, folder(real)).map_err(|fault| fault.keeping(kept))?;
    }
    let real = real.into_path();
    let mut warnings = Vec::new();
    let _held: Option<File> = match lock(disk, &real) {
        Locked::Held(file) => Some(file),
        Locked::Busy => return Err(Fault::new(&real, Cause::Locked, kept)),
        Locked::Unavailable(answer) => {
            warnings.push(Warning::NotLocked(answer));
            None
        }
    };
    let mut last = seen.cloned();
    for _ in 0..ROUNDS {
        agree(disk, &real, &mut last, content).map_err(|fault| fault.keeping(kept))?;
        let kept = if last.is_some() {
            Kept::OldFile
        } else {
            Kept::NoFile
        };
        let sibling = written(disk, &real, last.is_some(), content)
            .map_err(|fault| fault.keeping(kept))?;
        if last.is_some() && let Err(fault) = content.keep(&real) {
            warnings.push(Warning::NoBackup(fault));
        }
        if !is_still(disk, &real, last.as_ref()).map_err(|fault| fault.keeping(kept))? {
            continue;
        }
        if sibling.changed_owner {
            warnings.push(Warning::OwnerChanged);
        }
        let (fingerprint, hash) = (sibling.fingerprint.clone(), sibling.hash);
        replace(disk, sibling, &real, kept, is_passing)?;
        return Ok(Saved {
            seen: Seen::new(fingerprint, hash, disk.now()),
            is_confirmed: sync_folder(disk, folder(&real)).is_ok(),
            real_path: real,
            warnings,
        });
    }
    Err(Fault::new(&real, Cause::Restless, kept))
}

/// Brings `content` up to what is on the disk, and `last` with it.
fn agree<D: Disk>(
    disk: &D,
    real: &Path,
    last: &mut Option<Seen>,
    content: &mut impl Content,
) -> Result<(), Fault> {
    if let Some(seen) = last
        && seen.look(disk, real)? == Look::Same
    {
        return Ok(());
    }
    match read(disk, real)? {
        Reading::Found(found) => {
            let is_other = last.as_ref().is_none_or(|seen| seen.hash != found.seen.hash);
            *last = Some(found.seen.clone());
            if is_other {
                content.absorb(Outside::Changed(found))?;
            }
        }
        Reading::Missing { .. } => {
            if last.take().is_some() {
                content.absorb(Outside::Gone)?;
            }
        }
    }
    Ok(())
}

/// The content beside its place. Tried twice, each time into a new file, where the system only stumbled.
fn written<D: Disk>(
    disk: &D,
    real: &Path,
    is_there: bool,
    content: &mut impl Content,
) -> Result<Sibling, Fault> {
    let like = is_there
        .then(|| disk.call(Step::Stat, real, || fs::metadata(real)))
        .transpose()
        .map_err(|answer| Fault::of(real, answer, Kept::Untouched))?;
    if like.as_ref().is_some_and(|meta| meta.permissions().readonly()) {
        return Err(Fault::new(real, Cause::MarkedReadOnly, Kept::Untouched));
    }
    let mut once = || write_once(disk, real, like.as_ref(), content);
    match once() {
        Err(fault) if matches!(fault.cause, Cause::System(_) | Cause::Garbled) => once(),
        other => other,
    }
}

fn write_once<D: Disk>(
    disk: &D,
    real: &Path,
    like: Option<&Metadata>,
    content: &mut impl Content,
) -> Result<Sibling, Fault> {
    sibling::write(disk, real, like, &mut |out| content.write(out))
}

/// Whether the file is the one the content agrees with: a program that knows no locks may have replaced it meanwhile.
fn is_still<D: Disk>(disk: &D, real: &Path, last: Option<&Seen>) -> Result<bool, Fault> {
    match disk.call(Step::Stat, real, || fs::metadata(real)) {
        Ok(meta) => Ok(last.is_some_and(|seen| seen.fingerprint == Fingerprint::of(&meta))),
        Err(answer) if answer.kind() == io::ErrorKind::NotFound => Ok(last.is_none()),
        Err(answer) => Err(Fault::of(real, answer, Kept::Untouched)),
    }
}

/// Whether a rename was refused only for the moment: on Windows a virus scanner or a sync client has the file open.
fn is_passing(answer: &io::Error) -> bool {
    cfg!(windows) && matches!(answer.raw_os_error(), Some(5 | 32 | 33))
}

/// Puts the sibling in the place of the file.
fn replace<D: Disk>(
    disk: &D,
    sibling: Sibling,
    real: &Path,
    kept: Kept,
    is_passing: impl Fn(&io::Error) -> bool,
) -> Result<(), Fault> {
    let mut path = Some(sibling.path);
    let (mut pause, mut waited) = (FIRST_PAUSE, Duration::ZERO);
    loop {
        let renamed = disk.call(Step::Rename, real, || match path.take() {
            Some(temp) => temp.persist(real).map_err(|refused| {
                path = Some(refused.path);
                refused.error
            }),
            None => Ok(()),
        });
        match renamed {
            Ok(()) => return Ok(()),
            Err(answer) if is_passing(&answer) && waited < PATIENCE => {
                disk.pause(pause);
                waited += pause;
                pause *= 2;
            }
            // A network disk may do it and still report trouble: what is there now decides.
            Err(answer) => {
                return match hash_at(disk, real) {
                    Ok((hash, _)) if hash == sibling.hash => Ok(()),
                    Ok(_) => Err(Fault::of(real, answer, kept)),
                    Err(look) if look.kind() == io::ErrorKind::NotFound => {
                        Err(Fault::of(real, answer, Kept::NoFile))
                    }
                    Err(_) => Err(Fault::of(real, answer, Kept::OldOrNew)),
                };
            }
        }
    }
}

/// Makes a folder and those above it, private, each on the disk before the next.
pub(in crate::storage) fn make_folders<D: Disk>(disk: &D, dir: &Path) -> Result<(), Fault> {
    let missing: Vec<&Path> = dir.ancestors().take_while(|dir| !dir.exists()).collect();
    for dir in missing.into_iter().rev() {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        match disk.call(Step::MakeFolder, dir, || builder.create(dir)) {
            Ok(()) => {}
            // Another instance was quicker.
            Err(_) if dir.is_dir() => {}
            Err(answer) => return Err(Fault::of(dir, answer, Kept::Untouched)),
        }
        sync_folder(disk, folder(dir))
            .map_err(|answer| Fault::of(dir, answer, Kept::Untouched))?;
    }
    Ok(())
}

/// Has the names in a folder put on the disk; without it a rename may be undone by a power cut.
#[cfg(unix)]
pub(in crate::storage) fn sync_folder<D: Disk>(disk: &D, dir: &Path) -> io::Result<()> {
    let synced = disk.call(Step::SyncFolder, dir, || File::open(dir)?.sync_all());
    match synced {
        // Some network disks know no such thing, and never will.
        Err(answer)
            if matches!(
                answer.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        other => other,
    }
}

/// Windows has no such call; it keeps a log of names by itself.
#[cfg(not(unix))]
pub(in crate::storage) fn sync_folder<D: Disk>(_: &D, _: &Path) -> io::Result<()> {
    Ok(())
}
