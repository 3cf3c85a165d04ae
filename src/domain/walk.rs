//! The walk over the fields of three versions of one record: which value each field has in the end,
//! and which lost. Knows fields and times, never tables.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde_json::{Map, Value};

use super::id::Id;
use super::record::Record;

pub(super) fn fields_of<R: Record>(record: &R) -> Map<String, Value> {
    match serde_json::to_value(record).expect("records are plain data") {
        Value::Object(mut fields) => {
            for own in ["created", "updated", "stamps"] {
                fields.shift_remove(own);
            }
            fields
        }
        other => unreachable!("a record is an object, not {other}"),
    }
}

/// By way of text: read from a value, an unknown number beyond 64 bits is refused.
pub(super) fn of_fields<R: Record>(fields: Map<String, Value>) -> Option<R> {
    serde_json::from_str(&Value::Object(fields).to_string()).ok()
}

/// One walk over the fields of three versions of a record.
pub(super) struct Walk<'a, R> {
    /// The two records, whose times decide a clash; none when a clash is refused instead.
    pub sides: Option<(&'a R, &'a R)>,
    /// When each field of the result was changed.
    pub stamps: BTreeMap<String, i64>,
    /// Path, value and time of what lost.
    pub losers: Vec<(String, Value, i64)>,
}

impl<R: Record> Walk<'_, R> {
    pub(super) fn objects(
        &mut self,
        path: &str,
        base: &Map<String, Value>,
        ours: &Map<String, Value>,
        theirs: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut merged = Map::new();
        let keys: BTreeSet<&String> = base
            .keys()
            .chain(ours.keys())
            .chain(theirs.keys())
            .collect();
        // Known fields find their own order when the record is written; unknown ones keep ours.
        let ordered = ours
            .keys()
            .chain(theirs.keys().filter(|key| !ours.contains_key(*key)));
        let ordered: Vec<&String> = ordered.filter(|key| keys.contains(key)).collect();
        for key in ordered {
            let path = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}/{key}")
            };
            let value = self.value(
                path,
                base.get(key).unwrap_or(&Value::Null),
                ours.get(key).unwrap_or(&Value::Null),
                theirs.get(key).unwrap_or(&Value::Null),
            );
            // A known field is never written as null; an unknown one that says null says so still.
            let has = [base, ours, theirs].map(|fields| fields.contains_key(key));
            let is_said = if has[1] == has[0] { has[2] } else { has[1] };
            let is_null = [ours, theirs].map(|fields| fields.get(key).is_none_or(Value::is_null));
            if value != Value::Null || (is_said && is_null == [true, true]) {
                merged.insert(key.clone(), value);
            }
        }
        merged
    }

    fn value(&mut self, path: String, base: &Value, ours: &Value, theirs: &Value) -> Value {
        if let Some([was, our, their]) = Self::maps(&path, base, ours, theirs) {
            let merged = self.objects(&path, was, our, their);
            return if merged.is_empty() {
                // Emptied is not the same as absent: own reasons may be none.
                one_of(base, ours, theirs).clone()
            } else {
                Value::Object(merged)
            };
        }
        let (our_at, their_at) = match self.sides {
            Some((a, b)) => (a.changed(&path), b.changed(&path)),
            None => (0, 0),
        };
        if ours == theirs {
            if ours != base {
                self.stamps.insert(path, our_at.max(their_at));
            }
            return ours.clone();
        }
        if theirs == base {
            self.stamps.insert(path, our_at);
            return ours.clone();
        }
        if ours == base {
            self.stamps.insert(path, their_at);
            return theirs.clone();
        }
        let ours_wins = (our_at, ours.to_string()) > (their_at, theirs.to_string());
        let (winner, won_at, loser, lost_at) = if ours_wins {
            (ours, our_at, theirs, their_at)
        } else {
            (theirs, their_at, ours, our_at)
        };
        if !is_same_deed(winner, loser) {
            self.losers.push((path.clone(), loser.clone(), lost_at));
        }
        self.stamps.insert(path, won_at);
        winner.clone()
    }

    /// The three as objects to descend into: maps of things with names of their own.
    fn maps<'v>(
        path: &str,
        base: &'v Value,
        ours: &'v Value,
        theirs: &'v Value,
    ) -> Option<[&'v Map<String, Value>; 3]> {
        static NONE: std::sync::OnceLock<Map<String, Value>> = std::sync::OnceLock::new();
        let none = NONE.get_or_init(Map::new);
        let object = |value: &'v Value| match value {
            Value::Null => Some(none),
            Value::Object(fields) => Some(fields),
            _ => None,
        };
        let sides = [object(base)?, object(ours)?, object(theirs)?];
        let keys = sides.iter().flat_map(|side| side.keys());
        is_entered::<R>(path, keys).then_some(sides)
    }
}

/// Whether the walk goes into what stands at a path: a map of things with names of their own, or one by id.
pub(super) fn is_entered<'k, R: Record>(
    path: &str,
    keys: impl Iterator<Item = &'k String>,
) -> bool {
    let mut keys = keys.peekable();
    R::MAPS.iter().any(|pattern| matches_path(pattern, path))
        || keys.peek().is_some() && keys.all(|key| Id::from_str(key).is_ok())
}

/// Whether two values say the same but for the moment at which they were written down, which only orders.
fn is_same_deed(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (one.as_object(), other.as_object()) else {
        return false;
    };
    let has_moment = |it: &Map<String, Value>| it.get("at").is_some_and(Value::is_number);
    let is_in = |one: &Map<String, Value>, other: &Map<String, Value>| {
        let mut fields = one.iter();
        fields.all(|(key, value)| key == "at" || other.get(key) == Some(value))
    };
    has_moment(one) && has_moment(other) && is_in(one, other) && is_in(other, one)
}

/// Of two maps from which nothing is left, the one that was changed; an empty one where both were.
fn one_of<'v>(base: &Value, ours: &'v Value, theirs: &'v Value) -> &'v Value {
    static NOTHING: Value = Value::Null;
    let is_empty = |value: &Value| value.as_object().is_some_and(Map::is_empty);
    [(ours, theirs), (theirs, ours)]
        .into_iter()
        .find(|(one, other)| is_empty(one) && (*one == *other || *one != base))
        .map_or(&NOTHING, |(one, _)| one)
}

fn matches_path(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut steps) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), steps.next()) {
            (None, None) => return true,
            (Some(want), Some(step)) if want == "*" || want == step => {}
            _ => return false,
        }
    }
}
