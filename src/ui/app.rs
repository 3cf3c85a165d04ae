//! The stack of layers and the one place where effects happen.

use std::collections::HashMap;
use std::sync::Arc;

use crossterm::event::{Event, KeyEvent, KeyEventKind};
use ratatui::layout::Position;

use crate::domain::action::{Action, Said, Subject};
use crate::domain::book::Book;
use crate::domain::lines::Line;
use crate::domain::refusal::Refusal;
use crate::insight::practice::Practice;
use crate::letters::template::Letters;
use crate::session::Session;

use super::bonds;
use super::canvas::Spots;
use super::command::Command;
pub use super::effect::Errand;
use super::effect::{Ask, Effect, Motion, Offer, Spot};
use super::everywhere;
use super::layer::{Cx, Draft, Layer, Typed};
use super::offers::any as offers;
use super::open;
use super::parts::chrome::Toast;
use super::screens::home::Home;
use super::theme::Theme;
use super::view::View;

/// The program behind the screen.
pub struct App {
    pub(super) session: Session,
    /// The user's own book, while they look around in the sample.
    pub(super) own: Option<Session>,
    pub(super) practice: Practice,
    letters: Letters,
    pub(super) layers: Vec<Box<dyn Layer>>,
    pub(super) theme: Theme,
    pub(super) spots: Spots,
    pub(super) toast: Option<Toast>,
    pub(super) masked: bool,
    /// What the mouse button went down on.
    pub(super) held: Option<(Position, Vec<Spot>)>,
    pub(super) last_click: Option<(i64, Position)>,
    pub(super) drafts: HashMap<String, Draft>,
    view: View,
    errands: Vec<Errand>,
    /// What waits in the inbox beside the book.
    pub(super) inbox: Arc<Vec<Line>>,
    /// What the toast invites to: for the next key alone.
    invited: Option<(Subject, &'static [Command])>,
    /// The draft that was put back into the dialog on top; left unchanged it is forgotten.
    pub(super) put_back: Option<Draft>,
    /// The card under the cursor before a change.
    pub(super) under_cursor: Option<Subject>,
    /// `--today` was given.
    pub(super) as_of: bool,
    pub(super) done: bool,
}

impl App {
    /// Opens on the home screen.
    pub fn new(mut session: Session, theme: Theme) -> App {
        session.watch_inbox();
        let inbox = session.inbox();
        let moment = session.moment();
        let practice = Practice::of(session.book(), moment.today);
        let home = Home::new(&practice);
        App {
            session,
            own: None,
            practice,
            letters: Letters::default(),
            layers: vec![Box::new(home)],
            theme,
            spots: Spots::default(),
            toast: None,
            masked: false,
            held: None,
            last_click: None,
            drafts: HashMap::new(),
            view: View::default(),
            errands: Vec::new(),
            inbox,
            invited: None,
            put_back: None,
            under_cursor: None,
            as_of: false,
            done: false,
        }
        .reading()
    }

    #[must_use]
    pub fn masked(mut self, masked: bool) -> App {
        self.masked = masked;
        self
    }

    #[must_use]
    pub fn as_of(mut self, as_of: bool) -> App {
        self.as_of = as_of;
        self
    }

    /// The same with the user's own letters.
    #[must_use]
    pub fn writing(mut self, letters: Letters) -> App {
        self.letters = letters;
        self
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    pub fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }

    pub fn book(&self) -> &Book {
        self.session.book()
    }

    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Stays open after all, and says why.
    pub fn stay(&mut self, refusal: Refusal) {
        self.done = false;
        self.refuse(refusal);
    }

    /// The last toast, as it was said.
    pub fn said(&self) -> String {
        self.toast.as_ref().map(Toast::words).unwrap_or_default()
    }

    pub fn take_errands(&mut self) -> Vec<Errand> {
        std::mem::take(&mut self.errands)
    }

    /// Says something that happened outside a key: a reload, a failed save.
    pub fn say(&mut self, words: impl Into<String>) {
        self.toast = Some(Toast::said(Said::new(words)));
    }

    pub(super) fn look(&mut self) -> (Cx<'_>, &mut Vec<Box<dyn Layer>>) {
        let moment = self.session.moment();
        let history = self.session.history();
        let cx = Cx {
            book: history.book(),
            practice: &self.practice,
            letters: &self.letters,
            today: moment.today,
            time: moment.time,
            masked: self.masked,
            undo: history.last_done(),
            redo: history.last_undone(),
            sample: self.session.is_sample(),
            view: &self.view,
            inbox: &self.inbox,
        };
        (cx, &mut self.layers)
    }

