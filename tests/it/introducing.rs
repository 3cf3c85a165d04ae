//! Introductions and their messages: the days that are kept, questions before a step, what a message
//! says and where it is recorded.

use crate::desk::{Desk, desk, moment, today};
use crate::introductions::{act, copied, introduction, planned};
use goodword::domain::action::{Action, Edit, Log, Who};
use goodword::domain::book::Stamp;
use goodword::domain::event::Kind;
use goodword::domain::id::Ids;
use goodword::domain::introduction::{Introduction, State};
use goodword::domain::pillars::Tie;

#[test]
fn a_call_or_lunch_that_is_still_to_be_is_asked_about_before_it_has_happened() {
    for (method, question) in [
        ("c", "The call is on Fri 27 Nov: has it happened already?"),
        ("t", "The lunch is on Fri 27 Nov: has it happened already?"),
    ] {
        let mut desk = desk("Check back: Priya<Dana");
        desk.keys("1i")
            .keys(method)
            .keys("fri 12:30<enter>i<space>");
        assert!(desk.shows(question), "{}", desk.text());
        assert!(desk.shows("it has"), "{}", desk.text());
        desk.keys("<esc>");
        assert_eq!(introduction(&desk).state, State::Planned);
        desk.keys("<space><enter>");
        assert_eq!(introduction(&desk).state, State::Delivered);
        let mut desk = self::desk("Check back: Priya<Dana");
        desk.keys("1i").keys(method).keys("today<enter>i<space>");
        assert_eq!(
            introduction(&desk).state,
            State::Delivered,
            "its day is here"
        );
    }
}

#[test]
fn a_letter_whose_call_is_over_goes_out_only_when_asked_again() {
    let mut book = planned().book().clone();
    let (referral, record) = book.referrals.iter().next().unwrap();
    let late = Introduction {
        on: today().pred_opt(),
        ..record.introduction.clone().unwrap()
    };
    let edit = Box::new(Edit::Introduction(Some(late)));
    act(&mut book, Action::Edit { referral, edit });
    let mut desk = Desk::with(book, 120, 36);
    for state in [State::WithSource, State::Delivered] {
        desk.keys(if state == State::WithSource { "1i" } else { "" });
        desk.keys("<space>");
        assert!(
            desk.shows("The e-mail names a call on Fri 20 Nov, and that day is over"),
            "{}",
            desk.text()
        );
        desk.keys("<enter>");
        assert_eq!(introduction(&desk).state, state);
    }
}

#[test]
fn the_path_keeps_the_day_of_every_state_and_none_of_those_to_come() {
    let mut book = planned().book().clone();
    let (referral, _) = book.referrals.iter().next().unwrap();
    for (to, day) in [(State::WithSource, 24), (State::Delivered, 26)] {
        let mut stamp = Stamp {
            today: chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            at: moment().at + 1_000 * i64::from(day),
            ids: Ids::seeded(u128::from(day)),
        };
        let step = Action::Introduce { referral, to };
        step.perform(&mut book, &mut stamp).unwrap();
        let mut desk = Desk::with(book.clone(), 120, 36);
        desk.keys("1iy");
        desk.app.take_errands();
        let (_, row) = desk.find("24 Nov");
        let days = desk.rows()[usize::from(row)].clone();
        assert!(days.contains("21 Nov"), "{}", desk.text());
        assert_eq!(days.contains("26 Nov"), day == 26, "{}", desk.text());
    }
}

#[test]
fn what_it_lifts_to_is_said_only_where_it_lifts() {
    let mut book = planned().book().clone();
    let mut low = Desk::with(book.clone(), 120, 36);
    low.keys("1i");
    assert!(low.shows("level 5 once made"), "{}", low.text());
    let (referral, _) = book.referrals.iter().next().unwrap();
    let edit = Box::new(Edit::Level {
        level: Some(7),
        aim: None,
    });
    act(&mut book, Action::Edit { referral, edit });
    let mut high = Desk::with(book, 120, 36);
    high.keys("1i");
    assert!(!high.shows("once made"), "{}", high.text());
}

#[test]
fn a_form_asks_for_the_words_of_the_source_and_for_mine_where_i_introduce() {
    let mut desk = desk("Check back: Priya<Dana / Meet: Tom>Ben");
    desk.keys("1ie");
    assert!(
        desk.shows("as Dana would say it: the talk") && desk.shows("as Dana would say it: what"),
        "{}",
        desk.text()
    );
    desk.keys("<esc><esc>bie");
    assert!(
        desk.shows("You bring Tom and Ben together"),
        "{}",
        desk.text()
    );
    assert!(!desk.shows("would say it"), "{}", desk.text());
}

