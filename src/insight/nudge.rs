//! What is owed and what wants to move on: a rule a row in one table, and what a rule found. It names
//! facts and never words them for a screen.

use chrono::{Days, NaiveDate, NaiveTime};

use super::growing;
use super::keeping::{self, OfPerson};
use super::ledger::Item;
use super::levels::Trend;
use super::relation::Warmth;
use super::rules::{self, OfReferral};
use super::standing::Mover;
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::merge::Settled;
use crate::domain::person::Skill;
use crate::domain::settings::{Settings, Threshold, working};
use crate::domain::silencing::key_for;
use crate::domain::stage::Stage;

/// How insistent a rule is (RULES 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// Promises, appointments, news and thanks: always speaks.
    Owed,
    /// Keeps moving what is open.
    Moving,
    /// What makes referrals grow: waits on the page that it concerns, and for the review.
    Practice,
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
    /// Among its voice: the lowest first.
    pub rank: u8,
    threshold: Option<Threshold>,
    pub(super) look: Look,
}

impl Rule {
    /// The days that it waits, where they are the user's to set; others wait for a day that was named, or a tier or a
    /// stage that has days of its own.
    pub fn threshold(&self) -> Option<Threshold> {
        self.threshold
    }
}

/// Declares the rules once: their names and their rows cannot differ.
macro_rules! rules {
    ($($name:ident, $word:literal, $voice:ident, $rank:literal, $days:tt, $look:expr, $explain:literal;)*) => {
        /// A rule by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleName { $($name),* }

        /// Every rule. Those on referrals stand so that what is found first spares the later ones, those of the
        /// practice last.
        pub const RULES: &[Rule] = &[$(Rule {
            name: RuleName::$name,
            word: $word,
            voice: Voice::$voice,
            explain: $explain,
            rank: $rank,
            threshold: rules!(@days $days),
            look: $look,
        }),*];
    };
    (@days -) => { None };
    (@days $days:ident) => { Some(Threshold::$days) };
}

rules! {
    Appointment, "appointment", Owed, 0, -, Look::Referral(rules::appointment),
        "An appointment is kept to the minute: you and your source are judged by it (McCord, initial contact).";
    Promise, "promise", Owed, 5, -, Look::Person(keeping::promise),
        "A kept promise is what credibility is made of (Misner, VCP).";
    ReportBack, "report-back", Owed, 1, ReportBack, Look::Referral(rules::report_back),
        "Tell your source how the meeting went, at once (Misner, step 5).";
    Tell, "tell", Owed, 2, TellAndThank, Look::Referral(rules::tell),
        "Whoever sent a referral hears how it ended, and is thanked (Misner, step 8).";
    Thank, "thank", Owed, 3, TellAndThank, Look::Referral(rules::thank),
        "Thanks follow every ending, not only a sale (Misner, step 8).";
    Acknowledge, "acknowledge", Owed, 4, Acknowledge, Look::Referral(rules::acknowledge),
        "Thank on receipt, not on sale: say that the referral arrived (Misner, step 1).";
    ReferralMeeting, "referral-meeting", Owed, 1, -, Look::Person(keeping::referral_meeting),
        "The meeting for referrals is one of its own, after the work is done (McCord).";
    Friction, "friction", Owed, 2, -, Look::Person(keeping::friction),
        "What went wrong is put right before anything else is asked (McCord, trust).";
    NextDue, "next-due", Moving, 6, -, Look::Referral(rules::next_due),
        "What was planned is done on its day, or gets a new one.";
    Woke, "woke", Moving, 7, -, Look::Referral(rules::woke),
        "What was set aside is looked at again on its day.";
    NoNews, "no-news", Moving, 8, GivenNews, Look::Referral(rules::no_news),
        "Ask what became of a referral that you gave: you stand for both sides (Misner, giving).";
    FirstWord, "first-word", Moving, 7, FirstWord, Look::Referral(rules::first_word),
        "Whoever was promised to hear from you hears soon; a slow first word costs your source their name (BNI ethics).";
    Proposal, "proposal", Moving, 8, Proposal, Look::Referral(rules::proposal),
        "After the meeting the prospect waits for your offer, and your source for what comes of it (Misner, step 8).";
    NextMissing, "next-missing", Moving, 9, Untouched, Look::Referral(rules::next_missing),
        "A referral without a dated next step is standing still.";
    Chase, "chase", Moving, 10, ChaseFeedback, Look::Referral(rules::chase),
        "Ask once, kindly, what the prospect said; after that go on without (Misner, steps 6 and 7).";
    OverLimit, "over-limit", Moving, 10, -, Look::Referral(rules::over_limit),
        "Twice the usual time in a stage means dying: act, chase kindly, park or close.";
    Aftermath, "aftermath", Moving, 11, -, Look::Referral(rules::aftermath),
        "Whoever vouched for you should look good in the end: ask, once it is over (Misner, step 8).";
    ContactDue, "contact-due", Moving, 6, -, Look::Person(keeping::contact_due),
        "A day that was agreed for the next contact is kept.";
    PersonWoke, "person-woke", Moving, 7, -, Look::Person(keeping::person_woke),
        "Whom you set aside is looked at again on the day that you chose.";
    Targets, "targets", Moving, 8, Targets, Look::Person(keeping::targets),
        "A referral meeting without names that you prepared is a bare ask (McCord, list whom they may know).";
    PromisedMe, "promised-me", Moving, 11, -, Look::Person(keeping::promised_me),
        "What was promised to you is remembered gently, once its day has passed.";
    GoneQuiet, "gone-quiet", Moving, 12, -, Look::Person(keeping::gone_quiet),
        "A source is kept by regular contact, in the interval that you chose for them.";
    Clash, "clash", Moving, 5, -, Look::Book,
        "What was changed differently in two places waits for a look: both are kept until you choose.";
    OutOfDate, "out-of-date", Moving, 13, Quiet, Look::Book,
        "Nothing was logged for a while: the book may be out of date, not your sources gone cold.";
    Debrief, "debrief", Practice, 4, Debrief, Look::Referral(growing::debrief),
        "Look back together on how it went, so that the next one goes better (Walker, the fifth step).";
    Expectation, "expectation", Practice, 1, Expectation, Look::Person(growing::expectation),
        "Find out what the client expects, then do exactly that; do not guess (McCord, pillar 2).";
    Acquisition, "acquisition", Practice, 2, Acquisition, Look::Person(growing::acquisition),
        "Once the work is done, a meeting of its own is for referrals (McCord, acquisition meeting).";
    Agreement, "agreement", Practice, 3, Agreement, Look::Person(growing::agreement),
        "Tell a new client that you work by referral, how many, which ones, and how you earn them (McCord).";
    CheckIn, "check-in", Practice, 5, CheckIn, Look::Person(growing::check_in),
        "Both stay in sync by asking what works for each (Walker, in sync).";
    Coaching, "coaching", Practice, 6, -, Look::Person(growing::coaching),
        "Where the levels of a source go down, coach them on the next rung (Misner, levels).";
    Training, "training", Practice, 7, Training, Look::Person(growing::training),
        "Whoever refers learns all five steps, one at a time, and practises them (Walker, five steps).";
    NeverReturned, "never-returned", Practice, 8, -, Look::Person(growing::never_returned),
        "Do for your sources what they do for you (Misner, Givers Gain).";
    BuyIn, "buy-in", Practice, 10, BuyIn, Look::Book,
        "Whoever does a part of the process stands behind it only once they have said so (Walker, buy-in).";
    Responder, "responder", Practice, 11, -, Look::Book,
        "What comes in by a channel that nobody answers is left on a desk (Walker, the map).";
    ProblemDue, "problem-due", Practice, 9, -, Look::Book,
        "Find where it is held up and why, and fix it by a day (Walker, the map).";
    MapReview, "map-review", Practice, 12, MapReview, Look::Book,
        "Give it a month or so, then look at the map again: people and channels change (Walker, the map).";
}

