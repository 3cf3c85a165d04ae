//! What a person is as a client: what they were told and what was agreed, what they expect, the referral meeting and whom
//! to ask them about. It will never know how it is drawn.

use chrono::NaiveDate;

use crate::domain::action::Subject;
use crate::domain::client::{Aim, Per, Target};
use crate::domain::day;
use crate::domain::expectation::{Expectation, Origin, Verdict};
use crate::domain::id::Id;
use crate::insight::client::{Client, Core, Meeting};
use crate::insight::index::Dated;
use crate::insight::readiness::{self as may, Readiness};

use super::super::arc;
use super::super::command::Command;
use super::super::effect::{Ask, FormKind};
use super::super::layer::Cx;
use super::super::readiness;
use super::lines::{Does, Line, Look};
use super::sections::Section;

pub fn sections(id: Id, cx: &Cx) -> Vec<Section> {
    let client = Client::of(cx.book, cx.practice, id);
    let mut all = vec![asking(id, &client, cx)];
    if client.is_client() {
        all.push(agreement(id, &client, cx));
    }
    if client.is_client() || !cx.practice.expectations_of(id).is_empty() {
        all.push(expectations(id, &client, cx));
    }
    all.extend([meeting(id, &client, cx), targets(id, &client, cx)]);
    all
}

/// What the pane counts: how much of the Core four is done, for a client.
pub fn count(id: Id, cx: &Cx) -> String {
    let client = Client::of(cx.book, cx.practice, id);
    if client.is_client() {
        format!("Core {} of 4", client.core_done())
    } else {
        String::new()
    }
}

fn of(command: Command, id: Id) -> Does {
    Does::Of(command, Subject::Person(id))
}

/// Whether they may be asked, and the four things that nobody leaves out.
fn asking(id: Id, client: &Client, cx: &Cx) -> Section {
    let look = match may::of(cx.book, cx.practice, id) {
        Readiness::Ready { .. } => Look::Good,
        Readiness::Stop(_) => Look::Warn,
        Readiness::Missing(_) => Look::Text,
    };
    let words = readiness::line(id, cx);
    let summary = words.clone();
    let mut lines = vec![
        Line::said("ask", Look::Dim)
            .beside(words, look)
            .does(of(Command::Ask, id)),
    ];
    if let Some(first) = readiness::ask_first(id, cx) {
        let unknown = readiness::unknown(id, cx);
        let line = Line::said("not known", Look::Dim).beside(unknown, Look::Dim);
        lines.push(line.does(of(first, id)));
    }
    if client.is_client() {
        lines.extend(
            client
                .core()
                .map(|(core, on)| step(core, on, id, client, cx)),
        );
    }
    Section::new("ask", "May they be asked?", summary).with(lines)
}

/// One of the four: done on a day, due since a day, or what it takes.
fn step(core: Core, on: Option<NaiveDate>, id: Id, client: &Client, cx: &Cx) -> Line {
    let (title, wanting, due, does) = match core {
        Core::Position => (
            "positioned",
            "not yet: say that you work by referral".to_string(),
            None,
            of(Command::Mention, id),
        ),
        Core::Agree => (
            "agreed",
            "nothing agreed about referrals".to_string(),
            client.agreement_due,
            of(Command::Agree, id),
        ),
        Core::Deliver => (
            "delivered",
            delivered(client),
            None,
            of(Command::Expect, id),
        ),
        Core::Meet => (
            "met",
            "no referral meeting yet".to_string(),
            client.meeting_due,
            of(Command::Meeting, id),
        ),
    };
    let line = match (on, due) {
        (Some(on), _) => Line::said(title, Look::Text)
            .marked("●")
            .beside(day::near(on, cx.today), Look::Text),
        (None, Some(due)) => Line::said(title, Look::Text).marked("○").beside(
            format!("{wanting}; due since {}", day::near(due, cx.today)),
            Look::Warn,
        ),
        (None, None) => Line::said(title, Look::Text)
            .marked("○")
            .beside(wanting, Look::Dim),
    };
    line.does(does)
}

/// What is wanting until what they expect counts as delivered.
fn delivered(client: &Client) -> String {
    let expected = &client.expected;
    let open = expected.open.len();
    let said = open + expected.missed.len() + expected.met.len() + expected.exceeded.len();
    match (said, open) {
        (0, _) => "ask what they expect, in their words".into(),
        (_, 0) => String::new(),
        (said, open) => format!("{open} of {said} not judged yet"),
    }
}

