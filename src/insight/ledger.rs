//! What went either way, by kind and in a window: referrals, acts of support, and what came of it in money. Facts only:
//! it never says who owes whom.

use chrono::{Months, NaiveDate};

use super::practice::Practice;
use crate::domain::event::{Event, Kind, Way};
use crate::domain::id::Id;
use crate::domain::money::{Money, Sums};
use crate::domain::referral::{Ending, Referral};

/// How far back one looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    Quarter,
    HalfYear,
    #[default]
    Year,
    TwoYears,
    Ever,
}

impl Window {
    pub const ALL: [Window; 5] = [
        Window::Quarter,
        Window::HalfYear,
        Window::Year,
        Window::TwoYears,
        Window::Ever,
    ];

    pub fn title(self) -> &'static str {
        ["3 months", "6 months", "12 months", "24 months", "ever"][self as usize]
    }

    /// The day before the first one that counts.
    pub fn opens(self, today: NaiveDate) -> NaiveDate {
        let months = [3, 6, 12, 24].get(self as usize).copied();
        months
            .and_then(|months| today.checked_sub_months(Months::new(months)))
            .unwrap_or(NaiveDate::MIN)
    }

    /// A longer or a shorter look back; the ends stay.
    #[must_use]
    pub fn longer(self, by: isize) -> Window {
        let at = (self as usize).saturating_add_signed(by);
        Window::ALL[at.min(Window::ALL.len() - 1)]
    }
}

/// What can be got or given: a referral, or an act of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Referral,
    Act(&'static Kind),
}

impl Item {
    /// All of them, in the order in which they are listed.
    pub fn all() -> impl Iterator<Item = Item> {
        std::iter::once(Item::Referral).chain(Kind::ACTS.iter().map(Item::Act))
    }

    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Item::Referral => "referral",
            Item::Act(kind) => kind.word(),
        }
    }

    /// "referral", "testimonial".
    pub fn title(self) -> &'static str {
        match self {
            Item::Referral => "referral",
            Item::Act(kind) => kind.title(),
        }
    }
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

    pub fn of(&self, item: Item) -> u32 {
        match item {
            Item::Referral => self.referrals,
            Item::Act(kind) => act_number(kind).map_or(0, |n| self.acts[n]),
        }
    }

    /// What there is of it, in the usual order.
    pub fn items(&self) -> impl Iterator<Item = (Item, u32)> + '_ {
        Item::all()
            .map(|item| (item, self.of(item)))
            .filter(|(_, count)| 0 < *count)
    }

    fn change(&mut self, item: Item, by: Change) {
        let count = match item {
            Item::Referral => Some(&mut self.referrals),
            Item::Act(kind) => act_number(kind).map(|n| &mut self.acts[n]),
        };
        if let Some(count) = count {
            *count = match by {
                Change::Came => count.saturating_add(1),
                Change::Went => count.saturating_sub(1),
            };
        }
    }
}

fn act_number(kind: &Kind) -> Option<usize> {
    Kind::ACTS.iter().position(|act| act == kind)
}

/// Whether a fact is taken in or taken out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Came,
    Went,
}

/// Which way more went; said only from 3 acts and a difference of 2 on, and at or beyond one third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Balance {
    /// Too little to say.
    None,
    GivingAhead,
    Even,
    ReceivingAhead,
}

impl Balance {
    pub fn of(got: u32, given: u32) -> Balance {
        let (all, apart) = (u64::from(got) + u64::from(given), got.abs_diff(given));
        match () {
            () if all < 3 => Balance::None,
            () if apart < 2 || 3 * u64::from(apart) < all => Balance::Even,
            () if got < given => Balance::GivingAhead,
            () => Balance::ReceivingAhead,
        }
    }

    /// In words; none where there is too little to say.
    pub fn title(self) -> &'static str {
        match self {
            Balance::None => "",
            Balance::GivingAhead => "giving ahead",
            Balance::Even => "even",
            Balance::ReceivingAhead => "receiving ahead",
        }
    }
}

