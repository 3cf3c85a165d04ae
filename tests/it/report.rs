//! The numbers told away from the screen: to read, to scripts, masked.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use serde_json::Value;

use crate::cli::{LINE, Shell, told};

const DAY: &str = "2026-11-21";

/// The report of the sample.
fn of_sample(args: &[&str]) -> String {
    on(DAY, args)
}

fn on(day: &str, args: &[&str]) -> String {
    let shell = Shell::new();
    let args = [&["--sample", "--today", day, "report"], args].concat();
    let told = told(&shell.command(&args).output().unwrap());
    assert_eq!((told.status, told.err.as_str()), (0, ""), "{told:?}");
    told.out
}

fn json_of_sample(args: &[&str]) -> Value {
    serde_json::from_str(&of_sample(&[&["--json"], args].concat())).unwrap()
}

fn keep(name: &str, said: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../screens");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, said));
}

#[test]
fn a_picture_of_the_report_and_of_its_json() {
    keep(
        "report",
        &of_sample(&["--by", "introduction", "--around", "2026-08-01"]),
    );
    keep("report_json", &a_row_a_line(&json_of_sample(&[])));
}

/// The JSON with a line for each key, and for each row of a list.
fn a_row_a_line(json: &Value) -> String {
    let mut said = String::new();
    for (key, value) in json.as_object().unwrap() {
        match value {
            Value::Array(rows) => {
                writeln!(said, "{key}:").unwrap();
                for row in rows {
                    writeln!(said, "  {row}").unwrap();
                }
            }
            other => writeln!(said, "{key}: {other}").unwrap(),
        }
    }
    said
}

const GROUPS: [&str; 8] = [
    "source",
    "level",
    "introduction",
    "channel",
    "category",
    "pillar",
    "map",
    "quarter",
];

#[test]
fn the_report_fits_eighty_columns_whatever_is_asked() {
    for group in GROUPS {
        for more in [
            &[][..],
            &["--given"],
            &["--masked"],
            &["--since", "2020-01-01"],
        ] {
            let args = [&["--by", group, "--around", "2026-08-01"], more].concat();
            let said = of_sample(&args);
            for line in said.lines() {
                assert!(line.chars().count() <= 80, "{line}");
                assert_eq!(line, line.trim_end());
            }
            assert!(said.contains(&format!("By {group}")), "{said}");
        }
    }
}

#[test]
fn the_words_and_the_json_say_the_same() {
    let (said, json) = (of_sample(&[]), json_of_sample(&[]));
    let head = format!(
        "{} referrals came in this time, {} of them open",
        json["n"], json["open"]
    );
    assert!(said.contains(&head), "{said}");
    let stages = json["stages"].as_array().unwrap();
    assert_eq!(stages.len(), 8);
    let check = &stages[2];
    let row = said
        .lines()
        .find(|line| line.starts_with("Check back "))
        .unwrap();
    let cells: Vec<String> = row.split_whitespace().skip(2).map(String::from).collect();
    let figures = ["n", "limit", "median", "p85"].map(|key| check[key].to_string());
    assert_eq!(cells[..4], figures, "{row}");
    let got = |rung: &str| json["funnel"][rung].as_u64().unwrap();
    assert!(got("won") <= got("proposed") && got("proposed") <= got("met"));
    let ended: u64 = json["ends"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["n"].as_u64().unwrap())
        .sum();
    let none = json["ends"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["ending"] == "not-a-referral");
    let none = none.map_or(0, |row| row["n"].as_u64().unwrap());
    assert_eq!(
        ended - none + json["open"].as_u64().unwrap(),
        json["n"].as_u64().unwrap()
    );
}

