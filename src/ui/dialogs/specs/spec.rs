//! What makes one form differ from another: its title, its fields and what becomes of them.

use crate::domain::action::Action;
use crate::domain::refusal::Refusal;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::Values;

/// Reads all fields as one action; pure.
pub type Submit = Box<dyn Fn(&Values) -> Result<Action, Refusal>>;

pub struct Spec {
    pub title: String,
    /// What is good to know before one fills it in: a label and words, above the fields.
    pub brief: Vec<(String, String)>,
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
            brief: Vec::new(),
            fields,
            submit: Box::new(submit),
        }
    }

    /// The same form with something to know above its fields; what says nothing is left out.
    #[must_use]
    pub fn brief(mut self, lines: Vec<(&str, String)>) -> Spec {
        let said = lines.into_iter().filter(|(_, words)| !words.is_empty());
        self.brief = said
            .map(|(label, words)| (label.to_string(), words))
            .collect();
        self
    }
}
