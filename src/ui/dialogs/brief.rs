//! The brief of a person over whatever page one is on: read, dial, and record it with the keys of a person. It will never
//! change anything itself.

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::text;

use super::super::brief;
use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Ask, Effect, Offer};
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::parts::sheet;
use super::super::words;

/// No line is longer.
const WIDTH: u16 = 74;
/// Columns for the labels.
const LABELS: u16 = 13;

/// What to know of one person.
pub struct Brief {
    person: Id,
}

impl Brief {
    pub fn new(person: Id) -> Brief {
        Brief { person }
    }
}

impl Layer for Brief {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        match command {
            Command::Back | Command::Brief => Offer::Yes(Effect::Close),
            Command::Open => {
                let page = Effect::Open(Ask::Page(Subject::Person(self.person)));
                Offer::Yes(Effect::Then(Box::new(page)))
            }
            Command::Copy if !cx.masked => Offer::Yes(Effect::Copy(brief::text(self.person, cx))),
            _ => offers::subject(command, Subject::Person(self.person), cx),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let lines = brief::lines(self.person, cx);
        let room = WIDTH.min(area.width.saturating_sub(4));
        let beside = room.saturating_sub(LABELS);
        let wrapped: Vec<(&brief::Said, Vec<String>)> = lines
            .iter()
            .map(|line| (line, text::wrapped(&line.words, usize::from(beside.max(8)))))
            .collect();
        let height = wrapped.iter().map(|(_, rows)| rows.len()).sum::<usize>();
        let height = u16::try_from(height.max(1)).unwrap_or(u16::MAX);
        let title = sheet::title(
            canvas,
            cx.name(Some(self.person)).into_owned(),
            words::roles(self.person, cx),
        );
        let inner = sheet::sheet(canvas, area, (room, height), &title);
        if wrapped.is_empty() {
            let words = "Nothing is known yet: e has room for phone and mail.";
            canvas.text(inner.x, inner.y, inner.width, words, theme.dim);
        }
        let mut y = inner.y;
        for (line, rows) in wrapped {
            for (n, row) in rows.iter().enumerate() {
                if inner.bottom() <= y {
                    return;
                }
                if n == 0 {
                    canvas.text(inner.x, y, LABELS, line.label, theme.dim);
                }
                let x = inner.x + LABELS.min(inner.width);
                let room = inner.right().saturating_sub(x);
                canvas.text(x, y, room, row, line.look.style(theme));
                y += 1;
            }
        }
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        vec![
            Command::Settle,
            Command::Touch,
            Command::Open,
            Command::Copy,
            Command::Promise,
            Command::Give,
            Command::Back,
        ]
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Settle => "call sheet",
            Command::Open => "page",
            other => other.row().title,
        }
    }

    fn subject(&self, _: &Cx) -> Option<Subject> {
        Some(Subject::Person(self.person))
    }

    fn place(&self, cx: &Cx) -> String {
        cx.name(Some(self.person)).into_owned()
    }
}
