//! The numbers once more, as one would count them by hand: each day of each referral looked at by itself.

use chrono::{Days, NaiveDate};
use goodword::domain::event::{Event, Kind, Way};
use goodword::domain::id::Id;
use goodword::domain::introduction::Introduction;
use goodword::domain::money::Currency;
use goodword::domain::referral::{Ending, Referral};
use goodword::domain::stage::Stage;
use goodword::insight::flow::astray::Stray;
use goodword::insight::flow::figure::Said;
use goodword::insight::flow::figures::Rung;
use goodword::insight::flow::slice::Slice;

use super::lives::Life;

/// A finished stay.
pub struct Stay {
    pub days: i64,
    pub from: NaiveDate,
    pub left: NaiveDate,
    pub limit: i64,
}

pub struct Slow<'a> {
    life: &'a Life,
    slice: &'a Slice,
    since: NaiveDate,
    until: NaiveDate,
}

/// What is said, or the few cases.
pub fn few_or<T, R>(said: &Said<T>, known: impl Fn(&T) -> R) -> Result<R, Vec<i64>> {
    match said {
        Said::Known(it, _) => Ok(known(it)),
        Said::TooFew(cases) => Err(cases.clone()),
    }
}

/// Median and 85 in 100: the least case that so many do not exceed.
pub fn spread(mut days: Vec<i64>) -> Result<(i64, i64), Vec<i64>> {
    days.sort_unstable();
    if days.len() < 5 {
        return Err(days);
    }
    let least = |percent: usize| {
        let is_enough = |day: &&i64| {
            let covered = days.iter().filter(|other| other <= day).count();
            days.len() * percent <= covered * 100
        };
        *days.iter().find(is_enough).unwrap()
    };
    Ok((least(50), least(85)))
}

/// A number to reckon with.
pub fn float<N: TryInto<i32>>(n: N) -> f64 {
    f64::from(n.try_into().ok().unwrap())
}

/// Wilson's bounds of 80 in 100.
pub fn wilson(won: usize, of: usize) -> (f64, f64) {
    let (n, p, z) = (float(of), float(won) / float(of), 1.281_551_565_5);
    let middle = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z * z / n;
    ((middle - half) / whole, (middle + half) / whole)
}

