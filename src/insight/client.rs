//! The arc of one client (`McCord`): positioned, agreed, served as they expect, met about referrals, asked about whom.
//! It gives days and facts, and will never know whether now is the time to ask.

use chrono::{Days, NaiveDate, NaiveTime};

use super::pillars::{self, Gap};
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::client::{Agreement, Aim, Asking, Per};
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::expectation::{Origin, Verdict};
use crate::domain::id::Id;
use crate::domain::referral::Ending;
use crate::domain::settings::Threshold;

/// One person as a client; of somebody who is none most of it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The day on which they became one; none where they are none.
    pub since: Option<NaiveDate>,
    /// The day on which I first said to them that I work by referral.
    pub positioned: Option<NaiveDate>,
    /// The newest agreement about referrals.
    pub agreement: Option<Agreed>,
    /// Since when the talk about referrals is due; none while it is not.
    pub agreement_due: Option<NaiveDate>,
    pub work: Work,
    pub expected: Expected,
    pub meeting: Meeting,
    /// The day on which the last referral meeting was held, whatever became of it since.
    pub met: Option<NaiveDate>,
    /// Since when the referral meeting is due; none while it is not.
    pub meeting_due: Option<NaiveDate>,
    pub targets: Targets,
}

/// What was agreed, against what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    pub id: Id,
    /// The day of the talk.
    pub on: NaiveDate,
    /// Referrals received from them that count for it: since that day, or in this calendar year where the number
    /// is meant a year.
    pub received: u32,
    /// Every criterion is met, by the client's word.
    pub is_earned: bool,
    /// The first criterion that the client has not called met.
    pub unmet: Option<Id>,
}

/// The work for a client, as it was begun and completed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Since when it goes on; none where it does not.
    pub open: Option<NaiveDate>,
    /// The day on which it was completed last.
    pub completed: Option<NaiveDate>,
    /// How often it was completed.
    pub times: usize,
}

/// What a client said they expect, by what became of it, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    pub open: Vec<Id>,
    pub missed: Vec<Id>,
    pub met: Vec<Id>,
    pub exceeded: Vec<Id>,
    /// What I only assume; it counts for nothing and is to be asked.
    pub assumed: Vec<Id>,
    pub gap: Gap,
    /// The day on which the last of what they said was judged; none while one is open, or nothing was said.
    pub judged: Option<NaiveDate>,
}

/// Where the referral meeting stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Meeting {
    #[default]
    None,
    /// Proposed on a day; when it is to be is still open.
    Proposed { since: NaiveDate },
    /// Agreed for a day.
    Agreed {
        on: NaiveDate,
        time: Option<NaiveTime>,
    },
    /// Held on a day, and none is ahead.
    Held { on: NaiveDate },
}

impl Meeting {
    /// Proposed or agreed, and still to be held.
    pub fn is_ahead(self) -> bool {
        matches!(self, Meeting::Proposed { .. } | Meeting::Agreed { .. })
    }
}

/// Whom a person is to be asked about, by where it stands, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    pub open: Vec<Id>,
    pub asked: Vec<Id>,
    pub declined: Vec<Id>,
    pub referred: Vec<Id>,
}

impl Targets {
    /// Those still to be asked about, then those asked about and not answered.
    pub fn ahead(&self) -> impl Iterator<Item = Id> + '_ {
        self.open.iter().chain(&self.asked).copied()
    }

    /// Nobody to ask about.
    pub fn is_nobody(&self) -> bool {
        self.ahead().next().is_none()
    }
}

/// What nobody leaves out (`McCord`), whatever else of the method they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Core {
    /// Say that I work by referral.
    Position,
    /// Tell them that referrals are expected.
    Agree,
    /// Learn what they expect, and deliver it.
    Deliver,
    /// Meet about referrals apart from everything else.
    Meet,
}

impl Client {
    /// The arc of a person as of the day of the practice.
    pub fn of(book: &Book, practice: &Practice, id: Id) -> Client {
        let mut found = Client {
            expected: expected(practice, id),
            targets: targets(practice, id),
            ..Client::default()
        };
        found.read_work(practice, id);
        found.read_agreement(practice, id);
        let asking = book
            .people
            .get(id)
            .and_then(|person| person.asking.as_ref());
        found.read_meeting(asking);
        found.set_due(book, practice.today());
        found
    }

