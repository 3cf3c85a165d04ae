//! Forms for what a referral rests on: the tie of source and prospect, what was told of me, what a client expects. They
//! will never say whether a referral is a good one.

use crate::domain::action::{Action, Edit};
use crate::domain::expectation::{Expectation, Origin, Verdict};
use crate::domain::id::Id;
use crate::domain::pillars::Tie;
use crate::ui::arc::{self, MATTERS};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};
use crate::ui::rungs;

use super::spec::Spec;

/// The signed strengths, in the order in which they are offered; none is not known.
const STRENGTHS: [Option<i8>; 6] = [None, Some(2), Some(1), Some(0), Some(-1), Some(-2)];

pub(super) const NOT_KNOWN: &str = "not known";

/// So many expectations stand above the form of a new one.
const SHOWN: usize = 4;

/// How the source stands with the prospect, and the approach.
pub fn tie(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let was = record.tie.clone().unwrap_or_default();
    let prospect = cx.name(record.prospect);
    let (title, source) = if record.is_given() {
        (format!("How you stand with {prospect}"), "you".to_string())
    } else {
        let source = cx.first_name(record.source);
        (format!("How {source} stands with {prospect}"), source)
    };
    let is_given = record.is_given();
    let words = STRENGTHS.map(|strength| strength_words(strength).unwrap_or(NOT_KNOWN));
    let known = was.strength.map(|strength| strength.clamp(-2, 2));
    let start = STRENGTHS.iter().position(|strength| *strength == known);
    let start = start.unwrap_or(0);
    let mut fields = vec![
        Field::choice("they are", words, start),
        Field::line("how")
            .loaded(&was.nature)
            .prompt("colleagues, 3 years"),
    ];
    if !is_given {
        let said = source.clone();
        let confirmed = Field::choice("confirmed", ["no", "yes"], usize::from(was.confirmed));
        fields.push(confirmed.reading(move |v| {
            Ok(if v.picked("confirmed") == 1 {
                Reading::of(format!("{said} has said so"))
            } else {
                Reading::of(format!("my guess: ask {said}"))
            })
        }));
    }
    fields.push(
        Field::line("approach")
            .loaded(&record.approach)
            .reading(move |v| {
                let strength = STRENGTHS[v.picked("they are")];
                let hint = if is_given {
                    given_approach(strength).to_string()
                } else {
                    rungs::approach(strength, &source)
                };
                Ok(if v.is_blank("approach") {
                    Reading::doubt(format!("still missing: {hint}"))
                } else {
                    Reading::of(hint)
                })
            }),
    );
    Spec::new(title, fields, move |v| {
        // Over what is there now goes what was changed here: it may have come from elsewhere meanwhile.
        let now = v.cx.book.referrals.get(id).unwrap_or(&record);
        let mut tie = now.tie.clone().unwrap_or_default();
        if v.is_changed("how") {
            tie.nature = v.text("how");
        }
        if v.is_changed("they are") {
            tie.strength = STRENGTHS[v.picked("they are")];
        }
        if is_given {
            tie.confirmed = true;
        } else if v.is_changed("confirmed") {
            tie.confirmed = v.picked("confirmed") == 1;
        }
        let says_nothing = tie.strength.is_none() && tie.nature.is_empty();
        let approach = if v.is_changed("approach") {
            v.text("approach")
        } else {
            now.approach.clone()
        };
        Ok(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Tie {
                tie: (!says_nothing).then_some(tie),
                approach,
            }),
        })
    })
}

fn strength_words(strength: Option<i8>) -> Option<&'static str> {
    Tie {
        strength,
        ..Tie::default()
    }
    .words()
}

/// How the receiver goes about it, where I am the one who knows the prospect.
fn given_approach(strength: Option<i8>) -> &'static str {
    match strength {
        Some(1..) => "they may lean on your name",
        Some(0) => "your name says little: bring the two together yourself",
        Some(_) => "they had better not lead with your name",
        None => "say how well you know each other",
    }
}

/// What the prospect was told about me.
pub fn told(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let prospect = cx.name(record.prospect);
    let (title, asked) = if record.is_given() {
        let receiver = cx.first_name(record.receiver);
        let title = format!("What you told {prospect} about {receiver}");
        (title, format!("{receiver} has to keep it"))
    } else {
        let source = cx.first_name(record.source);
        let title = format!("What {source} told {prospect} about you");
        (title, format!("a promise to keep: {source} vouched for it"))
    };
    let field = Field::line("told").loaded(&record.told);
    let field = field.prompt("as it was said").reading(move |v| {
        Ok(if v.is_blank("told") {
            Reading::default()
        } else {
            Reading::of(asked.clone())
        })
    });
    Spec::new(title, vec![field], move |v| {
        let now =
            v.cx.book
                .referrals
                .get(id)
                .filter(|_| !v.is_changed("told"));
        let told = now.map_or_else(|| v.text("told"), |now| now.told.clone());
        Ok(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Told(told)),
        })
    })
}

