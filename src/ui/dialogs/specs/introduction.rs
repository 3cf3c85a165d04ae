//! The form of an introduction: its three parts, its day, its place.

use crate::domain::action::{Action, Edit};
use crate::domain::id::Id;
use crate::domain::introduction::{Introduction, Method};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;

use super::spec::Spec;

/// An introduction by this method.
pub fn introduction(id: Id, method: &Method, _cx: &Cx) -> Spec {
    let method = method.clone();
    Spec::new("Introduction", vec![Field::line("why")], move |v| {
        Ok(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Introduction(Some(Introduction {
                method: method.clone(),
                why: v.text("why"),
                ..Introduction::default()
            }))),
        })
    })
}
