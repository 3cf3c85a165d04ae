//! What is noted of one person, by the keys that note it: the menu's letters on a source. Knows nothing of how a form is
//! drawn.

use crate::desk::{Desk, desk, sample, today};
use chrono::Days;
use goodword::domain::event::{Event, Kind};
use goodword::domain::person::Person;
use goodword::domain::relation::{Category, Gain, Vcp, Willing, latest};
use goodword::insight::practice::Practice;

fn person(desk: &Desk, name: &str) -> Person {
    let mut people = desk.book().people.iter();
    let found = people.find(|(_, person)| person.name == name);
    found.unwrap().1.clone()
}

fn dana(desk: &Desk) -> Person {
    person(desk, "Dana")
}

/// The events with Dana, in the order in which they were logged.
fn events(desk: &Desk) -> Vec<Event> {
    let mut events: Vec<Event> = desk
        .book()
        .events
        .iter()
        .map(|(_, it)| it.clone())
        .collect();
    events.sort_by_key(|event| event.at);
    events
}

fn said(desk: &Desk, words: &str) {
    assert_eq!(desk.app.said(), words, "{}", desk.text());
}

/// Dana as a source, selected in Sources.
fn with_dana() -> Desk {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("2");
    desk
}

#[test]
fn how_far_it_has_come_is_said_with_its_evidence_or_refused() {
    let mut desk = with_dana();
    desk.keys(".Vc<enter>");
    assert!(
        desk.app
            .said()
            .starts_with("Because: “credibility” needs a reason")
    );
    // The cursor is there already.
    desk.keys("six promises kept<enter>");
    said(&desk, "With Dana at credibility");
    let reached = dana(&desk).vcp.unwrap();
    assert_eq!(
        (reached.stage, reached.why.as_str()),
        (Vcp::Credibility, "six promises kept")
    );
    desk.keys(".V<enter>");
    said(&desk, "Nothing has changed with Dana");
    desk.keys("u");
    assert_eq!(
        dana(&desk).vcp,
        None,
        "what changed nothing is nothing to undo"
    );
}

#[test]
fn what_they_are_like_is_written_as_far_as_it_was_changed() {
    let mut desk = with_dana();
    desk.keys(".bmornings, by phone<tab>Ben Abara<tab>c<tab>rrr<enter>");
    said(&desk, "Noted 4 things about Dana");
    let it = dana(&desk);
    assert_eq!(it.best, "mornings, by phone");
    assert_eq!(desk.book().name(it.via), "Ben Abara");
    assert_eq!(
        (it.category, it.willing),
        (Some(Category::ContactSphere), Some(Willing::Reluctantly))
    );
    desk.keys("u.b<tab><tab>s<enter>");
    said(&desk, "Dana: satisfied client");
    let it = dana(&desk);
    assert_eq!(
        (it.category, it.best.as_str()),
        (Some(Category::Client), "")
    );
}

#[test]
fn nobody_introduces_themselves_and_the_form_stays() {
    let mut desk = with_dana();
    desk.keys(".b<tab>Dana<enter>");
    assert!(
        desk.app
            .said()
            .starts_with("Dana cannot have introduced themselves")
    );
    assert!(desk.shows("About Dana"), "{}", desk.text());
}

#[test]
fn gains_and_whom_they_look_for_are_noted() {
    let mut desk = with_dana();
    desk.keys(".na second shop<enter>");
    said(&desk, "Noted the GAINS of Dana");
    assert_eq!(dana(&desk).gains[Gain::Goals.word()], "a second shop");
    desk.keys(".wowners of shops<enter>");
    said(&desk, "Noted whom Dana looks for");
    desk.keys(".w<enter>");
    said(&desk, "Dana still looks for the same");
    desk.on(today() + Days::new(9));
    desk.keys(".w in Berlin<enter>");
    let wants = dana(&desk).wants;
    assert_eq!(latest(&wants).unwrap().1.words, "owners of shops in Berlin");
    assert_eq!(wants.len(), 2);
}

#[test]
fn an_agreed_day_holds_in_sources_and_in_now_what_until_there_is_a_contact() {
    let mut desk = with_dana();
    desk.keys("Ta.dthu 10:00<tab>her new shop<enter>");
    said(&desk, "In touch with Dana again Thu 26 Nov");
    assert!(desk.shows("→ Thu 26 set"), "{}", desk.text());
    desk.on(today() + Days::new(5));
    assert!(desk.shows("→ today due"), "{}", desk.text());
    assert!(desk.shows("be in touch: her new shop"), "{}", desk.text());
    desk.keys("t");
    assert!(!desk.shows("→ today"), "{}", desk.text());
    assert!(!desk.shows("be in touch"), "{}", desk.text());
    desk.keys(".d<ctrl-u><tab><ctrl-u><enter>");
    assert_eq!(dana(&desk).again, None);
}

