//! Forms for what I judge of one person on evidence: trust, their own purchase, how far we have come. They will never
//! judge by themselves.

use crate::domain::action::{Action, Bond, OfPerson};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::pillars::{Grade, Judged};
use crate::domain::refusal::Refusal;
use crate::domain::relation::{Reached, Vcp};
use crate::ui::bonds;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::Reading;

use super::happened::nothing;
use super::pillars::NOT_KNOWN;
use super::spec::Spec;

/// A pillar of a person, on evidence.
pub fn judge(person: Id, pillar: OfPerson, cx: &Cx) -> Spec {
    let was = judged_so_far(person, pillar, cx);
    let name = cx.name(Some(person));
    let mut grades = vec![
        None,
        Some(Grade::Strong),
        Some(Grade::Fair),
        Some(Grade::Weak),
    ];
    let (title, prompt) = match pillar {
        OfPerson::Trust => (
            format!("How far {name} trusts you"),
            "needed, as in: two promises kept, sent three people",
        ),
        OfPerson::Purchase => {
            grades.push(Some(Grade::DoesNotApply));
            (
                format!("How {name}’s own purchase went"),
                "needed, as in: on time, said so at the end",
            )
        }
    };
    let now = was.as_ref().map(|judged| judged.grade.clone());
    let start = grades.iter().position(|grade| *grade == now).unwrap_or(0);
    let words = grades.iter().map(|grade| match grade {
        Some(grade) => grade.title().to_string(),
        None => NOT_KNOWN.to_string(),
    });
    let words: Vec<String> = words.collect();
    let why = was.as_ref().map_or("", |judged| judged.why.as_str());
    let read = grades.clone();
    let fields = vec![
        Field::choice("it is", words, start).reading(move |v| {
            Ok(match &read[v.picked("it is")] {
                Some(Grade::Weak) => Reading::doubt("stops an ask until it is mended"),
                None => Reading::of("not known is a question to ask; it stops nothing"),
                Some(_) => Reading::default(),
            })
        }),
        because(why, prompt),
    ];
    let before = was.as_ref().map_or(String::new(), |judged| {
        format!(
            "{}, {}",
            judged.grade.title(),
            day::full(judged.on, cx.today)
        )
    });
    let spec = Spec::new(title, fields, move |v| {
        if !v.is_changed("it is") && !v.is_changed("because") {
            let name = v.cx.book.name(Some(person));
            return Ok(nothing(format!("Nothing has changed with {name}")));
        }
        let now = judged_so_far(person, pillar, v.cx);
        let grade = if v.is_changed("it is") {
            grades[v.picked("it is")].clone()
        } else {
            now.as_ref().map(|judged| judged.grade.clone())
        };
        let why = match &now {
            Some(now) if !v.is_changed("because") => now.why.clone(),
            _ => v.text("because"),
        };
        if let Some(grade) = &grade
            && *grade != Grade::DoesNotApply
            && why.trim().is_empty()
        {
            return Err(unfounded(grade.title()));
        }
        let judged = grade.map(|grade| Judged {
            grade,
            why,
            ..now.unwrap_or_default()
        });
        let bond = Box::new(Bond::Judged(pillar, judged));
        Ok(Action::Bond { person, bond })
    });
    let is_built = was.as_ref().is_none_or(|it| it.grade == Grade::Weak);
    let builds = if pillar == OfPerson::Trust && is_built {
        bonds::building(person, cx)
    } else {
        Vec::new()
    };
    let mut brief = vec![("so far", before)];
    brief.extend(bonds::evidence(person, cx));
    for (n, step) in builds.into_iter().enumerate() {
        brief.push((if n == 0 { "builds it" } else { "and" }, step));
    }
    spec.brief(brief)
}

/// How a pillar of a person is judged as things are.
fn judged_so_far(person: Id, pillar: OfPerson, cx: &Cx) -> Option<Judged> {
    let record = cx.book.people.get(person)?;
    match pillar {
        OfPerson::Trust => record.trust.clone(),
        OfPerson::Purchase => record.purchase.clone(),
    }
}

