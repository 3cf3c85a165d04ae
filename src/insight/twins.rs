//! Who may be the same person twice, and by what: an address, a number, a name. It will never decide it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::hash_map::{Entry, HashMap};
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use super::index::{IdHasher, IdMap};
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::name::{Sought, fold, is_title};
use crate::domain::person::Person;

/// What two records have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alike {
    Email,
    Phone,
    /// The same name, in whatever order, case and dress.
    Name,
    /// A like name in the same company.
    Company,
    /// A like name, and addresses of one domain.
    Domain,
}

/// Two records that may be of one person; the older one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twins {
    pub one: Id,
    pub other: Id,
    /// What they have in common, the weightiest first.
    pub alike: Vec<Alike>,
}

impl Twins {
    /// Whoever is not this one.
    pub fn besides(&self, id: Id) -> Id {
        if self.one == id { self.other } else { self.one }
    }
}

/// From here on a name is like another: a first name alone, initials, a slip or two.
const LIKELY: u8 = 70;
/// What more than so many share is an office's, and says nothing about one person.
const OFFICE: usize = 6;
/// Among more than so many people of one company and one word of a name nobody is compared.
const CROWD: usize = 40;
/// A telephone number ends in these; what comes before is how one dials it from elsewhere.
const DIGITS: usize = 9;
/// Shorter numbers are extensions.
const FEWEST: usize = 6;

/// What people are gathered by: who shares none of these is never compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Email(String),
    Phone(String),
    Name(Vec<String>),
    /// The company and one word of the name.
    Company(String, String),
    Domain(String, String),
}

/// Who has a key.
type Groups = HashMap<Key, Vec<Id>, BuildHasherDefault<IdHasher>>;

/// All pairs that nobody has told apart, the likeliest first, then by name.
pub fn all(book: &Book) -> Vec<Twins> {
    let mut found = alike(book);
    found.retain(|twins| !are_apart(book, twins.one, twins.other));
    found
}

/// The same with those who were told apart: it follows from the people alone.
pub fn alike(book: &Book) -> Vec<Twins> {
    let mut groups = Groups::default();
    let mut names = IdMap::default();
    for (id, person) in book.people.iter() {
        let name = Sought::of(&person.name);
        for key in keys(person, &name) {
            groups.entry(key).or_default().push(id);
        }
        names.insert(id, name);
    }
    let mut found = pairs(&names, groups);
    let name = |id: Id| fold(book.name(Some(id)));
    found.sort_by_cached_key(|it| (it.alike.clone(), name(it.one), it.one, it.other));
    found
}

/// Who may be the same as this one, the likeliest first. Nobody else is compared with each other; what asks at every
/// frame has it [`Kept`].
pub fn of(book: &Book, id: Id) -> Vec<Twins> {
    let Some(person) = book.people.get(id) else {
        return Vec::new();
    };
    let look = Look::of(person);
    let name = Sought::of(&person.name);
    let own = keys(person, &name);
    let mut groups: Groups = own.map(|key| (key, Vec::new())).collect();
    let mut names = IdMap::default();
    for (other, person) in book.people.iter() {
        if other != id && !look.may_share(person) {
            continue;
        }
        let name = Sought::of(&person.name);
        for key in keys(person, &name) {
            if let Entry::Occupied(mut group) = groups.entry(key) {
                group.get_mut().push(other);
            }
        }
        names.insert(other, name);
    }
    let mut found = pairs(&names, groups);
    found.retain(|twins| twins.one == id || twins.other == id);
    found.retain(|twins| !are_apart(book, twins.one, twins.other));
    found.sort_by(|a, b| (&a.alike, a.one, a.other).cmp(&(&b.alike, b.one, b.other)));
    found
}

/// The twins of one person, kept while nobody changes: for a page that asks at every frame.
#[derive(Default)]
pub struct Kept(RefCell<Option<Answer>>);

struct Answer {
    book: Book,
    person: Id,
    twins: Rc<[Twins]>,
}

