//! What happens to records as a whole: captured, saved from a form, deleted, set aside.

use std::sync::Arc;

use chrono::NaiveDate;

use super::action::{Said, Subject, Who, add_event, is_gone};
use super::book::{Book, Stamp};
use super::client;
use super::day;
use super::event::{Event, Kind};
use super::id::Id;
use super::merge::{self, Settled};
use super::person::{Person, Tags, Tier, Wait};
use super::promise::{By, Promise};
use super::record::Record;
use super::referral::{Move, Referral, Verb};
use super::refusal::Refusal;
use super::settings::Settings;
use super::stage::Stage;
use super::table::Table;

/// What a form changed goes on top of what changed meanwhile, and what it covers is kept as a clash; says so.
pub(super) fn on_top<R: Record>(
    book: &mut Book,
    (table, id): (&'static str, Id),
    (was, now): (&R, &R),
    wanted: R,
    said: Said,
) -> (R, Said) {
    let (merged, clashes) = merge::on_top(table, id, was, now, wanted);
    let fields: Vec<String> = clashes
        .iter()
        .map(|(_, clash)| format!("“{}”", clash.field))
        .collect();
    for (id, clash) in clashes {
        book.clashes.set(id, Arc::new(clash));
    }
    if fields.is_empty() {
        return (merged, said);
    }
    let more = format!(
        "{} changed elsewhere too, both are kept",
        fields.join(" and ")
    );
    (merged, said.more(more))
}

/// Saves a record from a form: a new one, or on top of what became of it since the form began.
pub(super) fn save<R: Record>(
    book: &mut Book,
    stamp: &mut Stamp,
    (id, was, record): (Option<Id>, Option<Arc<R>>, R),
    (table, what, said): (&'static str, &str, Said),
    of: fn(&mut Book) -> &mut Table<R>,
) -> Result<Said, Refusal> {
    let now = match id {
        // One that was taken away elsewhere must not come back beside its own tombstone.
        Some(id) => Some(of(book).arc(id).cloned().ok_or_else(|| is_gone(what))?),
        None => None,
    };
    let (record, said) = match (id, was, now) {
        (Some(id), Some(was), Some(now)) => on_top(book, (table, id), (&*was, &*now), record, said),
        _ => (record, said),
    };
    let id = id.unwrap_or_else(|| stamp.id());
    let at = stamp.at;
    of(book).put(id, record, at);
    Ok(said)
}

pub(super) fn save_event(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    was: &Arc<Event>,
    event: Event,
) -> Result<Said, Refusal> {
    if stamp.today < event.on && event.on != was.on {
        let on = day::full(event.on, stamp.today);
        return Err(Refusal::new(format!("{on} is still to come")).or("write today or before"));
    }
    let said = Said::new(format!(
        "Put right: {} of {}",
        event.kind.title(),
        day::full(event.on, stamp.today)
    ));
    let was = Some(Arc::clone(was));
    save(
        book,
        stamp,
        (Some(id), was, event),
        ("events", "entry", said),
        |book| &mut book.events,
    )
}

pub(super) fn save_person(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Option<Id>,
    was: Option<Arc<Person>>,
    person: Person,
) -> Result<Said, Refusal> {
    if person.name.trim().is_empty() {
        return Err(Refusal::new("A person needs a name").or("type it in the first field"));
    }
    let name = person.name.clone();
    let today = stamp.today;
    let tiered = |mut person: Person| {
        if person.tier.is_some() && person.tiered.is_none() {
            person.tiered = Some(today);
        }
        person
    };
    let Some(id) = id else {
        let id = stamp.id();
        book.people.put(id, tiered(person), stamp.at);
        return Ok(Said::new(format!("Added {name}")));
    };
    let now = book.people.arc(id).ok_or_else(|| is_gone("person"))?;
    let now = Arc::clone(now);
    let said = Said::new(format!("Saved {name}"));
    let (merged, said) = match was {
        Some(was) => on_top(book, ("people", id), (&*was, &*now), person, said),
        None => (person, said),
    };
    book.people.put(id, tiered(merged), stamp.at);
    Ok(said)
}

pub(super) fn save_referral(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Option<Id>,
    was: Option<Arc<Referral>>,
    mut referral: Referral,
    (prospect, partner): (&Who, &Who),
) -> Result<Said, Refusal> {
    if prospect.is_nobody() {
        return Err(
            Refusal::new("A referral needs a prospect").or("name the person in the first field")
        );
    }
    referral.prospect = prospect.resolve(book, stamp);
    let partner = partner.resolve(book, stamp);
    if referral.is_given() {
        if partner.is_none() {
            return Err(
                Refusal::new("A given referral needs someone it goes to").or("name the receiver")
            );
        }
        (referral.source, referral.receiver) = (None, partner);
    } else {
        (referral.source, referral.receiver) = (partner, None);
        if let Some(partner) = partner {
            referral.also.remove(&partner);
        }
    }
    // A plan made with its person has nobody yet.
    if let Some(next) = &mut referral.next
        && next.whom.is_none()
        && next.verb != Verb::Do
    {
        next.whom = partner.or(referral.prospect);
    }
    let name = book.name(referral.prospect).to_string();
    if let Some(id) = id {
        let now = book.referrals.arc(id).ok_or_else(|| is_gone("referral"))?;
        let now = Arc::clone(now);
        let said = Said::new(format!("Saved {name}"));
        let (merged, said) = match was {
            Some(was) => on_top(book, ("referrals", id), (&*was, &*now), referral, said),
            None => (referral, said),
        };
        book.referrals.put(id, merged, stamp.at);
        return Ok(said);
    }
    let first = Move {
        to: Stage::Discovered,
        on: referral.on,
        at: stamp.at,
        ..Move::default()
    };
    referral.moves.insert(stamp.id(), first);
    let id = stamp.id();
    book.referrals.put(id, referral, stamp.at);
    client::answer_target(book, stamp, id);
    Ok(Said::new(format!("Added {name}")))
}

pub(super) fn save_settings(
    book: &mut Book,
    stamp: &mut Stamp,
    was: &Settings,
    settings: Settings,
) -> Said {
    let now = book.settings().clone();
    let said = Said::new("Saved the settings");
    let (merged, said) = on_top(book, ("settings", Id::ONLY), (was, &now), settings, said);
    book.settings.put(Id::ONLY, merged, stamp.at);
    said
}

pub(super) fn wait(
    book: &mut Book,
    stamp: &mut Stamp,
    subject: Subject,
    wait: Option<Wait>,
    on: &Who,
) -> Result<Said, Refusal> {
    let on = on.resolve(book, stamp);
    let today = stamp.today;
    let before = match subject {
        Subject::Person(id) => book.people.get(id).and_then(|it| it.wait.as_ref()),
        Subject::Referral(id) => book.referrals.get(id).and_then(|it| it.wait.as_ref()),
        Subject::Promise(_) | Subject::Event(_) => None,
    };
    // Who is set aside longer was away all the while.
    let since = before.filter(|before| before.is_asleep(today));
    let since = since.map_or(today, |before| before.since);
    let wait = wait.map(|wait| Wait { on, since, ..wait });
    let (name, at) = match subject {
        Subject::Person(id) => (
            book.people.get(id).map(|person| person.name.clone()),
            stamp.at,
        ),
        Subject::Referral(id) => (
            book.referrals
                .get(id)
                .map(|referral| book.name(referral.prospect).to_string()),
            stamp.at,
        ),
        Subject::Promise(_) | Subject::Event(_) => (None, stamp.at),
    };
    let name = name.ok_or_else(|| is_gone("record"))?;
    let said = match &wait {
        None => format!("{name} is awake again"),
        Some(wait) => match (wait.until, wait.on) {
            (Some(until), Some(on)) => {
                format!(
                    "{name} waits for {} until {}",
                    book.name(Some(on)),
                    day::full(until, stamp.today)
                )
            }
            (Some(until), None) => {
                format!("{name}: not now, until {}", day::full(until, stamp.today))
            }
            (None, _) => format!("{name}: not now, until you end it"),
        },
    };
    match subject {
        Subject::Person(id) => book
            .people
            .edit(id, at, |person| person.set_aside(wait, today)),
        Subject::Referral(id) => book.referrals.edit(id, at, |referral| referral.wait = wait),
        Subject::Promise(_) | Subject::Event(_) => false,
    };
    Ok(Said::new(said))
}

pub(super) fn promise(
    book: &mut Book,
    stamp: &mut Stamp,
    promise: Promise,
    who: &Who,
) -> Result<Said, Refusal> {
    if promise.what.trim().is_empty() {
        return Err(Refusal::new("A promise needs words").or("say what was promised"));
    }
    let person = who.resolve(book, stamp);
    if person.is_none() {
        return Err(Refusal::new("A promise needs a person").or("say to whom, or who made it"));
    }
    let name = book.name(person).to_string();
    let said = match promise.by {
        By::Me => format!("Promised {name}: {}", promise.what),
        By::Them | By::Other(_) => format!("{name} promised: {}", promise.what),
    };
    let id = stamp.id();
    let promise = Promise {
        person,
        on: stamp.today,
        ..promise
    };
    book.promises.put(id, promise, stamp.at);
    Ok(Said::new(said))
}

pub(super) fn end_promise(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    kept: bool,
) -> Result<Said, Refusal> {
    let promise = book.promises.get(id).ok_or_else(|| is_gone("promise"))?;
    let what = promise.what.clone();
    let person = promise.person;
    let mine = promise.by == By::Me;
    let today = stamp.today;
    book.promises.edit(id, stamp.at, |promise| {
        let day = if kept {
            &mut promise.kept
        } else {
            &mut promise.broken
        };
        *day = Some(today);
    });
    if kept && mine {
        let event = Event {
            on: today,
            kind: Kind::Touch,
            person,
            note: format!("kept a promise: {what}"),
            ..Event::default()
        };
        add_event(book, stamp, event);
    }
    Ok(Said::new(format!(
        "{}: {what}",
        if kept { "Kept" } else { "Not kept" }
    )))
}

pub(super) fn settle(
    book: &mut Book,
    stamp: &mut Stamp,
    key: String,
    until: Option<NaiveDate>,
    why: String,
    what: &str,
) -> Said {
    let id = Id::of_words(&key);
    let said = match until {
        Some(until) => format!("Not before {}: {what}", day::full(until, stamp.today)),
        None => format!("Let go: {what}"),
    };
    let settled = Settled {
        key,
        until,
        why,
        on: stamp.today,
        ..Settled::default()
    };
    book.settled.put(id, settled, stamp.at);
    Said::new(said)
}

pub(super) fn tag(
    book: &mut Book,
    stamp: &mut Stamp,
    people: &[Id],
    add: &Tags,
    remove: &Tags,
) -> Result<Said, Refusal> {
    for id in people {
        let known = book.people.edit(*id, stamp.at, |person| {
            person
                .tags
                .extend(add.iter().map(|(tag, on)| (tag.clone(), *on)));
            person.tags.retain(|tag, _| !remove.contains_key(tag));
        });
        if !known {
            return Err(is_gone("person"));
        }
    }
    let words = |sign: &str, tags: &Tags| -> Vec<String> {
        tags.keys().map(|tag| format!("{sign}{tag}")).collect()
    };
    let changed = [words("#", add), words("no #", remove)].concat();
    Ok(Said::new(format!(
        "{}: {}",
        who_of(book, people),
        changed.join(", ")
    )))
}

/// A person by name, several by their number.
fn who_of(book: &Book, people: &[Id]) -> String {
    match people {
        [one] => book.name(Some(*one)).to_string(),
        many => format!("{} people", many.len()),
    }
}

pub(super) fn set_tier(
    book: &mut Book,
    stamp: &mut Stamp,
    people: &[Id],
    tier: Option<&Tier>,
) -> Result<Said, Refusal> {
    let today = stamp.today;
    for id in people {
        let known = book.people.edit(*id, stamp.at, |person| {
            person.tier = tier.cloned();
            if person.tier.is_some() && person.tiered.is_none() {
                person.tiered = Some(today);
            }
        });
        if !known {
            return Err(is_gone("person"));
        }
    }
    let who = who_of(book, people);
    let (is, has) = if people.len() == 1 {
        ("is", "has")
    } else {
        ("are", "have")
    };
    Ok(Said::new(match tier {
        Some(tier) => {
            let days = book.settings().interval(tier);
            let every = days.map_or(String::new(), |days| {
                format!(", every {}", day::days(days.into()))
            });
            format!("{who} {is} now {}{every}", tier.word())
        }
        None => format!("{who} {has} no tier"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::id::Ids;
    use crate::domain::referral::Outcome;

    fn stamp(at: i64) -> Stamp {
        Stamp {
            today: "2026-11-21".parse().unwrap(),
            at,
            ids: Ids::seeded(u128::try_from(at).unwrap()),
        }
    }

    /// A book with Dana, and her record as a form began from it.
    fn dana() -> (Book, Id, Arc<Person>) {
        let mut book = Book::new(stamp(1).today);
        let id = Id::fixed(1);
        let dana = Person {
            name: "Dana Ortiz".into(),
            phone: "1".into(),
            ..Person::default()
        };
        book.people.put(id, dana, 1_000);
        let was = Arc::clone(book.people.arc(id).unwrap());
        (book, id, was)
    }

    fn save(book: &mut Book, id: Id, was: Arc<Person>, person: Person) -> Said {
        let action = Action::SavePerson {
            id: Some(id),
            was: Some(was),
            person: Box::new(person),
        };
        action.perform(book, &mut stamp(3_000)).unwrap()
    }

    #[test]
    fn a_form_covers_only_the_field_that_both_changed_and_keeps_what_it_covers() {
        let (mut book, id, was) = dana();
        book.people.edit(id, 2_000, |person| {
            person.phone = "2".into();
            person.email = "dana@example.com".into();
        });
        let typed = Person {
            phone: "3".into(),
            company: "Ortiz & Daughters".into(),
            ..(*was).clone()
        };
        let said = save(&mut book, id, was, typed);
        let now = book.people.get(id).unwrap();
        assert_eq!(
            (now.phone.as_str(), now.company.as_str()),
            ("3", "Ortiz & Daughters")
        );
        assert_eq!(now.email, "dana@example.com");
        let lost: Vec<_> = book.clashes.iter().map(|(_, clash)| clash).collect();
        assert_eq!(lost.len(), 1);
        assert_eq!(
            (lost[0].field.as_str(), &lost[0].value),
            ("phone", &"2".into())
        );
        assert_eq!(said.more, "“phone” changed elsewhere too, both are kept");
    }

    #[test]
    fn without_a_tier_nobody_is_a_new_source() {
        let (mut book, id, _) = dana();
        let set = |tier: Option<Tier>| Action::SetTier {
            people: vec![id],
            tier,
        };
        set(None).perform(&mut book, &mut stamp(2_000)).unwrap();
        assert_eq!(book.people.get(id).unwrap().tiered, None);
        set(Some(Tier::A))
            .perform(&mut book, &mut stamp(3_000))
            .unwrap();
        assert_eq!(book.people.get(id).unwrap().tiered, Some(stamp(1).today));
    }

    #[test]
    fn a_referral_is_reopened_on_no_day_before_its_end() {
        let mut book = Book::new(stamp(1).today);
        let id = Id::fixed(2);
        let ended = "2026-11-25".parse().unwrap();
        let outcome = Outcome {
            on: ended,
            ..Outcome::default()
        };
        let referral = Referral {
            on: stamp(1).today,
            outcome: Some(outcome),
            ..Referral::default()
        };
        book.referrals.put(id, referral, 1_000);
        Action::Reopen(id)
            .perform(&mut book, &mut stamp(2_000))
            .unwrap();
        assert_eq!(book.referrals.get(id).unwrap().since(), ended);
    }

    #[test]
    fn the_first_source_of_a_card_is_not_called_a_second_one() {
        let (mut book, id, _) = dana();
        let card = Id::fixed(2);
        book.referrals.put(card, Referral::default(), 1_000);
        let join = |source: Id| Action::Join {
            referral: card,
            source: Who::Known(source),
        };
        let said = join(id).perform(&mut book, &mut stamp(2_000)).unwrap();
        assert_eq!(said.what, "Dana Ortiz is the source of someone");
        let mia = Person {
            name: "Mia Lang".into(),
            ..Person::default()
        };
        book.people.put(Id::fixed(3), mia, 1_000);
        let said = join(Id::fixed(3))
            .perform(&mut book, &mut stamp(3_000))
            .unwrap();
        assert_eq!(said.what, "Mia Lang is a source of someone too");
        assert_eq!(said.more, "both are owed news and thanks");
    }

    #[test]
    fn a_form_alone_makes_no_clash() {
        let (mut book, id, was) = dana();
        let typed = Person {
            phone: String::new(),
            ..(*was).clone()
        };
        let said = save(&mut book, id, was, typed);
        assert_eq!(book.people.get(id).unwrap().phone, "");
        assert_eq!((book.clashes.len(), said.more.as_str()), (0, ""));
    }
}
