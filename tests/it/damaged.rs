//! Books that are no good, seen from the shell: each told clearly, none written over.

use std::fs;

use serde_json::Value;

use super::cli::{LINE, Shell};

#[test]
fn a_damaged_book_is_told_and_left_alone() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let whole = fs::read(shell.path()).unwrap();
    let half = &whole[..whole.len() / 2];
    for damaged in [half, b"", b"\0\0\0\0", b"[1, 2]", b"\xff\xfe{}"] {
        fs::write(shell.path(), damaged).unwrap();
        for args in [
            &["add", "Lin Wu"][..],
            &["touch", "Dana"],
            &["due"],
            &["check"],
        ] {
            let said = shell.refused(1, args);
            assert!(said.contains("book.json"), "{args:?}: {said}");
        }
        assert_eq!(fs::read(shell.path()).unwrap(), damaged);
    }
}

#[test]
fn a_place_that_holds_no_book_is_refused() {
    let shell = Shell::new();
    let said = shell.refused(1, &["--file", ".", "add", LINE]);
    assert!(said.contains("folder"), "{said}");
    fs::write(shell.home.path().join("file"), "x").unwrap();
    shell.refused(1, &["--file", "file/book.json", "add", LINE]);
}

#[test]
fn a_sound_book_checks_and_an_unsound_one_is_told_by_its_line() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let said = shell.done(&["check"]);
    assert!(said.contains("1 referral"), "{said}");
    let other = shell.home.path().join("other.json");
    let text = fs::read_to_string(shell.path()).unwrap();
    fs::write(&other, text.replacen("\"2026-11-27\"", "\"the 27th\"", 1)).unwrap();
    let said = shell.refused(1, &["check", "other.json"]);
    assert!(said.contains("line "), "{said}");
}

#[test]
fn a_book_of_a_newer_program_is_not_written() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let mut book: Value = serde_json::from_slice(&fs::read(shell.path()).unwrap()).unwrap();
    for (version, min_reader) in [(99, 99), (99, 1)] {
        book["version"] = version.into();
        book["min_reader"] = min_reader.into();
        let before = book.to_string();
        fs::write(shell.path(), &before).unwrap();
        if min_reader == 99 {
            shell.refused(1, &["add", "Lin Wu from Ines Roth"]);
            shell.refused(1, &["touch", "Dana"]);
            assert_eq!(fs::read_to_string(shell.path()).unwrap(), before);
        } else {
            shell.done(&["touch", "Dana"]);
            let after: Value = serde_json::from_slice(&fs::read(shell.path()).unwrap()).unwrap();
            assert_eq!(after["version"], 99);
        }
    }
}
