//! The page of one person: what to know before one dials, how I stand with them, what went either way, what they are as a
//! client, and all that happened. It has what belongs to their roles, and never changes a record itself.

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::person::Person;
use crate::insight::timeline::What;

use super::super::brief;
use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer};
use super::super::layer::{Aside, Cx, Layer};
use super::super::offers::any as offers;
use super::super::parts::chrome::{self, Title};
use super::super::parts::look::Look;
use super::super::theme::Theme;
use super::super::words;
use super::clientele;
use super::deck::{Deck, PANES, Room};
use super::lines::{Does, Line};
use super::parts_of_person::{Pane, plan};
use super::sections;
use super::twice::Twice;
use super::{bonds, exchanged, growing, past};

/// Columns for the labels of the brief.
const LABELS: u16 = 13;

/// One person, seen whole.
pub struct PersonPage {
    id: Id,
    deck: Deck,
    twice: Twice,
    exchanged: exchanged::Found,
}

impl PersonPage {
    pub fn new(id: Id) -> PersonPage {
        let names = Pane::ALL.map(|pane| (pane.title(), pane.short()));
        PersonPage {
            id,
            deck: Deck::new(names),
            twice: Twice::default(),
            exchanged: exchanged::Found::default(),
        }
    }

    fn record<'a>(&self, cx: &Cx<'a>) -> Option<&'a Person> {
        cx.book.people.get(self.id)
    }

    fn focus(&self) -> Pane {
        Pane::ALL[self.deck.focus]
    }

    /// What the line under the cursor is.
    fn selected(&self, it: &Person, cx: &Cx) -> Option<Line> {
        let found = &self.exchanged;
        let lines = lines(self.id, found, it, (self.deck.focus, self.deck.room()), cx);
        self.deck.selected(lines)
    }

    /// The brief, after the question whether they are here twice.
    fn brief(&self, cx: &Cx) -> Vec<brief::Said> {
        let mut lines = brief::lines(self.id, cx);
        if let Some(twin) = self.twice.of(cx.book, self.id) {
            let name = cx.name(Some(twin.besides(self.id)));
            let alike = twin.alike.first().map_or("", |it| words::alike(*it));
            let unite = Command::Unite.typed();
            let said = brief::Said {
                label: "twice?",
                words: format!(
                    "{name} may be the same person ({alike}): {unite} makes one of both"
                ),
                look: Look::Warn,
            };
            lines.push(said);
        }
        lines
    }

    /// The brief on top: as many lines as the height can spare.
    fn draw_brief(&self, canvas: &mut Canvas, area: Rect, lines: &[brief::Said], cx: &Cx) {
        let theme = canvas.theme;
        let kept = self.record(cx);
        let kept = kept.map_or_else(String::new, |it| words::kept(self.id, it, cx));
        let title = Title {
            left: vec![("In ten seconds".into(), theme.title)],
            right: vec![(kept.into(), theme.dim)],
            focused: false,
        };
        let inner = if area.height < 3 {
            area
        } else {
            chrome::frame(canvas, area, &title)
        };
        for (line, y) in lines.iter().zip(inner.y..inner.bottom()) {
            canvas.text(inner.x + 1, y, LABELS, line.label, theme.dim);
            let x = inner.x + 1 + LABELS;
            let room = inner.right().saturating_sub(x + 1);
            canvas.text(x, y, room, &line.words, line.look.style(theme));
        }
    }
}

/// Rows that the brief takes of a page so high.
fn brief_height(page: u16, lines: usize) -> u16 {
    let lines = u16::try_from(lines).unwrap_or(u16::MAX);
    match page {
        ..=11 => 0,
        12..=15 => 1,
        16..=29 => (lines + 2).min(7),
        _ => (lines + 2).min(page / 3),
    }
}

fn lines(
    id: Id,
    found: &exchanged::Found,
    it: &Person,
    (pane, room): (usize, Room),
    cx: &Cx,
) -> Vec<Line> {
    let parts = match Pane::ALL[pane] {
        Pane::Stands => bonds::sections(id, it, cx),
        Pane::Exchanged => exchanged::sections(id, room.0, found, cx),
        Pane::Client => clientele::sections(id, cx),
        Pane::Timeline => return past::lines(id, cx),
    };
    sections::lines(parts, room, cx.view)
}

/// What a pane counts, at the right of its frame.
fn count(id: Id, pane: usize, lines: usize, cx: &Cx) -> String {
    match Pane::ALL[pane] {
        Pane::Exchanged => exchanged::window(cx).into(),
        Pane::Client => clientele::count(id, cx),
        Pane::Timeline => format!("{lines}"),
        Pane::Stands => String::new(),
    }
}

