//! The Balance pane: what was got and given per source in twelve months, as diverging bars. Facts, never
//! a reproach, and nobody is sorted by what they owe.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::id::Id;
use crate::domain::text;
use crate::insight::giving::Next;
use crate::insight::ledger::{Balance, Item, Ledger, Tally, Window};

use super::super::canvas::{Canvas, Piece};
use super::super::effect::Spot;
use super::super::layer::Cx;
use super::super::parts::chrome::{self, Title};
use super::super::parts::list::Cursor;
use super::super::theme::Theme;
use super::exchanged;
use super::layout::Pane;
use super::sources::{empty, more, rows};

/// What the pane shows besides the people themselves.
pub struct Shown<'a> {
    pub title: Vec<Piece<'a>>,
    pub focused: bool,
    pub people: &'a [Id],
    /// Who is linked to the selection in another pane.
    pub linked: &'a [Id],
    /// To whom to give next, and what.
    pub next: Option<&'a Next>,
}

/// Columns for a number.
const FIGURE: u16 = 3;
/// From this height on the sums and what to give next have rows of their own.
const ROOMY: u16 = 8;

pub fn draw(canvas: &mut Canvas, area: Rect, shown: Shown, cursor: &mut Cursor<Id>, cx: &Cx) {
    let theme = canvas.theme;
    let frame = Title {
        left: shown.title,
        right: vec![(cx.view.window.title().into(), theme.dim)],
        focused: shown.focused,
    };
    let inner = chrome::frame(canvas, area, &frame);
    if inner.height < 2 || inner.width < 12 {
        return;
    }
    let people = shown.people;
    if people.is_empty() {
        let lines = if cx.practice.balances().is_empty() {
            [
                "Nothing got or given yet.",
                "Referrals count by themselves;",
                "+ on a person records the rest.",
            ]
        } else {
            ["Nothing matches.", "esc clears the filter.", ""]
        };
        empty(canvas, inner, &lines);
        return;
    }
    let columns = Columns::of(inner);
    columns.draw_head(canvas, inner.y);
    let is_roomy = ROOMY <= inner.height;
    let mut list = Rect {
        y: inner.y + 1,
        height: inner.height - 1,
        ..inner
    };
    if let Some(next) = shown.next.filter(|_| is_roomy) {
        list.height -= draw_next(canvas, list, next, cx);
    }
    if is_roomy {
        let sums = Rect { height: 1, ..list };
        if draw_sums(canvas, sums, &columns, cx) {
            list.y += 1;
            list.height -= 1;
        }
    }
    let window = cursor.window(people, rows(list.height, people.len()));
    let selected = cursor.selected(people);
    let most = most(people, &window, cx);
    for (id, y) in people[window.clone()].iter().zip(list.y..) {
        let is_selected = shown.focused && selected == Some(*id);
        let is_linked = shown.linked.contains(id);
        let bar = if is_selected || is_linked {
            theme.glyphs.bar
        } else {
            " "
        };
        canvas.text(inner.x, y, 1, bar, theme.accent);
        let style = if is_linked { theme.linked } else { theme.title };
        let style = if is_selected {
            style.add_modifier(Modifier::REVERSED)
        } else {
            style
        };
        canvas.text(inner.x + 1, y, columns.name, &cx.name(Some(*id)), style);
        columns.draw_row(canvas, y, &ledger(*id, cx), most, cx);
        let place = Rect {
            y,
            height: 1,
            ..inner
        };
        canvas.mark(place, Spot::Person(Pane::Balance as usize, *id));
    }
    more(canvas, list, &window, people.len());
}

/// What went either way with a person in the window that is looked at.
fn ledger<'a>(id: Id, cx: &Cx<'a>) -> Cow<'a, Ledger> {
    let relation = cx.practice.relation(id);
    match cx.view.window {
        Window::Year => Cow::Borrowed(&relation.year),
        Window::Ever => Cow::Borrowed(&relation.ever),
        window => Cow::Owned(Ledger::of(cx.practice, id, window)),
    }
}

/// The most that went one way, by which the bars are measured: of the first of the list where that is at hand, so that
/// bars keep their length while one scrolls.
fn most(people: &[Id], window: &Range<usize>, cx: &Cx) -> u32 {
    let looked_at = match cx.view.window {
        Window::Year | Window::Ever => &people[..people.len().min(200)],
        _ => &people[window.clone()],
    };
    let most = looked_at.iter().map(|id| {
        let ledger = ledger(*id, cx);
        ledger.got.total().max(ledger.given.total())
    });
    most.max().unwrap_or(1).max(1)
}

/// Where the columns stand: name, got, bar, axis, bar, given, and words where there is room.
struct Columns {
    x: u16,
    right: u16,
    name: u16,
    half: u16,
    spelled: bool,
}

impl Columns {
    fn of(inner: Rect) -> Columns {
        let name = (inner.width * 2 / 5).clamp(8, 24);
        // With room to spare, the kinds stand beside the figures in words.
        let spelled = WITH_KINDS <= inner.width;
        let bars = inner.width.saturating_sub(name + 2 * FIGURE + 5);
        let bars = if spelled { bars.min(30) } else { bars };
        Columns {
            x: inner.x + 1,
            right: inner.right(),
            name,
            half: bars / 2,
            spelled,
        }
    }

    fn axis(&self) -> u16 {
        self.x + self.name + FIGURE + 1 + self.half
    }

    /// Columns from the right end of the bars to that of the figure.
    fn given_room(&self) -> u16 {
        if self.spelled {
            FIGURE - 1
        } else {
            self.right.saturating_sub(self.axis() + self.half + 2)
        }
    }

