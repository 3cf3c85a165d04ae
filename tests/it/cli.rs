//! The program without its screen: verbs, exit statuses, what is said where, and the files that are left.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use goodword::domain::book::Book;
use goodword::domain::event::Kind;
use goodword::domain::stage::Stage;
use tempfile::TempDir;

pub const LINE: &str = "Priya Shah (ARC) from Dana Ortiz, web shop 12k L3 call fri 10:00";

/// A home with nothing in it, and a shell to call from.
pub struct Shell {
    pub home: TempDir,
}

/// What a call came to.
#[derive(Debug)]
pub struct Told {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Shell {
    pub fn new() -> Shell {
        Shell {
            home: tempfile::tempdir().unwrap(),
        }
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_goodword"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", self.home.path().join("data"))
            .env("XDG_STATE_HOME", self.home.path().join("state"))
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        command
    }

    /// Calls on Monday 23 November 2026.
    pub fn call(&self, args: &[&str]) -> Told {
        told(
            &self
                .command(&[&["--today", "2026-11-23"], args].concat())
                .output()
                .unwrap(),
        )
    }

    #[track_caller]
    pub fn done(&self, args: &[&str]) -> String {
        let told = self.call(args);
        assert_eq!((told.status, told.err.as_str()), (0, ""), "{told:?}");
        told.out
    }

    /// Something that is not done; gives what stderr says.
    #[track_caller]
    pub fn refused(&self, status: i32, args: &[&str]) -> String {
        let told = self.call(args);
        assert_eq!((told.status, told.out.as_str()), (status, ""), "{told:?}");
        assert!(told.err.starts_with("goodword: "), "{}", told.err);
        for word in ["error", "failed", "invalid"] {
            assert!(!told.err.to_lowercase().contains(word), "{}", told.err);
        }
        told.err
    }

    pub fn path(&self) -> PathBuf {
        self.home.path().join("data/goodword/book.json")
    }

    pub fn book(&self) -> Book {
        book_at(&self.path())
    }
}

