//! `inbox.txt` beside the book: lines that other programs put there. It is read on a thread of its own, and a line is taken
//! out only once the book that has it is in its file. It will never know what a line says.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::domain::lines::{self, Line};
use crate::domain::refusal::Refusal;
use crate::storage::disk::{Disk, Real, Step};
use crate::storage::fault::{Cause, Fault, Kept};
use crate::storage::fingerprint::Fingerprint;
use crate::storage::folder::{folder, sync_folder};
use crate::storage::read::{RealPath, read_as_is, real_path};
use crate::storage::saver::Hand;
use crate::storage::sibling;

/// The name of the file.
pub const NAME: &str = "inbox.txt";

/// What is larger was put there by mistake, in bytes.
const LARGEST: u64 = 1 << 20;

/// How often a file that is written under our hands is read anew before we give up for now.
const ROUNDS: usize = 8;

/// How often it is looked whether the book is saved, while a line waits for that.
const SOON: Duration = Duration::from_millis(100);

/// The inbox of a book.
pub fn beside(book: &Path) -> PathBuf {
    folder(book).join(NAME)
}

/// What lies in an inbox where nothing does.
pub fn nothing() -> Arc<Vec<Line>> {
    static NOTHING: OnceLock<Arc<Vec<Line>>> = OnceLock::new();
    Arc::clone(NOTHING.get_or_init(Arc::default))
}

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
pub struct Old {
    file: File,
    /// What stands before this is in the new one.
    known: u64,
}

impl Old {
    /// Brings over what was written into it since.
    ///
    /// # Errors
    /// What the system answered; it can be tried again.
    fn bring_over<D: Disk>(&mut self, disk: &D, path: &Path) -> io::Result<()> {
        let mut late = Vec::new();
        disk.call(Step::Read, path, || {
            self.file.seek(SeekFrom::Start(self.known))?;
            (&self.file).take(LARGEST).read_to_end(&mut late)
        })?;
        if !late.is_empty() {
            append(disk, path, &late)?;
            self.known += late.len() as u64;
        }
        Ok(())
    }
}

/// Takes these lines out of the inbox, and gives the file that was there before, if it is another one now. What anybody else
/// puts into it meanwhile stays.
///
/// # Errors
/// A fault; the file has all of them then, or none.
pub fn take<D: Disk>(disk: &D, path: &Path, gone: &[&[u8]]) -> Result<Option<Old>, Fault> {
    for _ in 0..ROUNDS {
        let RealPath::There(real) = real_path(disk, path)? else {
            return Ok(None);
        };
        let fault = |answer| Fault::of(&real, answer, Kept::OldFile);
        let file = disk
            .call(Step::Open, &real, || File::open(&real))
            .map_err(fault)?;
        let bytes = read(disk, &real)?;
        let rest = lines::without(&bytes, gone);
        if rest.len() == bytes.len() {
            return Ok(None);
        }
        let new = sibling::write(disk, &real, None, &mut |out| out.write_all(&rest))?;
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
        };
        old.bring_over(disk, &real).map_err(fault)?;
        sync_folder(disk, folder(&real)).map_err(fault)?;
        return Ok(Some(old));
    }
    Err(Fault::new(path, Cause::Restless, Kept::OldFile))
}

