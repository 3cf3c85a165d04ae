//! What became of referrals, by the level at which they came: the user's own figures, never a general promise.

use chrono::NaiveDate;

use super::index::Dated;
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::referral::{Ending, Referral};

/// Fewer than these are too few to say anything of.
pub const ENOUGH: usize = 5;

/// What became of the received referrals of one level that have ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub ended: usize,
    pub won: usize,
    /// Median days from arrival to the end, by nearest rank; 0 where there is none.
    pub days: i64,
}

impl Record {
    pub fn is_enough(&self) -> bool {
        ENOUGH <= self.ended
    }
}

/// The records of the levels 1 to 10, in one look at the book. Walked away and passed on are neutral: they count
/// neither way.
pub fn records(book: &Book) -> [Record; 10] {
    let mut days: [Vec<i64>; 10] = Default::default();
    let mut records: [Record; 10] = Default::default();
    for (_, referral) in book.referrals.iter() {
        let (Some(outcome), Some(place)) = (&referral.outcome, place(referral)) else {
            continue;
        };
        if matches!(outcome.ending, Ending::WalkedAway | Ending::PassedOn) {
            continue;
        }
        records[place].won += usize::from(outcome.ending == Ending::Won);
        days[place].push((outcome.on - referral.on).num_days().max(0));
    }
    for (record, days) in records.iter_mut().zip(&mut days) {
        days.sort_unstable();
        let middle = days.len().div_ceil(2).saturating_sub(1);
        record.ended = days.len();
        record.days = days.get(middle).copied().unwrap_or(0);
    }
    records
}

/// Where a received referral that counts stands among the levels.
fn place(referral: &Referral) -> Option<usize> {
    let level = usize::from(referral.level?);
    let counts = !referral.is_given() && referral.counts();
    level.checked_sub(1).filter(|place| counts && *place < 10)
}

/// The mean level of what one source has sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    /// In tenths of a level.
    pub tenths: u32,
    pub n: usize,
}

/// The mean level of one source's referrals; none where too few came to say.
pub fn mean(practice: &Practice, source: Id) -> Option<Mean> {
    let levels = levels_of(practice, source);
    if levels.len() < ENOUGH {
        return None;
    }
    Some(Mean {
        tenths: tenths(&levels)?,
        n: levels.len(),
    })
}

/// The last so many say where it is going.
const LAST: usize = 3;

/// Where the levels of one source are going: the mean of the last three against that of those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trend {
    /// In tenths of a level.
    pub last: u32,
    pub before: u32,
}

/// The trend of one source; none where too few came to say.
pub fn trend(practice: &Practice, source: Id) -> Option<Trend> {
    let levels = levels_of(practice, source);
    if levels.len() < ENOUGH {
        return None;
    }
    let (before, last) = levels.split_at(levels.len() - LAST);
    Some(Trend {
        last: tenths(last)?,
        before: tenths(before)?,
    })
}

/// The last that a source has sent with a level, and the day on which it came.
pub(super) fn last(practice: &Practice, source: Id) -> Option<(Id, NaiveDate)> {
    sent(practice, source).last().map(|(it, _)| (it.id, it.on))
}

/// The levels of what one source has sent, oldest first.
fn levels_of(practice: &Practice, source: Id) -> Vec<u32> {
    sent(practice, source).map(|(_, level)| level).collect()
}

fn sent(practice: &Practice, source: Id) -> impl Iterator<Item = (&Dated<Referral>, u32)> {
    let named = practice.referrals_of(source).iter();
    named
        .filter(move |named| named.record.source == Some(source) && named.record.counts())
        .filter_map(|named| Some((named, u32::from(named.record.level?))))
}

