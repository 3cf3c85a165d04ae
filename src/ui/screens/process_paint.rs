//! The map drawn so that it reads from the trigger to the outcome: as lines with what is selected beneath, or
//! as boxes with arrows where there is room; and what is wrong with it. It decides nothing.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::process::{Map, Step};
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::process::{Trouble, changed, older_limits};

use super::super::canvas::Canvas;
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::mapping;
use super::super::parts::values::capital;
use super::super::theme::Theme;
use super::process_boxes::draw_boxes;
use super::process_lines::{draw_lines, tall};
use super::process_map::Item;

/// From this size on the stages are boxes with arrows.
const BOXES: (u16, u16) = (168, 34);
/// From this width on what is selected is said in columns side by side.
const WIDE: u16 = 104;
/// Lower windows have the map alone.
const TALL: u16 = 15;
/// Lines beneath the map, at least, for each of its stages to have two.
const BENEATH: u16 = 9;
/// Fewer lines than this have no room for asides.
const LOW: u16 = 8;
/// Lines of what is wrong, at most, where there is little room.
const WRONG: usize = 3;

/// What is to be drawn.
pub(super) struct Sight<'a> {
    pub map: &'a Map,
    /// The version before it, and the one that followed it.
    pub before: Option<&'a Map>,
    pub after: Option<&'a Map>,
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

    /// The channels that were open while it held: now, or at the end of an earlier version.
    pub fn channels(&self, cx: &Cx) -> Vec<Id> {
        let all = cx.book.channels.iter();
        let open = all.filter(|(_, it)| match self.after {
            None => it.closed.is_none(),
            Some(after) => it.on < after.on && it.closed.is_none_or(|closed| after.on <= closed),
        });
        open.map(|(id, _)| id).collect()
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
    // Two lines a stage as long as there is room for what is selected, too.
    let is_roomy = tall(sight, cx) + BENEATH <= inner.height;
    let left = draw_lines(canvas, inner, is_roomy, sight, cx);
    let lines = Rect {
        height: left.y - inner.y,
        ..inner
    };
    quieten(canvas, lines, sight);
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
    let beneath = Rect {
        height: left.height - wrong,
        ..left
    };
    draw_beneath(canvas, beneath, is_roomy, sight, cx);
    let wrong = Rect {
        y: beneath.bottom(),
        height: wrong,
        ..left
    };
    draw_wrong(canvas, wrong, sight, cx);
}

/// What is selected, under the map: side by side where the map has the width of the page.
fn draw_beneath(canvas: &mut Canvas, area: Rect, has_exits: bool, sight: &Sight, cx: &Cx) {
    let is_low = area.height < LOW;
    if area.width < WIDE {
        let detail = Detail::of(canvas.theme, (is_low, false), sight, cx);
        let lines = detail.under_one_another(is_low, sight.is_now);
        put_lines(canvas, indented(area), &lines);
        return;
    }
    let it = Detail::of(canvas.theme, (false, has_exits), sight, cx);
    let parts: Vec<Lines> = match (sight.is_now, sight.selected) {
        (true, Item::Stage(_)) => vec![it.about, it.list, it.questions],
        (true, _) => vec![it.about, it.version],
        (false, _) => vec![it.version, [it.about, it.list].concat()],
    };
    let shares = u16::try_from(parts.len()).unwrap_or(1);
    let width = area.width / shares;
    for (n, lines) in (0..).zip(&parts) {
        let part = Rect {
            x: area.x + width * n,
            width: width - 2,
            ..area
        };
        put_lines(canvas, indented(part), lines);
    }
}

/// What is past is drawn quietly.
pub(super) fn quieten(canvas: &mut Canvas, area: Rect, sight: &Sight) {
    if !sight.is_now {
        canvas.style(area, canvas.theme.dim);
    }
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
            let words = "nothing is missing: each stage has an owner, a step and an end";
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
        // What it is gives way to the key and to how many more there are.
        let tail = format!("  enter {mends}{more}");
        let room = usize::from(area.width).saturating_sub(4 + text::width(&tail));
        let what = text::fit(&what, room.max(12));
        let words = format!("! {what}{tail}");
        head(canvas, row(area, y), &words, (is_on, *n), theme.warn);
    }
}

