//! Now what, as a pane of the home screen and as a page of its own: the lines by what it costs to ignore them, and what
//! stands behind the selected one. Only what is seen is drawn.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::text;
use crate::insight::now::{self, Group, Key, Now, Thing};

use super::super::because;
use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Motion, Offer, Spot};
use super::super::layer::Cx;
use super::super::offers::nudge;
use super::super::parts::chrome::{self, Title};
use super::super::parts::filter::Filter;
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::nudge_detail::Detail;
use super::nudge_frame::{counts, hidden, quiet_day, split};
use super::nudge_rows::{self, Row};
use super::sources::empty;

/// From this height on the groups of the page are set apart.
const AIRY: u16 = 20;

/// The list, its cursor, and whose lines are all shown.
pub struct NowWhat {
    cursor: Cursor<Key>,
    /// The first line that is drawn, headings among them.
    top: usize,
    unfolded: BTreeSet<Id>,
    found: Kept<Now>,
    list: RefCell<Option<(Of, Rc<List>)>>,
}

/// What a list was made of.
struct Of {
    now: Rc<Now>,
    filter: String,
    is_whole: bool,
    unfolded: BTreeSet<Id>,
}

/// What can be selected, in order.
#[derive(Default)]
struct List {
    items: Vec<Item>,
    keys: Vec<Key>,
}

/// One line that can be selected.
struct Item {
    /// Its row, and where it is a further one of the same person, which.
    entry: usize,
    further: Option<usize>,
}

/// What is drawn on one line.
enum Line {
    Gap,
    Words(String),
    Quiet(&'static str),
    Heading(Group),
    Item(usize),
}

/// How it is shown.
pub struct Shown<'a> {
    pub title: Vec<Piece<'a>>,
    pub focused: bool,
    /// It has the screen to itself.
    pub is_whole: bool,
    pub filter: &'a Filter,
}

impl NowWhat {
    #[allow(clippy::new_without_default)]
    pub fn new() -> NowWhat {
        NowWhat {
            cursor: Cursor::new(),
            top: 0,
            unfolded: BTreeSet::new(),
            found: Kept::new(),
            list: RefCell::new(None),
        }
    }

    fn now(&self, cx: &Cx) -> Rc<Now> {
        self.found.get(cx, || now::now(cx.practice))
    }

    /// What can be selected, kept while nothing changes: a frame asks for it several times.
    fn list(&self, is_whole: bool, filter: &Filter, cx: &Cx) -> Rc<List> {
        let now = self.now(cx);
        let mut kept = self.list.borrow_mut();
        if let Some((of, list)) = &*kept
            && Rc::ptr_eq(&of.now, &now)
            && of.is_whole == is_whole
            && of.filter == filter.text()
            && of.unfolded == self.unfolded
        {
            return Rc::clone(list);
        }
        let list = Rc::new(self.listed(&now, is_whole, filter, cx));
        let of = Of {
            now,
            filter: filter.text().into(),
            is_whole,
            unfolded: self.unfolded.clone(),
        };
        *kept = Some((of, Rc::clone(&list)));
        list
    }

    fn listed(&self, now: &Now, is_whole: bool, filter: &Filter, cx: &Cx) -> List {
        let mut list = List::default();
        for (n, entry) in now.entries.iter().enumerate() {
            // What is far off has room on the page alone.
            if entry.group == Group::Later && !is_whole {
                break;
            }
            let person = entry.thing.person();
            let is_shown =
                filter.is_empty() || person.is_some_and(|id| filter.takes_person(id, cx));
            if !is_shown {
                continue;
            }
            list.add(n, None, entry.key());
            if person.is_some_and(|id| self.unfolded.contains(&id)) {
                for (further, nudge) in entry.rest.iter().enumerate() {
                    list.add(n, Some(further), now::key_of(nudge));
                }
            }
        }
        list
    }

    /// What the selected line is about.
    pub fn selected(&self, is_whole: bool, filter: &Filter, cx: &Cx) -> Option<(Key, Thing)> {
        let list = self.list(is_whole, filter, cx);
        let at = self.cursor.place(&list.keys)?;
        Some((list.keys[at], list.items[at].thing(&self.now(cx))))
    }

    /// The record that the keys mean.
    pub fn subject(&self, is_whole: bool, filter: &Filter, cx: &Cx) -> Option<Subject> {
        let (_, thing) = self.selected(is_whole, filter, cx)?;
        thing.subject()
    }

    /// What is next, where something is for today or comes; in a few words.
    pub fn next(&self, is_whole: bool, filter: &Filter, cx: &Cx) -> String {
        if !self.now(cx).has_today() {
            return "nothing else is owed today".into();
        }
        match self.selected(is_whole, filter, cx) {
            Some((_, thing)) => because::next(&thing, cx),
            None => String::new(),
        }
    }

