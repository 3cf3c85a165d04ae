//! The process in numbers: its parts, as many of them at a time as there is room for, the period that they are about, and
//! the referrals behind each figure. It counts nothing and changes nothing.

use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::insight::flow::slice::{self, Group};
use crate::insight::flow::whole::Flow;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Ask, Effect, Motion, Offer, Spot};
use super::super::figures as said;
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::super::period::Shown;
use super::super::theme::Theme;
use super::numbers_kept as kept;
use super::numbers_layout::{GAP, Sheet, heights, sheets, widths};
use super::numbers_open as open;
use super::numbers_past as past;
use super::numbers_text;
use super::panel::{Enter, Figure, Key, Panel, SPOTS, Which};
use super::people::Part;

/// The numbers, as a pane of a page.
pub struct Numbers {
    shown: Shown,
    /// The part that the cursor is in.
    at: Which,
    /// One part has all the room.
    alone: bool,
    cursors: [Cursor<Key>; 10],
    found: Kept<Vec<Panel>>,
    flow: Kept<Flow>,
}

/// What a figure says stands beneath the parts, in so many lines.
const SAYS: u16 = 2;
impl Numbers {
    /// Of what was received, or given.
    pub fn new(given: bool) -> Numbers {
        Numbers {
            shown: Shown {
                given,
                ..Shown::default()
            },
            at: Which::Waiting,
            alone: false,
            cursors: [const { Cursor::new() }; 10],
            found: Kept::new(),
            flow: Kept::new(),
        }
    }

    /// Counted again only after a change, or for another period.
    fn flow(&self, cx: &Cx) -> Rc<Flow> {
        let count = || Flow::of(cx.practice, &self.shown.slice(cx.today));
        self.flow.get(cx, count)
    }

    /// All parts.
    fn found(&self, cx: &Cx) -> Rc<Vec<Panel>> {
        self.found.get(cx, || {
            let flow = self.flow(cx);
            let partners = flow.by(Group::Partner);
            let by = self.shown.by;
            let others = (by != Group::Partner).then(|| flow.by(by));
            let groups = others.as_ref().unwrap_or(&partners);
            vec![
                past::waiting(&flow, cx),
                past::through(&flow),
                past::by(&flow, &self.shown, groups, cx),
                kept::speed(&flow, &partners, cx),
                open::astray(&flow, cx),
                kept::whole(&flow, cx),
                open::forecast(&flow, cx),
                open::weeks(&flow, cx),
                open::ages(&flow, cx),
                open::bands(&flow),
            ]
        })
    }

    /// The place of the selected figure in its part.
    fn place(&self, panel: &Panel) -> Option<usize> {
        self.cursors[self.at as usize].place(&panel.keys())
    }

    fn show(&mut self, shown: Shown) {
        self.shown = shown;
        self.found = Kept::new();
        self.flow = Kept::new();
    }

    /// Of what they are: "received, last 12 months, only Dana Ortiz".
    fn words(&self, cx: &Cx) -> (String, String) {
        let side = if self.shown.given {
            "given"
        } else {
            "received"
        };
        let only: Vec<String> = self
            .shown
            .only
            .iter()
            .map(|key| said::key(key, cx))
            .collect();
        let only = if only.is_empty() {
            String::new()
        } else {
            format!(", only {}", only.join(", "))
        };
        (format!("{side}, {}", self.shown.title(cx.today)), only)
    }

    fn title(&self, cx: &Cx) -> String {
        let (words, only) = self.words(cx);
        format!("The process in numbers: {words}{only}")
    }

    /// The group whose figures are selected.
    fn group(&self, cx: &Cx) -> Option<slice::Key> {
        match self.figure(cx)?.enter {
            Enter::Behind(slice, _) if self.at == Which::By => slice.only.last().cloned(),
            _ => None,
        }
    }

    fn figure(&self, cx: &Cx) -> Option<Figure> {
        let found = self.found(cx);
        let panel = &found[self.at as usize];
        let place = self.place(panel)?;
        panel.figures.get(place).cloned()
    }

    /// Goes to a part that is so many further on, round and round.
    fn step(&mut self, by: isize) {
        let all = Which::ALL.len();
        let at = (self.at as usize + all).saturating_add_signed(by) % all;
        self.at = Which::ALL[at];
    }

    /// Up and down within a part, and from its end into the next one.
    fn move_by(&mut self, motion: &Motion, cx: &Cx) {
        let found = self.found(cx);
        let panel = &found[self.at as usize];
        let place = self.place(panel);
        let last = panel.figures.len().checked_sub(1);
        let is_last_part = self.at == Which::Bands;
        match motion {
            Motion::Down if place == last && !is_last_part => {
                self.step(1);
                self.end(&Motion::First, cx);
            }
            Motion::Up if place.unwrap_or(0) == 0 && self.at != Which::Waiting => {
                self.step(-1);
                self.end(&Motion::Last, cx);
            }
            Motion::HalfDown if !is_last_part => self.step(1),
            Motion::HalfUp if self.at != Which::Waiting => self.step(-1),
            Motion::HalfDown | Motion::HalfUp => {}
            Motion::First => {
                self.at = Which::Waiting;
                self.end(motion, cx);
            }
            Motion::Last => {
                self.at = Which::Bands;
                self.end(motion, cx);
            }
            other => self.end(other, cx),
        }
    }

