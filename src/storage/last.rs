//! A note of what was last saved, kept apart from the book, so that what happened to it between two runs is noticed.
//! Knows hashes, times and counts, no record.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::book::{Book, TableName};
use crate::storage::disk::{Disk, Step};
use crate::storage::fingerprint::Hash;

/// Where the note lies.
#[derive(Clone, Debug)]
pub struct Last {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Note {
    hash: String,
    at: DateTime<Utc>,
    records: usize,
}

impl Last {
    pub fn at(path: impl Into<PathBuf>) -> Last {
        Last { path: path.into() }
    }

    /// Notes a save. Not synced, and nothing depends on it: without it, an outside change is merely not told.
    pub fn note<D: Disk>(&self, disk: &D, hash: Hash, at: DateTime<Utc>, book: &Book) {
        let note = Note {
            hash: hash.to_string(),
            at,
            records: count(book),
        };
        let Ok(text) = serde_json::to_vec(&note) else {
            return;
        };
        let _ = disk.call(Step::Write, &self.path, || {
            let mut options = OpenOptions::new();
            options.create(true).truncate(true).write(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::OpenOptionsExt;
                options.mode(0o600);
            }
            options.open(&self.path)?.write_all(&text)
        });
    }

    /// What to tell of a book with this hash: nothing when it is the one saved last.
    pub fn compare<D: Disk>(&self, disk: &D, hash: Hash, book: &Book) -> Option<String> {
        let read = disk.call(Step::Read, &self.path, || std::fs::read(&self.path));
        let note: Note = serde_json::from_slice(&read.ok()?).ok()?;
        if note.hash == hash.to_string() {
            return None;
        }
        let at = note.at.timestamp_millis();
        let (mut new, mut changed) = (0, 0);
        for (created, updated) in book.times() {
            if at < created {
                new += 1;
            } else if at < updated {
                changed += 1;
            }
        }
        let lost = (note.records + new).saturating_sub(count(book));
        let counts = [(changed, "changed"), (new, "new"), (lost, "fewer")];
        let counts: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let what = if counts.is_empty() {
            "not by Goodword".into()
        } else {
            counts.join(", ")
        };
        let at = note.at.with_timezone(&chrono::Local);
        Some(format!(
            "The book was changed outside since {}: {what}",
            at.format("%a %-d %b %H:%M")
        ))
    }
}

fn count(book: &Book) -> usize {
    TableName::ALL.iter().map(|table| book.count(*table)).sum()
}
