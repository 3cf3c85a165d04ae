//! What the book says of how a person and I have dealt with each other: the evidence for a judgement of trust, or of how
//! far it has come. It never judges.

use chrono::{Months, NaiveDate};

use super::index::Dated;
use super::practice::Practice;
use crate::domain::event::{Event, Kind};
use crate::domain::expectation::{Origin, Verdict};
use crate::domain::id::Id;
use crate::domain::promise::{By, Promise};
use crate::domain::referral::{Ending, Referral};

/// How a person and I have dealt with each other, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Days in twelve months on which we were in touch.
    pub contacts: usize,
    /// Those of them on which both of us spoke.
    pub spoke: usize,
    /// My promises that I kept, of so many that are settled or past their day.
    pub kept: usize,
    pub came_due: usize,
    /// My promises that are open and past their day, the oldest first.
    pub overdue: Vec<Id>,
    pub one_to_ones: usize,
    pub last_one_to_one: Option<NaiveDate>,
    /// Referrals in twelve months, from them and to them.
    pub got: u32,
    pub given: u32,
    /// Referrals from them since ever, and how many of these were won.
    pub sent: usize,
    pub won: usize,
    /// What they said they expect: exceeded, met, missed, and not judged yet.
    pub exceeded: usize,
    pub met: usize,
    pub missed: usize,
    pub open: usize,
}

/// Whether both of us spoke: a note of having been in touch does not say so, and what is written may stay unanswered.
fn is_talk(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Call
            | Kind::Meeting
            | Kind::OneToOne
            | Kind::Meal
            | Kind::Event
            | Kind::Met
            | Kind::FeedbackHeard
            | Kind::CheckIn
            | Kind::Acquisition
            | Kind::Debrief
    )
}

/// The evidence that the book has about a person.
pub fn evidence(practice: &Practice, person: Id) -> Evidence {
    let today = practice.today();
    let relation = practice.relation(person);
    let mut found = Evidence {
        got: relation.year.got.referrals,
        given: relation.year.given.referrals,
        ..Evidence::default()
    };
    let events = practice.events_of(person);
    let window = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    found.contacts = days(events, |event| {
        window < event.on && event.record.kind.is_touch()
    });
    found.spoke = days(events, |event| {
        window < event.on && is_talk(&event.record.kind)
    });
    let held = events.iter().filter(|it| it.record.kind == Kind::OneToOne);
    for event in held {
        found.one_to_ones += 1;
        found.last_one_to_one = Some(event.on);
    }
    for promise in practice.promises_of(person) {
        found.count_promise(promise, today);
    }
    for named in practice.referrals_of(person) {
        found.count_referral(&named.record, person);
    }
    let expected = practice.expectations_of(person).iter();
    for expectation in expected.filter(|it| it.record.origin == Origin::Said) {
        match expectation.record.verdict {
            Verdict::Exceeded => found.exceeded += 1,
            Verdict::Met => found.met += 1,
            Verdict::Missed => found.missed += 1,
            Verdict::Open | Verdict::Other(_) => found.open += 1,
        }
    }
    found
}

/// On how many days there was something of the kind.
fn days(events: &[Dated<Event>], is_it: impl Fn(&Dated<Event>) -> bool) -> usize {
    let mut days: Vec<NaiveDate> = events
        .iter()
        .filter(|event| is_it(event))
        .map(|event| event.on)
        .collect();
    days.dedup();
    days.len()
}

impl Evidence {
    fn count_promise(&mut self, promise: &Dated<Promise>, today: NaiveDate) {
        let it = &promise.record;
        if it.by != By::Me {
            return;
        }
        let is_overdue = it.is_open() && it.due.is_some_and(|due| due < today);
        if is_overdue {
            self.overdue.push(promise.id);
        }
        self.kept += usize::from(it.kept.is_some());
        self.came_due += usize::from(is_overdue || !it.is_open());
    }

    fn count_referral(&mut self, referral: &Referral, person: Id) {
        let is_theirs = !referral.is_given() && referral.partners().any(|id| id == person);
        if !is_theirs || !referral.counts() {
            return;
        }
        self.sent += 1;
        let outcome = referral.outcome.as_ref();
        self.won += usize::from(outcome.is_some_and(|outcome| outcome.ending == Ending::Won));
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::referral::Direction;

    fn of(trial: &Trial, name: &str) -> Evidence {
        evidence(&trial.practice(), trial.find(name))
    }

    #[test]
    fn contacts_are_days_and_only_some_are_talks() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        for (day, kind) in [
            (0, Kind::Touch),
            (0, Kind::Email),
            (3, Kind::Call),
            (3, Kind::Meal),
            (5, Kind::OneToOne),
            (7, Kind::Note),
        ] {
            trial.go(day);
            trial.log(kind, "Dana Ortiz", None);
        }
        let found = of(&trial, "Dana Ortiz");
        assert_eq!((found.contacts, found.spoke), (3, 2));
        assert_eq!(found.one_to_ones, 1);
        assert_eq!(found.last_one_to_one, Some(super::super::trial::day(5)));
        trial.go(369);
        let found = of(&trial, "Dana Ortiz");
        assert_eq!((found.contacts, found.spoke, found.one_to_ones), (1, 1, 1));
    }

    #[test]
    fn a_promise_counts_once_it_is_settled_or_past_its_day() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        let kept = trial.promise(By::Me, "Dana Ortiz", 2);
        let late = trial.promise(By::Me, "Dana Ortiz", 3);
        trial.promise(By::Me, "Dana Ortiz", 30);
        trial.promise(By::Them, "Dana Ortiz", 1);
        let end = |promise, kept| Action::EndPromise { promise, kept };
        trial.perform(end(kept, true));
        let found = of(&trial, "Dana Ortiz");
        assert_eq!((found.kept, found.came_due), (1, 1));
        trial.go(4);
        let found = of(&trial, "Dana Ortiz");
        assert_eq!((found.kept, found.came_due), (1, 2));
        assert_eq!(found.overdue, [late]);
        trial.perform(end(late, false));
        let found = of(&trial, "Dana Ortiz");
        assert_eq!((found.kept, found.came_due), (1, 2));
        assert!(found.overdue.is_empty());
    }

    #[test]
    fn referrals_each_way_are_those_of_twelve_months_and_the_sent_ones_of_all_time() {
        let mut trial = Trial::new();
        let won = trial.received("Priya Shah", "Dana Ortiz");
        let none = trial.received("Omar Haddad", "Dana Ortiz");
        trial.capture("Lin Wu", Direction::Given, "Dana Ortiz");
        trial.close(won, Ending::Won);
        trial.close(none, Ending::NotAReferral);
        let found = of(&trial, "Dana Ortiz");
        assert_eq!((found.got, found.given), (1, 1));
        assert_eq!((found.sent, found.won), (1, 1));
        trial.go(400);
        let found = of(&trial, "Dana Ortiz");
        assert_eq!((found.got, found.sent), (0, 1));
        assert_eq!(of(&trial, "Priya Shah").sent, 0, "she was the prospect");
    }

    #[test]
    fn of_a_stranger_there_is_none() {
        let trial = Trial::new();
        let nobody = evidence(&trial.practice(), Id::fixed(99));
        assert_eq!(nobody, Evidence::default());
    }
}
