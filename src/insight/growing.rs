//! What the practice asks for so that referrals grow: looking back, agreements, training, giving back. Never urgent; it
//! waits on the page that it concerns. It knows no screen.

use chrono::NaiveDate;

use super::client::Client;
use super::index::Dated;
use super::keeping::OfPerson;
use super::ledger::Item;
use super::levels;
use super::nudge::{Nudge, Occasion, Reason, RuleName};
use super::rules::OfReferral;
use super::span::{after, before};
use crate::domain::action::Subject;
use crate::domain::event::{Kind, Way};
use crate::domain::expectation::{Expectation, Origin, Verdict};
use crate::domain::id::Id;
use crate::domain::person::Tier;
use crate::domain::settings::{Threshold, working};

/// After so many days nobody remembers how a meeting went.
const REMEMBERED: i64 = 60;

/// Once may be chance; from so many on it is what they do for me.
const SEVERAL: u32 = 2;

/// Half a level, in tenths: of three referrals less is chance.
const FELT: u32 = 5;

impl OfPerson<'_> {
    /// Typed by hand, or imported and something happened since.
    fn is_ours(&self) -> bool {
        let mut events = self.index.events_of_person.of(self.id).iter();
        self.person.origin.is_empty() || events.any(|event| self.person.created < event.at)
    }

    /// One that is due, or still to come and so not said yet.
    fn ask(
        &self,
        rule: RuleName,
        occasion: Occasion,
        reason: Reason,
        due: NaiveDate,
        found: &mut Vec<Nudge>,
    ) {
        if due <= self.today && self.is_ours() {
            let subject = Subject::Person(self.id);
            found.push(self.found(rule, subject, occasion, reason, due));
        }
    }
}

/// A meeting of which nothing was noted, as long as it is remembered.
pub(super) fn debrief(of: &OfReferral, found: &mut Vec<Nudge>) {
    if of.referral.is_given() {
        return;
    }
    let mut events = of.events().iter().rev();
    let Some(met) = events.clone().find(|event| event.record.kind == Kind::Met) else {
        return;
    };
    let is_noted = events
        .by_ref()
        .take_while(|event| met.on <= event.on)
        .any(|event| event.record.kind == Kind::Debrief);
    let days = of.book.settings().days(Threshold::Debrief);
    let due = working(after(met.on, days));
    let is_fresh = before(of.today, REMEMBERED) <= met.on;
    if due <= of.today && is_fresh && !is_noted {
        let reason = Reason::Debrief { met: met.on };
        let person = of.referral.prospect.or(of.referral.partner());
        found.push(of.found(RuleName::Debrief, person, Occasion::Of(met.id), reason, due));
    }
}

/// What the client expects and did not get, has not judged though the work is completed, or what I only assume.
pub(super) fn expectation(of: &OfPerson, found: &mut Vec<Nudge>) {
    let expectations = of.index.expectations.of(of.id);
    if expectations.is_empty() {
        return;
    }
    let days = of.book.settings().days(Threshold::Expectation);
    let work = Client::of(of.book, of.practice, of.id).work;
    let completed = work.completed.filter(|_| work.open.is_none());
    for expected in expectations {
        let (it, expectation) = (&expected.record, expected.id);
        let (reason, due) = match (&it.origin, &it.verdict, completed) {
            (Origin::Said, Verdict::Missed, _) => {
                let judged = it.judged.unwrap_or(expected.on);
                (Reason::Missed { expectation }, judged)
            }
            (Origin::Said, Verdict::Open, Some(completed)) => {
                let reason = Reason::Unjudged {
                    expectation,
                    completed,
                };
                (reason, after(completed.max(expected.on), 1))
            }
            (Origin::Assumed, _, _) => (Reason::Assumed { expectation }, after(expected.on, days)),
            _ => continue,
        };
        let (occasion, due) = (Occasion::Of(expectation), working(due));
        of.ask(RuleName::Expectation, occasion, reason, due, found);
    }
}

/// The referral meeting after the work; what was missed is made good before.
pub(super) fn acquisition(of: &OfPerson, found: &mut Vec<Nudge>) {
    let is_missed = |it: &Dated<Expectation>| {
        it.record.origin == Origin::Said && it.record.verdict == Verdict::Missed
    };
    let expectations = of.index.expectations.of(of.id);
    if !of.relation.is_client || !of.may_be_asked() || expectations.iter().any(is_missed) {
        return;
    }
    let client = Client::of(of.book, of.practice, of.id);
    if let (Some(completed), Some(due)) = (client.work.completed, client.meeting_due) {
        let reason = Reason::Acquisition { completed };
        let occasion = Occasion::On(completed);
        of.ask(RuleName::Acquisition, occasion, reason, due, found);
    }
}

