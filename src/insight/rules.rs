//! What each rule looks for in one referral. Each is silent unless its own fact is there; none knows
//! what a screen shows.

use chrono::{NaiveDate, NaiveTime};

use super::index::{Dated, Index};
use super::nudge::{Nudge, Occasion, Reason, RuleName, is_silent, let_go_on};
use super::owed::Meeting;
use super::span::{after, before, is_near};
use super::standing::{Mover, Standing, is_asleep};
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::domain::introducing::is_own_plan;
use crate::domain::referral::{Outcome, Referral};
use crate::domain::settings::{Threshold, working, working_after};
use crate::domain::stage::Stage;

/// So many days after the end it is asked; later nobody remembers.
const AFTERMATH: i64 = 14;

/// One referral with what happened to it.
pub(super) struct OfReferral<'a> {
    pub book: &'a Book,
    pub index: &'a Index,
    pub id: Id,
    pub referral: &'a Referral,
    /// None once it has ended.
    pub standing: Option<&'a Standing>,
    pub today: NaiveDate,
}

/// The source has not said yet what the prospect said.
struct Silence {
    since: NaiveDate,
    asked: bool,
    chased: Option<NaiveDate>,
}

/// The day and time of the call or lunch by which the two are introduced, unless it is what comes next.
pub(super) fn apart(referral: &Referral) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let introduction = referral.introduction.as_ref()?;
    let is_to_be = !introduction.is_made() && !introduction.method.is_written();
    let on = introduction.on.filter(|_| is_to_be)?;
    (!is_own_plan(referral)).then_some((on, introduction.time))
}

/// Another one than that of the next action, which may be of the same day.
pub(super) fn occasion_of_introduction(referral: &Referral, on: NaiveDate) -> Occasion {
    let whose = referral.partner().or(referral.prospect);
    whose.map_or(Occasion::On(on), |whose| Occasion::Both(whose, on))
}

