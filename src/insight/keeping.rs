//! What each rule looks for in one person, and in the book as a whole. Each is silent unless its own
//! fact is there; none knows what a screen shows.

use chrono::NaiveDate;

use super::index::{Dated, Index};
use super::nudge::{Nudge, Occasion, Reason, RuleName};
use super::practice::Practice;
use super::relation::Relation;
use super::span::{after, before, is_near};
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::person::Person;
use crate::domain::pillars::Grade;
use crate::domain::promise::{By, Promise};
use crate::domain::settings::{Threshold, working};

/// One person with how I stand with them.
pub(super) struct OfPerson<'a> {
    pub book: &'a Book,
    pub index: &'a Index,
    pub id: Id,
    pub person: &'a Person,
    pub relation: &'a Relation,
    /// For what else follows from the book; of its own agenda it knows nothing yet.
    pub practice: &'a Practice,
    pub today: NaiveDate,
}

impl OfPerson<'_> {
    fn promises(&self, is_mine: bool) -> impl Iterator<Item = (&Dated<Promise>, NaiveDate)> {
        let promises = self.index.promises_of_person.of(self.id).iter();
        promises
            .filter(move |promise| (promise.record.by == By::Me) == is_mine)
            .filter(|promise| promise.record.is_open())
            .filter_map(|promise| Some((promise, promise.record.due?)))
    }

    pub(super) fn found(
        &self,
        rule: RuleName,
        subject: Subject,
        occasion: Occasion,
        reason: Reason,
        due: NaiveDate,
    ) -> Nudge {
        Nudge {
            rule,
            person: Some(self.id),
            subject: Some(subject),
            occasion,
            reason,
            due,
            time: None,
            late: (self.today - due).num_days(),
        }
    }

    /// Nothing stands between us, neither trust nor their purchase is noted as weak, and nothing else against asking.
    pub(super) fn may_be_asked(&self) -> bool {
        let judged = [&self.person.trust, &self.person.purchase];
        let mut judged = judged.into_iter().flatten();
        self.relation.friction.is_none()
            && self.person.no_ask.is_none()
            && !judged.any(|it| it.grade == Grade::Weak)
    }

    /// They are the prospect of something open.
    fn is_prospect(&self) -> bool {
        self.relation.open.iter().any(|id| {
            let referral = self.book.referrals.get(*id);
            referral.is_some_and(|referral| referral.prospect == Some(self.id))
        })
    }
}

pub(super) fn promise(of: &OfPerson, found: &mut Vec<Nudge>) {
    let to_prospect = of.is_prospect();
    for (promise, due) in of.promises(true) {
        let due = working(due);
        if is_near(due, of.today) {
            let reason = Reason::Promise { due, to_prospect };
            let subject = Subject::Promise(promise.id);
            let occasion = Occasion::On(due);
            found.push(of.found(RuleName::Promise, subject, occasion, reason, due));
        }
    }
}

/// My promises to them whose day is over.
pub(super) fn overdue(of: &OfPerson) -> Vec<Nudge> {
    let mut found = Vec::new();
    promise(of, &mut found);
    found.retain(|nudge| 0 < nudge.late);
    found
}

pub(super) fn promised_me(of: &OfPerson, found: &mut Vec<Nudge>) {
    for (promise, due) in of.promises(false) {
        let asked = working(after(due, 1));
        if asked <= of.today {
            let reason = Reason::PromisedMe { due };
            let subject = Subject::Promise(promise.id);
            let occasion = Occasion::On(due);
            found.push(of.found(RuleName::PromisedMe, subject, occasion, reason, asked));
        }
    }
}

/// On a day off it is silent itself until the next working day, and keeps the others silent until then.
pub(super) fn person_woke(of: &OfPerson, found: &mut Vec<Nudge>) {
    let wait = of.person.wait.as_ref();
    let Some((since, until)) = wait.and_then(|wait| Some((wait.since, wait.until?))) else {
        return;
    };
    let is_touched = of.relation.last.is_some_and(|(on, _)| until <= on);
    let due = working(until);
    if !is_touched && until <= of.today {
        let reason = Reason::Woke { since, until };
        let subject = Subject::Person(of.id);
        found.push(of.found(
            RuleName::PersonWoke,
            subject,
            Occasion::On(until),
            reason,
            due,
        ));
    }
}

