//! An introduction from its method to the day on which it is made, its letters, and the messages around it.

use crate::desk::{Desk, desk, moment, sample_book, today};
use goodword::domain::action::{Action, Edit};
use goodword::domain::book::{Book, Stamp};
use goodword::domain::expectation::{Expectation, Origin};
use goodword::domain::id::{Id, Ids};
use goodword::domain::introduction::{Introduction, Method, State};
use goodword::domain::referral::{Referral, Verb};
use goodword::letters::template::{Letters, Template};
use goodword::ui::app::Errand;

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 36), (200, 60)];

/// The referral of a desk that has one.
pub fn only(desk: &Desk) -> Referral {
    let (_, referral) = desk.book().referrals.iter().next().unwrap();
    referral.clone()
}

pub fn introduction(desk: &Desk) -> Introduction {
    only(desk).introduction.unwrap()
}

/// Keys that plan an e-mail with its three parts.
const PLANNED: &str = "1iethe talk in May<tab>her shop is slow<tab>fri 10:00<enter>";

pub fn planned() -> Desk {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys(PLANNED);
    desk
}

pub fn copied(desk: &mut Desk) -> String {
    match desk.app.take_errands().as_slice() {
        [Errand::Copy(text)] => text.clone(),
        other => panic!("nothing was copied: {other:?}"),
    }
}

pub fn act(book: &mut Book, action: Action) {
    let mut stamp = Stamp {
        today: today(),
        at: moment().at + 60_000,
        ids: Ids::seeded(u128::from(
            u8::try_from(book.events.iter().count() % 200).unwrap(),
        )),
    };
    action.perform(book, &mut stamp).unwrap();
}

#[test]
fn i_asks_for_the_method_and_the_form_keeps_the_three_parts() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1i");
    for method in ["e-mail", "letter", "call", "lunch of three", "best here"] {
        assert!(desk.shows(method), "{method}\n{}", desk.text());
    }
    desk.keys("e");
    assert!(
        desk.shows("Dana introduces you to Priya: e-mail"),
        "{}",
        desk.text()
    );
    desk.keys("the talk in May<tab>her shop is slow<tab>fri 10:00");
    assert!(desk.shows("Fri 27 Nov 10:00"), "{}", desk.text());
    desk.keys("<enter>");
    let it = introduction(&desk);
    assert_eq!((it.method, it.state), (Method::Email, State::Drafted));
    assert_eq!(
        (it.done.as_str(), it.why.as_str()),
        ("the talk in May", "her shop is slow")
    );
    assert_eq!(it.on.unwrap().to_string(), "2026-11-27");
    assert_eq!(
        desk.app.said(),
        "Introduction of Priya by e-mail: drafted · i shows it"
    );
}

#[test]
fn a_letter_goes_through_its_states_and_the_call_is_planned() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1ilthe talk<tab>slow shop<tab>fri 10:00<enter>i");
    assert!(desk.shows("letter by Dana"), "{}", desk.text());
    for state in [State::WithSource, State::Signed, State::Delivered] {
        desk.keys("<space>");
        assert_eq!(introduction(&desk).state, state);
    }
    let referral = only(&desk);
    let next = referral.next.unwrap();
    assert_eq!((next.verb, next.whom), (Verb::Call, referral.prospect));
    assert_eq!(next.on.to_string(), "2026-11-27");
    assert_eq!(referral.level, Some(5));
    assert_eq!(desk.cards(), "Meet: Priya<Dana");
    desk.keys("u");
    assert_eq!(introduction(&desk).state, State::Signed);
}

#[test]
fn it_is_not_finished_while_a_part_is_missing() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1iethe talk<tab><tab>fri 10:00<enter>i<space><space>");
    assert_eq!(introduction(&desk).state, State::WithSource);
    let said = "The e-mail does not say why it helps the prospect yet · e fills it in";
    assert_eq!(desk.app.said(), said);
    desk.keys("e<tab>slow shop<enter><space>");
    assert_eq!(introduction(&desk).state, State::Delivered);
}

#[test]
fn a_call_just_has_to_happen() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1icfri 10:00<enter>i");
    assert!(desk.shows("The script"), "{}", desk.text());
    desk.keys("<space><enter>");
    assert_eq!(introduction(&desk).state, State::Delivered);
    assert_eq!((only(&desk).level, only(&desk).next), (Some(6), None));
}

