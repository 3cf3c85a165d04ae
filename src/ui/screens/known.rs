//! What is known of one referral, a labelled line each, with the form that changes it. It will never know what is
//! asked of it.

use std::cmp::Ordering;

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::domain::route;
use crate::domain::stage::Stage;
use crate::insight::levels;
use crate::insight::timeline::{Entry, What};

use super::super::command::Command;
use super::super::layer::Cx;
use super::super::{rungs, words};
use super::asked::planned;
use super::lines::{Does, Line, Look};

/// How many contacts back one looks for the positioning line.
const LATELY: usize = 3;

/// The facts of a referral, what matters most first.
pub fn facts(id: Id, it: &Referral, cx: &Cx) -> Vec<Line> {
    let subject = Subject::Referral(id);
    let mut lines: Vec<Line> = Vec::new();
    let mut add = |label: &str, words: String, does: Does| {
        if !words.is_empty() {
            lines.push(Line::fact(label, words).does(does));
        }
    };
    let does = |command| Does::Of(command, subject);
    if it.is_open() {
        let next = match planned(it, cx) {
            words if words.is_empty() => "nothing planned; n plans it".into(),
            words => words,
        };
        add("next", next, does(Command::Next));
        add("waiting", waiting(it, cx), does(Command::NotNow));
    }
    if let Some(outcome) = &it.outcome {
        let parts = [
            format!(
                "{} {}",
                outcome.ending.title(),
                day::near(outcome.on, cx.today)
            ),
            cx.words(&outcome.reason).to_string(),
            outcome.value.map_or(String::new(), |value| cx.money(value)),
        ];
        add(
            "outcome",
            joined(parts),
            Does::Say("A reopened one can end anew: . has reopen"),
        );
        let instead = cx.words(&outcome.instead).to_string();
        add("instead", instead, Does::Nothing);
    }
    let need = match cx.words(&it.need) {
        "" => "not noted; e has room for it",
        need => need,
    };
    add("need", need.to_string(), does(Command::Edit));
    if let Some((prospect, person)) = it
        .prospect
        .and_then(|id| Some((id, cx.book.people.get(id)?)))
    {
        let ways = [
            cx.name(Some(prospect)).into_owned(),
            cx.company(person).to_string(),
            cx.words(&person.phone).to_string(),
            cx.words(&person.email).to_string(),
        ];
        let open = Does::Of(Command::Open, Subject::Person(prospect));
        add("prospect", joined(ways), open);
    }
    let label = if it.is_given() { "given to" } else { "source" };
    for partner in it.partners() {
        let open = Does::Of(Command::Open, Subject::Person(partner));
        add(label, stands(partner, cx), open);
    }
    if it.partner().is_none() {
        add(label, "nobody yet; e names one".into(), does(Command::Edit));
    }
    let aim = it.aim.map_or(String::new(), |aim| format!("aim L{aim}"));
    add(
        "level",
        joined([rungs::level(it.level), aim]),
        does(Command::Level),
    );
    if let Some(source) = it.source {
        add("usually", usual(source, it, cx), does(Command::Level));
    }
    add("meeting", meeting(id, it, cx), does(Command::Settle));
    let estimate = it.estimate.map_or(String::new(), |money| cx.money(money));
    add("estimate", estimate, does(Command::Edit));
    if !it.is_given() {
        add("known", known(it, cx), does(Command::Route));
        add("mention", mentions(id, it, cx), does(Command::Mention));
    }
    add(
        "channel",
        cx.words(&it.channel).to_string(),
        does(Command::Edit),
    );
    if it.urgent {
        add("urgent", "yes".into(), does(Command::Edit));
    }
    let tags = it.tags.keys().map(|tag| format!("#{}", cx.words(tag)));
    add(
        "tags",
        tags.collect::<Vec<_>>().join(" "),
        does(Command::Edit),
    );
    if let Some((label, other, person)) = passed(id, it, cx) {
        let open = Does::Of(Command::Open, Subject::Referral(other));
        add(label, cx.name(person).into_owned(), open);
    }
    let visits = it.visits();
    let stays = visits
        .iter()
        .filter(|visit| visit.to.is_some() || visit.stage != Stage::Discovered)
        .map(|visit| format!("{} {}d", visit.stage.rail(), visit.days(cx.today)));
    add(
        "stays",
        stays.collect::<Vec<_>>().join(" · "),
        Does::Nothing,
    );
    lines
}

fn joined<const N: usize>(parts: [String; N]) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// The mean level of what its source sends, and whether this one is below it.
fn usual(source: Id, it: &Referral, cx: &Cx) -> String {
    let Some(mean) = levels::mean(cx.practice, source) else {
        return String::new();
    };
    let name = cx.first_name(Some(source));
    let below = it
        .level
        .is_some_and(|level| u32::from(level) * 10 < mean.tenths);
    let hint = if below && it.is_open() {
        "; this one is below: tell them what would help"
    } else {
        ""
    };
    let (whole, tenth) = (mean.tenths / 10, mean.tenths % 10);
    let trend = trend(source, cx);
    format!("{name} sends L{whole}.{tenth} (n {}){trend}{hint}", mean.n)
}

