//! How I stand with one person, as it is recorded: category, willingness, how far we have come, GAINS, what they look
//! for, when to be in touch again. What follows from it is asked elsewhere.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use super::action::{Said, add_event, is_gone};
use super::book::{Book, Stamp};
use super::client::Asking;
use super::day;
use super::event::{Event, Kind};
use super::facts::{Log, Who};
use super::id::Id;
use super::person::{Lesson, Person, Skill};
use super::pillars::Judged;
use super::record::{part, words};
use super::refusal::Refusal;

words! {
    /// The eight kinds of source (Misner).
    pub enum Category {
        Client = "client",
        ContactSphere = "contact-sphere",
        Benefits = "benefits",
        Business = "business",
        Staff = "staff",
        GaveTo = "gave-to",
        GaveMe = "gave-me",
        Group = "group",
    }
}

impl Category {
    /// The category in words.
    pub fn title(&self) -> &str {
        match self {
            Category::Client => "satisfied client",
            Category::ContactSphere => "contact sphere",
            Category::Benefits => "benefits from my business",
            Category::Business => "does business with me",
            Category::Staff => "staff, also former",
            Category::GaveTo => "got referrals from me",
            Category::GaveMe => "gave me referrals",
            Category::Group => "referral group",
            Category::Other(word) => word,
        }
    }
}

words! {
    /// How readily they refer: a few do it gladly, most would rather not (`McCord`).
    pub enum Willing {
        Gladly = "gladly",
        WhenAsked = "when-asked",
        Reluctantly = "reluctantly",
        Not = "not",
    }
}

impl Willing {
    pub fn title(&self) -> &str {
        match self {
            Willing::Gladly => "refers gladly",
            Willing::WhenAsked => "refers when asked",
            Willing::Reluctantly => "reluctant to refer",
            Willing::Not => "would rather not refer",
            Willing::Other(word) => word,
        }
    }
}

words! {
    /// How far a relationship has come (Misner's VCP).
    pub enum Vcp {
        /// They know who I am and what I do.
        Visibility = "visibility",
        /// They know that I do it well.
        Credibility = "credibility",
        /// Referrals flow, and both gain.
        Profitability = "profitability",
    }
}

part! {
    /// How far we have come, as I judge it, since when, and the evidence.
    pub struct Reached {
        pub stage: Vcp,
        pub on: NaiveDate,
        pub why: String,
    }
}

part! {
    /// They are not to be asked.
    pub struct NoAsk {
        pub on: NaiveDate,
        pub why: String,
    }
}

part! {
    /// One version of an exact description of a good referral.
    pub struct Profile {
        pub words: String,
        pub on: NaiveDate,
        /// UTC milliseconds; orders two of one day.
        pub at: i64,
    }
}

/// The version that holds; none where it has no words.
pub fn latest(versions: &BTreeMap<Id, Profile>) -> Option<(Id, &Profile)> {
    let last = versions
        .iter()
        .max_by_key(|(id, profile)| (profile.on, profile.at, **id));
    last.map(|(id, profile)| (*id, profile))
        .filter(|(_, profile)| !profile.words.is_empty())
}

/// All versions, the newest first.
pub fn in_order(versions: &BTreeMap<Id, Profile>) -> Vec<(Id, &Profile)> {
    let mut all: Vec<(Id, &Profile)> = versions.iter().map(|(id, it)| (*id, it)).collect();
    all.sort_by_key(|(id, it)| std::cmp::Reverse((it.on, it.at, *id)));
    all
}

part! {
    /// When to be in touch again, and why.
    pub struct Again {
        pub on: NaiveDate,
        #[serde(with = "super::referral::clock")]
        pub time: Option<NaiveTime>,
        pub why: String,
        /// The day on which it was agreed.
        pub since: NaiveDate,
    }
}

words! {
    /// What two partners tell each other in their one-to-ones (GAINS).
    pub enum Gain {
        Goals = "goals",
        Accomplishments = "accomplishments",
        Interests = "interests",
        Networks = "networks",
        Skills = "skills",
    }
}

impl Gain {
    /// What it is good for.
    pub fn serves(&self) -> &str {
        match self {
            Gain::Goals => "how to help them",
            Gain::Accomplishments => "what to say of them",
            Gain::Interests => "what to talk about",
            Gain::Networks => "whom they can reach",
            Gain::Skills => "what to send them",
            Gain::Other(word) => word,
        }
    }
}

