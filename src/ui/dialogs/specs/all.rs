//! From a kind of form to its fields. It will never know what a field is.

use crate::ui::effect::FormKind;
use crate::ui::layer::Cx;

use super::spec::Spec;
use super::{aside, given, happened, outcome, person, referral, settings};

pub fn of(kind: &FormKind, cx: &Cx) -> Spec {
    match kind {
        FormKind::Referral { id, given } => referral::referral(*id, *given, cx),
        FormKind::Person { id } => person::person(*id, cx),
        FormKind::Settings => settings::settings(cx),
        FormKind::Welcome => settings::welcome(cx),
        FormKind::Next { referral } => referral::next(*referral, cx),
        FormKind::NotNow(subject) => aside::not_now(*subject, cx),
        FormKind::NotNowNudge { key, what } => aside::nudge(key, what, cx),
        FormKind::LetGo { key, what } => aside::let_go(key, what, cx),
        FormKind::Outcome { referral, ending } => outcome::outcome(*referral, ending, cx),
        FormKind::Log {
            kind,
            person,
            referral,
            way,
        } => happened::log(kind, *person, *referral, way.as_ref(), cx),
        FormKind::Done { referral } => happened::done(*referral, cx),
        FormKind::Meeting { referral } => outcome::meeting(*referral, cx),
        FormKind::Give { person } => given::give(*person, cx),
        FormKind::Promise { person, referral } => given::promise(*person, *referral, cx),
        FormKind::Note(subject) => happened::note(*subject, cx),
        FormKind::Join { referral } => given::join(*referral, cx),
    }
}