    fn end(&mut self, motion: &Motion, cx: &Cx) {
        let keys = self.found(cx)[self.at as usize].keys();
        self.cursors[self.at as usize].go(motion, &keys);
    }

    fn open(&self, cx: &Cx) -> Offer {
        match self.figure(cx).map(|figure| figure.enter) {
            Some(Enter::Behind(slice, what)) => Offer::open(Ask::Behind {
                slice: Box::new(slice),
                what,
            }),
            Some(Enter::One(id)) => offers::subject(Command::Open, Subject::Referral(id), cx),
            Some(Enter::Nothing) => Offer::NotNow(
                Refusal::new("No referral stands behind this figure").or("j goes on to the next"),
            ),
            None => Offer::NotNow(
                Refusal::new("No figure is selected here").or("j goes on to the next part"),
            ),
        }
    }

    fn turn(shown: Option<Shown>, why: Refusal) -> Offer {
        match shown {
            Some(shown) => Offer::go(Motion::Show(Box::new(shown))),
            None => Offer::NotNow(why),
        }
    }

    fn draw_says(&self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let Some(figure) = self.figure(cx) else {
            return;
        };
        let lines = text::wrapped(&figure.says, usize::from(area.width.max(1)));
        let fit = usize::from(area.height);
        for (n, (words, y)) in lines.iter().zip(area.y..area.bottom()).enumerate() {
            // What does not fit is cut where it can be seen.
            let is_cut = n + 1 == fit && fit < lines.len();
            let words = if is_cut {
                format!("{words} …")
            } else {
                words.clone()
            };
            canvas.text(area.x, y, area.width, &words, canvas.theme.dim);
        }
    }
}

