//! Whom the names of a captured line mean: people of the book, someone new, or nobody can tell.
//! It reads the book and never changes it; the screen and the shell both ask here.

use std::collections::BTreeSet;

use super::reading::{Reading, Way};
use crate::domain::action::{Action, Captured, Contact, Log, Who};
use crate::domain::book::Book;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::name::{Sought, fold, name_likeness, same_name};
use crate::domain::referral::{Direction, Next, Verb};
use crate::domain::refusal::Refusal;

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

    fn who(&self) -> Who {
        match self {
            Match::Known(id) | Match::Likely(id) => Who::Known(*id),
            Match::New(name) => Who::New(name.clone()),
            Match::Nobody | Match::Ambiguous(_) => Who::Nobody,
        }
    }
}

/// A line with its names looked up, ready to be captured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    pub captured: Captured,
    pub prospect: Match,
    /// The source of a received one, the receiver of a given one.
    pub partner: Match,
    /// With whom the next action is; nobody is the partner.
    pub whom: Match,
    /// People of the book whom a new prospect may be, the likeliest first.
    pub twins: Vec<Id>,
    /// The open referral in which the prospect, or the only twin, stands on the board already.
    pub same_open: Option<Id>,
    /// The partner may become one more source of `same_open`.
    pub can_join: bool,
    /// What must be put right first, apart from ambiguous names.
    pub problems: Vec<Refusal>,
}

/// From this likeness on a name is taken for a mistyped one.
const MISTYPED: u8 = 75;
/// From this likeness on a new name is pointed out as perhaps known.
const TWIN: u8 = 60;
const TWINS: usize = 3;

/// Looks up the names of a line. `given` is the side of the board that a line without "from" or "to" is for.
pub fn resolve(reading: &Reading, book: &Book, given: bool) -> Resolved {
    let said = reading.person.as_ref();
    let is_given = said.map_or(given, |(way, _)| *way == Way::To);
    let partner = said.map_or(Match::Nobody, |(_, name)| known(name, book));
    let (prospect, twins) = prospect(reading, book);
    let whom = whom(reading, &prospect, &partner, book);
    let mut problems: Vec<Refusal> = reading
        .problems
        .iter()
        .map(|problem| problem.refusal.clone())
        .collect();
    if is_given && partner == Match::Nobody && !reading.name.is_empty() {
        let refusal = Refusal::new("a given referral goes to someone")
            .or("say to whom: Priya Shah to Lin Wu");
        problems.push(refusal);
    }
    let is_same = match (prospect.id(), partner.id()) {
        (Some(prospect), Some(partner)) => prospect == partner,
        _ => said.is_some_and(|(_, name)| same_name(name, &reading.name)),
    };
    if is_same {
        let refusal = Refusal::new(format!("{} stands on both sides of the line", reading.name))
            .or("name the prospect first, then the other person");
        problems.push(refusal);
    }
    let person = prospect.id().or(match twins.as_slice() {
        [twin] => Some(*twin),
        _ => None,
    });
    let same_open = person
        .filter(|_| !is_given)
        .and_then(|person| open_of(person, book));
    let can_join = same_open
        .and_then(|id| book.referrals.get(id))
        .is_some_and(|referral| match &partner {
            Match::New(_) => true,
            partner => partner
                .id()
                .is_some_and(|id| !referral.people().any(|named| named == id)),
        });
    let captured = captured(reading, is_given, (&prospect, &partner, &whom));
    Resolved {
        captured,
        prospect,
        partner,
        whom,
        twins,
        same_open,
        can_join,
        problems,
    }
}

impl Resolved {
    /// Why the line cannot be kept as it stands, if so; `name` says how a person is called. A line that only adds
    /// a source to an open card (`joins`) sets no next action.
    pub fn refusal(&self, joins: bool, name: impl Fn(Id) -> String) -> Option<Refusal> {
        if let Some(problem) = self.problems.first() {
            return Some(problem.clone());
        }
        let named = [&self.prospect, &self.partner, &self.whom];
        let needed = if joins && self.can_join { 2 } else { 3 };
        named
            .into_iter()
            .take(needed)
            .find_map(|found| match found {
                Match::Ambiguous(ids) => Some(ambiguous(ids, &name)),
                _ => None,
            })
    }

    /// What capturing the line does: a card of its own, or one more source of the open one.
    pub fn action(&self, joins: bool, book: &Book) -> Action {
        match self.same_open.filter(|_| joins && self.can_join) {
            Some(referral) => self.join(referral, book),
            None => Action::Capture(Box::new(self.captured.clone())),
        }
    }

