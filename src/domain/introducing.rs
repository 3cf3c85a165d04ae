//! Taking an introduction from one state to the next, with the facts that each state is.

use super::action::{Log, NextChange, Said, Who, is_gone};
use super::book::{Book, Stamp};
use super::event::Kind;
use super::id::Id;
use super::introduction::{Introduction, Method, State};
use super::progress;
use super::referral::{Next, Referral, Verb};
use super::refusal::Refusal;

pub(super) fn introduce(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    to: &State,
) -> Result<Said, Refusal> {
    let referral = book.referrals.get(id).ok_or_else(|| is_gone("referral"))?;
    let name = book.name(referral.prospect).to_string();
    let Some(introduction) = referral.introduction.clone() else {
        return Err(Refusal::new(format!("{name} has no introduction yet")).or("i plans one"));
    };
    let direction = referral.direction.clone();
    if !introduction.states(&direction).contains(to) {
        return Err(Refusal::new(format!(
            "An introduction by {} is never {}",
            introduction.method.title(),
            to.title()
        )));
    }
    if *to == State::Delivered
        && let Some(part) = introduction.missing(&direction).first()
    {
        let why = format!(
            "The {} does not say {part} yet",
            introduction.method.title()
        );
        return Err(Refusal::new(why).or("e fills it in"));
    }
    let (on, at) = (stamp.today, stamp.at);
    let level = introduction.method.level();
    let is_made = *to == State::Delivered;
    book.referrals.edit(id, at, |referral| {
        if let Some(introduction) = &mut referral.introduction {
            introduction.come_to(to.clone(), on);
        }
        if is_made && referral.level.is_some_and(|at| at < level) {
            referral.level = Some(level);
        }
    });
    let referral = book.referrals.get(id).expect("it was there just now");
    let who = partner(referral);
    let said = match to {
        State::WithSource if !referral.is_given() => {
            let log = Log {
                kind: Kind::Ask,
                who,
                referral: Some(id),
                note: asked(&introduction.method).into(),
                ..Log::default()
            };
            progress::log(book, stamp, log)?;
            Said::new(format!(
                "The {} is with the source",
                introduction.method.title()
            ))
            .more(gaps(&introduction.missing(&direction)))
        }
        State::Delivered => {
            let next = call(&introduction, referral);
            let log = Log {
                kind: Kind::Introduced,
                who,
                referral: Some(id),
                note: introduction.method.title().into(),
                next: next.map_or(NextChange::Keep, NextChange::Set),
                ..Log::default()
            };
            progress::log(book, stamp, log)?
        }
        other => Said::new(format!(
            "The {} is {}",
            introduction.method.title(),
            other.title()
        )),
    };
    Ok(said)
}

/// What is still missing in what went out.
fn gaps(missing: &[&str]) -> String {
    match missing {
        [] => String::new(),
        [gap] => format!("with a gap: {gap}"),
        gaps => format!("with {} gaps: {}", gaps.len(), gaps.join(", ")),
    }
}

fn partner(referral: &Referral) -> Who {
    referral.partner().map_or(Who::Nobody, Who::Known)
}

fn asked(method: &Method) -> &'static str {
    match method {
        Method::Letter => "asked to sign the letter",
        _ => "asked to send the e-mail",
    }
}

