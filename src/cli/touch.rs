//! `goodword touch`, `give` and `got`: notes that somebody was spoken to today, or what went either way.

use anyhow::Result;

use super::args::Common;
use super::{book, lines, streams, whom};
use crate::domain::action::{Action, Log, Who};
use crate::domain::event::{Kind, Way};
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::session::Session;

/// Logs the contact and says so.
///
/// # Errors
/// A refusal when the name is not clear or nothing can be kept.
pub fn run(common: &Common, name: &str, note: &[String]) -> Result<()> {
    if name == lines::HERE && note.is_empty() {
        return each(common);
    }
    log(common, "touch", name, Kind::Touch, None, note)
}

/// The same for every line of standard input: the name, and behind a colon or a comma what was said.
fn each(common: &Common) -> Result<()> {
    book::has_a_file(common, "touch")?;
    let lines = lines::read()?;
    let mut session = book::open(common)?;
    let told = lines::each(lines, |line| {
        let (name, note) = line.split_once([':', ',']).unwrap_or((line, ""));
        let is_whole = name.len() == line.len();
        keep(&mut session, name, Kind::Touch, None, note).map_err(|refusal| {
            if is_whole && whom::is_nobody(name, session.book()) {
                Refusal::new(refusal.why).or("write a note behind a colon: Dana Ortiz: lunch")
            } else {
                refusal
            }
        })
    });
    book::close(&session)?;
    told.say()
}

/// Logs an act that was given or got.
///
/// # Errors
/// The same, and a refusal when the kind is none that there is.
pub fn act(common: &Common, way: Way, name: &str, kind: &str, note: &[String]) -> Result<()> {
    let verb = if way == Way::Got { "got" } else { "give" };
    let kind = kind_of(kind)?;
    log(common, verb, name, kind, Some(way), note)
}

fn log(
    common: &Common,
    verb: &str,
    name: &str,
    kind: Kind,
    way: Option<Way>,
    note: &[String],
) -> Result<()> {
    book::has_a_file(common, verb)?;
    let mut session = book::open(common)?;
    let told = keep(&mut session, name, kind, way, &note.join(" "))?;
    book::close(&session)?;
    streams::say(&told)
}

/// Logs one thing; gives what was logged, in words.
fn keep(
    session: &mut Session,
    name: &str,
    kind: Kind,
    way: Option<Way>,
    note: &str,
) -> Result<String, Refusal> {
    let (person, also) = whom::person(name, session.book())?;
    let log = Log {
        kind,
        who: Who::Known(person),
        way,
        note: text::clean_line(note),
        ..Log::default()
    };
    let done = session.perform(Action::Log(Box::new(log)))?;
    Ok(match also {
        Some(also) => format!("{}\n  {also}", done.what),
        None => done.what,
    })
}

/// The kind of act that a word begins.
fn kind_of(word: &str) -> Result<Kind, Refusal> {
    let typed = word.trim().to_lowercase();
    let mut fits = Kind::ACTS
        .iter()
        .filter(|kind| !typed.is_empty() && kind.word().starts_with(&typed));
    match (fits.next(), fits.next()) {
        (Some(kind), None) => Ok(kind.clone()),
        (Some(one), Some(other)) => {
            let why = format!("“{word}” can be {} or {}", one.word(), other.word());
            Err(Refusal::new(why).or("write more of it"))
        }
        (None, _) => {
            let all: Vec<&str> = Kind::ACTS.iter().map(Kind::word).collect();
            Err(
                Refusal::new(format!("“{word}” is nothing that is given or got"))
                    .or(format!("write one of {}", all.join(", "))),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_known_by_its_beginning() {
        assert_eq!(kind_of("testimonial"), Ok(Kind::Testimonial));
        assert_eq!(kind_of("Intro"), Ok(Kind::Introduction));
        let refused = kind_of("in").unwrap_err();
        assert_eq!(refused.why, "“in” can be introduction or information");
        assert!(
            kind_of("money")
                .unwrap_err()
                .way_out
                .unwrap()
                .contains("testimonial")
        );
        assert!(kind_of(" ").is_err());
    }
}
