//! What is due, told away from the screen: as a list, in one line, to scripts.

use std::fs;

use chrono::NaiveDate;
use goodword::domain::id::Id;
use goodword::domain::introduction::{Introduction, Method, State};
use goodword::domain::promise::{By, Promise};
use goodword::insight::coming::What;
use goodword::storage::schema;
use serde_json::Value;

use crate::cli::{LINE, Shell, told};
use crate::desk;

#[test]
fn what_is_due_in_a_named_book_that_is_not_there_is_refused() {
    let shell = Shell::new();
    for args in [&[][..], &["--short"], &["--json"]] {
        let args = [&["--file", "/no/such/book.json", "due"], args].concat();
        let said = shell.refused(1, &args);
        assert!(
            said.contains("There is no book at /no/such/book.json"),
            "{said}"
        );
    }
}

#[test]
fn what_is_due_is_told_in_words_in_a_line_and_to_scripts() {
    let shell = Shell::new();
    assert_eq!(shell.done(&["due"]), "Nothing is due today.\n");
    assert_eq!(
        shell.done(&["due", "--short"]),
        "",
        "a prompt stays as it is"
    );
    let json: Value = serde_json::from_str(&shell.done(&["due", "--json"])).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"version": 1, "today": "2026-11-23", "due": []})
    );
    assert!(!shell.path().exists(), "looking makes no book");
    shell.done(&["add", LINE]);
    let friday = |args: &[&str]| {
        let told = told(
            &shell
                .command(&[&["--today", "2026-11-27", "due"], args].concat())
                .output()
                .unwrap(),
        );
        assert_eq!(told.status, 0, "{told:?}");
        told.out
    };
    let said = friday(&[]);
    assert!(
        said.contains("Dana Ortiz") && said.contains("10:00"),
        "{said}"
    );
    let line = friday(&["--short"]);
    assert!(
        line.starts_with("1 owed: Dana Ortiz: call Dana about Priya"),
        "{line}"
    );
    assert!(
        line.ends_with('\n') && line.trim_end().chars().count() <= 60,
        "{line}"
    );
    let json: Value = serde_json::from_str(&friday(&["--json"])).unwrap();
    assert_eq!(json["version"], 1);
    let first = &json["due"][0];
    assert_eq!(first["due"], "2026-11-27");
    assert_eq!(first["time"], "10:00");
    for field in ["key", "rule", "voice", "who", "what", "why", "late", "more"] {
        assert!(!first[field].is_null(), "{field} in {first}");
    }
    let masked = told(
        &shell
            .command(&["--today", "2026-11-27", "--masked", "due"])
            .output()
            .unwrap(),
    );
    assert!(
        !masked.out.contains("Dana") && !masked.out.contains("Priya"),
        "{masked:?}"
    );
}

#[test]
fn whoever_only_asks_leaves_nothing_behind() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let other = Shell::new();
    fs::copy(shell.path(), other.home.path().join("mine.json")).unwrap();
    let before = fs::read(other.home.path().join("mine.json")).unwrap();
    for args in [
        &["due"][..],
        &["due", "--short"],
        &["brief", "Dana"],
        &["export", "ics"],
    ] {
        other.done(&[&["--file", "mine.json"], args].concat());
    }
    assert_eq!(fs::read_dir(other.home.path()).unwrap().count(), 1);
    assert_eq!(
        fs::read(other.home.path().join("mine.json")).unwrap(),
        before
    );
    fs::write(
        other.home.path().join("mine.json"),
        &before[..before.len() / 2],
    )
    .unwrap();
    let said = other.refused(1, &["--file", "mine.json", "due"]);
    assert!(
        said.contains("the file is damaged: it ends too early"),
        "{said}"
    );
}

#[test]
fn what_comes_within_the_week_is_told_where_it_is_wanted() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let said = shell.done(&["due", "--week"]);
    let (due, week) = said.split_once("Within the week:\n").unwrap();
    assert!(!due.contains("10:00"), "{said}");
    assert_eq!(week, "Fri 27    10:00  call Dana about Priya Shah\n");
    let json: Value = serde_json::from_str(&shell.done(&["due", "--week", "--json"])).unwrap();
    let friday = serde_json::json!({
        "kind": "next", "who": "Dana Ortiz", "what": "call Dana about Priya Shah",
        "on": "2026-11-27", "time": "10:00",
    });
    assert_eq!(json["coming"], serde_json::json!([friday]));
    // On its day, and on the working day before, it is due and comes no more.
    for day in ["2026-11-26", "2026-11-27"] {
        let command = ["--today", day, "due", "--week"];
        let said = told(&shell.command(&command).output().unwrap()).out;
        assert!(said.contains("call Dana") || said.contains("+1"), "{said}");
        assert!(
            said.ends_with("Nothing has a day within the week.\n"),
            "{said}"
        );
    }
    shell.refused(2, &["due", "--short", "--week"]);
}

