//! The map as lines, one or two a stage, from how it comes in to how it ends; the loop and the short route run beside the
//! names. It decides nothing.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::id::Id;
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::process::{older_limits, standing_at};

use super::super::canvas::{Canvas, Piece};
use super::super::layer::Cx;
use super::super::mapping;
use super::process_map::Item;
use super::process_paint::{Sight, head, row};

/// From this width on there is room for the short route at the left, and for names.
const NAMES: u16 = 90;
/// The loop stands behind the names, and the words behind the loop.
const LOOP: u16 = 19;
const WORDS: u16 = 22;

/// Columns for who acts and who helps where the window is narrow.
const NARROW: usize = 16;

/// Windows of fewer rows have none for what is drawn already.
const LOW: u16 = 19;

/// Rows that the map takes with two lines a stage.
pub(super) fn tall(sight: &Sight, cx: &Cx) -> u16 {
    let entries = match sight.direction {
        Direction::Received => sight.channels(cx).len().clamp(1, ENTRIES),
        _ => 1,
    };
    u16::try_from(entries).unwrap_or(1) + 16 + 3
}

/// Channels that are named in lines of their own, at most.
const ENTRIES: usize = 5;

/// From entry to end, a line or two a stage; what is left of the area.
pub(super) fn draw_lines(
    canvas: &mut Canvas,
    area: Rect,
    is_roomy: bool,
    sight: &Sight,
    cx: &Cx,
) -> Rect {
    let theme = canvas.theme;
    let has_names = NAMES <= area.width;
    let route = area;
    let area = if has_names {
        Rect {
            x: area.x + 2,
            width: area.width - 2,
            ..area
        }
    } else {
        area
    };
    let mut y = area.y;
    let bottom = area.bottom();
    y += draw_start(canvas, area, is_roomy, sight, cx);
    let loads: Vec<(String, String)> = Stage::ALL.iter().map(|it| load(*it, sight, cx)).collect();
    let widest = |all: &mut dyn Iterator<Item = &String>| {
        let width = all.map(|words| text::width(words)).max().unwrap_or(0);
        u16::try_from(width).unwrap_or(0)
    };
    let load_room = (
        widest(&mut loads.iter().map(|(open, _)| open)),
        widest(&mut loads.iter().map(|(_, late)| late)),
    );
    let who = who_room(area.width, sight, has_names, theme.glyphs.done, cx);
    let top = y;
    let step = if is_roomy { 2 } else { 1 };
    for (stage, load) in Stage::ALL.into_iter().zip(&loads) {
        if bottom <= y {
            break;
        }
        let view = Row {
            load,
            who,
            has_names,
            is_roomy,
            load_room,
        };
        draw_stage(canvas, row(area, y), stage, &view, sight, cx);
        if is_roomy && y + 1 < bottom {
            let step = sight.map.steps.get(&stage);
            let exit = step.map_or("", |step| mapping::shown(&step.exit, cx));
            canvas.text(area.x + 4, y + 1, 1, theme.glyphs.rail, theme.frame);
            let words = format!("until: {exit}");
            let mut room = area.width.saturating_sub(WORDS);
            // Who helps stands at the right, clear of the loop and of the words.
            if has_names {
                let helps = step.map_or(String::new(), |step| {
                    mapping::first_names(step, theme.glyphs.done, cx)
                });
                canvas.text_right(area.x + WORDS, y + 1, room, &helps, theme.accent);
                let taken = u16::try_from(text::width(&helps)).unwrap_or(room);
                room = room.saturating_sub(if taken == 0 { 0 } else { taken + 2 });
            }
            canvas.text(area.x + WORDS, y + 1, room, &words, theme.dim);
        }
        y += step;
    }
    let y_of = |stage: Stage| {
        let n = u16::try_from(stage as usize).unwrap_or(0);
        Some(top + step * n).filter(|y| *y < bottom)
    };
    draw_loop(canvas, area.x + LOOP, y_of);
    if has_names {
        for (from, to) in [
            (Stage::Discovered, Stage::CheckBack),
            (Stage::ReportBack, Stage::Close),
        ] {
            draw_shortcut(canvas, route.x, y_of(from).zip(y_of(to)));
        }
    }
    let end = Rect {
        y: y.min(bottom),
        ..area
    };
    let used = end.y + draw_end(canvas, end, bottom, sight);
    Rect {
        y: used,
        height: bottom - used,
        ..route
    }
}

