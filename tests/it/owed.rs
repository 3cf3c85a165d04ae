//! Now what: every row of it is settled by its key, and midnight brings new ones.

use crate::desk::{Desk, desk, sample, today};
use chrono::Days;
use goodword::domain::id::Id;
use goodword::domain::merge::Settled;
use goodword::insight::now::{Thing, now};
use goodword::insight::nudge::{Nudge, Reason, RuleName};
use goodword::insight::practice::Practice;
use std::collections::BTreeSet;

/// The rows of today, as they stand on the screen.
fn rows(desk: &Desk) -> Vec<Nudge> {
    let practice = Practice::of(desk.book(), desk.today());
    let entries = now(&practice).entries.into_iter();
    let today = entries.filter(|entry| entry.group.is_today());
    today
        .filter_map(|entry| match entry.thing {
            Thing::Nudge(nudge) => Some(nudge),
            Thing::Chosen(_) | Thing::Coming(_) => None,
        })
        .collect()
}

/// Settles what is selected in Now what: by its key, and by enter or a day where a form asks.
fn settle(desk: &mut Desk, nudge: &Nudge) {
    let said = match nudge.reason {
        Reason::OutOfDate { .. } => "-<enter>",
        Reason::NextMissing { .. } => "<space>call in 2 weeks<enter>",
        _ => "<space>",
    };
    desk.keys(said);
    if desk.shows("enter save") {
        desk.keys("<enter>");
    }
    // What is due today and done wants to know nothing more.
    if desk.shows("How did it end") {
        desk.keys("l<enter>");
    }
}

#[test]
fn every_row_of_the_sample_is_settled_by_its_key() {
    let mut desk = sample();
    desk.resize(160, 60);
    desk.keys("4g");
    let mut rules = BTreeSet::new();
    for _ in 0..60 {
        let before = rows(&desk);
        let Some(first) = before.first() else { break };
        rules.insert(first.rule);
        desk.keys("g");
        settle(&mut desk, first);
        assert!(
            !desk.shows("enter save"),
            "{first:?} is still asked\n{}",
            desk.text()
        );
        let practice = Practice::of(desk.book(), desk.today());
        let again = practice
            .nudges()
            .iter()
            .any(|nudge| nudge.key() == first.key());
        assert!(!again, "{first:?} is still there\n{}", desk.text());
        desk.keys("4");
    }
    assert!(
        rows(&desk).is_empty(),
        "{:#?}\n{}",
        rows(&desk).first(),
        desk.text()
    );
    assert!(desk.shows("Nothing is owed"), "{}", desk.text());
    assert!(5 <= rules.len(), "{rules:?}");
}

#[test]
fn undoing_all_of_it_brings_every_row_back() {
    let mut desk = sample();
    let before = rows(&desk);
    desk.keys("4g");
    for _ in 0..8 {
        let Some(first) = rows(&desk).into_iter().next() else {
            break;
        };
        desk.keys("4g");
        settle(&mut desk, &first);
    }
    while desk.app.session().history().depth() > 0 {
        desk.keys("u");
    }
    let keys = |rows: &[Nudge]| rows.iter().map(Nudge::key).collect::<Vec<_>>();
    assert_eq!(keys(&rows(&desk)), keys(&before));
}

#[test]
fn a_row_is_put_off_and_let_go() {
    let mut desk = sample();
    desk.keys("4g");
    let first = rows(&desk).remove(0);
    desk.keys("sin 3 days<enter>");
    assert!(
        rows(&desk).iter().all(|it| it.key() != first.key()),
        "{}",
        desk.text()
    );
    desk.on(today() + Days::new(3));
    assert!(
        Practice::of(desk.book(), desk.today())
            .nudges()
            .iter()
            .any(|it| it.key() == first.key())
    );
    desk.keys("4g");
    let first = rows(&desk).remove(0);
    desk.keys("-enough said<enter>");
    assert!(
        rows(&desk).iter().all(|it| it.key() != first.key()),
        "{}",
        desk.text()
    );
    desk.on(today() + Days::new(30));
    assert!(
        Practice::of(desk.book(), desk.today())
            .nudges()
            .iter()
            .all(|it| it.key() != first.key())
    );
}

