//! All people by name: filtered as one types, narrowed by what they are, marked to do one thing with several. Only what
//! is seen is drawn, however many there are.

use std::cell::RefCell;
use std::rc::Rc;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::insight::facets::{self, Facet, Role};

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Ask, Effect, FormKind, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer, Typed};
use super::super::offers::{any as offers, several};
use super::super::parts::filter::Filter;
use super::super::parts::list::Cursor;
use super::super::parts::marks::Marks;
use super::super::parts::spread::{Column, column, spread};
use super::super::theme::Theme;
use super::super::words;
use super::people::Part;
use super::sources::{empty, more, rows, tone};

/// The columns, and from which width of the list on each is shown.
const COLUMNS: [Column; 9] = [
    column("name", 0, 14, 30),
    column("company", 62, 10, 30),
    column("position", 112, 10, 30),
    column("is", 76, 17, 28),
    column("tier", 18, 4, 4),
    column("last contact", 44, 19, 19),
    column("got", 96, 3, 3),
    column("given", 96, 5, 5),
    column("tags", 104, 8, u16::MAX),
];

/// "never of 180d".
const DAYS: u16 = 13;

/// From this height on the columns are named.
const TALL: u16 = 6;

/// The list of everyone.
pub struct Everyone {
    cursor: Cursor<Id>,
    filter: Filter,
    facets: Vec<Facet>,
    marks: Marks,
    shown: RefCell<Shown>,
}

/// Who is shown, kept while nothing changes: a frame asks for the same list several times.
#[derive(Default)]
struct Shown {
    of: Option<Asked>,
    people: Rc<[Id]>,
}

struct Asked {
    book: Book,
    masked: bool,
    filter: String,
    facets: Vec<Facet>,
}

impl Everyone {
    pub fn new() -> Everyone {
        Everyone {
            cursor: Cursor::new(),
            filter: Filter::default(),
            facets: Vec::new(),
            marks: Marks::default(),
            shown: RefCell::default(),
        }
    }

    fn people(&self, cx: &Cx) -> Rc<[Id]> {
        let mut shown = self.shown.borrow_mut();
        let is_known = shown.of.as_ref().is_some_and(|of| {
            of.book.is_same(cx.book)
                && of.masked == cx.masked
                && of.filter == self.filter.text()
                && of.facets == self.facets
        });
        if !is_known {
            let takes = |id: &Id| {
                facets::take(&self.facets, *id, cx.practice) && self.filter.takes_person(*id, cx)
            };
            let all = cx.practice.everyone().iter().copied();
            shown.people = all.filter(takes).collect();
            shown.of = Some(Asked {
                book: cx.book.clone(),
                masked: cx.masked,
                filter: self.filter.text().to_string(),
                facets: self.facets.clone(),
            });
        }
        Rc::clone(&shown.people)
    }

    fn selected(&self, cx: &Cx) -> Option<Id> {
        self.cursor.selected(&self.people(cx))
    }

    fn is_narrowed(&self) -> bool {
        !self.filter.is_empty() || !self.facets.is_empty()
    }

    fn widen(&mut self) {
        self.filter.clear();
        self.facets.clear();
    }

    fn select(&mut self, id: Id, cx: &Cx) {
        if !cx.book.people.has(id) {
            return;
        }
        // Whoever is hidden would look lost.
        if !self.people(cx).contains(&id) {
            self.widen();
        }
        let people = self.people(cx);
        self.cursor.select(id, &people);
    }

