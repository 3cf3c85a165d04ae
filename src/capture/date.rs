//! Days and times as people say them: `fri`, `next tue`, `in 2 weeks`, `12 dec`, `2026-12-12 10:00`.
//! It will never know which day it is unless told.

use chrono::{NaiveDate, NaiveTime};

pub use super::almanac::Look;

use super::almanac::Almanac;
use super::clock;
use crate::domain::day;
use crate::domain::refusal::Refusal;

/// A day, and the time of day where one was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    pub on: NaiveDate,
    pub time: Option<NaiveTime>,
}

impl When {
    /// `Fri 27 Nov 10:00`, with the year when it is another one.
    pub fn full(self, today: NaiveDate) -> String {
        self.with_time(day::full(self.on, today))
    }

    /// `tomorrow 10:00`, `Fri 27 10:00`, `3 Dec`.
    pub fn near(self, today: NaiveDate) -> String {
        self.with_time(day::near(self.on, today))
    }

    /// `2026-11-27 10:00`, which every reading gives back.
    pub fn iso(self) -> String {
        self.with_time(self.on.format("%Y-%m-%d").to_string())
    }

    fn with_time(self, day: String) -> String {
        match self.time {
            Some(time) => format!("{day} {}", day::clock(time)),
            None => day,
        }
    }
}

/// Reads all of a text as a day, perhaps with a time.
pub fn read(text: &str, today: NaiveDate, look: Look) -> Result<When, Refusal> {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_end_matches(','))
        .filter(|word| !word.is_empty())
        .collect();
    match read_words(&words, today, look) {
        Some((reading, taken)) if reading.is_err() || taken == words.len() => reading,
        Some((Ok(when), taken)) => {
            let rest = words[taken..].join(" ");
            Err(Refusal::new(format!(
                "{} is clear, “{rest}” after it is not",
                when.full(today)
            ))
            .or("write a day and a time, as in fri 10:00"))
        }
        _ => Err(
            Refusal::new(format!("“{}” does not read as a day", text.trim()))
                .or("write fri, tomorrow, in 2 weeks, 12 dec or 2026-12-12"),
        ),
    }
}

/// The longest day (perhaps with a time) that the words begin with, and how many words it takes.
///
/// `None` when they begin with something else; a refusal when it is clearly meant as a day that cannot be.
pub fn read_words(
    words: &[&str],
    today: NaiveDate,
    look: Look,
) -> Option<(Result<When, Refusal>, usize)> {
    let words: Vec<String> = words
        .iter()
        .take(LONGEST)
        .map(|word| word.to_lowercase())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let on = usize::from(words.first() == Some(&"on"));
    let almanac = Almanac { today, look };
    let Some((on_day, taken)) = almanac.read(&words[on..]) else {
        // A time alone is a plan for today.
        let (time, taken) = clock::read_words(&words).filter(|_| look == Look::Ahead)?;
        return Some((
            time.map(|time| When {
                on: today,
                time: Some(time),
            }),
            taken,
        ));
    };
    let taken = on + taken;
    let on_day = match on_day {
        Ok(on_day) => on_day,
        Err(refusal) => return Some((Err(refusal), taken)),
    };
    match clock::after_a_day(&words[taken..]) {
        Some((time, more)) => Some((
            time.map(|time| When {
                on: on_day,
                time: Some(time),
            }),
            taken + more,
        )),
        None => Some((
            Ok(When {
                on: on_day,
                time: None,
            }),
            taken,
        )),
    }
}

