//! What can be done with a referral or a person, the same wherever it is selected: a key belongs to
//! the kind of thing.

use crate::domain::action::{Action, Log, Subject, Who};
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::promise::By;
use crate::domain::referral::{Ending, Referral};
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::steps;
use crate::insight::nudge::{Nudge, Reason};
use crate::insight::standing::Mover;

use super::command::Command;
use super::effect::{Ask, Effect, FormKind, Offer};
use super::layer::Cx;

/// What a command does with this record; `No` when it is not a matter of its kind.
pub fn subject(command: Command, subject: Subject, cx: &Cx) -> Offer {
    match subject {
        Subject::Referral(id) => referral(command, id, cx),
        Subject::Person(id) => person(command, id, cx),
        Subject::Promise(id) => promise(command, id, cx),
        Subject::Event(id) => match command {
            Command::Delete => Offer::perform(Action::Delete(Subject::Event(id))),
            _ => Offer::No,
        },
    }
}

fn form(kind: FormKind, cx: &Cx) -> Offer {
    if cx.masked {
        return Offer::NotNow(Refusal::new("Forms show what is masked").or("m then enter unmasks"));
    }
    Offer::open(Ask::Form(kind))
}

/// The note form, and on into the user's editor.
fn long_note(subject: Subject, cx: &Cx) -> Offer {
    match form(FormKind::Note(subject), cx) {
        Offer::Yes(Effect::Open(ask)) => Offer::Yes(Effect::OpenInEditor(ask)),
        other => other,
    }
}

fn no_source(name: &str) -> Offer {
    Offer::NotNow(Refusal::new(format!("{name} has no source yet")).or("e names one"))
}

/// What a command does with a referral.
pub fn referral(command: Command, id: Id, cx: &Cx) -> Offer {
    let Some(it) = cx.book.referrals.get(id) else {
        return Offer::No;
    };
    let name = cx.name(it.prospect);
    let stage = it.stage();
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
            | Command::Give
            | Command::Promise
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
        Command::Advance => match stage.next() {
            Some(to) => move_to(to),
            None => Offer::NotNow(
                Refusal::new(format!("{name} is in the last stage")).or("x records how it ended"),
            ),
        },
        Command::Retreat => match stage.before() {
            Some(to) => move_to(to),
            None => Offer::NotNow(Refusal::new(format!("{name} is in the first stage"))),
        },
        Command::MoveTo => Offer::open(Ask::Stage { referral: id }),
        Command::Next => form(FormKind::Next { referral: id }, cx),
        Command::ReportBack => report_back(id, it, cx),
        Command::Outcome => Offer::open(Ask::Ending { referral: id }),
        Command::NotNow => form(FormKind::NotNow(Subject::Referral(id)), cx),
        Command::Wake if it.wait.is_some() => wake(Subject::Referral(id)),
        Command::Reopen if !it.is_open() => Offer::perform(Action::Reopen(id)),
        Command::Join if !it.is_given() => form(FormKind::Join { referral: id }, cx),
        Command::Touch | Command::Give | Command::Promise | Command::Tier => match it.partner() {
            Some(partner) => person(command, partner, cx),
            None => no_source(&name),
        },
        _ => Offer::No,
    }
}

/// What the toast of an action invites to: the keys that may follow at once, and what they then mean, wherever
/// the cursor has gone meanwhile.
pub fn invites(action: &Action) -> Option<(Subject, &'static [Command])> {
    match action {
        Action::Close { referral, .. } => Some((
            Subject::Referral(*referral),
            &[Command::Settle, Command::ReportBack],
        )),
        Action::Move { referral, .. } => Some((Subject::Referral(*referral), &[Command::Settle])),
        Action::Log(log) => match (&log.kind, &log.who) {
            (Kind::Touch, Who::Known(id)) => {
                Some((Subject::Person(*id), &[Command::Note, Command::LongNote]))
            }
            _ => None,
        },
        Action::Many { actions, .. } => actions.iter().find_map(invites),
        _ => None,
    }
}

