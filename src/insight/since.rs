//! What happened since a day, and whom one has likely spoken to. It counts and names; it judges nothing.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::practice::Practice;
use super::relation::Warmth;
use super::review;
use crate::domain::event::Way;
use crate::domain::id::Id;
use crate::domain::person::Tier;
use crate::domain::referral::Ending;
use crate::domain::stage::Stage;

/// So many are asked about.
const LIKELY: usize = 12;
/// Whoever was spoken to in so many days was noted already.
const NOTED: u64 = 6;

/// What happened since a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// New referrals, received and given.
    pub received: Vec<Id>,
    pub given: Vec<Id>,
    /// Open ones that stand elsewhere now: from where, to where.
    pub moved: Vec<(Id, Stage, Stage)>,
    /// What ended, and how.
    pub ended: Vec<(Id, Ending)>,
    /// Days on which somebody was spoken to, a person a day.
    pub contacts: usize,
    /// Acts, got and given.
    pub got: usize,
    pub gave: usize,
    /// Tiered people who are beyond their interval now and were not then.
    pub quiet: Vec<Id>,
    /// Things owed today.
    pub owed: usize,
}

impl Since {
    /// After a day, and after a moment of it where that matters: what an earlier review has seen is not new.
    pub fn of(practice: &Practice, since: NaiveDate, moment: i64) -> Since {
        let book = &practice.book;
        let is_new = |on: NaiveDate, at: i64| since < on || (since == on && moment < at);
        let mut found = Since {
            owed: practice.owed_today(),
            ..Since::default()
        };
        for (id, referral) in book.referrals.iter() {
            let is_fresh = is_new(referral.on, referral.created);
            if is_fresh {
                let side = if referral.is_given() {
                    &mut found.given
                } else {
                    &mut found.received
                };
                side.push(id);
            }
            if let Some(outcome) = &referral.outcome {
                if is_new(outcome.on, outcome.at) {
                    found.ended.push((id, outcome.ending.clone()));
                }
                continue;
            }
            let moves = referral.lasting_moves();
            let before = moves.iter().rposition(|it| !is_new(it.on, it.at));
            let (was, now) = (before.map(|at| moves[at].to), referral.stage());
            if let Some(was) = was.filter(|was| *was != now && !is_fresh) {
                found.moved.push((id, was, now));
            }
        }
        let mut contacts = BTreeSet::new();
        for (_, event) in book.events.iter() {
            if !is_new(event.on, event.at) || practice.today() < event.on {
                continue;
            }
            if event.kind.is_touch() {
                contacts.extend(event.person.map(|id| (id, event.on)));
            }
            if event.kind.is_act() {
                match event.way {
                    Some(Way::Given) => found.gave += 1,
                    Some(Way::Got) => found.got += 1,
                    _ => {}
                }
            }
        }
        found.contacts = contacts.len();
        let days = (practice.today() - since).num_days();
        let quiet = practice.sources().iter().filter(|id| {
            let relation = practice.relation(**id);
            matches!(relation.warmth, Warmth::Fading | Warmth::Cold)
                && (1..=days).contains(&relation.late)
        });
        found.quiet = quiet.copied().collect();
        found
    }

    pub fn is_empty(&self) -> bool {
        let nothing = Since {
            owed: self.owed,
            ..Since::default()
        };
        *self == nothing
    }
}

/// Whom one has likely spoken to this week and not noted, the likeliest first: whom the week was for, with whom
/// something was planned, who has something open, then close ones by how long it is ago.
pub fn likely(practice: &Practice) -> Vec<Id> {
    let (book, today) = (&practice.book, practice.today());
    let noted = today.checked_sub_days(Days::new(NOTED)).unwrap_or(today);
    let week = today.checked_sub_days(Days::new(7)).unwrap_or(today);
    let mut found: Vec<(i64, Id)> = Vec::new();
    let under_way = review::open(book, today).map(|(id, _)| id);
    let starred: Vec<Id> = review::last(book, under_way)
        .map_or_else(Vec::new, |(_, review)| review.chosen().collect());
    let mut planned = BTreeSet::new();
    let mut open = BTreeSet::new();
    for (id, referral) in book.referrals.iter() {
        if practice.standing(id).is_none() {
            continue;
        }
        open.extend(referral.people());
        if let Some(next) = &referral.next
            && week <= next.on
            && next.on <= today
        {
            planned.extend(next.whom.or(referral.prospect));
        }
    }
    let people = practice.sources().iter().copied().collect::<BTreeSet<Id>>();
    for id in people.iter().chain(&open).collect::<BTreeSet<_>>() {
        let Some(person) = book.people.get(*id) else {
            continue;
        };
        let relation = practice.relation(*id);
        let is_noted = relation.last.is_some_and(|(on, _)| noted <= on);
        if is_noted || relation.asleep {
            continue;
        }
        let tier = match person.tier {
            Some(Tier::A) => 20,
            Some(Tier::B) => 12,
            Some(_) => 4,
            None => 0,
        };
        let agreed = relation.again.is_some_and(|on| week <= on && on <= today);
        let score = i64::from(starred.contains(id)) * 60
            + i64::from(planned.contains(id)) * 40
            + i64::from(agreed) * 40
            + i64::from(open.contains(id)) * 30
            + tier
            + relation.late.clamp(0, 9);
        if 4 < score {
            found.push((-score, *id));
        }
    }
    let name = |id: Id| book.name(Some(id));
    found.sort_unstable_by(|a, b| (a.0, name(a.1), a.1).cmp(&(b.0, name(b.1), b.1)));
    found.into_iter().map(|(_, id)| id).take(LIKELY).collect()
}