impl RuleName {
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
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
    /// The call or lunch by which the two are introduced, where something else is next.
    Introduction,
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
    /// The source was told or asked on a day, and nothing was heard since.
    Chase {
        since: NaiveDate,
        asked: bool,
    },
    /// The source was chased once and the limit has passed: go on without their word.
    GoOn {
        chased: NaiveDate,
    },
    /// It ended after a meeting: did the source come out of it well?
    Aftermath {
        ended: NaiveDate,
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
    /// The source was not told how it ended, nor perhaps thanked.
    Tell {
        ended: NaiveDate,
        thank: bool,
    },
    /// The source was told how it ended, not thanked.
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
    /// What stands between us, which is not made up for.
    Friction {
        event: Id,
    },
    /// The day that was agreed for the next contact.
    Again,
    /// The referral meeting with a client.
    ReferralMeeting,
    /// The prospect has not heard from me since it came.
    FirstWord {
        arrived: NaiveDate,
    },
    /// Nothing was sent since the meeting.
    Proposal {
        met: NaiveDate,
    },
    /// The referral meeting is on this day, and nobody is named to ask about.
    Targets {
        on: NaiveDate,
    },
    /// Nothing was noted of how the meeting went.
    Debrief {
        met: NaiveDate,
    },
    /// The client said that it was missed.
    Missed {
        expectation: Id,
    },
    /// The work is completed, and the client has not said whether it was met.
    Unjudged {
        expectation: Id,
        completed: NaiveDate,
    },
    /// I only assume it, and never asked.
    Assumed {
        expectation: Id,
    },
    /// The work is completed, and no referral meeting was proposed.
    Acquisition {
        completed: NaiveDate,
    },
    /// A client with whom nothing is agreed about referrals.
    Agreement {
        since: NaiveDate,
    },
    /// The last check-in, or, where there was none, since when they are kept close.
    CheckIn {
        since: NaiveDate,
        is_first: bool,
    },
    /// The mean level of the last ones against those before, in tenths.
    Coaching(Trend),
    /// The next of the five steps that they were never taught.
    Training {
        skill: &'static Skill,
    },
    /// So many of a kind were got, and none ever given.
    NeverReturned {
        item: Item,
        got: u32,
    },
    /// Days since the last contact against those wanted.
    GoneQuiet {
        warmth: Warmth,
        days: i64,
        interval: u32,
        last: Option<Id>,
        /// The first weeks with a new source, who is kept closer.
        is_new: bool,
    },
    /// Days since the last word about a referral that I gave.
    NoNews {
        since: NaiveDate,
        days: i64,
    },
    /// So many fields were changed in two ways.
    Clashes {
        count: usize,
    },
    /// A helper has not agreed, since they were asked or came to a stage.
    BuyIn {
        helper: Id,
        since: NaiveDate,
    },
    /// Nobody answers what comes by a channel.
    Responder {
        channel: Id,
    },
    /// The day of a problem's fix has come.
    ProblemDue {
        problem: Id,
    },
    /// The map of a side is as it was since a day.
    MapReview {
        given: bool,
        since: NaiveDate,
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
pub type Order = (
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
    pub fn order(&self) -> Order {
        let rank = i64::from(self.rank());
        let late = -self.late;
        let place = match (self.late, self.time, self.voice()) {
            (0, Some(_), _) => (0, 0, 0),
            (0.., _, Voice::Owed) => (1, rank, late),
            (0.., _, Voice::Moving) if self.subject.is_none() => (2, i64::MIN, 0),
            (0.., _, Voice::Moving) => (2, late, rank),
            (_, _, Voice::Practice) => (4, rank, late),
            (_, _, _) => (3, late, rank),
        };
        (place, self.time, self.rule, self.subject, self.occasion)
    }
}

/// Whether it was put off past today or let go, or its rule asks no more: for this person, or for all.
pub(super) fn is_settled(book: &Book, nudge: &Nudge, today: NaiveDate) -> bool {
    let is_off = |settled: &Settled| settled.until.is_none_or(|until| today < until);
    is_silent(book.settings(), nudge.rule) || is_any_settled(book, nudge, is_off)
}

/// Whether it was let go for good, or all of its kind for this person.
pub(super) fn is_let_go(book: &Book, nudge: &Nudge) -> bool {
    is_any_settled(book, nudge, |settled| settled.until.is_none())
}

/// Whether it is as if its rule had found nothing: let go, or its rule asks no more.
pub(super) fn is_dropped(book: &Book, nudge: &Nudge) -> bool {
    is_silent(book.settings(), nudge.rule) || is_let_go(book, nudge)
}

/// The day on which it was let go for good, or all of its kind for this person; the later of both.
pub(super) fn let_go_on(book: &Book, nudge: &Nudge) -> Option<NaiveDate> {
    let let_go = settled(book, nudge).filter(|settled| settled.until.is_none());
    let_go.map(|settled| settled.on).max()
}

/// Whether a rule is switched off for all.
pub fn is_silent(settings: &Settings, rule: RuleName) -> bool {
    settings.silent.get(rule.rule().word).copied() == Some(true)
}

fn is_any_settled(book: &Book, nudge: &Nudge, is_off: impl Fn(&Settled) -> bool) -> bool {
    !book.settled.is_empty() && settled(book, nudge).any(is_off)
}

/// What was settled of it: by itself, and with all of its kind for its person.
fn settled<'a>(book: &'a Book, nudge: &Nudge) -> impl Iterator<Item = &'a Settled> {
    let for_person = nudge
        .person
        .map(|person| key_for(nudge.rule.rule().word, person));
    let keys = [Some(nudge.key()), for_person].into_iter().flatten();
    keys.filter_map(|key| book.settled.get(Id::of_words(&key)))
}

/// Whether a settled key is of no occasion: its rule stopped asking for a person.
pub(super) fn is_for_all(key: &str) -> bool {
    key.split('/').nth(2).is_none()
}

/// The rule that a settled key is of.
pub fn rule_of(key: &str) -> Option<RuleName> {
    let word = key.split('/').next()?;
    let rule = RULES.iter().find(|rule| rule.word == word)?;
    Some(rule.name)
}

/// The subject that a settled key speaks of.
pub fn subject_of(key: &str) -> Option<Subject> {
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

#[cfg(test)]
mod tests {
    use super::super::growing;
    use super::super::owed::FACE;
    use super::super::trial::{Case, Trial, day};
    use super::RuleName::{
        Acknowledge, Aftermath, Appointment, Chase, ContactDue, FirstWord, Friction, GoneQuiet,
        NextDue, NextMissing, NoNews, OutOfDate, OverLimit, PersonWoke, Promise, PromisedMe,
        Proposal, ReferralMeeting, ReportBack, Targets, Tell, Thank, Woke,
    };
    use super::*;
    use crate::domain::action::{Action, Bond, NextChange, Who};
    use crate::domain::client::Asking;
    use crate::domain::event::{Kind, Way};
    use crate::domain::person::{Tier, Wait};
    use crate::domain::promise::By;
    use crate::domain::referral::{Direction, Ending, Verb};
    use crate::domain::relation::Again;

    fn only(trial: &Trial) -> Id {
        trial
            .book()
            .referrals
            .iter()
            .next()
            .expect("one referral")
            .0
    }

    fn wait(trial: &mut Trial, subject: Subject, until: u64) {
        let wait = Some(Wait {
            until: Some(day(until)),
            ..Wait::default()
        });
        assert!(trial.perform(Action::Wait {
            subject,
            wait,
            on: Who::Nobody
        }));
    }

    fn thanked(trial: &mut Trial) -> Id {
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        id
    }

    /// Met and told, in Feedback: the source's move.
    fn told(trial: &mut Trial) -> Id {
        let id = thanked(trial);
        trial.log(Kind::Met, "Priya Shah", Some(id));
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        id
    }

    fn end_promise(trial: &mut Trial) {
        let promise = trial.book().promises.iter().next().expect("one promise").0;
        assert!(trial.perform(Action::EndPromise {
            promise,
            kept: true
        }));
    }

    fn cases() -> Vec<Case> {
        let case = Case::of;
        let mut cases = growing::cases::cases();
        cases.extend([
            // From Monday on, three working days.
            case(
                FirstWord,
                2,
                3,
                |t| {
                    thanked(t);
                },
                |t| t.log(Kind::Call, "Priya Shah", Some(only(t))),
            ),
            case(
                Proposal,
                6,
                7,
                |t| {
                    let id = told(t);
                    t.log(Kind::FeedbackHeard, "Dana Ortiz", Some(id));
                },
                |t| t.log(Kind::ProposalSent, "Priya Shah", Some(only(t))),
            ),
            case(
                Targets,
                1,
                2,
                |t| {
                    let person = t.person("Dana Ortiz", None);
                    let asking = Asking {
                        on: Some(day(9)),
                        ..Asking::default()
                    };
                    let bond = Box::new(Bond::Asking(Some(asking)));
                    assert!(t.perform(Action::Bond { person, bond }));
                },
                |t| {
                    let target = crate::domain::client::Target {
                        person: Some(t.find("Dana Ortiz")),
                        name: "Lin Wu".into(),
                        ..Default::default()
                    };
                    assert!(t.perform(Action::SaveTarget {
                        id: None,
                        was: None,
                        target: Box::new(target),
                    }));
                },
            ),
            case(
                Acknowledge,
                0,
                1,
                |t| {
                    t.received("Priya Shah", "Dana Ortiz");
                },
                |t| t.log(Kind::Thanked, "Dana Ortiz", Some(only(t))),
            ),
            case(
                Appointment,
                2,
                3,
                |t| {
                    let id = thanked(t);
                    t.plan(id, Verb::Meet, 3, Some((9, 0)));
                },
                |t| {
                    let log = crate::domain::action::Log {
                        kind: Kind::Met,
                        who: t.who("Priya Shah"),
                        referral: Some(only(t)),
                        next: NextChange::Clear,
                        ..Default::default()
                    };
                    assert!(t.perform(Action::Log(Box::new(log))));
                },
            ),
            case(
                NextDue,
                2,
                3,
                |t| {
                    let id = thanked(t);
                    t.plan(id, Verb::Write, 3, None);
                },
                |t| {
                    let id = only(t);
                    t.plan(id, Verb::Write, 20, None);
                },
            ),
            case(
                NextMissing,
                1,
                2,
                |t| {
                    let id = thanked(t);
                    t.log(Kind::Call, "Priya Shah", Some(id));
                },
                |t| {
                    let id = only(t);
                    t.plan(id, Verb::Call, 20, None);
                },
            ),
            case(
                OverLimit,
                6,
                7,
                |t| {
                    let id = thanked(t);
                    t.move_to(id, Stage::CheckBack);
                    t.log(Kind::Call, "Dana Ortiz", Some(id));
                },
                |t| t.log(Kind::Call, "Dana Ortiz", Some(only(t))),
            ),
            case(
                Chase,
                6,
                7,
                |t| {
                    told(t);
                },
                |t| t.log(Kind::FeedbackAsked, "Dana Ortiz", Some(only(t))),
            ),
            case(
                Aftermath,
                0,
                1,
                |t| {
                    let id = told(t);
                    t.close(id, Ending::Lost);
                },
                |t| {
                    let reply = crate::domain::action::Reply {
                        item: FACE.into(),
                        done: true,
                        ..Default::default()
                    };
                    assert!(t.perform(Action::Edit {
                        referral: only(t),
                        edit: Box::new(crate::domain::action::Edit::Answers(vec![reply])),
                    }));
                },
            ),
            case(
                Woke,
                2,
                3,
                |t| {
                    let id = thanked(t);
                    wait(t, Subject::Referral(id), 3);
                },
                |t| t.log(Kind::Call, "Dana Ortiz", Some(only(t))),
            ),
            case(
                PersonWoke,
                2,
                3,
                |t| {
                    let id = t.person("Dana Ortiz", None);
                    wait(t, Subject::Person(id), 3);
                },
                |t| t.log(Kind::Touch, "Dana Ortiz", None),
            ),
            case(
                ReportBack,
                0,
                1,
                |t| {
                    let id = thanked(t);
                    t.log(Kind::Met, "Priya Shah", Some(id));
                },
                |t| t.log(Kind::ReportedBack, "Dana Ortiz", Some(only(t))),
            ),
            case(
                Tell,
                1,
                2,
                |t| {
                    let id = thanked(t);
                    t.close(id, Ending::Lost);
                },
                |t| t.log(Kind::ReportedBack, "Dana Ortiz", Some(only(t))),
            ),
            case(
                Thank,
                1,
                2,
                |t| {
                    let id = t.received("Priya Shah", "Dana Ortiz");
                    t.close(id, Ending::NotAReferral);
                },
                |t| t.log(Kind::Thanked, "Dana Ortiz", None),
            ),
            case(
                Promise,
                2,
                3,
                |t| {
                    t.promise(By::Me, "Dana Ortiz", 3);
                },
                end_promise,
            ),
            case(
                PromisedMe,
                3,
                4,
                |t| {
                    t.promise(By::Them, "Dana Ortiz", 3);
                },
                end_promise,
            ),
            case(
                GoneQuiet,
                7,
                8,
                |t| {
                    t.person("Dana Ortiz", Some(Tier::A));
                },
                |t| t.log(Kind::Touch, "Dana Ortiz", None),
            ),
            case(
                NoNews,
                13,
                14,
                |t| {
                    let id = t.capture("Priya Shah", Direction::Given, "Dana Ortiz");
                    t.log(Kind::Ask, "Priya Shah", Some(id));
                },
                |t| {
                    let id = Some(only(t));
                    t.log_way(Kind::ReportedBack, "Dana Ortiz", id, Some(Way::Got));
                },
            ),
            case(
                // On a Saturday: it is put right on Monday.
                Friction,
                5,
                7,
                |t| {
                    t.go(5);
                    let log = crate::domain::action::Log {
                        kind: Kind::Friction,
                        who: t.who("Dana Ortiz"),
                        note: "I rang her prospect before she did".into(),
                        ..Default::default()
                    };
                    assert!(t.perform(Action::Log(Box::new(log))));
                },
                |t| t.log(Kind::MadeUp, "Dana Ortiz", None),
            ),
            case(
                ContactDue,
                8,
                9,
                |t| {
                    let person = t.person("Dana Ortiz", None);
                    let again = Again {
                        on: day(9),
                        ..Again::default()
                    };
                    let bond = Box::new(Bond::Again(Some(again)));
                    assert!(t.perform(Action::Bond { person, bond }));
                },
                |t| t.log(Kind::Touch, "Dana Ortiz", None),
            ),
            case(
                ReferralMeeting,
                8,
                9,
                |t| {
                    let person = t.person("Dana Ortiz", None);
                    let asking = Asking {
                        proposed: Some(day(0)),
                        on: Some(day(9)),
                        ..Asking::default()
                    };
                    let bond = Box::new(Bond::Asking(Some(asking)));
                    assert!(t.perform(Action::Bond { person, bond }));
                },
                |t| {
                    let person = t.find("Dana Ortiz");
                    let held = Asking {
                        on: Some(day(9)),
                        held: Some(day(9)),
                        ..Asking::default()
                    };
                    let bond = Box::new(Bond::Asking(Some(held)));
                    assert!(t.perform(Action::Bond { person, bond }));
                },
            ),
            case(
                RuleName::Clash,
                0,
                0,
                |t| {
                    let id = t.person("Dana Ortiz", None);
                    let clash = crate::domain::merge::Clash {
                        table: "people".into(),
                        record: Some(id),
                        field: "phone".into(),
                        value: "1".into(),
                        ..Default::default()
                    };
                    let mut book = t.book().clone();
                    book.clashes.put(Id::fixed(44), clash, t.stamp.at);
                    t.history = crate::history::History::open(book);
                },
                |t| {
                    assert!(t.perform(Action::SettleClash {
                        clash: Id::fixed(44),
                        wins: crate::domain::clashes::Wins::Other,
                        what: String::new(),
                    }));
                },
            ),
            case(
                OutOfDate,
                9,
                10,
                |t| {
                    thanked(t);
                },
                |t| t.log(Kind::Touch, "Dana Ortiz", None),
            ),
        ]);
        cases
    }

    fn due_of(trial: &Trial, rule: RuleName) -> Vec<Nudge> {
        let said = trial.said(rule).into_iter();
        said.filter(|nudge| nudge.due <= trial.today()).collect()
    }

    #[test]
    fn every_rule_speaks_on_its_day_and_not_before() {
        let cases = cases();
        // Those on the process have a table of their own.
        let own = super::super::process::RULES;
        for rule in RULES.iter().filter(|rule| !own.contains(&rule.name)) {
            assert!(cases.iter().any(|case| case.rule == rule.name), "{rule:?}");
        }
        for case in cases {
            let mut trial = Trial::new();
            (case.set)(&mut trial);
            // A clash speaks at once.
            if case.silent < case.due {
                trial.go(case.silent);
                assert_eq!(due_of(&trial, case.rule), [], "{:?}", case.rule);
            }
            trial.go(case.due);
            let due = due_of(&trial, case.rule);
            assert_eq!(due.len(), 1, "{:?}", case.rule);
            assert_eq!(due[0].late, 0, "{:?}", case.rule);
        }
    }

    #[test]
    fn what_a_nudge_asks_for_settles_it() {
        for case in cases() {
            let mut trial = Trial::new();
            (case.set)(&mut trial);
            trial.go(case.due);
            (case.done)(&mut trial);
            assert_eq!(trial.said(case.rule), [], "{:?}", case.rule);
        }
    }

    #[test]
    fn whoever_was_thanked_for_what_was_none_is_thanked_once() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        trial.close(id, Ending::NotAReferral);
        trial.go(9);
        assert_eq!(trial.said(Thank), []);
    }

    #[test]
    fn a_nudge_is_let_go_or_put_off() {
        for case in cases() {
            let mut trial = Trial::new();
            (case.set)(&mut trial);
            trial.go(case.due);
            let nudge = due_of(&trial, case.rule)[0];
            let settle = |until| Action::Settle {
                key: nudge.key(),
                until,
                why: String::new(),
                what: String::new(),
            };
            assert_eq!(nudge.key().parse_subject(), nudge.subject);
            trial.perform(settle(Some(day(case.due + 1))));
            assert_eq!(trial.said(case.rule), [], "{:?}", case.rule);
            trial.go(case.due + 1);
            assert_eq!(due_of(&trial, case.rule).len(), 1, "{:?}", case.rule);
            trial.perform(settle(None));
            trial.go(case.due + 2);
            assert_eq!(trial.said(case.rule), [], "{:?}", case.rule);
        }
    }

    #[test]
    fn what_is_let_go_of_a_referral_leaves_its_other_rows_to_speak_in_their_time() {
        let mut trial = Trial::new();
        thanked(&mut trial);
        let let_go = |trial: &mut Trial, rule, from: u64| {
            trial.go(from);
            let key = due_of(trial, rule)[0].key();
            assert!(trial.perform(Action::Settle {
                key,
                until: None,
                why: String::new(),
                what: String::new(),
            }));
            // Not at once: whoever lets one row go is not answered by the next.
            assert_eq!(trial.practice().nudges(), [], "{rule:?}");
        };
        let_go(&mut trial, FirstWord, 3);
        let_go(&mut trial, NextMissing, 7);
        trial.go(30);
        assert_eq!(due_of(&trial, OverLimit).len(), 1);
        assert_eq!(trial.said(NextMissing), []);
        assert_eq!(trial.said(FirstWord), []);
    }

    #[test]
    fn a_rule_stops_asking_for_one_person_or_for_all_and_may_go_on() {
        let mut trial = Trial::new();
        thanked(&mut trial);
        trial.received("Omar Haddad", "Dana Ortiz");
        trial.received("Lin Wu", "Ben Achebe");
        let dana = trial.find("Dana Ortiz");
        let mut practice = trial.practice();
        let mut said = |trial: &Trial| {
            practice.update(trial.book(), trial.today());
            assert_eq!(practice.nudges(), trial.practice().nudges());
            trial.said(Acknowledge).len()
        };
        assert_eq!(said(&trial), 2);
        for (person, silent, left) in [
            (Some(dana), true, 1),
            (None, true, 0),
            (Some(dana), false, 0),
            (None, false, 2),
        ] {
            assert!(trial.perform(Action::Silence {
                rule: "acknowledge".into(),
                person,
                silent,
                what: "thank on arrival".into(),
            }));
            assert_eq!(said(&trial), left);
        }
        assert!(trial.book().settings().silent.is_empty());
        let silence = |person| Action::Silence {
            rule: "acknowledge".into(),
            person,
            silent: true,
            what: String::new(),
        };
        assert!(!trial.perform(silence(Some(Id::fixed(77)))));
        trial.perform(silence(Some(dana)));
        assert!(trial.history.undo(trial.stamp.at + 1).is_ok());
        assert_eq!(said(&trial), 2);
    }

    #[test]
    fn what_waits_for_its_page_stands_last_in_the_table() {
        assert!(RULES.is_sorted_by_key(|rule| rule.voice == Voice::Practice));
    }

    trait ParseSubject {
        fn parse_subject(&self) -> Option<Subject>;
    }

    impl ParseSubject for String {
        fn parse_subject(&self) -> Option<Subject> {
            subject_of(self)
        }
    }

    #[test]
    fn a_rule_waits_as_many_days_as_the_user_says() {
        let mut seen = 0;
        for case in cases() {
            let Some(threshold) = case.rule.rule().threshold() else {
                continue;
            };
            seen += 1;
            let mut trial = Trial::new();
            let was = std::sync::Arc::new(trial.book().settings().clone());
            let mut settings = (*was).clone();
            let (name, days, _) = threshold.row();
            settings.thresholds.insert(name.into(), days + 5);
            let settings = Box::new(settings);
            assert!(trial.perform(Action::SaveSettings { was, settings }));
            (case.set)(&mut trial);
            trial.go(case.due);
            let today = due_of(&trial, case.rule);
            // What comes before a day comes earlier, everything else later.
            let is_moved = today.iter().all(|nudge| nudge.late != 0);
            assert!(is_moved, "{:?} {today:?}", case.rule);
        }
        assert_eq!(seen, 17);
    }

    #[test]
    fn a_new_source_who_goes_quiet_is_known_as_one() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", Some(Tier::A));
        trial.go(8);
        let is_new = |trial: &Trial| match trial.said(GoneQuiet)[..] {
            [
                Nudge {
                    reason: Reason::GoneQuiet { is_new, .. },
                    ..
                },
            ] => is_new,
            ref other => panic!("{other:?}"),
        };
        assert!(is_new(&trial));
        trial.go(62);
        trial.log(Kind::Touch, "Ben Achebe", None);
        assert!(!is_new(&trial));
    }

