//! Goodword keeps a book of referrals: who put in a good word, for whom, and what is owed for it.
//!
//! This page is the floor plan. A room may use the ones above it on this page, never one below;
//! `tests/it/house.rs` holds the house to it, and `ARCHITECTURE.md` says why.

/// What a referral practice is made of. No terminal, file, clock, environment or randomness.
pub mod domain {
    pub mod action;
    pub mod adding;
    mod arrival;
    pub mod book;
    mod change;
    pub mod clashes;
    pub mod client;
    pub mod currency;
    pub mod day;
    mod deleting;
    pub mod event;
    pub mod expectation;
    pub mod facts;
    pub mod forgetting;
    pub mod id;
    pub mod introducing;
    pub mod introduction;
    pub mod lineage;
    pub mod lines;
    pub mod mapping;
    pub mod merge;
    pub mod method;
    pub mod money;
    pub mod name;
    pub mod naming;
    pub mod person;
    pub mod pillars;
    pub mod problem;
    pub mod process;
    mod progress;
    pub mod promise;
    pub mod record;
    pub mod referral;
    pub mod refusal;
    pub mod relation;
    pub mod review;
    pub mod route;
    pub mod settings;
    pub mod silencing;
    pub mod stage;
    pub mod steps;
    pub mod table;
    pub mod team;
    pub mod text;
    mod uniting;
    mod unnaming;
    mod walk;
}

/// The only door through which the book changes, and the way back.
pub mod history;

/// A lived-in practice to look around in.
pub mod sample;

/// Questions asked of the book as of a day; the answers are facts, never text for a screen.
pub mod insight {
    pub mod acquaintance;
    mod agenda;
    pub mod approach;
    pub mod building;
    pub mod cadence;
    pub mod category;
    pub mod checklist;
    pub mod client;
    pub mod coming;
    pub mod evidence;
    pub mod facets;
    /// The numbers of the process.
    pub mod flow {
        pub mod ageing;
        mod asked;
        pub mod astray;
        pub mod bottleneck;
        pub mod clients;
        pub mod compare;
        mod course;
        pub mod figure;
        pub mod figures;
        pub mod forecast;
        mod keys;
        mod mover;
        pub mod slice;
        mod steps;
        mod tally;
        pub mod weeks;
        pub mod whole;
    }
    pub mod friction;
    pub mod giving;
    mod growing;
    pub mod index;
    pub mod introduction;
    mod keeping;
    mod known;
    pub mod ledger;
    pub mod levels;
    pub mod lineage;
    pub mod matching;
    pub mod matters;
    pub mod month;
    pub mod now;
    pub mod nudge;
    mod owed;
    pub mod pillars;
    pub mod practice;
    pub mod process;
    mod ranked;
    pub mod readiness;
    pub mod relation;
    pub mod review;
    pub mod reviewed;
    mod rules;
    pub mod search;
    pub mod since;
    mod span;
    pub mod spoken;
    pub mod standing;
    pub mod strategy;
    pub mod timeline;
    #[cfg(test)]
    mod trial;
    pub mod twins;
    pub mod untouched;
    mod update;
    pub mod wearying;
    pub mod weights;
}

/// Letters and messages, made of templates and facts. Knows no screen and no file.
pub mod letters {
    pub mod compose;
    pub mod facts;
    pub mod template;
}

/// What other programs read. Knows their formats, and neither files nor what is in a book.
pub mod exchange {
    pub mod calendar;
}

/// Words typed by a person, read as dates and as referrals.
pub mod capture {
    pub mod almanac;
    pub mod carried;
    pub mod clock;
    pub mod date;
    pub mod line;
    pub mod names;
    pub mod reading;
    pub mod resolve;
    pub mod tokens;
    pub mod words;
    pub mod written;
}

/// Files: saving, reading, backups, locks, paths. Knows the book, never the screen.
pub mod storage {
    pub mod backup;
    pub mod check;
    pub mod config;
    pub mod disk;
    pub mod export;
    pub mod fault;
    pub mod file;
    pub mod fingerprint;
    pub mod folder;
    pub mod forgotten;
    mod halves;
    pub mod inbox;
    pub mod keeper;
    pub mod last;
    pub mod letters;
    pub mod lock;
    pub mod pace;
    pub mod paths;
    pub mod read;
    pub mod saver;
    pub mod schema;
    pub mod sibling;
    mod taking;
    pub mod thinning;
}

/// A book that is open: the screen and the shell both work through it.
pub mod session;