impl Layer for PersonPage {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        let Some(it) = self.record(cx) else {
            return match command {
                Command::Back | Command::Open => Offer::Yes(Effect::Close),
                _ => Offer::No,
            };
        };
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
                let line = self.selected(it, cx);
                let does = line.map_or(Does::Nothing, |line| line.does);
                match does.offer(cx) {
                    // What a line means is not always possible, but always understood.
                    Offer::No => Offer::Yes(Effect::Nothing),
                    other => other,
                }
            }
            Command::Earlier => Offer::Yes(Effect::Look(1)),
            Command::Later => Offer::Yes(Effect::Look(-1)),
            Command::Left | Command::Right => self.fold(command == Command::Right, it, cx),
            Command::Delete => self.delete(it, cx),
            Command::Edit => match self.entry(it, cx) {
                Some(event) => offers::subject(command, Subject::Event(event), cx),
                None => offers::subject(command, Subject::Person(self.id), cx),
            },
            _ => offers::subject(command, Subject::Person(self.id), cx),
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let (id, found) = (self.id, &self.exchanged);
        self.deck.go(motion, |pane, room| {
            let it = cx.book.people.get(id);
            it.map_or_else(Vec::new, |it| lines(id, found, it, (pane, room), cx))
        });
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let Some(it) = self.record(cx) else {
            let words = "This record is no longer here; esc goes back.";
            let room = area.width.saturating_sub(1);
            canvas.text(area.x + 1, area.y + 1, room, words, canvas.theme.warn);
            return;
        };
        let brief = self.brief(cx);
        let height = brief_height(area.height, brief.len());
        if 0 < height {
            self.draw_brief(canvas, Rect { height, ..area }, &brief, cx);
        }
        let rest = Rect {
            y: area.y + height,
            height: area.height - height,
            ..area
        };
        let has = Pane::of(self.id, cx);
        let alone = self.deck.alone().map(|pane| Pane::ALL[pane]);
        let shown = plan(rest, &has, alone, self.focus());
        let shown: Vec<(usize, Rect)> = shown
            .into_iter()
            .map(|(pane, area)| (pane as usize, area))
            .collect();
        let (id, found) = (self.id, &self.exchanged);
        self.deck.draw(
            canvas,
            &shown,
            |pane, room| lines(id, found, it, (pane, room), cx),
            |pane, lines| count(id, pane, lines.len(), cx),
        );
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        vec![
            Command::Settle,
            Command::Touch,
            Command::Give,
            Command::Promise,
            Command::Open,
            Command::NotNow,
            Command::Note,
            Command::Menu,
            Command::NextPane,
            Command::Edit,
            Command::Back,
        ]
    }

    fn hint(&self, command: Command) -> &'static str {
        match (command, self.focus()) {
            (Command::Settle, _) => "call sheet",
            (Command::Open, Pane::Stands | Pane::Client) => "change",
            _ => self.deck.name_of(command).unwrap_or(command.row().title),
        }
    }

    fn subject(&self, _: &Cx) -> Option<Subject> {
        Some(Subject::Person(self.id))
    }

    fn place(&self, cx: &Cx) -> String {
        cx.name(Some(self.id)).into_owned()
    }

    fn header<'a>(&self, cx: &Cx<'a>, theme: &Theme, _room: u16) -> Vec<Piece<'a>> {
        let mut pieces = vec![
            (format!("{} ", theme.glyphs.back).into(), theme.dim),
            (self.place(cx).into(), theme.title),
        ];
        if let Some(it) = self.record(cx) {
            for words in [cx.company(it), cx.words(&it.position)] {
                if !words.is_empty() {
                    pieces.push((format!(" · {words}").into(), theme.text));
                }
            }
            let roles = words::roles(self.id, cx);
            if !roles.is_empty() {
                pieces.push((format!("   {roles}").into(), theme.dim));
            }
        }
        pieces
    }

    fn is_page(&self) -> bool {
        true
    }

    fn aside(&self) -> Aside {
        self.twice.aside()
    }

    fn is_over(&self, cx: &Cx) -> bool {
        self.record(cx).is_none()
    }
}

impl PersonPage {
    /// Folds or unfolds the part in which the cursor stands.
    fn fold(&self, open: bool, it: &Person, cx: &Cx) -> Offer {
        let part = self.selected(it, cx).and_then(|line| line.part());
        match part {
            Some(part) => Offer::Yes(Effect::Fold(part, open)),
            None => Offer::No,
        }
    }

    /// The event under the cursor of the timeline.
    fn entry(&self, it: &Person, cx: &Cx) -> Option<Id> {
        let is_timeline = self.focus() == Pane::Timeline;
        let selected = is_timeline.then(|| self.selected(it, cx)).flatten();
        match selected.and_then(|line| line.what()) {
            Some(What::Event(event)) => Some(event),
            _ => None,
        }
    }

    /// An event of the timeline, where one is selected; else the person, and the page goes with them.
    fn delete(&self, it: &Person, cx: &Cx) -> Offer {
        if let Some(event) = self.entry(it, cx) {
            return offers::subject(Command::Delete, Subject::Event(event), cx);
        }
        match offers::subject(Command::Delete, Subject::Person(self.id), cx) {
            Offer::Yes(effect @ Effect::Perform(_)) => Offer::Yes(Effect::Then(Box::new(effect))),
            other => other,
        }
    }
}

const _: () = assert!(PANES == Pane::ALL.len());