/// Where it is going, once it goes anywhere: the last three against those before.
fn trend(source: Id, cx: &Cx) -> String {
    let Some(trend) = levels::trend(cx.practice, source) else {
        return String::new();
    };
    let word = match trend.last.cmp(&trend.before) {
        Ordering::Greater => "up",
        Ordering::Less => "down",
        Ordering::Equal => return String::new(),
    };
    let (whole, tenth) = (trend.last / 10, trend.last % 10);
    format!(", the last three {word}: L{whole}.{tenth}")
}

/// How long it took from its arrival to the first meeting, or will take.
fn meeting(id: Id, it: &Referral, cx: &Cx) -> String {
    let days = |on: chrono::NaiveDate| words::days((on - it.on).num_days().max(0));
    let mut events = cx.practice.events_on(id).iter();
    if let Some(met) = events.find(|event| event.record.kind == Kind::Met) {
        let on = day::near(met.on, cx.today);
        return format!("{on}, {} after it came", days(met.on));
    }
    let next = it.next.as_ref();
    let next = next.filter(|next| it.stage() == Stage::Meet && next.is_appointment(it.prospect));
    next.map_or(String::new(), |next| {
        let on = day::near(next.on, cx.today);
        format!("set for {on}, {} after it came", days(next.on))
    })
}

/// Until when it waits, on whom and why.
fn waiting(it: &Referral, cx: &Cx) -> String {
    let Some(wait) = &it.wait else {
        return String::new();
    };
    let until = wait.until.map_or("until you end it".to_string(), |on| {
        format!("until {}", day::near(on, cx.today))
    });
    let on = wait.on.map_or(String::new(), |on| {
        format!("for {}", cx.first_name(Some(on)))
    });
    joined([until, on, cx.words(&wait.why).to_string()])
}

/// A source or receiver: how warm, and what went either way.
fn stands(person: Id, cx: &Cx) -> String {
    let relation = cx.practice.relation(person);
    let (days, word) = words::warmth(relation, cx.today);
    let (got, given) = (relation.year.got.total(), relation.year.given.total());
    joined([
        cx.name(Some(person)).into_owned(),
        format!("{days} {word}").trim_end().to_string(),
        format!("{got} got"),
        format!("{given} given"),
    ])
}

/// Whether I knew the prospect before it came.
fn known(it: &Referral, cx: &Cx) -> String {
    let Some(prospect) = it.prospect else {
        return String::new();
    };
    let mut events = cx.practice.events_of(prospect).iter();
    let is_known = events.any(|event| route::shows_acquaintance(&event.record, prospect, it.on));
    match (is_known, cx.practice.is_short(it)) {
        (true, true) => "yes, before it came: the short route",
        (true, false) => "yes, before it came; all stages all the same",
        (false, true) => "not before it came; the short route",
        (false, false) => "no, not before it came",
    }
    .to_string()
}

/// How often the prospect heard that I work by referral, and whether lately.
fn mentions(id: Id, it: &Referral, cx: &Cx) -> String {
    let events = cx.practice.events_on(id).iter();
    let with_prospect: Vec<&Kind> = events
        .filter(|event| event.record.person == it.prospect)
        .map(|event| &event.record.kind)
        .filter(|kind| **kind == Kind::Mention || kind.is_touch())
        .collect();
    let is_mention = |kind: &&&Kind| ***kind == Kind::Mention;
    let times = with_prospect.iter().filter(is_mention).count();
    let contacts = with_prospect.len() - times;
    let since = with_prospect
        .iter()
        .rev()
        .take_while(|kind| ***kind != Kind::Mention)
        .count();
    match (times, contacts) {
        (0, 0) => String::new(),
        (0, _) => "not said yet that you work by referral".into(),
        (times, _) => {
            let often = if times == 1 {
                "once".to_string()
            } else {
                format!("{times} times")
            };
            let lately = if since >= LATELY {
                format!("; not in the last {since} contacts")
            } else {
                String::new()
            };
            format!("said {often} that you work by referral{lately}")
        }
    }
}

/// The other half of one that was passed on: what it was before, or what it has become.
fn passed(id: Id, it: &Referral, cx: &Cx) -> Option<(&'static str, Id, Option<Id>)> {
    if let Some(from) = it.passed {
        let source = cx.book.referrals.get(from)?.source;
        return Some(("passed from", from, source));
    }
    let mut named = cx.practice.referrals_of(it.prospect?).iter();
    let found = named.find(|named| named.record.passed == Some(id))?;
    Some(("passed to", found.id, found.record.receiver))
}

/// Everything that happened, newest first.
pub fn timeline(id: Id, cx: &Cx) -> Vec<Line> {
    let subject = Subject::Referral(id);
    let line = |entry: Entry| {
        let words = words::happened(entry.what, subject, cx);
        let does = match entry.what {
            What::Arrived { .. } => Does::Of(Command::Edit, subject),
            What::Event(event) => Does::Of(Command::Edit, Subject::Event(event)),
            What::Promised(promise) => Does::Of(Command::Note, Subject::Promise(promise)),
            _ => Does::Nothing,
        };
        Line::said(day::near(entry.on, cx.today), Look::Dim)
            .beside(words, Look::Text)
            .of(entry.what)
            .does(does)
    };
    cx.practice
        .timeline(subject)
        .into_iter()
        .map(line)
        .collect()
}
