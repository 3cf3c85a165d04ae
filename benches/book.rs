//! What a book of N costs: reading, asking, drawing, a key, finding, writing. `cargo bench`; never part of `cargo test`.

#[path = "../examples/book/author.rs"]
mod author;

use std::io;

use chrono::{NaiveDate, NaiveTime};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use goodword::domain::action::Action;
use goodword::domain::book::{Book, Stamp};
use goodword::domain::id::{Id, Ids};
use goodword::domain::pillars::Judged;
use goodword::domain::referral::Direction;
use goodword::domain::stage::Stage;
use goodword::history::History;
use goodword::insight::approach;
use goodword::insight::coming::coming;
use goodword::insight::flow::slice::{Group, Slice};
use goodword::insight::flow::whole::Flow;
use goodword::insight::practice::Practice;
use goodword::insight::search;
use goodword::session::{Moment, Session};
use goodword::storage::fingerprint::Hash;
use goodword::storage::schema;
use goodword::ui::app::App;
use goodword::ui::looks;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use author::{Author, TODAY};

const SIZES: [u64; 3] = [100, 2_000, 10_000];

fn main() {
    divan::main();
}

fn book(count: u64) -> Book {
    Author::new().write(count)
}

fn bytes(book: &Book) -> Vec<u8> {
    let mut bytes = Vec::new();
    schema::write(book, &mut bytes).expect("memory takes everything");
    bytes
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn parse(bencher: Bencher, count: u64) {
    let bytes = bytes(&book(count));
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench_local(|| schema::open(&bytes).expect("our own book"));
}

/// As the program starts: a large one on two threads.
#[divan::bench(args = SIZES, sample_count = 20)]
fn parse_whole(bencher: Bencher, count: u64) {
    let text = String::from_utf8(bytes(&book(count))).expect("our own text");
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone())
        .bench_local_values(|text| schema::open_whole(text).expect("our own book"));
}

#[divan::bench(args = SIZES)]
fn hash(bencher: Bencher, count: u64) {
    let bytes = bytes(&book(count));
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench_local(|| Hash::of(&bytes));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn practice_of(bencher: Bencher, count: u64) {
    let book = book(count);
    bencher.bench_local(|| Practice::of(&book, TODAY));
}

/// All that comes, as after every change of a page that shows it.
#[divan::bench(args = SIZES)]
fn coming_now(bencher: Bencher, count: u64) {
    let practice = Practice::of(&book(count), TODAY);
    bencher.bench_local(|| coming(&practice, NaiveDate::MIN, NaiveDate::MAX));
}

/// The numbers of the process, of everything that was ever received.
#[divan::bench(args = SIZES)]
fn flow_of(bencher: Bencher, count: u64) {
    let practice = Practice::of(&book(count), TODAY);
    bencher.bench_local(|| Flow::of(&practice, &Slice::ever(Direction::Received)));
}

/// The same told apart by source, of which there are thousands.
#[divan::bench(args = SIZES)]
fn flow_by_source(bencher: Bencher, count: u64) {
    let practice = Practice::of(&book(count), TODAY);
    let flow = Flow::of(&practice, &Slice::ever(Direction::Received));
    bencher.bench_local(|| flow.by(Group::Partner));
}

/// Whom to approach, where everybody is said to trust: the most that it can cost.
#[divan::bench(args = SIZES)]
fn approach_now(bencher: Bencher, count: u64) {
    let mut book = book(count);
    let people: Vec<Id> = book.people.iter().map(|(id, _)| id).collect();
    for id in people {
        book.people
            .edit(id, 0, |person| person.trust = Some(Judged::default()));
    }
    let practice = Practice::of(&book, TODAY);
    bencher.bench_local(|| approach::now(&book, &practice));
}

/// Taking in the move of a card, and taking it out again.
#[divan::bench(args = SIZES)]
fn practice_update_twice(bencher: Bencher, count: u64) {
    let before = book(count);
    let mut history = History::open(before.clone());
    let mut open = before.referrals.iter().filter(|(_, it)| it.is_open());
    let (referral, _) = open.next().expect("one in twenty is");
    let mut stamp = Stamp {
        today: TODAY,
        at: 1_800_000_000_000,
        ids: Ids::seeded(1),
    };
    let advance = Action::Move {
        referral,
        to: Stage::ALL[3],
        why: String::new(),
    };
    history.perform(advance, &mut stamp).expect("it is open");
    let mut practice = Practice::of(&before, TODAY);
    bencher.bench_local(|| {
        practice.update(history.book(), TODAY);
        practice.update(&before, TODAY);
    });
}

struct Desk {
    app: App,
    screen: Terminal<TestBackend>,
}

impl Desk {
    fn of(count: u64, (width, height): (u16, u16)) -> Desk {
        let time = NaiveTime::from_hms_opt(9, 0, 0).expect("a time of day");
        let moment = Moment {
            today: TODAY,
            time,
            at: 1_800_000_000_000,
        };
        let session = Session::in_memory(book(count), 1, move || moment);
        let theme = looks::theme(looks::Wish::default(), |_| None);
        let screen = Terminal::new(TestBackend::new(width, height)).expect("a screen in memory");
        let mut desk = Desk {
            app: App::new(session, theme),
            screen,
        };
        desk.draw();
        desk
    }

    fn draw(&mut self) {
        let frame = self.screen.draw(|frame| self.app.draw(frame));
        frame.expect("memory takes everything");
    }

    fn key(&mut self, key: char) {
        let key = KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE);
        self.app.handle(&Event::Key(key));
        self.draw();
    }

    fn keys(&mut self, keys: &str) {
        for key in keys.chars() {
            self.key(key);
        }
    }
}

