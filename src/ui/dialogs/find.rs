//! Finding anyone or anything by a few letters. What fits is asked of the book; this shows it and goes there.

use std::thread::{self, JoinHandle};

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::domain::refusal::Refusal;
use crate::insight::search::{Hit, Rows, Sought};

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Ask, Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer, Typed};
use super::super::parts::input::Input;
use super::super::parts::list::Cursor;
use super::super::parts::marked::marked;
use super::super::parts::sheet;
use super::menu::{below, list_motion, more_below};

/// Nobody reads further down; more letters are quicker.
const LIMIT: usize = 60;
/// In records.
const LARGE: usize = 4_000;

/// A query and what it found.
pub struct Find {
    query: Input,
    /// Found when the query was typed; records that are gone meanwhile are passed over.
    hits: Vec<Hit>,
    sought: Sought,
    /// What is looked through in a large book, made ready while the first letter is on its way.
    coming: Option<JoinHandle<Rows>>,
    cursor: Cursor<Subject>,
}

/// Makes a large book ready on the side; a smaller one is there before a key can be pressed.
fn ready(book: &Book) -> Option<JoinHandle<Rows>> {
    if book.people.len() + book.referrals.len() < LARGE {
        return None;
    }
    let book = book.clone();
    thread::Builder::new().spawn(move || Rows::of(&book)).ok()
}

impl Find {
    pub fn new(cx: &Cx) -> Find {
        Find {
            query: Input::default(),
            hits: Vec::new(),
            sought: Sought::default(),
            coming: ready(cx.book),
            cursor: Cursor::new(),
        }
    }

    fn subjects(&self, cx: &Cx) -> Vec<Subject> {
        let hits = self.hits.iter().map(|hit| hit.subject);
        hits.filter(|subject| is_there(*subject, cx)).collect()
    }

    fn visit(&self, cx: &Cx) -> Offer {
        if self.query.is_empty() {
            let refusal = Refusal::new("Nothing is looked for yet");
            return Offer::NotNow(refusal.or("type some letters of a name, a need or a note"));
        }
        let Some(subject) = self.cursor.selected(&self.subjects(cx)) else {
            let why = format!("Nothing is found for “{}”", self.query.text().trim());
            return Offer::NotNow(Refusal::new(why).or("try fewer letters"));
        };
        Offer::Yes(way_to(subject, cx))
    }
}

fn is_there(subject: Subject, cx: &Cx) -> bool {
    match subject {
        Subject::Person(id) => cx.book.people.has(id),
        Subject::Referral(id) => cx.book.referrals.has(id),
        Subject::Event(id) => cx.book.events.has(id),
        Subject::Promise(id) => cx.book.promises.has(id),
    }
}

/// An open referral is a card on the board; everything else has or stands on a page.
fn way_to(subject: Subject, cx: &Cx) -> Effect {
    let page = |subject: Subject| Effect::Then(Box::new(Effect::Open(Ask::Page(subject))));
    match subject {
        Subject::Referral(id) => match cx.book.referrals.get(id) {
            Some(referral) if referral.is_open() => Effect::Show(subject),
            _ => page(subject),
        },
        Subject::Event(id) => {
            let event = cx.book.events.get(id);
            let referral = event.and_then(|event| event.referral);
            let person = event.and_then(|event| event.person);
            referral
                .map(Subject::Referral)
                .or(person.map(Subject::Person))
                .map_or(Effect::Close, page)
        }
        Subject::Person(_) | Subject::Promise(_) => page(subject),
    }
}

/// What a hit is: "source A, 9 days", "open in Meet", "closed, won", "note of 12 Nov".
fn what(subject: Subject, cx: &Cx) -> String {
    match subject {
        Subject::Person(id) => person_words(id, cx),
        Subject::Referral(id) => cx
            .book
            .referrals
            .get(id)
            .map(referral_words)
            .unwrap_or_default(),
        Subject::Event(id) => cx.book.events.get(id).map_or_else(String::new, |event| {
            let kind = event.kind.title();
            format!("{kind}, {}", day::near(event.on, cx.today))
        }),
        Subject::Promise(_) => "promise".into(),
    }
}

