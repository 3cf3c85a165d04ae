//! How well the words of a query fit a text, and where. Will never know what the text belongs to.

use std::ops::{BitOr, Range};

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use unicode_segmentation::UnicodeSegmentation;

/// Words of a query beyond these are not read.
const WORDS: usize = 8;

/// One of several offered texts that fits a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its place among those offered.
    pub index: usize,
    pub score: u32,
    /// The matched bytes of the text, in order.
    pub ranges: Vec<Range<usize>>,
}

/// How well each word of the query fits something.
pub(super) type Scores = [u16; WORDS];

/// Which letters a text is written in, a bit each; all of them where one is not of ASCII, since such a letter may be
/// found by another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letters(u64);

impl Letters {
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Letters {
        let bytes = texts.into_iter().flat_map(str::bytes);
        Letters(bytes.fold(0, |all, byte| all | Letters::bits(byte)))
    }

    fn bits(byte: u8) -> u64 {
        match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'A'..=b'Z' => 1 << (byte - b'A'),
            b'0'..=b'9' => 1 << (26 + byte - b'0'),
            0x80.. => u64::MAX,
            _ => 1 << 36,
        }
    }

    fn has(self, wanted: Letters) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}

impl BitOr for Letters {
    type Output = Letters;

    fn bitor(self, other: Letters) -> Letters {
        Letters(self.0 | other.0)
    }
}

/// A query with what matching needs.
pub(super) struct Query {
    pub words: Vec<Atom>,
    /// What a text must have for the word to be in it; nothing where a letter of the word is not of ASCII.
    wanted: Vec<Letters>,
    /// The same words, to be found as they stand: fuzzy letters fit any long need or note.
    exact: Vec<Atom>,
    pub letters: usize,
    matcher: Matcher,
    chars: Vec<char>,
}

impl Query {
    pub fn of(text: &str) -> Query {
        // Accents typed as marks of their own would be letters that no name has.
        let text: String = text
            .chars()
            .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
            .collect();
        let words = || text.split_whitespace().take(WORDS);
        let atoms = |kind: AtomKind| -> Vec<Atom> {
            words()
                .map(|word| {
                    let (case, accents) = (CaseMatching::Ignore, Normalization::Smart);
                    Atom::new(word, case, accents, kind, false)
                })
                .collect()
        };
        Query {
            words: atoms(AtomKind::Fuzzy),
            wanted: words()
                .map(|word| {
                    let is_plain = word.is_ascii();
                    Letters::of(is_plain.then_some(word))
                })
                .collect(),
            exact: atoms(AtomKind::Substring),
            letters: words().map(|word| word.chars().count()).sum(),
            matcher: Matcher::new(Config::DEFAULT),
            chars: Vec::new(),
        }
    }

    /// Raises the scores to those of a text.
    pub fn raise(&mut self, text: &str, scores: &mut Scores) {
        if text.is_empty() {
            return;
        }
        let text = letters(text, &mut self.chars);
        for (word, best) in self.words.iter().zip(scores) {
            // A greedy look is enough to tell what fits, and several times as quick over a whole book.
            let needle = word.needle_text();
            let score = if needle.is_ascii() {
                self.matcher.fuzzy_match_greedy(text, needle)
            } else {
                word.score(text, &mut self.matcher)
            };
            *best = (*best).max(score.unwrap_or(0));
        }
    }

    /// Raises the scores to those of a text in which words are found as they stand.
    pub fn raise_exact(&mut self, text: &str, scores: &mut Scores) {
        if text.is_empty() {
            return;
        }
        let text = letters(text, &mut self.chars);
        for (word, best) in self.exact.iter().zip(scores) {
            let score = word.score(text, &mut self.matcher);
            *best = (*best).max(score.unwrap_or(0));
        }
    }

    /// False where no word can be in a text that is written in these letters.
    pub fn may_fit_some(&self, letters: Letters) -> bool {
        self.wanted.iter().any(|word| letters.has(*word))
    }

    /// False where some word cannot be in it.
    pub fn may_fit_all(&self, letters: Letters) -> bool {
        self.wanted.iter().all(|word| letters.has(*word))
    }

    /// The sum where every word fits.
    pub fn sum(&self, scores: &Scores) -> Option<u32> {
        let scores = &scores[..self.words.len()];
        let fits = scores.iter().all(|score| 0 < *score);
        fits.then(|| scores.iter().map(|score| u32::from(*score)).sum())
    }

    fn score(&mut self, text: &str) -> Option<u32> {
        let mut scores = Scores::default();
        self.raise(text, &mut scores);
        self.sum(&scores)
    }

