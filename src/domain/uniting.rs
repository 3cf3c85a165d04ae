//! Two records of one person become one: everything that named the other names the one that stays, and nothing that
//! was known is lost. It will never decide who is the same.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::action::{Said, add_event, is_gone};
use super::book::{Book, Stamp, TableName};
use super::day;
use super::event::{Event, Kind};
use super::forgetting::change;
use super::id::Id;
use super::merge::{Gone, Settled};
use super::naming::{lasting, naming, rename};
use super::person::{Lesson, Person, Wait};
use super::refusal::Refusal;
use super::relation::{Category, Willing};

pub(super) fn unite(
    book: &mut Book,
    stamp: &mut Stamp,
    keep: Id,
    other: Id,
) -> Result<Said, Refusal> {
    let (Some(stays), Some(goes)) = (book.people.get(keep), book.people.get(other)) else {
        return Err(is_gone("person"));
    };
    if keep == other {
        return Err(Refusal::new(format!(
            "{} is one record already",
            stays.name
        )));
    }
    let (name, was) = (stays.name.clone(), goes.name.clone());
    may_unite(book, keep, other, &name)?;
    let (merged, left) = filled(stays, goes);
    let at = stamp.at;
    book.people.put(keep, merged, at);
    book.people.remove(other);
    let tomb = Gone {
        table: "people".into(),
        into: Some(keep),
        ..Gone::default()
    };
    book.gone.put(other, tomb, at);
    let to = |id: Id| if id == other { keep } else { id };
    for table in TableName::ALL {
        book.rename_in(*table, other, at, &to);
    }
    tidy(book, keep, at);
    rekey(book, other, keep, Some(at));
    if !left.is_empty() {
        let event = Event {
            on: stamp.today,
            kind: Kind::Note,
            person: Some(keep),
            note: format!("also kept as {was}: {}", left.join("; ")),
            ..Event::default()
        };
        add_event(book, stamp, event);
    }
    let said = if name == was {
        format!("The two records of {name} are one")
    } else {
        format!("{was} and {name} are one")
    };
    Ok(Said::new(said).more("u takes them apart"))
}

/// One person cannot be both ends of a referral.
fn may_unite(book: &Book, keep: Id, other: Id, name: &str) -> Result<(), Refusal> {
    let is_one = |id: Option<Id>| id == Some(keep) || id == Some(other);
    let both = book
        .referrals
        .iter()
        .find(|(_, it)| is_one(it.prospect) && it.partners().any(|partner| is_one(Some(partner))));
    match both {
        Some(_) => Err(Refusal::new(format!(
            "{name} would be prospect and source of one referral"
        ))
        .or("change its source or prospect with e first")),
        None => Ok(()),
    }
}

