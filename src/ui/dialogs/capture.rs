//! A referral captured in one line: what is typed, and beneath it what it was read as before enter keeps it.

use std::cell::RefCell;
use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::capture::carried::Carried;
use crate::capture::line;
use crate::capture::reading::{PartKind, Reading, Way};
use crate::capture::resolve::{Match, Names, Resolved, resolve};
use crate::domain::action::{Action, Subject, Who};
use crate::domain::book::Book;
use crate::domain::client::{Target, name_of};
use crate::domain::id::Id;
use crate::domain::name::same_name;
use crate::domain::refusal::Refusal;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Ask, Effect, Motion, Offer};
use super::super::layer::{Cx, Draft, Layer, Typed};
use super::super::parts::input::Input;
use super::super::parts::sheet;
use super::super::theme::Theme;
use super::menu::{below, more_below};
use super::onto::{Choices, Onto, ways};
use super::spelled;

/// A line that says nearly all that a line can.
pub(super) const EXAMPLE: &str =
    "Priya Shah (ARC) from Dana Ortiz, web shop #retail 12k L3 call fri 10:00";

/// The line, and what `tab` chose about it.
pub struct CaptureLine {
    given: bool,
    /// The target that it makes a referral of, and the line that was written for it.
    target: Option<(Id, String)>,
    input: Input,
    /// What the line before it left to it.
    carried: Carried,
    /// What becomes of it where the same prospect is open; none until chosen.
    onto: Option<Onto>,
    /// Enter has said that it would be a second card of the same.
    stopped: bool,
    unthanked: bool,
    /// The last reading: several questions a frame ask for it, and a large book is long to look through.
    last: Option<Read>,
    /// Whom the names mean that were typed so far.
    names: RefCell<Option<Names>>,
}

/// What a line was read as, in which book and on which day.
#[derive(Clone)]
struct Read {
    text: String,
    book: Book,
    today: chrono::NaiveDate,
    reading: Reading,
    resolved: Resolved,
}

impl CaptureLine {
    /// `given` is the side that the board shows.
    /// A text that begins with a space waits for the name in front of it.
    pub fn new(given: bool, text: String, cx: &Cx) -> CaptureLine {
        let is_nameless = text.starts_with(' ');
        let input = Input::new(text);
        let mut line = CaptureLine {
            given,
            target: None,
            input: if is_nameless {
                input.from_the_start()
            } else {
                input
            },
            carried: Carried::default(),
            onto: None,
            stopped: false,
            unthanked: false,
            last: None,
            names: RefCell::new(None),
        };
        if !line.input.is_empty() {
            line.remember(cx);
        }
        line
    }

    /// The line with what the one before left to it.
    pub(super) fn carrying(mut self, carried: Carried, cx: &Cx) -> CaptureLine {
        self.carry(carried, cx);
        self
    }

    pub(super) fn carry(&mut self, carried: Carried, cx: &Cx) {
        self.carried = carried;
        self.stopped = false;
        self.remember(cx);
    }

    pub(super) fn carried(&self) -> &Carried {
        &self.carried
    }

    pub(super) fn input(&self) -> &Input {
        &self.input
    }

    /// What it carries, as a line that can be read again.
    pub(super) fn carried_as_line(&self) -> String {
        self.last.as_ref().map_or_else(String::new, |last| {
            let home = last.book.settings().currency();
            self.carried.written(last.today, home)
        })
    }

    /// The book as it was when the line was read last, and what was read.
    pub(super) fn last(&self) -> Option<(&Book, &Reading)> {
        let last = self.last.as_ref()?;
        Some((&last.book, &last.reading))
    }

    /// The line for the referral that a target became, with all that is known of it.
    pub fn of_target(target: Id, cx: &Cx) -> CaptureLine {
        let record = cx.book.targets.get(target).cloned().unwrap_or_default();
        let known = record.whom.and_then(|whom| cx.book.people.get(whom));
        let company = known.map_or(&record.company, |person| &person.company);
        let line = Reading {
            name: name_of(&record, cx.book),
            company: Some(company.clone()).filter(|company| !company.is_empty()),
            person: record
                .person
                .map(|person| (Way::From, cx.book.name(Some(person)).to_string())),
            ..Reading::default()
        };
        let home = cx.book.settings().currency();
        let text = format!("{}, ", line.to_line(cx.today, home));
        let mut line = CaptureLine::new(false, text.clone(), cx);
        line.target = Some((target, text));
        line.remember(cx);
        line
    }