/// A mean in tenths, rounded.
fn tenths(levels: &[u32]) -> Option<u32> {
    let n = u32::try_from(levels.len()).ok().filter(|n| 0 < *n)?;
    Some((levels.iter().sum::<u32>() * 10 + n / 2) / n)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Edit};
    use crate::domain::referral::Outcome;

    #[test]
    fn a_level_has_its_own_record_and_what_is_neutral_counts_neither_way() {
        let mut trial = Trial::new();
        let endings = [
            Ending::Won,
            Ending::Lost,
            Ending::Won,
            Ending::WalkedAway,
            Ending::PassedOn,
            Ending::NotAReferral,
            Ending::Lapsed,
        ];
        for (n, ending) in endings.into_iter().enumerate() {
            let id = trial.received(&format!("Prospect {n}"), "Dana Ortiz");
            let edit = Edit::Level {
                level: Some(5),
                aim: None,
            };
            assert!(trial.perform(Action::Edit {
                referral: id,
                edit: Box::new(edit),
            }));
            trial.go(3);
            assert!(trial.perform(Action::Close {
                referral: id,
                outcome: Outcome {
                    ending,
                    ..Outcome::default()
                },
            }));
        }
        let five = records(trial.book())[4].clone();
        assert_eq!((five.ended, five.won), (4, 2));
        assert!(!five.is_enough());
        assert_eq!(records(trial.book())[2], Record::default());
    }

    #[test]
    fn the_median_is_that_of_the_nearest_rank() {
        let mut trial = Trial::new();
        for n in [1_u64, 2, 9] {
            let id = trial.received(&format!("Prospect {n}"), "Dana Ortiz");
            let edit = Edit::Level {
                level: Some(2),
                aim: None,
            };
            assert!(trial.perform(Action::Edit {
                referral: id,
                edit: Box::new(edit),
            }));
            trial.go(n);
            assert!(trial.perform(Action::Close {
                referral: id,
                outcome: Outcome::default(),
            }));
        }
        let two = records(trial.book())[1].clone();
        assert_eq!((two.ended, two.won, two.days), (3, 3, 1));
    }

    #[test]
    fn the_mean_of_a_source_is_said_from_five_on_in_tenths() {
        let mut trial = Trial::new();
        for (n, level) in [3_u8, 4, 4, 5, 5].into_iter().enumerate() {
            let dana = trial.practice();
            let dana_id = trial.book().people.iter().next().map(|(id, _)| id);
            assert_eq!(
                dana_id.and_then(|id| mean(&dana, id)),
                None,
                "{n} are too few"
            );
            let id = trial.received(&format!("Prospect {n}"), "Dana Ortiz");
            let edit = Edit::Level {
                level: Some(level),
                aim: None,
            };
            assert!(trial.perform(Action::Edit {
                referral: id,
                edit: Box::new(edit),
            }));
        }
        let mut people = trial.book().people.iter();
        let (dana, _) = people.find(|(_, it)| it.name == "Dana Ortiz").unwrap();
        let found = mean(&trial.practice(), dana).unwrap();
        assert_eq!((found.tenths, found.n), (42, 5));
    }

    /// Dana has sent referrals of these levels, a day apart; the trend, and the mean.
    fn sent(levels: &[u8]) -> (Option<Trend>, Option<Mean>) {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        for (n, level) in (0_u64..).zip(levels) {
            trial.go(n);
            let referral = trial.received(&format!("Prospect {n}"), "Dana Ortiz");
            let edit = Box::new(Edit::Level {
                level: Some(*level),
                aim: None,
            });
            assert!(trial.perform(Action::Edit { referral, edit }));
        }
        let (practice, dana) = (trial.practice(), trial.find("Dana Ortiz"));
        (trend(&practice, dana), mean(&practice, dana))
    }

    #[test]
    fn the_trend_is_the_mean_of_the_last_three_against_those_before() {
        for (levels, wanted) in [
            (&[3, 3, 5, 5][..], None),
            (&[3, 4, 5, 5, 6], Some((53, 35))),
            (&[7, 7, 2, 2, 2], Some((20, 70))),
            (&[4, 4, 4, 4, 4, 4, 4], Some((40, 40))),
            (&[1, 1, 2, 10, 10, 10], Some((100, 13))),
        ] {
            let found = sent(levels).0;
            let wanted = wanted.map(|(last, before)| Trend { last, before });
            assert_eq!(found, wanted, "{levels:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_mean_of_all_lies_between_the_two_of_the_trend(levels in prop::collection::vec(1u8..=10, 5..12)) {
            let (trend, mean) = sent(&levels);
            let (trend, mean) = (trend.unwrap(), mean.unwrap().tenths);
            let (low, high) = (trend.last.min(trend.before), trend.last.max(trend.before));
            // Each is rounded by itself.
            prop_assert!(low <= mean + 1 && mean <= high + 1, "{trend:?} {mean}");
        }
    }
}
