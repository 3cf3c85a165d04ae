//! Forms for how I mean it to go: goals both ways, my ideal referral, and what an act counts for to me. They will never say
//! what the goals should be.

use std::sync::Arc;

use crate::domain::action::Action;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::referral::Direction;
use crate::domain::relation::{in_order, latest};
use crate::domain::settings::Settings;
use crate::insight::strategy::{PARTNERS, Toward, strategy as how_it_goes};
use crate::insight::weights::{self, USUAL};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::happened::nothing;
use super::spec::Spec;

/// Nobody receives more in a year, nor lets one act count for more.
const MOST: u32 = 999;

const GOALS: [(&str, Direction); 2] = [
    ("received a year", Direction::Received),
    ("given a year", Direction::Given),
];

const IDEAL: &str = "What is a good referral for you, exactly?";

fn was(cx: &Cx) -> Arc<Settings> {
    let stored = cx.book.settings.arc(Id::ONLY);
    stored.cloned().unwrap_or_default()
}

/// My goals for getting and giving, and my ideal referral.
pub fn strategy(cx: &Cx) -> Spec {
    let was = was(cx);
    let ideal = latest(&was.ideal).map_or("", |(_, profile)| profile.words.as_str());
    let has_ideal = !ideal.is_empty();
    let mut fields: Vec<Field> = Vec::new();
    for (label, direction) in &GOALS {
        let goal = was.goals.get(direction.word()).map(u32::to_string);
        fields.push(
            Field::line(*label)
                .filled(&goal.unwrap_or_default())
                .prompt("no goal")
                .reading(|v| {
                    let goal = v.number(label, 1..=MOST)?;
                    Ok(Reading::of(
                        goal.map_or("", |_| "referrals in a calendar year"),
                    ))
                }),
        );
    }
    fields.push(
        Field::question(IDEAL)
            .loaded(ideal)
            .prompt("owners of two or three shops who sell online too late")
            .reading(move |v| {
                Ok(if has_ideal && v.is_blank(IDEAL) {
                    Reading::doubt("without words nobody knows whom to send")
                } else {
                    Reading::default()
                })
            }),
    );
    let spec = Spec::new("Strategy", fields, move |v| {
        let mut actions = Vec::new();
        if GOALS.iter().any(|(label, _)| v.is_changed(label)) {
            actions.push(goals(&was, v)?);
        }
        if v.is_changed(IDEAL) {
            actions.push(Action::Ideal(v.text(IDEAL)));
        }
        Ok(match actions.len() {
            0 => nothing("The strategy stays as it is"),
            _ => Action::Many {
                said: "Noted your strategy".into(),
                more: String::new(),
                actions,
            },
        })
    });
    spec.brief(brief(cx))
}

/// The goals that were changed; one without a number is none.
fn goals(was: &Arc<Settings>, v: &Values) -> Result<Action, crate::domain::refusal::Refusal> {
    let mut settings = (**was).clone();
    for (label, direction) in &GOALS {
        let goal = v.number(label, 1..=MOST)?;
        set(&mut settings.goals, direction.word(), goal);
    }
    Ok(Action::SaveSettings {
        was: Arc::clone(was),
        settings: Box::new(settings),
    })
}

fn set(kept: &mut std::collections::BTreeMap<String, u32>, word: &str, number: Option<u32>) {
    match number {
        Some(number) => drop(kept.insert(word.to_string(), number)),
        None => drop(kept.remove(word)),
    }
}

/// How it goes this year, with whom, and what I say of it.
fn brief(cx: &Cx) -> Vec<(&'static str, String)> {
    let found = how_it_goes(cx.book, cx.today);
    let toward = |word: &str, it: Toward| match it.goal {
        Some(goal) => format!("{word} {} of {goal}", it.so_far),
        None => format!("{word} {}", it.so_far),
    };
    let year = format!(
        "{}, {} this year",
        toward("received", found.received),
        toward("given", found.given)
    );
    let names = found.partners.iter().map(|id| cx.name(Some(*id)));
    let names: Vec<_> = names.collect();
    let partners = match names.len() {
        0 => format!("none of {PARTNERS} chosen (Misner); p in a person’s menu chooses one"),
        n => format!("{n} of {PARTNERS}: {}", names.join(", ")),
    };
    let settings = cx.book.settings();
    let mut earlier = in_order(&settings.ideal).into_iter();
    let is_known = latest(&settings.ideal).is_some();
    let before = earlier.nth(usize::from(is_known)).map(|(_, it)| it);
    let before = before.filter(|it| !it.words.is_empty());
    let before = before.map_or(String::new(), |it| {
        format!(
            "{}, from {}",
            cx.words(&it.words),
            day::near(it.on, cx.today)
        )
    });
    vec![
        ("so far", year),
        ("partners", partners),
        ("referred", cx.words(&settings.line_referred).to_string()),
        ("otherwise", cx.words(&settings.line_unreferred).to_string()),
        ("before", before),
    ]
}

