//! What the method asks to be noted of one referral and its people: level, tie, answers, pillars.

use std::sync::Arc;

use chrono::NaiveDate;

use super::action::{Edit, Reply, Said, is_gone};
use super::book::{Book, Stamp};
use super::expectation::Expectation;
use super::id::Id;
use super::merge;
use super::referral::{Answer, Next, Referral, rung};
use super::refusal::Refusal;
use super::{change, day, introducing};

/// The line of the source's work that says they set the appointment.
pub const APPOINTMENT: &str = "source.appointment";

/// The line of the source's work that says they spoke for my work.
const CREDIBILITY: &str = "source.credibility";

/// What a trained source does for a referral (Walker's steps 3 to 5): the id of the line, what they did, and
/// what to ask of them where they did not.
pub const SOURCE_WORK: [(&str, &str, &str); 4] = [
    (
        "source.need",
        "found out what they need",
        "What do they need, in their own words?",
    ),
    (
        CREDIBILITY,
        "spoke for my work",
        "What did you tell them about my work?",
    ),
    (
        "source.solution",
        "offered me as the solution",
        "Would you tell them that I can solve it?",
    ),
    (
        APPOINTMENT,
        "set the appointment",
        "Would you find a day for the two of us?",
    ),
];

/// Setting up the meeting is this rung.
const ARRANGED: u8 = 7;

pub(super) fn edit(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    edit: Edit,
) -> Result<Said, Refusal> {
    let referral = book.referrals.get(id).ok_or_else(|| is_gone("referral"))?;
    let name = book.name(referral.prospect).to_string();
    let (today, at) = (stamp.today, stamp.at);
    let mut said = match &edit {
        Edit::Level { level, .. } => match level {
            Some(level) => Said::new(format!(
                "{name} is at level {level}: {}",
                rung(*level).unwrap_or_default()
            )),
            None => Said::new(format!("{name} is a lead: they expect no contact")),
        },
        Edit::Tie { .. } => {
            let source = book.name(referral.partner());
            Said::new(format!("Noted how {source} stands with {name}"))
        }
        Edit::Told(_) => Said::new(format!("Noted what {name} was told")),
        Edit::Introduction(Some(introduction)) => Said::new(format!(
            "Introduction of {name} by {}: {}",
            introduction.method.title(),
            introduction.state.title()
        ))
        .more(if referral.introduction.is_none() {
            "i shows it"
        } else {
            ""
        }),
        Edit::Introduction(None) => Said::new(format!("Dropped the introduction of {name}")),
        Edit::Kept(true) => Said::new(format!("Called {name} on time")),
        Edit::Kept(false) => Said::new(format!("Called {name} at another time")),
        Edit::Short(Some(true)) => Said::new(format!("{name} takes the short route")),
        Edit::Short(Some(false)) => Said::new(format!("{name} goes through all stages")),
        Edit::Short(None) => Said::new(format!("The route of {name} follows its level")),
        Edit::Answers(_) => Said::new(format!("Noted for {name}")),
    };
    let planned = referral.next.clone();
    let introduces = matches!(edit, Edit::Introduction(Some(_)));
    book.referrals.edit(id, at, |referral| match edit {
        Edit::Level { level, aim } => (referral.level, referral.aim) = (level, aim),
        Edit::Tie { tie, approach } => (referral.tie, referral.approach) = (tie, approach),
        Edit::Told(told) => referral.told = told,
        Edit::Introduction(to) => introducing::put(referral, to, today),
        Edit::Kept(kept) => introducing::keep(referral, kept),
        Edit::Short(short) => referral.short = short,
        Edit::Answers(replies) => {
            for reply in replies {
                answer(referral, reply, today, &mut said);
            }
        }
    });
    let next = book.referrals.get(id).and_then(|it| it.next.as_ref());
    Ok(match next.filter(|next| planned.as_ref() != Some(*next)) {
        Some(next) => said.also(format!("planned: {}", dated(book, next, today))),
        None => match book.referrals.get(id).filter(|_| introduces) {
            Some(it) => match introducing::comes_first(it) {
                Some(first) => {
                    let first = dated(book, first, today);
                    said.also(format!("first comes {first}"))
                }
                None => said,
            },
            None => said,
        },
    })
}

