//! The first screen of a new book: in one calm page what to do.

use ratatui::layout::Rect;

use crate::domain::text;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Ask, FormKind, Offer, Spot};
use super::super::layer::Cx;

/// Shown while the book has neither people nor referrals.
#[derive(Default)]
pub struct Welcome;

impl Welcome {
    pub fn is_up(&self, cx: &Cx) -> bool {
        cx.book.is_empty()
    }

    pub fn offer(&self, command: Command, _: &Cx) -> Offer {
        match command {
            Command::Edit => Offer::open(Ask::Form(FormKind::Welcome)),
            Command::Add => Offer::open(Ask::FirstSources),
            Command::Open => Offer::open(Ask::FirstSources),
            _ => Offer::No,
        }
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let settings = cx.book.settings();
        let who = match (settings.name.is_empty(), settings.currency) {
            (true, None) => "your name and currency, if you like (EUR until you say)".to_string(),
            (false, _) => format!("{}, {}", settings.name, settings.currency().code()),
            (true, Some(currency)) => format!("sums are in {}", currency.code()),
        };
        let steps: [(Option<Command>, &str, &str); 4] = [
            (Some(Command::Edit), "e", &who),
            (
                Some(Command::Add),
                "a",
                "the people who sent you work: a line each, then a tier with one key",
            ),
            (
                Some(Command::Capture),
                "c",
                "your first referral, in one line as you would say it",
            ),
            (
                Some(Command::Sample),
                "S",
                "or look around in an invented practice first",
            ),
        ];
        let example = "Priya Shah (ARC) from Dana Ortiz, web shop 12k L3 call fri 10:00";
        let width = area.width.min(84);
        let x = area.x + (area.width - width) / 2 + 1;
        let room = width.saturating_sub(2);
        let tall = area.height >= 20;
        let mut y = area.y
            + if area.height >= 20 {
                area.height / 5
            } else {
                0
            };
        let gap = if tall { 2 } else { 1 };
        // The line after what was written.
        let line = |canvas: &mut Canvas, y: u16, indent: u16, words: &str, style| {
            let room = room.saturating_sub(indent);
            let lines = text::wrapped(words, usize::from(room));
            for (words, y) in lines.iter().zip(y..area.bottom()) {
                canvas.text(x + indent, y, room, words, style);
            }
            y + u16::try_from(lines.len()).unwrap_or(1)
        };
        y = line(canvas, y, 0, "A new book.", theme.focus);
        let first = "Where does every referral stand, how is my relationship with each source, \
                     and do I give as much as I get? Three lines are enough to begin:";
        y = line(canvas, y, 0, first, theme.text) + gap - 1;
        for (command, key, words) in steps {
            line(canvas, y, 2, key, theme.accent);
            let style = if command.is_some() {
                theme.text
            } else {
                theme.dim
            };
            let top = y;
            y = line(canvas, y, 5, words, style);
            if let Some(command) = command {
                let place = Rect {
                    x,
                    y: top,
                    width: room,
                    height: y - top,
                };
                canvas.mark(place, Spot::Do(command));
            }
            if command == Some(Command::Capture) {
                y = line(canvas, y, 5, example, theme.dim);
            }
            y += gap - 1;
        }
        let last = "Everything is saved by itself, in one file of yours. ? shows the keys.";
        line(canvas, y, 0, last, theme.dim);
    }
}
