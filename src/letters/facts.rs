//! What the book knows for a letter about one referral. It will never know which letter.

use chrono::NaiveDate;

use super::compose::Facts;
use crate::domain::book::Book;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::introduction::Method;
use crate::domain::referral::{Ending, Referral, Verb};

/// Whom a letter is about, and what the book alone does not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The other person of the deal, where it is not the first of several.
    pub partner: Option<Id>,
    /// They are a client of mine.
    pub is_client: bool,
    /// The day on which I met the prospect.
    pub met: Option<NaiveDate>,
    /// What was noted of that meeting.
    pub note: &'a str,
    /// They have heard of it from me.
    pub is_told: bool,
}

/// Everything that is known of a referral, its people and its introduction.
pub fn facts(book: &Book, referral: &Referral, about: About<'_>, today: NaiveDate) -> Facts {
    let mut facts = Facts::default();
    let settings = book.settings();
    facts.know("me", &settings.name);
    facts.know("me_first", first(&settings.name));
    facts.know("my_company", &settings.company);
    facts.know("my_phone", &settings.phone);
    facts.know("my_email", &settings.email);
    facts.know("offer", phrase(&settings.offer));
    let partner = about.partner.or(referral.partner());
    person(
        &mut facts,
        book,
        referral.prospect,
        ["prospect", "prospect_first", "prospect_company"],
    );
    if referral.is_given() {
        person(
            &mut facts,
            book,
            partner,
            ["receiver", "receiver_first", "receiver_company"],
        );
    } else {
        person(
            &mut facts,
            book,
            partner,
            ["source", "source_first", "source_company"],
        );
    }
    facts.know("need", phrase(&referral.need));
    facts.know("today", &today.format("%-d %B %Y").to_string());
    facts.say("client", about.is_client);
    if let Some(met) = about.met {
        facts.know("met", &long(met));
    }
    facts.say("told", about.is_told);
    facts.know("went", phrase(&went(about.note, referral)));
    facts.know("next", phrase(&ahead(book, referral, partner, today)));
    if let Some(introduction) = &referral.introduction {
        facts.know("done", phrase(&introduction.done));
        facts.know("seen", phrase(&introduction.done));
        facts.know("why", phrase(&introduction.why));
        facts.know("place", &introduction.place);
        if let Some(on) = introduction.on {
            facts.know("day", &long(on));
        }
        if let Some(time) = introduction.time {
            facts.know("time", &day::clock(time));
        }
        for (place, method) in [
            ("email", Method::Email),
            ("letter", Method::Letter),
            ("call", Method::Call),
            ("lunch", Method::Lunch),
        ] {
            facts.say(place, introduction.method == method);
        }
    }
    if let Some(outcome) = &referral.outcome {
        facts.know("ending", ended(&outcome.ending));
        facts.say("won", outcome.ending == Ending::Won);
        facts.say("no_need", outcome.ending == Ending::NotAReferral);
    }
    facts
}