    /// What a command does with the selected line.
    pub fn offer(&self, command: Command, is_whole: bool, filter: &Filter, cx: &Cx) -> Offer {
        let list = self.list(is_whole, filter, cx);
        let Some(at) = self.cursor.place(&list.keys) else {
            return Offer::No;
        };
        let now = self.now(cx);
        let item = &list.items[at];
        let entry = &now.entries[item.entry];
        let is_unfolded = entry
            .thing
            .person()
            .is_some_and(|id| self.unfolded.contains(&id));
        match command {
            Command::Right if !entry.rest.is_empty() && !is_unfolded => Offer::go(Motion::Right),
            Command::Left if !entry.rest.is_empty() && is_unfolded => Offer::go(Motion::Left),
            Command::Left | Command::Right => Offer::No,
            _ => nudge::thing(command, &item.thing(&now), cx),
        }
    }

    pub fn go(&mut self, motion: &Motion, is_whole: bool, filter: &Filter, cx: &Cx) {
        let list = self.list(is_whole, filter, cx);
        let now = self.now(cx);
        let place = self.cursor.place(&list.keys);
        let entry = place.map(|at| &now.entries[list.items[at].entry]);
        match (motion, entry) {
            (Motion::Right, Some(entry)) if !entry.rest.is_empty() => {
                self.unfolded.extend(entry.thing.person());
            }
            (Motion::Left, Some(entry)) => {
                self.cursor.select(entry.key(), &list.keys);
                if let Some(id) = entry.thing.person() {
                    self.unfolded.remove(&id);
                }
            }
            (Motion::To(Spot::Row(key)), _) => self.cursor.select(*key, &list.keys),
            (other, _) => self.cursor.go(other, &list.keys),
        }
    }

    /// How many lines the pane would like to have, where it can have many.
    pub fn wanted(&self, is_roomy: bool, cx: &Cx) -> usize {
        let now = self.now(cx);
        let all = now.entries.iter().map(|entry| entry.group);
        let (rows, headings) = of_today(all);
        if is_roomy {
            // With the headings, the first lines of what is ahead, and what is behind the selected line.
            rows + headings + 2 + 5
        } else {
            rows + usize::from(now.first_ahead().is_some())
        }
    }

    pub fn draw(&mut self, canvas: &mut Canvas, area: Rect, shown: &Shown, cx: &Cx) {
        let now = self.now(cx);
        let list = self.list(shown.is_whole, shown.filter, cx);
        let title = Title {
            right: counts(canvas, shown.is_whole, &now),
            left: shown.title.clone(),
            focused: shown.focused,
        };
        let inner = chrome::frame(canvas, area, &title);
        if list.items.is_empty() && !shown.filter.is_empty() {
            empty(
                canvas,
                inner,
                &["Nothing matches.", "esc clears the filter."],
            );
            return;
        }
        let selected = self.cursor.place(&list.keys);
        let behind = selected.map(|at| self.detail(&list.items[at], &now, cx));
        let (room, beside, beneath) = match &behind {
            Some(_) => {
                let (rows, headings) = of_today(groups(&list, &now));
                split(inner, shown.is_whole, rows + headings + 2)
            }
            None => (inner, None, None),
        };
        let theme = canvas.theme;
        if let (Some(behind), Some(side)) = (&behind, beside) {
            for y in inner.y..inner.bottom() {
                canvas.text(side.x - 2, y, 1, theme.glyphs.rail, theme.frame);
            }
            behind.draw(canvas, side, cx);
        }
        if let (Some(behind), Some(below)) = (&behind, beneath) {
            let line = theme.glyphs.border.horizontal_top;
            let line = line.repeat(usize::from(inner.width));
            canvas.text(inner.x, below.y - 1, inner.width, &line, theme.frame);
            behind.draw_short(canvas, below, cx);
        }
        self.draw_list(canvas, room, &list, &now, shown, cx);
    }

