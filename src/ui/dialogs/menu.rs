//! A list to choose from: by letter, by typing some of its words, or with the cursor. Each row holds what
//! choosing it does, so a menu never learns what it is about.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;

use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::insight::matching::{self, Choice};

use super::super::canvas::Canvas;
use super::super::command::{Command, ROWS};
use super::super::effect::{Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer, Typed};
use super::super::parts::input::Input;
use super::super::parts::list::Cursor;
use super::super::parts::marked::marked;
use super::super::parts::sheet;

/// So much more a row is meant that is called just what was typed.
const WHOLE: u32 = 1000;

/// What may be chosen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// The key that chooses it, as it is shown; empty for none.
    pub key: String,
    pub words: String,
    /// A second thing that the row does, by a key of its own.
    pub twin: Option<Twin>,
    /// What stands behind it, quietly.
    pub more: String,
    /// The command that it runs, whose own keys choose it too.
    pub command: Option<Command>,
    pub offer: Offer,
}

/// What else a row does: enter does the first, each key its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Twin {
    pub key: String,
    pub words: String,
    pub offer: Offer,
}

/// A titled list of rows.
pub struct Menu {
    title: String,
    rows: Vec<Row>,
    /// A quiet line beneath the rows.
    foot: String,
    /// What is typed to find a row; none where rows are chosen by letter.
    typed: Option<Input>,
    pub(super) cursor: Cursor<usize>,
}

impl Menu {
    pub(super) fn by_letter(title: impl Into<String>, rows: Vec<Row>) -> Menu {
        Menu {
            title: title.into(),
            rows,
            foot: String::new(),
            typed: None,
            cursor: Cursor::new(),
        }
    }

    /// The same menu with something to know beneath its rows.
    #[must_use]
    pub(super) fn foot(mut self, words: impl Into<String>) -> Menu {
        self.foot = words.into();
        self
    }

    pub(super) fn by_words(title: impl Into<String>, rows: Vec<Row>) -> Menu {
        Menu {
            typed: Some(Input::default()),
            ..Menu::by_letter(title, rows)
        }
    }

    /// The rows to be shown, the best first, with what matched in "words  more".
    fn shown(&self) -> Vec<Choice> {
        let query = self.typed.as_ref().map_or("", Input::text).trim();
        let texts: Vec<String> = self.rows.iter().map(Row::text).collect();
        let mut found = matching::rank(query, &texts);
        if !query.is_empty() {
            // A row is looked for by its title first, by its sentence second.
            for hit in &mut found {
                let title = self.rows[hit.index].words.as_str();
                let in_title = matching::rank(query, &[title]);
                hit.score += in_title.first().map_or(0, |title| title.score);
                if title.trim() == query {
                    hit.score += WHOLE;
                }
            }
            found.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.index));
        }
        found
    }

    fn places(&self) -> Vec<usize> {
        self.shown().into_iter().map(|hit| hit.index).collect()
    }

    fn chosen(&self) -> Offer {
        if let Some(at) = self.cursor.selected(&self.places()) {
            self.rows[at].offer.clone()
        } else {
            let typed = self.typed.as_ref().map_or("", Input::text);
            Offer::NotNow(
                Refusal::new(format!("Nothing here is called “{typed}”"))
                    .or("type less of it, or esc"),
            )
        }
    }

    /// A letter without a row does nothing behind the menu: `.c` that is not offered is no capture. What moves the
    /// cursor, masks, or is the own key of a row goes on.
    fn no_row(&self, key: KeyEvent, letter: &str) -> Offer {
        let goes_on = |command: Command| {
            let is_own = self.rows.iter().any(|row| row.command == Some(command));
            let leaves = [Command::Mask, Command::Open, Command::Back];
            is_own || Motion::of(command).is_some() || leaves.contains(&command)
        };
        if Command::bound(key).is_some_and(goes_on) {
            return Offer::No;
        }
        let runs = self.rows.iter().any(|row| row.command.is_some());
        let of = ROWS.iter().find(|row| row.command.chord() == Some(letter));
        let refusal = match of.filter(|_| runs) {
            Some(row) => Refusal::new(format!("“{}” is not for this one", row.title)),
            None => Refusal::new(format!("No line here has the letter {letter}")),
        };
        Offer::NotNow(refusal.or("esc leaves the list"))
    }

    /// The quiet line at the lower edge; gives the room above it. In a low window the rows come first.
    fn draw_foot(&self, canvas: &mut Canvas, list: Rect, rows: u16) -> Rect {
        if self.foot.is_empty() || list.height < rows.saturating_add(1) {
            return list;
        }
        let y = list.bottom() - 1;
        let room = list.width.saturating_sub(2);
        canvas.text(list.x + 2, y, room, &self.foot, canvas.theme.dim);
        Rect {
            height: list.height - 1,
            ..list
        }
    }

    fn draw_row(&self, canvas: &mut Canvas, area: Rect, hit: &Choice, key_width: u16, on: bool) {
        let theme = canvas.theme;
        let row = &self.rows[hit.index];
        let later = matches!(row.offer, Offer::NotNow(_));
        let style = if later { theme.dim } else { theme.text };
        let mark = style.patch(theme.accent);
        let bar = if on { theme.glyphs.bar } else { " " };
        canvas.text(area.x, area.y, 1, bar, theme.accent);
        let (mut x, mut room) = (area.x + 2, area.width.saturating_sub(2));
        let key_style = if later { theme.dim } else { theme.accent };
        if self.typed.is_some() {
            // Keys at the right teach themselves while the words are read.
            if key_width + 12 < room {
                let at = area.right() - key_width;
                canvas.text_right(at, area.y, key_width, &row.key, key_style);
                room -= key_width + 1;
            }
        } else {
            canvas.text(x, area.y, room, &row.key, key_style);
            x += key_width + 2;
            room = room.saturating_sub(key_width + 2);
        }
        let pieces = match &row.twin {
            Some(twin) => vec![
                (format!("{}  ", row.words).into(), style),
                (twin.key.as_str().into(), key_style),
                (format!("  {}  ", twin.words).into(), style),
                (row.more.as_str().into(), style),
            ],
            None => marked(&row.text(), &hit.ranges, style, mark),
        };
        let used = canvas.line(x, area.y, room, &pieces);
        if let Offer::NotNow(refusal) = &row.offer {
            let words = format!("  {}", refusal.why);
            canvas.text(x + used, area.y, room - used.min(room), &words, theme.dim);
        }
        canvas.mark(area, Spot::Item(hit.index));
        if on {
            let rest = Rect {
                x: area.x + 1,
                width: area.width.saturating_sub(1),
                ..area
            };
            canvas.style(rest, theme.cursor);
        }
    }
}