fn person_words(id: Id, cx: &Cx) -> String {
    let relation = cx.practice.relation(id);
    let tier = cx
        .book
        .people
        .get(id)
        .and_then(|person| person.tier.as_ref());
    let role = match (
        relation.is_source,
        relation.is_client,
        relation.open.is_empty(),
    ) {
        (true, true, _) => "source, client",
        (true, false, _) => "source",
        (false, true, _) => "client",
        (false, false, false) => "prospect",
        (false, false, true) => "person",
    };
    let mut words = role.to_string();
    if let Some(tier) = tier {
        words = format!("{words} {}", tier.word());
    }
    if let (Some(_), Some(days)) = (relation.last, relation.days) {
        words = format!("{words} {days}d");
    }
    words
}

fn referral_words(referral: &Referral) -> String {
    let side = if referral.is_given() { "given, " } else { "" };
    match &referral.outcome {
        None => format!("{side}open in {}", referral.stage().title()),
        Some(outcome) => format!("{side}closed, {}", outcome.ending.title()),
    }
}

/// What a hit is called when names are masked: the same shape, nothing of the text.
fn masked_words(subject: Subject, cx: &Cx) -> String {
    match subject {
        Subject::Person(id) => cx.name(Some(id)).into_owned(),
        Subject::Referral(id) => {
            let referral = cx.book.referrals.get(id);
            cx.name(referral.and_then(|referral| referral.prospect))
                .into_owned()
        }
        Subject::Event(id) => {
            let event = cx.book.events.get(id);
            cx.name(event.and_then(|event| event.person)).into_owned()
        }
        Subject::Promise(_) => "(masked)".into(),
    }
}

impl Layer for Find {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        match command {
            Command::Open => self.visit(cx),
            Command::Down => Offer::go(Motion::Down),
            Command::Up => Offer::go(Motion::Up),
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let subjects = self.subjects(cx);
        match motion {
            Motion::To(Spot::Item(at)) => {
                if let Some(subject) = subjects.get(*at) {
                    self.cursor.select(*subject, &subjects);
                }
            }
            motion => self.cursor.go(motion, &subjects),
        }
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn type_in(&mut self, typed: &Typed, cx: &Cx) {
        if let Some(motion) = list_motion(typed) {
            return self.go(&motion, cx);
        }
        if self.query.type_in(typed) {
            if let Some(Ok(rows)) = self.coming.take().map(JoinHandle::join) {
                self.sought = Sought::among(rows);
            }
            self.hits = self.sought.find(cx.book, self.query.text(), LIMIT);
            self.cursor = Cursor::new();
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let shown: Vec<&Hit> = self
            .hits
            .iter()
            .filter(|hit| is_there(hit.subject, cx))
            .collect();
        let subjects: Vec<Subject> = shown.iter().map(|hit| hit.subject).collect();
        let count = match shown.len() {
            0 => String::new(),
            LIMIT => format!("the best {LIMIT}"),
            count => format!("{count} found"),
        };
        let title = sheet::title(canvas, "Find", count);
        let inner = sheet::sheet(canvas, area, (96, 18), &title);
        canvas.text(inner.x, inner.y, 2, "/ ", theme.accent);
        let line = Rect {
            x: (inner.x + 2).min(inner.right()),
            width: inner.width.saturating_sub(2),
            height: inner.height.min(1),
            ..inner
        };
        self.query.draw(canvas, line, &[]);
        let list = below(inner, if 6 < inner.height { 2 } else { 1 });
        let window = self.cursor.window(&subjects, usize::from(list.height));
        let selected = self.cursor.selected(&subjects);
        let more = subjects.len() - window.end;
        let first = window.start;
        for (nth, hit) in shown[window].iter().enumerate() {
            let Some(line) = sheet::line(list, nth) else {
                break;
            };
            let on = selected == Some(hit.subject);
            let bar = if on { theme.glyphs.bar } else { " " };
            canvas.text(line.x, line.y, 1, bar, theme.accent);
            let what = what(hit.subject, cx);
            let right = u16::try_from(crate::domain::text::width(&what)).unwrap_or(u16::MAX);
            let room = line.width.saturating_sub(2);
            let right = right.min(room / 2);
            canvas.text_right(line.x + 2 + room - right, line.y, right, &what, theme.dim);
            let left = room.saturating_sub(right + 2);
            let pieces = if cx.masked {
                vec![(masked_words(hit.subject, cx).into(), theme.text)]
            } else {
                marked(&hit.text, &hit.ranges, theme.text, theme.linked)
            };
            canvas.line(line.x + 2, line.y, left, &pieces);
            canvas.mark(line, Spot::Item(first + nth));
            if on {
                let rest = Rect {
                    x: line.x + 1,
                    width: line.width.saturating_sub(1),
                    ..line
                };
                canvas.style(rest, theme.cursor);
            }
        }
        if shown.is_empty() {
            let words = if self.query.is_empty() {
                "People, referrals and notes, by some letters of each word"
            } else {
                "Nothing is found; fewer letters find more"
            };
            canvas.text(
                list.x,
                list.y,
                list.width * list.height.min(1),
                words,
                theme.dim,
            );
        }
        more_below(canvas, inner, more);
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "go there",
            Command::Back => "leave",
            other => other.row().title,
        }
    }

