//! What each rule says now, and how it was answered: how many speak, how many were let go, for whom it was stopped. It
//! knows no rule by name.

use super::nudge::{RULES, Rule, RuleName};
use super::practice::Practice;
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::id::Id;

use super::nudge::{is_silent, subject_of};

/// One rule, as it stands in this book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    pub rule: RuleName,
    /// Switched on, for all.
    pub is_on: bool,
    /// The days that the user set, where they are not ours.
    pub days: Option<u32>,
    /// How many nudges of it there are, what is still to come among them.
    pub now: usize,
    /// How often it was let go.
    pub let_go: usize,
    /// For whom it asks no more, in no order.
    pub stopped: Vec<Id>,
}

/// Every rule, in the order of the table.
pub fn spoken(book: &Book, practice: &Practice) -> Vec<Spoken> {
    let settings = book.settings();
    let days = |rule: &Rule| {
        let (name, _, _) = rule.threshold()?.row();
        settings.thresholds.get(name).copied()
    };
    let all = RULES.iter().map(|rule| Spoken {
        rule: rule.name,
        is_on: !is_silent(settings, rule.name),
        days: days(rule),
        now: 0,
        let_go: 0,
        stopped: Vec::new(),
    });
    let mut all: Vec<Spoken> = all.collect();
    let found = practice.nudges().iter().chain(practice.practices());
    for nudge in found.filter(|nudge| nudge.due <= practice.today()) {
        all[nudge.rule as usize].now += 1;
    }
    for (_, settled) in book.settled.iter() {
        let word = settled.key.split('/').next().unwrap_or_default();
        let at = RULES.iter().position(|rule| rule.word == word);
        let (Some(at), None) = (at, settled.until) else {
            continue;
        };
        let has_occasion = settled.key.split('/').nth(2).is_some();
        match subject_of(&settled.key) {
            Some(Subject::Person(id)) if !has_occasion => all[at].stopped.push(id),
            _ => all[at].let_go += 1,
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::silencing::key_for;

    fn of(trial: &Trial, rule: RuleName) -> Spoken {
        let all = spoken(trial.book(), &trial.practice());
        all[rule as usize].clone()
    }

    fn settle(trial: &mut Trial, key: String) {
        assert!(trial.perform(Action::Settle {
            key,
            until: None,
            why: String::new(),
            what: String::new(),
        }));
    }

    #[test]
    fn a_rule_counts_what_it_says_what_was_let_go_and_for_whom_it_was_stopped() {
        let mut trial = Trial::new();
        for (prospect, source) in [("Omar", "Dana"), ("Lin", "Dana"), ("Eva", "Ben")] {
            trial.received(prospect, source);
        }
        let rule = RuleName::Acknowledge;
        assert_eq!(of(&trial, rule).now, 0, "nothing is due yet");
        trial.go(1);
        assert_eq!((of(&trial, rule).now, of(&trial, rule).let_go), (3, 0));
        let key = trial.said(rule)[0].key();
        settle(&mut trial, key);
        let ben = trial.find("Ben");
        settle(&mut trial, key_for(rule.rule().word, ben));
        let found = of(&trial, rule);
        assert_eq!((found.now, found.let_go), (1, 1));
        assert_eq!((found.is_on, found.days), (true, None));
        assert_eq!(found.stopped, [ben]);
        assert_eq!(of(&trial, RuleName::Tell).stopped, []);
    }
}
