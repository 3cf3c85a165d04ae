//! Pairs of records that may be of one person: what is alike, what differs. Which it is, is for the person to say.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::name::fold;
use crate::domain::person::Person;
use crate::domain::refusal::Refusal;
use crate::insight::twins::{self, Twins};

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::dialogs::compare::told_apart;
use super::super::effect::{Ask, Motion, Offer, Spot};
use super::super::layer::{Aside, Cx, Layer};
use super::super::offers::shared::unmasked;
use super::super::parts::aside::FoundOut;
use super::super::parts::list::Cursor;
use super::super::parts::spread::{Column, spread};
use super::super::words;
use super::people::Part;
use super::sources::{empty, more, rows};

const COLUMNS: [Column; 4] = [
    Column {
        title: "one",
        from: 0,
        least: 8,
        most: 26,
    },
    Column {
        title: "the other",
        from: 0,
        least: 8,
        most: 26,
    },
    Column {
        title: "alike",
        from: 44,
        least: 12,
        most: 40,
    },
    Column {
        title: "differs in",
        from: 74,
        least: 12,
        most: 60,
    },
];

/// From this height on the columns are named.
const TALL: u16 = 6;

/// The pairs that nobody has told apart.
pub struct Duplicates {
    cursor: Cursor<(Id, Id)>,
    /// All that look alike, those who were told apart among them.
    alike: FoundOut<(), Arc<[Twins]>>,
    found: RefCell<Option<Rc<Found>>>,
}

/// What was found in a book, kept while that is the same.
struct Found {
    book: Book,
    /// None while it is being found out.
    alike: Option<Arc<[Twins]>>,
    pairs: Vec<Twins>,
    /// Each by its two ids.
    places: Vec<(Id, Id)>,
}

impl Found {
    fn of(book: &Book, alike: Option<Arc<[Twins]>>) -> Found {
        let is_there = |id: Id| book.people.has(id);
        let is_open = |it: &&Twins| {
            is_there(it.one) && is_there(it.other) && !twins::are_apart(book, it.one, it.other)
        };
        let pairs = alike.iter().flat_map(|all| all.iter());
        let pairs: Vec<Twins> = pairs.filter(is_open).cloned().collect();
        Found {
            book: book.clone(),
            places: pairs.iter().map(|it| (it.one, it.other)).collect(),
            alike,
            pairs,
        }
    }

    fn is_of(&self, book: &Book, alike: Option<&Arc<[Twins]>>) -> bool {
        let is_same_answer = match (&self.alike, alike) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        is_same_answer
            && self.book.people.is_same(&book.people)
            && self.book.settled.is_same(&book.settled)
    }
}

impl Duplicates {
    pub fn new() -> Duplicates {
        Duplicates {
            cursor: Cursor::new(),
            alike: FoundOut::new(
                |book, ()| twins::alike(book).into(),
                |a, b| a.people.is_same(&b.people),
            ),
            found: RefCell::new(None),
        }
    }

    /// What is shown; asked only while it is.
    fn found(&self, cx: &Cx) -> Rc<Found> {
        let alike = self.alike.of(cx.book, ());
        let mut found = self.found.borrow_mut();
        let known = found.take();
        let known = known
            .filter(|it| it.is_of(cx.book, alike.as_ref()))
            .unwrap_or_else(|| Rc::new(Found::of(cx.book, alike)));
        Rc::clone(found.insert(known))
    }

    fn selected(&self, cx: &Cx) -> Option<(Id, Id)> {
        self.cursor.selected(&self.found(cx).places)
    }
}

/// In what two records differ, of what both of them say.
fn differing(a: &Person, b: &Person) -> Vec<&'static str> {
    let texts: [(&str, &str, &str); 5] = [
        ("name", &a.name, &b.name),
        ("company", &a.company, &b.company),
        ("position", &a.position, &b.position),
        ("e-mail", &a.email, &b.email),
        ("phone", &a.phone, &b.phone),
    ];
    let texts = texts.into_iter();
    let said = texts.filter(|(_, a, b)| !a.is_empty() && !b.is_empty());
    said.filter(|(_, a, b)| fold(a.trim()) != fold(b.trim()))
        .map(|(label, ..)| label)
        .collect()
}

