//! The four pillars of one referral (McCord): whether it can be a good one, and what makes up for a weak one.

use super::index::Dated;
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::event::Kind;
use crate::domain::expectation::{Expectation, Origin, Verdict};
use crate::domain::id::Id;
use crate::domain::introduction::Method;
use crate::domain::pillars::Grade;
use crate::domain::referral::Referral;

/// Which pillar, in the order of the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pillar {
    /// The source trusts me not to embarrass them.
    Trust,
    /// The source's own purchase, against what they said they expected.
    Purchase,
    /// How the source stands with the prospect.
    Tie,
    /// The first contact with the prospect.
    Contact,
}

/// How strong each pillar is; none is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pillars {
    pub trust: Option<Grade>,
    pub purchase: Option<Grade>,
    pub tie: Option<Grade>,
    pub contact: Option<Grade>,
}

impl Pillars {
    pub fn in_order(&self) -> [(Pillar, Option<&Grade>); 4] {
        [
            (Pillar::Trust, self.trust.as_ref()),
            (Pillar::Purchase, self.purchase.as_ref()),
            (Pillar::Tie, self.tie.as_ref()),
            (Pillar::Contact, self.contact.as_ref()),
        ]
    }

    /// The first pillar that is weak.
    pub fn weakest(&self) -> Option<Pillar> {
        let mut pillars = self.in_order().into_iter();
        pillars
            .find(|(_, grade)| *grade == Some(&Grade::Weak))
            .map(|(pillar, _)| pillar)
    }
}

/// The pillars of a referral: 1 and 2 from the source's record (mine are the receiver's affair in a given one, so
/// there they do not apply), 3 from the tie, 4 from the introduction.
pub fn of(book: &Book, practice: &Practice, id: Id) -> Pillars {
    let Some(referral) = book.referrals.get(id) else {
        return Pillars::default();
    };
    let (trust, purchase) = if referral.is_given() {
        (Some(Grade::DoesNotApply), Some(Grade::DoesNotApply))
    } else {
        let source = referral.source;
        (
            source.and_then(|source| trust(book, source)),
            source.and_then(|source| purchase(book, practice, source)),
        )
    };
    Pillars {
        trust,
        purchase,
        tie: referral
            .tie
            .as_ref()
            .and_then(super::super::domain::pillars::Tie::grade),
        contact: contact(practice, id, referral),
    }
}

/// The first pillar, as it is recorded on a person.
pub fn trust(book: &Book, person: Id) -> Option<Grade> {
    let person = book.people.get(person)?;
    person.trust.as_ref().map(|judged| judged.grade.clone())
}

/// The second pillar: as recorded, else from what the client said they expect and what became of it. What I
/// assume does not count.
pub fn purchase(book: &Book, practice: &Practice, person: Id) -> Option<Grade> {
    let record = book.people.get(person)?;
    if let Some(judged) = &record.purchase {
        return Some(judged.grade.clone());
    }
    let (mut judged, mut missed) = (0, 0);
    for expectation in practice.expectations_of(person) {
        let it = &expectation.record;
        if it.origin != Origin::Said || it.verdict == Verdict::Open {
            continue;
        }
        judged += it.weight();
        if it.verdict == Verdict::Missed {
            missed += it.weight();
        }
    }
    match (judged, missed) {
        (0, _) => None,
        (_, 0) => Some(Grade::Strong),
        // The gap: the share of what they said that was missed, by how much it matters to them.
        (judged, missed) if missed * 3 <= judged => Some(Grade::Fair),
        _ => Some(Grade::Weak),
    }
}

/// What a client said and does not have yet, or did not get.
pub fn unmet(practice: &Practice, person: Id) -> Vec<&Dated<Expectation>> {
    let all = practice.expectations_of(person).iter();
    all.filter(|it| it.record.is_unmet()).collect()
}

/// The fourth pillar: from the introduction that is planned or made; once introduced without one, a bare name is
/// the weakest first contact.
fn contact(practice: &Practice, id: Id, referral: &Referral) -> Option<Grade> {
    if let Some(introduction) = &referral.introduction {
        if introduction.kept == Some(false) {
            return Some(Grade::Weak);
        }
        return Some(match introduction.method {
            Method::Call | Method::Lunch => Grade::Strong,
            Method::Letter | Method::Email if introduction.gaps().is_empty() => Grade::Fair,
            _ => Grade::Weak,
        });
    }
    let mut events = practice.events_on(id).iter();
    let is_met = events.any(|event| matches!(event.record.kind, Kind::Introduced | Kind::Met));
    match referral.level {
        Some(6..) => Some(Grade::Strong),
        Some(4 | 5) => Some(Grade::Fair),
        _ if is_met => Some(Grade::Weak),
        _ => None,
    }
}

/// What makes up for a weak third or fourth pillar: the strongest introduction that is not made yet.
pub fn remedy(referral: &Referral) -> Option<Method> {
    let made = referral
        .introduction
        .as_ref()
        .map(|introduction| &introduction.method);
    match made {
        Some(Method::Lunch) => None,
        _ => Some(Method::Lunch),
    }
}

/// The pillar that stops an ask: a recorded weak trust or purchase of the person asked (`McCord`: no quality
/// referrals, period). Not known is a question and stops nothing.
pub fn stops_asking(book: &Book, practice: &Practice, person: Id) -> Option<Pillar> {
    if trust(book, person) == Some(Grade::Weak) {
        return Some(Pillar::Trust);
    }
    (purchase(book, practice, person) == Some(Grade::Weak)).then_some(Pillar::Purchase)
}
