//! The calendar as a file: read back as others read it, the same entries whatever moves, and never in a book's place.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use chrono::{NaiveDate, NaiveTime};
use goodword::domain::action::{Action, Who};
use goodword::domain::book::Book;
use goodword::domain::referral::{Ending, Next, Outcome, Verb};
use goodword::domain::text::clean_text;
use goodword::exchange::calendar::{Entry, text};
use goodword::insight::practice::Practice;
use goodword::letters::template::Letters;
use goodword::sample;
use goodword::ui::calendar::entries;
use goodword::ui::layer::Cx;
use goodword::ui::view::View;
use proptest::prelude::*;

use crate::cli::{LINE, Shell};
use crate::ical::{Event, lines, read, read_by_another, seen};
use crate::random::{self, Replica};

fn exported(book: &Book, today: NaiveDate, masked: bool) -> String {
    let practice = Practice::of(book, today);
    let cx = Cx {
        book,
        practice: &practice,
        letters: &Letters::default(),
        today,
        time: NaiveTime::MIN,
        masked,
        undo: None,
        redo: None,
        sample: false,
        view: View::plain(),
        inbox: &[],
    };
    text("Goodword", &entries(&cx))
}

#[test]
fn the_sample_is_a_calendar_for_everybody_who_reads_one() {
    let today = random::today();
    let file = exported(&sample::book(today), today, false);
    let events = read(&file);
    assert!(10 < events.len(), "{file}");
    assert_eq!(seen(&events), read_by_another(&file));
    let timed = events.iter().filter(|event| event.contains_key("DTSTART"));
    assert!(0 < timed.count());
    for kind in ["next-", "promise-", "contact-", "wakes-"] {
        assert!(
            events.iter().any(|it| it["UID"].starts_with(kind)),
            "{kind}"
        );
    }
    assert_eq!(file, exported(&sample::book(today), today, false));
}

#[test]
fn masked_it_names_nobody() {
    let today = random::today();
    let book = sample::book(today);
    let (open, masked) = (exported(&book, today, false), exported(&book, today, true));
    let uids = |file: &str| -> Vec<String> {
        read(file)
            .into_iter()
            .map(|mut it| it.remove("UID").unwrap())
            .collect()
    };
    assert_eq!(uids(&open), uids(&masked));
    let masked = lines(&masked).join("\n");
    for (_, person) in book.people.iter() {
        for word in [&person.name, &person.company, &person.phone, &person.email] {
            assert!(word.is_empty() || !masked.contains(word.as_str()), "{word}");
        }
    }
    for (_, promise) in book.promises.iter() {
        assert!(!masked.contains(promise.what.as_str()), "{}", promise.what);
    }
}

fn perform(replica: &mut Replica, action: Action) {
    let done = replica.history.perform(action, &mut replica.stamp);
    assert!(done.is_ok(), "{done:?}");
}

/// A book, and the referral in it that has a next action.
fn planned(at: i64) -> (Replica, goodword::domain::id::Id) {
    let mut replica = Replica::open(Book::new(random::today()), 1, at);
    let referral = {
        let captured = goodword::domain::action::Captured {
            prospect: Who::New("Priya Shah".into()),
            partner: Who::New("Dana Ortiz".into()),
            level: Some(3),
            ..Default::default()
        };
        perform(&mut replica, Action::Capture(Box::new(captured)));
        replica.book().referrals.iter().next().unwrap().0
    };
    (replica, referral)
}

fn plan(replica: &mut Replica, referral: goodword::domain::id::Id, days: u8) {
    let next = Next {
        verb: Verb::Call,
        on: random::later(days),
        ..Next::default()
    };
    perform(
        replica,
        Action::SetNext {
            referral,
            next: Some(next),
            whom: Who::Nobody,
        },
    );
}

#[test]
fn what_is_moved_stays_the_same_entry_and_what_is_done_is_gone() {
    let (mut replica, referral) = planned(1_795_253_400_000);
    plan(&mut replica, referral, 3);
    let export = |replica: &Replica| read(&exported(replica.book(), random::today(), false));
    let before = export(&replica);
    assert_eq!(before, export(&replica));
    replica.stamp.at += 60_000;
    plan(&mut replica, referral, 9);
    let after = export(&replica);
    let of = |events: &[Event]| {
        let next = events
            .iter()
            .find(|it| it["UID"].starts_with("next-"))
            .unwrap();
        let sequence: i64 = next["SEQUENCE"].parse().unwrap();
        (
            next["UID"].clone(),
            next["DTSTART;VALUE=DATE"].clone(),
            sequence,
        )
    };
    let ((uid, day, first), (same, moved, second)) = (of(&before), of(&after));
    assert_eq!(uid, format!("next-{referral}@goodword"));
    assert!(uid == same && day < moved && first < second);
    replica.stamp.at += 60_000;
    let outcome = Outcome {
        ending: Ending::Lost,
        ..Outcome::default()
    };
    perform(&mut replica, Action::Close { referral, outcome });
    assert!(!export(&replica).iter().any(|it| it["UID"] == uid));
}

