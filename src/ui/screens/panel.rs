//! One part of the numbers: its chart, the sentence that the chart supports, and what stands behind each figure. It counts
//! nothing.

use ratatui::layout::Rect;

use crate::domain::id::Id;
use crate::domain::text;
use crate::insight::flow::slice::Slice;
use crate::insight::flow::whole::Behind;

use super::super::canvas::Canvas;
use super::super::effect::Spot;
use super::super::parts::charts::ages::Ages;
use super::super::parts::charts::bands::Bands;
use super::super::parts::charts::table::Table;
use super::super::parts::charts::weeks::Weeks;
use super::super::parts::list::Cursor;
use super::sources::{more, rows};

/// The parts, in the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Waiting,
    Through,
    By,
    Speed,
    Astray,
    Whole,
    Forecast,
    Weeks,
    Ages,
    Bands,
}

impl Which {
    pub const ALL: [Which; 10] = [
        Which::Waiting,
        Which::Through,
        Which::By,
        Which::Speed,
        Which::Astray,
        Which::Whole,
        Which::Forecast,
        Which::Weeks,
        Which::Ages,
        Which::Bands,
    ];
}

/// What enter opens.
#[derive(Clone, Debug, PartialEq)]
pub enum Enter {
    /// The referrals behind the figure.
    Behind(Slice, Behind),
    /// The referral that it is.
    One(Id),
    /// No referral stands behind it.
    Nothing,
}

impl Enter {
    /// The so many referrals behind a figure.
    pub fn behind(n: usize, slice: &Slice, what: Behind) -> Enter {
        match n {
            0 => Enter::Nothing,
            _ => Enter::Behind(slice.clone(), what),
        }
    }
}

/// One figure that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it says and how it is counted, with its n.
    pub says: String,
    pub enter: Enter,
}

/// How the figures are drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    Table(Table),
    Weeks(Weeks),
    Bands(Bands),
    Ages(Ages),
}

/// A part, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    pub which: Which,
    pub title: String,
    /// Of which referrals it speaks, in a few words.
    pub base: &'static str,
    /// What the chart shows, or what would fill it.
    pub sentence: String,
    pub chart: Chart,
    pub figures: Vec<Figure>,
}

/// By which the cursor of a part keeps its figure: a referral stays selected wherever it goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    Nth(usize),
    One(Id),
}

/// Spots of the parts are told apart by so much.
pub const SPOTS: usize = 1_000_000;
/// A sentence wants at most so many lines.
const SENTENCE: usize = 7;
/// It is shortened to so many before the parts around it are.
const SAID: usize = 3;
/// And so many wherever it stands.
const LEAST: usize = 2;

impl Panel {
    pub fn keys(&self) -> Vec<Key> {
        let figures = self.figures.iter().enumerate();
        let keys = figures.map(|(n, figure)| match figure.enter {
            Enter::One(id) => Key::One(id),
            _ => Key::Nth(n),
        });
        keys.collect()
    }

    /// Lines that the chart wants.
    fn chart_height(&self) -> usize {
        match &self.chart {
            Chart::Table(table) if table.rows.is_empty() => 0,
            Chart::Table(table) => table.height().min(13),
            Chart::Weeks(weeks) if weeks.marks.is_empty() => 0,
            Chart::Weeks(_) => 9,
            Chart::Bands(bands) if bands.weeks.is_empty() => 0,
            Chart::Bands(bands) => bands.height(),
            Chart::Ages(ages) => ages.height(),
        }
    }

