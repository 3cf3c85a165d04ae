//! Open books on a real disk: two at once, edits from outside, damage, a full disk.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use goodword::domain::action::{Action, Subject};
use goodword::domain::person::Person;
use goodword::session::{Session, Status};
use goodword::storage::disk::{Disk, Real, Step};
use goodword::storage::paths::Places;
use goodword::storage::schema;

use crate::shelf::{Desk, EAGER, LAZY, add, clock, names, save, the_one, until};

#[test]
fn a_new_book_is_written_at_the_first_change_and_opened_again() {
    let desk = Desk::new();
    let mut session = desk.open(EAGER);
    assert_eq!(session.status(), Status::Saved);
    session.finish().unwrap();
    assert!(!desk.places.book.exists());
    add(&mut session, "Dana Ortiz");
    until(|| session.status() == Status::Saved);
    assert_eq!(names(&desk.on_disk()), ["Dana Ortiz"]);
    drop(session);
    let mut session = desk.open(LAZY);
    assert_eq!(names(session.book()), ["Dana Ortiz"]);
    assert_eq!(session.poll(), Vec::<String>::new());
    session
        .perform(Action::Delete(Subject::Person(the_one(session.book()).0)))
        .unwrap();
    assert_eq!(session.status(), Status::Saving);
    session.undo().unwrap();
    session.finish().unwrap();
    assert_eq!(session.status(), Status::Saved);
    assert_eq!(names(&desk.on_disk()), ["Dana Ortiz"]);
    assert_eq!(desk.backups().len(), 1);
}

#[test]
fn two_sessions_on_one_file_lose_nothing() {
    let desk = Desk::new();
    let (mut one, mut two) = (desk.open(EAGER), desk.open(EAGER));
    for round in 0..15 {
        add(&mut one, &format!("one {round:02}"));
        add(&mut two, &format!("two {round:02}"));
        if round % 3 == 0 {
            one.poll();
        }
        if round % 4 == 0 {
            two.poll();
        }
    }
    until(|| {
        one.poll();
        two.poll();
        let all = one.book().people.len() == 30 && two.book().people.len() == 30;
        all && [&one, &two]
            .iter()
            .all(|session| session.status() == Status::Saved)
    });
    one.finish().unwrap();
    two.finish().unwrap();
    assert_eq!(names(one.book()), names(two.book()));
    assert_eq!(names(&desk.on_disk()), names(one.book()));
    assert_eq!(one.book().open_clashes() + two.book().open_clashes(), 0);
}

#[test]
fn an_outside_edit_while_there_are_changes_merges_by_field() {
    let desk = Desk::new();
    let mut session = desk.open(LAZY);
    add(&mut session, "Dana Ortiz");
    session.finish().unwrap();
    let (id, dana) = the_one(session.book());
    let company = "Ortiz GmbH".to_owned();
    session
        .perform(save(Some(id), Person { company, ..dana }))
        .unwrap();
    desk.edit(|text| text.replace("\"Dana Ortiz\"", "\"Dana Ortega\""));
    session.finish().unwrap();
    let dana = the_one(&desk.on_disk()).1;
    assert_eq!(
        (dana.name.as_str(), dana.company.as_str()),
        ("Dana Ortega", "Ortiz GmbH")
    );
    assert_eq!(session.poll(), ["Reloaded: 1 changed outside"]);
    assert_eq!(the_one(session.book()).1, dana);
    // A change made before the news arrived does not undo it, nor does undo.
    session.undo().unwrap();
    session.finish().unwrap();
    let dana = the_one(&desk.on_disk()).1;
    assert_eq!(
        (dana.name.as_str(), dana.company.as_str()),
        ("Dana Ortega", "")
    );
}

