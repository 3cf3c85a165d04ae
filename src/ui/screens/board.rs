//! Open referrals in eight columns: the focused one wide, the others rails with name, count and a mark.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::insight::practice::Practice;

use super::super::canvas::{Canvas, Piece};
use super::super::effect::{Motion, Offer, Spot};
use super::super::layer::Cx;
use super::super::parts::card;
use super::super::parts::chrome::{self, Title};
use super::super::parts::columns;
use super::super::parts::filter::Filter;
use super::super::parts::list::Cursor;
use super::super::theme::Theme;
use super::super::words;

/// The board of one direction, turned over by `b`.
pub struct Board {
    pub given: bool,
    pub column: Stage,
    /// One cursor a column, so that a column keeps its place while another has the focus.
    cursors: [Cursor<Id>; 8],
    /// The card being dragged and the column under it.
    dragged: Option<(Id, Option<Stage>)>,
}

impl Board {
    /// Which side is up, in so much room.
    pub fn sides<'a>(&self, theme: &Theme, room: u16) -> Vec<Piece<'a>> {
        let (on, off) = (theme.glyphs.on, theme.glyphs.off);
        let side = |is_up: bool, name: &str| {
            let style = if is_up { theme.title } else { theme.dim };
            (
                format!("{} {name}", if is_up { on } else { off }).into(),
                style,
            )
        };
        let given = self.given;
        let mut pieces = vec![("goodword".into(), theme.focus), ("   ".into(), theme.text)];
        if room < 21 {
            pieces.clear();
        }
        // Where there is no room for both sides, the one that is up.
        if room < 33 {
            pieces.push(side(true, if given { "given" } else { "received" }));
        } else {
            pieces.extend([
                side(!given, "received"),
                ("  ".into(), theme.text),
                side(given, "given"),
            ]);
        }
        pieces
    }

    /// Opens on the first column that has something late, else the first that has a card.
    pub fn new(practice: &Practice) -> Board {
        let direction = Direction::Received;
        let has = |stage: &&Stage| !practice.column(&direction, **stage).is_empty();
        let late = |stage: &&Stage| practice.late_in(&direction, **stage) > 0;
        let column = Stage::ALL
            .iter()
            .find(late)
            .or_else(|| Stage::ALL.iter().find(has));
        Board {
            given: false,
            column: column.copied().unwrap_or_default(),
            cursors: std::array::from_fn(|_| Cursor::new()),
            dragged: None,
        }
    }

    pub fn direction(&self) -> Direction {
        if self.given {
            Direction::Given
        } else {
            Direction::Received
        }
    }

    /// Shows the other side.
    pub fn turn(&mut self, cx: &Cx) {
        self.given = !self.given;
        let direction = self.direction();
        if cx.practice.column(&direction, self.column).is_empty()
            && let Some(stage) = Stage::ALL
                .into_iter()
                .find(|stage| !cx.practice.column(&direction, *stage).is_empty())
        {
            self.column = stage;
        }
    }

