//! The form for the end of a referral. It will never judge.

use crate::domain::action::{Action, Who};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::promise::By;
use crate::domain::referral::{Ending, Outcome, Referral};
use crate::domain::refusal::Refusal;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Values, capital};

use super::happened::{many, note_on, value};
use super::spec::Spec;

/// How a referral ended; everything but the ending itself may be left open, save to whom it is passed on.
pub fn outcome(id: Id, ending: &Ending, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let settings = cx.book.settings();
    let title = format!("{} · {}", capital(ending.title()), cx.name(record.prospect));
    let brief = vec![
        ("counts", counts(&record, ending, cx)),
        ("you promised", open_promises(id, record.prospect, cx)),
    ];
    let mut fields = Vec::new();
    match ending {
        Ending::Won => {
            let estimate = record
                .estimate
                .map(|money| money.typed(settings.currency()));
            fields.push(value().loaded(&estimate.unwrap_or_default()).replaceable());
        }
        Ending::PassedOn => fields.push(Field::who("to").prompt("who takes it")),
        _ => {}
    }
    fields.push(Field::offered("reason", settings.reasons(ending)));
    if *ending == Ending::WalkedAway {
        fields.push(Field::line("offered instead").prompt("a name, a smaller step, a book"));
    }
    fields.push(Field::line("note"));
    let ending = ending.clone();
    Spec::new(title, fields, move |v| {
        let value = match &ending {
            Ending::Won if v.is_changed("value") => v.money("value")?,
            Ending::Won => record.estimate,
            _ => None,
        };
        let instead = if v.has("offered instead") {
            v.text("offered instead")
        } else {
            String::new()
        };
        let outcome = Outcome {
            ending: ending.clone(),
            on: v.cx.today,
            reason: v.text("reason"),
            value,
            instead,
            ..Outcome::default()
        };
        let close = if ending == Ending::PassedOn {
            Action::PassOn {
                referral: id,
                outcome,
                to: receiver(v)?,
            }
        } else {
            Action::Close {
                referral: id,
                outcome,
            }
        };
        let mut actions = vec![close];
        if !v.is_blank("note") {
            actions.push(note_on(id, v.text("note")));
        }
        Ok(many(actions))
    })
    .brief(brief)
}

/// To whom it is passed on. Nobody to take it is no passing on: that is walking away, which offers something else.
fn receiver(v: &Values) -> Result<Who, Refusal> {
    match v.who("to")? {
        Who::Nobody => Err(Refusal::new("To: nobody is named who takes it")
            .or("type a name, or esc and x a: walked away")),
        who => Ok(who),
    }
}

/// What an ending that is neither won nor lost counts as.
fn counts(record: &Referral, ending: &Ending, cx: &Cx) -> String {
    let against = match record.partner() {
        Some(partner) => format!(", and not against {}", cx.name(Some(partner))),
        None => String::new(),
    };
    match ending {
        Ending::WalkedAway => format!("neutral: not as lost{against}"),
        Ending::PassedOn => {
            format!("neutral: not as lost{against}; it goes on among those you gave")
        }
        Ending::NotAReferral if record.is_given() => {
            "not at all: neither among those you gave nor in the balance".into()
        }
        Ending::NotAReferral => "not at all: neither among those you got nor in the balance".into(),
        _ => String::new(),
    }
}

