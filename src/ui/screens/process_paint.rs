//! The map drawn so that it reads from the trigger to the outcome: as lines, with what is selected beneath or beside, or
//! as boxes with arrows where there is room; and what is wrong with it. It decides nothing.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::day;
use crate::domain::process::{Map, Step};
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::process::{Trouble, changed};

use super::super::canvas::Canvas;
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::mapping;
use super::process_boxes::draw_boxes;
use super::process_lines::draw_lines;
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
    pub fn troubles(&self) -> Vec<(usize, Trouble)> {
        let all = self.items.iter().enumerate();
        let found = all.filter_map(|(n, item)| match item {
            Item::Trouble(trouble) => Some((n, *trouble)),
            _ => None,
        });
        found.collect()
    }

    pub fn place(&self, item: Item) -> usize {
        let place = self.items.iter().position(|it| *it == item);
        place.unwrap_or_default()
    }

    pub fn is_wrong(&self, stage: Stage) -> bool {
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

pub(super) fn indented(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(1),
        ..area
    }
}

/// The name of what can be selected, with its bar.
pub(super) fn head(
    canvas: &mut Canvas,
    line: Rect,
    words: &str,
    (on, n): (bool, usize),
    style: Style,
) {
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

pub(super) fn row(area: Rect, y: u16) -> Rect {
    Rect {
        y,
        height: 1,
        ..area
    }
}

/// What is wrong, each with its key.
pub(super) fn draw_wrong(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) {
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
pub(super) fn draw_detail(canvas: &mut Canvas, area: Rect, sight: &Sight, cx: &Cx) {
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
    lines.push((format!("acts: {}; {limit}", step.who), dim));
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
