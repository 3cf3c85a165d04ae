//! Everything that is wrong with the bytes of a book, record by record. Changes nothing, and knows no file.

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::domain::book::Book;
use crate::domain::client::Per;
use crate::domain::event::{Kind, Way};
use crate::domain::expectation::{Origin, Verdict};
use crate::domain::id::Id;
use crate::domain::introduction::{Method, State};
use crate::domain::person::Tier;
use crate::domain::pillars::Grade;
use crate::domain::promise::By;
use crate::domain::record::Record;
use crate::domain::referral::{Direction, Ending, Verb};
use crate::domain::relation::{Category, Vcp, Willing};
use crate::domain::table::Table;
use crate::domain::team::ME;
use crate::domain::text::{clean_line, clean_text};
use crate::storage::schema::{self, plain};

/// The years that a day in a book may lie in: outside them it is a slip of the hand.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A table and an id, or `book`.
    pub place: String,
    pub words: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.words)
    }
}

/// All that is wrong with the book in these bytes; nothing when it is sound.
pub fn check(bytes: &[u8]) -> Vec<Finding> {
    let bytes = schema::without_mark(bytes);
    let mut found = Findings(Vec::new());
    match schema::open(bytes) {
        Ok(opened) => {
            if let Some(why) = opened.read_only {
                found.say("book", why);
            }
        }
        Err(cause) => found.say("book", cause.to_string()),
    }
    // Record by record, so that one that cannot be read does not hide the others.
    if let Ok(text) = serde_json::from_slice::<Text>(bytes) {
        let book = Book {
            people: found.table("people", text.people),
            referrals: found.table("referrals", text.referrals),
            events: found.table("events", text.events),
            promises: found.table("promises", text.promises),
            expectations: found.table("expectations", text.expectations),
            agreements: found.table("agreements", text.agreements),
            targets: found.table("targets", text.targets),
            maps: found.table("maps", text.maps),
            helpers: found.table("helpers", text.helpers),
            channels: found.table("channels", text.channels),
            problems: found.table("problems", text.problems),
            settled: found.table("settled", text.settled),
            clashes: found.table("clashes", text.clashes),
            gone: found.table("gone", text.gone),
            ..Book::default()
        };
        found.people(&book);
        found.referrals(&book);
        found.events(&book);
        found.promises(&book);
        found.expectations(&book);
        found.agreements(&book);
        found.targets(&book);
        found.process(&book);
        found.clashes(&book);
        found.text("settings", &text.settings);
    }
    found.0
}

/// A book whose records are read one by one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Text {
    settings: Value,
    people: Rows,
    referrals: Rows,
    events: Rows,
    promises: Rows,
    expectations: Rows,
    agreements: Rows,
    targets: Rows,
    maps: Rows,
    helpers: Rows,
    channels: Rows,
    problems: Rows,
    settled: Rows,
    clashes: Rows,
    gone: Rows,
}

/// The rows of a table as they stand in the text: twice when they stand there twice.
#[derive(Default)]
struct Rows(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Rows;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("records by id")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rows, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = map.next_entry()? {
                    rows.push(row);
                }
                Ok(Rows(rows))
            }
        }

        from.deserialize_map(Entries)
    }
}

struct Findings(Vec<Finding>);

impl Findings {
    fn say(&mut self, place: impl Into<String>, words: impl Into<String>) {
        self.0.push(Finding {
            place: place.into(),
            words: words.into(),
        });
    }

    /// What is wrong with each row for itself, and the rows that can be read.
    fn table<R: Record>(&mut self, name: &str, rows: Rows) -> Table<R> {
        let mut table = Table::default();
        for (key, row) in rows.0 {
            let place = format!("{name}/{}", clean_line(&key));
            let Ok(id) = key.parse::<Id>() else {
                self.say(place, "this is no id");
                continue;
            };
            self.text(&place, &row);
            // By way of text: from a value, a number beyond 64 bits is refused.
            match serde_json::from_str::<R>(&row.to_string()) {
                Ok(_) if table.has(id) => self.say(place, "two records have this id"),
                Ok(record) => table.set(id, Arc::new(record)),
                Err(trouble) => self.say(place, plain(&trouble)),
            }
        }
        table
    }

    /// Signs that no screen can show, and days that nobody meant, anywhere in a record.
    fn text(&mut self, place: &str, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (field, value) in fields {
                    if let Value::String(text) = value {
                        self.words(place, field, text);
                    } else {
                        self.text(place, value);
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| self.text(place, value)),
            _ => {}
        }
    }

