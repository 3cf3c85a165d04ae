//! `inbox.txt` beside the book: lines that other programs put there. It is read on a thread of its own, and a line is taken
//! out only once the book that has it is in its file. It will never know what a line says.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

use crate::domain::lines::{self, Line};
use crate::domain::refusal::Refusal;
use crate::storage::disk::Real;
use crate::storage::fault::Fault;
use crate::storage::fingerprint::Fingerprint;
use crate::storage::folder::folder;
use crate::storage::read::real_path;
use crate::storage::saver::Hand;
use crate::storage::sibling;
use crate::storage::taking::{Held, put_back, read, take};

/// The name of the file.
pub const NAME: &str = "inbox.txt";

/// How often it is looked whether the book is saved, while a line waits for that.
const SOON: Duration = Duration::from_millis(100);

/// A last line without an end is taken for a whole one once it has stood so long: its writer may be at work still.
const SETTLED: Duration = Duration::from_secs(2);

/// How often lines are put back at the end, before they are given up.
const LAST_TRIES: usize = 10;

/// How long is waited at the end for lines to be put back.
const AT_MOST: Duration = Duration::from_secs(10);

/// The inbox of a book.
pub fn beside(book: &Path) -> PathBuf {
    folder(book).join(NAME)
}

/// What lies in an inbox where nothing does.
pub fn nothing() -> Arc<Vec<Line>> {
    static NOTHING: OnceLock<Arc<Vec<Line>>> = OnceLock::new();
    Arc::clone(NOTHING.get_or_init(Arc::default))
}

/// The inbox, seen by the one who owns the book. Dropped after the book is saved, it takes out what that has.
pub struct Inbox {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    desk: Mutex<Desk>,
    wake: Condvar,
    /// The file was seen to once more.
    done: Condvar,
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
    /// Lines of which changes were made that can be undone or done again.
    made: Vec<Made>,
    /// Lines that the book has no more, to be put back.
    back: Vec<Vec<u8>>,
    /// The file is to be read again, whether or not it is another one.
    is_stale: bool,
    words: Vec<String>,
    /// What was told last, so that it is told once.
    trouble: String,
    is_curious: bool,
    is_ending: bool,
    /// How often the file was seen to, begun and done.
    begun: u64,
    ended: u64,
}

/// A line that became a change of the book.
struct Made {
    /// The number of the change.
    number: u64,
    raw: Vec<u8>,
    /// It is undone: the line lies in the inbox again.
    is_undone: bool,
}

