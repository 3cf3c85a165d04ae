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
    }
}

record! {
    /// One version of the map of one direction.
    pub struct Map["steps", "steps/*", "steps/*/checklist"] {
        pub direction: Direction,
        pub version: u32,
        pub on: NaiveDate,
        pub why: String,
        pub steps: BTreeMap<Stage, Step>,
    }
}

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
