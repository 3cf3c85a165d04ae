//! Now what as a pane and as a page: what stands in which group, what is behind a line, and what each key does. And the
//! rules by which it asks.

use std::collections::BTreeSet;

use crate::desk::{Desk, desk, empty, sample, today};
use chrono::Days;
use goodword::domain::event::Kind;
use goodword::insight::nudge::RuleName;
use goodword::insight::practice::Practice;
use goodword::ui::command::Command;
use goodword::ui::effect::Offer;

/// The lines that hold one of these, in order, from its beginning on.
fn lines(desk: &Desk, of: &[&str]) -> Vec<String> {
    let rows = desk.rows();
    let found = rows.iter().filter_map(|row| {
        let at = of.iter().filter_map(|it| row.find(it)).min()?;
        let words: Vec<&str> = row[at..].split_whitespace().collect();
        Some(words.join(" "))
    });
    found.collect()
}

fn speaks(desk: &Desk, rule: RuleName) -> usize {
    let practice = Practice::of(desk.book(), desk.today());
    let all = practice.nudges().iter().chain(practice.practices());
    all.filter(|nudge| nudge.rule == rule).count()
}

/// What is asked of these cards after so many days.
fn after(cards: &str, days: u64) -> Desk {
    let mut desk = desk(cards);
    desk.on(today() + Days::new(days));
    desk
}

#[test]
fn the_page_groups_by_what_waiting_costs_and_counts_each_group() {
    let mut desk = sample();
    desk.keys("4z");
    let groups = [
        "Owed 2",
        "Keep moving 2",
        "Relationships 2",
        "This week 3",
        "Later ",
    ];
    let found = lines(&desk, &groups);
    assert_eq!(found.len(), groups.len(), "{found:?}\n{}", desk.text());
    for (line, group) in found.iter().zip(groups) {
        assert!(line.starts_with(group), "{line}");
    }
}

#[test]
fn the_command_goes_to_the_page_from_anywhere_and_esc_goes_back() {
    let mut desk = sample();
    desk.keys("2<enter>:now<enter>");
    assert!(desk.shows("Keep moving 2"), "{}", desk.text());
    desk.keys("<esc>");
    assert!(desk.shows("1 Board"), "{}", desk.text());
    assert!(!desk.shows("Keep moving 2"), "{}", desk.text());
}

#[test]
fn what_is_behind_the_selected_line_stands_beside_it_or_beneath() {
    for (width, height) in [(120, 36), (80, 24)] {
        let mut desk = sample();
        desk.resize(width, height);
        desk.keys("4zg");
        for words in ["yesterday, Fri 20 Nov.", "Misner, step 5", "last", "next"] {
            assert!(desk.shows(words), "{words}\n{}", desk.text());
        }
        desk.keys("j");
        assert!(!desk.shows("yesterday, Fri 20 Nov."), "{}", desk.text());
        assert!(desk.shows("Whoever sent a referral"), "{}", desk.text());
    }
}

#[test]
fn a_tall_window_has_headings_and_what_is_behind_a_line_on_home_too() {
    let mut desk = sample();
    desk.resize(200, 60);
    desk.keys("4g");
    assert!(desk.shows("Keep moving 2"), "{}", desk.text());
    assert!(desk.shows("Due yesterday, Fri 20 Nov."), "{}", desk.text());
    desk.resize(120, 36);
    assert!(!desk.shows("Keep moving 2"), "{}", desk.text());
    assert!(!desk.shows("Due yesterday"), "{}", desk.text());
}

