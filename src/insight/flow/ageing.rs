//! How old the open ones are, against those that went through the same stage before.

use std::cmp::Reverse;

use super::course::Course;
use super::figure::Spread;
use super::figures::Figures;
use crate::domain::id::Id;
use crate::domain::stage::Stage;

/// One open referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    pub id: Id,
    pub stage: Stage,
    /// Whole days in the stage, over all visits.
    pub days: i64,
    /// Days since it arrived.
    pub since_arrival: i64,
    /// Set aside and still waiting.
    pub asleep: bool,
    /// What the finished stays of the period took there; none where they are too few.
    pub past: Option<Spread>,
}

/// An age against the past of its stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pace {
    /// Too few went through to say.
    Unknown,
    /// No longer than half of those before.
    Usual,
    /// Longer than half of those before.
    Slow,
    /// Longer than 85 in 100 of those before.
    Slowest,
}

impl Age {
    pub fn pace(&self) -> Pace {
        match self.past {
            None => Pace::Unknown,
            Some(past) if past.p85 < self.days => Pace::Slowest,
            Some(past) if past.median < self.days => Pace::Slow,
            Some(_) => Pace::Usual,
        }
    }
}

impl Pace {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        ["unknown", "usual", "slow", "slowest"][self as usize]
    }
}

/// All open ones, those longest in their stage first.
pub(super) fn ages(figures: &Figures, courses: &[Course]) -> Vec<Age> {
    let mut ages: Vec<Age> = Vec::new();
    for course in courses {
        ages.extend(course.open.map(|open| Age {
            id: course.id,
            stage: open.stage,
            days: open.days,
            since_arrival: open.since_arrival,
            asleep: open.asleep,
            past: figures.dwell[open.stage as usize].days.known().copied(),
        }));
    }
    ages.sort_by_key(|age| (Reverse(age.days), Reverse(age.since_arrival), age.id));
    ages
}
