//! Masking for shared screens: invented names, the same person always the same; money, notes and
//! quotes hidden. Also where names and sums are looked up when nothing is masked.

use std::borrow::Cow;

use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::money::Money;
use crate::domain::person::Person;

use super::layer::Cx;

const FIRST: [&str; 32] = [
    "Alma", "Bela", "Cosmo", "Delia", "Edo", "Fern", "Gale", "Hedda", "Ilse", "Jory", "Kai",
    "Lore", "Milo", "Nell", "Orla", "Pim", "Quill", "Runa", "Sol", "Tove", "Ugo", "Vera", "Wim",
    "Xenia", "Yann", "Zita", "Arlo", "Bryn", "Ciro", "Dara", "Enzo", "Faye",
];
const LAST: [&str; 32] = [
    "Aster", "Birch", "Cedar", "Dale", "Elm", "Ferris", "Grove", "Heath", "Iris", "Juniper",
    "Kestrel", "Linden", "Marsh", "North", "Oakes", "Poplar", "Quince", "Rowan", "Sorrel", "Thorn",
    "Umber", "Vale", "Willow", "Yarrow", "Zephyr", "Alder", "Bramble", "Clover", "Dune", "Ember",
    "Fen", "Glen",
];

/// The invented name of a person.
fn invented(id: Id) -> String {
    let mixed = (id.as_u128() ^ (id.as_u128() >> 67))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let pick = |shift: u32| usize::try_from((mixed >> shift) & 31).expect("five bits");
    format!("{} {}", FIRST[pick(96)], LAST[pick(111)])
}

/// A sentence about people of these books with their invented names; what follows a colon was
/// written by a person, and goes.
pub(super) fn veiled(words: &str, books: &[&Book]) -> String {
    let mut named: Vec<(&str, Id)> = books
        .iter()
        .flat_map(|book| {
            let people = book.people.iter();
            let people = people.map(|(id, person)| (person.name.as_str(), id));
            // Who is wanted and not in the book yet has a name all the same.
            let targets = book.targets.iter();
            people.chain(targets.map(|(id, target)| (target.name.as_str(), id)))
        })
        .filter(|(name, _)| !name.is_empty() && words.contains(name))
        .collect();
    // "Ann Lee" before "Ann".
    named.sort_by_key(|(name, id)| (std::cmp::Reverse(name.len()), *id));
    // "Undone: Moved …" begins with a word of ours.
    let ours = ["Undone: ", "Redone: "]
        .into_iter()
        .find(|ours| words.starts_with(ours))
        .unwrap_or("");
    let (mut said, mut hidden) = (&words[ours.len()..], "");
    // There our own words follow, as the name of a rule or a part of the review.
    let is_ours = ["Looked at: ", "Stopped asking for ", "Asks again"];
    let is_ours = is_ours.iter().any(|ours| said.starts_with(ours));
    if let Some((before, _)) = said.split_once(": ").filter(|_| !is_ours) {
        (said, hidden) = (before, ": (masked)");
    }
    let mut said = said.to_string();
    for (name, id) in named {
        said = said.replace(name, &invented(id));
    }
    format!("{ours}{said}{hidden}")
}

impl<'a> Cx<'a> {
    /// The name of a person, "someone" where the record is gone.
    pub fn name(&self, person: Option<Id>) -> Cow<'a, str> {
        match person {
            Some(id) if self.masked && self.book.people.has(id) => invented(id).into(),
            other => self.book.name(other).into(),
        }
    }

    /// The name of somebody who is wanted, in the book or not.
    pub fn target(&self, target: Id) -> Cow<'a, str> {
        let Some(it) = self.book.targets.get(target) else {
            return "someone".into();
        };
        match it.whom {
            Some(whom) => self.name(Some(whom)),
            None if self.masked => invented(target).into(),
            None => it.name.as_str().into(),
        }
    }

    /// The name of somebody who helps, in the book or not.
    pub fn helper(&self, helper: Id) -> Cow<'a, str> {
        let it = self.book.helpers.get(helper);
        match it.and_then(|it| it.person) {
            Some(person) => self.name(Some(person)),
            None if self.masked && it.is_some() => invented(helper).into(),
            None => self.book.helper_name(helper).into(),
        }
    }

    /// The name of a way in: a word of mine, which may be somebody's name.
    pub fn channel(&self, channel: Id) -> Cow<'a, str> {
        match self.book.channels.get(channel) {
            Some(_) if self.masked => "a channel".into(),
            Some(it) => it.name.as_str().into(),
            None => "a channel".into(),
        }
    }

    /// A short form for narrow columns: "Omar H."
    pub fn short_name(&self, person: Option<Id>) -> String {
        let name = self.name(person);
        let mut words = name.split_whitespace();
        match (words.next(), words.next_back()) {
            (Some(first), Some(last)) => {
                let initial = last.chars().next().unwrap_or(' ');
                format!("{first} {initial}.")
            }
            _ => name.into_owned(),
        }
    }

    /// The first name alone: "Dana".
    pub fn first_name(&self, person: Option<Id>) -> String {
        let name = self.name(person);
        name.split_whitespace()
            .next()
            .unwrap_or("someone")
            .to_string()
    }

    pub fn company(&self, person: &'a Person) -> &'a str {
        if self.masked && !person.company.is_empty() {
            "a company"
        } else {
            &person.company
        }
    }

    /// Notes, needs and quotes.
    pub fn words(&self, words: &'a str) -> &'a str {
        if self.masked && !words.is_empty() {
            "(masked)"
        } else {
            words
        }
    }

    /// A sum in the user's currency, short: "12k".
    pub fn money(&self, money: Money) -> String {
        if self.masked {
            return "***".into();
        }
        money.short(self.book.settings().currency())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::dialogs::specs::desk::{DANA, book};

    #[test]
    fn a_toast_hides_names_and_notes_and_leaves_our_own_words() {
        let book = book();
        let dana = invented(DANA);
        for (words, veil) in [
            ("Looked at: Owed", "Looked at: Owed".to_string()),
            (
                "Stopped asking for all: be in touch",
                "Stopped asking for all: be in touch".into(),
            ),
            (
                "Undone: Asks again for Dana Ortiz: be in touch",
                format!("Undone: Asks again for {dana}: be in touch"),
            ),
            (
                "Promised Dana Ortiz: a list of notaries",
                format!("Promised {dana}: (masked)"),
            ),
        ] {
            assert_eq!(veiled(words, &[&book]), veil);
        }
    }
}
