//! Lives to take the numbers of: referrals that come, are moved about, met, told, closed and opened again, day after day.

use chrono::{Days, NaiveDate};
use goodword::domain::action::{Action, Captured, Edit, Log, NextChange, Subject, Who};
use goodword::domain::book::Book;
use goodword::domain::event::{Kind, Way};
use goodword::domain::id::Id;
use goodword::domain::introduction::{Introduction, Method, State};
use goodword::domain::money::{Currency, Money};
use goodword::domain::person::{Person, Wait};
use goodword::domain::process::{Map, default_map};
use goodword::domain::referral::{Direction, Ending, Outcome};
use goodword::domain::stage::Stage;
use proptest::prelude::*;

use crate::random::{Replica, Roll, action, pick, roll};

/// A book, the day on which it is asked, and the period that it is asked of.
#[derive(Clone, Debug)]
pub struct Life {
    pub book: Book,
    pub today: NaiveDate,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 4).unwrap()
}

/// What, of whom, how, and how many days later than the last.
type Deed = (u8, u8, u8, u8);

pub fn life() -> impl Strategy<Value = Life> {
    let deed = (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>());
    let deeds = prop::collection::vec((deed, roll()), 0..1200);
    let period = (
        30..900u64,
        prop::option::weighted(0.5, 0..400u64),
        prop::option::weighted(0.4, 0..500u64),
    );
    (deeds, period).prop_map(|(deeds, (today, since, length))| {
        let day = |n| first_day() + Days::new(n);
        Life {
            book: lived(&deeds),
            today: day(today),
            since: since.map(day),
            until: length.map(|length| day(since.unwrap_or(0) + length)),
        }
    })
}

fn lived(deeds: &[(Deed, Roll)]) -> Book {
    let mut book = Book::new(first_day());
    for (n, name) in ["Dana", "Ben", "Mia"].into_iter().enumerate() {
        let person = Person {
            name: name.into(),
            ..Person::default()
        };
        book.people
            .put(Id::fixed(100 + u128::try_from(n).unwrap()), person, 0);
    }
    // A second version allows less here and more there, and one stage takes as long as it takes.
    for (id, direction) in [(200, Direction::Received), (201, Direction::Given)] {
        let mut map = Map {
            version: 2,
            ..default_map(&direction).clone()
        };
        for (step, limit) in map.steps.values_mut().zip([0, 1, 9, 2, 4, 3, 1, 30]) {
            step.limit = limit;
        }
        book.maps.put(Id::fixed(id), map, 0);
    }
    let mut replica = Replica::open(book, 7, 1_000_000);
    replica.stamp.today = first_day();
    for (deed, roll) in deeds {
        // Mostly on the same day or the next, now and then weeks later.
        let later = [0, 0, 0, 0, 1, 1, 1, 3][usize::from(deed.3 % 8)];
        replica.stamp.today = replica.stamp.today + Days::new(later);
        replica.stamp.at += i64::from(deed.3) * 10;
        let action = done(replica.book(), *deed, roll, replica.stamp.today);
        drop(replica.history.perform(action, &mut replica.stamp));
    }
    let mut book = replica.book().clone();
    let ids: Vec<Id> = book.referrals.iter().map(|(id, _)| id).collect();
    for (n, id) in ids.into_iter().enumerate().filter(|(n, _)| n % 3 == 0) {
        let given = book.referrals.get(id).is_some_and(|it| it.is_given());
        let map = [None, Some(Id::fixed(if given { 201 } else { 200 }))][n % 2];
        book.referrals.edit(id, 0, |it| it.map = map);
    }
    book
}

