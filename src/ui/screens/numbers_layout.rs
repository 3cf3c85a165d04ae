//! Which parts of the numbers are seen together, and how much room each of them has. It will never know what they say.

use ratatui::layout::Rect;

use super::panel::{Panel, Which};

/// Parts that are seen together: rows of them from top to bottom.
pub type Sheet = &'static [&'static [Which]];

const TOGETHER: [Sheet; 1] = [&[
    &[Which::Waiting, Which::Through],
    &[Which::By, Which::Speed, Which::Whole],
    &[Which::Weeks, Which::Bands],
    &[Which::Ages, Which::Forecast, Which::Astray],
]];

const SOME: [Sheet; 4] = [
    &[&[Which::Waiting], &[Which::Through, Which::By]],
    &[&[Which::Speed, Which::Whole], &[Which::Weeks]],
    &[&[Which::Bands], &[Which::Ages]],
    &[&[Which::Forecast], &[Which::Astray]],
];

const ALONE: [Sheet; 10] = [
    &[&[Which::Waiting]],
    &[&[Which::Through]],
    &[&[Which::By]],
    &[&[Which::Speed]],
    &[&[Which::Whole]],
    &[&[Which::Weeks]],
    &[&[Which::Bands]],
    &[&[Which::Ages]],
    &[&[Which::Forecast]],
    &[&[Which::Astray]],
];

/// What has room beside one another.
pub fn sheets((width, height): (u16, u16), alone: bool) -> &'static [Sheet] {
    match (width, height) {
        _ if alone => &ALONE,
        (170.., 50..) => &TOGETHER,
        (100.., 26..) => &SOME,
        _ => &ALONE,
    }
}

/// Between two parts beside one another.
pub const GAP: u16 = 2;

/// How wide each part of a row is: the first one has most where there are only two.
pub fn widths(row: &[Which], room: u16) -> Vec<u16> {
    let count = u16::try_from(row.len()).unwrap_or(1);
    let room = room.saturating_sub(GAP * (count - 1));
    let mut widths = vec![room / count; row.len()];
    if row.first() == Some(&Which::Waiting) && count == 2 {
        widths[0] = room * 3 / 5;
        widths[1] = room - widths[0];
    }
    widths
}

/// How high each row is: as high as it wants where there is room, and what is left goes to the charts that can use it.
pub fn heights(sheet: Sheet, found: &[Panel], area: Rect) -> Vec<u16> {
    let wanted = |row: &&[Which]| {
        let parts = row.iter().zip(widths(row, area.width));
        let wanted = parts.map(|(which, width)| found[*which as usize].height(width));
        u16::try_from(wanted.max().unwrap_or(0)).unwrap_or(u16::MAX)
    };
    let mut heights: Vec<u16> = sheet.iter().map(wanted).collect();
    let gaps = u16::try_from(heights.len().saturating_sub(1)).unwrap_or(0);
    let room = area.height.saturating_sub(gaps);
    let total = |heights: &[u16]| heights.iter().map(|height| u32::from(*height)).sum::<u32>();
    while u32::from(room) < total(&heights) {
        let Some(highest) = heights.iter_mut().max() else {
            break;
        };
        *highest -= 1;
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
    heights
}
