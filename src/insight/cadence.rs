//! How long ago the last contact was against what is wanted, and when the next one is due. A pure question of days: it
//! will never know whose they are.

use chrono::NaiveDate;

use super::relation::Warmth;

/// What is known of one person's rhythm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rhythm {
    /// The last contact, else the day on which the tier was set.
    pub from: Option<NaiveDate>,
    /// Days wanted between contacts; none is no cadence.
    pub interval: Option<u32>,
    /// Set aside from a day until another, or until it is ended: those days do not count.
    pub pauses: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// The day that was agreed for the next contact.
    pub again: Option<NaiveDate>,
}

/// How it stands on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cadence {
    /// Days since the last contact, paused ones left out.
    pub days: Option<i64>,
    pub warmth: Warmth,
    /// Days beyond the interval, or beyond the day that was agreed; 0 when in time.
    pub late: i64,
    /// The agreed day, until there is a contact on it or after it: it holds in place of the interval.
    pub again: Option<NaiveDate>,
}

impl Rhythm {
    /// Warm up to the interval, fading up to twice of it, then cold. An agreed day settles alone what is late.
    pub fn on(&self, today: NaiveDate) -> Cadence {
        let days = self.from.map(|from| {
            let all = (today - from).num_days().max(0);
            all - self.paused(from, today)
        });
        let interval = self.interval.filter(|days| 0 < *days).map(i64::from);
        let warmth = match (days, interval) {
            (Some(days), Some(interval)) if days <= interval => Warmth::Warm,
            (Some(days), Some(interval)) if days <= 2 * interval => Warmth::Fading,
            (Some(_), Some(_)) => Warmth::Cold,
            _ => Warmth::NoCadence,
        };
        let is_over = |again: NaiveDate| self.from.is_some_and(|last| again <= last);
        let again = self.again.filter(|again| !is_over(*again));
        let late = match (again, days, interval) {
            (Some(again), _, _) => (today - again).num_days(),
            (None, Some(days), Some(interval)) => days - interval,
            _ => 0,
        };
        Cadence {
            days,
            warmth,
            late: late.max(0),
            again,
        }
    }

    /// The days from one day to another on which they were set aside.
    fn paused(&self, from: NaiveDate, today: NaiveDate) -> i64 {
        let mut pauses = self.pauses.clone();
        pauses.sort_unstable();
        let (mut counted, mut days) = (from, 0);
        for (since, until) in pauses {
            let end = until.unwrap_or(today).min(today);
            // Two devices may each have set them aside: a day counts once.
            days += (end - since.max(counted)).num_days().max(0);
            counted = counted.max(end);
        }
        days
    }
}

/// The last so many weeks say how many contacts are made in one.
pub const WEEKS: u32 = 4;

/// What the intervals ask for, against the contacts that are made. Of many people it is the sum, so that a change of
/// one of them is that one taken away and put back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Asked for in a week, in hundred thousandths of a contact.
    asked: u64,
    /// Days with a contact in the last weeks.
    made: u32,
}

impl Pace {
    /// That of one person: the interval that asks, if it does, and the days with a contact in the last weeks.
    pub fn of(asking: Option<u32>, made: u32) -> Pace {
        let asking = asking.filter(|days| 0 < *days);
        Pace {
            asked: asking.map_or(0, |days| 700_000 / u64::from(days)),
            made,
        }
    }

    #[must_use]
    pub fn and(self, other: Pace) -> Pace {
        Pace {
            asked: self.asked + other.asked,
            made: self.made + other.made,
        }
    }

    /// The same without someone who was counted in it.
    #[must_use]
    pub fn without(self, one: Pace) -> Pace {
        Pace {
            asked: self.asked.saturating_sub(one.asked),
            made: self.made.saturating_sub(one.made),
        }
    }

    /// Contacts a week that the intervals ask for, in hundredths.
    pub fn asked_a_week(self) -> u32 {
        u32::try_from(self.asked / 1_000).unwrap_or(u32::MAX)
    }