fn agreement(id: Id, client: &Client, cx: &Cx) -> Section {
    let agreed = client.agreement.map(|agreed| agreed.id);
    let record = agreed.and_then(|agreed| Some((agreed, cx.book.agreements.get(agreed)?)));
    let Some((agreement, it)) = record else {
        let line = Line::said(
            "Nothing agreed: how many, which ones, and what earns them?",
            Look::Dim,
        );
        return Section::new("agreed", "Referral agreement", "nothing agreed")
            .with(vec![line.does(of(Command::Agree, id))]);
    };
    let so_far = client.agreement.map_or(0, |agreed| agreed.received);
    let mut lines = vec![number(it.count, &it.per, so_far).does(of(Command::Agree, id))];
    for (criterion, test) in &it.criteria {
        let (mark, look) = match test.met {
            Some(true) => ("●", Look::Good),
            Some(false) => ("!", Look::Warn),
            None => ("○", Look::Dim),
        };
        let on = test
            .on
            .map_or(String::new(), |on| format!(" {}", day::near(on, cx.today)));
        let words = format!("{}{on}", arc::criterion(test.met));
        let form = FormKind::Criterion {
            agreement,
            id: *criterion,
        };
        let line = Line::said(words, look).marked(mark);
        let quoted = format!("“{}”", cx.words(&test.words));
        lines.push(line.beside(quoted, Look::Text).does(Does::Form(form)));
    }
    if it.criteria.is_empty() {
        let line = Line::said("earned by", Look::Dim)
            .beside("no test agreed: what would earn them?", Look::Dim);
        lines.push(line.does(of(Command::Agree, id)));
    }
    let ideal = it.profile.and_then(|id| cx.book.settings().ideal.get(&id));
    if let Some(ideal) = ideal {
        let words = format!("“{}”", cx.words(&ideal.words));
        lines.push(Line::fact("shown", words).does(of(Command::Agree, id)));
    }
    if !it.note.is_empty() {
        lines.push(Line::fact("note", cx.words(&it.note)).does(of(Command::Agree, id)));
    }
    lines.push(Line::fact("since", day::near(it.on, cx.today)).does(of(Command::Agree, id)));
    let summary = readiness::agreed(client, cx);
    Section::new("agreed", "Referral agreement", summary).with(lines)
}

/// What came of it, drawn: "●●○ 2 of 3 a year".
fn number(count: u32, per: &Per, so_far: u32) -> Line {
    const DRAWN: u32 = 12;
    let look = if count <= so_far {
        Look::Good
    } else {
        Look::Text
    };
    if count == 0 {
        return Line::fact("referrals", format!("{so_far} so far, no number agreed"));
    }
    let words = format!("{so_far} of {count} {}", per.title());
    let mut drawn = Vec::new();
    if count <= DRAWN {
        let full = so_far.min(count);
        drawn.push(("●".repeat(full as usize), look));
        drawn.push((
            format!("{} ", "○".repeat((count - full) as usize)),
            Look::Dim,
        ));
    }
    drawn.push((words, look));
    Line::said("referrals", Look::Dim).drawn(drawn)
}

fn expectations(id: Id, client: &Client, cx: &Cx) -> Section {
    let all = cx.practice.expectations_of(id);
    if all.is_empty() {
        let line = Line::said(
            "Not known: ask what should happen, in their words.",
            Look::Dim,
        );
        return Section::new("expects", "What they expect", "not known")
            .with(vec![line.does(of(Command::Expect, id))]);
    }
    let line = |it: &Dated<Expectation>| {
        let record = &it.record;
        let (mark, look) = match (&record.origin, &record.verdict) {
            (Origin::Said, Verdict::Met | Verdict::Exceeded) => ("●", Look::Good),
            (Origin::Said, Verdict::Missed) => ("!", Look::Bad),
            (Origin::Said, _) => ("○", Look::Text),
            _ => ("?", Look::Dim),
        };
        let matters = arc::MATTERS[(record.weight() as usize).clamp(1, 3) - 1];
        let state = match &record.origin {
            Origin::Said => record.verdict.word().to_string(),
            _ => "assumed, ask".to_string(),
        };
        let form = FormKind::Expectation {
            person: id,
            id: Some(it.id),
        };
        let words = format!("“{}” · matters {matters}", cx.words(&record.words));
        Line::said(state, look)
            .marked(mark)
            .beside(words, Look::Text)
            .does(Does::Form(form))
    };
    let lines = all.iter().map(line).collect();
    let expected = &client.expected;
    let summary = [
        (expected.missed.len(), "missed"),
        (expected.open.len(), "open"),
        (expected.met.len() + expected.exceeded.len(), "met"),
        (expected.assumed.len(), "assumed"),
    ];
    let summary: Vec<String> = summary
        .iter()
        .filter(|(count, _)| 0 < *count)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    Section::new("expects", "What they expect", summary.join(" · ")).with(lines)
}

