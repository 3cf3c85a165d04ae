//! The page of the process as it is seen: the map in its windows, an earlier version of it, masked, and exported.

use goodword::ui::theme::{ASCII, Theme, UNICODE};

use crate::desk::{Desk, desk, sample, sample_book};

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
    for (width, height) in [(80, 24), (120, 36)] {
        let mut desk = Desk::drawn_in(sample_book(), (width, height), Theme::colours(&UNICODE));
        desk.keys("p<");
        crate::pictures::keep(&format!("process-earlier-{width}x{height}"), &desk);
        desk.keys(">b");
        crate::pictures::keep(&format!("process-given-{width}x{height}"), &desk);
        let mut desk = Desk::drawn_in(sample_book(), (width, height), Theme::colours(&ASCII));
        desk.keys("pjjj");
        crate::pictures::keep(&format!("process-ascii-{width}x{height}"), &desk);
    }
    let mut desk = Desk::drawn_in(sample_book(), (200, 60), Theme::colours(&ASCII));
    desk.keys("pb");
    crate::pictures::keep("process-given-ascii-200x60", &desk);
    let mut desk = sample();
    desk.keys("p3j");
    crate::pictures::keep("process-problems", &desk);
    desk.keys("4j");
    crate::pictures::keep("process-helpers", &desk);
    let mut desk = Desk::drawn_in(sample_book(), (80, 24), Theme::colours(&UNICODE));
    desk.keys("p3j");
    crate::pictures::keep("process-problems-80x24", &desk);
    desk.keys("4jjjjjjj");
    crate::pictures::keep("process-channels-80x24", &desk);
    desk.keys("1<home>je");
    crate::pictures::keep("process-stage-80x24", &desk);
}

#[test]
fn the_loop_is_drawn_beside_the_names_and_the_short_route_before_them() {
    for (glyphs, wanted) in [
        (
            &UNICODE,
            [
                "5 Report back    ◂╮",
                "6 Feedback       ─┤",
                "7 Source reports ─┤",
                "8 Close          ─╯",
                "╰▸  3 Check back",
            ],
        ),
        (
            &ASCII,
            [
                "5 Report back    <+",
                "6 Feedback       -|",
                "7 Source reports -|",
                "8 Close          -+",
                "+>  3 Check back",
            ],
        ),
    ] {
        let mut desk = Desk::drawn_in(sample_book(), (120, 36), Theme::colours(glyphs));
        desk.keys("p");
        for words in wanted {
            assert!(desk.shows(words), "{words}\n{}", desk.text());
        }
    }
}

#[test]
fn a_hint_that_does_not_fit_leaves_its_room_to_a_shorter_one() {
    let mut desk = Desk::drawn_in(sample_book(), (80, 24), Theme::colours(&UNICODE));
    desk.keys("P2");
    assert!(desk.shows("u undo  esc back   ? help"), "{}", desk.text());
}

#[test]
fn masked_the_map_shows_no_words_of_mine_and_all_words_of_the_program() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("pje<end> Ring Aunt Olga.<ctrl-s>");
    assert!(desk.shows("Ring Aunt Olga"), "{}", desk.text());
    desk.keys("m");
    assert!(!desk.shows("Olga"), "{}", desk.text());
    assert!(desk.shows("Find out about the company"), "{}", desk.text());
}

#[test]
fn an_earlier_version_hints_what_works_there_and_says_the_way_back() {
    let mut desk = sample();
    desk.keys("pj<");
    for words in ["> later version", "1 Jan to 3 Nov", "The first one"] {
        assert!(desk.shows(words), "{words}\n{}", desk.text());
    }
    for words in [
        "version before",
        "e edit",
        "it is right",
        "copy map",
        " open ",
    ] {
        assert!(!desk.shows(words), "{words}\n{}", desk.text());
    }
    let before = desk.book().clone();
    for key in ["<enter>", "e", "a", " "] {
        desk.keys(key);
        assert!(
            desk.shows("only the newest one, 2, is edited"),
            "{}",
            desk.text()
        );
        assert!(desk.shows("> goes back to it"), "{}", desk.text());
    }
    assert!(desk.book().says_the_same(&before));
    desk.keys(">");
    assert!(desk.shows("e edit"), "{}", desk.text());
}

#[test]
fn an_earlier_version_says_by_name_what_it_changed_and_why() {
    let mut desk = desk("Discovered: Priya");
    desk.keys("pje<end> Today.<tab><tab><tab><tab>Lena Vogt<tab><end><enter>asked for the budget");
    desk.keys("<tab><tab>too slow<ctrl-s>");
    desk.on("2026-12-09".parse().unwrap());
    desk.keys("e<tab><tab><backspace>4<ctrl-s><");
    for words in [
        "too slow",
        "1 Discovered: now what “Thank the source",
        "it was “Thank",
        "new line “asked",
        "Lena Vogt helps",
    ] {
        assert!(desk.shows(words), "{words}\n{}", desk.text());
    }
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
