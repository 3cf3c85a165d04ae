//! The whole program in a real terminal with real files: an evening with Goodword, and how it may end.

use std::fs;

use chrono::{NaiveDate, NaiveTime};
use goodword::domain::book::Book;
use goodword::domain::event::Kind;
use goodword::domain::money::{Currency, Money};
use goodword::domain::referral::Verb;
use goodword::domain::stage::Stage;

use crate::kept::{Kept, LINE, book_at, quit, wait_until_saved};

/// The only referral of a book has all that the line said.
#[track_caller]
fn assert_captured(book: &Book) {
    assert_eq!(book.referrals.len(), 1);
    let (_, referral) = book.referrals.iter().next().unwrap();
    let prospect = book.people.get(referral.prospect.unwrap()).unwrap();
    assert_eq!(
        (prospect.name.as_str(), prospect.company.as_str()),
        ("Priya Shah", "ARC")
    );
    assert_eq!(book.name(referral.source), "Dana Ortiz");
    assert_eq!(referral.need, "web shop");
    let estimate = Money::read("12k", Currency::EUR).unwrap();
    assert_eq!(referral.estimate, Some(estimate));
    assert_eq!(referral.level, Some(3));
    let next = referral.next.as_ref().unwrap();
    assert_eq!((&next.verb, next.whom), (&Verb::Call, referral.source));
    assert_eq!(next.on, NaiveDate::from_ymd_opt(2026, 11, 27).unwrap());
    assert_eq!(next.time, NaiveTime::from_hms_opt(10, 0, 0));
}

#[test]
fn an_evening_with_goodword() {
    let kept = Kept::new();
    let mut pty = kept.open();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>");
    wait_until_saved(&pty, "Captured Priya Shah from Dana Ortiz");
    let book = kept.book();
    assert_captured(&book);
    let (id, referral) = book.referrals.iter().next().unwrap();
    assert_eq!(referral.stage(), Stage::Discovered);
    let screen = pty.screen();
    for part in [
        "Priya Shah",
        "web shop",
        "12k",
        "L3",
        "Dana",
        "call",
        "10:00",
    ] {
        assert!(screen.contains(part), "{part} on\n{screen}");
    }

    pty.keys("L");
    wait_until_saved(&pty, "Moved Priya Shah to Research");
    assert_eq!(
        kept.book().referrals.get(id).unwrap().stage(),
        Stage::Research
    );

    pty.keys("t");
    wait_until_saved(&pty, "In touch with Dana");
    let touches = |book: &Book| {
        let of_dana = book.events.iter().filter(|(_, event)| {
            event.kind == Kind::Touch && book.name(event.person) == "Dana Ortiz"
        });
        of_dana.count()
    };
    assert_eq!(touches(&kept.book()), 1);

    pty.keys("u");
    wait_until_saved(&pty, "Undone: ");
    assert_eq!(touches(&kept.book()), 0);
    pty.keys("<c-r>");
    wait_until_saved(&pty, "Redone: ");
    pty.kill9();

    let book = kept.book();
    assert_captured(&book);
    assert_eq!(book.referrals.get(id).unwrap().stage(), Stage::Research);
    assert_eq!(touches(&book), 1);
    let pty = kept.open();
    pty.wait_for("Priya Shah");
    let screen = pty.screen();
    for part in ["web shop", "12k", "L3", "Dana"] {
        assert!(screen.contains(part), "{part} on\n{screen}");
    }
    quit(pty);
    assert!(kept.book().says_the_same(&book));
}

#[test]
fn leaving_right_after_a_change_keeps_it() {
    let kept = Kept::new();
    let mut pty = kept.open();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>q");
    assert_eq!(pty.exit_status().exit_code(), 0, "{}", pty.screen());
    pty.assert_given_back();
    assert_captured(&kept.book());
}

#[test]
fn a_signal_right_after_a_change_keeps_it() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let kept = Kept::new();
        let mut pty = kept.open();
        pty.keys("c");
        pty.keys(LINE);
        pty.keys("<enter>");
        pty.wait_for("Captured Priya Shah");
        pty.signal(name);
        assert_eq!(pty.exit_status().exit_code(), 128 + number, "{name}");
        pty.assert_given_back();
        assert_captured(&kept.book());
    }
}

#[test]
fn a_window_that_closes_right_after_a_change_keeps_it() {
    let kept = Kept::new();
    let mut pty = kept.open();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>");
    pty.wait_for("Captured Priya Shah");
    pty.hang_up();
    let status = pty.exit_status();
    assert_eq!(status.exit_code(), 129, "{status:?}");
    assert_captured(&kept.book());
}

#[test]
fn leaving_an_unsaved_book_is_said_first_and_keeps_it_apart() {
    let kept = Kept::new();
    kept.add(&["Lin Wu from Ines Roth"]);
    let mut pty = kept.open();
    pty.wait_for("✓ saved");
    kept.block();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>");
    pty.wait_for("NOT SAVED");
    pty.keys("q");
    pty.wait_for("q again leaves");
    // Only the very next key.
    pty.keys("j");
    pty.wait_until("another key", |screen| !screen.contains("q again"));
    pty.keys("q");
    pty.wait_for("q again leaves");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 1);
    pty.assert_given_back();
    let screen = pty.screen();
    assert!(screen.contains("goodword: Not saved: "), "{screen}");
    assert!(screen.contains("are kept in"), "{screen}");
    let state = kept.folder.path().join("state/goodword/books");
    let state = fs::read_dir(state).unwrap().next().unwrap().unwrap().path();
    let mut kept = fs::read_dir(state)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().contains("recovery-"));
    let kept = book_at(&kept.next().unwrap());
    assert_eq!(kept.referrals.len(), 2);
}

