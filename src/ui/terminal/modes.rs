//! The modes a full-screen program puts a terminal into, and the one way out of them for every thread.
//! Never asks the terminal anything, and will never know what is drawn.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, DisableMouseCapture};
use crossterm::event::{EnableBracketedPaste, EnableFocusChange};
use crossterm::queue;
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    self, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};

/// True from entering until leaving. Whoever turns it false gives the terminal back, once.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// True once the process is ending from a signal or a hang-up: nothing may take the terminal again.
static CLOSING: AtomicBool = AtomicBool::new(false);

/// Held while bytes go out, so that no frame is torn by the sequences that leave.
static PEN: Mutex<()> = Mutex::new(());

const PUSH_TITLE: &str = "\x1b[22;0t";
const POP_TITLE: &str = "\x1b[23;0t";

/// True if both ends of the conversation are a terminal, so that a screen makes sense.
#[must_use]
pub fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Takes the terminal: raw, on the other screen, with pastes marked and the cursor hidden.
pub(super) fn enter(mouse: bool) -> io::Result<()> {
    if CLOSING.load(Ordering::SeqCst) {
        return Err(io::Error::other("Goodword is closing"));
    }
    terminal::enable_raw_mode()?;
    let _ = read_without_waiting();
    ENTERED.store(true, Ordering::SeqCst);
    let mut bytes = Vec::new();
    queue!(
        bytes,
        Print(PUSH_TITLE),
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange,
        Hide
    )?;
    if mouse {
        queue_mouse(&mut bytes)?;
    }
    send(&bytes)
}

/// Gives the terminal back if it was taken. Any thread may call it, at any time and as often as it likes:
/// the first call acts. Says nothing and stops at nothing, because the terminal may be gone.
pub fn restore() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let pen = pen_within(Duration::from_millis(300));
    if pen.is_some() {
        let mut bytes = Vec::new();
        let _ = queue!(bytes, EndSynchronizedUpdate, ResetColor);
        let _ = queue!(bytes, DisableMouseCapture);
        let _ = queue!(bytes, DisableFocusChange);
        let _ = queue!(bytes, DisableBracketedPaste);
        let _ = queue!(bytes, LeaveAlternateScreen, Show, Print(POP_TITLE));
        let _ = put(&bytes);
    }
    cook();
}

/// Gives the line its own editing back, which needs nothing of what is behind the line.
pub(super) fn cook() {
    let _ = terminal::disable_raw_mode();
}

/// Sends bytes while the terminal is ours, drops them when it no longer is.
pub(super) fn send(bytes: &[u8]) -> io::Result<()> {
    let _pen = PEN.lock().unwrap_or_else(PoisonError::into_inner);
    if !ENTERED.load(Ordering::SeqCst) {
        return Ok(());
    }
    let sent = put(bytes);
    if sent.is_err() {
        wait_for_the_end();
    }
    sent
}

/// Clicks, drags and the wheel. Movement without a button is left out: it would wake the program for nothing.
#[cfg(unix)]
fn queue_mouse(bytes: &mut Vec<u8>) -> io::Result<()> {
    queue!(bytes, Print("\x1b[?1000h\x1b[?1002h\x1b[?1006h"))
}

#[cfg(not(unix))]
fn queue_mouse(bytes: &mut Vec<u8>) -> io::Result<()> {
    queue!(bytes, crossterm::event::EnableMouseCapture)
}

/// Says that the process is ending; true for the first who says so.
#[cfg(unix)]
pub(super) fn is_first_to_close() -> bool {
    !CLOSING.swap(true, Ordering::SeqCst)
}

/// Holds this thread back when the terminal has gone away, so that whoever saves because of it can finish
/// before `main` returns. Called after something went wrong with the terminal; returns soon when it is there.
pub(in crate::ui) fn wait_for_the_end() {
    // Reads end a moment before the line itself is gone, on a busy machine a long one.
    for _ in 0..300 {
        if CLOSING.load(Ordering::SeqCst) || !io::stdin().is_terminal() {
            // Longer than any save may take: it ends the process.
            thread::sleep(Duration::from_secs(60));
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Lets a read of the terminal return with nothing instead of waiting.
///
/// crossterm reads on after half a sequence, or one it does not know, whatever the time-out of its poll; a raw
/// terminal would hold it there until the next key, and with it the clock of the screen.
#[cfg(unix)]
fn read_without_waiting() -> io::Result<()> {
    use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

    let stdin = rustix::stdio::stdin();
    let mut attributes = tcgetattr(stdin)?;
    attributes.special_codes[SpecialCodeIndex::VMIN] = 0;
    attributes.special_codes[SpecialCodeIndex::VTIME] = 0;
    tcsetattr(stdin, OptionalActions::Now, &attributes)?;
    Ok(())
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)] // the other system can refuse
fn read_without_waiting() -> io::Result<()> {
    Ok(())
}

fn put(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// The pen, or nothing when a frame is stuck in a terminal that does not read.
fn pen_within(patience: Duration) -> Option<MutexGuard<'static, ()>> {
    const STEP: Duration = Duration::from_millis(5);
    let mut waited = Duration::ZERO;
    loop {
        match PEN.try_lock() {
            Ok(pen) => return Some(pen),
            Err(TryLockError::Poisoned(pen)) => return Some(pen.into_inner()),
            Err(TryLockError::WouldBlock) if waited < patience => {
                thread::sleep(STEP);
                waited += STEP;
            }
            Err(TryLockError::WouldBlock) => return None,
        }
    }
}
