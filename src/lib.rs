//! Goodword keeps a book of referrals: who put in a good word, for whom, and what is owed for it.
//!
//! This page is the floor plan. A room may use the ones above it on this page, never one below;
//! `tests/it/house.rs` holds the house to it, and `ARCHITECTURE.md` says why.

/// What a referral practice is made of. No terminal, file, clock, environment or randomness.
pub mod domain {
    pub mod currency;
    pub mod day;
    pub mod id;
    pub mod money;
    pub mod name;
    pub mod refusal;
    pub mod text;
}

/// Words typed by a person, read as dates and as referrals.
pub mod capture {
    pub mod almanac;
    pub mod clock;
    pub mod date;
    pub mod line;
    pub mod reading;
    pub mod tokens;
    pub mod words;
    pub mod written;
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
