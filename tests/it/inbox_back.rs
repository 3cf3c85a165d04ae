//! Lines of the inbox that come back, that others take or are still writing, and that somebody began to put right.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use goodword::domain::action::{Action, Captured};
use goodword::session::Session;
use goodword::storage::disk::Real;

use crate::desk::Desk;
use crate::inbox::{desk, folder, inbox, keep, kept, leave, text};
use crate::shelf::{EAGER, clock, names, places, until};

/// Looks, saves and waits until the inbox says this.
fn settled(desk: &mut Desk, dir: &Path, lies: &str) {
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    until(|| {
        desk.app.session().finish().unwrap();
        desk.app.session().look();
        desk.app.refresh();
        let count = desk.app.session().inbox().len();
        sorted(&text(dir)) == sorted(lies) && count == lies.lines().count()
    });
    desk.draw();
}

/// Gives a card a need, as another program would.
fn need_from_outside(dir: &Path, desk: &mut Desk, need: &str) {
    let mut theirs = Session::open_on(Real, &places(dir), EAGER, clock()).unwrap();
    let referral = theirs.book().referrals.iter().next().unwrap().0;
    let said = Captured {
        need: need.into(),
        ..Captured::default()
    };
    let add = Action::AddTo {
        referral,
        captured: Box::new(said),
    };
    theirs.perform(add).unwrap();
    theirs.finish().unwrap();
    drop(theirs);
    hear_of(desk, need);
}

/// Waits until the program has taken in a card with this need from outside.
fn hear_of(desk: &mut Desk, need: &str) {
    until(|| {
        desk.app.session().look();
        desk.app.session_mut().poll();
        let book = desk.app.session().book();
        book.referrals.iter().any(|(_, it)| it.need == need)
    });
}

#[test]
fn a_redo_that_is_refused_leaves_every_other_line_with_its_own_change() {
    let dir = folder("Ana, shop\nBen\n");
    let mut desk = desk(dir.path(), 2);
    desk.keys("cAna<enter>I<tab><enter><enter><esc>");
    assert_eq!(desk.cards(), "Discovered: Ana Ben");
    desk.keys("uu");
    assert_eq!(desk.cards(), "Discovered: Ana");
    settled(&mut desk, dir.path(), "Ana, shop\nBen\n");
    need_from_outside(dir.path(), &mut desk, "books");
    desk.keys("<ctrl-r>");
    assert!(
        desk.app.said().contains("was changed outside"),
        "{}",
        desk.app.said()
    );
    desk.keys("<ctrl-r>");
    assert_eq!(desk.cards(), "Discovered: Ana Ben");
    settled(&mut desk, dir.path(), "Ana, shop\n");
}

#[test]
fn an_undo_that_is_refused_forgets_no_line_that_was_undone() {
    let dir = folder("Ana, shop\nBen\n");
    let mut desk = desk(dir.path(), 2);
    desk.keys("cAna<enter>I<tab><enter><enter><esc>u");
    assert_eq!(desk.cards(), "Discovered: Ana");
    settled(&mut desk, dir.path(), "Ben\n");
    let session = desk.app.session();
    assert!(
        session
            .book()
            .referrals
            .iter()
            .all(|(_, it)| it.need == "shop")
    );
    session.finish().unwrap();
    let path = places(dir.path()).book;
    let changed = fs::read_to_string(&path)
        .unwrap()
        .replace("\"shop\"", "\"books\"");
    fs::write(path.with_extension("new"), changed).unwrap();
    fs::rename(path.with_extension("new"), &path).unwrap();
    hear_of(&mut desk, "books");
    desk.keys("u");
    assert!(
        desk.app.said().contains("was changed outside"),
        "{}",
        desk.app.said()
    );
    desk.keys("<ctrl-r>");
    assert_eq!(desk.cards(), "Discovered: Ana Ben");
    settled(&mut desk, dir.path(), "");
}

#[test]
fn a_line_that_was_let_go_comes_back_with_undo_and_no_other_change_is_undone() {
    let dir = folder("lottery!!! click here\n");
    let mut desk = desk(dir.path(), 1);
    desk.keys("cAna<enter>I<ctrl-u><enter>");
    settled(&mut desk, dir.path(), "");
    desk.keys("<esc>u");
    assert_eq!(
        desk.app.said(),
        "Undone: Took a line out of the inbox · ctrl-r redoes"
    );
    assert_eq!(desk.cards(), "Discovered: Ana");
    settled(&mut desk, dir.path(), "lottery!!! click here\n");
    desk.keys("<ctrl-r>");
    settled(&mut desk, dir.path(), "");
}

