//! The forms of what the user has set. They will never store what is our default anyway.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::money::Currency;
use crate::domain::person::Tier;
use crate::domain::refusal::Refusal;
use crate::domain::settings::{Settings, Threshold};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::spec::Spec;

/// No number of days in the settings is higher: ten years.
const MOST_DAYS: u32 = 3650;

const OFFER: &str = "what you offer";
const REFERRED: &str = "line, referred";
const UNREFERRED: &str = "line, not referred";

/// What the meeting sheet fills into such a line.
const PLACES: [&str; 3] = ["{source}", "{prospect}", "{offer}"];

const REVIEW: &str = "weekly review";

/// Its days, and the word of each in the file.
const DAYS: [(&str, &str); 8] = [
    ("", "Friday, as usual"),
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
    ("off", "never due"),
];

const TIERS: [(&str, Tier); 4] = [
    ("tier A", Tier::A),
    ("tier B", Tier::B),
    ("tier C", Tier::C),
    ("tier D", Tier::D),
];

fn was(cx: &Cx) -> Arc<Settings> {
    let stored = cx.book.settings.arc(Id::ONLY);
    stored.cloned().unwrap_or_default()
}

fn currency(was: &Settings) -> Field {
    Field::line("currency")
        .filled(was.currency().code())
        .reading(|v| {
            let known = read_currency(v)?;
            let words = known.map_or("EUR, as nothing else is said".into(), |known| {
                known.symbol().unwrap_or_default().to_string()
            });
            Ok(Reading::of(words))
        })
}

fn read_currency(v: &Values) -> Result<Option<Currency>, Refusal> {
    if v.is_blank("currency") {
        return Ok(None);
    }
    let typed = v.text("currency").trim().to_uppercase();
    Currency::try_from(typed.clone())
        .ok()
        .filter(|currency| currency.is_known())
        .map(Some)
        .ok_or_else(|| {
            let refusal = Refusal::new(format!("“{typed}” is no currency"))
                .or("write its three letters, as in EUR, USD or GBP");
            v.refuse("currency", refusal)
        })
}

/// The day from which on the weekly review is called due.
fn review_day(was: &Settings) -> Field {
    let is_set = |(word, _): &(&str, &str)| *word == was.review;
    let set = DAYS.iter().position(is_set).unwrap_or(0);
    Field::choice(REVIEW, DAYS.map(|(_, title)| title), set)
}

/// My name and currency, on the first screen.
pub fn welcome(cx: &Cx) -> Spec {
    let was = was(cx);
    let fields = vec![Field::line("your name").filled(&was.name), currency(&was)];
    Spec::new("Before the first referral", fields, move |v| {
        let settings = Settings {
            name: v.text("your name"),
            currency: Some(read_currency(v)?.unwrap_or(Currency::EUR)),
            ..(*was).clone()
        };
        Ok(Action::SaveSettings {
            was: was.clone(),
            settings: Box::new(settings),
        })
    })
}

pub fn settings(cx: &Cx) -> Spec {
    let was = was(cx);
    let mut fields = vec![
        Field::line("your name").loaded(&was.name),
        Field::line("company").loaded(&was.company),
        Field::line("e-mail").loaded(&was.email),
        Field::line("phone").loaded(&was.phone),
        Field::line(OFFER)
            .loaded(&was.offer)
            .prompt("what you do, for whom, in a line"),
        line(REFERRED, &was.line_referred, "to who was referred"),
        line(UNREFERRED, &was.line_unreferred, "to who was not"),
        currency(&was),
        review_day(&was),
    ];
    for (label, tier) in &TIERS {
        let days = was.interval(tier).map(|days| days.to_string());
        fields.push(
            Field::line(*label)
                .filled(&days.unwrap_or_default())
                .reading(|v| days_words(v, label, 1, "days between contacts")),
        );
    }
    for threshold in Threshold::ALL {
        let (label, _, words) = threshold.row();
        let said = format!("days: {words}");
        fields.push(
            Field::line(label)
                .filled(&was.days(threshold).to_string())
                .reading(move |v| days_words(v, label, 0, &said)),
        );
    }
    Spec::new("Settings", fields, move |v| {
        let mut settings = Settings {
            name: v.text("your name"),
            company: v.text("company"),
            email: v.text("e-mail"),
            phone: v.text("phone"),
            offer: v.text(OFFER),
            line_referred: v.text(REFERRED),
            line_unreferred: v.text(UNREFERRED),
            ..(*was).clone()
        };
        if v.is_changed("currency") {
            settings.currency = read_currency(v)?;
        }
        if v.is_changed(REVIEW) {
            settings.review = DAYS[v.picked(REVIEW)].0.into();
        }
        let ours = Settings::default();
        for (label, tier) in &TIERS {
            let days = v.number(label, 1..=MOST_DAYS)?;
            differing(&mut settings.tiers, tier.word(), days, ours.interval(tier));
        }
        for threshold in Threshold::ALL {
            let (name, default, _) = threshold.row();
            let days = v.number(name, 0..=MOST_DAYS)?;
            differing(&mut settings.thresholds, name, days, Some(default));
        }
        Ok(Action::SaveSettings {
            was: was.clone(),
            settings: Box::new(settings),
        })
    })
}