#[test]
fn in_touch_is_one_key_and_n_says_how_and_when_next() {
    let mut desk = with_dana();
    desk.keys("t");
    said(&desk, "In touch with Dana · N adds a note");
    desk.keys("Nher sister opens a shop<tab>c<tab><tab>thu see it<enter>");
    said(&desk, "Noted the call with Dana · next contact Thu 26 Nov");
    let logged = events(&desk);
    assert_eq!(logged.len(), 1, "it is the same contact");
    assert_eq!(
        (&logged[0].kind, logged[0].note.as_str()),
        (&Kind::Call, "her sister opens a shop")
    );
    assert_eq!(dana(&desk).again.unwrap().why, "see it");
    desk.keys("u");
    assert_eq!(dana(&desk).again, None, "one change");
    assert_eq!(
        (events(&desk).len(), &events(&desk)[0].kind),
        (1, &Kind::Touch)
    );
    // Later N is a note of its own.
    desk.keys("jNlikes tea<tab><enter>");
    let kinds: Vec<Kind> = events(&desk).into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [Kind::Touch, Kind::Note]);
}

#[test]
fn n_means_the_contact_that_was_logged_wherever_the_cursor_goes() {
    let mut desk = desk("Discovered: Omar<Nils");
    desk.keys("1jxl<enter>2aDana<tab><tab><tab><tab><tab>a<enter>");
    desk.keys("aBen<tab><tab><tab><tab><tab>a<enter>");
    // Something is logged meanwhile, so that the book is not out of date.
    desk.on(today() + Days::new(20)).click("Nils").keys("t");
    desk.on(today() + Days::new(23)).keys("4z");
    desk.click("Dana").keys("t");
    assert!(!desk.shows("!  Dana"), "the row has gone: {}", desk.text());
    desk.keys("N");
    assert!(desk.shows("In touch · Dana"), "{}", desk.text());
}

#[test]
fn a_check_in_keeps_three_lines_and_shows_the_last_one() {
    let mut desk = with_dana();
    desk.keys(".i<enter>");
    assert!(desk.app.said().starts_with("Nothing is said of what works"));
    desk.keys("her letters<tab>short calls<tab>meet in the mornings<enter>");
    said(&desk, "Checked in with Dana");
    let event = events(&desk).pop().unwrap();
    assert_eq!(event.kind, Kind::CheckIn);
    assert_eq!(
        [&event.note, &event.theirs, &event.differently],
        ["her letters", "short calls", "meet in the mornings"]
    );
    desk.keys(".i");
    assert!(desk.shows("short calls"), "{}", desk.text());
}

#[test]
fn what_went_wrong_is_one_owed_row_until_it_is_made_up_for() {
    let mut desk = with_dana();
    desk.keys(".M");
    assert!(
        desk.app
            .said()
            .starts_with("Nothing is open between you and Dana")
    );
    desk.keys(".fI called Priya before you had<enter>");
    said(&desk, "Something is open between you and Dana");
    desk.keys("2");
    assert!(desk.shows("! ╌"), "{}", desk.text());
    desk.on(today() + Days::new(2));
    desk.keys("4").click("put it right").keys("<space>");
    assert!(
        desk.shows("I called Priya before you had"),
        "{}",
        desk.text()
    );
    desk.keys("said sorry over lunch<enter>");
    said(&desk, "Made up with Dana · next: Dana, thank for Priya");
    assert!(!desk.shows("put it right"), "{}", desk.text());
    let practice = Practice::of(desk.book(), desk.today());
    let (id, _) = desk
        .book()
        .people
        .iter()
        .find(|(_, it)| it.name == "Dana")
        .unwrap();
    assert_eq!(practice.relation(id).friction, None);
    desk.keys("2.M");
    assert!(desk.app.said().starts_with("Nothing is open"));
}

#[test]
fn a_partner_is_chosen_and_let_go_at_once() {
    let mut desk = with_dana();
    desk.keys(".p");
    said(&desk, "Dana is a referral partner");
    assert!(dana(&desk).partner);
    desk.keys(":strategy<enter>");
    assert!(desk.shows("1 of 4: Dana"), "{}", desk.text());
    desk.keys("<esc>.p");
    said(&desk, "Dana is no referral partner any more");
    assert!(!dana(&desk).partner);
}

