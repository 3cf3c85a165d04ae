//! The page of the process by its keys: the map edited in versions, who helps, the channels, what goes wrong.

use goodword::domain::action::Action;
use goodword::domain::book::Book;
use goodword::domain::mapping::{Mapping, Redraw};
use goodword::domain::process::Map;
use goodword::domain::referral::Direction;
use goodword::domain::stage::Stage;
use goodword::domain::team::BuyIn;

use crate::desk::{Desk, desk, sample, today};
use crate::random;

/// Something done to the process, by dice.
pub fn action(book: &Book, (person, which, n): (u8, u8, u8)) -> Action {
    let given = usize::from(n.is_multiple_of(5));
    let direction = Direction::ALL[given].clone();
    let stage = Stage::ALL[usize::from(which) % 8];
    let helper = random::pick(&book.helpers, which);
    match n % 7 {
        0 | 1 => Action::SaveHelper {
            id: None,
            was: None,
            helper: Box::default(),
            who: random::who(book, person),
            at: vec![(direction, vec![stage])],
        },
        2 => {
            let was = book.current_map(&direction).steps.get(&stage).cloned();
            let was = was.unwrap_or_default();
            let mut step = was.clone();
            step.now = random::word(n / 7);
            step.limit = u32::from(n);
            Action::Map(Box::new(Mapping::Redraw(Box::new(Redraw {
                direction,
                stage,
                was,
                step,
                added: vec![(90, random::word(which))],
                joining: Vec::new(),
                why: random::word(person),
                carry: n.is_multiple_of(2),
            }))))
        }
        3 => Action::Map(Box::new(Mapping::Leave {
            helper,
            on: today(),
            to: None,
            carry: n.is_multiple_of(2),
        })),
        4 => {
            let mut channel = goodword::domain::team::Channel {
                name: random::word(n),
                ..Default::default()
            };
            channel.receiver = book.helpers.has(helper).then_some(helper);
            Action::SaveChannel {
                id: None,
                was: None,
                channel: Box::new(channel),
            }
        }
        5 => Action::Map(Box::new(Mapping::Reviewed(direction))),
        _ => {
            let problem = goodword::domain::problem::Problem {
                direction,
                stage,
                what: random::word(which),
                cause: random::word(person),
                ..Default::default()
            };
            Action::SaveProblem {
                id: None,
                was: None,
                problem: Box::new(problem),
            }
        }
    }
}

fn map(desk: &Desk) -> &Map {
    desk.book().current_map(&Direction::Received)
}

#[test]
fn a_changed_limit_makes_a_new_version_and_open_referrals_keep_theirs() {
    let mut desk = desk("Discovered: Priya");
    let before = desk.book().clone();
    desk.keys("pje<tab><tab>");
    desk.keys("<backspace>9<tab><tab><tab><tab><tab>a new trial<enter>");
    assert_eq!(map(&desk).version, 2, "{}", desk.text());
    assert_eq!(map(&desk).steps[&Stage::Discovered].limit, 9);
    assert_eq!(map(&desk).why, "a new trial");
    for (_, it) in desk.book().referrals.iter() {
        assert_eq!(desk.book().map_of(it).version, 1);
    }
    desk.keys("u");
    assert!(desk.book().says_the_same(&before));
}

#[test]
fn a_line_comes_to_the_checklist_with_a() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("pjaasked for the budget<enter>");
    let lines = map(&desk).steps[&Stage::Discovered].lines();
    assert_eq!(lines.last().unwrap().1.text, "asked for the budget");
    // The same day, and nothing ran under it yet: the same version.
    desk.keys("aasked who decides<enter>");
    assert_eq!(map(&desk).version, 2);
}

