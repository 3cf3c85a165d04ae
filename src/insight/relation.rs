//! How I stand with one person: last contact, warmth, what is open and what went which way. Facts only;
//! nobody is ever measured by what they owe.

use std::cmp::Reverse;

use chrono::{Days, NaiveDate};

use super::cadence::{Cadence, Pace, Rhythm, WEEKS};
use super::index::{Dated, Index};
use super::ledger::{Balance, Change, Item, Ledger, Window};
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::domain::person::{Person, Tier};
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

/// Days from the beginning of a book in which those who are entered were known before.
const SETTLING_IN: i64 = 14;

/// How I stand with one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// The last contact and its event.
    pub last: Option<(NaiveDate, Id)>,
    /// Days wanted between contacts.
    pub interval: Option<u32>,
    /// Days since the last contact, or since the tier was set where there was none; those on which they were
    /// away do not count.
    pub days: Option<i64>,
    pub warmth: Warmth,
    /// Days beyond the interval, or beyond the day that was agreed; 0 when in time.
    pub late: i64,
    /// The day agreed for the next contact, which holds in place of the interval.
    pub again: Option<NaiveDate>,
    /// Days with a contact in the last four weeks.
    pub lately: u32,
    /// Has referred, or has a tier.
    pub is_source: bool,
    /// A source for so short a time that they are kept closer.
    pub is_new: bool,
    /// Became a client: through a referral, by an agreement, or as it was noted.
    pub is_client: bool,
    /// What stands between us: the first thing that was not made up for.
    pub friction: Option<Id>,
    /// The last time they were asked for referrals.
    pub asked: Option<NaiveDate>,
    /// The last time we asked each other what works.
    pub checked_in: Option<NaiveDate>,
    /// Set aside and still waiting.
    pub asleep: bool,
    /// Open referrals that name them, oldest first.
    pub open: Vec<Id>,
    /// My open promises to them.
    pub i_owe: Vec<Id>,
    /// Their open promises to me.
    pub they_owe: Vec<Id>,
    /// What went either way in twelve months.
    pub year: Ledger,
    /// The same since ever.
    pub ever: Ledger,
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
        let window = Window::Year.opens(today);
        let mut found = Relation {
            asleep: person
                .wait
                .as_ref()
                .is_some_and(|wait| wait.is_asleep(today)),
            is_source: person.tier.is_some(),
            is_client: !index.agreements.of(id).is_empty(),
            ..Relation::default()
        };
        let events = index.events_of_person.of(id);
        let referrals = index.referrals.of(id);
        for event in events {
            found.count_event(event, window);
        }
        found.friction = open_friction(events);
        found.lately = days_in_touch(events, today);
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
        match kind {
            Kind::Engaged => self.is_client = true,
            Kind::CheckIn => self.checked_in = Some(event.on),
            // One about a referral is a question about its prospect.
            Kind::Ask if event.record.referral.is_none() => self.asked = Some(event.on),
            Kind::Acquisition => self.asked = Some(event.on),
            _ => {}
        }
        if !event.record.note.is_empty() && *kind != Kind::Judged {
            self.note = Some(event.id);
        }
        self.ever
            .count_event(&event.record, NaiveDate::MIN, Change::Came);
        self.year.count_event(&event.record, window, Change::Came);
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
        self.ever.count_partner(me, referral, NaiveDate::MIN);
        self.year.count_partner(me, referral, window);
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
        // Who was there when the book began is no new source, and C and D are kept at a distance by choice.
        let is_close = matches!(person.tier, Some(Tier::A | Tier::B));
        let came_later = |day: NaiveDate| {
            let began = settings.started.unwrap_or(NaiveDate::MIN);
            SETTLING_IN < day.signed_duration_since(began).num_days()
        };
        self.is_new = is_close
            && person.tiered.is_some_and(came_later)
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
        let now = person.wait.iter().map(|wait| (wait.since, wait.until));
        let away = person.away.iter();
        let away = away.map(|(since, until)| (*since, Some(*until)));
        let rhythm = Rhythm {
            from: self.last.map(|(on, _)| on).or(person.tiered),
            interval: self.interval,
            pauses: away.chain(now).collect(),
            again: person.again.as_ref().map(|again| again.on),
        };
        let Cadence {
            days,
            warmth,
            late,
            again,
        } = rhythm.on(today);
        (self.days, self.warmth, self.late, self.again) = (days, warmth, late, again);
    }

    /// What they ask for in a week, unless they are away, and what is made with them: nothing of who has no interval.
    pub(super) fn pace(&self) -> Pace {
        match self.interval {
            Some(_) => Pace::of(self.interval.filter(|_| !self.asleep), self.lately),
            None => Pace::default(),
        }
    }

    /// The kinds of act that they did for me and I never did for them, what they did most often first.
    pub fn unreturned(&self) -> Vec<&'static Kind> {
        let never = self.ever.never_returned().filter_map(|item| match item {
            Item::Act(kind) => Some((kind, self.ever.got.of(item))),
            Item::Referral => None,
        });
        let mut kinds: Vec<_> = never.collect();
        kinds.sort_by_key(|(_, count)| Reverse(*count));
        kinds.into_iter().map(|(kind, _)| kind).collect()
    }

    /// Which way more went in twelve months (RULES 8).
    pub fn balance(&self) -> Balance {
        self.year.balance()
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
        let all = self.year.got.total() + self.year.given.total();
        (0 < all || person.tier.is_some()).then_some(Reverse(all))
    }
}

