//! Things that wait, a mark for each on the line of its kind, against how long half of those before it took, and most of
//! them. It will never know for what they wait.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::super::super::canvas::Canvas;
use super::super::look::Look;

/// One that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    /// On which line it stands.
    pub line: usize,
    pub days: i64,
    /// Its mark, which says what its colour says.
    pub mark: &'static str,
    pub look: Look,
}

/// One line: its name, and how long half and most of those before took, where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub title: &'static str,
    pub spread: Option<(i64, i64)>,
}

/// All lines with all marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ages {
    pub lines: Vec<Past>,
    pub dots: Vec<Dot>,
}

/// Columns for the names at the left, and for how many at the right.
const LEFT: u16 = 16;
const RIGHT: u16 = 5;

/// The cell of so many days.
fn cell(days: i64, most: i64, room: u16) -> u16 {
    let cell = i128::from(days) * i128::from(room.saturating_sub(1)) / i128::from(most.max(1));
    u16::try_from(cell).unwrap_or(0).min(room.saturating_sub(1))
}

impl Ages {
    /// Lines that it wants.
    pub fn height(&self) -> usize {
        self.lines.len() + 1
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, on: Option<usize>) {
        let theme = canvas.theme;
        if area.width <= LEFT + RIGHT + 8 || area.height < 2 {
            return;
        }
        let room = area.width - LEFT - RIGHT;
        let oldest = self.dots.iter().map(|dot| dot.days);
        let longest = self.lines.iter().filter_map(|line| line.spread);
        let most = oldest.chain(longest.map(|(_, most)| most)).max();
        let most = most.unwrap_or(0).max(1);
        let left = area.x + LEFT;
        canvas.text(left, area.y, room, "0", theme.dim);
        // A word with what stands beyond it would be read as one.
        canvas.text_right(
            left,
            area.y,
            room - 2,
            &match most {
                1 => "1 day in the stage".into(),
                most => format!("{most} days in the stage"),
            },
            theme.dim,
        );
        canvas.text_right(left + room, area.y, RIGHT, "open", theme.dim);
        let on = on.and_then(|on| self.dots.get(on));
        for ((n, line), y) in self.lines.iter().enumerate().zip(area.y + 1..area.bottom()) {
            let is_on = on.is_some_and(|dot| dot.line == n);
            let style = if is_on { theme.title } else { theme.text };
            canvas.text(area.x, y, LEFT - 1, line.title, style);
            if let Some((half, far)) = line.spread {
                let far = cell(far, most, room);
                let track = theme.glyphs.dash.repeat(usize::from(far));
                canvas.text(left, y, far, &track, theme.dim);
                canvas.text(
                    left + cell(half, most, room),
                    y,
                    1,
                    theme.glyphs.rail,
                    theme.dim,
                );
                canvas.text(left + far, y, 1, theme.glyphs.axis, theme.dim);
            }
            let here = self.dots.iter().filter(|dot| dot.line == n);
            let count = here.clone().count();
            // The oldest come first, and what is drawn later lies on top.
            for dot in here.rev() {
                let x = left + cell(dot.days, most, room);
                canvas.text(x, y, 1, dot.mark, dot.look.style(theme));
            }
            if let Some(dot) = on.filter(|dot| dot.line == n) {
                let x = left + cell(dot.days, most, room);
                let style = dot.look.style(theme).add_modifier(Modifier::REVERSED);
                canvas.text(x, y, 1, dot.mark, style);
            }
            if 0 < count {
                canvas.text_right(left + room, y, RIGHT, &count.to_string(), theme.text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lie_in_order_within_the_room() {
        for room in 1..100 {
            let mut before = 0;
            for days in 0..=61 {
                let cell = cell(days, 61, room);
                assert!(before <= cell && cell < room, "{days} in {room}");
                before = cell;
            }
            assert_eq!(before, room - 1);
        }
    }
}
