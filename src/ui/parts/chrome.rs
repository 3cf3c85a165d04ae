//! The frame around every screen: header, footer, toasts.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::action::Said;
use crate::domain::book::Book;
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::session::Status;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::Spot;
use super::super::layer::{Cx, Layer};
use super::super::mask;

/// What was just done, or why it was not.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    what: String,
    more: String,
    refused: bool,
}

impl Toast {
    pub fn said(said: Said) -> Toast {
        Toast {
            what: said.what,
            more: said.more,
            refused: false,
        }
    }

    pub fn refused(refusal: Refusal) -> Toast {
        Toast {
            what: refusal.why,
            more: refusal.way_out.unwrap_or_default(),
            refused: true,
        }
    }

    pub fn is_refused(&self) -> bool {
        self.refused
    }

    /// The same with invented names and none of the words that a person wrote.
    #[must_use]
    pub fn veiled(self, books: &[&Book]) -> Toast {
        Toast {
            what: mask::veiled(&self.what, books),
            more: mask::veiled(&self.more, books),
            ..self
        }
    }

    /// Adds what is next.
    pub fn go_on(&mut self, next: String) {
        self.more = next;
    }

    /// The whole toast as one line.
    pub fn words(&self) -> String {
        if self.more.is_empty() {
            self.what.clone()
        } else {
            format!("{} · {}", self.what, self.more)
        }
    }
}

/// Header, body, footer. A very low window keeps the body.
pub fn rows(area: Rect) -> (Rect, Rect, Rect) {
    let header = Rect { height: 1, ..area };
    let footer = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    let body = Rect {
        y: area.y + 1,
        height: area.height - 2,
        ..area
    };
    (header, body, footer)
}

/// Where one is on the left; the day and whether everything is saved on the right.
pub fn header(
    canvas: &mut Canvas,
    area: Rect,
    cx: &Cx,
    layer: &dyn Layer,
    status: &Status,
    as_of: bool,
) {
    let theme = canvas.theme;
    let glyphs = theme.glyphs;
    let (saved, style) = match status {
        Status::Saved => (format!("{} saved", glyphs.done), theme.dim),
        Status::Saving => ("saving".to_string(), theme.dim),
        Status::NotSaved(reason) => (format!("NOT SAVED: {reason}"), theme.bad),
        Status::InMemory => ("sample, not saved".to_string(), theme.warn),
        Status::ReadOnly(reason) => (format!("read only: {reason}"), theme.warn),
    };
    let day = cx.today.format(if area.width < 100 {
        "%a %-d %b"
    } else {
        "%a %-d %b %Y"
    });
    let day = if as_of {
        format!("as of {day}")
    } else {
        day.to_string()
    };
    let mut right: Vec<Piece> = Vec::new();
    if cx.masked {
        right.push(("MASKED".into(), theme.warn));
    }
    right.push((day.into(), if as_of { theme.warn } else { theme.text }));
    right.push((saved.into(), style));
    // A reason not to be saved is worth more than the day.
    let width = |pieces: &[Piece]| -> usize {
        pieces.iter().map(|(words, _)| text::width(words) + 3).sum()
    };
    while right.len() > 1 && usize::from(area.width) < width(&right) + 12 {
        right.remove(0);
    }
    let room = u16::try_from(width(&right))
        .unwrap_or(area.width)
        .min(area.width);
    let mut x = area.right() - room;
    let left = area.width - room;
    canvas.line(
        area.x + 1,
        area.y,
        left.saturating_sub(2),
        &layer.header(cx, theme, left.saturating_sub(2)),
    );
    for (words, style) in &right {
        x += canvas.text(x, area.y, area.right().saturating_sub(x), words, *style);
        x += 3;
    }
}

