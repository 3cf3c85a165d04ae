//! Where the four panes of the home screen lie in a window of any size.

use ratatui::layout::Rect;

/// One of the four panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    Board,
    Sources,
    Balance,
    Nudges,
}

impl Pane {
    pub const ALL: [Pane; 4] = [Pane::Board, Pane::Sources, Pane::Balance, Pane::Nudges];

    pub fn title(self) -> &'static str {
        ["Board", "Sources", "Balance", "Now what?"][self as usize]
    }
}

/// Where the panes lie in a window of some size.
pub struct Plan {
    /// Panes that are drawn, with their places.
    pub shown: Vec<(Pane, Rect)>,
    /// The upper panes come forward one at a time, named in the frame.
    pub tabs: bool,
}

/// Below these the panes do not stand side by side.
const WIDE: u16 = 104;
/// From this height on Now what has room for headings, and for what stands behind its lines.
pub const ROOMY: u16 = 45;
const ONE_LIST: (u16, u16) = (40, 10);

impl Plan {
    /// `alone` has the screen to itself; else the one with the focus, or the upper one that came
    /// forward last, is shown where there is room for one only. `rows` is what Now what has to show.
    pub fn of(area: Rect, alone: Option<Pane>, (focus, front): (Pane, Pane), rows: usize) -> Plan {
        let one = |pane| Plan {
            shown: vec![(pane, area)],
            tabs: true,
        };
        if let Some(pane) = alone {
            return one(pane);
        }
        if area.width < ONE_LIST.0 || area.height < ONE_LIST.1 {
            return one(focus);
        }
        // As low as its rows allow, as high as the board can spare.
        let wanted = u16::try_from(rows + 2).unwrap_or(u16::MAX);
        let most = if ROOMY <= area.height { 18 } else { 14 };
        let low = wanted.clamp(5, (area.height * 3 / 10).max(5)).min(most);
        let upper = Rect {
            height: area.height - low,
            ..area
        };
        let lower = Rect {
            y: upper.bottom(),
            height: low,
            ..area
        };
        if area.width < WIDE {
            return Plan {
                shown: vec![(front, upper), (Pane::Nudges, lower)],
                tabs: true,
            };
        }
        let side = (area.width * 3 / 10).clamp(36, 56);
        let board = Rect {
            width: upper.width - side,
            ..upper
        };
        let right = Rect {
            x: board.right(),
            width: side,
            ..upper
        };
        let half = right.height / 2;
        let sources = Rect {
            height: half,
            ..right
        };
        let balance = Rect {
            y: sources.bottom(),
            height: right.height - half,
            ..right
        };
        Plan {
            shown: vec![
                (Pane::Board, board),
                (Pane::Sources, sources),
                (Pane::Balance, balance),
                (Pane::Nudges, lower),
            ],
            tabs: false,
        }
    }
}
