//! The arc of one client, from the first engagement to the referral that comes of it, by the keys that record it.

use chrono::{Days, NaiveTime};
use goodword::domain::book::Book;
use goodword::domain::client::{Agreement, Aim, Asking, Target};
use goodword::domain::event::{Event, Kind};
use goodword::domain::id::Id;
use goodword::insight::client::{Client, Meeting};
use goodword::insight::practice::Practice;
use goodword::insight::readiness::{self, First, Readiness};

use crate::desk::{Desk, desk, today};

/// Dana, who sent Priya and was thanked for it, is selected.
pub fn dana() -> Desk {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1<space><enter>2");
    assert_eq!(desk.selected(), "Dana");
    desk
}

pub fn id(desk: &Desk, name: &str) -> Id {
    let mut people = desk.book().people.iter();
    people.find(|(_, it)| it.name == name).expect(name).0
}

fn client(desk: &Desk) -> Client {
    let practice = Practice::of(desk.book(), desk.today());
    Client::of(desk.book(), &practice, id(desk, "Dana"))
}

pub fn readiness(desk: &Desk) -> Readiness {
    let practice = Practice::of(desk.book(), desk.today());
    readiness::of(desk.book(), &practice, id(desk, "Dana"))
}

fn agreement(desk: &Desk) -> Agreement {
    let (_, agreement) = desk.book().agreements.iter().next_back().unwrap();
    agreement.clone()
}

fn asking(desk: &Desk) -> Asking {
    let dana = id(desk, "Dana");
    let person = desk.book().people.get(dana).unwrap();
    person.asking.clone().unwrap_or_default()
}

pub fn targets(desk: &Desk) -> Vec<Target> {
    let all = desk.book().targets.iter();
    all.map(|(_, it)| it.clone()).collect()
}

pub fn aims(desk: &Desk) -> Vec<(String, Aim)> {
    let all = targets(desk).into_iter();
    all.map(|it| (it.name.clone(), it.aim())).collect()
}

pub fn last_event(desk: &Desk) -> Event {
    let events = desk.book().events.iter().map(|(_, it)| it);
    events.max_by_key(|it| it.at).unwrap().clone()
}

#[track_caller]
pub fn says(desk: &Desk, words: &str) {
    let said = desk.app.said();
    assert!(said.contains(words), "{said}\n{}", desk.text());
}

#[track_caller]
pub fn shows(desk: &Desk, words: &str) {
    assert!(desk.shows(words), "no “{words}” on\n{}", desk.text());
}

