//! How a screen of the weekly review is drawn: how far it has come, what the eye finds first, what is known, the list, the
//! keys, and what was done so far.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::review::Decision;
use crate::domain::text;
use crate::insight::review::Matter;

use super::super::canvas::Canvas;
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::parts::chrome::{self, Title};
use super::super::parts::list::Cursor;
use super::super::theme::Theme;
use super::review_here::Here;
use super::scenes::{Row, Scene};
use super::sources::{more, rows};

/// The cells of the bar of progress.
const BAR: usize = 16;
/// Text is no wider than one reads well.
const TEXT: u16 = 96;
/// From this height on the keys stand beneath what they decide.
const FOR_KEYS: u16 = 13;

/// How far it has come, and where one is.
pub(super) fn title<'a>(here: &Here, theme: &Theme) -> Title<'a> {
    let progress = here.progress();
    let made = progress.made() * BAR / progress.items.len().max(1);
    let part = here.matter.part();
    let same: Vec<&Matter> = progress
        .items
        .iter()
        .map(|(matter, _)| matter)
        .filter(|matter| matter.part() == part)
        .collect();
    let at = same
        .iter()
        .position(|matter| **matter == here.matter)
        .unwrap_or(0);
    let count = match same.len() {
        0 | 1 => String::new(),
        n => format!(" {} {} of {n}", theme.glyphs.dot, at + 1),
    };
    let left = match progress.left {
        0 => String::new(),
        n => format!(" {} about {n} left", theme.glyphs.dot),
    };
    Title {
        left: vec![
            (theme.glyphs.line.repeat(made).into(), theme.accent),
            (theme.glyphs.dash.repeat(BAR - made).into(), theme.dim),
            (format!("  {part}").into(), theme.focus),
            (count.into(), theme.dim),
        ],
        right: vec![(format!("{} min{left}", progress.minutes).into(), theme.dim)],
        focused: true,
    }
}

