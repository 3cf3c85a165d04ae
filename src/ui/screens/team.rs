//! Who helps, and the channels by which referrals come, as a pane: their part, whether they agreed, who receives and
//! answers. What a stage asks is said elsewhere.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::action::{Action, Who};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::mapping::Mapping;
use crate::domain::referral::Direction;
use crate::domain::refusal::Refusal;
use crate::domain::team::BuyIn;
use crate::domain::text;
use crate::insight::process::stages_of;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{FormKind, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::mapping;
use super::super::offers::shared::form;
use super::super::parts::kept::Kept;
use super::super::parts::list::Cursor;
use super::people::Part;
use super::sources::{more, rows};
use super::team_detail::{Load, detail, loads};

/// A line that can be selected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Item {
    Helpers,
    Helper(Id),
    Channels,
    Channel(Id),
}

/// Lines beneath for what is selected.
const BENEATH: u16 = 7;
const TALL: u16 = 14;

pub struct Team {
    cursor: Cursor<Item>,
    /// Counted once for a book as it is.
    load: Kept<Load>,
}

impl Team {
    pub fn new() -> Team {
        Team {
            cursor: Cursor::new(),
            load: Kept::new(),
        }
    }

    /// Those who are here and what is open first.
    fn items(cx: &Cx) -> Vec<Item> {
        let mut helpers: Vec<_> = cx.book.helpers.iter().collect();
        helpers.sort_by_key(|(id, it)| (it.left.is_some(), *id));
        let mut channels: Vec<_> = cx.book.channels.iter().collect();
        channels.sort_by_key(|(id, it)| (it.closed.is_some(), *id));
        let helpers = helpers.into_iter().map(|(id, _)| Item::Helper(id));
        let channels = channels.into_iter().map(|(id, _)| Item::Channel(id));
        let helpers = [Item::Helpers].into_iter().chain(helpers);
        let channels = [Item::Channels].into_iter().chain(channels);
        helpers.chain(channels).collect()
    }

    fn selected(&self, cx: &Cx) -> Item {
        let selected = self.cursor.selected(&Team::items(cx));
        selected.expect("there are two headings")
    }
}

/// The next answer to whether they would.
pub(super) fn ask_on(id: Id, cx: &Cx) -> Offer {
    let Some(was) = cx.book.helpers.arc(id) else {
        return Offer::No;
    };
    let mut helper = (**was).clone();
    if helper.left.is_some() {
        let left = format!("{} left", cx.helper(id));
        return Offer::NotNow(Refusal::new(left).or("e says that they are asked again"));
    }
    // What was agreed some time ago is not taken back by one key.
    if let BuyIn::Agreed(on) = helper.buy_in()
        && on < cx.today
    {
        let agreed = format!("{} agreed on {}", cx.helper(id), day::full(on, cx.today));
        return Offer::NotNow(Refusal::new(agreed).or("e changes the answer"));
    }
    helper.set_buy_in(helper.buy_in().next(cx.today));
    let who = match helper.person {
        Some(person) => Who::Known(person),
        None => Who::New(helper.name.clone()),
    };
    Offer::perform(Action::SaveHelper {
        id: Some(id),
        was: Some(was.clone()),
        helper: Box::new(helper),
        who,
        at: Vec::new(),
    })
}

fn of_helper(command: Command, id: Id, cx: &Cx) -> Offer {
    match command {
        Command::Open | Command::Edit => form(FormKind::Helper { id: Some(id) }, cx),
        Command::Settle => ask_on(id, cx),
        Command::Outcome if cx.book.helpers.get(id).is_some_and(|it| it.left.is_some()) => {
            let left = format!("{} left already", cx.helper(id));
            Offer::NotNow(Refusal::new(left).or("e says that they are asked again"))
        }
        Command::Outcome => form(FormKind::Leaving { helper: id }, cx),
        Command::Delete => Offer::perform(Action::Map(Box::new(Mapping::DropHelper(id)))),
        _ => Offer::No,
    }
}

fn of_channel(command: Command, id: Id, cx: &Cx) -> Offer {
    let is_closed = cx
        .book
        .channels
        .get(id)
        .is_some_and(|it| it.closed.is_some());
    match command {
        Command::Open | Command::Edit | Command::Settle => {
            form(FormKind::Channel { id: Some(id) }, cx)
        }
        Command::Outcome if is_closed => {
            Offer::NotNow(Refusal::new("It is closed already").or("e opens it again"))
        }
        Command::Outcome => form(FormKind::Closing { channel: id }, cx),
        Command::Delete => Offer::perform(Action::Map(Box::new(Mapping::DropChannel(id)))),
        _ => Offer::No,
    }
}