    fn words(&mut self, place: &str, field: &str, text: &str) {
        let signs = |text: &str| -> String { text.split_whitespace().collect() };
        if signs(text) != signs(&clean_text(text)) {
            let field = clean_line(field);
            self.say(
                place,
                format!("“{field}” has signs in it that cannot be shown"),
            );
        }
        if let Ok(day) = text.parse::<NaiveDate>()
            && !YEARS.contains(&day.year())
        {
            self.say(place, format!("the day {day} is out of range"));
        }
    }

    fn people(&mut self, book: &Book) {
        for (id, person) in book.people.iter() {
            let place = format!("people/{id}");
            if person.name.trim().is_empty() {
                self.say(&place, "a person without a name");
            }
            if let Some(Tier::Other(word)) = &person.tier {
                self.word(&place, "tier", word);
            }
            for (what, judged) in [("trust", &person.trust), ("purchase", &person.purchase)] {
                if let Some(Grade::Other(word)) = judged.as_ref().map(|judged| &judged.grade) {
                    self.word(&place, what, word);
                }
            }
            if let Some(Category::Other(word)) = &person.category {
                self.word(&place, "category", word);
            }
            if let Some(Willing::Other(word)) = &person.willing {
                self.word(&place, "willingness", word);
            }
            if let Some(Vcp::Other(word)) = person.vcp.as_ref().map(|reached| &reached.stage) {
                self.word(&place, "how far it has come", word);
            }
            let on = person.wait.as_ref().and_then(|wait| wait.on);
            self.person(&place, "the person waited for", on, book);
            self.person(&place, "who brought you together", person.via, book);
        }
    }

    fn referrals(&mut self, book: &Book) {
        for (id, referral) in book.referrals.iter() {
            let place = format!("referrals/{id}");
            if referral.moves.is_empty() {
                self.say(&place, "it stands in a stage without a move to it");
            }
            if referral.prospect.is_none() {
                self.say(&place, "a referral without a prospect");
            }
            for (what, level) in [("level", referral.level), ("aim", referral.aim)] {
                if let Some(level) = level.filter(|level| !(1..=10).contains(level)) {
                    self.say(&place, format!("{what} {level} is not from 1 to 10"));
                }
            }
            if let Direction::Other(word) = &referral.direction {
                self.word(&place, "direction", word);
            }
            if let Some(next) = &referral.next {
                if let Verb::Other(word) = &next.verb {
                    self.word(&place, "next action", word);
                }
                self.person(&place, "the next action's person", next.whom, book);
            }
            if let Some(Ending::Other(word)) = referral.outcome.as_ref().map(|end| &end.ending) {
                self.word(&place, "ending", word);
            }
            self.person(&place, "the prospect", referral.prospect, book);
            self.person(&place, "the source", referral.source, book);
            self.person(&place, "the receiver", referral.receiver, book);
            for source in referral.also.keys() {
                self.person(&place, "a further source", Some(*source), book);
            }
            let on = referral.wait.as_ref().and_then(|wait| wait.on);
            self.person(&place, "the person waited for", on, book);
            self.names(&place, "the process map", referral.map, &book.maps);
            if let Some(introduction) = &referral.introduction {
                if let Method::Other(word) = &introduction.method {
                    self.word(&place, "introduction by", word);
                }
                if let State::Other(word) = &introduction.state {
                    self.word(&place, "introduction", word);
                }
            }
            let passed = referral.passed;
            self.names(&place, "the one passed on", passed, &book.referrals);
        }
    }

    fn events(&mut self, book: &Book) {
        for (id, event) in book.events.iter() {
            let place = format!("events/{id}");
            if event.on == NaiveDate::default() {
                self.say(&place, "an entry without a day");
            }
            if let Kind::Other(word) = &event.kind {
                self.word(&place, "kind", word);
            }
            if let Some(Way::Other(word)) = &event.way {
                self.word(&place, "way", word);
            }
            self.person(&place, "the person", event.person, book);
            self.names(&place, "the referral", event.referral, &book.referrals);
        }
    }

    fn promises(&mut self, book: &Book) {
        for (id, promise) in book.promises.iter() {
            let place = format!("promises/{id}");
            if let By::Other(word) = &promise.by {
                self.word(&place, "promise by", word);
            }
            self.person(&place, "the person", promise.person, book);
            self.names(&place, "the referral", promise.referral, &book.referrals);
        }
    }

    fn expectations(&mut self, book: &Book) {
        for (id, expectation) in book.expectations.iter() {
            let place = format!("expectations/{id}");
            if expectation.person.is_none() {
                self.say(&place, "an expectation of nobody");
            }
            if let Origin::Other(word) = &expectation.origin {
                self.word(&place, "origin", word);
            }
            if let Verdict::Other(word) = &expectation.verdict {
                self.word(&place, "verdict", word);
            }
            self.person(&place, "the person", expectation.person, book);
        }
    }

