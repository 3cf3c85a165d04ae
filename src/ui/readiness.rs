//! Whether a person may be asked for referrals, in words, with the way out: the same on every screen. It will never
//! decide it.

use crate::domain::day;
use crate::domain::id::Id;
use crate::insight::client::{Client, Targets};
use crate::insight::pillars::Pillar;
use crate::insight::readiness::{self, First, Question, Readiness, Stop, Why};

use super::command::Command;
use super::layer::Cx;
use super::words;

/// "ready (trust strong, agreement kept, last asked 12 May)", "not yet: …", "not now: …", with the way out.
pub fn line(id: Id, cx: &Cx) -> String {
    match readiness::of(cx.book, cx.practice, id) {
        Readiness::Ready { why } => format!("ready ({})", reasons(&why, cx)),
        Readiness::Stop(stop) => format!("not now: {}", short_stop(&stop, id, cx)),
        Readiness::Missing(first) => format!("not yet: {}", missing(&first, id, cx)),
    }
}

/// What is not known and worth a question: "trust (.R), how readily they refer (.b)". Nothing where all is known.
pub fn unknown(id: Id, cx: &Cx) -> String {
    let questions = readiness::questions(cx.book, cx.practice, id);
    let said: Vec<String> = questions.iter().map(question).collect();
    said.join(", ")
}

/// What the first of them opens.
pub fn ask_first(id: Id, cx: &Cx) -> Option<Command> {
    let questions = readiness::questions(cx.book, cx.practice, id);
    questions.first().map(|question| answers(question).1)
}

/// Why asking would do harm, as a question before one goes on.
pub fn stop(stop: &Stop, id: Id, cx: &Cx) -> String {
    let name = cx.name(Some(id));
    match stop {
        Stop::Friction(event) => {
            let what = event_words(*event, cx);
            format!("{what} stands between you and {name}. Put that right first, then ask.")
        }
        Stop::NoAsk => {
            let why = no_ask(id, cx);
            format!("{name} is not to be asked{why}. Ask only if they have said otherwise.")
        }
        Stop::Asleep { until } => {
            let until = until.map_or("until you end it".to_string(), |until| {
                format!("until {}", day::full(until, cx.today))
            });
            format!("{name} is set aside {until}. Ask when they are awake again.")
        }
        Stop::Weak(pillar) => words::stop(*pillar, id, cx),
        Stop::Owed(nudge) => {
            let owed = words::nudge(nudge, cx);
            format!(
                "You owe {name} something first: {} ({}). Nobody is asked to whom something is owed.",
                owed.what, owed.why
            )
        }
        Stop::CoolDown { asked, until } => format!(
            "{name} was asked {}. Asked again before {}, it becomes a demand.",
            on(day::near(*asked, cx.today)),
            day::full(*until, cx.today)
        ),
    }
}

