//! The columns of a list: which of them a width has room for, and where they stand. It will never know what stands in
//! them.

use ratatui::layout::Rect;

/// Columns between two columns.
const GAP: u16 = 2;

/// One column: shown from this width of the list on, never narrower or wider than this.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub title: &'static str,
    pub from: u16,
    pub least: u16,
    pub most: u16,
}

/// A column with its title, the width of the list from which on it is shown, and its own least and most.
pub const fn column(title: &'static str, from: u16, least: u16, most: u16) -> Column {
    Column {
        title,
        from,
        least,
        most,
    }
}

/// Where each column stands in a line of the list: its place, no room for one that is not shown. What is left over goes
/// to those that can use it, one column after the other.
pub fn spread(columns: &[Column], area: Rect) -> Vec<Rect> {
    let is_shown = |column: &&Column| column.from <= area.width;
    let shown = columns.iter().filter(is_shown).count();
    let gaps = GAP * u16::try_from(shown.saturating_sub(1)).unwrap_or(0);
    let least: u16 = columns.iter().filter(is_shown).map(|it| it.least).sum();
    let mut left = area.width.saturating_sub(gaps + least);
    let mut widths: Vec<u16> = columns
        .iter()
        .map(|it| if is_shown(&it) { it.least } else { 0 })
        .collect();
    // Evenly, a cell at a time, until nobody can use more.
    while 0 < left {
        let before = left;
        for (width, column) in widths.iter_mut().zip(columns) {
            if 0 < left && is_shown(&column) && *width < column.most {
                *width += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    let mut x = area.x;
    widths
        .into_iter()
        .map(|width| {
            let place = Rect {
                x,
                width: width.min(area.right().saturating_sub(x)),
                ..area
            };
            if 0 < width {
                x = x.saturating_add(width + GAP).min(area.right());
            }
            place
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 4] = [
        Column {
            title: "a",
            from: 0,
            least: 8,
            most: 30,
        },
        Column {
            title: "b",
            from: 60,
            least: 12,
            most: 30,
        },
        Column {
            title: "c",
            from: 20,
            least: 4,
            most: 4,
        },
        Column {
            title: "d",
            from: 90,
            least: 8,
            most: u16::MAX,
        },
    ];

    #[test]
    fn columns_never_overlap_and_use_the_room() {
        for width in 0..220 {
            let area = Rect::new(3, 1, width, 1);
            let places = spread(&COLUMNS, area);
            let shown: Vec<&Rect> = places.iter().filter(|it| 0 < it.width).collect();
            for pair in shown.windows(2) {
                assert!(pair[0].right() < pair[1].x, "{width}: {places:?}");
            }
            assert!(shown.iter().all(|it| it.right() <= area.right()), "{width}");
            if 90 <= width {
                assert_eq!(shown.len(), 4);
                assert_eq!(shown[3].right(), area.right(), "{width}");
            }
        }
        assert_eq!(spread(&COLUMNS, Rect::new(0, 0, 40, 1))[0].width, 30);
    }
}
