//! The nudges of the whole book in order, kept by the subject that they come from. It knows which come
//! first, never why they are there.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::index::IdMap;
use super::keeping::OfPerson;
use super::nudge::{Look, Nudge, RULES, Reason, RuleName, Voice, is_dropped, is_settled};
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

/// Everything that the rules find in one referral. What was put off keeps the later rules silent as if it were said.
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
            let fresh = fresh.into_iter();
            found.extend(
                fresh.filter(|nudge| may_speak_of(of, nudge) && !is_dropped(of.book, nudge)),
            );
        }
    }
    found.retain(|nudge| !is_settled(of.book, nudge, of.today));
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

/// Everything that the rules find in one person. What was put off keeps the later rules silent as if it were said.
pub(super) fn nudges_of_person(of: &OfPerson) -> Vec<Nudge> {
    let mut found = Vec::new();
    if of.relation.asleep {
        return found;
    }
    for rule in RULES {
        if let Look::Person(look) = rule.look {
            let before = found.len();
            look(of, &mut found);
            let fresh = found.split_off(before);
            found.extend(
                fresh
                    .into_iter()
                    .filter(|nudge| !is_dropped(of.book, nudge)),
            );
        }
    }
    found.retain(|nudge| !is_settled(of.book, nudge, of.today));
    found
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::RuleName::{Chase, GoneQuiet, NextDue, NextMissing, OverLimit, PersonWoke, Woke};
    use super::*;
    use crate::domain::action::{Action, Subject, Who};
    use crate::domain::event::Kind;
    use crate::domain::person::{Tier, Wait};
    use crate::domain::referral::Verb;

    fn thanked(trial: &mut Trial) -> Id {
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        id
    }

    fn wait(trial: &mut Trial, subject: Subject, until: u64) {
        let wait = Some(Wait {
            until: Some(day(until)),
            ..Wait::default()
        });
        let on = Who::Nobody;
        assert!(trial.perform(Action::Wait { subject, wait, on }));
    }

    /// The rules that speak of one referral or person.
    fn rules(trial: &Trial, id: Id) -> Vec<RuleName> {
        let practice = trial.practice();
        let said = practice.nudges_of(id).iter();
        said.map(|nudge| nudge.rule).collect()
    }

    /// Puts off the only nudge of one, or lets it go.
    fn settle(trial: &mut Trial, id: Id, until: Option<u64>) {
        let practice = trial.practice();
        let [nudge] = practice.nudges_of(id) else {
            panic!("{:?}", rules(trial, id));
        };
        settle_key(trial, nudge.key(), until);
    }

    fn settle_key(trial: &mut Trial, key: String, until: Option<u64>) {
        assert!(trial.perform(Action::Settle {
            key,
            until: until.map(day),
            why: String::new(),
            what: String::new(),
        }));
    }

    #[test]
    fn who_woke_and_was_let_go_may_be_gone_quiet_and_who_was_put_off_is_not() {
        let mut trial = Trial::new();
        let mia = trial.person("Mia Chen", Some(Tier::A));
        wait(&mut trial, Subject::Person(mia), 7);
        trial.go(30);
        assert_eq!(rules(&trial, mia), [PersonWoke]);
        let key = trial.practice().nudges_of(mia)[0].key();
        settle_key(&mut trial, key.clone(), Some(60));
        assert_eq!(rules(&trial, mia), []);
        settle_key(&mut trial, key, None);
        assert_eq!(rules(&trial, mia), [GoneQuiet]);
        for person in [Some(mia), None] {
            let mut trial = Trial::new();
            trial.person("Mia Chen", Some(Tier::A));
            wait(&mut trial, Subject::Person(mia), 7);
            trial.go(30);
            assert!(trial.perform(Action::Silence {
                rule: "person-woke".into(),
                person,
                silent: true,
                what: String::new(),
            }));
            assert_eq!(rules(&trial, mia), [GoneQuiet]);
        }
    }

    #[test]
    fn what_was_put_off_does_not_come_back_as_something_else() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        trial.plan(id, Verb::Call, 1, None);
        trial.go(40);
        assert_eq!(rules(&trial, id), [NextDue]);
        let key = trial.practice().nudges_of(id)[0].key();
        settle_key(&mut trial, key.clone(), Some(60));
        assert_eq!(rules(&trial, id), []);
        settle_key(&mut trial, key, None);
        assert_eq!(
            rules(&trial, id),
            [OverLimit],
            "let go, the next one speaks"
        );
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        trial.log(Kind::Met, "Priya Shah", Some(id));
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        trial.go(40);
        assert_eq!(rules(&trial, id), [Chase]);
        settle(&mut trial, id, Some(60));
        assert_eq!(rules(&trial, id), []);
    }

    #[test]
    fn what_wakes_on_a_day_off_is_silent_until_the_next_working_day() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        let mia = trial.person("Mia Chen", Some(Tier::A));
        // A Saturday.
        wait(&mut trial, Subject::Referral(id), 33);
        wait(&mut trial, Subject::Person(mia), 33);
        for (owner, rule) in [(id, Woke), (mia, PersonWoke)] {
            for n in [32, 33, 34] {
                trial.go(n);
                let practice = trial.practice();
                let mut said = practice.nudges_of(owner).iter();
                assert!(said.all(|it| it.rule == rule && it.due == day(35)), "{n}");
            }
        }
        trial.go(35);
        for (owner, rule) in [(id, Woke), (mia, PersonWoke)] {
            assert_eq!(rules(&trial, owner), [rule]);
            assert!(trial.practice().nudges_of(owner)[0].is_for_today(day(35)));
        }
    }

    #[test]
    fn nothing_planned_was_let_go_and_speaks_again_once_something_was_done() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        trial.log(Kind::Call, "Priya Shah", Some(id));
        trial.go(40);
        assert_eq!(rules(&trial, id), [NextMissing]);
        settle(&mut trial, id, None);
        trial.go(60);
        assert!(
            !rules(&trial, id).contains(&NextMissing),
            "nothing happened"
        );
        trial.plan(id, Verb::Write, 61, None);
        trial.go(61);
        assert_eq!(rules(&trial, id), [NextDue]);
        trial.log(Kind::Email, "Priya Shah", Some(id));
        assert!(trial.perform(Action::SetNext {
            referral: id,
            next: None,
            whom: Who::Nobody,
        }));
        assert_eq!(rules(&trial, id), [NextMissing]);
        settle(&mut trial, id, None);
        trial.go(90);
        assert!(!rules(&trial, id).contains(&NextMissing));
    }

    #[test]
    fn late_in_a_stage_was_let_go_and_speaks_again_once_something_was_done() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        trial.log(Kind::Met, "Priya Shah", Some(id));
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        trial.go(40);
        settle(&mut trial, id, None);
        assert_eq!(rules(&trial, id), [OverLimit]);
        settle(&mut trial, id, None);
        trial.go(41);
        assert_eq!(rules(&trial, id), []);
        trial.log(Kind::Call, "Dana Ortiz", Some(id));
        trial.go(48);
        assert_eq!(rules(&trial, id), [], "they have as many days again");
        trial.go(49);
        assert_eq!(rules(&trial, id), [OverLimit]);
    }
}