/// A next action with its day: "lunch Dana Ortiz, Fri 27 Nov 12:00".
fn dated(book: &Book, next: &Next, today: NaiveDate) -> String {
    let day = day::full(next.on, today);
    let time = next.time.map(|time| format!(" {}", day::clock(time)));
    format!(
        "{}, {day}{}",
        book.next_words(next),
        time.unwrap_or_default()
    )
}

/// Keeps what was said to one line. An answer that says nothing is none.
fn answer(referral: &mut Referral, reply: Reply, today: NaiveDate, said: &mut Said) {
    if !reply.done && reply.note.is_empty() {
        referral.answers.remove(&reply.item);
        return;
    }
    // A lead stays one: whether they expect contact is not the source's to decide.
    if reply.item == APPOINTMENT && reply.done && referral.level.is_some_and(|at| at < ARRANGED) {
        referral.level = Some(ARRANGED);
        said.more = format!("that is level {ARRANGED}");
    }
    // What they say for me is what the prospect was told.
    if reply.item == CREDIBILITY && reply.done && referral.told.is_empty() {
        referral.told.clone_from(&reply.note);
    }
    let was = referral.answers.remove(&reply.item).unwrap_or_default();
    let answer = Answer {
        done: reply.done,
        note: reply.note,
        on: today,
        ..was
    };
    referral.answers.insert(reply.item, answer);
}