impl Kept {
    /// As [`of`].
    pub fn of(&self, book: &Book, id: Id) -> Rc<[Twins]> {
        let mut kept = self.0.borrow_mut();
        if let Some(answer) = &*kept
            && answer.person == id
            && answer.book.people.is_same(&book.people)
            && answer.book.settled.is_same(&book.settled)
        {
            return Rc::clone(&answer.twins);
        }
        let twins: Rc<[Twins]> = of(book, id).into();
        *kept = Some(Answer {
            book: book.clone(),
            person: id,
            twins: Rc::clone(&twins),
        });
        twins
    }
}

/// What settles that two are not the same person.
pub fn apart(one: Id, other: Id) -> String {
    let (a, b) = (one.min(other), one.max(other));
    format!("twins/person:{a}/{b}")
}

/// Whether somebody said that they are two people.
pub fn are_apart(book: &Book, one: Id, other: Id) -> bool {
    // One of them may stand for a record that came after the other one.
    let turned = format!("twins/person:{}/{}", one.max(other), one.min(other));
    [apart(one, other), turned]
        .iter()
        .any(|key| book.settled.has(Id::of_words(key)))
}

fn keys(person: &Person, name: &Sought) -> impl Iterator<Item = Key> {
    let words = name.sorted_words();
    let email = email(&person.email).map(|it| Key::Email(it.into_owned()));
    let phone = phone(&person.phone).map(Key::Phone);
    let company = Some(fold(person.company.trim())).filter(|it| !it.is_empty());
    let domain = domain(&person.email).map(str::to_lowercase);
    let mut of_words: Vec<Key> = Vec::new();
    for (n, word) in words.iter().enumerate() {
        // "Anna Anna" has one word twice.
        if 0 < n && words[n - 1] == *word {
            continue;
        }
        let company = company.iter();
        of_words.extend(company.map(|it| Key::Company(it.clone(), word.clone())));
        let domain = domain.iter();
        of_words.extend(domain.map(|it| Key::Domain(it.clone(), word.clone())));
    }
    let name = Some(Key::Name(words)).filter(|key| *key != Key::Name(Vec::new()));
    email.into_iter().chain(phone).chain(name).chain(of_words)
}

fn email(email: &str) -> Option<Cow<'_, str>> {
    let email = email.trim();
    if !email.contains('@') {
        return None;
    }
    Some(
        if email
            .bytes()
            .any(|b| !b.is_ascii() || b.is_ascii_uppercase())
        {
            email.to_lowercase().into()
        } else {
            email.into()
        },
    )
}

fn domain(email: &str) -> Option<&str> {
    let (_, domain) = email.trim().rsplit_once('@')?;
    (!domain.is_empty()).then_some(domain)
}

/// The last digits of a number, in reverse order.
fn phone(phone: &str) -> Option<String> {
    let digits: String = phone
        .chars()
        .rev()
        .filter(char::is_ascii_digit)
        .take(DIGITS)
        .collect();
    (FEWEST <= digits.len()).then_some(digits)
}

/// The pairs of each group, with all that they have in common.
fn pairs(names: &IdMap<Sought>, groups: Groups) -> Vec<Twins> {
    let mut found: BTreeMap<(Id, Id), Vec<Alike>> = BTreeMap::new();
    for (key, group) in groups.into_iter().filter(|(_, group)| 1 < group.len()) {
        let (alike, most) = match &key {
            Key::Email(_) => (Alike::Email, OFFICE),
            Key::Phone(_) => (Alike::Phone, OFFICE),
            Key::Name(_) => (Alike::Name, usize::MAX),
            Key::Company(..) => (Alike::Company, CROWD),
            Key::Domain(..) => (Alike::Domain, CROWD),
        };
        if most < group.len() {
            continue;
        }
        let is_by_likeness = matches!(alike, Alike::Company | Alike::Domain);
        for (n, one) in group.iter().enumerate() {
            // Of many namesakes each is asked about with the next one only.
            let rest = &group[n + 1..];
            let rest = if OFFICE < group.len() && !is_by_likeness {
                &rest[..rest.len().min(1)]
            } else {
                rest
            };
            for other in rest {
                // Who has the same name is found by that.
                let is_like = !is_by_likeness
                    || (LIKELY..100).contains(&names[one].likeness_to(&names[other]));
                if is_like {
                    let (a, b) = (*one.min(other), *one.max(other));
                    found.entry((a, b)).or_default().push(alike);
                }
            }
        }
    }
    let found = found.into_iter();
    found
        .map(|((one, other), mut alike)| {
            alike.sort_unstable();
            // The same word may gather them twice.
            alike.dedup();
            Twins { one, other, alike }
        })
        .collect()
}

