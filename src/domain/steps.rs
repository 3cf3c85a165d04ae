//! Facts move cards: which stage a recorded fact carries a referral to, in either direction.

use super::event::{Kind, Way};
use super::referral::Direction;
use super::route;
use super::stage::Stage;

/// The stage to which a fact carries a card that stands at `from`; none when it stays.
///
/// Received: thanked, researched, introduced, met, told, asked, heard (RULES 3). Given is the mirror:
/// the receiver reports to me, I ask my prospect and tell the receiver. A fact never carries a card back. On the
/// short route thanks carry on to Check back and the report to Close; asking carries nowhere, for the source's word is
/// still to come.
pub fn landing(
    direction: &Direction,
    kind: &Kind,
    way: Option<&Way>,
    from: Stage,
    short: bool,
) -> Option<Stage> {
    use Stage::{
        CheckBack, Close, Discovered, Feedback, Meet, ReportBack, Research, SourceReports,
    };
    let given = *direction == Direction::Given;
    // From which stages on, up to which, and where to.
    let (first, last, to) = match kind {
        Kind::Thanked if !given => (Discovered, Discovered, Research),
        Kind::Ask if given => (Discovered, Discovered, Research),
        Kind::Researched => (Discovered, Research, CheckBack),
        Kind::Introduced => (Discovered, CheckBack, Meet),
        Kind::Met => (Discovered, Meet, ReportBack),
        Kind::ReportedBack if !given => (Meet, ReportBack, Feedback),
        Kind::FeedbackAsked if !given && !short => (ReportBack, Feedback, SourceReports),
        Kind::FeedbackHeard if !given => (ReportBack, SourceReports, Close),
        Kind::ReportedBack if way == Some(&Way::Got) => (Discovered, ReportBack, Feedback),
        Kind::FeedbackHeard => (ReportBack, Feedback, SourceReports),
        Kind::ReportedBack => (Feedback, SourceReports, Close),
        _ => return None,
    };
    let to = if short && route::leaves_out(to) {
        match to {
            Research => CheckBack,
            _ => Close,
        }
    } else {
        to
    };
    (first <= from && from <= last).then_some(to)
}

/// What leaving this stage by hand leaves unsaid to somebody: the fact that stays owed, which is asked for
/// at once.
pub fn left_open(direction: &Direction, from: Stage) -> Option<(Kind, Option<Way>)> {
    let given = *direction == Direction::Given;
    Some(match (from, given) {
        (Stage::Discovered, false) => (Kind::Thanked, None),
        (Stage::Meet, false) => (Kind::Met, None),
        (Stage::ReportBack, false) => (Kind::ReportedBack, None),
        (Stage::SourceReports, true) => (Kind::ReportedBack, Some(Way::Given)),
        _ => return None,
    })
}