pub(super) fn save_expectation(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Option<Id>,
    was: Option<Arc<Expectation>>,
    expectation: Expectation,
) -> Result<Said, Refusal> {
    let name = book.name(expectation.person).to_string();
    let is_empty = expectation.words.trim().is_empty();
    match (id, is_empty) {
        (None, true) => Err(Refusal::new("An expectation needs words")
            .or(format!("say what {name} expects, as they say it"))),
        (Some(id), true) => {
            book.expectations
                .remove(id)
                .ok_or_else(|| is_gone("expectation"))?;
            merge::lay_to_rest(&mut book.gone, "expectations", id, stamp.at);
            Ok(Said::new(format!("Took away an expectation of {name}")).more("u brings it back"))
        }
        (id, false) => {
            let said = Said::new(format!("Noted what {name} expects"));
            change::save(
                book,
                stamp,
                (id, was, expectation),
                ("expectations", "expectation", said),
                |book| &mut book.expectations,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::action::Action;
    use crate::domain::expectation::Verdict;
    use crate::domain::id::Ids;
    use crate::domain::person::Person;

    const DANA: Id = Id::fixed(1);
    const PRIYA: Id = Id::fixed(2);
    const SHOP: Id = Id::fixed(3);

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn book(level: Option<u8>) -> Book {
        let mut book = Book::new(today());
        for (id, name) in [(DANA, "Dana"), (PRIYA, "Priya")] {
            let person = Person {
                name: name.into(),
                ..Person::default()
            };
            book.people.set(id, Arc::new(person));
        }
        let referral = Referral {
            prospect: Some(PRIYA),
            source: Some(DANA),
            on: today(),
            level,
            ..Referral::default()
        };
        book.referrals.set(SHOP, Arc::new(referral));
        book
    }

    fn perform(book: &mut Book, action: Action) -> Result<Said, Refusal> {
        let mut stamp = Stamp {
            today: today(),
            at: 1_000,
            ids: Ids::seeded(7),
        };
        action.perform(book, &mut stamp)
    }

    fn reply(book: &mut Book, item: &str, done: bool, note: &str) -> Said {
        let reply = Reply {
            item: item.into(),
            done,
            note: note.into(),
        };
        let edit = Box::new(Edit::Answers(vec![reply]));
        perform(
            book,
            Action::Edit {
                referral: SHOP,
                edit,
            },
        )
        .unwrap()
    }

    fn shop(book: &Book) -> &Referral {
        book.referrals.get(SHOP).unwrap()
    }

    #[test]
    fn an_answer_is_kept_with_its_day_and_taken_away_when_it_says_nothing() {
        let mut book = book(Some(1));
        reply(&mut book, "research.fit", true, "hosting");
        let kept = &shop(&book).answers["research.fit"];
        assert_eq!(
            (kept.done, kept.note.as_str(), kept.on),
            (true, "hosting", today())
        );
        reply(&mut book, "research.fit", false, "perhaps hosting");
        assert!(!shop(&book).answers["research.fit"].done);
        reply(&mut book, "research.fit", false, "");
        assert!(shop(&book).answers.is_empty());
    }

    #[test]
    fn an_appointment_by_the_source_is_level_seven_and_never_less() {
        for (level, wanted, more) in [
            (Some(3), Some(7), "that is level 7"),
            (Some(8), Some(8), ""),
            (None, None, ""),
        ] {
            let mut book = book(level);
            let said = reply(&mut book, APPOINTMENT, true, "");
            assert_eq!(shop(&book).level, wanted);
            assert_eq!(said.more, more);
        }
        let mut book = book(Some(3));
        reply(&mut book, APPOINTMENT, false, "asked her to");
        assert_eq!(shop(&book).level, Some(3), "not done is no level");
    }

    #[test]
    fn what_they_say_for_my_work_is_what_the_prospect_was_told() {
        let mut book = book(Some(3));
        reply(&mut book, CREDIBILITY, false, "she will think about it");
        assert_eq!(shop(&book).told, "", "not done is not told");
        reply(&mut book, CREDIBILITY, true, "");
        assert_eq!(shop(&book).told, "");
        reply(&mut book, CREDIBILITY, true, "calm peaks");
        assert_eq!(shop(&book).told, "calm peaks");
        reply(&mut book, CREDIBILITY, true, "answers within a day");
        assert_eq!(shop(&book).told, "calm peaks", "what stands there stays");
    }

    #[test]
    fn an_expectation_is_noted_changed_and_taken_away() {
        let mut book = book(Some(1));
        let save = |id, words: &str, verdict| Action::SaveExpectation {
            id,
            was: None,
            expectation: Box::new(Expectation {
                person: Some(DANA),
                words: words.into(),
                verdict,
                ..Expectation::default()
            }),
        };
        let refused = perform(&mut book, save(None, " ", Verdict::Open)).unwrap_err();
        assert!(refused.way_out.is_some());
        perform(&mut book, save(None, "on time", Verdict::Open)).unwrap();
        let (id, _) = book.expectations.iter().next().unwrap();
        perform(&mut book, save(Some(id), "on time", Verdict::Met)).unwrap();
        assert_eq!(book.expectations.iter().count(), 1);
        assert_eq!(book.expectations.get(id).unwrap().verdict, Verdict::Met);
        let said = perform(&mut book, save(Some(id), "", Verdict::Met)).unwrap();
        assert_eq!(said.what, "Took away an expectation of Dana");
        assert_eq!(book.expectations.iter().count(), 0);
    }

    #[test]
    fn a_form_of_an_expectation_changes_only_what_was_changed_in_it() {
        let mut book = book(Some(1));
        let base = Expectation {
            person: Some(DANA),
            words: "on time".into(),
            priority: 2,
            ..Expectation::default()
        };
        let id = Id::fixed(9);
        book.expectations.put(id, base, 1);
        let was = Arc::clone(book.expectations.arc(id).unwrap());
        book.expectations.edit(id, 2, |it| {
            (it.verdict, it.words) = (Verdict::Met, "by noon".into());
        });
        let save = |words: &str| Action::SaveExpectation {
            id: Some(id),
            was: Some(Arc::clone(&was)),
            expectation: Box::new(Expectation {
                priority: 3,
                words: words.into(),
                ..(*was).clone()
            }),
        };
        let said = perform(&mut book, save("on time")).unwrap();
        let now = book.expectations.get(id).unwrap();
        assert_eq!((&now.verdict, now.priority), (&Verdict::Met, 3));
        assert_eq!((now.words.as_str(), said.more.as_str()), ("by noon", ""));
        let said = perform(&mut book, save("in time")).unwrap();
        assert_eq!(said.more, "“words” changed elsewhere too, both are kept");
        assert_eq!(book.expectations.get(id).unwrap().words, "in time");
        assert_eq!(book.open_clashes(), 1);
    }

    proptest! {
        #[test]
        fn only_the_last_word_on_a_line_counts(
            before in prop::collection::vec((any::<bool>(), "[a-z]{0,3}"), 0..4),
            done: bool,
            note in "[a-z]{0,3}",
        ) {
            let mut once = book(Some(9));
            reply(&mut once, "meet.need", done, &note);
            let mut often = book(Some(9));
            for (done, note) in &before {
                reply(&mut often, "meet.need", *done, note);
            }
            reply(&mut often, "meet.need", done, &note);
            prop_assert_eq!(&shop(&once).answers, &shop(&often).answers);
            prop_assert_eq!(shop(&once).answers.is_empty(), !done && note.is_empty());
        }
    }
}
