//! The inbox beside the book: what other programs write there is gone through line by line, and no line is lost on the way,
//! whoever dies when.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use goodword::domain::action::{Action, Captured, Who};
use goodword::domain::book::Book;
use goodword::domain::lines::Line;
use goodword::session::Session;
use goodword::storage::disk::Real;

use crate::desk::Desk;
use crate::shelf::{self, EAGER, LAZY, clock, names, places, until};

pub fn inbox(dir: &Path) -> PathBuf {
    places(dir).book.with_file_name("inbox.txt")
}

/// A folder whose inbox says this.
pub fn folder(text: impl AsRef<[u8]>) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("data")).unwrap();
    fs::write(inbox(dir.path()), text).unwrap();
    dir
}

pub fn text(dir: &Path) -> String {
    fs::read_to_string(inbox(dir)).unwrap()
}

/// A desk that has read the inbox.
pub fn desk(dir: &Path, lines: usize) -> Desk {
    let mut desk = Desk::filed(dir);
    until(|| desk.app.session().inbox().len() == lines);
    desk.app.refresh();
    desk.draw();
    desk
}

/// Leaves, so that all is saved and taken out.
pub fn leave(desk: Desk) {
    desk.app.session().finish().unwrap();
    drop(desk);
}

#[test]
fn lines_are_captured_one_by_one_and_leave_the_inbox_once_the_book_has_them() {
    let dir = folder("Ana Ruiz from Dana Ortiz\r\n\r\nBen Cole\nCid Hahn from Mia, books\n");
    let mut desk = desk(dir.path(), 3);
    assert!(desk.shows("3 in the inbox I"), "{}", desk.text());
    desk.keys("I");
    assert!(desk.shows("From the inbox"), "{}", desk.text());
    assert!(desk.shows("2 more lines wait  down leaves this one for later"));
    desk.keys("<enter>");
    // Each line is a hand of its own: nothing is carried.
    assert!(desk.shows("no source yet"), "{}", desk.text());
    desk.keys("<down> 5k<enter><enter>");
    assert_eq!(desk.app.said(), "Captured 2, 1 left there");
    assert_eq!(desk.cards(), "Discovered: Ana Ruiz<Dana Ortiz Cid Hahn<Mia");
    assert!(desk.shows("1 in the inbox I"), "{}", desk.text());
    leave(desk);
    assert_eq!(text(dir.path()), "\r\nBen Cole\n");
}

