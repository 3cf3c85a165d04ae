//! What holds on every screen and dialog: the way in, the way back, help, menu, palette, find, filter, panes.

use crate::desk::{Desk, desk, sample, today};
use goodword::ui::command::{Command, Group, ROWS};
use goodword::ui::effect::Offer;
use goodword::ui::keys;

/// Ways to a place, from home.
const PLACES: [&str; 28] = [
    "1",
    "2",
    "3",
    "4",
    "1z",
    "4z",
    "1b",
    "1<enter>",
    "2<enter>",
    "3<enter>",
    "4<enter>",
    "1.",
    "2.",
    "4.",
    ":",
    "f",
    "c",
    "1x",
    "1M",
    "1n",
    "2e",
    "?",
    "P",
    "P4",
    "PF",
    "P.F",
    "C",
    ":untouched<enter>",
];

/// A screen without its last line, where toasts come and go.
fn body(desk: &Desk) -> String {
    let mut rows = desk.rows();
    rows.pop();
    rows.join("\n")
}

#[test]
fn esc_goes_back_exactly_one_level_and_never_leaves() {
    for place in [
        "1", "2", "3", "4", "1<enter>", "2<enter>", "4<enter>", "P", "P4",
    ] {
        for dialog in [
            ".", ":", "?", "f", "n", "r", "x", "M", "s", "e", "N", "+", "o", "a", "-", "<enter>",
            "<space>", "i", "d", "F", "T",
        ] {
            let mut desk = sample();
            desk.keys(place);
            let before = body(&desk);
            let home = ["1", "2", "3", "4"].contains(&place);
            desk.keys(dialog);
            // Folding a part of a page opens nothing.
            if body(&desk) == before || (place, dialog) == ("2<enter>", "<enter>") {
                continue;
            }
            desk.keys("<esc>");
            assert_eq!(body(&desk), before, "{place} {dialog}");
            desk.keys("<esc>");
            assert_eq!(
                body(&desk) == before,
                home,
                "{place} {dialog} esc twice\n{}",
                desk.text()
            );
            desk.keys("<esc><esc><esc>");
            assert!(!desk.app.is_done());
        }
    }
}

#[test]
fn q_leaves_from_home_alone() {
    for place in PLACES.into_iter().chain(["1/"]) {
        let mut desk = sample();
        desk.keys(place);
        let at_home = ["1", "2", "3", "4", "1z", "4z", "1b"].contains(&place);
        desk.keys("q");
        assert_eq!(desk.app.is_done(), at_home, "{place}");
    }
    let mut desk = sample();
    desk.keys("1<enter>n<ctrl-c>");
    assert!(!desk.app.is_done());
    desk.keys("<ctrl-c><ctrl-c>");
    assert!(desk.app.is_done());
}

/// Their rows of the help are said by the names that the panes have there.
const PANES: [Command; 4] = [
    Command::Pane1,
    Command::Pane2,
    Command::Pane3,
    Command::Pane4,
];

/// Theirs are said in the words of the place, where it has some.
const OWN: [Command; 2] = [Command::Settle, Command::Add];

#[test]
fn help_lists_what_the_place_offers_and_nothing_else() {
    for place in PLACES {
        let mut desk = sample();
        desk.resize(200, 100);
        desk.keys(place);
        let offers: Vec<(Command, Offer)> = ROWS
            .iter()
            .map(|row| (row.command, desk.app.offer(row.command)))
            .collect();
        desk.keys("?");
        if !desk.shows("Help") {
            continue;
        }
        if place == "?" {
            continue;
        }
        for (command, offer) in offers {
            let help = command.row().help;
            let first: String = help.chars().take(28).collect();
            let is_named = PANES.contains(&command) && desk.shows("Go to “");
            let is_named = is_named || OWN.contains(&command);
            assert_eq!(
                desk.shows(&first) || is_named && !offer.is_no(),
                !offer.is_no(),
                "{place}: {help}\n{}",
                desk.text()
            );
        }
    }
}

