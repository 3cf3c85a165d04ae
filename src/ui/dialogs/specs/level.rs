//! The ten levels of a referral (Misner): what the source has done for it, as typed and in words.
//! It will never know which referral is meant.

use crate::domain::action::{Action, Edit};
use crate::domain::id::Id;
use crate::domain::referral::rung;
use crate::domain::refusal::Refusal;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::Reading;

use super::spec::Spec;

/// The level as typed: `3`, `L3`; `lead` is none; nothing is 1.
pub fn read(typed: &str) -> Result<Option<u8>, Refusal> {
    let typed = typed.trim().to_lowercase();
    match typed.as_str() {
        "" => return Ok(Some(1)),
        "lead" => return Ok(None),
        _ => {}
    }
    let digits = typed.strip_prefix('l').unwrap_or(&typed);
    match digits.parse::<u8>() {
        Ok(level) if rung(level).is_some() => Ok(Some(level)),
        _ => Err(Refusal::new(format!("“{typed}” is no level"))
            .or("write 1 to 10, or lead when they do not expect you")),
    }
}

/// What the source has done so far, and what is wanted.
pub fn level(id: Id, _cx: &Cx) -> Spec {
    Spec::new("Level", vec![Field::line("level")], move |v| {
        Ok(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Level {
                level: read(&v.text("level"))?,
                aim: None,
            }),
        })
    })
}

pub fn words(typed: &str) -> Result<Reading, Refusal> {
    Ok(match read(typed)? {
        None => Reading::of("does not expect you; not counted"),
        Some(level) => Reading::of(format!("L{level} {}", rung(level).unwrap_or_default())),
    })
}

/// The level as one would type it.
pub fn typed(level: Option<u8>) -> String {
    level.map_or("lead".to_string(), |level| level.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_as_people_write_them() {
        for (given, wanted) in [
            ("", Some(1)),
            ("3", Some(3)),
            (" L7 ", Some(7)),
            ("10", Some(10)),
            ("Lead", None),
        ] {
            assert_eq!(read(given), Ok(wanted), "{given}");
        }
        for given in ["0", "11", "-1", "high", "l", "3.5"] {
            let refusal = read(given).unwrap_err();
            assert!(refusal.way_out.is_some(), "{given}");
        }
        assert_eq!(words("3").unwrap().words, "L3 authorization to use name");
    }

    #[test]
    fn a_level_reads_back_as_it_is_typed() {
        for level in [None, Some(1), Some(10)] {
            assert_eq!(read(&typed(level)), Ok(level));
        }
    }
}
