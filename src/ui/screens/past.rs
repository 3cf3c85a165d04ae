//! All that happened with one person, newest first, a line each with what can be done about it. The moves of cards are the
//! referrals' own.

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::insight::timeline::{Entry, What};

use super::super::command::Command;
use super::super::effect::Ask;
use super::super::layer::Cx;
use super::super::offers::event::stands_alone;
use super::super::words;
use super::lines::{Does, Line, Look};

pub fn lines(id: Id, cx: &Cx) -> Vec<Line> {
    let subject = Subject::Person(id);
    let line = |entry: Entry| {
        let words = words::happened(entry.what, subject, cx);
        Line::said(day::near(entry.on, cx.today), Look::Dim)
            .beside(words, Look::Text)
            .of(entry.what)
            .does(does(entry.what, cx))
    };
    let entries = cx.practice.timeline(subject).into_iter();
    let lines: Vec<Line> = entries
        .filter(|entry| !matches!(entry.what, What::Moved { .. }))
        .map(line)
        .collect();
    if lines.is_empty() {
        return vec![Line::said(
            "Nothing yet: t logs that you were in touch, N adds a note.",
            Look::Dim,
        )];
    }
    lines
}

/// The referral that it belongs to; else what can be done with the entry itself.
fn does(what: What, cx: &Cx) -> Does {
    let open = |referral: Id| Does::Of(Command::Open, Subject::Referral(referral));
    match what {
        What::Arrived { referral }
        | What::Joined { referral, .. }
        | What::Moved { referral, .. }
        | What::Ended { referral } => open(referral),
        What::Event(id) => match cx.book.events.get(id) {
            Some(event) if stands_alone(event) => Does::Of(Command::Open, Subject::Event(id)),
            Some(event) => event.referral.map_or(Does::Nothing, open),
            None => Does::Nothing,
        },
        What::Promised(id) | What::PromiseEnded(id) => {
            let promise = cx.book.promises.get(id);
            let referral = promise.and_then(|promise| promise.referral);
            referral.map_or(Does::Open(Ask::OfPromise { promise: id }), open)
        }
    }
}