/// Why it is so, with a doubt where the words were said of how it was before.
fn because(why: &str, prompt: &str) -> Field {
    Field::line("because")
        .loaded(why)
        .prompt(prompt)
        .reading(|v| {
            let is_old = v.is_changed("it is") && !v.is_changed("because");
            Ok(if is_old && !v.is_blank("because") {
                Reading::doubt("said of how it was before: still so?")
            } else {
                Reading::default()
            })
        })
}

fn unfounded(word: &str) -> Refusal {
    Refusal::new(format!("Because: “{word}” needs a reason"))
        .or("say what you saw, or pick not known")
}

/// How far we have come (Misner's VCP), on evidence.
pub fn vcp(person: Id, cx: &Cx) -> Spec {
    let was = reached_so_far(person, cx);
    let stages = [
        None,
        Some(Vcp::Visibility),
        Some(Vcp::Credibility),
        Some(Vcp::Profitability),
    ];
    let now = was.as_ref().map(|reached| reached.stage.clone());
    let start = stages.iter().position(|stage| *stage == now).unwrap_or(0);
    let words = stages.each_ref().map(|stage| match stage {
        Some(stage) => stage.word().to_string(),
        None => NOT_KNOWN.to_string(),
    });
    let why = was.as_ref().map_or("", |reached| reached.why.as_str());
    let read = stages.clone();
    let fields = vec![
        Field::choice("it is", words, start)
            .reading(move |v| Ok(Reading::of(comes_next(read[v.picked("it is")].as_ref())))),
        because(
            why,
            "needed, as in: six promises kept, they praised the audit",
        ),
    ];
    let before = was.as_ref().map_or(String::new(), |reached| {
        let since = day::full(reached.on, cx.today);
        format!("{}, since {since}", reached.stage.word())
    });
    let title = format!("How far you have come with {}", cx.name(Some(person)));
    let spec = Spec::new(title, fields, move |v| {
        if !v.is_changed("it is") && !v.is_changed("because") {
            let name = v.cx.book.name(Some(person));
            return Ok(nothing(format!("Nothing has changed with {name}")));
        }
        let now = reached_so_far(person, v.cx);
        let stage = if v.is_changed("it is") {
            stages[v.picked("it is")].clone()
        } else {
            now.as_ref().map(|reached| reached.stage.clone())
        };
        let why = match &now {
            Some(now) if !v.is_changed("because") => now.why.clone(),
            _ => v.text("because"),
        };
        if let Some(stage) = &stage
            && why.trim().is_empty()
        {
            return Err(unfounded(stage.word()));
        }
        let reached = stage.map(|stage| Reached {
            stage,
            why,
            ..now.unwrap_or_default()
        });
        let bond = Box::new(Bond::Vcp(reached));
        Ok(Action::Bond { person, bond })
    });
    let mut brief = vec![("so far", before)];
    brief.extend(bonds::evidence(person, cx));
    spec.brief(brief)
}

/// How far it has come as things are.
fn reached_so_far(person: Id, cx: &Cx) -> Option<Reached> {
    cx.book.people.get(person)?.vcp.clone()
}

