//! The same prospect captured again, words carried to somebody else, and channels that are closed: what is typed is neither
//! lost nor made into what nobody said.

use chrono::Days;
use goodword::domain::event::Kind;

use crate::desk::{Desk, check, desk, empty, today};

/// What was logged, with whom, in the order in which it was.
fn logged(desk: &Desk) -> Vec<String> {
    let book = desk.book();
    let mut events: Vec<_> = book.events.iter().map(|(_, event)| event).collect();
    events.sort_by_key(|event| (event.at, event.kind.word().to_owned()));
    let words = events
        .iter()
        .map(|event| format!("{} {}", event.kind.word(), book.name(event.person)));
    words.collect()
}

fn need(desk: &Desk, prospect: &str) -> String {
    let book = desk.book();
    let mut cards = book.referrals.iter();
    let card = cards.find(|(_, it)| book.name(it.prospect) == prospect);
    card.expect(prospect).1.need.clone()
}

#[test]
fn the_same_prospect_from_the_same_source_stops_once() {
    for keys in ["c", "C"] {
        let mut desk = desk("Discovered: Priya<Dana");
        desk.keys(keys).keys("Priya from Dana<enter>");
        assert_eq!(desk.cards(), "Discovered: Priya<Dana", "{keys}");
        assert!(
            desk.shows("Priya is on the board already, from Dana, in Discovered"),
            "{}",
            desk.text()
        );
        assert!(
            desk.shows("enter again makes a second card"),
            "{}",
            desk.text()
        );
        desk.keys("<enter>");
        assert_eq!(
            desk.cards(),
            "Discovered: Priya<Dana Priya<Dana",
            "knowingly"
        );
    }
}

#[test]
fn what_is_typed_on_after_the_stop_is_another_line() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("cPriya from Dana<enter>, web shop<enter>");
    assert_eq!(desk.cards(), "Discovered: Priya<Dana");
    desk.keys("<enter>");
    assert_eq!(desk.cards(), "Discovered: Priya<Dana Priya<Dana");
}

