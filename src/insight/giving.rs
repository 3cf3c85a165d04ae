//! Whom to give to next, and what: people who give more than they get, kinds that were never returned, and matches
//! between whom somebody looks for and whom I know. It suggests, and never reckons up.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::acquaintance::{Acquaintance, Place, each_word};
use super::ledger::{Balance, Item};
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::person::Tier;
use crate::domain::relation::latest;

/// So many matches are offered for one person.
const MATCHES: usize = 3;
/// A word that more people have than this share of all, and than these, tells nobody apart.
const COMMON: (usize, usize) = (8, 12);
/// The least that a match is worth: a telling place, or several words.
const WORTH: u32 = 3;

/// Someone I know who fits what another looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub person: Id,
    pub score: u32,
    /// The words that fit, and where each stands, the most telling first.
    pub words: Vec<(String, Place)>,
}

/// Why it is somebody's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// More came from them than went to them.
    ReceivingAhead { got: u32, given: u32 },
    /// Something of a kind came from them that never went to them.
    NeverReturned,
    /// They look for someone.
    LooksFor,
}

/// What could be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gift {
    /// An introduction to somebody who fits.
    Introduction(Match),
    /// An act of a kind that was got and never returned.
    Act(&'static Kind),
    /// A referral, which was got and never returned.
    Referral,
    /// Nothing is known of whom they look for: ask.
    Ask,
}

/// One person to give to, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub person: Id,
    pub turn: Turn,
    /// The best first; never none.
    pub gifts: Vec<Gift>,
}

/// Whom to give to next: those from whom more came first, then kinds never returned, then whoever looks for somebody
/// whom I know; close ones before others, whoever waited longest first.
pub fn next(book: &Book, practice: &Practice, limit: usize) -> Vec<Next> {
    let mut turns: Vec<(Rank, Id, Turn)> = practice
        .balances()
        .iter()
        .filter_map(|id| {
            let turn = turn(book, practice, *id)?;
            Some((place(book, practice, *id, turn), *id, turn))
        })
        .collect();
    turns.sort_unstable_by_key(|(place, id, _)| (*place, *id));
    let found = turns.into_iter().filter_map(|(_, person, turn)| {
        let gifts = gifts(book, practice, person);
        // Whoever only looks for somebody has a turn where there is somebody.
        let has_match = matches!(gifts.first(), Some(Gift::Introduction(_)));
        (turn != Turn::LooksFor || has_match).then_some(Next {
            person,
            turn,
            gifts,
        })
    });
    found.take(limit).collect()
}

/// Kind of turn, tier, last contact.
type Rank = (u8, u8, Option<NaiveDate>);

fn place(book: &Book, practice: &Practice, id: Id, turn: Turn) -> Rank {
    let kind = match turn {
        Turn::ReceivingAhead { .. } => 0,
        Turn::NeverReturned => 1,
        Turn::LooksFor => 2,
    };
    let tier = book.people.get(id).and_then(|person| person.tier.as_ref());
    let tier = match tier {
        Some(Tier::A) => 0,
        Some(Tier::B) => 1,
        Some(_) => 2,
        None => 3,
    };
    let last = practice.relation(id).last.map(|(on, _)| on);
    (kind, tier, last)
}

/// Why it is this person's turn; none where it is not, where they are away, or something stands between us.
pub fn turn(book: &Book, practice: &Practice, id: Id) -> Option<Turn> {
    let person = book.people.get(id)?;
    let relation = practice.relation(id);
    if relation.asleep || relation.friction.is_some() {
        return None;
    }
    if relation.balance() == Balance::ReceivingAhead {
        return Some(Turn::ReceivingAhead {
            got: relation.year.got.total(),
            given: relation.year.given.total(),
        });
    }
    if relation.ever.never_returned().next().is_some() {
        return Some(Turn::NeverReturned);
    }
    (person.tier.is_some() && latest(&person.wants).is_some()).then_some(Turn::LooksFor)
}

/// What could be given to one person, the best first.
pub fn gifts(book: &Book, practice: &Practice, id: Id) -> Vec<Gift> {
    let mut gifts: Vec<Gift> = matches(book, practice, id)
        .into_iter()
        .map(Gift::Introduction)
        .collect();
    let relation = practice.relation(id);
    let never = relation.ever.never_returned().map(|item| match item {
        Item::Referral => Gift::Referral,
        Item::Act(kind) => Gift::Act(kind),
    });
    // An introduction to somebody who fits is a referral, and an introduction.
    let has_match = !gifts.is_empty();
    gifts.extend(never.filter(|gift| {
        let is_covered = matches!(gift, Gift::Referral | Gift::Act(Kind::Introduction));
        !(has_match && is_covered)
    }));
    let wants = book.people.get(id).and_then(|it| latest(&it.wants));
    if gifts.is_empty() || wants.is_none() {
        gifts.push(Gift::Ask);
    }
    gifts
}

