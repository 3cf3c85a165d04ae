//! What the open referrals may come to by one's own history, as a range (RULES 11). It promises nothing.

use std::collections::BTreeMap;

use super::super::levels::ENOUGH;
use super::super::practice::Practice;
use super::course::{Course, Period};
use super::figure::{Rate, Said, nearest_rank};
use crate::domain::money::{Currency, Money};
use crate::domain::referral::Ending;
use crate::domain::stage::Stage;

/// A range for the open ones, whatever the period, by those that ended within it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// By stage.
    pub odds: [Odds; 8],
    /// How many of the open ones may be won, in thousandths, low and high; none where no stage with open ones has had five
    /// visitors that ended.
    pub wins: Option<(u64, u64)>,
    /// By currency, where there are open ones in stages that can be said something of.
    pub sums: Vec<Outlook>,
    /// Open ones in stages that fewer than five visited: nothing is said of them.
    pub apart: usize,
}

/// What became of those that came to a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Odds {
    pub stage: Stage,
    /// Open ones that stand there.
    pub open: usize,
    /// Won, of all that ever stood there and ended in the period, in whatever way.
    pub won: Rate,
}

/// The open ones of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    pub currency: Currency,
    /// Open ones whose estimate is in this currency, or in the user's where they have none, in stages that something can be
    /// said of.
    pub open: usize,
    /// The median value of what was won in this currency, in minor units; too few below five.
    pub value: Said<i64>,
    /// Open count x bounds of the won rate x median value, summed over the stages; none where the value is not known.
    pub range: Option<(Money, Money)>,
}

impl Forecast {
    pub(super) fn of(practice: &Practice, courses: &[Course], period: Period) -> Forecast {
        let home = practice.book.settings().currency();
        let odds = odds(courses, period);
        let mut forecast = Forecast {
            odds,
            ..Forecast::default()
        };
        // By currency, how many stand in each stage; ours first.
        let mut open: BTreeMap<(bool, Currency), [usize; 8]> = BTreeMap::new();
        for course in courses {
            let Some(stage) = course.open.map(|open| open.stage as usize) else {
                continue;
            };
            if !odds[stage].won.is_enough() {
                forecast.apart += 1;
                continue;
            }
            let currency = course.record.estimate.map_or(home, |sum| sum.currency);
            open.entry((currency != home, currency)).or_default()[stage] += 1;
        }
        if !open.is_empty() {
            forecast.wins = Some(wins(&odds, &odds.map(|odds| odds.open)));
        }
        for ((_, currency), open) in open {
            let value = value(courses, currency, period);
            let (low, high) = wins(&odds, &open);
            let range = value.known().map(|median| {
                let sum = |wins: u64, extra: i128| {
                    let minor = (i128::from(wins) * i128::from(*median) + extra).div_euclid(1000);
                    let minor = i64::try_from(minor).unwrap_or(i64::MAX);
                    Money { minor, currency }
                };
                (sum(low, 0), sum(high, 999))
            });
            forecast.sums.push(Outlook {
                currency,
                open: open.iter().sum(),
                value,
                range,
            });
        }
        forecast
    }
}

fn odds(courses: &[Course], period: Period) -> [Odds; 8] {
    let mut odds = Stage::ALL.map(|stage| Odds {
        stage,
        ..Odds::default()
    });
    for course in courses {
        if let Some(open) = course.open {
            odds[open.stage as usize].open += 1;
        }
        let Some(outcome) = course.outcome().filter(|outcome| period.has(outcome.on)) else {
            continue;
        };
        for (odds, stay) in odds.iter_mut().zip(&course.stays) {
            if stay.is_some() {
                odds.won.count(outcome.ending == Ending::Won);
            }
        }
    }
    odds
}

/// How many of these open ones may be won, in thousandths, low and high.
fn wins(odds: &[Odds; 8], open: &[usize; 8]) -> (u64, u64) {
    let (mut low, mut high) = (0, 0);
    for (odds, open) in odds.iter().zip(open) {
        if let Some((least, most)) = odds.won.bounds() {
            low += *open as u64 * u64::from(least);
            high += *open as u64 * u64::from(most);
        }
    }
    (low, high)
}

/// The median of what was won in a currency.
fn value(courses: &[Course], currency: Currency, period: Period) -> Said<i64> {
    let mut values = Vec::new();
    for course in courses {
        let won = course
            .outcome()
            .filter(|outcome| outcome.ending == Ending::Won && period.has(outcome.on));
        let value = won.and_then(|outcome| outcome.value);
        values.extend(
            value
                .filter(|value| value.currency == currency)
                .map(|value| value.minor),
        );
    }
    values.sort_unstable();
    if values.len() < ENOUGH {
        return Said::TooFew(values);
    }
    Said::Known(nearest_rank(&values, 50), values.len())
}
