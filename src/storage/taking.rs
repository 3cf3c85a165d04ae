//! The file of the inbox: lines are taken out of it and put back, whoever else writes into it. It will never know the book.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::domain::lines;
use crate::domain::refusal::Refusal;
use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Cause, Fault, Kept};
use crate::storage::folder::{folder, sync_folder};
use crate::storage::lock::{Locked, lock};
use crate::storage::read::{RealPath, read_as_is, real_path};
use crate::storage::sibling;

/// What is larger was put there by mistake, in bytes.
const LARGEST: u64 = 1 << 20;

/// How often a file that is written under our hands is read anew before we give up for now.
const ROUNDS: usize = 8;

/// So many files of before are held open at most.
const MOST: usize = 64;

/// The bytes of an inbox; none where there is no file.
///
/// # Errors
/// A fault for what is no file of text, is too large or cannot be read.
pub fn read<D: Disk>(disk: &D, path: &Path) -> Result<Vec<u8>, Fault> {
    let RealPath::There(real) = real_path(disk, path)? else {
        return Ok(Vec::new());
    };
    let size = disk.call(Step::Stat, &real, || fs::metadata(&real));
    let size = size.map_or(0, |meta| if meta.is_file() { meta.len() } else { 0 });
    if LARGEST < size {
        let why = format!("it says more than {} MB", LARGEST >> 20);
        let why = Refusal::new(why).or("goodword add - < FILE takes in a large one");
        return Err(Fault::new(&real, Cause::Refused(why), Kept::Untouched));
    }
    match read_as_is(disk, &real) {
        Err(Fault {
            cause: Cause::FolderGone,
            ..
        }) => Ok(Vec::new()),
        other => other,
    }
}

/// A file whose place another one took. Whoever had opened it before may still write into it.
struct Old {
    file: File,
    /// What stands before this is in the new one.
    known: u64,
    /// Somebody did write into it.
    is_alive: bool,
}

impl Old {
    /// Brings over what was written into it since. What the system answers can be tried again.
    fn bring_over<D: Disk>(&mut self, disk: &D, path: &Path) -> io::Result<()> {
        let mut late = Vec::new();
        disk.call(Step::Read, path, || {
            self.file.seek(SeekFrom::Start(self.known))?;
            (&self.file).take(LARGEST).read_to_end(&mut late)
        })?;
        if !late.is_empty() {
            append(disk, path, &late)?;
            self.known += late.len() as u64;
            self.is_alive = true;
        }
        Ok(())
    }
}

/// The files whose place others took, held open as long as the inbox is watched: the oldest first.
#[derive(Default)]
pub struct Held(Vec<Old>);

impl Held {
    /// Holds one more. Where they are too many, one goes into which nobody wrote; the first is what a program has open that
    /// ran before this one.
    fn keep(&mut self, old: Old) {
        if MOST <= self.0.len() {
            let mut others = self.0.iter().skip(1);
            let idle = others.position(|old| !old.is_alive).map_or(1, |at| at + 1);
            self.0.remove(idle);
        }
        self.0.push(old);
    }

    /// Brings over what was written into any of them since.
    ///
    /// # Errors
    /// A fault of one of them, which can be tried again; the others are brought over.
    pub fn bring_over<D: Disk>(&mut self, disk: &D, path: &Path) -> Result<(), Fault> {
        let mut result = Ok(());
        for old in &mut self.0 {
            result = result.and(old.bring_over(disk, path));
        }
        result.map_err(|answer| Fault::of(path, answer, Kept::OldFile))
    }
}

/// Takes these lines out of the inbox, and holds the file that was there before, if it is another one now. What anybody else
/// puts into it meanwhile stays. Gives what went wrong after they were out, if anything.
///
/// # Errors
/// A fault; the file has all of them then.
pub fn take<D: Disk>(
    disk: &D,
    path: &Path,
    gone: &[&[u8]],
    held: &mut Held,
) -> Result<Option<Fault>, Fault> {
    let RealPath::There(real) = real_path(disk, path)? else {
        return Ok(None);
    };
    let fault = |answer| Fault::of(&real, answer, Kept::OldFile);
    // Two programs that take at once would each bring back what the other took. Where no locks are known, comparing must do.
    let _locked = match lock(disk, &real) {
        Locked::Held(file) => Some(file),
        Locked::Busy => return Err(Fault::new(&real, Cause::Locked, Kept::OldFile)),
        Locked::Unavailable(_) => None,
    };
    for _ in 0..ROUNDS {
        let file = disk
            .call(Step::Open, &real, || File::open(&real))
            .map_err(fault)?;
        let like = disk
            .call(Step::Stat, &real, || file.metadata())
            .map_err(fault)?;
        let bytes = read(disk, &real)?;
        let rest = lines::without(&bytes, gone);
        if rest.len() == bytes.len() {
            return Ok(None);
        }
        let new = sibling::write(disk, &real, Some(&like), &mut |out| out.write_all(&rest))?;
        if read(disk, &real)? != bytes {
            // Somebody was quicker; what they wrote is read with the rest.
            continue;
        }
        let temp = new.path;
        disk.call(Step::Rename, &real, || {
            temp.persist(&real).map_err(|refused| refused.error)
        })
        .map_err(fault)?;
        let mut old = Old {
            file,
            known: bytes.len() as u64,
            is_alive: false,
        };
        let brought = old.bring_over(disk, &real);
        held.keep(old);
        let after = brought.and(sync_folder(disk, folder(&real)));
        return Ok(after.map_err(fault).err());
    }
    Err(Fault::new(path, Cause::Restless, Kept::OldFile))
}

