//! A next action in one line: `call Dana fri 10:00`, `prepare the offer tomorrow`. It will never plan anything.

use chrono::NaiveDate;

use crate::capture::date::{self, Look, When};
use crate::domain::action::Who;
use crate::domain::book::Book;
use crate::domain::day;
use crate::domain::name::{fold, name_likeness};
use crate::domain::referral::{Next, Referral, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::ui::layer::Cx;
use crate::ui::parts::values::{Reading, Values};

/// From here on a word is taken for one of the people whom the referral names: a first name is enough.
const MEANT: u8 = 60;

/// From this level on the prospect has heard of me from the source.
const ANNOUNCED: u8 = 5;

/// A name is looked for in so many words at most.
const NAME_WORDS: usize = 4;

/// A next action; its person stands beside it, who may be new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub next: Next,
    pub whom: Who,
}

/// The people whom a plan is likely to mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    pub people: Vec<(Who, String)>,
    /// Whom it means when it names nobody.
    pub usual: Who,
}

impl About {
    /// The source until the introduction is made, then the prospect.
    pub fn referral(referral: &Referral, book: &Book) -> About {
        let people: Vec<(Who, String)> = referral
            .people()
            .map(|id| (Who::Known(id), book.name(Some(id)).to_string()))
            .collect();
        let (partner, prospect) = (referral.partner(), referral.prospect);
        let usual = if referral.stage() < Stage::Meet {
            partner.or(prospect)
        } else {
            prospect.or(partner)
        };
        About {
            people,
            usual: usual.map_or(Who::Nobody, Who::Known),
        }
    }
}

impl Plan {
    /// The plan that a referral has now.
    pub fn of(next: &Next) -> Plan {
        Plan {
            next: next.clone(),
            whom: next.whom.map_or(Who::Nobody, Who::Known),
        }
    }

    /// The same with its person in it; a refusal when that one is not in the book yet.
    pub fn known(self) -> Result<Next, Refusal> {
        let whom = match self.whom {
            Who::Nobody => None,
            Who::Known(id) => Some(id),
            Who::New(name) => {
                return Err(Refusal::new(format!("{name} is not in the book yet"))
                    .or("save without it, then plan it with n"));
            }
        };
        Ok(Next { whom, ..self.next })
    }

    pub fn reading(&self, cx: &Cx) -> Reading {
        let name = match &self.whom {
            Who::Nobody => String::new(),
            Who::Known(id) => cx.name(Some(*id)).into_owned(),
            Who::New(name) => format!("{name} (new person)"),
        };
        let verb = match &self.next.verb {
            Verb::Do => "",
            verb => verb.word(),
        };
        let mut when = day::full(self.next.on, cx.today);
        if let Some(time) = self.next.time {
            when = format!("{when} {}", day::clock(time));
        }
        let is_over = self.next.on < cx.today;
        if is_over {
            when.push_str(", which is over");
        }
        let words = [verb, name.as_str(), self.next.note.as_str(), when.as_str()];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        Reading {
            words: words.join(" "),
            doubt: is_over || matches!(self.whom, Who::New(_)),
        }
    }
}

/// What speaks against a plan, where it is a first contact with the prospect of a received referral that is not
/// prepared: words to think about, never a bar.
pub fn warning(
    plan: &Plan,
    prospect: &Who,
    referral: &Referral,
    cx: &Cx,
    is_researched: bool,
) -> String {
    let is_contact = plan.next.verb != Verb::Do && !prospect.is_nobody() && plan.whom == *prospect;
    if !is_contact || referral.is_given() || Stage::Meet <= referral.stage() {
        return String::new();
    }
    let mut words = Vec::new();
    if !is_researched {
        let source = cx.first_name(referral.source);
        words.push(match referral.source {
            Some(_) => format!("research is not done: ring {source} first"),
            None => "research is not done".to_string(),
        });
    }
    let is_announced =
        referral.introduction.is_some() || referral.level.is_some_and(|level| ANNOUNCED <= level);
    if plan.next.verb == Verb::Call && !is_announced {
        words.push(
            "an unannounced call is among the worst first contacts: i plans an introduction".into(),
        );
    }
    words.join("; ")
}

/// The reading of a plan with what speaks against it.
pub fn warned(reading: Reading, warning: &str) -> Reading {
    if warning.is_empty() {
        return reading;
    }
    Reading::doubt(format!("{}; {warning}", reading.words))
}

/// The plan that a field says: the one of the record when it was not touched.
pub fn of(
    values: &Values,
    label: &str,
    about: &About,
    was: Option<&Next>,
) -> Result<Option<Plan>, Refusal> {
    if !values.is_changed(label) {
        return Ok(was.map(Plan::of));
    }
    read(&values.text(label), about, values.cx.book, values.cx.today)
        .map_err(|refusal| values.refuse(label, refusal))
}

/// The same in words.
pub fn words(
    values: &Values,
    label: &str,
    about: &About,
    was: Option<&Next>,
) -> Result<Reading, Refusal> {
    let plan = of(values, label, about, was)?;
    Ok(plan.map_or(Reading::default(), |plan| plan.reading(values.cx)))
}

