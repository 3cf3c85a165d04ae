//! Text with the letters marked that a search found. It will never know what was looked for.

use std::ops::Range;

use ratatui::style::Style;

use super::super::canvas::Piece;

/// The text with some of its bytes in a style of their own; ranges that do not fit it are passed over.
pub fn marked<'a>(
    text: &str,
    ranges: &[Range<usize>],
    style: Style,
    mark: Style,
) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    for range in ranges {
        let (Some(before), Some(hit)) = (text.get(at..range.start), text.get(range.clone())) else {
            continue;
        };
        pieces.push((before.to_string().into(), style));
        pieces.push((hit.to_string().into(), mark));
        at = range.end;
    }
    pieces.push((text[at..].to_string().into(), style));
    pieces.retain(|(words, _)| !words.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_are_the_text_whatever_the_ranges() {
        let text = "Ångström";
        let plain = |ranges: &[Range<usize>]| -> String {
            marked(text, ranges, Style::new(), Style::new())
                .iter()
                .map(|(words, _)| words.to_string())
                .collect()
        };
        assert_eq!(plain(&[]), text);
        assert_eq!(plain(&[0..2, 4..6]), text);
        assert_eq!(plain(&[1..2, 4..99]), text);
    }
}
