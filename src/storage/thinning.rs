//! Which backups to let go: many of today, fewer of last month, one a month of long ago.
//! Pure; knows no file.

use std::collections::HashSet;
use std::hash::Hash;

use chrono::{DateTime, Datelike, Duration, Utc};

/// Never let go, whatever their size.
pub const NEWEST: usize = 10;
/// Bytes all backups of a book may take together, the newest ten apart.
pub const CAP: u64 = 200 << 20;

const DAYS: usize = 30;
const WEEKS: usize = 12;
const MONTHS: usize = 24;
/// Labelled ones (before an import, a merge …) that stay beyond what the calendar asks for, and for how long.
const LABELLED: usize = 20;
const LABELLED_DAYS: i64 = 30;

/// What counts of a backup when room is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    pub at: DateTime<Utc>,
    pub len: u64,
    pub is_labelled: bool,
}

/// The places in `ages` of those to let go. Kept are the newest ten; the last of each hour of the last 24; the last of each
/// of the 30 latest days, 12 latest weeks and 24 latest months that have any; and the newest 20 labelled ones of the last
/// 30 days. Then, until all fit into `CAP`, the oldest go.
pub fn superfluous(ages: &[Age], now: DateTime<Utc>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ages.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse((ages[*place].at, *place)));
    let hour = |at: DateTime<Utc>| at.timestamp().div_euclid(3600);
    let is_of_today = |at: DateTime<Utc>| now - at < Duration::hours(24);
    let mut hours = Latest::of(usize::MAX);
    let mut days = Latest::of(DAYS);
    let mut weeks = Latest::of(WEEKS);
    let mut months = Latest::of(MONTHS);
    let mut labelled = 0;
    let mut total = 0;
    let mut gone = Vec::new();
    for (rank, place) in order.into_iter().enumerate() {
        let Age {
            at,
            len,
            is_labelled,
        } = ages[place];
        let date = at.date_naive();
        // Each asks for itself: the last of a month is counted there even if it stays as one of the newest ten.
        let wanted = [
            is_of_today(at) && hours.wants(hour(at)),
            days.wants(date),
            weeks.wants(date.iso_week()),
            months.wants((date.year(), date.month())),
            is_labelled && labelled < LABELLED && now - at < Duration::days(LABELLED_DAYS),
        ];
        labelled += usize::from(is_labelled);
        if rank < NEWEST {
            total += len;
        } else if !wanted.contains(&true) {
            gone.push(place);
        } else if total + len <= CAP {
            total += len;
        } else {
            // From here on all go, or a small old one would outlive a large newer one.
            total = CAP + 1;
            gone.push(place);
        }
    }
    gone
}

/// The latest so many periods that have any backup; each wants the last of its own.
struct Latest<T> {
    met: HashSet<T>,
    most: usize,
}

impl<T: Eq + Hash> Latest<T> {
    fn of(most: usize) -> Latest<T> {
        Latest {
            met: HashSet::new(),
            most,
        }
    }

    fn wants(&mut self, period: T) -> bool {
        self.met.len() < self.most && self.met.insert(period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> DateTime<Utc> {
        "2026-09-14T12:00:00Z".parse().unwrap()
    }

    fn age(hours_ago: i64) -> Age {
        Age {
            at: now() - Duration::hours(hours_ago),
            len: 1000,
            is_labelled: false,
        }
    }

    fn left(ages: &[Age], now: DateTime<Utc>) -> Vec<Age> {
        let gone = superfluous(ages, now);
        let left = |(place, age): (usize, &Age)| (!gone.contains(&place)).then_some(*age);
        ages.iter().enumerate().filter_map(left).collect()
    }

    #[test]
    fn two_years_of_hourly_backups_leave_days_weeks_and_months() {
        let ages: Vec<Age> = (0..24 * 730).map(age).collect();
        let left = left(&ages, now());
        let within = |days: i64| {
            let is_within = |age: &&Age| now() - age.at < Duration::days(days);
            left.iter().filter(is_within).count()
        };
        assert_eq!(within(1), 24);
        assert!((52..=54).contains(&within(30)), "{}", within(30));
        assert!((55..=64).contains(&within(84)), "{}", within(84));
        assert!((75..=90).contains(&left.len()), "{}", left.len());
    }

    #[test]
    fn a_book_opened_once_a_month_keeps_two_years() {
        let ages: Vec<Age> = (0..36).map(|month| age(month * 24 * 31)).collect();
        assert!(left(&ages, now()).len() >= 30);
    }

    #[test]
    fn labelled_ones_stay_a_month_within_reason() {
        let labelled = |minutes: i64| Age {
            at: now() - Duration::days(3) - Duration::minutes(minutes),
            is_labelled: true,
            ..age(0)
        };
        let mut ages: Vec<Age> = (0..30).map(age).collect();
        ages.extend((0..50).map(labelled));
        let count = left(&ages, now())
            .iter()
            .filter(|age| age.is_labelled)
            .count();
        assert_eq!(count, 20);
        let later = now() + Duration::days(40);
        let count = left(&ages, later)
            .iter()
            .filter(|age| age.is_labelled)
            .count();
        assert_eq!(count, 1);
    }

    #[test]
    fn large_old_ones_go_first_and_the_newest_ten_never() {
        let large = |day: i64| Age {
            len: 30 << 20,
            ..age(day * 24)
        };
        let ages: Vec<Age> = (0..20).map(large).collect();
        assert_eq!(superfluous(&ages, now()), (10..20).collect::<Vec<_>>());
        let mut ages: Vec<Age> = (0..12).map(age).collect();
        ages.push(Age {
            len: CAP,
            ..age(24 * 40)
        });
        ages.push(age(24 * 80));
        assert_eq!(superfluous(&ages, now()), vec![12, 13]);
    }

    proptest! {
        #[test]
        fn thinning_keeps_its_promises(
            picks in prop::collection::vec((-48i64..24 * 800, 1u64..40 << 20, any::<bool>()), 0..200),
        ) {
            let make = |(hours, len, is_labelled): &(i64, u64, bool)| Age { len: *len, is_labelled: *is_labelled, ..age(*hours) };
            let ages: Vec<Age> = picks.iter().map(make).collect();
            let left = left(&ages, now());
            // Again at the same moment nothing more goes.
            prop_assert!(superfluous(&left, now()).is_empty());
            let mut newest = ages.clone();
            newest.sort_by_key(|age| std::cmp::Reverse(age.at));
            let mut left_newest = left.clone();
            left_newest.sort_by_key(|age| std::cmp::Reverse(age.at));
            let times = |ages: &[Age]| ages.iter().take(NEWEST).map(|age| age.at).collect::<Vec<_>>();
            prop_assert_eq!(times(&newest), times(&left_newest));
            let whole: u64 = left.iter().map(|age| age.len).sum();
            prop_assert!(whole <= CAP || left.len() <= NEWEST);
        }
    }

    #[test]
    fn thinning_daily_or_at_last_keeps_every_month() {
        let days = 500;
        let mut daily: Vec<Age> = Vec::new();
        for day in (0..days).rev() {
            daily.push(age(day * 24));
            daily = left(&daily, now() - Duration::days(day));
        }
        let all: Vec<Age> = (0..days).map(|day| age(day * 24)).collect();
        let months = |ages: &[Age]| {
            let month = |age: &Age| (age.at.year(), age.at.month());
            ages.iter().map(month).collect::<HashSet<_>>()
        };
        assert_eq!(months(&left(&all, now())), months(&daily));
        assert!((16..=18).contains(&months(&daily).len()));
    }
}
