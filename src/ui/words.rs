//! Facts of the practice in words, the same on every screen and on the command line.

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::domain::referral::{Direction, Referral};
use crate::domain::stage::Stage;
use crate::insight::nudge::{Nudge, Reason};
use crate::insight::pillars::Pillar;
use crate::insight::relation::{Relation, Warmth};
use crate::insight::standing::{Mover, Standing};
use crate::insight::timeline::What;

use super::layer::Cx;

/// "3 days", "1 day".
pub fn days(n: i64) -> String {
    if n == 1 {
        "1 day".into()
    } else {
        format!("{n} days")
    }
}

/// Level and aim: "L3>7", "lead".
pub fn level(referral: &Referral) -> String {
    match (referral.level, referral.aim) {
        (None, _) => "lead".into(),
        (Some(level), Some(aim)) if level < aim => format!("L{level}>{aim}"),
        (Some(level), _) => format!("L{level}"),
    }
}

/// Who makes the moves of a stage, for the head of its column.
pub fn who_moves(direction: &Direction, stage: Stage) -> (&'static str, &'static str) {
    match (direction, stage) {
        (Direction::Given, Stage::Research | Stage::ReportBack) => ("the receiver", "recv."),
        (Direction::Given, Stage::Meet) => ("the receiver", "recv."),
        (Direction::Given, Stage::Close) => ("the receiver", "recv."),
        (Direction::Given, _) => ("me", "me"),
        (_, Stage::CheckBack) => ("me, then the source", "me"),
        (_, Stage::Meet) => ("me, then the prospect", "me"),
        (_, Stage::Feedback | Stage::SourceReports) => ("the source", "source"),
        (_, Stage::Close) => ("me, then the prospect", "me"),
        _ => ("me", "me"),
    }
}

/// Whose move it is on one card.
pub fn mover(mover: &Mover, referral: &Referral, cx: &Cx) -> String {
    match mover {
        Mover::Me => "me".into(),
        Mover::Source => cx.first_name(referral.source),
        Mover::Receiver => cx.first_name(referral.receiver),
        Mover::Prospect => cx.first_name(referral.prospect),
        Mover::Other(id) => cx.first_name(Some(*id)),
        Mover::Nobody => "waits".into(),
    }
}

/// Days in the stage against its limit: "3d of 5".
pub fn dwell(standing: &Standing) -> String {
    match standing.limit {
        0 => format!("{}d", standing.dwell),
        limit => format!("{}d of {limit}", standing.dwell),
    }
}

/// The last line of a card: what is planned, or that nothing is, or on whom it waits.
pub fn plan(referral: &Referral, standing: &Standing, cx: &Cx) -> (String, String) {
    if standing.asleep {
        let on = referral.wait.as_ref().and_then(|wait| wait.on);
        let on = on.map_or(String::new(), |id| {
            format!(" for {}", cx.first_name(Some(id)))
        });
        let until = match standing.wakes {
            Some(day) => format!("until {}", day::near(day, cx.today)),
            None => "until you end it".into(),
        };
        return (format!("waits{on}"), until);
    }
    match &referral.next {
        Some(next) => {
            let time = next
                .time
                .map_or(String::new(), |time| format!(" {}", day::clock(time)));
            (
                next_words(next, cx),
                format!("{}{time}", day::near(next.on, cx.today)),
            )
        }
        None => ("nothing planned".into(), String::new()),
    }
}

