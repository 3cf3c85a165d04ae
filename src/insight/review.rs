//! The weekly review: what is to be looked at, in which order, and what became of each thing. What a decision was
//! follows from the book, so that a review goes on wherever it was left, by whatever end.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::giving;
use super::nudge::{Nudge, Voice};
use super::practice::Practice;
use super::since::Since;
use super::standing::Mover;
use super::twins;
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::referral::Direction;
use crate::domain::review::Review;
use crate::domain::stage::Stage;

/// So many single things are looked at: with the screens that every review has, at most thirty.
const SINGLE: usize = 16;
/// Of these, so many are owed …
const OWED: usize = 12;
/// … so many are referrals …
const REFERRALS: usize = 8;
/// … and so many are people gone quiet.
const QUIET: usize = 5;
/// Days after which one that was left is not gone on with.
const STALE: i64 = 6;

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// What became of what the last review chose.
    Choices,
    /// Whom did you speak to this week?
    Spoken,
    /// What changed since the last review.
    Since,
    /// One thing owed, by the key of its nudge.
    Owed(String),
    /// An open referral that is not in order.
    Referral(Id),
    /// One that is in order and changed.
    Changed(Id),
    /// All that wait for somebody else.
    Waiting,
    /// Somebody gone quiet.
    Quiet(Id),
    /// One piece of the practice, by the key of its nudge.
    Practice(String),
    /// What was agreed with clients, once a month.
    Agreements,
    /// The month in numbers, once a month.
    Numbers,
    /// Who may be here twice, once a month.
    Twins,
    /// All that is in order.
    Sound,
    /// What did not fit into this week.
    Rest,
    /// Ten minutes are over.
    Enough,
    /// One act to give.
    Give,
    /// The people of the week.
    People,
    /// The note and the summary.
    Summary,
}

impl Matter {
    /// What it is, in the book.
    pub fn key(&self) -> String {
        match self {
            Matter::Choices => "choices".into(),
            Matter::Spoken => "spoken".into(),
            Matter::Since => "since".into(),
            Matter::Owed(key) => format!("owed/{key}"),
            Matter::Referral(id) => format!("referral/{id}"),
            Matter::Changed(id) => format!("changed/{id}"),
            Matter::Waiting => "waiting".into(),
            Matter::Quiet(id) => format!("quiet/{id}"),
            Matter::Practice(key) => format!("practice/{key}"),
            Matter::Agreements => "agreements".into(),
            Matter::Numbers => "numbers".into(),
            Matter::Twins => "twins".into(),
            Matter::Sound => "sound".into(),
            Matter::Rest => "rest".into(),
            Matter::Enough => "enough".into(),
            Matter::Give => "give".into(),
            Matter::People => "people".into(),
            Matter::Summary => "summary".into(),
        }
    }

    /// What a key means; none of a word that only a newer program knows.
    pub fn of(key: &str) -> Option<Matter> {
        let (kind, rest) = key.split_once('/').unwrap_or((key, ""));
        Some(match kind {
            "choices" => Matter::Choices,
            "spoken" => Matter::Spoken,
            "since" => Matter::Since,
            "owed" => Matter::Owed(rest.into()),
            "referral" => Matter::Referral(rest.parse().ok()?),
            "changed" => Matter::Changed(rest.parse().ok()?),
            "waiting" => Matter::Waiting,
            "quiet" => Matter::Quiet(rest.parse().ok()?),
            "practice" => Matter::Practice(rest.into()),
            "agreements" => Matter::Agreements,
            "numbers" => Matter::Numbers,
            "twins" => Matter::Twins,
            "sound" => Matter::Sound,
            "rest" => Matter::Rest,
            "enough" => Matter::Enough,
            "give" => Matter::Give,
            "people" => Matter::People,
            "summary" => Matter::Summary,
            _ => return None,
        })
    }

