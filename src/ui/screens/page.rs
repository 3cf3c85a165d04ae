//! The page of one person: facts on top, everything that happened beneath, newest first. A referral has a page of its own.

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::insight::timeline::{Entry, What};

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::parts::chrome::{self, Title};
use super::super::parts::list::Cursor;
use super::super::words;
use super::facts;
use super::sources::{more, rows};

/// One record, seen whole.
pub struct Page {
    subject: Subject,
    cursor: Cursor<usize>,
}

impl Page {
    pub fn new(subject: Subject) -> Page {
        Page {
            subject,
            cursor: Cursor::new(),
        }
    }

    /// What happened, without the moves of cards, which are the referral's own.
    fn entries(&self, cx: &Cx) -> Vec<Entry> {
        let mut entries = cx.practice.timeline(self.subject);
        entries.retain(|entry| !matches!(entry.what, What::Moved { .. }));
        entries
    }

    fn is_there(&self, cx: &Cx) -> bool {
        match self.subject {
            Subject::Person(id) => cx.book.people.has(id),
            _ => false,
        }
    }

    fn facts(&self, cx: &Cx) -> Vec<facts::Fact> {
        match self.subject {
            Subject::Person(id) => facts::of_person(id, cx),
            _ => Vec::new(),
        }
    }

    /// What is under the cursor.
    fn selected(&self, cx: &Cx) -> Option<What> {
        let entries = self.entries(cx);
        let places: Vec<usize> = (0..entries.len()).collect();
        Some(entries.get(self.cursor.selected(&places)?)?.what)
    }

    /// The event under the cursor, which can be deleted.
    fn event(&self, cx: &Cx) -> Option<Id> {
        match self.selected(cx)? {
            What::Event(id) => Some(id),
            _ => None,
        }
    }

    /// The referral to which the line under the cursor belongs.
    fn referral(&self, cx: &Cx) -> Option<Id> {
        match self.selected(cx)? {
            What::Arrived { referral }
            | What::Joined { referral, .. }
            | What::Moved { referral, .. }
            | What::Ended { referral } => Some(referral),
            What::Event(id) => cx.book.events.get(id)?.referral,
            What::Promised(id) | What::PromiseEnded(id) => cx.book.promises.get(id)?.referral,
        }
    }
}

impl Layer for Page {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if !self.is_there(cx) {
            return match command {
                Command::Back | Command::Open => Offer::Yes(Effect::Close),
                _ => Offer::No,
            };
        }
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        match command {
            Command::Open => match self.referral(cx) {
                Some(id) => offers::subject(command, Subject::Referral(id), cx),
                // Opening again would open this very page.
                None => Offer::Yes(Effect::Nothing),
            },
            Command::Delete => match (self.event(cx), self.subject) {
                (Some(event), _) => offers::subject(command, Subject::Event(event), cx),
                (None, subject) => offers::subject(command, subject, cx),
            },
            _ => offers::subject(command, self.subject, cx),
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let len = self.entries(cx).len();
        let places: Vec<usize> = (0..len).collect();
        match motion {
            Motion::To(Spot::Item(n)) => self.cursor.select(*n, &places),
            other => self.cursor.go(other, &places),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        if !self.is_there(cx) {
            canvas.text(
                area.x + 1,
                area.y + 1,
                area.width - 1,
                "This record is no longer here; esc goes back.",
                theme.warn,
            );
            return;
        }
        let facts = self.facts(cx);
        let rest = area;
        let wide = area.width >= 100;
        let (facts_area, timeline_area) = if wide {
            let width = (area.width * 2 / 5).min(60);
            (
                Rect { width, ..rest },
                Rect {
                    x: rest.x + width,
                    width: rest.width - width,
                    ..rest
                },
            )
        } else {
            let height = u16::try_from(facts::lines(&facts, rest.width) + 2)
                .unwrap_or(8)
                .min(rest.height.saturating_sub(8).max(rest.height / 2));
            (
                Rect { height, ..rest },
                Rect {
                    y: rest.y + height,
                    height: rest.height - height,
                    ..rest
                },
            )
        };
        facts::draw(canvas, facts_area, &facts);
        self.draw_timeline(canvas, timeline_area, cx);
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        vec![
            Command::Back,
            Command::Settle,
            Command::Touch,
            Command::Give,
            Command::Promise,
            Command::NotNow,
            Command::Note,
            Command::Edit,
            Command::Menu,
        ]
    }

    fn subject(&self, _: &Cx) -> Option<Subject> {
        Some(self.subject)
    }

    fn place(&self, cx: &Cx) -> String {
        match self.subject {
            Subject::Person(id) => cx.name(Some(id)).into_owned(),
            _ => String::new(),
        }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn is_over(&self, cx: &Cx) -> bool {
        !self.is_there(cx)
    }
}

impl Page {
    fn draw_timeline(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let entries: Vec<Entry> = self.entries(cx);
        let title = Title {
            left: vec![("Timeline".into(), theme.title)],
            right: vec![(format!("{}", entries.len()).into(), theme.dim)],
            focused: false,
        };
        let inner = chrome::frame(canvas, area, &title);
        let places: Vec<usize> = (0..entries.len()).collect();
        let window = self
            .cursor
            .window(&places, rows(inner.height, places.len()));
        let selected = self.cursor.selected(&places);
        for (n, y) in window.clone().zip(inner.y..) {
            let entry = &entries[n];
            let bar = if selected == Some(n) {
                theme.glyphs.bar
            } else {
                " "
            };
            canvas.text(inner.x, y, 1, bar, theme.accent);
            let on = day::near(entry.on, cx.today);
            canvas.text(inner.x + 2, y, 11, &on, theme.dim);
            let words = words::happened(entry.what, self.subject, cx);
            canvas.text(
                inner.x + 14,
                y,
                inner.width.saturating_sub(15),
                &words,
                theme.text,
            );
            let place = Rect {
                y,
                height: 1,
                ..inner
            };
            canvas.mark(place, Spot::Item(n));
        }
        more(canvas, inner, &window, places.len());
    }
}
