//! Captures that nobody touched since, the oldest first, with what they may be worth. Each answers the keys of a referral;
//! none leaves the list without a step or an outcome.

use std::rc::Rc;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::money::Sums;
use crate::domain::refusal::Refusal;
use crate::domain::settings::Threshold;
use crate::insight::untouched::Untouched as Lying;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Ask, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::parts::chrome::{self, Title};
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::super::parts::spread::{Column, column, spread};
use super::sources::{empty, more, rows};

const COLUMNS: [Column; 5] = [
    column("prospect", 0, 12, 26),
    column("who", 40, 12, 30),
    column("need", 62, 10, 60),
    column("estimate", 0, 8, 10),
    column("age", 0, 8, 8),
];

/// From this height on the columns are named.
const TALL: u16 = 6;

/// The page.
pub struct Untouched {
    cursor: Cursor<Id>,
    found: Kept<(Vec<Lying>, Vec<Id>)>,
}

impl Untouched {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Untouched {
        Untouched {
            cursor: Cursor::new(),
            found: Kept::new(),
        }
    }

    fn found(&self, cx: &Cx) -> Rc<(Vec<Lying>, Vec<Id>)> {
        self.found.get(cx, || {
            let found = cx.practice.untouched();
            let ids = found.iter().map(|it| it.referral).collect();
            (found, ids)
        })
    }

    fn selected(&self, cx: &Cx) -> Option<Id> {
        self.cursor.selected(&self.found(cx).1)
    }
}

/// "9 untouched, 31k, the oldest 12 days".
fn summed(found: &[Lying], cx: &Cx) -> String {
    let Some(oldest) = found.first() else {
        return "none".into();
    };
    let estimates = found.iter().filter_map(|it| {
        let referral = cx.book.referrals.get(it.referral)?;
        referral.estimate
    });
    let sums: Sums = estimates.collect();
    let sums = match (sums.is_empty(), cx.masked) {
        (true, _) => String::new(),
        (false, true) => "***, ".into(),
        (false, false) => format!("{}, ", sums.short(cx.book.settings().currency())),
    };
    let days = day::days(oldest.days);
    format!("{} untouched, {sums}the oldest {days}", found.len())
}

fn draw_row(canvas: &mut Canvas, line: Rect, lying: &Lying, is_selected: bool, cx: &Cx) {
    let theme = canvas.theme;
    let Some(it) = cx.book.referrals.get(lying.referral) else {
        return;
    };
    let bar = if is_selected { theme.glyphs.bar } else { " " };
    canvas.text(line.x, line.y, 1, bar, theme.accent);
    let way = if it.is_given() { "to" } else { "from" };
    let who = match it.partner() {
        Some(partner) => format!("{way} {}", cx.name(Some(partner))),
        None => "no source yet".into(),
    };
    let estimate = it.estimate.map_or(String::new(), |money| cx.money(money));
    for (column, at) in COLUMNS.iter().zip(places(line)) {
        match column.title {
            _ if at.width == 0 => {}
            "prospect" => {
                let name = cx.name(it.prospect);
                let style = if is_selected {
                    theme.title.add_modifier(Modifier::REVERSED)
                } else {
                    theme.title
                };
                canvas.text(at.x, at.y, at.width, &name, style);
            }
            "who" => {
                canvas.text(at.x, at.y, at.width, &who, theme.text);
            }
            "need" => {
                canvas.text(at.x, at.y, at.width, cx.words(&it.need), theme.text);
            }
            "estimate" => {
                canvas.text_right(at.x, at.y, at.width, &estimate, theme.text);
            }
            _ => {
                let age = day::days(lying.days);
                canvas.text_right(at.x, at.y, at.width, &age, theme.warn);
            }
        }
    }
}

/// Where the columns of a line stand, right of the bar.
fn places(line: Rect) -> Vec<Rect> {
    let taken = 2.min(line.width);
    let line = Rect {
        x: line.x + taken,
        width: line.width.saturating_sub(taken + 1),
        ..line
    };
    spread(&COLUMNS, line)
}

impl Layer for Untouched {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        match self.selected(cx) {
            // It is this page.
            Some(_) if command == Command::Pile => Offer::No,
            Some(id) => offers::subject(command, Subject::Referral(id), cx),
            None if offers::needs_a_subject(command) => {
                Offer::NotNow(Refusal::new("Nothing lies here untouched").or("esc goes back"))
            }
            None => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let found = self.found(cx);
        let ids = &found.1;
        match motion {
            Motion::Select(Subject::Referral(id)) | Motion::Follow(Subject::Referral(id))
                if ids.contains(id) =>
            {
                self.cursor.select(*id, ids);
            }
            Motion::To(Spot::Item(n)) => {
                if let Some(id) = ids.get(*n) {
                    self.cursor.select(*id, ids);
                }
            }
            other => self.cursor.go(other, ids),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let found = self.found(cx);
        let (all, ids) = &*found;
        let title = Title {
            left: vec![("Untouched".into(), theme.focus)],
            right: vec![(summed(all, cx).into(), theme.dim)],
            focused: true,
        };
        let mut list = chrome::frame(canvas, area, &title);
        if all.is_empty() {
            let days = cx.book.settings().days(Threshold::Untouched);
            let days = day::days(days.into());
            let lines = [
                "Every capture was taken up.".to_string(),
                format!("What nobody touches for {days} comes here."),
                "c captures one, C a stack of cards.".into(),
            ];
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            return empty(canvas, list, &lines);
        }
        if TALL <= list.height {
            for (column, at) in COLUMNS.iter().zip(places(list)) {
                match column.title {
                    title @ ("estimate" | "age") => {
                        canvas.text_right(at.x, at.y, at.width, title, theme.dim);
                    }
                    title => {
                        let title = if title == "who" { "from, to" } else { title };
                        canvas.text(at.x, at.y, at.width, title, theme.dim);
                    }
                }
            }
            list = Rect {
                y: list.y + 1,
                height: list.height - 1,
                ..list
            };
        }
        let selected = self.selected(cx);
        let window = self.cursor.window(ids, rows(list.height, ids.len()));
        for (n, y) in window.clone().zip(list.y..) {
            let line = Rect {
                y,
                height: 1,
                ..list
            };
            draw_row(canvas, line, &all[n], selected == Some(ids[n]), cx);
            canvas.mark(line, Spot::Item(n));
        }
        more(canvas, list, &window, ids.len());
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        if self.selected(cx).is_none() {
            return vec![Command::Back];
        }
        vec![
            Command::Settle,
            Command::Outcome,
            Command::Next,
            Command::NotNow,
            Command::Open,
            Command::Undo,
            Command::Back,
        ]
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        self.selected(cx).map(Subject::Referral)
    }

    fn place(&self, cx: &Cx) -> String {
        match self.selected(cx).and_then(|id| cx.book.referrals.get(id)) {
            Some(it) => format!("Untouched · {}", cx.name(it.prospect)),
            None => "Untouched".into(),
        }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn is(&self, ask: &Ask) -> bool {
        *ask == Ask::Untouched
    }
}
