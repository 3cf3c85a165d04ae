//! The cards that a stack has kept so far, as a list and in words. It reads the book, never the line that is typed.

use ratatui::layout::Rect;

use crate::capture::carried::Carried;
use crate::capture::reading::Way;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::money::Sums;

use super::super::canvas::Canvas;
use super::super::layer::Cx;
use super::super::parts::spread::{Column, column, spread};

const COLUMNS: [Column; 5] = [
    column("prospect", 0, 12, 26),
    column("from", 0, 12, 60),
    column("logged", 56, 15, 17),
    column("estimate", 48, 8, 8),
    column("age", 84, 7, 7),
];

/// A card that was kept: a new one, or the open one to which the line was added.
pub struct Kept {
    pub referral: Id,
    pub is_new: bool,
    /// Who became one more source of it.
    pub also: Option<Id>,
    pub said: Carried,
    /// What was logged with it, the thanks last.
    pub logged: Vec<Kind>,
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

/// How many lines were not captured.
#[derive(Clone, Copy)]
pub struct Left {
    pub skipped: usize,
    /// What is said of those that were skipped.
    pub word: &'static str,
    /// Let go for good.
    pub dropped: usize,
}

/// What ends the stack, in words: how many, and from where when all are from one place.
pub fn ending(kept: &[Kept], left: Left, cx: &Cx) -> String {
    let count = kept.iter().filter(|kept| kept.is_new).count();
    let added = match kept.len() - count {
        0 => String::new(),
        1 => ", added to 1 open card".into(),
        added => format!(", added to {added} open cards"),
    };
    let skipped = match left.skipped {
        0 => added,
        skipped => format!("{added}, {skipped} {}", left.word),
    };
    let skipped = match left.dropped {
        0 => skipped,
        dropped => format!("{skipped}, {dropped} let go"),
    };
    if count == 0 {
        return format!("Captured none{skipped}");
    }
    let new = kept.iter().filter(|kept| kept.is_new);
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
pub fn counted(kept: &[Kept], cx: &Cx) -> String {
    let new = || kept.iter().filter(|kept| kept.is_new);
    let estimates = new().filter_map(|kept| {
        let referral = cx.book.referrals.get(kept.referral)?;
        referral.estimate
    });
    let sums: Sums = estimates.collect();
    let count = new().count();
    let added = match kept.len() - count {
        0 => String::new(),
        1 => ", 1 added to a card".into(),
        added => format!(", {added} added to cards"),
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

/// The last of them, as many as there is room for, a line each.
pub fn draw(canvas: &mut Canvas, list: Rect, kept: &[Kept], cx: &Cx) {
    let theme = canvas.theme;
    let hidden = kept.len().saturating_sub(usize::from(list.height));
    for (one, y) in kept[hidden..].iter().zip(list.y..) {
        let line = Rect {
            x: list.x + 2.min(list.width),
            y,
            width: list.width.saturating_sub(2),
            height: 1,
        };
        let Some(it) = cx.book.referrals.get(one.referral) else {
            continue;
        };
        let mark = if one.is_new { theme.glyphs.done } else { "+" };
        canvas.text(list.x, y, 2, mark, theme.good);
        let way = if it.is_given() { "to" } else { "from" };
        let mut who = match it.partner() {
            Some(partner) => format!("{way} {}", cx.name(Some(partner))),
            None => "no source yet".into(),
        };
        if let Some(also) = one.also {
            who = format!("{who}, {way} {} too", cx.name(Some(also)));
        }
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
                    canvas.text(at.x, y, at.width, &one.words(), theme.good);
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

/// Where a card came from, as it is said at the end: the place, the channel, else the source.
fn from(said: &Carried) -> &str {
    match (said.origin(), said.person()) {
        (Some(origin), _) => origin,
        (None, Some((Way::From, name))) => name,
        _ => "",
    }
}
