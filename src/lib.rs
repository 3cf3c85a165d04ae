//! Goodword keeps a book of referrals: who put in a good word, for whom, and what is owed for it.
//!
//! This page is the floor plan. A room may use the ones above it on this page, never one below;
//! `tests/it/house.rs` holds the house to it, and `ARCHITECTURE.md` says why.

/// What a referral practice is made of. No terminal, file, clock, environment or randomness.
pub mod domain {
    pub mod action;
    pub mod book;
    mod change;
    pub mod day;
    pub mod event;
    pub mod id;
    pub mod merge;
    pub mod money;
    pub mod name;
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

/// Questions of the book and the day. Facts, never text for a screen.
pub mod insight {
    pub mod practice;
}

/// Words typed by a person, read as dates and as referrals.
pub mod capture {
    pub mod almanac;
    pub mod clock;
    pub mod date;
    pub mod line;
}

/// Files: saving, reading, backups, locks, paths. Knows the book, never the screen.
pub mod storage {
    pub mod backup;
    pub mod file;
    pub mod paths;
}

/// A book that is open: the screen and the shell both work through it.
pub mod session;

/// The terminal. Nothing above knows it.
pub mod ui {
    pub mod app;
    pub mod canvas;
    pub mod command;
    pub mod effect;
    pub mod keys;
    pub mod layer;
    pub mod mask;
    pub mod open;
    pub mod terminal;
    pub mod theme;

    /// What several screens draw with.
    pub mod parts {
        pub mod chrome;
        pub mod field;
        pub mod fieldview;
        pub mod list;
        pub mod people;
        mod typing;
        pub mod values;
    }

    /// Pages that fill the screen.
    pub mod screens {
        pub mod home;
        pub mod page;
    }

    /// What opens on top of a page.
    pub mod dialogs {
        pub mod capture;
        pub mod confirm;
        pub mod find;
        pub mod form;
        pub mod help;
        pub mod menu;
        pub mod sources;

        /// The forms: which fields they have and what becomes of them.
        pub mod specs {
            pub mod all;
            pub mod aside;
            #[cfg(test)]
            pub mod desk;
            pub mod given;
            pub mod happened;
            pub mod level;
            pub mod outcome;
            pub mod person;
            pub mod plan;
            pub mod referral;
            pub mod settings;
            pub mod spec;
        }
    }
}
