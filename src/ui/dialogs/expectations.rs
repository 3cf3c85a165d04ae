//! The menus of what stands on a person's page: what a client expects, and what became of a promise. They will never say
//! what follows from it.

use crate::domain::action::Subject;
use crate::domain::id::Id;

use super::super::arc;
use super::super::command::Command;
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::super::offers::any as offers;
use super::menu::{Menu, Row};

impl Menu {
    /// What became of a promise.
    pub fn promise(id: Id, cx: &Cx) -> Menu {
        let it = cx.book.promises.get(id);
        let what = it.map_or("", |it| cx.words(&it.what));
        let subject = Subject::Promise(id);
        let rows = [
            ("k", "kept", Command::Keep),
            ("b", "not kept", Command::Break),
            ("n", "a note", Command::Note),
            ("d", "delete it", Command::Delete),
        ];
        let rows = rows.map(|(key, words, command)| Row {
            key: key.into(),
            words: words.into(),
            more: String::new(),
            command: None,
            twin: None,
            offer: match offers::subject(command, subject, cx) {
                Offer::Yes(effect) => Offer::Yes(Effect::Then(Box::new(effect))),
                other => other,
            },
        });
        Menu::by_letter(format!("“{what}”"), rows.into())
    }

    /// What a client expects, oldest first.
    pub fn expectations(person: Id, cx: &Cx) -> Menu {
        let opens = |id| {
            let form = Ask::Form(FormKind::Expectation { person, id });
            Offer::Yes(Effect::Then(Box::new(Effect::Open(form))))
        };
        let all = cx.practice.expectations_of(person).iter().enumerate();
        let rows = all.map(|(place, it)| {
            let (verdict, words) = arc::expectation(&it.record, cx);
            Row {
                // Digits reach nine of them; the cursor reaches all.
                key: if place < 9 {
                    (place + 1).to_string()
                } else {
                    String::new()
                },
                words: format!("{verdict:<8}"),
                more: words,
                twin: None,
                command: None,
                offer: opens(Some(it.id)),
            }
        });
        let new = Row {
            key: "n".into(),
            words: "new     ".into(),
            more: "something else that they expect".into(),
            twin: None,
            command: None,
            offer: opens(None),
        };
        let title = format!("What {} expects", cx.name(Some(person)));
        Menu::by_letter(title, rows.chain([new]).collect())
    }
}
