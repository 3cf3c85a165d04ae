//! A person, whatever parts they play: source, prospect, client, helper. Roles are never stored.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::id::Id;
use super::pillars::Judged;
use super::record::{part, record, words};

/// Tags as a set: `{"retail": true}`, so that two devices may each add one.
pub type Tags = BTreeMap<String, bool>;

words! {
    /// How close a source is kept: each tier has its interval in Settings.
    pub enum Tier {
        A = "A",
        B = "B",
        C = "C",
        D = "D",
    }
}

part! {
    /// Not now: silent until a day, and why.
    pub struct Wait {
        /// The day on which it wakes by itself; none means until it is ended.
        pub until: Option<NaiveDate>,
        /// On whom it waits.
        pub on: Option<Id>,
        pub why: String,
        /// The day on which it was set aside.
        pub since: NaiveDate,
    }
}

impl Wait {
    pub fn is_asleep(&self, today: NaiveDate) -> bool {
        self.until.is_none_or(|until| today < until)
    }
}

record! {
    /// One person and the ways to reach them.
    pub struct Person["tags"] {
        pub name: String,
        pub company: String,
        pub position: String,
        pub email: String,
        pub phone: String,
        pub tags: Tags,
        /// How close they are kept as a source; none means no cadence.
        pub tier: Option<Tier>,
        /// Days between contacts, where it differs from the tier's.
        pub every: Option<u32>,
        /// The day on which the tier was first set: a new source is kept closer at first.
        pub tiered: Option<NaiveDate>,
        pub wait: Option<Wait>,
        /// Whether they trust me not to embarrass them: the first pillar.
        pub trust: Option<Judged>,
        /// How their own purchase went against what they expected: the second pillar.
        pub purchase: Option<Judged>,
        /// Where the record came from: empty when typed, else the name of an import.
        pub origin: String,
    }
}
