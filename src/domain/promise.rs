//! What one person said they would do for another, and by when.

use chrono::NaiveDate;

use super::id::Id;
use super::record::{record, words};

words! {
    /// Who promised.
    pub enum By {
        Me = "me",
        Them = "them",
    }
}

record! {
    /// A promise between me and one person. It stays open until it is kept or broken.
    pub struct Promise[] {
        pub by: By,
        pub person: Option<Id>,
        pub referral: Option<Id>,
        pub what: String,
        /// The day on which it was made.
        pub on: NaiveDate,
        pub due: Option<NaiveDate>,
        pub kept: Option<NaiveDate>,
        pub broken: Option<NaiveDate>,
    }
}

impl Promise {
    pub fn is_open(&self) -> bool {
        self.kept.is_none() && self.broken.is_none()
    }
}
