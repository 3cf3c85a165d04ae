//! The whole program in a real terminal with real files: an evening with Goodword, and what may go wrong in it.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveTime};
use goodword::domain::book::Book;
use goodword::domain::event::Kind;
use goodword::domain::money::{Currency, Money};
use goodword::domain::referral::Verb;
use goodword::domain::stage::Stage;
use tempfile::TempDir;

use crate::pty::{Pty, Start};

const LINE: &str = "Priya Shah (ARC) from Dana Ortiz, web shop 12k L3 call fri 10:00";

/// A book that outlives the programs that open it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("books/book.json")
    }

    /// On Monday 23 November 2026.
    fn args(&self) -> Vec<String> {
        let path = self.path();
        let args = ["--file", path.to_str().unwrap(), "--today", "2026-11-23"];
        args.map(String::from).to_vec()
    }

    fn start(&self) -> Start {
        let args = self.args();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        self.at_home(Start::goodword(&args))
    }

    /// In a shell that knows about jobs, where the program is `"$@"`.
    fn start_in(&self, script: &str) -> Start {
        let args = self.args();
        let mut all = vec!["-c", script, "sh", env!("CARGO_BIN_EXE_goodword")];
        all.extend(args.iter().map(String::as_str));
        self.at_home(Start::program("sh", &all))
    }

    fn at_home(&self, start: Start) -> Start {
        let state = self.folder.path().join("state");
        start
            .env("XDG_STATE_HOME", state.to_str().unwrap())
            .env("EDITOR", "true")
            .size(140, 40)
    }

    /// The program, once it shows the book.
    fn open(&self) -> Pty {
        let pty = self.start().run();
        pty.wait_for("? help");
        pty
    }

    /// Captures lines away from the screen.
    fn add(&self, lines: &[&str]) {
        for line in lines {
            let mut args = self.args();
            args.extend(["add".into(), (*line).into()]);
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_goodword"));
            command.args(args).env_clear();
            command.env("HOME", self.folder.path());
            command.env("XDG_STATE_HOME", self.folder.path().join("state"));
            let output = command.output().unwrap();
            assert!(output.status.success(), "{output:?}");
        }
    }

    /// Puts something else in the place of the book's folder, so that nothing can be saved there.
    fn block(&self) {
        let folder = self.folder.path().join("books");
        fs::rename(&folder, self.folder.path().join("away")).unwrap();
        fs::write(&folder, "in the way").unwrap();
    }

    fn unblock(&self) {
        let folder = self.folder.path().join("books");
        fs::remove_file(&folder).unwrap();
        fs::rename(self.folder.path().join("away"), &folder).unwrap();
    }

    fn book(&self) -> Book {
        book_at(&self.path())
    }
}

fn book_at(path: &Path) -> Book {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Waits until something was said and everything is on the disk.
#[track_caller]
fn wait_until_saved(pty: &Pty, said: &str) {
    pty.wait_until(&format!("{said}, saved"), |screen| {
        screen.contains(said) && screen.contains("✓ saved")
    });
}

#[track_caller]
fn quit(mut pty: Pty) {
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0, "{}", pty.screen());
    pty.assert_given_back();
}

/// The only referral of a book has all that the line said.
#[track_caller]
fn assert_captured(book: &Book) {
    assert_eq!(book.referrals.len(), 1);
    let (_, referral) = book.referrals.iter().next().unwrap();
    let prospect = book.people.get(referral.prospect.unwrap()).unwrap();
    assert_eq!(
        (prospect.name.as_str(), prospect.company.as_str()),
        ("Priya Shah", "ARC")
    );
    assert_eq!(book.name(referral.source), "Dana Ortiz");
    assert_eq!(referral.need, "web shop");
    let estimate = Money::read("12k", Currency::EUR).unwrap();
    assert_eq!(referral.estimate, Some(estimate));
    assert_eq!(referral.level, Some(3));
    let next = referral.next.as_ref().unwrap();
    assert_eq!((&next.verb, next.whom), (&Verb::Call, referral.source));
    assert_eq!(next.on, NaiveDate::from_ymd_opt(2026, 11, 27).unwrap());
    assert_eq!(next.time, NaiveTime::from_hms_opt(10, 0, 0));
}