#[test]
fn every_line_can_be_done_put_off_let_go_and_opened() {
    let mut rules = BTreeSet::new();
    for days in [0, 2, 9, 30] {
        let mut desk = sample();
        desk.keys("4z");
        desk.on(today() + Days::new(days));
        desk.keys("g");
        for _ in 0..80 {
            for command in [
                Command::Settle,
                Command::NotNow,
                Command::LetGo,
                Command::Open,
            ] {
                let is_of_the_book = desk.shows("This may be out of date. ");
                let offer = desk.app.offer(command);
                let is_said = match offer {
                    Offer::Yes(_) => true,
                    // With its way out: somebody without a source is named one first.
                    Offer::NotNow(ref it) => it.way_out.is_some(),
                    Offer::No => is_of_the_book && command == Command::Open,
                };
                assert!(is_said, "{command:?}: {offer:?}\n{}", desk.text());
            }
            desk.keys("j");
        }
        let practice = Practice::of(desk.book(), desk.today());
        rules.extend(practice.nudges().iter().map(|nudge| nudge.rule));
    }
    assert!(10 <= rules.len(), "{rules:?}");
}

#[test]
fn several_of_one_person_are_one_line_that_unfolds() {
    let mut desk = after("Discovered: Omar<Dana Lin<Dana Eva<Dana", 4);
    desk.keys("4zg");
    let of_dana = |desk: &Desk| lines(desk, &["thank for Omar", "thank for Lin", "thank for Eva"]);
    let rows = |desk: &Desk| {
        let names = desk.rows().into_iter();
        names
            .filter(|row| row.contains("  ↳  ") || row.contains("!!  Dana"))
            .count()
    };
    assert!(desk.shows(" +2 "), "{}", desk.text());
    assert_eq!(rows(&desk), 1);
    desk.keys("l");
    assert_eq!(rows(&desk), 3, "{}", desk.text());
    assert!(!desk.shows(" +2 "), "{}", desk.text());
    // A further one is done by itself, and the cursor stays near.
    desk.keys("j<space><enter>");
    assert_eq!(rows(&desk), 2, "{}", desk.text());
    desk.keys("h");
    assert_eq!(rows(&desk), 1, "{}", desk.text());
    assert!(desk.shows(" +1 "), "{:?}", of_dana(&desk));
}

#[test]
fn a_toast_says_what_is_next_and_when_nothing_is() {
    let mut desk = after("Discovered: Omar<Dana Lin<Ben", 4);
    desk.keys("4g");
    desk.keys("-said on the phone<enter>");
    let said = desk.app.said();
    assert!(said.starts_with("Let go: "), "{said}");
    assert!(said.contains(" · next: "), "{said}");
    for _ in 0..8 {
        if desk.shows("Nothing is owed") {
            break;
        }
        desk.keys("g-<enter>");
    }
    let said = desk.app.said();
    assert!(
        said.ends_with("nothing else is owed today"),
        "{said}\n{}",
        desk.text()
    );
}

#[test]
fn the_selection_stays_on_its_record_while_others_come_and_go() {
    let mut desk = sample();
    desk.keys("4z");
    desk.click("Lotte Brandis");
    assert_eq!(desk.selected(), "Lotte Brandis");
    desk.on(today() + Days::new(1));
    assert_eq!(desk.selected(), "Lotte Brandis");
    desk.keys("zz");
    assert_eq!(desk.selected(), "Lotte Brandis");
}

#[test]
fn what_is_coming_is_put_off_to_another_day_and_is_never_there_twice() {
    let mut desk = sample();
    desk.resize(160, 60);
    desk.keys("4z");
    let what = "promised: two";
    assert!(lines(&desk, &["30 Nov Ines"]).len() == 1, "{}", desk.text());
    desk.click(what).keys("sin 3 weeks<enter>");
    assert!(lines(&desk, &["12 Dec Ines"]).len() == 1, "{}", desk.text());
    assert!(lines(&desk, &["30 Nov Ines"]).is_empty(), "{}", desk.text());
    desk.keys("u");
    assert!(lines(&desk, &["30 Nov Ines"]).len() == 1, "{}", desk.text());
    // On its day it is owed, and no longer coming.
    desk.on(today() + Days::new(9)).keys("jk");
    let rows = desk.rows().into_iter();
    let rows = rows.filter(|row| row.contains("Ines") && row.contains(what));
    assert_eq!(rows.count(), 1, "{}", desk.text());
}

