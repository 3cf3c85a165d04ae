//! After a change: the cursor goes where the record went, and a masked toast names nobody. It changes no book.

use crate::domain::action::Subject;
use crate::domain::book::{Book, TableName};
use crate::domain::id::Id;

use super::app::App;
use super::effect::Motion;

impl App {
    /// The book before a change, and what the cursor stands on.
    pub(super) fn snapshot(&mut self) -> Book {
        let (cx, layers) = self.look();
        let home = layers.first().and_then(|home| home.subject(&cx));
        self.under_cursor = home;
        self.book().clone()
    }

    /// A record that is new becomes the selected one.
    pub(super) fn follow(&mut self, before: &Book) {
        let differing = before.differing(self.book());
        let new = |table: TableName| {
            let is_new = |id| match table {
                TableName::referrals => !before.referrals.has(id) && self.book().referrals.has(id),
                _ => !before.people.has(id) && self.book().people.has(id),
            };
            differing
                .iter()
                .find(|(name, id)| *name == table && is_new(*id))
                .map(|(_, id)| *id)
        };
        let subject = new(TableName::referrals)
            .map(Subject::Referral)
            .or_else(|| new(TableName::people).map(Subject::Person));
        let moved = differing
            .iter()
            .find(|(name, _)| *name == TableName::referrals);
        // The cursor goes where the card went, also with an undo; of several that changed at once, it stays
        // on its own.
        let own = self.under_cursor.take();
        let is_own = |(name, id): &&(TableName, Id)| {
            *name == TableName::referrals && own == Some(Subject::Referral(*id))
        };
        let moved = differing.iter().find(is_own).or(moved);
        let moved = moved
            .map(|(_, id)| *id)
            .filter(|id| self.book().referrals.has(*id));
        let motion = subject
            .map(Motion::Select)
            .or_else(|| moved.map(|id| Motion::Follow(Subject::Referral(id))));
        let (cx, layers) = self.look();
        let home = layers.first_mut().expect("home is never closed");
        if let Some(motion) = motion {
            home.go(&motion, &cx);
        }
        home.go(&Motion::Settle, &cx);
    }

    /// A toast names people of the book as it is or was: masked, it must not.
    pub(super) fn veil(&mut self, before: &Book) {
        if self.masked
            && let Some(toast) = self.toast.take()
        {
            self.toast = Some(toast.veiled(&[before, self.session.book()]));
        }
    }
}
