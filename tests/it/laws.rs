//! What holds for every book and every course of events: undo, merge, and the fields of newer programs.

use goodword::domain::book::Book;
use goodword::domain::id::Id;
use goodword::domain::merge::Gone;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::Value;

use crate::excuses::{is_clash, is_forgotten, is_key_of_united, is_moment_of_the_same, is_united};
use crate::random::{self, Replica, Roll};

type Held = Result<(), TestCaseError>;

/// Holds a law against this many random cases.
fn hold<S: Strategy>(cases: u32, strategy: S, law: impl Fn(S::Value) -> Held) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    if let Err(broken) = TestRunner::new(config).run(&strategy, law) {
        panic!("{broken}");
    }
}

/// Equal in all that a person or a newer program would miss.
fn is_same_book(a: &Book, b: &Book) -> bool {
    a.says_the_same(b) && a.extra == b.extra
}

macro_rules! same {
    ($a:expr, $b:expr, $($why:tt)*) => {
        let (a, b) = (&$a, &$b);
        prop_assert!(
            is_same_book(a, b),
            "{}: {}",
            format!($($why)*),
            difference(a, b)
        );
    };
}

fn difference(a: &Book, b: &Book) -> String {
    let (left, right) = (value_of(a), value_of(b));
    let mut found = Vec::new();
    leaves("", &left, &mut |path, value| {
        if right.pointer(path) != Some(value) && !is_own(path) {
            found.push(format!("- {path} = {value}"));
        }
    });
    leaves("", &right, &mut |path, value| {
        if left.pointer(path) != Some(value) && !is_own(path) {
            found.push(format!("+ {path} = {value}"));
        }
    });
    found.join("\n")
}

pub fn value_of(book: &Book) -> Value {
    serde_json::to_value(book).expect("a book is plain data")
}

/// Walks everything that has no fields of its own, with its JSON pointer.
fn leaves(path: &str, value: &Value, see: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (key, inner) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                leaves(&format!("{path}/{key}"), inner, see);
            }
        }
        _ => see(path, value),
    }
}

/// The times of changes, tombstones and clashes, which laws leave aside.
fn is_own(path: &str) -> bool {
    let steps: Vec<&str> = path.split('/').skip(1).collect();
    let field = if steps.first() == Some(&"settings") {
        1
    } else {
        2
    };
    matches!(steps.first(), Some(&("gone" | "clashes")))
        || matches!(steps.get(field), Some(&("created" | "updated" | "stamps")))
}

fn undo_gives_the_book_before(cases: u32) {
    let strategy = (random::rolls(20), random::rolls(40), any::<u8>());
    hold(cases, strategy, |(past, rolls, n)| {
        let start = random::with_unknown_everywhere(&random::book_of(&past), n);
        let mut replica = Replica::open(start.clone(), 1, 2_000_000);
        for roll in &rolls {
            replica.act(roll);
        }
        let end = replica.book().clone();
        let depth = replica.history.depth();
        for _ in 0..depth {
            let undone = replica.history.undo(3_000_000);
            prop_assert!(undone.is_ok(), "{undone:?}");
        }
        same!(replica.book(), start, "undone");
        prop_assert!(replica.history.undo(3_000_000).is_err());
        for _ in 0..depth {
            let redone = replica.history.redo(4_000_000);
            prop_assert!(redone.is_ok(), "{redone:?}");
        }
        same!(replica.book(), end, "redone");
        Ok(())
    });
}

