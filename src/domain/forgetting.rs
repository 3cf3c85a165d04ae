//! A person is forgotten for good: their record and the texts about them go, referrals keep "someone". What another
//! device wrote about them meanwhile goes too, whenever the copies meet.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::action::{Said, is_gone};
use super::book::{Book, Stamp};
use super::event::Event;
use super::id::Id;
use super::merge::{Clash, Gone, lay_to_rest};
use super::naming::{Naming, lasting, naming};
use super::person::Person;
use super::record::Record;
use super::referral::{Answer, Move, Outcome, Referral};
use super::refusal::Refusal;
use super::table::Table;
use super::unnaming::low;
use super::walk::{fields_of, of_fields};

/// With fewer digits a number may be anything.
const DIGITS: usize = 7;

/// Whom to forget, and the words that are theirs alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// The person, and whoever became one with them.
    pub people: BTreeSet<Id>,
    /// What they are called, also by a single word.
    pub names: BTreeSet<String>,
    /// Whole names, addresses and numbers, which mean them wherever they stand.
    pub words: BTreeSet<String>,
}

impl Traces {
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Those of others besides.
    pub fn add(&mut self, other: Traces) {
        self.people.extend(other.people);
        self.names.extend(other.names);
        self.words.extend(other.words);
    }
}

/// What goes with a person and what stays of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// They keep their stages, days and sums, and "someone".
    pub referrals: usize,
    /// Entries of a referral: that they happened stays, their words go.
    pub emptied: usize,
    /// Entries without a referral go.
    pub entries: usize,
    pub promises: usize,
    /// Expectations, agreements and targets go.
    pub papers: usize,
}

pub(super) fn forget(book: &mut Book, stamp: &mut Stamp, id: Id) -> Result<Said, Refusal> {
    if !book.people.has(id) {
        return Err(is_gone("person"));
    }
    let traces = book.traces(id);
    book.forget(&traces, Some(stamp.at));
    Ok(Said::new("Forgotten for good").more("this cannot be undone"))
}

/// A single word may be anything; a whole name, an address and a number are theirs.
fn words_of(person: &Person) -> impl Iterator<Item = &String> {
    let is_whole = |name: &str| 1 < name.split_whitespace().count();
    let is_number = |phone: &str| DIGITS <= phone.chars().filter(char::is_ascii_digit).count();
    let name = Some(&person.name).filter(|name| is_whole(name));
    let email = Some(&person.email).filter(|email| email.contains('@'));
    let phone = Some(&person.phone).filter(|phone| is_number(phone));
    name.into_iter().chain(email).chain(phone)
}

impl Book {
    /// What there is of a person: their record here and those that became one with it, and the words that are theirs.
    pub fn traces(&self, id: Id) -> Traces {
        let united = self.united();
        let others = united
            .keys()
            .filter(|other| lasting(&united, **other) == id);
        let people: BTreeSet<Id> = others.copied().chain([id]).collect();
        let mut traces = Traces {
            people,
            ..Traces::default()
        };
        for record in traces.people.iter().filter_map(|id| self.people.get(*id)) {
            traces.names.insert(record.name.clone());
            traces.words.extend(words_of(record).cloned());
        }
        traces
    }

    /// Takes away everything about these people, and puts "someone" in the place of their names; whether there was
    /// anything. `at` stamps what changes; none leaves the times alone, as in a copy of long ago.
    pub fn forget(&mut self, traces: &Traces, at: Option<i64>) -> bool {
        let before = self.clone();
        for id in &traces.people {
            let is_known = self.people.has(*id) || self.gone.has(*id);
            if is_known || !self.mentions(*id).is_none() {
                let tomb = Gone {
                    table: "people".into(),
                    forgotten: true,
                    into: self.gone.get(*id).and_then(|tomb| tomb.into),
                    ..Gone::default()
                };
                self.people.remove(*id);
                let was_forgotten = self.gone.get(*id).is_some_and(|tomb| tomb.forgotten);
                if !was_forgotten {
                    self.gone.put(*id, tomb, at.unwrap_or_default());
                }
            }
            scrub(self, *id, at);
        }
        let mut words = traces.words.clone();
        // What somebody else has too, a namesake or whoever shares the telephone, is not theirs alone; nor is what is mine.
        let (me, others) = (self.settings(), self.people.iter());
        let others = others.flat_map(|(_, person)| words_of(person));
        let kept = others.chain([&me.name, &me.email, &me.phone]);
        let kept: BTreeSet<String> = kept.map(|word| low(word)).collect();
        words.retain(|word| !kept.contains(&low(word)));
        self.unname(&words, at);
        *self != before
    }

