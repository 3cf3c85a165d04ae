//! Whether a person may be asked for referrals now: what speaks against it, what is missing first, or why they are
//! ready. It gives the fact that decides, never words, and takes what is not known for a question.

use chrono::{Days, NaiveDate};

use super::client::Client;
use super::nudge::Nudge;
use super::pillars::{self, Pillar};
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::person::Person;
use crate::domain::pillars::Grade;
use crate::domain::relation::{Vcp, Willing};
use crate::domain::settings::Threshold;

/// May they be asked now?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readiness {
    Ready {
        why: Vec<Why>,
    },
    /// Asking would do harm; one goes on only after a word about it.
    Stop(Stop),
    /// Something comes first.
    Missing(First),
}

/// Why asking would do harm, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// What stands between us: its event.
    Friction(Id),
    /// They are not to be asked.
    NoAsk,
    /// Set aside until a day, or until it is ended.
    Asleep { until: Option<NaiveDate> },
    /// Trust or purchase is weak: no quality referral comes from it.
    Weak(Pillar),
    /// Nobody is asked to whom something is owed.
    Owed(Nudge),
    /// Asked not long ago, and not again before a day.
    CoolDown { asked: NaiveDate, until: NaiveDate },
}

/// What comes before asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The client said that they expect it, and it was missed.
    Missed(Id),
    /// The work is completed, and the client has not said what became of it.
    Unjudged(Id),
    /// The work goes on since this day.
    Work(NaiveDate),
    /// They know me, and not yet that I do it well.
    Credibility,
    /// Nothing is agreed with the client.
    Agreement,
    /// The client has not called it met; none where the agreement has no criterion at all.
    Criterion {
        agreement: Id,
        criterion: Option<Id>,
    },
    /// Nobody is named about whom to ask.
    Target,
}

/// What speaks for asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Trust(Grade),
    Purchase(Grade),
    Vcp(Vcp),
    /// Every criterion of the agreement is met.
    Agreement,
    Willing(Willing),
    /// When they were asked last; none is never.
    Asked(Option<NaiveDate>),
}

/// What is not known, and would be good to know before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    Trust,
    /// How a client's own purchase went.
    Purchase,
    Vcp,
    Willing,
    /// Whether the work for a client is completed.
    Work,
    /// What I only assume that a client expects.
    Assumed(usize),
}

/// Whether a person may be asked for referrals, by the first fact that decides.
pub fn of(book: &Book, practice: &Practice, id: Id) -> Readiness {
    let Some(person) = book.people.get(id) else {
        return Readiness::Missing(First::Target);
    };
    if let Some(stop) = stop(book, practice, id, person) {
        return Readiness::Stop(stop);
    }
    let client = Client::of(book, practice, id);
    match first(person, &client) {
        Some(first) => Readiness::Missing(first),
        None => Readiness::Ready {
            why: why(book, practice, id, &client),
        },
    }
}

/// What would do harm, the gravest first.
pub fn stop(book: &Book, practice: &Practice, id: Id, person: &Person) -> Option<Stop> {
    let relation = practice.relation(id);
    if let Some(friction) = relation.friction {
        return Some(Stop::Friction(friction));
    }
    if person.no_ask.is_some() {
        return Some(Stop::NoAsk);
    }
    if relation.asleep {
        let until = person.wait.as_ref().and_then(|wait| wait.until);
        return Some(Stop::Asleep { until });
    }
    if let Some(pillar) = pillars::stops_asking(book, practice, id) {
        return Some(Stop::Weak(pillar));
    }
    if let Some(owed) = practice.owed_to(id) {
        return Some(Stop::Owed(owed));
    }
    cool_down(book, practice, id)
}

fn cool_down(book: &Book, practice: &Practice, id: Id) -> Option<Stop> {
    let asked = practice.relation(id).asked?;
    let days = Days::new(book.settings().days(Threshold::AskAgain).into());
    let until = asked.checked_add_days(days)?;
    (practice.today() < until).then_some(Stop::CoolDown { asked, until })
}

/// Whether nothing keeps a person from being asked, except perhaps that nobody is named to ask about: the same as
/// `of` says, with what is quick to see first, since it is asked of many.
pub(super) fn is_free(book: &Book, practice: &Practice, id: Id, person: &Person) -> bool {
    let relation = practice.relation(id);
    let is_stopped = relation.friction.is_some()
        || person.no_ask.is_some()
        || relation.asleep
        || cool_down(book, practice, id).is_some()
        || is_at_visibility(person)
        || pillars::stops_asking(book, practice, id).is_some()
        || practice.owed_to(id).is_some();
    if is_stopped || !relation.is_client {
        return !is_stopped;
    }
    let client = Client::of(book, practice, id);
    matches!(first(person, &client), None | Some(First::Target))
}

