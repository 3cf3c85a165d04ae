//! The course of one referral through the stages: read once, then asked by every figure. It knows its own facts and no
//! other referral.

use std::sync::Arc;

use chrono::NaiveDate;

use super::super::friction;
use super::super::index::Dated;
use super::super::practice::Practice;
use super::super::span::after;
use super::super::standing::{Mover, Standing};
use super::astray::Stray;
use super::figures::{Rung, Split};
use super::keys::Keys;
use super::mover::Turns;
use super::steps::Facts;
use crate::domain::event::Event;
use crate::domain::id::Id;
use crate::domain::referral::{Ending, Outcome, Referral};
use crate::domain::settings::{Threshold, working};
use crate::domain::stage::Stage;

/// One referral, read once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Course {
    pub id: Id,
    pub record: Arc<Referral>,
    pub keys: Keys,
    /// By stage: all visits taken together; none where it never stood there, and of what was no referral.
    pub stays: [Option<Stay>; 8],
    /// By stage: the day on which it first stood there or beyond; never before it arrived.
    pub firsts: [Option<NaiveDate>; 8],
    pub farthest: Stage,
    pub rung: Rung,
    /// Days from arrival to the first word, and to the first meeting.
    pub first_word: Option<i64>,
    pub meeting: Option<i64>,
    /// Days from the first meeting (given: the introduction) to the news.
    pub report: Option<i64>,
    /// Lived through in this book: neither imported and untouched since, nor ended before the book was begun. Of others
    /// nobody knows what was done.
    pub is_ours: bool,
    /// By stage: whether its core step was done; none where it was not passed, or asks for none.
    pub steps: [Option<bool>; 8],
    pub strays: Vec<Stray>,
    /// Where it stands while it is open.
    pub open: Option<Open>,
    /// Each stage that it came to, with the day, in order.
    pub visits: Box<[(Stage, NaiveDate)]>,
}

/// All visits of a referral to one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    pub from: NaiveDate,
    /// The day on which it was left for the last time; none while it is there.
    pub left: Option<NaiveDate>,
    /// Whole days, over all visits.
    pub days: i64,
    /// Of them within the period.
    pub waited: i64,
    /// The limit of the map that it runs under; 0 is none.
    pub limit: u32,
    pub time: Split,
}

impl Stay {
    pub fn is_over(&self) -> bool {
        0 < self.limit && i64::from(self.limit) < self.days
    }
}

/// Where an open one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub stage: Stage,
    pub days: i64,
    pub since_arrival: i64,
    /// As the board says it: over its limit with nothing planned, or its next action has passed.
    pub is_late: bool,
    /// Longer in its stage than its limit, whatever is planned.
    pub is_over: bool,
    pub asleep: bool,
}

/// From the first day to the last, both of them in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub since: NaiveDate,
    pub until: NaiveDate,
}

impl Period {
    pub fn has(self, day: NaiveDate) -> bool {
        self.since <= day && day <= self.until
    }

    /// Nights of a visit that lie within it.
    pub fn nights(self, from: NaiveDate, to: NaiveDate) -> i64 {
        let ends = self.until.succ_opt().unwrap_or(self.until);
        days(from.max(self.since), to.min(ends))
    }
}

/// Whole days from one to the other, never below 0.
pub(super) fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days().max(0)
}

impl Course {
    pub fn read(
        practice: &Practice,
        id: Id,
        record: &Arc<Referral>,
        keys: Keys,
        period: Period,
    ) -> Course {
        let events = practice.events_on(id);
        let facts = Facts::of(practice, record, events);
        let standing = practice.standing(id);
        let (stays, firsts, farthest, visits) = stays(practice, record, events, period);
        let is_ours = practice.asked_of(id, record).is_current();
        let steps = if is_ours {
            facts.steps(practice, id, record, &stays, farthest)
        } else {
            [None; 8]
        };
        let mut course = Course {
            id,
            record: Arc::clone(record),
            keys,
            stays,
            firsts,
            farthest,
            rung: facts.rung(record, farthest),
            first_word: facts.first_word.map(|on| days(record.on, on)),
            meeting: facts.met.map(|on| days(record.on, on)),
            report: facts.report(),
            is_ours,
            steps,
            strays: Vec::new(),
            open: standing.map(|it| Open {
                stage: it.stage,
                days: it.dwell,
                since_arrival: days(record.on, practice.today()),
                is_late: it.is_late(),
                is_over: 0 < it.limit && i64::from(it.limit) < it.dwell,
                asleep: it.asleep,
            }),
            visits,
        };
        if is_ours {
            course.strays = course.strayed(practice, standing);
        }
        // What was no referral counts among the endings, and nowhere else.
        if !course.record.counts() {
            course.stays = Default::default();
        }
        course
    }

    pub fn outcome(&self) -> Option<&Outcome> {
        self.record.outcome.as_ref()
    }

    /// Days from arrival to end; none while it is open.
    pub fn to_end(&self) -> Option<i64> {
        let outcome = self.outcome()?;
        Some((outcome.on - self.record.on).num_days().max(0))
    }