#[test]
fn a_line_of_mine_is_ticked_by_enter_and_a_fact_opens_its_form() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1it<enter>i<enter>");
    assert!(desk.shows("[x] the source invites"), "{}", desk.text());
    desk.keys("j<enter>");
    assert!(desk.shows("Dana introduces you to Priya: lunch of three"));
    desk.keys("fri 12:30<tab>Café Ost<enter>");
    assert!(desk.shows("[x] day, time and place"), "{}", desk.text());
    desk.keys("k<enter>");
    assert!(desk.shows("[ ] the source invites"), "{}", desk.text());
}

#[test]
fn the_text_is_copied_with_its_gaps_named() {
    let mut desk = desk("Check back: Priya<Dana");
    desk.keys("1ie<tab><tab><tab>").app.take_errands();
    desk.keys("<enter>iy");
    let text = copied(&mut desk);
    assert!(
        text.starts_with("Subject: ") && text.contains("Dear Priya"),
        "{text}"
    );
    assert!(
        text.contains("[what was seen of the work]") && text.contains("[the day] at [the time]")
    );
    assert!(
        desk.app.said().starts_with("Copied, with "),
        "{}",
        desk.app.said()
    );
    assert!(desk.shows("gaps"), "{}", desk.text());
}

#[test]
fn the_request_note_brings_the_draft() {
    let mut desk = planned();
    desk.keys("i<tab>");
    assert!(desk.shows("The request to the source"), "{}", desk.text());
    desk.keys("y<tab>");
    let shown = copied(&mut desk);
    desk.keys(":request<enter>");
    let text = copied(&mut desk);
    assert_eq!(shown, text);
    assert!(text.contains("I know how full your days are"), "{text}");
    assert!(
        text.contains("What I have seen of") && text.contains("the talk in May"),
        "{text}"
    );
}

#[test]
fn the_text_is_changed_in_place_or_in_the_editor_and_emptied_it_is_the_template_again() {
    let mut desk = planned();
    desk.keys("iE");
    let errands = desk.app.take_errands();
    assert!(matches!(&errands[..], [Errand::EditLong(text)] if text.contains("Dear Priya")));
    desk.app.edited(Ok(Some("Hello Priya,\nfri?".into())));
    desk.keys("<tab><enter>");
    assert_eq!(introduction(&desk).words, "Hello Priya,\nfri?");
    assert!(
        desk.shows("Hello Priya,") && desk.shows("changed by hand"),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("The edited text does not say"),
        "{}",
        desk.text()
    );
    desk.keys("E");
    desk.app.edited(Ok(Some(String::new())));
    desk.keys("<tab><enter>");
    assert_eq!(introduction(&desk).words, "");
    assert!(desk.shows("as the template has it"), "{}", desk.text());
}

#[test]
fn another_method_keeps_what_was_said_and_delete_drops_it() {
    let mut desk = planned();
    desk.keys("iit");
    desk.keys("<enter>");
    let it = introduction(&desk);
    assert_eq!((it.method, it.state), (Method::Lunch, State::Planned));
    assert_eq!(it.why, "her shop is slow");
    desk.keys("<delete>");
    assert_eq!(only(&desk).introduction, None);
    desk.keys("u");
    assert!(only(&desk).introduction.is_some());
}

