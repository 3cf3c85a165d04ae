//! Taking an introduction from one state to the next, with the facts that each state is.

use chrono::NaiveDate;

use super::action::{Log, Said, Who, is_gone};
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
    if introduction.state == *to {
        return Err(Refusal::new(format!(
            "The {} is {} already",
            introduction.method.title(),
            to.title()
        )));
    }
    let on = stamp.today;
    let who = partner(referral);
    let fact = |kind: Kind, note: &str| Log {
        kind,
        who: who.clone(),
        referral: Some(id),
        note: note.into(),
        ..Log::default()
    };
    // Whoever has signed or sent it was asked to: that step is never skipped.
    let states = introduction.states(&direction);
    let place = |state: &State| states.iter().position(|it| it == state);
    let asks = place(&State::WithSource).is_some_and(|asking| {
        place(&introduction.state) < Some(asking) && Some(asking) <= place(to)
    });
    if asks {
        come_to(book, id, &State::WithSource, stamp);
        let log = fact(Kind::Ask, asked(&introduction.method));
        progress::log(book, stamp, log)?;
        stamp.at += 1;
    }
    if *to == State::Delivered {
        // A call or lunch that was to be later has happened by now.
        book.referrals
            .edit(id, stamp.at, |referral| happen(referral, on));
        // That fact brings the introduction there, however it is recorded.
        let log = fact(Kind::Introduced, introduction.method.title());
        return progress::log(book, stamp, log);
    }
    come_to(book, id, to, stamp);
    let said = Said::new(format!(
        "The {} is {}",
        introduction.method.title(),
        to.title()
    ));
    Ok(if *to == State::WithSource {
        said.more(gaps(&introduction.missing(&direction)))
    } else {
        said
    })
}

fn come_to(book: &mut Book, id: Id, to: &State, stamp: &Stamp) {
    book.referrals.edit(id, stamp.at, |referral| {
        if let Some(introduction) = &mut referral.introduction {
            introduction.come_to(to.clone(), stamp.today);
        }
    });
}

/// A call or lunch that was planned for a later day was held today: its row goes, its day is today.
fn happen(referral: &mut Referral, today: NaiveDate) {
    let is_own = is_on_calendar(referral);
    if let Some(introduction) = &mut referral.introduction
        && !introduction.method.is_written()
        && introduction.on.is_some_and(|on| today < on)
    {
        introduction.on = Some(today);
        if is_own {
            referral.next = None;
        }
    }
}

/// What is planned is the call or lunch by which the two are to be introduced, and nothing else.
pub fn is_own_plan(referral: &Referral) -> bool {
    let introduction = referral.introduction.as_ref();
    introduction.is_some_and(|it| !it.is_made()) && is_on_calendar(referral)
}

/// What stands in the way of the row of a call or lunch that has a day: there is one next action a card.
pub(super) fn comes_first(referral: &Referral) -> Option<&Next> {
    let introduction = referral.introduction.as_ref().filter(|it| !it.is_made())?;
    let planned = plan(introduction, referral)?;
    referral
        .next
        .as_ref()
        .filter(|next| !is_same(next, &planned))
}

/// What comes next is what the introduction has put there.
fn is_on_calendar(referral: &Referral) -> bool {
    let introduction = referral.introduction.as_ref();
    let planned = introduction.and_then(|it| plan(it, referral));
    is_planned(referral, planned.as_ref())
}

/// Whether I called when the letter said so; either way that call is over.
pub(super) fn keep(referral: &mut Referral, kept: bool) {
    if is_on_calendar(referral) {
        referral.next = None;
    }
    if let Some(introduction) = &mut referral.introduction {
        introduction.kept = Some(kept);
    }
}

/// The two were introduced: brings an introduction that was not made yet to where it is, with its level, and
/// ends what was planned for it. Gives the call that it announces. A call or lunch that is still to come is another
/// occasion: it stays.
pub(super) fn make(book: &mut Book, stamp: &mut Stamp, id: Id, on: NaiveDate) -> Option<Next> {
    let referral = book.referrals.get(id)?;
    let was = referral.introduction.as_ref().filter(|it| !it.is_made())?;
    if !was.method.is_written() && was.on.is_some_and(|day| on < day) {
        return None;
    }
    let mut made = was.clone();
    made.come_to(State::Delivered, on);
    let level = made.method.level();
    let announced = plan(&made, referral).filter(|_| referral.is_open());
    book.referrals.edit(id, stamp.at, |referral| {
        if is_on_calendar(referral) {
            referral.next = None;
        }
        if referral.level.is_some_and(|at| at < level) {
            referral.level = Some(level);
        }
        referral.introduction = Some(made);
    });
    announced
}

