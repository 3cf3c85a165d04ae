//! What two devices changed differently is settled: what stands is kept, or the other value takes its place. Once a
//! clash is gone here, it goes on every device. It will never know which of the two is right.

use serde_json::{Map, Value};

use super::action::{Said, is_gone};
use super::book::{Book, Stamp, TableName};
use super::id::Id;
use super::record::Record;
use super::refusal::Refusal;
use super::table::Table;
use super::walk::{fields_of, is_entered, of_fields};

/// Which of the two values is the one to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wins {
    /// The one that stands in the record.
    Standing,
    Other,
}

pub(super) fn settle(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    wins: Wins,
    what: &str,
) -> Result<Said, Refusal> {
    let clash = book.clashes.get(id).ok_or_else(|| is_gone("difference"))?;
    let clash = clash.clone();
    let said = match wins {
        Wins::Standing => format!("Kept what stands: {what}"),
        Wins::Other => {
            let mut tables = TableName::ALL.iter();
            let table = tables.find(|table| table.word() == clash.table);
            let place = table.zip(clash.record);
            let is_put = place.is_some_and(|(table, record)| {
                book.put_value(*table, record, &clash.field, &clash.value, stamp.at)
            });
            if !is_put {
                let why = format!("The other value has no place any more: {what}");
                return Err(Refusal::new(why).or("keep what stands"));
            }
            format!("Took the other value: {what}")
        }
    };
    book.clashes.remove(id);
    Ok(Said::new(said).more("u brings the other back"))
}

/// Puts a value into the field at a path from a record, or the whole record where the path is empty; false where there is
/// no such record, or where it is none any more with that value.
pub(super) fn put_value<R: Record>(
    table: &mut Table<R>,
    id: Id,
    path: &str,
    value: &Value,
    at: i64,
) -> bool {
    let Some(record) = table.get(id) else {
        return false;
    };
    let mut fields = fields_of(record);
    let is_put = match (path, value) {
        ("", Value::Object(whole)) => {
            fields.clone_from(whole);
            true
        }
        ("", _) => false,
        (path, value) => put_at::<R>(&mut fields, "", path, value),
    };
    let changed = of_fields::<R>(fields).filter(|_| is_put);
    let Some(mut changed) = changed else {
        return false;
    };
    changed.set_stamps(record.created(), record.updated(), record.stamps().clone());
    table.put(id, changed, at);
    true
}

/// What stands at a path from a record. A key may itself hold the stroke that parts two keys: the longest one that is
/// there is meant.
pub fn value_at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if path.is_empty() {
        return Some(value);
    }
    let within = || {
        let mut keys = path.rmatch_indices('/');
        keys.find_map(|(end, _)| value_at(value.get(&path[..end])?, &path[end + 1..]))
    };
    value.get(path).or_else(within)
}

/// Puts a value where a path leads from the fields at another one; false where it leads nowhere.
fn put_at<R: Record>(
    fields: &mut Map<String, Value>,
    from: &str,
    path: &str,
    value: &Value,
) -> bool {
    let Some((key, rest)) = first_key::<R>(fields, from, path) else {
        return false;
    };
    let Some(rest) = rest else {
        if value.is_null() {
            fields.shift_remove(key);
        } else {
            fields.insert(key.into(), value.clone());
        }
        return true;
    };
    let inner = fields.entry(key).or_insert_with(|| Map::new().into());
    let inner = inner.as_object_mut();
    inner.is_some_and(|inner| put_at::<R>(inner, &joined(from, key), rest, value))
}

