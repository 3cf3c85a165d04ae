//! The first meeting, the end of a referral and looking back on it, by keys. Knows nothing of files.

use crate::desk::{Desk, check, desk, empty, today};
use chrono::Days;
use goodword::domain::id::Id;
use goodword::domain::promise::By;
use goodword::domain::referral::{Ending, Referral};

fn received(desk: &Desk) -> (Id, Referral) {
    let mut all = desk.book().referrals.iter();
    let (id, it) = all.find(|(_, it)| !it.is_given()).unwrap();
    (id, it.clone())
}

fn given(desk: &Desk) -> Option<Referral> {
    let mut all = desk.book().referrals.iter();
    all.find(|(_, it)| it.is_given()).map(|(_, it)| it.clone())
}

fn kinds(desk: &Desk) -> Vec<&str> {
    let mut events: Vec<_> = desk.book().events.iter().map(|(_, it)| it).collect();
    events.sort_by_key(|it| (it.at, it.kind.title()));
    events.iter().map(|it| it.kind.title()).collect()
}

fn name(desk: &Desk, id: Option<Id>) -> String {
    desk.book().name(id).to_string()
}

fn last_days(desk: &mut Desk, days: u64) {
    let day = desk.today() + Days::new(days);
    desk.on(day);
}

/// Monday, a card with an appointment of today.
fn at_the_meeting() -> Desk {
    let mut desk = desk("Meet: Priya<Dana");
    desk.keys("1nmeet Priya mon<enter>");
    desk.on(today() + Days::new(2)).keys("1");
    desk
}

#[test]
fn held_is_two_keys_and_owes_the_report() {
    let mut desk = at_the_meeting();
    desk.keys("<space>");
    assert!(desk.shows("The meeting with Priya"), "{}", desk.text());
    desk.keys("<enter>");
    assert_eq!(desk.cards(), "Report back: Priya<Dana");
    assert_eq!(kinds(&desk), ["met"]);
    last_days(&mut desk, 3);
    assert!(
        desk.keys("4").shows("report back about Priya"),
        "{}",
        desk.text()
    );
    desk.keys("u");
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
}

#[test]
fn all_of_the_sheet_is_one_undo() {
    let mut desk = at_the_meeting();
    let before = desk.book().clone();
    desk.keys("<space>a good hour<tab><tab><tab>both sail<tab>before March<tab>f");
    desk.keys(
        "<tab>send the offer by fri<tab>ask the board<tab>call Priya mon 10:00<tab>y<tab>y<enter>",
    );
    let (_, card) = received(&desk);
    assert_eq!(desk.cards(), "Report back: Priya<Dana", "{}", desk.text());
    assert_eq!(kinds(&desk), ["met", "mention"]);
    assert_eq!(card.answers["meet.fit"].note, "fits");
    assert_eq!(card.answers["meet.need"].note, "before March");
    assert!(card.answers["meet.asked"].done);
    assert!(card.next.is_some());
    let promises: Vec<_> = desk
        .book()
        .promises
        .iter()
        .map(|(_, it)| it.clone())
        .collect();
    assert_eq!(promises.len(), 2);
    let mine = promises.iter().find(|it| it.by == By::Me).unwrap();
    assert_eq!(mine.due, Some(today() + Days::new(6)));
    assert_eq!(name(&desk, mine.person), "Priya");
    desk.keys("u");
    assert!(desk.book().promises.is_empty() && desk.book().events.is_empty());
    assert_eq!(desk.book().referrals.iter().next().unwrap().1.answers, {
        before.referrals.iter().next().unwrap().1.answers.clone()
    });
}

#[test]
fn moved_keeps_the_card_and_what_was_promised_on_the_way() {
    let mut desk = at_the_meeting();
    desk.keys("<space><tab>m<tab>fri 10:00<tab><tab><tab><tab>send the agenda<enter>");
    assert_eq!(desk.cards(), "Meet: Priya<Dana", "{}", desk.text());
    let (_, card) = received(&desk);
    assert_eq!(card.next.unwrap().on, today() + Days::new(6));
    let (_, promise) = desk.book().promises.iter().next().unwrap();
    assert_eq!(promise.what, "send the agenda");
    assert!(kinds(&desk).is_empty());
}