/// The pillars that stand on a person's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfPerson {
    Trust,
    Purchase,
}

/// One part of how I stand with a person, changed by itself. None and no words take it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bond {
    Judged(OfPerson, Option<Judged>),
    /// What they have learnt of the five steps; a step without a day is taken away.
    Taught(Vec<(Skill, Lesson)>),
    Vcp(Option<Reached>),
    Category(Option<Category>),
    Willing(Option<Willing>),
    NoAsk(Option<NoAsk>),
    Partner(bool),
    Best(String),
    /// Who brought us together.
    Via(Who),
    Gains(Vec<(Gain, String)>),
    /// Whom they look for, from today on.
    Wants(String),
    Again(Option<Again>),
    Asking(Option<Asking>),
}

/// Changes one part, and says what it is now. What is judged anew is kept in the timeline too.
pub(super) fn set(book: &mut Book, stamp: &mut Stamp, id: Id, bond: Bond) -> Result<Said, Refusal> {
    let was = book.people.get(id).ok_or_else(|| is_gone("person"))?;
    let name = was.name.clone();
    let (today, at) = (stamp.today, stamp.at);
    let judged_before = judgement(was, &bond);
    let bond = match bond {
        Bond::Via(who) => {
            let via = who.resolve(book, stamp);
            if via == Some(id) {
                return Err(
                    Refusal::new(format!("{name} cannot have introduced themselves"))
                        .or("name who brought you together"),
                );
            }
            Bond::Via(via.map_or(Who::Nobody, Who::Known))
        }
        other => other,
    };
    let said = said(book, &name, &bond, today);
    let version = matches!(bond, Bond::Wants(_)).then(|| stamp.id());
    let kept = bond.clone();
    book.people.edit(id, at, |person| {
        put(person, kept, version, today, at);
    });
    let is_now = book.people.get(id).and_then(|it| judgement(it, &bond));
    if let Some(now) = is_now.filter(|now| judged_before.as_ref() != Some(now)) {
        let event = Event {
            on: today,
            kind: Kind::Judged,
            person: Some(id),
            note: now,
            ..Event::default()
        };
        add_event(book, stamp, event);
    }
    Ok(said)
}

fn put(person: &mut Person, bond: Bond, version: Option<Id>, today: NaiveDate, at: i64) {
    match bond {
        Bond::Judged(pillar, judged) => {
            let place = match pillar {
                OfPerson::Trust => &mut person.trust,
                OfPerson::Purchase => &mut person.purchase,
            };
            // Better evidence for the same judgement does not make it a younger one.
            let same = |it: &Judged| place.as_ref().filter(|was| was.grade == it.grade);
            let on = |it: &Judged| same(it).map_or(today, |was| was.on);
            *place = judged.map(|it| Judged { on: on(&it), ..it });
        }
        Bond::Taught(lessons) => {
            for (skill, lesson) in lessons {
                if lesson.taught.or(lesson.practised).is_some() {
                    person.training.insert(skill.word().into(), lesson);
                } else {
                    person.training.remove(skill.word());
                }
            }
        }
        Bond::Vcp(reached) => {
            // Better evidence for the same stage does not make it a younger one.
            let was = person.vcp.as_ref();
            person.vcp = reached.map(|it| {
                let same = was.filter(|was| was.stage == it.stage);
                let on = same.map_or(today, |was| was.on);
                Reached { on, ..it }
            });
        }
        Bond::Category(category) => person.category = category,
        Bond::Willing(willing) => person.willing = willing,
        Bond::NoAsk(no_ask) => person.no_ask = no_ask.map(|it| NoAsk { on: today, ..it }),
        Bond::Partner(partner) => person.partner = partner,
        Bond::Best(best) => person.best = best,
        Bond::Via(Who::Known(via)) => person.via = Some(via),
        Bond::Via(_) => person.via = None,
        Bond::Gains(gains) => {
            for (gain, words) in gains {
                if words.is_empty() {
                    person.gains.remove(gain.word());
                } else {
                    person.gains.insert(gain.word().into(), words);
                }
            }
        }
        Bond::Wants(words) => {
            if let Some(id) = version {
                add_version(&mut person.wants, id, words, today, at);
            }
        }
        Bond::Again(again) => {
            person.again = again.map(|it| Again { since: today, ..it });
        }
        Bond::Asking(asking) => person.asking = asking,
    }
}

