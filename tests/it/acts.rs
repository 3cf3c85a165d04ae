//! What the keys of a referral, a person, a promise and the settings do. Knows nothing of the board.

use crate::desk::{Desk, check, desk, empty, today};
use chrono::Days;
use goodword::domain::action::Action;
use goodword::domain::event::{Kind, Way};
use goodword::domain::person::Tier;
use goodword::domain::promise::By;

/// What is due on a Saturday is due on Monday.
fn monday() -> chrono::NaiveDate {
    today() + Days::new(2)
}

fn kinds(desk: &Desk) -> Vec<&str> {
    let mut events: Vec<_> = desk.book().events.iter().map(|(_, it)| it).collect();
    events.sort_by_key(|it| it.at);
    events.iter().map(|it| it.kind.title()).collect()
}

#[test]
fn what_a_dialog_was_left_with_comes_back() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1nsend the offer fri<esc>");
    assert!(!desk.shows("send the offer"));
    desk.keys("n");
    assert!(desk.shows("send the offer fri"), "{}", desk.text());
    assert!(
        desk.app.said().starts_with("What you had typed is back"),
        "{}",
        desk.app.said()
    );
    desk.keys("<enter>");
    assert!(
        desk.app.said().starts_with("Planned for Priya: send"),
        "{}",
        desk.app.said()
    );
    desk.keys("c").paste("Zoe Quinn from").keys("<esc>Lc");
    assert!(desk.shows("Zoe Quinn from"), "{}", desk.text());
}

#[test]
fn a_draft_belongs_to_its_record() {
    let mut desk = desk("Discovered: Priya<Dana / Research: Lin<Ben");
    desk.keys("1").click("Priya");
    desk.keys("NA word about her<esc>").click("Lin");
    desk.keys("N");
    assert!(!desk.shows("A word about her"), "{}", desk.text());
    desk.keys("<esc>").click("Priya");
    desk.keys("N");
    assert!(desk.shows("A word about her"), "{}", desk.text());
}

