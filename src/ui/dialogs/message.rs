//! A message that is due, as text to copy. It will never send one, nor record that it was sent.

use ratatui::layout::Rect;

use crate::domain::action::{Said, Subject};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::introduction::State;
use crate::domain::refusal::Refusal;
use crate::insight::matters;
use crate::letters::compose::Letter;
use crate::letters::template::Template;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::drafts;
use super::super::effect::{Ask, Effect, FormKind, Motion, Offer};
use super::super::layer::{Cx, Layer};
use super::super::offers::any as offers;
use super::super::parts::{paper, sheet};
use super::specs::sheet::option;

/// No line of a letter is longer.
const WIDTH: u16 = 74;

/// One of the messages that fit a referral.
pub struct Message {
    referral: Id,
    person: Option<Id>,
    /// Which of those that fit, the one that is due being the first.
    which: usize,
    /// The text as it was changed in the editor.
    edited: Option<String>,
    top: usize,
    /// How many lines fitted in the last frame.
    page: usize,
}

impl Message {
    pub fn new(referral: Id, person: Option<Id>) -> Message {
        Message {
            referral,
            person,
            which: 0,
            edited: None,
            top: 0,
            page: 1,
        }
    }

    fn all(&self, cx: &Cx) -> Vec<(Template, Letter)> {
        drafts::messages(self.referral, self.person, cx)
    }

    /// The message that is shown, and how many there are.
    fn shown(&self, cx: &Cx) -> Option<(Template, Letter, usize)> {
        let mut all = self.all(cx);
        let count = all.len();
        if count == 0 {
            return None;
        }
        let (template, letter) = all.swap_remove(self.which % count);
        let letter = match &self.edited {
            Some(words) => Letter::edited(words),
            None => letter,
        };
        Some((template, letter, count))
    }

    fn turn(&mut self, on: bool, cx: &Cx) {
        let count = self.all(cx).len().max(1);
        let step = if on { 1 } else { count - 1 };
        self.which = (self.which + step) % count;
        (self.edited, self.top) = (None, 0);
    }
}

/// What there is to say of a text that was copied.
pub fn copied(letter: &Letter, more: &str) -> Said {
    let gaps = match letter.gaps.as_slice() {
        [] => String::new(),
        [gap] => format!(", with a gap: {gap}"),
        gaps => format!(", with {} gaps: {}", gaps.len(), gaps.join(", ")),
    };
    Said::new(format!("Copied{gaps}")).more(more)
}

/// How it is recorded that a message went out: by space, where that is what it asks first.
fn recorded(template: Template, id: Id, cx: &Cx) -> String {
    let Some(referral) = cx.book.referrals.get(id) else {
        return String::new();
    };
    let introduction = referral.introduction.as_ref();
    let to = introduction.and_then(|it| it.next_state(&referral.direction));
    let (fact, otherwise) = match template {
        Template::Thanks => (Kind::Thanked, "t records that you wrote"),
        Template::Feedback => (Kind::FeedbackAsked, "t records that you wrote"),
        Template::ReportBack | Template::Outcome => {
            (Kind::ReportedBack, "r records that you sent it")
        }
        Template::Request if to != Some(State::WithSource) => {
            (Kind::Ask, "t records that you wrote")
        }
        Template::Request => {
            return "space on the introduction’s page: it is with the source".into();
        }
        Template::GivenNews => return "t records that you wrote".into(),
        Template::GivenProspect => return "N notes that you asked".into(),
        _ => return "space on the introduction’s page: both have it".into(),
    };
    let space = "space records that you sent it".to_string();
    let person = match offers::subject(Command::Settle, Subject::Referral(id), cx) {
        Offer::Yes(Effect::Open(Ask::Form(FormKind::Log { kind, .. }))) if kind == fact => {
            return space;
        }
        Offer::Yes(Effect::Open(Ask::Form(FormKind::Call { person, .. }))) => person,
        _ => return otherwise.into(),
    };
    let matter = matters::of_referral(cx.book, cx.practice, id, person);
    let upshots = matter.map_or_else(Vec::new, |matter| matter.upshots);
    match upshots.iter().position(|upshot| upshot.has(&fact)) {
        Some(0) => space,
        Some(at) => {
            let option = option(upshots[at], referral.is_given(), referral.stage());
            format!("in the call sheet choose “{option}”")
        }
        None => otherwise.into(),
    }
}

