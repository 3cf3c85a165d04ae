//! What an introduction needs until it is made: its checklist, the method that suits best, and what speaks against it.
//! Facts and static lines; it will never know a screen.

use chrono::NaiveDate;

use super::checklist::Line;
use super::index::Dated;
use super::pillars::{self, Pillar};
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::event::Kind;
use crate::domain::expectation::Expectation;
use crate::domain::id::Id;
use crate::domain::introduction::{Introduction, Method, State};
use crate::domain::pillars::Grade;
use crate::domain::referral::Referral;
use crate::domain::settings::is_day_off;

/// What ticks a line.
enum Tick {
    /// A fact: whether it is so, and since when.
    Fact(bool, Option<NaiveDate>),
    Hand,
}

/// The checklist of the introduction that a referral has; none without one. Its answers have stable ids.
pub fn lines(book: &Book, practice: &Practice, id: Id) -> Vec<Line> {
    let Some(referral) = book.referrals.get(id) else {
        return Vec::new();
    };
    let Some(it) = &referral.introduction else {
        return Vec::new();
    };
    let asked = if it.method.is_written() {
        written(practice, referral, it)
    } else {
        spoken(practice, referral, it)
    };
    let lines = asked.into_iter().map(|(item, text, tick)| {
        let answer = referral.answers.get(item);
        let (by_fact, done, on) = match tick {
            Tick::Fact(done, on) => (true, done, on),
            Tick::Hand => (
                false,
                answer.is_some_and(|answer| answer.done),
                answer.map(|answer| answer.on),
            ),
        };
        Line {
            item: item.into(),
            text: text.into(),
            by_fact,
            done,
            note: answer.map_or_else(String::new, |answer| answer.note.clone()),
            on,
        }
    });
    lines.collect()
}

type Asked = Vec<(&'static str, &'static str, Tick)>;

fn written(practice: &Practice, referral: &Referral, it: &Introduction) -> Asked {
    let is_client = referral
        .source
        .is_some_and(|source| practice.relation(source).is_client);
    let done = if is_client {
        "it says what was done for the source"
    } else if referral.is_given() {
        "it says what I know of the receiver"
    } else {
        "it says what they have seen of my work"
    };
    let fact = |is_so| Tick::Fact(is_so, None);
    let mut lines = vec![
        ("introduction.done", done, fact(!it.done.is_empty())),
        (
            "introduction.why",
            "it says why meeting helps the prospect",
            fact(!it.why.is_empty()),
        ),
    ];
    if referral.is_given() {
        lines.push((
            "introduction.agreed",
            "both have said that they are glad of it",
            Tick::Hand,
        ));
        lines.push((
            "introduction.sent",
            "sent to both",
            has_come_to(it, referral, &State::Delivered),
        ));
        return lines;
    }
    let is_timed = it.on.is_some() && it.time.is_some();
    lines.push((
        "introduction.time",
        "it names day and time of my call",
        fact(is_timed),
    ));
    lines.push((
        "introduction.request",
        "request and draft are with the source",
        has_come_to(it, referral, &State::WithSource),
    ));
    if it.method == Method::Letter {
        lines.push((
            "introduction.signed",
            "the source has signed it",
            has_come_to(it, referral, &State::Signed),
        ));
    }
    lines.push((
        "introduction.delivered",
        "the prospect has it",
        has_come_to(it, referral, &State::Delivered),
    ));
    lines.push((
        "introduction.kept",
        "I called at exactly that time",
        fact(it.kept == Some(true)),
    ));
    lines
}

