//! Readers of calendars for the tests: a strict one made from the grammar of RFC 5545, and that of others.

use std::collections::{BTreeMap, BTreeSet};

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarValue};
use chrono::NaiveDate;

/// One event: its properties by name with their parameters, as they stand in the file.
pub type Event = BTreeMap<String, String>;

/// The lines of a file, unfolded.
pub fn lines(file: &str) -> Vec<String> {
    assert!(file.ends_with("\r\n"), "a line ends with both");
    let bare = file.replace("\r\n", "");
    assert!(!bare.contains(['\r', '\n']), "no other end of a line");
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "{line}");
    }
    let unfolded = file.replace("\r\n ", "");
    unfolded
        .trim_end_matches("\r\n")
        .split("\r\n")
        .map(String::from)
        .collect()
}

/// A line apart: name and parameters, and the value.
fn parts(line: &str) -> (&str, &str) {
    let (head, value) = line.split_once(':').expect(line);
    let name = head.split(';').next().unwrap();
    assert!(
        name.chars().all(|c| c.is_ascii_uppercase() || c == '-'),
        "{line}"
    );
    assert!(!value.chars().any(char::is_control), "{line:?}");
    (head, value)
}

/// A value of the type TEXT.
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(same @ ('\\' | ';' | ',')) => text.push(same),
                other => panic!("\\{other:?} in {value}"),
            },
            ';' | ',' => panic!("{letter} in {value}"),
            other => text.push(other),
        }
    }
    text
}

/// Every event of a file, as the grammar has it.
pub fn read(file: &str) -> Vec<Event> {
    let lines = lines(file);
    let mut lines = lines.iter().map(|line| parts(line));
    assert_eq!(lines.next(), Some(("BEGIN", "VCALENDAR")));
    let (mut open, mut events) = (vec!["VCALENDAR"], Vec::new());
    let (mut event, mut alarm, mut calendar) = (Event::new(), Event::new(), Event::new());
    for (head, value) in lines {
        match (head, open.last()) {
            ("BEGIN", Some(&"VCALENDAR")) if value == "VEVENT" => open.push("VEVENT"),
            ("BEGIN", Some(&"VEVENT")) if value == "VALARM" => open.push("VALARM"),
            ("END", Some(inner)) => {
                assert_eq!(value, *inner);
                match open.pop() {
                    Some("VALARM") => {
                        assert_eq!(alarm["ACTION"], "DISPLAY");
                        assert!(alarm.contains_key("TRIGGER") && alarm.contains_key("DESCRIPTION"));
                        event.insert(
                            "ALARM".into(),
                            std::mem::take(&mut alarm)["TRIGGER"].clone(),
                        );
                    }
                    Some("VEVENT") => events.push(std::mem::take(&mut event)),
                    _ => {}
                }
            }
            (_, inner) => {
                let into = match inner {
                    Some(&"VALARM") => &mut alarm,
                    Some(&"VEVENT") => &mut event,
                    Some(_) => &mut calendar,
                    None => panic!("{head} after the end"),
                };
                let twice = into.insert(head.into(), value.into());
                assert_eq!(twice, None, "{head} stands there twice");
            }
        }
    }
    assert!(open.is_empty(), "{open:?} has no end");
    assert_eq!(calendar["VERSION"], "2.0");
    assert!(calendar.contains_key("PRODID") && !calendar.contains_key("METHOD"));
    for event in &events {
        sound(event);
    }
    let uids: BTreeSet<&String> = events.iter().map(|event| &event["UID"]).collect();
    assert_eq!(uids.len(), events.len(), "no two are the same entry");
    events
}

/// What every event has, and what goes together.
fn sound(event: &Event) {
    for moment in ["DTSTAMP", "CREATED", "LAST-MODIFIED"] {
        let read = chrono::NaiveDateTime::parse_from_str(&event[moment], "%Y%m%dT%H%M%SZ");
        assert!(read.is_ok(), "{event:?}");
    }
    let sequence: i32 = event["SEQUENCE"].parse().unwrap();
    assert!(0 <= sequence && !event["SUMMARY"].is_empty(), "{event:?}");
    let local = |it: &str| chrono::NaiveDateTime::parse_from_str(it, "%Y%m%dT%H%M%S").unwrap();
    if let Some(start) = event.get("DTSTART") {
        assert!(local(start) < local(&event["DTEND"]), "{event:?}");
        assert_eq!((&*event["TRANSP"], &*event["ALARM"]), ("OPAQUE", "-PT15M"));
    } else {
        let day = &event["DTSTART;VALUE=DATE"];
        let read = NaiveDate::parse_from_str(day, "%Y%m%d");
        assert!(read.is_ok(), "{event:?}");
        assert_eq!(event["TRANSP"], "TRANSPARENT");
        assert!(!event.contains_key("DTEND") && !event.contains_key("ALARM"));
    }
}

/// The same events as another's reader sees them: uid, title, note and start.
pub fn read_by_another(file: &str) -> Vec<(String, String, String, String)> {
    let calendar = ICalendar::parse(file).expect("another reader reads it");
    let events = calendar.components.iter();
    let events = events.filter(|it| it.component_type == ICalendarComponentType::VEvent);
    events
        .map(|event| {
            let said = |name: ICalendarProperty| {
                let mut of = event.entries.iter().filter(|entry| entry.name == name);
                match of.next().and_then(|entry| entry.values.first()) {
                    Some(ICalendarValue::Text(text)) => text.clone(),
                    Some(ICalendarValue::PartialDateTime(at)) => {
                        let day = (at.year.unwrap(), at.month.unwrap(), at.day.unwrap());
                        assert_eq!((at.tz_hour, at.tz_minute), (None, None));
                        let day = format!("{:04}{:02}{:02}", day.0, day.1, day.2);
                        let time = at.hour.map(|hour| (hour, at.minute.unwrap()));
                        let time = time.map(|(hour, minute)| format!("T{hour:02}{minute:02}00"));
                        format!("{day}{}", time.unwrap_or_default())
                    }
                    None => String::new(),
                    other => panic!("{other:?}"),
                }
            };
            (
                said(ICalendarProperty::Uid),
                said(ICalendarProperty::Summary),
                said(ICalendarProperty::Description),
                said(ICalendarProperty::Dtstart),
            )
        })
        .collect()
}

/// What the strict reader sees, in the same form.
pub fn seen(events: &[Event]) -> Vec<(String, String, String, String)> {
    let seen = events.iter().map(|event| {
        let text = |name: &str| event.get(name).map_or_else(String::new, |it| unescaped(it));
        let start = event.get("DTSTART").or(event.get("DTSTART;VALUE=DATE"));
        (
            text("UID"),
            text("SUMMARY"),
            text("DESCRIPTION"),
            start.unwrap().clone(),
        )
    });
    seen.collect()
}
