//! What a newcomer stumbled over: keys that did what was not seen, words that said something else. Knows nothing of files.

use chrono::Days;
use goodword::insight::nudge::Nudge;

use crate::desk::{desk, empty, sample, today};

#[test]
fn a_letter_that_is_no_line_of_a_menu_does_nothing_behind_it() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2.");
    let menu = desk.text();
    for (letter, said) in [
        ("z", "“wake” is not for this one · esc leaves the list"),
        ("Y", "No line here has the letter Y · esc leaves the list"),
    ] {
        desk.keys(letter);
        assert_eq!(desk.app.said(), said);
        desk.draw();
        assert!(desk.shows("Sources · Dana"), "{letter}\n{}", desk.text());
    }
    desk.keys("<esc>");
    assert!(!desk.shows("Sources · Dana"), "{menu}");
}

#[test]
fn nothing_is_taken_back_beneath_a_dialog() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2");
    desk.keys("t");
    let events = desk.book().events.len();
    desk.keys(".u");
    desk.keys("u");
    assert_eq!(desk.book().events.len(), events, "{}", desk.text());
    desk.keys("<esc>u");
    assert_eq!(desk.book().events.len(), events - 1, "on a page it is");
}

#[test]
fn who_was_never_spoken_to_was_never_spoken_to_on_every_screen() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2Tb");
    for keys in ["2", "2<enter>", "<esc>P"] {
        desk.keys(keys);
        let text = desk.text();
        assert!(text.contains("never of 45d"), "{keys}\n{text}");
    }
}

#[test]
fn what_was_refused_goes_as_soon_as_one_types_on() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2.V<right><enter>");
    assert!(
        desk.app.said().contains("needs a reason"),
        "{}",
        desk.app.said()
    );
    desk.keys("<tab>s");
    assert_eq!(desk.app.said(), "");
}

#[test]
fn the_last_contact_is_quoted_with_its_own_words_alone() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2N").paste("likes to be called early");
    desk.keys("<tab><enter>t<enter>");
    let text = desk.text();
    assert!(text.contains("last         in touch today  "), "{text}");
    assert!(
        text.contains("said         today: “likes to be called early”"),
        "{text}"
    );
}

#[test]
fn an_act_says_which_way_it_went() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2+t");
    let act = desk.text();
    desk.keys("<enter><enter>");
    desk.draw();
    let text = desk.text();
    assert!(
        text.contains("got a testimonial") || text.contains("gave a testimonial"),
        "{act}\n{text}"
    );
}

#[test]
fn whoever_is_marked_and_not_shown_is_counted() {
    let mut desk = sample();
    desk.resize(80, 24);
    desk.keys("PXjXjX");
    assert!(desk.shows("3 marked"), "{}", desk.text());
    desk.keys("/zz");
    assert!(desk.shows("3 marked, 3 hidden"), "{}", desk.text());
}

#[test]
fn the_help_of_a_page_names_its_panes() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.resize(120, 44);
    desk.keys("2<enter>?");
    let text = desk.text();
    assert!(text.contains("Go to “Relation”"), "{text}");
    assert!(!text.contains("Go to the board"), "{text}");
}

#[test]
fn a_wrapped_line_of_a_note_begins_with_its_first_word() {
    // With one of them a word ends where the row ends.
    for first in ["x", "xx"] {
        let mut desk = desk("Discovered: Priya<Dana");
        desk.keys("2N")
            .paste(&format!("{first} {}", "x ".repeat(90)));
        let rows = desk.rows();
        let note: Vec<&String> = rows.iter().filter(|row| row.contains("x x")).collect();
        let at = |row: &String| row.find('x').map(|at| row[..at].chars().count());
        assert!(2 < note.len(), "{}", desk.text());
        assert!(
            note.iter().all(|row| at(row) == at(note[0])),
            "{}",
            desk.text()
        );
    }
}

#[test]
fn enter_on_what_is_not_known_asks_the_first_of_it() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2<enter>3z").click("not known  ").keys("<enter>");
    assert!(desk.shows("How far Dana trusts you"), "{}", desk.text());
}

#[test]
fn whom_to_ask_about_does_not_open_under_the_mask() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2.LIda Berg<enter><enter>3zG<enter>");
    assert!(
        desk.shows("Ida Berg · to ask Dana about"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>m<enter>");
    assert!(
        desk.app.said().starts_with("This shows what is masked"),
        "{}",
        desk.text()
    );
}

#[test]
fn whoever_woke_today_was_set_aside_yesterday_and_not_on_it() {
    let mut desk = desk("Discovered: Priya<Dana");
    let monday = today() + Days::new(2);
    desk.on(monday).keys("PaZoe<enter>stomorrow<enter><esc>");
    desk.on(monday + Days::new(1)).resize(160, 40);
    desk.keys("4zG");
    assert!(
        desk.text().to_lowercase().contains("set aside yesterday"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_person_who_is_here_already_is_named_while_one_types() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2aDana");
    assert!(desk.shows("there is a Dana already"), "{}", desk.text());
}

#[test]
fn what_is_owed_to_a_further_source_says_whom_in_its_key() {
    let mut desk = empty();
    desk.keys("cPriya Shah from Dana Ortiz<enter>");
    desk.keys("cPriya Shah from Tom Ode<enter>");
    let (book, names) = (desk.book(), ["Dana Ortiz", "Tom Ode"]);
    assert_eq!(book.referrals.iter().count(), 1, "{}", desk.text());
    let keys: Vec<String> = names
        .map(|name| {
            let mut people = book.people.iter();
            let (id, _) = people.find(|(_, it)| it.name == name).unwrap();
            let (card, _) = book.referrals.iter().next().unwrap();
            format!("acknowledge/referral:{card}/{id}")
        })
        .into();
    let all = goodword::insight::practice::Practice::of(book, today() + Days::new(4));
    let owed: Vec<String> = all.nudges().iter().map(Nudge::key).collect();
    for key in &keys {
        assert!(
            owed.iter().any(|it| it.starts_with(key.as_str())),
            "{key}: {owed:?}"
        );
    }
}
