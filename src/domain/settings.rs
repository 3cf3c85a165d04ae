//! The one record of what the user has set. Absent means our default, so defaults are never written.

use std::collections::BTreeMap;

use chrono::Weekday;

use super::id::Id;
use super::money::Currency;
use super::person::Tier;
use super::record::record;
use super::referral::Ending;
use super::relation::Profile;

record! {
    /// What the user has set.
    pub struct Settings["tiers", "thresholds", "reasons", "reasons/*", "ideal", "goals", "weights", "silent"] {
        /// My own name.
        pub name: String,
        pub company: String,
        pub email: String,
        pub phone: String,
        /// What I offer, in a line.
        pub offer: String,
        /// The sentence "I work by referral" for someone who was referred …
        pub line_referred: String,
        /// … and for someone who was not.
        pub line_unreferred: String,
        /// My currency; none means that it was not asked yet, and EUR holds.
        pub currency: Option<Currency>,
        /// Days between contacts by tier, where they differ from ours.
        pub tiers: BTreeMap<String, u32>,
        /// Days by name of the threshold, where they differ from ours.
        pub thresholds: BTreeMap<String, u32>,
        /// My own reasons by ending.
        pub reasons: BTreeMap<String, BTreeMap<String, bool>>,
        /// My ideal referral: every version, the last one holds.
        pub ideal: BTreeMap<Id, Profile>,
        /// How many referrals I want a year, `received` and `given`.
        pub goals: BTreeMap<String, u32>,
        /// What an act of a kind counts for to me, by its word, `referral` among them; none are set by default.
        pub weights: BTreeMap<String, u32>,
        /// The day of the weekly review, `mon` to `sun`, or `off`; empty is our default.
        pub review: String,
        /// Rules that are switched off for all, by their word.
        pub silent: BTreeMap<String, bool>,
        /// The day on which this book was first opened: nothing that closed before it nags.
        pub started: Option<chrono::NaiveDate>,
    }
}

/// A number of days after which something is said, with its name in the file and our default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// Thank the source that a referral came.
    Acknowledge,
    /// Report back after the meeting.
    ReportBack,
    /// Tell and thank after an outcome.
    TellAndThank,
    /// A new source is kept this close …
    NewSource,
    /// … for this long.
    NewSourceFor,
    /// Nothing logged for so long: the book may be out of date.
    Quiet,
    /// Days after which a received referral that nobody touched is named.
    Untouched,
    /// A given referral without news.
    GivenNews,
    /// Ask the source kindly what the prospect said, once.
    ChaseFeedback,
    /// Between one time of asking for referrals and the next.
    AskAgain,
    /// Ask a close source what works for each of us.
    CheckIn,
    /// Talk about referrals after somebody became a client.
    Agreement,
    /// Propose the referral meeting after an engagement was completed.
    Acquisition,
    /// The first word to a prospect, in working days.
    FirstWord,
    /// Send the proposal after the meeting.
    Proposal,
    /// Name whom to ask about, before a referral meeting.
    Targets,
    /// Look back on a meeting.
    Debrief,
    /// Ask about an expectation that is only assumed.
    Expectation,
    /// Between one of the five steps and the next.
    Training,
    /// A helper who was asked, or put at a stage, and has not agreed.
    BuyIn,
    /// Look at the map again after a change.
    MapReview,
}

impl Threshold {
    pub const ALL: [Threshold; 21] = [
        Threshold::Acknowledge,
        Threshold::ReportBack,
        Threshold::TellAndThank,
        Threshold::NewSource,
        Threshold::NewSourceFor,
        Threshold::Quiet,
        Threshold::Untouched,
        Threshold::GivenNews,
        Threshold::ChaseFeedback,
        Threshold::AskAgain,
        Threshold::CheckIn,
        Threshold::Agreement,
        Threshold::Acquisition,
        Threshold::FirstWord,
        Threshold::Proposal,
        Threshold::Targets,
        Threshold::Debrief,
        Threshold::Expectation,
        Threshold::Training,
        Threshold::BuyIn,
        Threshold::MapReview,
    ];

