//! Captures that nobody touched since: the cards that would pile up on a desk. It finds them and will never know where
//! they are shown.

use super::practice::Practice;
use crate::domain::id::Id;
use crate::domain::referral::{Direction, Referral};
use crate::domain::settings::Threshold;
use crate::domain::stage::Stage;

/// What is said with a capture is logged within so many milliseconds of it; no hand is as quick.
const WITH: i64 = 500;

/// One of them, and for how many days it has lain there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untouched {
    pub referral: Id,
    pub days: i64,
}

impl Practice {
    /// All that have lain for as long as the settings allow, of both directions, the oldest first.
    pub fn untouched(&self) -> Vec<Untouched> {
        let sides = [Direction::Received, Direction::Given];
        // Thanks that were said with it have carried it further than the first stage.
        let standing = sides.iter().flat_map(|side| {
            let stages = Stage::ALL.into_iter();
            stages.flat_map(move |stage| self.column(side, stage))
        });
        let mut found: Vec<Untouched> = standing
            .filter(|id| self.is_untouched(**id))
            .filter_map(|id| {
                Some(Untouched {
                    referral: *id,
                    days: self.lain(self.book.referrals.get(*id)?),
                })
            })
            .collect();
        found.sort_by_key(|it| (std::cmp::Reverse(it.days), it.referral));
        found
    }

    /// Whether nothing has become of a capture: no step, plan, wait, word or promise since.
    pub fn is_untouched(&self, id: Id) -> bool {
        let Some(it) = self.book.referrals.get(id).filter(|it| it.is_open()) else {
            return false;
        };
        let days = self.book.settings().days(Threshold::Untouched);
        // An import is no capture: it lay elsewhere before.
        it.origin.is_empty()
            && i64::from(days) <= self.lain(it)
            && it.next.is_none()
            && it.wait.is_none()
            && it.introduction.is_none()
            && it.answers.is_empty()
            && !it.moves.values().any(|step| it.created + WITH < step.at)
            && !self
                .events_on(id)
                .iter()
                .any(|event| it.created + WITH < event.at)
            && self.promises_on(id).is_empty()
    }

    fn lain(&self, referral: &Referral) -> i64 {
        (self.today - referral.on).num_days().max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Captured, Contact, Subject, Who};
    use crate::domain::event::Kind;
    use crate::domain::person::Wait;
    use crate::domain::referral::{Ending, Verb};

    fn days(trial: &Trial) -> Vec<i64> {
        let found = trial.practice().untouched();
        found.iter().map(|it| it.days).collect()
    }

    #[test]
    fn a_capture_lies_untouched_from_the_second_day_on_and_the_oldest_comes_first() {
        let mut trial = Trial::new();
        trial.received("Priya Shah", "Dana Ortiz");
        trial.go(1);
        trial.capture("Lena Holt", Direction::Given, "Omar Haddad");
        assert_eq!(days(&trial), [0; 0]);
        trial.go(2);
        assert_eq!(days(&trial), [2]);
        trial.go(12);
        assert_eq!(days(&trial), [12, 11]);
    }

    #[test]
    fn whatever_becomes_of_it_touches_it() {
        type Touch = fn(&mut Trial, Id);
        let touches: [(&str, Touch); 6] = [
            ("a step", |trial, id| trial.move_to(id, Stage::Research)),
            ("a plan", |trial, id| trial.plan(id, Verb::Call, 20, None)),
            ("thanks", |trial, id| {
                trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
            }),
            ("a note", |trial, id| {
                trial.log(Kind::Note, "Priya Shah", Some(id));
            }),
            ("an outcome", |trial, id| {
                trial.close(id, Ending::NotAReferral);
            }),
            ("not now", |trial, id| {
                let wait = Some(Wait::default());
                assert!(trial.perform(Action::Wait {
                    subject: Subject::Referral(id),
                    wait,
                    on: Who::Nobody,
                }));
            }),
        ];
        for (what, touch) in touches {
            let mut trial = Trial::new();
            let id = trial.received("Priya Shah", "Dana Ortiz");
            trial.go(5);
            assert_eq!(days(&trial), [5], "before {what}");
            touch(&mut trial, id);
            assert_eq!(days(&trial), [0; 0], "{what}");
        }
    }

    #[test]
    fn what_was_said_with_the_capture_is_no_touch() {
        let mut trial = Trial::new();
        let captured = Captured {
            prospect: Who::New("Priya Shah".into()),
            partner: Who::New("Dana Ortiz".into()),
            contact: Some(Contact {
                kind: Kind::Meeting,
                note: "at the expo".into(),
                thanked: true,
                already: false,
            }),
            ..Captured::default()
        };
        assert!(trial.perform(Action::Capture(Box::new(captured))));
        trial.go(3);
        assert_eq!(days(&trial), [3]);
    }
}
