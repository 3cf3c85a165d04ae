//! A captured line about a card that is open already. What the card does not say yet it takes; what it says otherwise is
//! kept as a note, so that no typed word is lost.

use chrono::NaiveDate;

use super::action::{Captured, Contact, Log, Said, Who, is_gone};
use super::arrival;
use super::book::{Book, Stamp};
use super::day;
use super::event::Kind;
use super::id::Id;
use super::money::Money;
use super::name::fold;
use super::person::Person;
use super::progress;
use super::referral::{Next, Referral};
use super::refusal::Refusal;

/// Something that a line says about a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Need,
    Estimate,
    Level,
    Channel,
    Tags,
    Next,
    Company,
    Phone,
    Email,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// The card had none, or knew less.
    Taken,
    /// The card says something else, and keeps it.
    Noted,
}

impl Part {
    pub fn word(self) -> &'static str {
        match self {
            Part::Need => "need",
            Part::Estimate => "estimate",
            Part::Level => "level",
            Part::Channel => "channel",
            Part::Tags => "tags",
            Part::Next => "next step",
            Part::Company => "company",
            Part::Phone => "phone",
            Part::Email => "e-mail",
        }
    }
}

/// What each part of a line becomes on a card; what the card says already, or has as a note, is not among them. The level is
/// none where the line says none.
pub fn added(book: &Book, card: Id, captured: &Captured, today: NaiveDate) -> Vec<(Part, Becomes)> {
    let Some(it) = book.referrals.get(card) else {
        return Vec::new();
    };
    let nobody = Person::default();
    let prospect = it.prospect.and_then(|id| book.people.get(id));
    let prospect = prospect.unwrap_or(&nobody);
    // A place or a way that is logged is kept there.
    let is_logged = |contact: &Contact| contact.is_named(&captured.channel);
    let channel = match &captured.contact {
        Some(contact) if !it.channel.is_empty() && is_logged(contact) => "",
        _ => captured.channel.as_str(),
    };
    let all = [
        (Part::Need, text(&it.need, &captured.need)),
        (Part::Estimate, value(it.estimate, captured.estimate)),
        (Part::Level, level(it, captured)),
        (Part::Channel, text(&it.channel, channel)),
        (Part::Tags, tags(it, captured)),
        (Part::Next, next(it, captured)),
        (Part::Company, text(&prospect.company, &captured.company)),
        (Part::Phone, text(&prospect.phone, &captured.phone)),
        (Part::Email, text(&prospect.email, &captured.email)),
    ];
    let said = all.into_iter();
    let mut parts: Vec<(Part, Becomes)> = said
        .filter_map(|(part, becomes)| Some((part, becomes?)))
        .collect();
    let note = note(book, captured, &parts, today);
    if !note.is_empty() && is_noted(book, card, &note) {
        parts.retain(|(_, becomes)| *becomes == Becomes::Taken);
    }
    parts
}

/// Whether a card has this very note.
fn is_noted(book: &Book, card: Id, note: &str) -> bool {
    book.events.iter().any(|(_, event)| {
        event.kind == Kind::Note && event.referral == Some(card) && event.note == note
    })
}

/// Whether thanks for a card were said to somebody on that day.
pub fn is_thanked(book: &Book, card: Id, partner: Id, on: NaiveDate) -> bool {
    book.events.iter().any(|(_, event)| {
        event.kind == Kind::Thanked
            && event.referral == Some(card)
            && event.person == Some(partner)
            && event.on == on
    })
}

fn text(was: &str, said: &str) -> Option<Becomes> {
    if said.is_empty() || fold(was) == fold(said) {
        return None;
    }
    Some(if was.is_empty() {
        Becomes::Taken
    } else {
        Becomes::Noted
    })
}

fn value<T: Copy + PartialEq>(was: Option<T>, said: Option<T>) -> Option<Becomes> {
    if said.is_none() || was == said {
        return None;
    }
    Some(if was.is_none() {
        Becomes::Taken
    } else {
        Becomes::Noted
    })
}