    #[test]
    fn rules_stand_where_their_names_say() {
        for rule in RULES {
            assert_eq!(rule.name.rule().name, rule.name);
            let same = RULES.iter().filter(|other| other.word == rule.word);
            assert_eq!(same.count(), 1, "{}", rule.word);
        }
    }

    #[test]
    fn what_sleeps_is_silent() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        wait(&mut trial, Subject::Referral(id), 30);
        trial.go(5);
        assert_eq!(trial.practice().nudges(), []);
        let mut trial = Trial::new();
        trial.received("Priya Shah", "Dana Ortiz");
        let dana = trial.find("Dana Ortiz");
        wait(&mut trial, Subject::Person(dana), 30);
        trial.go(1);
        assert_eq!(trial.practice().nudges(), []);
    }

    #[test]
    fn every_source_of_one_prospect_is_owed_news_and_thanks() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        let source = trial.who("Ben Achebe");
        trial.perform(Action::Join {
            referral: id,
            source,
        });
        let ben = trial.find("Ben Achebe");
        let owed = trial.said(Acknowledge);
        assert_eq!(
            owed.iter().map(|n| n.person).collect::<Vec<_>>(),
            [Some(ben)]
        );
        trial.log(Kind::Met, "Priya Shah", Some(id));
        assert_eq!(trial.said(ReportBack).len(), 2);
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        assert_eq!(trial.said(ReportBack).len(), 1);
        trial.close(id, Ending::Won);
        // One row each: told first, and thanked in the same breath.
        assert_eq!((trial.said(Tell).len(), trial.said(Thank).len()), (2, 0));
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        assert_eq!((trial.said(Tell).len(), trial.said(Thank).len()), (1, 1));
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        assert_eq!((trial.said(Tell).len(), trial.said(Thank).len()), (1, 0));
    }

    #[test]
    fn a_card_moved_past_report_back_by_hand_still_owes_it() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        trial.move_to(id, Stage::Meet);
        assert_eq!(trial.said(ReportBack), []);
        trial.move_to(id, Stage::ReportBack);
        trial.move_to(id, Stage::Feedback);
        assert_eq!(trial.said(ReportBack).len(), 1);
    }

    #[test]
    fn news_told_before_the_end_is_not_news_of_the_end() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        trial.close(id, Ending::Won);
        let [owed] = trial.said(Tell)[..] else {
            panic!("one row");
        };
        let ended = trial.today();
        assert_eq!(owed.reason, Reason::Tell { ended, thank: true });
        assert_eq!(trial.said(Thank), []);
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        let thank = false;
        assert_eq!(trial.said(Tell)[0].reason, Reason::Tell { ended, thank });
    }

    #[test]
    fn a_source_is_chased_once_and_then_one_goes_on_without() {
        let mut trial = Trial::new();
        let id = told(&mut trial);
        // Asked in the same call: the days run from there, and it is no chase.
        trial.log(Kind::FeedbackAsked, "Dana Ortiz", Some(id));
        trial.go(4);
        assert_eq!(due_of(&trial, Chase), []);
        trial.go(7);
        let [chase] = due_of(&trial, Chase)[..] else {
            panic!("it is time to ask");
        };
        let since = day(0);
        assert_eq!(chase.reason, Reason::Chase { since, asked: true });
        assert_eq!(trial.said(OverLimit), [], "one of them is enough");
        trial.log(Kind::FeedbackAsked, "Dana Ortiz", Some(id));
        for n in [7, 8, 10] {
            trial.go(n);
            assert_eq!((trial.said(Chase), trial.said(OverLimit)), (vec![], vec![]));
        }
        trial.go(11);
        let go_on = Reason::GoOn { chased: day(7) };
        assert_eq!(due_of(&trial, OverLimit)[0].reason, go_on);
        trial.go(40);
        assert_eq!(trial.said(Chase), []);
        // A new round begins with news, and may ask once again.
        trial.move_to(id, Stage::ReportBack);
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        trial.go(47);
        assert_eq!(due_of(&trial, Chase).len(), 1);
    }

    #[test]
    fn an_early_reminder_is_the_one_chase() {
        let mut trial = Trial::new();
        let id = told(&mut trial);
        trial.go(2);
        trial.log(Kind::FeedbackAsked, "Dana Ortiz", Some(id));
        trial.go(3);
        trial.log(Kind::FeedbackAsked, "Dana Ortiz", Some(id));
        trial.go(9);
        assert_eq!(trial.said(Chase), []);
    }

    #[test]
    fn whether_the_source_looks_good_is_asked_after_a_meeting_and_for_two_weeks() {
        for (met, days, rows) in [(true, 0, 0), (true, 1, 1), (true, 14, 1), (true, 15, 0)]
            .into_iter()
            .chain([(false, 1, 0)])
        {
            let mut trial = Trial::new();
            let id = thanked(&mut trial);
            if met {
                trial.log(Kind::Met, "Priya Shah", Some(id));
            }
            trial.close(id, Ending::WalkedAway);
            trial.go(days);
            assert_eq!(due_of(&trial, Aftermath).len(), rows, "{met} {days}");
        }
    }

    #[test]
    fn a_deadline_of_mine_moves_off_the_weekend() {
        let mut trial = Trial::new();
        trial.go(4);
        trial.received("Priya Shah", "Dana Ortiz");
        assert_eq!(trial.said(Acknowledge)[0].due, day(7));
        trial.go(5);
        assert_eq!(trial.practice().rows(), []);
    }

    #[test]
    fn rows_are_people_and_the_most_urgent_comes_first() {
        let mut trial = Trial::new();
        trial.received("Omar Haddad", "Dana Ortiz");
        trial.received("Eva Rask", "Dana Ortiz");
        let lin = trial.received("Lin Wu", "Mia Lang");
        trial.log(Kind::Thanked, "Mia Lang", Some(lin));
        trial.plan(lin, Verb::Meet, 2, Some((9, 0)));
        trial.promise(By::Me, "Omar Haddad", 2);
        trial.person("Ben Achebe", Some(Tier::A));
        trial.go(2);
        let practice = trial.practice();
        let rows: Vec<(RuleName, usize)> = practice
            .rows()
            .iter()
            .map(|row| (practice.nudge_of(*row).rule, row.more))
            .collect();
        assert_eq!(rows, [(Appointment, 0), (Promise, 0), (Acknowledge, 1)]);
        assert_eq!((practice.owed_today(), practice.this_week()), (3, 4));
    }

    #[test]
    fn many_imported_people_make_no_nudge() {
        let mut trial = Trial::new();
        let mut book = trial.book().clone();
        for n in 0..800 {
            let person = crate::domain::person::Person {
                name: format!("Person {n}"),
                origin: "linkedin".into(),
                ..Default::default()
            };
            book.people.put(trial.stamp.id(), person, trial.stamp.at);
        }
        for n in [0, 20, 400] {
            let practice = super::super::practice::Practice::of(&book, day(n));
            assert_eq!(
                (practice.nudges(), practice.practices()),
                (&[][..], &[][..])
            );
        }
    }

    #[test]
    fn an_imported_referral_speaks_once_it_was_touched() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        let mut book = trial.book().clone();
        let at = trial.stamp.at;
        book.referrals.edit(id, at, |referral| {
            referral.origin = "slips".into();
            referral.created = at;
        });
        trial.history = crate::history::History::open(book);
        trial.go(3);
        assert_eq!(trial.practice().nudges(), []);
        trial.log(Kind::Call, "Dana Ortiz", Some(id));
        assert_eq!(trial.said(Acknowledge).len(), 1);
    }

    #[test]
    fn a_book_in_good_order_shows_few_rows() {
        let mut trial = Trial::new();
        let names = [
            "Omar", "Lin", "Priya", "Sven", "Rita", "Tom", "Ada", "Noor", "Ines", "Carla",
        ];
        for (n, name) in names.into_iter().enumerate() {
            let source = format!("Source {}", n % 4);
            let id = trial.received(name, &source);
            trial.log(Kind::Thanked, &source, Some(id));
            trial.plan(id, Verb::Call, 4 + n as u64, None);
        }
        for n in 0..30 {
            let name = format!("Partner {n}");
            trial.person(&name, Some(Tier::B));
            trial.log(Kind::Touch, &name, None);
        }
        trial.go(4);
        assert!(trial.practice().rows().len() <= 7);
    }

    #[test]
    fn a_book_left_alone_says_that_it_may_be_out_of_date() {
        let mut trial = Trial::new();
        for n in 0..12 {
            trial.person(&format!("Partner {n}"), Some(Tier::A));
        }
        thanked(&mut trial);
        trial.go(9);
        assert_eq!(trial.said(GoneQuiet).len(), 12);
        trial.go(30);
        assert_eq!(
            (trial.said(GoneQuiet).len(), trial.said(OutOfDate).len()),
            (0, 1)
        );
        trial.log(Kind::Touch, "Partner 3", None);
        assert_eq!(
            (trial.said(GoneQuiet).len(), trial.said(OutOfDate).len()),
            (11, 0)
        );
    }
}
