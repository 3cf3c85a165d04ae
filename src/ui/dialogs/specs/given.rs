//! Forms for what is given, got and promised, and for a second source. They will never weigh one against the other.

use crate::capture::date::Look;
use crate::domain::action::{Action, Log, Who};
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::promise::{By, Promise};
use crate::domain::refusal::Refusal;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;

use super::happened::{day, on, value};
use super::spec::Spec;

pub(super) const WAYS: [Way; 2] = [Way::Given, Way::Got];
const BY: [By; 2] = [By::Me, By::Them];

/// An act of support that was given or got.
pub fn give(person: Id, kind: &Kind, way: &Way, cx: &Cx) -> Spec {
    let verb = if *way == Way::Got { "Got from" } else { "Gave" };
    let name = cx.name(Some(person));
    let title = format!("{verb} {name}: {}", kind.title());
    let fields = vec![Field::line("note"), value(), day()];
    let (kind, way) = (kind.clone(), way.clone());
    Spec::new(title, fields, move |v| {
        Ok(Action::Log(Box::new(Log {
            kind: kind.clone(),
            who: Who::Known(person),
            way: Some(way.clone()),
            on: on(v)?,
            note: v.text("note"),
            value: v.money("value")?,
            ..Log::default()
        })))
    })
}

/// A promise of mine to one person, its words filled in.
pub fn promise_of(person: Id, what: &str, cx: &Cx) -> Spec {
    promise_with(Some(person), None, what, cx)
}

pub fn promise(person: Option<Id>, referral: Option<Id>, cx: &Cx) -> Spec {
    promise_with(person, referral, "", cx)
}

fn promise_with(person: Option<Id>, referral: Option<Id>, what: &str, cx: &Cx) -> Spec {
    let record = referral.and_then(|id| cx.book.referrals.get(id));
    let usual = record.and_then(|record| record.partner().or(record.prospect));
    let with = person.or(usual);
    let title = match with {
        Some(_) => format!("A promise · {}", cx.name(with)),
        None => "A promise".to_string(),
    };
    let fields = vec![
        Field::line("what").filled(what),
        Field::choice("by", BY.iter().map(By::word), 0),
        Field::who("with").known(with, cx.book),
        Field::line("due").reading(|v| v.day_words("due", Look::Ahead)),
    ];
    Spec::new(title, fields, move |v| {
        let what = v.text("what");
        if what.trim().is_empty() {
            return Err(Refusal::new("A promise needs words").or("say what was promised"));
        }
        let who = v.who("with")?;
        if who.is_nobody() {
            return Err(Refusal::new("A promise needs a person").or("say to whom, or who made it"));
        }
        let promise = Promise {
            by: BY[v.picked("by")].clone(),
            referral,
            what,
            due: v.when("due", Look::Ahead)?.map(|when| when.on),
            ..Promise::default()
        };
        Ok(Action::Promise {
            promise: Box::new(promise),
            who,
        })
    })
}

/// One more source of the same prospect.
pub fn join(referral: Id, cx: &Cx) -> Spec {
    let prospect = cx
        .book
        .referrals
        .get(referral)
        .and_then(|record| record.prospect);
    let title = format!("Another source of {}", cx.name(prospect));
    Spec::new(title, vec![Field::who("from")], move |v| {
        let source = v.who("from")?;
        if source.is_nobody() {
            return Err(Refusal::new("A second source needs a name").or("type it"));
        }
        Ok(Action::Join { referral, source })
    })
}

#[cfg(test)]
mod tests {
    use super::super::desk::{AUDIT, DANA, Desk, MIA, day, euros};
    use super::*;
    use crate::ui::effect::FormKind;

    #[test]
    fn what_was_given_or_got_has_a_note_a_value_and_a_day() {
        let act = |way| FormKind::Give {
            person: DANA,
            kind: Kind::Testimonial,
            way,
        };
        let mut desk = Desk::open(act(Way::Given));
        assert!(desk.screen(80, 20).contains("Gave Dana Ortiz: testimonial"));
        assert_eq!(desk.perform(), "Gave Dana Ortiz: testimonial|");
        let mut desk = Desk::open(act(Way::Got));
        desk.write("on her site");
        desk.set("value", "500").set("when", "18 nov");
        let Ok(Action::Log(log)) = desk.save() else {
            panic!("it is logged");
        };
        assert_eq!((log.kind, log.way), (Kind::Testimonial, Some(Way::Got)));
        assert_eq!(log.note, "on her site");
        assert_eq!(
            (log.value, log.on),
            (Some(euros(50_000)), Some(day("2026-11-18")))
        );
        desk.set("value", "much");
        assert!(desk.refused().starts_with("Value: "));
    }

    #[test]
    fn a_promise_has_words_a_person_and_perhaps_a_day() {
        let mut desk = Desk::open(FormKind::Promise {
            person: None,
            referral: None,
        });
        assert!(desk.refused().starts_with("A promise needs words; "));
        desk.write("an introduction to a notary");
        assert!(desk.refused().starts_with("A promise needs a person; "));
        desk.set("with", "Mia Lang").set("due", "in 2 weeks");
        let Ok(Action::Promise { promise, who }) = desk.save() else {
            panic!("it is promised");
        };
        assert_eq!((promise.by, promise.due), (By::Me, Some(day("2026-12-05"))));
        assert_eq!(who, Who::Known(MIA));
        desk.set("due", "12/11");
        assert!(desk.refused().starts_with("Due: 12/11 "));
        let mut desk = Desk::open(FormKind::Promise {
            person: None,
            referral: Some(AUDIT),
        });
        desk.write("call them");
        assert!(matches!(
            desk.save(),
            Ok(Action::Promise {
                who: Who::Known(DANA),
                ..
            })
        ));
    }

    #[test]
    fn a_second_source_joins() {
        let mut desk = Desk::open(FormKind::Join { referral: AUDIT });
        assert!(desk.refused().starts_with("A second source needs a name; "));
        desk.write("Mia Lang");
        assert_eq!(
            desk.perform(),
            "Mia Lang is a source of Omar Haddad too|both are owed news and thanks"
        );
    }
}
