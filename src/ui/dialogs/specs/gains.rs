//! What two partners tell each other: GAINS, and whom they look for. It will never say what to do with it.

use crate::domain::action::{Action, Bond};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::relation::{Gain, in_order, latest};
use crate::ui::bonds;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::Reading;

use super::happened::nothing;
use super::spec::Spec;

/// So many earlier versions stand above the form.
const EARLIER: usize = 4;

const WANTED: &str = "Whom do they look for, in their own words?";

/// Goals, accomplishments, interests, networks, skills.
pub fn gains(person: Id, cx: &Cx) -> Spec {
    let record = cx.book.people.get(person).cloned().unwrap_or_default();
    let fields = Gain::ALL.iter().map(|gain| {
        let words = record.gains.get(gain.word()).map_or("", String::as_str);
        Field::line(gain.word())
            .loaded(words)
            .reading(|_| Ok(Reading::of(gain.serves())))
    });
    let title = format!("GAINS of {}", cx.name(Some(person)));
    let held = bonds::evidence(person, cx);
    let held = held
        .into_iter()
        .filter(|(label, _)| *label == "one-to-ones");
    let brief = held.chain([(
        "exchanged",
        "both ways, over several meetings: tell yours too".into(),
    )]);
    let brief: Vec<_> = brief.collect();
    Spec::new(title, fields.collect(), move |v| {
        let changed = Gain::ALL.iter().filter(|gain| v.is_changed(gain.word()));
        let changed: Vec<(Gain, String)> = changed
            .map(|gain| (gain.clone(), v.text(gain.word())))
            .collect();
        if changed.is_empty() {
            let name = v.cx.book.name(Some(person));
            return Ok(nothing(format!("Nothing has changed with {name}")));
        }
        let bond = Box::new(Bond::Gains(changed));
        Ok(Action::Bond { person, bond })
    })
    .brief(brief)
}

/// Whom they look for, from today on.
pub fn wants(person: Id, cx: &Cx) -> Spec {
    let record = cx.book.people.get(person).cloned().unwrap_or_default();
    let now = latest(&record.wants).map_or("", |(_, profile)| profile.words.as_str());
    let is_known = !now.is_empty();
    let fields = vec![
        Field::question(WANTED)
            .loaded(now)
            .prompt("owner-led firms, 20 to 80 staff, without a finance director")
            .reading(move |v| {
                Ok(if is_known && v.is_blank(WANTED) {
                    Reading::doubt("without words they look for nobody now")
                } else {
                    Reading::default()
                })
            }),
    ];
    let title = format!("Whom {} looks for", cx.name(Some(person)));
    // The one that holds stands in the field.
    let earlier = in_order(&record.wants)
        .into_iter()
        .skip(usize::from(is_known));
    let earlier: Vec<(String, String)> = earlier
        .take(EARLIER)
        .map(|(_, profile)| {
            let words = match profile.words.as_str() {
                "" => "nobody",
                _ if cx.masked => "(masked)",
                words => words,
            };
            (day::near(profile.on, cx.today), words.to_string())
        })
        .collect();
    let spec = Spec::new(title, fields, move |v| {
        let words = v.text(WANTED);
        let name = v.cx.book.name(Some(person));
        if !v.is_changed(WANTED) || words == bonds::wants(person, v.cx) {
            return Ok(nothing(format!("{name} still looks for the same")));
        }
        let bond = Box::new(Bond::Wants(words));
        Ok(Action::Bond { person, bond })
    });
    let brief = earlier
        .iter()
        .map(|(on, words)| (on.as_str(), words.clone()));
    spec.brief(brief.collect())
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, book, day as date};
    use super::*;
    use crate::domain::relation::Profile;
    use crate::ui::effect::FormKind;

    #[test]
    fn five_lines_say_what_each_is_good_for_and_only_changes_are_written() {
        let mut book = book();
        book.people.edit(DANA, 2, |dana| {
            dana.gains.insert("goals".into(), "a second shop".into());
        });
        let mut desk = Desk::of(book, FormKind::Gains { person: DANA }, false);
        let screen = desk.screen(80, 22);
        for gain in Gain::ALL {
            assert!(screen.contains(gain.word()), "{screen}");
            assert!(screen.contains(gain.serves()), "{screen}");
        }
        assert_eq!(desk.idle(), "Nothing has changed with Dana Ortiz");
        desk.set("networks", "the bakers’ guild")
            .set("skills", "reads balance sheets");
        let Ok(Action::Bond { bond, .. }) = desk.save() else {
            panic!("it is noted");
        };
        let written = vec![
            (Gain::Networks, "the bakers’ guild".to_string()),
            (Gain::Skills, "reads balance sheets".to_string()),
        ];
        assert_eq!(*bond, Bond::Gains(written));
        assert_eq!(desk.perform(), "Noted the GAINS of Dana Ortiz|");
        let mut desk = Desk::of(desk.book.clone(), FormKind::Gains { person: DANA }, false);
        desk.set("goals", "");
        desk.perform();
        let dana = desk.book.people.get(DANA).unwrap();
        assert_eq!(
            dana.gains.keys().collect::<Vec<_>>(),
            ["networks", "skills"]
        );
    }

    #[test]
    fn whom_they_look_for_keeps_its_versions_and_the_same_words_change_nothing() {
        let mut book = book();
        let version = |words: &str, on: &str| Profile {
            words: words.into(),
            on: date(on),
            ..Profile::default()
        };
        book.people.edit(DANA, 2, |dana| {
            dana.wants = [
                (Id::fixed(70), version("bakers", "2026-03-03")),
                (Id::fixed(71), version("owners of shops", "2026-10-02")),
            ]
            .into();
        });
        let kind = FormKind::Wants { person: DANA };
        let mut desk = Desk::of(book, kind.clone(), false);
        let screen = desk.screen(80, 22);
        assert!(screen.contains("3 Mar       bakers"), "{screen}");
        assert!(
            !screen.contains("2 Oct"),
            "it holds, and stands in the field: {screen}"
        );
        assert_eq!(desk.idle(), "Dana Ortiz still looks for the same");
        desk.set(WANTED, "owners of three shops");
        assert_eq!(desk.perform(), "Noted whom Dana Ortiz looks for|");
        let mut desk = Desk::of(desk.book.clone(), kind, false);
        assert!(desk.screen(80, 22).contains("2 Oct       owners of shops"));
        desk.set(WANTED, "");
        assert!(desk.screen(80, 22).contains("they look for nobody now"));
        assert_eq!(desk.perform(), "Dana Ortiz looks for nobody now|");
    }
}
