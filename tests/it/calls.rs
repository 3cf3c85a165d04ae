//! The call sheet by keys: one conversation, every matter it touches, one undo; and what is owed at the end.

use crate::desk::{Desk, check, desk, today};
use chrono::Days;
use goodword::domain::action::{Action, Log, Who};
use goodword::domain::book::Book;
use goodword::domain::event::{Event, Kind};
use goodword::domain::id::Id;
use goodword::domain::promise::{By, Promise};
use goodword::domain::referral::Referral;
use goodword::domain::stage::Stage;
use goodword::insight::nudge::RuleName;
use goodword::insight::practice::Practice;

fn person(book: &Book, name: &str) -> Id {
    let mut people = book.people.iter();
    people.find(|(_, it)| it.name == name).expect(name).0
}

fn referral(book: &Book, prospect: &str) -> (Id, Referral) {
    let mut referrals = book.referrals.iter();
    let found = referrals.find(|(_, it)| book.name(it.prospect) == prospect);
    let (id, it) = found.expect(prospect);
    (id, it.clone())
}

/// Everything logged so far, in order: the kind, about whom, the note.
fn logged(desk: &Desk) -> Vec<String> {
    let book = desk.book();
    let mut events: Vec<&Event> = book.events.iter().map(|(_, it)| it).collect();
    events.sort_by_key(|it| (it.at, it.kind.title()));
    let words = events.into_iter().map(|it| {
        let about = it.referral.and_then(|id| book.referrals.get(id));
        let about = about.map_or("-", |it| book.name(it.prospect));
        format!("{} {about} {}", it.kind.title(), it.note)
            .trim_end()
            .to_string()
    });
    words.collect()
}

/// A source is thanked for all that came, so that it does not speak for anything else.
fn thanked(cards: &str, source: &str) -> Desk {
    let mut desk = desk(cards);
    let who = Who::Known(person(desk.book(), source));
    let log = Log {
        kind: Kind::Thanked,
        who,
        ..Log::default()
    };
    perform(&mut desk, Action::Log(Box::new(log)));
    desk
}

fn perform(desk: &mut Desk, action: Action) {
    desk.app.session_mut().perform(action).unwrap();
    desk.app.refresh();
    desk.draw();
}

fn promise(desk: &mut Desk, by: By, who: &str, what: &str) {
    let promise = Promise {
        by,
        what: what.into(),
        due: Some(today() + Days::new(3)),
        ..Promise::default()
    };
    let who = Who::Known(person(desk.book(), who));
    let promise = Box::new(promise);
    perform(desk, Action::Promise { promise, who });
}

#[test]
fn three_open_referrals_of_one_source_are_recorded_in_one_call() {
    let cards = "Report back: Priya<Dana / Feedback: Omar<Dana / Source reports: Lin<Dana";
    let mut desk = thanked(cards, "Dana");
    let depth = desk.app.session().history().depth();
    let before = desk.book().clone();
    desk.keys("2<space>");
    let text = desk.text();
    for name in ["Priya", "Omar", "Lin"] {
        assert!(desk.shows(&format!("{name} · ")), "{name}\n{text}");
    }
    // Beyond the words: space, four tabs, enter.
    for label in ["liked it", "will think", "wants an offer"] {
        desk.paste(label);
        if label != "wants an offer" {
            desk.keys("<tab><tab>");
        }
    }
    desk.keys("<enter>");
    let said = desk.app.said();
    assert!(said.starts_with("Spoke to Dana of "), "{said}");
    assert_eq!(desk.app.session().history().depth(), depth + 1);
    let contacts = logged(&desk);
    let calls = contacts.iter().filter(|it| it.starts_with("call"));
    assert_eq!(calls.count(), 1, "one contact: {contacts:?}");
    assert_eq!(contacts.len(), 1 + 1 + 3, "{contacts:?}");
    desk.keys("u");
    assert!(
        desk.book().says_the_same(&before),
        "one undo takes all back"
    );
}

#[test]
fn the_matter_that_it_was_opened_from_is_settled_by_enter_alone_and_others_are_not() {
    let mut desk = thanked("Report back: Priya<Dana / Feedback: Omar<Dana", "Dana");
    desk.keys("1").click("Priya");
    desk.keys("r<esc><space><enter>");
    // The move by hand left the thanks open, which one line records.
    desk.keys("<space><enter>");
    assert_eq!(desk.cards(), "Feedback: Priya<Dana Omar<Dana");
    let logged = logged(&desk);
    assert!(logged.contains(&"reported back Priya".to_string()));
    assert!(!logged.iter().any(|it| it.ends_with("Omar")), "{logged:?}");
}