/// Where the columns of a line stand, right of the bar.
fn columns(line: Rect) -> Vec<Rect> {
    let taken = 2.min(line.width);
    let line = Rect {
        x: line.x + taken,
        width: line.width - taken,
        ..line
    };
    spread(&COLUMNS, line)
}

fn draw_row(canvas: &mut Canvas, line: Rect, twins: &Twins, is_selected: bool, cx: &Cx) {
    let theme = canvas.theme;
    let bar = if is_selected { theme.glyphs.bar } else { " " };
    canvas.text(line.x, line.y, 1, bar, theme.accent);
    let style = if is_selected {
        theme.title.add_modifier(Modifier::REVERSED)
    } else {
        theme.title
    };
    let both = [twins.one, twins.other];
    let alike: Vec<&str> = twins.alike.iter().map(|it| words::alike(*it)).collect();
    let differs = match both.map(|id| cx.book.people.get(id)) {
        [Some(a), Some(b)] => differing(a, b).join(", "),
        _ => String::new(),
    };
    let columns = columns(line);
    for (place, id) in columns.iter().zip(both) {
        canvas.text(place.x, place.y, place.width, &cx.name(Some(id)), style);
    }
    for (place, words) in columns[2..].iter().zip([alike.join(", "), differs]) {
        canvas.text(place.x, place.y, place.width, &words, theme.text);
    }
}

impl Layer for Duplicates {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        let is_mine = matches!(command, Command::Open | Command::Settle | Command::LetGo);
        let Some((one, other)) = self.selected(cx).filter(|_| is_mine) else {
            return match command {
                _ if is_mine => Offer::NotNow(
                    Refusal::new("No two people here look alike").or("1 shows everyone"),
                ),
                _ => Offer::No,
            };
        };
        match command {
            Command::LetGo => Offer::perform(told_apart(one, other, cx)),
            _ => unmasked(Ask::Compare { one, other }, cx),
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let found = self.found(cx);
        let places = &found.places;
        match motion {
            Motion::To(Spot::Item(n)) => {
                if let Some(place) = places.get(*n) {
                    self.cursor.select(*place, places);
                }
            }
            other => self.cursor.go(other, places),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, inner: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let found = self.found(cx);
        let (pairs, places) = (&found.pairs, &found.places);
        if found.alike.is_none() {
            empty(canvas, inner, &["Everyone is compared with everyone …"]);
            return;
        }
        if pairs.is_empty() {
            let lines = [
                "Nobody is here twice, as far as can be seen.",
                "Whoever is: .U on one of the two makes them one.",
            ];
            empty(canvas, inner, &lines);
            return;
        }
        let mut list = inner;
        if TALL <= inner.height {
            for (column, place) in COLUMNS.iter().zip(columns(inner)) {
                canvas.text(place.x, inner.y, place.width, column.title, theme.dim);
            }
            list = Rect {
                y: inner.y + 1,
                height: inner.height - 1,
                ..inner
            };
        }
        let window = self.cursor.window(places, rows(list.height, places.len()));
        let selected = self.cursor.selected(places);
        for (n, y) in window.clone().zip(list.y..) {
            let line = Rect {
                y,
                height: 1,
                ..list
            };
            draw_row(canvas, line, &pairs[n], selected == Some(places[n]), cx);
            canvas.mark(line, Spot::Item(n));
        }
        more(canvas, list, &window, places.len());
    }

    fn aside(&self) -> Aside {
        self.alike.aside()
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "compare",
            Command::LetGo => "two people",
            other => other.row().title,
        }
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        if self.found(cx).pairs.is_empty() {
            return vec![Command::Undo];
        }
        vec![Command::Open, Command::LetGo, Command::Undo]
    }

    fn place(&self, _: &Cx) -> String {
        "Duplicates".into()
    }
}

impl Part for Duplicates {
    fn count(&self, cx: &Cx) -> String {
        let found = self.found(cx);
        match found.pairs.len() {
            _ if found.alike.is_none() => String::new(),
            1 => "1 pair".into(),
            n => format!("{n} pairs"),
        }
    }
}
