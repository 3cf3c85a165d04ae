//! The short route: a referral at level 9 or 10, or to someone known already, leaves out the stages that
//! are there to learn the person and to carry news about them.

use chrono::NaiveDate;

use super::book::Book;
use super::event::Event;
use super::id::Id;
use super::referral::Referral;
use super::stage::Stage;

/// From this level on the source has done nearly all of the work.
const HIGH: u8 = 9;

/// The stage after this one on the short route: 1, 3, 4, 5, 8 (DOMAIN 12). From a stage that the route leaves
/// out it leads back onto it.
pub fn after(stage: Stage) -> Option<Stage> {
    kept(stage, Stage::next)
}

/// The stage before this one on the short route.
pub fn before(stage: Stage) -> Option<Stage> {
    kept(stage, Stage::before)
}

/// The nearest stage of the route that `step` after `step` leads to.
fn kept(stage: Stage, step: fn(Stage) -> Option<Stage>) -> Option<Stage> {
    let mut to = step(stage);
    while let Some(left_out) = to.filter(|to| leaves_out(*to)) {
        to = step(left_out);
    }
    to
}

/// The stages that the short route leaves out.
pub fn leaves_out(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::Research | Stage::Feedback | Stage::SourceReports
    )
}

/// Decided by hand, else by the level, else by whether the prospect was known when it came.
pub fn is_short(referral: &Referral, is_known: impl FnOnce() -> bool) -> bool {
    if let Some(short) = referral.short {
        return short;
    }
    HIGH <= referral.level.unwrap_or(0) || (!referral.is_given() && is_known())
}

/// Whether this event shows that its person was known before a referral of them arrived.
pub fn shows_acquaintance(event: &Event, prospect: Id, arrived: NaiveDate) -> bool {
    event.person == Some(prospect) && event.on < arrived && event.kind.is_touch()
}

impl Book {
    /// Whether this referral takes the short route. Looks through all events: for the moment of a change,
    /// not for a frame.
    pub fn is_short(&self, referral: &Referral) -> bool {
        is_short(referral, || {
            referral.prospect.is_some_and(|prospect| {
                let mut events = self.events.iter();
                events.any(|(_, event)| shows_acquaintance(event, prospect, referral.on))
            })
        })
    }
}