#[test]
fn the_screen_says_what_the_practice_says() {
    let mut desk = sample();
    desk.resize(160, 60);
    desk.keys("4z");
    for nudge in rows(&desk) {
        let name = desk.book().name(nudge.person).to_string();
        assert!(
            nudge.person.is_none() || desk.shows(&name),
            "{name}\n{}",
            desk.text()
        );
    }
    let practice = Practice::of(desk.book(), today());
    assert!(
        desk.shows(&format!("{} owed today", practice.owed_today())),
        "{}",
        desk.text()
    );
}

#[test]
fn midnight_brings_what_is_owed_on_the_new_day() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("4");
    assert!(!desk.shows("1 owed today"), "{}", desk.text());
    desk.on(today() + Days::new(2));
    assert!(
        desk.shows("1 owed today") && desk.shows("thank for Priya"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("23 Nov"), "{}", desk.text());
}

#[test]
fn each_rule_is_settled_by_its_key() {
    // A book, what is done in it, the days that pass, and the rule that then speaks.
    for (cards, keys, days, rule) in [
        ("Discovered: Priya<Dana", "", 2, RuleName::Acknowledge),
        ("Report back: Priya<Dana", "", 2, RuleName::ReportBack),
        ("Close: Priya<Dana", "1xw<enter>", 4, RuleName::Tell),
        ("Close: Priya<Dana", "1xn<enter>", 4, RuleName::Thank),
        ("Research: Priya<Dana", "1t", 2, RuleName::NextMissing),
        ("Research: Priya<Dana", "1t", 4, RuleName::FirstWord),
        (
            "Research: Priya<Dana",
            "1ncall Dana tomorrow<enter>",
            1,
            RuleName::NextDue,
        ),
        (
            "Research: Priya<Dana",
            "1ncall Dana tomorrow 10:00<enter>",
            1,
            RuleName::Appointment,
        ),
        ("Meet: Priya>Omar", "", 30, RuleName::NoNews),
        ("Feedback: Priya<Dana", "1r<enter>", 9, RuleName::Chase),
        (
            "Check back: Priya<Dana",
            "1<space><enter><space><enter>",
            9,
            RuleName::OverLimit,
        ),
        (
            "Meet: Priya<Dana",
            "1r<enter>xl<enter>",
            2,
            RuleName::Aftermath,
        ),
        (
            "Research: Priya<Dana",
            "1sin 3 days<enter>",
            3,
            RuleName::Woke,
        ),
        (
            "Research: Priya<Dana",
            "2sin 3 days<enter>",
            3,
            RuleName::PersonWoke,
        ),
        (
            "Research: Priya<Dana",
            "1osend it<tab><tab><tab>tomorrow<enter>",
            1,
            RuleName::Promise,
        ),
        (
            "Research: Priya<Dana",
            "1osend it<tab><right><tab><tab>tomorrow<enter>",
            4,
            RuleName::PromisedMe,
        ),
    ] {
        let mut desk = desk(cards);
        // What was owed on arrival is done, so that it does not speak for the others.
        let is_thanks = matches!(rule, RuleName::Acknowledge | RuleName::Thank);
        if !is_thanks && cards.contains('<') {
            let referral = desk.book().referrals.iter().next().unwrap();
            let log = goodword::domain::action::Log {
                kind: goodword::domain::event::Kind::Thanked,
                who: goodword::domain::action::Who::Known(referral.1.source.unwrap()),
                referral: None,
                ..Default::default()
            };
            let thanks = goodword::domain::action::Action::Log(Box::new(log));
            desk.app.session_mut().perform(thanks).unwrap();
            desk.app.refresh();
        }
        desk.keys(keys).keys("<esc><esc>");
        desk.on(today() + Days::new(days)).keys("4g");
        let practice = Practice::of(desk.book(), desk.today());
        let Some(nudge) = practice
            .nudges()
            .iter()
            .find(|nudge| nudge.rule == rule)
            .copied()
        else {
            panic!(
                "{rule:?} does not speak: {:#?}\n{}",
                practice.nudges(),
                desk.text()
            );
        };
        for _ in 0..12 {
            let now = rows(&desk);
            if now.is_empty() {
                // It is announced before it is due.
                let tomorrow = desk.today() + Days::new(1);
                desk.on(tomorrow);
                continue;
            }
            if !Practice::of(desk.book(), desk.today())
                .nudges()
                .iter()
                .any(|it| it.key() == nudge.key())
            {
                break;
            }
            desk.keys("4g");
            settle(&mut desk, &now[0]);
        }
        let left = Practice::of(desk.book(), desk.today());
        assert!(
            left.nudges().iter().all(|it| it.key() != nudge.key()),
            "{rule:?}\n{}",
            desk.text()
        );
    }
}

