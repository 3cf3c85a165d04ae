//! Whose turn it is: whom to approach about somebody, and to whom to give. Two lists of people with what and why; it
//! decides nothing by itself.

use std::rc::Rc;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::insight::approach::{self, Approach};
use crate::insight::giving::{self, Gift, Next, Turn};

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::offers::client;
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::super::parts::look::Look;
use super::super::parts::spread::{Column, column, spread};
use super::exchanged;
use super::people::Part;
use super::sources::{empty, more, rows};

/// Nobody goes further down in one week.
const MOST: usize = 60;

/// From this height on the columns are named.
const TALL: u16 = 6;

/// Which of the two lists it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Whom to ask now, and about whom.
    Approach,
    /// To whom to give, and what.
    Give,
}

const APPROACH: [Column; 4] = [
    column("name", 0, 8, 26),
    column("ask about", 30, 12, 48),
    column("because", 52, 12, 40),
    column("asked last", 72, 10, 14),
];

const GIVE: [Column; 4] = [
    column("name", 0, 8, 26),
    column("give", 30, 12, 36),
    column("because", 52, 12, 60),
    column("got and given", 84, 13, 24),
];

impl Of {
    fn columns(self) -> &'static [Column; 4] {
        match self {
            Of::Approach => &APPROACH,
            Of::Give => &GIVE,
        }
    }
}

/// One person and what stands beside the name.
struct Row {
    person: Id,
    cells: [(String, Look); 3],
    /// About whom to ask first.
    target: Option<Id>,
    /// What could be given first.
    gift: Option<Gift>,
}

/// One of the lists.
pub struct Turns {
    of: Of,
    cursor: Cursor<Id>,
    found: Kept<(Vec<Row>, Vec<Id>)>,
}

impl Turns {
    pub fn new(of: Of) -> Turns {
        Turns {
            of,
            cursor: Cursor::new(),
            found: Kept::new(),
        }
    }

    /// What is shown; asked only while it is, and again after a change.
    fn found(&self, cx: &Cx) -> Rc<(Vec<Row>, Vec<Id>)> {
        self.found.get(cx, || {
            let rows: Vec<Row> = match self.of {
                Of::Approach => {
                    let all = approach::now(cx.book, cx.practice).into_iter();
                    all.take(MOST).map(|it| to_approach(&it, cx)).collect()
                }
                Of::Give => {
                    let all = giving::next(cx.book, cx.practice, MOST).into_iter();
                    all.map(|it| to_give(it, cx)).collect()
                }
            };
            let people = rows.iter().map(|row| row.person).collect();
            (rows, people)
        })
    }

    fn selected(&self, cx: &Cx) -> Option<Id> {
        self.cursor.selected(&self.found(cx).1)
    }

    /// What space does with whoever is selected.
    fn settle(&self, id: Id, cx: &Cx) -> Offer {
        let found = self.found(cx);
        let Some(row) = found.0.iter().find(|row| row.person == id) else {
            return Offer::No;
        };
        match (self.of, &row.gift) {
            (Of::Approach, _) => client::ask(id, row.target, cx),
            (Of::Give, Some(gift)) => exchanged::accept(gift, id, cx).offer(cx),
            (Of::Give, None) => Offer::No,
        }
    }
}

fn to_approach(it: &Approach, cx: &Cx) -> Row {
    let about = match it.targets.split_first() {
        None => (
            format!(
                "nobody named yet; {} names somebody",
                Command::Target.typed()
            ),
            Look::Dim,
        ),
        Some((first, rest)) => {
            let more = match rest.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            (format!("{}{more}", cx.target(*first)), Look::Text)
        }
    };
    let person = cx.book.people.get(it.person);
    let reached = person.and_then(|person| person.vcp.as_ref());
    let trust = it
        .trust
        .as_ref()
        .map(|grade| format!("trust {}", grade.title()));
    let why: Vec<String> = trust
        .into_iter()
        .chain(reached.map(|it| it.stage.word().to_string()))
        .collect();
    let asked = match it.asked {
        Some(on) => day::near(on, cx.today),
        None => "never".into(),
    };
    Row {
        person: it.person,
        cells: [about, (why.join(", "), Look::Text), (asked, Look::Dim)],
        target: it.targets.first().copied(),
        gift: None,
    }
}

fn to_give(it: Next, cx: &Cx) -> Row {
    let gift = it.gifts.into_iter().next();
    let (what, why) = gift
        .as_ref()
        .map_or_else(Default::default, |gift| exchanged::gift_words(gift, cx));
    let turn = match it.turn {
        Turn::ReceivingAhead { got, given } => format!("{got} : {given}"),
        Turn::NeverReturned | Turn::LooksFor => {
            let year = &cx.practice.relation(it.person).year;
            format!("{} : {}", year.got.total(), year.given.total())
        }
    };
    Row {
        person: it.person,
        cells: [(what, Look::Text), (why, Look::Dim), (turn, Look::Dim)],
        target: None,
        gift,
    }
}

