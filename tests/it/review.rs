//! The weekly review: how few keys it takes, what it settles, and that it goes on wherever it was left.

use chrono::{Days, NaiveDate};
use goodword::domain::action::{Action, Log, NextChange, Who};
use goodword::domain::book::{Book, Stamp};
use goodword::domain::event::Kind;
use goodword::domain::id::{Id, Ids};
use goodword::domain::person::{Person, Tier};
use goodword::domain::referral::{Direction, Next, Verb};
use goodword::domain::review::{Decision, Review};
use goodword::history::History;
use goodword::insight::practice::Practice;
use goodword::insight::review;
use proptest::prelude::*;

use crate::desk::{Desk, sample, today};
use crate::random;

/// A book that is written day by day, up to the desk's day.
struct Life {
    history: History,
    stamp: Stamp,
}

impl Life {
    fn new() -> Life {
        let began = day(-200);
        Life {
            history: History::open(Book::new(began)),
            stamp: Stamp {
                today: began,
                at: 1_700_000_000_000,
                ids: Ids::seeded(11),
            },
        }
    }

    fn on(&mut self, n: i64) {
        self.stamp.today = day(n);
        self.stamp.at = 1_795_253_400_000 + n * 86_400_000;
    }

    fn perform(&mut self, action: Action) {
        self.stamp.at += 1_000;
        self.history.perform(action, &mut self.stamp).unwrap();
    }

    fn book(&self) -> &Book {
        self.history.book()
    }

    fn find(&self, name: &str) -> Who {
        let mut people = self.book().people.iter();
        let found = people.find(|(_, it)| it.name == name);
        found.map_or(Who::New(name.into()), |(id, _)| Who::Known(id))
    }

    fn source(&mut self, name: &str, tier: Tier) {
        let person = Person {
            name: name.into(),
            tier: Some(tier),
            ..Person::default()
        };
        self.perform(Action::SavePerson {
            id: None,
            was: None,
            person: Box::new(person),
        });
    }

    fn log(&mut self, kind: Kind, name: &str, referral: Option<Id>) {
        let who = self.find(name);
        self.perform(Action::Log(Box::new(Log {
            kind,
            who,
            referral,
            next: NextChange::Keep,
            ..Log::default()
        })));
    }

    fn received(&mut self, prospect: &str, source: &str) -> Id {
        let captured = goodword::domain::action::Captured {
            prospect: Who::New(prospect.into()),
            partner: self.find(source),
            direction: Direction::Received,
            level: Some(3),
            ..Default::default()
        };
        self.perform(Action::Capture(Box::new(captured)));
        let last = self
            .book()
            .referrals
            .iter()
            .max_by_key(|(_, it)| it.created);
        last.unwrap().0
    }

    fn plan(&mut self, referral: Id, on: NaiveDate) {
        let next = Next {
            verb: Verb::Call,
            on,
            ..Next::default()
        };
        self.perform(Action::SetNext {
            referral,
            next: Some(next),
            whom: Who::Nobody,
        });
    }
}

fn day(n: i64) -> NaiveDate {
    if n < 0 {
        today() - Days::new(n.unsigned_abs())
    } else {
        today() + Days::new(n.unsigned_abs())
    }
}

fn tier(n: usize) -> Tier {
    [Tier::A, Tier::B, Tier::B, Tier::C, Tier::C][n % 5].clone()
}

/// Thirty sources in time, three of them fading; twelve open referrals, each planned; nothing owed.
fn sound() -> Book {
    let mut life = Life::new();
    life.on(-150);
    for n in 0..30 {
        life.source(&format!("Source {n:02}"), tier(n));
    }
    life.on(-40);
    let open: Vec<(Id, String)> = (0..12)
        .map(|n| {
            let source = format!("Source {:02}", n * 2);
            let id = life.received(&format!("Prospect {n:02}"), &source);
            life.log(Kind::Thanked, &source, Some(id));
            (id, source)
        })
        .collect();
    life.on(-9);
    for n in 0..30 {
        if n % 10 != 0 {
            life.log(Kind::Touch, &format!("Source {n:02}"), None);
        }
    }
    life.on(-3);
    for (n, (id, source)) in open.iter().enumerate() {
        if n % 2 == 0 && n != 0 {
            life.log(Kind::Call, source, Some(*id));
        }
        life.plan(*id, day(3 + i64::try_from(n).unwrap()));
    }
    life.history.book().clone()
}

/// Nine things owed and late, three weeks without a word, and far more than a week can hold.
fn bad() -> Book {
    let mut life = Life::new();
    life.on(-120);
    for n in 0..60 {
        life.source(&format!("Source {n:02}"), tier(n));
    }
    for n in 0..40 {
        let source = format!("Source {n:02}");
        let id = life.received(&format!("Prospect {n:02}"), &source);
        life.log(Kind::Thanked, &source, Some(id));
    }
    life.on(-22);
    for n in 0..9 {
        life.received(&format!("Late {n}"), &format!("Source {:02}", 50 + n));
    }
    life.history.book().clone()
}

fn desk_of(book: Book) -> Desk {
    Desk::with(book, 120, 36)
}

fn the_review(desk: &Desk) -> Review {
    let reviews = desk.book().reviews.iter().map(|(_, it)| it);
    reviews.max_by_key(|it| it.created).unwrap().clone()
}

/// Presses enter until the review is done; how often.
fn through(desk: &mut Desk) -> usize {
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
    desk.keys("w<enter><space><space><space><enter>");
    let mut keys = 6;
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
        owed.contains(&("not-now".into(), "she is at a fair".into())),
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
