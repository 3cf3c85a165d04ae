//! Everything with a day: what is planned, agreed, promised or awaited, and when a source becomes due. It gives facts in
//! order of day and time, and knows neither words nor calendars.

use chrono::{NaiveDate, NaiveTime};

use super::nudge::{Nudge, Occasion, Reason, RuleName, is_settled};
use super::practice::Practice;
use super::rules;
use super::span::{after, before};
use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::person::{Person, Wait};
use crate::domain::promise::By;
use crate::domain::referral::Referral;
use crate::domain::settings::working;
use crate::domain::stage::Stage;

/// What comes on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// An appointment with the prospect.
    Appointment,
    /// Any other next action of a referral.
    Next,
    /// The call or lunch by which the two are introduced, where something else is to be done before it.
    Introduction,
    /// The meeting for referrals with a client.
    ReferralMeeting,
    /// The day that was agreed for the next contact.
    Again,
    /// What I promised.
    Promise,
    /// What was promised to me.
    Promised,
    /// The prospect's answer: what waits for them to settle wakes.
    Answer,
    /// What was set aside wakes.
    Wakes,
    /// A source becomes due by their interval.
    Contact,
}

impl What {
    /// The word for scripts.
    pub fn word(self) -> &'static str {
        match self {
            What::Appointment => "appointment",
            What::Next => "next",
            What::Introduction => "introduction",
            What::ReferralMeeting => "referral-meeting",
            What::Again => "again",
            What::Promise => "promise",
            What::Promised => "promised",
            What::Answer => "answer",
            What::Wakes => "wakes",
            What::Contact => "contact",
        }
    }
}

/// One thing that comes on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    pub what: What,
    /// With whom, or whose.
    pub person: Option<Id>,
    /// The record that has the day.
    pub subject: Subject,
    pub on: NaiveDate,
    pub time: Option<NaiveTime>,
}

impl Coming {
    /// Where it stands: by day, what has a time first, then what weighs most.
    fn place(&self) -> (NaiveDate, bool, Option<NaiveTime>, What, Subject) {
        let is_untimed = self.time.is_none();
        (self.on, is_untimed, self.time, self.what, self.subject)
    }
}

/// All that comes from one day until another, both included, by day and time.
///
/// What is planned, agreed or promised keeps its day when it has passed; what wakes or becomes due by an interval is
/// only named ahead: once it is there a nudge speaks of it. What is set aside is silent on every day before it wakes, and
/// what was put off comes on the day to which it was put off.
pub fn coming(practice: &Practice, from: NaiveDate, until: NaiveDate) -> Vec<Coming> {
    let mut window = Window {
        practice,
        from,
        until,
        found: Vec::new(),
    };
    for id in practice.standings.keys() {
        if let Some(referral) = practice.book.referrals.get(*id) {
            window.of_referral(*id, referral);
        }
    }
    for (id, person) in practice.book.people.iter() {
        window.of_person(id, person);
    }
    window.of_promises();
    let mut found = window.found;
    found.sort_unstable_by_key(Coming::place);
    found
}

/// The days that are asked for, and what was found in them.
struct Window<'a> {
    practice: &'a Practice,
    from: NaiveDate,
    until: NaiveDate,
    found: Vec<Coming>,
}

