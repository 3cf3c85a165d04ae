//! A book that is open: its history, the clock and the ids, and the file behind it. The screen and the shell both work
//! through it; it will never know which of them does.

use std::fmt;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{Local, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

use crate::domain::action::{Action, Said};
use crate::domain::book::{Book, Stamp, reloaded};
use crate::domain::forgetting::Traces;
use crate::domain::id::Ids;
use crate::domain::lines::Line;
use crate::domain::refusal::Refusal;
use crate::history::History;
use crate::storage::backup::{Backup, Backups, age};
use crate::storage::disk::{Disk, Real};
use crate::storage::fault::{Fault, Kept};
use crate::storage::folder::make_folders;
use crate::storage::forgotten::{Forgotten, Note};
use crate::storage::inbox::{Inbox, nothing};
use crate::storage::keeper::{Keeper, Shelf};
use crate::storage::last::Last;
use crate::storage::letters::Letters;
use crate::storage::pace::Pace;
use crate::storage::paths::Places;
use crate::storage::read::{Reading, read, real_path};
use crate::storage::saver::{Hand, News, Saver, Standing, recoveries};
use crate::storage::{schema, sibling};

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

/// A book that could not be opened, and what there is in its place.
#[derive(Debug)]
pub struct NotOpened {
    pub fault: Fault,
    /// The newest backup that can be opened, and its age in words.
    pub backup: Option<Box<(Backup, String)>>,
}

impl fmt::Display for NotOpened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.fault)?;
        match &self.backup {
            Some(good) => {
                let (backup, age) = &**good;
                let path = backup.path.display();
                write!(f, "\nThe newest good backup is {age} old: {path}")
            }
            None => Ok(()),
        }
    }
}

impl std::error::Error for NotOpened {}

impl From<Fault> for NotOpened {
    fn from(fault: Fault) -> NotOpened {
        NotOpened {
            fault,
            backup: None,
        }
    }
}

/// Where the changes of an open book go.
enum Home {
    /// Nowhere: the sample, and tests.
    Memory,
    File(Saver),
    /// It can only be looked at, and why.
    Glass(String),
}

/// An open book.
pub struct Session {
    history: History,
    ids: Ids,
    clock: Rc<dyn Fn() -> Moment>,
    last: i64,
    home: Home,
    /// After the home: it takes out what that has saved.
    inbox: Option<Inbox>,
    /// How many outside changes the history has taken in.
    absorbed: u64,
    /// What opening has to tell.
    words: Vec<String>,
    /// The file of the book, beside which letters are put down.
    place: Option<PathBuf>,
    letters: Letters,
}

impl Session {
    /// A book that lives in memory: the sample, and tests.
    pub fn in_memory(book: Book, seed: u128, clock: impl Fn() -> Moment + 'static) -> Session {
        Session::with(book, seed, Rc::new(clock), Home::Memory)
    }

    /// A book that can only be looked at, and why.
    pub fn behind_glass(book: Book, why: String, clock: impl Fn() -> Moment + 'static) -> Session {
        Session::with(book, 0, Rc::new(clock), Home::Glass(why))
    }

    fn with(book: Book, seed: u128, clock: Rc<dyn Fn() -> Moment>, home: Home) -> Session {
        Session {
            history: History::open(book),
            ids: Ids::seeded(seed),
            clock,
            last: 0,
            home,
            inbox: None,
            absorbed: 0,
            words: Vec::new(),
            place: None,
            letters: Letters::default(),
        }
    }

    /// Opens the book at its place, or a new one that is written at the first change.
    ///
    /// # Errors
    /// Why what is there cannot be opened, and the newest good backup.
    pub fn open(
        places: &Places,
        clock: impl Fn() -> Moment + 'static,
    ) -> Result<Session, NotOpened> {
        Session::open_on(Real, places, Pace::default(), clock)
    }

