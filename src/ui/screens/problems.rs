//! The problems of the process as a pane: where it is held up, why, the fix and its day. Beneath the selected
//! one stands what its fix did to the days in the stage.

use std::collections::BTreeMap;
use std::rc::Rc;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::action::Action;
use crate::domain::day;
use crate::domain::event::Event;
use crate::domain::id::Id;
use crate::domain::problem::Problem;
use crate::domain::referral::Direction;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::flow::figure::{Said, Spread};
use crate::insight::flow::slice::Slice;
use crate::insight::flow::whole::Flow;
use crate::insight::process::{looked_back_on, still_there};

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{FormKind, Motion, Offer, Spot};
use super::super::figures;
use super::super::layer::{Cx, Layer};
use super::super::offers::shared::form;
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::super::parts::spread::{Column, column, spread};
use super::super::words;
use super::people::Part;
use super::sources::{empty, more, rows};

/// Why it happens before what is done about it: a fix without its cause says little.
const COLUMNS: [Column; 5] = [
    column("stage", 0, 8, 16),
    column("what", 0, 12, 50),
    column("because", 60, 10, 50),
    column("fix", 92, 10, 50),
    column("state", 30, 12, 14),
];

/// Lines beneath for what is selected.
const BENEATH: u16 = 7;
const TALL: u16 = 14;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Item {
    Problem(Id),
    /// A stage that was looked back on and at which no problem is noted.
    Back(Stage),
}

pub struct Problems {
    given: bool,
    cursor: Cursor<Item>,
    /// The lines, and what looking back brought, the newest first: asked once for a book as it is.
    found: Kept<Vec<Item>>,
    back: Kept<BTreeMap<Stage, Vec<Event>>>,
    /// All that ever went this way, counted once for what a fix did.
    flow: Kept<Flow>,
}

impl Problems {
    pub fn new(given: bool) -> Problems {
        Problems {
            given,
            cursor: Cursor::new(),
            found: Kept::new(),
            back: Kept::new(),
            flow: Kept::new(),
        }
    }

    /// What the fix did to the days in its stage.
    fn compared(&self, it: &Problem, cx: &Cx) -> Vec<String> {
        let Some(done) = it.done else {
            return Vec::new();
        };
        let flow = self.flow.get(cx, || {
            Flow::of(cx.practice, &Slice::ever(it.direction.clone()))
        });
        let compared = flow.around_fix(it.stage, done);
        // On the day itself it says nothing of the fix.
        let still = if done < cx.today {
            still_there(cx.practice, &it.direction, it.stage, done)
        } else {
            (0, 0)
        };
        if compared.before.days.n() + compared.after.days.n() == 0 {
            let nothing =
                "No stay here lay wholly before or after the fix: nothing to compare yet.".into();
            return [nothing].into_iter().chain(still_words(still)).collect();
        }
        let on = day::full(done, cx.today);
        let mut said = vec![
            format!("Before the fix {}.", stays(&compared.before.days)),
            format!("Since {on} {}.", stays(&compared.after.days)),
        ];
        said.extend(compared.gained().map(|days| match days {
            0 => "The middle one takes as long as before.".to_string(),
            days if 0 < days => format!("The middle one is {} shorter.", words::days(days)),
            days => format!("The middle one is {} longer.", words::days(-days)),
        }));
        said.extend(still_words(still));
        said
    }

    fn direction(&self) -> Direction {
        Direction::ALL[usize::from(self.given)].clone()
    }

    /// Those of this side, the open ones first: by the day of their fix, then by the way of the process; then what was
    /// looked back on without a problem.
    fn found(&self, cx: &Cx) -> Rc<Vec<Item>> {
        self.found.get(cx, || {
            let direction = self.direction();
            let here = cx.book.problems.iter();
            let mut here: Vec<(Id, &Problem)> =
                here.filter(|(_, it)| it.direction == direction).collect();
            here.sort_by_key(|(id, it)| {
                let due = it.due.unwrap_or(chrono::NaiveDate::MAX);
                (!it.is_open(), due, it.stage, *id)
            });
            let is_noted = |stage: &Stage| here.iter().any(|(_, it)| it.stage == *stage);
            let back = self.back(cx);
            let back: Vec<Stage> = back.keys().copied().filter(|it| !is_noted(it)).collect();
            let back = back.into_iter().map(Item::Back);
            let here = here.into_iter().map(|(id, _)| Item::Problem(id));
            here.chain(back).collect()
        })
    }

