//! What lies on one another, week by week, as bands: each has a look of its own and is filled with its own digit. It will
//! never know what is counted.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::super::super::canvas::Canvas;
use super::weeks::draw_marks;

/// Bands, the first one on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands {
    pub titles: Vec<&'static str>,
    /// By week, how much each band holds.
    pub weeks: Vec<Vec<usize>>,
    /// What stands beneath a week: the month that begins in it, or nothing.
    pub marks: Vec<String>,
}

/// Columns for the names at the left.
const LEFT: u16 = 24;
/// A week is never wider.
const WIDE: usize = 12;

/// The week in each of so many cells: all of them, spread over the room, or the last ones where there is less.
fn spread(count: usize, room: usize) -> Vec<usize> {
    if room < count {
        return (count - room..count).collect();
    }
    let cells = room.min(count * WIDE);
    (0..cells).map(|cell| cell * count / cells).collect()
}

/// Which band is in each cell of a column, from the bottom up; none is above all.
fn column(counts: &[usize], most: usize, height: usize) -> Vec<Option<usize>> {
    // As many whole cells for each as there is room for, else all of it in proportion.
    let most = most.max(1);
    let each = height / most;
    (0..height)
        .map(|row| {
            let mut sum = 0;
            let mut bands = counts.iter().enumerate().rev();
            let found = bands.find(|(_, count)| {
                sum += **count;
                match each {
                    // The middle of the cell, in halves.
                    0 => (2 * row + 1) * most <= 2 * sum * height,
                    each => row < sum * each,
                }
            });
            found.map(|(band, _)| band)
        })
        .collect()
}

impl Bands {
    /// Lines that the names want, and one for the months.
    pub fn height(&self) -> usize {
        self.titles.len() + 1
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, on: Option<usize>) {
        let theme = canvas.theme;
        if area.height < 3 || area.width <= LEFT || self.weeks.is_empty() {
            return;
        }
        let weeks = spread(self.weeks.len(), usize::from(area.width - LEFT));
        let high = area.height - 1;
        let last = self.weeks.last().expect("there is one");
        for (band, y) in (0..self.titles.len()).zip(area.y..area.y + high) {
            let is_on = on == Some(band);
            let style = if is_on {
                theme.text.add_modifier(Modifier::REVERSED)
            } else {
                theme.text
            };
            canvas.text(area.x, y, 1, &digit(band), theme.band(band));
            canvas.text(area.x + 2, y, 15, self.titles[band], style);
            canvas.text_right(area.x + 17, y, 4, &last[band].to_string(), theme.text);
        }
        let sums = weeks.iter().map(|week| self.weeks[*week].iter().sum());
        let most = sums.max().unwrap_or(0);
        let left = area.x + LEFT;
        for (x, week) in (left..).zip(weeks.iter().copied()) {
            let cells = column(&self.weeks[week], most, usize::from(high));
            for (row, band) in cells.into_iter().enumerate() {
                let Some(band) = band else { continue };
                let y = area.y + high - 1 - u16::try_from(row).unwrap_or(0);
                let style = match on {
                    Some(on) if on == band => theme.title.add_modifier(Modifier::REVERSED),
                    _ => theme.band(band),
                };
                canvas.text(x, y, 1, &digit(band), style);
            }
        }
        let room = u16::try_from(weeks.len()).unwrap_or(0);
        let mut before = None;
        let firsts = (0u16..).zip(weeks.iter().copied());
        let firsts = firsts.filter(|(_, week)| before.replace(*week) != Some(*week));
        draw_marks(canvas, (left, area.y + high, room), firsts, &self.marks);
    }
}

/// What a band is filled with.
fn digit(band: usize) -> String {
    ((band + 1) % 10).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(counts: &[usize], most: usize, height: usize) -> String {
        let cells = column(counts, most, height).into_iter();
        cells
            .map(|band| band.map_or(" ".into(), digit))
            .collect::<Vec<_>>()
            .concat()
    }

    #[test]
    fn each_has_a_cell_as_long_as_there_is_room_the_last_band_lowest() {
        assert_eq!(drawn(&[1, 2, 0, 1], 4, 6), "4221  ");
        assert_eq!(drawn(&[1, 0, 0, 1], 2, 5), "4411 ");
        assert_eq!(drawn(&[0, 0, 0, 0], 4, 6), "      ");
        assert_eq!(drawn(&[20, 20], 40, 4), "2211");
        assert_eq!(drawn(&[10, 10], 40, 4), "21  ");
    }

    #[test]
    fn weeks_are_spread_over_the_room_and_the_last_ones_stay_where_there_is_less() {
        assert_eq!(spread(3, 2), [1, 2]);
        assert_eq!(spread(3, 5), [0, 0, 1, 1, 2]);
        assert_eq!(spread(2, 99).len(), 2 * WIDE);
        for room in 53..200 {
            let cells = spread(53, room);
            assert!(cells.windows(2).all(|pair| pair[1] - pair[0] <= 1));
            assert_eq!((cells[0], cells[cells.len() - 1]), (0, 52));
        }
    }

    #[test]
    fn a_column_is_as_high_as_its_sum_asks_for() {
        for sum in 0..50 {
            let cells = column(&[sum], 50, 10);
            let filled = cells.iter().flatten().count();
            assert!(filled.abs_diff(sum / 5) <= 1, "{sum}: {filled}");
        }
    }
}