/// The terminal. Nothing above knows it.
pub mod ui {
    pub mod ahead;
    pub mod app;
    pub mod arc;
    pub mod ask;
    pub mod because;
    pub mod bonds;
    pub mod brief;
    pub mod calendar;
    pub mod canvas;
    pub mod clashes;
    pub mod command;
    mod diagrams;
    mod doubts;
    pub mod drafts;
    pub mod effect;
    mod everywhere;
    pub mod figures;
    mod follow;
    mod frame;
    mod fresh;
    mod inbox;
    pub mod keys;
    pub mod layer;
    pub mod looks;
    pub mod mapping;
    pub mod mask;
    pub mod open;
    mod past;
    pub mod period;
    mod pointer;
    pub mod readiness;
    mod reasons;
    pub mod ruling;
    pub mod run;
    pub mod rungs;
    mod shelf;
    pub mod theme;
    pub mod view;
    pub mod week;
    pub mod words;

    /// What can be done with what is selected: keys, footer, help, menu and mouse ask here.
    pub mod offers {
        pub mod any;
        pub mod client;
        pub mod event;
        pub mod introducing;
        mod now;
        pub mod nudge;
        pub mod person;
        pub mod referral;
        pub mod several;
        pub mod shared;
    }

    /// What several screens draw with.
    pub mod parts {
        pub mod aside;
        pub mod card;
        pub mod chrome;
        pub mod columns;
        pub mod field;
        pub mod fieldview;
        pub mod filter;
        pub mod input;
        pub mod kept;
        pub mod list;
        pub mod look;
        pub mod marked;
        pub mod marks;
        pub mod paper;
        pub mod path;
        pub mod people;
        pub mod sheet;
        pub mod spread;
        pub mod states;
        mod typing;
        pub mod values;

        /// Figures that are drawn: legible without any colour.
        pub mod charts {
            pub mod ages;
            pub mod bands;
            pub mod table;
            pub mod weeks;
        }
    }

    /// Pages that fill the screen.
    pub mod screens {
        mod asked;
        pub mod balance;
        pub mod board;
        mod bonds;
        mod clientele;
        mod deck;
        mod duplicates;
        mod everyone;
        mod exchanged;
        mod growing;
        pub mod home;
        pub mod introduction;
        mod known;
        pub mod layout;
        mod lines;
        pub mod nudge_detail;
        pub mod nudge_frame;
        pub mod nudge_rows;
        pub mod nudges;
        pub mod numbers;
        mod numbers_kept;
        mod numbers_layout;
        mod numbers_open;
        pub mod numbers_page;
        mod numbers_past;
        mod numbers_text;
        mod panel;
        mod panes;
        mod parts_of_person;
        mod past;
        pub mod people;
        pub mod person;
        mod pointing;
        mod problems;
        pub mod process;
        mod process_boxes;
        mod process_lines;
        mod process_map;
        mod process_paint;
        pub mod referral;
        pub mod review;
        mod review_here;
        mod review_paint;
        pub mod rules;
        pub mod scene_lists;
        pub mod scenes;
        mod sections;
        pub mod sources;
        mod team;
        mod team_detail;
        pub mod those;
        mod turns;
        mod twice;
        pub mod untouched;
        pub mod welcome;
        mod worth;
    }

    /// What opens on top of a page.
    pub mod dialogs {
        mod acts;
        pub mod brief;
        pub mod capture;
        mod carrying;
        mod choices;
        mod clients;
        pub mod compare;
        pub mod confirm;
        mod differences;
        mod expectations;
        pub mod find;
        pub mod forget;
        pub mod form;
        pub mod help;
        mod letting_go;
        pub mod menu;
        pub mod message;
        mod methods;
        mod narrowing;
        mod onto;
        mod pile;
        pub mod same;
        mod shown;
        pub mod sources;
        mod spelled;
        pub mod stack;
        mod targets;
        #[cfg(test)]
        mod trial;

        /// The forms: which fields they have and what becomes of them.
        pub mod specs {
            pub mod about;
            pub mod again;
            pub mod agreement;
            pub mod all;
            pub mod aside;
            pub mod asked;
            pub mod asking;
            pub mod call;
            pub mod channel;
            pub mod checkin;
            pub mod debrief;
            #[cfg(test)]
            pub mod desk;
            pub mod engagement;
            pub mod entry;
            pub mod gains;
            pub mod given;
            pub mod happened;
            pub mod helper;
            pub mod introduction;
            pub mod judged;
            pub mod level;
            pub mod marked;
            pub mod meeting;
            pub mod outcome;
            pub mod person;
            pub mod pillars;
            pub mod plan;
            pub mod problem;
            pub mod referral;
            pub mod settings;
            pub mod sheet;
            pub mod spec;
            pub mod stage;
            pub mod strategy;
            pub mod target;
            pub mod training;
            pub mod week;
        }
    }

    /// Taking the terminal and giving it back, whatever happens in between.
    pub mod terminal {
        pub mod editor;
        pub mod events;
        pub mod modes;
        pub mod panics;
        pub mod pen;
        pub mod screen;
        pub mod signals;
    }
}

/// The command line, the other way in beside the screen.
pub mod cli;
