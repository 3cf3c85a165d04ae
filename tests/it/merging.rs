//! Copies of a book brought together: by git, by hand, and what could not be saved.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use goodword::session::{Moment, Session};
use goodword::storage::paths::Places;
use serde_json::Value;

use super::cli::{Shell, book_at};

const PRIYA: &str = "Priya Shah (ARC) from Dana Ortiz, web shop 12k L3 call fri 10:00";
const OMAR: &str = "Omar Haddad from Ines Roth, a brochure";
const LENA: &str = "Lena Falk from Dana Ortiz, a logo";

/// A home with a book of one referral, and a second copy of it.
fn two_copies() -> (Shell, PathBuf) {
    let shell = Shell::new();
    shell.done(&["add", PRIYA]);
    let copy = shell.home.path().join("copy.json");
    fs::copy(shell.path(), &copy).unwrap();
    (shell, copy)
}

fn add_to(shell: &Shell, path: &Path, line: &str) {
    shell.done(&["--file", path.to_str().unwrap(), "add", line]);
}

/// Gives Dana a phone number, as of `later` milliseconds after her last change.
fn give_phone(path: &Path, phone: &str, later: i64) {
    let mut book: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let people = book["people"].as_object_mut().unwrap();
    let dana = people.values_mut().find(|one| one["name"] == "Dana Ortiz");
    let dana = dana.unwrap();
    dana["phone"] = phone.into();
    dana["updated"] = (dana["updated"].as_i64().unwrap() + later).into();
    fs::write(path, serde_json::to_vec(&book).unwrap()).unwrap();
}

fn names(path: &Path) -> Vec<String> {
    let book = book_at(path);
    let referrals = book.referrals.iter();
    let mut names: Vec<String> = referrals
        .map(|(_, referral)| book.name(referral.prospect).to_owned())
        .collect();
    names.sort();
    names
}

/// The state folder of the book.
fn state(shell: &Shell) -> PathBuf {
    let said = shell.done(&["where"]);
    let line = said.lines().find(|line| line.starts_with("state"));
    line.unwrap().trim_start_matches("state").trim().into()
}