#[test]
fn an_evening_with_goodword() {
    let desk = Desk::new();
    let mut pty = desk.open();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>");
    wait_until_saved(&pty, "Captured Priya Shah from Dana Ortiz");
    let book = desk.book();
    assert_captured(&book);
    let (id, referral) = book.referrals.iter().next().unwrap();
    assert_eq!(referral.stage(), Stage::Discovered);
    let screen = pty.screen();
    for part in [
        "Priya Shah",
        "web shop",
        "12k",
        "L3",
        "Dana",
        "call",
        "10:00",
    ] {
        assert!(screen.contains(part), "{part} on\n{screen}");
    }

    pty.keys("L");
    wait_until_saved(&pty, "Moved Priya Shah to Research");
    assert_eq!(
        desk.book().referrals.get(id).unwrap().stage(),
        Stage::Research
    );

    pty.keys("t");
    wait_until_saved(&pty, "In touch with Dana");
    let touches = |book: &Book| {
        let of_dana = book.events.iter().filter(|(_, event)| {
            event.kind == Kind::Touch && book.name(event.person) == "Dana Ortiz"
        });
        of_dana.count()
    };
    assert_eq!(touches(&desk.book()), 1);

    pty.keys("u");
    wait_until_saved(&pty, "Undone: ");
    assert_eq!(touches(&desk.book()), 0);
    pty.keys("<c-r>");
    wait_until_saved(&pty, "Redone: ");
    pty.kill9();

    let book = desk.book();
    assert_captured(&book);
    assert_eq!(book.referrals.get(id).unwrap().stage(), Stage::Research);
    assert_eq!(touches(&book), 1);
    let pty = desk.open();
    pty.wait_for("Priya Shah");
    let screen = pty.screen();
    for part in ["web shop", "12k", "L3", "Dana"] {
        assert!(screen.contains(part), "{part} on\n{screen}");
    }
    quit(pty);
    assert!(desk.book().says_the_same(&book));
}

#[test]
fn leaving_right_after_a_change_keeps_it() {
    let desk = Desk::new();
    let mut pty = desk.open();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>q");
    assert_eq!(pty.exit_status().exit_code(), 0, "{}", pty.screen());
    pty.assert_given_back();
    assert_captured(&desk.book());
}

#[test]
fn a_signal_right_after_a_change_keeps_it() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let desk = Desk::new();
        let mut pty = desk.open();
        pty.keys("c");
        pty.keys(LINE);
        pty.keys("<enter>");
        pty.wait_for("Captured Priya Shah");
        pty.signal(name);
        assert_eq!(pty.exit_status().exit_code(), 128 + number, "{name}");
        pty.assert_given_back();
        assert_captured(&desk.book());
    }
}

#[test]
fn a_window_that_closes_right_after_a_change_keeps_it() {
    let desk = Desk::new();
    let mut pty = desk.open();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>");
    pty.wait_for("Captured Priya Shah");
    pty.hang_up();
    assert_eq!(pty.exit_status().exit_code(), 129);
    assert_captured(&desk.book());
}

#[test]
fn leaving_an_unsaved_book_is_said_first_and_keeps_it_apart() {
    let desk = Desk::new();
    desk.add(&["Lin Wu from Ines Roth"]);
    let mut pty = desk.open();
    pty.wait_for("✓ saved");
    desk.block();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>");
    pty.wait_for("NOT SAVED");
    pty.keys("q");
    pty.wait_for("q again leaves without saving");
    // Only the very next key.
    pty.keys("j");
    pty.wait_until("another key", |screen| !screen.contains("q again"));
    pty.keys("q");
    pty.wait_for("q again leaves without saving");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 1);
    pty.assert_given_back();
    let screen = pty.screen();
    assert!(screen.contains("goodword: Not saved: "), "{screen}");
    assert!(screen.contains("are kept in"), "{screen}");
    let state = desk.folder.path().join("state/goodword/books");
    let state = fs::read_dir(state).unwrap().next().unwrap().unwrap().path();
    let mut kept = fs::read_dir(state)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().contains("recovery-"));
    let kept = book_at(&kept.next().unwrap());
    assert_eq!(kept.referrals.len(), 2);
}

#[test]
fn what_could_not_be_saved_is_saved_once_it_can_be() {
    let desk = Desk::new();
    desk.add(&["Lin Wu from Ines Roth"]);
    let mut pty = desk.open();
    pty.wait_for("✓ saved");
    desk.block();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>");
    pty.wait_for("NOT SAVED");
    desk.unblock();
    quit(pty);
    assert_eq!(desk.book().referrals.len(), 2);
}