#[test]
fn over_the_limit_is_told_from_late() {
    let said = |day: &str| {
        on(day, &[])
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let planned =
        "2 are open there now, 2 over the limit but planned or set aside, so none is late.";
    assert!(said(DAY).contains(planned), "{}", said(DAY));
    let late = "2 are open there now, 2 over the limit, 1 late.";
    assert!(said("2026-12-01").contains(late), "{}", said("2026-12-01"));
}

#[test]
fn groups_of_the_json_are_the_whole() {
    for group in GROUPS {
        let json = json_of_sample(&["--by", group]);
        assert_eq!(json["by"]["group"], group);
        let rows = json["by"]["rows"].as_array().unwrap();
        let sum: u64 = rows.iter().map(|row| row["n"].as_u64().unwrap()).sum();
        assert_eq!(json["n"].as_u64(), Some(sum), "{group}");
        assert!(
            rows.iter()
                .all(|row| !row["key"].as_str().unwrap().is_empty())
        );
    }
}

#[test]
fn a_period_is_what_arrived_and_was_finished_in_it() {
    let year = json_of_sample(&[]);
    let autumn = json_of_sample(&["--since", "1 sep"]);
    let summer = json_of_sample(&["--since", "2026-06-01", "--until", "31 aug"]);
    assert_eq!(
        (&autumn["since"], &autumn["until"]),
        (&"2026-09-01".into(), &DAY.into())
    );
    assert_eq!(summer["until"], "2026-08-31");
    let n = |json: &Value| json["n"].as_u64().unwrap();
    assert!(n(&autumn) + n(&summer) < n(&year) && 0 < n(&autumn) && 0 < n(&summer));
    // What is open now is open in any period.
    assert_eq!(
        autumn["ages"].as_array().unwrap().len(),
        year["ages"].as_array().unwrap().len()
    );
}

#[test]
fn masked_it_names_nobody_and_tells_no_sum_and_no_word_of_mine() {
    let sample = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample.json"));
    let book: Value = serde_json::from_str(&sample.unwrap()).unwrap();
    let mut secrets = BTreeSet::new();
    for person in book["people"].as_object().unwrap().values() {
        secrets.insert(person["name"].as_str().unwrap().to_string());
    }
    for referral in book["referrals"].as_object().unwrap().values() {
        for word in [&referral["channel"], &referral["outcome"]["reason"]] {
            secrets.extend(word.as_str().filter(|it| 3 < it.len()).map(String::from));
        }
    }
    assert!(30 < secrets.len());
    for form in [&[][..], &["--json"]] {
        for group in ["source", "channel"] {
            let said = of_sample(&[&["--masked", "--by", group], form].concat());
            let open = of_sample(&[&["--by", group], form].concat());
            for secret in &secrets {
                assert!(!said.contains(secret.as_str()), "{secret} in {said}");
            }
            assert!(secrets.iter().any(|secret| open.contains(secret.as_str())));
            assert!(
                !said.contains("27.4k") && !said.contains(" EUR\""),
                "{said}"
            );
        }
    }
}

#[test]
fn the_page_about_the_command_line_describes_every_key_of_the_report() {
    let page =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/command-line.md")).unwrap();
    let json = json_of_sample(&["--by", "source", "--around", "2026-08-01"]);
    let given = json_of_sample(&["--given", "--since", "2020-01-01"]);
    let mut keys = BTreeSet::new();
    for json in [&json, &given] {
        collect(json, &mut keys);
    }
    assert!(60 < keys.len(), "{keys:?}");
    let missing: Vec<&String> = keys
        .iter()
        .filter(|key| !page.contains(&format!("`{key}`")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(json["version"], 2);
    for group in GROUPS {
        assert!(page.contains(&format!("`{group}`")), "{group}");
    }
}

fn collect(json: &Value, keys: &mut BTreeSet<String>) {
    match json {
        Value::Object(fields) => {
            for (key, value) in fields {
                keys.insert(key.clone());
                collect(value, keys);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| collect(row, keys)),
        _ => {}
    }
}

#[test]
fn the_report_is_narrowed_to_a_group_by_a_part_of_its_name() {
    let all = json_of_sample(&["--by", "source"]);
    let rows = all["by"]["rows"].as_array().unwrap();
    let dana = rows.iter().find(|row| row["key"] == "Dana Ortiz").unwrap();
    let only = json_of_sample(&["--only", "source=dana"]);
    assert_eq!(only["n"], dana["n"]);
    assert_eq!(only["only"][0]["key"], "Dana Ortiz");
    let both = json_of_sample(&["--only", "source=dana", "--only", "level=4-5"]);
    assert!(both["n"].as_u64() <= only["n"].as_u64());
    let said = of_sample(&["--only", "source=dana"]);
    assert!(said.contains("\nOnly Dana Ortiz\n"), "{said}");
    let masked = of_sample(&["--only", "source=dana", "--masked"]);
    assert!(!masked.contains("Dana"), "{masked}");
}

#[test]
fn the_parts_of_the_report_add_up_and_say_what_they_leave_out() {
    let (said, json) = (of_sample(&[]), json_of_sample(&[]));
    let n = |key: &Value| key.as_u64().unwrap();
    assert_eq!(n(&json["left"]["leads"]), 1);
    assert_eq!(n(&json["left"]["not_referrals"]), 1);
    for words in [
        "Left out: 1 lead and 1 that was no referral.",
        "13 open and 13 ended make the 26; what was no referral (1) is counted nowhere",
        "1 open lead is left out.",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    let weeks = json["weeks"].as_array().unwrap();
    for week in weeks {
        let stood: u64 = week["stood"].as_object().unwrap().values().map(n).sum();
        assert_eq!(stood, n(&week["open"]));
    }
    let bottleneck = &json["bottleneck"];
    let late = bottleneck["late"].as_array().unwrap().len();
    let open = usize::try_from(n(&bottleneck["open"])).unwrap();
    assert!(late <= open && bottleneck["over_now"].as_array().unwrap().len() <= open);
}

#[test]
fn a_level_and_a_version_are_narrowed_to_by_their_number() {
    for (asked, group) in [
        ("level=9", "level 8-10"),
        ("level=2", "level 2-3"),
        ("map=1", "map 1"),
    ] {
        let said = of_sample(&["--only", asked]);
        assert!(said.contains(&format!("Only {group}\n")), "{said}");
    }
    let shell = Shell::new();
    let said = shell.refused(1, &["--sample", "report", "--only", "level=12"]);
    assert!(said.contains("No referral has level “12”"), "{said}");
}

#[test]
fn masked_it_lists_no_name_to_choose_from() {
    let shell = Shell::new();
    for asked in ["source=a", "channel=a"] {
        let said = shell.refused(1, &["--sample", "--masked", "report", "--only", asked]);
        for name in ["Dana", "Ortiz", "Tariq", "Joan", "mail"] {
            assert!(!said.contains(name), "{said}");
        }
    }
}

#[test]
fn two_people_of_one_name_are_told_apart_by_their_companies() {
    let shell = Shell::new();
    for line in ["Ann Lee from Omar Haddad", "Bob Roy from Uma Stone"] {
        shell.done(&["add", line]);
    }
    let text = fs::read_to_string(shell.path()).unwrap();
    let (first, rest) = text.split_once("\"Omar Haddad\"").unwrap();
    let text = format!("{first}\"Omar Haddad\", \"company\": \"North\"{rest}").replace(
        "\"Uma Stone\"",
        "\"Omar Haddad\", \"company\": \"South Yards\"",
    );
    fs::write(shell.path(), text).unwrap();
    let said = shell.refused(1, &["report", "--only", "source=omar haddad"]);
    assert!(
        said.contains("Omar Haddad (North) or Omar Haddad (South Yards)"),
        "{said}"
    );
    let said = shell.done(&["report", "--only", "source=omar haddad (south yards)"]);
    assert!(said.contains("1 referral came in this time"), "{said}");
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_way_out() {
    let shell = Shell::new();
    for (args, way_out) in [
        (&["report", "--by", "colour"][..], "introduction"),
        (&["report", "--only", "dana"], "write source=NAME"),
        (&["report", "--only", "colour=red"], "introduction"),
        (&["report", "--since", "12 nov 10:00"], "a day alone"),
        (&["report", "--since", "soonish"], ""),
        (
            &["report", "--today", "2026-11-21", "--since", "2026-12-24"],
            "up to today",
        ),
        (
            &["report", "--since", "2026-10-01", "--until", "2026-09-01"],
            "--since comes first",
        ),
    ] {
        let said = shell.refused(2, args);
        assert!(said.contains(way_out), "{said}");
    }
    let said = shell.refused(1, &["--file", "/no/such/book.json", "report"]);
    assert!(said.contains("There is no book"), "{said}");
}

#[test]
fn a_book_without_referrals_says_so_and_a_single_one_is_told() {
    let shell = Shell::new();
    let said = shell.done(&["report"]);
    assert!(said.contains("No referral came in this time."), "{said}");
    let json: Value = serde_json::from_str(&shell.done(&["report", "--json"])).unwrap();
    assert_eq!((&json["n"], &json["bottleneck"]), (&0.into(), &Value::Null));
    assert!(!shell.path().exists(), "looking makes no book");
    shell.done(&["add", LINE]);
    let said = shell.done(&["report"]);
    assert!(
        said.contains("1 referral came in this time, 1 of them open"),
        "{said}"
    );
    let said = shell.done(&["report", "--given"]);
    assert!(
        said.contains("No referral was given in this time."),
        "{said}"
    );
}
