//! Where an open referral stands: its stage, for how long, whose move it is and how late that is.
//! It says so in facts, never in words for a screen.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::index::Dated;
use crate::domain::book::Book;
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::domain::stage::Stage;

/// Whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mover {
    Me,
    Source,
    Prospect,
    Receiver,
    /// It waits on someone else.
    Other(Id),
    /// Set aside, and on nobody.
    Nobody,
}

/// Where an open referral stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub stage: Stage,
    /// The day on which it came to the stage.
    pub since: NaiveDate,
    /// Whole days in the stage, over all visits.
    pub dwell: i64,
    /// Suggested maximum of days; 0 is none.
    pub limit: u32,
    pub mover: Mover,
    /// Set aside and still waiting.
    pub asleep: bool,
    /// It was set aside, and its day has come.
    pub woke: bool,
    /// Days over the limit; 0 where within it, asleep, or something is dated today or later.
    pub over: i64,
    /// The day of the next action.
    pub next: Option<NaiveDate>,
    /// Days by which the next action is late; 0 when it is not.
    pub next_late: i64,
    /// The day on which it wakes.
    pub wakes: Option<NaiveDate>,
}

/// Its place in a column: late ones, then the others, then those asleep; by date, then longest there.
pub(super) type Place = (u8, NaiveDate, Reverse<i64>);

impl Standing {
    pub(super) fn of(
        book: &Book,
        referral: &Referral,
        events: &[Dated<Event>],
        today: NaiveDate,
    ) -> Standing {
        let stage = referral.stage();
        let since = referral.since();
        let step = book.map_of(referral).steps.get(&stage);
        let limit = step.map_or(0, |step| step.limit);
        let dwell = referral.dwell(today);
        let asleep = is_asleep(referral, today);
        let next = referral.next.as_ref().map(|next| next.on);
        let is_planned = next.is_some_and(|on| today <= on);
        let over = if limit == 0 || asleep || is_planned {
            0
        } else {
            (dwell - i64::from(limit)).max(0)
        };
        let late_by = |on: NaiveDate| (today - on).num_days().max(0);
        Standing {
            stage,
            since,
            dwell,
            limit,
            mover: mover(referral, events, today),
            asleep,
            woke: referral.wait.is_some() && !asleep,
            over,
            next,
            next_late: if asleep { 0 } else { next.map_or(0, late_by) },
            wakes: referral.wait.as_ref().and_then(|wait| wait.until),
        }
    }

    /// Over its limit, or its next action has passed.
    pub fn is_late(&self) -> bool {
        0 < self.lateness()
    }

    /// Days late in either way.
    pub fn lateness(&self) -> i64 {
        self.over.max(self.next_late)
    }

    /// Something is dated today or later.
    pub fn is_planned(&self, today: NaiveDate) -> bool {
        self.next.is_some_and(|on| today <= on)
    }

    pub(super) fn place(&self) -> Place {
        let (group, day) = match (self.asleep, self.is_late()) {
            (true, _) => (2, self.wakes),
            (false, true) => (0, self.next),
            (false, false) => (1, self.next),
        };
        (group, day.unwrap_or(NaiveDate::MAX), Reverse(self.dwell))
    }
}

/// Set aside and still waiting.
pub(super) fn is_asleep(referral: &Referral, today: NaiveDate) -> bool {
    let wait = referral.wait.as_ref();
    wait.is_some_and(|wait| wait.is_asleep(today))
}

/// Whose move it is (RULES 3); a wait overrides the stage.
fn mover(referral: &Referral, events: &[Dated<Event>], today: NaiveDate) -> Mover {
    if let Some(wait) = referral.wait.as_ref().filter(|wait| wait.is_asleep(today)) {
        return match wait.on {
            None => Mover::Nobody,
            Some(on) if referral.partners().any(|partner| partner == on) => {
                if referral.is_given() {
                    Mover::Receiver
                } else {
                    Mover::Source
                }
            }
            on if on == referral.prospect => Mover::Prospect,
            Some(on) => Mover::Other(on),
        };
    }
    let stage = referral.stage();
    if referral.is_given() {
        return match stage {
            Stage::Discovered | Stage::CheckBack | Stage::Feedback | Stage::SourceReports => {
                Mover::Me
            }
            Stage::Research | Stage::Meet | Stage::ReportBack | Stage::Close => Mover::Receiver,
        };
    }
    let has_source = referral.partners().next().is_some();
    let mover = match stage {
        Stage::Discovered | Stage::Research | Stage::ReportBack => Mover::Me,
        Stage::CheckBack if is_asked(referral, events) => Mover::Source,
        Stage::Meet if has_appointment(referral, today) => Mover::Prospect,
        Stage::Close if is_proposed(referral, events) => Mover::Prospect,
        Stage::Feedback | Stage::SourceReports => Mover::Source,
        Stage::CheckBack | Stage::Meet | Stage::Close => Mover::Me,
    };
    if mover == Mover::Source && !has_source {
        return Mover::Me;
    }
    mover
}

