//! How I stand with one person, in words: the evidence, what builds trust, signs of friction, the agreed day, the pace of
//! contacts. It knows the facts of the practice, and no screen.

use chrono::NaiveDate;

use crate::domain::day;
use crate::domain::expectation::Verdict;
use crate::domain::id::Id;
use crate::domain::relation::{Again, latest};
use crate::insight::building::{self, Step};
use crate::insight::evidence::{self, Evidence};
use crate::insight::friction::{Sign, Signal};
use crate::insight::practice::Practice;

use super::layer::Cx;
use crate::capture::date::When;

/// A label and what stands beside it.
pub type Fact = (&'static str, String);

/// What the book says of how they and I have dealt with each other, a line each.
pub fn evidence(person: Id, cx: &Cx) -> Vec<Fact> {
    let found = evidence::evidence(cx.practice, person);
    let contacts = match (found.contacts, found.spoke) {
        (0, _) => "not in 12 months".into(),
        (days, spoke) => format!("on {} in 12 months, spoke on {spoke}", counted(days, "day")),
    };
    let held = match found.last_one_to_one {
        None => "none yet".into(),
        Some(last) => format!(
            "{}, the last {}",
            found.one_to_ones,
            day::near(last, cx.today)
        ),
    };
    vec![
        ("in touch", contacts),
        ("one-to-ones", held),
        ("my promises", promises(&found)),
        ("referrals", referrals(&found)),
        ("expected", expected(&found)),
    ]
}

/// "3 days", "1 day".
fn counted(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}

fn promises(found: &Evidence) -> String {
    let overdue = match found.overdue.len() {
        0 => String::new(),
        1 => " · 1 past its day".into(),
        late => format!(" · {late} past their day"),
    };
    match found.came_due {
        0 => String::new(),
        due => format!("kept {} of {due}{overdue}", found.kept),
    }
}

fn referrals(found: &Evidence) -> String {
    if found.sent == 0 && found.given == 0 {
        return String::new();
    }
    let ever = match (found.sent, found.won) {
        (0, _) => String::new(),
        (sent, 0) => format!("; {sent} from them in all"),
        (sent, won) => format!("; {sent} from them in all, {won} won"),
    };
    let (got, given) = (found.got, found.given);
    format!("{got} from them · {given} to them in 12 months{ever}")
}

/// "1 met · 1 missed"; what there is none of is left out.
fn expected(found: &Evidence) -> String {
    let counts = [
        (found.exceeded, Verdict::Exceeded),
        (found.met, Verdict::Met),
        (found.missed, Verdict::Missed),
        (found.open, Verdict::Open),
    ];
    let some = counts.iter().filter(|(n, _)| 0 < *n);
    let some: Vec<String> = some
        .map(|(n, verdict)| format!("{n} {}", verdict.word()))
        .collect();
    some.join(" · ")
}

/// What builds trust with them, a line each.
pub fn building(person: Id, cx: &Cx) -> Vec<String> {
    let steps = building::building(cx.book, cx.practice, person);
    steps
        .iter()
        .map(|step| step_words(*step, person, cx))
        .collect()
}

fn step_words(step: Step, person: Id, cx: &Cx) -> String {
    match step {
        Step::MakeUp(event) => {
            let event = cx.book.events.get(event);
            let what = event.map_or("", |event| cx.words(&event.note));
            format!("first put right what stands between you: “{what}”")
        }
        Step::Keep(promise) => {
            let promise = cx.book.promises.get(promise);
            let what = promise.map_or("", |promise| cx.words(&promise.what));
            let due = promise.and_then(|promise| promise.due);
            let due = due.map_or(String::new(), |due| {
                format!(", due {}", day::near(due, cx.today))
            });
            format!("keep what you promised: “{what}”{due}")
        }
        Step::Return(kind) => {
            format!("do for them what they did for you: {}", kind.title())
        }
        Step::LookFor(version) => {
            let record = cx.book.people.get(person);
            let wants = record.and_then(|record| record.wants.get(&version));
            let what = wants.map_or("", |wants| cx.words(&wants.words));
            format!("find somebody whom they look for: “{what}”")
        }
        Step::OneToOne => "a one-to-one: ask about their goals before you speak of yours".into(),
        Step::AskOutright => "ask outright what it would take (Walker)".into(),
    }
}

/// What may have been felt: "asked again, 20 days after 3 Nov".
pub fn sign(signal: &Signal, cx: &Cx) -> String {
    let prospect = |id: Id| {
        let referral = cx.book.referrals.get(id);
        cx.name(referral.and_then(|it| it.prospect))
    };
    match signal.sign {
        Sign::TwoSources { referral, other } => {
            let (about, other) = (prospect(referral), cx.name(Some(other)));
            format!("{about} came from {other} too")
        }
        Sign::Early { referral } => {
            format!(
                "in touch with {} before the introduction",
                prospect(referral)
            )
        }
        Sign::AskedAgain { before } => {
            let days = (signal.on - before).num_days();
            format!("asked again after {}", super::words::days(days))
        }
        Sign::Late { referral, days } => {
            let days = super::words::days(days);
            format!("heard about {} {days} late", prospect(referral))
        }
        Sign::Unreported { referral } => {
            format!("has not heard how it went with {}", prospect(referral))
        }
    }
}

/// The agreed day in full with its reason: "Thu 26 Nov 10:00: her new shop".
pub fn again(again: &Again, cx: &Cx) -> String {
    let when = When {
        on: again.on,
        time: again.time,
    };
    let when = when.full(cx.today);
    match cx.words(&again.why) {
        "" => when,
        why => format!("{when}: {why}"),
    }
}

/// The agreed day in a narrow column: "→ Thu 26", "→ 3 Dec", "→ Mar 2028".
pub fn agreed(on: NaiveDate, today: NaiveDate) -> String {
    let days = (on - today).num_days();
    let said = match days {
        -7..=7 => day::near(on, today),
        // The nearest such day is meant, so that it needs no year.
        -300..=300 => format!("{} {}", on.format("%-d"), day::month(on)),
        _ => format!("{} {}", day::month(on), on.format("%Y")),
    };
    format!("→ {said}")
}

/// Whom they look for, in their words; nothing where that is not known.
pub fn wants<'a>(person: Id, cx: &Cx<'a>) -> &'a str {
    let record = cx.book.people.get(person);
    let now = record.and_then(|record| latest(&record.wants));
    now.map_or("", |(_, profile)| cx.words(&profile.words))
}