fn a_walk_back_and_forth_meets_the_books_that_were(cases: u32) {
    let steps = prop::collection::vec((0..4u8, random::roll()), 0..60);
    hold(cases, (random::rolls(20), steps), |(past, steps)| {
        let mut replica = Replica::open(random::book_of(&past), 1, 2_000_000);
        let mut books = vec![replica.book().clone()];
        let mut here = 0;
        for (step, roll) in &steps {
            replica.stamp.at += 1;
            let at = replica.stamp.at;
            match step {
                0 if replica.history.undo(at).is_ok() => here -= 1,
                1 if replica.history.redo(at).is_ok() => here += 1,
                0 | 1 => {}
                _ => {
                    if replica.act(roll) {
                        here += 1;
                        books.truncate(here);
                        books.push(replica.book().clone());
                    }
                }
            }
            prop_assert_eq!(replica.history.depth(), here);
            same!(replica.book(), books[here], "after {} steps", here);
        }
        Ok(())
    });
}

fn what_is_refused_leaves_the_very_same_book(cases: u32) {
    hold(
        cases,
        (random::rolls(20), random::rolls(40)),
        |(past, rolls)| {
            let mut replica = Replica::open(random::book_of(&past), 1, 2_000_000);
            for roll in &rolls {
                let before = replica.book().clone();
                let depth = replica.history.depth();
                if !replica.act(roll) {
                    prop_assert!(replica.book().is_same(&before));
                    prop_assert_eq!(replica.history.depth(), depth);
                }
            }
            Ok(())
        },
    );
}

/// A book, and what became of it on several devices.
fn copies(devices: usize) -> impl Strategy<Value = (Vec<Roll>, Vec<Vec<Roll>>)> {
    let lives = prop::collection::vec(random::rolls(14), devices);
    (random::rolls(16), lives)
}

fn grown((past, lives): &(Vec<Roll>, Vec<Vec<Roll>>)) -> (Book, Vec<Book>) {
    let base = random::book_of(past);
    let books = lives
        .iter()
        .zip(1..)
        .map(|(life, device)| random::lived(&base, life, device))
        .collect();
    (base, books)
}

/// The same book, read from a file: equal, and no pointer shared.
fn reread(book: &Book) -> Book {
    serde_json::from_str(&value_of(book).to_string()).expect("what was written can be read")
}

fn merging_keeps_its_laws(cases: u32) {
    hold(cases, copies(2), |dice| {
        let (base, books) = grown(&dice);
        let (a, b) = (&books[0], &books[1]);
        same!(Book::merge(&base, a, &reread(a)), a, "m(O,A,A)");
        same!(Book::merge(&base, a, &reread(&base)), a, "m(O,A,O)");
        same!(Book::merge(&base, &reread(&base), a), a, "m(O,O,A)");
        let merged = Book::merge(&base, a, b);
        prop_assert!(
            value_of(&merged) == value_of(&Book::merge(&base, b, a)),
            "m(O,A,B) is not m(O,B,A): {}",
            difference(&merged, &Book::merge(&base, b, a))
        );
        let apart = Book::merge(&reread(&base), &reread(a), &reread(b));
        same!(apart, merged, "a shared pointer makes a difference");
        // Where two have become one, a rule that was settled for both keeps one of their times.
        let has_united = merged.gone.iter().any(|(_, gone)| gone.into.is_some());
        prop_assert!(
            has_united || merged == apart,
            "a shared pointer makes a difference in times"
        );
        prop_assert_eq!(&reread(&merged), &merged);
        same!(Book::merge(&base, &merged, b), merged, "m(O,m(O,A,B),B)");
        same!(Book::merge(&base, &merged, a), merged, "m(O,m(O,A,B),A)");
        nothing_vanishes(&base, (a, b), &merged)?;
        nothing_vanishes(&base, (b, a), &merged)
    });
}

