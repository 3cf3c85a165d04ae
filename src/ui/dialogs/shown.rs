//! The menu of the numbers: which period, told apart by what, which side. It will never count anything.

use crate::insight::flow::slice::Group;

use super::super::effect::{Effect, Motion, Offer};
use super::super::figures;
use super::super::period::{Shown, Span};
use super::clients::{row, then};
use super::menu::{Menu, Row};

/// The letter of each span and of each group.
const SPANS: [&str; 4] = ["m", "q", "y", "e"];
const GROUPS: [&str; 8] = ["s", "l", "i", "c", "k", "p", "v", "t"];

fn to(shown: Shown) -> Offer {
    then(Effect::Go(Motion::Show(shown)))
}

impl Menu {
    /// What the numbers can be asked for, with what they are asked for now.
    pub fn numbers(shown: Shown) -> Menu {
        let now = |is_so: bool| if is_so { "as it is" } else { "" };
        let mut rows: Vec<Row> = Vec::new();
        for (span, key) in Span::ALL.into_iter().zip(SPANS) {
            let is_so = span == shown.span && shown.back == 0;
            let words = match span {
                Span::Ever => "since ever".into(),
                span => format!("last {}", span.title()),
            };
            let offer = to(Shown {
                span,
                back: 0,
                ..shown
            });
            rows.push(wide(key, &words, now(is_so), offer));
        }
        for (group, key) in Group::ALL.into_iter().zip(GROUPS) {
            let words = format!("by {}", figures::by(group, shown.given));
            let offer = to(Shown { by: group, ..shown });
            rows.push(wide(key, &words, now(group == shown.by), offer));
        }
        for (given, key, words) in [(false, "r", "received"), (true, "g", "given")] {
            let offer = to(Shown { given, ..shown });
            rows.push(wide(key, words, now(given == shown.given), offer));
        }
        Menu::by_letter("Numbers", rows).foot("< > earlier and later periods")
    }
}

/// A row whose words are longer than in other menus.
fn wide(key: &str, words: &str, more: &str, offer: Offer) -> Row {
    row(key, &format!("{words:<22}"), more, offer)
}