impl Window<'_> {
    fn of_referral(&mut self, id: Id, it: &Referral) {
        let of = |what, person, on, time| Coming {
            what,
            person,
            subject: Subject::Referral(id),
            on,
            time,
        };
        if let Some(next) = &it.next {
            let is_appointment = next.is_appointment(it.prospect);
            let (what, with) = if is_appointment {
                (What::Appointment, it.prospect.or(it.partner()))
            } else {
                (What::Next, it.partner().or(it.prospect))
            };
            let person = next.whom.or(with);
            let coming = of(what, person, next.on, next.time);
            self.take(coming, it.wait.as_ref());
        }
        if let Some((on, time)) = rules::apart(it) {
            self.take(
                of(What::Introduction, it.partner(), on, time),
                it.wait.as_ref(),
            );
        }
        let wait = it.wait.as_ref().and_then(|wait| Some((wait, wait.until?)));
        if let Some((wait, until)) = wait.filter(|(_, until)| self.may_wake(id, it, *until)) {
            let is_answer =
                it.stage() == Stage::Close && wait.on.is_some() && wait.on == it.prospect;
            let what = if is_answer { What::Answer } else { What::Wakes };
            let person = it.prospect.or(it.partner());
            self.take_ahead(of(what, person, until, None), None);
        }
    }

    fn of_person(&mut self, id: Id, it: &Person) {
        let of = |what, on, time| Coming {
            what,
            person: Some(id),
            subject: Subject::Person(id),
            on,
            time,
        };
        let has_interval = it.tier.is_some() || it.every.is_some();
        if !has_interval && it.again.is_none() && it.asking.is_none() && it.wait.is_none() {
            return;
        }
        let (today, relation) = (self.practice.today, self.practice.relation(id));
        if let Some(again) = it.again.as_ref().filter(|_| relation.again.is_some()) {
            self.take(of(What::Again, again.on, again.time), None);
        }
        if let Some((asking, on)) = it.asking.as_ref().and_then(|it| Some((it, it.on?)))
            && asking.is_ahead()
        {
            self.take(of(What::ReferralMeeting, on, asking.time), None);
        }
        let until = it.wait.as_ref().and_then(|wait| wait.until);
        let is_touched = |until| relation.last.is_some_and(|(on, _)| until <= on);
        if let Some(until) = until.filter(|until| today <= *until || !is_touched(*until)) {
            self.take_ahead(of(What::Wakes, until, None), None);
        }
        if let Some(due) = self.due(id, it) {
            // Of one who has gone quiet a nudge speaks, unless it was put off or waits for the end of days off.
            let is_late = 0 < relation.late;
            let first = if is_late { after(today, 1) } else { today };
            self.take_from(first, of(What::Contact, due, None), None);
        }
    }

    /// Whether what was set aside wakes on this day or, where it has come, still waits for a look.
    fn may_wake(&self, id: Id, it: &Referral, until: NaiveDate) -> bool {
        let of = self.practice.asked_of(id, it);
        self.practice.today <= until
            || of
                .standing
                .is_some_and(|standing| of.woke(standing).is_some())
    }

    /// The day on which a source becomes due, or has become: the first one beyond the interval, away days left out. None
    /// where another day was agreed, or while they are set aside.
    fn due(&self, id: Id, person: &Person) -> Option<NaiveDate> {
        let (today, relation) = (self.practice.today, self.practice.relation(id));
        let (interval, days) = relation.interval.zip(relation.days)?;
        if relation.again.is_some() || relation.asleep {
            return None;
        }
        if 0 < relation.late {
            return Some(working(before(today, relation.late - 1)));
        }
        // A contact may be dated ahead.
        let last = relation.last.map(|(on, _)| on).or(person.tiered);
        let from = last.map_or(today, |last| last.max(today));
        let due = before(after(from, interval.saturating_add(1)), days);
        Some(working(due))
    }

    fn of_promises(&mut self) {
        for (id, promise) in self.practice.book.promises.iter() {
            let Some(due) = promise.due.filter(|_| promise.is_open()) else {
                continue;
            };
            let (what, on) = match promise.by {
                By::Me => (What::Promise, working(due)),
                By::Them | By::Other(_) => (What::Promised, due),
            };
            let coming = Coming {
                what,
                person: promise.person,
                subject: Subject::Promise(id),
                on,
                time: None,
            };
            self.take(coming, None);
        }
    }

    /// Takes what is still ahead, or comes today.
    fn take_ahead(&mut self, coming: Coming, wait: Option<&Wait>) {
        self.take_from(self.practice.today, coming, wait);
    }

    /// Takes what comes on one of the days, unless it or its person is set aside then, or it was let go.
    fn take(&mut self, coming: Coming, wait: Option<&Wait>) {
        self.take_from(self.from, coming, wait);
    }

    /// The same from a day on: that of the record, or the one to which it was put off.
    fn take_from(&mut self, first: NaiveDate, mut coming: Coming, wait: Option<&Wait>) {
        if self.until < coming.on {
            return;
        }
        if !self.practice.book.settled.is_empty() && !self.is_open(&mut coming) {
            return;
        }
        if coming.on < first {
            return;
        }
        let then = coming.on.max(self.practice.today);
        let book = &self.practice.book;
        let person = coming.person.and_then(|id| book.people.get(id));
        let waits = [wait, person.and_then(|person| person.wait.as_ref())];
        let is_asleep = waits.into_iter().flatten().any(|it| it.is_asleep(then));
        if (self.from..=self.until).contains(&coming.on) && !is_asleep {
            self.found.push(coming);
        }
    }

    /// Whether it was not let go; what was put off moves to its new day.
    fn is_open(&self, coming: &mut Coming) -> bool {
        let Some(nudge) = self.nudge(coming) else {
            return true;
        };
        let book = &self.practice.book;
        let settled = book.settled.get(Id::of_words(&nudge.key()));
        let put_off = settled.and_then(|settled| settled.until);
        if let Some(day) = put_off.filter(|day| coming.on < *day) {
            (coming.on, coming.time) = (day, None);
        }
        !is_settled(book, &nudge, coming.on.max(self.practice.today))
    }

    fn nudge(&self, coming: &Coming) -> Option<Nudge> {
        nudge_of(self.practice, coming)
    }
}

