//! The sheet of a dialog: a frame in the middle of the page, as large as what stands on it needs.

use ratatui::layout::Rect;

use super::super::canvas::{Canvas, Piece};
use super::chrome::{self, Title};

/// Clears a place for a dialog with room for so many columns and lines, or as much as there is; gives that room.
pub fn sheet(canvas: &mut Canvas, body: Rect, (width, height): (u16, u16), title: &Title) -> Rect {
    let width = width.saturating_add(4).min(body.width);
    let height = height.saturating_add(2).min(body.height);
    let area = Rect {
        x: body.x + (body.width - width) / 2,
        // A little above the middle reads as the middle.
        y: body.y + (body.height - height) / 3,
        width,
        height,
    };
    canvas.clear(area);
    let inner = chrome::frame(canvas, area, title);
    Rect {
        x: (inner.x + 1).min(inner.right()),
        width: inner.width.saturating_sub(2),
        ..inner
    }
}

/// The title of a dialog: what it is, and at the right what it counts.
pub fn title<'a>(canvas: &Canvas, left: impl Into<String>, right: impl Into<String>) -> Title<'a> {
    let (left, right): (String, String) = (left.into(), right.into());
    let right: Vec<Piece> = if right.is_empty() {
        Vec::new()
    } else {
        vec![(right.into(), canvas.theme.dim)]
    };
    Title {
        left: vec![(left.into(), canvas.theme.title)],
        right,
        focused: true,
    }
}

/// The line at an index of an area, or none where it does not fit.
pub fn line(area: Rect, index: usize) -> Option<Rect> {
    let index = u16::try_from(index).ok()?;
    (index < area.height).then(|| Rect {
        y: area.y + index,
        height: 1,
        ..area
    })
}