/// The work, and the meeting about referrals that follows it.
fn meeting(id: Id, client: &Client, cx: &Cx) -> Section {
    let near = |on| day::near(on, cx.today);
    let mut lines = Vec::new();
    if client.is_client() {
        let (words, command) = match (client.work.open, client.work.completed) {
            (Some(open), _) => (format!("goes on since {}", near(open)), Command::Complete),
            (None, Some(done)) => (format!("completed {}", near(done)), Command::Engage),
            (None, None) => (
                "not known whether it is completed".into(),
                Command::Complete,
            ),
        };
        lines.push(Line::fact("work", words).does(of(command, id)));
    }
    let (words, look) = match (client.meeting, client.meeting_due) {
        (Meeting::Agreed { on, time }, _) => {
            let time = time.map_or(String::new(), |time| format!(" {}", day::clock(time)));
            (format!("{}{time}", day::full(on, cx.today)), Look::Text)
        }
        (Meeting::Proposed { since }, _) => (
            format!("proposed {}, no day agreed", near(since)),
            Look::Text,
        ),
        (_, Some(due)) => (
            format!("due since {}: propose one, apart from the work", near(due)),
            Look::Warn,
        ),
        (Meeting::Held { on }, None) => (format!("held {}", near(on)), Look::Text),
        (Meeting::None, None) => ("none yet".into(), Look::Dim),
    };
    let summary = words.clone();
    lines.push(
        Line::said("meeting", Look::Dim)
            .beside(words, look)
            .does(of(Command::Meeting, id)),
    );
    if client.meeting.is_ahead() {
        let line = if may::is_prepared(cx.book, cx.practice, id) {
            let about = readiness::to_ask_about(&client.targets, cx);
            Line::fact("prepared", format!("to ask about {about}"))
        } else {
            let first = if client.targets.is_nobody() {
                "nobody named to ask about".to_string()
            } else {
                readiness::line(id, cx)
            };
            Line::said("prepare", Look::Dim).beside(first, Look::Warn)
        };
        lines.push(line.does(of(Command::Target, id)));
    }
    Section::new("meeting", "Referral meeting", summary).with(lines)
}

/// Whom they are to be asked about, those still open first, and what became of the others.
fn targets(id: Id, client: &Client, cx: &Cx) -> Section {
    let mut all: Vec<_> = cx.practice.targets_of(id).iter().collect();
    all.sort_by_key(|target| target.record.aim());
    if all.is_empty() {
        let line = Line::said(
            "Nobody named: whom may they know that you want to meet?",
            Look::Dim,
        );
        return Section::new("targets", "Whom to ask about", "nobody named")
            .with(vec![line.does(of(Command::Target, id))]);
    }
    let line = |target: &&Dated<Target>| {
        let aim = target.record.aim();
        let (mark, look) = match aim {
            Aim::Open => ("○", Look::Text),
            Aim::Asked => ("◐", Look::Text),
            Aim::Referred => ("●", Look::Good),
            Aim::Declined => ("", Look::Dim),
        };
        Line::said(arc::target_state(&target.record, cx), look)
            .marked(mark)
            .beside(arc::target(target.id, &target.record, cx), Look::Text)
            .does(Does::Unmasked(Ask::Target { id: target.id }))
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    let summary = if client.targets.is_nobody() {
        "nobody left to ask about".into()
    } else {
        readiness::to_ask_about(&client.targets, cx)
    };
    Section::new("targets", "Whom to ask about", summary).with(lines)
}
