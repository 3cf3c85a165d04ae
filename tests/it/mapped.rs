//! What a newcomer stumbled over on the page of the process: days that moved, words that named something else. Knows
//! nothing of files.

use chrono::Days;

use goodword::domain::referral::Direction;
use goodword::domain::stage::Stage;
use goodword::domain::team::BuyIn;

use crate::desk::{Desk, desk, sample, today};

fn problem(desk: &Desk) -> goodword::domain::problem::Problem {
    let (_, it) = desk.book().problems.iter().next().expect("one is noted");
    it.clone()
}

#[test]
fn a_fix_of_some_time_ago_keeps_its_day() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p3anobody calls<enter>k");
    assert!(desk.shows("space fixed"), "{}", desk.text());
    desk.keys(" ").on(today() + Days::new(26)).keys("k");
    assert!(!desk.shows("space fixed"), "{}", desk.text());
    desk.keys(" ");
    assert_eq!(
        desk.app.said(),
        "It is fixed already, Sat 21 Nov · e opens it again"
    );
    assert_eq!(problem(&desk).done, Some(today()));
}

#[test]
fn what_is_there_now_follows_the_stage_that_is_chosen() {
    let mut desk = desk("Discovered: Priya / Research: Omar Lin");
    desk.keys("p3a");
    assert!(desk.shows("1 open, 0 late"), "{}", desk.text());
    desk.keys("<up>2");
    assert!(desk.shows("2 open, 0 late"), "{}", desk.text());
}

#[test]
fn a_problem_begins_in_its_words_and_what_is_missing_gets_the_cursor() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p3a<tab><tab><tab><enter>");
    assert_eq!(
        desk.app.said(),
        "What: nothing stands there yet · say what goes wrong"
    );
    desk.keys("Research lies around<enter>");
    let it = problem(&desk);
    assert_eq!(
        (it.what.as_str(), it.stage),
        ("Research lies around", Stage::Discovered)
    );
}

