//! Forms for the work for a client: that it began, and that it is completed. They will never bill it.

use crate::domain::action::{Action, Bond, Log, Who};
use crate::domain::client::Asking;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::insight::client::{Client, Meeting};
use crate::ui::command::Command;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;

use super::asking::{ahead, ahead_words};
use super::happened::{day as day_field, many, on};
use super::spec::Spec;

/// They became a client, or further work began.
pub fn engage(person: Id, cx: &Cx) -> Spec {
    let client = Client::of(cx.book, cx.practice, person);
    let title = format!("Work for {}", cx.name(Some(person)));
    let fields = vec![Field::line("what for"), day_field()];
    let next = upfront(&client);
    Spec::new(title, fields, move |v| {
        let log = Action::Log(Box::new(Log {
            kind: Kind::Engaged,
            who: Who::Known(person),
            on: on(v)?,
            note: v.text("what for"),
            ..Log::default()
        }));
        Ok(Action::Many {
            said: String::new(),
            more: next.clone(),
            actions: vec![log],
        })
    })
    .brief(vec![("so far", so_far(&client, cx))])
}

/// What is to be talked about when somebody becomes a client, where it was not yet.
fn upfront(client: &Client) -> String {
    let expected = &client.expected;
    let is_asked = client.expected.judged.is_some() || !expected.open.is_empty();
    let mut words = Vec::new();
    if client.agreement.is_none() {
        words.push(format!(
            "{} notes what you agree about referrals",
            Command::Agree.typed()
        ));
    }
    if !is_asked {
        words.push(format!("{} what they expect", Command::Expect.typed()));
    }
    words.join(", ")
}

/// How the work stood until now: "goes on since 3 Mar; completed twice, last 12 Apr".
fn so_far(client: &Client, cx: &Cx) -> String {
    let work = &client.work;
    let mut words = Vec::new();
    if let Some(open) = work.open {
        words.push(format!("work goes on since {}", day::full(open, cx.today)));
    }
    if let Some(completed) = work.completed {
        let last = day::full(completed, cx.today);
        words.push(match work.times {
            1 => format!("completed on {last}"),
            times => format!("completed {times} times, last on {last}"),
        });
    }
    words.join("; ")
}

/// The work is completed: what was expected of it, and the meeting that follows.
pub fn complete(person: Id, cx: &Cx) -> Spec {
    let client = Client::of(cx.book, cx.practice, person);
    let title = format!("The work for {} is completed", cx.name(Some(person)));
    let mut fields = vec![Field::line("note"), day_field()];
    let has_day = matches!(client.meeting, Meeting::Agreed { .. });
    if !has_day {
        fields.push(
            Field::line(MEETING)
                .prompt("propose a day for it: mon 10:00")
                .reading(|v| ahead_words(v, MEETING)),
        );
    }
    let open = client.expected.open.len() + client.expected.missed.len();
    let brief = warnings(&client, cx);
    Spec::new(title, fields, move |v| {
        let log = Action::Log(Box::new(Log {
            kind: Kind::Completed,
            who: Who::Known(person),
            on: on(v)?,
            note: v.text("note"),
            ..Log::default()
        }));
        let mut actions = vec![log];
        let when = if has_day { None } else { ahead(v, MEETING)? };
        if let Some(when) = when {
            let record = v.cx.book.people.get(person);
            let was = record.and_then(|record| record.asking.clone());
            let was = was.filter(Asking::is_ahead).unwrap_or_default();
            let asking = Asking {
                proposed: was.proposed.or(Some(v.cx.today)),
                on: Some(when.on),
                time: when.time,
                ..was
            };
            let bond = Box::new(Bond::Asking(Some(asking)));
            actions.push(Action::Bond { person, bond });
        }
        let mut more = Vec::new();
        if 0 < open {
            more.push(format!(
                "{} judges what they expected",
                Command::Expect.typed()
            ));
        }
        if !has_day && when.is_none() {
            more.push(format!(
                "{} proposes the referral meeting",
                Command::Meeting.typed()
            ));
        }
        Ok(match more.as_slice() {
            [] => many(actions),
            more => Action::Many {
                said: String::new(),
                more: more.join(", "),
                actions,
            },
        })
    })
    .brief(brief)
}

const MEETING: &str = "referral meeting";

/// What of their expectations speaks against calling it completed.
fn warnings(client: &Client, cx: &Cx) -> Vec<(&'static str, String)> {
    let quoted = |ids: &[Id]| {
        let words = ids.iter().filter_map(|id| cx.book.expectations.get(*id));
        let words: Vec<String> = words
            .map(|it| format!("“{}”", cx.words(&it.words)))
            .collect();
        words.join(", ")
    };
    let expected = &client.expected;
    let missed = match (quoted(&expected.missed), expected.gap.share()) {
        (missed, Some(share)) if !missed.is_empty() => {
            format!("{missed}: {share} % of what they said, by how much it matters")
        }
        (missed, _) => missed,
    };
    let assumed = match quoted(&expected.assumed) {
        assumed if assumed.is_empty() => assumed,
        assumed => format!("{assumed}: ask them"),
    };
    let meeting = match client.meeting {
        Meeting::Agreed { on, .. } => {
            format!("the referral meeting is on {}", day::full(on, cx.today))
        }
        _ => "a separate meeting about referrals, once they are content".to_string(),
    };
    vec![
        ("missed", missed),
        ("still open", quoted(&expected.open)),
        ("you assume", assumed),
        ("then", meeting),
    ]
}
