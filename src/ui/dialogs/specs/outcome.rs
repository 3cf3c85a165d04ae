//! Forms for how it went: the first meeting, and the end of a referral. They will never judge.

use crate::capture::date::{Look, When};
use crate::domain::action::{Action, Log, NextChange, Who};
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::referral::{Ending, Next, Outcome, Verb};
use crate::domain::refusal::Refusal;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values, capital};

use super::happened::{many, note_on, value};
use super::spec::Spec;

/// How a referral ended; everything but the ending itself may be left open.
pub fn outcome(id: Id, ending: &Ending, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let settings = cx.book.settings();
    let title = format!("{} · {}", capital(ending.title()), cx.name(record.prospect));
    let mut fields = Vec::new();
    if *ending == Ending::Won {
        let estimate = record
            .estimate
            .map(|money| money.typed(settings.currency()));
        fields.push(value().loaded(&estimate.unwrap_or_default()).replaceable());
    }
    fields.push(Field::offered("reason", settings.reasons(ending)));
    fields.push(Field::line("note"));
    let ending = ending.clone();
    Spec::new(title, fields, move |v| {
        let value = match &ending {
            Ending::Won if v.is_changed("value") => v.money("value")?,
            Ending::Won => record.estimate,
            _ => None,
        };
        let outcome = Outcome {
            ending: ending.clone(),
            on: v.cx.today,
            reason: v.text("reason"),
            value,
            ..Outcome::default()
        };
        let mut actions = vec![Action::Close {
            referral: id,
            outcome,
        }];
        if !v.is_blank("note") {
            actions.push(note_on(id, v.text("note")));
        }
        Ok(many(actions))
    })
}

const HELD: usize = 0;
const MOVED: usize = 1;

/// How the appointment with the prospect went.
pub fn meeting(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    // Only an appointment is settled with the meeting; another next action stays.
    let appointment = record
        .next
        .filter(|next| next.is_appointment(record.prospect));
    let prospect = record.prospect;
    let held_on = appointment
        .as_ref()
        .map(|next| next.on)
        .filter(|on| *on <= cx.today)
        .unwrap_or(cx.today);
    let title = format!("The meeting with {}", cx.name(prospect));
    let fields = vec![
        Field::line("note"),
        Field::choice("how", ["held", "moved", "did not come"], HELD).reading(move |v| {
            let words = day::full(held_on, v.cx.today);
            Ok(Reading::of(if v.picked("how") == MOVED {
                String::new()
            } else {
                words
            }))
        }),
        Field::line("moved to").reading(|v| {
            let when = moved_to(v)?;
            let said = when.map(|when| when.full(v.cx.today));
            Ok(Reading::of(said.unwrap_or_default()))
        }),
    ];
    Spec::new(title, fields, move |v| {
        let (how, to) = (v.picked("how"), moved_to(v)?);
        let note = v.text("note");
        let whom = prospect.map_or(Who::Nobody, Who::Known);
        match (how, to) {
            (MOVED, None) => Err(Refusal::new("Moved to: no day is named")
                .or("write one, as in fri 10:00, or leave the meeting open with esc")),
            (MOVED, Some(when)) => Ok(moved(id, appointment.as_ref(), when, whom, note)),
            (_, Some(_)) => {
                Err(Refusal::new("Moved to: a day stands there")
                    .or("choose moved, or clear the day"))
            }
            (how, None) => Ok(Action::Log(Box::new(Log {
                kind: if how == HELD {
                    Kind::Met
                } else {
                    Kind::NotHeld
                },
                who: whom,
                referral: Some(id),
                on: Some(held_on).filter(|on| *on != v.cx.today),
                note,
                // Held earlier than planned it is settled too; nobody has missed what is still to come.
                next: match &appointment {
                    Some(next) if how == HELD || next.on <= v.cx.today => NextChange::Clear,
                    _ => NextChange::Keep,
                },
                ..Log::default()
            }))),
        }
    })
}

fn moved_to(v: &Values) -> Result<Option<When>, Refusal> {
    v.when("moved to", Look::Ahead)
}

fn moved(id: Id, was: Option<&Next>, when: When, whom: Who, note: String) -> Action {
    let meet = Next {
        verb: Verb::Meet,
        ..Next::default()
    };
    let next = Next {
        on: when.on,
        time: when.time,
        ..was.cloned().unwrap_or(meet)
    };
    let mut actions = vec![Action::SetNext {
        referral: id,
        next: Some(next),
        whom,
    }];
    if !note.trim().is_empty() {
        actions.push(note_on(id, note));
    }
    many(actions)
}

#[cfg(test)]
mod tests {
    use super::super::desk::{AUDIT, Desk, OMAR, SHOP, day, euros};
    use super::*;
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
            "Closed Priya Shah: won|Tell and thank Dana Ortiz: r records it"
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

    fn log(desk: &mut Desk) -> Log {
        match desk.save() {
            Ok(Action::Log(log)) => *log,
            other => panic!("{other:?} is no log"),
        }
    }

    #[test]
    fn a_meeting_was_held_moved_or_nobody_came() {
        let mut desk = Desk::open(FormKind::Meeting { referral: AUDIT });
        let held = log(&mut desk);
        assert_eq!((held.kind, held.who), (Kind::Met, Who::Known(OMAR)));
        assert_eq!(held.on, Some(day("2026-11-20")));
        assert_eq!(held.next, NextChange::Clear);
        desk.press("tab");
        desk.write("d");
        assert_eq!(log(&mut desk).kind, Kind::NotHeld);
        desk.write("m");
        assert!(desk.refused().starts_with("Moved to: no day is named; "));
        desk.set("moved to", "fri 10:00");
        let Ok(Action::SetNext {
            next: Some(next), ..
        }) = desk.save()
        else {
            panic!("it is moved");
        };
        assert_eq!((next.verb, next.on), (Verb::Meet, day("2026-11-27")));
        desk.press("up");
        desk.write("h");
        assert!(desk.refused().starts_with("Moved to: a day stands there; "));
        desk.set("moved to", "some day");
        assert!(desk.refused().starts_with("Moved to: “some day”"));
    }
}
