//! The page of everyone, worked by keys: before, keys, after. Filters, marks, several at once.

use goodword::domain::book::Book;
use goodword::domain::event::Kind;
use goodword::domain::id::Id;
use goodword::domain::person::{Person, Tier};

use crate::desk::{Desk, desk, empty, sample, today};

const PEOPLE: [(&str, &str, &str, &str, &str); 5] = [
    ("Zoë Quinn", "Quinn & Co", "", "", "law"),
    (
        "ana bo",
        "ARC",
        "ana@arc.example",
        "+44 20 7946 0018",
        "retail",
    ),
    ("Dana Ortiz", "Ortiz", "dana@example.com", "", "retail law"),
    ("Åsa Berg", "", "", "", ""),
    ("Dana Ortis", "Ortiz", "ortis@example.com", "", ""),
];

/// People by number, in the order in which they were made.
fn id(n: u128) -> Id {
    Id::fixed(1_000 + n)
}

fn book() -> Book {
    let mut book = Book::new(today());
    for (n, (name, company, email, phone, tags)) in (0..).zip(PEOPLE) {
        let person = Person {
            name: name.into(),
            company: company.into(),
            email: email.into(),
            phone: phone.into(),
            tags: tags
                .split_whitespace()
                .map(|tag| (tag.into(), true))
                .collect(),
            ..Person::default()
        };
        book.people.put(id(n), person, 1_000);
    }
    book
}

pub fn page() -> Desk {
    let mut desk = Desk::with(book(), 120, 36);
    desk.keys("P");
    desk
}

/// The names on the page, in their order; those who are marked with a mark.
fn list(desk: &Desk) -> Vec<String> {
    let rows = desk.rows();
    let lines = rows.iter().skip(3).map(|row| {
        let inner: String = row.chars().skip(1).take(16).collect();
        inner.trim_start_matches('▌').trim().to_string()
    });
    lines.take_while(|row| !row.is_empty()).collect()
}

fn said(desk: &Desk) -> String {
    desk.app.said()
}

#[test]
fn everyone_is_listed_by_name_case_and_accents_aside() {
    let desk = page();
    assert_eq!(
        list(&desk),
        [
            "ana bo",
            "Åsa Berg",
            "Dana Ortis",
            "Dana Ortiz",
            "Zoë Quinn"
        ]
    );
    assert!(desk.rows()[1].ends_with(" 5 ╮"), "{}", desk.text());
}

#[test]
fn keys_mean_the_selected_person_and_enter_opens_their_page() {
    let mut desk = page();
    desk.keys("jjt");
    assert_eq!(said(&desk), "In touch with Dana Ortis · N adds a note");
    desk.keys("<enter>");
    assert!(desk.shows("‹ Dana Ortis"), "{}", desk.text());
    // P comes back to the list as it was left, and esc leaves it.
    desk.keys("P");
    assert_eq!(desk.selected(), "Dana Ortis");
    desk.keys("<esc>");
    assert!(desk.shows("goodword"), "{}", desk.text());
}

#[test]
fn a_new_person_becomes_the_selected_one_whatever_is_filtered() {
    let mut desk = page();
    desk.keys("/zo<enter>aMona Feld<enter>");
    assert_eq!(desk.selected(), "Mona Feld");
    assert_eq!(list(&desk).len(), 6);
    desk.keys("u");
    assert_eq!(list(&desk).len(), 5);
}

#[test]
fn who_is_renamed_goes_to_the_new_place_with_the_cursor() {
    let mut desk = page();
    desk.keys("e<ctrl-u>Zz<enter>");
    assert_eq!(list(&desk).last().unwrap(), "Zz");
    assert_eq!(desk.selected(), "Zz");
}

#[test]
fn a_filter_knows_what_can_be_seen_and_what_people_are() {
    let mut desk = Desk::with(
        desk("Discovered: Priya<Dana Lena>Omar").book().clone(),
        120,
        36,
    );
    desk.keys("P");
    for (typed, wanted) in [
        ("source", vec!["Dana"]),
        ("PROSP", vec!["Lena", "Priya"]),
        ("receiver om", vec!["Omar"]),
        ("partner", vec![]),
    ] {
        desk.keys(&format!("/{typed}<enter>"));
        assert_eq!(desk.shows("Nobody matches."), wanted.is_empty(), "{typed}");
        if !wanted.is_empty() {
            assert_eq!(list(&desk), wanted, "{typed}");
        }
        desk.keys("<esc>");
        assert_eq!(list(&desk).len(), 4);
    }
}