    /// Name in the file, our default in days, and what it is in words.
    pub fn row(self) -> (&'static str, u32, &'static str) {
        match self {
            Threshold::Acknowledge => ("acknowledge", 1, "thank the source that a referral came"),
            Threshold::ReportBack => ("report-back", 1, "report back after a meeting"),
            Threshold::TellAndThank => ("tell-and-thank", 2, "tell and thank after an outcome"),
            Threshold::NewSource => ("new-source", 7, "contact with a new source"),
            Threshold::NewSourceFor => ("new-source-for", 60, "how long a source counts as new"),
            Threshold::Quiet => ("quiet", 10, "nothing logged: the book may be out of date"),
            Threshold::Untouched => ("untouched", 2, "a capture that nobody touched"),
            Threshold::GivenNews => ("given-news", 14, "no news of a given referral"),
            Threshold::ChaseFeedback => ("chase-feedback", 5, "ask a source again, once"),
            Threshold::AskAgain => ("ask-again", 180, "between two times of asking somebody"),
            Threshold::CheckIn => ("check-in", 90, "ask a tier A source what works for both"),
            Threshold::Agreement => ("agreement", 14, "a new client without an agreement"),
            Threshold::Acquisition => (
                "acquisition",
                14,
                "completed work without a referral meeting",
            ),
            Threshold::FirstWord => ("first-word", 3, "first word to a prospect, weekends aside"),
            Threshold::Proposal => ("proposal", 7, "send the proposal after the meeting"),
            Threshold::Targets => ("targets", 7, "name whom to ask about before a meeting"),
            Threshold::Debrief => ("debrief", 7, "look back on a meeting"),
            Threshold::Expectation => ("expectation", 14, "ask about what is only assumed"),
            Threshold::Training => ("training", 30, "between one of the five steps and the next"),
            Threshold::BuyIn => ("buy-in", 14, "a helper who has not agreed"),
            Threshold::MapReview => ("map-review", 30, "look at the map after a change"),
        }
    }
}

impl Settings {
    pub fn currency(&self) -> Currency {
        self.currency.unwrap_or(Currency::EUR)
    }

    /// Days between contacts with a source of this tier.
    pub fn interval(&self, tier: &Tier) -> Option<u32> {
        let ours = match tier {
            Tier::A => Some(14),
            Tier::B => Some(45),
            Tier::C => Some(90),
            Tier::D => Some(180),
            Tier::Other(_) => None,
        };
        self.tiers.get(tier.word()).copied().or(ours)
    }

    /// The day from which on the weekly review is called due; none where it never is.
    pub fn review_day(&self) -> Option<Weekday> {
        match self.review.as_str() {
            "" => Some(Weekday::Fri),
            "off" => None,
            // A word that only a newer program knows is no reason to fall silent.
            word => Some(word.parse().unwrap_or(Weekday::Fri)),
        }
    }

    pub fn days(&self, threshold: Threshold) -> u32 {
        let (name, ours, _) = threshold.row();
        self.thresholds.get(name).copied().unwrap_or(ours)
    }

    /// Reasons to offer for an ending: the user's own, else ours.
    pub fn reasons(&self, ending: &Ending) -> Vec<String> {
        if let Some(own) = self.reasons.get(ending.word()) {
            return own
                .iter()
                .filter(|(_, offered)| **offered)
                .map(|(reason, _)| reason.clone())
                .collect();
        }
        let ours: &[&str] = match ending {
            Ending::Won => &["trusted the source", "best fit", "right time"],
            Ending::Lost => &[
                "price",
                "timing",
                "went with another",
                "no budget",
                "no decision",
            ],
            Ending::WalkedAway => &["not a good fit", "no capacity", "not my field"],
            Ending::PassedOn => &["someone else fits better", "no capacity"],
            Ending::NotAReferral => &["did not expect me", "no need", "wrong person"],
            Ending::Lapsed | Ending::Other(_) => &["no answer", "gone quiet", "need went away"],
        };
        ours.iter().map(ToString::to_string).collect()
    }
}

/// Working days: Saturday and Sunday are off.
pub fn is_day_off(day: chrono::NaiveDate) -> bool {
    use chrono::Datelike;
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A deadline of mine that falls on a day off moves to the next working day.
pub fn working(mut day: chrono::NaiveDate) -> chrono::NaiveDate {
    while is_day_off(day) {
        match day.succ_opt() {
            Some(next) => day = next,
            None => return day,
        }
    }
    day
}

/// So many working days after a day.
pub fn working_after(day: chrono::NaiveDate, days: u32) -> chrono::NaiveDate {
    (0..days).fold(day, |day, _| day.succ_opt().map_or(day, working))
}
