//! Whatever is typed, pasted, pointed at and resized: no panic, a book that reads back, and the way back to the start.

use crate::desk::{Desk, sample_book, today};
use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyEventState, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};
use goodword::domain::book::Book;

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()].clone()
    }
}

const CODES: [KeyCode; 22] = [
    KeyCode::Enter,
    KeyCode::Enter,
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Insert,
    KeyCode::F(1),
    KeyCode::F(12),
    KeyCode::Null,
    KeyCode::CapsLock,
];

/// What keys of ours mean something, and letters that mean trouble.
const LETTERS: &str =
    "jkhlLH><Mnrxs to+v.uUUz12345678bm/facC:?eENygGd- ,#@()!\"'0kéßØ漢\u{301}\u{200d}\u{202e}😀";

const TEXTS: [&str; 12] = [
    "Priya Shah (ARC) from Dana Ortiz, web shop #retail 12k L3 call fri 10:00",
    "Zoe Quinn to Omar, tax advice 3000 GBP L9>10 via letter !",
    "tomorrow",
    "call fri 10:00",
    "in 2 weeks",
    "99999999999999999999999999999k",
    "12/11",
    "\u{1b}[31mred\r\n\t\u{0}",
    "👩‍👩‍👧‍👦 漢字かな ي ع ́́́́",
    "",
    "a very long line that goes on and on and on and on and on and on and on and on and on and on and on and on and on",
    "9999-12-31",
];

fn event(dice: &mut Dice, size: (u16, u16)) -> Event {
    let none = KeyModifiers::NONE;
    match dice.roll(20) {
        0..=9 => {
            let letters: Vec<char> = LETTERS.chars().collect();
            Event::Key(KeyEvent::new(KeyCode::Char(dice.pick(&letters)), none))
        }
        10..=13 => Event::Key(KeyEvent::new(dice.pick(&CODES), none)),
        14 => {
            // q and ctrl-c would end it, which is said in tests of their own.
            let letters: Vec<char> = "defgjklnoprtuwyz".chars().collect();
            let held = dice.pick(&[
                KeyModifiers::CONTROL,
                KeyModifiers::ALT,
                KeyModifiers::SHIFT,
            ]);
            Event::Key(KeyEvent::new(KeyCode::Char(dice.pick(&letters)), held))
        }
        15 => Event::Key(KeyEvent {
            code: dice.pick(&CODES),
            modifiers: KeyModifiers::all(),
            kind: dice.pick(&[
                KeyEventKind::Press,
                KeyEventKind::Release,
                KeyEventKind::Repeat,
            ]),
            state: KeyEventState::NONE,
        }),
        16 => Event::Paste(dice.pick(&TEXTS).to_string()),
        _ => {
            let button = dice.pick(&[MouseButton::Left, MouseButton::Left, MouseButton::Right]);
            let kind = dice.pick(&[
                MouseEventKind::Down(button),
                MouseEventKind::Down(button),
                MouseEventKind::Up(button),
                MouseEventKind::Up(button),
                MouseEventKind::Drag(button),
                MouseEventKind::Moved,
                MouseEventKind::ScrollDown,
                MouseEventKind::ScrollUp,
            ]);
            // Now and then outside of the window, as after a resize.
            let column = u16::try_from(dice.roll(u64::from(size.0) + 4)).unwrap();
            let row = u16::try_from(dice.roll(u64::from(size.1) + 4)).unwrap();
            Event::Mouse(MouseEvent {
                kind,
                column,
                row,
                modifiers: none,
            })
        }
    }
}

fn reads_back(book: &Book) {
    let text = serde_json::to_string(book).unwrap();
    let read: Book = serde_json::from_str(&text).unwrap();
    assert!(read.says_the_same(book) && book.says_the_same(&read));
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}

/// So many events on a desk, then all the way back.
fn play(start: &Book, seed: u64, events: u64) {
    let mut dice = Dice(seed);
    let mut size = (100, 30);
    let mut desk = Desk::with(start.clone(), size.0, size.1);
    for n in 0..events {
        if dice.roll(60) == 0 {
            size = (
                u16::try_from(1 + dice.roll(140)).unwrap(),
                u16::try_from(1 + dice.roll(50)).unwrap(),
            );
            desk.resize(size.0, size.1);
        }
        if dice.roll(500) == 0 {
            let day = desk.today() + chrono::Days::new(1 + dice.roll(9));
            desk.on(day);
        }
        let event = event(&mut dice, size);
        desk.event(&event);
        if n % 211 == 0 {
            reads_back(desk.book());
        }
        desk.app.take_errands();
        if desk.app.is_done() {
            break;
        }
    }
    reads_back(desk.book());
    if desk.app.session().is_sample() && start.is_empty() {
        return;
    }
    while desk.app.session().history().depth() > 0 {
        desk.app
            .session_mut()
            .undo()
            .expect("nothing came from outside");
    }
    assert!(
        desk.book().says_the_same(start),
        "undo leads back to the start, seed {seed}"
    );
}

fn play_many(events: u64, seed: u64) {
    let books = [sample_book(), Book::new(today())];
    let each = 500;
    for round in 0..events.div_ceil(each) {
        let book = &books[usize::try_from(round % 2).unwrap()];
        play(book, seed + round, each);
    }
}

#[test]
fn nothing_that_is_done_to_the_screen_breaks_it_or_the_book() {
    play_many(20_000, 1);
}

#[test]
#[ignore = "a campaign: GOODWORD_EVENTS says how many, 10,000,000 unless said"]
fn a_campaign_of_events() {
    let said = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    play_many(
        said("GOODWORD_EVENTS").unwrap_or(10_000_000),
        said("GOODWORD_SEED").unwrap_or(1_000_000),
    );
}
