//! What became of each thing that a weekly review looks at, how far it has come and how long it took. What a decision was
//! follows from the book.

use chrono::NaiveDate;

use super::nudge::Nudge;
use super::nudge::subject_of;
use super::practice::Practice;
use super::review::{Matter, trouble, want};
use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::event::Way;
use crate::domain::id::Id;
use crate::domain::merge::Settled;
use crate::domain::person::Wait;
use crate::domain::promise::By;
use crate::domain::review::{Decided, Decision, Review};
use crate::domain::silencing::key_for;

/// Between two decisions no more than this was spent on them.
const PAUSE: i64 = 3 * 60_000;
/// What a decision takes, before there are any.
const USUAL: i64 = 20_000;
/// Minutes after which it is asked whether to go on.
const ENOUGH: i64 = 10;

/// What became of one thing; none while it is open.
pub fn answer(review: &Review, matter: &Matter, practice: &Practice) -> Option<(Decision, String)> {
    let written = review
        .decided(&matter.key())
        .map(|(decision, why)| (decision.clone(), why.to_string()));
    match written {
        // What was left may have been done after all.
        Some((Decision::Left | Decision::NextWeek, _)) => {
            became(review, matter, practice).or(written)
        }
        None => became(review, matter, practice),
        written => written,
    }
}

/// What became of it by what the book says.
fn became(review: &Review, matter: &Matter, practice: &Practice) -> Option<(Decision, String)> {
    let today = practice.today();
    match matter {
        Matter::Owed(key) | Matter::Practice(key) if practice.find(key).is_none() => {
            Some(why(practice.settled_as(key, review.created), today))
        }
        Matter::Referral(id) => match practice.book.referrals.get(*id) {
            Some(it) if it.is_open() && trouble(practice, *id).is_some() => None,
            Some(it) if it.is_open() => {
                let wait = it.wait.as_ref().filter(|wait| wait.is_asleep(today));
                let about = || practice.settled_about(Subject::Referral(*id), review.created);
                Some(asleep(wait, today).unwrap_or_else(|| why(about(), today)))
            }
            _ => Some(why(None, today)),
        },
        // What was only looked at is done when one says so, unless it is gone from the board.
        Matter::Changed(id) => match practice.book.referrals.get(*id) {
            Some(it) if it.is_open() => {
                let wait = it.wait.as_ref().filter(|wait| wait.is_asleep(today));
                asleep(wait, today)
            }
            _ => Some(why(None, today)),
        },
        Matter::Quiet(id) if want(practice, *id).is_none() => {
            let person = practice.book.people.get(*id);
            let wait = person.and_then(|person| person.wait.as_ref());
            let wait = wait.filter(|wait| wait.is_asleep(today));
            let about = || practice.settled_about(Subject::Person(*id), review.created);
            Some(asleep(wait, today).unwrap_or_else(|| why(about(), today)))
        }
        _ => None,
    }
}

fn asleep(wait: Option<&Wait>, today: NaiveDate) -> Option<(Decision, String)> {
    wait.map(|wait| (Decision::NotNow, until(wait.until, &wait.why, today)))
}

/// What was put off or let go, else it was done.
fn why(settled: Option<&Settled>, today: NaiveDate) -> (Decision, String) {
    match settled {
        Some(it) if it.until.is_some() => (Decision::NotNow, until(it.until, &it.why, today)),
        Some(it) => (Decision::LetGo, it.why.clone()),
        None => (Decision::Done, String::new()),
    }
}

/// "until Fri 4 Dec: at a fair".
fn until(until: Option<NaiveDate>, why: &str, today: NaiveDate) -> String {
    let until = until.map(|on| format!("until {}", day::full(on, today)));
    let why = Some(why.to_string()).filter(|why| !why.is_empty());
    let parts: Vec<String> = until.into_iter().chain(why).collect();
    parts.join(": ")
}

/// How far a review has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Everything with what became of it, in order.
    pub items: Vec<(Matter, Option<(Decision, String)>)>,
    /// Minutes spent so far.
    pub minutes: i64,
    /// What is left, in minutes, at the pace so far.
    pub left: i64,
}

impl Progress {
    pub fn of(review: &Review, practice: &Practice) -> Progress {
        let mut items: Vec<(Matter, Option<(Decision, String)>)> = review
            .queue()
            .into_iter()
            .filter_map(Matter::of)
            .filter(|matter| *matter != Matter::Enough)
            .map(|matter| {
                let answer = answer(review, &matter, practice);
                (matter, answer)
            })
            .collect();
        let spent = spent(review);
        let minutes = spent / 60_000;
        let made = items.iter().filter(|(_, it)| it.is_some()).count();
        let open = items.len() - made;
        let pace = match i64::try_from(made) {
            Ok(made) if 2 < made => (spent / made).clamp(5_000, 60_000),
            _ => USUAL,
        };
        let left = i64::try_from(open).unwrap_or(0) * pace;
        // Ten minutes are enough for a week, unless one wants to go on.
        let is_asked = review.decided(&Matter::Enough.key()).is_some();
        let first = items.iter().position(|(_, it)| it.is_none());
        if let Some(first) = first
            && ENOUGH <= minutes
            && !is_asked
            && !items[first].0.is_end()
        {
            items.insert(first, (Matter::Enough, None));
        }
        Progress {
            items,
            minutes,
            left: (left + 59_999) / 60_000,
        }
    }

