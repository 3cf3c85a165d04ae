//! The weekly review as it is kept: what was to be looked at, what was decided and why, and whom the week after is
//! for. What belongs in it is asked elsewhere.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::action::{Said, is_gone};
use super::book::{Book, Stamp};
use super::id::Id;
use super::record::{part, record, words};
use super::refusal::Refusal;

words! {
    /// What was decided about one thing.
    pub enum Decision {
        /// It was done: what it asked for is no longer asked for.
        Done = "done",
        NotNow = "not-now",
        LetGo = "let-go",
        /// Looked at, and left as it is.
        Left = "left",
        /// Left for the next review.
        NextWeek = "next-week",
    }
}

impl Decision {
    pub fn title(&self) -> &str {
        match self {
            Decision::Done => "done",
            Decision::NotNow => "not now",
            Decision::LetGo => "let go",
            Decision::Left => "left as it is",
            Decision::NextWeek => "next week",
            Decision::Other(word) => word,
        }
    }
}

part! {
    /// One thing of the queue.
    pub struct Item {
        /// Its place in the queue, from 0.
        pub place: u32,
        /// None while it is open.
        pub decision: Option<Decision>,
        /// When that was written down, in UTC milliseconds since 1970.
        pub at: i64,
        pub why: String,
    }
}

record! {
    /// One weekly review.
    pub struct Review["items", "people"] {
        /// The day on which it began.
        pub on: NaiveDate,
        /// The day on which it ended; none while it can be gone on with.
        pub done: Option<NaiveDate>,
        /// What is to be looked at, by a key that says what it is.
        pub items: BTreeMap<String, Item>,
        /// Whom the week after it is for, with the moment of the choice in UTC milliseconds since 1970; 0 where it was
        /// taken back.
        pub people: BTreeMap<Id, i64>,
        /// To whom I meant to give something.
        pub give: Option<Id>,
        pub note: String,
    }
}

/// What was decided about the thing with this key.
pub type Decided = (String, Decision, String);

/// A step of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Begins one with these things in this order.
    Begin(Vec<String>),
    /// Writes down what was decided; what was decided before stays.
    Decide {
        review: Id,
        decided: Vec<Decided>,
        said: String,
    },
    /// Takes back what was decided about these, to look at them again.
    Again {
        review: Id,
        keys: Vec<String>,
    },
    /// One of the people of the week after it, or no longer.
    Star {
        review: Id,
        person: Id,
        is_on: bool,
    },
    Note {
        review: Id,
        note: String,
    },
    /// Ends it.
    End {
        review: Id,
        decided: Vec<Decided>,
        give: Option<Id>,
    },
}

impl Review {
    /// What is to be looked at, in order.
    pub fn queue(&self) -> Vec<&str> {
        let mut items: Vec<(u32, &str)> = self
            .items
            .iter()
            .map(|(key, item)| (item.place, key.as_str()))
            .collect();
        items.sort_unstable();
        items.into_iter().map(|(_, key)| key).collect()
    }

    /// What was written down about one thing.
    pub fn decided(&self, key: &str) -> Option<(&Decision, &str)> {
        let item = self.items.get(key)?;
        Some((item.decision.as_ref()?, &item.why))
    }

    /// Whom the week after it is for.
    pub fn chosen(&self) -> impl Iterator<Item = Id> + '_ {
        let people = self.people.iter().filter(|(_, at)| 0 < **at);
        people.map(|(id, _)| *id)
    }

    /// Whether it chose this person.
    pub fn has_chosen(&self, person: Id) -> bool {
        self.people.get(&person).is_some_and(|at| 0 < *at)
    }
}

pub(super) fn step(book: &mut Book, stamp: &mut Stamp, step: Step) -> Result<Said, Refusal> {
    match step {
        Step::Begin(keys) => Ok(begin(book, stamp, keys)),
        Step::Decide {
            review,
            decided,
            said,
        } => {
            change(book, stamp, review, |it, at| write_down(it, decided, at))?;
            Ok(Said::new(said))
        }
        Step::Again { review, keys } => {
            change(book, stamp, review, |it, _| {
                for key in keys {
                    if let Some(item) = it.items.get_mut(&key) {
                        (item.decision, item.at) = (None, 0);
                        item.why.clear();
                    }
                }
            })?;
            Ok(Said::new("To be looked at again"))
        }
        Step::Star {
            review,
            person,
            is_on,
        } => {
            if !book.people.has(person) {
                return Err(is_gone("person"));
            }
            change(book, stamp, review, |it, at| {
                it.people.insert(person, if is_on { at } else { 0 });
            })?;
            let name = book.name(Some(person));
            Ok(Said::new(if is_on {
                format!("{name} is one of this week’s people")
            } else {
                format!("{name} is not one of this week’s people any more")
            }))
        }
        Step::Note { review, note } => {
            let said = if note.is_empty() {
                "No note on the week"
            } else {
                "Noted about the week"
            };
            change(book, stamp, review, |it, _| it.note = note)?;
            Ok(Said::new(said))
        }
        Step::End {
            review,
            decided,
            give,
        } => {
            let today = stamp.today;
            change(book, stamp, review, |it, at| {
                write_down(it, decided, at);
                it.done = Some(today);
                it.give = give;
            })?;
            let people = book.reviews.get(review).map_or(0, |it| it.chosen().count());
            let said = Said::new("The review is done");
            Ok(match people {
                0 => said,
                1 => said.more("one person is starred for the week"),
                n => said.more(format!("{n} people are starred for the week")),
            })
        }
    }
}