/// The call that a letter of mine announces, still to come: at exactly that time.
fn call(introduction: &Introduction, referral: &Referral) -> Option<Next> {
    if !introduction.method.is_written() || referral.is_given() {
        return None;
    }
    Some(Next {
        verb: Verb::Call,
        whom: referral.prospect,
        on: introduction.on?,
        time: introduction.time,
        ..Next::default()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::{NaiveDate, NaiveTime};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::action::Action;
    use crate::domain::id::Ids;
    use crate::domain::referral::Direction;
    use crate::domain::stage::Stage;

    const DANA: Id = Id::fixed(1);
    const PRIYA: Id = Id::fixed(2);
    const SHOP: Id = Id::fixed(3);

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    fn introduction(method: Method) -> Introduction {
        Introduction {
            state: method.states()[0].clone(),
            method,
            done: "the shop".into(),
            why: "calm peaks".into(),
            on: Some(day(27)),
            time: NaiveTime::from_hms_opt(10, 0, 0),
            ..Introduction::default()
        }
    }

    fn book(level: Option<u8>, introduction: Option<Introduction>) -> Book {
        let mut book = Book::new(day(21));
        let referral = Referral {
            prospect: Some(PRIYA),
            source: Some(DANA),
            on: day(20),
            level,
            introduction,
            ..Referral::default()
        };
        book.referrals.set(SHOP, Arc::new(referral));
        book
    }

    fn bring(book: &mut Book, to: State) -> Result<Said, Refusal> {
        let mut stamp = Stamp {
            today: day(21),
            at: 1_000,
            ids: Ids::seeded(7),
        };
        Action::Introduce { referral: SHOP, to }.perform(book, &mut stamp)
    }

    fn shop(book: &Book) -> &Referral {
        book.referrals.get(SHOP).unwrap()
    }

    fn kinds(book: &Book) -> Vec<Kind> {
        book.events
            .iter()
            .map(|(_, event)| event.kind.clone())
            .collect()
    }

    #[test]
    fn a_letter_goes_to_the_source_is_signed_and_delivered() {
        let mut book = book(Some(1), Some(introduction(Method::Letter)));
        bring(&mut book, State::WithSource).unwrap();
        assert_eq!(kinds(&book), [Kind::Ask], "it is an ask");
        bring(&mut book, State::Signed).unwrap();
        assert_eq!(shop(&book).level, Some(1), "not before it is there");
        bring(&mut book, State::Delivered).unwrap();
        let shop = shop(&book);
        assert_eq!(shop.level, Some(5));
        assert_eq!(shop.stage(), Stage::Meet);
        let next = shop.next.as_ref().unwrap();
        assert_eq!(
            (&next.verb, next.whom, next.on),
            (&Verb::Call, Some(PRIYA), day(27))
        );
        assert_eq!(
            next.time,
            NaiveTime::from_hms_opt(10, 0, 0),
            "at exactly that time"
        );
        assert!(kinds(&book).contains(&Kind::Introduced));
    }

    #[test]
    fn what_was_made_is_its_level_and_takes_none_away() {
        for (method, before, after) in [
            (Method::Email, Some(1), Some(5)),
            (Method::Call, Some(1), Some(6)),
            (Method::Lunch, Some(6), Some(8)),
            (Method::Lunch, Some(9), Some(9)),
            (Method::Call, None, None),
        ] {
            let mut book = book(before, Some(introduction(method.clone())));
            bring(&mut book, State::Delivered).unwrap();
            assert_eq!(shop(&book).level, after, "{method:?} from {before:?}");
        }
    }

    #[test]
    fn only_paper_is_signed_and_only_what_is_planned_is_brought_on() {
        let mut by_mail = book(Some(1), Some(introduction(Method::Email)));
        assert!(bring(&mut by_mail, State::Signed).is_err());
        let mut by_call = book(Some(1), Some(introduction(Method::Call)));
        assert!(bring(&mut by_call, State::WithSource).is_err());
        let mut none = book(Some(1), None);
        let refused = bring(&mut none, State::Delivered).unwrap_err();
        assert_eq!(refused.way_out.as_deref(), Some("i plans one"));
    }

    #[test]
    fn a_letter_without_a_day_is_not_delivered() {
        let letter = Introduction {
            on: None,
            ..introduction(Method::Letter)
        };
        let mut book = book(Some(1), Some(letter));
        let refused = bring(&mut book, State::Delivered).unwrap_err();
        assert!(
            refused.why.contains("day and time of the call"),
            "{refused}"
        );
    }

    #[test]
    fn what_is_missing_is_named_when_it_goes_to_the_source() {
        let none = introduction(Method::Email);
        let some = Introduction {
            done: String::new(),
            ..none.clone()
        };
        let more = Introduction {
            why: String::new(),
            ..some.clone()
        };
        for (email, wanted) in [
            (none, ""),
            (some, "with a gap: what was done"),
            (
                more,
                "with 2 gaps: what was done, why it helps the prospect",
            ),
        ] {
            let mut book = book(Some(1), Some(email));
            let said = bring(&mut book, State::WithSource).unwrap();
            assert_eq!(said.what, "The e-mail is with the source");
            assert_eq!(said.more, wanted);
        }
    }

    #[test]
    fn a_spoken_introduction_announces_no_call() {
        for method in [Method::Call, Method::Lunch] {
            let mut book = book(Some(1), Some(introduction(method)));
            bring(&mut book, State::Delivered).unwrap();
            assert_eq!(shop(&book).next, None);
        }
    }

    proptest! {
        #[test]
        fn every_method_comes_through_all_its_states_and_never_loses_a_level(
            method in prop::sample::select(Method::ALL),
            level in prop::option::of(1_u8..=10),
        ) {
            let mut book = book(level, Some(introduction(method.clone())));
            for _ in 1..method.states().len() {
                let now = shop(&book).introduction.clone().unwrap();
                bring(&mut book, now.next_state(&Direction::Received).unwrap()).unwrap();
                prop_assert!(level <= shop(&book).level);
            }
            let made = shop(&book).introduction.clone().unwrap();
            prop_assert!(made.is_made() && made.next_state(&Direction::Received).is_none());
            prop_assert_eq!(shop(&book).level, level.map(|level| level.max(method.level())));
        }
    }
}