/// What the source has done grows; what another one did is theirs.
fn level(it: &Referral, captured: &Captured) -> Option<Becomes> {
    let aims = value(it.aim, captured.aim);
    let is_own = match captured.partner {
        Who::Nobody => true,
        Who::Known(id) => it.partner().is_none_or(|partner| partner == id),
        Who::New(_) => it.partner().is_none(),
    };
    let done = match captured.level {
        None => None,
        said if said == it.level => None,
        said if it.level < said && is_own => Some(Becomes::Taken),
        _ => Some(Becomes::Noted),
    };
    match (done, aims) {
        (Some(Becomes::Noted), _) | (_, Some(Becomes::Noted)) => Some(Becomes::Noted),
        (None, None) => None,
        _ => Some(Becomes::Taken),
    }
}

fn tags(it: &Referral, captured: &Captured) -> Option<Becomes> {
    let has = |tag: &String| it.tags.get(tag).is_some_and(|is_on| *is_on);
    let is_more = captured.tags.keys().any(|tag| !has(tag)) || captured.urgent && !it.urgent;
    is_more.then_some(Becomes::Taken)
}

fn next(it: &Referral, captured: &Captured) -> Option<Becomes> {
    let said = captured.next.as_ref()?;
    let Some(next) = &it.next else {
        return Some(Becomes::Taken);
    };
    let whom = match &captured.next_whom {
        // Nobody is named: it is with whom the line is from, if that is somebody else.
        Who::Nobody => match &captured.partner {
            Who::Known(partner) => next.whom.is_none_or(|whom| whom == *partner),
            Who::New(_) => false,
            Who::Nobody => true,
        },
        whom if *whom == captured.prospect => next.whom == it.prospect,
        Who::Known(id) => next.whom == Some(*id),
        Who::New(_) => false,
    };
    let is_said = said.note.is_empty() || fold(&said.note) == fold(&next.note);
    let is_same = (next.on, next.time, &next.verb) == (said.on, said.time, &said.verb);
    (!(is_same && whom && is_said)).then_some(Becomes::Noted)
}

