//! What the README shows is what the program has: its key table and its picture are made from it.
//! `BLESS=1 cargo test readme` writes them anew.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use std::fs;

use goodword::ui::command::{Group, ROWS};
use goodword::ui::keys;

use super::svg;

fn held(path: &str, wanted: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, wanted).unwrap();
    }
    let there = fs::read_to_string(path).unwrap_or_default();
    assert!(
        there == wanted,
        "{path} is out of date; BLESS=1 cargo test readme writes it anew"
    );
}

/// The key table: a row a command that has a key, by what it belongs to.
fn key_table() -> String {
    let mut table = String::from("| | keys | |\n| --- | --- | --- |\n");
    for group in Group::ALL {
        let rows = ROWS
            .iter()
            .filter(|row| row.group == group && !row.keys.is_empty());
        for (n, row) in rows.enumerate() {
            let heading = if n == 0 {
                format!("**{}**", group.title())
            } else {
                String::new()
            };
            let keys: Vec<String> = row
                .keys
                .split(' ')
                .map(|key| format!("`{}`", keys::shown(key)))
                .collect();
            table += &format!("| {heading} | {} | {} |\n", keys.join(" "), row.help);
        }
    }
    table
}

#[test]
fn the_key_table_of_the_readme_is_that_of_the_program() {
    let readme = fs::read_to_string("README.md").unwrap();
    let (open, close) = (
        "<!-- keys: written by the command table, held by a test -->\n",
        "<!-- /keys -->",
    );
    let (head, rest) = readme
        .split_once(open)
        .expect("the README has a place for the keys");
    let (_, tail) = rest
        .split_once(close)
        .expect("the place for the keys has an end");
    held(
        "README.md",
        &format!("{head}{open}{}{close}{tail}", key_table()),
    );
}

#[test]
fn the_picture_of_the_readme_is_a_frame_of_the_program() {
    let mut desk = super::desk::sample();
    desk.keys("1j");
    held("docs/home.svg", &svg::picture(desk.buffer()));
}

/// Every file of a folder and of those in it.
fn texts(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            found.push(text);
        }
    }
    found
}

#[test]
fn only_verbs_that_there_are_are_spoken_of() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = texts(&root.join("src"));
    all.extend(texts(&root.join("docs")));
    for page in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        all.push(std::fs::read_to_string(root.join(page)).unwrap());
    }
    // “start goodword again” is no verb.
    let verbs: BTreeSet<&str> = all
        .iter()
        .flat_map(|text| text.split("goodword ").skip(1))
        .map(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_lowercase());
            &rest[..end.unwrap_or(rest.len())]
        })
        .filter(|verb| !verb.is_empty())
        .collect();
    for verb in verbs.into_iter().filter(|verb| *verb != "again") {
        let help = Command::new(env!("CARGO_BIN_EXE_goodword"))
            .args([verb, "--help"])
            .output();
        assert!(help.unwrap().status.success(), "{verb}");
    }
}

#[test]
fn every_test_that_the_page_on_the_method_names_exists() {
    let page = include_str!("../../docs/method.md");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    let mut folders = vec![root.join("src"), root.join("tests/it")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                code += &fs::read_to_string(path).unwrap();
            }
        }
    }
    let mut named = 0;
    for row in page.lines().filter(|line| line.starts_with("| ")).skip(2) {
        let shown = row.rsplit('|').nth(1).unwrap();
        let tests: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "no test shows {row}");
        for test in tests {
            assert!(
                code.contains(&format!("fn {test}(")),
                "there is no test {test}"
            );
            named += 1;
        }
    }
    assert!(50 < named, "{named}");
}
