//! Somebody forgotten for good: in the book, in every copy of it that lies here, and on the screen. Real files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use goodword::domain::action::{Action, Captured, Log, Who};
use goodword::domain::event::Kind;
use goodword::domain::id::Id;
use goodword::domain::person::Person;
use goodword::session::{Session, Status};
use goodword::storage::check;
use goodword::storage::disk::{Disk, Real, Step};

use crate::desk;
use crate::shelf::{Desk, EAGER, LAZY, add, clock, names, save, until};

/// A book in which Priya Shah stands everywhere, saved, with a backup of each step.
fn lived(desk: &Desk) -> (Session, Id) {
    let mut session = desk.open(LAZY);
    let captured = Captured {
        prospect: Who::New("Priya Shah".into()),
        partner: Who::New("Dana Ortiz".into()),
        email: "priya@example.com".into(),
        need: "a shop for Priya Shah".into(),
        level: Some(1),
        ..Captured::default()
    };
    let capture = Action::Capture(Box::new(captured));
    session.perform(capture).unwrap();
    session.finish().unwrap();
    let priya = person(&session, "Priya Shah");
    for (who, note) in [
        ("Priya Shah", "likes tea"),
        ("Dana Ortiz", "says that Priya Shah reads priya@example.com"),
    ] {
        let log = Log {
            kind: Kind::Call,
            who: Who::Known(person(&session, who)),
            note: note.into(),
            ..Log::default()
        };
        session.perform(Action::Log(Box::new(log))).unwrap();
    }
    session.finish().unwrap();
    // A change of many records, with a backup before it that is called after her.
    let twin = Person {
        name: "Pria Shah".into(),
        ..Person::default()
    };
    session.perform(save(None, twin)).unwrap();
    let other = person(&session, "Pria Shah");
    session
        .perform(Action::Unite { keep: priya, other })
        .unwrap();
    session.finish().unwrap();
    (session, priya)
}

fn person(session: &Session, name: &str) -> Id {
    let mut people = session.book().people.iter();
    let found = people.find(|(_, person)| person.name == name);
    found.unwrap_or_else(|| panic!("no {name}")).0
}

/// Every file of the folder, its path with what is in it.
fn files(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut folders = vec![dir.to_path_buf()];
    let mut all = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                all.push((path, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    all
}

#[track_caller]
fn nothing_names_them(dir: &Path) {
    for (path, text) in files(dir) {
        for word in ["Priya", "priya@", "Pria"] {
            assert!(!text.contains(word), "{word} in {}\n{text}", path.display());
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(!name.contains(word), "{word} in the name of {name}");
        }
    }
}

#[test]
fn after_forgetting_no_file_of_the_book_or_its_state_names_them() {
    let desk = Desk::new();
    let (mut session, priya) = lived(&desk);
    let state = desk.backups()[0]
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .to_path_buf();
    let lost = fs::read(&desk.places.book).unwrap();
    fs::write(state.join("recovery-2026-11-20T120000.000Z.json"), &lost).unwrap();
    fs::write(
        state.join("backups/recovery-2026-11-19T120000.000Z.json"),
        &lost,
    )
    .unwrap();
    assert!(
        desk.backups()
            .iter()
            .any(|path| path.to_string_lossy().contains("Priya"))
    );
    let said = session.perform(Action::Forget(priya)).unwrap();
    assert_eq!(said.what, "Forgotten for good");
    assert_eq!(session.status(), Status::Saving);
    session.finish().unwrap();
    assert_eq!(session.status(), Status::Saved);
    nothing_names_them(desk.dir.path());
    let told = session.poll();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].ends_with("backups were rewritten without them"),
        "{told:?}"
    );
    assert!(session.undo().is_err(), "nothing before it can be undone");
    // The book and every backup of it is a sound book.
    drop(session);
    let session = desk.open(LAZY);
    assert_eq!(names(session.book()), ["Dana Ortiz"]);
    for (path, text) in files(desk.dir.path()) {
        let is_book = text.contains("\"format\": \"goodword\"");
        if is_book {
            let found = check::check(text.as_bytes());
            assert_eq!(found, vec![], "{}", path.display());
        }
    }
}

#[test]
fn what_is_done_after_it_can_be_undone_and_nothing_brings_them_back() {
    let desk = Desk::new();
    let (mut session, priya) = lived(&desk);
    session.perform(Action::Forget(priya)).unwrap();
    add(&mut session, "Ben Achebe");
    session.undo().unwrap();
    session.redo().unwrap();
    assert!(session.undo().is_ok() && session.undo().is_err());
    session.finish().unwrap();
    nothing_names_them(desk.dir.path());
}

/// The disk of this machine, until somebody pulls the plug.
#[derive(Clone, Default)]
struct Plug(Arc<AtomicBool>);

