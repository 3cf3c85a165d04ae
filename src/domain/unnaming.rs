//! Names taken out of texts: "someone" stands in their place. It will never know whose they are.

use std::collections::BTreeSet;

use serde_json::Value;

use super::book::Book;
use super::forgetting::change;
use super::id::Id;
use super::record::Record;
use super::table::Table;
use super::walk::{fields_of, of_fields};

/// What stands for a name in the texts of others.
const SOMEONE: &str = "someone";

impl Book {
    /// Puts "someone" in the place of these words in every text.
    pub(super) fn unname(&mut self, words: &BTreeSet<String>, at: Option<i64>) {
        macro_rules! tables {
            ($($table:ident),*) => {
                $(unname_in(&mut self.$table, words, at);)*
            };
        }
        tables!(
            people,
            referrals,
            events,
            promises,
            expectations,
            agreements,
            targets,
            reviews,
            settled,
            clashes
        );
    }
}

fn unname_in<R: Record>(table: &mut Table<R>, words: &BTreeSet<String>, at: Option<i64>) {
    let rows = table.iter();
    let found: Vec<(Id, R)> = rows
        .filter_map(|(id, record)| {
            let mut fields = Value::Object(fields_of(record));
            let mut found = false;
            for name in words {
                found |= unname_value(&mut fields, name);
            }
            let Value::Object(fields) = fields else {
                return None;
            };
            if found {
                Some((id, of_fields::<R>(fields)?))
            } else {
                None
            }
        })
        .collect();
    for (id, renamed) in found {
        change(table, id, at, |record| {
            let times = (record.created(), record.updated(), record.stamps().clone());
            *record = renamed;
            record.set_stamps(times.0, times.1, times.2);
        });
    }
}

/// True when the name stood there.
fn unname_value(value: &mut Value, name: &str) -> bool {
    match value {
        Value::String(text) => {
            let Some(without) = without_name(text, name) else {
                return false;
            };
            *text = without;
            true
        }
        Value::Object(fields) => {
            let mut found = false;
            for value in fields.values_mut() {
                found |= unname_value(value, name);
            }
            found
        }
        Value::Array(values) => {
            let mut found = false;
            for value in values {
                found |= unname_value(value, name);
            }
            found
        }
        _ => false,
    }
}

/// The text with "someone" wherever the name stands as whole words, in any case; none where it does not.
fn without_name(text: &str, name: &str) -> Option<String> {
    let (low, sought) = (text.to_lowercase(), name.to_lowercase());
    // Where a letter changes its length in small letters, places in one are none in the other.
    if low.len() != text.len() || !low.contains(&sought) {
        return None;
    }
    let mut out = String::new();
    let mut rest = 0;
    for (at, found) in low.match_indices(&sought) {
        let before = low[..at].chars().next_back();
        let after = low[at + found.len()..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if at < rest || is_word(before) || is_word(after) {
            continue;
        }
        out += &text[rest..at];
        out += SOMEONE;
        rest = at + found.len();
    }
    if rest == 0 {
        return None;
    }
    out += &text[rest..];
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_out_only_where_it_stands_as_a_name() {
        for (text, wanted) in [
            ("Ann Lee rang", Some("someone rang")),
            ("rang ann lee.", Some("rang someone.")),
            ("Joann Lee rang", None),
            ("Ann Leeds", None),
            ("nothing", None),
            ("Ann Lee, Ann Lee", Some("someone, someone")),
        ] {
            assert_eq!(without_name(text, "Ann Lee").as_deref(), wanted, "{text}");
        }
    }
}
