//! What a piece of a line is for, before it has a colour.

use ratatui::style::Style;

use super::super::theme::Theme;

/// What a piece of a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Text,
    Dim,
    Title,
    Accent,
    Good,
    Warn,
    Bad,
}

impl Look {
    pub fn style(self, theme: &Theme) -> Style {
        match self {
            Look::Text => theme.text,
            Look::Dim => theme.dim,
            Look::Title => theme.title,
            Look::Accent => theme.accent,
            Look::Good => theme.good,
            Look::Warn => theme.warn,
            Look::Bad => theme.bad,
        }
    }
}
