//! One dialog for every form: fields in, one action out. What the fields are is said in `specs`.

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use crate::domain::action::Action;
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::ui::canvas::{Canvas, Piece};
use crate::ui::command::Command;
use crate::ui::effect::{Effect, FormKind, Motion, Offer, Spot};
use crate::ui::layer::{Cx, Draft, Layer, Typed};
use crate::ui::parts::chrome::{self, Title};
use crate::ui::parts::field::{Field, Sort};
use crate::ui::parts::fieldview::{Rows, View};
use crate::ui::parts::values::{Values, capital};

use super::specs::all;
use super::specs::spec::Spec;

/// No form is wider: a line of text is read best below eighty columns.
const WIDTH: u16 = 78;

/// Columns for the labels of a brief.
const BRIEF: u16 = 12;

pub struct Form {
    kind: FormKind,
    spec: Spec,
    /// The field that has the focus; one past the last is the word "save" of a form with a long text.
    focus: usize,
    top: u16,
}

impl Form {
    pub fn new(kind: FormKind, cx: &Cx) -> Form {
        let spec = all::of(&kind, cx);
        Form {
            kind,
            focus: spec.begin,
            spec,
            top: 0,
        }
    }

    fn field(&self) -> Option<&Field> {
        self.spec.fields.get(self.focus)
    }

    fn field_mut(&mut self) -> Option<&mut Field> {
        self.spec.fields.get_mut(self.focus)
    }

    /// A long text takes enter for itself, so that saving needs a place of its own.
    fn has_save(&self) -> bool {
        self.spec.fields.iter().any(Field::is_long)
    }

    fn last(&self) -> usize {
        let fields = self.spec.fields.len() + usize::from(self.has_save());
        fields.saturating_sub(1)
    }

    fn move_focus(&mut self, on: bool) {
        if let Some(field) = self.field_mut() {
            field.leave();
        }
        let last = self.last();
        self.focus = match (self.focus, on) {
            (focus, true) if focus < last => focus + 1,
            (_, true) => 0,
            (0, false) => last,
            (focus, false) => focus - 1,
        };
    }

    /// Takes the lit line of the list, if there is one.
    fn take_lit(&mut self, cx: &Cx) {
        if let Some(field) = self.field_mut()
            && let Some(lit) = field.lit()
        {
            field.take(lit, cx.book);
        }
    }

    fn step(&mut self, down: bool) {
        let taken = self
            .field_mut()
            .is_some_and(|field| field.light(down) || field.step(down));
        if !taken {
            self.move_focus(down);
        }
    }

    /// What saving would do, or which field stands in its way.
    pub fn submit(&self, cx: &Cx) -> Offer {
        let values = Values::new(&self.spec.fields, cx).naming();
        match (self.spec.submit)(&values) {
            // What changes nothing is no change: there is nothing for undo to take back.
            Ok(Action::Many { said, actions, .. }) if actions.is_empty() => {
                Offer::Yes(Effect::Then(Box::new(Effect::Say(said))))
            }
            Ok(action) => Offer::Yes(Effect::Submit(action)),
            Err(refusal) => Offer::NotNow(refusal),
        }
    }

    /// What enter and the other keys do in the field that has the focus.
    fn keys(&self, dot: &str) -> String {
        let Some(field) = self.field() else {
            return format!("enter save {dot} esc leave");
        };
        if field.lit().is_some() {
            return format!("up down choose {dot} enter take {dot} esc leave");
        }
        if matches!(field.sort(), Sort::Choice(_)) {
            return format!("a letter or space choose {dot} enter save {dot} esc leave");
        }
        if field.is_long() {
            return format!("ctrl-s save {dot} tab next {dot} ctrl-e editor {dot} esc leave");
        }
        let next = if self.last() == 0 { "" } else { "tab next " };
        let between = if next.is_empty() { "" } else { dot };
        let space = if next.is_empty() { "" } else { " " };
        format!("{next}{between}{space}enter save {dot} esc leave")
    }