fn spoken(practice: &Practice, referral: &Referral, it: &Introduction) -> Asked {
    let is_timed = it.on.is_some() && it.time.is_some();
    let fact = |is_so| Tick::Fact(is_so, None);
    let agreed = match it.method {
        Method::Lunch => "day, time and place suit all three",
        _ => "day, time and place of the call",
    };
    let placed = fact(is_timed && (it.method != Method::Lunch || !it.place.is_empty()));
    let mut lines = Vec::new();
    match (&it.method, referral.is_given()) {
        (Method::Lunch, false) => lines.extend([
            ("introduction.invited", "the source invites", Tick::Hand),
            ("introduction.when", agreed, placed),
            (
                "introduction.no-sale",
                "the source says it is no sales meeting",
                Tick::Hand,
            ),
            (
                "introduction.listened",
                "I listen: the source tends to sell",
                Tick::Hand,
            ),
            (
                "introduction.asked",
                "at the end I ask for a meeting",
                Tick::Hand,
            ),
        ]),
        (_, false) => {
            let is_clear = referral
                .source
                .is_none_or(|source| pillars::unmet(practice, source).is_empty());
            lines.extend([
                (
                    "introduction.expectations",
                    "no expectation of the source is open",
                    fact(is_clear),
                ),
                ("introduction.when", agreed, placed),
                (
                    "introduction.script",
                    "the source knows what to say",
                    Tick::Hand,
                ),
                (
                    "introduction.present",
                    "I am present when they call",
                    Tick::Hand,
                ),
            ]);
        }
        (_, true) => lines.extend([
            (
                "introduction.agreed",
                "both have said that they are glad of it",
                Tick::Hand,
            ),
            ("introduction.when", agreed, placed),
            (
                "introduction.present",
                "I say what I know of both, then listen",
                Tick::Hand,
            ),
        ]),
    }
    lines.push((
        "introduction.delivered",
        "it has happened",
        has_come_to(it, referral, &State::Delivered),
    ));
    lines
}

/// Whether it has come to a state, and on which day.
fn has_come_to(it: &Introduction, referral: &Referral, state: &State) -> Tick {
    let states = it.states(&referral.direction);
    let place = |wanted: &State| states.iter().position(|state| state == wanted);
    let is_there = match (place(&it.state), place(state)) {
        (Some(here), Some(wanted)) => wanted <= here,
        _ => false,
    };
    let on = if it.state == *state {
        Some(it.since)
    } else {
        it.days.get(state.word()).copied()
    };
    Tick::Fact(is_there, on.filter(|_| is_there))
}

/// The day on which the introduction came to a state, where it is known.
pub fn day_of(practice: &Practice, id: Id, it: &Introduction, state: &State) -> Option<NaiveDate> {
    if it.state == *state {
        return Some(it.since);
    }
    if let Some(on) = it.days.get(state.word()) {
        return Some(*on);
    }
    // Books from before the days were kept know them from what was recorded.
    let kind = match state {
        State::WithSource => Kind::Ask,
        State::Delivered => Kind::Introduced,
        _ => return None,
    };
    let mut events = practice.events_on(id).iter();
    let found = events.rfind(|event| event.record.kind == kind);
    found.map(|event| event.on).filter(|on| *on <= it.since)
}

/// The method that suits best: a weak tie is made up for by the strongest; with something open between the source
/// and me a call would bring it up.
pub fn suited(book: &Book, practice: &Practice, id: Id) -> Method {
    let Some(referral) = book.referrals.get(id) else {
        return Method::Call;
    };
    if pillars::of(book, practice, id).tie == Some(Grade::Weak) {
        return Method::Lunch;
    }
    let is_open = |source| !pillars::unmet(practice, source).is_empty();
    if referral.source.is_some_and(is_open) {
        return Method::Email;
    }
    Method::Call
}

/// What speaks against an introduction as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A pillar that stops an ask.
    Stop(Pillar),
    /// The two hardly know each other, or are at odds.
    WeakTie,
    /// A call, with expectations of the source unmet.
    Unmet,
    /// Its day is over and it was not made.
    Over(NaiveDate),
    /// Its day is a Saturday or Sunday.
    DayOff(NaiveDate),
}