/// What went either way in a window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub got: Tally,
    pub given: Tally,
    /// Closed value that came of what was got, credited to its givers.
    pub worth: Sums,
    /// Closed value that came of what was given, as far as it is known.
    pub worth_given: Sums,
}

impl Ledger {
    /// Between me and one person.
    pub fn of(practice: &Practice, person: Id, window: Window) -> Ledger {
        let opens = window.opens(practice.today());
        let mut ledger = Ledger::default();
        for event in practice.events_of(person) {
            ledger.count_event(&event.record, opens, Change::Came);
        }
        for referral in practice.referrals_of(person) {
            ledger.count_partner(person, &referral.record, opens);
        }
        ledger
    }

    pub(super) fn count_event(&mut self, event: &Event, opens: NaiveDate, by: Change) {
        let tally = match &event.way {
            Some(Way::Got) => &mut self.got,
            Some(Way::Given) => &mut self.given,
            _ => return,
        };
        let act = Kind::ACTS.iter().find(|kind| **kind == event.kind);
        if let Some(kind) = act.filter(|_| opens < event.on) {
            tally.change(Item::Act(kind), by);
        }
    }

    /// One person's share in a referral.
    pub(super) fn count_partner(&mut self, me: Id, referral: &Referral, opens: NaiveDate) {
        if !referral.counts() || !referral.partners().any(|partner| partner == me) {
            return;
        }
        let joined = referral.also.get(&me);
        let on = joined.map_or(referral.on, |joined| joined.on);
        if opens < on {
            self.tally(referral).change(Item::Referral, Change::Came);
        }
        if let Some(share) = credit(referral, me).filter(|_| opens < ended(referral)) {
            self.sums(referral).add(share);
        }
    }

    /// A referral as a whole, whoever had a part in it.
    pub(super) fn count_referral(&mut self, referral: &Referral, opens: NaiveDate, by: Change) {
        if !referral.counts() || referral.partner().is_none() {
            return;
        }
        if opens < referral.on {
            self.tally(referral).change(Item::Referral, by);
        }
        if let Some(value) = won(referral).filter(|_| opens < ended(referral)) {
            let minor = match by {
                Change::Came => value.minor,
                Change::Went => -value.minor,
            };
            self.sums(referral).add(Money { minor, ..value });
        }
    }

    fn tally(&mut self, referral: &Referral) -> &mut Tally {
        if referral.is_given() {
            &mut self.given
        } else {
            &mut self.got
        }
    }

    fn sums(&mut self, referral: &Referral) -> &mut Sums {
        if referral.is_given() {
            &mut self.worth_given
        } else {
            &mut self.worth
        }
    }

    pub fn balance(&self) -> Balance {
        Balance::of(self.got.total(), self.given.total())
    }

    /// Kinds that were got and never given back.
    pub fn never_returned(&self) -> impl Iterator<Item = Item> + '_ {
        let got = self.got.items().map(|(item, _)| item);
        got.filter(|item| self.given.of(*item) == 0)
    }
}

/// What a won referral was worth.
fn won(referral: &Referral) -> Option<Money> {
    let outcome = referral.outcome.as_ref()?;
    outcome.value.filter(|_| outcome.ending == Ending::Won)
}

fn ended(referral: &Referral) -> NaiveDate {
    let outcome = referral.outcome.as_ref();
    outcome.map_or(NaiveDate::MIN, |outcome| outcome.on)
}

/// The part of its closed value that is credited to one partner: equal parts, and what does not divide goes to the
/// first, so that the parts are the whole.
fn credit(referral: &Referral, me: Id) -> Option<Money> {
    let value = won(referral)?;
    let place = referral.partners().position(|partner| partner == me)?;
    let shares = i64::try_from(referral.partners().count()).unwrap_or(1);
    let rest = if place == 0 { value.minor % shares } else { 0 };
    Some(Money {
        minor: value.minor / shares + rest,
        ..value
    })
}

