//! A referral: an introduced chance to do business with someone who expects contact, received or given.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Deserializer, Serializer};

use super::id::Id;
use super::introduction::Introduction;
use super::money::Money;
use super::person::{Tags, Wait};
use super::pillars::Tie;
use super::record::{part, record, words};
use super::stage::Stage;

words! {
    /// Received from a source, or given by me as the source.
    pub enum Direction {
        Received = "received",
        Given = "given",
    }
}

words! {
    /// What a next action does.
    pub enum Verb {
        Call = "call",
        Mail = "mail",
        Meet = "meet",
        Write = "write",
        Lunch = "lunch",
        Send = "send",
        Ask = "ask",
        Visit = "visit",
        /// Anything else, said in the action's note.
        Do = "do",
    }
}

words! {
    /// How a referral ended. Walking away and passing on are neutral, not lost.
    pub enum Ending {
        Won = "won",
        Lost = "lost",
        WalkedAway = "walked-away",
        PassedOn = "passed-on",
        NotAReferral = "not-a-referral",
        Lapsed = "lapsed",
    }
}

impl Ending {
    pub fn title(&self) -> &str {
        match self {
            Ending::WalkedAway => "walked away",
            Ending::PassedOn => "passed on",
            Ending::NotAReferral => "not a referral",
            other => other.word(),
        }
    }
}

/// The name of a level, 1 to 10, as published (Misner's ten levels); none where the ladder has no such rung.
pub fn rung(level: u8) -> Option<&'static str> {
    const RUNGS: [&str; 10] = [
        "names and contact information only",
        "literature, biography and company information",
        "authorization to use name",
        "general testimonial or letter of recommendation",
        "letter of introduction and promotion",
        "introductory call and promotion",
        "arrange a meeting",
        "in-person introduction and promotion",
        "assessment of need and interest",
        "closed deal",
    ];
    RUNGS.get(usize::from(level).checked_sub(1)?).copied()
}

/// A level on the five-step scale of the BNI slip, derived from the ten; none where the ladder has no such rung.
pub fn bni(level: u8) -> Option<u8> {
    const STEPS: [u8; 10] = [1, 2, 2, 3, 3, 4, 4, 5, 5, 5];
    STEPS.get(usize::from(level).checked_sub(1)?).copied()
}

part! {
    /// What is done next, with whom and when.
    pub struct Next {
        pub verb: Verb,
        pub whom: Option<Id>,
        pub on: NaiveDate,
        #[serde(with = "clock")]
        pub time: Option<NaiveTime>,
        pub note: String,
    }
}

impl Next {
    /// A meeting with the prospect, at a table or by phone: it is held, or moved, or they do not come. What is
    /// planned with anyone else is an errand that is done or not.
    pub fn is_appointment(&self, prospect: Option<Id>) -> bool {
        matches!(
            self.verb,
            Verb::Meet | Verb::Call | Verb::Lunch | Verb::Visit
        ) && (self.whom.is_none() || self.whom == prospect)
    }
}

part! {
    /// One move to a stage; a referral may come back to a stage, and every visit is kept.
    pub struct Move {
        pub to: Stage,
        pub on: NaiveDate,
        pub at: i64,
        /// Stages were jumped on the way.
        pub skipped: bool,
        /// The day on which it had ended, where this move reopened it.
        pub closed: Option<NaiveDate>,
        /// How it had ended then. Behind a pointer: it is rare, and there are many moves.
        pub ended: Option<Box<Outcome>>,
        pub why: String,
    }
}

part! {
    /// How it ended.
    pub struct Outcome {
        pub ending: Ending,
        pub on: NaiveDate,
        /// UTC milliseconds; orders it against what else happened on that day.
        pub at: i64,
        pub reason: String,
        pub value: Option<Money>,
        /// What was offered to the prospect in place of my own work.
        pub instead: String,
    }
}

part! {
    /// The answer to one line of a checklist.
    pub struct Answer {
        pub done: bool,
        pub note: String,
        /// The day on which it was answered.
        pub on: NaiveDate,
    }
}

