//! The saving thread: takes snapshots of the book from whoever works on it and keeps the file up to date with them,
//! and them with the file. It will never know how a change came about.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use chrono::Utc;

use crate::domain::book::Book;
use crate::domain::refusal::Refusal;
use crate::storage::disk::{Disk, Real};
use crate::storage::fault::{Fault, Kept};
use crate::storage::forgotten::Forgotten;
use crate::storage::keeper::{Change, First, Keeper, Outcome, Progress, Sight, Snapshot, Trouble};
use crate::storage::pace::{Pace, Times, Turn};
use crate::storage::schema;
use crate::storage::sibling;

/// How long a save that somebody waits for may take: longer than the lock is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the file and its thread have to tell.
#[derive(Clone, Debug)]
pub enum News {
    /// Somebody else wrote: to be taken in, and counted in the next snapshot.
    Outside(Box<Change>),
    Said(String),
}

/// Whether the latest snapshot is in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Saved,
    Saving,
    NotSaved(String),
}

/// The saving thread, seen by the one who owns the book. Dropping it saves once more and ends the thread.
pub struct Saver {
    hand: Hand,
    thread: Option<JoinHandle<()>>,
}

/// A hold on the saving thread for other threads: the one that heeds signals, and a panic's.
#[derive(Clone)]
pub struct Hand(Arc<Shared>);

struct Shared {
    desk: Mutex<Desk>,
    /// There is something to do.
    wake: Condvar,
    /// Something was done.
    done: Condvar,
    pace: Pace,
    state: PathBuf,
}

/// What lies between the two threads.
struct Desk {
    latest: Snapshot,
    first: Option<First>,
    /// Who is to be taken out of every copy once the book is saved without them.
    forgotten: Option<Forgotten>,
    /// The copies are being rewritten, or will be.
    is_forgetting: bool,
    times: Times,
    /// Snapshots offered so far, and how many of them the file has.
    offered: u64,
    saved: u64,
    /// How many of them the last try to save had.
    tried: u64,
    tries: u64,
    trouble: Option<String>,
    news: Vec<News>,
    is_ending: bool,
    has_ended: bool,
}

impl Saver {
    /// Starts the thread. `keeper` has the file as it is, and `book` is what is in it; `state` is the folder for what could
    /// not be saved.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn start<D: Disk + Send + 'static>(
        keeper: Keeper<D>,
        book: Book,
        state: &Path,
        pace: Pace,
    ) -> io::Result<Saver> {
        let desk = Desk::with(book);
        let hand = Hand(Arc::new(Shared {
            desk: Mutex::new(desk),
            wake: Condvar::new(),
            done: Condvar::new(),
            pace,
            state: state.to_path_buf(),
        }));
        let shared = Arc::clone(&hand.0);
        let thread = thread::Builder::new()
            .name("saver".into())
            .spawn(move || work(&Ended(shared), keeper))?;
        Ok(Saver {
            hand,
            thread: Some(thread),
        })
    }

    /// Hands over the book as it is now, with `absorbed` of the outside changes taken in. Never waits for the disk.
    pub fn offer(&self, book: Book, absorbed: u64) {
        let before = self.hand.0.desk().offer(Snapshot { book, absorbed });
        self.hand.0.wake.notify_one();
        // A book that nobody else has takes a while to let go of.
        drop(before);
    }

    /// Has this book kept as a backup before what is offered next is saved.
    pub fn backup_first(&self, label: String, book: Book) {
        self.hand.0.desk().first = Some(First { label, book });
    }

    /// Has somebody taken out of every copy of the book, who is no longer in the book that was offered last.
    pub fn forget(&self, forgotten: Forgotten) {
        self.hand.0.desk().forget(forgotten);
        self.hand.0.wake.notify_one();
    }

    /// Hands over the book that is without somebody, and has them taken out of every copy once it is saved.
    pub fn offer_without(&self, book: Book, absorbed: u64, forgotten: Forgotten) {
        // At once: a copy must not be rewritten before the book, nor the book be saved before it is noted why.
        let mut desk = self.hand.0.desk();
        desk.forget(forgotten);
        desk.offer(Snapshot { book, absorbed });
        drop(desk);
        self.hand.0.wake.notify_one();
    }

    pub fn standing(&self) -> Standing {
        self.hand.0.desk().standing()
    }

    /// Takes what there is to tell.
    pub fn news(&self) -> Vec<News> {
        std::mem::take(&mut self.hand.0.desk().news)
    }

    /// Has the file looked at now: the program is in front again, perhaps after an editor.
    pub fn look(&self) {
        self.hand.0.desk().times.look_soon();
        self.hand.0.wake.notify_one();
    }

    pub fn hand(&self) -> Hand {
        self.hand.clone()
    }

    /// Saves what is unsaved and waits for it, and a while for the copies to be rewritten, which the next start
    /// finishes otherwise.
    ///
    /// # Errors
    /// Why it is not saved; everything goes on as before then.
    pub fn finish(&self) -> Result<(), Refusal> {
        if self.hand.flush(PATIENCE) {
            self.hand.forget(PATIENCE);
            return Ok(());
        }
        let why = match self.standing() {
            Standing::NotSaved(why) => why,
            Standing::Saved | Standing::Saving => "the disk does not answer".into(),
        };
        Err(Refusal::new(format!("Not saved: {why}")).or("it is tried again every 10 seconds"))
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        {
            let mut desk = self.hand.0.desk();
            desk.is_ending = true;
            desk.times.hurry();
        }
        self.hand.0.wake.notify_one();
        if let Some(thread) = self.thread.take() {
            // A thread that broke has told so in its standing.
            let _ = thread.join();
        }
    }
}