/// The days of the last four weeks on which we were in touch.
fn days_in_touch(events: &[Dated<Event>], today: NaiveDate) -> u32 {
    let window = today.checked_sub_days(Days::new(u64::from(7 * WEEKS)));
    let recent = events.iter().rev().filter(|event| event.on <= today);
    let recent = recent.take_while(|event| window.is_none_or(|window| window < event.on));
    let touches = recent.filter(|event| event.record.kind.is_touch());
    let (mut days, mut counted) = (0, None);
    for on in touches.map(|event| event.on) {
        days += u32::from(counted != Some(on));
        counted = Some(on);
    }
    days
}

/// The first thing between us that was not made up for, by the events with one person.
pub(super) fn open_friction(events: &[Dated<Event>]) -> Option<Id> {
    let mut open: Vec<(i64, Id)> = Vec::new();
    for event in events {
        let at = event.record.at;
        match event.record.kind {
            Kind::Friction => open.push((at, event.id)),
            // What was noted later was not known when it was made up, however long ago it was.
            Kind::MadeUp => open.retain(|(noted, _)| at < *noted),
            _ => {}
        }
    }
    open.first().map(|(_, id)| *id)
}

pub(super) type SourcePlace = (u8, Reverse<i64>, Reverse<Option<NaiveDate>>);