#[test]
fn the_week_begins_today_and_says_nothing_twice() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let mut book = shell.book();
    let today = shell_day(23);
    let mut people = book.people.iter();
    let (dana, _) = people.find(|(_, it)| it.name == "Dana Ortiz").unwrap();
    // Theirs is asked for on the day after; mine is due.
    for (n, by, what) in [(1, By::Them, "the list"), (2, By::Me, "the offer")] {
        let promise = Promise {
            by,
            person: Some(dana),
            what: what.into(),
            due: Some(today),
            ..Promise::default()
        };
        book.promises.put(Id::fixed(n), promise, 1);
    }
    // A lunch by which the two are introduced, while a call is what comes next.
    let (referral, _) = book.referrals.iter().next().unwrap();
    book.referrals.edit(referral, 1, |it| {
        it.introduction = Some(Introduction {
            method: Method::Lunch,
            state: State::Planned,
            on: Some(today),
            ..Introduction::default()
        });
    });
    let mut bytes = Vec::new();
    schema::write(&book, &mut bytes).unwrap();
    fs::write(shell.path(), bytes).unwrap();
    let said = shell.done(&["due", "--week"]);
    let (due, week) = said.split_once("Within the week:\n").unwrap();
    assert!(week.contains("the list"), "{said}");
    assert!(
        !week.contains("the offer") && !week.contains("lunch"),
        "{said}"
    );
    assert!(due.contains("the offer") || due.contains('+'), "{said}");
    let json: Value = serde_json::from_str(&shell.done(&["due", "--json"])).unwrap();
    assert_eq!(json["due"][0]["more"], 1, "the lunch and the offer");
}

fn shell_day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

#[test]
fn the_page_about_the_command_line_describes_every_field() {
    let page = fs::read_to_string("docs/command-line.md").unwrap();
    let shell = Shell::new();
    let args = [
        "--sample",
        "--today",
        "2026-11-21",
        "due",
        "--json",
        "--week",
    ];
    let out = told(&shell.command(&args).output().unwrap()).out;
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["version"], 1);
    for rows in ["due", "coming"] {
        assert!(page.contains(&format!("`{rows}`")), "{rows}");
        for (field, _) in json[rows][0].as_object().unwrap() {
            let is_there = page.contains(&format!("\"{field}\":"));
            assert!(is_there, "{field} of {rows}");
        }
    }
    for what in [
        What::Appointment,
        What::Next,
        What::Introduction,
        What::ReferralMeeting,
        What::Again,
        What::Promise,
        What::Promised,
        What::Answer,
        What::Wakes,
        What::Contact,
    ] {
        assert!(page.contains(&format!("`{}`", what.word())), "{what:?}");
    }
}

#[test]
fn one_line_counts_the_groups_and_fits_a_status_bar() {
    let shell = Shell::new();
    let sample = |args: &[&str]| {
        let args = [&["--sample", "--today", "2026-11-21", "due"], args].concat();
        told(&shell.command(&args).output().unwrap()).out
    };
    let json: Value = serde_json::from_str(&sample(&["--json"])).unwrap();
    let rows = json["due"].as_array().unwrap();
    let count = |group: &str| rows.iter().filter(|row| row["group"] == group).count();
    let line = sample(&["--short"]);
    let (owed, moving) = (count("owed"), count("moving"));
    let keep = count("relationships");
    assert!(0 < keep, "{rows:?}");
    let counts = format!("{owed} owed, {moving} to move, {keep} to keep");
    assert!(line.starts_with(&counts), "{line}");
    assert!(line.trim_end().chars().count() <= 60, "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
}

#[test]
fn what_is_due_comes_group_by_group_as_on_the_screen() {
    let shell = Shell::new();
    let args = ["--sample", "--today", "2026-11-21", "due", "--json"];
    let json: Value =
        serde_json::from_str(&told(&shell.command(&args).output().unwrap()).out).unwrap();
    let place = |row: &Value| {
        let groups = ["owed", "moving", "relationships", "ahead"];
        groups
            .iter()
            .position(|group| row["group"] == *group)
            .unwrap()
    };
    let places: Vec<usize> = json["due"].as_array().unwrap().iter().map(place).collect();
    assert!(places.is_sorted(), "{places:?}");
    let mut desk = desk::sample();
    desk.resize(120, 36);
    desk.keys("4z");
    for (n, title) in ["Owed", "Keep moving", "Relationships"].iter().enumerate() {
        let count = places.iter().filter(|place| **place == n).count();
        assert!(
            desk.shows(&format!("{title} {count}  ")),
            "{title} {count}: {}",
            desk.text()
        );
    }
}

#[test]
fn the_sample_can_be_asked_too_and_leaves_no_file() {
    let shell = Shell::new();
    let told = told(
        &shell
            .command(&["--sample", "due", "--json"])
            .output()
            .unwrap(),
    );
    let json: Value = serde_json::from_str(&told.out).unwrap();
    assert!(!json["due"].as_array().unwrap().is_empty(), "{told:?}");
    assert_eq!(fs::read_dir(shell.home.path()).unwrap().count(), 0);
}
