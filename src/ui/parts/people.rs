//! Whom a typed name may mean, among the people of the book. It will never know why it is asked.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::name::{Sought, fold};

/// How many are offered at most.
const MOST: usize = 5;

/// From here on it is worth asking whether two names mean one person.
const LIKELY: u8 = 60;

/// Who is meant by a typed name.
#[derive(Debug, Default, PartialEq)]
pub struct Likely {
    /// Those who are called just that.
    pub same: Vec<Id>,
    /// Those to offer, the likeliest first.
    pub found: Vec<Id>,
    /// The typed words begin the words of the first one's name, so that it is probably meant.
    pub begins: bool,
    /// Who may be the same person, should the typed name be meant as a new one.
    pub twin: Option<Id>,
}

pub fn like(book: &Book, typed: &str) -> Likely {
    if typed.trim().is_empty() {
        return Likely::default();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::new(
        typed,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Fuzzy,
    );
    let folded = fold(typed);
    let sought = Sought::of(typed);
    let mut letters = Vec::new();
    let mut scored: Vec<(bool, u32, Id)> = book
        .people
        .iter()
        .filter_map(|(id, person)| {
            let name = Utf32Str::new(&person.name, &mut letters);
            let score = pattern.score(name, &mut matcher)?;
            Some((begins(&folded, &person.name), score, id))
        })
        .collect();
    scored.sort_by_key(|(begins, score, id)| (std::cmp::Reverse((*begins, *score)), *id));
    let name = |id: &Id| book.name(Some(*id));
    let same: Vec<Id> = scored
        .iter()
        .map(|(_, _, id)| *id)
        .filter(|id| sought.is(name(id)))
        .collect();
    let begins = scored.first().is_some_and(|(begins, ..)| *begins);
    let mut found: Vec<Id> = scored.into_iter().map(|(_, _, id)| id).take(MOST).collect();
    let twin = if begins {
        found.first().copied()
    } else {
        twin(book, typed, None)
    };
    if found.is_empty() {
        found.extend(twin);
    }
    Likely {
        same,
        found,
        begins,
        twin,
    }
}

/// The person whose name is most like this one, when it is likely enough to ask.
pub fn twin(book: &Book, typed: &str, but: Option<Id>) -> Option<Id> {
    let first = |word: &str| match word.chars().next() {
        Some(letter) if letter.is_ascii() => Some(letter.to_ascii_lowercase()),
        letter => fold(&letter?.to_string()).chars().next(),
    };
    let firsts: Vec<Option<char>> = typed.split_whitespace().map(first).collect();
    let sought = Sought::of(typed);
    book.people
        .iter()
        .filter(|(id, person)| {
            // Measuring likeness is slow; who shares no first letter is not looked at.
            let shares = |word: &str| firsts.contains(&first(word));
            Some(*id) != but && person.name.split_whitespace().any(shares)
        })
        .map(|(id, person)| (sought.likeness(&person.name), id))
        .filter(|(likeness, _)| *likeness >= LIKELY)
        .max_by_key(|(likeness, id)| (*likeness, std::cmp::Reverse(*id)))
        .map(|(_, id)| id)
}

/// Whether each typed word, folded, begins a word of the name.
fn begins(typed: &str, name: &str) -> bool {
    let name = fold(name);
    typed
        .split_whitespace()
        .all(|word| name.split_whitespace().any(|other| other.starts_with(word)))
}
