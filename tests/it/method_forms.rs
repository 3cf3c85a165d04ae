//! What the method asks to be noted of one referral, by the keys that note it. Knows nothing of how a form is drawn.

use crate::desk::{Desk, check, desk};
use goodword::domain::event::Kind;
use goodword::domain::expectation::Verdict;
use goodword::domain::person::Person;
use goodword::domain::pillars::Grade;
use goodword::domain::referral::Referral;

fn referral(desk: &Desk) -> Referral {
    let (_, referral) = desk.book().referrals.iter().next().unwrap();
    referral.clone()
}

fn person(desk: &Desk, name: &str) -> Person {
    let mut people = desk.book().people.iter();
    let found = people.find(|(_, person)| person.name == name);
    found.unwrap().1.clone()
}

fn notes(desk: &Desk) -> Vec<(String, bool, String)> {
    let answers = referral(desk).answers.into_iter();
    answers
        .map(|(item, answer)| (item, answer.done, answer.note))
        .collect()
}

#[test]
fn research_is_done_in_two_keys() {
    check(
        "Discovered: Priya<Dana",
        "1<space><enter><space><enter>",
        "Check back: Priya<Dana",
    );
    check(
        "Discovered: Priya<Dana",
        "1<space><enter><space><enter>u",
        "Research: Priya<Dana",
    );
}

#[test]
fn what_was_found_out_is_kept_with_its_question_and_is_one_undo() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1<space><enter><space>40 staff, family firm<tab><tab>fair to suppliers<enter>");
    assert_eq!(desk.cards(), "Check back: Priya<Dana");
    assert_eq!(
        notes(&desk),
        [
            (
                "research.company".into(),
                true,
                "40 staff, family firm".into()
            ),
            ("research.vendors".into(), true, "fair to suppliers".into()),
        ]
    );
    assert!(
        desk.app.said().starts_with("Research done for Priya"),
        "{}",
        desk.app.said()
    );
    desk.keys("u");
    assert_eq!(desk.cards(), "Research: Priya<Dana");
    assert!(notes(&desk).is_empty());
}

#[test]
fn research_that_is_not_finished_stays_where_it_is() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1<space><enter><space>40 staff<tab><tab><tab><tab><tab><tab>n<enter>");
    assert_eq!(desk.cards(), "Research: Priya<Dana");
    assert_eq!(notes(&desk).len(), 1);
    desk.keys("<space>");
    assert!(desk.shows("40 staff"), "{}", desk.text());
    desk.keys("<enter>");
    assert_eq!(desk.cards(), "Check back: Priya<Dana");
    assert_eq!(
        notes(&desk).len(),
        1,
        "what did not change is not answered again"
    );
}

#[test]
fn a_level_is_chosen_from_the_ladder() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1:level<enter>");
    assert!(
        desk.shows("L8 · BNI 5 · in-person introduction"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("L2 · BNI 2"), "the next rung\n{}", desk.text());
    desk.keys("7<tab>8<enter>");
    assert_eq!(
        (referral(&desk).level, referral(&desk).aim),
        (Some(7), Some(8))
    );
    desk.keys(":level<enter>lead<enter>");
    assert_eq!(referral(&desk).level, None);
    desk.keys("u");
    assert_eq!(referral(&desk).level, Some(7));
}

#[test]
fn a_tie_and_what_was_told_are_noted_from_the_card() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1:tie<enter>c<tab>sisters<tab>y<tab>");
    assert!(desk.shows("lean on Dana’s name"), "{}", desk.text());
    desk.keys("begin with her<enter>");
    let tie = referral(&desk).tie.unwrap();
    assert_eq!((tie.strength, tie.confirmed), (Some(2), true));
    assert_eq!(referral(&desk).approach, "begin with her");
    desk.keys(":told<enter>that I am quick<enter>");
    assert_eq!(referral(&desk).told, "that I am quick");
    desk.keys("uu");
    assert_eq!(referral(&desk).tie, None);
}

#[test]
fn a_recorded_weakness_stops_an_ask_and_enter_goes_on() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1i");
    assert!(!desk.shows("trust is weak"), "not known stops nothing");
    desk.keys("<esc>:trust<enter>w<tab>I was late twice<enter>");
    let trust = person(&desk, "Dana").trust.unwrap();
    assert_eq!(
        (trust.grade, trust.why.as_str()),
        (Grade::Weak, "I was late twice")
    );
    desk.keys("i");
    assert!(
        desk.shows("trust is weak (“I was late twice”)"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>");
    assert!(!desk.shows("trust is weak"), "{}", desk.text());
    desk.keys("i<enter>");
    assert!(!desk.shows("ask all the same"), "{}", desk.text());
    desk.keys("<esc><esc>1:trust<enter>f<enter>i");
    assert!(!desk.shows("trust is weak"), "{}", desk.text());
}

#[test]
fn a_purchase_that_missed_what_was_said_stops_an_ask_too() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1:expects<enter>ready by Easter<tab>m<tab><tab>m<enter>");
    let (_, expectation) = desk.book().expectations.iter().next().unwrap();
    assert_eq!(
        (expectation.priority, &expectation.verdict),
        (3, &Verdict::Missed)
    );
    desk.keys("i");
    assert!(desk.shows("did not go as expected"), "{}", desk.text());
    // Enter on the first row of what they expect opens it.
    desk.keys("<esc>:expects<enter>");
    assert!(
        desk.shows("What Dana expects") && desk.shows("ready by Easter"),
        "{}",
        desk.text()
    );
    desk.keys("1<tab><tab><tab>e<enter>i");
    assert!(!desk.shows("did not go as expected"), "{}", desk.text());
    desk.keys("<esc><esc>1:expects<enter>n");
    desk.keys("one bill<enter>");
    assert_eq!(desk.book().expectations.iter().count(), 2);
}

