//! Three-way merge by record and field: undo, redo, a file changed outside, a lost race when
//! saving and the merge of two copies are all this one walk.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::book::Book;
use super::forgetting;
use super::id::Id;
use super::record::{Extra, Record, record};
use super::table::Table;
use super::walk::{Walk, fields_of, of_fields};

record! {
    /// The losing value of a field that two devices changed differently; the winner is in the record.
    pub struct Clash[] {
        pub table: String,
        pub record: Option<Id>,
        /// Path of the field from the record; empty for the record as a whole.
        pub field: String,
        pub value: Value,
    }
}

record! {
    /// A tombstone: what tells a deleted record from one that another device has added.
    pub struct Gone[] {
        pub table: String,
        /// Forgotten for good: beats any later edit.
        pub forgotten: bool,
        /// The record that it has become one with.
        pub into: Option<Id>,
    }
}

record! {
    /// A nudge that was settled without doing it: let go, or put off.
    pub struct Settled[] {
        /// Rule, subject and occasion of the nudge.
        pub key: String,
        /// Silent until this day; none means let go.
        pub until: Option<chrono::NaiveDate>,
        pub why: String,
        pub on: chrono::NaiveDate,
    }
}

/// An undo or redo met something that changed elsewhere since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    pub table: &'static str,
    pub record: Id,
    pub field: String,
}

impl Book {
    /// Brings what `theirs` did since `base` into `ours`. Both sides get the same result.
    ///
    /// Where both changed a field, the newer record wins, a tie goes to the larger value, and the
    /// loser becomes a clash. An edit beats a deletion, except of a forgotten person.
    pub fn merge(base: &Book, ours: &Book, theirs: &Book) -> Book {
        if ours.is_same(theirs) || base.is_same(theirs) {
            return ours.clone();
        }
        if base.is_same(ours) {
            return theirs.clone();
        }
        // Whoever was forgotten on one side is forgotten on all before anything is compared: what was written of them
        // elsewhere goes, and what was written since where they are forgotten stays.
        let forgotten = forgetting::on_either(ours, theirs);
        let [base, ours, theirs] = [base, ours, theirs].map(|it| it.aware_of(base, &forgotten));
        let (base, ours, theirs) = (&base, &ours, &theirs);
        let merged = Book::merge_plainly(base, ours, theirs);
        let united = merged.united();
        if united.is_empty() {
            return merged;
        }
        // Both sides speak of those who became one by one name; then nothing of it can clash.
        let (ours, theirs) = (ours.renamed(base, &united), theirs.renamed(base, &united));
        Book::merge_plainly(base, &ours, &theirs)
    }

    fn merge_plainly(base: &Book, ours: &Book, theirs: &Book) -> Book {
        let mut gone = union(&base.gone, &ours.gone, &theirs.gone, |a, b| Gone {
            forgotten: a.forgotten || b.forgotten,
            ..newer(a, b)
        });
        let mut found = Vec::new();
        let mut merged = Book::merge_tables(base, ours, theirs, &mut gone, &mut found);
        merged.gone = gone;
        merged.clashes = merge_clashes(base, ours, theirs);
        for (id, clash) in found {
            let twin = merged.clashes.get(id);
            if twin.is_none_or(|twin| twin.updated < clash.updated) {
                merged.clashes.set(id, Arc::new(clash));
            }
        }
        merged
    }

    /// How many fields were changed differently on two sides and wait for a look.
    pub fn open_clashes(&self) -> usize {
        self.clashes.len()
    }

    /// Takes the step from `from` to `to` again on top of this book: undo with the two the other way round.
    ///
    /// What it touches is stamped `at`. It refuses, leaving the book half done, at the first record
    /// that changed otherwise since: work on a clone.
    pub fn replay(&mut self, from: &Book, to: &Book, at: i64) -> Result<(), Stuck> {
        self.replay_tables(from, to, at)?;
        // A tomb may say whom its person has become one with.
        for id in from.gone.differing(&to.gone) {
            if let (None, Some(tomb), true) =
                (from.gone.get(id), to.gone.get(id), self.gone.has(id))
            {
                self.gone.put(id, tomb.clone(), at);
            }
        }
        for id in from.clashes.differing(&to.clashes) {
            match to.clashes.arc(id) {
                Some(clash) => self.clashes.set(id, Arc::clone(clash)),
                None => drop(self.clashes.remove(id)),
            }
        }
        Ok(())
    }
}