/// What stays, with what only the other had; and what is left of the other in words.
fn filled(stays: &Person, goes: &Person) -> (Person, Vec<String>) {
    let mut one = stays.clone();
    let mut left = Vec::new();
    let texts = [
        ("name", &mut one.name, &goes.name),
        ("company", &mut one.company, &goes.company),
        ("position", &mut one.position, &goes.position),
        ("e-mail", &mut one.email, &goes.email),
        ("phone", &mut one.phone, &goes.phone),
        ("reach", &mut one.best, &goes.best),
    ];
    for (what, mine, theirs) in texts {
        if mine.is_empty() {
            mine.clone_from(theirs);
        } else if !theirs.is_empty() && mine.to_lowercase() != theirs.to_lowercase() {
            left.push(format!("{what} {theirs}"));
        }
    }
    one.tags
        .extend(goes.tags.iter().map(|(tag, on)| (tag.clone(), *on)));
    for (gain, words) in &goes.gains {
        let mine = one.gains.entry(gain.clone()).or_default();
        if mine.is_empty() {
            mine.clone_from(words);
        } else if mine != words {
            *mine = format!("{mine}; {words}");
        }
    }
    one.wants
        .extend(goes.wants.iter().map(|(id, it)| (*id, it.clone())));
    for (skill, lesson) in &goes.training {
        let mine = one.training.entry(skill.clone()).or_default();
        *mine = Lesson {
            taught: earliest(mine.taught, lesson.taught),
            practised: mine.practised.max(lesson.practised),
            ..mine.clone()
        };
    }
    one.via = one.via.or(goes.via);
    // An interval belongs to the tier that it came with.
    if one.tier.is_none() || one.tier == goes.tier {
        one.every = one.every.or(goes.every);
    }
    if let Some(every) = goes.every.filter(|every| one.every != Some(*every)) {
        left.push(format!("in touch every {}", day::days(i64::from(every))));
    }
    left.extend(differing(one.tier.as_ref(), goes.tier.as_ref(), |it| {
        format!("kept as {}", it.word())
    }));
    one.tier = one.tier.or(goes.tier.clone());
    one.tiered = earliest(one.tiered, goes.tiered);
    away(&mut one, goes);
    // Of two agreed days, or two reasons to be silent, the later one may still be ahead.
    one.again = newer(one.again, goes.again.as_ref(), |it| it.on);
    let is = |it: &Category| format!("category {}", it.title());
    left.extend(differing(one.category.as_ref(), goes.category.as_ref(), is));
    one.category = one.category.or(goes.category.clone());
    let is = |it: &Willing| it.title().to_string();
    left.extend(differing(one.willing.as_ref(), goes.willing.as_ref(), is));
    one.willing = one.willing.or(goes.willing.clone());
    one.no_ask = one.no_ask.or(goes.no_ask.clone());
    one.partner |= goes.partner;
    one.vcp = newer(one.vcp, goes.vcp.as_ref(), |it| it.on);
    one.trust = newer(one.trust, goes.trust.as_ref(), |it| it.on);
    one.purchase = newer(one.purchase, goes.purchase.as_ref(), |it| it.on);
    one.asking = newer(one.asking, goes.asking.as_ref(), |it| {
        it.held.or(it.on).or(it.proposed)
    });
    // Typed by hand once, it is no longer what an import brought.
    if goes.origin.is_empty() {
        one.origin.clear();
    }
    for (field, value) in goes.extra.iter() {
        if one.extra.get(field).is_none() {
            one.extra = with(&one, field, value);
        }
    }
    (one, left)
}

/// What the other says otherwise, in words.
fn differing<T: PartialEq>(
    mine: Option<&T>,
    theirs: Option<&T>,
    words: impl Fn(&T) -> String,
) -> Option<String> {
    let theirs = theirs.filter(|theirs| mine.is_some_and(|mine| mine != *theirs));
    theirs.map(words)
}

/// Whoever was set aside on either record was away; the longer of two waits goes on.
fn away(one: &mut Person, goes: &Person) {
    for (since, until) in &goes.away {
        one.was_away(*since, *until);
    }
    let end = |wait: &Wait| wait.until.unwrap_or(NaiveDate::MAX);
    let waits = [one.wait.take(), goes.wait.clone()];
    let mut waits: Vec<Wait> = waits.into_iter().flatten().collect();
    waits.sort_by_key(|wait| Reverse(end(wait)));
    let mut waits = waits.into_iter();
    one.wait = waits.next();
    if let Some(shorter) = waits.next() {
        let until = end(&shorter);
        if until < NaiveDate::MAX {
            one.was_away(shorter.since, until);
        }
    }
}

fn with(person: &Person, field: &str, value: &serde_json::Value) -> super::record::Extra {
    let known = person.extra.iter();
    let mut fields: serde_json::Map<_, _> = known.map(|(k, v)| (k.clone(), v.clone())).collect();
    fields.insert(field.into(), value.clone());
    fields.into()
}

