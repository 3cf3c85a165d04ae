//! Four panes of lines on one page: which has the focus, where each is scrolled to, and whether one has the page to
//! itself. It will never know what the lines say.

use ratatui::layout::Rect;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Motion, Spot};
use super::super::parts::chrome::{self, Title};
use super::super::theme::Theme;
use super::lines::{Line, Scroll};

/// How many panes a page has.
pub const PANES: usize = 4;

/// Columns and rows inside of a pane; none before the first frame.
pub type Room = (u16, u16);

/// The name of a pane, and a shorter one for a narrow strip.
pub type Name = (&'static str, &'static str);

/// Below this width the strip takes the short names.
const LONG_NAMES: u16 = 66;

/// The four panes of a page.
pub struct Deck {
    names: [Name; PANES],
    pub focus: usize,
    zoom: bool,
    scrolls: [Scroll; PANES],
    rooms: [Room; PANES],
}

impl Deck {
    pub fn new(names: [Name; PANES]) -> Deck {
        Deck {
            names,
            focus: 0,
            zoom: false,
            scrolls: [const { Scroll::new() }; PANES],
            rooms: [(0, 0); PANES],
        }
    }

    /// The movement that a command is here.
    pub fn motion(&self, command: Command) -> Option<Motion> {
        match command {
            Command::Back if self.zoom => Some(Motion::Clear),
            _ => Motion::of(command).or_else(|| Motion::among_panes(command)),
        }
    }

    pub fn go(&mut self, motion: &Motion, lines: impl FnOnce(usize, Room) -> Vec<Line>) {
        let at = self.focus;
        match motion {
            Motion::NextPane => self.focus = (at + 1) % PANES,
            Motion::PrevPane => self.focus = (at + PANES - 1) % PANES,
            Motion::Pane(n) | Motion::To(Spot::Pane(n)) => self.focus = *n.min(&(PANES - 1)),
            Motion::Zoom => self.zoom = !self.zoom,
            Motion::Clear => self.zoom = false,
            other => {
                let lines = lines(at, self.rooms[at]);
                self.scrolls[at].go(other, &lines);
            }
        }
    }

    /// The room of the pane that has the focus, as it was drawn last.
    pub fn room(&self) -> Room {
        self.rooms[self.focus]
    }

    /// The line under the cursor of the pane that has the focus.
    pub fn selected(&self, mut lines: Vec<Line>) -> Option<Line> {
        let place = self.scrolls[self.focus].selected(&lines)?;
        Some(lines.swap_remove(place))
    }

    /// The pane that has the page to itself.
    pub fn alone(&self) -> Option<usize> {
        self.zoom.then_some(self.focus)
    }

    /// Draws these panes. `count` is what stands at the right of a pane's frame.
    pub fn draw(
        &mut self,
        canvas: &mut Canvas,
        shown: &[(usize, Rect)],
        lines: impl Fn(usize, Room) -> Vec<Line>,
        count: impl Fn(usize, &[Line]) -> String,
    ) {
        let theme = canvas.theme;
        let is_alone = shown.len() == 1;
        for (pane, area) in shown.iter().copied() {
            self.rooms[pane] = (area.width.saturating_sub(2), area.height.saturating_sub(2));
            let lines = lines(pane, self.rooms[pane]);
            let focused = pane == self.focus;
            let title = Title {
                left: self.strip(pane, is_alone, area.width.saturating_sub(4), theme),
                right: vec![(count(pane, &lines).into(), theme.dim)],
                focused,
            };
            canvas.mark(area, Spot::Pane(pane));
            let inner = chrome::frame(canvas, area, &title);
            self.scrolls[pane].draw(canvas, inner, &lines, focused);
        }
    }

    /// A pane's name; where it stands alone, the names of all.
    fn strip<'a>(&self, pane: usize, is_alone: bool, room: u16, theme: &Theme) -> Vec<Piece<'a>> {
        let focused = |it: usize| it == self.focus;
        let (long, _) = self.names[pane];
        if !is_alone {
            let style = if focused(pane) {
                theme.focus
            } else {
                theme.title
            };
            return vec![(format!("{} {long}", pane + 1).into(), style)];
        }
        let mut pieces = Vec::new();
        for (n, (long, short)) in self.names.iter().enumerate() {
            if n > 0 {
                pieces.push(("   ".into(), theme.dim));
            }
            let name = if room < LONG_NAMES { short } else { long };
            let style = if focused(n) { theme.focus } else { theme.dim };
            pieces.push((format!("{} {name}", n + 1).into(), style));
        }
        pieces
    }

    /// The name of a pane for the footer.
    pub fn name_of(&self, command: Command) -> Option<&'static str> {
        let at = match command {
            Command::Pane1 => 0,
            Command::Pane2 => 1,
            Command::Pane3 => 2,
            Command::Pane4 => 3,
            _ => return None,
        };
        Some(self.names[at].1)
    }
}
