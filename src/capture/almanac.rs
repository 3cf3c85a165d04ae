//! Which day is meant by some words, seen from a given today. It will never know the time of day.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::day;
use crate::domain::refusal::Refusal;

/// Where a day without a year, or a weekday, is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// From today on: plans.
    Ahead,
    /// Up to today: what happened.
    Back,
}

/// A day found at the start of some words, and how many of them it took.
pub type Found = Option<(Result<NaiveDate, Refusal>, usize)>;

/// Where days are looked up: around today, ahead or back.
#[derive(Clone, Copy)]
pub struct Almanac {
    pub today: NaiveDate,
    pub look: Look,
}

const WEEKDAYS: [(&str, &[&str]); 7] = [
    ("mon", &["monday"]),
    ("tue", &["tues", "tuesday"]),
    ("wed", &["weds", "wednesday"]),
    ("thu", &["thur", "thurs", "thursday"]),
    ("fri", &["friday"]),
    ("sat", &["saturday"]),
    ("sun", &["sunday"]),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

impl Almanac {
    /// The day that the words (in lower case) begin with. A refusal when it is clearly meant as one that cannot be.
    pub fn read(self, words: &[&str]) -> Found {
        let one = |date: NaiveDate| Some((Ok(date), 1));
        match words {
            ["today", ..] => one(self.today),
            ["tomorrow" | "tmrw", ..] => one(self.today + Days::new(1)),
            ["yesterday", ..] => one(self.today - Days::new(1)),
            ["this", day, rest @ ..] => weekday(day).map(|weekday| {
                let (date, taken) = self.on_weekday(weekday, rest);
                (date, taken + 1)
            }),
            ["next", unit, ..] => self.next(unit).map(|date| (Ok(date), 2)),
            ["last", unit, ..] => self.last(unit).map(|date| (Ok(date), 2)),
            ["eow", ..] => one(self.end_of("week")?),
            ["eom", ..] => one(self.end_of("month")?),
            ["eoy", ..] => one(self.end_of("year")?),
            ["end", "of", "the", unit, ..] => self.end_of(unit).map(|date| (Ok(date), 4)),
            ["end", "of", unit, ..] => self.end_of(unit).map(|date| (Ok(date), 3)),
            [first, rest @ ..] => match weekday(first) {
                Some(weekday) => Some(self.on_weekday(weekday, rest)),
                None => self
                    .after_a_while(words)
                    .or_else(|| self.in_calendar(words)),
            },
            [] => None,
        }
    }

    fn monday(self) -> NaiveDate {
        self.today - Days::new(self.today.weekday().num_days_from_monday().into())
    }

    fn next(self, unit: &str) -> Option<NaiveDate> {
        match unit {
            "week" => Some(self.monday() + Days::new(7)),
            "month" => self.today.with_day(1)?.checked_add_months(Months::new(1)),
            "year" => NaiveDate::from_ymd_opt(self.today.year() + 1, 1, 1),
            _ => Some(self.monday() + Days::new(7 + weekday(unit)?)),
        }
    }

    /// The last Tuesday is the latest one before today, be it in this week or in the one before.
    fn last(self, unit: &str) -> Option<NaiveDate> {
        match unit {
            "week" => Some(self.monday() - Days::new(7)),
            "month" => self.today.with_day(1)?.checked_sub_months(Months::new(1)),
            "year" => NaiveDate::from_ymd_opt(self.today.year() - 1, 1, 1),
            _ => Some(
                Almanac {
                    look: Look::Back,
                    ..self
                }
                .nearest(weekday(unit)?),
            ),
        }
    }

    /// The week ends on Friday, that of next week once it is past; months and years on their last day.
    fn end_of(self, unit: &str) -> Option<NaiveDate> {
        let end = match unit {
            "week" => self.monday() + Days::new(4),
            "month" => self.today.with_day(1)? + Months::new(1) - Days::new(1),
            "year" => NaiveDate::from_ymd_opt(self.today.year(), 12, 31)?,
            _ => return None,
        };
        Some(match (self.look, unit) {
            (Look::Ahead, "week") if end < self.today => end + Days::new(7),
            (Look::Back, "week") if end > self.today => end - Days::new(7),
            (Look::Back, "month") if end > self.today => self.today.with_day(1)? - Days::new(1),
            (Look::Back, "year") if end > self.today => {
                NaiveDate::from_ymd_opt(self.today.year() - 1, 12, 31)?
            }
            _ => end,
        })
    }

    /// The nearest such weekday, never today.
    fn nearest(self, weekday: u64) -> NaiveDate {
        let now = u64::from(self.today.weekday().num_days_from_monday());
        match self.look {
            Look::Ahead => self.today + Days::new((weekday + 6 - now) % 7 + 1),
            Look::Back => self.today - Days::new((now + 6 - weekday) % 7 + 1),
        }
    }

    /// A weekday alone, or with the date that it belongs to: `fri 27 nov`, and `fri 27` within a week.
    fn on_weekday(self, weekday: u64, rest: &[&str]) -> (Result<NaiveDate, Refusal>, usize) {
        let is_that =
            |date: &NaiveDate| u64::from(date.weekday().num_days_from_monday()) == weekday;
        match self.in_calendar(rest) {
            Some((Ok(date), taken)) if is_that(&date) => return (Ok(date), taken + 1),
            Some((Ok(date), taken)) => {
                let (name, month) = (day::weekday(date), day::month(date));
                let refusal = Refusal::new(format!(
                    "{} {month} {} is a {name}",
                    date.day(),
                    date.year()
                ))
                .or(format!(
                    "leave the weekday out, or write {} {} {}",
                    name.to_lowercase(),
                    date.day(),
                    month.to_lowercase()
                ));
                return (Err(refusal), taken + 1);
            }
            Some((Err(refusal), taken)) => return (Err(refusal), taken + 1),
            None => {}
        }
        let within_a_week = rest
            .first()
            .and_then(|word| number(word, 2))
            .and_then(|number| {
                let days = (0..=14_u64).map(|days| self.today - Days::new(7) + Days::new(days));
                days.rev()
                    .find(|date| date.day() == number && is_that(date))
            });
        match within_a_week {
            Some(date) => (Ok(date), 2),
            None => (Ok(self.nearest(weekday)), 1),
        }
    }

    /// `in 2 weeks`, `2 weeks ago`, `3d`, `+3d`, `-3d`.
    fn after_a_while(self, words: &[&str]) -> Found {
        let (is_in, rest) = match words {
            ["in", rest @ ..] => (true, rest),
            _ => (false, words),
        };
        let (count, unit, taken) = match rest {
            [count, unit, ..] if long_unit(unit).is_some() => (*count, long_unit(unit)?, 2),
            [word, ..] => {
                let (at, unit) = word.char_indices().next_back()?;
                (&word[..at], short_unit(unit)?, 1)
            }
            [] => return None,
        };
        let is_ago = rest.get(taken) == Some(&"ago");
        let (look, digits) = match count.split_at_checked(1) {
            Some(("+", digits)) => (Look::Ahead, digits),
            Some(("-", digits)) => (Look::Back, digits),
            _ if is_in => (Look::Ahead, count),
            _ if is_ago => (Look::Back, count),
            _ => (self.look, count),
        };
        let count = match COUNTS.iter().position(|words| words.contains(&digits)) {
            // "a week" is a while only in "in a week" and "a week ago".
            Some(_) if taken == 1 || digits.starts_with('a') && !is_in && !is_ago => return None,
            Some(at) => u32::try_from(at + 1).ok(),
            None if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                return None;
            }
            None => digits.parse().ok(),
        };
        let date = count
            .and_then(|count| self.moved(count, unit, look))
            .filter(|date| YEARS.contains(&date.year()));
        let taken = taken + usize::from(is_in) + usize::from(is_ago);
        Some((date.ok_or_else(|| out_of_reach("that day")), taken))
    }

    fn moved(self, count: u32, unit: Unit, look: Look) -> Option<NaiveDate> {
        let (days, months) = match unit {
            Unit::Day => (count, 0),
            Unit::Week => (count.checked_mul(7)?, 0),
            Unit::Month => (0, count),
            Unit::Year => (0, count.checked_mul(12)?),
        };
        let (days, months) = (Days::new(days.into()), Months::new(months));
        match look {
            Look::Ahead => self
                .today
                .checked_add_days(days)?
                .checked_add_months(months),
            Look::Back => self
                .today
                .checked_sub_days(days)?
                .checked_sub_months(months),
        }
    }

    /// `12 dec`, `dec 12 2027`, `12.12.2026`, `2026-12-12`.
    fn in_calendar(self, words: &[&str]) -> Found {
        let year = |at: usize| {
            words
                .get(at)
                .and_then(|word| number(word, 4))
                .filter(|year| (1000..).contains(year))
        };
        let (day, month) = match words {
            [day, name, ..] | [name, day, ..]
                if day_number(day).is_some() && month(name).is_some() =>
            {
                (day_number(day)?, month(name)?)
            }
            [word, ..] => return self.in_one_word(word).map(|date| (date, 1)),
            [] => return None,
        };
        let year = year(2);
        Some((
            self.date(day, month, year),
            if year.is_some() { 3 } else { 2 },
        ))
    }

    fn in_one_word(self, word: &str) -> Option<Result<NaiveDate, Refusal>> {
        let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
        let separators: String = word
            .chars()
            .filter(|c| matches!(c, '-' | '.' | '/'))
            .collect();
        match (parts.as_slice(), separators.as_str()) {
            ([year, month, day], "--" | "//") if year.len() == 4 && number(year, 4).is_some() => {
                let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
                Some(if (1..=12).contains(&month) {
                    self.date(day, month, Some(year))
                } else {
                    Err(Refusal::new(format!("{word} has no month {month}"))
                        .or("write one from 01 to 12"))
                })
            }
            ([day, month, year], "..") => {
                let year = match (year.len(), number(year, 4)) {
                    (0, _) => None,
                    (2, Some(year)) => Some(2000 + year),
                    (4, Some(year)) => Some(year),
                    _ => return None,
                };
                let (day, month) = (number(day, 2)?, number(month, 2)?);
                Some(if (1..=12).contains(&month) {
                    self.date(day, month, year)
                } else {
                    Err(Refusal::new(format!("{word} has no month {month}"))
                        .or("write the day first, as in 12.11.2026"))
                })
            }
            ([a, b], "/") => Some(self.slashed(word, number(a, 2)?, number(b, 2)?, None)),
            ([a, b, year], "//") => {
                let century = if year.len() == 2 { 2000 } else { 0 };
                let year = century + number(year, 4)?;
                Some(self.slashed(word, number(a, 2)?, number(b, 2)?, Some(year)))
            }
            ([day, name], "-") => Some(self.date(number(day, 2)?, month(name)?, None)),
            ([day, name, year], "--") => {
                Some(self.date(number(day, 2)?, month(name)?, Some(number(year, 4)?)))
            }
            ([_], "") => {
                let letters = word.find(|c: char| !c.is_ascii_digit())?;
                Some(self.date(number(&word[..letters], 2)?, month(&word[letters..])?, None))
            }
            _ => None,
        }
    }

    /// `31/12` and `12/31`, where only one of the numbers can be the month, or both are the same.
    fn slashed(self, word: &str, a: u32, b: u32, year: Option<u32>) -> Result<NaiveDate, Refusal> {
        let can_be = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
        match (can_be(a, b), can_be(b, a)) {
            (true, true) if a != b => Err(either_way(word, (a, b), year)),
            (true, _) => self.date(a, b, year),
            (_, true) => self.date(b, a, year),
            _ => {
                Err(Refusal::new(format!("{word} is no day of any month"))
                    .or("write it like 12 nov"))
            }
        }
    }

    /// That day of that year; without a year the nearest one, today included, because a date is named on purpose.
    fn date(self, day: u32, month: u32, year: Option<u32>) -> Result<NaiveDate, Refusal> {
        let name = MONTHS[month as usize - 1];
        let short = name[..3].to_lowercase();
        if let Some(year) = year {
            let year = i32::try_from(year).unwrap_or(i32::MAX);
            if !YEARS.contains(&year) {
                return Err(out_of_reach(&format!("the year {year}")));
            }
            return NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
                Refusal::new(format!("{name} {year} has no day {day}")).or(format!(
                    "write one up to {} {short} {year}",
                    last_day(year, month)
                ))
            });
        }
        // Eight years are enough to meet a leap year, even around 2100.
        let found = (0..=8).find_map(|years| {
            let (year, is_meant): (i32, fn(&NaiveDate, &NaiveDate) -> bool) = match self.look {
                Look::Ahead => (self.today.year() + years, |date, today| date >= today),
                Look::Back => (self.today.year() - years, |date, today| date <= today),
            };
            NaiveDate::from_ymd_opt(year, month, day).filter(|date| is_meant(date, &self.today))
        });
        found.ok_or_else(|| {
            let last = last_day(self.year_of(month), month);
            Refusal::new(format!("{name} has no day {day}"))
                .or(format!("write one up to {last} {short}"))
        })
    }

    /// The year of the month that is meant without one: the coming one, or the one that was, this one included.
    fn year_of(self, month: u32) -> i32 {
        let year = self.today.year();
        match self.look {
            Look::Ahead if month < self.today.month() => year + 1,
            Look::Back if self.today.month() < month => year - 1,
            Look::Ahead | Look::Back => year,
        }
    }
}

