//! The Balance pane: what was got and given per source in twelve months, as diverging bars. Facts, never
//! a reproach, and nobody is sorted by what they owe.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::id::Id;
use crate::insight::ledger::{Item, Tally};

use super::super::canvas::{Canvas, Piece};
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::parts::chrome::{self, Title};
use super::super::parts::list::Cursor;
use super::layout::Pane;
use super::sources::{empty, more, rows};

pub fn draw(
    canvas: &mut Canvas,
    area: Rect,
    title: Vec<Piece>,
    focused: bool,
    (cursor, people): (&mut Cursor<Id>, &[Id]),
    linked: &[Id],
    cx: &Cx,
) {
    let theme = canvas.theme;
    let frame = Title {
        left: title,
        right: vec![("12 months".into(), theme.dim)],
        focused,
    };
    let inner = chrome::frame(canvas, area, &frame);
    if inner.height < 2 || inner.width < 12 {
        return;
    }
    if people.is_empty() {
        let lines = if cx.practice.balances().is_empty() {
            [
                "Nothing got or given yet.",
                "Referrals count by themselves;",
                "+ on a person records the rest.",
            ]
        } else {
            ["Nothing matches.", "esc clears the filter.", ""]
        };
        empty(canvas, inner, &lines);
        return;
    }
    let list = Rect {
        y: inner.y + 1,
        height: inner.height - 1,
        ..inner
    };
    // Name, got, bar, axis, bar, given.
    let name = (inner.width * 2 / 5).clamp(8, 24);
    let figure = 3;
    // With room to spare, the kinds stand beside the figures in words.
    let spelled = WITH_KINDS <= inner.width;
    let bars = inner.width.saturating_sub(name + 2 * figure + 5);
    let bars = if spelled { bars.min(30) } else { bars };
    let half = bars / 2;
    let axis = inner.x + 1 + name + figure + 1 + half;
    canvas.text_right(inner.x + 1 + name, inner.y, figure, "got", theme.dim);
    canvas.text_right(
        axis + 1,
        inner.y,
        if spelled {
            half + figure
        } else {
            inner.right().saturating_sub(axis + 2)
        },
        "given",
        theme.dim,
    );
    let window = cursor.window(people, rows(list.height, people.len()));
    let selected = cursor.selected(people);
    let most = people
        .iter()
        .take(200)
        .map(|id| {
            let relation = cx.practice.relation(*id);
            relation.year.got.total().max(relation.year.given.total())
        })
        .max()
        .unwrap_or(1)
        .max(1);
    for (id, y) in people[window.clone()].iter().zip(list.y..) {
        let relation = cx.practice.relation(*id);
        let (got, given) = (relation.year.got.total(), relation.year.given.total());
        let is_linked = linked.contains(id);
        let is_selected = focused && selected == Some(*id);
        let bar = if is_selected || is_linked {
            theme.glyphs.bar
        } else {
            " "
        };
        canvas.text(inner.x, y, 1, bar, theme.accent);
        let style = if is_linked { theme.linked } else { theme.title };
        let style = if is_selected {
            style.add_modifier(Modifier::REVERSED)
        } else {
            style
        };
        canvas.text(inner.x + 1, y, name, &cx.name(Some(*id)), style);
        canvas.text_right(inner.x + 1 + name, y, figure, &got.to_string(), theme.text);
        // One block an act while there is room, else in proportion.
        let length = |acts: u32| -> u16 {
            let half = u32::from(half);
            let blocks = if most <= half {
                acts
            } else {
                (acts * half).div_ceil(most)
            };
            u16::try_from(blocks.min(half)).unwrap_or(0)
        };
        let (left, right) = (length(got), length(given));
        let block = theme.glyphs.block;
        canvas.text(
            axis - left,
            y,
            left,
            &block.repeat(usize::from(left)),
            theme.accent,
        );
        canvas.text(axis, y, 1, theme.glyphs.axis, theme.dim);
        canvas.text(
            axis + 1,
            y,
            right,
            &block.repeat(usize::from(right)),
            theme.good,
        );
        let given_room = if spelled {
            figure - 1
        } else {
            inner.right().saturating_sub(axis + half + 2)
        };
        canvas.text_right(
            axis + 1 + half,
            y,
            given_room,
            &given.to_string(),
            theme.text,
        );
        if spelled {
            let x = axis + half + figure + 4;
            let kinds = kinds(&relation.year.got, &relation.year.given);
            canvas.text(x, y, inner.right().saturating_sub(x + 1), &kinds, theme.dim);
        }
        let place = Rect {
            y,
            height: 1,
            ..inner
        };
        canvas.mark(place, Spot::Person(Pane::Balance as usize, *id));
    }
    more(canvas, list, &window, people.len());
}

/// From this width on the kinds are spelled out.
const WITH_KINDS: u16 = 90;

/// "got 3 referrals, 1 advice · gave 2 introduction".
fn kinds(got: &Tally, given: &Tally) -> String {
    let spelled = |verb: &str, tally: &Tally| {
        let items = tally.items().map(|(item, n)| match (item, n) {
            (Item::Referral, 1) => "1 referral".to_string(),
            (Item::Referral, n) => format!("{n} referrals"),
            (act, 1) => act.title().to_string(),
            (act, n) => format!("{} x{n}", act.title()),
        });
        let said: Vec<String> = items.collect();
        (!said.is_empty()).then(|| format!("{verb} {}", said.join(", ")))
    };
    let both = [spelled("got", got), spelled("gave", given)];
    both.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
