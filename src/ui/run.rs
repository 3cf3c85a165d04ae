//! The main loop: waits for the person, the clock and the file, and draws when one of them changed something.
//! Will never know what is drawn or what a key means.

use std::io;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveTime, Timelike};
use crossterm::event::{Event, MouseEventKind};

use super::app::{App, Errand};
use super::terminal::events::Events;
use super::terminal::screen::{Options, Screen};
use super::terminal::signals::{self, Request};
use super::terminal::{editor, modes, panics};
use crate::domain::refusal::Refusal;
use crate::session::Status;

/// How often news is looked for while some is expected.
const SOON: Duration = Duration::from_millis(20);

/// How often it is looked for otherwise.
const NOW_AND_THEN: Duration = Duration::from_secs(1);

/// How long after a look at the file its news may come.
const LOOK: Duration = Duration::from_millis(500);

/// How long a save may hold up somebody who waits for something else: a shell, an editor, the end of a session.
const BRIEF: Duration = Duration::from_secs(4);

/// Shows the book until the person leaves.
///
/// # Errors
/// A refusal when the terminal cannot be taken, or goes away, and when the person left without saving.
pub fn run(mut app: App, options: Options) -> Result<(), Refusal> {
    let hand = app.session().hand();
    panics::prepare(move || {
        hand.as_ref()
            .and_then(super::super::storage::saver::Hand::rescue)
    });
    let hand = app.session().hand();
    // The person's own book, also while they look around in the sample.
    let save = move || {
        if let Some(hand) = &hand {
            hand.flush(BRIEF);
        }
    };
    let hand = app.session().hand();
    signals::watch(move || {
        // What the file did not take is kept apart, and told at the next start.
        let _ = hand.as_ref().and_then(|hand| hand.leave(BRIEF));
    })
    .map_err(|cause| Refusal::new(format!("No signals can be heard here ({cause})")))?;
    let screen = Screen::enter(options).map_err(|cause| gone(&cause))?;
    let mut desk = Desk {
        shown: Shown::of(&app),
        screen,
        save: Box::new(save),
        news_until: Instant::now() + LOOK,
        was_told: false,
    };
    desk.converse(&mut app)
}

/// The terminal is there no more. Where that is because the window was closed, whoever saves ends the process.
fn gone(cause: &io::Error) -> Refusal {
    modes::wait_for_the_end();
    Refusal::new(format!("The terminal does not answer ({cause})")).or("start goodword again")
}

/// What can change on the screen without a key.
#[derive(PartialEq)]
struct Shown {
    status: Status,
    today: NaiveDate,
    minute: (u32, u32),
    is_reading: bool,
}

impl Shown {
    fn of(app: &App) -> Shown {
        let moment = app.session().moment();
        Shown {
            status: app.session().status(),
            today: moment.today,
            minute: (moment.time.hour(), moment.time.minute()),
            is_reading: app.is_reading(),
        }
    }
}

/// The terminal and what it shows.
struct Desk {
    screen: Screen,
    shown: Shown,
    /// Saves before somebody else gets the terminal; what is not saved in time shows in the header.
    save: Box<dyn Fn()>,
    /// Until when the file may have something to tell.
    news_until: Instant,
    /// The last thing said was that leaving now loses something.
    was_told: bool,
}

impl Desk {
    fn converse(&mut self, app: &mut App) -> Result<(), Refusal> {
        let mut events = Events::default();
        take_news(app);
        loop {
            self.show(app)?;
            loop {
                let patience = self.patience(app);
                let batch = events.next(patience).map_err(|cause| gone(&cause))?;
                let changed = self.take_in(app, batch)?;
                if app.is_done() && self.may_leave(app)? {
                    return Ok(());
                }
                if changed {
                    break;
                }
            }
        }
    }

    fn show(&mut self, app: &mut App) -> Result<(), Refusal> {
        self.shown = Shown::of(app);
        let titled = self.screen.set_title(app.title());
        titled
            .and_then(|()| self.screen.draw(|frame| app.draw(frame)))
            .map_err(|cause| gone(&cause))
    }

