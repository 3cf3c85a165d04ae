//! Everything that can happen to the book, as data with words. A key, the mouse, the shell and an
//! import all end in one of these.

use std::sync::Arc;

use chrono::NaiveDate;

use super::book::{Book, Stamp};
use super::clashes::Wins;
use super::client::{Agreement, Criterion, Target};
use super::event::Event;
use super::expectation::Expectation;
use super::id::Id;
use super::introduction::State;
use super::mapping::{self, Mapping};
use super::person::{Person, Tags, Tier, Wait};
use super::problem::{self, Problem};
use super::promise::Promise;
use super::referral::{Direction, Next, Outcome, Referral};
use super::refusal::Refusal;
use super::settings::Settings;
use super::stage::Stage;
use super::team::{self, Channel, Helper};
use super::{
    adding, arrival, change, clashes, client, deleting, forgetting, introducing, method, progress,
    relation, review, silencing, uniting,
};

pub use super::facts::{Captured, Contact, Edit, Log, NextChange, Reply, Said, Who};
pub use super::relation::{Bond, OfPerson};

/// A record that a person can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Person(Id),
    Referral(Id),
    Promise(Id),
    Event(Id),
}

/// Everything that can happen to the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Capture(Box<Captured>),
    /// The same prospect from one more source: both are owed news and thanks.
    Join {
        referral: Id,
        source: Who,
    },
    /// A captured line about a card that is open already: one more source of it, what the card does not say yet, and the
    /// rest as a note.
    AddTo {
        referral: Id,
        captured: Box<Captured>,
    },
    /// `was` is the record that the form began from, so that what changed meanwhile is merged.
    SavePerson {
        id: Option<Id>,
        was: Option<Arc<Person>>,
        person: Box<Person>,
    },
    SaveReferral {
        id: Option<Id>,
        was: Option<Arc<Referral>>,
        referral: Box<Referral>,
        prospect: Who,
        partner: Who,
    },
    SaveSettings {
        was: Arc<Settings>,
        settings: Box<Settings>,
    },
    Delete(Subject),
    Move {
        referral: Id,
        to: Stage,
        why: String,
    },
    SetNext {
        referral: Id,
        next: Option<Next>,
        whom: Who,
    },
    /// Not now; none wakes it.
    Wait {
        subject: Subject,
        wait: Option<Wait>,
        on: Who,
    },
    Log(Box<Log>),
    Close {
        referral: Id,
        outcome: Outcome,
    },
    /// Closes a received referral and gives it to someone better suited.
    PassOn {
        referral: Id,
        outcome: Outcome,
        to: Who,
    },
    Reopen(Id),
    Edit {
        referral: Id,
        edit: Box<Edit>,
    },
    /// Takes the introduction to a state, with the facts that go with it.
    Introduce {
        referral: Id,
        to: State,
    },
    /// One part of how I stand with a person.
    Bond {
        person: Id,
        bond: Box<Bond>,
    },
    /// My own ideal referral from today on; without words it is none.
    Ideal(String),
    /// A referral agreement with a client, with the criteria that come to it; one without its day is taken away.
    /// `was` as with a person.
    SaveAgreement {
        id: Option<Id>,
        was: Option<Arc<Agreement>>,
        agreement: Box<Agreement>,
        added: Vec<Criterion>,
    },
    /// Someone whom a client or source is to be asked about; one without a name is taken away.
    SaveTarget {
        id: Option<Id>,
        was: Option<Arc<Target>>,
        target: Box<Target>,
    },
    /// Asks a person about somebody who was not on their list yet.
    AskAbout {
        target: Box<Target>,
        log: Box<Log>,
    },
    /// A target became a referral.
    Refer {
        target: Id,
        captured: Box<Captured>,
    },
    /// Puts right what was logged: its kind, day and words.
    SaveEvent {
        id: Id,
        was: Arc<Event>,
        event: Box<Event>,
    },
    /// An expectation of a client; one without words is taken away. `was` as with a person.
    SaveExpectation {
        id: Option<Id>,
        was: Option<Arc<Expectation>>,
        expectation: Box<Expectation>,
    },
    Promise {
        promise: Box<Promise>,
        who: Who,
    },
    EndPromise {
        promise: Id,
        kept: bool,
    },
    /// Lets a nudge go, or puts it off until a day.
    Settle {
        key: String,
        until: Option<NaiveDate>,
        why: String,
        what: String,
    },
    /// A rule asks no more, or asks again: of one person, or of all. `what` is what it asks, in words.
    Silence {
        rule: String,
        person: Option<Id>,
        silent: bool,
        what: String,
    },
    /// Settles what two devices changed differently; `what` is of what, in words.
    SettleClash {
        clash: Id,
        wins: Wins,
        what: String,
    },
    SetTier {
        people: Vec<Id>,
        tier: Option<Tier>,
    },
    /// Adds these tags to people, and takes those others away.
    Tag {
        people: Vec<Id>,
        add: Tags,
        remove: Tags,
    },
    /// Two records of one person become one; everything that named the other names the one that stays.
    Unite {
        keep: Id,
        other: Id,
    },
    /// The person's record and the texts about them go for good; this cannot be undone.
    Forget(Id),
    /// A step of the weekly review.
    Review(review::Step),
    /// Someone who helps; `was` as with a person.
    SaveHelper {
        id: Option<Id>,
        was: Option<Arc<Helper>>,
        helper: Box<Helper>,
        who: Who,
        /// The stages at which they stand, of each side that changes.
        at: Vec<(Direction, Vec<Stage>)>,
    },
    /// A way by which referrals come in.
    SaveChannel {
        id: Option<Id>,
        was: Option<Arc<Channel>>,
        channel: Box<Channel>,
    },
    /// Something that goes wrong at a stage; one without words is taken away.
    SaveProblem {
        id: Option<Id>,
        was: Option<Arc<Problem>>,
        problem: Box<Problem>,
    },
    /// What a stage asks, and who helps at it.
    Map(Box<Mapping>),
    /// Several as one change, a millisecond after each other; without words of its own it says what the first
    /// one says.
    Many {
        said: String,
        /// What is worth knowing besides.
        more: String,
        actions: Vec<Action>,
    },
}

