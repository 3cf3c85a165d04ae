//! How wide the eight columns of the board are: the focused one wide, empty ones narrowest.

use crate::domain::stage::Stage;

/// From this width on a column shows whole cards.
pub const WIDE: u16 = 22;
const COMFORTABLE: u16 = 28;
/// A further wide column beside the focused one.
const MODEST: u16 = 24;
const WIDEST: u16 = 40;

/// Widths that fill the room, with a line between each two; 0 hides a column.
pub fn widths(room: u16, focus: Stage, counts: &[usize; 8]) -> [u16; 8] {
    let focus = focus as usize;
    let mut widths = [0; 8];
    // Too narrow for rails: the focused column alone.
    if room < WIDE + 7 * 5 {
        widths[focus] = room;
        return widths;
    }
    let lines = 7;
    let rail = ((room - lines).saturating_sub(WIDE + 4) / 7).clamp(4, 7);
    let empty = rail.min(6);
    for (width, count) in widths.iter_mut().zip(counts) {
        *width = if *count == 0 { empty } else { rail };
    }
    let used = |widths: &[u16; 8]| -> u16 { widths.iter().sum::<u16>() + lines };
    // The focused column first, then the fullest ones nearest to it.
    widths[focus] = 0;
    widths[focus] = (room - used(&widths)).min(COMFORTABLE);
    let mut others: Vec<usize> = (0..8).filter(|n| *n != focus && counts[*n] > 0).collect();
    others.sort_by_key(|n| n.abs_diff(focus));
    for n in others {
        let cost = MODEST - widths[n];
        if used(&widths) + cost <= room {
            widths[n] += cost;
        }
    }
    // What is left goes to the wide ones, then to the rails.
    while used(&widths) < room {
        let left = room - used(&widths);
        let narrowest = widths
            .iter()
            .filter(|width| **width >= WIDE && **width < WIDEST)
            .min()
            .copied();
        if let Some(n) = narrowest.and_then(|width| widths.iter().position(|other| *other == width))
        {
            widths[n] += 1;
        } else {
            let n = (0..8).min_by_key(|n| widths[*n]).expect("there are eight");
            widths[n] += left.min(1);
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_fill_the_room_and_the_focused_one_is_wide() {
        for room in 0..300 {
            for focus in Stage::ALL {
                let widths = widths(room, focus, &[2, 0, 4, 1, 0, 9, 0, 1]);
                let shown = widths.iter().filter(|width| **width > 0).count();
                let lines = u16::try_from(shown.saturating_sub(1)).expect("eight at most");
                assert_eq!(
                    widths.iter().sum::<u16>() + lines,
                    room.max(lines),
                    "{room} {focus:?}"
                );
                if room >= WIDE + 35 {
                    assert!(widths[focus as usize] >= WIDE - 1, "{room} {widths:?}");
                }
            }
        }
    }
}
