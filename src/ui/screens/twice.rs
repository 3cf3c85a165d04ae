//! Whether a person is here twice: in a large book that is found out on the side, so that no key waits for it. It will
//! never know what is said of it.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};
use std::thread;

use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::insight::twins::{self, Twins};

use super::super::layer::Aside;

/// With fewer people than this it is asked at once.
const SMALL: usize = 1_000;

/// Whom one person may be the same as.
#[derive(Default)]
pub struct Twice(RefCell<Option<Asked>>);

/// The question, and what is known of the answer.
struct Asked {
    book: Book,
    person: Id,
    answer: Arc<OnceLock<Option<Twins>>>,
    /// What is shown: until there is an answer, what was found before somebody changed.
    shown: Option<Twins>,
    is_shown: bool,
}

impl Twice {
    /// The likeliest one, as far as is known by now.
    pub fn of(&self, book: &Book, person: Id) -> Option<Twins> {
        let mut asked = self.0.borrow_mut();
        let asked = match asked.take() {
            Some(it) if it.is_of(book, person) => asked.insert(it),
            before => asked.insert(Asked::new(book, person, before)),
        };
        if !asked.is_shown
            && let Some(answer) = asked.answer.get()
        {
            (asked.shown, asked.is_shown) = (answer.clone(), true);
        }
        asked.shown.clone()
    }

    /// Whether it is still being found out, or not yet shown.
    pub fn aside(&self) -> Aside {
        match &*self.0.borrow() {
            Some(asked) if asked.is_shown => Aside::Nothing,
            Some(asked) if asked.answer.get().is_some() => Aside::Answered,
            Some(_) => Aside::Asked,
            None => Aside::Nothing,
        }
    }
}

impl Asked {
    fn new(book: &Book, person: Id, before: Option<Asked>) -> Asked {
        let answer = Arc::new(OnceLock::new());
        let find = {
            let (book, answer) = (book.clone(), Arc::clone(&answer));
            move || {
                // Whoever has left the page, or asked anew, waits for nothing.
                if 1 < Arc::strong_count(&answer) {
                    answer.get_or_init(|| twins::of(&book, person).into_iter().next());
                }
            }
        };
        if book.people.len() < SMALL {
            find();
        } else if thread::Builder::new().spawn(find).is_err() {
            // Without a thread nobody is said to be here twice, and nothing else is missing.
            let _ = answer.set(None);
        }
        let is_there = |it: &Twins| [it.one, it.other].iter().all(|id| book.people.has(*id));
        let before = before.filter(|it| it.person == person);
        Asked {
            book: book.clone(),
            person,
            answer,
            shown: before.and_then(|it| it.shown).filter(is_there),
            is_shown: false,
        }
    }

    fn is_of(&self, book: &Book, person: Id) -> bool {
        self.person == person
            && self.book.people.is_same(&book.people)
            && self.book.settled.is_same(&book.settled)
    }
}

#[cfg(test)]
mod tests {
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
