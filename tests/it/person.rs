//! A person's page by keys: its parts, the brief, the balance, promises, what to give next, and who came through whom.

use chrono::Days;
use goodword::domain::action::{Action, Bond, Log, Who};
use goodword::domain::event::{Kind, Way};
use goodword::domain::id::Id;
use goodword::domain::money::{Currency, Money};
use goodword::domain::person::Person;
use goodword::domain::promise::{By, Promise};
use goodword::domain::referral::{Ending, Outcome};

use crate::desk::{Desk, desk, today};

fn find(desk: &Desk, name: &str) -> Id {
    let mut people = desk.book().people.iter();
    let (id, _) = people.find(|(_, it)| it.name == name).expect(name);
    id
}

fn act(desk: &mut Desk, action: Action) {
    desk.app.session_mut().perform(action).unwrap();
    desk.app.refresh();
    desk.draw();
}

fn got(desk: &mut Desk, kind: Kind, way: Way, who: &str) {
    let who = Who::Known(find(desk, who));
    let way = Some(way);
    act(
        desk,
        Action::Log(Box::new(Log {
            kind,
            who,
            way,
            ..Log::default()
        })),
    );
}

/// The row on which these words stand.
fn row(desk: &Desk, words: &str) -> String {
    let (_, y) = desk.find(words);
    desk.rows()[usize::from(y)].clone()
}

#[test]
fn a_part_folds_and_unfolds_and_says_what_is_in_it() {
    let mut desk = desk("Research: Priya<Dana");
    desk.keys("2<enter>");
    assert!(desk.shows("▾ How you stand"), "{}", desk.text());
    assert!(desk.shows("VCP"));
    desk.keys("<enter>");
    assert!(desk.shows("▸ How you stand"), "{}", desk.text());
    assert!(!desk.shows("VCP"));
    desk.keys("l");
    assert!(desk.shows("VCP"), "{}", desk.text());
    desk.keys("jjh");
    assert!(!desk.shows("VCP"), "h folds the part in which one is");
    // What was folded is folded on the next page too.
    known(&mut desk, "Zoe Quinn", "");
    desk.keys("<esc>fZoe<enter>");
    assert!(desk.shows("▸ How you stand"), "{}", desk.text());
}

#[test]
fn the_brief_is_one_key_from_a_card_a_source_and_a_line_of_now_what() {
    for keys in ["1v", "2v", "4v"] {
        let mut desk = desk("Report back: Priya<Dana");
        desk.on(today() + Days::new(2));
        let was = find(&desk, "Dana");
        let now = desk.book().people.arc(was).cloned();
        let person = Person {
            phone: "+44 1".into(),
            best: "by phone, mornings".into(),
            ..(**now.as_ref().unwrap()).clone()
        };
        act(
            &mut desk,
            Action::SavePerson {
                id: Some(was),
                was: now,
                person: Box::new(person),
            },
        );
        desk.keys(keys);
        assert!(
            desk.shows("+44 1 · by phone, mornings"),
            "{keys}\n{}",
            desk.text()
        );
        assert!(desk.shows("report back about Priya"), "{}", desk.text());
        desk.keys("t");
        assert_eq!(
            desk.book().events.len(),
            1,
            "the keys of a person work there"
        );
        desk.keys("v");
        assert!(!desk.shows("by phone, mornings"), "{}", desk.text());
    }
}

#[test]
fn what_stands_between_us_is_said_first() {
    let mut desk = desk("Research: Priya<Dana");
    let who = Who::Known(find(&desk, "Dana"));
    act(
        &mut desk,
        Action::Log(Box::new(Log {
            kind: Kind::Friction,
            who,
            note: "I rang Priya too early".into(),
            ..Log::default()
        })),
    );
    desk.keys("2v");
    let (_, first) = desk.find("put right");
    let (_, last) = desk.find("last ");
    assert!(first < last, "{}", desk.text());
}

