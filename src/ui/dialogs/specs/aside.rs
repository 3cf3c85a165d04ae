//! Forms for what is set aside: a referral or person not now, a line of Now what put off or let go.
//! They will never nag.

use crate::domain::action::{Action, Subject};
use crate::domain::person::Wait;
use crate::domain::refusal::Refusal;
use crate::insight::nudge::rule_of;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::Reading;
use crate::ui::reasons;

use super::spec::Spec;

/// Not now: until when, on whom, why.
pub fn not_now(subject: Subject, cx: &Cx) -> Spec {
    let (name, wait) = match subject {
        Subject::Person(id) => (
            Some(id),
            cx.book
                .people
                .get(id)
                .and_then(|person| person.wait.clone()),
        ),
        Subject::Referral(id) => {
            let record = cx.book.referrals.get(id);
            (
                record.and_then(|record| record.prospect),
                record.and_then(|record| record.wait.clone()),
            )
        }
        Subject::Promise(_) | Subject::Event(_) => (None, None),
    };
    let wait = wait.unwrap_or_default();
    // A day that has come is no answer to "until when".
    let until = wait.until.filter(|until| cx.today < *until);
    let until = until.map(|until| until.to_string());
    let title = format!("Not now · {}", cx.name(name));
    let fields = vec![
        Field::line("until")
            .filled(&until.unwrap_or_default())
            .reading(|v| {
                if v.is_blank("until") {
                    return Ok(Reading::of("until you end it"));
                }
                v.future("until")?;
                v.day_words("until", crate::capture::date::Look::Ahead)
            }),
        Field::who("on").known(wait.on, cx.book),
        Field::line("why").loaded(&wait.why),
    ];
    Spec::new(title, fields, move |v| {
        let wait = Wait {
            until: v.future("until")?.map(|when| when.on),
            why: v.text("why"),
            ..wait.clone()
        };
        Ok(Action::Wait {
            subject,
            wait: Some(wait),
            on: v.who("on")?,
        })
    })
}

/// A line of Now what is put off until a day.
pub fn nudge(key: &str, what: &str, cx: &Cx) -> Spec {
    let title = format!("Not now · {}", cx.words(what));
    let fields = vec![
        Field::line("until").reading(|v| {
            v.future("until")?;
            v.day_words("until", crate::capture::date::Look::Ahead)
        }),
        Field::line("why"),
    ];
    let (key, said) = (key.to_string(), what.to_string());
    Spec::new(title, fields, move |v| {
        let Some(until) = v.future("until")? else {
            return Err(Refusal::new("Until: no day is named")
                .or("write one, as in next week; - lets it go for good"));
        };
        Ok(Action::Settle {
            key: key.clone(),
            until: Some(until.on),
            why: v.text("why"),
            what: said.clone(),
        })
    })
}

/// A line of Now what is let go.
pub fn let_go(key: &str, what: &str, cx: &Cx) -> Spec {
    let title = format!("Let go · {}", cx.words(what));
    let (key, said) = (key.to_string(), what.to_string());
    let until = rule_of(&key).and_then(reasons::until);
    let holds = until.unwrap_or("for good").to_string();
    let fields = vec![Field::line("why").reading(move |_| Ok(Reading::of(holds.clone())))];
    let said = until.map_or(said.clone(), |until| format!("{said}, {until}"));
    Spec::new(title, fields, move |v| {
        Ok(Action::Settle {
            key: key.clone(),
            until: None,
            why: v.text("why"),
            what: said.clone(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, SHOP, day};
    use super::*;
    use crate::domain::action::Who;
    use crate::insight::nudge::RuleName;
    use crate::ui::effect::FormKind;

    #[test]
    fn not_now_says_until_when_on_whom_and_why() {
        let mut desk = Desk::open(FormKind::NotNow(Subject::Referral(SHOP)));
        assert!(desk.screen(80, 22).contains("until you end it"));
        assert!(matches!(
            desk.save(),
            Ok(Action::Wait {
                wait: Some(Wait { until: None, .. }),
                on: Who::Nobody,
                ..
            })
        ));
        desk.set("until", "1 dec")
            .set("on", "dana ortiz")
            .set("why", "on holiday");
        let Ok(Action::Wait {
            wait: Some(wait),
            on,
            ..
        }) = desk.save()
        else {
            panic!("it waits");
        };
        assert_eq!(wait.until, Some(day("2026-12-01")));
        assert_eq!((wait.why.as_str(), on), ("on holiday", Who::Known(DANA)));
        desk.set("until", "today");
        assert_eq!(
            desk.refused(),
            "Until: today is not ahead; write a day from tomorrow on, as in next week"
        );
    }

    #[test]
    fn a_line_is_put_off_or_let_go() {
        let (key, what) = ("k".to_string(), "thank Dana".to_string());
        let mut desk = Desk::open(FormKind::NotNowNudge {
            key: key.clone(),
            what: what.clone(),
        });
        assert!(desk.refused().starts_with("Until: no day is named; "));
        desk.write("tomorrow");
        assert_eq!(desk.perform(), "Not before Sun 22 Nov: thank Dana|");
        let mut desk = Desk::open(FormKind::LetGo { key, what });
        assert!(desk.screen(80, 22).contains("for good"));
        desk.write("said on the phone");
        let Ok(Action::Settle { until, why, .. }) = desk.save() else {
            panic!("it is let go");
        };
        assert_eq!((until, why.as_str()), (None, "said on the phone"));
    }

    #[test]
    fn what_is_let_go_says_until_when_where_it_is_not_for_good() {
        let let_go = |rule: RuleName| {
            let key = format!("{}/person:{DANA}/2026-11-01", rule.rule().word);
            let mut desk = Desk::open(FormKind::LetGo {
                key,
                what: "Dana Ortiz: be in touch".into(),
            });
            (desk.screen(80, 22), desk.perform())
        };
        let (screen, toast) = let_go(RuleName::GoneQuiet);
        assert!(screen.contains("until you are next in touch"), "{screen}");
        let held = "Let go: Dana Ortiz: be in touch, until you are next in touch|";
        assert_eq!(toast, held);
        let (screen, toast) = let_go(RuleName::Thank);
        assert!(screen.contains("for good"), "{screen}");
        assert_eq!(toast, "Let go: Dana Ortiz: be in touch|");
    }
}
