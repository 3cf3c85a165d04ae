//! A typed line cut into words, commas and brackets, with what is quoted marked. It will never know what they mean.

use std::ops::Range;

use crate::domain::text::clean_line;

/// One piece of a line and the bytes it was cut from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: PieceKind,
    pub span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceKind {
    Word(String),
    /// A word between quotes: it means itself and nothing else.
    Quoted(String),
    /// A comma or a semicolon between words; one between digits belongs to its word.
    Comma,
    /// What stands between round brackets that begin like a word.
    Bracket(String),
}

impl Piece {
    /// The word, when it may mean something.
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            PieceKind::Word(text) => Some(text),
            _ => None,
        }
    }

    /// The piece as part of a text; nothing for a comma.
    pub fn text(&self) -> Option<String> {
        match &self.kind {
            PieceKind::Word(text) | PieceKind::Quoted(text) => Some(text.clone()),
            PieceKind::Bracket(text) => Some(format!("({text})")),
            PieceKind::Comma => None,
        }
    }
}

/// Cuts the line. The words come out clean; pieces of which nothing is left are not there.
pub fn cut(line: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    // Searched for to the end of the line and not found: no need to look again from each later quote.
    let mut missing: Vec<char> = Vec::new();
    while let Some(c) = line[at..].chars().next() {
        let after = at + c.len_utf8();
        if c.is_whitespace() {
            at = after;
        } else if is_comma(c) {
            pieces.push(Piece {
                kind: PieceKind::Comma,
                span: at..after,
            });
            at = after;
        } else if let Some(closing) = closing_quote(c) {
            // A quote that is never closed is let go, so that what follows still means something.
            let found = if missing.contains(&closing) {
                None
            } else {
                line[after..].find(closing)
            };
            if let Some(length) = found {
                quoted(line, at, after..after + length, &mut pieces);
                at = after + length + closing.len_utf8();
            } else {
                missing.push(closing);
                at = after;
            }
        } else if let Some(end) = (c == '(').then(|| closing_bracket(line, after)).flatten() {
            let text = inside(&line[after..end]);
            if !text.is_empty() {
                pieces.push(Piece {
                    kind: PieceKind::Bracket(text),
                    span: at..end + 1,
                });
            }
            at = end + 1;
        } else {
            let end = word_end(line, at);
            push(PieceKind::Word, &line[at..end], at..end, &mut pieces);
            at = end;
        }
    }
    pieces
}

/// A semicolon separates like a comma: lists that others write have it.
fn is_comma(c: char) -> bool {
    matches!(c, ',' | ';')
}

fn closing_quote(c: char) -> Option<char> {
    match c {
        '"' => Some('"'),
        '“' => Some('”'),
        _ => None,
    }
}

/// Every quoted word is a piece; the first and the last include their quote in the span.
fn quoted(line: &str, start: usize, inner: Range<usize>, pieces: &mut Vec<Piece>) {
    let before = pieces.len();
    let mut at = inner.start;
    for word in line[inner.clone()].split(char::is_whitespace) {
        push(PieceKind::Quoted, word, at..at + word.len(), pieces);
        at += word.len()
            + line[at + word.len()..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
    }
    let closing = line[inner.end..].chars().next().map_or(0, char::len_utf8);
    if let Some(first) = pieces.get_mut(before) {
        first.span.start = start;
    }
    if let Some(last) = pieces[before..].last_mut() {
        last.span.end = inner.end + closing;
    }
}

fn push(kind: fn(String) -> PieceKind, raw: &str, span: Range<usize>, pieces: &mut Vec<Piece>) {
    let text = clean(raw);
    if !text.is_empty() {
        pieces.push(Piece {
            kind: kind(text),
            span,
        });
    }
}

/// Clean, and with one kind of quotes inside, so that the other kind can always be put around.
fn clean(raw: &str) -> String {
    clean_line(&raw.replace(['“', '”', '„'], "\""))
}

fn word_end(line: &str, start: usize) -> usize {
    let mut before = None;
    for (length, c) in line[start..].char_indices() {
        let at = start + length;
        let is_inside_number = || {
            let after = line[at + 1..].chars().next();
            before.is_some_and(|c: char| c.is_ascii_digit())
                && after.is_some_and(|c| c.is_ascii_digit())
        };
        if c.is_whitespace() || is_comma(c) && !is_inside_number() {
            return at;
        }
        before = Some(c);
    }
    line.len()
}

/// Where the bracket opened before `start` is closed, brackets within and quoted ones left aside.
/// No company has a longer name than is looked through; a pasted page of brackets would take for ever otherwise.
fn closing_bracket(line: &str, start: usize) -> Option<usize> {
    let looked_through = line[start..]
        .char_indices()
        .nth(500)
        .map_or(line.len(), |(length, _)| start + length);
    let line = &line[..looked_through];
    let mut depth = 0_usize;
    let mut at = start;
    let mut starts_word = true;
    while let Some(c) = line[at..].chars().next() {
        let after = at + c.len_utf8();
        let quote = closing_quote(c).filter(|_| starts_word);
        if let Some(end) = quote.and_then(|closing| {
            line[after..]
                .find(closing)
                .map(|at| at + closing.len_utf8())
        }) {
            at = after + end;
            starts_word = false;
            continue;
        }
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
        starts_word = c.is_whitespace();
        at = after;
    }
    None
}

/// The text between brackets without the quotes that may be around all of it.
fn inside(raw: &str) -> String {
    let raw = raw.trim();
    let unquoted = raw.chars().next().and_then(|opening| {
        let rest = &raw[opening.len_utf8()..];
        let closing = closing_quote(opening)?;
        rest.strip_suffix(closing)
            .filter(|inner| !inner.contains(closing))
    });
    clean(unquoted.unwrap_or(raw))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_cut() {
        for (given, wanted) in [
            ("Priya Shah, web", "Priya|Shah|,|web"),
            ("1,5k 12,000, now,then", "1,5k|12,000|,|now|,|then"),
            (r#""Bar, Inc" x"#, r"'Bar,|'Inc|x"),
            ("“to be” 5\"", "'to|'be|5\""),
            (r#"5" by 3" "open"#, "5\"|by|3\"|open"),
            ("Priya (ARC, Ltd)x", "Priya|[ARC, Ltd]|x"),
            ("(a (b) c) (d", "[a (b) c]|(d"),
            (r#"("a) b") ("")"#, "[a) b]"),
            ("O'Neil\u{200b} \u{200b} x", "O'Neil|x"),
            ("Zoe;zoe@x.ch; now", "Zoe|,|zoe@x.ch|,|now"),
            ("", ""),
        ] {
            let cut: Vec<String> = cut(given)
                .into_iter()
                .map(|piece| match piece.kind {
                    PieceKind::Word(text) => text,
                    PieceKind::Quoted(text) => format!("'{text}"),
                    PieceKind::Comma => ",".to_owned(),
                    PieceKind::Bracket(text) => format!("[{text}]"),
                })
                .collect();
            assert_eq!(cut.join("|"), wanted, "{given}");
        }
    }

    proptest! {
        #[test]
        fn spans_follow_each_other_on_character_boundaries(line in "\\PC{0,30}|([a-c1,()\"“” é\u{3000}]){0,30}") {
            let mut last = 0;
            for piece in cut(&line) {
                prop_assert!(last <= piece.span.start && piece.span.start < piece.span.end);
                prop_assert!(line.get(piece.span.clone()).is_some());
                last = piece.span.end;
            }
        }
    }
}
