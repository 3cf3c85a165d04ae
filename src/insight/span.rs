//! So many days from a day.

use chrono::{Days, NaiveDate};

/// How many days ahead something is said before it is due.
const AHEAD: i64 = 6;

pub(super) fn after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(day)
}

pub(super) fn before(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_sub_days(Days::new(days.unsigned_abs()))
        .unwrap_or(day)
}

pub(super) fn is_near(due: NaiveDate, today: NaiveDate) -> bool {
    (due - today).num_days() <= AHEAD
}