impl Layer for Message {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        let is_closing = matches!(command, Command::Back | Command::Mask | Command::Interrupt);
        if is_closing {
            return match command {
                // The text names everyone.
                Command::Mask if !cx.masked => {
                    Offer::Yes(Effect::Then(Box::new(Effect::Run(Command::Mask))))
                }
                _ => Offer::No,
            };
        }
        let Some((template, letter, count)) = self.shown(cx) else {
            return Offer::No;
        };
        if let Err(refusal) = drafts::may_show(cx) {
            return match command {
                Command::Copy | Command::LongNote | Command::EditLong => Offer::NotNow(refusal),
                _ => Offer::No,
            };
        }
        match command {
            Command::Copy | Command::Open => {
                let text = letter.whole();
                let said = copied(&letter, &recorded(template, self.referral, cx));
                Offer::Yes(Effect::Then(Box::new(Effect::CopySaying { text, said })))
            }
            Command::LongNote | Command::EditLong => Offer::Yes(Effect::EditLong {
                text: letter.whole(),
            }),
            Command::NextPane | Command::PrevPane if count < 2 => {
                Offer::NotNow(Refusal::new("No other message fits now"))
            }
            Command::NextPane => Offer::go(Motion::NextPane),
            Command::PrevPane => Offer::go(Motion::PrevPane),
            Command::Down => Offer::go(Motion::Down),
            Command::Up => Offer::go(Motion::Up),
            Command::HalfDown => Offer::go(Motion::HalfDown),
            Command::HalfUp => Offer::go(Motion::HalfUp),
            Command::First => Offer::go(Motion::First),
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let half = (self.page / 2).max(1);
        match motion {
            Motion::NextPane => self.turn(true, cx),
            Motion::PrevPane => self.turn(false, cx),
            Motion::Fill(text) => self.edited = Some(crate::domain::text::clean_text(text)),
            Motion::Down => self.top += 1,
            Motion::Up => self.top = self.top.saturating_sub(1),
            Motion::HalfDown => self.top += half,
            Motion::HalfUp => self.top = self.top.saturating_sub(half),
            Motion::First => self.top = 0,
            _ => {}
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let Some((template, letter, count)) = self.shown(cx) else {
            let title = sheet::title(canvas, "Message", "");
            let inner = sheet::sheet(canvas, area, (44, 1), &title);
            let words = "Nothing fits this referral any more; esc.";
            canvas.text(inner.x, inner.y, inner.width, words, theme.dim);
            return;
        };
        let right = if count < 2 {
            String::new()
        } else {
            format!("{} of {count}", self.which % count + 1)
        };
        let left = format!(
            "{} {} {}",
            self.place(cx),
            theme.glyphs.dot,
            template.title()
        );
        let title = sheet::title(canvas, left, right);
        if cx.masked {
            let inner = sheet::sheet(canvas, area, (44, 1), &title);
            let words = "(masked) m then enter shows it again";
            canvas.text(inner.x, inner.y, inner.width, words, theme.dim);
            return;
        }
        let columns = WIDTH.min(area.width.saturating_sub(4));
        let lines = paper::lines(&letter, columns, theme);
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let inner = sheet::sheet(canvas, area, (WIDTH, height), &title);
        self.page = usize::from(inner.height);
        self.top = paper::draw(canvas, inner, &lines, self.top);
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        vec![
            Command::Copy,
            Command::NextPane,
            Command::LongNote,
            Command::HalfDown,
            Command::Back,
        ]
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Copy => "copy and close",
            Command::NextPane => "another message",
            Command::LongNote => "change it first",
            Command::Back => "leave",
            other => other.row().title,
        }
    }

    fn place(&self, cx: &Cx) -> String {
        let referral = cx.book.referrals.get(self.referral);
        cx.name(referral.and_then(|referral| referral.prospect))
            .into_owned()
    }
}
