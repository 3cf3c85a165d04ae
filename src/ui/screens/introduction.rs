//! The introduction of one referral: how far it has come, what it needs, and its text. It will never send anything.

use ratatui::layout::Rect;

use crate::domain::action::{Action, Edit, Reply, Subject};
use crate::domain::id::Id;
use crate::domain::introduction::{Introduction, State};
use crate::domain::referral::Referral;
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::insight::checklist::Line;
use crate::insight::introduction as asked;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::dialogs::message::copied;
use super::super::effect::{Ask, Effect, FormKind, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::offers::{any as offers, introducing, shared::form};
use super::super::parts::chrome::{self, Title};
use super::super::parts::list::Cursor;
use super::super::parts::paper;
use super::super::parts::states;
use super::super::{doubts, drafts};
use super::sources::{more, rows};

/// From here on checklist and text stand side by side.
const WIDE: u16 = 100;

/// From here on the path has a frame and days of its own.
const HIGH: u16 = 30;

/// One introduction, seen whole.
pub struct IntroductionPage {
    referral: Id,
    cursor: Cursor<usize>,
    /// The first line of the text that is drawn.
    top: usize,
    /// How many lines of it fitted in the last frame.
    page: usize,
    /// In the place of the text stands the note that asks the source for it.
    on_request: bool,
}

impl IntroductionPage {
    pub fn new(referral: Id) -> IntroductionPage {
        IntroductionPage {
            referral,
            cursor: Cursor::new(),
            top: 0,
            page: 1,
            on_request: false,
        }
    }

    fn it<'a>(&self, cx: &Cx<'a>) -> Option<(&'a Referral, &'a Introduction)> {
        let referral = cx.book.referrals.get(self.referral)?;
        Some((referral, referral.introduction.as_ref()?))
    }

    fn lines(&self, cx: &Cx) -> Vec<Line> {
        asked::lines(cx.book, cx.practice, self.referral)
    }

    /// The lines of the checklist, and the text as the last row.
    fn places(&self, cx: &Cx) -> Vec<usize> {
        (0..=self.lines(cx).len()).collect()
    }

    /// The form of the introduction as it is.
    fn edit(&self, it: &Introduction, cx: &Cx) -> Offer {
        let kind = FormKind::Introduction {
            referral: self.referral,
            method: it.method.clone(),
        };
        form(kind, cx)
    }

    /// On to the next state; once it is made, what the referral itself asks.
    fn next(&self, referral: &Referral, it: &Introduction, cx: &Cx) -> Offer {
        match it.next_state(&referral.direction) {
            Some(to) if referral.is_open() => introducing::bring(self.referral, to, cx),
            _ => offers::subject(Command::Settle, Subject::Referral(self.referral), cx),
        }
    }

    fn copy(&self, cx: &Cx) -> Offer {
        if let Err(refusal) = drafts::may_show(cx) {
            return Offer::NotNow(refusal);
        }
        if self.on_request {
            return self.request(cx);
        }
        let Some(letter) = drafts::introduction(self.referral, cx) else {
            return Offer::No;
        };
        let (text, said) = (letter.whole(), copied(&letter, ""));
        Offer::Yes(Effect::CopySaying { text, said })
    }

    fn request(&self, cx: &Cx) -> Offer {
        let Some(letter) = drafts::request(self.referral, cx) else {
            return Offer::No;
        };
        if let Err(refusal) = drafts::may_show(cx) {
            return Offer::NotNow(refusal);
        }
        let to = self
            .it(cx)
            .and_then(|(referral, it)| it.next_state(&referral.direction));
        let more = if to == Some(State::WithSource) {
            "space when it is with the source"
        } else {
            ""
        };
        let said = copied(&letter, more);
        let text = letter.whole();
        Offer::Yes(Effect::CopySaying { text, said })
    }

    fn save(&self, referral: &Referral, it: &Introduction, cx: &Cx) -> Offer {
        if cx.sample {
            return Offer::NotNow(
                Refusal::new("Nothing of the sample is saved").or("y copies the text"),
            );
        }
        if let Err(refusal) = drafts::may_show(cx) {
            return Offer::NotNow(refusal);
        }
        let Some(letter) = drafts::introduction(self.referral, cx) else {
            return Offer::No;
        };
        let what = drafts::template(referral, it).title();
        let what = what.split(' ').next_back().unwrap_or(what);
        Offer::Yes(Effect::SaveText {
            name: format!("{} {what}", cx.book.name(referral.prospect)),
            text: letter.whole() + "\n",
        })
    }

    /// What enter does on a line: a fact is made true where it can be, a line of mine is ticked.
    fn enter(&self, referral: &Referral, it: &Introduction, cx: &Cx) -> Offer {
        let lines = self.lines(cx);
        let places: Vec<usize> = (0..=lines.len()).collect();
        let Some(line) = self.cursor.selected(&places).and_then(|at| lines.get(at)) else {
            let referral = self.referral;
            return form(FormKind::Words { referral }, cx);
        };
        if !line.by_fact {
            let reply = Reply {
                item: line.item.clone(),
                done: !line.done,
                note: line.note.clone(),
            };
            return Offer::perform(Action::Edit {
                referral: self.referral,
                edit: Box::new(Edit::Answers(vec![reply])),
            });
        }
        match line.item.as_str() {
            "introduction.request" if !line.done => self.request(cx),
            "introduction.expectations" => match referral.source {
                Some(source) => Offer::open(Ask::Page(Subject::Person(source))),
                None => Offer::Yes(Effect::Nothing),
            },
            "introduction.signed" if !line.done => {
                introducing::bring(self.referral, State::Signed, cx)
            }
            "introduction.delivered" | "introduction.sent" if !line.done => {
                introducing::bring(self.referral, State::Delivered, cx)
            }
            "introduction.kept" if !it.is_made() => Offer::NotNow(
                Refusal::new("The prospect does not have it yet").or("space takes it on"),
            ),
            "introduction.kept" => introducing::kept(self.referral, it, cx),
            _ => self.edit(it, cx),
        }
    }
}