part! {
    /// A further source who sent the same prospect.
    pub struct Joined {
        pub on: NaiveDate,
    }
}

record! {
    /// One referral with all its moves. Stage, visits and dwell are derived from them.
    pub struct Referral["moves", "tags", "also", "answers"] {
        pub direction: Direction,
        pub prospect: Option<Id>,
        /// Who gave it; none while it is not known, and for a given one (I am the source).
        pub source: Option<Id>,
        /// Further sources of a received one: all are owed news and thanks.
        pub also: BTreeMap<Id, Joined>,
        /// To whom a given one went.
        pub receiver: Option<Id>,
        /// The day on which it arrived or was given.
        pub on: NaiveDate,
        pub need: String,
        pub estimate: Option<Money>,
        /// What the source has done so far, 1 to 10 (Misner); none is a lead, whose owner expects no contact.
        pub level: Option<u8>,
        /// The level that is wanted.
        pub aim: Option<u8>,
        pub channel: String,
        pub urgent: bool,
        pub tags: Tags,
        pub next: Option<Next>,
        pub wait: Option<Wait>,
        pub moves: BTreeMap<Id, Move>,
        /// Answers to the lines of checklists, by the id of the line.
        pub answers: BTreeMap<String, Answer>,
        /// What the source told the prospect about me: a promise to keep.
        pub told: String,
        pub tie: Option<Tie>,
        /// How to go about the first contact, given how the two stand.
        pub approach: String,
        pub introduction: Option<Introduction>,
        /// Whether it takes the short route, where the rule is not to decide.
        pub short: Option<bool>,
        pub outcome: Option<Outcome>,
        /// The received referral that was passed on as this one.
        pub passed: Option<Id>,
        /// The version of the process map it runs under.
        pub map: Option<Id>,
        pub origin: String,
    }
}

/// A move back that is undone within so many milliseconds was a slip of the hand.
const SLIP: i64 = 120_000;

/// One stay in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    pub stage: Stage,
    pub from: NaiveDate,
    /// The day it left the stage, or ended; none while it is there.
    pub to: Option<NaiveDate>,
}

impl Visit {
    /// Whole days in the stage, the same day counting 0.
    pub fn days(&self, today: NaiveDate) -> i64 {
        (self.to.unwrap_or(today) - self.from).num_days().max(0)
    }
}

impl Referral {
    pub fn is_open(&self) -> bool {
        self.outcome.is_none()
    }

    pub fn is_given(&self) -> bool {
        self.direction == Direction::Given
    }

    /// A name whose owner does not expect me: not counted as a referral.
    pub fn is_lead(&self) -> bool {
        self.level.is_none()
    }

    /// A name and how to reach it, no more: the need is still to be asked for.
    pub fn is_name_only(&self) -> bool {
        self.level.is_none_or(|level| level < 2) && self.need.trim().is_empty()
    }

    /// Counts in the balance: neither a lead nor closed as "not a referral".
    pub fn counts(&self) -> bool {
        !self.is_lead()
            && self
                .outcome
                .as_ref()
                .is_none_or(|outcome| outcome.ending != Ending::NotAReferral)
    }

    /// The other person of the deal: the source of a received one, the receiver of a given one.
    pub fn partner(&self) -> Option<Id> {
        if self.is_given() {
            self.receiver
        } else {
            self.source
        }
    }

