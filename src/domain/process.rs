//! The process map: what each stage asks, for how long, of whom. One map a direction, versioned.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::id::Id;
use super::record::{part, record};
use super::referral::Direction;
use super::stage::Stage;

part! {
    /// One line of a stage's checklist; its id is its key and never changes.
    pub struct Item {
        pub text: String,
        /// The fact that ticks it by itself, where there is one.
        pub fact: String,
        pub order: u32,
    }
}

part! {
    /// What a stage asks.
    pub struct Step {
        /// What to do now, in a sentence.
        pub now: String,
        /// Whose move it is, in words.
        pub who: String,
        /// Suggested maximum of days.
        pub limit: u32,
        /// What has to be true to leave it.
        pub exit: String,
        pub checklist: BTreeMap<String, Item>,
        /// Questions that stand as prompts beside the note.
        pub prompts: Vec<String>,
        /// Who helps at it.
        pub helpers: BTreeMap<Id, bool>,
    }
}

record! {
    /// One version of the map of one direction.
    pub struct Map["steps", "steps/*", "steps/*/checklist", "steps/*/helpers"] {
        pub direction: Direction,
        pub version: u32,
        pub on: NaiveDate,
        pub why: String,
        pub steps: BTreeMap<Stage, Step>,
        /// The day on which it was last looked at and found right.
        pub reviewed: Option<NaiveDate>,
    }
}

impl Item {
    /// A practice of the method itself (Core): what is recorded ticks it, and it is not taken away.
    pub fn is_core(&self) -> bool {
        !self.fact.is_empty()
    }
}

impl Step {
    /// Whoever helps at it, in the order in which they came.
    pub fn team(&self) -> impl Iterator<Item = Id> + '_ {
        let here = self.helpers.iter().filter(|(_, is_on)| **is_on);
        here.map(|(id, _)| *id)
    }

    /// The lines of the checklist in their order.
    pub fn lines(&self) -> Vec<(&String, &Item)> {
        let mut lines: Vec<_> = self.checklist.iter().collect();
        lines.sort_by_key(|(id, item)| (item.order, id.as_str()));
        lines
    }
}

/// The facts of a checklist that are fields of the referral; the others are kinds of events.
pub const FIELDS: [&str; 7] = [
    "need",
    "level",
    "next",
    "tie",
    "told",
    "introduction",
    "outcome",
];

/// The maps that every new book starts with, from `assets/process.json`, under fixed ids.
pub fn defaults() -> &'static BTreeMap<Id, Map> {
    static MAPS: OnceLock<BTreeMap<Id, Map>> = OnceLock::new();
    MAPS.get_or_init(|| {
        serde_json::from_str(include_str!("../../assets/process.json"))
            .expect("the map that ships with the program is well formed")
    })
}

/// The default map of a direction.
pub fn default_map(direction: &Direction) -> &'static Map {
    defaults()
        .values()
        .find(|map| map.direction == *direction)
        .expect("there is a default map for both directions")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn both_default_maps_have_eight_stages_with_the_settled_limits() {
        for (direction, limits) in [
            (Direction::Received, [1, 3, 5, 14, 1, 7, 3, 21]),
            (Direction::Given, [3, 3, 5, 14, 7, 14, 2, 21]),
        ] {
            let map = default_map(&direction);
            assert_eq!(map.version, 1);
            assert!(map.steps.keys().copied().eq(Stage::ALL));
            let found: Vec<u32> = map.steps.values().map(|step| step.limit).collect();
            assert_eq!(found, limits, "{direction:?}");
        }
        assert_eq!(defaults().len(), 2);
    }

    #[test]
    fn every_step_says_what_to_do_whose_move_it_is_and_what_ends_it() {
        for step in defaults().values().flat_map(|map| map.steps.values()) {
            assert!(step.now.ends_with('.') && step.exit.ends_with('.'));
            assert!(!step.who.is_empty() && !step.prompts.is_empty());
            assert!(step.extra.is_empty(), "a misspelt field: {:?}", step.extra);
        }
    }

    #[test]
    fn a_stage_has_at_most_six_lines_to_tick_by_hand_and_no_id_twice() {
        for map in defaults().values() {
            let mut ids = BTreeSet::new();
            for (stage, step) in &map.steps {
                let by_hand = step.checklist.values().filter(|item| item.fact.is_empty());
                assert!(by_hand.count() <= 6, "{stage:?}");
                let mut orders = BTreeSet::new();
                for (id, item) in &step.checklist {
                    assert!(
                        ids.insert(id) && orders.insert(item.order),
                        "{id} stands there twice"
                    );
                    let of_stage = id.strip_prefix(stage.word());
                    assert!(of_stage.is_some_and(|name| name.starts_with('.')), "{id}");
                    assert!(!item.text.is_empty() && item.extra.is_empty(), "{id}");
                }
            }
        }
    }

    #[test]
    fn a_fact_that_ticks_a_line_is_a_kind_of_event_or_a_field_of_the_referral() {
        use crate::domain::event::Kind;
        let items = defaults()
            .values()
            .flat_map(|map| map.steps.values())
            .flat_map(|step| step.checklist.values());
        for fact in items.map(|item| &item.fact).filter(|fact| !fact.is_empty()) {
            let is_field = FIELDS.contains(&fact.as_str());
            assert!(
                is_field || !matches!(Kind::of(fact), Kind::Other(_)),
                "{fact}"
            );
        }
    }
}
