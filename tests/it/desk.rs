//! A desk to try the screen on: a book, an app on a terminal in memory, keys typed as text.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::OnceLock;

use chrono::{NaiveDate, NaiveTime};
use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use goodword::domain::action::{Action, Captured, Who};
use goodword::domain::book::Book;
use goodword::domain::referral::Direction;
use goodword::domain::stage::Stage;
use goodword::session::{Moment, Session};
use goodword::ui::app::{App, Errand};
use goodword::ui::theme::{Theme, UNICODE};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// Saturday, the day on which every desk stands.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

pub fn moment() -> Moment {
    Moment {
        today: today(),
        time: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
        at: 1_795_253_400_000,
    }
}

/// A clock that goes on by a second an event, and to another day when told.
#[derive(Clone)]
struct Clock(Rc<Cell<Moment>>);

impl Clock {
    fn new() -> Clock {
        Clock(Rc::new(Cell::new(moment())))
    }

    fn change(&self, change: impl FnOnce(&mut Moment)) {
        let mut moment = self.0.get();
        change(&mut moment);
        self.0.set(moment);
    }

    fn session(&self, book: Book) -> Session {
        let clock = self.clone();
        Session::in_memory(book, 7, move || clock.0.get())
    }
}

pub struct Desk {
    pub app: App,
    screen: Terminal<TestBackend>,
    clock: Clock,
}

/// A desk with an empty book.
pub fn empty() -> Desk {
    Desk::with(Book::new(today()), 120, 36)
}

/// A desk with these cards: `"Discovered: Priya<Dana Omar<Ben / Research: Lin<Dana"`; `>` is a given one.
pub fn desk(cards: &str) -> Desk {
    let clock = Clock::new();
    let mut session = clock.session(Book::new(today()));
    for column in cards.split('/').filter(|column| !column.trim().is_empty()) {
        let (stage, names) = column.split_once(':').expect("stage: names");
        let stage = stage_of(stage.trim());
        for name in names.split_whitespace() {
            let (prospect, partner, direction) = match (name.split_once('<'), name.split_once('>'))
            {
                (Some((prospect, source)), _) => (prospect, source, Direction::Received),
                (_, Some((prospect, receiver))) => (prospect, receiver, Direction::Given),
                _ => (name, "", Direction::Received),
            };
            let who = |session: &Session, name: &str| {
                let known = session
                    .book()
                    .people
                    .iter()
                    .find(|(_, person)| person.name == name);
                match known {
                    _ if name.is_empty() => Who::Nobody,
                    Some((id, _)) => Who::Known(id),
                    None => Who::New(name.into()),
                }
            };
            let captured = Captured {
                prospect: who(&session, prospect),
                partner: who(&session, partner),
                direction,
                level: Some(1),
                ..Captured::default()
            };
            session
                .perform(Action::Capture(Box::new(captured)))
                .unwrap();
            let (id, _) = session.book().referrals.iter().next_back().unwrap();
            if stage != Stage::Discovered {
                let to = stage;
                let why = String::new();
                session
                    .perform(Action::Move {
                        referral: id,
                        to,
                        why,
                    })
                    .unwrap();
            }
        }
    }
    Desk::sitting(session, clock, (120, 36), Theme::colours(&UNICODE))
}

/// A desk with the sample, as large as a good window.
pub fn sample() -> Desk {
    Desk::with(sample_book(), 120, 36)
}

/// The sample as it stands on the desk's day, read once.
pub fn sample_book() -> Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| goodword::sample::book(today())).clone()
}

fn stage_of(title: &str) -> Stage {
    Stage::ALL
        .into_iter()
        .find(|stage| stage.title() == title)
        .expect(title)
}

impl Desk {
    pub fn with(book: Book, width: u16, height: u16) -> Desk {
        Desk::drawn_in(book, (width, height), Theme::colours(&UNICODE))
    }