    fn views<'a>(&'a self, label_room: u16, room: u16, cx: &'a Cx<'a>) -> Vec<View<'a>> {
        let values = Values::new(&self.spec.fields, cx);
        let fields = self.spec.fields.iter().enumerate();
        fields
            .map(|(place, field)| View {
                field,
                place,
                focused: place == self.focus,
                reading: field.read(&values),
                label_room: if field.is_question() { 2 } else { label_room },
                room: if field.is_question() {
                    (room + label_room).saturating_sub(2)
                } else {
                    room
                },
                cx,
            })
            .collect()
    }

    fn draw_save(&self, canvas: &mut Canvas, rows: &Rows, row: u16) {
        let theme = canvas.theme;
        let (Some(shown), true) = (row.checked_sub(rows.top), self.has_save()) else {
            return;
        };
        if rows.area.height <= shown {
            return;
        }
        let y = rows.area.y + shown;
        let on = self.focus == self.spec.fields.len();
        if on {
            canvas.text(rows.area.x, y, 1, theme.glyphs.bar, theme.accent);
        }
        let style = if on { theme.cursor } else { theme.dim };
        let room = rows.area.width.saturating_sub(2);
        let width = canvas.text(rows.area.x + 2, y, room, " save ", style);
        let line = Rect {
            x: rows.area.x + 2,
            y,
            width,
            height: 1,
        };
        canvas.mark(line, Spot::Field(self.spec.fields.len()));
    }

    /// So many lines are kept of each fact of the brief, in a window of this height.
    fn kept(height: u16) -> usize {
        if height < 30 { 2 } else { 4 }
    }

    /// Rows for the brief, a blank above it among them: at most half of the window.
    fn brief(&self, area: Rect, width: u16) -> u16 {
        let room = usize::from(width.saturating_sub(4 + BRIEF));
        let kept = Self::kept(area.height);
        let lines = self.spec.told().iter();
        let lines: usize = lines
            .map(|(_, words)| text::wrapped(words, room.max(8)).len().min(kept))
            .sum();
        let rows = u16::try_from(lines + usize::from(0 < lines)).unwrap_or(u16::MAX);
        rows.min(area.height / 2)
    }

    /// What is known before one fills in anything; gives what is left beneath.
    fn draw_brief(&self, canvas: &mut Canvas, inner: Rect, height: u16, most: usize) -> Rect {
        if height < 2 || inner.height < height + 3 {
            return inner;
        }
        let theme = canvas.theme;
        let room = inner.width.saturating_sub(2 + BRIEF);
        let mut y = inner.y + 1;
        let last = inner.y + height - 1;
        for (label, words) in self.spec.told() {
            let lines = text::wrapped(words, usize::from(room.max(8)));
            let kept = lines.len().min(most);
            for (n, line) in lines.iter().take(kept).enumerate() {
                if last < y {
                    break;
                }
                if n == 0 {
                    canvas.text(inner.x + 1, y, BRIEF - 1, label, theme.dim);
                }
                let cut = if n + 1 == kept && kept < lines.len() {
                    lines[n..].join(" ")
                } else {
                    line.clone()
                };
                canvas.text(inner.x + 1 + BRIEF, y, room, &cut, theme.text);
                y += 1;
            }
        }
        Rect {
            y: inner.y + height,
            height: inner.height - height,
            ..inner
        }
    }

    fn draw_last_line(&self, canvas: &mut Canvas, area: Rect, more: &str) {
        let theme = canvas.theme;
        let keys = self.keys(theme.glyphs.dot);
        // That there is more is said first: the keys stand in the footer too.
        let wanted = u16::try_from(text::width(more)).unwrap_or(u16::MAX);
        let room = area.width.saturating_sub(2);
        let (more_room, keys_room) = match wanted {
            0 => (0, room),
            wanted => (wanted.min(room), room.saturating_sub(wanted + 2)),
        };
        canvas.text(area.x + 2, area.y, keys_room, &keys, theme.dim);
        canvas.text_right(
            area.right() - more_room,
            area.y,
            more_room,
            more,
            theme.accent,
        );
    }
}