#[test]
fn a_dash_leaves_a_matter_out_and_yes_records_it_without_words() {
    let mut desk = thanked("Feedback: Priya<Dana Omar<Dana", "Dana");
    desk.on(today() + Days::new(2)).keys("1").click("Priya");
    desk.keys("<space>no<tab><tab>y<enter>");
    let cards = desk.cards();
    assert!(cards.contains("Feedback: Priya<Dana"), "{cards}");
    assert!(cards.contains("Close: Omar<Dana"), "{cards}");
}

#[test]
fn asked_and_not_yet_heard_waits_on_in_source_reports() {
    let mut desk = desk("Feedback: Priya<Dana");
    desk.on(today() + Days::new(2));
    desk.keys("1<space>she is on leave<tab>a");
    assert!(
        desk.shows("asks Dana, not heard yet, to Source reports"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert_eq!(desk.cards(), "Source reports: Priya<Dana");
}

#[test]
fn what_the_source_says_in_check_back_answers_the_checklist() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.on(today() + Days::new(2)).keys("1<space>");
    assert!(desk.shows("Priya · what you learnt"), "{}", desk.text());
    // The first question of the checklist stands below the matter and its choice.
    desk.keys("a warm word<tab><tab>they grow<enter>");
    let (_, card) = referral(desk.book(), "Priya");
    let notes: Vec<&str> = card.answers.values().map(|it| it.note.as_str()).collect();
    assert_eq!(notes, ["they grow"], "{}", desk.text());
    assert!(card.answers.values().all(|it| it.done));
    let logged = logged(&desk);
    assert!(
        logged.contains(&"ask Priya a warm word".to_string()),
        "{logged:?}"
    );
    // Asked, it is the source's move; introduced, it is in Meet.
    desk.keys("1<space><enter>");
    assert_eq!(desk.cards(), "Check back: Priya<Dana");
    desk.keys("<space><tab><right><enter>");
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
}

#[test]
fn two_prospects_of_one_name_have_a_line_each() {
    let mut desk = thanked("Feedback: Priya<Dana", "Dana");
    let dana = person(desk.book(), "Dana");
    perform(
        &mut desk,
        Action::Capture(Box::new(goodword::domain::action::Captured {
            prospect: Who::New("Priya".into()),
            partner: Who::Known(dana),
            level: Some(1),
            ..Default::default()
        })),
    );
    let (other, _) = desk.book().referrals.iter().next_back().unwrap();
    let to = Stage::Feedback;
    let why = String::new();
    perform(
        &mut desk,
        Action::Move {
            referral: other,
            to,
            why,
        },
    );
    desk.on(today() + Days::new(2));
    desk.keys("2<space>one<tab><tab>two<enter>");
    let notes: Vec<_> = desk
        .book()
        .events
        .iter()
        .filter(|(_, it)| it.kind == Kind::FeedbackHeard || it.kind == Kind::ReportedBack)
        .map(|(_, it)| (it.referral, it.note.clone()))
        .collect();
    assert_eq!(notes.len(), 2, "{notes:?}\n{}", desk.text());
    assert_ne!(notes[0].0, notes[1].0);
}

#[test]
fn promises_are_lines_of_the_sheet_and_are_kept_by_a_word() {
    let mut desk = thanked("Research: Priya<Dana", "Dana");
    promise(&mut desk, By::Me, "Dana", "the photographs");
    promise(&mut desk, By::Them, "Dana", "a word with Lin");
    desk.keys("2<space>");
    assert!(
        desk.shows("You promised: the photographs"),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("Dana promised: a word with Lin"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("you owe"), "{}", desk.text());
    // The first line is Priya’s, of whom nothing was said.
    desk.keys("<tab>y<enter>");
    let kept: Vec<bool> = desk
        .book()
        .promises
        .iter()
        .map(|(_, it)| it.kept.is_some())
        .collect();
    assert_eq!(kept.iter().filter(|kept| **kept).count(), 1, "{kept:?}");
    assert_eq!(desk.cards(), "Research: Priya<Dana");
}

#[test]
fn a_call_without_any_matter_is_a_contact_with_its_note() {
    let mut desk = thanked("Research: Priya<Dana", "Dana");
    desk.keys("2<space><enter>");
    assert_eq!(desk.app.said(), "Logged call with Dana");
    desk.keys("<space><tab>her sister opens a shop<enter>");
    let logged = logged(&desk);
    assert_eq!(logged[2], "call - her sister opens a shop", "{logged:?}");
}

#[test]
fn the_next_action_is_planned_on_the_sheet_and_the_call_that_was_planned_is_done() {
    let mut desk = thanked("Feedback: Priya<Dana Omar<Dana", "Dana");
    desk.keys("1").click("Priya");
    desk.keys("ncall Dana tomorrow<enter>").click("Omar");
    desk.keys("ncall Dana tomorrow<enter>");
    desk.on(today() + Days::new(2)).keys("2<space>");
    desk.keys("heard<tab><tab>heard<enter>");
    for name in ["Priya", "Omar"] {
        let (_, card) = referral(desk.book(), name);
        assert_eq!(card.next, None, "{name}");
    }
}

#[test]
fn the_end_is_told_and_thanked_for_in_one_row() {
    let mut desk = thanked("Close: Priya<Dana", "Dana");
    desk.keys("1xl<enter>");
    desk.on(today() + Days::new(4)).keys("4");
    assert!(desk.shows("tell and thank: Priya"), "{}", desk.text());
    assert!(desk.shows("1 owed today"), "{}", desk.text());
    desk.keys("g<space><enter>");
    let said = desk.app.said();
    let next = "nothing else is owed today";
    assert_eq!(
        said,
        format!("Told Dana about Priya, and thanked them · {next}")
    );
    let practice = Practice::of(desk.book(), desk.today());
    assert_eq!(practice.owed_today(), 0);
}

#[test]
fn told_by_r_the_thanks_stay_owed() {
    let mut desk = thanked("Close: Priya<Dana", "Dana");
    desk.keys("1xl<enter>r<enter>");
    desk.on(today() + Days::new(4)).keys("4");
    assert!(desk.shows("thank for Priya"), "{}", desk.text());
    desk.keys("g<space><enter>");
    let practice = Practice::of(desk.book(), desk.today());
    assert_eq!(practice.owed_today(), 0);
}

#[test]
fn reporting_back_may_ask_to_hear_in_the_same_breath() {
    let mut desk = desk("Meet: Priya<Dana");
    desk.keys("1rwent well<tab>y<enter>");
    assert_eq!(desk.cards(), "Source reports: Priya<Dana");
    desk.keys("u");
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
}

#[test]
fn a_source_who_does_not_answer_is_asked_once_and_then_one_goes_on() {
    let mut desk = thanked("Report back: Priya<Dana", "Dana");
    desk.keys("1r<enter>");
    desk.on(today() + Days::new(9)).keys("4");
    assert!(desk.shows("ask kindly what Priya said"), "{}", desk.text());
    desk.keys("g<space><enter>");
    assert_eq!(desk.cards(), "Source reports: Priya<Dana");
    let rules = |desk: &Desk| -> Vec<RuleName> {
        let practice = Practice::of(desk.book(), desk.today());
        practice.nudges().iter().map(|it| it.rule).collect()
    };
    assert!(!rules(&desk).contains(&RuleName::Chase));
    desk.on(today() + Days::new(16)).keys("4g");
    assert!(desk.shows("no word about Priya: go on"), "{}", desk.text());
    for _ in 0..3 {
        if rules(&desk).contains(&RuleName::OverLimit) {
            desk.keys("4g<space>");
        }
        if desk.shows("enter save") {
            desk.keys("<esc>-<enter>");
        }
    }
    assert_eq!(desk.cards(), "Close: Priya<Dana");
}

#[test]
fn the_given_side_is_spoken_of_with_receiver_and_prospect() {
    for (from, words, to) in [
        ("Discovered", "do they want it", "Research"),
        ("Research", "how it goes", "Check back"),
        ("Check back", "what you learnt", "Meet"),
        ("Meet", "how it goes", "Report back"),
        ("Report back", "how it goes", "Feedback"),
        ("Feedback", "what they said", "Source reports"),
        ("Source reports", "what they said", "Close"),
    ] {
        let mut desk = desk(&format!("{from}: Priya>Omar"));
        desk.keys("1b<space>");
        assert!(desk.shows(words), "{from}\n{}", desk.text());
        desk.keys("<enter>");
        assert_eq!(desk.cards(), format!("{to}: Priya>Omar"), "{from}");
    }
}

#[test]
fn what_was_called_for_by_a_move_takes_two_keys() {
    check(
        "Discovered: Priya<Dana",
        "1L<space><enter>",
        "Research: Priya<Dana",
    );
    let mut desk = thanked("Report back: Priya<Dana", "Dana");
    desk.keys("1L<space><enter>");
    let told = desk.book().events.iter();
    let told = told.filter(|(_, it)| it.kind == Kind::ReportedBack);
    assert_eq!(told.count(), 1, "{}", desk.app.said());
}

#[test]
fn once_nothing_is_owed_space_asks_after_the_source_and_then_says_so() {
    let mut desk = desk("Meet: Priya<Dana");
    desk.keys("1<space><enter>r<enter>xl<enter><space><enter>");
    desk.on(today() + Days::new(2)).keys("fPriya Dana<enter>");
    desk.keys("<space>");
    assert!(desk.shows("enter save"), "{}", desk.text());
    desk.keys("y<enter><space>");
    let said = desk.app.said();
    assert!(
        said.starts_with("Priya is closed, and nothing is owed"),
        "{said}\n{}",
        desk.text()
    );
}

#[test]
fn after_a_call_about_several_the_cursor_stays_on_the_card_that_it_was_opened_from() {
    let mut desk = desk("Discovered: Priya<Dana Lin<Dana Omar<Dana");
    desk.keys("1j");
    let before = desk.selected();
    desk.keys("<space>one<tab>two<tab>three<enter>");
    assert_eq!(desk.selected(), before, "{}", desk.text());
}

#[test]
fn matters_that_were_left_blank_are_counted() {
    let cards = "Report back: Priya<Dana / Feedback: Omar<Dana / Source reports: Lin<Dana";
    let mut desk = thanked(cards, "Dana");
    desk.on(today() + Days::new(2)).keys("1").click("Priya");
    desk.keys("<space><enter>");
    let said = desk.app.said();
    assert!(said.ends_with("2 other matters left as they are"), "{said}");
    let mut desk = thanked("Report back: Priya<Dana / Feedback: Omar<Dana", "Dana");
    desk.on(today() + Days::new(2)).keys("1").click("Priya");
    desk.keys("<space><enter>");
    let said = desk.app.said();
    assert!(said.ends_with("1 other matter left as it is"), "{said}");
}

#[test]
fn a_promise_that_is_open_outlives_the_card_and_is_the_line_of_its_sheet() {
    let mut desk = desk("Close: Priya<Dana");
    promise(&mut desk, By::Me, "Priya", "the handover notes");
    desk.keys("1xl<enter>fPriya Dana<enter>");
    // Dana is told and thanked first.
    desk.keys("<space><enter><space>");
    assert!(
        desk.shows("You promised: the handover notes"),
        "{}",
        desk.text()
    );
    desk.keys("y<enter>");
    let kept = |(_, it): (Id, &Promise)| it.kept.is_some();
    let all = desk.book().promises.iter().all(kept);
    assert!(all, "{}", desk.text());
    desk.keys("<space>");
    let said = desk.app.said();
    assert!(
        said.contains("closed, and nothing is owed"),
        "{said}\n{}",
        desk.text()
    );
}

#[test]
fn no_meeting_is_made_up_where_a_card_was_moved_past_it() {
    let mut desk = thanked("Report back: Priya<Dana", "Dana");
    desk.on(today() + Days::new(2)).keys("4");
    assert!(desk.shows("report back about Priya"), "{}", desk.text());
    assert!(desk.shows("past Meet since Sat 21"), "{}", desk.text());
    assert!(!desk.shows("met Sat 21"), "{}", desk.text());
}

#[test]
fn a_planned_call_that_the_sheet_was_says_what_was_recorded_not_what_was_cleared() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1ncall Dana today<enter>2<space><enter>");
    assert!(
        !desk.app.said().contains("Nothing planned"),
        "{}",
        desk.app.said()
    );
}
