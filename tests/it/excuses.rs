//! Why something that one device wrote may be missing from the merged book.

use goodword::domain::book::Book;
use goodword::domain::id::Id;
use serde_json::Value;

use crate::laws::value_of;

/// Whether it is when something was noted that the merged book has word for word: where two devices note the same,
/// one of their moments stays.
pub fn is_moment_of_the_same(ours: &Value, merged: &Value, path: &str) -> bool {
    let Some(home) = path.strip_suffix("/at") else {
        return false;
    };
    let without = |book: &Value| {
        let mut part = book.pointer(home).cloned();
        let fields = part.as_mut().and_then(Value::as_object_mut);
        fields.map(|fields| fields.remove("at"));
        part
    };
    without(ours).is_some() && without(ours) == without(merged)
}

/// Whether it belongs to someone who was forgotten, or to a record that names them.
pub fn is_forgotten(ours: &Book, merged: &Book, path: &str) -> bool {
    let tombs = merged.gone.iter().filter(|(_, tomb)| tomb.forgotten);
    let forgotten: Vec<String> = tombs.map(|(id, _)| id.to_string()).collect();
    if forgotten.is_empty() {
        return false;
    }
    let record: Vec<&str> = path.splitn(4, '/').take(3).collect();
    let written = value_of(ours)
        .pointer(&record.join("/"))
        .map(Value::to_string);
    // What was noted on a card goes with whose card it was.
    let card = value_of(ours)
        .pointer(&record.join("/"))
        .and_then(|event| event.get("referral")?.as_str().map(str::to_string))
        .and_then(|id| {
            let prospect = format!("/referrals/{id}/prospect");
            value_of(ours).pointer(&prospect).map(Value::to_string)
        });
    let text = format!(
        "{path}{}{}",
        written.unwrap_or_default(),
        card.unwrap_or_default()
    );
    forgotten.iter().any(|id| text.contains(id))
}

/// Whether it is the name of someone who became one with another.
pub fn is_united(merged: &Book, value: &Value) -> bool {
    let id: Option<Id> = value.as_str().and_then(|id| id.parse().ok());
    id.and_then(|id| merged.gone.get(id))
        .is_some_and(|tomb| tomb.into.is_some())
}

/// Whether it stands under a key that names somebody who has become one with another: it stands under that one's.
pub fn is_key_of_united(merged: &Book, path: &str) -> bool {
    let mut united = merged.gone.iter().filter(|(_, tomb)| tomb.into.is_some());
    path.starts_with("/reviews/") && united.any(|(id, _)| path.contains(&id.to_string()))
}

pub fn is_clash(merged: &Book, path: &str, value: &Value) -> bool {
    merged.clashes.iter().any(|(_, clash)| {
        let mut home = match (&*clash.table, clash.record) {
            ("book", None) => String::new(),
            ("settings", _) => "/settings".into(),
            (table, Some(id)) => format!("/{table}/{id}"),
            (_, None) => return false,
        };
        if !clash.field.is_empty() {
            home.push('/');
            home.push_str(&clash.field);
        }
        // A key may hold a stroke, which a pointer writes in its own way.
        let ends = path.match_indices('/').map(|(end, _)| end);
        ends.chain([path.len()]).any(|end| {
            let (start, rest) = path.split_at(end);
            start.replace("~1", "/").replace("~0", "~") == home
                && clash.value.pointer(rest) == Some(value)
        })
    })
}