    pub fn score_exact(&mut self, text: &str) -> Option<u32> {
        let text = letters(text, &mut self.chars);
        let mut sum = 0;
        for word in &self.exact {
            sum += u32::from(word.score(text, &mut self.matcher)?);
        }
        Some(sum)
    }

    /// Where the words were found, as bytes.
    pub fn ranges(&mut self, text: &str, is_exact: bool) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let wide = letters(text, &mut self.chars);
        let words = if is_exact { &self.exact } else { &self.words };
        for word in words {
            // Those of one word come in order, so that each search is given a list of its own.
            let mut here = Vec::new();
            if word.indices(wide, &mut self.matcher, &mut here).is_some() {
                found.extend(here);
            }
        }
        found.sort_unstable();
        found.dedup();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut wanted = found.into_iter().peekable();
        for (n, (start, grapheme)) in text.grapheme_indices(true).enumerate() {
            if wanted.next_if(|index| *index as usize == n).is_none() {
                continue;
            }
            let end = start + grapheme.len();
            match ranges.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => ranges.push(start..end),
            }
        }
        ranges
    }
}

/// The letters of a text, one for each that is seen, so that places among them are places in the text.
///
/// `Utf32Str::new` gives bytes where every letter begins with an ASCII one ("e" with a mark of its own).
fn letters<'a>(text: &'a str, chars: &'a mut Vec<char>) -> Utf32Str<'a> {
    if text.is_ascii() && !text.contains('\r') {
        return Utf32Str::Ascii(text.as_bytes());
    }
    chars.clear();
    chars.extend(
        text.graphemes(true)
            .filter_map(|letter| letter.chars().next()),
    );
    Utf32Str::Unicode(chars)
}

/// Which of the offered texts fit a query, best first; all of them in their order where it is empty.
pub fn rank<T: AsRef<str>>(text: &str, items: &[T]) -> Vec<Choice> {
    let mut query = Query::of(text);
    let mut found: Vec<(u32, usize)> = items
        .iter()
        .enumerate()
        .filter_map(|(index, item)| Some((query.score(item.as_ref())?, index)))
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found
        .into_iter()
        .map(|(score, index)| Choice {
            index,
            score,
            ranges: query.ranges(items[index].as_ref(), false),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, ranges: &[Range<usize>]) -> Vec<String> {
        ranges
            .iter()
            .map(|range| text[range.clone()].to_string())
            .collect()
    }

    #[test]
    fn ranges_are_whole_letters_of_any_script() {
        let names = ["Zoë Ångström", "李伟", "👩‍👩‍👧 Family", "e\u{301}mile"];
        for (query, n, found) in [
            ("ång", 0, vec!["Ång"]),
            ("zoe", 0, vec!["Zoë"]),
            ("伟", 1, vec!["伟"]),
            ("fam", 2, vec!["Fam"]),
            ("mile", 3, vec!["mile"]),
        ] {
            let choices = rank(query, &names);
            assert_eq!(choices[0].index, n, "{query}");
            assert_eq!(marked(names[n], &choices[0].ranges), found, "{query}");
        }
    }

    #[test]
    fn an_empty_query_keeps_everything_in_its_order() {
        let items = ["move on", "move back", "log"];
        let order = |query: &str| -> Vec<usize> {
            rank(query, &items)
                .iter()
                .map(|choice| choice.index)
                .collect()
        };
        assert_eq!(order(""), [0, 1, 2]);
        assert_eq!(order("mb"), [1]);
        assert_eq!(order("move"), [0, 1]);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_the_ranges_fit_the_text(query in "\\PC{0,12}", text in "\\PC{0,40}") {
            for choice in rank(&query, &[text.as_str()]) {
                for range in choice.ranges {
                    proptest::prop_assert!(text.get(range).is_some());
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn what_fits_is_never_ruled_out_by_its_letters(word in "\\PC{1,3}|[a-zA-Zé0-9-]{1,3}", text in "\\PC{0,30}|[a-zA-Zé0-9 -]{0,30}") {
            let mut query = Query::of(&word);
            let letters = Letters::of([text.as_str()]);
            let fits = !query.words.is_empty() && query.score(&text).is_some();
            proptest::prop_assert!(!fits || query.may_fit_all(letters) && query.may_fit_some(letters));
            let fits = !query.words.is_empty() && query.score_exact(&text).is_some();
            proptest::prop_assert!(!fits || query.may_fit_all(letters));
        }
    }
}