fn is_at_visibility(person: &Person) -> bool {
    let stage = person.vcp.as_ref().map(|reached| &reached.stage);
    stage == Some(&Vcp::Visibility)
}

/// What comes first, in the order of the arc. A source who is no client needs no agreement and no work.
fn first(person: &Person, client: &Client) -> Option<First> {
    if client.is_client() {
        if let Some(missed) = client.expected.missed.first() {
            return Some(First::Missed(*missed));
        }
        let is_over = client.work.open.is_none() && client.work.completed.is_some();
        if let Some(open) = client.expected.open.first().filter(|_| is_over) {
            return Some(First::Unjudged(*open));
        }
        if let Some(since) = client.works_first() {
            return Some(First::Work(since));
        }
    }
    if is_at_visibility(person) {
        return Some(First::Credibility);
    }
    if client.is_client() {
        let Some(agreed) = client.agreement else {
            return Some(First::Agreement);
        };
        if !agreed.is_earned {
            return Some(First::Criterion {
                agreement: agreed.id,
                criterion: agreed.unmet,
            });
        }
    }
    client.targets.is_nobody().then_some(First::Target)
}

fn why(book: &Book, practice: &Practice, id: Id, client: &Client) -> Vec<Why> {
    let person = book.people.get(id);
    let known = |grade: &Grade| *grade != Grade::DoesNotApply;
    let trust = pillars::trust(book, id).filter(known).map(Why::Trust);
    let purchase = pillars::purchase(book, practice, id).filter(known);
    let reached = person.and_then(|person| person.vcp.as_ref());
    let willing = person.and_then(|person| person.willing.clone());
    let agreed = client.agreement.filter(|agreed| agreed.is_earned);
    let mut found: Vec<Why> = trust.into_iter().collect();
    found.extend(purchase.map(Why::Purchase));
    found.extend(reached.map(|reached| Why::Vcp(reached.stage.clone())));
    found.extend(agreed.map(|_| Why::Agreement));
    found.extend(willing.map(Why::Willing));
    found.push(Why::Asked(practice.relation(id).asked));
    found
}

/// What is not known of a person; a question each, and never a reason against asking.
pub fn questions(book: &Book, practice: &Practice, id: Id) -> Vec<Question> {
    let Some(person) = book.people.get(id) else {
        return Vec::new();
    };
    let client = Client::of(book, practice, id);
    let is_client = client.is_client();
    let work = &client.work;
    let is_work_unknown = is_client && work.open.is_none() && work.completed.is_none();
    let is_purchase_unknown = is_client && pillars::purchase(book, practice, id).is_none();
    let assumed = client.expected.assumed.len();
    [
        (person.trust.is_none(), Question::Trust),
        (is_purchase_unknown, Question::Purchase),
        (person.vcp.is_none(), Question::Vcp),
        (person.willing.is_none(), Question::Willing),
        (is_work_unknown, Question::Work),
        (0 < assumed, Question::Assumed(assumed)),
    ]
    .into_iter()
    .filter_map(|(is_open, question)| is_open.then_some(question))
    .collect()
}

