//! The main loop: waits for the person, the clock and the file, and draws when one of them changed something.
//! Will never know what is drawn or what a key means.

use std::io;
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime, Timelike};
use crossterm::event::{Event, MouseEventKind};

use super::app::{App, Errand};
use super::terminal::events::Events;
use super::terminal::screen::{Options, Screen};
use super::terminal::signals::{self, Request};
use super::terminal::{editor, panics};
use crate::domain::refusal::Refusal;
use crate::session::Status;

/// How often news is looked for while some is expected.
const SOON: Duration = Duration::from_millis(20);

/// How often it is looked for otherwise.
const NOW_AND_THEN: Duration = Duration::from_secs(1);

/// Shows the book until the person leaves.
///
/// # Errors
/// A refusal when the terminal cannot be taken, or goes away.
pub fn run(mut app: App, options: Options) -> Result<(), Refusal> {
    panics::prepare(|| None);
    let watching = signals::watch(|| {});
    watching.map_err(|cause| Refusal::new(format!("No signals can be heard here ({cause})")))?;
    let screen = Screen::enter(options).map_err(|cause| gone(&cause))?;
    Desk {
        shown: Shown::of(&app),
        screen,
    }
    .converse(&mut app)
}

fn gone(cause: &io::Error) -> Refusal {
    Refusal::new(format!("The terminal does not answer ({cause})")).or("start goodword again")
}

/// What can change on the screen without a key.
#[derive(PartialEq)]
struct Shown {
    status: Status,
    today: NaiveDate,
    minute: (u32, u32),
}

impl Shown {
    fn of(app: &App) -> Shown {
        let moment = app.session().moment();
        Shown {
            status: app.session().status(),
            today: moment.today,
            minute: (moment.time.hour(), moment.time.minute()),
        }
    }
}

/// The terminal and what it shows.
struct Desk {
    screen: Screen,
    shown: Shown,
}

impl Desk {
    fn converse(&mut self, app: &mut App) -> Result<(), Refusal> {
        let mut events = Events::default();
        while !app.is_done() {
            self.show(app).map_err(|cause| gone(&cause))?;
            while !app.is_done() {
                let patience = self.patience(app);
                let batch = events.next(patience).map_err(|cause| gone(&cause))?;
                if self.take_in(app, batch)? {
                    break;
                }
            }
        }
        Ok(())
    }

    fn show(&mut self, app: &mut App) -> io::Result<()> {
        self.shown = Shown::of(app);
        self.screen.set_title(app.title())?;
        self.screen.draw(|frame| app.draw(frame))
    }

    /// How long nothing can happen by itself.
    fn patience(&self, app: &App) -> Duration {
        match self.shown.status {
            Status::Saving => SOON,
            Status::InMemory => until_the_minute_turns(app.session().moment().time),
            _ => NOW_AND_THEN,
        }
    }

    /// Takes in what arrived and what came by itself; true when the screen may look different.
    fn take_in(&mut self, app: &mut App, batch: Vec<Event>) -> Result<bool, Refusal> {
        let mut changed = self.heed_signals(app)?;
        for event in batch {
            if !means_something(&event) {
                continue;
            }
            changed = true;
            app.handle(&event);
            if self.do_errands(app)? == Then::DropTheRest || app.is_done() {
                break;
            }
        }
        for place in panics::broken_threads() {
            changed = true;
            app.refuse(
                Refusal::new(format!("A part of Goodword stopped working, at {place}"))
                    .or("what you see is kept; q and start again"),
            );
        }
        if app.refresh() || Shown::of(app) != self.shown {
            changed = true;
        }
        Ok(changed)
    }

    fn heed_signals(&mut self, app: &mut App) -> Result<bool, Refusal> {
        match signals::request() {
            Some(Request::Suspend) => self.suspend(app),
            Some(Request::TakeBack) => self.screen.take_back().map_err(|cause| gone(&cause))?,
            None => return Ok(false),
        }
        Ok(true)
    }

    fn suspend(&mut self, app: &mut App) {
        if let Err(refusal) = self.screen.suspend() {
            app.refuse(refusal);
        }
    }

    fn do_errands(&mut self, app: &mut App) -> Result<Then, Refusal> {
        let mut then = Then::GoOn;
        for errand in app.take_errands() {
            match errand {
                Errand::Copy(text) => {
                    if let Err(refusal) = self.screen.copy(&text) {
                        app.refuse(refusal);
                    }
                }
                Errand::EditLong(text) => {
                    let edited = editor::edit(&mut self.screen, &text, ".md");
                    app.edited(edited);
                    then = Then::DropTheRest;
                }
                Errand::Suspend => {
                    self.suspend(app);
                    then = Then::DropTheRest;
                }
                Errand::Redraw => self.screen.redraw().map_err(|cause| gone(&cause))?,
            }
        }
        Ok(then)
    }
}

/// What becomes of the keys that were typed after one that gave the terminal away: they were meant for whoever had it.
#[derive(PartialEq)]
enum Then {
    GoOn,
    DropTheRest,
}

/// The pointer passing by and a window that lost the focus change nothing.
fn means_something(event: &Event) -> bool {
    match event {
        Event::FocusLost => false,
        Event::Mouse(mouse) => mouse.kind != MouseEventKind::Moved,
        _ => true,
    }
}

fn until_the_minute_turns(time: NaiveTime) -> Duration {
    Duration::from_secs(u64::from(60 - time.second() % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_ends_when_the_minute_turns() {
        let wait = |hour, minute, second| {
            let time = NaiveTime::from_hms_opt(hour, minute, second).unwrap();
            until_the_minute_turns(time).as_secs()
        };
        assert_eq!(wait(10, 0, 0), 60);
        assert_eq!(wait(23, 59, 59), 1);
    }
}
