//! The four pillars of one referral (McCord): whether it can be a good one, and what makes up for a weak one.

use super::index::Dated;
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::event::Kind;
use crate::domain::expectation::{Expectation, Origin, Verdict};
use crate::domain::id::Id;
use crate::domain::introduction::Method;
use crate::domain::pillars::{Grade, Tie};
use crate::domain::referral::Referral;

/// Which pillar, in the order of the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pillar {
    /// The source trusts me not to embarrass them.
    Trust,
    /// The source's own purchase, against what they said they expected.
    Purchase,
    /// How the source stands with the prospect.
    Tie,
    /// The first contact with the prospect.
    Contact,
}

/// How strong each pillar is; none is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pillars {
    pub trust: Option<Grade>,
    pub purchase: Option<Grade>,
    pub tie: Option<Grade>,
    pub contact: Option<Grade>,
}

impl Pillars {
    pub fn in_order(&self) -> [(Pillar, Option<&Grade>); 4] {
        [
            (Pillar::Trust, self.trust.as_ref()),
            (Pillar::Purchase, self.purchase.as_ref()),
            (Pillar::Tie, self.tie.as_ref()),
            (Pillar::Contact, self.contact.as_ref()),
        ]
    }

    /// The first pillar that is weak.
    pub fn weakest(&self) -> Option<Pillar> {
        let mut pillars = self.in_order().into_iter();
        pillars
            .find(|(_, grade)| *grade == Some(&Grade::Weak))
            .map(|(pillar, _)| pillar)
    }
}

/// The pillars of a referral: 1 and 2 from the source's record (mine are the receiver's affair in a given one, so
/// there they do not apply), 3 from the tie, 4 from the introduction.
pub fn of(book: &Book, practice: &Practice, id: Id) -> Pillars {
    let Some(referral) = book.referrals.get(id) else {
        return Pillars::default();
    };
    let (trust, purchase) = if referral.is_given() {
        (Some(Grade::DoesNotApply), Some(Grade::DoesNotApply))
    } else {
        let source = referral.source;
        (
            source.and_then(|source| trust(book, source)),
            source.and_then(|source| purchase(book, practice, source)),
        )
    };
    Pillars {
        trust,
        purchase,
        tie: referral.tie.as_ref().and_then(Tie::grade),
        contact: contact(practice, id, referral),
    }
}

/// The first pillar, as it is recorded on a person.
pub fn trust(book: &Book, person: Id) -> Option<Grade> {
    let person = book.people.get(person)?;
    person.trust.as_ref().map(|judged| judged.grade.clone())
}

/// The second pillar: as recorded, else from what the client said they expect and what became of it. What I
/// assume does not count.
pub fn purchase(book: &Book, practice: &Practice, person: Id) -> Option<Grade> {
    let record = book.people.get(person)?;
    if let Some(judged) = &record.purchase {
        return Some(judged.grade.clone());
    }
    let gap = gap(practice, person);
    match (gap.judged, gap.missed) {
        (0, _) => None,
        (_, 0) => Some(Grade::Strong),
        (judged, missed) if missed * 3 <= judged => Some(Grade::Fair),
        _ => Some(Grade::Weak),
    }
}

/// How much of what a client said and judged was missed, each by how much it matters to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    pub missed: u32,
    pub judged: u32,
}

impl Gap {
    /// The share that was missed, in hundredths; none while nothing is judged.
    pub fn share(self) -> Option<u32> {
        (0 < self.judged).then(|| self.missed * 100 / self.judged)
    }
}

/// The gap between what a client said they expect and what they got. What I assume does not count.
pub fn gap(practice: &Practice, person: Id) -> Gap {
    let mut gap = Gap::default();
    for expectation in practice.expectations_of(person) {
        let it = &expectation.record;
        if it.origin != Origin::Said || it.verdict == Verdict::Open {
            continue;
        }
        gap.judged += it.weight();
        if it.verdict == Verdict::Missed {
            gap.missed += it.weight();
        }
    }
    gap
}

