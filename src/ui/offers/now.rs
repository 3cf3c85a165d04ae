//! What a referral asks for now, as the form that records it.

use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::introducing::is_own_plan;
use crate::domain::promise::{By, Promise};
use crate::domain::referral::{Referral, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::steps;
use crate::insight::matters;
use crate::insight::standing::Mover;

use super::super::effect::{Ask, FormKind, Offer};
use super::super::layer::Cx;
use super::introducing;
use super::shared::{form, log, no_source};

/// What is asked of this referral now, as the form that records it.
pub fn now_what(id: Id, it: &Referral, cx: &Cx) -> Offer {
    let partner = it.partner();
    if !it.is_open() {
        // Of a given one, what there was to say was said to me.
        let mut partners = it.partners().filter(|_| !it.is_given());
        let owed = partners.find(|partner| is_matter(id, *partner, cx));
        return match owed {
            Some(partner) => sheet(id, partner, cx),
            None if is_aftermath_due(id, it, cx) => form(FormKind::Aftermath { referral: id }, cx),
            None if let Some(person) = promised(id, it, cx) => sheet(id, person, cx),
            None => Offer::NotNow(
                Refusal::new(format!(
                    "{} is closed, and nothing is owed",
                    cx.name(it.prospect)
                ))
                .or("d looks back on it, reopen stands in the . menu"),
            ),
        };
    }
    if let Some(next) = &it.next
        && next.on <= cx.today
        && !is_first_meeting(it)
    {
        return done(id, it, cx);
    }
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
        return speak(kind, person, id, way, cx);
    }
    match (it.stage(), given) {
        (Stage::Discovered | Stage::Feedback, true) => match it.prospect {
            Some(prospect) => sheet(id, prospect, cx),
            None => log(Kind::Ask, None, id, None, cx),
        },
        (Stage::Research, false) => form(FormKind::Research { referral: id }, cx),
        (Stage::Meet, false) if it.next.is_some() => form(FormKind::Meeting { referral: id }, cx),
        (Stage::Meet, false) => form(FormKind::Next { referral: id }, cx),
        (Stage::Close, _) => close(id, it, cx),
        _ => match partner {
            Some(partner) => sheet(id, partner, cx),
            None => no_source(&cx.name(it.prospect)),
        },
    }
}

/// What was planned is done; where that is the introduction, it is made, and where it is to speak to somebody who has a
/// word in it, the call sheet settles it and says what is next.
pub(super) fn done(id: Id, it: &Referral, cx: &Cx) -> Offer {
    match &it.introduction {
        Some(planned) if is_own_plan(it) => introducing::due(id, planned, cx),
        _ => match spoken_to(it, cx).filter(|person| is_matter(id, *person, cx)) {
            Some(person) => sheet(id, person, cx),
            None => form(FormKind::Done { referral: id }, cx),
        },
    }
}

/// Whom I am to speak to by now; the first meeting has a sheet of its own.
fn spoken_to(it: &Referral, cx: &Cx) -> Option<Id> {
    let next = it.next.as_ref().filter(|next| next.on <= cx.today)?;
    let is_talk = matches!(
        next.verb,
        Verb::Call | Verb::Meet | Verb::Lunch | Verb::Visit
    );
    next.whom.filter(|_| is_talk && !is_first_meeting(it))
}

fn close(id: Id, it: &Referral, cx: &Cx) -> Offer {
    let mover = cx.practice.standing(id).map(|standing| &standing.mover);
    if mover == Some(&Mover::Prospect) || it.is_given() {
        return Offer::open(Ask::Ending { referral: id });
    }
    log(Kind::ProposalSent, it.prospect, id, None, cx)
}

/// Whom I still owe a promise when all else is said: the prospect, else whoever was promised something about it.
fn promised(id: Id, it: &Referral, cx: &Cx) -> Option<Id> {
    let is_owed = |promise: &Promise| promise.is_open() && promise.by == By::Me;
    let to_prospect = it.prospect.filter(|prospect| {
        let mut promises = cx.practice.promises_of(*prospect).iter();
        promises.any(|promise| is_owed(&promise.record))
    });
    to_prospect.or_else(|| {
        let mut promises = cx.practice.promises_on(id).iter();
        promises
            .find(|promise| is_owed(&promise.record))?
            .record
            .person
    })
}

fn is_matter(id: Id, person: Id, cx: &Cx) -> bool {
    matters::of_referral(cx.book, cx.practice, id, person).is_some()
}

/// The call sheet, opened from one matter.
pub(super) fn sheet(id: Id, person: Id, cx: &Cx) -> Offer {
    let referral = Some(id);
    form(FormKind::Call { person, referral }, cx)
}

/// The form that records a fact told to somebody: the call sheet where enter there records just that, else
/// one line.
pub(super) fn speak(kind: Kind, person: Option<Id>, id: Id, way: Option<Way>, cx: &Cx) -> Offer {
    if let Some(person) = person {
        let matter = matters::of_referral(cx.book, cx.practice, id, person);
        let usual = matter.and_then(|matter| matter.usual());
        if usual.is_some_and(|usual| usual.facts().contains(&(kind.clone(), way.clone()))) {
            return sheet(id, person, cx);
        }
    }
    log(kind, person, id, way, cx)
}

/// The next action is the meeting for which a received referral stands in Meet.
pub(super) fn is_first_meeting(it: &Referral) -> bool {
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

/// Whether it is time to ask if the source looks good: a meeting was held, and the day on which it ended is over.
fn is_aftermath_due(id: Id, it: &Referral, cx: &Cx) -> bool {
    let ended = it.outcome.as_ref().map(|outcome| outcome.on);
    ended.is_some_and(|on| on < cx.today) && cx.practice.is_aftermath_open(id)
}