    /// The part of the review to which it belongs.
    pub fn part(&self) -> &'static str {
        match self {
            Matter::Choices => "Last week’s choices",
            Matter::Spoken => "Whom did you speak to?",
            Matter::Since => "What changed",
            Matter::Owed(_) => "Owed",
            Matter::Referral(_) | Matter::Changed(_) => "Referrals",
            Matter::Waiting => "Waiting for others",
            Matter::Quiet(_) => "People gone quiet",
            Matter::Practice(_) => "Practice",
            Matter::Agreements => "Clients",
            Matter::Numbers => "Numbers",
            Matter::Twins => "Twice in the book?",
            Matter::Sound => "In good order",
            Matter::Rest => "For another week",
            Matter::Enough => "Ten minutes",
            Matter::Give => "One act to give",
            Matter::People => "This week’s people",
            Matter::Summary => "Summary",
        }
    }

    /// One thing, not a list or a look at the whole.
    pub fn is_one(&self) -> bool {
        matches!(
            self,
            Matter::Owed(_)
                | Matter::Referral(_)
                | Matter::Changed(_)
                | Matter::Quiet(_)
                | Matter::Practice(_)
        )
    }

    /// What every review ends with, however late it is.
    pub fn is_end(&self) -> bool {
        matches!(self, Matter::Give | Matter::People | Matter::Summary)
    }
}

/// The review that can be gone on with.
pub fn open(book: &Book, today: NaiveDate) -> Option<(Id, &Review)> {
    let (id, review) = newest(book, None, |_| true)?;
    let is_fresh = (0..=STALE).contains(&(today - review.on).num_days());
    (review.done.is_none() && is_fresh).then_some((id, review))
}

/// The review of the last days: the one that ended last, else the one under way.
pub fn this_week(book: &Book, today: NaiveDate) -> Option<(Id, &Review)> {
    let is_fresh = |review: &Review| (0..=STALE).contains(&(today - review.on).num_days());
    let ended = newest(book, None, |review| {
        review.done.is_some() && is_fresh(review)
    });
    ended.or_else(|| newest(book, None, is_fresh))
}

/// The one before this one, or the newest, of those that came to something: one that was only begun asks nothing of the
/// next.
pub fn last(book: &Book, before: Option<Id>) -> Option<(Id, &Review)> {
    newest(book, before, |review| {
        review.done.is_some() || review.chosen().next().is_some()
    })
}

fn newest(
    book: &Book,
    before: Option<Id>,
    is_meant: impl Fn(&Review) -> bool,
) -> Option<(Id, &Review)> {
    let place = |id: Id, review: &Review| (review.on, review.created, id);
    let limit = before.and_then(|id| Some(place(id, book.reviews.get(id)?)));
    let all = book.reviews.iter().filter(|(_, review)| is_meant(review));
    all.filter(|(id, review)| limit.is_none_or(|limit| place(*id, review) < limit))
        .max_by_key(|(id, review)| place(*id, review))
}

/// Whether the weekly review is due: its day has come, and none was begun since.
pub fn is_due(book: &Book, today: NaiveDate) -> bool {
    let Some(day) = book.settings().review_day() else {
        return false;
    };
    let back = (today.weekday().days_since(day)).into();
    let due = today.checked_sub_days(Days::new(back)).unwrap_or(today);
    let is_begun = newest(book, None, |_| true).is_some_and(|(_, review)| due <= review.on);
    let is_known = book.settings().started.is_some_and(|began| began < due);
    !is_begun && is_known && !(book.people.is_empty() && book.referrals.is_empty())
}

/// The day since when a review looks back: that of the one before, else a week ago.
pub fn since(book: &Book, before: Option<Id>, today: NaiveDate) -> NaiveDate {
    let last = last(book, before).map(|(_, review)| review.on);
    let week = today.checked_sub_days(Days::new(7)).unwrap_or(today);
    last.unwrap_or(week).min(today)
}

/// The people of the week whom I have not spoken to since they were chosen: whom I spoke to before, I mean to speak to
/// again.
pub fn chosen(practice: &Practice) -> Vec<Id> {
    let Some((_, review)) = last(&practice.book, None) else {
        return Vec::new();
    };
    let is_there = |id: &Id| practice.book.people.has(*id);
    let people = review.chosen().filter(is_there);
    people
        .filter(|id| spoken_since(practice, review, *id).is_none())
        .collect()
}

