//! What makes one form differ from another: its title, its fields and what becomes of them.

use crate::domain::action::Action;
use crate::domain::refusal::Refusal;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::Values;

/// Reads all fields as one action; pure.
pub type Submit = Box<dyn Fn(&Values) -> Result<Action, Refusal>>;

pub struct Spec {
    pub title: String,
    pub fields: Vec<Field>,
    pub submit: Submit,
}

impl Spec {
    pub fn new(
        title: impl Into<String>,
        fields: Vec<Field>,
        submit: impl Fn(&Values) -> Result<Action, Refusal> + 'static,
    ) -> Spec {
        Spec {
            title: title.into(),
            fields,
            submit: Box::new(submit),
        }
    }
}
