//! How I stand with one person: last contact, warmth, what is open and what went which way. Facts only;
//! nobody is ever measured by what they owe.

use std::cmp::Reverse;

use chrono::{Months, NaiveDate};

use super::index::{Dated, Index};
use crate::domain::event::{Event, Kind, Way};
use crate::domain::id::Id;
use crate::domain::person::Person;
use crate::domain::promise::By;
use crate::domain::referral::{Ending, Referral};
use crate::domain::settings::{Settings, Threshold};

/// Days since the last contact against the person's own interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warmth {
    Warm,
    Fading,
    Cold,
    /// No interval is set, so that nothing can be late.
    #[default]
    NoCadence,
}

/// Which way more went in twelve months; said only from 3 acts and a difference of 2 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Balance {
    /// Too little to say.
    None,
    GivingAhead,
    Even,
    ReceivingAhead,
}

/// What went one way: referrals and acts by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub referrals: u32,
    acts: [u32; Kind::ACTS.len()],
}

impl Tally {
    pub fn total(&self) -> u32 {
        self.referrals + self.acts.iter().sum::<u32>()
    }

    /// How many acts of a kind.
    pub fn of(&self, kind: &Kind) -> u32 {
        act_number(kind).map_or(0, |n| self.acts[n])
    }

    /// The acts that there are, by kind.
    pub fn acts(&self) -> impl Iterator<Item = (&'static Kind, u32)> + '_ {
        let kinds: &'static [Kind] = &Kind::ACTS;
        kinds.iter().zip(self.acts).filter(|(_, count)| 0 < *count)
    }
}

fn act_number(kind: &Kind) -> Option<usize> {
    Kind::ACTS.iter().position(|act| act == kind)
}

/// How I stand with one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// The last contact and its event.
    pub last: Option<(NaiveDate, Id)>,
    /// Days wanted between contacts.
    pub interval: Option<u32>,
    /// Days since the last contact, or since the tier was set where there was none.
    pub days: Option<i64>,
    pub warmth: Warmth,
    /// Days beyond the interval; 0 when within it.
    pub late: i64,
    /// Has referred, or has a tier.
    pub is_source: bool,
    /// A source for so short a time that they are kept closer.
    pub is_new: bool,
    /// Became a client through a referral.
    pub is_client: bool,
    /// Set aside and still waiting.
    pub asleep: bool,
    /// Open referrals that name them, oldest first.
    pub open: Vec<Id>,
    /// My open promises to them.
    pub i_owe: Vec<Id>,
    /// Their open promises to me.
    pub they_owe: Vec<Id>,
    /// In twelve months.
    pub got: Tally,
    pub given: Tally,
    /// Since ever.
    pub got_ever: Tally,
    pub given_ever: Tally,
    /// The last event with words.
    pub note: Option<Id>,
}

impl Relation {
    pub(super) fn of(
        settings: &Settings,
        id: Id,
        person: &Person,
        index: &Index,
        today: NaiveDate,
    ) -> Relation {
        let window = today.checked_sub_months(Months::new(12)).unwrap_or(today);
        let mut found = Relation {
            asleep: person
                .wait
                .as_ref()
                .is_some_and(|wait| wait.is_asleep(today)),
            is_source: person.tier.is_some(),
            ..Relation::default()
        };
        let events = index.events_of_person.of(id);
        let referrals = index.referrals.of(id);
        for event in events {
            found.count_event(event, window);
        }
        for referral in referrals {
            found.count_referral(id, referral.id, &referral.record, window);
        }
        for promise in index.promises_of_person.of(id) {
            if promise.record.is_open() {
                match promise.record.by {
                    By::Me => found.i_owe.push(promise.id),
                    By::Them | By::Other(_) => found.they_owe.push(promise.id),
                }
            }
        }
        let known_since = [
            events.first().map(|event| event.on),
            referrals.first().map(|referral| referral.on),
        ]
        .into_iter()
        .flatten()
        .min();
        found.count_days(settings, person, known_since, today);
        found
    }