impl Layer for Form {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        match command {
            Command::Open => match self.field() {
                Some(field) if field.is_long() => Offer::go(Motion::Break),
                Some(field) => match field.lit() {
                    Some(lit) => Offer::go(Motion::To(Spot::Item(lit))),
                    None => self.submit(cx),
                },
                None => self.submit(cx),
            },
            Command::SaveForm => self.submit(cx),
            Command::NextPane => Offer::go(Motion::NextPane),
            Command::PrevPane => Offer::go(Motion::PrevPane),
            Command::Down => Offer::go(Motion::Down),
            Command::Up => Offer::go(Motion::Up),
            Command::Back => Offer::Yes(Effect::Close),
            Command::EditLong => match self.field() {
                Some(field) if field.is_long() => {
                    let text = field.shown();
                    Offer::Yes(Effect::EditLong { text })
                }
                _ => Offer::No,
            },
            _ => Offer::No,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let labels = self
            .spec
            .fields
            .iter()
            .filter(|field| !field.is_question())
            .map(|field| text::width(&field.label));
        let label_room = u16::try_from(labels.max().unwrap_or(0) + 2).unwrap_or(WIDTH);
        let width = area.width.min(WIDTH);
        let label_room = label_room.min(width / 3);
        // Inside: the frame, a column of air at each side, the bar and a blank.
        let room = width.saturating_sub(4 + 2 + label_room);
        let views = self.views(label_room, room, cx);
        let heights: Vec<u16> = views.iter().map(View::height).collect();
        let save_row: u16 = heights.iter().sum::<u16>() + 1;
        let total = if self.has_save() {
            save_row + 1
        } else {
            save_row - 1
        };
        let brief = self.brief(area, width);
        // Room for a reading that comes and goes, so that the frame keeps its place while one types.
        let wanted = total + 5 + brief;
        let height = wanted.min(area.height);
        let fields = u16::try_from(views.len()).unwrap_or(u16::MAX);
        let settled = (fields.saturating_add(8 + brief))
            .min(area.height)
            .max(height);
        let frame = Rect {
            x: area.x + (area.width - width) / 2,
            y: area.y + (area.height - settled) / 2,
            width,
            height,
        };
        canvas.clear(frame);
        let title: Piece = (self.spec.title.as_str().into(), canvas.theme.title);
        let title = Title {
            left: vec![title],
            right: Vec::new(),
            focused: true,
        };
        let inner = chrome::frame(canvas, frame, &title);
        if inner.width < 4 || inner.height == 0 {
            return;
        }
        let inner = self.draw_brief(canvas, inner, brief, Self::kept(area.height));
        // Blanks go first when rows are few, then the line of keys.
        let keys = u16::from(inner.height > 2);
        let air = u16::from(total + 3 <= inner.height || inner.height > 8);
        let (above, below) = (air, air);
        let rows_area = Rect {
            x: inner.x + 1,
            y: inner.y + above,
            width: inner.width - 2,
            height: inner.height - above - below - keys,
        };
        let start: u16 = heights.iter().take(self.focus).sum();
        let (start, own) = match heights.get(self.focus) {
            Some(own) => (start, *own),
            None => (save_row, 1),
        };
        let mut top = self.top.min(total.saturating_sub(rows_area.height));
        if top + rows_area.height < start + own {
            top = start + own - rows_area.height;
        }
        top = top.min(start);
        let rows = Rows {
            area: rows_area,
            top,
        };
        let mut row = 0;
        for (view, height) in views.iter().zip(&heights) {
            view.draw(canvas, &rows, row);
            row += height;
        }
        self.draw_save(canvas, &rows, save_row);
        if keys > 0 {
            let more = match (top > 0, top + rows_area.height < total) {
                (false, false) => "",
                (false, true) => "more below",
                (true, false) => "more above",
                (true, true) => "more above and below",
            };
            let line = Rect {
                y: inner.bottom() - 1,
                height: 1,
                ..rows_area
            };
            self.draw_last_line(canvas, line, more);
        }
        drop(views);
        self.top = top;
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        match motion {
            Motion::NextPane => {
                self.take_lit(cx);
                self.move_focus(true);
            }
            Motion::PrevPane => self.move_focus(false),
            Motion::Down => self.step(true),
            Motion::Up => self.step(false),
            Motion::To(Spot::Field(place)) => self.focus = (*place).min(self.last()),
            Motion::To(Spot::Item(place)) => {
                if let Some(field) = self.field_mut() {
                    field.take(*place, cx.book);
                }
            }
            Motion::Fill(words) => {
                if let Some(field) = self.field_mut() {
                    let words = text::clean_text(words);
                    field.put(&words);
                    field.look_up(cx.book);
                }
            }
            Motion::Choose(by) => {
                if let Some(field) = self.field_mut() {
                    field.turn(*by);
                }
            }
            Motion::Break => {
                if let Some(field) = self.field_mut() {
                    field.break_line();
                }
            }
            _ => {}
        }
    }

