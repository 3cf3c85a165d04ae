//! The Now what pane: whom, why, how late, and the key that settles it. One row a person.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::day;
use crate::domain::id::Id;
use crate::insight::nudge::{Nudge, Reason, Voice};

use super::super::canvas::{Canvas, Piece};
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::parts::chrome::{self, Title};
use super::super::parts::list::Cursor;
use super::super::words;
use super::sources::{empty, more, rows};

pub fn draw(
    canvas: &mut Canvas,
    area: Rect,
    title: Vec<Piece>,
    focused: bool,
    (cursor, people): (&mut Cursor<Option<Id>>, &[Option<Id>]),
    cx: &Cx,
) {
    let theme = canvas.theme;
    let (owed, week) = (cx.practice.owed_today(), cx.practice.this_week());
    let mut right: Vec<Piece> = Vec::new();
    if owed > 0 {
        right.push((format!("{owed} owed today").into(), theme.bad));
    }
    if week > 0 {
        let gap = if right.is_empty() {
            String::new()
        } else {
            format!(" {} ", theme.glyphs.dot)
        };
        right.push((format!("{gap}{week} this week").into(), theme.dim));
    }
    let frame = Title {
        left: title,
        right,
        focused,
    };
    let inner = chrome::frame(canvas, area, &frame);
    if people.is_empty() {
        let coming = match week {
            1 => "Nothing is owed today; one thing is due this week.".to_string(),
            n => format!("Nothing is owed today; {n} things are due this week."),
        };
        let lines = match (cx.practice.rows().is_empty(), week) {
            (true, 0) => [
                "Nothing is owed and nothing is late.",
                "Enjoy it, or give someone something: + on a person.",
            ],
            (true, _) => [
                coming.as_str(),
                "Enjoy it, or give someone something: + on a person.",
            ],
            (false, _) => ["Nothing matches.", "esc clears the filter."],
        };
        empty(canvas, inner, &lines);
        return;
    }
    let window = cursor.window(people, rows(inner.height, people.len()));
    let selected = cursor.selected(people);
    let rows_by_person: Vec<_> = cx
        .practice
        .rows()
        .iter()
        .map(|row| (*row, cx.practice.nudge_of(*row)))
        .collect();
    let shown = people[window.clone()].iter().filter_map(|person| {
        rows_by_person
            .iter()
            .find(|(_, nudge)| nudge.person == *person)
    });
    // Columns: mark, whom, what, why, how many more, key.
    let name_room = (inner.width / 6).clamp(10, 22);
    let what_room = (inner.width * 3 / 10).clamp(10, 44);
    let any_more = rows_by_person.iter().any(|(row, _)| row.more > 0);
    for ((row, nudge), y) in shown.zip(inner.y..) {
        let is_selected = selected == Some(nudge.person);
        let (mark, style) = mark_of(nudge);
        let mark_style = match style {
            Urgency::Owed => theme.bad,
            Urgency::Late => theme.warn,
            Urgency::Coming => theme.dim,
        };
        let bar = if is_selected && focused {
            theme.glyphs.bar
        } else {
            " "
        };
        canvas.text(inner.x, y, 1, bar, theme.accent);
        let shown = match (nudge.time, mark) {
            (Some(time), _) if nudge.due == cx.today => day::clock(time),
            (_, "") => theme.glyphs.dot.to_string(),
            (_, mark) => mark.to_string(),
        };
        let x = inner.x + 1;
        canvas.text_right(x, y, 5.min(inner.width - 1), &shown, mark_style);
        let x = x + 6;
        let said = words::nudge(nudge, cx);
        let name = cx.name(nudge.person);
        let name = if nudge.person.is_none() {
            "The book".into()
        } else {
            name
        };
        let name_style = if is_selected && focused {
            theme.title.add_modifier(Modifier::REVERSED)
        } else {
            theme.title
        };
        let end = inner.right().saturating_sub(1);
        let left = |x: u16| end.saturating_sub(x);
        canvas.text(x, y, name_room.min(left(x)), &name, name_style);
        let x = x + name_room + 1;
        // Narrow windows keep what to do and give the rest of the line to why.
        let key = settle_key(nudge);
        let key_room = if inner.width >= 70 { 7 } else { 0 };
        let more = if row.more > 0 {
            format!("+ {} more", row.more)
        } else {
            String::new()
        };
        let more_room = if any_more && inner.width >= 70 { 9 } else { 0 };
        let tail = key_room + more_room;
        let room = left(x).saturating_sub(tail);
        let what = if room < 40 { room } else { what_room.min(room) };
        canvas.text(x, y, what, &said.what, theme.text);
        if room >= 40 {
            let why_x = x + what + 2;
            canvas.text(
                why_x,
                y,
                (x + room).saturating_sub(why_x),
                &said.why,
                theme.dim,
            );
        }
        if tail > 0 && end > tail {
            canvas.text(end - tail, y, more_room, &more, theme.dim);
            canvas.text_right(end - key_room, y, key_room, key, theme.accent);
        }
        let place = Rect {
            y,
            height: 1,
            ..inner
        };
        canvas.mark(place, Spot::Row(nudge.person));
    }
    more(canvas, inner, &window, people.len());
}

enum Urgency {
    Owed,
    Late,
    Coming,
}

fn mark_of(nudge: &Nudge) -> (&'static str, Urgency) {
    match (nudge.voice(), nudge.late) {
        (_, ..0) => ("", Urgency::Coming),
        (Voice::Owed, _) => ("!!", Urgency::Owed),
        (Voice::Moving | Voice::Practice, _) => ("!", Urgency::Late),
    }
}

/// The key that settles it.
fn settle_key(nudge: &Nudge) -> &'static str {
    match nudge.reason {
        Reason::GoneQuiet { .. } => "t",
        Reason::OutOfDate { .. } => "-",
        _ => "space",
    }
}