fn done(book: &Book, (what, which, n, _): Deed, roll: &Roll, today: NaiveDate) -> Action {
    let open: Vec<Id> = book
        .referrals
        .iter()
        .filter(|(_, it)| it.is_open())
        .map(|(id, _)| id)
        .collect();
    let any = pick(&book.referrals, which);
    let referral = open
        .get(usize::from(which) % open.len().max(1))
        .copied()
        .unwrap_or(any);
    let record = book.referrals.get(referral);
    let stage = record.map_or(Stage::Discovered, |it| it.stage());
    let whom = |prospect: bool| {
        let person = record.and_then(|it| if prospect { it.prospect } else { it.partner() });
        person.map_or(Who::Nobody, Who::Known)
    };
    match what % 16 {
        0 | 1 => Action::Capture(Box::new(captured(which, n))),
        2..=5 => {
            let next = record.and_then(|it| it.stage().next());
            Action::Move {
                referral,
                to: next
                    .filter(|_| n % 3 != 0)
                    .unwrap_or(Stage::ALL[usize::from(n / 3 % 8)]),
                why: String::new(),
            }
        }
        6..=11 => {
            let kinds = [
                Kind::Thanked,
                Kind::Researched,
                Kind::Introduced,
                Kind::Met,
                Kind::ReportedBack,
                Kind::FeedbackAsked,
                Kind::FeedbackHeard,
                Kind::ProposalSent,
                Kind::Call,
                Kind::Ask,
                Kind::NotHeld,
            ];
            Action::Log(Box::new(Log {
                kind: if n.is_multiple_of(3) {
                    fitting(stage)
                } else {
                    kinds[usize::from(n) % kinds.len()].clone()
                },
                who: whom(n / 3 % 2 == 0),
                referral: (!n.is_multiple_of(7)).then_some(referral),
                way: [None, Some(Way::Given), Some(Way::Got)][usize::from(n) % 3].clone(),
                on: n
                    .is_multiple_of(4)
                    .then(|| today - Days::new(u64::from(n % 11))),
                next: NextChange::Keep,
                ..Log::default()
            }))
        }
        12 | 13 => Action::Close {
            referral,
            outcome: Outcome {
                ending: match n % 5 {
                    0 | 1 => Ending::Won,
                    2 => Ending::Lost,
                    _ => Ending::ALL[usize::from(n / 5) % 6].clone(),
                },
                reason: ["", "price", "timing"][usize::from(n) % 3].into(),
                value: value(n),
                ..Outcome::default()
            },
        },
        14 if n.is_multiple_of(2) => Action::Reopen(any),
        _ => match n % 4 {
            0 => Action::Wait {
                subject: Subject::Referral(referral),
                wait: Some(Wait {
                    until: n
                        .is_multiple_of(8)
                        .then(|| today + Days::new(u64::from(n % 20))),
                    since: today,
                    ..Wait::default()
                }),
                on: if n.is_multiple_of(3) {
                    Who::Nobody
                } else {
                    whom(n.is_multiple_of(5))
                },
            },
            1 => Action::Edit {
                referral,
                edit: Box::new(Edit::Introduction(Some(Introduction {
                    method: Method::ALL[usize::from(n / 4) % 4].clone(),
                    state: State::Delivered,
                    since: today,
                    ..Introduction::default()
                }))),
            },
            _ => action(book, roll),
        },
    }
}

/// What carries a received one on from a stage.
fn fitting(stage: Stage) -> Kind {
    [
        Kind::Thanked,
        Kind::Researched,
        Kind::Introduced,
        Kind::Met,
        Kind::ReportedBack,
        Kind::FeedbackHeard,
        Kind::FeedbackHeard,
        Kind::ProposalSent,
    ][stage as usize]
        .clone()
}

fn value(n: u8) -> Option<Money> {
    (!n.is_multiple_of(5)).then(|| Money {
        minor: i64::from(n) * 10_000,
        currency: if n.is_multiple_of(4) {
            "USD".parse().unwrap()
        } else {
            Currency::EUR
        },
    })
}

fn captured(which: u8, n: u8) -> Captured {
    Captured {
        prospect: Who::New(format!("Prospect {}", n % 60)),
        partner: match which % 6 {
            0 => Who::Nobody,
            1 => Who::New(format!("Source {}", n % 3)),
            other => Who::Known(Id::fixed(100 + u128::from(other % 3))),
        },
        direction: Direction::ALL[usize::from(which.is_multiple_of(4))].clone(),
        level: (!n.is_multiple_of(8)).then_some(n % 10 + 1),
        channel: ["", "phone", " Phone", "Mail"][usize::from(n / 2) % 4].into(),
        estimate: value(n / 2),
        ..Captured::default()
    }
}
