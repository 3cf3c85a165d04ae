//! A stack of cards captured one after the other: the line stays open, each card is a change of its own, and what was said
//! of the last one is carried to the next. What a line says is read by the capture line, never here.

use std::collections::VecDeque;

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use crate::capture::carried::Carried;
use crate::capture::reading::Way;
use crate::domain::book::TableName;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::money::Sums;
use crate::domain::text;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer};
use super::super::layer::{Cx, Draft, Layer, Typed};
use super::super::parts::sheet;
use super::super::parts::spread::{Column, column, spread};
use super::super::theme::Theme;
use super::capture::{CaptureLine, EXAMPLE};
use super::menu::below;

/// Lines that the reading of a full card takes, with the line itself and what is carried.
const READING: u16 = 13;
/// So many cards are shown at most; the count tells of the others.
const SHOWN: u16 = 8;
/// No line takes more, in bytes.
const LONGEST: usize = 2000;

const COLUMNS: [Column; 5] = [
    column("prospect", 0, 12, 26),
    column("from", 0, 12, 60),
    column("logged", 56, 15, 17),
    column("estimate", 48, 8, 8),
    column("age", 84, 7, 7),
];

/// A card that was kept: a new one, or the open one to which the line was added.
struct Kept {
    referral: Id,
    is_new: bool,
    said: Carried,
    /// What was logged with it, the thanks last.
    logged: Vec<Kind>,
}

