//! What speaks against an introduction, in words. It will never stop anybody.

use crate::domain::day;
use crate::domain::expectation::Expectation;
use crate::domain::id::Id;
use crate::insight::index::Dated;
use crate::insight::introduction::{self, Doubt};

use super::layer::Cx;
use super::words;

/// What the source still expects, before they are asked to phone somebody.
pub fn unmet(unmet: &[&Dated<Expectation>], referral: Id, cx: &Cx) -> String {
    let source = cx.book.referrals.get(referral).and_then(|it| it.source);
    let name = cx.name(source);
    let words: Vec<&str> = unmet.iter().map(|it| cx.words(&it.record.words)).collect();
    let words = words.join("”, “");
    format!(
        "{name} still waits for “{words}”. On a call the prospect may ask how it went, and it comes up. Settle it first, or take an e-mail, a letter or a lunch."
    )
}

/// Everything that speaks against it, a sentence each, the gravest first.
pub fn all(id: Id, cx: &Cx) -> Vec<String> {
    let Some(referral) = cx.book.referrals.get(id) else {
        return Vec::new();
    };
    let source = cx.name(referral.partner());
    let prospect = cx.first_name(referral.prospect);
    let doubts = introduction::doubts(cx.book, cx.practice, id, cx.today);
    let mut said: Vec<String> = doubts
        .into_iter()
        .map(|doubt| match doubt {
            Doubt::Stop(pillar) => match referral.source {
                Some(source) => words::stop(pillar, source, cx),
                None => String::new(),
            },
            Doubt::WeakTie => format!(
                "{source} and {prospect} are not close: a lunch of three makes up for it best (i)."
            ),
            Doubt::Unmet => unmet(&introduction::unmet(cx.book, cx.practice, id), id, cx),
            Doubt::Over(on) => format!("{} is over: e names a new day.", day::full(on, cx.today)),
            Doubt::DayOff(on) => format!("{} is a day off.", day::full(on, cx.today)),
        })
        .collect();
    said.extend(unsaid(id, cx));
    said
}

/// The text was edited and no longer says the day that is planned.
fn unsaid(id: Id, cx: &Cx) -> Option<String> {
    let referral = cx.book.referrals.get(id)?;
    let it = referral.introduction.as_ref()?;
    if it.words.is_empty() || it.is_made() {
        return None;
    }
    let said = |words: &str| it.words.contains(words);
    let day = it.on.map(crate::letters::facts::long);
    let time = it.time.map(day::clock);
    let missing: Vec<String> = day.into_iter().chain(time).filter(|it| !said(it)).collect();
    if missing.is_empty() {
        return None;
    }
    Some(format!(
        "The edited text does not say {}.",
        missing.join(" at ")
    ))
}