/// The talk about referrals with a new client.
pub(super) fn agreement(of: &OfPerson, found: &mut Vec<Nudge>) {
    if !of.relation.is_client || !of.may_be_asked() {
        return;
    }
    let client = Client::of(of.book, of.practice, of.id);
    if let (Some(since), Some(due)) = (client.since, client.agreement_due) {
        let reason = Reason::Agreement { since };
        let occasion = Occasion::On(since);
        of.ask(RuleName::Agreement, occasion, reason, due, found);
    }
}

/// What works for each, asked of the closest sources.
pub(super) fn check_in(of: &OfPerson, found: &mut Vec<Nudge>) {
    if of.person.tier != Some(Tier::A) || of.relation.friction.is_some() {
        return;
    }
    let last = of.relation.checked_in;
    let Some(since) = last.or(of.person.tiered) else {
        return;
    };
    let days = of.book.settings().days(Threshold::CheckIn);
    let is_first = last.is_none();
    let reason = Reason::CheckIn { since, is_first };
    let due = working(after(since, days));
    of.ask(RuleName::CheckIn, Occasion::On(since), reason, due, found);
}

/// The levels of an active source go down, and nothing was done about it since the last one.
pub(super) fn coaching(of: &OfPerson, found: &mut Vec<Nudge>) {
    if of.relation.year.got.referrals == 0 || of.relation.friction.is_some() {
        return;
    }
    let trend = levels::trend(of.practice, of.id);
    let Some(trend) = trend.filter(|it| it.last + FELT <= it.before) else {
        return;
    };
    let Some((last, on)) = levels::last(of.practice, of.id) else {
        return;
    };
    let mut lessons = of.person.training.values();
    let is_coached = of.relation.checked_in.is_some_and(|day| on <= day)
        || lessons.any(|lesson| lesson.taught.max(lesson.practised) >= Some(on));
    if !is_coached {
        let reason = Reason::Coaching(trend);
        let (occasion, due) = (Occasion::Of(last), working(after(on, 1)));
        of.ask(RuleName::Coaching, occasion, reason, due, found);
    }
}

/// The next of the five steps for a source who refers, one at a time.
pub(super) fn training(of: &OfPerson, found: &mut Vec<Nudge>) {
    let is_close = matches!(of.person.tier, Some(Tier::A | Tier::B));
    let is_active = 0 < of.relation.year.got.referrals;
    if !is_close || !is_active || of.relation.friction.is_some() {
        return;
    }
    let Some(skill) = of.person.untaught().into_iter().next() else {
        return;
    };
    let lessons = of.person.training.values();
    let taught = lessons.filter_map(|lesson| lesson.taught.or(lesson.practised));
    let first = referrals_from(of).next().map(|(_, on)| on);
    let Some(since) = taught.max().or(first.max(of.person.tiered)) else {
        return;
    };
    let days = of.book.settings().days(Threshold::Training);
    let reason = Reason::Training { skill };
    let due = working(after(since, days));
    of.ask(RuleName::Training, Occasion::On(since), reason, due, found);
}

/// What they do for me again and again, in these twelve months too, and I never did for them.
pub(super) fn never_returned(of: &OfPerson, found: &mut Vec<Nudge>) {
    if of.relation.friction.is_some() {
        return;
    }
    let (ever, year) = (&of.relation.ever, &of.relation.year);
    for item in ever.never_returned() {
        let got = ever.got.of(item);
        let second = (SEVERAL <= got && 0 < year.got.of(item)).then(|| second(of, item));
        if let Some((id, on)) = second.flatten() {
            let reason = Reason::NeverReturned { item, got };
            let (occasion, due) = (Occasion::Of(id), working(after(on, 1)));
            of.ask(RuleName::NeverReturned, occasion, reason, due, found);
        }
    }
}

/// The second of a kind that came from them, which made it a habit.
fn second(of: &OfPerson, item: Item) -> Option<(Id, NaiveDate)> {
    let Item::Act(kind) = item else {
        return referrals_from(of).nth(1);
    };
    let mut got = of
        .index
        .events_of_person
        .of(of.id)
        .iter()
        .filter(|event| event.record.kind == *kind && event.record.way == Some(Way::Got));
    got.nth(1).map(|event| (event.id, event.on))
}