    fn back(&self, cx: &Cx) -> Rc<BTreeMap<Stage, Vec<Event>>> {
        self.back.get(cx, || {
            let found = looked_back_on(cx.book, &self.direction()).into_iter();
            found
                .map(|(stage, all)| (stage, all.into_iter().cloned().collect()))
                .collect()
        })
    }

    fn selected(&self, cx: &Cx) -> Option<Item> {
        self.cursor.selected(&self.found(cx))
    }

    /// The problem that is selected.
    fn problem<'a>(&self, cx: &Cx<'a>) -> Option<(Id, &'a Problem)> {
        match self.selected(cx)? {
            Item::Problem(id) => Some((id, cx.book.problems.get(id)?)),
            Item::Back(_) => None,
        }
    }

    fn edit(&self, id: Option<Id>, stage: Stage, cx: &Cx) -> Offer {
        let given = self.given;
        form(FormKind::Problem { id, given, stage }, cx)
    }
}

/// Fixed today, and on the same day open again. A fix of some time ago is not taken back by one key, nor moved.
fn fixed(id: Id, it: &Problem, cx: &Cx) -> Offer {
    match it.done {
        Some(done) if done < cx.today => {
            let on = day::full(done, cx.today);
            let refusal = Refusal::new(format!("It is fixed already, {on}"));
            Offer::NotNow(refusal.or("e opens it again"))
        }
        Some(_) => changed(id, cx, |it| it.done = None),
        None => changed(id, cx, |it| it.done = Some(cx.today)),
    }
}

/// The same problem with one thing changed.
fn changed(id: Id, cx: &Cx, change: impl FnOnce(&mut Problem)) -> Offer {
    let Some(was) = cx.book.problems.arc(id) else {
        return Offer::No;
    };
    let mut problem = (**was).clone();
    change(&mut problem);
    Offer::perform(Action::SaveProblem {
        id: Some(id),
        was: Some(was.clone()),
        problem: Box::new(problem),
    })
}

/// Whether it is fixed, or until when it is to be, and whether that is late.
fn state(it: &Problem, cx: &Cx) -> (String, bool) {
    match (it.done, it.due) {
        (Some(on), _) => (format!("fixed {}", day::near(on, cx.today)), false),
        (None, Some(due)) if due < cx.today => {
            (format!("late, {}", day::near(due, cx.today)), true)
        }
        (None, Some(due)) => (format!("by {}", day::near(due, cx.today)), false),
        (None, None) => ("open, no day".into(), false),
    }
}

/// The problem in full, with what its fix did.
fn detail(it: &Problem, compared: Vec<String>, back: &[Event], cx: &Cx) -> Vec<String> {
    let mut said = vec![cx.words(&it.what).to_string()];
    let part = |label: &str, words: &str| match words {
        "" => None,
        words => Some(format!("{label}: {}", cx.words(words))),
    };
    said.extend(part("Because", &it.cause));
    said.extend(part("Fix", &it.fix));
    said.extend(compared);
    said.extend(part("It did", &it.effect));
    let noted = day::full(it.on, cx.today);
    let fixed = match (it.done, it.due) {
        (Some(done), _) => format!("fixed {}", day::full(done, cx.today)),
        (None, Some(due)) => format!("the fix is due {}", day::full(due, cx.today)),
        (None, None) => "no day for the fix yet".into(),
    };
    said.push(format!(
        "Noted {noted} on version {} of the map; {fixed}.",
        it.version
    ));
    said.extend(back.iter().take(3).map(|event| looked_back(event, cx)));
    said
}

fn looked_back(event: &Event, cx: &Cx) -> String {
    let on = day::near(event.on, cx.today);
    let words = if event.differently.is_empty() {
        &event.note
    } else {
        &event.differently
    };
    format!("Looked back {on}: {}", cx.words(words))
}

/// A stage that was looked back on, with all that was said.
fn detail_of_stage(stage: Stage, back: &[Event], cx: &Cx) -> Vec<String> {
    let (n, title) = (stage.number(), stage.title());
    let title = format!("{n} {title}: no problem is noted; a notes one");
    let said = back.iter().map(|event| looked_back(event, cx));
    [title].into_iter().chain(said).collect()
}