#[test]
fn choosing_a_call_names_what_the_source_still_waits_for() {
    let mut book = desk("Check back: Priya<Dana").book().clone();
    let dana = book.referrals.iter().next().unwrap().1.source;
    let expectation = Expectation {
        person: dana,
        words: "a price that holds".into(),
        priority: 2,
        origin: Origin::Said,
        on: today(),
        ..Expectation::default()
    };
    let expectation = Action::SaveExpectation {
        id: None,
        was: None,
        expectation: Box::new(expectation),
    };
    act(&mut book, expectation);
    let mut desk = Desk::with(book, 120, 36);
    desk.keys("1i");
    assert!(
        desk.shows("best here: Dana still waits for “a price that holds”"),
        "{}",
        desk.text()
    );
    desk.keys("c");
    assert!(desk.shows("Settle it first"), "{}", desk.text());
    desk.keys("<enter>");
    assert!(
        desk.shows("Dana introduces you to Priya: call"),
        "{}",
        desk.text()
    );
    desk.keys("fri 10:00<enter>i");
    assert!(
        desk.shows("[ ] no expectation of the source is open"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_given_one_is_in_my_voice_and_goes_straight_to_both() {
    let mut desk = desk("Check back: Priya>Ben");
    desk.keys("1bie");
    assert!(
        desk.shows("You bring Priya and Ben together: e-mail"),
        "{}",
        desk.text()
    );
    desk.keys("his talk<tab>she needs a notary<enter>i");
    assert!(desk.shows("Dear Priya, dear Ben"), "{}", desk.text());
    desk.keys("<space>");
    assert_eq!(introduction(&desk).state, State::Delivered);
    assert_eq!(only(&desk).next, None);
}

#[test]
fn a_message_that_is_due_is_copied_and_closed() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1Y");
    assert!(desk.shows("Thank you for Priya"), "{}", desk.text());
    desk.keys("y");
    assert!(copied(&mut desk).contains("Dear Dana"));
    assert!(
        desk.app.said().ends_with("space records that you sent it"),
        "{}",
        desk.app.said()
    );
    desk.keys("<space>");
    assert!(!desk.shows("Thank you for Priya"), "{}", desk.text());
}

#[test]
fn tab_turns_to_the_other_messages_and_the_editor_changes_one() {
    let mut desk = desk("Feedback: Priya<Dana");
    desk.keys("1Y");
    assert!(desk.shows("how it went"), "{}", desk.text());
    desk.keys("<tab>");
    assert!(
        desk.shows("have you had a chance to speak with Priya"),
        "{}",
        desk.text()
    );
    desk.keys("E");
    desk.app.take_errands();
    desk.app.edited(Ok(Some("Dana, it went well.".into())));
    desk.keys("y");
    assert_eq!(copied(&mut desk), "Dana, it went well.");
}

#[test]
fn every_stage_has_its_message() {
    for (stage, words) in [
        ("Discovered", "Thank you for Priya"),
        ("Report back", "In short: [how it went]"),
        ("Feedback", "There is no hurry"),
        ("Source reports", "There is no hurry"),
    ] {
        let mut desk = desk(&format!("{stage}: Priya<Dana"));
        let is_asking = words == "There is no hurry";
        desk.keys(if is_asking { "1r<enter>Y" } else { "1Y" });
        assert!(desk.shows(words), "{stage}\n{}", desk.text());
    }
    let mut closed = desk("Close: Priya<Dana");
    closed.keys("1<enter>xl<enter>Y");
    assert!(closed.shows("how it ended"), "{}", closed.text());
    let mut given = desk("Research: Priya>Ben");
    given.keys("1bY");
    assert!(
        given.shows("how have you got on with Priya"),
        "{}",
        given.text()
    );
    given.keys("<tab>");
    assert!(given.shows("how was it with Ben"), "{}", given.text());
}

#[test]
fn masked_letters_say_nothing() {
    let mut desk = planned();
    desk.keys("im");
    assert!(
        desk.shows("(masked)") && !desk.shows("her shop"),
        "{}",
        desk.text()
    );
    for key in ["y", "e", "E"] {
        desk.keys(key);
        assert!(
            desk.app.said().contains("m then enter unmasks"),
            "{key} {}",
            desk.app.said()
        );
        assert!(desk.app.take_errands().is_empty());
    }
    desk.keys("Y");
    assert!(
        desk.app.said().contains("m then enter unmasks"),
        "{}",
        desk.app.said()
    );
    desk.keys("m<enter>Ym");
    assert!(
        desk.shows("MASKED") && !desk.shows("Dana"),
        "{}",
        desk.text()
    );
}

#[test]
fn the_sample_puts_no_letter_down() {
    let mut desk = planned();
    desk.keys("i:save it as<enter>");
    let said = desk.app.said();
    assert_eq!(said, "Nothing of the sample is saved · y copies the text");
}

#[test]
fn a_letter_is_put_down_beside_the_book_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::filed(folder.path());
    desk.keys("cPriya from Dana<enter>").keys("<esc>");
    desk.keys(PLANNED).keys("i:save it as<enter>");
    while desk.app.session().is_putting_down() {
        let said = desk.app.session_mut().poll();
        if let Some(said) = said.iter().find(|said| said.starts_with("Saved as ")) {
            let path = said.trim_start_matches("Saved as ");
            assert!(path.ends_with("letters/priya-e-mail.txt"), "{path}");
            let text = std::fs::read_to_string(path).unwrap();
            assert!(text.contains("her shop is slow"), "{text}");
            return;
        }
        std::thread::yield_now();
    }
    panic!("nothing was told\n{}", desk.text());
}

#[test]
fn the_users_own_letter_takes_the_place_of_ours() {
    let own = [(Template::Thanks, "Ta, {source_first}! {sauce}".to_string())];
    let (letters, _) = Letters::with(own);
    let Desk { app, .. } = desk("Discovered: Priya<Dana");
    let mut desk = Desk::around(app.writing(letters));
    desk.keys("1Y");
    assert!(desk.shows("Ta, Dana! {sauce}"), "{}", desk.text());
}

#[test]
fn the_guide_names_every_letter_and_every_place() {
    let guide = std::fs::read_to_string("docs/letters.md").unwrap();
    for template in Template::ALL {
        let row = format!("| `{}` | {} |", template.file(), template.words());
        assert!(guide.contains(&row), "{row}");
    }
    for (place, _, words) in goodword::letters::compose::PLACES {
        let row = format!("| `{{{place}}}` | {words} |");
        assert!(guide.contains(&row), "{row}");
    }
}

#[test]
fn it_draws_at_every_size() {
    for keys in ["e", "l", "c", "t"] {
        for (width, height) in [
            (12, 4),
            (20, 5),
            (40, 10),
            (1, 1),
            (60, 18),
            (101, 30),
            (200, 60),
            (250, 6),
        ] {
            let mut desk = desk("Check back: Priya<Dana / Meet: Tom>Ben");
            desk.keys("1i").keys(keys).keys("<enter>i");
            desk.resize(width, height);
            desk.keys("jG<ctrl-d><ctrl-d>Y<ctrl-d><tab><esc><esc>");
        }
    }
}

/// A referral of the sample in Check back, with an introduction by this method.
fn pictured(method: &Method) -> (Book, Id) {
    let mut book = sample_book();
    let found = book.referrals.iter().find(|(_, it)| {
        it.is_open() && !it.is_given() && it.stage() == goodword::domain::stage::Stage::CheckBack
    });
    let (referral, _) = found.unwrap();
    let it = Introduction {
        method: method.clone(),
        state: method.states()[0].clone(),
        since: today(),
        done: "a web shop that no longer falls over at Easter".into(),
        why: "orders are lost when it matters most".into(),
        on: today().checked_add_days(chrono::Days::new(6)),
        time: chrono::NaiveTime::from_hms_opt(10, 0, 0),
        place: if *method == Method::Lunch {
            "Café Ost".into()
        } else {
            String::new()
        },
        ..Introduction::default()
    };
    let edit = Box::new(Edit::Introduction(Some(it)));
    act(&mut book, Action::Edit { referral, edit });
    (book, referral)
}

#[test]
fn pictures() {
    for method in Method::ALL {
        let (book, id) = pictured(method);
        let name = book
            .name(book.referrals.get(id).unwrap().prospect)
            .to_string();
        for (width, height) in SIZES {
            let mut desk = Desk::with(book.clone(), width, height);
            desk.keys("1/").paste(&name).keys("<enter>");
            // With something planned it is not the most pressing card: the cursor stands further on.
            desk.keys(if method.is_written() { "i" } else { "hhi" });
            assert!(desk.shows(": introduction"), "{}", desk.text());
            crate::pictures::keep(
                &format!("introduction-{}-{width}x{height}", method.word()),
                &desk,
            );
            if *method == Method::Email {
                desk.keys("Y");
                crate::pictures::keep(&format!("message-{width}x{height}"), &desk);
                desk.keys("<esc>i");
                crate::pictures::keep(&format!("introduction-method-{width}x{height}"), &desk);
                desk.keys("<esc>e");
                crate::pictures::keep(&format!("form-introduction-{width}x{height}"), &desk);
            }
        }
    }
}
