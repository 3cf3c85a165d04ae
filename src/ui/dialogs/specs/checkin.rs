//! Forms for how it goes between two people: what works for each, what went wrong, how it was put right. They will never
//! say whose fault it was.

use crate::domain::action::{Action, Log, Who};
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::insight::friction;
use crate::ui::bonds;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::capital;

use super::happened::{day as on_day, on};
use super::spec::Spec;

const MINE: &str = "What works for me?";
const THEIRS: &str = "What works for them?";
const CHANGE: &str = "What do we change?";
const WHAT: &str = "What happened?";
const HOW: &str = "How was it put right?";

/// So many signs of friction stand above the form that notes it.
const SIGNS: usize = 3;

/// What works for each of us, asked every quarter (Walker: both in sync, going over the steps).
pub fn check_in(person: Id, cx: &Cx) -> Spec {
    let fields = vec![
        Field::question(MINE),
        Field::question(THEIRS),
        Field::question(CHANGE),
        on_day(),
    ];
    let title = format!("Check-in with {}", cx.name(Some(person)));
    let spec = Spec::new(title, fields, move |v| {
        if [MINE, THEIRS, CHANGE].iter().all(|field| v.is_blank(field)) {
            return Err(Refusal::new("Nothing is said of what works")
                .or("one of the three lines is enough"));
        }
        Ok(Action::Log(Box::new(Log {
            kind: Kind::CheckIn,
            who: Who::Known(person),
            on: on(v)?,
            note: v.text(MINE),
            theirs: v.text(THEIRS),
            differently: v.text(CHANGE),
            ..Log::default()
        })))
    });
    let mut brief = last_check_in(person, cx);
    brief.push(practise(person, cx));
    spec.brief(brief)
}

/// What was said the last time.
fn last_check_in(person: Id, cx: &Cx) -> Vec<bonds::Fact> {
    let mut events = cx.practice.events_of(person).iter().rev();
    let Some(last) = events.find(|event| event.record.kind == Kind::CheckIn) else {
        return vec![("last", "none yet".into())];
    };
    let words = |words: &str| {
        if cx.masked && !words.is_empty() {
            "(masked)".to_string()
        } else {
            words.to_string()
        }
    };
    vec![
        ("last", day::full(last.on, cx.today)),
        ("for me", words(&last.record.note)),
        ("for them", words(&last.record.theirs)),
        ("change", words(&last.record.differently)),
    ]
}

/// The step of the five that is to be practised, or taught, next.
fn practise(person: Id, cx: &Cx) -> bonds::Fact {
    let record = cx.book.people.get(person).cloned().unwrap_or_default();
    let Some((skill, last)) = record.to_practise() else {
        let first = record.untaught().first().map_or(String::new(), |skill| {
            format!("{}: {}", capital(skill.word()), skill.does())
        });
        return ("teach first", first);
    };
    let last = last.map_or("not practised yet".to_string(), |last| {
        format!("last practised {}", day::near(last, cx.today))
    });
    let step = capital(skill.word());
    ("practise", format!("{step}: {}; {last}", skill.does()))
}

/// What went wrong between us.
pub fn friction(person: Id, cx: &Cx) -> Spec {
    let fields = vec![
        Field::question(WHAT).prompt("as it was, in a few words"),
        on_day(),
    ];
    let title = format!("Between you and {}", cx.name(Some(person)));
    let spec = Spec::new(title, fields, move |v| {
        Ok(Action::Log(Box::new(Log {
            kind: Kind::Friction,
            who: Who::Known(person),
            on: on(v)?,
            note: v.text(WHAT),
            ..Log::default()
        })))
    });
    let found = friction::signals(cx.book, cx.practice, person);
    let signs = found.iter().take(SIGNS).map(|signal| {
        (
            day::near(signal.on, cx.today),
            capital(&bonds::sign(signal, cx)),
        )
    });
    let signs: Vec<(String, String)> = signs.collect();
    let mut brief = vec![(
        "it means",
        "nothing is asked of them until it is made up for".to_string(),
    )];
    brief.extend(signs.iter().map(|(on, words)| (on.as_str(), words.clone())));
    spec.brief(brief)
}

