//! What a client said should happen in the purchase, in their own words, and what became of it.

use chrono::NaiveDate;

use super::id::Id;
use super::record::{record, words};

words! {
    /// Where an expectation comes from. What I assume does not count; it is a question to ask.
    pub enum Origin {
        Said = "said",
        Assumed = "assumed",
    }
}

words! {
    /// What became of it.
    pub enum Verdict {
        Open = "open",
        Missed = "missed",
        Met = "met",
        Exceeded = "exceeded",
    }
}

record! {
    /// One expectation of one client.
    pub struct Expectation[] {
        pub person: Option<Id>,
        /// In the client's words.
        pub words: String,
        /// How much it matters to them: 1 little, 2, 3 most.
        pub priority: u8,
        pub origin: Origin,
        pub verdict: Verdict,
        /// The day on which it was said, or assumed.
        pub on: NaiveDate,
        /// The day on which it was judged.
        pub judged: Option<NaiveDate>,
    }
}

impl Expectation {
    /// The client said it and it is neither met nor exceeded.
    pub fn is_unmet(&self) -> bool {
        self.origin == Origin::Said && matches!(self.verdict, Verdict::Open | Verdict::Missed)
    }

    /// How much it weighs, 1 to 3; unsaid is 2.
    pub fn weight(&self) -> u32 {
        match self.priority {
            0 => 2,
            n => u32::from(n.min(3)),
        }
    }
}