/// One person, looked at so that most others are seen to share nothing at a glance.
struct Look<'a> {
    email: &'a str,
    company: &'a str,
    phone: Option<String>,
    words: Vec<&'a str>,
    /// With what its words begin, in small letters; all where a word may fold to another beginning.
    initials: [bool; 128],
}

impl<'a> Look<'a> {
    fn of(person: &'a Person) -> Look<'a> {
        let words: Vec<&str> = words(&person.name).collect();
        let mut initials = [!is_plain(&person.name); 128];
        for first in words.iter().filter_map(|word| word.bytes().next()) {
            if let Some(known) = initials.get_mut(usize::from(first.to_ascii_lowercase())) {
                *known = true;
            }
        }
        Look {
            email: person.email.trim(),
            company: &person.company,
            phone: phone(&person.phone),
            words,
            initials,
        }
    }

    /// Whether a word of a plain name begins as one of the own words does.
    fn begins_like_a_word_of(&self, name: &str) -> bool {
        let mut is_within = false;
        name.bytes().any(|byte| {
            let is_letter = byte.is_ascii_alphanumeric();
            let begins = is_letter && !is_within;
            is_within = is_letter;
            begins && self.initials[usize::from(byte.to_ascii_lowercase())]
        })
    }

    /// Whether they may have a company or a domain in common.
    fn is_of_one_house(&self, other: &Person) -> bool {
        let may_be_one = |a: &str, b: &str| {
            let (a, b) = (a.trim(), b.trim());
            !is_plain(a) || !is_plain(b) || a.eq_ignore_ascii_case(b)
        };
        (!other.company.is_empty() && may_be_one(self.company, &other.company))
            || domain(&other.email)
                .is_some_and(|its| domain(self.email).is_some_and(|own| may_be_one(own, its)))
    }

    /// False only where they can have no key in common.
    fn may_share(&self, other: &Person) -> bool {
        let is_same_email = || {
            if other.email.len() < self.email.len() && other.email.is_ascii() {
                return false;
            }
            let email = other.email.trim();
            !email.is_empty()
                && (email.eq_ignore_ascii_case(self.email)
                    || !email.is_ascii()
                    || !self.email.is_ascii())
        };
        let is_same_phone = || {
            let mut digits = other.phone.bytes().rev().filter(u8::is_ascii_digit);
            self.phone
                .as_ref()
                .is_some_and(|phone| phone.bytes().all(|digit| digits.next() == Some(digit)))
        };
        let shares_a_word = || {
            if is_plain(&other.name) && !self.begins_like_a_word_of(&other.name) {
                return false;
            }
            let is_shared = |word: &str| {
                let may_be = |own: &&str| !is_plain(own) || own.eq_ignore_ascii_case(word);
                !is_plain(word) || self.words.iter().any(may_be)
            };
            // One word is not enough by itself: the company, the domain or the whole name comes to it.
            if self.is_of_one_house(other) {
                words(&other.name).any(is_shared)
            } else {
                let mut own = words(&other.name).filter(|word| !is_title(word));
                own.all(is_shared)
            }
        };
        is_same_email() || is_same_phone() || shares_a_word()
    }
}

/// Letters that change in folding are not compared at a glance.
fn is_plain(text: &str) -> bool {
    text.is_ascii() && !text.contains(['\'', '`'])
}

/// The words of a name as they stand; a mark between letters may part them or not.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '\'' && c != '`')
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::action::Action;
    use crate::domain::book::Stamp;
    use crate::domain::id::Ids;