#[test]
fn what_could_not_be_saved_is_saved_once_it_can_be() {
    let kept = Kept::new();
    kept.add(&["Lin Wu from Ines Roth"]);
    let mut pty = kept.open();
    pty.wait_for("✓ saved");
    kept.block();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>");
    pty.wait_for("NOT SAVED");
    kept.unblock();
    quit(pty);
    assert_eq!(kept.book().referrals.len(), 2);
}

#[test]
fn suspending_saves_gives_the_shell_its_terminal_and_takes_it_back() {
    let script = r#"set -m; "$@"; echo stopped; stty -a; read go; fg >/dev/null; echo "ended $?""#;
    let kept = Kept::new();
    let mut pty = kept.start_in(script).run();
    pty.wait_for("? help");
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter><c-z>");
    pty.wait_for("stopped");
    assert_captured(&kept.book());
    pty.wait_until("a line that echoes", |screen| screen.contains(" icanon"));
    pty.assert_given_back();
    pty.keys("go<enter>");
    pty.wait_for("? help");
    pty.wait_for("Priya Shah");
    pty.keys("q");
    assert_eq!(pty.exit_status().exit_code(), 0);
    assert!(pty.screen().contains("ended 0"), "{}", pty.screen());
    pty.assert_given_back();
}

#[test]
fn two_at_once_see_what_the_other_did_and_lose_nothing() {
    let kept = Kept::new();
    let (mut one, mut two) = (kept.open(), kept.open());
    one.keys("cPriya Shah from Dana Ortiz<enter>");
    two.wait_for("Priya Shah");
    two.keys("cLin Wu from Ines Roth<enter>");
    one.wait_for("Lin Wu");
    // Both at once: whoever saves later takes in what the other saved.
    one.keys("cOmar Haddad<enter>");
    two.keys("cTeo Marini<enter>");
    for pty in [&one, &two] {
        wait_until_saved(pty, "Omar Haddad");
        wait_until_saved(pty, "Teo Marini");
    }
    quit(one);
    quit(two);
    let book = kept.book();
    assert_eq!((book.referrals.len(), book.clashes.len()), (4, 0));
}

#[test]
fn what_another_program_wrote_shows_by_itself() {
    let kept = Kept::new();
    kept.add(&["Lin Wu from Ines Roth"]);
    let pty = kept.open();
    pty.wait_for("Lin Wu");
    kept.add(&["Teo Marini from Ines Roth"]);
    pty.wait_for("Teo Marini");
    quit(pty);
}

#[test]
fn a_damaged_book_is_told_without_taking_the_screen() {
    let kept = Kept::new();
    kept.add(&[LINE]);
    let whole = fs::read(kept.path()).unwrap();
    let half = &whole[..whole.len() / 2];
    fs::write(kept.path(), half).unwrap();
    let mut pty = kept.start().run();
    assert_eq!(pty.exit_status().exit_code(), 1);
    let output = pty.output();
    assert!(!output.contains('\x1b'), "{output:?}");
    assert!(
        output.contains("goodword: ") && output.contains("book.json"),
        "{output}"
    );
    assert!(output.contains("line "), "{output}");
    assert_eq!(fs::read(kept.path()).unwrap(), half);
}

#[test]
fn a_review_whose_program_is_killed_goes_on_where_it_was() {
    let kept = Kept::new();
    let mut pty = kept.open();
    pty.keys("c");
    pty.keys(LINE);
    pty.keys("<enter>");
    wait_until_saved(&pty, "Captured Priya Shah");
    pty.keys("w");
    pty.wait_for("one decision each");
    pty.keys("<enter>");
    wait_until_saved(&pty, "The review has begun");
    pty.keys("<enter>");
    wait_until_saved(&pty, "What changed");
    let screen = pty.screen();
    assert!(!screen.contains("Whom did you speak"), "{screen}");
    pty.kill9();

    let made = |book: &Book| {
        let (_, review) = book.reviews.iter().next().expect("it was begun");
        let made = review.items.values().filter(|it| it.decision.is_some());
        made.count()
    };
    assert_eq!(made(&kept.book()), 1);
    let pty = kept.open();
    pty.wait_for("Priya Shah");
    let mut pty = pty;
    pty.keys("w");
    pty.wait_for("What changed");
    while !pty.screen().contains("That was it") {
        let before = pty.screen();
        pty.keys("<enter>");
        pty.wait_until("another screen", |screen| screen != before);
    }
    pty.keys("<enter>");
    wait_until_saved(&pty, "The review is done");
    quit(pty);
    let (_, review) = kept
        .book()
        .reviews
        .iter()
        .next()
        .map(|(id, it)| (id, it.clone()))
        .unwrap();
    assert!(review.done.is_some() && kept.book().reviews.len() == 1);
}
