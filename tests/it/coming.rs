//! What comes against what is asked for: both speak of the same days.

use chrono::{Days, NaiveDate};
use goodword::domain::settings::working;
use goodword::insight::coming::{Coming, What, coming};
use goodword::insight::nudge::RuleName;
use goodword::insight::practice::Practice;
use goodword::sample;
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
