//! The numbers of the process: everything that one slice of the book says about it. Facts with their n, never words for a
//! screen.

use chrono::NaiveDate;

use super::super::practice::Practice;
use super::ageing::Age;
use super::astray::Astray;
use super::bottleneck::Bottleneck;
use super::compare::Comparison;
use super::course::Course;
use super::figures::{Figures, Rung};
use super::forecast::Forecast;
use super::slice::{Group, Key, Slice};
use super::weeks::{Little, Week};
use crate::domain::id::Id;
use crate::domain::referral::Ending;
use crate::domain::stage::Stage;

/// The numbers of one slice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    pub slice: Slice,
    /// The first day that counts: as the slice says, else the first arrival; today where nothing ever arrived.
    pub since: NaiveDate,
    /// The last day that counts.
    pub until: NaiveDate,
    pub figures: Figures,
    /// Where they wait longest; none where nothing is over its limit, or too few went through.
    pub bottleneck: Option<Bottleneck>,
    /// What left the path: all that are open and all that arrived in the period, open ones first, then the newest.
    pub astray: Vec<Astray>,
    /// Week by week, Monday to Sunday, the oldest first; the last 260 where there are more.
    pub weeks: Vec<Week>,
    /// Little's law, where it may hold.
    pub little: Option<Little>,
    /// The open ones against the past of their stage, whatever the period, the oldest first.
    pub ages: Vec<Age>,
    /// What the open ones may come to, by what the period came to.
    pub forecast: Forecast,
    /// The partner who hears of a meeting soonest and the one who hears last, by median, of those with at least five;
    /// none where fewer than two have so many.
    pub reports: Option<[(Id, i64); 2]>,
    /// What the present map allows, by stage.
    pub(super) limits: [u32; 8],
    /// All that the slice lets in, whatever the period.
    pub(super) courses: Vec<Course>,
}

/// A figure that stands for referrals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Those that arrived in the period.
    Arrived,
    /// Those whose stay in the stage was finished in the period.
    Stays(Stage),
    /// Those of them that took longer than their limit.
    Over(Stage),
    /// Those that came so far or farther.
    Rung(Rung),
    /// Those that reached the stage.
    Reached(Stage),
    Open,
    Ended(Ending),
    /// Those that ended with the whole process, and without.
    Whole,
    Broken,
    /// Those that are open and over the limit of this stage today.
    Late(Stage),
    /// Those that are open and stand in this stage today, whenever they came.
    Stands(Stage),
    /// Those that had come to this stage and no farther on the last day of the period, and had not ended.
    Waits(Stage),
    /// Those that arrived in the period or ended in it.
    CameOrEnded,
    /// Those of which these days are known.
    Took(Took),
    /// Those that passed this stage without its core step.
    Missed(Stage),
}

/// Of which days something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Took {
    /// To the first word to the prospect.
    FirstWord,
    /// To the first meeting.
    Meeting,
    /// From the meeting to the report back.
    Report,
    /// To the end.
    End,
}

impl Flow {
    /// The numbers of a slice as of the day of the practice, in one look at its referrals.
    pub fn of(practice: &Practice, slice: &Slice) -> Flow {
        super::asked::flow(practice, slice)
    }

    /// The figures of each group apart, the largest first, in one look at all of them.
    pub fn by(&self, group: Group) -> Vec<(Key, Figures)> {
        super::asked::by(self, group)
    }

    /// The referrals behind a figure, the newest first.
    pub fn behind(&self, what: &Behind) -> Vec<Id> {
        super::asked::behind(self, what)
    }

    /// One stage before and after a day: a fix, a new version of the map.
    pub fn compare(&self, stage: Stage, on: NaiveDate) -> Comparison {
        Comparison::of(&self.courses, stage, on)
    }
}
