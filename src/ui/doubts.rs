//! What speaks against an introduction, in words. It will never stop anybody.

use crate::domain::day;
use crate::domain::expectation::Expectation;
use crate::domain::id::Id;
use crate::domain::introduction::{Introduction, Method, State};
use crate::domain::referral::Referral;
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
    let is_open = referral
        .introduction
        .as_ref()
        .is_some_and(|it| !it.is_made());
    if is_open && cx.book.settings().name.is_empty() {
        said.push("The text does not know your name: : then settings has room for it.".into());
    }
    said
}

/// What to ask before it comes to a state that its day speaks against, and what yes says: a lunch or a call that is
/// still to be has hardly happened, and a letter should not name a day that is over.
pub fn before(
    referral: &Referral,
    it: &Introduction,
    to: &State,
    cx: &Cx,
) -> Option<(String, &'static str)> {
    let on = it.on?;
    let day = day::full(on, cx.today);
    let is_made = *to == State::Delivered;
    if it.method.is_written() {
        let goes_out =
            *to == State::WithSource || is_made && it.missing(&referral.direction).is_empty();
        if !goes_out || cx.today <= on || referral.is_given() {
            return None;
        }
        let what = it.method.title();
        let question = format!(
            "The {what} names a call on {day}, and that day is over; e names a new one. Does it go out all the same?"
        );
        return Some((question, "it does"));
    }
    if !is_made || on <= cx.today {
        return None;
    }
    let what = match &it.method {
        Method::Lunch => "lunch",
        other => other.title(),
    };
    let question = format!("The {what} is on {day}: has it happened already?");
    Some((question, "it has"))
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