/// "3 Check back, 6 Feedback"; those of what is given in brackets.
fn stages(helper: Id, cx: &Cx) -> String {
    let of = |direction: &Direction| {
        let all = stages_of(cx.book, direction, helper).into_iter();
        let all = all.map(|stage| format!("{} {}", stage.number(), stage.rail()));
        all.collect::<Vec<_>>().join(", ")
    };
    match (of(&Direction::Received), of(&Direction::Given)) {
        (received, given) if given.is_empty() => received,
        (received, given) => format!("{received} (given: {given})"),
    }
}

fn draw_row(canvas: &mut Canvas, line: Rect, (item, is_on): (Item, bool), load: &Load, cx: &Cx) {
    let theme = canvas.theme;
    let bar = if is_on { theme.glyphs.bar } else { " " };
    canvas.text(line.x, line.y, 1, bar, theme.accent);
    let name_style = |plain: Style| {
        if is_on {
            theme.title.add_modifier(Modifier::REVERSED)
        } else {
            plain
        }
    };
    let put = |canvas: &mut Canvas, from: u16, to: u16, words: &str, style: Style| {
        let x = line.x + from.min(line.width);
        let end = line.x + to.min(line.width);
        canvas.text(x, line.y, end.saturating_sub(x), words, style);
    };
    let wide = line.width;
    // Names and states need no more than this; the rest is for what is done.
    let second = (2 + wide * 24 / 100).min(34);
    let third = (2 + wide * 44 / 100).clamp(second + 19, second + 24);
    match item {
        Item::Helpers | Item::Channels => {
            let is_helpers = item == Item::Helpers;
            let count = if is_helpers {
                cx.book.helpers.len()
            } else {
                cx.book.channels.len()
            };
            let words = match (is_helpers, count) {
                (true, 0) => "Helpers: nobody is noted yet; a notes who does a part",
                (false, 0) => "Channels: none is noted yet; a notes how they come in",
                (true, _) => "Helpers",
                (false, _) => "Channels",
            };
            put(canvas, 2, wide, words, name_style(theme.title));
        }
        Item::Helper(id) => {
            let Some(it) = cx.book.helpers.get(id) else {
                return;
            };
            let here = it.is_here();
            let plain = if here { theme.text } else { theme.dim };
            let sign = mapping::sign(id, theme.glyphs.done, cx);
            let buy_in = format!("{sign} {}", mapping::buy_in(id, cx));
            let style = match sign {
                sign if sign == theme.glyphs.done => theme.good,
                "?" => theme.warn,
                _ => theme.dim,
            };
            put(canvas, 4, second, &cx.helper(id), name_style(plain));
            put(canvas, second + 1, third, &buy_in, style);
            let at = stages(id, cx);
            let does = cx.words(&it.does);
            let parts: Vec<&str> = [does, at.as_str()]
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect();
            let words = parts.join(&format!(" {} ", theme.glyphs.dot));
            put(canvas, third + 1, wide, &words, plain);
        }
        Item::Channel(id) => {
            let Some(it) = cx.book.channels.get(id) else {
                return;
            };
            let plain = if it.closed.is_some() {
                theme.dim
            } else {
                theme.text
            };
            put(canvas, 4, second, &cx.channel(id), name_style(plain));
            let (came, open) = load.get(&id).copied().unwrap_or_default();
            let state = match it.closed {
                Some(on) => format!("closed {}", day::near(on, cx.today)),
                None => format!("{came} came, {open} open"),
            };
            put(canvas, second + 1, third, &state, theme.dim);
            let lacks = it.receiver.is_none() || it.responder.is_none();
            let flow = mapping::flow(id, cx);
            if it.closed.is_none() && lacks {
                put(canvas, third + 1, wide, &format!("! {flow}"), theme.warn);
            } else {
                put(canvas, third + 1, wide, &flow, plain);
            }
        }
    }
}