fn last_day(year: i32, month: u32) -> u32 {
    (28..=31)
        .rev()
        .find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
        .unwrap_or(28)
}

fn out_of_reach(what: &str) -> Refusal {
    Refusal::new(format!("{what} is out of reach")).or(format!(
        "write one from {} to {}",
        YEARS.start(),
        YEARS.end()
    ))
}

/// Why 12/11 is not read: half the world puts the month first.
fn either_way(word: &str, (a, b): (u32, u32), year: Option<u32>) -> Refusal {
    let year = year.map(|year| format!(" {year}")).unwrap_or_default();
    let name = |month: u32| MONTHS[month as usize - 1];
    let said = |day: u32, month: u32| format!("{day} {}{year}", name(month)[..3].to_lowercase());
    Refusal::new(format!("{word} is a day in {} or in {}", name(b), name(a))).or(format!(
        "write {} or {}",
        said(a, b),
        said(b, a)
    ))
}

fn weekday(word: &str) -> Option<u64> {
    let at = WEEKDAYS
        .iter()
        .position(|(short, longer)| *short == word || longer.contains(&word))?;
    u64::try_from(at).ok()
}

/// The number of a month by its name, or by the first three letters or more of it.
fn month(word: &str) -> Option<u32> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let at = MONTHS
        .iter()
        .position(|name| word.len() >= 3 && name.to_lowercase().starts_with(word))?;
    u32::try_from(at + 1).ok()
}

/// `12`, `12.` or `12th`.
fn day_number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    matches!(&word[digits.len()..], "" | "." | "st" | "nd" | "rd" | "th")
        .then(|| number(digits, 2))?
}

fn number(word: &str, most_digits: usize) -> Option<u32> {
    let is_number = !word.is_empty()
        && word.len() <= most_digits
        && word.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| word.parse().ok())?
}

#[derive(Clone, Copy)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

fn long_unit(word: &str) -> Option<Unit> {
    match word {
        "day" | "days" => Some(Unit::Day),
        "week" | "weeks" => Some(Unit::Week),
        "month" | "months" => Some(Unit::Month),
        "year" | "years" => Some(Unit::Year),
        _ => None,
    }
}

fn short_unit(letter: char) -> Option<Unit> {
    match letter {
        'd' => Some(Unit::Day),
        'w' => Some(Unit::Week),
        'm' => Some(Unit::Month),
        'y' => Some(Unit::Year),
        _ => None,
    }
}

const COUNTS: [&[&str]; 6] = [
    &["a", "an", "one"],
    &["two"],
    &["three"],
    &["four"],
    &["five"],
    &["six"],
];
