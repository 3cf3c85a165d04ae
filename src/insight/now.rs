//! Now what, grouped by what it costs to ignore it: one row a person for today, then what is coming. It knows in which
//! group a thing stands, never how it is said.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime};

use super::coming::{self, Coming, What};
use super::index::IdMap;
use super::nudge::{Look, Nudge, Occasion, RuleName, Voice};
use super::practice::Practice;
use super::rules;
use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::settings::working;

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
            // A time that was agreed is kept.
            _ if nudge.time.is_some() && nudge.due == today => Group::Owed,
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
    /// What is most urgent with a person today.
    Today(Id),
    /// One nudge: one of several of a person, one that is ahead, or nobody's.
    Nudge(RuleName, Option<Subject>, Occasion),
    /// What comes on a day.
    Coming(Subject, What),
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Nudge(Nudge),
    /// One of this week's people, about whom nothing is owed nor wants to move.
    Chosen(Id),
    /// It has a day of its own, and nothing speaks of it yet.
    Coming(Coming),
}

impl Thing {
    /// Whose line it is.
    pub fn person(&self) -> Option<Id> {
        match self {
            Thing::Nudge(nudge) => nudge.person,
            Thing::Chosen(id) => Some(*id),
            Thing::Coming(coming) => coming.person,
        }
    }

    /// What its keys are about.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Thing::Nudge(nudge) => nudge.subject.or(nudge.person.map(Subject::Person)),
            Thing::Chosen(id) => Some(Subject::Person(*id)),
            Thing::Coming(coming) => Some(coming.subject),
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
        match (self.thing, self.thing.person()) {
            (Thing::Nudge(_), Some(id)) if self.group.is_today() => Key::Today(id),
            (Thing::Nudge(nudge), _) => key_of(&nudge),
            (Thing::Chosen(id), _) => Key::Today(id),
            (Thing::Coming(it), _) => Key::Coming(it.subject, it.what),
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
    /// Everything that has a day, from today on.
    coming: Vec<Coming>,
}

impl Now {
    /// How many rows a group has.
    pub fn count(&self, group: Group) -> usize {
        let rows = self.entries.iter();
        rows.filter(|entry| entry.group == group).count()
    }