#[test]
fn a_refused_form_stays_with_all_that_was_typed() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1ncall Dana some day<enter>");
    assert!(desk.app.said().contains("no day"), "{}", desk.app.said());
    assert!(desk.shows("call Dana some day"), "{}", desk.text());
    desk.keys(" fri<enter>");
    assert!(
        desk.app.said().starts_with("Planned for Priya"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn something_given_or_got_is_one_key_a_letter_a_note_and_enter() {
    for (keys, kind, way) in [
        ("1+tfor her site<enter>", Kind::Testimonial, Way::Given),
        ("1+Ton the fair<enter>", Kind::Testimonial, Way::Got),
        ("1+<enter><enter>", Kind::Introduction, Way::Given),
        ("1+jjG<enter>", Kind::Gift, Way::Got),
    ] {
        let mut desk = desk("Discovered: Priya<Dana");
        desk.keys(keys);
        let (_, event) = desk.book().events.iter().next().unwrap();
        assert_eq!((&event.kind, &event.way), (&kind, &Some(way)), "{keys}");
        assert_eq!(desk.book().name(event.person), "Dana");
        desk.keys("u");
        assert!(desk.book().events.is_empty());
    }
}

#[test]
fn a_promise_is_made_kept_and_taken_back() {
    let mut desk = desk("Research: Priya<Dana");
    desk.keys("1osend the photographs<tab><tab><tab>today<enter>");
    desk.on(monday()).keys("4g<space><enter>");
    let promise = |desk: &Desk| desk.book().promises.iter().next().unwrap().1.clone();
    assert_eq!(promise(&desk).what, "send the photographs");
    assert_eq!(
        (promise(&desk).by, promise(&desk).due),
        (By::Me, Some(today()))
    );
    desk.keys("4");
    assert!(
        desk.shows("promised: send the photographs"),
        "{}",
        desk.text()
    );
    desk.click("promised: send").keys("<space>");
    assert!(promise(&desk).kept.is_some(), "{}", desk.text());
    assert!(!desk.shows("promised: send"), "{}", desk.text());
    desk.keys("u");
    assert!(promise(&desk).is_open());
}

#[test]
fn a_promise_not_kept_is_ended_from_the_menu() {
    let mut desk = desk("Research: Priya<Dana");
    desk.keys("1osend the photographs<tab><tab><tab>today<enter>");
    desk.on(monday()).keys("4g<space><enter>");
    desk.click("promised: send").keys(".");
    let letter = letter_of(&desk, "Mark the promise as not kept");
    desk.keys(&letter);
    let (_, promise) = desk.book().promises.iter().next().unwrap();
    assert!(promise.broken.is_some(), "{letter}\n{}", desk.text());
}

/// The letter of the row of an open menu that says this.
fn letter_of(desk: &Desk, words: &str) -> String {
    let (x, y) = desk.find(words);
    let before: String = desk.rows()[usize::from(y)]
        .chars()
        .take(usize::from(x))
        .collect();
    before
        .split_whitespace()
        .next_back()
        .unwrap()
        .trim_start_matches('▌')
        .to_string()
}

#[test]
fn a_tier_is_set_in_two_keys_from_the_menu() {
    let mut desk = desk("Research: Priya<Dana");
    desk.keys("2.");
    let letter = letter_of(&desk, "Set the tier");
    desk.keys(&letter).keys("a");
    let tier = |desk: &Desk| {
        let (_, dana) = desk
            .book()
            .people
            .iter()
            .find(|(_, it)| it.name == "Dana")
            .unwrap();
        dana.tier.clone()
    };
    assert_eq!(tier(&desk), Some(Tier::A), "{}", desk.text());
    desk.keys("u");
    assert_eq!(tier(&desk), None);
}

#[test]
fn a_person_without_a_tier_is_never_late_and_a_tier_makes_them_so() {
    let mut desk = desk("Close: Priya<Dana");
    desk.keys("1t");
    let quiet = |desk: &Desk| desk.shows("be in touch") || desk.shows("going cold");
    desk.on(today() + Days::new(9));
    assert!(!quiet(&desk));
    desk.keys("2.");
    let letter = letter_of(&desk, "Set the tier");
    desk.keys(&letter).keys("a");
    // For sixty days a source is new, and kept closer than any tier.
    desk.on(today() + Days::new(70)).keys("4");
    let practice = goodword::insight::practice::Practice::of(desk.book(), desk.today());
    let (dana, _) = desk
        .book()
        .people
        .iter()
        .find(|(_, it)| it.name == "Dana")
        .unwrap();
    assert_eq!(practice.relation(dana).interval, Some(14));
}

#[test]
fn settings_are_a_form_of_the_palette() {
    let mut desk = desk("Close: Priya<Dana");
    desk.keys(":settings<enter>");
    assert!(desk.shows("currency"), "{}", desk.text());
    desk.keys("Mara Vogt<enter>");
    assert_eq!(desk.book().settings().name, "Mara Vogt");
    desk.keys("u");
    assert_eq!(desk.book().settings().name, "");
}

#[test]
fn a_closed_referral_is_reopened_from_its_page() {
    let mut desk = desk("Close: Priya<Dana");
    desk.keys("1xl<enter>fPriya<enter>");
    desk.keys(".");
    assert!(
        desk.shows("Open a closed referral again") || desk.shows("Log that you were"),
        "{}",
        desk.text()
    );
    desk.keys("<esc><esc>u");
    assert_eq!(desk.cards(), "Close: Priya<Dana");
}

#[test]
fn a_second_source_joins_the_card() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1.");
    let letter = letter_of(&desk, "Add a second source");
    desk.keys(&letter).keys("Ben Abara<enter>");
    let (_, card) = desk.book().referrals.iter().next().unwrap();
    assert_eq!(card.partners().count(), 2, "{}", desk.text());
}

#[test]
fn a_note_stands_in_the_timeline_and_can_be_deleted_there() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1Nlikes short meetings<tab><enter><enter>");
    assert!(desk.shows("likes short meetings"), "{}", desk.text());
    assert_eq!(kinds(&desk), ["note"]);
    desk.click("likes short meetings").keys("<delete>");
    assert!(kinds(&desk).is_empty(), "{}", desk.text());
    desk.keys("u");
    assert_eq!(kinds(&desk), ["note"]);
}

#[test]
fn deleting_a_page_leaves_it() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1<enter>");
    assert!(desk.shows("Timeline"));
    desk.keys("G<delete><delete>");
    assert!(
        desk.book().referrals.is_empty() || desk.shows("Timeline"),
        "{}",
        desk.text()
    );
}

