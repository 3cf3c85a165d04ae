//! The menus of what two devices changed differently: which difference, and which of the two values. They will never say
//! which one is right.

use crate::domain::action::Action;
use crate::domain::clashes::Wins;
use crate::domain::id::Id;

use super::super::clashes::{Told, told};
use super::super::effect::{Ask, Effect, Offer};
use super::super::layer::Cx;
use super::menu::{Menu, Row};

impl Menu {
    /// Everything that was changed in two ways, to choose from.
    pub fn clashes(cx: &Cx) -> Menu {
        let rows = cx.book.clashes.iter().enumerate().map(|(place, (id, it))| {
            let Told { what, kept, other } = told(it, cx.book);
            // Digits reach nine of them; the cursor reaches all.
            let key = if place < 9 {
                (place + 1).to_string()
            } else {
                String::new()
            };
            let ask = Effect::Open(Ask::Clash(id));
            let offer = Offer::Yes(Effect::Then(Box::new(ask)));
            row(key, what, format!("{kept} | {other}"), offer)
        });
        Menu::by_letter("Changed in two ways", rows.collect())
    }

    /// The two values of one of them.
    pub fn clash(id: Id, cx: &Cx) -> Menu {
        let it = cx.book.clashes.get(id).cloned().unwrap_or_default();
        let Told { what, kept, other } = told(&it, cx.book);
        let settle = |wins: Wins| {
            let (clash, what) = (id, what.clone());
            Offer::Yes(Effect::Submit(Action::SettleClash { clash, wins, what }))
        };
        let rows = vec![
            row(
                "k".into(),
                "keep what stands".into(),
                kept,
                settle(Wins::Standing),
            ),
            row(
                "o".into(),
                "take the other".into(),
                other,
                settle(Wins::Other),
            ),
        ];
        Menu::by_letter(what, rows).foot("u takes it back")
    }
}

fn row(key: String, words: String, more: String, offer: Offer) -> Row {
    Row {
        key,
        words,
        more,
        twin: None,
        command: None,
        offer,
    }
}
