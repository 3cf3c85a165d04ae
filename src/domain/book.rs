//! Everything that is saved: tables of records. A copy costs a pointer a table.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::client::{Agreement, Target};
use super::event::Event;
use super::expectation::Expectation;
use super::id::{Id, Ids};
use super::merge::{Clash, Gone, Settled};
use super::person::Person;
use super::problem::Problem;
use super::process::{self, Map};
use super::promise::Promise;
use super::record::{Extra, Record};
use super::referral::Referral;
use super::review::Review;
use super::settings::Settings;
use super::table::{Table, single};
use super::team::{Channel, Helper};

/// The schema that this program writes, and the oldest program that may read it.
pub const VERSION: u32 = 4;
pub const MIN_READER: u32 = 1;
pub const FORMAT: &str = "goodword";

/// What an action needs from outside: the day, the moment and where new ids come from.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub today: chrono::NaiveDate,
    /// UTC milliseconds since 1970.
    pub at: i64,
    pub ids: Ids,
}

impl Stamp {
    pub fn id(&mut self) -> Id {
        self.ids.next(self.at)
    }
}

/// Declares the book once; everything that must walk every table is written from this list.
macro_rules! book {
    ($($(#[$meta:meta])* $table:ident: $record:ty),* $(,)?) => {
        /// All that is saved.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
        #[serde(default)]
        pub struct Book {
            pub format: String,
            pub version: u32,
            pub min_reader: u32,
            pub writer: String,
            $($(#[$meta])* pub $table: Table<$record>,)*
            pub clashes: Table<Clash>,
            pub gone: Table<Gone>,
            /// Tables and fields of a newer program.
            #[serde(flatten)]
            pub extra: Arc<Extra>,
        }

        /// A table of the book, by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(non_camel_case_types)]
        pub enum TableName { $($table,)* }

        impl TableName {
            pub const ALL: &'static [TableName] = &[$(TableName::$table),*];

            pub fn word(self) -> &'static str {
                match self { $(TableName::$table => stringify!($table)),* }
            }
        }

        impl Book {
            /// The book whose text was read in two halves, cut between two fields; none where both say the same field,
            /// which no book does.
            pub fn joined(self, other: Book) -> Option<Book> {
                let is_headless =
                    other.format.is_empty() && other.version == 0 && other.min_reader == 0 && other.writer.is_empty();
                let extra = match (self.extra.is_empty(), other.extra.is_empty()) {
                    (_, true) => self.extra,
                    (true, false) => other.extra,
                    (false, false) => Arc::new(self.extra.and(&other.extra)),
                };
                is_headless.then_some(())?;
                Some(Book {
                    $($table: self.$table.or(other.$table)?,)*
                    clashes: self.clashes.or(other.clashes)?,
                    gone: self.gone.or(other.gone)?,
                    format: self.format,
                    version: self.version,
                    min_reader: self.min_reader,
                    writer: self.writer,
                    extra,
                })
            }

            /// True when both are the very same snapshot; never looks at a record.
            pub fn is_same(&self, other: &Book) -> bool {
                $(self.$table.is_same(&other.$table))&&*
                    && self.clashes.is_same(&other.clashes)
                    && self.gone.is_same(&other.gone)
                    && (Arc::ptr_eq(&self.extra, &other.extra) || self.extra == other.extra)
            }

            /// Equal in all that a person would call the book: the times of changes, tombstones and
            /// clashes aside.
            pub fn says_the_same(&self, other: &Book) -> bool {
                $(self.$table.differing(&other.$table).into_iter().all(|id| {
                    match (self.$table.get(id), other.$table.get(id)) {
                        (Some(a), Some(b)) => a.says_the_same(b),
                        _ => false,
                    }
                }))&&*
            }

            /// The records in which two books differ; costs what changed when one was made from the other.
            pub fn differing(&self, other: &Book) -> Vec<(TableName, Id)> {
                let mut found = Vec::new();
                $(found.extend(
                    self.$table
                        .differing(&other.$table)
                        .into_iter()
                        .map(|id| (TableName::$table, id)),
                );)*
                found
            }

            /// Whether there is such a record.
            pub fn has(&self, table: TableName, id: Id) -> bool {
                match table { $(TableName::$table => self.$table.has(id)),* }
            }

            /// When a record was last changed; none when there is no such record.
            pub fn updated(&self, table: TableName, id: Id) -> Option<i64> {
                match table { $(TableName::$table => self.$table.get(id).map(|record| record.updated)),* }
            }

            /// A record as it is written down, for those who look up a field by its path.
            pub fn written(&self, table: TableName, id: Id) -> Option<serde_json::Value> {
                match table { $(TableName::$table => self.$table.get(id).map(|record| {
                    serde_json::to_value(record).expect("records are plain data")
                })),* }
            }

            /// Puts a value into a field of a record; false where it has no place there.
            pub(super) fn put_value(
                &mut self, table: TableName, id: Id, path: &str, value: &serde_json::Value, at: i64,
            ) -> bool {
                match table { $(TableName::$table => {
                    super::clashes::put_value(&mut self.$table, id, path, value, at)
                })* }
            }

            /// How many records a table has.
            pub fn count(&self, table: TableName) -> usize {
                match table { $(TableName::$table => self.$table.len()),* }
            }

            /// When each record was made and last changed.
            pub fn times(&self) -> impl Iterator<Item = (i64, i64)> {
                std::iter::empty()$(.chain(
                    self.$table.iter().map(|(_, record)| (record.created, record.updated)),
                ))*
            }

            pub(super) fn merge_tables(
                base: &Book, ours: &Book, theirs: &Book, gone: &mut Table<Gone>, clashes: &mut Vec<(Id, Clash)>,
            ) -> Book {
                Book {
                    format: ours.format.clone(),
                    version: ours.version.max(theirs.version),
                    min_reader: ours.min_reader.max(theirs.min_reader),
                    writer: ours.writer.clone(),
                    $($table: super::merge::merge_table(
                        TableName::$table.word(), &base.$table, &ours.$table, &theirs.$table, gone, clashes,
                    ),)*
                    clashes: Table::default(),
                    gone: Table::default(),
                    extra: super::merge::merge_extra(&base.extra, &ours.extra, &theirs.extra, clashes),
                }
            }

            pub(super) fn replay_tables(
                &mut self, from: &Book, to: &Book, at: i64,
            ) -> Result<(), super::merge::Stuck> {
                $(super::merge::replay_table(
                    TableName::$table.word(), &mut self.$table, &from.$table, &to.$table, &mut self.gone, at,
                )?;)*
                Ok(())
            }

            /// Writes the records of every table in turn: `key, value` pairs of one object.
            fn write_tables<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $(book!(@write map, self, $table $(#[$meta])*);)*
                Ok(())
            }
        }
    };
    (@write $map:ident, $book:ident, settings $(#[$meta:meta])*) => {
        $map.serialize_entry("settings", &Only(&$book.settings))?;
    };
    (@write $map:ident, $book:ident, $table:ident $(#[$meta:meta])*) => {
        if !$book.$table.is_empty() {
            $map.serialize_entry(stringify!($table), &$book.$table)?;
        }
    };
}

book! {
    #[serde(with = "single")]
    settings: Settings,
    people: Person,
    referrals: Referral,
    events: Event,
    promises: Promise,
    expectations: Expectation,
    agreements: Agreement,
    targets: Target,
    maps: Map,
    helpers: Helper,
    channels: Channel,
    problems: Problem,
    reviews: Review,
    settled: Settled,
}

/// The one record of a table, written without its id.
struct Only<'a>(&'a Table<Settings>);

impl Serialize for Only<'_> {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        single::serialize(self.0, out)
    }
}

impl Serialize for Book {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("format", &self.format)?;
        map.serialize_entry("version", &self.version)?;
        map.serialize_entry("min_reader", &self.min_reader)?;
        map.serialize_entry("writer", &self.writer)?;
        self.write_tables(&mut map)?;
        if !self.clashes.is_empty() {
            map.serialize_entry("clashes", &self.clashes)?;
        }
        if !self.gone.is_empty() {
            map.serialize_entry("gone", &self.gone)?;
        }
        for (key, value) in self.extra.iter() {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Book {
    /// A new book: no people, the default process maps, nothing set.
    pub fn new(today: chrono::NaiveDate) -> Book {
        let mut book = Book {
            format: FORMAT.into(),
            version: VERSION,
            min_reader: MIN_READER,
            writer: env!("CARGO_PKG_VERSION").into(),
            ..Book::default()
        };
        for (id, map) in process::defaults() {
            book.maps.set(*id, Arc::new(map.clone()));
        }
        let settings = Settings {
            started: Some(today),
            ..Settings::default()
        };
        book.settings.set(Id::ONLY, Arc::new(settings));
        book
    }

    /// Nothing in it yet but what every book starts with.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.referrals.is_empty() && self.events.is_empty()
    }

    pub fn settings(&self) -> &Settings {
        static NONE: std::sync::OnceLock<Settings> = std::sync::OnceLock::new();
        self.settings
            .get(Id::ONLY)
            .unwrap_or_else(|| NONE.get_or_init(Settings::default))
    }

    /// The map that a referral runs under: its own version, else the newest of its direction, else ours.
    ///
    /// The maps that ship with the program are never edited, so the program's own text of them holds: what an
    /// older one wrote into the file asks less.
    pub fn map_of(&self, referral: &Referral) -> &Map {
        let ours = |id: Id| process::defaults().get(&id);
        referral
            .map
            .and_then(|id| ours(id).or_else(|| self.maps.get(id)))
            .unwrap_or_else(|| self.current_map(&referral.direction))
    }

    /// The newest map of a direction.
    pub fn current_map(&self, direction: &super::referral::Direction) -> &Map {
        self.current_map_id(direction)
            .and_then(|id| process::defaults().get(&id).or_else(|| self.maps.get(id)))
            .unwrap_or_else(|| process::default_map(direction))
    }

    /// Its id; none where the book has no map of that direction.
    pub fn current_map_id(&self, direction: &super::referral::Direction) -> Option<Id> {
        let maps = self.maps.iter();
        maps.filter(|(_, map)| map.direction == *direction)
            .max_by_key(|(_, map)| map.version)
            .map(|(id, _)| id)
    }

    /// All versions of the map of a direction, the first one first.
    pub fn versions(&self, direction: &super::referral::Direction) -> Vec<(Id, &Map)> {
        let maps = self.maps.iter();
        let maps = maps.map(|(id, map)| (id, process::defaults().get(&id).unwrap_or(map)));
        let mut maps: Vec<_> = maps
            .filter(|(_, map)| map.direction == *direction)
            .collect();
        maps.sort_by_key(|(id, map)| (map.version, *id));
        maps
    }

    /// The names of several people in one sentence: "Dana Ortiz and Mia Chen".
    pub fn names(&self, people: impl Iterator<Item = Id>) -> String {
        let names: Vec<&str> = people.map(|id| self.name(Some(id))).collect();
        match names.as_slice() {
            [before @ .., last] if !before.is_empty() => {
                format!("{} and {last}", before.join(", "))
            }
            _ => names.concat(),
        }
    }

    /// The name of a person, or "someone" where the record is gone.
    pub fn name(&self, person: Option<Id>) -> &str {
        person
            .and_then(|id| self.people.get(id))
            .map_or("someone", |person| person.name.as_str())
    }
}

/// "2 changed, 1 new"; nothing when no record differs.
pub fn difference(before: &Book, after: &Book) -> Option<String> {
    let (mut changed, mut new, mut gone) = (0, 0, 0);
    for (table, id) in before.differing(after) {
        match (before.has(table, id), after.has(table, id)) {
            (true, true) => changed += 1,
            (false, _) => new += 1,
            (true, false) => gone += 1,
        }
    }
    let counts = [(changed, "changed"), (new, "new"), (gone, "deleted")];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

/// "Reloaded: 2 changed, 1 new outside"; nothing when nothing differs.
pub fn reloaded(before: &Book, after: &Book) -> Option<String> {
    let clashes = after.open_clashes().saturating_sub(before.open_clashes());
    let mut parts = Vec::new();
    if let Some(counts) = difference(before, after) {
        parts.push(format!("{counts} outside"));
    }
    if clashes > 0 {
        parts.push(format!("changed in two ways: {clashes}, both are kept"));
    }
    (!parts.is_empty()).then(|| format!("Reloaded: {}", parts.join("; ")))
}
