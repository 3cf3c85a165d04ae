//! The stage in which most waiting is done, as the facts of one sentence.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::course::{Course, Open};
use super::figure::{Rate, Spread};
use super::figures::{Figures, Split};
use crate::domain::id::Id;
use crate::domain::stage::Stage;

/// Where they wait: the stage with the most days spent within the period, of those in which more than half of at least
/// five finished stays took longer than their limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bottleneck {
    pub stage: Stage,
    /// Days that the present map allows.
    pub limit: u32,
    pub days: Spread,
    /// Finished stays.
    pub n: usize,
    pub over: Rate,
    /// Who had the move in it.
    pub time: Split,
    /// How many are open there now.
    pub open: usize,
    /// Those of them that are longer there than their limit, whatever is planned.
    pub over_now: Vec<Id>,
    /// Those of them that are late as the board says it: over the limit with nothing planned, or the next action passed.
    pub late: Vec<Id>,
    /// The one or two partners through whom more than half of the late ones came, each with more of them than anybody who
    /// is not named; none where it takes more.
    pub through: Option<Through>,
}

/// Through whom most came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    pub partners: Vec<Id>,
    /// So many of those that are late; at least two.
    pub of_late: usize,
}

impl Bottleneck {
    pub(super) fn of(figures: &Figures, courses: &[Course]) -> Option<Bottleneck> {
        let over = figures.dwell.iter().filter(|dwell| dwell.is_over());
        // Of two with as many days the earlier stage.
        let dwell = over.max_by_key(|dwell| (dwell.waited, Reverse(dwell.stage)))?;
        let days = *dwell.days.known()?;
        let mut here: Vec<(&Course, Open)> = Vec::new();
        for course in courses {
            let open = course.open.filter(|open| open.stage == dwell.stage);
            here.extend(open.map(|open| (course, open)));
        }
        let over_now = here.iter().filter(|(_, open)| open.is_over);
        let over_now = over_now.map(|(course, _)| course.id).collect();
        let late = here.iter().filter(|(_, open)| open.is_late);
        let late: Vec<&Course> = late.map(|(course, _)| *course).collect();
        Some(Bottleneck {
            stage: dwell.stage,
            limit: dwell.limit,
            days,
            n: dwell.days.n(),
            over: dwell.over,
            time: dwell.time,
            open: here.len(),
            over_now,
            through: Through::of(&late),
            late: late.into_iter().map(|course| course.id).collect(),
        })
    }
}

impl Through {
    /// The fewest partners, two at most, through whom more than half came, if nobody else has as many as one of them.
    fn of(late: &[&Course]) -> Option<Through> {
        let mut counts: BTreeMap<Id, usize> = BTreeMap::new();
        for partner in late.iter().filter_map(|course| course.record.partner()) {
            *counts.entry(partner).or_default() += 1;
        }
        let mut counts: Vec<(Reverse<usize>, Id)> = counts
            .into_iter()
            .map(|(partner, n)| (Reverse(n), partner))
            .collect();
        counts.sort_unstable();
        // Of two who are alike none is named without the other.
        let next = |n: usize| counts.get(n).map(|(Reverse(count), _)| *count);
        let is_apart = |named: usize| next(named) < next(named - 1);
        let mut through = Through {
            partners: Vec::new(),
            of_late: 0,
        };
        for (at, (Reverse(n), partner)) in counts.iter().take(2).enumerate() {
            through.partners.push(*partner);
            through.of_late += n;
            if late.len() < 2 * through.of_late {
                let is_said = 2 <= through.of_late && is_apart(at + 1);
                return is_said.then_some(through);
            }
        }
        None
    }
}
