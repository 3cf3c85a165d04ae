//! Forms for what was agreed with a client about referrals, and for how the client judges it. They will never judge
//! in the client's place.

use chrono::NaiveDate;

use crate::domain::action::Action;
use crate::domain::client::{Agreement, Criterion, Per};
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::relation::latest;
use crate::insight::client::Client;
use crate::ui::arc;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};
use crate::ui::readiness;

use super::spec::Spec;

/// The lines for criteria, in the order in which they were named.
const TESTS: [&str; 4] = ["1st test", "2nd test", "3rd test", "4th test"];

/// Nobody agrees on more.
const MOST: u32 = 99;

/// The judgements of a client, as they are offered.
const JUDGED: [Option<bool>; 3] = [None, Some(true), Some(false)];

/// What was agreed: how many referrals, which ones, and how they are earned.
pub fn agreement(person: Id, id: Option<Id>, cx: &Cx) -> Spec {
    let was = id.and_then(|id| cx.book.agreements.arc(id)).cloned();
    let is_known = was.is_some();
    let base = was.as_deref().cloned().unwrap_or_else(|| Agreement {
        person: Some(person),
        on: cx.today,
        ..Agreement::default()
    });
    let shown = versions(&base, is_known, cx);
    let criteria: Vec<(Id, Criterion)> = base
        .criteria
        .iter()
        .take(TESTS.len())
        .map(|(id, it)| (*id, it.clone()))
        .collect();
    let name = cx.name(Some(person));
    let title = format!("The agreement with {name}");
    let brief = brief(person, &base, &shown, cx);
    let fields = fields(&base, is_known, &shown, &criteria);
    Spec::new(title, fields, move |v| {
        let mut agreement = base.clone();
        agreement.on = told_on(v, is_known)?.unwrap_or_default();
        agreement.count = v.number("how many", 1..=MOST)?.unwrap_or(0);
        if v.is_changed("per") {
            agreement.per = Per::ALL[v.picked("per")].clone();
        }
        if v.has("shown") && (v.is_changed("shown") || !is_known) {
            agreement.profile = shown[v.picked("shown")].1;
        }
        agreement.note = v.text("note");
        let mut added = Vec::new();
        for (place, label) in TESTS.iter().enumerate() {
            let words = v.text(label);
            match criteria.get(place) {
                Some((id, _)) if words.trim().is_empty() => {
                    agreement.criteria.remove(id);
                }
                Some((id, it)) => {
                    let it = Criterion {
                        words,
                        ..it.clone()
                    };
                    agreement.criteria.insert(*id, it);
                }
                None if words.trim().is_empty() => {}
                None => added.push(Criterion {
                    words,
                    ..Criterion::default()
                }),
            }
        }
        Ok(Action::SaveAgreement {
            id: id.filter(|_| is_known),
            was: was.clone(),
            agreement: Box::new(agreement),
            added,
        })
    })
    .brief(brief)
}