    type Row<'a> = (&'a str, &'a str, &'a str, &'a str);

    fn book(people: &[Row]) -> Book {
        let mut book = Book::default();
        for (n, (name, company, email, phone)) in (1..).zip(people) {
            let person = Person {
                name: (*name).into(),
                company: (*company).into(),
                email: (*email).into(),
                phone: (*phone).into(),
                ..Person::default()
            };
            book.people.put(Id::fixed(n), person, 1);
        }
        book
    }

    fn alike(a: Row, b: Row) -> Vec<Alike> {
        let found = all(&book(&[a, b]));
        found.into_iter().flat_map(|twins| twins.alike).collect()
    }

    #[test]
    fn two_may_be_one_by_address_number_or_name() {
        use Alike::{Company, Domain, Email, Name, Phone};
        for (a, b, wanted) in [
            (
                ("Dana", "", "D@x.com", ""),
                ("Mia", "", " d@X.com", ""),
                vec![Email],
            ),
            (
                ("Dana", "", "", "+44 20 7946 0018"),
                ("Mia", "", "", "020 7946 0018"),
                vec![Phone],
            ),
            (("Dana", "", "", "18"), ("Mia", "", "", "18"), vec![]),
            (
                ("Ortiz, Dana", "", "", ""),
                ("dana ORTIZ", "", "", ""),
                vec![Name],
            ),
            (
                ("Dr. Eva Groß", "", "", ""),
                ("Gross Eva", "", "", ""),
                vec![Name],
            ),
            (
                ("Dana Ortiz", "ARC", "", ""),
                ("Dana Ortis", " arc", "", ""),
                vec![Company],
            ),
            (
                ("Dana Ortiz", "ARC", "", ""),
                ("Dana", "ARC", "", ""),
                vec![Company],
            ),
            (
                ("Dana Ortiz", "ARC", "", ""),
                ("Dana Kim", "ARC", "", ""),
                vec![],
            ),
            (
                ("Dana Ortiz", "ARC", "", ""),
                ("Dana Ortis", "Quinn", "", ""),
                vec![],
            ),
            (
                ("D. Ortiz", "", "do@arc.com", ""),
                ("Dana Ortiz", "", "d@arc.com", ""),
                vec![Domain],
            ),
            (
                ("Dana Ortiz", "ARC", "a@x.com", ""),
                ("Dana Ortiz", "ARC", "a@x.com", ""),
                vec![Email, Name],
            ),
            (("", "", "", ""), ("", "", "", ""), vec![]),
            (("🦊", "", "", ""), ("", "ARC", "", ""), vec![]),
        ] {
            assert_eq!(alike(a, b), wanted, "{a:?} {b:?}");
            assert_eq!(alike(b, a), wanted, "{b:?} {a:?}");
        }
    }

    #[test]
    fn what_a_whole_office_shares_says_nothing_of_one_person() {
        let names = [
            "Ana Bo", "Cy Do", "Eva Fo", "Gil Ho", "Ida Jo", "Kim Lo", "Mia No",
        ];
        let rows: Vec<Row> = names
            .iter()
            .map(|name| (*name, "", "info@x.com", "020 7946 0018"))
            .collect();
        assert_eq!(all(&book(&rows[..3])).len(), 3);
        assert_eq!(all(&book(&rows)), []);
    }

    #[test]
    fn of_many_namesakes_each_is_asked_about_once() {
        let rows = [("Dana Ortiz", "", "", ""); 50];
        let book = book(&rows);
        assert_eq!(all(&book).len(), 49);
        assert_eq!(of(&book, Id::fixed(1)).len(), 1);
        assert_eq!(of(&book, Id::fixed(7)).len(), 2);
    }

