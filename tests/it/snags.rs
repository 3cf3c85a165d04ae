//! Small snags that a newcomer met all over: punctuation, what is told beneath a line, what is asked twice, what says nothing.

use chrono::Days;
use goodword::domain::action::{Action, Log, Who};
use goodword::domain::book::Book;
use goodword::domain::event::Kind;
use goodword::domain::id::Id;
use goodword::domain::team::Channel;
use goodword::insight::practice::Practice;
use goodword::insight::review::{Matter, queue};

use crate::desk::{Desk, desk, empty, today};

fn person(book: &Book, name: &str) -> Id {
    let mut people = book.people.iter();
    people.find(|(_, it)| it.name == name).expect(name).0
}

fn perform(desk: &mut Desk, action: Action) {
    desk.app.session_mut().perform(action).unwrap();
    desk.app.refresh();
    desk.draw();
}

fn channel(desk: &mut Desk, name: &str) {
    let channel = Channel {
        name: name.into(),
        ..Channel::default()
    };
    perform(
        desk,
        Action::SaveChannel {
            id: None,
            was: None,
            channel: Box::new(channel),
        },
    );
}

#[test]
fn punctuation_sticks_to_no_name() {
    let mut desk = empty();
    desk.keys("cZoe from Beat; zoe@x.example<enter>");
    desk.keys("C")
        .paste("* Bob Brandt from Beat\n- Ida Imhof from Beat\n1. Carl Cotta: from Beat");
    desk.keys("<enter><enter><enter><enter>");
    let mut names: Vec<&str> = desk
        .book()
        .people
        .iter()
        .map(|it| it.1.name.as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["Beat", "Bob Brandt", "Carl Cotta", "Ida Imhof", "Zoe"]
    );
}

#[test]
fn a_source_in_the_need_is_pointed_out() {
    let mut desk = desk("Discovered: Priya<Dora");
    desk.keys("cJean-Luc, PhD from Dora, strategy day");
    assert!(
        desk.shows("“from Dora” is read as need: put it before the comma"),
        "{}",
        desk.text()
    );
    for line in [
        "cJean-Luc from Dora, moving from Bonn to Kiel",
        "cJean-Luc, moving from Bonn to Kiel",
        "cJean-Luc, \"a letter from Dora\"",
    ] {
        let mut desk = crate::desk::desk("Discovered: Priya<Dora");
        desk.keys(line);
        assert!(!desk.shows("is read as need"), "{line}\n{}", desk.text());
    }
}

#[test]
fn a_channel_that_is_not_on_the_map_is_told_where_some_are() {
    let mut desk = empty();
    desk.keys("cZoe from Beat via pigeon");
    assert!(
        !desk.shows("not on the map"),
        "none is noted\n{}",
        desk.text()
    );
    desk.keys("<esc>");
    channel(&mut desk, "bni");
    for (said, told) in [
        ("bni", ""),
        ("bnii", "not on the map; did you mean bni?"),
        ("pigeon", "not on the map"),
    ] {
        let mut desk = empty();
        channel(&mut desk, "bni");
        desk.keys(&format!("cZoe from Beat via {said}"));
        assert_eq!(
            desk.shows("not on the map"),
            !told.is_empty(),
            "{}",
            desk.text()
        );
        assert!(desk.shows(told), "{said}\n{}", desk.text());
        assert_eq!(
            desk.shows("did you mean"),
            said == "bnii",
            "{}",
            desk.text()
        );
        desk.keys("<enter>");
        assert_eq!(desk.book().referrals.len(), 1, "it goes on all the same");
    }
}

#[test]
fn tab_says_one_thing_on_one_screen() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("CLin from Tom<enter>");
    assert!(
        desk.shows("tab takes it all off, backspace the last"),
        "{}",
        desk.text()
    );
    desk.keys("Priya from Dana, web shop");
    let text = desk.text();
    assert!(text.contains("tab adds this to that card"), "{text}");
    assert!(!text.contains("takes it all off"), "{text}");
}