/// On the row of somebody who has gone quiet, which was let go twice before.
fn let_go_twice() -> (Desk, Nudge) {
    let mut book = crate::desk::sample_book();
    let practice = Practice::of(&book, today());
    let mut rows = practice.rows().iter().map(|row| *practice.nudge_of(*row));
    let quiet = rows.find(|it| it.rule == RuleName::GoneQuiet);
    let quiet = quiet.expect("somebody has gone quiet");
    let person = quiet.person.expect("it is a person");
    for n in 1..3 {
        let settled = Settled {
            key: format!("gone-quiet/person:{person}/2025-01-0{n}"),
            ..Settled::default()
        };
        let id = Id::of_words(&settled.key);
        book.settled.put(id, settled, 1);
    }
    let name = book.name(Some(person)).to_string();
    let mut desk = Desk::with(book, 120, 36);
    desk.keys("4g");
    for _ in 0..12 {
        if desk.selected() == name {
            return (desk, quiet);
        }
        desk.keys("j");
    }
    panic!("no such row\n{}", desk.text());
}

#[test]
fn the_third_time_asks_whether_to_stop_for_this_person_or_for_all() {
    let word = RuleName::GoneQuiet.rule().word;
    let is_said = |desk: &Desk, nudge: &Nudge| {
        let practice = Practice::of(desk.book(), desk.today());
        let mut all = practice.nudges().iter();
        all.any(|it| it.rule == nudge.rule && it.person == nudge.person)
    };
    let (mut desk, quiet) = let_go_twice();
    let name = desk.book().name(quiet.person).to_string();
    desk.keys("-");
    assert!(
        desk.shows("Let go for the third time: be in touch"),
        "{}",
        desk.text()
    );
    desk.keys("p");
    assert!(desk.shows(&format!("Stopped asking for {name}: be in touch")));
    assert!(!is_said(&desk, &quiet));
    assert!(desk.book().settings().silent.is_empty());
    desk.keys("u");
    assert!(is_said(&desk, &quiet));

    let (mut desk, quiet) = let_go_twice();
    desk.keys("-a");
    assert!(
        desk.shows("Stopped asking for all: be in touch"),
        "{}",
        desk.text()
    );
    assert!(desk.book().settings().silent[word]);
    let practice = Practice::of(desk.book(), desk.today());
    assert!(practice.nudges().iter().all(|it| it.rule != quiet.rule));
    desk.keys("u");
    assert!(is_said(&desk, &quiet));

    // Or this one alone, as at the first time.
    let (mut desk, quiet) = let_go_twice();
    desk.keys("--known<enter>");
    assert!(!is_said(&desk, &quiet), "{}", desk.text());
    let settled = desk.book().settled.get(Id::of_words(&quiet.key()));
    assert_eq!(settled.map(|it| it.why.as_str()), Some("known"));
    // Masked, the menu names nobody.
    let (mut desk, _) = let_go_twice();
    desk.keys("m-");
    assert!(desk.shows("This shows what is masked"), "{}", desk.text());
}
