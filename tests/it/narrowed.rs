//! The numbers beside the board: narrowed to a group, the same words and the same cards on both, and what they leave out.

use goodword::domain::id::Id;
use goodword::domain::referral::Direction;
use goodword::domain::stage::Stage;
use goodword::insight::flow::slice::{Group, Slice};
use goodword::insight::flow::whole::{Behind, Flow};
use goodword::insight::ledger::Window;
use goodword::insight::practice::Practice;
use goodword::insight::standing::Standing;

use crate::desk::{Desk, sample_book, today};

fn numbers(width: u16, height: u16) -> Desk {
    let mut desk = Desk::with(sample_book(), width, height);
    desk.keys(":numbers<enter>");
    desk
}

#[test]
fn they_are_narrowed_to_a_group_and_esc_widens_them() {
    let mut desk = numbers(120, 36);
    desk.keys("F");
    assert!(desk.shows("source: Dana Ortiz"), "{}", desk.text());
    desk.keys("Dana<enter>");
    assert!(
        desk.shows("last 12 months, only Dana Ortiz"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("Of 5 that came"), "{}", desk.text());
    desk.keys("/Tariq<enter>");
    assert!(
        desk.shows("only Tariq Aziz"),
        "of one kind there is one\n{}",
        desk.text()
    );
    desk.keys("<esc>");
    assert!(!desk.shows("only Tariq"), "{}", desk.text());
    assert!(desk.shows("Of 26 that came"), "{}", desk.text());
    desk.keys("<tab><tab>.n");
    assert!(desk.shows("only Dana Ortiz"), "{}", desk.text());
    desk.keys("<tab>j<enter>");
    assert!(
        desk.shows("Arrival to meeting · Dana Ortiz"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>.a");
    assert!(!desk.shows("only Dana"), "{}", desk.text());
}

#[test]
fn the_order_of_the_groups_stands_in_the_title() {
    let mut desk = numbers(120, 36);
    desk.keys(".i.3");
    assert!(
        desk.shows("By introduction, most won first"),
        "{}",
        desk.text()
    );
    desk.keys(".1");
    assert!(!desk.shows("most won first"), "{}", desk.text());
}

#[test]
fn the_board_and_the_numbers_have_the_same_card_in_a_stage_and_what_enter_lists_stands_there() {
    let book = sample_book();
    let practice = Practice::of(&book, today());
    let flow = Flow::of(&practice, &Slice::ever(Direction::Received));
    let last = flow.weeks.last().expect("there is a week");
    for stage in Stage::ALL {
        let those = flow.cases(&Behind::Stood(stage));
        let here = |(id, _): &(Id, _)| practice.standing(*id).map(|it| it.stage) == Some(stage);
        assert!(those.iter().all(here), "{stage:?}");
        let column = practice.column(&Direction::Received, stage).iter();
        let referrals = column.filter_map(|id| book.referrals.get(*id));
        let counted = referrals.filter(|it| !it.is_lead()).count();
        assert_eq!(last.stood[stage as usize], counted, "{stage:?}");
    }
}

#[test]
fn what_is_late_in_the_bottleneck_is_late_on_the_board() {
    let book = sample_book();
    let practice = Practice::of(&book, today());
    let flow = Flow::of(&practice, &Slice::ever(Direction::Received));
    for stage in Stage::ALL {
        let column = practice.column(&Direction::Received, stage).iter();
        let late = column.filter(|id| {
            let is_late = practice.standing(**id).is_some_and(Standing::is_late);
            is_late && book.referrals.get(**id).is_some_and(|it| !it.is_lead())
        });
        assert_eq!(
            flow.cases(&Behind::Late(stage)).len(),
            late.count(),
            "{stage:?}"
        );
    }
}

#[test]
fn what_is_left_out_is_said_where_the_figures_add_up() {
    let mut desk = numbers(120, 36);
    assert!(
        desk.shows("Left out: 1 lead and 1 that was no referral."),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("5 are won, 8 ended otherwise and 13 are"),
        "{}",
        desk.text()
    );
    desk.keys("G");
    desk.keys("<shift-tab>");
    assert!(desk.shows("1 open lead is left out."), "{}", desk.text());
}

#[test]
fn a_week_before_the_first_referral_ever_came_is_no_week_without_any() {
    let mut desk = crate::desk::desk("Research: Priya<Dana Omar<Ben");
    desk.keys(":numbers<enter>G<shift-tab><shift-tab>");
    assert!(desk.shows("In 1 week 2 came"), "{}", desk.text());
}

#[test]
fn they_are_saved_as_a_file_from_their_menu_but_not_those_of_the_sample() {
    let mut desk = numbers(120, 36);
    desk.keys(".");
    assert!(desk.shows("save as a text file"), "{}", desk.text());
    desk.keys("S");
    assert_eq!(
        desk.app.said(),
        "Nothing of the sample is saved · y copies the text"
    );
}

#[test]
fn numbers_that_hold_a_group_list_what_the_numbers_of_the_group_do() {
    let book = sample_book();
    let practice = Practice::of(&book, today());
    let year = Slice::within(Direction::Received, Window::Year, today());
    let all = Flow::of(&practice, &year);
    let other = Slice::ever(Direction::Received);
    assert_eq!(all.cases_of(&other, &Behind::Arrived), None);
    for group in Group::ALL {
        for (key, _) in all.by(group) {
            let mut slice = year.clone();
            slice.only.push(key);
            let own = Flow::of(&practice, &slice);
            for stage in Stage::ALL {
                for what in [Behind::Arrived, Behind::Stays(stage), Behind::Stood(stage)] {
                    assert_eq!(all.cases_of(&slice, &what), Some(own.cases(&what)));
                    assert_eq!(own.cases_of(&slice, &what), Some(own.cases(&what)));
                    assert_eq!(own.cases_of(&year, &what), None, "it holds less");
                }
            }
        }
    }
}