pub(super) type Lines = Vec<(String, Style)>;

/// What is selected in full, in parts that stand under one another or side by side.
pub(super) struct Detail {
    /// The stage, or how it comes in, or what is wrong.
    pub about: Lines,
    /// The checklist of the stage.
    pub list: Lines,
    /// Its questions.
    pub questions: Lines,
    /// What the version changed, and why.
    pub version: Lines,
}

impl Detail {
    /// `has_exits`: what ends each stage stands on the map already. A low window has no room for asides.
    pub fn of(theme: &Theme, (is_low, has_exits): (bool, bool), sight: &Sight, cx: &Cx) -> Detail {
        let style = if sight.is_now { theme.dim } else { theme.text };
        let version = history(sight, cx).into_iter();
        let mut it = Detail {
            about: Vec::new(),
            list: Vec::new(),
            questions: Vec::new(),
            version: version.map(|words| (words, style)).collect(),
        };
        match sight.selected {
            Item::Entry => entry_lines(&mut it.about, is_low, theme, sight, cx),
            Item::Stage(stage) => {
                let Some(step) = sight.map.steps.get(&stage) else {
                    return it;
                };
                let title = format!("{} {}", stage.number(), stage.title());
                it.about.push((title, theme.title));
                // First, so that a low window has it: the limit on the map is not the one that makes them late.
                if sight.is_now {
                    let (older, _) = older_limits(cx.practice, sight.direction, stage);
                    let older = older.into_iter().map(|of| (older_words(of), theme.warn));
                    it.about.extend(older);
                }
                stage_lines(&mut it.about, step, has_exits, theme, cx);
                it.list = checklist(step, theme.text, cx);
                if step.lines().iter().any(|(_, item)| item.is_core()) && !is_low {
                    it.list.push((mapping::TICKS.into(), theme.dim));
                }
                let all = step.prompts.iter();
                let all = all.map(|words| (mapping::shown(words, cx).to_string(), theme.dim));
                it.questions.extend(all);
            }
            Item::Trouble(trouble) => {
                let (what, mends) = mapping::trouble(trouble, cx);
                it.about.push((what, theme.title));
                it.about.push((format!("enter {mends}"), theme.text));
            }
        }
        it
    }

    /// All of it under one another; in an earlier version what it changed comes first.
    fn under_one_another(self, is_low: bool, is_now: bool) -> Lines {
        let gap = || vec![(String::new(), Style::new())];
        let own = [self.about, self.list, self.questions].concat();
        match (is_now, is_low) {
            (false, _) => [self.version, gap(), own].concat(),
            (true, true) => own,
            (true, false) => [own, gap(), self.version].concat(),
        }
    }
}

/// The lines to tick, each with its mark.
pub(super) fn checklist(step: &Step, style: Style, cx: &Cx) -> Lines {
    let all = step.lines().into_iter().map(|(_, item)| {
        let words = mapping::shown(&item.text, cx);
        (format!("{} {words}", mapping::tick(item)), style)
    });
    all.collect()
}

/// "2 run under version 1: at most 5 days"
fn older_words((version, limit, n): (u32, u32, usize)) -> String {
    let runs = if n == 1 { "runs" } else { "run" };
    let limit = match limit {
        0 => "no limit".to_string(),
        days => format!("at most {}", day::days(i64::from(days))),
    };
    format!("{n} {runs} under version {version}: {limit}")
}

