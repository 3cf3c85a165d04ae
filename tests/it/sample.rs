//! The sample on the first screen: what it asks for, on whichever day of the week it is opened.

use chrono::Days;
use goodword::insight::nudge::Voice;
use goodword::insight::practice::Practice;
use goodword::sample;

use crate::random;

#[test]
fn on_every_day_of_the_week_it_asks_for_at_most_nine_things() {
    for gap in 0..7 {
        let today = random::today() + Days::new(gap);
        let practice = Practice::of(&sample::book(today), today);
        let rows: Vec<_> = practice
            .rows()
            .iter()
            .map(|row| practice.nudge_of(*row))
            .filter(|nudge| nudge.is_for_today(today))
            .collect();
        assert!((6..=9).contains(&rows.len()), "{today}: {rows:#?}");
        assert!((2..=3).contains(&practice.late_sources()), "{today}");
    }
}

#[test]
fn on_its_own_day_two_are_owed_a_word_and_four_things_have_come_to_rest() {
    let today = random::today();
    let book = sample::book(today);
    let practice = Practice::of(&book, today);
    let of = |voice: Voice| -> Vec<&str> {
        let nudges = practice.rows().iter().map(|row| practice.nudge_of(*row));
        nudges
            .filter(|nudge| nudge.voice() == voice && nudge.due <= today)
            .map(|nudge| book.name(nudge.person))
            .collect()
    };
    assert_eq!(of(Voice::Owed), ["Mia Lang", "Joan Hill"]);
    assert_eq!(
        of(Voice::Moving),
        ["Ben Achebe", "Lotte Brandis", "Sven Dahl", "Amira Saleh"]
    );
}
