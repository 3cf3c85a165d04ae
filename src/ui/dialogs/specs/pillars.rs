//! Forms for the pillars: trust and purchase of a person, the tie of source and prospect.

use crate::domain::action::{Action, Edit, OfPerson};
use crate::domain::expectation::Expectation;
use crate::domain::id::Id;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;

use super::spec::Spec;

/// How the source stands with the prospect, and the approach.
pub fn tie(id: Id, _cx: &Cx) -> Spec {
    Spec::new("Tie", vec![Field::line("approach")], move |v| {
        Ok(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Tie {
                tie: None,
                approach: v.text("approach"),
            }),
        })
    })
}

/// What the prospect was told about me.
pub fn told(id: Id, _cx: &Cx) -> Spec {
    Spec::new("Told", vec![Field::line("told")], move |v| {
        Ok(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Told(v.text("told"))),
        })
    })
}

/// A pillar of a person.
pub fn judge(person: Id, pillar: OfPerson, _cx: &Cx) -> Spec {
    Spec::new("Trust", vec![Field::line("because")], move |_| {
        Ok(Action::Judge {
            person,
            pillar,
            judged: None,
        })
    })
}

/// What a client expects.
pub fn expectation(person: Id, id: Option<Id>, _cx: &Cx) -> Spec {
    Spec::new("Expects", vec![Field::line("words")], move |v| {
        Ok(Action::SaveExpectation {
            id,
            expectation: Box::new(Expectation {
                person: Some(person),
                words: v.text("words"),
                on: v.cx.today,
                ..Expectation::default()
            }),
        })
    })
}
