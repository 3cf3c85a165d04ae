//! What a referral asks for now, as the form that records it.

use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::referral::{Ending, Referral};
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::steps;
use crate::insight::standing::Mover;

use super::super::effect::{Ask, FormKind, Offer};
use super::super::layer::Cx;
use super::shared::{form, log, no_source};

/// What is asked of this referral now, as the form that records it.
pub fn now_what(id: Id, it: &Referral, cx: &Cx) -> Offer {
    let partner = it.partner();
    if let Some(outcome) = &it.outcome {
        return match partner {
            // What there was to say was said to me.
            Some(_) if it.is_given() => Offer::NotNow(
                Refusal::new(format!("{} is closed", cx.name(it.prospect)))
                    .or("d looks back on it, N adds a note"),
            ),
            Some(_) if is_aftermath_due(id, it, cx) => {
                form(FormKind::Aftermath { referral: id }, cx)
            }
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

/// Whether it is time to ask if the source looks good: a meeting was held, all is said and thanked, and the day
/// on which it ended is over.
fn is_aftermath_due(id: Id, it: &Referral, cx: &Cx) -> bool {
    let Some(outcome) = &it.outcome else {
        return false;
    };
    let events = cx.practice.events_on(id);
    let since = |kind: Kind| {
        let mut events = events.iter();
        events.any(|event| event.record.kind == kind && outcome.on <= event.on)
    };
    outcome.on < cx.today
        && !it.answers.contains_key("close.face")
        && events.iter().any(|event| event.record.kind == Kind::Met)
        && since(Kind::ReportedBack)
        && since(Kind::Thanked)
}

/// Whether the source was told since the outcome.
fn is_told(id: Id, it: &Referral, cx: &Cx) -> bool {
    let Some(outcome) = &it.outcome else {
        return false;
    };
    let mut events = cx.practice.events_on(id).iter();
    events.any(|event| event.record.kind == Kind::ReportedBack && outcome.on <= event.on)
}