    fn read(&self, cx: &Cx) -> (Reading, Resolved) {
        let last = self
            .last
            .as_ref()
            .filter(|last| last.is_of(self.input.text(), cx));
        let (reading, mut resolved) = match last {
            Some(last) => (last.reading.clone(), last.resolved.clone()),
            None => self.read_anew(cx),
        };
        if let Some(contact) = &mut resolved.captured.contact {
            contact.thanked &= !self.unthanked;
        }
        (reading, resolved)
    }

    fn read_anew(&self, cx: &Cx) -> (Reading, Resolved) {
        let home = cx.book.settings().currency();
        let mut reading = line::read(self.input.text(), cx.today, home);
        self.carried.fill(&mut reading);
        let mut names = self.names.borrow_mut();
        let kept = names.take().filter(|it| it.book().is_same(cx.book));
        let names = names.insert(kept.unwrap_or_else(|| Names::of(cx.book)));
        let mut resolved = resolve(&reading, names, self.given, cx.today);
        if let Some((id, _)) = &self.target
            && let Some(target) = cx.book.targets.get(*id)
        {
            meant(&mut resolved, &reading, target, cx.book);
        }
        (reading, resolved)
    }

    fn remember(&mut self, cx: &Cx) {
        let (reading, resolved) = self.read_anew(cx);
        let was = self.last.as_ref().and_then(|last| last.resolved.same_open);
        if was != resolved.same_open {
            // What was chosen was about another card.
            self.onto = None;
        }
        self.last = Some(Read {
            text: self.input.text().to_owned(),
            book: cx.book.clone(),
            today: cx.today,
            reading,
            resolved,
        });
    }

    fn choices(&self, resolved: &Resolved) -> Choices {
        Choices::of(resolved, self.onto, self.stopped)
    }

    /// The open card to which the line was to be added when it was read last; none where it was to be a card of its own.
    pub(super) fn added_to(&self) -> Option<Id> {
        let resolved = &self.last.as_ref()?.resolved;
        let adds = self.choices(resolved).adds();
        resolved.same_open.filter(|_| adds)
    }

    /// What enter does with the line, in a word or two; `plain` where it makes a card.
    pub(super) fn act(&self, plain: &'static str) -> &'static str {
        let Some(last) = &self.last else {
            return plain;
        };
        let choices = self.choices(&last.resolved);
        let is_refused = last.resolved.refusal(|_| String::new()).is_some();
        match choices.onto {
            Onto::Look => "open that card",
            // What is to be put right first says so itself.
            _ if is_refused => plain,
            Onto::That => "add to that card",
            Onto::Own if choices.is_to_stop() => "ask first",
            Onto::Own if choices.stops => "a second card",
            Onto::Own => plain,
        }
    }

    fn capture(&self, cx: &Cx) -> Offer {
        if self.input.is_empty() {
            return Offer::NotNow(
                Refusal::new("The line is still empty")
                    .or("begin it like Priya Shah from Dana Ortiz"),
            );
        }
        let (_, resolved) = self.read(cx);
        let choices = self.choices(&resolved);
        if let (Onto::Look, Some(card)) = (choices.onto, resolved.same_open) {
            let page = Effect::Open(Ask::Page(Subject::Referral(card)));
            return Offer::Yes(Effect::Then(Box::new(page)));
        }
        let name = |id| cx.name(Some(id)).into_owned();
        if let Some(refusal) = resolved.refusal(name) {
            return Offer::NotNow(refusal);
        }
        if choices.is_to_stop() {
            return Offer::go(Motion::Warn);
        }
        let action: Action = resolved.action(choices.adds());
        let target = self.target.as_ref().map(|(id, _)| *id);
        Offer::Yes(Effect::Submit(match target {
            Some(target) => refer(target, action, &resolved, cx),
            None => action,
        }))
    }

    /// What `tab` (or `shift-tab`) would choose about the line.
    fn choose(&self, motion: Motion, cx: &Cx) -> Offer {
        let (_, resolved) = self.read(cx);
        if resolved.same_open.is_some() || can_thank(&resolved) {
            Offer::go(motion)
        } else {
            Offer::NotNow(Refusal::new("There is nothing to choose about this line"))
        }
    }
}

impl CaptureLine {
    /// The line itself, in the colours of what it was read as.
    /// An example stands in its place while it is empty.
    pub(super) fn draw_line(&self, canvas: &mut Canvas, line: Rect, example: &str, cx: &Cx) {
        let theme = canvas.theme;
        if self.input.text().is_empty() {
            canvas.text(line.x, line.y, line.width, example, theme.dim);
        }
        let (reading, _) = self.read(cx);
        self.input.draw(canvas, line, &styles(&reading, theme));
    }

