//! The terminal comes back as it was, however a program ends, with a small program in the place of the real one.
//! That program is this test binary again, running the test called `bare`.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::process;
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode};
use goodword::domain::refusal::Refusal;
use goodword::ui::terminal::editor::edit;
use goodword::ui::terminal::events::Events;
use goodword::ui::terminal::screen::{Options, Screen};
use goodword::ui::terminal::signals::Request;
use goodword::ui::terminal::{modes, panics, signals};
use ratatui::style::Stylize;
use ratatui::widgets::Paragraph;

use crate::pty::{Pty, Start};

/// Names the file that the small program writes when it is told to save.
const SAVED: &str = "BARE_SAVES_IN";

#[test]
#[ignore = "this is the program that the tests of this file start"]
fn bare() {
    let Ok(saved) = env::var(SAVED) else { return };
    let rescued = saved.clone();
    panics::prepare(move || {
        fs::write(&rescued, "rescued").ok()?;
        Some("Kept: everything.".into())
    });
    signals::watch(move || fs::write(&saved, "saved").unwrap()).unwrap();
    match converse() {
        Ok(()) => process::exit(0),
        Err(cause) => {
            let _ = writeln!(io::stderr(), "stopped: {cause}");
            process::exit(1);
        }
    }
}

fn converse() -> io::Result<()> {
    if !modes::is_interactive() {
        return Err(io::Error::other("no terminal"));
    }
    let mut screen = Screen::enter(Options { mouse: true })?;
    let mut events = Events::default();
    let mut text = String::from("before");
    let mut said = String::from("ready");
    loop {
        screen.draw(|frame| {
            let lines = format!("{said}\ntext: {text}\nsize: {}", frame.area());
            frame.render_widget(Paragraph::new(lines).red().reversed(), frame.area());
        })?;
        let batch = events.next(Duration::from_secs(60))?;
        match signals::request() {
            Some(Request::Suspend) => said = told(screen.suspend(), "resumed"),
            Some(Request::TakeBack) => screen.take_back()?,
            None => {}
        }
        let count = batch.len();
        for event in batch {
            match event {
                Event::Paste(pasted) => {
                    said = format!("pasted {} in {count}: {}", pasted.len(), &pasted[..5]);
                }
                Event::Key(key) => match key.code {
                    KeyCode::Char('q') => return Ok(()),
                    KeyCode::Char('x') => return Err(io::Error::other("as asked")),
                    KeyCode::Char('p') => panic!("Priya's secret"),
                    KeyCode::Char('w') => {
                        let _ = thread::spawn(|| panic!("a worker's secret")).join();
                        said = format!("broken threads: {}", panics::broken_threads().len());
                    }
                    KeyCode::Char('z') => said = told(screen.suspend(), "resumed"),
                    KeyCode::Char('c') => said = told(screen.copy("hello"), "copied"),
                    KeyCode::Char('t') => screen.set_title("Goodword\u{1b}[2J")?,
                    KeyCode::Char('e') => match edit(&mut screen, &text, ".md") {
                        Ok(Some(edited)) => text = edited,
                        Ok(None) => said = "unchanged".into(),
                        Err(refusal) => said = refusal.to_string(),
                    },
                    other => said = format!("key {other:?}"),
                },
                _ => {}
            }
        }
    }
}

fn told(outcome: Result<(), Refusal>, done: &str) -> String {
    outcome.map_or_else(|refusal| refusal.to_string(), |()| done.into())
}

/// Starts the small program, in `sh -c SCRIPT` if there is one: it is `"$@"` there.
fn start(script: Option<&str>, env: &[(&str, &str)]) -> (Pty, tempfile::NamedTempFile) {
    let saved = tempfile::NamedTempFile::new().unwrap();
    let me = env::current_exe().unwrap();
    let me = me.to_str().unwrap();
    let args = [
        me,
        "--exact",
        "terminal::bare",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ];
    let start = match script {
        Some(script) => Start::program("sh", &[&["-c", script, "sh"], &args[..]].concat()),
        None => Start::program(me, &args[1..]),
    };
    let start = env
        .iter()
        .fold(start, |start, (name, value)| start.env(name, value))
        .env(SAVED, saved.path().to_str().unwrap())
        .size(100, 24);
    (start.run(), saved)
}

fn ready() -> (Pty, tempfile::NamedTempFile) {
    let (pty, saved) = start(None, &[]);
    pty.wait_for("ready");
    (pty, saved)
}

#[test]
fn quitting_gives_the_terminal_back() {
    let (mut pty, _) = ready();
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    pty.assert_given_back();
}

