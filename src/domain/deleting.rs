//! Records deleted one by one. What others name does not go unnoticed.

use super::action::{Said, Subject, is_gone};
use super::book::{Book, Stamp};
use super::client;
use super::day;
use super::id::Id;
use super::merge;
use super::refusal::Refusal;

pub(super) fn delete(
    book: &mut Book,
    stamp: &mut Stamp,
    subject: Subject,
) -> Result<Said, Refusal> {
    let at = stamp.at;
    let said = match subject {
        Subject::Person(id) => {
            let name = book
                .people
                .get(id)
                .ok_or_else(|| is_gone("person"))?
                .name
                .clone();
            may_go(book, id, &name)?;
            book.people.remove(id);
            merge::lay_to_rest(&mut book.gone, "people", id, at);
            format!("Deleted {name}")
        }
        Subject::Referral(id) => {
            let referral = book
                .referrals
                .remove(id)
                .ok_or_else(|| is_gone("referral"))?;
            merge::lay_to_rest(&mut book.gone, "referrals", id, at);
            client::unanswer_target(book, id, at);
            format!("Deleted the referral of {}", book.name(referral.prospect))
        }
        Subject::Promise(id) => {
            let promise = book.promises.remove(id).ok_or_else(|| is_gone("promise"))?;
            merge::lay_to_rest(&mut book.gone, "promises", id, at);
            format!("Deleted the promise “{}”", promise.what)
        }
        Subject::Event(id) => {
            let event = book.events.remove(id).ok_or_else(|| is_gone("entry"))?;
            merge::lay_to_rest(&mut book.gone, "events", id, at);
            format!(
                "Deleted the entry “{}” of {}",
                event.kind.title(),
                day::full(event.on, stamp.today)
            )
        }
    };
    Ok(Said::new(said).more("u brings it back"))
}

/// A person whom other records name stays: what they did would be left with "someone".
fn may_go(book: &Book, id: Id, name: &str) -> Result<(), Refusal> {
    let mentions = book.mentions(id);
    if mentions.is_none() {
        return Ok(());
    }
    Err(
        Refusal::new(format!("{name} is named in {}", mentions.words()))
            .or("make them one with another person, or forget them"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::client::{Aim, Target};
    use crate::domain::id::Ids;
    use crate::domain::person::{Person, Wait};
    use crate::domain::referral::{Next, Referral};
    use crate::history::History;

    fn stamp(at: i64) -> Stamp {
        Stamp {
            today: "2026-11-21".parse().unwrap(),
            at,
            ids: Ids::seeded(u128::try_from(at).unwrap()),
        }
    }

    #[test]
    fn whom_i_asked_about_is_to_be_asked_about_again_once_the_referral_is_deleted() {
        let mut book = Book::new(stamp(1).today);
        let (target, referral) = (Id::fixed(1), Id::fixed(2));
        book.referrals.put(referral, Referral::default(), 1_000);
        let asked = Target {
            name: "Ida Berg".into(),
            asked: Some(stamp(1).today),
            referral: Some(referral),
            ..Target::default()
        };
        book.targets.put(target, asked, 1_000);
        let mut history = History::open(book);
        let delete = Action::Delete(Subject::Referral(referral));
        history.perform(delete, &mut stamp(2_000)).unwrap();
        let aim = |history: &History| history.book().targets.get(target).unwrap().aim();
        assert_eq!(aim(&history), Aim::Asked);
        history.undo(3_000).unwrap();
        assert_eq!(aim(&history), Aim::Referred);
    }

    #[test]
    fn whom_a_plan_or_a_wait_names_is_not_deleted() {
        let mut book = Book::new(stamp(1).today);
        let id = Id::fixed(1);
        let dana = Person {
            name: "Dana Ortiz".into(),
            ..Person::default()
        };
        book.people.put(id, dana, 1_000);
        let next = Next {
            whom: Some(id),
            ..Next::default()
        };
        let wait = Wait {
            on: Some(id),
            ..Wait::default()
        };
        let planned = Referral {
            next: Some(next),
            ..Referral::default()
        };
        let waiting = Referral {
            wait: Some(wait.clone()),
            ..Referral::default()
        };
        let other = Person {
            wait: Some(wait),
            ..Person::default()
        };
        let delete = Action::Delete(Subject::Person(id));
        for referral in [planned, waiting] {
            let mut book = book.clone();
            book.referrals.put(Id::fixed(2), referral, 1_000);
            let refused = delete.clone().perform(&mut book, &mut stamp(2_000));
            assert_eq!(
                refused.unwrap_err().why,
                "Dana Ortiz is named in 1 referral"
            );
        }
        book.people.put(Id::fixed(3), other, 1_000);
        let refused = delete.perform(&mut book, &mut stamp(2_000));
        assert_eq!(
            refused.unwrap_err().why,
            "Dana Ortiz is named in 1 other person"
        );
    }
}