#[test]
fn facets_narrow_down_one_by_one_and_one_key_shows_all_again() {
    let mut desk = page();
    desk.keys("F").keys("#ret");
    assert!(desk.shows("#retail  2"), "{}", desk.text());
    desk.keys("<enter>");
    assert_eq!(list(&desk), ["ana bo", "Dana Ortiz"]);
    assert!(
        desk.shows("#retail") && desk.shows("2 of 5"),
        "{}",
        desk.text()
    );
    desk.keys("F#law<enter>");
    assert_eq!(list(&desk), ["Dana Ortiz"]);
    assert!(desk.shows("#retail · #law"), "{}", desk.text());
    // Again takes it off.
    desk.keys("F#retail<enter>");
    assert_eq!(list(&desk), ["Dana Ortiz", "Zoë Quinn"]);
    desk.keys("/zo<enter>");
    assert_eq!(list(&desk), ["Zoë Quinn"]);
    desk.keys("<esc>");
    assert_eq!(list(&desk).len(), 5);
    desk.keys("<esc>");
    assert!(!desk.shows("1 Everyone"), "and esc leaves");
}

#[test]
fn companies_of_several_come_before_those_of_one() {
    let mut desk = page();
    desk.keys("F");
    let text = desk.text();
    let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word}\n{text}"));
    assert!(at("no tier  5") < at("#law  2"));
    assert!(at("#law  2") < at("Ortiz  2") && at("Ortiz  2") < at("ARC  1"));
    desk.keys("<esc>");
    assert_eq!(list(&desk).len(), 5);
}