#[test]
fn who_did_not_come_stays_in_meet_without_a_day() {
    let mut desk = at_the_meeting();
    desk.keys("<space>ill<tab>d<tab><tab><tab><tab><tab>a new day by mon<enter>");
    assert_eq!(desk.cards(), "Meet: Priya<Dana", "{}", desk.text());
    assert!(received(&desk).1.next.is_none());
    assert_eq!(kinds(&desk), ["did not come"]);
    assert_eq!(desk.book().promises.iter().count(), 1);
    assert!(desk.app.said().starts_with("Priya did not come"));
}

#[test]
fn each_ending_is_three_keys_and_reopens_where_it_stood() {
    for (letter, ending) in [
        ("w", Ending::Won),
        ("l", Ending::Lost),
        ("a", Ending::WalkedAway),
        ("pBen", Ending::PassedOn),
        ("n", Ending::NotAReferral),
        ("g", Ending::Lapsed),
    ] {
        let mut desk = desk("Close: Priya<Dana");
        desk.keys(&format!("1x{letter}<enter>"));
        let (id, card) = received(&desk);
        assert_eq!(card.outcome.unwrap().ending, ending, "{}", desk.text());
        assert!(!desk.cards().contains("Priya<Dana"));
        // It is found, and opened again from the menu of its page.
        desk.keys("fPriya closed<esc>fPriya Dana<enter>.");
        assert!(
            desk.shows("Open a closed referral again"),
            "{}",
            desk.text()
        );
        let row = desk.find("Open a closed referral again").1;
        let letter = desk.rows()[usize::from(row)].clone();
        let letter = letter
            .split("Open a closed")
            .next()
            .unwrap()
            .trim()
            .to_string();
        let letter = letter.rsplit(['│', '▌', ' ']).next().unwrap().to_string();
        desk.keys(&letter);
        let open = desk.book().referrals.get(id).unwrap().is_open();
        assert!(open, "{ending:?} {letter}\n{}", desk.text());
        assert!(desk.app.said().starts_with("Reopened Priya in Close"));
        let stays = desk.app.said().contains("the one given to Ben stays");
        assert_eq!(stays, ending == Ending::PassedOn, "{}", desk.app.said());
    }
}

#[test]
fn a_won_prospect_is_a_client() {
    let mut desk = desk("Close: Priya<Dana");
    desk.keys("1xw12k<tab>best<tab>starts in May<enter>");
    assert!(
        desk.app
            .said()
            .starts_with("Closed Priya: won, a client now")
    );
    let (_, card) = received(&desk);
    let outcome = card.outcome.unwrap();
    assert_eq!(outcome.value.unwrap().minor, 1_200_000);
    assert_eq!(outcome.reason, "best");
    desk.keys("fPriya");
    assert!(desk.shows("client"), "{}", desk.text());
}

#[test]
fn walked_away_and_what_was_offered_instead_stands_in_the_timeline() {
    let mut desk = desk("Close: Priya<Dana");
    desk.keys("1xano cap<tab>a guide to shops<enter>fPriya Dana<enter>");
    let (_, card) = received(&desk);
    assert_eq!(card.outcome.unwrap().instead, "a guide to shops");
    assert!(
        desk.shows("offered instead: a guide to shops"),
        "{}",
        desk.text()
    );
    // Neutral, but not silent: the source hears of it all the same.
    last_days(&mut desk, 4);
    desk.keys("<esc>4");
    assert!(desk.shows("tell and thank: Priya"), "{}", desk.text());
}

#[test]
fn passing_on_makes_the_given_one_and_undo_takes_both_back() {
    let mut desk = desk("Research: Priya<Dana");
    desk.keys("1xp<enter>");
    assert!(
        desk.app.said().starts_with("To: nobody is named"),
        "{}",
        desk.app.said()
    );
    desk.keys("Ben Abara<enter>");
    assert_eq!(desk.cards(), "Discovered: Priya>Ben Abara");
    assert!(
        desk.app
            .said()
            .starts_with("Closed Priya: passed on to Ben Abara")
    );
    let (id, _) = received(&desk);
    assert_eq!(given(&desk).unwrap().passed, Some(id));
    desk.keys("fPriya Ben<enter><enter>");
    assert!(desk.shows("passed on from Dana"), "{}", desk.text());
    desk.keys("<esc>u");
    assert_eq!(desk.cards(), "Research: Priya<Dana");
    assert!(given(&desk).is_none());
}