    fn hints(&self, _cx: &Cx) -> Vec<Command> {
        vec![Command::Open, Command::Down, Command::Up, Command::Back]
    }

    fn place(&self, _cx: &Cx) -> String {
        "Find".into()
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::super::trial::{Desk, lived_in, person, referral};
    use super::*;

    fn desk() -> Desk {
        Desk::new(lived_in(), |cx| Box::new(Find::new(cx)))
    }

    #[test]
    fn enter_goes_to_the_page_of_a_person_and_to_the_card_of_an_open_referral() {
        let mut desk = desk();
        let mia = person(&desk.book, "Mia Lang");
        desk.types("mia lan");
        let page = Effect::Open(Ask::Page(Subject::Person(mia)));
        assert_eq!(desk.key(KeyCode::Enter), Some(Effect::Then(Box::new(page))));
        let card = referral(&desk.book, "Omar Haddad");
        let omar = person(&desk.book, "Omar Haddad");
        let mut shown = Vec::new();
        for _ in 0.."mia lan".len() {
            desk.key(KeyCode::Backspace);
        }
        desk.types("omar");
        for _ in 0..2 {
            shown.extend(desk.key(KeyCode::Enter));
            desk.key(KeyCode::Down);
        }
        let page = Effect::Open(Ask::Page(Subject::Person(omar)));
        assert!(
            shown.contains(&Effect::Show(Subject::Referral(card))),
            "{shown:?}"
        );
        assert!(shown.contains(&Effect::Then(Box::new(page))), "{shown:?}");
    }

    #[test]
    fn what_a_hit_is_stands_beside_it() {
        let mut desk = desk();
        desk.types("dana ort");
        let picture = desk.picture(90, 22);
        assert!(picture.contains("source 0d"), "{picture}");
        assert!(picture.contains("open in Research"), "{picture}");
    }

    #[test]
    fn masked_hits_show_invented_names_alone() {
        let mut desk = desk();
        desk.types("dana");
        desk.masked = true;
        let picture = desk.picture(90, 22);
        for name in ["Ortiz", "Petrov", "Priya", "ARC", "Klein"] {
            assert!(!picture.contains(name), "{picture}");
        }
    }

    #[test]
    fn nothing_found_says_so() {
        let mut desk = desk();
        assert!(matches!(desk.offer(Command::Open), Offer::NotNow(_)));
        desk.types("qqqq");
        assert!(matches!(desk.offer(Command::Open), Offer::NotNow(_)));
        assert!(desk.picture(90, 22).contains("Nothing is found"));
    }
}
