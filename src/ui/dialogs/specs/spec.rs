//! What makes one form differ from another: its title, its fields and what becomes of them.

use crate::domain::action::Action;
use crate::domain::refusal::Refusal;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::Values;

/// Reads all fields as one action; pure.
pub type Submit = Box<dyn Fn(&Values) -> Result<Action, Refusal>>;

/// What is good to know before one fills a form in: labels and words.
pub type Brief = Vec<(String, String)>;

pub struct Spec {
    pub title: String,
    /// Stands above the fields.
    pub brief: Brief,
    /// A choice, and the brief that stands above the fields in the place of the other one for each of its options.
    by: Option<(&'static str, Vec<Brief>)>,
    pub fields: Vec<Field>,
    /// The field in which one begins.
    pub begin: usize,
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
            by: None,
            fields,
            begin: 0,
            submit: Box::new(submit),
        }
    }

    /// The same form with something to know above its fields; what says nothing is left out.
    #[must_use]
    pub fn brief(mut self, lines: Vec<(&str, String)>) -> Spec {
        self.brief = said(lines);
        self
    }

    /// The same form with something to know above its fields that follows what is chosen in one of them.
    #[must_use]
    pub fn brief_by(mut self, label: &'static str, each: Vec<Vec<(&str, String)>>) -> Spec {
        self.by = Some((label, each.into_iter().map(said).collect()));
        self
    }

    /// The same form begun in this field rather than in the first.
    #[must_use]
    pub fn begin(mut self, label: &str) -> Spec {
        let place = self.fields.iter().position(|field| field.label == label);
        self.begin = place.unwrap_or(0);
        self
    }

    /// What is to be known above the fields as they are now.
    pub fn told(&self) -> &Brief {
        let Some((label, each)) = &self.by else {
            return &self.brief;
        };
        let chosen = self.fields.iter().find(|field| field.label == *label);
        let told = chosen.and_then(|field| each.get(field.picked()));
        told.unwrap_or(&self.brief)
    }
}

/// The lines that say something.
fn said(lines: Vec<(&str, String)>) -> Brief {
    let said = lines.into_iter().filter(|(_, words)| !words.is_empty());
    said.map(|(label, words)| (label.to_string(), words))
        .collect()
}