    pub fn is_client(&self) -> bool {
        self.since.is_some()
    }

    /// The four, each with the day on which it was done.
    pub fn core(&self) -> [(Core, Option<NaiveDate>); 4] {
        [
            (Core::Position, self.positioned),
            (Core::Agree, self.agreement.map(|agreed| agreed.on)),
            (Core::Deliver, self.expected.judged),
            (Core::Meet, self.met),
        ]
    }

    /// How many of the four are done.
    pub fn core_done(&self) -> usize {
        let done = self.core().into_iter().filter(|(_, on)| on.is_some());
        done.count()
    }

    /// The work goes on, and what was completed before it has had its referral meeting: the next one comes after
    /// this work.
    pub fn works_first(&self) -> Option<NaiveDate> {
        let is_used = |completed: NaiveDate| self.met.is_some_and(|met| completed <= met);
        self.work
            .open
            .filter(|_| self.work.completed.is_none_or(is_used))
    }

    fn read_work(&mut self, practice: &Practice, id: Id) {
        let (mut begun, mut completed) = (None, None);
        for named in practice.referrals_of(id) {
            let it = &named.record;
            let outcome = it.outcome.as_ref();
            let won = outcome.filter(|outcome| outcome.ending == Ending::Won);
            if let Some(won) = won.filter(|_| !it.is_given() && it.prospect == Some(id)) {
                begun = begun.max(Some((won.on, won.at)));
                self.came(won.on);
            }
        }
        for event in practice.events_of(id) {
            let moment = Some((event.on, event.at));
            match event.record.kind {
                Kind::Mention => self.positioned = self.positioned.or(Some(event.on)),
                Kind::Engaged => {
                    begun = begun.max(moment);
                    self.came(event.on);
                }
                Kind::Completed => {
                    completed = completed.max(moment);
                    self.work.times += 1;
                }
                Kind::Acquisition => self.met = Some(event.on),
                _ => {}
            }
        }
        self.work.open = begun.filter(|_| completed < begun).map(|(on, _)| on);
        self.work.completed = completed.map(|(on, _)| on);
    }

    /// They are a client since this day at the latest.
    fn came(&mut self, on: NaiveDate) {
        self.since = Some(self.since.map_or(on, |since| since.min(on)));
    }

    fn read_agreement(&mut self, practice: &Practice, id: Id) {
        let all = practice.agreements_of(id);
        for agreement in all {
            self.came(agreement.on);
        }
        self.agreement = all.last().map(|newest| Agreed {
            id: newest.id,
            on: newest.on,
            received: received(practice, id, &newest.record),
            is_earned: newest.record.is_earned(),
            unmet: newest.record.first_unmet().map(|(id, _)| id),
        });
    }

    fn read_meeting(&mut self, asking: Option<&Asking>) {
        self.met = self.met.max(asking.and_then(|asking| asking.held));
        let ahead = asking.filter(|asking| asking.is_ahead());
        self.meeting = match (ahead, self.met) {
            (Some(asking), met) => match (asking.on, asking.proposed) {
                (Some(on), _) => Meeting::Agreed {
                    on,
                    time: asking.time,
                },
                (None, Some(since)) => Meeting::Proposed { since },
                (None, None) => met.map_or(Meeting::None, |on| Meeting::Held { on }),
            },
            (None, Some(on)) => Meeting::Held { on },
            (None, None) => Meeting::None,
        };
    }

