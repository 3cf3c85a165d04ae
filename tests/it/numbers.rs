//! The process in numbers: what stands behind each figure, periods, groups, sides, the mask, and what is said where there is
//! too little.

use chrono::{Days, NaiveDate};
use goodword::domain::book::Book;
use goodword::domain::referral::Direction;
use goodword::domain::stage::Stage;
use goodword::insight::flow::figures::Rung;
use goodword::insight::flow::slice::{Group, Slice};
use goodword::insight::flow::whole::{Behind, Flow, Took};
use goodword::insight::practice::Practice;
use goodword::ui::theme::{ASCII, Theme, UNICODE};
use ratatui::style::Color;

use crate::desk::{Desk, desk, empty, sample, sample_book, today};

const TITLES: [&str; 10] = [
    "Where they wait",
    "How many get through",
    "By source",
    "How long it takes",
    "Off track",
    "With and without the whole process",
    "What may come",
    "Week by week",
    "How old the open ones are",
    "Cumulative flow",
];

fn numbers(width: u16, height: u16) -> Desk {
    let mut desk = Desk::with(sample_book(), width, height);
    desk.keys(":numbers<enter>");
    desk
}

/// Every slice of the sample that a screen can ask for, and some more.
fn slices() -> Vec<Slice> {
    let ago = |days| today().checked_sub_days(Days::new(days));
    let mut slices = Vec::new();
    for direction in [Direction::Received, Direction::Given] {
        for (since, until) in [
            (None, None),
            (ago(29), None),
            (ago(364), None),
            (ago(400), ago(100)),
        ] {
            slices.push(Slice {
                since,
                until,
                ..Slice::ever(direction.clone())
            });
        }
    }
    slices
}

#[test]
fn as_many_referrals_stand_behind_a_figure_as_it_counts() {
    let book = sample_book();
    let practice = Practice::of(&book, today());
    for slice in slices() {
        let flow = Flow::of(&practice, &slice);
        let behind = |what| flow.cases(&what).len();
        let figures = &flow.figures;
        for dwell in &figures.dwell {
            assert_eq!(behind(Behind::Stays(dwell.stage)), dwell.days.n());
        }
        for rung in Rung::ALL {
            assert_eq!(behind(Behind::Rung(rung)), figures.came_to(rung));
        }
        for (took, said) in [
            (Took::FirstWord, &figures.first_word),
            (Took::Meeting, &figures.meeting),
            (Took::Report, &figures.report),
            (Took::End, &figures.end),
        ] {
            assert_eq!(behind(Behind::Took(took)), said.n(), "{took:?}");
        }
        let kept = &figures.kept;
        assert_eq!(behind(Behind::Whole), kept.whole.part);
        assert_eq!(behind(Behind::Broken), kept.whole.of - kept.whole.part);
        for (stage, done) in Stage::ALL.into_iter().zip(kept.steps) {
            assert_eq!(behind(Behind::Missed(stage)), done.of - done.part);
        }
        for odds in &flow.forecast.odds {
            assert_eq!(behind(Behind::Stands(odds.stage)), odds.open);
        }
        let last = flow.weeks.last().expect("a period has a week");
        for stage in Stage::ALL {
            let stood = last.stood[stage as usize];
            assert_eq!(behind(Behind::Stood(stage)), stood, "{stage:?} {slice:?}");
        }
        for group in Group::ALL {
            for (key, of) in flow.by(group) {
                let mut only = slice.clone();
                only.only.push(key);
                let flow = Flow::of(&practice, &only);
                assert_eq!(flow.cases(&Behind::Arrived).len(), of.n, "{only:?}");
            }
        }
    }
}