    /// A desk with a new book that is kept in a file of this folder.
    pub fn filed(folder: &std::path::Path) -> Desk {
        let clock = Clock::new();
        let ticking = clock.clone();
        let places = crate::shelf::places(folder);
        let session = Session::open(&places, move || ticking.0.get()).unwrap();
        Desk::sitting(session, clock, (120, 36), Theme::colours(&UNICODE))
    }

    /// The same in other colours and glyphs.
    pub fn drawn_in(book: Book, size: (u16, u16), theme: Theme) -> Desk {
        let clock = Clock::new();
        let session = clock.session(book);
        Desk::sitting(session, clock, size, theme)
    }

    /// A desk around an app that was made elsewhere; its clock stands.
    pub fn around(app: App) -> Desk {
        let screen = Terminal::new(TestBackend::new(120, 36)).unwrap();
        let clock = Clock::new();
        let mut desk = Desk { app, screen, clock };
        desk.draw();
        desk
    }

    fn sitting(session: Session, clock: Clock, (width, height): (u16, u16), theme: Theme) -> Desk {
        let app = App::new(session, theme);
        let screen = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut desk = Desk { app, screen, clock };
        desk.draw();
        desk
    }

    /// The day that the desk's clock shows.
    pub fn today(&self) -> NaiveDate {
        self.clock.0.get().today
    }

    /// Midnight has come as often as it takes to be this day.
    pub fn on(&mut self, day: NaiveDate) -> &mut Desk {
        self.clock.change(|moment| {
            let days = (day - moment.today).num_days();
            (moment.today, moment.at) = (day, moment.at + days * 86_400_000);
        });
        self.app.refresh();
        self.draw();
        self
    }

    /// The name on what is selected, as it would be copied.
    pub fn selected(&mut self) -> String {
        self.app.take_errands();
        self.keys("y");
        match self.app.take_errands().as_slice() {
            [Errand::Copy(words)] => {
                let ends = [" from ", " to ", " (", ", "];
                let end = ends.iter().filter_map(|end| words.find(end)).min();
                words[..end.unwrap_or(words.len())].to_string()
            }
            _ => String::new(),
        }
    }

    pub fn draw(&mut self) {
        self.screen.draw(|frame| self.app.draw(frame)).unwrap();
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.screen.backend_mut().resize(width, height);
        let area = ratatui::layout::Rect::new(0, 0, width, height);
        self.screen.resize(area).unwrap();
        self.draw();
    }

