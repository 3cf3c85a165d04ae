//! Times of day as people say them: `10:00`, `10am`, `9h30`, `noon`. It will never know what time it is.

use chrono::NaiveTime;

use crate::domain::refusal::Refusal;

/// A time found at the start of some words, and how many of them it took.
pub type Found = Option<(Result<NaiveTime, Refusal>, usize)>;

/// The time that the words (in lower case) begin with, `at` before it included.
///
/// A refusal when it has the shape of a time that the day does not have.
pub fn read_words(words: &[&str]) -> Found {
    match words {
        // A bare hour is one only when nothing follows: "at 10 Downing Street" is a place.
        ["at", hour] if is_number(hour) => Some((time(hour, "0", Half::None), 2)),
        ["at", rest @ ..] => without_at(rest).map(|(time, taken)| (time, taken + 1)),
        _ => without_at(words),
    }
}

/// The time that follows a day: there `9.30` is one too, which alone may be an amount or a version.
pub fn after_a_day(words: &[&str]) -> Found {
    read_words(words).or_else(|| match words {
        ["at", word, ..] => dotted(word).map(|time| (Ok(time), 2)),
        [word, ..] => dotted(word).map(|time| (Ok(time), 1)),
        [] => None,
    })
}

fn dotted(word: &str) -> Option<NaiveTime> {
    let (hour, minute) = word
        .contains('.')
        .then(|| hour_and_minute(word, &['.']))??;
    time(hour, minute, Half::None).ok()
}

fn without_at(words: &[&str]) -> Found {
    let (first, rest) = words.split_first()?;
    if *first == "noon" {
        return Some((time("12", "0", Half::None), 1));
    }
    let half = rest.first().and_then(|word| Half::named(word));
    if let Some(half) = half
        && let Some((hour, minute)) = hour_and_minute(first, &[':', '.'])
    {
        return Some((time(hour, minute, half), 2));
    }
    one_word(first).map(|time| (time, 1))
}

fn one_word(word: &str) -> Option<Result<NaiveTime, Refusal>> {
    for (ending, half) in [("am", Half::Am), ("pm", Half::Pm)] {
        if let Some(said) = word.strip_suffix(ending) {
            let (hour, minute) = hour_and_minute(said, &[':', '.'])?;
            return Some(time(hour, minute, half));
        }
    }
    let (hour, minute) = match word.strip_suffix('h') {
        Some(said) => hour_and_minute(said, &[':'])?,
        None if word.contains([':', 'h']) => hour_and_minute(word, &[':', 'h'])?,
        None => return None,
    };
    Some(time(hour, minute, Half::None))
}

/// Which half of the day the hour was said to be in.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    None,
    Am,
    Pm,
}

impl Half {
    fn named(word: &str) -> Option<Half> {
        match word {
            "am" => Some(Half::Am),
            "pm" => Some(Half::Pm),
            _ => None,
        }
    }
}

fn hour_and_minute<'a>(said: &'a str, between: &[char]) -> Option<(&'a str, &'a str)> {
    let (hour, minute) = match said.split_once(between) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None => (said, "0"),
    };
    (is_number(hour) && is_number(minute)).then_some((hour, minute))
}

fn is_number(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn time(hour: &str, minute: &str, half: Half) -> Result<NaiveTime, Refusal> {
    let (said, minute): (u32, u32) = (hour.parse().unwrap_or(99), minute.parse().unwrap_or(99));
    let hour = match half {
        Half::None => Some(said),
        Half::Am | Half::Pm if !(1..=12).contains(&said) => None,
        Half::Am => Some(said % 12),
        Half::Pm => Some(said % 12 + 12),
    };
    hour.and_then(|hour| NaiveTime::from_hms_opt(hour, minute, 0))
        .ok_or_else(|| {
            let range = if half == Half::None {
                "00:00 to 23:59"
            } else {
                "12am to 11.59pm"
            };
            Refusal::new(format!("{said}:{minute:02} is no time of day"))
                .or(format!("write one from {range}"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        for (given, wanted) in [
            ("10:00", "10:00 1"),
            ("9:05 sharp", "09:05 1"),
            ("10am", "10:00 1"),
            ("10pm", "22:00 1"),
            ("12am", "00:00 1"),
            ("12pm", "12:00 1"),
            ("10.30am", "10:30 1"),
            ("10:30pm", "22:30 1"),
            ("10 am", "10:00 2"),
            ("10.30 pm", "22:30 2"),
            ("9h", "09:00 1"),
            ("9h30", "09:30 1"),
            ("10:00h", "10:00 1"),
            ("noon", "12:00 1"),
            ("at 10:00", "10:00 2"),
            ("at 10", "10:00 2"),
            ("at 10 main street", "-"),
            ("10", "-"),
            ("10.30", "-"),
            ("10:3", "-"),
            ("am", "-"),
            ("h", "-"),
            ("hello", "-"),
            ("25:00", "! 1"),
            ("10:60", "! 1"),
            ("13pm", "! 1"),
            ("0am", "! 1"),
            ("at 24", "! 2"),
        ] {
            let words: Vec<&str> = given.split(' ').collect();
            let read = match read_words(&words) {
                None => "-".to_owned(),
                Some((Ok(time), taken)) => format!("{} {taken}", time.format("%H:%M")),
                Some((Err(refusal), taken)) => {
                    assert!(refusal.way_out.is_some());
                    format!("! {taken}")
                }
            };
            assert_eq!(read, wanted, "{given}");
        }
    }
}
