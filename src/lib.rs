//! Goodword keeps a book of referrals: who put in a good word, for whom, and what is owed for it.
//!
//! This page is the floor plan. A room may use the ones above it on this page, never one below;
//! `tests/it/house.rs` holds the house to it, and `ARCHITECTURE.md` says why.

/// What a referral practice is made of. No terminal, file, clock, environment or randomness.
pub mod domain {
    pub mod action;
    pub mod book;
    mod change;
    pub mod event;
    pub mod id;
    pub mod merge;
    pub mod money;
    pub mod person;
    pub mod process;
    mod progress;
    pub mod promise;
    pub mod record;
    pub mod referral;
    pub mod refusal;
    pub mod settings;
    pub mod stage;
    pub mod steps;
    pub mod table;
    pub mod text;
}

/// The only door through which the book changes, and the way back.
pub mod history;

/// Questions asked of the book as of a day; the answers are facts, never text for a screen.
pub mod insight {
    mod agenda;
    pub mod index;
    mod keeping;
    pub mod nudge;
    pub mod practice;
    mod ranked;
    pub mod relation;
    mod rules;
    pub mod search;
    pub mod standing;
    pub mod timeline;
    #[cfg(test)]
    mod trial;
    pub mod twins;
}

/// Words typed by a person, read as dates and as referrals.
pub mod capture {
    pub mod date;
    pub mod line;
}

/// Files: saving, reading, backups, locks, paths. Knows the book, never the screen.
pub mod storage {
    pub mod backup;
    pub mod file;
    pub mod paths;
}

/// The terminal. Nothing above knows it.
pub mod ui {
    pub mod terminal;
}
