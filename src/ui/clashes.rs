//! What two devices changed differently, in words: of what, the value that was kept, and the other. It settles nothing.

use serde_json::Value;

use crate::domain::book::{Book, TableName};
use crate::domain::clashes::value_at;
use crate::domain::id::Id;
use crate::domain::merge::Clash;
use crate::domain::text;

/// A value takes no more columns than these.
const COLUMNS: usize = 40;

/// One clash in words.
pub struct Told {
    /// "people Dana Ortiz phone".
    pub what: String,
    pub kept: String,
    pub other: String,
}

/// A clash, with the names that the book has.
pub fn told(clash: &Clash, book: &Book) -> Told {
    let mut tables = TableName::ALL.iter();
    let table = tables.find(|table| table.word() == clash.table);
    let record = table.zip(clash.record);
    let record = record.and_then(|(table, id)| book.written(*table, id));
    let record = record.unwrap_or_default();
    let kept = value_at(&record, &clash.field);
    let parts = [
        text::clean_line(&clash.table),
        called(&record, book),
        text::clean_line(&clash.field.replace('/', " ")),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Told {
        what: parts.join(" "),
        kept: shown(kept.unwrap_or(&Value::Null), book),
        other: shown(&clash.value, book),
    }
}

/// What a person would call a record.
fn called(record: &Value, book: &Book) -> String {
    let mut fields = ["name", "prospect", "what", "person"].into_iter();
    let named = fields.find_map(|field| record.get(field));
    named.map_or_else(String::new, |name| shown(name, book))
}

fn shown(value: &Value, book: &Book) -> String {
    let said = match value {
        Value::Null => "nothing".to_owned(),
        Value::String(said) => match said.parse::<Id>() {
            Ok(id) => book.name(Some(id)).to_owned(),
            Err(_) => said.clone(),
        },
        other => other.to_string(),
    };
    text::fit(&text::clean_line(&said), COLUMNS).into_owned()
}