#[test]
fn every_key_that_help_shows_does_something() {
    for place in ["1", "2", "3", "4", "1<enter>", "2<enter>", "P"] {
        for row in ROWS.iter().filter(|row| row.group != Group::Lists) {
            for key in row.keys.split_whitespace() {
                let mut desk = sample();
                desk.keys(place).keys("t");
                let depth = desk.app.session().history().depth();
                let before = (body(&desk), desk.buffer().clone());
                if desk.app.offer(row.command).is_no() || row.command == Command::Back {
                    continue;
                }
                let stays = (place.contains("<enter>") && row.command == Command::Open)
                    || place
                        .parse::<u8>()
                        .is_ok_and(|n| format!("Pane{n}") == format!("{:?}", row.command));
                press(&mut desk, key);
                let errand = !desk.app.take_errands().is_empty();
                let changed = (body(&desk), desk.buffer().clone()) != before
                    || depth != desk.app.session().history().depth();
                assert!(
                    changed || errand || stays || desk.app.is_done(),
                    "{place} {key}\n{}",
                    desk.text()
                );
            }
        }
    }
}

/// Presses a key by its word in the table.
fn press(desk: &mut Desk, key: &str) {
    if key.chars().count() == 1 {
        desk.keys(key);
    } else {
        desk.keys(&format!("<{key}>"));
    }
}

#[test]
fn every_command_has_a_key_or_stands_in_a_menu() {
    let mut seen: Vec<Command> = Vec::new();
    let mut note = |desk: &mut Desk, keys: &str| {
        desk.resize(160, 90);
        desk.keys(keys);
        let offered: Vec<Command> = {
            let commands: Vec<Command> = ROWS.iter().map(|row| row.command).collect();
            commands
                .into_iter()
                .filter(|command| !desk.app.offer(*command).is_no())
                .collect()
        };
        for opener in [".", ":"] {
            let mut looks = Vec::new();
            desk.keys(opener);
            for command in &offered {
                if desk.shows(command.row().help) {
                    looks.push(*command);
                }
            }
            desk.keys("<esc>");
            seen.extend(looks);
        }
    };
    for place in [
        "1",
        "2",
        "3",
        "4",
        "1<enter>",
        "2<enter>",
        "1sin 2 days<enter>",
        "2sin 2 days<enter>",
        "w<enter>",
    ] {
        note(&mut sample(), place);
    }
    let mut closed = desk("Close: Priya<Dana");
    note(&mut closed, "1<enter>xl<enter>");
    let mut promised = desk("Research: Priya<Dana");
    promised.keys("1osend it<tab><tab><tab>today<enter>");
    promised
        .on(today() + chrono::Days::new(2))
        .keys("4g<space><enter>");
    promised.click("promised: send it");
    note(&mut promised, "");
    let mut introduced = desk("Check back: Priya<Dana");
    introduced.keys("1ie<enter>");
    note(&mut introduced, "i");
    for row in ROWS {
        assert!(
            !row.keys.is_empty() || seen.contains(&row.command),
            "{:?} has neither key nor menu row",
            row.command
        );
    }
}

#[test]
fn every_key_of_the_table_is_a_key_that_can_be_pressed() {
    for row in ROWS {
        for key in row.keys.split_whitespace() {
            assert!(!keys::shown(key).is_empty());
        }
    }
}