    /// Asks the top layer.
    pub fn offer(&mut self, command: Command) -> Offer {
        let (cx, layers) = self.look();
        let top = layers.last().expect("home is never closed");
        match top.offer(command, &cx) {
            Offer::No => {
                let at_home = layers.len() == 1;
                everywhere::offer(command, &cx, at_home, at_home || top.is_page())
            }
            offer => offer,
        }
    }

    pub fn handle(&mut self, event: &Event) {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                let letter = self.letter(*key);
                if !letter.is_no() {
                    self.toast = None;
                    return self.take(letter);
                }
                let invited = self.invited.take();
                let command = Command::bound(*key);
                let wants_text = self.layers.last().is_some_and(|top| top.wants_text());
                match command {
                    Some(command) if !wants_text || command.works_in_text() => match invited {
                        Some((subject, keys)) if keys.contains(&command) => {
                            let offer = offers::invited(command, subject, &self.look().0);
                            self.take(offer);
                        }
                        _ => self.run(command),
                    },
                    _ => self.type_in(&Typed::Key(*key)),
                }
            }
            Event::Paste(text) => self.type_in(&Typed::Paste(text.clone())),
            Event::Mouse(mouse) => {
                self.invited = None;
                self.mouse(*mouse);
            }
            _ => {}
        }
    }

    fn letter(&mut self, key: KeyEvent) -> Offer {
        let (cx, layers) = self.look();
        let top = layers.last().expect("home is never closed");
        top.letter(key, &cx)
    }

    fn type_in(&mut self, typed: &Typed) {
        let (cx, layers) = self.look();
        let top = layers.last_mut().expect("home is never closed");
        if top.wants_text() {
            top.type_in(typed, &cx);
            // What was refused is being mended.
            self.toast = self.toast.take().filter(|toast| !toast.is_refused());
        }
    }

    /// Does what a key for this command would do.
    pub fn run(&mut self, command: Command) {
        self.toast = None;
        let offer = self.offer(command);
        self.take(offer);
    }

    pub(super) fn take(&mut self, offer: Offer) {
        match offer {
            Offer::Yes(effect) => self.perform(effect),
            Offer::NotNow(refusal) => {
                if let Some(top) = self.layers.last_mut() {
                    top.refused(&refusal);
                }
                self.refuse(refusal);
            }
            Offer::No => {}
        }
    }

    /// Says why something did not happen, with its way out.
    pub fn refuse(&mut self, refusal: Refusal) {
        self.toast = Some(Toast::refused(refusal));
    }

    /// The only place where anything happens.
    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Nothing => {}
            Effect::Go(motion) => self.go(&motion),
            Effect::Perform(action) => {
                if self.act(action) {
                    self.leave_what_is_over();
                }
            }
            Effect::Remove(person) if self.book().mentions(person).is_none() => {
                self.perform(Effect::Perform(Action::Delete(Subject::Person(person))));
            }
            Effect::Remove(person) => self.open(Ask::Going { person }),
            Effect::Submit(action) => {
                if self.act(action) {
                    self.layers.pop();
                    self.leave_what_is_over();
                }
            }
            Effect::Enter(action) => {
                if self.act(action) {
                    self.go(&Motion::Done);
                }
            }
            Effect::EnterLine(action, line) => {
                if self.act(action) {
                    self.take_line(&line);
                    self.go(&Motion::Done);
                }
            }
            Effect::LetLineGo(line) => {
                self.session.let_go(&line);
                self.inbox = self.session.inbox();
                self.go(&Motion::Drop);
                self.say(super::inbox::gone(&line, self.masked));
            }
            Effect::Open(ask) => self.open(ask),
            Effect::OpenInEditor(ask) => {
                self.open(ask);
                let text = self
                    .layers
                    .last()
                    .map_or_else(String::new, |top| top.long_text());
                self.errands.push(Errand::EditLong(text));
            }
            Effect::Then(next) => {
                self.close();
                self.perform(*next);
            }
            Effect::Close => self.close(),
            Effect::Show(subject) => {
                while 1 < self.layers.len() {
                    self.close();
                }
                self.go(&Motion::Select(subject));
            }
            Effect::AtHome(motion) => {
                while 1 < self.layers.len() {
                    self.close();
                }
                self.go(&motion);
            }
            Effect::Fold(part, open) => {
                self.view.fold(part, open);
                self.go(&Motion::Fold(part));
            }
            Effect::Look(by) => {
                self.view.window = self.view.window.longer(by);
                self.say(format!("Looking back: {}", self.view.window.title()));
            }
            Effect::Undo => {
                let before = self.snapshot();
                let result = self.session.undo();
                self.tell(&before, result);
            }
            Effect::Redo => {
                let before = self.snapshot();
                let result = self.session.redo();
                self.tell(&before, result);
            }
            Effect::Mask => self.mask(),
            Effect::Copy(text) => {
                self.toast = Some(Toast::said(Said::new("Copied")));
                self.errands.push(Errand::Copy(text));
            }
            Effect::CopySaying { text, said } => {
                self.toast = Some(Toast::said(said));
                self.errands.push(Errand::Copy(text));
            }
            Effect::SaveText { name, text } => match self.session.put_down(name, text) {
                Ok(()) => self.say("Saving the letter"),
                Err(refusal) => self.refuse(refusal),
            },
            Effect::Say(words) => self.say(words),
            Effect::EditLong { text } => self.errands.push(Errand::EditLong(text)),
            Effect::Run(command) => self.run(command),
            Effect::Suspend => self.errands.push(Errand::Suspend),
            Effect::Redraw => self.errands.push(Errand::Redraw),
            Effect::Sample => self.show_sample(),
            Effect::Quit => self.quit(),
        }
    }

    pub(super) fn go(&mut self, motion: &Motion) {
        let (cx, layers) = self.look();
        layers
            .last_mut()
            .expect("home is never closed")
            .go(motion, &cx);
    }

    fn act(&mut self, action: Action) -> bool {
        let before = self.snapshot();
        let next = self.next();
        let invited = offers::invites(&action);
        let sets_rhythm = matches!(action, Action::SetTier { .. });
        let forgotten = action.is_for_good().then(|| self.written_about(&action));
        let mut result = self.session.perform(action);
        if let (Ok(said), true) = (&mut result, sets_rhythm) {
            self.refresh();
            *said = std::mem::take(said).also(bonds::pace(&self.practice));
        }
        let is_offered = matches!(&result, Ok(said) if !said.more.is_empty());
        self.invited = invited.filter(|_| is_offered);
        if let (Some(words), Ok(_)) = (forgotten, &result) {
            self.forget_drafts(&words);
        }
        let is_done = self.tell(&before, result);
        if is_done && !is_offered {
            self.say_next(&next);
        }
        is_done
    }

    /// What is next where things are done one after another, unless a page lies over it.
    fn next(&mut self) -> String {
        let (cx, layers) = self.look();
        match layers.split_first() {
            Some((home, above)) if !above.iter().any(|layer| layer.is_page()) => home.next(&cx),
            _ => String::new(),
        }
    }

    /// Adds to what was just said what is next, where that is another thing than before.
    fn say_next(&mut self, before: &str) {
        let next = self.next();
        if next != before
            && let Some(toast) = &mut self.toast
        {
            toast.go_on(next);
        }
    }

    /// Shows what came of a change, and brings everything derived and every cursor up to date.
    fn tell(&mut self, before: &Book, result: Result<Said, Refusal>) -> bool {
        match result {
            Ok(said) => {
                self.refresh();
                self.follow(before);
                self.toast = Some(Toast::said(said));
                self.veil(before);
                true
            }
            Err(refusal) => {
                self.refuse(refusal);
                self.veil(before);
                false
            }
        }
    }

    fn open(&mut self, ask: Ask) {
        if let Some(at) = self.layers.iter().position(|layer| layer.is(&ask)) {
            while at + 1 < self.layers.len() {
                self.close();
            }
            return;
        }
        let rows = matches!(ask, Ask::Menu | Ask::Palette | Ask::Help).then(|| {
            let commands = super::command::ROWS.iter().map(|row| row.command);
            commands
                .map(|command| (command, self.offer(command)))
                .collect::<Vec<_>>()
        });
        let (cx, layers) = self.look();
        let below = layers.last().expect("home is never closed");
        let mut layer = open::layer(ask, rows.unwrap_or_default(), below.as_ref(), &cx);
        if let Some(draft) = layer
            .draft()
            .and_then(|empty| self.drafts.remove(&empty.of))
        {
            layer.restore(&draft, &self.look().0);
            self.say("What you had typed is back; esc at once forgets it");
            self.put_back = Some(draft);
        }
        self.layers.push(layer);
    }

    fn close(&mut self) {
        if self.layers.len() < 2 {
            return;
        }
        let put_back = self.put_back.take();
        if let Some(layer) = self.layers.pop()
            && let Some(draft) = layer.draft()
            && draft.values.iter().any(|value| !value.is_empty())
            && put_back.as_ref() != Some(&draft)
        {
            self.drafts.insert(draft.of.clone(), draft);
        }
    }

    fn mask(&mut self) {
        self.masked = !self.masked;
        self.say(if self.masked {
            "Names and money are masked; m shows them again"
        } else {
            "Names and money are shown"
        });
    }

    /// What came back from the user's editor.
    pub fn edited(&mut self, result: Result<Option<String>, Refusal>) {
        match result {
            Ok(Some(text)) => self.go(&Motion::Fill(text)),
            Ok(None) => self.say("Nothing was changed in the editor"),
            Err(refusal) => self.refuse(refusal),
        }
    }
}
