//! What stands behind the selected line of Now what: the reason in full, whose practice it is, what was said last, what else
//! there is with the same person, and the keys. It will never know where it stands.

use ratatui::layout::Rect;

use crate::domain::day;
use crate::domain::text;
use crate::insight::coming::Coming;
use crate::insight::now::{self, Thing};
use crate::insight::nudge::Nudge;

use super::super::because;
use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Offer, Spot};
use super::super::layer::Cx;
use super::super::parts::look::Look;

/// A label, and what it says.
struct Part {
    label: &'static str,
    words: String,
    look: Look,
    /// Set apart from what is above it, where there is room.
    gap: bool,
}

/// The selected line, what else there is with its person, and what each key does.
pub struct Detail<'a> {
    pub thing: Thing,
    pub rest: &'a [Nudge],
    /// What comes next with the same person.
    pub next: Option<&'a Coming>,
    pub keys: Vec<(Command, Offer)>,
}

/// The labels stand in a column of their own.
const LABEL: u16 = 6;

impl Detail<'_> {
    fn parts(&self, cx: &Cx) -> Vec<Part> {
        let part = |label, words: String, look| Part {
            label,
            words,
            look,
            gap: false,
        };
        let mut parts = vec![part("", because::sentence(&self.thing, cx), Look::Text)];
        let nudge = match &self.thing {
            Thing::Nudge(nudge) => Some(*nudge),
            Thing::Coming(it) => now::nudge_of(cx.practice, it),
            Thing::Chosen(_) => None,
        };
        if let Some(nudge) = nudge {
            let why = nudge.rule.rule().explain.to_string();
            parts.push(Part {
                gap: true,
                ..part("", why, Look::Dim)
            });
        }
        let mut first = true;
        let mut set_apart = |label, words, look| Part {
            gap: std::mem::take(&mut first),
            ..part(label, words, look)
        };
        if let Some((note, on)) = because::last_said(&self.thing, cx) {
            let words = format!("“{note}”, {}", day::near(on, cx.today));
            parts.push(set_apart("last", words, Look::Text));
        }
        if let Some(next) = self.next {
            parts.push(set_apart(
                "next",
                because::ahead(&Thing::Coming(*next), cx),
                Look::Text,
            ));
        }
        let also = self.rest.iter().map(|nudge| {
            let said = because::also(nudge, cx);
            format!("{}, {}", said.what, said.why)
        });
        parts.extend(also.map(|words| set_apart("also", words, Look::Text)));
        parts
    }

    /// A line each, the most important first; lines that are left over go to the first that are longer.
    pub fn draw_short(&self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let parts = self.parts(cx);
        let mut spare = usize::from(area.height).saturating_sub(parts.len());
        let mut lines = area.y..area.bottom();
        for part in &parts {
            let label = if part.label.is_empty() { 0 } else { LABEL };
            let room = usize::from(area.width.saturating_sub(label));
            let mut words = text::wrapped(&part.words, room);
            let more = words.len().saturating_sub(1).min(spare);
            spare -= more;
            // What has no line is cut at the end of the last one.
            let rest = words.split_off(more.min(words.len())).join(" ");
            words.push(rest);
            for (n, (words, y)) in words.iter().zip(lines.by_ref()).enumerate() {
                let line = Rect {
                    y,
                    height: 1,
                    ..area
                };
                put(canvas, line, part, words, n == 0);
            }
        }
    }

    /// All of it, with the keys beneath.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let mut y = area.y;
        let name = because::who(&self.thing, cx);
        let person = self.thing.person().and_then(|id| cx.book.people.get(id));
        let company = person.map_or("", |person| cx.company(person));
        let gap = if company.is_empty() { "" } else { "  " };
        let title = [
            (name.into(), theme.title),
            (gap.into(), theme.dim),
            (company.into(), theme.dim),
        ];
        canvas.line(area.x, y, area.width, &title);
        y += 1;
        for part in self.parts(cx) {
            if part.gap {
                y += 1;
            }
            let label = if part.label.is_empty() { 0 } else { LABEL };
            let room = usize::from(area.width.saturating_sub(label));
            for (n, words) in text::wrapped(&part.words, room).iter().enumerate() {
                if area.bottom() <= y {
                    return;
                }
                let line = Rect {
                    y,
                    height: 1,
                    ..area
                };
                put(canvas, line, &part, words, n == 0);
                y += 1;
            }
        }
        y += 1;
        for (command, offer) in &self.keys {
            if area.bottom() <= y {
                return;
            }
            let style = match offer {
                Offer::Yes(_) => theme.accent,
                _ => theme.dim,
            };
            let line = Rect {
                y,
                height: 1,
                ..area
            };
            canvas.text(line.x, y, line.width, &command.typed(), style);
            let x = line.x + LABEL;
            let room = line.right().saturating_sub(x);
            canvas.text(x, y, room, does(*command), theme.dim);
            canvas.mark(line, Spot::Do(*command));
            y += 1;
        }
    }
}

fn put(canvas: &mut Canvas, line: Rect, part: &Part, words: &str, is_first: bool) {
    let theme = canvas.theme;
    let label = if part.label.is_empty() { 0 } else { LABEL };
    if is_first {
        canvas.text(line.x, line.y, label, part.label, theme.dim);
    }
    let x = line.x + label;
    let room = line.right().saturating_sub(x);
    canvas.text(x, line.y, room, words, part.look.style(theme));
}

/// What the key does with a line, said here.
fn does(command: Command) -> &'static str {
    match command {
        Command::Settle => "do it",
        Command::NotNow => "not now: until when, why",
        Command::LetGo => "let it go, and why",
        Command::Open => "open",
        Command::Why => "the rule: off, or other days",
        other => other.row().title,
    }
}
