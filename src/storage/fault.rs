//! What went wrong with a file, in words: the path first, the cause, what was kept, what to do.
//! Knows no book and no screen.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::refusal::Refusal;

/// A file that could not be read or saved. Shown as "path: cause; what was kept; what to do".
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}; {kept}; {}", path.display(), cause.way_out())]
pub struct Fault {
    pub path: PathBuf,
    pub cause: Cause,
    pub kept: Kept,
}

/// Why it did not happen.
#[derive(Debug)]
pub enum Cause {
    DiskFull,
    NoPermission,
    ReadOnlyDisk,
    /// The file itself carries the mark; whoever set it meant it.
    MarkedReadOnly,
    IsDirectory,
    /// A pipe, a socket, a device: reading it could block for ever.
    NotRegular,
    /// Some part of the path before the last is a file.
    UnderFile,
    LinkLoop,
    FolderGone,
    /// Bytes.
    TooLarge(u64),
    Damaged(Damage),
    /// It is text, but not that of a book: a place in it cannot be read.
    Unreadable(Refusal),
    /// Another program held the lock for all the time we waited.
    Locked,
    /// Something replaced the file again and again while we were saving.
    Restless,
    /// What came back from the disk is not what was written.
    Garbled,
    /// The outside change could not be taken in, for a reason of the book's own.
    Refused(Refusal),
    System(io::Error),
}

/// How a file that is there can be no book at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    Empty,
    /// How many bytes, all of them zero.
    Zeros(usize),
    /// The first place that is not text, counted from 1.
    NotText {
        line: usize,
        column: usize,
    },
}

/// What is on the disk after a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Only looked at.
    Untouched,
    /// The file as it was before the save.
    OldFile,
    /// There was no file and there is none.
    NoFile,
    /// The system would not say whether the new text took the place of the old; one of them is there, whole.
    OldOrNew,
}

impl Fault {
    /// The fault behind what the system answered about `path`.
    pub fn of(path: &Path, answer: io::Error, kept: Kept) -> Fault {
        Fault::new(path, Cause::of(answer), kept)
    }

    pub fn new(path: &Path, cause: Cause, kept: Kept) -> Fault {
        Fault {
            path: path.to_path_buf(),
            cause,
            kept,
        }
    }

    /// The same fault, met while saving.
    #[must_use]
    pub fn keeping(mut self, kept: Kept) -> Fault {
        self.kept = kept;
        self
    }

    /// Whether the file is there but can be no book, so that a backup is the way on.
    pub fn is_damage(&self) -> bool {
        matches!(self.cause, Cause::Damaged(_) | Cause::Unreadable(_))
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        let way_out = fault.cause.way_out();
        let Fault { path, cause, kept } = fault;
        Refusal::new(format!("{}: {cause}; {kept}", path.display())).or(way_out)
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
const LOOP: i32 = 40;
#[cfg(windows)]
const LOOP: i32 = 1921;
#[cfg(not(any(target_os = "linux", target_os = "android", windows)))]
const LOOP: i32 = 62;

impl Cause {
    /// The cause in what the system answered.
    pub fn of(answer: io::Error) -> Cause {
        use io::ErrorKind as Kind;
        // Rust has no stable kind for a loop of links.
        if answer.raw_os_error() == Some(LOOP) {
            return Cause::LinkLoop;
        }
        match answer.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => Cause::DiskFull,
            Kind::PermissionDenied => Cause::NoPermission,
            Kind::ReadOnlyFilesystem => Cause::ReadOnlyDisk,
            Kind::IsADirectory => Cause::IsDirectory,
            Kind::NotADirectory => Cause::UnderFile,
            Kind::NotFound => Cause::FolderGone,
            _ => Cause::System(answer),
        }
    }

    /// What to do about it.
    pub fn way_out(&self) -> String {
        let words = match self {
            Cause::DiskFull => "free some space",
            Cause::NoPermission => "see who owns the file and its folder",
            Cause::ReadOnlyDisk => "make the disk writable",
            Cause::MarkedReadOnly => "allow writing to it",
            Cause::IsDirectory => "name a file inside it",
            Cause::NotRegular => "name an ordinary file",
            Cause::UnderFile => "name a place inside a folder",
            Cause::LinkLoop => "point the link at a file",
            Cause::FolderGone => "put the folder back",
            Cause::TooLarge(_) => "see whether it is the right file",
            Cause::Damaged(_) => "open a backup, or put it in this place",
            Cause::Locked => "close the other program, or wait: it is tried again",
            Cause::Restless => "let the other program finish: it is tried again",
            Cause::Garbled => "look after the disk",
            Cause::Refused(refusal) | Cause::Unreadable(refusal) => {
                return refusal
                    .way_out
                    .clone()
                    .unwrap_or_else(|| "see what is in it".to_owned());
            }
            Cause::System(_) => "it can be tried again",
        };
        words.to_owned()
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::DiskFull => f.write_str("the disk is full"),
            Cause::NoPermission => f.write_str("the system does not permit it"),
            Cause::ReadOnlyDisk => f.write_str("the disk can only be read"),
            Cause::MarkedReadOnly => f.write_str("the file is marked read-only"),
            Cause::IsDirectory => f.write_str("this is a folder, not a book"),
            Cause::NotRegular => f.write_str("this is a pipe or a device, not a file"),
            Cause::UnderFile => f.write_str("a part of this path is a file, not a folder"),
            Cause::LinkLoop => f.write_str("the links go round in a circle"),
            Cause::FolderGone => f.write_str("the folder is not there"),
            Cause::TooLarge(bytes) => write!(f, "{} MB is more than a book can be", bytes >> 20),
            Cause::Damaged(damage) => damage.fmt(f),
            Cause::Locked => f.write_str("another program has been saving it for 5 seconds"),
            Cause::Restless => f.write_str("another program keeps changing it"),
            Cause::Garbled => f.write_str("the disk gave back other bytes than were written"),
            Cause::Refused(refusal) | Cause::Unreadable(refusal) => f.write_str(&refusal.why),
            Cause::System(answer) => write!(f, "the system says \"{answer}\""),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Damage::Empty => f.write_str("the file is damaged: it is empty"),
            Damage::Zeros(count) => {
                write!(
                    f,
                    "the file is damaged: it holds {count} zero bytes and nothing else"
                )
            }
            Damage::NotText { line, column } => write!(
                f,
                "the file is damaged: not text (UTF-8) at line {line}, column {column}"
            ),
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kept::Untouched => "nothing was changed",
            Kept::OldFile => "the file is as it was, without the latest changes",
            Kept::NoFile => "no file was made",
            Kept::OldOrNew => "the file is whole, with or without the latest changes",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn what_the_system_answers_is_said_in_plain_words() {
        let said = |code| {
            let answer = io::Error::from_raw_os_error(code);
            Fault::of(Path::new("/b/book.json"), answer, Kept::OldFile).to_string()
        };
        let words = [
            (28, "the disk is full"),
            (122, "the disk is full"),
            (13, "the system does not permit it"),
            (1, "the system does not permit it"),
            (30, "the disk can only be read"),
            (21, "this is a folder, not a book"),
            (20, "a part of this path is a file, not a folder"),
            (40, "the links go round in a circle"),
            (2, "the folder is not there"),
            (24, "the system says \"Too many open files"),
        ];
        for (code, words) in words {
            let said = said(code);
            assert!(
                said.starts_with(&format!("/b/book.json: {words}")),
                "{said}"
            );
            assert!(
                said.contains("; the file is as it was, without the latest changes; "),
                "{said}"
            );
        }
    }
}
