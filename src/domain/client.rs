//! What a client and I agreed about referrals, and whom they are to be asked about (`McCord`). What follows from it, and
//! when to ask, is asked elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::action::{Said, is_gone};
use super::arrival;
use super::book::{Book, Stamp};
use super::change;
use super::day;
use super::facts::{Captured, Log, Who};
use super::id::Id;
use super::merge;
use super::name::same_name;
use super::progress;
use super::record::{part, record, words};
use super::refusal::Refusal;

words! {
    /// What the number of an agreement is meant for.
    pub enum Per {
        InAll = "in-all",
        AYear = "a-year",
    }
}

impl Per {
    pub fn title(&self) -> &str {
        match self {
            Per::InAll => "in all",
            Per::AYear => "a year",
            Per::Other(word) => word,
        }
    }
}

part! {
    /// One test by which the client judges whether referrals were earned.
    pub struct Criterion {
        pub words: String,
        /// The client's judgement; none while they have not said.
        pub met: Option<bool>,
        /// The day on which they said it.
        pub on: Option<NaiveDate>,
    }
}

record! {
    /// A referral agreement: that referrals are expected, how many, which ones, and how they are earned.
    pub struct Agreement["criteria"] {
        pub person: Option<Id>,
        /// The day of the talk.
        pub on: NaiveDate,
        /// How many; 0 where no number was said.
        pub count: u32,
        pub per: Per,
        /// The version of my ideal referral that they were shown.
        pub profile: Option<Id>,
        pub criteria: BTreeMap<Id, Criterion>,
        pub note: String,
    }
}

impl Agreement {
    /// Every criterion is met, by the client's own word; one without criteria is none that could be kept.
    pub fn is_earned(&self) -> bool {
        !self.criteria.is_empty() && self.criteria.values().all(|it| it.met == Some(true))
    }

    /// The first criterion that the client has not called met.
    pub fn first_unmet(&self) -> Option<(Id, &Criterion)> {
        let mut criteria = self.criteria.iter();
        criteria
            .find(|(_, it)| it.met != Some(true))
            .map(|(id, it)| (*id, it))
    }
}

part! {
    /// The referral acquisition meeting: a meeting of its own, after the work is done.
    pub struct Asking {
        pub proposed: Option<NaiveDate>,
        /// The day that was agreed.
        pub on: Option<NaiveDate>,
        #[serde(with = "super::referral::clock")]
        pub time: Option<NaiveTime>,
        pub place: String,
        pub held: Option<NaiveDate>,
    }
}

impl Asking {
    /// Proposed or agreed, and still to be held.
    pub fn is_ahead(&self) -> bool {
        self.held.is_none() && self.proposed.or(self.on).is_some()
    }

    pub(super) fn said(&self, name: &str, today: NaiveDate) -> String {
        match (self.held, self.on) {
            (Some(_), _) => format!("Held the referral meeting with {name}"),
            (None, Some(on)) => {
                format!("Referral meeting with {name} on {}", day::full(on, today))
            }
            (None, None) => format!("Proposed a referral meeting to {name}"),
        }
    }
}

record! {
    /// Someone whom I want to meet and have reason to believe that a client or source knows.
    pub struct Target[] {
        /// Who is to be asked.
        pub person: Option<Id>,
        /// The wanted one, where they are in the book.
        pub whom: Option<Id>,
        pub name: String,
        pub company: String,
        /// The evidence that they know each other.
        pub why: String,
        pub on: NaiveDate,
        /// The day on which the person was asked about them.
        pub asked: Option<NaiveDate>,
        /// The day on which they said no.
        pub declined: Option<NaiveDate>,
        /// What became of it.
        pub referral: Option<Id>,
    }
}

/// Where a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aim {
    Open,
    Asked,
    Declined,
    Referred,
}

impl Target {
    pub fn aim(&self) -> Aim {
        match (self.referral, self.declined, self.asked) {
            (Some(_), _, _) => Aim::Referred,
            (None, Some(_), _) => Aim::Declined,
            (None, None, Some(_)) => Aim::Asked,
            (None, None, None) => Aim::Open,
        }
    }

