//! The rules of the house: who may use whom, silent rooms, lengths of files, words of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms that it may walk into.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("history", &["domain"]),
    ("insight", &["domain"]),
    ("letters", &["domain"]),
    ("exchange", &["domain"]),
    ("capture", &["domain"]),
    ("storage", &["domain"]),
    ("sample", &["domain"]),
    ("session", &["domain", "history", "storage"]),
    (
        "ui",
        &[
            "domain", "insight", "letters", "exchange", "capture", "history", "session", "sample",
            "storage",
        ],
    ),
    (
        "cli",
        &[
            "domain", "insight", "letters", "exchange", "capture", "history", "session", "sample",
            "storage", "ui",
        ],
    ),
];

/// Rooms that read no clock, file, environment or chance, and know no terminal.
const SILENT: &[&str] = &[
    "domain", "insight", "letters", "exchange", "capture", "history", "sample",
];
const NEVER_IN_SILENT: &[&str] = &[
    "ratatui",
    "crossterm",
    "std::fs",
    "std::env",
    "std::process",
    "std::thread",
    "std::net",
    "Local::now",
    "Utc::now",
    "SystemTime",
    "Instant",
    "new_v4",
    "tempfile",
];

/// Nothing anywhere opens a connection.
const NEVER: &[&str] = &["std::net", "TcpStream", "UdpSocket"];
const LONGEST: usize = 500;

#[test]
fn rooms_only_open_downwards() {
    let mut faults = Vec::new();
    for (room, doors) in ROOMS {
        for (path, text) in files_of(room) {
            for line in code(&text).filter(|line| !line.trim_start().starts_with("//")) {
                for (other, _) in ROOMS {
                    if other != room && !doors.contains(other) && names_room(line, other) {
                        faults.push(format!(
                            "{} walks into {other}: {}",
                            path.display(),
                            line.trim()
                        ));
                    }
                }
                let never = NEVER
                    .iter()
                    .chain(NEVER_IN_SILENT.iter().filter(|_| SILENT.contains(room)));
                for word in never.filter(|word| line.contains(**word)) {
                    faults.push(format!("{} names {word}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn names_room(line: &str, room: &str) -> bool {
    line.contains(&format!("crate::{room}::")) || line.contains(&format!("goodword::{room}::"))
}

#[test]
fn every_file_is_in_a_room_and_says_what_it_is() {
    let mut faults = Vec::new();
    for path in all_files(Path::new("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix("src").unwrap();
        let first = name
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        let room = first.trim_end_matches(".rs");
        if !["lib", "main"].contains(&room) && !ROOMS.iter().any(|(known, _)| *known == room) {
            faults.push(format!("{} is in no room", path.display()));
        }
        if !text.starts_with("//!") {
            faults.push(format!("{} does not say what it is", path.display()));
        }
        if path.file_name().is_some_and(|name| name == "mod.rs") {
            faults.push(format!("{} is a mod.rs", path.display()));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn files_stay_short() {
    let mut faults = Vec::new();
    for path in ["src", "tests", "examples", "benches"]
        .map(Path::new)
        .into_iter()
        .flat_map(all_files)
    {
        let text = fs::read_to_string(&path).unwrap();
        let lines = code(&text).count();
        if LONGEST < lines {
            faults.push(format!("{} has {lines} lines; split it", path.display()));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn nothing_is_left_to_be_written() {
    let marks = [
        "todo!(",
        "unimplemented!(",
        concat!("FIX", "ME"),
        concat!("TO", "DO"),
    ];
    let mut faults = Vec::new();
    for path in ["src", "tests", "examples", "benches"]
        .map(Path::new)
        .into_iter()
        .flat_map(all_files)
    {
        if path.ends_with("house.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for mark in marks.iter().filter(|mark| text.contains(**mark)) {
            faults.push(format!("{} says {mark}", path.display()));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The lines before the unit tests.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
}

fn files_of(room: &str) -> Vec<(PathBuf, String)> {
    let src = Path::new("src");
    let mut paths = all_files(&src.join(room));
    let alone = src.join(format!("{room}.rs"));
    if alone.exists() {
        paths.push(alone);
    }
    assert!(!paths.is_empty(), "there is no room called {room}");
    paths
        .into_iter()
        // Compiled for unit tests alone, like what stands after `#[cfg(test)]`.
        .filter(|path| !path.ends_with("trial.rs"))
        .map(|path| (path.clone(), fs::read_to_string(&path).unwrap()))
        .collect()
}

fn all_files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