    fn join(&self, referral: Id, book: &Book) -> Action {
        let join = Action::Join {
            referral,
            source: self.captured.partner.clone(),
        };
        let (Some(contact), Some(source)) = (&self.captured.contact, self.partner.id()) else {
            return join;
        };
        let log = |kind: Kind, note: &str| {
            Action::Log(Box::new(Log {
                kind,
                who: Who::Known(source),
                referral: Some(referral),
                note: note.into(),
                ..Log::default()
            }))
        };
        let mut actions = vec![join, log(contact.kind.clone(), &contact.note)];
        if contact.thanked {
            actions.push(log(Kind::Thanked, ""));
        }
        let prospect = book
            .referrals
            .get(referral)
            .and_then(|record| record.prospect);
        Action::Many {
            said: format!(
                "{} is a source of {} too",
                book.name(Some(source)),
                book.name(prospect)
            ),
            actions,
        }
    }
}

fn ambiguous(ids: &[Id], name: impl Fn(Id) -> String) -> Refusal {
    let names: Vec<String> = ids.iter().take(4).map(|id| name(*id)).collect();
    let more = match ids.len().saturating_sub(names.len()) {
        0 => String::new(),
        more => format!(", or one of {more} more"),
    };
    Refusal::new(format!("This may be {}{more}", names.join(" or ")))
        .or("write more of the name, or the company behind it in brackets")
}

fn captured(
    reading: &Reading,
    given: bool,
    (prospect, partner, whom): (&Match, &Match, &Match),
) -> Captured {
    let text = |said: &Option<String>| said.clone().unwrap_or_default();
    let contact = match (&reading.place, reading.by_phone) {
        _ if *partner == Match::Nobody => None,
        (Some(place), _) => Some((place_kind(place), format!("at {place}"))),
        (None, true) => Some((Kind::Call, String::new())),
        (None, false) => None,
    };
    let channel = reading.channel.clone().or_else(|| {
        let phone = reading.by_phone.then(|| "phone".to_owned());
        reading.place.clone().or(phone)
    });
    Captured {
        prospect: prospect.who(),
        company: text(&reading.company),
        email: text(&reading.email),
        phone: text(&reading.phone),
        direction: if given {
            Direction::Given
        } else {
            Direction::Received
        },
        partner: partner.who(),
        need: text(&reading.need),
        tags: reading.tags.iter().map(|tag| (tag.clone(), true)).collect(),
        estimate: reading.estimate,
        level: Some(reading.level.unwrap_or(1)),
        aim: reading.aim,
        channel: channel.unwrap_or_default(),
        urgent: reading.urgent,
        next: reading.next.as_ref().map(|next| Next {
            verb: Verb::of(next.verb.name()),
            on: next.when.on,
            time: next.when.time,
            ..Next::default()
        }),
        next_whom: whom.who(),
        contact: contact.map(|(kind, note)| Contact {
            kind,
            note,
            thanked: !given,
        }),
    }
}

/// A place with a table is a meal.
fn place_kind(place: &str) -> Kind {
    const MEALS: [&str; 7] = [
        "lunch",
        "dinner",
        "breakfast",
        "brunch",
        "supper",
        "coffee",
        "drinks",
    ];
    let place = fold(place);
    if place.split_whitespace().any(|word| MEALS.contains(&word)) {
        Kind::Meal
    } else {
        Kind::Meeting
    }
}

/// The prospect, and whom a new one may be. A part of a name is never taken for someone known: a second card for
/// one person is put right more easily than one card for two.
fn prospect(reading: &Reading, book: &Book) -> (Match, Vec<Id>) {
    if reading.name.is_empty() {
        return (Match::Nobody, Vec::new());
    }
    let found = Found::of(&reading.name, book);
    let at_company = |id: &Id| {
        let company = reading.company.as_deref().unwrap_or_default();
        let person = book.people.get(*id);
        person.is_some_and(|person| fold(&person.company) == fold(company))
    };
    match found.same.as_slice() {
        [] => {}
        [one] => return (Match::Known(*one), Vec::new()),
        many => {
            let there: Vec<Id> = many.iter().copied().filter(at_company).collect();
            return match there.as_slice() {
                [one] => (Match::Known(*one), Vec::new()),
                _ => (Match::Ambiguous(many.to_vec()), Vec::new()),
            };
        }
    }
    let twins = found
        .like
        .iter()
        .filter(|(likeness, _)| TWIN <= *likeness)
        .take(TWINS)
        .map(|(_, id)| *id)
        .collect();
    (Match::New(reading.name.clone()), twins)
}

