//! The weekly review: how few keys it takes, what it settles, and that it goes on wherever it was left.

use goodword::domain::action::Action;
use goodword::domain::book::Book;
use goodword::domain::event::Kind;
use goodword::domain::review::{Decision, Review, Step};
use goodword::insight::practice::Practice;
use goodword::insight::review;
use goodword::ui::theme::{ASCII, Theme, UNICODE};
use proptest::prelude::*;

use crate::desk::{Desk, sample, today};
use crate::random;
use crate::weeks::{bad, day, sound};

/// A step of a review, by dice.
pub fn action(book: &Book, (person, which, n): (u8, u8, u8)) -> Action {
    let review = random::pick(&book.reviews, which);
    let person = random::pick(&book.people, person);
    let keys = || {
        vec![
            format!("quiet/{person}"),
            "since".to_string(),
            "people".into(),
        ]
    };
    Action::Review(match n % 6 {
        _ if book.reviews.is_empty() => Step::Begin(keys()),
        0 => Step::Begin(keys()),
        1 => Step::Decide {
            review,
            decided: vec![(
                format!("quiet/{person}"),
                Decision::LetGo,
                random::word(n / 6),
            )],
            said: "Decided".into(),
        },
        2 => Step::Star {
            review,
            person,
            is_on: n.is_multiple_of(4),
        },
        3 => Step::Note {
            review,
            note: random::word(n / 6),
        },
        4 => Step::Again {
            review,
            keys: keys(),
        },
        _ => Step::End {
            review,
            decided: vec![("people".into(), Decision::Done, String::new())],
            give: Some(person),
        },
    })
}

pub fn desk_of(book: Book) -> Desk {
    Desk::with(book, 120, 36)
}

pub fn the_review(desk: &Desk) -> Review {
    let reviews = desk.book().reviews.iter().map(|(_, it)| it);
    reviews.max_by_key(|it| it.created).unwrap().clone()
}

/// Presses enter until the review is done; how often.
pub fn through(desk: &mut Desk) -> usize {
    for n in 1..100 {
        desk.keys("<enter>");
        if the_review(desk).done.is_some() {
            return n;
        }
    }
    panic!("it has no end: {}", desk.text());
}

#[test]
fn a_sound_book_is_reviewed_in_sixty_keys() {
    let mut desk = desk_of(sound());
    // Three marked as spoken to, and on.
    desk.keys("w<enter><space>j<space>j<space><enter>");
    let mut keys = 8;
    let starred = |desk: &Desk| the_review(desk).chosen().count();
    while the_review(&desk).done.is_none() {
        let is_quiet = desk.shows("People gone quiet");
        // Whoever has gone quiet was spoken to, and is one of the week's people.
        let script = match is_quiet {
            true => "*t",
            false if desk.shows("Whom is the week for") && starred(&desk) < 3 => "j*<enter>",
            false => "<enter>",
        };
        keys += script.matches('<').count() + script.replace("<enter>", "").len();
        desk.keys(script);
        assert!(keys <= 60, "{keys} keys: {}", desk.text());
    }
    assert!(starred(&desk) >= 1, "{keys}");
    assert!(
        desk.app.said().starts_with("The review is done"),
        "{}",
        desk.app.said()
    );
    let counted = desk.book().events.iter();
    let counted = counted.filter(|(_, it)| it.on == today() && it.kind == Kind::Touch);
    assert!(counted.count() >= 3);
    println!("a sound book: {keys} keys");
}

#[test]
fn a_bad_book_is_reviewed_on_thirty_screens() {
    let mut desk = desk_of(bad());
    let owed = Practice::of(desk.book(), today()).owed_today();
    assert!(9 <= owed, "{owed}");
    desk.keys("w<enter>");
    let screens = through(&mut desk);
    assert!(screens <= 30, "{screens} screens");
    println!("a bad book: {screens} screens");
}

#[test]
fn what_did_not_fit_is_named_and_stays_owed() {
    let mut desk = desk_of(bad());
    let before = Practice::of(desk.book(), today()).owed_today();
    desk.keys("w<enter>");
    let mut seen = false;
    while the_review(&desk).done.is_none() {
        if desk.shows("These wait for another week") {
            seen = true;
            assert!(
                desk.shows("Source") || desk.shows("Prospect"),
                "{}",
                desk.text()
            );
        }
        desk.keys("<enter>");
    }
    assert!(seen);
    assert_eq!(Practice::of(desk.book(), today()).owed_today(), before);
}

#[test]
fn a_review_that_was_left_goes_on_where_it_was() {
    let mut desk = sample();
    desk.keys("w<enter><enter><enter>");
    let place = desk.text();
    assert!(place.contains("Owed"), "{place}");
    desk.keys("<esc>");
    assert!(!desk.shows("Owed ·"), "{}", desk.text());
    desk.keys("jkw");
    assert!(desk.shows("Mia Lang"), "{}", desk.text());
    assert_eq!(desk.book().reviews.len(), 1);
    // A new program on the same book goes on as well.
    let mut again = desk_of(desk.book().clone());
    again.keys("w");
    assert!(
        again.shows("Mia Lang") && again.shows("Owed"),
        "{}",
        again.text()
    );
}