fn newer<R: Record>(a: &R, b: &R) -> R {
    if (b.updated(), key_of(b)) > (a.updated(), key_of(a)) {
        b.clone()
    } else {
        a.clone()
    }
}

/// A total order of values, the same on every device.
fn key_of<R: Record>(record: &R) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

/// All that either side has; what only one of them changed since the base is that side's.
fn union<R: Record>(
    base: &Table<R>,
    ours: &Table<R>,
    theirs: &Table<R>,
    both: impl Fn(&R, &R) -> R,
) -> Table<R> {
    let mut all = ours.clone();
    for id in ours.differing(theirs) {
        match (ours.get(id), theirs.arc(id)) {
            (Some(a), Some(b)) if base.get(id) == Some(a) => all.set(id, Arc::clone(b)),
            (Some(_), Some(b)) if base.get(id) == Some(&**b) => {}
            (Some(a), Some(b)) => all.set(id, Arc::new(both(a, b))),
            (None, Some(b)) => all.set(id, Arc::clone(b)),
            _ => {}
        }
    }
    all
}

/// Clashes are settled by being removed, on either side; otherwise they add up.
fn merge_clashes(base: &Book, ours: &Book, theirs: &Book) -> Table<Clash> {
    let mut all = union(&base.clashes, &ours.clashes, &theirs.clashes, newer);
    for (id, _) in base.clashes.iter() {
        if !(ours.clashes.has(id) && theirs.clashes.has(id)) {
            all.remove(id);
        }
    }
    all
}

pub(super) fn merge_table<R: Record>(
    name: &'static str,
    base: &Table<R>,
    ours: &Table<R>,
    theirs: &Table<R>,
    gone: &mut Table<Gone>,
    clashes: &mut Vec<(Id, Clash)>,
) -> Table<R> {
    let mut merged = ours.clone();
    if !ours.is_same(theirs) {
        for id in base.differing(theirs) {
            let (was, our, their) = (base.arc(id), ours.arc(id), theirs.arc(id));
            if is_equal(our, their) {
                continue;
            }
            match (was, our, their) {
                (was, our, Some(their)) if is_equal(was, our) => merged.set(id, Arc::clone(their)),
                (was, our, None) if is_equal(was, our) => drop(merged.remove(id)),
                (was, Some(our), Some(their)) => {
                    let record = merge_record(name, id, was.map(|was| &**was), our, their, clashes);
                    merged.set(id, Arc::new(record));
                }
                // One side deleted what the other changed: the change stays.
                (_, None, Some(their)) => merged.set(id, Arc::clone(their)),
                (_, Some(_) | None, None) => {}
            }
        }
    }
    bury(name, base, &mut merged, gone);
    merged
}

/// Applies the tombstones: they take what no base knew, never what was edited since, unless forgotten.
fn bury<R: Record>(name: &str, base: &Table<R>, merged: &mut Table<R>, gone: &mut Table<Gone>) {
    let risen: Vec<Id> = gone
        .iter()
        .filter(|(id, tomb)| tomb.table == name && merged.has(*id))
        .map(|(id, _)| id)
        .collect();
    for id in risen {
        let tomb = gone.get(id).expect("it was found there");
        let record = merged.get(id).expect("it was found there");
        if tomb.forgotten || (!base.has(id) && record.updated() <= tomb.updated) {
            merged.remove(id);
        } else {
            gone.remove(id);
        }
    }
}

fn is_equal<R: PartialEq>(a: Option<&Arc<R>>, b: Option<&Arc<R>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
        (None, None) => true,
        _ => false,
    }
}

