//! Forms made of the lines of a checklist: the questions of the research, one line by itself.

use crate::domain::action::{Action, Edit, Reply};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;

use super::happened;
use super::spec::Spec;

/// The questions of the research.
pub fn research(id: Id, cx: &Cx) -> Spec {
    happened::log(&Kind::Researched, None, Some(id), None, cx)
}

/// One line of a checklist.
pub fn answer(id: Id, item: &str, _cx: &Cx) -> Spec {
    let item = item.to_string();
    Spec::new("Answer", vec![Field::line("note")], move |v| {
        Ok(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Answers(vec![Reply {
                item: item.clone(),
                done: true,
                note: v.text("note"),
            }])),
        })
    })
}
