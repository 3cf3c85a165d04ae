//! A lived-in practice to look around in, moved to the present. It knows neither file nor screen.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde_json::Value;

use crate::domain::book::Book;
use crate::domain::process;

/// The day on which the sample stands still: nothing in it happened later.
const ITS_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");

/// The sample as if its last day were in this week: every date moved by the same whole weeks, the
/// most that let nothing happen after today.
pub fn book(today: NaiveDate) -> Book {
    let weeks = (today - ITS_DAY).num_days().div_euclid(7);
    let mut sample: Value = serde_json::from_str(include_str!("../assets/sample.json"))
        .expect("the sample that ships with the program is well formed");
    shift(&mut sample, "", weeks * 7);
    let mut book: Book = serde_json::from_str(&sample.to_string())
        .expect("the sample that ships with the program is a book");
    for (id, map) in process::defaults() {
        book.maps.set(*id, Arc::new(map.clone()));
    }
    book
}

/// Moves every day and every moment in it, wherever it stands.
fn shift(value: &mut Value, field: &str, days: i64) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                shift(value, field, days);
            }
        }
        Value::Array(values) => {
            for value in values {
                shift(value, field, days);
            }
        }
        Value::String(text) => {
            if let Some(day) = day_of(text) {
                *text = moved(day, days).to_string();
            }
        }
        Value::Number(number) if matches!(field, "at" | "created" | "updated") => {
            let at = number.as_i64().expect("moments are whole milliseconds");
            *number = (at + days * 24 * 60 * 60 * 1000).into();
        }
        _ => {}
    }
}

/// The day that a text is, when it is nothing but a day.
fn day_of(text: &str) -> Option<NaiveDate> {
    (text.len() == "2026-11-21".len())
        .then(|| text.parse().ok())
        .flatten()
}

