//! Taking an introduction from one state to the next, with the facts that each state is.

use super::action::{Log, NextChange, Said, Who, is_gone};
use super::book::{Book, Stamp};
use super::event::Kind;
use super::id::Id;
use super::introduction::{Introduction, Method, State};
use super::progress;
use super::referral::{Next, Referral, Verb};
use super::refusal::Refusal;

pub(super) fn introduce(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    to: &State,
) -> Result<Said, Refusal> {
    let referral = book.referrals.get(id).ok_or_else(|| is_gone("referral"))?;
    let name = book.name(referral.prospect).to_string();
    let Some(introduction) = referral.introduction.clone() else {
        return Err(Refusal::new(format!("{name} has no introduction yet")).or("i plans one"));
    };
    let direction = referral.direction.clone();
    if !introduction.states(&direction).contains(to) {
        return Err(Refusal::new(format!(
            "An introduction by {} is never {}",
            introduction.method.title(),
            to.title()
        )));
    }
    if *to == State::Delivered
        && let Some(part) = introduction.missing(&direction).first()
    {
        let why = format!(
            "The {} does not say {part} yet",
            introduction.method.title()
        );
        return Err(Refusal::new(why).or("e fills it in"));
    }
    let (on, at) = (stamp.today, stamp.at);
    let level = introduction.method.level();
    let is_made = *to == State::Delivered;
    book.referrals.edit(id, at, |referral| {
        if let Some(introduction) = &mut referral.introduction {
            introduction.state = to.clone();
            introduction.since = on;
        }
        if is_made && referral.level.is_some_and(|at| at < level) {
            referral.level = Some(level);
        }
    });
    let referral = book.referrals.get(id).expect("it was there just now");
    let who = partner(referral);
    let said = match to {
        State::WithSource if !referral.is_given() => {
            let log = Log {
                kind: Kind::Ask,
                who,
                referral: Some(id),
                note: asked(&introduction.method).into(),
                ..Log::default()
            };
            progress::log(book, stamp, log)?;
            Said::new(format!(
                "The {} is with the source",
                introduction.method.title()
            ))
        }
        State::Delivered => {
            let next = call(&introduction, referral);
            let log = Log {
                kind: Kind::Introduced,
                who,
                referral: Some(id),
                note: introduction.method.title().into(),
                next: next.map_or(NextChange::Keep, NextChange::Set),
                ..Log::default()
            };
            progress::log(book, stamp, log)?
        }
        other => Said::new(format!(
            "The {} is {}",
            introduction.method.title(),
            other.title()
        )),
    };
    Ok(said)
}

fn partner(referral: &Referral) -> Who {
    referral.partner().map_or(Who::Nobody, Who::Known)
}

fn asked(method: &Method) -> &'static str {
    match method {
        Method::Letter => "asked to sign the letter",
        _ => "asked to send the e-mail",
    }
}

/// The call that a letter of mine announces, still to come: at exactly that time.
fn call(introduction: &Introduction, referral: &Referral) -> Option<Next> {
    if !introduction.method.is_written() || referral.is_given() {
        return None;
    }
    Some(Next {
        verb: Verb::Call,
        whom: referral.prospect,
        on: introduction.on?,
        time: introduction.time,
        ..Next::default()
    })
}
