//! The menu of what is given and got: a small letter for given, its capital for got. It will never weigh one against the
//! other.

use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;

use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::menu::{Menu, Row, Twin};

/// The letter of an act, where its own first letter is another's.
fn letter(kind: &Kind) -> &'static str {
    match kind {
        Kind::Introduction => "i",
        Kind::Testimonial => "t",
        Kind::Recommendation => "r",
        Kind::Advice => "a",
        Kind::Information => "f",
        Kind::Invitation => "v",
        Kind::Business => "b",
        Kind::Visibility => "s",
        Kind::Help => "h",
        _ => "g",
    }
}

impl Menu {
    /// The acts of support, each way; what they did and I never did is marked.
    pub fn acts(person: Id, cx: &Cx) -> Menu {
        let unreturned = cx.practice.relation(person).unreturned();
        let rows = Kind::ACTS.iter().map(|kind| {
            let opens = |way: Way| {
                let kind = kind.clone();
                let form = Ask::Form(FormKind::Give { person, kind, way });
                Offer::Yes(Effect::Then(Box::new(Effect::Open(form))))
            };
            let key = letter(kind);
            let never = if unreturned.contains(&kind) {
                "never returned"
            } else {
                ""
            };
            Row {
                key: key.into(),
                words: "gave".into(),
                twin: Some(Twin {
                    key: key.to_uppercase(),
                    words: "got".into(),
                    offer: opens(Way::Got),
                }),
                more: format!("{:<22}{never}", kind.title()).trim_end().into(),
                command: None,
                offer: opens(Way::Given),
            }
        });
        let title = format!("Given to or got from {}", cx.name(Some(person)));
        Menu::by_letter(title, rows.collect())
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::super::trial::{Desk, book, person};
    use super::*;
    use crate::domain::action::{Action, Log, Who};
    use crate::domain::book::{Book, Stamp};
    use crate::domain::id::Ids;
    use crate::ui::command::Command;

    fn lived_in() -> (Book, Id) {
        let mut book = book(&["Priya Shah from Dana Ortiz, web shop"]);
        let dana = person(&book, "Dana Ortiz");
        let mut stamp = Stamp {
            today: super::super::trial::today(),
            at: 9_000,
            ids: Ids::seeded(9),
        };
        for (kind, way) in [
            (Kind::Testimonial, Way::Got),
            (Kind::Advice, Way::Got),
            (Kind::Advice, Way::Given),
        ] {
            let log = Log {
                kind,
                who: Who::Known(dana),
                way: Some(way),
                ..Log::default()
            };
            Action::Log(Box::new(log))
                .perform(&mut book, &mut stamp)
                .unwrap();
        }
        (book, dana)
    }

    fn menu() -> (Desk, Id) {
        let (book, dana) = lived_in();
        let desk = Desk::new(book, |cx| Box::new(Menu::acts(dana, cx)));
        (desk, dana)
    }

    fn form(person: Id, kind: &Kind, way: Way) -> Effect {
        let kind = kind.clone();
        let form = Ask::Form(FormKind::Give { person, kind, way });
        Effect::Then(Box::new(Effect::Open(form)))
    }

    #[test]
    fn each_kind_has_a_letter_and_its_capital() {
        let (mut desk, dana) = menu();
        let mut seen = std::collections::BTreeSet::new();
        for kind in &Kind::ACTS {
            let small = letter(kind);
            assert!(seen.insert(small), "{small} is two kinds");
            assert_eq!(desk.types(small), Some(form(dana, kind, Way::Given)));
            let capital = small.to_uppercase();
            assert_eq!(desk.types(&capital), Some(form(dana, kind, Way::Got)));
        }
    }

    #[test]
    fn enter_is_what_i_gave_and_the_cursor_says_which() {
        let (mut desk, dana) = menu();
        assert_eq!(
            desk.key(KeyCode::Enter),
            Some(form(dana, &Kind::Introduction, Way::Given))
        );
        desk.types("j");
        assert_eq!(
            desk.key(KeyCode::Enter),
            Some(form(dana, &Kind::Testimonial, Way::Given))
        );
        assert!(desk.offer(Command::Capture).is_no());
    }

    #[test]
    fn what_was_never_returned_is_marked_and_the_columns_align() {
        let (mut desk, _) = menu();
        let picture = desk.picture(80, 20);
        assert!(
            picture.contains("t  gave  T  got  testimonial           never returned"),
            "{picture}"
        );
        assert!(
            picture.contains("r  gave  R  got  online recommendation"),
            "{picture}"
        );
        let advice = picture
            .lines()
            .find(|line| line.contains("advice"))
            .unwrap();
        assert!(!advice.contains("never"), "{advice}");
    }
}
