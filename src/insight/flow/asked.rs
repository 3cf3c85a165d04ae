//! Reads the courses of a slice in one look at the book, and asks them everything.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::super::levels::ENOUGH;
use super::super::practice::Practice;
use super::ageing;
use super::astray::Astray;
use super::bottleneck::Bottleneck;
use super::course::{Course, Period, Stay};
use super::figures::{Figures, Rung};
use super::forecast::Forecast;
use super::keys::Sorter;
use super::slice::{Group, Key, Slice};
use super::tally::Tally;
use super::weeks::{Little, Week};
use super::whole::{Behind, Flow, Left, Took};
use crate::domain::id::Id;
use crate::domain::stage::Stage;

/// The numbers of a slice.
pub(super) fn flow(practice: &Practice, slice: &Slice) -> Flow {
    let today = practice.today();
    let until = slice.until.unwrap_or(today);
    let period = Period {
        since: slice.since.unwrap_or(NaiveDate::MIN),
        until,
    };
    let Read {
        courses,
        left,
        first,
    } = read(practice, slice, period);
    let limits = limits(practice, slice);
    let figures = figures(&courses, period, limits);
    let since = slice.since.or(first).unwrap_or(today);
    let shown = Period { since, until };
    Flow {
        slice: slice.clone(),
        since,
        until,
        first,
        bottleneck: Bottleneck::of(&figures, &courses),
        astray: astray(&courses, period),
        weeks: Week::all(&courses, shown),
        little: Little::of(&courses, shown),
        ages: ageing::ages(&figures, &courses),
        forecast: Forecast::of(practice, &courses, period),
        reports: reports(&courses, period),
        figures,
        limits,
        left,
        courses,
    }
}

/// What the book has for a slice.
struct Read {
    courses: Vec<Course>,
    left: Left,
    /// The day on which the first one of this direction ever came, whatever it is narrowed to.
    first: Option<NaiveDate>,
}

fn read(practice: &Practice, slice: &Slice, period: Period) -> Read {
    let mut sorter = Sorter::new(practice);
    let all = practice.book.referrals.arcs();
    let wanted = all.filter(|(_, it)| it.direction == slice.direction);
    let (mut courses, mut left, mut first) = (Vec::new(), Left::default(), None);
    for (id, it) in wanted {
        if !it.is_lead() && first.is_none_or(|first| it.on < first) {
            first = Some(it.on);
        }
        let keys = sorter.keys(id, it);
        if !keys.are(&slice.only) {
            continue;
        }
        if it.is_lead() {
            left.leads += usize::from(period.has(it.on));
            left.open_leads += usize::from(it.is_open());
        } else {
            courses.push(Course::read(practice, id, it, keys, period));
        }
    }
    Read {
        courses,
        left,
        first,
    }
}

/// What the present map allows, by stage.
fn limits(practice: &Practice, slice: &Slice) -> [u32; 8] {
    let steps = &practice.book.current_map(&slice.direction).steps;
    Stage::ALL.map(|stage| steps.get(&stage).map_or(0, |step| step.limit))
}

fn figures(courses: &[Course], period: Period, limits: [u32; 8]) -> Figures {
    let mut tally = Tally::default();
    for course in courses {
        tally.take(course, period);
    }
    tally.figures(limits)
}

impl Flow {
    /// The period that the slice means: without a first day, from the beginning of time.
    fn period(&self) -> Period {
        Period {
            since: self.slice.since.unwrap_or(NaiveDate::MIN),
            until: self.until,
        }
    }
}

/// The figures of each group. Levels, versions and quarters have an order of their own; the others come largest first.
pub(super) fn by(flow: &Flow, group: Group) -> Vec<(Key, Figures)> {
    let period = flow.period();
    let mut tallies: HashMap<Key, Tally> = HashMap::new();
    for course in &flow.courses {
        let tally = tallies.entry(course.keys.key(group)).or_default();
        tally.take(course, period);
    }
    let mut groups: Vec<(Key, Figures)> = tallies
        .into_iter()
        .filter(|(_, tally)| !tally.is_empty())
        .map(|(key, tally)| (key, tally.figures(flow.limits)))
        .collect();
    let has_order = matches!(group, Group::Level | Group::Map | Group::Quarter);
    groups.sort_by(|(a, of_a), (b, of_b)| {
        let size = |figures: &Figures| if has_order { 0 } else { figures.n };
        (Reverse(size(of_a)), a).cmp(&(Reverse(size(of_b)), b))
    });
    groups
}