/// Whom I know that fits what a person looks for; nobody where that is not known, or not read yet.
pub fn matches(book: &Book, practice: &Practice, id: Id) -> Vec<Match> {
    let Some((_, wants)) = book.people.get(id).and_then(|it| latest(&it.wants)) else {
        return Vec::new();
    };
    let Some(known) = practice.acquaintance() else {
        return Vec::new();
    };
    let all = book.people.len();
    let mut found: BTreeMap<Id, Match> = BTreeMap::new();
    for word in telling(&wants.words, known, all) {
        for (person, place) in known.with(&word) {
            let one = found.entry(person).or_insert_with(|| Match {
                person,
                score: 0,
                words: Vec::new(),
            });
            one.score += weight(place);
            one.words.push((word.clone(), place));
        }
    }
    found.remove(&id);
    let mut found: Vec<Match> = found
        .into_values()
        .filter(|it| WORTH <= it.score && may_introduce(book, practice, id, it.person))
        .collect();
    found.sort_by_cached_key(|it| {
        let last = practice.relation(it.person).last.map(|(on, _)| on);
        (Reverse(it.score), Reverse(last), it.person)
    });
    found.truncate(MATCHES);
    for one in &mut found {
        one.words.sort_by_key(|(_, place)| *place);
    }
    found
}

/// The words of a description that tell people apart, each once.
fn telling(wants: &str, known: &Acquaintance, all: usize) -> Vec<String> {
    let most = (all / COMMON.0).max(COMMON.1);
    let mut words = Vec::new();
    each_word(wants, &mut |word| {
        let count = known.count(word);
        if 0 < count && count <= most && !words.iter().any(|other| other == word) {
            words.push(word.to_string());
        }
    });
    words
}

fn weight(place: Place) -> u32 {
    match place {
        Place::Tag => 4,
        Place::Company | Place::Position => 3,
        Place::Gain | Place::Need => 2,
        Place::Note => 1,
    }
}