fn merge_record<R: Record>(
    table: &'static str,
    id: Id,
    base: Option<&R>,
    ours: &R,
    theirs: &R,
    clashes: &mut Vec<(Id, Clash)>,
) -> R {
    let mut walk = Walk::<R> {
        sides: Some((ours, theirs)),
        stamps: BTreeMap::new(),
        losers: Vec::new(),
    };
    let was = base.map(fields_of).unwrap_or_default();
    let fields = walk.objects("", &was, &fields_of(ours), &fields_of(theirs));
    let updated = ours.updated().max(theirs.updated());
    let created = match (ours.created(), theirs.created()) {
        (0, made) | (made, 0) => made,
        (a, b) => a.min(b),
    };
    let stamps = walk
        .stamps
        .into_iter()
        .filter(|(_, at)| *at != updated)
        .collect();
    clashes.extend(
        walk.losers
            .into_iter()
            .map(|loser| clash(table, Some(id), loser)),
    );
    let mut merged: R = of_fields(fields).unwrap_or_else(|| newer(ours, theirs));
    merged.set_stamps(created, updated, stamps);
    merged
}

/// The record of a lost value. Its id follows from what was lost, so that every device makes the same one.
fn clash(table: &str, record: Option<Id>, (field, value, at): (String, Value, i64)) -> (Id, Clash) {
    let words = format!("{table} {record:?} {field} {value}");
    let clash = Clash {
        table: table.into(),
        record,
        field,
        value,
        created: at,
        updated: at,
        ..Clash::default()
    };
    (Id::of_words(&words), clash)
}

