//! What comes to the screen without a key: another day, what others wrote, what lies in the inbox, what is read on the side.
//! It draws nothing.

use std::sync::Arc;
use std::thread;

use super::app::App;
use super::layer::Aside;

impl App {
    /// Has the words known of everyone read on the side where the book is large.
    #[must_use]
    pub(super) fn reading(self) -> App {
        self.read_on_the_side();
        self
    }

    fn read_on_the_side(&self) {
        if let Some(known) = self.practice.unread() {
            // Without a thread for it nothing is suggested, and nothing else is missing.
            let _ = thread::Builder::new().spawn(move || known.read());
        }
    }

    /// Whether something is being read on the side: what is known of everyone, or what the page wants to know.
    pub fn is_reading(&self) -> bool {
        self.practice.is_being_read() || self.aside() != Aside::Nothing
    }

    /// What the page on the screen has found out on the side.
    fn aside(&self) -> Aside {
        let page = self.layers.iter().rfind(|layer| layer.is_page());
        page.map_or(Aside::Nothing, |page| page.aside())
    }

    /// Asks again what day it is and takes in what the session got from outside; true when something changed.
    pub fn refresh(&mut self) -> bool {
        let inbox = self.session.inbox();
        let is_other = !Arc::ptr_eq(&inbox, &self.inbox);
        self.inbox = inbox;
        self.refresh_book() || is_other
    }

    fn refresh_book(&mut self) -> bool {
        let today = self.session.moment().today;
        let changed = !self.practice.is_of(self.session.book(), today);
        if changed {
            self.practice.update(self.session.book(), today);
            self.read_on_the_side();
        } else if self.practice.is_being_read() {
            return self.practice.catch_up() || self.aside() == Aside::Answered;
        }
        changed || self.aside() == Aside::Answered
    }
}
