//! The parts of a pane, each with a heading that folds it: folded it says in a few words what is in it. It will never know
//! what a part is about.

use super::super::view::View;
use super::lines::{self, Does, Line, Look};

/// One part of a pane.
pub struct Section {
    /// By which it is remembered whether it is folded.
    pub name: &'static str,
    pub title: String,
    /// What is in it, for when it is folded.
    pub summary: String,
    pub lines: Vec<Line>,
}

impl Section {
    pub fn new(
        name: &'static str,
        title: impl Into<String>,
        summary: impl Into<String>,
    ) -> Section {
        Section {
            name,
            title: title.into(),
            summary: summary.into(),
            lines: Vec::new(),
        }
    }

    #[must_use]
    pub fn with(self, lines: Vec<Line>) -> Section {
        Section { lines, ..self }
    }

    fn heading(&self, open: bool) -> Line {
        let mark = if open { "▾" } else { "▸" };
        let line = Line::said(self.title.clone(), Look::Title)
            .marked(mark)
            .after_a_gap()
            .heads(self.name)
            .does(Does::Fold(self.name, !open));
        if open || self.summary.is_empty() {
            line
        } else {
            line.beside(self.summary.clone(), Look::Dim)
        }
    }
}

/// The lines of all parts in so much room, in columns and rows: what was not decided is open as long as all fits, the last
/// one folded first and the first one never. Without any room all is open: nothing was drawn yet.
pub fn lines(sections: Vec<Section>, (width, height): (u16, u16), view: &View) -> Vec<Line> {
    let mut open: Vec<bool> = sections
        .iter()
        .map(|section| view.is_open(section.name).unwrap_or(true))
        .collect();
    let rows = |section: &Section, is_open: bool| {
        let inner = if is_open {
            lines::rows_needed(&section.lines, width)
        } else {
            0
        };
        1 + inner
    };
    let mut total: usize = sections
        .iter()
        .zip(&open)
        .map(|(section, open)| rows(section, *open))
        .sum();
    if 0 < height {
        for (at, section) in sections.iter().enumerate().skip(1).rev() {
            if usize::from(height) < total && view.is_open(section.name).is_none() {
                total -= rows(section, true) - rows(section, false);
                open[at] = false;
            }
        }
    }
    let mut all = Vec::new();
    for (section, open) in sections.into_iter().zip(open) {
        all.push(section.heading(open));
        if open {
            let name = section.name;
            all.extend(section.lines.into_iter().map(|line| line.within(name)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &'static str, rows: usize) -> Section {
        let lines = vec![Line::said("x", Look::Text); rows];
        Section::new(name, name, "what is in it").with(lines)
    }

    fn shown(height: u16, view: &View) -> usize {
        let parts = vec![part("a", 3), part("b", 3), part("c", 3)];
        lines(parts, (40, height), view).len()
    }

    #[test]
    fn the_last_part_is_folded_first_and_the_first_one_never() {
        let none = View::default();
        for (height, wanted) in [(0, 12), (12, 12), (11, 9), (9, 9), (8, 6), (2, 6)] {
            assert_eq!(shown(height, &none), wanted, "{height}");
        }
    }

    #[test]
    fn what_was_decided_holds_whatever_the_room() {
        let mut view = View::default();
        view.fold("a", false);
        assert_eq!(shown(12, &view), 9);
        view.fold("c", true);
        assert_eq!(shown(5, &view), 6, "b is folded for the room");
    }
}
