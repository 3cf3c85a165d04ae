//! The weekly review: one decision a screen. What a key means is that of the thing in front; the page only knows where one
//! is, and that enter goes on.

use std::cell::RefCell;
use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::review::Review;
use crate::insight::review::{self, Matter};
use crate::insight::reviewed::Progress;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Ask, Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::parts::chrome::{self, Title};
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::super::parts::look::Look;
use super::super::parts::marks::Marks;
use super::super::theme::Theme;
use super::review_here::{self, Here, begin};
use super::review_paint::{paint, so_far, title};
use super::scenes::{self, Scene};

/// Below this height what was done so far is not shown.
const TALL: u16 = 20;

/// The page.
pub struct ReviewPage {
    /// Where one went back to, or ahead, and whether it was open then; else the first thing that is open.
    at: Option<(Matter, bool)>,
    cursor: Cursor<usize>,
    /// Of what the cursor is.
    of: Option<Matter>,
    marks: Marks,
    progress: Kept<Option<(Id, Progress)>>,
    scene: RefCell<Option<(Matter, Rc<Kept<Scene>>)>>,
    begins: Kept<Vec<String>>,
}

impl ReviewPage {
    #[allow(clippy::new_without_default)]
    pub fn new() -> ReviewPage {
        ReviewPage {
            at: None,
            cursor: Cursor::new(),
            of: None,
            marks: Marks::default(),
            progress: Kept::new(),
            scene: RefCell::new(None),
            begins: Kept::new(),
        }
    }

    fn record<'a>(cx: &Cx<'a>) -> Option<(Id, &'a Review)> {
        review::open(cx.book, cx.today)
    }

    /// Where one went; what was open then and is decided now has led on to the next that is open.
    fn at<'a>(&self, progress: &'a Progress) -> Option<&'a Matter> {
        let (at, was_open) = self.at.as_ref()?;
        let items = &progress.items;
        let place = items.iter().position(|(matter, _)| matter == at)?;
        let is_decided = items[place].1.is_some();
        if !(is_decided && *was_open) {
            return Some(&items[place].0);
        }
        let next = items[place..].iter().find(|(_, answer)| answer.is_none());
        next.map(|(matter, _)| matter)
    }

    /// Where one is; none before it has begun.
    fn here(&self, cx: &Cx) -> Option<Here> {
        let progress = self.progress.get(cx, || {
            let (id, record) = Self::record(cx)?;
            Some((id, Progress::of(record, cx.practice)))
        });
        let (id, known) = progress.as_ref().as_ref()?;
        let record = cx.book.reviews.get(*id)?;
        let matter = self.at(known).or(known.first());
        let matter = matter.cloned().unwrap_or(Matter::Summary);
        let kept = {
            let mut kept = self.scene.borrow_mut();
            match &*kept {
                Some((of, scene)) if *of == matter => Rc::clone(scene),
                _ => {
                    let fresh = Rc::new(Kept::new());
                    *kept = Some((matter.clone(), Rc::clone(&fresh)));
                    fresh
                }
            }
        };
        let scene = kept.get(cx, || scenes::scene(&matter, (*id, record), known, cx));
        Some(Here {
            id: *id,
            place: self.place(&matter, &scene),
            matter,
            scene,
            progress: Rc::clone(&progress),
            marked: self.marks.people(cx),
            is_elsewhere: self.at.as_ref().is_some_and(|(_, was_open)| !was_open),
        })
    }

    /// The place in the list, at its beginning where the screen is new.
    fn place(&self, matter: &Matter, scene: &Scene) -> Option<usize> {
        let all: Vec<usize> = (0..scene.rows.len()).collect();
        if self.of.as_ref() == Some(matter) {
            self.cursor.selected(&all)
        } else {
            all.first().copied()
        }
    }

    /// What a review that begins now looks at.
    fn queue(&self, cx: &Cx) -> Rc<Vec<String>> {
        self.begins.get(cx, || {
            let queue = review::queue(cx.practice);
            queue.iter().map(Matter::key).collect()
        })
    }

    fn step(&mut self, here: &Here, ahead: bool) {
        let items = &here.progress().items;
        let at = items.iter().position(|(matter, _)| *matter == here.matter);
        let Some(at) = at else {
            return;
        };
        let to = if ahead {
            (at + 1).min(items.len() - 1)
        } else {
            at.saturating_sub(1)
        };
        let (matter, answer) = &items[to];
        self.at = Some((matter.clone(), answer.is_none()));
    }
}