/// The names of those to ask about, those still to be asked about first: "Lars Holm, Ida Berg and 2 more".
pub fn to_ask_about(targets: &Targets, cx: &Cx) -> String {
    const NAMED: usize = 3;
    let all: Vec<Id> = targets.ahead().collect();
    let names = all.iter().take(NAMED).map(|id| cx.target(*id));
    let names: Vec<_> = names.collect();
    match all.len().saturating_sub(NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// What was agreed against what came of it: "2 a year, 4 so far", "3 so far" where no number was said.
pub fn agreed(client: &Client, cx: &Cx) -> String {
    let Some(agreed) = client.agreement else {
        return String::new();
    };
    let so_far = format!("{} so far", agreed.received);
    match cx.book.agreements.get(agreed.id) {
        Some(it) if 0 < it.count => format!("{} {}, {so_far}", it.count, it.per.title()),
        _ => so_far,
    }
}

fn reasons(why: &[Why], cx: &Cx) -> String {
    let said = why.iter().map(|why| match why {
        Why::Trust(grade) => format!("trust {}", grade.title()),
        Why::Purchase(grade) => format!("purchase {}", grade.title()),
        Why::Vcp(stage) => stage.word().to_string(),
        Why::Agreement => "agreement kept".into(),
        Why::Willing(willing) => willing.title().into(),
        Why::Asked(Some(asked)) => format!("last asked {}", day::near(*asked, cx.today)),
        Why::Asked(None) => "never asked".into(),
    });
    let said: Vec<String> = said.collect();
    said.join(", ")
}

fn short_stop(stop: &Stop, id: Id, cx: &Cx) -> String {
    match stop {
        Stop::Friction(event) => format!(
            "{} stands between you; {} records that it was put right",
            event_words(*event, cx),
            Command::MadeUp.typed()
        ),
        Stop::NoAsk => format!(
            "they are not to be asked{}; {} changes that",
            no_ask(id, cx),
            Command::About.typed()
        ),
        Stop::Asleep { until } => {
            let until = until.map_or(String::new(), |until| {
                format!(" until {}", day::near(until, cx.today))
            });
            format!("set aside{until}; {} ends that", Command::Wake.typed())
        }
        Stop::Weak(Pillar::Trust) => format!(
            "trust is weak; mend it, then {} judges it anew",
            Command::Trust.typed()
        ),
        Stop::Weak(_) => format!(
            "their own purchase did not go as expected; mend it, then {} or {} judges it anew",
            Command::Expect.typed(),
            Command::Purchase.typed()
        ),
        Stop::Owed(nudge) => {
            let owed = words::nudge(nudge, cx);
            format!(
                "you owe first: {}; {} does it",
                owed.what,
                Command::Settle.typed()
            )
        }
        Stop::CoolDown { asked, until } => format!(
            "asked {}; again from {}",
            on(day::near(*asked, cx.today)),
            day::near(*until, cx.today)
        ),
    }
}

fn missing(first: &First, id: Id, cx: &Cx) -> String {
    let name = cx.first_name(Some(id));
    let expectation = |id: Id| {
        let it = cx.book.expectations.get(id);
        it.map_or("", |it| cx.words(&it.words))
    };
    match first {
        First::Missed(it) => format!(
            "“{}” was missed; make up for it, then {} judges it anew",
            expectation(*it),
            Command::Expect.typed()
        ),
        First::Unjudged(it) => format!(
            "what became of “{}” is open; ask, then {} judges it",
            expectation(*it),
            Command::Expect.typed()
        ),
        First::Work(since) => format!(
            "the work goes on since {}; {} records that it is completed",
            day::near(*since, cx.today),
            Command::Complete.typed()
        ),
        First::Credibility => format!(
            "{name} knows you, and not yet that you do it well; show it, then {}",
            Command::Vcp.typed()
        ),
        First::Agreement => format!(
            "nothing is agreed with {name} about referrals; {} notes it",
            Command::Agree.typed()
        ),
        First::Criterion {
            agreement,
            criterion,
        } => {
            let agreement = cx.book.agreements.get(*agreement);
            let criterion = criterion.and_then(|id| agreement?.criteria.get(&id));
            let agree = Command::Agree.typed();
            match criterion {
                None => {
                    format!("the agreement has no test of how they are earned; {agree} adds one")
                }
                Some(it) => {
                    let words = cx.words(&it.words);
                    let not_yet = if it.met.is_some() { "" } else { " yet" };
                    format!("{name} does not call “{words}” earned{not_yet}; {agree} notes it")
                }
            }
        }
        First::Target => format!(
            "nobody is named to ask about; {} names somebody",
            Command::Target.typed()
        ),
    }
}

fn question(question: &Question) -> String {
    let (words, command) = answers(question);
    format!("{words} ({})", command.typed())
}

/// What is asked, and the command that answers it.
fn answers(question: &Question) -> (String, Command) {
    let (words, command) = match question {
        Question::Trust => ("trust", Command::Trust),
        Question::Purchase => ("how their purchase went", Command::Purchase),
        Question::Vcp => ("how far you have come", Command::Vcp),
        Question::Willing => ("how readily they refer", Command::About),
        Question::Work => ("whether the work is completed", Command::Complete),
        Question::Assumed(1) => ("what you assume they expect", Command::Expect),
        Question::Assumed(count) => {
            let words = format!("{count} things that you assume they expect");
            return (words, Command::Expect);
        }
    };
    (words.into(), command)
}

/// What happened, in quotes.
fn event_words(event: Id, cx: &Cx) -> String {
    let event = cx.book.events.get(event);
    format!("“{}”", event.map_or("", |event| cx.words(&event.note)))
}

/// " (“they said so”)", where a reason is noted.
fn no_ask(id: Id, cx: &Cx) -> String {
    let person = cx.book.people.get(id);
    let no_ask = person.and_then(|person| person.no_ask.as_ref());
    match no_ask.map_or("", |no_ask| cx.words(&no_ask.why)) {
        "" => String::new(),
        why => format!(" (“{why}”)"),
    }
}

/// A near day after a verb: "today", "on Thu 26".
pub(super) fn on(near: String) -> String {
    match near.as_str() {
        "today" | "tomorrow" | "yesterday" => near,
        _ => format!("on {near}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::client::{Agreement, Criterion, Target};
    use crate::domain::event::{Event, Kind};
    use crate::domain::expectation::Expectation;
    use crate::domain::pillars::Grade;
    use crate::domain::relation::NoAsk;
    use crate::ui::dialogs::specs::desk::{DANA, Desk, book, day};
    use crate::ui::effect::FormKind;

    const IT: Id = Id::fixed(80);

    /// Dana with one of everything, under this mask.
    fn desk(masked: bool) -> Desk {
        let mut book = book();
        let friction = Event {
            kind: Kind::Friction,
            person: Some(DANA),
            note: "the offer came late".into(),
            ..Event::default()
        };
        book.events.set(IT, Arc::new(friction));
        let expectation = Expectation {
            person: Some(DANA),
            words: "no surprises".into(),
            ..Expectation::default()
        };
        book.expectations.set(IT, Arc::new(expectation));
        let criterion = Criterion {
            words: "live by Easter".into(),
            met: Some(false),
            ..Criterion::default()
        };
        let agreement = Agreement {
            person: Some(DANA),
            count: 2,
            criteria: [(IT, criterion)].into(),
            ..Agreement::default()
        };
        book.agreements.set(IT, Arc::new(agreement));
        let target = Target {
            person: Some(DANA),
            name: "Ida Berg".into(),
            ..Target::default()
        };
        book.targets.set(IT, Arc::new(target));
        book.people.edit(DANA, 9, |dana| {
            dana.no_ask = Some(NoAsk {
                why: "she said so".into(),
                ..NoAsk::default()
            });
        });
        Desk::of(book, FormKind::Settings, masked)
    }

    fn firsts() -> Vec<(First, &'static str)> {
        vec![
            (First::Missed(IT), ".X"),
            (First::Unjudged(IT), ".X"),
            (First::Work(day("2026-11-02")), ".c"),
            (First::Credibility, ".V"),
            (First::Agreement, ".A"),
            (
                First::Criterion {
                    agreement: IT,
                    criterion: Some(IT),
                },
                ".A",
            ),
            (
                First::Criterion {
                    agreement: IT,
                    criterion: None,
                },
                ".A",
            ),
            (First::Target, ".L"),
        ]
    }

    fn stops() -> Vec<(Stop, &'static str)> {
        vec![
            (Stop::Friction(IT), ".M"),
            (Stop::NoAsk, ".b"),
            (Stop::Asleep { until: None }, ".z"),
            (Stop::Weak(Pillar::Trust), ".R"),
            (Stop::Weak(Pillar::Purchase), ".P"),
            (
                Stop::CoolDown {
                    asked: day("2026-11-20"),
                    until: day("2027-05-19"),
                },
                "again from 19 May 2027",
            ),
        ]
    }

    #[test]
    fn everything_that_keeps_one_from_asking_names_the_way_out() {
        desk(false).look(|_, cx| {
            for (first, way) in firsts() {
                let words = missing(&first, DANA, cx);
                assert!(words.contains(way), "{words}");
            }
            for (it, way) in stops() {
                let words = short_stop(&it, DANA, cx);
                assert!(words.contains(way), "{words}");
                assert!(stop(&it, DANA, cx).contains("Dana Ortiz"));
            }
        });
    }

    #[test]
    fn nothing_that_somebody_wrote_is_read_under_a_mask() {
        desk(true).look(|_, cx| {
            let mut all: Vec<String> = firsts()
                .iter()
                .map(|(first, _)| missing(first, DANA, cx))
                .collect();
            for (it, _) in stops() {
                all.extend([short_stop(&it, DANA, cx), stop(&it, DANA, cx)]);
            }
            let client = Client::of(cx.book, cx.practice, DANA);
            all.push(to_ask_about(&client.targets, cx));
            let all = all.join("\n");
            for secret in [
                "Dana",
                "late",
                "surprises",
                "Easter",
                "said so",
                "Ida",
                "Berg",
            ] {
                assert!(!all.contains(secret), "{secret}: {all}");
            }
        });
    }

    #[test]
    fn who_is_ready_is_said_with_the_reasons() {
        desk(false).look(|_, cx| {
            let why = [
                Why::Trust(Grade::Strong),
                Why::Agreement,
                Why::Asked(Some(day("2026-05-12"))),
            ];
            let words = reasons(&why, cx);
            assert_eq!(words, "trust strong, agreement kept, last asked 12 May");
            let client = Client::of(cx.book, cx.practice, DANA);
            assert_eq!(agreed(&client, cx), "2 in all, 2 so far");
            assert_eq!(line(DANA, cx), format!("not now: {}", short_stop(&Stop::Friction(IT), DANA, cx)));
            assert_eq!(
                unknown(DANA, cx),
                "trust (.R), how their purchase went (.P), how far you have come (.V), how readily they refer (.b), whether the work is completed (.c)"
            );
        });
    }
}