    /// Types a script: letters as they are, others in brackets: `"c"`, `"<enter>"`, `"<ctrl-r>"`, `"<space>"`.
    pub fn keys(&mut self, script: &str) -> &mut Desk {
        let mut rest = script;
        while let Some(letter) = rest.chars().next() {
            let (name, after) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
                Some((name, after)) if key_of(name).is_some() => (Some(name), after),
                _ => (None, &rest[letter.len_utf8()..]),
            };
            let key = match name {
                Some(name) => key_of(name).unwrap(),
                None => KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE),
            };
            self.event(&Event::Key(key));
            rest = after;
        }
        self
    }

    pub fn event(&mut self, event: &Event) {
        self.clock.change(|moment| moment.at += 1000);
        self.app.handle(event);
        self.draw();
    }

    pub fn paste(&mut self, text: &str) -> &mut Desk {
        self.event(&Event::Paste(text.into()));
        self
    }

    pub fn click(&mut self, what: &str) -> &mut Desk {
        let at = self.find(what);
        self.mouse(MouseEventKind::Down(MouseButton::Left), at);
        self.mouse(MouseEventKind::Up(MouseButton::Left), at);
        self
    }

    pub fn drag(&mut self, what: &str, to: &str) -> &mut Desk {
        let (from, to) = (self.find(what), self.find(to));
        self.drag_from(from, to)
    }

    pub fn drag_from(&mut self, from: (u16, u16), to: (u16, u16)) -> &mut Desk {
        self.mouse(MouseEventKind::Down(MouseButton::Left), from);
        self.mouse(MouseEventKind::Drag(MouseButton::Left), to);
        self.mouse(MouseEventKind::Up(MouseButton::Left), to);
        self
    }

    pub fn mouse(&mut self, kind: MouseEventKind, (column, row): (u16, u16)) {
        self.event(&Event::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }));
    }

    /// Where a text stands on the screen.
    pub fn find(&self, text: &str) -> (u16, u16) {
        let rows = self.rows();
        let found = rows.iter().enumerate().find(|(_, row)| row.contains(text));
        let (y, row) = found.unwrap_or_else(|| panic!("no “{text}” on\n{}", self.text()));
        let x = row[..row.find(text).unwrap()].chars().count();
        (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
    }

    pub fn rows(&self) -> Vec<String> {
        let buffer = self.buffer();
        (0..buffer.area.height)
            .map(|y| {
                (0..buffer.area.width)
                    .map(|x| buffer[(x, y)].symbol())
                    .collect()
            })
            .collect()
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        let rows: Vec<String> = self
            .rows()
            .iter()
            .map(|row| row.trim_end().to_string())
            .collect();
        rows.join("\n")
    }

    pub fn shows(&self, text: &str) -> bool {
        self.rows().iter().any(|row| row.contains(text))
    }

    pub fn buffer(&self) -> &Buffer {
        self.screen.backend().buffer()
    }

    pub fn book(&self) -> &Book {
        self.app.book()
    }

    /// The open cards in the words from which a desk is made.
    pub fn cards(&self) -> String {
        let book = self.book();
        let columns = Stage::ALL.into_iter().filter_map(|stage| {
            let cards: Vec<String> = book
                .referrals
                .iter()
                .filter(|(_, it)| it.is_open() && it.stage() == stage)
                .map(|(_, it)| {
                    let arrow = if it.is_given() { ">" } else { "<" };
                    let partner = it
                        .partner()
                        .map(|_| format!("{arrow}{}", book.name(it.partner())));
                    format!("{}{}", book.name(it.prospect), partner.unwrap_or_default())
                })
                .collect();
            (!cards.is_empty()).then(|| format!("{}: {}", stage.title(), cards.join(" ")))
        });
        columns.collect::<Vec<_>>().join(" / ")
    }
}

/// Before, keys, after.
#[track_caller]
pub fn check(before: &str, keys: &str, after: &str) {
    let mut desk = desk(before);
    desk.keys(keys);
    assert_eq!(desk.cards(), after, "{keys} on {before}\n{}", desk.text());
}

fn key_of(name: &str) -> Option<KeyEvent> {
    let (code, modifiers) = match name {
        "enter" => (KeyCode::Enter, KeyModifiers::NONE),
        "esc" => (KeyCode::Esc, KeyModifiers::NONE),
        "tab" => (KeyCode::Tab, KeyModifiers::NONE),
        "shift-tab" => (KeyCode::BackTab, KeyModifiers::SHIFT),
        "space" => (KeyCode::Char(' '), KeyModifiers::NONE),
        "delete" => (KeyCode::Delete, KeyModifiers::NONE),
        "backspace" => (KeyCode::Backspace, KeyModifiers::NONE),
        "up" => (KeyCode::Up, KeyModifiers::NONE),
        "down" => (KeyCode::Down, KeyModifiers::NONE),
        "left" => (KeyCode::Left, KeyModifiers::NONE),
        "right" => (KeyCode::Right, KeyModifiers::NONE),
        "home" => (KeyCode::Home, KeyModifiers::NONE),
        "end" => (KeyCode::End, KeyModifiers::NONE),
        name => match name.strip_prefix("ctrl-") {
            Some(letter) if letter.chars().count() == 1 => {
                (KeyCode::Char(letter.chars().next()?), KeyModifiers::CONTROL)
            }
            _ => return None,
        },
    };
    Some(KeyEvent::new(code, modifiers))
}
