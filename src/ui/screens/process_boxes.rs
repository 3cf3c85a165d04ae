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
use super::process_paint::{
    Detail, Sight, checklist, draw_wrong, head, indented, put_lines, quieten, row,
};

/// Rows of a box inside its frame: at least so many, and with the whole checklist no more than that.
const LEAST: u16 = 11;
const MOST: u16 = 34;
/// From so many on, a box has its checklist.
const LISTED: u16 = 18;
/// Rows kept beneath for what is selected and what is wrong.
const BENEATH: u16 = 9;

/// The stages side by side as boxes with arrows, the short route above, the loop beneath.
pub(super) fn draw_boxes(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) {
    let theme = canvas.theme;
    let step = (area.width + 2) / 8;
    let width = step - 2;
    let mut y = area.y;
    let entry = Rect {
        x: area.x + 19,
        y,
        width: area.width - 19,
        height: 5,
    };
    if *sight.direction == Direction::Received {
        let is_on = sight.selected == Item::Entry;
        let n = sight.place(Item::Entry);
        head(canvas, row(area, y), "Comes in", (is_on, n), theme.title);
        y += draw_entry(canvas, entry, sight, cx);
    } else {
        canvas.text(area.x + 2, y, 16, "Starts", theme.title);
        let words = format!("with {}", mapping::START);
        canvas.text(entry.x, y, entry.width, &words, theme.text);
        y += 1;
    }
    canvas.text(area.x + 4, y, 1, theme.glyphs.rail, theme.frame);
    canvas.text(area.x + 4, y + 1, 1, theme.glyphs.rail, theme.frame);
    canvas.text(area.x + 4, y + 2, 1, "▾", theme.accent);
    y += 1;
    let middle = |n: u16| area.x + step * n + width / 2;
    // The short route leaves 2, 6 and 7 out.
    arch(canvas, &[middle(0), middle(2)], y, "short route", true);
    let short = format!("short route {}", mapping::SHORT);
    arch(canvas, &[middle(4), middle(7)], y, &short, true);
    y += 2;
    // The frame, the loop and the ends.
    let spare = area.bottom().saturating_sub(y + 2 + 3 + BENEATH);
    let rows = spare.clamp(LEAST, MOST);
    let shares = shares(rows, width - 4, sight, cx);
    for (n, stage) in (0..).zip(Stage::ALL) {
        let place = Rect {
            x: area.x + step * n,
            y,
            width,
            height: rows + 2,
        };
        draw_box(canvas, place, stage, shares, sight, cx);
        if n < 7 {
            let x = place.right();
            canvas.text(x, y + 2, 2, theme.glyphs.arrow, theme.accent);
        }
    }
    y += rows + 2;
    let loops = [middle(4), middle(5), middle(6), middle(7)];
    arch(canvas, &loops, y, mapping::LOOP, false);
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
    let map = Rect {
        height: y - area.y,
        ..area
    };
    quieten(canvas, map, sight);
    let left = Rect {
        y,
        height: area.bottom().saturating_sub(y),
        ..area
    };
    let it = Detail::of(theme, (false, rows >= LISTED), sight, cx);
    let third = left.width / 3;
    let column = |n: u16| Rect {
        x: left.x + third * n,
        width: third.saturating_sub(2),
        ..left
    };
    put_lines(canvas, indented(indented(column(0))), &it.about);
    // A tall box has its checklist already.
    let asked = if rows < LISTED {
        [it.list, it.questions].concat()
    } else {
        it.questions
    };
    put_lines(canvas, indented(column(1)), &asked);
    let wrong = u16::try_from(sight.troubles().len()).unwrap_or(left.height);
    let wrong = Rect {
        height: wrong.max(1).min(left.height.saturating_sub(3)),
        ..column(2)
    };
    draw_wrong(canvas, wrong, sight, cx);
    let below = if sight.is_now { wrong.height + 1 } else { 0 };
    let version = Rect {
        y: left.y + below,
        height: left.height.saturating_sub(below),
        ..indented(indented(column(2)))
    };
    put_lines(canvas, version, &it.version);
}

/// A line over the stages, from the first of these places to an arrow at the last; beneath them, from all but the first
/// back to an arrow at the first.
fn arch(canvas: &mut Canvas, feet: &[u16], y: u16, words: &str, above: bool) {
    let theme = canvas.theme;
    let set = &theme.glyphs.border;
    let (Some(&from), Some(&to)) = (feet.first(), feet.last()) else {
        return;
    };
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
    let target = if above { to } else { from };
    let arrow = if above { "▾" } else { "▴" };
    for x in feet {
        if *x == target {
            canvas.text(*x, foot_y, 1, arrow, theme.accent);
        } else {
            canvas.text(*x, foot_y, 1, theme.glyphs.rail, theme.frame);
        }
    }
    let room = to.saturating_sub(from + 5);
    canvas.text(from + 3, line_y, room, &format!(" {words} "), theme.dim);
}

/// Rows for what to do and for what ends it, the same in every box: as many as the longest ones take, as far as a box of
/// so many rows has them.
fn shares(rows: u16, room: u16, sight: &Sight, cx: &Cx) -> (u16, u16) {
    let (least, most) = if rows < LISTED {
        // Its name, who acts, who helps and what stands there take a row each.
        ((3, 3), rows.saturating_sub(4))
    } else {
        ((1, 1), (rows / 2).max(9))
    };
    let height = |words: &str| {
        let lines = text::wrapped(words, usize::from(room)).len();
        u16::try_from(lines).unwrap_or(most)
    };
    let steps = || sight.map.steps.values();
    let now = steps().map(|step| height(mapping::shown(&step.now, cx)));
    let until = steps().map(|step| height(&format!("until: {}", mapping::shown(&step.exit, cx))));
    let (now, until) = (now.max().unwrap_or(0), until.max().unwrap_or(0));
    let now = now.clamp(least.0, most.saturating_sub(least.1).max(least.0));
    (
        now,
        until.clamp(least.1, most.saturating_sub(now).max(least.1)),
    )
}

fn draw_box(
    canvas: &mut Canvas,
    place: Rect,
    stage: Stage,
    shares: (u16, u16),
    sight: &Sight,
    cx: &Cx,
) {
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
        &mapping::turns(mapping::shown(&step.who, cx)),
        theme.accent,
    );
    canvas.text_right(x, place.y + 2, room, &limit, theme.text);
    let rows = place.height - 2;
    // A tall box has the checklist beneath.
    let (now, until) = shares;
    let mut y = place.y + 3;
    let mut put = |canvas: &mut Canvas, words: &str, lines: u16, style: Style| {
        block(canvas, (x, y, room), words, usize::from(lines), style);
        y += lines;
    };
    put(canvas, mapping::shown(&step.now, cx), now, theme.text);
    let exit = format!("until: {}", mapping::shown(&step.exit, cx));
    put(canvas, &exit, until, theme.dim);
    y += u16::from(rows < LISTED && now + until < rows - 4);
    let team = mapping::team(step, theme.glyphs.done, cx);
    canvas.text(x, y, room, &team, theme.accent);
    let (open, late) = load(stage, sight, cx);
    let used = canvas.text(x, y + 1, room, &open, theme.text);
    canvas.text(
        x + used + 1,
        y + 1,
        room.saturating_sub(used + 1),
        &late,
        theme.bad,
    );
    y += 3;
    if rows < LISTED {
        return;
    }
    let lines = checklist(step, theme.dim, cx);
    let list = Rect {
        x,
        y,
        width: room,
        height: (place.bottom() - 1).saturating_sub(y),
    };
    put_lines(canvas, list, &lines);
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