    /// What it was read as, a fact a line; what can be said, while it is empty.
    pub(super) fn draw_reading(&self, canvas: &mut Canvas, rest: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let lines = if self.input.is_empty() {
            spelled::grammar(theme)
        } else {
            let (reading, resolved) = self.read(cx);
            let choices = self.choices(&resolved);
            spelled::out(&reading, &resolved, &choices, cx, theme)
        };
        for (at, spelled) in lines.iter().enumerate() {
            let Some(line) = sheet::line(rest, at) else {
                break;
            };
            let label = 10.min(line.width);
            canvas.text(line.x, line.y, label, spelled.label, theme.dim);
            canvas.line(line.x + label, line.y, line.width - label, &spelled.words);
        }
        let hidden = lines.len().saturating_sub(usize::from(rest.height));
        more_below(canvas, rest, hidden);
    }
}

/// The names that were written for a target mean its people, whoever else is called so.
fn meant(resolved: &mut Resolved, reading: &Reading, target: &Target, book: &Book) {
    let is_called = |id: Id, said: &str| same_name(said, book.name(Some(id)));
    if let Some(whom) = target.whom.filter(|whom| is_called(*whom, &reading.name)) {
        resolved.prospect = Match::Known(whom);
        resolved.captured.prospect = Who::Known(whom);
    }
    let said = reading.person.as_ref().map_or("", |(_, name)| name);
    if let Some(person) = target.person.filter(|person| is_called(*person, said)) {
        resolved.partner = Match::Known(person);
        resolved.captured.partner = Who::Known(person);
    }
}

/// The same, and the target knows what became of it: a card of its own, or the open one that gets one more source.
fn refer(target: Id, action: Action, resolved: &Resolved, cx: &Cx) -> Action {
    match (action, resolved.same_open, cx.book.targets.arc(target)) {
        (Action::Capture(captured), _, Some(_)) => Action::Refer { target, captured },
        (joined, Some(referral), Some(was)) => Action::Many {
            said: String::new(),
            more: String::new(),
            actions: vec![
                joined,
                Action::SaveTarget {
                    id: Some(target),
                    was: Some(Arc::clone(was)),
                    target: Box::new(Target {
                        referral: Some(referral),
                        ..(**was).clone()
                    }),
                },
            ],
        },
        (action, _, _) => action,
    }
}

impl Read {
    fn is_of(&self, text: &str, cx: &Cx) -> bool {
        self.text == text && self.today == cx.today && self.book.is_same(cx.book)
    }
}

/// The moment in which it was heard can hold the thanks too.
fn can_thank(resolved: &Resolved) -> bool {
    resolved.captured.contact.is_some()
        && resolved.captured.direction == crate::domain::referral::Direction::Received
}

impl Layer for CaptureLine {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        match command {
            Command::Open => self.capture(cx),
            Command::NextPane => self.choose(Motion::NextPane, cx),
            Command::PrevPane => self.choose(Motion::PrevPane, cx),
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let (_, resolved) = self.read(cx);
        match motion {
            Motion::Warn => self.stopped = true,
            Motion::NextPane if 1 < ways(&resolved).len() => {
                self.onto = self.choices(&resolved).other;
                self.stopped = false;
            }
            Motion::NextPane | Motion::PrevPane if can_thank(&resolved) => {
                self.unthanked = !self.unthanked;
            }
            _ => {}
        }
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn type_in(&mut self, typed: &Typed, cx: &Cx) {
        if self.input.type_in(typed) {
            // It is another line, of which nothing was said yet.
            self.stopped = false;
            self.remember(cx);
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let (_, resolved) = self.read(cx);
        let is_given = resolved.captured.direction == crate::domain::referral::Direction::Given;
        let title = if is_given {
            "Capture a referral that you give"
        } else {
            "Capture a referral"
        };
        let title = sheet::title(canvas, title, if is_given { "given" } else { "received" });
        let inner = sheet::sheet(canvas, area, (100, 16), &title);
        let line = Rect {
            height: inner.height.min(1),
            ..inner
        };
        self.draw_line(canvas, line, EXAMPLE, cx);
        let rest = below(inner, if 12 < inner.height { 2 } else { 1 });
        self.draw_reading(canvas, rest, cx);
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => self.act("save"),
            Command::NextPane => "another reading",
            Command::Back => "leave, kept as a draft",
            other => other.row().title,
        }
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        let mut hints = vec![Command::Open, Command::Back];
        if matches!(self.choose(Motion::NextPane, cx), Offer::Yes(_)) {
            hints.insert(1, Command::NextPane);
        }
        hints
    }