/// Fields of the book itself that only a newer program knows, merged like those of a record.
pub(super) fn merge_extra(
    base: &Arc<Extra>,
    ours: &Arc<Extra>,
    theirs: &Arc<Extra>,
    clashes: &mut Vec<(Id, Clash)>,
) -> Arc<Extra> {
    if ours == theirs || theirs == base {
        return Arc::clone(ours);
    }
    if ours == base {
        return Arc::clone(theirs);
    }
    let fields = |extra: &Extra| -> Map<String, Value> {
        extra
            .iter()
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    let mut walk = Walk::<Gone> {
        sides: None,
        stamps: BTreeMap::new(),
        losers: Vec::new(),
    };
    let merged = walk.objects("", &fields(base), &fields(ours), &fields(theirs));
    clashes.extend(
        walk.losers
            .into_iter()
            .map(|loser| clash("book", None, loser)),
    );
    Arc::new(merged.into())
}

/// What a form made of `was`, on top of what became of it meanwhile: the form is the newer word where both
/// changed a field, and what it covers becomes a clash.
pub(super) fn on_top<R: Record>(
    table: &'static str,
    id: Id,
    was: &R,
    now: &R,
    mut wanted: R,
) -> (R, Vec<(Id, Clash)>) {
    wanted.set_stamps(wanted.created(), i64::MAX, BTreeMap::new());
    let mut clashes = Vec::new();
    let merged = merge_record(table, id, Some(was), now, &wanted, &mut clashes);
    (merged, clashes)
}

pub(super) fn replay_table<R: Record>(
    name: &'static str,
    now: &mut Table<R>,
    from: &Table<R>,
    to: &Table<R>,
    gone: &mut Table<Gone>,
    at: i64,
) -> Result<(), Stuck> {
    for id in from.differing(to) {
        let stuck = |field: String| Stuck {
            table: name,
            record: id,
            field,
        };
        match (from.get(id), now.get(id), to.get(id)) {
            (Some(was), Some(is), None) if was.says_the_same(is) => {
                now.remove(id);
                lay_to_rest(gone, name, id, at);
            }
            (None, None, Some(wanted)) => {
                // Its first making, not this return, is when it was created.
                let created = wanted.created();
                let mut back = wanted.clone();
                back.set_stamps(created, at, BTreeMap::new());
                now.set(id, Arc::new(back));
                gone.remove(id);
            }
            (Some(was), Some(is), Some(wanted)) => {
                let mut walk = Walk::<R> {
                    sides: None,
                    stamps: BTreeMap::new(),
                    losers: Vec::new(),
                };
                let fields = walk.objects("", &fields_of(was), &fields_of(is), &fields_of(wanted));
                if let Some((field, ..)) = walk.losers.into_iter().next() {
                    return Err(stuck(field));
                }
                let record = of_fields(fields).ok_or_else(|| stuck(String::new()))?;
                now.put(id, record, at);
            }
            (None, Some(is), Some(wanted)) if is.says_the_same(wanted) => {}
            (Some(_), None, None) => {}
            _ => return Err(stuck(String::new())),
        }
    }
    Ok(())
}

/// Marks a record as deleted.
///
/// Not where its id follows from words: it may be made again, here or on another device, and an old
/// tombstone must not take that one.
pub(super) fn lay_to_rest(gone: &mut Table<Gone>, table: &str, id: Id, at: i64) {
    if id.is_of_words() {
        return;
    }
    let tomb = Gone {
        table: table.into(),
        ..Gone::default()
    };
    gone.put(id, tomb, at);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::Person;
    use crate::domain::settings::Settings;

    fn person(text: &str) -> Person {
        serde_json::from_str(text).expect("a person")
    }

    fn merged<R: Record>(was: &R, ours: &R, theirs: &R) -> R {
        merge_record("", Id::ONLY, Some(was), ours, theirs, &mut Vec::new())
    }

    #[test]
    fn a_number_beyond_64_bits_does_not_keep_two_edits_apart() {
        let big = r#""x": 123456789012345678901234567890, "y": 1e400"#;
        let was = person(&format!("{{{big}}}"));
        let ours = person(&format!(r#"{{"name": "Ana", "updated": 1, {big}}}"#));
        let theirs = person(&format!(
            r#"{{"email": "ana@example.com", "updated": 2, {big}}}"#
        ));
        let both = merged(&was, &ours, &theirs);
        assert_eq!((&*both.name, &*both.email), ("Ana", "ana@example.com"));
        assert_eq!(both.extra, was.extra);
    }

    #[test]
    fn what_is_settled_again_after_an_undo_outlives_a_merge() {
        use crate::domain::action::Action;
        use crate::domain::book::Stamp;
        use crate::domain::id::Ids;
        use crate::history::History;

        let settle = || Action::Settle {
            key: "cold Ana".into(),
            until: None,
            why: String::new(),
            what: "Ana".into(),
        };
        let mut stamp = Stamp {
            today: chrono::NaiveDate::default(),
            at: 1,
            ids: Ids::seeded(1),
        };
        let base = Book::new(stamp.today);
        let mut history = History::open(base.clone());
        history
            .perform(settle(), &mut stamp)
            .expect("nothing forbids it");
        history.undo(1).expect("it was just done");
        history
            .perform(settle(), &mut stamp)
            .expect("nothing forbids it");
        let merged = Book::merge(&Book::default(), history.book(), &base);
        assert_eq!(merged.settled.len(), 1);
    }

    #[test]
    fn an_unknown_null_survives_a_merge() {
        let was = person(r#"{"x": null}"#);
        let ours = person(r#"{"x": null, "name": "Ana", "updated": 1}"#);
        let theirs = person(r#"{"x": null, "phone": "1", "updated": 2}"#);
        assert_eq!(merged(&was, &ours, &theirs).extra, was.extra);
    }

    #[test]
    fn an_introduction_is_one_value() {
        use crate::domain::introduction::{Introduction, Method, State};
        use crate::domain::referral::Referral;

        let referral = |updated, method: Method, state: State| Referral {
            updated,
            introduction: Some(Introduction {
                method,
                state,
                since: "2026-11-21".parse().expect("a day"),
                ..Introduction::default()
            }),
            ..Referral::default()
        };
        let was = referral(1, Method::Letter, State::WithSource);
        let lunch = referral(2, Method::Lunch, State::Planned);
        let signed = referral(3, Method::Letter, State::Signed);
        let dropped = Referral {
            updated: 2,
            ..Referral::default()
        };
        for other in [lunch, dropped] {
            let both = merged(&was, &other, &signed);
            assert_eq!(both.introduction, signed.introduction, "the newer word");
            assert_eq!(merged(&was, &signed, &other), both);
        }
    }

    #[test]
    fn reasons_that_were_emptied_stay_empty() {
        let settings = |text: &str| -> Settings { serde_json::from_str(text).expect("settings") };
        let was = settings(r#"{"reasons": {"won": {"price": true}}}"#);
        let ours = settings(r#"{"reasons": {"won": {}}, "updated": 1}"#);
        let theirs =
            settings(r#"{"reasons": {"won": {"price": true}}, "name": "Me", "updated": 2}"#);
        assert_eq!(merged(&was, &ours, &theirs).reasons, ours.reasons);
        assert_eq!(merged(&was, &theirs, &ours).reasons, ours.reasons);
    }
}
