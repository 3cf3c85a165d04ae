//! What can be done with a referral.

use crate::domain::action::{Action, Edit, Log, Subject, Who};
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::domain::refusal::Refusal;
use crate::domain::route;
use crate::domain::stage::Stage;
use crate::insight::pillars;

use super::super::command::{Command, Group};
use super::super::drafts;
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::super::words;
use super::now::now_what;
use super::person::person;
use super::shared::{form, log, long_note, no_source, wake};

/// What a command does with a referral.
pub fn referral(command: Command, id: Id, cx: &Cx) -> Offer {
    let Some(it) = cx.book.referrals.get(id) else {
        return Offer::No;
    };
    let name = cx.name(it.prospect);
    let stage = it.stage();
    let is_short = cx.practice.is_short(it);
    let move_to = |to: Stage| {
        Offer::perform(Action::Move {
            referral: id,
            to,
            why: String::new(),
        })
    };
    let works_when_closed = matches!(
        command,
        Command::Open
            | Command::Edit
            | Command::Note
            | Command::LongNote
            | Command::Copy
            | Command::Menu
            | Command::Delete
            | Command::Settle
            | Command::ReportBack
            | Command::Reopen
            | Command::Touch
            | Command::Brief
            | Command::Give
            | Command::Promise
            | Command::Trust
            | Command::Purchase
            | Command::Training
            | Command::Expect
            | Command::Debrief
            | Command::Message
            | Command::Tier
    );
    if !it.is_open() && !works_when_closed && is_of_referral(command) {
        return Offer::NotNow(
            Refusal::new(format!("{name} is closed")).or("reopen it in the . menu"),
        );
    }
    match command {
        Command::Open => Offer::open(Ask::Page(Subject::Referral(id))),
        Command::Edit => form(
            FormKind::Referral {
                id: Some(id),
                given: it.is_given(),
            },
            cx,
        ),
        Command::Note => form(FormKind::Note(Subject::Referral(id)), cx),
        Command::LongNote => long_note(Subject::Referral(id), cx),
        Command::Copy => Offer::Yes(Effect::Copy(summary(it, cx))),
        Command::Menu => Offer::open(Ask::Menu),
        Command::Delete => Offer::perform(Action::Delete(Subject::Referral(id))),
        Command::Settle => now_what(id, it, cx),
        Command::Advance | Command::Later => match if is_short {
            route::after(stage)
        } else {
            stage.next()
        } {
            Some(to) => move_to(to),
            None => Offer::NotNow(
                Refusal::new(format!("{name} is in the last stage")).or("x records how it ended"),
            ),
        },
        Command::Retreat | Command::Earlier => match if is_short {
            route::before(stage)
        } else {
            stage.before()
        } {
            Some(to) => move_to(to),
            None => Offer::NotNow(Refusal::new(format!("{name} is in the first stage"))),
        },
        Command::MoveTo => Offer::open(Ask::Stage { referral: id }),
        Command::Next => form(FormKind::Next { referral: id }, cx),
        Command::ReportBack => report_back(id, it, cx),
        Command::Outcome => Offer::open(Ask::Ending { referral: id }),
        Command::Introduce => introduce(id, it, cx),
        Command::Debrief => form(FormKind::Debrief { referral: id }, cx),
        Command::Message => match (drafts::may_show(cx), it.partner()) {
            (Err(refusal), _) => Offer::NotNow(refusal),
            (_, None) => no_source(&name),
            (_, person) => Offer::open(Ask::Message {
                referral: id,
                person,
            }),
        },
        Command::Level => form(FormKind::Level { referral: id }, cx),
        Command::Tie => form(FormKind::Tie { referral: id }, cx),
        Command::Told => form(FormKind::Told { referral: id }, cx),
        Command::Route => Offer::perform(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Short(Some(!is_short))),
        }),
        Command::Mention => Offer::perform(Action::Log(Box::new(Log {
            kind: Kind::Mention,
            who: it.prospect.map_or(Who::Nobody, Who::Known),
            referral: Some(id),
            ..Log::default()
        }))),
        Command::NotNow => form(FormKind::NotNow(Subject::Referral(id)), cx),
        Command::Wake if it.wait.is_some() => wake(Subject::Referral(id)),
        Command::Pile if cx.practice.is_untouched(id) => Offer::open(Ask::Untouched),
        Command::Reopen if !it.is_open() => Offer::perform(Action::Reopen(id)),
        Command::Join if !it.is_given() => form(FormKind::Join { referral: id }, cx),
        Command::Touch
        | Command::Brief
        | Command::Give
        | Command::Promise
        | Command::Trust
        | Command::Purchase
        | Command::Training
        | Command::Expect
        | Command::Tier => match it.partner() {
            Some(partner) => person(command, partner, cx),
            None => no_source(&name),
        },
        _ => Offer::No,
    }
}

/// The introduction: a new one begins with its method, after a word where the source should not be asked.
fn introduce(id: Id, it: &Referral, cx: &Cx) -> Offer {
    if it.introduction.is_some() {
        return Offer::open(Ask::Introduction { referral: id });
    }
    let Some(partner) = it.partner() else {
        return no_source(&cx.name(it.prospect));
    };
    let ask = Ask::Method { referral: id };
    let stop = pillars::stops_asking(cx.book, cx.practice, partner).filter(|_| !it.is_given());
    match stop {
        Some(pillar) => Offer::open(Ask::Confirm {
            question: words::stop(pillar, partner, cx),
            yes: "ask all the same".into(),
            effect: Box::new(Effect::Open(ask)),
        }),
        None => Offer::open(ask),
    }
}

fn is_of_referral(command: Command) -> bool {
    matches!(command.row().group, Group::Referral)
}

/// Reporting back: to the source of a received one; of a given one, what the receiver told me, then
/// what I tell the receiver.
fn report_back(id: Id, it: &Referral, cx: &Cx) -> Offer {
    let Some(partner) = it.partner() else {
        return no_source(&cx.name(it.prospect));
    };
    let way = match (it.is_given(), it.stage()) {
        (false, _) => None,
        (true, stage) if stage < Stage::Feedback => Some(Way::Got),
        (true, _) => Some(Way::Given),
    };
    // With several sources the form asks which of them; all by default.
    let person = it.also.is_empty().then_some(partner);
    log(Kind::ReportedBack, person, id, way, cx)
}

/// A referral in one line, for the clipboard.
fn summary(it: &Referral, cx: &Cx) -> String {
    let mut words = cx.name(it.prospect).into_owned();
    if let Some(person) = it
        .prospect
        .and_then(|id| cx.book.people.get(id))
        .filter(|p| !p.company.is_empty())
    {
        words += &format!(" ({})", cx.company(person));
    }
    if let Some(partner) = it.partner() {
        let way = if it.is_given() { "to" } else { "from" };
        words += &format!(" {way} {}", cx.name(Some(partner)));
    }
    if !it.need.is_empty() {
        words += &format!(", {}", cx.words(&it.need));
    }
    if let Some(estimate) = it.estimate {
        words += &format!(", {}", cx.money(estimate));
    }
    words
}