    /// Still to be asked about, or asked and not answered.
    pub fn is_open(&self) -> bool {
        matches!(self.aim(), Aim::Open | Aim::Asked)
    }
}

/// Saves what was agreed; criteria that are new get their names here. One without its day is taken away.
pub(super) fn save_agreement(
    book: &mut Book,
    stamp: &mut Stamp,
    (id, was): (Option<Id>, Option<Arc<Agreement>>),
    mut agreement: Agreement,
    added: Vec<Criterion>,
) -> Result<Said, Refusal> {
    let name = book.name(agreement.person).to_string();
    if agreement
        .person
        .is_none_or(|person| !book.people.has(person))
    {
        return Err(Refusal::new("An agreement needs a person").or("say with whom"));
    }
    if agreement.on == NaiveDate::default() {
        let id = id.ok_or_else(|| {
            Refusal::new("An agreement needs a day").or("say when you talked about it")
        })?;
        let gone = book.agreements.remove(id);
        gone.ok_or_else(|| is_gone("agreement"))?;
        merge::lay_to_rest(&mut book.gone, "agreements", id, stamp.at);
        let words = format!("Took the agreement with {name} away");
        return Ok(Said::new(words).more("u brings it back"));
    }
    // A millisecond after each other: they keep the order in which they were named.
    for (at, criterion) in (stamp.at..).zip(added) {
        agreement.criteria.insert(stamp.ids.next(at), criterion);
    }
    let said = Said::new(format!("Noted the agreement with {name}"));
    change::save(
        book,
        stamp,
        (id, was, agreement),
        ("agreements", "agreement", said),
        |book| &mut book.agreements,
    )
}

pub(super) fn save_target(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Option<Id>,
    was: Option<Arc<Target>>,
    target: Target,
) -> Result<Said, Refusal> {
    if let (Some(id), true) = (id, name_of(&target, book).trim().is_empty()) {
        let of = book.name(target.person).to_string();
        let gone = book.targets.remove(id).ok_or_else(|| is_gone("target"))?;
        merge::lay_to_rest(&mut book.gone, "targets", id, stamp.at);
        let words = format!("Took {} off the list of {of}", name_of(&gone, book));
        return Ok(Said::new(words).more("u brings it back"));
    }
    may_stand(book, (id, was.as_deref()), &target)?;
    let said = said_of(book, was.as_deref(), &target);
    change::save(
        book,
        stamp,
        (id, was, target),
        ("targets", "target", said),
        |book| &mut book.targets,
    )
}

/// Refuses who has no name, is asked about themselves, or stands on the list already.
fn may_stand(
    book: &Book,
    (id, was): (Option<Id>, Option<&Target>),
    target: &Target,
) -> Result<(), Refusal> {
    let of = book.name(target.person);
    let wanted = name_of(target, book);
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Err(Refusal::new("A target needs a name").or("say whom you want to meet"));
    }
    if target.person.is_some() && target.person == target.whom {
        return Err(Refusal::new(format!("{of} is who is to be asked")).or("name somebody else"));
    }
    // Two of one name may have come together from two devices: asking about one of them is no new name.
    let stood = was.is_some_and(|was| {
        was.is_open() && (was.whom, was.name.as_str()) == (target.whom, target.name.as_str())
    });
    let twin = book.targets.iter().find(|(other, it)| {
        Some(*other) != id
            && it.person == target.person
            && it.is_open()
            && same_name(&name_of(it, book), wanted)
    });
    let twin = twin.filter(|_| !stood && target.is_open());
    if twin.is_some() {
        let words = format!("{wanted} is on the list of {of} already");
        return Err(Refusal::new(words).or("choose them there"));
    }
    Ok(())
}

/// What is said of a target by where it has come to.
fn said_of(book: &Book, was: Option<&Target>, target: &Target) -> Said {
    let (of, wanted) = (book.name(target.person), name_of(target, book));
    let wanted = wanted.trim();
    let (before, now) = (was.map(Target::aim), target.aim());
    Said::new(match now {
        _ if before == Some(now) => format!("Changed {wanted} on the list of {of}"),
        Aim::Open => format!("{wanted}: to ask {of} about"),
        Aim::Asked => format!("Asked {of} about {wanted}"),
        Aim::Declined => format!("{of} declined to introduce {wanted}"),
        Aim::Referred => format!("{wanted} came from {of}"),
    })
}

