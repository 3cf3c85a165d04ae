//! What the book knows for a letter about one referral. It will never know which letter.

use chrono::NaiveDate;

use super::compose::Facts;
use crate::domain::book::Book;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::introduction::Method;
use crate::domain::referral::{Ending, Referral};

/// Whom a letter is about, and what the book alone does not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    /// The other person of the deal, where it is not the first of several.
    pub partner: Option<Id>,
    /// They are a client of mine.
    pub is_client: bool,
    /// The day on which I met the prospect.
    pub met: Option<NaiveDate>,
}

/// Everything that is known of a referral, its people and its introduction.
pub fn facts(book: &Book, referral: &Referral, about: About, today: NaiveDate) -> Facts {
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
