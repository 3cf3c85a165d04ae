//! The way out: text for stdout and stderr, harmless to whatever terminal shows it. Will never know what is said.

use std::fmt::Write as _;
use std::io::{self, Write};

use anyhow::Result;

use crate::ui::terminal::pen::{steerless, steers};

/// Writes lines to stdout, without what could steer a terminal.
///
/// # Errors
/// When nobody reads it any more, or it cannot be written.
pub fn say(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    for line in text.lines() {
        writeln!(out, "{}", steerless(line))?;
    }
    Ok(out.flush()?)
}

/// Writes text of a format to stdout, ends of lines and all; such text must hold nothing that steers.
///
/// # Errors
/// As [`say`].
pub fn say_as_is(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Writes JSON to stdout: what could steer a terminal is escaped, so that nothing is lost.
///
/// # Errors
/// As [`say`].
pub fn say_json(value: &serde_json::Value) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", escaped(&value.to_string()))?;
    Ok(out.flush()?)
}

/// Says on stderr why something was not done.
pub fn complain(text: &str) {
    let mut err = io::stderr().lock();
    for (at, line) in text.lines().enumerate() {
        let prefix = if at == 0 { "goodword: " } else { "" };
        // Where even this cannot be said, the exit status says it.
        let _ = writeln!(err, "{prefix}{}", steerless(line));
    }
}

/// Whether it only went wrong because nobody reads us any more.
pub fn is_closed(cause: &anyhow::Error) -> bool {
    cause
        .downcast_ref::<io::Error>()
        .is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// JSON text without any character that steers; within strings they become `\u` and four digits.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut units = [0; 2];
    for letter in json.chars() {
        if steers(letter) {
            for unit in letter.encode_utf16(&mut units) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_escaped_in_json_and_comes_back() {
        let value = serde_json::json!({"who": "a\u{1b}[2J\u{9b}b\u{202e}\u{7f}é"});
        let text = escaped(&value.to_string());
        assert!(steerless(&text) == text, "{text:?}");
        assert!(text.contains("\\u009b") && text.contains('é'));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            value
        );
    }
}
