//! The flow week by week: what came, what ended, how many stood at or beyond each stage, and whether Little's law may be
//! asked.

use chrono::NaiveDate;

/// One week, Monday to Sunday, or what of it lies in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    pub monday: NaiveDate,
    pub arrived: usize,
    /// Throughput: those that ended, won ones among them.
    pub ended: usize,
    pub won: usize,
    /// On the last day of the week, of those that were open at the beginning of the period or came since: how many had come
    /// to this stage or beyond it, what had ended being beyond all. The gap between a stage and the next is what waits there.
    pub reached: [usize; 8],
    /// Those of them that had ended.
    pub done: usize,
    /// Open on the last day of the week: the first of `reached` without `done`.
    pub open: usize,
}

/// Mean time = mean number open / mean number ended in a day. A check whether the figures agree, only where at least five
/// ended in the period, and where the number of open ones did not move by more than a quarter from its beginning to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Little {
    /// Mean number open on a day of the period, in hundredths.
    pub open: i64,
    /// Ended a week, in hundredths.
    pub a_week: i64,
    /// Days from arrival to end that follow, rounded.
    pub follows: i64,
    /// Mean days from arrival to end of those that ended in the period, rounded.
    pub measured: i64,
    /// How many ended.
    pub n: usize,
}