    /// The cursor goes to the field that stands in the way: the one that the words name, else where one begins, if
    /// nothing stands there yet.
    fn refused(&mut self, refusal: &Refusal) {
        let mut fields = self.spec.fields.iter();
        let names = |field: &Field| format!("{}: ", capital(&field.label));
        let named = fields.position(|field| refusal.why.starts_with(&names(field)));
        let first = self.spec.fields.get(self.spec.begin);
        let is_empty = |field: &Field| {
            !matches!(field.sort(), Sort::Choice(_)) && field.shown().trim().is_empty()
        };
        let first = first.filter(|it| is_empty(it)).map(|_| self.spec.begin);
        let Some(place) = named.or(first).filter(|place| *place != self.focus) else {
            return;
        };
        if let Some(field) = self.field_mut() {
            field.leave();
        }
        self.focus = place;
    }

    fn long_text(&self) -> String {
        self.field()
            .filter(|field| field.is_long())
            .map_or_else(String::new, Field::shown)
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn type_in(&mut self, typed: &Typed, cx: &Cx) {
        if let Typed::Key(key) = typed
            && let KeyCode::Up | KeyCode::Down = key.code
        {
            self.step(key.code == KeyCode::Down);
            return;
        }
        if let Some(field) = self.field_mut() {
            let before = field.shown();
            field.type_in(typed);
            if field.shown() != before {
                field.look_up(cx.book);
            }
        }
    }

    fn click(&self, spot: &Spot, cx: &Cx) -> Offer {
        match spot {
            Spot::Field(place) if self.has_save() && *place == self.spec.fields.len() => {
                self.submit(cx)
            }
            _ => Offer::No,
        }
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Open => "save",
            Command::NextPane => "next field",
            Command::Back => "leave, kept as a draft",
            other => other.row().title,
        }
    }

    fn hints(&self, _cx: &Cx) -> Vec<Command> {
        match self.field() {
            Some(field) if field.is_long() => {
                vec![Command::SaveForm, Command::EditLong, Command::Back]
            }
            _ => vec![Command::Back],
        }
    }

    fn place(&self, _cx: &Cx) -> String {
        self.spec.title.clone()
    }

    /// All values empty while nothing was changed.
    fn draft(&self) -> Option<Draft> {
        Some(Draft {
            of: format!("{:?}", self.kind),
            values: self.spec.fields.iter().map(Field::draft).collect(),
        })
    }

    fn restore(&mut self, draft: &Draft, cx: &Cx) {
        for (field, value) in self.spec.fields.iter_mut().zip(&draft.values) {
            field.restore(value, cx.book);
        }
    }
}

