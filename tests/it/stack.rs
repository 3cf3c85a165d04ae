//! A stack of cards captured one after the other, and the page of what nobody touched since.

use chrono::Days;

use crate::desk::{Desk, check, desk, empty, today};

const FIRST: &str = "CAna Ruiz (ARC) from Dana Ortiz, web shop 12k via fair at the expo<enter>";

#[test]
fn a_card_takes_one_key_beyond_its_words_and_says_what_the_first_one_said() {
    let mut desk = empty();
    desk.keys(FIRST);
    desk.keys("Ben Cole, books 4k<enter>Cid Hahn<enter><enter>");
    assert_eq!(
        desk.cards(),
        "Research: Ana Ruiz<Dana Ortiz Ben Cole<Dana Ortiz Cid Hahn<Dana Ortiz"
    );
    assert_eq!(desk.app.said(), "Captured 3 from the expo");
    for (_, it) in desk.book().referrals.iter() {
        assert_eq!(it.channel, "fair");
    }
    // One meeting with the source, and thanks for each that came of it.
    let mut kinds: Vec<&str> = desk
        .book()
        .events
        .iter()
        .map(|(_, event)| event.kind.word())
        .collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["meeting", "thanked", "thanked", "thanked"]);
    // Each is a change of its own.
    desk.keys("u");
    assert_eq!(
        desk.cards(),
        "Research: Ana Ruiz<Dana Ortiz Ben Cole<Dana Ortiz"
    );
    desk.keys("uu");
    assert_eq!(desk.cards(), "");
}

#[test]
fn what_is_carried_and_what_was_kept_stand_around_the_line() {
    let mut desk = empty();
    desk.keys(FIRST);
    assert!(desk.shows("from Dana Ortiz · via fair · at the expo"));
    assert!(desk.shows("1 captured, 12k"), "{}", desk.text());
    let row = desk.rows()[desk.find("✓ Ana Ruiz").1 as usize].clone();
    for words in ["from Dana Ortiz, web shop", "12k", "today"] {
        assert!(row.contains(words), "{words} in {row}");
    }
    desk.keys("Ben Cole");
    let from = desk.find("from      Dana Ortiz  · known").1;
    assert!(desk.find("✓ Ana Ruiz").1 < from);
}

#[test]
fn tab_takes_all_of_it_off_and_backspace_the_last() {
    let mut desk = empty();
    desk.keys(FIRST).keys("<tab>Ben Cole<enter>");
    assert_eq!(
        desk.cards(),
        "Discovered: Ben Cole / Research: Ana Ruiz<Dana Ortiz",
        "nothing was carried"
    );
    let mut desk = empty();
    desk.keys(FIRST).keys("<tab><tab><backspace><backspace>");
    assert!(
        desk.shows("from Dana Ortiz  tab takes it all off"),
        "{}",
        desk.text()
    );
    desk.keys("Ben Cole<enter><enter>");
    let (_, ben) = desk.book().referrals.iter().next_back().unwrap();
    assert_eq!(ben.channel, "");
    assert_eq!(desk.app.said(), "Captured 2");
}

#[test]
fn what_a_line_says_itself_is_carried_from_then_on() {
    check(
        "",
        "CAna from Dana<enter>Ben from Mia<enter>Cid<enter><enter>",
        "Discovered: Ana<Dana Ben<Mia Cid<Mia",
    );
}

#[test]
fn a_second_source_and_an_ambiguous_name_are_asked_about_without_losing_the_line() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("CPriya from Mia<enter>");
    assert_eq!(desk.cards(), "Discovered: Priya<Dana", "she has two now");
    desk.keys("<enter>");
    assert_eq!(desk.app.said(), "Captured none, added to 1 open card");

    let mut desk = empty();
    desk.keys("CAna from Dana Ortiz<enter>Ben from Dana Petrov<enter>Cid from Dana<enter>");
    assert!(
        desk.app
            .said()
            .starts_with("This may be Dana Ortiz or Dana Petrov"),
        "{}",
        desk.app.said()
    );
    desk.keys(" Ortiz<enter><enter>");
    assert_eq!(
        desk.cards(),
        "Discovered: Ana<Dana Ortiz Ben<Dana Petrov Cid<Dana Ortiz"
    );
}

#[test]
fn esc_keeps_what_was_captured_and_offers_the_half_typed_line_again() {
    let mut desk = empty();
    desk.keys(FIRST).keys("Ben Co<esc>");
    assert_eq!(desk.cards(), "Research: Ana Ruiz<Dana Ortiz");
    desk.keys("C");
    assert!(desk.shows("Ben Co") && desk.shows("at the expo"));
    desk.keys("le<enter><enter>");
    assert_eq!(
        desk.cards(),
        "Research: Ana Ruiz<Dana Ortiz Ben Cole<Dana Ortiz"
    );
    // An empty line is nothing to be kept.
    desk.keys("C<esc>C");
    assert!(!desk.shows("What you had typed is back"));
}

