//! Entries as an iCalendar file (RFC 5545), which every calendar program reads. It will never know what an entry is about.
//!
//! The times are local and name no zone: ten o'clock is ten o'clock wherever one is. There is no method and nothing is
//! ever cancelled: a calendar that is subscribed to the file drops what has gone from it.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// The longest line in octets, its end not counted.
const LONGEST: usize = 75;

/// One thing in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What makes it the same entry when its day has moved.
    pub uid: String,
    pub on: NaiveDate,
    /// The time and how many minutes it takes; none is the whole day.
    pub time: Option<(NaiveTime, u32)>,
    pub title: String,
    /// Where; empty where that is not known.
    pub place: String,
    pub note: String,
    /// When what it comes from was made, and last changed, in UTC milliseconds.
    pub created: i64,
    pub changed: i64,
}

/// The file with these entries, under the name that a calendar program shows.
pub fn text(name: &str, entries: &[Entry]) -> String {
    let mut file = File(String::new());
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Goodword//Goodword//EN");
    file.line("CALSCALE:GREGORIAN");
    // The second one is older and understood by more.
    file.text("NAME", name);
    file.text("X-WR-CALNAME", name);
    for entry in entries {
        file.entry(entry);
    }
    file.line("END:VCALENDAR");
    file.0
}

/// How often an entry was changed, as far as a calendar program wants to know: the seconds from when it was made.
fn sequence(entry: &Entry) -> i64 {
    let seconds = entry.changed.saturating_sub(entry.created) / 1000;
    seconds.clamp(0, i64::from(i32::MAX))
}

/// A file as far as it is written.
struct File(String);

impl File {
    fn entry(&mut self, entry: &Entry) {
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{}", escaped(&entry.uid)));
        let moment = |at| DateTime::from_timestamp_millis(at).unwrap_or_default();
        let moment = |at| moment(at).format("%Y%m%dT%H%M%SZ");
        self.line(&format!("DTSTAMP:{}", moment(entry.changed)));
        self.line(&format!("CREATED:{}", moment(entry.created)));
        self.line(&format!("LAST-MODIFIED:{}", moment(entry.changed)));
        self.line(&format!("SEQUENCE:{}", sequence(entry)));
        match entry.time {
            Some((time, minutes)) => {
                let start = entry.on.and_time(time);
                let end = start.checked_add_signed(TimeDelta::minutes(minutes.into()));
                let local = |time: NaiveDateTime| time.format("%Y%m%dT%H%M%S");
                self.line(&format!("DTSTART:{}", local(start)));
                self.line(&format!("DTEND:{}", local(end.unwrap_or(start))));
            }
            None => self.line(&format!("DTSTART;VALUE=DATE:{}", entry.on.format("%Y%m%d"))),
        }
        self.text("SUMMARY", &entry.title);
        for (property, words) in [("LOCATION", &entry.place), ("DESCRIPTION", &entry.note)] {
            if !words.is_empty() {
                self.text(property, words);
            }
        }
        self.line("STATUS:CONFIRMED");
        self.line("CLASS:PRIVATE");
        // A day on which something is due is no day that is taken.
        let is_taken = entry.time.is_some();
        self.line(if is_taken {
            "TRANSP:OPAQUE"
        } else {
            "TRANSP:TRANSPARENT"
        });
        if is_taken {
            self.line("BEGIN:VALARM");
            self.line("ACTION:DISPLAY");
            self.line("TRIGGER:-PT15M");
            self.text("DESCRIPTION", &entry.title);
            self.line("END:VALARM");
        }
        self.line("END:VEVENT");
    }

    fn text(&mut self, property: &str, text: &str) {
        self.line(&format!("{property}:{}", escaped(text)));
    }

    /// A line, folded before its 76th octet and between two characters.
    fn line(&mut self, line: &str) {
        let mut room = LONGEST;
        for letter in line.chars() {
            if room < letter.len_utf8() {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Text as a value: what means something in the format is escaped, and controls, which it does not allow, are left out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                let _ = write!(value, "\\{letter}");
            }
            '\n' => value.push_str("\\n"),
            '\t' => value.push('\t'),
            other if other.is_control() => {}
            other => value.push(other),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            uid: "next-1@goodword".into(),
            on: NaiveDate::from_ymd_opt(2026, 11, 27).unwrap(),
            time: None,
            title: "Call Dana".into(),
            place: String::new(),
            note: String::new(),
            created: 1_000,
            changed: 61_999,
        }
    }

    #[test]
    fn a_day_takes_no_time_and_rings_no_bell() {
        let text = text("Goodword", &[entry()]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        let expected = [
            "BEGIN:VEVENT",
            "UID:next-1@goodword",
            "DTSTAMP:19700101T000101Z",
            "CREATED:19700101T000001Z",
            "LAST-MODIFIED:19700101T000101Z",
            "SEQUENCE:60",
            "DTSTART;VALUE=DATE:20261127",
            "SUMMARY:Call Dana",
            "STATUS:CONFIRMED",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(lines[6..], expected);
    }

    #[test]
    fn an_appointment_takes_its_time_and_rings_before() {
        let late = NaiveTime::from_hms_opt(23, 45, 0).map(|time| (time, 30));
        let entry = Entry {
            time: late,
            ..entry()
        };
        let text = text("Goodword", &[entry]);
        for line in [
            "DTSTART:20261127T234500",
            "DTEND:20261128T001500",
            "TRANSP:OPAQUE",
            "TRIGGER:-PT15M",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{text}");
        }
    }

    #[test]
    fn lines_are_folded_between_characters_and_text_is_escaped() {
        let entry = Entry {
            title: format!("a,b;c\\d\ne\u{1b}{}", "ü€😀".repeat(40)),
            ..entry()
        };
        let text = text("Goodword", &[entry]);
        assert!(text.contains("SUMMARY:a\\,b\\;c\\\\d\\neü"), "{text}");
        for line in text.split("\r\n") {
            assert!(line.len() <= LONGEST, "{line}");
            assert!(!line.contains(['\r', '\n']), "{line}");
        }
        assert!(!text.contains('\u{1b}'));
    }
}