#[test]
fn a_contact_moves_the_day_on_which_they_are_due_and_undone_it_moves_back_as_a_change() {
    use goodword::domain::action::Log;
    use goodword::domain::event::Kind;
    use goodword::domain::person::Tier;
    let (mut replica, _) = planned(1_795_253_400_000);
    let dana = replica
        .book()
        .people
        .iter()
        .find(|(_, it)| it.name == "Dana Ortiz")
        .unwrap()
        .0;
    let people = vec![dana];
    perform(
        &mut replica,
        Action::SetTier {
            people,
            tier: Some(Tier::A),
        },
    );
    let due = |replica: &Replica| {
        let events = read(&exported(replica.book(), random::later(3), false));
        let uid = format!("contact-{dana}@goodword");
        let it = events.iter().find(|it| it["UID"] == uid).unwrap();
        let sequence: i64 = it["SEQUENCE"].parse().unwrap();
        (it["DTSTART;VALUE=DATE"].clone(), sequence)
    };
    let before = due(&replica);
    replica.stamp.at += 60_000;
    let log = Log {
        kind: Kind::Call,
        who: Who::Known(dana),
        on: Some(random::later(2)),
        ..Log::default()
    };
    perform(&mut replica, Action::Log(Box::new(log)));
    let after = due(&replica);
    assert!(
        before.0 < after.0 && before.1 < after.1,
        "{before:?} {after:?}"
    );
    replica.stamp.at += 60_000;
    replica.history.undo(replica.stamp.at).unwrap();
    let undone = due(&replica);
    assert!(
        undone.0 == before.0 && after.1 < undone.1,
        "{after:?} {undone:?}"
    );
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z,;:\\\\\n \"äß€😀]{0,200}",
        "(\\PC| |\n){0,120}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_written_comes_back_as_it_was(
        title in words(),
        note in words(),
        time in prop::option::of((0u32..24, 0u32..60, 1u32..600)),
        changed in 0i64..2_000_000_000_000,
    ) {
        let title = goodword::domain::text::clean_line(&title);
        let title = if title.is_empty() { "x".to_string() } else { title };
        let entry = Entry {
            uid: "next-1@goodword".into(),
            on: random::today(),
            time: time.map(|(h, m, long)| (NaiveTime::from_hms_opt(h, m, 0).unwrap(), long)),
            title: title.clone(),
            place: title.clone(),
            note: clean_text(&note),
            created: 0,
            changed,
        };
        let file = text("Goodword", std::slice::from_ref(&entry));
        let events = read(&file);
        prop_assert_eq!(&events[0]["LOCATION"], &events[0]["SUMMARY"]);
        let events = seen(&events);
        prop_assert_eq!(&events[0].1, &title);
        prop_assert_eq!(&events[0].2, &entry.note);
        let another = read_by_another(&file);
        prop_assert_eq!(&another[0].1, &title);
        prop_assert_eq!(another, events);
    }

    #[test]
    fn every_book_is_a_calendar(rolls in random::rolls(40)) {
        let book = random::book_of(&rolls);
        let file = exported(&book, random::today(), false);
        let events = read(&file);
        prop_assert_eq!(seen(&events), read_by_another(&file));
        read(&exported(&book, random::today(), true));
    }
}

