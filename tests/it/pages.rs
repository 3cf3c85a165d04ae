//! The page of a referral: pictures of it in every stage and with every introduction, and what its keys do.

use chrono::Days;
use goodword::domain::action::{
    Action, Captured, Edit, Log, NextChange, OfPerson, Reply, Subject, Who,
};
use goodword::domain::book::{Book, Stamp};
use goodword::domain::event::{Kind, Way};
use goodword::domain::id::{Id, Ids};
use goodword::domain::introduction::{Introduction, Method};
use goodword::domain::pillars::{Grade, Judged, Tie};
use goodword::domain::referral::{Direction, Ending, Next, Outcome, Verb};
use goodword::domain::stage::Stage;
use goodword::ui::command::Command;
use goodword::ui::effect::{Ask, Effect, FormKind, Offer};
use goodword::ui::theme::{Theme, UNICODE};

use crate::desk::{Desk, desk, today};
use crate::pictures::keep;

/// Priya Shah from Dana Ortiz (or given to her), a day an act.
struct Story {
    book: Book,
    id: Id,
    ago: u64,
    ids: Ids,
}

impl Story {
    fn of(direction: Direction) -> Story {
        let mut story = Story {
            book: Book::new(today()),
            id: Id::fixed(0),
            ago: 20,
            ids: Ids::seeded(7),
        };
        story.act(Action::Capture(Box::new(Captured {
            prospect: Who::New("Priya Shah".into()),
            company: "ARC".into(),
            partner: Who::New("Dana Ortiz".into()),
            direction,
            need: "web shop, before Easter".into(),
            level: Some(3),
            aim: Some(7),
            ..Captured::default()
        })));
        story.id = story.book.referrals.iter().next().unwrap().0;
        story
    }

    fn received() -> Story {
        Story::of(Direction::Received)
    }

    fn act(&mut self, action: Action) -> &mut Story {
        let on = today() - Days::new(self.ago);
        let at = 1_795_253_400_000 - i64::try_from(self.ago).unwrap() * 86_400_000;
        self.ago = self.ago.saturating_sub(1).max(1);
        let mut stamp = Stamp {
            today: on,
            at,
            ids: self.ids.clone(),
        };
        action.perform(&mut self.book, &mut stamp).unwrap();
        self.ids = stamp.ids;
        self
    }

    fn partner(&self) -> Id {
        self.book.referrals.get(self.id).unwrap().partner().unwrap()
    }

    fn prospect(&self) -> Id {
        self.book.referrals.get(self.id).unwrap().prospect.unwrap()
    }

    fn edit(&mut self, edit: Edit) -> &mut Story {
        let (referral, edit) = (self.id, Box::new(edit));
        self.act(Action::Edit { referral, edit })
    }

    fn answer(&mut self, item: &str, note: &str) -> &mut Story {
        self.edit(Edit::Answers(vec![Reply {
            item: item.into(),
            done: true,
            note: note.into(),
        }]))
    }

    fn log(&mut self, kind: Kind, note: &str) -> &mut Story {
        let log = Log {
            kind,
            who: Who::Known(self.partner()),
            referral: Some(self.id),
            note: note.into(),
            ..Log::default()
        };
        self.act(Action::Log(Box::new(log)))
    }

    fn plan(&mut self, verb: Verb, whom: Id, days: u64) -> &mut Story {
        let next = Next {
            verb,
            whom: Some(whom),
            on: today() + Days::new(days),
            ..Next::default()
        };
        let log = Log {
            kind: Kind::Note,
            who: Who::Known(whom),
            referral: Some(self.id),
            note: "agreed on a day".into(),
            next: NextChange::Set(next),
            ..Log::default()
        };
        self.act(Action::Log(Box::new(log)))
    }

    fn to(&mut self, to: Stage) -> &mut Story {
        let (referral, why) = (self.id, String::new());
        self.act(Action::Move { referral, to, why })
    }

    fn judge(&mut self, pillar: OfPerson, grade: Grade, why: &str) -> &mut Story {
        let judged = Some(Judged {
            grade,
            why: why.into(),
            ..Judged::default()
        });
        let person = self.partner();
        self.act(Action::Judge {
            person,
            pillar,
            judged,
        })
    }

    fn tie(&mut self, nature: &str, strength: i8) -> &mut Story {
        self.edit(Edit::Tie {
            tie: Some(Tie {
                nature: nature.into(),
                strength: Some(strength),
                confirmed: true,
                ..Tie::default()
            }),
            approach: String::new(),
        })
    }

    fn introduced_by(&mut self, method: Method) -> &mut Story {
        let state = method.states()[0].clone();
        let on = Some(today() + Days::new(5));
        self.edit(Edit::Introduction(Some(Introduction {
            method,
            state,
            since: today() - Days::new(3),
            done: "the new till in three weeks".into(),
            on,
            ..Introduction::default()
        })))
    }

    fn close(&mut self, ending: Ending) -> &mut Story {
        let outcome = Outcome {
            ending,
            on: today() - Days::new(self.ago),
            reason: "went with her brother".into(),
            ..Outcome::default()
        };
        let referral = self.id;
        self.act(Action::Close { referral, outcome })
    }

    /// A desk with its page open.
    fn desk(&self, width: u16, height: u16) -> Desk {
        let theme = Theme::colours(&UNICODE);
        let mut desk = Desk::drawn_in(self.book.clone(), (width, height), theme);
        let given = self.book.referrals.get(self.id).unwrap().is_given();
        desk.keys(if given { "1b" } else { "1" });
        let is_open = self.book.referrals.get(self.id).unwrap().is_open();
        desk.keys(if is_open {
            "<enter>"
        } else {
            "fweb shop<enter>"
        });
        assert!(
            desk.shows("Now what?") && desk.shows("Timeline"),
            "{}",
            desk.text()
        );
        desk
    }

    /// The page as it looks in a good window.
    fn picture(&self, name: &str) {
        keep(&format!("referral-{name}-120x36"), &self.desk(120, 36));
    }
}

/// As far as the first word with the source, with what was found out on the way.
fn checked_back() -> Story {
    let mut story = Story::received();
    story
        .log(Kind::Thanked, "thanked by phone")
        .answer("research.company", "40 staff, a family firm")
        .log(Kind::Researched, "two suppliers left this year")
        .tie("colleagues, 3 years", 2)
        .answer("check-back.interest", "the shop is slow at peak")
        .answer("source.need", "")
        .edit(Edit::Told("that I answer within a day".into()))
        .judge(
            OfPerson::Trust,
            Grade::Strong,
            "asked me to coach her sister",
        )
        .judge(
            OfPerson::Purchase,
            Grade::Fair,
            "late by a week, and said so",
        );
    story
}

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
        desk.shows("went well: the research was right"),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("do differently: ask for the day"),
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
