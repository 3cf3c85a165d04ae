//! A table of figures with a bar in each line: a length with its limit and how far it may go, or a range. It will never
//! know what is measured.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::text;

use super::super::super::canvas::Canvas;
use super::super::super::theme::Theme;
use super::super::look::Look;

/// What is drawn beside the figures of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    None,
    /// A length, how far most go beyond it, and the limit that it should keep; 0 is none.
    Length {
        to: i64,
        far: i64,
        limit: i64,
    },
    /// From the lower end to the higher one.
    Range {
        low: i64,
        high: i64,
    },
}

impl Bar {
    /// A length alone.
    pub fn to(to: usize) -> Bar {
        Bar::Length {
            to: i64::try_from(to).unwrap_or(i64::MAX),
            far: 0,
            limit: 0,
        }
    }

    fn most(self) -> i64 {
        match self {
            Bar::None => 0,
            Bar::Length { to, far, limit } => to.max(far).max(limit),
            Bar::Range { high, .. } => high,
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub bar: Bar,
    /// The figures, as many as the table has heads for; the first is how many cases there are.
    pub cells: Vec<String>,
    /// Said in the place of all figures but the first, where there are too few cases.
    pub few: String,
    /// Words behind the figures.
    pub tail: String,
    pub look: Look,
}

impl Row {
    pub fn new(name: impl Into<String>, bar: Bar, cells: Vec<String>) -> Row {
        Row {
            name: name.into(),
            bar,
            cells,
            few: String::new(),
            tail: String::new(),
            look: Look::Text,
        }
    }

    /// Too few cases for more than their number.
    pub fn few(name: impl Into<String>, n: usize, few: impl Into<String>) -> Row {
        Row {
            few: few.into(),
            ..Row::new(name, Bar::None, vec![n.to_string()])
        }
    }

    #[must_use]
    pub fn tail(self, tail: impl Into<String>) -> Row {
        Row {
            tail: tail.into(),
            ..self
        }
    }
}

/// Lines that are measured alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The marks of the bars are named over them: half, 85 in 100, the limit.
    pub legend: bool,
    pub heads: Vec<&'static str>,
    pub tail: &'static str,
    /// What a bar measures, said over its end with how much that is: "came", "days", "%".
    pub unit: &'static str,
    pub rows: Vec<Row>,
    /// The longest bar; none measures by the longest of all.
    pub whole: Option<i64>,
}

/// So many rows measure the columns.
const MEASURED: usize = 200;
/// Columns between two columns.
const GAP: usize = 2;
/// No bar is shorter or longer than this.
const SHORT: usize = 6;
const LONG: usize = 60;
/// So much of the words that there are too few has room for sure.
const FEW: usize = 19;
/// And so much of them where there is room.
const LIST: usize = 40;
/// Words behind the figures stay where a bar has so much beside them.
const FAIR: usize = 16;
/// So wide is the legend of the bars, with a column to spare.
const LEGEND: usize = 24;
/// Names are cut beyond this where bars want room.
const NAME: usize = 26;
/// A bar gives way before they are cut to this.
const KNOWN: usize = 16;

/// Where the columns stand, in cells from the left.
struct Places {
    name: usize,
    bar: Option<(usize, usize)>,
    /// The right ends of the figures that have room.
    cells: Vec<(usize, usize)>,
    /// Where the words behind the figures begin, if they have room.
    tail: Option<usize>,
}

impl Table {
    fn places(&self, room: usize) -> Places {
        // The first ones measure for all, so that columns keep their places while one scrolls.
        let measured = &self.rows[..self.rows.len().min(MEASURED)];
        let widest = |words: &mut dyn Iterator<Item = &str>| words.map(text::width).max();
        let names = widest(&mut measured.iter().map(|row| row.name.as_str())).unwrap_or(0);
        let cells: Vec<usize> = (0..self.heads.len())
            .map(|at| {
                let cells = measured.iter().filter_map(|row| row.cells.get(at));
                let cells = widest(&mut cells.map(String::as_str)).unwrap_or(0);
                cells.max(text::width(self.heads[at]))
            })
            .collect();
        let few = widest(&mut measured.iter().map(|row| row.few.as_str())).unwrap_or(0);
        let figures: usize = cells.iter().map(|width| width + GAP).sum();
        // What says that there are too few stands where the figures would.
        let first = cells.first().map_or(0, |width| width + GAP);
        let with_few = |most: usize| match few {
            0 => figures,
            few => figures.max(first + few.min(most) + GAP),
        };
        let tails = widest(&mut measured.iter().map(|row| row.tail.as_str())).unwrap_or(0);
        let tails = match tails {
            0 => 0,
            tails => tails.max(text::width(self.tail)).min(24) + GAP,
        };
        let has_bars = measured.iter().any(|row| row.bar != Bar::None);
        // The few cases themselves stand there in full where a bar keeps its room.
        let fair = names.min(NAME) + GAP + tails + FAIR;
        let figures = match with_few(LIST) {
            all if fair + all <= room => all,
            _ => with_few(FEW),
        };
        let fits = names.min(KNOWN) + GAP + SHORT + figures <= room;
        // Names come before bars, and before the words behind the figures.
        let tails = if has_bars && names.min(KNOWN) + GAP + figures + tails > room {
            0
        } else {
            tails
        };
        let has_bars = has_bars && fits;
        let (name, least) = if has_bars {
            (names.min(NAME), SHORT + GAP)
        } else {
            (names, tails)
        };
        let name = name.min(room.saturating_sub(figures + least).max(8));
        let mut x = name + GAP;
        let mut left = room.saturating_sub(x + figures + tails);
        // Words behind the figures give way to a bar that says something.
        let has_tails = 0 < tails && (!has_bars || FAIR <= left);
        if !has_tails {
            left = room.saturating_sub(x + figures);
        }
        let bar = (has_bars && SHORT <= left).then_some((x, left.min(LONG)));
        if let Some((_, wide)) = bar {
            x += wide;
        } else {
            x -= GAP;
        }
        let mut places = Vec::new();
        for width in cells {
            if room < x + GAP + width {
                break;
            }
            x += GAP + width;
            places.push((x - width, width));
        }
        Places {
            name,
            bar,
            cells: places,
            tail: has_tails.then_some(x + GAP),
        }
    }

