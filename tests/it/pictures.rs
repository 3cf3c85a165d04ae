//! Pictures of every screen and dialog in four sizes: the text, and under it the looks, a letter each.
//! After a change of looks: `INSTA_UPDATE=always cargo test --test it pictures`, then see what git shows.

use std::collections::BTreeSet;
use std::fmt::Write;

use chrono::Days;

use crate::desk::{Desk, sample_book, today};
use goodword::domain::book::Book;
use goodword::domain::id::Id;
use goodword::domain::person::Person;
use goodword::domain::relation::Again;
use goodword::ui::theme::{ASCII, Theme, UNICODE};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 36), (200, 60)];

/// A look and its letter.
const LOOKS: [(char, Color, Modifier, &str); 11] = [
    ('d', Color::Reset, Modifier::DIM, "dim"),
    ('b', Color::Reset, Modifier::BOLD, "bold"),
    ('i', Color::Reset, Modifier::REVERSED, "reversed"),
    (
        'B',
        Color::Reset,
        Modifier::BOLD.union(Modifier::REVERSED),
        "bold reversed",
    ),
    (
        'D',
        Color::Reset,
        Modifier::DIM.union(Modifier::REVERSED),
        "dim reversed",
    ),
    (
        'U',
        Color::Reset,
        Modifier::BOLD.union(Modifier::UNDERLINED),
        "bold underlined",
    ),
    ('c', Color::Cyan, Modifier::empty(), "cyan"),
    ('C', Color::Cyan, Modifier::BOLD, "bold cyan"),
    ('g', Color::Green, Modifier::empty(), "green"),
    ('y', Color::Yellow, Modifier::BOLD, "bold yellow"),
    ('r', Color::Red, Modifier::BOLD, "bold red"),
];

fn letter(cell: &Cell, legend: &mut BTreeSet<String>) -> char {
    let plain = cell.fg == Color::Reset && cell.modifier.is_empty();
    // What reverses a blank is seen, other looks of a blank are not.
    let is_blank = cell.symbol() == " "
        && !cell
            .modifier
            .intersects(Modifier::REVERSED | Modifier::UNDERLINED);
    if plain || is_blank {
        return ' ';
    }
    let known = LOOKS
        .iter()
        .find(|(_, fg, modifier, _)| (*fg, *modifier) == (cell.fg, cell.modifier));
    let Some((letter, _, _, words)) = known else {
        legend.insert(format!("? {:?} {:?}", cell.fg, cell.modifier));
        return '?';
    };
    legend.insert(format!("{letter} {words}"));
    *letter
}

/// The screen as text, then its looks.
fn picture(desk: &Desk) -> String {
    let buffer = desk.buffer();
    let (width, height) = (buffer.area.width, buffer.area.height);
    let mut legend = BTreeSet::new();
    let looks: Vec<String> = (0..height)
        .map(|y| {
            let row: String = (0..width)
                .map(|x| letter(&buffer[(x, y)], &mut legend))
                .collect();
            row.trim_end().to_string()
        })
        .collect();
    let mut all = desk.text();
    let line = "─".repeat(usize::from(width));
    write!(all, "\n{line}\n{}\n{line}\n", looks.join("\n")).unwrap();
    all += &legend.into_iter().collect::<Vec<_>>().join(" · ");
    all
}

pub fn keep(name: &str, desk: &Desk) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../screens");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture(desk)));
}

/// These screens, by the keys that lead there, in every size.
fn of(book: &Book, theme: &Theme, screens: &[(&str, &str)]) {
    for (name, keys) in screens {
        for size in SIZES {
            let mut desk = Desk::drawn_in(book.clone(), size, theme.clone());
            desk.keys(keys);
            keep(&format!("{name}-{}x{}", size.0, size.1), &desk);
        }
    }
}

fn of_the_sample(screens: &[(&str, &str)]) {
    of(&sample_book(), &Theme::colours(&UNICODE), screens);
}

#[test]
fn home() {
    of_the_sample(&[
        ("home", ""),
        ("home-board", "1"),
        ("home-sources", "2"),
        ("home-balance", "3"),
        ("home-given", "1b"),
        ("home-filtered", "1/dana<enter>"),
        ("home-masked", "m1"),
        ("home-toast", "1L"),
        ("board", "1z"),
        ("sources", "2z"),
        ("balance", "3z"),
        ("now-what", "4z"),
    ]);
}

#[test]
fn now_what_and_its_rules() {
    of_the_sample(&[
        ("now-what-masked", "m4z"),
        ("now-what-coming", "4zG"),
        ("rules", ":rules<enter>"),
        ("rules-typed", ":rules<enter>jj<enter>4"),
        ("rules-off", ":rules<enter>jj<space>"),
    ]);
    let looks = Theme::colours(&ASCII);
    let screens = [("now-what-ascii", "4z"), ("rules-ascii", "4z.q")];
    of(&sample_book(), &looks, &screens);
}

