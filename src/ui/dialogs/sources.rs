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
use super::super::words;
use super::menu::below;
use super::specs::referral::tag_words;

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

    /// The person that a line names.
    fn named(&self, line: &str, book: &Book) -> Result<Person, Refusal> {
        let (line, person) = fields(line);
        let Named {
            name,
            company,
            tier,
        } = Named::of(&line);
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
            tier,
            ..person
        })
    }

    /// Adds the person, who is asked about when no tier was written.
    fn add(&mut self, person: Person) {
        self.asks_tier = person.tier.is_none();
        self.people.push(person);
        self.input.take();
    }

    /// A pasted list: a person a line, those left out who are in it or in the book already.
    fn add_all(&mut self, list: &str, book: &Book) {
        let list = self.input.take() + list;
        for line in list.split(['\n', '\r']) {
            if let Ok(person) = self.named(line, book) {
                self.add(person);
            }
        }
        // Who was pasted without a tier is not asked about: it would only be the last one.
        self.asks_tier = false;
    }

    fn save(&self) -> Effect {
        let count = self.people.len();
        let added = match self.people.as_slice() {
            [one] => format!("Added {}", one.name),
            _ => format!("Added {count} people"),
        };
        let said = match self.people.iter().filter(|one| one.tier.is_none()).count() {
            0 => added,
            none if none == count => format!("{added}, without a tier; f finds them"),
            none => format!("{added}, {none} without a tier; f finds them"),
        };
        let save = |person: &Person| Action::SavePerson {
            id: None,
            was: None,
            person: Box::new(person.clone()),
        };
        let actions = self.people.iter().map(save).collect();
        let more = String::new();
        Effect::Submit(Action::Many {
            said,
            more,
            actions,
        })
    }

    fn enter(&self, cx: &Cx) -> Offer {
        match (self.asks_tier, self.input.is_empty()) {
            (true, _) => Offer::go(Motion::Done),
            (false, true) if self.people.is_empty() => Offer::Yes(Effect::Close),
            (false, true) => Offer::Yes(self.save()),
            (false, false) => match self.named(self.input.text(), cx.book) {
                Ok(_) => Offer::go(Motion::Done),
                Err(refusal) => Offer::NotNow(refusal),
            },
        }
    }
}

/// With fewer digits a number may be anything.
const DIGITS: usize = 7;

/// The line without what has a field of its own, and a person with that: an e-mail address, a number, tags.
fn fields(line: &str) -> (String, Person) {
    let line = text::clean_line(line);
    let mut person = Person::default();
    let mut rest: Vec<&str> = Vec::new();
    let mut number: Vec<&str> = Vec::new();
    let is_number = |word: &str| {
        let begins = word.starts_with(|c: char| c == '+' || c.is_ascii_digit());
        begins
            && word
                .chars()
                .all(|c| c.is_ascii_digit() || "+-./".contains(c))
    };
    for word in line.split_whitespace().chain([""]) {
        let plain = word.trim_end_matches([',', ';']);
        if is_number(plain) {
            number.push(plain);
            continue;
        }
        let digits = number.concat().chars().filter(char::is_ascii_digit).count();
        if DIGITS <= digits {
            person.phone = number.join(" ");
        } else {
            rest.extend(&number);
        }
        number.clear();
        match (plain.strip_prefix('#'), plain.split_once('@')) {
            (Some(tag), _) if !tag.is_empty() => {
                person.tags.insert(tag.to_lowercase(), true);
            }
            (_, Some((before, after))) if !before.is_empty() && after.contains('.') => {
                person.email = plain.trim_matches(['<', '>']).into();
            }
            _ => rest.push(word),
        }
    }
    (rest.join(" "), person)
}

/// "Dana Ortiz (Ortiz & Daughters) A" taken apart.
struct Named {
    name: String,
    company: String,
    tier: Option<Tier>,
}

