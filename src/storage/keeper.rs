//! What the saving thread does at the file: saves a book, merging what others wrote, and looks for what they wrote.
//! It will never know when it is time to.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};

use crate::domain::book::Book;
use crate::domain::refusal::Refusal;
use crate::storage::backup::Backups;
use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Cause, Fault, Kept};
use crate::storage::file::{self, Content, Outside};
use crate::storage::fingerprint::{Fingerprint, Look, Seen};
use crate::storage::forgotten::{Copies, Forgotten, Note, Rewriting};
use crate::storage::last::Last;
use crate::storage::read::{Found, Reading, read};
use crate::storage::schema;

/// A long run gets a backup before its first change in each such time.
const BETWEEN_BACKUPS: Duration = Duration::hours(1);

/// A book to be saved, and how many of the outside changes are in it already.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub book: Book,
    pub absorbed: u64,
}

/// What somebody else wrote, and what it was made from.
#[derive(Clone, Debug)]
pub struct Change {
    pub base: Book,
    pub theirs: Book,
}

/// A state of the book worth keeping before many records change.
#[derive(Clone, Debug)]
pub struct First {
    pub label: String,
    pub book: Book,
}

/// What came of a turn at the file.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What others wrote, in the order in which it was found.
    pub changes: Vec<Change>,
    /// Worth telling.
    pub said: Vec<String>,
    /// Why what should be in the file is not.
    pub trouble: Option<Trouble>,
}

/// Why a book is not on the disk for certain.
#[derive(Debug)]
pub enum Trouble {
    Fault(Fault),
    /// The file there must not be overwritten: of no use to try again before it changes.
    Stuck(Fault),
    /// In place, but a power cut may undo it: the folder could not be synced.
    Unconfirmed,
}

/// How the file is, seen while there is nothing to save.
#[derive(Debug)]
pub enum Sight {
    Same,
    Changed(Box<Change>),
    /// What was saved is not there any more, or cannot be read: save it again.
    Lost,
}

/// Where a book and what belongs to it lie.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// The path of the book, as given.
    pub path: PathBuf,
    pub backups: Backups,
    /// Where it is noted what was saved last.
    pub last: Last,
    /// Where it is noted who was forgotten.
    pub forgotten: Note,
    /// The folder for what could not be saved.
    pub state: PathBuf,
}

/// How far the copies are.
#[derive(Debug)]
pub enum Progress {
    More,
    /// Nothing is left to do, and this is to be told.
    Done(Option<String>),
}

/// A file that must not be overwritten, as it was when we said so; none when it could not be looked at.
#[derive(PartialEq)]
struct AsItWas(Option<Fingerprint>);

/// The file of a book and all that was last known of it.
pub struct Keeper<D> {
    disk: D,
    shelf: Shelf,
    seen: Option<Seen>,
    /// The book in the file as it was last read or written: the base of a merge.
    on_disk: Book,
    /// Changes that the screen may not have taken in, with their numbers from 1.
    ahead: Vec<(u64, Change)>,
    found: u64,
    kept: Option<DateTime<Utc>>,
    was_gone: bool,
    is_unconfirmed: bool,
    stuck: Option<AsItWas>,
    warned: Vec<String>,
    /// Who is being taken out of the copies.
    rewriting: Rewriting,
}

impl<D: Disk> Keeper<D> {
    /// `seen` and `on_disk` are what was read, or none and the book to begin with.
    pub fn new(disk: D, shelf: Shelf, seen: Option<Seen>, on_disk: &Book) -> Keeper<D> {
        Keeper {
            disk,
            shelf,
            seen,
            on_disk: schema::headed(on_disk),
            ahead: Vec::new(),
            found: 0,
            kept: None,
            was_gone: false,
            is_unconfirmed: false,
            stuck: None,
            warned: Vec::new(),
            rewriting: Rewriting::default(),
        }
    }

