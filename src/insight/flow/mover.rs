//! Whose move it was during a visit to a stage, by what happened in it (RULES 3). It knows no figure.

use chrono::NaiveDate;

use super::super::index::Dated;
use super::super::standing::BREATH;
use super::course::days;
use super::figures::{Party, Split};
use crate::domain::event::{Event, Kind};
use crate::domain::referral::Referral;
use crate::domain::stage::Stage;

/// What tells whose move it was.
pub(super) struct Turns<'a> {
    it: &'a Referral,
    events: &'a [Dated<Event>],
}

impl<'a> Turns<'a> {
    pub fn of(it: &'a Referral, events: &'a [Dated<Event>]) -> Turns<'a> {
        Turns { it, events }
    }

    /// Adds the days of one visit to those who had the move.
    pub fn split(&self, stage: Stage, from: NaiveDate, to: NaiveDate, time: &mut Split) {
        let (first, then) = self.movers(stage);
        let handed = then.and_then(|_| self.handed_over(stage, from, to));
        let handed = handed.unwrap_or(to).clamp(from, to.max(from));
        self.add(first, from, handed, time);
        self.add(then.unwrap_or(first), handed, to, time);
    }

    /// Who has the move at first, and to whom it is handed.
    fn movers(&self, stage: Stage) -> (Party, Option<Party>) {
        if self.it.is_given() {
            return match stage {
                Stage::Discovered | Stage::CheckBack | Stage::Feedback | Stage::SourceReports => {
                    (Party::Me, None)
                }
                Stage::Research | Stage::Meet | Stage::ReportBack | Stage::Close => {
                    (Party::Receiver, None)
                }
            };
        }
        let has_source = self.it.partners().next().is_some();
        match stage {
            Stage::CheckBack if has_source => (Party::Me, Some(Party::Source)),
            Stage::Meet | Stage::Close => (Party::Me, Some(Party::Prospect)),
            Stage::Feedback | Stage::SourceReports if has_source => (Party::Source, None),
            _ => (Party::Me, None),
        }
    }

    /// The day of the visit on which I handed the move over: the source was asked, the prospect was spoken to, the proposal
    /// was sent. On which day an appointment was made is not noted; that it was, the conversation says.
    fn handed_over(&self, stage: Stage, from: NaiveDate, to: NaiveDate) -> Option<NaiveDate> {
        // What was said in the breath of the move that brought it here does not count.
        let moves = self.it.moves.values();
        let moved = moves
            .filter(|step| step.to == stage && step.on == from)
            .map(|step| step.at.saturating_add(BREATH))
            .max();
        let is_partner = |event: &Event| {
            let mut partners = self.it.partners();
            partners.any(|partner| Some(partner) == event.person)
        };
        let is_it = |event: &Event| match stage {
            Stage::CheckBack => {
                (event.kind.is_contact() || matches!(event.kind, Kind::FeedbackAsked | Kind::Ask))
                    && is_partner(event)
            }
            Stage::Meet => {
                (event.kind.is_contact() || event.kind == Kind::NotHeld)
                    && event.person == self.it.prospect
            }
            _ => event.kind == Kind::ProposalSent,
        };
        let mut since = self.events.iter().filter(|event| {
            let is_later = from < event.on || moved.is_none_or(|moved| moved < event.at);
            from <= event.on && event.on <= to && (stage != Stage::CheckBack || is_later)
        });
        since
            .find(|event| is_it(&event.record))
            .map(|event| event.on)
    }

    /// Adds days to whoever had the move, those of a wait to whom it waited on.
    fn add(&self, party: Party, from: NaiveDate, to: NaiveDate, time: &mut Split) {
        let all = days(from, to);
        let waited = self.it.wait.as_ref().map_or(0, |wait| {
            let woken = wait.until.unwrap_or(NaiveDate::MAX);
            days(from.max(wait.since), to.min(woken))
        });
        time.add(party, all - waited);
        if 0 < waited {
            time.add(self.waited_on(), waited);
        }
    }

    fn waited_on(&self) -> Party {
        let on = self.it.wait.as_ref().and_then(|wait| wait.on);
        match on {
            None => Party::Nobody,
            Some(on) if self.it.partners().any(|partner| partner == on) => {
                if self.it.is_given() {
                    Party::Receiver
                } else {
                    Party::Source
                }
            }
            on if on == self.it.prospect => Party::Prospect,
            Some(_) => Party::Other,
        }
    }
}