    fn count_event(&mut self, event: &Dated<Event>, window: NaiveDate) {
        let kind = &event.record.kind;
        if kind.is_touch() {
            self.last = Some((event.on, event.id));
        }
        if !event.record.note.is_empty() {
            self.note = Some(event.id);
        }
        let (ever, recent) = match &event.record.way {
            Some(Way::Got) => (&mut self.got_ever, &mut self.got),
            Some(Way::Given) => (&mut self.given_ever, &mut self.given),
            _ => return,
        };
        if let Some(n) = act_number(kind) {
            ever.acts[n] += 1;
            if window < event.on {
                recent.acts[n] += 1;
            }
        }
    }

    fn count_referral(&mut self, me: Id, id: Id, referral: &Referral, window: NaiveDate) {
        if referral.is_open() {
            self.open.push(id);
        }
        let has_won = referral
            .outcome
            .as_ref()
            .is_some_and(|outcome| outcome.ending == Ending::Won);
        if has_won && !referral.is_given() && referral.prospect == Some(me) {
            self.is_client = true;
        }
        if !referral.partners().any(|partner| partner == me) {
            return;
        }
        if !referral.is_given() {
            self.is_source = true;
        }
        if !referral.counts() {
            return;
        }
        let (ever, recent) = if referral.is_given() {
            (&mut self.given_ever, &mut self.given)
        } else {
            (&mut self.got_ever, &mut self.got)
        };
        ever.referrals += 1;
        let on = referral
            .also
            .get(&me)
            .map_or(referral.on, |joined| joined.on);
        if window < on {
            recent.referrals += 1;
        }
    }

    /// Interval, days and warmth. A source is new while the tier is young and nobody of old: neither
    /// from an import nor known since before.
    fn count_days(
        &mut self,
        settings: &Settings,
        person: &Person,
        known_since: Option<NaiveDate>,
        today: NaiveDate,
    ) {
        let is_young = |day: NaiveDate| {
            (today - day).num_days() < i64::from(settings.days(Threshold::NewSourceFor))
        };
        self.is_new = person.tier.is_some()
            && person.origin.is_empty()
            && person.tiered.is_some_and(is_young)
            && known_since.is_none_or(is_young);
        let of_tier = || {
            let days = person
                .tier
                .as_ref()
                .and_then(|tier| settings.interval(tier))?;
            let at_first = settings.days(Threshold::NewSource);
            Some(if self.is_new {
                days.min(at_first)
            } else {
                days
            })
        };
        self.interval = person.every.or_else(of_tier).filter(|days| 0 < *days);
        let from = self.last.map(|(on, _)| on).or(person.tiered);
        self.days = from.map(|from| (today - from).num_days().max(0));
        let (Some(interval), Some(days)) = (self.interval, self.days) else {
            return;
        };
        let interval = i64::from(interval);
        self.late = (days - interval).max(0);
        self.warmth = match days {
            _ if days <= interval => Warmth::Warm,
            _ if days <= 2 * interval => Warmth::Fading,
            _ => Warmth::Cold,
        };
    }

    /// Which way more went in twelve months (RULES 8).
    pub fn balance(&self) -> Balance {
        let (got, given) = (self.got.total(), self.given.total());
        let (all, apart) = (got + given, got.abs_diff(given));
        match () {
            () if all < 3 => Balance::None,
            () if apart < 2 || 3 * apart < all => Balance::Even,
            () if got < given => Balance::GivingAhead,
            () => Balance::ReceivingAhead,
        }
    }

    /// Its place among the sources: late, in time, asleep, without cadence; the longest wait against
    /// the interval first.
    pub(super) fn source_place(&self) -> Option<SourcePlace> {
        if !self.is_source && self.interval.is_none() {
            return None;
        }
        let last = self.last.map(|(on, _)| on);
        let (group, ratio) = match (self.interval, self.days) {
            (Some(interval), Some(days)) => {
                let ratio = days * 10_000 / i64::from(interval);
                let group = match () {
                    () if self.asleep => 2,
                    () if 0 < self.late => 0,
                    () => 1,
                };
                (group, ratio)
            }
            _ => (3, 0),
        };
        Some((group, Reverse(ratio), Reverse(last)))
    }

    /// Its place in the balance: by all that went either way, never by what is owed.
    pub(super) fn balance_place(&self, person: &Person) -> Option<Reverse<u32>> {
        let all = self.got.total() + self.given.total();
        (0 < all || person.tier.is_some()).then_some(Reverse(all))
    }
}

pub(super) type SourcePlace = (u8, Reverse<i64>, Reverse<Option<NaiveDate>>);
