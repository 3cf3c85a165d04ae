//! The map as lines, one or two a stage, from how it comes in to how it ends. It decides nothing.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::process::standing_at;

use super::super::canvas::{Canvas, Piece};
use super::super::layer::Cx;
use super::super::mapping;
use super::process_map::Item;
use super::process_paint::{Sight, head, row};

/// From entry to end, a line or two a stage; what is left of the area.
pub(super) fn draw_lines(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) -> Rect {
    let theme = canvas.theme;
    // Two lines a stage leave room for what else there is.
    let is_roomy = 27 <= area.height;
    let mut y = area.y;
    let bottom = area.bottom();
    if *sight.direction == Direction::Received && y < bottom {
        let is_on = sight.selected == Item::Entry;
        let n = sight.place(Item::Entry);
        head(canvas, row(area, y), "Comes in", (is_on, n), theme.title);
        let entry = Rect {
            x: area.x + 19.min(area.width),
            y,
            width: area.width.saturating_sub(19),
            height: if is_roomy { 3 } else { 1 },
        };
        y += draw_entry(canvas, entry.intersection(area), cx);
    }
    for stage in Stage::ALL {
        if bottom <= y {
            break;
        }
        draw_stage(canvas, row(area, y), stage, sight, cx);
        y += 1;
        if is_roomy && y < bottom {
            let step = sight.map.steps.get(&stage);
            let exit = step.map_or("", |step| step.exit.as_str());
            let x = area.x + 4;
            canvas.text(x, y, 1, theme.glyphs.rail, theme.frame);
            let words = format!("until: {exit}");
            let room = area.width.saturating_sub(19);
            canvas.text(area.x + 19, y, room, &words, theme.dim);
            y += 1;
        }
    }
    let after = mapping::after_end(sight.direction);
    let all = format!("{}, {after}", mapping::ENDS);
    let room = usize::from(area.width.saturating_sub(19));
    let ends = [
        ("loop", mapping::LOOP.to_string()),
        ("short route", mapping::SHORT.to_string()),
        (
            "Ends",
            if text::width(&all) <= room {
                all
            } else {
                format!("won, lost, …, {after}")
            },
        ),
    ];
    for (label, words) in ends {
        if bottom <= y {
            break;
        }
        let style = if label == "Ends" {
            theme.title
        } else {
            theme.dim
        };
        canvas.text(area.x + 2, y, 16, label, style);
        let room = area.width.saturating_sub(19);
        canvas.text(area.x + 19, y, room, &words, theme.dim);
        y += 1;
    }
    Rect {
        y,
        height: bottom.saturating_sub(y),
        ..area
    }
}

/// The open channels flowing in, as many as there is room for; the lines used.
pub(super) fn draw_entry(canvas: &mut Canvas, area: Rect, cx: &Cx) -> u16 {
    let theme = canvas.theme;
    let open: Vec<_> = cx
        .book
        .channels
        .iter()
        .filter(|(_, it)| it.closed.is_none())
        .map(|(id, _)| id)
        .collect();
    if open.is_empty() {
        let words = "no channel is noted yet: a adds how they come in";
        canvas.text(area.x, area.y, area.width, words, theme.dim);
        return 1;
    }
    if area.height < 2 || open.len() == 1 {
        let names: Vec<String> = if open.len() == 1 {
            vec![format!(
                "{}: {}",
                cx.channel(open[0]),
                mapping::flow(open[0], cx)
            )]
        } else {
            open.iter().map(|id| cx.channel(*id).into_owned()).collect()
        };
        let words = names.join(&format!(" {} ", theme.glyphs.dot));
        let words = format!("{words} {}", theme.glyphs.arrow);
        canvas.text(area.x, area.y, area.width, &words, theme.text);
        return 1;
    }
    let fit = usize::from(area.height);
    let shown = if open.len() <= fit {
        open.len()
    } else {
        fit - 1
    };
    for (id, y) in open.iter().take(shown).zip(area.y..) {
        let words = format!("{}: {}", cx.channel(*id), mapping::flow(*id, cx));
        let used = canvas.text(area.x, y, area.width.saturating_sub(3), &words, theme.text);
        canvas.text(area.x + used + 1, y, 2, theme.glyphs.arrow, theme.dim);
    }
    let mut used = u16::try_from(shown).unwrap_or(0);
    if shown < open.len() {
        let words = format!("+ {} more on 4", open.len() - shown);
        canvas.text(area.x, area.y + used, area.width, &words, theme.dim);
        used += 1;
    }
    used
}

/// How many are open at a stage, and late.
pub(super) fn load(stage: Stage, sight: &Sight, cx: &Cx) -> (String, String) {
    if !sight.is_now {
        return (String::new(), String::new());
    }
    let (open, late) = standing_at(cx.practice, sight.direction, stage);
    let of = |n: usize, word: &str| match n {
        0 => String::new(),
        n => format!("{n} {word}"),
    };
    (of(open, "open"), of(late, "late"))
}

/// One stage in a line: its name, whose move, what to do, for how long, who helps, what stands there.
fn draw_stage(canvas: &mut Canvas, line: Rect, stage: Stage, sight: &Sight, cx: &Cx) {
    let theme = canvas.theme;
    let item = Item::Stage(stage);
    let is_on = sight.selected == item;
    let title = format!("{} {}", stage.number(), stage.title());
    let name = Rect {
        width: line.width,
        ..line
    };
    head(
        canvas,
        name,
        &title,
        (is_on, sight.place(item)),
        theme.title,
    );
    let Some(step) = sight.map.steps.get(&stage) else {
        canvas.text(
            line.x + 19,
            line.y,
            line.width.saturating_sub(19),
            "not on the map",
            theme.bad,
        );
        return;
    };
    if sight.is_wrong(stage) {
        canvas.text(line.x + 1, line.y, 1, "!", theme.bad);
    }
    let (open, late) = load(stage, sight, cx);
    // From the right: late, open, limit; who helps and what to do have the rest.
    let mut right = line.right();
    let mut put = |canvas: &mut Canvas, width: u16, words: &str, style: Style| {
        let x = right.saturating_sub(width);
        if line.x + 46 <= x {
            canvas.text_right(x, line.y, width, words, style);
            right = x.saturating_sub(1);
        }
    };
    put(canvas, 6, &late, theme.bad);
    put(canvas, 7, &open, theme.text);
    let limit = if step.limit == 0 {
        theme.glyphs.dash.to_string()
    } else {
        format!("{}d", step.limit)
    };
    put(canvas, 4, &limit, theme.text);
    let who_room = 14.min(line.width.saturating_sub(19));
    canvas.text(line.x + 19, line.y, who_room, &step.who, theme.text);
    let x = line.x + 19 + who_room + 1;
    let mut pieces: Vec<Piece> = Vec::new();
    let helps = mapping::first_names(step, theme.glyphs.done, cx);
    if !helps.is_empty() {
        pieces.push((
            format!("{helps} {} ", theme.glyphs.dot).into(),
            theme.accent,
        ));
    }
    pieces.push((step.now.as_str().into(), theme.dim));
    canvas.line(x, line.y, right.saturating_sub(x), &pieces);
}