/// Puts lines back behind all others, each with its end.
///
/// # Errors
/// A fault; it can be tried again.
pub fn put_back<D: Disk>(disk: &D, path: &Path, lines: &[Vec<u8>]) -> Result<(), Fault> {
    let has_end = read(disk, path)?.last().is_none_or(|last| *last == b'\n');
    let mut bytes = if has_end { Vec::new() } else { vec![b'\n'] };
    for line in lines {
        bytes.extend_from_slice(line);
        bytes.push(b'\n');
    }
    let real = real_path(disk, path)?.into_path();
    append(disk, &real, &bytes).map_err(|answer| Fault::of(&real, answer, Kept::OldFile))
}

fn append<D: Disk>(disk: &D, path: &Path, bytes: &[u8]) -> io::Result<()> {
    disk.call(Step::Write, path, || {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    use crate::storage::disk::Real;
    use crate::storage::disk::fake::{Fake, When};

    fn inbox(text: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = super::super::inbox::beside(&dir.path().join("book.json"));
        fs::write(&path, text).unwrap();
        (dir, path)
    }

    #[test]
    fn what_is_taken_goes_and_the_rest_stays() {
        let (dir, path) = inbox(b"Ana\nB\xff\nCid\n");
        take(&Real, &path, &[b"Ana"], &mut Held::default()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"B\xff\nCid\n");
        assert!(
            take(&Real, &path, &[b"nobody"], &mut Held::default())
                .unwrap()
                .is_none()
        );
        // The lock stays, as that of the book does.
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn whoever_could_append_before_can_append_afterwards() {
        use std::os::unix::fs::PermissionsExt;
        for mode in [0o600, 0o640, 0o660] {
            let (_dir, path) = inbox(b"Ana\nBen\n");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            take(&Real, &path, &[b"Ana"], &mut Held::default()).unwrap();
            let is = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(is & 0o777, mode);
        }
    }

    #[test]
    fn a_second_program_takes_nothing_while_the_first_does() {
        let (_dir, path) = inbox(b"Ana\nBen\n");
        let disk = Fake::sound();
        let theirs = lock(&disk, &path);
        assert!(matches!(theirs, Locked::Held(_)));
        let refused = take(&disk, &path, &[b"Ana"], &mut Held::default()).unwrap_err();
        assert!(matches!(refused.cause, Cause::Locked));
        assert_eq!(fs::read(&path).unwrap(), b"Ana\nBen\n");
        drop(theirs);
        take(&disk, &path, &[b"Ana"], &mut Held::default()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"Ben\n");
    }

    #[test]
    fn a_program_that_had_the_file_open_before_all_takes_still_reaches_it() {
        let names: Vec<String> = (0..MOST + 10).map(|n| format!("line {n}")).collect();
        let (_dir, path) = inbox((names.join("\n") + "\n").as_bytes());
        let mut theirs = OpenOptions::new().append(true).open(&path).unwrap();
        let mut held = Held::default();
        for name in &names {
            take(&Real, &path, &[name.as_bytes()], &mut held).unwrap();
        }
        theirs.write_all(b"Late\n").unwrap();
        held.bring_over(&Real, &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"Late\n");
        assert_eq!(held.0.len(), MOST);
    }

    #[test]
    fn what_goes_wrong_after_the_lines_are_out_costs_no_late_line() {
        for step in [Step::SyncFolder, Step::Read] {
            let (_dir, path) = inbox(b"Ana\nBen\n");
            let mut theirs = OpenOptions::new().append(true).open(&path).unwrap();
            let mut held = Held::default();
            let at = if step == Step::Read { 3 } else { 1 };
            let disk = Fake::refusing(at, When::Once, 5).only(step);
            let after = take(&disk, &path, &[b"Ana"], &mut held).unwrap();
            assert!(disk.has_refused() && after.is_some(), "{step:?}");
            theirs.write_all(b"Late\n").unwrap();
            held.bring_over(&Real, &path).unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"Ben\nLate\n", "{step:?}");
        }
    }

    #[test]
    fn nothing_is_made_where_there_is_no_inbox() {
        let dir = tempfile::tempdir().unwrap();
        let path = super::super::inbox::beside(&dir.path().join("book.json"));
        take(&Real, &path, &[b"Ana"], &mut Held::default()).unwrap();
        assert_eq!(read(&Real, &path).unwrap(), b"");
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let (dir, path) = inbox(b"");
        let far = dir.path().join("far.txt");
        fs::write(&far, "Ana\nBen\n").unwrap();
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(&far, &path).unwrap();
        take(&Real, &path, &[b"Ana"], &mut Held::default()).unwrap();
        assert_eq!(fs::read(&far).unwrap(), b"Ben\n");
        assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    }

    #[test]
    fn what_is_no_text_file_is_told_and_left() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(super::super::inbox::NAME);
        fs::create_dir(&path).unwrap();
        assert!(read(&Real, &path).is_err());
        fs::remove_dir(&path).unwrap();
        let large = usize::try_from(LARGEST).unwrap() + 1;
        fs::write(&path, vec![b'x'; large]).unwrap();
        assert!(read(&Real, &path).unwrap_err().to_string().contains("1 MB"));
    }

    /// Somebody else appends a line at each call in turn.
    #[test]
    fn a_line_that_comes_at_any_moment_is_never_lost() {
        let sound = Fake::sound();
        let (_dir, path) = inbox(b"Ana\nBen\n");
        take(&sound, &path, &[b"Ana"], &mut Held::default()).unwrap();
        let calls = sound.steps.borrow().len();
        for at in 0..calls {
            let (_dir, path) = inbox(b"Ana\nBen\n");
            let (theirs, mut n) = (path.clone(), 0);
            let disk = Fake::sound().meddled(move |_, _| {
                if n == at {
                    append(&Real, &theirs, b"Late\n").unwrap();
                }
                n += 1;
            });
            take(&disk, &path, &[b"Ana"], &mut Held::default()).unwrap();
            let left = fs::read(&path).unwrap();
            assert_eq!(left, b"Ben\nLate\n", "before call {at}");
        }
    }

    /// A program that opened the file before it was replaced writes into the old one.
    #[test]
    fn what_is_written_into_the_old_file_is_brought_over() {
        let (_dir, path) = inbox(b"Ana\nBen\n");
        let mut theirs = OpenOptions::new().append(true).open(&path).unwrap();
        let disk = Fake::sound().meddled(move |step, _| {
            if step == Step::Rename {
                theirs.write_all(b"Late\n").unwrap();
            }
        });
        take(&disk, &path, &[b"Ana"], &mut Held::default()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"Ben\nLate\n");
    }

    #[test]
    fn what_is_written_into_it_much_later_is_brought_over_once() {
        let (_dir, path) = inbox(b"Ana\nBen\n");
        let mut theirs = OpenOptions::new().append(true).open(&path).unwrap();
        let mut held = Held::default();
        take(&Real, &path, &[b"Ana"], &mut held).unwrap();
        theirs.write_all(b"Late\n").unwrap();
        for _ in 0..2 {
            held.bring_over(&Real, &path).unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"Ben\nLate\n");
        }
    }

    #[test]
    fn a_line_is_put_back_as_a_line_of_its_own() {
        let (_dir, path) = inbox(b"Ana");
        put_back(&Real, &path, &[b"Ben".to_vec(), b"Cid".to_vec()]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"Ana\nBen\nCid\n");
        fs::remove_file(&path).unwrap();
        put_back(&Real, &path, &[b"Ben".to_vec()]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"Ben\n");
    }

    #[test]
    fn whatever_the_disk_refuses_the_file_is_whole() {
        for at in 1..60 {
            for when in [When::Once, When::ForEver, When::OnceDone] {
                let (_dir, path) = inbox(b"Ana\nBen\n");
                let disk = Fake::refusing(at, when, 5);
                let _ = take(&disk, &path, &[b"Ana"], &mut Held::default()).is_ok();
                let left = fs::read(&path).unwrap();
                assert!(left == b"Ana\nBen\n" || left == b"Ben\n", "{at} {when:?}");
            }
        }
    }
}
