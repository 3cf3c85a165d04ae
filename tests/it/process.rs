//! The page of the process by its keys: the map edited in versions, who helps, the channels, what goes wrong.

use goodword::domain::action::Action;
use goodword::domain::book::Book;
use goodword::domain::mapping::{Mapping, Redraw};
use goodword::domain::process::Map;
use goodword::domain::referral::Direction;
use goodword::domain::stage::Stage;
use goodword::domain::team::BuyIn;
use goodword::ui::theme::{ASCII, Theme, UNICODE};

use crate::desk::{Desk, desk, sample, sample_book, today};
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
fn p_shows_the_way_from_how_it_comes_in_to_how_it_ends() {
    let mut desk = sample();
    desk.keys("p");
    for words in [
        "‹ Process",
        "Comes in",
        "1 Discovered",
        "8 Close",
        "6, 7, 8 go back to 5",
        "1, 3, 4, 5, 8",
        "Ends",
        "nobody answers",
    ] {
        assert!(desk.shows(words), "{words}\n{}", desk.text());
    }
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
    desk.keys("j ");
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
    desk.keys("p3a<tab>nobody calls back<tab>no day<tab>ask for one<tab>in 2 weeks<enter>");
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

#[test]
fn masked_the_page_names_nobody_and_opens_no_form() {
    let mut desk = sample();
    desk.keys("mp");
    for pane in ["1", "3", "4"] {
        desk.keys(pane);
        for secret in ["Lena", "Tom Ode", "slow to ask", "shared inbox"] {
            assert!(!desk.shows(secret), "{secret}\n{}", desk.text());
        }
    }
    desk.keys("1je");
    assert!(desk.shows("This shows what is masked"), "{}", desk.text());
}

#[test]
fn every_pane_stands_in_every_window() {
    let sizes = [(20, 6), (40, 10), (60, 20), (80, 24), (120, 36), (200, 60)];
    for (width, height) in sizes {
        for glyphs in [&UNICODE, &ASCII] {
            let theme = Theme::colours(glyphs);
            let mut desk = Desk::drawn_in(sample_book(), (width, height), theme);
            desk.keys("p");
            for keys in ["jj", "G", "<", "3", "4", "G", "b", "1", "2"] {
                desk.keys(keys);
                desk.draw();
            }
        }
    }
}

#[test]
fn pictures_of_the_page() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let mut desk = Desk::drawn_in(sample_book(), (width, height), Theme::colours(&UNICODE));
        desk.keys("pjjj");
        crate::pictures::keep(&format!("process-{width}x{height}"), &desk);
    }
    let mut desk = sample();
    desk.keys("p3");
    crate::pictures::keep("process-problems", &desk);
    desk.keys("4j");
    crate::pictures::keep("process-helpers", &desk);
}

#[test]
fn the_map_is_exported_in_every_form() {
    for (form, wanted) in [
        ("markdown", "## 4. Meet"),
        ("text", "4. Meet\n-------"),
        ("mermaid", "r4[\"4 Meet"),
        ("dot", "r4 -> r5;"),
    ] {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_goodword"))
            .args(["--sample", "export", "map", "--as", form])
            .output()
            .expect("it runs");
        let said = String::from_utf8(out.stdout).expect("text");
        assert!(said.contains(wanted), "{form}\n{said}");
        assert!(said.contains("Lena"), "{form}");
    }
}
