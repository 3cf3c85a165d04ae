//! The ten levels of a referral (Misner): what the source has done for it, as typed and in words.
//! It will never move a card.

use crate::domain::action::{Action, Edit};
use crate::domain::id::Id;
use crate::domain::referral::{Referral, rung};
use crate::domain::refusal::Refusal;
use crate::insight::levels;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};
use crate::ui::{rungs, words};

use super::spec::Spec;

/// The level as typed: `3`, `L3`, or a line of the list; `lead` is none; nothing is 1.
pub fn read(typed: &str) -> Result<Option<u8>, Refusal> {
    let typed = typed.trim().to_lowercase();
    let first = typed.split(" · ").next().unwrap_or_default().trim();
    match first {
        "" => return Ok(Some(1)),
        "lead" => return Ok(None),
        _ => {}
    }
    let digits = first.strip_prefix('l').unwrap_or(first);
    match digits.parse::<u8>() {
        Ok(level) if rung(level).is_some() => Ok(Some(level)),
        _ => Err(Refusal::new(format!("“{typed}” is no level"))
            .or("write 1 to 10, or lead when they do not expect you")),
    }
}

/// What the source has done so far, and what is wanted: the ladder to choose from.
pub fn level(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let now = record.level;
    let next = rungs::next_up(&record);
    let up = match next {
        Some(up) if record.is_given() => format!("L{up}, one rung up: do that too"),
        Some(up) => format!(
            "L{up}, one rung up: ask {} for it",
            cx.name(record.partner())
        ),
        None => String::new(),
    };
    let whose = if record.is_given() {
        "your work on it, not the chance of a sale"
    } else {
        "the source’s work on it, not the chance of a sale"
    };
    let so_far = now.map_or("lead".to_string(), |level| format!("L{level}"));
    let ladder = [None].into_iter().chain((1..=10).map(Some));
    let ladder: Vec<String> = ladder.map(rungs::level).collect();
    let aim = record.aim.map_or(String::new(), |aim| aim.to_string());
    let aim_prompt = next.map_or(String::new(), |up| format!("the next one up is {up}"));
    let fields = vec![
        Field::offered("level", ladder)
            .prompt(format!("{so_far} so far: down or a number changes it"))
            .reading(move |v| {
                let level = chosen(v, now)?;
                if level == now {
                    return Ok(Reading::default());
                }
                Ok(Reading::of(rungs::level(level)))
            }),
        Field::line("aim")
            .filled(&aim)
            .prompt(aim_prompt)
            .reading(|v| Ok(Reading::of(aimed(v)?.and_then(rung).unwrap_or_default()))),
    ];
    let title = format!("Level of {}", cx.name(record.prospect));
    let spec = Spec::new(title, fields, move |v| {
        // What was not changed here is as it is now: it may have come from elsewhere meanwhile.
        let record = v.cx.book.referrals.get(id);
        let now = record.map_or(now, |record| record.level);
        let aim = match record {
            Some(record) if !v.is_changed("aim") => record.aim,
            _ => aimed(v)?,
        };
        Ok(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Level {
                level: chosen(v, now)?,
                aim,
            }),
        })
    });
    spec.brief(vec![
        ("next", up),
        ("your own", own_figures(now, &record, cx)),
        ("it says", whose.into()),
        (
            "BNI",
            "the five steps of its slips, beside Misner’s ten".into(),
        ),
    ])
}

/// What became of my own referrals of this level, and of the one above where it is known better.
fn own_figures(now: Option<u8>, record: &Referral, cx: &Cx) -> String {
    let Some(level) = now.filter(|_| !record.is_given()) else {
        return String::new();
    };
    let records = levels::records(cx.book);
    let of = |level: u8| {
        let found = &records[usize::from(level).checked_sub(1)?];
        let days = words::days(found.days);
        found.is_enough().then(|| {
            format!(
                "L{level}: {} of {} won, {days} in the middle",
                found.won, found.ended
            )
        })
    };
    let above = (level + 1..=10).find_map(of);
    match (of(level), above) {
        (None, None) => format!("too few of L{level} have ended to say how they go"),
        (own, above) => own.into_iter().chain(above).collect::<Vec<_>>().join("; "),
    }
}