impl OfReferral<'_> {
    /// Whether it may speak at all: awake, and neither imported and untouched since, nor ended before
    /// the book was begun.
    pub(super) fn may_speak(&self) -> bool {
        !is_asleep(self.referral, self.today) && self.is_current()
    }

    /// Neither imported and untouched since, nor ended before the book was begun.
    pub(super) fn is_current(&self) -> bool {
        let is_old = |outcome: &Outcome| {
            let started = self.book.settings().started;
            started.is_some_and(|started| outcome.on < started)
        };
        !self.referral.outcome.as_ref().is_some_and(is_old) && self.is_ours()
    }

    fn is_ours(&self) -> bool {
        let made = self.referral.created;
        self.referral.origin.is_empty()
            || self.referral.next.is_some()
            || self.events().iter().any(|event| made < event.at)
            || self.referral.moves.values().any(|step| made < step.at)
    }

    pub(super) fn events(&self) -> &[Dated<Event>] {
        self.index.events_of_referral.of(self.id)
    }

    pub(super) fn found(
        &self,
        rule: RuleName,
        person: Option<Id>,
        occasion: Occasion,
        reason: Reason,
        due: NaiveDate,
    ) -> Nudge {
        Nudge {
            rule,
            person,
            subject: Some(Subject::Referral(self.id)),
            occasion,
            reason,
            due,
            time: None,
            late: (self.today - due).num_days(),
        }
    }

    /// The open standing, for rules that keep things moving where nothing else was said or put off.
    fn still(&self, found: &[Nudge]) -> Option<&Standing> {
        self.standing.filter(|_| found.is_empty())
    }

    /// From when on a plainer rule may speak in place of these, which know better what is missing: not while one of them
    /// speaks or is put off, and a while after it was let go, so that one row let go does not bring the next at once.
    fn in_place_of(&self, known: &[Nudge]) -> Option<NaiveDate> {
        let settings = self.book.settings();
        let mut from = NaiveDate::MIN;
        for nudge in known.iter().filter(|it| !is_silent(settings, it.rule)) {
            let let_go = let_go_on(self.book, nudge)?;
            from = from.max(after(let_go, settings.days(Threshold::Untouched)));
        }
        Some(from)
    }

    fn next(&self, is_timed: bool, rule: RuleName, found: &mut Vec<Nudge>) {
        let next = self.referral.next.as_ref();
        let Some(next) = next.filter(|next| next.time.is_some() == is_timed) else {
            return;
        };
        if self.standing.is_none() || !is_near(next.on, self.today) {
            return;
        }
        let person = next
            .whom
            .or(self.referral.partner())
            .or(self.referral.prospect);
        let nudge = self.found(rule, person, Occasion::On(next.on), Reason::Next, next.on);
        found.push(Nudge {
            time: next.time,
            ..nudge
        });
    }

    /// The call or lunch by which the two are introduced, where it has a day of its own beside the next action.
    fn introduction(&self, is_timed: bool, rule: RuleName, found: &mut Vec<Nudge>) {
        let Some((on, time)) = apart(self.referral) else {
            return;
        };
        if self.standing.is_none() || time.is_some() != is_timed || !is_near(on, self.today) {
            return;
        }
        let occasion = occasion_of_introduction(self.referral, on);
        let person = self.referral.partner().or(self.referral.prospect);
        let nudge = self.found(rule, person, occasion, Reason::Introduction, on);
        found.push(Nudge { time, ..nudge });
    }

    /// The fact since which nothing was done about it: that it came to its stage, or what happened since.
    fn still_since(&self, standing: &Standing) -> Occasion {
        let last = self.events().last().filter(|it| standing.since < it.on);
        last.map_or(Occasion::On(standing.since), |it| Occasion::Of(it.id))
    }

    /// It was set aside from a day until another, which has come, and nothing happened since.
    pub(super) fn woke(&self, standing: &Standing) -> Option<(NaiveDate, NaiveDate)> {
        let wait = self.referral.wait.as_ref()?;
        let until = wait.until?;
        let is_touched = self.events().last().is_some_and(|event| until <= event.on);
        let is_moved = until <= standing.since || standing.is_planned(self.today);
        (until <= self.today && !is_touched && !is_moved).then_some((wait.since, until))
    }

    /// The day on which the first word to the prospect is due; none where it was said, something is planned, it has just
    /// woken, or the source is to speak first. A lead was promised nothing.
    fn first_word(&self, standing: &Standing) -> Option<NaiveDate> {
        let it = self.referral;
        let prospect = it.prospect?;
        let is_before = standing.stage <= Stage::Meet && !it.is_given() && it.level.is_some();
        let is_mine = standing.mover == Mover::Me && standing.next.is_none();
        if !is_before || !is_mine || it.introduction.is_some() || self.woke(standing).is_some() {
            return None;
        }
        let is_word = |event: &Dated<Event>| {
            event.record.person == Some(prospect) && event.record.kind.is_touch()
        };
        // In touch with them without naming it is in touch all the same.
        let with_them = self.index.events_of_person.of(prospect).iter().rev();
        let mut since = with_them.take_while(|event| it.on <= event.on);
        let is_said = self.events().iter().any(is_word)
            || since.any(|event| event.record.referral.is_none() && is_word(event));
        let days = self.book.settings().days(Threshold::FirstWord);
        let days = if it.urgent { days.min(1) } else { days };
        (!is_said).then(|| working_after(it.on, days))
    }

    /// The meeting after which the proposal is to be sent, and the day on which it is due: not the one on which the card
    /// came to Close.
    fn proposal(&self, standing: &Standing) -> Option<(NaiveDate, NaiveDate)> {
        let is_mine = standing.mover == Mover::Me && standing.next.is_none();
        if standing.stage != Stage::Close || self.referral.is_given() || !is_mine {
            return None;
        }
        let met = self.meeting()?.met;
        let days = self.book.settings().days(Threshold::Proposal);
        let due = after(met, days).max(after(standing.since, 1));
        Some((met, working(due)))
    }

    /// What an ending leaves to be said to each source: one row, telling before thanking.
    fn ending(&self, wanted: RuleName, found: &mut Vec<Nudge>) {
        let Some(outcome) = self.referral.outcome.as_ref() else {
            return;
        };
        if self.referral.is_given() {
            return;
        }
        let days = self.book.settings().days(Threshold::TellAndThank);
        let ended = outcome.on;
        for source in self.referral.partners() {
            let thank = self.is_thanks_owed(source);
            let (rule, reason) = match (self.is_news_owed(source), thank) {
                (true, thank) => (RuleName::Tell, Reason::Tell { ended, thank }),
                (false, true) => (RuleName::Thank, Reason::Thank { ended }),
                (false, false) => continue,
            };
            if rule == wanted {
                let occasion = Occasion::Both(source, ended);
                let due = working(after(ended, days));
                // A report that was owed before the end is not put off by it.
                let report = self.unreported(source).filter(|_| rule == RuleName::Tell);
                let due = report.map_or(due, |report| report.min(due));
                found.push(self.found(rule, Some(source), occasion, reason, due));
            }
        }
    }

    /// How the wait for the source's word stands: since when, whether they were asked, and the day on which
    /// they were chased. A chase is asking again, or asking for the first time once it was due.
    fn silence(&self, standing: &Standing) -> Option<Silence> {
        let is_waiting = matches!(standing.stage, Stage::Feedback | Stage::SourceReports)
            && standing.mover == Mover::Source;
        if !is_waiting {
            return None;
        }
        let source = self.referral.partner();
        let events = self.events();
        let is_of = |event: &Dated<Event>, kind: Kind| {
            event.record.kind == kind && event.record.person == source
        };
        let told = events
            .iter()
            .rev()
            .find(|event| is_of(event, Kind::ReportedBack));
        let start = told.map_or((standing.since, i64::MIN), |told| (told.on, told.at));
        let mut silence = Silence {
            since: start.0,
            asked: false,
            chased: None,
        };
        let days = self.book.settings().days(Threshold::ChaseFeedback);
        let asks = events
            .iter()
            .filter(|event| start <= (event.on, event.at) && is_of(event, Kind::FeedbackAsked));
        for ask in asks {
            if silence.asked || after(silence.since, days) <= ask.on {
                silence.chased = Some(ask.on);
            }
            (silence.asked, silence.since) = (true, ask.on);
        }
        Some(silence)
    }
}