/// What a client said and does not have yet, or did not get.
pub fn unmet(practice: &Practice, person: Id) -> Vec<&Dated<Expectation>> {
    let all = practice.expectations_of(person).iter();
    all.filter(|it| it.record.is_unmet()).collect()
}

/// The fourth pillar: from the introduction that is planned or made; once introduced without one, a bare name is
/// the weakest first contact.
fn contact(practice: &Practice, id: Id, referral: &Referral) -> Option<Grade> {
    if let Some(introduction) = &referral.introduction {
        if introduction.kept == Some(false) {
            return Some(Grade::Weak);
        }
        return Some(match introduction.method {
            Method::Call | Method::Lunch => Grade::Strong,
            Method::Letter | Method::Email
                if introduction.missing(&referral.direction).is_empty() =>
            {
                Grade::Fair
            }
            _ => Grade::Weak,
        });
    }
    let mut events = practice.events_on(id).iter();
    let is_met = events.any(|event| matches!(event.record.kind, Kind::Introduced | Kind::Met));
    match referral.level {
        Some(6..) => Some(Grade::Strong),
        Some(4 | 5) => Some(Grade::Fair),
        _ if is_met => Some(Grade::Weak),
        _ => None,
    }
}

/// What makes up for a weak third or fourth pillar: the strongest introduction that is not made yet.
pub fn remedy(referral: &Referral) -> Option<Method> {
    let made = referral
        .introduction
        .as_ref()
        .map(|introduction| &introduction.method);
    match made {
        Some(Method::Lunch) => None,
        _ => Some(Method::Lunch),
    }
}

