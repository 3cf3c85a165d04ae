//! What is still to be said to the sources of a referral, or asked of them, by what happened and not by what was put
//! off. It knows no day on which it is due.

use chrono::NaiveDate;

use super::checklist;
use super::index::Dated;
use super::nudge::Nudge;
use super::rules::{self, OfReferral};
use super::span::after;
use crate::domain::event::{Event, Kind, Way};
use crate::domain::id::Id;
use crate::domain::referral::Ending;
use crate::domain::settings::{Threshold, working};
use crate::domain::stage::Stage;

/// The line of the checklist that asks whether the source looks good.
pub(super) const FACE: &str = "close.face";

/// A day, and the moment that orders what happened on it.
pub(super) type Moment = (NaiveDate, i64);

/// The meeting that a source is to hear of.
pub(super) struct Meeting {
    pub met: NaiveDate,
    pub event: Option<Id>,
    /// Told since then, it is told: the meeting, or the round that opened it again.
    pub since: Moment,
}

/// What is still to be said to a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsaid {
    /// How the meeting went, or how it ended.
    pub news: bool,
    pub thanks: bool,
}

/// The day on which I first did this towards a person since a moment, on one referral or, where that counts for
/// all of them, without naming one.
pub(super) fn said_on(
    on_referral: &[Dated<Event>],
    of_person: &[Dated<Event>],
    kind: &Kind,
    person: Id,
    since: Moment,
) -> Option<NaiveDate> {
    let first = |events: &[Dated<Event>], is_for_all: bool| {
        let since_then = events
            .iter()
            .rev()
            .take_while(|event| since <= (event.on, event.at));
        let said = since_then.filter(|event| {
            event.record.kind == *kind
                && event.record.person == Some(person)
                && event.record.way != Some(Way::Got)
                && (!is_for_all || event.record.referral.is_none())
        });
        said.map(|event| event.on).last()
    };
    // Thanks said without naming a referral are thanks for all of them.
    first(on_referral, false).or_else(|| {
        let is_for_all = *kind == Kind::Thanked;
        is_for_all.then(|| first(of_person, true)).flatten()
    })
}

impl OfReferral<'_> {
    /// Whether I did this towards a person since a moment.
    fn has_done(&self, kind: &Kind, person: Id, since: Moment) -> bool {
        let of_person = self.index.events_of_person.of(person);
        said_on(self.events(), of_person, kind, person, since).is_some()
    }

    /// Whether a partner is still to be thanked: that it came, or, once it has ended, that they sent it. For what was none
    /// after all the first thanks were all.
    pub(super) fn is_thanks_owed(&self, partner: Id) -> bool {
        let since = match &self.referral.outcome {
            Some(outcome) if outcome.ending != Ending::NotAReferral => (outcome.on, outcome.at),
            _ => (self.arrived(partner), i64::MIN),
        };
        !self.referral.is_given() && !self.has_done(&Kind::Thanked, partner, since)
    }

    /// Whether a partner is still to be told: how the meeting went, or how it ended.
    pub(super) fn is_news_owed(&self, partner: Id) -> bool {
        let since = match &self.referral.outcome {
            Some(outcome) if outcome.ending == Ending::NotAReferral => None,
            Some(outcome) => Some((outcome.on, outcome.at)),
            None if Some(partner) == self.referral.prospect => None,
            None => self.meeting().map(|meeting| meeting.since),
        };
        let is_owed = |since| !self.has_done(&Kind::ReportedBack, partner, since);
        !self.referral.is_given() && since.is_some_and(is_owed)
    }

    /// The day on which the report of the meeting was due to a partner who never had it.
    pub(super) fn unreported(&self, partner: Id) -> Option<NaiveDate> {
        let meeting = self.meeting()?;
        let days = self.book.settings().days(Threshold::ReportBack);
        let is_told = self.has_done(&Kind::ReportedBack, partner, meeting.since);
        (!is_told).then(|| working(after(meeting.met, days)))
    }

    /// What is left to say to a person, whether or not it was put off or let go.
    pub(super) fn unsaid(&self, person: Id) -> Unsaid {
        if !self.is_current() || !self.referral.partners().any(|partner| partner == person) {
            return Unsaid::default();
        }
        Unsaid {
            news: self.is_news_owed(person),
            thanks: self.is_thanks_owed(person),
        }
    }

    /// What is left to say to a person, as the rules would say it.
    pub(super) fn owed_to(&self, person: Id) -> Vec<Nudge> {
        let mut found = Vec::new();
        // Mostly nothing is, which is seen at once.
        if self.unsaid(person) == Unsaid::default() {
            return found;
        }
        for look in [
            rules::report_back,
            rules::tell,
            rules::thank,
            rules::acknowledge,
        ] {
            look(self, &mut found);
        }
        found.retain(|nudge| nudge.person == Some(person));
        found
    }

    /// The day on which it came from this partner.
    pub(super) fn arrived(&self, partner: Id) -> NaiveDate {
        let joined = self.referral.also.get(&partner);
        joined.map_or(self.referral.on, |joined| joined.on)
    }

    /// The meeting that is to be reported: the last one recorded, else the move past Meet. A further round opens
    /// it again: what was told before does not count.
    pub(super) fn meeting(&self) -> Option<Meeting> {
        let mut from = Stage::Discovered;
        let (mut crossed, mut again) = (None, None);
        for step in self.referral.lasting_moves() {
            if from <= Stage::Meet && Stage::ReportBack <= step.to {
                crossed = Some((step.on, step.at));
            }
            if Stage::ReportBack < from && step.to == Stage::ReportBack {
                again = Some((step.on, step.at));
            }
            from = step.to;
        }
        // Taken back to Meet or before it, the meeting has not been.
        let is_past = Stage::ReportBack <= from;
        let events = self.events().iter().rev();
        let held = events.filter(|event| event.record.kind == Kind::Met);
        let held = held
            .map(|met| ((met.on, met.at), Some(met.id)))
            .next()
            .or(crossed.filter(|_| is_past).map(|moved| (moved, None)));
        let again = again.filter(|_| is_past);
        let (met, event) = held.or(again.map(|again| (again, None)))?;
        Some(Meeting {
            met: met.0,
            event,
            since: again.map_or(met, |again| again.max(met)),
        })
    }

    /// Whether it is still to be asked how the source came out of it: a meeting was held, and this end of it was not
    /// answered for. An answer of the day on which it was reopened was that of the end before.
    pub(super) fn is_aftermath_open(&self) -> bool {
        let mut events = self.events().iter();
        let answer = self.referral.answers.get(FACE);
        let is_before = |on: NaiveDate| answer.is_some_and(|answer| answer.on <= on);
        let mut moves = self.referral.moves.values();
        !self.referral.is_given()
            && self.referral.outcome.is_some()
            && self.referral.partner().is_some()
            && events.any(|event| event.record.kind == Kind::Met)
            && (!checklist::is_answered(self.referral, Stage::Close, FACE)
                || moves.any(|step| step.closed.is_some() && is_before(step.on)))
    }
}
