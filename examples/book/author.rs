//! A book of N, the same bytes for the same N. It knows nothing of files.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime};
use goodword::domain::book::Book;
use goodword::domain::client::{Agreement, Criterion, Target};
use goodword::domain::event::{Event, Kind, Way};
use goodword::domain::expectation::{Expectation, Verdict};
use goodword::domain::id::{Id, Ids};
use goodword::domain::money::{Currency, Money};
use goodword::domain::person::{Person, Tier};
use goodword::domain::promise::{By, Promise};
use goodword::domain::referral::{Direction, Ending, Move, Next, Outcome, Referral, Verb};
use goodword::domain::relation::{Profile, Reached, Vcp};
use goodword::domain::stage::Stage;

/// The last day that the book knows.
pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");

/// Days from the first referral to the last.
const SPAN: u64 = 5 * 365;

const MOVES: u64 = 5;

/// Days from the arrival of a referral to its end.
const LENGTH: u64 = 30;

const FIRST: [&str; 24] = [
    "Priya", "Dana", "Omar", "Ines", "Lin", "Jonas", "Amara", "Teo", "Mirela", "Kofi", "Saskia",
    "Yusuf", "Clara", "Bao", "Noor", "Henrik", "Rosa", "Iva", "Malik", "Greta", "Tomas", "Zoe",
    "Aino", "Pavel",
];

const LAST: [&str; 24] = [
    "Shah",
    "Ortiz",
    "Haddad",
    "Roth",
    "Wu",
    "Lindqvist",
    "Okafor",
    "Marini",
    "Popescu",
    "Mensah",
    "de Vries",
    "Demir",
    "Novak",
    "Tran",
    "Aziz",
    "Berg",
    "Castillo",
    "Horvat",
    "Farah",
    "Vogel",
    "Silva",
    "Marchetti",
    "Laine",
    "Dvořák",
];

const TRADE: [&str; 8] = [
    "Studio",
    "Partners",
    "Logistics",
    "Foods",
    "Clinic",
    "Works",
    "Legal",
    "Retail",
];

const NEED: [&str; 8] = [
    "web shop for a second brand",
    "someone to look after their bookkeeping before the audit",
    "workshop on pricing for the sales team",
    "a new site; the old one cannot be edited by anybody any more",
    "help with a grant application",
    "moving the office and everything that hangs on it",
    "packaging that ships flat",
    "interim head of operations, two days a week until spring",
];

const NOTE: [&str; 8] = [
    "",
    "spoke for twenty minutes",
    "she asked how it went with the last one and whether we still take on smaller shops",
    "left a message",
    "",
    "lunch near the station; wants to meet again once the fair is over, in about three weeks",
    "sent the two case studies that he asked for",
    "very content, would say so in writing",
];

const WANTED: [&str; 6] = [
    "owners of clinics who open a second house",
    "anybody who has bookkeeping done by Novak Partners",
    "heads of operations in logistics, up to eighty staff",
    "a notary who answers",
    "retail with more than one shop and one stock",
    "studios that begin to hire",
];

/// Writes a book from one row of numbers.
pub struct Author {
    book: Book,
    ids: Ids,
    people: Vec<Id>,
    /// Where the row stands.
    row: u64,
}

impl Author {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Author {
        Author {
            book: Book::new(TODAY - Days::new(SPAN)),
            ids: Ids::seeded(2000),
            people: Vec::new(),
            row: 1,
        }
    }

    /// N referrals, one in twenty open, with what belongs to them.
    pub fn write(mut self, count: u64) -> Book {
        for number in 0..count / 2 {
            let id = self.person(number);
            if number.is_multiple_of(5) {
                self.arc(id);
            }
            if number.is_multiple_of(4) {
                self.promise(id);
            }
        }
        for number in 0..count {
            let is_open = number % 20 == 19;
            let before = if is_open {
                10 + self.below(30)
            } else {
                SPAN - (SPAN - LENGTH) * number / count
            };
            let began = TODAY - Days::new(before);
            let referral = self.referral(number, began, is_open);
            let ended = began + Days::new(LENGTH);
            let kind = self.one_of(&[Kind::Call, Kind::Email, Kind::Met, Kind::Advice]);
            self.event(referral, began, Kind::Thanked);
            self.event(referral, began + Days::new(9), kind);
            self.event(referral, ended.min(TODAY), Kind::ReportedBack);
            self.event(referral, ended.min(TODAY), Kind::Thanked);
        }
        self.book
    }