#[test]
fn now_what_on_a_quiet_day() {
    let mut book = Book::new(today());
    let dana = |again: Option<Again>| Person {
        name: "Dana Ortiz".into(),
        again,
        ..Person::default()
    };
    let looks = Theme::colours(&UNICODE);
    book.people.put(Id::fixed(1), dana(None), 1_000);
    of(&book, &looks, &[("now-what-empty", "4z")]);
    let again = Again {
        on: today() + Days::new(30),
        why: "her new shop".into(),
        ..Again::default()
    };
    book.people.put(Id::fixed(1), dana(Some(again)), 2_000);
    of(
        &book,
        &looks,
        &[("now-what-later", "4z"), ("now-what-later-pane", "4")],
    );
}

#[test]
fn home_in_other_looks() {
    let book = sample_book();
    of(
        &book,
        &Theme::colours(&ASCII),
        &[("home-ascii", "1"), ("page-ascii", "1<enter>")],
    );
    of(&book, &Theme::plain(&UNICODE), &[("home-no-colour", "1")]);
}

#[test]
fn pages() {
    of_the_sample(&[
        ("page-referral", "1<enter>"),
        ("page-person", "2<enter>"),
        ("page-person-source", "fBen Achebe<enter>"),
        ("page-person-client", "fSelin Acar<enter>"),
        ("page-person-both", "fDana Ortiz<enter>3"),
        ("page-person-both-zoomed", "fNadia Petit<enter>3z"),
        ("page-person-stranger", "fOmar Haddad<enter>"),
        ("page-masked", "m1<enter>"),
    ]);
}

#[test]
fn menus() {
    of_the_sample(&[
        ("menu-referral", "1."),
        ("menu-person", "2."),
        ("menu-nudge", "4."),
        ("menu-stage", "1M"),
        ("menu-ending", "1x"),
        ("menu-tier", "2.T"),
        ("palette", ":"),
        ("palette-typed", ":move"),
        ("find", "f"),
        ("find-typed", "fan"),
        ("find-nothing", "fzzzz"),
        ("help-board", "1?"),
        ("help-page", "1<enter>?"),
        ("unmask", "mm"),
    ]);
}

#[test]
fn capture() {
    of_the_sample(&[
        ("capture", "c"),
        (
            "stack",
            "CZoe Quinn (Quinn & Co) from Dana Ortiz, web shop 12k via fair at the expo<enter>Yan Fu, books<enter>Al Bo 4k",
        ),
        (
            "capture-typed",
            "cZoe Quinn (Quinn & Co) from Dana, web shop #retail 12k L3>7 call fri 10:00",
        ),
        (
            "capture-problems",
            "cPriya Shah from Dna Ortiz, audit L12 call 12/11",
        ),
    ]);
}

#[test]
fn untouched() {
    let mut desk = Desk::with(Book::new(today()), 120, 36);
    desk.on(today() - Days::new(12));
    desk.keys("CZoe Quinn (Quinn & Co) from Dana Ortiz, web shop 12k<enter>Yan Fu 4k<enter>");
    desk.keys("Al Bo to Lin Wu, a lawyer<enter><enter>");
    desk.on(today() - Days::new(3));
    desk.keys("cEva Ruiz from Mia Lang, books $4k<enter>");
    let book = desk.book().clone();
    let theme = Theme::colours(&UNICODE);
    let screens = [
        ("untouched", ":untouched<enter>"),
        (
            "untouched-none",
            ":untouched<enter>xn<enter>xn<enter>xn<enter>xn<enter>",
        ),
    ];
    of(&book, &theme, &screens);
}

#[test]
fn forms() {
    of_the_sample(&[
        ("form-referral", "1e"),
        ("form-referral-new", "1a"),
        ("form-referral-given", "1ba"),
        ("form-person", "2e"),
        ("form-person-new", "2a"),
        ("form-settings", ":settings<enter>"),
        ("form-next", "1n"),
        ("form-next-typed", "1n<ctrl-u>call Ben fri 10:00"),
        ("form-not-now", "1s"),
        ("form-not-now-line", "4s"),
        ("form-let-go", "4-"),
        ("form-outcome-won", "1xw"),
        ("form-outcome-lost", "1xl"),
        ("form-note", "1N"),
        ("menu-give", "2+"),
        ("form-give", "2+T"),
        ("form-promise", "2o"),
        ("form-report-back", "1r"),
        ("form-call", "2<space>"),
        ("form-second-source", "1.J"),
        ("form-meeting", "1l<space>"),
        ("form-endings", "1lllllx"),
        ("form-walked-away", "1xa"),
        ("form-passed-on", "1xp"),
        ("form-debrief", "1d"),
        ("form-refused", "1ncall Dana<enter>"),
    ]);
}

