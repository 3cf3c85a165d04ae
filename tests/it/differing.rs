//! What two devices changed differently is a row of Now what, and settled there.

use goodword::domain::book::Book;
use goodword::domain::id::Id;
use goodword::insight::nudge::RuleName;
use goodword::insight::practice::Practice;

use crate::desk::{Desk, sample_book};

/// Dana has another phone number on each of two devices.
fn clashed() -> (Desk, Id) {
    let base = sample_book();
    let mut people = base.people.iter();
    let (dana, it) = people.find(|(_, it)| it.name == "Dana Ortiz").unwrap();
    let later = it.updated + 1;
    let [mut ours, mut theirs] = [base.clone(), base.clone()];
    for (book, phone, at) in [(&mut ours, "111", later), (&mut theirs, "222", later + 1)] {
        book.people.edit(dana, at, |it| it.phone = phone.into());
    }
    let book = Book::merge(&base, &ours, &theirs);
    assert_eq!(book.open_clashes(), 1);
    (Desk::with(book, 120, 36), dana)
}

fn is_said(desk: &Desk) -> bool {
    let practice = Practice::of(desk.book(), desk.today());
    let mut nudges = practice.nudges().iter();
    nudges.any(|nudge| nudge.rule == RuleName::Clash)
}

fn phone(desk: &Desk, dana: Id) -> String {
    desk.book().people.get(dana).unwrap().phone.clone()
}

#[test]
fn either_value_is_chosen_from_now_what_and_undone() {
    let (mut desk, dana) = clashed();
    assert!(is_said(&desk) && desk.shows("The book"), "{}", desk.text());
    for (key, left, said) in [
        ("k", "222", "Kept what stands"),
        ("o", "111", "Took the other"),
    ] {
        desk.keys("4").click("changed in two ways").keys("<space>");
        assert!(desk.shows("people Dana Ortiz phone"), "{}", desk.text());
        assert!(desk.shows("222 | 111"), "{}", desk.text());
        desk.keys("1").keys(key);
        assert_eq!(phone(&desk, dana), left);
        assert!(desk.shows(said) && !is_said(&desk), "{}", desk.text());
        desk.keys("u");
        assert_eq!(phone(&desk, dana), "222");
        assert!(is_said(&desk), "{}", desk.text());
    }
}

#[test]
fn it_is_let_go_until_something_else_differs_and_masked_it_shows_nothing() {
    let (mut desk, _) = clashed();
    desk.keys("4").click("changed in two ways").keys("m<space>");
    assert!(desk.shows("This shows what is masked"), "{}", desk.text());
    assert!(!desk.shows("111"));
    desk.keys("m<enter>4")
        .click("changed in two ways")
        .keys("-<enter>");
    assert!(!is_said(&desk), "{}", desk.text());
    assert_eq!(desk.book().open_clashes(), 1);
}
