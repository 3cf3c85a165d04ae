//! Names taken out of texts: "someone" stands in their place. It will never know whose they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::book::Book;
use super::forgetting::change;
use super::id::Id;
use super::merge::Clash;
use super::record::Record;
use super::table::Table;
use super::walk::{fields_of, of_fields};

/// What stands for a name in the texts of others.
const SOMEONE: &str = "someone";

/// What somebody is called, which is no text about others. My company is mine; that of others may bear their name.
const OWN: [&str; 4] = ["name", "email", "phone", "company"];

impl Book {
    /// Puts "someone" in the place of these words in every text; what others, and I, are called stays.
    pub(super) fn unname(&mut self, words: &BTreeSet<String>, at: Option<i64>) {
        let words: Vec<Word> = words.iter().map(|word| self.word(word)).collect();
        macro_rules! tables {
            ($own:expr => $($table:ident),*) => {
                $(unname_in(&mut self.$table, $own, &words, at);)*
            };
        }
        // What lost in a merge may be what somebody is called.
        let called = self.clashes.iter().filter(|(_, clash)| {
            ["people", "settings"].contains(&&*clash.table) && OWN.contains(&&*clash.field)
        });
        let called: Vec<(Id, Arc<Clash>)> = called
            .map(|(id, clash)| (id, Arc::new(clash.clone())))
            .collect();
        tables!(&OWN[..3] => people);
        tables!(&OWN => settings);
        tables!(
            &[] => referrals,
            events,
            promises,
            expectations,
            agreements,
            targets,
            maps,
            helpers,
            channels,
            problems,
            reviews,
            settled,
            clashes
        );
        for (id, clash) in called {
            self.clashes.set(id, clash);
        }
    }

    /// A word to take out, with the longer names of those who stay that it stands in: "Mary Ann Lee" keeps hers.
    fn word(&self, word: &str) -> Word {
        let sought = low(word);
        let names = self.people.iter().map(|(_, person)| low(&person.name));
        let longer = names.filter(|name| sought.len() < name.len() && name.contains(&sought));
        Word {
            longer: longer.collect(),
            sought,
        }
    }
}

/// What is sought, as it is compared.
struct Word {
    sought: String,
    /// Names of others that have it in them.
    longer: Vec<String>,
}

/// The text in small letters, as it is compared.
pub(super) fn low(text: &str) -> String {
    folded(text).0
}

