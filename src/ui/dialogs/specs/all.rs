//! From a kind of form to its fields. It will never know what a field is.

use crate::ui::effect::FormKind;
use crate::ui::layer::Cx;

use super::spec::Spec;
use super::{
    aside, asked, call, debrief, given, happened, introduction, level, marked, meeting, outcome,
    person, pillars, referral, settings, training,
};

pub fn of(kind: &FormKind, cx: &Cx) -> Spec {
    match kind {
        FormKind::Referral { id, given } => referral::referral(*id, *given, cx),
        FormKind::Person { id } => person::person(*id, cx),
        FormKind::TagAll { people } => marked::tags(people, cx),
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
        FormKind::Meeting { referral } => meeting::meeting(*referral, cx),
        FormKind::Give { person } => given::give(*person, cx),
        FormKind::Promise { person, referral } => given::promise(*person, *referral, cx),
        FormKind::Call { person, referral } => call::call(*person, *referral, cx),
        FormKind::Research { referral } => asked::research(*referral, cx),
        FormKind::Answer { referral, item } => asked::answer(*referral, item, cx),
        FormKind::Level { referral } => level::level(*referral, cx),
        FormKind::Tie { referral } => pillars::tie(*referral, cx),
        FormKind::Told { referral } => pillars::told(*referral, cx),
        FormKind::Judge { person, pillar } => pillars::judge(*person, *pillar, cx),
        FormKind::Training { person } => training::training(*person, cx),
        FormKind::Expectation { person, id } => pillars::expectation(*person, *id, cx),
        FormKind::Introduction { referral, method } => {
            introduction::introduction(*referral, method, cx)
        }
        FormKind::Words { referral } => introduction::words(*referral, cx),
        FormKind::Debrief { referral } => debrief::debrief(*referral, cx),
        FormKind::Aftermath { referral } => debrief::aftermath(*referral, cx),
        FormKind::Note(subject) => happened::note(*subject, cx),
        FormKind::Join { referral } => given::join(*referral, cx),
    }
}