impl Action {
    /// Does it to a draft of the book and says what was done.
    ///
    /// On a refusal the caller throws the draft away, so a half-done action cannot be seen.
    pub fn perform(self, book: &mut Book, stamp: &mut Stamp) -> Result<Said, Refusal> {
        match self {
            Action::Capture(captured) => arrival::capture(book, stamp, *captured),
            Action::Join { referral, source } => arrival::join(book, stamp, referral, &source),
            Action::AddTo { referral, captured } => adding::add(book, stamp, referral, &captured),
            Action::SavePerson { id, was, person } => {
                change::save_person(book, stamp, id, was, *person)
            }
            Action::SaveReferral {
                id,
                was,
                referral,
                prospect,
                partner,
            } => change::save_referral(book, stamp, id, was, *referral, (&prospect, &partner)),
            Action::SaveSettings { was, settings } => {
                Ok(change::save_settings(book, stamp, &was, *settings))
            }
            Action::Delete(subject) => deleting::delete(book, stamp, subject),
            Action::Move { referral, to, why } => progress::move_to(book, stamp, referral, to, why),
            Action::SetNext {
                referral,
                next,
                whom,
            } => progress::set_next(book, stamp, referral, next, &whom),
            Action::Wait { subject, wait, on } => change::wait(book, stamp, subject, wait, &on),
            Action::Log(log) => progress::log(book, stamp, *log),
            Action::Close { referral, outcome } => progress::close(book, stamp, referral, outcome),
            Action::PassOn {
                referral,
                outcome,
                to,
            } => progress::pass_on(book, stamp, referral, outcome, &to),
            Action::Edit { referral, edit } => method::edit(book, stamp, referral, *edit),
            Action::Introduce { referral, to } => {
                introducing::introduce(book, stamp, referral, &to)
            }
            Action::Bond { person, bond } => relation::set(book, stamp, person, *bond),
            Action::Ideal(words) => Ok(relation::set_ideal(book, stamp, &words)),
            Action::SaveAgreement {
                id,
                was,
                agreement,
                added,
            } => client::save_agreement(book, stamp, (id, was), *agreement, added),
            Action::SaveTarget { id, was, target } => {
                client::save_target(book, stamp, id, was, *target)
            }
            Action::AskAbout { target, log } => client::ask_about(book, stamp, *target, *log),
            Action::Refer { target, captured } => client::refer(book, stamp, target, *captured),
            Action::SaveEvent { id, was, event } => {
                change::save_event(book, stamp, id, &was, *event)
            }
            Action::SaveExpectation {
                id,
                was,
                expectation,
            } => method::save_expectation(book, stamp, id, was, *expectation),
            Action::Reopen(referral) => progress::reopen(book, stamp, referral),
            Action::Promise { promise, who } => change::promise(book, stamp, *promise, &who),
            Action::EndPromise { promise, kept } => change::end_promise(book, stamp, promise, kept),
            Action::Settle {
                key,
                until,
                why,
                what,
            } => Ok(change::settle(book, stamp, key, until, why, &what)),
            Action::Silence {
                rule,
                person,
                silent,
                what,
            } => silencing::silence(book, stamp, rule, person, silent, &what),
            Action::SettleClash { clash, wins, what } => {
                clashes::settle(book, stamp, clash, wins, &what)
            }
            Action::SetTier { people, tier } => {
                change::set_tier(book, stamp, &people, tier.as_ref())
            }
            Action::Tag {
                people,
                add,
                remove,
            } => change::tag(book, stamp, &people, &add, &remove),
            Action::Unite { keep, other } => uniting::unite(book, stamp, keep, other),
            Action::Forget(person) => forgetting::forget(book, stamp, person),
            Action::Review(step) => review::step(book, stamp, step),
            Action::SaveHelper {
                id,
                was,
                helper,
                who,
                at,
            } => team::save_helper(book, stamp, (id, was), *helper, &who, at),
            Action::SaveChannel { id, was, channel } => {
                team::save_channel(book, stamp, (id, was), *channel)
            }
            Action::SaveProblem { id, was, problem } => {
                problem::save(book, stamp, (id, was), *problem)
            }
            Action::Map(mapping) => mapping::perform(book, stamp, *mapping),
            Action::Many {
                said,
                more,
                actions,
            } => {
                let mut first = None;
                for action in actions {
                    // What is saved at once keeps its order.
                    if first.is_some() {
                        stamp.at += 1;
                    }
                    // What is only cleared on the way has nothing to say where something else has.
                    let is_said = !matches!(&action, Action::SetNext { next: None, .. });
                    let one = action.perform(book, stamp)?;
                    match &mut first {
                        Some((_, true)) => {}
                        Some(_) if !is_said => {}
                        first => *first = Some((one, is_said)),
                    }
                }
                let first = first.map(|(first, _)| first);
                let said = match first {
                    Some(first) if said.is_empty() => first,
                    _ => Said::new(said),
                };
                let parts = [said.more, more];
                let parts: Vec<&str> = parts
                    .iter()
                    .map(String::as_str)
                    .filter(|part| !part.is_empty())
                    .collect();
                Ok(Said::new(said.what).more(parts.join("; ")))
            }
        }
    }

    /// Whether it is for good, so that nothing before it can be taken back either.
    pub fn is_for_good(&self) -> bool {
        match self {
            Action::Forget(_) => true,
            Action::Many { actions, .. } => actions.iter().any(Action::is_for_good),
            _ => false,
        }
    }

    /// Whether it changes many records at once, so that a backup is made first.
    pub fn is_bulk(&self) -> bool {
        matches!(self, Action::Many { actions, .. } if 20 < actions.len())
            || matches!(self, Action::SetTier { people, .. } | Action::Tag { people, .. } if 20 < people.len())
            || matches!(self, Action::Unite { .. })
    }
}

/// Adds an event stamped now.
pub(super) fn add_event(book: &mut Book, stamp: &mut Stamp, mut event: Event) {
    let id = stamp.id();
    event.at = stamp.at;
    book.events.put(id, event, stamp.at);
}

/// What is said where a record was deleted meanwhile.
pub(super) fn is_gone(what: &str) -> Refusal {
    Refusal::new(format!("That {what} is no longer in the book"))
        .or("u brings back what was deleted here")
}