fn entry_lines(lines: &mut Lines, is_low: bool, theme: &Theme, sight: &Sight, cx: &Cx) {
    lines.push(("How they come in".into(), theme.title));
    for id in sight.channels(cx) {
        let how = cx.book.channels.get(id);
        let how = how.map_or("", |it| cx.words(&it.how));
        // A low window has a line for each rather than how some of them come.
        let how = if how.is_empty() || is_low {
            String::new()
        } else {
            format!(" ({how})")
        };
        let words = format!("{}{how}: {}", cx.channel(id), mapping::flow(id, cx));
        lines.push((words, theme.text));
    }
    if !sight.is_now && sight.channels(cx).is_empty() {
        lines.push(("No channel was noted then.".into(), theme.text));
    } else if sight.is_now && sight.channels(cx).is_empty() {
        let words = format!(
            "{}. By which ways do they reach you, who takes them in, who answers? a adds a channel.",
            capital(mapping::no_channel(cx))
        );
        lines.push((words, theme.text));
    }
}

/// The lines, wrapped; where not all of them fit the last row says how many more there are.
pub(super) fn put_lines(canvas: &mut Canvas, area: Rect, lines: &[(String, Style)]) {
    let room = usize::from(area.width.max(8));
    let wrapped = lines.iter().enumerate().flat_map(|(at, (words, style))| {
        // The words of a line to tick stay behind its box.
        let (mark, words) = match words.split_at_checked(4) {
            Some((mark, rest)) if matches!(mark, "[ ] " | "( ) ") && 12 < room => (mark, rest),
            _ => ("", words.as_str()),
        };
        let mut all = text::wrapped(words, room - mark.len());
        // An empty line parts two things.
        if all.is_empty() {
            all.push(String::new());
        }
        let all = all.into_iter().enumerate();
        all.map(move |(n, words)| match n {
            0 => (at, format!("{mark}{words}"), *style),
            _ => (
                at,
                format!("{:hang$}{words}", "", hang = mark.len()),
                *style,
            ),
        })
    });
    let wrapped: Vec<(usize, String, Style)> = wrapped.collect();
    let fit = usize::from(area.height);
    // What the marks mean gives way to what they mark.
    if let Some(((last, _), rest)) = lines.split_last()
        && fit < wrapped.len()
        && last == mapping::TICKS
    {
        return put_lines(canvas, area, rest);
    }
    for (n, ((at, words, style), y)) in wrapped.iter().zip(area.y..area.bottom()).enumerate() {
        if n + 1 < fit || wrapped.len() <= fit {
            canvas.text(area.x, y, area.width, words, *style);
            continue;
        }
        // A line that is cut in its midst counts as one of those that are not shown.
        let rest = lines[*at..].iter().filter(|(words, _)| !words.is_empty());
        let rest = rest.count();
        if n == 0 || rest == 1 {
            canvas.text(area.x, y, area.width, &format!("{words} …"), *style);
        } else {
            let more = format!("+ {rest} more lines");
            canvas.text(area.x, y, area.width, &more, canvas.theme.dim);
        }
    }
}

fn stage_lines(lines: &mut Lines, step: &Step, has_exits: bool, theme: &Theme, cx: &Cx) {
    let (plain, dim) = (theme.text, theme.dim);
    lines.push((mapping::shown(&step.now, cx).to_string(), plain));
    if !has_exits {
        let exit = mapping::shown(&step.exit, cx);
        lines.push((format!("until: {exit}"), plain));
    }
    let limit = match step.limit {
        0 => "no limit".to_string(),
        n => format!("at most {}", day::days(i64::from(n))),
    };
    let who = mapping::shown(&step.who, cx);
    lines.push((format!("acts: {who}; {limit}"), dim));
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
}

/// What this version changed against the one before it, and why.
fn history(sight: &Sight, cx: &Cx) -> Vec<String> {
    let map = sight.map;
    let on = day::full(map.on, cx.today);
    let why = match cx.words(&map.why) {
        "" => String::new(),
        why => format!(": {why}"),
    };
    let until = sight.after.map_or(String::new(), |after| {
        format!(" until {}", day::full(after.on, cx.today))
    });
    let mut said = vec![format!("Version {}, {on}{until}{why}", map.version)];
    match sight.before {
        Some(before) => {
            let all = changed(before, map).into_iter();
            said.extend(
                all.map(|(stage, parts)| mapping::change(stage, &parts, (before, map), cx)),
            );
        }
        None if !sight.is_now => said.push("The first one: there is none before it.".into()),
        None => {}
    }
    said
}
