//! Who was forgotten, taken out of every copy of the book that lies here: backups, and what could not be saved. What
//! is begun is noted, so that a run that is cut short is finished by the next. It will never know why somebody goes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::forgetting::Traces;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::storage::backup::Backups;
use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Cause, Fault, Kept};
use crate::storage::folder::{folder, make_folders, sync_folder};
use crate::storage::letters;
use crate::storage::read::read_as_is;
use crate::storage::saver::recoveries;
use crate::storage::{schema, sibling};

/// Paths that are told one by one; the rest is counted.
const TOLD: usize = 2;

/// Where it is noted who was forgotten, in the state folder of the book.
#[derive(Clone, Debug)]
pub struct Note {
    path: PathBuf,
}

/// What is noted. Names stand in it only until they are taken out everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Noted {
    /// Whose traces here are gone.
    done: BTreeSet<Id>,
    /// Whose traces are still being taken out.
    people: BTreeSet<Id>,
    names: BTreeSet<String>,
    words: BTreeSet<String>,
}

impl Note {
    pub fn at(path: impl Into<PathBuf>) -> Note {
        Note { path: path.into() }
    }

    /// What is left to be taken out: what an earlier run began, and whoever was forgotten elsewhere meanwhile.
    pub fn left<D: Disk>(&self, disk: &D, forgotten: &BTreeSet<Id>) -> Traces {
        let noted = self.read(disk);
        let unheard = forgotten.difference(&noted.done).copied();
        Traces {
            people: noted.people.iter().copied().chain(unheard).collect(),
            names: noted.names,
            words: noted.words,
        }
    }

    /// Notes what is to be taken out, before any of it is.
    ///
    /// # Errors
    /// A fault; what was noted before stays.
    pub fn begin<D: Disk>(&self, disk: &D, traces: &Traces) -> Result<(), Fault> {
        let mut noted = self.read(disk);
        noted.people.extend(&traces.people);
        noted.names.extend(traces.names.iter().cloned());
        noted.words.extend(traces.words.iter().cloned());
        self.write(disk, &noted)
    }

    /// Notes that it is done.
    ///
    /// # Errors
    /// A fault; it is done once more at the next start then.
    pub fn end<D: Disk>(&self, disk: &D, traces: &Traces) -> Result<(), Fault> {
        let mut done = self.read(disk).done;
        done.extend(&traces.people);
        self.write(
            disk,
            &Noted {
                done,
                ..Noted::default()
            },
        )
    }

    /// Nothing is noted where the note cannot be read: then all is looked through once more, which harms nobody.
    fn read<D: Disk>(&self, disk: &D) -> Noted {
        let bytes = disk.call(Step::Read, &self.path, || fs::read(&self.path));
        let noted = bytes
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        noted.unwrap_or_default()
    }

    fn write<D: Disk>(&self, disk: &D, noted: &Noted) -> Result<(), Fault> {
        make_folders(disk, folder(&self.path))?;
        let written = sibling::write(disk, &self.path, None, &mut |out| {
            serde_json::to_writer(out, noted).map_err(io::Error::from)
        })?;
        put(disk, written, &self.path)
    }
}

/// Puts what was written beside a file into its place.
fn put<D: Disk>(disk: &D, written: sibling::Sibling, path: &Path) -> Result<(), Fault> {
    let named = disk.call(Step::Rename, path, || {
        written.path.persist(path).map_err(|refused| refused.error)
    });
    named
        .and_then(|()| sync_folder(disk, folder(path)))
        .map_err(|answer| Fault::of(path, answer, Kept::OldFile))
}

/// Somebody to be taken out of every copy.
#[derive(Clone, Debug)]
pub struct Forgotten {
    pub traces: Traces,
    /// It was just asked for, so that also nothing is told.
    pub is_asked: bool,
}

impl Forgotten {
    /// Just now, by whoever sits at the screen.
    pub fn asked(traces: Traces) -> Forgotten {
        Forgotten {
            traces,
            is_asked: true,
        }
    }

    /// On another device, or in an earlier run.
    pub fn heard(traces: Traces) -> Forgotten {
        Forgotten {
            traces,
            is_asked: false,
        }
    }
}