/// The referrals that came from them and count, oldest first.
fn referrals_from<'a>(of: &'a OfPerson) -> impl Iterator<Item = (Id, NaiveDate)> + 'a {
    let me = of.id;
    let named = of.index.referrals.of(me).iter();
    let theirs = named.filter(move |named| {
        let it = &named.record;
        !it.is_given() && it.counts() && it.partners().any(|partner| partner == me)
    });
    theirs.map(|named| (named.id, named.on))
}

#[cfg(test)]
pub(super) mod cases {
    use super::super::trial::{Case, Trial, day};
    use super::*;
    use crate::domain::action::{Action, Bond, Edit, Log, Who};
    use crate::domain::client::{Agreement, Asking};
    use crate::domain::person::{Lesson, Skill};
    use crate::domain::pillars::{Grade, Judged};
    use crate::domain::relation::{NoAsk, OfPerson as Pillar};

    fn only(t: &Trial) -> Id {
        t.book().referrals.iter().next().expect("one referral").0
    }

    fn bond(t: &mut Trial, bond: Bond) {
        let person = t.find("Dana Ortiz");
        let bond = Box::new(bond);
        assert!(t.perform(Action::Bond { person, bond }));
    }

    fn teach(t: &mut Trial, skill: Skill) {
        let lesson = Lesson {
            taught: Some(t.today()),
            ..Lesson::default()
        };
        bond(t, Bond::Taught(vec![(skill, lesson)]));
    }

    fn expect(t: &mut Trial, origin: Origin, verdict: Verdict) {
        let was = t.book().expectations.iter().next();
        let id = was.as_ref().map(|(id, _)| *id);
        let was = id.and_then(|id| t.book().expectations.arc(id).cloned());
        let expectation = Expectation {
            person: Some(t.find("Dana Ortiz")),
            words: "no surprises".into(),
            origin,
            judged: (verdict != Verdict::Open).then(|| t.today()),
            verdict,
            on: was.as_ref().map_or(t.today(), |was| was.on),
            ..Expectation::default()
        };
        assert!(t.perform(Action::SaveExpectation {
            id,
            was,
            expectation: Box::new(expectation),
        }));
    }

    /// Referrals from Dana at these levels, one after the other.
    fn sent(t: &mut Trial, levels: &[u8]) {
        for (n, level) in levels.iter().enumerate() {
            let referral = t.received(&format!("Prospect {n}"), "Dana Ortiz");
            let edit = Box::new(Edit::Level {
                level: Some(*level),
                aim: None,
            });
            t.perform(Action::Edit { referral, edit });
        }
    }

    pub fn cases() -> Vec<Case> {
        vec![
            Case::of(
                RuleName::Debrief,
                6,
                7,
                |t| {
                    let id = t.received("Priya Shah", "Dana Ortiz");
                    t.log(Kind::Met, "Priya Shah", Some(id));
                },
                |t| t.log(Kind::Debrief, "Dana Ortiz", Some(only(t))),
            ),
            Case::of(
                RuleName::Expectation,
                13,
                14,
                |t| {
                    t.person("Dana Ortiz", None);
                    expect(t, Origin::Assumed, Verdict::Open);
                },
                |t| expect(t, Origin::Said, Verdict::Open),
            ),
            Case::of(
                RuleName::Acquisition,
                13,
                14,
                |t| {
                    t.log(Kind::Engaged, "Dana Ortiz", None);
                    t.log(Kind::Completed, "Dana Ortiz", None);
                },
                |t| {
                    let asking = Asking {
                        proposed: Some(t.today()),
                        ..Asking::default()
                    };
                    bond(t, Bond::Asking(Some(asking)));
                },
            ),
            Case::of(
                RuleName::Agreement,
                13,
                14,
                |t| t.log(Kind::Engaged, "Dana Ortiz", None),
                |t| {
                    let agreement = Agreement {
                        person: Some(t.find("Dana Ortiz")),
                        on: t.today(),
                        ..Agreement::default()
                    };
                    assert!(t.perform(Action::SaveAgreement {
                        id: None,
                        was: None,
                        agreement: Box::new(agreement),
                        added: Vec::new(),
                    }));
                },
            ),
            // The ninetieth day is a Sunday.
            Case::of(
                RuleName::CheckIn,
                90,
                91,
                |t| {
                    t.person("Dana Ortiz", Some(Tier::A));
                },
                |t| t.log(Kind::CheckIn, "Dana Ortiz", None),
            ),
            Case::of(
                RuleName::Coaching,
                0,
                1,
                |t| sent(t, &[6, 6, 2, 2, 2]),
                |t| teach(t, Skill::Solution),
            ),
            Case::of(
                RuleName::Training,
                29,
                30,
                |t| {
                    t.person("Dana Ortiz", Some(Tier::B));
                    t.received("Priya Shah", "Dana Ortiz");
                },
                |t| teach(t, Skill::Trust),
            ),
            Case::of(
                RuleName::NeverReturned,
                0,
                1,
                |t| {
                    for _ in 0..2 {
                        t.log_way(Kind::Testimonial, "Dana Ortiz", None, Some(Way::Got));
                    }
                },
                |t| t.log_way(Kind::Testimonial, "Dana Ortiz", None, Some(Way::Given)),
            ),
        ]
    }

