//! Pictures of the page of a referral: in every stage, with every introduction, on both sides.

use crate::story::{Story, checked_back};

use goodword::domain::action::{Action, Log, Who};
use goodword::domain::event::{Kind, Way};
use goodword::domain::introduction::Method;
use goodword::domain::referral::{Direction, Ending, Verb};
use goodword::domain::stage::Stage;

use crate::pictures::keep;

#[test]
fn a_picture_of_each_stage() {
    Story::received().picture("discovered");
    let mut story = Story::received();
    story
        .log(Kind::Thanked, "by phone")
        .answer("research.company", "40 staff, a family firm");
    let prospect = story.prospect();
    story.plan(Verb::Call, prospect, 3).picture("research");
    let mut story = checked_back();
    story.picture("check-back");
    for (width, height) in [(60, 20), (80, 24), (200, 60)] {
        let name = format!("referral-check-back-{width}x{height}");
        keep(&name, &story.desk(width, height));
    }
    story.log(Kind::Introduced, "at lunch");
    story.plan(Verb::Meet, prospect, 4).picture("meet");
    story
        .log(Kind::Met, "an hour at their office")
        .picture("report-back");
    story
        .log(Kind::ReportedBack, "told her all")
        .picture("feedback");
    story.log(Kind::FeedbackAsked, "").picture("source-reports");
    story
        .log(Kind::FeedbackHeard, "keen, wants a day")
        .picture("close");
}

#[test]
fn a_picture_of_the_second_round() {
    let mut story = checked_back();
    story
        .to(Stage::Feedback)
        .to(Stage::ReportBack)
        .to(Stage::Feedback);
    story.picture("second-round");
    keep("referral-second-round-80x24", &story.desk(80, 24));
}

#[test]
fn a_picture_of_what_has_ended() {
    let mut story = checked_back();
    story.close(Ending::Lost);
    let debrief = Log {
        kind: Kind::Debrief,
        referral: Some(story.id),
        note: "the research was right".into(),
        differently: "ask for the day at once".into(),
        ..Log::default()
    };
    story.act(Action::Log(Box::new(debrief))).picture("lost");
    let mut desk = story.desk(120, 36);
    desk.keys("4z");
    assert!(
        desk.shows("debrief: the research was right"),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("differently: ask for the day"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_picture_of_each_introduction() {
    for method in [Method::Email, Method::Letter, Method::Call, Method::Lunch] {
        let name = format!("introduced-by-{}", method.word());
        checked_back().introduced_by(method).picture(&name);
    }
}

#[test]
fn a_picture_of_the_given_side() {
    let mut story = Story::of(Direction::Given);
    story.picture("given");
    story.to(Stage::CheckBack).picture("given-check-back");
    let told = Log {
        kind: Kind::ReportedBack,
        who: Who::Known(story.partner()),
        referral: Some(story.id),
        way: Some(Way::Got),
        ..Log::default()
    };
    story
        .act(Action::Log(Box::new(told)))
        .picture("given-feedback");
}