impl Layer for IntroductionPage {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        let subject = Subject::Referral(self.referral);
        let Some((referral, it)) = self.it(cx) else {
            return match command {
                Command::Back | Command::Open => Offer::Yes(Effect::Close),
                command => offers::subject(command, subject, cx),
            };
        };
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        match command {
            Command::Open => self.enter(referral, it, cx),
            Command::Edit => self.edit(it, cx),
            Command::LongNote | Command::EditLong => {
                let referral = self.referral;
                match form(FormKind::Words { referral }, cx) {
                    Offer::Yes(Effect::Open(ask)) => Offer::Yes(Effect::OpenInEditor(ask)),
                    other => other,
                }
            }
            Command::Copy => self.copy(cx),
            Command::Request => self.request(cx),
            Command::NextPane | Command::PrevPane if !referral.is_given() => {
                Offer::go(Motion::NextPane)
            }
            Command::SaveText => self.save(referral, it, cx),
            Command::Settle => self.next(referral, it, cx),
            Command::Introduce if referral.is_open() => Offer::open(Ask::Method {
                referral: self.referral,
            }),
            Command::Delete => {
                let drop = Action::Edit {
                    referral: self.referral,
                    edit: Box::new(Edit::Introduction(None)),
                };
                Offer::Yes(Effect::Then(Box::new(Effect::Perform(drop))))
            }
            command => offers::subject(command, subject, cx),
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let half = (self.page / 2).max(1);
        let places = self.places(cx);
        match motion {
            Motion::NextPane => (self.on_request, self.top) = (!self.on_request, 0),
            Motion::HalfDown => self.top += half,
            Motion::HalfUp => self.top = self.top.saturating_sub(half),
            Motion::To(Spot::Item(at)) => self.cursor.select(*at, &places),
            motion => self.cursor.go(motion, &places),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let Some((referral, it)) = self.it(cx) else {
            let words = "No introduction is planned; i plans one, esc goes back.";
            let room = area.width.saturating_sub(1);
            canvas.text(area.x + 1, area.y + 1, room, words, theme.warn);
            return;
        };
        let height = if area.height < HIGH { 1 } else { 5 };
        let height = height.min(area.height);
        states::draw(canvas, Rect { height, ..area }, self.referral, cx);
        let rest = Rect {
            y: area.y + height,
            height: area.height - height,
            ..area
        };
        let (left, right) = self.halves(rest, cx);
        self.draw_checklist(canvas, left, it, cx);
        self.draw_text(canvas, right, referral, it, cx);
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        vec![
            Command::Back,
            Command::Settle,
            Command::Open,
            Command::Copy,
            Command::NextPane,
            Command::Edit,
            Command::LongNote,
            Command::Introduce,
            Command::Menu,
        ]
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Settle => "next state",
            Command::Open => "tick",
            Command::Edit => "parts and day",
            Command::LongNote => "edit text",
            Command::Introduce => "other method",
            Command::Copy => "copy",
            Command::NextPane if self.on_request => "its text",
            Command::NextPane => "request",
            other => other.row().title,
        }
    }

    fn subject(&self, _: &Cx) -> Option<Subject> {
        Some(Subject::Referral(self.referral))
    }

    fn place(&self, cx: &Cx) -> String {
        let referral = cx.book.referrals.get(self.referral);
        let name = cx.name(referral.and_then(|referral| referral.prospect));
        format!("{name}: introduction")
    }

    fn is_page(&self) -> bool {
        true
    }
}