fn earliest(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn newer<T: Clone, K: Ord>(mine: Option<T>, theirs: Option<&T>, on: impl Fn(&T) -> K) -> Option<T> {
    match (mine, theirs) {
        (Some(mine), Some(theirs)) if on(&mine) < on(theirs) => Some(theirs.clone()),
        (None, theirs) => theirs.cloned(),
        (mine, _) => mine,
    }
}

/// What makes no sense of one person: being introduced by, waiting for or being asked about themselves.
fn tidy(book: &mut Book, id: Id, at: i64) {
    let person = book.people.get(id).expect("it stays");
    let waits = person.wait.as_ref().and_then(|wait| wait.on) == Some(id);
    if person.via == Some(id) || waits {
        book.people.edit(id, at, |person| {
            person.via = person.via.filter(|via| *via != id);
            if let Some(wait) = &mut person.wait {
                wait.on = wait.on.filter(|on| *on != id);
            }
        });
    }
    let targets = book.targets.iter();
    let own = targets.filter(|(_, it)| it.person == Some(id) && it.whom == Some(id));
    let own: Vec<Id> = own.map(|(target, _)| target).collect();
    for target in own {
        book.targets.remove(target);
        super::merge::lay_to_rest(&mut book.gone, "targets", target, at);
    }
}

/// What was let go, put off or reviewed about the other is that about the one. Without a moment the times stay.
fn rekey(book: &mut Book, other: Id, keep: Id, at: Option<i64>) {
    let (was, is) = (other.to_string(), keep.to_string());
    let reviews = book.reviews.iter();
    let reviews: Vec<Id> = reviews
        .filter(|(_, it)| it.items.keys().any(|key| key.contains(&was)))
        .map(|(id, _)| id)
        .collect();
    for id in reviews {
        change(&mut book.reviews, id, at, |review| {
            for (key, item) in std::mem::take(&mut review.items) {
                // What was decided holds where both stood in the queue.
                let key = key.replace(&was, &is);
                if review
                    .items
                    .get(&key)
                    .is_none_or(|it| it.decision.is_none())
                {
                    review.items.insert(key, item);
                }
            }
        });
    }
    let rows = book.settled.iter();
    let rows: Vec<(Id, Settled)> = rows
        .filter(|(_, it)| it.key.contains(&was))
        .map(|(id, it)| (id, it.clone()))
        .collect();
    for (id, settled) in rows {
        book.settled.remove(id);
        let key = settled.key.replace(&was, &is);
        let place = Id::of_words(&key);
        if book.settled.has(place) {
            continue;
        }
        let settled = Settled { key, ..settled };
        match at {
            Some(at) => book.settled.put(place, settled, at),
            None => book.settled.set(place, Arc::new(settled)),
        }
    }
}

impl Book {
    /// What differs in the record of the other, and would be kept as a note once the two are one.
    pub fn left_over(&self, keep: Id, other: Id) -> Vec<String> {
        match (self.people.get(keep), self.people.get(other)) {
            (Some(stays), Some(goes)) => filled(stays, goes).1,
            _ => Vec::new(),
        }
    }

    fn rename_in(&mut self, table: TableName, person: Id, at: i64, to: &dyn Fn(Id) -> Id) {
        macro_rules! rows {
            ($($name:ident),*) => {
                match table {
                    $(TableName::$name => {
                        let rows = naming(&self.$name, person);
                        rename(&mut self.$name, &rows, Some(at), to);
                    })*
                    TableName::settings
                    | TableName::maps
                    | TableName::channels
                    | TableName::problems
                    | TableName::settled => {}
                }
            };
        }
        rows!(
            people,
            referrals,
            events,
            promises,
            expectations,
            agreements,
            targets,
            helpers,
            reviews
        );
    }

    /// The same book after a change of `before`, in which whoever became one with another is called by that one's name:
    /// a form may have been open meanwhile.
    pub(crate) fn tidied(self, before: &Book) -> Book {
        let united = self.united();
        if united.is_empty() {
            self
        } else {
            self.renamed(before, &united)
        }
    }

    /// The same book with the names of those who became one, in what differs from `base`; the times stay, so that
    /// both sides of a merge say the same.
    pub(super) fn renamed(&self, base: &Book, united: &BTreeMap<Id, Id>) -> Book {
        let to = |id: Id| lasting(united, id);
        let mut book = self.clone();
        macro_rules! rows {
            ($($name:ident),*) => {
                $({
                    let rows = base.$name.differing(&self.$name);
                    rename(&mut book.$name, &rows, None, &to);
                })*
            };
        }
        rows!(
            people,
            referrals,
            events,
            promises,
            expectations,
            agreements,
            targets,
            helpers,
            reviews
        );
        for other in united.keys() {
            rekey(&mut book, *other, to(*other), None);
        }
        book
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::action::Action;
    use crate::domain::client::Target;
    use crate::domain::id::Ids;
    use crate::domain::person::Tier;
    use crate::domain::promise::Promise;
    use crate::domain::referral::{Joined, Next, Referral};
    use crate::domain::relation::Again;
    use crate::history::History;

    const DANA: Id = Id::fixed(1);
    const TWIN: Id = Id::fixed(2);
    const BEN: Id = Id::fixed(3);

    fn stamp(at: i64) -> Stamp {
        Stamp {
            today: "2026-11-21".parse().unwrap(),
            at,
            ids: Ids::seeded(u128::try_from(at).unwrap()),
        }
    }

    fn book() -> Book {
        let mut book = Book::new(stamp(1).today);
        let people = [
            (DANA, "Dana Ortiz", "dana@example.com", ""),
            (TWIN, "Dana Ortis", "ortis@example.com", "+44 1"),
            (BEN, "Ben Achebe", "", ""),
        ];
        for (id, name, email, phone) in people {
            let person = Person {
                name: name.into(),
                email: email.into(),
                phone: phone.into(),
                ..Person::default()
            };
            book.people.put(id, person, 10);
        }
        book
    }

    fn unite(book: &mut Book) -> Result<Said, Refusal> {
        let both = Action::Unite {
            keep: DANA,
            other: TWIN,
        };
        both.perform(book, &mut stamp(1_000))
    }

    /// Every place that can name a person names the twin.
    fn named_everywhere() -> Book {
        let mut book = book();
        let wait = Wait {
            on: Some(TWIN),
            ..Wait::default()
        };
        book.people.edit(BEN, 20, |ben| {
            (ben.via, ben.wait) = (Some(TWIN), Some(wait.clone()));
        });
        let next = Next {
            whom: Some(TWIN),
            ..Next::default()
        };
        let referral = Referral {
            prospect: Some(BEN),
            source: Some(TWIN),
            next: Some(next),
            wait: Some(wait),
            ..Referral::default()
        };
        let joined = Referral {
            prospect: Some(BEN),
            source: Some(DANA),
            also: [(TWIN, Joined::default())].into(),
            ..Referral::default()
        };
        book.referrals.put(Id::fixed(10), referral, 20);
        book.referrals.put(Id::fixed(11), joined, 20);
        let event = Event {
            person: Some(TWIN),
            ..Event::default()
        };
        book.events.put(Id::fixed(12), event, 20);
        let promise = Promise {
            person: Some(TWIN),
            what: "a notary".into(),
            ..Promise::default()
        };
        book.promises.put(Id::fixed(13), promise, 20);
        let target = Target {
            person: Some(BEN),
            whom: Some(TWIN),
            ..Target::default()
        };
        book.targets.put(Id::fixed(14), target, 20);
        book
    }

    #[test]
    fn everything_that_named_the_other_names_the_one() {
        let mut book = named_everywhere();
        assert_eq!(
            book.mentions(TWIN).words(),
            "2 referrals, 1 entry, 1 promise, 1 note as a client, 1 other person"
        );
        let said = unite(&mut book).unwrap();
        assert_eq!(said.what, "Dana Ortis and Dana Ortiz are one");
        assert!(book.mentions(TWIN).is_none() && !book.people.has(TWIN));
        let joined = book.referrals.get(Id::fixed(11)).unwrap();
        assert!(joined.also.is_empty(), "nobody is two sources of one card");
        assert_eq!(book.gone.get(TWIN).unwrap().into, Some(DANA));
    }

    #[test]
    fn what_only_the_other_had_is_taken_and_what_differs_is_noted() {
        let mut book = book();
        unite(&mut book).unwrap();
        let dana = book.people.get(DANA).unwrap();
        assert_eq!(
            (dana.email.as_str(), dana.phone.as_str()),
            ("dana@example.com", "+44 1")
        );
        let (_, event) = book.events.iter().next().unwrap();
        assert_eq!(
            event.note,
            "also kept as Dana Ortis: name Dana Ortis; e-mail ortis@example.com"
        );
    }

    #[test]
    fn of_two_days_and_two_waits_the_later_one_holds_and_days_away_are_away() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let again = |on: &str| {
            Some(Again {
                on: day(on),
                ..Again::default()
            })
        };
        let wait = |since: &str, until: Option<&str>| {
            Some(Wait {
                since: day(since),
                until: until.map(day),
                ..Wait::default()
            })
        };
        let stays = Person {
            again: again("2026-03-01"),
            wait: wait("2026-01-05", Some("2026-02-01")),
            ..Person::default()
        };
        let goes = Person {
            again: again("2026-12-01"),
            wait: wait("2026-11-01", None),
            away: [(day("2026-05-01"), day("2026-06-01"))].into(),
            ..Person::default()
        };
        for (one, other) in [(&stays, &goes), (&goes, &stays)] {
            let (one, left) = filled(one, other);
            assert_eq!(
                (one.again, one.wait),
                (goes.again.clone(), goes.wait.clone())
            );
            let away = [("2026-01-05", "2026-02-01"), ("2026-05-01", "2026-06-01")];
            let away = away.map(|(since, until)| (day(since), day(until)));
            assert_eq!(one.away, away.into());
            assert!(left.is_empty(), "{left:?}");
        }
    }

    #[test]
    fn an_interval_comes_only_with_its_tier_and_what_differs_is_said() {
        let person = |tier: Option<Tier>, every| Person {
            tier,
            every,
            ..Person::default()
        };
        for (stays, goes, wanted, said) in [
            (
                person(Some(Tier::A), None),
                person(Some(Tier::D), Some(200)),
                person(Some(Tier::A), None),
                vec!["in touch every 200 days", "kept as D"],
            ),
            (
                person(None, None),
                person(Some(Tier::D), Some(200)),
                person(Some(Tier::D), Some(200)),
                vec![],
            ),
            (
                person(Some(Tier::D), None),
                person(Some(Tier::D), Some(200)),
                person(Some(Tier::D), Some(200)),
                vec![],
            ),
            (
                person(None, Some(30)),
                person(Some(Tier::D), Some(1)),
                person(Some(Tier::D), Some(30)),
                vec!["in touch every 1 day"],
            ),
        ] {
            let (one, left) = filled(&stays, &goes);
            assert_eq!(
                (one, left),
                (wanted, said.iter().map(ToString::to_string).collect())
            );
        }
        let about = |category, willing| Person {
            category: Some(category),
            willing: Some(willing),
            ..Person::default()
        };
        let stays = about(Category::Client, Willing::Gladly);
        let goes = about(Category::Group, Willing::Not);
        let (one, left) = filled(&stays, &goes);
        assert_eq!(one, stays);
        assert_eq!(left.len(), 2, "{left:?}");
    }

    #[test]
    fn nobody_is_made_prospect_and_source_of_one_referral() {
        let mut book = book();
        let referral = Referral {
            prospect: Some(TWIN),
            source: Some(DANA),
            ..Referral::default()
        };
        book.referrals.put(Id::fixed(10), referral, 20);
        let refused = unite(&mut book).unwrap_err();
        assert!(refused.way_out.is_some());
        let itself = Action::Unite {
            keep: DANA,
            other: DANA,
        };
        assert!(itself.perform(&mut book, &mut stamp(9)).is_err());
    }

    #[test]
    fn whoever_is_made_one_can_be_taken_apart() {
        let before = named_everywhere();
        let mut history = History::open(before.clone());
        let both = Action::Unite {
            keep: DANA,
            other: TWIN,
        };
        history.perform(both, &mut stamp(1_000)).unwrap();
        history.undo(2_000).unwrap();
        assert!(history.book().says_the_same(&before));
        history.redo(3_000).unwrap();
        assert!(history.book().mentions(TWIN).is_none());
        let tomb = history.book().gone.get(TWIN).unwrap();
        assert_eq!(tomb.into, Some(DANA), "what comes in later still finds her");
    }

    #[test]
    fn what_another_device_noted_of_the_other_goes_to_the_one() {
        let base = named_everywhere();
        let mut ours = base.clone();
        unite(&mut ours).unwrap();
        let mut theirs = base.clone();
        let event = Event {
            person: Some(TWIN),
            note: "rang".into(),
            ..Event::default()
        };
        theirs.events.put(Id::fixed(30), event, 2_000);
        theirs
            .referrals
            .edit(Id::fixed(10), 2_000, |it| it.need = "a shop".into());
        let merged = Book::merge(&base, &ours, &theirs);
        assert_eq!(merged, Book::merge(&base, &theirs, &ours));
        assert_eq!(merged.events.get(Id::fixed(30)).unwrap().person, Some(DANA));
        let referral = merged.referrals.get(Id::fixed(10)).unwrap();
        assert_eq!(
            (referral.source, referral.need.as_str()),
            (Some(DANA), "a shop")
        );
        assert!(merged.mentions(TWIN).is_none());
        assert_eq!(merged.open_clashes(), 0);
    }

    #[test]
    fn whom_another_device_changed_meanwhile_is_kept_apart_and_nothing_is_lost() {
        let base = book();
        let mut ours = base.clone();
        unite(&mut ours).unwrap();
        let mut theirs = base.clone();
        theirs
            .people
            .edit(TWIN, 2_000, |twin| twin.company = "ARC".into());
        let merged = Book::merge(&base, &ours, &theirs);
        assert_eq!(merged.people.get(TWIN).unwrap().company, "ARC");
        assert!(merged.people.has(DANA));
    }

    proptest! {
        #[test]
        fn nothing_that_was_known_of_either_is_lost(
            mine in prop::collection::vec("[ab]{0,2}", 4),
            theirs in prop::collection::vec("[ab]{0,2}", 4),
        ) {
            let person = |all: &[String]| Person {
                name: "Dana".into(),
                company: all[0].clone(),
                email: all[1].clone(),
                phone: all[2].clone(),
                gains: [("goals".to_string(), all[3].clone())].into_iter().filter(|(_, it)| !it.is_empty()).collect(),
                ..Person::default()
            };
            let (stays, goes) = (person(&mine), person(&theirs));
            let (one, left) = filled(&stays, &goes);
            let all = format!("{one:?}{left:?}");
            for word in mine.iter().chain(&theirs) {
                prop_assert!(all.contains(word.as_str()), "{word} in {all}");
            }
            let (again, nothing) = filled(&one, &one);
            prop_assert_eq!((again, nothing.len()), (one, 0));
        }
    }

    #[test]
    fn a_tomb_that_sends_to_itself_ends() {
        let ring: BTreeMap<Id, Id> = [(DANA, TWIN), (TWIN, DANA)].into();
        assert!([DANA, TWIN].contains(&lasting(&ring, DANA)));
    }
}
