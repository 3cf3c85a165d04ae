//! The menus that there are: what can be done with the selected thing, all commands, stages, endings, tiers.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::person::Tier;
use crate::domain::referral::Ending;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;

use super::super::command::{Command, Group};
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::menu::{Menu, Row};

impl Menu {
    /// Everything that can be done with what is selected, each with its letter.
    pub fn of_subject(place: String, offers: Vec<(Command, Offer)>) -> Menu {
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
        for at in 0..rows.len() {
            if rows[at].key.is_empty() {
                rows[at].key = free_letter(&rows, &rows[at].words);
            }
            rows[at].more.clear();
            if let Some(command) = rows[at].command {
                rows[at].words = command.row().help.into();
            }
        }
        Menu::by_letter(place, rows)
    }

    /// Every command that works here, found by its words.
    pub fn palette(offers: Vec<(Command, Offer)>) -> Menu {
        let rows = offers
            .into_iter()
            .filter(|(command, offer)| !offer.is_no() && *command != Command::Palette)
            .map(|(command, offer)| running(command, offer))
            .collect();
        Menu::by_words("Commands", rows)
    }

    /// The eight stages, to move a referral to one of them.
    pub fn stages(referral: Id, cx: &Cx) -> Menu {
        let record = cx.book.referrals.get(referral);
        let here = record.map(crate::domain::referral::Referral::stage);
        let name = cx.name(record.and_then(|record| record.prospect));
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
                more: String::new(),
                command: None,
                offer,
            }
        };
        let mut menu = Menu::by_letter(
            format!("Move {name} to"),
            Stage::ALL.into_iter().map(row).collect(),
        );
        // The next stage is the likeliest.
        if let Some(next) = here.and_then(Stage::next) {
            menu.cursor.select(next as usize, &[0, 1, 2, 3, 4, 5, 6, 7]);
        }
        menu
    }

    /// How a referral may end.
    pub fn endings(referral: Id, cx: &Cx) -> Menu {
        let record = cx.book.referrals.get(referral);
        let name = cx.name(record.and_then(|record| record.prospect));
        let rows = [
            ("w", Ending::Won, "They became a client"),
            ("l", Ending::Lost, "They chose someone else, or nothing"),
            ("a", Ending::WalkedAway, "I ended it: not a good fit for me"),
            (
                "p",
                Ending::PassedOn,
                "I sent them on to someone who fits better",
            ),
            (
                "n",
                Ending::NotAReferral,
                "They did not expect me, or had no need",
            ),
            (
                "g",
                Ending::Lapsed,
                "It has gone quiet, and nobody said why",
            ),
        ];
        let rows = rows.into_iter().map(|(key, ending, sentence)| {
            let words = format!("{:<15}", ending.title());
            let form = Ask::Form(FormKind::Outcome { referral, ending });
            Row {
                key: key.into(),
                words,
                more: sentence.into(),
                command: None,
                offer: then(Effect::Open(form)),
            }
        });
        Menu::by_letter(format!("How did it end with {name}?"), rows.collect())
    }

    /// How close a source is kept.
    pub fn tiers(person: Id, cx: &Cx) -> Menu {
        let now = cx
            .book
            .people
            .get(person)
            .and_then(|record| record.tier.clone());
        let settings = cx.book.settings();
        let tiers = [Tier::A, Tier::B, Tier::C, Tier::D].map(Some);
        let rows = tiers.into_iter().chain([None]).map(|tier| {
            let (key, words, more) = match &tier {
                Some(tier) => {
                    let more = match settings.interval(tier) {
                        Some(days) => format!("in touch every {days} days"),
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
            let offer = if tier == now {
                Offer::NotNow(Refusal::new("as it is now"))
            } else {
                Offer::Yes(Effect::Submit(Action::SetTier {
                    people: vec![person],
                    tier,
                }))
            };
            Row {
                key,
                words: format!("{words:<4}"),
                more,
                command: None,
                offer,
            }
        });
        Menu::by_letter(
            format!("How close to keep {}", cx.name(Some(person))),
            rows.collect(),
        )
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
        command: Some(command),
        offer,
    }
}

fn then(effect: Effect) -> Offer {
    Offer::Yes(Effect::Then(Box::new(effect)))
}

/// A letter for a row whose command has no key: of its own words, and meaning nothing else anywhere.
fn free_letter(rows: &[Row], words: &str) -> String {
    let initials = words
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let letters = initials
        .chain(words.chars())
        .filter(char::is_ascii_alphabetic);
    let cases =
        letters.flat_map(|letter| [letter.to_ascii_lowercase(), letter.to_ascii_uppercase()]);
    cases
        .map(|letter| {
            (
                letter,
                KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE),
            )
        })
        .find(|(letter, key)| {
            Command::bound(*key).is_none() && rows.iter().all(|row| row.key != letter.to_string())
        })
        .map(|(letter, _)| letter.to_string())
        .unwrap_or_default()
}
