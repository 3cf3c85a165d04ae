//! Why something did not happen, in words for the person at the keyboard.

use std::fmt;

/// What is the case (with name and number), then the way out. Never "error", "failed" or blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub why: String,
    pub way_out: Option<String>,
}

impl Refusal {
    pub fn new(why: impl Into<String>) -> Refusal {
        Refusal {
            why: why.into(),
            way_out: None,
        }
    }

    /// The same refusal with what to do about it.
    #[must_use]
    pub fn or(mut self, way_out: impl Into<String>) -> Refusal {
        self.way_out = Some(way_out.into());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)?;
        match &self.way_out {
            Some(way_out) => write!(f, "; {way_out}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}