#[test]
fn the_form_of_the_text_says_how_to_have_the_template_again() {
    let mut desk = planned();
    desk.keys("iG<enter>");
    assert!(
        desk.shows("leave it empty to have the template again"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_request_keeps_the_paragraphs_of_its_draft() {
    let mut desk = planned();
    desk.keys("i<tab>y");
    let text = copied(&mut desk);
    assert!(
        text.contains("\n\nDear Priya,\n\nI would like you"),
        "{text}"
    );
    desk.keys("<tab>E");
    desk.app.take_errands();
    let words = "Hello Priya,\n\nfri 10:00?\nat your shop\n\nDana";
    desk.app.edited(Ok(Some(words.into())));
    desk.keys("<tab><enter>");
    desk.keys("<tab>y");
    let text = copied(&mut desk);
    assert!(text.ends_with(words), "{text}");
    let (_, hello) = desk.find("Hello Priya,");
    let (_, shop) = desk.find("at your shop");
    assert_eq!(shop, hello + 3, "{}", desk.text());
}

#[test]
fn what_is_said_of_a_copied_message_is_where_it_is_recorded() {
    for (cards, keys, said) in [
        (
            "Discovered: Priya<Dana",
            "1Yy",
            "space records that you sent it",
        ),
        (
            "Report back: Priya<Dana",
            "1Yy",
            "r records that you sent it",
        ),
        (
            "Report back: Priya<Dana",
            "1r<enter>Yy",
            "in the call sheet choose “asked, not yet heard”",
        ),
        (
            "Check back: Priya<Dana",
            "1Yy",
            "space records that you sent it",
        ),
        ("Research: Priya>Ben", "1bYy", "t records that you wrote"),
        ("Research: Priya>Ben", "1bY<tab>y", "N notes that you asked"),
        (
            "Check back: Priya<Dana",
            "1iethe talk<tab>slow shop<tab>fri 10:00<enter>Yy",
            "space on the introduction’s page: it is with the source",
        ),
        (
            "Check back: Priya>Ben",
            "1bie<enter>Yy",
            "space on the introduction’s page: both have it",
        ),
    ] {
        let mut desk = desk(cards);
        desk.keys(keys);
        assert!(
            desk.app.said().ends_with(said) && desk.app.said().starts_with("Copied"),
            "{cards} {keys}: {}",
            desk.app.said()
        );
    }
    let mut closed = desk("Close: Priya<Dana");
    closed.keys("1<enter>xl<enter>Yy");
    assert!(
        closed
            .app
            .said()
            .ends_with("space records that you sent it"),
        "{}",
        closed.app.said()
    );
}

#[test]
fn the_report_back_says_what_was_noted_of_the_meeting() {
    let mut book = desk("Meet: Priya<Dana").book().clone();
    let (id, record) = book.referrals.iter().next().unwrap();
    let who = record.prospect.map_or(Who::Nobody, Who::Known);
    let met = Log {
        kind: Kind::Met,
        who,
        referral: Some(id),
        note: "a good hour; she shows me the shop".into(),
        ..Log::default()
    };
    act(&mut book, Action::Log(Box::new(met)));
    let mut desk = Desk::with(book, 120, 36);
    desk.keys("1nsend the offer fri<enter>Y");
    for words in [
        "In short: a good hour; she shows me the shop.",
        "What happens next: I send Priya the offer on Friday 27 November.",
    ] {
        assert!(desk.shows(words), "{words}\n{}", desk.text());
    }
    desk.keys("y");
    let said = desk.app.said();
    assert!(said.ends_with("space records that you sent it"), "{said}");
}

#[test]
fn a_source_who_was_told_is_reminded_first_and_may_have_the_report_again() {
    let mut desk = desk("Report back: Priya<Dana");
    desk.keys("1Y");
    assert!(
        desk.shows("You should be the first to hear"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>r<enter>Y");
    assert!(desk.shows("There is no hurry"), "{}", desk.text());
    desk.keys("<tab>");
    assert!(desk.shows("as you know"), "{}", desk.text());
    assert!(!desk.shows("first to hear"), "{}", desk.text());
}

#[test]
fn a_weak_tie_asks_for_a_lunch() {
    let mut book = desk("Check back: Priya<Dana").book().clone();
    let (referral, _) = book.referrals.iter().next().unwrap();
    let tie = Some(Tie {
        strength: Some(-1),
        ..Tie::default()
    });
    let edit = Box::new(Edit::Tie {
        tie,
        approach: String::new(),
    });
    act(&mut book, Action::Edit { referral, edit });
    let mut desk = Desk::with(book, 120, 36);
    desk.keys("1i");
    let (_, row) = desk.find("best here");
    assert!(
        desk.rows()[usize::from(row)].contains("lunch of three"),
        "{}",
        desk.text()
    );
    desk.keys("e<enter>i");
    assert!(desk.shows("are not close"), "{}", desk.text());
}
