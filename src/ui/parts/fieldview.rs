//! How a field of a form is drawn: label, value, reading, list. It will never change what stands in it.

use std::borrow::Cow;

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::refusal::Refusal;
use crate::domain::text;

use super::super::canvas::{Canvas, Piece};
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::theme::Theme;
use super::field::{Chosen, Field, Item, Sort};
use super::values::Reading;

/// Rows that a long text takes.
const LONG: u16 = 6;

/// Lines that a reading takes at most.
const READING_LINES: usize = 3;

/// What stands in the place of masked text.
const DOTS: &str = "***";

/// A field as it is to be drawn.
pub struct View<'a> {
    pub field: &'a Field,
    pub place: usize,
    pub focused: bool,
    pub reading: Result<Reading, Refusal>,
    /// Columns for the labels, and for what stands beside them.
    pub label_room: u16,
    pub room: u16,
    pub cx: &'a Cx<'a>,
}

/// The part of a form that is on the screen: rows from `top` on.
pub struct Rows {
    pub area: Rect,
    pub top: u16,
}

impl Rows {
    /// Where a row of the form is drawn, when it is.
    fn at(&self, row: u16) -> Option<u16> {
        let shown = row.checked_sub(self.top)?;
        (shown < self.area.height).then_some(self.area.y + shown)
    }
}