#[test]
fn a_line_typed_again_fills_in_what_the_card_lacks() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("cPriya from Dana, web shop 12k<enter><tab>");
    assert!(
        desk.shows("enter adds this to that card  tab opens that card"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert_eq!(desk.cards(), "Discovered: Priya<Dana");
    assert_eq!(need(&desk, "Priya"), "web shop");
    assert_eq!(
        desk.app.said(),
        "Added to Priya · need and estimate filled in"
    );
    desk.keys("u");
    assert_eq!(need(&desk, "Priya"), "", "one step");
}

#[test]
fn a_line_typed_again_can_lead_to_the_card_itself() {
    let mut desk = desk("Discovered: Priya<Dana");
    // There is nothing new to add.
    desk.keys("cPriya from Dana<tab>");
    assert!(desk.shows("enter opens that card"), "{}", desk.text());
    desk.keys("<enter>");
    assert!(!desk.shows("Capture a referral"), "{}", desk.text());
    assert!(desk.rows()[0].contains("Priya"), "{}", desk.text());
    assert_eq!(desk.cards(), "Discovered: Priya<Dana");
}

#[test]
fn a_line_without_a_source_about_an_open_card_stops_as_well() {
    check(
        "Discovered: Priya<Dana",
        "cPriya<enter>",
        "Discovered: Priya<Dana",
    );
}

#[test]
fn the_same_given_twice_to_the_same_receiver_stops_once() {
    let mut desk = desk("Discovered: Priya>Dana");
    desk.keys("cPriya to Dana<enter>");
    assert!(
        desk.shows("Priya is on the board already, given to Dana"),
        "{}",
        desk.text()
    );
    desk.keys("<enter><esc>cPriya to Ben<enter>");
    assert_eq!(
        desk.cards(),
        "Discovered: Priya>Dana Priya>Dana Priya>Ben",
        "to another one it goes at once"
    );
}

#[test]
fn a_source_for_a_card_that_had_none_keeps_the_need_that_was_typed() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("CPriya from Tom, web shop");
    assert!(
        desk.shows("enter makes Tom the source of that card"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("need      web shop"), "{}", desk.text());
    desk.keys("<enter>");
    assert_eq!(
        desk.app.said(),
        "Tom is the source of Priya · need filled in"
    );
    assert_eq!(desk.cards(), "Discovered: Priya<Tom");
    assert_eq!(need(&desk, "Priya"), "web shop");
    assert!(desk.shows("0 captured, 1 added to"), "{}", desk.text());
    desk.keys("<enter>");
    assert_eq!(desk.app.said(), "Captured none, added to 1 open card");
}

#[test]
fn what_a_second_source_says_of_the_need_is_kept_as_a_note() {
    let mut desk = empty();
    desk.keys("cPriya from Dana, books<enter>cPriya from Tom, web shop 5k");
    assert!(desk.shows("a note    web shop"), "{}", desk.text());
    assert!(desk.shows("estimate  5,000.00 EUR"), "{}", desk.text());
    desk.keys("<enter>");
    assert_eq!(need(&desk, "Priya"), "books");
    assert_eq!(logged(&desk), ["note Tom"]);
    desk.keys("CPriya from Zoe<enter>");
    assert!(
        desk.shows("+ Priya                       from Dana, from Zoe too"),
        "{}",
        desk.text()
    );
    let note = desk.book().events.iter().next().unwrap().1;
    assert_eq!((&note.kind, note.note.as_str()), (&Kind::Note, "web shop"));
}

#[test]
fn seven_cards_of_one_meeting_log_one_meeting() {
    let mut desk = empty();
    desk.keys("CAna from Dana at the expo<enter>Ben");
    assert!(
        desk.shows("the thanks; the meeting is in the book already"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>Cid from Dana at the expo<enter>Eva<enter><enter>");
    assert_eq!(
        logged(&desk),
        [
            "meeting Dana",
            "thanked Dana",
            "thanked Dana",
            "thanked Dana",
            "thanked Dana"
        ]
    );
}

#[test]
fn where_one_source_was_met_says_nothing_of_another() {
    let mut desk = empty();
    desk.keys("CAna from Dana at the expo<enter>Ben from Mia");
    assert!(
        desk.shows("nothing with Mia: that was with Dana; write it again if with Mia too"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert!(
        desk.shows("from Mia · at the expo with Dana"),
        "{}",
        desk.text()
    );
    desk.keys("Cid<enter>");
    assert_eq!(
        desk.cards(),
        "Discovered: Ben<Mia Cid<Mia / Research: Ana<Dana"
    );
    assert_eq!(logged(&desk), ["meeting Dana", "thanked Dana"]);
    // It came from there all the same, and what a line says itself is said.
    assert!(
        desk.book()
            .referrals
            .iter()
            .all(|(_, it)| it.channel == "the expo")
    );
    desk.keys("Eva from Mia at the expo<enter>");
    assert_eq!(
        logged(&desk),
        ["meeting Dana", "thanked Dana", "meeting Mia", "thanked Mia"]
    );
    // A draft brings it back as it was.
    desk.keys("Fay from Zoe<esc>C<enter><enter>");
    assert_eq!(logged(&desk).len(), 4);
}

#[test]
fn the_stack_says_what_was_logged_with_each_card() {
    let mut desk = empty();
    desk.keys("CAna from Dana at the expo<enter>Ben<enter>Cid from Mia<enter>");
    let row = |name: &str| {
        let at = desk.find(name).1;
        desk.rows()[usize::from(at)].clone()
    };
    assert!(row("✓ Ana").contains("meeting, thanks"), "{}", desk.text());
    let ben = row("✓ Ben");
    assert!(ben.contains("thanks") && !ben.contains("meeting"), "{ben}");
    assert!(!row("✓ Cid").contains("thanks"), "{}", desk.text());
}

#[test]
fn tab_says_what_it_took_off() {
    let mut desk = empty();
    desk.keys("CAna from Dana via fair<enter><tab>");
    assert!(
        desk.shows("taken off: from Dana · via fair  tab puts it back"),
        "{}",
        desk.text()
    );
}

#[test]
fn whoever_was_thanked_with_the_card_is_not_to_be_thanked_for_what_was_none() {
    let mut desk = empty();
    desk.keys("CAna from Dana at the expo<enter>Ben from Mia<enter><enter>")
        .on(today() + Days::new(3));
    desk.keys(":untouched<enter>xn<enter>");
    assert_eq!(desk.app.said(), "Closed Ana: not a referral");
    desk.keys("xn<enter>");
    assert_eq!(
        desk.app.said(),
        "Closed Ben: not a referral · Thank Mia: space records it"
    );
    desk.keys("<space>");
    assert!(desk.shows("Call sheet · Mia"), "{}", desk.text());
    desk.keys("<esc><esc>4");
    assert!(!desk.shows("thank for Ana"), "{}", desk.text());
}

/// A channel of this name, taken in and answered by me.
fn channel(desk: &mut Desk, name: &str) {
    desk.keys("p4ja")
        .paste(name)
        .keys("<tab><tab><right><tab><right><enter>");
}

#[test]
fn a_channel_counts_the_cards_that_named_it_before_it_was_noted() {
    let mut desk = empty();
    desk.keys("cAna from Dana via lunch<enter>cBen from Dana via Lunch<enter>");
    channel(&mut desk, "LUNCH");
    assert!(desk.shows("2 came, 2 open"), "{}", desk.text());
}

#[test]
fn a_channel_that_is_closed_says_so_where_it_is_typed() {
    let mut desk = empty();
    channel(&mut desk, "Chapter");
    desk.keys("jx<enter>");
    assert!(desk.shows("closed today"), "{}", desk.text());
    desk.keys("<esc>cAna from Dana via chapter");
    assert!(
        desk.shows("channel   chapter  · this channel closed today; enter goes on with it"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert_eq!(desk.cards(), "Discovered: Ana<Dana");
}

#[test]
fn a_choice_is_about_the_card_that_it_was_made_for() {
    let mut desk = desk("Discovered: Priya<Dana Omar<Dana");
    // A card of its own is chosen for one, and the other is typed in its place.
    desk.keys("cPriya from Mia<tab>");
    assert!(
        desk.shows("enter makes a card of its own"),
        "{}",
        desk.text()
    );
    desk.keys("<ctrl-u>Omar from Dana<enter>");
    assert!(
        desk.shows("enter again makes a second card"),
        "{}",
        desk.text()
    );
    assert_eq!(desk.cards(), "Discovered: Priya<Dana Omar<Dana");
}

#[test]
fn the_footer_names_what_enter_does_with_the_line() {
    for (keys, plain) in [("c", "enter save"), ("C", "enter capture")] {
        let mut desk = desk("Discovered: Priya<Dana");
        desk.keys(keys).keys("Yuki from Dana");
        assert!(desk.shows(plain), "{}", desk.text());
        desk.keys("<ctrl-u>Priya from Dana, web shop");
        for words in ["ask first", "add to that card", "open that card"] {
            assert!(
                desk.shows(&format!("enter {words}")),
                "{words} {}",
                desk.text()
            );
            desk.keys("<tab>");
        }
        // Chosen by hand, a card of its own needs no question.
        assert!(desk.shows(plain), "{}", desk.text());
        desk.keys("<ctrl-u>Priya from Dana<enter>");
        assert!(desk.shows("enter a second card"), "{}", desk.text());
    }
}

#[test]
fn the_same_conversation_is_thanked_once_for_a_card() {
    let mut desk = empty();
    desk.keys("cPriya Shah from Dana Ortiz at Expo<enter>");
    let once = logged(&desk);
    assert_eq!(
        once.iter().filter(|it| it.starts_with("thanked")).count(),
        1
    );
    desk.keys("cPriya Shah from Dana Ortiz at Expo, books<tab>");
    assert!(
        desk.shows("nothing; the meeting and the thanks are in the book already"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert_eq!(logged(&desk), once);
    assert_eq!(need(&desk, "Priya Shah"), "books");
}
