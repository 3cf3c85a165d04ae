//! Facts of the practice in words, the same on every screen and on the command line.

use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::domain::day;
use crate::domain::event::{Event, Way};
use crate::domain::id::Id;
use crate::domain::person::Person;
use crate::domain::referral::{Direction, Referral};
use crate::domain::stage::Stage;
use crate::insight::facets::{Facet, Role};
use crate::insight::pillars::Pillar;
use crate::insight::relation::{Relation, Warmth};
use crate::insight::standing::{Mover, Standing};
use crate::insight::twins::Alike;

use super::bonds;
use super::layer::Cx;
pub use super::reasons::{Said, nudge, rule};

pub use super::past::happened;

pub use crate::domain::day::days;

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

/// The last contact against the interval: "34d of 14", and the word for it; where a day was agreed, that day.
pub fn warmth(relation: &Relation, today: NaiveDate) -> (String, &'static str) {
    if let Some(on) = relation.again.filter(|_| !relation.asleep) {
        let word = match on.cmp(&today) {
            Ordering::Greater => "set",
            Ordering::Equal => "due",
            Ordering::Less => "late",
        };
        return (bonds::agreed(on, today), word);
    }
    // Whoever has a tier has days from then on, and was perhaps never spoken to.
    let days = relation.days.filter(|_| relation.last.is_some());
    let days = match (days, relation.interval) {
        (Some(days), Some(every)) => format!("{days}d of {every:>2}"),
        (Some(days), None) => format!("{days}d"),
        (None, Some(every)) => format!("never of {every}d"),
        (None, None) => "never".into(),
    };
    let word = match relation.warmth {
        _ if relation.asleep => "waits",
        Warmth::Warm if relation.is_new => "new",
        Warmth::Warm if relation.last.is_none() => "",
        Warmth::Warm => "warm",
        Warmth::Fading => "late",
        Warmth::Cold => "cold",
        Warmth::NoCadence => "",
    };
    (days, word)
}

/// The kind of an entry, and of an act which way it went: "call", "gave a testimonial".
pub fn of_kind(event: &Event) -> String {
    let kind = event.kind.title();
    match (event.kind.is_act(), &event.way) {
        (true, Some(Way::Given)) => format!("gave {}", an(kind)),
        (true, Some(Way::Got)) => format!("got {}", an(kind)),
        // News of what I gave comes to me.
        (false, Some(Way::Got)) => format!("{kind} to you"),
        _ => kind.to_string(),
    }
}

/// "a testimonial", "an introduction", "help".
pub fn an(kind: &str) -> String {
    match kind {
        "advice" | "information" | "business" | "visibility" | "help" => kind.to_string(),
        kind if kind.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {kind}"),
        kind => format!("a {kind}"),
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

/// How close a person is kept: "A every 14 days", "no tier".
pub fn kept(id: Id, it: &Person, cx: &Cx) -> String {
    let every = cx.practice.relation(id).interval;
    match (&it.tier, every) {
        (Some(tier), Some(days)) => format!("{} every {}", tier.word(), self::days(days.into())),
        (Some(tier), None) => tier.word().to_string(),
        (None, Some(days)) => format!("every {}", self::days(days.into())),
        (None, None) => "no tier".into(),
    }
}

/// What a person is to me, in a word or two: "source A", "client".
pub fn roles(id: Id, cx: &Cx) -> String {
    let person = cx.book.people.get(id);
    let tier = person.and_then(|person| person.tier.as_ref());
    let roles = Role::ALL.into_iter();
    let roles = roles.filter(|role| cx.practice.has_role(id, *role));
    let said = roles.map(|role| match (role, tier) {
        (Role::Source, Some(tier)) => format!("source {}", tier.word()),
        (role, _) => role.title().into(),
    });
    said.collect::<Vec<_>>().join(" · ")
}

/// What a list is narrowed to: "source", "A", "#retail", "ARC".
pub fn facet(facet: &Facet, cx: &Cx) -> String {
    // What a person wrote is masked, as everywhere.
    let own = |words: &str| {
        if cx.masked {
            "(masked)".to_string()
        } else {
            words.to_string()
        }
    };
    match facet {
        Facet::Role(role) => role.title().into(),
        Facet::Tier(Some(tier)) => tier.word().into(),
        Facet::Tier(None) => "no tier".into(),
        Facet::Tag(tag) => format!("#{}", own(tag)),
        Facet::Company(company) => own(company),
    }
}

/// What two records have in common.
pub fn alike(alike: Alike) -> &'static str {
    match alike {
        Alike::Email => "same e-mail",
        Alike::Phone => "same phone",
        Alike::Name => "same name",
        Alike::Company => "like name, company",
        Alike::Domain => "like name, e-mail domain",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Kind;

    #[test]
    fn only_an_act_goes_one_way_or_the_other() {
        let of = |kind, way| {
            of_kind(&Event {
                kind,
                way,
                ..Event::default()
            })
        };
        assert_eq!(of(Kind::Testimonial, Some(Way::Got)), "got a testimonial");
        assert_eq!(of(Kind::Advice, Some(Way::Given)), "gave advice");
        assert_eq!(
            of(Kind::ReportedBack, Some(Way::Got)),
            "reported back to you"
        );
        assert_eq!(of(Kind::Call, None), "call");
    }
}
