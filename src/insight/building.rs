//! What builds trust with one person, by what the book knows of them: trust comes before every referral (`McCord`, Walker).
//! It never says whether they are worth it.

use super::evidence::evidence;
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::relation::latest;

/// So many are said at a time.
pub const MOST: usize = 3;

/// After so many days the last one-to-one is long ago.
const LONG_AGO: i64 = 60;

/// One thing that builds trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Put right what stands between us.
    MakeUp(Id),
    /// Keep my promise that has waited longest past its day.
    Keep(Id),
    /// They did this for me, and I never did it for them.
    Return(&'static Kind),
    /// Look for whom they look for; the version of their words.
    LookFor(Id),
    /// Sit down together, just the two of us.
    OneToOne,
    /// Ask outright what it would take (Walker).
    AskOutright,
}

/// Two or three of them, what weighs most first.
pub fn building(book: &Book, practice: &Practice, person: Id) -> Vec<Step> {
    let relation = practice.relation(person);
    let evidence = evidence(practice, person);
    let record = book.people.get(person);
    let wanted = record.and_then(|record| latest(&record.wants));
    let last = evidence.last_one_to_one;
    let is_long_ago = last.is_none_or(|last| LONG_AGO < (practice.today() - last).num_days());
    let found = [
        relation.friction.map(Step::MakeUp),
        evidence.overdue.first().copied().map(Step::Keep),
        relation.unreturned().first().copied().map(Step::Return),
        wanted.map(|(version, _)| Step::LookFor(version)),
        is_long_ago.then_some(Step::OneToOne),
    ];
    let mut steps: Vec<Step> = found.into_iter().flatten().take(MOST).collect();
    // One alone is little; and where nothing else is left, asking is.
    if steps.len() < 2 {
        steps.push(Step::AskOutright);
    }
    if steps.len() < 2 {
        steps.push(Step::OneToOne);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Bond, Log};
    use crate::domain::event::Way;
    use crate::domain::promise::By;

    fn of(trial: &Trial) -> Vec<Step> {
        building(trial.book(), &trial.practice(), trial.find("Dana Ortiz"))
    }

    #[test]
    fn of_whom_nothing_is_known_one_meets_and_asks() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        assert_eq!(of(&trial), [Step::OneToOne, Step::AskOutright]);
        trial.log(Kind::OneToOne, "Dana Ortiz", None);
        assert_eq!(of(&trial), [Step::AskOutright, Step::OneToOne]);
        trial.go(61);
        assert_eq!(of(&trial), [Step::OneToOne, Step::AskOutright]);
    }

    #[test]
    fn a_promise_past_its_day_comes_before_what_was_never_returned() {
        let mut trial = Trial::new();
        let dana = trial.person("Dana Ortiz", None);
        let got = Some(Way::Got);
        trial.log_way(Kind::Advice, "Dana Ortiz", None, got.clone());
        trial.log_way(Kind::Testimonial, "Dana Ortiz", None, got.clone());
        trial.log_way(Kind::Testimonial, "Dana Ortiz", None, got);
        assert_eq!(
            of(&trial),
            [Step::Return(&Kind::Testimonial), Step::OneToOne]
        );
        trial.log_way(Kind::Testimonial, "Dana Ortiz", None, Some(Way::Given));
        assert_eq!(of(&trial), [Step::Return(&Kind::Advice), Step::OneToOne]);
        let bond = Box::new(Bond::Wants("owners of shops".into()));
        trial.perform(Action::Bond { person: dana, bond });
        let promise = trial.promise(By::Me, "Dana Ortiz", 2);
        trial.go(3);
        let found = of(&trial);
        assert_eq!(
            found[..2],
            [Step::Keep(promise), Step::Return(&Kind::Advice)]
        );
        assert!(matches!(found[2], Step::LookFor(_)));
        let log = Log {
            kind: Kind::Friction,
            who: trial.who("Dana Ortiz"),
            note: "I was late".into(),
            ..Log::default()
        };
        trial.perform(Action::Log(Box::new(log)));
        assert!(matches!(
            of(&trial)[..],
            [Step::MakeUp(_), Step::Keep(_), Step::Return(_)]
        ));
    }
}