#[test]
fn the_balance_is_drawn_by_kind_and_says_what_was_never_returned() {
    let mut desk = desk("Research: Priya<Dana");
    for _ in 0..2 {
        got(&mut desk, Kind::Testimonial, Way::Got, "Dana");
    }
    got(&mut desk, Kind::Advice, Way::Given, "Dana");
    desk.keys("2<enter>2z");
    assert!(
        row(&desk, "testimonials").contains("▇▇┃"),
        "{}",
        desk.text()
    );
    assert!(row(&desk, "testimonials").contains("never returned"));
    assert!(row(&desk, "advice   ").contains("┃▇"), "{}", desk.text());
    assert!(
        row(&desk, "in all").contains("receiving ahead"),
        "{}",
        desk.text()
    );
}

#[test]
fn one_looks_further_back_and_less_far() {
    let mut desk = desk("Research: Priya<Dana");
    got(&mut desk, Kind::Gift, Way::Got, "Dana");
    desk.on(today() + Days::new(400));
    desk.keys("2<enter>2z");
    assert!(
        row(&desk, "gift      ").contains("ever 1 : 0")
            || row(&desk, "gift      ").contains("never returned")
    );
    assert!(row(&desk, "in all").contains("  0 "), "{}", desk.text());
    desk.keys("<");
    assert_eq!(desk.app.said(), "Looking back: 24 months");
    assert!(row(&desk, "gift      ").contains("▇┃"), "{}", desk.text());
    desk.keys(">>");
    assert_eq!(desk.app.said(), "Looking back: 6 months");
    desk.keys("<esc><esc>3");
    assert!(desk.shows("6 months"), "{}", desk.text());
}

#[test]
fn a_promise_is_kept_or_broken_from_the_page() {
    let mut desk = desk("Research: Priya<Dana");
    let who = Who::Known(find(&desk, "Dana"));
    let promise = Promise {
        by: By::Me,
        what: "a notary".into(),
        due: Some(today()),
        ..Promise::default()
    };
    act(
        &mut desk,
        Action::Promise {
            promise: Box::new(promise),
            who,
        },
    );
    desk.keys("2<enter>2z")
        .click("you promised")
        .keys("<enter>k");
    assert!(
        desk.app.said().starts_with("Kept: a notary"),
        "{}",
        desk.app.said()
    );
    let (_, kept) = desk.book().promises.iter().next().unwrap();
    assert_eq!(kept.kept, Some(today()));
    desk.keys("u").click("you promised").keys("<enter>b");
    let (_, broken) = desk.book().promises.iter().next().unwrap();
    assert_eq!((broken.kept, broken.broken), (None, Some(today())));
}

fn known(desk: &mut Desk, name: &str, company: &str) {
    let person = Person {
        name: name.into(),
        company: company.into(),
        ..Person::default()
    };
    act(
        desk,
        Action::SavePerson {
            id: None,
            was: None,
            person: Box::new(person),
        },
    );
}

#[test]
fn what_fits_is_suggested_and_accepting_it_opens_a_given_referral() {
    let mut desk = desk("Research: Priya<Dana");
    known(&mut desk, "Lin Wu", "Wu Bakery");
    let person = find(&desk, "Dana");
    let bond = Box::new(Bond::Wants("bakeries in the old town".into()));
    act(&mut desk, Action::Bond { person, bond });
    desk.keys("2<enter>2z");
    assert!(
        row(&desk, "an intro to Lin Wu").contains("Wu Bakery"),
        "{}",
        desk.text()
    );
    desk.click("an intro to Lin Wu").keys("<enter>");
    assert!(desk.shows("Lin Wu to Dana"), "{}", desk.text());
    desk.keys("a second oven<enter>");
    let given = desk.book().referrals.iter().find(|(_, it)| it.is_given());
    let (_, given) = given.expect("it was given");
    assert_eq!(given.need, "a second oven");
    assert_eq!(given.receiver, Some(find(&desk, "Dana")));
}