/// What a client expects.
pub fn expectation(person: Id, id: Option<Id>, cx: &Cx) -> Spec {
    let name = cx.name(Some(person));
    let was = id.and_then(|id| cx.book.expectations.arc(id)).cloned();
    let base = was.as_deref().cloned().unwrap_or(Expectation {
        person: Some(person),
        on: cx.today,
        ..Expectation::default()
    });
    let weight = usize::try_from(base.weight()).unwrap_or(MATTERS.len());
    let origins = [Origin::Said, Origin::Assumed];
    let origin = usize::from(base.origin == Origin::Assumed);
    let verdicts = [
        Verdict::Open,
        Verdict::Missed,
        Verdict::Met,
        Verdict::Exceeded,
    ];
    let verdict = verdicts.iter().position(|verdict| *verdict == base.verdict);
    let asks = cx.first_name(Some(person));
    let is_known = was.is_some();
    let fields = vec![
        Field::question("What should happen, in their own words?")
            .loaded(&base.words)
            .prompt("finished before Easter, no surprises on the bill")
            .reading(move |v| {
                Ok(
                    if is_known && v.is_blank("What should happen, in their own words?") {
                        Reading::doubt("without words it is taken away")
                    } else {
                        Reading::default()
                    },
                )
            }),
        Field::choice("matters", MATTERS, weight - 1),
        Field::choice("from", ["they said it", "I assume it"], origin).reading(move |v| {
            Ok(if v.picked("from") == 1 {
                Reading::doubt(format!("does not count yet: ask {asks}"))
            } else {
                Reading::default()
            })
        }),
        Field::choice(
            "it is",
            ["open", "missed", "met", "exceeded"],
            verdict.unwrap_or(0),
        ),
    ];
    let brief = if is_known {
        Vec::new()
    } else {
        listed(person, cx)
    };
    let title = format!("What {name} expects");
    let spec = Spec::new(title, fields, move |v| {
        let words = v.text("What should happen, in their own words?");
        let verdict = pick(v, "it is", &verdicts, &base.verdict);
        let judged = if verdict == base.verdict {
            base.judged
        } else {
            (verdict != Verdict::Open).then_some(v.cx.today)
        };
        let priority = if v.is_changed("matters") || !is_known {
            u8::try_from(v.picked("matters") + 1).expect("there are three")
        } else {
            base.priority
        };
        Ok(Action::SaveExpectation {
            // One that was taken away meanwhile is noted anew.
            id: id.filter(|_| is_known),
            was: was.clone(),
            expectation: Box::new(Expectation {
                words,
                priority,
                origin: pick(v, "from", &origins, &base.origin),
                verdict,
                judged,
                ..base.clone()
            }),
        })
    });
    spec.brief(brief)
}

/// The option that was chosen; one that only a newer program knows stays while nothing else is.
fn pick<T: Clone>(v: &Values, label: &str, options: &[T], was: &T) -> T {
    if v.is_changed(label) {
        options[v.picked(label)].clone()
    } else {
        was.clone()
    }
}

