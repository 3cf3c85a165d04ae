//! Signs that I may have stepped on somebody's toes, by what happened and when. It never says that I did: only what was
//! noted of it is friction.

use chrono::NaiveDate;

use super::owed::said_on;
use super::practice::Practice;
use super::span::after;
use crate::domain::book::Book;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::referral::{Ending, Referral};
use crate::domain::route;
use crate::domain::settings::{Threshold, working};

/// So many are told, the newest.
pub const MOST: usize = 5;

/// A report back that comes within so many days of its own is not late enough to be felt.
const FELT: i64 = 3;

/// What may have been felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// The same prospect came from them and from somebody else.
    TwoSources { referral: Id, other: Id },
    /// I was in touch with the prospect before they had introduced us.
    Early { referral: Id },
    /// I asked them again so soon after that day.
    AskedAgain { before: NaiveDate },
    /// They heard so many days too late how it went.
    Late { referral: Id, days: i64 },
    /// They have not heard how it went, or how it ended.
    Unreported { referral: Id },
}

/// A sign, and the day of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    pub on: NaiveDate,
    pub sign: Sign,
}

/// What may have been felt by a person, the newest first.
pub fn signals(book: &Book, practice: &Practice, person: Id) -> Vec<Signal> {
    let mut found = Vec::new();
    for named in practice.referrals_of(person) {
        let (id, it) = (named.id, &*named.record);
        if it.is_given() || !it.partners().any(|partner| partner == person) {
            continue;
        }
        found.extend(shared(practice, person, id, it));
        found.extend(early(practice, id, it));
        found.extend(reported(book, practice, person, id));
    }
    found.extend(asked(book, practice, person));
    found.sort_by_key(|signal| std::cmp::Reverse((signal.on, signal.sign)));
    found.truncate(MOST);
    found
}

/// The same prospect from somebody else: on one card, or on two that were open at the same time.
fn shared(practice: &Practice, person: Id, id: Id, it: &Referral) -> Vec<Signal> {
    let sign = |other: Id| Sign::TwoSources {
        referral: id,
        other,
    };
    let mut found = Vec::new();
    match (it.also.get(&person), it.source) {
        (Some(joined), Some(other)) => found.push(Signal {
            on: joined.on,
            sign: sign(other),
        }),
        _ => found.extend(it.also.iter().map(|(other, joined)| Signal {
            on: joined.on,
            sign: sign(*other),
        })),
    }
    let twins = it
        .prospect
        .map_or(&[][..], |prospect| practice.referrals_of(prospect));
    for twin in twins.iter().filter(|twin| twin.id != id) {
        let other = &twin.record;
        let is_theirs = other.partners().any(|partner| partner == person);
        if other.is_given() || is_theirs || other.prospect != it.prospect {
            continue;
        }
        let (earlier, later) = if it.on <= other.on {
            (it, &**other)
        } else {
            (&**other, it)
        };
        let ended = earlier.outcome.as_ref().map(|outcome| outcome.on);
        let is_over = ended.is_some_and(|ended| ended < later.on);
        if let Some(source) = other.source.filter(|_| !is_over) {
            found.push(Signal {
                on: later.on,
                sign: sign(source),
            });
        }
    }
    found
}

/// In touch with a prospect whom I did not know, on a day before they were to introduce us.
pub(super) fn early(practice: &Practice, id: Id, it: &Referral) -> Option<Signal> {
    let prospect = it.prospect?;
    let mut events = practice.events_on(id).iter();
    let introduced = events.find(|event| event.record.kind == Kind::Introduced);
    let planned = it.introduction.as_ref();
    let (from, until) = match (introduced, planned) {
        (Some(introduced), _) => (it.on, introduced.on),
        (None, Some(planned)) if !planned.is_made() => {
            let first = planned.days.values().min().copied();
            (first.unwrap_or(planned.since), NaiveDate::MAX)
        }
        _ => return None,
    };
    let with = practice.events_of(prospect);
    let is_known =
        |event: &crate::domain::event::Event| route::shows_acquaintance(event, prospect, it.on);
    if with.iter().any(|event| is_known(&event.record)) {
        return None;
    }
    let mut contacts = with.iter().filter(|event| {
        let kind = &event.record.kind;
        (kind.is_contact() || *kind == Kind::Met) && from <= event.on && event.on < until
    });
    contacts.next().map(|contact| Signal {
        on: contact.on,
        sign: Sign::Early { referral: id },
    })
}

