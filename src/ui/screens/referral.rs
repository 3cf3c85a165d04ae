//! The page of one referral: its path, what it asks for now, whether it will be a good one, what is known, and all
//! that happened. Everything is done from here with the same keys as from its card; it will never change a record itself.

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::insight::timeline::What;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer};
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::parts::path;
use super::super::theme::Theme;
use super::deck::Deck;
use super::lines::{Does, Line};
use super::panes::{self, Pane};
use super::{asked, growing, known, worth};

/// One referral, seen whole.
pub struct ReferralPage {
    id: Id,
    deck: Deck,
}

impl ReferralPage {
    pub fn new(id: Id) -> ReferralPage {
        let names = Pane::ALL.map(|pane| (pane.title(), pane.short()));
        ReferralPage {
            id,
            deck: Deck::new(names),
        }
    }

    fn record<'a>(&self, cx: &Cx<'a>) -> Option<&'a Referral> {
        cx.book.referrals.get(self.id)
    }

    fn focus(&self) -> Pane {
        Pane::ALL[self.deck.focus]
    }

    /// What the line under the cursor is.
    fn selected(&self, it: &Referral, cx: &Cx) -> Option<Line> {
        self.deck.selected(lines(self.id, self.deck.focus, it, cx))
    }
}

fn lines(id: Id, pane: usize, it: &Referral, cx: &Cx) -> Vec<Line> {
    match Pane::ALL[pane] {
        Pane::Now => asked::lines(id, it, cx),
        Pane::Worth => worth::lines(id, it, cx),
        Pane::Facts => known::facts(id, it, cx),
        Pane::Timeline => known::timeline(id, cx),
    }
}

/// What a pane counts, at the right of its frame.
fn count(id: Id, pane: usize, it: &Referral, lines: usize, cx: &Cx) -> String {
    match Pane::ALL[pane] {
        Pane::Now => {
            let (ticked, of) = asked::ticked(id, it, cx);
            format!("{ticked} of {of}")
        }
        Pane::Timeline => format!("{lines}"),
        Pane::Worth | Pane::Facts => String::new(),
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
        if let Some(motion) = self.deck.motion(command) {
            return Offer::go(motion);
        }
        if matches!(command, Command::NotNow | Command::LetGo)
            && let Some(aside) = growing::aside(command, self.selected(it, cx), cx)
        {
            return aside;
        }
        match command {
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
        let id = self.id;
        self.deck.go(motion, |pane, _| {
            let it = cx.book.referrals.get(id);
            it.map_or_else(Vec::new, |it| lines(id, pane, it, cx))
        });
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
        let alone = self.deck.alone().map(|pane| Pane::ALL[pane]);
        let shown = panes::plan(rest, alone, self.focus());
        let shown: Vec<(usize, Rect)> = shown
            .into_iter()
            .map(|(pane, area)| (pane as usize, area))
            .collect();
        let id = self.id;
        self.deck.draw(
            canvas,
            &shown,
            |pane, _| lines(id, pane, it, cx),
            |pane, lines| count(id, pane, it, lines.len(), cx),
        );
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
        match (command, self.focus()) {
            (Command::Open, Pane::Now) => "answer",
            (Command::Open, Pane::Worth) => "judge",
            (Command::Open, Pane::Facts) => "change",
            _ => self.deck.name_of(command).unwrap_or(command.row().title),
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

    fn is_over(&self, cx: &Cx) -> bool {
        self.record(cx).is_none()
    }
}

impl ReferralPage {
    /// An event of the timeline, where one is selected; else the referral, and its page goes with it.
    fn delete(&self, it: &Referral, cx: &Cx) -> Offer {
        let selected = (self.focus() == Pane::Timeline)
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
