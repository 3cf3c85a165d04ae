//! Where the parts of Now what lie in a window of any size, and what its frame says. It will never know what a line is
//! about.

use ratatui::layout::Rect;

use crate::insight::now::{Group, Now};

use super::super::because;
use super::super::canvas::{Canvas, Piece};
use super::super::layer::Cx;

/// From this width of the page on, what stands behind a line has a column at the right …
const WIDE: u16 = 110;
/// … and where there is none it stands beneath the list: from this height on in so many lines, and one more where there
/// is more room.
const LOW: u16 = 12;
const SHORT: u16 = 4;
const TALL: u16 = 16;

/// Where the list stands, and what is behind its selected line: beside it, or beneath it. `today` is how many lines the
/// pane needs for what is for today.
pub fn split(inner: Rect, is_whole: bool, today: usize) -> (Rect, Option<Rect>, Option<Rect>) {
    if is_whole && WIDE <= inner.width {
        let side = (inner.width / 3).clamp(40, 66);
        let list = Rect {
            width: inner.width - side,
            ..inner
        };
        let side = Rect {
            x: list.right() + 2,
            width: side - 3,
            ..inner
        };
        return (list, Some(side), None);
    }
    let spare = usize::from(inner.height).saturating_sub(today + 1);
    // Always as high, so that the list does not jump.
    let height = match is_whole {
        true if TALL <= inner.height => SHORT + 1,
        true if LOW <= inner.height => SHORT,
        // The pane has it where nothing else wants the room.
        false if 3 <= spare => u16::try_from(spare).map_or(SHORT, |spare| spare.min(SHORT)),
        _ => return (inner, None, None),
    };
    let list = Rect {
        height: inner.height - height - 1,
        ..inner
    };
    let beneath = Rect {
        x: inner.x + 1,
        y: list.bottom() + 1,
        width: inner.width.saturating_sub(2),
        height,
    };
    (list, None, Some(beneath))
}

/// "2 owed today · 9 this week", as the groups have it.
pub fn counts<'a>(canvas: &Canvas, is_whole: bool, now: &Now) -> Vec<Piece<'a>> {
    let theme = canvas.theme;
    let (owed, week) = (now.count(Group::Owed), now.count(Group::Week));
    let mut pieces: Vec<Piece> = Vec::new();
    if owed > 0 {
        pieces.push((format!("{owed} owed today").into(), theme.bad));
    }
    // The page counts what is coming group by group.
    if week > 0 && !is_whole {
        let gap = if pieces.is_empty() {
            String::new()
        } else {
            format!(" {} ", theme.glyphs.dot)
        };
        pieces.push((format!("{gap}{week} this week").into(), theme.dim));
    }
    pieces
}

/// What to say where nothing is for today.
pub fn quiet_day(now: &Now, cx: &Cx) -> String {
    match now.first_ahead() {
        Some(next) => {
            let who = because::who(&next.thing, cx);
            let ahead = because::ahead(&next.thing, cx);
            format!("Nothing is owed today. Next: {who}, {ahead}.")
        }
        None => "Nothing is owed, nothing is late, nothing is planned.".into(),
    }
}

/// Says in the lower frame how much of the list is not seen.
pub fn hidden(canvas: &mut Canvas, room: Rect, (above, below): (usize, usize)) {
    let words = match (above, below) {
        (0, 0) => return,
        (0, below) => format!(" + {below} more below "),
        (above, 0) => format!(" + {above} above "),
        (above, below) => format!(" + {above} above, {below} below "),
    };
    if room.width < 30 {
        return;
    }
    canvas.text(
        room.x + 1,
        room.bottom(),
        room.width - 2,
        &words,
        canvas.theme.dim,
    );
}