    /// Saves a snapshot together with what others wrote.
    pub fn save(&mut self, snapshot: &Snapshot, first: Option<&First>) -> Outcome {
        let mut outcome = Outcome::default();
        if let Some(first) = first
            && let Err(fault) = self.keep_first(first)
        {
            outcome
                .said
                .push(format!("no backup {}: {fault}", first.label));
        }
        self.ahead.retain(|(number, _)| snapshot.absorbed < *number);
        let ours = schema::headed(&snapshot.book);
        let ours = self.ahead.iter().fold(ours, |ours, (_, change)| {
            Book::merge(&change.base, &ours, &change.theirs)
        });
        if self.is_there(&ours) {
            self.stuck = None;
            return outcome;
        }
        let now = self.now();
        let mut text = Text {
            disk: &self.disk,
            backups: &self.shelf.backups,
            backup_at: self
                .kept
                .is_none_or(|kept| kept + BETWEEN_BACKUPS < now)
                .then_some(now),
            kept: false,
            ours,
            on_disk: self.on_disk.clone(),
            seen: None,
            changes: Vec::new(),
            is_gone: false,
        };
        let path = &self.shelf.path;
        let saved = file::save(&self.disk, path, self.seen.as_ref(), &mut text);
        let Text {
            ours,
            on_disk,
            seen,
            changes,
            is_gone,
            kept,
            ..
        } = text;
        // Taken in is taken in, whether the save then came about or not.
        self.on_disk = on_disk;
        self.seen = seen.or(self.seen.take()).filter(|_| !is_gone);
        for change in &changes {
            self.found += 1;
            self.ahead.push((self.found, change.clone()));
        }
        outcome.changes = changes;
        if kept {
            self.kept = Some(now);
        }
        match saved {
            Ok(saved) => {
                if is_gone {
                    outcome.said.push(format!(
                        "{} was removed outside; it was written again",
                        self.shelf.path.display()
                    ));
                }
                for warning in saved.warnings {
                    self.warn(warning.to_string(), &mut outcome.said);
                }
                self.shelf
                    .last
                    .note(&self.disk, saved.seen.hash, self.now(), &ours);
                (self.seen, self.on_disk) = (Some(saved.seen), ours);
                (self.stuck, self.was_gone) = (None, false);
                self.is_unconfirmed = !saved.is_confirmed;
                if self.is_unconfirmed {
                    outcome.trouble = Some(Trouble::Unconfirmed);
                }
                if kept {
                    // What cannot be thinned today can be tomorrow.
                    let _ = self.shelf.backups.thin(&self.disk, now);
                }
            }
            Err(fault) => {
                let is_about_content =
                    fault.is_damage() || matches!(fault.cause, Cause::Refused(_));
                self.stuck = is_about_content.then(|| self.as_it_is());
                outcome.trouble = Some(if is_about_content {
                    Trouble::Stuck(fault)
                } else {
                    Trouble::Fault(fault)
                });
            }
        }
        outcome
    }

    /// Looks whether somebody else changed the file, and takes it in when so.
    pub fn look(&mut self) -> Sight {
        let look = match &mut self.seen {
            Some(seen) => seen.look(&self.disk, &self.shelf.path),
            None => Ok(Look::Changed),
        };
        match look {
            Ok(Look::Same) => {
                self.was_gone = false;
                Sight::Same
            }
            // Some programs remove a file before they write it anew: it is missed only when it stays away.
            Ok(Look::Gone) if !self.was_gone => {
                self.was_gone = true;
                Sight::Same
            }
            Ok(Look::Changed) => self.take_in(),
            Ok(Look::Gone) | Err(_) => Sight::Lost,
        }
    }