    /// Lines that it wants: a head, and one for each.
    pub fn height(&self) -> usize {
        self.rows.len() + 1
    }

    /// Says over the bars where they begin and what a whole one is, as far as there is room right of a legend.
    fn draw_scale(
        &self,
        canvas: &mut Canvas,
        (left, y): (u16, u16),
        (x, room): (usize, usize),
        legend: usize,
        most: i64,
    ) {
        let said = match self.unit {
            "" => return,
            "%" => format!("{}%", most / 10),
            unit => format!("{most} {unit}"),
        };
        let width = text::width(&said);
        let end = x + room;
        if end < width || end - width <= legend.max(x) {
            return;
        }
        let cell = |x: usize| left + u16::try_from(x).unwrap_or(0);
        let dim = canvas.theme.dim;
        if legend == 0 && x + 1 < end - width {
            canvas.text(cell(x), y, 1, "0", dim);
        }
        let wide = u16::try_from(width).unwrap_or(0);
        canvas.text(cell(end - width), y, wide, &said, dim);
    }

    /// Draws the rows of a window beneath the head, and gives where each of them is.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, window: Range<usize>, on: Option<usize>) {
        let theme = canvas.theme;
        let places = self.places(usize::from(area.width));
        let at = |x: usize| area.x + u16::try_from(x).unwrap_or(u16::MAX).min(area.width);
        let wide = |width: usize| u16::try_from(width).unwrap_or(u16::MAX);
        let rest = |x: usize| area.width.saturating_sub(wide(x));
        let over_names = places.bar.map_or(places.name, |(x, wide)| x + wide);
        let longest = self.rows.iter().map(|row| row.bar.most()).max();
        let most = self.whole.or(longest).unwrap_or(1).max(1);
        if let Some((x, room)) = places.bar.filter(|_| longest != Some(0)) {
            let legend = if self.legend { LEGEND } else { 0 };
            self.draw_scale(canvas, (area.x, area.y), (x, room), legend, most);
        }
        if self.legend && places.bar.is_some() {
            let glyphs = theme.glyphs;
            let marks = (glyphs.block, glyphs.dash, glyphs.axis);
            let legend = format!("{} half  {} 85%  {} limit", marks.0, marks.1, marks.2);
            canvas.text(area.x, area.y, wide(over_names), &legend, theme.dim);
        }
        for ((x, width), head) in places.cells.iter().zip(&self.heads) {
            canvas.text_right(at(*x), area.y, wide(*width), head, theme.dim);
        }
        if let Some(x) = places.tail {
            canvas.text(at(x), area.y, rest(x), self.tail, theme.dim);
        }
        for (n, y) in window.zip(area.y + 1..area.bottom()) {
            let Some(row) = self.rows.get(n) else { break };
            let is_on = on == Some(n);
            let look = row.look.style(theme);
            let style = if is_on {
                look.add_modifier(Modifier::REVERSED)
            } else {
                look
            };
            canvas.text(area.x, y, wide(places.name), &row.name, style);
            if let Some((x, room)) = places.bar {
                draw_bar(canvas, (at(x), y), room, row.bar, most);
            }
            for ((x, width), cell) in places.cells.iter().zip(&row.cells) {
                canvas.text_right(at(*x), y, wide(*width), cell, look);
            }
            if let Some((x, width)) = places.cells.first().filter(|_| !row.few.is_empty()) {
                let x = x + width + GAP;
                canvas.text(at(x), y, rest(x), fitting(&row.few, rest(x)), theme.dim);
            } else if let Some(x) = places.tail {
                canvas.text(at(x), y, rest(x), &row.tail, theme.text);
            }
        }
    }
}