    fn detail<'a>(&self, item: &Item, now: &'a Now, cx: &Cx) -> Detail<'a> {
        let entry = &now.entries[item.entry];
        let keys = [
            Command::Settle,
            Command::NotNow,
            Command::LetGo,
            Command::Open,
            Command::Why,
        ];
        let thing = item.thing(now);
        let keys = keys
            .into_iter()
            .map(|key| (key, nudge::thing(key, &thing, cx)));
        let keys = keys.filter(|(_, offer)| !offer.is_no()).collect();
        let is_unfolded = entry
            .thing
            .person()
            .is_some_and(|id| self.unfolded.contains(&id));
        Detail {
            next: now.next_with(&thing),
            thing,
            // Those that stand in the list need no second place.
            rest: if is_unfolded { &[] } else { &entry.rest },
            keys,
        }
    }

    fn draw_list(
        &mut self,
        canvas: &mut Canvas,
        room: Rect,
        list: &List,
        now: &Now,
        shown: &Shown,
        cx: &Cx,
    ) {
        let lines = lines(list, now, (room.width, room.height), shown, cx);
        let fit = usize::from(room.height).max(1);
        self.cursor.window(&list.keys, fit);
        let selected = self.cursor.place(&list.keys);
        let is_on = |line: &Line| matches!(line, Line::Item(n) if Some(*n) == selected);
        let at = lines.iter().position(is_on).unwrap_or(0);
        // The heading comes with its first line, and what stands above the first of all.
        let is_item = |line: &Line| matches!(line, Line::Item(_));
        let first = lines[..at]
            .iter()
            .rposition(is_item)
            .map_or(0, |before| before + 1);
        let first = if fit <= at - first { at } else { first };
        if self.top + fit <= at {
            self.top = at + 1 - fit;
        }
        self.top = self.top.min(first).min(lines.len().saturating_sub(fit));
        let window = self.top..(self.top + fit).min(lines.len());
        let any_more = now.entries.iter().any(|entry| !entry.rest.is_empty());
        let widest = lines[window.clone()].iter().map(|line| match line {
            Line::Item(n) if list.items[*n].further.is_none() => {
                text::width(&because::who(&list.items[*n].thing(now), cx))
            }
            _ => 0,
        });
        let widest = u16::try_from(widest.max().unwrap_or(0)).unwrap_or(u16::MAX);
        let chosen = cx.practice.chosen();
        for (line, y) in lines[window.clone()].iter().zip(room.y..) {
            let place = Rect {
                y,
                height: 1,
                ..room
            };
            let theme = canvas.theme;
            let words_room = place.width.saturating_sub(1);
            match line {
                Line::Gap => {}
                Line::Words(words) => {
                    canvas.text(place.x + 1, y, words_room, words, theme.text);
                }
                Line::Quiet(words) => {
                    canvas.text(place.x + 1, y, words_room, words, theme.dim);
                }
                Line::Heading(group) => {
                    nudge_rows::heading(canvas, place, *group, now.count(*group));
                }
                Line::Item(n) => {
                    let item = &list.items[*n];
                    let entry = &now.entries[item.entry];
                    let person = entry.thing.person();
                    let is_unfolded = person.is_some_and(|id| self.unfolded.contains(&id));
                    let row = Row {
                        key: list.keys[*n],
                        thing: &item.thing(now),
                        is_further: item.further.is_some(),
                        more: if is_unfolded { 0 } else { entry.rest.len() },
                        is_selected: shown.focused && selected == Some(*n),
                        is_chosen: person.is_some_and(|id| chosen.contains(&id)),
                    };
                    nudge_rows::draw(canvas, place, &row, (any_more, widest), cx);
                }
            }
        }
        let rows = |lines: &[Line]| lines.iter().filter(|line| is_item(line)).count();
        let (above, below) = (rows(&lines[..window.start]), rows(&lines[window.end..]));
        hidden(canvas, room, (above, below));
    }
}

/// Everything that is drawn, line by line.
fn lines(list: &List, now: &Now, (width, height): (u16, u16), shown: &Shown, cx: &Cx) -> Vec<Line> {
    let mut lines = Vec::new();
    let is_whole = shown.is_whole;
    if !now.has_today() && shown.filter.is_empty() {
        let words = quiet_day(now, cx);
        if is_whole {
            let words = text::wrapped(&words, usize::from(width.saturating_sub(2)));
            lines.extend(words.into_iter().map(Line::Words));
        } else {
            lines.push(Line::Words(words));
        }
        if is_whole || 4 < height || list.items.is_empty() {
            lines.push(Line::Quiet(
                "A good day to give: P, then 3, shows to whom and what.",
            ));
        }
    }
    let has_headings = is_whole || {
        let (rows, headings) = of_today(groups(list, now));
        rows + headings + 2 <= usize::from(height)
    };
    let mut group = None;
    for (n, item) in list.items.iter().enumerate() {
        let own = now.entries[item.entry].group;
        if has_headings && group != Some(own) {
            if !lines.is_empty() && AIRY <= height {
                lines.push(Line::Gap);
            }
            lines.push(Line::Heading(own));
            group = Some(own);
        }
        lines.push(Line::Item(n));
    }
    lines
}

/// The group of every line that can be selected.
fn groups<'a>(list: &'a List, now: &'a Now) -> impl Iterator<Item = Group> + 'a {
    list.items.iter().map(|item| now.entries[item.entry].group)
}

/// How many lines are for today, and how many headings they have; where there are none, two lines say so.
fn of_today(groups: impl Iterator<Item = Group>) -> (usize, usize) {
    let mut headings = BTreeSet::new();
    let today = groups.filter(|group| group.is_today());
    let rows = today.inspect(|group| headings.extend([*group])).count();
    if rows == 0 {
        (2, 0)
    } else {
        (rows, headings.len())
    }
}

impl List {
    fn add(&mut self, entry: usize, further: Option<usize>, key: Key) {
        self.items.push(Item { entry, further });
        self.keys.push(key);
    }
}

impl Item {
    fn thing(&self, now: &Now) -> Thing {
        let entry = &now.entries[self.entry];
        let further = self.further.and_then(|at| entry.rest.get(at));
        further.map_or(entry.thing, |nudge| Thing::Nudge(*nudge))
    }
}
