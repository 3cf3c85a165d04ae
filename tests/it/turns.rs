//! Whom to approach and to whom to give: what the two lists show, and what their keys record.

use goodword::domain::event::Kind;
use goodword::domain::promise::By;

use crate::client::dana;
use crate::desk::{Desk, desk, empty, sample};

fn said(desk: &Desk, words: &str) {
    assert!(desk.app.said().starts_with(words), "{}", desk.app.said());
}

#[test]
fn whoever_may_be_asked_about_somebody_is_approached_and_asked_from_the_list() {
    let mut desk = sample();
    desk.keys("P2");
    assert!(desk.shows("Nadia Petit"), "{}", desk.text());
    assert!(desk.shows("Ida Berg and 1 more"), "{}", desk.text());
    assert!(!desk.shows("Dana Ortiz"), "she was asked not long ago");
    desk.keys("<space><enter>");
    let asked = |desk: &Desk| {
        let events = desk.book().events.iter();
        events
            .filter(|(_, it)| it.kind == Kind::Ask && it.on == desk.today())
            .count()
    };
    assert_eq!(asked(&desk), 1, "{}", desk.app.said());
    assert!(
        desk.shows("Nobody to ask just now"),
        "the cool-down begins: {}",
        desk.text()
    );
    desk.keys("u");
    assert_eq!(asked(&desk), 0);
    assert!(desk.shows("Nadia Petit"), "{}", desk.text());
}

#[test]
fn what_was_got_and_never_returned_is_promised_with_one_key() {
    let mut desk = dana();
    desk.keys("P3");
    assert!(desk.shows("a referral"), "{}", desk.text());
    desk.keys("<space><enter>");
    said(&desk, "Promised Dana: a referral");
    let (_, promise) = desk.book().promises.iter().next().unwrap();
    assert_eq!(
        (&promise.by, promise.what.as_str()),
        (&By::Me, "a referral")
    );
    desk.keys("u");
    assert_eq!(desk.book().promises.len(), 0);
}

#[test]
fn whom_i_know_that_fits_what_they_look_for_becomes_a_referral_that_i_give() {
    let mut desk = desk("Discovered: Priya<Dana Bela<Ben");
    desk.keys("fBela<enter>#ceramics<enter><esc>");
    desk.keys("fDana<enter>.wmakers of ceramics<enter>Ta<esc>P3");
    assert!(desk.shows("an intro to Bela"), "{}", desk.text());
    desk.keys("<space>");
    assert!(desk.shows("Bela to Dana"), "{}", desk.text());
    desk.keys("lamps for the shop<enter>");
    let (_, given) = desk.book().referrals.iter().next_back().unwrap();
    assert!(given.is_given(), "{}", desk.app.said());
    assert_eq!(desk.book().name(given.receiver), "Dana");
}

#[test]
fn empty_lists_say_what_fills_them() {
    let mut desk = empty();
    desk.keys("P2");
    assert!(desk.shows("Nobody to ask just now"), "{}", desk.text());
    desk.keys("3");
    assert!(
        desk.shows("Nobody is waiting for anything"),
        "{}",
        desk.text()
    );
    desk.keys("<enter><space>jx<esc>");
}
