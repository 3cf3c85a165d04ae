//! What is worth doing and never urgent: it stands on its page, `enter` settles it there, and no row or badge speaks of it.

use chrono::Days;
use goodword::domain::action::{Action, Bond, Log, Who};
use goodword::domain::client::Asking;
use goodword::domain::event::{Kind, Way};
use goodword::domain::expectation::{Expectation, Origin, Verdict};
use goodword::domain::id::Id;
use goodword::domain::person::Tier;
use goodword::domain::relation::NoAsk;
use goodword::domain::stage::Stage;
use goodword::insight::nudge::{Nudge, RuleName, Voice};
use goodword::insight::practice::Practice;

use crate::desk::{Desk, desk, today};

fn dana(desk: &Desk) -> Id {
    let mut people = desk.book().people.iter();
    people
        .find(|(_, it)| it.name.starts_with("Dana"))
        .unwrap()
        .0
}

fn perform(desk: &mut Desk, action: Action) {
    desk.app.session_mut().perform(action).unwrap();
    desk.app.refresh();
}

fn log(desk: &mut Desk, kind: Kind, way: Option<Way>) {
    let who = Who::Known(dana(desk));
    let log = Log {
        kind,
        who,
        way,
        ..Log::default()
    };
    perform(desk, Action::Log(Box::new(log)));
}

fn tier(desk: &mut Desk, tier: Tier) {
    let people = vec![dana(desk)];
    let tier = Some(tier);
    perform(desk, Action::SetTier { people, tier });
}

fn expects(desk: &mut Desk, origin: Origin, verdict: Verdict) {
    let expectation = Expectation {
        person: Some(dana(desk)),
        words: "no surprises".into(),
        origin,
        judged: (verdict == Verdict::Missed).then(today),
        verdict,
        on: today(),
        ..Expectation::default()
    };
    perform(
        desk,
        Action::SaveExpectation {
            id: None,
            was: None,
            expectation: Box::new(expectation),
        },
    );
}

fn said(desk: &Desk, rule: RuleName) -> Option<Nudge> {
    let practice = Practice::of(desk.book(), desk.today());
    let mut all = practice.practices().iter();
    all.find(|nudge| nudge.rule == rule).copied()
}

/// What happened, the days that pass, the line on the page, the title of the form, and what is typed there.
type Case = (
    RuleName,
    fn(&mut Desk),
    u64,
    &'static str,
    &'static str,
    &'static str,
);

const CASES: &[Case] = &[
    (
        RuleName::Debrief,
        |desk| {
            let referral = desk.book().referrals.iter().next().unwrap();
            let (id, who) = (referral.0, referral.1.prospect.unwrap());
            let log = Log {
                kind: Kind::Met,
                who: Who::Known(who),
                referral: Some(id),
                ..Log::default()
            };
            perform(desk, Action::Log(Box::new(log)));
        },
        9,
        "look back on the meeting",
        "Debrief",
        "a clear offer<enter>",
    ),
    (
        RuleName::Expectation,
        |desk| expects(desk, Origin::Said, Verdict::Missed),
        3,
        "make good what was missed",
        "xpect",
        "",
    ),
    (
        RuleName::Expectation,
        |desk| expects(desk, Origin::Assumed, Verdict::Open),
        16,
        "ask whether they expect it",
        "xpect",
        "",
    ),
    (
        RuleName::Expectation,
        |desk| {
            expects(desk, Origin::Said, Verdict::Open);
            log(desk, Kind::Engaged, None);
            log(desk, Kind::Completed, None);
        },
        3,
        "ask whether it was met",
        "xpect",
        "",
    ),
    (
        RuleName::Acquisition,
        |desk| {
            log(desk, Kind::Engaged, None);
            log(desk, Kind::Completed, None);
        },
        16,
        "propose the referral meeting",
        "eferral meeting",
        "<enter>",
    ),
    (
        RuleName::Agreement,
        |desk| log(desk, Kind::Engaged, None),
        16,
        "talk about referrals",
        "greement",
        "<enter>",
    ),
    (
        RuleName::CheckIn,
        |desk| tier(desk, Tier::A),
        92,
        "ask what works for each of you",
        "heck-in",
        "the calls<enter>",
    ),
    (
        RuleName::Training,
        |desk| tier(desk, Tier::B),
        32,
        "teach the next step: trust",
        "ive steps",
        "",
    ),
    (
        RuleName::NeverReturned,
        |desk| {
            log(desk, Kind::Testimonial, Some(Way::Got));
            log(desk, Kind::Testimonial, Some(Way::Got));
        },
        3,
        "give back: testimonial",
        "estimonial",
        "<enter>",
    ),
];

#[test]
fn each_stands_on_its_page_and_enter_opens_what_settles_it() {
    for (rule, happen, days, line, title, keys) in CASES {
        let mut desk = desk("Meet: Priya<Dana");
        desk.resize(120, 50);
        happen(&mut desk);
        desk.on(today() + Days::new(*days));
        let Some(nudge) = said(&desk, *rule) else {
            panic!("{rule:?} says nothing");
        };
        assert_eq!(nudge.voice(), Voice::Practice);
        if *rule == RuleName::Debrief {
            desk.click("Priya").keys("<enter>");
        } else {
            desk.keys("2<enter>");
        }
        assert!(desk.shows(line), "{rule:?}\n{}", desk.text());
        desk.click(line).keys("<enter>");
        assert!(
            desk.shows(title) && desk.shows("enter save"),
            "{rule:?}\n{}",
            desk.text()
        );
        if !keys.is_empty() {
            desk.keys(keys);
            assert!(said(&desk, *rule).is_none(), "{rule:?}\n{}", desk.text());
        }
    }
}

