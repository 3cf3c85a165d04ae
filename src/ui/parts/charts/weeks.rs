//! Small columns, one a week, in two strips over one another. It will never know what came and what went.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::text;

use super::super::super::canvas::Canvas;

/// One strip of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    pub title: &'static str,
    pub counts: Vec<usize>,
}

/// Weeks side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weeks {
    pub strips: [Strip; 2],
    /// What stands beneath a week: the month that begins in it, or nothing.
    pub marks: Vec<String>,
}

/// Columns for the words at the left.
const LEFT: u16 = 10;
/// A week is never wider.
const WIDE: u16 = 8;
/// Letters of a month.
const MONTH: u16 = 3;
/// From this height on a strip leaves its first line free.
const APART: u16 = 4;
/// From the least to the most of a cell.
const STEPS: [&str; 4] = ["▁", "▃", "▅", "▇"];

/// How many cells a week has, and which weeks have room: the last ones, unless an earlier one is selected.
pub(super) fn shown(count: usize, room: u16, on: Option<usize>) -> (u16, Range<usize>) {
    let wide = room / u16::try_from(count.max(1)).unwrap_or(u16::MAX);
    let wide = wide.clamp(1, WIDE);
    let fit = usize::from(room / wide).min(count);
    let last = count - fit;
    let first = on.map_or(last, |on| last.min(on));
    (wide, first..first + fit)
}

/// What stands in a column of so many cells, from the bottom up.
fn column(count: usize, most: usize, height: usize) -> Vec<&'static str> {
    let steps = STEPS.len();
    let all = height * steps;
    let of = if count == 0 {
        0
    } else {
        // Whole cells for each as long as there are enough.
        let each = match height / most.max(1) {
            0 => count * all / most,
            whole => steps * count * whole,
        };
        each.clamp(1, all)
    };
    (0..height)
        .map(|row| match of.saturating_sub(row * steps).min(steps) {
            0 => " ",
            part => STEPS[part - 1],
        })
        .collect()
}

/// Which of the marks, each with the cell at which it would begin, are written into so many cells: all of them, else every
/// second one, every third, and so on, so that the gaps are even. A month of which only the end is seen gives way to the next.
pub(super) fn spaced(mut marks: Vec<(u16, &str)>, room: u16) -> Vec<(u16, &str)> {
    let end = |(at, mark): (u16, &str)| at + u16::try_from(text::width(mark)).unwrap_or(0);
    let clash = |one, (next, _): (u16, &str)| next <= end(one);
    marks.retain(|mark| end(*mark) <= room);
    if let [first, second, ..] = marks[..]
        && clash(first, second)
    {
        marks.remove(0);
    }
    for step in 1..=marks.len() {
        let chosen: Vec<(u16, &str)> = marks.iter().copied().step_by(step).collect();
        if chosen.windows(2).all(|pair| !clash(pair[0], pair[1])) {
            return chosen;
        }
    }
    Vec::new()
}

/// Names the months beneath their weeks: each week with its first cell, from the left.
pub(super) fn draw_marks(
    canvas: &mut Canvas,
    (x, y, room): (u16, u16, u16),
    weeks: impl Iterator<Item = (u16, usize)>,
    marks: &[String],
) {
    let named = weeks.map(|(at, week)| (at, marks[week].as_str()));
    let named = named.filter(|(_, mark)| !mark.is_empty());
    for (at, mark) in spaced(named.collect(), room) {
        canvas.text(x + at, y, room - at, mark, canvas.theme.dim);
    }
}

