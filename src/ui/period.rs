//! Which numbers are looked at: of which side, in which period, of whom, told apart by what, in which order. It counts
//! nothing.

use chrono::{Days, Months, NaiveDate};

use crate::domain::day;
use crate::domain::referral::Direction;
use crate::insight::flow::slice::{Group, Key, Slice};

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    Month,
    Quarter,
    #[default]
    Year,
    Ever,
}

impl Span {
    pub const ALL: [Span; 4] = [Span::Month, Span::Quarter, Span::Year, Span::Ever];

    pub fn title(self) -> &'static str {
        ["30 days", "3 months", "12 months", "ever"][self as usize]
    }

    /// The day so many spans before this one; none where that is beyond the calendar, or the span has no end.
    fn before(self, day: NaiveDate, times: u32) -> Option<NaiveDate> {
        match self {
            Span::Month => day.checked_sub_days(Days::new(30 * u64::from(times))),
            Span::Quarter => day.checked_sub_months(Months::new(times.checked_mul(3)?)),
            Span::Year => day.checked_sub_months(Months::new(times.checked_mul(12)?)),
            Span::Ever => None,
        }
    }
}

/// What comes first among the groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Where the group has an order of its own, that one; else the largest.
    #[default]
    Own,
    Met,
    Won,
    Meeting,
    End,
}

impl Order {
    pub const ALL: [Order; 5] = [
        Order::Own,
        Order::Met,
        Order::Won,
        Order::Meeting,
        Order::End,
    ];

    pub fn title(self) -> &'static str {
        [
            "in their own order",
            "most met first",
            "most won first",
            "soonest met first",
            "soonest ended first",
        ][self as usize]
    }
}

/// What the numbers are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub span: Span,
    /// So many periods ago; 0 is the one that ends today.
    pub back: u32,
    pub given: bool,
    /// By what they are told apart.
    pub by: Group,
    /// Which of these groups comes first.
    pub order: Order,
    /// Only those that belong to all of these.
    pub only: Vec<Key>,
}

impl Default for Shown {
    fn default() -> Shown {
        Shown {
            span: Span::Year,
            back: 0,
            given: false,
            by: Group::Partner,
            order: Order::Own,
            only: Vec::new(),
        }
    }
}

impl Shown {
    pub fn slice(&self, today: NaiveDate) -> Slice {
        let opens = self.span.before(today, self.back + 1);
        let until = self.span.before(today, self.back).filter(|_| 0 < self.back);
        Slice {
            since: opens.and_then(|day| day.succ_opt()),
            until,
            only: self.only.clone(),
            ..Slice::ever(self.direction())
        }
    }

    pub fn direction(&self) -> Direction {
        if self.given {
            Direction::Given
        } else {
            Direction::Received
        }
    }

    /// The period before this one; none where there is no day before it.
    pub fn earlier(&self, today: NaiveDate) -> Option<Shown> {
        let back = self.back + 1;
        self.span.before(today, back + 1)?;
        Some(Shown {
            back,
            ..self.clone()
        })
    }

    /// The period after this one; none after the one that ends today.
    pub fn later(&self) -> Option<Shown> {
        let back = self.back.checked_sub(1)?;
        Some(Shown {
            back,
            ..self.clone()
        })
    }

    /// The same, told apart by the next (1) or the previous (-1) thing.
    #[must_use]
    pub fn turned(&self, by: isize) -> Shown {
        let all = Group::ALL.len();
        let at = (self.by as usize + all).saturating_add_signed(by) % all;
        Shown {
            by: Group::ALL[at],
            ..self.clone()
        }
    }

    /// The other side, or this one: its partners are others, so that nothing stays narrowed.
    #[must_use]
    pub fn of_side(&self, given: bool) -> Shown {
        let only = if given == self.given {
            self.only.clone()
        } else {
            Vec::new()
        };
        Shown {
            given,
            only,
            ..self.clone()
        }
    }

    /// Narrowed to a group, or no longer; of one kind of group there is one at a time.
    #[must_use]
    pub fn narrowed(&self, key: &Key) -> Shown {
        let mut only = self.only.clone();
        only.retain(|other| other.group() != key.group());
        if !self.only.contains(key) {
            only.push(key.clone());
        }
        Shown {
            only,
            ..self.clone()
        }
    }

    /// "last 12 months", "12 months to 21 Nov 2025", "ever".
    pub fn title(&self, today: NaiveDate) -> String {
        let span = self.span.title();
        match self.span.before(today, self.back) {
            None => span.into(),
            Some(_) if self.back == 0 => format!("last {span}"),
            Some(until) => format!("{span} to {}", day::full(until, today)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    #[test]
    fn one_period_begins_on_the_day_after_the_one_before_it_ended() {
        for span in [Span::Month, Span::Quarter, Span::Year] {
            let mut shown = Shown {
                span,
                ..Shown::default()
            };
            for _ in 0..20 {
                let earlier = shown.earlier(today()).unwrap();
                let ended = earlier.slice(today()).until.unwrap();
                assert_eq!(ended.succ_opt(), shown.slice(today()).since, "{shown:?}");
                assert_eq!(earlier.later(), Some(shown));
                shown = earlier;
            }
        }
    }

    #[test]
    fn the_latest_period_ends_today_and_ever_has_neither_before_nor_after() {
        assert_eq!(Shown::default().slice(today()).until, None);
        assert_eq!(Shown::default().later(), None);
        let ever = Shown {
            span: Span::Ever,
            ..Shown::default()
        };
        assert_eq!(ever.earlier(today()), None);
        assert_eq!(ever.slice(today()), Slice::ever(Direction::Received));
    }

    #[test]
    fn of_one_kind_of_group_there_is_one_at_a_time_and_again_takes_it_off() {
        let shown = Shown::default();
        let map = |version| Key::Map(version);
        let first = shown.narrowed(&map(1));
        assert_eq!(first.only, [map(1)]);
        let channel = Key::Channel("fair".into());
        let both = first.narrowed(&map(2)).narrowed(&channel);
        assert_eq!(both.only, [map(2), channel.clone()]);
        assert_eq!(both.narrowed(&map(2)).only, [channel]);
        assert_eq!(both.of_side(true).only, []);
        assert_eq!(both.of_side(false), both);
    }

    #[test]
    fn turning_comes_round_to_where_it_began() {
        for by in [1, -1] {
            let mut shown = Shown::default();
            for _ in Group::ALL {
                shown = shown.turned(by);
            }
            assert_eq!(shown, Shown::default());
        }
    }
}
