//! Two menus about people: what a list of them can be narrowed to, and how somebody goes whom others name.

use crate::domain::id::Id;
use crate::insight::facets::{self, Facet};

use super::super::effect::{Ask, Effect, Motion, Offer};
use super::super::layer::Cx;
use super::super::offers::shared::unmasked;
use super::super::words;
use super::menu::{Menu, Row};

/// Nobody looks through more rows; a company of one person is found by its name.
const MOST: usize = 200;

impl Menu {
    /// Everything that the list can be narrowed to further, with how many would be left; what it is narrowed to
    /// already comes first, to be taken off.
    pub fn facets(on: &[Facet], cx: &Cx) -> Menu {
        let everyone = cx.practice.everyone().iter().copied();
        let left = everyone.filter(|id| facets::take(on, *id, cx.practice));
        let counted = facets::counted(left, cx.practice);
        let count = |facet: &Facet| {
            let found = counted.iter().find(|(other, _)| other.is(facet));
            found.map_or(0, |(_, count)| *count)
        };
        let taken = on.iter().map(|facet| row(facet, count(facet), true, cx));
        let others = counted
            .iter()
            .filter(|(facet, _)| !on.iter().any(|it| it.is(facet)));
        // What a person wrote is masked, so that one could not tell which is which.
        let others = others
            .filter(|(facet, _)| !cx.masked || matches!(facet, Facet::Role(_) | Facet::Tier(_)));
        let others = others.map(|(facet, count)| row(facet, *count, false, cx));
        Menu::by_words("Filter by", taken.chain(others).take(MOST).collect())
    }

    /// Ways to let somebody go whom others name.
    pub fn going(person: Id, cx: &Cx) -> Menu {
        let named = cx.book.mentions(person).words();
        let way = |key: &str, words: &str, more: &str, ask: Ask| Row {
            key: key.into(),
            words: format!("{words:<29}"),
            more: more.into(),
            command: None,
            twin: None,
            offer: match unmasked(ask, cx) {
                Offer::Yes(effect) => then(effect),
                other => other,
            },
        };
        let rows = vec![
            way(
                "U",
                "Make one with another person",
                "the same person is here twice",
                Ask::Same { person },
            ),
            way(
                "f",
                "Forget for good",
                "and all that is written about them",
                Ask::Forget { person },
            ),
        ];
        let name = cx.name(Some(person));
        Menu::by_letter(format!("{name} is named in {named}"), rows).foot("esc leaves it as it is")
    }
}

fn row(facet: &Facet, count: usize, is_on: bool, cx: &Cx) -> Row {
    let said = words::facet(facet, cx);
    let words = match facet {
        Facet::Tier(Some(_)) => format!("tier {said}"),
        _ => said,
    };
    Row {
        key: if is_on { "on".into() } else { String::new() },
        words,
        more: count.to_string(),
        command: None,
        twin: None,
        offer: then(Effect::Go(Motion::Facet(facet.clone()))),
    }
}

fn then(effect: Effect) -> Offer {
    Offer::Yes(Effect::Then(Box::new(effect)))
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::super::trial::{Desk, lived_in, person};
    use super::*;
    use crate::insight::facets::Role;

    fn chosen(facet: Facet) -> Effect {
        Effect::Then(Box::new(Effect::Go(Motion::Facet(facet))))
    }

    #[test]
    fn what_is_narrowed_to_comes_first_and_the_rest_counts_who_would_be_left() {
        let on = vec![Facet::Role(Role::Prospect)];
        let mut desk = Desk::new(lived_in(), |cx| Box::new(Menu::facets(&on, cx)));
        let picture = desk.picture(60, 20);
        let rows: Vec<&str> = picture.lines().map(str::trim).collect();
        let at = |words: &str| rows.iter().position(|row| row.contains(words));
        assert!(at("prospect  4") < at("no tier  4"), "{picture}");
        assert!(at("source").is_none(), "no prospect is a source\n{picture}");
        assert_eq!(desk.key(KeyCode::Enter), Some(chosen(on[0].clone())));
        desk.types("ARC");
        assert_eq!(
            desk.key(KeyCode::Enter),
            Some(chosen(Facet::Company("ARC".into())))
        );
    }

    #[test]
    fn masked_only_what_we_say_ourselves_can_be_chosen() {
        let mut desk = Desk::new(lived_in(), |_| Box::new(Menu::facets(&[], &masked())));
        let picture = desk.picture(60, 20);
        assert!(
            picture.contains("source") && !picture.contains("ARC"),
            "{picture}"
        );
    }

    fn masked() -> Cx<'static> {
        use std::sync::OnceLock;
        static BOOK: OnceLock<crate::domain::book::Book> = OnceLock::new();
        static PRACTICE: OnceLock<crate::insight::practice::Practice> = OnceLock::new();
        static LETTERS: OnceLock<crate::letters::template::Letters> = OnceLock::new();
        let book = BOOK.get_or_init(lived_in);
        let today = super::super::trial::today();
        Cx {
            book,
            practice: PRACTICE.get_or_init(|| crate::insight::practice::Practice::of(book, today)),
            letters: LETTERS.get_or_init(Default::default),
            today,
            time: chrono::NaiveTime::MIN,
            masked: true,
            undo: None,
            redo: None,
            sample: false,
            view: crate::ui::view::View::plain(),
            inbox: &[],
        }
    }

    #[test]
    fn whom_others_name_is_made_one_with_somebody_or_forgotten() {
        let book = lived_in();
        let person = person(&book, "Dana Ortiz");
        let mut desk = Desk::new(book, |cx| Box::new(Menu::going(person, cx)));
        assert!(
            desk.picture(80, 20)
                .contains("Dana Ortiz is named in 1 referral")
        );
        for (letter, ask) in [("U", Ask::Same { person }), ("f", Ask::Forget { person })] {
            let open = Effect::Then(Box::new(Effect::Open(ask)));
            assert_eq!(desk.types(letter), Some(open));
        }
    }
}
