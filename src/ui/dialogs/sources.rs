//! The first minutes of a new book: the people who sent work, a line each, and how close each is kept.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::Rect;

use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::name::same_name;
use crate::domain::person::{Person, Tier};
use crate::domain::refusal::Refusal;
use crate::domain::text;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer};
use super::super::layer::{Cx, Draft, Layer, Typed};
use super::super::parts::input::Input;
use super::super::parts::sheet;
use super::menu::below;

/// The people so far, and the line being typed.
pub struct FirstSources {
    people: Vec<Person>,
    input: Input,
    /// The last one is named, and is to be given a tier.
    asks_tier: bool,
}

impl FirstSources {
    #[allow(clippy::new_without_default)]
    pub fn new() -> FirstSources {
        FirstSources {
            people: Vec::new(),
            input: Input::default(),
            asks_tier: false,
        }
    }

    /// The person that the line names.
    fn named(&self, book: &Book) -> Result<Person, Refusal> {
        let (name, company) = name_and_company(self.input.text());
        if name.is_empty() {
            return Err(Refusal::new("The line has no name").or("write it before the brackets"));
        }
        if self
            .people
            .iter()
            .any(|person| same_name(&person.name, &name))
        {
            return Err(Refusal::new(format!("{name} is in the list already"))
                .or("add the company to the name if it is someone else"));
        }
        if book
            .people
            .iter()
            .any(|(_, person)| same_name(&person.name, &name))
        {
            return Err(Refusal::new(format!("{name} is in the book already"))
                .or("an empty line ends the list"));
        }
        Ok(Person {
            name,
            company,
            ..Person::default()
        })
    }

    fn save(&self) -> Effect {
        let count = self.people.len();
        let said = match self.people.as_slice() {
            [one] => format!("Added {}", one.name),
            _ => format!("Added {count} people"),
        };
        let save = |person: &Person| Action::SavePerson {
            id: None,
            was: None,
            person: Box::new(person.clone()),
        };
        let actions = self.people.iter().map(save).collect();
        Effect::Submit(Action::Many { said, actions })
    }

    fn enter(&self, cx: &Cx) -> Offer {
        match (self.asks_tier, self.input.is_empty()) {
            (true, _) => Offer::go(Motion::Done),
            (false, true) if self.people.is_empty() => Offer::Yes(Effect::Close),
            (false, true) => Offer::Yes(self.save()),
            (false, false) => match self.named(cx.book) {
                Ok(_) => Offer::go(Motion::Done),
                Err(refusal) => Offer::NotNow(refusal),
            },
        }
    }
}

/// "Dana Ortiz (Ortiz & Daughters)" taken apart.
fn name_and_company(line: &str) -> (String, String) {
    let line = text::clean_line(line);
    match line.split_once('(') {
        Some((name, company)) => (
            name.trim().to_owned(),
            company.trim().trim_end_matches(')').trim().to_owned(),
        ),
        None => (line, String::new()),
    }
}

impl Layer for FirstSources {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        match command {
            Command::Open => self.enter(cx),
            // Leaving keeps who was added: a long list is not typed twice.
            Command::Back | Command::Interrupt if !self.people.is_empty() => {
                Offer::Yes(self.save())
            }
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        if *motion != Motion::Done {
            return;
        }
        if self.asks_tier {
            self.asks_tier = false;
        } else if let Ok(person) = self.named(cx.book) {
            self.people.push(person);
            self.input.take();
            self.asks_tier = true;
        }
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn type_in(&mut self, typed: &Typed, _cx: &Cx) {
        // A tier is a small letter; anything else that can be written begins the next name.
        let is_tier = |letter: char| matches!(letter, 'a'..='d' | '0' | ' ');
        let begins_name = match typed {
            Typed::Paste(_) => true,
            Typed::Key(key) => {
                matches!(key.code, KeyCode::Char(letter) if !is_tier(letter))
                    && !key.modifiers.contains(KeyModifiers::CONTROL)
            }
        };
        if self.asks_tier && begins_name {
            self.asks_tier = false;
        }
        if !self.asks_tier {
            // An empty line takes the last one back.
            let is_back = matches!(typed, Typed::Key(key) if key.code == KeyCode::Backspace);
            if is_back
                && self.input.text().is_empty()
                && let Some(person) = self.people.pop()
            {
                self.input = Input::new(as_line(&person));
                return;
            }
            self.input.type_in(typed);
            return;
        }
        let Typed::Key(key) = typed else { return };
        let tier = match key.code {
            KeyCode::Char('a') => Some(Tier::A),
            KeyCode::Char('b') => Some(Tier::B),
            KeyCode::Char('c') => Some(Tier::C),
            KeyCode::Char('d') => Some(Tier::D),
            KeyCode::Char('0' | ' ') => None,
            _ => return,
        };
        if let Some(person) = self.people.last_mut() {
            person.tier = tier;
        }
        self.asks_tier = false;
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let settings = cx.book.settings();
        let count = match self.people.len() {
            0 => String::new(),
            count => format!("{count} so far"),
        };
        let title = sheet::title(canvas, "Who has sent you work?", count);
        let inner = sheet::sheet(canvas, area, (76, 16), &title);
        if inner.height == 0 {
            return;
        }
        let prompt = Rect { height: 1, ..inner };
        if self.asks_tier {
            let name = self.people.last().map_or("", |person| person.name.as_str());
            let name = cx.words(name);
            let words: [Piece; 2] = [
                (
                    format!("How close do you keep {name}?  ").into(),
                    theme.title,
                ),
                ("a b c d   enter none".into(), theme.accent),
            ];
            canvas.line(prompt.x, prompt.y, prompt.width, &words);
        } else {
            if self.input.text().is_empty() {
                let example = "Dana Ortiz (Ortiz & Daughters)";
                canvas.text(prompt.x, prompt.y, prompt.width, example, theme.dim);
            }
            self.input.draw(canvas, prompt, &[]);
        }
        let every = |tier: Tier| match settings.interval(&tier) {
            Some(days) => format!("{} every {days} days", tier.word().to_lowercase()),
            None => tier.word().to_lowercase(),
        };
        let hint = if self.asks_tier {
            [Tier::A, Tier::B, Tier::C, Tier::D].map(every).join("   ")
        } else if self.people.is_empty() {
            "A name a line, the company in brackets; enter adds it".into()
        } else {
            "enter adds it, an empty line ends the list, backspace goes back one".into()
        };
        let rest = below(inner, 1);
        let list = if 4 < inner.height {
            canvas.text(rest.x, rest.y, rest.width, &hint, theme.dim);
            below(rest, 2)
        } else {
            rest
        };
        // The newest first, so that it is seen being added.
        for (at, person) in self.people.iter().rev().enumerate() {
            let Some(line) = sheet::line(list, at) else {
                break;
            };
            let tier = person.tier.as_ref().map_or(theme.glyphs.dot, Tier::word);
            let mut words: Vec<Piece> = vec![
                (format!("{tier}  ").into(), theme.accent),
                (cx.words(&person.name).into(), theme.text),
            ];
            if !person.company.is_empty() {
                let dot = theme.glyphs.dot;
                words.push((format!(" {dot} {}", cx.company(person)).into(), theme.dim));
            }
            canvas.line(line.x, line.y, line.width, &words);
        }
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "next",
            Command::Back => "leave",
            other => other.row().title,
        }
    }

