//! An introduction that is made, wherever it is said, and the call or lunch that goes with it.

use chrono::Days;
use goodword::domain::action::{Action, Log};
use goodword::domain::event::Kind;
use goodword::domain::introduction::State;

use crate::desk::{Desk, desk, today};
use crate::introductions::{act, introduction, only, planned};

/// How often such a fact was recorded.
fn count(desk: &Desk, kind: &Kind) -> usize {
    let events = desk.book().events.iter();
    events.filter(|(_, event)| event.kind == *kind).count()
}

#[test]
fn introduced_on_the_call_sheet_makes_the_lunch_that_was_planned() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1itfri 12:00<tab>Cafe<tab>slow shop<enter>");
    let said = "Introduction of Priya by lunch of three: planned · \
                i shows it; planned: lunch Dana, Fri 27 Nov 12:00";
    assert_eq!(desk.app.said(), said);
    desk.keys("u");
    assert_eq!((only(&desk).introduction, only(&desk).next), (None, None));
    desk.keys("<ctrl-r>").on(today() + Days::new(6));
    let referral = desk.book().referrals.iter().next().unwrap().0;
    let mut book = desk.book().clone();
    let log = Log {
        kind: Kind::Introduced,
        referral: Some(referral),
        on: Some(today() + Days::new(6)),
        ..Log::default()
    };
    act(&mut book, Action::Log(Box::new(log)));
    let mut desk = Desk::with(book, 120, 36);
    assert!(introduction(&desk).is_made());
    assert_eq!((only(&desk).level, only(&desk).next), (Some(8), None));
    desk.keys("1i<space>");
    assert_eq!(count(&desk, &Kind::Introduced), 1);
}

#[test]
fn a_new_time_for_the_call_moves_it() {
    let mut desk = planned();
    desk.keys("i<space><space>e<tab><tab>");
    for _ in 0..30 {
        desk.keys("<backspace>");
    }
    desk.keys("mon 11:00<enter>");
    let next = only(&desk).next.unwrap();
    assert_eq!(next.on.to_string(), "2026-11-23");
    assert_eq!(
        (introduction(&desk).on, introduction(&desk).time),
        (Some(next.on), next.time)
    );
    desk.keys("u");
    assert_eq!(only(&desk).next.unwrap().on.to_string(), "2026-11-27");
}

#[test]
fn a_call_that_was_kept_is_recorded_and_is_no_meeting() {
    let mut desk = planned();
    desk.keys("i<space><space>G<up><enter>");
    assert!(
        desk.shows("Did you call Priya at exactly that time, Fri 27 Nov 10:00?"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>");
    assert_eq!(introduction(&desk).kept, None);
    desk.keys("xl<enter>").keys("G<up><enter><enter>");
    assert_eq!(introduction(&desk).kept, Some(true), "{}", desk.text());
    assert_eq!(count(&desk, &Kind::Met), 0);
    desk.keys("<enter><enter>");
    assert_eq!(introduction(&desk).kept, Some(false), "it was another time");
}

#[test]
fn enter_on_a_line_goes_to_the_state_that_it_names() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1ilthe talk<tab>slow shop<tab>fri 10:00<enter>iG<up><up><up><enter>");
    assert_eq!(introduction(&desk).state, State::Signed, "{}", desk.text());
    desk.keys("u<down><enter>");
    assert_eq!(introduction(&desk).state, State::Delivered);
}

#[test]
fn the_row_of_a_lunch_asks_whether_it_has_happened_and_makes_the_introduction() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1<space><enter>itfri 12:00<enter>");
    desk.on(today() + Days::new(6)).keys("4");
    desk.click("lunch Dana").keys("<space>");
    assert!(
        desk.shows("Has the lunch of three with Priya happened?"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert!(introduction(&desk).is_made(), "{}", desk.text());
    assert_eq!((only(&desk).level, only(&desk).next), (Some(8), None));
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
}

#[test]
fn a_lunch_that_finds_the_card_planned_says_what_comes_first() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1nsend samples wed<enter>itfri 12:00<enter>");
    let said = desk.app.said();
    assert!(
        said.contains("; first comes ") && !said.contains("no row"),
        "{said}"
    );
    assert_eq!(only(&desk).next.unwrap().on.to_string(), "2026-11-25");
}

#[test]
fn on_its_day_the_lunch_has_a_row_of_its_own_whatever_else_is_planned() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1nsend samples mon<enter>itfri 12:00<enter>");
    let samples = only(&desk).next;
    desk.on(today() + Days::new(6)).keys("4z");
    desk.click("lunch of three: intro").keys("<space>");
    assert!(
        desk.shows("Has the lunch of three with Priya happened?"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert!(introduction(&desk).is_made(), "{}", desk.text());
    assert_eq!(only(&desk).next, samples, "that is still to be done");
    assert!(
        !desk.shows("lunch of three: introduction"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_text_without_my_name_says_where_it_is_kept() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1iethe talk<enter>i");
    assert!(desk.shows("does not know your name"), "{}", desk.text());
    desk.keys("<esc>:settings<enter>").paste("Alex Reed");
    desk.keys("<enter>1i");
    assert!(!desk.shows("does not know your name"), "{}", desk.text());
}
