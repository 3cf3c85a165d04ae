//! The lines of a pane that is read and worked through: each with a mark, a word beside it and what `enter` does.
//! It will never know what a line is about.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::action::Subject;
use crate::domain::text;
use crate::insight::nudge::Nudge;
use crate::insight::timeline::What;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Ask, Effect, FormKind, Motion, Offer, Spot};
use super::super::layer::Cx;
use super::super::offers::any as offers;
use super::super::offers::nudge::settle;
use super::super::offers::shared::{form, unmasked};
use super::super::parts::list::Cursor;
pub use super::super::parts::look::Look;
use super::sources::{more, rows};

/// What `enter` does on a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    Nothing,
    /// What this command does with this record.
    Of(Command, Subject),
    Form(FormKind),
    /// What settles this nudge.
    Settle(Nudge),
    Open(Ask),
    /// Opens what leads to forms alone, as they do not while they are masked.
    Unmasked(Ask),
    /// Folds a part, or unfolds it.
    Fold(&'static str, bool),
    /// Nothing to open, and why.
    Say(&'static str),
}

impl Does {
    pub fn offer(self, cx: &Cx) -> Offer {
        match self {
            Does::Nothing => Offer::Yes(Effect::Nothing),
            Does::Of(command, subject) => offers::subject(command, subject, cx),
            Does::Form(kind) => form(kind, cx),
            Does::Settle(nudge) => settle(&nudge, cx),
            Does::Open(ask) => Offer::open(ask),
            Does::Unmasked(ask) => unmasked(ask, cx),
            Does::Fold(part, open) => Offer::Yes(Effect::Fold(part, open)),
            Does::Say(words) => Offer::Yes(Effect::Say(words.into())),
        }
    }
}

/// One line, on as many rows as it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// `[x]`, `[ ]`, `!`; or nothing.
    mark: &'static str,
    head: String,
    look: Look,
    /// What stands beside the head in a column of its own, or beneath it.
    tail: String,
    tail_look: Look,
    /// What stands beside the head in place of that, drawn on one row.
    drawn: Vec<(String, Look)>,
    /// The part that it belongs to, and whether it is its heading.
    part: Option<(&'static str, bool)>,
    /// A new part begins: a row is left free before it where there is room.
    gap: bool,
    /// What it stands for in a timeline.
    what: Option<What>,
    pub does: Does,
}

impl Line {
    /// A sentence across the pane.
    pub fn said(words: impl Into<String>, look: Look) -> Line {
        Line {
            mark: "",
            head: words.into(),
            look,
            tail: String::new(),
            tail_look: Look::Text,
            drawn: Vec::new(),
            part: None,
            gap: false,
            what: None,
            does: Does::Nothing,
        }
    }

    /// A dim label and what it says.
    pub fn fact(label: impl Into<String>, words: impl Into<String>) -> Line {
        Line::said(label, Look::Dim).beside(words, Look::Text)
    }

    #[must_use]
    pub fn beside(self, tail: impl Into<String>, tail_look: Look) -> Line {
        Line {
            tail: tail.into(),
            tail_look,
            ..self
        }
    }

    /// Pieces beside the head, on one row.
    #[must_use]
    pub fn drawn(self, drawn: Vec<(String, Look)>) -> Line {
        Line { drawn, ..self }
    }

    /// The heading of a part.
    #[must_use]
    pub fn heads(self, part: &'static str) -> Line {
        Line {
            part: Some((part, true)),
            ..self
        }
    }

    /// A line of a part.
    #[must_use]
    pub fn within(self, part: &'static str) -> Line {
        Line {
            part: Some((part, false)),
            ..self
        }
    }

    /// The part that it belongs to.
    pub fn part(&self) -> Option<&'static str> {
        self.part.map(|(part, _)| part)
    }

    #[must_use]
    pub fn marked(self, mark: &'static str) -> Line {
        Line { mark, ..self }
    }

    #[must_use]
    pub fn after_a_gap(self) -> Line {
        Line { gap: true, ..self }
    }

    #[must_use]
    pub fn does(self, does: Does) -> Line {
        Line { does, ..self }
    }

    #[must_use]
    pub fn of(self, what: What) -> Line {
        Line {
            what: Some(what),
            ..self
        }
    }

    /// What it stands for in a timeline.
    pub fn what(&self) -> Option<What> {
        self.what
    }

    fn mark_room(&self) -> usize {
        match self.mark {
            "" => 0,
            mark => text::width(mark) + 1,
        }
    }
}

