//! A referral that I gave, from hearing of the need to how it ended, by keys. Knows nothing of files.

use crate::desk::{Desk, desk, empty};
use chrono::Days;
use goodword::domain::event::{Kind, Way};
use goodword::domain::referral::Ending;
use goodword::insight::practice::Practice;
use goodword::insight::standing::Mover;

fn mover(desk: &Desk) -> Mover {
    let practice = Practice::of(desk.book(), desk.today());
    let (id, _) = desk.book().referrals.iter().next().unwrap();
    practice.standing(id).unwrap().mover
}

fn limit(desk: &Desk) -> u32 {
    let practice = Practice::of(desk.book(), desk.today());
    let (id, _) = desk.book().referrals.iter().next().unwrap();
    practice.standing(id).unwrap().limit
}

#[track_caller]
fn stands(desk: &Desk, cards: &str, who: Mover, days: u32) {
    assert_eq!(desk.cards(), cards, "{}", desk.text());
    assert_eq!((mover(desk), limit(desk)), (who, days), "{cards}");
}

fn said(desk: &Desk, words: &str) {
    assert!(desk.app.said().starts_with(words), "{}", desk.app.said());
}

/// Given, on its own side of the board.
fn on_the_other_side(cards: &str) -> Desk {
    let mut desk = desk(cards);
    desk.keys("1b");
    desk
}

#[test]
fn space_walks_a_given_one_from_the_need_to_its_end() {
    let mut desk = empty();
    desk.keys("cAna Silva to Ben Abara, tax advice L1<enter>1");
    if !desk.shows("Ana Silva") {
        desk.keys("b");
    }
    stands(&desk, "Discovered: Ana Silva>Ben Abara", Mover::Me, 3);
    desk.keys("<space>");
    assert!(desk.shows("do they want it"), "{}", desk.text());
    desk.keys("glad to<enter>");
    said(&desk, "Asked Ana Silva whether");
    stands(&desk, "Research: Ana Silva>Ben Abara", Mover::Receiver, 3);
    desk.keys("<space><enter>");
    stands(&desk, "Check back: Ana Silva>Ben Abara", Mover::Me, 5);
    desk.keys("<space><enter>");
    stands(&desk, "Meet: Ana Silva>Ben Abara", Mover::Receiver, 14);
    desk.keys("<space>");
    desk.keys("<enter>");
    said(&desk, "Ana Silva and Ben Abara have met");
    stands(
        &desk,
        "Report back: Ana Silva>Ben Abara",
        Mover::Receiver,
        7,
    );
    desk.keys("<space>");
    desk.keys("she liked it<enter>");
    said(&desk, "Heard from Ben Abara about Ana Silva");
    stands(&desk, "Feedback: Ana Silva>Ben Abara", Mover::Me, 14);
    desk.keys("<space><enter>");
    said(&desk, "Heard from Ana Silva");
    stands(&desk, "Source reports: Ana Silva>Ben Abara", Mover::Me, 2);
    desk.keys("<space><enter>");
    said(&desk, "Told Ben Abara about Ana Silva");
    stands(&desk, "Close: Ana Silva>Ben Abara", Mover::Receiver, 21);
    desk.keys("<space>");
    assert!(
        desk.shows("How did it end with Ana Silva?"),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("They became the receiver’s client"),
        "{}",
        desk.text()
    );
    assert!(
        !desk.shows("passed on") && !desk.shows("not settled"),
        "{}",
        desk.text()
    );
    desk.keys("w<enter>");
    said(&desk, "Closed Ana Silva: won, a client of Ben Abara now");
    assert_eq!(desk.cards(), "");
    // From my view: who told whom.
    desk.keys("fAna Silva Ben<enter>4z");
    assert!(
        desk.shows("Ben told you about Ana: she liked it"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("you told Ben about Ana"), "{}", desk.text());
    assert!(desk.shows("Ana and Ben have met"), "{}", desk.text());
    // Nothing is owed by me for what I gave.
    let later = desk.today() + Days::new(5);
    desk.on(later).keys("<space>");
    said(
        &desk,
        "Ana Silva is closed, and nothing is owed · d looks back",
    );
}

#[test]
fn r_hears_from_the_receiver_first_and_tells_them_later() {
    for stage in [
        "Discovered",
        "Research",
        "Check back",
        "Meet",
        "Report back",
    ] {
        let mut desk = on_the_other_side(&format!("{stage}: Ana>Ben"));
        desk.keys("r<enter>");
        assert_eq!(
            desk.cards(),
            "Feedback: Ana>Ben",
            "{stage}\n{}",
            desk.text()
        );
        let (_, event) = desk.book().events.iter().next().unwrap();
        assert_eq!(event.way, Some(Way::Got), "{stage}");
        assert_eq!(event.kind, Kind::ReportedBack);
    }
    for (stage, after) in [
        ("Feedback", "Close: Ana>Ben"),
        ("Source reports", "Close: Ana>Ben"),
        ("Close", "Close: Ana>Ben"),
    ] {
        let mut desk = on_the_other_side(&format!("{stage}: Ana>Ben"));
        desk.keys("r<enter>");
        assert_eq!(desk.cards(), after, "{stage}\n{}", desk.text());
        let (_, event) = desk.book().events.iter().next().unwrap();
        assert_eq!(event.way, Some(Way::Given), "{stage}");
    }
}

#[test]
fn x_ends_it_at_every_stage_in_each_way_but_passing_on() {
    for stage in [
        "Discovered",
        "Research",
        "Check back",
        "Meet",
        "Report back",
        "Feedback",
        "Source reports",
        "Close",
    ] {
        for (letter, ending) in [
            ("w", Ending::Won),
            ("l", Ending::Lost),
            ("a", Ending::WalkedAway),
            ("n", Ending::NotAReferral),
            ("g", Ending::Lapsed),
        ] {
            let mut desk = on_the_other_side(&format!("{stage}: Ana>Ben"));
            desk.keys(&format!("x{letter}<enter>"));
            let (_, card) = desk.book().referrals.iter().next().unwrap();
            let outcome = card.outcome.clone();
            assert_eq!(
                outcome.map(|it| it.ending),
                Some(ending),
                "{stage}\n{}",
                desk.text()
            );
            assert!(!desk.app.said().contains("thank"), "{}", desk.app.said());
        }
        let mut desk = on_the_other_side(&format!("{stage}: Ana>Ben"));
        desk.keys("xp<esc>");
        assert_eq!(desk.cards(), format!("{stage}: Ana>Ben"));
    }
}

#[test]
fn silence_after_giving_is_named_and_one_key_asks() {
    let mut desk = on_the_other_side("Meet: Ana>Ben");
    let later = desk.today() + Days::new(16);
    desk.on(later).keys("4");
    assert!(desk.shows("ask about Ana"), "{}", desk.text());
    desk.click("ask about Ana").keys("<space><enter>");
    assert_eq!(desk.cards(), "Report back: Ana>Ben", "{}", desk.text());
    assert!(!desk.shows("ask about Ana"), "{}", desk.text());
}

#[test]
fn a_debrief_of_a_given_one_is_held_with_its_receiver() {
    let mut desk = on_the_other_side("Close: Ana>Ben");
    desk.keys("dthey got on well<tab><tab>b<enter>");
    assert!(
        desk.app.said().starts_with("Debriefed Ana with Ben"),
        "{}",
        desk.app.said()
    );
}
