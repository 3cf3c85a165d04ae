//! Bringing what is derived up to date: only what a change touched is asked again, or all on a new day.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::index::people_of;
use super::ledger::Change;
use super::nudge::{is_for_all, subject_of};
use super::practice::{Practice, ended, name_place};
use super::relation::Relation;
use super::review;
use super::standing::Standing;
use crate::domain::action::Subject;
use crate::domain::book::{Book, TableName};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::stage::Stage;

/// More changed records than this, and everything is asked afresh.
const MANY: usize = 500;

/// The subjects that a change touched.
#[derive(Default)]
struct Touched {
    people: BTreeSet<Id>,
    referrals: BTreeSet<Id>,
}

impl Touched {
    /// Whoever owned a record before, and whoever owns it now.
    fn owners<R>(
        &mut self,
        old: Option<&Arc<R>>,
        new: Option<&Arc<R>>,
        owner: impl Fn(&R) -> Option<Id>,
    ) {
        let both = old.into_iter().chain(new);
        self.people.extend(both.filter_map(|it| owner(it)));
    }
}

impl Practice {
    /// Brings all answers up to date: only what a change touched is asked again, or all on a new day.
    pub fn update(&mut self, book: &Book, today: NaiveDate) {
        if self.today == today && self.book.is_same(book) {
            return;
        }
        let differing = self.book.differing(book);
        let is_of_all =
            |(table, _): &(TableName, Id)| matches!(table, TableName::settings | TableName::maps);
        if self.today != today || MANY < differing.len() || differing.iter().any(is_of_all) {
            *self = Practice::of(book, today);
            return;
        }
        let was = std::mem::replace(&mut self.book, book.clone());
        let mut touched = Touched::default();
        for (table, id) in differing {
            match table {
                TableName::people => self.touch_person(id, &was, &mut touched),
                TableName::referrals => self.touch_referral(id, &was, &mut touched),
                TableName::events => self.touch_event(id, &was, &mut touched),
                TableName::promises => self.touch_promise(id, &was, &mut touched),
                TableName::expectations => {
                    let (old, new) = (was.expectations.arc(id), self.book.expectations.arc(id));
                    touched.owners(old, new, |it| it.person);
                    self.index.expectations.change(id, old, new, |it| it.person);
                }
                TableName::agreements => {
                    let (old, new) = (was.agreements.arc(id), self.book.agreements.arc(id));
                    touched.owners(old, new, |it| it.person);
                    self.index.agreements.change(id, old, new, |it| it.person);
                }
                TableName::targets => {
                    let (old, new) = (was.targets.arc(id), self.book.targets.arc(id));
                    touched.owners(old, new, |it| it.person);
                    self.index.targets.change(id, old, new, |it| it.person);
                }
                TableName::helpers
                | TableName::channels
                | TableName::problems
                | TableName::reviews => {}
                TableName::settled => self.touch_settled(id, &was, &mut touched),
                TableName::settings | TableName::maps => {}
            }
        }
        self.known.touch(&touched.people, &self.book, &self.index);
        self.ask_again(&touched);
    }

    fn touch_person(&mut self, id: Id, was: &Book, touched: &mut Touched) {
        touched.people.insert(id);
        let via = |book: &Book| book.people.get(id).and_then(|person| person.via);
        self.index.change_via(id, via(was), via(&self.book));
        // Whoever is away, or not there any more, is asked for nothing.
        let is_there = |book: &Book| book.people.get(id).map(|person| person.wait.clone());
        if is_there(was) != is_there(&self.book) {
            self.touch_what_asks(id, touched);
        }
    }

    /// What is open with them as the prospect: a word to them may be the first.
    fn touch_where_prospect(&self, id: Id, touched: &mut Touched) {
        let named = self.index.referrals.of(id).iter();
        let open = named.filter(|it| it.record.is_open() && it.record.prospect == Some(id));
        touched.referrals.extend(open.map(|named| named.id));
    }

    /// Every referral that may ask something of a person.
    fn touch_what_asks(&self, id: Id, touched: &mut Touched) {
        let referrals = self.index.referrals.of(id).iter();
        touched.referrals.extend(referrals.map(|named| named.id));
        // A next action, or a wait, may be with somebody whom the referral does not name.
        let open = self.standings.keys().filter(|open| {
            let Some(referral) = self.book.referrals.get(**open) else {
                return false;
            };
            let next = referral.next.as_ref().and_then(|next| next.whom);
            let waited = referral.wait.as_ref().and_then(|wait| wait.on);
            next == Some(id) || waited == Some(id)
        });
        touched.referrals.extend(open);
    }

