//! Random books, actions and histories, and books that a newer program has written into. Knows no law.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime};
use goodword::domain::action::{Action, Captured, Contact, Log, NextChange, Subject, Who};
use goodword::domain::book::{Book, Stamp};
use goodword::domain::event::{Kind, Way};
use goodword::domain::id::{Id, Ids};
use goodword::domain::person::{Person, Tier, Wait};
use goodword::domain::promise::{By, Promise};
use goodword::domain::record::Record;
use goodword::domain::referral::{Direction, Ending, Next, Outcome, Referral, Verb};
use goodword::domain::settings::Settings;
use goodword::domain::stage::Stage;
use goodword::domain::table::Table;
use goodword::history::History;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// The dice of one step; what they mean depends on the book that they meet.
#[derive(Clone, Debug)]
pub struct Roll {
    what: u8,
    who: u8,
    which: u8,
    n: u8,
    /// Milliseconds since the step before: 0 lets two changes tie.
    pause: u8,
}

pub fn roll() -> impl Strategy<Value = Roll> {
    (any::<u8>(), 0..7u8, 0..5u8, any::<u8>(), 0..3u8).prop_map(|(what, who, which, n, pause)| {
        Roll {
            what,
            who,
            which,
            n,
            pause,
        }
    })
}

pub fn rolls(most: usize) -> impl Strategy<Value = Vec<Roll>> {
    prop::collection::vec(roll(), 0..=most)
}

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day")
}

pub fn later(n: u8) -> NaiveDate {
    today() + Days::new(u64::from(n % 40))
}

/// A book on one device, with all that was done to it there.
pub struct Replica {
    pub history: History,
    pub stamp: Stamp,
}

impl Replica {
    pub fn open(book: Book, seed: u128, at: i64) -> Replica {
        Replica {
            history: History::open(book),
            stamp: Stamp {
                today: today(),
                at,
                ids: Ids::seeded(seed),
            },
        }
    }

    pub fn book(&self) -> &Book {
        self.history.book()
    }

    /// Performs an action; whether it was let.
    pub fn act(&mut self, roll: &Roll) -> bool {
        self.stamp.at += i64::from(roll.pause);
        let action = action(self.history.book(), roll);
        self.history.perform(action, &mut self.stamp).is_ok()
    }

    /// Forgets a person for good, which clears what could be undone.
    fn forget(&mut self, roll: &Roll) {
        let person = pick(&self.history.book().people, roll.who);
        let forget = Action::Forget(person);
        if self.history.perform(forget, &mut self.stamp).is_ok() {
            self.history = History::open(self.history.book().clone());
        }
    }

    /// One step of a life: an action, an undo, a redo, a person forgotten, a word from a newer program.
    pub fn live(&mut self, roll: &Roll) {
        self.stamp.at += i64::from(roll.pause);
        match roll.what % 16 {
            13 => drop(self.history.undo(self.stamp.at)),
            14 => drop(self.history.redo(self.stamp.at)),
            12 => self.forget(roll),
            15 => {
                let now = self.history.book().clone();
                let foreign = with_unknown(&now, roll, self.stamp.at);
                self.history.absorb(&now, &foreign);
            }
            _ => drop(self.act(roll)),
        }
    }
}

/// What becomes of a book after these steps on a device of its own.
pub fn lived(book: &Book, rolls: &[Roll], device: u128) -> Book {
    let mut replica = Replica::open(book.clone(), device, 1_000_000);
    for roll in rolls {
        replica.live(roll);
    }
    replica.book().clone()
}

/// A book with a past, as one device made it.
pub fn book_of(rolls: &[Roll]) -> Book {
    lived(&Book::new(today()), rolls, 0)
}

pub fn pick<R: Record>(table: &Table<R>, n: u8) -> Id {
    let at = usize::from(n) % (table.len() + 1);
    table.iter().nth(at).map_or(Id::fixed(404), |(id, _)| id)
}

