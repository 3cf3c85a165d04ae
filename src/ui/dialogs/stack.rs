//! A stack of cards captured one after the other: the line stays open, each card is a change of its own, and what was said
//! of the last one is carried to the next. What a line says is read by the capture line, never here.

use std::collections::VecDeque;

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use crate::capture::carried::Carried;
use crate::domain::book::TableName;
use crate::domain::event::Kind;
use crate::domain::lines::{LONGEST, Line};
use crate::domain::refusal::Refusal;
use crate::domain::text;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer};
use super::super::inbox;
use super::super::layer::{Cx, Draft, Layer, Typed};
use super::super::parts::sheet;
use super::capture::{CaptureLine, EXAMPLE};
use super::carrying;
use super::menu::below;
use super::pile::{self, Kept, Left};

/// Lines that the reading of a full card takes, with the line itself and what is carried.
const READING: u16 = 13;
/// So many cards are shown at most; the count tells of the others.
const SHOWN: u16 = 8;

/// A line that waits to be looked at.
struct Waiting {
    text: String,
    /// The line of the inbox that it is; none for what was pasted.
    line: Option<Line>,
}

/// The line, what was kept so far, and what was pasted or lies in the inbox and waits to be looked at.
pub struct Stack {
    given: bool,
    line: CaptureLine,
    kept: Vec<Kept>,
    waiting: VecDeque<Waiting>,
    skipped: usize,
    /// It goes through the inbox: nothing is carried from one line to the next, which are not one hand's.
    is_inbox: bool,
    /// The line of the inbox that stands in front.
    front: Option<Line>,
    /// Lines of it that were let go, and that others cannot be read.
    dropped: usize,
    unread: String,
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
            is_inbox: false,
            front: None,
            dropped: 0,
            unread: String::new(),
            is_pasted: false,
            off: None,
        }
    }

    /// The lines of the inbox, one after the other.
    pub fn of_inbox(cx: &Cx) -> Stack {
        let mut stack = Stack::new(false, cx);
        let lines = cx.inbox.iter();
        let waiting = lines.filter_map(|line| {
            let text = line.words.clone().ok()?;
            let line = Some(line.clone());
            Some(Waiting { text, line })
        });
        stack.waiting = waiting.collect();
        stack.is_inbox = true;
        stack.unread = inbox::unread(cx.inbox);
        stack.begin(Carried::default(), cx);
        stack
    }

    /// Whether the line in front can be passed over.
    fn can_skip(&self) -> bool {
        !self.waiting.is_empty() || self.front.is_some()
    }

    fn is_empty(&self) -> bool {
        self.line.input().is_empty()
    }

    /// The next line: one that was pasted, or an empty one.
    fn begin(&mut self, carried: Carried, cx: &Cx) {
        let mut next = self.waiting.pop_front();
        // Another program may have taken lines meanwhile.
        while next
            .as_ref()
            .is_some_and(|it| !is_there(it.line.as_ref(), cx))
        {
            next = self.waiting.pop_front();
        }
        self.is_pasted = next.is_some();
        let (text, line) = next.map_or_else(Default::default, |it| (it.text, it.line));
        self.front = line;
        let carried = if self.is_inbox {
            Carried::default()
        } else {
            carried
        };
        self.line = CaptureLine::new(self.given, text, cx).carrying(carried, cx);
        self.off = None;
    }

    /// Lines of the inbox, each with what was typed in its place.
    fn altered(&self) -> Vec<String> {
        let front = (self.front.as_ref(), self.line.input().text());
        let waiting = self.waiting.iter();
        let waiting = waiting.map(|it| (it.line.as_ref(), it.text.as_str()));
        let all = std::iter::once(front).chain(waiting);
        let all = all.filter_map(|(line, text)| Some((line?.words.as_ref().ok()?, text)));
        let altered = all.filter(|(line, text)| !text.is_empty() && line.as_str() != *text);
        altered
            .flat_map(|(line, text)| [line.clone(), text.to_owned()])
            .collect()
    }

    /// What was typed in the place of lines of the inbox stands there again, where they lie there still.
    fn take_up(&mut self, values: &[String], cx: &Cx) {
        for pair in values.chunks_exact(2) {
            let is_it = |it: Option<&Line>| it.is_some_and(|it| it.words.as_ref() == Ok(&pair[0]));
            let mut waiting = self.waiting.iter_mut();
            if is_it(self.front.as_ref()) {
                self.line = CaptureLine::new(self.given, pair[1].clone(), cx);
            } else if let Some(it) = waiting.find(|it| is_it(it.line.as_ref())) {
                it.text.clone_from(&pair[1]);
            }
        }
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
                let were = before.referrals.get(referral);
                let is = cx.book.referrals.get(referral).into_iter();
                let mut sources = is.flat_map(|it| it.also.keys().copied());
                self.kept.push(Kept {
                    referral,
                    also: sources.find(|id| were.is_some_and(|it| !it.also.contains_key(id))),
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
        for text in rest.into_iter().rev() {
            self.waiting.push_front(Waiting { text, line: None });
        }
        self.is_pasted |= !self.waiting.is_empty();
        self.line.type_in(&Typed::Paste(first), cx);
    }

    /// Whether `tab` chooses something about the line itself, and nothing about what is carried.
    fn has_own(&self, cx: &Cx) -> bool {
        let own = self.line.offer(Command::NextPane, cx);
        !self.is_empty() && matches!(own, Offer::Yes(_))
    }
}

/// Whether a line of the inbox lies there still; what was pasted is here.
fn is_there(line: Option<&Line>, cx: &Cx) -> bool {
    line.is_none_or(|line| cx.inbox.iter().any(|it| it.raw == line.raw))
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
            Command::Open if !is_there(self.front.as_ref(), cx) => Offer::NotNow(
                Refusal::new("This line is not in the inbox any more").or("down goes on"),
            ),
            Command::Open if self.is_empty() && self.front.is_some() => {
                let line = self.front.clone();
                line.map_or(Offer::No, |line| {
                    Offer::Yes(Effect::LetLineGo(Box::new(line)))
                })
            }
            Command::Open if self.is_empty() && !self.waiting.is_empty() => Offer::go(Motion::Down),
            Command::Open if self.is_empty() => {
                let left = Left {
                    skipped: self.skipped + usize::from(self.is_pasted),
                    word: if self.is_inbox {
                        "left there"
                    } else {
                        "skipped"
                    },
                    dropped: self.dropped,
                };
                let said = Effect::Say(pile::ending(&self.kept, left, cx));
                Offer::Yes(Effect::Then(Box::new(said)))
            }
            Command::Open => match self.line.offer(command, cx) {
                Offer::Yes(Effect::Submit(action)) => Offer::Yes(match &self.front {
                    Some(line) => Effect::EnterLine(action, Box::new(line.clone())),
                    None => Effect::Enter(action),
                }),
                other => other,
            },
            Command::Down if self.can_skip() => Offer::go(Motion::Down),
            Command::NextPane | Command::PrevPane => {
                let has_carried = !self.line.carried().is_empty() || self.off.is_some();
                match command {
                    Command::NextPane if !self.has_own(cx) && has_carried => {
                        Offer::go(Motion::Clear)
                    }
                    _ => self.line.offer(command, cx),
                }
            }
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        match motion {
            Motion::Done => self.keep(cx),
            Motion::Drop => {
                self.dropped += 1;
                self.begin(Carried::default(), cx);
            }
            Motion::Down if self.can_skip() => {
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
        let title = if self.is_inbox {
            "From the inbox"
        } else if self.given {
            "Capture a stack of cards that you give"
        } else {
            "Capture a stack of cards"
        };
        let title = sheet::title(canvas, title, pile::counted(&self.kept, cx));
        let inner = sheet::sheet(canvas, area, (100, READING + SHOWN + 2), &title);
        let shown = u16::try_from(self.kept.len()).unwrap_or(SHOWN).min(SHOWN);
        let shown = shown.min(inner.height.saturating_sub(READING));
        let list = Rect {
            height: shown,
            ..inner
        };
        pile::draw(canvas, list, &self.kept, cx);
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
        let example = match &self.front {
            Some(_) => "Empty: enter takes the line out of the inbox without a card",
            None if self.is_inbox => "That was the last line; enter goes back",
            None => example,
        };
        self.line.draw_line(canvas, line, example, cx);
        let mut notes = vec![carrying::words(
            &self.line,
            self.off.as_ref(),
            !self.has_own(cx),
            canvas,
            cx,
        )];
        if self.can_skip() {
            let what = if self.is_inbox { "" } else { "pasted " };
            let waits = match self.waiting.len() {
                0 => "the last line  ".into(),
                1 => format!("1 more {what}line waits  "),
                waiting => format!("{waiting} more {what}lines wait  "),
            };
            let skips = if self.is_inbox {
                "leaves this one for later"
            } else {
                "skips this one"
            };
            notes.push(vec![
                (waits.into(), theme.warn),
                ("down ".into(), theme.accent),
                (skips.into(), theme.dim),
            ]);
        }
        if !self.unread.is_empty() {
            notes.push(vec![(self.unread.clone().into(), theme.warn)]);
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
            Command::Open if !self.is_empty() => self.line.act("capture"),
            Command::Open if self.front.is_some() => "out of the inbox",
            Command::Open if !self.waiting.is_empty() => "skip",
            Command::Open => "end",
            Command::NextPane if self.is_empty() && is_carrying => "carry nothing",
            Command::NextPane if self.is_empty() => "carry it again",
            Command::NextPane => "another reading",
            Command::Back if self.is_inbox && self.altered().is_empty() => "leave, the rest stays",
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
        if self.is_inbox {
            "Inbox"
        } else {
            "Capture a stack"
        }
        .into()
    }

    /// The half-typed line, what it was given, and what waits; where nothing is half done there is nothing to keep.
    fn draft(&self) -> Option<Draft> {
        // What lies in the inbox lies there still; what was typed over it does not.
        if self.is_inbox {
            return Some(Draft {
                of: "inbox".into(),
                values: self.altered(),
            });
        }
        let mut values = Vec::new();
        if !self.is_empty() || !self.waiting.is_empty() {
            let text = self.line.input().text();
            values.extend([text.to_owned(), self.line.carried_as_line()]);
            values.extend(self.waiting.iter().map(|it| it.text.clone()));
        }
        Some(Draft {
            of: "stack".into(),
            values,
        })
    }

    fn restore(&mut self, draft: &Draft, cx: &Cx) {
        if self.is_inbox {
            self.take_up(&draft.values, cx);
            return;
        }
        let [text, carried, waiting @ ..] = draft.values.as_slice() else {
            return;
        };
        let home = cx.book.settings().currency();
        let carried = match carried.as_str() {
            "" => Carried::default(),
            written => Carried::read(written, cx.today, home),
        };
        let waiting = waiting.iter().cloned();
        self.waiting = waiting.map(|text| Waiting { text, line: None }).collect();
        self.line = CaptureLine::new(self.given, text.clone(), cx).carrying(carried, cx);
    }
}
