//! The note on a week, in its review.

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::review::Step;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;

use super::spec::Spec;

pub fn week(review: Id, cx: &Cx) -> Spec {
    let was = cx
        .book
        .reviews
        .get(review)
        .map_or("", |it| it.note.as_str());
    let field = Field::long("note").loaded(was);
    Spec::new("The week, in a line or two", vec![field], move |v| {
        Ok(Action::Review(Step::Note {
            review,
            note: v.text("note"),
        }))
    })
}
