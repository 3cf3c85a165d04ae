//! What an action carries: whom it names, a captured line, a logged fact, a changed part of a record, and what is
//! said of it afterwards. Plain data.

use chrono::NaiveDate;

use super::book::{Book, Stamp};
use super::event::{Kind, Way};
use super::id::Id;
use super::introduction::Introduction;
use super::money::Money;
use super::name::fold;
use super::person::{Person, Tags};
use super::pillars::Tie;
use super::referral::{Direction, Next};
use super::relation::Again;
use super::stage::Stage;

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
    /// This very conversation is in the book already, with another card: it is not logged again.
    pub already: bool,
}

impl Contact {
    /// Whether a channel is this conversation itself: the place where it was, or the way it took.
    pub fn is_named(&self, channel: &str) -> bool {
        let way = match self.kind {
            Kind::Call => "phone",
            Kind::Email => "e-mail",
            Kind::Message => "message",
            Kind::Letter => "letter",
            _ => "",
        };
        match self.note.as_str() {
            "" => fold(channel) == fold(way),
            note => fold(note) == fold(&format!("at {channel}")),
        }
    }
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
    /// What to do differently, in a debrief or a check-in.
    pub differently: String,
    /// In a check-in, whose note says what works for me: what works for them.
    pub theirs: String,
    /// Whom they were asked about.
    pub target: Option<Id>,
    /// When to be in touch again, where it was said; a day with empty words replaces what was planned.
    pub again: Option<Again>,
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