/// Asks about somebody who was not on the list yet: they come onto it first, and the asking knows them.
pub(super) fn ask_about(
    book: &mut Book,
    stamp: &mut Stamp,
    target: Target,
    log: Log,
) -> Result<Said, Refusal> {
    may_stand(book, (None, None), &target)?;
    let id = stamp.id();
    book.targets.put(id, target, stamp.at);
    let log = Log {
        target: Some(id),
        ..log
    };
    progress::log(book, stamp, log)
}

/// The wanted person's name.
pub fn name_of(target: &Target, book: &Book) -> String {
    match target.whom {
        Some(whom) => book.name(Some(whom)).to_string(),
        None => target.name.clone(),
    }
}

/// Captures the referral that a target became.
pub(super) fn refer(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    captured: Captured,
) -> Result<Said, Refusal> {
    let target = book.targets.get(id).ok_or_else(|| is_gone("target"))?;
    let whom = target.whom;
    let prospect = match (captured.prospect, whom) {
        (Who::Nobody, Some(whom)) => Who::Known(whom),
        (other, _) => other,
    };
    let captured = Captured {
        prospect,
        ..captured
    };
    let referral = arrival::capture_as(book, stamp, captured)?;
    book.targets
        .edit(id, stamp.at, |target| target.referral = Some(referral));
    arrival::said(book, referral)
}

/// A referral that came in any other way may be what was asked for: the target that it answers knows it.
pub(super) fn answer_target(book: &mut Book, stamp: &Stamp, referral: Id) {
    let Some(it) = book.referrals.get(referral) else {
        return;
    };
    let Some(prospect) = it.prospect.filter(|_| !it.is_given()) else {
        return;
    };
    let sources: Vec<Id> = it.partners().collect();
    let name = book.name(Some(prospect));
    let answers = |target: &Target| {
        target
            .person
            .is_some_and(|person| sources.contains(&person))
            && target.referral.is_none()
            && (target.whom == Some(prospect) || same_name(&target.name, name))
    };
    let answered = book.targets.iter().filter(|(_, it)| answers(it));
    let answered: Vec<Id> = answered.map(|(id, _)| id).collect();
    for id in answered {
        book.targets
            .edit(id, stamp.at, |target| target.referral = Some(referral));
    }
}