fn whom(reading: &Reading, prospect: &Match, partner: &Match, book: &Book) -> Match {
    let Some(said) = reading.next.as_ref().and_then(|next| next.whom.as_deref()) else {
        return Match::Nobody;
    };
    // Who is named in the line already is meant before anyone else of the book.
    let called = |found: &Match, typed: &str| match found.id() {
        Some(id) => book.name(Some(id)).to_owned(),
        None => typed.to_owned(),
    };
    let partner_name = reading
        .person
        .as_ref()
        .map_or("", |(_, name)| name.as_str());
    let named = [
        (partner, called(partner, partner_name)),
        (prospect, called(prospect, &reading.name)),
    ];
    let whole = named.iter().find(|(_, name)| same_name(said, name));
    let is_part = |name: &str| !name.is_empty() && TWIN <= name_likeness(said, name);
    whole
        .or_else(|| named.iter().find(|(_, name)| is_part(name)))
        .map_or_else(|| known(said, book), |(found, _)| (*found).clone())
}

/// Someone whom I know, by name, by a part of it that nobody else has, or by a mistyped one.
pub fn known(said: &str, book: &Book) -> Match {
    if said.trim().is_empty() {
        return Match::Nobody;
    }
    let found = Found::of(said, book);
    if !found.same.is_empty() {
        return one_of(&found.same, book);
    }
    if said.split_whitespace().nth(1).is_none() {
        let named: Vec<Id> = found.at_least(TWIN).collect();
        return match named.as_slice() {
            [] => Match::New(said.to_owned()),
            _ => one_of(&named, book),
        };
    }
    let folded = fold(said);
    let at_company: Vec<Id> = book
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

/// The only one, or the only one who has referred.
fn one_of(ids: &[Id], book: &Book) -> Match {
    if let [one] = ids {
        return Match::Known(*one);
    }
    // A first name alone may fit hundreds: one look through the referrals is enough for all of them.
    let meant: BTreeSet<Id> = ids.iter().copied().collect();
    let received = book.referrals.iter().filter(|(_, it)| !it.is_given());
    let mut sources = received
        .flat_map(|(_, referral)| referral.partners())
        .filter(|partner| meant.contains(partner));
    match sources.next() {
        Some(one) if sources.all(|other| other == one) => Match::Known(one),
        _ => Match::Ambiguous(ids.to_vec()),
    }
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

/// The open received referral of a prospect that arrived last.
fn open_of(person: Id, book: &Book) -> Option<Id> {
    book.referrals
        .iter()
        .filter(|(_, referral)| {
            referral.is_open() && !referral.is_given() && referral.prospect == Some(person)
        })
        .max_by_key(|(id, referral)| (referral.on, *id))
        .map(|(id, _)| id)
}

/// People whose names are like one that was said.
struct Found {
    same: Vec<Id>,
    /// The likest first.
    like: Vec<(u8, Id)>,
}

impl Found {
    fn of(said: &str, book: &Book) -> Found {
        let initials: Vec<char> = fold(said)
            .split(|c: char| !c.is_alphanumeric())
            .filter_map(|word| word.chars().next())
            .collect();
        let mut found = Found {
            same: Vec::new(),
            like: Vec::new(),
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

    fn at_least(&self, likeness: u8) -> impl Iterator<Item = Id> + '_ {
        let enough = move |(its, _): &&(u8, Id)| likeness <= *its;
        self.like.iter().filter(enough).map(|(_, id)| *id)
    }
}

/// Whether a word of the name begins with one of these letters. Taking every name of a large book apart at every
/// key would be felt; who mistypes the first letter of every word is not found.
fn may_be(name: &str, initials: &[char]) -> bool {
    name.split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.chars().next())
        .any(|first| !first.is_ascii() || initials.contains(&first.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::line;
    use crate::domain::book::Stamp;
    use crate::domain::id::Ids;
    use proptest::prelude::*;

    fn today() -> chrono::NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn read(line: &str, book: &Book) -> Resolved {
        let home = book.settings().currency();
        resolve(&line::read(line, today(), home), book, false)
    }

    fn keep(line: &str, joins: bool, book: &mut Book, stamp: &mut Stamp) {
        stamp.at += 1_000;
        let action = read(line, book).action(joins, book);
        action.perform(book, stamp).unwrap();
    }

    /// Dana Ortiz has referred, Dana Petrov has not; Omar Haddad stands twice.
    fn book() -> Book {
        let (mut book, mut stamp) = empty();
        for line in [
            "Priya Shah (ARC) from Dana Ortiz",
            "Lin Wu to Dana Petrov",
            "Lin Wu to Dana Petrov",
            "Omar Haddad (North) from Mia Lang",
        ] {
            keep(line, false, &mut book, &mut stamp);
        }
        let omar = book.people.get(id("Omar Haddad", &book)).unwrap().clone();
        let id = stamp.id();
        let company = "South Yards".into();
        book.people
            .put(id, crate::domain::person::Person { company, ..omar }, 9_000);
        book
    }

    fn empty() -> (Book, Stamp) {
        let stamp = Stamp {
            today: today(),
            at: 1_000,
            ids: Ids::seeded(3),
        };
        (Book::new(today()), stamp)
    }

    fn id(name: &str, book: &Book) -> Id {
        let mut people = book.people.iter();
        people
            .find(|(_, person)| person.name == name)
            .expect(name)
            .0
    }

    fn words(found: &Match, book: &Book) -> String {
        let names = |ids: &[Id]| {
            let names: Vec<&str> = ids.iter().map(|id| book.name(Some(*id))).collect();
            names.join(", ")
        };
        match found {
            Match::Nobody => "nobody".into(),
            Match::Known(id) => format!("known {}", names(&[*id])),
            Match::Likely(id) => format!("likely {}", names(&[*id])),
            Match::Ambiguous(ids) => format!("which {}", names(ids)),
            Match::New(name) => format!("new {name}"),
        }
    }

    #[test]
    fn names_mean_people_of_the_book_where_that_is_clear() {
        let book = book();
        for (said, meant) in [
            ("Dana Ortiz", "known Dana Ortiz"),
            ("ortiz, dana", "known Dana Ortiz"),
            ("Dana", "known Dana Ortiz"),
            ("Petrov", "known Dana Petrov"),
            ("Dana Ortis", "likely Dana Ortiz"),
            ("Mia", "known Mia Lang"),
            ("Omar Haddad", "which Omar Haddad, Omar Haddad"),
            ("Omar Haddad South", "known Omar Haddad"),
            ("Yuki Mori", "new Yuki Mori"),
            ("Yuki", "new Yuki"),
            ("", "nobody"),
        ] {
            assert_eq!(words(&known(said, &book), &book), meant, "{said}");
        }
    }

    #[test]
    fn a_prospect_is_known_by_the_whole_name_only() {
        let book = book();
        for (line, meant, twins) in [
            ("Priya Shah from Mia", "known Priya Shah", 0),
            ("Priya from Mia", "new Priya", 1),
            ("Pria Shah from Mia", "new Pria Shah", 1),
            ("Omar Haddad (South Yards) from Mia", "known Omar Haddad", 0),
            ("Omar Haddad from Mia", "which Omar Haddad, Omar Haddad", 0),
            ("Yuki Mori from Mia", "new Yuki Mori", 0),
        ] {
            let resolved = read(line, &book);
            assert_eq!(words(&resolved.prospect, &book), meant, "{line}");
            assert_eq!(resolved.twins.len(), twins, "{line}");
        }
    }

    #[test]
    fn the_next_action_is_with_whom_the_line_names_first() {
        let book = book();
        for (line, meant) in [
            (
                "Priya Shah from Dana Petrov call Dana fri",
                "known Dana Petrov",
            ),
            ("Yuki Mori from Dana Ortiz call Yuki fri", "new Yuki Mori"),
            ("Yuki Mori from Tariq Aziz call Tariq fri", "new Tariq Aziz"),
            ("Yuki Mori from Dana Ortiz call Mia fri", "known Mia Lang"),
            ("Yuki Mori from Dana Ortiz call fri", "nobody"),
        ] {
            assert_eq!(words(&read(line, &book).whom, &book), meant, "{line}");
        }
    }

    #[test]
    fn someone_new_who_is_named_twice_is_made_once() {
        let (mut book, mut stamp) = empty();
        keep(
            "Yuki Mori from Tariq Aziz call Tariq fri",
            false,
            &mut book,
            &mut stamp,
        );
        keep(
            "Lars Holm from Tariq call Lars fri",
            false,
            &mut book,
            &mut stamp,
        );
        assert_eq!(book.people.len(), 3);
        let lars = id("Lars Holm", &book);
        let next = book.referrals.iter().find_map(|(_, referral)| {
            referral
                .next
                .as_ref()
                .filter(|_| referral.prospect == Some(lars))
        });
        assert_eq!(next.unwrap().whom, Some(lars));
    }

    #[test]
    fn an_open_prospect_may_be_joined_from_someone_else() {
        let (mut book, mut stamp) = (book(), empty().1);
        for (line, open, can_join) in [
            ("Priya Shah from Mia", true, true),
            ("Priya from Mia", true, true),
            ("Priya Shah from Yuki Mori", true, true),
            ("Priya Shah from Dana Ortiz", true, false),
            ("Priya Shah", true, false),
            ("Priya Shah to Mia", false, false),
            ("Yuki Mori from Mia", false, false),
        ] {
            let resolved = read(line, &book);
            assert_eq!(resolved.same_open.is_some(), open, "{line}");
            assert_eq!(resolved.can_join, can_join, "{line}");
        }
        let cards = book.referrals.len();
        keep("Priya Shah from Mia at lunch", true, &mut book, &mut stamp);
        assert_eq!(book.referrals.len(), cards);
        let mia = id("Mia Lang", &book);
        let joined = book
            .referrals
            .iter()
            .any(|(_, card)| card.also.contains_key(&mia));
        assert!(joined);
        let with_mia = book
            .events
            .iter()
            .filter(|(_, event)| event.person == Some(mia));
        assert_eq!(with_mia.count(), 2, "the meal and the thanks");
    }

    #[test]
    fn what_stands_in_the_way_is_said_with_names() {
        let book = book();
        let refusal = |line: &str| {
            let resolved = read(line, &book);
            let refusal = resolved.refusal(false, |id| book.name(Some(id)).into());
            refusal.map(|refusal| refusal.why).unwrap_or_default()
        };
        assert_eq!(refusal("Yuki Mori from Mia"), "");
        let both = "This may be Omar Haddad or Omar Haddad";
        assert_eq!(refusal("Yuki Mori from Omar Haddad"), both);
        assert!(refusal("Mia Lang from Mia").contains("both sides"));
        let given = resolve(
            &line::read("Yuki Mori", today(), book.settings().currency()),
            &book,
            true,
        );
        assert!(given.refusal(false, |_| String::new()).is_some());
    }

    #[test]
    fn place_and_phone_are_the_contact_and_the_channel() {
        let book = book();
        for (line, kind, note, channel) in [
            (
                "Yuki Mori from Mia at lunch",
                Some(Kind::Meal),
                "at lunch",
                "lunch",
            ),
            (
                "Yuki Mori from Mia at her office",
                Some(Kind::Meeting),
                "at her office",
                "her office",
            ),
            ("Yuki Mori from Mia by phone", Some(Kind::Call), "", "phone"),
            (
                "Yuki Mori from Mia via letter by phone",
                Some(Kind::Call),
                "",
                "letter",
            ),
            ("Yuki Mori by phone", None, "", "phone"),
            ("Yuki Mori from Mia", None, "", ""),
        ] {
            let captured = read(line, &book).captured;
            let contact = captured.contact.unwrap_or_default();
            if let Some(kind) = kind {
                assert_eq!(contact.kind, kind, "{line}");
                assert!(contact.thanked, "{line}");
            }
            assert_eq!(
                (contact.note.as_str(), captured.channel.as_str()),
                (note, channel),
                "{line}"
            );
        }
    }

    proptest! {
        /// Whoever it is written about, a line either says what is in its way or is kept whole.
        #[test]
        fn a_line_is_refused_or_kept(
            words in proptest::collection::vec(proptest::sample::select(vec![
                "Priya", "Shah", "Dana", "Ortiz", "Petrov", "Omar Haddad", "from", "to", "(ARC)", ",", "call",
                "fri", "at lunch", "by phone", "12k", "L3", "#a", "Yuki", "!", "Mia",
            ]), 0..12),
            given: bool,
            joins: bool,
        ) {
            let mut book = book();
            let line = words.join(" ");
            let resolved = resolve(&line::read(&line, today(), book.settings().currency()), &book, given);
            if resolved.refusal(joins, |id| book.name(Some(id)).into()).is_none() {
                let mut stamp = Stamp { at: 90_000, ids: Ids::seeded(11), ..empty().1 };
                let action = resolved.action(joins, &book);
                prop_assert!(action.perform(&mut book, &mut stamp).is_ok(), "{line}");
            }
        }
    }
}
