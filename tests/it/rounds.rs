//! What is still owed and asked, once a referral goes round again, has two sources, or has ended. Knows only keys
//! and what they leave.

use crate::desk::{Desk, desk, moment, today};
use chrono::{Days, NaiveDate};
use goodword::domain::action::{Action, Captured, Edit, Log, Reply, Subject, Who};
use goodword::domain::book::{Book, Stamp};
use goodword::domain::event::Kind;
use goodword::domain::expectation::Expectation;
use goodword::domain::id::{Id, Ids};
use goodword::domain::referral::{Ending, Outcome, Referral};
use goodword::domain::stage::Stage;
use goodword::insight::checklist::{self, Line};
use goodword::insight::nudge::{Nudge, RuleName};
use goodword::insight::practice::Practice;
use goodword::ui::app::Errand;

fn after(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

fn only(desk: &Desk) -> (Id, Referral) {
    let (id, referral) = desk.book().referrals.iter().next().expect("one referral");
    (id, referral.clone())
}

/// The same book after these actions, one second apart.
fn with(desk: &Desk, on: NaiveDate, actions: Vec<Action>) -> Desk {
    let mut book = desk.book().clone();
    let days = (on - today()).num_days();
    let mut stamp = Stamp {
        today: on,
        at: moment().at + 100_000 + days * 86_400_000,
        ids: Ids::seeded(99 + u128::try_from(days).expect("not before today")),
    };
    for action in actions {
        action.perform(&mut book, &mut stamp).expect("it is done");
        stamp.at += 1000;
    }
    let mut desk = Desk::with(book, 120, 50);
    desk.on(on);
    desk
}

fn said(desk: &Desk, kind: Kind, who: Option<Id>) -> Action {
    Action::Log(Box::new(Log {
        kind,
        who: who.map_or(Who::Nobody, Who::Known),
        referral: Some(only(desk).0),
        ..Log::default()
    }))
}

fn thanked(desk: &Desk) -> Action {
    said(desk, Kind::Thanked, only(desk).1.source)
}

fn to(desk: &Desk, to: Stage) -> Action {
    Action::Move {
        referral: only(desk).0,
        to,
        why: String::new(),
    }
}

fn reply(desk: &Desk, item: &str) -> Action {
    let reply = Reply {
        item: item.into(),
        done: true,
        note: "she said so".into(),
    };
    Action::Edit {
        referral: only(desk).0,
        edit: Box::new(Edit::Answers(vec![reply])),
    }
}

fn end(desk: &Desk, ending: Ending) -> Action {
    Action::Close {
        referral: only(desk).0,
        outcome: Outcome {
            ending,
            ..Outcome::default()
        },
    }
}

fn join(desk: &Desk, source: &str) -> Action {
    Action::Join {
        referral: only(desk).0,
        source: Who::New(source.into()),
    }
}

fn nudges(desk: &Desk) -> Vec<Nudge> {
    Practice::of(desk.book(), desk.today()).nudges().to_vec()
}

fn says(desk: &Desk, rule: RuleName) -> bool {
    nudges(desk).iter().any(|nudge| nudge.rule == rule)
}

fn lines(desk: &Desk, stage: Stage) -> Vec<Line> {
    let practice = Practice::of(desk.book(), desk.today());
    checklist::lines(desk.book(), &practice, only(desk).0, stage)
}

#[track_caller]
fn is_ticked(desk: &Desk, stage: Stage, item: &str) -> bool {
    let lines = lines(desk, stage);
    lines
        .iter()
        .find(|line| line.item == item)
        .expect(item)
        .done
}

fn find_person(book: &Book, name: &str) -> Id {
    let mut people = book.people.iter();
    people.find(|(_, it)| it.name == name).expect(name).0
}

#[test]
fn r_after_passing_on_is_about_the_one_that_was_passed_on() {
    let mut desk = desk("Discovered: Priya<Dana Omar<Mia");
    desk.keys("1").click("Priya");
    desk.keys("xpBen<enter>r");
    assert!(desk.shows("Reported back · Dana"), "{}", desk.text());
}

#[test]
fn a_second_round_owes_the_source_a_report_again() {
    let first = desk("Meet: Priya<Dana");
    let mut desk = with(&first, today(), vec![thanked(&first)]);
    desk.keys("1r<enter>LLxonlook at it in 3 weeks<enter>");
    desk.on(after(5));
    assert_eq!(desk.cards(), "Report back: Priya<Dana");
    let owed = nudges(&desk);
    let owed = owed.iter().find(|it| it.rule == RuleName::ReportBack);
    assert!(owed.is_some_and(|it| 0 < it.late), "{owed:?}");
    desk.keys("r<enter>");
    assert!(!says(&desk, RuleName::ReportBack));
}

#[test]
fn what_was_heard_and_ticked_in_one_round_is_asked_again_in_the_next() {
    let first = desk("Report back: Priya<Dana");
    let dana = only(&first).1.source;
    let ticked = with(
        &first,
        today(),
        vec![
            reply(&first, "report-back.ask"),
            said(&first, Kind::ReportedBack, dana),
            said(&first, Kind::FeedbackHeard, dana),
        ],
    );
    assert!(is_ticked(&ticked, Stage::ReportBack, "report-back.ask"));
    let again = vec![
        to(&ticked, Stage::ReportBack),
        to(&ticked, Stage::SourceReports),
    ];
    let desk = with(&ticked, after(3), again);
    for stage in [Stage::ReportBack, Stage::Feedback, Stage::SourceReports] {
        let lines = lines(&desk, stage);
        assert!(lines.iter().all(|line| !line.done), "{lines:?}");
    }
    let lines = lines(&desk, Stage::ReportBack);
    let line = lines.iter().find(|line| line.item == "report-back.ask");
    assert_eq!(line.expect("it is there").note, "she said so");
    let desk = with(&desk, after(4), vec![reply(&desk, "report-back.ask")]);
    assert!(is_ticked(&desk, Stage::ReportBack, "report-back.ask"));
}

#[test]
fn every_end_is_asked_about_anew_once_it_was_reopened() {
    let first = desk("Report back: Priya<Dana");
    let (id, it) = only(&first);
    let ended = vec![
        said(&first, Kind::Met, it.prospect),
        said(&first, Kind::ReportedBack, it.source),
        end(&first, Ending::Lost),
        thanked(&first),
        said(&first, Kind::ReportedBack, it.source),
    ];
    let mut desk = with(&first, today(), ended);
    desk.on(after(2));
    assert!(says(&desk, RuleName::Aftermath));
    let mut desk = with(&desk, after(2), vec![reply(&desk, "close.face")]);
    assert!(!says(&desk, RuleName::Aftermath));
    desk.keys("fPriya<down><enter><space>");
    assert!(
        desk.app.said().contains("nothing is owed"),
        "{}",
        desk.app.said()
    );
    let again = vec![Action::Reopen(id), end(&desk, Ending::Won)];
    let desk = with(&desk, after(2), again);
    let told = vec![thanked(&desk), said(&desk, Kind::ReportedBack, it.source)];
    let mut desk = with(&desk, after(3), told);
    desk.on(after(4));
    assert!(says(&desk, RuleName::Aftermath));
    desk.keys("fPriya<down><enter><space>");
    assert!(desk.shows("After Priya"), "{}", desk.text());
    desk.keys("y<enter>");
    assert!(!says(&desk, RuleName::Aftermath), "{}", desk.app.said());
}

#[test]
fn asking_on_the_short_route_waits_for_the_answer() {
    let first = desk("Report back: Priya<Dana");
    let level = Edit::Level {
        level: Some(9),
        aim: None,
    };
    let short = Action::Edit {
        referral: only(&first).0,
        edit: Box::new(level),
    };
    let asked = said(&first, Kind::FeedbackAsked, only(&first).1.source);
    let waits = with(
        &first,
        today(),
        vec![to(&first, Stage::Feedback), short, asked],
    );
    assert_eq!(waits.cards(), "Feedback: Priya<Dana");
    let heard = said(&waits, Kind::FeedbackHeard, only(&waits).1.source);
    let heard = with(&waits, after(1), vec![heard]);
    assert_eq!(heard.cards(), "Close: Priya<Dana");
}

#[test]
fn what_is_owed_after_the_end_is_owed_though_it_was_put_off() {
    let first = desk("Meet: Priya<Dana");
    let ended = with(&first, today(), vec![end(&first, Ending::Lost)]);
    let key = nudges(&ended)
        .into_iter()
        .find(|it| it.rule == RuleName::Tell);
    let put_off = Action::Settle {
        key: key.expect("it is owed").key(),
        until: Some(after(5)),
        why: String::new(),
        what: String::new(),
    };
    let mut desk = with(&ended, today(), vec![put_off]);
    desk.keys("fPriya<down><enter><space>");
    assert!(desk.shows("Call sheet · Dana"), "{}", desk.text());
}

#[test]
fn speaking_to_the_source_twice_makes_no_introduction() {
    let first = desk("Check back: Priya<Dana");
    let mut desk = with(&first, today(), vec![thanked(&first)]);
    desk.keys("1<space><enter>");
    desk.on(after(2));
    desk.keys("<space><enter>");
    assert_eq!(desk.cards(), "Check back: Priya<Dana");
}

#[test]
fn the_row_of_a_second_source_is_theirs_for_every_key() {
    let first = desk("Discovered: Priya<Dana");
    let mut desk = with(&first, today(), vec![join(&first, "Mia")]);
    desk.on(after(4));
    desk.keys("4");
    let mut seen = Vec::new();
    for _ in 0..2 {
        desk.app.take_errands();
        desk.keys("Yy");
        let errands = desk.app.take_errands();
        let [Errand::Copy(message)] = errands.as_slice() else {
            panic!("nothing is copied: {}", desk.app.said());
        };
        let name = ["Dana", "Mia"]
            .into_iter()
            .find(|name| message.contains(&format!("Dear {name}")));
        let name = name.unwrap_or_else(|| panic!("{message}"));
        seen.push(name);
        for (key, title) in [("+", "Give"), ("o", "A promise")] {
            desk.keys(key);
            let text = desk.text();
            let mut heads = text.lines().filter(|line| !line.starts_with('╭'));
            let head = heads.find(|line| line.contains(&format!("╭ {title}")));
            let head = head.unwrap_or_else(|| panic!("{title}: {text}"));
            assert!(head.contains(name), "{key}: {head}");
            desk.keys("<esc>");
        }
        desk.keys("j");
    }
    seen.sort_unstable();
    assert_eq!(seen, ["Dana", "Mia"]);
}

#[test]
fn space_on_a_person_does_what_was_planned_with_them() {
    let first = desk("Check back: Priya<Dana");
    let mut desk = with(&first, today(), vec![thanked(&first)]);
    desk.keys("1nmail Dana tomorrow<enter>");
    desk.on(after(2));
    desk.keys("fDana<enter><space>");
    assert!(desk.shows("mail Dana"), "{}", desk.text());
    assert!(!desk.shows("Call sheet"), "{}", desk.text());
    desk.keys("<enter>");
    assert_eq!(only(&desk).1.next, None, "{}", desk.app.said());
}

#[test]
fn a_line_about_the_sources_is_ticked_once_all_of_them_are_thanked() {
    let first = desk("Discovered: Priya<Dana");
    let one = with(&first, today(), vec![join(&first, "Mia"), thanked(&first)]);
    assert!(!is_ticked(&one, Stage::Discovered, "discovered.thanked"));
    let mia = find_person(one.book(), "Mia");
    let both = with(&one, after(1), vec![said(&one, Kind::Thanked, Some(mia))]);
    assert!(is_ticked(&both, Stage::Discovered, "discovered.thanked"));
    let mut ended = with(&both, after(2), vec![end(&both, Ending::Won)]);
    let dana = only(&ended).1.source;
    ended = with(
        &ended,
        after(3),
        vec![said(&ended, Kind::ReportedBack, dana)],
    );
    assert!(!is_ticked(&ended, Stage::Close, "close.told"));
    ended = with(
        &ended,
        after(4),
        vec![said(&ended, Kind::ReportedBack, Some(mia))],
    );
    assert!(is_ticked(&ended, Stage::Close, "close.told"));
}

#[test]
fn thanks_from_before_it_came_are_not_thanks_for_it() {
    let first = desk("Discovered: Priya<Dana");
    let thanks = |on| {
        Action::Log(Box::new(Log {
            kind: Kind::Thanked,
            who: Who::Known(only(&first).1.source.expect("Dana")),
            on: Some(on),
            ..Log::default()
        }))
    };
    let before = with(&first, today(), vec![thanks(today() - Days::new(9))]);
    assert!(!is_ticked(&before, Stage::Discovered, "discovered.thanked"));
    let since = with(&before, after(1), vec![thanks(after(1))]);
    assert!(is_ticked(&since, Stage::Discovered, "discovered.thanked"));
}

#[test]
fn closing_names_every_source_to_tell_and_thank() {
    let first = desk("Close: Priya<Dana");
    let mut desk = with(&first, today(), vec![join(&first, "Mia")]);
    desk.keys("1xl<enter>");
    let said = desk.app.said();
    assert!(said.contains("Tell and thank Dana and Mia"), "{said}");
}

#[test]
fn the_end_of_a_given_one_asks_what_is_left_to_say_to_its_receiver() {
    let mut desk = desk("Check back: Priya>Ben");
    desk.keys("b1<enter>xn");
    assert!(
        desk.shows("neither among those you gave"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>xl<enter>");
    assert!(desk.shows("what is left to say to Ben?"), "{}", desk.text());
    assert!(!desk.shows("vouched for you"), "{}", desk.text());
}

#[test]
fn of_what_was_no_referral_only_thanks_are_listed() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1<enter>xn<enter>");
    assert!(desk.shows("thanked"), "{}", desk.text());
    assert!(!desk.shows("source told"), "{}", desk.text());
    assert!(!desk.shows("looks good"), "{}", desk.text());
}

#[test]
fn a_lunch_does_not_lift_what_a_lunch_has_made() {
    let first = desk("Check back: Priya<Dana");
    for (level, lifts) in [(7, true), (8, false)] {
        let edit = Edit::Level {
            level: Some(level),
            aim: Some(9),
        };
        let edit = Action::Edit {
            referral: only(&first).0,
            edit: Box::new(edit),
        };
        let mut desk = with(&first, today(), vec![edit]);
        desk.keys("1<enter>");
        assert!(desk.shows(&format!("Now L{level}")), "{}", desk.text());
        assert_eq!(desk.shows("lunch of three would lift it"), lifts);
    }
}

#[test]
fn a_person_with_expectations_is_not_deleted() {
    let mut book = Book::new(today());
    let mut stamp = Stamp {
        today: today(),
        at: moment().at,
        ids: Ids::seeded(99),
    };
    let captured = Captured {
        prospect: Who::New("Priya".into()),
        ..Captured::default()
    };
    let mut perform = |action: Action| action.perform(&mut book, &mut stamp).map(|_| book.clone());
    let before = perform(Action::Capture(Box::new(captured))).expect("it is captured");
    let shop = before.referrals.iter().next().expect("it is there").0;
    let priya = find_person(&before, "Priya");
    perform(Action::Delete(Subject::Referral(shop))).expect("it is deleted");
    let expectation = Expectation {
        person: Some(priya),
        words: "on time".into(),
        ..Expectation::default()
    };
    perform(Action::SaveExpectation {
        id: None,
        was: None,
        expectation: Box::new(expectation),
    })
    .expect("it is saved");
    let refusal = perform(Action::Delete(Subject::Person(priya))).expect_err("it is named");
    assert_eq!(refusal.why, "Priya is named in 1 note as a client");
}

#[test]
fn a_slip_that_is_put_right_at_once_is_no_further_round() {
    let mut desk = crate::desk::desk("Meet: Priya<Dana");
    desk.keys("1<space><enter>r<enter>");
    assert_eq!(desk.cards(), "Feedback: Priya<Dana", "{}", desk.text());
    desk.keys("HL")
        .on(crate::desk::today() + chrono::Days::new(2));
    desk.keys("4");
    assert!(!desk.shows("report back about"), "{}", desk.text());
}

#[test]
fn a_report_that_was_owed_before_the_end_is_not_put_off_by_it() {
    let mut desk = crate::desk::desk("Meet: Priya<Dana");
    desk.keys("1<space><enter>nmeet Priya today<enter><space><enter>");
    assert_eq!(desk.cards(), "Report back: Priya<Dana", "{}", desk.text());
    desk.on(crate::desk::today() + chrono::Days::new(4));
    desk.keys("1xl<enter>4");
    assert!(desk.shows("tell and thank: Priya"), "{}", desk.text());
}