/// The nudge that speaks of it on its day, by which it can be put off or let go.
pub(super) fn nudge_of(practice: &Practice, coming: &Coming) -> Option<Nudge> {
    let (rule, occasion) = match coming.what {
        What::Appointment | What::Next if coming.time.is_some() => {
            (RuleName::Appointment, Occasion::On(coming.on))
        }
        What::Appointment | What::Next => (RuleName::NextDue, Occasion::On(coming.on)),
        What::ReferralMeeting => (RuleName::ReferralMeeting, Occasion::On(coming.on)),
        What::Again => (RuleName::ContactDue, Occasion::On(coming.on)),
        What::Promise => (RuleName::Promise, Occasion::On(coming.on)),
        What::Promised => (RuleName::PromisedMe, Occasion::On(coming.on)),
        What::Answer => (RuleName::Woke, Occasion::On(coming.on)),
        What::Wakes => match coming.subject {
            Subject::Person(_) => (RuleName::PersonWoke, Occasion::On(coming.on)),
            _ => (RuleName::Woke, Occasion::On(coming.on)),
        },
        What::Contact => {
            let id = coming.person?;
            let last = practice.relation(id).last;
            let tiered = practice.book.people.get(id)?.tiered;
            let of_last = last.map(|(_, event)| Occasion::Of(event));
            (RuleName::GoneQuiet, of_last.or(tiered.map(Occasion::On))?)
        }
        What::Introduction => {
            let Subject::Referral(id) = coming.subject else {
                return None;
            };
            let referral = practice.book.referrals.get(id)?;
            let occasion = rules::occasion_of_introduction(referral, coming.on);
            match coming.time {
                Some(_) => (RuleName::Appointment, occasion),
                None => (RuleName::NextDue, occasion),
            }
        }
    };
    Some(Nudge {
        rule,
        person: coming.person,
        subject: Some(coming.subject),
        occasion,
        reason: Reason::Next,
        due: coming.on,
        time: coming.time,
        late: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::super::now;
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Bond, Who};
    use crate::domain::client::Asking;
    use crate::domain::event::Kind;
    use crate::domain::introduction::{Introduction, Method, State};
    use crate::domain::person::Tier;
    use crate::domain::referral::{Ending, Verb};
    use crate::domain::relation::Again;
    use crate::history::History;

    fn clock(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour")
    }

    /// What comes within a hundred days, and what is overdue: the day by its number, the hour, what and whose.
    fn said(trial: &Trial) -> Vec<(i64, What, String)> {
        let practice = trial.practice();
        let found = coming(&practice, NaiveDate::MIN, day(100));
        let said = found.iter().map(|it| {
            let on = (it.on - day(0)).num_days();
            (on, it.what, trial.book().name(it.person).to_string())
        });
        said.collect()
    }

    fn whats(trial: &Trial) -> Vec<(i64, What)> {
        said(trial)
            .into_iter()
            .map(|(on, what, _)| (on, what))
            .collect()
    }

    fn wait(trial: &mut Trial, subject: Subject, until: Option<u64>, on: Who) {
        let wait = Some(Wait {
            until: until.map(day),
            ..Wait::default()
        });
        assert!(trial.perform(Action::Wait { subject, wait, on }));
    }

    fn agree(trial: &mut Trial, name: &str, bond: Bond) {
        let person = trial.find(name);
        assert!(trial.perform(Action::Bond {
            person,
            bond: Box::new(bond),
        }));
    }

    #[test]
    fn everything_with_a_day_comes_in_order_of_day_and_time() {
        let mut trial = Trial::new();
        let first = trial.received("Priya Shah", "Dana Ortiz");
        trial.plan(first, Verb::Meet, 4, Some((10, 0)));
        let second = trial.received("Omar Haddad", "Dana Ortiz");
        trial.plan(second, Verb::Write, 4, None);
        let third = trial.received("Lin Wu", "Ines Roth");
        trial.plan(third, Verb::Ask, 4, Some((8, 30)));
        let fourth = trial.received("Ben Achebe", "Ines Roth");
        trial.move_to(fourth, Stage::Close);
        let ben = trial.who("Ben Achebe");
        wait(&mut trial, Subject::Referral(fourth), Some(9), ben);
        trial.promise(By::Me, "Ines Roth", 5);
        trial.promise(By::Them, "Ines Roth", 3);
        agree(
            &mut trial,
            "Dana Ortiz",
            Bond::Again(Some(Again {
                on: day(20),
                time: Some(clock(9)),
                ..Again::default()
            })),
        );
        agree(
            &mut trial,
            "Lin Wu",
            Bond::Asking(Some(Asking {
                on: Some(day(30)),
                ..Asking::default()
            })),
        );
        trial.person("Joan Hill", Some(Tier::D));
        let joan = Subject::Person(trial.find("Joan Hill"));
        wait(&mut trial, joan, Some(40), Who::Nobody);
        trial.person("Mia Chen", Some(Tier::C));
        let expected = [
            (3, What::Promised, "Ines Roth"),
            (4, What::Next, "Ines Roth"),
            (4, What::Appointment, "Priya Shah"),
            (4, What::Next, "Dana Ortiz"),
            // The fifth day is a Saturday.
            (7, What::Promise, "Ines Roth"),
            (9, What::Answer, "Ben Achebe"),
            (20, What::Again, "Dana Ortiz"),
            (30, What::ReferralMeeting, "Lin Wu"),
            (40, What::Wakes, "Joan Hill"),
            (91, What::Contact, "Mia Chen"),
        ];
        let expected = expected.map(|(on, what, whose)| (on, what, whose.to_string()));
        assert_eq!(said(&trial), expected);
        let practice = trial.practice();
        let days = |from, until| coming(&practice, day(from), day(until)).len();
        assert_eq!(
            (days(4, 7), days(5, 6), days(4, 4), days(8, 9)),
            (4, 0, 3, 1)
        );
    }

    #[test]
    fn what_was_planned_keeps_its_day_when_it_has_passed_and_what_wakes_does_not() {
        let mut trial = Trial::new();
        let first = trial.received("Priya Shah", "Dana Ortiz");
        trial.plan(first, Verb::Call, 2, None);
        let second = trial.received("Omar Haddad", "Dana Ortiz");
        wait(&mut trial, Subject::Referral(second), Some(3), Who::Nobody);
        trial.promise(By::Me, "Dana Ortiz", 1);
        trial.person("Mia Chen", Some(Tier::A));
        let before = [(1, What::Promise), (2, What::Appointment), (3, What::Wakes)];
        trial.go(3);
        assert_eq!(whats(&trial)[..3], before);
        trial.go(30);
        assert_eq!(whats(&trial), before[..2], "a source gone quiet is a nudge");
        trial.close(first, Ending::Lost);
        assert_eq!(whats(&trial), before[..1]);
    }

    #[test]
    fn what_is_set_aside_is_silent_until_it_wakes() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.plan(id, Verb::Meet, 4, None);
        wait(&mut trial, Subject::Referral(id), Some(7), Who::Nobody);
        assert_eq!(whats(&trial), [(7, What::Wakes)]);
        wait(&mut trial, Subject::Referral(id), Some(3), Who::Nobody);
        assert_eq!(whats(&trial), [(3, What::Wakes), (4, What::Appointment)]);
        wait(&mut trial, Subject::Referral(id), None, Who::Nobody);
        assert_eq!(whats(&trial), []);
    }

    #[test]
    fn who_is_away_is_asked_for_nothing_before_they_are_back() {
        let mut trial = Trial::new();
        trial.person("Mia Chen", Some(Tier::A));
        // Long known, so that the interval is that of the tier.
        trial.go(70);
        trial.log(Kind::Call, "Mia Chen", None);
        assert_eq!(whats(&trial), [(85, What::Contact)]);
        trial.promise(By::Me, "Mia Chen", 74);
        let mia = Subject::Person(trial.find("Mia Chen"));
        wait(&mut trial, mia, Some(77), Who::Nobody);
        assert_eq!(
            whats(&trial),
            [(77, What::Wakes)],
            "neither contact nor promise"
        );
        trial.go(77);
        let back = [(74, What::Promise), (77, What::Wakes), (92, What::Contact)];
        assert_eq!(whats(&trial), back, "seven days did not count");
    }

    #[test]
    fn a_source_becomes_due_on_the_day_on_which_they_have_gone_quiet() {
        for interval in [1, 5, 14, 45, 80] {
            let mut trial = Trial::new();
            trial.received("Priya Shah", "Mia Chen");
            trial.go(10);
            trial.log(Kind::Call, "Mia Chen", None);
            let (mut book, mia) = (trial.book().clone(), trial.find("Mia Chen"));
            book.people.edit(mia, 1, |it| it.every = Some(interval));
            trial.history = History::open(book);
            let on = whats(&trial).first().map(|(on, _)| *on).expect("they come");
            let first = (10..120).find(|n| {
                trial.go(*n);
                // Of her own: where nothing else is logged, the book may be out of date instead.
                let practice = trial.practice();
                let mut nudges = practice.nudges_of(mia).iter();
                nudges.any(|nudge| nudge.rule == RuleName::GoneQuiet)
            });
            assert_eq!(first.map(u64::cast_signed), Some(on), "{interval}");
        }
    }

    #[test]
    fn what_was_let_go_does_not_come_and_what_was_put_off_comes_on_its_new_day() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        trial.plan(id, Verb::Write, 1, None);
        trial.go(1);
        let nudge = trial.said(RuleName::NextDue)[0];
        for (until, comes) in [(Some(8), vec![(8, What::Next)]), (None, vec![])] {
            assert!(trial.perform(Action::Settle {
                key: nudge.key(),
                until: until.map(day),
                why: String::new(),
                what: String::new(),
            }));
            assert_eq!(whats(&trial), comes);
        }
    }

    /// Puts off what a rule says today.
    fn put_off(trial: &mut Trial, rule: RuleName, of: Id, until: u64) {
        let practice = trial.practice();
        let mut nudges = practice.nudges_of(of).iter();
        let nudge = nudges.find(|nudge| nudge.rule == rule).expect("it speaks");
        assert!(trial.perform(Action::Settle {
            key: nudge.key(),
            until: Some(day(until)),
            why: String::new(),
            what: String::new(),
        }));
    }

    #[test]
    fn what_woke_or_went_quiet_and_was_put_off_comes_on_its_new_day() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        wait(&mut trial, Subject::Referral(id), Some(7), Who::Nobody);
        let joan = trial.person("Joan Hill", Some(Tier::D));
        wait(&mut trial, Subject::Person(joan), Some(7), Who::Nobody);
        let mia = trial.person("Mia Chen", Some(Tier::A));
        trial.go(30);
        let due = [What::Wakes, What::Wakes, What::Contact];
        let said = |trial: &Trial| {
            let mut found = whats(trial);
            found.retain(|(_, what)| due.contains(what));
            found
        };
        let joan_is_due = said(&trial);
        put_off(&mut trial, RuleName::Woke, id, 40);
        put_off(&mut trial, RuleName::PersonWoke, joan, 41);
        put_off(&mut trial, RuleName::GoneQuiet, mia, 42);
        let new = [(40, What::Wakes), (41, What::Wakes), (42, What::Contact)];
        assert_eq!(said(&trial), [&new[..], &joan_is_due].concat());
        let now = now::now(&trial.practice());
        let ahead = now.entries.iter().filter(|it| !it.group.is_today());
        let ahead = ahead.filter_map(|it| match it.thing {
            now::Thing::Coming(coming) => Some((coming.what, coming.on)),
            _ => None,
        });
        let ahead: Vec<_> = ahead.take(3).collect();
        let new_days = new.map(|(n, what)| (what, day(n.cast_unsigned())));
        assert_eq!(ahead, new_days, "a row each");
        trial.log(Kind::Call, "Joan Hill", None);
        trial.log(Kind::Call, "Priya Shah", Some(id));
        let left = said(&trial);
        assert!(
            !left.contains(&new[0]) && !left.contains(&new[1]),
            "{left:?}"
        );
    }

    #[test]
    fn an_introduction_comes_by_itself_only_where_something_else_is_next() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.plan(id, Verb::Write, 1, None);
        let introduction = Introduction {
            method: Method::Lunch,
            state: State::Planned,
            on: Some(day(9)),
            time: Some(clock(12)),
            ..Introduction::default()
        };
        let mut book = trial.book().clone();
        book.referrals
            .edit(id, 1, |it| it.introduction = Some(introduction));
        let practice = Practice::of(&book, day(0));
        let both: Vec<_> = coming(&practice, day(0), day(20))
            .iter()
            .map(|it| (it.on, it.time, it.what))
            .collect();
        let (written, lunch) = (
            (day(1), None, What::Next),
            (day(9), Some(clock(12)), What::Introduction),
        );
        assert_eq!(both, [written, lunch]);
        trial.history = History::open(book);
        trial.go(9);
        put_off(&mut trial, RuleName::Appointment, id, 14);
        assert_eq!(whats(&trial)[1..], [(14, What::Introduction)]);
        assert!(
            !trial
                .said(RuleName::Appointment)
                .iter()
                .any(|it| it.due == day(9))
        );
    }
}