/// What keeps the cursor on its line when others come and go.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Key {
    Place(usize),
    What(What),
    /// The heading of a part.
    Part(&'static str),
}

fn keys(lines: &[Line]) -> Vec<Key> {
    let keys = lines.iter().enumerate();
    keys.map(|(n, line)| match (line.what, line.part) {
        (Some(what), _) => Key::What(what),
        (None, Some((part, true))) => Key::Part(part),
        (None, _) => Key::Place(n),
    })
    .collect()
}

/// One row of a line: what stands in it at the left and in the column.
struct Row {
    line: usize,
    is_first: bool,
    head: String,
    /// The tail and where it begins.
    tail: Option<(usize, String)>,
}

/// The least that a column for the tails is worth.
const NARROW: usize = 20;
/// How far what stands beneath its head is set in.
const INDENT: usize = 4;

/// Where the tails begin: right of the longest head, but not beyond the middle.
fn column(lines: &[Line], room: usize) -> usize {
    // Headings have a line of their own.
    let is_beside = |line: &&Line| {
        let is_alone = line.tail.is_empty() && line.drawn.is_empty();
        !is_alone && !line.part.is_some_and(|(_, heads)| heads)
    };
    let beside = lines.iter().filter(is_beside);
    let widest = beside
        .map(|line| line.mark_room() + text::width(&line.head) + 2)
        .max();
    widest.unwrap_or(0).min(room / 2)
}

fn wrapped(words: &str, room: usize) -> Vec<String> {
    // What fits stays as it is, blanks before it too.
    if text::width(words) <= room && !words.contains('\n') {
        return vec![words.to_string()];
    }
    let rows = text::wrapped(words, room.max(4));
    if rows.is_empty() {
        vec![String::new()]
    } else {
        rows
    }
}

fn rows_of(lines: &[Line], room: usize) -> Vec<Row> {
    let column = column(lines, room);
    let is_narrow = room - column < NARROW;
    let mut all = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let mark = line.mark_room();
        if line.part.is_some_and(|(_, heads)| heads) {
            let at = mark + text::width(&line.head) + 2;
            let tail = (!line.tail.is_empty() && at + 4 < room).then(|| (at, line.tail.clone()));
            all.push(Row {
                line: n,
                is_first: true,
                head: line.head.clone(),
                tail,
            });
            continue;
        }
        let alone = line.tail.is_empty() && line.drawn.is_empty();
        let short = text::width(&line.head) + mark + 2 <= column;
        let beneath = !alone && is_narrow && !short;
        let head_room = if alone || beneath {
            room - mark.min(room)
        } else {
            column.saturating_sub(mark + 2)
        };
        let mut heads = wrapped(&line.head, head_room).into_iter();
        let tail_room = room.saturating_sub(if beneath { INDENT } else { column });
        let mut tails = Vec::new().into_iter();
        if !line.drawn.is_empty() {
            tails = vec![String::new()].into_iter();
        } else if !alone {
            tails = wrapped(&line.tail, tail_room).into_iter();
        }
        let mut is_first = true;
        loop {
            let head = heads.next();
            let tail = if beneath && head.is_some() {
                None
            } else {
                tails.next()
            };
            if head.is_none() && tail.is_none() {
                break;
            }
            let at = if beneath { INDENT } else { column };
            all.push(Row {
                line: n,
                is_first,
                head: head.unwrap_or_default(),
                tail: tail.map(|tail| (at, tail)),
            });
            is_first = false;
        }
    }
    all
}

/// How many rows the lines take in a pane so wide.
pub fn rows_needed(lines: &[Line], width: u16) -> usize {
    rows_of(lines, usize::from(width.saturating_sub(2))).len()
}

/// The cursor and the scroll of one pane.
pub struct Scroll {
    cursor: Cursor<Key>,
    top: usize,
    /// Somebody has moved the cursor; until then it stands on the first line, whatever is added above.
    is_placed: bool,
}

impl Scroll {
    pub const fn new() -> Scroll {
        Scroll {
            cursor: Cursor::new(),
            top: 0,
            is_placed: false,
        }
    }

    /// The place of the selected line.
    pub fn selected(&self, lines: &[Line]) -> Option<usize> {
        self.cursor.place(&keys(lines))
    }

    pub fn go(&mut self, motion: &Motion, lines: &[Line]) {
        let keys = keys(lines);
        self.is_placed = true;
        match motion {
            Motion::To(Spot::Item(n)) => {
                if let Some(key) = keys.get(*n) {
                    self.cursor.select(*key, &keys);
                }
            }
            Motion::Fold(part) => self.cursor.select(Key::Part(part), &keys),
            other => self.cursor.go(other, &keys),
        }
    }