/// What this stage says of them, and what leads on from it.
fn comes_next(stage: Option<&Vcp>) -> &'static str {
    match stage {
        None | Some(Vcp::Other(_)) => "the evidence above may tell",
        Some(Vcp::Visibility) => "they know what you do; next: be seen keeping promises",
        Some(Vcp::Credibility) => {
            "they know you do it well; next: ask and teach, it does not become profitability by itself (Misner)"
        }
        Some(Vcp::Profitability) => "referrals flow, and both gain; next: keep it both ways",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::desk::{DANA, Desk, book, day};
    use super::*;
    use crate::domain::book::Book;
    use crate::domain::event::{Event, Kind, Way};
    use crate::domain::expectation::{Expectation, Origin, Verdict};
    use crate::domain::promise::Promise;
    use crate::domain::relation::Profile;
    use crate::ui::effect::FormKind;

    fn judging(pillar: OfPerson) -> FormKind {
        FormKind::Judge {
            person: DANA,
            pillar,
        }
    }

    fn judged(desk: &mut Desk) -> Option<Judged> {
        match desk.save() {
            Ok(Action::Bond { bond, .. }) => match *bond {
                Bond::Judged(_, judged) => judged,
                other => panic!("{other:?} judges nothing"),
            },
            other => panic!("{other:?} judges nothing"),
        }
    }

    #[test]
    fn a_judgement_rests_on_something() {
        let mut desk = Desk::open(judging(OfPerson::Trust));
        assert_eq!(desk.idle(), "Nothing has changed with Dana Ortiz");
        desk.press("w");
        assert!(
            desk.screen(80, 20)
                .contains("stops an ask until it is mended")
        );
        assert_eq!(
            desk.refused(),
            "Because: “weak” needs a reason; say what you saw, or pick not known"
        );
        desk.set("because", "I was late twice");
        let judged = judged(&mut desk).expect("it is judged");
        assert_eq!(
            (judged.grade, judged.why.as_str()),
            (Grade::Weak, "I was late twice")
        );
        assert_eq!(desk.perform(), "The trust of Dana Ortiz: weak|");
        let mut desk = Desk::of(desk.book.clone(), judging(OfPerson::Trust), false);
        assert!(desk.screen(80, 20).contains("weak, Sat 21 Nov"), "so far");
        assert!(!desk.screen(80, 20).contains("still so?"));
        desk.press("s");
        assert!(desk.screen(80, 20).contains("still so?"));
    }

    #[test]
    fn a_judgement_keeps_its_day_until_it_is_another_one() {
        let since = day("2026-06-01");
        let mut book = book();
        let fair = Judged {
            grade: Grade::Fair,
            on: since,
            why: "rings back".into(),
            ..Judged::default()
        };
        book.people.edit(DANA, 2, |dana| dana.trust = Some(fair));
        let mut desk = Desk::of(book, judging(OfPerson::Trust), false);
        assert_eq!(desk.idle(), "Nothing has changed with Dana Ortiz");
        desk.set("because", "rings back the same day");
        desk.perform();
        let trust = |desk: &Desk| desk.book.people.get(DANA).unwrap().trust.clone().unwrap();
        assert_eq!(trust(&desk).on, since);
        assert_eq!(trust(&desk).why, "rings back the same day");
        let mut desk = Desk::of(desk.book.clone(), judging(OfPerson::Trust), false);
        desk.press("s");
        desk.perform();
        assert_eq!(trust(&desk).on, day("2026-11-21"));
    }

    #[test]
    fn a_purchase_may_not_apply_and_needs_no_evidence_for_that() {
        let mut desk = Desk::open(judging(OfPerson::Purchase));
        desk.press("d");
        assert_eq!(
            desk.perform(),
            "The purchase of Dana Ortiz: does not apply|"
        );
        let mut desk = Desk::open(judging(OfPerson::Trust));
        assert!(!desk.screen(80, 20).contains("does not apply"));
    }

    /// Dana as a client, with promises and expectations.
    fn lived_in() -> Book {
        let mut book = book();
        let promise = |kept, broken| Promise {
            person: Some(DANA),
            on: day("2026-11-01"),
            kept,
            broken,
            ..Promise::default()
        };
        let expectation = |words: &str, origin, verdict| Expectation {
            person: Some(DANA),
            words: words.into(),
            priority: 3,
            origin,
            verdict,
            on: day("2026-11-02"),
            ..Expectation::default()
        };
        let on = Some(day("2026-11-09"));
        for (n, it) in (70..).zip([promise(on, None), promise(on, None), promise(None, on)]) {
            book.promises.set(Id::fixed(n), Arc::new(it));
        }
        let all = [
            expectation("on time", Origin::Said, Verdict::Met),
            expectation("one bill", Origin::Said, Verdict::Missed),
            expectation("a call a week", Origin::Assumed, Verdict::Missed),
        ];
        for (n, it) in (80..).zip(all) {
            book.expectations.set(Id::fixed(n), Arc::new(it));
        }
        book
    }

    #[test]
    fn the_evidence_of_the_book_stands_above_a_judgement() {
        let mut desk = Desk::of(lived_in(), judging(OfPerson::Trust), false);
        let screen = desk.screen(80, 22);
        for words in ["kept 2 of 3", "2 from them", "1 met · 1 missed"] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
    }

    #[test]
    fn weak_or_unknown_trust_says_what_builds_it() {
        let mut book = lived_in();
        let late = Promise {
            person: Some(DANA),
            on: day("2026-11-01"),
            what: "the reading list".into(),
            due: Some(day("2026-11-12")),
            ..Promise::default()
        };
        book.promises.set(Id::fixed(75), Arc::new(late));
        let got = Event {
            person: Some(DANA),
            on: day("2026-11-03"),
            kind: Kind::Testimonial,
            way: Some(Way::Got),
            ..Event::default()
        };
        book.events.set(Id::fixed(76), Arc::new(got));
        let wants = Profile {
            words: "owners of shops".into(),
            on: day("2026-11-03"),
            ..Profile::default()
        };
        book.people.edit(DANA, 2, |dana| {
            dana.wants.insert(Id::fixed(77), wants);
        });
        let builds = [
            "builds it   keep what you promised: “the reading list”, due 12 Nov",
            "and         do for them what they did for you: testimonial",
            "and         find somebody whom they look for: “owners of shops”",
        ];
        let screen = |book: &Book, grade: Option<Grade>| {
            let mut book = book.clone();
            let judged = grade.map(|grade| Judged {
                grade,
                why: "seen".into(),
                ..Judged::default()
            });
            book.people.edit(DANA, 3, |dana| dana.trust = judged);
            Desk::of(book, judging(OfPerson::Trust), false).screen(80, 26)
        };
        for grade in [None, Some(Grade::Weak)] {
            let screen = screen(&book, grade);
            for words in builds {
                assert!(screen.contains(words), "{words}\n{screen}");
            }
        }
        assert!(!screen(&book, Some(Grade::Fair)).contains("builds it"));
        let mut purchase = Desk::of(book, judging(OfPerson::Purchase), false);
        assert!(!purchase.screen(80, 26).contains("builds it"));
    }

    const COME: FormKind = FormKind::Vcp { person: DANA };

    fn reached(desk: &mut Desk) -> Option<Reached> {
        match desk.save() {
            Ok(Action::Bond { bond, .. }) => match *bond {
                Bond::Vcp(reached) => reached,
                other => panic!("{other:?} is something else"),
            },
            other => panic!("{other:?} is something else"),
        }
    }

    #[test]
    fn how_far_it_has_come_needs_evidence_and_says_what_is_next() {
        let mut desk = Desk::of(lived_in(), COME, false);
        let screen = desk.screen(80, 22);
        assert!(screen.contains("kept 2 of 3"), "{screen}");
        for (letter, word, next) in [
            ("v", "visibility", "be seen keeping promises"),
            ("c", "credibility", "next: ask and teach"),
            ("p", "profitability", "keep it both ways"),
        ] {
            desk.press(letter);
            assert!(desk.screen(80, 22).contains(next), "{letter}");
            assert_eq!(
                desk.refused(),
                format!("Because: “{word}” needs a reason; say what you saw, or pick not known")
            );
        }
        desk.press("c");
        desk.set("because", "six promises kept");
        let found = reached(&mut desk).expect("it is judged");
        assert_eq!(found.stage, Vcp::Credibility);
        assert_eq!(desk.perform(), "With Dana Ortiz at credibility|");
        let mut again = Desk::of(desk.book.clone(), COME, false);
        assert!(
            again
                .screen(80, 22)
                .contains("credibility, since Sat 21 Nov")
        );
        assert_eq!(again.idle(), "Nothing has changed with Dana Ortiz");
        again.press("n");
        assert_eq!(reached(&mut again), None);
    }
}
