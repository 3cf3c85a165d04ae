//! Whom a person is asked about, and what stands before an ask, by the keys that record it.

use chrono::Days;
use goodword::domain::action::Log;
use goodword::domain::client::Aim;
use goodword::domain::event::Kind;
use goodword::insight::readiness::{Readiness, Stop};

use crate::client::{aims, dana, id, last_event, readiness, says, shows, targets};
use crate::desk::{desk, today};

#[test]
fn a_target_who_is_known_is_that_person_and_a_name_makes_nobody() {
    let mut desk = dana();
    let people = desk.book().people.iter().count();
    desk.keys(".LIda Berg<tab>Berg Optik<tab>same choir<enter>");
    desk.keys(".LnPriya");
    desk.keys("<enter>");
    assert_eq!(desk.book().people.iter().count(), people);
    let [ida, priya] = targets(&desk).try_into().unwrap();
    assert_eq!((ida.name.as_str(), ida.whom), ("Ida Berg", None));
    assert_eq!(
        (ida.company.as_str(), ida.why.as_str()),
        ("Berg Optik", "same choir")
    );
    assert_eq!(
        (priya.name.as_str(), priya.whom),
        ("", Some(id(&desk, "Priya")))
    );
    desk.keys(".LnDana<enter>");
    says(&desk, "Dana is who is to be asked");
    desk.keys("<ctrl-u>ida berg<enter>");
    says(&desk, "ida berg is on the list of Dana already");
    desk.keys("<esc>");
    assert_eq!(targets(&desk).len(), 2);
}

#[test]
fn what_became_of_a_target_is_two_letters_from_the_list() {
    let mut desk = dana();
    desk.keys(".LIda Berg<enter>.L1d");
    says(&desk, "Dana declined to introduce Ida Berg");
    assert_eq!(aims(&desk)[0].1, Aim::Declined);
    desk.keys(".L1");
    shows(&desk, "Ida Berg · Dana declined today");
    desk.keys("d");
    assert_eq!(aims(&desk)[0].1, Aim::Open);
    desk.keys(".L1c<tab>Berg & Co<enter>");
    says(&desk, "Changed Ida Berg on the list of Dana");
    assert_eq!(targets(&desk)[0].company, "Berg & Co");
    desk.keys(".L1x");
    says(&desk, "Took Ida Berg off the list of Dana");
    assert!(targets(&desk).is_empty());
    desk.keys("uuu");
    assert_eq!(aims(&desk)[0].1, Aim::Declined);
}

#[test]
fn a_target_that_was_introduced_by_two_joins_the_open_card() {
    let mut desk = desk("Discovered: Priya<Ben Omar<Dana");
    desk.keys("2").click("Dana");
    desk.keys(".LPriya<enter>.L1r");
    shows(&desk, "Priya from Dana, ");
    desk.keys("<enter>");
    says(&desk, "Dana is a source of Priya too");
    let [target] = targets(&desk).try_into().unwrap();
    assert_eq!(target.aim(), Aim::Referred);
    let (referral, _) = desk.book().referrals.iter().next().unwrap();
    assert_eq!(target.referral, Some(referral));
    desk.keys(".L1");
    shows(&desk, "the referral that came of it");
    desk.keys("o");
    assert!(desk.shows("Priya"), "{}", desk.text());
}

#[test]
fn a_capture_line_of_a_target_comes_back_as_it_was_left() {
    let mut desk = dana();
    desk.keys(".LIda Berg<enter>.L1r<esc>");
    desk.keys(".L1r");
    assert!(!desk.app.said().contains("is back"), "nothing was typed");
    desk.keys("a shop<esc>c");
    assert!(!desk.shows("a shop"), "{}", desk.text());
    desk.keys("<esc>.L1r");
    shows(&desk, "Ida Berg from Dana, a shop");
    desk.keys("<enter>");
    assert_eq!(aims(&desk)[0].1, Aim::Referred);
}