impl Disk for Plug {
    fn call<T>(
        &self,
        step: Step,
        path: &Path,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        // The book itself is saved still.
        let is_copy = path.to_string_lossy().contains("/backups")
            || path.to_string_lossy().contains("recovery");
        if self.0.load(Ordering::SeqCst) && is_copy {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Real.call(step, path, act)
    }

    fn pause(&self, _time: Duration) {}

    fn now(&self) -> SystemTime {
        Real.now()
    }
}

#[test]
fn what_could_not_be_rewritten_is_told_by_its_path_and_done_at_the_next_start() {
    let desk = Desk::new();
    drop(lived(&desk));
    let plug = Plug::default();
    let mut session = Session::open_on(plug.clone(), &desk.places, LAZY, clock()).unwrap();
    let priya = person(&session, "Priya Shah");
    plug.0.store(true, Ordering::SeqCst);
    session.perform(Action::Forget(priya)).unwrap();
    session.finish().unwrap();
    let told = session.poll().join("; ");
    assert!(told.contains("/backups"), "{told}");
    assert!(told.contains("the disk is full"), "{told}");
    assert!(
        told.contains("it is tried again at the next start"),
        "{told}"
    );
    assert!(!desk.text().contains("Priya"), "the book is without them");
    drop(session);
    let mut session = desk.open(LAZY);
    session.finish().unwrap();
    let told = session.poll().join("; ");
    assert!(told.contains("rewritten without them"), "{told}");
    nothing_names_them(desk.dir.path());
    drop(session);
    assert_eq!(desk.open(LAZY).poll(), Vec::<String>::new());
}

#[test]
fn a_run_killed_before_the_book_was_saved_is_finished_by_the_next() {
    let desk = Desk::new();
    let (session, priya) = lived(&desk);
    drop(session);
    // All that such a run left: the note of what it began.
    let state = desk.backups()[0]
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .to_path_buf();
    let note = format!("{{\"people\": [\"{priya}\"], \"words\": [\"Priya Shah\"]}}");
    fs::write(state.join("forgotten.json"), note).unwrap();
    let mut session = desk.open(EAGER);
    assert_eq!(names(session.book()), ["Dana Ortiz"]);
    session.finish().unwrap();
    until(|| session.poll().iter().any(|told| told.contains("rewritten")));
    nothing_names_them(desk.dir.path());
}

#[test]
fn who_is_forgotten_elsewhere_goes_from_the_undo_and_the_backups_here() {
    let desk = Desk::new();
    drop(lived(&desk));
    let (mut here, mut there) = (desk.open(LAZY), desk.open(LAZY));
    let priya = person(&here, "Priya Shah");
    add(&mut here, "Ben Achebe");
    there.perform(Action::Forget(priya)).unwrap();
    there.finish().unwrap();
    here.finish().unwrap();
    here.poll();
    assert_eq!(names(here.book()), ["Ben Achebe", "Dana Ortiz"]);
    assert!(here.undo().is_err());
    here.finish().unwrap();
    nothing_names_them(desk.dir.path());
}

#[test]
fn an_older_copy_from_elsewhere_does_not_bring_them_back() {
    let desk = Desk::new();
    let (mut session, priya) = lived(&desk);
    let older = desk.on_disk();
    session.perform(Action::Forget(priya)).unwrap();
    session.absorb_copy(&older, &older).unwrap();
    session.finish().unwrap();
    nothing_names_them(desk.dir.path());
}

#[test]
fn on_the_screen_their_page_closes_and_what_was_half_typed_of_them_is_gone() {
    let mut desk = desk::desk("Meet: Priya<Dana");
    // Half a note about her referral and one about Dana, left with esc.
    desk.keys("1N").paste("a secret of hers").keys("<esc>N");
    assert!(desk.shows("a secret of hers"), "it would be offered again");
    desk.keys("<esc>PN").paste("half a word").keys("<esc>j");
    desk.keys("<enter>");
    assert!(desk.shows("Timeline"), "{}", desk.text());
    desk.keys(".F");
    assert!(desk.shows("Forget Priya for good?"), "{}", desk.text());
    desk.keys("<enter>");
    assert!(desk.app.said().starts_with("Nothing is forgotten yet"));
    desk.keys("Priya<enter>");
    assert_eq!(
        desk.app.said(),
        "Forgotten for good · this cannot be undone"
    );
    assert!(
        !desk.shows("Timeline") && desk.shows("1 Everyone"),
        "{}",
        desk.text()
    );
    assert_eq!(names(desk.book()), ["Dana"]);
    desk.keys("u");
    assert!(
        desk.app.said().starts_with("Nothing to undo"),
        "{}",
        desk.app.said()
    );
    // What was half typed of Dana is there still, what was of her is not.
    desk.keys("N");
    assert!(desk.shows("half a word"), "{}", desk.text());
    desk.keys("<esc><esc>1N");
    assert!(desk.shows("Note") || desk.shows("note"), "{}", desk.text());
    assert!(!desk.shows("secret"), "{}", desk.text());
}

#[test]
fn from_the_screen_to_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk::Desk::filed(dir.path());
    desk.keys("c")
        .paste("Priya Shah (ARC) from Dana Ortiz, a shop, priya@example.com")
        .keys("<enter>");
    desk.app.session().finish().unwrap();
    desk.keys("P/priya<enter>N")
        .paste("likes tea")
        .keys("<tab><enter>");
    desk.app.session().finish().unwrap();
    desk.keys(".F").paste("priya").keys("<enter>");
    desk.app.session().finish().unwrap();
    let told = desk.app.session_mut().poll();
    assert!(
        told.join(" ").contains("rewritten without them"),
        "{told:?}"
    );
    nothing_names_them(dir.path());
    assert_eq!(names(desk.book()), ["Dana Ortiz"]);
}