    /// What is due. Of those who were clients before the book began nothing is: it would name everybody at once.
    fn set_due(&mut self, book: &Book, today: NaiveDate) {
        let settings = book.settings();
        let is_ours = |on: &NaiveDate| settings.started.is_none_or(|started| started <= *on);
        let due = |from: NaiveDate, threshold: Threshold| {
            let days = Days::new(settings.days(threshold).into());
            from.checked_add_days(days).filter(|due| *due <= today)
        };
        let since = self.since.filter(is_ours);
        let is_agreed = self.agreement.is_some();
        self.agreement_due = since
            .filter(|_| !is_agreed)
            .and_then(|since| due(since, Threshold::Agreement));
        let is_met = |completed: &NaiveDate| self.met.is_some_and(|met| *completed <= met);
        self.meeting_due = self
            .work
            .completed
            .filter(is_ours)
            .filter(|completed| !self.meeting.is_ahead() && !is_met(completed))
            .and_then(|completed| due(completed, Threshold::Acquisition));
    }
}

/// Referrals from a client that count for what was agreed; a lead is none.
fn received(practice: &Practice, id: Id, agreement: &Agreement) -> u32 {
    let today = practice.today();
    let counts = |on: NaiveDate| match agreement.per {
        Per::AYear => day::is_same_year(on, today),
        Per::InAll | Per::Other(_) => agreement.on <= on,
    };
    let from_them = practice.referrals_of(id).iter().filter(|named| {
        let it = &named.record;
        let is_theirs = !it.is_given() && it.counts() && it.partners().any(|source| source == id);
        let on = it.also.get(&id).map_or(it.on, |joined| joined.on);
        is_theirs && counts(on)
    });
    u32::try_from(from_them.count()).unwrap_or(u32::MAX)
}

fn expected(practice: &Practice, id: Id) -> Expected {
    let mut found = Expected {
        gap: pillars::gap(practice, id),
        ..Expected::default()
    };
    let mut judged = None;
    for expectation in practice.expectations_of(id) {
        let it = &expectation.record;
        if it.origin != Origin::Said {
            found.assumed.push(expectation.id);
            continue;
        }
        let place = match it.verdict {
            Verdict::Open | Verdict::Other(_) => &mut found.open,
            Verdict::Missed => &mut found.missed,
            Verdict::Met => &mut found.met,
            Verdict::Exceeded => &mut found.exceeded,
        };
        place.push(expectation.id);
        judged = judged.max(Some(it.judged.unwrap_or(expectation.on)));
    }
    found.judged = judged.filter(|_| found.open.is_empty());
    found
}