#[test]
fn suspending_saves_gives_the_shell_its_terminal_and_takes_it_back() {
    let script = r#"set -m; "$@"; echo stopped; stty -a; read go; fg >/dev/null; echo "ended $?""#;
    let desk = Desk::new();
    let mut pty = desk.start_in(script).run();
    pty.wait_for("? help");
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter><c-z>");
    pty.wait_for("stopped");
    assert_captured(&desk.book());
    pty.wait_until("a line that echoes", |screen| screen.contains(" icanon"));
    pty.assert_given_back();
    pty.keys("go<enter>");
    pty.wait_for("? help");
    pty.wait_for("Priya Shah");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    assert!(pty.screen().contains("ended 0"), "{}", pty.screen());
    pty.assert_given_back();
}

#[test]
fn two_at_once_see_what_the_other_did_and_lose_nothing() {
    let desk = Desk::new();
    let (mut one, mut two) = (desk.open(), desk.open());
    one.keys("cPriya Shah from Dana Ortiz<enter>");
    two.wait_for("Priya Shah");
    two.keys("cLin Wu from Ines Roth<enter>");
    one.wait_for("Lin Wu");
    // Both at once: whoever saves later takes in what the other saved.
    one.keys("cOmar Haddad<enter>");
    two.keys("cTeo Marini<enter>");
    for pty in [&one, &two] {
        wait_until_saved(pty, "Omar Haddad");
        wait_until_saved(pty, "Teo Marini");
    }
    quit(one);
    quit(two);
    let book = desk.book();
    assert_eq!((book.referrals.len(), book.clashes.len()), (4, 0));
}

#[test]
fn what_another_program_wrote_shows_by_itself() {
    let desk = Desk::new();
    desk.add(&["Lin Wu from Ines Roth"]);
    let pty = desk.open();
    pty.wait_for("Lin Wu");
    desk.add(&["Teo Marini from Ines Roth"]);
    pty.wait_for("Teo Marini");
    quit(pty);
}

#[test]
fn a_paste_is_text_and_never_commands() {
    let desk = Desk::new();
    desk.add(&[LINE]);
    let before = desk.book();
    let mut pty = desk.open();
    // Where no text is wanted it is nothing.
    pty.paste("LLLqxtuc\r\n:q\r");
    pty.keys("c");
    pty.paste("Omar q L x\n\u{1b}[31m u from Lin Wu");
    pty.wait_for("Omar q L x");
    assert!(desk.book() == before, "nothing was done yet");
    pty.keys("<enter>");
    wait_until_saved(&pty, "Captured Omar q L x");
    pty.keys("u");
    wait_until_saved(&pty, "Undone: ");
    quit(pty);
    assert!(desk.book().says_the_same(&before));
}

/// Types as a person does who takes this for another window, then goes back to where they were. Without `q` and `S`, which
/// leave the book.
/// Gives whether the book was changed on the way.
fn typed_into_the_wrong_window(seed: u64) -> bool {
    const LETTERS: &[u8] =
        b"abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRTUVWXYZ0123456789 .,-+*/<>#!;\r\t";
    let desk = Desk::new();
    desk.add(&[
        LINE,
        "Lin Wu from Ines Roth call mon",
        "Omar Haddad to Dana Ortiz",
    ]);
    let before = desk.book();
    let mut pty = desk.open();
    let mut row = seed;
    let typed: Vec<u8> = (0..300)
        .map(|_| {
            row = row.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            LETTERS[usize::try_from(row >> 33).unwrap() % LETTERS.len()]
        })
        .collect();
    for some in typed.chunks(10) {
        pty.bytes(some);
    }
    // Two of these are one key for a terminal.
    pty.keys(&"<esc>".repeat(60));
    pty.wait_for("? help");
    // What no letter above opens: when it shows, all of them were heard.
    pty.keys("?");
    pty.wait_for("╭ Help");
    pty.keys("<esc>");
    pty.wait_until("home", |screen| !screen.contains("╭ Help"));
    pty.keys(&"u".repeat(320));
    pty.wait_for("Nothing to undo");
    quit(pty);
    let after = desk.book();
    assert!(
        after.says_the_same(&before),
        "seed {seed}: {}",
        String::from_utf8_lossy(&typed)
    );
    // The times of changes are not taken back.
    after != before
}