/// Whatever `ours` changed or added is in the merged book, or in a clash, unless it is about someone who
/// was forgotten; what it left alone may have been deleted by the other side.
fn nothing_vanishes(base: &Book, (ours, theirs): (&Book, &Book), merged: &Book) -> Held {
    let [was, our, their, now] = [base, ours, theirs, merged].map(value_of);
    let mut lost = Vec::new();
    leaves("", &our, &mut |path, value| {
        let is_empty = value.as_object().is_some_and(serde_json::Map::is_empty);
        let is_there = |book: &Value| {
            let found = book.pointer(path);
            // A map that one side emptied may hold what the other side put in.
            found == Some(value) || (is_empty && found.is_some_and(Value::is_object))
        };
        let left_alone = is_there(&was) && !is_there(&their);
        if is_own(path)
            || value.is_null()
            || is_there(&now)
            || left_alone
            || is_moment_of_the_same(&our, &now, path)
            || [base, ours, theirs]
                .iter()
                .any(|book| is_forgotten(book, merged, path))
            || is_united(merged, value)
            || is_key_of_united(merged, path)
        {
            return;
        }
        if !is_clash(merged, path, value) {
            lost.push(format!("{path} = {value}"));
        }
    });
    prop_assert!(lost.is_empty(), "vanished: {}", lost.join("\n"));
    Ok(())
}

/// One device deletes or forgets a person whom the other goes on to change.
fn an_edit_beats_a_deletion_but_not_forgetting(cases: u32) {
    let strategy = (
        random::rolls(20),
        any::<prop::sample::Index>(),
        any::<bool>(),
    );
    hold(cases, strategy, |(past, index, forgotten)| {
        let base = random::book_of(&past);
        if base.people.is_empty() {
            return Ok(());
        }
        let nth = index.index(base.people.len());
        let (id, _) = base.people.iter().nth(nth).expect("it is below the count");
        let (mut deleted, mut edited) = (base.clone(), base.clone());
        deleted.people.remove(id);
        let tomb = Gone {
            table: "people".into(),
            forgotten,
            ..Gone::default()
        };
        deleted.gone.put(id, tomb, 3_000_000);
        edited
            .people
            .edit(id, 2_000_000, |person| person.name.push('!'));
        for merged in [
            Book::merge(&base, &deleted, &edited),
            Book::merge(&base, &edited, &deleted),
        ] {
            prop_assert_eq!(
                merged.people.get(id),
                edited.people.get(id).filter(|_| !forgotten)
            );
            prop_assert_eq!(merged.gone.has(id), forgotten);
            let later = Book::merge(&base, &merged, &edited);
            prop_assert_eq!(later.people.has(id), !forgotten);
        }
        let plain = Book::merge(&base, &deleted, &base);
        prop_assert!(!plain.people.has(id), "nobody changed it: it stays deleted");
        let baseless = Book::merge(&Book::default(), &deleted, &base);
        prop_assert!(
            !baseless.people.has(id),
            "the tombstone tells it from an addition"
        );
        Ok(())
    });
}

fn copies_merged_in_any_order_converge(cases: u32) {
    hold(cases, (copies(4), any::<bool>()), |(dice, three)| {
        let (base, mut books) = grown(&dice);
        if three {
            books.pop();
        }
        if is_torn(&base, &books) {
            return Ok(());
        }
        let fold = |order: &[usize]| {
            order
                .iter()
                .map(|n| &books[*n])
                .fold(base.clone(), |all, one| Book::merge(&base, &all, one))
        };
        let orders: &[&[usize]] = if three {
            &[
                &[0, 1, 2],
                &[0, 2, 1],
                &[1, 0, 2],
                &[1, 2, 0],
                &[2, 0, 1],
                &[2, 1, 0],
            ]
        } else {
            &[&[0, 1, 2, 3], &[3, 2, 1, 0], &[1, 3, 0, 2], &[2, 0, 3, 1]]
        };
        let first = fold(orders[0]);
        for order in &orders[1..] {
            same!(fold(order), first, "in the order {:?}", order);
        }
        let pairs = Book::merge(
            &base,
            &Book::merge(&base, &books[0], &books[1]),
            &Book::merge(&base, &books[books.len() - 1], &books[2]),
        );
        same!(pairs, first, "in pairs");
        Ok(())
    });
}

