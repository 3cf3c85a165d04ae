//! The flow week by week: what came, what ended, how many stood at or beyond each stage, and whether Little's law may be
//! asked.

use chrono::{Days, NaiveDate, Weekday};

use super::super::levels::ENOUGH;
use super::course::{Course, Period, days};

/// One week, Monday to Sunday, or what of it lies in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    pub monday: NaiveDate,
    pub arrived: usize,
    /// Throughput: those that ended, won ones among them.
    pub ended: usize,
    pub won: usize,
    /// On the last day of the week, of those that were open at the beginning of the period or came since: how many had come
    /// to this stage or beyond it, what had ended being beyond all. The gap between a stage and the next is what waits there.
    pub reached: [usize; 8],
    /// Those of them that had ended.
    pub done: usize,
    /// Open on the last day of the week: the first of `reached` without `done`.
    pub open: usize,
    /// In which stage these stood then; they add up to `open`. Who had gone back stands where it had gone back to.
    pub stood: [usize; 8],
}

/// Mean time = mean number open / mean number ended in a day. A check whether the figures agree, only where at least five
/// ended in the period, and where the number of open ones did not move by more than a quarter from its beginning to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Little {
    /// Mean number open on a day of the period, in hundredths.
    pub open: i64,
    /// Ended a week, in hundredths.
    pub a_week: i64,
    /// Days from arrival to end that follow, rounded.
    pub follows: i64,
    /// Mean days from arrival to end of those that ended in the period, rounded.
    pub measured: i64,
    /// How many ended.
    pub n: usize,
}

/// So many are listed at most, the last ones.
const MOST: usize = 260;

/// One course on the axis of time: when it came, and when it ended.
struct Span {
    arrived: NaiveDate,
    ended: Option<NaiveDate>,
}

impl Span {
    fn of(course: &Course) -> Span {
        let arrived = course.record.on;
        let ended = course.outcome().map(|outcome| outcome.on.max(arrived));
        Span { arrived, ended }
    }

    /// Open at the end of a day.
    fn is_open_on(&self, day: NaiveDate) -> bool {
        self.arrived <= day && self.ended.is_none_or(|ended| day < ended)
    }

    /// Open when the period began, or come within it.
    fn is_in(&self, period: Period) -> bool {
        let was_over = self.ended.is_some_and(|ended| ended < period.since);
        self.arrived <= period.until && !was_over
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon)
        .checked_first_day()
        .unwrap_or(NaiveDate::MIN)
}

impl Week {
    pub(super) fn all(courses: &[Course], period: Period) -> Vec<Week> {
        let mut weeks = Week::empty(period);
        let Some(first) = weeks.first().map(|week| week.monday) else {
            return weeks;
        };
        // Where a day stands among the weeks; what lay before them in the first.
        let place = |day: NaiveDate| {
            let days = (day - first).num_days().max(0);
            usize::try_from(days / 7).unwrap_or(usize::MAX)
        };
        let is_shown = |day: NaiveDate| first <= day && period.has(day);
        // The first week on whose last day it is this day or later.
        let ends_at = |day: NaiveDate| {
            if period.until < day {
                weeks.len()
            } else {
                place(day)
            }
        };
        let mut steps = vec![[0i64; 8]; weeks.len() + 1];
        for course in courses.iter().filter(|course| course.record.counts()) {
            let span = Span::of(course);
            if !span.is_in(period) {
                continue;
            }
            let end = span.ended.map_or(weeks.len(), ends_at);
            let nexts = course.visits.iter().skip(1).map(|(_, from)| ends_at(*from));
            let nexts = nexts.chain([end]);
            for ((stage, from), next) in course.visits.iter().zip(nexts) {
                let (from, next) = (ends_at((*from).max(span.arrived)), next.min(end));
                if from < next {
                    steps[from][*stage as usize] += 1;
                    steps[next][*stage as usize] -= 1;
                }
            }
        }
        for course in courses.iter().filter(|course| course.record.counts()) {
            let span = Span::of(course);
            if !span.is_in(period) {
                continue;
            }
            if is_shown(span.arrived) {
                weeks[place(span.arrived)].arrived += 1;
            }
            if let Some(ended) = span.ended.filter(|ended| is_shown(*ended)) {
                let week = &mut weeks[place(ended)];
                week.ended += 1;
                week.won += usize::from(course.won() == Some(true));
            }
            // What ended is beyond all stages.
            let over = span.ended.filter(|ended| *ended <= period.until);
            for (stage, first) in course.firsts.into_iter().enumerate() {
                let came = first.into_iter().chain(over).min();
                if let Some(came) = came.filter(|came| *came <= period.until) {
                    weeks[place(came)].reached[stage] += 1;
                }
            }
            if let Some(over) = over {
                weeks[place(over)].done += 1;
            }
        }
        // Each week begins where the one before ended.
        let (mut reached, mut done, mut stood) = ([0; 8], 0, [0i64; 8]);
        for (week, steps) in weeks.iter_mut().zip(&steps) {
            for ((sum, step), at) in stood.iter_mut().zip(steps).zip(&mut week.stood) {
                *sum += step;
                *at = usize::try_from(*sum).unwrap_or(0);
            }
            done += week.done;
            week.done = done;
            for (sum, came) in reached.iter_mut().zip(&mut week.reached) {
                *sum += *came;
                *came = *sum;
            }
            week.open = reached[0] - done;
        }
        weeks
    }

    /// The weeks of a period, before anything is counted.
    fn empty(period: Period) -> Vec<Week> {
        let mut weeks = Vec::new();
        let mut at = monday(period.until);
        while monday(period.since) <= at && weeks.len() < MOST {
            weeks.push(Week {
                monday: at,
                arrived: 0,
                ended: 0,
                won: 0,
                reached: [0; 8],
                done: 0,
                open: 0,
                stood: [0; 8],
            });
            match at.checked_sub_days(Days::new(7)) {
                Some(before) => at = before,
                None => break,
            }
        }
        weeks.reverse();
        weeks
    }
}

impl Little {
    pub(super) fn of(courses: &[Course], period: Period) -> Option<Little> {
        let span = (period.until - period.since).num_days() + 1;
        let before = period.since.pred_opt()?;
        let after = period.until.succ_opt()?;
        let (mut nights, mut took, mut n) = (0, 0, 0usize);
        let (mut at_first, mut at_last) = (0usize, 0usize);
        for course in courses.iter().filter(|course| course.record.counts()) {
            let it = Span::of(course);
            nights += period.nights(it.arrived, it.ended.unwrap_or(after));
            at_first += usize::from(it.is_open_on(before));
            at_last += usize::from(it.is_open_on(period.until));
            if let Some(ended) = it.ended.filter(|ended| period.has(*ended)) {
                took += days(it.arrived, ended);
                n += 1;
            }
        }
        let has_moved = at_first < 4 * at_first.abs_diff(at_last);
        if n < ENOUGH || has_moved || span <= 0 {
            return None;
        }
        let ended = i64::try_from(n).ok()?;
        Some(Little {
            open: rounded(nights * 100, span),
            a_week: rounded(ended * 700, span),
            follows: rounded(nights, ended),
            measured: rounded(took, ended),
            n,
        })
    }
}

/// A quotient of two that are not negative, rounded.
fn rounded(of: i64, by: i64) -> i64 {
    (2 * of + by) / (2 * by)
}
