//! Two records of one person: found, compared, made one and taken apart again; and how somebody goes whom others name.

use crate::desk::desk;
use crate::people::page;
use crate::shelf::names;

fn said(desk: &crate::desk::Desk) -> String {
    desk.app.said()
}

#[test]
fn two_who_look_alike_become_one_and_are_taken_apart_again() {
    let mut desk = page();
    desk.keys("4");
    assert!(desk.shows("like name, company"), "{}", desk.text());
    assert!(
        desk.shows("name, e-mail"),
        "in what they differ\n{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert!(
        desk.shows("Kept as a note: name Dana Ortis; e-mail ortis@example.com"),
        "{}",
        desk.text()
    );
    desk.keys("<enter>");
    assert_eq!(
        said(&desk),
        "Dana Ortis and Dana Ortiz are one · u takes them apart"
    );
    assert_eq!(names(desk.book()).len(), 4);
    assert!(desk.shows("Nobody is here twice"), "{}", desk.text());
    desk.keys("u");
    assert_eq!(names(desk.book()).len(), 5);
    assert!(desk.shows("1 pair"), "{}", desk.text());
    // The other one stays.
    desk.keys("<space><tab><enter>");
    assert_eq!(
        said(&desk),
        "Dana Ortiz and Dana Ortis are one · u takes them apart"
    );
}

#[test]
fn two_who_are_said_to_be_two_are_not_asked_about_again_until_that_is_undone() {
    for keys in ["4-", "4<enter>-"] {
        let mut desk = page();
        desk.keys(keys);
        assert_eq!(said(&desk), "Dana Ortiz and Dana Ortis are two people");
        assert!(desk.shows("Nobody is here twice"), "{}", desk.text());
        desk.keys("u");
        assert_eq!(
            said(&desk),
            "Undone: Dana Ortiz and Dana Ortis are two people · ctrl-r redoes"
        );
        assert!(desk.shows("1 pair"), "{}", desk.text());
    }
}

#[test]
fn one_is_made_of_two_from_a_person_by_the_likely_one_or_by_name() {
    let mut desk = page();
    desk.keys("jjj.U");
    assert!(
        desk.shows("Who is the same as Dana Ortiz?"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("like name, company"), "{}", desk.text());
    desk.keys("<enter><enter>");
    assert_eq!(
        said(&desk),
        "Dana Ortis and Dana Ortiz are one · u takes them apart"
    );
    desk.keys("u.U").paste("asa").keys("<enter>");
    assert!(desk.shows("The same person?"), "{}", desk.text());
    desk.keys("<esc>");
    assert_eq!(names(desk.book()).len(), 5);
}

#[test]
fn whom_two_ends_of_a_referral_name_are_not_made_one_and_the_question_stays() {
    let mut desk = desk("Discovered: Dana<Danna");
    desk.keys("P.U").paste("danna").keys("<enter><enter>");
    assert!(
        said(&desk).contains("would be prospect and source of one referral"),
        "{}",
        said(&desk)
    );
    assert!(desk.shows("The same person?"), "{}", desk.text());
    assert_eq!(names(desk.book()).len(), 2);
}

#[test]
fn delete_asks_how_where_others_name_them_and_deletes_where_nobody_does() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("PaNobody<enter><delete>");
    assert_eq!(said(&desk), "Deleted Nobody · u brings it back");
    desk.keys("g<delete>");
    assert!(desk.shows("Dana is named in 1 referral"), "{}", desk.text());
    desk.keys("<esc>");
    assert_eq!(names(desk.book()), ["Dana", "Priya"]);
    desk.keys("<delete>U");
    assert!(desk.shows("Who is the same as Dana?"), "{}", desk.text());
    desk.keys("<esc><delete>f");
    assert!(desk.shows("Forget Dana for good?"), "{}", desk.text());
    desk.keys("Dana<enter>");
    assert_eq!(names(desk.book()), ["Priya"]);
    assert_eq!(desk.cards(), "Discovered: Priya<someone");
}

#[test]
fn a_page_whose_person_became_one_with_another_closes() {
    let mut desk = page();
    desk.keys("jj<enter>");
    assert!(desk.shows("‹ Dana Ortis"), "{}", desk.text());
    // The older one, whose page it is not, stays.
    desk.keys(".U<enter><tab><enter>");
    assert!(
        said(&desk).ends_with("are one · u takes them apart"),
        "{}",
        said(&desk)
    );
    assert!(desk.shows("‹ Everyone"), "{}", desk.text());
}

#[test]
fn masked_no_record_is_compared_and_nobody_forgotten() {
    let mut desk = page();
    desk.keys("m");
    for keys in [".U", ".F", "4<enter>"] {
        desk.keys(keys);
        assert!(
            said(&desk).starts_with("This shows what is masked"),
            "{keys}: {}",
            said(&desk)
        );
        desk.keys("<esc>").keys("P");
    }
    assert_eq!(names(desk.book()).len(), 5);
}

#[test]
fn the_page_of_somebody_who_may_be_here_twice_asks_and_is_silent_once_answered() {
    let mut desk = page();
    desk.keys("/dana ortiz<enter><enter>");
    assert!(
        desk.shows("Dana Ortiz may be the same person"),
        "{}",
        desk.text()
    );
    desk.keys(".U<enter><enter>");
    assert!(said(&desk).contains("are one"), "{}", said(&desk));
    assert!(!desk.shows("may be the same person"), "{}", desk.text());
}
