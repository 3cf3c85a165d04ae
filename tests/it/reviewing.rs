//! The weekly review where things do not go by plan: skipped, decided twice, left, taken back, let go before.

use goodword::domain::action::Action;
use goodword::domain::review::Decision;
use goodword::insight::practice::Practice;

use crate::desk::{Desk, sample, today};
use crate::review::{desk_of, the_review, through};
use crate::weeks::{day, sound};

#[test]
fn a_star_moves_nobody_under_the_cursor_and_a_second_takes_it_back() {
    let mut desk = desk_of(sound());
    desk.keys("w<enter>");
    while !desk.shows("Whom is the week for") {
        desk.keys("<enter>");
    }
    desk.keys("jjj*");
    assert_eq!(the_review(&desk).chosen().count(), 1);
    desk.keys("*");
    assert_eq!(the_review(&desk).chosen().count(), 0, "{}", desk.text());
}

#[test]
fn what_was_skipped_is_open_for_next_week_and_costs_no_second_key() {
    let mut desk = sample();
    desk.keys("w<enter><enter><enter>");
    assert!(desk.shows("Mia Lang"), "{}", desk.text());
    desk.keys("<tab>");
    assert!(desk.shows("Joan Hill"), "{}", desk.text());
    desk.keys("<enter>");
    assert!(!desk.shows("Left as it is."), "{}", desk.text());
    while !desk.shows("That was it") {
        desk.keys("<enter>");
    }
    desk.keys("<enter>");
    let review = the_review(&desk);
    assert!(review.done.is_some());
    let skipped = review
        .items
        .iter()
        .find(|(key, _)| key.starts_with("owed/report-back"));
    assert_eq!(skipped.unwrap().1.decision, Some(Decision::NextWeek));
}

#[test]
fn what_is_decided_again_counts_as_it_ended() {
    let mut desk = sample();
    desk.keys("w<enter><enter><enter><enter><backspace>");
    assert!(desk.shows("Left as it is"), "{}", desk.text());
    desk.keys("<space><enter>");
    through(&mut desk);
    let review = the_review(&desk);
    let owed = review
        .items
        .iter()
        .find(|(key, _)| key.starts_with("owed/report-back"));
    let progress =
        goodword::insight::reviewed::Progress::of(&review, &Practice::of(desk.book(), today()));
    let (_, answer) = progress
        .items
        .iter()
        .find(|(matter, _)| matter.key() == *owed.unwrap().0)
        .unwrap();
    assert_eq!(answer.as_ref().unwrap().0, Decision::Done);
}

#[test]
fn a_review_that_was_only_begun_keeps_last_weeks_stars_and_choices() {
    let mut desk = desk_of(sound());
    desk.keys("w<enter>");
    while !desk.shows("Whom is the week for") {
        desk.keys("<enter>");
    }
    desk.keys("*");
    through(&mut desk);
    let starred = Practice::of(desk.book(), today()).chosen().to_vec();
    desk.keys("w");
    assert!(desk.shows("This week’s is done"), "{}", desk.text());
    desk.keys("<enter><esc>");
    assert_eq!(Practice::of(desk.book(), today()).chosen(), starred);
    desk.on(day(7));
    desk.keys("w<enter>");
    assert!(
        desk.shows("What became of last week’s choices?"),
        "{}",
        desk.text()
    );
}

#[test]
fn whoever_was_starred_and_then_called_was_spoken_to() {
    let mut desk = desk_of(sound());
    desk.keys("w<enter>");
    while !desk.shows("Whom is the week for") {
        desk.keys("<enter>");
    }
    desk.keys("t*");
    assert_eq!(Practice::of(desk.book(), today()).chosen().len(), 1);
    desk.keys("t");
    assert_eq!(Practice::of(desk.book(), today()).chosen().len(), 0);
}

#[test]
fn everything_owed_to_one_person_is_looked_at() {
    let mut desk = crate::desk::desk("Discovered: Priya<Dana Omar<Dana");
    desk.on(day(4));
    desk.keys("w<enter>");
    let review = the_review(&desk);
    let owed = review
        .items
        .keys()
        .filter(|key| key.starts_with("owed/acknowledge"));
    assert_eq!(owed.count(), 2);
}

#[test]
fn a_card_whose_reminder_was_let_go_is_not_called_in_order() {
    let mut desk = crate::desk::desk("Discovered: Priya<Dana");
    desk.keys("1<space><enter>");
    desk.on(day(9));
    let nothing_planned = |desk: &Desk| {
        let practice = Practice::of(desk.book(), day(9));
        let found = practice
            .nudges()
            .iter()
            .map(goodword::insight::nudge::Nudge::key);
        found
            .filter(|key| key.contains("referral:"))
            .collect::<Vec<_>>()
    };
    for key in nothing_planned(&desk) {
        let settle = Action::Settle {
            key,
            until: None,
            why: String::new(),
            what: "it".into(),
        };
        desk.app.session_mut().perform(settle).unwrap();
    }
    desk.app.refresh();
    desk.keys("w<enter>");
    while !desk.shows("no reminder asks for it now") {
        assert!(!desk.shows("That was it"), "{}", desk.text());
        desk.keys("<enter>");
    }
    assert!(desk.shows("Priya"), "{}", desk.text());
}

#[test]
fn a_plan_that_is_taken_back_leaves_the_card_to_be_looked_at() {
    let mut desk = desk_of(sound());
    desk.keys("w<enter>");
    while !desk.shows("it changed since") {
        desk.keys("<enter>");
    }
    let before = desk.text();
    desk.keys("ncall fri<enter>");
    assert!(desk.shows("it changed since"), "{}", desk.text());
    desk.keys("u");
    let name = before.lines().nth(3).unwrap().trim().to_string();
    assert!(desk.text().contains(&name), "{}", desk.text());
}

#[test]
fn the_review_ends_from_the_palette_and_the_rest_is_for_next_week() {
    let mut desk = sample();
    desk.keys("w<enter><enter>:end review<enter>");
    let review = the_review(&desk);
    assert!(review.done.is_some(), "{}", desk.app.said());
    let later = review.items.values();
    let later = later.filter(|it| it.decision == Some(Decision::NextWeek));
    assert!(5 < later.count());
}

#[test]
fn the_summary_is_saved_from_the_menu() {
    let mut desk = desk_of(sound());
    desk.keys("w<enter>");
    while !desk.shows("That was it") {
        desk.keys("<enter>");
    }
    desk.keys(".");
    assert!(desk.shows("Save it as a text file"), "{}", desk.text());
}

#[test]
fn who_may_be_here_twice_is_asked_about_once_a_month() {
    let mut desk = crate::desk::desk("Discovered: Priya<Dana");
    for _ in 0..2 {
        desk.keys("PaMia Lang<tab>Lang & Partner<enter><esc>");
    }
    desk.keys("w<enter>");
    while !desk.shows("One person may be here twice") {
        assert!(!desk.shows("That was it"), "{}", desk.text());
        desk.keys("<enter>");
    }
    desk.keys(".U");
    assert!(desk.shows("Mia Lang"), "{}", desk.text());
    desk.keys("<esc><esc>w");
    assert!(
        desk.shows("One person may be here twice"),
        "{}",
        desk.text()
    );
}