impl Layer for ReviewPage {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        let Some(here) = self.here(cx) else {
            return match command {
                Command::Open => begin(&self.queue(cx)),
                Command::Review => Offer::Yes(Effect::Nothing),
                _ => Offer::No,
            };
        };
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        match command {
            Command::Previous | Command::PrevPane => Offer::go(Motion::PrevPane),
            Command::NextPane => Offer::go(Motion::NextPane),
            Command::Review => Offer::Yes(Effect::Nothing),
            _ => review_here::offer(command, &here, cx),
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let Some(here) = self.here(cx) else {
            return;
        };
        let all: Vec<usize> = (0..here.scene.rows.len()).collect();
        if self.of.as_ref() != Some(&here.matter) {
            self.cursor = Cursor::new();
            self.of = Some(here.matter.clone());
        }
        match motion {
            Motion::NextPane => self.step(&here, true),
            Motion::PrevPane => self.step(&here, false),
            Motion::Mark => {
                if let Some(id) = here.row().and_then(|row| row.person) {
                    self.marks.turn(id);
                }
            }
            Motion::To(Spot::Item(n)) => self.cursor.select(*n, &all),
            other => self.cursor.go(other, &all),
        }
    }

    fn click(&self, spot: &Spot, cx: &Cx) -> Offer {
        match (spot, self.here(cx)) {
            (Spot::Item(_), Some(here)) if here.matter == Matter::Spoken => Offer::go(Motion::Mark),
            _ => Offer::No,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let Some(here) = self.here(cx) else {
            let scene = start(self, cx);
            let inner = chrome::frame(
                canvas,
                area,
                &Title {
                    left: vec![("Weekly review".into(), canvas.theme.focus)],
                    right: Vec::new(),
                    focused: true,
                },
            );
            paint(canvas, inner, &scene, None, &|_| " ");
            return;
        };
        if self.of.as_ref() != Some(&here.matter) {
            self.cursor = Cursor::new();
            self.of = Some(here.matter.clone());
        }
        // What was decided and taken back is open again: deciding it goes on.
        if let Some((_, was_open)) = &mut self.at
            && here.answer().is_none()
        {
            *was_open = true;
        }
        let theme = canvas.theme;
        let mut body = area;
        if TALL <= area.height {
            let low = Rect {
                y: area.bottom() - 3,
                height: 3,
                ..area
            };
            body.height -= 3;
            so_far(canvas, low, &here, cx);
        }
        let inner = chrome::frame(canvas, body, &title(&here, theme));
        let record = cx.book.reviews.get(here.id);
        let marks = &self.marks;
        let glyph = |row: &scenes::Row| {
            let Some(id) = row.person else {
                return " ";
            };
            let is_starred = record.is_some_and(|it| it.has_chosen(id));
            match (&here.matter, is_starred) {
                (Matter::Spoken, _) if marks.has(id) => theme.glyphs.on,
                (Matter::Spoken, _) => theme.glyphs.off,
                (_, true) => theme.glyphs.star,
                _ => " ",
            }
        };
        paint(
            canvas,
            inner,
            &decided(&here, cx),
            Some(&mut self.cursor),
            &glyph,
        );
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        let Some(here) = self.here(cx) else {
            return vec![Command::Open, Command::Back];
        };
        let keys = here.scene.keys.iter().map(|(command, _)| *command);
        let first = [Command::Open, Command::Previous, Command::Undo];
        let rest = keys.filter(|command| !first.contains(command));
        first
            .into_iter()
            .chain(rest)
            .chain([Command::Back])
            .collect()
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "go on",
            Command::Back => "leave, it waits",
            Command::NextPane => "skip",
            Command::PrevPane => "before",
            Command::Zoom => "its page",
            other => other.row().title,
        }
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        let here = self.here(cx)?;
        here.subject()
    }

