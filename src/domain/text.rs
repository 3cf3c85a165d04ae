//! Text from outside made fit to keep and to draw: cleaned, measured, cut, compared.
//! It will never know what the text is about.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks and joiners that one base may carry; more is a stunt, not a name.
const MARKS_PER_BASE: usize = 4;

/// The text as a single line: no controls, breaks as blanks, runs of blanks as one, ends trimmed.
pub fn clean_line(text: &str) -> String {
    if is_plain_ascii_line(text) {
        return text.to_owned();
    }
    cleaned(text, Breaks::ToBlanks)
}

/// The text with its lines kept: no controls, every kind of line break as `\n`, ends trimmed.
pub fn clean_text(text: &str) -> String {
    cleaned(text, Breaks::Kept)
}

/// Whether [`clean_line`] would leave the text as it is.
pub fn is_clean_line(text: &str) -> bool {
    is_plain_ascii_line(text) || (!text.is_ascii() && cleaned(text, Breaks::ToBlanks) == text)
}

fn is_plain_ascii_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| (0x20..0x7f).contains(byte))
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && !bytes.windows(2).any(|pair| pair == b"  ")
}

#[derive(Clone, Copy, PartialEq)]
enum Breaks {
    ToBlanks,
    Kept,
}

fn cleaned(text: &str, breaks: Breaks) -> String {
    let mut clean = String::with_capacity(text.len());
    // How many more marks the last base may carry. None after a blank: a mark there would end up at the start of a
    // line once the blank is trimmed, and join whatever is drawn beside it.
    let mut room = 0;
    let mut after_return = false;
    for c in text.chars() {
        let second_half = after_return && c == '\n';
        after_return = c == '\r';
        if second_half {
            continue;
        }
        if c.is_whitespace() {
            room = 0;
            if breaks == Breaks::Kept {
                clean.push(if is_line_break(c) { '\n' } else { ' ' });
            } else if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else if is_dropped(c) {
            // Gone without a trace: such a character has neither width nor meaning in a name or a note.
        } else if is_shown_as_unknown(c) {
            clean.push(char::REPLACEMENT_CHARACTER);
            room = MARKS_PER_BASE;
        } else if c.width().unwrap_or(0) > 0 {
            clean.push(c);
            room = MARKS_PER_BASE;
        } else if room > 0 {
            clean.push(c);
            room -= 1;
        }
    }
    // A joiner at the end would join the text to its neighbour on the screen.
    let ended = clean
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200c}' | '\u{200d}'))
        .len();
    clean.truncate(ended);
    let started = clean.len() - clean.trim_start().len();
    clean.drain(..started);
    clean
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Controls, direction marks, tags, and characters without width or use: they hide text or turn it around.
fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Private use and non-characters: every terminal draws them differently, so none is asked to.
fn is_shown_as_unknown(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// The columns that the text takes on a terminal, counted as the renderer draws it: grapheme by grapheme.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return text.len();
    }
    text.graphemes(true).map(drawn_width).sum()
}

fn drawn_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        0
    } else {
        grapheme.width()
    }
}

/// The text cut to at most `columns`, with `…` where something was left off.
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    // Looks no further than it has to: the text may be a long note, drawn again with every frame.
    let bytes = text.as_bytes();
    let is_plain = |bytes: &[u8]| bytes.iter().all(|byte| (0x20..0x7f).contains(byte));
    if is_plain(&bytes[..bytes.len().min(columns + 1)]) {
        // One column a byte, so that nothing has to be taken apart.
        return match columns {
            _ if bytes.len() <= columns => Cow::Borrowed(text),
            0 => Cow::Borrowed(""),
            _ => Cow::Owned(format!("{}…", text[..columns - 1].trim_end())),
        };
    }
    let mut used = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += drawn_width(grapheme);
        if used > columns {
            return match columns {
                0 => Cow::Borrowed(""),
                _ => Cow::Owned(format!("{}…", text[..end].trim_end())),
            };
        }
        if used < columns {
            end = at + grapheme.len();
        }
    }
    Cow::Borrowed(text)
}

/// The text in lines of at most so many columns, broken between words.
pub fn wrapped(words: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_cleaned() {
        for (given, wanted) in [
            ("Dana Ortiz", "Dana Ortiz"),
            ("  Dana \t Ortiz \n", "Dana Ortiz"),
            ("web\nshop\r\nnow", "web shop now"),
            ("a\u{1b}]0;PWN\u{7}b", "a]0;PWNb"),
            ("a\u{9b}31mb", "a31mb"),
            ("evil\u{202e}txt.exe", "eviltxt.exe"),
            ("\u{feff}Priya\u{200b} Shah", "Priya Shah"),
            ("line\u{2028}break", "line break"),
            ("tag\u{e0041}ged", "tagged"),
            ("\u{301}Eva", "Eva"),
            ("a \u{301}b", "a b"),
            ("e\u{301}va", "e\u{301}va"),
            (
                "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}!",
                "z\u{300}\u{301}\u{302}\u{303}!",
            ),
            ("logo \u{e0b0}", "logo \u{fffd}"),
            ("👩\u{200d}👧 family", "👩\u{200d}👧 family"),
            ("heart ❤\u{fe0f}", "heart ❤\u{fe0f}"),
            ("joined\u{200d}", "joined"),
            ("\u{a0}no\u{a0}break\u{3000}", "no break"),
            ("", ""),
            (" \u{1b} ", ""),
        ] {
            assert_eq!(clean_line(given), wanted, "{given:?}");
        }
    }

    #[test]
    fn texts_keep_their_lines() {
        for (given, wanted) in [
            ("one\r\ntwo\rthree\n\n four ", "one\ntwo\nthree\n\n four"),
            ("\n\n  said:\u{2028}yes\n", "said:\nyes"),
            ("a\tb", "a b"),
            ("a\n\u{301}b", "a\nb"),
        ] {
            assert_eq!(clean_text(given), wanted, "{given:?}");
        }
    }

    #[test]
    fn text_is_cut_to_columns() {
        for (given, columns, wanted) in [
            ("Dana Ortiz", 10, "Dana Ortiz"),
            ("Dana Ortiz", 9, "Dana Ort…"),
            ("Dana Ortiz", 6, "Dana…"),
            ("Dana", 1, "…"),
            ("Dana", 0, ""),
            ("", 0, ""),
            ("東京都庁", 5, "東京…"),
            ("東京都庁", 4, "東…"),
            ("東京", 4, "東京"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("👩\u{200d}👧 and", 3, "👩\u{200d}👧…"),
        ] {
            assert_eq!(fit(given, columns), wanted, "{given:?} to {columns}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
            let line = clean_line(&text);
            prop_assert_eq!(&clean_line(&line), &line);
            prop_assert!(is_clean_line(&line));
            prop_assert_eq!(is_clean_line(&text), line == text);
            let kept = clean_text(&text);
            prop_assert_eq!(&clean_text(&kept), &kept);
        }

        #[test]
        fn what_is_clean_has_no_controls(text in "(?s)[\\x00-\\xa0\u{2028}\u{202e}\u{e0041}é\u{301} ]{0,20}") {
            prop_assert!(!clean_line(&text).contains(char::is_control));
            prop_assert!(!clean_text(&text).contains(|c: char| c.is_control() && c != '\n'));
        }

        #[test]
        fn what_is_cut_is_never_wider(text in any::<String>(), columns in 0_usize..20) {
            let cut = fit(&text, columns);
            prop_assert!(width(&cut) <= columns, "{:?} is {}", cut, width(&cut));
            if width(&text) <= columns {
                prop_assert_eq!(&*cut, text.as_str());
            }
        }
    }
}
