//! Which events, promises and referrals concern whom. It knows where things stand in the book, never
//! what they mean.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::book::Book;
use crate::domain::client::{Agreement, Target};
use crate::domain::event::Event;
use crate::domain::expectation::Expectation;
use crate::domain::id::Id;
use crate::domain::promise::Promise;
use crate::domain::referral::Referral;
use crate::domain::table::Table;

/// Folds the sixteen bytes of an id: ids are random already, so that no stronger hash is needed.
#[derive(Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_be_bytes(word))
                .wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    /// The length in front of the bytes, the same for every id.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

/// A map by id.
pub type IdMap<T> = HashMap<Id, T, BuildHasherDefault<IdHasher>>;

/// A record with its place in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<R> {
    pub on: NaiveDate,
    pub at: i64,
    pub id: Id,
    pub record: Arc<R>,
}

/// A record that has a place in time.
pub trait Placed {
    /// The day, and the moment that orders one day; 0 where only the day is known.
    fn when(&self) -> (NaiveDate, i64);
}

/// Declares where a record stands in time.
macro_rules! placed {
    ($($record:ty: $it:ident => $when:expr;)*) => {
        $(impl Placed for $record {
            fn when(&self) -> (NaiveDate, i64) {
                let $it = self;
                $when
            }
        })*
    };
}

placed! {
    Event: it => (it.on, it.at);
    Referral: it => (it.on, 0);
    Promise: it => (it.on, 0);
    Expectation: it => (it.on, it.created);
    Agreement: it => (it.on, it.created);
    Target: it => (it.on, it.created);
}

impl<R: Placed> Dated<R> {
    fn of(id: Id, record: &Arc<R>) -> Dated<R> {
        let (on, at) = record.when();
        let record = Arc::clone(record);
        Dated { on, at, id, record }
    }
}

impl<R> Dated<R> {
    fn place(&self) -> (NaiveDate, i64, Id) {
        (self.on, self.at, self.id)
    }
}

/// Records by the one whom they concern, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf<R: Eq>(IdMap<Vec<Dated<R>>>);

impl<R: Eq> Default for Shelf<R> {
    fn default() -> Self {
        Shelf(IdMap::default())
    }
}

impl<R: Eq> Shelf<R> {
    /// All of one person or referral, oldest first.
    pub fn of(&self, id: Id) -> &[Dated<R>] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }

    /// All records of a table by the one whom they concern.
    fn of_table(table: &Table<R>, owner: impl Fn(&R) -> Option<Id>) -> Shelf<R>
    where
        R: Placed,
    {
        let mut shelf = Shelf::default();
        for (id, record) in table.arcs() {
            shelf.push(owner(record), || Dated::of(id, record));
        }
        shelf.sort();
        shelf
    }

    fn push(&mut self, of: Option<Id>, record: impl FnOnce() -> Dated<R>) {
        if let Some(of) = of {
            self.0.entry(of).or_default().push(record());
        }
    }

    fn sort(&mut self) {
        for row in self.0.values_mut() {
            if !row.is_sorted_by_key(Dated::place) {
                row.sort_unstable_by_key(Dated::place);
            }
        }
    }

    fn add(&mut self, of: Option<Id>, record: Dated<R>) {
        let Some(of) = of else {
            return;
        };
        let row = self.0.entry(of).or_default();
        let place = record.place();
        let at = row.partition_point(|other| other.place() < place);
        row.insert(at, record);
    }

    /// Takes in that a record changed, came or went.
    pub(super) fn change(
        &mut self,
        id: Id,
        old: Option<&Arc<R>>,
        new: Option<&Arc<R>>,
        owner: impl Fn(&R) -> Option<Id>,
    ) where
        R: Placed,
    {
        if let Some(old) = old {
            self.take(owner(old), Dated::of(id, old).place());
        }
        if let Some(new) = new {
            self.add(owner(new), Dated::of(id, new));
        }
    }

    fn take(&mut self, of: Option<Id>, place: (NaiveDate, i64, Id)) {
        let Some((of, row)) = of.and_then(|of| Some((of, self.0.get_mut(&of)?))) else {
            return;
        };
        if let Ok(at) = row.binary_search_by_key(&place, Dated::place) {
            row.remove(at);
        }
        if row.is_empty() {
            self.0.remove(&of);
        }
    }
}

/// The book by person and by referral.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    pub events_of_person: Shelf<Event>,
    pub events_of_referral: Shelf<Event>,
    pub referrals: Shelf<Referral>,
    pub promises_of_person: Shelf<Promise>,
    pub promises_of_referral: Shelf<Promise>,
    /// By the client whose they are.
    pub expectations: Shelf<Expectation>,
    /// By the client with whom they were made.
    pub agreements: Shelf<Agreement>,
    /// By whoever is to be asked.
    pub targets: Shelf<Target>,
    /// Who named somebody as having brought us together, by that somebody.
    via: IdMap<Vec<Id>>,
    /// The days on which something happened, sorted: the last one says how fresh the book is.
    days: Vec<NaiveDate>,
}

