//! What a person is as a client: what they were told and what was agreed, what they expect, the referral meeting and whom
//! to ask them about. It will never know how it is drawn.

use crate::domain::id::Id;

use super::super::layer::Cx;
use super::sections::Section;

pub fn sections(_id: Id, _cx: &Cx) -> Vec<Section> {
    Vec::new()
}

/// What the pane counts.
pub fn count(_id: Id, _cx: &Cx) -> String {
    String::new()
}