/// Those that were there at the fix and never went on.
fn still_words((n, longest): (usize, i64)) -> Option<String> {
    let days = words::days(longest);
    match n {
        0 => None,
        1 => Some(format!(
            "One that was here at the fix is here still, for {days}."
        )),
        n => Some(format!(
            "{n} that were here at the fix are here still, the longest for {days}."
        )),
    }
}

/// "half of 12 stays took at most 9 days, 85 in 100 at most 16", or that they are too few.
fn stays(days: &Said<Spread>) -> String {
    let at_most = |days: i64| match days {
        0 => "no day".into(),
        n => format!("at most {}", words::days(n)),
    };
    match days {
        Said::Known(it, n) if it.p85 == it.median => {
            format!("85 in 100 of {n} stays took {}", at_most(it.p85))
        }
        Said::Known(it, n) => format!(
            "half of {n} stays took {} and 85 in 100 at most {}",
            at_most(it.median),
            it.p85
        ),
        Said::TooFew(days) => match days.as_slice() {
            [] => "no stay began and ended".into(),
            [one] => format!("one stay of {}: {}", words::days(*one), figures::FEW),
            all => {
                let listed: Vec<String> = all.iter().map(ToString::to_string).collect();
                let n = all.len();
                format!("{n} stays, of {} days: {}", listed.join(", "), figures::FEW)
            }
        },
    }
}

impl Layer for Problems {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        let (selected, problem) = (self.selected(cx), self.problem(cx));
        match (command, problem) {
            (Command::Add, _) => {
                let stage = match (problem, selected) {
                    (Some((_, it)), _) => it.stage,
                    (_, Some(Item::Back(stage))) => stage,
                    _ => Stage::Discovered,
                };
                self.edit(None, stage, cx)
            }
            (Command::Open | Command::Edit, Some((id, it))) => self.edit(Some(id), it.stage, cx),
            (Command::Settle, Some((id, it))) => fixed(id, it, cx),
            (Command::Delete, Some((id, _))) => changed(id, cx, |it| it.what.clear()),
            (Command::Open | Command::Edit | Command::Settle | Command::Delete, None) => {
                match (command, selected) {
                    (Command::Open, Some(Item::Back(stage))) => self.edit(None, stage, cx),
                    _ => Offer::NotNow(
                        Refusal::new("No problem is noted here").or("a notes what holds things up"),
                    ),
                }
            }
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let found = self.found(cx);
        match motion {
            Motion::Sides => {
                self.given = !self.given;
                // What was counted is of the other side.
                (self.found, self.back, self.flow) = (Kept::new(), Kept::new(), Kept::new());
            }
            Motion::Came(id) if found.contains(&Item::Problem(*id)) => {
                self.cursor.select(Item::Problem(*id), &found);
            }
            Motion::To(Spot::Item(n)) => {
                if let Some(item) = found.get(*n) {
                    self.cursor.select(*item, &found);
                }
            }
            other => self.cursor.go(other, &found),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, inner: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let found = self.found(cx);
        if found.is_empty() {
            let lines = [
                "No problem is noted.",
                "a notes where it is held up, why, and what to do about it by when.",
                "What you look back on (d on a referral) stands beside its stage.",
            ];
            empty(canvas, inner, &lines);
            return;
        }
        let mut list = inner;
        if TALL <= inner.height {
            // What the list leaves free is for the words beneath.
            let wanted = u16::try_from(found.len() + 3).unwrap_or(u16::MAX);
            let spare = list.height - BENEATH - 1;
            list.height = spare.min(wanted.max(spare / 3));
            let line = theme.glyphs.border.horizontal_top;
            let line = line.repeat(usize::from(inner.width));
            canvas.text(inner.x, list.bottom(), inner.width, &line, theme.frame);
            let beneath = Rect {
                x: inner.x + 2,
                y: list.bottom() + 1,
                width: inner.width.saturating_sub(3),
                height: inner.bottom().saturating_sub(list.bottom() + 1),
            };
            let back = self.back(cx);
            let at = |stage: Stage| back.get(&stage).map_or(&[][..], Vec::as_slice);
            let said = match (self.problem(cx), self.selected(cx)) {
                (Some((_, it)), _) => Some(detail(it, self.compared(it, cx), at(it.stage), cx)),
                (_, Some(Item::Back(stage))) => Some(detail_of_stage(stage, at(stage), cx)),
                _ => None,
            };
            if let Some(said) = said {
                let said = said
                    .into_iter()
                    .flat_map(|words| text::wrapped(&words, usize::from(beneath.width)));
                let styles = std::iter::once(theme.title).chain(std::iter::repeat(theme.text));
                for ((words, style), y) in said.zip(styles).zip(beneath.y..beneath.bottom()) {
                    canvas.text(beneath.x, y, beneath.width, &words, style);
                }
            }
        }
        let places = |line: Rect| {
            let line = Rect {
                x: line.x + 2,
                width: line.width.saturating_sub(2),
                ..line
            };
            spread(&COLUMNS, line)
        };
        if 4 < list.height {
            for (column, at) in COLUMNS.iter().zip(places(list)) {
                canvas.text(at.x, list.y, at.width, column.title, theme.dim);
            }
            list = Rect {
                y: list.y + 1,
                height: list.height - 1,
                ..list
            };
        }
        let window = self.cursor.window(&found, rows(list.height, found.len()));
        let selected = self.cursor.selected(&found);
        for (n, y) in window.clone().zip(list.y..) {
            let line = Rect {
                y,
                height: 1,
                ..list
            };
            let is_on = selected == Some(found[n]);
            let bar = if is_on { theme.glyphs.bar } else { " " };
            canvas.text(line.x, y, 1, bar, theme.accent);
            canvas.mark(line, Spot::Item(n));
            let title = |plain| {
                if is_on {
                    theme.title.add_modifier(Modifier::REVERSED)
                } else {
                    plain
                }
            };
            let named = |stage: Stage| format!("{} {}", stage.number(), stage.title());
            let id = match found[n] {
                Item::Problem(id) => id,
                Item::Back(stage) => {
                    let n = self.back(cx).get(&stage).map_or(0, Vec::len);
                    let (at, stage) = (places(line), named(stage));
                    let words = format!("{n} looked back, no problem noted");
                    let room = line.right().saturating_sub(at[1].x);
                    canvas.text(at[0].x, y, at[0].width, &stage, theme.dim);
                    canvas.text(at[1].x, y, room, &words, title(theme.dim));
                    continue;
                }
            };
            let Some(it) = cx.book.problems.get(id) else {
                continue;
            };
            let (state, is_late) = state(it, cx);
            let plain = if it.is_open() { theme.text } else { theme.dim };
            let late = if is_late { theme.bad } else { plain };
            let stage = named(it.stage);
            let cells = [
                (stage.as_str(), plain),
                (cx.words(&it.what), title(plain)),
                (cx.words(&it.cause), plain),
                (cx.words(&it.fix), plain),
                (state.as_str(), late),
            ];
            for (at, (words, style)) in places(line).iter().zip(cells) {
                canvas.text(at.x, at.y, at.width, words, style);
            }
        }
        more(canvas, list, &window, found.len());
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        match self.problem(cx) {
            // What is fixed is not fixed again.
            Some((_, it)) if !it.is_open() => vec![Command::Edit, Command::Add, Command::Undo],
            Some(_) => vec![Command::Edit, Command::Settle, Command::Add, Command::Undo],
            None => vec![Command::Add, Command::Undo],
        }
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Settle => "fixed",
            Command::Add => "note one",
            other => other.row().title,
        }
    }

