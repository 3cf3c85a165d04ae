//! A person is forgotten for good: their record and the texts about them go, referrals keep "someone". What another
//! device wrote about them meanwhile goes too, whenever the copies meet.

use std::sync::Arc;

use serde_json::Value;

use super::action::{Said, is_gone};
use super::book::{Book, Stamp};
use super::event::Event;
use super::id::Id;
use super::merge::{Gone, lay_to_rest};
use super::naming::naming;
use super::record::Record;
use super::referral::{Answer, Move, Outcome, Referral};
use super::refusal::Refusal;
use super::table::Table;
use super::walk::{fields_of, of_fields};

/// What stands for a name in the texts of others.
const SOMEONE: &str = "someone";

pub(super) fn forget(book: &mut Book, stamp: &mut Stamp, id: Id) -> Result<Said, Refusal> {
    let person = book.people.get(id).ok_or_else(|| is_gone("person"))?;
    let name = person.name.clone();
    let at = stamp.at;
    let tomb = Gone {
        table: "people".into(),
        forgotten: true,
        ..Gone::default()
    };
    book.people.remove(id);
    book.gone.put(id, tomb, at);
    scrub(book, id, Some(at));
    // A single word may be anything; a whole name is theirs.
    if 1 < name.split_whitespace().count() {
        book.unname(&name, at);
    }
    Ok(Said::new("Forgotten for good").more("backups are rewritten; this cannot be undone"))
}

/// Takes away what is about a person who was forgotten. `at` stamps what changes; none leaves the times alone, so that
/// copies that meet in any order agree.
pub(super) fn scrub(book: &mut Book, id: Id, at: Option<i64>) {
    for row in naming(&book.referrals, id) {
        change(&mut book.referrals, row, at, |it| scrub_referral(it, id));
    }
    for row in naming(&book.events, id) {
        let is_theirs_alone = book.events.get(row).is_some_and(|it| it.referral.is_none());
        if is_theirs_alone {
            drop_row(book, |book| &mut book.events, "events", row, at);
        } else {
            change(&mut book.events, row, at, scrub_event);
        }
    }
    for row in naming(&book.promises, id) {
        drop_row(book, |book| &mut book.promises, "promises", row, at);
    }
    for row in naming(&book.expectations, id) {
        drop_row(book, |book| &mut book.expectations, "expectations", row, at);
    }
    for row in naming(&book.agreements, id) {
        drop_row(book, |book| &mut book.agreements, "agreements", row, at);
    }
    for row in naming(&book.targets, id) {
        drop_row(book, |book| &mut book.targets, "targets", row, at);
    }
    for row in naming(&book.people, id) {
        change(&mut book.people, row, at, |person| {
            person.via = person.via.filter(|via| *via != id);
            if let Some(wait) = &mut person.wait
                && wait.on == Some(id)
            {
                (wait.on, wait.why) = (None, String::new());
            }
        });
    }
    let key = id.to_string();
    let settled = book.settled.iter();
    let settled: Vec<Id> = settled
        .filter(|(_, it)| it.key.contains(&key))
        .map(|(row, _)| row)
        .collect();
    for row in settled {
        book.settled.remove(row);
    }
    // What lost in a merge may be about them as well.
    let clashes = book.clashes.iter();
    let gone: Vec<Id> = clashes
        .filter(|(_, clash)| {
            let of = |table: &str| clash.table == table;
            clash.record.is_some_and(|record| {
                record == id
                    || (of("referrals")
                        && book.referrals.get(record).is_some_and(|it| names(it, id)))
                    || (of("events")
                        && book
                            .events
                            .get(record)
                            .is_none_or(|it| it.person == Some(id)))
                    || (["promises", "expectations", "agreements", "targets"]
                        .iter()
                        .any(|table| of(table))
                        && book.gone.has(record))
            })
        })
        .map(|(row, _)| row)
        .collect();
    for row in gone {
        book.clashes.remove(row);
    }
}

fn names(referral: &Referral, id: Id) -> bool {
    use super::naming::Naming;
    referral.names(id)
}

fn change<R: Record>(table: &mut Table<R>, row: Id, at: Option<i64>, change: impl FnOnce(&mut R)) {
    let Some(record) = table.get(row) else {
        return;
    };
    let mut changed = record.clone();
    change(&mut changed);
    if changed == *record {
        return;
    }
    match at {
        Some(at) => table.put(row, changed, at),
        None => table.set(row, Arc::new(changed)),
    }
}

/// Without a moment of its own, as after a merge, no tomb is made: the next merge drops it again.
fn drop_row<R: Record>(
    book: &mut Book,
    of: fn(&mut Book) -> &mut Table<R>,
    table: &str,
    row: Id,
    at: Option<i64>,
) {
    of(book).remove(row);
    if let Some(at) = at {
        lay_to_rest(&mut book.gone, table, row, at);
    }
}