/// The readers that many calendar programs are made with, where they are.
#[test]
fn readers_in_another_language_see_the_same_where_there_are_any() {
    const READ: &str = "
import sys, importlib
data = sys.stdin.buffer.read()
name = sys.argv[1]
reader = importlib.import_module(name)
if name == 'icalendar':
    found = [str(e['UID']) for e in reader.Calendar.from_ical(data).walk('VEVENT')]
else:
    found = [e.uid.value for e in reader.readOne(data.decode('utf-8')).vevent_list]
print('\\n'.join(found))
";
    let today = random::today();
    let file = exported(&sample::book(today), today, false);
    let uids: Vec<String> = seen(&read(&file)).into_iter().map(|it| it.0).collect();
    for reader in ["icalendar", "vobject"] {
        let import = format!("import {reader}");
        let there = Command::new("python3").args(["-c", &import]).output();
        if !there.is_ok_and(|out| out.status.success()) {
            eprintln!("python3 with {reader} is not here: not tried");
            continue;
        }
        let mut child = Command::new("python3")
            .args(["-c", READ, reader])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(file.as_bytes())
            .unwrap();
        let out = child.wait_with_output().unwrap();
        let found = String::from_utf8(out.stdout).unwrap();
        let found: Vec<&str> = found.lines().collect();
        assert!(out.status.success() && found == uids, "{reader}: {found:?}");
    }
}

#[test]
fn a_calendar_goes_to_standard_output_or_into_a_private_file() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let file = shell.done(&["export", "calendar"]);
    let summary = "Call Dana about Priya Shah";
    assert!(
        read(&file).iter().any(|it| it["SUMMARY"] == summary),
        "{file}"
    );
    for kind in ["ics", "ical", "icalendar", "Calendar"] {
        assert_eq!(shell.done(&["export", kind]), file, "{kind}");
    }
    assert_eq!(shell.done(&["export", "calendar", "-o", "-"]), file);
    let path = shell.home.path().join("goodword.ics");
    let said = shell.done(&["export", "calendar", "-o", "goodword.ics"]);
    let count = read(&file).len();
    let real = fs::canonicalize(&path).unwrap();
    let entries = if count == 1 { "entry" } else { "entries" };
    assert_eq!(said, format!("{count} {entries} in {}\n", real.display()));
    assert_eq!(fs::read_to_string(&path).unwrap(), file);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        // Who lets others read it goes on doing so, and a link stays one.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let link = shell.home.path().join("link.ics");
        symlink(&path, &link).unwrap();
        shell.done(&["export", "calendar", "-o", "link.ics"]);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(mode(&path), 0o644);
    }
    let masked = shell.done(&["export", "calendar", "--masked"]);
    assert!(
        !masked.contains("Dana") && !masked.contains("Priya"),
        "{masked}"
    );
    let left = fs::read_dir(shell.home.path()).unwrap();
    let hidden = left.filter(|it| {
        it.as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with('.')
    });
    assert_eq!(hidden.count(), 0, "nothing is left lying about");
}

#[test]
fn what_cannot_be_exported_is_said_and_no_book_is_written_over() {
    let shell = Shell::new();
    shell.done(&["add", LINE]);
    let said = shell.refused(2, &["export", "frogs"]);
    assert!(
        said.contains("“frogs”") && said.contains("there is: calendar"),
        "{said}"
    );
    let folder = shell.home.path().to_str().unwrap().to_string();
    let said = shell.refused(1, &["export", "calendar", "-o", &folder]);
    assert!(said.contains("this is a folder"), "{said}");
    let said = shell.refused(1, &["export", "calendar", "-o", "no/such/place.ics"]);
    assert!(said.contains("there is no such folder"), "{said}");
    let book = shell.path();
    let before = fs::read(&book).unwrap();
    let said = shell.refused(1, &["export", "calendar", "-o", book.to_str().unwrap()]);
    assert!(said.contains("this is a book"), "{said}");
    assert_eq!(fs::read(&book).unwrap(), before);
    // A damaged one is a book still: cut short, spoiled in the middle, or left by git in two versions.
    let text = String::from_utf8(before).unwrap();
    let damaged = [
        text[..text.len() / 2].to_string(),
        text.replacen("people", "peo\"ple", 1),
        format!("<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n"),
        text.replace("\"format\": ", "\"format\" :\n\t"),
    ];
    for (n, text) in damaged.iter().enumerate() {
        let path = shell.home.path().join(format!("damaged-{n}.json"));
        fs::write(&path, text).unwrap();
        let said = shell.refused(1, &["export", "calendar", "-o", path.to_str().unwrap()]);
        assert!(said.contains("this is a book"), "{said}");
        assert_eq!(&fs::read_to_string(&path).unwrap(), text);
    }
    let said = shell.refused(1, &["--file", "none.json", "export", "calendar"]);
    assert!(said.contains("There is no book at none.json"), "{said}");
    assert!(shell.done(&["export", "--help"]).contains("subscribe"));
}