/// Adds a version. What was said earlier on the same day was a draft of it.
fn add_version(
    versions: &mut BTreeMap<Id, Profile>,
    id: Id,
    words: String,
    on: NaiveDate,
    at: i64,
) {
    let last = in_order(versions).into_iter().next();
    let last = last.map(|(id, it)| (id, it.on, it.words.clone()));
    let id = match last {
        Some((_, _, now)) if now == words => return,
        None if words.is_empty() => return,
        Some((draft, day, _)) if day == on => draft,
        _ => id,
    };
    let profile = Profile {
        words,
        on,
        at,
        ..Profile::default()
    };
    versions.insert(id, profile);
}

/// My own ideal referral from today on.
pub(super) fn set_ideal(book: &mut Book, stamp: &mut Stamp, words: &str) -> Said {
    let id = stamp.id();
    let mut settings = book.settings().clone();
    add_version(&mut settings.ideal, id, words.into(), stamp.today, stamp.at);
    let said = match latest(&settings.ideal) {
        Some(_) => Said::new("Noted what a good referral is for me"),
        None => Said::new("Nothing is noted of a good referral for me"),
    };
    book.settings.put(Id::ONLY, settings, stamp.at);
    said
}

/// Refuses what cannot be logged: friction of which nothing is said, an ask that names nobody.
pub(super) fn may_log(book: &Book, log: &Log) -> Result<(), Refusal> {
    let who = match &log.who {
        Who::Known(id) => book.name(Some(*id)),
        Who::New(name) => name,
        Who::Nobody => "someone",
    };
    match log.kind {
        Kind::Friction if log.note.trim().is_empty() => {
            Err(Refusal::new("Nothing is said of what happened").or("a few words will do"))
        }
        Kind::Ask if log.target.is_some_and(|id| !book.targets.has(id)) => Err(is_gone("target")),
        Kind::MadeUp if log.who.is_nobody() => {
            Err(Refusal::new(format!("Nothing is open with {who}")).or("name a person"))
        }
        _ => Ok(()),
    }
}

/// What follows for the person and the target from what is logged.
pub(super) fn logged(book: &mut Book, stamp: &Stamp, log: &Log, person: Option<Id>) {
    let (today, at) = (stamp.today, stamp.at);
    if let (Some(again), Some(id)) = (&log.again, person) {
        let again = Again {
            since: today,
            ..again.clone()
        };
        book.people
            .edit(id, at, |person| person.again = Some(again));
    }
    if let (Some(target), Kind::Ask) = (log.target, &log.kind) {
        let on = log.on.unwrap_or(today);
        book.targets
            .edit(target, at, |target| target.asked = Some(on));
    }
}

/// A judgement in words for the timeline: "trust strong: vouched for me at AK". None where it is none.
fn judgement(person: &Person, bond: &Bond) -> Option<String> {
    let (what, word, why) = match bond {
        Bond::Judged(pillar, _) => {
            let (what, judged) = match pillar {
                OfPerson::Trust => ("trust", &person.trust),
                OfPerson::Purchase => ("purchase", &person.purchase),
            };
            let judged = judged.as_ref()?;
            (what, judged.grade.title(), &judged.why)
        }
        Bond::Vcp(_) => {
            let reached = person.vcp.as_ref()?;
            ("we have come to", reached.stage.word(), &reached.why)
        }
        _ => return None,
    };
    Some(match why.as_str() {
        "" => format!("{what} {word}"),
        why => format!("{what} {word}: {why}"),
    })
}