    fn take_in(&mut self) -> Sight {
        let found = match read(&self.disk, &self.shelf.path) {
            Ok(Reading::Found(found)) => found,
            // Not there yet, or gone since the look.
            Ok(Reading::Missing { .. }) => return Sight::Same,
            Err(_) => return Sight::Lost,
        };
        let is_same = |seen: &Seen| seen.hash == found.seen.hash;
        if self.seen.as_ref().is_some_and(is_same) {
            self.seen = Some(found.seen);
            return Sight::Same;
        }
        let Ok(theirs) = book_of(&found) else {
            return Sight::Lost;
        };
        self.was_gone = false;
        self.shelf
            .last
            .note(&self.disk, found.seen.hash, self.now(), &theirs);
        self.seen = Some(found.seen);
        let base = std::mem::replace(&mut self.on_disk, theirs.clone());
        let change = Change { base, theirs };
        self.found += 1;
        self.ahead.push((self.found, change.clone()));
        Sight::Changed(Box::new(change))
    }

    /// Takes in whom to take out of every copy, and notes it; nothing is done before `go_on_forgetting`. What cannot be
    /// noted is told.
    pub fn forget(&mut self, forgotten: Forgotten) -> Option<String> {
        let noted = self.shelf.forgotten.begin(&self.disk, &forgotten.traces);
        self.rewriting.take_in(forgotten);
        noted.err().map(|fault| fault.to_string())
    }

    /// Goes on with the copies, one file at a time; what there is to tell once it is done.
    pub fn go_on_forgetting(&mut self) -> Progress {
        let copies = self.copies();
        if self
            .rewriting
            .step(&self.disk, &copies, &self.shelf.forgotten)
        {
            return Progress::More;
        }
        let ended = std::mem::take(&mut self.rewriting);
        Progress::Done(ended.end(&self.disk, &copies, &self.shelf.forgotten))
    }

    fn copies(&self) -> Copies {
        Copies {
            book: self.shelf.path.clone(),
            backups: self.shelf.backups.clone(),
            state: self.shelf.state.clone(),
        }
    }

    /// Whether the last save met a file that must not be overwritten, and that file is another one now.
    pub fn has_moved(&self) -> bool {
        self.stuck
            .as_ref()
            .is_some_and(|stuck| *stuck != self.as_it_is())
    }

    /// Whether this very book is in the file already.
    fn is_there(&mut self, ours: &Book) -> bool {
        !self.is_unconfirmed
            && *ours == self.on_disk
            && self.seen.as_mut().is_some_and(|seen| {
                seen.look(&self.disk, &self.shelf.path)
                    .is_ok_and(|look| look == Look::Same)
            })
    }

    fn keep_first(&self, first: &First) -> Result<(), Fault> {
        let mut bytes = Vec::new();
        schema::write(&first.book, &mut bytes)
            .map_err(|answer| Fault::of(&self.shelf.path, answer, Kept::Untouched))?;
        let label = Some(first.label.as_str());
        self.shelf
            .backups
            .keep(&self.disk, &bytes, label, self.now())?;
        Ok(())
    }

    fn as_it_is(&self) -> AsItWas {
        let path = &self.shelf.path;
        let meta = self.disk.call(Step::Stat, path, || fs::metadata(path));
        AsItWas(meta.ok().map(|meta| Fingerprint::of(&meta)))
    }

    fn now(&self) -> DateTime<Utc> {
        self.disk.now().into()
    }

    /// Says a thing once a run.
    fn warn(&mut self, words: String, said: &mut Vec<String>) {
        if !self.warned.contains(&words) {
            self.warned.push(words.clone());
            said.push(words);
        }
    }
}

/// The book in a file that was found, if it may be merged and written by us.
///
/// # Errors
/// A fault when it is no book, or one of a newer program.
pub fn book_of(found: &Found) -> Result<Book, Fault> {
    let refused = |cause| Fault::new(&found.real_path, cause, Kept::Untouched);
    let opened = schema::open(found.text.as_bytes()).map_err(refused)?;
    match opened.read_only {
        Some(why) => Err(refused(Cause::Refused(
            Refusal::new(why).or("go on with that newer one"),
        ))),
        None => Ok(schema::headed(&opened.book)),
    }
}