#[test]
fn those_of_a_week_came_or_ended_in_it() {
    let book = sample_book();
    let practice = Practice::of(&book, today());
    let flow = Flow::of(&practice, &Slice::ever(Direction::Received));
    let mut seen = 0;
    for week in &flow.weeks {
        let sunday = week.monday.checked_add_days(Days::new(6));
        let slice = Slice {
            since: Some(week.monday),
            until: sunday.map(|sunday: NaiveDate| sunday.min(today())),
            ..Slice::ever(Direction::Received)
        };
        let those = Flow::of(&practice, &slice).cases(&Behind::CameOrEnded);
        let ids = those.iter().filter_map(|(id, _)| book.referrals.get(*id));
        let is_in = |day: NaiveDate| slice.since <= Some(day) && Some(day) <= slice.until;
        let (mut came, mut ended) = (0, 0);
        for it in ids {
            came += usize::from(is_in(it.on));
            ended += usize::from(it.outcome.as_ref().is_some_and(|end| is_in(end.on)));
        }
        assert_eq!((came, ended), (week.arrived, week.ended), "{}", week.monday);
        seen += came;
    }
    assert!(20 < seen, "{seen}");
}

#[test]
fn each_part_comes_forward_alone_in_a_small_window_and_tab_comes_round() {
    let mut desk = numbers(80, 24);
    for (n, title) in TITLES.iter().enumerate() {
        assert!(desk.shows(title), "{title}\n{}", desk.text());
        assert!(desk.shows(&format!("{} of 10", n + 1)), "{}", desk.text());
        desk.keys("<tab>");
    }
    assert!(desk.shows("Where they wait"), "{}", desk.text());
    desk.keys("<shift-tab>");
    assert!(desk.shows("Cumulative flow"), "{}", desk.text());
}

#[test]
fn a_large_window_has_all_of_them_at_a_time_and_z_gives_one_the_room() {
    let mut desk = numbers(200, 60);
    for title in TITLES {
        assert!(desk.shows(title), "{title}\n{}", desk.text());
    }
    desk.keys("<tab>z");
    assert!(desk.shows("How many get through"), "{}", desk.text());
    assert!(!desk.shows("Where they wait"), "{}", desk.text());
    desk.keys("z");
    assert!(desk.shows("Where they wait"), "{}", desk.text());
}

#[test]
fn j_walks_over_all_figures_and_from_the_end_of_one_part_into_the_next() {
    let mut desk = numbers(120, 36);
    desk.keys("jjjjjjj");
    assert!(desk.shows("Close: half of 10 stays"), "{}", desk.text());
    desk.keys("j");
    assert!(desk.shows("Received: 26 in this time"), "{}", desk.text());
    desk.keys("k");
    assert!(desk.shows("Close: half of 10 stays"), "{}", desk.text());
    desk.keys("G");
    assert!(desk.shows("Close: 2 stood there"), "{}", desk.text());
    desk.keys("g");
    assert!(desk.shows("Discovered: half of 25"), "{}", desk.text());
}

#[test]
fn enter_lists_the_referrals_behind_a_figure_and_opens_one_of_them() {
    let mut desk = numbers(120, 36);
    desk.keys("jj<enter>");
    assert!(desk.shows("Left Check back"), "{}", desk.text());
    assert!(desk.shows("20 referrals"), "{}", desk.text());
    assert!(desk.shows("Sat 22 Nov 2025 to today"), "{}", desk.text());
    // The longest first, with what each took.
    let text = desk.text();
    let row = text.lines().find(|line| line.contains("Ada Klein"));
    assert!(row.is_some_and(|row| row.contains("15d")), "{text}");
    desk.keys("<enter>");
    assert!(desk.shows("‹ Ada Klein"), "{}", desk.text());
    desk.keys("<esc><esc>");
    assert!(
        desk.shows("Check back: half of 20 stays"),
        "{}",
        desk.text()
    );
}

#[test]
fn the_keys_of_a_referral_work_on_those_behind_a_figure() {
    let mut desk = numbers(120, 36);
    desk.keys("jj<enter>ncall fri<enter>");
    let planned = |desk: &Desk| {
        let book = desk.book();
        let mut referrals = book.referrals.iter();
        let ada = referrals.find(|(_, it)| it.is_open() && book.name(it.prospect) == "Ada Klein");
        ada.and_then(|(_, it)| it.next.as_ref().map(|next| next.on))
    };
    assert_eq!(
        planned(&desk),
        NaiveDate::from_ymd_opt(2026, 11, 27),
        "{}",
        desk.app.said()
    );
}