fn said(book: &Book, name: &str, bond: &Bond, today: NaiveDate) -> Said {
    Said::new(match bond {
        Bond::Judged(pillar, judged) => {
            let what = match pillar {
                OfPerson::Trust => "The trust",
                OfPerson::Purchase => "The purchase",
            };
            let grade = judged.as_ref().map_or("not known", |it| it.grade.title());
            format!("{what} of {name}: {grade}")
        }
        Bond::Taught(_) => format!("Noted what {name} has learnt"),
        Bond::Vcp(Some(reached)) => format!("With {name} at {}", reached.stage.word()),
        Bond::Vcp(None) => format!("How far it has come with {name} is not known"),
        Bond::Category(Some(category)) => format!("{name}: {}", category.title()),
        Bond::Category(None) => format!("The category of {name} follows from the referrals"),
        Bond::Willing(Some(willing)) => format!("{name} {}", is_willing(willing)),
        Bond::Willing(None) => format!("How readily {name} refers is not known"),
        Bond::NoAsk(Some(_)) => format!("{name} is not to be asked"),
        Bond::NoAsk(None) => format!("{name} may be asked again"),
        Bond::Partner(true) => format!("{name} is a referral partner"),
        Bond::Partner(false) => format!("{name} is no referral partner any more"),
        Bond::Best(_) => format!("Noted how to reach {name}"),
        Bond::Via(Who::Known(via)) => {
            format!("{} brought you and {name} together", book.name(Some(*via)))
        }
        Bond::Via(_) => format!("Nobody is named who brought you and {name} together"),
        Bond::Gains(_) => format!("Noted the GAINS of {name}"),
        Bond::Wants(words) if words.is_empty() => format!("{name} looks for nobody now"),
        Bond::Wants(_) => format!("Noted whom {name} looks for"),
        Bond::Again(Some(again)) => {
            format!("In touch with {name} again {}", day::full(again.on, today))
        }
        Bond::Again(None) => format!("No day is set for {name}"),
        Bond::Asking(Some(asking)) => asking.said(name, today),
        Bond::Asking(None) => format!("No referral meeting with {name}"),
    })
}

/// What was agreed besides: "next contact Thu 26 Nov".
pub fn agreed(again: &Again, today: NaiveDate) -> String {
    format!("next contact {}", day::full(again.on, today))
}

