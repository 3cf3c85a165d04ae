//! Whom to approach now: who may be asked, and whom nothing keeps from it but a name to ask about. It gives people and
//! facts in order, and will never know where they are shown.

use chrono::NaiveDate;

use super::practice::Practice;
use super::readiness;
use super::relation::{Relation, Warmth};
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::person::Person;
use crate::domain::pillars::Grade;
use crate::domain::relation::Vcp;

/// Without a rhythm of their own, one is warm for so many days after a contact.
const WARM: i64 = 90;

/// Somebody to approach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approach {
    pub person: Id,
    /// About whom: those still to be asked about first. Without any, somebody is to be named.
    pub targets: Vec<Id>,
    /// The trust that is recorded.
    pub trust: Option<Grade>,
    /// When they were asked last.
    pub asked: Option<NaiveDate>,
}

/// Everyone to approach now, the best first: those with somebody to ask about, then the strongest trust, then who was
/// asked longest ago. It looks at all sources and clients, so that it is asked after a change and not for each frame.
pub fn now(book: &Book, practice: &Practice) -> Vec<Approach> {
    let sources = practice.sources().iter().copied();
    let clients = practice.clients().filter(|id| {
        let relation = practice.relation(*id);
        !relation.is_source && relation.interval.is_none()
    });
    let mut found: Vec<Approach> = sources
        .chain(clients)
        .filter_map(|id| of(book, practice, id))
        .collect();
    found.sort_by_key(|it| {
        let trust = match it.trust {
            Some(Grade::Strong) => 0,
            Some(Grade::Fair) => 1,
            _ => 2,
        };
        (it.targets.is_empty(), trust, it.asked, it.person)
    });
    found
}

fn of(book: &Book, practice: &Practice, id: Id) -> Option<Approach> {
    let relation = practice.relation(id);
    // What costs nothing to see comes first: most people go no further.
    if relation.asleep || !is_warm(relation, practice.today()) {
        return None;
    }
    let person = book.people.get(id)?;
    if !is_credible(person) || !readiness::is_free(book, practice, id, person) {
        return None;
    }
    let all = || practice.targets_of(id).iter();
    let open = all().filter(|target| target.record.is_open() && target.record.asked.is_none());
    let asked = all().filter(|target| target.record.is_open() && target.record.asked.is_some());
    Some(Approach {
        person: id,
        targets: open.chain(asked).map(|target| target.id).collect(),
        trust: person.trust.as_ref().map(|judged| judged.grade.clone()),
        asked: relation.asked,
    })
}

/// In time, or spoken to lately where no rhythm is set.
fn is_warm(relation: &Relation, today: NaiveDate) -> bool {
    match relation.warmth {
        Warmth::Warm => true,
        Warmth::NoCadence => relation
            .last
            .is_some_and(|(on, _)| (today - on).num_days() <= WARM),
        Warmth::Fading | Warmth::Cold => false,
    }
}

