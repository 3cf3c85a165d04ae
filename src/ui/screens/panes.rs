//! Where the panes of a referral's page lie in a window of any size. It will never know what they show.

use ratatui::layout::Rect;

/// One of the four panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    Now,
    Worth,
    Facts,
    Timeline,
}

impl Pane {
    pub const ALL: [Pane; 4] = [Pane::Now, Pane::Worth, Pane::Facts, Pane::Timeline];

    pub fn title(self) -> &'static str {
        match self {
            Pane::Now => "Now what?",
            Pane::Worth => "Will it be a good one?",
            Pane::Facts => "Facts",
            Pane::Timeline => "Timeline",
        }
    }

    /// Its name in a narrow strip.
    pub fn short(self) -> &'static str {
        match self {
            Pane::Worth => "Good one?",
            other => other.title(),
        }
    }
}

/// Two panes stand side by side from here on, three from there.
const WIDE: u16 = 100;
const WIDEST: u16 = 170;
/// Below this height they would show nothing worth it.
const HIGH: u16 = 14;

/// The panes that are drawn, with their places: one where there is room for one only, and then its strip names all.
pub fn plan(area: Rect, alone: Option<Pane>, focus: Pane) -> Vec<(Pane, Rect)> {
    if area.width < WIDE || area.height < HIGH || alone.is_some() {
        return vec![(alone.unwrap_or(focus), area)];
    }
    let cut = |area: Rect, width: u16| {
        let left = Rect { width, ..area };
        let right = Rect {
            x: left.right(),
            width: area.width - width,
            ..area
        };
        (left, right)
    };
    let stack = |area: Rect, height: u16| {
        let upper = Rect { height, ..area };
        let lower = Rect {
            y: upper.bottom(),
            height: area.height - height,
            ..area
        };
        (upper, lower)
    };
    if area.width >= WIDEST {
        let (now, rest) = cut(area, area.width * 2 / 5);
        let (middle, timeline) = cut(rest, rest.width / 2);
        let (worth, facts) = stack(middle, middle.height / 2);
        return vec![
            (Pane::Now, now),
            (Pane::Worth, worth),
            (Pane::Facts, facts),
            (Pane::Timeline, timeline),
        ];
    }
    let (left, right) = cut(area, area.width * 11 / 20);
    let (now, timeline) = stack(left, left.height * 3 / 5);
    let (worth, facts) = stack(right, right.height / 2);
    vec![
        (Pane::Now, now),
        (Pane::Worth, worth),
        (Pane::Facts, facts),
        (Pane::Timeline, timeline),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panes_fill_the_page_and_never_overlap() {
        for (width, height) in [(80, 17), (120, 27), (200, 51), (100, 14), (1, 1)] {
            let area = Rect::new(0, 5, width, height);
            let plan = plan(area, None, Pane::Facts);
            let cells: u32 = plan.iter().map(|(_, it)| it.area()).sum();
            assert_eq!(cells, area.area(), "{width}x{height}");
            assert!(plan.iter().all(|(_, it)| area.intersection(*it) == *it));
            assert!(plan.iter().any(|(pane, _)| *pane == Pane::Facts));
        }
    }
}
