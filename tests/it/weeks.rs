//! Books to review: one in good order, and one that was left alone for weeks.

use chrono::{Days, NaiveDate};
use goodword::domain::action::{Action, Log, NextChange, Who};
use goodword::domain::book::{Book, Stamp};
use goodword::domain::event::Kind;
use goodword::domain::id::{Id, Ids};
use goodword::domain::person::{Person, Tier};
use goodword::domain::referral::{Direction, Next, Verb};
use goodword::history::History;

use crate::desk::today;

/// A book that is written day by day, up to the desk's day.
struct Life {
    history: History,
    stamp: Stamp,
}

impl Life {
    fn new() -> Life {
        let began = day(-200);
        Life {
            history: History::open(Book::new(began)),
            stamp: Stamp {
                today: began,
                at: 1_700_000_000_000,
                ids: Ids::seeded(11),
            },
        }
    }

    fn on(&mut self, n: i64) {
        self.stamp.today = day(n);
        self.stamp.at = 1_795_253_400_000 + n * 86_400_000;
    }

    fn perform(&mut self, action: Action) {
        self.stamp.at += 1_000;
        self.history.perform(action, &mut self.stamp).unwrap();
    }

    fn book(&self) -> &Book {
        self.history.book()
    }

    fn find(&self, name: &str) -> Who {
        let mut people = self.book().people.iter();
        let found = people.find(|(_, it)| it.name == name);
        found.map_or(Who::New(name.into()), |(id, _)| Who::Known(id))
    }

    fn source(&mut self, name: &str, tier: Tier) {
        let person = Person {
            name: name.into(),
            tier: Some(tier),
            ..Person::default()
        };
        self.perform(Action::SavePerson {
            id: None,
            was: None,
            person: Box::new(person),
        });
    }

    fn log(&mut self, kind: Kind, name: &str, referral: Option<Id>) {
        let who = self.find(name);
        self.perform(Action::Log(Box::new(Log {
            kind,
            who,
            referral,
            next: NextChange::Keep,
            ..Log::default()
        })));
    }

    fn received(&mut self, prospect: &str, source: &str) -> Id {
        let captured = goodword::domain::action::Captured {
            prospect: Who::New(prospect.into()),
            partner: self.find(source),
            direction: Direction::Received,
            level: Some(3),
            ..Default::default()
        };
        self.perform(Action::Capture(Box::new(captured)));
        let last = self
            .book()
            .referrals
            .iter()
            .max_by_key(|(_, it)| it.created);
        last.unwrap().0
    }

    fn plan(&mut self, referral: Id, on: NaiveDate) {
        let next = Next {
            verb: Verb::Call,
            on,
            ..Next::default()
        };
        self.perform(Action::SetNext {
            referral,
            next: Some(next),
            whom: Who::Nobody,
        });
    }
}

/// So many days from the desk's.
pub fn day(n: i64) -> NaiveDate {
    if n < 0 {
        today() - Days::new(n.unsigned_abs())
    } else {
        today() + Days::new(n.unsigned_abs())
    }
}

fn tier(n: usize) -> Tier {
    [Tier::A, Tier::B, Tier::B, Tier::C, Tier::C][n % 5].clone()
}

/// Thirty sources in time, three of them fading; twelve open referrals, each planned; nothing owed.
pub fn sound() -> Book {
    let mut life = Life::new();
    life.on(-150);
    for n in 0..30 {
        life.source(&format!("Source {n:02}"), tier(n));
    }
    life.on(-40);
    let open: Vec<(Id, String)> = (0..12)
        .map(|n| {
            let source = format!("Source {:02}", n * 2);
            let id = life.received(&format!("Prospect {n:02}"), &source);
            life.log(Kind::Thanked, &source, Some(id));
            (id, source)
        })
        .collect();
    life.on(-9);
    for n in 0..30 {
        if n % 10 != 0 {
            life.log(Kind::Touch, &format!("Source {n:02}"), None);
        }
    }
    life.on(-3);
    for (n, (id, source)) in open.iter().enumerate() {
        if n % 2 == 0 && n != 0 {
            life.log(Kind::Call, source, Some(*id));
        }
        life.plan(*id, day(3 + i64::try_from(n).unwrap()));
    }
    life.history.book().clone()
}

/// Nine things owed and late, three weeks without a word, and far more than a week can hold.
pub fn bad() -> Book {
    let mut life = Life::new();
    life.on(-120);
    for n in 0..60 {
        life.source(&format!("Source {n:02}"), tier(n));
    }
    for n in 0..40 {
        let source = format!("Source {n:02}");
        let id = life.received(&format!("Prospect {n:02}"), &source);
        life.log(Kind::Thanked, &source, Some(id));
    }
    life.on(-22);
    for n in 0..9 {
        life.received(&format!("Late {n}"), &format!("Source {:02}", 50 + n));
    }
    life.history.book().clone()
}