/// What they expect already.
fn listed(person: Id, cx: &Cx) -> Vec<(&'static str, String)> {
    let all = cx.practice.expectations_of(person);
    let shown = all.iter().take(SHOWN).enumerate().map(|(place, it)| {
        let (verdict, words) = arc::expectation(&it.record, cx);
        (
            if place == 0 { "so far" } else { "and" },
            format!("{verdict}: {words}"),
        )
    });
    let mut lines: Vec<_> = shown.collect();
    if SHOWN < all.len() {
        lines.push(("and", format!("{} more", all.len() - SHOWN)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::desk::{DANA, Desk, SHOP, book, day, today};
    use super::*;
    use crate::domain::book::Book;
    use crate::ui::effect::FormKind;

    fn edit(desk: &mut Desk) -> Edit {
        match desk.save() {
            Ok(Action::Edit { edit, .. }) => *edit,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_tie_that_came_from_elsewhere_meanwhile_stays_under_a_new_approach() {
        let mut desk = Desk::open(FormKind::Tie { referral: SHOP });
        let close = Tie {
            nature: "cousins".into(),
            strength: Some(2),
            ..Tie::default()
        };
        desk.book
            .referrals
            .edit(SHOP, 2, |it| it.tie = Some(close.clone()));
        desk.set("approach", "through the shop");
        let Edit::Tie { tie, approach } = edit(&mut desk) else {
            panic!("the tie is edited");
        };
        assert_eq!((tie, approach.as_str()), (Some(close), "through the shop"));
        let mut desk = Desk::open(FormKind::Told { referral: SHOP });
        let told = "that I am quick";
        desk.book
            .referrals
            .edit(SHOP, 2, |it| it.told = told.into());
        assert_eq!(edit(&mut desk), Edit::Told(told.into()));
    }

    #[test]
    fn the_tie_is_signed_and_asks_for_an_approach() {
        let mut desk = Desk::open(FormKind::Tie { referral: SHOP });
        let screen = desk.screen(80, 22);
        assert!(
            screen.contains("How Dana stands with Priya Shah"),
            "{screen}"
        );
        assert!(
            screen.contains("still missing: ask Dana how they"),
            "{screen}"
        );
        assert!(screen.contains("my guess: ask Dana"), "{screen}");
        desk.press("c");
        assert!(desk.screen(80, 22).contains("lean on Dana’s name"));
        desk.press("a");
        assert!(desk.screen(80, 22).contains("do not lead with Dana’s name"));
        desk.set("how", "sold her a car")
            .set("approach", "by way of Mia");
        desk.press("up y");
        let Edit::Tie { tie, approach } = edit(&mut desk) else {
            panic!("it is the tie");
        };
        let tie = tie.unwrap();
        assert_eq!((tie.strength, tie.confirmed), (Some(-2), true));
        assert_eq!(
            (tie.nature.as_str(), approach.as_str()),
            ("sold her a car", "by way of Mia")
        );
        assert_eq!(
            desk.perform(),
            "Noted how Dana Ortiz stands with Priya Shah|"
        );
    }

    #[test]
    fn a_tie_of_which_nothing_is_known_is_none() {
        let mut desk = Desk::open(FormKind::Tie { referral: SHOP });
        desk.set("approach", "ask her");
        let Edit::Tie { tie, approach } = edit(&mut desk) else {
            panic!("it is the tie");
        };
        assert_eq!((tie, approach.as_str()), (None, "ask her"));
    }

    #[test]
    fn what_the_prospect_was_told_is_a_promise_to_keep() {
        let mut desk = Desk::open(FormKind::Told { referral: SHOP });
        desk.write("done in four weeks");
        assert!(
            desk.screen(80, 20)
                .contains("a promise to keep: Dana vouched for it")
        );
        assert_eq!(edit(&mut desk), Edit::Told("done in four weeks".into()));
    }

    /// Dana as a client, with expectations.
    fn lived_in() -> Book {
        let mut book = book();
        let expectation = |words: &str, origin, verdict| Expectation {
            person: Some(DANA),
            words: words.into(),
            priority: 3,
            origin,
            verdict,
            on: day("2026-11-02"),
            ..Expectation::default()
        };
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

    fn expecting(id: Option<Id>) -> FormKind {
        FormKind::Expectation { person: DANA, id }
    }

    const WORDS: &str = "What should happen, in their own words?";

    #[test]
    fn an_expectation_is_in_their_words_weighed_and_judged() {
        let mut desk = Desk::of(lived_in(), expecting(None), false);
        let screen = desk.screen(80, 24);
        assert!(screen.contains("met: on time (matters most)"), "{screen}");
        assert!(screen.contains("assumed: ask"), "{screen}");
        desk.set(WORDS, "ready by Easter");
        desk.press("tab l tab i");
        assert!(desk.screen(80, 24).contains("does not count yet: ask Dana"));
        let Ok(Action::SaveExpectation {
            id, expectation, ..
        }) = desk.save()
        else {
            panic!("it is noted");
        };
        assert_eq!(id, None);
        assert_eq!(
            (
                expectation.words.as_str(),
                expectation.priority,
                &expectation.origin
            ),
            ("ready by Easter", 1, &Origin::Assumed)
        );
        assert_eq!((expectation.on, expectation.judged), (today(), None));
    }

    #[test]
    fn one_that_there_is_keeps_its_day_and_gets_one_when_it_is_judged() {
        let id = Id::fixed(81);
        let mut desk = Desk::of(lived_in(), expecting(Some(id)), false);
        let saved = |desk: &mut Desk| match desk.save() {
            Ok(Action::SaveExpectation {
                id: Some(found),
                expectation,
                ..
            }) if found == id => *expectation,
            other => panic!("{other:?}"),
        };
        let was = desk.book.expectations.get(id).unwrap().clone();
        assert_eq!(saved(&mut desk), was, "nothing changed");
        desk.press("tab tab tab e");
        let judged = saved(&mut desk);
        assert_eq!(
            (judged.verdict, judged.judged),
            (Verdict::Exceeded, Some(today()))
        );
        assert_eq!(judged.on, day("2026-11-02"));
        desk.set(WORDS, "");
        assert!(desk.screen(80, 24).contains("it is taken away"));
        assert_eq!(
            desk.perform(),
            "Took away an expectation of Dana Ortiz|u brings it back"
        );
    }
}