    #[test]
    fn who_was_told_apart_stays_apart_also_when_one_of_them_takes_in_a_third() {
        let mut book = book(&[
            ("Dana Ortiz", "", "", ""),
            ("dana ortiz", "", "", ""),
            ("Dana", "", "", ""),
        ]);
        let [first, second, third] = [1, 2, 3].map(Id::fixed);
        let mut stamp = Stamp {
            today: "2026-11-21".parse().unwrap(),
            at: 10,
            ids: Ids::seeded(1),
        };
        let settle = |one, other| Action::Settle {
            key: apart(one, other),
            until: None,
            why: String::new(),
            what: String::new(),
        };
        settle(second, first)
            .perform(&mut book, &mut stamp)
            .unwrap();
        assert_eq!(all(&book), []);
        let unite = Action::Unite {
            keep: third,
            other: first,
        };
        unite.perform(&mut book, &mut stamp).unwrap();
        book.people
            .edit(third, 20, |person| person.name = "Dana Ortiz".into());
        assert_eq!(
            all(&book),
            [],
            "what was said of the first holds for the third"
        );
    }

    #[test]
    fn what_is_kept_is_asked_again_when_people_change_or_are_told_apart() {
        let mut book = book(&[
            ("Dana", "", "", ""),
            ("dana", "", "", ""),
            ("Mia", "", "", ""),
        ]);
        let [dana, twin, mia] = [1, 2, 3].map(Id::fixed);
        let kept = Kept::default();
        assert_eq!(kept.of(&book, dana).len(), 1);
        assert_eq!(kept.of(&book, mia).len(), 0);
        book.people
            .edit(mia, 5, |person| person.name = "Dana".into());
        assert_eq!(kept.of(&book, dana).len(), 2);
        let key = apart(dana, twin);
        let settled = crate::domain::merge::Settled::default();
        book.settled.put(Id::of_words(&key), settled, 5);
        assert_eq!(*kept.of(&book, dana), *of(&book, dana));
        assert_eq!(kept.of(&book, dana).len(), 1);
    }

    fn rows() -> impl Strategy<Value = Vec<(String, String, String, String)>> {
        let name =
            "(Dr )?(Dana|dana|D\\.|Mia|Zoë|O'Neil|ONeil|李)( |-|, )(Ortiz|ortis|Kim|Zoe|Ortíz)?";
        let row = (
            name,
            "(ARC|arc|)",
            "(a@x\\.com|A@x\\.com|b@x\\.com|@x\\.com|a@|é@x\\.com|É@x\\.com|)",
            "(020 7946 0018|\\+442079460018|1234|)",
        );
        prop::collection::vec(row, 0..12)
    }

    proptest! {
        #[test]
        fn pairs_have_no_direction_and_nobody_is_their_own_twin(rows in rows(), apart_of in any::<(prop::sample::Index, bool)>()) {
            let rows: Vec<Row> = rows.iter().map(|(a, b, c, d)| (&**a, &**b, &**c, &**d)).collect();
            let mut book = book(&rows);
            let found = all(&book);
            for twins in &found {
                prop_assert!(twins.one < twins.other && !twins.alike.is_empty());
                prop_assert_eq!(twins.besides(twins.one), twins.other);
            }
            for (id, _) in book.people.iter() {
                let own = of(&book, id);
                let mut wanted: Vec<Twins> = found.iter().filter(|it| it.one == id || it.other == id).cloned().collect();
                wanted.sort_by(|a, b| (&a.alike, a.one, a.other).cmp(&(&b.alike, b.one, b.other)));
                prop_assert_eq!(own, wanted);
            }
            if !found.is_empty() {
                let told = found[apart_of.0.index(found.len())].clone();
                let (a, b) = if apart_of.1 { (told.one, told.other) } else { (told.other, told.one) };
                let key = apart(a, b);
                let place = Id::of_words(&key);
                let settled = crate::domain::merge::Settled { key, ..Default::default() };
                book.settled.put(place, settled, 5);
                let left = all(&book);
                prop_assert!(!left.contains(&told));
                prop_assert_eq!(left.len(), found.len() - 1);
            }
        }
    }
}
