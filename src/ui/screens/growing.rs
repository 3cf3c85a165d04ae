//! What is worth doing and never urgent, on the page that it concerns: a line each, which `enter` settles. It will never
//! know how it is found.

use crate::domain::id::Id;
use crate::insight::nudge::Nudge;

use super::super::command::Command;
use super::super::effect::Offer;
use super::super::layer::Cx;
use super::super::offers::nudge as offers;
use super::super::words;
use super::lines::{Does, Line, Look};
use super::sections::Section;

/// What is worth doing about one person or one referral, the most first.
pub fn lines(owner: Id, cx: &Cx) -> Vec<Line> {
    let found = found(owner, cx);
    found.iter().map(|nudge| line(nudge, cx)).collect()
}

/// The part of a person's page with what is worth doing, where there is anything.
pub fn section(person: Id, cx: &Cx) -> Option<Section> {
    let found = found(person, cx);
    let first = words::nudge(found.first()?, cx).what;
    let summary = match found.len() - 1 {
        0 => first,
        more => format!("{first} and {more} more"),
    };
    let lines = found.iter().map(|nudge| line(nudge, cx)).collect();
    Some(Section::new("growing", "Worth doing", summary).with(lines))
}

fn found(owner: Id, cx: &Cx) -> Vec<Nudge> {
    let mut found = cx.practice.practices_of(owner).to_vec();
    found.sort_by_key(Nudge::order);
    found
}

fn line(nudge: &Nudge, cx: &Cx) -> Line {
    let said = words::nudge(nudge, cx);
    // In one sentence: beside labels as short as a page has them it would break after two words.
    let words = format!("{} · {}", said.what, said.why);
    Line::said(words, Look::Text).does(Does::Settle(*nudge))
}

/// Putting off, or letting go, what the line under the cursor is worth doing; none where it is another line.
pub fn aside(command: Command, line: Option<Line>, cx: &Cx) -> Option<Offer> {
    match line?.does {
        Does::Settle(nudge) => Some(offers::nudge(command, &nudge, cx)),
        _ => None,
    }
}
