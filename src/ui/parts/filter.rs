//! A filter that narrows a list as one types. It knows what a person can see, not what is hidden.

use std::cell::RefCell;

use crossterm::event::{KeyCode, KeyModifiers};

use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::name::fold;
use crate::domain::text::clean_line;
use crate::insight::facets::Role;
use crate::insight::index::IdMap;

use super::super::layer::{Cx, Typed};

/// The words typed so far; all of them must be found in what is shown of a record.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    text: String,
    folded: Vec<String>,
    typing: bool,
    answers: RefCell<Answers>,
}

/// What was found to fit, kept while nothing changes: a frame asks for the same list several times.
#[derive(Clone, Debug, Default)]
struct Answers {
    of: Option<(Book, bool)>,
    fits: IdMap<bool>,
    /// Those of the words that these words go on from, the shortest first, for letters that are taken back.
    before: Vec<(String, IdMap<bool>)>,
}

impl Answers {
    /// From some words to others.
    fn go(&mut self, from: String, to: &str) {
        let fits = std::mem::take(&mut self.fits);
        if !from.is_empty() {
            self.before.push((from, fits));
        }
        self.before
            .retain(|(words, _)| to.starts_with(words.as_str()));
        if let Some((_, fits)) = self.before.pop_if(|(words, _)| words.as_str() == to) {
            self.fits = fits;
        } else {
            // More letters: what did not fit before cannot fit now.
            let before = self.before.last().into_iter().flat_map(|(_, fits)| fits);
            let unfit = before.filter(|(_, fits)| !**fits);
            self.fits = unfit.map(|(id, fits)| (*id, *fits)).collect();
        }
    }
}

impl Filter {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    pub fn is_typing(&self) -> bool {
        self.typing
    }

    pub fn start(&mut self) {
        self.typing = true;
    }

    /// Stops typing and keeps the filter.
    pub fn done(&mut self) {
        self.typing = false;
    }

    pub fn clear(&mut self) {
        *self = Filter::default();
    }

    pub fn type_in(&mut self, typed: &Typed) {
        match typed {
            Typed::Key(key) => match key.code {
                KeyCode::Char('u' | 'w') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    self.text.clear();
                }
                KeyCode::Char(letter) if !key.modifiers.contains(KeyModifiers::CONTROL) => {
                    self.text.push(letter);
                }
                KeyCode::Backspace => drop(self.text.pop()),
                _ => {}
            },
            Typed::Paste(text) => self.text.push_str(&clean_line(text)),
        }
        let before = std::mem::take(&mut self.folded).join(" ");
        self.folded = fold(&self.text)
            .split_whitespace()
            .map(str::to_string)
            .collect();
        let now = self.folded.join(" ");
        if before != now {
            self.answers.get_mut().go(before, &now);
        }
    }

    /// Whether a record fits, asked only once.
    fn fits(&self, id: Id, cx: &Cx, ask: impl FnOnce() -> bool) -> bool {
        let mut answers = self.answers.borrow_mut();
        let is_of_this =
            |(book, masked): &(Book, bool)| book.is_same(cx.book) && *masked == cx.masked;
        if !answers.of.as_ref().is_some_and(is_of_this) {
            *answers = Answers {
                of: Some((cx.book.clone(), cx.masked)),
                ..Answers::default()
            };
        }
        *answers.fits.entry(id).or_insert_with(ask)
    }

    fn takes(&self, shown: &[&str]) -> bool {
        self.folded
            .iter()
            .all(|word| shown.iter().any(|text| has(text, word)))
    }

    pub fn takes_person(&self, id: Id, cx: &Cx) -> bool {
        self.is_empty() || self.fits(id, cx, || self.fits_person(id, cx))
    }

    fn fits_person(&self, id: Id, cx: &Cx) -> bool {
        let Some(person) = cx.book.people.get(id) else {
            return false;
        };
        let name = cx.name(Some(id));
        let tier = person.tier.as_ref().map_or("", |tier| tier.word());
        let texts = [&*name, cx.company(person), cx.words(&person.position), tier];
        let is_shown = |word: &String| texts.iter().any(|text| has(text, word));
        let is_tag = |word: &String| {
            let tag = word.strip_prefix('#').unwrap_or(word);
            person.tags.keys().any(|it| {
                if tag.len() == word.len() {
                    has(it, tag)
                } else {
                    fold(it).starts_with(tag)
                }
            })
        };
        // What they are to me is looked up only where a word may mean that.
        let is_role = |word: &String| {
            let mut roles = Role::ALL.into_iter();
            roles.any(|role| has(role.title(), word) && cx.practice.has_role(id, role))
        };
        let fits = |word: &String| is_shown(word) || is_tag(word) || is_role(word);
        self.folded.iter().all(fits)
    }

    pub fn takes_referral(&self, id: Id, cx: &Cx) -> bool {
        self.is_empty() || self.fits(id, cx, || self.fits_referral(id, cx))
    }

    fn fits_referral(&self, id: Id, cx: &Cx) -> bool {
        let Some(referral) = cx.book.referrals.get(id) else {
            return false;
        };
        let prospect = referral.prospect.and_then(|id| cx.book.people.get(id));
        let names: Vec<_> = referral.people().map(|id| cx.name(Some(id))).collect();
        let tags: Vec<String> = referral.tags.keys().map(|tag| format!("#{tag}")).collect();
        let mut shown = vec![
            cx.words(&referral.need),
            prospect.map_or("", |person| cx.company(person)),
        ];
        shown.extend(names.iter().map(|name| &**name));
        shown.extend(tags.iter().map(String::as_str));
        self.takes(&shown)
    }
}

/// Whether a text, folded, has a folded word in it. Nearly every text is ASCII and needs no copy for that.
fn has(text: &str, word: &str) -> bool {
    if !text.is_ascii() {
        return fold(text).contains(word);
    }
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((first, rest)) = word.split_first() else {
        return true;
    };
    let starts = text.iter().enumerate();
    let mut starts = starts.filter(|(_, byte)| byte.to_ascii_lowercase() == *first);
    starts.any(|(at, _)| {
        let there = text.get(at + 1..at + word.len());
        there.is_some_and(|there| there.eq_ignore_ascii_case(rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_any_case_and_without_its_marks() {
        assert!(has("Priya Shah", "shah") && has("Zoë Dvořák", "dvorak"));
        assert!(!has("Priya Shah", "sha h") && !has("Al", "alma") && !has("", "a"));
    }

    proptest::proptest! {
        #[test]
        fn a_word_is_found_wherever_it_stands(text in "[abAB ]{0,8}", word in "[ab]{1,3}") {
            proptest::prop_assert_eq!(has(&text, &word), text.to_lowercase().contains(&word));
        }
    }
}