    fn place(&self, _: &Cx) -> String {
        "Problems".into()
    }
}

impl Part for Problems {
    fn count(&self, cx: &Cx) -> String {
        let direction = self.direction();
        let here = cx.book.problems.iter().map(|(_, it)| it);
        let open = here.filter(|it| it.direction == direction);
        match open.filter(|it| it.is_open()).count() {
            0 => String::new(),
            n => format!("{n} open"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_fix_did_is_said_with_how_many_it_is_made_of() {
        let known = Said::of(vec![9, 2, 16, 9, 9, 4]);
        assert_eq!(
            stays(&known),
            "half of 6 stays took at most 9 days and 85 in 100 at most 16"
        );
        let known = Said::of(vec![0, 0, 0, 0, 1]);
        assert_eq!(
            stays(&known),
            "half of 5 stays took no day and 85 in 100 at most 1"
        );
        let known = Said::of(vec![0; 5]);
        assert_eq!(stays(&known), "85 in 100 of 5 stays took no day");
        let few = stays(&Said::of(vec![5, 3]));
        assert_eq!(few, "2 stays, of 3, 5 days: too few to say");
        let one = stays(&Said::of(vec![1]));
        assert_eq!(one, "one stay of 1 day: too few to say");
        assert_eq!(stays(&Said::of(Vec::new())), "no stay began and ended");
    }
}
