//! Whom the names of a captured line mean: people of the book, someone new, or nobody can tell.
//! It reads the book and never changes it; the screen and the shell both ask here.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::names::TWIN;
pub use super::names::{Match, Names, also};
use super::reading::{By, Heard, Reading, Way};
use crate::domain::action::{Action, Captured, Contact};
use crate::domain::adding::{Becomes, Part, added, is_thanked};
use crate::domain::book::Book;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::name::{fold, name_likeness, same_name};
use crate::domain::referral::{Direction, Next, Verb};
use crate::domain::refusal::Refusal;

/// A line with its names looked up, ready to be captured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    pub captured: Captured,
    pub prospect: Match,
    /// The source of a received one, the receiver of a given one.
    pub partner: Match,
    /// Who else the name of the partner fits, though none of them is a source.
    pub others: Vec<Id>,
    /// With whom the next action is; nobody is the partner.
    pub whom: Match,
    /// People of the book whom a new prospect may be, the likeliest first.
    pub twins: Vec<Id>,
    /// The open referral in which the prospect, or the only twin, stands on the board already; of what I give, the one to
    /// the same receiver.
    pub same_open: Option<Id>,
    /// The partner may become a source of `same_open`, the first or one more.
    pub can_join: bool,
    /// What each part of the line would become on `same_open`.
    pub adds: Vec<(Part, Becomes)>,
    /// The same conversation and the thanks in it are on `same_open` already.
    pub is_thanked: bool,
    /// The level as it was said; the card of its own has 1 where it was not.
    pub level: Option<u8>,
    /// The place or the way is from a line before, of somebody else: no contact with the partner is logged.
    pub unmet: bool,
    /// The channel that the line names was closed on that day, under the name that is noted.
    pub closed: Option<(String, NaiveDate)>,
    /// The channel that the line names is none of those that are noted.
    pub unlisted: Option<Unlisted>,
    /// Someone of the book who stands behind a "from" in the need, while the line names nobody.
    pub in_need: Option<Id>,
    /// What must be put right first, apart from ambiguous names.
    pub problems: Vec<Refusal>,
}

/// A channel that is not among those that are noted, and the one that may be meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unlisted {
    pub like: Option<String>,
}

const TWINS: usize = 3;