#[test]
fn a_call_sheet_asks_what_its_own_card_asks_and_no_more() {
    let mut desk = desk("Check back: Priya<Beat Lin<Beat / Research: Omar<Beat Ada<Beat");
    desk.on(today() + Days::new(2)).keys("1").click("Priya");
    desk.keys("<space>");
    let text = desk.text();
    assert!(text.contains("Call sheet"), "{text}");
    assert!(!text.contains("line of business"), "{text}");
    for name in ["Priya ·", "Lin ·", "Omar ·", "Ada ·"] {
        assert!(text.contains(name), "{name}\n{text}");
    }
}

#[test]
fn what_was_noted_about_a_card_stands_in_its_research() {
    let mut desk = desk("Research: Omar<Beat");
    let id = desk.book().referrals.iter().next().unwrap().0;
    let log = Log {
        kind: Kind::Note,
        who: Who::Known(person(desk.book(), "Beat")),
        referral: Some(id),
        note: "founded in 1990".into(),
        ..Log::default()
    };
    perform(&mut desk, Action::Log(Box::new(log.clone())));
    let thanks = Log {
        kind: Kind::Thanked,
        note: String::new(),
        ..log
    };
    perform(&mut desk, Action::Log(Box::new(thanks)));
    desk.keys("1").click("Omar");
    desk.keys("<space>");
    let text = desk.text();
    assert!(
        text.contains("Research · Omar") && text.contains("“founded in 1990”"),
        "{text}"
    );
}

#[test]
fn news_that_are_owed_stand_on_the_line_of_their_card() {
    let mut desk = desk("Report back: Anna<Beat");
    desk.keys("1").click("Anna");
    desk.keys("L2<space>");
    let text = desk.text();
    assert!(
        text.contains("Anna · what they said, and the news you owe"),
        "{text}"
    );
}

#[test]
fn enter_on_a_book_that_may_be_out_of_date_says_what_to_do() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.on(today() + Days::new(40)).keys("4");
    desk.click("this may be out of date");
    desk.keys("<enter>");
    assert!(
        desk.app.said().contains("Nothing was logged for a while"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn a_chooser_shows_its_selected_row_in_the_lowest_window() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.resize(20, 5);
    desk.keys("p2F");
    let text = desk.text();
    assert!(text.contains('▌'), "{text}");
}

#[test]
fn a_form_says_that_it_goes_on_in_a_narrow_window_too() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.resize(40, 12);
    desk.keys("1e");
    assert!(desk.shows("more below"), "{}", desk.text());
}

#[test]
fn what_is_owed_to_one_person_stands_together_in_the_review() {
    let desk = desk("Discovered: Anna<Beat Zoe<Clara Bob<Beat Ida<Clara Eva<Beat");
    let practice = Practice::of(desk.book(), today() + Days::new(3));
    let people: Vec<&str> = queue(&practice)
        .iter()
        .filter_map(|matter| match matter {
            Matter::Owed(key) => practice.owed().find(|nudge| nudge.key() == *key),
            _ => None,
        })
        .map(|nudge| desk.book().name(nudge.person))
        .collect();
    assert_eq!(people, ["Beat", "Beat", "Beat", "Clara", "Clara"]);
}

#[test]
fn one_that_was_left_is_left_as_it_is() {
    let mut desk = desk("Discovered: Anna<Beat");
    desk.on(today() + Days::new(3))
        .keys("w<enter><enter><enter><enter>");
    let text = desk.text();
    assert!(!text.contains("1 left as they are"), "{text}");
    assert!(text.contains("1 left as it is"), "{text}");
}

#[test]
fn why_is_whole_where_the_line_has_room_for_it() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.on(today() + Days::new(40));
    desk.draw();
    let text = desk.text();
    assert!(
        text.contains("nothing since 21 Nov; t on whom you spoke to"),
        "{text}"
    );
}