#[test]
fn news_that_was_not_taken_in_yet_is_not_overwritten_by_the_next_change() {
    let desk = Desk::new();
    let mut session = desk.open(LAZY);
    add(&mut session, "Dana Ortiz");
    session.finish().unwrap();
    let mut other = desk.open(LAZY);
    add(&mut other, "Priya Shah");
    other.finish().unwrap();
    for name in ["Tom", "Uma"] {
        add(&mut session, name);
        session.finish().unwrap();
    }
    assert_eq!(session.book().people.len(), 3);
    assert_eq!(desk.on_disk().people.len(), 4);
    session.poll();
    assert_eq!(names(session.book()), names(&desk.on_disk()));
}

#[test]
fn the_same_field_changed_on_both_sides_is_a_clash_and_both_are_kept() {
    let desk = Desk::new();
    let mut session = desk.open(LAZY);
    add(&mut session, "Dana");
    session.finish().unwrap();
    let mut other = desk.open(LAZY);
    let (id, dana) = the_one(session.book());
    for (session, phone) in [(&mut session, "111"), (&mut other, "222")] {
        let phone = phone.to_owned();
        session
            .perform(save(
                Some(id),
                Person {
                    phone,
                    ..dana.clone()
                },
            ))
            .unwrap();
        session.finish().unwrap();
    }
    let words = other.poll();
    assert!(
        words[0].contains("changed in two ways: 1, both are kept"),
        "{words:?}"
    );
    let book = desk.on_disk();
    assert_eq!(book.open_clashes(), 1);
    assert_eq!(the_one(&book).1.phone, "222");
    assert!(desk.text().contains("\"111\""));
    assert_eq!(other.book().clashes, book.clashes);
}

#[test]
fn an_outside_edit_while_idle_is_noticed() {
    let desk = Desk::new();
    let mut session = desk.open(EAGER);
    add(&mut session, "Dana Ortiz");
    session.finish().unwrap();
    desk.edit(|text| text.replace("Dana Ortiz", "Dana O."));
    let mut words = Vec::new();
    until(|| {
        words.extend(session.poll());
        !words.is_empty()
    });
    assert_eq!(words, ["Reloaded: 1 changed outside"]);
    assert_eq!(names(session.book()), ["Dana O."]);
    assert_eq!(session.status(), Status::Saved);
    session.undo().unwrap_err();
}

#[test]
fn a_file_that_was_removed_is_written_again() {
    let desk = Desk::new();
    let mut session = desk.open(EAGER);
    add(&mut session, "Dana Ortiz");
    session.finish().unwrap();
    fs::remove_file(&desk.places.book).unwrap();
    let mut words = Vec::new();
    until(|| {
        words.extend(session.poll());
        !words.is_empty()
    });
    assert!(
        words[0].contains("was removed outside; it was written again"),
        "{words:?}"
    );
    assert_eq!(names(&desk.on_disk()), ["Dana Ortiz"]);
}

#[test]
fn a_file_damaged_meanwhile_is_left_alone_until_it_is_mended() {
    let desk = Desk::new();
    let mut session = desk.open(EAGER);
    add(&mut session, "Dana Ortiz");
    session.finish().unwrap();
    for bad in [
        "",
        "{",
        "\0\0\0\0",
        "{\"format\": \"other\"}",
        "{\"format\": \"goodword\", \"version\": 9, \"min_reader\": 9}",
        "{\n<<<<<<< a\n=======\n>>>>>>> b\n}",
    ] {
        let good = desk.text();
        fs::write(&desk.places.book, bad).unwrap();
        until(|| matches!(session.status(), Status::NotSaved(_)));
        add(&mut session, "Tom");
        let told = session.finish().unwrap_err().to_string();
        assert!(told.starts_with("Not saved: "), "{told}");
        assert_eq!(desk.text(), bad);
        fs::write(&desk.places.book, &good).unwrap();
        until(|| session.status() == Status::Saved);
        session.finish().unwrap();
        assert_eq!(desk.on_disk().people, session.book().people);
        let words = session.poll();
        assert!(
            words[0].contains(desk.places.book.to_str().unwrap()),
            "{words:?}"
        );
    }
}

/// The disk of this machine, but for room.
#[derive(Clone, Default)]
struct Filling(Arc<AtomicBool>);

