//! What enter does with a line of an introduction that a fact ticks. It will never know its text.

use crate::capture::date::When;
use crate::domain::action::{Action, Edit};
use crate::domain::id::Id;
use crate::domain::introduction::{Introduction, State};
use crate::domain::refusal::Refusal;
use crate::ui::effect::{Ask, Effect, Offer};
use crate::ui::layer::Cx;

/// Straight to the state that a line names.
pub fn bring(referral: Id, to: State, cx: &Cx) -> Offer {
    match cx.book.referrals.get(referral) {
        Some(it) if !it.is_open() => {
            let why = format!("{} is closed", cx.name(it.prospect));
            Offer::NotNow(Refusal::new(why).or("reopen it in the . menu"))
        }
        Some(_) => Offer::perform(Action::Introduce { referral, to }),
        None => Offer::No,
    }
}

/// Asks whether I called when the letter said so, and records that alone.
pub fn kept(referral: Id, it: &Introduction, cx: &Cx) -> Offer {
    let record = cx.book.referrals.get(referral);
    let prospect = cx.name(record.and_then(|record| record.prospect));
    let is_kept = it.kept == Some(true);
    let (question, yes) = if is_kept {
        (
            format!("You called {prospect} at exactly that time."),
            "no, at another time",
        )
    } else {
        let when = it.on.map(|on| When { on, time: it.time });
        let when = when.map_or(String::new(), |when| format!(", {}", when.full(cx.today)));
        (
            format!("Did you call {prospect} at exactly that time{when}?"),
            "yes, I did",
        )
    };
    let edit = Box::new(Edit::Kept(!is_kept));
    Offer::open(Ask::Confirm {
        question,
        yes: yes.into(),
        effect: Box::new(Effect::Perform(Action::Edit { referral, edit })),
    })
}
