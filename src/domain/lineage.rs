//! Whether one state of a book came before another, judged by the records alone: the base that a merge of two copies needs.
//! Doubt means no: a base too old shows more clashes, one too new would take back what nobody took back.

use super::book::{Book, TableName};
use super::id::Id;

impl Book {
    /// Whether both sides came from this state.
    pub fn is_base_of(&self, ours: &Book, theirs: &Book) -> bool {
        self.is_before(ours) && self.is_before(theirs) && self.shares_its_newest_with(theirs)
    }

    /// Whether this very state was brought into `later`, and more after it.
    pub fn is_certainly_before(&self, later: &Book) -> bool {
        self.is_before(later) && self.shares_its_newest_with(later)
    }

    /// Whether nothing speaks against it: each record is there as it is, or changed later, or has a tombstone.
    fn is_before(&self, later: &Book) -> bool {
        let has_each = || {
            self.differing(later).into_iter().all(|(table, id)| {
                match (self.updated(table, id), later.updated(table, id)) {
                    (None, _) => true,
                    (Some(was), Some(is)) => was < is,
                    (Some(_), None) => later.gone.has(id),
                }
            })
        };
        // What lost in a merge is settled by being removed, which looks like never having been.
        let has_clashes = || self.clashes.iter().all(|(id, _)| later.clashes.has(id));
        let has_tombs = || {
            self.gone.iter().all(|(id, tomb)| {
                let risen = |table: &TableName| later.updated(*table, id) > Some(tomb.updated);
                later.gone.has(id) || TableName::ALL.iter().any(risen)
            })
        };
        self.extra == later.extra && has_clashes() && has_tombs() && has_each()
    }

    /// Whether something of this book's last moment is in the other just as it is. Without that, a record that is newer
    /// there may have been changed without knowing of ours.
    fn shares_its_newest_with(&self, other: &Book) -> bool {
        let differing = self.differing(other);
        let all = Book::default().differing(self);
        let records = all.into_iter().map(|place @ (table, id)| {
            let is_shared = differing.binary_search(&place).is_ok();
            (self.updated(table, id).unwrap_or(0), !is_shared)
        });
        let tombs = self.gone.iter();
        let tombs = tombs.map(|(id, tomb): (Id, _)| (tomb.updated, other.gone.has(id)));
        // The larger of two at the same moment is the one that is shared.
        records.chain(tombs).max().is_none_or(|(_, is)| is)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::merge::Gone;
    use crate::domain::person::Person;

    fn book(people: &[(u128, &str, &str, i64)]) -> Book {
        let mut book = Book::default();
        for (id, name, phone, at) in people {
            let person = Person {
                name: (*name).into(),
                phone: (*phone).into(),
                ..Person::default()
            };
            book.people.put(id_of(*id), person, *at);
        }
        book
    }

    fn id_of(number: u128) -> Id {
        format!("00000000-0000-7000-8000-{number:012x}")
            .parse()
            .unwrap()
    }

    #[test]
    fn a_state_is_before_what_was_made_from_it() {
        let old = book(&[(1, "Dana", "", 5), (2, "Omar", "", 6)]);
        let mut new = old.clone();
        assert!(old.is_certainly_before(&new));
        new.people.edit(id_of(1), 9, |dana| dana.phone = "1".into());
        assert!(old.is_certainly_before(&new) && !new.is_certainly_before(&old));
        assert!(old.is_base_of(&new, &old));
        new.people.remove(id_of(2));
        assert!(!old.is_certainly_before(&new), "gone without a trace");
    }

    #[test]
    fn a_tombstone_says_where_a_record_went() {
        let old = book(&[(1, "Dana", "", 5), (2, "Omar", "", 4)]);
        let mut new = old.clone();
        new.people.remove(id_of(2));
        let tomb = Gone {
            table: "people".into(),
            ..Gone::default()
        };
        new.gone.put(id_of(2), tomb, 7);
        assert!(old.is_certainly_before(&new) && !new.is_certainly_before(&old));
    }

    #[test]
    fn a_copy_that_knew_nothing_of_the_last_change_is_not_after_it() {
        let base = book(&[(1, "Dana", "", 5), (2, "Omar", "", 4)]);
        let mut ours = base.clone();
        ours.people
            .edit(id_of(1), 7, |dana| dana.phone = "1".into());
        let mut theirs = base.clone();
        theirs
            .people
            .edit(id_of(1), 9, |dana| dana.company = "ARC".into());
        assert!(!ours.is_certainly_before(&theirs));
        assert!(!ours.is_base_of(&ours, &theirs));
        let same_moment = book(&[(1, "Dana", "2", 5), (2, "Omar", "", 4)]);
        assert!(!base.is_certainly_before(&same_moment));
    }
}