fn begin(book: &mut Book, stamp: &mut Stamp, keys: Vec<String>) -> Said {
    let items = keys.into_iter().zip(0..).map(|(key, place)| {
        let item = Item {
            place,
            ..Item::default()
        };
        (key, item)
    });
    let review = Review {
        on: stamp.today,
        items: items.collect(),
        ..Review::default()
    };
    let id = stamp.id();
    book.reviews.put(id, review, stamp.at);
    Said::new("The review has begun")
}

fn write_down(review: &mut Review, decided: Vec<Decided>, at: i64) {
    let place = review.items.values().map(|item| item.place).max();
    let mut next = place.map_or(0, |place| place + 1);
    for (key, decision, why) in decided {
        let item = review.items.entry(key).or_insert_with(|| {
            next += 1;
            Item {
                place: next - 1,
                ..Item::default()
            }
        });
        if item.decision.is_none() {
            (item.decision, item.at, item.why) = (Some(decision), at, why);
        }
    }
}

fn change(
    book: &mut Book,
    stamp: &Stamp,
    review: Id,
    change: impl FnOnce(&mut Review, i64),
) -> Result<(), Refusal> {
    let at = stamp.at;
    if book.reviews.edit(review, at, |it| change(it, at)) {
        Ok(())
    } else {
        Err(is_gone("review"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::id::Ids;
    use crate::domain::person::Person;

    fn desk() -> (Book, Stamp, Id) {
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let mut stamp = Stamp {
            today,
            at: 1_000,
            ids: Ids::seeded(3),
        };
        let mut book = Book::new(today);
        let begin = Step::Begin(vec!["since".into(), "people".into()]);
        Action::Review(begin)
            .perform(&mut book, &mut stamp)
            .unwrap();
        let (id, _) = book.reviews.iter().next().unwrap();
        (book, stamp, id)
    }

    fn decide(review: Id, key: &str, decision: Decision) -> Action {
        Action::Review(Step::Decide {
            review,
            decided: vec![(key.into(), decision, "why".into())],
            said: "Left".into(),
        })
    }

    #[test]
    fn the_queue_stands_in_the_order_in_which_it_began_and_grows_at_the_end() {
        let (mut book, mut stamp, id) = desk();
        let late = decide(id, "enough", Decision::Left);
        late.perform(&mut book, &mut stamp).unwrap();
        let review = book.reviews.get(id).unwrap();
        assert_eq!(review.queue(), ["since", "people", "enough"]);
        assert_eq!(review.on, stamp.today);
    }

    #[test]
    fn the_first_decision_stays_until_it_is_taken_back() {
        let (mut book, mut stamp, id) = desk();
        for decision in [Decision::Done, Decision::Left] {
            stamp.at += 5;
            let action = decide(id, "since", decision);
            action.perform(&mut book, &mut stamp).unwrap();
        }
        let decided = |book: &Book| {
            let review = book.reviews.get(id).unwrap();
            review.decided("since").map(|(it, _)| it.clone())
        };
        assert_eq!(decided(&book), Some(Decision::Done));
        assert_eq!(book.reviews.get(id).unwrap().items["since"].at, 1_005);
        let again = Step::Again {
            review: id,
            keys: vec!["since".into()],
        };
        Action::Review(again)
            .perform(&mut book, &mut stamp)
            .unwrap();
        assert_eq!(decided(&book), None);
    }

    #[test]
    fn the_people_of_the_week_are_chosen_and_taken_back() {
        let (mut book, mut stamp, id) = desk();
        let person = stamp.id();
        let dana = Person {
            name: "Dana Ortiz".into(),
            ..Person::default()
        };
        book.people.put(person, dana, 1);
        for (is_on, count) in [(true, 1), (false, 0)] {
            let star = Step::Star {
                review: id,
                person,
                is_on,
            };
            Action::Review(star).perform(&mut book, &mut stamp).unwrap();
            assert_eq!(book.reviews.get(id).unwrap().chosen().count(), count);
        }
        let nobody = Step::Star {
            review: id,
            person: Id::ONLY,
            is_on: true,
        };
        assert!(
            Action::Review(nobody)
                .perform(&mut book, &mut stamp)
                .is_err()
        );
    }

    #[test]
    fn an_end_has_its_day_and_what_was_still_to_be_written_down() {
        let (mut book, mut stamp, id) = desk();
        let end = Step::End {
            review: id,
            decided: vec![("people".into(), Decision::Done, String::new())],
            give: None,
        };
        Action::Review(end).perform(&mut book, &mut stamp).unwrap();
        let review = book.reviews.get(id).unwrap();
        assert_eq!(review.done, Some(stamp.today));
        assert!(review.decided("people").is_some());
    }
}