#[test]
fn the_palette_runs_a_command_by_its_words() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1:move on<enter>");
    assert_eq!(desk.cards(), "Research: Priya<Dana");
    desk.keys(":undo<enter>");
    assert_eq!(desk.cards(), "Discovered: Priya<Dana");
    desk.keys("<ctrl-p>zoom<enter>");
    assert!(
        !desk.shows("4 Now what  ") && !desk.shows("Nothing is owed"),
        "{}",
        desk.text()
    );
    desk.keys(":no such command<enter>");
    assert!(
        desk.app.said().contains("Nothing here is called"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn the_menu_runs_a_key_of_the_thing_selected() {
    let mut desk = desk("Discovered: Priya<Dana");
    desk.keys("1.L");
    assert_eq!(desk.cards(), "Research: Priya<Dana");
    desk.keys(".M7");
    assert_eq!(desk.cards(), "Source reports: Priya<Dana");
    desk.keys(".<delete>");
    assert_eq!(desk.cards(), "");
}

#[test]
fn find_goes_to_the_card_or_opens_the_page() {
    let mut desk = sample();
    let (_, card) = desk
        .book()
        .referrals
        .iter()
        .find(|(_, it)| it.is_open() && !it.is_given())
        .unwrap();
    let name = desk.book().name(card.prospect).to_string();
    desk.keys("1f").paste(&name);
    assert!(desk.shows(&name), "{}", desk.text());
    desk.keys("<enter>");
    assert!(desk.shows(&name), "{}", desk.text());
    desk.keys("<esc>fzzzzqqq<enter>");
    assert!(
        desk.app.said().contains("Nothing is found"),
        "{}",
        desk.app.said()
    );
}

#[test]
fn a_filter_narrows_shows_itself_keeps_the_selection_and_ends_with_esc() {
    let mut desk = desk("Research: Priya<Dana Omar<Ben Lin<Dana / Meet: Tom<Ben");
    desk.keys("1").click("Lin");
    desk.keys("z/dana<enter>");
    assert!(
        desk.shows("/dana") && desk.shows("Priya") && !desk.shows("Omar"),
        "{}",
        desk.text()
    );
    assert_eq!(desk.selected(), "Lin");
    desk.keys("k");
    assert_eq!(desk.selected(), "Priya");
    desk.keys("<esc>");
    assert!(
        desk.shows("Omar") && !desk.shows("/dana"),
        "{}",
        desk.text()
    );
    assert_eq!(desk.selected(), "Priya");
    desk.keys("/nobody like that<enter>");
    assert!(desk.shows("Nothing matches"), "{}", desk.text());
    desk.keys("<esc>");
    assert!(desk.shows("Omar"), "{}", desk.text());
}

#[test]
fn letters_typed_into_a_filter_are_no_commands() {
    let mut desk = desk("Research: Priya<Dana");
    desk.keys("1/Lxq?<esc>");
    assert!(!desk.app.is_done());
    assert_eq!(desk.cards(), "Research: Priya<Dana");
}

#[test]
fn enter_opens_what_is_selected_after_a_filter_and_a_sort() {
    let mut desk = desk("Research: Priya<Dana Omar<Ben Lin<Dana");
    desk.keys("1/ben<enter><enter>");
    assert!(
        desk.shows("Omar") && desk.shows("Timeline") && !desk.shows("Priya"),
        "{}",
        desk.text()
    );
    desk.keys("<esc><esc>").click("Lin");
    desk.keys("ncall today<enter><enter>");
    assert!(desk.shows("‹ Lin"), "{}", desk.text());
}

#[test]
fn panes_are_linked() {
    let mut desk = desk("Research: Priya<Dana Omar<Ben");
    desk.resize(160, 40);
    desk.keys("1").click("Priya");
    let look = |desk: &Desk, name: &str, pane: &str| {
        let (x, _) = desk.find(pane);
        let rows = desk.rows();
        let found = rows.iter().enumerate().find_map(|(y, row)| {
            let right: String = row.chars().skip(usize::from(x)).collect();
            right.find(name).map(|at| {
                (
                    x + u16::try_from(right[..at].chars().count()).unwrap(),
                    u16::try_from(y).unwrap(),
                )
            })
        });
        let at = found.unwrap_or_else(|| panic!("no {name} in {pane}\n{}", desk.text()));
        desk.buffer()[at].style()
    };
    let (dana, ben) = (
        look(&desk, "Dana", "2 Sources"),
        look(&desk, "Ben", "2 Sources"),
    );
    assert_ne!(dana, ben, "the source of the selected card is lit");
    desk.click("Omar");
    assert_eq!(look(&desk, "Dana", "2 Sources"), ben);
    assert_eq!(look(&desk, "Ben", "2 Sources"), dana);
}

#[test]
fn a_zoomed_pane_has_the_screen_and_gives_it_back() {
    for pane in ["1", "2", "3", "4"] {
        let mut desk = sample();
        desk.keys(pane);
        let before = body(&desk);
        desk.keys("z");
        assert_ne!(body(&desk), before);
        assert!(!desk.shows("╮╭"), "one frame\n{}", desk.text());
        desk.keys("z");
        assert_eq!(body(&desk), before);
        desk.keys("z<esc>");
        assert_eq!(body(&desk), before);
    }
}

#[test]
fn tab_goes_round_the_panes_both_ways() {
    let mut desk = sample();
    desk.keys("1");
    let first = body(&desk);
    desk.keys("<tab><tab><tab><tab>");
    assert_eq!(body(&desk), first);
    desk.keys("<shift-tab><tab>");
    assert_eq!(body(&desk), first);
}

#[test]
fn help_finds_by_words_and_scrolls() {
    let mut desk = sample();
    desk.resize(80, 24);
    desk.keys("1?");
    assert!(desk.shows("more below"), "{}", desk.text());
    desk.keys("G");
    assert!(!desk.shows("more below"), "{}", desk.text());
    desk.keys("/report back<enter>");
    assert!(desk.shows("Record the report back"), "{}", desk.text());
    desk.keys("<esc><esc>");
    assert!(!desk.shows("Help ·"), "{}", desk.text());
}