    /// The stay in a stage that was finished, with the day on which it was.
    pub fn finished(&self, stage: Stage) -> Option<(&Stay, NaiveDate)> {
        let stay = self.stays[stage as usize].as_ref()?;
        Some((stay, stay.left?))
    }

    /// The stay in a stage that was finished within a period.
    pub fn finished_in(&self, stage: Stage, period: Period) -> Option<&Stay> {
        let (stay, left) = self.finished(stage)?;
        period.has(left).then_some(stay)
    }

    /// Arrived in a period, and counts as a referral.
    pub fn arrived_in(&self, period: Period) -> bool {
        period.has(self.record.on) && self.record.counts()
    }

    /// Where it stood at the end of a day; none before it came, and once it had ended.
    pub fn stood_at(&self, day: NaiveDate) -> Option<Stage> {
        let arrived = self.record.on;
        let has_ended = self.outcome().is_some_and(|it| it.on.max(arrived) <= day);
        if day < arrived || has_ended {
            return None;
        }
        let mut visits = self.visits.iter().rev();
        let last = visits.find(|(_, from)| *from <= day);
        last.map(|(stage, _)| *stage)
    }

    /// Once it has ended: whether every core step of the stages that it passed was done.
    pub fn is_whole(&self) -> Option<bool> {
        let is_known = self.is_ours && self.outcome().is_some();
        is_known.then(|| !self.steps.contains(&Some(false)))
    }

    /// Whether it was won, where it was decided: walked away and passed on are neutral.
    pub fn won(&self) -> Option<bool> {
        match self.outcome()?.ending {
            Ending::Won => Some(true),
            Ending::WalkedAway | Ending::PassedOn | Ending::NotAReferral => None,
            Ending::Lost | Ending::Lapsed | Ending::Other(_) => Some(false),
        }
    }

    fn strayed(&self, practice: &Practice, standing: Option<&Standing>) -> Vec<Stray> {
        let it = &*self.record;
        let mut found = Vec::new();
        let mut from = Stage::Discovered;
        for step in it.lasting_moves() {
            let is_round = Stage::Feedback <= from && step.to == Stage::ReportBack;
            if step.to < from && step.closed.is_none() && !is_round {
                found.push(Stray::Backward {
                    from,
                    to: step.to,
                    on: step.on,
                });
            }
            from = step.to;
        }
        let skipped = Stage::ALL
            .into_iter()
            .filter(|stage| self.steps[*stage as usize] == Some(false));
        // What is left to say after the end is a way of its own.
        found.extend(
            skipped
                .filter(|stage| *stage != Stage::Close)
                .map(Stray::Skipped),
        );
        if !it.is_given() {
            found.extend(friction::early(practice, self.id, it).map(|sign| Stray::Early(sign.on)));
        }
        found.extend(
            standing
                .filter(|standing| is_unplanned(practice, standing))
                .map(|_| Stray::NoNext),
        );
        if it.partner().is_none() {
            found.push(Stray::NoPartner);
        }
        if it.outcome.is_some() {
            let of = practice.asked_of(self.id, it);
            let is_untold = it.partners().any(|partner| of.is_news_owed(partner));
            found.extend(is_untold.then_some(Stray::Untold));
        }
        found
    }
}

/// The move is mine, nothing is planned, and it came to its stage longer ago than a capture may lie untouched.
fn is_unplanned(practice: &Practice, standing: &Standing) -> bool {
    let days = practice.book.settings().days(Threshold::Untouched);
    standing.mover == Mover::Me
        && !standing.asleep
        && standing.next.is_none()
        && working(after(standing.since, days)) <= practice.today()
}

type Stays = (
    [Option<Stay>; 8],
    [Option<NaiveDate>; 8],
    Stage,
    Box<[(Stage, NaiveDate)]>,
);

/// All visits taken together by stage, the first day at or beyond each, the farthest stage, and where it came to when.
fn stays(practice: &Practice, it: &Referral, events: &[Dated<Event>], period: Period) -> Stays {
    let map = practice.book.map_of(it);
    let turns = Turns::of(it, events);
    let mut stays: [Option<Stay>; 8] = Default::default();
    let mut firsts = [None; 8];
    let mut farthest = Stage::Discovered;
    let visits = it.visits();
    for visit in &visits {
        farthest = farthest.max(visit.stage);
        for first in &mut firsts[..=visit.stage as usize] {
            first.get_or_insert(visit.from.max(it.on));
        }
        let to = visit.to.unwrap_or(practice.today());
        let stay = stays[visit.stage as usize].get_or_insert_with(|| Stay {
            from: visit.from,
            left: None,
            days: 0,
            waited: 0,
            limit: map.steps.get(&visit.stage).map_or(0, |step| step.limit),
            time: Split::default(),
        });
        stay.left = visit.to;
        stay.days += days(visit.from, to);
        stay.waited += period.nights(visit.from, to);
        turns.split(visit.stage, visit.from, to, &mut stay.time);
    }
    let visits = visits.iter().map(|visit| (visit.stage, visit.from));
    (stays, firsts, farthest, visits.collect())
}