#[test]
fn forms_of_a_person() {
    of_the_sample(&[
        ("form-vcp", "2.Vc"),
        ("form-about", "2.b<tab><tab>"),
        ("form-gains", "2.n"),
        ("form-looks-for", "2.w"),
        ("form-next-contact", "2.dthu 10:00"),
        ("form-check-in", "2.i"),
        ("form-friction", "2.f"),
        ("form-made-up", "2.fI called Omar before you had<enter>.M"),
        ("form-tags", "2#"),
        ("form-entry", "2tN"),
        ("form-strategy", ":strategy<enter>"),
        ("form-weights", ":weights<enter>"),
    ]);
}

#[test]
fn what_was_agreed_and_what_is_open_stand_in_sources() {
    of_the_sample(&[(
        "sources-agreed",
        "2zj.dthu 10:00<enter>j.fI was late<enter>Tb",
    )]);
}

#[test]
fn forms_of_the_client_arc() {
    let nadia = |keys: &str| format!("fNadia Petit<enter>{keys}");
    let dana = |keys: &str| format!("fDana Ortiz<enter>{keys}");
    let screens = [
        ("form-agreement", dana(".Ac")),
        ("form-agreement-new", "fBen Achebe<enter>.A".to_string()),
        ("form-criterion", dana(".A1")),
        ("form-engage", nadia(".C")),
        ("form-complete", "fSelin Acar<enter>.c".to_string()),
        ("form-propose", dana(".m")),
        ("form-held", nadia(".mh")),
        ("form-target", nadia(".Ln")),
        ("form-ask", nadia(".a")),
        ("menu-agreement", dana(".A")),
        ("menu-meeting", nadia(".m")),
        ("menu-targets", dana(".L")),
        ("menu-target", nadia(".L1")),
        ("ask-stop", dana(".a")),
        ("capture-of-target", nadia(".L1r")),
    ];
    for (name, keys) in &screens {
        of_the_sample(&[(name, keys)]);
    }
}

#[test]
fn first_minutes() {
    let book = Book::new(today());
    of(
        &book,
        &Theme::colours(&UNICODE),
        &[
            ("welcome", ""),
            ("welcome-form", "e"),
            ("first-sources", "a"),
            ("first-sources-tier", "aDana Ortiz (Ortiz Brand)<enter>"),
            (
                "first-sources-two",
                "aDana Ortiz (Ortiz Brand)<enter>aBen Abara<enter><enter>",
            ),
        ],
    );
}

#[test]
fn forms_of_the_method() {
    of_the_sample(&[
        ("form-research", "1h<space>"),
        ("form-level", "1:level<enter>"),
        ("form-tie", "1:tie<enter>"),
        ("form-trust", "1:trust<enter>w"),
        ("form-expectation", "1:expects<enter>"),
    ]);
}

#[test]
fn the_process_in_numbers() {
    of_the_sample(&[
        ("numbers", ":numbers<enter>"),
        ("numbers-through", ":numbers<enter><tab>"),
        ("numbers-by-introduction", ":numbers<enter>.i"),
        ("numbers-weeks", ":numbers<enter>G<shift-tab><shift-tab>"),
        ("numbers-flow", ":numbers<enter>Gkkkkk"),
        ("numbers-ages", ":numbers<enter>G<shift-tab>"),
        ("numbers-given", ":numbers<enter>b"),
        ("numbers-masked", "m:numbers<enter>G"),
        ("numbers-menu", ":numbers<enter>."),
        ("numbers-only", ":numbers<enter>F"),
        ("numbers-narrowed", ":numbers<enter>FDana<enter>"),
        ("numbers-behind", ":numbers<enter>jj<enter>"),
    ]);
    let screens = [("numbers-empty", ":numbers<enter>")];
    of(&Book::new(today()), &Theme::colours(&UNICODE), &screens);
    let screens = [("numbers-ascii", ":numbers<enter>")];
    of(&sample_book(), &Theme::plain(&ASCII), &screens);
}

#[test]
fn people() {
    of_the_sample(&[
        ("everyone", "P"),
        ("everyone-marked", "PXjjXjX"),
        ("everyone-narrowed", "PFsource<enter>/an<enter>"),
        ("everyone-masked", "mP"),
        ("approach", "P2"),
        ("give-next", "P3"),
        ("facets", "PFsource<enter>F"),
        ("form-tag-all", "PXjX#vip"),
        ("home-sources-marked", "2XjX"),
        ("menu-going", "P/dana<enter><delete>"),
        ("forget", "P/dana<enter>.F"),
    ]);
}

#[test]
fn duplicates() {
    let mut book = sample_book();
    for (n, name, company, email) in [
        (1, "Dana Ortis", "Ortiz & Daughters", "d.ortis@example.com"),
        (2, "Achebe, Ben", "", ""),
    ] {
        let person = Person {
            name: name.into(),
            company: company.into(),
            email: email.into(),
            ..Person::default()
        };
        book.people.put(Id::fixed(n), person, 1_000);
    }
    of(
        &book,
        &Theme::colours(&UNICODE),
        &[
            ("duplicates", "P4"),
            ("compare", "P4j<enter>"),
            ("same", "P/dana o<enter>.U"),
        ],
    );
}
