//! The referrals behind a figure: a list from which each can be opened, and where its keys work. It counts nothing.

use std::collections::HashMap;
use std::rc::Rc;

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::insight::flow::slice::Slice;
use crate::insight::flow::whole::{Behind, Flow};

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Motion, Offer, Spot};
use super::super::figures::{self as said, counted};
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::parts::chrome::{self, Title};
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::super::parts::spread::{Column, column, spread};
use super::super::words;
use super::sources::{empty, more, rows};

const COLUMNS: [Column; 7] = [
    column("prospect", 0, 12, 26),
    column("from", 44, 10, 26),
    column("stands", 24, 12, 16),
    column("days", 62, 8, 9),
    column("came", 56, 9, 11),
    column("estimate", 78, 8, 8),
    column("need", 96, 12, 60),
];

/// Where the days stand among them.
const DAYS: usize = 3;

/// From this height on the columns are named.
const TALL: u16 = 5;

/// The list.
pub struct Those {
    slice: Slice,
    what: Behind,
    /// A stage of which they are all that are open there, whether a figure counts them or not.
    there: Option<Stage>,
    cursor: Cursor<Id>,
    found: Kept<Found>,
    /// Numbers that were counted of this book on this day, for the first look.
    lent: Option<(Book, NaiveDate, Rc<Flow>)>,
}

/// The referrals, and what the figure counted of each.
struct Found {
    ids: Vec<Id>,
    days: HashMap<Id, i64>,
}

impl Those {
    pub fn new(slice: Slice, what: Behind) -> Those {
        Those {
            slice,
            what,
            there: None,
            cursor: Cursor::new(),
            found: Kept::new(),
            lent: None,
        }
    }

    /// The same, with numbers that have been counted already.
    pub fn lent(mut self, flow: Option<Rc<Flow>>, cx: &Cx) -> Those {
        self.lent = flow.map(|flow| (cx.book.clone(), cx.today, flow));
        self
    }

    fn cases(&self, cx: &Cx) -> Vec<(Id, Option<i64>)> {
        let lent = self.lent.as_ref();
        let lent = lent.filter(|(book, on, _)| book.is_same(cx.book) && *on == cx.today);
        lent.and_then(|(_, _, flow)| flow.cases_of(&self.slice, &self.what))
            .unwrap_or_else(|| Flow::of(cx.practice, &self.slice).cases(&self.what))
    }

    /// All that are open in a stage, as the board has them.
    pub fn there(given: bool, stage: Stage) -> Those {
        let direction = Direction::ALL[usize::from(given)].clone();
        Those {
            there: Some(stage),
            ..Those::new(Slice::ever(direction), Behind::Stands(stage))
        }
    }

    fn found(&self, cx: &Cx) -> Rc<Found> {
        self.found.get(cx, || {
            if let Some(stage) = self.there {
                return Found {
                    ids: cx.practice.column(&self.slice.direction, stage).to_vec(),
                    days: HashMap::new(),
                };
            }
            let cases = self.cases(cx);
            let days = cases.iter().filter_map(|(id, days)| Some((*id, (*days)?)));
            Found {
                days: days.collect(),
                ids: cases.into_iter().map(|(id, _)| id).collect(),
            }
        })
    }

    fn is_given(&self) -> bool {
        self.slice.direction == Direction::Given
    }

    /// Which they are: "took too long in Meet · Dana Ortiz".
    fn title(&self, cx: &Cx) -> String {
        let mut title = said::behind(&self.what, self.is_given());
        for key in &self.slice.only {
            title += &format!(" · {}", said::key(key, cx));
        }
        title
    }

    /// In which time they are so: "22 Nov 2025 to today", "today".
    fn when(&self, cx: &Cx) -> String {
        let on = |day: NaiveDate| day::full(day, cx.today);
        let until = self.slice.until.filter(|until| *until != cx.today);
        match (&self.what, self.slice.since) {
            (Behind::Stands(_) | Behind::Late(_), _) => "today".into(),
            (Behind::Stood(_), _) => until.map_or("today".into(), on),
            (_, None) if until.is_none() => "ever".into(),
            (_, None) => format!("up to {}", until.map_or(String::new(), on)),
            (_, Some(since)) => {
                let until = until.map_or("today".into(), on);
                format!("{} to {until}", on(since))
            }
        }
    }

    fn selected(&self, cx: &Cx) -> Option<Id> {
        self.cursor.selected(&self.found(cx).ids)
    }
}