    #[test]
    fn what_waits_for_its_page_is_in_no_row_badge_or_count() {
        for case in cases() {
            let mut trial = Trial::new();
            (case.set)(&mut trial);
            trial.go(case.due);
            let practice = trial.practice();
            let all = practice.practices();
            assert!(all.iter().any(|nudge| nudge.rule == case.rule));
            assert!(all.iter().all(|nudge| nudge.due <= trial.today()));
            let rows = practice.rows().iter().map(|row| practice.nudge_of(*row));
            let all = practice.nudges().iter().chain(rows);
            assert!(all.into_iter().all(|nudge| nudge.rule != case.rule));
        }
    }

    #[test]
    fn the_most_worth_doing_comes_first() {
        let mut trial = Trial::new();
        for case in cases() {
            (case.set)(&mut trial);
        }
        trial.go(100);
        let practice = trial.practice();
        let ranks: Vec<u8> = practice.practices().iter().map(Nudge::rank).collect();
        assert!(ranks.is_sorted() && 4 <= ranks.len(), "{ranks:?}");
    }

    #[test]
    fn an_expectation_is_named_when_it_was_missed_not_judged_or_is_only_assumed() {
        for (origin, verdict, spoken) in [
            (Origin::Said, Verdict::Open, [0, 1]),
            (Origin::Said, Verdict::Met, [0, 0]),
            (Origin::Said, Verdict::Missed, [1, 1]),
            (Origin::Assumed, Verdict::Open, [1, 1]),
        ] {
            let mut trial = Trial::new();
            trial.log(Kind::Engaged, "Dana Ortiz", None);
            expect(&mut trial, origin, verdict.clone());
            trial.go(20);
            let going_on = trial.said(RuleName::Expectation).len();
            trial.log(Kind::Completed, "Dana Ortiz", None);
            trial.go(22);
            let completed = trial.said(RuleName::Expectation).len();
            assert_eq!([going_on, completed], spoken, "{verdict:?}");
        }
    }

    #[test]
    fn a_kind_that_came_once_or_long_ago_or_went_back_is_not_named() {
        let mut trial = Trial::new();
        let got = |trial: &mut Trial, kind: Kind| {
            trial.log_way(kind, "Dana Ortiz", None, Some(Way::Got));
        };
        got(&mut trial, Kind::Advice);
        got(&mut trial, Kind::Help);
        got(&mut trial, Kind::Help);
        trial.received("Priya Shah", "Dana Ortiz");
        trial.received("Omar Haddad", "Dana Ortiz");
        let items = |trial: &Trial| {
            let said = trial.said(RuleName::NeverReturned).into_iter();
            let items = said.map(|nudge| match nudge.reason {
                Reason::NeverReturned { item, got } => (item.word(), got),
                other => panic!("{other:?}"),
            });
            items.collect::<std::collections::BTreeSet<_>>()
        };
        trial.go(3);
        assert_eq!(items(&trial), [("help", 2), ("referral", 2)].into());
        trial.log_way(Kind::Help, "Dana Ortiz", None, Some(Way::Given));
        assert_eq!(items(&trial), [("referral", 2)].into());
        trial.go(400);
        assert_eq!(items(&trial), [].into());
    }

