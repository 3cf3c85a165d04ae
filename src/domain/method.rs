//! What the method asks to be noted of one referral and its people: level, tie, answers, pillars.

use super::action::{Edit, OfPerson, Reply, Said, is_gone};
use super::book::{Book, Stamp};
use super::expectation::Expectation;
use super::id::Id;
use super::merge;
use super::pillars::Judged;
use super::referral::{Answer, Referral, rung};
use super::refusal::Refusal;

/// The line of the source's work that says they set the appointment.
pub const APPOINTMENT: &str = "source.appointment";

/// What a trained source does for a referral (Walker's steps 3 to 5): the id of the line, what they did, and
/// what to ask of them where they did not.
pub const SOURCE_WORK: [(&str, &str, &str); 4] = [
    (
        "source.need",
        "found out what they need",
        "What do they need, in their own words?",
    ),
    (
        "source.credibility",
        "spoke for my work",
        "What did you tell them about my work?",
    ),
    (
        "source.solution",
        "offered me as the solution",
        "Would you tell them that I can solve it?",
    ),
    (
        APPOINTMENT,
        "set the appointment",
        "Would you find a day for the two of us?",
    ),
];

/// Setting up the meeting is this rung.
const ARRANGED: u8 = 7;

pub(super) fn edit(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    edit: Edit,
) -> Result<Said, Refusal> {
    let referral = book.referrals.get(id).ok_or_else(|| is_gone("referral"))?;
    let name = book.name(referral.prospect).to_string();
    let (today, at) = (stamp.today, stamp.at);
    let said = match &edit {
        Edit::Level { level, .. } => match level {
            Some(level) => Said::new(format!(
                "{name} is at level {level}: {}",
                rung(*level).unwrap_or_default()
            )),
            None => Said::new(format!("{name} is a lead: they expect no contact")),
        },
        Edit::Tie { .. } => {
            let source = book.name(referral.partner());
            Said::new(format!("Noted how {source} stands with {name}"))
        }
        Edit::Told(_) => Said::new(format!("Noted what {name} was told")),
        Edit::Introduction(Some(introduction)) => Said::new(format!(
            "Introduction of {name} by {}: {}",
            introduction.method.title(),
            introduction.state.title()
        ))
        .more(if referral.introduction.is_none() {
            "i shows it"
        } else {
            ""
        }),
        Edit::Introduction(None) => Said::new(format!("Dropped the introduction of {name}")),
        Edit::Kept(true) => Said::new(format!("Called {name} on time")),
        Edit::Kept(false) => Said::new(format!("Called {name} at another time")),
        Edit::Short(Some(true)) => Said::new(format!("{name} takes the short route")),
        Edit::Short(Some(false)) => Said::new(format!("{name} goes through all stages")),
        Edit::Short(None) => Said::new(format!("The route of {name} follows its level")),
        Edit::Answers(_) => Said::new(format!("Noted for {name}")),
    };
    let mut said = said;
    book.referrals.edit(id, at, |referral| match edit {
        Edit::Level { level, aim } => (referral.level, referral.aim) = (level, aim),
        Edit::Tie { tie, approach } => (referral.tie, referral.approach) = (tie, approach),
        Edit::Told(told) => referral.told = told,
        Edit::Introduction(introduction) => referral.introduction = introduction,
        Edit::Kept(kept) => {
            if let Some(introduction) = &mut referral.introduction {
                introduction.kept = Some(kept);
            }
        }
        Edit::Short(short) => referral.short = short,
        Edit::Answers(replies) => {
            for reply in replies {
                answer(referral, reply, today, &mut said);
            }
        }
    });
    Ok(said)
}

/// Keeps what was said to one line. An answer that says nothing is none.
fn answer(referral: &mut Referral, reply: Reply, today: chrono::NaiveDate, said: &mut Said) {
    if !reply.done && reply.note.is_empty() {
        referral.answers.remove(&reply.item);
        return;
    }
    // A lead stays one: whether they expect contact is not the source's to decide.
    if reply.item == APPOINTMENT && reply.done && referral.level.is_some_and(|at| at < ARRANGED) {
        referral.level = Some(ARRANGED);
        said.more = format!("that is level {ARRANGED}");
    }
    let was = referral.answers.remove(&reply.item).unwrap_or_default();
    let answer = Answer {
        done: reply.done,
        note: reply.note,
        on: today,
        ..was
    };
    referral.answers.insert(reply.item, answer);
}

pub(super) fn judge(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    pillar: OfPerson,
    judged: Option<Judged>,
) -> Result<Said, Refusal> {
    let person = book.people.get(id).ok_or_else(|| is_gone("person"))?;
    let what = match pillar {
        OfPerson::Trust => "The trust",
        OfPerson::Purchase => "The purchase",
    };
    let grade = judged
        .as_ref()
        .map_or("not known", |judged| judged.grade.title());
    let said = Said::new(format!("{what} of {}: {grade}", person.name));
    let today = stamp.today;
    let judged = judged.map(|judged| Judged {
        on: today,
        ..judged
    });
    book.people.edit(id, stamp.at, |person| match pillar {
        OfPerson::Trust => person.trust = judged,
        OfPerson::Purchase => person.purchase = judged,
    });
    Ok(said)
}

pub(super) fn save_expectation(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Option<Id>,
    expectation: Expectation,
) -> Result<Said, Refusal> {
    let name = book.name(expectation.person).to_string();
    let is_empty = expectation.words.trim().is_empty();
    match (id, is_empty) {
        (None, true) => Err(Refusal::new("An expectation needs words")
            .or(format!("say what {name} expects, as they say it"))),
        // One that was taken away elsewhere must not come back beside its own tombstone.
        (Some(id), _) if book.expectations.get(id).is_none() => Err(is_gone("expectation")),
        (Some(id), true) => {
            book.expectations.remove(id);
            merge::lay_to_rest(&mut book.gone, "expectations", id, stamp.at);
            Ok(Said::new(format!("Took away an expectation of {name}")).more("u brings it back"))
        }
        (id, false) => {
            let id = id.unwrap_or_else(|| stamp.id());
            book.expectations.put(id, expectation, stamp.at);
            Ok(Said::new(format!("Noted what {name} expects")))
        }
    }
}
