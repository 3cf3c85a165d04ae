//! Whether a person is here twice. It will never know what is said of it.

use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::insight::twins::{self, Twins};

use super::super::layer::Aside;
use super::super::parts::aside::FoundOut;

/// Whom one person may be the same as.
pub struct Twice(FoundOut<Id, Option<Twins>>);

impl Default for Twice {
    fn default() -> Twice {
        Twice(FoundOut::new(
            |book, person| twins::of(book, person).into_iter().next(),
            |a, b| a.people.is_same(&b.people) && a.settled.is_same(&b.settled),
        ))
    }
}

impl Twice {
    /// The likeliest one, as far as is known by now.
    pub fn of(&self, book: &Book, person: Id) -> Option<Twins> {
        let found = self.0.of(book, person).flatten();
        found.filter(|it| [it.one, it.other].iter().all(|id| book.people.has(*id)))
    }

    /// Whether it is still being found out, or not yet shown.
    pub fn aside(&self) -> Aside {
        self.0.aside()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use chrono::NaiveDate;

    use super::*;
    use crate::domain::person::Person;

    fn book(count: u128) -> Book {
        let mut book = Book::new(NaiveDate::default());
        for n in 0..count {
            let person = Person {
                name: format!("Someone Number{n}"),
                phone: format!("+49 30 {}", 1_000_000 + n.max(1)),
                ..Person::default()
            };
            book.people.put(Id::fixed(n + 100), person, 1);
        }
        book
    }

    /// Waits until it is found out.
    fn wait(twice: &Twice) {
        while twice.aside() == Aside::Asked {
            thread::yield_now();
        }
    }

    #[test]
    fn a_small_book_answers_at_once_and_a_large_one_on_the_side() {
        let one = Id::fixed(100);
        for count in [20, 3_000] {
            let (book, twice) = (book(count), Twice::default());
            assert_eq!(twice.aside(), Aside::Nothing, "nobody has asked");
            let at_once = twice.of(&book, one).is_some();
            wait(&twice);
            let aside = twice.aside();
            if count < 1_000 {
                assert!(at_once && aside == Aside::Nothing);
            } else {
                assert_eq!(aside == Aside::Answered, !at_once, "it is to be shown");
            }
            let found = twice.of(&book, one).expect("two have one number");
            assert_eq!(found.besides(one), Id::fixed(101));
            assert_eq!(twice.aside(), Aside::Nothing);
        }
    }

    #[test]
    fn what_was_found_stays_until_there_is_another_answer() {
        let mut book = book(3_000);
        let (one, other) = (Id::fixed(100), Id::fixed(101));
        let twice = Twice::default();
        twice.of(&book, one);
        wait(&twice);
        assert!(twice.of(&book, one).is_some());
        book.people
            .edit(Id::fixed(500), 2, |it| it.name = "Lin Wu".into());
        assert!(twice.of(&book, one).is_some(), "while it is asked again");
        book.people.remove(other);
        assert_eq!(twice.of(&book, one), None, "who is gone is named no more");
        wait(&twice);
        assert_eq!(twice.of(&book, one), None);
        assert_eq!(twice.aside(), Aside::Nothing);
    }
}