    fn draw_row(&self, canvas: &mut Canvas, line: Rect, id: Id, is_selected: bool, cx: &Cx) {
        let theme = canvas.theme;
        let Some(person) = cx.book.people.get(id) else {
            return;
        };
        let relation = cx.practice.relation(id);
        let glyph = self.marks.glyph(id, is_selected, theme);
        canvas.text(line.x, line.y, 1, glyph, theme.accent);
        let name_style = if is_selected {
            theme.title.add_modifier(Modifier::REVERSED)
        } else {
            theme.title
        };
        let tier = person
            .tier
            .as_ref()
            .map_or(theme.glyphs.dash, |it| it.word());
        let (days, warmth) = words::warmth(relation, cx.today);
        let contact_style = tone(relation, theme);
        let roles = Role::ALL.into_iter();
        let roles = roles.filter(|role| cx.practice.has_role(id, *role));
        let roles: Vec<&str> = roles.map(Role::title).collect();
        let tags = person.tags.iter().filter(|(_, is_set)| **is_set);
        let tags: Vec<String> = tags.map(|(tag, _)| format!("#{}", cx.words(tag))).collect();
        let figure = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        for (column, place) in COLUMNS.iter().zip(columns(line)) {
            let put = |canvas: &mut Canvas, words: &str, style| {
                canvas.text(place.x, place.y, place.width, words, style);
            };
            let put_right = |canvas: &mut Canvas, words: &str| {
                canvas.text_right(place.x, place.y, place.width, words, theme.text);
            };
            match column.title {
                _ if place.width == 0 => {}
                "name" => put(canvas, &cx.name(Some(id)), name_style),
                "company" => put(canvas, cx.company(person), theme.text),
                "position" => put(canvas, cx.words(&person.position), theme.dim),
                "is" => put(canvas, &roles.join(" · "), theme.text),
                "tier" => put(canvas, tier, theme.text),
                "last contact" => {
                    let used = canvas.text_right(place.x, place.y, DAYS, &days, theme.text);
                    let x = place.x + DAYS + u16::from(used > 0);
                    canvas.text(
                        x,
                        place.y,
                        place.right().saturating_sub(x),
                        warmth,
                        contact_style,
                    );
                }
                "got" => put_right(canvas, &figure(relation.year.got.total())),
                "given" => put_right(canvas, &figure(relation.year.given.total())),
                _ => put(canvas, &tags.join(" "), theme.dim),
            }
        }
        canvas.mark(line, Spot::Person(0, id));
    }
}

/// Where the columns of a line stand, right of the mark.
fn columns(line: Rect) -> Vec<Rect> {
    let taken = 2.min(line.width);
    let line = Rect {
        x: line.x + taken,
        width: line.width - taken,
        ..line
    };
    spread(&COLUMNS, line)
}

impl Layer for Everyone {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if self.filter.is_typing() {
            return match command {
                Command::Open | Command::NextPane | Command::Down => Offer::go(Motion::Done),
                Command::Back => Offer::go(Motion::Clear),
                Command::Suspend | Command::Interrupt => Offer::No,
                _ => Offer::Yes(Effect::Nothing),
            };
        }
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        let marked = self.marks.people(cx);
        let selected = self.selected(cx);
        match command {
            Command::Filter => Offer::go(Motion::Filter),
            Command::Facet => Offer::open(Ask::Facets {
                on: self.facets.clone(),
            }),
            Command::Mark | Command::MarkAll if selected.is_none() => {
                let nobody = Refusal::new("Nobody is shown to be marked");
                Offer::NotNow(nobody.or("esc shows all, a adds a person"))
            }
            Command::Mark => Offer::go(Motion::Mark),
            Command::MarkAll => Offer::go(Motion::MarkAll),
            Command::Back if !marked.is_empty() || self.is_narrowed() => Offer::go(Motion::Clear),
            Command::Add => Offer::open(Ask::Form(FormKind::Person { id: None })),
            _ if !marked.is_empty() => several::several(command, &marked, selected, cx),
            _ => match selected {
                Some(id) => offers::subject(command, Subject::Person(id), cx),
                None if offers::needs_a_subject(command) => Offer::NotNow(
                    Refusal::new("Nobody is selected here").or("esc shows all, a adds a person"),
                ),
                None => Offer::No,
            },
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        match motion {
            Motion::Filter => self.filter.start(),
            Motion::Done => self.filter.done(),
            Motion::Clear if self.filter.is_typing() => self.filter.clear(),
            Motion::Clear if !self.marks.people(cx).is_empty() => self.marks.clear(),
            Motion::Clear => self.widen(),
            Motion::Facet(facet) => {
                let before = self.facets.len();
                self.facets.retain(|other| !other.is(facet));
                if self.facets.len() == before {
                    self.facets.push(facet.clone());
                }
            }
            Motion::Mark => {
                if let Some(id) = self.selected(cx) {
                    self.marks.turn(id);
                }
            }
            Motion::MarkAll => {
                let people = self.people(cx);
                self.marks.turn_all(&people);
            }
            Motion::Select(Subject::Person(id)) => self.select(*id, cx),
            Motion::To(Spot::Person(_, id)) => {
                let people = self.people(cx);
                self.cursor.select(*id, &people);
            }
            other => {
                let people = self.people(cx);
                self.cursor.go(other, &people);
            }
        }
    }