impl Hand {
    /// Saves what is unsaved, waiting `limit` at most; whether all is saved.
    pub fn flush(&self, limit: Duration) -> bool {
        let mut desk = self.0.desk();
        let (wanted, tries) = (desk.offered, desk.tries);
        if desk.is_saved(wanted) {
            return true;
        }
        desk.times.hurry();
        self.0.wake.notify_one();
        // A try that had begun before us may be without the latest snapshot, so that only one with it counts.
        let is_waiting = |desk: &mut Desk| {
            let has_tried = tries < desk.tries && wanted <= desk.tried;
            !desk.is_saved(wanted) && !has_tried && !desk.has_ended
        };
        let reached = self.0.done.wait_timeout_while(desk, limit, is_waiting);
        let (desk, _) = reached.unwrap_or_else(PoisonError::into_inner);
        desk.is_saved(wanted)
    }

    /// The state of the book that was offered last.
    pub(in crate::storage) fn mark(&self) -> u64 {
        self.0.desk().offered
    }

    /// Whether the file has that state.
    pub(in crate::storage) fn has(&self, mark: u64) -> bool {
        self.0.desk().is_saved(mark)
    }

    /// How often a file is looked at.
    pub(in crate::storage) fn patience(&self) -> Duration {
        self.0.pace.look
    }

    /// Waits until nobody is being taken out of the copies any more, `limit` at most.
    fn forget(&self, limit: Duration) {
        let is_waiting = |desk: &mut Desk| desk.is_forgetting && !desk.has_ended;
        drop(
            self.0
                .done
                .wait_timeout_while(self.0.desk(), limit, is_waiting),
        );
    }

    /// Keeps the latest snapshot in the state folder, when the file does not have it, and says where.
    pub fn rescue(&self) -> Option<String> {
        let book = {
            let desk = self.0.desk();
            if desk.is_saved(desk.offered) {
                return None;
            }
            desk.latest.book.clone()
        };
        Some(match kept_apart(&self.0.state, &book) {
            Ok(path) => format!(
                "Changes that were not saved are kept in {}.",
                path.display()
            ),
            Err(fault) => format!("Changes that were not saved could not be kept: {fault}."),
        })
    }

    /// The last thing before the process ends: saves, or else keeps the book apart and says where.
    pub fn leave(&self, limit: Duration) -> Option<String> {
        if self.flush(limit) {
            None
        } else {
            self.rescue()
        }
    }
}

