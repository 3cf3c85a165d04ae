//! The stage in which most waiting is done, as the facts of one sentence.

use super::figure::{Rate, Spread};
use super::figures::Split;
use crate::domain::id::Id;
use crate::domain::stage::Stage;

/// Where they wait: the stage with the most days spent within the period, of those in which more than half of at least
/// five finished stays took longer than their limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bottleneck {
    pub stage: Stage,
    /// Days that the present map allows.
    pub limit: u32,
    pub days: Spread,
    /// Finished stays.
    pub n: usize,
    pub over: Rate,
    /// Who had the move in it.
    pub time: Split,
    /// Those that are open and over the limit there now.
    pub late: Vec<Id>,
    /// The one or two partners through whom more than half of these came; none where it takes more.
    pub through: Option<Through>,
}

/// Through whom most came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    pub partners: Vec<Id>,
    /// So many of those that are late; at least two.
    pub of_late: usize,
}