impl Index {
    pub fn of(book: &Book) -> Index {
        let mut index = Index::default();
        let people = book.people.len();
        index.events_of_person.0.reserve(people);
        index.events_of_referral.0.reserve(book.referrals.len());
        index.referrals.0.reserve(people);
        index.days.reserve(book.events.len() + book.referrals.len());
        for (id, event) in book.events.arcs() {
            index.days.push(event.on);
            let record = || Dated::of(id, event);
            index.events_of_person.push(event.person, record);
            index.events_of_referral.push(event.referral, record);
        }
        for (id, referral) in book.referrals.arcs() {
            index.days.push(day_of_referral(referral));
            for person in people_of(referral) {
                index
                    .referrals
                    .push(Some(person), || Dated::of(id, referral));
            }
        }
        for (id, promise) in book.promises.arcs() {
            index.days.push(day_of_promise(promise));
            let record = || Dated::of(id, promise);
            index.promises_of_person.push(promise.person, record);
            index.promises_of_referral.push(promise.referral, record);
        }
        index.expectations = Shelf::of_table(&book.expectations, |it| it.person);
        index.agreements = Shelf::of_table(&book.agreements, |it| it.person);
        index.targets = Shelf::of_table(&book.targets, |it| it.person);
        for (id, person) in book.people.iter() {
            if let Some(via) = person.via {
                index.via.entry(via).or_default().push(id);
            }
        }
        index.events_of_person.sort();
        index.events_of_referral.sort();
        index.referrals.sort();
        index.promises_of_person.sort();
        index.promises_of_referral.sort();
        index.days.sort_unstable();
        index
    }

    /// Takes in that an event changed, came or went.
    pub fn change_event(&mut self, id: Id, old: Option<&Arc<Event>>, new: Option<&Arc<Event>>) {
        self.change_day(old.map(|old| old.on), new.map(|new| new.on));
        self.events_of_person.change(id, old, new, |it| it.person);
        self.events_of_referral
            .change(id, old, new, |it| it.referral);
    }

    /// Takes in that a referral changed, came or went.
    pub fn change_referral(
        &mut self,
        id: Id,
        old: Option<&Arc<Referral>>,
        new: Option<&Arc<Referral>>,
    ) {
        self.change_day(
            old.map(|old| day_of_referral(old)),
            new.map(|new| day_of_referral(new)),
        );
        if let Some(old) = old {
            let place = Dated::of(id, old).place();
            for person in people_of(old) {
                self.referrals.take(Some(person), place);
            }
        }
        if let Some(new) = new {
            for person in people_of(new) {
                self.referrals.add(Some(person), Dated::of(id, new));
            }
        }
    }

    /// Takes in that a promise changed, came or went.
    pub fn change_promise(
        &mut self,
        id: Id,
        old: Option<&Arc<Promise>>,
        new: Option<&Arc<Promise>>,
    ) {
        self.change_day(
            old.map(|old| day_of_promise(old)),
            new.map(|new| day_of_promise(new)),
        );
        self.promises_of_person.change(id, old, new, |it| it.person);
        self.promises_of_referral
            .change(id, old, new, |it| it.referral);
    }

    /// Takes in through whom somebody came.
    pub fn change_via(&mut self, id: Id, old: Option<Id>, new: Option<Id>) {
        if old == new {
            return;
        }
        if let Some(old) = old
            && let Some(row) = self.via.get_mut(&old)
        {
            row.retain(|other| *other != id);
            if row.is_empty() {
                self.via.remove(&old);
            }
        }
        if let Some(new) = new {
            let row = self.via.entry(new).or_default();
            let at = row.partition_point(|other| *other < id);
            row.insert(at, id);
        }
    }

    /// Who came through a person by what is noted of the acquaintance.
    pub fn came_via(&self, person: Id) -> &[Id] {
        self.via.get(&person).map_or(&[], Vec::as_slice)
    }

    /// The last day, up to today, on which anything happened.
    pub fn last_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        let until = self.days.partition_point(|day| *day <= today);
        self.days[..until].last().copied()
    }

    fn change_day(&mut self, old: Option<NaiveDate>, new: Option<NaiveDate>) {
        if old == new {
            return;
        }
        if let Some(at) = old.and_then(|old| self.days.binary_search(&old).ok()) {
            self.days.remove(at);
        }
        if let Some(new) = new {
            let at = self.days.partition_point(|day| *day < new);
            self.days.insert(at, new);
        }
    }
}

/// Everyone whom a referral names, each once: a source may be the prospect of another's word.
pub fn people_of(referral: &Referral) -> impl Iterator<Item = Id> + '_ {
    let named = || referral.people();
    named()
        .enumerate()
        .filter(move |(n, id)| !named().take(*n).any(|other| other == *id))
        .map(|(_, id)| id)
}

/// The last day on which something happened to a referral itself.
fn day_of_referral(referral: &Referral) -> NaiveDate {
    match &referral.outcome {
        Some(outcome) => outcome.on,
        None => referral.since().max(referral.on),
    }
}

fn day_of_promise(promise: &Promise) -> NaiveDate {
    promise.kept.or(promise.broken).unwrap_or(promise.on)
}
