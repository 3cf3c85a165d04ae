//! How the source brings the two together: by e-mail, letter, call or lunch, and how far that has come.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use super::record::{part, words};
use super::referral::{Direction, clock};

words! {
    /// The ways of a direct introduction, weakest first (`McCord`; e-mail is the letter's usual form today).
    pub enum Method {
        Email = "email",
        Letter = "letter",
        Call = "call",
        Lunch = "lunch",
    }
}

impl Method {
    pub fn title(&self) -> &str {
        match self {
            Method::Email => "e-mail",
            Method::Lunch => "lunch of three",
            other => other.word(),
        }
    }

    /// It goes out in writing, in the source's voice.
    pub fn is_written(&self) -> bool {
        matches!(self, Method::Email | Method::Letter)
    }

    /// The rung of Misner's ten levels that it is, once made.
    pub fn level(&self) -> u8 {
        match self {
            Method::Call => 6,
            Method::Lunch => 8,
            Method::Email | Method::Letter | Method::Other(_) => 5,
        }
    }

    /// The states that it goes through, in order. Only paper is signed.
    pub fn states(&self) -> &'static [State] {
        const LETTER: &[State] = &[
            State::Drafted,
            State::WithSource,
            State::Signed,
            State::Delivered,
        ];
        const EMAIL: &[State] = &[State::Drafted, State::WithSource, State::Delivered];
        const SPOKEN: &[State] = &[State::Planned, State::Delivered];
        match self {
            Method::Letter => LETTER,
            Method::Email => EMAIL,
            Method::Call | Method::Lunch | Method::Other(_) => SPOKEN,
        }
    }
}

words! {
    /// How far an introduction has come.
    pub enum State {
        /// A call or a lunch that is to be.
        Planned = "planned",
        Drafted = "drafted",
        WithSource = "with-source",
        Signed = "signed",
        /// It has reached the prospect: the letter is there, the call was made, the lunch was held.
        Delivered = "delivered",
    }
}

impl State {
    pub fn title(&self) -> &str {
        match self {
            State::WithSource => "with the source",
            other => other.word(),
        }
    }
}

part! {
    /// The introduction that is planned or made.
    pub struct Introduction {
        pub method: Method,
        pub state: State,
        /// The day on which it came to this state.
        pub since: NaiveDate,
        /// The day on which it came to each state that it has been in, by the word of the state.
        pub days: BTreeMap<String, NaiveDate>,
        /// What was done for the source, or what they have seen of the work.
        pub done: String,
        /// Why meeting me helps the prospect.
        pub why: String,
        /// The day of my call to the prospect, which the letter names; of a call or lunch, its own.
        pub on: Option<NaiveDate>,
        #[serde(with = "clock")]
        pub time: Option<NaiveTime>,
        /// Where the call is made from, or the lunch held.
        pub place: String,
        /// The letter as it was edited; empty while it is the template's.
        pub words: String,
        /// Whether I called at the time that the letter named.
        pub kept: Option<bool>,
    }
}

impl Introduction {
    pub fn is_made(&self) -> bool {
        self.state == State::Delivered
    }

    /// The states that it goes through: what I write in my own voice goes to both without a detour.
    pub fn states(&self, direction: &Direction) -> &'static [State] {
        match direction {
            Direction::Given if self.method.is_written() => &[State::Drafted, State::Delivered],
            _ => self.method.states(),
        }
    }

    /// Comes to a state on a day; the day of the one that it leaves is kept.
    pub fn come_to(&mut self, state: State, on: NaiveDate) {
        self.keep_day();
        (self.state, self.since) = (state, on);
        self.days.insert(self.state.word().into(), on);
    }

    /// Keeps the day of the present state beside those of the earlier ones.
    pub fn keep_day(&mut self) {
        let state = self.state.word().to_string();
        self.days.entry(state).or_insert(self.since);
    }

    /// What stands in the way of calling it made, in words: a letter needs its three parts, one of my own its reason.
    pub fn missing(&self, direction: &Direction) -> Vec<&'static str> {
        match (self.method.is_written(), direction) {
            (false, _) => Vec::new(),
            (true, Direction::Given) if self.why.is_empty() => vec!["why it helps the prospect"],
            (true, Direction::Given) => Vec::new(),
            (true, _) => self.gaps(),
        }
    }

    /// The state after the present one; none once it is made.
    pub fn next_state(&self, direction: &Direction) -> Option<State> {
        let states = self.states(direction);
        let here = states.iter().position(|state| *state == self.state);
        states.get(here.map_or(0, |here| here + 1)).cloned()
    }

    /// Which of the three parts of a letter are missing, in words.
    pub fn gaps(&self) -> Vec<&'static str> {
        let mut gaps = Vec::new();
        if self.done.is_empty() {
            gaps.push("what was done");
        }
        if self.why.is_empty() {
            gaps.push("why it helps the prospect");
        }
        if self.on.is_none() || self.time.is_none() {
            gaps.push("day and time of the call");
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_i_write_myself_goes_straight_to_both_and_needs_only_its_reason() {
        let given = Introduction {
            method: Method::Letter,
            state: State::Drafted,
            ..Introduction::default()
        };
        assert_eq!(given.next_state(&Direction::Given), Some(State::Delivered));
        assert_eq!(
            given.missing(&Direction::Given),
            ["why it helps the prospect"]
        );
        assert_eq!(
            given.next_state(&Direction::Received),
            Some(State::WithSource)
        );
        assert_eq!(given.missing(&Direction::Received).len(), 3);
    }

    #[test]
    fn the_day_of_every_state_is_kept() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 11, n).unwrap();
        let mut it = Introduction {
            method: Method::Letter,
            state: State::Drafted,
            since: day(20),
            ..Introduction::default()
        };
        it.come_to(State::WithSource, day(22));
        it.come_to(State::Delivered, day(25));
        let days: Vec<(&str, NaiveDate)> = it
            .days
            .iter()
            .map(|(state, on)| (state.as_str(), *on))
            .collect();
        let wanted = [
            ("delivered", day(25)),
            ("drafted", day(20)),
            ("with-source", day(22)),
        ];
        assert_eq!(days, wanted);
        assert_eq!((it.state, it.since), (State::Delivered, day(25)));
    }

    #[test]
    fn a_call_or_a_lunch_needs_nothing_but_to_happen() {
        for method in [Method::Call, Method::Lunch] {
            let spoken = Introduction {
                method,
                state: State::Planned,
                ..Introduction::default()
            };
            assert!(spoken.missing(&Direction::Received).is_empty());
            assert_eq!(
                spoken.next_state(&Direction::Received),
                Some(State::Delivered)
            );
        }
    }
}