    fn place(&self, cx: &Cx) -> String {
        match self.here(cx) {
            Some(here) => format!("Weekly review · {}", here.matter.part()),
            None => "Weekly review".into(),
        }
    }

    fn header<'a>(&self, _: &Cx<'a>, theme: &Theme, _: u16) -> Vec<Piece<'a>> {
        vec![
            (format!("{} ", theme.glyphs.back).into(), theme.dim),
            ("Weekly review".into(), theme.title),
        ]
    }

    fn is_page(&self) -> bool {
        true
    }

    fn is(&self, ask: &Ask) -> bool {
        *ask == Ask::Review
    }

    fn is_over(&self, cx: &Cx) -> bool {
        // It has ended while it was looked at: there is nothing to come back to.
        self.of.is_some()
            && self.here(cx).is_none()
            && review::last(cx.book, None).is_some_and(|(_, it)| it.done == Some(cx.today))
    }
}

/// What is said before it begins.
fn start(page: &ReviewPage, cx: &Cx) -> Scene {
    let screens = page.queue(cx).len();
    let week = review::this_week(cx.book, cx.today).filter(|(_, it)| it.done.is_some());
    let last = match (week, review::last(cx.book, None)) {
        (Some((_, it)), _) => format!(
            "This week’s is done, on {}: enter begins another one.",
            day::full(it.on, cx.today)
        ),
        (None, None) => {
            "The first one. It looks at what is owed, what moves and who has gone quiet.".into()
        }
        (None, Some((_, it))) => format!("The last one was on {}.", day::full(it.on, cx.today)),
    };
    let mut scene = Scene::titled("The week, in ten minutes")
        .saying(
            format!("{screens} screens, one decision each. {last}"),
            Look::Text,
        )
        .saying(
            "Whatever you decide is kept at once: leave it when the telephone rings, w goes on.",
            Look::Dim,
        );
    scene.keys = vec![(Command::Open, "begin")];
    scene
}

/// The screen, with what was decided where one came back to it.
fn decided(here: &Here, cx: &Cx) -> Scene {
    let mut scene = (*here.scene).clone();
    if let Some((decision, why)) = here.answer() {
        let words = scenes::decided(decision, why, cx);
        scene.say.insert(0, (format!("{words}."), Look::Good));
    }
    scene
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::domain::action::Action;
    use crate::domain::book::Stamp;
    use crate::domain::id::Ids;
    use crate::domain::review::Step;
    use crate::insight::practice::Practice;
    use crate::letters::template::Letters;
    use crate::ui::view::View;

    #[test]
    fn every_key_that_a_screen_names_does_something_there() {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let mut book = crate::sample::book(today);
        let practice = Practice::of(&book, today);
        let keys = review::queue(&practice).iter().map(Matter::key).collect();
        let mut stamp = Stamp {
            today,
            at: 1_795_253_400_000,
            ids: Ids::seeded(3),
        };
        let begin = Action::Review(Step::Begin(keys));
        begin.perform(&mut book, &mut stamp).unwrap();
        let practice = Practice::of(&book, today);
        let letters = Letters::default();
        let cx = Cx {
            book: &book,
            practice: &practice,
            letters: &letters,
            today,
            time: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
            masked: false,
            undo: None,
            redo: None,
            sample: true,
            view: View::plain(),
            inbox: &[],
        };
        let mut page = ReviewPage::new();
        let all = page.here(&cx).unwrap().progress().items.clone();
        assert!(12 < all.len());
        for (matter, _) in all {
            page.at = Some((matter.clone(), true));
            let here = page.here(&cx).unwrap();
            assert_eq!(here.matter, matter);
            assert!(!here.scene.title.is_empty() && !here.scene.keys.is_empty());
            for (command, words) in &here.scene.keys {
                let offer = page.offer(*command, &cx);
                assert!(!offer.is_no(), "{matter:?}: {words}");
            }
        }
    }
}