impl Layer for Numbers {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        let shown = &self.shown;
        let show = |shown: Shown| Offer::go(Motion::Show(Box::new(shown)));
        match (command, self.at) {
            (Command::NextPane, _) => Offer::go(Motion::NextPane),
            (Command::PrevPane, _) => Offer::go(Motion::PrevPane),
            (Command::Zoom, _) => Offer::go(Motion::Zoom),
            (Command::Left, Which::By) => show(shown.turned(-1)),
            (Command::Right, Which::By) => show(shown.turned(1)),
            (Command::Left, Which::Weeks) => Offer::go(Motion::Left),
            (Command::Right, Which::Weeks) => Offer::go(Motion::Right),
            (Command::Left | Command::Right, _) => Offer::No,
            (Command::Earlier, _) => {
                let none = Refusal::new("Nothing is earlier than ever");
                Self::turn(
                    shown.earlier(cx.today),
                    none.or(". chooses a shorter period"),
                )
            }
            (Command::Later, _) => {
                let none = Refusal::new("This is the latest period");
                Self::turn(shown.later(), none.or("< looks at an earlier one"))
            }
            (Command::Sides, _) => Offer::go(Motion::Sides),
            (Command::Filter | Command::Facet, _) => {
                Offer::open(Ask::Only(Box::new(shown.clone())))
            }
            (Command::Back, _) if !shown.only.is_empty() => Offer::go(Motion::Clear),
            (Command::Open, _) => self.open(cx),
            (Command::SaveText, _) => Offer::Yes(Effect::SaveText {
                name: format!("numbers {}.md", cx.today),
                text: numbers_text::text(&self.title(cx), &self.found(cx)),
            }),
            _ => match (self.subject(cx), command) {
                (Some(subject), _) => offers::subject(command, subject, cx),
                (None, Command::Menu) => {
                    Offer::open(Ask::Shown(Box::new(shown.clone()), self.group(cx)))
                }
                (None, Command::Copy) => match self.figure(cx) {
                    Some(figure) => Offer::Yes(Effect::Copy(figure.says)),
                    None => Offer::No,
                },
                (None, _) if offers::needs_a_subject(command) => Offer::NotNow(
                    Refusal::new("This is a figure").or("enter shows the referrals behind it"),
                ),
                (None, _) => Offer::No,
            },
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        match motion {
            Motion::NextPane => self.step(1),
            Motion::PrevPane => self.step(-1),
            Motion::Zoom => self.alone = !self.alone,
            Motion::Show(shown) if **shown != self.shown => {
                if (shown.by, shown.order) != (self.shown.by, self.shown.order) {
                    self.at = Which::By;
                    self.cursors[Which::By as usize] = Cursor::new();
                }
                self.show((**shown).clone());
            }
            Motion::Sides => self.show(self.shown.of_side(!self.shown.given)),
            Motion::Clear => self.show(Shown {
                only: Vec::new(),
                ..self.shown.clone()
            }),
            Motion::Left => self.end(&Motion::Down, cx),
            Motion::Right => self.end(&Motion::Up, cx),
            Motion::To(Spot::Item(n)) => {
                if let Some(which) = Which::ALL.get(n / SPOTS) {
                    self.at = *which;
                    let keys = self.found(cx)[self.at as usize].keys();
                    if let Some(key) = keys.get(n % SPOTS) {
                        self.cursors[self.at as usize].select(*key, &keys);
                    }
                }
            }
            other => self.move_by(other, cx),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let found = self.found(cx);
        let inner = Rect {
            width: area.width.saturating_sub(1),
            ..area
        };
        let sheets = sheets((area.width, area.height), self.alone);
        let is_here = |sheet: &&Sheet| sheet.iter().any(|row| row.contains(&self.at));
        let sheet = *sheets
            .iter()
            .find(is_here)
            .expect("each part is on a sheet");
        let says = match (inner.height, sheet) {
            (..12, _) => 1,
            (18.., [[_]]) => SAYS + 1,
            _ => SAYS,
        };
        // A blank line above what it says, unless lines are dear.
        let body = |blank: u16| Rect {
            height: inner.height.saturating_sub(says + blank),
            ..inner
        };
        let roomy = heights(sheet, &found, body(1));
        let (body, (heights, gap)) = if roomy.1 == 0 {
            (body(0), heights(sheet, &found, body(0)))
        } else {
            (body(1), roomy)
        };
        let mut y = body.y;
        for (row, height) in sheet.iter().zip(heights) {
            let mut x = body.x;
            for (which, width) in row.iter().zip(widths(row, body.width)) {
                let place = Rect {
                    x,
                    y,
                    width,
                    height: height.min(body.bottom().saturating_sub(y)),
                };
                let cursor = &mut self.cursors[*which as usize];
                found[*which as usize].draw(canvas, place, cursor, *which == self.at);
                x += width + GAP;
            }
            y += height + gap;
        }
        let says = Rect {
            x: inner.x + 1,
            y: inner.bottom().saturating_sub(says),
            width: inner.width.saturating_sub(1),
            height: says.min(inner.height),
        };
        self.draw_says(canvas, says, cx);
    }

    fn hint(&self, command: Command) -> &'static str {
        match (command, self.at) {
            (Command::NextPane, _) => "part",
            (Command::Earlier | Command::Later, _) => command.row().title,
            (Command::Menu, Which::Ages | Which::Astray) => command.row().title,
            (Command::Menu, _) => "period, group by",
            (Command::Facet, _) => "only some",
            (Command::Back, _) if !self.shown.only.is_empty() => "all again",
            (Command::Open, Which::Ages | Which::Astray) => "open",
            (Command::Open, _) => "which",
            (Command::Right, Which::By) => "group by",
            (Command::Left, Which::By) => "group by",
            (Command::Left, _) => "week before",
            (Command::Right, _) => "week after",
            (Command::Zoom, _) if self.alone => "all parts",
            (Command::Zoom, _) => "alone",
            (Command::Sides, _) if self.shown.given => "received",
            (Command::Sides, _) => "given",
            (other, _) => other.row().title,
        }
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        let mut hints = vec![Command::NextPane, Command::Open];
        match self.at {
            Which::By => hints.push(Command::Right),
            Which::Weeks => hints.push(Command::Left),
            _ => {}
        }
        hints.extend([
            Command::Earlier,
            Command::Later,
            Command::Menu,
            Command::Facet,
            Command::Sides,
            Command::Zoom,
            Command::Copy,
        ]);
        hints
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        match self.figure(cx)?.enter {
            Enter::One(id) => Some(Subject::Referral(id)),
            Enter::Behind(..) | Enter::Nothing => None,
        }
    }

    fn place(&self, cx: &Cx) -> String {
        let found = self.found(cx);
        format!("Numbers · {}", found[self.at as usize].title)
    }

    fn lends(&self, cx: &Cx) -> Option<Rc<Flow>> {
        Some(self.flow(cx))
    }
}

impl Part for Numbers {
    fn chips<'a>(&self, cx: &Cx<'a>, theme: &Theme) -> Vec<Piece<'a>> {
        let (words, only) = self.words(cx);
        let mut chips: Vec<Piece> = vec![(format!("   {words}").into(), theme.accent)];
        if !only.is_empty() {
            chips.push((only.into(), theme.warn));
        }
        chips
    }

    fn count(&self, _: &Cx) -> String {
        format!("{} of {}", self.at as usize + 1, Which::ALL.len())
    }
}