pub(super) fn appointment(of: &OfReferral, found: &mut Vec<Nudge>) {
    of.next(true, RuleName::Appointment, found);
    of.introduction(true, RuleName::Appointment, found);
}

pub(super) fn next_due(of: &OfReferral, found: &mut Vec<Nudge>) {
    of.next(false, RuleName::NextDue, found);
    of.introduction(false, RuleName::NextDue, found);
}

pub(super) fn tell(of: &OfReferral, found: &mut Vec<Nudge>) {
    of.ending(RuleName::Tell, found);
}

pub(super) fn thank(of: &OfReferral, found: &mut Vec<Nudge>) {
    of.ending(RuleName::Thank, found);
}

pub(super) fn chase(of: &OfReferral, found: &mut Vec<Nudge>) {
    let Some(standing) = of.still(found) else {
        return;
    };
    let Some(silence) = of.silence(standing) else {
        return;
    };
    if silence.chased.is_some() || standing.is_planned(of.today) {
        return;
    }
    let Silence { since, asked, .. } = silence;
    let days = of.book.settings().days(Threshold::ChaseFeedback);
    let due = working(after(since, days));
    if due <= of.today {
        let reason = Reason::Chase { since, asked };
        let person = of.referral.partner();
        found.push(of.found(RuleName::Chase, person, Occasion::On(since), reason, due));
    }
}

/// Whether the source looks good, once it is over and its day has passed.
pub(super) fn aftermath(of: &OfReferral, found: &mut Vec<Nudge>) {
    let Some(outcome) = of.referral.outcome.as_ref() else {
        return;
    };
    let (Some(source), false) = (of.referral.partner(), of.referral.is_given()) else {
        return;
    };
    let ended = outcome.on;
    let days = (of.today - ended).num_days();
    if of.is_aftermath_open() && (1..=AFTERMATH).contains(&days) {
        let reason = Reason::Aftermath { ended };
        let occasion = Occasion::On(ended);
        let due = working(after(ended, 1));
        found.push(of.found(RuleName::Aftermath, Some(source), occasion, reason, due));
    }
}

pub(super) fn acknowledge(of: &OfReferral, found: &mut Vec<Nudge>) {
    if of.standing.is_none() || of.referral.is_given() {
        return;
    }
    let days = of.book.settings().days(Threshold::Acknowledge);
    for source in of.referral.partners() {
        if of.is_thanks_owed(source) {
            let arrived = of.arrived(source);
            let reason = Reason::Acknowledge { arrived };
            let due = working(after(arrived, days));
            let occasion = Occasion::Of(source);
            found.push(of.found(RuleName::Acknowledge, Some(source), occasion, reason, due));
        }
    }
}

