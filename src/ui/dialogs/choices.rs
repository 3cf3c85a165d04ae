//! The menus that there are: what can be done with the selected thing, all commands, stages, endings, tiers.

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::person::Tier;
use crate::domain::referral::{Ending, Referral};
use crate::domain::refusal::Refusal;
use crate::domain::route;
use crate::domain::stage::Stage;

use super::super::bonds;
use super::super::command::{Command, Group};
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::super::parts::values::capital;
use super::super::words;
use super::menu::{Menu, Row};

impl Menu {
    /// Everything that can be done with what is selected, each with its letter.
    pub fn of_subject(
        place: String,
        offers: Vec<(Command, Offer)>,
        named: &[(Command, &'static str)],
    ) -> Menu {
        let mut rows: Vec<Row> = offers
            .into_iter()
            .filter(|(command, offer)| {
                let group = command.row().group;
                !offer.is_no()
                    && *command != Command::Menu
                    && !matches!(group, Group::Lists | Group::Everywhere)
            })
            .map(|(command, offer)| running(command, offer))
            .collect();
        for row in &mut rows {
            row.more.clear();
            if let Some(command) = row.command {
                let named = named.iter().find(|(it, _)| *it == command);
                row.words = match named {
                    Some((_, words)) => capital(words),
                    None => command.row().help.into(),
                };
                if row.key.is_empty() {
                    row.key = command.chord().unwrap_or_default().into();
                }
            }
        }
        // What cannot be done now stands last.
        rows.sort_by_key(|row| matches!(row.offer, Offer::NotNow(_)));
        Menu::by_letter(place, rows)
    }

    /// Every command that works here, found by its words; nobody takes a step by its name.
    pub fn palette(offers: Vec<(Command, Offer)>) -> Menu {
        let rows = offers
            .into_iter()
            .filter(|(command, offer)| {
                !offer.is_no() && *command != Command::Palette && !command.is_step()
            })
            .map(|(command, offer)| {
                let row = running(command, offer);
                Row {
                    words: format!("{:<11}", row.words),
                    ..row
                }
            })
            .collect();
        Menu::by_words("Commands", rows)
    }

    /// The eight stages, to move a referral to one of them.
    pub fn stages(referral: Id, cx: &Cx) -> Menu {
        let record = cx.book.referrals.get(referral);
        let here = record.map(crate::domain::referral::Referral::stage);
        let name = cx.name(record.and_then(|record| record.prospect));
        let is_short = record.is_some_and(|record| cx.practice.is_short(record));
        let row = |stage: Stage| {
            let is_here = here == Some(stage);
            let offer = if is_here {
                Offer::NotNow(Refusal::new("it stands here"))
            } else {
                Offer::Yes(Effect::Submit(Action::Move {
                    referral,
                    to: stage,
                    why: String::new(),
                }))
            };
            Row {
                key: stage.number().to_string(),
                words: stage.title().into(),
                more: if is_short && route::leaves_out(stage) {
                    "left out on the short route".into()
                } else {
                    String::new()
                },
                twin: None,
                command: None,
                offer,
            }
        };
        let mut menu = Menu::by_letter(
            format!("Move {name} to"),
            Stage::ALL.into_iter().map(row).collect(),
        );
        // The next stage is the likeliest.
        if let Some(next) = here.and_then(|here| {
            if is_short {
                route::after(here)
            } else {
                here.next()
            }
        }) {
            menu.cursor.select(next as usize, &[0, 1, 2, 3, 4, 5, 6, 7]);
        }
        menu
    }

    /// How a referral may end.
    pub fn endings(referral: Id, cx: &Cx) -> Menu {
        let record = cx.book.referrals.get(referral);
        let name = cx.name(record.and_then(|record| record.prospect));
        let is_given = record.is_some_and(Referral::is_given);
        let mine = |received, given| if is_given { given } else { received };
        let rows = [
            (
                "w",
                Ending::Won,
                mine("They became a client", "They became the receiver’s client"),
            ),
            ("l", Ending::Lost, "They chose another, or nothing"),
            (
                "a",
                Ending::WalkedAway,
                mine(
                    "I ended it: not a good fit for me",
                    "The receiver ended it: not a good fit",
                ),
            ),
            ("p", Ending::PassedOn, "Someone else fits better"),
            (
                "n",
                Ending::NotAReferral,
                mine(
                    "No need, or did not expect me",
                    "No need, or did not expect the receiver",
                ),
            ),
            ("g", Ending::Lapsed, "Gone quiet; nobody said why"),
        ];
        // What I gave is not mine to pass on.
        let rows = rows
            .into_iter()
            .filter(|(_, ending, _)| !is_given || *ending != Ending::PassedOn);
        let rows = rows.map(|(key, ending, sentence)| {
            let words = format!("{:<14}", ending.title());
            let form = Ask::Form(FormKind::Outcome { referral, ending });
            Row {
                key: key.into(),
                words,
                more: sentence.into(),
                twin: None,
                command: None,
                offer: then(Effect::Open(form)),
            }
        });
        let is_in_rounds = record.is_some_and(|it| !it.is_given() && Stage::Feedback <= it.stage());
        let again = is_in_rounds.then(|| Row {
            key: "o".into(),
            words: format!("{:<14}", "not settled"),
            more: "Round again: tell the source, then hear them".into(),
            twin: None,
            command: None,
            offer: Offer::Yes(Effect::Submit(Action::Move {
                referral,
                to: Stage::ReportBack,
                why: "not settled".into(),
            })),
        });
        let title = format!("How did it end with {name}?");
        Menu::by_letter(title, rows.chain(again).collect())
    }

    /// How close a source is kept.
    pub fn tiers(people: &[Id], cx: &Cx) -> Menu {
        let mut now = people
            .iter()
            .map(|id| cx.book.people.get(*id).and_then(|it| it.tier.clone()));
        // What all of them have already, where that is one and the same.
        let first = now.next();
        let is_now = |tier: &Option<Tier>| first.as_ref() == Some(tier);
        let all_alike = now.all(|tier| is_now(&tier));
        let who = match people {
            [one] => cx.name(Some(*one)).into_owned(),
            many => format!("{} people", many.len()),
        };
        let settings = cx.book.settings();
        let tiers = [Tier::A, Tier::B, Tier::C, Tier::D].map(Some);
        let rows = tiers.into_iter().chain([None]).map(|tier| {
            let (key, words, more) = match &tier {
                Some(tier) => {
                    let more = match settings.interval(tier) {
                        Some(days) => format!("in touch every {}", words::days(days.into())),
                        None => "no interval set".into(),
                    };
                    (tier.word().to_lowercase(), tier.word().to_string(), more)
                }
                None => (
                    "0".into(),
                    "none".into(),
                    "no rhythm; nothing asks you to call".into(),
                ),
            };
            let offer = if all_alike && is_now(&tier) {
                Offer::NotNow(Refusal::new("as it is now"))
            } else {
                let people = people.to_vec();
                Offer::Yes(Effect::Submit(Action::SetTier { people, tier }))
            };
            Row {
                key,
                words: format!("{words:<4}"),
                more,
                twin: None,
                command: None,
                offer,
            }
        });
        Menu::by_letter(format!("How close to keep {who}"), rows.collect())
            .foot(bonds::pace(cx.practice))
    }
}

/// The row that runs a command of the layer below.
fn running(command: Command, offer: Offer) -> Row {
    let offer = match offer {
        Offer::Yes(_) => then(Effect::Run(command)),
        other => other,
    };
    Row {
        key: command.key().unwrap_or_default().into(),
        words: command.row().title.into(),
        more: command.row().help.into(),
        twin: None,
        command: Some(command),
        offer,
    }
}

fn then(effect: Effect) -> Offer {
    Offer::Yes(Effect::Then(Box::new(effect)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crossterm::event::KeyCode;

    use super::super::trial::{Desk, lived_in, person, referral};
    use super::*;
    use crate::domain::referral::Direction;

    fn then(effect: Effect) -> Effect {
        Effect::Then(Box::new(effect))
    }

    fn subject_menu() -> Desk {
        let offers = vec![
            (Command::Capture, Offer::open(Ask::Find)),
            (Command::Open, Offer::open(Ask::Find)),
            (Command::Note, Offer::No),
            (Command::Menu, Offer::open(Ask::Menu)),
            (Command::Advance, Offer::open(Ask::Find)),
            (
                Command::Wake,
                Offer::NotNow(Refusal::new("It is not set aside")),
            ),
            (Command::Reopen, Offer::open(Ask::Find)),
        ];
        Desk::new(lived_in(), |_| {
            Box::new(Menu::of_subject("Priya Shah".into(), offers, &[]))
        })
    }

    #[test]
    fn the_menu_lists_what_the_selected_thing_can_do_each_with_a_letter() {
        let mut desk = subject_menu();
        let picture = desk.picture(80, 20);
        assert!(
            picture.contains("enter  Open what is selected"),
            "{picture}"
        );
        assert!(picture.contains("L      Move to the next stage"));
        assert!(picture.contains("z      End “not now”  It is not set aside"));
        assert!(picture.contains("B      Open a closed referral again"));
        for absent in ["Capture", "Add a note", "List everything"] {
            assert!(!picture.contains(absent), "{absent}");
        }
    }

    #[test]
    fn a_row_is_chosen_by_its_own_key_by_its_letter_or_by_enter() {
        let mut desk = subject_menu();
        let advance = Some(then(Effect::Run(Command::Advance)));
        assert_eq!(desk.types("L"), advance);
        assert_eq!(desk.types("B"), Some(then(Effect::Run(Command::Reopen))));
        desk.types("j");
        assert_eq!(desk.key(KeyCode::Enter), advance);
        desk.click(2);
        assert_eq!(
            desk.key(KeyCode::Enter),
            Some(then(Effect::Run(Command::Reopen)))
        );
        // What cannot be done now stands last.
        desk.click(3);
        assert!(matches!(desk.offer(Command::Open), Offer::NotNow(_)));
    }

    #[test]
    fn the_palette_finds_a_command_by_letters_of_its_words() {
        let offers = |rows: &[super::super::super::command::Row]| {
            rows.iter()
                .map(|row| (row.command, Offer::open(Ask::Find)))
                .collect()
        };
        let rows = super::super::super::command::ROWS;
        let mut desk = Desk::new(lived_in(), |_| Box::new(Menu::palette(offers(rows))));
        assert_eq!(desk.types("report"), None);
        assert_eq!(
            desk.key(KeyCode::Enter),
            Some(then(Effect::Run(Command::ReportBack)))
        );
        desk.types("zzzz");
        assert!(matches!(desk.offer(Command::Open), Offer::NotNow(_)));
    }

    #[test]
    fn a_number_moves_to_its_stage_but_not_to_where_it_stands() {
        let book = lived_in();
        let card = referral(&book, "Omar Haddad");
        let mut desk = Desk::new(book, |cx| Box::new(Menu::stages(card, cx)));
        let action = Action::Move {
            referral: card,
            to: Stage::Meet,
            why: String::new(),
        };
        assert_eq!(desk.types("4"), Some(Effect::Submit(action)));
        assert_eq!(desk.types("1"), None);
        assert!(
            desk.picture(60, 18)
                .contains("1  Discovered  it stands here")
        );
    }

    #[test]
    fn a_letter_names_the_ending_and_opens_its_form() {
        let book = lived_in();
        let card = referral(&book, "Omar Haddad");
        let mut desk = Desk::new(book, |cx| Box::new(Menu::endings(card, cx)));
        for (letter, ending) in [
            ("w", Ending::Won),
            ("l", Ending::Lost),
            ("g", Ending::Lapsed),
        ] {
            let referral = card;
            let form = Ask::Form(FormKind::Outcome { referral, ending });
            assert_eq!(desk.types(letter), Some(then(Effect::Open(form))));
        }
    }

    #[test]
    fn what_is_not_settled_goes_round_again_late_in_a_received_one() {
        let book = lived_in();
        let card = referral(&book, "Omar Haddad");
        let again = |stage: Stage, direction: Direction| {
            let mut book = book.clone();
            let mut record = book.referrals.get(card).unwrap().clone();
            record.direction = direction;
            for step in record.moves.values_mut() {
                step.to = stage;
            }
            book.referrals.set(card, Arc::new(record));
            let mut desk = Desk::new(book, |cx| Box::new(Menu::endings(card, cx)));
            let passes = desk.picture(80, 20).contains("passed on");
            (desk.types("o").is_some(), passes)
        };
        for stage in Stage::ALL {
            let is_late = Stage::Feedback <= stage;
            assert_eq!(
                again(stage, Direction::Received),
                (is_late, true),
                "{stage:?}"
            );
            assert_eq!(again(stage, Direction::Given), (false, false), "{stage:?}");
        }
    }

    #[test]
    fn a_letter_sets_the_tier() {
        let book = lived_in();
        let dana = person(&book, "Dana Ortiz");
        let mut desk = Desk::new(book, |cx| Box::new(Menu::tiers(&[dana], cx)));
        let people = vec![dana];
        let tier = Some(Tier::B);
        let action = Action::SetTier { people, tier };
        assert_eq!(desk.types("b"), Some(Effect::Submit(action)));
        assert_eq!(desk.types("0"), None, "it has none already");
    }

    #[test]
    fn masking_leaves_the_menu_that_shows_a_name() {
        let desk = subject_menu();
        let masks = Offer::Yes(then(Effect::Run(Command::Mask)));
        assert_eq!(desk.offer(Command::Mask), masks);
    }
}
