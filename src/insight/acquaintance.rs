//! Which words are known of whom: tags, company, position, what they need, what they said. It finds people for a word
//! and never knows what they are wanted for.

use std::collections::{BTreeMap, HashMap};

use super::index::{IdMap, Index};
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::name::fold;

/// Shorter words say nothing.
const SHORT: usize = 3;

/// Where a word stands, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Tag,
    Company,
    Position,
    Gain,
    Need,
    Note,
}

impl Place {
    pub const ALL: [Place; 6] = [
        Place::Tag,
        Place::Company,
        Place::Position,
        Place::Gain,
        Place::Need,
        Place::Note,
    ];

    fn bit(self) -> u8 {
        1 << (self as u8)
    }
}

/// A set of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Places(u8);

impl Places {
    fn first(self) -> Option<Place> {
        Place::ALL
            .into_iter()
            .find(|place| self.0 & place.bit() != 0)
    }
}

/// The words known of everyone.
#[derive(Clone, Debug, Default)]
pub struct Acquaintance {
    numbers: HashMap<Box<str>, u32>,
    /// Who has a word, by its number.
    people: Vec<BTreeMap<Id, Places>>,
    /// The words of a person.
    words: IdMap<Vec<u32>>,
}

impl Acquaintance {
    pub(super) fn of(book: &Book, index: &Index) -> Acquaintance {
        let mut all = Acquaintance::default();
        for (id, _) in book.people.iter() {
            all.take_in(id, book, index);
        }
        all
    }

    /// Takes in what is known of a person now.
    pub(super) fn take_in(&mut self, id: Id, book: &Book, index: &Index) {
        for number in self.words.remove(&id).unwrap_or_default() {
            self.people[number as usize].remove(&id);
        }
        let mut known = BTreeMap::<u32, Places>::new();
        each_text(id, book, index, &mut |place, text| {
            each_word(text, &mut |word| {
                let number = self.number(word);
                known.entry(number).or_default().0 |= place.bit();
            });
        });
        if known.is_empty() {
            return;
        }
        for (number, places) in &known {
            self.people[*number as usize].insert(id, *places);
        }
        self.words.insert(id, known.into_keys().collect());
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.people.len()).expect("no language has so many words");
        self.numbers.insert(word.into(), number);
        self.people.push(BTreeMap::new());
        number
    }

    /// Who has this word, and the most telling place of it.
    pub fn with(&self, word: &str) -> impl Iterator<Item = (Id, Place)> + '_ {
        let number = self.numbers.get(word).copied();
        let people = number.and_then(|number| self.people.get(number as usize));
        let people = people.into_iter().flatten();
        people.filter_map(|(id, places)| Some((*id, places.first()?)))
    }

    /// How many have this word.
    pub fn count(&self, word: &str) -> usize {
        let number = self.numbers.get(word).copied();
        let people = number.and_then(|number| self.people.get(number as usize));
        people.map_or(0, BTreeMap::len)
    }

    /// The words of a person, for those who compare.
    fn said_of(&self, id: Id) -> BTreeMap<&str, Places> {
        let number = |word: &str| self.numbers.get(word).map(|number| *number as usize);
        let words = self.numbers.keys().filter_map(|word| {
            let places = self.people.get(number(word)?)?.get(&id)?;
            Some((&**word, *places))
        });
        words.collect()
    }
}

/// Words get their numbers as they come; who has them is what counts.
impl PartialEq for Acquaintance {
    fn eq(&self, other: &Acquaintance) -> bool {
        self.words.len() == other.words.len()
            && self
                .words
                .keys()
                .all(|id| self.said_of(*id) == other.said_of(*id))
    }
}

impl Eq for Acquaintance {}

/// Every text about a person, with its place.
fn each_text(id: Id, book: &Book, index: &Index, see: &mut dyn FnMut(Place, &str)) {
    let Some(person) = book.people.get(id) else {
        return;
    };
    person.tags.keys().for_each(|tag| see(Place::Tag, tag));
    see(Place::Company, &person.company);
    see(Place::Position, &person.position);
    person
        .gains
        .values()
        .for_each(|gain| see(Place::Gain, gain));
    for referral in index.referrals.of(id) {
        if referral.record.prospect == Some(id) {
            see(Place::Need, &referral.record.need);
        }
    }
    for event in index.events_of_person.of(id) {
        see(Place::Note, &event.record.note);
    }
}

/// Every telling word of a text, folded and without its ending.
pub fn each_word(text: &str, see: &mut dyn FnMut(&str)) {
    if text.is_empty() {
        return;
    }
    for word in fold(text).split(|c: char| !c.is_alphanumeric()) {
        if SHORT <= word.chars().count() && !NOTHING.contains(&word) {
            see(stem(word));
        }
    }
}

/// A word without the ending of its plural, so that "bakeries" is "bakery".
fn stem(word: &str) -> &str {
    let long = 4 < word.len();
    if let Some(stem) = word.strip_suffix("ies").or_else(|| word.strip_suffix('y'))
        && long
    {
        return stem;
    }
    match word.strip_suffix("es").or_else(|| word.strip_suffix('s')) {
        Some(stem) if long && !word.ends_with("ss") && !word.ends_with("us") => stem,
        _ => word.strip_suffix('e').filter(|_| long).unwrap_or(word),
    }
}

/// Words that every description has.
const NOTHING: [&str; 43] = [
    "the",
    "and",
    "for",
    "with",
    "who",
    "that",
    "are",
    "has",
    "have",
    "from",
    "not",
    "but",
    "all",
    "any",
    "their",
    "them",
    "they",
    "people",
    "person",
    "someone",
    "somebody",
    "looking",
    "look",
    "looks",
    "wants",
    "want",
    "need",
    "needs",
    "good",
    "new",
    "more",
    "than",
    "about",
    "into",
    "was",
    "were",
    "will",
    "would",
    "this",
    "other",
    "company",
    "companies",
    "firms",
];

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::event::Kind;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_word(text, &mut |word| found.push(word.to_string()));
        found
    }

    #[test]
    fn words_are_folded_and_lose_the_ending_of_their_plural() {
        assert_eq!(
            words("Owner-led shops, 20-80 staff; no CFO"),
            ["owner", "led", "shop", "staff", "cfo"]
        );
        assert_eq!(
            words("Café bakeries and a bakery"),
            ["cafe", "baker", "baker"]
        );
        assert_eq!(words("business, businesses"), ["business", "business"]);
        assert_eq!(words("the of a who"), [""; 0]);
    }

    #[test]
    fn people_are_found_by_what_is_known_of_them_the_most_telling_place_first() {
        let mut trial = Trial::new();
        let lin = trial.person("Lin Wu", None);
        let was = trial.book().people.arc(lin).cloned();
        let mut person = (**was.as_ref().expect("Lin is there")).clone();
        person.tags.insert("retail".into(), true);
        person.company = "Wu Retail".into();
        trial.perform(Action::SavePerson {
            id: Some(lin),
            was,
            person: Box::new(person),
        });
        trial.log(Kind::Call, "Lin Wu", None);
        let practice = trial.practice();
        let known = practice
            .acquaintance()
            .expect("a small book is read at once");
        let found: Vec<_> = known.with("retail").collect();
        assert_eq!(found, [(lin, Place::Tag)]);
        assert_eq!(known.count("retail"), 1);
        assert_eq!(known.with("unheard").count(), 0);
    }
}
