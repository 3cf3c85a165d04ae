//! The figures of some referrals, all of one direction: how long they stay, how far they get, how they end, how fast the
//! first steps are, and whether the process was kept to. It knows neither period nor screen.

use super::super::standing::Mover;
use super::figure::{Rate, Said, Spread};
use crate::domain::referral::Ending;
use crate::domain::stage::Stage;

/// The figures of some referrals. `n` and all that has no other word on it are of those that arrived in the period and
/// count: leads and what was closed as "not a referral" do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Those that arrived in the period.
    pub n: usize,
    /// What each stage takes, in the order of the stages.
    pub dwell: [Dwell; 8],
    /// How many came so far or farther, by rung; each is at most the one before.
    pub funnel: [usize; 5],
    /// Those that are open and came just so far.
    pub funnel_open: [usize; 5],
    /// From each stage to the next.
    pub passes: [Pass; 8],
    pub ends: Ends,
    /// Days from arrival to the first word to the prospect, of those that had one.
    pub first_word: Said<Spread>,
    /// Days from arrival to the first meeting that was held.
    pub meeting: Said<Spread>,
    /// Days from the first meeting to the report back; given: from the introduction to the receiver's
    /// news.
    pub report: Said<Spread>,
    /// Days from arrival to the end, however it ended.
    pub end: Said<Spread>,
    pub kept: Kept,
}

/// How long one stage takes: the finished stays of the period. A stay is all visits of one referral to the stage taken
/// together, and finished on the day on which it left the stage for the last time, or ended there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dwell {
    pub stage: Stage,
    /// Days that the present map allows; 0 is none.
    pub limit: u32,
    /// Days of each finished stay; too few below five.
    pub days: Said<Spread>,
    /// Finished stays longer than the limit of the map that they ran under, of those that had a limit.
    pub over: Rate,
    /// The days of the finished stays by whose move it was.
    pub time: Split,
    /// Days that referrals spent here within the period, those that are still here among them.
    pub waited: i64,
}

impl Dwell {
    /// More than half of the stays, of at least five, took longer than their limit.
    pub fn is_over(&self) -> bool {
        self.over.is_enough() && self.over.of < 2 * self.over.part
    }
}

/// Days by whose move it was (RULES 3). In Check back it is mine until the source was spoken to, in Meet until the
/// prospect was, in Close until the proposal was sent. Of waits only one that is still noted is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    pub me: i64,
    pub source: i64,
    pub prospect: i64,
    pub receiver: i64,
    /// It waited on somebody else.
    pub other: i64,
    /// Set aside, and on nobody.
    pub nobody: i64,
}

impl Split {
    pub fn total(&self) -> i64 {
        self.me + self.theirs() + self.nobody
    }

    /// Everybody's but mine.
    pub fn theirs(&self) -> i64 {
        self.source + self.prospect + self.receiver + self.other
    }

    /// Who had the move, longest first; whoever never had it is left out, and who in particular it waited on is not said.
    pub fn movers(&self) -> Vec<(Party, i64)> {
        let mut movers = vec![
            (Party::Me, self.me),
            (Party::Source, self.source),
            (Party::Prospect, self.prospect),
            (Party::Receiver, self.receiver),
            (Party::Other, self.other),
            (Party::Nobody, self.nobody),
        ];
        movers.retain(|(_, days)| 0 < *days);
        movers.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
        movers
    }

    pub(super) fn add(&mut self, party: Party, days: i64) {
        *match party {
            Party::Me => &mut self.me,
            Party::Source => &mut self.source,
            Party::Prospect => &mut self.prospect,
            Party::Receiver => &mut self.receiver,
            Party::Other => &mut self.other,
            Party::Nobody => &mut self.nobody,
        } += days;
    }

    pub(super) fn and(&mut self, more: &Split) {
        self.me += more.me;
        self.source += more.source;
        self.prospect += more.prospect;
        self.receiver += more.receiver;
        self.other += more.other;
        self.nobody += more.nobody;
    }
}

/// Who has the move, as far as sums can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    Me,
    Source,
    Prospect,
    Receiver,
    Other,
    Nobody,
}

impl Party {
    pub fn of(mover: Mover) -> Party {
        match mover {
            Mover::Me => Party::Me,
            Mover::Source => Party::Source,
            Mover::Prospect => Party::Prospect,
            Mover::Receiver => Party::Receiver,
            Mover::Other(_) => Party::Other,
            Mover::Nobody => Party::Nobody,
        }
    }

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        ["me", "source", "prospect", "receiver", "other", "nobody"][self as usize]
    }
}

/// How far a referral came. Whoever came farther came so far: a deal without a recorded meeting was met for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// It arrived, or was given.
    Arrived,
    /// Introduced, or moved beyond Check back.
    CheckedBack,
    /// A meeting was held, or it moved beyond Meet.
    Met,
    /// A proposal was sent.
    Proposed,
    Won,
}

impl Rung {
    pub const ALL: [Rung; 5] = [
        Rung::Arrived,
        Rung::CheckedBack,
        Rung::Met,
        Rung::Proposed,
        Rung::Won,
    ];

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        ["arrived", "checked-back", "met", "proposed", "won"][self as usize]
    }
}

/// From one stage to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// Came to this stage, or beyond it.
    pub reached: usize,
    /// Came beyond it; of the last stage, were won.
    pub went_on: usize,
    /// Open, and not beyond it so far.
    pub still: usize,
}

impl Pass {
    /// How many went on, of all that reached it, those that are still there among them.
    pub fn rate(self) -> Rate {
        Rate {
            part: self.went_on,
            of: self.reached,
        }
    }
}

/// How those that arrived in the period ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// Each ending that there was, most frequent first. What was "not a referral" stands here and nowhere else.
    pub rows: Vec<End>,
    /// Those that are open.
    pub open: usize,
    /// Won, of won, lost and lapsed: walked away and passed on are neutral.
    pub won: Rate,
}

/// One way of ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub ending: Ending,
    pub n: usize,
    /// How many of them stood in each stage when they ended.
    pub stages: [usize; 8],
    /// The reasons as they were written, most frequent first, those without one left out.
    pub reasons: Vec<(String, usize)>,
}

/// Whether the process was kept to: the core steps of the stages that a referral passed. The step of a stage is the fact
/// that carries it on (RULES 3): thanked, researched, introduced, met, told, heard, and at the end told and thanked. In
/// stages that can be left by hand with nothing left open, standing there will do. Given ones: permission asked, introduced,
/// the receiver's news, my prospect heard, the receiver told. What was imported, or ended before the book was begun, is not
/// judged: nobody knows what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Ended, with every core step of the stages that it passed, of all that ended.
    pub whole: Rate,
    /// Won, of won, lost and lapsed: with the whole process …
    pub won_whole: Rate,
    /// … and without.
    pub won_broken: Rate,
    /// By stage: had its core step, of those that passed the stage and were asked for one.
    pub steps: [Rate; 8],
}
