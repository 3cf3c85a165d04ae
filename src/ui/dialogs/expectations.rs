//! The menu of what a client expects: each to be judged or put right, and a new one. It will never say
//! what follows from them.

use crate::domain::id::Id;

use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::menu::{Menu, Row};
use super::specs::pillars::expectation_words;

impl Menu {
    /// What a client expects, oldest first.
    pub fn expectations(person: Id, cx: &Cx) -> Menu {
        let opens = |id| {
            let form = Ask::Form(FormKind::Expectation { person, id });
            Offer::Yes(Effect::Then(Box::new(Effect::Open(form))))
        };
        let all = cx.practice.expectations_of(person).iter().enumerate();
        let rows = all.map(|(place, it)| {
            let (verdict, words) = expectation_words(&it.record, cx);
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