/// Looks up the names of a line that is typed `today`. `given` is the side of the board that a line without "from" or
/// "to" is for.
pub fn resolve(reading: &Reading, names: &Names, given: bool, today: NaiveDate) -> Resolved {
    let book = names.book();
    let reading = &*apart(reading, names);
    let said = reading.person.as_ref();
    let is_given = said.map_or(given, |(way, _)| *way == Way::To);
    let partner = said.map_or(Match::Nobody, |(_, name)| names.known(name));
    let (prospect, twins) = prospect(reading, names);
    let others = said.map_or_else(Vec::new, |(_, name)| names.others(name, &partner));
    let (whom, note) = whom(reading, &prospect, &partner, names);
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
    if let (true, Match::New(name)) = (reading.is_pair, &partner) {
        let refusal = Refusal::new(format!("“{name}” are two, as far as can be told"))
            .or("name one and add the second from the . menu, or put one name between quotes");
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
    let receiver = partner.id().filter(|_| is_given);
    let same_open = person
        .filter(|_| !is_given || receiver.is_some())
        .and_then(|person| open_of(person, receiver, book));
    let can_join = same_open
        .filter(|_| !is_given)
        .and_then(|id| book.referrals.get(id))
        .is_some_and(|referral| match &partner {
            Match::New(_) => true,
            partner => partner
                .id()
                .is_some_and(|id| !referral.people().any(|named| named == id)),
        });
    let mut captured = captured(reading, is_given, (&prospect, &partner, &whom), note);
    let unmet = captured.contact.is_some() && !is_heard(reading, &partner, names);
    captured.contact = captured.contact.filter(|_| !unmet);
    if let (Some(contact), Some(partner)) = (&mut captured.contact, partner.id()) {
        contact.already = is_logged(contact, partner, book, today);
    }
    let is_thanked = match (&captured.contact, partner.id(), same_open) {
        (Some(contact), Some(partner), Some(card)) => {
            contact.already && is_thanked(book, card, partner, today)
        }
        _ => false,
    };
    let level = reading.level;
    let adds = same_open.map_or_else(Vec::new, |card| {
        let said = Captured {
            level,
            ..captured.clone()
        };
        added(book, card, &said, today)
    });
    let closed = closed(&captured.channel, book);
    let unlisted = reading
        .channel
        .as_deref()
        .and_then(|said| unlisted(said, book));
    let in_need = reading
        .from_in_need
        .as_deref()
        .filter(|_| reading.person.is_none())
        .and_then(|said| names.at_the_front(said));
    Resolved {
        captured,
        prospect,
        partner,
        others,
        whom,
        twins,
        same_open,
        can_join,
        adds,
        is_thanked,
        level,
        unmet,
        closed,
        unlisted,
        in_need,
        problems,
    }
}

impl Resolved {
    /// Why the line cannot be kept as it stands, if so; `name` says how a person is called.
    pub fn refusal(&self, name: impl Fn(Id) -> String) -> Option<Refusal> {
        if let Some(problem) = self.problems.first() {
            return Some(problem.clone());
        }
        let named = [&self.prospect, &self.partner, &self.whom];
        named.into_iter().find_map(|found| match found {
            Match::Ambiguous(ids) => Some(ambiguous(ids, &name)),
            _ => None,
        })
    }

    /// Whether the open card would have anything of the line: a source, something that it lacks, a word more, what is to be
    /// logged.
    pub fn can_add(&self) -> bool {
        let contact = self.captured.contact.as_ref();
        let logs = contact.is_some_and(|it| !it.already || it.thanked && !self.is_thanked);
        self.same_open.is_some() && (self.can_join || !self.adds.is_empty() || logs)
    }

    /// The same prospect stands there from the same source, or the line names none: another card is most likely the same.
    pub fn is_double(&self) -> bool {
        self.same_open.is_some() && !self.can_join
    }

    /// The line as the open card takes it.
    pub fn addition(&self) -> Captured {
        Captured {
            level: self.level,
            ..self.captured.clone()
        }
    }

    /// What capturing the line does: a card of its own, or what the open one takes of it.
    pub fn action(&self, adds: bool) -> Action {
        match self.same_open.filter(|_| adds && self.can_add()) {
            Some(referral) => Action::AddTo {
                referral,
                captured: Box::new(self.addition()),
            },
            None => Action::Capture(Box::new(self.captured.clone())),
        }
    }
}

/// Whether the place or the way was said of the partner: on this line, or on one before that named them.
fn is_heard(reading: &Reading, partner: &Match, names: &Names) -> bool {
    let said = reading
        .person
        .as_ref()
        .map_or("", |(_, name)| name.as_str());
    match &reading.heard {
        Heard::Here => true,
        Heard::Before(None) => false,
        Heard::Before(Some(name)) => {
            same_name(name, said)
                || partner.id().is_some() && names.known(name).id() == partner.id()
        }
    }
}

/// Whether the same conversation with the same person is in the book already: several cards came of it.
fn is_logged(contact: &Contact, partner: Id, book: &Book, today: NaiveDate) -> bool {
    book.events.iter().any(|(_, event)| {
        event.on == today
            && event.person == Some(partner)
            && event.kind == contact.kind
            && event.referral.is_some()
            && event.note == contact.note
    })
}

/// The channel of that name, where it was closed and none of the name is open.
fn closed(channel: &str, book: &Book) -> Option<(String, NaiveDate)> {
    let named = book.channels.iter().map(|(_, it)| it);
    let named: Vec<_> = named.filter(|it| it.is_named(channel)).collect();
    let days = named.iter().map(|it| it.closed).collect::<Option<Vec<_>>>();
    let on = days?.into_iter().max()?;
    Some((named.first()?.name.clone(), on))
}

/// Whether a channel is none of those that are noted, where any are; the open one that is most like it.
fn unlisted(said: &str, book: &Book) -> Option<Unlisted> {
    let all = || book.channels.iter().map(|(_, it)| it);
    if all().next().is_none() || all().any(|it| it.is_named(said)) {
        return None;
    }
    let open = all().filter(|it| it.closed.is_none());
    let like = open
        .map(|it| (name_likeness(said, &it.name), it))
        .filter(|(likeness, _)| TWIN <= *likeness)
        .max_by_key(|(likeness, _)| *likeness);
    Some(Unlisted {
        like: like.map(|(_, it)| it.name.clone()),
    })
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
    note: String,
) -> Captured {
    let text = |said: &Option<String>| said.clone().unwrap_or_default();
    let contact = match (&reading.place, reading.by) {
        _ if *partner == Match::Nobody => None,
        (Some(place), _) => Some((place_kind(place), format!("at {place}"))),
        (None, Some(by)) => Some((kind(by), String::new())),
        (None, None) => None,
    };
    let channel = reading.channel.clone().or_else(|| {
        let by = reading.by.map(|by| by.word().to_owned());
        reading.place.clone().or(by)
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
            note,
            ..Next::default()
        }),
        next_whom: whom.who(),
        contact: contact.map(|(kind, note)| Contact {
            kind,
            note,
            thanked: !given,
            already: false,
        }),
    }
}

