//! The form of a source's training: the five steps, taught and practised (Walker). It never judges the person.

use crate::domain::action::{Action, Bond};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::person::{Lesson, Skill};
use crate::domain::refusal::Refusal;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, capital};

use super::happened::{day as day_field, nothing, on};
use super::spec::Spec;

const TAUGHT: usize = 1;
const PRACTISED: usize = 2;

/// The five steps of one source.
pub fn training(person: Id, cx: &Cx) -> Spec {
    let record = cx.book.people.get(person).cloned().unwrap_or_default();
    let title = format!("The five steps · {}", cx.name(Some(person)));
    let mut fields: Vec<Field> = Vec::new();
    for skill in Skill::ALL {
        let lesson = record
            .training
            .get(skill.word())
            .cloned()
            .unwrap_or_default();
        let picked = match (lesson.taught, lesson.practised) {
            (_, Some(_)) => PRACTISED,
            (Some(_), None) => TAUGHT,
            (None, None) => 0,
        };
        let does = skill.does().to_string();
        let label = skill.word();
        fields.push(
            Field::choice(label, ["not yet", "taught", "practised"], picked).reading(move |v| {
                let on = lesson.practised.or(lesson.taught);
                let since = on
                    .filter(|_| !v.is_touched(label))
                    .map_or(String::new(), |on| {
                        format!(", {}", day::near(on, v.cx.today))
                    });
                Ok(Reading::of(format!("{does}{since}")))
            }),
        );
    }
    fields.push(day_field());
    let again = record.training;
    Spec::new(title, fields, move |v| {
        let on = on(v)?.unwrap_or(v.cx.today);
        let lessons = Skill::ALL.iter().filter_map(|skill| {
            let word = skill.word();
            let was = again.get(word).cloned().unwrap_or_default();
            let lesson = match v.picked(word) {
                // Practised once more is said by choosing it again.
                PRACTISED if v.is_changed(word) || v.is_touched(word) => Lesson {
                    taught: was.taught.or(Some(on)),
                    practised: Some(on),
                    ..was.clone()
                },
                _ if !v.is_changed(word) => return None,
                TAUGHT => Lesson {
                    taught: was.taught.or(Some(on)),
                    practised: None,
                    ..was.clone()
                },
                _ => Lesson::default(),
            };
            (lesson != was).then(|| (skill.clone(), lesson))
        });
        let lessons: Vec<(Skill, Lesson)> = lessons.collect();
        if !lessons.is_empty() {
            let bond = Box::new(Bond::Taught(lessons.into_iter().collect()));
            return Ok(Action::Bond { person, bond });
        }
        if v.is_changed("when") {
            return Err(Refusal::new("No step is chosen for that day")
                .or("p on a step says that it was practised then"));
        }
        let name = v.cx.book.name(Some(person));
        Ok(nothing(format!("Nothing has changed with {name}")))
    })
    .brief(vec![(
        "teach next",
        cx.book.people.get(person).map_or(String::new(), |it| {
            let next = it.untaught().into_iter().next();
            next.map_or_else(
                || "all five are taught; practise them when you meet".into(),
                |skill| format!("{}: {}", capital(skill.word()), skill.does()),
            )
        }),
    )])
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, book, day, today};
    use super::*;
    use crate::ui::effect::FormKind;

    #[test]
    fn a_step_practised_again_is_noted_and_keeps_the_day_on_which_it_was_taught() {
        let mut book = book();
        let (taught, practised) = (day("2026-09-01"), day("2026-10-01"));
        let lesson = Lesson {
            taught: Some(taught),
            practised: Some(practised),
            ..Lesson::default()
        };
        book.people.edit(DANA, 2, |dana| {
            dana.training = [("trust".to_string(), lesson)].into();
        });
        let open = || Desk::of(book.clone(), FormKind::Training { person: DANA }, false);
        let days = |desk: &Desk| {
            let lesson = &desk.book.people.get(DANA).unwrap().training["trust"];
            (lesson.taught, lesson.practised)
        };
        let mut desk = open();
        desk.write("p");
        desk.perform();
        assert_eq!(days(&desk), (Some(taught), Some(today())));
        let mut desk = open();
        desk.write("p").set("when", "3 nov");
        desk.perform();
        assert_eq!(days(&desk), (Some(taught), Some(day("2026-11-03"))));
        let mut desk = open();
        desk.write("t");
        desk.perform();
        assert_eq!(days(&desk), (Some(taught), None));
    }

    #[test]
    fn where_no_step_is_chosen_nothing_is_noted() {
        let mut desk = Desk::open(FormKind::Training { person: DANA });
        assert_eq!(desk.idle(), "Nothing has changed with Dana Ortiz");
        desk.set("when", "3 nov");
        assert_eq!(
            desk.refused(),
            "No step is chosen for that day; p on a step says that it was practised then"
        );
    }

    #[test]
    fn steps_are_taught_and_practised_and_the_next_one_is_named() {
        let mut desk = Desk::open(FormKind::Training { person: DANA });
        desk.press("right");
        desk.press("tab");
        desk.write("p");
        assert_eq!(desk.perform(), "Noted what Dana Ortiz has learnt|");
        let dana = desk.book.people.get(DANA).unwrap();
        assert!(dana.training["trust"].taught.is_some());
        assert!(dana.training["knowledge"].practised.is_some());
        let untaught: Vec<&str> = dana.untaught().into_iter().map(Skill::word).collect();
        assert_eq!(untaught, ["need", "solution", "appointment"]);
    }
}