/// At the ends of the calendar it stays where it is.
fn moved(day: NaiveDate, days: i64) -> NaiveDate {
    let far = Days::new(days.unsigned_abs());
    let there = if days < 0 {
        day.checked_sub_days(far)
    } else {
        day.checked_add_days(far)
    };
    there.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::Datelike;

    use super::*;
    use crate::domain::event::{Kind, Way};
    use crate::domain::person::Tier;
    use crate::domain::promise::By;
    use crate::domain::referral::{Ending, Referral};
    use crate::domain::stage::Stage;

    fn text(book: &Book) -> Value {
        serde_json::to_value(book).expect("a book is plain data")
    }

    /// Every date under these fields, maps aside.
    fn days(value: &Value, fields: &[&str]) -> Vec<NaiveDate> {
        fn look(value: &Value, field: &str, fields: &[&str], found: &mut Vec<NaiveDate>) {
            match value {
                Value::Object(inner) => {
                    for (field, value) in inner.iter().filter(|(field, _)| *field != "maps") {
                        look(value, field, fields, found);
                    }
                }
                Value::String(text) if fields.contains(&field) => found.extend(day_of(text)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        look(value, "", fields, &mut found);
        found
    }

    #[test]
    fn on_any_day_nothing_has_happened_yet_that_is_to_come() {
        for ahead in [
            -4000_i64, -7, -6, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 40, 400, 20_000,
        ] {
            let today = moved(ITS_DAY, ahead);
            let book = book(today);
            let latest = book.events.iter().map(|(_, event)| event.on).max();
            let gap = (today - latest.expect("there are events")).num_days();
            assert!(
                (0..7).contains(&gap),
                "{today}: {gap} days since the last event"
            );
            let mut facts = text(&book);
            for (_, referral) in facts["referrals"].as_object_mut().expect("a table") {
                let record = referral.as_object_mut().expect("a record");
                record.remove("next");
                if let Some(Value::Object(introduction)) = record.get_mut("introduction") {
                    introduction.remove("on");
                }
            }
            // The referral meeting that is agreed is ahead, as a next action is.
            for (_, person) in facts["people"].as_object_mut().expect("a table") {
                let record = person.as_object_mut().expect("a record");
                if let Some(Value::Object(asking)) = record.get_mut("asking") {
                    asking.remove("on");
                }
            }
            let past = [
                "on", "kept", "broken", "tiered", "since", "started", "asked", "declined",
                "proposed", "held", "judged",
            ];
            assert!(days(&facts, &past).into_iter().all(|day| day <= today));
        }
    }

    #[test]
    fn every_date_moves_by_the_same_whole_weeks_and_back() {
        let all = [
            "on", "until", "due", "kept", "broken", "tiered", "since", "started", "asked",
            "declined", "proposed", "held", "judged",
        ];
        let here = book(ITS_DAY);
        for ahead in [-371, 5, 200] {
            let there = book(moved(ITS_DAY, ahead));
            let (from, to) = (days(&text(&here), &all), days(&text(&there), &all));
            assert_eq!(from.len(), to.len());
            assert!(from.iter().zip(&to).all(|(from, to)| {
                from.weekday() == to.weekday()
                    && (*to - *from).num_days() == ahead.div_euclid(7) * 7
            }));
            let mut back = text(&there);
            back.as_object_mut().expect("a book").remove("maps");
            shift(&mut back, "", -ahead.div_euclid(7) * 7);
            let mut back: Book = serde_json::from_value(back).expect("a book");
            back.maps = here.maps.clone();
            assert!(back.says_the_same(&here));
        }
    }

    #[test]
    fn it_has_the_shape_of_a_busy_practice() {
        let book = book(ITS_DAY);
        let (open, closed): (Vec<&Referral>, Vec<&Referral>) = book
            .referrals
            .iter()
            .map(|(_, referral)| referral)
            .partition(|referral| referral.is_open());
        assert_eq!(open.iter().filter(|one| !one.is_given()).count(), 14);
        assert_eq!(open.iter().filter(|one| one.is_given()).count(), 6);
        assert!(30 <= closed.len() && 25 <= book.people.len());
        for ending in Ending::ALL {
            let of: Vec<_> = closed
                .iter()
                .filter_map(|one| one.outcome.as_ref())
                .filter(|outcome| outcome.ending == *ending)
                .collect();
            assert!(!of.is_empty(), "{ending:?}");
            assert!(of.iter().all(|outcome| !outcome.reason.is_empty()));
        }
        for tier in Tier::ALL {
            assert!(
                book.people
                    .iter()
                    .any(|(_, one)| one.tier.as_ref() == Some(tier))
            );
        }
        assert!(open.iter().any(|one| 1 < one.round()));
        assert!(open.iter().any(|one| !one.also.is_empty()));
        assert!(open.iter().any(|one| one.wait.is_some()));
        assert!(
            book.referrals
                .iter()
                .any(|(_, one)| one.moves.values().any(|step| step.skipped))
        );
        for by in By::ALL {
            let of = || {
                book.promises
                    .iter()
                    .map(|(_, one)| one)
                    .filter(|one| one.by == *by)
            };
            assert!(of().any(super::super::domain::promise::Promise::is_open));
            assert!(of().any(|one| one.kept.is_some()) && of().any(|one| one.broken.is_some()));
        }
        for kind in Kind::ACTS {
            assert!(
                book.events.iter().any(|(_, event)| event.kind == kind),
                "{kind:?}"
            );
        }
        for way in Way::ALL {
            let of = book
                .events
                .iter()
                .filter(|(_, event)| event.way.as_ref() == Some(way));
            assert!(8 <= of.filter(|(_, event)| event.kind.is_act()).count());
        }
    }

    #[test]
    fn every_stage_is_in_use_in_both_directions() {
        let book = book(ITS_DAY);
        for is_given in [false, true] {
            let of = || {
                let all = book.referrals.iter().map(|(_, one)| one);
                all.filter(|one| one.is_given() == is_given)
            };
            let visited: BTreeSet<Stage> = of()
                .flat_map(super::super::domain::referral::Referral::visits)
                .map(|visit| visit.stage)
                .collect();
            assert!(visited.into_iter().eq(Stage::ALL), "given: {is_given}");
            let standing: BTreeSet<Stage> = of()
                .filter(|one| one.is_open())
                .map(Referral::stage)
                .collect();
            assert!(standing.len() == 8 || (is_given && 6 <= standing.len()));
        }
    }

    #[test]
    fn every_id_in_it_leads_somewhere_and_no_field_is_misspelt() {
        let book = book(ITS_DAY);
        let is_person = |id| book.people.has(id);
        assert!(book.extra.is_empty());
        assert!(book.people.iter().all(|(_, one)| one.extra.is_empty()));
        for (_, one) in book.referrals.iter() {
            assert!(one.people().all(is_person) && one.extra.is_empty());
            assert!(one.map.is_some_and(|map| book.maps.has(map)));
            assert!(one.prospect.is_some() && !one.need.is_empty());
            if let Some(next) = &one.next {
                assert!(next.whom.is_none_or(is_person) && next.extra.is_empty());
            }
            if let Some(wait) = &one.wait {
                assert!(wait.on.is_none_or(is_person) && wait.extra.is_empty());
            }
            assert!(one.moves.values().all(|step| step.extra.is_empty()));
        }
        for (_, event) in book.events.iter() {
            assert!(event.person.is_some() || event.kind == Kind::Researched);
            assert!(event.person.is_none_or(is_person) && event.extra.is_empty());
            assert!(event.referral.is_none_or(|id| book.referrals.has(id)));
            assert!(!matches!(event.kind, Kind::Other(_)), "{:?}", event.kind);
        }
        for (_, agreement) in book.agreements.iter() {
            assert!(agreement.person.is_some_and(is_person) && agreement.extra.is_empty());
            let ideal = &book.settings().ideal;
            assert!(agreement.profile.is_none_or(|it| ideal.contains_key(&it)));
            assert!(agreement.criteria.values().all(|it| it.extra.is_empty()));
        }
        for (_, target) in book.targets.iter() {
            assert!(target.person.is_some_and(is_person) && target.extra.is_empty());
        }
        for (_, promise) in book.promises.iter() {
            assert!(promise.person.is_some_and(is_person) && promise.extra.is_empty());
            assert!(promise.referral.is_none_or(|id| book.referrals.has(id)));
        }
    }

    #[test]
    fn the_moves_are_in_order_and_the_facts_behind_them_are_there() {
        let book = book(ITS_DAY);
        let has = |id, kind: Kind, on: NaiveDate| {
            let events = book.events.iter().map(|(_, event)| event);
            let mut of = events.filter(|event| event.referral == Some(id) && event.kind == kind);
            of.any(|event| event.on <= on)
        };
        for (id, one) in book.referrals.iter() {
            let mut from = Stage::Discovered;
            let mut since = one.on;
            for step in one.moves_in_order() {
                assert!(since <= step.on);
                if !one.is_given() && from < step.to && !step.skipped && step.why.is_empty() {
                    let fact = match from {
                        Stage::Discovered => Kind::Thanked,
                        Stage::Research => Kind::Researched,
                        Stage::CheckBack => Kind::Introduced,
                        Stage::Meet => Kind::Met,
                        Stage::ReportBack => Kind::ReportedBack,
                        Stage::Feedback => Kind::FeedbackAsked,
                        _ => Kind::FeedbackHeard,
                    };
                    assert!(has(id, fact.clone(), step.on), "{id}: no {fact:?}");
                }
                (from, since) = (step.to, step.on);
            }
            assert!(
                one.outcome
                    .as_ref()
                    .is_none_or(|outcome| since <= outcome.on)
            );
        }
    }

    #[test]
    fn of_what_has_ended_only_one_source_waits_for_news_and_thanks() {
        let book = book(ITS_DAY);
        let mut owed = Vec::new();
        for (id, one) in book.referrals.iter().filter(|(_, one)| !one.is_given()) {
            let Some(outcome) = &one.outcome else {
                continue;
            };
            let has = |kind: Kind| {
                book.events.iter().any(|(_, event)| {
                    event.referral == Some(id) && event.kind == kind && outcome.on <= event.on
                })
            };
            let is_told = outcome.ending == Ending::NotAReferral || has(Kind::ReportedBack);
            if !is_told || !has(Kind::Thanked) {
                owed.push((book.name(one.prospect), book.name(one.source)));
            }
        }
        assert_eq!(owed, [("Petra Novak", "Joan Hill")]);
    }
}