/// What speaks against it, the gravest first. Nothing does once it is made.
pub fn doubts(book: &Book, practice: &Practice, id: Id, today: NaiveDate) -> Vec<Doubt> {
    let Some(referral) = book.referrals.get(id) else {
        return Vec::new();
    };
    let Some(it) = referral.introduction.as_ref().filter(|it| !it.is_made()) else {
        return Vec::new();
    };
    let mut doubts = Vec::new();
    if let Some(source) = referral.source {
        doubts.extend(pillars::stops_asking(book, practice, source).map(Doubt::Stop));
        if it.method == Method::Call && !pillars::unmet(practice, source).is_empty() {
            doubts.push(Doubt::Unmet);
        }
    }
    if it.method != Method::Lunch && pillars::of(book, practice, id).tie == Some(Grade::Weak) {
        doubts.push(Doubt::WeakTie);
    }
    if let Some(on) = it.on {
        if on < today {
            doubts.push(Doubt::Over(on));
        } else if is_day_off(on) {
            doubts.push(Doubt::DayOff(on));
        }
    }
    doubts
}

/// What the source of a referral said they expect and does not have.
pub fn unmet<'a>(book: &Book, practice: &'a Practice, id: Id) -> Vec<&'a Dated<Expectation>> {
    let source = book.referrals.get(id).and_then(|referral| referral.source);
    source.map_or_else(Vec::new, |source| pillars::unmet(practice, source))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::pillars::Tie;
    use crate::domain::referral::Direction;

    const CARD: Id = Id::fixed(1);

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    /// The ids of the lines that are done and of those that are not.
    fn sorted(referral: Referral) -> (Vec<String>, Vec<String>) {
        let mut book = Book::new(today());
        book.referrals.set(CARD, Arc::new(referral));
        let practice = Practice::of(&book, today());
        let (done, open): (Vec<Line>, Vec<Line>) = lines(&book, &practice, CARD)
            .into_iter()
            .partition(|line| line.done);
        let items = |lines: Vec<Line>| lines.into_iter().map(|line| line.item).collect();
        (items(done), items(open))
    }

    fn by(method: Method, state: State) -> Introduction {
        Introduction {
            method,
            state,
            since: today(),
            ..Introduction::default()
        }
    }

    #[test]
    fn only_paper_is_signed_and_its_states_tick_its_lines() {
        let letter = Referral {
            introduction: Some(by(Method::Letter, State::Signed)),
            ..Referral::default()
        };
        let (done, open) = sorted(letter);
        assert_eq!(done, ["introduction.request", "introduction.signed"]);
        assert!(
            open.contains(&"introduction.delivered".to_string()),
            "{open:?}"
        );
        let email = Referral {
            introduction: Some(by(Method::Email, State::Delivered)),
            ..Referral::default()
        };
        let (done, open) = sorted(email);
        assert_eq!(done, ["introduction.request", "introduction.delivered"]);
        assert!(!open.contains(&"introduction.signed".to_string()));
    }

    #[test]
    fn mine_asks_for_the_consent_of_both() {
        let given = Referral {
            direction: Direction::Given,
            introduction: Some(by(Method::Email, State::Drafted)),
            ..Referral::default()
        };
        let (done, open) = sorted(given);
        assert!(done.is_empty() && open.contains(&"introduction.agreed".to_string()));
    }

    #[test]
    fn a_weak_tie_and_a_day_that_is_over_are_doubted_until_it_is_made() {
        let tie = Tie {
            strength: Some(0),
            ..Tie::default()
        };
        let mut it = by(Method::Email, State::Drafted);
        it.on = today().pred_opt();
        let mut referral = Referral {
            tie: Some(tie),
            introduction: Some(it),
            ..Referral::default()
        };
        let doubted = |referral: &Referral| {
            let mut book = Book::new(today());
            book.referrals.set(CARD, Arc::new(referral.clone()));
            let practice = Practice::of(&book, today());
            assert_eq!(suited(&book, &practice, CARD), Method::Lunch);
            doubts(&book, &practice, CARD, today())
        };
        let yesterday = today().pred_opt().unwrap();
        assert_eq!(doubted(&referral), [Doubt::WeakTie, Doubt::Over(yesterday)]);
        referral.introduction = Some(by(Method::Email, State::Delivered));
        assert_eq!(doubted(&referral), []);
    }
}