impl<'a> Slow<'a> {
    pub fn of(life: &'a Life, slice: &'a Slice) -> Slow<'a> {
        Slow {
            life,
            slice,
            since: slice.since.unwrap_or(NaiveDate::MIN),
            until: slice.until.unwrap_or(life.today),
        }
    }

    pub fn is_in(&self, day: NaiveDate) -> bool {
        self.since <= day && day <= self.until
    }

    fn all(&self) -> impl Iterator<Item = (Id, &'a Referral)> {
        let direction = &self.slice.direction;
        let all = self.life.book.referrals.iter();
        all.filter(move |(_, it)| it.direction == *direction && it.level.is_some())
    }

    pub fn counted(&self) -> impl Iterator<Item = &'a Referral> {
        let ending = |it: &Referral| it.outcome.as_ref().map(|outcome| outcome.ending.clone());
        self.all()
            .map(|(_, it)| it)
            .filter(move |it| ending(it) != Some(Ending::NotAReferral))
    }

    pub fn cohort(&self) -> Vec<&'a Referral> {
        self.counted().filter(|it| self.is_in(it.on)).collect()
    }

    /// Every change of place: where it stands from that day on, or that it has ended.
    fn changes(it: &Referral) -> Vec<(NaiveDate, Option<Stage>)> {
        let mut moves: Vec<_> = it.moves.iter().collect();
        moves.sort_by_key(|(id, step)| (step.on, step.at, **id));
        let mut changes = vec![(it.on, Some(Stage::Discovered))];
        for (_, step) in moves {
            changes.extend(step.closed.map(|closed| (closed, None)));
            changes.push((step.on, Some(step.to)));
        }
        changes.extend(it.outcome.as_ref().map(|outcome| (outcome.on, None)));
        changes
    }

    /// The nights of a referral in a stage.
    fn nights(&self, it: &Referral, stage: Stage) -> Vec<NaiveDate> {
        let changes = Slow::changes(it);
        let (last, end) = *changes.last().unwrap();
        let until = if end.is_none() {
            last
        } else {
            last.max(self.life.today)
        };
        let mut nights = Vec::new();
        let mut day = it.on;
        while day < until {
            let (_, place) = changes.iter().rfind(|(on, _)| *on <= day).unwrap();
            if *place == Some(stage) {
                nights.push(day);
            }
            day = day + Days::new(1);
        }
        nights
    }

    /// The stays that were finished within the period.
    pub fn stays(&self, stage: Stage) -> Vec<Stay> {
        let mut stays = Vec::new();
        for it in self.counted() {
            let changes = Slow::changes(it);
            let stands = |(_, place): &(NaiveDate, Option<Stage>)| *place == Some(stage);
            let (Some(first), Some(last)) = (
                changes.iter().position(stands),
                changes.iter().rposition(stands),
            ) else {
                continue;
            };
            let Some((left, _)) = changes.get(last + 1) else {
                continue;
            };
            if self.is_in(*left) {
                let map = self.life.book.map_of(it);
                stays.push(Stay {
                    days: i64::try_from(self.nights(it, stage).len()).unwrap(),
                    from: changes[first].0,
                    left: *left,
                    limit: map.steps[&stage].limit.into(),
                });
            }
        }
        stays
    }

    /// Nights in a stage within the period, of all.
    pub fn waited(&self, stage: Stage) -> i64 {
        let nights = self.counted().flat_map(|it| self.nights(it, stage));
        i64::try_from(nights.filter(|night| self.is_in(*night)).count()).unwrap()
    }

    pub fn farthest(it: &Referral) -> Stage {
        let places = Slow::changes(it).into_iter();
        places.filter_map(|(_, place)| place).max().unwrap()
    }

    fn events(&self, of: &Referral) -> Vec<&'a Event> {
        let (id, _) = self.all().find(|(_, it)| *it == of).unwrap();
        let events = self.life.book.events.iter();
        let mut events: Vec<&Event> = events
            .map(|(_, event)| event)
            .filter(|event| event.referral == Some(id))
            .collect();
        events.sort_by_key(|event| event.on);
        events
    }

    fn has(&self, it: &Referral, kind: &Kind) -> bool {
        self.events(it).iter().any(|event| event.kind == *kind)
    }

    pub fn rung(&self, it: &Referral) -> Rung {
        let farthest = Slow::farthest(it);
        let made = it.introduction.as_ref().is_some_and(Introduction::is_made);
        if Slow::is_won(it) {
            return Rung::Won;
        }
        if self.has(it, &Kind::ProposalSent) {
            return Rung::Proposed;
        }
        if self.has(it, &Kind::Met) || Stage::ReportBack <= farthest {
            return Rung::Met;
        }
        if made || self.has(it, &Kind::Introduced) || Stage::Meet <= farthest {
            return Rung::CheckedBack;
        }
        Rung::Arrived
    }

    pub fn is_won(it: &Referral) -> bool {
        let ending = it.outcome.as_ref().map(|outcome| &outcome.ending);
        ending == Some(&Ending::Won)
    }

    pub fn ended_as(&self, word: &str) -> usize {
        let ended = self.all().filter(|(_, it)| {
            let ending = it.outcome.as_ref().map(|outcome| outcome.ending.word());
            self.is_in(it.on) && ending == Some(word)
        });
        ended.count()
    }

    fn first(&self, it: &Referral, kind: &Kind) -> Option<NaiveDate> {
        let events = self.events(it).into_iter();
        events
            .filter(|event| event.kind == *kind)
            .map(|event| event.on)
            .min()
    }

    pub fn to_meeting(&self) -> Vec<i64> {
        let cohort = self.cohort().into_iter();
        let met =
            cohort.filter_map(|it| Some((self.first(it, &Kind::Met)? - it.on).num_days().max(0)));
        met.collect()
    }

    pub fn to_report(&self) -> Vec<i64> {
        let cohort = self.cohort().into_iter();
        let days = cohort.filter_map(|it| {
            let begins = if it.is_given() {
                Kind::Introduced
            } else {
                Kind::Met
            };
            let began = self.first(it, &begins)?;
            let events = self.events(it).into_iter();
            let told = events.filter(|event| {
                event.kind == Kind::ReportedBack
                    && began <= event.on
                    && it.is_given() == (event.way == Some(Way::Got))
            });
            Some((told.map(|event| event.on).min()? - began).num_days())
        });
        days.collect()
    }

    pub fn to_first_word(&self) -> Vec<i64> {
        let cohort = self.cohort().into_iter().filter(|it| !it.is_given());
        let days = cohort.filter_map(|it| {
            let on_it = self.events(it).into_iter().filter(|event| {
                let is_with = it.prospect.is_some() && event.person == it.prospect;
                event.kind == Kind::Introduced || (is_with && event.kind.is_touch())
            });
            let events = self.life.book.events.iter().map(|(_, event)| event);
            let with_them = events.filter(|event| {
                let is_with = it.prospect.is_some() && event.person == it.prospect;
                event.referral.is_none() && is_with && event.kind.is_touch()
            });
            let since = on_it.chain(with_them).filter(|event| it.on <= event.on);
            Some((since.map(|event| event.on).min()? - it.on).num_days())
        });
        days.collect()
    }

    pub fn to_end(&self) -> Vec<i64> {
        let cohort = self.cohort().into_iter();
        let days = cohort.filter_map(|it| Some((Slow::end(it)? - it.on).num_days()));
        days.collect()
    }

    pub fn end(it: &Referral) -> Option<NaiveDate> {
        it.outcome.as_ref().map(|outcome| outcome.on.max(it.on))
    }

    pub fn open_on_any(&self, day: NaiveDate) -> usize {
        let open = self
            .counted()
            .filter(|it| it.on <= day && Slow::end(it).is_none_or(|end| day < end));
        open.count()
    }

    /// Those that were open when the period began, or came since.
    fn shown(&self, since: NaiveDate) -> impl Iterator<Item = &'a Referral> {
        self.counted().filter(move |it| {
            let end = it.outcome.as_ref().map(|outcome| outcome.on.max(it.on));
            end.is_none_or(|end| since <= end)
        })
    }

    pub fn open_on(&self, day: NaiveDate, since: NaiveDate) -> usize {
        let open = self
            .shown(since)
            .filter(|it| it.on <= day && Slow::end(it).is_none_or(|end| day < end));
        open.count()
    }

    pub fn reached_by(&self, stage: Stage, day: NaiveDate, since: NaiveDate) -> usize {
        let reached = self.shown(since).filter(|it| {
            let is_over = Slow::end(it).is_some_and(|end| end <= day);
            let mut changes = Slow::changes(it).into_iter();
            let has_come = changes.any(|(on, place)| on <= day && Some(stage) <= place);
            it.on <= day && (is_over || has_come)
        });
        reached.count()
    }

    /// Those that stood in a stage at the end of a day; between an end and a new beginning it stands where it had ended.
    pub fn stood_on(&self, stage: Stage, day: NaiveDate, since: NaiveDate) -> usize {
        let stood = self.shown(since).filter(|it| {
            let is_over = Slow::end(it).is_some_and(|end| end <= day);
            let changes = Slow::changes(it);
            let mut places = changes.iter().rev();
            let last = places.find(|(on, place)| *on <= day && place.is_some());
            it.on <= day && !is_over && last.and_then(|(_, place)| *place) == Some(stage)
        });
        stood.count()
    }

    /// Won, of those that ever stood in a stage and ended within the period.
    pub fn visitors(&self, stage: Stage) -> (usize, usize) {
        let ended = self.counted().filter(|it| {
            let stood = Slow::changes(it)
                .iter()
                .any(|(_, place)| *place == Some(stage));
            stood
                && it
                    .outcome
                    .as_ref()
                    .is_some_and(|outcome| self.is_in(outcome.on))
        });
        let ended: Vec<&Referral> = ended.collect();
        let won = ended.iter().filter(|it| Slow::is_won(it)).count();
        (won, ended.len())
    }

    pub fn values(&self, currency: Currency) -> Vec<i64> {
        let won = self.all().map(|(_, it)| it).filter(|it| Slow::is_won(it));
        let won = won.filter_map(|it| it.outcome.as_ref());
        let values = won
            .filter(|outcome| self.is_in(outcome.on))
            .filter_map(|outcome| outcome.value);
        values
            .filter(|value| value.currency == currency)
            .map(|value| value.minor)
            .collect()
    }

    /// What is said of a referral that left the path.
    pub fn is_so(it: &Referral, way: Stray) {
        match way {
            Stray::Backward { from, to, on } => {
                assert!(to < from && !(Stage::Feedback <= from && to == Stage::ReportBack));
                let mut places = Slow::changes(it).into_iter();
                assert!(places.any(|change| change == (on, Some(to))));
            }
            Stray::Skipped(stage) => assert!(stage < Slow::farthest(it)),
            Stray::Early(_) => assert!(!it.is_given()),
            Stray::NoNext => assert!(it.outcome.is_none() && it.next.is_none()),
            Stray::NoPartner => assert!(it.partner().is_none()),
            Stray::Untold => assert!(it.outcome.is_some() && !it.is_given()),
        }
    }
}
