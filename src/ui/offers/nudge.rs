//! What can be done with a line of Now what: its own keys, else those of its subject.

use crate::domain::action::{Action, Subject};
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::referral::Direction;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::insight::coming::Coming;
use crate::insight::ledger::Item;
use crate::insight::now::{self, Thing};
use crate::insight::nudge::{Nudge, Reason};
use crate::insight::wearying::is_wearying;

use super::super::because;
use super::super::command::Command;
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::super::words;
use super::any::subject;
use super::introducing;
use super::now::{done, is_first_meeting, now_what, sheet, speak};
use super::person::{made_up, person, promise};
use super::shared::{form, log, unmasked, wake};

/// What settles a nudge: the form or the action of its rule.
pub fn settle(nudge: &Nudge, cx: &Cx) -> Offer {
    let spoken = |id: Id, kind: Kind, way: Option<Way>| speak(kind, nudge.person, id, way, cx);
    match (nudge.subject, nudge.reason) {
        (Some(Subject::Referral(id)), reason) => {
            let Some(it) = cx.book.referrals.get(id) else {
                return Offer::No;
            };
            match reason {
                Reason::Next if is_first_meeting(it) => now_what(id, it, cx),
                Reason::Next => done(id, it, cx),
                Reason::Introduction => match &it.introduction {
                    Some(planned) => introducing::due(id, planned, cx),
                    None => now_what(id, it, cx),
                },
                Reason::NextMissing { .. } => form(FormKind::Next { referral: id }, cx),
                Reason::Acknowledge { .. } | Reason::Thank { .. } => {
                    spoken(id, Kind::Thanked, None)
                }
                Reason::ReportBack { .. } | Reason::Tell { .. } => {
                    spoken(id, Kind::ReportedBack, None)
                }
                Reason::Chase { .. } => spoken(id, Kind::FeedbackAsked, None),
                Reason::NoNews { .. } => match nudge.person {
                    Some(receiver) => sheet(id, receiver, cx),
                    None => spoken(id, Kind::ReportedBack, Some(Way::Got)),
                },
                Reason::GoOn { .. } => Offer::perform(Action::Move {
                    referral: id,
                    to: Stage::Close,
                    why: "no word from the source".into(),
                }),
                Reason::Aftermath { .. } => form(FormKind::Aftermath { referral: id }, cx),
                Reason::Woke { .. } => wake(Subject::Referral(id)),
                Reason::FirstWord { .. } => log(Kind::Call, it.prospect, id, None, cx),
                Reason::Proposal { .. } => log(Kind::ProposalSent, it.prospect, id, None, cx),
                Reason::Debrief { .. } => form(FormKind::Debrief { referral: id }, cx),
                _ => now_what(id, it, cx),
            }
        }
        (Some(Subject::Promise(id)), _) => promise(Command::Settle, id, cx),
        (Some(Subject::Person(id)), Reason::Woke { .. }) => person(Command::Wake, id, cx),
        (Some(Subject::Person(id)), Reason::Friction { .. }) => made_up(id, cx),
        (Some(Subject::Person(person)), Reason::ReferralMeeting) => {
            form(FormKind::Held { person }, cx)
        }
        (Some(Subject::Person(person)), Reason::Again) => {
            let referral = None;
            form(FormKind::Call { person, referral }, cx)
        }
        (Some(Subject::Person(id)), reason) => of_practice(id, reason, cx),
        (None, Reason::Clashes { .. }) => unmasked(Ask::Clashes, cx),
        (None, Reason::BuyIn { helper, .. }) => form(FormKind::Helper { id: Some(helper) }, cx),
        (None, Reason::Responder { channel }) => {
            let id = Some(channel);
            form(FormKind::Channel { id }, cx)
        }
        (None, Reason::ProblemDue { problem }) => match cx.book.problems.get(problem) {
            Some(it) => form(
                FormKind::Problem {
                    id: Some(problem),
                    given: it.direction == Direction::Given,
                    stage: it.stage,
                },
                cx,
            ),
            None => Offer::No,
        },
        (None, Reason::MapReview { given, .. }) => Offer::open(Ask::Process { given }),
        (Some(Subject::Event(_)) | None, _) => Offer::NotNow(
            Refusal::new("Nothing was logged for a while")
                .or("t on each person you spoke to, or - lets it go"),
        ),
    }
}