/// The level that was chosen; an empty field keeps the one that there is.
fn chosen(v: &Values, now: Option<u8>) -> Result<Option<u8>, Refusal> {
    if v.is_blank("level") {
        return Ok(now);
    }
    read(&v.text("level")).map_err(|refusal| v.refuse("level", refusal))
}

/// The level that is wanted.
pub fn aimed(v: &Values) -> Result<Option<u8>, Refusal> {
    let aim = v.number("aim", 1..=10)?;
    Ok(aim.and_then(|aim| u8::try_from(aim).ok()))
}

/// A typed level in words, with its step on the five-step scale.
pub fn words(typed: &str) -> Result<Reading, Refusal> {
    Ok(match read(typed)? {
        None => Reading::of("does not expect you; not counted"),
        level => Reading::of(rungs::level(level)),
    })
}

/// The level as one would type it.
pub fn typed(level: Option<u8>) -> String {
    level.map_or("lead".to_string(), |level| level.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::desk::{Desk, SHOP};
    use super::*;
    use crate::ui::effect::FormKind;

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
        assert_eq!(
            words("3").unwrap().words,
            "L3 · BNI 2 · authorization to use name"
        );
    }

    #[test]
    fn a_level_reads_back_as_it_is_typed_and_as_it_is_listed() {
        for level in [None].into_iter().chain((1..=10).map(Some)) {
            assert_eq!(read(&typed(level)), Ok(level));
            assert_eq!(read(&rungs::level(level)), Ok(level));
        }
    }

    fn edited(desk: &mut Desk) -> (Option<u8>, Option<u8>) {
        match desk.save() {
            Ok(Action::Edit { edit, .. }) => match *edit {
                Edit::Level { level, aim } => (level, aim),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_form_shows_the_ladder_and_the_next_rung() {
        let mut desk = Desk::open(FormKind::Level { referral: SHOP });
        let screen = desk.screen(80, 24);
        for words in [
            "L3 · BNI 2 · authorization to use name",
            "L3 so far",
            "L4, one rung up: ask Dana Ortiz for it",
            "not the chance of a sale",
            "lead · expects no contact",
            "L10 · BNI 5 · closed deal",
        ] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
        assert_eq!(
            edited(&mut desk),
            (Some(3), Some(7)),
            "nothing typed keeps it"
        );
    }

    #[test]
    fn a_rung_is_typed_or_taken_from_the_list() {
        let mut desk = Desk::open(FormKind::Level { referral: SHOP });
        desk.write("7");
        assert_eq!(edited(&mut desk), (Some(7), Some(7)));
        desk.set("level", "").set("aim", "8");
        desk.set("level", "");
        desk.press("down down down enter");
        assert_eq!(edited(&mut desk), (Some(2), Some(8)));
        desk.set("level", "lead");
        assert_eq!(edited(&mut desk).0, None);
        assert_eq!(
            desk.perform(),
            "Priya Shah is a lead: they expect no contact|"
        );
        desk.set("level", "12");
        assert!(desk.refused().starts_with("Level: “12” is no level; "));
    }

    #[test]
    fn what_came_from_elsewhere_meanwhile_stays_where_it_was_not_typed_over() {
        let mut desk = Desk::open(FormKind::Level { referral: SHOP });
        desk.book.referrals.edit(SHOP, 2, |it| it.level = Some(5));
        desk.set("aim", "8");
        assert_eq!(edited(&mut desk), (Some(5), Some(8)));
        let mut desk = Desk::open(FormKind::Level { referral: SHOP });
        desk.book.referrals.edit(SHOP, 2, |it| it.aim = Some(9));
        desk.write("4");
        assert_eq!(edited(&mut desk), (Some(4), Some(9)));
    }

    #[test]
    fn the_figures_are_my_own_and_few_are_too_few() {
        let mut desk = Desk::open(FormKind::Level { referral: SHOP });
        assert!(
            desk.screen(80, 24).contains("too few of L"),
            "{}",
            desk.screen(80, 24)
        );
    }
}