#[test]
fn what_is_off_track_is_put_right_where_it_is_shown() {
    let mut desk = numbers(120, 36);
    desk.keys("<tab><tab><tab><tab>");
    assert!(desk.shows("Sven Dahl"), "{}", desk.text());
    desk.keys("ncall fri<enter>");
    assert!(
        desk.shows("1 left the path, 0 of them open"),
        "{}",
        desk.text()
    );
    desk.keys("u");
    assert!(
        desk.shows("2 left the path, 1 of them open"),
        "{}",
        desk.text()
    );
}

#[test]
fn periods_go_back_and_forth_and_end_today() {
    let mut desk = numbers(120, 36);
    assert!(desk.shows("received, last 12 months"), "{}", desk.text());
    desk.keys(">");
    assert!(desk.app.said().starts_with("This is the latest period"));
    desk.keys("<");
    assert!(
        desk.shows("12 months to Fri 21 Nov 2025"),
        "{}",
        desk.text()
    );
    assert!(desk.shows("received"), "{}", desk.text());
    desk.keys(">");
    assert!(desk.shows("last 12 months"), "{}", desk.text());
    desk.keys(".e");
    assert!(desk.shows("received, ever"), "{}", desk.text());
    desk.keys("<");
    assert!(desk.app.said().starts_with("Nothing is earlier than ever"));
    desk.keys(".m");
    assert!(desk.shows("last 30 days"), "{}", desk.text());
    desk.keys(".q");
    assert!(desk.shows("last 3 months"), "{}", desk.text());
}

#[test]
fn both_sides_have_their_numbers() {
    let mut desk = numbers(120, 36);
    desk.keys("b");
    assert!(desk.shows("given, last 12 months"), "{}", desk.text());
    assert!(desk.shows("By receiver"), "{}", desk.text());
    assert!(desk.shows("introduced"), "{}", desk.text());
    desk.keys("b");
    assert!(desk.shows("By source"), "{}", desk.text());
}

#[test]
fn they_are_told_apart_by_what_the_menu_or_the_arrows_choose() {
    let mut desk = numbers(120, 36);
    for (letter, title) in [
        ("l", "By level"),
        ("i", "By introduction"),
        ("c", "By channel"),
        ("k", "By kind of source"),
        ("p", "By weak pillar"),
        ("v", "By version of the map"),
        ("t", "By quarter"),
        ("s", "By source"),
    ] {
        desk.keys(&format!(".{letter}"));
        assert!(desk.shows(title), "{letter}: {}", desk.text());
    }
    desk.keys("<right>");
    assert!(desk.shows("By level"), "{}", desk.text());
    desk.keys("<left><left>");
    assert!(desk.shows("By quarter"), "{}", desk.text());
    desk.keys("<enter>");
    assert!(desk.shows("Received · 2025 Q4"), "{}", desk.text());
}

