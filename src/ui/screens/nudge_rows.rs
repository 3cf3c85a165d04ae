//! A line of Now what as it is drawn: the mark, whom, what, why, how many more, the key. It will never know how long the
//! list is.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::day;
use crate::domain::text;
use crate::insight::now::{Group, Key, Thing};
use crate::insight::nudge::{Reason, Voice};

use super::super::because;
use super::super::canvas::Canvas;
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::theme::Theme;

/// One line.
pub struct Row<'a> {
    pub key: Key,
    pub thing: &'a Thing,
    /// One of several of the same person, beneath the first.
    pub is_further: bool,
    /// How many more there are that are not shown.
    pub more: usize,
    /// The cursor is on it, in the pane that has the focus.
    pub is_selected: bool,
    /// One of this week's people.
    pub is_chosen: bool,
}

/// With less room than this for what and why, what has all of it.
const NARROW: u16 = 43;

/// "met Thu 19 Nov": what to do leaves so much for why.
const WHY: u16 = 16;

/// What is ahead says little beside its day: the hour, an interval.
const AHEAD: u16 = 17;

/// So much of why can be read: "36 days, wanted 14; last: …".
const READ: u16 = 30;

/// From this width on the key and what more there is stand at the right.
const WIDE: u16 = 70;

/// And from this one on there is room for words there.
const ROOMY: u16 = 100;

/// "at 10:00".
const AT: u16 = 8;

/// Draws a line; `any_more` keeps the column for what more there is, `widest` is the longest name of the list in columns.
pub fn draw(canvas: &mut Canvas, line: Rect, row: &Row, (any_more, widest): (bool, u16), cx: &Cx) {
    let theme = canvas.theme;
    let y = line.y;
    if row.is_selected {
        canvas.text(line.x, y, 1, theme.glyphs.bar, theme.accent);
    }
    let (mark, style) = mark(row.thing, cx, theme);
    let x = line.x + 1;
    // A day takes the place of the star too.
    let is_ahead = because::day_ahead(row.thing).is_some();
    let mark_room = if is_ahead { 6 } else { 5 };
    canvas.text_right(
        x,
        y,
        mark_room.min(line.width.saturating_sub(1)),
        &mark,
        style,
    );
    if row.is_chosen && !row.is_further && !is_ahead {
        canvas.text(x + 5, y, 1, theme.glyphs.star, theme.accent);
    }
    let x = x + 7;
    let end = line.right().saturating_sub(1);
    let left = |x: u16| end.saturating_sub(x);
    let name_room = match line.width {
        ..60 => 10,
        width => (width / 6).clamp(13, 22).max(widest.min(width / 5)),
    };
    let name = if row.is_further {
        "  ↳".into()
    } else {
        because::who(row.thing, cx)
    };
    let name_style = if row.is_selected {
        theme.title.add_modifier(Modifier::REVERSED)
    } else {
        theme.title
    };
    canvas.text(x, y, name_room.min(left(x)), &name, name_style);
    let x = x + name_room + 1;
    // Narrow windows keep what to do and give the rest of the line to why.
    let (key_room, more_room) = match line.width {
        ROOMY.. if any_more => (7, 9),
        WIDE.. if any_more => (7, 5),
        WIDE.. => (7, 0),
        _ => (0, 0),
    };
    let tail = key_room + more_room;
    let room = left(x).saturating_sub(tail);
    let what_room = (line.width * 3 / 10).clamp(10, 56);
    let has_why = NARROW <= room;
    let said = match row.thing {
        Thing::Nudge(nudge) if row.is_further => because::also(nudge, cx),
        thing => because::said(thing, cx),
    };
    // Nothing is pressed for what is ahead: where why has no column, its time stands in the place of the key.
    let wanted = u16::try_from(text::width(&said.why)).unwrap_or(u16::MAX);
    let aside = match wanted {
        _ if has_why || !is_ahead => 0,
        wanted if wanted <= AT && 3 * AT < room => wanted,
        wanted if wanted < tail => wanted,
        _ => 0,
    };
    let what = match (has_why, is_ahead) {
        (false, false) => room,
        (false, true) if aside == 0 => room + tail,
        (false, true) => room + tail - aside - 2,
        (true, false) => what_room.max(room.min(NARROW + 3) - WHY),
        (true, true) if said.why.is_empty() => room + tail,
        (true, true) if room < what_room + 2 * AHEAD => room - AHEAD,
        (true, true) => what_room,
    };
    let what_style = if row.is_further && row.is_selected {
        theme.text.add_modifier(Modifier::REVERSED)
    } else {
        theme.text
    };
    let free = if row.more == 0 && !is_ahead {
        more_room
    } else {
        0
    };
    let what = if has_why && !said.why.is_empty() {
        let needed = u16::try_from(text::width(&said.what)).unwrap_or(u16::MAX);
        shared((needed, wanted), what, room + free)
    } else {
        what
    };
    canvas.text(x, y, what, &said.what, what_style);
    if has_why {
        let why_x = x + what + 2;
        let why_room = (x + room + free).saturating_sub(why_x);
        canvas.text(why_x, y, why_room, &said.why, theme.dim);
    }
    if 0 < aside {
        let aside = aside.min(left(x));
        canvas.text_right(end - aside, y, aside, &said.why, theme.dim);
    }
    if tail > 0 && end > tail && !is_ahead {
        let more = match (row.more, more_room) {
            (0, _) => String::new(),
            (more, ..9) => format!(" +{more}"),
            (more, _) => format!("+ {more} more"),
        };
        canvas.text(end - tail, y, more_room, &more, theme.dim);
        let key = settle_key(row.thing);
        canvas.text_right(end - key_room, y, key_room, key, theme.accent);
    }
    canvas.mark(line, Spot::Row(row.key));
}