impl Inbox {
    /// Begins to look at the inbox beside a book. Without a thread for it there is none.
    pub fn watch(book: &Path, hand: Hand) -> Option<Inbox> {
        let shared = Arc::new(Shared {
            desk: Mutex::default(),
            wake: Condvar::new(),
            done: Condvar::new(),
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

    /// The change of that number was made of this line: it goes once the book is saved.
    pub fn made(&self, line: &Line, number: u64) {
        self.shared.desk().made.push(Made {
            number,
            raw: line.raw.clone(),
            is_undone: false,
        });
        self.take(line);
    }

    /// Something was undone, done again or dropped: a line lies in the inbox where the change that was made of it is undone,
    /// and goes where it is done again.
    pub fn follow(&self, is_done: impl Fn(u64) -> bool, is_undone: impl Fn(u64) -> bool) {
        let mark = self.shared.hand.mark();
        let mut desk = self.shared.desk();
        let mut made = std::mem::take(&mut desk.made);
        made.retain_mut(|it| {
            match (is_done(it.number), is_undone(it.number)) {
                (true, _) if it.is_undone => desk.taken.push((it.raw.clone(), mark)),
                (_, true) if !it.is_undone => desk.lay_back(&it.raw),
                // It is neither: what became of the line stays so.
                (is_done, is_undone) => return is_done || is_undone,
            }
            it.is_undone = !it.is_undone;
            desk.is_stale = true;
            true
        });
        desk.made = made;
        if desk.is_stale {
            drop(desk);
            self.shared.wake.notify_one();
        }
    }

    /// The book as it was offered last has this line, or it is let go: it goes once that is saved.
    fn take(&self, line: &Line) {
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

    /// Waits until what was undone lies in the file again.
    ///
    /// # Errors
    /// Why it does not.
    pub fn finish(&self) -> Result<(), Refusal> {
        let mut desk = self.shared.desk();
        if desk.back.is_empty() {
            return Ok(());
        }
        desk.is_curious = true;
        let next = desk.begun + 1;
        self.shared.wake.notify_one();
        let waits = |desk: &mut Desk| !desk.back.is_empty() && desk.ended < next;
        let waited = self.shared.done.wait_timeout_while(desk, AT_MOST, waits);
        let (desk, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let what = match desk.back.len() {
            0 => return Ok(()),
            1 => "One line is not back in the inbox".into(),
            more => format!("{more} lines are not back in the inbox"),
        };
        Err(Refusal::new(format!("{what}: {}", desk.trouble)))
    }

    /// Lines that are neither in the book nor back in the file.
    pub fn between(&self) -> Vec<String> {
        let desk = self.shared.desk();
        let lines = desk.back.iter();
        lines
            .map(|raw| String::from_utf8_lossy(raw).into_owned())
            .collect()
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

impl Desk {
    /// A line lies in the inbox again: it was not taken out yet, or it is put back.
    fn lay_back(&mut self, raw: &[u8]) {
        match self.taken.iter().position(|(it, _)| it == raw) {
            Some(at) => {
                self.taken.remove(at);
            }
            None => self.back.push(raw.to_vec()),
        }
    }
}

/// A last line without an end: its bytes, and when they were first seen so.
#[derive(Default)]
struct Tail(Option<(Vec<u8>, Instant)>);

impl Tail {
    /// The bytes without a last line that somebody may be writing still.
    fn whole<'a>(&mut self, bytes: &'a [u8], shared: &Shared) -> &'a [u8] {
        let end = bytes.iter().rposition(|byte| *byte == b'\n');
        let (lines, tail) = bytes.split_at(end.map_or(0, |at| at + 1));
        if tail.is_empty() {
            self.0 = None;
            return bytes;
        }
        let since = match self.0.take() {
            Some((was, since)) if was == tail => since,
            _ => Instant::now(),
        };
        // What nobody has touched for long was whole when we came.
        let written = fs::metadata(&shared.path).and_then(|meta| meta.modified());
        let age = written
            .ok()
            .and_then(|at| SystemTime::now().duration_since(at).ok());
        let patience = shared.unended();
        if patience <= since.elapsed() || age.is_some_and(|age| SETTLED <= age) {
            return bytes;
        }
        self.0 = Some((tail.to_vec(), since));
        lines
    }

    fn is_waiting(&self) -> bool {
        self.0.is_some()
    }
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long a last line without an end waits for it.
    fn unended(&self) -> Duration {
        self.hand.patience().min(SETTLED)
    }

    /// Puts back what is undone, and takes out what is saved.
    fn clear(&self, held: &mut Held) -> Result<(), Fault> {
        let back = self.back();
        let brought = held.bring_over(&Real, &self.path);
        let taken = self.take_saved(held);
        back.and(brought).and(taken)
    }

    fn back(&self) -> Result<(), Fault> {
        let back = self.desk().back.clone();
        if !back.is_empty() {
            put_back(&Real, &self.path, &back)?;
            // Only now: whoever leaves meanwhile waits for them.
            self.desk().back.drain(..back.len());
        }
        Ok(())
    }

    fn take_saved(&self, held: &mut Held) -> Result<(), Fault> {
        let due: Vec<Vec<u8>> = {
            let desk = self.desk();
            let due = desk.taken.iter().filter(|(_, mark)| self.hand.has(*mark));
            due.map(|(raw, _)| raw.clone()).collect()
        };
        if due.is_empty() {
            return Ok(());
        }
        let gone: Vec<&[u8]> = due.iter().map(Vec::as_slice).collect();
        let after = take(&Real, &self.path, &gone, held)?;
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
        after.map_or(Ok(()), Err)
    }

    /// Reads what lies there now.
    fn learn(&self, tail: &mut Tail) -> Result<(), Fault> {
        let bytes = read(&Real, &self.path)?;
        let whole = tail.whole(&bytes, self);
        let mut desk = self.desk();
        let gone: Vec<&[u8]> = desk.taken.iter().map(|(raw, _)| raw.as_slice()).collect();
        let lines = lines::cut(&lines::without(whole, &gone));
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
    // What killed programs left harms nobody; it can be cleaned next time.
    if let Ok(real) = real_path(&Real, &shared.path) {
        let _ = sibling::clean(&Real, &real.into_path());
    }
    let mut seen: Option<Option<Fingerprint>> = None;
    let mut held = Held::default();
    let mut tail = Tail::default();
    let mut tries = 0;
    loop {
        // Known before, so that whatever was saved by the end is taken out.
        let (is_ending, begun) = {
            let mut desk = shared.desk();
            desk.begun += 1;
            (desk.is_ending, desk.begun)
        };
        let cleared = shared.clear(&mut held);
        // A file is read again only where it is another one, or could not be read.
        let is = fs::metadata(&shared.path).ok();
        let is = is.map(|meta| Fingerprint::of(&meta));
        let is_stale = std::mem::take(&mut shared.desk().is_stale);
        let result = if seen.as_ref() == Some(&is) && !is_stale && !tail.is_waiting() {
            cleared
        } else {
            let learnt = shared.learn(&mut tail);
            seen = learnt.is_ok().then_some(is);
            cleared.and(learnt)
        };
        shared.tell(result);
        let mut desk = shared.desk();
        desk.ended = begun;
        shared.done.notify_all();
        tries += usize::from(is_ending);
        if is_ending && (desk.back.is_empty() || LAST_TRIES <= tries) {
            return;
        }
        // The end is no time to wait, except for a disk that refuses.
        desk.is_curious |= desk.is_ending && tries == 0;
        let mut patience = shared.hand.patience();
        if is_ending || !desk.taken.is_empty() && desk.trouble.is_empty() {
            patience = SOON;
        }
        if tail.is_waiting() {
            patience = patience.min(shared.unended());
        }
        if !std::mem::take(&mut desk.is_curious) && !desk.is_stale {
            let waited = shared.wake.wait_timeout(desk, patience);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
        }
    }
}