fn fields(
    base: &Agreement,
    is_known: bool,
    shown: &[(&'static str, Option<Id>)],
    criteria: &[(Id, Criterion)],
) -> Vec<Field> {
    let told = Field::line("told on");
    let told = if is_known {
        told.loaded(&base.on.to_string())
    } else {
        told.filled("today")
    };
    let count = match base.count {
        0 => String::new(),
        count => count.to_string(),
    };
    let per = Per::ALL.iter().position(|per| *per == base.per);
    let mut fields = vec![
        told.reading(move |v| match told_on(v, is_known)? {
            None => Ok(Reading::doubt(
                "without its day the agreement is taken away",
            )),
            Some(_) => v.past_words("told on"),
        }),
        Field::line("how many")
            .loaded(&count)
            .prompt("how many referrals were spoken of")
            .reading(|v| v.number("how many", 1..=MOST).map(|_| Reading::default())),
        Field::choice("per", Per::ALL.iter().map(Per::title), per.unwrap_or(0)),
    ];
    if 1 < shown.len() {
        let start = if is_known {
            shown
                .iter()
                .position(|(_, version)| *version == base.profile)
        } else {
            Some(0)
        };
        let words = shown.iter().map(|(words, _)| *words);
        fields.push(Field::choice("shown", words, start.unwrap_or(0)));
    }
    for (place, label) in TESTS.iter().enumerate() {
        let field = Field::line(*label);
        fields.push(match criteria.get(place) {
            Some((_, it)) => {
                let is_judged = it.met.is_some();
                field
                    .loaded(&it.words)
                    .reading(move |v| Ok(changed_test(v, label, is_judged)))
            }
            None if place == 0 => {
                field.prompt("one that they can judge: the shop is live by Easter")
            }
            None => field,
        });
    }
    fields.push(Field::line("note").loaded(&base.note));
    fields
}

/// What becomes of a criterion whose words are changed here.
fn changed_test(v: &Values, label: &str, is_judged: bool) -> Reading {
    match (v.is_blank(label), v.is_changed(label)) {
        (true, _) => Reading::doubt("without words it is taken away"),
        (false, true) if is_judged => Reading::doubt("they judged what stood here: still so?"),
        (false, _) => Reading::default(),
    }
}

/// The day of the talk; none where the day of a known one was cleared.
fn told_on(v: &Values, is_known: bool) -> Result<Option<NaiveDate>, Refusal> {
    match v.past("told on")? {
        Some(when) => Ok(Some(when.on)),
        None if is_known => Ok(None),
        None => Err(v.refuse(
            "told on",
            Refusal::new("no day is named").or("say when you talked about it"),
        )),
    }
}

/// The versions of my ideal referral that they may have been shown, with the words to choose by.
fn versions(base: &Agreement, is_known: bool, cx: &Cx) -> Vec<(&'static str, Option<Id>)> {
    let newest = latest(&cx.book.settings().ideal).map(|(id, _)| id);
    let then = base.profile.filter(|then| Some(*then) != newest);
    let mut versions = Vec::new();
    versions.extend(then.map(|then| ("as it was then", Some(then))));
    let word = if is_known && then.is_some() {
        "as it is now"
    } else {
        "yes"
    };
    versions.extend(newest.map(|newest| (word, Some(newest))));
    versions.push(("no", None));
    versions
}

/// What they are shown, and what came of it so far.
fn brief(
    person: Id,
    base: &Agreement,
    shown: &[(&'static str, Option<Id>)],
    cx: &Cx,
) -> Vec<(&'static str, String)> {
    let ideal = &cx.book.settings().ideal;
    let words = |version: Option<Id>| {
        let profile = version.and_then(|version| ideal.get(&version));
        profile.map_or(String::new(), |it| format!("“{}”", cx.words(&it.words)))
    };
    let first = words(shown[0].1);
    let ideal = if first.is_empty() {
        "nothing is written of a good referral for you; : strategy keeps it".to_string()
    } else {
        first
    };
    let mut lines = vec![("a good one", ideal)];
    if base.profile.is_some() && shown[0].1 == base.profile && 2 < shown.len() {
        lines.push(("since then", words(shown[1].1)));
    }
    let client = Client::of(cx.book, cx.practice, person);
    if client.agreement.is_some() {
        lines.push(("agreed", readiness::agreed(&client, cx)));
    }
    lines.push((
        "earned by",
        "tests that they can judge themselves, with yes or no".into(),
    ));
    lines
}

/// How the client judges one criterion.
pub fn criterion(agreement: Id, id: Id, cx: &Cx) -> Spec {
    let was = cx.book.agreements.arc(agreement).cloned();
    let base = was.as_deref().cloned().unwrap_or_default();
    let it = base.criteria.get(&id).cloned().unwrap_or_default();
    let name = cx.name(base.person).into_owned();
    let place = JUDGED.iter().position(|met| *met == it.met).unwrap_or(0);
    let on = it.on.map_or("today".to_string(), |on| on.to_string());
    let fields = vec![
        Field::choice("they say", JUDGED.map(arc::criterion), place).reading(|v| {
            Ok(match JUDGED[v.picked("they say")] {
                Some(false) => Reading::doubt("not to be asked until that is made up for"),
                _ => Reading::default(),
            })
        }),
        Field::line("when")
            .filled(&on)
            .reading(|v| v.past_words("when")),
        Field::line("test").loaded(&it.words).reading(|v| {
            Ok(if v.is_blank("test") {
                Reading::doubt("without words it is taken away")
            } else {
                Reading::default()
            })
        }),
    ];
    let title = format!("Is it earned? {name} says");
    Spec::new(title, fields, move |v| {
        let on = v.past("when")?.map_or(v.cx.today, |when| when.on);
        let met = JUDGED[v.picked("they say")];
        let words = v.text("test");
        let is_gone = words.trim().is_empty();
        let said = match met {
            _ if is_gone => format!("Took a test off the agreement with {name}: {}", it.words),
            _ if !v.is_changed("they say") => String::new(),
            Some(true) => format!("{name} calls it earned: {words}"),
            Some(false) => format!("{name} does not call it earned: {words}"),
            None => format!("{name} has not said whether it is earned: {words}"),
        };
        let mut agreement_now = base.clone();
        if is_gone {
            agreement_now.criteria.remove(&id);
        } else {
            let is_judged = v.is_changed("they say") || v.is_changed("when");
            let judged = Criterion {
                words,
                met,
                on: if is_judged { met.map(|_| on) } else { it.on },
                ..it.clone()
            };
            agreement_now.criteria.insert(id, judged);
        }
        let save = Action::SaveAgreement {
            id: Some(agreement),
            was: was.clone(),
            agreement: Box::new(agreement_now),
            added: Vec::new(),
        };
        Ok(Action::Many {
            said,
            more: String::new(),
            actions: vec![save],
        })
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::desk::{DANA, Desk, book, today};
    use super::*;
    use crate::ui::effect::FormKind;

    const AGREED: Id = Id::fixed(70);
    const FIRST: Id = Id::fixed(71);
    const SECOND: Id = Id::fixed(72);

    fn agreed() -> crate::domain::book::Book {
        let mut book = book();
        let criterion = |words: &str| Criterion {
            words: words.into(),
            ..Criterion::default()
        };
        let agreement = Agreement {
            person: Some(DANA),
            on: today(),
            count: 2,
            criteria: [
                (FIRST, criterion("live by Easter")),
                (SECOND, criterion("as offered")),
            ]
            .into(),
            ..Agreement::default()
        };
        book.agreements.set(AGREED, Arc::new(agreement));
        book
    }

    #[test]
    fn what_the_client_said_elsewhere_meanwhile_stays_under_a_change_of_the_words() {
        let kind = FormKind::Agreement {
            person: DANA,
            id: Some(AGREED),
        };
        let mut desk = Desk::of(agreed(), kind, false);
        desk.book.agreements.edit(AGREED, 500, |it| {
            it.criteria.get_mut(&SECOND).unwrap().met = Some(true);
            it.note = "over lunch".into();
        });
        desk.set("1st test", "live in March").set("how many", "3");
        desk.perform();
        let now = desk.book.agreements.get(AGREED).unwrap();
        assert_eq!((now.count, now.note.as_str()), (3, "over lunch"));
        assert_eq!(now.criteria[&FIRST].words, "live in March");
        assert_eq!(now.criteria[&SECOND].met, Some(true));
    }

    #[test]
    fn two_tests_judged_on_two_devices_are_both_judged() {
        let kind = FormKind::Criterion {
            agreement: AGREED,
            id: FIRST,
        };
        let mut desk = Desk::of(agreed(), kind, false);
        desk.book.agreements.edit(AGREED, 500, |it| {
            it.criteria.get_mut(&SECOND).unwrap().met = Some(false);
        });
        desk.press("e");
        let said = desk.perform();
        assert!(said.starts_with("Dana Ortiz calls it earned: live by Easter"));
        let now = desk.book.agreements.get(AGREED).unwrap();
        let first = &now.criteria[&FIRST];
        assert_eq!((first.met, first.on), (Some(true), Some(today())));
        assert_eq!(now.criteria[&SECOND].met, Some(false));
    }

    #[test]
    fn a_number_that_cannot_be_and_a_talk_to_come_are_refused() {
        for (label, typed, words) in [
            (
                "how many",
                "many",
                "How many: “many” is no number to use here",
            ),
            (
                "told on",
                "2026-12-24",
                "Told on: Thu 24 Dec is still to come",
            ),
            ("told on", " ", "Told on: no day is named"),
        ] {
            let kind = FormKind::Agreement {
                person: DANA,
                id: None,
            };
            let mut desk = Desk::open(kind);
            desk.set(label, typed);
            let refused = desk.refused();
            assert!(refused.starts_with(words), "{refused}");
        }
    }
}