fn kind(by: By) -> Kind {
    match by {
        By::Phone => Kind::Call,
        By::Mail => Kind::Email,
        By::Message => Kind::Message,
        By::Letter => Kind::Letter,
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
fn prospect(reading: &Reading, names: &Names) -> (Match, Vec<Id>) {
    if reading.name.is_empty() {
        return (Match::Nobody, Vec::new());
    }
    let (found, book) = (names.found(&reading.name), names.book());
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

/// The reading with the need taken off the person's name, where the comma between them was forgotten.
pub fn apart<'a>(reading: &'a Reading, names: &Names) -> Cow<'a, Reading> {
    let taken = reading
        .person
        .as_ref()
        .and_then(|(way, said)| Some((*way, names.name_and_rest(said)?)));
    let Some((way, (name, rest))) = taken else {
        return Cow::Borrowed(reading);
    };
    let need = match &reading.need {
        Some(need) => format!("{rest}, {need}"),
        None => rest,
    };
    Cow::Owned(Reading {
        person: Some((way, name)),
        is_pair: false,
        need: Some(need),
        ..reading.clone()
    })
}

/// With whom the next action is, and what of its words is no name and so its note.
fn whom(reading: &Reading, prospect: &Match, partner: &Match, names: &Names) -> (Match, String) {
    let Some(said) = reading.next.as_ref().and_then(|next| next.whom.as_deref()) else {
        return (Match::Nobody, String::new());
    };
    let words: Vec<&str> = said.split_whitespace().collect();
    let is_pronoun = |word: &&str| {
        ["him", "her", "them"]
            .iter()
            .any(|pronoun| word.eq_ignore_ascii_case(pronoun))
    };
    if words.first().is_some_and(is_pronoun) && *prospect != Match::Nobody {
        return (prospect.clone(), words[1..].join(" "));
    }
    let whole = one_whom(said, reading, (prospect, partner), names);
    if !matches!(whole, Match::New(_)) || is_named(&whole, prospect, partner) {
        return (whole, String::new());
    }
    // Small letters behind a name, or alone, say what it is about: "Dana again", "offer".
    let about = words.iter().rev().take_while(|word| is_small(word)).count();
    match words.split_at(words.len() - about) {
        (_, []) => (whole, String::new()),
        ([], about) => (Match::Nobody, about.join(" ")),
        (name, about) => {
            let named = one_whom(&name.join(" "), reading, (prospect, partner), names);
            (named, about.join(" "))
        }
    }
}

fn is_named(whom: &Match, prospect: &Match, partner: &Match) -> bool {
    whom == prospect || whom == partner
}

/// Whether a word is written in small letters only; what knows no capitals may be a name.
fn is_small(word: &str) -> bool {
    word.contains(char::is_lowercase) && !word.contains(char::is_uppercase)
}

fn one_whom(
    said: &str,
    reading: &Reading,
    (prospect, partner): (&Match, &Match),
    names: &Names,
) -> Match {
    // Who is named in the line already is meant before anyone else of the book.
    let called = |found: &Match, typed: &str| match found.id() {
        Some(id) => names.book().name(Some(id)).to_owned(),
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
        .map_or_else(|| names.known(said), |(found, _)| (*found).clone())
}

/// The open referral of a prospect that arrived last: received, or given to this receiver.
fn open_of(person: Id, receiver: Option<Id>, book: &Book) -> Option<Id> {
    book.referrals
        .iter()
        .filter(|(_, referral)| {
            referral.is_open()
                && referral.is_given() == receiver.is_some()
                && (receiver.is_none() || referral.receiver == receiver)
                && referral.prospect == Some(person)
        })
        .max_by_key(|(id, referral)| (referral.on, *id))
        .map(|(id, _)| id)
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
        resolve(
            &line::read(line, today(), home),
            &Names::of(book),
            false,
            today(),
        )
    }

    fn keep(line: &str, joins: bool, book: &mut Book, stamp: &mut Stamp) {
        stamp.at += 1_000;
        let action = read(line, book).action(joins);
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
            assert_eq!(words(&Names::of(&book).known(said), &book), meant, "{said}");
        }
    }

    #[test]
    fn what_a_name_means_does_not_rest_on_what_was_asked_before() {
        let book = book();
        let names = Names::of(&book);
        let line = "Omar Haddad South from Dana Petrov and Mia Lang, Dana Ortiz brick, Petrov Yuki Mori Ortis";
        for _ in 0..2 {
            for (at, _) in line.char_indices() {
                for said in [&line[..at], &line[at..]] {
                    let (known, fresh) = (names.known(said), Names::of(&book));
                    assert_eq!(known, fresh.known(said), "{said}");
                    assert_eq!(names.others(said, &known), fresh.others(said, &known));
                    assert_eq!(names.name_and_rest(said), fresh.name_and_rest(said));
                }
            }
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

    /// Anna Weber has referred, Anna Schmidt has a tier, Anna Roux neither; Ben Achebe has a tier, Ben Roux has not.
    fn annas() -> Book {
        let (mut book, mut stamp) = empty();
        for line in [
            "Priya Shah from Anna Weber",
            "Lin Wu to Anna Schmidt",
            "Lin Wu to Anna Roux",
            "Lin Wu to Ben Achebe",
            "Lin Wu to Ben Roux",
        ] {
            keep(line, false, &mut book, &mut stamp);
        }
        for name in ["Anna Schmidt", "Ben Achebe"] {
            book.people.edit(id(name, &book), 9_000, |person| {
                person.tier = Some(crate::domain::person::Tier::A);
            });
        }
        book
    }

    #[test]
    fn a_first_name_of_two_sources_is_ambiguous_and_of_one_says_who_else_fits() {
        let book = annas();
        let name = |id| book.name(Some(id)).to_owned();
        let resolved = read("Yuki Mori from Anna", &book);
        let Match::Ambiguous(ids) = &resolved.partner else {
            panic!("{:?}", resolved.partner);
        };
        assert_eq!(ids.len(), 3);
        assert_eq!(name(ids[2]), "Anna Roux");
        let resolved = read("Yuki Mori from Ben", &book);
        assert_eq!(words(&resolved.partner, &book), "known Ben Achebe");
        let also = also(&resolved.others, name);
        assert_eq!(also.unwrap(), "also Ben Roux; type more to mean them");
        assert!(read("Yuki Mori from Ben Achebe", &book).others.is_empty());
    }

    #[test]
    fn pronouns_are_the_prospect_and_small_words_are_the_note() {
        let book = book();
        for (said, meant, note) in [
            ("mail him tmrw", "new Yuki Mori", ""),
            ("call her fri", "new Yuki Mori", ""),
            ("mail them again fri", "new Yuki Mori", "again"),
            ("send offer fri", "nobody", "offer"),
            ("send the proposal fri", "nobody", "the proposal"),
            ("call Petrov again fri", "known Dana Petrov", "again"),
            ("lunch with Tom friday", "new Tom", ""),
            ("call Jan van Berg fri", "new Jan van Berg", ""),
            ("call mia fri", "known Mia Lang", ""),
        ] {
            let resolved = read(&format!("Yuki Mori from Mia {said}"), &book);
            let next = resolved.captured.next.map(|next| next.note);
            assert_eq!(words(&resolved.whom, &book), meant, "{said}");
            assert_eq!(next.as_deref(), Some(note), "{said}");
        }
    }

    #[test]
    fn two_sources_nobody_knows_are_to_be_named_one_at_a_time() {
        let book = book();
        let problems = |line: &str| read(line, &book).problems.len();
        assert_eq!(problems("Yuki Mori from Zoe and Tom"), 1);
        assert_eq!(problems("Yuki Mori from \"Zoe and Tom\""), 0);
        assert_eq!(problems("Yuki Mori from Zoe"), 0);
    }

    #[test]
    fn what_follows_the_whole_name_of_someone_known_is_the_need() {
        let book = book();
        for (said, meant, need) in [
            ("Mia Lang interim CFO", "known Mia Lang", "interim CFO"),
            ("Mia Lang shop, by May", "known Mia Lang", "shop, by May"),
            ("Mia Langston shop", "new Mia Langston shop", ""),
            ("Omar Haddad South", "known Omar Haddad", ""),
            ("Dana interim CFO", "new Dana interim CFO", ""),
        ] {
            let resolved = read(&format!("Yuki Mori from {said}"), &book);
            assert_eq!(words(&resolved.partner, &book), meant, "{said}");
            assert_eq!(resolved.captured.need, need, "{said}");
        }
    }

    #[test]
    fn what_stands_in_the_way_is_said_with_names() {
        let book = book();
        let refusal = |line: &str| {
            let resolved = read(line, &book);
            let refusal = resolved.refusal(|id| book.name(Some(id)).into());
            refusal.map(|refusal| refusal.why).unwrap_or_default()
        };
        assert_eq!(refusal("Yuki Mori from Mia"), "");
        let both = "This may be Omar Haddad or Omar Haddad";
        assert_eq!(refusal("Yuki Mori from Omar Haddad"), both);
        assert!(refusal("Mia Lang from Mia").contains("both sides"));
        let given = resolve(
            &line::read("Yuki Mori", today(), book.settings().currency()),
            &Names::of(&book),
            true,
            today(),
        );
        assert!(given.refusal(|_| String::new()).is_some());
    }

    #[test]
    fn a_channel_is_closed_where_none_of_its_name_is_open() {
        let mut book = book();
        let noted = |name: &str, closed: Option<&str>| crate::domain::team::Channel {
            name: name.into(),
            closed: closed.map(|on| on.parse().unwrap()),
            ..Default::default()
        };
        for (n, channel) in [
            noted("Chapter", Some("2026-11-03")),
            noted("fair", Some("2026-11-03")),
            noted("Fair", None),
        ]
        .into_iter()
        .enumerate()
        {
            let id = Id::fixed(50 + n as u128);
            book.channels.put(id, channel, 9_000);
        }
        for (line, closed) in [
            ("Yuki Mori via chapter", Some("Chapter")),
            ("Yuki Mori at chapter", Some("Chapter")),
            ("Yuki Mori via fair", None),
            ("Yuki Mori", None),
        ] {
            let found = read(line, &book).closed.map(|(name, _)| name);
            assert_eq!(found.as_deref(), closed, "{line}");
        }
    }

    #[test]
    fn a_place_and_a_way_are_the_contact_and_the_channel() {
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
                "Yuki Mori from Mia by mail",
                Some(Kind::Email),
                "",
                "e-mail",
            ),
            (
                "Yuki Mori from Mia by message",
                Some(Kind::Message),
                "",
                "message",
            ),
            (
                "Yuki Mori from Mia by letter",
                Some(Kind::Letter),
                "",
                "letter",
            ),
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
                "Priya", "Shah", "Dana", "Ortiz", "Petrov", "Omar Haddad", "from", "to", "(ARC)", ",", "call", "and", "her", "offer",
                "fri", "at lunch", "by phone", "12k", "L3", "#a", "Yuki", "!", "Mia",
            ]), 0..12),
            given: bool,
            joins: bool,
        ) {
            let mut book = book();
            let line = words.join(" ");
            let resolved = resolve(&line::read(&line, today(), book.settings().currency()), &Names::of(&book), given, today());
            if resolved.refusal(|id| book.name(Some(id)).into()).is_none() {
                let mut stamp = Stamp { at: 90_000, ids: Ids::seeded(11), ..empty().1 };
                let action = resolved.action(joins);
                prop_assert!(action.perform(&mut book, &mut stamp).is_ok(), "{line}");
            }
        }
    }
}
