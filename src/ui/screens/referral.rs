//! The page of one referral: its path, what it asks for now, whether it will be a good one, what is known, and all
//! that happened. Everything is done from here with the same keys as from its card; it will never change a record itself.

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::insight::timeline::What;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::parts::chrome::{self, Title};
use super::super::parts::path;
use super::super::theme::Theme;
use super::lines::{Does, Line, Scroll};
use super::panes::{self, Pane};
use super::{asked, known, worth};

/// One referral, seen whole.
pub struct ReferralPage {
    id: Id,
    focus: Pane,
    zoom: bool,
    scrolls: [Scroll; 4],
}

impl ReferralPage {
    pub fn new(id: Id) -> ReferralPage {
        ReferralPage {
            id,
            focus: Pane::Now,
            zoom: false,
            scrolls: [const { Scroll::new() }; 4],
        }
    }

    fn record<'a>(&self, cx: &Cx<'a>) -> Option<&'a Referral> {
        cx.book.referrals.get(self.id)
    }

    fn lines(&self, pane: Pane, it: &Referral, cx: &Cx) -> Vec<Line> {
        match pane {
            Pane::Now => asked::lines(self.id, it, cx),
            Pane::Worth => worth::lines(self.id, it, cx),
            Pane::Facts => known::facts(self.id, it, cx),
            Pane::Timeline => known::timeline(self.id, cx),
        }
    }

    /// What the line under the cursor is.
    fn selected(&self, it: &Referral, cx: &Cx) -> Option<Line> {
        let mut lines = self.lines(self.focus, it, cx);
        let place = self.scrolls[self.focus as usize].selected(&lines)?;
        Some(lines.swap_remove(place))
    }

    /// A pane's name; where it stands alone, the names of all.
    fn strip<'a>(&self, pane: Pane, is_alone: bool, room: u16, theme: &Theme) -> Vec<Piece<'a>> {
        let focused = |it: Pane| it == self.focus;
        if !is_alone {
            let style = if focused(pane) {
                theme.focus
            } else {
                theme.title
            };
            return vec![(
                format!("{} {}", pane as usize + 1, pane.title()).into(),
                style,
            )];
        }
        let mut pieces = Vec::new();
        for (n, it) in Pane::ALL.into_iter().enumerate() {
            if n > 0 {
                pieces.push(("   ".into(), theme.dim));
            }
            let name = if room < 66 { it.short() } else { it.title() };
            let style = if focused(it) { theme.focus } else { theme.dim };
            pieces.push((format!("{} {name}", n + 1).into(), style));
        }
        pieces
    }

    /// What a pane counts, at the right of its frame.
    fn count(&self, pane: Pane, it: &Referral, lines: usize, cx: &Cx) -> String {
        match pane {
            Pane::Now => {
                let (ticked, of) = asked::ticked(self.id, it, cx);
                format!("{ticked} of {of}")
            }
            Pane::Timeline => format!("{lines}"),
            Pane::Worth | Pane::Facts => String::new(),
        }
    }
}