/// What a person is to be asked, taught or given; else to be in touch is enough.
fn of_practice(person: Id, reason: Reason, cx: &Cx) -> Offer {
    match reason {
        Reason::Targets { .. } => form(FormKind::Target { person, id: None }, cx),
        Reason::Missed { expectation }
        | Reason::Unjudged { expectation, .. }
        | Reason::Assumed { expectation } => {
            let id = Some(expectation);
            form(FormKind::Expectation { person, id }, cx)
        }
        Reason::Acquisition { .. } => form(FormKind::Propose { person }, cx),
        Reason::Agreement { .. } => form(FormKind::Agreement { person, id: None }, cx),
        Reason::CheckIn { .. } => form(FormKind::CheckIn { person }, cx),
        Reason::Coaching(_) | Reason::Training { .. } => form(FormKind::Training { person }, cx),
        Reason::NeverReturned { item, .. } => match item {
            Item::Act(kind) => {
                let (kind, way) = (kind.clone(), Way::Given);
                form(FormKind::Give { person, kind, way }, cx)
            }
            Item::Referral => unmasked(
                Ask::Capture {
                    given: true,
                    text: format!(" to {}, ", cx.name(Some(person))),
                },
                cx,
            ),
        },
        _ => super::person::person(Command::Touch, person, cx),
    }
}

fn is_partner(person: Option<Id>, referral: Id, cx: &Cx) -> bool {
    let referral = cx.book.referrals.get(referral);
    person.is_some_and(|id| referral.is_some_and(|it| it.partners().any(|partner| partner == id)))
}

/// What a command does with a line of Now what.
pub fn thing(command: Command, thing: &Thing, cx: &Cx) -> Offer {
    match thing {
        Thing::Nudge(it) => nudge(command, it, cx),
        Thing::Chosen(id) => chosen(command, *id, cx),
        Thing::Coming(it) => coming(command, it, cx),
    }
}

/// What comes on a day: put off or let go as the nudge that will speak of it, else the keys of its subject.
fn coming(command: Command, it: &Coming, cx: &Cx) -> Offer {
    let Some(spoken) = now::nudge_of(cx.practice, it) else {
        return subject(command, it.subject, cx);
    };
    let what = || {
        let said = because::said(&Thing::Coming(*it), cx);
        format!("{}: {}", cx.name(it.person), said.what)
    };
    match command {
        Command::Settle => subject(command, it.subject, cx),
        Command::NotNow => put_off(&spoken, what(), cx),
        Command::LetGo => let_go(&spoken, what(), cx),
        _ => nudge(command, &spoken, cx),
    }
}

fn put_off(nudge: &Nudge, what: String, cx: &Cx) -> Offer {
    let key = nudge.key();
    form(FormKind::NotNowNudge { key, what }, cx)
}

fn let_go(nudge: &Nudge, what: String, cx: &Cx) -> Offer {
    let key = nudge.key();
    form(FormKind::LetGo { key, what }, cx)
}

/// One of this week's people, about whom nothing is owed: to speak with them is all.
fn chosen(command: Command, id: Id, cx: &Cx) -> Offer {
    match command {
        Command::LetGo => Offer::NotNow(
            Refusal::new(format!("{} was chosen for this week", cx.name(Some(id))))
                .or("space or t once you have spoken, s sets them aside"),
        ),
        _ => person(command, id, cx),
    }
}

/// A nudge in one line: whose it is and what it asks.
pub fn what(nudge: &Nudge, cx: &Cx) -> String {
    let words = words::nudge(nudge, cx);
    match nudge.person {
        Some(_) => format!("{}: {}", cx.name(nudge.person), words.what),
        None => words.what,
    }
}

/// What a command does with a nudge: its own keys, else those of its subject.
pub fn nudge(command: Command, nudge: &Nudge, cx: &Cx) -> Offer {
    let on = nudge
        .subject
        .map_or(Offer::No, |it| subject(command, it, cx));
    match command {
        Command::Settle => settle(nudge, cx),
        // What is said of the whole book has no page: what is to be done is said instead.
        Command::Open if matches!(nudge.reason, Reason::OutOfDate { .. }) => settle(nudge, cx),
        Command::Why => Offer::open(Ask::Rules(Some(nudge.rule))),
        Command::NotNow => put_off(nudge, what(nudge, cx), cx),
        Command::LetGo if is_wearying(cx.book, nudge) => unmasked(Ask::LetGo(*nudge), cx),
        Command::LetGo => let_go(nudge, what(nudge, cx), cx),
        Command::Touch | Command::Brief => match nudge.person {
            Some(id) => person(command, id, cx),
            None => Offer::No,
        },
        // The row is one source's, where the card has several.
        Command::Give
        | Command::Promise
        | Command::Trust
        | Command::Purchase
        | Command::Training
        | Command::Expect
        | Command::Tier => match (nudge.person, nudge.subject) {
            (Some(whose), Some(Subject::Referral(id))) if is_partner(Some(whose), id, cx) => {
                person(command, whose, cx)
            }
            _ => on,
        },
        Command::Message => match on {
            Offer::Yes(Effect::Open(Ask::Message { referral, .. }))
                if is_partner(nudge.person, referral, cx) =>
            {
                Offer::open(Ask::Message {
                    referral,
                    person: nudge.person,
                })
            }
            other => other,
        },
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
