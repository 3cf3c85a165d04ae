//! The eight stages of a referral (Misner's eight steps), the same for both directions.

use serde::{Deserialize, Serialize};

/// Where a referral stands on the process map.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    #[default]
    Discovered,
    Research,
    CheckBack,
    Meet,
    ReportBack,
    Feedback,
    SourceReports,
    Close,
}

impl Stage {
    pub const ALL: [Stage; 8] = [
        Stage::Discovered,
        Stage::Research,
        Stage::CheckBack,
        Stage::Meet,
        Stage::ReportBack,
        Stage::Feedback,
        Stage::SourceReports,
        Stage::Close,
    ];

    /// 1 to 8, as the method counts.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    pub fn title(self) -> &'static str {
        [
            "Discovered",
            "Research",
            "Check back",
            "Meet",
            "Report back",
            "Feedback",
            "Source reports",
            "Close",
        ][self as usize]
    }

    /// The short title of a narrow column.
    pub fn rail(self) -> &'static str {
        [
            "New", "Rsch", "Check", "Meet", "Tell", "Ask", "Hear", "Close",
        ][self as usize]
    }

    /// The word in the file.
    pub fn word(self) -> &'static str {
        [
            "discovered",
            "research",
            "check-back",
            "meet",
            "report-back",
            "feedback",
            "source-reports",
            "close",
        ][self as usize]
    }

    pub fn next(self) -> Option<Stage> {
        Self::ALL.get(self as usize + 1).copied()
    }

    pub fn before(self) -> Option<Stage> {
        Self::ALL.get((self as usize).checked_sub(1)?).copied()
    }
}
