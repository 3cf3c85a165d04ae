//! What enter does with a line of an introduction that a fact ticks. It will never know its text.

use crate::capture::date::When;
use crate::domain::action::{Action, Edit};
use crate::domain::id::Id;
use crate::domain::introduction::{Introduction, State};
use crate::domain::refusal::Refusal;
use crate::ui::doubts;
use crate::ui::effect::{Ask, Effect, Offer};
use crate::ui::layer::Cx;

/// Straight to the state that a line names.
pub fn bring(referral: Id, to: State, cx: &Cx) -> Offer {
    match cx.book.referrals.get(referral) {
        Some(it) if !it.is_open() => {
            let why = format!("{} is closed", cx.name(it.prospect));
            Offer::NotNow(Refusal::new(why).or("reopen it in the . menu"))
        }
        Some(it) => {
            let planned = it.introduction.as_ref();
            let question = planned.and_then(|planned| doubts::before(it, planned, &to, cx));
            let introduce = Effect::Perform(Action::Introduce { referral, to });
            match question {
                Some((question, yes)) => Offer::open(Ask::Confirm {
                    question,
                    yes: yes.into(),
                    effect: Box::new(introduce),
                }),
                None => Offer::Yes(introduce),
            }
        }
        None => Offer::No,
    }
}

/// The call or lunch by which the two are to be introduced is due: has it happened?
pub fn due(referral: Id, it: &Introduction, cx: &Cx) -> Offer {
    let record = cx.book.referrals.get(referral);
    let prospect = cx.name(record.and_then(|record| record.prospect));
    let what = it.method.title();
    let to = State::Delivered;
    Offer::open(Ask::Confirm {
        question: format!("Has the {what} with {prospect} happened? If not, esc: n or i moves it."),
        yes: "it has".into(),
        effect: Box::new(Effect::Perform(Action::Introduce { referral, to })),
    })
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