/// The pillar that stops an ask: a recorded weak trust or purchase of the person asked (no quality
/// referrals, period). Not known is a question and stops nothing.
pub fn stops_asking(book: &Book, practice: &Practice, person: Id) -> Option<Pillar> {
    if trust(book, person) == Some(Grade::Weak) {
        return Some(Pillar::Trust);
    }
    (purchase(book, practice, person) == Some(Grade::Weak)).then_some(Pillar::Purchase)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::event::Event;
    use crate::domain::introduction::{Introduction, State};
    use crate::domain::person::Person;
    use crate::domain::pillars::Judged;
    use crate::domain::referral::Direction;

    const DANA: Id = Id::fixed(1);
    const SHOP: Id = Id::fixed(3);

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn book() -> Book {
        let mut book = Book::new(today());
        book.people.set(DANA, Arc::new(Person::default()));
        book
    }

    fn judged(grade: Grade) -> Judged {
        Judged {
            grade,
            ..Judged::default()
        }
    }

    /// A book in which Dana said or is assumed to expect these things, with weight and verdict.
    fn expecting(all: &[(u8, Verdict, Origin)]) -> Book {
        let mut book = book();
        for (n, (priority, verdict, origin)) in (100..).zip(all) {
            let expectation = Expectation {
                person: Some(DANA),
                words: "as said".into(),
                priority: *priority,
                verdict: verdict.clone(),
                origin: origin.clone(),
                ..Expectation::default()
            };
            book.expectations.set(Id::fixed(n), Arc::new(expectation));
        }
        book
    }

    fn purchase_in(book: &Book) -> Option<Grade> {
        purchase(book, &Practice::of(book, today()), DANA)
    }

    fn stop_in(book: &Book) -> Option<Pillar> {
        stops_asking(book, &Practice::of(book, today()), DANA)
    }

    #[test]
    fn the_purchase_is_the_gap_between_what_was_said_and_what_was_missed() {
        use Origin::{Assumed, Said};
        use Verdict::{Exceeded, Met, Missed, Open};
        for (all, wanted) in [
            (vec![], None),
            (vec![(3, Open, Said)], None),
            (
                vec![(3, Met, Said), (1, Exceeded, Said)],
                Some(Grade::Strong),
            ),
            (vec![(2, Met, Said), (1, Missed, Said)], Some(Grade::Fair)),
            (vec![(1, Met, Said), (1, Missed, Said)], Some(Grade::Weak)),
            (vec![(3, Missed, Said)], Some(Grade::Weak)),
            (vec![(3, Missed, Assumed)], None),
            (
                vec![(3, Missed, Assumed), (1, Met, Said)],
                Some(Grade::Strong),
            ),
            (vec![(0, Met, Said), (1, Missed, Said)], Some(Grade::Fair)),
        ] {
            assert_eq!(purchase_in(&expecting(&all)), wanted, "{all:?}");
        }
    }

    #[test]
    fn what_was_recorded_of_the_purchase_stands_before_what_is_counted() {
        let mut book = expecting(&[(3, Verdict::Missed, Origin::Said)]);
        for grade in [Grade::Strong, Grade::DoesNotApply] {
            let person = Person {
                purchase: Some(judged(grade.clone())),
                ..Person::default()
            };
            book.people.set(DANA, Arc::new(person));
            assert_eq!(purchase_in(&book), Some(grade));
            assert_eq!(stop_in(&book), None);
        }
    }

    #[test]
    fn only_what_is_said_and_not_met_is_unmet() {
        let book = expecting(&[
            (1, Verdict::Open, Origin::Said),
            (1, Verdict::Missed, Origin::Said),
            (1, Verdict::Met, Origin::Said),
            (1, Verdict::Exceeded, Origin::Said),
            (1, Verdict::Missed, Origin::Assumed),
        ]);
        assert_eq!(unmet(&Practice::of(&book, today()), DANA).len(), 2);
    }

    #[test]
    fn only_a_recorded_weakness_stops_an_ask() {
        for (trust, purchase, wanted) in [
            (None, None, None),
            (Some(Grade::Strong), None, None),
            (Some(Grade::Fair), Some(Grade::Fair), None),
            (Some(Grade::Weak), None, Some(Pillar::Trust)),
            (Some(Grade::Weak), Some(Grade::Weak), Some(Pillar::Trust)),
            (
                Some(Grade::Strong),
                Some(Grade::Weak),
                Some(Pillar::Purchase),
            ),
            (None, Some(Grade::DoesNotApply), None),
        ] {
            let mut book = book();
            let person = Person {
                trust: trust.clone().map(judged),
                purchase: purchase.clone().map(judged),
                ..Person::default()
            };
            book.people.set(DANA, Arc::new(person));
            assert_eq!(stop_in(&book), wanted, "{trust:?} {purchase:?}");
        }
    }

    fn pillars_of(referral: Referral) -> Pillars {
        let mut book = book();
        book.referrals.set(SHOP, Arc::new(referral));
        of(&book, &Practice::of(&book, today()), SHOP)
    }

    fn received() -> Referral {
        Referral {
            source: Some(DANA),
            on: today(),
            level: Some(1),
            ..Referral::default()
        }
    }

    #[test]
    fn the_tie_is_signed_and_distrust_is_weak() {
        for (strength, wanted) in [
            (None, None),
            (Some(2), Some(Grade::Strong)),
            (Some(1), Some(Grade::Fair)),
            (Some(0), Some(Grade::Weak)),
            (Some(-1), Some(Grade::Weak)),
            (Some(-2), Some(Grade::Weak)),
        ] {
            let tie = Some(Tie {
                strength,
                ..Tie::default()
            });
            let found = pillars_of(Referral { tie, ..received() });
            assert_eq!(found.tie, wanted, "{strength:?}");
        }
        assert_eq!(pillars_of(received()).tie, None);
    }

    #[test]
    fn the_first_contact_is_as_strong_as_the_introduction() {
        let by = |method: Method| Introduction {
            method,
            state: State::Drafted,
            ..Introduction::default()
        };
        let whole = |method: Method| Introduction {
            done: "the books".into(),
            why: "it saves a day a month".into(),
            on: Some(today()),
            time: chrono::NaiveTime::from_hms_opt(10, 0, 0),
            ..by(method)
        };
        let late = Introduction {
            kept: Some(false),
            ..whole(Method::Letter)
        };
        for (introduction, wanted) in [
            (None, None),
            (Some(by(Method::Lunch)), Some(Grade::Strong)),
            (Some(by(Method::Call)), Some(Grade::Strong)),
            (Some(by(Method::Letter)), Some(Grade::Weak)),
            (Some(whole(Method::Letter)), Some(Grade::Fair)),
            (Some(whole(Method::Email)), Some(Grade::Fair)),
            (Some(late), Some(Grade::Weak)),
        ] {
            let found = pillars_of(Referral {
                introduction: introduction.clone(),
                ..received()
            });
            assert_eq!(found.contact, wanted, "{introduction:?}");
        }
        for (level, wanted) in [
            (3, None),
            (4, Some(Grade::Fair)),
            (5, Some(Grade::Fair)),
            (6, Some(Grade::Strong)),
        ] {
            let level = Some(level);
            assert_eq!(
                pillars_of(Referral {
                    level,
                    ..received()
                })
                .contact,
                wanted
            );
        }
    }

    #[test]
    fn a_bare_name_that_was_contacted_is_the_weakest_first_contact() {
        let mut book = book();
        book.referrals.set(SHOP, Arc::new(received()));
        let met = Event {
            kind: Kind::Met,
            referral: Some(SHOP),
            on: today(),
            ..Event::default()
        };
        book.events.set(Id::fixed(8), Arc::new(met));
        let found = of(&book, &Practice::of(&book, today()), SHOP);
        assert_eq!(found.contact, Some(Grade::Weak));
        assert_eq!(found.weakest(), Some(Pillar::Contact));
    }

    #[test]
    fn trust_and_purchase_of_a_given_one_are_the_receivers_affair() {
        let given = Referral {
            direction: Direction::Given,
            receiver: Some(DANA),
            ..Referral::default()
        };
        let found = pillars_of(given);
        assert_eq!(found.trust, Some(Grade::DoesNotApply));
        assert_eq!(found.purchase, Some(Grade::DoesNotApply));
    }

    #[test]
    fn a_lunch_of_three_makes_up_for_a_weakness_until_it_is_the_plan() {
        assert_eq!(remedy(&received()), Some(Method::Lunch));
        for (method, wanted) in [(Method::Letter, Some(Method::Lunch)), (Method::Lunch, None)] {
            let introduction = Some(Introduction {
                method,
                ..Introduction::default()
            });
            assert_eq!(
                remedy(&Referral {
                    introduction,
                    ..received()
                }),
                wanted
            );
        }
    }

    proptest! {
        #[test]
        fn meeting_one_more_expectation_never_makes_the_purchase_worse(
            all in prop::collection::vec(
                (0_u8..=3, prop::sample::select(Verdict::ALL), prop::sample::select(Origin::ALL)),
                0..6,
            ),
            weight in 1_u8..=3,
        ) {
            let rank = |grade: Option<Grade>| match grade {
                Some(Grade::Strong) => 2,
                Some(Grade::Fair) => 1,
                _ => 0,
            };
            let before = purchase_in(&expecting(&all));
            let with = |verdict: Verdict| {
                let mut more = all.clone();
                more.push((weight, verdict, Origin::Said));
                purchase_in(&expecting(&more))
            };
            prop_assert!(rank(before.clone()) <= rank(with(Verdict::Met)));
            prop_assert!(rank(with(Verdict::Missed)) <= rank(with(Verdict::Met)));
            let mut assumed = all.clone();
            assumed.push((weight, Verdict::Missed, Origin::Assumed));
            prop_assert_eq!(before, purchase_in(&expecting(&assumed)));
        }
    }
}