#[test]
fn the_first_minutes_of_a_new_book() {
    let mut desk = empty();
    assert!(desk.shows("A new book."), "{}", desk.text());
    desk.keys("eMara Vogt<tab>GBP<enter>");
    assert_eq!(desk.book().settings().name, "Mara Vogt", "{}", desk.text());
    assert_eq!(desk.book().settings().currency().code(), "GBP");
    desk.keys("aDana Ortiz (Ortiz Brand)<enter>aBen Abara<enter>Omar Haddad<enter>d");
    assert!(
        desk.shows("Dana Ortiz") && desk.shows("Ortiz Brand"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert_eq!(desk.book().people.len(), 3, "{}", desk.text());
    let tiers: Vec<_> = desk
        .book()
        .people
        .iter()
        .map(|(_, it)| it.tier.clone())
        .collect();
    assert_eq!(tiers, [Some(Tier::A), None, Some(Tier::D)]);
    desk.keys("cPriya Shah from Dana Ortiz, web shop 12k<enter>");
    assert_eq!(desk.cards(), "Discovered: Priya Shah<Dana Ortiz");
    let (_, card) = desk.book().referrals.iter().next().unwrap();
    assert_eq!(card.estimate.unwrap().currency.code(), "GBP");
    desk.keys("u");
    assert_eq!(
        (desk.book().people.len(), desk.book().referrals.len()),
        (3, 0)
    );
}

#[test]
fn the_sample_is_looked_at_and_left_for_the_own_book() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::filed(folder.path());
    desk.keys("S");
    assert!(
        desk.shows("sample, not saved") && 20 < desk.book().people.len(),
        "{}",
        desk.text()
    );
    desk.keys("1Lq");
    assert!(!desk.app.is_done() && desk.book().is_empty());
    assert!(desk.shows("A new book."), "{}", desk.text());
    desk.keys("q");
    assert!(desk.app.is_done());
}

#[test]
fn a_small_referral_from_capture_to_thanks_takes_twenty_five_keys() {
    let mut desk = empty();
    let mut keys = 0;
    let mut press = |desk: &mut Desk, script: &str, count: usize| {
        desk.keys(script);
        keys += count;
    };
    press(&mut desk, "c", 1);
    desk.paste("Priya Shah from Dana Ortiz, web shop 12k L3");
    press(&mut desk, "<enter>", 1);
    press(&mut desk, "<space><enter>", 2);
    press(&mut desk, "<space><enter>", 2);
    press(&mut desk, "<space><enter>", 2);
    press(&mut desk, "<space><tab><right><enter>", 4);
    assert_eq!(desk.cards(), "Meet: Priya Shah<Dana Ortiz");
    press(&mut desk, "r<enter>", 2);
    press(&mut desk, "<space><enter>", 2);
    assert_eq!(desk.cards(), "Close: Priya Shah<Dana Ortiz");
    press(&mut desk, "xw<enter>", 3);
    // Told and thanked in one call.
    press(&mut desk, "<space><enter>", 2);
    desk.on(today() + Days::new(3)).keys("4");
    assert!(!desk.shows("owed today"), "{}", desk.text());
    assert!(desk.shows("did Dana come out well"), "{}", desk.text());
    assert!(keys <= 25, "{keys}");
    let (_, card) = desk.book().referrals.iter().next().unwrap();
    assert!(!card.is_open());
    let told = desk
        .book()
        .events
        .iter()
        .filter(|(_, it)| it.kind == Kind::Thanked)
        .count();
    assert_eq!(told, 2, "on arrival and at the end");
}

#[test]
fn a_key_of_a_record_that_went_meanwhile_acts_on_nothing() {
    check("Discovered: Priya<Dana", "1<delete>LxnrtM", "");
}

#[test]
fn the_timeline_says_how_it_had_ended_before_it_was_reopened() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1xl").paste("chose a friend");
    desk.keys("<enter>fPriya<enter>");
    let (id, _) = desk.book().referrals.iter().next().unwrap();
    desk.on(monday());
    desk.app.session_mut().perform(Action::Reopen(id)).unwrap();
    desk.app.refresh();
    desk.keys("<esc>1<enter>");
    let told = "reopened in Check back; it had ended: lost Sat 21,";
    assert!(desk.shows(told), "{}", desk.text());
    assert!(desk.shows("chose a friend"), "{}", desk.text());
}

#[test]
fn enter_on_a_line_of_a_persons_page_puts_it_right_or_opens_its_referral() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2N").paste("likes to be caled early");
    desk.keys("<tab><enter>2<enter>");
    assert!(desk.shows("Priya came from Dana"), "{}", desk.text());
    desk.click("today  likes to be caled early").keys("<enter>");
    desk.keys("<ctrl-w><ctrl-w>called early<tab><enter>");
    assert!(
        desk.app.said().starts_with("Put right: note of"),
        "{}",
        desk.app.said()
    );
    assert!(desk.shows("likes to be called early"), "{}", desk.text());
    desk.click("Priya came from Dana").keys("<enter>");
    assert!(desk.shows("Received from"), "{}", desk.text());
    desk.keys("<esc>");
    assert!(desk.shows("likes to be called early"), "{}", desk.text());
}
