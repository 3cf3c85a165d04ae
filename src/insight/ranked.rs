//! Ids kept in order of a key, so that one change costs no new sort. It never asks what the key means.

use super::index::IdMap;
use crate::domain::id::Id;

/// Ids in order of their keys; equal keys in order of id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked<K> {
    keys: IdMap<K>,
    rows: Vec<(K, Id)>,
    ids: Vec<Id>,
}

impl<K> Default for Ranked<K> {
    fn default() -> Self {
        Ranked {
            keys: IdMap::default(),
            rows: Vec::new(),
            ids: Vec::new(),
        }
    }
}

impl<K: Ord + Clone> Ranked<K> {
    /// All at once.
    pub fn of(mut rows: Vec<(K, Id)>) -> Ranked<K> {
        rows.sort_unstable();
        Ranked {
            keys: rows.iter().map(|(key, id)| (*id, key.clone())).collect(),
            ids: rows.iter().map(|(_, id)| *id).collect(),
            rows,
        }
    }

    pub fn ids(&self) -> &[Id] {
        &self.ids
    }

    /// How many come before the first whose key does not pass.
    pub fn count_while(&self, passes: impl Fn(&K) -> bool) -> usize {
        self.rows.partition_point(|(key, _)| passes(key))
    }

    /// Puts an id where its key belongs, or takes it out where it has none.
    pub fn set(&mut self, id: Id, key: Option<K>) {
        if self.keys.get(&id) == key.as_ref() {
            return;
        }
        if let Some(old) = self.keys.remove(&id)
            && let Ok(at) = self.rows.binary_search(&(old, id))
        {
            self.rows.remove(at);
            self.ids.remove(at);
        }
        if let Some(key) = key {
            let row = (key, id);
            let at = self.rows.partition_point(|other| *other < row);
            self.keys.insert(id, row.0.clone());
            self.rows.insert(at, row);
            self.ids.insert(at, id);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_changed_order_is_a_new_order(steps in proptest::collection::vec((0u128..9, proptest::option::of(0u8..5)), 0..40)) {
            let mut kept = Ranked::default();
            let mut plain = std::collections::BTreeMap::new();
            for (n, key) in steps {
                kept.set(Id::fixed(n), key);
                match key {
                    Some(key) => drop(plain.insert(Id::fixed(n), key)),
                    None => drop(plain.remove(&Id::fixed(n))),
                }
                let rows = plain.iter().map(|(id, key)| (*key, *id)).collect();
                prop_assert_eq!(&kept, &Ranked::of(rows));
            }
        }
    }
}
