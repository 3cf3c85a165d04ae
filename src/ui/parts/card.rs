//! A referral as a card: whole in a wide column, a name and its days in a rail.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::id::Id;
use crate::domain::text;
use crate::insight::standing::Mover;

use super::super::canvas::Canvas;
use super::super::layer::Cx;
use super::super::words;

/// Lines of a whole card, and of one in a rail.
pub const WIDE_HEIGHT: u16 = 4;
pub const RAIL_HEIGHT: u16 = 2;

/// How a card stands out.
#[derive(Clone, Copy)]
pub struct Look {
    pub selected: bool,
    /// The board has the focus.
    pub focused: bool,
    /// It concerns whom is selected elsewhere.
    pub linked: bool,
}

pub fn draw(canvas: &mut Canvas, area: Rect, id: Id, wide: bool, look: Look, cx: &Cx) {
    let theme = canvas.theme;
    let (Some(it), Some(standing)) = (cx.book.referrals.get(id), cx.practice.standing(id)) else {
        return;
    };
    let title = match (look.selected && look.focused, look.linked) {
        (true, _) => theme.title.add_modifier(Modifier::REVERSED),
        (false, true) => theme.linked,
        (false, false) => theme.title,
    };
    let late = standing.over > 0 || standing.next_late > 0;
    if !wide {
        let short = cx.short_name(it.prospect);
        let fits = text::width(&short) <= usize::from(area.width);
        let name = if fits {
            short
        } else {
            cx.first_name(it.prospect)
        };
        canvas.text(area.x, area.y, area.width, &name, title);
        if area.height > 1 {
            let mark = if late { "!" } else { "" };
            let days = if standing.asleep {
                "waits".into()
            } else {
                format!("{mark}{}d", standing.dwell)
            };
            let style = if late { theme.bad } else { theme.dim };
            canvas.text_right(area.x, area.y + 1, area.width, &days, style);
        }
        return;
    }
    let bar = if look.selected || look.linked {
        theme.glyphs.bar
    } else {
        " "
    };
    for y in area.y..(area.y + WIDE_HEIGHT.min(area.height)) {
        let style = if look.selected {
            theme.accent
        } else {
            theme.dim
        };
        canvas.text(area.x, y, 1, bar, style);
    }
    let (x, room) = (area.x + 1, area.width.saturating_sub(2));
    let line = |canvas: &mut Canvas, row: u16, left: (&str, Style), right: (&str, Style)| {
        if row >= area.height {
            return;
        }
        let y = area.y + row;
        let used = canvas.text_right(x, y, room, right.0, right.1);
        let gap = u16::from(used > 0);
        canvas.text(x, y, room.saturating_sub(used + gap), left.0, left.1);
    };
    let estimate = it
        .estimate
        .map_or(String::new(), |money| format!("  {}", cx.money(money)));
    let urgent = if it.urgent { "! " } else { "" };
    let right = format!("{urgent}{}{estimate}", words::level(it));
    line(
        canvas,
        0,
        (&cx.name(it.prospect), title),
        (&right, theme.text),
    );

    let company = it
        .prospect
        .and_then(|id| cx.book.people.get(id))
        .map_or("", |person| cx.company(person));
    let need = cx.words(&it.need);
    let about = match (company.is_empty(), need.is_empty()) {
        (false, false) => format!("{company} {} {need}", theme.glyphs.dot),
        _ => format!("{company}{need}"),
    };
    line(canvas, 1, (&about, theme.text), ("", theme.dim));

    let partner = match it.partner() {
        Some(id) => {
            let more = if it.also.is_empty() {
                String::new()
            } else {
                format!(" +{}", it.also.len())
            };
            format!("{}{more}", cx.name(Some(id)))
        }
        None => "no source yet".into(),
    };
    let mover = match standing.mover {
        Mover::Me => "me ".to_string(),
        Mover::Nobody => String::new(),
        _ if standing.asleep => String::new(),
        ref other => format!("{} ", words::mover(other, it, cx)),
    };
    let over = if standing.over > 0 { " !" } else { "" };
    let dwell = format!("{mover}{}{over}", words::dwell(standing));
    let style = if standing.over > 0 {
        theme.bad
    } else {
        theme.dim
    };
    let partner_style = if look.linked { theme.linked } else { theme.dim };
    line(canvas, 2, (&partner, partner_style), (&dwell, style));

    let (plan, day) = words::plan(it, standing, cx);
    let missing = it.next.is_none() && !standing.asleep;
    let style = match (standing.asleep, missing, standing.next_late > 0) {
        (true, ..) => theme.dim,
        (_, true, _) if standing.mover == Mover::Me => theme.bad,
        (_, _, true) => theme.bad,
        (_, true, _) => theme.dim,
        _ => theme.text,
    };
    let mark = match (missing, standing.next_late > 0) {
        (true, _) if standing.mover == Mover::Me => " !",
        (_, true) => " !",
        _ => "",
    };
    let arrow = if standing.asleep {
        String::new()
    } else {
        format!("{} ", theme.glyphs.arrow)
    };
    line(
        canvas,
        3,
        (&format!("{arrow}{plan}"), style),
        (&format!("{day}{mark}"), style),
    );
}
