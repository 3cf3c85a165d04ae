//! The form of a problem of the process: where, what, why, how it is to be fixed and by when. What looking back brought
//! stands beside it.

use crate::capture::date::{Look, When};
use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::problem::Problem;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::insight::process::{looked_back_on, standing_at};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;

use super::plan;
use super::spec::Spec;
use super::stage::{looked_back, side};

pub fn problem(id: Option<Id>, given: bool, stage: Stage, cx: &Cx) -> Spec {
    let was = id.and_then(|id| cx.book.problems.arc(id)).cloned();
    let base = was.as_deref().cloned().unwrap_or_else(|| Problem {
        direction: side(given),
        stage,
        ..Problem::default()
    });
    let titles = Stage::ALL.map(|stage| format!("{} {}", stage.number(), stage.title()));
    let due = base.due.map_or(String::new(), |on| {
        plan::day_typed(When { on, time: None }, cx.today)
    });
    let is_done = base.done.is_some();
    let mut fields = vec![
        Field::choice("stage", titles, base.stage as usize),
        Field::line("what")
            .loaded(&base.what)
            .prompt("what goes wrong there"),
        Field::line("cause")
            .loaded(&base.cause)
            .prompt("why it happens"),
        Field::line("fix")
            .loaded(&base.fix)
            .prompt("what will be done about it"),
        Field::line("due")
            .loaded(&due)
            .prompt("by when: in 2 weeks")
            .reading(|v| v.day_words("due", Look::Ahead)),
    ];
    if was.is_some() {
        fields.push(Field::choice(
            "state",
            ["open", "fixed"],
            usize::from(is_done),
        ));
        fields.push(
            Field::line("effect")
                .loaded(&base.effect)
                .prompt("what came of it"),
        );
    }
    let back = looked_back_on(cx.book, &base.direction);
    let brief = |stage: Stage| {
        let (open, late) = standing_at(cx.practice, &base.direction, stage);
        let back = back.get(&stage).map_or(&[][..], Vec::as_slice);
        vec![
            ("there now", format!("{open} open, {late} late")),
            ("looked back", looked_back(back, cx)),
        ]
    };
    let briefs = Stage::ALL.map(brief).to_vec();
    let title = if given {
        "A problem when you give"
    } else {
        "A problem of the process"
    };
    Spec::new(title, fields, move |v| {
        let mut problem = base.clone();
        problem.stage = Stage::ALL[v.picked("stage").min(7)];
        problem.what = v.text("what").trim().into();
        if problem.what.is_empty() {
            let nothing = Refusal::new("nothing stands there yet").or("say what goes wrong");
            return Err(v.refuse("what", nothing));
        }
        problem.cause = v.text("cause").trim().into();
        problem.fix = v.text("fix").trim().into();
        if v.is_changed("due") {
            problem.due = v.when("due", Look::Ahead)?.map(|when| when.on);
        }
        if was.is_some() {
            problem.effect = v.text("effect").trim().into();
            match (v.picked("state"), is_done) {
                (1, false) => problem.done = Some(v.cx.today),
                (0, true) => problem.done = None,
                _ => {}
            }
        }
        Ok(Action::SaveProblem {
            id: id.filter(|_| was.is_some()),
            was: was.clone(),
            problem: Box::new(problem),
        })
    })
    .brief_by("stage", briefs)
    .begin("what")
}