/// Where the columns of a line stand, right of the bar.
fn places(of: Of, line: Rect) -> Vec<Rect> {
    let taken = 2.min(line.width);
    let line = Rect {
        x: line.x + taken,
        width: line.width - taken,
        ..line
    };
    spread(of.columns(), line)
}

fn draw_row(canvas: &mut Canvas, of: Of, line: Rect, row: &Row, is_selected: bool, cx: &Cx) {
    let theme = canvas.theme;
    let bar = if is_selected { theme.glyphs.bar } else { " " };
    canvas.text(line.x, line.y, 1, bar, theme.accent);
    let style = if is_selected {
        theme.title.add_modifier(Modifier::REVERSED)
    } else {
        theme.title
    };
    let places = places(of, line);
    let name = cx.name(Some(row.person));
    if let Some(place) = places.first() {
        canvas.text(place.x, place.y, place.width, &name, style);
    }
    for (place, (words, look)) in places.iter().skip(1).zip(&row.cells) {
        canvas.text(place.x, place.y, place.width, words, look.style(theme));
    }
}

impl Layer for Turns {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        match (self.selected(cx), command) {
            (Some(id), Command::Settle) => self.settle(id, cx),
            (Some(id), _) => offers::subject(command, Subject::Person(id), cx),
            (None, _) => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let found = self.found(cx);
        match motion {
            Motion::To(Spot::Item(n)) => {
                if let Some(id) = found.1.get(*n) {
                    self.cursor.select(*id, &found.1);
                }
            }
            other => self.cursor.go(other, &found.1),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, inner: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let found = self.found(cx);
        let (all, people) = &*found;
        if all.is_empty() {
            empty(canvas, inner, &nobody(self.of, cx));
            return;
        }
        let mut list = inner;
        if TALL <= inner.height {
            for (column, place) in self.of.columns().iter().zip(places(self.of, inner)) {
                canvas.text(place.x, inner.y, place.width, column.title, theme.dim);
            }
            list = Rect {
                y: inner.y + 1,
                height: inner.height - 1,
                ..inner
            };
        }
        let window = self.cursor.window(people, rows(list.height, people.len()));
        let selected = self.cursor.selected(people);
        for (n, y) in window.clone().zip(list.y..) {
            let line = Rect {
                y,
                height: 1,
                ..list
            };
            let is_selected = selected == Some(people[n]);
            draw_row(canvas, self.of, line, &all[n], is_selected, cx);
            canvas.mark(line, Spot::Item(n));
        }
        more(canvas, list, &window, people.len());
    }

    fn hint(&self, command: Command) -> &'static str {
        match (command, self.of) {
            (Command::Settle, Of::Approach) => "ask",
            (Command::Settle, Of::Give) => "give it",
            (other, _) => other.row().title,
        }
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        if self.found(cx).1.is_empty() {
            return vec![Command::Undo];
        }
        let mut hints = vec![Command::Settle, Command::Open];
        hints.extend(match self.of {
            Of::Approach => [Command::Brief, Command::Touch, Command::Menu],
            Of::Give => [Command::Promise, Command::Give, Command::Menu],
        });
        hints.push(Command::Undo);
        hints
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        self.selected(cx).map(Subject::Person)
    }

    fn place(&self, cx: &Cx) -> String {
        let title = match self.of {
            Of::Approach => "Whom to approach",
            Of::Give => "Give next",
        };
        match self.selected(cx) {
            Some(id) => format!("{title} · {}", cx.name(Some(id))),
            None => title.into(),
        }
    }
}

/// What an empty list says.
fn nobody(of: Of, cx: &Cx) -> [&'static str; 2] {
    match of {
        Of::Approach => [
            "Nobody to ask just now: warm, trusting, owed nothing, not asked lately.",
            "A person’s page says what is missing first, under “As a client”.",
        ],
        Of::Give if cx.practice.is_being_read() => [
            "Looking through what everybody looks for …",
            "It is there in a moment.",
        ],
        Of::Give => [
            "Nobody is waiting for anything, as far as the book knows.",
            ".w on a person notes whom they look for; what fits is suggested here.",
        ],
    }
}

impl Part for Turns {
    fn count(&self, cx: &Cx) -> String {
        match self.found(cx).1.len() {
            1 => "1 person".into(),
            n => format!("{n} people"),
        }
    }
}