impl Kept {
    /// "meeting, thanks"; nothing where nothing was logged.
    fn words(&self) -> String {
        let words = self.logged.iter().map(|kind| match kind {
            Kind::Thanked => "thanks",
            kind => kind.title(),
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// The line, what was kept so far, and what was pasted and waits to be looked at.
pub struct Stack {
    given: bool,
    line: CaptureLine,
    kept: Vec<Kept>,
    waiting: VecDeque<String>,
    skipped: usize,
    /// The line in front was pasted, and is let go where it is emptied.
    is_pasted: bool,
    /// What was taken off, to be put back.
    off: Option<Carried>,
}

impl Stack {
    /// `given` is the side that the board shows.
    pub fn new(given: bool, cx: &Cx) -> Stack {
        Stack {
            given,
            line: CaptureLine::new(given, String::new(), cx),
            kept: Vec::new(),
            waiting: VecDeque::new(),
            skipped: 0,
            is_pasted: false,
            off: None,
        }
    }

    fn is_empty(&self) -> bool {
        self.line.input().is_empty()
    }

    /// The next line: one that was pasted, or an empty one.
    fn begin(&mut self, carried: Carried, cx: &Cx) {
        let next = self.waiting.pop_front();
        self.is_pasted = next.is_some();
        let text = next.unwrap_or_default();
        self.line = CaptureLine::new(self.given, text, cx).carrying(carried, cx);
        self.off = None;
    }

    /// Notes what the line became, and begins the next one.
    fn keep(&mut self, cx: &Cx) {
        let mut carried = self.line.carried().clone();
        if let Some((before, reading)) = self.line.last() {
            carried = Carried::of(reading);
            let differing = before.differing(cx.book);
            let of = |table: TableName| {
                let changed = differing.iter().filter(move |(name, _)| *name == table);
                changed.map(|(_, id)| *id)
            };
            let referrals = of(TableName::referrals)
                .filter_map(|id| Some((cx.book.referrals.get(id)?.updated, id)));
            // Others may have written meanwhile; ours is the change that was made last.
            let changed = referrals.max().map(|(_, id)| id);
            let added = self.line.added_to();
            if let Some(referral) = added.or(changed) {
                let new = of(TableName::events).filter(|id| !before.events.has(*id));
                let logged = new.filter_map(|id| cx.book.events.get(id));
                let logged = logged.filter(|event| event.referral == Some(referral));
                let mut logged: Vec<Kind> = logged.map(|event| event.kind.clone()).collect();
                logged.sort_by_key(|kind| *kind == Kind::Thanked);
                self.kept.push(Kept {
                    referral,
                    is_new: added.is_none(),
                    said: carried.clone(),
                    logged,
                });
            }
        }
        self.begin(carried, cx);
    }

    /// Takes in what was pasted: a line as it is, several one after the other, none unseen.
    fn paste(&mut self, pasted: &str, cx: &Cx) {
        let clean = text::clean_text(pasted);
        let mut lines = clean
            .lines()
            .map(|line| fitting(text::clean_line(line)))
            .filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or_default();
        let rest: Vec<String> = lines.collect();
        for line in rest.into_iter().rev() {
            self.waiting.push_front(line);
        }
        self.is_pasted |= !self.waiting.is_empty();
        self.line.type_in(&Typed::Paste(first), cx);
    }

    /// What ends the stack, in words: how many, and from where when all are from one place.
    fn ending(&self, cx: &Cx) -> String {
        let count = self.kept.iter().filter(|kept| kept.is_new).count();
        let added = match self.kept.len() - count {
            0 => String::new(),
            1 => ", added to 1 open card".into(),
            added => format!(", added to {added} open cards"),
        };
        let skipped = match self.skipped + usize::from(self.is_pasted) {
            0 => added,
            skipped => format!("{added}, {skipped} skipped"),
        };
        if count == 0 {
            return format!("Captured none{skipped}");
        }
        let new = self.kept.iter().filter(|kept| kept.is_new);
        let mut froms = new.map(|kept| from(&kept.said));
        let first = froms.next().unwrap_or_default();
        let is_common = !first.is_empty() && froms.all(|other| other == first);
        if is_common && !cx.masked {
            format!("Captured {count} from {first}{skipped}")
        } else {
            format!("Captured {count}{skipped}")
        }
    }

    /// How many, and what they may be worth.
    fn counted(&self, cx: &Cx) -> String {
        let new = || self.kept.iter().filter(|kept| kept.is_new);
        let estimates = new().filter_map(|kept| {
            let referral = cx.book.referrals.get(kept.referral)?;
            referral.estimate
        });
        let sums: Sums = estimates.collect();
        let count = new().count();
        let added = match self.kept.len() - count {
            0 => String::new(),
            added => format!(", {added} added to"),
        };
        match (sums.is_empty(), cx.masked) {
            (true, _) => format!("{count} captured{added}"),
            (false, true) => format!("{count} captured, ***{added}"),
            (false, false) => {
                let home = cx.book.settings().currency();
                format!("{count} captured, {}{added}", sums.short(home))
            }
        }
    }

    fn draw_kept(&self, canvas: &mut Canvas, list: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let hidden = self.kept.len().saturating_sub(usize::from(list.height));
        for (kept, y) in self.kept[hidden..].iter().zip(list.y..) {
            let line = Rect {
                x: list.x + 2.min(list.width),
                y,
                width: list.width.saturating_sub(2),
                height: 1,
            };
            let Some(it) = cx.book.referrals.get(kept.referral) else {
                continue;
            };
            let mark = if kept.is_new { theme.glyphs.done } else { "+" };
            canvas.text(list.x, y, 2, mark, theme.good);
            let way = if it.is_given() { "to" } else { "from" };
            let mut who = match it.partner() {
                Some(partner) => format!("{way} {}", cx.name(Some(partner))),
                None => "no source yet".into(),
            };
            if !it.need.is_empty() {
                who = format!("{who}, {}", cx.words(&it.need));
            }
            let age = match (cx.today - it.on).num_days() {
                0 => "today".into(),
                days => day::days(days),
            };
            let estimate = it.estimate.map_or(String::new(), |money| cx.money(money));
            for (column, at) in COLUMNS.iter().zip(spread(&COLUMNS, line)) {
                match column.title {
                    "prospect" => {
                        canvas.text(at.x, y, at.width, &cx.name(it.prospect), theme.title);
                    }
                    "from" => {
                        canvas.text(at.x, y, at.width, &who, theme.text);
                    }
                    "logged" if at.width == 0 => {}
                    "logged" => {
                        canvas.text(at.x, y, at.width, &kept.words(), theme.good);
                    }
                    "estimate" => {
                        canvas.text_right(at.x, y, at.width, &estimate, theme.text);
                    }
                    _ if at.width == 0 => {}
                    _ => {
                        canvas.text_right(at.x, y, at.width, &age, theme.dim);
                    }
                }
            }
        }
    }

    /// What is carried, and how it is taken off; nothing where nothing is.
    fn carried(&self, canvas: &Canvas, cx: &Cx) -> Vec<Piece<'static>> {
        let theme = canvas.theme;
        let carried = self.line.carried();
        if carried.is_empty() {
            return match &self.off {
                Some(off) => vec![
                    (
                        format!("taken off: {}", said_of(off, theme, cx)).into(),
                        theme.warn,
                    ),
                    ("  tab ".into(), theme.accent),
                    ("puts it back".into(), theme.dim),
                ],
                None => Vec::new(),
            };
        }
        vec![
            (said_of(carried, theme, cx).into(), theme.linked),
            ("  tab ".into(), theme.accent),
            ("takes it all off, ".into(), theme.dim),
            ("backspace ".into(), theme.accent),
            ("the last".into(), theme.dim),
        ]
    }
}

/// What is carried, piece by piece; a place with whom one was met there, where that is somebody else.
fn said_of(carried: &Carried, theme: &Theme, cx: &Cx) -> String {
    let mut said = Vec::new();
    if let Some((way, name)) = carried.person() {
        let name = if cx.masked { "(masked)" } else { name };
        said.push(format!("{} {name}", way.word()));
    }
    for (word, words, is_own) in carried.pieces(cx.today) {
        let is_shown = !(is_own && cx.masked);
        let words = if is_shown { &words } else { "(masked)" };
        let heard = carried.heard_elsewhere();
        let heard = match (word, heard) {
            ("at" | "by", Some(_)) if cx.masked => " with (masked)".into(),
            ("at" | "by", Some(name)) => format!(" with {name}"),
            _ => String::new(),
        };
        said.push(format!("{word} {words}{heard}"));
    }
    said.join(&format!(" {} ", theme.glyphs.dot))
}

/// Where a card came from, as it is said at the end: the place, the channel, else the source.
fn from(said: &Carried) -> &str {
    match (said.origin(), said.person()) {
        (Some(origin), _) => origin,
        (None, Some((Way::From, name))) => name,
        _ => "",
    }
}

/// As much of a pasted line as a line takes; where that is not all of it, that shows.
fn fitting(mut line: String) -> String {
    if LONGEST < line.len() {
        let mut end = LONGEST - '…'.len_utf8();
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        line.truncate(end);
        line.push('…');
    }
    line
}

impl Layer for Stack {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        match command {
            Command::Open if self.is_empty() && !self.waiting.is_empty() => Offer::go(Motion::Down),
            Command::Open if self.is_empty() => {
                let said = Effect::Say(self.ending(cx));
                Offer::Yes(Effect::Then(Box::new(said)))
            }
            Command::Open => match self.line.offer(command, cx) {
                Offer::Yes(Effect::Submit(action)) => Offer::Yes(Effect::Enter(action)),
                other => other,
            },
            Command::Down if !self.waiting.is_empty() => Offer::go(Motion::Down),
            Command::NextPane | Command::PrevPane => {
                let own = self.line.offer(command, cx);
                let has_own = !self.is_empty() && matches!(own, Offer::Yes(_));
                let has_carried = !self.line.carried().is_empty() || self.off.is_some();
                match command {
                    Command::NextPane if !has_own && has_carried => Offer::go(Motion::Clear),
                    _ => own,
                }
            }
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        match motion {
            Motion::Done => self.keep(cx),
            Motion::Down if !self.waiting.is_empty() => {
                self.skipped += 1;
                self.begin(self.line.carried().clone(), cx);
            }
            Motion::Clear => {
                let carried = self.line.carried().clone();
                let back = self.off.take().filter(|_| carried.is_empty());
                self.off = (!carried.is_empty()).then_some(carried);
                self.line.carry(back.unwrap_or_default(), cx);
            }
            other => self.line.go(other, cx),
        }
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn type_in(&mut self, typed: &Typed, cx: &Cx) {
        match typed {
            Typed::Paste(pasted) => self.paste(pasted, cx),
            Typed::Key(key) if key.code == KeyCode::Down => self.go(&Motion::Down, cx),
            Typed::Key(key)
                if key.code == KeyCode::Backspace
                    && self.line.input().is_at_start()
                    && !self.line.carried().is_empty() =>
            {
                let mut carried = self.line.carried().clone();
                carried.take_last();
                self.line.carry(carried, cx);
            }
            typed @ Typed::Key(_) => self.line.type_in(typed, cx),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let title = if self.given {
            "Capture a stack of cards that you give"
        } else {
            "Capture a stack of cards"
        };
        let title = sheet::title(canvas, title, self.counted(cx));
        let inner = sheet::sheet(canvas, area, (100, READING + SHOWN + 2), &title);
        let shown = u16::try_from(self.kept.len()).unwrap_or(SHOWN).min(SHOWN);
        let shown = shown.min(inner.height.saturating_sub(READING));
        let list = Rect {
            height: shown,
            ..inner
        };
        self.draw_kept(canvas, list, cx);
        let is_airy = READING + shown < inner.height;
        let rest = below(inner, shown + u16::from(0 < shown && is_airy));
        let line = Rect {
            height: rest.height.min(1),
            ..rest
        };
        let example = if self.kept.is_empty() {
            EXAMPLE
        } else {
            "The next card; enter alone ends the stack"
        };
        self.line.draw_line(canvas, line, example, cx);
        let mut notes = vec![self.carried(canvas, cx)];
        if !self.waiting.is_empty() {
            let waits = match self.waiting.len() {
                1 => "1 more pasted line waits  ".to_string(),
                waiting => format!("{waiting} more pasted lines wait  "),
            };
            notes.push(vec![
                (waits.into(), theme.warn),
                ("down ".into(), theme.accent),
                ("skips this one".into(), theme.dim),
            ]);
        }
        notes.retain(|note| !note.is_empty());
        for (n, note) in notes.iter().enumerate() {
            if let Some(at) = sheet::line(below(rest, 1), n) {
                canvas.line(at.x, at.y, at.width, note);
            }
        }
        let noted = 1 + u16::try_from(notes.len()).unwrap_or(0);
        let gap = u16::from(noted + 11 < rest.height);
        self.line.draw_reading(canvas, below(rest, noted + gap), cx);
    }

    fn hint(&self, command: Command) -> &'static str {
        let is_carrying = !self.line.carried().is_empty();
        match command {
            Command::Open if self.line.has_stopped() => "a second card",
            Command::Open if !self.is_empty() => "capture",
            Command::Open if !self.waiting.is_empty() => "skip",
            Command::Open => "end",
            Command::NextPane if self.is_empty() && is_carrying => "carry nothing",
            Command::NextPane if self.is_empty() => "carry it again",
            Command::NextPane => "another reading",
            Command::Back if self.is_empty() && self.waiting.is_empty() => "leave",
            Command::Back => "leave, kept as a draft",
            other => other.row().title,
        }
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        let mut hints = vec![Command::Open, Command::Back];
        if matches!(self.offer(Command::NextPane, cx), Offer::Yes(_)) {
            hints.insert(1, Command::NextPane);
        }
        hints
    }

    fn place(&self, _cx: &Cx) -> String {
        "Capture a stack".into()
    }

    /// The half-typed line, what it was given, and what waits; where nothing is half done there is nothing to keep.
    fn draft(&self) -> Option<Draft> {
        let mut values = Vec::new();
        if !self.is_empty() || !self.waiting.is_empty() {
            let text = self.line.input().text();
            values.extend([text.to_owned(), self.line.carried_as_line()]);
            values.extend(self.waiting.iter().cloned());
        }
        Some(Draft {
            of: "stack".into(),
            values,
        })
    }

    fn restore(&mut self, draft: &Draft, cx: &Cx) {
        let [text, carried, waiting @ ..] = draft.values.as_slice() else {
            return;
        };
        let home = cx.book.settings().currency();
        let carried = match carried.as_str() {
            "" => Carried::default(),
            written => Carried::read(written, cx.today, home),
        };
        self.waiting = waiting.iter().cloned().collect();
        self.line = CaptureLine::new(self.given, text.clone(), cx).carrying(carried, cx);
    }
}
