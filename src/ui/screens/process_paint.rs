//! The map drawn so that it reads from the trigger to the outcome: as lines, with what is selected beneath or beside, or
//! as boxes with arrows where there is room. It decides nothing.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::day;
use crate::domain::process::{Map, Step};
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::process::{Trouble, changed, standing_at};

use super::super::canvas::{Canvas, Piece};
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::mapping;
use super::process_map::Item;

/// From this size on the stages are boxes with arrows.
const BOXES: (u16, u16) = (168, 34);
/// From this width on what is selected stands beside the map, so wide.
const WIDE: u16 = 104;
const SIDE: u16 = 42;
/// Lower windows have the map alone.
const TALL: u16 = 15;
/// Lines of what is wrong, at most, where there is little room.
const WRONG: usize = 3;

/// What is to be drawn.
pub(super) struct Sight<'a> {
    pub map: &'a Map,
    /// The version before it.
    pub before: Option<&'a Map>,
    pub direction: &'a Direction,
    pub is_now: bool,
    pub items: &'a [Item],
    pub selected: Item,
}

impl Sight<'_> {
    fn troubles(&self) -> Vec<(usize, Trouble)> {
        let all = self.items.iter().enumerate();
        let found = all.filter_map(|(n, item)| match item {
            Item::Trouble(trouble) => Some((n, *trouble)),
            _ => None,
        });
        found.collect()
    }

    fn place(&self, item: Item) -> usize {
        let place = self.items.iter().position(|it| *it == item);
        place.unwrap_or_default()
    }

    fn is_wrong(&self, stage: Stage) -> bool {
        let mut found = self.troubles().into_iter();
        found.any(|(_, trouble)| trouble.stage() == Some(stage))
    }
}

pub(super) fn draw(canvas: &mut Canvas, inner: Rect, sight: &Sight, cx: &Cx) {
    if inner.width < 8 || inner.height == 0 {
        return;
    }
    if BOXES.0 <= inner.width && BOXES.1 <= inner.height {
        draw_boxes(canvas, inner, sight, cx);
        return;
    }
    if WIDE <= inner.width {
        let list = Rect {
            width: inner.width - SIDE - 3,
            ..inner
        };
        let side = Rect {
            x: list.right() + 2,
            width: SIDE,
            ..inner
        };
        for y in inner.y..inner.bottom() {
            canvas.text(
                side.x - 1,
                y,
                1,
                canvas.theme.glyphs.rail,
                canvas.theme.frame,
            );
        }
        let left = draw_lines(canvas, list, sight, cx);
        draw_wrong(canvas, left, sight, cx);
        draw_detail(canvas, indented(side), sight, cx);
        return;
    }
    let left = draw_lines(canvas, inner, sight, cx);
    if inner.height < TALL {
        draw_wrong(canvas, left, sight, cx);
        return;
    }
    let line = canvas.theme.glyphs.border.horizontal_top;
    let line = line.repeat(usize::from(inner.width));
    canvas.text(left.x, left.y, left.width, &line, canvas.theme.frame);
    let left = Rect {
        y: left.y + 1,
        height: left.height.saturating_sub(1),
        ..left
    };
    let wrong = sight.troubles().len().min(WRONG);
    let wrong = u16::try_from(wrong).unwrap_or(0).min(left.height);
    let detail = Rect {
        height: left.height - wrong,
        ..left
    };
    draw_detail(canvas, indented(detail), sight, cx);
    let wrong = Rect {
        y: detail.bottom(),
        height: wrong,
        ..left
    };
    draw_wrong(canvas, wrong, sight, cx);
}

fn indented(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(1),
        ..area
    }
}

/// The name of what can be selected, with its bar.
fn head(canvas: &mut Canvas, line: Rect, words: &str, (on, n): (bool, usize), style: Style) {
    let theme = canvas.theme;
    if on {
        canvas.text(line.x, line.y, 1, theme.glyphs.bar, theme.accent);
    }
    let style = if on {
        style.add_modifier(Modifier::REVERSED)
    } else {
        style
    };
    canvas.text(
        line.x + 2,
        line.y,
        line.width.saturating_sub(2),
        words,
        style,
    );
    canvas.mark(line, Spot::Item(n));
}

fn row(area: Rect, y: u16) -> Rect {
    Rect {
        y,
        height: 1,
        ..area
    }
}