/// A sentence that says that I work by referral.
fn line(label: &'static str, words: &str, to: &'static str) -> Field {
    Field::line(label)
        .loaded(words)
        .prompt(format!("“I work by referral”, {to}"))
        .reading(move |v| {
            let text = v.text(label);
            if text.is_empty() {
                return Ok(Reading::default());
            }
            Ok(match unknown_place(&text) {
                Some(place) => Reading::doubt(format!(
                    "{place} stays as it is; {} are filled in",
                    PLACES.join(" ")
                )),
                None => Reading::of(format!("{} are filled in", PLACES.join(" "))),
            })
        })
}

/// The first place in braces that nothing is filled into.
fn unknown_place(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(from) = rest.find('{') {
        rest = &rest[from..];
        let end = rest.find('}').map_or(rest.len(), |end| end + 1);
        let place = &rest[..end];
        if !PLACES.contains(&place) {
            return Some(place);
        }
        rest = &rest[end..];
    }
    None
}

fn days_words(v: &Values, label: &str, least: u32, words: &str) -> Result<Reading, Refusal> {
    Ok(match v.number(label, least..=MOST_DAYS)? {
        Some(_) => Reading::of(words),
        None => Reading::of(format!("as usual; {words}")),
    })
}

/// Keeps a number only where it is another than ours.
fn differing(kept: &mut BTreeMap<String, u32>, name: &str, days: Option<u32>, ours: Option<u32>) {
    match days {
        Some(days) if Some(days) != ours => {
            kept.insert(name.to_string(), days);
        }
        _ => {
            kept.remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::desk::Desk;
    use super::*;
    use crate::ui::effect::FormKind;

    fn saved(desk: &mut Desk) -> Settings {
        match desk.save() {
            Ok(Action::SaveSettings { settings, .. }) => *settings,
            other => panic!("{other:?} saves no settings"),
        }
    }

    #[test]
    fn only_what_differs_from_ours_is_stored() {
        let mut desk = Desk::open(FormKind::Settings);
        assert_eq!(saved(&mut desk), *desk.book.settings());
        desk.set("tier A", "21")
            .set("quiet", "20")
            .set("your name", "Alex Reed");
        let settings = saved(&mut desk);
        assert_eq!(settings.name, "Alex Reed");
        assert_eq!(settings.tiers, [("A".to_string(), 21)].into());
        assert_eq!(settings.thresholds, [("quiet".to_string(), 20)].into());
        assert_eq!(settings.currency, None);
        desk.set("tier A", "")
            .set("quiet", "10")
            .set("currency", "gbp");
        let settings = saved(&mut desk);
        assert!(settings.tiers.is_empty() && settings.thresholds.is_empty());
        assert_eq!(settings.currency.unwrap().code(), "GBP");
    }

    #[test]
    fn my_lines_are_mine_and_say_what_is_filled_in() {
        let mut desk = Desk::open(FormKind::Settings);
        let settings = saved(&mut desk);
        assert_eq!(
            (settings.offer.as_str(), settings.line_referred.as_str()),
            ("", "")
        );
        desk.set("what you offer", "calm audits")
            .set("line, referred", "{source} thought of {offer}");
        assert!(
            desk.screen(90, 40)
                .contains("{source} {prospect} {offer} are filled in")
        );
        desk.set("line, not referred", "{sauce} and I");
        assert!(desk.screen(90, 40).contains("{sauce} stays as it is"));
        let settings = saved(&mut desk);
        assert_eq!(settings.offer, "calm audits");
        assert_eq!(settings.line_referred, "{source} thought of {offer}");
        assert_eq!(settings.line_unreferred, "{sauce} and I");
    }

    #[test]
    fn mistypes_name_their_field() {
        let mut desk = Desk::open(FormKind::Settings);
        desk.set("currency", "arc");
        assert_eq!(
            desk.refused(),
            "Currency: “ARC” is no currency; write its three letters, as in EUR, USD or GBP"
        );
        desk.set("currency", "").set("tier B", "soon");
        assert!(desk.refused().starts_with("Tier B: “soon” is no number"));
    }

    #[test]
    fn the_first_enter_keeps_the_currency_that_is_shown() {
        let mut desk = Desk::open(FormKind::Welcome);
        desk.write("Alex Reed");
        let settings = saved(&mut desk);
        assert_eq!(settings.name, "Alex Reed");
        assert_eq!(settings.currency, Some(Currency::EUR));
    }
}
