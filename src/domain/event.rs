//! Everything that happens between people: one kind or another of event.

use chrono::NaiveDate;

use super::id::Id;
use super::money::Money;
use super::record::{record, words};
use super::stage::Stage;

words! {
    /// What happened. Contacts first, then the steps of a referral, then the acts given or got.
    pub enum Kind {
        /// In touch, without saying how.
        Touch = "touch",
        Call = "call",
        Message = "message",
        Email = "email",
        Letter = "letter",
        Meeting = "meeting",
        OneToOne = "one-to-one",
        Meal = "meal",
        Event = "event",
        Thanked = "thanked",
        /// The prospect was looked into before any contact.
        Researched = "researched",
        Introduced = "introduced",
        /// The first meeting with the prospect was held.
        Met = "met",
        /// The source was told how it went; given: the receiver told me.
        ReportedBack = "reported-back",
        FeedbackAsked = "feedback-asked",
        FeedbackHeard = "feedback-heard",
        ProposalSent = "proposal-sent",
        Debrief = "debrief",
        Ask = "ask",
        Mention = "mention",
        /// An appointment to which the prospect did not come.
        NotHeld = "not-held",
        Note = "note",
        /// What works for each of us, asked every quarter.
        CheckIn = "check-in",
        /// The separate meeting in which a client is asked for referrals.
        Acquisition = "acquisition",
        /// They became a client, or an engagement began.
        Engaged = "engaged",
        /// The engagement is completed.
        Completed = "completed",
        /// Something went wrong between us; open until it is made up for.
        Friction = "friction",
        MadeUp = "made-up",
        /// How far they trust me, or how far we have come, was judged anew.
        Judged = "judged",
        Introduction = "introduction",
        Testimonial = "testimonial",
        Recommendation = "recommendation",
        Advice = "advice",
        Information = "information",
        Invitation = "invitation",
        Business = "business",
        Visibility = "visibility",
        Help = "help",
        Gift = "gift",
    }
}

words! {
    /// Which way an act went.
    pub enum Way {
        /// From me to them.
        Given = "given",
        /// From them to me.
        Got = "got",
    }
}

record! {
    /// One thing that happened with one person. Corrections are new events.
    pub struct Event[] {
        /// The local day on which it happened.
        pub on: NaiveDate,
        /// UTC milliseconds; orders what happened on one day.
        pub at: i64,
        pub kind: Kind,
        pub person: Option<Id>,
        pub referral: Option<Id>,
        pub way: Option<Way>,
        pub channel: String,
        pub note: String,
        /// In a debrief, whose note says what went well, or in a check-in: what to do differently.
        pub differently: String,
        /// In a check-in, whose note says what works for me: what works for them.
        pub theirs: String,
        /// Whom they were asked about.
        pub target: Option<Id>,
        /// The stage that a debrief is about.
        pub stage: Option<Stage>,
        pub value: Option<Money>,
    }
}

impl Kind {
    /// A contact of some kind, which resets the cadence.
    pub fn is_contact(&self) -> bool {
        matches!(
            self,
            Kind::Touch
                | Kind::Call
                | Kind::Message
                | Kind::Email
                | Kind::Letter
                | Kind::Meeting
                | Kind::OneToOne
                | Kind::Meal
                | Kind::Event
        )
    }

    /// Whether it was a meaningful contact with its person: contacts, and those steps that one cannot
    /// take without speaking to them (RULES: report-backs and thanks are contact). Asked of an event's own person.
    pub fn is_touch(&self) -> bool {
        self.is_contact()
            || matches!(
                self,
                Kind::Thanked
                    | Kind::Introduced
                    | Kind::Met
                    | Kind::ReportedBack
                    | Kind::FeedbackAsked
                    | Kind::FeedbackHeard
                    | Kind::ProposalSent
                    | Kind::Ask
                    | Kind::CheckIn
                    | Kind::Acquisition
                    | Kind::MadeUp
                    // One held alone names nobody, and so touches nobody.
                    | Kind::Debrief
            )
            || self.is_act()
    }

    /// An act of support that counts in the balance.
    pub fn is_act(&self) -> bool {
        Self::ACTS.contains(self)
    }

    /// The acts of support, in the order in which they are offered.
    pub const ACTS: [Kind; 10] = [
        Kind::Introduction,
        Kind::Testimonial,
        Kind::Recommendation,
        Kind::Advice,
        Kind::Information,
        Kind::Invitation,
        Kind::Business,
        Kind::Visibility,
        Kind::Help,
        Kind::Gift,
    ];

    /// The kinds of contact, in the order in which they are offered.
    pub const CONTACTS: [Kind; 9] = [
        Kind::Touch,
        Kind::Call,
        Kind::Message,
        Kind::Email,
        Kind::Letter,
        Kind::Meeting,
        Kind::OneToOne,
        Kind::Meal,
        Kind::Event,
    ];

    /// The kind in words: "in touch", "reported back".
    pub fn title(&self) -> &str {
        match self {
            Kind::Touch => "in touch",
            Kind::Email => "e-mail",
            Kind::OneToOne => "one-to-one",
            Kind::ReportedBack => "reported back",
            Kind::FeedbackAsked => "asked for feedback",
            Kind::FeedbackHeard => "heard feedback",
            Kind::ProposalSent => "proposal sent",
            Kind::NotHeld => "did not come",
            Kind::CheckIn => "check-in",
            Kind::Acquisition => "referral meeting",
            Kind::Engaged => "engagement began",
            Kind::Completed => "engagement completed",
            Kind::MadeUp => "made up for",
            Kind::Recommendation => "online recommendation",
            other => other.word(),
        }
    }
}