/// How it begins; the lines used.
fn draw_start(canvas: &mut Canvas, area: Rect, is_roomy: bool, sight: &Sight, cx: &Cx) -> u16 {
    let theme = canvas.theme;
    if area.height == 0 {
        return 0;
    }
    if *sight.direction != Direction::Received {
        canvas.text(area.x + 2, area.y, 16, "Starts", theme.title);
        let words = format!("with {}", mapping::START);
        let room = area.width.saturating_sub(WORDS);
        canvas.text(area.x + WORDS, area.y, room, &words, theme.text);
        return 1;
    }
    let is_on = sight.selected == Item::Entry;
    let n = sight.place(Item::Entry);
    head(
        canvas,
        row(area, area.y),
        "Comes in",
        (is_on, n),
        theme.title,
    );
    // One line has room for all of them only if it begins early.
    let from = if is_roomy { WORDS } else { 12 };
    let entry = Rect {
        x: area.x + from.min(area.width),
        width: area.width.saturating_sub(from),
        height: if is_roomy {
            u16::try_from(ENTRIES).unwrap_or(1)
        } else {
            1
        },
        ..area
    };
    draw_entry(canvas, entry.intersection(area), sight, cx)
}

/// The loop, the short route and the ends in words; the lines used. Where lines are few the loop is only drawn.
fn draw_end(canvas: &mut Canvas, area: Rect, bottom: u16, sight: &Sight) -> u16 {
    let theme = canvas.theme;
    let after = mapping::after_end(sight.direction);
    let all = format!("{}, {after}", mapping::ENDS);
    let room = area.width.saturating_sub(WORDS);
    let all = if text::width(&all) <= usize::from(room) {
        all
    } else {
        format!("won, lost, …, {after}")
    };
    let ends = [
        ("loop", mapping::LOOP, theme.dim),
        ("short route", mapping::SHORT, theme.dim),
        ("Ends", all.as_str(), theme.title),
    ];
    let skipped = usize::from(area.height < LOW);
    let mut used = 0;
    for ((label, words, style), y) in ends.into_iter().skip(skipped).zip(area.y..bottom) {
        canvas.text(area.x + 2, y, 16, label, style);
        canvas.text(area.x + WORDS, y, room, words, theme.dim);
        used += 1;
    }
    used
}

/// Back from 6, 7 and 8 to 5, behind the names.
fn draw_loop(canvas: &mut Canvas, x: u16, y_of: impl Fn(Stage) -> Option<u16>) {
    let set = &canvas.theme.glyphs.border;
    let style = canvas.theme.accent;
    let Some(top) = y_of(Stage::ReportBack) else {
        return;
    };
    let line = set.horizontal_top;
    canvas.text(x, top, 1, "◂", style);
    canvas.text(x + 1, top, 1, set.top_right, style);
    let mut last = top;
    for (stage, corner) in [
        (Stage::Feedback, "┤"),
        (Stage::SourceReports, "┤"),
        (Stage::Close, set.bottom_right),
    ] {
        let Some(y) = y_of(stage) else {
            return;
        };
        for between in last + 1..y {
            canvas.text(x + 1, between, 1, set.vertical_right, style);
        }
        canvas.text(x, y, 1, line, style);
        canvas.text(x + 1, y, 1, corner, style);
        last = y;
    }
}

/// The short route passes stages by, before the names.
fn draw_shortcut(canvas: &mut Canvas, x: u16, ends: Option<(u16, u16)>) {
    let set = &canvas.theme.glyphs.border;
    let style = canvas.theme.frame;
    let Some((from, to)) = ends else {
        return;
    };
    canvas.text(x, from, 1, set.top_left, style);
    canvas.text(x + 1, from, 1, set.horizontal_top, style);
    for y in from + 1..to {
        canvas.text(x, y, 1, set.vertical_left, style);
    }
    canvas.text(x, to, 1, set.bottom_left, style);
    canvas.text(x + 1, to, 1, "▸", style);
}

