//! What the open referrals may come to by one's own history, as a range (RULES 11). It promises nothing.

use super::figure::{Rate, Said};
use crate::domain::money::{Currency, Money};
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
