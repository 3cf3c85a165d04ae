//! Reading the text of a large book on two threads, cut where one table ends and the next begins. It decides nothing:
//! what does not come apart into two sound halves is read in one piece by whoever asked.

use std::fmt;
use std::thread;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};

use crate::domain::book::{Book, FORMAT};

/// Shorter text is read sooner by one thread.
const LARGE: usize = 512 * 1024;

/// Between two fields of the book, as we write it: no line further in begins with two blanks and a quote.
const BETWEEN: &str = ",\n  \"";

/// Reads a large book in two halves; none where it is not large, cannot be cut or is no book. The text is as before.
///
/// The comma at the cut becomes the end of the first half, and the blank before the next field the beginning of the
/// second. Where both are whole objects then, and the first one is not empty, the text as it was is the object with the
/// fields of both: a cut in the wrong place, within a string or further in, cannot pass for that.
pub fn read(text: &mut String) -> Option<Book> {
    if text.len() < LARGE {
        return None;
    }
    let comma = middle(text)?;
    let blank = comma + BETWEEN.len() - 2;
    text.replace_range(comma..=comma, "}");
    text.replace_range(blank..=blank, "{");
    let (first, second) = (&text[..=comma], &text[blank..]);
    let (first, second) = thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, || serde_json::from_str(second));
        let first = serde_json::from_str::<Half>(first);
        let second = other.ok().and_then(|other| other.join().ok());
        (first, second)
    });
    text.replace_range(comma..=comma, ",");
    text.replace_range(blank..=blank, " ");
    let (first, second): (Half, Half) = (first.ok()?, second?.ok()?);
    // A field that says nothing is said all the same: in one piece it would be there twice.
    if first.fields.iter().any(|it| second.fields.contains(it)) {
        return None;
    }
    let book = first.book.joined(second.book)?;
    Some(book).filter(|book| book.format == FORMAT)
}

/// What one half says, and the names of its fields.
struct Half {
    book: Book,
    fields: Vec<String>,
}

impl<'de> Deserialize<'de> for Half {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Half, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Half;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("fields of a book")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Half, A::Error> {
                let mut fields = Vec::new();
                let noting = Noting {
                    map,
                    fields: &mut fields,
                };
                let book = Book::deserialize(MapAccessDeserializer::new(noting))?;
                Ok(Half { book, fields })
            }
        }

        from.deserialize_map(Fields)
    }
}

/// The fields of an object as they are read, each name noted.
struct Noting<'a, A> {
    map: A,
    fields: &'a mut Vec<String>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Noting<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some(field) = self.map.next_key::<String>()? else {
            return Ok(None);
        };
        let name: StringDeserializer<A::Error> = field.clone().into_deserializer();
        self.fields.push(field);
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// The comma of a cut near the middle.
fn middle(text: &str) -> Option<usize> {
    let half = text.len() / 2;
    let letter = |at: usize| (at..text.len()).find(|at| text.is_char_boundary(*at));
    let near = |part: usize| {
        let reach = text.len() / part;
        let (from, middle, until) = (letter(half - reach)?, letter(half)?, letter(half + reach)?);
        let before = text[from..middle].rfind(BETWEEN).map(|at| from + at);
        before.or_else(|| text[middle..until].find(BETWEEN).map(|at| middle + at))
    };
    [32, 8, 3].into_iter().find_map(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Event;
    use crate::domain::id::Id;
    use crate::domain::person::Person;
    use crate::storage::schema;

    /// A book whose text is large, with words that look like a place to cut.
    fn large() -> Book {
        let mut book = Book::new(chrono::NaiveDate::default());
        for n in 0..4_000 {
            let person = Person {
                name: format!("Someone {n},\n  \"events\": {{"),
                ..Person::default()
            };
            book.people.put(Id::fixed(n + 100), person, 1);
            let event = Event {
                note: format!("Said {n} “ä”"),
                person: Some(Id::fixed(n + 100)),
                ..Event::default()
            };
            book.events.put(Id::fixed(n + 10_000), event, 1);
        }
        book
    }

    fn text(book: &Book) -> String {
        let mut bytes = Vec::new();
        schema::write(book, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn two_halves_are_the_book_and_the_text_stays() {
        let book = large();
        let whole = text(&book);
        let mut halved = whole.clone();
        let read = read(&mut halved).expect("it comes apart");
        let opened = schema::open(whole.as_bytes()).unwrap().book;
        assert!(read == opened && opened.says_the_same(&book));
        assert!(halved == whole);
    }

    #[test]
    fn what_a_newer_program_wrote_is_in_it_from_both_halves() {
        let whole = text(&large());
        let whole = whole.replacen("{\n", "{\n  \"early\": 1,\n", 1);
        let end = whole.rfind("\n}").unwrap();
        let mut whole = format!("{},\n  \"late\": [2]\n}}\n", &whole[..end]);
        let opened = schema::open(whole.as_bytes()).unwrap().book;
        let read = read(&mut whole).expect("it comes apart");
        assert_eq!(read.extra, opened.extra);
        assert!(read.extra.get("early").is_some() && read.extra.get("late").is_some());
    }

    #[test]
    fn what_is_said_twice_damaged_or_cut_wrongly_is_left_to_the_one_who_asked() {
        let whole = text(&large());
        let people = whole.find("  \"people\": {").unwrap();
        let end = whole.rfind("\n}").unwrap();
        let twice = format!("{},\n{}\n}}\n", &whole[..end], &whole[people..end]);
        let version = format!("{},\n  \"version\": 3\n}}\n", &whole[..end]);
        // Somebody laid it out anew: further in, a line begins with two blanks as well.
        let anew = whole.replace("\n    ", "\n  ").replace("\n      ", "\n  ");
        let short = whole[..end].to_string();
        for mut text in [twice, version, anew, short, String::new()] {
            let before = text.clone();
            let halved = read(&mut text);
            assert!(text == before);
            let whole = schema::open(text.as_bytes()).ok().map(|opened| opened.book);
            assert!(halved.is_none_or(|book| Some(book) == whole));
        }
    }

    #[test]
    fn the_same_field_in_both_halves_is_refused_as_in_one_piece_also_where_it_is_empty() {
        let whole = text(&large());
        let with = |first: &str, last: &str| {
            let mut text = whole.clone();
            if !last.is_empty() {
                let end = text.rfind("\n}").unwrap();
                text.insert_str(end, &format!(",\n  {last}"));
            }
            if !first.is_empty() {
                text.insert_str(2, &format!("  {first},\n"));
            }
            text
        };
        for (first, last) in [
            ("\"gone\": {}", "\"gone\": {}"),
            ("\"reviews\": {}", "\"reviews\": {}"),
            ("\"people\": {}", ""),
            ("", "\"people\": {}"),
            ("", "\"settings\": {}"),
            ("", "\"format\": \"\""),
            ("", "\"version\": 0"),
        ] {
            let mut text = with(first, last);
            assert!(read(&mut text).is_none(), "{first} {last}");
            assert!(schema::open(text.as_bytes()).is_err(), "{first} {last}");
        }
        // Of what only a newer program knows, the last word counts, which one piece says.
        let mut text = with("\"later\": 1", "\"later\": 2");
        assert!(read(&mut text).is_none());
        let opened = schema::open(text.as_bytes()).unwrap().book;
        assert_eq!(opened.extra.get("later"), Some(&2.into()));
    }

    #[test]
    fn a_small_book_is_read_in_one_piece() {
        assert!(read(&mut text(&Book::new(chrono::NaiveDate::default()))).is_none());
    }
}