#[test]
fn a_quiet_day_says_what_comes_next_and_what_one_could_do() {
    let mut desk = desk("Discovered: Omar<Dana");
    desk.keys("1ncall in 3 weeks<enter>4z-<enter>");
    assert!(
        desk.shows("Nothing is owed today. Next: "),
        "{}",
        desk.text()
    );
    assert!(desk.shows("A good day to give"), "{}", desk.text());
    assert!(desk.shows("Later 1"), "{}", desk.text());
    let mut desk = empty();
    desk.keys("aDana Ortiz<enter><esc>4z");
    let nothing = "Nothing is owed, nothing is late, nothing is planned.";
    assert!(desk.shows(nothing), "{}", desk.text());
}

#[test]
fn nothing_of_a_person_is_shown_while_masked() {
    let mut desk = sample();
    desk.keys("4zm");
    for name in ["Mia", "Lang", "Joan", "Ada", "Petra", "dealers"] {
        assert!(!desk.shows(name), "{name}\n{}", desk.text());
    }
    desk.keys("s");
    assert!(desk.app.said().contains("masked"), "{}", desk.app.said());
}

#[test]
fn why_leads_to_the_rule_and_the_rule_is_switched_off_and_on() {
    let mut desk = sample();
    assert_eq!(speaks(&desk, RuleName::ReportBack), 1);
    desk.keys("4zg.q");
    assert!(desk.shows("Rules · report back"), "{}", desk.text());
    desk.keys("<space>");
    assert!(
        desk.app
            .said()
            .starts_with("Stopped asking for all: report back"),
        "{}",
        desk.app.said()
    );
    assert!(
        desk.app.said().contains("trust is lost"),
        "{}",
        desk.app.said()
    );
    assert!(desk.shows("[ ]  report back"), "{}", desk.text());
    assert_eq!(speaks(&desk, RuleName::ReportBack), 0);
    desk.keys("<esc>");
    assert!(!desk.shows("report back about Ada"), "{}", desk.text());
    desk.keys("u");
    assert_eq!(speaks(&desk, RuleName::ReportBack), 1);
    desk.keys(":rules<enter>jj<space><space>");
    assert_eq!(desk.app.said(), "Asks again: report back");
    assert_eq!(speaks(&desk, RuleName::ReportBack), 1);
    assert!(desk.book().settings().silent.is_empty());
}

