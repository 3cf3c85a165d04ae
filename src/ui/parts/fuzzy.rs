//! Words looked for by some of their letters, the way palettes do it. It will never know what the words name.

use std::cmp::Reverse;
use std::ops::Range;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::style::Style;

use super::super::canvas::Piece;

/// One of the texts that match, and which of its bytes did.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The place of the text among those looked at.
    pub at: usize,
    pub score: u32,
    pub ranges: Vec<Range<usize>>,
}

/// The texts in which every word of the query is found, the best first; all of them for an empty query.
pub fn matches<'a>(query: &str, texts: impl Iterator<Item = &'a str>) -> Vec<Match> {
    let pattern = Pattern::new(
        query,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Fuzzy,
    );
    let mut matcher = Matcher::new(Config::DEFAULT);
    let (mut letters, mut buffer) = (Vec::new(), Vec::new());
    let mut found: Vec<Match> = texts
        .enumerate()
        .filter_map(|(at, text)| {
            letters.clear();
            let score =
                pattern.indices(Utf32Str::new(text, &mut buffer), &mut matcher, &mut letters)?;
            letters.sort_unstable();
            letters.dedup();
            Some(Match {
                at,
                score,
                ranges: ranges(text, &letters),
            })
        })
        .collect();
    found.sort_by_key(|found| (Reverse(found.score), found.at));
    found
}

/// The stretches of bytes of the letters at these places.
fn ranges(text: &str, places: &[u32]) -> Vec<Range<usize>> {
    use unicode_segmentation::UnicodeSegmentation;
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // The matcher counts grapheme by grapheme.
    for (place, (at, letter)) in text.grapheme_indices(true).enumerate() {
        let is_hit = u32::try_from(place).is_ok_and(|place| places.binary_search(&place).is_ok());
        if !is_hit {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end += letter.len(),
            _ => ranges.push(at..at + letter.len()),
        }
    }
    ranges
}

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
    fn every_word_of_the_query_must_be_found() {
        let texts = ["report back", "redo", "Ångström"];
        let at = |query: &str| -> Vec<usize> {
            matches(query, texts.into_iter())
                .iter()
                .map(|m| m.at)
                .collect()
        };
        assert_eq!(at("rep bk"), [0]);
        assert_eq!(at("angs"), [2]);
        assert_eq!(at(""), [0, 1, 2]);
        assert_eq!(at("xyz"), [0usize; 0]);
    }

    #[test]
    fn what_matched_is_marked_in_bytes() {
        let found = matches("strö", ["Ångström"].into_iter());
        let text = "Ångström";
        let hits: String = found[0]
            .ranges
            .iter()
            .map(|range| &text[range.clone()])
            .collect();
        assert_eq!(hits, "strö");
        let plain: String = marked(text, &found[0].ranges, Style::new(), Style::new())
            .iter()
            .map(|(words, _)| words.to_string())
            .collect();
        assert_eq!(plain, text);
    }
}