/// The day of the first contact with one of the people of a week since they were chosen.
pub fn spoken_since(practice: &Practice, review: &Review, id: Id) -> Option<NaiveDate> {
    let chosen = review.people.get(&id).copied().unwrap_or(review.created);
    let mut events = practice.events_of(id).iter();
    let is_since = |on: NaiveDate, at: i64| review.on <= on && chosen < at;
    events
        .find(|event| is_since(event.on, event.at) && event.record.kind.is_touch())
        .map(|event| event.on)
}

/// What a review that begins now looks at, in order: at most thirty screens, whatever the book is like.
pub fn queue(practice: &Practice) -> Vec<Matter> {
    let (book, today) = (&practice.book, practice.today());
    let last = last(book, None);
    let since = since(book, None, today);
    let mut queue = Vec::new();
    if last.is_some_and(|(_, review)| review.give.is_some() || review.chosen().next().is_some()) {
        queue.push(Matter::Choices);
    }
    if !super::since::likely(practice).is_empty() {
        queue.push(Matter::Spoken);
    }
    if last.is_some() || !Since::of(practice, since, 0).is_empty() {
        queue.push(Matter::Since);
    }
    let mut room = SINGLE;
    let owed = practice.owed().count();
    let shown = owed.min(OWED);
    room -= shown;
    let mut is_left = shown < owed;
    let asked: Vec<&Nudge> = practice.owed().take(shown).collect();
    queue.extend(
        by_person(&asked)
            .into_iter()
            .map(|nudge| Matter::Owed(nudge.key())),
    );
    let (unsound, changed) = referrals(practice, since);
    let most = REFERRALS.min(room);
    is_left |= most < unsound.len();
    let unsound = unsound.into_iter().map(Matter::Referral);
    let changed = changed.into_iter().map(Matter::Changed);
    let before = queue.len();
    queue.extend(unsound.chain(changed).take(most));
    room -= queue.len() - before;
    if !waiting(practice).is_empty() {
        queue.push(Matter::Waiting);
    }
    let quiet = quiet(practice);
    let most = QUIET.min(room);
    is_left |= most < quiet.len();
    queue.extend(quiet.into_iter().take(most).map(Matter::Quiet));
    queue.extend(
        practice
            .practices()
            .first()
            .map(|it| Matter::Practice(it.key())),
    );
    let is_first_of_month = last.is_none_or(|(_, review)| {
        (review.on.year(), review.on.month()) != (today.year(), today.month())
    });
    if is_first_of_month {
        if practice.clients().next().is_some() {
            queue.push(Matter::Agreements);
        }
        if !book.referrals.is_empty() {
            queue.push(Matter::Numbers);
        }
        if !twins::all(book).is_empty() {
            queue.push(Matter::Twins);
        }
    }
    queue.push(Matter::Sound);
    if is_left {
        queue.push(Matter::Rest);
    }
    let is_turn = |id: &Id| giving::turn(book, practice, *id).is_some();
    if practice.balances().iter().any(is_turn) {
        queue.push(Matter::Give);
    }
    queue.extend([Matter::People, Matter::Summary]);
    queue
}

/// In the same order, but what is owed to one person stands together, where the first of it stood.
fn by_person<'a>(owed: &[&'a Nudge]) -> Vec<&'a Nudge> {
    let mut sorted = owed.to_vec();
    sorted.sort_by_key(|nudge| {
        owed.iter().position(|first| match nudge.person {
            Some(person) => first.person == Some(person),
            None => first.key() == nudge.key(),
        })
    });
    sorted
}