#[test]
fn a_judgement_without_evidence_stays_open_and_says_the_way_out() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1:trust<enter>s<enter>");
    assert!(
        desk.app.said().contains("say what you saw"),
        "{}",
        desk.app.said()
    );
    assert_eq!(person(&desk, "Dana").trust, None);
    // The cursor is there already.
    desk.keys("two promises kept<enter>");
    assert_eq!(person(&desk, "Dana").trust.unwrap().grade, Grade::Strong);
}

#[test]
fn a_first_contact_that_is_not_prepared_is_warned_about_and_saved() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1ncall Priya fri");
    assert!(
        desk.shows("research is not done: ring Dana first"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert!(referral(&desk).next.is_some());
    desk.keys("M4");
    assert!(
        desk.app.said().contains("research is not done"),
        "{}",
        desk.app.said()
    );
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
}

#[test]
fn a_name_without_a_need_asks_for_one() {
    let mut desk = crate::desk::empty();
    desk.keys("cPriya from Dana<enter>");
    assert!(
        desk.app.said().contains("ask Dana what they need"),
        "{}",
        desk.app.said()
    );
    desk.keys("cOmar from Dana, web shop<enter>");
    assert!(
        !desk.app.said().contains("what they need"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn on_the_short_route_a_step_leaves_out_what_is_known_already() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1:level<enter>9<enter>");
    let mut seen = Vec::new();
    for _ in 0..4 {
        desk.keys("L");
        seen.push(desk.cards());
    }
    assert_eq!(
        seen,
        [
            "Check back: Priya<Dana",
            "Meet: Priya<Dana",
            "Report back: Priya<Dana",
            "Close: Priya<Dana"
        ]
    );
    let skipped = |desk: &Desk| {
        let referral = referral(desk);
        let moves = referral.moves_in_order();
        let skipped = moves.iter().filter(|step| step.skipped);
        skipped.map(|step| step.why.clone()).collect::<Vec<_>>()
    };
    assert_eq!(skipped(&desk), ["short route", "short route"]);
    desk.keys("HHH");
    assert_eq!(desk.cards(), "Check back: Priya<Dana");
    desk.keys("H");
    assert_eq!(desk.cards(), "Discovered: Priya<Dana");
}

#[test]
fn a_fact_on_the_short_route_carries_the_card_past_what_it_leaves_out() {
    let short = "1:level<enter>10<enter>";
    for (before, keys, after) in [
        (
            "Discovered: Priya<Dana",
            "<space><enter>",
            "Check back: Priya<Dana",
        ),
        ("Report back: Priya<Dana", "r<enter>", "Close: Priya<Dana"),
    ] {
        check(before, &format!("{short}{keys}"), after);
    }
}

#[test]
fn the_route_is_decided_by_hand_where_the_rule_is_wrong() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1:route<enter>");
    assert!(
        desk.app.said().contains("takes the short route"),
        "{}",
        desk.app.said()
    );
    desk.keys("M");
    assert!(desk.shows("left out on the short route"), "{}", desk.text());
    desk.keys("<enter>");
    assert_eq!(desk.cards(), "Check back: Priya<Dana");
    desk.keys(":route<enter>H");
    assert_eq!(desk.cards(), "Research: Priya<Dana");
}

#[test]
fn someone_met_before_takes_the_short_route() {
    let mut desk = crate::desk::empty();
    desk.keys("aZoe Quinn<enter>");
    desk.keys("<esc>fZoe<enter>t<esc>");
    let days = chrono::Days::new(3);
    let later = desk.today() + days;
    desk.on(later);
    desk.keys("1cZoe Quinn from Dana, web shop<enter>");
    let known: Vec<Kind> = desk
        .book()
        .events
        .iter()
        .map(|(_, it)| it.kind.clone())
        .collect();
    assert!(known.contains(&Kind::Touch), "{known:?}");
    desk.keys("1L");
    assert_eq!(desk.cards(), "Check back: Zoe Quinn<Dana");
}
