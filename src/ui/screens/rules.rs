//! Every rule by which something is asked: whether it speaks, after how many days, how often it does and was let go, and
//! for whom it was stopped. It changes settings, never a rule.

use std::rc::Rc;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::insight::nudge::{RuleName, Voice};
use crate::insight::spoken::{self, Spoken};

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer, Typed};
use super::super::offers::any as offers;
use super::super::parts::chrome::{self, Title};
use super::super::parts::input::Input;
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::super::parts::spread::{Column, column, spread};
use super::super::ruling;
use super::super::words;
use super::sources::{more, rows};

const COLUMNS: [Column; 7] = [
    column("on", 0, 3, 3),
    column("asks for", 0, 18, 30),
    column("days", 30, 5, 5),
    column("ours", 44, 4, 4),
    column("voice", 58, 11, 11),
    column("now", 52, 4, 4),
    column("let go", 66, 6, 6),
];

/// From this width on what is behind a rule has a column of its own …
const WIDE: u16 = 116;
/// … so wide, and beneath the list it has so many lines.
const SIDE: u16 = 37;
const BENEATH: u16 = 5;
/// Lower windows have the list alone.
const TALL: u16 = 14;

/// A line that can be selected: a rule, or beneath it somebody for whom it was stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Key {
    Rule(RuleName),
    Stopped(RuleName, Id),
}

impl Key {
    fn rule(self) -> RuleName {
        match self {
            Key::Rule(rule) | Key::Stopped(rule, _) => rule,
        }
    }
}

/// The page of the rules.
pub struct Rules {
    cursor: Cursor<Key>,
    /// The days that are being typed, and of which rule.
    typing: Option<(RuleName, Input)>,
    found: Kept<(Vec<Spoken>, Vec<Key>)>,
}

impl Rules {
    /// With the cursor on a rule, where one is asked about.
    pub fn new(on: Option<RuleName>, cx: &Cx) -> Rules {
        let mut rules = Rules {
            cursor: Cursor::new(),
            typing: None,
            found: Kept::new(),
        };
        if let Some(rule) = on {
            let found = rules.found(cx);
            rules.cursor.select(Key::Rule(rule), &found.1);
        }
        rules
    }

    /// All rules and all lines; asked again only after a change.
    fn found(&self, cx: &Cx) -> Rc<(Vec<Spoken>, Vec<Key>)> {
        self.found.get(cx, || {
            let mut all = spoken::spoken(cx.book, cx.practice);
            let mut keys = Vec::new();
            for of in &mut all {
                of.stopped.retain(|id| cx.book.people.has(*id));
                of.stopped.sort_by_key(|id| cx.name(Some(*id)).into_owned());
                keys.push(Key::Rule(of.rule));
                keys.extend(of.stopped.iter().map(|id| Key::Stopped(of.rule, *id)));
            }
            (all, keys)
        })
    }

    fn selected(&self, cx: &Cx) -> Key {
        let selected = self.cursor.selected(&self.found(cx).1);
        selected.expect("there are rules")
    }

    fn draw_rule(&self, canvas: &mut Canvas, line: Rect, of: &Spoken, is_selected: bool) {
        let theme = canvas.theme;
        let rule = of.rule.rule();
        let ours = rule.threshold().map(|threshold| threshold.row().1);
        let text_style = if of.is_on { theme.text } else { theme.dim };
        let title_style = match (is_selected, of.is_on) {
            (true, _) => theme.title.add_modifier(Modifier::REVERSED),
            (false, true) => theme.title,
            (false, false) => theme.dim,
        };
        let figure = |n: usize| if n == 0 { String::new() } else { n.to_string() };
        for (column, at) in COLUMNS.iter().zip(places(line)) {
            let right = |canvas: &mut Canvas, words: &str, style| {
                canvas.text_right(at.x, at.y, at.width, words, style);
            };
            match column.title {
                _ if at.width == 0 => {}
                "on" => {
                    let mark = if of.is_on { "[x]" } else { "[ ]" };
                    let style = if of.is_on { theme.good } else { theme.dim };
                    canvas.text(at.x, at.y, at.width, mark, style);
                }
                "asks for" => {
                    canvas.text(at.x, at.y, at.width, words::rule(of.rule), title_style);
                }
                "days" => match (&self.typing, of.days.or(ours)) {
                    (Some((rule, input)), _) if *rule == of.rule => input.draw(canvas, at, &[]),
                    (_, Some(days)) if of.days.is_some() => {
                        right(canvas, &days.to_string(), theme.accent);
                    }
                    (_, Some(days)) => right(canvas, &days.to_string(), text_style),
                    (_, None) => {}
                },
                "ours" => {
                    let ours = ours.map_or(String::new(), |days| days.to_string());
                    right(canvas, &ours, theme.dim);
                }
                "voice" => {
                    let words = ruling::voice(rule.voice);
                    canvas.text(at.x, at.y, at.width, words, theme.dim);
                }
                "now" => right(canvas, &figure(of.now), text_style),
                _ => right(canvas, &figure(of.let_go), theme.dim),
            }
        }
    }
}

