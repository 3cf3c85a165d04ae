//! The real program and a book that outlives it. Knows how both are started and looked at, and no keys.

use std::fs;
use std::path::{Path, PathBuf};

use goodword::domain::book::Book;
use tempfile::TempDir;

use crate::pty::{Pty, Start};

/// A line that says a bit of everything.
pub const LINE: &str = "Priya Shah (ARC) from Dana Ortiz, web shop 12k L3 call fri 10:00";

/// A book that outlives the programs that open it.
pub struct Kept {
    pub folder: TempDir,
}

impl Kept {
    pub fn new() -> Kept {
        Kept {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("books/book.json")
    }

    /// On Monday 23 November 2026.
    fn args(&self) -> Vec<String> {
        let path = self.path();
        let args = ["--file", path.to_str().unwrap(), "--today", "2026-11-23"];
        args.map(String::from).to_vec()
    }

    pub fn start(&self) -> Start {
        let args = self.args();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        self.at_home(Start::goodword(&args))
    }

    /// In a shell that knows about jobs, where the program is `"$@"`.
    pub fn start_in(&self, script: &str) -> Start {
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
    pub fn open(&self) -> Pty {
        let pty = self.start().run();
        pty.wait_for("? help");
        pty
    }

    /// Captures lines away from the screen.
    pub fn add(&self, lines: &[&str]) {
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
    pub fn block(&self) {
        let folder = self.folder.path().join("books");
        fs::rename(&folder, self.folder.path().join("away")).unwrap();
        fs::write(&folder, "in the way").unwrap();
    }

    pub fn unblock(&self) {
        let folder = self.folder.path().join("books");
        fs::remove_file(&folder).unwrap();
        fs::rename(self.folder.path().join("away"), &folder).unwrap();
    }

    pub fn book(&self) -> Book {
        book_at(&self.path())
    }
}

pub fn book_at(path: &Path) -> Book {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Waits until something was said and everything is on the disk.
#[track_caller]
pub fn wait_until_saved(pty: &Pty, said: &str) {
    pty.wait_until(&format!("{said}, saved"), |screen| {
        screen.contains(said) && screen.contains("✓ saved")
    });
}

#[track_caller]
pub fn quit(mut pty: Pty) {
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0, "{}", pty.screen());
    pty.assert_given_back();
}
