//! Lines from standard input, one thing done with each. What cannot be done is told with the number of its line, and keeps no
//! other line from being done. It will never know what is done.

use std::io::{self, Read};

use anyhow::{Error, Result};

use super::streams;
use crate::domain::refusal::Refusal;
use crate::domain::text;

/// No more is read, in bytes.
const LARGEST: u64 = 16 << 20;
/// No line is longer, in bytes: the same that the screen takes.
const LONGEST: usize = 2000;
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The word in place of a line that stands for standard input.
pub const HERE: &str = "-";

/// A line with its number, from 1, or why it cannot be read.
type Line = (usize, Result<String, Refusal>);

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
    Ok(cut(&bytes))
}

fn cut(bytes: &[u8]) -> Vec<Line> {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    let lines = lines.map(|(number, line)| (number, fit(line)));
    lines
        .filter(|(_, line)| !line.as_ref().is_ok_and(String::is_empty))
        .collect()
}

/// A line as it can be kept.
fn fit(line: &[u8]) -> Result<String, Refusal> {
    if LONGEST < line.len() {
        let why = format!("it is {} bytes long, and a line has {LONGEST}", line.len());
        return Err(Refusal::new(why).or("shorten it"));
    }
    match std::str::from_utf8(line) {
        Ok(line) => Ok(text::clean_line(line)),
        Err(_) => Err(Refusal::new("it is not written in UTF-8").or("write it so")),
    }
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
    for (number, line) in lines {
        match line.and_then(|line| act(&line)) {
            Ok(done) => told.done.push(done),
            Err(refusal) => told.left.push(format!("line {number}: {refusal}")),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_cleaned_or_says_why_it_cannot_be_read() {
        let long = "x".repeat(1 << 20);
        let mut bytes = b"\xEF\xBB\xBFAna\r\n\r\n  \nB\xffn\n".to_vec();
        bytes.extend(format!("{long}\nCid\u{1b}[31m Cole").as_bytes());
        let lines = cut(&bytes);
        let numbers: Vec<usize> = lines.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 4, 5, 6]);
        assert_eq!(lines[0].1, Ok("Ana".into()));
        assert_eq!(lines[3].1, Ok("Cid[31m Cole".into()));
        let why = |n: usize| lines[n].1.clone().unwrap_err().why;
        assert_eq!(why(1), "it is not written in UTF-8");
        assert_eq!(why(2), "it is 1048576 bytes long, and a line has 2000");
    }
}