/// What went either way with everyone together, brought up to date fact by fact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    year: Ledger,
    ever: Ledger,
}

impl Totals {
    pub fn change_event(&mut self, event: &Event, today: NaiveDate, by: Change) {
        if event.person.is_none() {
            return;
        }
        for (ledger, window) in self.both() {
            ledger.count_event(event, window.opens(today), by);
        }
    }

    pub fn change_referral(&mut self, referral: &Referral, today: NaiveDate, by: Change) {
        for (ledger, window) in self.both() {
            ledger.count_referral(referral, window.opens(today), by);
        }
    }

    fn both(&mut self) -> [(&mut Ledger, Window); 2] {
        [
            (&mut self.year, Window::Year),
            (&mut self.ever, Window::Ever),
        ]
    }

    /// None where it is not kept.
    pub fn of(&self, window: Window) -> Option<&Ledger> {
        match window {
            Window::Year => Some(&self.year),
            Window::Ever => Some(&self.ever),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Who};
    use crate::domain::money::Currency;
    use crate::domain::referral::{Direction, Outcome};

    #[test]
    fn the_labels_are_said_from_three_acts_and_two_apart_at_a_third() {
        for (got, given, wanted) in [
            (0, 0, Balance::None),
            (2, 0, Balance::None),
            (3, 0, Balance::ReceivingAhead),
            (0, 3, Balance::GivingAhead),
            (2, 1, Balance::Even),
            (4, 2, Balance::ReceivingAhead),
            (5, 3, Balance::Even),
            (6, 3, Balance::ReceivingAhead),
            (3, 6, Balance::GivingAhead),
            (100, 80, Balance::Even),
        ] {
            assert_eq!(Balance::of(got, given), wanted, "{got} {given}");
        }
    }

    fn ledger(trial: &Trial, name: &str, window: Window) -> Ledger {
        Ledger::of(&trial.practice(), trial.find(name), window)
    }

    fn win(trial: &mut Trial, referral: Id, minor: i64) {
        let value = Some(Money {
            minor,
            currency: Currency::EUR,
        });
        let outcome = Outcome {
            ending: Ending::Won,
            value,
            ..Outcome::default()
        };
        assert!(trial.perform(Action::Close { referral, outcome }));
    }

    #[test]
    fn acts_count_in_their_window_and_for_ever() {
        let mut trial = Trial::new();
        trial.log_way(Kind::Advice, "Dana Ortiz", None, Some(Way::Got));
        trial.go(100);
        trial.log_way(Kind::Testimonial, "Dana Ortiz", None, Some(Way::Got));
        trial.log_way(Kind::Advice, "Dana Ortiz", None, Some(Way::Given));
        trial.log(Kind::Thanked, "Dana Ortiz", None);
        for (window, got, given) in [
            (Window::Quarter, 1, 1),
            (Window::HalfYear, 2, 1),
            (Window::Ever, 2, 1),
        ] {
            let found = ledger(&trial, "Dana Ortiz", window);
            assert_eq!(
                (found.got.total(), found.given.total()),
                (got, given),
                "{window:?}"
            );
        }
        let never: Vec<&str> = ledger(&trial, "Dana Ortiz", Window::Ever)
            .never_returned()
            .map(Item::title)
            .collect();
        assert_eq!(never, ["testimonial"]);
    }

    #[test]
    fn closed_value_is_credited_to_its_givers_and_the_parts_are_the_whole() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.perform(Action::Join {
            referral: id,
            source: Who::New("Ben Achebe".into()),
        });
        win(&mut trial, id, 1_001);
        let worth = |name: &str| {
            let found = ledger(&trial, name, Window::Year);
            found.worth.of(Currency::EUR).minor
        };
        assert_eq!((worth("Dana Ortiz"), worth("Ben Achebe")), (501, 500));
        let practice = trial.practice();
        let all = practice.totals(Window::Year).expect("it is kept");
        assert_eq!(all.worth.of(Currency::EUR).minor, 1_001);
        assert_eq!(all.got.referrals, 1, "one referral, though two sent it");
    }