/// The note that keeps what the card does not take; empty where it takes everything. `today` tells how a day is said.
pub fn note(
    book: &Book,
    captured: &Captured,
    parts: &[(Part, Becomes)],
    today: NaiveDate,
) -> String {
    let noted = parts
        .iter()
        .filter(|(_, becomes)| *becomes == Becomes::Noted);
    let words = noted.map(|(part, _)| match part {
        Part::Need => captured.need.clone(),
        Part::Estimate => captured.estimate.map_or_else(String::new, Money::long),
        Part::Level => levels(captured),
        Part::Channel => format!("via {}", captured.channel),
        Part::Company => captured.company.clone(),
        Part::Phone => captured.phone.clone(),
        Part::Email => captured.email.clone(),
        Part::Next => planned(book, captured, today),
        Part::Tags => String::new(),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn levels(captured: &Captured) -> String {
    match (captured.level, captured.aim) {
        (Some(level), Some(aim)) => format!("level {level}, aim {aim}"),
        (Some(level), None) => format!("level {level}"),
        (None, aim) => aim.map_or_else(String::new, |aim| format!("aim {aim}")),
    }
}

/// "call Dana Ortiz Fri 27 Nov 10:00".
fn planned(book: &Book, captured: &Captured, today: NaiveDate) -> String {
    let Some(next) = &captured.next else {
        return String::new();
    };
    let named = [&captured.next_whom, &captured.partner, &captured.prospect];
    let whom = named.into_iter().find(|who| !who.is_nobody());
    let whom = match whom {
        Some(Who::Known(id)) => book.name(Some(*id)),
        Some(Who::New(name)) => name,
        _ => "",
    };
    let time = next.time.map_or_else(String::new, day::clock);
    let when = day::full(next.on, today);
    let words = [next.verb.word(), whom, &when, &time, &next.note];
    let words = words.into_iter().filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

pub(super) fn add(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    captured: &Captured,
) -> Result<Said, Refusal> {
    let it = book.referrals.get(id).ok_or_else(|| is_gone("referral"))?;
    let name = book.name(it.prospect).to_string();
    if !it.is_open() {
        return Err(Refusal::new(format!("{name} is closed")).or("reopen it in the . menu"));
    }
    let parts = added(book, id, captured, stamp.today);
    let note = note(book, captured, &parts, stamp.today);
    let is_named = |partner: Id| it.partners().any(|named| named == partner);
    let joins = match &captured.partner {
        Who::Nobody => false,
        Who::Known(partner) => !it.is_given() && !is_named(*partner),
        Who::New(_) => !it.is_given(),
    };
    let contact = captured.contact.clone().and_then(|contact| {
        let is_again = match captured.partner {
            Who::Known(partner) => contact.already && is_thanked(book, id, partner, stamp.today),
            Who::New(_) | Who::Nobody => false,
        };
        let contact = Contact {
            thanked: contact.thanked && !is_again,
            ..contact
        };
        Some(contact).filter(|it| !it.already || it.thanked)
    });
    if !joins && parts.is_empty() && contact.is_none() {
        return Err(Refusal::new(format!(
            "{name} is on the board, with all that the line says"
        )));
    }
    let partner = captured.partner.resolve(book, stamp);
    let mut said = match partner.filter(|_| joins) {
        Some(source) => arrival::join(book, stamp, id, &Who::Known(source))?,
        None => Said::new(format!("Added to {name}")),
    };
    fill(book, stamp, (id, partner), captured, &parts);
    if let Some(contact) = contact {
        arrival::talked(book, stamp, (id, partner), contact)?;
    }
    if !note.is_empty() {
        let log = Log {
            kind: Kind::Note,
            who: partner.map_or(Who::Nobody, Who::Known),
            referral: Some(id),
            note,
            ..Log::default()
        };
        progress::log(book, stamp, log)?;
    }
    for (becomes, how) in [(Becomes::Taken, "filled in"), (Becomes::Noted, "as a note")] {
        let words = listed(&parts, becomes);
        if !words.is_empty() {
            said = said.also(format!("{words} {how}"));
        }
    }
    Ok(said)
}

/// "need and estimate".
fn listed(parts: &[(Part, Becomes)], which: Becomes) -> String {
    let parts = parts.iter().filter(|(_, becomes)| *becomes == which);
    let words: Vec<&str> = parts.map(|(part, _)| part.word()).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_string(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// Writes onto the card and its prospect what they take.
fn fill(
    book: &mut Book,
    stamp: &mut Stamp,
    (id, partner): (Id, Option<Id>),
    captured: &Captured,
    parts: &[(Part, Becomes)],
) {
    let takes = |part: Part| parts.contains(&(part, Becomes::Taken));
    let prospect = book.referrals.get(id).and_then(|it| it.prospect);
    let whom = match &captured.next_whom {
        Who::Nobody => partner.or(prospect),
        whom if *whom == captured.partner => partner,
        whom if *whom == captured.prospect => prospect,
        whom if takes(Part::Next) => whom.resolve(book, stamp),
        _ => None,
    };
    let is_theirs = |part| matches!(part, Part::Company | Part::Phone | Part::Email);
    let mut taken = parts.iter().filter(|(_, it)| *it == Becomes::Taken);
    if let (true, Some(prospect)) = (taken.clone().any(|(part, _)| is_theirs(*part)), prospect) {
        book.people.edit(prospect, stamp.at, |person| {
            for (part, field, said) in [
                (Part::Company, &mut person.company, &captured.company),
                (Part::Phone, &mut person.phone, &captured.phone),
                (Part::Email, &mut person.email, &captured.email),
            ] {
                if takes(part) {
                    field.clone_from(said);
                }
            }
        });
    }
    if taken.all(|(part, _)| is_theirs(*part)) {
        return;
    }
    book.referrals.edit(id, stamp.at, |it| {
        if takes(Part::Need) {
            it.need.clone_from(&captured.need);
        }
        if takes(Part::Estimate) {
            it.estimate = captured.estimate;
        }
        if takes(Part::Level) {
            it.level = captured.level.or(it.level);
            it.aim = captured.aim.or(it.aim);
        }
        if takes(Part::Channel) {
            it.channel.clone_from(&captured.channel);
        }
        if takes(Part::Tags) {
            let tags = captured.tags.iter();
            it.tags
                .extend(tags.map(|(tag, is_on)| (tag.clone(), *is_on)));
            it.urgent |= captured.urgent;
        }
        if takes(Part::Next) {
            it.next = captured.next.clone().map(|next| Next { whom, ..next });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::id::Ids;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn stamp() -> Stamp {
        Stamp {
            today: today(),
            at: 1_000,
            ids: Ids::seeded(3),
        }
    }

    fn line(partner: &str, need: &str) -> Captured {
        Captured {
            partner: match partner {
                "" => Who::Nobody,
                name => Who::New(name.into()),
            },
            need: need.into(),
            ..Captured::default()
        }
    }

    /// A card, and what was said of the line that was added to it.
    fn add_to(first: Captured, second: impl FnOnce(&Book) -> Captured) -> (Book, String) {
        let (mut book, mut stamp) = (Book::new(today()), stamp());
        let first = Captured {
            prospect: Who::New("Priya Shah".into()),
            ..first
        };
        let capture = Action::Capture(Box::new(first));
        capture.perform(&mut book, &mut stamp).unwrap();
        let referral = book.referrals.iter().next().unwrap().0;
        let captured = Box::new(second(&book));
        stamp.at += 1_000;
        let add = Action::AddTo { referral, captured };
        let said = add.perform(&mut book, &mut stamp).unwrap();
        (book, format!("{}|{}", said.what, said.more))
    }

    fn card(book: &Book) -> &Referral {
        book.referrals.iter().next().unwrap().1
    }

    fn notes(book: &Book) -> Vec<&str> {
        let events = book.events.iter().map(|(_, event)| event);
        let notes = events.filter(|event| event.kind == Kind::Note);
        notes.map(|event| event.note.as_str()).collect()
    }

    #[test]
    fn a_card_without_a_source_gets_the_source_and_the_need_that_was_typed() {
        let (book, said) = add_to(line("", ""), |_| line("Tom Berg", "web shop"));
        assert_eq!(said, "Tom Berg is the source of Priya Shah|need filled in");
        assert_eq!(card(&book).need, "web shop");
        assert_eq!(book.name(card(&book).source), "Tom Berg");
        assert!(notes(&book).is_empty());
    }

    #[test]
    fn what_a_second_source_says_otherwise_is_a_note_of_theirs() {
        let (book, said) = add_to(line("Dana Ortiz", "books"), |_| Captured {
            level: Some(3),
            phone: "030 1234".into(),
            ..line("Tom Berg", "web shop")
        });
        assert_eq!(
            said,
            "Tom Berg is a source of Priya Shah too|both are owed news and thanks; phone filled in; \
             need and level as a note"
        );
        assert_eq!(card(&book).need, "books");
        assert_eq!(notes(&book), ["web shop, level 3"]);
        let prospect = card(&book).prospect.unwrap();
        assert_eq!(book.people.get(prospect).unwrap().phone, "030 1234");
    }

    #[test]
    fn the_same_source_fills_in_what_was_open_and_says_nothing_twice() {
        let dana = |book: &Book| {
            let mut people = book.people.iter();
            Who::Known(people.find(|(_, it)| it.name == "Dana Ortiz").unwrap().0)
        };
        let first = Captured {
            level: Some(1),
            ..line("Dana Ortiz", "web shop")
        };
        let (book, said) = add_to(first, |book| Captured {
            partner: dana(book),
            level: Some(4),
            need: "Web Shop".into(),
            contact: Some(Contact {
                kind: Kind::Meal,
                note: "at lunch".into(),
                thanked: true,
                already: false,
            }),
            ..Captured::default()
        });
        assert_eq!(said, "Added to Priya Shah|level filled in");
        assert_eq!(card(&book).level, Some(4));
        assert_eq!(book.events.len(), 2, "the meal and the thanks");
        assert!(card(&book).also.is_empty());
    }

    fn someone(book: &Book, name: &str) -> Who {
        let mut people = book.people.iter();
        Who::Known(people.find(|(_, it)| it.name == name).unwrap().0)
    }

    fn meeting(already: bool) -> Contact {
        Contact {
            kind: Kind::Meeting,
            note: "at Expo".into(),
            thanked: true,
            already,
        }
    }

    #[test]
    fn a_channel_that_is_not_the_place_or_the_way_itself_is_kept() {
        for (kind, note, channel, kept) in [
            (Kind::Meeting, "at Expo", "LinkedIn", vec!["via LinkedIn"]),
            (Kind::Meeting, "at Expo", "Expo", vec![]),
            (Kind::Call, "", "Podcast", vec!["via Podcast"]),
            (Kind::Call, "", "phone", vec![]),
            (Kind::Email, "", "e-mail", vec![]),
        ] {
            let first = Captured {
                channel: "Chamber".into(),
                ..line("Dana Ortiz", "")
            };
            let (book, _) = add_to(first, |book| Captured {
                partner: someone(book, "Dana Ortiz"),
                channel: channel.into(),
                contact: Some(Contact {
                    kind,
                    note: note.into(),
                    thanked: false,
                    already: false,
                }),
                ..Captured::default()
            });
            assert_eq!(notes(&book), kept, "{channel}");
            assert_eq!(card(&book).channel, "Chamber");
        }
    }

    fn call(whom: Who, note: &str) -> Captured {
        Captured {
            next: Some(Next {
                verb: crate::domain::referral::Verb::of("call"),
                on: "2026-11-27".parse().unwrap(),
                note: note.into(),
                ..Next::default()
            }),
            next_whom: whom,
            ..Captured::default()
        }
    }

    #[test]
    fn the_same_step_with_somebody_else_or_about_something_else_is_a_note() {
        let first = Captured {
            partner: Who::New("Dana Ortiz".into()),
            ..call(Who::Nobody, "")
        };
        for (whom, about, kept) in [
            ("Priya Shah", "", vec!["call Priya Shah Fri 27 Nov"]),
            (
                "Dana Ortiz",
                "offer",
                vec!["call Dana Ortiz Fri 27 Nov offer"],
            ),
            ("Dana Ortiz", "", vec![]),
            ("", "", vec![]),
        ] {
            let (book, said) = add_to(first.clone(), |book| Captured {
                partner: someone(book, "Dana Ortiz"),
                tags: [("x".to_string(), true)].into_iter().collect(),
                ..call(
                    match whom {
                        "" => Who::Nobody,
                        name => someone(book, name),
                    },
                    about,
                )
            });
            assert_eq!(notes(&book), kept, "{whom} {about}: {said}");
            let dana = someone(&book, "Dana Ortiz");
            assert_eq!(
                card(&book).next.as_ref().unwrap().whom.map(Who::Known),
                Some(dana)
            );
        }
    }

    #[test]
    fn the_same_conversation_added_twice_is_told_and_thanked_once() {
        let (mut book, _) = add_to(line("Dana Ortiz", "books"), |book| Captured {
            partner: someone(book, "Dana Ortiz"),
            contact: Some(meeting(false)),
            need: "web shop".into(),
            ..Captured::default()
        });
        let count = book.events.len();
        assert_eq!((count, notes(&book)), (3, vec!["web shop"]));
        let again = Captured {
            partner: someone(&book, "Dana Ortiz"),
            contact: Some(meeting(true)),
            need: "web shop".into(),
            ..Captured::default()
        };
        let referral = book.referrals.iter().next().unwrap().0;
        let add = |captured| Action::AddTo {
            referral,
            captured: Box::new(captured),
        };
        let refused = add(again.clone()).perform(&mut book, &mut stamp());
        assert!(refused.unwrap_err().why.contains("all that the line says"));
        // What is new of it is taken, without the rest once more.
        let more = Captured {
            phone: "030 1234".into(),
            ..again
        };
        add(more).perform(&mut book, &mut stamp()).unwrap();
        assert_eq!(book.events.len(), count);
    }

    #[test]
    fn a_line_that_says_nothing_new_is_refused() {
        let (mut book, mut stamp) = (Book::new(today()), stamp());
        let first = Captured {
            prospect: Who::New("Priya Shah".into()),
            ..line("", "books")
        };
        let capture = Action::Capture(Box::new(first));
        capture.perform(&mut book, &mut stamp).unwrap();
        let referral = book.referrals.iter().next().unwrap().0;
        let captured = Box::new(line("", "Books"));
        let add = Action::AddTo { referral, captured };
        assert!(add.perform(&mut book, &mut stamp).is_err());
    }

    #[test]
    fn a_step_that_is_planned_already_stays_and_the_other_is_noted_with_its_day() {
        let plan = |on: &str| Captured {
            next: Some(Next {
                verb: crate::domain::referral::Verb::Call,
                on: on.parse().unwrap(),
                ..Next::default()
            }),
            ..line("Dana Ortiz", "")
        };
        let (book, _) = add_to(plan("2026-11-27"), |_| Captured {
            partner: Who::Nobody,
            next_whom: Who::New("Tom Berg".into()),
            ..plan("2026-12-01")
        });
        assert_eq!(notes(&book), ["call Tom Berg Tue 1 Dec"]);
        assert_eq!(
            card(&book).next.as_ref().unwrap().on,
            "2026-11-27".parse().unwrap()
        );
    }
}