/// Where the copies of a book lie.
#[derive(Clone, Debug)]
pub struct Copies {
    /// The file of the book itself, beside which letters lie.
    pub book: PathBuf,
    pub backups: Backups,
    /// The folder for what could not be saved.
    pub state: PathBuf,
}

/// People who are being taken out of the copies, a file at a time.
#[derive(Default)]
pub struct Rewriting {
    traces: Traces,
    /// Files still to be looked at; none before it is known which there are.
    queue: Option<Vec<PathBuf>>,
    rewritten: BTreeSet<PathBuf>,
    /// What may still name them, and why.
    told: Vec<String>,
    /// The system did not let us: it is tried again at the next start.
    again: bool,
    /// Somebody waits to hear that it is done.
    is_asked: bool,
}

impl Rewriting {
    /// Takes in who else is to be taken out: everything is looked at once more.
    pub fn take_in(&mut self, forgotten: Forgotten) {
        self.traces.add(forgotten.traces);
        self.is_asked |= forgotten.is_asked;
        self.queue = None;
    }

    fn gather<D: Disk>(&mut self, disk: &D, copies: &Copies) -> Vec<PathBuf> {
        (self.told, self.again) = (Vec::new(), false);
        let mut files = copies.backups.files(disk).unwrap_or_else(|fault| {
            self.again = true;
            self.told.push(fault.to_string());
            Vec::new()
        });
        files.extend(recoveries(&copies.state));
        files
    }

    /// Looks at one more file; true while there are others.
    pub fn step<D: Disk>(&mut self, disk: &D, copies: &Copies, note: &Note) -> bool {
        if self.queue.is_none() {
            self.queue = Some(self.gather(disk, copies));
        }
        let Some(path) = self.queue.as_mut().and_then(Vec::pop) else {
            return false;
        };
        let known = self.traces.clone();
        match self.rewrite(disk, &path, note) {
            Ok(place) => self.rewritten.extend(place),
            Err(fault) => {
                self.again |= !matches!(fault.cause, Cause::Refused(_) | Cause::Unreadable(_));
                self.told.push(format!(
                    "{}: {}; it may still name them",
                    path.display(),
                    fault.cause
                ));
            }
        }
        // An older copy knew them by other words: the others are looked at for these, too.
        if known != self.traces {
            self.queue = None;
        }
        self.queue.as_ref().is_none_or(|files| !files.is_empty())
    }

    /// Takes them out of one file, and gives its place; none when nothing of them was in it.
    fn rewrite<D: Disk>(
        &mut self,
        disk: &D,
        path: &Path,
        note: &Note,
    ) -> Result<Option<PathBuf>, Fault> {
        let fault = |answer| Fault::of(path, answer, Kept::OldFile);
        let bytes = match read_as_is(disk, path) {
            Ok(bytes) => bytes,
            Err(Fault {
                cause: Cause::FolderGone,
                ..
            }) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let opened = match schema::open(&bytes) {
            Ok(opened) if opened.read_only.is_none() => opened,
            _ if !self.is_named_in(&bytes) => return Ok(None),
            Ok(_) => {
                let newer = Refusal::new("it is of a newer Goodword, and was not changed");
                return Err(Fault::new(path, Cause::Refused(newer), Kept::OldFile));
            }
            Err(cause) => {
                let why = format!("it cannot be read as a book ({cause}), and was not changed");
                let refusal = Refusal::new(why);
                return Err(Fault::new(path, Cause::Refused(refusal), Kept::OldFile));
            }
        };
        let mut book = opened.book;
        let known = self.traces.clone();
        for id in &known.people {
            self.traces.add(book.traces(*id));
        }
        // By these words they may stand in the other copies, also when this one is without them.
        if known != self.traces {
            note.begin(disk, &self.traces)?;
        }
        let is_named = book.forget(&self.traces, None);
        let place = Backups::unlabelled(path, &self.traces.names);
        if !is_named && place == path {
            return Ok(None);
        }
        let like = disk
            .call(Step::Stat, path, || fs::metadata(path))
            .map_err(fault)?;
        // Under the name of a backup that is being made: what a killed run leaves is cleared away with those.
        let unnamed = path.with_file_name("backup");
        let written = sibling::write(disk, &unnamed, Some(&like), &mut |out: &mut dyn Write| {
            schema::write(&book, out)
        })?;
        put(disk, written, &place)?;
        if place != path {
            disk.call(Step::Remove, path, || fs::remove_file(path))
                .map_err(fault)?;
        }
        Ok(Some(place))
    }

    /// Whether something that is no book to us has a word of theirs in it.
    fn is_named_in(&self, bytes: &[u8]) -> bool {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        let ids = self.traces.people.iter().map(ToString::to_string);
        let words = self.traces.words.iter().map(|word| word.to_lowercase());
        ids.chain(words).any(|word| text.contains(&word))
    }

    /// What lies beside the book under a name like its own, as sync services leave it, and names them.
    fn beside<D: Disk>(&self, disk: &D, book: &Path) -> Vec<PathBuf> {
        let stem = book.file_stem().unwrap_or_default().to_string_lossy();
        let folder = folder(book);
        let entries = disk.call(Step::List, folder, || fs::read_dir(folder));
        let entries = entries.into_iter().flatten().flatten();
        let is_copy = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            path != book && name.starts_with(&*stem) && name.ends_with(".json")
        };
        let paths = entries.map(|entry| entry.path()).filter(is_copy);
        let names =
            |path: &PathBuf| read_as_is(disk, path).is_ok_and(|bytes| self.is_named_in(&bytes));
        let mut found: Vec<PathBuf> = paths.filter(names).collect();
        found.sort();
        found
    }