impl Weeks {
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, on: Option<usize>) {
        let theme = canvas.theme;
        let count = self.marks.len();
        if area.height < 3 || area.width <= LEFT || count == 0 {
            return;
        }
        let (wide, weeks) = shown(count, area.width - LEFT, on);
        let high = (area.height - 1) / 2;
        let left = area.x + LEFT;
        for (strip, style, y) in [
            (&self.strips[0], theme.accent, area.y),
            (&self.strips[1], theme.good, area.y + high),
        ] {
            let most = strip.counts.iter().copied().max().unwrap_or(0);
            let bottom = y + high - 1;
            canvas.text(area.x, bottom, LEFT - 1, strip.title, theme.dim);
            // With room to spare the strips stand apart.
            let tall = if APART <= high { high - 1 } else { high };
            if 1 < high {
                // Beside the top of the highest column.
                let highest = column(most, most, usize::from(tall));
                let rows = highest.iter().filter(|cell| **cell != " ").count();
                let up = u16::try_from(rows).unwrap_or(high).saturating_sub(1).max(1);
                let most = format!("most {most}");
                canvas.text(area.x, bottom - up, LEFT - 1, &most, theme.dim);
            }
            for week in weeks.clone() {
                let x = left + wide * u16::try_from(week - weeks.start).unwrap_or(0);
                let cells = column(strip.counts[week], most, usize::from(tall));
                let style = lit(style, on == Some(week));
                for (row, glyph) in cells.into_iter().enumerate() {
                    let y = bottom - u16::try_from(row).unwrap_or(0);
                    let fill = glyph.repeat(usize::from((wide - 1).max(1)));
                    canvas.text(x, y, wide, &fill, style);
                }
            }
        }
        let y = area.y + 2 * high;
        let cell = |week: usize| wide * u16::try_from(week - weeks.start).unwrap_or(0);
        let room = wide * u16::try_from(weeks.len()).unwrap_or(0);
        // The mark of the selected week does not cut a month short.
        let on_mark = on.filter(|on| weeks.contains(on)).map(cell);
        let is_under = |at: u16| on_mark.is_some_and(|on| at <= on && on < at + MONTH);
        let named = weeks.clone().map(|week| (cell(week), week));
        let named = named.filter(|(at, _)| !is_under(*at));
        draw_marks(canvas, (left, y, room), named, &self.marks);
        if let Some(on) = on_mark {
            canvas.text(left + on, y, 1, theme.glyphs.on, theme.accent);
        }
    }
}

/// The style of what is selected.
fn lit(style: Style, is_on: bool) -> Style {
    if is_on {
        style.add_modifier(Modifier::BOLD)
    } else {
        style
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_a_cell_for_each_as_long_as_there_is_room_and_is_in_proportion_then() {
        for (count, most, height, wanted) in [
            (0, 3, 3, "   "),
            (1, 3, 3, "▇  "),
            (3, 3, 3, "▇▇▇"),
            (1, 2, 5, "▇▇   "),
            (1, 40, 2, "▁ "),
            (20, 40, 2, "▇ "),
            (40, 40, 2, "▇▇"),
        ] {
            let drawn: String = column(count, most, height).concat();
            assert_eq!(drawn, wanted, "{count} of {most} in {height}");
        }
    }

    #[test]
    fn months_are_named_at_even_gaps_and_the_end_of_one_gives_way_to_the_next() {
        let year = |wide: u16| -> Vec<(u16, &str)> {
            let months = ["Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun"];
            let at = [0, 2, 6, 11, 15, 19, 23, 28];
            at.iter().map(|at| at * wide).zip(months).collect()
        };
        let said = |marks: Vec<(u16, &str)>, room| -> String {
            let names = spaced(marks, room).into_iter().map(|(_, name)| name);
            names.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(said(year(1), 32), "Dec Jan Feb Mar Apr May Jun");
        assert_eq!(said(year(2), 64), "Nov Dec Jan Feb Mar Apr May Jun");
        assert_eq!(said(year(1), 30), "Dec Jan Feb Mar Apr May");
        let close: Vec<(u16, &str)> = [0, 4, 6, 8, 10]
            .into_iter()
            .zip(["Nov", "Dec", "Jan", "Feb", "Mar"])
            .collect();
        assert_eq!(said(close, 20), "Nov Jan Mar");
    }

    #[test]
    fn the_last_weeks_are_shown_unless_an_earlier_one_is_selected() {
        assert_eq!(shown(52, 60, None), (1, 0..52));
        assert_eq!(shown(52, 20, None), (1, 32..52));
        assert_eq!(shown(52, 20, Some(3)), (1, 3..23));
        assert_eq!(shown(4, 60, Some(3)), (8, 0..4));
        assert_eq!(shown(0, 60, None), (8, 0..0));
    }
}
