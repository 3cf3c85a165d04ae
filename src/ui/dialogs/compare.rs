//! Two records that may be of one person, side by side: which of them stays, what is taken over and what is kept as a
//! note. It holds two ids, and will never decide by itself.

use ratatui::layout::Rect;

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::text;
use crate::insight::practice::Practice;
use crate::insight::twins;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer};
use super::super::layer::{Cx, Layer};
use super::super::parts::sheet;
use super::super::words;

/// Columns for the labels.
const LABEL: u16 = 13;

/// The most that a column of values is wide.
const WIDEST: u16 = 32;

/// Two records, and which of them stays.
pub struct Compare {
    both: [Id; 2],
    stays: usize,
}

/// How much is written about a person.
fn entries(practice: &Practice, id: Id) -> usize {
    let referrals = practice.referrals_of(id).len();
    referrals + practice.events_of(id).len() + practice.promises_of(id).len()
}

/// Says that these two are not the same person.
pub fn told_apart(one: Id, other: Id, cx: &Cx) -> Action {
    let said = format!(
        "{} and {} are two people",
        cx.book.name(Some(one)),
        cx.book.name(Some(other))
    );
    Action::Many {
        said: said.clone(),
        more: String::new(),
        actions: vec![Action::Settle {
            key: twins::apart(one, other),
            until: None,
            why: String::new(),
            what: said,
        }],
    }
}

impl Compare {
    /// Whoever has more written about them stays; of equals the first.
    pub fn new(one: Id, other: Id, cx: &Cx) -> Compare {
        let stays = entries(cx.practice, one) < entries(cx.practice, other);
        Compare {
            both: [one, other],
            stays: usize::from(stays),
        }
    }

    fn keep(&self) -> Id {
        self.both[self.stays]
    }

    fn other(&self) -> Id {
        self.both[1 - self.stays]
    }

    fn is_there(&self, cx: &Cx) -> bool {
        self.both.iter().all(|id| cx.book.people.has(*id))
    }

    /// What is compared: a label, and the words of both. What neither has is left out.
    fn rows(&self, cx: &Cx) -> Vec<(&'static str, [String; 2])> {
        let of = |look: &dyn Fn(Id) -> String| self.both.map(look);
        let person = |id: Id| cx.book.people.get(id);
        let text = |of: fn(&crate::domain::person::Person) -> &String| {
            self.both
                .map(|id| person(id).map_or("", |it| cx.words(of(it))).to_string())
        };
        let rows = [
            ("name", of(&|id| cx.name(Some(id)).into_owned())),
            (
                "company",
                of(&|id| person(id).map_or("", |it| cx.company(it)).to_string()),
            ),
            ("position", text(|it| &it.position)),
            ("e-mail", text(|it| &it.email)),
            ("phone", text(|it| &it.phone)),
            ("is", of(&|id| words::roles(id, cx))),
            (
                "tier",
                of(&|id| {
                    let tier = person(id).and_then(|it| it.tier.as_ref());
                    tier.map_or(String::new(), |tier| tier.word().to_string())
                }),
            ),
            (
                "last contact",
                of(&|id| words::warmth(cx.practice.relation(id), cx.today).0),
            ),
            (
                "referrals",
                of(&|id| cx.practice.referrals_of(id).len().to_string()),
            ),
            (
                "entries",
                of(&|id| cx.practice.events_of(id).len().to_string()),
            ),
        ];
        let rows = rows.into_iter();
        rows.filter(|(_, [a, b])| !a.is_empty() || !b.is_empty())
            .collect()
    }

    /// What becomes of it, in sentences.
    fn outcome(&self, cx: &Cx) -> Vec<String> {
        let left = cx.book.left_over(self.keep(), self.other());
        let name = cx.name(Some(self.keep()));
        let mut said = vec![format!(
            "{name} stays, and has all that was written about either."
        )];
        if !left.is_empty() {
            let left = left.join("; ");
            said.push(format!("Kept as a note: {}", cx.words(&left)));
        }
        said
    }
}

