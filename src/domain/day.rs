//! How a day is said on a screen. It will never know which day it is unless told.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Fri`.
pub fn weekday(date: NaiveDate) -> &'static str {
    WEEKDAYS[date.weekday().num_days_from_monday() as usize]
}

/// `Nov`.
pub fn month(date: NaiveDate) -> &'static str {
    MONTHS[date.month0() as usize]
}

/// The day as short as it is clear: `today`, `tomorrow`, `Thu 26` within a week, else `3 Dec`, `3 Jan 2027`.
pub fn near(date: NaiveDate, today: NaiveDate) -> String {
    match date.signed_duration_since(today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        -7..=7 => format!("{} {}", weekday(date), date.day()),
        _ => dated(date, today),
    }
}

/// The day in full: `Fri 27 Nov`, with the year when it is another one.
pub fn full(date: NaiveDate, today: NaiveDate) -> String {
    format!("{} {}", weekday(date), dated(date, today))
}

/// "3 days", "1 day".
pub fn days(n: i64) -> String {
    if n == 1 {
        "1 day".into()
    } else {
        format!("{n} days")
    }
}

/// Whether both are days of one calendar year.
pub fn is_same_year(one: NaiveDate, other: NaiveDate) -> bool {
    one.year() == other.year()
}

/// `10:00`.
pub fn clock(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `27 Nov`, with the year when it is another one than `today` has.
fn dated(date: NaiveDate, today: NaiveDate) -> String {
    if is_same_year(date, today) {
        format!("{} {}", date.day(), month(date))
    } else {
        format!("{} {} {}", date.day(), month(date), date.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_is_no_days() {
        assert_eq!((days(1), days(2)), ("1 day".into(), "2 days".into()));
    }

    #[test]
    fn days_are_said_as_short_as_they_are_clear() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-21");
        for (date, short, long) in [
            ("2026-11-21", "today", "Sat 21 Nov"),
            ("2026-11-22", "tomorrow", "Sun 22 Nov"),
            ("2026-11-20", "yesterday", "Fri 20 Nov"),
            ("2026-11-26", "Thu 26", "Thu 26 Nov"),
            ("2026-11-28", "Sat 28", "Sat 28 Nov"),
            ("2026-11-14", "Sat 14", "Sat 14 Nov"),
            ("2026-11-29", "29 Nov", "Sun 29 Nov"),
            ("2027-01-03", "3 Jan 2027", "Sun 3 Jan 2027"),
            ("2025-12-31", "31 Dec 2025", "Wed 31 Dec 2025"),
        ] {
            assert_eq!(near(day(date), today), short);
            assert_eq!(full(day(date), today), long);
        }
        assert_eq!(clock(NaiveTime::from_hms_opt(9, 5, 0).unwrap()), "09:05");
    }
}
