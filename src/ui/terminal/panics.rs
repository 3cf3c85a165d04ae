//! What happens when the program itself breaks: the terminal is given back, what can be saved is saved, and three
//! lines say so. Prints no message of the panic, because it may quote somebody's data.

use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use super::modes;

/// Threads beside the screen's that broke, as the places in the code where they did.
static BROKEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// How long the emergency save may take before the program ends without it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Prepares for a panic. Called by the thread that draws, before it takes the terminal.
///
/// `rescue` saves what it can on a thread of its own and says in one sentence what was kept and where; it must not
/// count on anything that the broken thread holds.
pub fn prepare(rescue: impl Fn() -> Option<String> + Send + Sync + 'static) {
    let screen = thread::current().id();
    let rescue = Arc::new(rescue);
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() != screen {
            let mut broken = BROKEN.lock().unwrap_or_else(PoisonError::into_inner);
            broken.push(place(panic));
            return;
        }
        modes::restore();
        let kept = rescued(Arc::clone(&rescue));
        let mut stderr = io::stderr().lock();
        let kept = kept.unwrap_or_else(|| "The book is as it was last saved.".into());
        let _ = writeln!(
            stderr,
            "Goodword stopped because of a mistake of its own, at {}.\n{kept}\n\
             Start goodword again to go on; please report the place named above.",
            place(panic),
        );
        drop(stderr);
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            usual(panic);
        }
    }));
}

/// Takes the places where other threads broke since it was last asked.
pub fn broken_threads() -> Vec<String> {
    std::mem::take(&mut *BROKEN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What the rescue says, unless it breaks or takes too long.
fn rescued<R>(rescue: Arc<R>) -> Option<String>
where
    R: Fn() -> Option<String> + Send + Sync + 'static,
{
    let (tell, told) = mpsc::channel();
    thread::Builder::new()
        .spawn(move || tell.send(rescue()))
        .ok()?;
    told.recv_timeout(PATIENCE).ok().flatten()
}

fn place(panic: &PanicHookInfo) -> String {
    panic
        .location()
        .map_or_else(|| "an unknown place".into(), ToString::to_string)
}