/// Open ones that are not in order, the most urgent first, and those that changed.
fn referrals(practice: &Practice, since: NaiveDate) -> (Vec<Id>, Vec<Id>) {
    let mut unsound: Vec<(i64, Id)> = Vec::new();
    let mut changed = Vec::new();
    for id in open_referrals(practice) {
        let is_planned = practice.standing(id).is_some_and(|it| it.next.is_some());
        match trouble(practice, id) {
            // What is only owed has a screen of its own; without a dated step it is looked at afterwards.
            Some(nudge) if nudge.voice() == Voice::Moving || !is_planned => {
                unsound.push((-nudge.late, id));
            }
            None if is_adrift(practice, id)
                || is_changed(practice, id, since) && !is_waiting(practice, id) =>
            {
                changed.push(id);
            }
            _ => {}
        }
    }
    unsound.sort_unstable();
    (unsound.into_iter().map(|(_, id)| id).collect(), changed)
}

/// All that are open, as they stand on the two boards.
fn open_referrals(practice: &Practice) -> impl Iterator<Item = Id> + '_ {
    let sides = [Direction::Received, Direction::Given];
    sides.into_iter().flat_map(move |side| {
        Stage::ALL
            .into_iter()
            .flat_map(move |stage| practice.column(&side.clone(), stage).iter().copied())
    })
}

/// What wants to move a referral on today, else what is owed about it.
pub fn trouble(practice: &Practice, id: Id) -> Option<&Nudge> {
    let due = || {
        practice
            .nudges_of(id)
            .iter()
            .filter(|nudge| 0 <= nudge.late)
    };
    due()
        .find(|nudge| nudge.voice() == Voice::Moving)
        .or_else(|| due().next())
}

/// Open ones that are not in order, the most urgent first.
pub fn unsound(practice: &Practice) -> Vec<Id> {
    referrals(practice, practice.today()).0
}

/// Moved, entered or spoken about since a day.
fn is_changed(practice: &Practice, id: Id, since: NaiveDate) -> bool {
    let is_moved = practice
        .standing(id)
        .is_some_and(|standing| since < standing.since);
    let is_told = practice
        .events_on(id)
        .last()
        .is_some_and(|event| since < event.on);
    is_moved || is_told
}

/// Mine to move, late or without a dated step, and nothing asks for it: a reminder of it was let go.
pub fn is_adrift(practice: &Practice, id: Id) -> bool {
    practice.standing(id).is_some_and(|it| {
        !it.asleep
            && it.mover == Mover::Me
            && (it.is_late() || it.next.is_none())
            && trouble(practice, id).is_none()
    })
}

/// Somebody else's move, and in order so far.
fn is_waiting(practice: &Practice, id: Id) -> bool {
    let standing = practice.standing(id);
    standing.is_some_and(|it| it.asleep || it.mover != Mover::Me) && trouble(practice, id).is_none()
}

/// Open ones that wait for somebody else.
pub fn waiting(practice: &Practice) -> Vec<Id> {
    let open = open_referrals(practice);
    open.filter(|id| is_waiting(practice, *id)).collect()
}

/// Open ones that are in order, and mine to move.
pub fn sound(practice: &Practice) -> Vec<Id> {
    open_referrals(practice)
        .filter(|id| {
            trouble(practice, *id).is_none()
                && !is_waiting(practice, *id)
                && !is_adrift(practice, *id)
        })
        .collect()
}

/// Whoever wants to be spoken to, the latest against their interval first.
pub fn quiet(practice: &Practice) -> Vec<Id> {
    let is_due = |id: &Id| want(practice, *id).is_some();
    let mut found: Vec<Id> = practice.sources().iter().copied().filter(is_due).collect();
    let mut known: BTreeSet<Id> = found.iter().copied().collect();
    for nudge in practice.nudges() {
        if let Some(id) = nudge.person
            && matches!(
                nudge.subject,
                Some(Subject::Person(_) | Subject::Promise(_))
            )
            && is_due(&id)
            && known.insert(id)
        {
            found.push(id);
        }
    }
    found
}

/// Why somebody wants to be spoken to.
pub fn want(practice: &Practice, id: Id) -> Option<&Nudge> {
    let mut found = practice.nudges_of(id).iter();
    found.find(|nudge| nudge.voice() == Voice::Moving && 0 <= nudge.late)
}
