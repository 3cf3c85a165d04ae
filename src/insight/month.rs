//! What thirty days and twelve months came to, in counts. Each is a count of facts with a day; what they mean is
//! somebody else's to say.

use chrono::{Days, Months, NaiveDate};

use super::practice::Practice;
use crate::domain::event::{Kind, Way};
use crate::domain::referral::Ending;

/// Fewer meetings than these say nothing about how soon a report follows.
const FEWEST: usize = 5;

/// What a span of days came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Month {
    pub received: usize,
    pub given: usize,
    /// First meetings held.
    pub met: usize,
    pub won: usize,
    /// Received ones that ended in another way; what was no referral is none of them.
    pub ended: usize,
    /// Acts of support.
    pub got: usize,
    pub gave: usize,
    /// Days from a meeting to the report back, the median, and of how many; none where they are too few to say.
    pub days_to_report: Option<(i64, usize)>,
}

impl Month {
    /// The last thirty days and the last twelve months, today among them.
    pub fn both(practice: &Practice) -> (Month, Month) {
        let today = practice.today();
        let month = today.checked_sub_days(Days::new(30)).unwrap_or(today);
        let year = today.checked_sub_months(Months::new(12)).unwrap_or(today);
        (Month::since(practice, month), Month::since(practice, year))
    }

    /// After a day, up to today.
    pub fn since(practice: &Practice, after: NaiveDate) -> Month {
        let (book, today) = (&practice.book, practice.today());
        let is_in = |on: NaiveDate| after < on && on <= today;
        let mut found = Month::default();
        let mut days = Vec::new();
        for (id, referral) in book.referrals.iter() {
            if is_in(referral.on) && referral.counts() {
                if referral.is_given() {
                    found.given += 1;
                } else {
                    found.received += 1;
                }
            }
            if referral.is_given() || !referral.counts() {
                continue;
            }
            if let Some(outcome) = referral.outcome.as_ref().filter(|it| is_in(it.on)) {
                match outcome.ending {
                    Ending::Won => found.won += 1,
                    _ => found.ended += 1,
                }
            }
            let events = practice.events_on(id);
            let met = events.iter().find(|it| it.record.kind == Kind::Met);
            let Some(met) = met.filter(|it| is_in(it.on)) else {
                continue;
            };
            found.met += 1;
            let is_report = |kind: &Kind| *kind == Kind::ReportedBack;
            let told = events
                .iter()
                .find(|it| met.on <= it.on && is_report(&it.record.kind));
            days.extend(told.map(|told| (told.on - met.on).num_days()));
        }
        for (_, event) in book.events.iter() {
            if is_in(event.on) && event.kind.is_act() {
                match event.way {
                    Some(Way::Given) => found.gave += 1,
                    Some(Way::Got) => found.got += 1,
                    _ => {}
                }
            }
        }
        days.sort_unstable();
        if FEWEST <= days.len() {
            // By nearest rank, as all medians here.
            found.days_to_report = Some((days[(days.len() - 1) / 2], days.len()));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    #[test]
    fn what_was_no_referral_did_not_end_without_work() {
        let mut trial = Trial::new();
        for (prospect, ending) in [
            ("Priya Shah", Ending::Won),
            ("Tom Ode", Ending::Lapsed),
            ("Yuki Mori", Ending::NotAReferral),
        ] {
            let id = trial.received(prospect, "Dana Ortiz");
            trial.close(id, ending);
        }
        let (month, _) = Month::both(&trial.practice());
        assert_eq!((month.received, month.won, month.ended), (2, 1, 1));
    }
}