/// What an act of each kind counts for to me.
pub fn weights(cx: &Cx) -> Spec {
    let was = was(cx);
    let labels = std::iter::once(weights::REFERRAL).chain(Kind::ACTS.iter().map(Kind::title));
    let labels: Vec<String> = labels.map(ToString::to_string).collect();
    let words: Vec<&str> = weights::words().collect();
    let fields = labels.iter().zip(&words).map(|(label, word)| {
        let weight = weights::weight(&was, word);
        let shown = (weight != USUAL).then(|| weight.to_string());
        let own = label.clone();
        Field::line(label.clone())
            .filled(&shown.unwrap_or_default())
            .prompt("1")
            .reading(move |v| {
                let weight = v.number(&own, 0..=MOST)?;
                Ok(Reading::of(match weight {
                    Some(0) => "counts for nothing",
                    _ => "",
                }))
            })
    });
    let fields: Vec<Field> = fields.collect();
    let spec = Spec::new("Your own weights", fields, move |v| {
        let mut settings = (*was).clone();
        for (label, word) in labels.iter().zip(&words) {
            let weight = v.number(label, 0..=MOST)?;
            if v.is_changed(label) {
                let differs = weight.filter(|weight| *weight != USUAL);
                set(&mut settings.weights, word, differs);
            }
        }
        if settings.weights == was.weights {
            return Ok(nothing("The weights stay as they are"));
        }
        let save = Action::SaveSettings {
            was: Arc::clone(&was),
            settings: Box::new(settings),
        };
        Ok(Action::Many {
            said: "Noted what an act counts for to you".into(),
            more: String::new(),
            actions: vec![save],
        })
    });
    spec.brief(vec![(
        "this is",
        "how much an act counts for to you; only you see it, and nobody is ranked by it".into(),
    )])
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, MIA, book};
    use super::*;
    use crate::ui::effect::FormKind;

    #[test]
    fn goals_and_the_ideal_are_set_by_what_was_changed() {
        let mut desk = Desk::open(FormKind::Strategy);
        assert_eq!(desk.idle(), "The strategy stays as it is");
        desk.set("received a year", "12");
        assert_eq!(desk.perform(), "Noted your strategy|");
        let settings = desk.book.settings().clone();
        assert_eq!(settings.goals, [("received".to_string(), 12)].into());
        assert!(settings.ideal.is_empty());
        let mut desk = Desk::of(desk.book.clone(), FormKind::Strategy, false);
        desk.set("given a year", "6").set(IDEAL, "owners of shops");
        desk.perform();
        let settings = desk.book.settings();
        assert_eq!(settings.goals.len(), 2);
        assert_eq!(latest(&settings.ideal).unwrap().1.words, "owners of shops");
        let mut desk = Desk::of(desk.book.clone(), FormKind::Strategy, false);
        desk.set("received a year", "");
        desk.perform();
        assert_eq!(
            desk.book.settings().goals,
            [("given".to_string(), 6)].into()
        );
        assert_eq!(desk.book.settings().ideal.len(), 1);
        desk.set("received a year", "many");
        assert!(
            desk.refused()
                .starts_with("Received a year: “many” is no number")
        );
    }

    #[test]
    fn it_says_how_the_year_goes_with_whom_and_in_which_words() {
        let mut book = book();
        for id in [DANA, MIA] {
            book.people.edit(id, 2, |it| it.partner = true);
        }
        let settings = Settings {
            goals: [("received".to_string(), 12), ("given".to_string(), 4)].into(),
            line_referred: "{source} thought of you".into(),
            ..Settings::default()
        };
        book.settings.set(Id::ONLY, Arc::new(settings));
        let screen = Desk::of(book, FormKind::Strategy, false).screen(80, 24);
        for words in [
            "received 2 of 12, given 0 of 4 this year",
            "2 of 4: Dana Ortiz, Mia Lang",
            "{source} thought of you",
        ] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
        let screen = Desk::open(FormKind::Strategy).screen(80, 24);
        assert!(screen.contains("received 2, given 0 this year"), "{screen}");
        assert!(screen.contains("none of 4 chosen"), "{screen}");
    }

    #[test]
    fn only_what_differs_from_one_is_kept() {
        let mut desk = Desk::open(FormKind::Weights);
        assert_eq!(desk.idle(), "The weights stay as they are");
        desk.set("referral", "5")
            .set("gift", "0")
            .set("advice", "1");
        assert_eq!(desk.perform(), "Noted what an act counts for to you|");
        let kept = |desk: &Desk| desk.book.settings().weights.clone();
        let wanted = [("referral".to_string(), 5), ("gift".to_string(), 0)];
        assert_eq!(kept(&desk), wanted.into());
        let mut desk = Desk::of(desk.book.clone(), FormKind::Weights, false);
        assert!(desk.screen(80, 24).contains("counts for nothing"));
        assert_eq!(desk.idle(), "The weights stay as they are");
        desk.set("gift", "").set("referral", "1");
        desk.perform();
        assert!(kept(&desk).is_empty());
        desk.set("online recommendation", "a lot");
        assert!(
            desk.refused()
                .starts_with("Online recommendation: “a lot” is no number")
        );
    }
}
