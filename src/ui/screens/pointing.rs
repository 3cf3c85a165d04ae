//! Bringing a record forward on the home screen, selecting what was clicked, and whom the selection concerns.

use std::rc::Rc;

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::referral::Referral;

use super::super::effect::{Motion, Spot};
use super::super::layer::Cx;
use super::home::Home;
use super::layout::Pane;

impl Home {
    /// Who is marked, where the focus is on those who can be.
    pub(super) fn marked(&self, cx: &Cx) -> Rc<[Id]> {
        if self.focus == Pane::Sources {
            self.marks.people(cx)
        } else {
            Rc::default()
        }
    }

    /// The people whom the selection concerns: they are lit in the other panes.
    pub(super) fn linked_people(&self, cx: &Cx) -> Vec<Id> {
        match self.here(cx) {
            Some(Subject::Referral(id)) => {
                let referral = cx.book.referrals.get(id);
                referral
                    .map(|referral| referral.partners().collect())
                    .unwrap_or_default()
            }
            Some(Subject::Person(id)) => vec![id],
            Some(Subject::Promise(id)) => cx
                .book
                .promises
                .get(id)
                .and_then(|promise| promise.person)
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Brings a record forward wherever it is shown; a referral is gone to on the board.
    pub(super) fn select(&mut self, subject: Subject, cx: &Cx) {
        self.follow(subject, cx);
        if let Subject::Referral(id) = subject
            && cx.book.referrals.get(id).is_some_and(Referral::is_open)
        {
            self.set_focus(Pane::Board);
        }
    }

    /// Keeps the cursors on a record wherever it is shown.
    pub(super) fn follow(&mut self, subject: Subject, cx: &Cx) {
        match subject {
            // Settled in Now what, a referral of the other side does not turn the board over.
            Subject::Referral(id)
                if self.focus == Pane::Nudges
                    && cx
                        .book
                        .referrals
                        .get(id)
                        .is_some_and(|it| it.is_given() != self.board.given) => {}
            Subject::Referral(id) => {
                self.board.select(id, cx);
                // A filter that hides it would make it look lost.
                if self.board.selected(&self.filters[0], cx) != Some(id) {
                    self.filters[0].clear();
                }
            }
            Subject::Person(id) => {
                let people = cx.practice.sources();
                if people.contains(&id) {
                    self.sources.select(id, people);
                }
            }
            Subject::Promise(_) | Subject::Event(_) => {}
        }
    }

    /// Selects what was clicked.
    pub(super) fn point(&mut self, spot: &Spot, cx: &Cx) {
        match spot {
            Spot::Pane(n) => self.set_focus(Pane::ALL[*n.min(&3)]),
            Spot::Card(id) => self.board.select(*id, cx),
            Spot::Column(stage) => self.board.column = *stage,
            Spot::Person(pane, id) => {
                let pane = Pane::ALL[*pane.min(&3)];
                let people = self.people(pane, cx);
                let cursor = if pane == Pane::Sources {
                    &mut self.sources
                } else {
                    &mut self.balance
                };
                cursor.select(*id, &people);
            }
            Spot::Row(_) => self.go_in_nudges(&Motion::To(spot.clone()), cx),
            Spot::Item(_) | Spot::Field(_) | Spot::Do(_) => {}
        }
    }
}