    /// Everyone to whom news and thanks are owed: all sources, or the receiver.
    pub fn partners(&self) -> impl Iterator<Item = Id> + '_ {
        let also = if self.is_given() {
            None
        } else {
            Some(&self.also)
        };
        self.partner()
            .into_iter()
            .chain(also.into_iter().flat_map(|also| also.keys().copied()))
    }

    /// Everyone whom it names.
    pub fn people(&self) -> impl Iterator<Item = Id> + '_ {
        self.prospect.into_iter().chain(self.partners())
    }

    /// The moves in the order in which they happened.
    pub fn moves_in_order(&self) -> Vec<&Move> {
        let mut moves: Vec<(&Id, &Move)> = self.moves.iter().collect();
        moves.sort_by_key(|(id, step)| (step.on, step.at, **id));
        moves.into_iter().map(|(_, step)| step).collect()
    }

    /// The same without slips: a move back that was put right at once, to the stage where the card had stood.
    pub fn lasting_moves(&self) -> Vec<&Move> {
        let mut lasting: Vec<&Move> = Vec::new();
        let mut from = vec![Stage::Discovered];
        for step in self.moves_in_order() {
            let is_slip = lasting.last().is_some_and(|back| {
                let before = from[from.len() - 2];
                back.to < before && step.to == before && step.at - back.at <= SLIP
            });
            if is_slip {
                lasting.pop();
                from.pop();
            } else {
                lasting.push(step);
                from.push(step.to);
            }
        }
        lasting
    }

    fn last_move(&self) -> Option<&Move> {
        self.moves
            .iter()
            .max_by_key(|(id, step)| (step.on, step.at, **id))
            .map(|(_, step)| step)
    }

    /// The moment of a further move: two of one millisecond keep their order.
    pub(super) fn moment_after(&self, at: i64) -> i64 {
        self.last_move()
            .map_or(at, |last| at.max(last.at.saturating_add(1)))
    }

    /// Where it stands, or stood when it ended.
    pub fn stage(&self) -> Stage {
        self.last_move().map_or(Stage::Discovered, |step| step.to)
    }

    /// The day on which it came to its stage.
    pub fn since(&self) -> NaiveDate {
        self.last_move().map_or(self.on, |step| step.on)
    }

    /// Every stay in a stage, in order. A move to the same stage starts no new one.
    pub fn visits(&self) -> Vec<Visit> {
        let mut visits = vec![Visit {
            stage: Stage::Discovered,
            from: self.on,
            to: None,
        }];
        for step in self.moves_in_order() {
            let here = visits.last_mut().expect("it starts in Discovered");
            if here.stage == step.to && step.closed.is_none() {
                continue;
            }
            here.to = Some(step.closed.unwrap_or(step.on));
            visits.push(Visit {
                stage: step.to,
                from: step.on,
                to: None,
            });
        }
        if let (Some(outcome), Some(last)) = (&self.outcome, visits.last_mut()) {
            last.to = Some(outcome.on);
        }
        visits
    }

    /// Days in the present stage, summed over all visits to it; counting stops on the day of the outcome.
    pub fn dwell(&self, today: NaiveDate) -> i64 {
        let stage = self.stage();
        let stays = self.visits();
        let here = stays.iter().filter(|visit| visit.stage == stage);
        here.map(|visit| visit.days(today)).sum()
    }

    /// How often it has come to its present stage: 1 the first time, 2 in the second round.
    pub fn round(&self) -> usize {
        let stage = self.stage();
        let visits = self.visits();
        let mut before = None;
        let mut rounds = 0;
        for visit in &visits {
            // Reopened it goes on with the stay that had ended.
            rounds += usize::from(visit.stage == stage && before != Some(stage));
            before = Some(visit.stage);
        }
        rounds
    }
}

/// Times of day as "10:00".
pub mod clock {
    use super::{Deserialize, Deserializer, NaiveTime, Serializer};

    pub fn serialize<S: Serializer>(time: &Option<NaiveTime>, out: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => out.collect_str(&time.format("%H:%M")),
            None => out.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveTime>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else {
            return Ok(None);
        };
        NaiveTime::parse_from_str(&text, "%H:%M")
            .or_else(|_| NaiveTime::parse_from_str(&text, "%H:%M:%S"))
            .map(Some)
            .map_err(|_| serde::de::Error::custom(format!("“{text}” is no time like 10:00")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_steps_follow_from_the_ten_levels() {
        let steps: Vec<_> = (0..=11).map(bni).collect();
        let told = [1, 2, 2, 3, 3, 4, 4, 5, 5, 5].map(Some);
        assert_eq!(steps[1..=10], told);
        assert_eq!((steps[0], steps[11]), (None, None));
        for level in 0..=11 {
            assert_eq!(bni(level).is_some(), rung(level).is_some(), "{level}");
        }
    }
}
