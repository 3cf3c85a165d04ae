//! Who came through whom: the first referral that brought a person, else who is named as having brought us together. A
//! tree from its root, with closed value added up to it. It never knows how a tree is drawn.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::index::IdMap;
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::money::Sums;
use crate::domain::referral::Ending;

/// One person in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    pub person: Id,
    /// How far below the root; 0 is the root.
    pub depth: usize,
    /// For every level above, whether more of it follows further down.
    pub goes_on: Vec<bool>,
    /// The referral that brought them; none where only the acquaintance is noted.
    pub by: Option<Id>,
    /// Closed value of their own.
    pub own: Sums,
    /// Closed value of their own and of everyone below.
    pub all: Sums,
    /// How many came through them, directly or not.
    pub below: usize,
}

/// What brought a person: through whom, on which day, by which referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    on: NaiveDate,
    through: Id,
    by: Option<Id>,
}

/// Everyone from the root of a person's line down, parents before children, the oldest first.
pub fn tree(book: &Book, practice: &Practice, person: Id) -> Vec<Branch> {
    let root = root(book, practice, person);
    let mut tree = Vec::new();
    let mut seen = BTreeSet::new();
    grow(
        book,
        practice,
        (root, None),
        Vec::new(),
        &mut seen,
        &mut tree,
    );
    add_up(&mut tree);
    tree
}

/// Through whom a person came; none for the first of a line.
pub fn through(book: &Book, practice: &Practice, person: Id) -> Option<Id> {
    link(book, practice, person)
        .filter(|_| root(book, practice, person) != person)
        .map(|link| link.through)
}

/// Where a person's line begins. Two who brought each other are a ring, which is cut where it was closed last.
pub fn root(book: &Book, practice: &Practice, person: Id) -> Id {
    let mut line: Vec<(Id, Link)> = Vec::new();
    let mut places: IdMap<usize> = IdMap::default();
    let mut at = person;
    while let Some(link) = link(book, practice, at) {
        if let Some(from) = places.get(&at) {
            let ring = line[*from..].iter();
            let last = ring.max_by_key(|(id, link)| (link.on, *id));
            return last.map_or(at, |(id, _)| *id);
        }
        places.insert(at, line.len());
        line.push((at, link));
        at = link.through;
    }
    at
}

fn link(book: &Book, practice: &Practice, person: Id) -> Option<Link> {
    let mut named = practice.referrals_of(person).iter();
    let first = named.find(|named| {
        let it = &named.record;
        !it.is_given()
            && it.prospect == Some(person)
            && it
                .source
                .is_some_and(|source| source != person && book.people.has(source))
    });
    if let Some(first) = first {
        let through = first.record.source?;
        return Some(Link {
            on: first.record.on,
            through,
            by: Some(first.id),
        });
    }
    let through = book.people.get(person)?.via;
    let through = through.filter(|via| *via != person && book.people.has(*via))?;
    Some(Link {
        on: NaiveDate::MIN,
        through,
        by: None,
    })
}

/// Whom a person brought, the oldest first.
fn brought(book: &Book, practice: &Practice, person: Id) -> Vec<(Id, Link)> {
    let named = practice.referrals_of(person).iter();
    let prospects = named
        .filter(|named| named.record.source == Some(person) && !named.record.is_given())
        .filter_map(|named| named.record.prospect);
    let acquainted = practice.came_via(person).iter().copied();
    let mut seen = BTreeSet::new();
    let mut found: Vec<(Id, Link)> = prospects
        .chain(acquainted)
        .filter(|id| seen.insert(*id) && book.people.has(*id))
        .filter_map(|id| Some((id, link(book, practice, id)?)))
        .filter(|(_, link)| link.through == person)
        .collect();
    found.sort_by_key(|(id, link)| (link.on, *id));
    found
}

/// Adds a person and all below. A line may be as long as the book, so that it is walked without recursion.
fn grow(
    book: &Book,
    practice: &Practice,
    root: (Id, Option<Id>),
    goes_on: Vec<bool>,
    seen: &mut BTreeSet<Id>,
    tree: &mut Vec<Branch>,
) {
    let mut open = vec![(root, goes_on)];
    while let Some(((person, by), goes_on)) = open.pop() {
        if !seen.insert(person) {
            continue;
        }
        let own = own(practice, person);
        tree.push(Branch {
            person,
            depth: goes_on.len(),
            goes_on: goes_on.clone(),
            by,
            all: own.clone(),
            own,
            below: 0,
        });
        let mut children = brought(book, practice, person);
        // The root of a ring is nobody's child.
        children.retain(|(id, _)| !seen.contains(id));
        let last = children.len().saturating_sub(1);
        for (n, (child, link)) in children.into_iter().enumerate().rev() {
            let mut goes_on = goes_on.clone();
            goes_on.push(n < last);
            open.push(((child, link.by), goes_on));
        }
    }
}

/// What a person brought in as a prospect themselves.
fn own(practice: &Practice, person: Id) -> Sums {
    let named = practice.referrals_of(person).iter();
    let won = named.filter_map(|named| {
        let it = &named.record;
        let outcome = it.outcome.as_ref()?;
        let is_theirs = it.prospect == Some(person) && !it.is_given();
        outcome
            .value
            .filter(|_| is_theirs && outcome.ending == Ending::Won)
    });
    won.collect()
}