/// They are known to know that I do it well, or to trust me.
fn is_credible(person: &Person) -> bool {
    let stage = person.vcp.as_ref().map(|reached| &reached.stage);
    let trust = person.trust.as_ref().map(|judged| &judged.grade);
    matches!(stage, Some(Vcp::Credibility | Vcp::Profitability))
        || matches!(trust, Some(Grade::Strong | Grade::Fair))
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Bond, OfPerson};
    use crate::domain::client::Target;
    use crate::domain::event::Kind;
    use crate::domain::person::Tier;
    use crate::domain::pillars::Judged;
    use crate::domain::relation::Reached;

    fn bond(trial: &mut Trial, name: &str, bond: Bond) {
        let person = trial.find(name);
        let bond = Box::new(bond);
        assert!(trial.perform(Action::Bond { person, bond }));
    }

    fn trusted(trial: &mut Trial, name: &str, grade: Grade) {
        let judged = Judged {
            grade,
            why: "as it was".into(),
            ..Judged::default()
        };
        bond(trial, name, Bond::Judged(OfPerson::Trust, Some(judged)));
    }

    fn target(trial: &mut Trial, of: &str, name: &str) -> Id {
        let target = Target {
            person: Some(trial.find(of)),
            name: name.into(),
            on: trial.today(),
            ..Target::default()
        };
        assert!(trial.perform(Action::SaveTarget {
            id: None,
            was: None,
            target: Box::new(target),
        }));
        let (id, _) = trial.book().targets.iter().next_back().unwrap();
        id
    }

    fn names(trial: &Trial) -> Vec<&str> {
        let found = now(trial.book(), &trial.practice());
        let names = found.iter().map(|it| trial.book().name(Some(it.person)));
        names.collect()
    }

    /// A source of tier B, spoken to today, who trusts me strongly.
    fn source(trial: &mut Trial, name: &str) {
        trial.person(name, Some(Tier::B));
        trial.log(Kind::Call, name, None);
        trusted(trial, name, Grade::Strong);
    }

    #[test]
    fn whoever_is_warm_and_credible_and_may_be_asked_is_there() {
        let mut trial = Trial::new();
        source(&mut trial, "Dana Ortiz");
        source(&mut trial, "Ben Achebe");
        trusted(&mut trial, "Ben Achebe", Grade::Weak);
        trial.person("Mia Lang", Some(Tier::B));
        trial.log(Kind::Call, "Mia Lang", None);
        assert_eq!(names(&trial), ["Dana Ortiz"], "of Mia nothing is known");
        let reached = Reached {
            stage: Vcp::Profitability,
            why: "three referrals each way".into(),
            ..Reached::default()
        };
        bond(&mut trial, "Mia Lang", Bond::Vcp(Some(reached)));
        assert_eq!(names(&trial), ["Dana Ortiz", "Mia Lang"]);
        trial.go(8);
        assert!(names(&trial).is_empty(), "new sources, a week away");
        trial.log(Kind::Call, "Dana Ortiz", None);
        assert_eq!(names(&trial), ["Dana Ortiz"]);
        trial.log(Kind::Ask, "Dana Ortiz", None);
        assert!(names(&trial).is_empty(), "asked just now");
    }

    #[test]
    fn a_client_without_a_rhythm_is_warm_for_ninety_days() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Met, "Priya Shah", Some(id));
        trial.close(id, crate::domain::referral::Ending::Won);
        trusted(&mut trial, "Priya Shah", Grade::Fair);
        let practice = trial.practice();
        let priya = trial.find("Priya Shah");
        assert!(practice.clients().any(|id| id == priya));
        assert!(
            names(&trial).is_empty(),
            "the work for her is still going on"
        );
        trial.log(Kind::Completed, "Priya Shah", None);
        trial.perform(Action::SaveAgreement {
            id: None,
            was: None,
            agreement: Box::new(crate::domain::client::Agreement {
                person: Some(priya),
                on: trial.today(),
                ..Default::default()
            }),
            added: vec![crate::domain::client::Criterion {
                words: "live by Easter".into(),
                met: Some(true),
                ..Default::default()
            }],
        });
        assert_eq!(names(&trial), ["Priya Shah"]);
        trial.go(90);
        assert_eq!(names(&trial), ["Priya Shah"]);
        trial.go(91);
        assert!(names(&trial).is_empty());
    }

    #[test]
    fn the_best_comes_first_a_name_to_ask_about_then_trust_then_the_longest_wait() {
        let mut trial = Trial::new();
        for name in ["Asked", "Waiting", "Fair", "Named"] {
            source(&mut trial, name);
        }
        trusted(&mut trial, "Fair", Grade::Fair);
        trusted(&mut trial, "Named", Grade::Fair);
        trial.log(Kind::Ask, "Asked", None);
        trial.go(200);
        for name in ["Asked", "Waiting", "Fair", "Named"] {
            trial.log(Kind::Call, name, None);
        }
        let lars = target(&mut trial, "Named", "Lars Holm");
        assert_eq!(names(&trial), ["Named", "Waiting", "Asked", "Fair"]);
        let found = now(trial.book(), &trial.practice());
        assert_eq!(found[0].targets, [lars]);
        assert_eq!(
            (found[2].asked, &found[2].trust),
            (Some(day(0)), &Some(Grade::Strong))
        );
    }
}