/// Writes the book into the folder for what could not be saved.
fn kept_apart(state: &Path, book: &Book) -> Result<PathBuf, Fault> {
    let path = state.join(format!(
        "recovery-{}.json",
        Utc::now().format("%Y-%m-%dT%H%M%S%.3fZ")
    ));
    let written = sibling::write(&Real, &path, None, &mut |out| schema::write(book, out))?;
    match written.path.persist(&path) {
        Ok(()) => Ok(path),
        Err(refused) => Err(Fault::of(&path, refused.error, Kept::Untouched)),
    }
}

/// What could not be saved in earlier runs, newest last.
pub fn recoveries(state: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(state).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            let is_json = path.extension().is_some_and(|ending| ending == "json");
            is_json && name.is_some_and(|name| name.starts_with("recovery-"))
        })
        .collect();
    found.sort();
    found
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    fn with(book: Book) -> Desk {
        Desk {
            latest: Snapshot { book, absorbed: 0 },
            first: None,
            forgotten: None,
            is_forgetting: false,
            times: Times::starting(Instant::now()),
            offered: 0,
            saved: 0,
            tried: 0,
            tries: 0,
            trouble: None,
            news: Vec::new(),
            is_ending: false,
            has_ended: false,
        }
    }

    /// Takes in a new snapshot; gives the one before.
    fn offer(&mut self, snapshot: Snapshot) -> Snapshot {
        self.offered += 1;
        self.times.changed(Instant::now());
        std::mem::replace(&mut self.latest, snapshot)
    }

    fn forget(&mut self, forgotten: Forgotten) {
        match &mut self.forgotten {
            Some(known) => {
                known.traces.add(forgotten.traces);
                known.is_asked |= forgotten.is_asked;
            }
            none => *none = Some(forgotten),
        }
        self.is_forgetting = true;
    }

    fn is_saved(&self, wanted: u64) -> bool {
        wanted <= self.saved && self.trouble.is_none()
    }

    fn standing(&self) -> Standing {
        match &self.trouble {
            Some(why) => Standing::NotSaved(why.clone()),
            None if self.saved < self.offered || self.is_forgetting => Standing::Saving,
            None => Standing::Saved,
        }
    }

    /// Takes in what came of a save of the first `had` snapshots.
    fn settle(&mut self, outcome: Outcome, had: u64) {
        self.tries += 1;
        self.tried = had;
        let changes = outcome.changes.into_iter().map(Box::new);
        self.news.extend(changes.map(News::Outside));
        self.news.extend(outcome.said.into_iter().map(News::Said));
        let now = Instant::now();
        let Some(trouble) = outcome.trouble else {
            self.saved = had;
            self.trouble = None;
            self.times.saved(now);
            return;
        };
        let is_stuck = matches!(trouble, Trouble::Stuck(_));
        let (short, long) = match trouble {
            Trouble::Fault(fault) | Trouble::Stuck(fault) => {
                (fault.cause.to_string(), fault.to_string())
            }
            Trouble::Unconfirmed => {
                let words = "in place, but the disk has not confirmed it yet";
                (words.to_owned(), format!("Saved: {words}"))
            }
        };
        // Told once, shown as long as it lasts.
        if self.trouble.as_ref() != Some(&short) {
            self.news.push(News::Said(long));
        }
        self.trouble = Some(short);
        self.times.missed(now, is_stuck);
    }

    /// The book is saved without those who are to be taken out of the copies.
    fn may_forget(&self) -> bool {
        self.is_forgetting && !self.is_ending && self.is_saved(self.offered)
    }

    /// The file has not got what was saved.
    fn lost(&mut self) {
        self.offered += 1;
        self.times.changed(Instant::now());
        self.times.hurry();
    }
}

/// Tells whoever waits that nobody saves any more, however the thread ended.
struct Ended(Arc<Shared>);

impl Drop for Ended {
    fn drop(&mut self) {
        let mut desk = self.0.desk();
        desk.has_ended = true;
        if thread::panicking() {
            desk.trouble = Some("saving has stopped; leave and start goodword again".into());
        }
        drop(desk);
        self.0.done.notify_all();
    }
}

