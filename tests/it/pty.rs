//! A real terminal for a real program: starts it behind a pseudo-terminal, types, waits for text, and knows what the
//! program did to the terminal. Never sleeps to wait; every wait is for something that will show.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// How long anything may take to show before the test gives up: generous, because machines are busy.
const DEADLINE: Duration = Duration::from_secs(20);

/// What asks a terminal where its cursor is.
const WHERE_IS_THE_CURSOR: &[u8] = b"\x1b[6n";

/// How a program is started.
pub struct Start {
    program: String,
    args: Vec<String>,
    env: Vec<(String, String)>,
    size: (u16, u16),
}

/// A program in a terminal of its own.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Keyboard,
    seen: Arc<Seen>,
    reader: Option<JoinHandle<()>>,
    before: String,
    home: TempDir,
}

/// The way in, until the line is closed. The thread that reads answers on it.
type Keyboard = Arc<Mutex<Option<Box<dyn Write + Send>>>>;

/// What the program sent so far, shared with the thread that reads it.
struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    picture: vt100::Parser,
    bytes: Vec<u8>,
    is_over: bool,
    lets_go: bool,
}

impl Start {
    /// Any program, by path or name, with its arguments.
    pub fn program(program: &str, args: &[&str]) -> Start {
        Start {
            program: program.into(),
            args: args.iter().map(ToString::to_string).collect(),
            env: Vec::new(),
            size: (80, 24),
        }
    }

    /// The real program.
    #[allow(dead_code)] // for the tests of the screens
    pub fn goodword(args: &[&str]) -> Start {
        Start::program(env!("CARGO_BIN_EXE_goodword"), args)
    }

    pub fn env(mut self, name: &str, value: &str) -> Start {
        self.env.push((name.into(), value.into()));
        self
    }

    /// Columns and rows.
    pub fn size(mut self, columns: u16, rows: u16) -> Start {
        self.size = (columns, rows);
        self
    }

    /// Starts it with a home of its own and nothing of this machine's settings.
    pub fn run(self) -> Pty {
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(&self.program);
        command.args(&self.args);
        command.env_clear();
        for name in ["PATH", "SystemRoot", "TMPDIR", "TEMP", "TMP"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let folders = [
            ("HOME", ""),
            ("USERPROFILE", ""),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "run"),
        ];
        for (name, folder) in folders {
            let folder = home.path().join(folder);
            std::fs::create_dir_all(&folder).unwrap();
            command.env(name, folder);
        }
        for (name, value) in &self.env {
            command.env(name, value);
        }
        command.cwd(home.path());
        let (columns, rows) = self.size;
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let before = settings(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Arc::new(Seen {
            state: Mutex::new(State {
                picture: vt100::Parser::new(nonzero(rows), nonzero(columns), 200),
                bytes: Vec::new(),
                is_over: false,
                lets_go: false,
            }),
            changed: Condvar::new(),
        });
        let from = pair.master.try_clone_reader().unwrap();
        let to = Arc::clone(&seen);
        let keyboard = Arc::new(Mutex::new(Some(pair.master.take_writer().unwrap())));
        let answers = Arc::clone(&keyboard);
        let reader = thread::spawn(move || read(from, &to, &answers));
        Pty {
            child,
            keyboard,
            master: Some(pair.master),
            seen,
            reader: Some(reader),
            before,
            home,
        }
    }
}

impl Pty {
    /// Types. `<esc> <enter> <tab> <space> <bs> <up> <down> <left> <right>` and `<c-x>` are keys.
    pub fn keys(&mut self, keys: &str) {
        self.bytes(&key_bytes(keys));
    }

    /// Pastes, as a terminal does when asked to mark pastes.
    pub fn paste(&mut self, text: &str) {
        self.bytes(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    /// Sends bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        let mut keyboard = self.keyboard.lock().unwrap();
        let keyboard = keyboard.as_mut().expect("the line is open");
        keyboard.write_all(bytes).unwrap();
        keyboard.flush().unwrap();
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |screen| screen.contains(text));
    }

    /// Waits until the screen satisfies `is_there`; `what` names it if it never does.
    #[track_caller]
    pub fn wait_until(&self, what: &str, is_there: impl Fn(&str) -> bool) {
        self.wait(what, |state| is_there(&state.picture.screen().contents()));
    }

    /// Waits until the bytes sent so far contain `part`, `times` over.
    #[track_caller]
    pub fn wait_for_bytes(&self, part: &str, times: usize) {
        self.wait(part, |state| {
            String::from_utf8_lossy(&state.bytes).matches(part).count() >= times
        });
    }

    #[track_caller]
    fn wait(&self, what: &str, is_there: impl Fn(&State) -> bool) {
        let start = Instant::now();
        let mut state = self.state();
        while !is_there(&state) {
            let left = DEADLINE.saturating_sub(start.elapsed());
            if left.is_zero() || state.is_over {
                let shown = state.picture.screen().contents();
                drop(state);
                panic!("waited for {what:?}; the screen shows:\n{shown}");
            }
            state = self.seen.changed.wait_timeout(state, left).unwrap().0;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.seen.state.lock().unwrap()
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.state().picture.screen().contents()
    }

    /// Everything that the program sent.
    pub fn output(&self) -> String {
        String::from_utf8_lossy(&self.state().bytes).into_owned()
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let mut state = self.state();
        let (rows_now, columns_now) = (nonzero(rows), nonzero(columns));
        state.picture.set_size(rows_now, columns_now);
        drop(state);
        let master = self.master.as_ref().expect("the line is open");
        master.resize(size(columns, rows)).unwrap();
    }

    /// The folder that the program takes for home.
    #[allow(dead_code)] // for the tests of files
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Sends a signal by name ("TERM") to the program that was started.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        signal(self.child.process_id().expect("it runs"), name);
    }

