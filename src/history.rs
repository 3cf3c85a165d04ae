//! The only door through which the book changes, and the way back.

use crate::domain::action::{Action, Said};
use crate::domain::book::{Book, Stamp};
use crate::domain::merge::Stuck;
use crate::domain::refusal::Refusal;

/// One change: what it was called, and the book on both sides of it.
#[derive(Clone, Debug)]
struct Change {
    number: u64,
    said: String,
    before: Book,
    after: Book,
}

/// The book as it is now, with every change since it was opened.
#[derive(Clone, Debug, Default)]
pub struct History {
    now: Book,
    /// How many changes were ever made: the number of the last one, which no other bears.
    made: u64,
    done: Vec<Change>,
    undone: Vec<Change>,
}

impl History {
    pub fn open(book: Book) -> History {
        History {
            now: book,
            ..History::default()
        }
    }

    pub fn book(&self) -> &Book {
        &self.now
    }

    /// Lets an action work on a copy and keeps both; a refused action leaves nothing behind.
    pub fn perform(&mut self, action: Action, stamp: &mut Stamp) -> Result<Said, Refusal> {
        let mut draft = self.now.clone();
        let is_for_good = action.is_for_good();
        let said = action.perform(&mut draft, stamp)?;
        let draft = draft.tidied(&self.now);
        let before = std::mem::replace(&mut self.now, draft);
        if is_for_good {
            self.forget();
            return Ok(said);
        }
        self.did(said.what.clone(), before);
        Ok(said)
    }

    /// A step beside the book that undo takes back in its turn: the book stays as it is.
    pub fn pass(&mut self, said: String) {
        let before = self.now.clone();
        self.did(said, before);
    }

    fn did(&mut self, said: String, before: Book) {
        self.made += 1;
        self.done.push(Change {
            number: self.made,
            said,
            before,
            after: self.now.clone(),
        });
        self.undone.clear();
    }

    pub fn undo(&mut self, at: i64) -> Result<Said, Refusal> {
        let Some(change) = self.done.pop() else {
            return Err(Refusal::new("Nothing to undo"));
        };
        match self.step(&change.after, &change.before, at) {
            Ok(()) => {
                let said = Said::new(format!("Undone: {}", change.said)).more("ctrl-r redoes");
                self.undone.push(change);
                Ok(said)
            }
            Err(stuck) => Err(Self::refuse("undo", &change.said, &stuck)),
        }
    }

    pub fn redo(&mut self, at: i64) -> Result<Said, Refusal> {
        let Some(change) = self.undone.pop() else {
            return Err(Refusal::new("Nothing to redo"));
        };
        match self.step(&change.before, &change.after, at) {
            Ok(()) => {
                let said = Said::new(format!("Redone: {}", change.said));
                self.done.push(change);
                Ok(said)
            }
            Err(stuck) => Err(Self::refuse("redo", &change.said, &stuck)),
        }
    }

    fn step(&mut self, from: &Book, to: &Book, at: i64) -> Result<(), Stuck> {
        let mut draft = self.now.clone();
        draft.replay(from, to, at)?;
        self.now = draft;
        Ok(())
    }

    /// The change cannot be taken back any more: it is dropped, and older ones can still be.
    fn refuse(verb: &str, said: &str, stuck: &Stuck) -> Refusal {
        let what = match stuck.field.as_str() {
            "" => "the record".to_string(),
            field => format!("“{}”", field.split('/').next().unwrap_or(field)),
        };
        Refusal::new(format!(
            "Cannot {verb} “{said}”: {what} was changed outside since"
        ))
        .or(format!(
            "the newer value stays; {verb} again for the change before"
        ))
    }

    /// Takes in what another program wrote; what can be undone stays.
    pub fn absorb(&mut self, base: &Book, theirs: &Book) {
        self.now = Book::merge(base, &self.now, theirs);
    }

    /// Lets go of everything that could be undone or redone: it may name somebody who was forgotten.
    pub fn forget(&mut self) {
        (self.done, self.undone) = (Vec::new(), Vec::new());
    }

    /// What undo would take back.
    pub fn last_done(&self) -> Option<&str> {
        self.done.last().map(|change| change.said.as_str())
    }

    /// What redo would do again.
    pub fn last_undone(&self) -> Option<&str> {
        self.undone.last().map(|change| change.said.as_str())
    }

    /// The number of the change that undo would take back.
    pub fn last(&self) -> Option<u64> {
        self.done.last().map(|change| change.number)
    }

    /// Whether the change of that number can be undone.
    pub fn is_done(&self, number: u64) -> bool {
        self.done.iter().rev().any(|it| it.number == number)
    }

    /// Whether the change of that number can be done again.
    pub fn is_undone(&self, number: u64) -> bool {
        self.undone.iter().any(|it| it.number == number)
    }

    /// How many changes can be undone.
    pub fn depth(&self) -> usize {
        self.done.len()
    }
}