/// Words that fit: the few cases themselves stand behind a colon and go where they would be cut.
fn fitting(words: &str, room: u16) -> &str {
    if text::width(words) <= usize::from(room) {
        return words;
    }
    words.split(':').next().unwrap_or(words)
}

/// How many cells of a bar a value takes; what is there at all has one.
fn cells(value: i64, most: i64, room: usize) -> usize {
    let room = i128::try_from(room).unwrap_or(0);
    let cells = (i128::from(value) * room * 2 + i128::from(most)) / (2 * i128::from(most));
    let cells = cells.clamp(i128::from(0 < value), room);
    usize::try_from(cells).unwrap_or(0)
}

/// What stands in each cell of a bar.
fn drawn(bar: Bar, most: i64, room: usize, theme: &Theme) -> Vec<(&'static str, Style)> {
    let glyphs = theme.glyphs;
    let mut said = vec![(" ", theme.text); room];
    match bar {
        Bar::None => {}
        Bar::Length { to, far, limit: 0 } => {
            let (to, far) = (cells(to, most, room), cells(far, most, room));
            fill(&mut said, 0..to, (glyphs.block, theme.accent));
            fill(&mut said, to..far, (glyphs.dash, theme.dim));
        }
        Bar::Length { to, far, limit } => {
            // The mark of the limit has a cell of its own, and whatever is beyond it stands behind it.
            let room = room - 1;
            let at = cells(limit, most, room);
            let beyond = |value: i64| match value {
                value if value <= limit => cells(value, most, room).min(at),
                value => cells(value, most, room).max(at + 1) + 1,
            };
            let (to, far) = (beyond(to), beyond(far));
            fill(&mut said, 0..to, (glyphs.block, theme.accent));
            fill(&mut said, at..to, (glyphs.block, theme.warn));
            fill(&mut said, to..far, (glyphs.dash, theme.dim));
            fill(&mut said, at..at + 1, (glyphs.axis, theme.title));
        }
        Bar::Range { low, high } => {
            let (from, to) = (cells(low, most, room), cells(high, most, room));
            let from = from.min(room - 1);
            fill(&mut said, 0..from, (glyphs.dot, theme.dim));
            fill(
                &mut said,
                from..to.max(from + 1),
                (glyphs.block, theme.accent),
            );
        }
    }
    said
}

