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
        let compared = flow.around_fix(it.stage, done);
        if compared.before.days.n() + compared.after.days.n() == 0 {
            return vec![
                "No stay here lay wholly before or after the fix: nothing to compare yet.".into(),
            ];
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
fn detail(it: &Problem, compared: Vec<String>, cx: &Cx) -> Vec<String> {
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
            Motion::Came(id) if found.contains(id) => self.cursor.select(*id, &found),
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
            if let Some((_, it)) = self.selected(cx) {
                let said = detail(it, self.compared(it, cx), cx)
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
            let Some(it) = cx.book.problems.get(found[n]) else {
                continue;
            };
            let is_on = selected == Some(found[n]);
            let bar = if is_on { theme.glyphs.bar } else { " " };
            canvas.text(line.x, y, 1, bar, theme.accent);
            let (state, is_late) = state(it, cx);
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
