//! What comes against what is asked for: both speak of the same days.

use chrono::{Days, NaiveDate, NaiveTime};
use goodword::domain::settings::working;
use goodword::insight::coming::{Coming, What, coming};
use goodword::insight::nudge::RuleName;
use goodword::insight::practice::Practice;
use goodword::letters::template::Letters;
use goodword::sample;
use goodword::ui::ahead;
use goodword::ui::layer::Cx;
use goodword::ui::view::View;
use proptest::prelude::*;

use crate::random;

/// Every nudge about something that has a day of its own comes on that day.
fn agrees(practice: &Practice) {
    let all = coming(practice, NaiveDate::MIN, NaiveDate::MAX);
    for nudge in practice.nudges() {
        let is_it = |it: &Coming| match nudge.rule {
            RuleName::Appointment | RuleName::NextDue => {
                matches!(it.what, What::Appointment | What::Next) && it.time == nudge.time
            }
            RuleName::Promise => it.what == What::Promise,
            RuleName::ReferralMeeting => it.what == What::ReferralMeeting,
            RuleName::ContactDue => it.what == What::Again && it.time == nudge.time,
            _ => false,
        };
        let has_day = matches!(
            nudge.rule,
            RuleName::Appointment
                | RuleName::NextDue
                | RuleName::Promise
                | RuleName::ReferralMeeting
                | RuleName::ContactDue
        );
        let mut same = all.iter().filter(|it| Some(it.subject) == nudge.subject);
        let found = same.any(|it| is_it(it) && it.on == nudge.due);
        assert!(found || !has_day, "{nudge:?} does not come");
    }
}

#[test]
fn whatever_of_the_sample_is_asked_for_on_its_day_comes_on_that_day() {
    for gap in 0..14 {
        let today = random::today() + Days::new(gap);
        agrees(&Practice::of(&sample::book(today), today));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_asked_for_on_its_day_comes_on_that_day(rolls in random::rolls(40), days in 0u64..30) {
        let book = random::book_of(&rolls);
        agrees(&Practice::of(&book, random::today() + Days::new(days)));
    }

    #[test]
    fn what_comes_is_in_order_within_its_days_and_parts_make_the_whole(
        rolls in random::rolls(40),
        cut in 0u64..40,
    ) {
        let book = random::book_of(&rolls);
        let today = random::today();
        let practice = Practice::of(&book, today);
        let all = coming(&practice, NaiveDate::MIN, NaiveDate::MAX);
        prop_assert!(all.is_sorted_by_key(|it| it.on));
        let middle = today + Days::new(cut);
        let before = coming(&practice, NaiveDate::MIN, middle);
        let after = coming(&practice, middle.succ_opt().unwrap(), NaiveDate::MAX);
        prop_assert_eq!([before, after].concat(), all.clone());
        // A source has to be written to on a working day, and mine is due on one.
        for it in all {
            if matches!(it.what, What::Contact | What::Promise) {
                prop_assert_eq!(working(it.on), it.on);
            }
        }
    }
}

/// What comes in the sample, in words.
fn said(masked: bool) -> Vec<String> {
    let today = random::today();
    let book = sample::book(today);
    let practice = Practice::of(&book, today);
    let cx = Cx {
        book: &book,
        practice: &practice,
        letters: &Letters::default(),
        today,
        time: NaiveTime::MIN,
        masked,
        undo: None,
        redo: None,
        sample: false,
        view: View::plain(),
        inbox: &[],
    };
    let all = coming(&practice, NaiveDate::MIN, NaiveDate::MAX);
    all.iter().map(|it| ahead::what(it, &cx)).collect()
}

#[test]
fn it_is_said_what_to_do_with_whom_and_about_whom() {
    let said = said(false);
    for words in [
        "mail Amira: the reference she asked for",
        "call Dana about Priya Shah: agree the introduction",
        "read her annual report (Lin Wu)",
        "promised Ines: two examples of tracking pages",
        "Dana promised: to introduce me to Rita herself",
        "look at Salma Idris again",
        "referral meeting with Nadia Petit",
        "lunch of three: Dana introduces Rita Costa",
        "be in touch with Joan Hill",
    ] {
        assert!(said.iter().any(|it| it == words), "{words} in {said:#?}");
    }
}

#[test]
fn masked_it_is_said_without_names_and_notes() {
    // Somebody's first name may be an invented family name: whom it means is told by the sentence as a whole.
    for (open, masked) in said(false).iter().zip(said(true)) {
        assert_ne!(*open, masked);
        let (_, note) = masked.split_once(": ").unwrap_or_default();
        let is_hidden = note.is_empty() || note == "(masked)" || masked.starts_with("lunch");
        assert!(is_hidden, "{masked}");
    }
    let all = said(true).join("\n");
    for (_, person) in sample::book(random::today()).people.iter() {
        assert!(!all.contains(&person.name), "{} in {all}", person.name);
    }
}