#[test]
fn from_the_first_work_to_the_referral_that_came_of_it_and_all_the_way_back() {
    let mut desk = dana();
    let before = desk.book().clone();
    let mut books: Vec<Book> = Vec::new();
    let mut step = |desk: &mut Desk, keys: &str| {
        desk.keys(keys);
        books.push(desk.book().clone());
    };

    step(&mut desk, ".Cweb shop<enter>");
    says(&desk, "Dana is a client");
    says(
        &desk,
        ".A notes what you agree about referrals, .X what they expect",
    );
    step(
        &mut desk,
        ".A<tab>2<tab>a<tab>live by Easter<tab>as offered<enter>",
    );
    says(&desk, "Noted the agreement with Dana");
    step(&mut desk, ".Xno surprises on the bill<enter>");
    let First::Work(_) = missing(&desk) else {
        panic!("{:?}", readiness(&desk));
    };

    desk.keys(".c");
    shows(&desk, "still open  “no surprises on the bill”");
    step(&mut desk, "<tab><tab>mon 10:00<enter>");
    says(&desk, "Completed the work for Dana");
    says(&desk, ".X judges what they expected");
    let First::Unjudged(_) = missing(&desk) else {
        panic!("{:?}", readiness(&desk));
    };
    step(&mut desk, ".X1<tab><tab><tab>e<enter>");

    let First::Criterion { .. } = missing(&desk) else {
        panic!("{:?}", readiness(&desk));
    };
    step(&mut desk, ".A1e<enter>");
    says(&desk, "Dana calls it earned: live by Easter");
    step(&mut desk, ".A2e<enter>");
    assert_eq!(missing(&desk), First::Target);

    step(
        &mut desk,
        ".LIda Berg<tab>Berg Optik<tab>both in the choir<enter>",
    );
    says(&desk, "Ida Berg: to ask Dana about");
    step(&mut desk, ".LnLars Holm<enter>");
    let Readiness::Ready { .. } = readiness(&desk) else {
        panic!("{:?}", readiness(&desk));
    };
    desk.keys(".m");
    shows(&desk, "Referral meeting with Dana · Mon 23 Nov 10:00");
    shows(&desk, "to ask about: Ida Berg, Lars Holm");
    desk.keys("<esc>");

    desk.on(today() + Days::new(2)).keys("4");
    desk.click("hold the referral meeting").keys("<space>");
    shows(&desk, "The referral meeting with Dana was held");
    shows(&desk, "both in the choir");
    step(&mut desk, "a<tab>d<tab>she will phone Ida<enter>");
    says(
        &desk,
        "1 asked about, 1 declined, .L makes a referral of one",
    );
    assert_eq!(
        aims(&desk),
        [
            ("Ida Berg".into(), Aim::Asked),
            ("Lars Holm".into(), Aim::Declined)
        ]
    );
    assert_eq!(last_event(&desk).note, "she will phone Ida");
    let monday = desk.today();
    assert_eq!(asking(&desk).held, Some(monday));
    assert!(!desk.shows("hold the referral meeting"), "{}", desk.text());

    desk.keys("2");
    assert_eq!(desk.selected(), "Dana");
    desk.keys(".L1r");
    shows(&desk, "Ida Berg (Berg Optik) from Dana, ");
    step(&mut desk, "a new shop<enter>");
    says(&desk, "Captured Ida Berg from Dana");
    assert_eq!(
        desk.cards(),
        "Discovered: Ida Berg<Dana / Research: Priya<Dana"
    );
    let (_, ida) = desk.book().referrals.iter().next_back().unwrap();
    assert_eq!(ida.need, "a new shop");
    assert_eq!(aims(&desk)[0].1, Aim::Referred);
    let arc = client(&desk);
    assert_eq!(arc.agreement.unwrap().received, 2, "Priya and Ida");
    // That I work by referral was never said to her.
    assert_eq!((arc.core_done(), arc.positioned), (3, None));

    for book in books.iter().rev().skip(1).chain([&before]) {
        desk.keys("u");
        assert!(desk.book().says_the_same(book), "{}", desk.app.said());
    }
    for book in &books {
        desk.keys("U");
        assert!(desk.book().says_the_same(book), "{}", desk.app.said());
    }
}

