//! Which referrals the numbers are about, and by what they are told apart. It knows no figure.

use chrono::{Datelike, Days, NaiveDate};

use super::super::ledger::Window;
use super::super::pillars::Pillar;
use crate::domain::id::Id;
use crate::domain::introduction::Method;
use crate::domain::referral::{Direction, bni};
use crate::domain::relation::Category;

/// Which referrals, and in which period.
///
/// What arrives counts on the day of its arrival, a stay in a stage on the day on which it was left for the last time.
/// Leads are no referrals and are never counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    pub direction: Direction,
    /// The first day that counts; none is the first of the book.
    pub since: Option<NaiveDate>,
    /// The last day that counts; none is today.
    pub until: Option<NaiveDate>,
    /// Only those that belong to all of these.
    pub only: Vec<Key>,
}

impl Slice {
    /// Everything that ever went in one direction.
    pub fn ever(direction: Direction) -> Slice {
        Slice {
            direction,
            since: None,
            until: None,
            only: Vec::new(),
        }
    }

    /// What went in one direction in a window that ends today.
    pub fn within(direction: Direction, window: Window, today: NaiveDate) -> Slice {
        let opens = window.opens(today);
        let is_open = opens != NaiveDate::MIN;
        Slice {
            since: opens.checked_add_days(Days::new(1)).filter(|_| is_open),
            ..Slice::ever(direction)
        }
    }
}

/// By what referrals are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The source of a received one, the receiver of a given one.
    Partner,
    /// The band of levels: the five steps of the BNI slip.
    Level,
    /// How the source brought us together.
    Introduction,
    Channel,
    /// What kind of source it came from.
    Category,
    /// The first pillar that is weak.
    Pillar,
    /// The version of the map that it ran under.
    Map,
    /// The quarter of its arrival: how things change over time.
    Quarter,
}

impl Group {
    pub const ALL: [Group; 8] = [
        Group::Partner,
        Group::Level,
        Group::Introduction,
        Group::Channel,
        Group::Category,
        Group::Pillar,
        Group::Map,
        Group::Quarter,
    ];

    /// The word on the command line and in JSON.
    pub fn word(self) -> &'static str {
        [
            "source",
            "level",
            "introduction",
            "channel",
            "category",
            "pillar",
            "map",
            "quarter",
        ][self as usize]
    }
}

/// How the two were brought together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Introduced {
    /// By an introduction that was made.
    By(Method),
    /// Introduced, without a word on how.
    Somehow,
    /// Not introduced so far: a name alone.
    NameOnly,
}

/// One group: what all of its referrals have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Of a partner; none where nobody is named.
    Partner(Option<Id>),
    Level(Band),
    Introduction(Introduced),
    /// The channel as it is written, case and blanks aside; empty where none is noted.
    Channel(String),
    /// The kind of source; none where nothing says it.
    Category(Option<Category>),
    /// The first weak pillar; none where none is known to be weak.
    Pillar(Option<Pillar>),
    /// The number of the version.
    Map(u32),
    Quarter(Quarter),
}

impl Key {
    pub fn group(&self) -> Group {
        match self {
            Key::Partner(_) => Group::Partner,
            Key::Level(_) => Group::Level,
            Key::Introduction(_) => Group::Introduction,
            Key::Channel(_) => Group::Channel,
            Key::Category(_) => Group::Category,
            Key::Pillar(_) => Group::Pillar,
            Key::Map(_) => Group::Map,
            Key::Quarter(_) => Group::Quarter,
        }
    }
}

/// Levels that are one step of the BNI slip, 1 to 5; 0 is beyond the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Band(pub u8);

impl Band {
    pub fn of(level: u8) -> Band {
        Band(bni(level).unwrap_or(0))
    }

    /// The lowest and the highest of its levels; none where it is beyond the ladder.
    pub fn levels(self) -> Option<(u8, u8)> {
        let mut levels = (1..=10).filter(|level| Band::of(*level) == self);
        let lowest = levels.next()?;
        Some((lowest, levels.next_back().unwrap_or(lowest)))
    }
}

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    pub year: i32,
    /// 1 to 4.
    pub number: u32,
}

impl Quarter {
    pub fn of(day: NaiveDate) -> Quarter {
        Quarter {
            year: day.year(),
            number: day.month0() / 3 + 1,
        }
    }
}
