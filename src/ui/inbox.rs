//! What waits in the inbox beside the book: how it is said in the header, and whether it can be gone through. It will never
//! know the file.

use super::canvas::Piece;
use super::command::Command;
use super::effect::{Ask, Offer};
use super::layer::Cx;
use super::offers::shared::unmasked;
use super::theme::Theme;
use crate::domain::lines::Line;
use crate::domain::refusal::Refusal;
use crate::domain::text;

/// Columns from which on the header of home has room for both sides and the whole reminder, or the short one.
const WHOLE: u16 = 53;
const SHORT: u16 = 43;

/// In the header of home: how many lines wait, and how to go through them.
pub fn reminder<'a>(cx: &Cx, theme: &Theme, room: u16) -> Vec<Piece<'a>> {
    let count = cx.inbox.len();
    if count == 0 || room < SHORT {
        return Vec::new();
    }
    if room < WHOLE {
        return vec![(format!("  inbox {count}").into(), theme.warn)];
    }
    vec![
        (format!("   {count} in the inbox ").into(), theme.warn),
        (Command::Inbox.typed().into(), theme.accent),
    ]
}

pub fn offer(cx: &Cx) -> Offer {
    let odd = odd(cx.inbox);
    match odd.first() {
        _ if cx.inbox.is_empty() => Offer::NotNow(
            Refusal::new("Nothing waits in the inbox")
                .or("what other programs write into inbox.txt beside the book comes here"),
        ),
        Some((number, refusal)) if odd.len() == cx.inbox.len() => Offer::NotNow(Refusal {
            why: format!("inbox.txt, line {number}: {}", refusal.why),
            way_out: refusal.way_out.clone(),
        }),
        _ => unmasked(Ask::Inbox, cx),
    }
}

/// The lines that cannot be read, by their number, and why.
fn odd(lines: &[Line]) -> Vec<(usize, &Refusal)> {
    let odd = lines.iter().filter_map(|line| {
        let why = line.words.as_ref().err()?;
        Some((line.number, why))
    });
    odd.collect()
}

/// That lines cannot be read and stay, in one sentence; nothing where all can.
pub fn unread(lines: &[Line]) -> String {
    let odd = odd(lines);
    let Some((number, refusal)) = odd.first() else {
        return String::new();
    };
    let more = match odd.len() {
        1 => String::new(),
        odd => format!(", and {} more stay", odd - 1),
    };
    format!(
        "line {number} of inbox.txt stays there: {}{more}",
        refusal.why
    )
}

/// What is said of a line that was taken out as it was.
pub fn gone(line: &Line, masked: bool) -> String {
    match &line.words {
        Ok(words) if !masked => {
            let words = text::fit(words, 60);
            format!("Out of the inbox, not captured: “{words}”")
        }
        _ => "Out of the inbox, not captured".into(),
    }
}
