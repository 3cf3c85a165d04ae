//! Before somebody is forgotten for good: what goes, what stays, and their first name typed, so that no slip of a key
//! can do it.

use std::cell::RefCell;

use ratatui::layout::Rect;

use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::forgetting::Loss;
use crate::domain::id::Id;
use crate::domain::lines::Line;
use crate::domain::name::fold;
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::insight::twins::Kept;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Effect, Offer};
use super::super::layer::{Cx, Layer, Typed};
use super::super::parts::input::Input;
use super::super::parts::sheet;

const WIDTH: u16 = 64;

/// One person who is to be forgotten.
pub struct Forget {
    person: Id,
    typed: Input,
    twins: Kept,
    /// Counted once a book: every letter asks again.
    loss: RefCell<Option<(Book, Loss)>>,
}

impl Forget {
    pub fn new(person: Id) -> Forget {
        Forget {
            person,
            typed: Input::default(),
            twins: Kept::default(),
            loss: RefCell::default(),
        }
    }

    /// What is to be typed: the first word of the name, which is there and short.
    fn word(&self, cx: &Cx) -> String {
        match cx.first_name(Some(self.person)) {
            name if name.trim().is_empty() => "forget".into(),
            name => name,
        }
    }

    fn loss(&self, cx: &Cx) -> Loss {
        let mut kept = self.loss.borrow_mut();
        match &*kept {
            Some((book, loss)) if book.is_same(cx.book) => *loss,
            _ => {
                let loss = cx.book.loss(self.person);
                *kept = Some((cx.book.clone(), loss));
                loss
            }
        }
    }

    fn sentences(&self, cx: &Cx) -> Vec<String> {
        let name = cx.name(Some(self.person));
        let mut said = vec![format!(
            "{name}’s record goes, and all that is written about them."
        )];
        let loss = self.loss(cx);
        said.extend(gone(loss));
        said.extend(kept(loss));
        if 1 < name.split_whitespace().count() {
            said.push("In the words of others their name becomes “someone”.".into());
        }
        let twins = self.twins.of(cx.book, self.person);
        said.extend(in_inbox(cx.inbox, cx.book.name(Some(self.person))));
        if let Some(twin) = twins.first() {
            let twin = cx.name(Some(twin.besides(self.person)));
            said.push(format!("{twin} may be the same person, and stays."));
        }
        said.push("Nothing done before can be undone any more. The backups here are rewritten without them.".into());
        said.push("Older copies elsewhere stay: in git, with a sync service, on other devices until they meet this book.".into());
        said
    }
}

fn count(n: usize, one: &str, many: &str) -> Option<String> {
    match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    }
}

