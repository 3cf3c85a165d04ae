//! What is asked of a book: in a large one it is found out on the side, so that no key waits for it. It will never know
//! what is asked.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};
use std::thread;

use crate::domain::book::Book;

use super::super::layer::Aside;

/// With fewer people than this it is asked at once.
const SMALL: usize = 1_000;

/// One question, about one thing after the other.
pub struct FoundOut<K, A> {
    find: fn(&Book, K) -> A,
    /// Whether both books have the same answers.
    is_same: fn(&Book, &Book) -> bool,
    asked: RefCell<Option<Asked<K, A>>>,
}

/// The question, and what is known of the answer.
struct Asked<K, A> {
    book: Book,
    of: K,
    answer: Arc<OnceLock<A>>,
    /// What is shown: until there is an answer, what was found before something changed.
    shown: Option<A>,
    is_shown: bool,
}

impl<K, A> FoundOut<K, A>
where
    K: Copy + PartialEq + Send + 'static,
    A: Clone + Default + Send + Sync + 'static,
{
    pub fn new(find: fn(&Book, K) -> A, is_same: fn(&Book, &Book) -> bool) -> FoundOut<K, A> {
        FoundOut {
            find,
            is_same,
            asked: RefCell::new(None),
        }
    }

    /// The answer as far as it is known by now; before there is a new one the one before, if it was about the same.
    pub fn of(&self, book: &Book, of: K) -> Option<A> {
        let mut asked = self.asked.borrow_mut();
        let asked = match asked.take() {
            Some(it) if it.of == of && (self.is_same)(&it.book, book) => asked.insert(it),
            before => {
                let before = before.filter(|it| it.of == of);
                asked.insert(Asked {
                    book: book.clone(),
                    of,
                    answer: self.ask(book, of),
                    shown: before.and_then(|it| it.shown),
                    is_shown: false,
                })
            }
        };
        if !asked.is_shown
            && let Some(answer) = asked.answer.get()
        {
            (asked.shown, asked.is_shown) = (Some(answer.clone()), true);
        }
        asked.shown.clone()
    }

    fn ask(&self, book: &Book, of: K) -> Arc<OnceLock<A>> {
        let answer = Arc::new(OnceLock::new());
        let find = {
            let (book, find, answer) = (book.clone(), self.find, Arc::clone(&answer));
            move || {
                // Whoever has left the page, or asked anew, waits for nothing.
                if 1 < Arc::strong_count(&answer) {
                    answer.get_or_init(|| find(&book, of));
                }
            }
        };
        if book.people.len() < SMALL {
            find();
        } else if thread::Builder::new().spawn(find).is_err() {
            // Without a thread nothing is found, and nothing else is missing.
            let _ = answer.set(A::default());
        }
        answer
    }

    /// Whether it is still being found out, or not yet shown.
    pub fn aside(&self) -> Aside {
        match &*self.asked.borrow() {
            Some(asked) if asked.is_shown => Aside::Nothing,
            Some(asked) if asked.answer.get().is_some() => Aside::Answered,
            Some(_) => Aside::Asked,
            None => Aside::Nothing,
        }
    }
}