#[test]
fn a_fault_gives_the_terminal_back_and_is_told_after() {
    let (mut pty, _) = ready();
    pty.keys("x");
    assert_eq!(pty.exit_status().exit_code(), 1);
    assert!(
        pty.screen().contains("stopped: as asked"),
        "{}",
        pty.screen()
    );
    pty.assert_given_back();
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_three_lines_without_secrets() {
    let (mut pty, saved) = ready();
    pty.keys("p");
    assert_eq!(pty.exit_status().exit_code(), 101);
    pty.assert_given_back();
    let screen = pty.screen();
    assert!(screen.contains("Goodword stopped because of a mistake of its own, at tests/it"));
    assert!(screen.contains("Kept: everything."), "{screen}");
    assert!(screen.contains("Start goodword again"), "{screen}");
    assert!(!pty.output().contains("secret"));
    assert_eq!(fs::read_to_string(saved).unwrap(), "rescued");
}

#[test]
fn a_panic_beside_the_screen_leaves_the_screen_alone() {
    let (mut pty, _) = ready();
    pty.keys("w");
    pty.wait_for("broken threads: 1");
    assert!(!pty.output().contains("?1049l"));
    assert!(!pty.output().contains("secret"));
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    pty.assert_given_back();
}

#[test]
fn a_long_paste_arrives_whole_and_at_once() {
    let (mut pty, _) = ready();
    pty.paste(&"paste".repeat(1000));
    pty.wait_for("pasted 5000 in 1: paste");
}

#[test]
fn half_a_sequence_does_not_hold_up_a_change_of_size() {
    let (mut pty, _) = ready();
    pty.bytes(b"\x1b[1;");
    pty.resize(90, 20);
    pty.wait_for("size: 90x20");
}

#[test]
fn an_idle_screen_sends_nothing() {
    let (mut pty, _) = ready();
    pty.keys("k");
    pty.wait_for("key Char('k')");
    let sent = pty.output().len();
    pty.keys("kkkk");
    pty.keys("j");
    pty.wait_for("key Char('j')");
    let all = pty.output();
    let last = &all[sent..];
    assert_eq!(last.matches("\x1b[?2026h").count(), 1, "{last:?}");
    assert!(last.len() < 60, "{last:?}");
}

#[test]
fn no_color_leaves_the_selection_visible() {
    let (mut pty, _) = start(None, &[("NO_COLOR", "1")]);
    pty.wait_for("ready");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    let output = pty.output();
    assert!(output.contains("\x1b[7m"), "{output:?}");
    assert!(!output.contains("\x1b[;m"), "{output:?}");
}

#[test]
fn copies_and_titles_are_clean() {
    let (mut pty, _) = ready();
    pty.keys("ct");
    pty.wait_for("copied");
    pty.wait_for_bytes("\x1b]52;c;aGVsbG8=\x1b\\", 1);
    pty.wait_for_bytes("\x1b]0;Goodword[2J\x07", 1);
    pty.keys("q");
    pty.exit_status();
    pty.wait_for_bytes("\x1b[23;0t", 1);
}

#[test]
fn a_signal_saves_and_gives_the_terminal_back() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2), ("QUIT", 3)] {
        let (mut pty, saved) = ready();
        pty.signal(name);
        assert_eq!(pty.exit_status().exit_code(), 128 + number, "{name}");
        assert_eq!(fs::read_to_string(saved).unwrap(), "saved", "{name}");
        pty.assert_given_back();
    }
}

/// Types so that frames are under way, sends TERM at some moment, and looks at what is left.
fn term_at_any_moment(times: usize) {
    for time in 0..times {
        let (mut pty, saved) = ready();
        pty.keys(&"kj".repeat(time * 7 % 40));
        if time % 2 == 0 {
            pty.resize(60 + u16::try_from(time % 50).unwrap(), 20);
        }
        pty.signal("TERM");
        assert_eq!(pty.exit_status().exit_code(), 143);
        assert_eq!(fs::read_to_string(saved).unwrap(), "saved");
        pty.assert_given_back();
        let output = pty.output();
        let after = output.rsplit("\x1b[?1049l").next().unwrap();
        assert!(
            !after.contains("\x1b[?2026h"),
            "a frame after the end: {after:?}"
        );
    }
}

#[test]
fn a_signal_between_frames_draws_nothing_over_the_shell() {
    term_at_any_moment(5);
}

#[test]
#[ignore = "long: the same, 200 times"]
fn a_signal_between_frames_draws_nothing_over_the_shell_200_times() {
    term_at_any_moment(200);
}

#[test]
fn going_on_after_a_stop_from_outside_takes_the_terminal_back() {
    let (mut pty, _) = ready();
    pty.signal("STOP");
    pty.signal("CONT");
    pty.wait_for_bytes("\x1b[?1049h", 2);
    pty.keys("k");
    pty.wait_for("key Char('k')");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    pty.assert_given_back();
}

