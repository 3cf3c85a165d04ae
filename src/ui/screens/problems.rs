//! The problems of the process as a pane: where it is held up, why, the fix and its day. Beneath the selected
//! one stands what its fix did to the days in the stage.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::domain::action::Action;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::problem::Problem;
use crate::domain::referral::Direction;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::flow::figure::{Said, Spread};
use crate::insight::flow::slice::Slice;
use crate::insight::flow::whole::Flow;
use crate::insight::process::debriefs;

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

const COLUMNS: [Column; 6] = [
    column("stage", 0, 8, 16),
    column("what", 0, 12, 44),
    column("because", 92, 10, 40),
    column("fix", 60, 10, 44),
    column("due", 30, 8, 10),
    column("state", 44, 12, 14),
];

/// Lines beneath for what is selected.
const BENEATH: u16 = 7;
const TALL: u16 = 14;

pub struct Problems {
    given: bool,
    cursor: Cursor<Id>,
    /// All that ever went this way, counted once for what a fix did.
    flow: Kept<Flow>,
}

impl Problems {
    pub fn new(given: bool) -> Problems {
        Problems {
            given,
            cursor: Cursor::new(),
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
        let compared = flow.compare(it.stage, done);
        let mut said = vec![format!(
            "Until then {}; since then {}.",
            stays(&compared.before.days),
            stays(&compared.after.days)
        )];
        said.extend(compared.gained().map(|days| match days {
            0 => "As long as before.".to_string(),
            days if 0 < days => format!("Half of them are {} sooner.", words::days(days)),
            days => format!("Half of them are {} later.", words::days(-days)),
        }));
        said
    }

    fn direction(&self) -> Direction {
        Direction::ALL[usize::from(self.given)].clone()
    }

    /// Those of this side, the open ones first: by the day of their fix, then by the way of the process.
    fn found(&self, cx: &Cx) -> Vec<Id> {
        let direction = self.direction();
        let here = cx.book.problems.iter();
        let mut here: Vec<(Id, &Problem)> =
            here.filter(|(_, it)| it.direction == direction).collect();
        here.sort_by_key(|(id, it)| {
            let due = it.due.unwrap_or(chrono::NaiveDate::MAX);
            (!it.is_open(), due, it.stage, *id)
        });
        here.into_iter().map(|(id, _)| id).collect()
    }

    fn selected<'a>(&self, cx: &Cx<'a>) -> Option<(Id, &'a Problem)> {
        let id = self.cursor.selected(&self.found(cx))?;
        Some((id, cx.book.problems.get(id)?))
    }

