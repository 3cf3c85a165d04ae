//! What a captured line says, part by part. It will never know how the line was read.

use std::ops::Range;

use super::tokens::Next;
use crate::domain::money::Money;
use crate::domain::refusal::Refusal;

/// What a stretch of the line was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    Name,
    Company,
    Person,
    Need,
    Tag,
    Estimate,
    Level,
    Channel,
    Place,
    By,
    Phone,
    Email,
    Urgent,
    Next,
}

/// A stretch of the line (in bytes) and what it was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub span: Range<usize>,
    pub kind: PartKind,
}

/// A stretch of the line that cannot stand, why, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub span: Range<usize>,
    pub refusal: Refusal,
}

/// Which way the referral goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Received from a source.
    From,
    /// Given to a receiver.
    To,
}

/// How the news of a referral came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Phone,
    Mail,
    Message,
    Letter,
}

/// On whose line the place, or the way in which it came, was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Heard {
    /// On this one.
    #[default]
    Here,
    /// On one before it, that named this person; none where it named nobody.
    Before(Option<String>),
}

/// A line as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub parts: Vec<Part>,
    pub problems: Vec<Problem>,
    pub name: String,
    pub company: Option<String>,
    pub person: Option<(Way, String)>,
    /// The person was named with an "and" that no quotes hold: perhaps they are two.
    pub is_pair: bool,
    pub need: Option<String>,
    /// What follows the first "from" of the need, up to the next comma: perhaps a source in the wrong place.
    pub from_in_need: Option<String>,
    pub tags: Vec<String>,
    pub estimate: Option<Money>,
    /// What the source has done so far; unsaid is 1.
    pub level: Option<u8>,
    pub aim: Option<u8>,
    pub channel: Option<String>,
    pub place: Option<String>,
    pub by: Option<By>,
    pub heard: Heard,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub urgent: bool,
    pub next: Option<Next>,
}

impl Way {
    /// The word that says so in a line.
    pub fn word(self) -> &'static str {
        match self {
            Way::From => "from",
            Way::To => "to",
        }
    }
}

impl By {
    /// What the word after "by" means.
    pub fn named(word: &str) -> Option<By> {
        match word {
            "phone" => Some(By::Phone),
            "mail" | "email" | "e-mail" => Some(By::Mail),
            "message" => Some(By::Message),
            "letter" => Some(By::Letter),
            _ => None,
        }
    }

    /// The word that says so in a line.
    pub fn word(self) -> &'static str {
        match self {
            By::Phone => "phone",
            By::Mail => "e-mail",
            By::Message => "message",
            By::Letter => "letter",
        }
    }
}

impl Reading {
    /// What was said, whatever the words and wherever they stood.
    #[must_use]
    pub fn facts(&self) -> Reading {
        Reading {
            parts: Vec::new(),
            problems: Vec::new(),
            from_in_need: None,
            heard: Heard::Here,
            ..self.clone()
        }
    }
}
