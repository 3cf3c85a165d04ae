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

/// Whether the prospect's record may be older than the referral: one that came with it knows nobody from
/// before, and nothing has to be searched.
pub fn may_be_known(book: &Book, prospect: Id, referral: &Referral) -> bool {
    let made = book.people.get(prospect).map(|person| person.created);
    referral.created == 0 || made.is_some_and(|made| made < referral.created)
}

impl Book {
    /// Whether this referral takes the short route. Looks through all events: for the moment of a change,
    /// not for a frame.
    pub fn is_short(&self, referral: &Referral) -> bool {
        is_short(referral, || {
            let prospect = referral.prospect;
            let prospect = prospect.filter(|id| may_be_known(self, *id, referral));
            prospect.is_some_and(|prospect| {
                let mut events = self.events.iter();
                events.any(|(_, event)| shows_acquaintance(event, prospect, referral.on))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::action::{Action, Edit, Log, Who};
    use crate::domain::book::Stamp;
    use crate::domain::event::{Kind, Way};
    use crate::domain::id::Ids;
    use crate::domain::referral::{Direction, Referral};
    use crate::domain::steps;

    const PRIYA: Id = Id::fixed(1);
    const SHOP: Id = Id::fixed(2);

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    fn stamp(at: i64) -> Stamp {
        Stamp {
            today: day(21),
            at,
            ids: Ids::seeded(u128::try_from(at).unwrap()),
        }
    }

    fn book(level: u8) -> Book {
        let mut book = Book::new(day(21));
        let referral = Referral {
            prospect: Some(PRIYA),
            on: day(20),
            level: Some(level),
            ..Referral::default()
        };
        book.referrals.set(SHOP, Arc::new(referral));
        book
    }

    fn stage(book: &Book) -> Stage {
        book.referrals.get(SHOP).unwrap().stage()
    }

    /// The last move: skipped or not, and why.
    fn last(book: &Book) -> (bool, String) {
        let referral = book.referrals.get(SHOP).unwrap();
        let moves = referral.moves_in_order();
        let step = moves.last().unwrap();
        (step.skipped, step.why.clone())
    }

    #[test]
    fn the_short_route_has_five_stages_both_ways() {
        use Stage::{CheckBack, Close, Discovered, Meet, ReportBack};
        let route = [Discovered, CheckBack, Meet, ReportBack, Close];
        for two in route.windows(2) {
            assert_eq!(after(two[0]), Some(two[1]));
            assert_eq!(before(two[1]), Some(two[0]));
        }
        assert_eq!((before(Discovered), after(Close)), (None, None));
        assert_eq!(after(Stage::Feedback), Some(Close), "back onto the route");
        assert_eq!(before(Stage::SourceReports), Some(ReportBack));
        assert_eq!(before(Stage::Research), Some(Discovered));
    }

    #[test]
    fn high_levels_and_known_prospects_take_it_unless_decided_otherwise() {
        for (level, short, known, wanted) in [
            (Some(8), None, false, false),
            (Some(9), None, false, true),
            (Some(10), None, false, true),
            (Some(1), None, true, true),
            (None, None, false, false),
            (Some(10), Some(false), true, false),
            (Some(1), Some(true), false, true),
        ] {
            let referral = Referral {
                level,
                short,
                ..Referral::default()
            };
            assert_eq!(is_short(&referral, || known), wanted, "{level:?} {short:?}");
        }
        let given = Referral {
            direction: Direction::Given,
            level: Some(1),
            ..Referral::default()
        };
        assert!(!is_short(&given, || true), "whom I know is no news there");
    }

    #[test]
    fn a_prospect_is_known_from_a_contact_before_the_referral_came() {
        let event = |kind: Kind, person, on| Event {
            kind,
            person: Some(person),
            on,
            ..Event::default()
        };
        let knows = |event: Event| {
            let mut book = book(1);
            book.events.set(Id::fixed(9), Arc::new(event));
            book.is_short(book.referrals.get(SHOP).unwrap())
        };
        assert!(knows(event(Kind::Meal, PRIYA, day(1))));
        assert!(!knows(event(Kind::Meal, PRIYA, day(20))));
        assert!(!knows(event(Kind::Note, PRIYA, day(1))));
        assert!(!knows(event(Kind::Meal, Id::fixed(3), day(1))));
    }

    #[test]
    fn what_the_short_route_leaves_out_is_recorded_as_skipped() {
        let mut book = book(9);
        let thanked = Action::Log(Box::new(Log {
            kind: Kind::Thanked,
            who: Who::Known(PRIYA),
            referral: Some(SHOP),
            ..Log::default()
        }));
        thanked.perform(&mut book, &mut stamp(1)).unwrap();
        assert_eq!(stage(&book), Stage::CheckBack);
        assert_eq!(last(&book), (true, "short route".to_string()));
        let moved = |to| Action::Move {
            referral: SHOP,
            to,
            why: String::new(),
        };
        moved(Stage::ReportBack)
            .perform(&mut book, &mut stamp(2))
            .unwrap();
        assert_eq!(last(&book), (true, String::new()), "Meet is on the route");
        moved(Stage::Close)
            .perform(&mut book, &mut stamp(3))
            .unwrap();
        assert_eq!(last(&book), (true, "short route".to_string()));
        moved(Stage::ReportBack)
            .perform(&mut book, &mut stamp(4))
            .unwrap();
        assert_eq!(
            last(&book),
            (false, String::new()),
            "going back skips nothing"
        );
    }

    #[test]
    fn all_stages_are_gone_through_once_that_is_decided() {
        let mut book = book(10);
        let edit = Action::Edit {
            referral: SHOP,
            edit: Box::new(Edit::Short(Some(false))),
        };
        let said = edit.perform(&mut book, &mut stamp(1)).unwrap();
        assert!(
            said.what.ends_with("goes through all stages"),
            "{}",
            said.what
        );
        assert!(!book.is_short(book.referrals.get(SHOP).unwrap()));
    }

    fn any<T: Clone + std::fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = T> {
        prop::sample::select(all)
    }

    proptest! {
        #[test]
        fn a_fact_never_carries_a_card_to_a_stage_that_is_left_out(
            given in any(Direction::ALL),
            kind in any(Kind::ALL),
            way in prop::option::of(any(Way::ALL)),
            from in any(&Stage::ALL),
        ) {
            if let Some(to) = steps::landing(&given, &kind, way.as_ref(), from, true) {
                prop_assert!(!leaves_out(to), "{kind:?} from {from:?} to {to:?}");
                prop_assert!(from <= to);
            }
        }

        #[test]
        fn a_step_on_the_route_stays_on_it_and_leaves_nothing_out_that_belongs_to_it(
            from in any(&Stage::ALL),
        ) {
            for (to, between) in [
                (after(from), Stage::ALL.iter().filter(|it| from < **it).copied().collect::<Vec<_>>()),
                (before(from), Stage::ALL.iter().rev().filter(|it| **it < from).copied().collect()),
            ] {
                prop_assert_eq!(to, between.into_iter().find(|it| !leaves_out(*it)));
            }
        }
    }
}
