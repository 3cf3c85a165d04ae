//! Figures while they are counted, one course after the other.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::course::{Course, Period};
use super::figure::{Rate, Said};
use super::figures::{Dwell, End, Ends, Figures, Kept, Pass, Split};
use crate::domain::referral::{Ending, Outcome};
use crate::domain::stage::Stage;

/// What has been counted so far.
#[derive(Default)]
pub(super) struct Tally {
    n: usize,
    stays: [Stays; 8],
    funnel: [usize; 5],
    funnel_open: [usize; 5],
    passes: [Pass; 8],
    ends: BTreeMap<Ending, (End, BTreeMap<String, usize>)>,
    open: usize,
    won: Rate,
    first_word: Vec<i64>,
    meeting: Vec<i64>,
    report: Vec<i64>,
    end: Vec<i64>,
    kept: Kept,
}

#[derive(Default)]
struct Stays {
    days: Vec<i64>,
    over: Rate,
    time: Split,
    waited: i64,
}

impl Tally {
    /// Takes one course in.
    pub fn take(&mut self, course: &Course, period: Period) {
        self.take_stays(course, period);
        if !period.has(course.record.on) {
            return;
        }
        if let Some(outcome) = course.outcome() {
            self.take_end(course, outcome);
        }
        if course.arrived_in(period) {
            self.take_arrived(course);
        }
    }

    fn take_stays(&mut self, course: &Course, period: Period) {
        for (stage, stays) in Stage::ALL.into_iter().zip(&mut self.stays) {
            let Some(stay) = &course.stays[stage as usize] else {
                continue;
            };
            stays.waited += stay.waited;
            let Some(stay) = course.finished_in(stage, period) else {
                continue;
            };
            stays.days.push(stay.days);
            if 0 < stay.limit {
                stays.over.count(stay.is_over());
            }
            stays.time.and(&stay.time);
        }
    }

    fn take_end(&mut self, course: &Course, outcome: &Outcome) {
        let row = self.ends.entry(outcome.ending.clone());
        let (end, reasons) = row.or_insert_with(|| {
            let end = End {
                ending: outcome.ending.clone(),
                n: 0,
                stages: [0; 8],
                reasons: Vec::new(),
            };
            (end, BTreeMap::new())
        });
        end.n += 1;
        end.stages[course.record.stage() as usize] += 1;
        let reason = outcome.reason.trim();
        if !reason.is_empty() {
            *reasons.entry(reason.to_string()).or_default() += 1;
        }
    }

    fn take_arrived(&mut self, course: &Course) {
        self.n += 1;
        let is_open = course.outcome().is_none();
        let is_won = course.won() == Some(true);
        for count in &mut self.funnel[..=course.rung as usize] {
            *count += 1;
        }
        self.funnel_open[course.rung as usize] += usize::from(is_open);
        for stage in Stage::ALL {
            if course.farthest < stage {
                break;
            }
            let went_on = stage < course.farthest || (stage == Stage::Close && is_won);
            let pass = &mut self.passes[stage as usize];
            pass.reached += 1;
            pass.went_on += usize::from(went_on);
            pass.still += usize::from(is_open && !went_on);
        }
        self.first_word.extend(course.first_word);
        self.meeting.extend(course.meeting);
        self.report.extend(course.report);
        for (rate, is_done) in self.kept.steps.iter_mut().zip(course.steps) {
            if let Some(is_done) = is_done {
                rate.count(is_done);
            }
        }
        let Some(days) = course.to_end() else {
            self.open += 1;
            return;
        };
        self.end.push(days);
        if let Some(is_won) = course.won() {
            self.won.count(is_won);
        }
        if let Some(is_whole) = course.is_whole() {
            self.kept.whole.count(is_whole);
            let won = if is_whole {
                &mut self.kept.won_whole
            } else {
                &mut self.kept.won_broken
            };
            if let Some(is_won) = course.won() {
                won.count(is_won);
            }
        }
    }

    /// Nothing arrived, and nothing was finished.
    pub fn is_empty(&self) -> bool {
        self.n == 0 && self.stays.iter().all(|stays| stays.days.is_empty())
    }

    /// The figures, with the limits of the present map.
    pub fn figures(self, limits: [u32; 8]) -> Figures {
        let mut dwell: [Option<Dwell>; 8] = Default::default();
        for (at, stays) in self.stays.into_iter().enumerate() {
            dwell[at] = Some(Dwell {
                stage: Stage::ALL[at],
                limit: limits[at],
                days: Said::of(stays.days),
                over: stays.over,
                time: stays.time,
                waited: stays.waited,
            });
        }
        let mut rows: Vec<End> = Vec::new();
        for (end, reasons) in self.ends.into_values() {
            let mut reasons: Vec<(String, usize)> = reasons.into_iter().collect();
            reasons.sort_by_key(|(_, n)| Reverse(*n));
            rows.push(End { reasons, ..end });
        }
        rows.sort_by_key(|end| Reverse(end.n));
        Figures {
            n: self.n,
            dwell: dwell.map(Option::unwrap_or_default),
            funnel: self.funnel,
            funnel_open: self.funnel_open,
            passes: self.passes,
            ends: Ends {
                rows,
                open: self.open,
                won: self.won,
            },
            first_word: Said::of(self.first_word),
            meeting: Said::of(self.meeting),
            report: Said::of(self.report),
            end: Said::of(self.end),
            kept: self.kept,
        }
    }
}
