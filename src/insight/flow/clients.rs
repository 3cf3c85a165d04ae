//! How many of my clients had what nobody leaves out (McCord's four). It never says which of them.

use super::super::client::{Client, Core};
use super::super::practice::Practice;
use super::figure::Rate;

/// By core step: had it, of all who are clients, whatever the period.
pub fn core(practice: &Practice) -> [(Core, Rate); 4] {
    let mut found = [Core::Position, Core::Agree, Core::Deliver, Core::Meet]
        .map(|core| (core, Rate::default()));
    for id in practice.clients() {
        let client = Client::of(&practice.book, practice, id);
        for ((_, rate), (_, on)) in found.iter_mut().zip(client.core()) {
            rate.count(on.is_some());
        }
    }
    found
}

impl Core {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        ["position", "agree", "deliver", "meet"][self as usize]
    }
}