/// What stands in each column.
fn cells(id: Id, cx: &Cx) -> Option<[String; 7]> {
    let it = cx.book.referrals.get(id)?;
    let (stands, days) = match (&it.outcome, cx.practice.standing(id)) {
        (Some(outcome), _) => {
            let on = day::near(outcome.on, cx.today);
            (outcome.ending.title().to_string(), on)
        }
        (None, Some(standing)) => (standing.stage.title().to_string(), words::dwell(standing)),
        (None, None) => (it.stage().title().to_string(), String::new()),
    };
    let sum = it
        .outcome
        .as_ref()
        .and_then(|outcome| outcome.value)
        .or(it.estimate);
    Some([
        cx.name(it.prospect).into_owned(),
        it.partner()
            .map_or(String::new(), |id| cx.name(Some(id)).into_owned()),
        stands,
        days,
        day::near(it.on, cx.today),
        sum.map_or(String::new(), |sum| cx.money(sum)),
        cx.words(&it.need).to_string(),
    ])
}

fn places(line: Rect) -> Vec<Rect> {
    let taken = 2.min(line.width);
    let line = Rect {
        x: line.x + taken,
        width: line.width - taken,
        ..line
    };
    spread(&COLUMNS, line)
}

impl Layer for Those {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        match self.selected(cx) {
            Some(id) => offers::subject(command, Subject::Referral(id), cx),
            None => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let found = &self.found(cx).ids;
        match motion {
            Motion::To(Spot::Item(n)) => {
                if let Some(id) = found.get(*n) {
                    self.cursor.select(*id, found);
                }
            }
            Motion::Select(Subject::Referral(id)) | Motion::Follow(Subject::Referral(id)) => {
                if found.contains(id) {
                    self.cursor.select(*id, found);
                }
            }
            other => self.cursor.go(other, found),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let all = self.found(cx);
        let found = &all.ids;
        let title = Title {
            left: vec![
                (said::capital(&self.title(cx)).into(), theme.focus),
                (format!("   {}", self.when(cx)).into(), theme.accent),
            ],
            right: vec![(
                counted(found.len(), "referral", "referrals").into(),
                theme.dim,
            )],
            focused: true,
        };
        let inner = chrome::frame(canvas, area, &title);
        if found.is_empty() {
            empty(
                canvas,
                inner,
                &[
                    if self.there.is_some() {
                        "No referral is open there any more."
                    } else {
                        "No referral stands behind this figure."
                    },
                    "esc goes back.",
                ],
            );
            return;
        }
        let mut list = inner;
        if TALL <= inner.height {
            for (column, place) in COLUMNS.iter().zip(places(inner)) {
                let title = match column.title {
                    "from" if self.is_given() => "to",
                    // What is counted, or how long it stands there.
                    "days" if !all.days.is_empty() => "took",
                    title => title,
                };
                canvas.text(place.x, inner.y, place.width, title, theme.dim);
            }
            list = Rect {
                y: inner.y + 1,
                height: inner.height - 1,
                ..inner
            };
        }
        let window = self.cursor.window(found, rows(list.height, found.len()));
        let selected = self.cursor.selected(found);
        for (n, y) in window.clone().zip(list.y..) {
            let line = Rect {
                y,
                height: 1,
                ..list
            };
            canvas.mark(line, Spot::Item(n));
            let is_on = selected == Some(found[n]);
            let bar = if is_on { theme.glyphs.bar } else { " " };
            canvas.text(line.x, y, 1, bar, theme.accent);
            let Some(mut cells) = cells(found[n], cx) else {
                continue;
            };
            if let Some(days) = all.days.get(&found[n]) {
                cells[DAYS] = format!("{days}d");
            }
            for (at, (place, words)) in places(line).iter().zip(&cells).enumerate() {
                let style = match (at, is_on) {
                    (0, true) => theme.title.add_modifier(Modifier::REVERSED),
                    (0, false) => theme.title,
                    (4.., _) => theme.dim,
                    _ => theme.text,
                };
                canvas.text(place.x, y, place.width, words, style);
            }
        }
        more(canvas, list, &window, found.len());
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        if self.found(cx).ids.is_empty() {
            return vec![Command::Back];
        }
        vec![
            Command::Open,
            Command::Settle,
            Command::Next,
            Command::Menu,
            Command::Undo,
            Command::Back,
        ]
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        self.selected(cx).map(Subject::Referral)
    }

    fn place(&self, cx: &Cx) -> String {
        said::capital(&self.title(cx))
    }

    fn is_page(&self) -> bool {
        true
    }
}
