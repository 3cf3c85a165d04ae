//! A practice to ask questions of in tests: a book that changes through its own actions, day by day.

use chrono::{Days, NaiveDate};

use super::nudge::{Nudge, RuleName};
use super::practice::Practice;
use crate::domain::action::{Action, Captured, Log, NextChange, Who};
use crate::domain::book::{Book, Stamp};
use crate::domain::event::{Kind, Way};
use crate::domain::id::{Id, Ids};
use crate::domain::person::{Person, Tier};
use crate::domain::process::{Map, Step};
use crate::domain::promise::{By, Promise};
use crate::domain::referral::{Direction, Ending, Next, Outcome, Verb};
use crate::domain::stage::Stage;
use crate::history::History;

/// The day on which trials begin: a Monday.
pub fn day(n: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 11, 2).expect("a day");
    first.checked_add_days(Days::new(n)).expect("a day")
}

/// One rule: what makes it speak, from which day on, and what settles it.
pub struct Case {
    pub rule: RuleName,
    /// A day on which it does not speak, or only of what is to come.
    pub silent: u64,
    /// The first day on which it is due.
    pub due: u64,
    pub set: fn(&mut Trial),
    pub done: fn(&mut Trial),
}

impl Case {
    pub fn of(
        rule: RuleName,
        silent: u64,
        due: u64,
        set: fn(&mut Trial),
        done: fn(&mut Trial),
    ) -> Case {
        Case {
            rule,
            silent,
            due,
            set,
            done,
        }
    }
}

pub struct Trial {
    pub history: History,
    pub stamp: Stamp,
}

fn limits(direction: Direction, days: [u32; 8]) -> Map {
    let step = |limit| Step {
        limit,
        ..Step::default()
    };
    Map {
        direction,
        version: 1,
        steps: Stage::ALL.into_iter().zip(days.map(step)).collect(),
        ..Map::default()
    }
}

impl Trial {
    pub fn new() -> Trial {
        // Long after the book began: who comes now is new.
        let began = day(0).checked_sub_days(Days::new(100)).expect("a day");
        let mut book = Book::new(began);
        let received = limits(Direction::Received, [1, 3, 5, 14, 1, 7, 3, 21]);
        let given = limits(Direction::Given, [3, 3, 5, 14, 7, 14, 2, 21]);
        book.maps.put(Id::fixed(1), received, 0);
        book.maps.put(Id::fixed(2), given, 0);
        let stamp = Stamp {
            today: day(0),
            at: 0,
            ids: Ids::seeded(7),
        };
        let mut trial = Trial {
            history: History::open(book),
            stamp,
        };
        trial.go(0);
        trial
    }

    pub fn book(&self) -> &Book {
        self.history.book()
    }

    pub fn today(&self) -> NaiveDate {
        self.stamp.today
    }

    /// Lets it be nine o'clock of a day.
    pub fn go(&mut self, n: u64) {
        self.stamp.today = day(n);
        let hours = i64::try_from(n).expect("a day") * 24 + 9;
        self.stamp.at = self.stamp.at.max(1_793_577_600_000 + hours * 3_600_000);
    }

    /// Does it, a minute later than the last; false when it was refused.
    pub fn perform(&mut self, action: Action) -> bool {
        self.stamp.at += 60_000;
        self.history.perform(action, &mut self.stamp).is_ok()
    }

    pub fn practice(&self) -> Practice {
        Practice::of(self.book(), self.today())
    }

    pub fn find(&self, name: &str) -> Id {
        let mut people = self.book().people.iter();
        let (id, _) = people.find(|(_, person)| person.name == name).expect(name);
        id
    }

    pub fn who(&self, name: &str) -> Who {
        let mut people = self.book().people.iter();
        match people.find(|(_, person)| person.name == name) {
            Some((id, _)) => Who::Known(id),
            None => Who::New(name.into()),
        }
    }

    /// Captures a referral of level 3 and gives its id.
    pub fn capture(&mut self, prospect: &str, direction: Direction, partner: &str) -> Id {
        let captured = Captured {
            prospect: self.who(prospect),
            direction,
            partner: self.who(partner),
            level: Some(3),
            ..Captured::default()
        };
        let before: Vec<Id> = self.book().referrals.iter().map(|(id, _)| id).collect();
        assert!(self.perform(Action::Capture(Box::new(captured))));
        let mut now = self.book().referrals.iter().map(|(id, _)| id);
        now.find(|id| !before.contains(id))
            .expect("it was captured")
    }

    pub fn received(&mut self, prospect: &str, source: &str) -> Id {
        self.capture(prospect, Direction::Received, source)
    }

    pub fn person(&mut self, name: &str, tier: Option<Tier>) -> Id {
        let person = Person {
            name: name.into(),
            tier,
            ..Person::default()
        };
        self.perform(Action::SavePerson {
            id: None,
            was: None,
            person: Box::new(person),
        });
        self.find(name)
    }

    pub fn log(&mut self, kind: Kind, who: &str, referral: Option<Id>) {
        self.log_way(kind, who, referral, None);
    }

    pub fn log_way(&mut self, kind: Kind, who: &str, referral: Option<Id>, way: Option<Way>) {
        let log = Log {
            kind,
            who: self.who(who),
            referral,
            way,
            next: NextChange::Keep,
            ..Log::default()
        };
        assert!(self.perform(Action::Log(Box::new(log))));
    }

    pub fn plan(&mut self, referral: Id, verb: Verb, on: u64, time: Option<(u32, u32)>) {
        let time = time.and_then(|(hour, minute)| chrono::NaiveTime::from_hms_opt(hour, minute, 0));
        let next = Next {
            verb,
            on: day(on),
            time,
            ..Next::default()
        };
        assert!(self.perform(Action::SetNext {
            referral,
            next: Some(next),
            whom: Who::Nobody,
        }));
    }

    pub fn move_to(&mut self, referral: Id, to: Stage) {
        assert!(self.perform(Action::Move {
            referral,
            to,
            why: String::new(),
        }));
    }

    pub fn close(&mut self, referral: Id, ending: Ending) {
        let outcome = Outcome {
            ending,
            ..Outcome::default()
        };
        assert!(self.perform(Action::Close { referral, outcome }));
    }

    pub fn promise(&mut self, by: By, who: &str, due: u64) -> Id {
        let promise = Promise {
            by,
            what: "the reading list".into(),
            due: Some(day(due)),
            ..Promise::default()
        };
        let who = self.who(who);
        assert!(self.perform(Action::Promise {
            promise: Box::new(promise),
            who,
        }));
        let mut promises = self.book().promises.iter();
        promises.next_back().expect("it was made").0
    }

    /// What a rule says today.
    pub fn said(&self, rule: RuleName) -> Vec<Nudge> {
        let practice = self.practice();
        let nudges = practice.nudges().iter().chain(practice.practices());
        nudges.copied().filter(|nudge| nudge.rule == rule).collect()
    }
}
