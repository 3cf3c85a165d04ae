//! The answers that several kinds of records give alike.

use crate::domain::action::{Action, Subject, Who};
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;

use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;

/// A form; not while what it shows is masked.
pub fn form(kind: FormKind, cx: &Cx) -> Offer {
    unmasked(Ask::Form(kind), cx)
}

/// What leads to forms alone; not while what they show is masked.
pub fn unmasked(ask: Ask, cx: &Cx) -> Offer {
    if cx.masked {
        return Offer::NotNow(Refusal::new("This shows what is masked").or("m then enter unmasks"));
    }
    Offer::open(ask)
}

/// The note form, and on into the user's editor.
pub(super) fn long_note(subject: Subject, cx: &Cx) -> Offer {
    match form(FormKind::Note(subject), cx) {
        Offer::Yes(Effect::Open(ask)) => Offer::Yes(Effect::OpenInEditor(ask)),
        other => other,
    }
}

pub(super) fn no_source(name: &str) -> Offer {
    Offer::NotNow(Refusal::new(format!("{name} has no source yet")).or("e names one"))
}

pub(super) fn wake(subject: Subject) -> Offer {
    Offer::perform(Action::Wait {
        subject,
        wait: None,
        on: Who::Nobody,
    })
}

/// The form that records a fact about a referral.
pub(super) fn log(
    kind: Kind,
    person: Option<Id>,
    referral: Id,
    way: Option<Way>,
    cx: &Cx,
) -> Offer {
    form(
        FormKind::Log {
            kind,
            person,
            referral: Some(referral),
            way,
        },
        cx,
    )
}
