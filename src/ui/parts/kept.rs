//! An answer that is worked out once for a book as it is, and kept until the book, the day or the mask changes. It will
//! never know what was asked.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::NaiveDate;

use crate::domain::book::Book;

use super::super::layer::Cx;

/// What the answer was worked out from.
struct Of {
    book: Book,
    today: NaiveDate,
    masked: bool,
    /// Whether what is known of everyone had been read.
    known: bool,
}

/// One answer.
pub struct Kept<T>(RefCell<Option<(Of, Rc<T>)>>);

impl<T> Kept<T> {
    pub const fn new() -> Kept<T> {
        Kept(RefCell::new(None))
    }

    /// The answer that is kept, or a new one.
    pub fn get(&self, cx: &Cx, ask: impl FnOnce() -> T) -> Rc<T> {
        let known = cx.practice.acquaintance().is_some();
        let is_of = |of: &Of| {
            of.book.is_same(cx.book)
                && (of.today, of.masked, of.known) == (cx.today, cx.masked, known)
        };
        let mut kept = self.0.borrow_mut();
        match &*kept {
            Some((of, answer)) if is_of(of) => Rc::clone(answer),
            _ => {
                let answer = Rc::new(ask());
                let of = Of {
                    book: cx.book.clone(),
                    today: cx.today,
                    masked: cx.masked,
                    known,
                };
                *kept = Some((of, Rc::clone(&answer)));
                answer
            }
        }
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Kept<T> {
        Kept::new()
    }
}
