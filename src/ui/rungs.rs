//! How far a source has gone for a referral, in words: its level, and how to go about the first contact.
//! It knows the ladder, never a screen.

use crate::domain::introduction::Method;
use crate::domain::referral::{Referral, bni, rung};
use crate::domain::stage::Stage;

/// A level with its step on the five-step scale and its name: "L3 · BNI 2 · authorization to use name".
pub fn level(level: Option<u8>) -> String {
    let Some(level) = level else {
        return "lead · expects no contact, not counted".into();
    };
    let five = bni(level).map_or(String::new(), |five| format!(" · BNI {five}"));
    let name = rung(level).map_or(String::new(), |name| format!(" · {name}"));
    format!("L{level}{five}{name}")
}

/// The rung to ask for before the first contact: the next one up. None once the two have met, or at the top.
pub fn next_up(referral: &Referral) -> Option<u8> {
    let next = referral.level.map_or(1, |level| level + 1);
    (referral.stage() < Stage::Meet && rung(next).is_some()).then_some(next)
}

/// How to go about the first contact, by how the source stands with the prospect: trust carries over, and so
/// does distrust.
pub fn approach(strength: Option<i8>, source: &str) -> String {
    match strength {
        Some(1..) => format!("lean on {source}’s name"),
        Some(0) => format!(
            "{source}’s name says little: ask for a {}",
            Method::Lunch.title()
        ),
        Some(_) => format!("do not lead with {source}’s name"),
        None => format!("ask {source} how they know each other"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_says_its_step_of_five_and_its_name() {
        assert_eq!(level(Some(3)), "L3 · BNI 2 · authorization to use name");
        assert_eq!(level(Some(10)), "L10 · BNI 5 · closed deal");
        assert_eq!(level(None), "lead · expects no contact, not counted");
        assert_eq!(level(Some(11)), "L11", "what only a newer program knows");
    }

    #[test]
    fn the_next_rung_is_asked_for_before_the_first_contact_alone() {
        let mut referral = Referral::default();
        assert_eq!(next_up(&referral), Some(1));
        referral.level = Some(3);
        assert_eq!(next_up(&referral), Some(4));
        referral.level = Some(10);
        assert_eq!(next_up(&referral), None);
        referral.level = Some(3);
        let step = crate::domain::referral::Move {
            to: Stage::Meet,
            ..Default::default()
        };
        referral.moves.insert(crate::domain::id::Id::fixed(1), step);
        assert_eq!(next_up(&referral), None);
    }

    #[test]
    fn trust_carries_over_and_so_does_distrust() {
        assert_eq!(approach(Some(2), "Dana"), "lean on Dana’s name");
        assert_eq!(approach(Some(1), "Dana"), "lean on Dana’s name");
        assert_eq!(
            approach(Some(0), "Dana"),
            "Dana’s name says little: ask for a lunch of three"
        );
        assert_eq!(approach(Some(-1), "Dana"), "do not lead with Dana’s name");
        assert_eq!(approach(Some(-2), "Dana"), "do not lead with Dana’s name");
        assert_eq!(approach(None, "Dana"), "ask Dana how they know each other");
    }
}