pub fn word(n: u8) -> String {
    [
        "",
        "Ana",
        "Bo",
        "Çelik",
        "“quoted”\n",
        "\u{1f468}\u{200d}\u{1f469}",
        "null",
        "0",
    ][usize::from(n) % 8]
        .into()
}

pub fn who(book: &Book, n: u8) -> Who {
    match n % 7 {
        0 => Who::Nobody,
        1 => Who::New(word(n / 7)),
        _ => Who::Known(pick(&book.people, n)),
    }
}

fn next(book: &Book, roll: &Roll) -> Option<Next> {
    (!roll.n.is_multiple_of(4)).then(|| Next {
        verb: Verb::ALL[usize::from(roll.n) % Verb::ALL.len()].clone(),
        whom: Some(pick(&book.people, roll.who)),
        on: later(roll.n),
        time: (roll.n.is_multiple_of(3))
            .then(|| NaiveTime::from_hms_opt(10, 30, 0).expect("a time")),
        note: word(roll.n / 4),
        ..Next::default()
    })
}

/// What these dice do to this book. Much of it is refused.
pub fn action(book: &Book, roll: &Roll) -> Action {
    let Roll {
        who: person,
        which,
        n,
        ..
    } = *roll;
    let referral = pick(&book.referrals, which);
    let kind = || {
        let all = Kind::ALL;
        all[usize::from(n) % all.len()].clone()
    };
    match roll.what % 29 {
        0 | 1 => {
            let captured = Box::new(Captured {
                prospect: who(book, n),
                partner: who(book, person),
                direction: Direction::ALL[usize::from(n / 8) % 2].clone(),
                company: word(n / 3),
                need: word(n / 5),
                tags: [(word(n), true)].into(),
                level: (!n.is_multiple_of(3)).then_some(n % 10 + 1),
                urgent: n.is_multiple_of(2),
                next: next(book, roll),
                next_whom: who(book, n / 2),
                contact: (n.is_multiple_of(2)).then(|| Contact {
                    kind: kind(),
                    note: word(n),
                    thanked: n.is_multiple_of(4),
                    already: false,
                }),
                ..Captured::default()
            });
            if n.is_multiple_of(5) {
                Action::AddTo { referral, captured }
            } else {
                Action::Capture(captured)
            }
        }
        2 => save_person(book, roll),
        3 => save_referral(book, roll),
        4 => {
            let mut settings = book.settings().clone();
            match n % 4 {
                0 => settings.name = word(n / 4),
                1 => drop(settings.tiers.insert("A".into(), u32::from(n))),
                2 => drop(
                    settings
                        .reasons
                        .insert("won".into(), [(word(n / 4), true)].into()),
                ),
                _ => settings.reasons.entry("won".into()).or_default().clear(),
            }
            Action::SaveSettings {
                was: Arc::new(book.settings().clone()),
                settings: Box::<Settings>::new(settings),
            }
        }
        5 => Action::Delete(match n % 4 {
            0 => Subject::Person(pick(&book.people, person)),
            1 => Subject::Referral(referral),
            2 => Subject::Promise(pick(&book.promises, which)),
            _ => Subject::Event(pick(&book.events, which)),
        }),
        6 => Action::Move {
            referral,
            to: Stage::ALL[usize::from(n) % 8],
            why: word(n / 8),
        },
        7 => Action::SetNext {
            referral,
            next: next(book, roll),
            whom: who(book, person),
        },
        8 => Action::Wait {
            subject: if n.is_multiple_of(2) {
                Subject::Person(pick(&book.people, person))
            } else {
                Subject::Referral(referral)
            },
            wait: (!n.is_multiple_of(3)).then(|| Wait {
                until: (!n.is_multiple_of(4)).then(|| later(n)),
                why: word(n),
                ..Wait::default()
            }),
            on: who(book, n / 3),
        },
        9 | 10 => Action::Log(Box::new(Log {
            kind: kind(),
            who: who(book, person),
            referral: (!n.is_multiple_of(4)).then_some(referral),
            way: [None, Some(Way::Given), Some(Way::Got)][usize::from(n) % 3].clone(),
            on: (n.is_multiple_of(5)).then(|| today() - Days::new(u64::from(n))),
            note: word(n),
            next: match n % 3 {
                0 => NextChange::Keep,
                1 => NextChange::Clear,
                _ => next(book, roll).map_or(NextChange::Keep, NextChange::Set),
            },
            ..Log::default()
        })),
        11 => Action::Close {
            referral,
            outcome: Outcome {
                ending: Ending::ALL[usize::from(n) % 6].clone(),
                reason: word(n / 6),
                ..Outcome::default()
            },
        },
        12 => Action::Reopen(referral),
        13 => Action::Promise {
            promise: Box::new(Promise {
                by: By::ALL[usize::from(n) % 2].clone(),
                what: word(n),
                due: (n.is_multiple_of(3)).then(|| later(n)),
                ..Promise::default()
            }),
            who: who(book, person),
        },
        14 => Action::EndPromise {
            promise: pick(&book.promises, which),
            kept: n.is_multiple_of(2),
        },
        15 => Action::Settle {
            key: format!("rule {}", n % 3),
            until: (n.is_multiple_of(2)).then(|| later(n)),
            why: word(n),
            what: "it".into(),
        },
        16 => Action::SetTier {
            people: vec![pick(&book.people, person), pick(&book.people, which)],
            tier: (!n.is_multiple_of(5)).then(|| Tier::ALL[usize::from(n) % 4].clone()),
        },
        17..=20 => crate::method::action(book, roll.what, (person, which, n)),
        21..=24 => crate::bonds::action(book, n / 2, (person, which, n)),
        25 => crate::review::action(book, (person, which, n)),
        26 | 27 => crate::process::action(book, (person, which, n)),
        _ if n.is_multiple_of(2) => Action::Join {
            referral,
            source: who(book, person),
        },
        _ => Action::Many {
            said: "Two at once".into(),
            more: String::new(),
            actions: (1..3)
                .map(|step| {
                    let roll = Roll {
                        what: n / 3 + step * 5,
                        n: n.wrapping_mul(step + 2) & !1,
                        ..roll.clone()
                    };
                    action(book, &roll)
                })
                .collect(),
        },
    }
}