/// Puts lines back behind all others, each with its end.
fn put_back<D: Disk>(disk: &D, path: &Path, lines: &[Vec<u8>]) -> Result<(), Fault> {
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

/// The inbox, seen by the one who owns the book. Dropped after the book is saved, it takes out what that has.
pub struct Inbox {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    desk: Mutex<Desk>,
    wake: Condvar,
    path: PathBuf,
    /// Who knows what of the book is saved.
    hand: Hand,
}

/// What lies between the two threads.
#[derive(Default)]
struct Desk {
    lines: Arc<Vec<Line>>,
    /// Lines that the book has, and the state of the book that has them.
    taken: Vec<(Vec<u8>, u64)>,
    /// Lines that became a change of the book, by how many changes could be undone then; and those of them that are undone.
    made: Vec<(usize, Vec<u8>)>,
    undone: Vec<(usize, Vec<u8>)>,
    /// Lines that the book has no more, to be put back.
    back: Vec<Vec<u8>>,
    /// The file is to be read again, whether or not it is another one.
    is_stale: bool,
    words: Vec<String>,
    /// What was told last, so that it is told once.
    trouble: String,
    is_curious: bool,
    is_ending: bool,
}

impl Inbox {
    /// Begins to look at the inbox beside a book. Without a thread for it there is none.
    pub fn watch(book: &Path, hand: Hand) -> Option<Inbox> {
        let shared = Arc::new(Shared {
            desk: Mutex::default(),
            wake: Condvar::new(),
            path: beside(book),
            hand,
        });
        let works = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("inbox".into())
            .spawn(move || work(&works))
            .ok()?;
        Some(Inbox {
            shared,
            thread: Some(thread),
        })
    }

    /// What lies in it, without what the book has.
    pub fn lines(&self) -> Arc<Vec<Line>> {
        Arc::clone(&self.shared.desk().lines)
    }

    /// The last of so many changes that can be undone was made of this line: it goes once the book is saved.
    pub fn made(&self, line: &Line, depth: usize) {
        self.shared.desk().made.push((depth, line.raw.clone()));
        self.take(line);
    }

    /// The book was changed, so that so many changes can be undone, and none done again.
    pub fn changed(&self, depth: usize) {
        let mut desk = self.shared.desk();
        desk.made.retain(|(at, _)| *at < depth);
        desk.undone.clear();
    }

    /// The last of so many changes was undone: a line that it was made of lies in the inbox again.
    pub fn undo(&self, depth: usize) {
        let mut desk = self.shared.desk();
        let Some(made) = desk.made.pop_if(|(at, _)| *at == depth) else {
            return;
        };
        match desk.taken.iter().position(|(raw, _)| *raw == made.1) {
            Some(at) => {
                desk.taken.remove(at);
            }
            None => desk.back.push(made.1.clone()),
        }
        desk.undone.push(made);
        desk.is_stale = true;
        drop(desk);
        self.shared.wake.notify_one();
    }

    /// It was done again, so that so many can be undone.
    pub fn redo(&self, depth: usize) {
        let mark = self.shared.hand.mark();
        let mut desk = self.shared.desk();
        let Some(undone) = desk.undone.pop_if(|(at, _)| *at == depth) else {
            return;
        };
        desk.taken.push((undone.1.clone(), mark));
        desk.made.push(undone);
        desk.is_stale = true;
        drop(desk);
        self.shared.wake.notify_one();
    }

    /// The book as it was offered last has this line, or it is let go: it goes once that is saved.
    pub fn take(&self, line: &Line) {
        let mark = self.shared.hand.mark();
        let mut desk = self.shared.desk();
        let mut lines = (*desk.lines).clone();
        if let Some(at) = lines.iter().position(|it| it.raw == line.raw) {
            lines.remove(at);
        }
        desk.lines = Arc::new(lines);
        desk.taken.push((line.raw.clone(), mark));
        drop(desk);
        self.shared.wake.notify_one();
    }

    /// Has the file looked at now.
    pub fn look(&self) {
        self.shared.desk().is_curious = true;
        self.shared.wake.notify_one();
    }

    /// What there is to tell.
    pub fn told(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.desk().words)
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.shared.desk().is_ending = true;
        self.shared.wake.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes out what is saved.
    fn clear(&self, held: &mut Option<Old>) -> Result<(), Fault> {
        let back = std::mem::take(&mut self.desk().back);
        if !back.is_empty()
            && let Err(fault) = put_back(&Real, &self.path, &back)
        {
            self.desk().back.extend(back);
            return Err(fault);
        }
        if let Some(old) = held {
            let brought = old.bring_over(&Real, &self.path);
            brought.map_err(|answer| Fault::of(&self.path, answer, Kept::OldFile))?;
        }
        let due: Vec<Vec<u8>> = {
            let desk = self.desk();
            let due = desk.taken.iter().filter(|(_, mark)| self.hand.has(*mark));
            due.map(|(raw, _)| raw.clone()).collect()
        };
        if due.is_empty() {
            return Ok(());
        }
        let gone: Vec<&[u8]> = due.iter().map(Vec::as_slice).collect();
        *held = take(&Real, &self.path, &gone)?.or(held.take());
        let mut desk = self.desk();
        for raw in due {
            let at = desk.taken.iter().position(|(it, _)| *it == raw);
            if let Some(at) = at {
                desk.taken.remove(at);
            } else {
                // It was undone while it was taken out.
                desk.back.push(raw);
                desk.is_stale = true;
            }
        }
        Ok(())
    }

    /// Reads what lies there now.
    fn learn(&self) -> Result<(), Fault> {
        let bytes = read(&Real, &self.path)?;
        let mut desk = self.desk();
        let gone: Vec<&[u8]> = desk.taken.iter().map(|(raw, _)| raw.as_slice()).collect();
        let lines = lines::cut(&lines::without(&bytes, &gone));
        if *desk.lines != lines {
            desk.lines = Arc::new(lines);
        }
        Ok(())
    }

    fn tell(&self, result: Result<(), Fault>) {
        let mut desk = self.desk();
        let words = result.err().map_or_else(String::new, |it| it.to_string());
        if !words.is_empty() && words != desk.trouble {
            desk.words.push(words.clone());
        }
        desk.trouble = words;
    }
}

fn work(shared: &Shared) {
    let mut seen: Option<Fingerprint> = None;
    let mut held = None;
    loop {
        // Known before, so that whatever was saved by the end is taken out.
        let is_ending = shared.desk().is_ending;
        let cleared = shared.clear(&mut held);
        // A file is read again only where it is another one.
        let is = fs::metadata(&shared.path).ok();
        let is = is.map(|meta| Fingerprint::of(&meta));
        let is_stale = std::mem::take(&mut shared.desk().is_stale);
        let result = if seen == is && !is_stale {
            cleared
        } else {
            cleared.and(shared.learn())
        };
        seen = is;
        shared.tell(result);
        let mut desk = shared.desk();
        if is_ending && (desk.back.is_empty() || !desk.trouble.is_empty()) {
            return;
        }
        // The end is no time to wait.
        desk.is_curious |= desk.is_ending;
        let patience = if desk.taken.is_empty() || !desk.trouble.is_empty() {
            shared.hand.patience()
        } else {
            SOON
        };
        if !std::mem::take(&mut desk.is_curious) && !desk.is_stale {
            let waited = shared.wake.wait_timeout(desk, patience);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::fake::{Fake, When};

    fn inbox(text: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = beside(&dir.path().join("book.json"));
        fs::write(&path, text).unwrap();
        (dir, path)
    }

    #[test]
    fn what_is_taken_goes_and_the_rest_stays_private() {
        let (dir, path) = inbox(b"Ana\nB\xff\nCid\n");
        take(&Real, &path, &[b"Ana"]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"B\xff\nCid\n");
        assert!(take(&Real, &path, &[b"nobody"]).unwrap().is_none());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn nothing_is_made_where_there_is_no_inbox() {
        let dir = tempfile::tempdir().unwrap();
        let path = beside(&dir.path().join("book.json"));
        take(&Real, &path, &[b"Ana"]).unwrap();
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
        take(&Real, &path, &[b"Ana"]).unwrap();
        assert_eq!(fs::read(&far).unwrap(), b"Ben\n");
        assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    }

    #[test]
    fn what_is_no_text_file_is_told_and_left() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(NAME);
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
        take(&sound, &path, &[b"Ana"]).unwrap();
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
            take(&disk, &path, &[b"Ana"]).unwrap();
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
        take(&disk, &path, &[b"Ana"]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"Ben\nLate\n");
    }

    #[test]
    fn what_is_written_into_it_much_later_is_brought_over_once() {
        let (_dir, path) = inbox(b"Ana\nBen\n");
        let mut theirs = OpenOptions::new().append(true).open(&path).unwrap();
        let mut old = take(&Real, &path, &[b"Ana"]).unwrap().unwrap();
        theirs.write_all(b"Late\n").unwrap();
        for _ in 0..2 {
            old.bring_over(&Real, &path).unwrap();
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
                let _ = take(&disk, &path, &[b"Ana"]).is_ok();
                let left = fs::read(&path).unwrap();
                assert!(left == b"Ana\nBen\n" || left == b"Ben\n", "{at} {when:?}");
            }
        }
    }
}