/// No day and time takes more words: `on fri 27 nov 2026 at 10 am`.
const LONGEST: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;
    use proptest::prelude::*;

    /// A Saturday.
    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn said(text: &str, look: Look) -> String {
        match read(text, today(), look) {
            Ok(when) => when.iso(),
            Err(refusal) => refusal.to_string(),
        }
    }

    #[test]
    fn plans_look_ahead() {
        for (given, wanted) in [
            ("today", "2026-11-21"),
            ("Tomorrow", "2026-11-22"),
            ("tmrw", "2026-11-22"),
            ("yesterday", "2026-11-20"),
            ("fri", "2026-11-27"),
            ("Friday", "2026-11-27"),
            ("on fri", "2026-11-27"),
            ("sat", "2026-11-28"),
            ("sun", "2026-11-22"),
            ("mon", "2026-11-23"),
            ("tues", "2026-11-24"),
            ("thurs", "2026-11-26"),
            ("next tue", "2026-11-24"),
            ("next sun", "2026-11-29"),
            ("next week", "2026-11-23"),
            ("next month", "2026-12-01"),
            ("next year", "2027-01-01"),
            ("last tue", "2026-11-17"),
            ("last sat", "2026-11-14"),
            ("last week", "2026-11-09"),
            ("last month", "2026-10-01"),
            ("in 2 weeks", "2026-12-05"),
            ("in a week", "2026-11-28"),
            ("in two weeks", "2026-12-05"),
            ("in 3 days", "2026-11-24"),
            ("2 weeks", "2026-12-05"),
            ("2 weeks ago", "2026-11-07"),
            ("a week ago", "2026-11-14"),
            ("3d", "2026-11-24"),
            ("2w", "2026-12-05"),
            ("1m", "2026-12-21"),
            ("1y", "2027-11-21"),
            ("+3d", "2026-11-24"),
            ("-3d", "2026-11-18"),
            ("3d ago", "2026-11-18"),
            ("12 dec", "2026-12-12"),
            ("dec 12", "2026-12-12"),
            ("12. dec", "2026-12-12"),
            ("12th December", "2026-12-12"),
            ("12dec", "2026-12-12"),
            ("12-dec-2027", "2027-12-12"),
            ("12 december 2027", "2027-12-12"),
            ("Dec 12, 2027", "2027-12-12"),
            ("3 jan", "2027-01-03"),
            ("20 nov", "2027-11-20"),
            ("21 nov", "2026-11-21"),
            ("29 feb", "2028-02-29"),
            ("12.12.2026", "2026-12-12"),
            ("1.2.27", "2027-02-01"),
            ("12.12.", "2026-12-12"),
            ("2026-12-12", "2026-12-12"),
            ("2026/12/12", "2026-12-12"),
            ("2025-01-02", "2025-01-02"),
            ("eow", "2026-11-27"),
            ("end of week", "2026-11-27"),
            ("end of the month", "2026-11-30"),
            ("eom", "2026-11-30"),
            ("end of year", "2026-12-31"),
            ("fri 27 nov", "2026-11-27"),
            ("Thu 26", "2026-11-26"),
            ("fri 10:00", "2026-11-27 10:00"),
            ("fri at 10", "2026-11-27 10:00"),
            ("fri, 10.30am", "2026-11-27 10:30"),
            ("12 dec 9h", "2026-12-12 09:00"),
            ("2026-12-12 10 pm", "2026-12-12 22:00"),
            ("10:00", "2026-11-21 10:00"),
            ("noon", "2026-11-21 12:00"),
        ] {
            assert_eq!(said(given, Look::Ahead), wanted, "{given}");
        }
    }

    #[test]
    fn a_slashed_date_with_one_reading_is_read() {
        for (given, wanted) in [
            ("31/12", "2026-12-31"),
            ("12/31", "2026-12-31"),
            ("13/11", "2027-11-13"),
            ("12/12", "2026-12-12"),
            ("12/31/2026", "2026-12-31"),
            ("31/12/26", "2026-12-31"),
        ] {
            assert_eq!(said(given, Look::Ahead), wanted, "{given}");
        }
    }

    #[test]
    fn this_friday_is_the_coming_one() {
        assert_eq!(said("this fri", Look::Ahead), "2026-11-27");
        assert_eq!(said("this fri 10:00", Look::Ahead), "2026-11-27 10:00");
        assert_eq!(said("this sat", Look::Ahead), "2026-11-28");
    }

    #[test]
    fn a_dotted_number_straight_after_a_date_is_a_time() {
        assert_eq!(said("11 dec 9.30", Look::Ahead), "2026-12-11 09:30");
        assert_eq!(said("fri at 14.05", Look::Ahead), "2026-11-27 14:05");
        assert!(read("fri 25.00", today(), Look::Ahead).is_err());
        assert!(read("9.30", today(), Look::Ahead).is_err());
    }

    #[test]
    fn facts_look_back() {
        for (given, wanted) in [
            ("fri", "2026-11-20"),
            ("sat", "2026-11-14"),
            ("last tue", "2026-11-17"),
            ("3d", "2026-11-18"),
            ("2 weeks", "2026-11-07"),
            ("+3d", "2026-11-24"),
            ("in 3 days", "2026-11-24"),
            ("12 dec", "2025-12-12"),
            ("21 nov", "2026-11-21"),
            ("22 nov", "2025-11-22"),
            ("29 feb", "2024-02-29"),
            ("eow", "2026-11-20"),
            ("eom", "2026-10-31"),
            ("Sat 14", "2026-11-14"),
            ("yesterday 10:00", "2026-11-20 10:00"),
        ] {
            assert_eq!(said(given, Look::Back), wanted, "{given}");
        }
    }

    #[test]
    fn a_day_that_february_never_has_names_the_last_of_the_one_that_is_meant() {
        for (today, look, last) in [
            ("2026-11-21", Look::Ahead, 28),
            ("2027-11-21", Look::Ahead, 29),
            ("2028-01-21", Look::Ahead, 29),
            ("2028-03-01", Look::Ahead, 28),
            ("2028-03-01", Look::Back, 29),
            ("2029-01-31", Look::Back, 29),
            ("2026-11-21", Look::Back, 28),
        ] {
            let refused = read("31 feb", today.parse().unwrap(), look).unwrap_err();
            let wanted = format!("February has no day 31; write one up to {last} feb");
            assert_eq!(refused.to_string(), wanted, "{today}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused_with_a_way_out() {
        for (given, wanted) in [
            (
                "12/11",
                "12/11 is a day in November or in December; write 12 nov or 11 dec",
            ),
            (
                "12/11/2026",
                "12/11/2026 is a day in November or in December; write 12 nov 2026 or 11 dec 2026",
            ),
            (
                "40/50",
                "40/50 is no day of any month; write it like 12 nov",
            ),
            ("31/2", "February has no day 31; write one up to 28 feb"),
            ("31 feb", "February has no day 31; write one up to 28 feb"),
            (
                "29 feb 2027",
                "February 2027 has no day 29; write one up to 28 feb 2027",
            ),
            (
                "31.4.2027",
                "April 2027 has no day 31; write one up to 30 apr 2027",
            ),
            ("0 dec", "December has no day 0; write one up to 31 dec"),
            (
                "2026-13-01",
                "2026-13-01 has no month 13; write one from 01 to 12",
            ),
            (
                "1.1.9999",
                "the year 9999 is out of reach; write one from 1900 to 2199",
            ),
            (
                "in 9999 years",
                "that day is out of reach; write one from 1900 to 2199",
            ),
            (
                "in 99999999999 days",
                "that day is out of reach; write one from 1900 to 2199",
            ),
            (
                "thu 27 nov",
                "27 Nov 2026 is a Fri; leave the weekday out, or write fri 27 nov",
            ),
            (
                "fri 25:00",
                "25:00 is no time of day; write one from 00:00 to 23:59",
            ),
            (
                "fri maybe",
                "Fri 27 Nov is clear, “maybe” after it is not; write a day and a time, as in fri 10:00",
            ),
            (
                "soon",
                "“soon” does not read as a day; write fri, tomorrow, in 2 weeks, 12 dec or 2026-12-12",
            ),
            (
                "",
                "“” does not read as a day; write fri, tomorrow, in 2 weeks, 12 dec or 2026-12-12",
            ),
        ] {
            assert_eq!(said(given, Look::Ahead), wanted, "{given}");
        }
        assert!(read("10:00", today(), Look::Back).is_err());
    }

    #[test]
    fn the_longest_day_is_taken() {
        for (given, wanted) in [
            ("fri 10:00 web shop", 2),
            ("fri web shop", 1),
            ("12 dec 2026 10:00", 4),
            ("12 dec 20 people", 2),
            ("in 2 weeks at 10:00 sharp", 5),
            ("fri at Cafe Nero", 1),
            ("fri 12 people", 1),
            ("on fri 27 nov 2026 at 10 am", 8),
            ("on", 0),
            ("12 people", 0),
            ("dec", 0),
            ("in time", 0),
            ("next door", 0),
        ] {
            let words: Vec<&str> = given.split(' ').collect();
            let taken = read_words(&words, today(), Look::Ahead).map_or(0, |(_, taken)| taken);
            assert_eq!(taken, wanted, "{given}");
        }
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (-20_000_i32..60_000).prop_map(|days| NaiveDate::from_epoch_days(days).unwrap())
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(
            text in "\\PC{0,20}|([-+./:0-9]{1,6} ?|in |next |last |fri |dec |end of |week |d |am |at |ago |feb |on ){1,6}",
            today in any_day(),
        ) {
            for look in [Look::Ahead, Look::Back] {
                if let Err(refusal) = read(&text, today, look) {
                    prop_assert!(refusal.way_out.is_some(), "{}", refusal);
                }
            }
        }

        #[test]
        fn the_iso_form_gives_itself(on in any_day(), today in any_day(), minutes in proptest::option::of(0_u32..1440)) {
            let time = minutes.map(|all| NaiveTime::from_hms_opt(all / 60, all % 60, 0).unwrap());
            let when = When { on, time };
            for look in [Look::Ahead, Look::Back] {
                prop_assert_eq!(read(&when.iso(), today, look), Ok(when));
            }
        }

        #[test]
        fn what_the_screen_says_reads_back(days in 0_u64..360, today in any_day(), minutes in 0_u32..1440) {
            let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0);
            let when = When { on: today + chrono::Days::new(days), time };
            prop_assert_eq!(read(&when.full(today), today, Look::Ahead), Ok(when));
            prop_assert_eq!(read(&when.near(today), today, Look::Ahead), Ok(when));
        }

        #[test]
        fn a_weekday_is_within_a_week_and_never_today(today in any_day(), weekday in "mon|tue|wed|thu|fri|sat|sun") {
            let ahead = read(&weekday, today, Look::Ahead).unwrap().on;
            prop_assert!((1..=7).contains(&(ahead - today).num_days()));
            let back = read(&weekday, today, Look::Back).unwrap().on;
            prop_assert!((1..=7).contains(&(today - back).num_days()));
            let next = read(&format!("next {weekday}"), today, Look::Ahead).unwrap().on;
            prop_assert_eq!(next.iso_week(), (today + chrono::Days::new(7)).iso_week());
        }
    }
}
