//! One line of text being typed: its cursor, its keys and its drawing. It will never know what the text means.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text;

use super::super::canvas::Canvas;
use super::super::layer::Typed;

/// Nobody types more into one line; a pasted book must not slow every key after it.
const LONGEST: usize = 2000;

/// One line of text and where its cursor stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input {
    text: String,
    /// In bytes, always between two graphemes.
    at: usize,
}

impl Input {
    pub fn new(text: impl Into<String>) -> Input {
        let text = text.into();
        let at = text.len();
        Input { text, at }
    }

    /// With the cursor before it: something comes first.
    #[must_use]
    pub fn from_the_start(mut self) -> Input {
        self.at = 0;
        self
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The cursor stands before the first letter.
    pub fn is_at_start(&self) -> bool {
        self.at == 0
    }

    /// Gives the text away and is empty after.
    pub fn take(&mut self) -> String {
        self.at = 0;
        std::mem::take(&mut self.text)
    }

    /// Takes in a key or a paste; false when the key means nothing in a line of text.
    pub fn type_in(&mut self, typed: &Typed) -> bool {
        match typed {
            Typed::Paste(pasted) => {
                self.insert(&text::clean_line(pasted));
                true
            }
            Typed::Key(key) => self.press(*key),
        }
    }

    fn press(&mut self, key: KeyEvent) -> bool {
        let by_word = key
            .modifiers
            .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('w') if by_word => self.cut(self.word_before()..self.at),
            KeyCode::Char('u') if by_word => self.cut(0..self.at),
            KeyCode::Char('a') if by_word => self.at = 0,
            KeyCode::Char('e' | 'k' | 'b' | 'f' | 'd') if by_word => return false,
            // AltGr comes as both and types a letter.
            KeyCode::Char(letter) if !by_word || is_alt_gr(key.modifiers) => {
                self.insert(letter.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Backspace if by_word => self.cut(self.word_before()..self.at),
            KeyCode::Delete if by_word => self.cut(self.at..self.word_after()),
            KeyCode::Backspace => self.cut(self.before()..self.at),
            KeyCode::Delete => self.cut(self.at..self.after()),
            KeyCode::Left if by_word => self.at = self.word_before(),
            KeyCode::Right if by_word => self.at = self.word_after(),
            KeyCode::Left => self.at = self.before(),
            KeyCode::Right => self.at = self.after(),
            KeyCode::Home => self.at = 0,
            KeyCode::End => self.at = self.text.len(),
            _ => return false,
        }
        // A word may end inside of what is one letter to the eye.
        self.settle();
        true
    }

    /// Puts text in at the cursor; what cannot be drawn is left out.
    fn insert(&mut self, words: &str) {
        // A joiner is clean only between letters, and is typed or pasted before the one behind it.
        let is_joiner = |c: char| matches!(c, '\u{200c}' | '\u{200d}');
        let is_fit = |c: &char| *c == ' ' || is_joiner(*c) || text::is_clean_line(&format!("a{c}"));
        let room = LONGEST.saturating_sub(self.text.len());
        let fit: String = words.chars().filter(is_fit).take(room).collect();
        self.text.insert_str(self.at, &fit);
        self.at += fit.len();
        // A mark typed after a letter joins it: the cursor stays between two graphemes.
        self.settle();
    }

    fn cut(&mut self, range: std::ops::Range<usize>) {
        self.at = range.start;
        self.text.replace_range(range, "");
        self.settle();
    }

    fn settle(&mut self) {
        let bound = self.bounds().find(|bound| self.at <= *bound);
        self.at = bound.unwrap_or(self.text.len());
    }

    fn bounds(&self) -> impl Iterator<Item = usize> + '_ {
        let starts = self.text.grapheme_indices(true).map(|(at, _)| at);
        starts.chain([self.text.len()])
    }

    fn before(&self) -> usize {
        self.bounds()
            .take_while(|bound| *bound < self.at)
            .last()
            .unwrap_or(0)
    }

    fn after(&self) -> usize {
        self.bounds()
            .find(|bound| self.at < *bound)
            .unwrap_or(self.text.len())
    }

    fn word_before(&self) -> usize {
        let head = self.text[..self.at].trim_end();
        head.rfind(char::is_whitespace).map_or(0, |blank| {
            blank + head[blank..].chars().next().map_or(0, char::len_utf8)
        })
    }

    fn word_after(&self) -> usize {
        let tail = &self.text[self.at..];
        let word = tail.len() - tail.trim_start().len();
        tail[word..]
            .find(char::is_whitespace)
            .map_or(self.text.len(), |end| self.at + word + end)
    }

    /// Draws the line so that its cursor can be seen; `styled` are stretches (in bytes) in a style of their own.
    pub fn draw(
        &self,
        canvas: &mut Canvas,
        area: Rect,
        styled: &[(std::ops::Range<usize>, Style)],
    ) {
        if area.width == 0 || area.height == 0 {
            return;
        }
        // The cursor needs a column of its own, also behind the last letter.
        let room = usize::from(area.width) - 1;
        let mut skipped = text::width(&self.text[..self.at]).saturating_sub(room);
        let (mut x, right) = (area.x, area.right());
        let mut cursor = None;
        for (at, grapheme) in self.text.grapheme_indices(true) {
            if at == self.at {
                cursor = Some(x);
            }
            let width = text::width(grapheme);
            if 0 < skipped {
                skipped = skipped.saturating_sub(width);
                continue;
            }
            if usize::from(right - x) < width {
                break;
            }
            let style = styled
                .iter()
                .find(|(range, _)| range.contains(&at))
                .map_or(canvas.theme.text, |(_, style)| *style);
            x += canvas.text(x, area.y, right - x, grapheme, style);
        }
        let x = cursor.unwrap_or(x).min(right - 1);
        canvas.cursor = Some(Position::new(x, area.y));
    }
}

fn is_alt_gr(modifiers: KeyModifiers) -> bool {
    modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Typed {
        Typed::Key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn words_are_stepped_over_and_deleted() {
        let mut input = Input::new("Dana Ortiz  of Ävos");
        input.type_in(&key(KeyCode::Left, KeyModifiers::CONTROL));
        assert_eq!(&input.text()[input.at..], "Ävos");
        input.type_in(&key(KeyCode::Backspace, KeyModifiers::CONTROL));
        assert_eq!(input.text(), "Dana Ortiz  Ävos");
        input.type_in(&key(KeyCode::Home, KeyModifiers::NONE));
        input.type_in(&key(KeyCode::Right, KeyModifiers::CONTROL));
        assert_eq!(&input.text()[..input.at], "Dana");
        input.type_in(&key(KeyCode::Delete, KeyModifiers::CONTROL));
        assert_eq!(input.text(), "Dana  Ävos");
    }

    #[test]
    fn what_is_pasted_stays_one_clean_line() {
        let mut input = Input::new("from ");
        input.type_in(&Typed::Paste("Dana\r\n\u{1b}[31mOrtiz\u{202e}".into()));
        assert_eq!(input.text(), "from Dana [31mOrtiz");
    }

    #[test]
    fn letters_that_are_joined_stay_joined() {
        let mut input = Input::default();
        input.type_in(&Typed::Paste("مه\u{200c}سا 👩\u{200d}👧 from".into()));
        assert_eq!(input.text(), "مه\u{200c}سا 👩\u{200d}👧 from");
    }

    proptest! {
        #[test]
        fn no_keys_break_the_line(keys in proptest::collection::vec((0..12usize, any::<char>(), any::<bool>()), 0..60)) {
            let mut input = Input::default();
            for (which, letter, by_word) in keys {
                let code = [
                    KeyCode::Char(letter), KeyCode::Char(letter), KeyCode::Char('e'), KeyCode::Char('\u{301}'),
                    KeyCode::Char('👩'), KeyCode::Char(' '), KeyCode::Backspace, KeyCode::Delete,
                    KeyCode::Left, KeyCode::Right, KeyCode::Home, KeyCode::Char('\u{200d}'),
                ][which];
                let modifiers = if by_word { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
                input.type_in(&key(code, modifiers));
                prop_assert!(input.bounds().any(|bound| bound == input.at));
            }
        }
    }
}
