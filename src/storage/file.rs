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
use crate::storage::folder::{folder, make_folders, sync_folder};
use crate::storage::lock::{Locked, lock};
use crate::storage::read::{Found, Reading, RealPath, read, real_path};
use crate::storage::sibling::{self, Sibling};

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

    /// Takes in what happened to the file since it was last seen, so that the next `write` gives both. It stays taken in when
    /// the save then does not come about: what was found is what was last seen from here on.
    ///
    /// # Errors
    /// A fault when it cannot; the file is left alone then.
    fn absorb(&mut self, outside: Outside) -> Result<(), Fault>;

    /// The file at `old` is about to be replaced: the moment for a backup, if one is due. Asked again in the same save when
    /// the file changes meanwhile.
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
    if let RealPath::NotYet(real) = &real {
        let dir = folder(real);
        if seen.is_none() {
            make_folders(disk, dir).map_err(|fault| fault.keeping(kept))?;
        } else if !dir.is_dir() {
            // An unplugged stick, perhaps: nothing is made in its place.
            return Err(Fault::new(dir, Cause::FolderGone, Kept::NoFile));
        }
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
        let sibling =
            written(disk, &real, last.is_some(), content).map_err(|fault| fault.keeping(kept))?;
        if last.is_some()
            && let Err(fault) = content.keep(&real)
        {
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
            let is_other = last
                .as_ref()
                .is_none_or(|seen| seen.hash != found.seen.hash);
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
    if like
        .as_ref()
        .is_some_and(|meta| meta.permissions().readonly())
    {
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
pub(super) fn is_passing(answer: &io::Error) -> bool {
    cfg!(windows) && matches!(answer.raw_os_error(), Some(5 | 32 | 33))
}

/// Puts the sibling in the place of the file.
pub(super) fn replace<D: Disk>(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Refusal;
    use crate::storage::disk::Real;
    use crate::storage::disk::fake::{Fake, When};
    use crate::storage::fingerprint::Hash;
    use crate::storage::lock::lock_path;

    const EIO: i32 = 5;
    const ENOSPC: i32 = 28;
    const EACCES: i32 = 13;

    /// Bytes, and what was taken in.
    #[derive(Default)]
    struct Text {
        bytes: Vec<u8>,
        taken: Vec<Option<Vec<u8>>>,
        refuses: bool,
    }

    impl Content for Text {
        fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
            self.bytes
                .chunks(1000)
                .try_for_each(|part| out.write_all(part))
        }

        fn absorb(&mut self, outside: Outside) -> Result<(), Fault> {
            let bytes = match outside {
                Outside::Changed(found) if self.refuses => {
                    let cause = Cause::Refused(newer());
                    return Err(Fault::new(&found.real_path, cause, Kept::Untouched));
                }
                Outside::Changed(found) => Some(found.text.into_bytes()),
                Outside::Gone => None,
            };
            if let Some(bytes) = &bytes {
                self.bytes.extend_from_slice(bytes);
            }
            self.taken.push(bytes);
            Ok(())
        }
    }

    fn newer() -> Refusal {
        Refusal::new("The book is from a newer Goodword").or("get the newer one")
    }

    fn text(bytes: &[u8]) -> Text {
        Text {
            bytes: bytes.to_vec(),
            ..Text::default()
        }
    }

    fn seen_at(path: &Path) -> Seen {
        match read(&Real, path).unwrap() {
            Reading::Found(found) => found.seen,
            Reading::Missing { .. } => panic!("nothing at {}", path.display()),
        }
    }

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .filter(|name| name != "book.json.lock")
            .collect();
        names.sort();
        names
    }

    fn long(fill: u8) -> Vec<u8> {
        vec![fill; 70_000]
    }

    #[test]
    fn a_first_save_makes_the_folders_and_a_second_replaces_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/book.json");
        let saved = save(&Real, &path, None, &mut text(b"one")).unwrap();
        assert!(saved.is_confirmed && saved.warnings.is_empty());
        assert_eq!(saved.seen.hash, Hash::of(b"one"));
        assert_eq!(saved.seen.fingerprint, seen_at(&path).fingerprint);
        let mut two = text(b"two");
        save(&Real, &path, Some(&saved.seen), &mut two).unwrap();
        assert!(two.taken.is_empty());
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(path.parent().unwrap()), ["book.json"]);
    }

    #[test]
    fn the_steps_come_in_the_order_that_survives_a_power_cut() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, "old").unwrap();
        let disk = Fake::sound();
        save(&disk, &path, Some(&seen_at(&path)), &mut text(&long(1))).unwrap();
        let steps = disk.steps.borrow();
        let place = |step| steps.iter().rposition(|other| *other == step).unwrap();
        let order = [
            Step::TryLock,
            Step::CreateTemp,
            Step::Write,
            Step::Sync,
            Step::ReadBack,
            Step::Rename,
        ];
        assert!(order.is_sorted_by_key(|step| place(*step)), "{steps:?}");
        assert_eq!(steps.iter().filter(|step| **step == Step::Sync).count(), 1);
        if cfg!(unix) {
            assert_eq!(steps.last(), Some(&Step::SyncFolder));
        }
    }

    #[test]
    fn whatever_call_is_refused_the_old_or_the_new_file_is_there_whole() {
        for is_there in [true, false] {
            for when in [When::Once, When::OnceDone, When::ForEver] {
                for code in [EIO, ENOSPC, EACCES] {
                    for at in 1.. {
                        if !survives(is_there, at, when, code) {
                            assert!(at > 15, "only {at} calls");
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Saves with one call refused; tells whether any was.
    fn survives(is_there: bool, at: usize, when: When, code: i32) -> bool {
        let case = format!("call {at} {when:?} code {code} there {is_there}");
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (long(1), long(2));
        let path = dir.path().join("sub/book.json");
        let seen = is_there.then(|| {
            fs::create_dir(dir.path().join("sub")).unwrap();
            fs::write(&path, &old).unwrap();
            seen_at(&path)
        });
        let disk = Fake::refusing(at, when, code);
        let mut content = text(&new);
        let result = save(&disk, &path, seen.as_ref(), &mut content);
        assert!(content.taken.is_empty(), "{case}");
        let now = fs::read(&path).ok();
        let has_old = now.as_deref() == seen.as_ref().map(|_| old.as_slice());
        let has_new = now.as_deref() == Some(new.as_slice());
        match &result {
            Ok(saved) => {
                assert!(has_new, "{case}");
                assert_eq!(saved.seen.hash, Hash::of(&new), "{case}");
            }
            Err(fault) => {
                let is_told = match fault.kept {
                    Kept::OldFile => is_there && has_old,
                    Kept::NoFile => !is_there && has_old,
                    Kept::OldOrNew => has_old || has_new,
                    Kept::Untouched => false,
                };
                assert!(is_told, "{case}: {fault}");
                let words = fault.to_string();
                let root = fs::canonicalize(dir.path()).unwrap();
                let is_ours = words.starts_with(&*root.to_string_lossy());
                assert!(
                    is_ours || words.starts_with(&*dir.path().to_string_lossy()),
                    "{words}"
                );
                if code == ENOSPC {
                    assert!(words.contains("the disk is full; "), "{case}: {words}");
                }
            }
        }
        let files = names(&dir.path().join("sub"));
        assert!(
            files.iter().all(|name| name == "book.json"),
            "{case}: {files:?}"
        );
        let seen = match &result {
            Ok(saved) => Some(saved.seen.clone()),
            Err(_) => seen,
        };
        let again = save(&Real, &path, seen.as_ref(), &mut text(&new)).unwrap();
        assert!(again.is_confirmed, "{case}");
        disk.has_refused()
    }

    #[test]
    fn a_stumbling_sync_is_answered_with_a_new_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        let disk = Fake::refusing(1, When::Once, EIO).only(Step::Sync);
        save(&disk, &path, None, &mut text(b"one")).unwrap();
        let temps = |step: &&Step| **step == Step::CreateTemp;
        assert_eq!(disk.steps.borrow().iter().filter(temps).count(), 2);
    }

    #[test]
    fn a_rename_that_happened_and_was_reported_as_refused_counts() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        let disk = Fake::refusing(1, When::OnceDone, EIO).only(Step::Rename);
        save(&disk, &path, None, &mut text(b"one")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
    }

    #[test]
    fn a_rename_refused_for_the_moment_is_tried_for_two_seconds() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        let replaced = |disk: &Fake| {
            let new = sibling::write(&Real, &path, None, &mut |out| out.write_all(b"new"));
            let is_busy = |answer: &io::Error| answer.raw_os_error() == Some(EIO);
            replace(disk, new.unwrap(), &path, Kept::NoFile, is_busy)
        };
        let disk = Fake::refusing(1, When::ForEver, EIO).only(Step::Rename);
        assert_eq!(replaced(&disk).unwrap_err().kept, Kept::NoFile);
        let waited = disk.paused.get();
        assert!(waited >= PATIENCE && waited < PATIENCE * 2, "{waited:?}");
        assert_eq!(names(dir.path()), [""; 0]);
        let disk = Fake::refusing(1, When::Once, EIO).only(Step::Rename);
        replaced(&disk).unwrap();
        assert_eq!(disk.paused.get(), FIRST_PAUSE);
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_synced_leaves_the_save_unconfirmed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        let disk = Fake::refusing(1, When::ForEver, EIO).only(Step::SyncFolder);
        assert!(
            !save(&disk, &path, None, &mut text(b"one"))
                .unwrap()
                .is_confirmed
        );
        let einval = Fake::refusing(1, When::ForEver, 22).only(Step::SyncFolder);
        let seen = seen_at(&path);
        assert!(
            save(&einval, &path, Some(&seen), &mut text(b"two"))
                .unwrap()
                .is_confirmed
        );
    }

    #[test]
    fn a_disk_that_loses_bytes_is_found_out() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, "old").unwrap();
        let disk = Fake::sound().meddled(|step, path| {
            if step == Step::Sync {
                fs::OpenOptions::new()
                    .write(true)
                    .open(path)
                    .unwrap()
                    .set_len(10)
                    .unwrap();
            }
        });
        let fault = save(&disk, &path, Some(&seen_at(&path)), &mut text(&long(2))).unwrap_err();
        assert!(matches!(fault.cause, Cause::Garbled), "{fault}");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(dir.path()), ["book.json"]);
    }

    #[test]
    fn a_change_from_outside_is_taken_in_before_saving() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, "old").unwrap();
        let seen = seen_at(&path);
        fs::write(&path, "odd").unwrap();
        let mut mine = text(b"mine ");
        save(&Real, &path, Some(&seen), &mut mine).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"mine odd");
        let mut first = text(b"first ");
        save(&Real, &path, None, &mut first).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first mine odd");
        fs::remove_file(&path).unwrap();
        save(&Real, &path, Some(&seen), &mut mine).unwrap();
        assert_eq!(mine.taken, [Some(b"odd".to_vec()), None]);
    }

    #[test]
    fn a_file_only_touched_or_replaced_by_the_same_is_no_change() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, "old").unwrap();
        let seen = seen_at(&path);
        fs::remove_file(&path).unwrap();
        fs::write(&path, "old").unwrap();
        let mut mine = text(b"mine");
        save(&Real, &path, Some(&seen), &mut mine).unwrap();
        assert!(mine.taken.is_empty());
    }

    #[test]
    fn a_change_while_we_write_is_taken_in_too() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, "old").unwrap();
        let other = path.clone();
        let mut left = 2;
        let disk = Fake::sound().meddled(move |step, _| {
            if step == Step::Sync && left > 0 {
                fs::write(&other, format!("sync {left} ")).unwrap();
                left -= 1;
            }
        });
        let mut mine = text(b"mine ");
        save(&disk, &path, Some(&seen_at(&path)), &mut mine).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"mine sync 2 sync 1 ");
        let other = path.clone();
        let mut count = 0;
        let disk = Fake::sound().meddled(move |step, _| {
            if step == Step::Sync {
                count += 1;
                fs::write(&other, format!("for ever {count}")).unwrap();
            }
        });
        let fault = save(&disk, &path, Some(&seen_at(&path)), &mut mine).unwrap_err();
        assert!(matches!(fault.cause, Cause::Restless), "{fault}");
        assert_eq!(names(dir.path()), ["book.json"]);
    }

    /// Keeps what it replaces, or cannot.
    struct Keeping {
        text: Text,
        backups: crate::storage::backup::Backups,
        disk: Fake,
    }

    impl Content for Keeping {
        fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
            self.text.write(out)
        }

        fn absorb(&mut self, outside: Outside) -> Result<(), Fault> {
            self.text.absorb(outside)
        }

        fn keep(&mut self, old: &Path) -> Result<(), Fault> {
            let now = "2026-09-14T12:00:00Z".parse().unwrap();
            self.backups
                .keep_file(&self.disk, old, None, now)
                .map(|_| ())
        }
    }

    #[test]
    fn the_old_file_is_kept_and_a_backup_that_cannot_be_made_stops_no_save() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        let mut content = Keeping {
            text: text(b"one"),
            backups: crate::storage::backup::Backups::at(dir.path().join("backups")),
            disk: Fake::sound(),
        };
        let one = save(&Real, &path, None, &mut content).unwrap();
        assert!(content.backups.list(&Real).unwrap().is_empty());
        content.text = text(b"two");
        let two = save(&Real, &path, Some(&one.seen), &mut content).unwrap();
        assert!(two.warnings.is_empty());
        let (_, kept) = content
            .backups
            .newest_good(&Real, |_| true)
            .unwrap()
            .unwrap();
        assert_eq!(kept, b"one");
        content.text = text(b"six");
        content.disk = Fake::refusing(1, When::ForEver, ENOSPC);
        let six = save(&Real, &path, Some(&two.seen), &mut content).unwrap();
        assert!(matches!(six.warnings[..], [Warning::NoBackup(_)]));
        assert_eq!(fs::read(&path).unwrap(), b"six");
    }

    #[test]
    fn a_damaged_or_refused_file_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, "old").unwrap();
        let seen = seen_at(&path);
        fs::write(&path, "").unwrap();
        let fault = save(&Real, &path, Some(&seen), &mut text(b"mine")).unwrap_err();
        assert!(fault.is_damage() && fault.kept == Kept::OldFile, "{fault}");
        fs::write(&path, "newer").unwrap();
        let mut mine = text(b"mine");
        mine.refuses = true;
        let fault = save(&Real, &path, Some(&seen), &mut mine).unwrap_err();
        let real = fs::canonicalize(&path).unwrap();
        let words = format!(
            "{}: The book is from a newer Goodword; the file is as it was, without the latest changes; get the newer one",
            real.display()
        );
        assert_eq!(fault.to_string(), words);
        assert_eq!(Refusal::from(fault).to_string(), words);
        assert_eq!(fs::read(&path).unwrap(), b"newer");
    }

    #[test]
    fn nothing_is_made_where_a_folder_has_gone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("stick/book.json");
        let saved = save(&Real, &path, None, &mut text(b"one")).unwrap();
        fs::remove_dir_all(dir.path().join("stick")).unwrap();
        let fault = save(&Real, &path, Some(&saved.seen), &mut text(b"two")).unwrap_err();
        assert!(matches!(fault.cause, Cause::FolderGone), "{fault}");
        assert_eq!(names(dir.path()), [""; 0]);
    }

    #[test]
    fn a_held_lock_is_waited_for_and_then_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        let real = fs::canonicalize(dir.path()).unwrap().join("book.json");
        let Locked::Held(held) = lock(&Real, &real) else {
            panic!("no lock")
        };
        let disk = Fake::sound();
        let fault = save(&disk, &path, None, &mut text(b"one")).unwrap_err();
        assert!(matches!(fault.cause, Cause::Locked), "{fault}");
        assert_eq!(disk.paused.get(), Duration::from_secs(5));
        assert!(!path.exists());
        let mut held = Some(held);
        let mut tries = 0;
        let disk = Fake::sound().meddled(move |step, _| {
            tries += usize::from(step == Step::TryLock);
            if tries == 3 {
                held.take();
            }
        });
        save(&disk, &path, None, &mut text(b"one")).unwrap();
        assert!(disk.paused.get() > Duration::ZERO);
    }

    #[test]
    fn without_a_lock_it_saves_and_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::create_dir(lock_path(&path)).unwrap();
        let saved = save(&Real, &path, None, &mut text(b"one")).unwrap();
        assert!(matches!(saved.warnings[..], [Warning::NotLocked(_)]));
    }

    #[test]
    fn eight_writers_lose_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    for turn in 0..10 {
                        let mut line = text(format!("{writer}.{turn}\n").as_bytes());
                        save(&Real, path, None, &mut line).unwrap();
                    }
                });
            }
        });
        let text = fs::read_to_string(&path).unwrap();
        let lines: std::collections::BTreeSet<&str> = text.lines().collect();
        assert_eq!((text.lines().count(), lines.len()), (80, 80));
        assert_eq!(names(dir.path()), ["book.json"]);
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::os::unix::fs::{PermissionsExt, symlink};

        fn mode(path: &Path) -> u32 {
            fs::metadata(path).unwrap().permissions().mode() & 0o777
        }

        #[test]
        fn a_chain_of_links_stays_and_its_end_is_saved() {
            let dir = tempfile::tempdir().unwrap();
            fs::create_dir(dir.path().join("cloud")).unwrap();
            let real = dir.path().join("cloud/book.json");
            let (one, two) = (dir.path().join("one"), dir.path().join("two"));
            symlink("two", &one).unwrap();
            symlink("cloud/book.json", &two).unwrap();
            let saved = save(&Real, &one, None, &mut text(b"made")).unwrap();
            assert_eq!(saved.real_path, fs::canonicalize(&real).unwrap());
            save(&Real, &one, Some(&saved.seen), &mut text(b"again")).unwrap();
            assert_eq!(fs::read(&real).unwrap(), b"again");
            for link in [&one, &two] {
                assert!(fs::symlink_metadata(link).unwrap().is_symlink());
            }
            assert!(lock_path(&real).exists());
        }

        #[test]
        fn a_loop_of_links_is_refused() {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("book.json");
            symlink("other", &path).unwrap();
            symlink("book.json", dir.path().join("other")).unwrap();
            let fault = save(&Real, &path, None, &mut text(b"one")).unwrap_err();
            assert!(matches!(fault.cause, Cause::LinkLoop), "{fault}");
        }

        #[test]
        fn a_mode_is_kept_and_never_broadened() {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("book.json");
            save(&Real, &path, None, &mut text(b"one")).unwrap();
            assert_eq!(mode(&path), 0o600);
            for wanted in [0o640, 0o644, 0o600] {
                fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).unwrap();
                save(&Real, &path, Some(&seen_at(&path)), &mut text(b"two")).unwrap();
                assert_eq!(mode(&path), wanted);
            }
            fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
            let fault = save(&Real, &path, Some(&seen_at(&path)), &mut text(b"six")).unwrap_err();
            assert!(matches!(fault.cause, Cause::MarkedReadOnly), "{fault}");
        }

        /// The umask belongs to the process, so this test runs itself once more in one that has it open.
        #[test]
        fn all_is_private_even_with_an_open_umask() {
            const INSIDE: &str = "GOODWORD_TEST_UMASK";
            if std::env::var_os(INSIDE).is_none() {
                let name = "storage::file::tests::unix::all_is_private_even_with_an_open_umask";
                let run = std::process::Command::new("sh")
                    .args(["-c", "umask 000; exec \"$0\" --exact \"$1\""])
                    .arg(std::env::current_exe().unwrap())
                    .arg(name)
                    .env(INSIDE, "1")
                    .output()
                    .unwrap();
                let said = String::from_utf8_lossy(&run.stdout).into_owned();
                assert!(run.status.success() && said.contains("1 passed"), "{said}");
                return;
            }
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("a/b/book.json");
            let modes = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
            let noted = modes.clone();
            let disk = Fake::sound().meddled(move |step, path| {
                if matches!(step, Step::Write | Step::Sync) {
                    noted.borrow_mut().push(mode(path));
                }
            });
            save(&disk, &path, None, &mut text(&long(1))).unwrap();
            assert!(modes.borrow().len() > 2);
            assert!(modes.borrow().iter().all(|mode| *mode == 0o600));
            assert_eq!(mode(&path), 0o600);
            assert_eq!(mode(&lock_path(&path)), 0o600);
            assert_eq!(mode(&dir.path().join("a")), 0o700);
            assert_eq!(mode(&dir.path().join("a/b")), 0o700);
        }

        #[test]
        fn a_folder_closed_to_us_is_named() {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("book.json");
            fs::write(&path, "old").unwrap();
            let seen = seen_at(&path);
            fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o500)).unwrap();
            let result = save(&Real, &path, Some(&seen), &mut text(b"new"));
            fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
            match result {
                Err(fault) => assert!(matches!(fault.cause, Cause::NoPermission), "{fault}"),
                Ok(_) => eprintln!("left out: this user may write everywhere"),
            }
        }
    }
}