/// Asked for referrals twice within the time that lies between.
fn asked(book: &Book, practice: &Practice, person: Id) -> Vec<Signal> {
    let events = practice.events_of(person).iter();
    let asks = events.filter(|event| match event.record.kind {
        // One about a referral is a question about its prospect.
        Kind::Ask => event.record.referral.is_none(),
        Kind::Acquisition => true,
        _ => false,
    });
    let mut days: Vec<NaiveDate> = asks.map(|event| event.on).collect();
    days.dedup();
    let apart = i64::from(book.settings().days(Threshold::AskAgain));
    let pairs = days
        .windows(2)
        .filter(|pair| (pair[1] - pair[0]).num_days() < apart);
    pairs
        .map(|pair| Signal {
            on: pair[1],
            sign: Sign::AskedAgain { before: pair[0] },
        })
        .collect()
}

/// A report that came too late, or not at all: of the meeting, and of how it ended. A card makes one of it, the newest.
fn reported(book: &Book, practice: &Practice, person: Id, id: Id) -> Option<Signal> {
    let referral = book.referrals.get(id)?;
    let of = practice.asked_of(id, referral);
    let is_none = |ending: &Ending| *ending == Ending::NotAReferral;
    let outcome = referral.outcome.as_ref();
    if !of.is_current() || outcome.is_some_and(|outcome| is_none(&outcome.ending)) {
        return None;
    }
    let due = |on: NaiveDate, threshold| working(after(on, book.settings().days(threshold)));
    let meeting = of.meeting();
    let met = meeting.map(|met| (met.since, due(met.met, Threshold::ReportBack)));
    let ended = outcome.map(|it| ((it.on, it.at), due(it.on, Threshold::TellAndThank)));
    let owed = [met, ended].into_iter().flatten();
    let signals = owed.filter_map(|(since, due)| {
        let told = said_on(
            practice.events_on(id),
            practice.events_of(person),
            &Kind::ReportedBack,
            person,
            since,
        );
        let days = (told.unwrap_or(practice.today()) - due).num_days();
        let sign = match told {
            Some(_) => Sign::Late { referral: id, days },
            None => Sign::Unreported { referral: id },
        };
        (FELT < days).then(|| Signal {
            on: told.unwrap_or(due),
            sign,
        })
    });
    signals.max_by_key(|signal| (signal.on, signal.sign))
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Edit};
    use crate::domain::introduction::Introduction;

    fn of(trial: &Trial, name: &str) -> Vec<(u64, Sign)> {
        let found = signals(trial.book(), &trial.practice(), trial.find(name));
        let since = |on: NaiveDate| u64::try_from((on - day(0)).num_days()).expect("later");
        found
            .into_iter()
            .map(|it| (since(it.on), it.sign))
            .collect()
    }

    #[test]
    fn where_nothing_happened_there_is_no_sign() {
        let mut trial = Trial::new();
        trial.received("Priya Shah", "Dana Ortiz");
        trial.go(90);
        assert_eq!(of(&trial, "Dana Ortiz"), []);
        assert_eq!(of(&trial, "Priya Shah"), []);
    }

    #[test]
    fn the_same_prospect_from_two_is_seen_by_both_while_the_first_is_open() {
        let mut trial = Trial::new();
        let first = trial.received("Priya Shah", "Dana Ortiz");
        trial.go(5);
        let second = trial.received("Priya Shah", "Mia Lang");
        let (dana, mia) = (trial.find("Dana Ortiz"), trial.find("Mia Lang"));
        let two = |referral, other| Sign::TwoSources { referral, other };
        assert_eq!(of(&trial, "Dana Ortiz"), [(5, two(first, mia))]);
        assert_eq!(of(&trial, "Mia Lang"), [(5, two(second, dana))]);
        trial.go(9);
        let source = trial.who("Ben Achebe");
        trial.perform(Action::Join {
            referral: first,
            source,
        });
        let ben = trial.find("Ben Achebe");
        let found = of(&trial, "Dana Ortiz");
        assert_eq!(found, [(9, two(first, ben)), (5, two(first, mia))]);
        assert!(of(&trial, "Ben Achebe").contains(&(9, two(first, dana))));
    }

    #[test]
    fn the_same_prospect_years_apart_is_no_sign() {
        let mut trial = Trial::new();
        let first = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(first));
        trial.close(first, Ending::Lost);
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(first));
        trial.go(2);
        trial.received("Priya Shah", "Mia Lang");
        assert_eq!(of(&trial, "Mia Lang"), []);
    }

    #[test]
    fn a_contact_before_the_introduction_is_a_sign_but_not_with_who_was_known() {
        for (known, contact, introduced, wanted) in [
            (false, 2, Some(4), true),
            (false, 4, Some(4), false),
            (false, 6, Some(4), false),
            (false, 2, None, false),
            (true, 2, Some(4), false),
        ] {
            let mut trial = Trial::new();
            trial.person("Priya Shah", None);
            if known {
                trial.log(Kind::Meal, "Priya Shah", None);
            }
            trial.go(1);
            let referral = trial.received("Priya Shah", "Dana Ortiz");
            trial.go(contact);
            trial.log(Kind::Call, "Priya Shah", Some(referral));
            if let Some(day) = introduced {
                trial.stamp.today = super::super::trial::day(day);
                trial.log(Kind::Introduced, "Dana Ortiz", Some(referral));
            }
            let found = of(&trial, "Dana Ortiz");
            let sign = (contact, Sign::Early { referral });
            assert_eq!(found.contains(&sign), wanted, "{contact} {introduced:?}");
        }
    }

    #[test]
    fn a_contact_while_the_introduction_is_planned_is_one_too() {
        let mut trial = Trial::new();
        let referral = trial.received("Priya Shah", "Dana Ortiz");
        trial.go(1);
        let planned = Introduction {
            since: day(1),
            ..Introduction::default()
        };
        trial.perform(Action::Edit {
            referral,
            edit: Box::new(Edit::Introduction(Some(planned))),
        });
        trial.go(3);
        assert_eq!(of(&trial, "Dana Ortiz"), []);
        trial.log(Kind::Email, "Priya Shah", Some(referral));
        assert_eq!(of(&trial, "Dana Ortiz"), [(3, Sign::Early { referral })]);
    }

    #[test]
    fn asked_again_within_the_time_between_is_a_sign_and_several_on_one_day_are_one_time() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        for day in [0, 0, 10, 190, 400] {
            trial.go(day);
            trial.log(Kind::Ask, "Dana Ortiz", None);
        }
        let again = |before: u64| Sign::AskedAgain {
            before: day(before),
        };
        assert_eq!(
            of(&trial, "Dana Ortiz"),
            [(10, again(0))],
            "180 days lie between"
        );
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        trial.log(Kind::Acquisition, "Dana Ortiz", None);
        trial.go(179);
        trial.log(Kind::Ask, "Dana Ortiz", None);
        assert_eq!(of(&trial, "Dana Ortiz"), [(179, again(0))]);
    }

    #[test]
    fn a_report_is_late_when_it_is_felt_and_missing_when_it_never_came() {
        // Met on a Monday, so that it is due on Tuesday.
        for (told, wanted) in [
            (Some(1), None),
            (Some(4), None),
            (Some(5), Some((5, 4))),
            (Some(9), Some((9, 8))),
        ] {
            let mut trial = Trial::new();
            let referral = trial.received("Priya Shah", "Dana Ortiz");
            trial.log(Kind::Met, "Priya Shah", Some(referral));
            if let Some(day) = told {
                trial.go(day);
                trial.log(Kind::ReportedBack, "Dana Ortiz", Some(referral));
            }
            let sign = |(on, days)| (on, Sign::Late { referral, days });
            let wanted: Vec<_> = wanted.map(sign).into_iter().collect();
            assert_eq!(of(&trial, "Dana Ortiz"), wanted, "{told:?}");
        }
        let mut trial = Trial::new();
        let referral = trial.received("Priya Shah", "Dana Ortiz");
        trial.close(referral, Ending::Lost);
        trial.go(5);
        assert_eq!(of(&trial, "Dana Ortiz"), []);
        trial.go(6);
        assert_eq!(
            of(&trial, "Dana Ortiz"),
            [(2, Sign::Unreported { referral })]
        );
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(referral));
        let late = Sign::Late { referral, days: 4 };
        assert_eq!(of(&trial, "Dana Ortiz"), [(6, late)]);
    }

    #[test]
    fn what_was_no_referral_owes_no_report() {
        let mut trial = Trial::new();
        let referral = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Met, "Priya Shah", Some(referral));
        trial.close(referral, Ending::NotAReferral);
        trial.go(30);
        assert_eq!(of(&trial, "Dana Ortiz"), []);
    }

    #[test]
    fn the_newest_five_are_told() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        for day in 0..9 {
            trial.go(day * 10);
            trial.log(Kind::Ask, "Dana Ortiz", None);
        }
        let days: Vec<u64> = of(&trial, "Dana Ortiz").iter().map(|(on, _)| *on).collect();
        assert_eq!(days, [80, 70, 60, 50, 40]);
    }
}