#[test]
fn marks_stay_through_filters_and_undo_and_esc_takes_them_off_first() {
    let mut desk = page();
    desk.keys("XjX/dana<enter>X");
    assert!(desk.shows("3 marked"), "{}", desk.text());
    desk.keys("X");
    assert!(desk.shows("2 marked"), "{}", desk.text());
    desk.keys("<esc>");
    assert!(
        !desk.shows("marked") && desk.shows("/dana"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>");
    assert_eq!(list(&desk).len(), 5);
    desk.keys("A");
    assert!(desk.shows("5 marked"), "{}", desk.text());
    desk.keys("A");
    assert!(!desk.shows("marked"), "{}", desk.text());
    desk.keys("gX<delete>");
    assert!(
        said(&desk).starts_with("del works on one person"),
        "{}",
        said(&desk)
    );
}

#[test]
fn in_touch_with_several_is_one_contact_each_and_one_undo() {
    let mut desk = page();
    desk.keys("XjjXjXt");
    assert_eq!(
        said(&desk),
        "In touch with ana bo, Dana Ortis and Dana Ortiz"
    );
    let touched: Vec<Option<Id>> = desk.book().events.iter().map(|(_, it)| it.person).collect();
    assert_eq!(touched, [id(1), id(4), id(2)].map(Some));
    assert!(
        desk.book()
            .events
            .iter()
            .all(|(_, it)| it.kind == Kind::Touch)
    );
    desk.keys("u");
    assert!(desk.book().events.is_empty());
    desk.keys("At");
    assert_eq!(said(&desk), "In touch with 5 people");
    desk.keys("u");
    assert!(desk.book().events.is_empty(), "one change, one undo");
}

fn tiers(desk: &Desk) -> usize {
    let people = desk.book().people.iter();
    people.filter(|(_, it)| it.tier == Some(Tier::B)).count()
}

#[test]
fn a_tier_is_set_for_all_who_are_marked_and_undone_at_once() {
    let mut desk = page();
    desk.keys("XjXT");
    assert!(desk.shows("How close to keep 2 people"), "{}", desk.text());
    desk.keys("b");
    assert!(said(&desk).starts_with("2 people are now B, every 45 days"));
    assert_eq!(tiers(&desk), 2);
    desk.keys("u");
    assert_eq!(tiers(&desk), 0);
}

#[test]
fn tags_are_given_to_all_who_are_marked_and_taken_away_and_undone_at_once() {
    let mut desk = page();
    desk.keys("A#")
        .paste("vip")
        .keys("<tab>")
        .paste("law")
        .keys("<enter>");
    assert_eq!(said(&desk), "5 people: #vip, no #law");
    let tagged = |desk: &Desk, tag: &str| {
        let people = desk.book().people.iter();
        people.filter(|(_, it)| it.tags.contains_key(tag)).count()
    };
    assert_eq!((tagged(&desk, "vip"), tagged(&desk, "law")), (5, 0));
    desk.keys("u");
    assert_eq!((tagged(&desk, "vip"), tagged(&desk, "law")), (0, 2));
}

#[test]
fn what_works_on_one_person_says_so_while_several_are_marked() {
    let mut desk = page();
    desk.keys("X");
    for key in ["e", "N", "y", "+", "o", "s", "<space>"] {
        desk.keys(key);
        let name = key.trim_matches(['<', '>']);
        let wanted = format!("{name} works on one person · esc takes the marks off");
        assert_eq!(said(&desk), wanted);
    }
    // The menu shows which do.
    desk.keys(".");
    assert!(desk.shows("Everyone · 1 marked"), "{}", desk.text());
    assert!(desk.shows("+ works on one person"), "{}", desk.text());
    desk.keys("t");
    assert_eq!(said(&desk), "In touch with ana bo");
}

#[test]
fn sources_are_marked_on_the_home_screen_too() {
    let mut desk = sample();
    desk.keys("2XjX");
    assert!(desk.shows("2 marked"), "{}", desk.text());
    let before = desk.book().events.len();
    desk.keys("t");
    assert!(said(&desk).starts_with("In touch with ") && said(&desk).contains(" and "));
    assert_eq!(desk.book().events.len(), before + 2);
    desk.keys("u");
    assert_eq!(desk.book().events.len(), before);
    desk.keys("v+");
    assert!(
        said(&desk).starts_with("+ works on one person"),
        "{}",
        said(&desk)
    );
    // Other panes mean their own selection, and esc takes the marks off.
    desk.keys("3t");
    assert_eq!(desk.book().events.len(), before + 1);
    desk.keys("2<esc>");
    assert!(!desk.shows("marked"), "{}", desk.text());
}

#[test]
fn an_empty_page_says_what_to_do() {
    let mut desk = empty();
    desk.keys("P");
    assert!(desk.shows("Nobody here yet."), "{}", desk.text());
    for key in ["X", "A"] {
        desk.keys(key);
        assert!(said(&desk).starts_with("Nobody is shown to be marked"));
    }
    desk.keys("e");
    assert!(said(&desk).starts_with("Nobody is selected here"));
    desk.keys("4");
    assert!(desk.shows("Nobody is here twice"), "{}", desk.text());
    desk.keys("<enter>");
    assert!(said(&desk).starts_with("No two people here look alike"));
    desk.keys("1aDana<enter>");
    assert_eq!(desk.selected(), "Dana");
}

#[test]
fn the_mouse_selects_a_person_a_pane_and_a_pair() {
    let mut desk = page();
    desk.click("Zoë Quinn");
    assert_eq!(desk.selected(), "Zoë Quinn");
    desk.click("4 Duplicates");
    assert!(desk.shows("1 pair"), "{}", desk.text());
    desk.click("Dana Ortis").keys("<enter>");
    assert!(desk.shows("The same person?"), "{}", desk.text());
    desk.keys("<esc>").click("1 Everyone");
    assert_eq!(list(&desk).len(), 5);
}

#[test]
fn panes_turn_by_number_and_by_tab() {
    let mut desk = page();
    for (key, pane) in [
        ("<tab>", "‹ Whom to approach"),
        ("<tab>", "‹ Give next"),
        ("<tab>", "‹ Duplicates"),
        ("<tab>", "‹ Everyone"),
        ("<shift-tab>", "‹ Duplicates"),
        ("1", "‹ Everyone"),
        ("4", "‹ Duplicates"),
    ] {
        desk.keys(key);
        assert!(desk.shows(pane), "{key}\n{}", desk.text());
    }
}

#[test]
fn a_bulk_change_on_many_is_done_for_all() {
    let mut book = Book::new(today());
    for n in 0..60 {
        let person = Person {
            name: format!("Person {n:02}"),
            ..Person::default()
        };
        book.people.put(Id::fixed(n + 1), person, 1_000);
    }
    let mut desk = Desk::with(book, 80, 24);
    desk.keys("PATb");
    assert_eq!(tiers(&desk), 60);
    desk.keys("u");
    assert_eq!(tiers(&desk), 0);
}

#[test]
fn letters_taken_back_narrow_as_if_they_had_never_been_typed() {
    for pane in ["2/", "4/", "P/"] {
        for (typed, left) in [
            ("dan<backspace>", "da"),
            ("dan<backspace><backspace><backspace>to", "to"),
            ("d<backspace>t", "t"),
            ("da o<backspace><backspace>", "da"),
            ("ta<backspace><backspace>", ""),
            ("ort<backspace>l<backspace>t", "ort"),
        ] {
            let (mut one, mut other) = (sample(), sample());
            one.keys(&format!("{pane}{typed}"));
            other.keys(&format!("{pane}{left}"));
            // Whom the cursor is on is another matter.
            let list = |desk: &Desk| desk.text().replace('▌', " ");
            assert_eq!(list(&one), list(&other), "{pane}{typed}");
        }
    }
}