    /// Ends it: what there is to tell.
    pub fn end<D: Disk>(mut self, disk: &D, copies: &Copies, note: &Note) -> Option<String> {
        for letter in letters::naming(disk, &copies.book, &self.traces.words) {
            let path = letter.display();
            self.told.push(format!(
                "{path}: a letter of yours names them; delete it yourself"
            ));
        }
        for copy in self.beside(disk, &copies.book) {
            let path = copy.display();
            self.told.push(format!(
                "{path}: a copy of the book names them; goodword merge takes it in, then delete it"
            ));
        }
        if !self.again && note.end(disk, &self.traces).is_err() {
            self.again = true;
        }
        if !self.told.is_empty() {
            let mut words = self.told[..self.told.len().min(TOLD)].join("; ");
            if TOLD < self.told.len() {
                words = format!("{words}; and {} more", self.told.len() - TOLD);
            }
            return Some(if self.again {
                format!("{words}; it is tried again at the next start")
            } else {
                words
            });
        }
        match self.rewritten.len() {
            0 if !self.is_asked => None,
            0 => Some("Forgotten for good; no backup here named them".into()),
            1 => Some("Forgotten for good; 1 backup was rewritten without them".into()),
            n => Some(format!(
                "Forgotten for good; {n} backups were rewritten without them"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::book::{Book, Stamp};
    use crate::domain::event::Event;
    use crate::domain::id::Ids;
    use crate::domain::person::Person;
    use crate::storage::disk::Real;
    use crate::storage::disk::fake::{Fake, When};

    const DANA: Id = Id::fixed(1);
    const BEN: Id = Id::fixed(2);

    fn book(name: &str, email: &str) -> Book {
        let mut book = Book::new("2026-11-21".parse().unwrap());
        for (id, name, email) in [(DANA, name, email), (BEN, "Ben Achebe", "")] {
            let person = Person {
                name: name.into(),
                email: email.into(),
                ..Person::default()
            };
            book.people.put(id, person, 10);
        }
        let note = Event {
            person: Some(BEN),
            note: "met Dana Ortiz and Danuta Ortiz".into(),
            ..Event::default()
        };
        book.events.put(Id::fixed(3), note, 20);
        book
    }

    fn bytes(book: &Book) -> Vec<u8> {
        let mut bytes = Vec::new();
        schema::write(book, &mut bytes).unwrap();
        bytes
    }

    struct Folder {
        dir: tempfile::TempDir,
        copies: Copies,
        note: Note,
    }

    impl Folder {
        /// A folder with three backups, the oldest of which knew her by another name, one that never knew her, a copy
        /// that could not be saved and one that was taken in.
        fn new() -> Folder {
            let dir = tempfile::tempdir().unwrap();
            let copies = Copies {
                book: dir.path().join("data/book.json"),
                backups: Backups::at(dir.path().join("state/backups")),
                state: dir.path().join("state"),
            };
            let keep = |book: &Book, label: Option<&str>, hour: i64| {
                let now = "2026-11-21T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>();
                let at = now.unwrap() + chrono::Duration::hours(hour);
                copies.backups.keep(&Real, &bytes(book), label, at).unwrap();
            };
            let mut never = book("", "");
            never.people.remove(DANA);
            never.events.remove(Id::fixed(3));
            keep(&never, None, 0);
            keep(&book("Danuta Ortiz", "danuta@example.com"), None, 1);
            keep(
                &book("Dana Ortiz", ""),
                Some("before Dana Ortiz and Ben are one"),
                2,
            );
            keep(&book("Dana Ortiz", "dana@example.com"), None, 3);
            let lost = bytes(&book("Dana Ortiz", "dana@example.com"));
            for path in ["state/recovery-1.json", "state/backups/recovery-0.json"] {
                fs::write(dir.path().join(path), &lost).unwrap();
            }
            let note = Note::at(dir.path().join("state/forgotten.json"));
            Folder { dir, copies, note }
        }

        fn traces() -> Traces {
            book("Dana Ortiz", "dana@example.com").traces(DANA)
        }

        fn run<D: Disk>(&self, disk: &D, forgotten: Forgotten) -> Option<String> {
            let _ = self.note.begin(disk, &forgotten.traces);
            let mut rewriting = Rewriting::default();
            rewriting.take_in(forgotten);
            while rewriting.step(disk, &self.copies, &self.note) {}
            rewriting.end(disk, &self.copies, &self.note)
        }

        /// Every file below, by its path and what is in it, as one text.
        fn all(&self) -> String {
            let mut folders = vec![self.dir.path().to_path_buf()];
            let mut all = String::new();
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(folder).unwrap().flatten() {
                    let path = entry.path();
                    if path.is_dir() {
                        folders.push(path);
                    } else {
                        all += &format!(
                            "{}\n",
                            path.strip_prefix(self.dir.path()).unwrap().display()
                        );
                        all += &String::from_utf8_lossy(&fs::read(&path).unwrap());
                    }
                }
            }
            all
        }
    }

    const HERS: [&str; 5] = ["Dana", "Danuta", "dana@", "danuta@", "Ortiz"];

    #[test]
    fn no_copy_names_them_any_more_by_whatever_name_it_knew_them() {
        let folder = Folder::new();
        let never = folder.copies.backups.list(&Real).unwrap().pop().unwrap();
        let untouched = fs::read(&never.path).unwrap();
        let said = folder.run(&Real, Forgotten::asked(Folder::traces()));
        assert_eq!(
            said.unwrap(),
            "Forgotten for good; 5 backups were rewritten without them"
        );
        let all = folder.all();
        for word in HERS {
            assert!(!all.contains(word), "{word} in\n{all}");
        }
        assert_eq!(fs::read(&never.path).unwrap(), untouched);
        let list = folder.copies.backups.list(&Real).unwrap();
        assert_eq!(list.len(), 4);
        let label = list[1].label.as_deref();
        assert_eq!(label, Some("before someone and Ben are one"));
        for backup in &list {
            let book = schema::open(&fs::read(&backup.path).unwrap()).unwrap().book;
            assert!(book.people.has(BEN) && !book.people.has(DANA));
        }
        let again = folder.run(&Real, Forgotten::heard(Folder::traces()));
        assert_eq!(again, None, "what is done is not told twice");
    }

    #[test]
    fn whatever_call_is_refused_nothing_is_lost_and_the_next_run_finishes() {
        for (when, step) in [(When::Once, 7), (When::ForEver, 29), (When::OnceDone, 23)] {
            for at in (1..).step_by(step) {
                let folder = Folder::new();
                let disk = Fake::refusing(at, when, 28);
                folder.run(&disk, Forgotten::asked(Folder::traces()));
                let list = folder.copies.backups.list(&Real).unwrap();
                assert!(
                    (4..=5).contains(&list.len()),
                    "call {at} {when:?}: {list:?}"
                );
                for backup in list {
                    let bytes = fs::read(&backup.path).unwrap();
                    assert!(schema::open(&bytes).is_ok(), "call {at} {when:?}");
                }
                let left = folder.note.left(&Real, &[DANA].into());
                if !left.is_empty() {
                    folder.run(&Real, Forgotten::heard(left));
                }
                let all = folder.all();
                // The note may have been refused, and with it the words; what knew her is without her anyhow.
                let hers: &[&str] = if at < 20 {
                    &["danuta@", "dana@"]
                } else {
                    &HERS
                };
                for word in hers {
                    assert!(!all.contains(word), "call {at} {when:?}: {word} in\n{all}");
                }
                assert!(folder.note.left(&Real, &[DANA].into()).is_empty());
                if !disk.has_refused() {
                    assert!(at > 40, "only {at} calls");
                    break;
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_and_left_as_it_is() {
        let folder = Folder::new();
        let backups = folder.dir.path().join("state/backups");
        let broken = backups.join("2026-11-20T120000.000Z.json");
        let newer = backups.join("2026-11-20T130000.000Z.json");
        let other = backups.join("2026-11-20T140000.000Z.json");
        let text = String::from_utf8(bytes(&book("Dana Ortiz", ""))).unwrap();
        fs::write(&broken, &text[..text.len() / 2]).unwrap();
        fs::write(
            &newer,
            text.replace("\"min_reader\": 1", "\"min_reader\": 99"),
        )
        .unwrap();
        fs::write(&other, "no book, and nobody in it").unwrap();
        let before = [&broken, &newer].map(|path| fs::read(path).unwrap());
        let said = folder
            .run(&Real, Forgotten::asked(Folder::traces()))
            .unwrap();
        for path in [&broken, &newer] {
            assert!(said.contains(&*path.to_string_lossy()), "{said}");
        }
        assert!(said.contains("cannot be read as a book") && said.contains("newer Goodword"));
        assert!(
            !said.contains("140000") && !said.contains("next start"),
            "{said}"
        );
        assert_eq!(
            [&broken, &newer].map(|path| fs::read(path).unwrap()),
            before
        );
        assert!(
            folder.note.left(&Real, &[DANA].into()).is_empty(),
            "told once"
        );
    }

    #[test]
    fn a_letter_that_names_them_is_told_and_not_touched() {
        let folder = Folder::new();
        let letter =
            letters::save(&Real, &folder.copies.book, "thanks", "Dear dana ortiz,").unwrap();
        letters::save(&Real, &folder.copies.book, "other", "Dear Ben,").unwrap();
        let said = folder
            .run(&Real, Forgotten::asked(Folder::traces()))
            .unwrap();
        let wanted = format!("{}: a letter of yours names them", letter.display());
        assert!(said.starts_with(&wanted), "{said}");
        assert!(letter.exists());
    }

    #[test]
    fn a_copy_that_a_sync_service_left_beside_the_book_is_told() {
        let folder = Folder::new();
        let data = folder.dir.path().join("data");
        fs::create_dir(&data).unwrap();
        let copy = data.join("book.sync-conflict-1.json");
        fs::write(&copy, bytes(&book("Dana Ortiz", ""))).unwrap();
        fs::write(data.join("book (2).json"), "nobody").unwrap();
        fs::write(data.join("mine.json"), "Dana Ortiz").unwrap();
        let said = folder
            .run(&Real, Forgotten::asked(Folder::traces()))
            .unwrap();
        assert!(said.starts_with(&*copy.to_string_lossy()), "{said}");
        assert!(!said.contains("mine") && !said.contains("(2)"), "{said}");
    }

    #[test]
    fn who_was_forgotten_elsewhere_is_taken_out_of_the_copies_here() {
        let folder = Folder::new();
        let mut book = book("Dana Ortiz", "dana@example.com");
        let mut stamp = Stamp {
            today: "2026-11-21".parse().unwrap(),
            at: 50,
            ids: Ids::seeded(1),
        };
        Action::Forget(DANA).perform(&mut book, &mut stamp).unwrap();
        // Nothing is known but the id.
        let left = folder.note.left(&Real, &book.forgotten());
        assert_eq!((left.people.len(), left.words.len()), (1, 0));
        let said = folder.run(&Real, Forgotten::heard(left)).unwrap();
        assert!(said.contains("5 backups"), "{said}");
        for word in HERS {
            assert!(!folder.all().contains(word), "{word}");
        }
        assert!(folder.note.left(&Real, &book.forgotten()).is_empty());
    }
}