    #[test]
    fn steps_are_taught_one_at_a_time_until_all_are() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", Some(Tier::A));
        trial.received("Priya Shah", "Dana Ortiz");
        let mut n = 30;
        for skill in Skill::ALL {
            trial.go(n);
            let [said] = trial.said(RuleName::Training)[..] else {
                panic!("{skill:?} is next");
            };
            assert_eq!(said.reason, Reason::Training { skill });
            teach(&mut trial, skill.clone());
            assert_eq!(trial.said(RuleName::Training), []);
            n += 32;
        }
        trial.go(n);
        assert_eq!(trial.said(RuleName::Training), []);
    }

    #[test]
    fn what_was_missed_is_made_good_before_a_referral_meeting() {
        let mut trial = Trial::new();
        trial.log(Kind::Engaged, "Dana Ortiz", None);
        expect(&mut trial, Origin::Said, Verdict::Missed);
        trial.log(Kind::Completed, "Dana Ortiz", None);
        trial.go(20);
        assert_eq!(trial.said(RuleName::Acquisition), []);
        expect(&mut trial, Origin::Said, Verdict::Met);
        assert_eq!(trial.said(RuleName::Acquisition).len(), 1);
    }

    #[test]
    fn nobody_is_asked_while_something_stands_between_us_or_who_is_not_to_be_asked() {
        let mut trial = Trial::new();
        trial.log(Kind::Engaged, "Dana Ortiz", None);
        trial.go(20);
        let said = |trial: &Trial| trial.said(RuleName::Agreement).len();
        assert_eq!(said(&trial), 1);
        bond(&mut trial, Bond::NoAsk(Some(NoAsk::default())));
        assert_eq!(said(&trial), 0);
        bond(&mut trial, Bond::NoAsk(None));
        for grade in [Grade::Weak, Grade::Fair] {
            let is_weak = grade == Grade::Weak;
            let judged = Judged {
                grade,
                why: "late twice".into(),
                ..Judged::default()
            };
            bond(&mut trial, Bond::Judged(Pillar::Trust, Some(judged)));
            assert_eq!(said(&trial) == 0, is_weak);
        }
        let log = Log {
            kind: Kind::Friction,
            who: Who::Known(trial.find("Dana Ortiz")),
            note: "an invoice too early".into(),
            ..Log::default()
        };
        trial.perform(Action::Log(Box::new(log)));
        assert_eq!(said(&trial), 0);
        trial.log(Kind::MadeUp, "Dana Ortiz", None);
        assert_eq!(said(&trial), 1);
    }

    #[test]
    fn a_meeting_is_looked_back_on_while_it_is_remembered() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Met, "Priya Shah", Some(id));
        for (n, spoken) in [(6, 0), (7, 1), (60, 1), (61, 0)] {
            trial.go(n);
            assert_eq!(trial.said(RuleName::Debrief).len(), spoken, "{n}");
        }
        // A further meeting is a further one to look back on.
        trial.log(Kind::Met, "Priya Shah", Some(id));
        trial.go(70);
        let [again] = trial.said(RuleName::Debrief)[..] else {
            panic!("one row");
        };
        assert_eq!(again.reason, Reason::Debrief { met: day(61) });
    }

    #[test]
    fn levels_that_go_down_ask_for_coaching_and_rising_ones_do_not() {
        for (levels, spoken) in [
            (&[6, 6, 2, 2, 2][..], 1),
            (&[2, 2, 6, 6, 6], 0),
            (&[6, 2, 2, 2], 0),
            (&[6, 6, 6, 6, 5], 0),
        ] {
            let mut trial = Trial::new();
            sent(&mut trial, levels);
            trial.go(1);
            assert_eq!(trial.said(RuleName::Coaching).len(), spoken, "{levels:?}");
        }
    }

    #[test]
    fn nothing_imported_nor_of_before_the_book_began_is_worth_doing() {
        let mut trial = Trial::new();
        for case in cases() {
            (case.set)(&mut trial);
        }
        // The same book as an import has it, whose own days are all before it was begun.
        let (mut book, later) = (trial.book().clone(), trial.stamp.at + 1);
        let people: Vec<Id> = book.people.iter().map(|(id, _)| id).collect();
        for id in people {
            let mut person = book.people.get(id).expect("it is there").clone();
            (person.origin, person.created) = ("slips".into(), later);
            book.people.set(id, std::sync::Arc::new(person));
        }
        let referrals: Vec<Id> = book.referrals.iter().map(|(id, _)| id).collect();
        for id in referrals {
            let mut referral = book.referrals.get(id).expect("it is there").clone();
            (referral.origin, referral.created) = ("slips".into(), later);
            book.referrals.set(id, std::sync::Arc::new(referral));
        }
        for n in [1, 20, 40, 100] {
            let practice = super::super::practice::Practice::of(&book, day(n));
            assert_eq!(practice.practices(), [], "{n}");
        }
        let mut settings = book.settings().clone();
        settings.started = Some(day(300));
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Met, "Priya Shah", Some(id));
        trial.close(id, crate::domain::referral::Ending::Won);
        trial.log(Kind::Completed, "Priya Shah", None);
        let mut book = trial.book().clone();
        book.settings.put(Id::ONLY, settings, trial.stamp.at);
        for n in [1, 20, 40, 100] {
            let practice = super::super::practice::Practice::of(&book, day(n));
            assert_eq!(practice.practices(), [], "{n}");
        }
    }
}