#[test]
fn a_line_is_put_off_or_let_go_where_it_stands() {
    let mut desk = desk("Meet: Priya<Dana");
    desk.resize(120, 50);
    log(&mut desk, Kind::Engaged, None);
    desk.on(today() + Days::new(16)).keys("2<enter>");
    desk.click("talk about referrals").keys("sin 3 days<enter>");
    assert!(
        said(&desk, RuleName::Agreement).is_none(),
        "{}",
        desk.text()
    );
    let dana = dana(&desk);
    assert!(desk.book().people.get(dana).unwrap().wait.is_none());
    desk.keys("u")
        .click("talk about referrals")
        .keys("-<enter>");
    assert!(
        said(&desk, RuleName::Agreement).is_none(),
        "{}",
        desk.text()
    );
    assert!(!desk.shows("Worth doing"), "{}", desk.text());
    // On another line `s` is the person's, as everywhere.
    desk.keys("gsin 3 days<enter>");
    assert!(desk.book().people.get(dana).unwrap().wait.is_some());
}

#[test]
fn a_referral_that_was_never_returned_opens_the_line_for_one() {
    let mut desk = desk("Meet: Priya<Dana Omar<Dana");
    desk.resize(120, 50);
    desk.on(today() + Days::new(3)).keys("2<enter>");
    desk.click("give back: referral").keys("<enter>Lin Wu");
    assert!(desk.shows("Lin Wu to Dana"), "{}", desk.text());
    desk.keys("<enter>");
    let mut referrals = desk.book().referrals.iter();
    assert!(referrals.any(|(_, it)| it.is_given()), "{}", desk.text());
    assert!(said(&desk, RuleName::NeverReturned).is_none());
}

#[test]
fn masked_they_name_nobody_and_quote_nothing() {
    let mut desk = desk("Meet: Priya<Dana");
    desk.resize(120, 50);
    expects(&mut desk, Origin::Said, Verdict::Missed);
    desk.on(today() + Days::new(3)).keys("2<enter>");
    assert!(desk.shows("“no surprises”"), "{}", desk.text());
    desk.keys("m");
    assert!(desk.shows("make good what was missed"), "{}", desk.text());
    assert!(
        !desk.shows("surprises") && !desk.shows("Dana"),
        "{}",
        desk.text()
    );
}

#[test]
fn who_is_let_be_is_asked_about_no_more() {
    let mut desk = desk("Meet: Priya<Dana");
    log(&mut desk, Kind::Engaged, None);
    desk.on(today() + Days::new(16));
    assert!(said(&desk, RuleName::Agreement).is_some());
    let bond = Box::new(Bond::NoAsk(Some(NoAsk::default())));
    let person = dana(&desk);
    perform(&mut desk, Action::Bond { person, bond });
    assert!(said(&desk, RuleName::Agreement).is_none());
}

#[test]
fn names_a_first_word_and_a_proposal_are_settled_by_space() {
    let mut desk = desk("Research: Priya<Dana / Close: Omar<Dana");
    let dana = dana(&desk);
    let asking = Asking {
        on: Some(today() + Days::new(10)),
        ..Asking::default()
    };
    let bond = Box::new(Bond::Asking(Some(asking)));
    perform(&mut desk, Action::Bond { person: dana, bond });
    log(&mut desk, Kind::Thanked, None);
    let book = desk.book().clone();
    let mut referrals = book.referrals.iter();
    let closing = referrals.find(|(_, it)| it.stage() == Stage::Close);
    let (referral, omar) = closing.map(|(id, it)| (id, it.prospect)).unwrap();
    for (kind, who) in [(Kind::Met, omar.unwrap()), (Kind::ReportedBack, dana)] {
        let log = Log {
            kind,
            who: Who::Known(who),
            referral: Some(referral),
            ..Log::default()
        };
        perform(&mut desk, Action::Log(Box::new(log)));
    }
    desk.on(today() + Days::new(9));
    for (row, rule, title, typed) in [
        (
            "name whom to ask about",
            RuleName::Targets,
            "Somebody whom Dana may know",
            "Lin",
        ),
        (
            "say the first word",
            RuleName::FirstWord,
            "Call · Priya",
            "left a word",
        ),
        (
            "send the proposal",
            RuleName::Proposal,
            "Proposal sent · Omar",
            "",
        ),
    ] {
        let is_said = |desk: &Desk| {
            let practice = Practice::of(desk.book(), desk.today());
            practice.nudges().iter().any(|nudge| nudge.rule == rule)
        };
        assert!(is_said(&desk), "{rule:?}");
        desk.keys("4").click(row).keys("<space>");
        assert!(desk.shows(title), "{rule:?}\n{}", desk.text());
        desk.keys(typed).keys("<enter>");
        assert!(!is_said(&desk), "{rule:?}\n{}", desk.text());
    }
}