#[track_caller]
fn missing(desk: &Desk) -> First {
    match readiness(desk) {
        Readiness::Missing(first) => first,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_agreement_is_one_form_and_changed_in_place() {
    let mut desk = dana();
    desk.keys(".A<tab>5<tab><tab>live by Easter<tab>as offered<tab><tab><tab>over lunch<enter>");
    let first = agreement(&desk);
    assert_eq!((first.on, first.count, first.profile), (today(), 5, None));
    assert_eq!(first.note, "over lunch");
    let words = |it: &Agreement| -> Vec<String> {
        it.criteria.values().map(|it| it.words.clone()).collect()
    };
    assert_eq!(words(&first), ["live by Easter", "as offered"]);
    desk.keys(".A");
    shows(&desk, "Agreed with Dana today: 5 in all, 1 so far");
    shows(&desk, "“live by Easter”");
    // One test goes, one comes; what was not touched stays.
    desk.keys("c<tab><tab><tab><ctrl-u><tab><tab>answered within a day<enter>");
    let second = agreement(&desk);
    assert_eq!(words(&second), ["as offered", "answered within a day"]);
    assert_eq!((second.count, second.note.as_str()), (5, "over lunch"));
    desk.keys(".An<tab>2<enter>");
    assert_eq!(desk.book().agreements.iter().count(), 2);
    assert_eq!(agreement(&desk).count, 2);
    // Without its day it goes.
    desk.keys(".Ac<ctrl-u>");
    shows(&desk, "without its day the agreement is taken away");
    desk.keys("<enter>");
    says(&desk, "Took the agreement with Dana away");
    assert_eq!(agreement(&desk).count, 5);
    desk.keys("u");
    assert_eq!(agreement(&desk).count, 2);
}

#[test]
fn the_agreement_keeps_the_version_of_my_ideal_referral_that_they_were_shown() {
    use goodword::domain::action::Action;
    let mut desk = dana();
    let say = |desk: &mut Desk, words: &str| {
        let session = desk.app.session_mut();
        session.perform(Action::Ideal(words.into())).unwrap();
        desk.app.refresh();
    };
    desk.keys(".A");
    shows(&desk, "nothing is written of a good referral for you");
    desk.keys("<esc>");
    say(&mut desk, "owner-led shops, 5 to 20 staff");
    desk.keys(".A");
    shows(&desk, "“owner-led shops, 5 to 20 staff”");
    desk.keys("<enter>");
    let shown = agreement(&desk).profile;
    assert!(shown.is_some_and(|it| desk.book().settings().ideal.contains_key(&it)));
    desk.on(today() + Days::new(1));
    say(&mut desk, "owner-led firms with a stock");
    desk.keys(".Ac");
    shows(&desk, "“owner-led shops, 5 to 20 staff”");
    shows(&desk, "“owner-led firms with a stock”");
    desk.keys("<tab>3<enter>");
    assert_eq!(
        (agreement(&desk).count, agreement(&desk).profile),
        (3, shown)
    );
    desk.keys(".Ac<tab><tab><tab><space><enter>");
    let newer = agreement(&desk).profile;
    assert!(newer.is_some() && newer != shown);
}

#[test]
fn a_test_is_judged_by_the_client_with_its_day_and_taken_off_without_words() {
    let mut desk = dana();
    desk.keys(".A<tab><tab><tab>live by Easter<enter>.A1n");
    shows(&desk, "Is it earned? Dana says");
    desk.keys("n");
    shows(&desk, "not to be asked until that is made up for");
    desk.keys("<tab>yesterday<enter>");
    says(&desk, "Dana does not call it earned: live by Easter");
    let only = |desk: &Desk| agreement(desk).criteria.into_values().next();
    let judged = only(&desk).unwrap();
    assert_eq!(
        (judged.met, judged.on),
        (Some(false), Some(today() - Days::new(1)))
    );
    desk.keys(".A1e<enter>");
    let judged = only(&desk).unwrap();
    assert_eq!(judged.met, Some(true));
    // Only the words are put right: the judgement and its day stay.
    desk.keys(".A1<tab><tab> Sunday<enter>");
    let mended = only(&desk).unwrap();
    assert_eq!(mended.words, "live by Easter Sunday");
    assert_eq!((mended.met, mended.on), (judged.met, judged.on));
    desk.keys(".A1<tab><tab><ctrl-u><enter>");
    assert_eq!(only(&desk), None);
    desk.keys("uuu");
    assert_eq!(only(&desk).unwrap().met, Some(false));
}

#[test]
fn work_is_completed_once_and_a_missed_expectation_is_named_before() {
    let mut desk = dana();
    desk.keys(".");
    assert!(
        !desk.shows("Record that the work is completed"),
        "no client"
    );
    desk.keys("<esc>.Caudit<tab>yesterday<enter>");
    let event = last_event(&desk);
    assert_eq!(
        (event.kind, event.note.as_str(), event.on),
        (Kind::Engaged, "audit", today() - Days::new(1))
    );
    desk.keys(".Xon time<tab>m<tab><tab>m<enter>");
    desk.keys(".Xnquiet days<tab><tab>i<enter>.c");
    shows(
        &desk,
        "“on time”: 100 % of what they said, by how much it matters",
    );
    shows(&desk, "“quiet days”: ask them");
    desk.keys("<enter>");
    says(&desk, ".m proposes the referral meeting");
    assert_eq!(last_event(&desk).kind, Kind::Completed);
    assert_eq!(asking(&desk), Asking::default());
    let events = desk.book().events.iter().count();
    desk.keys(".c");
    says(&desk, "completed since Sat 21 Nov");
    assert_eq!(desk.book().events.iter().count(), events);
    desk.keys(".C");
    shows(&desk, "completed on Sat 21 Nov");
}

#[test]
fn a_referral_meeting_is_proposed_agreed_moved_and_called_off() {
    let mut desk = dana();
    desk.keys(".m<enter>");
    says(&desk, "Proposed a referral meeting to Dana");
    assert_eq!(
        (asking(&desk).proposed, asking(&desk).on),
        (Some(today()), None)
    );
    desk.keys(".mdthu 10:00<tab>Café Nord<enter>");
    says(&desk, "Referral meeting with Dana on Thu 26 Nov");
    let thursday = today() + Days::new(5);
    let ten = NaiveTime::from_hms_opt(10, 0, 0);
    let agreed = asking(&desk);
    assert_eq!((agreed.on, agreed.time), (Some(thursday), ten));
    assert_eq!(
        (agreed.proposed, agreed.place.as_str()),
        (Some(today()), "Café Nord")
    );
    desk.keys(".md<ctrl-u>yesterday<enter>");
    says(&desk, "is over");
    desk.keys("<ctrl-u>fri 9:00<enter>");
    assert_eq!(asking(&desk).on, Some(thursday + Days::new(1)));
    assert_eq!(
        asking(&desk).place,
        "Café Nord",
        "what was not touched stays"
    );
    desk.keys(".mx");
    says(&desk, "No referral meeting with Dana");
    assert_eq!(client(&desk).meeting, Meeting::None);
    desk.keys("u");
    assert!(client(&desk).meeting.is_ahead());
}

#[test]
fn a_meeting_with_nobody_on_the_list_says_so_and_can_be_held_all_the_same() {
    let mut desk = dana();
    desk.keys(".m<enter>.m");
    shows(
        &desk,
        "not yet: nobody is named to ask about; .L names somebody",
    );
    desk.keys("h");
    shows(&desk, "nobody is on the list; .L names somebody");
    desk.keys("she thinks about it<tab>yesterday<enter>");
    says(&desk, "Held the referral meeting with Dana");
    let event = last_event(&desk);
    let yesterday = today() - Days::new(1);
    assert_eq!((event.kind, event.on), (Kind::Acquisition, yesterday));
    assert_eq!(client(&desk).meeting, Meeting::Held { on: yesterday });
    // The next one begins anew, and says when the last one was.
    desk.keys(".m");
    shows(&desk, "last held");
    desk.keys("<enter>");
    assert_eq!(
        (asking(&desk).held, asking(&desk).proposed),
        (None, Some(today()))
    );
    assert_eq!(client(&desk).met, Some(yesterday));
}

#[test]
fn while_it_is_masked_the_arc_opens_no_form_and_names_nobody() {
    let mut desk = dana();
    desk.keys(".LIda Berg<enter>.A<tab><tab><tab>live by Easter<enter>.m<enter>m");
    for letter in ["A", "C", "m", "L", "a"] {
        desk.keys(".").keys(letter);
        says(&desk, "m then enter unmasks");
        assert!(
            !desk.shows("Ida") && !desk.shows("Easter"),
            "{}",
            desk.text()
        );
        desk.keys("<esc>");
    }
    desk.keys("uuu");
    assert!(!desk.app.said().contains("Ida Berg"), "{}", desk.app.said());
}
