//! What happened, a line of a timeline each, in words. It will never know where the lines stand.

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::event::{Event, Kind, Way};
use crate::domain::id::Id;
use crate::domain::promise::By;
use crate::domain::referral::Outcome;
use crate::insight::timeline::What;

use super::layer::Cx;

/// A line of a timeline.
pub fn happened(what: What, subject: Subject, cx: &Cx) -> String {
    let prospect = |id: Id| {
        let referral = cx.book.referrals.get(id);
        referral.map_or_else(|| "someone".into(), |referral| cx.name(referral.prospect))
    };
    let on_person = matches!(subject, Subject::Person(_));
    match what {
        What::Arrived { referral } => arrived(referral, cx),
        What::Joined { referral, source } => {
            format!(
                "{} is a source of {} too",
                cx.name(Some(source)),
                prospect(referral)
            )
        }
        What::Moved { referral, step } => {
            let Some(step) = cx
                .book
                .referrals
                .get(referral)
                .and_then(|it| it.moves.get(&step))
            else {
                return String::new();
            };
            let who = if on_person {
                format!("{}: ", prospect(referral))
            } else {
                String::new()
            };
            let why = if step.why.is_empty() {
                String::new()
            } else {
                format!(", {}", cx.words(&step.why))
            };
            let skipped = if step.skipped { ", stages skipped" } else { "" };
            let verb = if step.closed.is_some() {
                "reopened in"
            } else {
                "moved to"
            };
            let ended = step.ended.as_ref().map_or(String::new(), |outcome| {
                let on = format!(" {}", day::near(outcome.on, cx.today));
                format!("; it had ended: {}", ended(outcome, &on, cx))
            });
            format!("{who}{verb} {}{skipped}{why}{ended}", step.to.title())
        }
        What::Event(id) => cx
            .book
            .events
            .get(id)
            .map_or_else(String::new, |event| logged(event, subject, cx)),
        What::Promised(id) => cx
            .book
            .promises
            .get(id)
            .map_or_else(String::new, |promise| {
                let due = promise.due.map_or(String::new(), |due| {
                    format!(", due {}", day::near(due, cx.today))
                });
                let who = match promise.by {
                    By::Me => "I promised".to_string(),
                    _ => format!("{} promised", cx.first_name(promise.person)),
                };
                format!("{who}: {}{due}", cx.words(&promise.what))
            }),
        What::PromiseEnded(id) => cx
            .book
            .promises
            .get(id)
            .map_or_else(String::new, |promise| {
                let end = if promise.kept.is_some() {
                    "kept"
                } else {
                    "not kept"
                };
                format!("{end}: {}", cx.words(&promise.what))
            }),
        What::Ended { referral } => {
            let outcome = cx
                .book
                .referrals
                .get(referral)
                .and_then(|it| it.outcome.as_ref());
            let Some(outcome) = outcome else {
                return String::new();
            };
            let who = if on_person {
                format!("{}: ", prospect(referral))
            } else {
                String::new()
            };
            format!("{who}{}", ended(outcome, "", cx))
        }
    }
}

/// How it ended: "lost, chose a friend", with the day behind the first word.
fn ended(outcome: &Outcome, on: &str, cx: &Cx) -> String {
    let reason = if outcome.reason.is_empty() {
        String::new()
    } else {
        format!(", {}", cx.words(&outcome.reason))
    };
    let value = outcome
        .value
        .map_or(String::new(), |value| format!(", {}", cx.money(value)));
    let instead = if outcome.instead.is_empty() {
        String::new()
    } else {
        format!(", offered instead: {}", cx.words(&outcome.instead))
    };
    format!("{}{on}{reason}{value}{instead}", outcome.ending.title())
}

fn arrived(id: Id, cx: &Cx) -> String {
    let Some(it) = cx.book.referrals.get(id) else {
        return String::new();
    };
    let name = cx.name(it.prospect);
    let passed = it.passed.and_then(|id| cx.book.referrals.get(id));
    match (it.is_given(), it.partner()) {
        (true, partner) => {
            let first = passed.map_or(String::new(), |first| match first.source {
                Some(source) => format!(", passed on from {}", cx.name(Some(source))),
                None => ", passed on".into(),
            });
            format!("gave {name} to {}{first}", cx.name(partner))
        }
        (false, Some(_)) => format!("{name} came from {}", cx.name(it.source)),
        (false, None) => format!("{name} arrived"),
    }
}

/// An event in words, with its note.
fn logged(event: &Event, subject: Subject, cx: &Cx) -> String {
    let with = match (subject, event.person) {
        (Subject::Person(id), Some(person)) if id == person => String::new(),
        (_, Some(person)) => format!(" {}", cx.name(Some(person))),
        (_, None) => String::new(),
    };
    let about = match (
        subject,
        event.referral.and_then(|id| cx.book.referrals.get(id)),
    ) {
        (Subject::Person(_), Some(referral)) if referral.prospect != event.person => {
            format!(" about {}", cx.name(referral.prospect))
        }
        _ => String::new(),
    };
    let referral = event.referral.and_then(|id| cx.book.referrals.get(id));
    let given = referral.filter(|it| it.is_given());
    let what = match (&event.kind, given) {
        (Kind::Met, Some(given)) => format!(
            "{} and {} have met",
            cx.first_name(given.prospect),
            cx.first_name(given.receiver)
        ),
        (Kind::ReportedBack, Some(given)) => {
            let receiver = cx.first_name(event.person);
            let about = cx.first_name(given.prospect);
            match event.way {
                Some(Way::Got) => format!("{receiver} told you about {about}"),
                _ => format!("you told {receiver} about {about}"),
            }
        }
        (Kind::Ask, _) if let Some(target) = event.target => {
            format!("asked{with} about {}", cx.target(target))
        }
        (kind, _) => of_kind(kind, event, &with, &about),
    };
    let note = cx.words(&event.note);
    let differently = cx.words(&event.differently);
    let note = match (note.is_empty(), differently.is_empty()) {
        (_, true) => note.to_string(),
        (true, false) => format!("differently: {differently}"),
        (false, false) => format!("{note}; differently: {differently}"),
    };
    match (what.is_empty(), note.is_empty()) {
        (true, _) => note,
        (false, true) => what,
        (false, false) => format!("{what}: {note}"),
    }
}

/// What happened, without its note.
fn of_kind(kind: &Kind, event: &Event, with: &str, about: &str) -> String {
    match kind {
        Kind::Note => String::new(),
        kind if kind.is_act() => {
            let way = if event.way == Some(Way::Got) {
                "got"
            } else {
                "gave"
            };
            format!("{way}{with}: {}", kind.title())
        }
        Kind::Debrief => {
            let with = with.replacen(' ', " with ", 1);
            let stage = event
                .stage
                .map_or(String::new(), |stage| format!(" of {}", stage.title()));
            format!("debrief{stage}{with}{about}")
        }
        kind => format!("{}{with}{about}", kind.title()),
    }
}