impl Named {
    fn of(line: &str) -> Named {
        let line = text::clean_line(line);
        let (before, company, after) = match line.split_once('(') {
            Some((before, rest)) => {
                let (company, after) = closed(rest);
                (before.trim(), company.trim(), after.trim())
            }
            None => (line.as_str(), "", ""),
        };
        let (name, tier) = if let Some(tier) = tier(after.trim_start_matches(',').trim()) {
            (before.to_owned(), Some(tier))
        } else {
            let name = format!("{before} {after}");
            match name.trim().rsplit_once(' ') {
                // "Anna B" is a name and its initial.
                Some((rest, last)) if tier(last).is_some() && rest.trim().contains(' ') => {
                    (rest.to_owned(), tier(last))
                }
                _ => (name, None),
            }
        };
        Named {
            name: name.trim().trim_end_matches(',').trim_end().to_owned(),
            company: company.to_owned(),
            tier,
        }
    }
}

/// What stands before the bracket that closes, and what behind it; one that is never closed holds all.
fn closed(rest: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return (&rest[..at], &rest[at + 1..]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    (rest.trim_end_matches(')'), "")
}

/// The tier that a letter is, in any case.
fn tier(letter: &str) -> Option<Tier> {
    match letter {
        "a" | "A" => Some(Tier::A),
        "b" | "B" => Some(Tier::B),
        "c" | "C" => Some(Tier::C),
        "d" | "D" => Some(Tier::D),
        _ => None,
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
        } else if let Ok(person) = self.named(self.input.text(), cx.book) {
            self.add(person);
        }
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn type_in(&mut self, typed: &Typed, cx: &Cx) {
        if let Typed::Paste(list) = typed
            && list.trim().contains(['\n', '\r'])
        {
            return self.add_all(list, cx.book);
        }
        if self.asks_tier {
            // A tier is a small letter; whatever else is written begins the next name.
            let answer = match typed {
                Typed::Key(key) if key.modifiers.is_empty() => match key.code {
                    KeyCode::Char('0') => Some(None),
                    KeyCode::Char(letter @ 'a'..='d') => {
                        Some(tier(letter.encode_utf8(&mut [0; 4])))
                    }
                    _ => None,
                },
                _ => None,
            };
            let begins = match typed {
                Typed::Paste(_) => true,
                Typed::Key(key) if key.modifiers.contains(KeyModifiers::CONTROL) => false,
                Typed::Key(key) => {
                    matches!(key.code, KeyCode::Char(c) if c != ' ')
                        || key.code == KeyCode::Backspace
                }
            };
            if !begins {
                return;
            }
            self.asks_tier = false;
            if let (Some(tier), Some(person)) = (answer, self.people.last_mut()) {
                person.tier = tier;
                return;
            }
        }
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
            Some(days) => {
                let every = words::days(days.into());
                format!("{} every {every}", tier.word().to_lowercase())
            }
            None => tier.word().to_lowercase(),
        };
        let hint = if self.asks_tier {
            [Tier::A, Tier::B, Tier::C, Tier::D].map(every).join("   ")
        } else if self.people.is_empty() {
            "Name (Company) A, a line each; enter adds it, a list can be pasted".into()
        } else {
            "enter adds it, an empty line ends the list, backspace goes back one".into()
        };
        let more = if self.asks_tier {
            "a small a to d answers, any other letter begins the next name"
        } else {
            "A to D behind it is how close you keep them"
        };
        let rest = below(inner, 1);
        let list = if 5 < inner.height {
            canvas.text(rest.x, rest.y, rest.width, &hint, theme.dim);
            let second = below(rest, 1);
            canvas.text(second.x, second.y, second.width, more, theme.dim);
            below(second, 2)
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
            let tags = tag_words(&person.tags);
            for field in [&person.phone, &person.email, &tags] {
                if !field.is_empty() {
                    let dot = theme.glyphs.dot;
                    words.push((format!(" {dot} {}", cx.words(field)).into(), theme.dim));
                }
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
    let company = match person.company.as_str() {
        "" => String::new(),
        company => format!("({company})"),
    };
    let tags = tag_words(&person.tags);
    let parts = [&person.name, &company, &person.phone, &person.email, &tags];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).collect();
    let said = parts.into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Desk, lived_in, today};
    use super::*;

    #[test]
    fn what_has_a_field_of_its_own_is_not_part_of_the_name() {
        for (line, name, phone, email, tags) in [
            (
                "Dana Ortiz (Ortiz) +44 20 7946 0018 dana@example.com #vip A",
                "Dana Ortiz",
                "+44 20 7946 0018",
                "dana@example.com",
                "#vip",
            ),
            (
                "Ben Achebe, <ben@arc.example>, #News",
                "Ben Achebe",
                "",
                "ben@arc.example",
                "#news",
            ),
            ("Studio 54", "Studio 54", "", "", ""),
            ("Lin Wu 020-79460018", "Lin Wu", "020-79460018", "", ""),
        ] {
            let named = FirstSources::new()
                .named(line, &Book::new(today()))
                .unwrap();
            assert_eq!(named.name, name, "{line}");
            assert_eq!(
                (named.phone.as_str(), named.email.as_str()),
                (phone, email),
                "{line}"
            );
            assert_eq!(tag_words(&named.tags), tags, "{line}");
            let again = FirstSources::new().named(&as_line(&named), &Book::new(today()));
            let again = again.unwrap();
            assert_eq!(
                (again.phone, again.email),
                (named.phone, named.email),
                "{line}"
            );
        }
    }

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

    /// The tier asked for, the name begun instead: nothing that was typed is gone.
    #[test]
    fn a_letter_that_is_no_tier_begins_the_next_name() {
        for next in ["Anna Roux", "Ben Achebe", "Éva Nagy", "erik holm", "3M"] {
            let mut desk = desk();
            desk.types("Dana Ortiz");
            desk.key(KeyCode::Enter);
            desk.types(next);
            desk.key(KeyCode::Enter);
            let people = saved(desk.key(KeyCode::Esc));
            assert_eq!(people[0].2, None);
            assert_eq!(people[1].0, next);
        }
    }

    #[test]
    fn only_small_a_to_d_and_nought_answer_the_tier() {
        for (key, tier) in [('a', Some(Tier::A)), ('d', Some(Tier::D)), ('0', None)] {
            let mut desk = desk();
            desk.types("Dana Ortiz");
            desk.key(KeyCode::Enter);
            desk.key(KeyCode::Char(key));
            let wanted = [("Dana Ortiz".to_owned(), String::new(), tier)];
            assert_eq!(saved(desk.key(KeyCode::Enter)), wanted);
        }
    }

    #[test]
    fn a_tier_behind_the_line_is_the_tier_and_the_bracket_is_no_company() {
        for (line, name, company, tier) in [
            (
                "Jean-Luc O'Brien (KPMG) A",
                "Jean-Luc O'Brien",
                "KPMG",
                Some(Tier::A),
            ),
            (
                "Dana Ortiz (ARC (UK)), b",
                "Dana Ortiz",
                "ARC (UK)",
                Some(Tier::B),
            ),
            ("Dana Ortiz C", "Dana Ortiz", "", Some(Tier::C)),
            ("Anna B", "Anna B", "", None),
            ("Dana (Bakers", "Dana", "Bakers", None),
            ("Dana (Bakers) Ortiz", "Dana Ortiz", "Bakers", None),
            ("Dana Ortiz (KPMG) E", "Dana Ortiz E", "KPMG", None),
        ] {
            let named = Named::of(line);
            assert_eq!(
                (named.name.as_str(), named.company.as_str(), named.tier),
                (name, company, tier),
                "{line}"
            );
        }
    }

    #[test]
    fn a_pasted_list_is_a_person_a_line_and_f_finds_who_has_no_tier() {
        let mut desk = desk();
        desk.pastes("Dana Ortiz (Bakers) A\r\n\r\nMia Lang\nDana Ortiz\nOmar Haddad b");
        let Some(Effect::Submit(Action::Many { said, actions, .. })) = desk.key(KeyCode::Enter)
        else {
            panic!("the list is kept");
        };
        assert_eq!(actions.len(), 3);
        assert_eq!(said, "Added 3 people, 1 without a tier; f finds them");
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