/// The first key of a path, and what is left of it. A key may itself hold the stroke that parts two keys: the longest
/// one that is there is meant. Where none is, a map takes all of it for one key, unless its own values are maps.
fn first_key<'p, R: Record>(
    fields: &Map<String, Value>,
    from: &str,
    path: &'p str,
) -> Option<(&'p str, Option<&'p str>)> {
    let parted = |end: usize| (&path[..end], Some(&path[end + 1..]));
    let Some(first) = path.find('/').filter(|_| !fields.contains_key(path)) else {
        return Some((path, None));
    };
    let is_there = |end: &usize| {
        let inner = fields.get(&path[..*end]).and_then(Value::as_object);
        inner.is_some_and(|inner| is_entered::<R>(&joined(from, &path[..*end]), inner.keys()))
    };
    let mut ends = path.rmatch_indices('/').map(|(end, _)| end);
    if let Some(end) = ends.find(is_there) {
        return Some(parted(end));
    }
    let (key, rest) = parted(first);
    let next = [rest.unwrap_or_default().to_string()];
    let is_map = is_entered::<R>(&joined(from, key), next.iter());
    if !fields.contains_key(key) && is_map {
        Some((key, rest))
    } else {
        // A field of the record has no stroke in its name.
        (!from.is_empty()).then_some((path, None))
    }
}