#[cfg(test)]
mod tests {
    use super::super::ledger::Item;
    use super::super::practice::Practice;
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Log, Subject, Who};
    use crate::domain::book::Book;
    use crate::domain::event::Way;
    use crate::domain::person::{Tier, Wait};
    use crate::domain::referral::Direction;

    fn relation(trial: &Trial, name: &str) -> Relation {
        trial.practice().relation(trial.find(name)).clone()
    }

    #[test]
    fn warmth_is_days_against_the_own_interval() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        trial.log(Kind::Call, "Dana Ortiz", None);
        // Known for longer than a new source is.
        trial.go(100);
        let people = vec![trial.find("Dana Ortiz")];
        let tier = Some(Tier::A);
        trial.perform(Action::SetTier { people, tier });
        trial.log(Kind::Call, "Dana Ortiz", None);
        for (days, warmth, late) in [
            (0, Warmth::Warm, 0),
            (14, Warmth::Warm, 0),
            (15, Warmth::Fading, 1),
            (28, Warmth::Fading, 14),
            (29, Warmth::Cold, 15),
        ] {
            trial.go(100 + days);
            let found = relation(&trial, "Dana Ortiz");
            assert_eq!((found.warmth, found.late), (warmth, late), "{days}");
            assert_eq!(found.interval, Some(14));
        }
    }

    #[test]
    fn whoever_wakes_was_away_and_is_not_cold_at_once() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        trial.log(Kind::Call, "Dana Ortiz", None);
        trial.go(100);
        let dana = trial.find("Dana Ortiz");
        let tier = Some(Tier::A);
        trial.perform(Action::SetTier {
            people: vec![dana],
            tier,
        });
        trial.log(Kind::Call, "Dana Ortiz", None);
        let aside = |trial: &mut Trial, until: Option<u64>| {
            assert!(trial.perform(Action::Wait {
                subject: Subject::Person(dana),
                wait: until.map(|until| Wait {
                    until: Some(day(until)),
                    ..Wait::default()
                }),
                on: Who::Nobody,
            }));
        };
        let days = |trial: &Trial| relation(trial, "Dana Ortiz").days;
        trial.go(104);
        aside(&mut trial, Some(130));
        trial.go(120);
        // Set aside longer: they were away all the while.
        aside(&mut trial, Some(161));
        assert_eq!(days(&trial), Some(4));
        trial.go(160);
        aside(&mut trial, None);
        trial.go(161);
        let woken = relation(&trial, "Dana Ortiz");
        assert_eq!((woken.days, woken.warmth), (Some(5), Warmth::Warm));
        // One that ended by itself is kept as well, where another one begins.
        aside(&mut trial, Some(171));
        trial.go(175);
        assert_eq!(days(&trial), Some(9));
        aside(&mut trial, Some(181));
        trial.go(182);
        assert_eq!(days(&trial), Some(10));
        trial.log(Kind::Call, "Dana Ortiz", None);
        assert_eq!(days(&trial), Some(0));
    }

    #[test]
    fn what_is_noted_after_it_was_made_up_stands_between_us_however_old_it_is() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        let log = |trial: &mut Trial, kind: Kind, on: u64| {
            let who = trial.who("Dana Ortiz");
            assert!(trial.perform(Action::Log(Box::new(Log {
                kind,
                who,
                on: Some(day(on)),
                note: "late".into(),
                ..Log::default()
            }))));
        };
        let is_open = |trial: &Trial| relation(trial, "Dana Ortiz").friction.is_some();
        trial.go(20);
        log(&mut trial, Kind::Friction, 10);
        assert!(is_open(&trial));
        log(&mut trial, Kind::MadeUp, 15);
        assert!(!is_open(&trial));
        log(&mut trial, Kind::Friction, 12);
        assert!(
            is_open(&trial),
            "it was not known when the other was made up"
        );
        log(&mut trial, Kind::MadeUp, 20);
        assert!(!is_open(&trial));
    }

    #[test]
    fn whom_one_keeps_at_a_distance_is_not_kept_closer_at_first() {
        let mut trial = Trial::new();
        trial.person("Joan Hill", Some(Tier::D));
        assert!(!relation(&trial, "Joan Hill").is_new);
        assert_eq!(relation(&trial, "Joan Hill").interval, Some(180));
    }

    #[test]
    fn who_is_entered_when_a_book_begins_was_known_before() {
        let mut book = Book::new(day(0));
        let person = Person {
            name: "Dana Ortiz".into(),
            tier: Some(Tier::A),
            tiered: Some(day(3)),
            ..Person::default()
        };
        let id = Id::fixed(9);
        book.people.put(id, person, 1);
        let practice = Practice::of(&book, day(4));
        assert!(!practice.relation(id).is_new);
        assert_eq!(practice.relation(id).interval, Some(14));
    }

    #[test]
    fn a_new_source_is_kept_closer_at_first() {
        let mut trial = Trial::new();
        trial.person("Yuki Mori", Some(Tier::B));
        assert!(relation(&trial, "Yuki Mori").is_new);
        assert_eq!(relation(&trial, "Yuki Mori").interval, Some(7));
        trial.go(60);
        assert!(!relation(&trial, "Yuki Mori").is_new);
        assert_eq!(relation(&trial, "Yuki Mori").interval, Some(45));
    }

    #[test]
    fn no_tier_means_no_cadence() {
        let mut trial = Trial::new();
        trial.received("Priya Shah", "Dana Ortiz");
        trial.go(400);
        let dana = relation(&trial, "Dana Ortiz");
        assert_eq!((dana.warmth, dana.late), (Warmth::NoCadence, 0));
        assert!(dana.is_source);
        assert!(!relation(&trial, "Priya Shah").is_source);
    }

    #[test]
    fn what_went_which_way_is_counted_by_kind() {
        let mut trial = Trial::new();
        let first = trial.received("Priya Shah", "Dana Ortiz");
        let second = trial.received("Omar Haddad", "Dana Ortiz");
        trial.capture("Lin Wu", Direction::Given, "Dana Ortiz");
        trial.log_way(Kind::Advice, "Dana Ortiz", None, Some(Way::Given));
        trial.log(Kind::Thanked, "Dana Ortiz", None);
        let source = trial.who("Ben Achebe");
        trial.perform(Action::Join {
            referral: first,
            source,
        });
        trial.close(second, Ending::NotAReferral);
        let dana = relation(&trial, "Dana Ortiz");
        assert_eq!((dana.year.got.total(), dana.year.given.total()), (1, 2));
        assert_eq!(
            (
                dana.year.given.referrals,
                dana.year.given.of(Item::Act(&Kind::Advice))
            ),
            (1, 1)
        );
        assert_eq!(relation(&trial, "Ben Achebe").year.got.referrals, 1);
        trial.go(366);
        let dana = relation(&trial, "Dana Ortiz");
        assert_eq!((dana.year.got.total(), dana.year.given.total()), (0, 0));
        assert_eq!((dana.ever.got.total(), dana.ever.given.total()), (1, 2));
    }

    #[test]
    fn who_bought_is_a_client() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        assert_eq!(relation(&trial, "Priya Shah").open, [id]);
        trial.close(id, Ending::Won);
        let priya = relation(&trial, "Priya Shah");
        assert!(priya.is_client && priya.open.is_empty());
        assert!(!relation(&trial, "Dana Ortiz").is_client);
    }

    #[test]
    fn promises_stand_on_the_side_of_who_made_them() {
        let mut trial = Trial::new();
        let mine = trial.promise(By::Me, "Dana Ortiz", 3);
        let theirs = trial.promise(By::Them, "Dana Ortiz", 3);
        let dana = relation(&trial, "Dana Ortiz");
        assert_eq!((dana.i_owe, dana.they_owe), (vec![mine], vec![theirs]));
        assert_eq!(
            trial.who("Dana Ortiz"),
            Who::Known(trial.find("Dana Ortiz"))
        );
    }
}
