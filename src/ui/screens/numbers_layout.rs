//! Which parts of the numbers are seen together, and how much room each of them has. It will never know what they say.

use ratatui::layout::Rect;

use super::panel::{Panel, Which};

/// Parts that are seen together: rows of them from top to bottom.
pub type Sheet = &'static [&'static [Which]];

const TOGETHER: [Sheet; 1] = [&[
    &[Which::Waiting, Which::Through, Which::By],
    &[Which::Speed, Which::Astray, Which::Whole],
    &[Which::Forecast, Which::Weeks],
    &[Which::Ages, Which::Bands],
]];

const SOME: [Sheet; 3] = [
    &[
        &[Which::Waiting],
        &[Which::Through, Which::By],
        &[Which::Speed, Which::Astray],
    ],
    &[&[Which::Whole, Which::Forecast], &[Which::Weeks]],
    &[&[Which::Ages], &[Which::Bands]],
];

const FEW: [Sheet; 4] = [
    &[&[Which::Waiting], &[Which::Through, Which::By]],
    &[
        &[Which::Speed, Which::Astray],
        &[Which::Whole, Which::Forecast],
    ],
    &[&[Which::Weeks], &[Which::Ages]],
    &[&[Which::Bands]],
];

const ALONE: [Sheet; 10] = [
    &[&[Which::Waiting]],
    &[&[Which::Through]],
    &[&[Which::By]],
    &[&[Which::Speed]],
    &[&[Which::Astray]],
    &[&[Which::Whole]],
    &[&[Which::Forecast]],
    &[&[Which::Weeks]],
    &[&[Which::Ages]],
    &[&[Which::Bands]],
];

/// What has room beside one another.
pub fn sheets((width, height): (u16, u16), alone: bool) -> &'static [Sheet] {
    match (width, height) {
        _ if alone => &ALONE,
        (180.., 50..) => &TOGETHER,
        (100.., 31..) => &SOME,
        (100.., 25..) => &FEW,
        _ => &ALONE,
    }
}

/// Between two parts beside one another.
pub const GAP: u16 = 2;

/// How wide each part of a row is: what is drawn along the weeks has most, and so has where they wait.
pub fn widths(row: &[Which], room: u16) -> Vec<u16> {
    let count = u16::try_from(row.len()).unwrap_or(1);
    let room = room.saturating_sub(GAP * (count - 1));
    let first = match row {
        [_] => 100,
        [Which::Waiting, _, _] => 48,
        [Which::Forecast, Which::Weeks] => 38,
        [Which::Ages, Which::Bands] => 32,
        _ => 100 / count,
    };
    let first = u16::try_from(u32::from(room) * u32::from(first) / 100).unwrap_or(room);
    let others = (room - first) / (count - 1).max(1);
    let mut widths = vec![others; row.len()];
    widths[0] = first;
    if let Some(last) = widths.last_mut().filter(|_| 1 < count) {
        *last = room - first - others * (count - 2);
    }
    widths
}

/// How high each row is, and how many lines are between two. Each is as high as it wants where there is room, and what is
/// left goes to the charts that can use it; where there is not, lists that scroll are shortened first.
pub fn heights(sheet: Sheet, found: &[Panel], area: Rect) -> (Vec<u16>, u16) {
    let of = |height: &dyn Fn(&Panel, u16) -> usize| -> Vec<u16> {
        let row = |row: &&[Which]| {
            let parts = row.iter().zip(widths(row, area.width));
            let wanted = parts.map(|(which, width)| height(&found[*which as usize], width));
            u16::try_from(wanted.max().unwrap_or(0)).unwrap_or(u16::MAX)
        };
        sheet.iter().map(row).collect()
    };
    let mut heights = of(&Panel::height);
    let least = of(&Panel::least);
    let total = |heights: &[u16]| heights.iter().map(|height| u32::from(*height)).sum::<u32>();
    let gaps = u16::try_from(heights.len().saturating_sub(1)).unwrap_or(0);
    // The rule of each title parts the rows where lines are dear.
    let gap = u16::from(total(&least) + u32::from(gaps) <= u32::from(area.height));
    let room = area.height.saturating_sub(gaps * gap);
    while u32::from(room) < total(&heights) {
        let spare = |at: &usize| (heights[*at].saturating_sub(least[*at]), heights[*at]);
        match (0..heights.len()).max_by_key(spare) {
            Some(at) if 0 < heights[at] => heights[at] -= 1,
            _ => break,
        }
    }
    let mut growing: Vec<usize> = Vec::new();
    for (at, row) in sheet.iter().enumerate() {
        if row.iter().any(|which| found[*which as usize].can_grow()) {
            growing.push(at);
        }
    }
    if growing.is_empty() {
        growing.extend(heights.len().checked_sub(1));
    }
    let mut turn = growing.iter().cycle();
    while total(&heights) < u32::from(room) {
        match turn.next() {
            Some(at) => heights[*at] += 1,
            None => break,
        }
    }
    (heights, gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_row_have_all_of_its_room_and_each_has_some() {
        let all = [&TOGETHER[..], &SOME, &FEW, &ALONE];
        for room in 100..260 {
            for row in all
                .iter()
                .flat_map(|sheets| sheets.iter())
                .flat_map(|sheet| sheet.iter())
            {
                let widths = widths(row, room);
                let gaps = GAP * u16::try_from(row.len() - 1).unwrap();
                assert_eq!(widths.iter().sum::<u16>() + gaps, room, "{row:?}");
                assert!(widths.iter().all(|width| 20 < *width), "{row:?} {widths:?}");
            }
        }
    }

    #[test]
    fn every_part_is_on_one_sheet_in_the_order_in_which_tab_goes() {
        for sheets in [&TOGETHER[..], &SOME, &FEW, &ALONE] {
            let parts = sheets.iter().flat_map(|sheet| sheet.iter());
            let parts: Vec<Which> = parts.flat_map(|row| row.iter().copied()).collect();
            assert_eq!(parts, Which::ALL);
        }
    }
}
