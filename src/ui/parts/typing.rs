//! What a key or a paste does to a field. It will never know what the field is for.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::CursorMove;

use crate::domain::text;

use super::super::layer::Typed;
use super::field::{Field, Sort};

impl Field {
    /// Changes to the option `by` further on, round and round.
    pub fn turn(&mut self, by: isize) {
        if let Sort::Choice(options) = &self.sort
            && !options.is_empty()
        {
            let count = isize::try_from(options.len()).unwrap_or(isize::MAX);
            let at = isize::try_from(self.picked).unwrap_or(0);
            let to = (at + by.rem_euclid(count)).rem_euclid(count);
            self.picked = usize::try_from(to).unwrap_or(0);
        }
    }

    /// Takes in what was typed or pasted; true when it was for this field.
    pub fn type_in(&mut self, typed: &Typed) -> bool {
        match (typed, &self.sort) {
            (Typed::Key(key), Sort::Choice(_)) => self.choose(*key),
            (Typed::Paste(_), Sort::Choice(_)) => false,
            (Typed::Paste(words), Sort::Long) => {
                self.area.insert_str(text::clean_text(words));
                true
            }
            (Typed::Paste(words), _) => {
                self.make_room();
                self.area.insert_str(text::clean_line(words));
                true
            }
            (Typed::Key(key), _) => {
                let edited = self.edit(*key);
                self.edited |= edited;
                edited
            }
        }
    }

    fn choose(&mut self, key: KeyEvent) -> bool {
        let touched = self.pick(key);
        self.touched |= touched;
        touched
    }

    fn pick(&mut self, key: KeyEvent) -> bool {
        if !matches!(key.code, KeyCode::Char(letter) if letter != ' ') {
            self.letters.clear();
        }
        match key.code {
            KeyCode::Left => self.turn(-1),
            KeyCode::Right | KeyCode::Char(' ') => self.turn(1),
            KeyCode::Home => self.picked = 0,
            KeyCode::End => self.turn(-1 - isize::try_from(self.picked).unwrap_or(0)),
            KeyCode::Char(letter) if !key.modifiers.contains(KeyModifiers::CONTROL) => {
                self.turn_to(letter);
            }
            _ => return false,
        }
        true
    }

    /// Changes to the option that begins with the letters so far; where none does, to the next that begins with this one.
    fn turn_to(&mut self, letter: char) {
        let Sort::Choice(options) = &self.sort else {
            return;
        };
        let find = |letters: &str, from: usize| {
            let begins = |place: &usize| options[*place].to_lowercase().starts_with(letters);
            let after = from.min(options.len())..options.len();
            after.chain(0..from.min(options.len())).find(begins)
        };
        let one: String = letter.to_lowercase().collect();
        let all = format!("{}{one}", self.letters);
        // The first press means the option that is chosen already, where that begins with the letter.
        let next = self.picked + usize::from(self.touched);
        let is_more = !self.letters.is_empty();
        let (letters, place) = match find(&all, self.picked).filter(|_| is_more) {
            Some(place) => (all, Some(place)),
            None => (one.clone(), find(&one, next)),
        };
        self.letters = if place.is_some() {
            letters
        } else {
            String::new()
        };
        self.picked = place.unwrap_or(self.picked);
    }

    /// The keys go elsewhere: the next letter begins anew.
    pub fn leave(&mut self) {
        self.letters.clear();
    }

    /// A text of ours that nobody touched makes room for what is typed behind it: "today" for "yesterday".
    fn make_room(&mut self) {
        let text = self.shown();
        let is_at_end = self.area.cursor().1 == text.chars().count();
        if self.is_ours() && !self.edited && is_at_end {
            self.put("");
        }
    }

    fn edit(&mut self, key: KeyEvent) -> bool {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        // Both together are AltGr, which writes a letter.
        let word = ctrl != alt;
        match key.code {
            KeyCode::Char(letter) if !word => {
                self.make_room();
                let before = self.shown();
                if let Some(clean) = cleaned_letter(letter, before.is_empty()) {
                    self.area.insert_str(clean);
                }
            }
            KeyCode::Char('w') if ctrl => drop(self.area.delete_word()),
            KeyCode::Char('u') if ctrl => drop(self.area.delete_line_by_head()),
            KeyCode::Backspace if word => drop(self.area.delete_word()),
            KeyCode::Delete if word => drop(self.area.delete_next_word()),
            KeyCode::Left if word => self.area.move_cursor(CursorMove::WordBack),
            KeyCode::Right if word => self.area.move_cursor(CursorMove::WordForward),
            KeyCode::Left => self.area.move_cursor(CursorMove::Back),
            KeyCode::Right => self.area.move_cursor(CursorMove::Forward),
            KeyCode::Home if ctrl => self.area.move_cursor(CursorMove::Top),
            KeyCode::End if ctrl => self.area.move_cursor(CursorMove::Bottom),
            KeyCode::Home => self.area.move_cursor(CursorMove::Head),
            KeyCode::End => self.area.move_cursor(CursorMove::End),
            KeyCode::Backspace | KeyCode::Delete => drop(self.area.input_without_shortcuts(key)),
            _ => return false,
        }
        true
    }

    /// Starts a new line in a long text.
    pub fn break_line(&mut self) {
        if self.is_long() {
            self.area.insert_newline();
        }
    }

    /// Moves a line up or down in a long text; false at its edge, and in every other field.
    pub fn step(&mut self, down: bool) -> bool {
        if !self.is_long() {
            return false;
        }
        let before = self.area.cursor();
        self.area.move_cursor(if down {
            CursorMove::Down
        } else {
            CursorMove::Up
        });
        self.area.cursor() != before
    }
}

/// A typed letter, or nothing where it is none. Marks need something to stand on.
fn cleaned_letter(letter: char, at_start: bool) -> Option<String> {
    if letter == ' ' {
        return Some(" ".into());
    }
    let base = if at_start { "" } else { "a" };
    let cleaned = text::clean_line(&format!("{base}{letter}"));
    let rest = cleaned.strip_prefix(base)?;
    (!rest.is_empty()).then(|| rest.to_string())
}