impl Row {
    fn text(&self) -> String {
        if let Some(twin) = &self.twin {
            let (key, words) = (&twin.key, &twin.words);
            return format!("{}  {key}  {words}  {}", self.words, self.more);
        }
        if self.more.is_empty() {
            self.words.clone()
        } else {
            format!("{}  {}", self.words, self.more)
        }
    }

    /// What this key does here, if anything.
    fn chosen_by(&self, key: &str) -> Option<&Offer> {
        let twin = self.twin.as_ref().filter(|twin| twin.key == key);
        let own = (self.key == key).then_some(&self.offer);
        own.or(twin.map(|twin| &twin.offer))
    }

    /// The columns that it takes, with the reason why not now.
    fn width(&self) -> usize {
        let reason = match &self.offer {
            Offer::NotNow(refusal) => text::width(&refusal.why) + 2,
            _ => 0,
        };
        text::width(&self.text()) + reason
    }
}

impl Layer for Menu {
    fn offer(&self, command: Command, _cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        let own = self
            .rows
            .iter()
            .find(|row| self.typed.is_none() && row.command == Some(command));
        match command {
            Command::Open => self.chosen(),
            // The title and the rows hold names as they were when it opened.
            Command::Mask => Offer::Yes(Effect::Then(Box::new(Effect::Run(Command::Mask)))),
            _ => own.map_or(Offer::No, |row| row.offer.clone()),
        }
    }