#[test]
fn a_line_whose_writer_has_not_ended_it_waits_for_its_end() {
    let dir = folder("");
    let desk = desk(dir.path(), 0);
    let mut theirs = OpenOptions::new()
        .append(true)
        .open(inbox(dir.path()))
        .unwrap();
    theirs.write_all(b"Ben").unwrap();
    desk.app.session().look();
    theirs.write_all(b" Cole\nCid\n").unwrap();
    desk.app.session().look();
    until(|| desk.app.session().inbox().len() == 2);
    // One that nobody ends comes all the same.
    theirs.write_all(b"Dan").unwrap();
    desk.app.session().look();
    until(|| desk.app.session().inbox().len() == 3);
    let lines = desk.app.session().inbox();
    let words: Vec<_> = lines.iter().map(|it| it.words.clone().unwrap()).collect();
    assert_eq!(words, ["Ben Cole", "Cid", "Dan"]);
    leave(desk);
}

/// Another program that takes a line in.
fn taken_elsewhere(dir: &Path, words: &str) {
    let mut theirs = Session::open_on(Real, &places(dir), EAGER, clock()).unwrap();
    theirs.watch_inbox();
    until(|| !theirs.inbox().is_empty());
    let lines = theirs.inbox();
    let line = lines.iter().find(|it| it.words.as_deref() == Ok(words));
    keep(&mut theirs, line.unwrap());
    theirs.finish().unwrap();
}

#[test]
fn a_line_that_another_program_took_is_passed_over() {
    let dir = folder("Ana\nBen\nCid\n");
    let mut desk = desk(dir.path(), 3);
    desk.keys("I");
    let sees = |desk: &mut Desk, count: usize| {
        until(|| {
            desk.app.session().look();
            desk.app.refresh();
            desk.app.session().inbox().len() == count
        });
    };
    taken_elsewhere(dir.path(), "Ben");
    sees(&mut desk, 2);
    desk.keys("<enter>");
    assert!(desk.shows("the last line  down"), "{}", desk.text());
    taken_elsewhere(dir.path(), "Cid");
    sees(&mut desk, 0);
    desk.keys("<enter>");
    assert_eq!(
        desk.app.said(),
        "This line is not in the inbox any more · down goes on"
    );
    desk.keys("<down><enter>");
    let mine = desk.app.session().book().clone();
    assert!(names(&mine).iter().filter(|name| *name == "Cid").count() <= 1);
    leave(desk);
    assert_eq!(names(&kept(dir.path())), ["Ana", "Ben", "Cid"]);
}

#[test]
fn what_was_typed_over_a_line_of_the_inbox_is_there_again() {
    let dir = folder("Ana\nBen\n");
    let mut desk = desk(dir.path(), 2);
    desk.keys("I<down> 5k");
    assert!(desk.shows("esc leave, kept as a draft"), "{}", desk.text());
    desk.keys("<esc>I");
    assert!(!desk.shows("Ben 5k"), "Ana comes first");
    desk.keys("<enter>");
    assert!(desk.shows("Ben 5k"), "{}", desk.text());
    leave(desk);
}

#[test]
fn the_footer_of_the_inbox_says_that_enter_opens_a_card_and_the_line_waits() {
    let dir = folder("Ana\n");
    let mut desk = desk(dir.path(), 1);
    desk.keys("cAna<enter>I 5k");
    assert!(desk.shows("enter ask first"), "{}", desk.text());
    desk.keys("<tab><tab>");
    assert!(desk.shows("enter open that card"), "{}", desk.text());
    desk.keys("<enter><esc>I");
    assert!(desk.shows("Ana 5k"), "{}", desk.text());
    leave(desk);
}

#[test]
fn nobody_leaves_before_a_line_is_back_in_the_inbox() {
    let dir = folder("Ana Ruiz\n");
    let mut desk = desk(dir.path(), 1);
    desk.keys("I<enter><esc>");
    settled(&mut desk, dir.path(), "");
    // The file is nothing that can be written.
    fs::remove_file(inbox(dir.path())).unwrap();
    fs::create_dir(inbox(dir.path())).unwrap();
    desk.keys("u");
    let refused = desk.app.session().finish().unwrap_err();
    assert!(
        refused
            .why
            .starts_with("One line is not back in the inbox: "),
        "{}",
        refused.why
    );
    assert_eq!(desk.app.session().between(), ["Ana Ruiz"]);
    fs::remove_dir(inbox(dir.path())).unwrap();
    leave(desk);
    assert_eq!(text(dir.path()), "Ana Ruiz\n");
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_program_left_beside_the_inbox_goes() {
    let dir = folder("Ana\n");
    // No process has so high a number.
    let left = inbox(dir.path()).with_file_name(".inbox.txt.tmp-4000000000-abc");
    let file = fs::File::create(&left).unwrap();
    let old = std::time::SystemTime::now() - Duration::from_secs(48 * 3600);
    file.set_modified(old).unwrap();
    let desk = desk(dir.path(), 1);
    until(|| !left.exists());
    leave(desk);
}

#[test]
fn whoever_is_forgotten_is_told_what_of_them_lies_in_the_inbox() {
    let dir = folder("lunch with ana ruiz\nBen Cole\nAna Ruiz, 5k\n");
    let mut desk = desk(dir.path(), 3);
    desk.keys("cAna Ruiz<enter>P/ana<enter>.F");
    assert!(
        desk.shows("2 lines of the inbox name them, and stay: I goes through"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>");
    leave(desk);
}