/// A next action without its day: "call Dana".
pub fn next_words(next: &crate::domain::referral::Next, cx: &Cx) -> String {
    use crate::domain::referral::Verb;
    let verb = if next.verb == Verb::Do {
        ""
    } else {
        next.verb.word()
    };
    let whom = next
        .whom
        .map_or(String::new(), |id| cx.first_name(Some(id)));
    let parts = [verb, &whom, cx.words(&next.note)];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The last contact against the interval: "34d of 14", and the word for it.
pub fn warmth(relation: &Relation) -> (String, &'static str) {
    let days = match (relation.days, relation.interval) {
        (Some(days), Some(every)) => format!("{days}d of {every:>2}"),
        (Some(days), None) => format!("{days}d"),
        (None, _) => "never".into(),
    };
    let word = match relation.warmth {
        _ if relation.asleep => "waits",
        Warmth::Warm => "warm",
        Warmth::Fading => "late",
        Warmth::Cold => "cold",
        Warmth::NoCadence => "",
    };
    (days, word)
}

/// A nudge: what to do, why, and the note that goes with it.
pub struct Said {
    pub what: String,
    pub why: String,
}

/// A nudge in words: what to do and why.
pub fn nudge(nudge: &Nudge, cx: &Cx) -> Said {
    let referral = match nudge.subject {
        Some(Subject::Referral(id)) => cx.book.referrals.get(id),
        _ => None,
    };
    let about = referral.map_or_else(|| "someone".into(), |referral| cx.name(referral.prospect));
    let promise = match nudge.subject {
        Some(Subject::Promise(id)) => cx.book.promises.get(id),
        _ => None,
    };
    let promised = promise.map_or("", |promise| cx.words(&promise.what));
    let near = |on| day::near(on, cx.today);
    let late = |n: i64| match n {
        0 => "today".to_string(),
        1 => "since yesterday".to_string(),
        n if n < 0 => near(nudge.due),
        n => format!("{n} days late"),
    };
    let said = |what: String, why: String| Said { what, why };
    match nudge.reason {
        Reason::Next => {
            let next = referral.and_then(|referral| referral.next.as_ref());
            let words = next.map_or_else(String::new, |next| next_words(next, cx));
            // The row is the prospect's or the source's; the other one is what it is about.
            let about = if nudge.person == referral.and_then(|referral| referral.prospect) {
                String::new()
            } else {
                format!(" about {about}")
            };
            let time = nudge
                .time
                .map_or(String::new(), |time| format!(" at {}", day::clock(time)));
            said(
                format!("{words}{about}"),
                format!("{}{time}", late(nudge.late)),
            )
        }
        Reason::NextMissing {
            stage,
            dwell,
            limit,
        } => said(
            "nothing planned".into(),
            format!(
                "{} in {}{}",
                days(dwell),
                stage.title(),
                of_limit(dwell, limit)
            ),
        ),
        Reason::OverLimit {
            stage,
            mover,
            dwell,
            limit,
        } => said(
            match (mover, referral) {
                (Mover::Me, _) | (_, None) => format!("late in {}", stage.title()),
                (mover, Some(referral)) => {
                    format!(
                        "ask {} kindly: {}",
                        self::mover(&mover, referral, cx),
                        stage.title()
                    )
                }
            },
            format!("{} of {limit}", days(dwell)),
        ),
        Reason::Woke { since, until } => said(
            "look at it again".into(),
            format!("set aside on {}, until {}", near(since), near(until)),
        ),
        Reason::Acknowledge { arrived } => said(
            format!("thank for {about}"),
            format!("it came {}", near(arrived)),
        ),
        Reason::ReportBack { met, .. } => said(
            format!("report back about {about}"),
            format!("met {}", near(met)),
        ),
        Reason::Tell { ended } => said(
            format!("tell how {about} ended"),
            format!("{} {}", ending(referral), near(ended)),
        ),
        Reason::Thank { ended } => said(
            format!("thank for {about}"),
            format!("{} {}", ending(referral), near(ended)),
        ),
        Reason::Promise { due, .. } => said(
            format!("promised: {promised}"),
            format!("due {}", near(due)),
        ),
        Reason::PromisedMe { due } => said(
            format!("promised you: {promised}"),
            format!("due {}", near(due)),
        ),
        Reason::GoneQuiet {
            warmth,
            days: n,
            interval,
            last,
        } => {
            let note = last
                .and_then(|id| cx.book.events.get(id))
                .map(|event| cx.words(&event.note))
                .filter(|note| !note.is_empty());
            let note = note.map_or(String::new(), |note| format!("; last: “{note}”"));
            let word = if warmth == Warmth::Cold {
                "going cold"
            } else {
                "be in touch"
            };
            said(word.into(), format!("{}, wanted {interval}{note}", days(n)))
        }
        Reason::NoNews { since, days: n } => said(
            format!("ask about {about}"),
            format!("no news for {}, since {}", days(n), near(since)),
        ),
        Reason::OutOfDate { last, .. } => said(
            "this may be out of date".into(),
            format!(
                "nothing logged since {}; t on whom you spoke to",
                near(last)
            ),
        ),
    }
}

/// Why a person should not be asked now, in a sentence.
pub fn stop(pillar: Pillar, person: Id, cx: &Cx) -> String {
    let name = cx.name(Some(person));
    let record = cx.book.people.get(person);
    let judged = record.and_then(|record| match pillar {
        Pillar::Trust => record.trust.as_ref(),
        _ => record.purchase.as_ref(),
    });
    let why = judged.map_or("", |judged| cx.words(&judged.why));
    let why = if why.is_empty() {
        String::new()
    } else {
        format!(" (“{why}”)")
    };
    match pillar {
        Pillar::Trust => format!(
            "{name}’s trust is weak{why}: no good introduction comes from it. Mend that first, then ask."
        ),
        _ => {
            format!("{name}’s own purchase did not go as expected{why}: mend that first, then ask.")
        }
    }
}

fn of_limit(dwell: i64, limit: u32) -> String {
    if limit == 0 || dwell <= i64::from(limit) {
        String::new()
    } else {
        format!(", of {limit}")
    }
}

fn ending(referral: Option<&Referral>) -> &str {
    referral
        .and_then(|referral| referral.outcome.as_ref())
        .map_or("ended", |outcome| outcome.ending.title())
}

/// What a person is to me, in a word or two: "source A", "client".
pub fn roles(id: Id, cx: &Cx) -> String {
    let relation = cx.practice.relation(id);
    let tier = cx
        .book
        .people
        .get(id)
        .and_then(|person| person.tier.as_ref());
    let mut roles = Vec::new();
    if relation.is_source {
        roles.push(tier.map_or("source".to_string(), |tier| {
            format!("source {}", tier.word())
        }));
    }
    if relation.is_client {
        roles.push("client".into());
    }
    let named = cx.practice.referrals_of(id);
    if named.iter().any(|named| named.record.prospect == Some(id)) {
        roles.push("prospect".into());
    }
    if named.iter().any(|named| named.record.receiver == Some(id)) {
        roles.push("receiver".into());
    }
    roles.join(" · ")
}

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
            format!("{who}{verb} {}{skipped}{why}", step.to.title())
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
                    crate::domain::promise::By::Me => "I promised".to_string(),
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
            let reason = if outcome.reason.is_empty() {
                String::new()
            } else {
                format!(", {}", cx.words(&outcome.reason))
            };
            let value = outcome
                .value
                .map_or(String::new(), |value| format!(", {}", cx.money(value)));
            format!("{who}{}{reason}{value}", outcome.ending.title())
        }
    }
}

