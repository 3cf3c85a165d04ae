//! When it is time to save, to try again and to look at the file. Knows moments only as it is told them.

use std::time::{Duration, Instant};

/// How long the saving thread waits for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// So long after the last change it saves,
    pub quiet: Duration,
    /// and never later than this after the first.
    pub at_most: Duration,
    /// What could not be saved is tried again.
    pub retry: Duration,
    /// While there is nothing to save, the file is looked at.
    pub look: Duration,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            quiet: Duration::from_millis(300),
            at_most: Duration::from_secs(1),
            retry: Duration::from_secs(10),
            look: Duration::from_secs(2),
        }
    }
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Save,
    Look,
    Wait(Duration),
}

/// The moments that matter.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// The first and the last change that no save was tried for.
    changes: Option<(Instant, Instant)>,
    /// The last save that did not come about.
    missed: Option<Instant>,
    /// Trying again is of no use before the file changes.
    is_stuck: bool,
    looked: Instant,
    is_urgent: bool,
    is_curious: bool,
}

impl Times {
    pub fn starting(now: Instant) -> Times {
        Times {
            changes: None,
            missed: None,
            is_stuck: false,
            looked: now,
            is_urgent: false,
            is_curious: false,
        }
    }

    pub fn changed(&mut self, now: Instant) {
        let first = self.changes.map_or(now, |(first, _)| first);
        self.changes = Some((first, now));
    }

    /// Somebody waits: what is unsaved is saved without delay.
    pub fn hurry(&mut self) {
        self.is_urgent = true;
    }

    /// The file is looked at without delay.
    pub fn look_soon(&mut self) {
        self.is_curious = true;
    }

    /// A save begins: later changes count anew.
    pub fn saving(&mut self) {
        (self.changes, self.is_urgent) = (None, false);
    }

    pub fn saved(&mut self, now: Instant) {
        self.missed = None;
        self.looked = now;
    }

    pub fn missed(&mut self, now: Instant, is_stuck: bool) {
        (self.missed, self.is_stuck) = (Some(now), is_stuck);
        self.looked = now;
    }

    pub fn looked(&mut self, now: Instant) {
        self.looked = now;
        self.is_curious = false;
    }

    /// A save is missing.
    pub fn is_missed(&self) -> bool {
        self.missed.is_some()
    }

    pub fn turn(&self, now: Instant, pace: &Pace) -> Turn {
        let is_dirty = self.changes.is_some() || self.missed.is_some();
        if is_dirty && self.is_urgent {
            return Turn::Save;
        }
        let save = self
            .changes
            .map(|(first, last)| (last + pace.quiet).min(first + pace.at_most));
        let retry = self.missed.filter(|_| !self.is_stuck);
        let retry = retry.map(|missed| missed + pace.retry);
        if let Some(due) = save.into_iter().chain(retry).min()
            && due <= now
        {
            return Turn::Save;
        }
        // A save looks at the file anyway.
        let look = (self.changes.is_none() && retry.is_none()).then(|| self.looked + pace.look);
        if look.is_some_and(|look| self.is_curious || look <= now) {
            return Turn::Look;
        }
        let next = save.into_iter().chain(retry).chain(look).min();
        Turn::Wait(next.map_or(pace.look, |next| next - now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: Instant, millis: u64) -> Instant {
        start + Duration::from_millis(millis)
    }

    #[test]
    fn it_saves_when_quiet_and_at_most_a_second_after_the_first_change() {
        let (start, pace) = (Instant::now(), Pace::default());
        let mut times = Times::starting(start);
        times.changed(start);
        let wait = |millis| Turn::Wait(Duration::from_millis(millis));
        assert_eq!(times.turn(after(start, 299), &pace), wait(1));
        assert_eq!(times.turn(after(start, 300), &pace), Turn::Save);
        for at in (200..1000).step_by(200) {
            times.changed(after(start, at));
            assert_ne!(times.turn(after(start, at + 199), &pace), Turn::Save);
        }
        times.changed(after(start, 990));
        assert_eq!(times.turn(after(start, 991), &pace), wait(9));
        assert_eq!(times.turn(after(start, 1000), &pace), Turn::Save);
        times.saving();
        times.changed(after(start, 1001));
        times.saved(after(start, 1002));
        assert_eq!(times.turn(after(start, 1301), &pace), Turn::Save);
    }

    #[test]
    fn what_was_missed_is_tried_every_ten_seconds_and_at_each_change() {
        let (start, pace) = (Instant::now(), Pace::default());
        let mut times = Times::starting(start);
        times.missed(start, false);
        assert_ne!(times.turn(after(start, 9999), &pace), Turn::Save);
        assert_eq!(times.turn(after(start, 10_000), &pace), Turn::Save);
        times.changed(after(start, 3000));
        assert_eq!(times.turn(after(start, 3300), &pace), Turn::Save);
        times.saving();
        times.missed(after(start, 3300), false);
        assert_ne!(times.turn(after(start, 3301), &pace), Turn::Save);
        times.hurry();
        assert_eq!(times.turn(after(start, 3301), &pace), Turn::Save);
    }

    #[test]
    fn a_file_that_must_not_be_overwritten_is_looked_at_instead() {
        let (start, pace) = (Instant::now(), Pace::default());
        let mut times = Times::starting(start);
        times.missed(start, true);
        assert_eq!(times.turn(after(start, 20_000), &pace), Turn::Look);
        times.looked(after(start, 20_000));
        assert_eq!(
            times.turn(after(start, 20_001), &pace),
            Turn::Wait(Duration::from_millis(1999))
        );
        times.changed(after(start, 20_001));
        assert_eq!(times.turn(after(start, 20_301), &pace), Turn::Save);
    }

    #[test]
    fn while_idle_it_looks_every_two_seconds_or_when_asked() {
        let (start, pace) = (Instant::now(), Pace::default());
        let mut times = Times::starting(start);
        assert_eq!(times.turn(start, &pace), Turn::Wait(pace.look));
        assert_eq!(times.turn(after(start, 2000), &pace), Turn::Look);
        times.looked(after(start, 2000));
        times.hurry();
        assert_eq!(
            times.turn(after(start, 2001), &pace),
            Turn::Wait(Duration::from_millis(1999))
        );
        times.look_soon();
        assert_eq!(times.turn(after(start, 2001), &pace), Turn::Look);
    }
}
