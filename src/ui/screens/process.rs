//! The page of the process: its map, its numbers, what goes wrong, who helps and by which channels it comes. What each
//! pane shows is its own affair.

use std::rc::Rc;

use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use crate::domain::text;
use crate::insight::flow::whole::Flow;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Ask, Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer, Typed};
use super::super::mapping::{self, As};
use super::super::parts::chrome::{self, Title};
use super::super::theme::Theme;
use super::numbers::Numbers;
use super::people::Part;
use super::problems::Problems;
use super::process_map::MapPane;
use super::team::Team;

/// The places of the panes that differ from the others: the numbers, and those who help, who are the same for both sides.
const NUMBERS: usize = 1;
const TEAM: usize = 3;

/// The panes, by their number less one.
const TITLES: [&str; 4] = ["Map", "Numbers", "Problems", "Helpers & channels"];

/// Columns that the frame and what stands apart in it take.
const FRAME: usize = 6;

pub struct ProcessPage {
    panes: [Box<dyn Part>; 4],
    at: usize,
    given: bool,
}

impl ProcessPage {
    pub fn new(given: bool) -> ProcessPage {
        ProcessPage {
            panes: [
                Box::new(MapPane::new(given)),
                Box::new(Numbers::new(given)),
                Box::new(Problems::new(given)),
                Box::new(Team::new()),
            ],
            at: 0,
            given,
        }
    }

    fn part(&self) -> &dyn Part {
        &*self.panes[self.at]
    }

    fn part_mut(&mut self) -> &mut dyn Part {
        &mut *self.panes[self.at]
    }

    fn side(&self) -> &'static str {
        match (self.at, self.given) {
            (TEAM, _) => "both sides",
            (_, true) => "given",
            (_, false) => "received",
        }
    }
}

impl Layer for ProcessPage {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        // The numbers have parts of their own to go through, and a menu of what they show.
        let is_own = matches!(
            command,
            Command::NextPane
                | Command::PrevPane
                | Command::Menu
                | Command::Copy
                | Command::SaveText
        );
        if self.at == NUMBERS && is_own {
            return self.part().offer(command, cx);
        }
        match Motion::among_panes(command) {
            Some(Motion::Zoom) | None => {}
            Some(motion) => return Offer::go(motion),
        }
        match command {
            // It is open already.
            Command::Process => Offer::go(Motion::Pane(0)),
            Command::Sides if self.at != TEAM => Offer::go(Motion::Sides),
            Command::Menu => Offer::open(Ask::Menu),
            Command::Copy => Offer::Yes(Effect::Copy(mapping::text(As::Markdown, cx))),
            Command::SaveText => Offer::Yes(Effect::SaveText {
                name: "process map.md".into(),
                text: mapping::text(As::Markdown, cx),
            }),
            _ => self.part().offer(command, cx),
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let count = self.panes.len();
        match motion {
            Motion::NextPane | Motion::PrevPane if self.at == NUMBERS => {
                self.part_mut().go(motion, cx);
            }
            Motion::NextPane => self.at = (self.at + 1) % count,
            Motion::PrevPane => self.at = (self.at + count - 1) % count,
            Motion::Pane(n) | Motion::To(Spot::Pane(n)) => self.at = (*n).min(count - 1),
            Motion::Sides => {
                self.given = !self.given;
                for pane in &mut self.panes {
                    pane.go(motion, cx);
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

    fn lends(&self, cx: &Cx) -> Option<Rc<Flow>> {
        self.part().lends(cx)
    }

    fn click(&self, spot: &Spot, cx: &Cx) -> Offer {
        self.part().click(spot, cx)
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let (mut left, mut places): (Vec<Piece>, _) = (Vec::new(), Vec::new());
        let mut x = 0;
        // What a pane is narrowed to has the room that the names of the others leave it.
        let chips = self.part().chips(cx, theme);
        let said: usize = chips.iter().map(|(words, _)| text::width(words)).sum();
        let count = self.part().count(cx);
        let names: usize = TITLES.iter().map(|title| text::width(title) + 5).sum();
        let taken = names + said + text::width(&count) + FRAME;
        let is_short = usize::from(area.width) < taken;
        let gap = if is_short { " " } else { "   " };
        for (n, title) in TITLES.iter().enumerate() {
            if n > 0 {
                left.push((gap.into(), theme.dim));
                x += u16::try_from(gap.len()).unwrap_or(0);
            }
            let words = if n == self.at || !is_short {
                format!("{} {title}", n + 1)
            } else {
                (n + 1).to_string()
            };
            let width = u16::try_from(text::width(&words)).unwrap_or(0);
            places.push((x, width));
            x += width;
            let style = if n == self.at { theme.focus } else { theme.dim };
            left.push((words.into(), style));
        }
        left.extend(chips);
        let title = Title {
            left,
            right: vec![(count.into(), theme.dim)],
            focused: true,
        };
        let inner = chrome::frame(canvas, area, &title);
        for (n, (x, width)) in places.into_iter().enumerate() {
            let name = Rect {
                x: area.x + 2 + x,
                width,
                height: 1,
                ..area
            };
            canvas.mark(name.intersection(area), Spot::Pane(n));
        }
        self.part_mut().draw(canvas, inner, cx);
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        let mut hints = self.part().hints(cx);
        let mut own = vec![Command::Sides, Command::NextPane, Command::Back];
        own.retain(|command| !hints.contains(command));
        if self.at == TEAM {
            own.retain(|command| *command != Command::Sides);
        }
        hints.extend(own);
        hints
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Pane1 => TITLES[0],
            Command::Pane2 => TITLES[1],
            Command::Pane3 => TITLES[2],
            Command::Pane4 => TITLES[3],
            Command::Sides => "other side",
            Command::Copy if self.at != NUMBERS => "copy map",
            other => self.part().hint(other),
        }
    }

    fn place(&self, cx: &Cx) -> String {
        self.part().place(cx)
    }

    fn header<'a>(&self, _: &Cx<'a>, theme: &Theme, _: u16) -> Vec<Piece<'a>> {
        vec![
            (format!("{} ", theme.glyphs.back).into(), theme.dim),
            ("Process".into(), theme.title),
            (format!("  {}", self.side()).into(), theme.accent),
        ]
    }

    fn is_page(&self) -> bool {
        true
    }

    fn is(&self, ask: &Ask) -> bool {
        matches!(ask, Ask::Process { given } if *given == self.given)
    }
}