fn arrived(id: Id, cx: &Cx) -> String {
    let Some(it) = cx.book.referrals.get(id) else {
        return String::new();
    };
    let name = cx.name(it.prospect);
    match (it.is_given(), it.partner()) {
        (true, partner) => format!("gave {name} to {}", cx.name(partner)),
        (false, Some(_)) => format!("{name} came from {}", cx.name(it.source)),
        (false, None) => format!("{name} arrived"),
    }
}

/// An event in words, with its note.
fn logged(event: &Event, subject: Subject, cx: &Cx) -> String {
    use crate::domain::event::Way;
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
    let what = match &event.kind {
        Kind::Note => String::new(),
        kind if kind.is_act() => {
            let way = if event.way == Some(Way::Got) {
                "got"
            } else {
                "gave"
            };
            format!("{way}{with}: {}", kind.title())
        }
        kind => format!("{}{with}{about}", kind.title()),
    };
    let note = cx.words(&event.note);
    if event.kind == Kind::Debrief {
        return debriefed(&what, note, cx.words(&event.differently));
    }
    match (what.is_empty(), note.is_empty()) {
        (true, _) => note.to_string(),
        (false, true) => what,
        (false, false) => format!("{what}: {note}"),
    }
}

/// Both halves of a debrief: what to keep and what to change.
fn debriefed(what: &str, well: &str, differently: &str) -> String {
    match (well.is_empty(), differently.is_empty()) {
        (true, true) => what.to_string(),
        (false, true) => format!("{what}: went well: {well}"),
        (true, false) => format!("{what}: do differently: {differently}"),
        (false, false) => format!("{what}: went well: {well}; do differently: {differently}"),
    }
}
