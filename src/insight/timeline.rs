//! Everything that happened with one person or on one referral, newest first. Ids and days; the words
//! are elsewhere.

use chrono::NaiveDate;

use super::practice::Practice;
use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::referral::Referral;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A referral arrived or was given.
    Arrived {
        referral: Id,
    },
    /// A further source sent the same prospect.
    Joined {
        referral: Id,
        source: Id,
    },
    /// A referral moved; `step` is the key of the move.
    Moved {
        referral: Id,
        step: Id,
    },
    Event(Id),
    Promised(Id),
    /// A promise was kept, or not.
    PromiseEnded(Id),
    Ended {
        referral: Id,
    },
}

/// One line of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub on: NaiveDate,
    /// UTC milliseconds; 0 where only the day is known.
    pub at: i64,
    pub what: What,
}

impl Practice {
    /// Events, moves, outcomes and promises about a person or a referral, newest first.
    pub fn timeline(&self, subject: Subject) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut push = |on, at, what| entries.push(Entry { on, at, what });
        let (events, promises) = match subject {
            Subject::Person(id) => {
                for named in self.referrals_of(id) {
                    push_referral(named.id, &named.record, &mut push);
                }
                (self.events_of(id), self.promises_of(id))
            }
            Subject::Referral(id) => {
                if let Some(referral) = self.referral(id) {
                    push_referral(id, referral, &mut push);
                }
                (self.events_on(id), self.promises_on(id))
            }
            Subject::Promise(_) | Subject::Event(_) => return entries,
        };
        for event in events {
            push(event.on, event.at, What::Event(event.id));
        }
        for promise in promises {
            let record = &promise.record;
            push(promise.on, record.created, What::Promised(promise.id));
            if let Some(on) = record.kept.or(record.broken) {
                push(on, record.updated, What::PromiseEnded(promise.id));
            }
        }
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.on, entry.at, entry.what)));
        entries
    }
}

fn push_referral(id: Id, referral: &Referral, push: &mut impl FnMut(NaiveDate, i64, What)) {
    let steps = referral.moves.iter();
    // The first move is the arrival itself.
    let first = steps
        .clone()
        .min_by_key(|(step, made)| (made.on, made.at, **step));
    let at = first.map_or(referral.created, |(_, made)| made.at);
    push(referral.on, at, What::Arrived { referral: id });
    for (step, made) in steps {
        if Some(step) != first.map(|(first, _)| first) {
            push(
                made.on,
                made.at,
                What::Moved {
                    referral: id,
                    step: *step,
                },
            );
        }
    }
    for (source, joined) in &referral.also {
        let (referral, source) = (id, *source);
        push(joined.on, 0, What::Joined { referral, source });
    }
    if let Some(outcome) = &referral.outcome {
        push(outcome.on, outcome.at, What::Ended { referral: id });
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::event::Kind;
    use crate::domain::promise::By;
    use crate::domain::referral::Ending;

    #[test]
    fn the_newest_comes_first() {
        let mut trial = Trial::new();
        let referral = trial.received("Priya Shah", "Dana Ortiz");
        trial.go(1);
        trial.log(Kind::Thanked, "Dana Ortiz", Some(referral));
        let thanked = trial.book().events.iter().next().expect("one event").0;
        trial.go(2);
        let promise = trial.promise(By::Me, "Dana Ortiz", 9);
        trial.go(3);
        trial.close(referral, Ending::Won);
        let practice = trial.practice();
        let dana = Subject::Person(trial.find("Dana Ortiz"));
        let found: Vec<What> = practice.timeline(dana).iter().map(|e| e.what).collect();
        assert_eq!(found[0], What::Ended { referral });
        assert_eq!(found[1], What::Promised(promise));
        assert!(matches!(found[3], What::Event(_)) || matches!(found[2], What::Event(_)));
        assert_eq!(found.last(), Some(&What::Arrived { referral }));
        let own = practice.timeline(Subject::Referral(referral));
        assert_eq!(own.len(), 4);
        assert!(own.iter().any(|entry| entry.what == What::Event(thanked)));
        assert!(own.is_sorted_by_key(|entry| std::cmp::Reverse((entry.on, entry.at))));
        assert_eq!(own[0].on, day(3));
    }
}