#[test]
fn a_fix_that_is_overdue_is_a_line_of_what_is_wrong_and_its_form_reads_its_own_day() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p3anobody calls<tab><tab><tab>tomorrow<enter>1");
    assert!(!desk.shows("was due"), "{}", desk.text());
    desk.on(today() + Days::new(30)).keys("Gk");
    let line = "1 Discovered: the fix of “nobody calls” was due 22 Nov  enter goes to it";
    assert!(desk.shows(line), "{}", desk.text());
    desk.keys("<enter>");
    assert!(desk.shows("A problem of the process"), "{}", desk.text());
    assert!(desk.shows("2026-11-22"), "{}", desk.text());
    assert!(!desk.shows("leave the weekday out"), "{}", desk.text());
    desk.keys("<esc><esc>w");
    for _ in 0..30 {
        if desk.shows("In numbers") {
            break;
        }
        desk.keys("<enter>");
    }
    assert!(
        desk.shows("“nobody calls”, due 22 Nov; p 3 shows it"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>pb");
    assert!(!desk.shows("was due"), "{}", desk.text());
}

#[test]
fn a_limit_that_does_not_hold_yet_is_said_to_be_another_one() {
    let mut desk = desk("Meet: Priya Omar");
    desk.keys("pjjjje<tab><tab><backspace><backspace>60<ctrl-s>");
    desk.on(today() + Days::new(30)).keys("kj");
    assert!(
        desk.shows("2 run under version 1: at most 14"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("2 late (14d)"), "{}", desk.text());
}

#[test]
fn how_many_go_over_to_a_new_version_is_said_before_it_is_saved() {
    let mut desk = desk("Discovered: Priya / Meet: Omar Lin");
    desk.keys("pje");
    assert!(
        desk.shows("all 3 open referrals keep theirs"),
        "{}",
        desk.text()
    );
    desk.keys("<up><up> ");
    assert!(
        desk.shows("all 3 open referrals, in every stage"),
        "{}",
        desk.text()
    );
}

#[test]
fn what_ticks_itself_has_the_same_mark_everywhere() {
    let mut desk = sample();
    desk.keys("pj");
    assert!(!desk.shows("[*]"), "{}", desk.text());
    assert!(desk.shows("( ) "), "{}", desk.text());
}

#[test]
fn a_fixed_problem_says_what_has_been_there_since() {
    let mut desk = desk("Research: Priya Omar");
    desk.keys("p3anobody calls<up>2<enter> ");
    desk.on(today() + Days::new(30)).keys("k");
    assert!(
        desk.shows("2 that were here at the fix are here still, the longest for 30 days."),
        "{}",
        desk.text()
    );
}

#[test]
fn a_channel_that_nobody_answers_shows_what_came_by_it() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p4Gacard<enter>");
    assert!(desk.shows("0 came, 0 open"), "{}", desk.text());
    assert!(
        desk.shows("! nobody receives, nobody answers"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("0 help, 1 channel"), "{}", desk.text());
}

#[test]
fn no_sign_of_a_helper_stands_beside_whoever_acts() {
    let mut desk = sample();
    desk.resize(80, 24);
    desk.keys("p");
    for said in ["me ✓", "me ?", "source ✓", "prospect ✓"] {
        assert!(!desk.shows(said), "{said}\n{}", desk.text());
    }
}

#[test]
fn enter_on_a_stage_shows_those_who_are_there() {
    let mut desk = desk("Discovered: Priya / Meet: Omar");
    desk.keys("pj<enter>");
    assert!(desk.shows("Open in Discovered"), "{}", desk.text());
    assert!(
        desk.shows("Priya") && !desk.shows("Omar"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>j<enter>");
    assert_eq!(
        desk.app.said(),
        "Nothing is open in Research · e edits the stage"
    );
    desk.keys("e");
    assert!(desk.shows("2 Research, when you get"), "{}", desk.text());
}

#[test]
fn what_was_looked_back_on_stands_among_the_problems_until_one_is_noted() {
    let mut desk = desk("Meet: Priya");
    desk.keys("1dshe was glad<tab>ask sooner<enter>");
    desk.keys("p3");
    assert!(
        desk.shows("1 looked back, no problem noted"),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("Looked back today: ask sooner"),
        "{}",
        desk.text()
    );
    desk.keys("aasked too late<enter>");
    assert_eq!(problem(&desk).stage, Stage::Meet);
    assert!(!desk.shows("no problem noted"), "{}", desk.text());
}

#[test]
fn what_is_typed_into_a_checklist_is_a_line_of_its_own() {
    let mut desk = desk("Discovered: Priya");
    let lines = |desk: &Desk| {
        let map = desk.book().current_map(&Direction::Received);
        let lines = map.steps[&Stage::Discovered].lines().into_iter();
        lines.map(|(_, it)| it.text.clone()).collect::<Vec<_>>()
    };
    let before = lines(&desk);
    desk.keys("pje<tab><tab><tab><tab><tab>ask for the org chart");
    assert!(
        desk.shows(&format!("{} lines stay, 1 is new", before.len())),
        "{}",
        desk.text()
    );
    desk.keys("<ctrl-s>");
    let wanted: Vec<String> = before
        .into_iter()
        .chain(["ask for the org chart".into()])
        .collect();
    assert_eq!(lines(&desk), wanted);
}

#[test]
fn a_helper_is_known_by_a_name_with_a_comma_and_by_the_first_name_of_one_who_left() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p4aRoth, Lena<enter>aVera Amsler<enter>x<enter>");
    desk.keys("1<home>je<tab><tab><tab><tab>Roth, Lena");
    assert!(!desk.shows("noted on saving"), "{}", desk.text());
    desk.keys(", Vera");
    assert!(
        desk.shows("Vera Amsler left; e on 4 Helpers"),
        "{}",
        desk.text()
    );
    desk.keys("<ctrl-s>");
    assert_eq!(desk.book().helpers.len(), 2, "{}", desk.text());
}

#[test]
fn enter_on_whoever_was_not_asked_notes_that_they_were() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p4aTom Ode<tab><tab>2<enter>1G");
    assert!(desk.shows("enter marks them as asked"), "{}", desk.text());
    desk.keys("<enter>");
    let (_, tom) = desk.book().helpers.iter().next().expect("he helps");
    assert_eq!(tom.buy_in(), BuyIn::Asked(today()));
    desk.keys("<enter>ag<enter>");
    let (_, tom) = desk.book().helpers.iter().next().expect("he helps");
    assert_eq!(tom.buy_in(), BuyIn::Agreed(today()), "{}", desk.text());
}

#[test]
fn the_help_of_the_map_says_what_its_keys_do_there() {
    let mut desk = desk("Discovered: Priya");
    desk.resize(120, 60);
    desk.keys("pj?");
    assert!(desk.shows("It is right"), "{}", desk.text());
    assert!(desk.shows("Add a line"), "{}", desk.text());
    assert!(desk.shows(": numbers"), "{}", desk.text());
    assert!(!desk.shows("Do what is asked now"), "{}", desk.text());
}

#[test]
fn those_who_are_there_are_as_many_as_the_map_says() {
    let mut desk = sample();
    desk.keys("pj");
    assert!(desk.shows("2 open"), "{}", desk.text());
    desk.keys("<enter>");
    assert!(desk.shows("2 referrals"), "{}", desk.text());
}

#[test]
fn what_a_form_cannot_do_without_gets_the_cursor() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2a<tab><tab><enter>");
    assert!(
        desk.app.said().starts_with("A person needs a name"),
        "{}",
        desk.text()
    );
    desk.keys("Zoe Kay<enter>");
    let mut people = desk.book().people.iter();
    assert!(
        people.any(|(_, it)| it.name == "Zoe Kay"),
        "{}",
        desk.text()
    );
}
