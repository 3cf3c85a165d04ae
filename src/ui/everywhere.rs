//! What works on every layer that does not say otherwise.

use crate::domain::refusal::Refusal;

use super::command::Command;
use super::effect::{Ask, Effect, FormKind, Motion, Offer};
use super::inbox;
use super::layer::Cx;
use super::offers::shared::form;

/// The offer of the program itself; `at_home` when nothing is open, `on_page` when no dialog is.
pub fn offer(command: Command, cx: &Cx, at_home: bool, on_page: bool) -> Offer {
    match command {
        // Beneath a dialog it would take back what is not seen.
        Command::Undo | Command::Redo if !on_page => Offer::No,
        Command::Undo => match cx.undo {
            Some(_) => Offer::Yes(Effect::Undo),
            None => Offer::NotNow(Refusal::new("Nothing to undo")),
        },
        Command::Redo => match cx.redo {
            Some(_) => Offer::Yes(Effect::Redo),
            None => Offer::NotNow(Refusal::new("Nothing to redo")),
        },
        Command::Help => Offer::open(Ask::Help),
        Command::Palette => Offer::open(Ask::Palette),
        Command::Find => Offer::open(Ask::Find),
        Command::Everyone => Offer::open(Ask::People),
        Command::Review if cx.book.people.is_empty() && cx.book.referrals.is_empty() => {
            let nothing = Refusal::new("There is nothing to review yet");
            Offer::NotNow(nothing.or("c captures the first referral"))
        }
        Command::Review => Offer::open(Ask::Review),
        Command::Rules => Offer::open(Ask::Rules(None)),
        Command::Process => Offer::open(Ask::Process { given: false }),
        Command::Numbers => Offer::open(Ask::Numbers),
        Command::Now => Offer::Yes(Effect::AtHome(Motion::Whole(3))),
        Command::Capture => Offer::open(Ask::Capture {
            given: false,
            text: String::new(),
        }),
        Command::Stack => Offer::open(Ask::Stack { given: false }),
        Command::Inbox => inbox::offer(cx),
        Command::Untouched => Offer::open(Ask::Untouched),
        // Showing takes one key more than hiding.
        Command::Mask if cx.masked => Offer::open(Ask::Confirm {
            question: "Show names and money again?".into(),
            yes: "show".into(),
            effect: Box::new(Effect::Mask),
        }),
        Command::Mask => Offer::Yes(Effect::Mask),
        Command::Settings => Offer::open(Ask::Form(FormKind::Settings)),
        Command::Strategy => form(FormKind::Strategy, cx),
        Command::Weights => form(FormKind::Weights, cx),
        Command::Sample if at_home && !cx.sample => Offer::Yes(Effect::Sample),
        Command::Redraw => Offer::Yes(Effect::Redraw),
        Command::Suspend if cfg!(unix) => Offer::Yes(Effect::Suspend),
        Command::Back if !at_home => Offer::Yes(Effect::Close),
        Command::Interrupt if at_home => Offer::Yes(Effect::Quit),
        Command::Interrupt => Offer::Yes(Effect::Close),
        _ => Offer::No,
    }
}