pub(super) fn gone_quiet(of: &OfPerson, found: &mut Vec<Nudge>) {
    let (Some(interval), Some(days)) = (of.relation.interval, of.relation.days) else {
        return;
    };
    let is_agreed = of.relation.again.is_some();
    if of.relation.late == 0 || is_agreed || has_rule(found, RuleName::PersonWoke) {
        return;
    }
    let last = of.relation.last.map(|(_, event)| event);
    let due = working(before(of.today, of.relation.late - 1));
    if due <= of.today {
        let reason = Reason::GoneQuiet {
            warmth: of.relation.warmth,
            days,
            interval,
            last,
            is_new: of.relation.is_new,
        };
        let from = of.relation.last.map(|(on, _)| on).or(of.person.tiered);
        let occasion = match (last, from) {
            (Some(event), _) => Occasion::Of(event),
            (None, from) => Occasion::On(from.unwrap_or(of.today)),
        };
        let subject = Subject::Person(of.id);
        found.push(of.found(RuleName::GoneQuiet, subject, occasion, reason, due));
    }
}

/// What stands between us is mended before anything else is asked of them.
pub(super) fn friction(of: &OfPerson, found: &mut Vec<Nudge>) {
    let Some(id) = of.relation.friction else {
        return;
    };
    let mut events = of.index.events_of_person.of(of.id).iter();
    let Some(event) = events.find(|event| event.id == id) else {
        return;
    };
    let reason = Reason::Friction { event: id };
    let subject = Subject::Person(of.id);
    let (occasion, due) = (Occasion::Of(id), working(event.on));
    found.push(of.found(RuleName::Friction, subject, occasion, reason, due));
}

/// The day that was agreed for the next contact has come, or comes soon where it has a time.
pub(super) fn contact_due(of: &OfPerson, found: &mut Vec<Nudge>) {
    let Some(again) = &of.person.again else {
        return;
    };
    let is_open = of.relation.again == Some(again.on);
    if !is_open || !is_near(again.on, of.today) {
        return;
    }
    let subject = Subject::Person(of.id);
    let (occasion, reason) = (Occasion::On(again.on), Reason::Again);
    let nudge = of.found(RuleName::ContactDue, subject, occasion, reason, again.on);
    found.push(Nudge {
        time: again.time,
        ..nudge
    });
}

/// The referral meeting that was agreed with a client.
pub(super) fn referral_meeting(of: &OfPerson, found: &mut Vec<Nudge>) {
    let Some(asking) = of.person.asking.as_ref().filter(|it| it.is_ahead()) else {
        return;
    };
    let Some(on) = asking.on.filter(|on| is_near(*on, of.today)) else {
        return;
    };
    let subject = Subject::Person(of.id);
    let (occasion, reason) = (Occasion::On(on), Reason::ReferralMeeting);
    let nudge = of.found(RuleName::ReferralMeeting, subject, occasion, reason, on);
    found.push(Nudge {
        time: asking.time,
        ..nudge
    });
}

/// The referral meeting comes, and nobody is named whom they could be asked about.
pub(super) fn targets(of: &OfPerson, found: &mut Vec<Nudge>) {
    let Some(asking) = of.person.asking.as_ref().filter(|it| it.is_ahead()) else {
        return;
    };
    let Some(on) = asking.on.filter(|on| of.today <= *on) else {
        return;
    };
    let mut targets = of.index.targets.of(of.id).iter();
    if !of.may_be_asked() || targets.any(|target| target.record.is_open()) {
        return;
    }
    let days = of.book.settings().days(Threshold::Targets);
    let due = before(on, days.into());
    if due <= of.today {
        let subject = Subject::Person(of.id);
        let (occasion, reason) = (Occasion::On(on), Reason::Targets { on });
        found.push(of.found(RuleName::Targets, subject, occasion, reason, due));
    }
}

fn has_rule(found: &[Nudge], rule: RuleName) -> bool {
    found.iter().any(|nudge| nudge.rule == rule)
}

/// Nothing was logged in the whole book for a while, though it is in use and not new.
pub(super) fn out_of_date(
    book: &Book,
    index: &Index,
    has_work: bool,
    today: NaiveDate,
) -> Option<Nudge> {
    let last = index.last_day(today)?;
    let last = book
        .settings()
        .started
        .map_or(last, |started| last.max(started));
    let days = (today - last).num_days();
    let quiet = book.settings().days(Threshold::Quiet);
    if !has_work || days < i64::from(quiet) {
        return None;
    }
    let due = after(last, quiet);
    Some(Nudge {
        rule: RuleName::OutOfDate,
        person: None,
        subject: None,
        occasion: Occasion::On(last),
        reason: Reason::OutOfDate { last, days },
        due,
        time: None,
        late: (today - due).num_days(),
    })
}

/// What two devices changed differently: one row, however many there are.
pub(super) fn clashes(book: &Book, today: NaiveDate) -> Option<Nudge> {
    let newest = book.clashes.iter().max_by_key(|(id, it)| (it.updated, *id));
    let (newest, _) = newest?;
    Some(Nudge {
        rule: RuleName::Clash,
        person: None,
        subject: None,
        occasion: Occasion::Of(newest),
        reason: Reason::Clashes {
            count: book.open_clashes(),
        },
        due: today,
        time: None,
        late: 0,
    })
}