    /// The next number below a bound.
    fn below(&mut self, bound: u64) -> u64 {
        self.row = self
            .row
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.row >> 33) % bound.max(1)
    }

    fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        let bound = u64::try_from(choices.len()).expect("a short list");
        let at = self.below(bound);
        choices[usize::try_from(at).expect("below the length")].clone()
    }

    fn someone(&mut self) -> Option<Id> {
        if self.people.is_empty() {
            return None;
        }
        let people = std::mem::take(&mut self.people);
        let found = self.one_of(&people);
        self.people = people;
        Some(found)
    }

    fn person(&mut self, number: u64) -> Id {
        let on = TODAY - Days::new(SPAN);
        let id = self.ids.next(at(on));
        let (first, last) = (self.one_of(&FIRST), self.one_of(&LAST));
        // More people than names: the number tells them apart.
        let name = format!("{first} {last} {}", number + 1);
        let person = Person {
            email: format!("{}.{number}@example.com", first.to_lowercase()),
            phone: format!("+44 20 7946 {:04}", number % 10_000),
            company: format!("{last} {}", self.one_of(&TRADE)),
            // A tenth are kept as sources, each in a tier.
            tier: (number.is_multiple_of(10))
                .then(|| self.one_of(&[Tier::A, Tier::B, Tier::C, Tier::D])),
            tiered: (number.is_multiple_of(10)).then_some(on),
            wants: self.wanted(number),
            vcp: number.is_multiple_of(20).then(|| Reached {
                stage: Vcp::Credibility,
                why: "kept what was promised".into(),
                on,
                ..Reached::default()
            }),
            name,
            ..Person::default()
        };
        self.book.people.put(id, person, at(on));
        self.people.push(id);
        id
    }

    /// Whom a tenth of them look for.
    fn wanted(&mut self, number: u64) -> BTreeMap<Id, Profile> {
        let on = TODAY - Days::new(SPAN);
        let id = self.ids.next(at(on));
        let words = self.one_of(&WANTED).into();
        let profile = Profile {
            words,
            on,
            at: at(on),
            ..Profile::default()
        };
        let known = number.is_multiple_of(10).then_some((id, profile));
        known.into_iter().collect()
    }

    /// What was agreed with a client, what they expect, whom to ask them about.
    fn arc(&mut self, person: Id) {
        let on = TODAY - Days::new(100 + self.below(SPAN - 100));
        let criterion = Criterion {
            words: "as offered, on the day".into(),
            met: Some(true),
            on: Some(on),
            ..Criterion::default()
        };
        let agreement = Agreement {
            person: Some(person),
            on,
            count: 3,
            criteria: [(self.ids.next(at(on)), criterion)].into(),
            ..Agreement::default()
        };
        let id = self.ids.next(at(on));
        self.book.agreements.put(id, agreement, at(on));
        let expectation = Expectation {
            person: Some(person),
            words: self.one_of(&NOTE[1..4]).into(),
            verdict: self.one_of(&[Verdict::Met, Verdict::Exceeded, Verdict::Open]),
            on,
            ..Expectation::default()
        };
        let id = self.ids.next(at(on));
        self.book.expectations.put(id, expectation, at(on));
        let target = Target {
            person: Some(person),
            name: format!("{} {}", self.one_of(&FIRST), self.one_of(&LAST)),
            company: self.one_of(&TRADE).into(),
            why: "both in the same choir".into(),
            on,
            ..Target::default()
        };
        let id = self.ids.next(at(on));
        self.book.targets.put(id, target, at(on));
    }

    /// A promise, one in ten of them still open.
    fn promise(&mut self, person: Id) {
        let on = TODAY - Days::new(self.below(SPAN));
        let is_open = self.below(10) == 0;
        let promise = Promise {
            by: self.one_of(&[By::Me, By::Them]),
            person: Some(person),
            what: "the name of a good printer".into(),
            on,
            due: Some(if is_open {
                TODAY + Days::new(self.below(60))
            } else {
                on + Days::new(14)
            }),
            kept: (!is_open).then(|| on + Days::new(10)),
            ..Promise::default()
        };
        let id = self.ids.next(at(on));
        self.book.promises.put(id, promise, at(on));
    }

    fn referral(&mut self, number: u64, began: NaiveDate, is_open: bool) -> Id {
        let is_given = number % 3 == 2;
        let id = self.ids.next(at(began));
        let partner = self.someone();
        let mut referral = Referral {
            direction: if is_given {
                Direction::Given
            } else {
                Direction::Received
            },
            prospect: self.someone(),
            source: partner.filter(|_| !is_given),
            receiver: partner.filter(|_| is_given),
            on: began,
            need: self.one_of(&NEED).into(),
            estimate: Money::read(&format!("{}k", 1 + self.below(40)), Currency::EUR).ok(),
            level: u8::try_from(1 + self.below(9)).ok(),
            ..Referral::default()
        };
        // Not all that are open have come far.
        let last = if is_open { self.below(8) } else { 7 };
        for step in 1..=MOVES {
            let on = began + Days::new(if is_open { step * 2 } else { step * 5 });
            let to = usize::try_from(step * last / MOVES).expect("a stage");
            let moved = Move {
                to: Stage::ALL[to],
                on,
                at: at(on) + i64::try_from(step).expect("a few"),
                ..Move::default()
            };
            referral.moves.insert(self.ids.next(at(on)), moved);
        }
        if is_open {
            referral.next = Some(Next {
                verb: self.one_of(&[Verb::Call, Verb::Mail, Verb::Meet, Verb::Send]),
                whom: partner,
                on: TODAY + Days::new(self.below(14)),
                time: NaiveTime::from_hms_opt(10, 0, 0),
                ..Next::default()
            });
        } else {
            referral.outcome = Some(Outcome {
                ending: self.one_of(&[Ending::Won, Ending::Lost, Ending::Won, Ending::Lapsed]),
                on: began + Days::new(LENGTH),
                value: referral.estimate,
                ..Outcome::default()
            });
        }
        self.book.referrals.put(id, referral, at(began));
        id
    }

    fn event(&mut self, referral: Id, on: NaiveDate, kind: Kind) {
        let id = self.ids.next(at(on));
        let event = Event {
            on,
            at: at(on),
            person: self
                .book
                .referrals
                .get(referral)
                .and_then(Referral::partner),
            referral: Some(referral),
            way: kind.is_act().then_some(Way::Given),
            kind,
            note: self.one_of(&NOTE).into(),
            ..Event::default()
        };
        self.book.events.put(id, event, at(on));
    }
}

/// Nine in the morning of a day, in UTC milliseconds.
fn at(on: NaiveDate) -> i64 {
    on.and_hms_opt(9, 0, 0)
        .expect("a time of day")
        .and_utc()
        .timestamp_millis()
}
