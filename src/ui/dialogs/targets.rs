//! The menus of whom a person is to be asked about, and of what became of one of them. They will never ask.

use std::sync::Arc;

use crate::domain::action::{Action, Subject};
use crate::domain::client::{Aim, Target};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;

use super::super::arc;
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::super::offers::client;
use super::super::offers::shared::unmasked;
use super::clients::{leads, opens, row, then};
use super::menu::{Menu, Row};

impl Menu {
    /// Whom a person is to be asked about: those still open first, then what became of the others.
    pub fn targets(person: Id, cx: &Cx) -> Menu {
        let mut all: Vec<(Id, &Arc<Target>)> = cx
            .practice
            .targets_of(person)
            .iter()
            .map(|target| (target.id, &target.record))
            .collect();
        all.sort_by_key(|(_, it)| it.aim());
        let rows = all.iter().enumerate().map(|(place, (id, it))| {
            // Digits reach nine of them; the cursor reaches all.
            let key = if place < 9 {
                (place + 1).to_string()
            } else {
                String::new()
            };
            row(
                &key,
                &arc::target_state(it, cx),
                &arc::target(*id, it, cx),
                leads(unmasked(Ask::Target { id: *id }, cx)),
            )
        });
        let form = FormKind::Target { person, id: None };
        let new = row(
            "n",
            "new",
            "somebody else whom they may know",
            opens(form, cx),
        );
        let title = format!("Whom to ask {} about", cx.name(Some(person)));
        Menu::by_letter(title, rows.chain([new]).collect())
    }

    /// What can become of one target.
    pub fn target(id: Id, cx: &Cx) -> Menu {
        let Some(it) = cx.book.targets.arc(id) else {
            return Menu::by_letter("Nobody any more", Vec::new());
        };
        let mut rows = rows(id, it, cx);
        rows.extend(it.person.map(|person| {
            let form = FormKind::Target {
                person,
                id: Some(id),
            };
            row(
                "c",
                "change",
                "name, company, what makes you think so",
                opens(form, cx),
            )
        }));
        rows.push(row(
            "x",
            "take off",
            "nobody to ask about any more",
            save(id, it, |target| Target {
                whom: None,
                name: String::new(),
                ..target
            }),
        ));
        let (name, of) = (cx.target(id), cx.name(it.person));
        let stands = match it.aim() {
            Aim::Open => format!("to ask {of} about"),
            Aim::Asked | Aim::Declined => format!("{of} {}", was(it, cx)),
            Aim::Referred => format!("came from {of}"),
        };
        Menu::by_letter(format!("{name} · {stands}"), rows)
    }
}

/// The steps of one target by where it stands.
fn rows(id: Id, it: &Arc<Target>, cx: &Cx) -> Vec<Row> {
    if let Some(referral) = it.referral {
        let page = Effect::Open(Ask::Page(Subject::Referral(referral)));
        return vec![row("o", "open", "the referral that came of it", then(page))];
    }
    let today = cx.today;
    let ask = match it.person.map(|person| client::ask(person, Some(id), cx)) {
        Some(offer) => leads(offer),
        None => Offer::NotNow(Refusal::new("nobody is there to ask")),
    };
    let again = it.aim() != Aim::Open;
    let words = if again { "asked again" } else { "asked" };
    let mut rows = vec![
        row("a", words, "what they said about it", ask),
        row(
            "r",
            "a referral",
            "capture it: they introduce you",
            leads(unmasked(Ask::Referred { target: id }, cx)),
        ),
    ];
    rows.push(if it.declined.is_some() {
        row(
            "d",
            "open again",
            "they would introduce you after all",
            save(id, it, |target| Target {
                declined: None,
                asked: None,
                ..target
            }),
        )
    } else {
        row(
            "d",
            "declined",
            "they would rather not introduce you",
            save(id, it, |target| Target {
                declined: Some(today),
                ..target
            }),
        )
    });
    rows
}

/// Saves it as it has become.
fn save(id: Id, was: &Arc<Target>, change: impl FnOnce(Target) -> Target) -> Offer {
    Offer::Yes(Effect::Submit(Action::SaveTarget {
        id: Some(id),
        was: Some(Arc::clone(was)),
        target: Box::new(change((**was).clone())),
    }))
}

/// The same of the one who was asked: "was asked 3 Nov", "declined yesterday".
fn was(it: &Target, cx: &Cx) -> String {
    let near = |on| day::near(on, cx.today);
    match (it.declined, it.asked) {
        (Some(on), _) => format!("declined {}", near(on)),
        (None, Some(on)) => format!("was asked {}", near(on)),
        (None, None) => String::new(),
    }
}
