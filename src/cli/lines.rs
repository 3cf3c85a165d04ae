//! Lines from standard input, one thing done with each. What cannot be done is told with the number of its line, and keeps no
//! other line from being done. It will never know what is done.

use std::io::{self, Read};

use anyhow::{Error, Result};

use super::streams;
use crate::domain::lines::{self, Line};
use crate::domain::refusal::Refusal;

/// No more is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// The word in place of a line that stands for standard input.
pub const HERE: &str = "-";

/// Everything that standard input says, line by line, without the empty ones.
///
/// # Errors
/// When it cannot be read, or is too much.
pub fn read() -> Result<Vec<Line>> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)?;
    if LARGEST < bytes.len() as u64 {
        let why = format!("Standard input says more than {} MB", LARGEST >> 20);
        return Err(Refusal::new(why).or("hand it over in parts").into());
    }
    Ok(lines::cut(&bytes))
}

/// What came of all lines.
#[derive(Debug, Default)]
pub struct Told {
    done: Vec<String>,
    left: Vec<String>,
}

/// Does one thing with every line.
pub fn each(lines: Vec<Line>, mut act: impl FnMut(&str) -> Result<String, Refusal>) -> Told {
    let mut told = Told::default();
    for line in lines {
        match line.words.and_then(|words| act(&words)) {
            Ok(done) => told.done.push(done),
            Err(refusal) => told.left.push(format!("line {}: {refusal}", line.number)),
        }
    }
    told
}

impl Told {
    /// Says what was done.
    ///
    /// # Errors
    /// What was not, so that the exit status says so too.
    pub fn say(self) -> Result<()> {
        streams::say(&self.done.join("\n"))?;
        if self.left.is_empty() {
            return Ok(());
        }
        let (left, all) = (self.left.len(), self.left.len() + self.done.len());
        let count = match left {
            1 => format!("1 of {all} lines was not kept"),
            left => format!("{left} of {all} lines were not kept"),
        };
        Err(Error::msg(format!("{count}\n{}", self.left.join("\n"))))
    }
}