#[divan::bench(args = [(120, 36), (200, 60)])]
fn draw_home(bencher: Bencher, size: (u16, u16)) {
    let mut desk = Desk::of(10_000, size);
    desk.key('1');
    bencher.bench_local(|| desk.draw());
}

/// There and back: the pane it begins in and two keys, each with its frame.
const KEYS: [&str; 6] = ["1jk", "2jk", "3jk", "4jk", "1LH", "1uU"];

#[divan::bench(args = KEYS)]
fn two_keys(bencher: Bencher, keys: &str) {
    let mut desk = Desk::of(10_000, (160, 45));
    let (pane, pair) = keys.split_at(1);
    desk.keys(pane);
    if pair == "uU" {
        desk.key('L');
    }
    bencher.bench_local(|| desk.keys(pair));
}

/// The same on the page of Now what, and with one of its lines put off and brought back.
#[divan::bench(args = ["jk", "Gg", "uU"])]
fn two_keys_on_now_what(bencher: Bencher, pair: &str) {
    let mut desk = Desk::of(10_000, (160, 45));
    desk.keys("4z");
    if pair == "uU" {
        desk.key('t');
    }
    bencher.bench_local(|| desk.keys(pair));
}

/// The same on the page of the busiest person, pane by pane.
#[divan::bench(args = ["1jk", "2jk", "3jk", "4jk", "2<>"])]
fn two_keys_on_a_person(bencher: Bencher, keys: &str) {
    let mut desk = Desk::of(10_000, (160, 45));
    desk.keys("2");
    desk.app.handle(&Event::Key(KeyEvent::new(
        KeyCode::Enter,
        KeyModifiers::NONE,
    )));
    let (pane, pair) = keys.split_at(1);
    desk.keys(pane);
    bencher.bench_local(|| desk.keys(pair));
}

/// The page of a person opened and left.
#[divan::bench(sample_count = 50)]
fn person_page(bencher: Bencher) {
    let mut desk = Desk::of(10_000, (160, 45));
    desk.keys("2");
    bencher.bench_local(|| {
        for code in [KeyCode::Enter, KeyCode::Esc] {
            desk.app
                .handle(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
            desk.draw();
        }
    });
}

/// The numbers of the process opened and left: all of them are counted.
#[divan::bench(args = SIZES, sample_count = 20)]
fn numbers_page(bencher: Bencher, count: u64) {
    let mut desk = Desk::of(count, (200, 60));
    bencher.bench_local(|| {
        desk.keys(":numbers");
        for code in [KeyCode::Enter, KeyCode::Esc] {
            desk.app
                .handle(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
            desk.draw();
        }
    });
}

/// There and back on the numbers, where all parts are seen.
#[divan::bench(args = ["jk", "Gg"])]
fn two_keys_on_the_numbers(bencher: Bencher, pair: &str) {
    let mut desk = Desk::of(10_000, (200, 60));
    desk.keys(":numbers");
    desk.app.handle(&Event::Key(KeyEvent::new(
        KeyCode::Enter,
        KeyModifiers::NONE,
    )));
    bencher.bench_local(|| desk.keys(pair));
}

/// A letter typed and taken back where one types: find, a filter, the capture line, the source of a form.
const TYPED: [&str; 6] = [
    "fdana ort",
    "1/dan",
    "2/dan",
    "4/dan",
    "cPriya from Dan",
    "1aPri",
];

#[divan::bench(args = TYPED, sample_count = 30)]
fn typing(bencher: Bencher, keys: &str) {
    let mut desk = Desk::of(10_000, (160, 45));
    desk.keys(keys);
    let back = Event::Key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
    bencher.bench_local(|| {
        desk.key('a');
        desk.app.handle(&back);
        desk.draw();
    });
}

#[divan::bench(args = ["d", "dana", "dana ort"], sample_count = 30)]
fn find(bencher: Bencher, query: &str) {
    let book = book(10_000);
    bencher.bench_local(|| search::find(black_box(&book), query, 60));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn write(bencher: Bencher, count: u64) {
    let book = book(count);
    bencher.bench_local(|| schema::write(&book, io::sink()).expect("a sink takes everything"));
}
