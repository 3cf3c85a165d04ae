//! Referrals that left the path, and in what way. It never says whose fault that is.

use chrono::NaiveDate;

use crate::domain::id::Id;
use crate::domain::stage::Stage;

/// A referral that left the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Astray {
    pub id: Id,
    pub is_open: bool,
    /// In what ways, at least one.
    pub ways: Vec<Stray>,
}

/// A way of leaving the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    /// Moved backward; from 6, 7 or 8 to 5 is a further round and none of it. A slip put right at once is none either.
    Backward {
        from: Stage,
        to: Stage,
        on: NaiveDate,
    },
    /// The core step of a stage that it passed is not recorded.
    Skipped(Stage),
    /// In touch with the prospect before the introduction.
    Early(NaiveDate),
    /// Open and awake, the move mine for more than two days (Settings), and nothing planned.
    NoNext,
    /// Nobody is named whom news and thanks are owed.
    NoPartner,
    /// Ended, and somebody who sent it has not heard.
    Untold,
}

impl Stray {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Stray::Backward { .. } => "backward",
            Stray::Skipped(_) => "skipped",
            Stray::Early(_) => "early",
            Stray::NoNext => "no-next",
            Stray::NoPartner => "no-partner",
            Stray::Untold => "untold",
        }
    }
}