    /// How long nothing can happen by itself.
    fn patience(&self, app: &App) -> Duration {
        if app.session().is_putting_down() || app.is_reading() {
            return SOON;
        }
        let minute = until_the_minute_turns(app.session().moment().time);
        match self.shown.status {
            Status::InMemory | Status::ReadOnly(_) => minute,
            Status::Saving => SOON,
            Status::Saved | Status::NotSaved(_) if Instant::now() < self.news_until => SOON,
            Status::Saved | Status::NotSaved(_) => NOW_AND_THEN.min(minute),
        }
    }

    /// Takes in what arrived and what came by itself; true when the screen may look different.
    fn take_in(&mut self, app: &mut App, batch: Vec<Event>) -> Result<bool, Refusal> {
        let mut changed = self.heed_signals(app)?;
        for event in batch {
            match event {
                Event::FocusGained => self.look(app),
                // A window that was small for a moment and is as before has lost what it showed.
                Event::Resize(..) => self.screen.redraw().map_err(|cause| gone(&cause))?,
                _ => {}
            }
            if !means_something(&event) {
                continue;
            }
            changed = true;
            app.handle(&event);
            if app.is_done() {
                break;
            }
            self.was_told &= !is_answer(&event);
            if self.do_errands(app)? == Then::DropTheRest {
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
        changed |= take_news(app);
        Ok(app.refresh() || changed || Shown::of(app) != self.shown)
    }

    /// Has the file looked at: somebody may have written it while this window was not in front.
    fn look(&mut self, app: &App) {
        app.session().look();
        self.news_until = Instant::now() + LOOK;
    }

    fn heed_signals(&mut self, app: &mut App) -> Result<bool, Refusal> {
        match signals::request() {
            Some(Request::Suspend) => self.suspend(app),
            Some(Request::TakeBack) => {
                self.screen.take_back().map_err(|cause| gone(&cause))?;
                self.look(app);
            }
            None => return Ok(false),
        }
        Ok(true)
    }

    fn suspend(&mut self, app: &mut App) {
        (self.save)();
        if let Err(refusal) = self.screen.suspend() {
            app.refuse(refusal);
        }
        self.look(app);
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
                    (self.save)();
                    let edited = editor::edit(&mut self.screen, &text, ".md");
                    app.edited(edited);
                    self.look(app);
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

    /// Waits for the last save. When there is none the program stays open and says so; only right after that,
    /// leaving again leaves without it.
    fn may_leave(&mut self, app: &mut App) -> Result<bool, Refusal> {
        if app.session().status() == Status::Saving {
            self.show(app)?;
        }
        let Err(refusal) = app.session().finish() else {
            return Ok(true);
        };
        if self.was_told {
            let kept = app.session().hand().and_then(|hand| hand.rescue());
            let kept = kept.unwrap_or_default();
            let lines: String = app.session().between().join("\n");
            return Err(Refusal::new(format!("{}. {kept}{lines}", refusal.why)));
        }
        self.was_told = true;
        let why = format!("q again leaves; a copy is kept. {}", refusal.why);
        app.stay(Refusal::new(why).or("it is tried again"));
        Ok(false)
    }
}

/// Takes in what others wrote into the file; true when there was something to tell.
fn take_news(app: &mut App) -> bool {
    let words = app.session_mut().poll();
    if words.is_empty() {
        return false;
    }
    app.say(words.join("; "));
    true
}

/// What becomes of the keys that were typed after one that gave the terminal away: they were meant for whoever had it.
#[derive(PartialEq)]
enum Then {
    GoOn,
    DropTheRest,
}

/// The pointer passing by and a window that gets or loses the focus change nothing by themselves.
fn means_something(event: &Event) -> bool {
    match event {
        Event::FocusGained | Event::FocusLost => false,
        Event::Mouse(mouse) => mouse.kind != MouseEventKind::Moved,
        _ => true,
    }
}

/// The person did something.
fn is_answer(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Paste(_) | Event::Mouse(_))
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