#[test]
fn what_was_typed_into_the_wrong_window_can_be_undone() {
    let changed = (1..4).filter(|seed| typed_into_the_wrong_window(*seed));
    assert_ne!(changed.count(), 0);
}

#[test]
#[ignore = "long: the same, 100 times"]
fn what_was_typed_into_the_wrong_window_can_be_undone_100_times() {
    let changed = (1..101).filter(|seed| typed_into_the_wrong_window(*seed));
    assert!(80 < changed.count());
}

#[test]
fn an_idle_screen_sends_nothing() {
    let desk = Desk::new();
    let mut pty = desk.open();
    pty.wait_for("✓ saved");
    let sent = pty.output().len();
    // The window gains and loses the focus, and the pointer passes by; then a key, to see that all of it was heard.
    pty.bytes(b"\x1b[I\x1b[O\x1b[I");
    pty.keys("?");
    pty.wait_for("Help");
    let all = pty.output();
    assert_eq!(
        all[sent..].matches("\x1b[?2026h").count(),
        1,
        "{:?}",
        &all[sent..]
    );
}

#[test]
fn a_damaged_book_is_told_without_taking_the_screen() {
    let desk = Desk::new();
    desk.add(&[LINE]);
    let whole = fs::read(desk.path()).unwrap();
    let half = &whole[..whole.len() / 2];
    fs::write(desk.path(), half).unwrap();
    let mut pty = desk.start().run();
    assert_eq!(pty.exit_status().exit_code(), 1);
    let output = pty.output();
    assert!(!output.contains('\x1b'), "{output:?}");
    assert!(
        output.contains("goodword: ") && output.contains("book.json"),
        "{output}"
    );
    assert!(output.contains("line "), "{output}");
    assert_eq!(fs::read(desk.path()).unwrap(), half);
}

#[test]
fn the_environment_and_the_configuration_choose_how_it_looks() {
    let desk = Desk::new();
    let mut plain = desk.start().env("NO_COLOR", "1").run();
    plain.wait_for("? help");
    let has_colour = |pty: &Pty| {
        let output = pty.output();
        let sgr = output
            .split("\x1b[")
            .filter_map(|part| part.split_once('m'));
        sgr.filter(|(codes, _)| {
            codes
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b';')
        })
        .any(|(codes, _)| codes.starts_with("38;5;") || codes == "36" || codes == "33")
    };
    assert!(!has_colour(&plain));
    plain.keys("q");
    assert_eq!(plain.exit_status().exit_code(), 0);

    let config = desk.folder.path().join("config/goodword");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("config.toml"), "mouse = false\nascii = true\n").unwrap();
    let set = desk.folder.path().join("config");
    let pty = desk
        .start()
        .env("XDG_CONFIG_HOME", set.to_str().unwrap())
        .run();
    pty.wait_for("? help");
    assert!(has_colour(&pty));
    assert!(
        !pty.output().contains("\x1b[?1000h"),
        "the mouse is the terminal's"
    );
    assert!(pty.screen().is_ascii(), "{}", pty.screen());

    fs::write(config.join("config.toml"), "mouse = 3\n").unwrap();
    let pty = desk
        .start()
        .env("XDG_CONFIG_HOME", set.to_str().unwrap())
        .run();
    pty.wait_for("mouse = 3");
}

#[test]
fn no_size_is_too_odd() {
    let desk = Desk::new();
    desk.add(&[LINE]);
    let pty = desk.open();
    for (columns, rows) in [
        (1, 1),
        (3, 2),
        (12, 4),
        (39, 9),
        (80, 24),
        (300, 90),
        (140, 40),
    ] {
        pty.resize(columns, rows);
    }
    pty.wait_for("? help");
    pty.wait_for("Priya Shah");
    quit(pty);
}

#[test]
fn the_sample_can_be_shown_to_anybody_and_leaves_no_book() {
    let mut pty = Start::goodword(&["--sample", "--masked"])
        .size(140, 40)
        .run();
    pty.wait_for("sample, not saved");
    pty.wait_for("MASKED");
    pty.wait_for_bytes("\x1b]0;goodword (masked)\x07", 1);
    pty.keys("Lu");
    pty.wait_for("Undone: ");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0, "{}", pty.screen());
    pty.assert_given_back();
    let left = fs::read_dir(pty.home().join("data")).unwrap();
    assert_eq!(left.count(), 0);
}