#[test]
fn tags_are_added_and_taken_away_in_one_line() {
    let mut desk = with_dana();
    desk.keys("#retail berlin<enter>");
    said(&desk, "Dana: #berlin, #retail");
    desk.keys("#<ctrl-u>#retail law<enter>");
    said(&desk, "Dana: #law, no #berlin");
    let tags: Vec<String> = dana(&desk).tags.into_keys().collect();
    assert_eq!(tags, ["law", "retail"]);
}

#[test]
fn a_tier_says_what_all_of_them_ask_for_against_what_is_made() {
    let mut desk = with_dana();
    desk.keys("T");
    assert!(!desk.shows("your tiers"), "nobody asks for anything yet");
    desk.keys("a");
    said(
        &desk,
        "Dana is now A, every 14 days · your tiers ask for 0.5 contacts a week; you make 0.0",
    );
    desk.keys("tT");
    assert!(
        desk.shows("ask for 0.5 contacts a week; you make 0.3"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>2z");
    assert!(
        desk.shows("ask for 0.5 contacts a week; you make 0.3"),
        "{}",
        desk.text()
    );
    desk.keys("z");
    assert!(!desk.shows("contacts a week"), "{}", desk.text());
    desk.keys("T0");
    said(&desk, "Dana has no tier");
}

#[test]
fn a_strategy_and_weights_are_my_own() {
    let mut desk = with_dana();
    desk.keys(":strategy<enter>12<tab>6<tab>owners of shops<enter>");
    said(&desk, "Noted your strategy");
    let settings = desk.book().settings();
    assert_eq!(
        (settings.goals["received"], settings.goals["given"]),
        (12, 6)
    );
    assert_eq!(latest(&settings.ideal).unwrap().1.words, "owners of shops");
    desk.keys(":strategy<enter>");
    assert!(
        desk.shows("received 1 of 12, given 0 of 6 this year"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>:weights<enter>5<enter>");
    said(&desk, "Noted what an act counts for to you");
    assert_eq!(desk.book().settings().weights["referral"], 5);
    desk.keys("uu");
    assert!(desk.book().settings().goals.is_empty());
}

#[test]
fn a_kind_that_was_never_returned_is_marked_until_it_is() {
    let mut desk = with_dana();
    desk.keys("+Ton her site<enter>+");
    assert!(
        desk.shows("testimonial           never returned"),
        "{}",
        desk.text()
    );
    desk.keys("tfor her site<enter>+");
    assert!(
        !desk.shows("testimonial           never returned"),
        "{}",
        desk.text()
    );
}

#[test]
fn an_entry_of_a_referral_is_put_right_on_its_page() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1Na famly firm<tab><enter><enter>");
    desk.click("a famly firm").keys("<enter>");
    desk.keys("<ctrl-w><ctrl-w>family firm<tab><enter>");
    assert!(
        desk.app.said().starts_with("Put right: note of"),
        "{}",
        desk.app.said()
    );
    assert!(desk.shows("a family firm"), "{}", desk.text());
    assert_eq!(events(&desk).len(), 1);
}

#[test]
fn the_call_sheet_asks_for_the_next_contact_where_no_next_action_is_planned() {
    let mut desk = with_dana();
    desk.on(today() + Days::new(2)).keys("4g<space>");
    assert!(desk.shows("Call sheet · Dana"), "{}", desk.text());
    assert!(!desk.shows("next contact"), "{}", desk.text());
    let mut desk = self::desk("Discovered: Omar<Nils");
    desk.keys("2aMia Lang<enter>");
    desk.keys("fMia<enter><space>")
        .keys("<shift-tab>")
        .keys("thu see the shop");
    assert!(desk.shows("next contact"), "{}", desk.text());
    desk.keys("<enter>");
    let mia = person(&desk, "Mia Lang");
    assert_eq!(mia.again.unwrap().why, "see the shop");
    assert!(
        desk.app.said().contains("next contact Thu 26 Nov"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn while_masked_none_of_these_forms_opens() {
    let mut desk = sample();
    desk.keys("m");
    for keys in [
        "2.V",
        "2.b",
        "2.n",
        "2.w",
        "2.d",
        "2.i",
        "2.f",
        "2#",
        "2+",
        ":strategy<enter>",
        ":weights<enter>",
    ] {
        desk.keys(keys);
        assert!(
            desk.app.said().starts_with("This shows what is masked"),
            "{keys}: {}\n{}",
            desk.app.said(),
            desk.text()
        );
        desk.keys("<esc>");
    }
}