    fn touch_referral(&mut self, id: Id, was: &Book, touched: &mut Touched) {
        let (old, new) = (was.referrals.arc(id), self.book.referrals.arc(id));
        self.index.change_referral(id, old, new);
        for (referral, by) in [(old, Change::Went), (new, Change::Came)] {
            if let Some(referral) = referral {
                self.totals.change_referral(referral, self.today, by);
            }
        }
        touched.referrals.insert(id);
        for referral in old.into_iter().chain(new) {
            touched.people.extend(people_of(referral));
        }
    }

    fn touch_event(&mut self, id: Id, was: &Book, touched: &mut Touched) {
        let (old, new) = (was.events.arc(id), self.book.events.arc(id));
        self.index.change_event(id, old, new);
        for (event, by) in [(old, Change::Went), (new, Change::Came)] {
            if let Some(event) = event {
                self.totals.change_event(event, self.today, by);
            }
        }
        for event in old.into_iter().chain(new) {
            touched.people.extend(event.person);
            touched.referrals.extend(event.referral);
            if let (Some(person), None) = (event.person, event.referral) {
                self.touch_where_prospect(person, touched);
            }
            // Thanks may be for all of theirs; and nobody is chased while something stands between us.
            let is_of_all = match event.kind {
                Kind::Thanked => event.referral.is_none(),
                Kind::Friction | Kind::MadeUp => true,
                _ => false,
            };
            if let Some(person) = event.person.filter(|_| is_of_all) {
                self.touch_what_asks(person, touched);
            }
        }
    }

    fn touch_promise(&mut self, id: Id, was: &Book, touched: &mut Touched) {
        let (old, new) = (was.promises.arc(id), self.book.promises.arc(id));
        self.index.change_promise(id, old, new);
        for promise in old.into_iter().chain(new) {
            touched.people.extend(promise.person);
        }
    }

    fn touch_settled(&self, id: Id, was: &Book, touched: &mut Touched) {
        let settled = [was.settled.get(id), self.book.settled.get(id)];
        for settled in settled.into_iter().flatten() {
            match subject_of(&settled.key) {
                // A rule that asks no more for somebody is silent on all of their referrals.
                Some(Subject::Person(id)) => {
                    touched.people.insert(id);
                    if is_for_all(&settled.key) {
                        self.touch_what_asks(id, touched);
                    }
                }
                Some(Subject::Referral(id)) => drop(touched.referrals.insert(id)),
                Some(Subject::Promise(id)) => {
                    let promise = self.book.promises.get(id);
                    touched
                        .people
                        .extend(promise.and_then(|promise| promise.person));
                }
                Some(Subject::Event(_)) | None => {}
            }
        }
    }

    fn ask_again(&mut self, touched: &Touched) {
        for id in &touched.referrals {
            self.place_referral(*id);
        }
        for id in &touched.people {
            self.place_person(*id);
        }
        for id in &touched.referrals {
            let referral = self.book.referrals.get(*id);
            let found = referral.map_or_else(Vec::new, |of| self.ask_referral(*id, of));
            self.agenda.set(*id, found);
        }
        for id in &touched.people {
            let person = self.book.people.get(*id);
            let found = person.map_or_else(Vec::new, |of| self.ask_person(*id, of));
            self.agenda.set(*id, found);
        }
        self.agenda.set_of_book(self.ask_book());
        self.agenda.set_rows(self.today);
        self.chosen = review::chosen(self);
    }

    fn place_referral(&mut self, id: Id) {
        let referral = self.book.referrals.get(id);
        let standing = referral
            .filter(|referral| referral.is_open())
            .map(|referral| {
                let events = self.index.events_of_referral.of(id);
                Standing::of(&self.book, referral, events, self.today)
            });
        let own = referral.map(|referral| usize::from(referral.is_given()));
        for (n, side) in self.sides.iter_mut().enumerate() {
            let here = Some(n) == own;
            for (stage, column) in Stage::ALL.into_iter().zip(&mut side.columns) {
                let standing = standing.as_ref().filter(|of| here && of.stage == stage);
                column.set(id, standing.map(Standing::place));
            }
            side.closed
                .set(id, referral.filter(|_| here).and_then(ended));
        }
        match standing {
            Some(standing) => drop(self.standings.insert(id, standing)),
            None => drop(self.standings.remove(&id)),
        }
    }

    fn place_person(&mut self, id: Id) {
        if let Some(was) = self.relations.remove(&id) {
            self.pace = self.pace.without(was.pace());
        }
        let Some(person) = self.book.people.get(id) else {
            self.sources.set(id, None);
            self.balances.set(id, None);
            self.everyone.set(id, None);
            return;
        };
        let relation = Relation::of(self.book.settings(), id, person, &self.index, self.today);
        self.sources.set(id, relation.source_place());
        self.balances.set(id, relation.balance_place(person));
        self.pace = self.pace.and(relation.pace());
        self.everyone.set(id, Some(name_place(person)));
        self.relations.insert(id, relation);
    }
}