fn joined(from: &str, key: &str) -> String {
    if from.is_empty() {
        key.into()
    } else {
        format!("{from}/{key}")
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::action::Action;
    use crate::domain::id::Ids;
    use crate::domain::person::Person;
    use crate::domain::review::{Decision, Item, Review};
    use crate::history::History;

    const DANA: Id = Id::fixed(9);

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day")
    }

    /// Two devices gave Dana another phone number and other training each.
    fn clashed() -> Book {
        let mut base = Book::new(day());
        let person = Person {
            name: "Dana Ortiz".into(),
            ..Person::default()
        };
        base.people.put(DANA, person, 1);
        let [mut ours, mut theirs] = [base.clone(), base.clone()];
        for (book, phone, at) in [(&mut ours, "1", 5), (&mut theirs, "2", 6)] {
            book.people.edit(DANA, at, |it| {
                it.phone = phone.into();
                it.gains.insert("goals".into(), format!("a boat {phone}"));
            });
        }
        Book::merge(&base, &ours, &theirs)
    }

    fn settle(book: &Book, field: &str, wins: Wins) -> Result<Book, String> {
        let clash = book.clashes.iter().find(|(_, it)| it.field == field);
        let clash = clash.expect("it clashed").0;
        let mut history = History::open(book.clone());
        let mut stamp = Stamp {
            today: day(),
            at: 20,
            ids: Ids::seeded(7),
        };
        let what = "Dana Ortiz phone".to_string();
        let done = history.perform(Action::SettleClash { clash, wins, what }, &mut stamp);
        done.map(|_| history.book().clone()).map_err(|it| it.why)
    }

    #[test]
    fn what_stands_is_kept_or_the_other_takes_its_place() {
        let book = clashed();
        assert_eq!(book.open_clashes(), 2);
        let of = |book: &Book| book.people.get(DANA).expect("she is there").clone();
        assert_eq!(of(&book).phone, "2");
        let kept = settle(&book, "phone", Wins::Standing).expect("it is kept");
        assert_eq!((of(&kept).phone.as_str(), kept.open_clashes()), ("2", 1));
        assert_eq!(of(&kept), of(&book), "nothing else changed");
        let other = settle(&book, "phone", Wins::Other).expect("it is taken");
        assert_eq!((of(&other).phone.as_str(), other.open_clashes()), ("1", 1));
        let deep = settle(&book, "gains/goals", Wins::Other).expect("it is taken");
        assert_eq!(of(&deep).gains["goals"], "a boat 1");
        assert_eq!(of(&deep).phone, "2");
    }

    #[test]
    fn a_key_with_a_stroke_in_it_is_one_key() {
        let note = |note: &str| {
            let decision = Some(Decision::Left);
            let why = note.into();
            Item {
                decision,
                why,
                ..Item::default()
            }
        };
        let mut base = Book::new(day());
        let mut review = Review::default();
        for key in ["quiet", "quiet/1", "referral/7", "owed/thank/9/2026-11-25"] {
            review.items.insert(key.into(), Item::default());
        }
        base.reviews.put(DANA, review, 1);
        let person = Person {
            name: "Dana Ortiz".into(),
            ..Person::default()
        };
        base.people.put(DANA, person, 1);
        let [mut ours, mut theirs] = [base.clone(), base.clone()];
        for (book, why, at) in [(&mut ours, "one", 5), (&mut theirs, "other", 6)] {
            book.reviews.edit(DANA, at, |it| {
                for item in it.items.values_mut() {
                    *item = note(why);
                }
                it.items.insert("practice/new".into(), note(why));
            });
            book.people.edit(DANA, at, |it| {
                it.gains.insert("a/b".into(), why.into());
            });
        }
        // Here one was taken away since.
        theirs.reviews.edit(DANA, 7, |it| {
            it.items.remove("quiet/1");
        });
        let mut book = Book::merge(&base, &ours, &theirs);
        let paths: Vec<(Id, String)> = book
            .clashes
            .iter()
            .map(|(_, it)| (it.record.expect("of one"), it.field.clone()))
            .collect();
        assert_eq!(paths.len(), 6, "{paths:?}");
        for (_, path) in &paths {
            book = settle(&book, path, Wins::Other).expect("it has a place");
        }
        assert_eq!(book.open_clashes(), 0);
        let is = |table| book.written(table, DANA).expect("it is there");
        let (review, person) = (is(TableName::reviews), is(TableName::people));
        for (_, path) in &paths {
            let stands = [&review, &person].map(|record| value_at(record, path));
            let stands = stands.into_iter().flatten().next().expect("it stands");
            let says = stands.get("why").unwrap_or(stands);
            assert_eq!(says, "one", "{path}");
        }
        let keys = book.reviews.get(DANA).expect("it is there").items.len();
        assert_eq!(keys, 5, "and nothing else was put down");
        assert!(
            book.reviews
                .get(DANA)
                .expect("it is there")
                .extra
                .is_empty()
        );
    }

    #[test]
    fn what_was_decided_alike_on_two_devices_is_no_difference() {
        let mut base = Book::new(day());
        base.reviews.put(DANA, Review::default(), 1);
        let [mut ours, mut theirs] = [base.clone(), base.clone()];
        let decide = |book: &mut Book, at: i64, why: &str| {
            book.reviews.edit(DANA, at, |it| {
                let item = Item {
                    decision: Some(Decision::Done),
                    at,
                    why: why.into(),
                    ..Item::default()
                };
                it.items.insert("sound".into(), item);
            });
        };
        decide(&mut ours, 5, "");
        decide(&mut theirs, 6, "");
        let merged = Book::merge(&base, &ours, &theirs);
        assert_eq!(merged.open_clashes(), 0);
        assert!(merged.says_the_same(&Book::merge(&base, &theirs, &ours)));
        let at = |book: &Book| book.reviews.get(DANA).expect("it is there").items["sound"].at;
        assert_eq!(at(&merged), 6);
        decide(&mut theirs, 7, "it was enough");
        assert_eq!(Book::merge(&base, &ours, &theirs).open_clashes(), 1);
    }

    #[test]
    fn what_is_settled_on_one_device_is_settled_on_the_other() {
        let book = clashed();
        let settled = settle(&book, "phone", Wins::Other).expect("it is taken");
        let merged = Book::merge(&book, &settled, &book);
        assert_eq!(merged.open_clashes(), 1);
        assert_eq!(merged.people.get(DANA).expect("she is there").phone, "1");
    }

    #[test]
    fn a_value_that_has_no_place_any_more_is_refused_and_can_be_let_be() {
        let mut book = clashed();
        book.people.remove(DANA);
        let refused = settle(&book, "phone", Wins::Other).expect_err("there is nobody");
        assert!(refused.starts_with("The other value has no place"));
        assert_eq!(
            settle(&book, "phone", Wins::Standing).map(|it| it.open_clashes()),
            Ok(1)
        );
        let mut table = clashed().people;
        assert!(!put_value(&mut table, DANA, "phone", &Value::from(7), 9));
        assert!(!put_value(
            &mut table,
            DANA,
            "name/first",
            &Value::from("D"),
            9
        ));
        assert!(!put_value(&mut table, DANA, "", &Value::from("D"), 9));
    }
}