impl IntroductionPage {
    /// The checklist, and beside or beneath it the text.
    fn halves(&self, area: Rect, cx: &Cx) -> (Rect, Rect) {
        if WIDE <= area.width {
            let width = (area.width * 2 / 5).clamp(48, 64);
            let x = area.x + width;
            let right = Rect {
                x,
                width: area.width - width,
                ..area
            };
            return (Rect { width, ..area }, right);
        }
        let room = usize::from(area.width.saturating_sub(6)).max(8);
        let said = doubts::all(self.referral, cx);
        let said: usize = said
            .iter()
            .map(|words| text::wrapped(words, room).len())
            .sum();
        let wanted = u16::try_from(self.lines(cx).len() + 1 + said + 2).unwrap_or(u16::MAX);
        let height = wanted.min(area.height * 3 / 5);
        let y = area.y + height;
        let below = Rect {
            y,
            height: area.height - height,
            ..area
        };
        (Rect { height, ..area }, below)
    }

    fn draw_checklist(&mut self, canvas: &mut Canvas, area: Rect, it: &Introduction, cx: &Cx) {
        let theme = canvas.theme;
        let lines = self.lines(cx);
        let done = lines.iter().filter(|line| line.done).count();
        let title = Title {
            left: vec![("What it needs".into(), theme.title)],
            right: vec![(format!("{done} of {}", lines.len()).into(), theme.dim)],
            focused: true,
        };
        let inner = chrome::frame(canvas, area, &title);
        let places: Vec<usize> = (0..=lines.len()).collect();
        let window = self
            .cursor
            .window(&places, rows(inner.height, places.len()));
        let selected = self.cursor.selected(&places);
        let room = inner.width.saturating_sub(3);
        let mut bottom = inner.y;
        for (at, y) in window.clone().zip(inner.y..inner.bottom()) {
            bottom = y + 1;
            let is_on = selected == Some(at);
            let bar = if is_on { theme.glyphs.bar } else { " " };
            canvas.text(inner.x, y, 1, bar, theme.accent);
            let pieces: Vec<Piece> = if let Some(line) = lines.get(at) {
                let (mark, style) = if line.done {
                    ("[x] ", theme.dim)
                } else {
                    ("[ ] ", theme.text)
                };
                vec![(mark.into(), style), (line.text.clone().into(), style)]
            } else {
                let how = if it.words.is_empty() {
                    "as the template has it"
                } else {
                    "changed by hand"
                };
                vec![("    text ".into(), theme.dim), (how.into(), theme.dim)]
            };
            canvas.line(inner.x + 2, y, room, &pieces);
            let row = Rect {
                y,
                height: 1,
                ..inner
            };
            if is_on {
                let lit = Rect {
                    x: inner.x + 1,
                    width: inner.width.saturating_sub(1),
                    ..row
                };
                canvas.style(lit, theme.cursor);
            }
            canvas.mark(row, Spot::Item(at));
        }
        more(canvas, inner, &window, places.len());
        let columns = usize::from(inner.width.saturating_sub(4)).max(8);
        let mut y = if bottom + 1 < inner.bottom() && WIDE <= canvas.area().width {
            bottom + 1
        } else {
            bottom
        };
        for words in doubts::all(self.referral, cx) {
            for (at, words) in text::wrapped(&words, columns).iter().enumerate() {
                if inner.bottom() <= y {
                    return;
                }
                let mark = if at == 0 { "!" } else { " " };
                canvas.text(inner.x + 1, y, 1, mark, theme.warn);
                canvas.text(inner.x + 3, y, room, words, theme.warn);
                y += 1;
            }
        }
    }

    fn draw_text(
        &mut self,
        canvas: &mut Canvas,
        area: Rect,
        referral: &Referral,
        it: &Introduction,
        cx: &Cx,
    ) {
        let theme = canvas.theme;
        let request = drafts::request(self.referral, cx).filter(|_| self.on_request);
        let (what, letter) = match request {
            Some(letter) => ("the request to the source", Some(letter)),
            None => (
                drafts::template(referral, it).title(),
                drafts::introduction(self.referral, cx),
            ),
        };
        let Some(letter) = letter else {
            return;
        };
        let right: Vec<Piece> = match letter.gaps.len() {
            0 => Vec::new(),
            1 => vec![("1 gap".into(), theme.warn)],
            n => vec![(format!("{n} gaps").into(), theme.warn)],
        };
        let title = Title {
            left: vec![(crate::ui::parts::values::capital(what).into(), theme.title)],
            right,
            focused: false,
        };
        let inner = chrome::frame(canvas, area, &title);
        let inner = Rect {
            x: (inner.x + 1).min(inner.right()),
            // A letter is read best below eighty columns.
            width: inner.width.saturating_sub(2).min(78),
            ..inner
        };
        if cx.masked {
            canvas.text(inner.x, inner.y, inner.width, "(masked)", theme.dim);
            return;
        }
        let lines = paper::lines(&letter, inner.width, theme);
        self.page = usize::from(inner.height);
        self.top = paper::draw(canvas, inner, &lines, self.top);
    }
}
