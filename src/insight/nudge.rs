//! What is owed and what wants to move on: a rule a row in one table, and what a rule found. It names
//! facts and never words them for a screen.

use chrono::{Days, NaiveDate, NaiveTime};

use super::relation::Warmth;
use super::rules::{self, OfPerson, OfReferral};
use super::standing::Mover;
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::settings::working;
use crate::domain::stage::Stage;

/// How insistent a rule is (RULES 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// Promises, appointments, news and thanks: always speaks.
    Owed,
    /// Keeps moving what is open.
    Moving,
}

/// Looks at one subject and adds what it finds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look {
    Referral(fn(&OfReferral, &mut Vec<Nudge>)),
    Person(fn(&OfPerson, &mut Vec<Nudge>)),
    /// At the book as a whole.
    Book,
}

/// One rule of the practice.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub name: RuleName,
    /// The word in the keys of the file.
    pub word: &'static str,
    pub voice: Voice,
    /// What it asks and whose practice that is, in a sentence.
    pub explain: &'static str,
    /// Among what is owed: the lowest first.
    pub rank: u8,
    pub(super) look: Look,
}

/// Declares the rules once: their names and their rows cannot differ.
macro_rules! rules {
    ($($name:ident, $word:literal, $voice:ident, $rank:literal, $look:expr, $explain:literal;)*) => {
        /// A rule by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleName { $($name),* }

        /// Every rule. Those on referrals stand so that what is found first spares the later ones.
        pub const RULES: &[Rule] = &[$(Rule {
            name: RuleName::$name,
            word: $word,
            voice: Voice::$voice,
            explain: $explain,
            rank: $rank,
            look: $look,
        }),*];
    };
}

rules! {
    Appointment, "appointment", Owed, 0, Look::Referral(rules::appointment),
        "An appointment is kept to the minute: the prospect judges your source by it (McCord, initial contact).";
    Promise, "promise", Owed, 5, Look::Person(rules::promise),
        "A kept promise is what credibility is made of (Misner, VCP).";
    ReportBack, "report-back", Owed, 1, Look::Referral(rules::report_back),
        "Tell your source how the meeting went, at once (Misner, step 5).";
    Tell, "tell", Owed, 2, Look::Referral(rules::tell),
        "Whoever sent a referral hears how it ended (Misner, step 8).";
    Thank, "thank", Owed, 3, Look::Referral(rules::thank),
        "Thanks follow every ending, not only a sale (Misner, step 8).";
    Acknowledge, "acknowledge", Owed, 4, Look::Referral(rules::acknowledge),
        "Thank on receipt, not on sale: say that the referral arrived (Misner, step 1).";
    NextDue, "next-due", Moving, 6, Look::Referral(rules::next_due),
        "What was planned is done on its day, or gets a new one.";
    Woke, "woke", Moving, 7, Look::Referral(rules::woke),
        "What was set aside is looked at again on its day.";
    NoNews, "no-news", Moving, 8, Look::Referral(rules::no_news),
        "Ask what became of a referral that you gave: you stand for both sides (Misner, giving).";
    NextMissing, "next-missing", Moving, 9, Look::Referral(rules::next_missing),
        "A referral without a dated next step is standing still.";
    OverLimit, "over-limit", Moving, 10, Look::Referral(rules::over_limit),
        "Twice the usual time in a stage means dying: act, chase kindly, park or close.";
    PersonWoke, "person-woke", Moving, 7, Look::Person(rules::person_woke),
        "Whom you set aside is looked at again on the day that you chose.";
    PromisedMe, "promised-me", Moving, 11, Look::Person(rules::promised_me),
        "What was promised to you is remembered gently, once its day has passed.";
    GoneQuiet, "gone-quiet", Moving, 12, Look::Person(rules::gone_quiet),
        "A source is kept by regular contact, in the interval that you chose for them.";
    OutOfDate, "out-of-date", Moving, 13, Look::Book,
        "Nothing was logged for a while: the book may be out of date, not your sources gone cold.";
}

impl RuleName {
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }

    pub fn of_word(word: &str) -> Option<RuleName> {
        RULES
            .iter()
            .find(|rule| rule.word == word)
            .map(|rule| rule.name)
    }
}

/// The fact that a nudge comes from: as long as it is the same fact, it is the same nudge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occasion {
    On(NaiveDate),
    Of(Id),
    /// One person's share in what happened on a day.
    Both(Id, NaiveDate),
}

