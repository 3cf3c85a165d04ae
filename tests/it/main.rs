//! The program as a whole: the real terminal, the real files, and laws that hold for every book.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod acts;
mod asking;
mod board;
mod bonds;
mod calendar;
mod calls;
mod cli;
mod client;
mod closings;
mod coming;
mod damaged;
mod desk;
mod differing;
mod disk;
mod doubles;
mod due;
mod duplicates;
mod everywhere;
mod excuses;
mod flow;
mod forgotten;
mod given;
mod growing;
mod house;
mod ical;
mod inbox;
mod inbox_back;
mod introduced;
mod introducing;
mod introductions;
#[cfg(unix)]
mod kept;
mod killed;
mod laws;
#[cfg(unix)] // signals and jobs
mod life;
#[cfg(unix)]
mod looks;
mod mapped;
mod masked;
mod merging;
mod method;
mod method_forms;
mod monkey;
mod narrowed;
mod noted;
mod now;
mod numbers;
mod owed;
mod page_pictures;
mod pages;
mod people;
mod person;
mod pictures;
mod process;
mod process_looks;
mod pty;
mod random;
mod readme;
mod report;
mod review;
mod reviewing;
mod rounds;
mod sample;
mod schema;
mod shelf;
mod sizes;
mod snags;
mod stack;
mod story;
mod stumbles;
mod svg;
#[cfg(unix)] // elsewhere a console of its own stands between, and says all this in other words
mod terminal;
mod through;
mod turns;
mod ways;
mod weeks;
#[cfg(unix)]
mod wrong_window;