fn work<D: Disk>(shared: &Ended, mut keeper: Keeper<D>) {
    let shared = &*shared.0;
    let mut desk = shared.desk();
    loop {
        match desk.times.turn(Instant::now(), &shared.pace) {
            Turn::Save => {
                let (snapshot, first, had) = (desk.latest.clone(), desk.first.take(), desk.offered);
                // Known before the file is without them: a run that is cut short is finished by the next.
                let forgotten = desk.forgotten.take();
                desk.times.saving();
                drop(desk);
                let unnoted = forgotten.and_then(|it| keeper.forget(it));
                let outcome = keeper.save(&snapshot, first.as_ref());
                drop((snapshot, first));
                desk = shared.desk();
                desk.news.extend(unnoted.map(News::Said));
                desk.settle(outcome, had);
                shared.done.notify_all();
            }
            // Between saves, so that none of them waits longer than for one file.
            Turn::Look | Turn::Wait(_) if desk.may_forget() => {
                let forgotten = desk.forgotten.take();
                drop(desk);
                let unnoted = forgotten.and_then(|it| keeper.forget(it));
                let progress = keeper.go_on_forgetting();
                desk = shared.desk();
                desk.news.extend(unnoted.map(News::Said));
                if let Progress::Done(told) = progress
                    && desk.forgotten.is_none()
                {
                    desk.is_forgetting = false;
                    desk.news.extend(told.map(News::Said));
                }
                shared.done.notify_all();
            }
            Turn::Look => {
                let is_missed = desk.times.is_missed();
                drop(desk);
                let sight = if is_missed {
                    Sight::Same
                } else {
                    keeper.look()
                };
                let has_moved = is_missed && keeper.has_moved();
                desk = shared.desk();
                desk.times.looked(Instant::now());
                match sight {
                    Sight::Changed(change) => desk.news.push(News::Outside(change)),
                    Sight::Lost => desk.lost(),
                    Sight::Same if has_moved => desk.times.hurry(),
                    Sight::Same => {}
                }
                shared.done.notify_all();
            }
            Turn::Wait(_) if desk.is_ending => return,
            Turn::Wait(time) => {
                let waited = shared.wake.wait_timeout(desk, time);
                desk = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::backup::Backups;
    use crate::storage::disk::Step;
    use crate::storage::forgotten::Note;
    use crate::storage::keeper::Shelf;
    use crate::storage::last::Last;

    /// Breaks the thread that asks it for a lock.
    struct Broken;

    impl Disk for Broken {
        fn call<T>(
            &self,
            step: Step,
            path: &Path,
            act: impl FnOnce() -> io::Result<T>,
        ) -> io::Result<T> {
            assert_ne!(step, Step::OpenLock, "as the test wants it");
            Real.call(step, path, act)
        }

        fn pause(&self, _time: Duration) {}

        fn now(&self) -> std::time::SystemTime {
            Real.now()
        }
    }

    #[test]
    fn a_thread_that_broke_is_told_and_the_book_can_still_be_kept() {
        let dir = tempfile::tempdir().unwrap();
        let shelf = Shelf {
            path: dir.path().join("book.json"),
            backups: Backups::at(dir.path().join("backups")),
            last: Last::at(dir.path().join("last.json")),
            forgotten: Note::at(dir.path().join("forgotten.json")),
            state: dir.path().to_path_buf(),
        };
        let book = Book::new("2026-11-21".parse().unwrap());
        let keeper = Keeper::new(Broken, shelf, None, &book);
        let pace = Pace::default();
        let saver = Saver::start(keeper, Book::default(), dir.path(), pace).unwrap();
        assert_eq!(saver.standing(), Standing::Saved);
        assert!(saver.hand().rescue().is_none());
        let mut changed = book.clone();
        changed.people.put(
            crate::domain::id::Id::fixed(1),
            crate::domain::person::Person::default(),
            1,
        );
        saver.offer(changed.clone(), 0);
        assert!(
            saver
                .finish()
                .unwrap_err()
                .to_string()
                .contains("saving has stopped")
        );
        assert!(matches!(saver.standing(), Standing::NotSaved(_)));
        assert!(saver.hand().rescue().unwrap().contains("recovery-"));
        let kept = recoveries(dir.path());
        let bytes = fs::read(&kept[0]).unwrap();
        assert_eq!(schema::open(&bytes).unwrap().book.people, changed.people);
    }
}
