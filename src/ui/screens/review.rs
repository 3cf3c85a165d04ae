//! The weekly review: one decision a screen. What a key means is that of the thing in front; the page only knows where one
//! is, and that enter goes on.

use std::cell::RefCell;
use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::action::{Action, Log, Subject, Who};
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::review::{Decided, Decision, Review, Step};
use crate::insight::nudge::Nudge;
use crate::insight::review::{self, Matter, Progress};

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Ask, Effect, FormKind, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::offers::nudge as nudges;
use super::super::offers::shared::form;
use super::super::parts::chrome::{self, Title};
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::super::parts::look::Look;
use super::super::parts::marks::Marks;
use super::super::theme::Theme;
use super::super::week;
use super::exchanged;
use super::review_paint::{paint, so_far, title};
use super::scenes::{self, Scene};

/// Below this height what was done so far is not shown.
const TALL: u16 = 20;
/// The page.
pub struct ReviewPage {
    /// Where one went back to, or ahead; else the first thing that is open.
    at: Option<Matter>,
    cursor: Cursor<usize>,
    /// Of what the cursor is.
    of: Option<Matter>,
    marks: Marks,
    progress: Kept<Option<(Id, Progress)>>,
    scene: RefCell<Option<(Matter, Rc<Kept<Scene>>)>>,
    begins: Kept<usize>,
}

/// Where the review is.
pub(super) struct Here {
    pub id: Id,
    pub matter: Matter,
    scene: Rc<Scene>,
    progress: Rc<Option<(Id, Progress)>>,
}

impl Here {
    pub fn progress(&self) -> &Progress {
        &self.progress.as_ref().as_ref().expect("it is under way").1
    }

    fn answer(&self) -> Option<&(Decision, String)> {
        let items = self.progress().items.iter();
        let mut found = items.filter(|(matter, _)| *matter == self.matter);
        found.next().and_then(|(_, answer)| answer.as_ref())
    }
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

