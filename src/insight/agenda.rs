//! The nudges of the whole book in order, kept by the subject that they come from. It knows which come
//! first, never why they are there.

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
    /// By the referral or person that they come from.
    by_owner: IdMap<Vec<Nudge>>,
    out_of_date: Option<Nudge>,
    all: Vec<Nudge>,
    rows: Vec<Row>,
}

impl Agenda {
    /// All at once.
    pub fn of(by_owner: IdMap<Vec<Nudge>>, out_of_date: Option<Nudge>, today: NaiveDate) -> Agenda {
        let mut agenda = Agenda {
            by_owner,
            out_of_date,
            ..Agenda::default()
        };
        agenda.gather();
        agenda.set_rows(today);
        agenda
    }

    pub fn all(&self) -> &[Nudge] {
        &self.all
    }

    /// What one referral or person gives.
    pub fn of_owner(&self, owner: Id) -> &[Nudge] {
        self.by_owner.get(&owner).map_or(&[], Vec::as_slice)
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn gather(&mut self) {
        self.all = self.by_owner.values().flatten().copied().collect();
        self.all.extend(self.out_of_date);
        let is_old = self.out_of_date.is_some();
        self.all.retain(|nudge| !(is_old && is_spared(nudge)));
        self.all.sort_unstable_by_key(Nudge::order);
    }

    /// What one referral or person now gives.
    pub fn set(&mut self, owner: Id, found: Vec<Nudge>) {
        let was = self.by_owner.remove(&owner).unwrap_or_default();
        if was != found {
            for nudge in was {
                if let Ok(at) = self.all.binary_search_by_key(&nudge.order(), Nudge::order) {
                    self.all.remove(at);
                }
            }
            for nudge in &found {
                if self.out_of_date.is_none() || !is_spared(nudge) {
                    let order = nudge.order();
                    let at = self.all.partition_point(|other| other.order() < order);
                    self.all.insert(at, *nudge);
                }
            }
        }
        if !found.is_empty() {
            self.by_owner.insert(owner, found);
        }
    }

    /// Whether the book may be out of date; then it says that instead of naming everyone gone quiet.
    pub fn set_out_of_date(&mut self, found: Option<Nudge>) {
        if self.out_of_date != found {
            self.out_of_date = found;
            self.gather();
        }
    }

    /// One row a person, in the order of the nudges; what is nobody's has its own.
    pub fn set_rows(&mut self, today: NaiveDate) {
        let mut seen: IdMap<usize> = IdMap::default();
        seen.reserve(self.rows.len());
        self.rows.clear();
        for (n, nudge) in self.all.iter().enumerate() {
            if !nudge.is_for_today(today) {
                continue;
            }
            let first = nudge.person.and_then(|person| seen.get(&person));
            if let Some(row) = first {
                self.rows[*row].more += 1;
            } else {
                seen.extend(nudge.person.map(|person| (person, self.rows.len())));
                self.rows.push(Row { nudge: n, more: 0 });
            }
        }
    }

    /// Rows of what is owed and due.
    pub fn owed_today(&self) -> usize {
        self.rows
            .iter()
            .map(|row| &self.all[row.nudge])
            .filter(|nudge| nudge.voice() == Voice::Owed && 0 <= nudge.late)
            .count()
    }

    /// Nudges due within seven days from today.
    pub fn this_week(&self, today: NaiveDate) -> usize {
        let end = today.checked_add_days(Days::new(6)).unwrap_or(today);
        self.all.iter().filter(|nudge| nudge.due <= end).count()
    }
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