fn person(facts: &mut Facts, book: &Book, id: Option<Id>, places: [&'static str; 3]) {
    let Some(person) = id.and_then(|id| book.people.get(id)) else {
        return;
    };
    facts.know(places[0], &person.name);
    facts.know(places[1], first(&person.name));
    facts.know(places[2], &person.company);
}

fn first(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

/// Words that the template ends with a stop of its own.
fn phrase(words: &str) -> &str {
    words.trim().trim_end_matches(['.', ' '])
}

/// A day as one writes it in a letter: "Friday 27 November".
pub fn long(on: NaiveDate) -> String {
    on.format("%A %-d %B").to_string()
}

/// How the meeting went: as it was noted, else what its sheet was answered.
fn went(note: &str, referral: &Referral) -> String {
    if !note.trim().is_empty() {
        return note.into();
    }
    let fit = match answer(referral, "meet.fit") {
        "fits" => "it is a good fit",
        "not sure" => "whether it is a fit is still open",
        "does not fit" => "it is not a fit for my work",
        other => other,
    };
    let need = match answer(referral, "meet.need") {
        "" => String::new(),
        need => format!("the need is this: {}", phrase(need)),
    };
    let parts = [fit, need.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

fn answer<'a>(referral: &'a Referral, item: &str) -> &'a str {
    let answer = referral.answers.get(item);
    answer.map_or("", |answer| answer.note.trim())
}

/// What comes next, said to a partner, whose own call is no news to them; else what was agreed at the meeting.
fn ahead(book: &Book, referral: &Referral, partner: Option<Id>, today: NaiveDate) -> String {
    let next = referral.next.as_ref();
    let next =
        next.filter(|next| today <= next.on && (next.whom.is_none() || next.whom != partner));
    let Some(next) = next else {
        return answer(referral, "meet.next").into();
    };
    let on = match next.time {
        Some(time) => format!("{} at {}", long(next.on), day::clock(time)),
        None => long(next.on),
    };
    let note = phrase(&next.note);
    let whom = book.name(next.whom.or(referral.prospect));
    let words = match &next.verb {
        Verb::Call => format!("I call {whom}"),
        Verb::Mail | Verb::Write | Verb::Send => format!("I write to {whom}"),
        Verb::Meet => format!("I meet {whom}"),
        Verb::Lunch => format!("I have lunch with {whom}"),
        Verb::Visit => format!("I visit {whom}"),
        Verb::Ask => format!("I ask {whom}"),
        Verb::Do | Verb::Other(_) if note.is_empty() => return String::new(),
        Verb::Do | Verb::Other(_) => return format!("{note}, on {on}"),
    };
    match (&next.verb, note) {
        (_, "") => format!("{words} on {on}"),
        (Verb::Send, note) => format!("I send {whom} {note} on {on}"),
        (_, note) => format!("{words} on {on}: {note}"),
    }
}

/// How it ended, said to the one who sent it.
fn ended(ending: &Ending) -> &'static str {
    match ending {
        Ending::Won => "we are going to work together",
        Ending::Lost => "they have decided on another way",
        Ending::WalkedAway => "it is not a good fit for my work, and I have said so",
        Ending::PassedOn => "someone else fits better, and I have brought the two together",
        Ending::NotAReferral => "there is no need at present",
        Ending::Lapsed | Ending::Other(_) => "it has gone quiet, and I leave it at that",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::compose::compose;
    use super::super::template::Template;
    use super::*;
    use crate::domain::introduction::Introduction;
    use crate::domain::person::Person;
    use crate::domain::referral::Next;
    use crate::domain::settings::Settings;
    use chrono::NaiveTime;

    const DANA: Id = Id::fixed(1);
    const PRIYA: Id = Id::fixed(2);

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn book() -> Book {
        let mut book = Book::new(today());
        for (id, name, company) in [
            (DANA, "Dana Ortiz", "Ortiz & Daughters"),
            (PRIYA, "Priya Shah", "ARC"),
        ] {
            let (name, company) = (name.into(), company.into());
            book.people.set(
                id,
                Arc::new(Person {
                    name,
                    company,
                    ..Person::default()
                }),
            );
        }
        let settings = Settings {
            name: "Ines Falk".into(),
            phone: "030 555 01".into(),
            ..book.settings().clone()
        };
        let mut stamp = crate::domain::book::Stamp {
            today: today(),
            at: 1,
            ids: crate::domain::id::Ids::seeded(7),
        };
        crate::domain::action::Action::SaveSettings {
            was: Arc::new(book.settings().clone()),
            settings: Box::new(settings),
        }
        .perform(&mut book, &mut stamp)
        .unwrap();
        book
    }

    fn referral() -> Referral {
        Referral {
            prospect: Some(PRIYA),
            source: Some(DANA),
            introduction: Some(Introduction {
                method: Method::Email,
                done: "a web shop that no longer falls over at Easter.".into(),
                why: "her own shop is slow when it matters".into(),
                on: NaiveDate::from_ymd_opt(2026, 11, 27),
                time: NaiveTime::from_hms_opt(10, 0, 0),
                ..Introduction::default()
            }),
            ..Referral::default()
        }
    }

    #[test]
    fn the_e_mail_says_its_three_parts_in_the_voice_of_the_source() {
        let about = About {
            is_client: true,
            ..About::default()
        };
        let facts = facts(&book(), &referral(), about, today());
        let letter = compose(Template::IntroductionEmail.ours(), &facts);
        assert_eq!(letter.gaps, [""; 0]);
        for part in [
            "Dear Priya",
            "a web shop that no longer falls over at Easter.\n",
            "her own shop is slow when it matters.",
            "Friday 27 November at 10:00",
            "\nDana Ortiz",
        ] {
            assert!(letter.text.contains(part), "{part}\n{}", letter.text);
        }
        assert!(letter.subject.unwrap().contains("Ines Falk"));
    }

    #[test]
    fn for_a_source_who_is_no_client_it_says_what_they_have_seen() {
        let facts = facts(&book(), &referral(), About::default(), today());
        let letter = compose(Template::IntroductionEmail.ours(), &facts);
        assert!(
            letter.text.contains("What I have seen of"),
            "{}",
            letter.text
        );
    }

    fn answered(item: &str, note: &str) -> (String, crate::domain::referral::Answer) {
        let answer = crate::domain::referral::Answer {
            done: true,
            note: note.into(),
            on: today(),
            ..Default::default()
        };
        (item.into(), answer)
    }

    fn report(referral: &Referral, about: About) -> String {
        let facts = facts(&book(), referral, about, today());
        let letter = compose(Template::ReportBack.ours(), &facts);
        assert_eq!(letter.gaps, [""; 0], "{}", letter.text);
        letter.text
    }

    #[test]
    fn the_report_back_says_what_was_noted_of_the_meeting_and_what_comes_next() {
        let mut referral = referral();
        referral.next = Some(Next {
            verb: Verb::Send,
            whom: Some(PRIYA),
            on: NaiveDate::from_ymd_opt(2026, 11, 27).unwrap(),
            note: "the offer".into(),
            ..Next::default()
        });
        let about = About {
            met: Some(today()),
            note: "a good hour, she shows me the shop.",
            ..About::default()
        };
        let text = report(&referral, about);
        for words in [
            "In short: a good hour, she shows me the shop.\n",
            "What happens next: I send Priya Shah the offer on Friday 27 November.\n",
            "I met Priya on Saturday 21 November, thanks to you. You should be the first to hear",
        ] {
            assert!(text.contains(words), "{words}\n{text}");
        }
    }

    #[test]
    fn without_a_note_the_report_back_says_what_the_sheet_was_answered() {
        let mut referral = referral();
        referral.answers = [
            answered("meet.fit", "fits"),
            answered("meet.need", "calm at Easter."),
            answered("meet.next", "I send the offer"),
        ]
        .into();
        // What is planned with the source is no news to the source.
        referral.next = Some(Next {
            verb: Verb::Call,
            whom: Some(DANA),
            on: today(),
            ..Next::default()
        });
        let text = report(&referral, About::default());
        for words in [
            "In short: it is a good fit; the need is this: calm at Easter.\n",
            "What happens next: I send the offer.\n",
        ] {
            assert!(text.contains(words), "{words}\n{text}");
        }
    }

    #[test]
    fn who_was_told_already_is_not_the_first_to_hear() {
        let mut referral = referral();
        referral.answers = [answered("meet.next", "I send the offer")].into();
        for met in [None, Some(today())] {
            let about = About {
                met,
                note: "well",
                is_told: true,
                ..About::default()
            };
            let text = report(&referral, about);
            assert!(!text.contains("first to hear"), "{text}");
            assert!(text.contains("as you know"), "{text}");
        }
    }

    #[test]
    fn the_lunch_says_what_was_seen_of_the_work_and_leaves_no_gap_for_it() {
        let mut referral = referral();
        let text = |referral: &Referral| {
            let facts = facts(&book(), referral, About::default(), today());
            let letter = compose(Template::IntroductionLunch.ours(), &facts);
            assert!(!letter.gaps.contains(&"what was seen of the work"));
            letter.text
        };
        let seen = "What I have seen of Ines’s work: a web shop that no longer falls over";
        assert!(text(&referral).contains(seen), "{}", text(&referral));
        referral.introduction.as_mut().unwrap().done = String::new();
        assert!(!text(&referral).contains("seen of"), "{}", text(&referral));
    }

    #[test]
    fn a_lost_one_is_told_and_thanked_for_like_a_won_one() {
        for (ending, words) in [
            (Ending::Won, "we are going to work together"),
            (Ending::Lost, "they have decided on another way"),
        ] {
            let outcome = crate::domain::referral::Outcome {
                ending,
                ..Default::default()
            };
            let referral = Referral {
                outcome: Some(outcome),
                ..referral()
            };
            let facts = facts(&book(), &referral, About::default(), today());
            let letter = compose(Template::Outcome.ours(), &facts);
            assert!(
                letter.text.contains(words) && letter.text.contains("hank you"),
                "{}",
                letter.text
            );
            assert_eq!(letter.gaps, [""; 0]);
        }
    }
}
