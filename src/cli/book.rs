//! The book that the command line is about: where it lies, which day it is there, opened for a verb.
//! Will never know what the verb does with it.

use std::sync::OnceLock;

use anyhow::Result;
use chrono::{Local, NaiveDate};

use super::Misuse;
use super::args::Common;
use crate::capture::date::{self, Look};
use crate::domain::book::Book;
use crate::domain::refusal::Refusal;
use crate::insight::practice::Practice;
use crate::letters::template::Letters;
use crate::sample;
use crate::session::{Moment, Session};
use crate::storage::disk::Real;
use crate::storage::paths::{Places, Platform};
use crate::storage::{read, schema};
use crate::ui::layer::Cx;
use crate::ui::view::View;

/// Where everything lies.
///
/// # Errors
/// A refusal when the system names no place.
pub fn places(common: &Common) -> Result<Places> {
    let file = common.file.as_deref();
    Ok(Places::find(
        file,
        |name| std::env::var_os(name),
        Platform::here().as_ref(),
    )?)
}

/// The day of `--today`, if there is one.
///
/// # Errors
/// A misuse when it does not read as a day.
pub fn day(common: &Common) -> Result<Option<NaiveDate>> {
    let Some(said) = &common.today else {
        return Ok(None);
    };
    let when = date::read(said, Local::now().date_naive(), Look::Ahead).map_err(Misuse)?;
    if when.time.is_some() {
        let why = format!("--today “{said}” has a time of day");
        return Err(Misuse::new(why, "a day alone is enough").into());
    }
    Ok(Some(when.on))
}

/// Refuses `--sample` together with `--file`.
///
/// # Errors
/// A misuse.
pub fn agrees(common: &Common) -> Result<()> {
    match &common.file {
        Some(file) if common.sample => {
            let why = format!(
                "--sample opens no file, and --file names {}",
                file.display()
            );
            Err(Misuse::new(why, "give one of them").into())
        }
        _ => Ok(()),
    }
}

/// What a verb that only asks looks at: the book without a screen.
pub fn look_at<'a>(
    common: &Common,
    session: &'a Session,
    practice: &'a Practice,
    moment: Moment,
) -> Cx<'a> {
    // The user's own letters are for the screen.
    static LETTERS: OnceLock<Letters> = OnceLock::new();
    Cx {
        book: session.book(),
        practice,
        letters: LETTERS.get_or_init(Letters::default),
        today: moment.today,
        time: moment.time,
        masked: common.masked,
        undo: None,
        redo: None,
        sample: session.is_sample(),
        view: View::plain(),
        inbox: &[],
    }
}

/// Refuses `--sample` where a file is what the verb is about.
///
/// # Errors
/// A misuse.
pub fn has_a_file(common: &Common, verb: &str) -> Result<()> {
    if common.sample {
        let why = format!("`{verb}` is about a file, and the sample has none");
        return Err(Misuse::new(why, "leave --sample out").into());
    }
    Ok(())
}

/// Refuses a file that was named and is not there: nothing would be said of a book that nobody has.
///
/// # Errors
/// A refusal.
pub fn is_there(common: &Common) -> Result<(), Refusal> {
    match &common.file {
        Some(file) if file.try_exists().is_ok_and(|is_there| !is_there) => Err(Refusal::new(
            format!("There is no book at {}", file.display()),
        )
        .or("`goodword where` says where yours lies")),
        _ => Ok(()),
    }
}

/// The book for the screen: the one that is meant, or the sample.
///
/// # Errors
/// As [`open`].
pub fn look(common: &Common) -> Result<Session> {
    agrees(common)?;
    if common.sample {
        return sampled(common);
    }
    open(common)
}

/// The same for whoever asks one question of it and ends: it cannot be changed, and is there much sooner.
///
/// # Errors
/// As [`open`].
pub fn glance(common: &Common) -> Result<Session> {
    agrees(common)?;
    if common.sample {
        return sampled(common);
    }
    let (places, day) = (places(common)?, day(common)?);
    let clock = move || Moment::now(day);
    let book = match read::glance(&Real, &places.book) {
        Ok(None) => Some(Book::new(clock().today)),
        Ok(Some(text)) => schema::open_whole(text).ok().map(|opened| opened.book),
        Err(_) => None,
    };
    match book {
        Some(book) => Ok(Session::behind_glass(book, "only looked at".into(), clock)),
        // What is wrong with it, and what there is in its place, is known to whoever opens it.
        None => open(common),
    }
}

fn sampled(common: &Common) -> Result<Session> {
    let day = day(common)?;
    let clock = move || Moment::now(day);
    Ok(Session::in_memory(sample::book(clock().today), 1, clock))
}

/// Opens the book.
///
/// # Errors
/// A fault when it cannot be read as a book.
pub fn open(common: &Common) -> Result<Session> {
    let day = day(common)?;
    Ok(Session::open(&places(common)?, move || Moment::now(day))?)
}

/// Waits until what was done is on the disk.
///
/// # Errors
/// Why it is not there.
pub fn close(session: &Session) -> Result<()> {
    Ok(session.finish()?)
}