fn save_person(book: &Book, roll: &Roll) -> Action {
    let id = pick(&book.people, roll.who);
    let was = book.people.arc(id).cloned();
    let mut person = was.as_deref().cloned().unwrap_or_default();
    match roll.n % 5 {
        0 => person.name = word(roll.n / 5),
        1 => person.email = word(roll.n / 5),
        2 => drop(person.tags.insert(word(roll.n / 5), true)),
        3 => person.tags.clear(),
        _ => person.every = Some(u32::from(roll.n)),
    }
    if was.is_none() {
        person.name = word(roll.n);
    }
    Action::SavePerson {
        id: was.is_some().then_some(id),
        was,
        person: Box::<Person>::new(person),
    }
}

fn save_referral(book: &Book, roll: &Roll) -> Action {
    let id = pick(&book.referrals, roll.which);
    let was = book.referrals.arc(id).cloned();
    let mut referral = was.as_deref().cloned().unwrap_or_default();
    match roll.n % 5 {
        0 => referral.need = word(roll.n / 5),
        1 => referral.level = Some(roll.n % 10 + 1),
        2 => drop(referral.tags.insert(word(roll.n / 5), true)),
        3 => referral.tags.clear(),
        _ => referral.next = next(book, roll),
    }
    let prospect = match (referral.prospect, &was) {
        (Some(id), _) => Who::Known(id),
        (None, Some(_)) => Who::Nobody,
        (None, None) => who(book, roll.n),
    };
    let partner = referral.partner().map_or(Who::Nobody, Who::Known);
    Action::SaveReferral {
        id: was.is_some().then_some(id),
        was,
        referral: Box::<Referral>::new(referral),
        prospect,
        partner,
    }
}