    fn cards<'a>(&self, stage: Stage, filter: &Filter, cx: &Cx<'a>) -> std::borrow::Cow<'a, [Id]> {
        let practice = cx.practice;
        let all = practice.column(&self.direction(), stage);
        if filter.is_empty() {
            return all.into();
        }
        all.iter()
            .copied()
            .filter(|id| filter.takes_referral(*id, cx))
            .collect::<Vec<_>>()
            .into()
    }

    pub fn selected(&self, filter: &Filter, cx: &Cx) -> Option<Id> {
        let cards = self.cards(self.column, filter, cx);
        self.cursors[self.column as usize].selected(&cards)
    }

    /// Puts the cursor on a referral, turning the board over when it is on the other side.
    pub fn select(&mut self, id: Id, cx: &Cx) {
        let Some(referral) = cx
            .book
            .referrals
            .get(id)
            .filter(|referral| referral.is_open())
        else {
            return;
        };
        self.given = referral.is_given();
        self.column = referral.stage();
        let cards = cx.practice.column(&self.direction(), self.column);
        self.cursors[self.column as usize].select(id, cards);
    }

    pub fn go(&mut self, motion: &Motion, filter: &Filter, cx: &Cx) {
        match motion {
            Motion::Left => self.step(Stage::before, filter, cx),
            Motion::Right => self.step(Stage::next, filter, cx),
            other => {
                let cards = self.cards(self.column, filter, cx);
                self.cursors[self.column as usize].go(other, &cards);
            }
        }
    }

    /// To the next column that has a card; an empty one has nothing to select.
    fn step(&mut self, next: fn(Stage) -> Option<Stage>, filter: &Filter, cx: &Cx) {
        let mut to = self.column;
        while let Some(stage) = next(to) {
            to = stage;
            if !self.cards(stage, filter, cx).is_empty() {
                self.column = stage;
                return;
            }
        }
    }

    /// Leaves a column that has become empty for the nearest one that is not.
    pub fn settle(&mut self, filter: &Filter, cx: &Cx) {
        if !self.cards(self.column, filter, cx).is_empty() {
            return;
        }
        let here = self.column.number();
        let full = Stage::ALL
            .into_iter()
            .filter(|stage| !self.cards(*stage, filter, cx).is_empty());
        if let Some(stage) = full.min_by_key(|stage| stage.number().abs_diff(here)) {
            self.column = stage;
        }
    }

    /// Dropping a card on a column is moving it there.
    pub fn drop_on(&self, from: &Spot, to: &Spot, cx: &Cx) -> Offer {
        match (from, to) {
            (Spot::Card(id), Spot::Column(to)) => {
                if cx
                    .book
                    .referrals
                    .get(*id)
                    .is_some_and(|it| it.stage() == *to)
                {
                    return Offer::No;
                }
                Offer::perform(Action::Move {
                    referral: *id,
                    to: *to,
                    why: String::new(),
                })
            }
            _ => Offer::No,
        }
    }

    pub fn drag(&mut self, from: Option<&Spot>, over: Option<&Spot>) {
        self.dragged = match (from, over) {
            (Some(Spot::Card(id)), Some(Spot::Column(stage))) => Some((*id, Some(*stage))),
            (Some(Spot::Card(id)), _) => Some((*id, None)),
            _ => None,
        };
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "a pane is drawn from what the home screen knows"
    )]
    pub fn draw(
        &mut self,
        canvas: &mut Canvas,
        area: Rect,
        title: Vec<Piece>,
        focused: bool,
        linked: &[Id],
        filter: &Filter,
        cx: &Cx,
    ) {
        let theme = canvas.theme;
        let direction = self.direction();
        let open = cx.practice.open_count(&direction);
        let waiting = cx.practice.waiting_count(&direction);
        let mut right: Vec<Piece> = vec![(format!("{open} open").into(), theme.dim)];
        if waiting > 0 {
            right.push((
                format!(" {} {waiting} waiting", theme.glyphs.dot).into(),
                theme.dim,
            ));
        }
        let frame = Title {
            left: title,
            right,
            focused,
        };
        let inner = chrome::frame(canvas, area, &frame);
        if inner.is_empty() {
            return;
        }
        let counts = Stage::ALL.map(|stage| self.cards(stage, filter, cx).len());
        let columns = columns::widths(inner.width, self.column, &counts);
        let mut x = inner.x;
        for (n, stage) in Stage::ALL.into_iter().enumerate() {
            let width = columns[n];
            if width == 0 {
                continue;
            }
            let place = Rect { x, width, ..inner };
            canvas.mark(place, Spot::Column(stage));
            self.draw_column(canvas, place, (stage, focused), linked, filter, cx);
            x += width;
            if x < inner.right() && columns[n + 1..].iter().any(|width| *width > 0) {
                for y in inner.y..inner.bottom() {
                    canvas.text(x, y, 1, theme.glyphs.rail, theme.frame);
                }
                x += 1;
            }
        }
        if open == 0 && filter.is_empty() {
            let words = if self.given {
                "No open referrals given. c captures one: NAME to PERSON, need"
            } else {
                "No open referrals. c captures one: NAME from PERSON, need"
            };
            let y = inner.y + inner.height / 2;
            let room = inner.width.saturating_sub(2);
            canvas.style(
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
                Style::reset(),
            );
            canvas.text(
                inner.x + 1,
                y,
                room,
                &format!("{words:^width$}", width = usize::from(room)),
                theme.text,
            );
        } else if counts.iter().all(|count| *count == 0) {
            let y = inner.y + inner.height / 2;
            canvas.text(
                inner.x + 2,
                y,
                inner.width - 2,
                "Nothing matches. esc clears the filter",
                theme.warn,
            );
        }
    }

    fn draw_column(
        &mut self,
        canvas: &mut Canvas,
        area: Rect,
        (stage, focused): (Stage, bool),
        linked: &[Id],
        filter: &Filter,
        cx: &Cx,
    ) {
        let theme = canvas.theme;
        let here = stage == self.column;
        let direction = self.direction();
        let wide = area.width >= columns::WIDE;
        let late = cx.practice.late_in(&direction, stage) > 0;
        let cards = self.cards(stage, filter, cx);
        let target = matches!(self.dragged, Some((_, Some(over))) if over == stage);
        let style = match (target, here) {
            (true, _) => theme.drag,
            (false, true) if focused => theme.focus,
            (false, true) => theme.title,
            (false, false) => theme.dim,
        };
        // Title at the left, count at the right with a mark when something in it is late.
        let count = format!("{}{}", if late { "!" } else { "" }, cards.len());
        let count_style = if late { theme.bad } else { theme.dim };
        let (name, who) = words::who_moves(&direction, stage);
        let title = if wide {
            format!("{} {}", stage.number(), stage.title())
        } else {
            match area.width {
                // Too narrow for a word: its number, as in the title of the wide one.
                ..6 => stage.number().to_string(),
                _ => stage.rail().to_string(),
            }
        };
        let counted = u16::try_from(count.len()).unwrap_or(2);
        let pad = u16::from(wide);
        canvas.text(
            area.x + pad,
            area.y,
            area.width.saturating_sub(counted + pad),
            &title,
            style,
        );
        canvas.text_right(
            area.x,
            area.y,
            area.width.saturating_sub(pad),
            &count,
            count_style,
        );
        if area.height < 3 {
            return;
        }
        if wide {
            canvas.text(area.x + 1, area.y + 1, area.width - 1, name, theme.dim);
        } else if area.width >= 6 {
            canvas.text_right(area.x, area.y + 1, area.width, who, theme.dim);
        }
        let low = area.height < 12;
        let top = if low { 2 } else { 3 };
        let body = Rect {
            y: area.y + top,
            height: area.height.saturating_sub(top),
            ..area
        };
        let size = match (wide, low) {
            (true, false) => card::WIDE_HEIGHT + 1,
            (true, true) => card::WIDE_HEIGHT,
            (false, _) => card::RAIL_HEIGHT,
        };
        let cursor = &mut self.cursors[stage as usize];
        // The last line says how many more there are.
        let fit = usize::from((body.height + u16::from(wide && !low)) / size);
        let fits_all = cards.len() <= fit;
        // A window so low that not even one card fits shows what it can of that one.
        let says_more = !fits_all && 2 < body.height;
        let bottom = body.bottom() - u16::from(says_more);
        let fit = if fits_all {
            fit
        } else {
            usize::from((bottom - body.y) / size).max(1)
        };
        let window = cursor.window(&cards, fit);
        let selected = cursor.selected(&cards);
        let mut y = body.y;
        for id in &cards[window.clone()] {
            let height = size.min(bottom.saturating_sub(y));
            if height == 0 {
                break;
            }
            let place = Rect { y, height, ..area };
            let look = card::Look {
                selected: here && selected == Some(*id),
                focused,
                linked: linked_card(*id, linked, cx),
            };
            card::draw(canvas, place, *id, wide, look, cx);
            canvas.mark(place, Spot::Card(*id));
            y += size;
        }
        let above = window.start;
        let below = cards.len() - window.end;
        if says_more {
            let words = match (above, below, wide) {
                (0, below, true) => format!("+ {below} more"),
                (above, 0, true) => format!("+ {above} above"),
                (above, below, true) => format!("+ {above} above, {below} more"),
                (above, below, false) => format!("+{}", above + below),
            };
            canvas.text(
                area.x + pad,
                body.bottom() - 1,
                area.width,
                &words,
                theme.dim,
            );
        }
    }
}

/// A card that names one of these people.
fn linked_card(id: Id, people: &[Id], cx: &Cx) -> bool {
    cx.book
        .referrals
        .get(id)
        .is_some_and(|referral| referral.partners().any(|partner| people.contains(&partner)))
}
