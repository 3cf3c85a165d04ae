//! The board worked by keys and by mouse: before, keys, after. Knows nothing of how it is drawn.

use crate::desk::{Desk, check, desk, empty, today};
use goodword::domain::referral::Direction;
use goodword::domain::stage::Stage;

/// Types a line of the capture and keeps it.
fn captured(desk: &mut Desk, line: &str) {
    desk.keys("c").paste(line).keys("<enter>");
}

#[test]
fn a_letter_moves_a_card_on_and_back() {
    check("Discovered: Priya<Dana", "L", "Research: Priya<Dana");
    check("Discovered: Priya<Dana", "LLL", "Meet: Priya<Dana");
    check("Discovered: Priya<Dana", ">>", "Check back: Priya<Dana");
    check("Meet: Priya<Dana", "H", "Check back: Priya<Dana");
    check("Meet: Priya<Dana", "<<", "Research: Priya<Dana");
    check("Meet: Priya>Omar", "bL", "Report back: Priya>Omar");
}

#[test]
fn the_first_and_the_last_stage_are_the_end_of_it() {
    check("Discovered: Priya<Dana", "HH", "Discovered: Priya<Dana");
    check("Close: Priya<Dana", "LL", "Close: Priya<Dana");
    let mut desk = desk("Close: Priya<Dana");
    desk.keys("L");
    assert!(
        desk.app.said().contains("x records how it ended"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn a_card_goes_to_any_stage_by_its_number() {
    for stage in Stage::ALL {
        for from in Stage::ALL {
            let before = format!("{}: Priya<Dana", from.title());
            let after = format!("{}: Priya<Dana", stage.title());
            let keys = format!("M{}<esc><esc>", stage.number());
            check(&before, &keys, &after);
        }
    }
}

#[test]
fn a_card_goes_to_any_stage_by_dropping_it_there() {
    for stage in Stage::ALL.into_iter().filter(|stage| *stage != Stage::Meet) {
        let mut desk = desk("Meet: Priya<Dana");
        let card = desk.find("Priya");
        // Between the rails that part the columns.
        let row: Vec<char> = desk.rows()[usize::from(card.1)].chars().collect();
        let rails = row.iter().enumerate().filter(|(_, letter)| **letter == '│');
        let rails: Vec<usize> = rails.map(|(at, _)| at).collect();
        let to = (u16::try_from(rails[stage as usize] + 2).unwrap(), card.1);
        desk.drag_from(card, to);
        assert_eq!(
            desk.cards(),
            format!("{}: Priya<Dana", stage.title()),
            "{}",
            desk.text()
        );
        desk.keys("u");
        assert_eq!(desk.cards(), "Meet: Priya<Dana");
    }
}

#[test]
fn a_card_dropped_where_it_lay_stays() {
    let mut desk = desk("Meet: Priya<Dana");
    let card = desk.find("Priya");
    desk.drag_from(card, (card.0 + 3, card.1 + 2));
    desk.drag("Priya", "Now what");
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
    assert_eq!(desk.app.said(), "");
}

#[test]
fn a_click_selects_and_keys_then_mean_that_card() {
    let mut desk = desk("Discovered: Priya<Dana / Research: Lin<Dana / Meet: Tom<Ben");
    desk.click("Tom").keys("L");
    assert_eq!(
        desk.cards(),
        "Discovered: Priya<Dana / Research: Lin<Dana / Report back: Tom<Ben"
    );
}

/// From each stage: the keys that record what is asked, and the stage that the fact carries the card to.
#[test]
fn facts_move_a_received_card() {
    for (from, keys, to) in [
        ("Discovered", "<space><enter>", "Research"),
        ("Research", "<space><enter>", "Check back"),
        ("Check back", "<space><enter>", "Check back"),
        (
            "Check back",
            "<space><enter><space><tab><right><enter>",
            "Meet",
        ),
        (
            "Meet",
            "<space>lunch today<enter><space><enter>",
            "Report back",
        ),
        ("Report back", "<space><enter>", "Feedback"),
        ("Feedback", "<space><enter>", "Close"),
        ("Source reports", "<space><enter>", "Close"),
        ("Close", "<space><enter>", "Close"),
    ] {
        // The desk put the card there by hand, which left the thanks open: they are asked first.
        let thanks = if from == "Discovered" {
            ""
        } else {
            "<space><enter>"
        };
        check(
            &format!("{from}: Priya<Dana"),
            &format!("1{thanks}{keys}"),
            &format!("{to}: Priya<Dana"),
        );
    }
    let keys = "1<space><enter><space><enter><space>w<enter>";
    check("Close: Priya<Dana", keys, "");
}

#[test]
fn facts_move_a_given_card() {
    for (from, to) in [
        ("Discovered", "Research"),
        ("Research", "Check back"),
        ("Check back", "Meet"),
        ("Meet", "Report back"),
        ("Report back", "Feedback"),
        ("Feedback", "Source reports"),
        ("Source reports", "Close"),
    ] {
        check(
            &format!("{from}: Priya>Omar"),
            "1b<space><enter>",
            &format!("{to}: Priya>Omar"),
        );
    }
    check("Close: Priya>Omar", "1b<space>w<enter>", "");
}

#[test]
fn what_a_move_by_hand_leaves_open_is_said() {
    let mut desk = desk("Report back: Priya<Dana");
    desk.keys("1L");
    assert_eq!(
        desk.app.said(),
        "Moved Priya to Feedback · Told Dana? space records it"
    );
}

#[test]
fn reporting_back_takes_two_keys_and_from_meet_records_the_meeting_too() {
    check(
        "Report back: Priya<Dana",
        "1r<enter>",
        "Feedback: Priya<Dana",
    );
    let mut desk = desk("Meet: Priya<Dana");
    desk.keys("1r<enter>");
    assert_eq!(desk.cards(), "Feedback: Priya<Dana");
    let kinds: Vec<&str> = desk
        .book()
        .events
        .iter()
        .map(|(_, it)| it.kind.title())
        .collect();
    assert!(
        kinds.contains(&"met") && kinds.contains(&"reported back"),
        "{kinds:?}"
    );
    desk.keys("u");
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
    assert!(desk.book().events.is_empty(), "one change, one undo");
}

#[test]
fn an_outcome_takes_three_keys() {
    for (letter, words) in [
        ("w", "won"),
        ("l", "lost"),
        ("a", "walked away"),
        ("pBen", "passed on"),
        ("n", "not a referral"),
        ("g", "lapsed"),
    ] {
        let mut desk = desk("Close: Priya<Dana");
        desk.keys(&format!("1x{letter}<enter>"));
        // What is passed on goes on among those I gave.
        let left = desk.cards().replace("Discovered: Priya>Ben", "");
        assert_eq!(left, "", "{letter}\n{}", desk.text());
        assert!(
            desk.app
                .said()
                .starts_with(&format!("Closed Priya: {words}")),
            "{}",
            desk.app.said()
        );
        desk.keys("u");
        assert_eq!(desk.cards(), "Close: Priya<Dana");
    }
}

#[test]
fn after_an_outcome_the_next_key_tells_the_source_of_that_referral() {
    for key in ["r", "<space>"] {
        let mut desk = desk("Close: Priya<Dana Lin<Ben");
        desk.keys("1").click("Priya");
        desk.keys("xw<enter>");
        assert_eq!(
            desk.app.said(),
            "Closed Priya: won, a client now · Tell and thank Dana: r records it"
        );
        desk.keys(key).keys("<enter>");
        assert!(
            desk.app.said().starts_with("Told Dana about Priya"),
            "{key}: {}",
            desk.app.said()
        );
        assert_eq!(desk.cards(), "Close: Lin<Ben");
    }
}

#[test]
fn capturing_takes_two_keys_beyond_the_words() {
    let mut desk = empty();
    captured(
        &mut desk,
        "Priya Shah (ARC) from Dana Ortiz, web shop #retail 12k L3 call fri 10:00",
    );
    assert_eq!(desk.cards(), "Discovered: Priya Shah<Dana Ortiz");
    let (_, card) = desk.book().referrals.iter().next().unwrap();
    assert_eq!((card.need.as_str(), card.level), ("web shop", Some(3)));
    let next = card.next.as_ref().unwrap();
    assert_eq!(next.on, today() + chrono::Days::new(6));
    assert!(desk.shows("call Dana"), "{}", desk.text());
}

#[test]
fn a_card_captured_on_the_other_side_is_a_given_one() {
    let mut desk = desk("Discovered: Priya>Omar");
    desk.keys("1b");
    captured(&mut desk, "Lena Holt to Omar, tax advice");
    assert_eq!(desk.cards(), "Discovered: Priya>Omar Lena Holt>Omar");
}

#[test]
fn the_next_action_is_one_key_and_a_line() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1ncall Dana fri 10:00<enter>");
    assert!(desk.shows("call Dana"), "{}", desk.text());
    assert_eq!(desk.app.said(), "Planned for Priya: call Dana");
    desk.keys("n");
    assert!(
        desk.shows("10:00"),
        "the form begins with what is planned\n{}",
        desk.text()
    );
}

#[test]
fn in_touch_is_one_key_and_undo_another() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1t");
    assert_eq!(desk.app.said(), "In touch with Dana · N adds a note");
    assert_eq!(desk.book().events.len(), 1);
    desk.keys("u");
    assert!(desk.book().events.is_empty());
    desk.keys("U");
    assert_eq!(desk.book().events.len(), 1);
    desk.keys("u<ctrl-r>");
    assert_eq!(desk.book().events.len(), 1);
}

#[test]
fn without_a_source_the_keys_of_its_person_say_so() {
    for key in ["t", "+", "o", "r"] {
        let mut desk = desk("Discovered: Priya");
        desk.keys("1").keys(key);
        assert!(
            desk.app.said().starts_with("Priya has no source yet"),
            "{key}: {}",
            desk.app.said()
        );
    }
}

#[test]
fn not_now_silences_a_card_until_its_day_and_then_it_wakes() {
    let mut desk = desk("Research: Priya");
    desk.keys("1sin 2 weeks<enter>");
    let standing = |desk: &Desk| {
        let (id, _) = desk.book().referrals.iter().next().unwrap();
        let practice = goodword::insight::practice::Practice::of(desk.book(), desk.today());
        practice.standing(id).unwrap().clone()
    };
    assert!(standing(&desk).asleep);
    assert!(desk.shows("waits"), "{}", desk.text());
    desk.on(today() + chrono::Days::new(13));
    assert!(standing(&desk).asleep);
    desk.on(today() + chrono::Days::new(16));
    assert!(!standing(&desk).asleep && standing(&desk).woke);
    desk.keys("4");
    assert!(desk.shows("look at it again"), "{}", desk.text());
}

#[test]
fn deleting_a_card_takes_one_key_and_is_taken_back_by_one() {
    let before = "Discovered: Priya<Dana / Meet: Lin<Ben";
    check(before, "1<delete>", "Meet: Lin<Ben");
    check(before, "1<delete>u", before);
    check(before, "1<delete>uU", "Meet: Lin<Ben");
}

#[test]
fn the_selection_follows_a_card_through_moves_and_undo() {
    let before = "Discovered: Priya<Dana Omar<Ben / Research: Lin<Dana";
    let mut desk = desk(before);
    desk.keys("1").click("Omar");
    desk.keys("L");
    assert_eq!(desk.selected(), "Omar");
    desk.keys("LL");
    assert_eq!(desk.selected(), "Omar");
    desk.keys("u");
    assert_eq!(desk.selected(), "Omar");
    desk.keys("uu");
    assert_eq!(
        (desk.selected().as_str(), desk.cards().as_str()),
        ("Omar", before)
    );
    desk.keys("UUU");
    assert_eq!(desk.selected(), "Omar");
}

#[test]
fn a_sort_leaves_the_selection_on_its_card() {
    let mut desk = desk("Research: Priya<Dana Omar<Ben Lin<Dana");
    desk.keys("1").click("Omar");
    desk.keys("ncall tomorrow<enter>");
    assert_eq!(desk.selected(), "Omar");
    desk.click("Lin").keys("ncall today<enter>");
    assert_eq!(desk.selected(), "Lin");
}

#[test]
fn a_new_card_becomes_the_selected_one() {
    let mut desk = desk("Meet: Priya<Dana");
    desk.keys("1");
    captured(&mut desk, "Zoe Quinn from Ben");
    assert_eq!(desk.selected(), "Zoe Quinn");
    desk.keys("aYara Lund<enter>");
    assert_eq!(desk.selected(), "Yara Lund");
}

#[test]
fn a_card_gone_leaves_the_selection_near() {
    let mut desk = desk("Research: Priya<Dana Omar<Ben Lin<Dana");
    desk.keys("1").click("Omar");
    desk.keys("<delete>");
    assert_eq!(desk.selected(), "Lin");
    desk.keys("<delete>");
    assert_eq!(desk.selected(), "Priya");
}

#[test]
fn both_sides_of_the_board_keep_to_themselves() {
    let mut desk = desk("Discovered: Priya<Dana Lin>Omar");
    desk.keys("1z");
    assert!(desk.shows("Priya") && !desk.shows("Lin"), "{}", desk.text());
    desk.keys("b");
    assert!(desk.shows("Lin") && !desk.shows("Priya"), "{}", desk.text());
    desk.keys("L");
    assert_eq!(desk.cards(), "Discovered: Priya<Dana / Research: Lin>Omar");
    desk.keys("b");
    assert_eq!(desk.selected(), "Priya");
}

#[test]
fn open_cards_of_both_directions_are_where_their_moves_say() {
    let desk = desk("Discovered: Priya<Dana / Meet: Lin<Ben Tom>Omar");
    let practice = goodword::insight::practice::Practice::of(desk.book(), today());
    assert_eq!(practice.open_count(&Direction::Received), 2);
    assert_eq!(practice.column(&Direction::Given, Stage::Meet).len(), 1);
}