/// Commands that mean nothing without something selected.
pub fn needs_a_subject(command: Command) -> bool {
    use super::command::Group;
    let row = command.row();
    !row.keys.is_empty() && matches!(row.group, Group::Anything | Group::Referral | Group::Person)
}

fn is_of_referral(command: Command) -> bool {
    use super::command::Group;
    matches!(command.row().group, Group::Referral)
}

fn wake(subject: Subject) -> Offer {
    Offer::perform(Action::Wait {
        subject,
        wait: None,
        on: Who::Nobody,
    })
}

/// The form that records a fact about a referral.
fn log(kind: Kind, person: Option<Id>, referral: Id, way: Option<Way>, cx: &Cx) -> Offer {
    form(
        FormKind::Log {
            kind,
            person,
            referral: Some(referral),
            way,
        },
        cx,
    )
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

/// What is asked of this referral now, as the form that records it.
pub fn now_what(id: Id, it: &Referral, cx: &Cx) -> Offer {
    let partner = it.partner();
    if let Some(outcome) = &it.outcome {
        return match partner {
            Some(_) if outcome.ending == Ending::NotAReferral => {
                log(Kind::Thanked, partner, id, None, cx)
            }
            Some(_) if is_told(id, it, cx) => log(Kind::Thanked, partner, id, None, cx),
            Some(_) => log(Kind::ReportedBack, partner, id, None, cx),
            None => Offer::NotNow(Refusal::new(format!("{} is closed", cx.name(it.prospect)))),
        };
    }
    if let Some(next) = &it.next
        && next.on <= cx.today
        && !is_first_meeting(it)
    {
        return form(FormKind::Done { referral: id }, cx);
    }
    let mover = cx.practice.standing(id).map(|standing| &standing.mover);
    let asked = matches!(
        mover,
        Some(Mover::Source | Mover::Prospect | Mover::Receiver)
    );
    let given = it.is_given();
    if partner.is_none() && !matches!(it.stage(), Stage::Research | Stage::Meet | Stage::Close) {
        return no_source(&cx.name(it.prospect));
    }
    if let Some((kind, way)) = left_open_today(id, it, cx) {
        let person = if kind == Kind::Met {
            it.prospect
        } else {
            partner
        };
        return log(kind, person, id, way, cx);
    }
    match (it.stage(), given) {
        (Stage::Discovered, false) => log(Kind::Thanked, partner, id, None, cx),
        (Stage::Discovered, true) => log(Kind::Ask, it.prospect, id, None, cx),
        (Stage::Research, _) => log(Kind::Researched, None, id, None, cx),
        (Stage::CheckBack, false) if !asked => log(Kind::Call, partner, id, None, cx),
        (Stage::CheckBack, _) => log(Kind::Introduced, partner, id, None, cx),
        (Stage::Meet, false) if it.next.is_some() => form(FormKind::Meeting { referral: id }, cx),
        (Stage::Meet, false) => form(FormKind::Next { referral: id }, cx),
        (Stage::Meet, true) => log(Kind::Met, partner, id, None, cx),
        (Stage::ReportBack, false) => log(Kind::ReportedBack, partner, id, None, cx),
        (Stage::ReportBack, true) => log(Kind::ReportedBack, partner, id, Some(Way::Got), cx),
        (Stage::Feedback, true) => log(Kind::FeedbackHeard, it.prospect, id, None, cx),
        (Stage::Feedback | Stage::SourceReports, false) => {
            log(Kind::FeedbackHeard, partner, id, None, cx)
        }
        (Stage::SourceReports, true) => log(Kind::ReportedBack, partner, id, Some(Way::Given), cx),
        (Stage::Close, false) if !asked => log(Kind::ProposalSent, it.prospect, id, None, cx),
        (Stage::Close, _) => Offer::open(Ask::Ending { referral: id }),
    }
}

/// The next action is the meeting for which a received referral stands in Meet.
fn is_first_meeting(it: &Referral) -> bool {
    let next = it.next.as_ref();
    it.stage() == Stage::Meet
        && !it.is_given()
        && next.is_some_and(|next| next.is_appointment(it.prospect))
}

/// What a move by hand of today left unsaid: the toast has asked for it, so it comes first.
fn left_open_today(id: Id, it: &Referral, cx: &Cx) -> Option<(Kind, Option<Way>)> {
    let visits = it.visits();
    let [.., from, here] = visits.as_slice() else {
        return None;
    };
    if here.from != cx.today || here.stage <= from.stage {
        return None;
    }
    let (kind, way) = steps::left_open(&it.direction, from.stage)?;
    let mut events = cx.practice.events_on(id).iter();
    let is_said = events.any(|event| {
        from.from <= event.on
            && event.record.kind == kind
            && (way.is_none() || event.record.way == way)
    });
    (!is_said).then_some((kind, way))
}

/// Whether the source was told since the outcome.
fn is_told(id: Id, it: &Referral, cx: &Cx) -> bool {
    let Some(outcome) = &it.outcome else {
        return false;
    };
    let mut events = cx.practice.events_on(id).iter();
    events.any(|event| event.record.kind == Kind::ReportedBack && outcome.on <= event.on)
}

/// What settles a nudge: the form or the action of its rule.
pub fn settle(nudge: &Nudge, cx: &Cx) -> Offer {
    let log_with = |id: Id, kind: Kind, way: Option<Way>| log(kind, nudge.person, id, way, cx);
    match (nudge.subject, nudge.reason) {
        (Some(Subject::Referral(id)), reason) => {
            let Some(it) = cx.book.referrals.get(id) else {
                return Offer::No;
            };
            match reason {
                Reason::Next if is_first_meeting(it) => now_what(id, it, cx),
                Reason::Next => form(FormKind::Done { referral: id }, cx),
                Reason::NextMissing { .. } => form(FormKind::Next { referral: id }, cx),
                Reason::Acknowledge { .. } | Reason::Thank { .. } => {
                    log_with(id, Kind::Thanked, None)
                }
                Reason::ReportBack { .. } | Reason::Tell { .. } => {
                    log_with(id, Kind::ReportedBack, None)
                }
                Reason::NoNews { .. } => log_with(id, Kind::ReportedBack, Some(Way::Got)),
                Reason::Woke { .. } => wake(Subject::Referral(id)),
                _ => now_what(id, it, cx),
            }
        }
        (Some(Subject::Promise(id)), _) => promise(Command::Settle, id, cx),
        (Some(Subject::Person(id)), Reason::Woke { .. }) => person(Command::Wake, id, cx),
        (Some(Subject::Person(id)), _) => person(Command::Touch, id, cx),
        (Some(Subject::Event(_)) | None, _) => Offer::NotNow(
            Refusal::new("Nothing was logged for a while")
                .or("t on each person you spoke to, or - lets it go"),
        ),
    }
}

fn is_partner(person: Option<Id>, referral: Id, cx: &Cx) -> bool {
    let referral = cx.book.referrals.get(referral);
    person.is_some_and(|id| referral.is_some_and(|it| it.partners().any(|partner| partner == id)))
}

/// What a command does with a nudge: its own keys, else those of its subject.
pub fn nudge(command: Command, nudge: &Nudge, cx: &Cx) -> Offer {
    let what = || {
        let words = super::words::nudge(nudge, cx);
        format!("{}: {}", cx.name(nudge.person), words.what)
    };
    let on = nudge
        .subject
        .map_or(Offer::No, |it| subject(command, it, cx));
    match command {
        Command::Settle => settle(nudge, cx),
        Command::NotNow => form(
            FormKind::NotNowNudge {
                key: nudge.key(),
                what: what(),
            },
            cx,
        ),
        Command::LetGo => form(
            FormKind::LetGo {
                key: nudge.key(),
                what: what(),
            },
            cx,
        ),
        Command::Touch => match nudge.person {
            Some(id) => person(Command::Touch, id, cx),
            None => Offer::No,
        },
        // The row is one source's, where the card has several.
        Command::ReportBack => match on {
            Offer::Yes(Effect::Open(Ask::Form(FormKind::Log {
                kind,
                person: None,
                referral: Some(id),
                way,
            }))) if is_partner(nudge.person, id, cx) => log(kind, nudge.person, id, way, cx),
            other => other,
        },
        _ => on,
    }
}

/// What a command does with a person.
pub fn person(command: Command, id: Id, cx: &Cx) -> Offer {
    let Some(it) = cx.book.people.get(id) else {
        return Offer::No;
    };
    match command {
        Command::Open => Offer::open(Ask::Page(Subject::Person(id))),
        Command::Edit => form(FormKind::Person { id: Some(id) }, cx),
        Command::Note => form(FormKind::Note(Subject::Person(id)), cx),
        Command::LongNote => long_note(Subject::Person(id), cx),
        Command::Copy => {
            let ways = [it.phone.as_str(), it.email.as_str()];
            let ways: Vec<&str> = ways.into_iter().filter(|way| !way.is_empty()).collect();
            let name = cx.name(Some(id));
            if ways.is_empty() || cx.masked {
                return Offer::Yes(Effect::Copy(name.into_owned()));
            }
            Offer::Yes(Effect::Copy(format!("{name}, {}", ways.join(", "))))
        }
        Command::Menu => Offer::open(Ask::Menu),
        Command::Delete => Offer::perform(Action::Delete(Subject::Person(id))),
        Command::Touch => Offer::perform(Action::Log(Box::new(Log {
            kind: Kind::Touch,
            who: Who::Known(id),
            ..Log::default()
        }))),
        Command::Settle => form(
            FormKind::Log {
                kind: Kind::Call,
                person: Some(id),
                referral: None,
                way: None,
            },
            cx,
        ),
        Command::Give => form(FormKind::Give { person: id }, cx),
        Command::Promise => form(
            FormKind::Promise {
                person: Some(id),
                referral: None,
            },
            cx,
        ),
        Command::Tier => Offer::open(Ask::Tier { person: id }),
        Command::NotNow => form(FormKind::NotNow(Subject::Person(id)), cx),
        Command::Wake if it.wait.is_some() => wake(Subject::Person(id)),
        _ => Offer::No,
    }
}

fn promise(command: Command, id: Id, cx: &Cx) -> Offer {
    let Some(it) = cx.book.promises.get(id) else {
        return Offer::No;
    };
    let end = |kept: bool| Offer::perform(Action::EndPromise { promise: id, kept });
    match command {
        Command::Settle | Command::Keep if it.is_open() => end(true),
        Command::Break if it.is_open() => end(false),
        Command::Note => form(FormKind::Note(Subject::Promise(id)), cx),
        Command::Delete => Offer::perform(Action::Delete(Subject::Promise(id))),
        Command::Copy => {
            let by = match it.by {
                By::Me => "I promised",
                By::Them | By::Other(_) => "promised me by",
            };
            let words = format!("{by} {}: {}", cx.name(it.person), cx.words(&it.what));
            Offer::Yes(Effect::Copy(words))
        }
        Command::Menu => Offer::open(Ask::Menu),
        Command::Open => match it.person {
            Some(person) => Offer::open(Ask::Page(Subject::Person(person))),
            None => Offer::No,
        },
        _ => match it.person {
            Some(whose) if super::command::Group::Person == command.row().group => {
                person(command, whose, cx)
            }
            _ => Offer::No,
        },
    }
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
