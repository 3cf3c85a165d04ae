//! The words of a client's arc, the same in menus and on the page: what they expect, how they judge an agreement, whom
//! they are to be asked about. It will never know where they are drawn.

use crate::domain::client::{Aim, Target};
use crate::domain::day;
use crate::domain::expectation::{Expectation, Origin};
use crate::domain::id::Id;

use super::layer::Cx;

/// How much an expectation matters to them.
pub const MATTERS: [&str; 3] = ["little", "some", "most"];

/// What became of an expectation, and it in their words.
pub fn expectation(it: &Expectation, cx: &Cx) -> (String, String) {
    let assumed = if it.origin == Origin::Assumed {
        ", assumed: ask"
    } else {
        ""
    };
    let weight = usize::try_from(it.weight()).map_or(0, |weight| weight - 1);
    let matters = MATTERS[weight];
    let words = format!("{} (matters {matters}{assumed})", cx.words(&it.words));
    (it.verdict.word().to_string(), words)
}

/// A judgement in a word or two.
pub fn criterion(met: Option<bool>) -> &'static str {
    match met {
        None => "not said yet",
        Some(true) => "earned",
        Some(false) => "not earned",
    }
}

/// Where it stands: "to ask", "asked 3 Nov", "declined", "referred".
pub fn target_state(it: &Target, cx: &Cx) -> String {
    let near = |on| day::near(on, cx.today);
    match (it.aim(), it.asked, it.declined) {
        (Aim::Asked, Some(on), _) => format!("asked {}", near(on)),
        (Aim::Declined, _, Some(_)) => "declined".into(),
        (Aim::Referred, _, _) => "referred".into(),
        _ => "to ask".into(),
    }
}

/// "Lars Holm (Holm Marine), sails with her".
pub fn target(id: Id, it: &Target, cx: &Cx) -> String {
    let known = it.whom.and_then(|whom| cx.book.people.get(whom));
    let company = match known {
        Some(person) => cx.company(person),
        None => cx.words(&it.company),
    };
    let company = if company.is_empty() {
        String::new()
    } else {
        format!(" ({company})")
    };
    let why = if it.why.is_empty() {
        String::new()
    } else {
        format!(", {}", cx.words(&it.why))
    };
    format!("{}{company}{why}", cx.target(id))
}