    /// The sentence in at most so many lines, cut where it can be seen.
    fn sentence_lines(&self, width: u16, most: usize) -> Vec<String> {
        let wrap = |words: &str| text::wrapped(words, usize::from(width.max(1)));
        let mut lines = wrap(&self.sentence);
        // What comes last is said least, so that it goes first, a sentence at a time.
        let mut said = self.sentence.as_str();
        while most < lines.len()
            && let Some(end) = said.trim_end_matches('.').rfind(". ")
        {
            said = &said[..=end];
            lines = wrap(said);
        }
        if most < lines.len() {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                let room = usize::from(width).saturating_sub(2);
                *last = format!("{} …", text::fit(last, room).trim_end_matches('…'));
            }
        }
        lines
    }

    /// Lines below which it says too little: a list that scrolls needs fewer than what stands still.
    pub fn least(&self, width: u16) -> usize {
        let chart = self.chart_height();
        let chart = match self.which {
            Which::By | Which::Speed | Which::Astray => chart.min(5),
            Which::Weeks => chart.min(7),
            _ => chart,
        };
        1 + chart + self.sentence_lines(width.saturating_sub(1), SAID).len()
    }

    /// Lines that it wants in so many columns.
    pub fn height(&self, width: u16) -> usize {
        1 + self.chart_height() + self.sentence_lines(width.saturating_sub(1), SENTENCE).len()
    }

    /// Whether it can use more lines than it wants.
    pub fn can_grow(&self) -> bool {
        matches!(self.chart, Chart::Weeks(_) | Chart::Bands(_))
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, cursor: &mut Cursor<Key>, is_on: bool) {
        let theme = canvas.theme;
        if area.height < 2 {
            return;
        }
        let place = self.which as usize * SPOTS;
        canvas.mark(area, Spot::Item(place + SPOTS - 1));
        let bar = if is_on { theme.glyphs.bar } else { " " };
        canvas.text(area.x, area.y, 1, bar, theme.accent);
        let style = if is_on { theme.focus } else { theme.title };
        let inner = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(1),
            ..area
        };
        let mut used = canvas.text(inner.x, inner.y, inner.width, &self.title, style) + 1;
        // Half a base would say something else.
        let base = format!("{} {}", theme.glyphs.dot, self.base);
        let wide = u16::try_from(text::width(&base)).unwrap_or(u16::MAX);
        if wide <= inner.width.saturating_sub(used + 1) {
            used += canvas.text(inner.x + used, inner.y, wide, &base, theme.dim) + 1;
        }
        let line = theme.glyphs.border.horizontal_top;
        let line = line.repeat(usize::from(inner.width.saturating_sub(used)));
        let rest = inner.width.saturating_sub(used);
        canvas.text(inner.x + used, inner.y, rest, &line, theme.frame);
        // In a low place the chart comes first, but never without a word.
        let room = usize::from(inner.height - 1);
        let spare = room.saturating_sub(self.chart_height());
        let sentence = self.sentence_lines(inner.width, spare.max(LEAST));
        let said = u16::try_from(sentence.len()).unwrap_or(0);
        let chart = Rect {
            y: inner.y + 1,
            height: (inner.height - 1).saturating_sub(said),
            ..inner
        };
        // A list shows more than it asked for where there is room.
        let wanted = match &self.chart {
            Chart::Table(table) => table.height(),
            _ => self.chart_height(),
        };
        let wanted = u16::try_from(wanted).unwrap_or(u16::MAX);
        let mut drawn = chart.height;
        if !self.can_grow() {
            drawn = drawn.min(wanted);
        }
        if self.chart_height() == 0 {
            drawn = 0;
        }
        let chart = Rect {
            height: drawn,
            ..chart
        };
        self.draw_chart(canvas, chart, cursor, is_on);
        // With room to spare the sentence stands apart.
        let spare = inner.bottom().saturating_sub(chart.bottom() + said);
        let below = chart.bottom() + u16::from(2 < spare && 0 < drawn);
        for (words, y) in sentence.iter().zip(below..inner.bottom()) {
            canvas.text(inner.x, y, inner.width, words, theme.text);
        }
    }

    fn draw_chart(&self, canvas: &mut Canvas, area: Rect, cursor: &mut Cursor<Key>, is_on: bool) {
        let keys = self.keys();
        let on = cursor.place(&keys).filter(|_| is_on);
        match &self.chart {
            _ if area.height == 0 => {}
            Chart::Table(table) => {
                let lines = area.height.saturating_sub(1);
                let window = cursor.window(&keys, rows(lines, keys.len()));
                table.draw(canvas, area, window.clone(), on);
                let place = self.which as usize * SPOTS;
                for (n, y) in window.clone().zip(area.y + 1..area.bottom()) {
                    let line = Rect {
                        y,
                        height: 1,
                        ..area
                    };
                    canvas.mark(line, Spot::Item(place + n));
                }
                more(canvas, area, &window, keys.len());
            }
            // The last week is the first figure.
            Chart::Weeks(weeks) => {
                let last = weeks.marks.len().checked_sub(1);
                let on = on.zip(last).map(|(on, last)| last.saturating_sub(on));
                weeks.draw(canvas, area, on);
            }
            Chart::Bands(bands) => bands.draw(canvas, area, on),
            Chart::Ages(ages) => ages.draw(canvas, area, on),
        }
    }
}
