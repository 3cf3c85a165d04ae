//! A desk for the tests of dialogs: a small book, one layer on it, keys pressed as the app would pass them on.

use chrono::{NaiveDate, NaiveTime};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Draft, Layer, Typed};
use super::super::theme::{ASCII, Theme, UNICODE};
use super::super::view::View;
use crate::capture::line;
use crate::capture::resolve::{Names, resolve};
use crate::domain::book::{Book, Stamp};
use crate::domain::id::{Id, Ids};
use crate::insight::practice::Practice;
use crate::letters::template::Letters;

type Make = Box<dyn Fn(&Cx) -> Box<dyn Layer>>;

pub const TODAY: &str = "2026-11-21";

pub fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

/// A book of these captured lines.
pub fn book(lines: &[&str]) -> Book {
    let mut book = Book::new(today());
    let mut stamp = Stamp {
        today: today(),
        at: 1_000,
        ids: Ids::seeded(7),
    };
    for line in lines {
        stamp.at += 1_000;
        let home = book.settings().currency();
        let resolved = resolve(
            &line::read(line, today(), home),
            &Names::of(&book),
            false,
            today(),
        );
        assert_eq!(
            resolved.refusal(|id| book.name(Some(id)).into()),
            None,
            "{line}"
        );
        resolved
            .action(false)
            .perform(&mut book, &mut stamp)
            .unwrap();
    }
    book
}

/// The book that most tests use.
pub fn lived_in() -> Book {
    book(&[
        "Priya Shah (ARC) from Dana Ortiz, web shop #retail 12k L3 at lunch call fri 10:00",
        "Omar Haddad from Mia Lang, books 4k",
        "Ada Klein (Klein & Co) from Dana Petrov by phone",
        "Lin Wu to Tariq Aziz, retail",
    ])
}

pub fn person(book: &Book, name: &str) -> Id {
    let mut people = book.people.iter();
    people
        .find(|(_, person)| person.name == name)
        .map(|(id, _)| id)
        .expect(name)
}

pub fn referral(book: &Book, prospect: &str) -> Id {
    let id = person(book, prospect);
    let mut referrals = book.referrals.iter();
    let found = referrals.find(|(_, referral)| referral.prospect == Some(id));
    found.map(|(id, _)| id).expect(prospect)
}

/// One layer over a book.
pub struct Desk {
    pub book: Book,
    practice: Practice,
    pub layer: Box<dyn Layer>,
    pub masked: bool,
}

impl Desk {
    pub fn new(book: Book, layer: impl FnOnce(&Cx) -> Box<dyn Layer>) -> Desk {
        let practice = Practice::of(&book, today());
        let layer = layer(&context(&book, &practice, false));
        Desk {
            book,
            practice,
            layer,
            masked: false,
        }
    }

    pub fn restore(&mut self, draft: &Draft) {
        let cx = context(&self.book, &self.practice, self.masked);
        self.layer.restore(draft, &cx);
    }

    pub fn offer(&self, command: Command) -> Offer {
        let cx = context(&self.book, &self.practice, self.masked);
        self.layer.offer(command, &cx)
    }

    /// Passes a key on as the app does; gives what came of it, movements being followed.
    pub fn press(&mut self, key: KeyEvent) -> Option<Effect> {
        let cx = context(&self.book, &self.practice, self.masked);
        let mut offer = self.layer.letter(key, &cx);
        if offer.is_no() {
            let wants_text = self.layer.wants_text();
            offer = match Command::bound(key) {
                Some(command) if !wants_text || command.works_in_text() => {
                    self.layer.offer(command, &cx)
                }
                _ if wants_text => {
                    self.layer.type_in(&Typed::Key(key), &cx);
                    Offer::No
                }
                _ => Offer::No,
            };
        }
        match offer {
            Offer::Yes(Effect::Go(motion)) => {
                self.layer.go(&motion, &cx);
                None
            }
            Offer::Yes(effect) => Some(effect),
            _ => None,
        }
    }

    pub fn key(&mut self, code: KeyCode) -> Option<Effect> {
        self.press(KeyEvent::new(code, KeyModifiers::NONE))
    }

    /// Types text, and gives what came of the last key that did something.
    pub fn types(&mut self, text: &str) -> Option<Effect> {
        text.chars()
            .filter_map(|letter| self.key(KeyCode::Char(letter)))
            .last()
    }

    pub fn pastes(&mut self, text: &str) {
        let cx = context(&self.book, &self.practice, self.masked);
        self.layer.type_in(&Typed::Paste(text.into()), &cx);
    }

    pub fn click(&mut self, item: usize) {
        let cx = context(&self.book, &self.practice, self.masked);
        self.layer.go(&Motion::To(Spot::Item(item)), &cx);
    }

    /// The screen as text.
    pub fn picture(&mut self, width: u16, height: u16) -> String {
        self.draw(width, height, &Theme::colours(&UNICODE))
    }