/// What stands behind the selected line, in sentences.
fn behind(key: Key, of: &Spoken, cx: &Cx) -> Vec<(String, bool)> {
    let rule = of.rule.rule();
    let mut said = vec![(rule.explain.to_string(), false)];
    if let Some(threshold) = rule.threshold() {
        let (_, ours, words) = threshold.row();
        said.push((format!("Days: {words}. Our default is {ours}."), true));
    } else {
        said.push((format!("{}.", ruling::no_days().why), true));
    }
    let cost = ruling::cost(of.rule);
    if !of.is_on {
        said.push((
            format!("Switched off for all: {cost}. Space switches it on."),
            false,
        ));
    } else if rule.voice == Voice::Owed {
        said.push((format!("Switched off, {cost}."), true));
    }
    if let Key::Stopped(_, id) = key {
        let name = cx.name(Some(id));
        said.push((format!("Stopped for {name}; space asks again."), false));
    } else if !of.stopped.is_empty() {
        let names = of.stopped.iter().map(|id| cx.name(Some(*id)).into_owned());
        let names: Vec<String> = names.collect();
        said.push((format!("Stopped for {}.", names.join(", ")), true));
    }
    said
}

fn draw_behind(canvas: &mut Canvas, area: Rect, key: Key, of: &Spoken, cx: &Cx) {
    let theme = canvas.theme;
    let is_airy = BENEATH < area.height;
    let mut y = area.y;
    if is_airy {
        let title = words::rule(of.rule);
        canvas.text(area.x, y, area.width, title, theme.title);
        y += 1;
    }
    for (n, (words, is_dim)) in behind(key, of, cx).iter().enumerate() {
        if is_airy && 0 < n {
            y += 1;
        }
        let style = if *is_dim { theme.dim } else { theme.text };
        for words in text::wrapped(words, usize::from(area.width)) {
            if area.bottom() <= y {
                return;
            }
            canvas.text(area.x, y, area.width, &words, style);
            y += 1;
        }
    }
}

/// Where the columns of a line stand, right of the bar.
fn places(line: Rect) -> Vec<Rect> {
    let taken = 2.min(line.width);
    let line = Rect {
        x: line.x + taken,
        width: line.width - taken,
        ..line
    };
    spread(&COLUMNS, line)
}

/// The list, and where what is behind a line stands.
fn split(inner: Rect) -> (Rect, Option<Rect>) {
    if WIDE <= inner.width {
        let list = Rect {
            width: inner.width - SIDE - 4,
            ..inner
        };
        let side = Rect {
            x: list.right() + 3,
            width: SIDE,
            ..inner
        };
        return (list, Some(side));
    }
    if inner.height < TALL {
        return (inner, None);
    }
    let list = Rect {
        height: inner.height - BENEATH - 1,
        ..inner
    };
    let beneath = Rect {
        x: inner.x + 1,
        y: list.bottom() + 1,
        width: inner.width.saturating_sub(2),
        height: BENEATH,
    };
    (list, Some(beneath))
}

impl Layer for Rules {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some((rule, input)) = &self.typing {
            return match command {
                Command::Open | Command::NextPane => match ruling::days(*rule, input.text(), cx) {
                    Ok(action) => Offer::Yes(Effect::Enter(action)),
                    Err(refusal) => Offer::NotNow(refusal),
                },
                Command::Back => Offer::go(Motion::Clear),
                Command::Suspend | Command::Interrupt => Offer::No,
                _ => Offer::Yes(Effect::Nothing),
            };
        }
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        let key = self.selected(cx);
        match (command, key) {
            (Command::Settle, Key::Rule(rule)) => Offer::perform(ruling::turned(rule, cx)),
            (Command::Settle, Key::Stopped(rule, id)) => {
                Offer::perform(ruling::asking_again(rule, id))
            }
            (Command::Open | Command::Edit, Key::Rule(rule)) => match rule.rule().threshold() {
                Some(_) => Offer::go(Motion::Filter),
                None => Offer::NotNow(ruling::no_days()),
            },
            (Command::Copy, Key::Rule(rule)) => {
                let words = format!("{}: {}", words::rule(rule), rule.rule().explain);
                Offer::Yes(Effect::Copy(words))
            }
            (_, Key::Stopped(_, id)) => offers::subject(command, Subject::Person(id), cx),
            (_, Key::Rule(_)) if offers::needs_a_subject(command) => Offer::NotNow(
                Refusal::new("This is a rule").or("space switches it, enter changes its days"),
            ),
            (_, Key::Rule(_)) => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let found = self.found(cx);
        match motion {
            Motion::Filter => {
                let rule = self.selected(cx).rule();
                let days = found.0[rule as usize].days;
                let days = days.map_or(String::new(), |days| days.to_string());
                self.typing = Some((rule, Input::new(days)));
            }
            Motion::Clear | Motion::Done => self.typing = None,
            Motion::To(Spot::Item(n)) => {
                if let Some(key) = found.1.get(*n) {
                    self.typing = None;
                    self.cursor.select(*key, &found.1);
                }
            }
            other if self.typing.is_none() => self.cursor.go(other, &found.1),
            _ => {}
        }
    }

