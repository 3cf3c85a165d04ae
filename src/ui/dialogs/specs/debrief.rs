//! Forms that look back: the debrief, and what is asked once it has ended.

use crate::domain::action::{Action, Log};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;

use super::asked;
use super::spec::Spec;

/// What went well, what to do differently.
pub fn debrief(id: Id, _cx: &Cx) -> Spec {
    Spec::new("Debrief", vec![Field::line("went well")], move |v| {
        Ok(Action::Log(Box::new(Log {
            kind: Kind::Debrief,
            referral: Some(id),
            note: v.text("went well"),
            ..Log::default()
        })))
    })
}

/// Does the source look good, was what they promised kept?
pub fn aftermath(id: Id, cx: &Cx) -> Spec {
    asked::answer(id, "close.face", cx)
}