#[test]
fn space_on_a_helper_takes_the_answer_step_by_step() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p4aLena<enter>");
    let buy_in = |desk: &Desk| {
        let (_, it) = desk.book().helpers.iter().next().expect("she helps");
        it.buy_in()
    };
    assert_eq!(buy_in(&desk), BuyIn::Open);
    desk.keys(" ");
    assert_eq!(buy_in(&desk), BuyIn::Asked(today()));
    desk.keys(" ");
    assert_eq!(buy_in(&desk), BuyIn::Agreed(today()));
    desk.keys("uu");
    assert_eq!(buy_in(&desk), BuyIn::Open);
}

#[test]
fn whoever_leaves_hands_on_their_stages_and_is_named_as_gone_no_more() {
    let mut desk = sample();
    desk.keys("p4jx");
    assert!(desk.shows("leaves"), "{}", desk.text());
    assert!(desk.shows("Discovered, Close"), "{}", desk.text());
    desk.keys("<enter>");
    let book = desk.book();
    let lena = book.helpers.iter().find(|(_, it)| it.name == "Lena Roth");
    let (lena, it) = lena.unwrap();
    assert_eq!(it.left, Some(today()));
    let map = book.current_map(&Direction::Received);
    assert_eq!(map.version, 3);
    assert!(
        map.steps
            .values()
            .all(|step| !step.helpers.contains_key(&lena))
    );
    let mut channels = book.channels.iter();
    assert!(channels.all(|(_, it)| it.receiver != Some(lena)));
}

#[test]
fn a_problem_is_noted_fixed_and_opened_again() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p3anobody calls back<tab>no day<tab>ask for one<tab>in 2 weeks<enter>");
    let open = |desk: &Desk| {
        desk.book()
            .problems
            .iter()
            .next()
            .map(|(_, it)| it.is_open())
    };
    assert_eq!(open(&desk), Some(true), "{}", desk.text());
    desk.keys(" ");
    assert_eq!(open(&desk), Some(false));
    // What came and went on the day of the fix says nothing of it.
    assert!(desk.shows("nothing to compare yet"), "{}", desk.text());
    desk.keys(" ");
    assert_eq!(open(&desk), Some(true));
    desk.keys("<delete>");
    assert_eq!(open(&desk), None);
}

#[test]
fn earlier_versions_are_looked_at_and_stay_as_they_were() {
    let mut desk = sample();
    desk.keys("pj<");
    assert!(desk.shows("version 1 as it was"), "{}", desk.text());
    desk.keys("e");
    assert!(desk.shows("as it was"), "{}", desk.text());
    desk.keys("<<");
    assert!(desk.shows("first version"), "{}", desk.text());
    desk.keys(">");
    assert!(!desk.shows("version 1 as it was"), "{}", desk.text());
}

#[test]
fn a_stage_is_saved_from_its_checklist_and_a_new_helper_comes_with_it() {
    let mut desk = desk("Discovered: Priya");
    let before = desk.book().clone();
    desk.keys("pje<tab><tab><tab><tab>Lena Vogt<tab><end><enter>asked for the budget<ctrl-s>");
    assert_eq!(map(&desk).version, 2, "{}", desk.text());
    let step = &map(&desk).steps[&Stage::Discovered];
    assert_eq!(step.lines().last().unwrap().1.text, "asked for the budget");
    let lena = step.team().next().expect("she helps");
    assert_eq!(desk.book().helper_name(lena), "Lena Vogt");
    assert!(
        desk.shows("Lena Vogt helps, not asked yet"),
        "{}",
        desk.text()
    );
    desk.keys("u");
    assert!(desk.book().says_the_same(&before));
}

#[test]
fn helpers_and_channels_are_those_of_both_sides() {
    let mut desk = sample();
    desk.keys("p4");
    assert!(desk.shows("Process  both sides"), "{}", desk.text());
    assert!(!desk.shows("other side"), "{}", desk.text());
    desk.keys("b");
    assert!(desk.shows("those of both sides"), "{}", desk.text());
    desk.keys("1");
    assert!(desk.shows("Process  received"), "{}", desk.text());
    desk.keys("b4");
    assert!(desk.shows("Process  both sides"), "{}", desk.text());
}