    fn wants_text(&self) -> bool {
        self.typing.is_some()
    }

    fn type_in(&mut self, typed: &Typed, _: &Cx) {
        if let Some((_, input)) = &mut self.typing {
            input.type_in(typed);
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let found = self.found(cx);
        let (all, keys) = &*found;
        let off = all.iter().filter(|of| !of.is_on).count();
        let count = match off {
            0 => format!("{} rules", all.len()),
            off => format!("{} rules, {off} off", all.len()),
        };
        let title = Title {
            left: vec![("Rules".into(), theme.focus)],
            right: vec![(count.into(), theme.dim)],
            focused: true,
        };
        let inner = chrome::frame(canvas, area, &title);
        let (list, behind) = split(inner);
        let key = self.selected(cx);
        if let Some(side) = behind {
            let of = &all[key.rule() as usize];
            if side.y == inner.y {
                for y in inner.y..inner.bottom() {
                    canvas.text(side.x - 2, y, 1, theme.glyphs.rail, theme.frame);
                }
            } else {
                let line = theme.glyphs.border.horizontal_top;
                let line = line.repeat(usize::from(inner.width));
                canvas.text(inner.x, side.y - 1, inner.width, &line, theme.frame);
            }
            draw_behind(canvas, side, key, of, cx);
        }
        let mut list = list;
        if 6 <= list.height {
            for (column, at) in COLUMNS.iter().zip(places(list)) {
                if matches!(column.title, "days" | "ours" | "now" | "let go") {
                    canvas.text_right(at.x, list.y, at.width, column.title, theme.dim);
                } else {
                    canvas.text(at.x, list.y, at.width, column.title, theme.dim);
                }
            }
            list = Rect {
                y: list.y + 1,
                height: list.height - 1,
                ..list
            };
        }
        let window = self.cursor.window(keys, rows(list.height, keys.len()));
        for (n, y) in window.clone().zip(list.y..) {
            let line = Rect {
                y,
                height: 1,
                ..list
            };
            let is_selected = keys[n] == key;
            let bar = if is_selected { theme.glyphs.bar } else { " " };
            canvas.text(line.x, y, 1, bar, theme.accent);
            match keys[n] {
                Key::Rule(rule) => self.draw_rule(canvas, line, &all[rule as usize], is_selected),
                Key::Stopped(_, id) => {
                    let style = if is_selected {
                        theme.text.add_modifier(Modifier::REVERSED)
                    } else {
                        theme.text
                    };
                    let words = format!("not for {}", cx.name(Some(id)));
                    let x = line.x + 9.min(line.width);
                    let room = line.right().saturating_sub(x);
                    canvas.text(line.x + 7.min(line.width), y, 1, "↳", theme.dim);
                    canvas.text(x, y, room, &words, style);
                }
            }
            canvas.mark(line, Spot::Item(n));
        }
        more(canvas, list, &window, keys.len());
    }

    fn hint(&self, command: Command) -> &'static str {
        match (command, &self.typing) {
            (Command::Open, Some(_)) => "save",
            (Command::Open, None) => "days",
            (Command::Settle, _) => "on or off",
            (other, _) => other.row().title,
        }
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        match (&self.typing, self.selected(cx)) {
            (Some(_), _) => vec![Command::Open, Command::Back],
            (None, Key::Rule(rule)) if rule.rule().threshold().is_none() => {
                vec![Command::Settle, Command::Undo, Command::Back]
            }
            (None, _) => vec![Command::Settle, Command::Open, Command::Undo, Command::Back],
        }
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        match self.selected(cx) {
            Key::Stopped(_, id) => Some(Subject::Person(id)),
            Key::Rule(_) => None,
        }
    }

    fn place(&self, cx: &Cx) -> String {
        format!("Rules · {}", words::rule(self.selected(cx).rule()))
    }

    fn is_page(&self) -> bool {
        true
    }
}
