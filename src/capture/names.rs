//! Whom a name means: someone of the book, someone new, or nobody can tell. It will never know the line it stands in.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::domain::action::Who;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::name::{Sought, fold};

/// Whom a name means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Match {
    #[default]
    Nobody,
    /// Someone of the book, under this name or a part of it that nobody else has.
    Known(Id),
    /// Someone of the book, if the name was mistyped.
    Likely(Id),
    Ambiguous(Vec<Id>),
    New(String),
}

impl Match {
    /// The person of the book that is meant.
    pub fn id(&self) -> Option<Id> {
        match self {
            Match::Known(id) | Match::Likely(id) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn who(&self) -> Who {
        match self {
            Match::Known(id) | Match::Likely(id) => Who::Known(*id),
            Match::New(name) => Who::New(name.clone()),
            Match::Nobody | Match::Ambiguous(_) => Who::Nobody,
        }
    }
}

/// From this likeness on a name is taken for a mistyped one.
const MISTYPED: u8 = 75;
/// From this likeness on a new name is pointed out as perhaps known.
pub(super) const TWIN: u8 = 60;
/// In words; a pasted page is not tried as a name at every length.
const LONGEST_NAME: usize = 8;

/// So many names are remembered; a line has a few, and each letter of one makes another.
const REMEMBERED: usize = 64;

/// The names of a book. Whom a name fits is looked up once: a line is read anew with every letter of it.
pub struct Names {
    book: Book,
    found: RefCell<BTreeMap<String, Rc<Found>>>,
}

impl Names {
    pub fn of(book: &Book) -> Names {
        Names {
            book: book.clone(),
            found: RefCell::default(),
        }
    }

    pub fn book(&self) -> &Book {
        &self.book
    }

    pub(super) fn found(&self, said: &str) -> Rc<Found> {
        let mut found = self.found.borrow_mut();
        if let Some(known) = found.get(said) {
            return Rc::clone(known);
        }
        if REMEMBERED <= found.len() {
            found.clear();
        }
        let now = Rc::new(Found::of(said, &self.book));
        found.insert(said.to_owned(), Rc::clone(&now));
        now
    }

    /// Someone whom I know, by name, by a part of it that nobody else has, or by a mistyped one.
    pub fn known(&self, said: &str) -> Match {
        if said.trim().is_empty() {
            return Match::Nobody;
        }
        let found = self.found(said);
        if let Some(one) = found.one_of_same(&self.book) {
            return one;
        }
        if is_part(said) {
            let one = found.one_of_like(&self.book);
            return one.unwrap_or_else(|| Match::New(said.to_owned()));
        }
        let folded = fold(said);
        let at_company: Vec<Id> = self
            .book
            .people
            .iter()
            .filter(|(_, person)| is_name_with_company(&folded, &person.name, &person.company))
            .map(|(id, _)| id)
            .collect();
        if let [one] = at_company.as_slice() {
            return Match::Known(*one);
        }
        match found.like.as_slice() {
            [(best, _), (second, _), ..] if MISTYPED <= *best && best == second => {
                Match::Ambiguous(found.at_least(*best).collect())
            }
            [(best, id), ..] if MISTYPED <= *best => Match::Likely(*id),
            _ => Match::New(said.to_owned()),
        }
    }

    /// Who else fits a name that [`Names::known`] took for a source: those of the same name, or of the same part of one.
    pub fn others(&self, said: &str, meant: &Match) -> Vec<Id> {
        let Match::Known(meant) = meant else {
            return Vec::new();
        };
        let found = self.found(said);
        let fit: Vec<Id> = match found.same.as_slice() {
            [] if is_part(said) => found.at_least(TWIN).collect(),
            same => same.to_vec(),
        };
        if fit.contains(meant) {
            fit.into_iter().filter(|id| id != meant).collect()
        } else {
            Vec::new()
        }
    }

    /// Someone known by the whole name with which these words begin.
    pub(super) fn at_the_front(&self, said: &str) -> Option<Id> {
        let words: Vec<&str> = said.split_whitespace().take(LONGEST_NAME).collect();
        (1..=words.len()).rev().find_map(|count| {
            match self.found(&words[..count].join(" ")).same.as_slice() {
                [one] => Some(*one),
                _ => None,
            }
        })
    }

    /// Where the comma was forgotten: the words begin with the whole name of someone known, and say more.
    pub(super) fn name_and_rest(&self, said: &str) -> Option<(String, String)> {
        if !matches!(self.known(said), Match::New(_)) {
            return None;
        }
        let words: Vec<&str> = said.split_whitespace().collect();
        (1..words.len().min(LONGEST_NAME)).rev().find_map(|count| {
            let (name, rest) = (words[..count].join(" "), &words[count..]);
            // One word may be a whole name; a capital after it is rather a last name.
            let is_apart = 1 < count || rest[0].starts_with(char::is_lowercase);
            let is_known = || !self.found(&name).same.is_empty();
            (is_apart && is_known()).then(|| (name, rest.join(" ")))
        })
    }
}

/// A first or a last name alone.
fn is_part(said: &str) -> bool {
    said.split_whitespace().nth(1).is_none()
}

/// The only one, or the only one who is a source; where that is open, sources come first in the list.
fn one_of(ids: &[Id], book: &Book) -> Match {
    if let [one] = ids {
        return Match::Known(*one);
    }
    let sources = sources(ids, book);
    let (sources, others): (Vec<Id>, Vec<Id>) = ids
        .iter()
        .partition(|id| sources.contains(id) || has_tier(**id, book));
    match sources.as_slice() {
        [one] => Match::Known(*one),
        _ => Match::Ambiguous([sources, others].concat()),
    }
}

/// Who of these has referred. A first name alone may fit hundreds: one look through the referrals is enough for them all.
fn sources(ids: &[Id], book: &Book) -> BTreeSet<Id> {
    let asked: BTreeSet<Id> = ids.iter().copied().collect();
    let received = book.referrals.iter().filter(|(_, it)| !it.is_given());
    received
        .flat_map(|(_, referral)| referral.partners())
        .filter(|id| asked.contains(id))
        .collect()
}

fn has_tier(id: Id, book: &Book) -> bool {
    let person = book.people.get(id);
    person.is_some_and(|person| person.tier.is_some())
}

/// "also Anna Schmidt; type more to mean them"; nothing when nobody else fits.
pub fn also(others: &[Id], name: impl Fn(Id) -> String) -> Option<String> {
    let mut names: Vec<String> = others.iter().take(3).map(|id| name(*id)).collect();
    if names.len() < others.len() {
        names.push(format!("{} more", others.len() - names.len()));
    }
    (!names.is_empty()).then(|| format!("also {}; type more to mean them", names.join(", ")))
}

/// "dana ortiz bakers", folded, for Dana Ortiz of Bakers & Co.
fn is_name_with_company(said: &str, name: &str, company: &str) -> bool {
    let begins_alike = || match (said.as_bytes().first(), name.as_bytes().first()) {
        (Some(a), Some(b)) => !b.is_ascii() || a.eq_ignore_ascii_case(b),
        _ => false,
    };
    if company.is_empty() || !begins_alike() {
        return false;
    }
    said.strip_prefix(&fold(name))
        .and_then(|rest| rest.strip_prefix(' '))
        .is_some_and(|rest| fold(company).contains(rest.trim()))
}

/// People whose names are like one that was said.
pub(super) struct Found {
    pub(super) same: Vec<Id>,
    /// The likest first.
    pub(super) like: Vec<(u8, Id)>,
    /// Which one of the same, or of those who are like, is meant; asked once.
    one: [OnceCell<Match>; 2],
}

impl Found {
    pub(super) fn of(said: &str, book: &Book) -> Found {
        let mut initials = [false; 128];
        for word in fold(said).split(|c: char| !c.is_alphanumeric()) {
            if let Some(first) = word.bytes().next().filter(u8::is_ascii) {
                initials[usize::from(first)] = true;
            }
        }
        let mut found = Found {
            same: Vec::new(),
            like: Vec::new(),
            one: [const { OnceCell::new() }; 2],
        };
        let sought = Sought::of(said);
        for (id, person) in book.people.iter() {
            if !may_be(&person.name, &initials) {
                continue;
            }
            match sought.likeness(&person.name) {
                100 => found.same.push(id),
                likeness if TWIN <= likeness => found.like.push((likeness, id)),
                _ => {}
            }
        }
        found
            .like
            .sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        found
    }

    fn one_of_same(&self, book: &Book) -> Option<Match> {
        let one = || one_of(&self.same, book);
        (!self.same.is_empty()).then(|| self.one[0].get_or_init(one).clone())
    }

    fn one_of_like(&self, book: &Book) -> Option<Match> {
        let named: Vec<Id> = self.at_least(TWIN).collect();
        let one = || one_of(&named, book);
        (!named.is_empty()).then(|| self.one[1].get_or_init(one).clone())
    }

    fn at_least(&self, likeness: u8) -> impl Iterator<Item = Id> + '_ {
        let enough = move |(its, _): &&(u8, Id)| likeness <= *its;
        self.like.iter().filter(enough).map(|(_, id)| *id)
    }
}

/// Whether a word of the name begins with one of these letters. Taking every name of a large book apart at every
/// key would be felt; who mistypes the first letter of every word is not found.
fn may_be(name: &str, initials: &[bool; 128]) -> bool {
    let mut is_within = false;
    for byte in name.bytes() {
        // Other letters than ASCII may fold to anything.
        let Some(is_initial) = initials.get(usize::from(byte.to_ascii_lowercase())) else {
            return true;
        };
        let is_letter = byte.is_ascii_alphanumeric();
        if is_letter && !is_within && *is_initial {
            return true;
        }
        is_within = is_letter;
    }
    false
}
