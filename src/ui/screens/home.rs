//! The home screen: the board beside Sources and Balance, Now what under them.

use std::borrow::Cow;
use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::insight::giving;
use crate::insight::practice::Practice;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Ask, Effect, FormKind, Motion, Offer, Spot};
use super::super::inbox;
use super::super::layer::{Cx, Layer, Typed};
use super::super::offers::{any as offers, several};
use super::super::parts::filter::Filter;
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::super::parts::marks::Marks;
use super::super::theme::Theme;
use super::super::week;
use super::board::Board;
use super::layout::{Pane, Plan, ROOMY};
use super::nudges::{self, NowWhat};
use super::{balance, sources, welcome};

pub struct Home {
    pub(super) focus: Pane,
    /// The upper pane that came forward last, where only one has room.
    front: Pane,
    zoom: bool,
    pub board: Board,
    pub(super) sources: Cursor<Id>,
    /// Sources marked to do one thing with several.
    pub(super) marks: Marks,
    pub(super) balance: Cursor<Id>,
    nudges: NowWhat,
    /// One filter a pane.
    pub(super) filters: [Filter; 4],
    welcome: welcome::Welcome,
    next: Kept<Option<giving::Next>>,
}

impl Home {
    /// Opens on Now what when something is owed today, else on the board.
    pub fn new(practice: &Practice) -> Home {
        let focus = if practice.owed_today() > 0 {
            Pane::Nudges
        } else {
            Pane::Board
        };
        Home {
            focus,
            front: Pane::Board,
            zoom: false,
            board: Board::new(practice),
            sources: Cursor::new(),
            marks: Marks::default(),
            balance: Cursor::new(),
            nudges: NowWhat::new(),
            filters: Default::default(),
            welcome: welcome::Welcome,
            next: Kept::new(),
        }
    }

    /// To whom to give next, and what.
    fn next(&self, cx: &Cx) -> Rc<Option<giving::Next>> {
        let ask = || giving::next(cx.book, cx.practice, 1).into_iter().next();
        self.next.get(cx, ask)
    }

    fn filter(&self) -> &Filter {
        &self.filters[self.focus as usize]
    }

    pub(super) fn people<'a>(&self, pane: Pane, cx: &Cx<'a>) -> Cow<'a, [Id]> {
        let all = if pane == Pane::Sources {
            cx.practice.sources()
        } else {
            cx.practice.balances()
        };
        let filter = &self.filters[pane as usize];
        if filter.is_empty() {
            return all.into();
        }
        let takes = |id: &Id| filter.takes_person(*id, cx);
        all.iter().copied().filter(takes).collect()
    }

    fn nudge_filter(&self) -> &Filter {
        &self.filters[Pane::Nudges as usize]
    }

    pub(super) fn go_in_nudges(&mut self, motion: &Motion, cx: &Cx) {
        let filter = &self.filters[Pane::Nudges as usize];
        self.nudges.go(motion, self.zoom, filter, cx);
    }

    /// What is selected in the focused pane.
    pub(super) fn here(&self, cx: &Cx) -> Option<Subject> {
        match self.focus {
            Pane::Board => self
                .board
                .selected(&self.filters[0], cx)
                .map(Subject::Referral),
            Pane::Sources => self
                .sources
                .selected(&self.people(Pane::Sources, cx))
                .map(Subject::Person),
            Pane::Balance => self
                .balance
                .selected(&self.people(Pane::Balance, cx))
                .map(Subject::Person),
            Pane::Nudges => self.nudges.subject(self.zoom, self.nudge_filter(), cx),
        }
    }

    pub(super) fn set_focus(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Nudges {
            self.front = pane;
        }
    }

    /// The titles in the top border: this pane, or the upper panes as tabs.
    fn tabs<'a>(&self, pane: Pane, tabs: bool, cx: &Cx, theme: &Theme) -> Vec<Piece<'a>> {
        let named: Vec<Pane> = match (tabs, pane) {
            (false, _) => vec![pane],
            (true, _) if self.zoom => Pane::ALL.to_vec(),
            (true, Pane::Nudges) => vec![pane],
            (true, _) => vec![Pane::Board, Pane::Sources, Pane::Balance],
        };
        let mut pieces = Vec::new();
        for (n, it) in named.into_iter().enumerate() {
            if n > 0 {
                pieces.push(("   ".into(), theme.dim));
            }
            let mark = match it {
                Pane::Sources if cx.practice.late_sources() > 0 && it != pane => " !",
                Pane::Nudges if cx.practice.owed_today() > 0 && it != pane => " !!",
                _ => "",
            };
            let style = match (it == pane, it == self.focus) {
                (true, true) => theme.focus,
                (true, false) => theme.title,
                _ => theme.dim,
            };
            pieces.push((
                format!("{} {}{mark}", it as usize + 1, it.title()).into(),
                style,
            ));
        }
        let filter = &self.filters[pane as usize];
        if !filter.is_empty() || filter.is_typing() {
            pieces.push((format!("  /{}", filter.text()).into(), theme.warn));
        }
        if pane == Pane::Sources {
            pieces.extend(self.marks.chip(cx, theme));
        }
        pieces
    }
}