#[test]
fn git_merges_two_branches_through_the_driver() {
    let Ok(version) = Command::new("git").arg("--version").output() else {
        eprintln!("left out: there is no git on the path");
        return;
    };
    assert!(version.status.success());
    let shell = Shell::new();
    let repo = shell.home.path().join("repo");
    fs::create_dir(&repo).unwrap();
    let git = |args: &[&str]| {
        let done = Command::new("git")
            .args(args)
            .current_dir(&repo)
            .env("HOME", shell.home.path())
            .env("XDG_STATE_HOME", shell.home.path().join("state"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap();
        assert!(done.status.success(), "{args:?}: {done:?}");
        String::from_utf8(done.stdout).unwrap()
    };
    git(&["init", "-q"]);
    git(&["config", "user.name", "Ann"]);
    git(&["config", "user.email", "ann@example.com"]);
    let program = env!("CARGO_BIN_EXE_goodword").replace('\\', "/");
    let driver = format!("'{program}' merge %O %A %B");
    git(&["config", "merge.goodword.driver", &driver]);
    fs::write(repo.join(".gitattributes"), "book.json merge=goodword\n").unwrap();
    fs::write(repo.join(".gitignore"), "book.json.lock\n").unwrap();
    let path = repo.join("book.json");
    add_to(&shell, &path, PRIYA);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    git(&["checkout", "-qb", "desk"]);
    add_to(&shell, &path, OMAR);
    git(&["commit", "-qam", "desk"]);
    git(&["checkout", "-qb", "road", "HEAD~1"]);
    add_to(&shell, &path, LENA);
    git(&["commit", "-qam", "road"]);
    git(&["merge", "-q", "--no-edit", "desk"]);
    assert_eq!(names(&path), ["Lena Falk", "Omar Haddad", "Priya Shah"]);
    assert_eq!(git(&["status", "--porcelain"]), "");
    shell.done(&["check", path.to_str().unwrap()]);
}

#[test]
fn a_field_changed_in_two_ways_is_kept_in_both_and_told() {
    let (shell, theirs) = two_copies();
    let base = shell.home.path().join("base.json");
    let out = shell.home.path().join("out.json");
    fs::copy(&theirs, &base).unwrap();
    let ours = shell.path();
    give_phone(&ours, "111", 1);
    give_phone(&theirs, "222\u{1b}[2J", 2);
    let untouched = fs::read(&ours).unwrap();
    let [base, ours_, theirs, out_] = [&base, &ours, &theirs, &out].map(|p| p.to_str().unwrap());
    let told = shell.call(&["merge", base, ours_, theirs, "-o", out_]);
    assert_eq!((told.status, told.out.as_str()), (0, ""), "{told:?}");
    assert!(told.err.starts_with("goodword: 1 field "), "{}", told.err);
    assert!(
        told.err.contains("people Dana Ortiz phone: kept 222")
            && told.err.contains(", the other was 111\n")
            && !told.err.contains('\u{1b}'),
        "{}",
        told.err
    );
    assert_eq!(fs::read(&ours).unwrap(), untouched);
    assert_eq!(book_at(&out).open_clashes(), 1);
    assert!(!shell.home.path().join("out.json.lock").exists());
    let refused = shell.refused(1, &["merge", base, ours_, theirs, "-o", out_]);
    assert!(refused.contains("already"), "{refused}");
    let told = shell.call(&["merge", base, ours_, theirs]);
    assert_eq!(told.status, 0, "{told:?}");
    assert_eq!(fs::read(&ours).unwrap(), fs::read(&out).unwrap());
    let kept = fs::read_dir(state(&shell).join("backups")).unwrap();
    let kept = kept.flatten().map(|entry| entry.file_name());
    assert!(
        kept.into_iter()
            .any(|name| name.to_string_lossy().ends_with("_merge.json"))
    );
}

#[test]
fn an_empty_base_brings_both_sides_together() {
    let (shell, theirs) = two_copies();
    let base = shell.home.path().join("base.json");
    fs::write(&base, "").unwrap();
    shell.done(&["add", OMAR]);
    add_to(&shell, &theirs, LENA);
    let ours = shell.path();
    let [base, ours_, theirs] = [&base, &ours, &theirs].map(|path| path.to_str().unwrap());
    let told = shell.call(&["merge", base, ours_, theirs]);
    assert_eq!(told.status, 0, "{told:?}");
    assert_eq!(names(&ours), ["Lena Falk", "Omar Haddad", "Priya Shah"]);
}

#[test]
fn a_side_that_is_no_book_leaves_all_as_it_is() {
    let (shell, copy) = two_copies();
    let ours = shell.path();
    let bad = shell.home.path().join("bad.json");
    let before = fs::read(&ours).unwrap();
    let [ours_, copy, bad_] = [&ours, &copy, &bad].map(|path| path.to_str().unwrap());
    for text in ["{\"half", "{\"some\": \"thing\"}", ""] {
        fs::write(&bad, text).unwrap();
        let said = shell.refused(1, &["merge", copy, ours_, bad_]);
        assert!(
            said.contains("THEIRS") && said.contains("bad.json"),
            "{said}"
        );
        shell.refused(1, &["merge", bad_]);
        if !text.is_empty() {
            let said = shell.refused(1, &["merge", bad_, ours_, copy]);
            assert!(said.contains("BASE"), "{said}");
        }
    }
    let said = shell.refused(1, &["merge", copy, ours_, "none.json"]);
    assert!(said.contains("none.json"), "{said}");
    shell.refused(1, &["merge", ours_]);
    shell.refused(2, &["merge", copy, ours_]);
    shell.refused(2, &["merge"]);
    shell.refused(2, &["merge", copy, "-o", bad_]);
    shell.refused(2, &["--sample", "merge", copy]);
    assert_eq!(fs::read(&ours).unwrap(), before);
}

#[test]
fn the_help_says_what_git_needs() {
    let help = Shell::new().done(&["merge", "--help"]);
    assert!(help.contains("book.json merge=goodword"), "{help}");
    assert!(
        help.contains("git config merge.goodword.driver 'goodword merge %O %A %B'"),
        "{help}"
    );
}

#[test]
fn what_could_not_be_saved_comes_back_and_the_next_start_is_silent() {
    let (shell, copy) = two_copies();
    add_to(&shell, &copy, LENA);
    give_phone(&copy, "222", 60_000);
    shell.done(&["add", OMAR]);
    let recovery = state(&shell).join("recovery-2026-11-20T101500.000Z.json");
    fs::copy(&copy, &recovery).unwrap();
    let home = shell.home.path().to_path_buf();
    let words = || {
        let env = |name: &str| {
            let folder = ["DATA", "STATE", "CONFIG"]
                .into_iter()
                .find(|folder| name == format!("XDG_{folder}_HOME"))?;
            Some(home.join(folder.to_lowercase()).into_os_string())
        };
        let places = Places::find(None, env, None).unwrap();
        let mut session = Session::open(&places, || Moment::now(None)).unwrap();
        session.poll().join("\n")
    };
    assert!(words().contains("goodword merge"));
    let told = shell.call(&["merge", recovery.to_str().unwrap()]);
    assert_eq!((told.status, told.err.as_str()), (0, ""), "{told:?}");
    assert!(
        told.out.starts_with("Merged: ") && told.out.contains(" new"),
        "{}",
        told.out
    );
    assert_eq!(
        names(&shell.path()),
        ["Lena Falk", "Omar Haddad", "Priya Shah"]
    );
    let book = shell.book();
    assert!(book.people.iter().any(|(_, person)| person.phone == "222"));
    assert!(!recovery.exists());
    let name = recovery.file_name().unwrap();
    assert!(state(&shell).join("backups").join(name).exists());
    assert_eq!(words(), "");
}

#[test]
fn a_copy_merged_twice_changes_nothing_the_second_time() {
    let (shell, copy) = two_copies();
    add_to(&shell, &copy, LENA);
    give_phone(&copy, "222", 50_000);
    shell.done(&["add", OMAR]);
    give_phone(&shell.path(), "111", 90_000);
    let path = copy.to_str().unwrap();
    let told = shell.call(&["merge", path]);
    assert_eq!(told.status, 0, "{told:?}");
    assert!(told.err.contains("kept 111, the other was 222"), "{told:?}");
    let once = fs::read(shell.path()).unwrap();
    let told = shell.call(&["merge", path]);
    assert_eq!((told.status, told.err.as_str()), (0, ""), "{told:?}");
    assert!(told.out.contains("nothing new"), "{told:?}");
    assert_eq!(fs::read(shell.path()).unwrap(), once);
    assert_eq!(shell.book().open_clashes(), 1);
    assert!(copy.exists());
}

#[test]
fn where_there_is_no_book_yet_a_copy_becomes_it() {
    let (shell, copy) = two_copies();
    fs::remove_file(shell.path()).unwrap();
    shell.done(&["merge", copy.to_str().unwrap()]);
    assert_eq!(names(&shell.path()), ["Priya Shah"]);
}