/// What can be done here; `? help` is never lost. A toast takes the place of the hints until the next key.
pub fn footer(canvas: &mut Canvas, area: Rect, cx: &Cx, layer: &dyn Layer, toast: Option<&Toast>) {
    let theme = canvas.theme;
    let help = if layer.wants_text() {
        None
    } else {
        Some(Command::Help)
    };
    let help_room = if help.is_some() { 8 } else { 0 };
    let room = area.width.saturating_sub(help_room + 3);
    if let Some(command) = help.filter(|_| area.width > 20) {
        let x = area.right() - help_room;
        hint(
            canvas,
            Rect {
                x,
                width: help_room,
                ..area
            },
            command,
            command.row().title,
        );
    }
    let mut x = area.x + 1;
    if let Some(toast) = toast {
        let style = if toast.refused {
            theme.warn
        } else {
            theme.good
        };
        x += canvas.text(x, area.y, room, &toast.what, style);
        if !toast.more.is_empty() {
            let left = (area.x + 1 + room).saturating_sub(x);
            let more = format!(" {} {}", theme.glyphs.dot, toast.more);
            canvas.text(x, area.y, left, &more, theme.dim);
        }
        return;
    }
    for command in layer.hints(cx) {
        if layer.offer(command, cx).is_no() && everywhere_no(command) {
            continue;
        }
        let title = layer.hint(command);
        let width = hint_width(command, title);
        // What does not fit is left out; a shorter one after it may.
        if x + width > area.x + 1 + room {
            continue;
        }
        hint(canvas, Rect { x, width, ..area }, command, title);
        x += width + 2;
    }
}

/// Commands that need the layer's own word; the rest works on every layer.
fn everywhere_no(command: Command) -> bool {
    !matches!(
        command,
        Command::Undo
            | Command::Redo
            | Command::Find
            | Command::Palette
            | Command::Back
            | Command::Mask
    )
}

fn hint_width(command: Command, title: &str) -> u16 {
    let key = command.key().unwrap_or("");
    u16::try_from(text::width(key) + 1 + text::width(title)).unwrap_or(u16::MAX)
}

fn hint(canvas: &mut Canvas, area: Rect, command: Command, title: &str) {
    let theme = canvas.theme;
    let key = command.key().unwrap_or("");
    let used = canvas.text(area.x, area.y, area.width, key, theme.accent);
    let room = area.width.saturating_sub(used + 1);
    canvas.text(area.x + used + 1, area.y, room, title, theme.dim);
    canvas.mark(area, Spot::Do(command));
}

/// How a frame is titled: at the left what it is, at the right what it counts.
pub struct Title<'a> {
    pub left: Vec<Piece<'a>>,
    pub right: Vec<Piece<'a>>,
    pub focused: bool,
}

/// A frame with its titles in the top border; gives the room inside.
pub fn frame(canvas: &mut Canvas, area: Rect, title: &Title) -> Rect {
    use ratatui::widgets::Block;
    let theme = canvas.theme;
    let style: Style = if title.focused {
        theme.focus
    } else {
        theme.frame
    };
    let block = Block::bordered()
        .border_set(theme.glyphs.border)
        .border_style(style);
    let inner = block.inner(area);
    canvas.draw(block, area);
    if area.width < 6 || area.height == 0 {
        return inner;
    }
    let width = |pieces: &[Piece]| -> u16 {
        let sum: usize = pieces.iter().map(|(words, _)| text::width(words)).sum();
        u16::try_from(sum).unwrap_or(u16::MAX)
    };
    let room = area.width - 4;
    let (left, right) = (width(&title.left), width(&title.right));
    let spaced = |canvas: &mut Canvas, x: u16, room: u16, pieces: &[Piece]| {
        canvas.text(x, area.y, 1, " ", theme.text);
        let used = canvas.line(x + 1, area.y, room, pieces);
        canvas.text(x + 1 + used, area.y, 1, " ", theme.text);
    };
    spaced(canvas, area.x + 1, left.min(room), &title.left);
    // A pasted page may be wider than can be counted.
    if right > 0 && left.saturating_add(right).saturating_add(3) <= room {
        spaced(canvas, area.right() - right - 3, right, &title.right);
    }
    inner
}
