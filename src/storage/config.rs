//! The configuration: what the person changed about the screen, in a file they edit by hand. Never written by us,
//! and it will never know a book or a screen.

use std::io;
use std::path::Path;

use toml::{Table, Value};

use super::disk::Disk;
use super::fault::Cause;
use super::read::read_as_is;
use crate::domain::refusal::Refusal;

/// What `config.toml` can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// Clicks and the wheel come to us.
    pub mouse: bool,
    /// Colour always or never; none is as the environment says.
    pub color: Option<bool>,
    /// Drawings in ASCII; none is as the environment says.
    pub ascii: Option<bool>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            mouse: true,
            color: None,
            ascii: None,
        }
    }
}

/// Reads the configuration at `path`. What cannot be understood is told, and the default holds in its place; a file that is
/// not there is no matter.
pub fn read<D: Disk>(disk: &D, path: &Path) -> (Config, Vec<Refusal>) {
    let bytes = match read_as_is(disk, path) {
        Ok(bytes) => bytes,
        Err(fault) => {
            return match &fault.cause {
                Cause::FolderGone | Cause::UnderFile => (Config::default(), Vec::new()),
                Cause::System(answer) if answer.kind() == io::ErrorKind::NotFound => {
                    (Config::default(), Vec::new())
                }
                cause => {
                    let why = format!("{}: {cause}", path.display());
                    let refusal = Refusal::new(why).or("the defaults hold until it can be read");
                    (Config::default(), vec![refusal])
                }
            };
        }
    };
    let (config, told) = understand(&String::from_utf8_lossy(&bytes));
    let told = told
        .into_iter()
        .map(|refusal| Refusal {
            why: format!("{}, {}", path.display(), refusal.why),
            ..refusal
        })
        .collect();
    (config, told)
}

/// The configuration that a text spells out, and what in it says nothing to us.
fn understand(text: &str) -> (Config, Vec<Refusal>) {
    let mut config = Config::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table: Table = match text.parse() {
        Ok(table) => table,
        Err(cause) => {
            let start = cause.span().map_or(0, |span| span.start.min(text.len()));
            let line = 1 + text
                .bytes()
                .take(start)
                .filter(|&byte| byte == b'\n')
                .count();
            let why = format!("line {line}: {}", cause.message());
            return (
                config,
                vec![
                    Refusal::new(why)
                        .or("write lines like mouse = false; the defaults hold until then"),
                ],
            );
        }
    };
    let mut told = Vec::new();
    for (key, value) in &table {
        let understood = match (key.as_str(), value) {
            ("mouse", Value::Boolean(on)) => {
                config.mouse = *on;
                Ok(())
            }
            ("ascii", Value::Boolean(on)) => {
                config.ascii = Some(*on);
                Ok(())
            }
            ("color", Value::String(when)) => match when.as_str() {
                "auto" => Ok(()),
                "always" | "never" => {
                    config.color = Some(when == "always");
                    Ok(())
                }
                _ => Err("write \"auto\", \"always\" or \"never\""),
            },
            ("mouse" | "ascii", _) => Err("write true or false"),
            ("color", _) => Err("write \"auto\", \"always\" or \"never\""),
            _ => Err("what can be set is mouse, color and ascii"),
        };
        if let Err(way_out) = understood {
            let why = match key.as_str() {
                "mouse" | "ascii" | "color" => format!("{key} = {value} says nothing here"),
                _ => format!("there is no setting “{key}”"),
            };
            told.push(Refusal::new(why).or(way_out));
        }
    }
    (config, told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::Real;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        let (_, told) = understand(text);
        told.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_set_holds_and_the_rest_is_as_usual() {
        assert_eq!(understand(""), (Config::default(), Vec::new()));
        let text = "# mine\nmouse = false\ncolor = \"never\"\nascii = true\n";
        let config = Config {
            mouse: false,
            color: Some(false),
            ascii: Some(true),
        };
        assert_eq!(understand(text), (config, Vec::new()));
        assert_eq!(understand("\u{feff}color = \"auto\"\r\n"), understand(""));
    }

    #[test]
    fn what_says_nothing_is_told_and_the_rest_still_holds() {
        let text = "mouse = 0\ncolour = \"never\"\ncolor = \"blue\"\nascii = true";
        let (config, _) = understand(text);
        assert_eq!((config.mouse, config.ascii), (true, Some(true)));
        let said = words(text);
        assert_eq!(said.len(), 3);
        for part in [
            "mouse = 0",
            "no setting “colour”",
            "\"always\" or \"never\"",
        ] {
            assert!(said.iter().any(|said| said.contains(part)), "{said:?}");
        }
    }

    #[test]
    fn a_damaged_file_is_told_by_its_line() {
        let said = words("mouse = true\nascii = = 3\n");
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("line 2: "), "{said:?}");
    }

    #[test]
    fn a_file_that_is_not_there_is_no_matter_and_a_folder_is() {
        let folder = tempfile::tempdir().unwrap();
        let (config, told) = read(&Real, &folder.path().join("none/config.toml"));
        assert_eq!((config, told), (Config::default(), Vec::new()));
        let (config, told) = read(&Real, folder.path());
        assert_eq!((config, told.len()), (Config::default(), 1));
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "(mouse|color|ascii|[a-z\"=\\[\\] \n.#]|\\PC)*") {
            understand(&text);
        }
    }
}
