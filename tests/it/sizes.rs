//! Every screen and dialog is drawn at every size of a window, down to one cell.

use crate::desk::{Desk, empty, sample};

/// Ways to every screen and dialog of the sample, from home.
pub const SCREENS: [&str; 55] = [
    "1",
    "2",
    "3",
    "4",
    "1z",
    "2z",
    "3z",
    "4z",
    "1b",
    "1bz",
    "1/dana",
    "2/x",
    "4/zzz<enter>",
    "1<enter>",
    "1b<enter>",
    "2<enter>",
    "3<enter>",
    "4<enter>",
    "1.",
    "2.",
    "4.",
    "1<enter>.",
    ":",
    ":mo",
    "?",
    "1<enter>?",
    "f",
    "fan",
    "fzzz",
    "c",
    "cPriya Shah (ARC) from Dana Ortiz, web shop #retail 12k L3 call fri 10:00",
    "cto from 12/11",
    "1x",
    "1xw",
    "1M",
    "1n",
    "1s",
    "1r",
    "1e",
    "1N",
    "1+",
    "1o",
    "2e",
    "4-",
    "mm",
    "m1",
    "P",
    "PXjXT",
    "PF",
    "P/dana<enter>.F",
    "P/dana<enter>.U",
    "P/dana<enter><delete>",
    "P4",
    ":numbers<enter>",
    ":numbers<enter><enter>",
];

fn on_all(widths: &[u16], heights: &[u16]) {
    let draw = |desk: &mut Desk| {
        for height in heights {
            for width in widths {
                desk.resize(*width, *height);
            }
        }
    };
    for keys in SCREENS {
        let mut desk = sample();
        desk.keys(keys);
        draw(&mut desk);
        // Walking about in a window of any size is no worse than looking at it.
        desk.resize(20, 5);
        desk.keys("<down><down><up><right><tab><end><esc>");
    }
    for keys in ["", "e", "a", "aDana Ortiz<enter>", "c", "?"] {
        let mut desk = empty();
        desk.keys(keys);
        draw(&mut desk);
    }
}

#[test]
fn no_screen_breaks_in_a_window_of_any_size() {
    let widths = [1, 2, 5, 11, 12, 13, 17, 20, 24, 31, 40, 59, 80, 130];
    let heights = [1, 2, 3, 4, 5, 6, 7, 8, 10, 14, 20, 45];
    on_all(&widths, &heights);
}

#[test]
#[ignore = "a campaign: every size from 1 x 1 to 130 x 45"]
fn no_screen_breaks_in_any_window_at_all() {
    let all: Vec<u16> = (1..=130).collect();
    on_all(&all, &all[..45]);
}

#[test]
fn a_window_too_small_says_so() {
    let mut desk = sample();
    desk.resize(11, 3);
    assert!(desk.shows("too small"), "{}", desk.text());
    desk.resize(20, 6);
    assert!(!desk.shows("too small"), "{}", desk.text());
}

#[test]
fn a_dialog_survives_a_window_that_shrinks_and_grows() {
    let mut desk = sample();
    desk.keys("1ncall Dana fri");
    let before = desk.text();
    desk.resize(8, 2);
    desk.resize(30, 7);
    desk.resize(120, 36);
    assert_eq!(desk.text(), before);
}
