//! Now what, grouped by what it costs to ignore it: one row a person for today, then what is coming. It knows in which
//! group a thing stands, never how it is said.

use chrono::{Days, NaiveDate};

use super::index::IdMap;
use super::nudge::{Look, Nudge, Occasion, RuleName, Voice};
use super::practice::Practice;
use crate::domain::action::Subject;
use crate::domain::id::Id;

/// What is lost by waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Trust is lost.
    Owed,
    /// Referrals die.
    Moving,
    /// They fade.
    Relationships,
    /// Nothing yet: it comes within seven days.
    Week,
    /// Nor soon.
    Later,
}

impl Group {
    pub const ALL: [Group; 5] = [
        Group::Owed,
        Group::Moving,
        Group::Relationships,
        Group::Week,
        Group::Later,
    ];

    /// Whether it is for today, rather than still to come.
    pub fn is_today(self) -> bool {
        self < Group::Week
    }

    /// Where a nudge stands.
    fn of(nudge: &Nudge, today: NaiveDate) -> Group {
        let rule = nudge.rule.rule();
        match (rule.voice, rule.look) {
            _ if today < nudge.due => Group::ahead(nudge.due, today),
            (Voice::Owed, _) => Group::Owed,
            (_, Look::Person(_)) => Group::Relationships,
            (_, Look::Referral(_) | Look::Book) => Group::Moving,
        }
    }

    fn ahead(due: NaiveDate, today: NaiveDate) -> Group {
        let end = today.checked_add_days(Days::new(6)).unwrap_or(today);
        if due <= end {
            Group::Week
        } else {
            Group::Later
        }
    }
}

/// By which a line is the same one through changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// What is most urgent with a person today; without a person, what is nobody's.
    Today(Option<Id>),
    /// One nudge.
    Nudge(RuleName, Option<Subject>, Occasion),
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Nudge(Nudge),
    /// One of this week's people, about whom nothing is owed nor wants to move.
    Chosen(Id),
}

impl Thing {
    /// Whose line it is.
    pub fn person(&self) -> Option<Id> {
        match self {
            Thing::Nudge(nudge) => nudge.person,
            Thing::Chosen(id) => Some(*id),
        }
    }

    /// What its keys are about.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Thing::Nudge(nudge) => nudge.subject.or(nudge.person.map(Subject::Person)),
            Thing::Chosen(id) => Some(Subject::Person(*id)),
        }
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub group: Group,
    pub thing: Thing,
    /// What else there is with the same person today, the most urgent first.
    pub rest: Vec<Nudge>,
}

impl Entry {
    pub fn key(&self) -> Key {
        match self.thing {
            Thing::Nudge(nudge) if self.group.is_today() => Key::Today(nudge.person),
            Thing::Nudge(nudge) => key_of(&nudge),
            Thing::Chosen(id) => Key::Today(Some(id)),
        }
    }
}

/// The key of a nudge that has a line of its own.
pub fn key_of(nudge: &Nudge) -> Key {
    Key::Nudge(nudge.rule, nudge.subject, nudge.occasion)
}

/// All rows, group by group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    pub entries: Vec<Entry>,
}

impl Now {
    /// How many rows a group has.
    pub fn count(&self, group: Group) -> usize {
        let rows = self.entries.iter();
        rows.filter(|entry| entry.group == group).count()
    }

    /// What comes next, where nothing is for today.
    pub fn first_ahead(&self) -> Option<&Entry> {
        self.entries.iter().find(|entry| !entry.group.is_today())
    }

    /// Whether anything is for today.
    pub fn has_today(&self) -> bool {
        let first = self.entries.first();
        first.is_some_and(|entry| entry.group.is_today())
    }
}

