//! Records of one kind in a persistent map: a copy costs a pointer, an edit microseconds, and the
//! difference of two copies what changed between them.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::id::Id;
use super::record::Record;

/// Records by id, in order of id, which is the order in which they were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<R: Eq>(OrdMap<Id, Arc<R>>);

impl<R: Eq> Default for Table<R> {
    fn default() -> Self {
        Table(OrdMap::new())
    }
}

impl<R: Eq> Table<R> {
    pub fn get(&self, id: Id) -> Option<&R> {
        self.0.get(&id).map(|record| &**record)
    }

    pub fn arc(&self, id: Id) -> Option<&Arc<R>> {
        self.0.get(&id)
    }

    pub fn has(&self, id: Id) -> bool {
        self.0.contains_key(&id)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Id, &R)> {
        self.0.iter().map(|(id, record)| (*id, &**record))
    }

    pub fn arcs(&self) -> impl DoubleEndedIterator<Item = (Id, &Arc<R>)> {
        self.0.iter().map(|(id, record)| (*id, record))
    }

    /// Puts a record in its place as it is, times and all.
    pub fn set(&mut self, id: Id, record: Arc<R>) {
        self.0.insert(id, record);
    }

    pub fn remove(&mut self, id: Id) -> Option<Arc<R>> {
        self.0.remove(&id)
    }

    /// The one of two tables that has records; none where both have.
    pub(super) fn or(self, other: Self) -> Option<Self> {
        match (self.is_empty(), other.is_empty()) {
            (_, true) => Some(self),
            (true, false) => Some(other),
            (false, false) => None,
        }
    }

    /// True when both are the very same table; never looks at a record.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }

    /// The ids under which the two tables differ; costs what changed when one was made from the other.
    pub fn differing(&self, other: &Self) -> Vec<Id> {
        if self.is_same(other) {
            return Vec::new();
        }
        self.0
            .diff(&other.0)
            .map(|item| match item {
                DiffItem::Add(id, _) | DiffItem::Remove(id, _) => *id,
                DiffItem::Update { new: (id, _), .. } => *id,
            })
            .collect()
    }
}

impl<R: Record> Table<R> {
    /// Adds a record, or puts it in the place of the one it replaces, stamped as changed at `at`.
    pub fn put(&mut self, id: Id, mut record: R, at: i64) {
        let created = self.get(id).map_or(at, Record::created);
        record.set_stamps(created, at, std::collections::BTreeMap::new());
        self.set(id, Arc::new(record));
    }

    /// Changes a record in place, stamped as changed at `at`; false when there is none.
    pub fn edit(&mut self, id: Id, at: i64, change: impl FnOnce(&mut R)) -> bool {
        let Some(record) = self.get(id) else {
            return false;
        };
        let mut record = record.clone();
        change(&mut record);
        self.put(id, record, at);
        true
    }
}

impl<R: Eq + Serialize> Serialize for Table<R> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.iter())
    }
}

impl<'de, R: Eq + Deserialize<'de>> Deserialize<'de> for Table<R> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Rows<R>(PhantomData<R>);

        impl<'de, R: Eq + Deserialize<'de>> Visitor<'de> for Rows<R> {
            type Value = Table<R>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("records by id")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Table<R>, A::Error> {
                let mut rows = OrdMap::new();
                while let Some((id, record)) = map.next_entry::<Id, R>()? {
                    if rows.insert(id, Arc::new(record)).is_some() {
                        return Err(A::Error::custom(format!("two records have the id {id}")));
                    }
                }
                Ok(Table(rows))
            }
        }

        from.deserialize_map(Rows(PhantomData))
    }
}

/// A table of one record, written as that record without its id.
pub mod single {
    use super::{Arc, Deserialize, Deserializer, Id, Serialize, Serializer, Table};

    pub fn serialize<R: Eq + Default + Serialize, S: Serializer>(
        table: &Table<R>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        match table.get(Id::ONLY) {
            Some(record) => record.serialize(out),
            None => R::default().serialize(out),
        }
    }

    pub fn deserialize<'de, R: Eq + Deserialize<'de>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Table<R>, D::Error> {
        let mut table = Table::default();
        table.set(Id::ONLY, Arc::new(R::deserialize(from)?));
        Ok(table)
    }
}