    /// What comes next with the same person as this line, or on its record, itself aside.
    pub fn next_with(&self, thing: &Thing) -> Option<&Coming> {
        let (person, subject) = (thing.person(), thing.subject());
        let itself = |it: &Coming| match thing {
            Thing::Coming(coming) => coming == it,
            Thing::Nudge(nudge) => subject == Some(it.subject) && nudge.due == it.on,
            Thing::Chosen(_) => false,
        };
        let is_with = |it: &Coming| it.person.is_some() && it.person == person;
        let is_of = |it: &Coming| Some(it.subject) == subject;
        let mut all = self.coming.iter();
        all.find(|it| (is_with(it) || is_of(it)) && !itself(it))
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
    with(practice, practice.chosen())
}

/// What it says of today, and of the next working day where that has a time: without all that comes later, for whoever
/// only asks what is due.
pub fn due(practice: &Practice) -> Vec<Entry> {
    let (mut rows, ahead) = of_nudges(practice, practice.chosen());
    rows.extend(ahead);
    rows
}

/// The same, with these as this week's people.
fn with(practice: &Practice, chosen: &[Id]) -> Now {
    let today = practice.today();
    let (mut rows, mut ahead) = of_nudges(practice, chosen);
    let until = today.checked_add_days(Days::new(HORIZON)).unwrap_or(today);
    let coming = coming::coming(practice, today, until);
    let spoken: BTreeSet<Key> = practice.nudges().iter().map(key_of).collect();
    for it in &coming {
        let nudge = nudge_of(practice, it);
        if nudge.is_none_or(|nudge| !spoken.contains(&key_of(&nudge))) {
            ahead.push(Entry {
                group: Group::ahead(it.on, today),
                thing: Thing::Coming(*it),
                rest: Vec::new(),
            });
        }
    }
    ahead.sort_by_key(|entry| day_of(&entry.thing));
    rows.extend(ahead);
    Now {
        entries: rows,
        coming,
    }
}

/// The rows of today in their groups, and the nudges of what is ahead.
fn of_nudges(practice: &Practice, chosen: &[Id]) -> (Vec<Entry>, Vec<Entry>) {
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
    let chosen = chosen
        .iter()
        .filter(|id| !seen.contains_key(id))
        .map(|id| Entry {
            group: Group::Relationships,
            thing: Thing::Chosen(*id),
            rest: Vec::new(),
        });
    rows.extend(chosen);
    rows.sort_by_key(|entry| entry.group);
    (rows, ahead)
}

/// Nothing is named that is further off: half a year, in which every tier comes round.
const HORIZON: u64 = 183;

/// By what is ahead is sorted: the day, what has a time first.
fn day_of(thing: &Thing) -> (NaiveDate, bool, Option<NaiveTime>) {
    let (on, time) = match thing {
        Thing::Nudge(nudge) => (nudge.due, nudge.time),
        Thing::Coming(coming) => (coming.on, coming.time),
        Thing::Chosen(_) => (NaiveDate::MAX, None),
    };
    (on, time.is_none(), time)
}

/// The nudge that speaks of what is coming on its day, by which it is put off or let go.
pub fn nudge_of(practice: &Practice, it: &Coming) -> Option<Nudge> {
    // What was put off comes on another day than the one it is known by.
    let (on, time) = first_day(practice, it).unwrap_or((it.on, it.time));
    coming::nudge_of(practice, &Coming { on, time, ..*it })
}

/// The day and time that the record has, whether or not it was put off since.
fn first_day(practice: &Practice, it: &Coming) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let book = &practice.book;
    match (it.what, it.subject) {
        (What::Appointment | What::Next, Subject::Referral(id)) => {
            let next = book.referrals.get(id)?.next.as_ref()?;
            Some((next.on, next.time))
        }
        (What::Introduction, Subject::Referral(id)) => rules::apart(book.referrals.get(id)?),
        (What::ReferralMeeting, Subject::Person(id)) => {
            let asking = book.people.get(id)?.asking.as_ref()?;
            Some((asking.on?, asking.time))
        }
        (What::Again, Subject::Person(id)) => {
            let again = book.people.get(id)?.again.as_ref()?;
            Some((again.on, again.time))
        }
        (What::Promise, Subject::Promise(id)) => Some((working(book.promises.get(id)?.due?), None)),
        (What::Promised, Subject::Promise(id)) => Some((book.promises.get(id)?.due?, None)),
        (What::Answer | What::Wakes, Subject::Referral(id)) => {
            let wait = book.referrals.get(id)?.wait.as_ref()?;
            Some((wait.until?, None))
        }
        (What::Wakes, Subject::Person(id)) => {
            let wait = book.people.get(id)?.wait.as_ref()?;
            Some((wait.until?, None))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Bond};
    use crate::domain::event::Kind;
    use crate::domain::person::Tier;
    use crate::domain::promise::By;
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
                Thing::Coming(_) => "coming",
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
                "Moving: Omar first-word",
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
        assert_eq!((first.group, first.key()), (Group::Owed, Key::Today(ann)));
        let rest: Vec<&str> = first.rest.iter().map(|it| it.rule.rule().word).collect();
        assert_eq!(rest, ["next-due", "contact-due"]);
        assert_eq!(now.entries.len(), 1);
    }

    #[test]
    fn what_comes_is_named_once_and_moves_when_it_is_put_off_twice() {
        let mut trial = Trial::new();
        let id = trial.received("Omar", "Dana");
        trial.log(Kind::Thanked, "Dana", Some(id));
        trial.plan(id, Verb::Call, 3, Some((9, 0)));
        trial.promise(By::Me, "Dana", 21);
        // The call is a nudge already.
        assert_eq!(said(&trial)[0], "Week: Dana appointment");
        let ahead = |trial: &Trial| {
            let now = now(&trial.practice());
            let mut found = now.entries.iter().filter_map(|entry| match entry.thing {
                Thing::Coming(it) if it.what == What::Promise => Some((it, entry.group)),
                _ => None,
            });
            found.next().expect("it comes")
        };
        for until in [30, 41] {
            let (it, group) = ahead(&trial);
            assert_eq!(group, Group::Later);
            let nudge = nudge_of(&trial.practice(), &it).expect("a promise has one");
            assert!(trial.perform(Action::Settle {
                key: nudge.key(),
                until: Some(day(until)),
                why: String::new(),
                what: String::new(),
            }));
            assert_eq!(ahead(&trial).0.on, day(until));
        }
    }

    #[test]
    fn whoever_is_chosen_for_the_week_has_a_row_also_where_nothing_is_owed() {
        let mut trial = Trial::new();
        trial.received("Omar", "Dana");
        trial.go(1);
        let ann = trial.person("Ann", None);
        let dana = trial.find("Dana");
        let found = with(&trial.practice(), &[dana, ann]);
        let rows: Vec<_> = found
            .entries
            .iter()
            .map(|it| (it.group, it.key()))
            .collect();
        assert_eq!(
            rows,
            [
                (Group::Owed, Key::Today(dana)),
                (Group::Relationships, Key::Today(ann)),
            ]
        );
        assert_eq!(found.entries[1].thing, Thing::Chosen(ann));
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
