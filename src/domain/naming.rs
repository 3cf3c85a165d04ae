//! Which records name a person, and how one name is put in place of another. It will never know why.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::book::Book;
use super::client::{Agreement, Target};
use super::event::Event;
use super::expectation::Expectation;
use super::id::Id;
use super::merge::Settled;
use super::person::{Person, Wait};
use super::problem::Problem;
use super::process::Map;
use super::promise::Promise;
use super::record::Record;
use super::referral::Referral;
use super::review::Review;
use super::settings::Settings;
use super::table::Table;
use super::team::{Channel, Helper};

/// A record that may name people.
pub(super) trait Naming {
    /// Shows every person whom it names.
    fn each(&self, _see: &mut dyn FnMut(Id)) {}

    /// Changes every person whom it names.
    fn change(&mut self, _to: &dyn Fn(Id) -> Id) {}

    fn names(&self, person: Id) -> bool {
        let mut found = false;
        self.each(&mut |id| found |= id == person);
        found
    }
}

impl Naming for Settings {}
impl Naming for Map {}
impl Naming for Settled {}
impl Naming for Channel {}
impl Naming for Problem {}

/// Declares where the records of a table name people: fields that hold one or none, and one inside of a wait.
macro_rules! names {
    ($($record:ty: $($field:ident),*$(, [$wait:ident])?;)*) => {
        $(impl Naming for $record {
            fn each(&self, see: &mut dyn FnMut(Id)) {
                $(self.$field.iter().copied().for_each(&mut *see);)*
                $(waited(self.$wait.as_ref()).into_iter().for_each(&mut *see);)?
            }

            fn change(&mut self, to: &dyn Fn(Id) -> Id) {
                $(self.$field = self.$field.map(to);)*
                $(wait_on(self.$wait.as_mut(), to);)?
            }
        })*
    };
}

names! {
    Person: via, [wait];
    Event: person;
    Promise: person;
    Expectation: person;
    Agreement: person;
    Target: person, whom;
    Helper: person;
}

impl Naming for Referral {
    fn each(&self, see: &mut dyn FnMut(Id)) {
        let planned = self.next.as_ref().and_then(|next| next.whom);
        self.people()
            .chain(self.source)
            .chain(self.receiver)
            .chain(planned)
            .chain(waited(self.wait.as_ref()))
            .for_each(see);
    }

    fn change(&mut self, to: &dyn Fn(Id) -> Id) {
        self.prospect = self.prospect.map(to);
        self.source = self.source.map(to);
        self.receiver = self.receiver.map(to);
        self.also = std::mem::take(&mut self.also)
            .into_iter()
            .map(|(id, joined)| (to(id), joined))
            .collect();
        if let Some(source) = self.source {
            self.also.remove(&source);
        }
        if let Some(next) = &mut self.next {
            next.whom = next.whom.map(to);
        }
        wait_on(self.wait.as_mut(), to);
    }
}

impl Naming for Review {
    fn each(&self, see: &mut dyn FnMut(Id)) {
        self.people.keys().copied().chain(self.give).for_each(see);
    }

    fn change(&mut self, to: &dyn Fn(Id) -> Id) {
        let mut people = BTreeMap::new();
        for (id, at) in std::mem::take(&mut self.people) {
            let chosen: &mut i64 = people.entry(to(id)).or_default();
            *chosen = at.max(*chosen);
        }
        self.people = people;
        self.give = self.give.map(to);
    }
}

fn waited(wait: Option<&Wait>) -> Option<Id> {
    wait.and_then(|wait| wait.on)
}

fn wait_on(wait: Option<&mut Wait>, to: &dyn Fn(Id) -> Id) {
    if let Some(wait) = wait {
        wait.on = wait.on.map(to);
    }
}

/// The records of a table that name a person.
pub(super) fn naming<R: Record + Naming>(table: &Table<R>, person: Id) -> Vec<Id> {
    let rows = table.iter().filter(|(_, record)| record.names(person));
    rows.map(|(id, _)| id).collect()
}

/// Puts one name in place of another in the given rows; `at` stamps them, none leaves their times alone.
pub(super) fn rename<R: Record + Naming>(
    table: &mut Table<R>,
    rows: &[Id],
    at: Option<i64>,
    to: &dyn Fn(Id) -> Id,
) {
    for id in rows {
        let Some(record) = table.get(*id) else {
            continue;
        };
        let mut renamed = record.clone();
        renamed.change(to);
        if renamed == *record {
            continue;
        }
        match at {
            Some(at) => table.put(*id, renamed, at),
            None => table.set(*id, Arc::new(renamed)),
        }
    }
}

/// How often a person is named, by what names them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    pub referrals: usize,
    pub entries: usize,
    pub promises: usize,
    /// Expectations, agreements and targets.
    pub papers: usize,
    /// Their places as a helper.
    pub helpers: usize,
    /// Other people's records.
    pub people: usize,
}

impl Mentions {
    pub fn is_none(self) -> bool {
        self == Mentions::default()
    }

    /// "3 referrals, 1 entry".
    pub fn words(self) -> String {
        let count = |n: usize, one: &str, many: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {many}")),
        };
        let named = [
            count(self.referrals, "referral", "referrals"),
            count(self.entries, "entry", "entries"),
            count(self.promises, "promise", "promises"),
            count(self.papers, "note as a client", "notes as a client"),
            count(self.helpers, "place as a helper", "places as a helper"),
            count(self.people, "other person", "other people"),
        ];
        named.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Book {
    /// How often a person is named in the book.
    pub fn mentions(&self, person: Id) -> Mentions {
        Mentions {
            referrals: naming(&self.referrals, person).len(),
            entries: naming(&self.events, person).len(),
            promises: naming(&self.promises, person).len(),
            papers: naming(&self.expectations, person).len()
                + naming(&self.agreements, person).len()
                + naming(&self.targets, person).len(),
            helpers: naming(&self.helpers, person).len(),
            people: naming(&self.people, person).len(),
        }
    }

    /// Who has become one with whom, where the record that went is really gone.
    pub(super) fn united(&self) -> BTreeMap<Id, Id> {
        let tombs = self.gone.iter();
        tombs
            .filter(|(id, tomb)| tomb.into.is_some() && !self.people.has(*id))
            .filter_map(|(id, tomb)| Some((id, tomb.into?)))
            .collect()
    }
}

/// The last one in a row of people who became one.
pub(super) fn lasting(united: &BTreeMap<Id, Id>, id: Id) -> Id {
    let mut at = id;
    // A ring can only be made by hand.
    for _ in 0..united.len() {
        match united.get(&at) {
            Some(next) => at = *next,
            None => break,
        }
    }
    at
}