/// Whether one copy forgets somebody, or makes them one with somebody else, while another one does something else with
/// them or with what names them: who is meant then depends on which of the two is heard of first.
fn is_torn(base: &Book, books: &[Book]) -> bool {
    let tombs = || books.iter().flat_map(|book| book.gone.iter());
    let ends = || tombs().filter(|(_, tomb)| tomb.forgotten || tomb.into.is_some());
    let naming = |book: &Book, id: Id| -> Vec<String> {
        let rows = book.differing(&Book::default()).into_iter();
        rows.filter_map(|(table, row)| book.written(table, row))
            .map(|record| record.to_string())
            .filter(|record| record.contains(&id.to_string()))
            .collect()
    };
    ends().any(|(id, tomb)| {
        let before = naming(base, id);
        let mut unaware = books.iter().filter(|book| book.people.has(id));
        let has_two_ends = ends().any(|(other, end)| {
            let is_other = (end.forgotten, end.into) != (tomb.forgotten, tomb.into);
            (other == id && is_other) || tomb.into == Some(other)
        });
        has_two_ends
            || unaware.any(|book| {
                book.people.get(id) != base.people.get(id)
                    || (tomb.forgotten && naming(book, id) != before)
            })
    })
}

fn unknown_fields_survive_a_known_edit(cases: u32) {
    let strategy = (random::rolls(20), random::rolls(6), any::<u8>());
    hold(cases, strategy, |(past, edits, n)| {
        let book = random::with_unknown_everywhere(&random::book_of(&past), n);
        let text = serde_json::to_string(&book).expect("a book is plain data");
        let before: Value = serde_json::from_str(&text).expect("it was just written");
        let read: Book = serde_json::from_str(&text).expect("it was just written");
        prop_assert_eq!(&read, &book);
        let mut replica = Replica::open(read, 1, 2_000_000);
        for edit in &edits {
            replica.act(edit);
        }
        let after = value_of(replica.book());
        let mut lost = Vec::new();
        let mut seen = 0;
        leaves("", &before, &mut |path, value| {
            let Some((home, _)) = path.split_once("/x-new") else {
                return;
            };
            seen += 1;
            // What is replaced or deleted as a whole takes its fields along.
            let part = home.rsplit('/').next().unwrap_or_default();
            let is_replaced = after.pointer(home).is_none()
                || (["next", "wait", "outcome"].contains(&part)
                    && after.pointer(home) != before.pointer(home))
                || home.starts_with("/settled/");
            if after.pointer(path) != Some(value) && !is_replaced {
                lost.push(format!("{path} = {value}"));
            }
        });
        prop_assert!(seen > 0);
        prop_assert!(lost.is_empty(), "vanished: {}", lost.join("\n"));
        Ok(())
    });
}

#[test]
fn undo() {
    undo_gives_the_book_before(48);
}

#[test]
fn walk() {
    a_walk_back_and_forth_meets_the_books_that_were(32);
}

#[test]
fn refused() {
    what_is_refused_leaves_the_very_same_book(32);
}

#[test]
fn merge() {
    merging_keeps_its_laws(64);
}

#[test]
fn delete() {
    an_edit_beats_a_deletion_but_not_forgetting(32);
}

#[test]
fn converge() {
    copies_merged_in_any_order_converge(48);
}

#[test]
fn unknown() {
    unknown_fields_survive_a_known_edit(48);
}

/// `GOODWORD_CASES=50000 cargo test --release --test it campaign -- --ignored`
#[test]
#[ignore = "a campaign: runs for as long as GOODWORD_CASES says"]
fn campaign() {
    let cases = std::env::var("GOODWORD_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(2_000);
    undo_gives_the_book_before(cases / 5);
    a_walk_back_and_forth_meets_the_books_that_were(cases / 5);
    what_is_refused_leaves_the_very_same_book(cases / 5);
    merging_keeps_its_laws(cases);
    an_edit_beats_a_deletion_but_not_forgetting(cases / 5);
    copies_merged_in_any_order_converge(cases);
    unknown_fields_survive_a_known_edit(cases / 2);
}
