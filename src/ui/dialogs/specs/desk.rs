//! A form on a small invented book, worked by keys as the screen would. For tests alone.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::action::Action;
use crate::domain::book::{Book, Stamp};
use crate::domain::id::{Id, Ids};
use crate::domain::money::{Currency, Money};
use crate::domain::person::{Person, Tier};
use crate::domain::process::Map;
use crate::domain::referral::{Direction, Joined, Move, Next, Referral, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::insight::practice::Practice;
use crate::letters::template::Letters;
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::dialogs::form::Form;
use crate::ui::effect::{Effect, FormKind, Motion, Offer};
use crate::ui::layer::{Cx, Layer, Typed};
use crate::ui::theme::{Theme, UNICODE};
use crate::ui::view::View;

pub const DANA: Id = Id::fixed(1);
pub const MIA: Id = Id::fixed(2);
pub const PRIYA: Id = Id::fixed(3);
pub const OMAR: Id = Id::fixed(4);
/// Priya, from Dana and Mia, in Check back, a call to Dana planned.
pub const SHOP: Id = Id::fixed(11);
/// Omar, from Dana, in Meet, a meeting on the day before.
pub const AUDIT: Id = Id::fixed(12);

pub const NEWEST_MAP: Id = Id::fixed(31);

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A Saturday.
pub fn today() -> NaiveDate {
    day("2026-11-21")
}

pub fn euros(minor: i64) -> Money {
    Money {
        minor,
        currency: Currency::EUR,
    }
}

pub fn book() -> Book {
    let mut book = Book::new(today());
    for (id, name, company, tier) in [
        (DANA, "Dana Ortiz", "Ortiz & Daughters", Some(Tier::A)),
        (MIA, "Mia Lang", "", None),
        (PRIYA, "Priya Shah", "ARC", None),
        (OMAR, "Omar Haddad", "", None),
    ] {
        let person = Person {
            name: name.into(),
            company: company.into(),
            tier,
            ..Person::default()
        };
        book.people.set(id, Arc::new(person));
    }
    for (id, version) in [(Id::fixed(30), 98), (NEWEST_MAP, 99)] {
        let map = Map {
            version,
            ..Map::default()
        };
        book.maps.set(id, Arc::new(map));
    }
    let at = |stage: Stage| {
        let step = Move {
            to: stage,
            on: day("2026-11-18"),
            ..Move::default()
        };
        [(Id::fixed(90), step)].into()
    };
    let joined = Joined {
        on: day("2026-11-18"),
        ..Joined::default()
    };
    let shop = Referral {
        prospect: Some(PRIYA),
        source: Some(DANA),
        also: [(MIA, joined)].into(),
        on: day("2026-11-12"),
        need: "web shop".into(),
        estimate: Some(euros(1_200_000)),
        level: Some(3),
        aim: Some(7),
        tags: [("retail".to_string(), true)].into(),
        next: Some(Next {
            verb: Verb::Call,
            whom: Some(DANA),
            on: day("2026-11-26"),
            ..Next::default()
        }),
        moves: at(Stage::CheckBack),
        ..Referral::default()
    };
    book.referrals.set(SHOP, Arc::new(shop));
    let audit = Referral {
        direction: Direction::Received,
        prospect: Some(OMAR),
        source: Some(DANA),
        on: day("2026-11-02"),
        level: Some(1),
        next: Some(Next {
            verb: Verb::Meet,
            whom: Some(OMAR),
            on: day("2026-11-20"),
            time: NaiveTime::from_hms_opt(9, 0, 0),
            ..Next::default()
        }),
        moves: at(Stage::Meet),
        ..Referral::default()
    };
    book.referrals.set(AUDIT, Arc::new(audit));
    book
}

pub struct Desk {
    pub book: Book,
    practice: Practice,
    pub form: Form,
    pub masked: bool,
}

impl Desk {
    pub fn open(kind: FormKind) -> Desk {
        Desk::of(book(), kind, false)
    }

    pub fn of(book: Book, kind: FormKind, masked: bool) -> Desk {
        let practice = Practice::of(&book, today());
        let form = Form::new(kind, &cx(&book, &practice, masked));
        Desk {
            book,
            practice,
            form,
            masked,
        }
    }

    pub fn look<T>(&mut self, look: impl FnOnce(&mut Form, &Cx) -> T) -> T {
        let cx = cx(&self.book, &self.practice, self.masked);
        look(&mut self.form, &cx)
    }

    /// A key press, as the screen passes it on; what it offers beyond the form itself.
    pub fn key(&mut self, key: KeyEvent) -> Option<Offer> {
        self.look(|form, cx| {
            let command = Command::bound(key).filter(|command| command.works_in_text());
            let Some(command) = command else {
                form.type_in(&Typed::Key(key), cx);
                return None;
            };
            match form.offer(command, cx) {
                Offer::Yes(Effect::Go(motion)) => {
                    form.go(&motion, cx);
                    None
                }
                offer => Some(offer),
            }
        })
    }

    /// A key by its name, then others: `tab`, `ctrl-w`, `x`.
    pub fn press(&mut self, keys: &str) -> Option<Offer> {
        let mut last = None;
        for word in keys.split(' ') {
            let (modifiers, name) = match word.split_once('-') {
                Some(("ctrl", name)) => (KeyModifiers::CONTROL, name),
                Some(("alt", name)) => (KeyModifiers::ALT, name),
                Some(("shift", name)) => (KeyModifiers::SHIFT, name),
                _ => (KeyModifiers::NONE, word),
            };
            let code = match name {
                "enter" => KeyCode::Enter,
                "tab" => KeyCode::Tab,
                "esc" => KeyCode::Esc,
                "up" => KeyCode::Up,
                "down" => KeyCode::Down,
                "left" => KeyCode::Left,
                "right" => KeyCode::Right,
                "home" => KeyCode::Home,
                "end" => KeyCode::End,
                "space" => KeyCode::Char(' '),
                "backspace" => KeyCode::Backspace,
                "delete" => KeyCode::Delete,
                letter => KeyCode::Char(letter.chars().next().unwrap()),
            };
            last = self.key(KeyEvent::new(code, modifiers));
        }
        last
    }

    pub fn write(&mut self, words: &str) -> &mut Desk {
        for letter in words.chars() {
            self.key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
        }
        self
    }

    pub fn paste(&mut self, words: &str) -> &mut Desk {
        self.look(|form, cx| form.type_in(&Typed::Paste(words.into()), cx));
        self
    }

    /// Empties a field and types these words into it.
    pub fn set(&mut self, label: &str, words: &str) -> &mut Desk {
        self.look(|form, cx| {
            let place = form.labels().iter().position(|other| *other == label);
            let spot = crate::ui::effect::Spot::Field(place.unwrap());
            form.go(&Motion::To(spot), cx);
            form.go(&Motion::Fill(String::new()), cx);
        });
        self.write(words)
    }

    /// What saving would do.
    pub fn save(&mut self) -> Result<Action, Refusal> {
        match self.look(|form, cx| form.submit(cx)) {
            Offer::Yes(Effect::Submit(action)) => Ok(action),
            Offer::NotNow(refusal) => Err(refusal),
            other => panic!("saving offers {other:?}"),
        }
    }

    /// What saving says where it changes nothing.
    pub fn idle(&mut self) -> String {
        match self.look(|form, cx| form.submit(cx)) {
            Offer::Yes(Effect::Then(then)) => match *then {
                Effect::Say(words) => words,
                other => panic!("saving does {other:?}"),
            },
            other => panic!("saving offers {other:?}"),
        }
    }

    /// Saves into the book and says what was said.
    pub fn perform(&mut self) -> String {
        let action = self.save().unwrap();
        let mut stamp = Stamp {
            today: today(),
            at: 1_000,
            ids: Ids::seeded(7),
        };
        let said = action.perform(&mut self.book, &mut stamp).unwrap();
        format!("{}|{}", said.what, said.more)
    }

    pub fn refused(&mut self) -> String {
        self.save().unwrap_err().to_string()
    }

    pub fn screen(&mut self, width: u16, height: u16) -> String {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        let theme = Theme::colours(&UNICODE);
        let mut canvas = Canvas::new(&mut buf, &theme);
        self.look(|form, cx| form.draw(&mut canvas, area, cx));
        let cursor = canvas.cursor;
        if let Some(at) = cursor {
            assert!(area.contains(at), "the cursor is on the screen");
        }
        let mut lines = Vec::new();
        for y in 0..height {
            let line: String = (0..width).map(|x| buf[(x, y)].symbol()).collect();
            lines.push(line.trim_end().to_string());
        }
        lines.join("\n")
    }
}

/// Our own texts.
fn letters() -> &'static Letters {
    static LETTERS: std::sync::OnceLock<Letters> = std::sync::OnceLock::new();
    LETTERS.get_or_init(Letters::default)
}

fn cx<'a>(book: &'a Book, practice: &'a Practice, masked: bool) -> Cx<'a> {
    Cx {
        book,
        practice,
        letters: letters(),
        today: today(),
        time: NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
        masked,
        undo: None,
        redo: None,
        sample: false,
        view: View::plain(),
        inbox: &[],
    }
}