impl Disk for Filling {
    fn call<T>(
        &self,
        step: Step,
        path: &Path,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        if step == Step::Write && self.0.load(Ordering::SeqCst) {
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
fn a_full_disk_is_told_and_when_there_is_room_again_all_is_saved() {
    let desk = Desk::new();
    let disk = Filling::default();
    let mut session = Session::open_on(disk.clone(), &desk.places, EAGER, clock()).unwrap();
    add(&mut session, "Dana Ortiz");
    session.finish().unwrap();
    disk.0.store(true, Ordering::SeqCst);
    let old = desk.text();
    add(&mut session, "Tom");
    until(|| session.status() == Status::NotSaved("the disk is full".into()));
    assert!(
        session
            .finish()
            .unwrap_err()
            .to_string()
            .contains("the disk is full")
    );
    assert_eq!(desk.text(), old);
    let told = session.poll();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("free some space"), "{told:?}");
    // An outside change is taken in even now.
    desk.edit(|text| text.replace("Dana Ortiz", "Dana Ortega"));
    until(|| {
        session.poll();
        names(session.book()) == ["Dana Ortega", "Tom"]
    });
    disk.0.store(false, Ordering::SeqCst);
    until(|| session.status() == Status::Saved);
    session.finish().unwrap();
    assert_eq!(names(&desk.on_disk()), ["Dana Ortega", "Tom"]);
}

#[test]
fn what_cannot_be_saved_at_the_very_end_is_kept_apart_and_told_at_the_next_start() {
    let desk = Desk::new();
    let disk = Filling::default();
    let mut session = Session::open_on(disk.clone(), &desk.places, LAZY, clock()).unwrap();
    let hand = session.hand().unwrap();
    assert_eq!(hand.rescue(), None);
    add(&mut session, "Dana Ortiz");
    disk.0.store(true, Ordering::SeqCst);
    let said = hand.leave(Duration::from_secs(5)).unwrap();
    assert!(said.contains("recovery-"), "{said}");
    drop(session);
    let words = desk.open(LAZY).poll();
    assert!(
        words.iter().any(|words| words.contains("recovery-")),
        "{words:?}"
    );
}

#[test]
fn what_cannot_be_opened_is_told_with_the_newest_good_backup_and_left_alone() {
    let desk = Desk::new();
    let mut session = desk.open(LAZY);
    for name in ["Dana", "Tom"] {
        add(&mut session, name);
        session.finish().unwrap();
    }
    drop(session);
    for bad in [
        &b""[..],
        b"\0\0\0",
        b"{\"format\": \"goodw",
        b"\xff\xfe{",
        b"[]",
    ] {
        fs::write(&desk.places.book, bad).unwrap();
        let told = Session::open(&desk.places, clock())
            .map(|_| ())
            .unwrap_err()
            .to_string();
        assert!(told.contains("book.json: "), "{told}");
        assert!(
            told.contains("The newest good backup is 0 minutes old: "),
            "{told}"
        );
        assert_eq!(fs::read(&desk.places.book).unwrap(), bad);
    }
    fs::remove_file(&desk.places.book).unwrap();
    fs::create_dir(&desk.places.book).unwrap();
    let told = Session::open(&desk.places, clock())
        .map(|_| ())
        .unwrap_err()
        .to_string();
    assert!(told.contains("this is a folder"), "{told}");
}

#[cfg(unix)]
#[test]
fn places_that_can_hold_no_book_are_told_apart() {
    let desk = Desk::new();
    let dir = desk.dir.path();
    fs::write(dir.join("file"), "mine").unwrap();
    std::os::unix::fs::symlink("loop.json", dir.join("loop.json")).unwrap();
    for (path, words) in [
        ("/dev/null".into(), "this is a pipe or a device"),
        (dir.join("file/book.json"), "a part of this path is a file"),
        (dir.join("loop.json"), "the links go round in a circle"),
        (dir.join("file"), "damaged at line 1"),
    ] {
        let places = Places {
            book: path,
            ..desk.places.clone()
        };
        let told = Session::open(&places, clock())
            .map(|_| ())
            .unwrap_err()
            .to_string();
        assert!(told.contains(words), "{told}");
    }
    assert_eq!(fs::read(dir.join("file")).unwrap(), b"mine");
}

#[cfg(unix)]
#[test]
fn a_book_behind_a_link_stays_behind_it_and_a_read_only_one_is_respected() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let (link, target) = (
        desk.dir.path().join("data/book.json"),
        desk.dir.path().join("real.json"),
    );
    fs::create_dir(link.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink("../real.json", &link).unwrap();
    let mut session = desk.open(EAGER);
    add(&mut session, "Dana Ortiz");
    session.finish().unwrap();
    assert!(link.is_symlink() && target.is_file());
    let mode = |mode| fs::set_permissions(&target, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o400);
    add(&mut session, "Tom");
    until(|| session.status() == Status::NotSaved("the file is marked read-only".into()));
    assert_eq!(names(&desk.on_disk()), ["Dana Ortiz"]);
    mode(0o600);
    until(|| session.status() == Status::Saved);
    assert_eq!(names(&desk.on_disk()), ["Dana Ortiz", "Tom"]);
}

#[test]
fn a_book_for_newer_readers_opens_read_only_and_is_never_written() {
    let desk = Desk::new();
    let mut session = desk.open(LAZY);
    add(&mut session, "Dana");
    session.finish().unwrap();
    drop(session);
    desk.edit(|text| text.replace("\"min_reader\": 1", "\"min_reader\": 9"));
    let text = desk.text();
    let mut session = desk.open(EAGER);
    assert!(matches!(session.status(), Status::ReadOnly(_)));
    let (id, dana) = the_one(session.book());
    let told = session
        .perform(save(Some(id), dana))
        .unwrap_err()
        .to_string();
    assert!(told.contains("newer Goodword"), "{told}");
    session.finish().unwrap();
    assert_eq!(desk.text(), text);
}

#[test]
fn a_change_between_two_runs_is_told() {
    let desk = Desk::new();
    let mut session = desk.open(LAZY);
    add(&mut session, "Dana");
    session.finish().unwrap();
    drop(session);
    desk.edit(|text| text.replace("Dana", "Dora"));
    let mut session = desk.open(LAZY);
    let words = session.poll();
    assert!(
        words[0].starts_with("The book was changed outside since "),
        "{words:?}"
    );
    assert!(words[0].ends_with(": not by Goodword"), "{words:?}");
    assert_eq!(session.poll(), Vec::<String>::new());
}

#[test]
fn a_bulk_change_is_preceded_by_a_backup_that_says_so() {
    let desk = Desk::new();
    let mut session = desk.open(LAZY);
    let person = |n: usize| Person {
        name: format!("person {n}"),
        ..Person::default()
    };
    let actions = (0..30).map(|n| save(None, person(n))).collect();
    let said = "Imported 30 people".into();
    let more = String::new();
    let many = Action::Many {
        said,
        more,
        actions,
    };
    session.perform(many).unwrap();
    session.finish().unwrap();
    let backups = desk.backups();
    assert_eq!(backups.len(), 1);
    assert!(
        backups[0]
            .to_str()
            .unwrap()
            .ends_with("_before-Imported-30-people.json")
    );
    let kept = schema::open(&fs::read(&backups[0]).unwrap()).unwrap().book;
    assert!(kept.is_empty());
}

#[cfg(unix)]
#[test]
fn everything_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let mut session = desk.open(LAZY);
    for name in ["Dana", "Tom"] {
        add(&mut session, name);
        session.finish().unwrap();
    }
    let mut folders = vec![desk.dir.path().join("data"), desk.dir.path().join("state")];
    while let Some(folder) = folders.pop() {
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                assert_eq!(mode(&entry.path()), 0o600, "{}", entry.path().display());
            }
        }
    }
}
