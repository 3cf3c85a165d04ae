//! The stage in which most waiting is done, as the facts of one sentence.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::course::Course;
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
    /// Those that are open and over the limit there now.
    pub late: Vec<Id>,
    /// The one or two partners through whom more than half of these came; none where it takes more.
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
        let late: Vec<&Course> = courses
            .iter()
            .filter(|course| {
                let open = course.open;
                open.is_some_and(|open| open.stage == dwell.stage && open.is_late)
            })
            .collect();
        Some(Bottleneck {
            stage: dwell.stage,
            limit: dwell.limit,
            days,
            n: dwell.days.n(),
            over: dwell.over,
            time: dwell.time,
            through: Through::of(&late),
            late: late.into_iter().map(|course| course.id).collect(),
        })
    }
}

impl Through {
    /// The fewest partners, two at most, through whom more than half came.
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
        let mut through = Through {
            partners: Vec::new(),
            of_late: 0,
        };
        for (Reverse(n), partner) in counts.into_iter().take(2) {
            through.partners.push(partner);
            through.of_late += n;
            if late.len() < 2 * through.of_late {
                return (2 <= through.of_late).then_some(through);
            }
        }
        None
    }
}