    /// Where one is; none before it has begun.
    fn here(&self, cx: &Cx) -> Option<Here> {
        let progress = self.progress.get(cx, || {
            let (id, record) = Self::record(cx)?;
            Some((id, Progress::of(record, cx.practice)))
        });
        let (id, known) = progress.as_ref().as_ref()?;
        let record = cx.book.reviews.get(*id)?;
        let is_there = |matter: &&Matter| known.items.iter().any(|(it, _)| it == *matter);
        let matter = self.at.as_ref().filter(is_there).or(known.first());
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
            matter,
            scene,
            progress: Rc::clone(&progress),
        })
    }

    /// The place in the list, at its beginning where the screen is new.
    fn place(&self, here: &Here) -> Option<usize> {
        let all: Vec<usize> = (0..here.scene.rows.len()).collect();
        if self.of.as_ref() == Some(&here.matter) {
            self.cursor.selected(&all)
        } else {
            all.first().copied()
        }
    }

    fn row<'a>(&self, here: &'a Here) -> Option<&'a scenes::Row> {
        here.scene.rows.get(self.place(here)?)
    }

    fn subject_of(&self, here: &Here) -> Option<Subject> {
        self.row(here).map_or(here.scene.of, |row| row.of)
    }

    fn person_of(&self, here: &Here) -> Option<Id> {
        self.row(here).map_or(here.scene.person, |row| row.person)
    }

    /// What is asked about the thing in front.
    fn nudge<'a>(here: &Here, cx: &Cx<'a>) -> Option<&'a Nudge> {
        match &here.matter {
            Matter::Owed(key) | Matter::Practice(key) => cx.practice.find(key),
            Matter::Referral(id) => review::trouble(cx.practice, *id),
            Matter::Quiet(id) => review::want(cx.practice, *id),
            _ => None,
        }
    }

    fn decide(here: &Here, decision: Decision, said: String, cx: &Cx) -> Action {
        let mut decided = unwritten(here, cx);
        decided.push((here.matter.key(), decision, String::new()));
        Action::Review(Step::Decide {
            review: here.id,
            decided,
            said,
        })
    }

    fn go_on(&self, here: &Here, cx: &Cx) -> Offer {
        if here.answer().is_some() && self.at.is_some() {
            return Offer::go(Motion::NextPane);
        }
        match &here.matter {
            Matter::Summary => Offer::perform(Self::end(here, cx)),
            Matter::Spoken => Offer::perform(self.note_spoken(here, cx)),
            Matter::Owed(_) | Matter::Practice(_) | Matter::Referral(_) | Matter::Quiet(_) => {
                let what = week::about(&here.matter, cx).unwrap_or_default();
                let said = format!("Left as it is: {what}");
                Offer::perform(Self::decide(here, Decision::Left, said, cx))
            }
            _ => {
                let said = format!("Looked at: {}", here.matter.part());
                Offer::perform(Self::decide(here, Decision::Done, said, cx))
            }
        }
    }

    /// Notes that I spoke to those who are marked.
    fn note_spoken(&self, here: &Here, cx: &Cx) -> Action {
        let people = self.marks.people(cx);
        let touched = people.iter().map(|id| {
            Action::Log(Box::new(Log {
                kind: Kind::Touch,
                who: Who::Known(*id),
                ..Log::default()
            }))
        });
        let said = match people.len() {
            0 => "Nobody more was spoken to".to_string(),
            1 => format!("In touch with {}", cx.book.name(Some(people[0]))),
            n => format!("In touch with {n} people"),
        };
        let decided = Self::decide(here, Decision::Done, said.clone(), cx);
        Action::Many {
            said,
            more: String::new(),
            actions: touched.chain([decided]).collect(),
        }
    }

    fn end(here: &Here, cx: &Cx) -> Action {
        let mut decided = unwritten(here, cx);
        decided.push((here.matter.key(), Decision::Done, String::new()));
        Action::Review(Step::End {
            review: here.id,
            decided,
            give: cx
                .book
                .reviews
                .get(here.id)
                .and_then(|it| review::gave(it, cx.practice)),
        })
    }

    /// Leaves what is open for the next review.
    fn next_week(here: &Here) -> Action {
        let open = here.progress().items.iter();
        let open = open.filter(|(matter, answer)| answer.is_none() && !matter.is_end());
        let mut decided: Vec<_> = open
            .map(|(matter, _)| (matter.key(), Decision::NextWeek, String::new()))
            .collect();
        let said = match here.progress().open() {
            1 => "One is left for next week".to_string(),
            n => format!("{n} are left for next week"),
        };
        decided.push((Matter::Enough.key(), Decision::NotNow, String::new()));
        Action::Review(Step::Decide {
            review: here.id,
            decided,
            said,
        })
    }

    fn star(&self, here: &Here, cx: &Cx) -> Offer {
        let Some(person) = self.person_of(here) else {
            return Offer::NotNow(Refusal::new(
                "Nobody is selected to be one of the week’s people",
            ));
        };
        let record = cx.book.reviews.get(here.id);
        let is_on = record.is_some_and(|it| it.people.get(&person) == Some(&true));
        Offer::perform(Action::Review(Step::Star {
            review: here.id,
            person,
            is_on: !is_on,
        }))
    }

    fn settle(&self, here: &Here, cx: &Cx) -> Offer {
        match (&here.matter, self.row(here)) {
            (Matter::Spoken, Some(_)) => Offer::go(Motion::Mark),
            (Matter::People, Some(_)) => self.star(here, cx),
            (Matter::Give, Some(row)) => match (&row.gift, row.person) {
                (Some(gift), Some(id)) => exchanged::accept(gift, id, cx).offer(cx),
                _ => Offer::No,
            },
            (_, Some(row)) => match row.of {
                Some(subject) => offers::subject(Command::Settle, subject, cx),
                None => Offer::No,
            },
            (_, None) => match (Self::nudge(here, cx), here.scene.of) {
                (Some(nudge), _) => nudges::nudge(Command::Settle, nudge, cx),
                (None, Some(subject)) => offers::subject(Command::Settle, subject, cx),
                (None, None) => Offer::No,
            },
        }
    }

    fn of_subject(&self, command: Command, here: &Here, cx: &Cx) -> Offer {
        let subject = self.subject_of(here);
        let is_whole = matches!(here.matter, Matter::Referral(_));
        match (Self::nudge(here, cx), command) {
            // A referral is set aside as a whole.
            (_, Command::NotNow) if is_whole => {}
            (Some(nudge), _) if here.scene.rows.is_empty() => {
                return nudges::nudge(command, nudge, cx);
            }
            _ => {}
        }
        subject.map_or(Offer::No, |it| offers::subject(command, it, cx))
    }

    fn begin(cx: &Cx) -> Offer {
        let queue = review::queue(cx.practice);
        let keys = queue.iter().map(Matter::key).collect();
        Offer::perform(Action::Review(Step::Begin(keys)))
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
        let first = here.progress().first();
        self.at = Some(items[to].0.clone()).filter(|matter| Some(matter) != first);
    }
}

