//! What kind of source a person is (Misner's eight): as it was noted, else what the referrals say.

use super::client::Client;
use super::pillars;
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::pillars::Grade;
use crate::domain::relation::Category;

/// The category as it was noted, else as it follows.
pub fn category_of(book: &Book, practice: &Practice, person: Id) -> Option<Category> {
    let noted = book.people.get(person).and_then(|it| it.category.clone());
    noted.or_else(|| following(book, practice, person))
}

/// What the referrals say by themselves: a client whose work is completed, or whose purchase went well, else who gave me some, else who got
/// some from me; the other five only a person can tell.
pub fn following(book: &Book, practice: &Practice, person: Id) -> Option<Category> {
    let relation = practice.relation(person);
    let completed = || Client::of(book, practice, person).work.completed.is_some();
    let is_content = || match pillars::purchase(book, practice, person) {
        Some(Grade::Strong | Grade::Fair) => true,
        Some(Grade::Weak) => false,
        Some(Grade::DoesNotApply | Grade::Other(_)) | None => completed(),
    };
    if relation.is_client && is_content() {
        Some(Category::Client)
    } else if 0 < relation.ever.got.referrals {
        Some(Category::GaveMe)
    } else if 0 < relation.ever.given.referrals {
        Some(Category::GaveTo)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Bond, OfPerson};
    use crate::domain::event::Kind;
    use crate::domain::pillars::Judged;
    use crate::domain::referral::{Direction, Ending};

    fn of(trial: &Trial, name: &str) -> Option<Category> {
        category_of(trial.book(), &trial.practice(), trial.find(name))
    }

    fn bond(trial: &mut Trial, name: &str, bond: Bond) {
        let person = trial.find(name);
        let bond = Box::new(bond);
        assert!(trial.perform(Action::Bond { person, bond }));
    }

    #[test]
    fn it_follows_from_the_referrals_until_it_is_noted() {
        let mut trial = Trial::new();
        let card = trial.received("Priya Shah", "Dana Ortiz");
        trial.capture("Lin Wu", Direction::Given, "Tariq Aziz");
        trial.capture("Omar Haddad", Direction::Given, "Dana Ortiz");
        assert_eq!(of(&trial, "Dana Ortiz"), Some(Category::GaveMe));
        assert_eq!(of(&trial, "Tariq Aziz"), Some(Category::GaveTo));
        assert_eq!(of(&trial, "Priya Shah"), None);
        trial.close(card, Ending::Won);
        assert_eq!(of(&trial, "Priya Shah"), None, "the work has only begun");
        let fair = Judged {
            grade: Grade::Fair,
            ..Judged::default()
        };
        let judged = Bond::Judged(OfPerson::Purchase, Some(fair));
        bond(&mut trial, "Priya Shah", judged);
        assert_eq!(of(&trial, "Priya Shah"), Some(Category::Client));
        bond(
            &mut trial,
            "Priya Shah",
            Bond::Judged(OfPerson::Purchase, None),
        );
        assert_eq!(of(&trial, "Priya Shah"), None);
        trial.log(Kind::Completed, "Priya Shah", None);
        assert_eq!(of(&trial, "Priya Shah"), Some(Category::Client));
        bond(
            &mut trial,
            "Priya Shah",
            Bond::Category(Some(Category::Group)),
        );
        assert_eq!(of(&trial, "Priya Shah"), Some(Category::Group));
    }

    #[test]
    fn a_client_whose_purchase_went_badly_is_no_satisfied_one() {
        let mut trial = Trial::new();
        let card = trial.received("Priya Shah", "Dana Ortiz");
        trial.close(card, Ending::Won);
        let weak = Judged {
            grade: Grade::Weak,
            ..Judged::default()
        };
        bond(
            &mut trial,
            "Priya Shah",
            Bond::Judged(OfPerson::Purchase, Some(weak)),
        );
        assert_eq!(of(&trial, "Priya Shah"), None);
        trial.received("Lin Wu", "Priya Shah");
        assert_eq!(of(&trial, "Priya Shah"), Some(Category::GaveMe));
    }
}