    fn wants_text(&self) -> bool {
        self.filter.is_typing()
    }

    fn type_in(&mut self, typed: &Typed, _: &Cx) {
        self.filter.type_in(typed);
    }

    fn draw(&mut self, canvas: &mut Canvas, inner: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let people = self.people(cx);
        if people.is_empty() {
            let lines = if cx.book.people.is_empty() {
                [
                    "Nobody here yet.",
                    "a adds a person; c captures a referral.",
                ]
            } else {
                ["Nobody matches.", "esc shows everyone again."]
            };
            empty(canvas, inner, &lines);
            return;
        }
        let mut list = inner;
        if TALL <= inner.height {
            for (column, place) in COLUMNS.iter().zip(columns(inner)) {
                let is_figure = matches!(column.title, "got" | "given");
                if is_figure {
                    canvas.text_right(place.x, inner.y, place.width, column.title, theme.dim);
                } else {
                    canvas.text(place.x, inner.y, place.width, column.title, theme.dim);
                }
            }
            list = Rect {
                y: inner.y + 1,
                height: inner.height - 1,
                ..inner
            };
        }
        let window = self.cursor.window(&people, rows(list.height, people.len()));
        let selected = self.cursor.selected(&people);
        for (id, y) in people[window.clone()].iter().zip(list.y..) {
            let line = Rect {
                y,
                height: 1,
                ..list
            };
            self.draw_row(canvas, line, *id, selected == Some(*id), cx);
        }
        more(canvas, list, &window, people.len());
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        if self.filter.is_typing() {
            return vec![Command::Open, Command::Back];
        }
        if !self.marks.people(cx).is_empty() {
            return vec![
                Command::Touch,
                Command::Tier,
                Command::Tag,
                Command::Mark,
                Command::MarkAll,
                Command::Facet,
                Command::Filter,
            ];
        }
        vec![
            Command::Open,
            Command::Facet,
            Command::Filter,
            Command::Mark,
            Command::MarkAll,
            Command::Touch,
            Command::Tier,
            Command::Add,
            Command::Menu,
            Command::Undo,
        ]
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        self.selected(cx).map(Subject::Person)
    }

    fn place(&self, cx: &Cx) -> String {
        match (self.marks.people(cx).len(), self.selected(cx)) {
            (0, Some(id)) => format!("Everyone · {}", cx.name(Some(id))),
            (0, None) => "Everyone".into(),
            (n, _) => format!("Everyone · {n} marked"),
        }
    }
}

impl Part for Everyone {
    fn chips<'a>(&self, cx: &Cx<'a>, theme: &Theme) -> Vec<Piece<'a>> {
        // First, for there may be no room for all.
        let mut chips = if self.marks.people(cx).is_empty() {
            Vec::new()
        } else {
            self.marks.chip_among(&self.people(cx), cx, theme)
        };
        let said: Vec<String> = self
            .facets
            .iter()
            .map(|facet| words::facet(facet, cx))
            .collect();
        if !said.is_empty() {
            chips.push((format!("  {}", said.join(" · ")).into(), theme.warn));
        }
        if !self.filter.is_empty() || self.filter.is_typing() {
            chips.push((format!("  /{}", self.filter.text()).into(), theme.warn));
        }
        chips
    }

    fn count(&self, cx: &Cx) -> String {
        let all = cx.practice.everyone().len();
        match self.people(cx).len() {
            shown if shown == all => all.to_string(),
            shown => format!("{shown} of {all}"),
        }
    }
}