impl Layer for Home {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if self.filter().is_typing() {
            return match command {
                Command::Open => Offer::go(Motion::Done),
                Command::Back => Offer::go(Motion::Clear),
                Command::NextPane | Command::Down => Offer::go(Motion::Done),
                Command::Suspend | Command::Interrupt => Offer::No,
                _ => Offer::Yes(Effect::Nothing),
            };
        }
        if self.welcome.is_up(cx)
            && let offer @ (Offer::Yes(_) | Offer::NotNow(_)) = self.welcome.offer(command, cx)
        {
            return offer;
        }
        let motion = match command {
            Command::Left if self.focus == Pane::Board => Some(Motion::Left),
            Command::Right if self.focus == Pane::Board => Some(Motion::Right),
            Command::Sides => Some(Motion::Sides),
            Command::Filter => Some(Motion::Filter),
            Command::Mark if self.focus == Pane::Sources => Some(Motion::Mark),
            Command::MarkAll if self.focus == Pane::Sources => Some(Motion::MarkAll),
            Command::Back if !self.marked(cx).is_empty() => Some(Motion::Clear),
            Command::Back if !self.filter().is_empty() || self.zoom => Some(Motion::Clear),
            _ => Motion::of(command).or_else(|| Motion::among_panes(command)),
        };
        if let Some(motion) = motion {
            return Offer::go(motion);
        }
        match command {
            Command::Quit => return Offer::Yes(Effect::Quit),
            Command::Capture => {
                return Offer::open(Ask::Capture {
                    given: self.board.given,
                    text: String::new(),
                });
            }
            Command::Stack => {
                return Offer::open(Ask::Stack {
                    given: self.board.given,
                });
            }
            Command::Add if matches!(self.focus, Pane::Sources | Pane::Balance) => {
                return Offer::open(Ask::Form(FormKind::Person { id: None }));
            }
            Command::Add => {
                return Offer::open(Ask::Form(FormKind::Referral {
                    id: None,
                    given: self.board.given,
                }));
            }
            Command::Back => return Offer::No,
            Command::Earlier if self.focus == Pane::Balance => {
                return Offer::Yes(Effect::Look(1));
            }
            Command::Later if self.focus == Pane::Balance => {
                return Offer::Yes(Effect::Look(-1));
            }
            _ => {}
        }
        if self.focus == Pane::Nudges {
            return self
                .nudges
                .offer(command, self.zoom, self.nudge_filter(), cx);
        }
        let marked = self.marked(cx);
        match self.here(cx) {
            Some(Subject::Person(id)) if !marked.is_empty() => {
                several::several(command, &marked, Some(id), cx)
            }
            Some(subject) => offers::subject(command, subject, cx),
            // Said, not swallowed: what is typed next would be commands again.
            None if offers::needs_a_subject(command) => Offer::NotNow(
                Refusal::new("Nothing is selected here")
                    .or("go to a line with j or l, or c captures one"),
            ),
            None => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let at = self.focus as usize;
        match motion {
            Motion::NextPane => self.set_focus(Pane::ALL[(at + 1) % 4]),
            Motion::PrevPane => self.set_focus(Pane::ALL[(at + 3) % 4]),
            Motion::Pane(n) => self.set_focus(Pane::ALL[*n.min(&3)]),
            Motion::Zoom => self.zoom = !self.zoom,
            Motion::Whole(n) => {
                self.set_focus(Pane::ALL[*n.min(&3)]);
                self.zoom = true;
            }
            Motion::Sides => self.board.turn(cx),
            Motion::Settle => self.board.settle(&self.filters[0], cx),
            Motion::Filter => self.filters[at].start(),
            Motion::Done => self.filters[at].done(),
            Motion::Mark => {
                let people = self.people(Pane::Sources, cx);
                if let Some(id) = self.sources.selected(&people) {
                    self.marks.turn(id);
                }
            }
            Motion::MarkAll => self.marks.turn_all(&self.people(Pane::Sources, cx)),
            Motion::Clear if !self.filters[at].is_typing() && !self.marked(cx).is_empty() => {
                self.marks.clear();
            }
            Motion::Clear if self.filters[at].is_typing() || !self.filters[at].is_empty() => {
                self.filters[at].clear();
            }
            Motion::Clear => self.zoom = false,
            Motion::Select(subject) => self.select(*subject, cx),
            Motion::Follow(subject) => self.follow(*subject, cx),
            Motion::To(spot) => self.point(spot, cx),
            other => match self.focus {
                Pane::Board => self.board.go(other, &self.filters[0], cx),
                Pane::Sources => {
                    let people = self.people(Pane::Sources, cx);
                    self.sources.go(other, &people);
                }
                Pane::Balance => {
                    let people = self.people(Pane::Balance, cx);
                    self.balance.go(other, &people);
                }
                Pane::Nudges => self.go_in_nudges(other, cx),
            },
        }
    }

    fn wants_text(&self) -> bool {
        self.filter().is_typing()
    }