#[test]
fn a_line_that_is_emptied_is_let_go() {
    let dir = folder("lottery!!! click here\nBen Cole\n");
    let mut desk = desk(dir.path(), 2);
    desk.keys("I<ctrl-u>");
    assert!(
        desk.shows("enter takes the line out of the inbox without a card"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert_eq!(
        desk.app.said(),
        "Out of the inbox, not captured: “lottery!!! click here”"
    );
    assert!(desk.shows("Ben Cole"));
    desk.keys("<esc>");
    leave(desk);
    assert_eq!(text(dir.path()), "Ben Cole\n");
}

#[test]
fn a_line_comes_back_with_the_undo_of_what_was_made_of_it() {
    let dir = folder("Ana Ruiz from Dana Ortiz\nBen Cole\n");
    let mut desk = desk(dir.path(), 2);
    let settled = |desk: &mut Desk, lies: &str| {
        until(|| {
            desk.app.session().finish().unwrap();
            desk.app.session().look();
            desk.app.refresh();
            let count = desk.app.session().inbox().len();
            text(dir.path()) == lies && count == lies.lines().count()
        });
        desk.draw();
    };
    desk.keys("I<enter><esc>");
    settled(&mut desk, "Ben Cole\n");
    desk.keys("u");
    assert_eq!(desk.cards(), "");
    settled(&mut desk, "Ben Cole\nAna Ruiz from Dana Ortiz\n");
    desk.keys("<ctrl-r>");
    assert_eq!(desk.cards(), "Discovered: Ana Ruiz<Dana Ortiz");
    settled(&mut desk, "Ben Cole\n");
    // Before it is saved as well, and whatever else is undone brings nothing.
    desk.keys("I<enter><esc>uu");
    settled(&mut desk, "Ben Cole\nAna Ruiz from Dana Ortiz\n");
    desk.keys("cCid Hahn<enter>u");
    settled(&mut desk, "Ben Cole\nAna Ruiz from Dana Ortiz\n");
}

#[test]
fn the_last_line_can_be_left_for_later_too() {
    let dir = folder("Ana Ruiz\n");
    let mut desk = desk(dir.path(), 1);
    desk.keys("I");
    assert!(desk.shows("the last line  down leaves this one for later"));
    desk.keys("<down>");
    assert!(desk.shows("That was the last line; enter goes back"));
    desk.keys("<enter>");
    assert_eq!(desk.app.said(), "Captured none, 1 left there");
    leave(desk);
    assert_eq!(text(dir.path()), "Ana Ruiz\n");
}

#[test]
fn what_cannot_be_read_is_told_and_stays() {
    let long = "x".repeat(3000);
    let mut bytes = b"B\xffn\nAna\x1b[2J Ruiz\n".to_vec();
    bytes.extend(long.as_bytes());
    let dir = folder(&bytes);
    let mut desk = desk(dir.path(), 3);
    desk.keys("I");
    assert!(
        desk.shows("line 1 of inbox.txt stays there: it is not written in UTF-8, and 1 more stay"),
        "{}",
        desk.text()
    );
    desk.keys("<enter><enter>");
    assert_eq!(desk.cards(), "Discovered: Ana[2J Ruiz");
    desk.keys("I");
    assert!(
        desk.app.said().starts_with("inbox.txt, line 1: it is not"),
        "{}",
        desk.app.said()
    );
    leave(desk);
    let left = fs::read(inbox(dir.path())).unwrap();
    assert_eq!(left, [b"B\xffn\n", long.as_bytes()].concat());
}

#[test]
fn an_empty_inbox_says_what_it_is_for_and_a_masked_one_shows_nobody() {
    let dir = folder("Ana Ruiz\n");
    let mut masked = desk(dir.path(), 1);
    masked.keys("mI");
    assert!(
        masked.app.said().starts_with("This shows what is masked"),
        "{}",
        masked.app.said()
    );
    let mut sample = crate::desk::sample();
    sample.keys("I");
    assert!(
        sample.app.said().starts_with("Nothing waits in the inbox"),
        "{}",
        sample.app.said()
    );
}

#[test]
fn what_comes_while_the_program_runs_is_counted() {
    let dir = folder("");
    let mut desk = desk(dir.path(), 0);
    assert!(!desk.shows("in the inbox"));
    append(dir.path(), "Ana Ruiz");
    desk.app.session().look();
    until(|| desk.app.refresh());
    desk.draw();
    assert!(desk.shows("1 in the inbox I"), "{}", desk.text());
}

/// The book had the line, and whoever took it died before the inbox knew.
#[test]
fn a_line_that_comes_twice_is_recognised() {
    let dir = folder("");
    let mut desk1 = desk(dir.path(), 0);
    desk1.keys("cAna Ruiz from Dana Ortiz<enter>");
    leave(desk1);
    fs::write(inbox(dir.path()), "Ana Ruiz from Dana Ortiz\n").unwrap();
    let mut desk = desk(dir.path(), 1);
    desk.keys("I<enter>");
    assert!(
        desk.shows("enter again makes a second card"),
        "{}",
        desk.text()
    );
    assert_eq!(desk.cards(), "Discovered: Ana Ruiz<Dana Ortiz");
}

fn append(dir: &Path, line: &str) {
    let mut file = OpenOptions::new().append(true).open(inbox(dir)).unwrap();
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Captures a line as a card of its own.
pub fn keep(session: &mut Session, line: &Line) {
    let captured = Captured {
        prospect: Who::New(line.words.clone().unwrap()),
        ..Captured::default()
    };
    let capture = Action::Capture(Box::new(captured));
    session.perform(capture).unwrap();
    session.take_from_inbox(line);
}

#[test]
fn nothing_leaves_the_inbox_before_the_book_is_saved() {
    let dir = folder("Ana\nBen\n");
    let mut session = Session::open_on(Real, &places(dir.path()), LAZY, clock()).unwrap();
    session.watch_inbox();
    until(|| session.inbox().len() == 2);
    let line = session.inbox()[0].clone();
    keep(&mut session, &line);
    assert_eq!(session.inbox().len(), 1, "on the screen it is gone at once");
    // Another line is taken in by the same thread, after the one that waits.
    append(dir.path(), "Cid");
    session.look();
    until(|| session.inbox().len() == 2);
    assert_eq!(text(dir.path()), "Ana\nBen\nCid\n");
    session.finish().unwrap();
    session.look();
    until(|| text(dir.path()) == "Ben\nCid\n");
    drop(session);
    assert_eq!(text(dir.path()), "Ben\nCid\n");
}

const TAKES_IN: &str = "GOODWORD_INBOX_DIR";

/// Takes in all that comes, and says so.
#[test]
#[ignore = "this is the program that the tests of this file start"]
fn taker() {
    let Some(dir) = env::var_os(TAKES_IN) else {
        return;
    };
    let mut session = Session::open_on(Real, &places(Path::new(&dir)), EAGER, clock()).unwrap();
    session.watch_inbox();
    let mut out = io::stdout();
    loop {
        session.poll();
        let lines = session.inbox();
        for line in lines.iter() {
            keep(&mut session, line);
            writeln!(out, "took one").unwrap();
            out.flush().unwrap();
        }
        std::thread::yield_now();
    }
}

pub fn kept(dir: &Path) -> Book {
    let path = places(dir).book;
    let book = fs::read(path).ok();
    book.map_or_else(
        || Book::new(crate::desk::today()),
        |bytes| goodword::storage::schema::open(&bytes).unwrap().book,
    )
}

/// Programs that take lines in are killed at random moments while lines come; each is in the book or in the inbox then.
#[test]
fn no_line_is_lost_whenever_the_program_is_killed() {
    let dir = folder("");
    let mut came = Vec::new();
    let mut random: u32 = 12_345;
    for round in 0..12 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "inbox::taker", "--ignored", "--nocapture"])
            .env(TAKES_IN, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for n in 0..8 {
            let name = format!("line {round} {n}");
            append(dir.path(), &name);
            came.push(name);
        }
        // At least one is being taken in; the rest is chance.
        for line in lines.by_ref() {
            if line.unwrap().contains("took one") {
                break;
            }
        }
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let end = std::time::Instant::now() + Duration::from_micros(u64::from(random >> 17));
        while std::time::Instant::now() < end {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let known = names(&kept(dir.path()));
        let lying = text(dir.path());
        for name in &came {
            let is_lying = lying.lines().any(|line| line == name);
            assert!(is_lying || known.contains(name), "{name} after {round}");
        }
    }
    assert!(!names(&kept(dir.path())).is_empty());
    // Whoever comes next finishes it.
    let desk = shelf::Desk {
        places: places(dir.path()),
        dir,
    };
    let mut session = desk.open(EAGER);
    session.watch_inbox();
    session.look();
    until(|| {
        session.poll();
        let lines = session.inbox();
        for line in lines.iter() {
            keep(&mut session, line);
        }
        let _ = session.finish();
        text(desk.dir.path()).is_empty()
    });
    drop(session);
    for name in &came {
        assert!(names(&desk.on_disk()).contains(name), "{name}");
    }
}
