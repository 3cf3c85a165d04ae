//! Who is the same person as this one: the likely ones first, anybody else by some letters. It will never make them one.

use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::insight::twins::{Kept, Twins};

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Ask, Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer, Typed};
use super::super::parts::input::Input;
use super::super::parts::list::Cursor;
use super::super::parts::{people, sheet};
use super::super::words;
use super::menu::{below, list_motion, more_below};

/// Rows for the list; who is meant is among the first.
const ROWS: u16 = 8;

/// One person, and a look for the other record of them.
pub struct Same {
    person: Id,
    typed: Input,
    /// Who is like what is typed.
    found: Vec<Id>,
    cursor: Cursor<Id>,
    twins: Kept,
}

impl Same {
    pub fn new(person: Id) -> Same {
        Same {
            person,
            typed: Input::default(),
            found: Vec::new(),
            cursor: Cursor::new(),
            twins: Kept::default(),
        }
    }

    fn twins(&self, cx: &Cx) -> Rc<[Twins]> {
        self.twins.of(cx.book, self.person)
    }

    fn rows(&self, twins: &[Twins], cx: &Cx) -> Vec<Id> {
        if self.typed.is_empty() {
            return twins.iter().map(|it| it.besides(self.person)).collect();
        }
        let there = self.found.iter().copied();
        there.filter(|id| cx.book.people.has(*id)).collect()
    }

    fn chosen(&self, cx: &Cx) -> Offer {
        let rows = self.rows(&self.twins(cx), cx);
        match self.cursor.selected(&rows) {
            Some(other) => {
                let one = self.person;
                let compare = Effect::Open(Ask::Compare { one, other });
                Offer::Yes(Effect::Then(Box::new(compare)))
            }
            None if self.typed.is_empty() => Offer::NotNow(
                Refusal::new("Nobody is chosen yet").or("type some letters of the name"),
            ),
            None => {
                let why = format!("Nobody is called “{}”", self.typed.text().trim());
                Offer::NotNow(Refusal::new(why).or("try fewer letters"))
            }
        }
    }
}

impl Layer for Same {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        match command {
            Command::Open => self.chosen(cx),
            Command::Down => Offer::go(Motion::Down),
            Command::Up => Offer::go(Motion::Up),
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let rows = self.rows(&self.twins(cx), cx);
        match motion {
            Motion::To(Spot::Item(at)) => {
                if let Some(id) = rows.get(*at) {
                    self.cursor.select(*id, &rows);
                }
            }
            motion => self.cursor.go(motion, &rows),
        }
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn type_in(&mut self, typed: &Typed, cx: &Cx) {
        if let Some(motion) = list_motion(typed) {
            return self.go(&motion, cx);
        }
        if self.typed.type_in(typed) {
            let like = people::like(cx.book, self.typed.text().trim());
            self.found = like.found;
            self.found.retain(|id| *id != self.person);
            self.cursor = Cursor::new();
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let twins = self.twins(cx);
        let rows = self.rows(&twins, cx);
        let title = sheet::title(canvas, self.place(cx), "");
        let inner = sheet::sheet(canvas, area, (66, ROWS + 2), &title);
        canvas.text(inner.x, inner.y, 2, ": ", theme.accent);
        let line = Rect {
            x: (inner.x + 2).min(inner.right()),
            width: inner.width.saturating_sub(2),
            height: inner.height.min(1),
            ..inner
        };
        self.typed.draw(canvas, line, &[]);
        let list = below(inner, if 6 < inner.height { 2 } else { 1 });
        if rows.is_empty() {
            let words = if self.typed.is_empty() {
                "Nobody looks alike; type some letters of the name"
            } else {
                "Nobody is called that"
            };
            canvas.text(list.x, list.y, list.width, words, theme.dim);
            return;
        }
        let window = self.cursor.window(&rows, usize::from(list.height));
        let selected = self.cursor.selected(&rows);
        let more = rows.len() - window.end;
        let first = window.start;
        for (n, id) in rows[window].iter().enumerate() {
            let Some(line) = sheet::line(list, n) else {
                break;
            };
            let is_on = selected == Some(*id);
            let bar = if is_on { theme.glyphs.bar } else { " " };
            canvas.text(line.x, line.y, 1, bar, theme.accent);
            let room = line.width.saturating_sub(2);
            let name = room.min(24);
            canvas.text(line.x + 2, line.y, name, &cx.name(Some(*id)), theme.title);
            let known = cx.book.people.get(*id);
            let company = known.map_or("", |person| cx.company(person));
            let alike = twins.iter().find(|it| it.besides(self.person) == *id);
            let alike = alike.map_or("", |it| words::alike(it.alike[0]));
            let said: Vec<&str> = [company, alike]
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect();
            let x = line.x + 2 + name + 1;
            canvas.text(
                x,
                line.y,
                line.right().saturating_sub(x),
                &said.join(" · "),
                theme.dim,
            );
            canvas.mark(line, Spot::Item(first + n));
            if is_on {
                let rest = Rect {
                    x: line.x + 1,
                    width: line.width.saturating_sub(1),
                    ..line
                };
                canvas.style(rest, theme.cursor);
            }
        }
        more_below(canvas, inner, more);
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "compare",
            Command::Back => "leave",
            other => other.row().title,
        }
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        vec![Command::Open, Command::Down, Command::Up, Command::Back]
    }

    fn place(&self, cx: &Cx) -> String {
        format!("Who is the same as {}?", cx.name(Some(self.person)))
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::super::trial::{Desk, book, person};
    use super::*;

    #[test]
    fn who_looks_alike_is_offered_first_and_anybody_else_by_some_letters() {
        let book = book(&[
            "Priya Shah (ARC) from Dana Ortiz",
            "Pria Shah (ARC) from Mia Lang",
        ]);
        let [one, twin, mia] =
            ["Priya Shah", "Pria Shah", "Mia Lang"].map(|name| person(&book, name));
        let compare = |other| {
            let open = Effect::Open(Ask::Compare { one, other });
            Some(Effect::Then(Box::new(open)))
        };
        let mut desk = Desk::new(book, |_| Box::new(Same::new(one)));
        let picture = desk.picture(80, 20);
        assert!(picture.contains("ARC · like name, company"), "{picture}");
        assert_eq!(desk.key(KeyCode::Enter), compare(twin));
        desk.types("mia");
        assert_eq!(desk.key(KeyCode::Enter), compare(mia));
        desk.types("zzz");
        assert!(matches!(desk.offer(Command::Open), Offer::NotNow(_)));
    }

    #[test]
    fn nobody_is_the_same_as_themselves() {
        let book = book(&["Priya Shah from Dana Ortiz"]);
        let one = person(&book, "Priya Shah");
        let mut desk = Desk::new(book, |_| Box::new(Same::new(one)));
        assert!(desk.picture(80, 20).contains("Nobody looks alike"));
        desk.types("priya");
        assert!(matches!(desk.offer(Command::Open), Offer::NotNow(_)));
    }
}
