//! The page of everyone: panes that come forward one at a time, named in one frame. What each of them shows is its own
//! affair.

use ratatui::layout::Rect;

use crossterm::event::KeyEvent;

use crate::domain::action::Subject;
use crate::domain::text;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Ask, Effect, Motion, Offer, Spot};
use super::super::layer::{Aside, Cx, Layer, Typed};
use super::super::parts::chrome::{self, Title};
use super::super::theme::Theme;
use super::duplicates::Duplicates;
use super::everyone::Everyone;
use super::turns::{Of, Turns};

/// A pane of this page: a layer that draws inside of the frame, and what the frame says of it.
pub trait Part: Layer {
    /// What stands behind the names of the panes: what it is narrowed to, what is marked.
    fn chips<'a>(&self, _cx: &Cx<'a>, _theme: &Theme) -> Vec<Piece<'a>> {
        Vec::new()
    }

    /// What it counts, at the right of the frame.
    fn count(&self, cx: &Cx) -> String;
}

/// One pane, and the number that brings it forward.
struct Pane {
    number: usize,
    title: &'static str,
    part: Box<dyn Part>,
}

/// Every pane there is, in the order of their numbers.
fn panes() -> Vec<Pane> {
    let pane = |number, title, part| Pane {
        number,
        title,
        part,
    };
    vec![
        pane(1, "Everyone", Box::new(Everyone::new())),
        pane(2, "Whom to approach", Box::new(Turns::new(Of::Approach))),
        pane(3, "Give next", Box::new(Turns::new(Of::Give))),
        pane(4, "Duplicates", Box::new(Duplicates::new())),
    ]
}

/// Everyone, and what can be seen of all together.
pub struct People {
    panes: Vec<Pane>,
    at: usize,
}

impl People {
    #[allow(clippy::new_without_default)]
    pub fn new() -> People {
        People {
            panes: panes(),
            at: 0,
        }
    }

    fn part(&self) -> &dyn Part {
        &*self.panes[self.at].part
    }

    fn part_mut(&mut self) -> &mut dyn Part {
        &mut *self.panes[self.at].part
    }

    /// The place of the pane with this number, if there is one.
    fn numbered(&self, number: usize) -> Option<usize> {
        self.panes.iter().position(|pane| pane.number == number)
    }

    /// The way from pane to pane.
    fn turn(&self, command: Command) -> Option<Motion> {
        match Motion::among_panes(command)? {
            Motion::Pane(n) => {
                let there = self.numbered(n + 1);
                there.map(|_| Motion::Pane(n))
            }
            step @ (Motion::NextPane | Motion::PrevPane) => Some(step),
            _ => None,
        }
    }

    /// The names of all panes, and where each of them stands in the frame.
    fn strip<'a>(&self, is_short: bool, theme: &Theme) -> (Vec<Piece<'a>>, Vec<(u16, u16)>) {
        let (mut pieces, mut places): (Vec<Piece>, _) = (Vec::new(), Vec::new());
        let mut x = 0;
        for (n, pane) in self.panes.iter().enumerate() {
            if n > 0 {
                pieces.push(("   ".into(), theme.dim));
                x += 3;
            }
            let style = if n == self.at { theme.focus } else { theme.dim };
            let words = if is_short && n != self.at {
                pane.number.to_string()
            } else {
                format!("{} {}", pane.number, pane.title)
            };
            let width = u16::try_from(text::width(&words)).unwrap_or(0);
            places.push((x, width));
            x += width;
            pieces.push((words.into(), style));
        }
        (pieces, places)
    }
}

/// From this width on there is room for the names of the panes and for what the list is narrowed to.
const WIDE: u16 = 100;

impl Layer for People {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        let part = self.part();
        if part.wants_text() {
            return part.offer(command, cx);
        }
        if let Some(motion) = self.turn(command) {
            return Offer::go(motion);
        }
        match command {
            // It is open already.
            Command::Everyone if self.at == 0 => Offer::Yes(Effect::Nothing),
            Command::Everyone => Offer::go(Motion::Pane(0)),
            _ => part.offer(command, cx),
        }
    }

    fn aside(&self) -> Aside {
        self.part().aside()
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let count = self.panes.len();
        match motion {
            Motion::NextPane => self.at = (self.at + 1) % count,
            Motion::PrevPane => self.at = (self.at + count - 1) % count,
            Motion::Pane(n) | Motion::To(Spot::Pane(n)) => {
                if let Some(at) = self.numbered(n + 1) {
                    self.at = at;
                }
            }
            // Whichever pane shows it keeps its cursor on it.
            Motion::Select(_) | Motion::Follow(_) => {
                for pane in &mut self.panes {
                    pane.part.go(motion, cx);
                }
            }
            other => self.part_mut().go(other, cx),
        }
    }

    fn wants_text(&self) -> bool {
        self.part().wants_text()
    }

    fn type_in(&mut self, typed: &Typed, cx: &Cx) {
        self.part_mut().type_in(typed, cx);
    }

    fn letter(&self, key: KeyEvent, cx: &Cx) -> Offer {
        self.part().letter(key, cx)
    }

    fn click(&self, spot: &Spot, cx: &Cx) -> Offer {
        self.part().click(spot, cx)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let chips = self.part().chips(cx, theme);
        // What is marked and filtered has the room that the names of the others leave it.
        let (mut left, places) = self.strip(!chips.is_empty() && area.width < WIDE, theme);
        left.extend(chips);
        let title = Title {
            left,
            right: vec![(self.part().count(cx).into(), theme.dim)],
            focused: true,
        };
        let inner = chrome::frame(canvas, area, &title);
        for (pane, (x, width)) in self.panes.iter().zip(places) {
            let name = Rect {
                x: area.x + 2 + x,
                width,
                height: 1,
                ..area
            };
            canvas.mark(name.intersection(area), Spot::Pane(pane.number - 1));
        }
        self.part_mut().draw(canvas, inner, cx);
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        let mut hints = self.part().hints(cx);
        if !self.wants_text() {
            hints.extend([Command::NextPane, Command::Back]);
        }
        hints
    }

    fn hint(&self, command: Command) -> &'static str {
        let pane = |n: usize| self.numbered(n).map(|at| self.panes[at].title);
        let named = match command {
            Command::Pane1 => pane(1),
            Command::Pane2 => pane(2),
            Command::Pane3 => pane(3),
            Command::Pane4 => pane(4),
            _ => None,
        };
        named.unwrap_or_else(|| self.part().hint(command))
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        self.part().subject(cx)
    }

    fn place(&self, cx: &Cx) -> String {
        self.part().place(cx)
    }

    fn header<'a>(&self, _: &Cx<'a>, theme: &Theme, _: u16) -> Vec<Piece<'a>> {
        vec![
            (format!("{} ", theme.glyphs.back).into(), theme.dim),
            (self.panes[self.at].title.into(), theme.title),
        ]
    }

    fn is_page(&self) -> bool {
        true
    }

    fn is(&self, ask: &Ask) -> bool {
        *ask == Ask::People
    }
}
