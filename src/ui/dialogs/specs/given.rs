//! Forms for what is given, got and promised, and for a second source. They will never weigh one against the other.

use crate::capture::date::{self, Look, When};
use crate::domain::action::{Action, Log, Who};
use crate::domain::day;
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::promise::{By, Promise};
use crate::domain::refusal::Refusal;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::happened::{self, on, value};
use super::spec::Spec;

pub(super) const WAYS: [Way; 2] = [Way::Given, Way::Got];
const BY: [By; 2] = [By::Me, By::Them];

/// The words of the longest day: "wed 12 december 2026".
const LONGEST_DAY: usize = 4;

/// An act of support that was given or got.
pub fn give(person: Id, kind: &Kind, way: &Way, cx: &Cx) -> Spec {
    let verb = if *way == Way::Got { "Got from" } else { "Gave" };
    let name = cx.name(Some(person));
    let title = format!("{verb} {name}: {}", kind.title());
    let fields = vec![Field::line("note"), value(), happened::day()];
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
        Field::line("what").filled(what).reading(|v| {
            let (words, when) = said(v);
            let when = when.map(|when| day::full(when.on, v.cx.today));
            Ok(Reading::of(
                when.map_or(String::new(), |on| format!("{words}, due {on}")),
            ))
        }),
        Field::choice("by", BY.iter().map(By::word), 0),
        Field::who("with").known(with, cx.book),
        Field::line("due").reading(|v| match said(v) {
            (_, None) if v.is_blank("due") => Ok(Reading::of("no day: it is only on their page")),
            (_, Some(when)) => Ok(Reading::of(day::full(when.on, v.cx.today))),
            _ => v.day_words("due", Look::Ahead),
        }),
    ];
    Spec::new(title, fields, move |v| {
        let (what, at_end) = said(v);
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
            due: v.when("due", Look::Ahead)?.or(at_end).map(|when| when.on),
            ..Promise::default()
        };
        Ok(Action::Promise {
            promise: Box::new(promise),
            who,
        })
    })
}

/// The words of a promise without the day at their end, and that day: "send the list by tue". A day with a field of its
/// own leaves the words whole.
fn said(v: &Values) -> (String, Option<When>) {
    let typed = v.text("what");
    let words: Vec<&str> = typed.split_whitespace().collect();
    if !v.is_blank("due") {
        return (typed, None);
    }
    // The longest end that is a day, with words before it: "next tue", not "tue".
    let ends = words.len().saturating_sub(LONGEST_DAY).max(1)..words.len();
    let read = |from: usize| {
        let when = date::read(&words[from..].join(" "), v.cx.today, Look::Ahead).ok()?;
        (v.cx.today <= when.on && when.time.is_none()).then_some((from, when))
    };
    let Some((from, when)) = ends.into_iter().find_map(read) else {
        return (typed, None);
    };
    match words[..from] {
        // Not that day: they are left as they were said.
        [.., "before" | "after" | "since" | "from"] => (typed, None),
        [ref what @ .., "by" | "on" | "until"] if !what.is_empty() => (what.join(" "), Some(when)),
        ref what => (what.join(" "), Some(when)),
    }
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
    fn a_day_at_the_end_of_a_promise_is_read_before_it_is_saved() {
        let promised = |words: &str, due: &str| {
            let mut desk = Desk::open(FormKind::Promise {
                person: Some(DANA),
                referral: None,
            });
            desk.set("what", words).set("due", due);
            let screen = desk.screen(80, 22);
            let Ok(Action::Promise { promise, .. }) = desk.save() else {
                panic!("it is promised");
            };
            let is_undated = screen.contains("no day: it is only on their page");
            assert_eq!(is_undated, promise.due.is_none(), "{words}: {screen}");
            (promise.what, promise.due, screen)
        };
        for (words, what, due) in [
            (
                "send the price list tue",
                "send the price list",
                "2026-11-24",
            ),
            ("send the list by 12 dec", "send the list", "2026-12-12"),
            ("send the list next tue", "send the list", "2026-11-24"),
        ] {
            let (said, on, screen) = promised(words, "");
            assert_eq!((said.as_str(), on), (what, Some(day(due))));
            assert!(screen.contains(&format!("{what}, due ")), "{screen}");
        }
        for words in [
            "send the price list",
            "send it before tue",
            "tue",
            "a table for 12",
        ] {
            let (said, on, _) = promised(words, "");
            assert_eq!((said.as_str(), on), (words, None));
        }
        let (said, on, _) = promised("send the list tue", "fri");
        assert_eq!(
            (said.as_str(), on),
            ("send the list tue", Some(day("2026-11-27")))
        );
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