/// A book on its way into the file.
struct Text<'a, D> {
    disk: &'a D,
    backups: &'a Backups,
    /// A backup is due, and this is its time.
    backup_at: Option<DateTime<Utc>>,
    kept: bool,
    ours: Book,
    on_disk: Book,
    seen: Option<Seen>,
    changes: Vec<Change>,
    is_gone: bool,
}

impl<D: Disk> Content for Text<'_, D> {
    fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        schema::write(&self.ours, out)
    }

    fn absorb(&mut self, outside: Outside) -> Result<(), Fault> {
        match outside {
            // What was last there stays the base: if the file comes back, it was made from that.
            Outside::Gone => (self.is_gone, self.seen) = (true, None),
            Outside::Changed(found) => {
                let theirs = book_of(&found)?;
                let base = std::mem::replace(&mut self.on_disk, theirs.clone());
                self.ours = Book::merge(&base, &self.ours, &theirs);
                self.changes.push(Change { base, theirs });
                (self.is_gone, self.seen) = (false, Some(found.seen));
            }
        }
        Ok(())
    }

    fn keep(&mut self, old: &Path) -> Result<(), Fault> {
        if let Some(now) = self.backup_at
            && !self.kept
        {
            self.backups.keep_file(self.disk, old, None, now)?;
            self.kept = true;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;
    use crate::domain::person::Person;
    use crate::storage::disk::Real;
    use crate::storage::disk::fake::{Fake, When};

    /// The book with one more person.
    fn with(book: &Book, n: u128) -> Book {
        let person = Person {
            name: format!("person {n}"),
            ..Person::default()
        };
        let mut book = book.clone();
        book.people.put(Id::fixed(n), person, 1);
        book
    }

    fn new() -> Book {
        Book::new("2026-11-21".parse().unwrap())
    }

    fn snapshot(book: &Book) -> Snapshot {
        Snapshot {
            book: book.clone(),
            absorbed: 0,
        }
    }

    fn keeper<D: Disk>(disk: D, dir: &Path, on_disk: &Book) -> Keeper<D> {
        let path = dir.join("book.json");
        let shelf = Shelf {
            backups: Backups::at(dir.join("backups")),
            last: Last::at(dir.join("last.json")),
            forgotten: Note::at(dir.join("forgotten.json")),
            state: dir.to_path_buf(),
            path: path.clone(),
        };
        let seen = match read(&Real, &path).unwrap() {
            Reading::Found(found) => Some(found.seen),
            Reading::Missing { .. } => None,
        };
        Keeper::new(disk, shelf, seen, on_disk)
    }

    fn put(dir: &Path, book: &Book) {
        let mut bytes = Vec::new();
        schema::write(book, &mut bytes).unwrap();
        fs::write(dir.join("book.json"), bytes).unwrap();
    }

    fn people(dir: &Path) -> Vec<Id> {
        let bytes = fs::read(dir.join("book.json")).unwrap();
        let book = schema::open(&bytes).unwrap().book;
        book.people.iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn whatever_call_is_refused_the_next_save_has_both_sides() {
        let all = [1, 2, 3].map(Id::fixed);
        for when in [When::Once, When::OnceDone] {
            for at in 1.. {
                let dir = tempfile::tempdir().unwrap();
                let base = with(&new(), 1);
                put(dir.path(), &base);
                let disk = Fake::refusing(at, when, 5);
                let mut keeper = keeper(disk, dir.path(), &base);
                put(dir.path(), &with(&base, 2));
                let mine = snapshot(&with(&base, 3));
                let mut changes = 0;
                let outcome = keeper.save(&mine, None);
                changes += outcome.changes.len();
                if outcome.trouble.is_some() {
                    let there = people(dir.path());
                    assert!(there == all || there == all[..2], "call {at} {when:?}");
                    let outcome = keeper.save(&mine, None);
                    assert!(outcome.trouble.is_none(), "call {at}: {outcome:?}");
                    changes += outcome.changes.len();
                }
                assert_eq!(people(dir.path()), all, "call {at} {when:?}");
                assert!((1..=2).contains(&changes), "call {at} {when:?}: {changes}");
                if !keeper.disk.has_refused() {
                    assert!(at > 15, "only {at} calls");
                    break;
                }
            }
        }
    }

    #[test]
    fn what_is_in_the_file_already_is_not_written_again() {
        let dir = tempfile::tempdir().unwrap();
        let book = with(&new(), 1);
        put(dir.path(), &book);
        let mut keeper = keeper(Fake::sound(), dir.path(), &book);
        assert!(keeper.save(&snapshot(&book), None).trouble.is_none());
        assert!(!keeper.disk.steps.borrow().contains(&Step::CreateTemp));
        assert!(matches!(keeper.look(), Sight::Same));
    }

    #[test]
    fn a_folder_that_cannot_be_synced_keeps_the_book_unsaved_until_it_can() {
        let dir = tempfile::tempdir().unwrap();
        let book = new();
        put(dir.path(), &book);
        let disk = Fake::refusing(1, When::Once, 5).only(Step::SyncFolder);
        let mut keeper = keeper(disk, dir.path(), &book);
        keeper.kept = Some(keeper.now());
        let mine = snapshot(&with(&book, 1));
        let outcome = keeper.save(&mine, None);
        assert!(matches!(outcome.trouble, Some(Trouble::Unconfirmed)));
        assert!(keeper.save(&mine, None).trouble.is_none());
        assert_eq!(people(dir.path()), [Id::fixed(1)]);
    }

    #[test]
    fn a_file_gone_for_a_moment_is_no_loss() {
        let dir = tempfile::tempdir().unwrap();
        let book = with(&new(), 1);
        put(dir.path(), &book);
        let mut keeper = keeper(Real, dir.path(), &book);
        fs::remove_file(dir.path().join("book.json")).unwrap();
        assert!(matches!(keeper.look(), Sight::Same));
        put(dir.path(), &with(&book, 2));
        assert!(matches!(keeper.look(), Sight::Changed(_)));
        fs::remove_file(dir.path().join("book.json")).unwrap();
        assert!(matches!(keeper.look(), Sight::Same));
        assert!(matches!(keeper.look(), Sight::Lost));
        assert!(keeper.save(&snapshot(&book), None).trouble.is_none());
        // The change that the screen had not taken in yet is there nevertheless.
        assert_eq!(people(dir.path()), [1, 2].map(Id::fixed));
    }

    #[test]
    fn a_file_in_the_way_is_stuck_until_it_moves() {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = keeper(Real, dir.path(), &new());
        let path = dir.path().join("book.json");
        fs::write(&path, "mine").unwrap();
        let mine = snapshot(&with(&new(), 1));
        let outcome = keeper.save(&mine, None);
        assert!(matches!(outcome.trouble, Some(Trouble::Stuck(_))));
        assert!(!keeper.has_moved());
        fs::remove_file(&path).unwrap();
        assert!(keeper.has_moved());
        assert!(keeper.save(&mine, None).trouble.is_none());
        assert_eq!(people(dir.path()), [Id::fixed(1)]);
    }

    #[test]
    fn a_backup_is_made_before_the_first_change_and_then_once_an_hour() {
        let dir = tempfile::tempdir().unwrap();
        let mut book = new();
        put(dir.path(), &book);
        let mut keeper = keeper(Fake::sound(), dir.path(), &book);
        for (n, (minutes, backups)) in (2..).zip([(0, 1), (30, 1), (61, 2), (90, 2)]) {
            let start = keeper.disk.now.get();
            let at = start + std::time::Duration::from_secs(minutes * 60);
            keeper.disk.now.set(at);
            book = with(&book, n);
            assert!(keeper.save(&snapshot(&book), None).trouble.is_none());
            assert_eq!(keeper.shelf.backups.list(&Real).unwrap().len(), backups);
            keeper.disk.now.set(start);
        }
    }
}
