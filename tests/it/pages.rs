//! The page of a referral: what it shows when, and what its keys do line by line.

use crate::story::{Story, checked_back};

use goodword::domain::action::{Action, Edit, Log, OfPerson, Subject, Who};
use goodword::domain::event::Kind;
use goodword::domain::introduction::Method;
use goodword::domain::pillars::Grade;
use goodword::domain::referral::{Ending, Outcome, Verb};
use goodword::ui::command::Command;
use goodword::ui::effect::{Ask, Effect, FormKind, Offer};
use goodword::ui::theme::{Theme, UNICODE};

use crate::desk::{Desk, desk, today};

#[test]
fn masked_it_shows_no_name_and_no_note() {
    let mut desk = checked_back().desk(120, 36);
    desk.keys("m");
    for word in [
        "Priya",
        "Dana",
        "ARC",
        "family",
        "colleagues",
        "coach",
        "answer within",
        "slow",
    ] {
        assert!(!desk.shows(word), "{word}\n{}", desk.text());
    }
    assert!(desk.shows("(masked)"), "{}", desk.text());
}

#[test]
fn contact_before_the_research_and_without_an_introduction_is_warned_about() {
    let mut story = Story::received();
    let prospect = story.prospect();
    story.plan(Verb::Call, prospect, 3);
    let desk = story.desk(120, 36);
    assert!(desk.shows("before the research is"), "{}", desk.text());
    assert!(
        desk.shows("Nobody has told Priya that you will call"),
        "{}",
        desk.text()
    );
    story.log(Kind::Researched, "").introduced_by(Method::Call);
    let desk = story.desk(120, 36);
    assert!(!desk.shows("before the research"), "{}", desk.text());
    assert!(!desk.shows("Nobody has told"), "{}", desk.text());
}

#[test]
fn the_next_rung_is_suggested_until_the_first_contact() {
    let mut story = Story::received();
    assert!(story.desk(120, 36).shows("Now L3; the next rung is L4"));
    story.edit(Edit::Level {
        level: Some(7),
        aim: None,
    });
    assert!(!story.desk(120, 36).shows("the next rung"));
    story.edit(Edit::Level {
        level: None,
        aim: None,
    });
    assert!(story.desk(120, 36).shows("A lead: they expect no contact."));
}

#[test]
fn the_weak_pillar_is_named_with_what_makes_up_for_it() {
    let weak = |change: fn(&mut Story) -> &mut Story| {
        let mut story = checked_back();
        change(&mut story);
        let mut desk = story.desk(200, 60);
        desk.keys("2z");
        desk.text()
    };
    let trust = weak(|it| it.judge(OfPerson::Trust, Grade::Weak, ""));
    assert!(trust.contains("Dana Ortiz’s trust is weak"), "{trust}");
    let odds = weak(|it| it.tie("a quarrel", -1));
    assert!(
        odds.contains("Do not lead with their name; a lunch"),
        "{odds}"
    );
    let slight = weak(|it| it.tie("met once", 0));
    assert!(slight.contains("Their name says little"), "{slight}");
    let letter = weak(|it| it.introduced_by(Method::Letter));
    assert!(
        letter.contains("Introduce better: a lunch of three"),
        "{letter}"
    );
    assert!(
        letter.contains("still missing: why it helps the prospect"),
        "{letter}"
    );
    let strong = weak(|it| it.introduced_by(Method::Call));
    assert!(
        strong.contains("Nothing is weak: this can be a good one."),
        "{strong}"
    );
}