#[test]
fn what_is_not_settled_goes_round_again_and_is_counted() {
    let mut desk = desk("Report back: Priya<Dana");
    desk.keys("1r<enter><space><enter>");
    assert_eq!(desk.cards(), "Close: Priya<Dana", "{}", desk.text());
    desk.keys("r<enter>");
    assert!(
        desk.app.said().contains("not settled? x then o"),
        "{}",
        desk.app.said()
    );
    desk.keys("xo");
    assert_eq!(desk.cards(), "Report back: Priya<Dana", "{}", desk.text());
    assert!(desk.app.said().contains("round 2"), "{}", desk.app.said());
    assert_eq!(received(&desk).1.round(), 2);
    desk.keys("r<enter><space><enter>xo");
    assert_eq!(received(&desk).1.round(), 3);
    check("Meet: Priya<Dana", "1xo<esc>", "Meet: Priya<Dana");
}

#[test]
fn a_debrief_alone_or_with_the_source_is_found_by_its_stage() {
    let mut desk = desk("Meet: Priya<Dana");
    desk.keys("1dlistened first<tab>bring the figures<enter>");
    assert!(
        desk.app.said().starts_with("Debriefed Priya"),
        "{}",
        desk.app.said()
    );
    let dana = |desk: &Desk| {
        let practice = goodword::insight::practice::Practice::of(desk.book(), desk.today());
        let mut people = desk.book().people.iter();
        let (id, _) = people.find(|(_, it)| it.name == "Dana").unwrap();
        practice.relation(id).last.map(|(on, _)| on)
    };
    assert_eq!(dana(&desk), None, "held alone it is no contact");
    last_days(&mut desk, 1);
    desk.keys("1d<tab>ask sooner<tab>d<enter>");
    assert_eq!(dana(&desk), Some(desk.today()), "held with her it is");
    desk.keys("fdebrief meet");
    assert!(desk.shows("2 found"), "{}", desk.text());
    assert!(
        desk.shows("listened first / bring the figures"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert!(desk.shows("Timeline"), "{}", desk.text());
    assert!(
        desk.shows("debrief of Meet: listened first; differently: bring"),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("debrief of Meet with Dana: differently: ask"),
        "{}",
        desk.text()
    );
}

#[test]
fn whether_the_source_looks_good_is_asked_later_and_only_after_a_meeting() {
    let mut desk = at_the_meeting();
    desk.keys("<space><enter>xl<enter>fPriya Dana<enter>");
    desk.keys("r<enter><space><enter>");
    assert_eq!(
        kinds(&desk),
        ["met", "reported back", "thanked", "call"],
        "{}",
        desk.text()
    );
    desk.keys("<space>");
    assert!(!desk.shows("whether Dana looks good"), "{}", desk.text());
    last_days(&mut desk, 1);
    desk.keys("<space>");
    assert!(desk.shows("whether Dana looks good"), "{}", desk.text());
    desk.keys("y<tab>she said so<enter>");
    let (_, card) = received(&desk);
    assert!(card.answers["close.face"].done, "{}", desk.text());
}

#[test]
fn the_sheet_says_the_users_own_line() {
    let mut desk = empty();
    desk.keys(":settings<enter><tab><tab><tab><tab>calm audits<tab>")
        .paste("{source} sent me: {offer}");
    desk.keys("<enter>");
    assert_eq!(
        desk.book().settings().offer,
        "calm audits",
        "{}",
        desk.text()
    );
    desk.keys("cPriya Shah from Dana Ortiz meet Priya mon<enter>1M4");
    last_days(&mut desk, 2);
    desk.keys("1<space>");
    assert!(
        desk.shows("Dana Ortiz sent me: calm audits"),
        "{}",
        desk.text()
    );
}
