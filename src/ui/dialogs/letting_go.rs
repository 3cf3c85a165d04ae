//! The menu that asks, from the third time on, whether a kind of nudge is wanted at all. It will never stop one by itself.

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::insight::nudge::Nudge;
use crate::insight::wearying::time;

use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::super::offers::nudge::what;
use super::super::words;
use super::menu::{Menu, Row};

impl Menu {
    /// Let go: this one, or all of its kind, for its person or for everybody.
    pub fn let_go(nudge: &Nudge, cx: &Cx) -> Menu {
        let rule = words::rule(nudge.rule);
        let silence = |person: Option<Id>| {
            Offer::Yes(Effect::Submit(Action::Silence {
                rule: nudge.rule.rule().word.into(),
                person,
                silent: true,
                what: rule.into(),
            }))
        };
        let form = Ask::Form(FormKind::LetGo {
            key: nudge.key(),
            what: what(nudge, cx),
        });
        let form = Offer::Yes(Effect::Then(Box::new(Effect::Open(form))));
        let of_person = nudge.person.map(|person| {
            let name = cx.name(Some(person));
            let words = format!("stop asking for {name}");
            row(
                "p",
                &words,
                "the others are asked about as before",
                silence(Some(person)),
            )
        });
        let rows = [row("-", "let this one go", "and say why", form)]
            .into_iter()
            .chain(of_person)
            .chain([row(
                "a",
                "stop asking for all",
                "nobody is asked about again",
                silence(None),
            )]);
        let time = match time(cx.book, nudge) {
            3 => "for the third time".into(),
            4 => "for the fourth time".into(),
            5 => "for the fifth time".into(),
            more => format!("{more} times"),
        };
        let title = format!("Let go {time}: {rule}");
        Menu::by_letter(title, rows.collect()).foot("u takes it back")
    }
}

fn row(key: &str, words: &str, more: &str, offer: Offer) -> Row {
    Row {
        key: key.into(),
        words: format!("{words:<28}"),
        twin: None,
        more: more.into(),
        command: None,
        offer,
    }
}