/// What the tiers ask for against what is made; nothing while they ask for nothing.
pub fn pace(practice: &Practice) -> String {
    match practice.asked_a_week() {
        0 => String::new(),
        asked => format!(
            "your tiers ask for {} contacts a week; you make {}",
            a_week(asked),
            a_week(practice.made_a_week())
        ),
    }
}

/// Hundredths as tenths; what would round to nothing in full.
fn a_week(hundredths: u32) -> String {
    if (1..10).contains(&hundredths) {
        return format!("0.0{hundredths}");
    }
    let tenths = (hundredths + 5) / 10;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_a_week_are_said_in_tenths() {
        for (hundredths, said) in [
            (0, "0.0"),
            (3, "0.03"),
            (10, "0.1"),
            (75, "0.8"),
            (96, "1.0"),
            (420, "4.2"),
            (1_325, "13.3"),
        ] {
            assert_eq!(a_week(hundredths), said);
        }
    }

    #[test]
    fn an_agreed_day_fits_a_column_of_ten() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-21");
        for (on, said) in [
            ("2026-11-21", "→ today"),
            ("2026-11-26", "→ Thu 26"),
            ("2026-11-19", "→ Thu 19"),
            ("2026-12-03", "→ 3 Dec"),
            ("2027-03-14", "→ 14 Mar"),
            ("2028-03-14", "→ Mar 2028"),
        ] {
            assert_eq!(agreed(day(on), today), said);
        }
        for days in 0..900 {
            let on = today + chrono::Duration::days(days);
            let said = agreed(on, today);
            assert!(crate::domain::text::width(&said) <= 10, "{said}");
        }
    }
}
