//! What one captured line leaves to the next of a stack: from whom, through what, where it was heard, what is next. It
//! will never know who is in the book.

use chrono::NaiveDate;

use super::line::read;
use super::reading::{By, Heard, Reading, Way};
use super::tokens::Next;
use crate::domain::day;
use crate::domain::money::Currency;
use crate::domain::name::fold;

/// As it was said. What a line says itself takes its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    person: Option<(Way, String)>,
    is_pair: bool,
    channel: Option<String>,
    place: Option<String>,
    by: Option<By>,
    /// With whom the place or the way was said: nobody else was met there.
    heard: Option<String>,
    next: Option<Next>,
}

impl Carried {
    /// What a line that was kept leaves to the next one. An action with the prospect is about that one card alone.
    pub fn of(reading: &Reading) -> Carried {
        let is_theirs = |next: &Next| {
            let whom = fold(next.whom.as_deref().unwrap_or_default());
            let name = fold(&reading.name);
            whom.split_whitespace()
                .any(|word| name.split_whitespace().any(|part| part == word))
        };
        let is_heard = reading.place.is_some() || reading.by.is_some();
        let heard = match &reading.heard {
            Heard::Here => reading.person.as_ref().map(|(_, name)| name.clone()),
            Heard::Before(name) => name.clone(),
        };
        Carried {
            heard: heard.filter(|_| is_heard),
            person: reading.person.clone(),
            is_pair: reading.is_pair,
            channel: reading.channel.clone(),
            place: reading.place.clone(),
            by: reading.by,
            next: reading.next.clone().filter(|next| !is_theirs(next)),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Carried::default()
    }

    /// Says in a line what it does not say itself.
    pub fn fill(&self, reading: &mut Reading) {
        if reading.person.is_none() {
            reading.person.clone_from(&self.person);
            reading.is_pair = self.is_pair;
        }
        if reading.channel.is_none() {
            reading.channel.clone_from(&self.channel);
        }
        // A place and a way of hearing it are two answers to one question.
        if reading.place.is_none() && reading.by.is_none() {
            reading.place.clone_from(&self.place);
            reading.by = self.by;
            if self.is_heard() {
                reading.heard = Heard::Before(self.heard.clone());
            }
        }
        if reading.next.is_none() {
            reading.next.clone_from(&self.next);
        }
    }

    /// Takes the last piece off.
    pub fn take_last(&mut self) {
        if self.next.take().is_some() {
            return;
        }
        if self.by.take().is_some() || self.place.take().is_some() {
            if !self.is_heard() {
                self.heard = None;
            }
            return;
        }
        if self.channel.take().is_none() {
            (self.person, self.is_pair) = (None, false);
        }
    }

    fn is_heard(&self) -> bool {
        self.place.is_some() || self.by.is_some()
    }

    /// Who was met where it says, where that is somebody else than it now names.
    pub fn heard_elsewhere(&self) -> Option<&str> {
        let named = self.person.as_ref().map(|(_, name)| name.as_str());
        let heard = self.heard.as_deref()?;
        (named != Some(heard)).then_some(heard)
    }

    /// Where a card came from, as far as it goes without saying from whom: the place, else the channel.
    pub fn origin(&self) -> Option<&str> {
        self.place.as_deref().or(self.channel.as_deref())
    }

    /// From whom, or to whom.
    pub fn person(&self) -> Option<(Way, &str)> {
        let (way, name) = self.person.as_ref()?;
        Some((*way, name))
    }

    /// Every other piece: the word that begins it, what was said, and whether that is the person's own words.
    pub fn pieces(&self, today: NaiveDate) -> Vec<(&'static str, String, bool)> {
        let mut pieces = Vec::new();
        if let Some(channel) = &self.channel {
            pieces.push(("via", channel.clone(), true));
        }
        if let Some(place) = &self.place {
            pieces.push(("at", place.clone(), true));
        }
        if let Some(by) = self.by {
            pieces.push(("by", by.word().to_owned(), false));
        }
        if let Some(next) = &self.next {
            let mut when = day::full(next.when.on, today);
            if let Some(time) = next.when.time {
                when = format!("{when} {}", day::clock(time));
            }
            let (said, own) = match &next.whom {
                Some(whom) => (format!("{whom} {when}"), true),
                None => (when, false),
            };
            pieces.push((next.verb.name(), said, own));
        }
        pieces
    }

    /// The pieces behind a name, as a line that [`Carried::read`] reads again; nothing where nothing is carried.
    pub fn written(&self, today: NaiveDate, home: Currency) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut reading = Reading {
            name: NAME.into(),
            ..Reading::default()
        };
        self.fill(&mut reading);
        let line = reading.to_line(today, home);
        match &self.heard {
            Some(heard) => format!("{line}\n{heard}"),
            None => line,
        }
    }

    /// What was written by [`Carried::written`].
    pub fn read(written: &str, today: NaiveDate, home: Currency) -> Carried {
        let (line, heard) = match written.split_once('\n') {
            Some((line, heard)) => (line, Some(heard.to_owned())),
            None => (written, None),
        };
        Carried {
            heard,
            ..Carried::of(&read(line, today, home))
        }
    }
}

/// Stands where a line has its prospect.
const NAME: &str = "Prospect";

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn reading(line: &str) -> Reading {
        read(line, today(), Currency::EUR)
    }

    /// The second line, with what the first left.
    fn after(first: &str, second: &str) -> String {
        let mut reading = reading(second);
        Carried::of(&super::tests::reading(first)).fill(&mut reading);
        reading.to_line(today(), Currency::EUR)
    }

    #[test]
    fn the_next_line_says_what_it_does_not_say_itself_as_it_was_said() {
        for (first, second, whole) in [
            (
                "Ana Ruiz from Dana Ortiz, web 12k #retail L3 via fair at the expo call fri",
                "Ben Cole, books",
                "Ben Cole from Dana Ortiz, books via fair at the expo call 2026-11-27",
            ),
            (
                "Ana Ruiz from Dana Ortiz at the expo",
                "Ben Cole from Mia Lang by phone",
                "Ben Cole from Mia Lang by phone",
            ),
            (
                "Ana Ruiz from Dana Ortiz",
                "Ben Cole to Lin Wu",
                "Ben Cole to Lin Wu",
            ),
            ("Ana Ruiz from Dana call Ana fri", "Ben", "Ben from Dana"),
            ("Ana Ruiz (ARC) 12k !", "Ben", "Ben"),
        ] {
            assert_eq!(after(first, second), whole, "{first} / {second}");
        }
    }

    #[test]
    fn the_last_piece_is_taken_off_first_and_a_draft_brings_all_back() {
        let mut carried = Carried::of(&reading(
            "Ana from \"Dana at Work\" via fair at the expo call fri 10:00",
        ));
        let mut seen = Vec::new();
        while !carried.is_empty() {
            let written = carried.written(today(), Currency::EUR);
            let again = Carried::read(&written, today(), Currency::EUR);
            assert_eq!(again, carried, "{written}");
            seen.push(carried.pieces(today()).len());
            carried.take_last();
        }
        assert_eq!(seen, [3, 2, 1, 0]);
        assert_eq!(carried.written(today(), Currency::EUR), "");
    }
}