fn targets(practice: &Practice, id: Id) -> Targets {
    let mut found = Targets::default();
    for target in practice.targets_of(id) {
        let place = match target.record.aim() {
            Aim::Open => &mut found.open,
            Aim::Asked => &mut found.asked,
            Aim::Declined => &mut found.declined,
            Aim::Referred => &mut found.referred,
        };
        place.push(target.id);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Bond, Log, Who};
    use crate::domain::client::{Criterion, Target};
    use crate::domain::expectation::Expectation;
    use crate::domain::referral::Direction;

    fn client(trial: &Trial, name: &str) -> Client {
        Client::of(trial.book(), &trial.practice(), trial.find(name))
    }

    fn agree(trial: &mut Trial, name: &str, per: Per, met: &[Option<bool>]) {
        let agreement = Agreement {
            person: Some(trial.find(name)),
            on: trial.today(),
            count: 2,
            per,
            ..Agreement::default()
        };
        let added = met.iter().map(|met| Criterion {
            words: "live by Easter".into(),
            met: *met,
            ..Criterion::default()
        });
        assert!(trial.perform(Action::SaveAgreement {
            id: None,
            was: None,
            agreement: Box::new(agreement),
            added: added.collect(),
        }));
    }

    fn meeting(trial: &mut Trial, name: &str, asking: Option<Asking>) {
        let person = trial.find(name);
        let bond = Box::new(Bond::Asking(asking));
        assert!(trial.perform(Action::Bond { person, bond }));
    }

    fn expect(trial: &mut Trial, name: &str, origin: Origin, verdict: Verdict) {
        let person = Some(trial.find(name));
        let (on, judged) = (trial.today(), trial.today());
        let expectation = Expectation {
            person,
            words: "no surprises".into(),
            priority: 3,
            origin,
            judged: (verdict != Verdict::Open).then_some(judged),
            verdict,
            on,
            ..Expectation::default()
        };
        assert!(trial.perform(Action::SaveExpectation {
            id: None,
            was: None,
            expectation: Box::new(expectation),
        }));
    }

    #[test]
    fn who_bought_agreed_or_has_work_going_on_is_a_client_and_nobody_else() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Engaged, "Ben Achebe", None);
        trial.person("Mia Lang", None);
        trial.go(3);
        agree(&mut trial, "Mia Lang", Per::InAll, &[]);
        trial.close(id, Ending::Won);
        for (name, since) in [
            ("Priya Shah", Some(3)),
            ("Ben Achebe", Some(0)),
            ("Mia Lang", Some(3)),
            ("Dana Ortiz", None),
        ] {
            let found = client(&trial, name);
            assert_eq!(found.since, since.map(day), "{name}");
            let practice = trial.practice();
            let relation = practice.relation(trial.find(name));
            assert_eq!(relation.is_client, found.is_client(), "{name}");
        }
        let practice = trial.practice();
        assert_eq!(practice.clients().count(), 3);
    }

    #[test]
    fn work_goes_on_until_it_is_completed_and_may_begin_again() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.go(2);
        trial.close(id, Ending::Won);
        let work = |trial: &Trial| {
            let Work {
                open,
                completed,
                times,
            } = client(trial, "Priya Shah").work;
            (open, completed, times)
        };
        assert_eq!(work(&trial), (Some(day(2)), None, 0));
        trial.go(9);
        trial.log(Kind::Completed, "Priya Shah", None);
        assert_eq!(work(&trial), (None, Some(day(9)), 1));
        // On one day the later one holds.
        trial.log(Kind::Engaged, "Priya Shah", None);
        assert_eq!(work(&trial), (Some(day(9)), Some(day(9)), 1));
        trial.go(20);
        trial.log(Kind::Completed, "Priya Shah", None);
        assert_eq!(work(&trial), (None, Some(day(20)), 2));
    }

    #[test]
    fn what_is_received_counts_since_the_talk_or_in_the_year_of_today() {
        let mut trial = Trial::new();
        trial.received("Omar Haddad", "Dana Ortiz");
        trial.go(1);
        agree(&mut trial, "Dana Ortiz", Per::InAll, &[]);
        let received = |trial: &Trial| client(trial, "Dana Ortiz").agreement.unwrap().received;
        assert_eq!(received(&trial), 0);
        trial.received("Priya Shah", "Dana Ortiz");
        let no = trial.received("Lin Wu", "Dana Ortiz");
        trial.capture("Ida Berg", Direction::Given, "Dana Ortiz");
        let second = trial.received("Eva Rossi", "Ben Achebe");
        let source = trial.who("Dana Ortiz");
        trial.perform(Action::Join {
            referral: second,
            source,
        });
        trial.close(no, Ending::NotAReferral);
        assert_eq!(received(&trial), 2, "hers, and the one that she joined");
        trial.go(2);
        agree(&mut trial, "Dana Ortiz", Per::AYear, &[]);
        assert_eq!(received(&trial), 3, "all of this year");
        trial.go(70);
        assert_eq!(received(&trial), 0, "the next year begins anew");
    }

    #[test]
    fn an_agreement_is_earned_by_the_word_of_the_client_alone() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        for (met, earned, unmet) in [
            (&[][..], false, false),
            (&[Some(true)], true, false),
            (&[Some(true), None], false, true),
            (&[Some(false)], false, true),
        ] {
            trial.go(1);
            agree(&mut trial, "Dana Ortiz", Per::InAll, met);
            let agreed = client(&trial, "Dana Ortiz").agreement.unwrap();
            assert_eq!((agreed.is_earned, agreed.unmet.is_some()), (earned, unmet));
        }
    }

    #[test]
    fn criteria_keep_the_order_in_which_they_were_named() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        let named = ["live by Easter", "as offered", "answered within a day"];
        let added = named.map(|words| Criterion {
            words: words.into(),
            ..Criterion::default()
        });
        trial.perform(Action::SaveAgreement {
            id: None,
            was: None,
            agreement: Box::new(Agreement {
                person: Some(trial.find("Dana Ortiz")),
                on: trial.today(),
                ..Agreement::default()
            }),
            added: added.into(),
        });
        let (_, agreement) = trial.book().agreements.iter().next().unwrap();
        let words: Vec<&str> = agreement
            .criteria
            .values()
            .map(|it| it.words.as_str())
            .collect();
        assert_eq!(words, named);
    }

    #[test]
    fn the_talk_about_referrals_is_due_two_weeks_after_they_became_a_client() {
        let mut trial = Trial::new();
        trial.log(Kind::Engaged, "Dana Ortiz", None);
        trial.go(13);
        assert_eq!(client(&trial, "Dana Ortiz").agreement_due, None);
        trial.go(14);
        assert_eq!(client(&trial, "Dana Ortiz").agreement_due, Some(day(14)));
        trial.go(30);
        assert_eq!(client(&trial, "Dana Ortiz").agreement_due, Some(day(14)));
        agree(&mut trial, "Dana Ortiz", Per::InAll, &[]);
        assert_eq!(client(&trial, "Dana Ortiz").agreement_due, None);
    }

    #[test]
    fn of_clients_from_before_the_book_nothing_is_due() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        let long_ago = day(0).checked_sub_days(Days::new(400));
        for kind in [Kind::Engaged, Kind::Completed] {
            let log = Log {
                kind,
                who: trial.who("Dana Ortiz"),
                on: long_ago,
                ..Log::default()
            };
            trial.perform(Action::Log(Box::new(log)));
        }
        let found = client(&trial, "Dana Ortiz");
        assert_eq!((found.since, found.work.completed), (long_ago, long_ago));
        assert_eq!((found.agreement_due, found.meeting_due), (None, None));
    }

    #[test]
    fn completed_work_asks_for_a_referral_meeting_until_one_is_proposed_or_held() {
        let mut trial = Trial::new();
        trial.log(Kind::Engaged, "Dana Ortiz", None);
        let due = |trial: &Trial| client(trial, "Dana Ortiz").meeting_due;
        trial.go(40);
        assert_eq!(due(&trial), None, "the work goes on");
        trial.log(Kind::Completed, "Dana Ortiz", None);
        assert_eq!(due(&trial), None, "it is still early");
        trial.go(54);
        assert_eq!(due(&trial), Some(day(54)));
        let proposed = Asking {
            proposed: Some(trial.today()),
            ..Asking::default()
        };
        meeting(&mut trial, "Dana Ortiz", Some(proposed.clone()));
        assert_eq!(due(&trial), None, "it is proposed");
        meeting(&mut trial, "Dana Ortiz", None);
        assert_eq!(due(&trial), Some(day(54)), "it was called off");
        let held = Asking {
            held: Some(trial.today()),
            ..proposed
        };
        meeting(&mut trial, "Dana Ortiz", Some(held));
        assert_eq!(due(&trial), None, "it was held");
        trial.go(60);
        trial.log(Kind::Engaged, "Dana Ortiz", None);
        trial.go(70);
        trial.log(Kind::Completed, "Dana Ortiz", None);
        trial.go(84);
        assert_eq!(
            due(&trial),
            Some(day(84)),
            "the next work, the next meeting"
        );
    }

    #[test]
    fn the_meeting_stands_where_it_was_left() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        let state = |trial: &Trial| client(trial, "Dana Ortiz").meeting;
        assert_eq!(state(&trial), Meeting::None);
        let time = NaiveTime::from_hms_opt(10, 0, 0);
        let mut asking = Asking {
            proposed: Some(day(0)),
            ..Asking::default()
        };
        meeting(&mut trial, "Dana Ortiz", Some(asking.clone()));
        assert_eq!(state(&trial), Meeting::Proposed { since: day(0) });
        (asking.on, asking.time) = (Some(day(3)), time);
        meeting(&mut trial, "Dana Ortiz", Some(asking.clone()));
        assert_eq!(state(&trial), Meeting::Agreed { on: day(3), time });
        trial.go(3);
        asking.held = Some(day(3));
        meeting(&mut trial, "Dana Ortiz", Some(asking));
        assert_eq!(state(&trial), Meeting::Held { on: day(3) });
        // The next one hides no longer that there was one.
        let next = Asking {
            proposed: Some(day(9)),
            ..Asking::default()
        };
        trial.log(Kind::Acquisition, "Dana Ortiz", None);
        meeting(&mut trial, "Dana Ortiz", Some(next));
        assert_eq!(state(&trial), Meeting::Proposed { since: day(9) });
        assert_eq!(client(&trial, "Dana Ortiz").met, Some(day(3)));
    }

    #[test]
    fn four_things_nobody_leaves_out_each_with_its_day() {
        let mut trial = Trial::new();
        trial.log(Kind::Mention, "Dana Ortiz", None);
        trial.go(1);
        trial.log(Kind::Mention, "Dana Ortiz", None);
        let days = |trial: &Trial| client(trial, "Dana Ortiz").core().map(|(_, on)| on);
        assert_eq!(days(&trial), [Some(day(0)), None, None, None]);
        trial.go(2);
        agree(&mut trial, "Dana Ortiz", Per::InAll, &[]);
        expect(&mut trial, "Dana Ortiz", Origin::Assumed, Verdict::Met);
        assert_eq!(days(&trial)[2], None, "what I assume is not learnt");
        trial.go(3);
        expect(&mut trial, "Dana Ortiz", Origin::Said, Verdict::Exceeded);
        assert_eq!(days(&trial)[1..3], [Some(day(2)), Some(day(3))]);
        expect(&mut trial, "Dana Ortiz", Origin::Said, Verdict::Open);
        assert_eq!(days(&trial)[2], None, "one is open");
        trial.log(Kind::Acquisition, "Dana Ortiz", None);
        let found = client(&trial, "Dana Ortiz");
        assert_eq!((found.core_done(), found.met), (3, Some(day(3))));
    }

    #[test]
    fn what_was_said_is_told_from_what_is_assumed_and_the_gap_is_weighed() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        for (origin, verdict) in [
            (Origin::Said, Verdict::Missed),
            (Origin::Said, Verdict::Met),
            (Origin::Said, Verdict::Exceeded),
            (Origin::Said, Verdict::Open),
            (Origin::Assumed, Verdict::Missed),
        ] {
            expect(&mut trial, "Dana Ortiz", origin, verdict);
        }
        let Expected {
            open,
            missed,
            met,
            exceeded,
            assumed,
            gap,
            judged,
        } = client(&trial, "Dana Ortiz").expected;
        let counts = [&open, &missed, &met, &exceeded, &assumed].map(Vec::len);
        assert_eq!(counts, [1; 5]);
        let weights = Gap {
            missed: 3,
            judged: 9,
        };
        assert_eq!((gap, gap.share(), judged), (weights, Some(33), None));
        assert_eq!(Gap::default().share(), None);
    }

    #[test]
    fn targets_stand_by_what_became_of_them() {
        let mut trial = Trial::new();
        trial.person("Dana Ortiz", None);
        let today = trial.today();
        for (name, asked, declined) in [
            ("Lars Holm", None, None),
            ("Ida Berg", Some(today), None),
            ("Jon Roth", Some(today), Some(today)),
        ] {
            trial.perform(Action::SaveTarget {
                id: None,
                was: None,
                target: Box::new(Target {
                    person: Some(trial.find("Dana Ortiz")),
                    name: name.into(),
                    asked,
                    declined,
                    on: today,
                    ..Target::default()
                }),
            });
        }
        let captured = crate::domain::action::Captured {
            prospect: Who::New("Lars Holm".into()),
            partner: trial.who("Dana Ortiz"),
            ..Default::default()
        };
        assert_eq!(client(&trial, "Dana Ortiz").targets.ahead().count(), 2);
        trial.perform(Action::Capture(Box::new(captured)));
        let found = client(&trial, "Dana Ortiz").targets;
        let counts = [&found.open, &found.asked, &found.declined, &found.referred].map(Vec::len);
        assert_eq!(counts, [0, 1, 1, 1]);
        assert!(!found.is_nobody());
    }
}
