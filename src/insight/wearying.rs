//! How often nudges of one rule were let go for one person: often enough, and it is asked whether they are wanted. It
//! never decides it.

use super::nudge::{Nudge, is_for_all, subject_of};
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::id::Id;

/// The time at which it is asked whether to go on.
const TIMES: usize = 3;

/// Whether letting this one go would be the third time for its rule and its person, or a later one.
pub fn is_wearying(book: &Book, nudge: &Nudge) -> bool {
    TIMES <= time(book, nudge)
}

/// Which time it would be that one of its rule is let go for its person: the first is 1.
pub fn time(book: &Book, nudge: &Nudge) -> usize {
    let word = nudge.rule.rule().word;
    let is_of_rule = |key: &str| key.split('/').next() == Some(word) && !is_for_all(key);
    let own = nudge.key();
    let let_go = book.settled.iter().filter(|(_, settled)| {
        settled.until.is_none()
            && settled.key != own
            && is_of_rule(&settled.key)
            && is_about(book, &settled.key, nudge.person)
    });
    let_go.count() + 1
}

/// Whether what was let go was this person's.
fn is_about(book: &Book, key: &str, person: Option<Id>) -> bool {
    let of = |named: Option<Id>| named.is_some() && named == person;
    match subject_of(key) {
        None => person.is_none(),
        Some(Subject::Person(id)) => of(Some(id)),
        Some(Subject::Promise(id)) => of(book.promises.get(id).and_then(|it| it.person)),
        Some(Subject::Event(id)) => of(book.events.get(id).and_then(|it| it.person)),
        Some(Subject::Referral(id)) => match whose(book, key) {
            Some(whose) => of(Some(whose)),
            None => book.referrals.get(id).is_some_and(|it| {
                of(it.prospect) || it.partners().any(|partner| of(Some(partner)))
            }),
        },
    }
}

/// The one person of several on a referral to whom an occasion belongs.
fn whose(book: &Book, key: &str) -> Option<Id> {
    let occasion = key.split('/').nth(2)?;
    let id = occasion.split(':').next()?.parse().ok()?;
    book.people.has(id).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::super::nudge::RuleName;
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::event::Kind;
    use crate::domain::person::Tier;

    fn let_go(trial: &mut Trial, key: String, until: Option<u64>) {
        assert!(trial.perform(Action::Settle {
            key,
            until: until.map(day),
            why: String::new(),
            what: String::new(),
        }));
    }

    #[test]
    fn the_third_time_that_somebody_is_let_go_is_asked_about() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", Some(Tier::A));
        trial.person("Ben Achebe", Some(Tier::A));
        for (n, wanted) in [(20, false), (40, false), (60, true), (80, true)] {
            trial.go(n);
            trial.log(Kind::Touch, "Mia Lang", None);
            let said = trial.said(RuleName::GoneQuiet);
            let dana = trial.find("Dana Ortiz");
            let of_dana = said.iter().find(|it| it.person == Some(dana));
            let of_dana = of_dana.expect("she has gone quiet");
            assert_eq!(is_wearying(trial.book(), of_dana), wanted, "{n}");
            // The fourth time is not the third.
            assert_eq!(
                time(trial.book(), of_dana),
                usize::try_from(n / 20).unwrap()
            );
            let of_ben = said.iter().find(|it| it.person != Some(dana));
            assert!(!is_wearying(trial.book(), of_ben.expect("he has too")));
            let_go(&mut trial, of_dana.key(), None);
            trial.log(Kind::Touch, "Dana Ortiz", None);
        }
    }

    #[test]
    fn what_is_put_off_or_of_another_rule_or_person_counts_for_nothing() {
        let mut trial = Trial::new();
        for n in 0..4 {
            trial.received(&format!("Prospect {n}"), "Dana Ortiz");
        }
        trial.received("Lin Wu", "Ben Achebe");
        trial.go(1);
        let said = trial.said(RuleName::Acknowledge);
        let ben = trial.find("Ben Achebe");
        let (of_ben, of_dana): (Vec<_>, Vec<_>) =
            said.into_iter().partition(|it| it.person == Some(ben));
        let_go(&mut trial, of_dana[0].key(), Some(9));
        let_go(&mut trial, of_dana[1].key(), None);
        let_go(&mut trial, of_ben[0].key(), None);
        assert!(!is_wearying(trial.book(), &of_dana[3]));
        let_go(&mut trial, of_dana[2].key(), None);
        assert!(is_wearying(trial.book(), &of_dana[3]));
    }
}