impl Layer for Team {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        match (command, self.selected(cx)) {
            (Command::Add, Item::Helpers | Item::Helper(_)) => {
                form(FormKind::Helper { id: None }, cx)
            }
            (Command::Add, _) | (Command::Open, Item::Channels) => {
                form(FormKind::Channel { id: None }, cx)
            }
            (Command::Open, Item::Helpers) => form(FormKind::Helper { id: None }, cx),
            (Command::Sides, _) => Offer::NotNow(
                Refusal::new("Helpers and channels are those of both sides")
                    .or("1 then b shows the map of the other one"),
            ),
            (_, Item::Helper(id)) => of_helper(command, id, cx),
            (_, Item::Channel(id)) => of_channel(command, id, cx),
            (_, Item::Helpers | Item::Channels) => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let items = Team::items(cx);
        match motion {
            Motion::To(Spot::Item(n)) => {
                if let Some(item) = items.get(*n) {
                    self.cursor.select(*item, &items);
                }
            }
            Motion::Came(id) => {
                let came = [Item::Helper(*id), Item::Channel(*id)];
                if let Some(item) = came.into_iter().find(|item| items.contains(item)) {
                    self.cursor.select(item, &items);
                }
            }
            Motion::Sides => {}
            other => self.cursor.go(other, &items),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, inner: Rect, cx: &Cx) {
        let items = Team::items(cx);
        let load = self.load.get(cx, || loads(cx));
        let selected = self.selected(cx);
        let mut list = inner;
        if TALL <= inner.height {
            // What the list leaves free is for the words beneath.
            let spare = inner.height - BENEATH - 1;
            let wanted = u16::try_from(items.len() + 1).unwrap_or(u16::MAX);
            list.height = spare.min(wanted);
            let line = canvas.theme.glyphs.border.horizontal_top;
            let line = line.repeat(usize::from(inner.width));
            canvas.text(
                inner.x,
                list.bottom(),
                inner.width,
                &line,
                canvas.theme.frame,
            );
            let beneath = Rect {
                x: inner.x + 2,
                y: list.bottom() + 1,
                width: inner.width.saturating_sub(3),
                height: inner.bottom().saturating_sub(list.bottom() + 1),
            };
            let said = detail(selected, &load, canvas.theme, cx).into_iter();
            let said = said.flat_map(|(words, style)| {
                let all = text::wrapped(&words, usize::from(beneath.width));
                all.into_iter().map(move |words| (words, style))
            });
            for ((words, style), y) in said.zip(beneath.y..beneath.bottom()) {
                canvas.text(beneath.x, y, beneath.width, &words, style);
            }
        }
        let window = self.cursor.window(&items, rows(list.height, items.len()));
        for (n, y) in window.clone().zip(list.y..) {
            let line = Rect {
                y,
                height: 1,
                ..list
            };
            let row = (items[n], items[n] == selected);
            draw_row(canvas, line, row, &load, cx);
            canvas.mark(line, Spot::Item(n));
        }
        more(canvas, list, &window, items.len());
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        let mut hints = match self.selected(cx) {
            Item::Helpers | Item::Channels => vec![Command::Add, Command::Undo],
            Item::Helper(_) => vec![
                Command::Settle,
                Command::Edit,
                Command::Outcome,
                Command::Add,
                Command::Undo,
            ],
            Item::Channel(_) => vec![Command::Edit, Command::Outcome, Command::Add, Command::Undo],
        };
        // Whoever left is not asked any more, and what is closed does not close again.
        hints.retain(|command| !matches!(self.offer(*command, cx), Offer::NotNow(_)));
        hints
    }

    fn hint(&self, command: Command) -> &'static str {
        match command {
            Command::Settle => "asked, agreed",
            Command::Outcome => "leaves, closes",
            other => other.row().title,
        }
    }

    fn place(&self, cx: &Cx) -> String {
        match self.selected(cx) {
            Item::Helper(id) => format!("Helpers · {}", cx.helper(id)),
            Item::Channel(id) => format!("Channels · {}", cx.channel(id)),
            Item::Helpers => "Helpers".into(),
            Item::Channels => "Channels".into(),
        }
    }
}

impl Part for Team {
    fn count(&self, cx: &Cx) -> String {
        let here = cx
            .book
            .helpers
            .iter()
            .filter(|(_, it)| it.is_here())
            .count();
        let open = cx.book.channels.iter();
        let open = open.filter(|(_, it)| it.closed.is_none()).count();
        let (help, ways) = (
            if here == 1 { "helps" } else { "help" },
            if open == 1 { "channel" } else { "channels" },
        );
        format!("{here} {help}, {open} {ways}")
    }
}