#[test]
fn an_ask_has_a_name_and_starts_the_cool_down() {
    let mut desk = dana();
    desk.keys(".a<enter>");
    says(
        &desk,
        "About: nobody is named · an ask without a name gets any name",
    );
    desk.keys("Ida Berg");
    shows(&desk, "not in the book; comes onto the list as a name");
    desk.keys("<tab>she will see<enter>");
    says(&desk, "Asked Dana about Ida Berg");
    let (event, [target]) = (last_event(&desk), targets(&desk).try_into().unwrap());
    let (only, _) = desk.book().targets.iter().next().unwrap();
    assert_eq!((event.kind, event.target), (Kind::Ask, Some(only)));
    assert_eq!(
        (event.referral, event.note.as_str()),
        (None, "she will see")
    );
    assert_eq!(target.asked, Some(today()));
    let until = today() + Days::new(180);
    let Readiness::Stop(Stop::CoolDown { until: day, .. }) = readiness(&desk) else {
        panic!("{:?}", readiness(&desk));
    };
    assert_eq!(day, until);
    desk.keys(".a");
    shows(&desk, "Dana was asked today. Asked again before");
    desk.keys("<esc>");
    assert!(!desk.shows("Sure?"), "{}", desk.text());
    desk.keys(".a<enter>");
    shows(&desk, "not now: asked today; again from 20 May 2027");
    desk.keys("<esc><enter>");
    shows(&desk, "asked about Ida Berg: she will see");
    desk.keys("<esc>u");
    assert!(targets(&desk).is_empty() && last_event(&desk).kind != Kind::Ask);
}

#[test]
fn an_ask_about_one_of_the_list_needs_only_the_beginning_of_the_name() {
    let mut desk = dana();
    desk.keys(".LIda Berg<tab><tab>same choir<enter>.LnLars Holm<enter>.aida");
    shows(&desk, "Ida Berg: same choir");
    desk.keys("<enter>");
    says(&desk, "Asked Dana about Ida Berg");
    assert_eq!(
        aims(&desk),
        [
            ("Ida Berg".into(), Aim::Asked),
            ("Lars Holm".into(), Aim::Open)
        ]
    );
    desk.keys("u.L2a<tab>gladly<enter>");
    assert_eq!(last_event(&desk).note, "gladly");
    assert_eq!(aims(&desk)[1], ("Lars Holm".into(), Aim::Asked));
    desk.keys("u.aPriya<enter>");
    assert_eq!(targets(&desk)[2].whom, Some(id(&desk, "Priya")));
}

#[test]
fn before_an_ask_that_would_do_harm_stands_a_sentence_and_one_key() {
    for (keys, words) in [
        (
            "1cZoe from Dana<enter>2",
            "You owe Dana something first: thank for Zoe",
        ),
        (
            ":trust<enter>w<tab>I was late twice<enter>",
            "Dana’s trust is weak",
        ),
        (
            ":purchase<enter>w<tab>it took too long<enter>",
            "Dana’s own purchase did not go as expected",
        ),
        ("s<enter>", "Dana is set aside until you end it"),
        (
            "osend the plan<tab><tab><tab>2026-11-19<enter>",
            "You owe Dana something first",
        ),
    ] {
        let mut desk = dana();
        desk.keys(keys);
        if keys.starts_with("1c") {
            assert_eq!(desk.selected(), "Dana");
        }
        if keys.starts_with('o') {
            // What is due on a working day.
            desk.on(today() + Days::new(3)).keys("2");
        }
        desk.keys(".a");
        shows(&desk, words);
        desk.keys("<esc>.a<enter>");
        shows(&desk, "Ask Dana");
    }
}

#[test]
fn what_stands_between_us_and_a_wish_not_to_be_asked_stop_an_ask() {
    use goodword::domain::action::{Action, Bond, Who};
    use goodword::domain::relation::NoAsk;
    let mut desk = dana();
    let person = id(&desk, "Dana");
    let no_ask = NoAsk {
        why: "she said so".into(),
        ..NoAsk::default()
    };
    let friction = Log {
        kind: Kind::Friction,
        who: Who::Known(person),
        note: "the offer came late".into(),
        ..Log::default()
    };
    for (action, words) in [
        (
            Action::Bond {
                person,
                bond: Box::new(Bond::NoAsk(Some(no_ask))),
            },
            "Dana is not to be asked (“she said so”)",
        ),
        (
            Action::Log(Box::new(friction)),
            "“the offer came late” stands between you and Dana",
        ),
    ] {
        desk.app.session_mut().perform(action).unwrap();
        desk.app.refresh();
        desk.keys(".a");
        shows(&desk, words);
        desk.keys("<esc>");
    }
}