/// What I promised the prospect and have not kept yet: it outlives the referral.
fn open_promises(id: Id, prospect: Option<Id>, cx: &Cx) -> String {
    let promises = cx.practice.promises_on(id).iter().map(|it| &it.record);
    let open = promises.filter(|it| it.is_open() && it.by == By::Me && it.person == prospect);
    let words: Vec<String> = open
        .map(|it| match it.due {
            Some(due) => format!("{}, due {}", cx.words(&it.what), day::near(due, cx.today)),
            None => cx.words(&it.what).to_string(),
        })
        .collect();
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::desk::{Desk, PRIYA, SHOP, book, day, euros};
    use super::*;
    use crate::domain::promise::Promise;
    use crate::ui::effect::{Effect, FormKind, Offer};

    fn ending(ending: Ending) -> Desk {
        Desk::open(FormKind::Outcome {
            referral: SHOP,
            ending,
        })
    }

    #[test]
    fn an_outcome_is_one_enter() {
        let mut desk = ending(Ending::Won);
        let Some(Offer::Yes(Effect::Submit(Action::Close { outcome, .. }))) = desk.press("enter")
        else {
            panic!("it closes");
        };
        assert_eq!(outcome.value, Some(euros(1_200_000)));
        assert_eq!(
            desk.perform(),
            "Closed Priya Shah: won, a client now|Tell and thank Dana Ortiz and Mia Lang: r records it"
        );
    }

    #[test]
    fn a_reason_is_chosen_or_typed_and_a_note_is_kept() {
        let mut desk = ending(Ending::Lost);
        desk.press("down down enter");
        desk.set("note", "again in spring");
        let Ok(Action::Many { actions, .. }) = desk.save() else {
            panic!("it closes with a note");
        };
        let Action::Close { outcome, .. } = &actions[0] else {
            panic!("it closes first");
        };
        assert_eq!((outcome.reason.as_str(), outcome.value), ("timing", None));
        assert!(desk.perform().starts_with("Closed Priya Shah: lost|Tell"));
        desk.set("reason", "her brother does it").set("note", "");
        assert!(matches!(
            desk.save(),
            Ok(Action::Close { outcome, .. }) if outcome.reason == "her brother does it"
        ));
        let mut desk = ending(Ending::Won);
        desk.set("value", "12q");
        assert!(desk.refused().starts_with("Value: "));
    }

    #[test]
    fn walking_away_is_neutral_and_says_what_was_offered_instead() {
        let mut desk = ending(Ending::WalkedAway);
        assert!(desk.screen(80, 30).contains("neutral: not as lost"));
        desk.set("offered instead", "a guide to shop systems");
        let Ok(Action::Close { outcome, .. }) = desk.save() else {
            panic!("it closes");
        };
        assert_eq!(outcome.instead, "a guide to shop systems");
    }

    #[test]
    fn passing_on_needs_somebody_who_takes_it() {
        let mut desk = ending(Ending::PassedOn);
        assert_eq!(
            desk.refused(),
            "To: nobody is named who takes it; type a name, or esc and x a: walked away"
        );
        desk.set("to", "Ben Abara");
        assert!(
            matches!(desk.save(), Ok(Action::PassOn { to: Who::New(name), .. }) if name == "Ben Abara")
        );
        assert!(
            desk.perform()
                .starts_with("Closed Priya Shah: passed on to Ben Abara|Tell and thank")
        );
        desk.set("to", "Priya Shah");
        assert!(
            matches!(desk.save(), Ok(Action::PassOn { to: Who::Known(id), .. }) if id == PRIYA)
        );
    }

    #[test]
    fn what_i_promised_the_prospect_stands_above_the_form() {
        let mut book = book();
        for (nth, by, what) in [
            (70, By::Me, "send the samples"),
            (71, By::Them, "ask her partner"),
        ] {
            let promise = Promise {
                by,
                person: Some(PRIYA),
                referral: Some(SHOP),
                what: what.into(),
                on: day("2026-11-18"),
                due: Some(day("2026-11-27")),
                ..Promise::default()
            };
            book.promises.set(Id::fixed(nth), Arc::new(promise));
        }
        let referral = SHOP;
        let ending = Ending::Lost;
        let mut desk = Desk::of(book, FormKind::Outcome { referral, ending }, false);
        let screen = desk.screen(80, 30);
        assert!(screen.contains("send the samples, due Fri 27"), "{screen}");
        assert!(!screen.contains("ask her partner"), "{screen}");
    }
}