    fn place(&self, _cx: &Cx) -> String {
        "Capture".into()
    }

    fn draft(&self) -> Option<Draft> {
        let text = self.input.text();
        let (of, written) = match &self.target {
            Some((id, written)) => (format!("capture of {id}"), written.as_str()),
            None => ("capture".into(), ""),
        };
        let typed = if text == written { "" } else { text };
        Some(Draft {
            of,
            values: vec![typed.to_string()],
        })
    }

    fn restore(&mut self, draft: &Draft, cx: &Cx) {
        // A line that came with words of its own is not written over, except by what was made of those very words.
        let may_write = self.input.is_empty() || self.target.is_some();
        if let (true, Some(text)) = (may_write, draft.values.first()) {
            self.input = Input::new(text.clone());
            self.remember(cx);
        }
    }
}

/// What every stretch of the line was read as, in colour; what cannot stand comes first.
fn styles(reading: &Reading, theme: &Theme) -> Vec<(std::ops::Range<usize>, Style)> {
    let problems = reading
        .problems
        .iter()
        .map(|problem| (problem.span.clone(), theme.bad));
    let parts = reading.parts.iter().map(|part| {
        let style = match part.kind {
            PartKind::Name => theme.title,
            PartKind::Person => theme.linked,
            PartKind::Company | PartKind::Need => theme.text,
            PartKind::Urgent => theme.warn,
            PartKind::Next => theme.accent,
            PartKind::Tag
            | PartKind::Estimate
            | PartKind::Level
            | PartKind::Channel
            | PartKind::Place
            | PartKind::By
            | PartKind::Phone
            | PartKind::Email => theme.good,
        };
        (part.span.clone(), style)
    });
    problems.chain(parts).collect()
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::super::trial::{Desk, lived_in};
    use super::*;

    fn desk(line: &str) -> Desk {
        let mut desk = Desk::new(lived_in(), |cx| {
            Box::new(CaptureLine::new(false, String::new(), cx))
        });
        desk.types(line);
        desk
    }

    #[test]
    fn the_reading_spells_out_what_enter_will_keep() {
        let mut desk = desk(
            "Yuki Mori (Mori Tea) from Dana Ortiz, web shop #retail 12k L3>7 by phone call fri 10:00 !",
        );
        let picture = desk.picture(110, 30);
        for words in [
            "prospect  Yuki Mori  · new person  (Mori Tea)",
            "from      Dana Ortiz  · known",
            "need      web shop",
            "level     3 authorization to use name, aim 7 arrange a meeting",
            "tags      #retail urgent",
            "logs      a call with Dana and the thanks  tab takes the thanks off",
            "next      call Dana Ortiz Fri 27 Nov 10:00",
        ] {
            assert!(picture.contains(words), "{words}\n{picture}");
        }
        assert!(matches!(
            desk.key(KeyCode::Enter),
            Some(Effect::Submit(Action::Capture(_)))
        ));
    }

    #[test]
    fn who_else_is_fitting_and_what_the_action_is_about_are_spelled_out() {
        let mut book = lived_in();
        let mia = super::super::trial::person(&book, "Mia Lang");
        let other = crate::domain::person::Person {
            name: "Mia Stone".into(),
            ..Default::default()
        };
        assert!(book.people.get(mia).is_some());
        let mut stamp = crate::domain::book::Stamp {
            today: super::super::trial::today(),
            at: 9_000_000_000_000,
            ids: crate::domain::id::Ids::seeded(77),
        };
        let id = stamp.id();
        book.people.put(id, other, stamp.at);
        let mut desk = Desk::new(book, |cx| {
            Box::new(CaptureLine::new(false, String::new(), cx))
        });
        desk.types("Yuki Mori from Mia by letter send offer fri");
        let picture = desk.picture(110, 30);
        for words in [
            "from      Mia Lang",
            "also Mia Stone; type more to mean them",
            "logs      letters with Mia",
            "next      send Mia Lang Fri 27 Nov  · offer",
        ] {
            assert!(picture.contains(words), "{words}\n{picture}");
        }
    }

    #[test]
    fn tab_takes_the_thanks_off() {
        let mut desk = desk("Yuki Mori from Dana Ortiz by phone");
        desk.key(KeyCode::Tab);
        assert!(desk.picture(110, 30).contains("no thanks yet"));
        let Some(Effect::Submit(Action::Capture(captured))) = desk.key(KeyCode::Enter) else {
            panic!("it is captured");
        };
        assert!(!captured.contact.unwrap().thanked);
    }

    #[test]
    fn a_prospect_open_from_someone_else_is_joined_unless_tab_says_otherwise() {
        let mut desk = desk("Priya Shah from Mia Lang, site 5k");
        let picture = desk.picture(110, 30);
        let open = "Priya Shah is on the board already, from Dana Ortiz, in";
        assert!(picture.contains(open), "{picture}");
        let note = "a note    site, 5,000.00 EUR";
        assert!(picture.contains(note), "{picture}");
        assert!(matches!(
            desk.key(KeyCode::Enter),
            Some(Effect::Submit(Action::AddTo { .. }))
        ));
        desk.key(KeyCode::Tab);
        assert!(matches!(
            desk.key(KeyCode::Enter),
            Some(Effect::Submit(Action::Capture(_)))
        ));
    }

    #[test]
    fn someone_who_is_perhaps_known_is_pointed_out_and_not_joined_unasked() {
        let mut desk = desk("Priya from Mia Lang");
        assert!(desk.picture(110, 30).contains("or is it Priya Shah?"));
        assert!(matches!(
            desk.key(KeyCode::Enter),
            Some(Effect::Submit(Action::Capture(_)))
        ));
        desk.key(KeyCode::Tab);
        assert!(matches!(
            desk.key(KeyCode::Enter),
            Some(Effect::Submit(Action::AddTo { .. }))
        ));
    }

    #[test]
    fn an_unclear_line_stays_and_says_why() {
        let why = |line: &str| match desk(line).offer(Command::Open) {
            Offer::NotNow(refusal) => refusal.why,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(""), "The line is still empty");
        assert_eq!(
            why("Yuki Mori from Dana"),
            "This may be Dana Ortiz or Dana Petrov"
        );
    }

    #[test]
    fn masked_names_stay_masked_in_the_reading_and_in_what_is_asked() {
        let mut desk = desk("Yuki Mori from Dana call Mia fri");
        desk.masked = true;
        let picture = desk.picture(110, 30);
        assert!(
            !picture.contains("Ortiz") && !picture.contains("Lang"),
            "{picture}"
        );
        let Offer::NotNow(refusal) = desk.offer(Command::Open) else {
            panic!("Dana is not clear");
        };
        assert!(!refusal.why.contains("Ortiz"));
    }

    #[test]
    fn a_line_that_is_left_is_kept_as_a_draft() {
        let typed = desk("Yuki Mori fr").layer.draft().unwrap();
        let mut fresh = desk("");
        assert_eq!(fresh.layer.draft().unwrap().of, typed.of);
        fresh.restore(&typed);
        assert!(fresh.picture(80, 22).contains("Yuki Mori fr"));
    }
}