/// What is to be done now, and what is coming.
pub fn now(practice: &Practice) -> Now {
    let today = practice.today();
    let mut rows: Vec<Entry> = Vec::new();
    let mut ahead = Vec::new();
    let mut seen: IdMap<usize> = IdMap::default();
    for nudge in practice.nudges() {
        let group = Group::of(nudge, today);
        let entry = Entry {
            group,
            thing: Thing::Nudge(*nudge),
            rest: Vec::new(),
        };
        if !group.is_today() {
            ahead.push(entry);
            continue;
        }
        let first = nudge.person.and_then(|person| seen.get(&person));
        let Some(row) = first.map(|at| &mut rows[*at]) else {
            seen.extend(nudge.person.map(|person| (person, rows.len())));
            rows.push(entry);
            continue;
        };
        let Thing::Nudge(urgent) = row.thing else {
            continue;
        };
        // The nudges come by how late they are; here what costs more comes first.
        let other = if group < row.group {
            (row.group, row.thing) = (group, entry.thing);
            urgent
        } else {
            *nudge
        };
        let group = Group::of(&other, today);
        let is_before = |it: &Nudge| match Group::of(it, today) {
            of if of == group => it.order() < other.order(),
            of => of < group,
        };
        let at = row.rest.partition_point(is_before);
        row.rest.insert(at, other);
    }
    let chosen = practice.chosen().iter();
    let chosen = chosen.filter(|id| !seen.contains_key(id)).map(|id| Entry {
        group: Group::Relationships,
        thing: Thing::Chosen(*id),
        rest: Vec::new(),
    });
    rows.extend(chosen);
    rows.sort_by_key(|entry| entry.group);
    rows.extend(ahead);
    Now { entries: rows }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Bond};
    use crate::domain::event::Kind;
    use crate::domain::person::Tier;
    use crate::domain::referral::{Ending, Verb};
    use crate::domain::relation::Again;

    /// The rows as "group: person rule +more".
    fn said(trial: &Trial) -> Vec<String> {
        let now = now(&trial.practice());
        let rows = now.entries.iter().map(|entry| {
            let name = trial.book().name(entry.thing.person()).to_string();
            let rule = match entry.thing {
                Thing::Nudge(nudge) => nudge.rule.rule().word,
                Thing::Chosen(_) => "chosen",
            };
            let more = match entry.rest.len() {
                0 => String::new(),
                more => format!(" +{more}"),
            };
            format!("{:?}: {name} {rule}{more}", entry.group)
        });
        rows.collect()
    }

    #[test]
    fn what_costs_trust_comes_before_what_dies_and_what_fades() {
        let mut trial = Trial::new();
        trial.person("Ann", Some(Tier::A));
        let slow = trial.received("Omar", "Dana");
        trial.log(Kind::Thanked, "Dana", Some(slow));
        let won = trial.received("Petra", "Joan");
        trial.log(Kind::Thanked, "Joan", Some(won));
        trial.close(won, Ending::Won);
        trial.go(20);
        trial.log(Kind::Call, "Nils", None);
        let planned = trial.received("Lin", "Nils");
        trial.log(Kind::Thanked, "Nils", Some(planned));
        trial.plan(planned, Verb::Write, 22, None);
        assert_eq!(
            said(&trial),
            [
                "Owed: Joan tell",
                "Moving: Omar next-missing",
                "Relationships: Ann gone-quiet",
                "Week: Nils next-due",
            ]
        );
    }

    #[test]
    fn a_person_has_one_row_in_the_group_that_costs_most() {
        let mut trial = Trial::new();
        let ann = trial.person("Ann", None);
        let again = Again {
            on: day(1),
            ..Again::default()
        };
        trial.perform(Action::Bond {
            person: ann,
            bond: Box::new(Bond::Again(Some(again))),
        });
        trial.go(9);
        let fresh = trial.received("Omar", "Ann");
        trial.plan(fresh, Verb::Write, 10, None);
        trial.go(10);
        let now = now(&trial.practice());
        let first = &now.entries[0];
        assert_eq!((first.group, first.key()), (Group::Owed, Key::Today(Some(ann))));
        let rest: Vec<&str> = first.rest.iter().map(|it| it.rule.rule().word).collect();
        assert_eq!(rest, ["next-due", "contact-due"]);
        assert_eq!(now.entries.len(), 1);
    }

    #[test]
    fn every_nudge_has_its_place_and_none_has_two() {
        let mut trial = Trial::new();
        for n in 0..6 {
            let id = trial.received(&format!("P{n}"), &format!("S{}", n % 3));
            trial.plan(id, Verb::Call, 2 + n * 2, (n % 2 == 0).then_some((9, 0)));
        }
        trial.go(6);
        let practice = trial.practice();
        let mut keys: Vec<Key> = Vec::new();
        for entry in now(&practice).entries {
            let Thing::Nudge(nudge) = entry.thing else {
                continue;
            };
            keys.extend([&nudge].into_iter().chain(&entry.rest).map(key_of));
        }
        let mut all: Vec<Key> = practice.nudges().iter().map(key_of).collect();
        keys.sort();
        all.sort();
        assert_eq!(keys, all);
    }
}
