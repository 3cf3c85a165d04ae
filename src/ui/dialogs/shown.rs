//! The menus of the numbers: which period, told apart by what, which side, and to whom they are narrowed. They will never
//! count anything themselves.

use crate::insight::flow::slice::{Group, Key};
use crate::insight::flow::whole::Flow;

use super::super::command::Command;
use super::super::effect::{Ask, Effect, Motion, Offer};
use super::super::figures;
use super::super::layer::Cx;
use super::super::period::{Order, Shown, Span};
use super::clients::{row, then};
use super::menu::{Menu, Row};

/// The letter of each span, of each group and of each order.
const SPANS: [&str; 4] = ["m", "q", "y", "e"];
const GROUPS: [&str; 8] = ["s", "l", "i", "c", "k", "p", "v", "t"];
const ORDERS: [&str; 5] = ["1", "2", "3", "4", "5"];

/// So many of one kind can be chosen; who sent one of thousands is narrowed to where the figures of all sources stand.
const MOST: usize = 500;

fn to(shown: Shown) -> Offer {
    then(Effect::Go(Motion::Show(Box::new(shown))))
}

impl Menu {
    /// What the numbers can be asked for, with what they are asked for now, and the group that is selected.
    pub fn numbers(shown: &Shown, here: Option<&Key>, cx: &Cx) -> Menu {
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
                ..shown.clone()
            });
            rows.push(wide(key, &words, now(is_so), offer));
        }
        if let Some(key) = here.filter(|key| !shown.only.contains(key)) {
            let words = format!("only {}", figures::key(key, cx));
            rows.push(wide("n", &words, "", to(shown.narrowed(key))));
        }
        let some = then(Effect::Open(Ask::Only(Box::new(shown.clone()))));
        rows.push(wide("o", "only some of them", "chosen from a list", some));
        if !shown.only.is_empty() {
            let all = to(Shown {
                only: Vec::new(),
                ..shown.clone()
            });
            rows.push(wide("a", "all of them again", "", all));
        }
        for (group, key) in Group::ALL.into_iter().zip(GROUPS) {
            let words = format!("by {}", figures::by(group, shown.given));
            let offer = to(Shown {
                by: group,
                ..shown.clone()
            });
            rows.push(wide(key, &words, now(group == shown.by), offer));
        }
        for (order, key) in Order::ALL.into_iter().zip(ORDERS) {
            let offer = to(Shown {
                order,
                ..shown.clone()
            });
            rows.push(wide(key, order.title(), now(order == shown.order), offer));
        }
        for (given, key, words) in [(false, "r", "received"), (true, "g", "given")] {
            let offer = to(shown.of_side(given));
            rows.push(wide(key, words, now(given == shown.given), offer));
        }
        let save = then(Effect::Run(Command::SaveText));
        rows.push(wide("S", "save as a text file", "Markdown", save));
        Menu::by_letter("Numbers", rows).foot("< > earlier and later periods")
    }

    /// Every group that the numbers can be narrowed to, with how many came in the period; what they are narrowed to
    /// already comes first, to be taken off.
    pub fn only(shown: &Shown, cx: &Cx) -> Menu {
        let flow = Flow::of(cx.practice, &shown.slice(cx.today));
        let taken = shown.only.iter();
        let taken = taken.map(|key| narrow(shown, key, flow.figures.n, "on", cx));
        let mut rows: Vec<Row> = taken.collect();
        for group in Group::ALL {
            // Of a kind that they are narrowed by, the others can be chosen instead.
            let mut wider = shown.clone();
            wider.only.retain(|key| key.group() != group);
            let found = if wider == *shown {
                flow.by(group)
            } else {
                Flow::of(cx.practice, &wider.slice(cx.today)).by(group)
            };
            for (key, of) in found.into_iter().take(MOST) {
                // What the user wrote is masked, so that one could not tell which is which.
                let is_told = !(cx.masked && group == Group::Channel);
                if 0 < of.n && is_told && !shown.only.contains(&key) {
                    rows.push(narrow(shown, &key, of.n, "", cx));
                }
            }
        }
        Menu::by_words("Only", rows)
    }
}

/// A group to narrow the numbers to.
fn narrow(shown: &Shown, key: &Key, n: usize, on: &str, cx: &Cx) -> Row {
    Row {
        key: on.into(),
        words: figures::key_of(key, shown.given, cx),
        more: n.to_string(),
        command: None,
        twin: None,
        offer: to(shown.narrowed(key)),
    }
}

/// A row whose words are longer than in other menus.
fn wide(key: &str, words: &str, more: &str, offer: Offer) -> Row {
    row(key, &format!("{words:<22}"), more, offer)
}
