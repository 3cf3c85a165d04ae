//! Which book is on the screen: the user's own, or the sample beside it.

use crate::domain::lines::Line;
use crate::insight::practice::Practice;
use crate::session::Session;

use super::app::App;
use super::canvas::Spots;
use super::screens::home::Home;

impl App {
    /// Opens the sample beside the user's own book.
    pub(super) fn show_sample(&mut self) {
        let moment = self.session.moment();
        let clock = self.session.clock();
        let sample = Session::in_memory(crate::sample::book(moment.today), 1, move || clock());
        let own = self.change_book(sample);
        self.own = Some(own);
        self.say("An invented practice: nothing here is saved, q goes back to your own book");
    }

    /// From the sample back to the user's own book, else out.
    pub(super) fn quit(&mut self) {
        match self.own.take() {
            Some(own) => {
                self.change_book(own);
                self.say("Back in your own book");
            }
            None => self.done = true,
        }
    }

    /// Has the line leave the inbox of which the last change was made.
    pub(super) fn take_line(&mut self, line: &Line) {
        self.session.take_from_inbox(line);
        self.inbox = self.session.inbox();
    }

    /// Shows another book from its home screen; gives the one that was shown.
    pub(super) fn change_book(&mut self, session: Session) -> Session {
        let was = std::mem::replace(&mut self.session, session);
        self.practice = Practice::of(self.session.book(), self.session.moment().today);
        self.layers = vec![Box::new(Home::new(&self.practice))];
        self.spots = Spots::default();
        self.inbox = self.session.inbox();
        was
    }
}