/// Reads a line as a next action; nothing is none.
pub fn read(
    line: &str,
    about: &About,
    book: &Book,
    today: NaiveDate,
) -> Result<Option<Plan>, Refusal> {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    if words.is_empty() {
        return Ok(None);
    }
    let Some((from, taken, when)) = day_in(&words, today)? else {
        return Err(Refusal::new(format!("“{}” has no day", words.join(" ")))
            .or("end with one, as in fri 10:00"));
    };
    words.drain(from..from + taken);
    let verb = words.first().and_then(|word| verb(word));
    if verb.is_some() {
        words.remove(0);
    }
    let verb = verb.unwrap_or(Verb::Do);
    let whom = if verb == Verb::Do {
        if words.is_empty() {
            return Err(Refusal::new("That is a day without anything to do")
                .or("say what, as in call Dana fri"));
        }
        Who::Nobody
    } else {
        let (whom, named) = whom(&words, &verb, about, book)?;
        words.drain(..named);
        if whom.is_nobody() {
            about.usual.clone()
        } else {
            whom
        }
    };
    let next = Next {
        verb,
        on: when.on,
        time: when.time,
        note: words.join(" "),
        ..Next::default()
    };
    Ok(Some(Plan { next, whom }))
}

/// Where the day stands among the words: at the end if one is there, else the first.
pub(super) fn day_in(
    words: &[&str],
    today: NaiveDate,
) -> Result<Option<(usize, usize, When)>, Refusal> {
    let mut first = None;
    for from in 0..words.len() {
        let Some((when, taken)) = date::read_words(&words[from..], today, Look::Ahead) else {
            continue;
        };
        if from + taken == words.len() {
            return Ok(Some((from, taken, when?)));
        }
        first = first.or(Some((from, taken, when)));
    }
    match first {
        Some((from, taken, when)) => Ok(Some((from, taken, when?))),
        None => Ok(None),
    }
}

fn verb(word: &str) -> Option<Verb> {
    let word = word.to_lowercase();
    match word.as_str() {
        "phone" | "ring" => Some(Verb::Call),
        "email" | "e-mail" => Some(Verb::Mail),
        _ => Verb::ALL
            .iter()
            .find(|verb| **verb != Verb::Do && verb.word() == word)
            .cloned(),
    }
}

/// Whom the words begin with, and how many of them name that person.
fn whom(words: &[&str], verb: &Verb, about: &About, book: &Book) -> Result<(Who, usize), Refusal> {
    let skipped = match words {
        [first, _, ..] if ["to", "with"].contains(&first.to_lowercase().as_str()) => 1,
        _ => 0,
    };
    let words = &words[skipped..];
    let longest = words.len().min(NAME_WORDS);
    for count in (1..=longest).rev() {
        let name = words[..count].join(" ");
        let mut meant: Vec<(u8, &(Who, String))> = about
            .people
            .iter()
            .map(|person| (name_likeness(&name, &person.1), person))
            .filter(|(likeness, _)| MEANT <= *likeness)
            .collect();
        meant.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        match meant.as_slice() {
            [(best, one), (second, other), ..] if best == second && one.0 != other.0 => {
                return Err(ambiguous(&name, &one.1, &other.1));
            }
            [(_, (who, _)), ..] => return Ok((who.clone(), count + skipped)),
            [] => {}
        }
    }
    if let Some((who, count)) = in_book(&words[..longest], book)? {
        return Ok((who, count + skipped));
    }
    let capitals = words
        .iter()
        .take_while(|word| word.chars().next().is_some_and(char::is_uppercase))
        .count();
    // "send Proposal" and "write Letter" name a thing as often as a person.
    if capitals == 0 || matches!(verb, Verb::Send | Verb::Write) {
        return Ok((Who::Nobody, 0));
    }
    Ok((Who::New(words[..capitals].join(" ")), capitals + skipped))
}

/// The person of the book whom the first words name in full, else the only one of that first name.
fn in_book(words: &[&str], book: &Book) -> Result<Option<(Who, usize)>, Refusal> {
    let names: Vec<String> = (1..=words.len())
        .map(|count| fold(&words[..count].join(" ")))
        .collect();
    let Some(first) = names.first() else {
        return Ok(None);
    };
    // A longer name says more; a first name alone says least.
    let mut best: Vec<(usize, bool, Who, &str)> = Vec::new();
    for (id, person) in book.people.iter() {
        let name = fold(&person.name);
        let whole = names.iter().rposition(|typed| *typed == name);
        let fit = match whole {
            Some(place) => (place + 1, true),
            None if name.split_whitespace().next() == Some(first) => (1, false),
            None => continue,
        };
        let least = best
            .first()
            .map_or((0, false), |(count, whole, ..)| (*count, *whole));
        if least < fit {
            best.clear();
        }
        if least <= fit {
            best.push((fit.0, fit.1, Who::Known(id), &person.name));
        }
    }
    match best.as_slice() {
        [] => Ok(None),
        [(count, _, who, _)] => Ok(Some((who.clone(), *count))),
        [(.., one), (.., other), ..] => Err(ambiguous(&words.join(" "), one, other)),
    }
}