/// From entry to end, a line or two a stage; what is left of the area.
fn draw_lines(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) -> Rect {
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
                format!("won, lost, …: {after}")
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
fn draw_entry(canvas: &mut Canvas, area: Rect, cx: &Cx) -> u16 {
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
fn load(stage: Stage, sight: &Sight, cx: &Cx) -> (String, String) {
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

/// What is wrong, each with its key.
fn draw_wrong(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) {
    let theme = canvas.theme;
    let found = sight.troubles();
    if area.height == 0 {
        return;
    }
    if found.is_empty() {
        if sight.is_now {
            let words = "nothing is missing: every stage has an owner, a next step and an end";
            canvas.text(
                area.x + 2,
                area.y,
                area.width.saturating_sub(2),
                words,
                theme.good,
            );
        }
        return;
    }
    let fit = usize::from(area.height);
    let on = found
        .iter()
        .position(|(_, it)| sight.selected == Item::Trouble(*it));
    let first = on.map_or(0, |on| (on + 1).saturating_sub(fit));
    for ((n, trouble), y) in found.iter().skip(first).take(fit).zip(area.y..) {
        let is_on = sight.selected == Item::Trouble(*trouble);
        let (what, mends) = mapping::trouble(*trouble, cx);
        let is_last = usize::from(y - area.y) + 1 == fit && first + fit < found.len();
        let more = if is_last {
            format!(", + {} more", found.len() - first - fit)
        } else {
            String::new()
        };
        let words = format!("! {what}  enter {mends}{more}");
        head(canvas, row(area, y), &words, (is_on, *n), theme.warn);
    }
}

/// What is selected in full: the stage, or how it comes in; in an earlier version what it changed.
fn draw_detail(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) {
    let theme = canvas.theme;
    let mut lines: Vec<(String, Style)> = Vec::new();
    if !sight.is_now || area.height >= 18 {
        lines.extend(
            history(sight, cx)
                .into_iter()
                .map(|words| (words, theme.accent)),
        );
    }
    match sight.selected {
        Item::Entry => {
            lines.push(("How they come in".into(), theme.title));
            let open = cx
                .book
                .channels
                .iter()
                .filter(|(_, it)| it.closed.is_none());
            for (id, it) in open {
                let how = match cx.words(&it.how) {
                    "" => String::new(),
                    how => format!(" ({how})"),
                };
                let words = format!("{}{how}: {}", cx.channel(id), mapping::flow(id, cx));
                lines.push((words, theme.text));
            }
            lines.push(("enter goes to helpers and channels".into(), theme.dim));
        }
        Item::Stage(stage) => {
            if let Some(step) = sight.map.steps.get(&stage) {
                lines.push((format!("{} {}", stage.number(), stage.title()), theme.title));
                stage_lines(&mut lines, step, (theme.text, theme.dim), cx);
            }
        }
        Item::Trouble(trouble) => {
            let (what, mends) = mapping::trouble(trouble, cx);
            lines.push((what, theme.title));
            lines.push((format!("enter {mends}"), theme.text));
        }
    }
    put_lines(canvas, area, &lines);
}

fn put_lines(canvas: &mut Canvas, area: Rect, lines: &[(String, Style)]) {
    let room = usize::from(area.width.max(8));
    let wrapped = lines.iter().flat_map(|(words, style)| {
        let mut all = text::wrapped(words, room);
        // An empty line parts two things.
        if all.is_empty() {
            all.push(String::new());
        }
        all.into_iter().map(move |words| (words, *style))
    });
    let wrapped: Vec<(String, Style)> = wrapped.collect();
    let fit = usize::from(area.height);
    for (n, ((words, style), y)) in wrapped.iter().zip(area.y..area.bottom()).enumerate() {
        if n + 1 == fit && fit < wrapped.len() {
            let more = format!("{words} …");
            canvas.text(area.x, y, area.width, &more, *style);
        } else {
            canvas.text(area.x, y, area.width, words, *style);
        }
    }
}

fn stage_lines(
    lines: &mut Vec<(String, Style)>,
    step: &Step,
    (plain, dim): (Style, Style),
    cx: &Cx,
) {
    lines.push((step.now.clone(), plain));
    lines.push((format!("until: {}", step.exit), plain));
    let limit = match step.limit {
        0 => "no limit".to_string(),
        n => format!("at most {}", day::days(i64::from(n))),
    };
    lines.push((format!("{} acts, {limit}", step.who), dim));
    for id in step.team() {
        let does = match cx.book.helpers.get(id).map(|it| cx.words(&it.does)) {
            Some(does) if !does.is_empty() => format!(": {does}"),
            _ => String::new(),
        };
        let words = format!(
            "{} helps{does} ({})",
            cx.helper(id),
            mapping::buy_in(id, cx)
        );
        lines.push((words, plain));
    }
    for (_, item) in step.lines() {
        let mark = if item.is_core() { "[*]" } else { "[ ]" };
        lines.push((format!("{mark} {}", item.text), dim));
    }
    for question in &step.prompts {
        lines.push((question.clone(), dim));
    }
}

/// What this version changed against the one before it, and why.
fn history(sight: &Sight, cx: &Cx) -> Vec<String> {
    let map = sight.map;
    let on = day::full(map.on, cx.today);
    let why = match cx.words(&map.why) {
        "" => String::new(),
        why => format!(": {why}"),
    };
    let mut said = vec![format!("Version {}, {on}{why}", map.version)];
    if let Some(before) = sight.before {
        let all = changed(before, map).into_iter();
        said.extend(all.map(|(stage, parts)| mapping::change(stage, &parts)));
    }
    said.push(String::new());
    said
}

/// Rows of a box inside its frame.
const ROWS: u16 = 11;

/// The stages side by side as boxes with arrows, the short route above, the loop beneath.
fn draw_boxes(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) {
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