    fn letter(&self, key: KeyEvent, _cx: &Cx) -> Offer {
        let KeyCode::Char(letter) = key.code else {
            return Offer::No;
        };
        let held = key.modifiers - KeyModifiers::SHIFT;
        if self.typed.is_some() || !held.is_empty() {
            return Offer::No;
        }
        let mut word = [0; 4];
        let word: &str = letter.encode_utf8(&mut word);
        let chosen = self.rows.iter().find_map(|row| row.chosen_by(word));
        match chosen {
            Some(offer) => offer.clone(),
            None if letter.is_alphanumeric() => self.no_row(key, word),
            None => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, _cx: &Cx) {
        let places = self.places();
        match motion {
            Motion::To(Spot::Item(at)) => self.cursor.select(*at, &places),
            motion => self.cursor.go(motion, &places),
        }
    }

    fn wants_text(&self) -> bool {
        self.typed.is_some()
    }

    fn type_in(&mut self, typed: &Typed, cx: &Cx) {
        if let Some(motion) = list_motion(typed) {
            return self.go(&motion, cx);
        }
        if let Some(input) = &mut self.typed
            && input.type_in(typed)
        {
            // The best match is what is meant.
            self.cursor = Cursor::new();
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, _cx: &Cx) {
        let shown = self.shown();
        let widest = |widths: &mut dyn Iterator<Item = usize>| {
            u16::try_from(widths.max().unwrap_or(0)).unwrap_or(u16::MAX)
        };
        let key_width = widest(&mut self.rows.iter().map(|row| text::width(&row.key))).min(12);
        let words = widest(&mut self.rows.iter().map(Row::width));
        let typed_line = u16::from(self.typed.is_some()) * 2;
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let title = u16::try_from(text::width(&self.title)).unwrap_or(u16::MAX);
        let foot = u16::try_from(text::width(&self.foot)).unwrap_or(u16::MAX);
        let width = words.saturating_add(key_width + 5).max(title);
        let width = width.max(foot.saturating_add(2)).clamp(30, 96);
        // The line beneath, with a blank above it.
        let beneath = if self.foot.is_empty() { 0 } else { 2 };
        let height = rows.saturating_add(typed_line).saturating_add(beneath);
        let count = if self.typed.is_some() {
            format!("{} of {}", shown.len(), self.rows.len())
        } else {
            String::new()
        };
        let title = sheet::title(canvas, self.title.as_str(), count);
        let inner = sheet::sheet(canvas, area, (width, height), &title);
        let list = match &self.typed {
            // Where there is one line, the choice has it.
            Some(_) if inner.height < 2 => inner,
            Some(input) => {
                let theme = canvas.theme;
                canvas.text(inner.x, inner.y, 2, ": ", theme.accent);
                let line = Rect {
                    x: (inner.x + 2).min(inner.right()),
                    width: inner.width.saturating_sub(2),
                    height: inner.height.min(1),
                    ..inner
                };
                input.draw(canvas, line, &[]);
                // A low window has no room for a blank line.
                let taken = if 6 < inner.height { 2 } else { 1 };
                below(inner, taken)
            }
            None => inner,
        };
        let list = self.draw_foot(canvas, list, rows);
        let places: Vec<usize> = shown.iter().map(|hit| hit.index).collect();
        let selected = self.cursor.selected(&places);
        let window = self.cursor.window(&places, usize::from(list.height));
        let more = places.len() - window.end;
        for (line, hit) in shown[window].iter().enumerate() {
            if let Some(line) = sheet::line(list, line) {
                self.draw_row(canvas, line, hit, key_width, selected == Some(hit.index));
            }
        }
        if shown.is_empty() {
            let words = "Nothing is called that";
            canvas.text(list.x, list.y, list.width, words, canvas.theme.dim);
        }
        more_below(canvas, inner, more);
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "choose",
            Command::Back => "leave",
            other => other.row().title,
        }
    }

    fn hints(&self, _cx: &Cx) -> Vec<Command> {
        vec![Command::Open, Command::Down, Command::Up, Command::Back]
    }

    fn place(&self, _cx: &Cx) -> String {
        self.title.clone()
    }
}

/// What is left of an area under its first lines.
pub(super) fn below(area: Rect, lines: u16) -> Rect {
    let taken = lines.min(area.height);
    Rect {
        y: area.y + taken,
        height: area.height - taken,
        ..area
    }
}

/// Says in the lower frame that the list goes on.
pub(super) fn more_below(canvas: &mut Canvas, inner: Rect, more: usize) {
    if more == 0 || inner.width < 16 {
        return;
    }
    let words = format!(" + {more} more below ");
    canvas.text_right(
        inner.x,
        inner.bottom(),
        inner.width,
        &words,
        canvas.theme.dim,
    );
}

/// The motion of a key that moves in a list even while a line of text has the focus.
pub(super) fn list_motion(typed: &Typed) -> Option<Motion> {
    let Typed::Key(key) = typed else { return None };
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Down => Motion::Down,
        KeyCode::Up => Motion::Up,
        KeyCode::Char('n') if ctrl => Motion::Down,
        KeyCode::Char('p') if ctrl => Motion::Up,
        KeyCode::PageDown => Motion::HalfDown,
        KeyCode::PageUp => Motion::HalfUp,
        _ => return None,
    })
}