pub(super) fn report_back(of: &OfReferral, found: &mut Vec<Nudge>) {
    if of.standing.is_none() || of.referral.is_given() {
        return;
    }
    let Some(Meeting { met, event, since }) = of.meeting() else {
        return;
    };
    let days = of.book.settings().days(Threshold::ReportBack);
    for source in of.referral.partners() {
        if of.is_news_owed(source) {
            let reason = Reason::ReportBack { met, event };
            let due = working(after(since.0, days));
            let occasion = Occasion::Both(source, since.0);
            found.push(of.found(RuleName::ReportBack, Some(source), occasion, reason, due));
        }
    }
}

/// On a day off it is silent itself until the next working day, and keeps the others silent until then.
pub(super) fn woke(of: &OfReferral, found: &mut Vec<Nudge>) {
    let Some(standing) = of.still(found) else {
        return;
    };
    let Some((since, until)) = of.woke(standing) else {
        return;
    };
    let reason = Reason::Woke { since, until };
    let occasion = Occasion::On(until);
    let person = of.referral.prospect.or(of.referral.partner());
    found.push(of.found(RuleName::Woke, person, occasion, reason, working(until)));
}

pub(super) fn no_news(of: &OfReferral, found: &mut Vec<Nudge>) {
    let Some(standing) = of.still(found) else {
        return;
    };
    if !of.referral.is_given() || standing.mover != Mover::Receiver || standing.is_planned(of.today)
    {
        return;
    }
    let last = of.events().last().map_or(standing.since, |event| event.on);
    let since = last.max(standing.since);
    let due = working(after(since, of.book.settings().days(Threshold::GivenNews)));
    if due <= of.today {
        let days = (of.today - since).num_days();
        let reason = Reason::NoNews { since, days };
        let occasion = Occasion::On(since);
        let person = of.referral.receiver;
        found.push(of.found(RuleName::NoNews, person, occasion, reason, due));
    }
}

/// The prospect hears from me. It stands beside thanks that are owed to the source: they are two people.
pub(super) fn first_word(of: &OfReferral, found: &mut Vec<Nudge>) {
    let due = of.standing.and_then(|standing| of.first_word(standing));
    let Some(due) = due.filter(|due| *due <= of.today) else {
        return;
    };
    let arrived = of.referral.on;
    let reason = Reason::FirstWord { arrived };
    let (person, occasion) = (of.referral.prospect, Occasion::On(arrived));
    found.push(of.found(RuleName::FirstWord, person, occasion, reason, due));
}

pub(super) fn proposal(of: &OfReferral, found: &mut Vec<Nudge>) {
    let Some(standing) = of.still(found) else {
        return;
    };
    let due = of.proposal(standing).filter(|(_, due)| *due <= of.today);
    if let Some((met, due)) = due {
        let (reason, occasion) = (Reason::Proposal { met }, Occasion::On(met));
        let person = of.referral.prospect;
        found.push(of.found(RuleName::Proposal, person, occasion, reason, due));
    }
}

pub(super) fn next_missing(of: &OfReferral, found: &mut Vec<Nudge>) {
    let Some(standing) = of.still(found) else {
        return;
    };
    if standing.mover != Mover::Me || standing.next.is_some() {
        return;
    }
    // Put off there, it is put off here.
    let mut known = Vec::new();
    first_word(of, &mut known);
    proposal(of, &mut known);
    let Some(from) = of.in_place_of(&known) else {
        return;
    };
    let days = of.book.settings().days(Threshold::Untouched);
    let due = working(after(standing.since, days).max(from));
    if due <= of.today {
        let reason = Reason::NextMissing {
            stage: standing.stage,
            dwell: standing.dwell,
            limit: standing.limit,
        };
        let occasion = of.still_since(standing);
        let person = of.referral.prospect.or(of.referral.partner());
        found.push(of.found(RuleName::NextMissing, person, occasion, reason, due));
    }
}

