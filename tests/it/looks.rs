//! What the real program sends to the terminal: at rest, in every size, in colour and without, masked.

use std::fs;

use crate::kept::{Kept, LINE, quit};
use crate::pty::{Pty, Start};

#[test]
fn an_idle_screen_sends_nothing() {
    let kept = Kept::new();
    let mut pty = kept.open();
    pty.wait_for("✓ saved");
    let sent = pty.output().len();
    // The window gains and loses the focus, and the pointer passes by; then a key, to see that all of it was heard.
    pty.bytes(b"\x1b[I\x1b[O\x1b[I");
    pty.keys("?");
    pty.wait_for("Help");
    let all = pty.output();
    assert_eq!(
        all[sent..].matches("\x1b[?2026h").count(),
        1,
        "{:?}",
        &all[sent..]
    );
}

#[test]
fn the_environment_and_the_configuration_choose_how_it_looks() {
    let kept = Kept::new();
    let mut plain = kept.start().env("NO_COLOR", "1").run();
    plain.wait_for("? help");
    let has_colour = |pty: &Pty| {
        let output = pty.output();
        let sgr = output
            .split("\x1b[")
            .filter_map(|part| part.split_once('m'));
        sgr.filter(|(codes, _)| {
            codes
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b';')
        })
        .any(|(codes, _)| codes.starts_with("38;5;") || codes == "36" || codes == "33")
    };
    assert!(!has_colour(&plain));
    plain.keys("q");
    assert_eq!(plain.exit_status().exit_code(), 0);

    let config = kept.folder.path().join("config/goodword");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("config.toml"), "mouse = false\nascii = true\n").unwrap();
    let set = kept.folder.path().join("config");
    let pty = kept
        .start()
        .env("XDG_CONFIG_HOME", set.to_str().unwrap())
        .run();
    pty.wait_for("? help");
    assert!(has_colour(&pty));
    assert!(
        !pty.output().contains("\x1b[?1000h"),
        "the mouse is the terminal's"
    );
    assert!(pty.screen().is_ascii(), "{}", pty.screen());

    fs::write(config.join("config.toml"), "mouse = 3\n").unwrap();
    let pty = kept
        .start()
        .env("XDG_CONFIG_HOME", set.to_str().unwrap())
        .run();
    pty.wait_for("mouse = 3");
}

#[test]
fn no_size_is_too_odd() {
    let kept = Kept::new();
    kept.add(&[LINE]);
    let pty = kept.open();
    for (columns, rows) in [
        (1, 1),
        (3, 2),
        (12, 4),
        (39, 9),
        (80, 24),
        (300, 90),
        (140, 40),
    ] {
        pty.resize(columns, rows);
    }
    pty.wait_for("? help");
    pty.wait_for("Priya Shah");
    quit(pty);
}

#[test]
fn the_sample_can_be_shown_to_anybody_and_leaves_no_book() {
    let mut pty = Start::goodword(&["--sample", "--masked"])
        .size(140, 40)
        .run();
    pty.wait_for("sample, not saved");
    pty.wait_for("MASKED");
    pty.wait_for_bytes("\x1b]0;goodword (masked)\x07", 1);
    pty.keys("Lu");
    pty.wait_for("Undone: ");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0, "{}", pty.screen());
    pty.assert_given_back();
    let left = fs::read_dir(pty.home().join("data")).unwrap();
    assert_eq!(left.count(), 0);
}