/// What was decided and is not written down yet.
fn unwritten(here: &Here, cx: &Cx) -> Vec<Decided> {
    let record = cx.book.reviews.get(here.id);
    record.map_or_else(Vec::new, |it| here.progress().unwritten(it))
}

/// What the clipboard or a file gets.
fn text_of(here: &Here, cx: &Cx) -> Result<String, Refusal> {
    if cx.masked {
        return Err(Refusal::new("The summary shows what is masked").or("m then enter unmasks"));
    }
    let record = cx.book.reviews.get(here.id);
    let reviewed = record.map(|record| (here.id, record, here.progress()));
    Ok(week::markdown(reviewed, cx))
}

impl Layer for ReviewPage {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        let Some(here) = self.here(cx) else {
            return match command {
                Command::Open => Self::begin(cx),
                Command::Review => Offer::Yes(Effect::Nothing),
                _ => Offer::No,
            };
        };
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        let is_summary = here.matter == Matter::Summary;
        match command {
            Command::Open => self.go_on(&here, cx),
            Command::Previous | Command::PrevPane => Offer::go(Motion::PrevPane),
            Command::NextPane => Offer::go(Motion::NextPane),
            Command::Review => Offer::Yes(Effect::Nothing),
            Command::Star if here.scene.person.is_some() || !here.scene.rows.is_empty() => {
                self.star(&here, cx)
            }
            Command::Settle => self.settle(&here, cx),
            Command::NotNow if here.matter == Matter::Enough => {
                Offer::perform(Self::next_week(&here))
            }
            Command::Note if is_summary => form(FormKind::Week { review: here.id }, cx),
            Command::Copy | Command::SaveText if is_summary => match text_of(&here, cx) {
                Err(refusal) => Offer::NotNow(refusal),
                Ok(text) if command == Command::Copy => Offer::Yes(Effect::Copy(text)),
                Ok(text) => Offer::Yes(Effect::SaveText {
                    name: format!("review-{}.md", cx.today),
                    text,
                }),
            },
            Command::Zoom => match self.subject_of(&here) {
                Some(subject) => offers::subject(Command::Open, subject, cx),
                None => Offer::No,
            },
            _ => self.of_subject(command, &here, cx),
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
                let row = self.place(&here).and_then(|at| here.scene.rows.get(at));
                if let Some(id) = row.and_then(|row| row.person) {
                    self.marks.turn(id);
                    self.cursor.go(&Motion::Down, &all);
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
            let is_starred = record.is_some_and(|it| it.people.get(&id) == Some(&true));
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
        self.subject_of(&here)
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
    let screens = page.begins.get(cx, || review::queue(cx.practice).len());
    let last = match review::last(cx.book, None) {
        None => {
            "The first one. It looks at what is owed, what moves and who has gone quiet.".into()
        }
        Some((_, it)) if it.done.is_none() => {
            format!(
                "The last one, on {}, was left before its end.",
                day::full(it.on, cx.today)
            )
        }
        Some((_, it)) => format!("The last one was on {}.", day::full(it.on, cx.today)),
    };
    let mut scene = Scene::titled("The week, in ten minutes")
        .saying(
            format!("{} screens, one decision each. {last}", *screens),
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
