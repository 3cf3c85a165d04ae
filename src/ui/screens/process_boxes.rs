//! The map as boxes with arrows: the stages side by side, the short route above them, the loop beneath. It decides nothing.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::text;

use super::super::canvas::{Canvas, Piece};
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::mapping;
use super::process_lines::{draw_entry, load};
use super::process_map::Item;
use super::process_paint::{Sight, draw_detail, draw_wrong, head, indented, row};

/// Rows of a box inside its frame.
const ROWS: u16 = 11;

/// The stages side by side as boxes with arrows, the short route above, the loop beneath.
pub(super) fn draw_boxes(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) {
    let theme = canvas.theme;
    let step = area.width / 8;
    let width = step - 2;
    let mut y = area.y;
    if *sight.direction == Direction::Received {
        let is_on = sight.selected == Item::Entry;
        let n = sight.place(Item::Entry);
        head(canvas, row(area, y), "Comes in", (is_on, n), theme.title);
        let entry = Rect {
            x: area.x + 19,
            y,
            width: area.width - 19,
            height: 5,
        };
        y += draw_entry(canvas, entry, cx);
        canvas.text(area.x + 4, y, 1, theme.glyphs.rail, theme.frame);
        y += 1;
    }
    let middle = |n: u16| area.x + step * n + width / 2;
    // The short route leaves 2, 6 and 7 out.
    arch(canvas, (middle(0), middle(2)), y, "short route", true);
    let short = format!("short route {}", mapping::SHORT);
    arch(canvas, (middle(4), middle(7)), y, &short, true);
    y += 2;
    for (n, stage) in (0..).zip(Stage::ALL) {
        let place = Rect {
            x: area.x + step * n,
            y,
            width,
            height: ROWS + 2,
        };
        draw_box(canvas, place, stage, sight, cx);
        if n < 7 {
            let x = place.right();
            canvas.text(x, y + ROWS / 2, 2, theme.glyphs.arrow, theme.accent);
        }
    }
    y += ROWS + 2;
    arch(canvas, (middle(4), middle(7)), y, mapping::LOOP, false);
    let ends = format!("Ends: {}", mapping::ENDS);
    canvas.text(area.x + 2, y, middle(4) - area.x - 4, &ends, theme.title);
    let after = format!(
        "{} {}",
        theme.glyphs.arrow,
        mapping::after_end(sight.direction)
    );
    canvas.text(
        area.x + 2,
        y + 1,
        middle(4) - area.x - 4,
        &after,
        theme.text,
    );
    y += 3;
    let left = Rect {
        y,
        height: area.bottom().saturating_sub(y),
        ..area
    };
    let third = left.width / 2;
    let detail = Rect {
        width: third.saturating_sub(3),
        ..indented(left)
    };
    draw_detail(canvas, detail, sight, cx);
    let wrong = Rect {
        x: left.x + third,
        width: left.width - third,
        ..left
    };
    draw_wrong(canvas, wrong, sight, cx);
}

/// A line from one stage over the others to another: above them, or back beneath them.
fn arch(canvas: &mut Canvas, (from, to): (u16, u16), y: u16, words: &str, above: bool) {
    let theme = canvas.theme;
    let set = &theme.glyphs.border;
    let (left, right) = if above {
        (set.top_left, set.top_right)
    } else {
        (set.bottom_left, set.bottom_right)
    };
    let (line_y, foot_y) = if above { (y, y + 1) } else { (y + 1, y) };
    let length = usize::from(to.saturating_sub(from + 1));
    canvas.text(from, line_y, 1, left, theme.frame);
    canvas.text(
        from + 1,
        line_y,
        to - from - 1,
        &set.horizontal_top.repeat(length),
        theme.frame,
    );
    canvas.text(to, line_y, 1, right, theme.frame);
    for x in [from, to] {
        canvas.text(x, foot_y, 1, theme.glyphs.rail, theme.frame);
    }
    let room = to.saturating_sub(from + 5);
    canvas.text(from + 3, line_y, room, &format!(" {words} "), theme.dim);
}

fn draw_box(canvas: &mut Canvas, place: Rect, stage: Stage, sight: &Sight, cx: &Cx) {
    let theme = canvas.theme;
    let item = Item::Stage(stage);
    let is_on = sight.selected == item;
    let style = if is_on { theme.focus } else { theme.frame };
    let set = &theme.glyphs.border;
    let across = usize::from(place.width - 2);
    let top = format!(
        "{}{}{}",
        set.top_left,
        set.horizontal_top.repeat(across),
        set.top_right
    );
    let bottom = format!(
        "{}{}{}",
        set.bottom_left,
        set.horizontal_bottom.repeat(across),
        set.bottom_right
    );
    canvas.text(place.x, place.y, place.width, &top, style);
    canvas.text(place.x, place.bottom() - 1, place.width, &bottom, style);
    for y in place.y + 1..place.bottom() - 1 {
        canvas.text(place.x, y, 1, set.vertical_left, style);
        canvas.text(place.right() - 1, y, 1, set.vertical_right, style);
    }
    canvas.mark(place, Spot::Item(sight.place(item)));
    let mut name = if is_on {
        theme.title.add_modifier(Modifier::REVERSED)
    } else {
        theme.title
    };
    if sight.is_wrong(stage) && !is_on {
        name = theme.bad;
    }
    let mark = if sight.is_wrong(stage) { " !" } else { "" };
    let title: Piece = (
        format!("{} {}{mark}", stage.number(), stage.title()).into(),
        name,
    );
    canvas.line(place.x + 2, place.y + 1, place.width - 4, &[title]);
    let Some(step) = sight.map.steps.get(&stage) else {
        return;
    };
    let room = place.width - 4;
    let x = place.x + 2;
    let limit = match step.limit {
        0 => String::new(),
        n => format!("{n}d"),
    };
    canvas.text(
        x,
        place.y + 2,
        room.saturating_sub(5),
        &step.who,
        theme.accent,
    );
    canvas.text_right(x, place.y + 2, room, &limit, theme.text);
    block(canvas, (x, place.y + 3, room), &step.now, 3, theme.text);
    block(
        canvas,
        (x, place.y + 6, room),
        &format!("until: {}", step.exit),
        3,
        theme.dim,
    );
    let team = mapping::team(step, theme.glyphs.done, cx);
    canvas.text(x, place.y + 10, room, &team, theme.accent);
    let (open, late) = load(stage, sight, cx);
    let used = canvas.text(x, place.y + 11, room, &open, theme.text);
    canvas.text(
        x + used + 1,
        place.y + 11,
        room.saturating_sub(used + 1),
        &late,
        theme.bad,
    );
}

/// Some words in so many lines; the last one is cut.
fn block(
    canvas: &mut Canvas,
    (x, y, room): (u16, u16, u16),
    words: &str,
    most: usize,
    style: Style,
) {
    let all = text::wrapped(words, usize::from(room));
    for (n, (line, y)) in all.iter().take(most).zip(y..).enumerate() {
        let words = if n + 1 == most {
            all[n..].join(" ")
        } else {
            line.clone()
        };
        canvas.text(x, y, room, &words, style);
    }
}