    fn draw_head(&self, canvas: &mut Canvas, y: u16) {
        let dim = canvas.theme.dim;
        canvas.text_right(self.x + self.name, y, FIGURE, "got", dim);
        let room = self.half + self.given_room();
        canvas.text_right(self.axis() + 1, y, room, "given", dim);
    }

    fn draw_figures(&self, canvas: &mut Canvas, y: u16, ledger: &Ledger, style: Style) {
        let (got, given) = (ledger.got.total(), ledger.given.total());
        canvas.text_right(self.x + self.name, y, FIGURE, &got.to_string(), style);
        let x = self.axis() + 1 + self.half;
        canvas.text_right(x, y, self.given_room(), &given.to_string(), style);
    }

    fn draw_row(&self, canvas: &mut Canvas, y: u16, ledger: &Ledger, most: u32, cx: &Cx) {
        let theme = canvas.theme;
        self.draw_figures(canvas, y, ledger, theme.text);
        // One block an act while there is room, else in proportion.
        let length = |acts: u32| -> u16 {
            let half = u32::from(self.half);
            let blocks = if most <= half {
                acts
            } else {
                (acts * half).div_ceil(most)
            };
            u16::try_from(blocks.min(half)).unwrap_or(0)
        };
        let (left, right) = (length(ledger.got.total()), length(ledger.given.total()));
        let block = |length: u16| theme.glyphs.block.repeat(usize::from(length));
        let axis = self.axis();
        canvas.text(axis - left, y, left, &block(left), theme.accent);
        canvas.text(axis, y, 1, theme.glyphs.axis, theme.dim);
        canvas.text(axis + 1, y, right, &block(right), theme.good);
        if self.spelled {
            let x = axis + self.half + FIGURE + 4;
            let room = self.right.saturating_sub(x + 1);
            canvas.line(x, y, room, &spelled(ledger, cx, theme));
        }
    }
}

/// What went either way with everyone together; false where that is not kept for this window.
fn draw_sums(canvas: &mut Canvas, area: Rect, columns: &Columns, cx: &Cx) -> bool {
    let Some(sums) = cx.practice.totals(cx.view.window) else {
        return false;
    };
    let theme = canvas.theme;
    canvas.text(columns.x, area.y, columns.name, "in all", theme.dim);
    columns.draw_figures(canvas, area.y, sums, theme.dim);
    if columns.spelled && !sums.worth.is_empty() && !cx.masked {
        let x = columns.axis() + columns.half + FIGURE + 4;
        let home = cx.book.settings().currency();
        let words = format!("{} closed through sources", sums.worth.short(home));
        let room = columns.right.saturating_sub(x + 1);
        canvas.text(x, area.y, room, &words, theme.dim);
    }
    true
}

/// To whom to give next, at the foot of the list; the rows that it takes.
fn draw_next(canvas: &mut Canvas, list: Rect, next: &Next, cx: &Cx) -> u16 {
    let Some(gift) = next.gifts.first() else {
        return 0;
    };
    let theme = canvas.theme;
    let arrow = format!("{} ", theme.glyphs.arrow);
    let words = exchanged::gift_sentence(gift, next.person, cx);
    let room = list.width.saturating_sub(2);
    let used = u16::try_from(text::width(&arrow)).unwrap_or(0);
    let beside = room.saturating_sub(used);
    let wrapped = text::wrapped(&words, usize::from(beside.max(8)));
    let rows = u16::try_from(wrapped.len()).unwrap_or(1).min(2);
    let top = list.bottom() - rows;
    canvas.text(list.x + 1, top, room, &arrow, theme.accent);
    for (n, y) in (0..usize::from(rows)).zip(top..) {
        // What does not fit is cut where it ends.
        let line = if n + 1 == usize::from(rows) {
            wrapped[n..].join(" ")
        } else {
            wrapped[n].clone()
        };
        canvas.text(list.x + 1 + used, y, beside, &line, theme.dim);
    }
    rows + 1
}

/// From this width on the kinds are spelled out.
const WITH_KINDS: u16 = 90;

/// "receiving ahead · 31k · got 3 referrals, 1 advice · gave 2 introductions".
fn spelled<'a>(ledger: &Ledger, cx: &Cx, theme: &Theme) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let label = ledger.balance().title();
    let style = match ledger.balance() {
        Balance::ReceivingAhead => theme.warn,
        _ => theme.dim,
    };
    pieces.push((format!("{label:<17}").into(), style));
    let worth = if ledger.worth.is_empty() || cx.masked {
        String::new()
    } else {
        ledger.worth.short(cx.book.settings().currency())
    };
    pieces.push((format!("{worth:>8}  ").into(), theme.text));
    pieces.push((kinds(&ledger.got, &ledger.given).into(), theme.dim));
    pieces
}

/// "got 3 referrals, 1 advice · gave 2 introduction".
fn kinds(got: &Tally, given: &Tally) -> String {
    let spelled = |verb: &str, tally: &Tally| {
        let items = tally.items().map(|(item, n)| match (item, n) {
            (Item::Referral, 1) => "1 referral".to_string(),
            (Item::Referral, n) => format!("{n} referrals"),
            (act, 1) => act.title().to_string(),
            (act, n) => format!("{} x{n}", act.title()),
        });
        let said: Vec<String> = items.collect();
        (!said.is_empty()).then(|| format!("{verb} {}", said.join(", ")))
    };
    let both = [spelled("got", got), spelled("gave", given)];
    both.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