/// What is saved at once lies this many milliseconds apart at most; nobody saves twice as fast.
pub(super) const BREATH: i64 = 500;

/// A source was spoken to about it since it came to its stage; what was said in the same breath as the
/// move that brought it there does not count.
fn is_asked(referral: &Referral, events: &[Dated<Event>]) -> bool {
    let since = referral.since();
    let moved = referral
        .moves_in_order()
        .last()
        .map_or(i64::MIN, |step| step.at.saturating_add(BREATH));
    events
        .iter()
        .rev()
        .take_while(|event| since <= event.on)
        .any(|event| {
            let said = &event.record;
            (since < event.on || moved < event.at)
                && (said.kind.is_contact() || matches!(said.kind, Kind::FeedbackAsked | Kind::Ask))
                && referral
                    .partners()
                    .any(|partner| Some(partner) == said.person)
        })
}

fn is_proposed(referral: &Referral, events: &[Dated<Event>]) -> bool {
    let since = referral.since();
    let recent = events.iter().rev().take_while(|event| since <= event.on);
    recent
        .into_iter()
        .any(|event| event.record.kind == Kind::ProposalSent)
}

fn has_appointment(referral: &Referral, today: NaiveDate) -> bool {
    let next = referral.next.as_ref();
    next.is_some_and(|next| today <= next.on && next.is_appointment(referral.prospect))
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Subject, Who};
    use crate::domain::person::Wait;
    use crate::domain::referral::{Direction, Verb};

    fn mover(trial: &Trial, id: Id) -> Mover {
        trial.practice().standing(id).expect("it is open").mover
    }

    #[test]
    fn every_stage_has_its_mover_in_both_directions() {
        use Mover::{Me, Receiver, Source};
        let received = [Me, Me, Me, Me, Me, Source, Source, Me];
        let given = [Me, Receiver, Me, Receiver, Receiver, Me, Me, Receiver];
        for (direction, movers) in [(Direction::Received, received), (Direction::Given, given)] {
            for (stage, whose) in Stage::ALL.into_iter().zip(movers) {
                let mut trial = Trial::new();
                let id = trial.capture("Priya Shah", direction.clone(), "Dana Ortiz");
                if stage != Stage::Discovered {
                    trial.move_to(id, stage);
                }
                assert_eq!(mover(&trial, id), whose, "{direction:?} {stage:?}");
            }
        }
    }

    #[test]
    fn asking_the_source_hands_them_the_move() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Call, "Dana Ortiz", Some(id));
        trial.move_to(id, Stage::CheckBack);
        assert_eq!(mover(&trial, id), Mover::Me);
        trial.log(Kind::Call, "Ben Achebe", Some(id));
        assert_eq!(mover(&trial, id), Mover::Me);
        trial.log(Kind::Call, "Dana Ortiz", Some(id));
        assert_eq!(mover(&trial, id), Mover::Source);
    }

    #[test]
    fn an_appointment_and_a_proposal_hand_the_prospect_the_move() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.move_to(id, Stage::Meet);
        trial.plan(id, Verb::Write, 3, None);
        assert_eq!(mover(&trial, id), Mover::Me);
        trial.plan(id, Verb::Lunch, 3, None);
        assert_eq!(mover(&trial, id), Mover::Prospect);
        trial.go(4);
        assert_eq!(mover(&trial, id), Mover::Me);
        trial.move_to(id, Stage::Close);
        trial.log(Kind::ProposalSent, "Priya Shah", Some(id));
        assert_eq!(mover(&trial, id), Mover::Prospect);
    }

    #[test]
    fn a_wait_says_on_whom() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.person("Ben Achebe", None);
        let ben = trial.find("Ben Achebe");
        for (name, whose) in [
            ("Dana Ortiz", Mover::Source),
            ("Priya Shah", Mover::Prospect),
            ("Ben Achebe", Mover::Other(ben)),
            ("", Mover::Nobody),
        ] {
            let on = if name.is_empty() {
                Who::Nobody
            } else {
                trial.who(name)
            };
            let wait = Some(Wait {
                until: Some(day(9)),
                ..Wait::default()
            });
            let subject = Subject::Referral(id);
            trial.perform(Action::Wait { subject, wait, on });
            assert_eq!(mover(&trial, id), whose);
        }
        trial.go(9);
        let practice = trial.practice();
        let standing = practice.standing(id).expect("it is open");
        assert!(standing.woke && !standing.asleep);
        assert_eq!(standing.mover, Mover::Me);
    }

    #[test]
    fn a_date_to_come_silences_the_limit() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.go(5);
        let over = |trial: &Trial| trial.practice().standing(id).map(|standing| standing.over);
        assert_eq!(over(&trial), Some(4));
        trial.plan(id, Verb::Call, 6, None);
        assert_eq!(over(&trial), Some(0));
        trial.go(7);
        let practice = trial.practice();
        let standing = practice.standing(id).expect("it is open");
        assert_eq!(
            (standing.over, standing.next_late, standing.dwell),
            (6, 1, 7)
        );
    }
}