/// The open channels flowing in, as many as there is room for; the lines used.
pub(super) fn draw_entry(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) -> u16 {
    let theme = canvas.theme;
    let open = sight.channels(cx);
    if open.is_empty() {
        let words = if sight.is_now {
            let closed = if cx.book.channels.is_empty() {
                ""
            } else {
                ", e on 4 opens one again"
            };
            format!("{}: a adds one{closed}", mapping::no_channel(cx))
        } else {
            "no channel was noted then".into()
        };
        canvas.text(area.x, area.y, area.width, &words, theme.dim);
        return 1;
    }
    if area.height < 2 {
        let names: Vec<String> = open.iter().map(|id| short(*id, cx)).collect();
        let words = names.join(&format!(" {} ", theme.glyphs.dot));
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

/// "phone: Lena → me"
fn short(channel: Id, cx: &Cx) -> String {
    let posts = cx.book.channels.get(channel);
    let posts = posts.map_or(String::new(), |it| mapping::posts(it, cx));
    format!("{}: {posts}", cx.channel(channel))
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
    // Late by the limit of an older version, which is not the one that stands here.
    let by = match older_limits(cx.practice, sight.direction, stage) {
        (_, Some(limit)) if 0 < late => format!(" ({limit}d)"),
        _ => String::new(),
    };
    (of(open, "open"), of(late, "late") + &by)
}

/// What a line of a stage shows besides its step.
struct Row<'a> {
    load: &'a (String, String),
    /// Columns for who acts.
    who: u16,
    has_names: bool,
    /// Whether a second line says who helps.
    is_roomy: bool,
    /// Columns for what is open and what is late, the same for all stages.
    load_room: (u16, u16),
}

/// Who acts, in a word or two; where those who help have no place of their own, their names too if they fit.
fn who_acts(stage: Stage, sight: &Sight, has_names: bool, done: &'static str, cx: &Cx) -> String {
    let Some(step) = sight.map.steps.get(&stage) else {
        return String::new();
    };
    let who = mapping::turns(mapping::shown(&step.who, cx));
    let helps = mapping::first_names(step, done, cx);
    if has_names || helps.is_empty() {
        return who;
    }
    // A sign without its name would be read as the answer of whoever acts.
    let both = format!("{who}, {helps}");
    if text::width(&both) <= NARROW {
        both
    } else {
        who
    }
}

/// Columns for who acts: as many as the longest one takes, within bounds.
fn who_room(width: u16, sight: &Sight, has_names: bool, done: &'static str, cx: &Cx) -> u16 {
    let most = if has_names { 20 } else { 16.min(width / 5 + 1) };
    let all = Stage::ALL.into_iter();
    let all = all.map(|stage| text::width(&who_acts(stage, sight, has_names, done, cx)));
    let widest = all.max().unwrap_or(0);
    u16::try_from(widest)
        .unwrap_or(most)
        .clamp(4.min(most), most)
}

/// One stage in a line: its name, whose move, what to do, for how long, who helps, what stands there.
fn draw_stage(canvas: &mut Canvas, line: Rect, stage: Stage, view: &Row, sight: &Sight, cx: &Cx) {
    let theme = canvas.theme;
    let item = Item::Stage(stage);
    let is_on = sight.selected == item;
    let title = format!("{} {}", stage.number(), stage.title());
    head(
        canvas,
        line,
        &title,
        (is_on, sight.place(item)),
        theme.title,
    );
    let Some(step) = sight.map.steps.get(&stage) else {
        canvas.text(
            line.x + WORDS,
            line.y,
            line.width.saturating_sub(WORDS),
            "not on the map",
            theme.bad,
        );
        return;
    };
    if sight.is_wrong(stage) {
        canvas.text(line.x + 1, line.y, 1, "!", theme.bad);
    }
    let (open, late) = view.load;
    // From the right: late, open, limit; who helps and what to do have the rest.
    let mut right = line.right();
    let mut put = |canvas: &mut Canvas, width: u16, words: &str, style: Style| {
        let x = right.saturating_sub(width);
        if 0 < width && line.x + 46 <= x {
            canvas.text_right(x, line.y, width, words, style);
            right = x.saturating_sub(1);
        }
    };
    put(canvas, view.load_room.1, late, theme.bad);
    put(canvas, view.load_room.0, open, theme.text);
    let limit = if step.limit == 0 {
        theme.glyphs.dash.to_string()
    } else {
        format!("{}d", step.limit)
    };
    put(canvas, 4, &limit, theme.text);
    let x = line.x + WORDS;
    let who = who_acts(stage, sight, view.has_names, theme.glyphs.done, cx);
    canvas.text(x, line.y, view.who.min(line.width), &who, theme.text);
    let x = x + view.who + 1;
    let mut pieces: Vec<Piece> = Vec::new();
    let helps = mapping::first_names(step, theme.glyphs.done, cx);
    if view.has_names && !view.is_roomy && !helps.is_empty() {
        pieces.push((
            format!("{helps} {} ", theme.glyphs.dot).into(),
            theme.accent,
        ));
    }
    pieces.push((mapping::shown(&step.now, cx).into(), theme.dim));
    canvas.line(x, line.y, right.saturating_sub(x), &pieces);
}