/// What a referral had answered is open again where it is deleted.
pub(super) fn unanswer_target(book: &mut Book, referral: Id, at: i64) {
    let answered = book.targets.iter();
    let answered = answered.filter(|(_, target)| target.referral == Some(referral));
    let answered: Vec<Id> = answered.map(|(id, _)| id).collect();
    for id in answered {
        book.targets.edit(id, at, |target| target.referral = None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::event::Kind;
    use crate::domain::id::Ids;
    use crate::domain::person::Person;

    const DANA: Id = Id::fixed(1);
    const LARS: Id = Id::fixed(2);

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn book() -> Book {
        let mut book = Book::new(today());
        for (id, name) in [(DANA, "Dana"), (LARS, "Lars Holm")] {
            let person = Person {
                name: name.into(),
                ..Person::default()
            };
            book.people.set(id, Arc::new(person));
        }
        book
    }

    fn perform(book: &mut Book, action: Action) -> Result<Said, Refusal> {
        let at = 1_000 + i64::try_from(book.targets.len() + book.referrals.len()).unwrap();
        let mut stamp = Stamp {
            today: today(),
            at,
            ids: Ids::seeded(u128::try_from(at).unwrap()),
        };
        action.perform(book, &mut stamp)
    }

    fn target(id: Option<Id>, name: &str, whom: Option<Id>) -> Action {
        Action::SaveTarget {
            id,
            was: None,
            target: Box::new(Target {
                person: Some(DANA),
                whom,
                name: name.into(),
                on: today(),
                ..Target::default()
            }),
        }
    }

    #[test]
    fn a_target_is_noted_once_and_taken_off_the_list() {
        let mut book = book();
        assert!(perform(&mut book, target(None, " ", None)).is_err());
        assert!(perform(&mut book, target(None, "", Some(DANA))).is_err());
        let said = perform(&mut book, target(None, "Ida Berg", None)).unwrap();
        assert_eq!(said.what, "Ida Berg: to ask Dana about");
        let twice = perform(&mut book, target(None, "ida berg", None)).unwrap_err();
        assert_eq!(twice.why, "ida berg is on the list of Dana already");
        let (id, _) = book.targets.iter().next().unwrap();
        let said = perform(&mut book, target(Some(id), "", None)).unwrap();
        assert_eq!(said.what, "Took Ida Berg off the list of Dana");
        assert!(book.targets.is_empty() && book.gone.has(id));
    }

    #[test]
    fn a_target_becomes_a_referral_and_one_captured_elsewhere_answers_it_too() {
        let mut book = book();
        perform(&mut book, target(None, "", Some(LARS))).unwrap();
        perform(&mut book, target(None, "Ida Berg", None)).unwrap();
        let ids: Vec<Id> = book.targets.iter().map(|(id, _)| id).collect();
        let captured = |prospect: Who| Captured {
            prospect,
            partner: Who::Known(DANA),
            ..Captured::default()
        };
        let refer = Action::Refer {
            target: ids[0],
            captured: Box::new(captured(Who::Nobody)),
        };
        let said = perform(&mut book, refer).unwrap();
        assert!(
            said.what.starts_with("Captured Lars Holm from Dana"),
            "{}",
            said.what
        );
        let aim = |book: &Book, n: usize| book.targets.get(ids[n]).unwrap().aim();
        assert_eq!((aim(&book, 0), aim(&book, 1)), (Aim::Referred, Aim::Open));
        let capture = Action::Capture(Box::new(captured(Who::New("Ida Berg".into()))));
        perform(&mut book, capture).unwrap();
        assert_eq!(aim(&book, 1), Aim::Referred);
    }

    #[test]
    fn a_target_says_where_it_has_come_to() {
        let mut book = book();
        perform(&mut book, target(None, "Ida Berg", None)).unwrap();
        let (id, _) = book.targets.iter().next().unwrap();
        let mut said = |change: &dyn Fn(&mut Target)| {
            let was = Arc::clone(book.targets.arc(id).unwrap());
            let mut target = (*was).clone();
            change(&mut target);
            let save = Action::SaveTarget {
                id: Some(id),
                was: Some(was),
                target: Box::new(target),
            };
            perform(&mut book, save).unwrap().what
        };
        let on = Some(today());
        for (change, words) in [
            (
                &(|it: &mut Target| it.why = "sails with her".into()) as &dyn Fn(&mut Target),
                "Changed Ida Berg on the list of Dana",
            ),
            (&|it| it.asked = on, "Asked Dana about Ida Berg"),
            (
                &|it| it.declined = on,
                "Dana declined to introduce Ida Berg",
            ),
            (
                &|it| (it.asked, it.declined) = (None, None),
                "Ida Berg: to ask Dana about",
            ),
        ] {
            assert_eq!(said(change), words);
        }
    }

    #[test]
    fn of_two_targets_of_one_name_from_two_devices_each_can_be_asked_about() {
        let mut book = book();
        perform(&mut book, target(None, "Ida Berg", None)).unwrap();
        let (first, record) = book.targets.arcs().next().unwrap();
        let twin = Arc::clone(record);
        book.targets.set(Id::fixed(9), Arc::clone(&twin));
        for id in [first, Id::fixed(9)] {
            let asked = Target {
                asked: Some(today()),
                ..(*twin).clone()
            };
            let save = Action::SaveTarget {
                id: Some(id),
                was: Some(Arc::clone(&twin)),
                target: Box::new(asked),
            };
            assert!(perform(&mut book, save).is_ok());
        }
        assert!(perform(&mut book, target(None, "Ida Berg", None)).is_err());
    }

    #[test]
    fn who_is_asked_about_for_the_first_time_comes_onto_the_list() {
        let mut book = book();
        let about = |name: &str| Action::AskAbout {
            target: Box::new(Target {
                person: Some(DANA),
                name: name.into(),
                on: today(),
                ..Target::default()
            }),
            log: Box::new(Log {
                kind: Kind::Ask,
                who: Who::Known(DANA),
                note: "will think about it".into(),
                ..Log::default()
            }),
        };
        let said = perform(&mut book, about("Ida Berg")).unwrap();
        assert_eq!(said.what, "Asked Dana about Ida Berg");
        let (id, target) = book.targets.iter().next().unwrap();
        let (_, event) = book.events.iter().next().unwrap();
        assert_eq!((target.asked, event.target), (Some(today()), Some(id)));
        assert!(
            perform(&mut book, about("Ida Berg")).is_err(),
            "once is enough"
        );
        assert_eq!(book.events.iter().count(), 1);
    }

    #[test]
    fn a_source_who_joins_an_open_card_answers_what_they_were_asked_about() {
        let mut book = book();
        perform(&mut book, target(None, "", Some(LARS))).unwrap();
        let capture = Action::Capture(Box::new(Captured {
            prospect: Who::Known(LARS),
            partner: Who::New("Ben Achebe".into()),
            ..Captured::default()
        }));
        perform(&mut book, capture).unwrap();
        let aim = |book: &Book| book.targets.iter().next().unwrap().1.aim();
        assert_eq!(aim(&book), Aim::Open, "he came from somebody else");
        let (referral, _) = book.referrals.iter().next().unwrap();
        let source = Who::Known(DANA);
        perform(&mut book, Action::Join { referral, source }).unwrap();
        assert_eq!(aim(&book), Aim::Referred);
    }

    #[test]
    fn an_agreement_without_its_day_is_taken_away() {
        let mut book = book();
        let save = |id, on| Action::SaveAgreement {
            id,
            was: None,
            added: Vec::new(),
            agreement: Box::new(Agreement {
                person: Some(DANA),
                on,
                ..Agreement::default()
            }),
        };
        assert!(perform(&mut book, save(None, NaiveDate::default())).is_err());
        perform(&mut book, save(None, today())).unwrap();
        let (id, _) = book.agreements.iter().next().unwrap();
        let said = perform(&mut book, save(Some(id), NaiveDate::default())).unwrap();
        assert_eq!(said.what, "Took the agreement with Dana away");
        assert!(book.agreements.is_empty() && book.gone.has(id));
    }

    #[test]
    fn an_agreement_is_earned_when_the_client_calls_every_criterion_met() {
        let with = |all: &[Option<bool>]| {
            let criteria = (10..).zip(all).map(|(n, met)| {
                let criterion = Criterion {
                    words: "done by May".into(),
                    met: *met,
                    ..Criterion::default()
                };
                (Id::fixed(n), criterion)
            });
            Agreement {
                criteria: criteria.collect(),
                ..Agreement::default()
            }
        };
        for (all, earned, first) in [
            (&[][..], false, None),
            (&[Some(true)], true, None),
            (&[Some(true), None], false, Some(Id::fixed(11))),
            (&[Some(false), None], false, Some(Id::fixed(10))),
        ] {
            let agreement = with(all);
            assert_eq!(agreement.is_earned(), earned, "{all:?}");
            assert_eq!(agreement.first_unmet().map(|(id, _)| id), first);
        }
    }

    #[test]
    fn an_agreement_is_saved_and_changed_field_by_field() {
        let mut book = book();
        let save = |id, was, count, note: &str| Action::SaveAgreement {
            id,
            was,
            added: Vec::new(),
            agreement: Box::new(Agreement {
                person: Some(DANA),
                on: today(),
                count,
                note: note.into(),
                ..Agreement::default()
            }),
        };
        let nobody = Action::SaveAgreement {
            id: None,
            was: None,
            added: Vec::new(),
            agreement: Box::default(),
        };
        assert!(perform(&mut book, nobody).is_err());
        perform(&mut book, save(None, None, 2, "")).unwrap();
        let (id, _) = book.agreements.iter().next().unwrap();
        let was = Arc::clone(book.agreements.arc(id).unwrap());
        book.agreements
            .edit(id, 5_000, |it| it.note = "over lunch".into());
        perform(&mut book, save(Some(id), Some(was), 3, "")).unwrap();
        let now = book.agreements.get(id).unwrap();
        assert_eq!((now.count, now.note.as_str()), (3, "over lunch"));
    }
}
