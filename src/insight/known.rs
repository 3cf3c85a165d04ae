//! The words known of everyone as long as the program runs: read at once in a small book, on the side in a large one, and
//! brought up to date with every change. One reading at a time: a change does not begin it again.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::acquaintance::Acquaintance;
use super::index::Index;
use crate::domain::book::Book;
use crate::domain::id::Id;

/// With fewer people and events than this the words are read at once.
const SMALL: usize = 2_000;

/// The reading of the words known of everyone, which may be done on the side.
pub struct Reading {
    book: Book,
    into: Arc<OnceLock<Acquaintance>>,
}

impl Reading {
    /// Reads them, unless that was done.
    pub fn read(self) {
        let read = || Acquaintance::of(&self.book, &Index::of(&self.book));
        self.into.get_or_init(read);
    }
}

/// What was read, and who changed while it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    read: Arc<OnceLock<Acquaintance>>,
    missed: BTreeSet<Id>,
}

impl Known {
    /// The words, up to date; none while they are still read.
    pub fn get(&self) -> Option<&Acquaintance> {
        self.read.get().filter(|_| self.missed.is_empty())
    }

    /// The reading that is still to be begun, if it is.
    pub fn unread(&self, book: &Book) -> Option<Reading> {
        // First who else has it: whoever reads may come to an end in between.
        let is_ours = Arc::strong_count(&self.read) == 1;
        let is_wanted = is_ours && self.read.get().is_none();
        is_wanted.then(|| Reading {
            book: book.clone(),
            into: Arc::clone(&self.read),
        })
    }

    /// Whether they are being read, or are still to be brought up to date.
    pub fn is_being_read(&self) -> bool {
        self.get().is_none() && (1 < Arc::strong_count(&self.read) || !self.missed.is_empty())
    }

    pub fn read_if_small(&mut self, book: &Book, index: &Index) {
        if book.people.len() + book.events.len() < SMALL {
            self.read.get_or_init(|| Acquaintance::of(book, index));
        }
    }

    /// Takes in anew what is known of these people.
    pub fn touch(&mut self, people: &BTreeSet<Id>, book: &Book, index: &Index) {
        self.missed.extend(people);
        self.catch_up(book, index);
    }

    /// Takes in whoever changed while the others were read, once they are.
    pub fn catch_up(&mut self, book: &Book, index: &Index) {
        // First who else has it: what was read from an older book may come in between, and misses what changed.
        let is_ours = Arc::strong_count(&self.read) == 1;
        let Some(known) = self.read.get() else {
            // Who begins to read later reads the book as it is then.
            if is_ours {
                self.missed.clear();
                self.read_if_small(book, index);
            }
            return;
        };
        if self.missed.is_empty() {
            return;
        }
        // Whoever else has it keeps it as it is.
        if Arc::strong_count(&self.read) != 1 {
            self.read = Arc::new(OnceLock::from(known.clone()));
        }
        let own = Arc::get_mut(&mut self.read).and_then(OnceLock::get_mut);
        if let Some(known) = own {
            for id in std::mem::take(&mut self.missed) {
                known.take_in(id, book, index);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Log};

    fn note(trial: &mut Trial, name: &str, note: &str) {
        trial.person(name, None);
        let log = Log {
            who: trial.who(name),
            note: note.into(),
            ..Log::default()
        };
        assert!(trial.perform(Action::Log(Box::new(log))));
    }

    fn names(trial: &Trial, known: &Known, word: &str) -> Vec<String> {
        let found = known.get().expect("all is read").with(word);
        let names = found.map(|(id, _)| trial.book().name(Some(id)).to_string());
        names.collect()
    }

    #[test]
    fn what_changes_while_the_words_are_read_is_taken_in_and_nothing_is_read_twice() {
        let mut trial = Trial::new();
        note(&mut trial, "Dana Ortiz", "has a loft");
        let mut known = Known::default();
        let reading = known.unread(trial.book()).expect("nothing is read yet");
        assert!(known.is_being_read() && known.unread(trial.book()).is_none());
        note(&mut trial, "Ben Achebe", "has a print shop");
        let ben = [trial.find("Ben Achebe")].into();
        known.touch(&ben, trial.book(), &Index::of(trial.book()));
        assert!(known.unread(trial.book()).is_none(), "one is under way");
        reading.read();
        assert!(known.get().is_none(), "Ben is not in it yet");
        assert!(known.is_being_read());
        known.catch_up(trial.book(), &Index::of(trial.book()));
        assert!(!known.is_being_read());
        assert_eq!(names(&trial, &known, "print"), ["Ben Achebe"]);
        assert_eq!(names(&trial, &known, "loft"), ["Dana Ortiz"]);
    }
}
