//! A letter on the screen: its lines as wide as there is room, its gaps marked. It will never change a word.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::text;
use crate::letters::compose::{self, Letter};

use super::super::canvas::{Canvas, Piece};
use super::super::theme::Theme;

type Line = Vec<Piece<'static>>;

/// The letter in lines of so many columns.
pub fn lines(letter: &Letter, columns: u16, theme: &Theme) -> Vec<Line> {
    let columns = usize::from(columns).max(1);
    let mut lines: Vec<Line> = Vec::new();
    if let Some(subject) = &letter.subject {
        let label = ("Subject: ".into(), theme.dim);
        let mut subject = paragraph(
            subject,
            &letter.gaps,
            columns.saturating_sub(9).max(1),
            theme.title,
            theme,
        );
        if let Some(first) = subject.first_mut() {
            first.insert(0, label);
        }
        lines.append(&mut subject);
        lines.push(Vec::new());
    }
    for line in letter.text.lines() {
        if line.trim().is_empty() {
            lines.push(Vec::new());
        } else {
            lines.append(&mut paragraph(
                line,
                &letter.gaps,
                columns,
                theme.text,
                theme,
            ));
        }
    }
    lines
}

/// One paragraph, broken between words, also within a gap.
fn paragraph(words: &str, gaps: &[&str], columns: usize, style: Style, theme: &Theme) -> Vec<Line> {
    let lines = text::wrapped(words, columns);
    let whole = lines.join(" ");
    let mut marked: Vec<(usize, usize)> = Vec::new();
    for gap in gaps {
        let mark = compose::mark(gap);
        let found = whole.match_indices(&mark);
        marked.extend(found.map(|(at, found)| (at, at + found.len())));
    }
    marked.sort_unstable();
    let mut start = 0;
    let pieces = lines.iter().map(|line| {
        let end = start + line.len();
        let mut pieces: Line = Vec::new();
        let mut at = start;
        for (from, to) in &marked {
            let (from, to) = ((*from).clamp(at, end), (*to).clamp(at, end));
            if from == to {
                continue;
            }
            if at < from {
                pieces.push((whole[at..from].to_string().into(), style));
            }
            pieces.push((whole[from..to].to_string().into(), theme.warn));
            at = to;
        }
        if at < end {
            pieces.push((whole[at..end].to_string().into(), style));
        }
        start = end + 1;
        pieces
    });
    pieces.collect()
}

/// Draws the lines from `top` on, and says when more is below; gives the top as it could be kept.
pub fn draw(canvas: &mut Canvas, area: Rect, lines: &[Line], top: usize) -> usize {
    let fit = usize::from(area.height);
    let top = top.min(lines.len().saturating_sub(fit));
    for (line, y) in lines.iter().skip(top).take(fit).zip(area.y..) {
        canvas.line(area.x, y, area.width, line);
    }
    let below = lines.len().saturating_sub(top + fit);
    if 0 < below && 24 < area.width {
        let words = format!(" + {below} more, ctrl-d ");
        canvas.text_right(area.x, area.bottom(), area.width, &words, canvas.theme.dim);
    }
    top
}