    fn agreements(&mut self, book: &Book) {
        for (id, agreement) in book.agreements.iter() {
            let place = format!("agreements/{id}");
            if agreement.person.is_none() {
                self.say(&place, "an agreement with nobody");
            }
            if let Per::Other(word) = &agreement.per {
                self.word(&place, "its number is", word);
            }
            self.person(&place, "the person", agreement.person, book);
        }
    }

    fn targets(&mut self, book: &Book) {
        for (id, target) in book.targets.iter() {
            let place = format!("targets/{id}");
            if target.whom.is_none() && target.name.trim().is_empty() {
                self.say(&place, "a target without a name");
            }
            self.person(&place, "the person to ask", target.person, book);
            self.person(&place, "the wanted one", target.whom, book);
            self.names(&place, "the referral", target.referral, &book.referrals);
        }
    }

    /// The maps and who stands at them: who helps, how it comes in, what goes wrong.
    fn process(&mut self, book: &Book) {
        for (id, map) in book.maps.iter() {
            let place = format!("maps/{id}");
            if let Direction::Other(word) = &map.direction {
                self.word(&place, "direction", word);
            }
            for helper in map.steps.values().flat_map(|step| step.helpers.keys()) {
                self.names(&place, "a helper", Some(*helper), &book.helpers);
            }
        }
        for (id, helper) in book.helpers.iter() {
            self.person(&format!("helpers/{id}"), "the person", helper.person, book);
        }
        for (id, channel) in book.channels.iter() {
            let place = format!("channels/{id}");
            if channel.name.trim().is_empty() {
                self.say(&place, "a channel without a name");
            }
            for (what, post) in [
                ("who receives", channel.receiver),
                ("who answers", channel.responder),
            ] {
                self.names(&place, what, post.filter(|it| *it != ME), &book.helpers);
            }
        }
        for (id, problem) in book.problems.iter() {
            let place = format!("problems/{id}");
            if problem.what.trim().is_empty() {
                self.say(&place, "a problem without words");
            }
            if let Direction::Other(word) = &problem.direction {
                self.word(&place, "direction", word);
            }
        }
    }

    fn clashes(&mut self, book: &Book) {
        for (_, clash) in book.clashes.iter() {
            let id = clash.record.map_or(String::new(), |id| format!("/{id}"));
            let what = match clash.field.as_str() {
                "" => "it".to_owned(),
                field => format!("“{}”", clean_line(field)),
            };
            self.say(
                format!("{}{id}", clean_line(&clash.table)),
                format!("{what} was changed in two ways, and one of them waits to be settled"),
            );
        }
    }

    fn word(&mut self, place: &str, what: &str, word: &str) {
        let word = clean_line(word);
        self.say(
            place,
            format!("{what} “{word}” is a word that this Goodword does not know"),
        );
    }

    /// The same of a person, who may have been forgotten: then they are named by nothing but an id.
    fn person(&mut self, place: &str, what: &str, id: Option<Id>, book: &Book) {
        let is_forgotten = |id: &Id| book.gone.get(*id).is_some_and(|tomb| tomb.forgotten);
        self.names(place, what, id.filter(|id| !is_forgotten(id)), &book.people);
    }

