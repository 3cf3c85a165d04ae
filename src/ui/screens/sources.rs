//! The Sources pane: tier, warmth and lateness of everyone who has referred or has a tier.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::id::Id;
use crate::domain::text;
use crate::insight::relation::{Relation, Warmth};

use super::super::bonds;
use super::super::canvas::{Canvas, Piece};
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::parts::chrome::{self, Title};
use super::super::parts::list::Cursor;
use super::super::parts::marks::Marks;
use super::super::theme::Theme;
use super::super::words;
use super::layout::Pane;

pub fn draw(
    canvas: &mut Canvas,
    area: Rect,
    title: Vec<Piece>,
    focused: bool,
    (cursor, people): (&mut Cursor<Id>, &[Id]),
    (linked, marks): (&[Id], &Marks),
    cx: &Cx,
) {
    let theme = canvas.theme;
    let late = cx.practice.late_sources();
    let right: Piece = match late {
        0 => (format!("{}", people.len()).into(), theme.dim),
        late => (format!("{late} late").into(), theme.warn),
    };
    let frame = Title {
        left: title,
        right: vec![right],
        focused,
    };
    let inner = chrome::frame(canvas, area, &frame);
    if people.is_empty() {
        let lines = if cx.practice.sources().is_empty() {
            [
                "Nobody here yet.",
                "c captures a referral, a adds a person;",
                "whoever refers stands here.",
            ]
        } else {
            ["Nothing matches.", "esc clears the filter.", ""]
        };
        empty(canvas, inner, &lines);
        return;
    }
    let fit = rows(inner.height, people.len());
    let window = cursor.window(people, fit);
    let selected = cursor.selected(people);
    let roomy = inner.width >= 60;
    let contact = |id: &Id| words::warmth(cx.practice.relation(*id), cx.today).0;
    let widest = people[window.clone()].iter().map(contact);
    let widest = widest.map(|days| text::width(&days)).max();
    let wide = widest.unwrap_or_default().max(10);
    for (id, y) in people[window.clone()].iter().zip(inner.y..) {
        let is_selected = focused && selected == Some(*id);
        let is_linked = linked.contains(id);
        let relation = cx.practice.relation(*id);
        let person = cx.book.people.get(*id);
        let tier = match person.and_then(|person| person.tier.as_ref()) {
            Some(tier) => tier.word(),
            None => theme.glyphs.dash,
        };
        let (days, word) = words::warmth(relation, cx.today);
        let style = tone(relation, theme);
        let place = Rect {
            y,
            height: 1,
            ..inner
        };
        let glyph = marks.glyph(*id, is_selected || is_linked, theme);
        canvas.text(inner.x, y, 1, glyph, theme.accent);
        let tail = format!("{tier:>3} {days:>wide$} {word:<5}");
        let tail_width = u16::try_from(text::width(&tail))
            .unwrap_or(0)
            .min(inner.width);
        let name_room = inner.width.saturating_sub(tail_width + 2);
        let name_style = if is_linked { theme.linked } else { theme.title };
        let name_style = if is_selected {
            name_style.add_modifier(Modifier::REVERSED)
        } else {
            name_style
        };
        let name = cx.name(Some(*id));
        let used = canvas.text(inner.x + 1, y, name_room, &name, name_style);
        if roomy {
            let company = person.map_or("", |person| cx.company(person));
            let note = relation.note.and_then(|id| cx.book.events.get(id));
            let note = note.map_or("", |event| cx.words(&event.note));
            let (open, close) = theme.glyphs.quotes;
            // Who they are in a column of its own, so that the notes line up.
            let at = (used + 2).max(24.min(name_room / 3));
            let who = 26.min(name_room.saturating_sub(at));
            canvas.text(inner.x + 1 + at, y, who, company, theme.dim);
            if !note.is_empty() && at + who + 8 < name_room {
                let x = at + who + 1;
                let said = format!("{open}{note}{close}");
                canvas.text(inner.x + 1 + x, y, name_room - x, &said, theme.dim);
            }
        }
        let x = inner.right().saturating_sub(tail_width);
        let lead = format!("{tier:>3} ");
        let at = canvas.text(x, y, tail_width, &lead, theme.text);
        if relation.friction.is_some() {
            canvas.text(x, y, 1, "!", theme.warn);
        }
        let used = canvas.text(
            x + at,
            y,
            tail_width.saturating_sub(at),
            &format!("{days:>10} "),
            theme.text,
        );
        let left = tail_width.saturating_sub(at + used);
        canvas.text(x + at + used, y, left, word, style);
        canvas.mark(place, Spot::Person(Pane::Sources as usize, *id));
    }
    more(canvas, inner, &window, people.len());
}

/// What the tiers ask for against what is made, in the lower frame of the pane when it has the whole screen.
pub fn draw_pace(canvas: &mut Canvas, area: Rect, cx: &Cx) {
    let words = bonds::pace(cx.practice);
    let room = area.width.saturating_sub(6);
    if words.is_empty() || area.height < 3 || usize::from(room) < text::width(&words) {
        return;
    }
    let words = format!(" {words} ");
    let (x, y) = (area.x + 2, area.bottom() - 1);
    canvas.text(x, y, room + 2, &words, canvas.theme.dim);
}

/// The style of the word for how warm it is between us.
pub fn tone(relation: &Relation, theme: &Theme) -> Style {
    match relation.warmth {
        _ if relation.asleep => theme.dim,
        _ if relation.again.is_some() && 0 < relation.late => theme.warn,
        _ if relation.again.is_some() => theme.text,
        Warmth::Warm => theme.good,
        Warmth::Fading => theme.warn,
        Warmth::Cold => theme.bad,
        Warmth::NoCadence => theme.dim,
    }
}

/// How many lines of a list fit when the last one says how many more there are.
pub fn rows(height: u16, len: usize) -> usize {
    let height = usize::from(height);
    if len <= height {
        height
    } else {
        height.saturating_sub(1).max(1)
    }
}

/// The line that says that there is more.
pub fn more(canvas: &mut Canvas, inner: Rect, window: &std::ops::Range<usize>, len: usize) {
    let (above, below) = (window.start, len - window.end);
    let words = match (above, below) {
        (0, 0) => return,
        (0, below) => format!("+ {below} more"),
        (above, 0) => format!("+ {above} above"),
        (above, below) => format!("+ {above} above, {below} more"),
    };
    if inner.height > 1 {
        canvas.text(
            inner.x + 1,
            inner.bottom() - 1,
            inner.width,
            &words,
            canvas.theme.dim,
        );
    }
}

/// An empty state: what is the case, then what to do.
pub fn empty(canvas: &mut Canvas, inner: Rect, lines: &[&str]) {
    for (line, y) in lines.iter().zip(inner.y..inner.bottom()) {
        let style = if y == inner.y {
            canvas.theme.text
        } else {
            canvas.theme.dim
        };
        canvas.text(inner.x + 1, y, inner.width.saturating_sub(1), line, style);
    }
}