/// Plans the call that an introduction announces, and says what that takes the place of. A day that is over
/// is no plan.
pub(super) fn announce(book: &mut Book, stamp: &mut Stamp, id: Id, call: Next) -> Option<String> {
    if call.on < stamp.today {
        return Some("name a new day for the call: n".into());
    }
    let referral = book.referrals.get(id)?;
    let instead = referral.next.as_ref().filter(|it| !is_same(it, &call));
    let instead = instead.map(|it| {
        let words = book.next_words(it);
        format!("{} instead of {words}", book.next_words(&call))
    });
    book.referrals.edit(id, stamp.at, |referral| {
        let same = referral.next.as_ref().filter(|it| is_same(it, &call));
        let note = same.map_or(String::new(), |it| it.note.clone());
        referral.next = Some(Next { note, ..call });
    });
    instead
}

/// Puts an introduction in the place of the one that there is. What was planned for that one moves with it, and a
/// call or lunch with a day is planned where nothing else is.
pub(super) fn put(referral: &mut Referral, to: Option<Introduction>, today: NaiveDate) {
    let was = referral.introduction.as_ref();
    let before = was.and_then(|it| plan(it, referral));
    // Of one that is dropped, a call that the prospect was told of stands.
    let is_told =
        was.is_some_and(Introduction::is_made) && to.as_ref().is_none_or(|to| !to.is_made());
    let now = to.as_ref().and_then(|it| plan(it, referral));
    let may_plan = match (&referral.next, &now) {
        (None, Some(now)) => today <= now.on,
        _ => is_planned(referral, before.as_ref()),
    };
    if referral.is_open() && !is_told && may_plan && now != before {
        let note = referral.next.as_ref().map(|it| it.note.clone());
        let note = note.unwrap_or_default();
        referral.next = now.map(|now| Next { note, ..now });
    }
    referral.introduction = to.map(|mut to| {
        to.keep_day();
        to
    });
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

/// What an introduction puts on my calendar: until it is made the source’s own call or lunch, and once a letter
/// is there the call that it announces, at exactly that time.
fn plan(introduction: &Introduction, referral: &Referral) -> Option<Next> {
    let is_to_call = introduction.is_made() && introduction.kept.is_none() && !referral.is_given();
    let (verb, whom) = match &introduction.method {
        Method::Email | Method::Letter if is_to_call => (Verb::Call, referral.prospect),
        Method::Call if !introduction.is_made() => (Verb::Call, referral.partner()),
        Method::Lunch if !introduction.is_made() => (Verb::Lunch, referral.partner()),
        _ => return None,
    };
    Some(Next {
        verb,
        whom,
        on: introduction.on?,
        time: introduction.time,
        ..Next::default()
    })
}

/// Whether it is this that comes next.
fn is_planned(referral: &Referral, plan: Option<&Next>) -> bool {
    let both = referral.next.as_ref().zip(plan);
    both.is_some_and(|(next, plan)| is_same(next, plan))
}

/// The same appointment, whatever is noted of it.
fn is_same(a: &Next, b: &Next) -> bool {
    (&a.verb, a.whom, a.on, a.time) == (&b.verb, b.whom, b.on, b.time)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::NaiveTime;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::action::{Action, Edit};
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

    fn perform(book: &mut Book, action: Action) -> Said {
        let mut stamp = Stamp {
            today: day(21),
            at: 2_000,
            ids: Ids::seeded(8),
        };
        action.perform(book, &mut stamp).unwrap()
    }

    /// Introduced, as the call sheet and the checklist say it.
    fn logged(book: &mut Book) -> Said {
        let log = Log {
            kind: Kind::Introduced,
            who: Who::Known(DANA),
            referral: Some(SHOP),
            ..Log::default()
        };
        perform(book, Action::Log(Box::new(log)))
    }

    fn planned(book: &mut Book, next: Option<Next>) {
        book.referrals.edit(SHOP, 1, |it| it.next = next);
    }

    fn next_of(book: &Book) -> Option<(Verb, Option<Id>, NaiveDate)> {
        let next = shop(book).next.clone();
        next.map(|next| (next.verb, next.whom, next.on))
    }

    fn samples() -> Next {
        Next {
            verb: Verb::Send,
            note: "the samples".into(),
            on: day(25),
            ..Next::default()
        }
    }

    #[test]
    fn a_lunch_still_to_come_is_not_made_by_an_earlier_word() {
        let mut book = book(Some(1), Some(introduction(Method::Lunch)));
        logged(&mut book);
        let lunch = shop(&book).introduction.clone().unwrap();
        assert_eq!((lunch.is_made(), shop(&book).level), (false, Some(1)));
        // Said to have happened, it was today.
        bring(&mut book, State::Delivered).unwrap();
        let lunch = shop(&book).introduction.clone().unwrap();
        assert_eq!((lunch.is_made(), lunch.on), (true, Some(day(21))));
        assert_eq!((shop(&book).level, &shop(&book).next), (Some(8), &None));
    }

    #[test]
    fn introduced_wherever_it_is_logged_makes_the_introduction() {
        for method in Method::ALL {
            let mut due = introduction(method.clone());
            if !method.is_written() {
                due.on = Some(day(21));
            }
            let mut book = book(Some(1), Some(due));
            logged(&mut book);
            let made = shop(&book).introduction.clone().unwrap();
            assert_eq!((made.state, made.since), (State::Delivered, day(21)));
            assert_eq!(shop(&book).level, Some(method.level()));
            assert_eq!(shop(&book).next.is_some(), method.is_written());
            assert!(bring(&mut book, State::Delivered).is_err(), "once");
            assert_eq!(kinds(&book), [Kind::Introduced]);
        }
        let bare = Introduction {
            done: String::new(),
            ..introduction(Method::Letter)
        };
        let mut book = book(Some(1), Some(bare));
        logged(&mut book);
        let made = shop(&book).introduction.as_ref().unwrap();
        assert!(made.is_made(), "it happened all the same");
    }

    #[test]
    fn what_the_announced_call_takes_the_place_of_is_named() {
        let mut book = book(Some(1), Some(introduction(Method::Letter)));
        planned(&mut book, Some(samples()));
        let said = bring(&mut book, State::Delivered).unwrap();
        let more = "someone is now in Meet; call someone instead of send the samples";
        assert_eq!(said.more, more);
        assert_eq!(next_of(&book), Some((Verb::Call, Some(PRIYA), day(27))));
    }

    #[test]
    fn a_call_whose_day_is_over_is_not_planned() {
        let late = Introduction {
            on: Some(day(20)),
            ..introduction(Method::Email)
        };
        for before in [None, Some(samples())] {
            let mut book = book(Some(1), Some(late.clone()));
            planned(&mut book, before.clone());
            let said = bring(&mut book, State::Delivered).unwrap();
            assert!(said.more.ends_with("; name a new day for the call: n"));
            assert_eq!(shop(&book).next, before);
        }
    }

    fn kept(book: &mut Book, to: Option<Introduction>) -> Said {
        let edit = Box::new(Edit::Introduction(to));
        let referral = SHOP;
        perform(book, Action::Edit { referral, edit })
    }

    #[test]
    fn the_announced_call_moves_with_its_introduction() {
        let mut book = book(Some(1), Some(introduction(Method::Letter)));
        bring(&mut book, State::Delivered).unwrap();
        let mut moved = shop(&book).introduction.clone().unwrap();
        moved.on = Some(day(30));
        let said = kept(&mut book, Some(moved.clone()));
        assert_eq!(said.more, "planned: call someone, Mon 30 Nov 10:00");
        assert_eq!(next_of(&book), Some((Verb::Call, Some(PRIYA), day(30))));
        planned(&mut book, Some(samples()));
        moved.on = Some(day(28));
        kept(&mut book, Some(moved));
        assert_eq!(shop(&book).next, Some(samples()), "that is another one");
    }

    #[test]
    fn a_call_or_lunch_with_a_day_is_planned_until_it_is_made() {
        for (method, verb) in [(Method::Call, Verb::Call), (Method::Lunch, Verb::Lunch)] {
            let mut book = book(Some(1), None);
            let said = kept(&mut book, Some(introduction(method.clone())));
            assert!(said.more.contains("i shows it; planned: "), "{}", said.more);
            assert_eq!(next_of(&book), Some((verb, Some(DANA), day(27))));
            let mut moved = introduction(method.clone());
            moved.on = Some(day(28));
            kept(&mut book, Some(moved));
            assert_eq!(next_of(&book).unwrap().2, day(28));
            bring(&mut book, State::Delivered).unwrap();
            assert_eq!(shop(&book).next, None);
            kept(&mut book, Some(introduction(method.clone())));
            kept(&mut book, None);
            assert_eq!(shop(&book).next, None, "dropped with it");
            planned(&mut book, Some(samples()));
            kept(&mut book, Some(introduction(method)));
            assert_eq!(shop(&book).next, Some(samples()), "that comes first");
        }
    }

    #[test]
    fn other_words_bring_back_no_plan_that_was_taken_away() {
        let mut book = book(Some(1), None);
        kept(&mut book, Some(introduction(Method::Lunch)));
        planned(&mut book, None);
        let mut other = introduction(Method::Lunch);
        other.why = "she eats there".into();
        kept(&mut book, Some(other));
        assert_eq!(shop(&book).next, None);
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