    /// Says so where a record that is named is not there.
    fn names<R: Record>(&mut self, place: &str, what: &str, id: Option<Id>, table: &Table<R>) {
        if let Some(id) = id.filter(|id| !table.has(*id)) {
            self.say(place, format!("{what}, {id}, is not in the book"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "00000000-0000-0000-0000-000000000001";
    const TWO: &str = "00000000-0000-0000-0000-000000000002";

    fn said(tables: &str) -> Vec<String> {
        let text =
            format!("{{\"format\": \"goodword\", \"version\": 1, \"min_reader\": 1,\n{tables}}}");
        check(text.as_bytes())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_sound_book_has_no_findings() {
        let mut bytes = Vec::new();
        schema::write(&Book::new("2026-11-21".parse().unwrap()), &mut bytes).unwrap();
        assert_eq!(check(&bytes), vec![]);
    }

    #[test]
    fn numbers_of_any_size_in_fields_of_a_newer_program_are_sound() {
        let row = format!(
            r#""people": {{"{ONE}": {{"name": "A", "x": 123456789012345678901234567890}}}}"#
        );
        assert_eq!(said(&row), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_json_is_told_with_its_line() {
        let said = said("\"people\": {,}");
        assert_eq!(said.len(), 1);
        assert!(
            said[0].starts_with("book: the file is damaged at line 2"),
            "{said:?}"
        );
    }

    #[test]
    fn each_record_is_looked_at_for_itself() {
        for (row, words) in [
            (
                r#""people": {"ONE": {}}"#,
                "people/ONE: a person without a name",
            ),
            (
                r#""people": {"ONE": {"name": "A\u001b[2J"}}"#,
                "“name” has signs in it",
            ),
            (
                r#""people": {"ONE": {"name": "A", "x": {"y": "\u0007"}}}"#,
                "“y” has signs",
            ),
            (
                r#""people": {"ONE": {"name": "A", "tier": "Q"}}"#,
                "tier “Q” is a word",
            ),
            (
                r#""people": {"one": {"name": "A"}}"#,
                "people/one: this is no id",
            ),
            (
                r#""people": {"ONE": {"name": "A"}, "ONE": {"name": "A"}}"#,
                "people/ONE: two records",
            ),
            (r#""referrals": {"ONE": {}}"#, "without a move to it"),
            (
                r#""referrals": {"ONE": {"prospect": "TWO"}}"#,
                "the prospect, TWO, is not in",
            ),
            (
                r#""referrals": {"ONE": {"level": 11}}"#,
                "level 11 is not from 1 to 10",
            ),
            (
                r#""referrals": {"ONE": {"estimate": "12 potatoes"}}"#,
                "referrals/ONE: “12 potatoes” is no sum",
            ),
            (
                r#""referrals": {"ONE": {"map": "TWO"}}"#,
                "the process map, TWO",
            ),
            (
                r#""events": {"ONE": {"kind": "dance"}}"#,
                "kind “dance” is a word",
            ),
            (r#""events": {"ONE": {}}"#, "an entry without a day"),
            (
                r#""events": {"ONE": {"on": "0206-11-21"}}"#,
                "the day 0206-11-21 is out of range",
            ),
            (
                r#""events": {"ONE": {"on": "2026-11-31"}}"#,
                "events/ONE: a date is not in the calendar",
            ),
            (
                r#""events": {"ONE": {"on": "2026-11-21", "referral": "TWO"}}"#,
                "the referral, TWO",
            ),
            (
                r#""promises": {"ONE": {"person": "TWO"}}"#,
                "promises/ONE: the person, TWO",
            ),
            (
                r#""expectations": {"ONE": {"words": "on time"}}"#,
                "expectations/ONE: an expectation of nobody",
            ),
            (
                r#""expectations": {"ONE": {"person": "TWO"}}"#,
                "expectations/ONE: the person, TWO, is not in",
            ),
            (
                r#""expectations": {"ONE": {"verdict": "sideways"}}"#,
                "verdict “sideways” is a word",
            ),
            (
                r#""expectations": {"ONE": {"words": "on\u202etime"}}"#,
                "“words” has signs",
            ),
            (
                r#""people": {"ONE": {"name": "A", "trust": {"grade": "blue"}}}"#,
                "trust “blue” is a word",
            ),
            (
                r#""people": {"ONE": {"name": "A", "trust": {"why": "\u001b[2J"}}}"#,
                "“why” has signs",
            ),
            (
                r#""referrals": {"ONE": {"introduction": {"method": "dance"}}}"#,
                "introduction by “dance” is a word",
            ),
            (
                r#""referrals": {"ONE": {"introduction": {"words": "\u001b[2J"}}}"#,
                "“words” has signs",
            ),
            (
                r#""referrals": {"ONE": {"answers": {"close.face": {"note": "\u0007"}}}}"#,
                "“note” has signs",
            ),
            (
                r#""referrals": {"ONE": {"told": "\u202e", "tie": {"nature": "\u0007"}}}"#,
                "“told” has signs",
            ),
            (
                r#""referrals": {"ONE": {"passed": "TWO"}}"#,
                "the one passed on, TWO, is not in",
            ),
            (
                r#""events": {"ONE": {"differently": "\u0007"}}"#,
                "“differently” has signs",
            ),
            (
                r#""clashes": {"ONE": {"table": "people", "record": "TWO", "field": "phone", "value": 1}}"#,
                "people/TWO: “phone” was changed in two ways",
            ),
        ] {
            let fill = |text: &str| text.replace("ONE", ONE).replace("TWO", TWO);
            let said = said(&fill(row));
            let words = fill(words);
            assert!(
                said.iter().any(|said| said.contains(&words)),
                "{row}: {said:?}"
            );
        }
    }

    #[test]
    fn one_bad_record_does_not_hide_another() {
        let said = said(&format!(
            r#""events": {{"{ONE}": {{"on": "x"}}, "{TWO}": {{"on": "2026-11-21", "person": "{ONE}"}}}}"#
        ));
        assert_eq!(said.len(), 3, "{said:?}");
    }
}
