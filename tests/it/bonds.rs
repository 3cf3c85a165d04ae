//! The dice of what is noted of one person, and of people who become one.

use chrono::Days;
use goodword::domain::action::{Action, Bond, Captured, Log, OfPerson, Who};
use goodword::domain::book::Book;
use goodword::domain::client::{Agreement, Asking, Criterion, Per, Target};
use goodword::domain::event::Kind;
use goodword::domain::id::Id;
use goodword::domain::person::{Lesson, Skill};
use goodword::domain::pillars::{Grade, Judged};
use goodword::domain::relation::{Again, Category, Gain, NoAsk, Reached, Vcp, Willing};

use crate::random::{later, pick, today, who, word};

/// What these dice do to this book.
pub fn action(book: &Book, what: u8, (person, which, n): (u8, u8, u8)) -> Action {
    let of = pick(&book.people, person);
    match what % 6 {
        0 | 1 => Action::Bond {
            person: of,
            bond: Box::new(bond(book, n)),
        },
        2 => agreement(book, (of, which, n)),
        3 => target(book, (of, which, n)),
        4 => match n % 4 {
            0 => Action::Ideal(word(n / 4)),
            1 => Action::Tag {
                people: vec![of, pick(&book.people, which)],
                add: [(word(n / 4), true)].into(),
                remove: [(word(n / 3), true)].into(),
            },
            2 => event(book, which, n),
            _ => Action::Log(Box::new(Log {
                kind: [Kind::Ask, Kind::Friction, Kind::CheckIn, Kind::MadeUp]
                    [usize::from(n / 4) % 4]
                    .clone(),
                who: Who::Known(of),
                note: word(n / 3),
                theirs: word(n / 5),
                target: (n.is_multiple_of(2)).then(|| pick(&book.targets, which)),
                again: (n.is_multiple_of(3)).then(|| again(n)),
                ..Log::default()
            })),
        },
        _ => Action::Unite {
            keep: of,
            other: pick(&book.people, which),
        },
    }
}

fn again(n: u8) -> Again {
    Again {
        on: later(n),
        why: word(n / 2),
        ..Again::default()
    }
}

fn bond(book: &Book, n: u8) -> Bond {
    let is_none = n.is_multiple_of(5);
    let why = || word(n / 6);
    match n % 13 {
        0 => Bond::Judged(
            OfPerson::Trust,
            (!is_none).then(|| Judged {
                grade: Grade::ALL[usize::from(n / 13) % 4].clone(),
                why: why(),
                ..Judged::default()
            }),
        ),
        1 => Bond::Taught(vec![(
            Skill::ALL[usize::from(n) % 5].clone(),
            Lesson {
                taught: (!is_none).then(today),
                ..Lesson::default()
            },
        )]),
        2 => Bond::Vcp((!is_none).then(|| Reached {
            stage: Vcp::ALL[usize::from(n / 13) % 3].clone(),
            why: why(),
            ..Reached::default()
        })),
        3 => Bond::Category((!is_none).then(|| Category::ALL[usize::from(n / 13) % 8].clone())),
        4 => Bond::Willing((!is_none).then(|| Willing::ALL[usize::from(n / 13) % 4].clone())),
        5 => Bond::NoAsk((!is_none).then(|| NoAsk {
            why: why(),
            ..NoAsk::default()
        })),
        6 => Bond::Partner(n.is_multiple_of(2)),
        7 => Bond::Best(why()),
        8 => Bond::Via(who(book, n / 13)),
        9 => Bond::Gains(vec![(Gain::ALL[usize::from(n / 13) % 5].clone(), why())]),
        10 => Bond::Wants(why()),
        11 => Bond::Again((!is_none).then(|| again(n))),
        _ => Bond::Asking((!is_none).then(|| Asking {
            proposed: Some(today()),
            on: (n.is_multiple_of(2)).then(|| later(n)),
            place: why(),
            held: (n.is_multiple_of(3)).then(today),
            ..Asking::default()
        })),
    }
}

fn agreement(book: &Book, (of, which, n): (Id, u8, u8)) -> Action {
    let id = (!n.is_multiple_of(3)).then(|| pick(&book.agreements, which));
    let was = id.and_then(|id| book.agreements.arc(id)).cloned();
    let mut agreement = was.as_deref().cloned().unwrap_or_else(|| Agreement {
        person: Some(of),
        on: today(),
        ..Agreement::default()
    });
    match n % 4 {
        0 => agreement.count = u32::from(n),
        1 => agreement.per = Per::ALL[usize::from(n / 4) % 2].clone(),
        2 => agreement.note = word(n / 4),
        _ => {
            let criterion = Criterion {
                words: word(n / 4),
                met: [None, Some(true), Some(false)][usize::from(n) % 3],
                ..Criterion::default()
            };
            let key = Id::fixed(1000 + u128::from(n % 3));
            agreement.criteria.insert(key, criterion);
        }
    }
    let added = (n.is_multiple_of(5)).then(|| Criterion {
        words: word(n / 6),
        ..Criterion::default()
    });
    Action::SaveAgreement {
        id,
        was,
        agreement: Box::new(agreement),
        added: added.into_iter().collect(),
    }
}

fn target(book: &Book, (of, which, n): (Id, u8, u8)) -> Action {
    let id = (!n.is_multiple_of(3)).then(|| pick(&book.targets, which));
    if let Some(target) = id.filter(|_| n.is_multiple_of(7)) {
        return Action::Refer {
            target,
            captured: Box::new(Captured {
                partner: Who::Known(of),
                ..Captured::default()
            }),
        };
    }
    if n.is_multiple_of(11) {
        let log = Log {
            kind: Kind::Ask,
            who: Who::Known(of),
            note: word(n / 3),
            ..Log::default()
        };
        let target = Target {
            person: Some(of),
            name: word(n / 2),
            on: today(),
            ..Target::default()
        };
        return Action::AskAbout {
            target: Box::new(target),
            log: Box::new(log),
        };
    }
    let was = id.and_then(|id| book.targets.arc(id)).cloned();
    let mut target = was.as_deref().cloned().unwrap_or_else(|| Target {
        person: Some(of),
        on: today(),
        ..Target::default()
    });
    match n % 4 {
        0 => target.name = word(n / 4),
        1 => target.why = word(n / 4),
        2 => target.declined = Some(today()),
        _ => target.whom = Some(pick(&book.people, n / 4)),
    }
    Action::SaveTarget {
        id,
        was,
        target: Box::new(target),
    }
}

fn event(book: &Book, which: u8, n: u8) -> Action {
    let id = pick(&book.events, which);
    let was = book.events.arc(id).cloned().unwrap_or_default();
    let mut event = (*was).clone();
    event.note = word(n / 4);
    event.on = today() - Days::new(u64::from(n % 9));
    Action::SaveEvent {
        id,
        was,
        event: Box::new(event),
    }
}
