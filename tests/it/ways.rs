//! Ways through the program that cross several screens: where the cursor is afterwards, what a key then means,
//! and that nothing typed is taken for something else.

use crate::desk::{desk, today};
use chrono::Days;
use crossterm::event::{MouseButton, MouseEventKind};
use goodword::domain::event::Kind;

#[test]
fn space_settles_what_is_planned_with_the_prospect_whom_i_am_to_meet() {
    let mut desk = desk("Meet: Priya<Dana");
    desk.keys("1nmail Priya the offer today<enter><space>");
    assert!(desk.shows("Done: mail Priya"), "{}", desk.text());
    desk.keys("<enter>");
    let (_, priya) = desk.book().referrals.iter().next().unwrap();
    assert_eq!(priya.next, None);
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
}

#[test]
fn a_meeting_by_phone_is_held_and_settled_in_one() {
    let mut desk = desk("Meet: Priya<Dana");
    desk.on(today() + Days::new(2));
    desk.keys("1ncall Priya today<enter><space>");
    assert!(desk.shows("The meeting with Priya"), "{}", desk.text());
    desk.keys("<enter>");
    let (_, priya) = desk.book().referrals.iter().next().unwrap();
    assert_eq!(priya.next, None);
    assert_eq!(desk.cards(), "Report back: Priya<Dana");
}

#[test]
fn a_call_to_the_source_is_not_the_meeting_with_the_prospect() {
    let mut desk = desk("Meet: Priya<Dana");
    desk.keys("1ncall Dana today<enter><space><enter>");
    let mut events = desk.book().events.iter();
    assert!(events.any(|(_, event)| event.kind == Kind::Call));
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
}

#[test]
fn only_stages_that_nothing_was_done_in_count_as_skipped() {
    let mut it = desk("Meet: Priya<Dana");
    it.on(today() + Days::new(2));
    let skipped = |desk: &crate::desk::Desk| {
        let (_, card) = desk.book().referrals.iter().next().unwrap();
        card.moves_in_order().last().unwrap().skipped
    };
    it.keys("1r<enter>");
    assert_eq!(it.cards(), "Feedback: Priya<Dana");
    assert!(!skipped(&it), "the meeting and the report are recorded");
    it.keys("<space><enter>");
    assert_eq!(it.cards(), "Close: Priya<Dana");
    assert!(!skipped(&it), "hearing settles both stages");
    let mut it = desk("Discovered: Priya<Dana");
    it.keys("1M4");
    assert!(skipped(&it));
}

#[test]
fn a_half_typed_person_of_a_draft_is_still_looked_up() {
    let mut desk = desk("Discovered: Dana<Ben");
    let before = desk.book().people.len();
    desk.keys("1aDan<esc>a");
    assert!(desk.shows("new person"), "{}", desk.text());
    desk.keys("<enter><enter>");
    assert_eq!(desk.app.said(), "Added Dana");
    assert_eq!(desk.book().people.len(), before);
}

#[test]
fn a_person_said_to_be_new_is_so_in_the_draft_too() {
    let mut desk = desk("Discovered: Dana<Ben");
    let before = desk.book().people.len();
    desk.keys("1aDan<down><enter><esc>a<enter>");
    assert_eq!(desk.app.said(), "Added Dan");
    assert_eq!(desk.book().people.len(), before + 1);
}

#[test]
fn what_was_found_has_the_keys() {
    for pane in ["1", "2", "3", "4"] {
        let mut desk = desk("Discovered: Priya<Dana / Research: Lin<Ben");
        desk.keys(pane).keys("fLin<down><enter>");
        assert_eq!(desk.selected(), "Lin", "from pane {pane}\n{}", desk.text());
    }
}

#[test]
fn settling_a_line_of_now_what_leaves_the_keys_there() {
    let mut desk = desk("Discovered: Priya<Dana Lin<Ben");
    desk.on(today() + Days::new(9));
    desk.keys("4ncall Dana in 2 weeks<enter>-");
    assert!(desk.shows("Let go"), "{}", desk.text());
}

#[test]
fn a_click_beside_a_dialog_means_nothing() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1L<enter>M");
    let before = desk.text();
    // On the second line of the timeline, above the menu of stages.
    for kind in [MouseEventKind::Down, MouseEventKind::Up] {
        desk.mouse(kind(MouseButton::Left), (110, 8));
    }
    assert_eq!(desk.text(), before);
}

#[test]
fn a_pasted_page_in_a_filter_is_drawn() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1/").paste(&"x".repeat(70_000));
    assert!(desk.shows("Nothing matches"), "{}", desk.text());
}

#[test]
fn setting_aside_again_does_not_offer_a_day_that_is_over() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1stomorrow<enter>");
    desk.on(today() + Days::new(3));
    desk.keys("1s");
    assert!(!desk.shows("2026-11-22"), "{}", desk.text());
}

#[test]
fn a_referral_is_captured_from_every_page() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1<enter>cZoe from Dana, web shop<enter>");
    assert_eq!(desk.app.said(), "Captured Zoe from Dana");
}

#[test]
fn a_note_is_added_to_the_promise_of_a_line() {
    let mut desk = desk("Research: Priya<Dana");
    desk.keys("1<space><enter>othe list<tab><tab><tab>mon<enter>");
    desk.on(today() + Days::new(2));
    desk.keys("4NSent her half of it<tab><enter>");
    let notes = desk.book().events.iter();
    let notes: Vec<_> = notes
        .filter(|(_, event)| event.kind == Kind::Note)
        .map(|(_, event)| desk.book().name(event.person))
        .collect();
    assert_eq!(notes, ["Dana"], "{}", desk.text());
}