fn ambiguous(name: &str, one: &str, other: &str) -> Refusal {
    Refusal::new(format!("{name} could be {one} or {other}")).or("write the whole name")
}

/// A day as one would type it into a field that looks ahead: with its year where without it another day would be meant.
pub(super) fn day_typed(when: When, today: NaiveDate) -> String {
    let ahead = (when.on - today).num_days();
    if (0..360).contains(&ahead) {
        when.full(today)
    } else {
        when.iso()
    }
}

/// A next action as one would type it.
pub fn typed(next: &Next, book: &Book, today: NaiveDate) -> String {
    let (verb, whom) = match &next.verb {
        Verb::Do => ("", ""),
        verb => (verb.word(), next.whom.map_or("", |id| book.name(Some(id)))),
    };
    let when = When {
        on: next.on,
        time: next.time,
    };
    let when = day_typed(when, today);
    [verb, whom, &next.note, &when]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, MIA, OMAR, PRIYA, SHOP, book, day, today};
    use super::*;

    fn said(line: &str) -> String {
        let book = book();
        let about = About::referral(book.referrals.get(SHOP).unwrap(), &book);
        match read(line, &about, &book, today()) {
            Ok(None) => "nothing".into(),
            Ok(Some(plan)) => {
                let whom = match plan.whom {
                    Who::Nobody => "-".to_string(),
                    Who::Known(id) => book.name(Some(id)).to_string(),
                    Who::New(name) => format!("new {name}"),
                };
                let Next { verb, on, note, .. } = plan.next;
                format!("{} | {whom} | {on} | {note}", verb.word())
            }
            Err(refusal) => refusal.to_string(),
        }
    }

    #[test]
    fn plans_are_read_as_people_say_them() {
        for (given, wanted) in [
            ("", "nothing"),
            ("call Dana fri 10:00", "call | Dana Ortiz | 2026-11-27 | "),
            ("call fri", "call | Dana Ortiz | 2026-11-27 | "),
            ("call Priya fri", "call | Priya Shah | 2026-11-27 | "),
            (
                "Lunch with Mia Lang in 2 weeks",
                "lunch | Mia Lang | 2026-12-05 | ",
            ),
            (
                "ring omar tomorrow about the audit",
                "call | Omar Haddad | 2026-11-22 | about the audit",
            ),
            (
                "send the proposal fri",
                "send | Dana Ortiz | 2026-11-27 | the proposal",
            ),
            (
                "write to Priya 12 dec",
                "write | Priya Shah | 2026-12-12 | ",
            ),
            ("call Zoe Quinn fri", "call | new Zoe Quinn | 2026-11-27 | "),
            (
                "prepare the offer tomorrow",
                "do | - | 2026-11-22 | prepare the offer",
            ),
            (
                "call Dana 12/11",
                "12/11 is a day in November or in December; write 12 nov or 11 dec",
            ),
            (
                "call Dana",
                "“call Dana” has no day; end with one, as in fri 10:00",
            ),
            (
                "fri",
                "That is a day without anything to do; say what, as in call Dana fri",
            ),
        ] {
            assert_eq!(said(given), wanted, "{given}");
        }
    }

    #[test]
    fn a_name_of_two_people_is_asked_about() {
        let mut book = book();
        let kim = crate::domain::person::Person {
            name: "Omar Kim".into(),
            ..Default::default()
        };
        book.people
            .set(crate::domain::id::Id::fixed(9), std::sync::Arc::new(kim));
        let about = About::referral(book.referrals.get(SHOP).unwrap(), &book);
        let refusal = read("call Omar fri", &about, &book, today()).unwrap_err();
        assert!(refusal.to_string().contains("could be"), "{refusal}");
    }

    #[test]
    fn a_plan_reads_back_as_it_is_typed() {
        let book = book();
        let about = About::referral(book.referrals.get(SHOP).unwrap(), &book);
        for (verb, whom, note) in [
            (Verb::Call, Some(DANA), ""),
            (Verb::Meet, Some(PRIYA), "about the shop"),
            (Verb::Lunch, Some(MIA), ""),
            (Verb::Ask, Some(OMAR), "for a word"),
            (Verb::Do, None, "prepare the offer"),
        ] {
            for on in ["2026-11-21", "2026-11-27", "2027-03-01", "2025-01-02"] {
                let next = Next {
                    verb: verb.clone(),
                    whom,
                    on: day(on),
                    time: chrono::NaiveTime::from_hms_opt(10, 0, 0),
                    note: note.into(),
                    ..Next::default()
                };
                let line = typed(&next, &book, today());
                let plan = read(&line, &about, &book, today()).unwrap().unwrap();
                assert_eq!(plan.known().unwrap(), next, "{line}");
            }
        }
    }
}
