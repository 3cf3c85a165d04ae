//! A question with one key that says yes. It knows the effect of yes, never why it is asked.

use ratatui::layout::Rect;

use crate::domain::text;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Effect, Offer};
use super::super::layer::{Cx, Layer};
use super::super::parts::sheet;

/// A question, what enter would do, and nothing else.
pub struct Confirm {
    question: String,
    yes: String,
    effect: Effect,
}

impl Confirm {
    pub fn new(question: String, yes: String, effect: Effect) -> Confirm {
        Confirm {
            question,
            yes,
            effect,
        }
    }
}

impl Layer for Confirm {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        match command {
            Command::Open => Offer::Yes(Effect::Then(Box::new(self.effect.clone()))),
            // The question may hold a name.
            Command::Mask if !cx.masked => {
                Offer::Yes(Effect::Then(Box::new(Effect::Run(Command::Mask))))
            }
            _ => Offer::No,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, _cx: &Cx) {
        let theme = canvas.theme;
        let width = text::width(&self.question).clamp(44, 64);
        let lines = text::wrapped(&self.question, width);
        let size = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        let title = sheet::title(canvas, "Sure?", "");
        let inner = sheet::sheet(canvas, area, (width, size), &title);
        // A low window keeps the answer.
        let shown = lines.len().min(usize::from(inner.height.saturating_sub(1)));
        for (at, words) in lines.iter().take(shown).enumerate() {
            if let Some(line) = sheet::line(inner, at) {
                canvas.text(line.x, line.y, line.width, words, theme.text);
            }
        }
        let at = if shown + 1 < usize::from(inner.height) {
            shown + 1
        } else {
            shown
        };
        if let Some(line) = sheet::line(inner, at) {
            let dot = theme.glyphs.dot;
            let pieces = [
                ("enter ".into(), theme.accent),
                (self.yes.as_str().into(), theme.text),
                (format!("  {dot}  ").into(), theme.dim),
                ("esc ".into(), theme.accent),
                ("leave it".into(), theme.dim),
            ];
            canvas.line(line.x, line.y, line.width, &pieces);
        }
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "yes",
            Command::Back => "no",
            other => other.row().title,
        }
    }

    fn hints(&self, _cx: &Cx) -> Vec<Command> {
        vec![Command::Open, Command::Back]
    }

    fn place(&self, _cx: &Cx) -> String {
        "Sure?".into()
    }
}