#[test]
fn a_figure_can_be_copied_and_says_what_it_is() {
    let mut desk = numbers(120, 36);
    desk.app.take_errands();
    desk.keys("jjy");
    let copied = format!("{:?}", desk.app.take_errands());
    assert!(copied.contains("Check back: half of 20 stays"), "{copied}");
    desk.keys("t");
    assert!(
        desk.app.said().starts_with("This is a figure"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn an_empty_book_says_what_fills_each_part_and_makes_no_figure_up() {
    let mut desk = empty();
    desk.resize(80, 24);
    desk.keys(":numbers<enter>");
    for (n, said) in [
        "Too few to say: five stays in a stage",
        "Too few to say: 0 referrals in this time",
        "Nothing came in this time",
        "Too few to say: five make a figure",
        "Nothing left the path",
        "Too few to say whether the whole process",
        "Nothing is open, so nothing is foreseen",
        "Nothing came and nothing ended",
        "Nothing is open. c captures",
        "Nothing was open in this time",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(desk.shows(said), "{n} {said}\n{}", desk.text());
        assert!(!desk.shows("0%"), "{}", desk.text());
        desk.keys("<enter>");
        let refused = ["No referral stands behind", "No figure is selected"];
        let is_refused = refused.iter().any(|why| desk.app.said().starts_with(why));
        assert!(is_refused, "{n} {}", desk.app.said());
        desk.keys("<tab>");
    }
}

#[test]
fn below_five_the_cases_themselves_are_said() {
    let mut desk = desk("Research: Priya<Dana Omar<Ben");
    desk.keys(":numbers<enter>");
    assert!(desk.shows("too few to say: 0, 0"), "{}", desk.text());
    assert!(
        desk.shows("Discovered: 2 stays finished"),
        "{}",
        desk.text()
    );
}

#[test]
fn no_name_and_no_sum_is_seen_while_masked() {
    let book = sample_book();
    let names: Vec<String> = book.people.iter().map(|(_, it)| it.name.clone()).collect();
    for keys in ["m:numbers<enter>", "m:numbers<enter>b"] {
        let mut desk = Desk::with(book.clone(), 200, 60);
        desk.keys(keys);
        for at in 0..10 {
            let text = desk.text();
            let seen = names.iter().find(|name| text.contains(name.as_str()));
            assert_eq!(seen, None, "{keys} {at}\n{text}");
            assert!(!text.contains("27.4k"), "{text}");
            desk.keys("<tab>");
        }
        desk.keys("g<tab><tab><enter>");
        let text = desk.text();
        let seen = names.iter().find(|name| text.contains(name.as_str()));
        assert_eq!(seen, None, "{text}");
    }
}

#[test]
fn ascii_is_enough_and_no_colour_is_needed() {
    let mut desk = Desk::drawn_in(sample_book(), (200, 60), Theme::plain(&ASCII));
    desk.keys(":numbers<enter>");
    let text = desk.text();
    let strange: String = text.chars().filter(|letter| !letter.is_ascii()).collect();
    assert_eq!(strange, "", "{text}");
    let plain = Desk::drawn_in(sample_book(), (200, 60), Theme::plain(&UNICODE));
    for mut desk in [desk, plain] {
        desk.keys("<tab>");
        let mut cells = desk.buffer().content().iter();
        assert!(cells.all(|cell| cell.fg == Color::Reset));
    }
}

#[test]
fn the_numbers_are_drawn_at_every_size() {
    let mut all = numbers(80, 24);
    let mut none = Desk::with(Book::new(today()), 80, 24);
    none.keys(":numbers<enter>");
    for (width, height) in [
        (1, 1),
        (8, 3),
        (20, 6),
        (40, 10),
        (79, 12),
        (101, 26),
        (171, 50),
        (300, 90),
    ] {
        for desk in [&mut all, &mut none] {
            desk.resize(width, height);
            for _ in 0..10 {
                desk.keys("<tab>");
            }
            desk.keys("z<tab>z<enter><esc>");
        }
    }
    all.resize(80, 24);
    assert!(all.shows("of 10"), "{}", all.text());
}

#[test]
fn a_change_is_counted_at_once() {
    let mut desk = sample();
    desk.keys(":numbers<enter>");
    assert!(desk.shows("Of 26 that came, 5 are won"), "{}", desk.text());
    desk.keys("cNora Feld from Dana Ortiz L3<enter>");
    assert!(desk.shows("Of 27 that came, 5 are won"), "{}", desk.text());
    desk.keys("u");
    assert!(desk.shows("Of 26 that came, 5 are won"), "{}", desk.text());
}

#[test]
fn what_a_source_joined_is_said_to_count_elsewhere() {
    let mut desk = sample();
    let before = desk
        .book()
        .referrals
        .iter()
        .filter(|(_, it)| !it.also.is_empty())
        .count();
    assert!(0 < before, "the sample has a card with two sources");
    desk.keys(":numbers<enter><tab><tab>");
    let also = {
        let book = desk.book();
        let mut all = book.referrals.iter();
        let (_, it) = all.find(|(_, it)| !it.also.is_empty()).unwrap();
        book.name(it.also.keys().next().copied()).to_owned()
    };
    for _ in 0..12 {
        if desk.shows(&format!("{also}: ")) {
            break;
        }
        desk.keys("j");
    }
    assert!(desk.shows("A further source of"), "{}", desk.text());
}