/// The referrals behind a figure, each with its days where the figure is one of days: the longest first, else the newest.
/// `only` narrows them further.
pub(super) fn cases(flow: &Flow, only: &[Key], what: &Behind) -> Vec<(Id, Option<i64>)> {
    let period = flow.period();
    let courses = flow.courses.iter();
    let found = courses.filter(|course| is_behind(course, what, period) && course.keys.are(only));
    let mut found: Vec<(&Course, Option<i64>)> = found
        .map(|course| (course, took(course, what, period)))
        .collect();
    found.sort_by_key(|(course, days)| (Reverse(*days), Reverse(course.record.on), course.id));
    let cases = found.into_iter().map(|(course, days)| (course.id, days));
    cases.collect()
}

/// The days that one referral brings to a figure of days.
fn took(course: &Course, what: &Behind, period: Period) -> Option<i64> {
    match what {
        Behind::Stays(stage) | Behind::Over(stage) => {
            course.finished_in(*stage, period).map(|stay| stay.days)
        }
        Behind::Took(took) => match took {
            Took::FirstWord => course.first_word,
            Took::Meeting => course.meeting,
            Took::Report => course.report,
            Took::End => course.to_end(),
        },
        _ => None,
    }
}

fn is_behind(course: &Course, what: &Behind, period: Period) -> bool {
    let arrived = course.arrived_in(period);
    match what {
        Behind::Arrived => arrived,
        Behind::Stays(stage) => course.finished_in(*stage, period).is_some(),
        Behind::Over(stage) => {
            let stay = course.finished_in(*stage, period);
            stay.is_some_and(Stay::is_over)
        }
        Behind::Rung(rung) => arrived && *rung <= course.rung,
        Behind::Reached(stage) => arrived && *stage <= course.farthest,
        Behind::Open => arrived && course.outcome().is_none(),
        Behind::Ended(ending) => {
            let is_so = course.outcome().is_some_and(|it| it.ending == *ending);
            is_so && period.has(course.record.on)
        }
        Behind::Whole => arrived && course.is_whole() == Some(true),
        Behind::Broken => arrived && course.is_whole() == Some(false),
        Behind::Late(stage) => course
            .open
            .is_some_and(|open| open.stage == *stage && open.is_late),
        Behind::Stands(stage) => course.open.is_some_and(|open| open.stage == *stage),
        Behind::Stood(stage) => {
            course.record.counts() && course.stood_at(period.until) == Some(*stage)
        }
        Behind::CameOrEnded => {
            let ended = course.outcome().map(|outcome| outcome.on);
            let has_ended = ended.is_some_and(|on| period.has(on.max(course.record.on)));
            arrived || (has_ended && course.record.counts())
        }
        Behind::Took(_) => arrived && took(course, what, period).is_some(),
        Behind::Missed(stage) => arrived && course.steps[*stage as usize] == Some(false),
    }
}

fn astray(courses: &[Course], period: Period) -> Vec<Astray> {
    let mut found: Vec<&Course> = courses.iter().collect();
    found.retain(|course| {
        let is_meant = course.open.is_some() || course.arrived_in(period);
        is_meant && !course.strays.is_empty()
    });
    found.sort_by_key(|course| {
        let is_over = course.open.is_none();
        (is_over, Reverse(course.record.on), course.id)
    });
    let astray = found.into_iter().map(|course| Astray {
        id: course.id,
        is_open: course.open.is_some(),
        ways: course.strays.clone(),
    });
    astray.collect()
}

/// Who hears soonest, and who last.
fn reports(courses: &[Course], period: Period) -> Option<[(Id, i64); 2]> {
    let mut days: HashMap<Id, Vec<i64>> = HashMap::new();
    for course in courses.iter().filter(|course| course.arrived_in(period)) {
        if let (Some(partner), Some(report)) = (course.record.partner(), course.report) {
            days.entry(partner).or_default().push(report);
        }
    }
    let mut medians: Vec<(i64, Id)> = days
        .into_iter()
        .filter(|(_, days)| ENOUGH <= days.len())
        .filter_map(|(partner, days)| Some((super::figure::Said::of(days).median()?, partner)))
        .collect();
    medians.sort_unstable();
    match medians.as_slice() {
        [(soon, first), .., (late, last)] => Some([(*first, *soon), (*last, *late)]),
        _ => None,
    }
}

impl Figures {
    /// How many came so far or farther.
    pub fn came_to(&self, rung: Rung) -> usize {
        self.funnel[rung as usize]
    }
}