#[test]
fn panes_are_gone_to_by_number_and_tab_and_one_can_have_the_page() {
    let mut desk = checked_back().desk(120, 36);
    assert!(desk.shows("[x] why the prospect") && desk.shows("thanked by phone"));
    desk.keys("4z");
    assert!(
        desk.shows("thanked by phone") && !desk.shows("why the prospect"),
        "{}",
        desk.text()
    );
    desk.keys("<tab>");
    assert!(
        desk.shows("why the prospect") && !desk.shows("thanked by phone"),
        "{}",
        desk.text()
    );
    desk.keys("<shift-tab><esc>");
    assert!(
        desk.shows("why the prospect") && desk.shows("thanked by phone"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>");
    assert!(!desk.shows("Received from"), "esc leaves the page");
}

#[test]
fn in_a_small_window_one_pane_stands_beneath_the_path() {
    let mut desk = checked_back().desk(60, 20);
    assert!(
        desk.shows("1 Now what?   2 Good one?   3 Facts   4 Timeline"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("your move"), "{}", desk.text());
    desk.keys("2");
    assert!(desk.shows("Dana and Priya"), "{}", desk.text());
    desk.keys("3");
    assert!(desk.shows("web shop, before Easter"), "{}", desk.text());
    desk.keys("4");
    assert!(
        desk.shows("thanked Dana Ortiz: thanked by phone"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_pane_scrolls_to_its_last_line_and_says_how_many_more_there_are() {
    let mut desk = checked_back().desk(80, 24);
    assert!(
        desk.shows("more") && !desk.shows("once it is recorded"),
        "{}",
        desk.text()
    );
    desk.keys("G");
    assert!(
        desk.shows("above") && desk.shows("once it is recorded"),
        "{}",
        desk.text()
    );
    desk.keys("g");
    assert!(desk.shows("Call the source: confirm"), "{}", desk.text());
    for _ in 0..60 {
        desk.keys("j");
    }
    assert!(desk.shows("once it is recorded"), "{}", desk.text());
    desk.keys("<ctrl-u><ctrl-u><ctrl-u><ctrl-u><ctrl-u>");
    assert!(desk.shows("Call the source: confirm"), "{}", desk.text());
}

#[test]
fn the_wheel_and_a_click_do_what_the_keys_do() {
    let mut desk = checked_back().desk(120, 36);
    desk.click("trust in you");
    desk.keys("<enter>");
    assert!(
        desk.shows("asked me to coach her sister"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>").click("how the prospect likes to decide");
    desk.keys("<enter>slowly, with numbers");
    assert!(desk.shows("slowly, with numbers"), "{}", desk.text());
}

/// What `enter` would do on the line with these words.
fn enter(desk: &mut Desk, words: &str) -> Offer {
    desk.click(words);
    desk.app.offer(Command::Open)
}

fn form(kind: FormKind) -> Offer {
    Offer::Yes(Effect::Open(Ask::Form(kind)))
}

#[test]
fn enter_opens_the_answer_of_a_line_or_what_makes_its_fact() {
    let story = checked_back();
    let (referral, partner) = (story.id, story.partner());
    let mut desk = story.desk(200, 60);
    let answer = |item: &str| {
        form(FormKind::Answer {
            referral,
            item: item.into(),
        })
    };
    let decides = enter(&mut desk, "how the prospect likes to decide");
    assert_eq!(decides, answer("check-back.decides"));
    assert_eq!(
        enter(&mut desk, "spoke for my work"),
        answer("source.credibility")
    );
    let tie = form(FormKind::Tie { referral });
    assert_eq!(enter(&mut desk, "how well the two know"), tie);
    let told = form(FormKind::Told { referral });
    assert_eq!(enter(&mut desk, "what the prospect was told"), told);
    let method = Offer::open(Ask::Method { referral });
    assert_eq!(enter(&mut desk, "introduction agreed"), method);
    let introduced = form(FormKind::Log {
        kind: Kind::Introduced,
        person: Some(partner),
        referral: Some(referral),
        way: None,
    });
    assert_eq!(enter(&mut desk, "introduction made"), introduced);
    // The sentence and the questions lead to what the stage asks for.
    let settle = desk.app.offer(Command::Settle);
    assert_eq!(enter(&mut desk, "Call the source: confirm"), settle);
    assert_eq!(enter(&mut desk, "What are the prospect’s goals?"), settle);
}

#[test]
fn enter_judges_a_pillar_and_changes_a_fact() {
    let story = checked_back();
    let (referral, person) = (story.id, story.partner());
    let mut desk = story.desk(200, 60);
    for (words, pillar) in [
        ("trust in you", OfPerson::Trust),
        ("own purchase", OfPerson::Purchase),
    ] {
        let judge = form(FormKind::Judge { person, pillar });
        assert_eq!(enter(&mut desk, words), judge);
    }
    assert_eq!(
        enter(&mut desk, "Dana and Priya"),
        form(FormKind::Tie { referral })
    );
    let method = Offer::open(Ask::Method { referral });
    assert_eq!(enter(&mut desk, "the first contact"), method);
    assert_eq!(
        enter(&mut desk, "nothing planned"),
        form(FormKind::Next { referral })
    );
    assert_eq!(
        enter(&mut desk, "BNI 2"),
        form(FormKind::Level { referral })
    );
    let source = Offer::open(Ask::Page(Subject::Person(person)));
    assert_eq!(enter(&mut desk, "Dana Ortiz · "), source);
    let edit = form(FormKind::Referral {
        id: Some(referral),
        given: false,
    });
    assert_eq!(enter(&mut desk, "need      web shop"), edit);
}

#[test]
fn what_is_recorded_is_not_recorded_twice() {
    let mut story = checked_back();
    story.close(Ending::Won).log(Kind::ReportedBack, "");
    let mut desk = story.desk(200, 60);
    let told = enter(&mut desk, "(x) source told how it ended");
    assert!(matches!(told, Offer::Yes(Effect::Say(_))), "{told:?}");
    let thanked = enter(&mut desk, "( ) source thanked");
    assert!(
        matches!(thanked, Offer::Yes(Effect::Open(_))),
        "{thanked:?}"
    );
}

#[test]
fn an_event_is_deleted_in_the_timeline_and_the_referral_elsewhere() {
    let story = checked_back();
    let mut desk = story.desk(120, 36);
    let events = desk.book().events.len();
    desk.click("thanked by phone");
    desk.keys("<delete>");
    assert_eq!(desk.book().events.len(), events - 1);
    desk.keys("1<delete>");
    assert!(desk.book().referrals.is_empty());
    desk.keys("u");
    assert_eq!(desk.book().referrals.len(), 1);
}

#[test]
fn what_was_done_stays_selected_when_more_happens() {
    let story = checked_back();
    let mut desk = story.desk(120, 36);
    desk.click("thanked by phone");
    desk.keys("Na word about the weather<tab><enter>");
    assert!(desk.shows("a word about the weather"), "{}", desk.text());
    desk.keys("<delete>");
    assert!(
        !desk.shows("thanked by phone"),
        "the cursor stayed on it\n{}",
        desk.text()
    );
}

#[test]
fn the_facts_count_how_often_the_prospect_heard_that_i_work_by_referral() {
    let mut story = checked_back();
    let prospect = story.prospect();
    let with_prospect = |story: &mut Story, kind: Kind| {
        let log = Log {
            kind,
            who: Who::Known(prospect),
            referral: Some(story.id),
            ..Log::default()
        };
        story.act(Action::Log(Box::new(log)));
    };
    with_prospect(&mut story, Kind::Call);
    assert!(
        story
            .desk(200, 60)
            .shows("not said yet that you work by referral")
    );
    with_prospect(&mut story, Kind::Mention);
    assert!(
        story
            .desk(200, 60)
            .shows("said once that you work by referral ")
    );
    for _ in 0..3 {
        with_prospect(&mut story, Kind::Call);
    }
    let desk = story.desk(200, 60);
    assert!(desk.shows("by referral; not in"), "{}", desk.text());
}

#[test]
fn one_that_was_passed_on_leads_to_what_it_became() {
    let mut story = checked_back();
    let action = Action::PassOn {
        referral: story.id,
        outcome: Outcome {
            on: today(),
            ..Outcome::default()
        },
        to: Who::New("Ben Abara".into()),
    };
    story.act(action);
    let mut desk = Desk::drawn_in(story.book.clone(), (120, 36), Theme::colours(&UNICODE));
    desk.keys("1b<enter>");
    assert_eq!(
        enter(&mut desk, "passed from"),
        Offer::open(Ask::Page(Subject::Referral(story.id)))
    );
    desk.keys("<enter>");
    assert!(desk.shows("passed to  Ben Abara"), "{}", desk.text());
}

#[test]
fn a_referral_that_is_gone_says_so() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1<enter>");
    assert!(desk.shows("Received from Dana"), "{}", desk.text());
    desk.keys("L");
    assert_eq!(desk.cards(), "Research: Priya<Dana");
    assert!(desk.shows("Find out about the company"), "{}", desk.text());
}

#[test]
fn the_step_that_the_source_was_never_taught_stands_beside_their_work() {
    let mut desk = crate::desk::sample();
    desk.keys("fweb shop, before<enter><enter>z");
    for _ in 0..12 {
        desk.keys("<ctrl-d>");
    }
    assert!(
        desk.shows("Dana was never taught the step “appointment”"),
        "{}",
        desk.text()
    );
}

#[test]
fn what_was_just_recorded_stands_on_top_of_the_timeline() {
    let mut desk = crate::desk::desk("Discovered: Priya<Dana");
    desk.resize(120, 36);
    desk.keys("1<enter>");
    for n in 0..30 {
        desk.keys(&format!("Nnote {n}<enter>"));
    }
    assert!(desk.shows("note 29"), "{}", desk.text());
}