/// The book after a newer program put a field of its own into one of its objects.
pub fn with_unknown(book: &Book, roll: &Roll, at: i64) -> Book {
    let mut value = serde_json::to_value(book).expect("a book is plain data");
    let homes = homes(&value);
    let home = &homes[(usize::from(roll.n) * 5 + usize::from(roll.which)) % homes.len()];
    // A field of one name has one type, in a newer program too.
    let kinds: [&[u8]; 3] = [&[0, 1, 2, 3, 8, 9, 10], &[6, 7], &[4, 5]];
    let which = roll.who % 3;
    let kinds = kinds[usize::from(which)];
    let field = format!("x-{which}");
    let object = object_at(&mut value, home);
    object.insert(field, unknown(kinds[usize::from(roll.n) % kinds.len()]));
    if let [table, id, ..] = &home[..] {
        let record: &[String] = if table == "settings" {
            &home[..1]
        } else {
            &[table.clone(), id.clone()]
        };
        object_at(&mut value, record).insert("updated".into(), at.into());
    }
    serde_json::from_str(&value.to_string()).expect("unknown fields are let in")
}

/// Every unknown value that these dice know, at all places at once.
pub fn with_unknown_everywhere(book: &Book, n: u8) -> Book {
    let mut value = serde_json::to_value(book).expect("a book is plain data");
    for (at, home) in homes(&value).into_iter().enumerate() {
        let n = n.wrapping_add(u8::try_from(at % 256).expect("below 256"));
        object_at(&mut value, &home).insert("x-new".into(), unknown(n));
    }
    serde_json::from_str(&value.to_string()).expect("unknown fields are let in")
}

fn unknown(n: u8) -> Value {
    let text = match n % 11 {
        0 => "123456789012345678901234567890",
        1 => "1e400",
        2 => "-0.10",
        3 => r#"[null, [], {"a": null}]"#,
        4 => "{}",
        5 => r#"{"b": 1, "a": {"c": [1.50]}}"#,
        6 => r#"{"00000000-0000-0000-0000-000000000001": true}"#,
        7 => r#"{"00000000-0000-0000-0000-000000000002": {"on": "2026-01-01"}}"#,
        8 => r#""\u0000 \ud83d\ude00 \u202e""#,
        9 => "null",
        _ => "true",
    };
    serde_json::from_str(text).expect("JSON")
}

fn object_at<'v>(mut value: &'v mut Value, path: &[String]) -> &'v mut Map<String, Value> {
    for step in path {
        value = &mut value[step.as_str()];
    }
    value.as_object_mut().expect("an object")
}

/// The objects of a book that are records or parts of records, so that a newer program may add a field.
fn homes(book: &Value) -> Vec<Vec<String>> {
    let under = |path: &[String]| -> Vec<String> {
        let mut value = book;
        for step in path {
            value = &value[step.as_str()];
        }
        value
            .as_object()
            .map(|object| object.keys().cloned().collect())
            .unwrap_or_default()
    };
    let known = [
        "people",
        "referrals",
        "events",
        "promises",
        "expectations",
        "maps",
        "settled",
        "clashes",
        "gone",
    ];
    let mut homes = vec![vec![]];
    if book["settings"].is_object() {
        homes.push(vec!["settings".to_string()]);
    }
    for table in known.map(String::from) {
        for id in under(std::slice::from_ref(&table)) {
            let record = vec![table.clone(), id];
            for (field, inner) in [
                ("next", None),
                ("wait", None),
                ("outcome", None),
                ("moves", Some("")),
                ("also", Some("")),
                ("steps", Some("checklist")),
            ] {
                let mut part = record.clone();
                part.push(field.into());
                match inner {
                    None if !book[&record[0]][&record[1]][field].is_null() => homes.push(part),
                    None => {}
                    Some(deeper) => {
                        for key in under(&part) {
                            let mut one = part.clone();
                            one.push(key);
                            let mut list = one.clone();
                            homes.push(one);
                            list.push(deeper.into());
                            for item in under(&list) {
                                let mut item_home = list.clone();
                                item_home.push(item);
                                homes.push(item_home);
                            }
                        }
                    }
                }
            }
            homes.push(record);
        }
    }
    homes
}