    fn hints(&self, _cx: &Cx) -> Vec<Command> {
        vec![Command::Open, Command::Back]
    }

    fn place(&self, _cx: &Cx) -> String {
        "First sources".into()
    }

    fn draft(&self) -> Option<Draft> {
        Some(Draft {
            of: "sources".into(),
            values: vec![self.input.text().to_string()],
        })
    }

    fn restore(&mut self, draft: &Draft, _cx: &Cx) {
        if let Some(text) = draft.values.first() {
            self.input = Input::new(text.clone());
        }
    }
}

fn as_line(person: &Person) -> String {
    if person.company.is_empty() {
        person.name.clone()
    } else {
        format!("{} ({})", person.name, person.company)
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Desk, lived_in, today};
    use super::*;

    fn desk() -> Desk {
        Desk::new(Book::new(today()), |_| Box::new(FirstSources::new()))
    }

    fn saved(effect: Option<Effect>) -> Vec<(String, String, Option<Tier>)> {
        let Some(Effect::Submit(Action::Many { actions, .. })) = effect else {
            panic!("{effect:?}");
        };
        let person = |action: Action| match action {
            Action::SavePerson { person, .. } => (person.name, person.company, person.tier),
            other => panic!("{other:?}"),
        };
        actions.into_iter().map(person).collect()
    }

    #[test]
    fn a_line_a_person_a_letter_a_tier_and_an_empty_line_ends() {
        let mut desk = desk();
        desk.types("Dana Ortiz (Ortiz & Daughters)");
        desk.key(KeyCode::Enter);
        desk.types("b");
        desk.types("Mia Lang");
        desk.key(KeyCode::Enter);
        desk.key(KeyCode::Enter);
        let wanted = [
            (
                "Dana Ortiz".into(),
                "Ortiz & Daughters".into(),
                Some(Tier::B),
            ),
            ("Mia Lang".into(), String::new(), None),
        ];
        assert_eq!(saved(desk.key(KeyCode::Enter)), wanted);
    }

    #[test]
    fn escape_keeps_who_was_added() {
        let mut desk = desk();
        assert_eq!(desk.key(KeyCode::Esc), None);
        desk.types("Dana Ortiz");
        desk.key(KeyCode::Enter);
        assert_eq!(saved(desk.key(KeyCode::Esc)).len(), 1);
    }

    #[test]
    fn nobody_is_added_twice() {
        let mut desk = Desk::new(lived_in(), |_| Box::new(FirstSources::new()));
        desk.types("Dana Ortiz");
        assert!(matches!(desk.offer(Command::Open), Offer::NotNow(_)));
    }

    #[test]
    fn backspace_on_an_empty_line_takes_the_last_one_back() {
        let mut desk = desk();
        desk.types("Dana Ortiz (Bakers)");
        desk.key(KeyCode::Enter);
        desk.types("a");
        desk.key(KeyCode::Backspace);
        assert!(desk.picture(80, 22).contains("Dana Ortiz (Bakers)"));
        assert_eq!(desk.key(KeyCode::Esc), None);
    }
}