#[test]
fn why_somebody_fits_says_only_where_it_stands_under_the_mask() {
    let mut desk = desk("Research: Priya<Dana");
    known(&mut desk, "Lin Wu", "");
    let lin = find(&desk, "Lin Wu");
    let tag = |desk: &mut Desk| {
        let action = Action::Tag {
            people: vec![lin],
            add: [("bakery".to_string(), true)].into(),
            remove: [].into(),
        };
        act(desk, action);
    };
    tag(&mut desk);
    let person = find(&desk, "Dana");
    let bond = Box::new(Bond::Wants("a bakery in the old town".into()));
    act(&mut desk, Action::Bond { person, bond });
    desk.keys("2<enter>2z");
    assert!(
        row(&desk, "an intro to Lin Wu").contains("#baker"),
        "{}",
        desk.text()
    );
    desk.keys("m");
    let masked = row(&desk, "an intro to");
    assert!(masked.contains("a tag"), "{}", desk.text());
    assert!(!desk.shows("bakery"), "{}", desk.text());
}

#[test]
fn one_who_came_through_somebody_is_one_person() {
    let mut desk = desk("Close: Lars<Dana");
    desk.keys("2<enter>2z")
        .click("▾ Came through")
        .keys("<enter>");
    assert!(
        row(&desk, "▸ Came through Dana").contains("1 person"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_kind_never_returned_becomes_a_promise() {
    let mut desk = desk("Research: Priya<Dana");
    got(&mut desk, Kind::Testimonial, Way::Got, "Dana");
    desk.keys("2<enter>2z")
        .click("a testimonial  ")
        .keys("<enter><enter>");
    let (_, promise) = desk.book().promises.iter().next().expect("it was promised");
    assert_eq!(
        (promise.what.as_str(), &promise.by),
        ("a testimonial", &By::Me)
    );
}

#[test]
fn the_line_of_a_person_rolls_value_up_to_its_root_and_opens_whoever_stands_there() {
    let mut desk = desk("Close: Lars<Dana Joan<Lars");
    let value = |euros: i64| {
        Some(Money {
            minor: euros * 100_000,
            currency: Currency::EUR,
        })
    };
    let ids: Vec<Id> = desk.book().referrals.iter().map(|(id, _)| id).collect();
    for (referral, euros) in ids.into_iter().zip([13, 18]) {
        let outcome = Outcome {
            ending: Ending::Won,
            value: value(euros),
            ..Outcome::default()
        };
        act(&mut desk, Action::Close { referral, outcome });
    }
    desk.keys("fJoan<enter>2z");
    assert!(
        row(&desk, "2 through them").contains("31k"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("   └─ Joan"), "{}", desk.text());
    desk.click("└─ Lars").keys("<enter>");
    assert!(
        desk.text().lines().next().unwrap().contains("Lars"),
        "{}",
        desk.text()
    );
}

#[test]
fn the_page_has_what_belongs_to_the_roles_and_every_pane_is_reached() {
    let mut desk = desk("Research: Priya<Dana");
    known(&mut desk, "Zoe Quinn", "");
    desk.keys("fZoe<enter>");
    assert!(
        !desk.shows("As a client") && !desk.shows("Give and take"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("Relationship") && desk.shows("Timeline"));
    assert!(desk.shows("Nothing yet: t logs"), "{}", desk.text());
    desk.keys("3");
    assert!(desk.shows("As a client"), "{}", desk.text());
    desk.keys("2");
    assert!(desk.shows("Nothing either way yet"), "{}", desk.text());
}

#[test]
fn an_entry_of_the_timeline_is_deleted_and_comes_back() {
    let mut desk = desk("Research: Priya<Dana");
    desk.keys("2t<enter>4<delete>");
    assert!(desk.book().events.is_empty(), "{}", desk.text());
    desk.keys("u");
    assert_eq!(desk.book().events.len(), 1);
}
