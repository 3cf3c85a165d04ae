//! The form of a source's training: the five steps, taught and practised (Walker). It never judges the person.

use crate::domain::action::{Action, Bond};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::person::{Lesson, Skill};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, capital};

use super::happened::{day as day_field, on};
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
                    .filter(|_| !v.is_changed(label))
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
        let lessons = Skill::ALL
            .iter()
            .filter(|skill| v.is_changed(skill.word()))
            .map(|skill| {
                let was = again.get(skill.word()).cloned().unwrap_or_default();
                let lesson = match v.picked(skill.word()) {
                    TAUGHT => Lesson {
                        taught: Some(on),
                        practised: None,
                        ..was
                    },
                    PRACTISED => Lesson {
                        taught: was.taught.or(Some(on)),
                        practised: Some(on),
                        ..was
                    },
                    _ => Lesson::default(),
                };
                (skill.clone(), lesson)
            });
        let bond = Box::new(Bond::Taught(lessons.collect()));
        Ok(Action::Bond { person, bond })
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
    use super::super::desk::{DANA, Desk};
    use super::*;
    use crate::ui::effect::FormKind;

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