/// Rolls value and number up to every parent, the last branch first.
fn add_up(tree: &mut [Branch]) {
    // The last branch seen at every depth: the parent of what comes next below it.
    let mut last: Vec<usize> = Vec::new();
    let mut parents: Vec<Option<usize>> = Vec::new();
    for (at, branch) in tree.iter().enumerate() {
        last.truncate(branch.depth);
        parents.push(last.last().copied());
        last.push(at);
    }
    for (at, parent) in parents.into_iter().enumerate().rev() {
        if let Some(parent) = parent {
            let (above, below) = tree.split_at_mut(at);
            let (branch, parent) = (&below[0], &mut above[parent]);
            branch.all.iter().for_each(|money| parent.all.add(money));
            parent.below += branch.below + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Bond, Who};
    use crate::domain::money::{Currency, Money};
    use crate::domain::referral::Outcome;

    fn win(trial: &mut Trial, referral: Id, euros: i64) {
        let outcome = Outcome {
            ending: Ending::Won,
            value: Some(Money {
                minor: euros * 100,
                currency: Currency::EUR,
            }),
            ..Outcome::default()
        };
        assert!(trial.perform(Action::Close { referral, outcome }));
    }

    /// "Dana 31 (3) / Lars 13 (1) / …": an indent a level.
    fn drawn(trial: &Trial, of: &str) -> Vec<String> {
        let tree = tree(trial.book(), &trial.practice(), trial.find(of));
        let line = |branch: &Branch| {
            let name = trial.book().name(Some(branch.person));
            let all = branch.all.of(Currency::EUR).minor / 100;
            format!(
                "{}{name} {all} ({})",
                " ".repeat(branch.depth),
                branch.below
            )
        };
        tree.iter().map(line).collect()
    }

    fn family() -> Trial {
        let mut trial = Trial::new();
        let lars = trial.received("Lars", "Dana");
        trial.go(1);
        let joan = trial.received("Joan", "Lars");
        trial.go(2);
        trial.received("Priya", "Dana");
        win(&mut trial, lars, 13);
        win(&mut trial, joan, 18);
        trial
    }

    #[test]
    fn value_rolls_up_to_the_root_from_any_person() {
        let trial = family();
        let wanted = [
            "Dana 31 (3)",
            " Lars 31 (1)",
            "  Joan 18 (0)",
            " Priya 0 (0)",
        ];
        for of in ["Dana", "Lars", "Joan", "Priya"] {
            assert_eq!(drawn(&trial, of), wanted, "{of}");
        }
        let tree = tree(trial.book(), &trial.practice(), trial.find("Joan"));
        let goes_on: Vec<&[bool]> = tree.iter().map(|it| it.goes_on.as_slice()).collect();
        assert_eq!(goes_on, [&[][..], &[true], &[true, false], &[false]]);
    }

    #[test]
    fn the_first_source_counts_and_an_acquaintance_where_no_referral_says_it() {
        let mut trial = family();
        trial.go(9);
        trial.received("Joan", "Priya");
        trial.person("Noor", None);
        let via = Bond::Via(Who::Known(trial.find("Priya")));
        let person = trial.find("Noor");
        let bond = Box::new(via);
        assert!(trial.perform(Action::Bond { person, bond }));
        assert_eq!(
            drawn(&trial, "Noor"),
            [
                "Dana 31 (4)",
                " Lars 31 (1)",
                "  Joan 18 (0)",
                " Priya 0 (1)",
                "  Noor 0 (0)"
            ]
        );
        let practice = trial.practice();
        let came = |name: &str| through(trial.book(), &practice, trial.find(name));
        assert_eq!(came("Noor"), Some(trial.find("Priya")));
        assert_eq!(came("Dana"), None);
    }

    #[test]
    fn two_who_brought_each_other_have_one_root() {
        let mut trial = Trial::new();
        trial.received("Ben", "Dana");
        trial.go(1);
        trial.received("Dana", "Ben");
        assert_eq!(drawn(&trial, "Dana"), drawn(&trial, "Ben"));
        assert_eq!(drawn(&trial, "Dana"), ["Dana 0 (1)", " Ben 0 (0)"]);
    }

    #[test]
    fn a_line_as_long_as_the_book_is_walked() {
        let mut trial = Trial::new();
        for n in 0..300 {
            trial.received(&format!("P{}", n + 1), &format!("P{n}"));
        }
        let tree = drawn(&trial, "P300");
        assert_eq!((tree.len(), tree[0].as_str()), (301, "P0 0 (300)"));
    }

    proptest! {
        #[test]
        fn everyone_is_in_one_tree_once_and_its_root_has_the_whole_value(
            links in prop::collection::vec((0u8..7, 0u8..7, 0i64..50), 0..14),
        ) {
            let mut trial = Trial::new();
            for (n, (prospect, source, euros)) in links.iter().enumerate() {
                trial.go(n as u64);
                if prospect != source {
                    let id = trial.received(&format!("P{prospect}"), &format!("P{source}"));
                    win(&mut trial, id, *euros);
                }
            }
            let practice = trial.practice();
            let book = trial.book();
            let mut all = 0;
            let mut counted = 0;
            for (id, _) in book.people.iter() {
                let found = tree(book, &practice, id);
                let names: BTreeSet<Id> = found.iter().map(|it| it.person).collect();
                prop_assert_eq!(names.len(), found.len());
                prop_assert!(names.contains(&id));
                prop_assert_eq!(found[0].below + 1, found.len());
                if found[0].person == id {
                    all += found[0].all.of(Currency::EUR).minor;
                    counted += found.len();
                }
                for branch in &found {
                    prop_assert_eq!(root(book, &practice, branch.person), found[0].person);
                }
            }
            let won: i64 = links.iter().filter(|(a, b, _)| a != b).map(|(_, _, euros)| euros * 100).sum();
            prop_assert_eq!((all, counted), (won, book.people.len()));
        }
    }
}
