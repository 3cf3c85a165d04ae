//! From a kind of form to its fields. It will never know what a field is.

use crate::ui::effect::FormKind;
use crate::ui::layer::Cx;

use super::spec::Spec;
use super::{
    about, again, agreement, aside, asked, asking, call, channel, checkin, debrief, engagement,
    entry, gains, given, happened, helper, introduction, judged, level, marked, meeting, outcome,
    person, pillars, problem, referral, settings, stage, strategy, target, training, week,
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
        FormKind::Give { person, kind, way } => given::give(*person, kind, way, cx),
        FormKind::Promise { person, referral } => given::promise(*person, *referral, cx),
        FormKind::PromiseOf { person, what } => given::promise_of(*person, what, cx),
        FormKind::Call { person, referral } => call::call(*person, *referral, cx),
        FormKind::Research { referral } => asked::research(*referral, cx),
        FormKind::Answer { referral, item } => asked::answer(*referral, item, cx),
        FormKind::Level { referral } => level::level(*referral, cx),
        FormKind::Tie { referral } => pillars::tie(*referral, cx),
        FormKind::Told { referral } => pillars::told(*referral, cx),
        FormKind::Judge { person, pillar } => judged::judge(*person, *pillar, cx),
        FormKind::Vcp { person } => judged::vcp(*person, cx),
        FormKind::About { person } => about::about(*person, cx),
        FormKind::Tags { person } => about::tags(*person, cx),
        FormKind::Gains { person } => gains::gains(*person, cx),
        FormKind::Wants { person } => gains::wants(*person, cx),
        FormKind::Again { person } => again::again(*person, cx),
        FormKind::CheckIn { person } => checkin::check_in(*person, cx),
        FormKind::Friction { person } => checkin::friction(*person, cx),
        FormKind::MadeUp { person } => checkin::made_up(*person, cx),
        FormKind::Strategy => strategy::strategy(cx),
        FormKind::Weights => strategy::weights(cx),
        FormKind::Event { id } => entry::event(*id, cx),
        FormKind::Training { person } => training::training(*person, cx),
        FormKind::Expectation { person, id } => pillars::expectation(*person, *id, cx),
        FormKind::Agreement { person, id } => agreement::agreement(*person, *id, cx),
        FormKind::Criterion { agreement, id } => agreement::criterion(*agreement, *id, cx),
        FormKind::Engage { person } => engagement::engage(*person, cx),
        FormKind::Complete { person } => engagement::complete(*person, cx),
        FormKind::Propose { person } => asking::propose(*person, cx),
        FormKind::Held { person } => asking::held(*person, cx),
        FormKind::Target { person, id } => target::target(*person, *id, cx),
        FormKind::Ask { person, target } => asking::ask(*person, *target, cx),
        FormKind::Introduction { referral, method } => {
            introduction::introduction(*referral, method, cx)
        }
        FormKind::Words { referral } => introduction::words(*referral, cx),
        FormKind::Debrief { referral } => debrief::debrief(*referral, cx),
        FormKind::Aftermath { referral } => debrief::aftermath(*referral, cx),
        FormKind::Week { review } => week::week(*review, cx),
        FormKind::Note(subject) => happened::note(*subject, cx),
        FormKind::Join { referral } => given::join(*referral, cx),
        FormKind::Stage { given, stage } => stage::stage(*given, *stage, cx),
        FormKind::StageLine { given, stage } => stage::line(*given, *stage, cx),
        FormKind::Helper { id } => helper::helper(*id, cx),
        FormKind::Leaving { helper } => helper::leaving(*helper, cx),
        FormKind::Channel { id } => channel::channel(*id, cx),
        FormKind::Closing { channel } => channel::closing(*channel, cx),
        FormKind::Problem { id, given, stage } => problem::problem(*id, *given, *stage, cx),
    }
}
