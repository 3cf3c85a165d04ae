//! The nudges of the whole book in order, kept by the subject that they come from. It knows which come
//! first, never why they are there.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::index::IdMap;
use super::keeping::OfPerson;
use super::nudge::{Look, Nudge, RULES, Reason, RuleName, Voice, is_settled};
use super::relation::open_friction;
use super::rules::OfReferral;
use super::standing::Mover;
use crate::domain::id::Id;

/// One row of Now what: the most urgent nudge of one person, and how many more there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place in `nudges`.
    pub nudge: usize,
    pub more: usize,
}

/// All nudges, most urgent first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Agenda {
    /// By the referral or person that they come from; those of the practice last, as in the table.
    by_owner: IdMap<Vec<Nudge>>,
    /// Those of the book as a whole.
    of_book: Vec<Nudge>,
    /// What is owed and what should move.
    all: Vec<Nudge>,
    /// What waits on its page, and for the review.
    practices: Vec<Nudge>,
    rows: Vec<Row>,
    owed_rows: usize,
}

impl Agenda {
    /// All at once.
    pub fn of(by_owner: IdMap<Vec<Nudge>>, of_book: Vec<Nudge>, today: NaiveDate) -> Agenda {
        let mut agenda = Agenda {
            by_owner,
            of_book,
            ..Agenda::default()
        };
        agenda.gather();
        agenda.set_rows(today);
        agenda
    }

    pub fn all(&self) -> &[Nudge] {
        &self.all
    }

    pub fn practices(&self) -> &[Nudge] {
        &self.practices
    }

    /// What is owed to one referral or person, and what should move.
    pub fn of_owner(&self, owner: Id) -> &[Nudge] {
        self.parted(owner).0
    }

    /// What the practice asks of one referral or person.
    pub fn practices_of(&self, owner: Id) -> &[Nudge] {
        self.parted(owner).1
    }

    fn parted(&self, owner: Id) -> (&[Nudge], &[Nudge]) {
        let found = self.by_owner.get(&owner).map_or(&[][..], Vec::as_slice);
        found.split_at(found.partition_point(|nudge| nudge.voice() != Voice::Practice))
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn gather(&mut self) {
        let all = self.by_owner.values().flatten().chain(&self.of_book);
        let (practices, all) = all.partition(|nudge| nudge.voice() == Voice::Practice);
        (self.practices, self.all) = (practices, all);
        let is_old = self.is_out_of_date();
        self.all.retain(|nudge| !(is_old && is_spared(nudge)));
        self.all.sort_unstable_by_key(Nudge::order);
        self.practices.sort_unstable_by_key(Nudge::order);
    }

    fn is_out_of_date(&self) -> bool {
        let mut of_book = self.of_book.iter();
        of_book.any(|nudge| nudge.rule == RuleName::OutOfDate)
    }

    /// The list in which a nudge stands.
    fn list(&mut self, nudge: &Nudge) -> &mut Vec<Nudge> {
        match nudge.voice() {
            Voice::Owed | Voice::Moving => &mut self.all,
            Voice::Practice => &mut self.practices,
        }
    }

    /// What one referral or person now gives.
    pub fn set(&mut self, owner: Id, found: Vec<Nudge>) {
        let was = self.by_owner.remove(&owner).unwrap_or_default();
        if was != found {
            let is_old = self.is_out_of_date();
            for nudge in was {
                let list = self.list(&nudge);
                if let Ok(at) = list.binary_search_by_key(&nudge.order(), Nudge::order) {
                    list.remove(at);
                }
            }
            for nudge in found.iter().filter(|nudge| !(is_old && is_spared(nudge))) {
                let list = self.list(nudge);
                let order = nudge.order();
                let at = list.partition_point(|other| other.order() < order);
                list.insert(at, *nudge);
            }
        }
        if !found.is_empty() {
            self.by_owner.insert(owner, found);
        }
    }

    /// What is now said of the book as a whole. Where it may be out of date, that is said instead of naming everyone
    /// gone quiet.
    pub fn set_of_book(&mut self, found: Vec<Nudge>) {
        if self.of_book != found {
            self.of_book = found;
            self.gather();
        }
    }

    /// One row a person, in the order of the nudges; what is nobody's has its own.
    pub fn set_rows(&mut self, today: NaiveDate) {
        let mut seen: IdMap<usize> = IdMap::default();
        seen.reserve(self.rows.len());
        self.rows.clear();
        let mut owed = BTreeSet::new();
        for (n, nudge) in self.all.iter().enumerate() {
            if !nudge.is_for_today(today) {
                continue;
            }
            let first = nudge.person.and_then(|person| seen.get(&person));
            let row = if let Some(row) = first {
                self.rows[*row].more += 1;
                *row
            } else {
                seen.extend(nudge.person.map(|person| (person, self.rows.len())));
                self.rows.push(Row { nudge: n, more: 0 });
                self.rows.len() - 1
            };
            if is_owed(nudge) {
                owed.insert(row);
            }
        }
        self.owed_rows = owed.len();
    }

    /// Rows with something that is owed and due, whatever comes first in them.
    pub fn owed_today(&self) -> usize {
        self.owed_rows
    }

    /// Everything that is owed and due.
    pub fn owed(&self) -> impl Iterator<Item = &Nudge> {
        self.all.iter().filter(|nudge| is_owed(nudge))
    }

    /// Nudges due within seven days from today.
    pub fn this_week(&self, today: NaiveDate) -> usize {
        let end = today.checked_add_days(Days::new(6)).unwrap_or(today);
        self.all.iter().filter(|nudge| nudge.due <= end).count()
    }
}

fn is_owed(nudge: &Nudge) -> bool {
    nudge.voice() == Voice::Owed && 0 <= nudge.late
}

/// Not said while the whole book may be out of date.
fn is_spared(nudge: &Nudge) -> bool {
    nudge.rule == RuleName::GoneQuiet
}

/// Everything that the rules find in one referral.
pub(super) fn nudges_of_referral(of: &OfReferral) -> Vec<Nudge> {
    let mut found = Vec::new();
    if !of.may_speak() {
        return found;
    }
    for rule in RULES {
        if let Look::Referral(look) = rule.look {
            let before = found.len();
            look(of, &mut found);
            let fresh = found.split_off(before);
            found.extend(
                fresh.into_iter().filter(|nudge| {
                    may_speak_of(of, nudge) && !is_settled(of.book, nudge, of.today)
                }),
            );
        }
    }
    found
}

/// Whether its person is there and awake, and is not asked or chased while something stands between us.
fn may_speak_of(of: &OfReferral, nudge: &Nudge) -> bool {
    let Some(id) = nudge.person else {
        return true;
    };
    let Some(person) = of.book.people.get(id) else {
        return false;
    };
    let wait = person.wait.as_ref();
    let is_asleep = wait.is_some_and(|wait| wait.is_asleep(of.today));
    let is_chase = match nudge.reason {
        Reason::OverLimit { mover, .. } => mover != Mover::Me,
        Reason::Chase { .. } | Reason::NoNews { .. } => true,
        _ => false,
    };
    let has_friction = || open_friction(of.index.events_of_person.of(id)).is_some();
    !(is_asleep || is_chase && has_friction())
}

/// Everything that the rules find in one person.
pub(super) fn nudges_of_person(of: &OfPerson) -> Vec<Nudge> {
    let mut found = Vec::new();
    if of.relation.asleep {
        return found;
    }
    for rule in RULES {
        if let Look::Person(look) = rule.look {
            look(of, &mut found);
        }
    }
    found.retain(|nudge| !is_settled(of.book, nudge, of.today));
    found
}