impl Layer for Compare {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if !self.is_there(cx) {
            return match command {
                Command::Open => Offer::Yes(Effect::Close),
                _ => Offer::No,
            };
        }
        match command {
            Command::Open => Offer::Yes(Effect::Submit(Action::Unite {
                keep: self.keep(),
                other: self.other(),
            })),
            Command::LetGo => {
                let [one, other] = self.both;
                Offer::Yes(Effect::Submit(told_apart(one, other, cx)))
            }
            Command::Left => Offer::go(Motion::Left),
            Command::Right => Offer::go(Motion::Right),
            Command::NextPane => Offer::go(Motion::NextPane),
            Command::PrevPane => Offer::go(Motion::PrevPane),
            // It is opened to read what a mask hides.
            Command::Mask if !cx.masked => {
                Offer::Yes(Effect::Then(Box::new(Effect::Run(Command::Mask))))
            }
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, _: &Cx) {
        match motion {
            Motion::Left => self.stays = 0,
            Motion::Right => self.stays = 1,
            Motion::NextPane | Motion::PrevPane => self.stays = 1 - self.stays,
            _ => {}
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let title = sheet::title(canvas, self.place(cx), "");
        let rows = self.rows(cx);
        let widest = rows
            .iter()
            .flat_map(|(_, both)| both)
            .map(|it| text::width(it));
        let widest = u16::try_from(widest.max().unwrap_or(0)).unwrap_or(WIDEST);
        let column = widest.clamp(22, WIDEST);
        let width = (LABEL + 2 * column + 2).min(area.width.saturating_sub(4));
        let sentences: Vec<String> = self
            .outcome(cx)
            .iter()
            .flat_map(|said| text::wrapped(said, usize::from(width.max(16))))
            .collect();
        let height = 1 + rows.len() + 1 + sentences.len();
        let height = u16::try_from(height).unwrap_or(u16::MAX);
        let inner = sheet::sheet(canvas, area, (width, height), &title);
        if !self.is_there(cx) {
            let words = "One of them is no longer here; esc goes back.";
            canvas.text(inner.x, inner.y, inner.width, words, theme.warn);
            return;
        }
        let column = inner.width.saturating_sub(LABEL + 2) / 2;
        let place = |n: u16| inner.x + LABEL + n * (column + 2);
        let mut y = inner.y;
        for n in 0..2 {
            let is_kept = self.stays == usize::from(n);
            let (mark, word, style) = if is_kept {
                (theme.glyphs.on, "stays", theme.focus)
            } else {
                (theme.glyphs.off, "goes into it", theme.dim)
            };
            canvas.text(place(n), y, column, &format!("{mark} {word}"), style);
        }
        y += 1;
        // The sentences are worth more than the last rows of a low window.
        let kept = u16::try_from(sentences.len())
            .unwrap_or(0)
            .min(inner.height / 2);
        let end = inner.bottom().saturating_sub(kept);
        for (label, both) in &rows {
            if end <= y {
                break;
            }
            canvas.text(inner.x, y, LABEL - 1, label, theme.dim);
            let is_equal = both[0].to_lowercase() == both[1].to_lowercase();
            let style = if is_equal { theme.dim } else { theme.text };
            for (n, words) in (0..2).zip(both) {
                let words = if words.is_empty() {
                    theme.glyphs.dash
                } else {
                    words
                };
                canvas.text(place(n), y, column, words, style);
            }
            y += 1;
        }
        let first = (y + 1).min(end);
        for (words, y) in sentences.iter().zip(first..inner.bottom()) {
            canvas.text(inner.x, y, inner.width, words, theme.text);
        }
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "make one",
            Command::NextPane => "the other stays",
            Command::LetGo => "two people",
            Command::Back => "leave",
            other => other.row().title,
        }
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        vec![
            Command::Open,
            Command::NextPane,
            Command::LetGo,
            Command::Back,
        ]
    }

    fn place(&self, _: &Cx) -> String {
        "The same person?".into()
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::super::trial::{Desk, book, person};
    use super::*;

    fn desk() -> (Desk, Id, Id) {
        let mut book = book(&[
            "Priya Shah (ARC) from Dana Ortiz",
            "Omar Haddad from Mia Lang, books",
        ]);
        let [ortiz, ortis] = ["Dana Ortiz", "Mia Lang"].map(|name| person(&book, name));
        book.people
            .edit(ortis, 9_000, |it| it.name = "Dana Ortis".into());
        book.people
            .edit(ortis, 9_000, |it| it.email = "ortis@example.com".into());
        book.people
            .edit(ortiz, 9_000, |it| it.email = "dana@example.com".into());
        let desk = Desk::new(book, |cx| Box::new(Compare::new(ortis, ortiz, cx)));
        (desk, ortiz, ortis)
    }

    #[test]
    fn a_key_says_which_of_the_two_stays() {
        let (mut desk, ortiz, ortis) = desk();
        let unite = |keep, other| Some(Effect::Submit(Action::Unite { keep, other }));
        assert_eq!(desk.key(KeyCode::Enter), unite(ortis, ortiz));
        assert_eq!(desk.key(KeyCode::Tab), None);
        assert_eq!(desk.key(KeyCode::Enter), unite(ortiz, ortis));
        desk.types("h");
        assert_eq!(desk.key(KeyCode::Enter), unite(ortis, ortiz));
        desk.types("l");
        assert_eq!(desk.key(KeyCode::Enter), unite(ortiz, ortis));
    }

    #[test]
    fn it_says_what_is_kept_as_a_note() {
        let (mut desk, ..) = desk();
        let picture = desk.picture(80, 22);
        assert!(
            picture.contains("Dana Ortis stays, and has all"),
            "{picture}"
        );
        assert!(
            picture.contains("Kept as a note: name Dana Ortiz; e-mail dana@example.com"),
            "{picture}"
        );
    }

    #[test]
    fn it_can_be_said_that_they_are_two() {
        let (mut desk, ortiz, ortis) = desk();
        let Some(Effect::Submit(Action::Many { said, actions, .. })) = desk.types("-") else {
            panic!("it is settled");
        };
        assert_eq!(said, "Dana Ortis and Dana Ortiz are two people");
        let key = twins::apart(ortiz, ortis);
        assert!(matches!(&actions[0], Action::Settle { key: settled, .. } if *settled == key));
    }

    #[test]
    fn whoever_has_more_written_about_them_stays() {
        let book = book(&[
            "Priya Shah from Dana Ortiz",
            "Lin Wu from Mia Lang",
            "Omar Haddad from Dana Ortiz, books",
        ]);
        let [ortiz, dana] = ["Dana Ortiz", "Mia Lang"].map(|name| person(&book, name));
        for (one, other) in [(ortiz, dana), (dana, ortiz)] {
            let mut desk = Desk::new(book.clone(), |cx| Box::new(Compare::new(one, other, cx)));
            let unite = Effect::Submit(Action::Unite {
                keep: ortiz,
                other: dana,
            });
            assert_eq!(desk.key(KeyCode::Enter), Some(unite));
        }
    }
}
