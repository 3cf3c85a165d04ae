//! The menus of an agreement and of a referral meeting that is ahead. They will never say what the client thinks.

use crate::domain::action::{Action, Bond};
use crate::domain::client::Criterion;
use crate::domain::day;
use crate::domain::id::Id;
use crate::insight::client::{Client, Meeting};
use crate::insight::readiness::is_prepared;

use super::super::arc;
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::super::offers::shared;
use super::super::readiness;
use super::menu::{Menu, Row};

impl Menu {
    /// The newest agreement with a client: each criterion to be judged, the whole to be changed, a new one.
    pub fn agreement(person: Id, cx: &Cx) -> Menu {
        let newest = cx.practice.agreements_of(person).last();
        let (id, agreement) = newest.map_or((None, None), |it| (Some(it.id), Some(&it.record)));
        let criteria = agreement.into_iter().flat_map(|it| it.criteria.iter());
        let mut rows: Vec<Row> = criteria
            .enumerate()
            .filter_map(|(place, (criterion, it))| {
                let form = FormKind::Criterion {
                    agreement: id?,
                    id: *criterion,
                };
                // Digits reach nine of them; the cursor reaches all.
                let key = if place < 9 {
                    (place + 1).to_string()
                } else {
                    String::new()
                };
                Some(row(
                    &key,
                    arc::criterion(it.met),
                    &judged(it, cx),
                    opens(form, cx),
                ))
            })
            .collect();
        let form = |id| opens(FormKind::Agreement { person, id }, cx);
        rows.push(row(
            "c",
            "change",
            "the number, the tests, the note",
            form(id),
        ));
        rows.push(row("n", "new", "what is agreed from now on", form(None)));
        let client = Client::of(cx.book, cx.practice, person);
        let name = cx.name(Some(person));
        let on = client
            .agreement
            .map(|agreed| day::near(agreed.on, cx.today));
        let title = format!(
            "Agreed with {name} {}: {}",
            on.unwrap_or_default(),
            readiness::agreed(&client, cx)
        );
        Menu::by_letter(title, rows)
    }

    /// The referral meeting that is ahead: prepared, held, moved or dropped.
    pub fn meeting(person: Id, cx: &Cx) -> Menu {
        let client = Client::of(cx.book, cx.practice, person);
        let prepare = if is_prepared(cx.book, cx.practice, person) {
            let about = readiness::to_ask_about(&client.targets, cx);
            format!("to ask about: {about}")
        } else {
            readiness::line(person, cx)
        };
        let targets = if client.targets.is_nobody() {
            opens(FormKind::Target { person, id: None }, cx)
        } else {
            leads(shared::unmasked(Ask::Targets { person }, cx))
        };
        let drop = Offer::Yes(Effect::Submit(Action::Bond {
            person,
            bond: Box::new(Bond::Asking(None)),
        }));
        let (day, when) = match client.meeting {
            Meeting::Agreed { on, time } => {
                let time = time.map_or(String::new(), |time| format!(" {}", day::clock(time)));
                let when = format!("{}{time}", day::full(on, cx.today));
                ("another day, time or place", when)
            }
            Meeting::Proposed { since } => (
                "agree on a day",
                format!("proposed {}", day::near(since, cx.today)),
            ),
            Meeting::None | Meeting::Held { .. } => ("agree on a day", String::new()),
        };
        let rows = vec![
            row(
                "h",
                "held",
                "record it, and whom you asked about",
                opens(FormKind::Held { person }, cx),
            ),
            row("p", "prepare", &prepare, targets),
            row("d", "day", day, opens(FormKind::Propose { person }, cx)),
            row("x", "no meeting", "it will not take place", drop),
        ];
        let name = cx.name(Some(person));
        let dot = if when.is_empty() { "" } else { " · " };
        Menu::by_letter(format!("Referral meeting with {name}{dot}{when}"), rows)
    }
}

/// A criterion with the day on which it was judged.
fn judged(it: &Criterion, cx: &Cx) -> String {
    let on = it.on.map_or(String::new(), |on| {
        format!(" ({})", day::near(on, cx.today))
    });
    format!("“{}”{on}", cx.words(&it.words))
}

pub(super) fn row(key: &str, words: &str, more: &str, offer: Offer) -> Row {
    Row {
        key: key.into(),
        words: format!("{words:<13}"),
        more: more.into(),
        command: None,
        twin: None,
        offer,
    }
}

/// A form, in the place of the menu; not while what it shows is masked.
pub(super) fn opens(form: FormKind, cx: &Cx) -> Offer {
    leads(shared::form(form, cx))
}

/// What is offered, in the place of the menu.
pub(super) fn leads(offer: Offer) -> Offer {
    match offer {
        Offer::Yes(effect) => then(effect),
        other => other,
    }
}

pub(super) fn then(effect: Effect) -> Offer {
    Offer::Yes(Effect::Then(Box::new(effect)))
}
