//! Everything that can happen to the book, as data with words. A key, the mouse, the shell and an
//! import all end in one of these.

use std::sync::Arc;

use chrono::NaiveDate;

use super::book::{Book, Stamp};
use super::event::{Event, Kind, Way};
use super::expectation::Expectation;
use super::id::Id;
use super::introduction::{Introduction, State};
use super::money::Money;
use super::person::{Lesson, Person, Skill, Tags, Tier, Wait};
use super::pillars::{Judged, Tie};
use super::promise::Promise;
use super::referral::{Direction, Next, Outcome, Referral};
use super::refusal::Refusal;
use super::settings::Settings;
use super::stage::Stage;
use super::{arrival, change, introducing, method, progress};

/// A record that a person can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Person(Id),
    Referral(Id),
    Promise(Id),
    Event(Id),
}

/// Someone named in a form or a line: known already, or new under this name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Who {
    #[default]
    Nobody,
    Known(Id),
    New(String),
}

/// What becomes of a referral's next action when something is logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NextChange {
    #[default]
    Keep,
    Clear,
    Set(Next),
}

/// A referral as captured in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    pub prospect: Who,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub direction: Direction,
    /// The source of a received one, the receiver of a given one.
    pub partner: Who,
    pub need: String,
    pub tags: Tags,
    pub estimate: Option<Money>,
    pub level: Option<u8>,
    pub aim: Option<u8>,
    pub channel: String,
    pub urgent: bool,
    /// The next action; `next_whom` names its person, else it is the partner.
    pub next: Option<Next>,
    pub next_whom: Who,
    /// Where or how it was heard: logs the contact and the thanks of that moment.
    pub contact: Option<Contact>,
}

/// The conversation in which a referral arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub kind: Kind,
    pub note: String,
    /// The source was thanked on the spot.
    pub thanked: bool,
}

/// Something that happened, to be logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    pub kind: Kind,
    pub who: Who,
    pub referral: Option<Id>,
    pub way: Option<Way>,
    /// None is today.
    pub on: Option<NaiveDate>,
    pub note: String,
    /// What to do differently, in a debrief.
    pub differently: String,
    /// The stage that a debrief is about.
    pub stage: Option<Stage>,
    pub value: Option<Money>,
    pub next: NextChange,
    /// How many questions stay open, which is said and not kept.
    pub left_open: usize,
}

/// One part of a referral, changed by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    Level {
        level: Option<u8>,
        aim: Option<u8>,
    },
    /// How the source stands with the prospect, and how to go about the first contact.
    Tie {
        tie: Option<Tie>,
        approach: String,
    },
    /// What the source told the prospect about me.
    Told(String),
    /// None drops it.
    Introduction(Option<Introduction>),
    /// Whether I called at the time that the letter named.
    Kept(bool),
    /// None leaves it to the rule.
    Short(Option<bool>),
    /// Lines of checklists: done or not, and a note. Not done and without a note they are taken away.
    Answers(Vec<Reply>),
}

/// What is said to one line of a checklist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The id of the line.
    pub item: String,
    pub done: bool,
    pub note: String,
}

/// The pillars that stand on a person's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfPerson {
    Trust,
    Purchase,
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
    /// A pillar of a person; none is not known.
    Judge {
        person: Id,
        pillar: OfPerson,
        judged: Option<Judged>,
    },
    /// What a source has learnt of the five steps; a step without a day is taken away.
    Teach {
        person: Id,
        lessons: Vec<(Skill, Lesson)>,
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
    SetTier {
        people: Vec<Id>,
        tier: Option<Tier>,
    },
    /// Several as one change, a millisecond after each other; without words of its own it says what the first
    /// one says.
    Many {
        said: String,
        /// What is worth knowing besides.
        more: String,
        actions: Vec<Action>,
    },
}

/// What was done, in the past tense, and what may be worth doing next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub what: String,
    pub more: String,
}

impl Said {
    pub fn new(what: impl Into<String>) -> Said {
        Said {
            what: what.into(),
            more: String::new(),
        }
    }

    #[must_use]
    pub fn more(mut self, more: impl Into<String>) -> Said {
        self.more = more.into();
        self
    }
}

impl Said {
    /// One more thing that may be worth knowing.
    #[must_use]
    pub fn also(mut self, words: impl AsRef<str>) -> Said {
        if !self.more.is_empty() && !words.as_ref().is_empty() {
            self.more.push_str("; ");
        }
        self.more.push_str(words.as_ref());
        self
    }
}

impl From<String> for Said {
    fn from(what: String) -> Said {
        Said::new(what)
    }
}

impl Action {
    /// Does it to a draft of the book and says what was done.
    ///
    /// On a refusal the caller throws the draft away, so a half-done action cannot be seen.
    pub fn perform(self, book: &mut Book, stamp: &mut Stamp) -> Result<Said, Refusal> {
        match self {
            Action::Capture(captured) => arrival::capture(book, stamp, *captured),
            Action::Join { referral, source } => arrival::join(book, stamp, referral, &source),
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
            Action::Delete(subject) => change::delete(book, stamp, subject),
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
            Action::Judge {
                person,
                pillar,
                judged,
            } => method::judge(book, stamp, person, pillar, judged),
            Action::Teach { person, lessons } => method::teach(book, stamp, person, lessons),
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
            Action::SetTier { people, tier } => {
                change::set_tier(book, stamp, &people, tier.as_ref())
            }
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

    /// Whether it changes many records at once, so that a backup is made first.
    pub fn is_bulk(&self) -> bool {
        matches!(self, Action::Many { actions, .. } if 20 < actions.len())
            || matches!(self, Action::SetTier { people, .. } if 20 < people.len())
    }
}

impl Who {
    /// The id of that person, who is made when new; none for nobody.
    pub fn resolve(&self, book: &mut Book, stamp: &mut Stamp) -> Option<Id> {
        match self {
            Who::Nobody => None,
            Who::Known(id) => Some(*id),
            Who::New(name) => {
                let id = stamp.id();
                let person = Person {
                    name: name.clone(),
                    ..Person::default()
                };
                book.people.put(id, person, stamp.at);
                Some(id)
            }
        }
    }

    pub fn is_nobody(&self) -> bool {
        *self == Who::Nobody
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
