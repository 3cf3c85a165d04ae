//! Signals and the hang-up, on threads of their own, because the thread that draws may be stuck in a terminal that
//! is gone. Saves through a closure and will never know a book.

use std::io;

/// What a signal asks of the loop that draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Somebody sent TSTP: `Screen::suspend`.
    Suspend,
    /// The program was stopped from outside and goes on: `Screen::take_back`.
    TakeBack,
}

/// Listens for TERM, HUP, INT and QUIT, each of which saves, gives the terminal back and ends the process with
/// 128 + n, and for a terminal that goes away without a signal (129).
///
/// `save` must come to an end by itself: it is what the process waits for.
///
/// # Errors
/// When the system refuses the handlers.
pub fn watch(save: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
    system::watch(save)
}

/// Takes what a signal asked for since the last call.
#[must_use]
pub fn request() -> Option<Request> {
    system::request()
}

#[cfg(unix)]
pub(super) use system::{Guest, stop};

#[cfg(unix)]
mod system {
    use std::io::{self, IsTerminal};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::process;
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
    use std::thread;
    use std::time::Duration;

    use signal_hook::consts::signal::{
        SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH,
    };
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::raise;

    use super::Request;
    use crate::ui::terminal::modes;

    static SUSPEND: AtomicBool = AtomicBool::new(false);
    static TAKE_BACK: AtomicBool = AtomicBool::new(false);

    /// How many programs we started have the terminal.
    static GUESTS: AtomicU64 = AtomicU64::new(0);

    /// How often the process was told to go on.
    static GONE_ON: Mutex<u64> = Mutex::new(0);
    static GOES_ON: Condvar = Condvar::new();

    const HANG_UP: i32 = 128 + SIGHUP;

    pub fn watch(save: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
        let save = Arc::new(save);
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
        let at_hang_up = Arc::clone(&save);
        thread::Builder::new()
            .name("signals".into())
            .spawn(move || {
                for signal in signals.forever() {
                    heed(signal, &*save);
                }
            })?;
        // A process that ignores HUP, or is not told, would spin in `poll` for ever.
        thread::Builder::new()
            .name("hang-up".into())
            .spawn(move || {
                while io::stdin().is_terminal() {
                    thread::sleep(Duration::from_millis(500));
                }
                close(HANG_UP, &*at_hang_up);
            })?;
        Ok(())
    }

    pub fn request() -> Option<Request> {
        if SUSPEND.swap(false, Ordering::SeqCst) {
            Some(Request::Suspend)
        } else if TAKE_BACK.swap(false, Ordering::SeqCst) {
            Some(Request::TakeBack)
        } else {
            None
        }
    }

    fn heed(signal: i32, save: &(impl Fn() + ?Sized)) {
        let has_guest = GUESTS.load(Ordering::SeqCst) > 0;
        match signal {
            // The guest and we are one job: it stopped, so we stop, or the shell would not come back.
            SIGTSTP if has_guest => {
                let _ = raise(signal_hook::consts::signal::SIGSTOP);
            }
            SIGTSTP => {
                SUSPEND.store(true, Ordering::SeqCst);
                wake();
            }
            SIGCONT => {
                // Before the count: whoever waits for it takes the terminal back by itself and withdraws this.
                TAKE_BACK.store(!has_guest, Ordering::SeqCst);
                *GONE_ON.lock().unwrap_or_else(PoisonError::into_inner) += 1;
                GOES_ON.notify_all();
                wake();
            }
            // Meant for the guest.
            SIGINT | SIGQUIT if has_guest => {}
            _ => close(128 + signal, save),
        }
    }

    /// Makes the loop that draws look up: crossterm answers this signal with an event.
    fn wake() {
        let _ = raise(SIGWINCH);
    }

    fn close(status: i32, save: &(impl Fn() + ?Sized)) {
        if !modes::is_first_to_close() {
            return;
        }
        let _ = catch_unwind(AssertUnwindSafe(save));
        // A terminal that reads nothing would hold the last bytes, and us, for ever.
        let (tell, told) = mpsc::channel();
        let restoring = thread::Builder::new().spawn(move || {
            modes::restore();
            tell.send(())
        });
        let restored = restoring.is_ok() && told.recv_timeout(Duration::from_millis(700)).is_ok();
        if !restored {
            modes::cook();
        }
        process::exit(status);
    }

    /// Stops this job as the terminal's own suspend key would, and returns when it goes on.
    /// False when no shell would take over, so that nothing was stopped.
    pub fn stop() -> bool {
        use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};

        // The first group of a session was started by no shell that knows about jobs.
        if getsid(None).is_ok_and(|session| session == getpgrp()) {
            return false;
        }
        // The stop may take effect a moment after the call; drawing before that would draw over the shell.
        let stopped = goes_on_after(Duration::from_secs(1), || {
            kill_current_process_group(Signal::STOP).is_ok()
        });
        if !stopped {
            return false;
        }
        TAKE_BACK.store(false, Ordering::SeqCst);
        true
    }

    /// Does something after which the process is told to go on, and waits until that was noticed.
    /// False when it could not be done.
    fn goes_on_after(patience: Duration, stop: impl FnOnce() -> bool) -> bool {
        let mut gone_on = GONE_ON.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *gone_on;
        if !stop() {
            return false;
        }
        while *gone_on == before {
            let (lock, wait) = GOES_ON
                .wait_timeout(gone_on, patience)
                .unwrap_or_else(PoisonError::into_inner);
            gone_on = lock;
            if wait.timed_out() {
                break;
            }
        }
        true
    }

    /// Another program has the terminal for as long as this lives.
    pub struct Guest;

    impl Guest {
        pub fn enters() -> Guest {
            GUESTS.fetch_add(1, Ordering::SeqCst);
            Guest
        }
    }

    impl Drop for Guest {
        fn drop(&mut self) {
            // What ended the guest may have been sent to us too and not be heeded yet. Signals are heeded by rounds:
            // after a second one nothing older is left.
            for _ in 0..2 {
                goes_on_after(Duration::from_millis(100), || raise(SIGCONT).is_ok());
            }
            GUESTS.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// A console that closes sends no signal; what was saved by itself a moment ago is what is kept.
#[cfg(not(unix))]
mod system {
    use std::io;

    use super::Request;

    #[allow(clippy::unnecessary_wraps)] // the other system can refuse
    pub fn watch(_save: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
        Ok(())
    }

    pub fn request() -> Option<Request> {
        None
    }
}