/// It was put right: all that stood between us until then is made up for.
pub fn made_up(person: Id, cx: &Cx) -> Spec {
    let name = cx.name(Some(person));
    let open = cx.practice.relation(person).friction;
    let events = cx.practice.events_of(person).iter();
    let since = events.skip_while(|event| Some(event.id) != open);
    let stands = since.filter(|event| event.record.kind == Kind::Friction);
    let stands: Vec<_> = stands.collect();
    let last = stands.last().map(|event| event.on);
    let brief: Vec<(String, String)> = stands
        .iter()
        .map(|event| {
            let words = cx.book.events.get(event.id);
            let words = words.map_or("", |event| cx.words(&event.note));
            (day::near(event.on, cx.today), words.to_string())
        })
        .collect();
    let fields = vec![
        Field::question(HOW).prompt("said sorry, sent the report the same day"),
        on_day(),
    ];
    let spec = Spec::new(format!("Made up with {name}"), fields, move |v| {
        let day = on(v)?;
        if let Some(last) = last.filter(|last| day.is_some_and(|day| day < *last)) {
            let said = day::full(last, v.cx.today);
            let refusal = Refusal::new(format!("what it puts right is of {said}"))
                .or("write that day or a later one");
            return Err(v.refuse("when", refusal));
        }
        Ok(Action::Log(Box::new(Log {
            kind: Kind::MadeUp,
            who: Who::Known(person),
            on: day,
            note: v.text(HOW),
            ..Log::default()
        })))
    });
    let brief = brief.iter().map(|(on, words)| (on.as_str(), words.clone()));
    spec.brief(brief.collect())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::desk::{DANA, Desk, book, day as date};
    use super::*;
    use crate::domain::book::Book;
    use crate::domain::event::Event;
    use crate::domain::person::Lesson;
    use crate::ui::effect::FormKind;

    const CHECK: FormKind = FormKind::CheckIn { person: DANA };

    fn logged(desk: &mut Desk) -> Log {
        match desk.save() {
            Ok(Action::Log(log)) => *log,
            other => panic!("{other:?} is no log"),
        }
    }

    fn with(book: &mut Book, id: u128, on: &str, kind: Kind, note: &str) {
        let event = Event {
            person: Some(DANA),
            on: date(on),
            at: i64::try_from(id).unwrap(),
            kind,
            note: note.into(),
            ..Event::default()
        };
        book.events.set(Id::fixed(id), Arc::new(event));
    }

    #[test]
    fn a_check_in_keeps_what_works_for_each_and_what_changes() {
        let mut desk = Desk::open(CHECK);
        let screen = desk.screen(80, 24);
        assert!(screen.contains("none yet"), "{screen}");
        assert!(
            screen.contains("Trust: puts their name at risk"),
            "{screen}"
        );
        assert_eq!(
            desk.refused(),
            "Nothing is said of what works; one of the three lines is enough"
        );
        desk.set(THEIRS, "short calls").set("when", "fri");
        let log = logged(&mut desk);
        assert_eq!(
            (log.note.as_str(), log.theirs.as_str()),
            ("", "short calls")
        );
        assert_eq!(log.on, Some(date("2026-11-20")));
        desk.set(MINE, "her letters")
            .set(CHANGE, "meet in the mornings");
        assert_eq!(desk.perform(), "Checked in with Dana Ortiz|");
        let mut again = Desk::of(desk.book.clone(), CHECK, false);
        let screen = again.screen(80, 26);
        for words in [
            "Fri 20 Nov",
            "her letters",
            "short calls",
            "meet in the mornings",
        ] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
    }

    #[test]
    fn the_step_to_practise_next_stands_above_it() {
        let mut book = book();
        book.people.edit(DANA, 2, |dana| {
            for (skill, practised) in [("trust", "2026-03-03"), ("need", "2026-02-02")] {
                let lesson = Lesson {
                    taught: Some(date("2026-01-01")),
                    practised: Some(date(practised)),
                    ..Lesson::default()
                };
                dana.training.insert(skill.into(), lesson);
            }
        });
        let screen = Desk::of(book, CHECK, false).screen(80, 24);
        assert!(
            screen.contains("Need: hears that someone needs me; last"),
            "{screen}"
        );
    }

    #[test]
    fn friction_needs_words_and_shows_what_the_book_sees() {
        let mut book = book();
        for (n, on) in [(60, "2026-09-01"), (61, "2026-10-01")] {
            with(&mut book, n, on, Kind::Ask, "");
        }
        let mut desk = Desk::of(book, FormKind::Friction { person: DANA }, false);
        let screen = desk.screen(80, 22);
        assert!(
            screen.contains("1 Oct       Asked again after 30 days"),
            "{screen}"
        );
        desk.write("I called Priya too early");
        assert_eq!(logged(&mut desk).kind, Kind::Friction);
        assert_eq!(
            desk.perform(),
            "Something is open between you and Dana Ortiz|"
        );
    }

    #[test]
    fn what_is_made_up_for_is_of_no_later_day() {
        let mut book = book();
        with(
            &mut book,
            60,
            "2026-11-01",
            Kind::Friction,
            "settled long ago",
        );
        with(&mut book, 61, "2026-11-02", Kind::MadeUp, "");
        with(&mut book, 62, "2026-11-12", Kind::Friction, "I was late");
        with(
            &mut book,
            63,
            "2026-11-16",
            Kind::Friction,
            "and late again",
        );
        let mut desk = Desk::of(book, FormKind::MadeUp { person: DANA }, false);
        let screen = desk.screen(80, 22);
        assert!(screen.contains("12 Nov      I was late"), "{screen}");
        assert!(screen.contains("Mon 16      and late again"), "{screen}");
        assert!(!screen.contains("settled long ago"), "{screen}");
        desk.set("when", "13 nov");
        assert_eq!(
            desk.refused(),
            "When: what it puts right is of Mon 16 Nov; write that day or a later one"
        );
        desk.set("when", "16 nov").set(HOW, "over lunch");
        assert_eq!(logged(&mut desk).note, "over lunch");
        assert_eq!(desk.perform(), "Made up with Dana Ortiz|");
    }
}