impl Layer for ReferralPage {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        let Some(it) = self.record(cx) else {
            return match command {
                Command::Back | Command::Open => Offer::Yes(Effect::Close),
                _ => Offer::No,
            };
        };
        let subject = Subject::Referral(self.id);
        if let Some(motion) = Motion::of(command).or_else(|| Motion::among_panes(command)) {
            return Offer::go(motion);
        }
        match command {
            Command::Back if self.zoom => Offer::go(Motion::Clear),
            Command::Open => {
                let does = self
                    .selected(it, cx)
                    .map_or(Does::Nothing, |line| line.does);
                match does.offer(cx) {
                    // What a line means is not always possible, but always understood.
                    Offer::No => Offer::Yes(Effect::Nothing),
                    other => other,
                }
            }
            Command::Delete => self.delete(it, cx),
            _ => offers::subject(command, subject, cx),
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let at = self.focus as usize;
        match motion {
            Motion::NextPane => self.focus = Pane::ALL[(at + 1) % 4],
            Motion::PrevPane => self.focus = Pane::ALL[(at + 3) % 4],
            Motion::Pane(n) | Motion::To(Spot::Pane(n)) => self.focus = Pane::ALL[*n.min(&3)],
            Motion::Zoom => self.zoom = !self.zoom,
            Motion::Clear => self.zoom = false,
            other => {
                if let Some(it) = self.record(cx) {
                    let lines = self.lines(self.focus, it, cx);
                    self.scrolls[at].go(other, &lines);
                }
            }
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let Some(it) = self.record(cx) else {
            let words = "This record is no longer here; esc goes back.";
            let room = area.width.saturating_sub(1);
            canvas.text(area.x + 1, area.y + 1, room, words, theme.warn);
            return;
        };
        let height = path::height(area.height);
        path::draw(canvas, Rect { height, ..area }, self.id, cx);
        let rest = Rect {
            y: area.y + height,
            height: area.height - height,
            ..area
        };
        let alone = self.zoom.then_some(self.focus);
        let shown = panes::plan(rest, alone, self.focus);
        let is_alone = shown.len() == 1;
        for (pane, area) in shown {
            let lines = self.lines(pane, it, cx);
            let focused = pane == self.focus;
            let title = Title {
                left: self.strip(pane, is_alone, area.width.saturating_sub(4), theme),
                right: vec![(self.count(pane, it, lines.len(), cx).into(), theme.dim)],
                focused,
            };
            canvas.mark(area, Spot::Pane(pane as usize));
            let inner = chrome::frame(canvas, area, &title);
            self.scrolls[pane as usize].draw(canvas, inner, &lines, focused);
        }
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        vec![
            Command::Settle,
            Command::Open,
            Command::Next,
            Command::Introduce,
            Command::Advance,
            Command::ReportBack,
            Command::NotNow,
            Command::Outcome,
            Command::Note,
            Command::Menu,
            Command::NextPane,
            Command::Zoom,
            Command::Debrief,
            Command::Back,
        ]
    }

    fn hint(&self, command: Command) -> &'static str {
        match (command, self.focus) {
            (Command::Open, Pane::Now) => "answer",
            (Command::Open, Pane::Worth) => "judge",
            (Command::Open, Pane::Facts) => "change",
            (Command::Pane1, _) => Pane::Now.title(),
            (Command::Pane2, _) => Pane::Worth.short(),
            (Command::Pane3, _) => Pane::Facts.title(),
            (Command::Pane4, _) => Pane::Timeline.title(),
            _ => command.row().title,
        }
    }

    fn subject(&self, _: &Cx) -> Option<Subject> {
        Some(Subject::Referral(self.id))
    }

    fn place(&self, cx: &Cx) -> String {
        let prospect = self.record(cx).and_then(|it| it.prospect);
        cx.name(prospect).into_owned()
    }

    fn header<'a>(&self, cx: &Cx<'a>, theme: &Theme, _room: u16) -> Vec<Piece<'a>> {
        let mut pieces = vec![
            (format!("{} ", theme.glyphs.back).into(), theme.dim),
            (self.place(cx).into(), theme.title),
        ];
        let Some(it) = self.record(cx) else {
            return pieces;
        };
        let person = it.prospect.and_then(|id| cx.book.people.get(id));
        let company = person.map_or("", |person| cx.company(person));
        for words in [company, cx.words(&it.need)] {
            if !words.is_empty() {
                pieces.push((format!(" · {words}").into(), theme.text));
            }
        }
        pieces
    }

    fn is_page(&self) -> bool {
        true
    }
}

impl ReferralPage {
    /// An event of the timeline, where one is selected; else the referral, and its page goes with it.
    fn delete(&self, it: &Referral, cx: &Cx) -> Offer {
        let selected = (self.focus == Pane::Timeline)
            .then(|| self.selected(it, cx))
            .flatten();
        if let Some(What::Event(event)) = selected.and_then(|line| line.what()) {
            return offers::subject(Command::Delete, Subject::Event(event), cx);
        }
        match offers::subject(Command::Delete, Subject::Referral(self.id), cx) {
            Offer::Yes(effect) => Offer::Yes(Effect::Then(Box::new(effect))),
            other => other,
        }
    }
}