    fn draw(&mut self, width: u16, height: u16, theme: &Theme) -> String {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let cx = context(&self.book, &self.practice, self.masked);
        let mut canvas = Canvas::new(&mut buffer, theme);
        self.layer.draw(&mut canvas, area, &cx);
        let _ = (self.layer.hints(&cx), self.layer.place(&cx));
        let rows = buffer.content.chunks(usize::from(width.max(1)));
        let lines = rows.map(|row| {
            row.iter()
                .map(ratatui::buffer::Cell::symbol)
                .collect::<String>()
        });
        lines
            .map(|line| line.trim_end().to_string())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// At every size, in both sets of glyphs.
    pub fn draws_at_every_size(&mut self) {
        for (width, height) in [
            (60, 18),
            (80, 22),
            (120, 34),
            (200, 58),
            (12, 2),
            (1, 1),
            (0, 0),
            (5, 30),
            (300, 3),
            (40, 8),
        ] {
            for glyphs in [&UNICODE, &ASCII] {
                self.draw(width, height, &Theme::plain(glyphs));
            }
        }
    }
}

/// Our own texts.
fn letters() -> &'static Letters {
    static LETTERS: std::sync::OnceLock<Letters> = std::sync::OnceLock::new();
    LETTERS.get_or_init(Letters::default)
}

fn context<'a>(book: &'a Book, practice: &'a Practice, masked: bool) -> Cx<'a> {
    Cx {
        book,
        practice,
        letters: letters(),
        today: today(),
        time: NaiveTime::MIN,
        masked,
        undo: None,
        redo: None,
        sample: false,
        view: View::plain(),
        inbox: &[],
    }
}

/// A key that somebody may press.
fn any_key() -> impl Strategy<Value = KeyEvent> {
    let letters = proptest::char::ranges(vec!['a'..='z', '0'..='9'].into());
    let code = prop_oneof![
        4 => letters.prop_map(KeyCode::Char),
        2 => proptest::sample::select(vec![' ', '(', ')', ',', '#', '"', '!', '>', 'L', 'é', '👩', '\u{301}', '/', '?', '.'])
            .prop_map(KeyCode::Char),
        3 => proptest::sample::select(vec![
            KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::BackTab, KeyCode::Up, KeyCode::Down,
            KeyCode::Left, KeyCode::Right, KeyCode::Home, KeyCode::End, KeyCode::PageUp, KeyCode::PageDown,
            KeyCode::Backspace, KeyCode::Delete,
        ]),
    ];
    let held = proptest::sample::select(vec![
        KeyModifiers::NONE,
        KeyModifiers::NONE,
        KeyModifiers::NONE,
        KeyModifiers::CONTROL,
    ]);
    (code, held).prop_map(|(code, held)| KeyEvent::new(code, held))
}

/// Words that mean something in a captured line or a list.
fn any_words() -> impl Strategy<Value = Vec<KeyEvent>> {
    let words = vec![
        "Priya ",
        "Dana ",
        "from ",
        "to ",
        "12k ",
        "call ",
        "fri ",
        "at lunch ",
        "by phone ",
        "(ARC",
        "Ortiz ",
        "report",
    ];
    let keys = |words: &str| -> Vec<KeyEvent> {
        let press = |letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
        words.chars().map(press).collect()
    };
    proptest::sample::select(words).prop_map(keys)
}

fn every_dialog() -> Vec<Desk> {
    use super::super::effect::Ask;
    use super::{capture, confirm, find, help, menu, sources};
    let book = lived_in();
    let (card, dana) = (referral(&book, "Priya Shah"), person(&book, "Dana Ortiz"));
    let rows = || -> Vec<(Command, Offer)> {
        let row = |row: &super::super::command::Row| {
            let offer = match row.command as usize % 3 {
                0 => Offer::No,
                1 => Offer::NotNow(crate::domain::refusal::Refusal::new("Not before Friday")),
                _ => Offer::open(Ask::Find),
            };
            (row.command, offer)
        };
        super::super::command::ROWS.iter().map(row).collect()
    };
    let make: Vec<Make> = vec![
        Box::new(move |_| Box::new(menu::Menu::of_subject("Priya Shah".into(), rows(), &[]))),
        Box::new(move |_| Box::new(menu::Menu::palette(rows()))),
        Box::new(move |cx| Box::new(menu::Menu::stages(card, cx))),
        Box::new(move |cx| Box::new(menu::Menu::endings(card, cx))),
        Box::new(move |cx| Box::new(menu::Menu::tiers(&[dana], cx))),
        Box::new(move |_| Box::new(help::Help::new("Board".into(), rows()))),
        Box::new(move |cx| Box::new(find::Find::new(cx))),
        Box::new(move |cx| Box::new(capture::CaptureLine::new(false, String::new(), cx))),
        Box::new(move |cx| Box::new(capture::CaptureLine::new(true, "Lin".into(), cx))),
        Box::new(move |_| Box::new(sources::FirstSources::new())),
        Box::new(move |_| {
            Box::new(confirm::Confirm::new(
                "Show names?".into(),
                "show".into(),
                Effect::Mask,
            ))
        }),
    ];
    make.into_iter()
        .map(|make| Desk::new(book.clone(), |cx| make(cx)))
        .collect()
}

#[test]
fn every_dialog_draws_at_every_size() {
    for mut desk in every_dialog() {
        desk.draws_at_every_size();
        desk.masked = true;
        desk.draws_at_every_size();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_keys_break_a_dialog(
        keys in proptest::collection::vec(
            prop_oneof![3 => any_key().prop_map(|key| vec![key]), 1 => any_words()], 0..40),
        masked: bool,
        size in (0..90u16, 0..30u16),
    ) {
        for mut desk in every_dialog() {
            desk.masked = masked;
            for key in keys.iter().flatten() {
                desk.press(*key);
            }
            desk.picture(size.0, size.1);
            desk.draws_at_every_size();
        }
    }
}