/// Why, with the facts behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The referral's next action, which says what and with whom.
    Next,
    /// Nothing is planned.
    NextMissing {
        stage: Stage,
        dwell: i64,
        limit: u32,
    },
    OverLimit {
        stage: Stage,
        mover: Mover,
        dwell: i64,
        limit: u32,
    },
    /// Set aside on a day, until another.
    Woke {
        since: NaiveDate,
        until: NaiveDate,
    },
    /// The source was not thanked since it came.
    Acknowledge {
        arrived: NaiveDate,
    },
    /// The meeting, and its event where there is one.
    ReportBack {
        met: NaiveDate,
        event: Option<Id>,
    },
    Tell {
        ended: NaiveDate,
    },
    Thank {
        ended: NaiveDate,
    },
    /// I promised it, to the prospect of an open referral or to someone else.
    Promise {
        due: NaiveDate,
        to_prospect: bool,
    },
    PromisedMe {
        due: NaiveDate,
    },
    /// Days since the last contact against those wanted.
    GoneQuiet {
        warmth: Warmth,
        days: i64,
        interval: u32,
        last: Option<Id>,
    },
    /// Days since the last word about a referral that I gave.
    NoNews {
        since: NaiveDate,
        days: i64,
    },
    OutOfDate {
        last: NaiveDate,
        days: i64,
    },
}

/// One thing to do now, or soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nudge {
    pub rule: RuleName,
    /// Whose row it is.
    pub person: Option<Id>,
    /// What it is about; none is the book itself.
    pub subject: Option<Subject>,
    pub occasion: Occasion,
    pub reason: Reason,
    pub due: NaiveDate,
    pub time: Option<NaiveTime>,
    /// Days since it was due; below 0 it is still to come.
    pub late: i64,
}

/// Where a nudge stands in the list.
pub(super) type Order = (
    (u8, i64, i64),
    Option<NaiveTime>,
    RuleName,
    Option<Subject>,
    Occasion,
);

impl Nudge {
    pub fn voice(&self) -> Voice {
        self.rule.rule().voice
    }

    /// Under which it is settled: rule, subject and occasion.
    pub fn key(&self) -> String {
        let subject = match self.subject {
            None => "book".to_string(),
            Some(Subject::Person(id)) => format!("person:{id}"),
            Some(Subject::Referral(id)) => format!("referral:{id}"),
            Some(Subject::Promise(id)) => format!("promise:{id}"),
            Some(Subject::Event(id)) => format!("event:{id}"),
        };
        let occasion = match self.occasion {
            Occasion::On(day) => day.to_string(),
            Occasion::Of(id) => id.to_string(),
            Occasion::Both(id, day) => format!("{id}:{day}"),
        };
        format!("{}/{subject}/{occasion}", self.rule.rule().word)
    }

    /// The lowest first among what is owed; a promise to a prospect comes before everything.
    pub fn rank(&self) -> u8 {
        match self.reason {
            Reason::Promise {
                to_prospect: true, ..
            } => 0,
            _ => self.rule.rule().rank,
        }
    }

    /// It is due, or an appointment of the next working day.
    pub fn is_for_today(&self, today: NaiveDate) -> bool {
        let tomorrow = working(today.checked_add_days(Days::new(1)).unwrap_or(today));
        self.due <= today || (self.time.is_some() && self.due <= tomorrow)
    }

    /// With a time today, then what is owed, then what should move by how late it is, then what comes.
    pub(super) fn order(&self) -> Order {
        let rank = i64::from(self.rank());
        let late = -self.late;
        let place = match (self.late, self.time, self.voice()) {
            (0, Some(_), _) => (0, 0, 0),
            (0.., _, Voice::Owed) => (1, rank, late),
            (0.., _, Voice::Moving) if self.subject.is_none() => (2, i64::MIN, 0),
            (0.., _, Voice::Moving) => (2, late, rank),
            (_, _, _) => (3, late, rank),
        };
        (place, self.time, self.rule, self.subject, self.occasion)
    }
}

/// Whether it was put off past today, or let go.
pub(super) fn is_settled(book: &Book, nudge: &Nudge, today: NaiveDate) -> bool {
    !book.settled.is_empty()
        && book
            .settled
            .get(Id::of_words(&nudge.key()))
            .is_some_and(|settled| settled.until.is_none_or(|until| today < until))
}

/// The subject that a settled key speaks of.
pub(super) fn subject_of(key: &str) -> Option<Subject> {
    let (kind, id) = key.split('/').nth(1)?.split_once(':')?;
    let id = id.parse().ok()?;
    Some(match kind {
        "person" => Subject::Person(id),
        "referral" => Subject::Referral(id),
        "promise" => Subject::Promise(id),
        "event" => Subject::Event(id),
        _ => return None,
    })
}