/// Puts one thing into some cells, as far as there are any.
fn fill(cells: &mut [(&'static str, Style)], of: Range<usize>, with: (&'static str, Style)) {
    let end = of.end.min(cells.len());
    if of.start < end {
        cells[of.start..end].fill(with);
    }
}

fn draw_bar(canvas: &mut Canvas, (x, y): (u16, u16), room: usize, bar: Bar, most: i64) {
    let theme = canvas.theme;
    for ((glyph, style), x) in drawn(bar, most, room, theme).into_iter().zip(x..) {
        canvas.text(x, y, 1, glyph, style);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::super::theme::{ASCII, UNICODE};
    use super::*;

    fn said(bar: Bar, most: i64, room: usize, theme: &Theme) -> String {
        drawn(bar, most, room, theme)
            .iter()
            .map(|it| it.0)
            .collect()
    }

    #[test]
    fn a_bar_shows_its_length_its_limit_and_how_far_most_go_without_any_colour() {
        let bar = |to, far, limit| Bar::Length { to, far, limit };
        for (bar, wanted) in [
            (bar(9, 16, 5), "▇▇▇▇▇┃▇▇▇╌╌╌╌╌╌╌"),
            (bar(3, 4, 8), "▇▇▇╌    ┃       "),
            (bar(0, 0, 1), " ┃              "),
            (bar(16, 16, 16), "▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇┃"),
            (bar(4, 0, 0), "▇▇▇▇            "),
            (Bar::Range { low: 4, high: 8 }, "····▇▇▇▇        "),
            (Bar::Range { low: 16, high: 16 }, "···············▇"),
        ] {
            let theme = Theme::plain(&UNICODE);
            assert_eq!(said(bar, 16, 16, &theme), wanted, "{bar:?}");
        }
        let ascii = Theme::plain(&ASCII);
        assert_eq!(said(bar(6, 8, 4), 8, 8, &ascii), "####|#--");
    }

    #[test]
    fn whatever_is_there_is_seen_and_nothing_leaves_its_room() {
        for room in 1..70 {
            for most in [1, 3, 100, 1_000_000_000_000] {
                for value in [0, 1, 2, most / 2, most] {
                    let cells = cells(value.min(most), most, room);
                    assert_eq!(cells == 0, value.min(most) == 0, "{value} of {most}");
                    assert!(cells <= room);
                }
            }
        }
    }

    #[test]
    fn the_few_cases_are_listed_whole_or_not_at_all() {
        let few = "too few to say: 0, 1, 32";
        assert_eq!(fitting(few, 24), few);
        assert_eq!(fitting(few, 23), "too few to say");
        assert_eq!(fitting("left out, of 13", 5), "left out, of 13");
    }

    #[test]
    fn names_stay_whole_before_bars_and_words_behind_the_figures() {
        let row = Row::new(
            "Source reports",
            Bar::to(7),
            vec!["12".into(), "100%".into()],
        );
        let table = Table {
            heads: vec!["n", "met"],
            tail: "whose move",
            rows: vec![row.tail("the source")],
            ..Table::default()
        };
        for room in 26..120 {
            assert_eq!(table.places(room).name, 14, "{room}");
        }
        let places = table.places(26);
        assert!(places.bar.is_none() && places.tail.is_none());
    }

    #[test]
    fn columns_keep_their_room_at_every_width() {
        let row = Row::new(
            "A name of some length that goes on",
            Bar::to(7),
            vec!["12".into(), "100%".into()],
        );
        let table = Table {
            heads: vec!["n", "met"],
            rows: vec![row.tail("words")],
            ..Table::default()
        };
        for room in 0..220 {
            let places = table.places(room);
            let mut before = places.bar.map_or(places.name, |(x, wide)| x + wide);
            for (x, width) in &places.cells {
                assert!(before < *x && x + width <= room, "{room}");
                before = x + width;
            }
        }
    }
}
