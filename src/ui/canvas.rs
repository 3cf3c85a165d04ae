//! One frame being drawn, and the map of what was drawn where. Nothing here can draw outside its area.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use crate::domain::text;

use super::effect::Spot;
use super::theme::{ASCII, Theme};

/// A piece of text in one style.
pub type Piece<'a> = (Cow<'a, str>, Style);

/// The frame, the theme it is drawn in, and what the mouse can mean on it.
pub struct Canvas<'b> {
    buf: &'b mut Buffer,
    pub theme: &'b Theme,
    spots: Vec<(Rect, Spot)>,
    /// Where the text cursor stands, when a field has one.
    pub cursor: Option<Position>,
}

impl<'b> Canvas<'b> {
    pub fn new(buf: &'b mut Buffer, theme: &'b Theme) -> Self {
        Self {
            buf,
            theme,
            spots: Vec::new(),
            cursor: None,
        }
    }

    pub fn area(&self) -> Rect {
        self.buf.area
    }

    /// Draws a widget of the library.
    pub fn draw(&mut self, widget: impl Widget, area: Rect) {
        let area = area.intersection(self.buf.area);
        if !area.is_empty() {
            widget.render(area, self.buf);
        }
    }

    /// Makes room for a layer on top.
    pub fn clear(&mut self, area: Rect) {
        self.draw(Clear, area);
        self.buf
            .set_style(area.intersection(self.buf.area), self.theme.text);
    }

    /// What was drawn so far can no longer be clicked: a layer comes on top.
    pub fn forget_spots(&mut self) {
        self.spots.clear();
    }

    /// Text on one line, cut with an ellipsis when it does not fit; gives the columns used.
    pub fn text(&mut self, x: u16, y: u16, room: u16, words: &str, style: Style) -> u16 {
        let area = self.buf.area;
        if y < area.top() || area.bottom() <= y || x < area.left() || area.right() <= x {
            return 0;
        }
        let room = room.min(area.right() - x);
        // A note of several lines is one line here.
        let flat = words.contains('\n').then(|| words.replace('\n', " "));
        let fitted = text::fit(flat.as_deref().unwrap_or(words), usize::from(room));
        let shown = self.written(&fitted).into_owned();
        // What lay beneath, a frame for one, leaves no trace in the text.
        let style = Style::reset().patch(style);
        let (end, _) = self.buf.set_stringn(x, y, &shown, usize::from(room), style);
        end - x
    }

    /// Our typographic marks as the glyphs of the theme can write them; each stays one column wide.
    fn written<'a>(&self, words: &'a str) -> Cow<'a, str> {
        const MARKS: [(char, &str); 27] = [
            ('…', "~"),
            ('·', "-"),
            ('“', "\""),
            ('”', "\""),
            ('‘', "'"),
            ('’', "'"),
            ('▰', "#"),
            ('▱', "-"),
            ('↳', ">"),
            ('▾', "v"),
            ('▸', ">"),
            ('◂', "<"),
            ('▴', "^"),
            ('┤', "|"),
            ('●', "*"),
            ('◐', "+"),
            ('○', "o"),
            ('├', "|"),
            ('└', "`"),
            ('─', "-"),
            ('│', "|"),
            ('┃', "|"),
            ('▁', "."),
            ('▃', ":"),
            ('▅', "="),
            ('▇', "#"),
            ('→', ">"),
        ];
        if *self.theme.glyphs != ASCII || words.is_ascii() {
            return words.into();
        }
        let mut written = words.to_string();
        for (mark, plain) in MARKS {
            written = written.replace(mark, plain);
        }
        written.into()
    }

    /// The same, ending at the right edge of the room.
    pub fn text_right(&mut self, x: u16, y: u16, room: u16, words: &str, style: Style) -> u16 {
        let shown = text::fit(words, usize::from(room));
        let width = u16::try_from(text::width(&shown)).unwrap_or(room).min(room);
        self.text(x + room - width, y, width, &shown, style);
        width
    }

    /// Pieces of text one after another; the one that does not fit is cut. Gives the columns used.
    pub fn line(&mut self, x: u16, y: u16, room: u16, pieces: &[Piece]) -> u16 {
        let mut used = 0;
        for (n, (words, style)) in pieces.iter().enumerate() {
            if used >= room {
                break;
            }
            let left = usize::from(room - used);
            let goes_on = pieces[n + 1..]
                .iter()
                .any(|(words, _)| !words.trim().is_empty());
            // One that only just fits is cut as well where more would follow it.
            let is_last = text::width(words) == left && goes_on;
            let fits = text::width(words) <= left && !is_last;
            let cut = is_last.then(|| format!("{words}…"));
            let words = cut.as_deref().unwrap_or(words);
            used += self.text(x + used, y, room - used, words, *style);
            // What follows a piece that was cut would look as if it belonged to it.
            if !fits {
                break;
            }
        }
        used
    }

    /// Takes away the blank before the first word of each row under one that is full to its end, where it only parts
    /// the words of one line. Gives those rows.
    pub fn close_up(&mut self, area: Rect) -> Vec<u16> {
        let area = area.intersection(self.buf.area);
        if area.width < 3 {
            return Vec::new();
        }
        let is_blank = |buf: &Buffer, x: u16, y: u16| buf[(x, y)].symbol().trim().is_empty();
        let (left, last) = (area.x, area.right() - 1);
        let stray = |buf: &Buffer, y: u16| {
            !is_blank(buf, last, y - 1) && is_blank(buf, left, y) && !is_blank(buf, left + 1, y)
        };
        let rows = (area.y + 1..area.bottom()).filter(|y| stray(self.buf, *y));
        let rows: Vec<u16> = rows.collect();
        for y in &rows {
            for x in left..last {
                self.buf[(x, *y)] = self.buf[(x + 1, *y)].clone();
            }
            self.buf[(last, *y)].set_symbol(" ");
        }
        rows
    }

    pub fn style(&mut self, area: Rect, style: Style) {
        self.buf.set_style(area.intersection(self.buf.area), style);
    }

    /// Remembers that the mouse means this here.
    pub fn mark(&mut self, area: Rect, spot: Spot) {
        self.spots.push((area, spot));
    }

    pub fn into_map(self) -> Spots {
        Spots(self.spots)
    }
}

/// What was drawn where in the last frame.
#[derive(Debug, Default)]
pub struct Spots(Vec<(Rect, Spot)>);

impl Spots {
    /// Everything under the pointer, topmost first.
    pub fn under(&self, at: Position) -> impl Iterator<Item = &Spot> + '_ {
        self.0
            .iter()
            .rev()
            .filter(move |(area, _)| area.contains(at))
            .map(|(_, spot)| spot)
    }
}