    /// Contacts a week that are made, in hundredths.
    pub fn made_a_week(self) -> u32 {
        self.made.saturating_mul(100) / WEEKS
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n)
    }

    fn every_14() -> Rhythm {
        Rhythm {
            from: Some(day(0)),
            interval: Some(14),
            ..Rhythm::default()
        }
    }

    #[test]
    fn days_against_the_interval_are_warm_fading_and_cold() {
        for (today, warmth, late) in [
            (0, Warmth::Warm, 0),
            (14, Warmth::Warm, 0),
            (15, Warmth::Fading, 1),
            (28, Warmth::Fading, 14),
            (29, Warmth::Cold, 15),
        ] {
            let found = every_14().on(day(today));
            assert_eq!((found.warmth, found.late), (warmth, late), "{today}");
        }
        let none = Rhythm {
            interval: None,
            ..every_14()
        };
        assert_eq!(none.on(day(99)).warmth, Warmth::NoCadence);
        assert_eq!(Rhythm::default().on(day(9)), Cadence::default());
    }

    #[test]
    fn days_on_which_they_were_away_do_not_count() {
        for (since, until, today, days) in [
            (5, Some(25), 30, 10),
            (5, Some(25), 20, 5),
            (5, None, 20, 5),
            (40, Some(50), 30, 30),
        ] {
            let paused = Rhythm {
                pauses: vec![(day(since), until.map(day))],
                ..every_14()
            };
            assert_eq!(paused.on(day(today)).days, Some(days), "{since} {today}");
        }
        let before = Rhythm {
            from: Some(day(10)),
            pauses: vec![(day(0), Some(day(12)))],
            ..every_14()
        };
        assert_eq!(before.on(day(20)).days, Some(8));
        let twice = Rhythm {
            pauses: vec![
                (day(20), None),
                (day(5), Some(day(10))),
                (day(8), Some(day(12))),
            ],
            ..every_14()
        };
        assert_eq!(twice.on(day(18)).days, Some(11), "a day counts once");
        assert_eq!(twice.on(day(30)).days, Some(13));
    }

    #[test]
    fn an_agreed_day_holds_in_place_of_the_interval_until_there_is_a_contact_on_it() {
        let agreed = Rhythm {
            again: Some(day(30)),
            ..every_14()
        };
        for (today, late) in [(20, 0), (30, 0), (31, 1), (40, 10)] {
            let found = agreed.on(day(today));
            assert_eq!((found.again, found.late), (Some(day(30)), late), "{today}");
        }
        let earlier = Rhythm {
            from: Some(day(20)),
            ..agreed.clone()
        };
        assert_eq!(earlier.on(day(25)).again, Some(day(30)), "it still stands");
        let met = Rhythm {
            from: Some(day(30)),
            ..agreed
        };
        assert_eq!(met.on(day(45)).again, None);
        assert_eq!(met.on(day(45)).late, 1);
    }

    #[test]
    fn what_the_tiers_ask_for_is_a_sum_of_weeks_and_what_is_made_a_mean_of_four() {
        let asked = |intervals: &[u32]| {
            let each = intervals.iter().map(|days| Pace::of(Some(*days), 0));
            each.fold(Pace::default(), Pace::and).asked_a_week()
        };
        assert_eq!(asked(&[14, 14, 45]), 115);
        assert_eq!(asked(&[7]), 100);
        assert_eq!(asked(&[0]), 0);
        assert_eq!(Pace::of(None, 0), Pace::default());
        for (days, a_week) in [(0, 0), (1, 25), (4, 100), (13, 325)] {
            assert_eq!(Pace::of(None, days).made_a_week(), a_week);
        }
    }

    proptest! {
        #[test]
        fn whoever_changes_is_taken_away_and_put_back(
            all in prop::collection::vec((prop::option::of(0u32..400), 0u32..28), 1..20),
            which in any::<prop::sample::Index>(),
            now in (prop::option::of(0u32..400), 0u32..28),
        ) {
            let sum = |all: &[(Option<u32>, u32)]| {
                let each = all.iter().map(|(interval, made)| Pace::of(*interval, *made));
                each.fold(Pace::default(), Pace::and)
            };
            let place = which.index(all.len());
            let (was, mut changed) = (all[place], all.clone());
            changed[place] = now;
            let kept = sum(&all).without(Pace::of(was.0, was.1)).and(Pace::of(now.0, now.1));
            prop_assert_eq!(kept, sum(&changed));
        }

        #[test]
        fn a_contact_today_is_never_late_and_never_cold(
            interval in prop::option::of(1u32..400),
            again in prop::option::of(0u64..400),
            since in 0u64..400,
            until in prop::option::of(0u64..400),
            today in 0u64..400,
        ) {
            let rhythm = Rhythm {
                from: Some(day(today)),
                interval,
                pauses: vec![(day(since), until.map(day))],
                again: again.filter(|again| today < *again).map(day),
            };
            let found = rhythm.on(day(today));
            prop_assert_eq!((found.days, found.late), (Some(0), 0));
            prop_assert!(matches!(found.warmth, Warmth::Warm | Warmth::NoCadence));
        }

        #[test]
        fn a_longer_wait_is_never_warmer_and_a_pause_never_makes_later(
            from in 0u64..100,
            interval in 1u32..100,
            since in 0u64..300,
            long in 0u64..100,
            today in 100u64..300,
        ) {
            let rhythm = Rhythm { from: Some(day(from)), interval: Some(interval), ..Rhythm::default() };
            let (now, then) = (rhythm.on(day(today)), rhythm.on(day(today + 1)));
            prop_assert!(now.warmth <= then.warmth && now.late <= then.late);
            let paused = Rhythm { pauses: vec![(day(since), Some(day(since + long)))], ..rhythm };
            let found = paused.on(day(today));
            prop_assert!(found.late <= now.late && found.warmth <= now.warmth);
            prop_assert!(0 <= found.days.unwrap());
        }
    }
}
