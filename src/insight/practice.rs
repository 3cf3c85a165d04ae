//! Placeholder of the shape.

use crate::domain::book::Book;
use chrono::NaiveDate;

#[derive(Debug)]
pub struct Practice {
    book: Book,
    today: NaiveDate,
}

impl Practice {
    pub fn of(book: &Book, today: NaiveDate) -> Practice {
        Practice {
            book: book.clone(),
            today,
        }
    }
    pub fn update(&mut self, book: &Book, today: NaiveDate) {
        *self = Practice::of(book, today);
    }
    pub fn is_of(&self, book: &Book, today: NaiveDate) -> bool {
        self.today == today && self.book.is_same(book)
    }
}