/// Awake and on good terms, and not brought together with them already, one way or the other.
fn may_introduce(book: &Book, practice: &Practice, to: Id, person: Id) -> bool {
    let relation = practice.relation(person);
    let both = [(to, person), (person, to)];
    let mut named = practice.referrals_of(person).iter();
    let has_brought = named.any(|named| {
        let it = &named.record;
        let is_of = |(prospect, partner)| {
            it.prospect == Some(prospect) && it.partners().any(|other| other == partner)
        };
        both.into_iter().any(is_of)
    });
    let is_via = |(one, other)| book.people.get(one).and_then(|it| it.via) == Some(other);
    let is_done = has_brought || both.into_iter().any(is_via);
    !relation.asleep && relation.friction.is_none() && !is_done
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Bond};
    use crate::domain::event::Way;
    use crate::domain::referral::Direction;

    fn wants(trial: &mut Trial, name: &str, words: &str) {
        let person = trial.find(name);
        let bond = Box::new(Bond::Wants(words.into()));
        assert!(trial.perform(Action::Bond { person, bond }));
    }

    fn known(trial: &mut Trial, name: &str, tag: &str, company: &str) -> Id {
        let id = trial.person(name, None);
        let was = trial.book().people.arc(id).cloned();
        let mut person = (**was.as_ref().expect("they are there")).clone();
        if !tag.is_empty() {
            person.tags.insert(tag.into(), true);
        }
        person.company = company.into();
        assert!(trial.perform(Action::SavePerson {
            id: Some(id),
            was,
            person: Box::new(person),
        }));
        id
    }

    fn names(trial: &Trial, of: &str) -> Vec<String> {
        let found = matches(trial.book(), &trial.practice(), trial.find(of));
        let name = |it: &Match| trial.book().name(Some(it.person)).to_string();
        found.iter().map(name).collect()
    }

    #[test]
    fn whom_they_look_for_is_found_by_tag_company_position_and_notes() {
        let mut trial = Trial::new();
        trial.person("Tariq Aziz", Some(Tier::A));
        known(&mut trial, "Lin Wu", "retail", "");
        known(&mut trial, "Bea Berg", "", "Berg Retail Shops");
        known(&mut trial, "Omar Haddad", "", "Haddad Law");
        wants(&mut trial, "Tariq Aziz", "owners of retail shops");
        assert_eq!(names(&trial, "Tariq Aziz"), ["Bea Berg", "Lin Wu"]);
        let found = matches(trial.book(), &trial.practice(), trial.find("Tariq Aziz"));
        assert_eq!(
            found[0].words,
            [
                ("retail".to_string(), Place::Company),
                ("shop".to_string(), Place::Company)
            ]
        );
        let log = crate::domain::action::Log {
            kind: Kind::Call,
            who: trial.who("Omar Haddad"),
            note: "is buying two retail shops".into(),
            ..Default::default()
        };
        assert!(trial.perform(Action::Log(Box::new(log))));
        assert_eq!(
            names(&trial, "Tariq Aziz").len(),
            2,
            "two passing words are too little"
        );
    }

    #[test]
    fn whom_they_know_already_is_not_offered_again() {
        let mut trial = Trial::new();
        trial.person("Tariq Aziz", Some(Tier::A));
        known(&mut trial, "Lin Wu", "retail", "");
        wants(&mut trial, "Tariq Aziz", "retail");
        assert_eq!(names(&trial, "Tariq Aziz"), ["Lin Wu"]);
        trial.capture("Lin Wu", Direction::Given, "Tariq Aziz");
        assert_eq!(names(&trial, "Tariq Aziz"), [""; 0]);
        known(&mut trial, "Bea Berg", "retail", "");
        assert_eq!(names(&trial, "Tariq Aziz"), ["Bea Berg"]);
        // A second source of theirs knows them as well.
        let referral = trial.received("Bea Berg", "Dana Ortiz");
        let source = trial.who("Tariq Aziz");
        assert!(trial.perform(Action::Join { referral, source }));
        assert_eq!(names(&trial, "Tariq Aziz"), [""; 0]);
    }

    #[test]
    fn who_brought_whom_together_with_me_know_each_other() {
        for (brought, by) in [("Lin Wu", "Tariq Aziz"), ("Tariq Aziz", "Lin Wu")] {
            let mut trial = Trial::new();
            trial.person("Tariq Aziz", Some(Tier::A));
            known(&mut trial, "Lin Wu", "retail", "");
            wants(&mut trial, "Tariq Aziz", "retail");
            assert_eq!(names(&trial, "Tariq Aziz"), ["Lin Wu"]);
            let (person, via) = (trial.find(brought), trial.who(by));
            let bond = Box::new(Bond::Via(via));
            assert!(trial.perform(Action::Bond { person, bond }));
            assert_eq!(names(&trial, "Tariq Aziz"), [""; 0], "{brought} by {by}");
        }
    }

    #[test]
    fn a_word_that_nearly_everybody_has_tells_nobody_apart() {
        let mut trial = Trial::new();
        trial.person("Tariq Aziz", Some(Tier::A));
        for n in 0..20 {
            known(&mut trial, &format!("P{n}"), "owner", "");
        }
        wants(&mut trial, "Tariq Aziz", "owners");
        assert_eq!(names(&trial, "Tariq Aziz"), [""; 0]);
    }

    fn turns(trial: &Trial) -> Vec<(String, Turn, usize)> {
        let found = next(trial.book(), &trial.practice(), 9);
        let row = |it: &Next| {
            let name = trial.book().name(Some(it.person)).to_string();
            (name, it.turn, it.gifts.len())
        };
        found.iter().map(row).collect()
    }

    #[test]
    fn whoever_gave_more_comes_first_and_nobody_in_between_is_forgotten() {
        let mut trial = Trial::new();
        trial.person("Tariq Aziz", Some(Tier::B));
        known(&mut trial, "Lin Wu", "retail", "");
        wants(&mut trial, "Tariq Aziz", "retail");
        trial.log_way(Kind::Advice, "Mia Lang", None, Some(Way::Got));
        for _ in 0..3 {
            trial.log_way(Kind::Gift, "Dana Ortiz", None, Some(Way::Got));
        }
        let got = Turn::ReceivingAhead { got: 3, given: 0 };
        let wanted = [
            ("Dana Ortiz", got),
            ("Mia Lang", Turn::NeverReturned),
            ("Tariq Aziz", Turn::LooksFor),
        ];
        let found = turns(&trial);
        let rows: Vec<(&str, Turn)> = found
            .iter()
            .map(|(name, turn, _)| (name.as_str(), *turn))
            .collect();
        assert_eq!(rows, wanted);
        trial.log_way(Kind::Gift, "Dana Ortiz", None, Some(Way::Given));
        trial.log_way(Kind::Advice, "Dana Ortiz", None, Some(Way::Given));
        assert_eq!(turns(&trial)[0].0, "Mia Lang", "what was given settles it");
    }

    #[test]
    fn what_stands_between_us_comes_before_a_gift() {
        let mut trial = Trial::new();
        trial.log_way(Kind::Advice, "Mia Lang", None, Some(Way::Got));
        assert_eq!(turns(&trial).len(), 1);
        let log = crate::domain::action::Log {
            kind: Kind::Friction,
            who: trial.who("Mia Lang"),
            note: "I was late".into(),
            ..Default::default()
        };
        assert!(trial.perform(Action::Log(Box::new(log))));
        assert!(turns(&trial).is_empty());
    }

    #[test]
    fn where_nothing_is_known_one_asks_whom_they_look_for() {
        let mut trial = Trial::new();
        trial.log_way(Kind::Advice, "Mia Lang", None, Some(Way::Got));
        let found = gifts(trial.book(), &trial.practice(), trial.find("Mia Lang"));
        assert_eq!(found, [Gift::Act(&Kind::Advice), Gift::Ask]);
    }
}
