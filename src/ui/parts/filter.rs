//! A filter that narrows a list as one types. It knows what a person can see, not what is hidden.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::domain::id::Id;
use crate::domain::name::fold;
use crate::domain::text::clean_line;

use super::super::layer::{Cx, Typed};

/// The words typed so far; all of them must be found in what is shown of a record.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    text: String,
    folded: Vec<String>,
    typing: bool,
}

impl Filter {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    pub fn is_typing(&self) -> bool {
        self.typing
    }

    pub fn start(&mut self) {
        self.typing = true;
    }

    /// Stops typing and keeps the filter.
    pub fn done(&mut self) {
        self.typing = false;
    }

    pub fn clear(&mut self) {
        *self = Filter::default();
    }

    pub fn type_in(&mut self, typed: &Typed) {
        match typed {
            Typed::Key(key) => match key.code {
                KeyCode::Char('u' | 'w') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    self.text.clear();
                }
                KeyCode::Char(letter) if !key.modifiers.contains(KeyModifiers::CONTROL) => {
                    self.text.push(letter);
                }
                KeyCode::Backspace => drop(self.text.pop()),
                _ => {}
            },
            Typed::Paste(text) => self.text.push_str(&clean_line(text)),
        }
        self.folded = fold(&self.text)
            .split_whitespace()
            .map(str::to_string)
            .collect();
    }

    fn takes(&self, shown: &[&str]) -> bool {
        let shown: Vec<String> = shown.iter().map(|words| fold(words)).collect();
        self.folded
            .iter()
            .all(|word| shown.iter().any(|text| text.contains(word.as_str())))
    }

    pub fn takes_person(&self, id: Id, cx: &Cx) -> bool {
        if self.is_empty() {
            return true;
        }
        let Some(person) = cx.book.people.get(id) else {
            return false;
        };
        let name = cx.name(Some(id));
        let tier = person.tier.as_ref().map_or("", |tier| tier.word());
        let tags: Vec<String> = person.tags.keys().map(|tag| format!("#{tag}")).collect();
        let mut shown = vec![&*name, cx.company(person), tier];
        shown.extend(tags.iter().map(String::as_str));
        self.takes(&shown)
    }

    pub fn takes_referral(&self, id: Id, cx: &Cx) -> bool {
        if self.is_empty() {
            return true;
        }
        let Some(referral) = cx.book.referrals.get(id) else {
            return false;
        };
        let prospect = referral.prospect.and_then(|id| cx.book.people.get(id));
        let names: Vec<_> = referral.people().map(|id| cx.name(Some(id))).collect();
        let tags: Vec<String> = referral.tags.keys().map(|tag| format!("#{tag}")).collect();
        let mut shown = vec![
            cx.words(&referral.need),
            prospect.map_or("", |person| cx.company(person)),
        ];
        shown.extend(names.iter().map(|name| &**name));
        shown.extend(tags.iter().map(String::as_str));
        self.takes(&shown)
    }
}