    #[test]
    fn what_i_gave_counts_as_given_and_a_lead_not_at_all() {
        let mut trial = Trial::new();
        let given = trial.capture("Lin Wu", Direction::Given, "Tariq Aziz");
        win(&mut trial, given, 500);
        let found = ledger(&trial, "Tariq Aziz", Window::Year);
        assert_eq!((found.got.total(), found.given.referrals), (0, 1));
        assert_eq!(found.worth_given.of(Currency::EUR).minor, 500);
        assert!(found.worth.is_empty());
    }

    #[test]
    fn a_window_opens_the_day_after() {
        assert_eq!(
            Window::Year.opens(day(0)),
            NaiveDate::from_ymd_opt(2025, 11, 2).unwrap()
        );
        assert_eq!(Window::Ever.opens(day(0)), NaiveDate::MIN);
        assert_eq!(Window::Quarter.longer(-1), Window::Quarter);
        assert_eq!(Window::Year.longer(1), Window::TwoYears);
        assert_eq!(Window::Year.longer(9), Window::Ever);
    }

    proptest! {
        #[test]
        fn the_label_is_the_mirror_of_the_other_side(got in 0u32..60, given in 0u32..60) {
            let mirrored = match Balance::of(given, got) {
                Balance::GivingAhead => Balance::ReceivingAhead,
                Balance::ReceivingAhead => Balance::GivingAhead,
                same => same,
            };
            prop_assert_eq!(Balance::of(got, given), mirrored);
            if got + given < 3 || got.abs_diff(given) < 2 {
                prop_assert!(matches!(Balance::of(got, given), Balance::None | Balance::Even));
            }
            prop_assert_eq!(Balance::of(got, given) == Balance::None, got + given < 3);
        }

        #[test]
        fn a_longer_window_never_holds_less_and_what_came_and_went_is_nothing(
            acts in prop::collection::vec((0usize..10, any::<bool>(), 0u64..900), 0..20),
        ) {
            let today = day(900);
            let events: Vec<Event> = acts.iter().map(|(kind, got, ago)| Event {
                on: today - Days::new(*ago),
                kind: Kind::ACTS[*kind].clone(),
                way: Some(if *got { Way::Got } else { Way::Given }),
                ..Event::default()
            }).collect();
            let within = |window: Window| {
                let mut ledger = Ledger::default();
                for event in &events {
                    ledger.count_event(event, window.opens(today), Change::Came);
                }
                ledger
            };
            let all: Vec<Ledger> = Window::ALL.into_iter().map(within).collect();
            for pair in all.windows(2) {
                prop_assert!(pair[0].got.total() <= pair[1].got.total());
                prop_assert!(pair[0].given.total() <= pair[1].given.total());
            }
            let ever = &all[4];
            prop_assert_eq!((ever.got.total() + ever.given.total()) as usize, events.len());
            let sum: u32 = ever.got.items().map(|(_, count)| count).sum();
            prop_assert_eq!(sum, ever.got.total());
            let mut none = ever.clone();
            for event in &events {
                none.count_event(event, NaiveDate::MIN, Change::Went);
            }
            prop_assert_eq!(none, Ledger::default());
        }

        #[test]
        fn the_shares_of_a_value_are_the_whole(minor in -10_000i64..10_000, others in 0u128..5) {
            let referral = Referral {
                source: Some(Id::fixed(1)),
                also: (0..others).map(|n| (Id::fixed(10 + n), crate::domain::referral::Joined::default())).collect(),
                outcome: Some(Outcome {
                    ending: Ending::Won,
                    value: Some(Money { minor, currency: Currency::EUR }),
                    ..Outcome::default()
                }),
                ..Referral::default()
            };
            let shares = referral.partners().filter_map(|partner| credit(&referral, partner));
            prop_assert_eq!(shares.map(|share| share.minor).sum::<i64>(), minor);
        }
    }
}