#[test]
fn channels_that_are_all_closed_are_said_to_be_with_the_way_to_a_new_one() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p1<home>acard<enter>amail<enter>");
    desk.keys("4Gx<enter>kx<enter>1<home>");
    assert!(
        desk.shows("all channels are closed: a adds one"),
        "{}",
        desk.text()
    );
    assert!(
        desk.shows("All channels are closed  enter adds one"),
        "{}",
        desk.text()
    );
    desk.keys("alunch<enter>");
    assert!(!desk.shows("channels are closed"), "{}", desk.text());
    assert!(desk.shows("lunch: nobody"), "{}", desk.text());
}

#[test]
fn what_was_added_is_what_the_next_key_means() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p4aLena Vogt<enter>");
    assert!(desk.shows("Buy-in: not asked yet"), "{}", desk.text());
    desk.keys(" ");
    let (_, lena) = desk.book().helpers.iter().next().expect("she helps");
    assert_eq!(lena.buy_in(), BuyIn::Asked(today()));
    desk.keys("Gacard<enter>x");
    assert!(desk.shows("card closes"), "{}", desk.text());
    desk.keys("<esc>3anobody calls back<enter>");
    desk.keys("athe letter waits<enter>");
    desk.keys(" ");
    let fixed = desk.book().problems.iter().find(|(_, it)| !it.is_open());
    assert_eq!(fixed.expect("one is fixed").1.what, "the letter waits");
}

#[test]
fn a_map_that_is_due_for_a_look_says_so_until_it_was_looked_at() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p");
    assert!(!desk.shows("look at it again"), "{}", desk.text());
    desk.keys("<esc>");
    desk.on("2027-01-20".parse().unwrap());
    desk.keys("p");
    assert!(desk.shows("look at it again"), "{}", desk.text());
    desk.keys(" <enter>");
    assert!(!desk.shows("look at it again"), "{}", desk.text());
}

#[test]
fn what_the_process_asks_comes_in_the_review_and_its_key_settles_it() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("p4aTom Ode<tab><tab>2<enter><esc>");
    desk.on("2026-12-09".parse().unwrap());
    desk.keys("w");
    for _ in 0..30 {
        if desk.shows("Ask Tom Ode to agree to their part") {
            break;
        }
        desk.keys("<enter>");
    }
    assert!(desk.shows("The process"), "{}", desk.text());
    desk.keys(" ");
    assert!(desk.shows("Tom Ode helps"), "{}", desk.text());
    desk.keys("<tab><tab><tab><tab>a<ctrl-s>");
    let (_, tom) = desk.book().helpers.iter().next().expect("he helps");
    assert_eq!(tom.buy_in().on(), Some("2026-12-09".parse().unwrap()));
    assert!(!desk.shows("Ask Tom Ode"), "{}", desk.text());
}

#[test]
fn whoever_left_and_what_is_closed_is_not_offered_to_leave_or_close_again() {
    let mut desk = sample();
    desk.keys("p4jjj");
    assert!(desk.shows("Ida Brekke"), "{}", desk.text());
    assert!(!desk.shows("leaves, closes"), "{}", desk.text());
    desk.keys("x");
    assert!(desk.shows("Ida Brekke left already"), "{}", desk.text());
    desk.keys("G");
    assert!(!desk.shows("leaves, closes"), "{}", desk.text());
}

#[test]
fn looked_through_and_right_is_noted_on_the_map() {
    let mut desk = sample();
    desk.keys("p r");
    let id = desk.book().current_map_id(&Direction::Received).unwrap();
    let reviewed = |desk: &Desk| desk.book().maps.get(id).unwrap().reviewed;
    if reviewed(&desk).is_none() {
        desk.keys("<enter>");
    }
    assert_eq!(reviewed(&desk), Some(today()), "{}", desk.text());
}