/// "Gone with it: 14 entries without a referral, 1 promise."
fn gone(loss: Loss) -> Option<String> {
    let parts = [
        count(
            loss.entries,
            "entry without a referral",
            "entries without a referral",
        ),
        count(loss.promises, "promise", "promises"),
        count(loss.papers, "note as a client", "notes as a client"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Gone with it: {}.", parts.join(", ")))
}

/// "Left: 3 referrals, with “someone” for the name; 5 entries of theirs, without words."
fn kept(loss: Loss) -> Option<String> {
    let referrals = count(loss.referrals, "referral", "referrals");
    let referrals = referrals.map(|it| format!("{it}, with “someone” for the name"));
    let emptied = count(loss.emptied, "entry of a referral", "entries of referrals");
    let emptied = emptied.map(|it| format!("{it}, without words"));
    let parts: Vec<String> = referrals.into_iter().chain(emptied).collect();
    (!parts.is_empty()).then(|| format!("Left: {}.", parts.join("; ")))
}

/// "2 lines of the inbox name them, and stay: I goes through them."
fn in_inbox(lines: &[Line], name: &str) -> Option<String> {
    let name = fold(name);
    if name.is_empty() {
        return None;
    }
    let words = lines.iter().filter_map(|line| line.words.as_ref().ok());
    match words.filter(|words| fold(words).contains(&name)).count() {
        0 => None,
        1 => Some("1 line of the inbox names them, and stays: I goes through it.".into()),
        n => Some(format!(
            "{n} lines of the inbox name them, and stay: I goes through them."
        )),
    }
}

impl Layer for Forget {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if command != Command::Open {
            return Offer::No;
        }
        let word = self.word(cx);
        if fold(self.typed.text().trim()) == fold(&word) {
            return Offer::Yes(Effect::Submit(Action::Forget(self.person)));
        }
        let why = "Nothing is forgotten yet";
        Offer::NotNow(
            Refusal::new(why).or(format!("type {word}, then enter; esc leaves all as it is")),
        )
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn type_in(&mut self, typed: &Typed, _: &Cx) {
        self.typed.type_in(typed);
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let title = sheet::title(canvas, self.place(cx), "");
        let width = WIDTH.min(area.width.saturating_sub(4));
        let said = self.sentences(cx);
        let lines: Vec<String> = said
            .iter()
            .flat_map(|said| text::wrapped(said, usize::from(width.max(16))))
            .collect();
        let height = u16::try_from(lines.len() + 3).unwrap_or(u16::MAX);
        let inner = sheet::sheet(canvas, area, (width, height), &title);
        // The question is worth more than the last sentences of a low window.
        let air = u16::from(usize::from(inner.height) > lines.len() + 2);
        let end = inner.bottom().saturating_sub(2 + air);
        for (words, y) in lines.iter().zip(inner.y..end.max(inner.y)) {
            canvas.text(inner.x, y, inner.width, words, theme.text);
        }
        let y = end + air;
        let word = self.word(cx);
        let ask = [
            ("Type ".into(), theme.text),
            (word.as_str().into(), theme.title),
            (", then ".into(), theme.text),
            ("enter".into(), theme.accent),
            (": they are forgotten.".into(), theme.text),
        ];
        canvas.line(inner.x, y, inner.width, &ask);
        canvas.text(inner.x, y + 1, 2, ": ", theme.accent);
        let line = Rect {
            x: (inner.x + 2).min(inner.right()),
            y: y + 1,
            width: inner.width.saturating_sub(2),
            height: u16::from(y + 1 < inner.bottom()),
        };
        self.typed.draw(canvas, line, &[]);
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "forget",
            Command::Back => "leave all as it is",
            other => other.row().title,
        }
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        vec![Command::Open, Command::Back]
    }

    fn place(&self, cx: &Cx) -> String {
        format!("Forget {} for good?", cx.name(Some(self.person)))
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::super::trial::{Desk, lived_in, person};
    use super::*;

    #[test]
    fn the_first_name_is_typed_before_anything_is_forgotten() {
        let book = lived_in();
        let priya = person(&book, "Priya Shah");
        let mut desk = Desk::new(book, |_| Box::new(Forget::new(priya)));
        assert_eq!(desk.key(KeyCode::Enter), None);
        desk.types("pri");
        assert!(matches!(desk.offer(Command::Open), Offer::NotNow(_)));
        desk.types("YA ");
        let forget = Effect::Submit(Action::Forget(priya));
        assert_eq!(desk.key(KeyCode::Enter), Some(forget));
    }

    #[test]
    fn it_says_what_goes_and_what_stays() {
        let book = lived_in();
        let dana = person(&book, "Dana Ortiz");
        let mut desk = Desk::new(book, |_| Box::new(Forget::new(dana)));
        let picture = desk.picture(80, 24);
        for words in [
            "Forget Dana Ortiz for good?",
            "Left: 1 referral, with “someone” for the name; 2 entries of",
            "Type Dana, then enter",
            "git",
        ] {
            assert!(picture.contains(words), "{words}\n{picture}");
        }
    }

    #[test]
    fn what_goes_is_said_in_its_number() {
        let loss = |entries, promises| Loss {
            entries,
            promises,
            ..Loss::default()
        };
        assert_eq!(gone(loss(0, 0)), None);
        assert_eq!(
            gone(loss(1, 2)).unwrap(),
            "Gone with it: 1 entry without a referral, 2 promises."
        );
        let emptied = Loss {
            emptied: 2,
            ..Loss::default()
        };
        assert_eq!(
            kept(emptied).unwrap(),
            "Left: 2 entries of referrals, without words."
        );
    }
}