/// The words about the people of a referral; stages, days, sums and outcome stay.
fn scrub_referral(it: &mut Referral, id: Id) {
    it.told.clear();
    it.approach.clear();
    if let Some(tie) = &mut it.tie {
        tie.nature.clear();
    }
    if let Some(introduction) = &mut it.introduction {
        introduction.words.clear();
        introduction.done.clear();
        introduction.why.clear();
        introduction.place.clear();
    }
    if let Some(wait) = &mut it.wait
        && wait.on == Some(id)
    {
        (wait.on, wait.why) = (None, String::new());
    }
    if it.next.as_ref().is_some_and(|next| next.whom == Some(id)) {
        it.next = None;
    }
    if it.prospect != Some(id) {
        return;
    }
    it.need.clear();
    it.next = None;
    it.tags.clear();
    if let Some(wait) = &mut it.wait {
        wait.why.clear();
    }
    let without = |outcome: &Outcome| Outcome {
        reason: String::new(),
        instead: String::new(),
        ..outcome.clone()
    };
    it.outcome = it.outcome.as_ref().map(without);
    for answer in it.answers.values_mut() {
        *answer = Answer {
            note: String::new(),
            ..answer.clone()
        };
    }
    it.answers.retain(|_, answer| answer.done);
    for step in it.moves.values_mut() {
        *step = Move {
            why: String::new(),
            ended: step.ended.as_ref().map(without),
            ..step.clone()
        };
    }
}

fn scrub_event(event: &mut Event) {
    event.note.clear();
    event.differently.clear();
    event.theirs.clear();
    event.channel.clear();
}

impl Book {
    /// The same book without what differs from `before` and is about people who were forgotten. The times stay, so that
    /// copies that meet in any order agree.
    pub(super) fn without_the_forgotten(mut self, before: &Book) -> Book {
        let tombs = self.gone.iter().filter(|(_, tomb)| tomb.forgotten);
        let forgotten: Vec<Id> = tombs.map(|(id, _)| id).collect();
        if forgotten.is_empty() {
            return self;
        }
        let rows = before.differing(&self);
        for id in forgotten {
            if self.names_in(&rows, id) || !self.clashes.is_empty() {
                scrub(&mut self, id, None);
            }
        }
        self
    }

    /// Puts "someone" in place of a whole name in every text.
    fn unname(&mut self, name: &str, at: i64) {
        macro_rules! tables {
            ($($table:ident),*) => {
                $(unname_in(&mut self.$table, name, at);)*
            };
        }
        tables!(
            people,
            referrals,
            events,
            promises,
            expectations,
            agreements,
            targets,
            settled
        );
    }
}

fn unname_in<R: Record>(table: &mut Table<R>, name: &str, at: i64) {
    let rows = table.iter();
    let found: Vec<(Id, R)> = rows
        .filter_map(|(id, record)| {
            let mut fields = Value::Object(fields_of(record));
            if !unname_value(&mut fields, name) {
                return None;
            }
            let Value::Object(fields) = fields else {
                return None;
            };
            Some((id, of_fields::<R>(fields)?))
        })
        .collect();
    for (id, record) in found {
        table.put(id, record, at);
    }
}

/// True when the name stood there.
fn unname_value(value: &mut Value, name: &str) -> bool {
    match value {
        Value::String(text) => {
            let Some(without) = without_name(text, name) else {
                return false;
            };
            *text = without;
            true
        }
        Value::Object(fields) => {
            let mut found = false;
            for value in fields.values_mut() {
                found |= unname_value(value, name);
            }
            found
        }
        Value::Array(values) => {
            let mut found = false;
            for value in values {
                found |= unname_value(value, name);
            }
            found
        }
        _ => false,
    }
}

