//! The form of a person. What it says is saved elsewhere.

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::name::same_name;
use crate::domain::person::{Person, Tier};
use crate::domain::refusal::Refusal;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::people;
use crate::ui::parts::values::{Reading, Values};
use crate::ui::words;

use super::referral::{retagged, tag_words};
use super::spec::Spec;

/// No cadence is longer than ten years.
const MOST_DAYS: u32 = 3650;

pub fn person(id: Option<Id>, cx: &Cx) -> Spec {
    let was = id.and_then(|id| cx.book.people.arc(id)).cloned();
    let base = was.as_deref().cloned().unwrap_or_default();
    let title = match id {
        Some(_) => cx.name(id).into_owned(),
        None => "A person".to_string(),
    };
    let tiers = tiers(base.tier.as_ref());
    let picked = tiers
        .iter()
        .position(|tier| *tier == base.tier)
        .unwrap_or(0);
    let words = tiers
        .iter()
        .map(|tier| tier.as_ref().map_or("none", |tier| tier.word()).to_string());
    let every = base.every.map(|days| days.to_string());
    let (options, readers_options) = (tiers.clone(), tiers.clone());
    let fields = vec![
        Field::line("name")
            .loaded(&base.name)
            .reading(move |v| Ok(twin_words(v, id))),
        Field::line("company").loaded(&base.company),
        Field::line("position").loaded(&base.position),
        Field::line("e-mail").loaded(&base.email),
        Field::line("phone").loaded(&base.phone),
        Field::choice("tier", words, picked)
            .reading(move |v| Ok(tier_words(v, readers_options.get(v.picked("tier"))))),
        Field::line("every")
            .filled(&every.unwrap_or_default())
            .reading(|v| {
                let days = v.number("every", 1..=MOST_DAYS)?;
                Ok(Reading::of(
                    days.map_or("", |_| "days, in place of the tier’s"),
                ))
            }),
        Field::line("tags").loaded(&tag_words(&base.tags)),
    ];
    Spec::new(title, fields, move |v| {
        let name = v.text("name");
        if name.trim().is_empty() {
            return Err(Refusal::new("A person needs a name").or("type it in the first field"));
        }
        let person = Person {
            name,
            company: v.text("company"),
            position: v.text("position"),
            email: v.text("e-mail"),
            phone: v.text("phone"),
            tier: options.get(v.picked("tier")).cloned().flatten(),
            every: v.number("every", 1..=MOST_DAYS)?,
            tags: retagged(&base.tags, v),
            ..base.clone()
        };
        Ok(Action::SavePerson {
            id,
            was: was.clone(),
            person: Box::new(person),
        })
    })
}

/// None, ours, and one of a newer program where the record has it.
fn tiers(now: Option<&Tier>) -> Vec<Option<Tier>> {
    let mut tiers = vec![None];
    tiers.extend(Tier::ALL.iter().cloned().map(Some));
    if let Some(now) = now.filter(|now| !Tier::ALL.contains(now)) {
        tiers.push(Some(now.clone()));
    }
    tiers
}

fn tier_words(v: &Values, tier: Option<&Option<Tier>>) -> Reading {
    let days = tier
        .and_then(Option::as_ref)
        .and_then(|tier| v.cx.book.settings().interval(tier));
    Reading::of(days.map_or("no reminders".to_string(), |days| {
        format!("every {}", words::days(days.into()))
    }))
}

/// Someone who may be the same person.
fn twin_words(v: &Values, but: Option<Id>) -> Reading {
    if !v.is_changed("name") || v.is_blank("name") {
        return Reading::default();
    }
    let typed = v.text("name");
    match people::twin(v.cx.book, &typed, but) {
        None => Reading::default(),
        Some(twin) => {
            let name = v.cx.name(Some(twin));
            if same_name(&typed, v.cx.book.name(Some(twin))) {
                let company = v.cx.book.people.get(twin);
                let company = company.map_or("", |it| v.cx.company(it));
                let of = match company {
                    "" => String::new(),
                    company => format!(" ({company})"),
                };
                Reading::doubt(format!("there is a {name}{of} already"))
            } else {
                Reading::doubt(format!("like {name}?"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk};
    use super::*;
    use crate::ui::effect::FormKind;

    fn saved(desk: &mut Desk) -> Person {
        match desk.save() {
            Ok(Action::SavePerson { person, .. }) => *person,
            other => panic!("{other:?} saves no person"),
        }
    }

    #[test]
    fn a_dash_takes_a_tag_away() {
        let mut desk = Desk::open(FormKind::Person { id: None });
        desk.set("name", "Zoe Quinn")
            .set("tags", "vip #news, -news #-vips");
        let tags: Vec<String> = saved(&mut desk).tags.into_keys().collect();
        assert_eq!(tags, ["vip"]);
    }

    #[test]
    fn a_new_person_has_all_that_was_typed() {
        let mut desk = Desk::open(FormKind::Person { id: None });
        assert!(desk.refused().starts_with("A person needs a name; "));
        desk.set("name", "  Zoe   Quinn ")
            .set("company", "Quinn")
            .set("e-mail", "zoe@example.com")
            .set("every", "30")
            .set("tags", "#law");
        desk.press("up up");
        desk.write("b");
        let person = saved(&mut desk);
        assert_eq!(person.name, "Zoe Quinn");
        assert_eq!((person.tier, person.every), (Some(Tier::B), Some(30)));
        assert_eq!(desk.perform(), "Added Zoe Quinn|");
        desk.set("every", "often");
        assert!(desk.refused().starts_with("Every: “often” is no number"));
    }

    #[test]
    fn a_likely_twin_is_pointed_out() {
        let mut desk = Desk::open(FormKind::Person { id: None });
        desk.write("Dana Ortis");
        assert!(desk.screen(80, 22).contains("like Dana Ortiz?"));
        desk.set("name", "dana ortiz");
        assert!(desk.screen(80, 22).contains("there is a Dana Ortiz"));
    }

    #[test]
    fn a_tier_says_its_interval() {
        let mut desk = Desk::open(FormKind::Person { id: Some(DANA) });
        assert!(desk.screen(80, 22).contains("every 14 days"));
    }
}