    fn type_in(&mut self, typed: &Typed, _: &Cx) {
        self.filters[self.focus as usize].type_in(typed);
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        if self.welcome.is_up(cx) {
            self.welcome.draw(canvas, area, cx);
            return;
        }
        let linked = self.linked_people(cx);
        let wanted = self.nudges.wanted(ROOMY <= area.height, cx);
        let alone = self.zoom.then_some(self.focus);
        let plan = Plan::of(area, alone, (self.focus, self.front), wanted);
        for (pane, area) in plan.shown {
            canvas.mark(area, Spot::Pane(pane as usize));
            let focused = pane == self.focus;
            let title = self.tabs(pane, plan.tabs, cx, canvas.theme);
            match pane {
                Pane::Board => {
                    self.board
                        .draw(canvas, area, title, focused, &linked, &self.filters[0], cx);
                }
                Pane::Sources => {
                    let people = self.people(pane, cx);
                    sources::draw(
                        canvas,
                        area,
                        title,
                        focused,
                        (&mut self.sources, &people),
                        (&linked, &self.marks),
                        cx,
                    );
                    if self.zoom {
                        sources::draw_pace(canvas, area, cx);
                    }
                }
                Pane::Balance => {
                    let people = self.people(pane, cx);
                    let next = self.next(cx);
                    let shown = balance::Shown {
                        title,
                        focused,
                        people: &people,
                        linked: &linked,
                        next: next.as_ref().as_ref(),
                    };
                    balance::draw(canvas, area, shown, &mut self.balance, cx);
                }
                Pane::Nudges => {
                    let shown = nudges::Shown {
                        title,
                        focused,
                        is_whole: self.zoom,
                        filter: &self.filters[Pane::Nudges as usize],
                    };
                    self.nudges.draw(canvas, area, &shown, cx);
                }
            }
        }
    }

    fn drop_on(&self, from: &Spot, to: &Spot, cx: &Cx) -> Offer {
        self.board.drop_on(from, to, cx)
    }

    fn drag(&mut self, from: Option<&Spot>, over: Option<&Spot>) {
        self.board.drag(from, over);
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        if self.filter().is_typing() {
            return vec![Command::Open, Command::Back];
        }
        if self.welcome.is_up(cx) {
            return vec![
                Command::Capture,
                Command::Add,
                Command::Palette,
                Command::Quit,
            ];
        }
        match self.focus {
            Pane::Board => vec![
                Command::Capture,
                Command::Settle,
                Command::Advance,
                Command::Next,
                Command::Touch,
                Command::Open,
                Command::Menu,
                Command::Filter,
                Command::Find,
                Command::Undo,
                Command::Sides,
            ],
            Pane::Sources if !self.marked(cx).is_empty() => vec![
                Command::Touch,
                Command::Tier,
                Command::Tag,
                Command::Mark,
                Command::MarkAll,
                Command::Back,
            ],
            Pane::Sources | Pane::Balance => vec![
                Command::Touch,
                Command::Give,
                Command::Promise,
                Command::Open,
                Command::Add,
                Command::Menu,
                Command::NotNow,
                Command::Filter,
                Command::Find,
                Command::Undo,
            ],
            Pane::Nudges => vec![
                Command::Settle,
                Command::NotNow,
                Command::LetGo,
                Command::Open,
                Command::Right,
                Command::Left,
                Command::Capture,
                Command::Menu,
                Command::Find,
                Command::Undo,
                Command::NextPane,
            ],
        }
    }

    fn hint(&self, command: Command) -> &'static str {
        match (command, self.focus) {
            (Command::Right, Pane::Nudges) => "unfold",
            (Command::Left, Pane::Nudges) => "fold",
            (other, _) => other.row().title,
        }
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        self.here(cx)
    }

    fn next(&self, cx: &Cx) -> String {
        if self.focus == Pane::Nudges {
            self.nudges.next(self.zoom, self.nudge_filter(), cx)
        } else {
            String::new()
        }
    }

    fn place(&self, cx: &Cx) -> String {
        match self.here(cx) {
            _ if self.welcome.is_up(cx) => "A new book".into(),
            Some(Subject::Referral(id)) if self.focus == Pane::Board => {
                let referral = cx.book.referrals.get(id);
                format!("Board · {}", cx.name(referral.and_then(|it| it.prospect)))
            }
            Some(Subject::Person(_)) if !self.marked(cx).is_empty() => {
                format!("{} · {} marked", self.focus.title(), self.marked(cx).len())
            }
            Some(Subject::Person(id)) => format!("{} · {}", self.focus.title(), cx.name(Some(id))),
            _ => self.focus.title().into(),
        }
    }

    fn header<'a>(&self, cx: &Cx<'a>, theme: &Theme, room: u16) -> Vec<Piece<'a>> {
        let mut pieces = self.board.sides(theme, room);
        let waits = inbox::reminder(cx, theme, room);
        let taken: usize = waits.iter().map(|(words, _)| text::width(words)).sum();
        let room = room.saturating_sub(u16::try_from(taken).unwrap_or(room));
        pieces.extend(waits);
        pieces.extend(week::reminder(cx, theme, room));
        pieces
    }

    fn is_page(&self) -> bool {
        true
    }
}