#[test]
fn the_days_of_a_rule_are_typed_in_place_and_empty_is_ours() {
    let mut desk = sample();
    let days = |desk: &Desk| {
        desk.book()
            .settings()
            .thresholds
            .get("report-back")
            .copied()
    };
    desk.keys(":rules<enter>jj<enter>4<enter>");
    assert_eq!(desk.app.said(), "After 4 days: report back");
    assert_eq!(days(&desk), Some(4));
    assert_eq!(speaks(&desk, RuleName::ReportBack), 1, "it comes");
    // What is no number stays to be put right; esc leaves it.
    desk.keys("e<ctrl-u>soon<enter>");
    assert!(
        desk.app.said().starts_with("“soon” is no number of days"),
        "{}",
        desk.app.said()
    );
    desk.keys("<esc>");
    assert_eq!(days(&desk), Some(4));
    desk.keys("<enter><ctrl-u><enter>");
    assert_eq!(desk.app.said(), "After 1 day: report back");
    assert_eq!(days(&desk), None);
    desk.keys("u");
    assert_eq!(days(&desk), Some(4));
    // What waits for a named day has no days of its own.
    desk.keys("g<enter>");
    assert!(
        desk.app.said().starts_with("This waits for a day"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn a_rule_that_was_stopped_for_somebody_asks_again() {
    use goodword::domain::action::Action;
    let mut desk = after("Discovered: Omar<Dana", 4);
    let (dana, _) = desk
        .book()
        .people
        .iter()
        .find(|(_, person)| person.name == "Dana")
        .unwrap();
    let stop = Action::Silence {
        rule: "acknowledge".into(),
        person: Some(dana),
        silent: true,
        what: String::new(),
    };
    desk.app.session_mut().perform(stop).unwrap();
    desk.app.refresh();
    assert_eq!(speaks(&desk, RuleName::Acknowledge), 0);
    desk.keys(":rules<enter>");
    desk.click("not for Dana").keys("<space>");
    assert_eq!(desk.app.said(), "Asks again for Dana: thank on arrival");
    assert_eq!(speaks(&desk, RuleName::Acknowledge), 1);
    assert!(!desk.shows("not for Dana"), "{}", desk.text());
}

#[test]
fn the_page_shows_the_time_with_the_day_and_why_at_every_usual_width() {
    for (width, has_why) in [
        (60, false),
        (80, true),
        (112, false),
        (120, true),
        (200, true),
    ] {
        let mut desk = sample();
        desk.resize(width, 60);
        desk.keys("4z");
        let rows = desk.rows();
        let row = |words: &str| rows.iter().find(|row| row.contains(words)).unwrap();
        let meeting = row("meet Tom");
        assert!(
            meeting.contains("Mon 23") && meeting.contains("at 09:00"),
            "{meeting}"
        );
        let report = row("report back about Ada Klein");
        assert_eq!(report.contains("met Thu 19"), has_why, "{width}: {report}");
    }
}

#[test]
fn a_row_says_whom_a_next_action_is_about_and_to_whom_a_referral_was_given() {
    let mut desk = sample();
    desk.resize(200, 60);
    desk.keys("4z");
    for words in [
        "call Dana about Jonas Beck: what Jonas says now",
        "ask Tariq about Noor Farah: has he heard",
    ] {
        assert!(desk.shows(words), "{words}: {}", desk.text());
    }
    let mut desk = crate::desk::desk("Discovered: Priya<Dana");
    desk.keys("bcHugo Steiner to Nadia, a shop<enter>");
    desk.on(today() + Days::new(9)).keys("4z");
    assert!(desk.shows("nothing planned (to Nadia)"), "{}", desk.text());
}

#[test]
fn what_was_planned_as_a_call_is_settled_by_the_call_sheet_with_what_is_next() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1ncall dana mon 10:00<enter>");
    desk.on(today() + Days::new(2)).keys("4g<space>");
    assert!(desk.shows("Call sheet"), "{}", desk.text());
    desk.keys("<enter>");
    let referral = desk.book().referrals.iter().next().unwrap().1;
    assert_eq!(referral.next, None, "{}", desk.text());
    assert!(
        desk.book()
            .events
            .iter()
            .any(|(_, it)| it.kind == Kind::Call)
    );
    assert!(
        desk.book()
            .events
            .iter()
            .any(|(_, it)| it.kind == Kind::Thanked)
    );
    desk.keys("u");
    let referral = desk.book().referrals.iter().next().unwrap().1;
    assert!(referral.next.is_some(), "one undo");
}

#[test]
fn what_is_behind_a_line_beneath_the_list_takes_the_lines_that_are_there() {
    let mut desk = sample();
    desk.resize(60, 20);
    desk.keys("4zg");
    assert!(desk.shows("│ Fri 20 Nov."), "{}", desk.text());
    let is_blank = |row: &String| row.trim_matches(['│', ' ']).is_empty();
    let blank = desk
        .rows()
        .iter()
        .filter(|row| row.starts_with('│') && is_blank(row))
        .count();
    assert_eq!(blank, 0, "{}", desk.text());
}

#[test]
fn the_title_counts_what_the_groups_show() {
    let mut desk = sample();
    desk.resize(120, 60);
    let text = desk.text();
    let count = |words: &str| {
        let (_, rest) = text
            .split_once(words)
            .unwrap_or_else(|| panic!("{words}: {text}"));
        rest.split_whitespace().next().unwrap().to_string()
    };
    let (owed, week) = (count("Owed "), count("This week "));
    assert!(
        desk.shows(&format!("{owed} owed today · {week} this week")),
        "{text}"
    );
}