    /// The first thing that is open.
    pub fn first(&self) -> Option<&Matter> {
        let open = self.items.iter().find(|(_, it)| it.is_none());
        open.map(|(matter, _)| matter)
    }

    /// How many are open, the usual end aside.
    pub fn open(&self) -> usize {
        let open = self.items.iter().filter(|(_, it)| it.is_none());
        open.filter(|(matter, _)| !matter.is_end() && *matter != Matter::Enough)
            .count()
    }

    /// How many are decided.
    pub fn made(&self) -> usize {
        self.items.iter().filter(|(_, it)| it.is_some()).count()
    }

    /// What was decided and is not written down yet.
    pub fn unwritten(&self, review: &Review) -> Vec<Decided> {
        let found = self.items.iter().filter_map(|(matter, answer)| {
            let key = matter.key();
            let (decision, why) = answer.clone()?;
            review
                .decided(&key)
                .is_none()
                .then_some((key, decision, why))
        });
        found.collect()
    }

    /// How many single things ended with a decision.
    pub fn count(&self, decision: &Decision) -> usize {
        let about = self.items.iter().filter(|(matter, _)| matter.is_one());
        let made = about.filter_map(|(_, answer)| answer.as_ref());
        made.filter(|(it, _)| it == decision).count()
    }
}

/// Milliseconds spent: between two decisions at most three minutes for each that was written down then, for
/// telephones ring.
fn spent(review: &Review) -> i64 {
    let mut times: Vec<i64> = review.items.values().map(|item| item.at).collect();
    times.retain(|at| 0 < *at);
    times.sort_unstable();
    let (mut spent, mut before) = (0, review.created);
    for same in times.chunk_by(|a, b| a == b) {
        let count = i64::try_from(same.len()).unwrap_or(1);
        spent += (same[0] - before).clamp(0, PAUSE * count);
        before = same[0].max(before);
    }
    spent
}

/// To whom I gave something, or promised to, since a review began: the last one.
pub fn gave(review: &Review, practice: &Practice) -> Option<Id> {
    let book = &practice.book;
    let promised = book.promises.iter().filter(|(_, it)| it.by == By::Me);
    let promised = promised.map(|(_, it)| (it.created, it.person));
    let given = book.referrals.iter().filter(|(_, it)| it.is_given());
    let given = given.map(|(_, it)| (it.created, it.receiver));
    let acts = book
        .events
        .iter()
        .filter(|(_, it)| it.kind.is_act() && it.way == Some(Way::Given));
    let acts = acts.map(|(_, it)| (it.created, it.person));
    let all = promised.chain(given).chain(acts);
    all.filter(|(created, person)| review.created < *created && person.is_some())
        .max_by_key(|(created, _)| *created)
        .and_then(|(_, person)| person)
}

impl Practice {
    /// The nudge with this key, while it speaks.
    pub fn find(&self, key: &str) -> Option<&Nudge> {
        let owner = match subject_of(key) {
            Some(Subject::Person(id) | Subject::Referral(id)) => id,
            Some(Subject::Promise(id)) => self.book.promises.get(id)?.person?,
            Some(Subject::Event(id)) => self.book.events.get(id)?.person?,
            None => {
                let all = self.nudges().iter().chain(self.practices());
                return all.into_iter().find(|nudge| nudge.key() == key);
            }
        };
        let all = self.nudges_of(owner).iter().chain(self.practices_of(owner));
        all.into_iter().find(|nudge| nudge.key() == key)
    }

    /// What was let go or put off under this key since a moment, or for its person altogether.
    fn settled_as(&self, key: &str, since: i64) -> Option<&Settled> {
        let rule = key.split('/').next().unwrap_or_default();
        let people: Vec<Id> = match subject_of(key) {
            Some(Subject::Person(id)) => vec![id],
            Some(Subject::Referral(id)) => {
                let referral = self.book.referrals.get(id);
                referral.map_or_else(Vec::new, |it| it.people().collect())
            }
            Some(Subject::Promise(id)) => {
                let promise = self.book.promises.get(id);
                promise.and_then(|it| it.person).into_iter().collect()
            }
            Some(Subject::Event(_)) | None => Vec::new(),
        };
        let keys = people.into_iter().map(|id| key_for(rule, id));
        std::iter::once(key.to_string())
            .chain(keys)
            .filter_map(|key| self.book.settled.get(Id::of_words(&key)))
            .find(|it| since <= it.updated)
    }

    /// What was last let go or put off about somebody or something since a moment.
    fn settled_about(&self, subject: Subject, since: i64) -> Option<&Settled> {
        let is_about = |key: &str| match (subject_of(key), subject) {
            // A promise is a matter of its person.
            (Some(Subject::Promise(id)), Subject::Person(person)) => {
                let promise = self.book.promises.get(id);
                promise.and_then(|it| it.person) == Some(person)
            }
            (about, _) => about == Some(subject),
        };
        let all = self.book.settled.iter().map(|(_, it)| it);
        all.filter(|it| since <= it.updated && is_about(&it.key))
            .max_by_key(|it| it.updated)
    }
}
