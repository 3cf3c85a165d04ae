//! Whole referrals in a real terminal, from the first word to the thank-you, and the book that is left on disk.

use goodword::domain::book::Book;
use goodword::domain::event::Kind;
use goodword::domain::id::Id;
use goodword::domain::introduction::{Method, State};
use goodword::domain::referral::{Ending, Referral};
use goodword::domain::stage::Stage;

use crate::kept::{Kept, quit, wait_until_saved};
use crate::pty::Pty;

/// Types it, and waits until what it says is on disk.
fn does(pty: &mut Pty, keys: &str, said: &str) {
    pty.keys(keys);
    wait_until_saved(pty, said);
}

fn of<'a>(book: &'a Book, prospect: &str, given: bool) -> (Id, &'a Referral) {
    let mut all = book.referrals.iter();
    all.find(|(_, it)| book.name(it.prospect) == prospect && it.is_given() == given)
        .expect(prospect)
}

/// What happened on a referral, in order.
fn facts(book: &Book, referral: Id) -> Vec<Kind> {
    let mut events: Vec<_> = book
        .events
        .iter()
        .filter(|(_, it)| it.referral == Some(referral) && !it.kind.is_contact())
        .collect();
    events.sort_by_key(|(id, it)| (it.on, it.at, *id));
    events.into_iter().map(|(_, it)| it.kind.clone()).collect()
}

#[test]
fn through_all_eight_stages_twice_round_to_won_and_thanked() {
    let kept = Kept::new();
    let mut pty = kept.open();
    does(
        &mut pty,
        "cPriya Shah (ARC) from Dana Ortiz, web shop 12k L3<enter>",
        "Captured Priya Shah",
    );
    does(
        &mut pty,
        "1<space>thanked her at once<enter>",
        "now in Research",
    );
    does(
        &mut pty,
        "<space>forty people, a family firm<enter>",
        "now in Check back",
    );
    does(&mut pty, "<space>she will ring Priya<enter>", "Dana Ortiz");
    // The introduction: a call that Dana makes, planned and then made.
    pty.keys("i");
    pty.wait_for("lunch");
    does(
        &mut pty,
        "c<enter>",
        "Introduction of Priya Shah by call: planned",
    );
    pty.keys("i");
    pty.wait_for("planned");
    does(&mut pty, "<space>", "Priya Shah is now in Meet");
    pty.keys("<esc>");
    pty.wait_for("Now what?");
    does(
        &mut pty,
        "nmeet Priya today 15:00<enter>",
        "Planned for Priya Shah",
    );
    does(
        &mut pty,
        "<space>she needs it before Easter<enter>",
        "now in Report back",
    );
    does(&mut pty, "rwent well<enter>", "now in Feedback");
    does(
        &mut pty,
        "<space>she likes it, the price is high<enter>",
        "now in Close",
    );
    does(&mut pty, "<space><enter>", "the proposal");
    // Not settled: once more round 5 to 7.
    does(&mut pty, "xo", "Report back, round 2");
    does(&mut pty, "rnot settled yet<enter>", "now in Feedback");
    does(
        &mut pty,
        "<space>she is glad of the smaller one<enter>",
        "now in Close",
    );
    does(&mut pty, "xw<enter>", "Closed Priya Shah: won");
    does(&mut pty, "<space><enter>", "Dana Ortiz");
    quit(pty);

    let book = kept.book();
    let (id, priya) = of(&book, "Priya Shah", false);
    assert_eq!(priya.stage(), Stage::Close);
    assert_eq!(priya.outcome.as_ref().unwrap().ending, Ending::Won);
    let rounds = |stage: Stage| priya.visits().iter().filter(|it| it.stage == stage).count();
    for stage in Stage::ALL {
        let again = matches!(stage, Stage::ReportBack | Stage::Feedback | Stage::Close);
        // Hearing settles 6 and 7 in one entry.
        let wanted = match stage {
            Stage::SourceReports => 0,
            _ if again => 2,
            _ => 1,
        };
        assert_eq!(rounds(stage), wanted, "{stage:?}");
    }
    let introduction = priya.introduction.as_ref().unwrap();
    assert_eq!(
        (&introduction.method, &introduction.state),
        (&Method::Call, &State::Delivered)
    );
    assert_eq!(priya.level, Some(6), "a call by the source is level 6");
    let found = facts(&book, id);
    for (kind, times) in [
        (Kind::Researched, 1),
        (Kind::Introduced, 1),
        (Kind::Met, 1),
        (Kind::ProposalSent, 1),
        (Kind::FeedbackHeard, 2),
        (Kind::ReportedBack, 3),
        (Kind::Thanked, 2),
    ] {
        let n = found.iter().filter(|it| **it == kind).count();
        assert_eq!(n, times, "{kind:?} in {found:?}");
    }
}

#[test]
fn one_is_walked_away_from_and_one_is_passed_on() {
    let kept = Kept::new();
    let mut pty = kept.open();
    does(
        &mut pty,
        "cOmar Haddad from Ben Achebe, loose tea L2<enter>",
        "Captured Omar Haddad",
    );
    does(
        &mut pty,
        "1xanot a good fit<tab>a guide to small shops<enter>",
        "Closed Omar Haddad: walked away",
    );
    does(&mut pty, "<space><enter>", "Ben Achebe");
    does(
        &mut pty,
        "cRuth Sommer from Ben Achebe, a catalogue L4<enter>",
        "Captured Ruth Sommer",
    );
    does(
        &mut pty,
        "1xpJoan Hill<enter>",
        "Closed Ruth Sommer: passed on to Joan Hill",
    );
    quit(pty);

    let book = kept.book();
    let (omar, walked) = of(&book, "Omar Haddad", false);
    let outcome = walked.outcome.as_ref().unwrap();
    assert_eq!(
        (
            &outcome.ending,
            outcome.reason.as_str(),
            outcome.instead.as_str()
        ),
        (
            &Ending::WalkedAway,
            "not a good fit",
            "a guide to small shops"
        )
    );
    let found = facts(&book, omar);
    assert!(
        found.contains(&Kind::ReportedBack) && found.contains(&Kind::Thanked),
        "{found:?}"
    );
    let (received, passed) = of(&book, "Ruth Sommer", false);
    assert_eq!(passed.outcome.as_ref().unwrap().ending, Ending::PassedOn);
    let (_, given) = of(&book, "Ruth Sommer", true);
    assert_eq!(given.passed, Some(received));
    assert_eq!(book.name(given.receiver), "Joan Hill");
    assert_eq!(
        (given.need.as_str(), given.stage()),
        ("a catalogue", Stage::Discovered)
    );
    assert!(given.is_open());
}
