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
    ByPhone,
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

/// A line as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub parts: Vec<Part>,
    pub problems: Vec<Problem>,
    pub name: String,
    pub company: Option<String>,
    pub person: Option<(Way, String)>,
    pub need: Option<String>,
    pub tags: Vec<String>,
    pub estimate: Option<Money>,
    /// What the source has done so far; unsaid is 1.
    pub level: Option<u8>,
    pub aim: Option<u8>,
    pub channel: Option<String>,
    pub place: Option<String>,
    pub by_phone: bool,
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

impl Reading {
    /// What was said, whatever the words and wherever they stood.
    #[must_use]
    pub fn facts(&self) -> Reading {
        Reading {
            parts: Vec::new(),
            problems: Vec::new(),
            ..self.clone()
        }
    }
}
