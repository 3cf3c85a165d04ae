//! One stage before and after a day: whether a fix, or a new version of the map, changed anything. It never says why.

use chrono::NaiveDate;

use super::course::Course;
use super::figure::{Rate, Said, Spread};
use super::figures::Split;
use crate::domain::stage::Stage;

/// The finished stays of a stage on either side of a day, of the whole history that the slice lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub stage: Stage,
    pub on: NaiveDate,
    /// Left for the last time before that day.
    pub before: Side,
    /// Begun on that day or later.
    pub after: Side,
    /// Begun before and not finished then: they belong to neither.
    pub across: usize,
}

/// The finished stays of one side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    pub days: Said<Spread>,
    pub over: Rate,
    pub time: Split,
    /// Went on to a later stage, of these stays; the others ended there or went back.
    pub went_on: Rate,
}

impl Comparison {
    /// Days by which the median fell (below 0: rose); none where either side has too few.
    pub fn gained(&self) -> Option<i64> {
        Some(self.before.days.median()? - self.after.days.median()?)
    }
}

impl Comparison {
    pub(super) fn of(courses: &[Course], stage: Stage, on: NaiveDate) -> Comparison {
        let _ = courses;
        Comparison {
            stage,
            on,
            before: Side::default(),
            after: Side::default(),
            across: 0,
        }
    }
}