    /// Sends a signal to the job that has the terminal, where a shell started it.
    #[cfg(unix)]
    pub fn signal_job(&self, name: &str) {
        let master = self.master.as_ref().expect("the line is open");
        let job = master.process_group_leader().expect("a job has the line");
        signal(u32::try_from(job).unwrap(), name);
    }

    /// Ends the program without a chance to say anything.
    #[allow(dead_code)] // for the tests of files
    pub fn kill9(&mut self) {
        self.child.kill().unwrap();
    }

    /// Closes the window: the terminal is gone for whoever runs in it.
    #[cfg(unix)]
    pub fn hang_up(&mut self) {
        self.state().lets_go = true;
        // The thread that reads has a line of its own; a change of size makes the program draw, which wakes it.
        self.resize(81, 25);
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        *self.keyboard.lock().unwrap() = None;
        self.master = None;
    }

    /// Waits for the end, and for the last byte before it.
    #[track_caller]
    pub fn exit_status(&mut self) -> ExitStatus {
        let start = Instant::now();
        let mut pause = Duration::from_micros(200);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(
                start.elapsed() < DEADLINE,
                "it does not end; the screen shows:\n{}",
                self.screen()
            );
            // No system tells of a child's end with a time limit.
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(10));
        };
        if cfg!(unix)
            && let Some(reader) = self.reader.take()
        {
            reader.join().unwrap();
        }
        status
    }

    /// The settings of the line, as `stty -a` would list them.
    pub fn settings(&self) -> String {
        self.master.as_deref().map(settings).unwrap_or_default()
    }

    /// Asserts that the terminal is as it was before the program came.
    #[track_caller]
    pub fn assert_given_back(&self) {
        let output = self.output();
        for end in ["?1049l", "?25h", "?2004l", "?1000l", "?1006l", "?1004l"] {
            let (on, off) = if end == "?25h" {
                ("\x1b[?25l".to_owned(), format!("\x1b[{end}"))
            } else {
                let begin = end.replace('l', "h");
                (format!("\x1b[{begin}"), format!("\x1b[{end}"))
            };
            let last_off = output.rfind(&off);
            assert!(last_off.is_some(), "no {end} in {output:?}");
            assert!(
                last_off > output.rfind(&on),
                "{end} is not last: {output:?}"
            );
        }
        assert_eq!(self.settings(), self.before, "the line is as it was");
        self.assert_never_asked();
    }

    /// Asserts that the program never waits for an answer of the terminal.
    #[track_caller]
    pub fn assert_never_asked(&self) {
        let asked = asks_for_cursor(&self.state().bytes);
        assert!(!asked, "it asked where the cursor is");
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn signal(process: u32, name: &str) {
    let sent = std::process::Command::new("kill")
        .args(["-s", name, &process.to_string()])
        .status();
    assert!(sent.unwrap().success(), "{name} reaches {process}");
}

fn read(mut from: Box<dyn Read + Send>, to: &Seen, answers: &Keyboard) {
    let mut block = [0; 8192];
    loop {
        let count = from.read(&mut block).unwrap_or(0);
        let mut state = to.state.lock().unwrap();
        let seen = state
            .bytes
            .len()
            .saturating_sub(WHERE_IS_THE_CURSOR.len() - 1);
        state.bytes.extend_from_slice(&block[..count]);
        state.picture.process(&block[..count]);
        state.is_over = count == 0;
        to.changed.notify_all();
        if state.is_over || state.lets_go {
            return;
        }
        if asks_for_cursor(&state.bytes[seen..]) {
            let (row, column) = state.picture.screen().cursor_position();
            drop(state);
            if let Some(keyboard) = answers.lock().unwrap().as_mut() {
                let _ = write!(keyboard, "\x1b[{};{}R", row + 1, column + 1);
            }
        }
    }
}

fn asks_for_cursor(bytes: &[u8]) -> bool {
    bytes
        .windows(WHERE_IS_THE_CURSOR.len())
        .any(|window| window == WHERE_IS_THE_CURSOR)
}

#[cfg(unix)]
fn settings(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().expect("a line has settings"))
}

#[cfg(not(unix))]
fn settings(_master: &(dyn MasterPty + Send)) -> String {
    String::new()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        ..PtySize::default()
    }
}

fn nonzero(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a screen has cells")
}

fn key_bytes(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some(letter) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|rest| rest.split_once('>'))
            .and_then(|(name, after)| Some((named_key(name)?, after)));
        if let Some((key, after)) = named {
            bytes.extend(key);
            rest = after;
        } else {
            let (typed, after) = rest.split_at(letter.len_utf8());
            bytes.extend(typed.as_bytes());
            rest = after;
        }
    }
    bytes
}

fn named_key(name: &str) -> Option<Vec<u8>> {
    if let Some(letter) = name.strip_prefix("c-") {
        let letter = letter.bytes().next()?.to_ascii_uppercase();
        return Some(vec![letter & 0x1f]);
    }
    let bytes: &[u8] = match name {
        "esc" => b"\x1b",
        "enter" => b"\r",
        "tab" => b"\t",
        "s-tab" => b"\x1b[Z",
        "space" => b" ",
        "bs" => b"\x7f",
        "up" => b"\x1b[A",
        "down" => b"\x1b[B",
        "right" => b"\x1b[C",
        "left" => b"\x1b[D",
        "home" => b"\x1b[H",
        "end" => b"\x1b[F",
        "del" => b"\x1b[3~",
        _ => return None,
    };
    Some(bytes.to_vec())
}