    pub fn draw(&mut self, canvas: &mut Canvas, inner: Rect, lines: &[Line], focused: bool) {
        if inner.is_empty() {
            return;
        }
        let theme = canvas.theme;
        let room = usize::from(inner.width.saturating_sub(2));
        let all = rows_of(lines, room);
        let keys = keys(lines);
        let fit = rows(inner.height, all.len());
        // Where all fits with air between the parts, it has it.
        let gaps = lines.iter().skip(1).filter(|line| line.gap).count();
        let is_airy = all.len() + gaps <= usize::from(inner.height);
        if let (false, Some(first)) = (self.is_placed, keys.first()) {
            self.cursor.select(*first, &keys);
        }
        self.cursor.window(&keys, fit);
        let selected = self.cursor.place(&keys);
        let of_selected = |row: &Row| Some(row.line) == selected;
        let first = all.iter().position(of_selected).unwrap_or(0);
        let last = all.iter().rposition(of_selected).unwrap_or(0);
        if self.top + fit <= last {
            self.top = last + 1 - fit;
        }
        self.top = self.top.min(first).min(all.len().saturating_sub(fit));
        let window = self.top..(self.top + fit).min(all.len());
        let mut y = inner.y;
        for row in &all[window.clone()] {
            let line = &lines[row.line];
            if is_airy && line.gap && row.is_first && inner.y < y {
                y += 1;
            }
            let is_selected = focused && selected == Some(row.line);
            if is_selected {
                canvas.text(inner.x, y, 1, theme.glyphs.bar, theme.accent);
            }
            self::draw(canvas, Rect { y, ..inner }, row, line, is_selected);
            let place = Rect {
                y,
                height: 1,
                ..inner
            };
            canvas.mark(place, Spot::Item(row.line));
            y += 1;
        }
        // Lines are counted, as in the title: one may take several rows.
        let above = all[..window.start].iter().filter(|row| row.is_first);
        let below = all[window.end..].iter().filter(|row| row.is_first);
        let hides = usize::from(window.end < all.len());
        let (above, below) = (above.count(), below.count().max(hides));
        more(canvas, inner, &(above..above), above + below);
    }
}

fn columns(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn draw(canvas: &mut Canvas, at: Rect, row: &Row, line: &Line, is_selected: bool) {
    let theme = canvas.theme;
    let lit = |style: Style| {
        if is_selected {
            style
                .remove_modifier(Modifier::DIM)
                .add_modifier(Modifier::BOLD)
        } else {
            style
        }
    };
    let end = at.right().saturating_sub(1);
    let left = |x: u16| end.saturating_sub(x);
    let x = at.x + 1;
    let look = line.look.style(theme);
    if row.is_first {
        let style = if line.mark.contains('x') {
            theme.good
        } else {
            look
        };
        canvas.text(x, at.y, left(x), line.mark, style);
    }
    let head = x + columns(line.mark_room());
    let tail = row.tail.as_ref();
    let room = tail.map_or(left(head), |(from, _)| {
        (x + columns(*from)).saturating_sub(head)
    });
    canvas.text(head, at.y, room.min(left(head)), &row.head, lit(look));
    if let Some((from, words)) = tail {
        let mut x = x + columns(*from);
        if line.drawn.is_empty() {
            canvas.text(x, at.y, left(x), words, line.tail_look.style(theme));
        } else if row.is_first || row.head.is_empty() {
            for (words, look) in &line.drawn {
                x += canvas.text(x, at.y, left(x), words, look.style(theme));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[Line], room: usize) -> Vec<String> {
        let rows = rows_of(lines, room);
        let rows = rows.into_iter().map(|row| match row.tail {
            Some((at, tail)) => format!("{:at$}{tail}", row.head),
            None => row.head,
        });
        rows.collect()
    }

    #[test]
    fn answers_stand_in_a_column_and_beneath_where_it_is_narrow() {
        let lines = [
            Line::said("how they decide", Look::Text).beside("with her brother", Look::Dim),
            Line::said("their goals", Look::Text),
        ];
        assert_eq!(
            shown(&lines, 50),
            ["how they decide  with her brother", "their goals"]
        );
        assert_eq!(
            shown(&lines, 24),
            ["how they decide", "    with her brother", "their goals"]
        );
    }

    #[test]
    fn nothing_is_lost_in_a_room_of_no_width() {
        let lines = [Line::fact("need", "a web shop")];
        assert!(!rows_of(&lines, 0).is_empty());
    }
}
