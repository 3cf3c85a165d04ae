//! One dialog for every form: fields in, one action out. What the fields are is said in `specs`.

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use crate::domain::text;
use crate::ui::canvas::{Canvas, Piece};
use crate::ui::command::Command;
use crate::ui::effect::{Effect, FormKind, Motion, Offer, Spot};
use crate::ui::layer::{Cx, Draft, Layer, Typed};
use crate::ui::parts::chrome::{self, Title};
use crate::ui::parts::field::Field;
use crate::ui::parts::fieldview::{Rows, View};
use crate::ui::parts::values::Values;

use super::specs::all;
use super::specs::spec::Spec;

/// No form is wider: a line of text is read best below eighty columns.
const WIDTH: u16 = 78;

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
            spec,
            focus: 0,
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

    fn submit(&self, cx: &Cx) -> Offer {
        let values = Values::new(&self.spec.fields, cx).naming();
        match (self.spec.submit)(&values) {
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
        if field.is_long() {
            return format!("tab then enter save {dot} ctrl-e editor {dot} esc leave");
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
                label_room,
                room,
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

    fn draw_last_line(&self, canvas: &mut Canvas, area: Rect, more: &str) {
        let theme = canvas.theme;
        let keys = self.keys(theme.glyphs.dot);
        let used = canvas.text(
            area.x + 2,
            area.y,
            area.width.saturating_sub(2),
            &keys,
            theme.dim,
        );
        let left = area.width.saturating_sub(used + 4);
        if usize::from(left) >= text::width(more) {
            canvas.text_right(area.right() - left, area.y, left, more, theme.accent);
        }
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
            .map(|field| text::width(field.label));
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
        // Room for a reading that comes and goes, so that the frame keeps its place while one types.
        let wanted = total + 5;
        let height = wanted.min(area.height);
        let fields = u16::try_from(views.len()).unwrap_or(u16::MAX);
        let settled = fields.saturating_add(8).min(area.height).max(height);
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
        // Blanks go first when rows are few, then the line of keys.
        let keys = u16::from(inner.height > 2);
        let above = u16::from(inner.height > 5);
        let below = u16::from(inner.height > 6);
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

    fn hints(&self, _cx: &Cx) -> Vec<Command> {
        match self.field() {
            Some(field) if field.is_long() => vec![Command::EditLong, Command::Back],
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

    fn restore(&mut self, draft: &Draft) {
        for (field, value) in self.spec.fields.iter_mut().zip(&draft.values) {
            field.restore(value);
        }
    }
}
