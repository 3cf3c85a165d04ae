//! Keys and pastes that were meant for another window: pastes are text, and every key can be taken back.

use crate::kept::{Kept, LINE, quit, wait_until_saved};

#[test]
fn a_paste_is_text_and_never_commands() {
    let kept = Kept::new();
    kept.add(&[LINE]);
    let before = kept.book();
    let mut pty = kept.open();
    // Where no text is wanted it is nothing.
    pty.paste("LLLqxtuc\r\n:q\r");
    pty.keys("c");
    pty.paste("Omar q L x\n\u{1b}[31m u from Lin Wu");
    pty.wait_for("Omar q L x");
    assert!(kept.book() == before, "nothing was done yet");
    pty.keys("<enter>");
    wait_until_saved(&pty, "Captured Omar q L x");
    pty.keys("u");
    wait_until_saved(&pty, "Undone: ");
    quit(pty);
    assert!(kept.book().says_the_same(&before));
}

/// Types as a person does who takes this for another window, then goes back to where they were. Without `q` and `S`, which
/// leave the book.
/// Gives whether the book was changed on the way.
fn typed_into_the_wrong_window(seed: u64) -> bool {
    const LETTERS: &[u8] =
        b"abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRTUVWXYZ0123456789 .,-+*/<>#!;\r\t";
    let kept = Kept::new();
    kept.add(&[
        LINE,
        "Lin Wu from Ines Roth call mon",
        "Omar Haddad to Dana Ortiz",
    ]);
    let before = kept.book();
    let mut pty = kept.open();
    let mut row = seed;
    let typed: Vec<u8> = (0..300)
        .map(|_| {
            row = row.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            LETTERS[usize::try_from(row >> 33).unwrap() % LETTERS.len()]
        })
        .collect();
    for some in typed.chunks(10) {
        pty.bytes(some);
    }
    // Two of these are one key for a terminal.
    pty.keys(&"<esc>".repeat(60));
    pty.wait_for("? help");
    // What no letter above opens: when it shows, all of them were heard.
    pty.keys("?");
    pty.wait_for("╭ Help");
    pty.keys("<esc>");
    pty.wait_until("home", |screen| !screen.contains("╭ Help"));
    pty.keys(&"u".repeat(320));
    pty.wait_for("Nothing to undo");
    quit(pty);
    let after = kept.book();
    assert!(
        after.says_the_same(&before),
        "seed {seed}: {}",
        String::from_utf8_lossy(&typed)
    );
    // The times of changes are not taken back.
    after != before
}

#[test]
fn what_was_typed_into_the_wrong_window_can_be_undone() {
    let changed = (1..4).filter(|seed| typed_into_the_wrong_window(*seed));
    assert_ne!(changed.count(), 0);
}

#[test]
#[ignore = "long: the same, 100 times"]
fn what_was_typed_into_the_wrong_window_can_be_undone_100_times() {
    let changed = (1..101).filter(|seed| typed_into_the_wrong_window(*seed));
    assert!(80 < changed.count());
}