pub(super) fn over_limit(of: &OfReferral, found: &mut Vec<Nudge>) {
    let Some(standing) = of.still(found) else {
        return;
    };
    // Other rules speak for a given one, and for one of mine with nothing planned until they are let go.
    let has_gone = of.referral.is_given() && standing.mover == Mover::Receiver;
    if standing.over == 0 || has_gone {
        return;
    }
    let is_unplanned = standing.mover == Mover::Me && standing.next.is_none();
    let mut missing = Vec::new();
    next_missing(of, &mut missing);
    if is_unplanned && missing.is_empty() {
        return;
    }
    let Some(from) = of.in_place_of(&missing) else {
        return;
    };
    let person = match standing.mover {
        Mover::Source => of.referral.source.or(of.referral.partner()),
        Mover::Receiver => of.referral.receiver,
        Mover::Me | Mover::Prospect | Mover::Nobody => of.referral.prospect,
        Mover::Other(id) => Some(id),
    };
    // Asking counts: after it, they have as many days again.
    let asked = of.events().iter().rev().find(|event| {
        standing.since <= event.on && event.record.kind.is_touch() && event.record.person == person
    });
    let over_since = before(of.today, standing.over);
    let again = asked.map_or(over_since, |asked| after(asked.on, standing.limit));
    let due = working(after(over_since.max(again), 1).max(from));
    if due <= of.today {
        let chased = of.silence(standing).and_then(|silence| silence.chased);
        let reason = match chased {
            Some(chased) => Reason::GoOn { chased },
            None => Reason::OverLimit {
                stage: standing.stage,
                mover: standing.mover,
                dwell: standing.dwell,
                limit: standing.limit,
            },
        };
        let occasion = of.still_since(standing);
        found.push(of.found(RuleName::OverLimit, person, occasion, reason, due));
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Edit, Who};
    use crate::domain::introduction::{Introduction, Method, State};
    use crate::domain::person::Wait;
    use crate::domain::referral::{Direction, Verb};

    /// A referral of a Monday, thanked for.
    fn thanked(trial: &mut Trial) -> Id {
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        id
    }

    fn edit(trial: &mut Trial, referral: Id, edit: Edit) {
        let edit = Box::new(edit);
        assert!(trial.perform(Action::Edit { referral, edit }));
    }

    #[test]
    fn the_first_word_is_due_unless_something_says_otherwise() {
        type Deed = fn(&mut Trial, Id);
        let cases: [(&str, Deed, usize); 9] = [
            ("nothing happened", |_, _| {}, 1),
            (
                "a call to the prospect",
                |t, id| t.log(Kind::Call, "Priya Shah", Some(id)),
                0,
            ),
            (
                "in touch with them, about nothing",
                |t, _| t.log(Kind::Touch, "Priya Shah", None),
                0,
            ),
            (
                "in touch with somebody else",
                |t, _| t.log(Kind::Touch, "Ben Achebe", None),
                1,
            ),
            (
                "something is planned",
                |t, id| t.plan(id, Verb::Call, 9, None),
                0,
            ),
            (
                "the source introduces us",
                |t, id| {
                    let introduction = Introduction {
                        method: Method::ALL[0].clone(),
                        ..Introduction::default()
                    };
                    edit(t, id, Edit::Introduction(Some(introduction)));
                },
                0,
            ),
            (
                "the source was asked, and has the move",
                |t, id| {
                    t.move_to(id, Stage::CheckBack);
                    t.log(Kind::Call, "Dana Ortiz", Some(id));
                },
                0,
            ),
            (
                "it waits",
                |t, id| {
                    let wait = Some(Wait {
                        until: Some(day(9)),
                        ..Wait::default()
                    });
                    let subject = Subject::Referral(id);
                    let on = Who::Nobody;
                    t.perform(Action::Wait { subject, wait, on });
                },
                0,
            ),
            (
                "a lead, whose owner expects nobody",
                |t, id| {
                    let (level, aim) = (None, None);
                    edit(t, id, Edit::Level { level, aim });
                },
                0,
            ),
        ];
        for (why, deed, spoken) in cases {
            let mut trial = Trial::new();
            let id = thanked(&mut trial);
            deed(&mut trial, id);
            let mut practice = trial.practice();
            trial.go(3);
            assert_eq!(trial.said(RuleName::FirstWord).len(), spoken, "{why}");
            practice.update(trial.book(), trial.today());
            assert_eq!(practice.nudges(), trial.practice().nudges(), "{why}");
        }
        let mut trial = Trial::new();
        trial.capture("Priya Shah", Direction::Given, "Dana Ortiz");
        trial.go(3);
        assert_eq!(trial.said(RuleName::FirstWord), [], "one that I gave");
    }

    #[test]
    fn an_urgent_one_hears_from_me_the_next_day_and_no_weekend_counts() {
        for (from, urgent, silent, due) in [(0, true, 0, 1), (4, false, 8, 9), (4, true, 6, 7)] {
            let mut trial = Trial::new();
            trial.go(from);
            let id = thanked(&mut trial);
            let mut book = trial.book().clone();
            book.referrals
                .edit(id, trial.stamp.at, |referral| referral.urgent = urgent);
            trial.history = crate::history::History::open(book);
            trial.go(silent);
            assert_eq!(trial.said(RuleName::FirstWord), [], "{from}");
            trial.go(due);
            assert_eq!(trial.said(RuleName::FirstWord).len(), 1, "{from}");
        }
    }

    #[test]
    fn a_first_word_that_is_put_off_does_not_come_back_as_something_else() {
        let mut trial = Trial::new();
        thanked(&mut trial);
        trial.go(3);
        let [said] = trial.said(RuleName::FirstWord)[..] else {
            panic!("it is due");
        };
        trial.perform(Action::Settle {
            key: said.key(),
            until: Some(day(20)),
            why: String::new(),
            what: String::new(),
        });
        assert_eq!(trial.practice().nudges(), []);
    }

    #[test]
    fn an_introduction_is_due_on_its_day_whatever_else_is_next() {
        let noon = NaiveTime::from_hms_opt(12, 0, 0);
        for (time, rule) in [(noon, RuleName::Appointment), (None, RuleName::NextDue)] {
            let mut trial = Trial::new();
            let id = thanked(&mut trial);
            trial.plan(id, Verb::Write, 9, None);
            let mut book = trial.book().clone();
            let introduction = Introduction {
                method: Method::Lunch,
                state: State::Planned,
                on: Some(day(9)),
                time,
                ..Introduction::default()
            };
            book.referrals
                .edit(id, 1, |it| it.introduction = Some(introduction));
            trial.history = crate::history::History::open(book);
            let said = |trial: &Trial| {
                let mut said = trial.said(rule);
                said.retain(|nudge| nudge.reason == Reason::Introduction);
                said
            };
            trial.go(2);
            assert_eq!(said(&trial), []);
            for n in [9, 20] {
                trial.go(n);
                let [nudge] = said(&trial)[..] else {
                    panic!("it is due");
                };
                assert_eq!((nudge.due, nudge.time), (day(9), time));
                let all = trial.practice();
                let mut keys: Vec<String> = all.nudges().iter().map(Nudge::key).collect();
                let count = keys.len();
                keys.sort();
                keys.dedup();
                assert_eq!(keys.len(), count, "each is settled for itself");
            }
            let to = State::Delivered;
            assert!(trial.perform(Action::Introduce { referral: id, to }));
            assert_eq!(said(&trial), []);
        }
    }

    #[test]
    fn a_proposal_is_due_a_week_after_the_meeting_and_not_on_the_day_of_the_close() {
        let mut trial = Trial::new();
        let id = thanked(&mut trial);
        trial.log(Kind::Met, "Priya Shah", Some(id));
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        trial.go(10);
        assert_eq!(trial.said(RuleName::Proposal), [], "their word comes first");
        trial.log(Kind::FeedbackHeard, "Dana Ortiz", Some(id));
        assert_eq!(trial.said(RuleName::Proposal), []);
        trial.go(11);
        let [said] = trial.said(RuleName::Proposal)[..] else {
            panic!("it is due");
        };
        assert_eq!(said.reason, Reason::Proposal { met: day(0) });
        assert_eq!(trial.said(RuleName::NextMissing), [], "one row is enough");
        trial.plan(id, Verb::Write, 20, None);
        assert_eq!(trial.said(RuleName::Proposal), []);
        trial.go(21);
        assert_eq!(trial.said(RuleName::NextDue).len(), 1);
        trial.log(Kind::ProposalSent, "Priya Shah", Some(id));
        assert_eq!(trial.said(RuleName::Proposal), []);
    }
}