    /// The same on another disk, at another pace.
    ///
    /// # Errors
    /// Why what is there cannot be opened, and the newest good backup.
    pub fn open_on<D: Disk + Clone + Send + 'static>(
        disk: D,
        places: &Places,
        pace: Pace,
        clock: impl Fn() -> Moment + 'static,
    ) -> Result<Session, NotOpened> {
        let now = clock();
        let seed = Uuid::new_v4().as_u128();
        let real = real_path(&disk, &places.book)?.into_path();
        let state = places.state_of(&real);
        let backups = Backups::at(places.backups_of(&real));
        let last = Last::at(state.join("last-save.json"));
        let no_book = |fault: Fault| {
            let is_good = |bytes: &[u8]| schema::open(bytes).is_ok();
            let good = backups.newest_good(&disk, is_good).ok().flatten();
            let backup = good.map(|(backup, _)| {
                let age = age(backup.at, disk.now().into());
                Box::new((backup, age))
            });
            NotOpened { fault, backup }
        };
        let mut words = Vec::new();
        let mut first = None;
        let (book, seen) = match read(&disk, &places.book).map_err(no_book)? {
            Reading::Missing { .. } => (Book::new(now.today), None),
            Reading::Found(found) => {
                let opened = schema::open_whole(found.text)
                    .map_err(|cause| no_book(Fault::new(&real, cause, Kept::Untouched)))?;
                if let Some(why) = opened.read_only {
                    let mut session = Session::behind_glass(opened.book, why, clock);
                    session.place = Some(real);
                    return Ok(session);
                }
                first = opened
                    .was_version
                    .map(|version| format!("before version {version} was brought up to date"));
                words.extend(last.compare(&disk, found.seen.hash, &opened.book));
                (opened.book, Some(found.seen))
            }
        };
        if let Err(fault) = make_folders(&disk, &state) {
            // The book matters more than what belongs to it.
            words.push(fault.to_string());
        }
        // What killed savers left harms nobody; it can be cleaned next time.
        let _ = sibling::clean(&disk, &real);
        if let Some(path) = recoveries(&state).last() {
            words.push(format!(
                "goodword merge {} takes in what an earlier run could not save",
                path.display()
            ));
        }
        let place = Some(real.clone());
        let forgotten = Note::at(state.join("forgotten.json"));
        // What an earlier run began, and whoever was forgotten on another device.
        let left = forgotten.left(&disk, &book.forgotten());
        let shelf = Shelf {
            path: real,
            backups,
            last,
            forgotten,
            state: state.clone(),
        };
        let keeper = Keeper::new(disk, shelf, seen, &book);
        let saver = Saver::start(keeper, book.clone(), &state, pace)
            .map_err(|answer| Fault::of(&places.book, answer, Kept::Untouched))?;
        if let Some(label) = first {
            saver.backup_first(label, book.clone());
        }
        let mut session = Session::with(book, seed, Rc::new(clock), Home::File(saver));
        (session.words, session.place) = (words, place);
        session.go_on_forgetting(left);
        Ok(session)
    }

    /// Finishes what an earlier run was asked to forget.
    fn go_on_forgetting(&mut self, left: Traces) {
        // Cut short before the book was saved without them.
        for id in &left.people {
            if self.book().people.has(*id) {
                // Whoever is gone meanwhile needs no forgetting.
                let _ = self.perform(Action::Forget(*id));
            }
        }
        if let Home::File(saver) = &self.home
            && !left.is_empty()
        {
            saver.forget(Forgotten::heard(left));
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
        matches!(self.home, Home::Memory)
    }

    /// The moment of a change: never the same twice, never backwards.
    fn tick(&mut self) -> i64 {
        self.last = self.moment().at.max(self.last + 1);
        self.last
    }

    pub fn perform(&mut self, action: Action) -> Result<Said, Refusal> {
        self.may_change()?;
        let mut stamp = Stamp {
            today: self.moment().today,
            at: self.tick(),
            ids: self.ids.clone(),
        };
        let before = action.is_bulk().then(|| self.book().clone());
        let knew = action.is_for_good().then(|| self.book().clone());
        let said = self.history.perform(action, &mut stamp);
        self.ids = stamp.ids;
        // Several as one change take a moment each.
        self.last = self.last.max(stamp.at);
        let said = said?;
        self.follow_inbox();
        if let (Some(before), Home::File(saver)) = (before, &self.home) {
            saver.backup_first(format!("before {}", said.what), before);
        }
        match (knew, &self.home) {
            (Some(knew), Home::File(saver)) => {
                let forgotten = Forgotten::asked(self.book().forgotten_since(&knew));
                saver.offer_without(self.book().clone(), self.absorbed, forgotten);
            }
            _ => self.offer(),
        }
        Ok(said)
    }

    pub fn undo(&mut self) -> Result<Said, Refusal> {
        self.may_change()?;
        let at = self.tick();
        let said = self.history.undo(at);
        self.offer();
        self.follow_inbox();
        said
    }

    pub fn redo(&mut self) -> Result<Said, Refusal> {
        self.may_change()?;
        let at = self.tick();
        let said = self.history.redo(at);
        self.offer();
        self.follow_inbox();
        said
    }

    fn may_change(&self) -> Result<(), Refusal> {
        match &self.home {
            Home::Glass(why) => {
                Err(Refusal::new(format!("Read only: {why}"))
                    .or("change it with the newer Goodword"))
            }
            Home::Memory | Home::File(_) => Ok(()),
        }
    }

    /// Hands the book over to be saved.
    fn offer(&self) {
        if let Home::File(saver) = &self.home {
            saver.offer(self.book().clone(), self.absorbed);
        }
    }

    pub fn status(&self) -> Status {
        match &self.home {
            Home::Memory => Status::InMemory,
            Home::Glass(why) => Status::ReadOnly(why.clone()),
            Home::File(saver) => match saver.standing() {
                Standing::Saved => Status::Saved,
                Standing::Saving => Status::Saving,
                Standing::NotSaved(why) => Status::NotSaved(why),
            },
        }
    }

    /// Takes in what others wrote into the file; what there is to say about it and about saving.
    pub fn poll(&mut self) -> Vec<String> {
        let mut words = std::mem::take(&mut self.words);
        words.extend(self.letters.done());
        words.extend(self.inbox.iter().flat_map(Inbox::told));
        let Home::File(saver) = &self.home else {
            return words;
        };
        let mut is_apart = false;
        for news in saver.news() {
            match news {
                News::Said(said) => words.push(said),
                News::Outside(change) => {
                    let before = self.history.book().clone();
                    self.history.absorb(&change.base, &change.theirs);
                    self.absorbed += 1;
                    let traces = self.history.book().forgotten_since(&before);
                    if !traces.is_empty() {
                        self.history.forget();
                        self.follow_inbox();
                        saver.forget(Forgotten::heard(traces));
                    }
                    is_apart = !self.history.book().is_same(&change.theirs);
                    words.extend(reloaded(&before, self.history.book()));
                }
            }
        }
        // What is in the file already is found to be so, and not written again.
        if is_apart {
            self.offer();
        }
        words
    }

    /// Takes in a copy that was made from `base`, and keeps the book as it was before as a backup.
    ///
    /// # Errors
    /// A refusal when the book can only be looked at.
    pub fn absorb_copy(&mut self, base: &Book, theirs: &Book) -> Result<(), Refusal> {
        self.may_change()?;
        let before = self.book().clone();
        self.history.absorb(base, theirs);
        if *self.book() == before {
            return Ok(());
        }
        if let Home::File(saver) = &self.home {
            saver.backup_first("merge".into(), before);
        }
        self.offer();
        Ok(())
    }

    /// Begins to put a text down as a file beside the book; `poll` tells where it lies.
    ///
    /// # Errors
    /// A refusal when the book itself lies nowhere.
    pub fn put_down(&mut self, name: String, text: String) -> Result<(), Refusal> {
        let Some(place) = self.place.clone() else {
            return Err(Refusal::new("Nothing of the sample is saved").or("y copies the text"));
        };
        self.letters.begin(place, name, text);
        Ok(())
    }

    /// A text is on its way to the disk.
    pub fn is_putting_down(&self) -> bool {
        self.letters.is_writing()
    }

    /// Has the file looked at now: the program is in front again.
    pub fn look(&self) {
        if let Home::File(saver) = &self.home {
            saver.look();
        }
        if let Some(inbox) = &self.inbox {
            inbox.look();
        }
    }

    /// Begins to look for lines in the inbox beside the book, where that can be changed.
    pub fn watch_inbox(&mut self) {
        if let (Home::File(saver), Some(place), None) = (&self.home, &self.place, &self.inbox) {
            self.inbox = Inbox::watch(place, saver.hand());
        }
    }

    /// The lines that wait there; the same as long as nothing changes.
    pub fn inbox(&self) -> Arc<Vec<Line>> {
        self.inbox.as_ref().map_or_else(nothing, Inbox::lines)
    }

    /// The last change was made of this line: it leaves the inbox once the book is saved, and comes back with an undo.
    pub fn take_from_inbox(&self, line: &Line) {
        if let (Some(inbox), Some(number)) = (&self.inbox, self.history.last()) {
            inbox.made(line, number);
        }
    }

    /// This line leaves the inbox as it is; undo brings it back in its turn.
    pub fn let_go(&mut self, line: &Line) {
        self.history.pass("Took a line out of the inbox".into());
        // What was undone can be done again no more.
        self.follow_inbox();
        self.take_from_inbox(line);
    }

    /// Lines follow the changes that were made of them, back and forth.
    fn follow_inbox(&self) {
        if let Some(inbox) = &self.inbox {
            let history = &self.history;
            inbox.follow(|it| history.is_done(it), |it| history.is_undone(it));
        }
    }

    /// Waits until everything is saved, and what was undone lies in the inbox again. Quit only when it is, or when the
    /// person says so.
    ///
    /// # Errors
    /// Why it is not saved.
    pub fn finish(&self) -> Result<(), Refusal> {
        if let Home::File(saver) = &self.home {
            saver.finish()?;
        }
        self.inbox.as_ref().map_or(Ok(()), Inbox::finish)
    }

    /// Lines that lie neither in the book nor in the inbox, though they should be back there.
    pub fn between(&self) -> Vec<String> {
        self.inbox.as_ref().map_or_else(Vec::new, Inbox::between)
    }

    /// For the threads that must save while this one cannot: signals and panics.
    pub fn hand(&self) -> Option<Hand> {
        match &self.home {
            Home::File(saver) => Some(saver.hand()),
            Home::Memory | Home::Glass(_) => None,
        }
    }
}