#[test]
fn what_settles_a_thing_goes_on_to_the_next_and_undo_comes_back() {
    let mut desk = sample();
    desk.keys("w<enter><enter><enter>");
    assert!(
        desk.shows("Mia Lang") && desk.shows("Report back about Ada Klein"),
        "{}",
        desk.text()
    );
    desk.keys("<space><enter>");
    assert!(
        !desk.shows("Report back about Ada Klein"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("Joan Hill"), "{}", desk.text());
    desk.keys("u");
    assert!(
        desk.shows("Mia Lang") && desk.shows("Report back about Ada Klein"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert!(desk.shows("Joan Hill"), "{}", desk.text());
    desk.keys("u");
    assert!(
        desk.shows("Report back about Ada Klein"),
        "left as it is is taken back too"
    );
}

#[test]
fn a_reason_is_kept_with_the_decision() {
    let mut desk = sample();
    desk.keys("w<enter><enter><enter>s");
    desk.keys("fri<tab>she is at a fair<tab><enter>");
    assert!(desk.shows("Joan Hill"), "{}", desk.text());
    desk.keys("-no need any more<tab><enter>");
    through(&mut desk);
    let review = the_review(&desk);
    let owed: Vec<(String, String)> = review
        .items
        .iter()
        .filter(|(key, _)| key.starts_with("owed/"))
        .map(|(_, it)| {
            let decision = it.decision.as_ref().map_or("open", |it| it.word());
            (decision.to_string(), it.why.clone())
        })
        .collect();
    assert!(
        owed.contains(&(
            "not-now".into(),
            "until Fri 27 Nov: she is at a fair".into()
        )),
        "{owed:?}"
    );
    assert!(
        owed.contains(&("let-go".into(), "no need any more".into())),
        "{owed:?}"
    );
    assert!(review.items.values().all(|it| it.decision.is_some()));
}

#[test]
fn backspace_goes_back_to_what_was_decided_and_enter_goes_on() {
    let mut desk = sample();
    desk.keys("w<enter><enter><enter><enter>");
    assert!(desk.shows("Joan Hill"), "{}", desk.text());
    desk.keys("<backspace>");
    assert!(
        desk.shows("Mia Lang") && desk.shows("Left as it is"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert!(desk.shows("Joan Hill"), "{}", desk.text());
}

#[test]
fn the_people_of_the_week_are_starred_until_they_were_spoken_to_and_asked_about_next_time() {
    let mut desk = desk_of(sound());
    desk.keys("w<enter>");
    while !desk.shows("Whom is the week for") {
        desk.keys("<enter>");
    }
    desk.keys("*j*");
    through(&mut desk);
    let chosen = Practice::of(desk.book(), today()).chosen().to_vec();
    assert_eq!(chosen.len(), 2);
    let name = desk.book().name(Some(chosen[0])).to_string();
    desk.on(day(3));
    desk.keys(&format!("f{name}<enter>t<esc>"));
    let left = Practice::of(desk.book(), day(3));
    assert_eq!(left.chosen(), &chosen[1..]);
    desk.on(day(7));
    desk.keys("w<enter>");
    assert!(
        desk.shows("What became of last week’s choices?"),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("not spoken to yet") && desk.shows(&name),
        "{}",
        desk.text()
    );
    assert!(desk.shows("spoken to"), "{}", desk.text());
}

#[test]
fn the_summary_has_the_note_and_is_copied() {
    let mut desk = desk_of(sound());
    desk.keys("w<enter>");
    while !desk.shows("That was it") {
        desk.keys("<enter>");
    }
    desk.keys("Na calm week<tab><enter>y");
    let copied = desk.app.take_errands();
    let text = format!("{copied:?}");
    assert!(text.contains("# Weekly review, 21 November 2026"), "{text}");
    assert!(text.contains("a calm week"), "{text}");
    desk.keys("m");
    assert!(
        !desk.shows("a calm week") && !desk.shows("Prospect"),
        "{}",
        desk.text()
    );
    desk.keys("y");
    assert!(desk.app.said().contains("masked"), "{}", desk.app.said());
}

#[test]
fn an_empty_book_has_nothing_to_review_and_says_so() {
    let mut desk = crate::desk::empty();
    desk.keys("w");
    assert!(
        desk.app
            .said()
            .starts_with("There is nothing to review yet"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn the_header_says_when_a_review_is_due() {
    // The desk's day is a Saturday: the review was due yesterday.
    let mut desk = sample();
    assert!(desk.shows("weekly review w"), "{}", desk.text());
    desk.keys("w<enter><esc>");
    assert!(!desk.shows("weekly review w"), "{}", desk.text());
}

#[test]
fn ending_in_the_middle_leaves_the_rest_for_next_week() {
    let mut book = sample().book().clone();
    // Eleven minutes were spent on what was decided so far.
    let mut desk = desk_of(book.clone());
    desk.keys("w<enter><enter><enter><enter><enter>");
    book = desk.book().clone();
    let (id, review) = book.reviews.iter().next().unwrap();
    let mut review = review.clone();
    let decided: Vec<String> = review
        .queue()
        .into_iter()
        .filter(|key| review.decided(key).is_some())
        .map(str::to_string)
        .collect();
    for (n, key) in decided.iter().enumerate() {
        let minutes = 3 * (i64::try_from(n).unwrap() + 1);
        review.items.get_mut(key).unwrap().at = review.created + minutes * 60_000;
    }
    let at = review.updated;
    book.reviews.put(id, review, at);
    let mut desk = desk_of(book);
    desk.keys("w");
    assert!(desk.shows("Ten minutes are over"), "{}", desk.text());
    crate::pictures::keep("review-enough-120x36", &desk);
    desk.keys("s");
    assert!(desk.shows("One act to give"), "{}", desk.text());
    let open = the_review(&desk);
    let left = open.items.values();
    let left = left
        .filter(|it| it.decision == Some(Decision::NextWeek))
        .count();
    assert!(3 < left, "{left}");
    desk.keys("u");
    assert!(desk.shows("Ten minutes are over"), "{}", desk.text());
    desk.keys("<enter>");
    assert!(!desk.shows("Ten minutes are over"), "{}", desk.text());
}

/// The sample a week after a review that chose two people and noted something.
fn a_week_later(size: (u16, u16), theme: Theme) -> Desk {
    let mut desk = sample();
    desk.keys("w<enter>");
    while !desk.shows("Whom is the week for") {
        desk.keys("<enter>");
    }
    desk.keys("*j*<enter>Na calm week<tab><enter><enter>");
    assert!(the_review(&desk).done.is_some(), "{}", desk.text());
    let book = desk.book().clone();
    let mut desk = Desk::drawn_in(book, size, theme);
    desk.on(day(7));
    desk.keys("w");
    desk
}

#[test]
fn a_picture_of_each_kind_of_screen() {
    for size in [(60, 20), (80, 24), (120, 36), (200, 60)] {
        let mut desk = a_week_later(size, Theme::colours(&UNICODE));
        let keep = |name: &str, desk: &Desk| {
            let name = format!("review-{name}-{}x{}", size.0, size.1);
            crate::pictures::keep(&name, desk);
        };
        keep("begins", &desk);
        desk.keys("<enter>");
        let mut seen = Vec::new();
        loop {
            let review = the_review(&desk);
            let open = review.queue();
            let first = open.iter().find(|key| review.decided(key).is_none());
            let kind = first.unwrap().split('/').next().unwrap().to_string();
            if !seen.contains(&kind) {
                if kind == "spoken" {
                    desk.keys("<space>");
                }
                keep(&kind, &desk);
                seen.push(kind.clone());
            }
            desk.keys("<enter>");
            if kind == "summary" {
                break;
            }
        }
        for kind in [
            "choices", "spoken", "since", "owed", "referral", "waiting", "quiet", "sound", "give",
            "people",
        ] {
            assert!(seen.iter().any(|it| it == kind), "{kind}: {seen:?}");
        }
    }
    let keep_where = |book: &Book, words: &str, name: &str| {
        for size in [(80, 24), (120, 36), (200, 60)] {
            let mut desk = Desk::drawn_in(book.clone(), size, Theme::colours(&UNICODE));
            desk.keys("w<enter>");
            while !desk.shows(words) {
                assert!(!desk.shows("That was it"), "{words}: {}", desk.text());
                desk.keys("<enter>");
            }
            let name = format!("review-{name}-{}x{}", size.0, size.1);
            crate::pictures::keep(&name, &desk);
        }
    };
    let first = sample().book().clone();
    keep_where(&first, "Clients, once a month", "agreements");
    keep_where(&first, "In numbers, once a month", "numbers");
    keep_where(&bad(), "These wait for another week", "rest");
    let mut desk = a_week_later((120, 36), Theme::colours(&UNICODE));
    desk.keys("<enter><enter><enter><enter>m");
    crate::pictures::keep("review-masked-120x36", &desk);
    let mut desk = a_week_later((120, 36), Theme::colours(&ASCII));
    desk.keys("<enter><enter><enter><enter>");
    crate::pictures::keep("review-ascii-120x36", &desk);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_life_makes_a_review_longer_than_thirty_screens_nor_without_an_end(past in random::rolls(80)) {
        let book = random::book_of(&past);
        let practice = Practice::of(&book, random::today());
        let queue = review::queue(&practice);
        prop_assert!(queue.len() <= 30, "{}", queue.len());
        prop_assert_eq!(queue.last(), Some(&review::Matter::Summary));
        for (n, matter) in queue.iter().enumerate() {
            prop_assert!(!queue[..n].contains(matter), "{matter:?} stands there twice");
            prop_assert_eq!(review::Matter::of(&matter.key()), Some(matter.clone()));
        }
    }
}
