//! The dice of what the method asks to be noted.

use goodword::domain::action::{Action, Bond, Edit, OfPerson, Reply};
use goodword::domain::book::Book;
use goodword::domain::expectation::{Expectation, Verdict};
use goodword::domain::introduction::{Introduction, Method, State};
use goodword::domain::pillars::{Grade, Judged, Tie};
use goodword::domain::referral::Outcome;

use crate::random::{later, pick, today, who, word};

/// What these dice do to this book.
pub fn action(book: &Book, what: u8, (person, which, n): (u8, u8, u8)) -> Action {
    let referral = pick(&book.referrals, which);
    match what % 4 {
        0 | 1 => Action::Edit {
            referral,
            edit: Box::new(edit(n)),
        },
        2 => Action::Introduce {
            referral,
            to: State::ALL[usize::from(n) % 5].clone(),
        },
        _ => match n % 4 {
            3 => Action::Silence {
                rule: "gone-quiet".into(),
                person: (!n.is_multiple_of(3)).then(|| pick(&book.people, person)),
                silent: n.is_multiple_of(5) || which == 0,
                what: word(n),
            },
            0 => Action::Bond {
                person: pick(&book.people, person),
                bond: Box::new(Bond::Judged(
                    if n.is_multiple_of(2) {
                        OfPerson::Trust
                    } else {
                        OfPerson::Purchase
                    },
                    (!n.is_multiple_of(5)).then(|| Judged {
                        grade: Grade::ALL[usize::from(n) % 4].clone(),
                        why: word(n / 4),
                        ..Judged::default()
                    }),
                )),
            },
            1 => save_expectation(book, (person, which, n)),
            _ => Action::PassOn {
                referral,
                outcome: Outcome {
                    instead: word(n / 3),
                    ..Outcome::default()
                },
                to: who(book, person),
            },
        },
    }
}

/// An expectation as its form saves it: a new one, or on top of the one that it was opened on.
fn save_expectation(book: &Book, (person, which, n): (u8, u8, u8)) -> Action {
    let id = (!n.is_multiple_of(4)).then(|| pick(&book.expectations, which));
    let was = id.and_then(|id| book.expectations.arc(id).cloned());
    let expectation = Expectation {
        person: Some(pick(&book.people, person)),
        words: word(n / 3),
        priority: n % 3 + 1,
        verdict: Verdict::ALL[usize::from(n) % 4].clone(),
        on: today(),
        ..was.as_deref().cloned().unwrap_or_default()
    };
    Action::SaveExpectation {
        id,
        was,
        expectation: Box::new(expectation),
    }
}

/// One part of a referral, changed by itself.
fn edit(n: u8) -> Edit {
    let level = |n: u8| (!n.is_multiple_of(4)).then_some(n % 10 + 1);
    match n % 7 {
        0 => Edit::Level {
            level: level(n / 7),
            aim: level(n / 9),
        },
        1 => Edit::Tie {
            tie: (!n.is_multiple_of(4)).then(|| Tie {
                nature: word(n),
                strength: (!n.is_multiple_of(3)).then_some([-2, -1, 0, 1, 2][usize::from(n) % 5]),
                confirmed: n.is_multiple_of(2),
                ..Tie::default()
            }),
            approach: word(n / 3),
        },
        2 => Edit::Told(word(n)),
        3 => Edit::Introduction((!n.is_multiple_of(5)).then(|| Introduction {
            method: Method::ALL[usize::from(n) % 4].clone(),
            state: State::ALL[usize::from(n / 4) % 5].clone(),
            since: today(),
            done: word(n),
            why: word(n / 2),
            on: n.is_multiple_of(3).then(|| later(n)),
            words: word(n / 5),
            ..Introduction::default()
        })),
        4 => Edit::Kept(n.is_multiple_of(2)),
        5 => Edit::Short([None, Some(true), Some(false)][usize::from(n) % 3]),
        _ => Edit::Answers(vec![Reply {
            item: ["research.fit", "meet.need", "source.appointment"][usize::from(n) % 3].into(),
            done: n.is_multiple_of(2),
            note: word(n / 2),
        }]),
    }
}