    fn edit(&self, id: Option<Id>, stage: Stage, cx: &Cx) -> Offer {
        let given = self.given;
        form(FormKind::Problem { id, given, stage }, cx)
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

fn state(it: &Problem, cx: &Cx) -> (String, bool) {
    match (it.done, it.due) {
        (Some(on), _) => (format!("fixed {}", day::near(on, cx.today)), false),
        (None, Some(due)) if due < cx.today => ("fix is late".into(), true),
        (None, _) => ("open".into(), false),
    }
}

fn detail(it: &Problem, cx: &Cx) -> Vec<String> {
    let noted = day::full(it.on, cx.today);
    let mut said = vec![format!(
        "Noted {noted} on version {} of the map.",
        it.version
    )];
    for (label, words) in [
        ("Because", &it.cause),
        ("Fix", &it.fix),
        ("It did", &it.effect),
    ] {
        if !words.is_empty() {
            said.push(format!("{label}: {}", cx.words(words)));
        }
    }
    let back = debriefs(cx.book, &it.direction, it.stage);
    for event in back.into_iter().take(3) {
        let on = day::near(event.on, cx.today);
        let words = if event.differently.is_empty() {
            &event.note
        } else {
            &event.differently
        };
        said.push(format!("Looked back {on}: {}", cx.words(words)));
    }
    said
}

/// "half of 12 took at most 9 days, 85 in 100 at most 16", or that they are too few.
fn stays(days: &Said<Spread>) -> String {
    match days {
        Said::Known(it, n) => format!(
            "half of {n} took at most {}, 85 in 100 at most {}",
            words::days(it.median),
            it.p85
        ),
        Said::TooFew(days) if days.is_empty() => "none was finished".into(),
        Said::TooFew(days) => figures::listed(days),
    }
}

impl Layer for Problems {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        let selected = self.selected(cx);
        match (command, selected) {
            (Command::Add, at) => {
                let stage = at.map_or(Stage::Discovered, |(_, it)| it.stage);
                self.edit(None, stage, cx)
            }
            (Command::Open | Command::Edit, Some((id, it))) => self.edit(Some(id), it.stage, cx),
            (Command::Settle, Some((id, it))) => {
                let done = it.is_open().then_some(cx.today);
                changed(id, cx, |it| it.done = done)
            }
            (Command::Delete, Some((id, _))) => changed(id, cx, |it| it.what.clear()),
            (Command::Open | Command::Edit | Command::Settle | Command::Delete, None) => {
                Offer::NotNow(
                    Refusal::new("No problem is noted here").or("a notes what holds things up"),
                )
            }
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let found = self.found(cx);
        match motion {
            Motion::Sides => self.given = !self.given,
            Motion::To(Spot::Item(n)) => {
                if let Some(id) = found.get(*n) {
                    self.cursor.select(*id, &found);
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
            list.height -= BENEATH + 1;
            let line = theme.glyphs.border.horizontal_top;
            let line = line.repeat(usize::from(inner.width));
            canvas.text(inner.x, list.bottom(), inner.width, &line, theme.frame);
            let beneath = Rect {
                x: inner.x + 2,
                y: list.bottom() + 1,
                width: inner.width.saturating_sub(3),
                height: BENEATH,
            };
            if let Some((_, it)) = self.selected(cx) {
                let said = self
                    .compared(it, cx)
                    .into_iter()
                    .chain(detail(it, cx))
                    .flat_map(|words| text::wrapped(&words, usize::from(beneath.width)));
                for (words, y) in said.zip(beneath.y..beneath.bottom()) {
                    canvas.text(beneath.x, y, beneath.width, &words, theme.text);
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
            let Some(it) = cx.book.problems.get(found[n]) else {
                continue;
            };
            let is_on = selected == Some(found[n]);
            let bar = if is_on { theme.glyphs.bar } else { " " };
            canvas.text(line.x, y, 1, bar, theme.accent);
            let (state, is_late) = state(it, cx);
            let due = it.due.map_or(String::new(), |due| day::near(due, cx.today));
            let plain = if it.is_open() { theme.text } else { theme.dim };
            let title = if is_on {
                theme.title.add_modifier(Modifier::REVERSED)
            } else {
                plain
            };
            let late = if is_late { theme.bad } else { plain };
            let stage = format!("{} {}", it.stage.number(), it.stage.title());
            let cells = [
                (stage.as_str(), plain),
                (cx.words(&it.what), title),
                (cx.words(&it.cause), plain),
                (cx.words(&it.fix), plain),
                (due.as_str(), plain),
                (state.as_str(), late),
            ];
            for (at, (words, style)) in places(line).iter().zip(cells) {
                canvas.text(at.x, at.y, at.width, words, style);
            }
            canvas.mark(line, Spot::Item(n));
        }
        more(canvas, list, &window, found.len());
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        match self.selected(cx) {
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
        let found = self.found(cx);
        let open = found.iter().filter_map(|id| cx.book.problems.get(*id));
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
            "half of 6 took at most 9 days, 85 in 100 at most 16"
        );
        assert!(stays(&Said::of(vec![3, 5])).starts_with(figures::FEW));
        assert_eq!(stays(&Said::of(Vec::new())), "none was finished");
    }
}