/// The column of what to do in one line: where it, or why, is not whole in its column, it takes what the other leaves empty.
fn shared((needed, wanted): (u16, u16), what: u16, room: u16) -> u16 {
    let why = room.saturating_sub(what + 2);
    let is_whole = needed.saturating_add(wanted).saturating_add(2) <= room;
    if what < needed {
        return if is_whole { needed } else { what };
    }
    // A part of why is worth moving for only where its column says next to nothing.
    let aim = if is_whole { wanted } else { wanted.min(READ) };
    let short = aim.saturating_sub(why);
    what.saturating_sub(short).max(needed)
}

/// The heading of a group, and how many rows it has.
pub fn heading(canvas: &mut Canvas, line: Rect, group: Group, count: usize) {
    let theme = canvas.theme;
    let (title, cost) = because::group(group);
    let pieces = [
        (format!("{title} {count}").into(), theme.title),
        (format!("   {cost}").into(), theme.dim),
    ];
    canvas.line(line.x + 1, line.y, line.width.saturating_sub(1), &pieces);
}

/// Its day where it is ahead, else how insistent it is: the time where it has one today, `!!` for what is owed, `!` for what is late.
fn mark(thing: &Thing, cx: &Cx, theme: &Theme) -> (String, Style) {
    if let Some((on, _)) = because::day_ahead(thing) {
        return (because::short_day(on, cx.today), theme.dim);
    }
    let Thing::Nudge(nudge) = thing else {
        return (theme.glyphs.dot.into(), theme.dim);
    };
    let (mark, style) = match nudge.voice() {
        Voice::Owed => ("!!", theme.bad),
        Voice::Moving | Voice::Practice => ("!", theme.warn),
    };
    let time = nudge.time.filter(|_| nudge.due == cx.today);
    (time.map_or(mark.into(), day::clock), style)
}

/// The key that settles it.
fn settle_key(thing: &Thing) -> &'static str {
    match thing {
        Thing::Nudge(nudge) => match nudge.reason {
            Reason::GoneQuiet { .. } => "t",
            Reason::OutOfDate { .. } => "-",
            _ => "space",
        },
        Thing::Chosen(_) | Thing::Coming(_) => "space",
    }
}
