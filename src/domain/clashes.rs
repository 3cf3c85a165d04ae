//! What two devices changed differently is settled: what stands is kept, or the other value takes its place. Once a
//! clash is gone here, it goes on every device. It will never know which of the two is right.

use serde_json::{Map, Value};

use super::action::{Said, is_gone};
use super::book::{Book, Stamp, TableName};
use super::id::Id;
use super::record::Record;
use super::refusal::Refusal;
use super::table::Table;
use super::walk::{fields_of, of_fields};

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
        (path, value) => put_at(&mut fields, path, value),
    };
    let changed = of_fields::<R>(fields).filter(|_| is_put);
    let Some(mut changed) = changed else {
        return false;
    };
    changed.set_stamps(record.created(), record.updated(), record.stamps().clone());
    table.put(id, changed, at);
    true
}

fn put_at(fields: &mut Map<String, Value>, path: &str, value: &Value) -> bool {
    let Some((first, rest)) = path.split_once('/') else {
        if value.is_null() {
            fields.shift_remove(path);
        } else {
            fields.insert(path.into(), value.clone());
        }
        return true;
    };
    let inner = fields.entry(first).or_insert_with(|| Map::new().into());
    let inner = inner.as_object_mut();
    inner.is_some_and(|inner| put_at(inner, rest, value))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::action::Action;
    use crate::domain::id::Ids;
    use crate::domain::person::Person;
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
