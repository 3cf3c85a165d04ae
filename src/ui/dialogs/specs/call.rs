//! The call sheet: one conversation with one person, however many matters it touches.

use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::ui::layer::Cx;

use super::happened;
use super::spec::Spec;

/// One contact, a line for each open matter.
pub fn call(person: Id, referral: Option<Id>, cx: &Cx) -> Spec {
    happened::log(&Kind::Call, Some(person), referral, None, cx)
}
