//! How a referral comes into the book: captured in a line, or from one more source.

use super::action::is_gone;
use super::action::{Captured, Contact, Log, Said, Who};
use super::book::{Book, Stamp};
use super::client;
use super::event::Kind;
use super::id::Id;
use super::progress;
use super::referral::{Direction, Joined, Move, Next, Referral};
use super::refusal::Refusal;
use super::stage::Stage;

pub(super) fn capture(
    book: &mut Book,
    stamp: &mut Stamp,
    captured: Captured,
) -> Result<Said, Refusal> {
    let id = capture_as(book, stamp, captured)?;
    said(book, id)
}

/// What is said of a referral that was just captured.
pub(super) fn said(book: &Book, id: Id) -> Result<Said, Refusal> {
    let referral = book.referrals.get(id).ok_or_else(|| is_gone("referral"))?;
    let given = referral.is_given();
    let name = book.name(referral.prospect);
    Ok(match (referral.partner(), given) {
        (None, _) => Said::new(format!("Captured {name}")).more("no source yet"),
        (partner, true) => Said::new(format!("Captured {name}, given to {}", book.name(partner))),
        (partner, false) => {
            let partner = book.name(partner);
            let said = Said::new(format!("Captured {name} from {partner}"));
            if referral.is_name_only() {
                said.more(format!("name only: ask {partner} what they need"))
            } else {
                said
            }
        }
    })
}

/// The same; says which record it became.
pub(super) fn capture_as(
    book: &mut Book,
    stamp: &mut Stamp,
    captured: Captured,
) -> Result<Id, Refusal> {
    if captured.prospect.is_nobody() {
        return Err(Refusal::new("A referral needs the name of the prospect").or("type it first"));
    }
    let prospect = captured.prospect.resolve(book, stamp);
    let partner = captured.partner.resolve(book, stamp);
    let given = captured.direction == Direction::Given;
    if given && partner.is_none() {
        return Err(Refusal::new("A given referral needs someone it goes to").or("say: to NAME"));
    }
    let at = stamp.at;
    if let Some(id) = prospect {
        book.people.edit(id, at, |person| {
            for (field, said) in [
                (&mut person.company, captured.company),
                (&mut person.email, captured.email),
                (&mut person.phone, captured.phone),
            ] {
                if !said.is_empty() {
                    *field = said;
                }
            }
        });
    }
    // Someone new who is named twice in the line is made once.
    let whom = match &captured.next_whom {
        Who::Nobody => partner.or(prospect),
        whom if *whom == captured.partner => partner,
        whom if *whom == captured.prospect => prospect,
        whom => whom.resolve(book, stamp),
    };
    let map = book.current_map_id(&captured.direction);
    let first = Move {
        to: Stage::Discovered,
        on: stamp.today,
        at,
        ..Move::default()
    };
    let referral = Referral {
        direction: captured.direction,
        prospect,
        source: if given { None } else { partner },
        receiver: if given { partner } else { None },
        on: stamp.today,
        need: captured.need,
        estimate: captured.estimate,
        level: captured.level,
        aim: captured.aim,
        channel: captured.channel,
        urgent: captured.urgent,
        tags: captured.tags,
        next: captured.next.map(|next| Next { whom, ..next }),
        moves: [(stamp.id(), first)].into(),
        map,
        ..Referral::default()
    };
    let id = stamp.id();
    book.referrals.put(id, referral, at);
    client::answer_target(book, stamp, id);
    if let Some(contact) = captured.contact {
        talked(book, stamp, (id, partner), contact)?;
    }
    Ok(id)
}

/// Logs the conversation in which a card came up, and the thanks that were said in it.
pub(super) fn talked(
    book: &mut Book,
    stamp: &mut Stamp,
    (id, partner): (Id, Option<Id>),
    contact: Contact,
) -> Result<(), Refusal> {
    let is_given = book.referrals.get(id).is_some_and(Referral::is_given);
    let mut events = Vec::new();
    if !contact.already {
        events.push((contact.kind, contact.note));
    }
    if contact.thanked && !is_given {
        events.push((Kind::Thanked, String::new()));
    }
    for (kind, note) in events {
        let log = Log {
            kind,
            who: partner.map_or(Who::Nobody, Who::Known),
            referral: Some(id),
            note,
            ..Default::default()
        };
        progress::log(book, stamp, log)?;
    }
    Ok(())
}

pub(super) fn join(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    source: &Who,
) -> Result<Said, Refusal> {
    let referral = book.referrals.get(id).ok_or_else(|| is_gone("referral"))?;
    let name = book.name(referral.prospect).to_string();
    if referral.is_given() {
        return Err(Refusal::new(format!("{name} is a referral that you gave")));
    }
    let known: Vec<Id> = referral.partners().collect();
    let first = referral.source.is_none();
    let Some(source) = source.resolve(book, stamp) else {
        return Err(Refusal::new("A second source needs a name").or("say: from NAME"));
    };
    let who = book.name(Some(source)).to_string();
    if known.contains(&source) {
        return Err(Refusal::new(format!("{who} is a source of {name} already")));
    }
    let on = stamp.today;
    book.referrals.edit(id, stamp.at, |referral| {
        if first {
            referral.source = Some(source);
        } else {
            let joined = Joined {
                on,
                ..Joined::default()
            };
            referral.also.insert(source, joined);
        }
    });
    client::answer_target(book, stamp, id);
    Ok(match known.len() {
        0 => Said::new(format!("{who} is the source of {name}")),
        1 => Said::new(format!("{who} is a source of {name} too"))
            .more("both are owed news and thanks"),
        _ => Said::new(format!("{who} is a source of {name} too"))
            .more("all are owed news and thanks"),
    })
}
