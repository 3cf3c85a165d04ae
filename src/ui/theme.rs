//! Colours by role and the glyphs that we draw with. The terminal's own foreground and background stay.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

/// What a piece of the screen is for, as a style. Meaning is never carried by colour alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Facts.
    pub text: Style,
    /// Labels and what can wait.
    pub dim: Style,
    /// Names and headings.
    pub title: Style,
    /// The frame of the pane that has the focus, and its title.
    pub focus: Style,
    /// The frames of the others.
    pub frame: Style,
    /// Keys and the mark of what is selected.
    pub accent: Style,
    pub good: Style,
    pub warn: Style,
    pub bad: Style,
    /// The line that the cursor is on, in the focused pane.
    pub cursor: Style,
    /// What is linked to the selection in another pane.
    pub linked: Style,
    /// Where a dragged card would land.
    pub drag: Style,
    /// Hues that step, for what lies on one another.
    pub bands: [Style; 4],
    pub glyphs: &'static Glyphs,
}

/// The characters of our own drawings.
#[derive(Debug, PartialEq)]
pub struct Glyphs {
    pub border: border::Set<'static>,
    /// The mark at the left of what is selected.
    pub bar: &'static str,
    pub arrow: &'static str,
    pub dot: &'static str,
    pub on: &'static str,
    pub off: &'static str,
    pub rail: &'static str,
    pub block: &'static str,
    pub axis: &'static str,
    pub back: &'static str,
    pub done: &'static str,
    pub line: &'static str,
    pub dash: &'static str,
    pub here: &'static str,
    pub star: &'static str,
    pub quotes: (&'static str, &'static str),
}

pub static UNICODE: Glyphs = Glyphs {
    border: border::ROUNDED,
    bar: "▌",
    arrow: "→",
    dot: "·",
    on: "●",
    off: "○",
    rail: "│",
    block: "▇",
    axis: "┃",
    back: "‹",
    done: "✓",
    line: "━",
    dash: "╌",
    here: "◉",
    star: "★",
    quotes: ("“", "”"),
};

pub static ASCII: Glyphs = Glyphs {
    border: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
    bar: ">",
    arrow: "->",
    dot: "-",
    on: "*",
    off: "o",
    rail: "|",
    block: "#",
    axis: "|",
    back: "<",
    done: "ok",
    line: "=",
    dash: "-",
    here: "@",
    star: "*",
    quotes: ("\"", "\""),
};

impl Theme {
    /// The look of one of several bands that lie on one another, each unlike its neighbours even without its colour: filled
    /// and not filled in turn, in hues that step.
    pub fn band(&self, band: usize) -> Style {
        let hue = self.bands.get(band / 2 % self.bands.len().max(1));
        let style = hue.copied().unwrap_or_default();
        if band.is_multiple_of(2) {
            style.add_modifier(Modifier::REVERSED)
        } else {
            style
        }
    }

    /// Sixteen colours that read on a dark and on a white background.
    pub fn colours(glyphs: &'static Glyphs) -> Theme {
        let plain = Style::new();
        Theme {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            title: plain.add_modifier(Modifier::BOLD),
            focus: plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            frame: plain.add_modifier(Modifier::DIM),
            accent: plain.fg(Color::Cyan),
            good: plain.fg(Color::Green),
            warn: plain.fg(Color::Yellow).add_modifier(Modifier::BOLD),
            bad: plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            cursor: plain.add_modifier(Modifier::REVERSED),
            linked: plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            drag: plain.fg(Color::Magenta).add_modifier(Modifier::REVERSED),
            bands: [Color::Blue, Color::Cyan, Color::Green, Color::Yellow].map(|hue| plain.fg(hue)),
            glyphs,
        }
    }

    /// No colour at all: bold, dim, underlined and reversed carry the roles.
    pub fn plain(glyphs: &'static Glyphs) -> Theme {
        let plain = Style::new();
        Theme {
            focus: plain.add_modifier(Modifier::BOLD),
            accent: plain.add_modifier(Modifier::BOLD),
            good: plain,
            warn: plain.add_modifier(Modifier::BOLD),
            bad: plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            linked: plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            drag: plain.add_modifier(Modifier::REVERSED | Modifier::BOLD),
            bands: [plain; 4],
            ..Theme::colours(glyphs)
        }
    }
}
