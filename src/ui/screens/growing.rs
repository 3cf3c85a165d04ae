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
    let mut found = cx.practice.practices_of(owner).to_vec();
    found.sort_by_key(Nudge::order);
    let line = |nudge: &Nudge| {
        let said = words::nudge(nudge, cx);
        // In one sentence: beside labels as short as a page has them it would break after two words.
        let words = format!("{} · {}", said.what, said.why);
        Line::said(words, Look::Text).does(Does::Settle(*nudge))
    };
    found.iter().map(line).collect()
}

/// The part of a person's page with what is worth doing, where there is anything.
pub fn section(person: Id, cx: &Cx) -> Option<Section> {
    let lines = lines(person, cx);
    let summary = match lines.len() {
        0 => return None,
        1 => "1 thing".into(),
        many => format!("{many} things"),
    };
    let title = "Worth doing, not urgent";
    Some(Section::new("growing", title, summary).with(lines))
}

/// Putting off, or letting go, what the line under the cursor is worth doing; none where it is another line.
pub fn aside(command: Command, line: Option<Line>, cx: &Cx) -> Option<Offer> {
    match line?.does {
        Does::Settle(nudge) => Some(offers::nudge(command, &nudge, cx)),
        _ => None,
    }
}