#[test]
fn a_signal_meant_for_the_editor_does_not_end_the_program() {
    let (mut pty, _folder) =
        with_editor(r#"kill -s INT $PPID; kill -s QUIT $PPID; echo still > "$2""#);
    pty.keys("e");
    pty.wait_for("text: still");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    pty.assert_given_back();
}

#[test]
fn this_terminal_answers_where_its_cursor_is() {
    let script = "stty raw -echo; printf 'at \\033[6n'; dd bs=1 count=6 2>/dev/null | od -c";
    let mut pty = Start::program("sh", &["-c", script]).run();
    pty.wait_for("[   1   ;   4   R");
    assert_eq!(pty.exit_status().exit_code(), 0);
}

#[test]
fn a_window_that_closes_saves_and_ends_the_program() {
    let (mut pty, saved) = ready();
    let start = Instant::now();
    pty.hang_up();
    let status = pty.exit_status();
    assert_eq!(status.exit_code(), 129, "{status:?}: {}", pty.screen());
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(fs::read_to_string(saved).unwrap(), "saved");
}

#[test]
fn a_window_that_closes_without_a_signal_saves_and_ends_the_program() {
    // The shell gets the signal and ignores it; the program gets none.
    let (mut pty, saved) = start(Some(r#"trap "" HUP; "$@"; exit $?"#), &[]);
    pty.wait_for("ready");
    let start = Instant::now();
    pty.hang_up();
    let status = pty.exit_status();
    assert_eq!(status.exit_code(), 129, "{status:?}: {}", pty.screen());
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(fs::read_to_string(saved).unwrap(), "saved");
}

#[test]
fn suspend_gives_the_shell_its_terminal_and_takes_it_back() {
    let script = r#"set -m; "$@"; echo stopped; stty -a; read go; fg >/dev/null; echo "ended $?""#;
    let (mut pty, _) = start(Some(script), &[]);
    pty.wait_for("ready");
    pty.keys("z");
    pty.wait_for("stopped");
    pty.wait_until("a line that echoes", |screen| screen.contains(" icanon"));
    pty.assert_given_back();
    pty.keys("go<enter>");
    pty.wait_for("resumed");
    pty.keys("k");
    pty.wait_for("key Char('k')");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    assert!(pty.screen().contains("ended 0"), "{}", pty.screen());
    pty.assert_given_back();
}

#[test]
fn a_stop_by_signal_is_a_suspend_too() {
    let script = r#"set -m; "$@"; echo stopped; read go; fg >/dev/null"#;
    let (mut pty, _) = start(Some(script), &[]);
    pty.wait_for("ready");
    pty.signal_job("TSTP");
    pty.wait_for("stopped");
    pty.keys("go<enter>");
    pty.wait_for("resumed");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    pty.assert_given_back();
}

#[test]
fn suspend_without_a_shell_is_refused() {
    let (mut pty, _) = ready();
    pty.keys("z");
    pty.wait_for("There is no shell to go back to");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    pty.assert_given_back();
}

fn with_editor(script: &str) -> (Pty, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let editor = folder.path().join("my editor");
    fs::write(&editor, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).unwrap();
    let command = format!("'{}' --wait", editor.display());
    let (pty, _) = start(None, &[("EDITOR", &command)]);
    pty.wait_for("ready");
    (pty, folder)
}

#[test]
fn the_editor_changes_the_text() {
    let (mut pty, _folder) =
        with_editor(r#"cat "$2"; stty -a | grep -o ' icanon'; echo "after $1" > "$2""#);
    pty.keys("e");
    pty.wait_for("text: after --wait");
    assert!(pty.output().contains("before icanon"), "{}", pty.output());
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    pty.assert_given_back();
}

#[test]
fn an_editor_that_changes_nothing_is_no_change() {
    let (mut pty, _folder) = with_editor("true");
    pty.keys("e");
    pty.wait_for("unchanged");
}

#[test]
fn an_editor_that_ends_badly_keeps_the_text_and_is_named() {
    let (mut pty, _folder) = with_editor("exit 3");
    pty.keys("e");
    pty.wait_for("ended with exit status: 3");
    pty.wait_for("text: before");
}

#[test]
fn an_editor_that_ends_badly_after_writing_leaves_what_was_written() {
    let (mut pty, _folder) = with_editor(r#"echo lost? > "$2"; exit 3"#);
    pty.keys("e");
    pty.wait_for("what you wrote is in");
    let run = pty.home().join("run");
    let kept = fs::read_dir(run).unwrap().next().unwrap().unwrap().path();
    assert_eq!(
        fs::read_to_string(kept.join("goodword.md")).unwrap(),
        "lost?\n"
    );
}

#[test]
fn an_editor_that_is_not_there_is_named() {
    let (mut pty, _) = start(None, &[("VISUAL", "no-such-editor -x")]);
    pty.wait_for("ready");
    pty.keys("e");
    pty.wait_for("The editor `no-such-editor -x` does not start");
    pty.wait_for("text: before");
}