/// Whether the referral meeting with a person is prepared: somebody is named to ask about, and nothing stops it.
pub fn is_prepared(book: &Book, practice: &Practice, id: Id) -> bool {
    let mut targets = practice.targets_of(id).iter();
    let has_target = targets.any(|target| target.record.is_open());
    let person = book.people.get(id);
    let stop = person.and_then(|person| stop(book, practice, id, person));
    has_target && stop.is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Bond, Log, OfPerson, Subject, Who};
    use crate::domain::client::{Agreement, Criterion, Target};
    use crate::domain::event::Kind;
    use crate::domain::expectation::{Expectation, Verdict};
    use crate::domain::person::Wait;
    use crate::domain::pillars::Judged;
    use crate::domain::promise::By;
    use crate::domain::referral::Ending;
    use crate::domain::relation::{NoAsk, Reached};

    const DANA: &str = "Dana Ortiz";

    /// One reason against asking.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Against {
        Friction,
        NoAsk,
        Asleep,
        Trust,
        Purchase,
        Promise,
        Thanks,
        CoolDown,
        Missed,
        Unjudged,
        Work,
        Credibility,
        NoAgreement,
        Criterion,
        NoTarget,
    }

    use Against as No;

    /// In the order in which they decide.
    const ALL: [No; 15] = [
        No::Friction,
        No::NoAsk,
        No::Asleep,
        No::Trust,
        No::Purchase,
        No::Promise,
        No::Thanks,
        No::CoolDown,
        No::Missed,
        No::Unjudged,
        No::Work,
        No::Credibility,
        No::NoAgreement,
        No::Criterion,
        No::NoTarget,
    ];

    impl No {
        fn is_stop(self) -> bool {
            (self as usize) < (No::Missed as usize)
        }
    }

    fn bond(trial: &mut Trial, bond: Bond) {
        let person = trial.find(DANA);
        let bond = Box::new(bond);
        assert!(trial.perform(Action::Bond { person, bond }));
    }

    fn expect(trial: &mut Trial, verdict: Verdict) {
        let expectation = Expectation {
            person: Some(trial.find(DANA)),
            words: format!("as agreed, {verdict:?}"),
            verdict,
            on: trial.today(),
            ..Expectation::default()
        };
        assert!(trial.perform(Action::SaveExpectation {
            id: None,
            was: None,
            expectation: Box::new(expectation),
        }));
    }

    fn target(trial: &mut Trial) {
        let target = Target {
            person: Some(trial.find(DANA)),
            name: "Lars Holm".into(),
            on: trial.today(),
            ..Target::default()
        };
        assert!(trial.perform(Action::SaveTarget {
            id: None,
            was: None,
            target: Box::new(target),
        }));
    }

    fn judge(trial: &mut Trial, pillar: OfPerson, grade: Grade) {
        let judged = Judged {
            grade,
            why: "as it was".into(),
            ..Judged::default()
        };
        bond(trial, Bond::Judged(pillar, Some(judged)));
    }

    /// A client with whom all is well but for these reasons; without knowledge neither trust nor anything like it
    /// is recorded.
    fn with(reasons: &[No], is_known: bool) -> Trial {
        let has = |no: No| reasons.contains(&no);
        let mut trial = Trial::new();
        trial.person(DANA, None);
        trial.log(Kind::Engaged, DANA, None);
        trial.go(10);
        if has(No::CoolDown) {
            trial.log(Kind::Ask, DANA, None);
        }
        if has(No::Thanks) {
            let id = trial.received("Priya Shah", DANA);
            trial.close(id, Ending::Lost);
        }
        if has(No::Promise) {
            trial.promise(By::Me, DANA, 20);
        }
        if !has(No::Work) {
            trial.log(Kind::Completed, DANA, None);
        }
        if is_known {
            let trust = if has(No::Trust) {
                Grade::Weak
            } else {
                Grade::Strong
            };
            judge(&mut trial, OfPerson::Trust, trust);
            let purchase = if has(No::Purchase) {
                Grade::Weak
            } else {
                Grade::Fair
            };
            judge(&mut trial, OfPerson::Purchase, purchase);
            let stage = if has(No::Credibility) {
                Vcp::Visibility
            } else {
                Vcp::Credibility
            };
            let reached = Reached {
                stage,
                why: "kept every promise".into(),
                ..Reached::default()
            };
            bond(&mut trial, Bond::Vcp(Some(reached)));
        }
        if has(No::NoAsk) {
            bond(&mut trial, Bond::NoAsk(Some(NoAsk::default())));
        }
        if has(No::Missed) {
            expect(&mut trial, Verdict::Missed);
        }
        if has(No::Unjudged) {
            expect(&mut trial, Verdict::Open);
        }
        expect(&mut trial, Verdict::Met);
        expect(&mut trial, Verdict::Exceeded);
        if !has(No::NoAgreement) {
            let met = (!has(No::Criterion)).then_some(true);
            let criterion = Criterion {
                words: "live by Easter".into(),
                met,
                ..Criterion::default()
            };
            assert!(trial.perform(Action::SaveAgreement {
                id: None,
                was: None,
                agreement: Box::new(Agreement {
                    person: Some(trial.find(DANA)),
                    on: trial.today(),
                    ..Agreement::default()
                }),
                added: vec![criterion],
            }));
        }
        if !has(No::NoTarget) {
            target(&mut trial);
        }
        if has(No::Friction) {
            let log = Log {
                kind: Kind::Friction,
                who: trial.who(DANA),
                note: "the offer came late".into(),
                ..Log::default()
            };
            assert!(trial.perform(Action::Log(Box::new(log))));
        }
        trial.go(30);
        if has(No::Asleep) {
            let subject = Subject::Person(trial.find(DANA));
            assert!(trial.perform(Action::Wait {
                subject,
                wait: Some(Wait::default()),
                on: Who::Nobody,
            }));
        }
        trial
    }

    fn readiness(trial: &Trial) -> Readiness {
        of(trial.book(), &trial.practice(), trial.find(DANA))
    }

    /// Which reason an answer gives.
    fn reason(readiness: &Readiness) -> Option<No> {
        Some(match readiness {
            Readiness::Ready { .. } => return None,
            Readiness::Stop(stop) => match stop {
                Stop::Friction(_) => No::Friction,
                Stop::NoAsk => No::NoAsk,
                Stop::Asleep { .. } => No::Asleep,
                Stop::Weak(Pillar::Trust) => No::Trust,
                Stop::Weak(_) => No::Purchase,
                Stop::Owed(nudge) if nudge.rule == super::super::nudge::RuleName::Promise => {
                    No::Promise
                }
                Stop::Owed(_) => No::Thanks,
                Stop::CoolDown { .. } => No::CoolDown,
            },
            Readiness::Missing(first) => match first {
                First::Missed(_) => No::Missed,
                First::Unjudged(_) => No::Unjudged,
                First::Work(_) => No::Work,
                First::Credibility => No::Credibility,
                First::Agreement => No::NoAgreement,
                First::Criterion { .. } => No::Criterion,
                First::Target => No::NoTarget,
            },
        })
    }

    #[test]
    fn each_reason_alone_decides_and_says_which_it_is() {
        for no in ALL {
            let found = readiness(&with(&[no], true));
            assert_eq!(reason(&found), Some(no), "{found:?}");
            assert_eq!(matches!(found, Readiness::Stop(_)), no.is_stop(), "{no:?}");
        }
    }

    #[test]
    fn of_two_reasons_the_earlier_one_decides() {
        for pair in ALL.windows(2) {
            let expected = match pair {
                // While the work goes on nobody asks what became of it.
                [No::Unjudged, No::Work] => No::Work,
                [first, _] => *first,
                _ => unreachable!("windows of two"),
            };
            let found = readiness(&with(pair, true));
            assert_eq!(reason(&found), Some(expected), "{pair:?}: {found:?}");
        }
    }

    #[test]
    fn with_nothing_against_it_they_are_ready_and_it_says_why() {
        let trial = with(&[], true);
        let Readiness::Ready { why } = readiness(&trial) else {
            panic!("{:?}", readiness(&trial));
        };
        assert_eq!(
            why,
            [
                Why::Trust(Grade::Strong),
                Why::Purchase(Grade::Fair),
                Why::Vcp(Vcp::Credibility),
                Why::Agreement,
                Why::Asked(None),
            ]
        );
        assert!(is_prepared(
            trial.book(),
            &trial.practice(),
            trial.find(DANA)
        ));
        let open = questions(trial.book(), &trial.practice(), trial.find(DANA));
        assert_eq!(open, [Question::Willing]);
    }

    #[test]
    fn the_cool_down_ends_on_a_day_that_is_named() {
        let mut trial = with(&[No::CoolDown], true);
        let until = day(10 + 180);
        let stop = Stop::CoolDown {
            asked: day(10),
            until,
        };
        trial.go(189);
        assert_eq!(readiness(&trial), Readiness::Stop(stop));
        trial.go(190);
        let found = readiness(&trial);
        let Readiness::Ready { why } = &found else {
            panic!("{found:?}");
        };
        assert!(why.contains(&Why::Asked(Some(day(10)))));
    }

    #[test]
    fn a_source_who_is_no_client_needs_neither_agreement_nor_work() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", DANA);
        assert!(
            matches!(readiness(&trial), Readiness::Stop(Stop::Owed(_))),
            "she is to be thanked first"
        );
        trial.log(Kind::Thanked, DANA, Some(id));
        assert_eq!(readiness(&trial), Readiness::Missing(First::Target));
        target(&mut trial);
        assert!(matches!(readiness(&trial), Readiness::Ready { .. }));
    }

    #[test]
    fn what_is_owed_stops_though_it_was_put_off_and_not_once_it_was_let_go() {
        let mut trial = with(&[No::Thanks], true);
        for (until, is_stop) in [(Some(day(40)), true), (None, false)] {
            let owed: Vec<String> = trial
                .practice()
                .owed_to(trial.find(DANA))
                .into_iter()
                .map(|nudge| nudge.key())
                .collect();
            for key in owed {
                trial.perform(Action::Settle {
                    key,
                    until,
                    why: String::new(),
                    what: String::new(),
                });
            }
            let found = readiness(&trial);
            assert_eq!(matches!(found, Readiness::Stop(_)), is_stop, "{found:?}");
        }
    }

    #[test]
    fn an_agreement_without_a_test_names_none() {
        let mut trial = with(&[No::NoAgreement], true);
        trial.perform(Action::SaveAgreement {
            id: None,
            was: None,
            agreement: Box::new(Agreement {
                person: Some(trial.find(DANA)),
                on: trial.today(),
                ..Agreement::default()
            }),
            added: Vec::new(),
        });
        let found = readiness(&trial);
        assert!(
            matches!(
                found,
                Readiness::Missing(First::Criterion {
                    criterion: None,
                    ..
                })
            ),
            "{found:?}"
        );
    }

    #[test]
    fn work_that_began_after_a_completion_without_its_meeting_does_not_wait() {
        let mut trial = with(&[], true);
        trial.log(Kind::Engaged, DANA, None);
        assert!(
            matches!(readiness(&trial), Readiness::Ready { .. }),
            "the meeting for what is completed is still to come"
        );
        trial.log(Kind::Acquisition, DANA, None);
        trial.go(300);
        assert_eq!(readiness(&trial), Readiness::Missing(First::Work(day(30))));
    }

    #[test]
    fn nobody_is_stopped_by_what_is_not_known() {
        let mut trial = Trial::new();
        trial.person(DANA, None);
        assert_eq!(readiness(&trial), Readiness::Missing(First::Target));
        let open = questions(trial.book(), &trial.practice(), trial.find(DANA));
        assert_eq!(open, [Question::Trust, Question::Vcp, Question::Willing]);
        target(&mut trial);
        let why = vec![Why::Asked(None)];
        assert_eq!(readiness(&trial), Readiness::Ready { why });
    }

    /// How far one is from asking: a stop, something missing, ready.
    fn nearness(readiness: &Readiness) -> u8 {
        match readiness {
            Readiness::Stop(_) => 0,
            Readiness::Missing(_) => 1,
            Readiness::Ready { .. } => 2,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn a_reason_less_never_makes_anybody_less_ready(
            reasons in proptest::sample::subsequence(ALL.to_vec(), 1..6),
            which in 0usize..6,
        ) {
            let before = readiness(&with(&reasons, true));
            let mut fewer = reasons.clone();
            fewer.remove(which % reasons.len());
            let after = readiness(&with(&fewer, true));
            prop_assert!(nearness(&before) <= nearness(&after), "{:?} {:?} {:?}", reasons, before, after);
        }

        #[test]
        fn ready_means_no_reason_and_a_stop_goes_before_what_is_missing(
            reasons in proptest::sample::subsequence(ALL.to_vec(), 0..6),
        ) {
            let trial = with(&reasons, true);
            let found = readiness(&trial);
            let (practice, dana) = (trial.practice(), trial.find(DANA));
            let person = trial.book().people.get(dana).unwrap();
            let is_free = matches!(found, Readiness::Ready { .. } | Readiness::Missing(First::Target));
            prop_assert_eq!(is_free, super::is_free(trial.book(), &practice, dana, person));
            prop_assert_eq!(nearness(&found) == 2, reasons.is_empty());
            let has_stop = reasons.iter().any(|no| no.is_stop());
            prop_assert_eq!(nearness(&found) == 0, has_stop, "{:?}", found);
            prop_assert!(reason(&found).is_none_or(|no| reasons.contains(&no)));
        }

        #[test]
        fn not_to_know_stops_nobody(
            reasons in proptest::sample::subsequence(ALL[8..].to_vec(), 0..5),
        ) {
            let known = readiness(&with(&reasons, true));
            let unknown = readiness(&with(&reasons, false));
            // What was missed is weighed where nothing else is recorded, which is knowledge too.
            let is_counted = reasons.contains(&No::Missed);
            prop_assert!(is_counted || nearness(&known) <= nearness(&unknown), "{:?} {:?}", reasons, unknown);
        }
    }
}
