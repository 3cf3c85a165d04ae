//! The four pillars of a good referral, as they are recorded (McCord): what a source thinks of me, how their own
//! purchase went, how they stand with the prospect. What follows from them is asked elsewhere.

use chrono::NaiveDate;

use super::record::{part, words};

words! {
    /// How strong a pillar is. Not known is the absence of a word.
    pub enum Grade {
        Strong = "strong",
        Fair = "fair",
        Weak = "weak",
        /// The purchase, where the source never bought.
        DoesNotApply = "does-not-apply",
    }
}

impl Grade {
    pub fn title(&self) -> &str {
        match self {
            Grade::DoesNotApply => "does not apply",
            other => other.word(),
        }
    }
}

part! {
    /// A judgement of mine, with its day and what it rests on.
    pub struct Judged {
        pub grade: Grade,
        pub on: NaiveDate,
        /// The evidence.
        pub why: String,
    }
}

part! {
    /// How the source stands with the prospect.
    pub struct Tie {
        /// In their own words: "colleagues, 3 years".
        pub nature: String,
        /// From -2 (at odds) over 0 (hardly know each other) to 2 (close, and glad of it).
        pub strength: Option<i8>,
        /// The source has said so; else it is my guess.
        pub confirmed: bool,
    }
}

impl Tie {
    /// The signed strength in words; none while it is not known.
    pub fn words(&self) -> Option<&'static str> {
        Some(match self.strength? {
            2.. => "close",
            1 => "good",
            0 => "hardly know each other",
            -1 => "strained",
            _ => "at odds",
        })
    }

    /// The third pillar. Distrust transfers as trust does, so what is strained is weak too.
    pub fn grade(&self) -> Option<Grade> {
        Some(match self.strength? {
            2.. => Grade::Strong,
            1 => Grade::Fair,
            _ => Grade::Weak,
        })
    }
}
