//! After a change: the cursor goes where the record went, a page whose record is gone closes, and a masked toast names
//! nobody. It changes no book.

use crate::domain::action::{Action, Subject};
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
        let has = |book: &Book, table: TableName, id: Id| match table {
            TableName::helpers => book.helpers.has(id),
            TableName::channels => book.channels.has(id),
            TableName::problems => book.problems.has(id),
            _ => false,
        };
        let came = differing.iter();
        let mut came =
            came.filter(|(name, id)| !has(before, *name, *id) && has(self.book(), *name, *id));
        let came = came.next().map(|(_, id)| Motion::Came(*id));
        let motion = subject
            .map(Motion::Select)
            .or(came)
            .or_else(|| moved.map(|id| Motion::Follow(Subject::Referral(id))));
        let (cx, layers) = self.look();
        if let Some(motion) = motion {
            for page in layers.iter_mut().filter(|layer| layer.is_page()) {
                page.go(&motion, &cx);
            }
        }
        let home = layers.first_mut().expect("home is never closed");
        home.go(&Motion::Settle, &cx);
    }

    /// Closes the pages of what the change took away.
    pub(super) fn leave_what_is_over(&mut self) {
        let (cx, layers) = self.look();
        let mut kept = 0;
        layers.retain(|layer| {
            kept += 1;
            kept == 1 || !layer.is_over(&cx)
        });
    }

    /// What tells that something is about those who are to be forgotten: their ids and names, and the referrals that
    /// name them.
    pub(super) fn written_about(&self, action: &Action) -> Vec<String> {
        let Action::Forget(id) = action else {
            return Vec::new();
        };
        let traces = self.book().traces(*id);
        let mut words: Vec<String> = traces.people.iter().map(ToString::to_string).collect();
        words.extend(traces.names.into_iter().chain(traces.words));
        let referrals = self.practice.referrals_of(*id).iter();
        words.extend(referrals.map(|named| named.id.to_string()));
        words.retain(|word| !word.is_empty());
        words
    }

    /// Drops what was left half typed about somebody who is forgotten.
    pub(super) fn forget_drafts(&mut self, about: &[String]) {
        self.put_back = None;
        self.drafts.retain(|of, draft| {
            let mut texts = draft.values.iter().chain([of]);
            !texts.any(|text| about.iter().any(|word| text.contains(word)))
        });
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