/// The text with "someone" wherever the name stands as whole words, in any case; none where it does not.
fn without_name(text: &str, name: &str) -> Option<String> {
    let (low, sought) = (text.to_lowercase(), name.to_lowercase());
    // Where a letter changes its length in small letters, places in one are none in the other.
    if low.len() != text.len() || !low.contains(&sought) {
        return None;
    }
    let mut out = String::new();
    let mut rest = 0;
    for (at, found) in low.match_indices(&sought) {
        let before = low[..at].chars().next_back();
        let after = low[at + found.len()..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if at < rest || is_word(before) || is_word(after) {
            continue;
        }
        out += &text[rest..at];
        out += SOMEONE;
        rest = at + found.len();
    }
    if rest == 0 {
        return None;
    }
    out += &text[rest..];
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::event::Kind;
    use crate::domain::id::Ids;
    use crate::domain::person::Person;
    use crate::domain::promise::Promise;
    use crate::domain::referral::Ending;

    const DANA: Id = Id::fixed(1);
    const PRIYA: Id = Id::fixed(2);
    const SHOP: Id = Id::fixed(10);
    const CALL: Id = Id::fixed(11);
    const MET: Id = Id::fixed(12);

    fn stamp(at: i64) -> Stamp {
        Stamp {
            today: "2026-11-21".parse().unwrap(),
            at,
            ids: Ids::seeded(u128::try_from(at).unwrap()),
        }
    }

    fn book() -> Book {
        let mut book = Book::new(stamp(1).today);
        for (id, name) in [(DANA, "Dana Ortiz"), (PRIYA, "Priya Shah")] {
            let person = Person {
                name: name.into(),
                email: "hushed@example.com".into(),
                ..Person::default()
            };
            book.people.put(id, person, 10);
        }
        let outcome = Outcome {
            ending: Ending::Won,
            reason: "hushed".into(),
            ..Outcome::default()
        };
        let referral = Referral {
            prospect: Some(PRIYA),
            source: Some(DANA),
            need: "hushed".into(),
            told: "hushed".into(),
            outcome: Some(outcome),
            ..Referral::default()
        };
        book.referrals.put(SHOP, referral, 20);
        let call = Event {
            kind: Kind::Call,
            person: Some(PRIYA),
            note: "hushed".into(),
            ..Event::default()
        };
        book.events.put(CALL, call.clone(), 20);
        let met = Event {
            kind: Kind::Met,
            referral: Some(SHOP),
            ..call
        };
        book.events.put(MET, met, 20);
        let promise = Promise {
            person: Some(PRIYA),
            what: "hushed".into(),
            ..Promise::default()
        };
        book.promises.put(Id::fixed(13), promise, 20);
        let of_dana = Event {
            person: Some(DANA),
            note: "asked me how PRIYA SHAH is, and Priya Shahi".into(),
            ..Event::default()
        };
        book.events.put(Id::fixed(14), of_dana, 20);
        book
    }

    fn forget(book: &mut Book) {
        let forget = Action::Forget(PRIYA);
        forget.perform(book, &mut stamp(1_000)).unwrap();
    }

    #[test]
    fn a_forgotten_person_leaves_no_text_and_the_referral_keeps_someone() {
        let mut book = book();
        forget(&mut book);
        let text = serde_json::to_string(&book).unwrap();
        let hushed = text.matches("hushed").count();
        assert_eq!(hushed, 1, "only Dana's own address is left");
        let shop = book.referrals.get(SHOP).unwrap();
        assert_eq!(book.name(shop.prospect), "someone");
        assert_eq!(shop.outcome.as_ref().unwrap().ending, Ending::Won);
        assert!(book.events.has(MET), "that there was a meeting stays");
        assert!(!book.events.has(CALL) && book.promises.is_empty());
        let note = &book.events.get(Id::fixed(14)).unwrap().note;
        assert_eq!(note, "asked me how someone is, and Priya Shahi");
    }

    #[test]
    fn what_another_device_wrote_meanwhile_does_not_bring_them_back() {
        let base = book();
        let mut ours = base.clone();
        forget(&mut ours);
        let mut theirs = base.clone();
        theirs
            .people
            .edit(PRIYA, 5_000, |it| it.phone = "hushed".into());
        theirs
            .events
            .edit(MET, 5_000, |it| it.note = "hushed too".into());
        let call = Event {
            person: Some(PRIYA),
            note: "hushed".into(),
            ..Event::default()
        };
        theirs.events.put(Id::fixed(30), call, 5_000);
        let merged = Book::merge(&base, &ours, &theirs);
        assert_eq!(merged, Book::merge(&base, &theirs, &ours));
        assert!(!merged.people.has(PRIYA) && !merged.events.has(Id::fixed(30)));
        let text = serde_json::to_string(&merged).unwrap();
        assert_eq!(text.matches("hushed").count(), 1);
        let again = Book::merge(&base, &merged, &theirs);
        assert_eq!(again, merged);
    }

    #[test]
    fn a_name_is_taken_out_only_where_it_stands_as_a_name() {
        for (text, wanted) in [
            ("Ann Lee rang", Some("someone rang")),
            ("rang ann lee.", Some("rang someone.")),
            ("Joann Lee rang", None),
            ("Ann Leeds", None),
            ("nothing", None),
            ("Ann Lee, Ann Lee", Some("someone, someone")),
        ] {
            assert_eq!(without_name(text, "Ann Lee").as_deref(), wanted, "{text}");
        }
    }
}