fn is_willing(willing: &Willing) -> String {
    match willing {
        Willing::Reluctantly => "is reluctant to refer".into(),
        other => other.title().into(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::action::Action;
    use crate::domain::id::Ids;
    use crate::domain::pillars::Grade;

    const DANA: Id = Id::fixed(1);

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap() + chrono::Days::new(n)
    }

    fn book() -> Book {
        let mut book = Book::new(day(0));
        let dana = Person {
            name: "Dana".into(),
            ..Person::default()
        };
        book.people.set(DANA, Arc::new(dana));
        book
    }

    fn perform(book: &mut Book, n: u64, bond: Bond) -> Result<Said, Refusal> {
        let at = 1_000 + i64::try_from(n).unwrap();
        let mut stamp = Stamp {
            today: day(n),
            at,
            ids: Ids::seeded(7 + u128::from(n)),
        };
        let bond = Box::new(bond);
        Action::Bond { person: DANA, bond }.perform(book, &mut stamp)
    }

    fn dana(book: &Book) -> &Person {
        book.people.get(DANA).unwrap()
    }

    fn weak(why: &str) -> Bond {
        let judged = Judged {
            grade: Grade::Weak,
            why: why.into(),
            ..Judged::default()
        };
        Bond::Judged(OfPerson::Trust, Some(judged))
    }

    #[test]
    fn a_judgement_has_its_day_stands_in_the_timeline_and_not_known_is_none() {
        let mut book = book();
        let said = perform(&mut book, 0, weak("I was late twice")).unwrap();
        assert_eq!(said.what, "The trust of Dana: weak");
        assert_eq!(dana(&book).trust.as_ref().unwrap().on, day(0));
        let notes = |book: &Book| -> Vec<String> {
            let events = book.events.iter();
            events.map(|(_, event)| event.note.clone()).collect()
        };
        assert_eq!(notes(&book), ["trust weak: I was late twice"]);
        perform(&mut book, 1, weak("I was late twice")).unwrap();
        assert_eq!(notes(&book).len(), 1, "said again it is nothing new");
        let unknown = Bond::Judged(OfPerson::Trust, None);
        let said = perform(&mut book, 2, unknown).unwrap();
        assert_eq!(said.what, "The trust of Dana: not known");
        assert_eq!(dana(&book).trust, None);
        let gone = Action::Bond {
            person: Id::fixed(99),
            bond: Box::new(Bond::Partner(true)),
        };
        let mut stamp = Stamp {
            today: day(0),
            at: 1,
            ids: Ids::seeded(1),
        };
        assert!(gone.perform(&mut book, &mut stamp).is_err());
    }

    #[test]
    fn how_far_it_has_come_is_kept_with_its_evidence() {
        let mut book = book();
        let reached = Reached {
            stage: Vcp::Credibility,
            why: "kept six promises".into(),
            ..Reached::default()
        };
        let said = perform(&mut book, 3, Bond::Vcp(Some(reached))).unwrap();
        assert_eq!(said.what, "With Dana at credibility");
        assert_eq!(dana(&book).vcp.as_ref().unwrap().on, day(3));
        let (_, event) = book.events.iter().next().unwrap();
        assert_eq!(
            (event.kind.clone(), event.note.as_str()),
            (
                Kind::Judged,
                "we have come to credibility: kept six promises"
            )
        );
        let more = |stage: Vcp| Reached {
            stage,
            why: "and praised me at AK".into(),
            ..Reached::default()
        };
        perform(&mut book, 9, Bond::Vcp(Some(more(Vcp::Credibility)))).unwrap();
        let now = dana(&book).vcp.clone().unwrap();
        assert_eq!((now.on, now.why.as_str()), (day(3), "and praised me at AK"));
        perform(&mut book, 9, Bond::Vcp(Some(more(Vcp::Profitability)))).unwrap();
        assert_eq!(dana(&book).vcp.as_ref().unwrap().on, day(9));
    }

    #[test]
    fn what_they_look_for_keeps_its_versions_and_a_day_has_one() {
        let mut book = book();
        for (n, words) in [
            (0, "retail"),
            (0, "retailers"),
            (5, "retailers"),
            (9, "bakers"),
        ] {
            perform(&mut book, n, Bond::Wants(words.into())).unwrap();
        }
        let all: Vec<(&str, NaiveDate)> = in_order(&dana(&book).wants)
            .into_iter()
            .map(|(_, it)| (it.words.as_str(), it.on))
            .collect();
        assert_eq!(all, [("bakers", day(9)), ("retailers", day(0))]);
        perform(&mut book, 12, Bond::Wants(String::new())).unwrap();
        assert_eq!(latest(&dana(&book).wants), None);
        assert_eq!(dana(&book).wants.len(), 3, "what was known stays known");
    }

    #[test]
    fn my_own_ideal_keeps_its_versions_too() {
        let mut book = book();
        for (n, words) in [(0, "owners of shops"), (30, "owners of three shops")] {
            let mut stamp = Stamp {
                today: day(n),
                at: 10 + i64::try_from(n).unwrap(),
                ids: Ids::seeded(u128::from(n) + 1),
            };
            let ideal = Action::Ideal(words.into());
            ideal.perform(&mut book, &mut stamp).unwrap();
        }
        let ideal = &book.settings().ideal;
        let (_, now) = latest(ideal).unwrap();
        assert_eq!(
            (now.words.as_str(), ideal.len()),
            ("owners of three shops", 2)
        );
    }

    #[test]
    fn nobody_has_introduced_themselves() {
        let mut book = book();
        let refused = perform(&mut book, 0, Bond::Via(Who::Known(DANA))).unwrap_err();
        assert!(refused.way_out.is_some());
        perform(&mut book, 0, Bond::Via(Who::New("Ben".into()))).unwrap();
        let via = dana(&book).via;
        assert_eq!(book.name(via), "Ben");
    }

    #[test]
    fn a_gain_without_words_is_taken_away() {
        let mut book = book();
        let gains = |words: &str| Bond::Gains(vec![(Gain::Goals, words.into())]);
        perform(&mut book, 0, gains("a second shop")).unwrap();
        assert_eq!(dana(&book).gains["goals"], "a second shop");
        perform(&mut book, 0, gains("")).unwrap();
        assert!(dana(&book).gains.is_empty());
    }

    proptest! {
        #[test]
        fn the_last_words_hold_whatever_was_said_before(said in prop::collection::vec((0u64..4, "[a-c]{0,2}"), 1..9)) {
            let mut book = book();
            let mut n = 0;
            for (days, words) in &said {
                n += days;
                perform(&mut book, n, Bond::Wants(words.clone())).unwrap();
            }
            let last = &said.last().unwrap().1;
            let now = latest(&dana(&book).wants).map_or("", |(_, it)| it.words.as_str());
            prop_assert_eq!(now, last);
            let days: std::collections::BTreeSet<NaiveDate> = dana(&book).wants.values().map(|it| it.on).collect();
            prop_assert_eq!(days.len(), dana(&book).wants.len());
        }
    }
}