#[cfg(test)]
impl Form {
    pub fn labels(&self) -> Vec<String> {
        let fields = self.spec.fields.iter();
        fields.map(|field| field.label.to_string()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::specs::desk::{AUDIT, DANA, Desk, MIA, OMAR, PRIYA, SHOP};
    use super::*;
    use crate::domain::action::{Subject, Who};
    use crate::domain::book::Book;
    use crate::domain::event::{Event, Kind, Way};
    use crate::domain::id::Id;
    use crate::domain::promise::Promise;
    use crate::domain::referral::Ending;
    use crate::domain::relation::{Again, NoAsk, Profile, Reached};
    use crate::domain::settings::Settings;
    use crossterm::event::{KeyEvent, KeyModifiers};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// An entry of one line with Dana, and one of three texts.
    const TALK: Id = Id::fixed(60);
    const LEARNT: Id = Id::fixed(61);

    /// The book of the desk, with all that is noted of one person.
    fn noted() -> Book {
        let mut book = super::super::specs::desk::book();
        let secret = || "Priya’s web shop".to_string();
        let today = super::super::specs::desk::today();
        let profile = Profile {
            words: secret(),
            on: today,
            ..Profile::default()
        };
        let earlier = Profile {
            on: today - chrono::Days::new(9),
            ..profile.clone()
        };
        book.people.edit(DANA, 2, |dana| {
            dana.best = secret();
            dana.via = Some(MIA);
            dana.tags = [("retail".to_string(), true)].into();
            dana.gains = [("goals".to_string(), secret())].into();
            dana.wants = [(Id::fixed(70), profile.clone()), (Id::fixed(71), earlier)].into();
            dana.vcp = Some(Reached {
                why: secret(),
                ..Reached::default()
            });
            dana.no_ask = Some(NoAsk {
                why: secret(),
                ..NoAsk::default()
            });
            dana.again = Some(Again {
                on: today + chrono::Days::new(9),
                why: secret(),
                ..Again::default()
            });
            dana.partner = true;
        });
        for (id, kind) in [
            (TALK, Kind::Call),
            (LEARNT, Kind::CheckIn),
            (Id::fixed(62), Kind::Friction),
        ] {
            let event = Event {
                person: Some(DANA),
                on: today,
                kind,
                note: secret(),
                theirs: secret(),
                differently: secret(),
                ..Event::default()
            };
            book.events.set(id, Arc::new(event));
        }
        let promise = Promise {
            person: Some(DANA),
            what: secret(),
            due: Some(today - chrono::Days::new(2)),
            ..Promise::default()
        };
        book.promises.set(Id::fixed(63), Arc::new(promise));
        let settings = Settings {
            ideal: [(Id::fixed(72), profile)].into(),
            line_referred: secret(),
            ..Settings::default()
        };
        book.settings.set(Id::ONLY, Arc::new(settings));
        book
    }

    fn every_kind() -> Vec<FormKind> {
        let mut kinds = vec![
            FormKind::Referral {
                id: None,
                given: false,
            },
            FormKind::Referral {
                id: None,
                given: true,
            },
            FormKind::Referral {
                id: Some(SHOP),
                given: false,
            },
            FormKind::Person { id: None },
            FormKind::Person { id: Some(DANA) },
            FormKind::Settings,
            FormKind::Welcome,
            FormKind::Next { referral: SHOP },
            FormKind::NotNow(Subject::Referral(SHOP)),
            FormKind::NotNow(Subject::Person(MIA)),
            FormKind::NotNowNudge {
                key: "k".into(),
                what: "thank Dana".into(),
            },
            FormKind::LetGo {
                key: "k".into(),
                what: "thank Dana".into(),
            },
            FormKind::Done { referral: SHOP },
            FormKind::Meeting { referral: AUDIT },
            FormKind::Vcp { person: DANA },
            FormKind::About { person: DANA },
            FormKind::Tags { person: DANA },
            FormKind::Gains { person: DANA },
            FormKind::Wants { person: DANA },
            FormKind::Again { person: DANA },
            FormKind::CheckIn { person: DANA },
            FormKind::Friction { person: DANA },
            FormKind::MadeUp { person: DANA },
            FormKind::Strategy,
            FormKind::Weights,
            FormKind::Event { id: TALK },
            FormKind::Event { id: LEARNT },
            FormKind::Give {
                person: DANA,
                kind: Kind::Gift,
                way: Way::Got,
            },
            FormKind::Promise {
                person: None,
                referral: None,
            },
            FormKind::Promise {
                person: Some(OMAR),
                referral: Some(AUDIT),
            },
            FormKind::Note(Subject::Referral(SHOP)),
            FormKind::Join { referral: AUDIT },
            FormKind::Call {
                person: DANA,
                referral: Some(SHOP),
            },
            FormKind::Call {
                person: PRIYA,
                referral: None,
            },
        ];
        for ending in Ending::ALL {
            kinds.push(FormKind::Outcome {
                referral: SHOP,
                ending: ending.clone(),
            });
        }
        for kind in Kind::ALL {
            kinds.push(FormKind::Log {
                kind: kind.clone(),
                person: None,
                referral: Some(SHOP),
                way: Some(Way::Got),
            });
        }
        kinds.push(FormKind::Log {
            kind: Kind::Call,
            person: None,
            referral: None,
            way: None,
        });
        kinds
    }

    fn adding() -> Desk {
        Desk::open(FormKind::Referral {
            id: None,
            given: false,
        })
    }

    #[test]
    fn a_person_is_taken_from_the_list_or_made() {
        let mut desk = adding();
        desk.write("Da");
        assert!(
            desk.press("enter").is_none(),
            "enter takes the suggestion first"
        );
        desk.press("tab");
        desk.write("Zoe Quinn");
        let Ok(Action::SaveReferral {
            prospect, partner, ..
        }) = desk.save()
        else {
            panic!("it is saved");
        };
        assert_eq!(prospect, Who::Known(DANA));
        assert_eq!(partner, Who::New("Zoe Quinn".into()));
    }

    #[test]
    fn tab_takes_the_lit_suggestion_and_goes_on() {
        let mut desk = adding();
        desk.write("pri");
        desk.press("tab");
        desk.write("Mia L");
        desk.press("down up tab");
        let Ok(Action::SaveReferral {
            prospect, partner, ..
        }) = desk.save()
        else {
            panic!("it is saved");
        };
        assert_eq!((prospect, partner), (Who::Known(PRIYA), Who::Known(MIA)));
    }

    #[test]
    fn a_name_inside_another_is_a_new_person_unless_chosen() {
        let mut desk = adding();
        desk.write("ana");
        desk.press("tab");
        let Ok(Action::SaveReferral { prospect, .. }) = desk.save() else {
            panic!("it is saved");
        };
        assert_eq!(prospect, Who::New("ana".into()));
    }

    #[test]
    fn a_slip_in_a_name_is_pointed_out() {
        let mut desk = adding();
        desk.write("Dana Ortis");
        assert!(desk.screen(80, 22).contains("Dana Ortiz"));
        desk.press("tab");
        assert!(desk.screen(80, 22).contains("new person; like Dana Ortiz?"));
    }

    #[test]
    fn a_name_written_in_full_is_the_known_person() {
        let mut desk = adding();
        desk.write("dana ortiz");
        desk.press("tab");
        assert!(desk.screen(80, 22).contains("Ortiz & Daughters"));
        assert!(matches!(
            desk.save(),
            Ok(Action::SaveReferral {
                prospect: Who::Known(DANA),
                ..
            })
        ));
    }

    #[test]
    fn words_are_edited_as_in_any_text_field() {
        let mut desk = Desk::open(FormKind::Next { referral: SHOP });
        desk.press("ctrl-w ctrl-w ctrl-w");
        let mut desk = Desk::open(FormKind::LetGo {
            key: "k".into(),
            what: "thank Dana".into(),
        });
        desk.write("it is said and done");
        desk.press("ctrl-w alt-backspace ctrl-left home delete delete end");
        desk.write("!");
        assert_eq!(
            desk.look(|form, _| form.spec.fields[0].shown()),
            " is said !"
        );
    }

    #[test]
    fn what_is_pasted_is_one_line_in_a_line_and_lines_in_a_note() {
        let mut desk = Desk::open(FormKind::LetGo {
            key: "k".into(),
            what: "x".into(),
        });
        desk.paste("one\r\ntwo\u{1b}[31m\tthree");
        assert_eq!(
            desk.look(|form, _| form.spec.fields[0].text()),
            "one two[31m three"
        );
        let mut desk = Desk::open(FormKind::Note(Subject::Person(DANA)));
        desk.paste("one\r\ntwo");
        desk.press("enter");
        desk.write("three");
        assert_eq!(
            desk.look(|form, _| form.spec.fields[0].text()),
            "one\ntwo\nthree"
        );
        assert!(matches!(
            desk.press("tab enter"),
            Some(Offer::Yes(Effect::Submit(_)))
        ));
    }

    #[test]
    fn a_form_is_saved_from_any_of_its_fields_and_a_long_text_says_how() {
        let mut desk = Desk::open(FormKind::Note(Subject::Person(DANA)));
        desk.write("one");
        assert!(desk.screen(78, 24).contains("ctrl-s save"));
        let saved = Some(desk.look(|form, cx| form.submit(cx)));
        assert_eq!(desk.press("ctrl-s"), saved);
        let mut desk = Desk::open(FormKind::About { person: DANA });
        let saved = Some(desk.look(|form, cx| form.submit(cx)));
        for _ in 0..desk.look(|form, _| form.spec.fields.len()) {
            assert_eq!(desk.press("ctrl-s"), saved);
            desk.press("tab");
        }
    }

    #[test]
    fn a_long_text_goes_to_the_editor_and_comes_back() {
        let mut desk = Desk::open(FormKind::Note(Subject::Person(DANA)));
        desk.write("short");
        let text = "short".to_string();
        assert_eq!(
            desk.press("ctrl-e"),
            Some(Offer::Yes(Effect::EditLong { text }))
        );
        desk.look(|form, cx| form.go(&Motion::Fill("long\nlonger".into()), cx));
        assert_eq!(
            desk.look(|form, _| form.spec.fields[0].text()),
            "long\nlonger"
        );
    }

    #[test]
    fn choices_answer_to_letters_arrows_and_space() {
        let mut desk = Desk::open(FormKind::Log {
            kind: Kind::Call,
            person: Some(DANA),
            referral: None,
            way: None,
        });
        desk.press("tab");
        let option =
            |desk: &mut Desk| desk.look(|form, _| form.spec.fields[1].option().to_string());
        assert_eq!(option(&mut desk), "call");
        for (key, wanted) in [
            ("m", "message"),
            ("m", "meeting"),
            ("m", "meal"),
            ("m", "message"),
            ("right", "e-mail"),
            ("left", "message"),
            ("end", "event"),
            ("space", "in touch"),
            ("left", "event"),
            ("z", "event"),
            ("home", "in touch"),
            // Letters one after another go on from each other, and anew where none begins so.
            ("m", "message"),
            ("e", "message"),
            ("e", "meeting"),
            ("a", "meeting"),
            ("home", "in touch"),
            ("m", "message"),
            ("e", "message"),
            ("a", "meal"),
            ("right", "event"),
            ("e", "e-mail"),
        ] {
            desk.press(key);
            assert_eq!(option(&mut desk), wanted, "after {key}");
        }
    }

    #[test]
    fn a_draft_keeps_what_was_typed_and_nothing_else() {
        let mut desk = Desk::open(FormKind::Referral {
            id: Some(SHOP),
            given: false,
        });
        let draft = |desk: &mut Desk| desk.look(|form, _| form.draft().unwrap());
        let untouched = draft(&mut desk);
        assert!(untouched.values.iter().all(String::is_empty));
        desk.set("need", "a larger shop").set("tags", "");
        let left = draft(&mut desk);
        assert_eq!(left.of, untouched.of);
        let mut again = Desk::open(FormKind::Referral {
            id: Some(SHOP),
            given: false,
        });
        again.look(|form, cx| form.restore(&left, cx));
        assert_eq!(again.save(), desk.save());
        assert_eq!(draft(&mut again), left);
    }

    #[test]
    fn a_draft_remembers_who_was_meant() {
        let mut desk = adding();
        desk.set("prospect", "Zoe")
            .set("from", "Dana Ortiz")
            .set("urgent", "y");
        let left = desk.look(|form, _| form.draft().unwrap());
        let mut again = adding();
        again.look(|form, cx| form.restore(&left, cx));
        let saved = again.save();
        assert_eq!(saved, desk.save());
        assert!(matches!(
            saved,
            Ok(Action::SaveReferral {
                partner: Who::Known(DANA),
                referral,
                ..
            }) if referral.urgent
        ));
    }

    #[test]
    fn of_two_people_with_one_name_one_has_to_be_chosen() {
        let mut book = super::super::specs::desk::book();
        let twin = book.people.arc(DANA).cloned().unwrap();
        let other = crate::domain::id::Id::fixed(8);
        book.people.set(other, twin);
        let kind = FormKind::Join { referral: AUDIT };
        let mut desk = Desk::of(book, kind, false);
        desk.write("dana ortiz");
        assert_eq!(
            desk.save().unwrap_err().to_string(),
            "From: 2 people are called dana ortiz; choose one with up and down, then enter"
        );
        desk.press("down enter");
        assert!(
            matches!(desk.save(), Ok(Action::Join { source: Who::Known(id), .. }) if id == other)
        );
    }

    #[test]
    fn an_unchanged_form_says_what_the_record_says() {
        let mut desk = Desk::open(FormKind::Referral {
            id: Some(SHOP),
            given: false,
        });
        let was = desk.book.referrals.arc(SHOP).cloned().unwrap();
        let Ok(Action::SaveReferral {
            referral,
            was: kept,
            ..
        }) = desk.save()
        else {
            panic!("it is saved");
        };
        assert_eq!(*referral, *was);
        assert_eq!(kept, Some(was));
        let mut desk = Desk::open(FormKind::Person { id: Some(DANA) });
        let was = desk.book.people.arc(DANA).cloned().unwrap();
        let Ok(Action::SavePerson { person, .. }) = desk.save() else {
            panic!("it is saved");
        };
        assert_eq!(*person, *was);
    }

    #[test]
    fn a_mask_hides_what_a_record_says() {
        for kind in every_kind() {
            let mut desk = Desk::of(noted(), kind.clone(), true);
            for _ in 0..12 {
                let screen = desk.screen(100, 30);
                for secret in [
                    "Dana", "Ortiz", "Priya", "Omar", "Mia", "web shop", "12k", "12,0", "retail",
                ] {
                    assert!(
                        !screen.contains(secret),
                        "{kind:?} shows {secret}:\n{screen}"
                    );
                }
                desk.press("tab");
            }
        }
    }

    #[test]
    fn it_looks_calm_at_eighty_columns() {
        let mut desk = Desk::open(FormKind::Log {
            kind: Kind::ReportedBack,
            person: None,
            referral: Some(AUDIT),
            way: None,
        });
        let screen = desk.screen(80, 22);
        let lines: Vec<&str> = screen.trim_matches('\n').lines().map(str::trim).collect();
        let wanted = [
            "╭ Reported back · Dana Ortiz · Omar Haddad ──────────────────────────────────╮",
            "│                                                                            │",
            "│ ▌ note                                                                     │",
            "│   asked to hear  no                                                        │",
            "│   when           today                                          Sat 21 Nov │",
            "│                                                                            │",
            "│   tab next · enter save · esc leave                                        │",
            "╰────────────────────────────────────────────────────────────────────────────╯",
        ];
        assert_eq!(lines, wanted);
    }

    #[test]
    fn every_field_can_be_reached_in_a_low_window() {
        let mut desk = Desk::open(FormKind::Settings);
        assert!(desk.screen(60, 12).contains("more below"));
        for label in desk.look(|form, _| form.labels()) {
            let screen = desk.screen(60, 12);
            assert!(screen.contains(&format!("▌ {label}")), "{label}:\n{screen}");
            desk.press("tab");
        }
    }

    fn any_key() -> impl Strategy<Value = KeyEvent> {
        use crossterm::event::KeyCode;
        let code = prop_oneof![
            4 => any::<char>().prop_map(KeyCode::Char),
            8 => proptest::char::range(' ', '~').prop_map(KeyCode::Char),
            8 => prop_oneof![
                Just(KeyCode::Enter), Just(KeyCode::Tab), Just(KeyCode::BackTab), Just(KeyCode::Up),
                Just(KeyCode::Down), Just(KeyCode::Left), Just(KeyCode::Right), Just(KeyCode::Home),
                Just(KeyCode::End), Just(KeyCode::Backspace), Just(KeyCode::Delete), Just(KeyCode::Esc),
                Just(KeyCode::PageUp), Just(KeyCode::F(1)), Just(KeyCode::Null), Just(KeyCode::Insert),
            ],
        ];
        (code, any::<u8>()).prop_map(|(code, bits)| {
            let modifiers = KeyModifiers::from_bits_truncate(if bits < 200 { 0 } else { bits & 7 });
            KeyEvent::new(code, modifiers)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(120))]
        #[test]
        fn no_keys_break_a_form(
            which in any::<proptest::sample::Index>(),
            keys in proptest::collection::vec(any_key(), 0..40),
            pasted in any::<String>(),
            width in 1_u16..130,
            height in 1_u16..40,
        ) {
            let kinds = every_kind();
            let mut desk = Desk::open(kinds[which.index(kinds.len())].clone());
            for (place, key) in keys.into_iter().enumerate() {
                desk.key(key);
                if place == 5 {
                    desk.paste(&pasted);
                }
                if place % 4 == 0 {
                    desk.screen(width, height);
                }
            }
            let offer = desk.look(|form, cx| form.submit(cx));
            prop_assert_eq!(offer, desk.look(|form, cx| form.submit(cx)));
            desk.look(|form, _| {
                for field in &form.spec.fields {
                    let line = if field.is_long() { field.shown().replace('\n', " ") } else { field.shown() };
                    assert!(!line.contains(char::is_control), "{line:?}");
                }
            });
        }
    }
}