pub fn told(output: &Output) -> Told {
    Told {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}

pub fn book_at(path: &Path) -> Book {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn help_is_short_and_names_every_verb() {
    let shell = Shell::new();
    let help = shell.done(&["--help"]);
    assert!(help.lines().count() <= 40, "{help}");
    for verb in [
        "add", "touch", "due", "check", "merge", "where", "--sample", "--file", "--today",
    ] {
        assert!(help.contains(verb), "{verb} in {help}");
    }
    assert_eq!(shell.done(&["-h"]), help);
    assert!(shell.done(&["add", "--help"]).contains("NAME [(COMPANY)]"));
    let version = shell.done(&["--version"]);
    assert!(version.starts_with("goodword "), "{version}");
}

#[test]
fn what_cannot_be_asked_is_said_with_status_2() {
    let shell = Shell::new();
    assert!(shell.refused(2, &["frobnicate"]).contains("frobnicate"));
    assert!(shell.refused(2, &["--frobnicate"]).contains("--frobnicate"));
    assert!(shell.refused(2, &["add"]).contains("LINE"));
    shell.refused(2, &["due", "--short", "--json"]);
    let said = shell.refused(2, &["--sample", "--file", "mine.json"]);
    assert!(
        said.contains("mine.json") && said.contains("give one"),
        "{said}"
    );
    shell.refused(2, &["--sample", "add", LINE]);
    let told = told(
        &shell
            .command(&["--today", "someday", "due"])
            .output()
            .unwrap(),
    );
    assert_eq!(told.status, 2, "{told:?}");
    assert!(
        told.err.contains("“someday” does not read as a day"),
        "{told:?}"
    );
    assert!(!shell.path().exists());
}

#[test]
fn controls_in_arguments_do_not_reach_the_terminal() {
    let shell = Shell::new();
    for args in [
        &["fro\u{1b}[2Jb"][..],
        &["touch", "Pri\u{1b}]0;x\u{7}ya"],
        &["--file", "/none/\u{1b}[2J\u{9b}x", "check"],
    ] {
        let told = shell.call(args);
        assert_ne!(told.status, 0, "{told:?}");
        let letters = told.err.chars().chain(told.out.chars());
        let mut steering = letters.filter(|letter| letter.is_control() && *letter != '\n');
        assert_eq!(steering.next(), None, "{told:?}");
    }
}

#[test]
fn without_a_terminal_the_screen_says_so_in_one_line() {
    let shell = Shell::new();
    for args in [&[][..], &["--sample"]] {
        let said = shell.refused(2, args);
        assert!(
            said.contains("needs a terminal; try `goodword due`"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    assert!(!shell.path().exists());
}

#[test]
fn every_path_is_shown() {
    let shell = Shell::new();
    let said = shell.done(&["where"]);
    let lines: Vec<&str> = said.lines().collect();
    let home = fs::canonicalize(shell.home.path()).unwrap();
    let starts = [
        ("book", home.join("data/goodword/book.json")),
        ("inbox", home.join("data/goodword/inbox.txt")),
        (
            "state",
            shell.home.path().join("state/goodword/books/book-"),
        ),
        (
            "backups",
            shell.home.path().join("state/goodword/books/book-"),
        ),
        (
            "config",
            shell.home.path().join("config/goodword/config.toml"),
        ),
    ];
    assert_eq!(lines.len(), starts.len(), "{said}");
    for (line, (word, path)) in lines.iter().zip(starts) {
        let shown = line.strip_prefix(word).unwrap().trim_start();
        assert!(
            shown.starts_with(path.to_str().unwrap()),
            "{line} is {path:?}"
        );
    }
    let said = shell.done(&["where", "--file", "two.json"]);
    assert!(said.contains("two.json  (--file)"), "{said}");
    let told = told(
        &shell
            .command(&["where"])
            .env("GOODWORD_FILE", "three.json")
            .output()
            .unwrap(),
    );
    assert!(told.out.contains("three.json  (GOODWORD_FILE)"), "{told:?}");
    assert!(!shell.path().exists());
}

#[test]
fn a_line_is_captured_into_the_file() {
    let shell = Shell::new();
    let said = shell.done(&["add", LINE]);
    assert!(
        said.starts_with("Captured Priya Shah from Dana Ortiz\n"),
        "{said}"
    );
    assert!(said.contains("web shop"), "{said}");
    let book = shell.book();
    let (_, referral) = book.referrals.iter().next().unwrap();
    assert_eq!(book.name(referral.prospect), "Priya Shah");
    assert_eq!(book.name(referral.source), "Dana Ortiz");
    assert_eq!(
        (referral.stage(), referral.level),
        (Stage::Discovered, Some(3))
    );
    let next = referral.next.as_ref().unwrap();
    assert_eq!(next.on.to_string(), "2026-11-27");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(shell.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn several_words_are_one_line_and_one_file_may_be_named() {
    let shell = Shell::new();
    shell.done(&[
        "add",
        "--file",
        "mine.json",
        "Omar",
        "Haddad",
        "to",
        "Ines",
        "Roth",
    ]);
    let book = book_at(&shell.home.path().join("mine.json"));
    let (_, referral) = book.referrals.iter().next().unwrap();
    assert!(referral.is_given());
    assert_eq!(book.name(referral.receiver), "Ines Roth");
    assert!(!shell.path().exists());
}

#[test]
fn a_line_that_is_not_clear_changes_nothing() {
    let shell = Shell::new();
    shell.done(&["add", "Priya Shah from Dana Ortiz"]);
    shell.done(&["add", "Lin Wu from Dana Berg"]);
    let before = fs::read(shell.path()).unwrap();
    let said = shell.refused(1, &["add", "Teo Marini from Dana"]);
    assert!(
        said.contains("Dana Ortiz") && said.contains("Dana Berg"),
        "{said}"
    );
    shell.refused(1, &["add", ", 12k"]);
    let said = shell.refused(1, &["add", "Teo Marini from Dana Berg call 12/11"]);
    assert!(said.contains("write 12 nov"), "{said}");
    assert_eq!(fs::read(shell.path()).unwrap(), before);
}

#[test]
fn a_prospect_on_the_board_is_not_captured_twice_unnoticed() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let said = shell.refused(1, &["add", LINE]);
    assert!(
        said.contains("on the board already, in Discovered, from Dana Ortiz"),
        "{said}"
    );
    let said = shell.refused(1, &["add", "Priya Shah from Omar Haddad"]);
    assert!(said.contains("--join") && said.contains("--new"), "{said}");
    shell.done(&["add", "--join", "Priya Shah from Omar Haddad"]);
    assert_eq!(shell.book().referrals.len(), 1);
    shell.done(&["add", "--new", LINE]);
    assert_eq!(shell.book().referrals.len(), 2);
}

#[test]
fn a_name_that_is_only_similar_is_said_to_be_like_the_one_on_the_board() {
    let shell = Shell::new();
    shell.done(&["add", "Anna Maier from Dana Ortiz"]);
    let said = shell.refused(1, &["add", "Anna Meier from Omar Haddad"]);
    assert!(
        said.contains("Anna Meier is like Anna Maier, who is on the board already, in Discovered"),
        "{said}"
    );
    assert!(said.contains("--join") && said.contains("--new"), "{said}");
    let said = shell.refused(1, &["add", "Anna Maier from Omar Haddad"]);
    assert!(
        said.contains("Anna Maier is on the board already"),
        "{said}"
    );
}

#[test]
fn a_source_joins_only_a_card_that_is_there() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let before = fs::read(shell.path()).unwrap();
    for (line, wanted) in [
        (
            "Pria Shaw-Lee from Omar Haddad",
            "Pria Shaw-Lee has no card on the board; without --join it becomes one",
        ),
        (
            "Priya Shah from Dana Ortiz",
            "Dana Ortiz is a source of Priya Shah already",
        ),
        (
            "Priya Shah",
            "The line says nothing that its card lacks; say: from NAME",
        ),
    ] {
        let said = shell.refused(1, &["add", "--join", line]);
        assert!(said.contains(wanted), "{said}");
    }
    assert_eq!(fs::read(shell.path()).unwrap(), before);
}

#[test]
fn a_receiver_is_not_called_a_source() {
    let shell = Shell::new();
    shell.done(&["add", "Zed Lee to Dana Ortiz, tax"]);
    let said = shell.refused(1, &["add", "--join", "Zed Lee to Dana Ortiz, tax"]);
    assert!(
        said.contains("Zed Lee is given to Dana Ortiz already"),
        "{said}"
    );
}

#[test]
fn the_same_line_added_twice_is_thanked_and_noted_once() {
    let shell = Shell::new();
    shell.done(&["add", "Priya Shah from Dana Ortiz via Chamber, books"]);
    let line = "Priya Shah from Dana Ortiz, web shop via LinkedIn at Expo";
    shell.done(&["add", "--join", line]);
    let book = book_at(&shell.path());
    let note = book
        .events
        .iter()
        .any(|(_, it)| it.note == "web shop, via LinkedIn");
    assert!(note, "the channel is not lost");
    let before = fs::read(shell.path()).unwrap();
    shell.refused(1, &["add", "--join", line]);
    assert_eq!(fs::read(shell.path()).unwrap(), before);
}

#[test]
fn a_line_about_an_open_card_is_added_to_it_where_that_is_said() {
    let shell = Shell::new();
    shell.done(&["add", "Anna Maier from Dana Ortiz"]);
    let said = shell.refused(1, &["add", "Anna Maier from Dana Ortiz, web shop"]);
    assert!(
        said.contains("--join adds this to that card, --new makes a card of its own"),
        "{said}"
    );
    let said = shell.done(&["add", "--join", "Anna Maier from Dana Ortiz, web shop 5k"]);
    assert!(said.contains("Added to Anna Maier"), "{said}");
    assert!(said.contains("need and estimate filled in"), "{said}");
}

#[test]
fn a_contact_is_noted_with_the_one_person_meant() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let said = shell.done(&["touch", "Dana", "lunch,", "she asked about workshops"]);
    assert!(said.contains("Dana Ortiz"), "{said}");
    let book = shell.book();
    let touched = book
        .events
        .iter()
        .find(|(_, event)| event.kind == Kind::Touch);
    let (_, touch) = touched.unwrap();
    assert_eq!(touch.note, "lunch, she asked about workshops");
    assert_eq!(book.name(touch.person), "Dana Ortiz");
    let said = shell.refused(1, &["touch", "Zebedee"]);
    assert!(said.contains("Nobody in the book is called"), "{said}");
    shell.done(&["add", "Lin Wu from Dana Berg"]);
    let said = shell.refused(1, &["touch", "Dana"]);
    assert!(
        said.contains("Dana Ortiz") && said.contains("Dana Berg"),
        "{said}"
    );
}

#[test]
fn a_reader_that_leaves_is_no_matter() {
    let shell = Shell::new();
    for args in [&["due"][..], &["due", "--json"], &["where"], &["--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = shell.command(args);
        let child = command
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(command);
        let told = told(&child.wait_with_output().unwrap());
        assert_eq!((told.status, told.err.as_str()), (0, ""), "{args:?}");
    }
}

impl Shell {
    /// Calls with this on standard input.
    fn fed(&self, args: &[&str], input: &[u8]) -> Told {
        use std::io::Write;
        let mut child = self
            .command(&[&["--today", "2026-11-23"], args].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        told(&child.wait_with_output().unwrap())
    }
}

#[test]
fn add_reads_a_line_each_and_keeps_what_can_be_read() {
    let shell = Shell::new();
    let told = shell.fed(
        &["add", "-"],
        b"\xEF\xBB\xBFAna Ruiz from Dana Ortiz\r\nBen Cole\n",
    );
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    assert!(told.out.contains("Captured Ana Ruiz from Dana Ortiz"));
    assert!(told.out.contains("Captured Ben Cole"), "{}", told.out);
    let long = "x".repeat(1 << 20);
    let mut lines = b"Cid Hahn from Dana\nEva from\n\nAna Ruiz from Mia Lang\nF\xffritz\n".to_vec();
    lines.extend(format!("{long}\nGus \u{1b}[2JHahn, books").bytes());
    let told = shell.fed(&["add", "-"], &lines);
    assert_eq!(told.status, 1, "{told:?}");
    for words in [
        "goodword: 4 of 6 lines were not kept\n",
        "line 2: nobody is named after “from”",
        "line 4: Ana Ruiz is on the board already",
        "line 5: it is not written in UTF-8; write it so",
        "line 6: it is 1048576 bytes long",
    ] {
        assert!(told.err.contains(words), "{words}\n{}", told.err);
    }
    assert!(!told.out.contains('\u{1b}'));
    let book = shell.book();
    let mut names: Vec<&str> = book
        .referrals
        .iter()
        .map(|(_, it)| book.name(it.prospect))
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["Ana Ruiz", "Ben Cole", "Cid Hahn", "Gus [2JHahn"]);
    let none = shell.fed(&["add", "-"], b"");
    assert_eq!((none.status, none.out.as_str()), (0, ""));
}

#[test]
fn touch_reads_a_name_each_and_behind_a_colon_what_was_said() {
    let shell = Shell::new();
    shell.done(&["add", "Ana Ruiz from Dana Ortiz"]);
    let told = shell.fed(
        &["touch", "-"],
        "Dana: lunch, she asked about workshops\nAna Ruiz\nNadia lunch\n".as_bytes(),
    );
    assert_eq!(told.status, 1, "{told:?}");
    assert_eq!(told.out.lines().count(), 2, "{}", told.out);
    assert!(
        told.err
            .contains("1 of 3 lines was not kept\nline 3: Nobody")
    );
    assert!(told.err.contains("write a note behind a colon"));
    let book = shell.book();
    let touches = book.events.iter().filter(|(_, it)| it.kind == Kind::Touch);
    let mut notes: Vec<&str> = touches.map(|(_, it)| it.note.as_str()).collect();
    notes.sort_unstable();
    assert_eq!(notes, ["", "lunch, she asked about workshops"]);
}