/// What was done so far, and whom the week is for.
pub(super) fn so_far(canvas: &mut Canvas, area: Rect, here: &Here, cx: &Cx) {
    let theme = canvas.theme;
    let inner = chrome::frame(
        canvas,
        area,
        &Title {
            left: vec![("So far".into(), theme.dim)],
            right: Vec::new(),
            focused: false,
        },
    );
    let progress = here.progress();
    let counts = [
        (Decision::Done, "done"),
        (Decision::NotNow, "not now"),
        (Decision::LetGo, "let go"),
        (Decision::Left, "left as they are"),
        (Decision::NextWeek, "for next week"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .map(|(decision, words)| (progress.count(decision), words))
        .filter(|(n, _)| 0 < *n)
        .map(|(n, words)| match (n, *words) {
            (1, "left as they are") => "1 left as it is".into(),
            (n, words) => format!("{n} {words}"),
        })
        .collect();
    let done = if counts.is_empty() {
        "nothing yet".to_string()
    } else {
        counts.join(&format!(" {} ", theme.glyphs.dot))
    };
    let record = cx.book.reviews.get(here.id);
    let people: Vec<String> = record.map_or_else(Vec::new, |it| {
        it.chosen()
            .filter(|id| cx.book.people.has(*id))
            .map(|id| cx.first_name(Some(id)))
            .collect()
    });
    let people = if people.is_empty() {
        theme.glyphs.dash.to_string()
    } else {
        people.join(", ")
    };
    let half = inner.width / 2;
    canvas.text(
        inner.x + 1,
        inner.y,
        half.saturating_sub(2),
        &done,
        theme.text,
    );
    let pieces = [
        (format!("{} ", theme.glyphs.star).into(), theme.accent),
        ("this week’s people: ".into(), theme.dim),
        (people.into(), theme.text),
    ];
    canvas.line(inner.x + half, inner.y, half, &pieces);
}

/// Draws a screen: title, why, what is known, the list, the keys.
pub(super) fn paint(
    canvas: &mut Canvas,
    area: Rect,
    scene: &Scene,
    cursor: Option<&mut Cursor<usize>>,
    glyph: &dyn Fn(&Row) -> &'static str,
) {
    let theme = canvas.theme;
    let airy = 18 <= area.height;
    let margin = if 70 <= area.width { 3 } else { 1 };
    let (x, width) = (area.x + margin, area.width.saturating_sub(2 * margin));
    let mut y = area.y + u16::from(airy);
    let bottom = area.bottom();
    let aside = u16::try_from(text::width(&scene.aside))
        .unwrap_or(width)
        .min(width / 2);
    let title_room = width.saturating_sub(aside + 2);
    canvas.text(
        x,
        y,
        title_room,
        &scene.title,
        theme.title.add_modifier(Modifier::BOLD),
    );
    canvas.text_right(x, y, width, &scene.aside, theme.dim);
    y += 1 + u16::from(airy);
    for (words, look) in &scene.say {
        for line in text::wrapped(words, usize::from(width)) {
            if y < bottom {
                canvas.text(x, y, width, &line, look.style(theme));
                y += 1;
            }
        }
    }
    y += u16::from(airy || !scene.rows.is_empty());
    // Keys keep their place at the bottom; in a low window the footer has them.
    let keys = if FOR_KEYS <= area.height {
        u16::try_from(scene.keys.len()).unwrap_or(0)
    } else {
        0
    };
    let columns: u16 = if 76 <= width { 2 } else { 1 };
    let key_rows = keys.div_ceil(columns);
    let end = bottom.saturating_sub(if keys > 0 { key_rows + 1 } else { 0 });
    for (label, words, look) in &scene.facts {
        let room = width.saturating_sub(20);
        // What fits stands as it is, with its columns.
        let lines = if text::width(words) <= usize::from(room) {
            vec![words.clone()]
        } else {
            text::wrapped(words, usize::from(room))
        };
        for (n, line) in lines.iter().take(2).enumerate() {
            if y < end {
                let label = if n == 0 { *label } else { "" };
                canvas.text(x, y, 19, label, theme.dim);
                canvas.text(x + 20, y, room, line, look.style(theme));
                y += 1;
            }
        }
    }
    if let (Some(cursor), false) = (cursor, scene.rows.is_empty()) {
        let list = Rect {
            x,
            y,
            width,
            height: end.saturating_sub(y),
        };
        draw_rows(canvas, list, scene, cursor, glyph);
    }
    let column = width / columns;
    for (n, (command, words)) in scene.keys.iter().take(usize::from(keys)).enumerate() {
        let n = u16::try_from(n).unwrap_or(0);
        let (row, at) = (n % key_rows.max(1), n / key_rows.max(1));
        let (kx, ky) = (x + at * column, end + 1 + row);
        if ky < bottom {
            canvas.text_right(kx, ky, 7, &command.typed(), theme.accent);
            canvas.text(kx + 9, ky, column.saturating_sub(10), words, theme.text);
            canvas.mark(
                Rect {
                    x: kx,
                    y: ky,
                    width: column.saturating_sub(1),
                    height: 1,
                },
                Spot::Do(*command),
            );
        }
    }
}

fn draw_rows(
    canvas: &mut Canvas,
    list: Rect,
    scene: &Scene,
    cursor: &mut Cursor<usize>,
    glyph: &dyn Fn(&Row) -> &'static str,
) {
    let theme = canvas.theme;
    let all: Vec<usize> = (0..scene.rows.len()).collect();
    if scene.rows.iter().all(|row| row.of.is_none()) {
        return draw_text(canvas, list, scene, cursor.place(&all));
    }
    let window = cursor.window(&all, rows(list.height, all.len()));
    let selected = cursor.selected(&all);
    // The names have the room that they need, what is said of them has the rest.
    let widest = scene.rows.iter().map(|row| text::width(&row.words)).max();
    let widest = u16::try_from(widest.unwrap_or(0)).unwrap_or(u16::MAX);
    let name = widest.clamp(16, (list.width * 2 / 5).clamp(16, 44));
    for (n, y) in window.clone().zip(list.y..list.bottom()) {
        let row = &scene.rows[n];
        let is_selected = selected == Some(n);
        let bar = if is_selected { theme.glyphs.bar } else { " " };
        canvas.text(list.x, y, 1, bar, theme.accent);
        canvas.text(list.x + 1, y, 1, glyph(row), theme.accent);
        let style = if is_selected {
            theme.title.add_modifier(Modifier::REVERSED)
        } else {
            theme.title
        };
        let x = list.x + 3;
        canvas.text(
            x,
            y,
            name.min(list.width.saturating_sub(3)),
            &row.words,
            style,
        );
        let beside = x + name + 2;
        let room = list.right().saturating_sub(beside);
        canvas.text(beside, y, room, &row.beside, theme.dim);
        let place = Rect {
            y,
            height: 1,
            ..list
        };
        canvas.mark(place, Spot::Item(n));
    }
    more(canvas, list, &window, all.len());
}

/// Text to read through: where one is in it is its first line.
fn draw_text(canvas: &mut Canvas, list: Rect, scene: &Scene, top: Option<usize>) {
    let theme = canvas.theme;
    let len = scene.rows.len();
    let column = usize::from(list.width.min(TEXT));
    // A line is as many rows as it takes: what follows the last one that fits is below.
    let height = usize::from(list.height.saturating_sub(1));
    let rows_of = |row: &Row| text::wrapped(&row.words, column).len().max(1);
    let mut last_top = len;
    let mut taken = 0;
    while 0 < last_top && taken + rows_of(&scene.rows[last_top - 1]) <= height {
        last_top -= 1;
        taken += rows_of(&scene.rows[last_top]);
    }
    let top = top.unwrap_or(0).min(last_top);
    let mut y = list.y;
    let mut end = top;
    for row in &scene.rows[top..] {
        let rows = u16::try_from(rows_of(row)).unwrap_or(u16::MAX);
        if list.bottom().saturating_sub(1) < y.saturating_add(rows) && end > top {
            break;
        }
        let style = if row.words.starts_with('#') {
            theme.title
        } else {
            theme.text
        };
        for line in text::wrapped(&row.words, column) {
            if y < list.bottom() {
                canvas.text(list.x, y, list.width, &line, style);
            }
            y += 1;
        }
        y += u16::from(row.words.is_empty());
        end += 1;
    }
    let window = top..end;
    more(canvas, list, &window, len);
}
