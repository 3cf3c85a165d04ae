//! Keys, pastes, clicks and sizes, by the batch: everything that waits comes at once, so that one frame answers it.
//! Will never know what a key means.

use std::io;
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind, MouseEventKind};

use super::modes;

/// The longest that a look at what waits may take. With crossterm's `use-dev-tty` a poll of zero finds nothing.
const GLANCE: Duration = Duration::from_micros(200);

/// A batch ends here, so that a flood of events still gets its frames.
const BATCH: usize = 4096;

/// The longest wait that every system's `poll` understands.
const LONGEST: Duration = Duration::from_secs(3600);

/// What arrives from the person at the terminal.
#[derive(Debug, Default)]
pub struct Events {}

impl Events {
    /// Waits at most `timeout` for something to arrive, then gives all that waits, in order.
    ///
    /// # Errors
    /// When the terminal cannot be read any more.
    pub fn next(&mut self, timeout: Duration) -> io::Result<Vec<Event>> {
        let batch = waiting(timeout.min(LONGEST));
        if batch.is_err() {
            modes::wait_for_the_end();
        }
        batch.map(tidy)
    }
}

/// Begins to listen. crossterm hears of changes of size only after its first poll; one that came between the first
/// frame and that would go unnoticed until the next key.
pub(super) fn listen() {
    let _ = event::poll(GLANCE);
}

/// Drops what was typed while somebody else had the terminal.
pub(super) fn drop_stale() {
    let _ = waiting(GLANCE);
}

fn waiting(timeout: Duration) -> io::Result<Vec<Event>> {
    let mut batch = Vec::new();
    let mut patience = timeout;
    while batch.len() < BATCH && event::poll(patience)? {
        batch.push(event::read()?);
        patience = GLANCE;
    }
    Ok(batch)
}

/// Drops releases of keys, sizes that were followed by another, and places the pointer only passed through.
fn tidy(batch: Vec<Event>) -> Vec<Event> {
    let is_size = |event: &Event| matches!(event, Event::Resize(..));
    let last_size = batch.iter().rposition(is_size);
    let mut tidied: Vec<Event> = Vec::with_capacity(batch.len());
    for (at, event) in batch.into_iter().enumerate() {
        match &event {
            Event::Key(key) if key.kind == KeyEventKind::Release => continue,
            Event::Resize(..) if last_size != Some(at) => continue,
            _ => {}
        }
        if tidied.last().is_some_and(|last| is_passing(last, &event)) {
            tidied.pop();
        }
        tidied.push(event);
    }
    tidied
}

/// True if the pointer only passed through `last` on its way to `next`.
fn is_passing(last: &Event, next: &Event) -> bool {
    let (Event::Mouse(last), Event::Mouse(next)) = (last, next) else {
        return false;
    };
    last.kind == next.kind && matches!(last.kind, MouseEventKind::Moved | MouseEventKind::Drag(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent};

    fn key(letter: char, kind: KeyEventKind) -> Event {
        let code = KeyCode::Char(letter);
        Event::Key(KeyEvent::new_with_kind(code, KeyModifiers::NONE, kind))
    }

    fn mouse(kind: MouseEventKind, column: u16) -> Event {
        Event::Mouse(MouseEvent {
            kind,
            column,
            row: 0,
            modifiers: KeyModifiers::NONE,
        })
    }

    #[test]
    fn a_key_counts_when_pressed_and_when_held_not_when_released() {
        let press = key('a', KeyEventKind::Press);
        let held = key('a', KeyEventKind::Repeat);
        let release = key('a', KeyEventKind::Release);
        assert_eq!(
            tidy(vec![press.clone(), held.clone(), release]),
            [press, held]
        );
    }

    #[test]
    fn only_the_last_size_counts() {
        let a = key('a', KeyEventKind::Press);
        assert_eq!(
            tidy(vec![Event::Resize(1, 1), a.clone(), Event::Resize(2, 2)]),
            [a, Event::Resize(2, 2)]
        );
    }

    #[test]
    fn a_drag_keeps_its_last_place_before_the_drop() {
        let left = MouseButton::Left;
        let drag = |column| mouse(MouseEventKind::Drag(left), column);
        let down = mouse(MouseEventKind::Down(left), 1);
        let up = mouse(MouseEventKind::Up(left), 4);
        assert_eq!(
            tidy(vec![down.clone(), drag(2), drag(3), drag(4), up.clone()]),
            [down, drag(4), up]
        );
    }

    #[test]
    fn every_turn_of_the_wheel_counts() {
        let turn = mouse(MouseEventKind::ScrollDown, 1);
        assert_eq!(tidy(vec![turn.clone(), turn.clone()]).len(), 2);
    }
}