fn unname_in<R: Record>(table: &mut Table<R>, own: &[&str], words: &[Word], at: Option<i64>) {
    let rows = table.iter();
    let found: Vec<(Id, R)> = rows
        .filter_map(|(id, record)| {
            let mut fields = fields_of(record);
            let mut found = false;
            for (field, value) in &mut fields {
                if own.contains(&field.as_str()) {
                    continue;
                }
                for word in words {
                    found |= unname_value(value, word);
                }
            }
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

/// True when the word stood there.
fn unname_value(value: &mut Value, word: &Word) -> bool {
    match value {
        Value::String(text) => {
            let Some(without) = without_word(text, word) else {
                return false;
            };
            *text = without;
            true
        }
        Value::Object(fields) => {
            let mut found = false;
            for value in fields.values_mut() {
                found |= unname_value(value, word);
            }
            found
        }
        Value::Array(values) => {
            let mut found = false;
            for value in values {
                found |= unname_value(value, word);
            }
            found
        }
        _ => false,
    }
}

/// The text in small letters, and where in the text each byte of that came from: a letter may change its length.
fn folded(text: &str) -> (String, Vec<usize>) {
    let (mut low, mut places) = (String::new(), Vec::new());
    for (place, c) in text.char_indices() {
        for c in c.to_lowercase() {
            let c = match c {
                // The dot that is left of a Turkish İ, which others leave out.
                '\u{307}' => continue,
                'ς' => 'σ',
                c => c,
            };
            low.push(c);
            places.resize(low.len(), place);
        }
    }
    places.push(text.len());
    (low, places)
}

/// The text with "someone" wherever the word stands as a whole, in any case; none where it does not.
fn without_word(text: &str, word: &Word) -> Option<String> {
    let (low, places) = folded(text);
    let sought = &word.sought;
    if sought.is_empty() || !low.contains(sought) {
        return None;
    }
    let longer = word.longer.iter();
    let kept: Vec<_> = longer
        .flat_map(|name| low.match_indices(name.as_str()))
        .filter(|(at, name)| stands_alone(&low, *at, name))
        .map(|(at, name)| at..at + name.len())
        .collect();
    let mut out = String::new();
    let mut rest = 0;
    for (at, found) in low.match_indices(sought) {
        let (from, to) = (places[at], places[at + found.len()]);
        if kept.iter().any(|name| name.contains(&at)) || !stands_alone(&low, at, found) {
            continue;
        }
        out += &text[rest..from];
        out += SOMEONE;
        rest = to;
    }
    if rest == 0 {
        return None;
    }
    out += &text[rest..];
    Some(out)
}

/// Whether nothing on either side makes it part of a longer word.
fn stands_alone(text: &str, at: usize, word: &str) -> bool {
    let is_address = word.contains('@');
    let (before, after) = (&text[..at], &text[at + word.len()..]);
    !joins(before.chars().rev(), is_address) && !joins(after.chars(), is_address)
}

/// Whether a word goes on here. In an address also past a dot or a dash that a letter follows: "ann.lee@example.com" is
/// not "lee@example.com".
fn joins(mut side: impl Iterator<Item = char>, is_address: bool) -> bool {
    let next = if is_address {
        side.find(|c| !".-_+@".contains(*c))
    } else {
        side.next()
    };
    next.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without the word, which is part of longer ones.
    fn without(text: &str, word: &str, longer: &[&str]) -> Option<String> {
        let word = Word {
            sought: low(word),
            longer: longer.iter().map(|name| low(name)).collect(),
        };
        without_word(text, &word)
    }

    #[test]
    fn a_name_is_taken_out_only_where_it_stands_as_a_name() {
        for (text, wanted) in [
            ("Ann Lee rang", Some("someone rang")),
            ("rang ann lee.", Some("rang someone.")),
            ("Joann Lee rang", None),
            ("Ann Leeds", None),
            ("nothing", None),
            ("Ann Lee, Ann Lee", Some("someone, someone")),
            ("Mary Ann Lee and Ann Lee", Some("Mary Ann Lee and someone")),
        ] {
            let found = without(text, "Ann Lee", &["Mary Ann Lee"]);
            assert_eq!(found.as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn an_address_within_a_longer_one_is_somebody_elses() {
        for (text, wanted) in [
            ("write to lee@x.com.", Some("write to someone.")),
            ("LEE@X.COM, or ring", Some("someone, or ring")),
            ("(lee@x.com)", Some("(someone)")),
            ("ann.lee@x.com", None),
            ("ann-lee@x.com", None),
            ("a+lee@x.com", None),
            ("lee@x.com.au", None),
        ] {
            assert_eq!(without(text, "lee@x.com", &[]).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn a_letter_that_changes_its_length_in_small_letters_hides_no_name() {
        for (text, word, wanted) in [
            ("İyi: Ann Lee rang", "Ann Lee", "İyi: someone rang"),
            ("GROẞ, Ann Lee", "Ann Lee", "GROẞ, someone"),
            ("saw İrem Kaya today", "irem kaya", "saw someone today"),
            ("saw irem kaya", "İrem Kaya", "saw someone"),
            ("saw Jan Groß.", "JAN GROẞ", "saw someone."),
            ("Λύρας Νίκος", "ΛΎΡΑΣ ΝΊΚΟΣ", "someone"),
        ] {
            let found = without(text, word, &[]).unwrap_or_default();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