    /// The same book without those of these people whom it has not forgotten yet; what goes with them from the book that
    /// it was made from goes here too where nobody touched it. The times stay.
    pub(super) fn aware_of(&self, base: &Book, forgotten: &BTreeSet<Id>) -> Book {
        let mut unknown = forgotten.clone();
        unknown.retain(|id| self.gone.get(*id).is_none_or(|tomb| !tomb.forgotten));
        if unknown.is_empty() {
            return self.clone();
        }
        let mut book = self.without(&unknown);
        let aware = base.without(&unknown);
        macro_rules! tables {
            ($($table:ident),*) => {
                $(follow(&mut book.$table, &base.$table, &aware.$table);)*
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
            helpers,
            reviews
        );
        book
    }

    fn without(&self, people: &BTreeSet<Id>) -> Book {
        let mut book = self.clone();
        for id in people {
            let tomb = Gone {
                table: "people".into(),
                forgotten: true,
                ..self.gone.get(*id).cloned().unwrap_or_default()
            };
            book.people.remove(*id);
            book.gone.set(*id, Arc::new(tomb));
            scrub(&mut book, *id, None);
        }
        book
    }

    /// Everyone who was forgotten.
    pub fn forgotten(&self) -> BTreeSet<Id> {
        let tombs = self.gone.iter().filter(|(_, tomb)| tomb.forgotten);
        tombs.map(|(id, _)| id).collect()
    }

    /// What there was of those who were forgotten since the book was like this.
    pub fn forgotten_since(&self, before: &Book) -> Traces {
        let mut traces = Traces::default();
        for id in self.forgotten().difference(&before.forgotten()) {
            traces.add(before.traces(*id));
        }
        traces
    }

    /// What would go with a person, and what would stay.
    pub fn loss(&self, id: Id) -> Loss {
        let mut emptied: BTreeSet<Id> = about(self, id).into_iter().collect();
        let (of_referral, alone): (Vec<Id>, Vec<Id>) = naming(&self.events, id)
            .into_iter()
            .partition(|row| is_of_referral(self, *row));
        emptied.extend(of_referral);
        let mentions = self.mentions(id);
        Loss {
            referrals: mentions.referrals,
            emptied: emptied.len(),
            entries: alone.len(),
            promises: mentions.promises,
            papers: mentions.papers,
        }
    }
}

/// Who was forgotten on either side, and whoever became one with them.
pub(super) fn on_either(ours: &Book, theirs: &Book) -> BTreeSet<Id> {
    let tombs = || ours.gone.iter().chain(theirs.gone.iter());
    let mut all: BTreeSet<Id> = ours.forgotten();
    all.extend(theirs.forgotten());
    if all.is_empty() {
        return all;
    }
    // One may have become one with somebody who became one with them.
    loop {
        let known = all.len();
        let led = tombs().filter(|(_, tomb)| tomb.into.is_some_and(|into| all.contains(&into)));
        let led: Vec<Id> = led.map(|(id, _)| id).collect();
        all.extend(led);
        if all.len() == known {
            return all;
        }
    }
}

fn is_of_referral(book: &Book, event: Id) -> bool {
    let event = book.events.get(event);
    event.is_some_and(|event| event.referral.is_some())
}

/// The entries of the referrals whose prospect they are: with nobody, or with the source, they are about them.
fn about(book: &Book, id: Id) -> Vec<Id> {
    let is_theirs = |referral: Id| {
        let referral = book.referrals.get(referral);
        referral.is_some_and(|it| it.prospect == Some(id))
    };
    let events = book.events.iter();
    let about = events.filter(|(_, event)| event.referral.is_some_and(is_theirs));
    about.map(|(row, _)| row).collect()
}

/// Takes away what is about a person who was forgotten. `at` stamps what changes; none leaves the times alone, so that
/// copies that meet in any order agree.
fn scrub(book: &mut Book, id: Id, at: Option<i64>) {
    for row in naming(&book.referrals, id) {
        change(&mut book.referrals, row, at, |it| scrub_referral(it, id));
    }
    for row in naming(&book.events, id) {
        if is_of_referral(book, row) {
            change(&mut book.events, row, at, scrub_event);
        } else {
            drop_row(book, |book| &mut book.events, "events", row, at);
        }
    }
    for row in about(book, id) {
        change(&mut book.events, row, at, scrub_event);
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
    // That somebody had a part in the process stays; who, goes.
    for row in naming(&book.helpers, id) {
        change(&mut book.helpers, row, at, |helper| {
            helper.person = None;
            helper.name.clear();
            helper.does.clear();
            helper.note.clear();
        });
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
    let reviews = book.reviews.iter();
    let reviews: Vec<Id> = reviews
        .filter(|(_, it)| it.names(id) || it.items.keys().any(|about| about.contains(&key)))
        .map(|(row, _)| row)
        .collect();
    for row in reviews {
        change(&mut book.reviews, row, at, |review| {
            review.people.remove(&id);
            review.give = review.give.filter(|give| *give != id);
            review.items.retain(|about, _| !about.contains(&key));
        });
    }
    // What lost in a merge may be about them as well.
    let about: BTreeSet<Id> = about(book, id).into_iter().collect();
    let clashes = book.clashes.iter();
    let gone: Vec<Id> = clashes
        .filter(|(_, clash)| is_about(book, clash, id, &about))
        .map(|(row, _)| row)
        .collect();
    for row in gone {
        book.clashes.remove(row);
    }
}

/// Whether what lost in a merge was said of them: in their record, a referral or entry of theirs, or one that went.
fn is_about(book: &Book, clash: &Clash, id: Id, entries: &BTreeSet<Id>) -> bool {
    let Some(record) = clash.record else {
        return false;
    };
    let is_named = match clash.table.as_str() {
        "reviews" => clash.field.contains(&id.to_string()),
        "referrals" => book
            .referrals
            .get(record)
            .is_some_and(|it| Naming::names(it, id)),
        "events" => {
            let event = book.events.get(record);
            entries.contains(&record) || event.is_none_or(|it| it.person == Some(id))
        }
        // Without a moment no tomb is made: that it is not there any more is all there is to ask.
        "promises" => !book.promises.has(record),
        "expectations" => !book.expectations.has(record),
        "agreements" => !book.agreements.has(record),
        "targets" => !book.targets.has(record),
        _ => false,
    };
    record == id || is_named
}

pub(super) fn change<R: Record>(
    table: &mut Table<R>,
    row: Id,
    at: Option<i64>,
    change: impl FnOnce(&mut R),
) {
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
            ended: step.ended.as_deref().map(without).map(Box::new),
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

/// Takes the step from `was` to `aware` with what is as it was, field by field.
fn follow<R: Record>(table: &mut Table<R>, was: &Table<R>, aware: &Table<R>) {
    for row in was.differing(aware) {
        let (Some(was), Some(own)) = (was.get(row), table.get(row)) else {
            continue;
        };
        match aware.arc(row) {
            None if own == was => drop(table.remove(row)),
            None => {}
            Some(aware) => {
                let times = (own.created(), own.updated(), own.stamps().clone());
                let (was, aware) = (fields_of(was), fields_of(&**aware));
                let mut own = fields_of(own);
                let touched = was
                    .keys()
                    .filter(|field| was.get(*field) != aware.get(*field));
                let left_alone: Vec<&String> = touched
                    .filter(|field| own.get(*field) == was.get(*field))
                    .collect();
                for field in left_alone {
                    match aware.get(field) {
                        Some(value) => drop(own.insert(field.clone(), value.clone())),
                        None => drop(own.remove(field)),
                    }
                }
                if let Some(mut record) = of_fields::<R>(own) {
                    record.set_stamps(times.0, times.1, times.2);
                    table.set(row, Arc::new(record));
                }
            }
        }
    }
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
    fn their_address_and_number_go_from_the_words_of_others_too_also_from_what_lost_in_a_merge() {
        let mut book = book();
        book.people.edit(PRIYA, 20, |priya| {
            priya.email = "priya@arc.example".into();
            priya.phone = "+44 20 7946 0018".into();
        });
        book.people.edit(DANA, 20, |dana| {
            dana.best = "not at priya@arc.example; Priya has +44 20 7946 0018".into();
        });
        let clash = crate::domain::merge::Clash {
            table: "people".into(),
            record: Some(DANA),
            field: "best".into(),
            value: "ask Priya Shah".into(),
            ..crate::domain::merge::Clash::default()
        };
        book.clashes.put(Id::fixed(50), clash, 20);
        forget(&mut book);
        let text = serde_json::to_string(&book).unwrap();
        for gone in ["arc.example", "7946", "Priya Shah\""] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
        assert!(text.contains("not at someone; Priya has someone"), "{text}");
        assert!(text.contains("ask someone"), "{text}");
    }

    #[test]
    fn what_a_namesake_or_a_colleague_has_too_stays_theirs() {
        let mut book = book();
        let namesake = Person {
            name: "Priya Shah".into(),
            ..Person::default()
        };
        book.people.put(Id::fixed(3), namesake, 10);
        forget(&mut book);
        let other = book.people.get(Id::fixed(3)).unwrap();
        assert_eq!(other.name, "Priya Shah");
        assert_eq!(book.people.get(DANA).unwrap().email, "hushed@example.com");
    }

    #[test]
    fn what_others_are_called_stays_as_it_is() {
        let mut book = Book::new(stamp(1).today);
        let person = |name: &str, email: &str, best: &str| Person {
            name: name.into(),
            email: email.into(),
            best: best.into(),
            ..Person::default()
        };
        let ann = person("Ann Lee", "lee@x.com", "");
        let mary = person(
            "Mary Ann Lee",
            "ann.lee@x.com",
            "ask Ann Lee for Mary Ann Lee",
        );
        let twin = person("ANN LEE", "", "Ann Lee at lee@x.com");
        book.people.put(PRIYA, ann, 10);
        book.people.put(DANA, mary.clone(), 10);
        let mut shared = book.clone();
        forget(&mut book);
        let left = book.people.get(DANA).unwrap();
        assert_eq!((&left.name, &left.email), (&mary.name, &mary.email));
        assert_eq!(left.best, "ask someone for Mary Ann Lee");
        shared.people.put(Id::fixed(3), twin, 10);
        forget(&mut shared);
        let left = shared.people.get(Id::fixed(3)).unwrap();
        assert_eq!(left.best, "Ann Lee at someone", "a namesake in capitals");
    }

    #[test]
    fn what_was_noted_on_their_card_goes_whoever_it_was_with() {
        let mut book = book();
        let note = |person| Event {
            kind: Kind::Debrief,
            person,
            referral: Some(SHOP),
            note: "hushed".into(),
            differently: "hushed".into(),
            ..Event::default()
        };
        book.events.put(Id::fixed(40), note(None), 20);
        book.events.put(Id::fixed(41), note(Some(DANA)), 20);
        let other = Event {
            referral: Some(Id::fixed(99)),
            note: "a card of another".into(),
            ..Event::default()
        };
        book.events.put(Id::fixed(42), other, 20);
        assert_eq!(book.loss(PRIYA).emptied, 3);
        forget(&mut book);
        let text = serde_json::to_string(&book).unwrap();
        assert_eq!(text.matches("hushed").count(), 1, "Dana's address: {text}");
        assert!(book.events.has(Id::fixed(40)) && book.events.has(Id::fixed(41)));
        assert!(text.contains("a card of another"));
    }

    #[test]
    fn what_lost_in_a_merge_goes_also_where_no_tomb_is_made() {
        let mut older = book();
        let clash = |table: &str, record: Id| Clash {
            table: table.into(),
            record: Some(record),
            field: "what".into(),
            value: "hushed".into(),
            ..Clash::default()
        };
        for (id, clash) in [
            (50, clash("promises", Id::fixed(13))),
            (51, clash("events", MET)),
        ] {
            older.clashes.put(Id::fixed(id), clash, 20);
        }
        let traces = older.traces(PRIYA);
        assert!(older.forget(&traces, None));
        assert!(older.clashes.is_empty(), "{:?}", older.clashes);
    }

    #[test]
    fn their_name_goes_from_my_own_lines_and_mine_stays() {
        let mut book = book();
        let mut mine = book.settings().clone();
        mine.name = "Priya Shah Lang".into();
        mine.company = "Priya Shah & Lang".into();
        mine.line_referred = "I work by referral, as Priya Shah knows".into();
        book.settings.put(Id::ONLY, mine, 20);
        forget(&mut book);
        let mine = book.settings();
        assert_eq!(mine.name, "Priya Shah Lang");
        assert_eq!(mine.company, "Priya Shah & Lang");
        assert_eq!(mine.line_referred, "I work by referral, as someone knows");
    }

    #[test]
    fn whoever_had_become_one_with_them_goes_too_also_from_an_older_copy() {
        let mut book = book();
        let twin = Person {
            name: "Pria Shah".into(),
            email: "pria@example.com".into(),
            ..Person::default()
        };
        book.people.put(Id::fixed(3), twin, 10);
        let mut older = book.clone();
        let unite = Action::Unite {
            keep: PRIYA,
            other: Id::fixed(3),
        };
        unite.perform(&mut book, &mut stamp(500)).unwrap();
        let traces = book.traces(PRIYA);
        forget(&mut book);
        assert_eq!(book.forgotten().len(), 2);
        assert!(older.forget(&traces, None));
        for book in [&book, &older] {
            let text = serde_json::to_string(book).unwrap();
            assert!(!text.contains("Pria"), "{text}");
        }
        assert!(!older.forget(&traces, None), "there is nothing left");
    }

    #[test]
    fn what_would_go_and_stay_can_be_asked_first() {
        let loss = book().loss(PRIYA);
        let wanted = Loss {
            referrals: 1,
            emptied: 1,
            entries: 1,
            promises: 1,
            papers: 0,
        };
        assert_eq!(loss, wanted);
        assert_eq!(book().loss(Id::fixed(99)), Loss::default());
    }

    #[test]
    fn what_is_written_after_they_were_forgotten_stays_when_copies_meet() {
        let base = book();
        let mut ours = base.clone();
        forget(&mut ours);
        ours.referrals
            .edit(SHOP, 2_000, |it| it.need = "a web shop".into());
        let mut theirs = base.clone();
        theirs
            .people
            .edit(DANA, 3_000, |it| it.company = "ARC".into());
        for merged in [
            Book::merge(&base, &ours, &theirs),
            Book::merge(&base, &theirs, &ours),
        ] {
            assert_eq!(merged.referrals.get(SHOP).unwrap().need, "a web shop");
            assert_eq!(merged.people.get(DANA).unwrap().company, "ARC");
        }
    }

    #[test]
    fn whoever_became_one_elsewhere_with_somebody_forgotten_here_is_forgotten_too() {
        let mut base = book();
        let twin = Id::fixed(3);
        base.people.put(
            twin,
            Person {
                name: "Pria Shah".into(),
                ..Person::default()
            },
            10,
        );
        let note = Event {
            person: Some(twin),
            note: "hushed".into(),
            ..Event::default()
        };
        base.events.put(Id::fixed(40), note, 20);
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        forget(&mut ours);
        let unite = Action::Unite {
            keep: PRIYA,
            other: twin,
        };
        unite.perform(&mut theirs, &mut stamp(500)).unwrap();
        let merged = Book::merge(&base, &ours, &theirs);
        assert_eq!(merged, Book::merge(&base, &theirs, &ours));
        let text = serde_json::to_string(&merged).unwrap();
        assert!(!text.contains("Pria") && !merged.people.has(twin), "{text}");
        assert_eq!(text.matches("hushed").count(), 1, "Dana's address: {text}");
    }
}
