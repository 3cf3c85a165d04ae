//! `goodword report`: the numbers of the process, to read in a terminal or for a script. It counts nothing itself.

use anyhow::Result;
use chrono::NaiveDate;

use super::args::{Common, Report};
use super::only::only;
use super::{Misuse, book, numbers, streams, table};
use crate::capture::date::{self, Look};
use crate::domain::referral::Direction;
use crate::domain::refusal::Refusal;
use crate::insight::flow::slice::{Group, Slice};
use crate::insight::flow::whole::Flow;
use crate::insight::ledger::Window;
use crate::insight::practice::Practice;

/// The version of the JSON, which grows when a field changes its meaning or goes.
pub(super) const VERSION: u32 = 2;

/// What is asked beside the numbers themselves.
pub(super) struct Asked {
    pub by: Option<Group>,
    /// The day around which each stage is compared.
    pub around: Option<NaiveDate>,
}

/// Says the numbers.
///
/// # Errors
/// A misuse when a day or a group does not read as one, a fault when the book cannot be read.
pub fn run(common: &Common, report: &Report) -> Result<()> {
    book::agrees(common)?;
    book::is_there(common)?;
    let session = book::glance(common)?;
    let moment = session.moment();
    let direction = if report.given {
        Direction::Given
    } else {
        Direction::Received
    };
    let day = |said: &Option<String>, option| {
        let said = said.as_deref();
        said.map(|said| past_day(said, option, moment.today))
            .transpose()
    };
    let since = day(&report.since, "--since")?;
    if let Some(since) = since.filter(|since| moment.today < *since) {
        let why = format!("--since {since} is still to come");
        return Err(Misuse::new(why, "write a day up to today").into());
    }
    let until = day(&report.until, "--until")?;
    let asked = Asked {
        by: report.by.as_deref().map(group).transpose()?,
        around: day(&report.around, "--around")?,
    };
    if let (Some(since), Some(until)) = (since, until)
        && until < since
    {
        let why = format!("{until} is before {since}");
        return Err(Misuse::new(why, "--since comes first, --until after it").into());
    }
    let mut slice = Slice::within(
        direction.clone(),
        Window::Year,
        until.unwrap_or(moment.today),
    );
    slice.since = since.or(slice.since);
    slice.until = until;
    let practice = Practice::of(session.book(), moment.today);
    let cx = book::look_at(common, &session, &practice, moment);
    if !report.only.is_empty() {
        // What is told apart does not depend on the period.
        let all = Flow::of(&practice, &Slice::ever(direction));
        for said in &report.only {
            slice.only.push(only(said, &all, &cx)?);
        }
    }
    let flow = Flow::of(&practice, &slice);
    if report.json {
        return streams::say_json(&numbers::json(&flow, &asked, &cx));
    }
    streams::say(table::text(&flow, &asked, &cx).trim_end())
}

/// A day up to today; what is read as a day to come is one of the past here.
fn past_day(said: &str, option: &str, today: NaiveDate) -> Result<NaiveDate, Misuse> {
    let when = date::read(said, today, Look::Back).map_err(Misuse)?;
    if when.time.is_some() {
        let why = format!("{option} “{said}” has a time of day");
        return Err(Misuse::new(why, "a day alone is enough"));
    }
    Ok(when.on)
}

pub(super) fn group(said: &str) -> Result<Group, Misuse> {
    let mut groups = Group::ALL.into_iter();
    groups.find(|group| group.word() == said).ok_or_else(|| {
        let words = Group::ALL.map(Group::word).join(", ");
        let why = Refusal::new(format!("Nothing is told apart by “{said}”"));
        Misuse(why.or(format!("write one of {words}")))
    })
}
