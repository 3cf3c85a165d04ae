//! A rule that asks no more, for one person or for all, and that asks again. It will never know what a rule looks for.

use super::action::{Said, is_gone};
use super::book::{Book, Stamp};
use super::id::Id;
use super::merge::Settled;
use super::refusal::Refusal;

/// Under which a rule is settled for one person: it has no occasion, and so it holds for all of them.
pub fn key_for(rule: &str, person: Id) -> String {
    format!("{rule}/person:{person}")
}

/// A rule asks no more, or asks again: of one person, or of all.
pub(super) fn silence(
    book: &mut Book,
    stamp: &mut Stamp,
    rule: String,
    person: Option<Id>,
    silent: bool,
    what: &str,
) -> Result<Said, Refusal> {
    let Some(person) = person else {
        let mut settings = book.settings().clone();
        if silent {
            settings.silent.insert(rule, true);
        } else {
            settings.silent.remove(&rule);
        }
        book.settings.put(Id::ONLY, settings, stamp.at);
        let said = if silent {
            format!("Stopped asking for all: {what}")
        } else {
            format!("Asks again: {what}")
        };
        return Ok(Said::new(said));
    };
    let name = book.people.get(person).map(|it| it.name.clone());
    let name = name.ok_or_else(|| is_gone("person"))?;
    let key = key_for(&rule, person);
    let id = Id::of_words(&key);
    let settled = Settled {
        key,
        // Put off until today it is settled no more, on every device.
        until: (!silent).then_some(stamp.today),
        on: stamp.today,
        ..Settled::default()
    };
    book.settled.put(id, settled, stamp.at);
    let said = if silent {
        format!("Stopped asking for {name}: {what}")
    } else {
        format!("Asks again for {name}: {what}")
    };
    Ok(Said::new(said))
}
