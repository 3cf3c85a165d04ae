//! A book on a real disk, in a folder of its own, for the tests of saving.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use goodword::domain::action::Action;
use goodword::domain::book::Book;
use goodword::domain::id::Id;
use goodword::domain::person::Person;
use goodword::session::{Moment, Session};
use goodword::storage::disk::Real;
use goodword::storage::pace::Pace;
use goodword::storage::paths::{Chosen, Places};
use goodword::storage::schema;

/// Saves at once and looks all the time.
pub const EAGER: Pace = Pace {
    quiet: Duration::ZERO,
    at_most: Duration::ZERO,
    retry: Duration::from_millis(1),
    look: Duration::from_millis(1),
};

/// Saves and looks only when asked to.
pub const LAZY: Pace = Pace {
    quiet: Duration::from_secs(3600),
    at_most: Duration::from_secs(3600),
    retry: Duration::from_secs(3600),
    look: Duration::from_secs(3600),
};

pub struct Desk {
    pub dir: tempfile::TempDir,
    pub places: Places,
}

impl Desk {
    pub fn new() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let places = places(dir.path());
        Desk { dir, places }
    }

    pub fn open(&self, pace: Pace) -> Session {
        Session::open_on(Real, &self.places, pace, clock()).unwrap()
    }

    pub fn text(&self) -> String {
        fs::read_to_string(&self.places.book).unwrap()
    }

    pub fn on_disk(&self) -> Book {
        schema::open(self.text().as_bytes()).unwrap().book
    }

    /// Changes the file as an editor would.
    pub fn edit(&self, change: impl FnOnce(String) -> String) {
        // As a whole, so that nobody meets it half written.
        let beside = self.places.book.with_extension("edited");
        fs::write(&beside, change(self.text())).unwrap();
        fs::rename(beside, &self.places.book).unwrap();
    }

    pub fn backups(&self) -> Vec<PathBuf> {
        let books = fs::read_dir(self.dir.path().join("state/books")).unwrap();
        let found = books.flatten().filter_map(|book| {
            let entries = fs::read_dir(book.path().join("backups")).ok()?;
            Some(entries.flatten().map(|entry| entry.path()))
        });
        found.flatten().collect()
    }
}

pub fn places(dir: &Path) -> Places {
    Places {
        book: dir.join("data/book.json"),
        state: dir.join("state"),
        config: dir.join("config.toml"),
        chosen: Chosen::Option,
    }
}

pub fn clock() -> impl Fn() -> Moment {
    || Moment::now(None)
}

pub fn add(session: &mut Session, name: &str) {
    let person = Person {
        name: name.into(),
        ..Person::default()
    };
    session.perform(save(None, person)).unwrap();
}

pub fn save(id: Option<Id>, person: Person) -> Action {
    Action::SavePerson {
        id,
        was: None,
        person: Box::new(person),
    }
}

pub fn names(book: &Book) -> Vec<String> {
    let mut names: Vec<String> = book.people.iter().map(|(_, p)| p.name.clone()).collect();
    names.sort();
    names
}

pub fn the_one(book: &Book) -> (Id, Person) {
    let (id, person) = book.people.iter().next().unwrap();
    (id, person.clone())
}

/// Waits for something that another thread does.
pub fn until(mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < end, "waited in vain");
        std::thread::yield_now();
    }
}