impl View<'_> {
    /// The rows that it takes: value, reading where it has no room beside the value, list.
    pub fn height(&self) -> u16 {
        let own = if self.field.is_long() { LONG } else { 1 };
        let beneath = u16::try_from(self.reading_beneath().len()).unwrap_or(u16::MAX);
        let own = own + u16::from(self.field.is_question);
        own.saturating_add(beneath)
            .saturating_add(self.list_height())
    }

    fn list_height(&self) -> u16 {
        if !self.focused {
            return 0;
        }
        u16::try_from(self.field.list().len()).unwrap_or(u16::MAX)
    }

    /// The value as it is shown when it has not the focus.
    fn value(&self) -> Cow<'_, str> {
        if self.cx.masked {
            match self.field.chosen() {
                Chosen::Known(id) if self.field.sort() == &Sort::Who => {
                    return self.cx.name(Some(id));
                }
                _ if self.field.is_private() => return DOTS.into(),
                _ => {}
            }
        }
        match self.field.sort() {
            Sort::Choice(_) => self.field.option().into(),
            _ => self.field.shown().into(),
        }
    }

    /// The words of the reading; nothing about what a mask hides.
    fn words(&self) -> Cow<'_, str> {
        // While a list is open it is not settled what is meant.
        if self.focused && self.field.lit().is_some() {
            return "".into();
        }
        match &self.reading {
            Ok(_) if self.cx.masked && self.field.is_private() => "".into(),
            Ok(reading) if reading.words == self.field.shown() => "".into(),
            Ok(reading) => reading.words.as_str().into(),
            Err(refusal) => refusal.to_string().into(),
        }
    }

    fn is_beside(&self, words: &str) -> bool {
        let value = text::width(&self.value()) + 1;
        let options = match self.field.sort() {
            Sort::Choice(options) if self.focused => {
                options.iter().map(|option| text::width(option) + 2).sum()
            }
            _ => 0,
        };
        value.max(options) + 2 + text::width(words) <= usize::from(self.room)
    }

    /// The reading in lines, where it has no room beside the value.
    fn reading_beneath(&self) -> Vec<String> {
        let words = self.words();
        if words.is_empty() || (!self.field.is_long() && self.is_beside(&words)) {
            return Vec::new();
        }
        wrapped(&words, usize::from(self.room))
    }

    /// Draws it from a row of the form on.
    pub fn draw(&self, canvas: &mut Canvas, rows: &Rows, row: u16) {
        let theme = canvas.theme;
        let x = rows.area.x + 2 + self.label_room;
        let long = self.field.is_long();
        if self.field.is_question {
            self.draw_question(canvas, rows, row);
        } else if let Some(y) = rows.at(row) {
            let label = if self.focused {
                theme.accent
            } else {
                theme.dim
            };
            if self.focused {
                canvas.text(rows.area.x, y, 1, theme.glyphs.bar, theme.accent);
            }
            let label_room = self.label_room.saturating_sub(1);
            canvas.text(rows.area.x + 2, y, label_room, &self.field.label, label);
            if !long {
                self.draw_value(canvas, x, y);
                let words = self.words();
                if !words.is_empty() && self.is_beside(&words) {
                    canvas.text_right(x, y, self.room, &words, self.style(theme));
                }
            }
            let line = Rect {
                x: rows.area.x,
                y,
                width: rows.area.width,
                height: 1,
            };
            canvas.mark(line, Spot::Field(self.place));
        }
        let mut next = row + 1 + u16::from(self.field.is_question);
        if long {
            self.draw_long(canvas, rows, row, x);
            next = row + LONG;
        }
        for words in self.reading_beneath() {
            if let Some(y) = rows.at(next) {
                canvas.text(x, y, self.room, &words, self.style(theme));
            }
            next += 1;
        }
        if self.focused {
            self.draw_list(canvas, rows, next, x);
        }
    }

    /// The question on a row of its own, the answer beneath.
    fn draw_question(&self, canvas: &mut Canvas, rows: &Rows, row: u16) {
        let theme = canvas.theme;
        let style = if self.focused {
            theme.accent
        } else {
            theme.dim
        };
        for y in [rows.at(row), rows.at(row + 1)].into_iter().flatten() {
            if self.focused {
                canvas.text(rows.area.x, y, 1, theme.glyphs.bar, theme.accent);
            }
            let line = Rect {
                y,
                height: 1,
                ..rows.area
            };
            canvas.mark(line, Spot::Field(self.place));
        }
        if let Some(y) = rows.at(row) {
            let room = rows.area.width.saturating_sub(2);
            canvas.text(rows.area.x + 2, y, room, &self.field.label, style);
        }
        let Some(y) = rows.at(row + 1) else {
            return;
        };
        let x = rows.area.x + 2 + self.label_room;
        self.draw_value(canvas, x, y);
        let words = self.words();
        if !words.is_empty() && self.is_beside(&words) {
            canvas.text_right(x, y, self.room, &words, self.style(theme));
        }
    }

    fn style(&self, theme: &Theme) -> ratatui::style::Style {
        match &self.reading {
            Ok(reading) if !reading.doubt => theme.dim,
            _ => theme.warn,
        }
    }

    fn draw_value(&self, canvas: &mut Canvas, x: u16, y: u16) {
        let theme = canvas.theme;
        let value = self.value();
        if let Sort::Choice(options) = self.field.sort() {
            self.draw_choice(canvas, x, y, options);
        } else if !self.focused || (self.cx.masked && self.hides()) {
            canvas.text(x, y, self.room, &value, theme.text);
            if self.focused {
                let end = u16::try_from(text::width(&value)).unwrap_or(u16::MAX);
                set_cursor(canvas, x, y, end.min(self.room.saturating_sub(1)));
            }
        } else {
            let column = self.field.area.cursor().1;
            let (shown, at) = window(&value, column, usize::from(self.room));
            canvas.text(x, y, self.room, &shown, theme.text);
            set_cursor(canvas, x, y, u16::try_from(at).unwrap_or(0));
        }
        if value.is_empty() && !self.field.prompt.is_empty() {
            // Beside a cursor the prompt begins a column later, so that it is not taken for text.
            let by = u16::from(self.focused);
            let beside = u16::try_from(text::width(&self.words())).unwrap_or(self.room);
            let room = self
                .room
                .saturating_sub(by + beside + u16::from(0 < beside) * 2);
            canvas.text(x + by, y, room, &self.field.prompt, theme.dim);
        }
    }

    /// Whether the value on the screen is another one than in the field.
    fn hides(&self) -> bool {
        self.field.is_private() || matches!(self.field.chosen(), Chosen::Known(_))
    }

    fn draw_choice(&self, canvas: &mut Canvas, x: u16, y: u16, options: &[String]) {
        let theme = canvas.theme;
        if !self.focused {
            canvas.text(x, y, self.room, self.field.option(), theme.text);
            return;
        }
        let (left, right) = if theme.glyphs.back == "<" {
            ("< ", " >")
        } else {
            ("‹ ", " ›")
        };
        let mut line: Vec<Piece> = vec![
            (left.into(), theme.accent),
            (self.field.option().into(), theme.title),
            (right.into(), theme.accent),
        ];
        let picked = self.field.picked();
        let (before, after) = options.split_at(picked.min(options.len()));
        for option in after.iter().skip(1).chain(before) {
            line.push((format!("  {option}").into(), theme.dim));
        }
        canvas.line(x, y, self.room, &line);
        set_cursor(canvas, x, y, 0);
    }

    fn draw_long(&self, canvas: &mut Canvas, rows: &Rows, row: u16, x: u16) {
        let first = row.max(rows.top);
        let last = (row + LONG).min(rows.top + rows.area.height);
        let Some(y) = rows.at(first).filter(|_| first < last) else {
            return;
        };
        let area = Rect {
            x,
            y,
            width: self.room,
            height: last - first,
        };
        if area.is_empty() {
            return;
        }
        canvas.mark(area, Spot::Field(self.place));
        if self.cx.masked && self.field.is_private() {
            canvas.text(x, y, self.room, DOTS, canvas.theme.text);
            return;
        }
        if !self.focused && self.draw_beginning(canvas, area, first - row) {
            return;
        }
        canvas.draw(&self.field.area, area);
        let closed_up = canvas.close_up(area);
        if self.focused {
            let cursor = self.field.area.screen_cursor();
            let (top, left) = self.field.area.scroll_offset();
            let down = cursor.row.saturating_sub(usize::from(top));
            let right = cursor.col.saturating_sub(usize::from(left));
            let down = u16::try_from(down).unwrap_or(u16::MAX).min(area.height - 1);
            let right = u16::try_from(right).unwrap_or(u16::MAX).min(area.width - 1);
            let stray = u16::from(closed_up.contains(&(y + down)));
            set_cursor(canvas, x, y + down, right.saturating_sub(stray));
        }
    }

    /// A long text that does not fit begins with its beginning as long as nobody types in it, and says that it goes on;
    /// false where all of it fits.
    fn draw_beginning(&self, canvas: &mut Canvas, area: Rect, above: u16) -> bool {
        let shown = self.field.shown();
        let lines = shown.lines().flat_map(|line| {
            let all = text::wrapped(line, usize::from(area.width));
            if all.is_empty() {
                vec![String::new()]
            } else {
                all
            }
        });
        let lines: Vec<String> = lines.skip(usize::from(above)).collect();
        let fit = usize::from(area.height);
        // Where a free line waits at its end the text begins with its beginning, too.
        if lines.len() <= fit && above == 0 && !shown.ends_with('\n') {
            return false;
        }
        let theme = canvas.theme;
        for ((n, line), y) in lines.iter().take(fit).enumerate().zip(area.y..) {
            let used = canvas.text(area.x, y, area.width, line, theme.text);
            if n + 1 == fit && fit < lines.len() {
                let x = area.x + used.min(area.width.saturating_sub(2));
                canvas.text(x, y, 2, " …", theme.dim);
            }
        }
        true
    }

    fn draw_list(&self, canvas: &mut Canvas, rows: &Rows, first: u16, x: u16) {
        let theme = canvas.theme;
        let lit = self.field.lit();
        for (place, (row, item)) in (first..).zip(self.field.list()).enumerate() {
            let Some(y) = rows.at(row) else { continue };
            let style = if lit == Some(place) {
                theme.cursor
            } else {
                theme.text
            };
            let (words, more) = self.item_words(&item);
            let used = canvas.text(x, y, self.room, &format!(" {words} "), style);
            let left = self.room.saturating_sub(used + 1);
            canvas.text(x + used + 1, y, left, &more, theme.dim);
            let line = Rect {
                x,
                y,
                width: self.room,
                height: 1,
            };
            canvas.mark(line, Spot::Item(place));
        }
    }

    fn item_words(&self, item: &Item) -> (String, String) {
        match item {
            Item::Words(words) => (words.clone(), String::new()),
            Item::New => (
                text::clean_line(&self.field.shown()),
                if self.field.as_name {
                    "only the name".to_string()
                } else {
                    "new person".to_string()
                },
            ),
            Item::Person(id) => {
                let person = self.cx.book.people.get(*id);
                let company = person.map_or("", |person| self.cx.company(person));
                (self.cx.name(Some(*id)).into_owned(), company.to_string())
            }
        }
    }
}

/// Words in lines of so many columns; a word that is longer is cut where it is drawn.
fn wrapped(words: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let count = lines.len();
        match lines.last_mut() {
            Some(line) if text::width(line) + 1 + text::width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ if count == READING_LINES => break,
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

fn set_cursor(canvas: &mut Canvas, x: u16, y: u16, right: u16) {
    let at = Position::new(x.saturating_add(right), y);
    if canvas.area().contains(at) {
        canvas.cursor = Some(at);
    }
}

/// The stretch of a line that shows its cursor, and the column of the cursor in it.
fn window(line: &str, cursor: usize, room: usize) -> (String, usize) {
    let before: String = line.chars().take(cursor).collect();
    let column = text::width(&before);
    if text::width(line) < room {
        return (line.to_string(), column);
    }
    let skip = (column + 1).saturating_sub(room);
    let mut passed = 0;
    let mut shown = String::new();
    for grapheme in line.graphemes(true) {
        if skip <= passed {
            shown.push_str(grapheme);
        }
        passed += text::width(grapheme);
        if skip + room <= passed {
            break;
        }
    }
    (shown, column.saturating_sub(skip))
}