#[test]
fn pasted_lines_are_looked_at_one_by_one() {
    let mut desk = empty();
    desk.keys("C");
    desk.paste("Ana from Dana\r\n\r\nBen\nCid, books\n\u{1b}[2JEva\n");
    assert_eq!(desk.cards(), "", "none is captured unseen");
    assert!(desk.shows("3 more pasted lines wait"));
    desk.keys("<enter>");
    assert!(desk.shows("2 more pasted lines wait"));
    desk.keys("<down> Hahn<enter>");
    desk.keys("<ctrl-u><enter>");
    assert_eq!(desk.cards(), "Discovered: Ana<Dana Cid<Dana");
    assert_eq!(desk.app.said(), "Captured 2 from Dana, 2 skipped");
    let needs: Vec<String> = desk
        .book()
        .referrals
        .iter()
        .map(|(_, it)| it.need.clone())
        .collect();
    assert_eq!(needs, ["", "books Hahn"]);
}

#[test]
fn pasted_lines_that_wait_come_back_as_well() {
    let mut desk = empty();
    desk.keys("C").paste("Ana from Dana\nBen\nCid");
    desk.keys("<enter><esc>C");
    assert!(desk.shows("Ben") && desk.shows("1 more pasted line waits"));
    desk.keys("<enter><enter><enter>");
    assert_eq!(desk.cards(), "Discovered: Ana<Dana Ben<Dana Cid<Dana");
    assert_eq!(desk.app.said(), "Captured 2 from Dana");
}

#[test]
fn the_end_says_what_all_have_in_common_and_nothing_while_masked() {
    let said = |keys: &str| {
        let mut desk = empty();
        desk.keys(keys);
        desk.app.said()
    };
    assert_eq!(said("C<enter>"), "Captured none");
    assert_eq!(
        said("CAna from Dana<enter>Ben from Mia<enter><enter>"),
        "Captured 2"
    );
    assert_eq!(
        said("mCAna from Dana at the expo<enter><enter>"),
        "Captured 1"
    );
    let mut desk = empty();
    desk.keys("mCAna Ruiz from Dana Ortiz at the expo<enter>");
    assert!(
        !desk.shows("Ortiz") && !desk.shows("expo"),
        "{}",
        desk.text()
    );
}

/// A desk on which two cards have lain for so many days.
fn lain(days: u64) -> Desk {
    let mut desk = empty();
    desk.keys("CAna Ruiz from Dana Ortiz, web shop 12k<enter>Ben Cole, books $4k<enter><enter>");
    desk.on(today() + Days::new(days));
    desk
}

#[test]
fn what_nobody_touched_is_listed_with_its_age_and_summed() {
    let mut desk = lain(12);
    desk.keys(":untouched<enter>");
    assert!(
        desk.shows("2 untouched, 12k + $4k, the oldest 12 days"),
        "{}",
        desk.text()
    );
    let row = desk.rows()[desk.find("web shop").1 as usize].clone();
    for words in ["from Dana Ortiz", "web shop", "12k", "12 days"] {
        assert!(row.contains(words), "{words} in {row}");
    }
    // Three keys, and it has an outcome.
    desk.keys("xn<enter>");
    assert!(desk.shows("1 untouched"), "{}", desk.text());
    assert_eq!(desk.cards(), "Discovered: Ben Cole<Dana Ortiz");
    desk.keys("L");
    assert!(desk.shows("Every capture was taken up."));
    desk.keys("uu");
    assert!(desk.shows("2 untouched"));
}

#[test]
fn the_meeting_and_the_thanks_that_were_said_with_a_card_touch_nothing() {
    let mut desk = empty();
    desk.keys(FIRST).keys("<enter>").on(today() + Days::new(3));
    desk.keys(":untouched<enter>");
    assert!(desk.shows("1 untouched, 12k, the oldest 3 days"));
}

#[test]
fn what_was_captured_yesterday_is_not_untouched_yet() {
    let mut desk = lain(1);
    desk.keys(":untouched<enter>");
    assert!(desk.shows("Every capture was taken up."));
}

#[test]
fn now_what_leads_to_what_else_lies_untouched() {
    let mut desk = lain(5);
    desk.keys("4.Z");
    assert!(desk.shows("2 untouched, "), "{}", desk.text());
    desk.keys("<esc>");
    // What is no such card has no such row.
    let mut desk = crate::desk::desk("Discovered: Priya<Dana");
    desk.keys("1.");
    assert!(desk.shows("Move to the next stage"), "{}", desk.text());
    assert!(!desk.shows("captured and not touched"), "{}", desk.text());
}
