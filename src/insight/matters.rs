//! The open matters between me and one person: what a conversation with them can settle. It gives the
//! facts that would be recorded, and never words for them.

use chrono::NaiveDate;

use super::nudge::{Nudge, RuleName};
use super::owed::Unsaid;
use super::practice::Practice;
use super::standing::Mover;
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::referral::{Direction, Referral};
use crate::domain::stage::Stage;
use crate::domain::steps;

/// So many referrals, and so many promises, are spoken of in one conversation.
const MANY: usize = 12;

/// What a conversation comes to in one matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Upshot {
    /// Spoken of, and nothing follows but a note.
    Noted,
    Thanked,
    /// The source was asked about the prospect: the move is theirs.
    Spoke,
    /// The introduction was made.
    Introduced,
    Told,
    ToldAndAsked,
    ToldAndThanked,
    /// What the prospect said.
    Heard,
    /// Asked, and not yet heard.
    Asked,
    /// The receiver has looked into it.
    Researched,
    /// The receiver has met the prospect.
    Met,
    /// The receiver told me how it went.
    News,
    /// I told the receiver what the prospect said.
    Passed,
    /// The prospect was asked whether they want to be introduced.
    Permitted,
}

impl Upshot {
    /// The facts that it is, in the order in which they are recorded.
    pub fn facts(self) -> &'static [(Kind, Option<Way>)] {
        match self {
            Upshot::Noted => &[],
            Upshot::Thanked => &[(Kind::Thanked, None)],
            Upshot::Spoke | Upshot::Permitted => &[(Kind::Ask, None)],
            Upshot::Introduced => &[(Kind::Introduced, None)],
            Upshot::Told => &[(Kind::ReportedBack, None)],
            Upshot::ToldAndAsked => &[(Kind::ReportedBack, None), (Kind::FeedbackAsked, None)],
            Upshot::ToldAndThanked => &[(Kind::ReportedBack, None), (Kind::Thanked, None)],
            Upshot::Heard => &[(Kind::FeedbackHeard, None)],
            Upshot::Asked => &[(Kind::FeedbackAsked, None)],
            Upshot::Researched => &[(Kind::Researched, None)],
            Upshot::Met => &[(Kind::Met, None)],
            Upshot::News => &[(Kind::ReportedBack, Some(Way::Got))],
            Upshot::Passed => &[(Kind::ReportedBack, Some(Way::Given))],
        }
    }

    /// Whether news that the source waits for are told.
    fn has_news(self) -> bool {
        self.has(&Kind::ReportedBack) && self.facts().iter().all(|(_, way)| way.is_none())
    }

    pub fn has(self, kind: &Kind) -> bool {
        self.facts().iter().any(|(fact, _)| fact == kind)
    }

    /// The stage to which it carries a card; none when it stays.
    pub fn lands(self, direction: &Direction, from: Stage, is_short: bool) -> Option<Stage> {
        let mut at = from;
        for (kind, way) in self.facts() {
            at = steps::landing(direction, kind, way.as_ref(), at, is_short).unwrap_or(at);
        }
        (at != from).then_some(at)
    }
}

/// One open matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// A referral, or a promise of either side.
    pub subject: Subject,
    /// What a conversation can come to, the usual first; a promise is kept, and has none.
    pub upshots: Vec<Upshot>,
}

impl Matter {
    pub fn referral(&self) -> Option<Id> {
        match self.subject {
            Subject::Referral(id) => Some(id),
            _ => None,
        }
    }

    /// The usual upshot of a referral.
    pub fn usual(&self) -> Option<Upshot> {
        self.upshots.first().copied()
    }
}

/// The open matters with a person: the referrals in which they have a word to say or to hear, the one that is
/// looked at first, then the most urgent, as many as one conversation holds; then the promises between us.
pub fn matters(book: &Book, practice: &Practice, person: Id, first: Option<Id>) -> Vec<Matter> {
    let named = practice.referrals_of(person).iter();
    let referrals = named.filter_map(|named| of_referral(book, practice, named.id, person));
    let mut matters: Vec<Matter> = referrals.collect();
    matters.sort_by_cached_key(|matter| {
        let id = matter.referral();
        let nudges = id.map_or(&[][..], |id| practice.nudges_of(id)).iter();
        let of_person = nudges.filter(|nudge| nudge.person == Some(person));
        let place = of_person.map(Nudge::order).min();
        (first.is_none() || id != first, place.is_none(), place)
    });
    // News that are owed are not cut: a person waits for them.
    let mut place = 0;
    matters.retain(|matter| {
        place += 1;
        place <= MANY || place <= 2 * MANY && matter.upshots.iter().any(|it| it.has_news())
    });
    let promises = practice.promises_of(person).iter();
    matters.extend(
        promises
            .filter(|promise| promise.record.is_open())
            .take(MANY)
            .map(|promise| Matter {
                subject: Subject::Promise(promise.id),
                upshots: Vec::new(),
            }),
    );
    matters
}

/// What is to be said about one referral with one person; none where it is no matter of theirs.
pub fn of_referral(book: &Book, practice: &Practice, id: Id, person: Id) -> Option<Matter> {
    let referral = book.referrals.get(id)?;
    let is_partner = referral.partners().any(|partner| partner == person);
    let upshots = match (is_partner, referral.is_given()) {
        _ if !referral.is_open() => of_ended(practice, id, person),
        (true, false) => of_source(practice, id, referral, person),
        (true, true) => of_receiver(referral.stage()),
        (false, _) if referral.prospect == Some(person) => of_prospect(referral),
        (false, _) => Vec::new(),
    };
    (!upshots.is_empty()).then_some(Matter {
        subject: Subject::Referral(id),
        upshots,
    })
}

/// The most urgent matter with a person that is due today.
pub fn due(book: &Book, practice: &Practice, person: Id, today: NaiveDate) -> Option<Id> {
    let nudges = practice.nudges().iter();
    let mut due = nudges.filter(|nudge| nudge.person == Some(person) && nudge.is_for_today(today));
    due.find_map(|nudge| match nudge.subject {
        Some(Subject::Referral(id)) => {
            of_referral(book, practice, id, person).and_then(|matter| matter.referral())
        }
        _ => None,
    })
}

fn of_ended(practice: &Practice, id: Id, person: Id) -> Vec<Upshot> {
    let Unsaid { news, thanks } = practice.unsaid(id, person);
    match (news, thanks) {
        (true, true) => vec![Upshot::ToldAndThanked, Upshot::Told],
        (true, false) => vec![Upshot::Told],
        (false, true) => vec![Upshot::Thanked],
        (false, false) => Vec::new(),
    }
}

fn of_source(practice: &Practice, id: Id, referral: &Referral, source: Id) -> Vec<Upshot> {
    use Upshot::{Asked, Heard, Introduced, Noted, Spoke, Thanked, Told, ToldAndAsked};
    let stage = referral.stage();
    let Unsaid { news, thanks } = practice.unsaid(id, source);
    let mover = practice.standing(id).map(|standing| &standing.mover);
    let is_quiet = matches!(stage, Stage::Research | Stage::Meet | Stage::Close);
    let mut nudges = practice.nudges_of(id).iter();
    let is_chase =
        nudges.any(|nudge| nudge.rule == RuleName::Chase && nudge.person == Some(source));
    let mut upshots = match stage {
        // Where the stage asks nothing of them, what was left unsaid comes first.
        _ if is_quiet && news => vec![Told, ToldAndAsked, Noted],
        _ if is_quiet && thanks => vec![Thanked, Noted],
        Stage::Research | Stage::Meet | Stage::Close => vec![Noted],
        Stage::Discovered => vec![Thanked],
        Stage::CheckBack
            if mover == Some(&Mover::Source) && is_introduction_due(referral, practice.today()) =>
        {
            vec![Introduced, Spoke]
        }
        Stage::CheckBack => vec![Spoke, Introduced],
        Stage::ReportBack => vec![Told, ToldAndAsked],
        Stage::Feedback | Stage::SourceReports if is_chase => vec![Asked, Heard],
        Stage::Feedback | Stage::SourceReports => vec![Heard, Asked],
    };
    for (is_unsaid, upshot) in [(news, Told), (thanks, Thanked)] {
        if is_unsaid && !upshots.contains(&upshot) {
            upshots.push(upshot);
        }
    }
    upshots
}

/// Whether the day of the introduction that was planned has come.
fn is_introduction_due(referral: &Referral, today: NaiveDate) -> bool {
    let introduction = referral.introduction.as_ref();
    introduction.is_some_and(|it| it.on.is_some_and(|on| on <= today))
}

fn of_receiver(stage: Stage) -> Vec<Upshot> {
    use Upshot::{Introduced, Met, News, Noted, Passed, Researched};
    match stage {
        Stage::Discovered | Stage::Feedback | Stage::Close => vec![Noted],
        Stage::Research => vec![Researched, News],
        Stage::CheckBack => vec![Introduced, Noted],
        Stage::Meet => vec![Met, News],
        Stage::ReportBack => vec![News],
        Stage::SourceReports => vec![Passed],
    }
}

fn of_prospect(referral: &Referral) -> Vec<Upshot> {
    match (referral.stage(), referral.is_given()) {
        (Stage::Discovered, true) => vec![Upshot::Permitted],
        (Stage::Feedback, true) => vec![Upshot::Heard],
        (Stage::Meet | Stage::Close, _) => vec![Upshot::Noted],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::super::trial::Trial;
    use super::Upshot::{
        Asked, Heard, Introduced, Met, News, Noted, Passed, Permitted, Researched, Spoke, Thanked,
        Told, ToldAndAsked, ToldAndThanked,
    };
    use super::*;
    use crate::domain::action::{Action, Edit};
    use crate::domain::introduction::{Introduction, Method};
    use crate::domain::promise::By;
    use crate::domain::referral::Ending;

    fn of(trial: &Trial, id: Id, name: &str) -> Vec<Upshot> {
        let matter = of_referral(trial.book(), &trial.practice(), id, trial.find(name));
        matter.map_or_else(Vec::new, |matter| matter.upshots)
    }

    #[test]
    fn every_stage_has_its_upshots_for_everyone() {
        let source = [
            vec![Thanked],
            vec![Noted],
            vec![Spoke, Introduced],
            vec![Noted],
            vec![Told, ToldAndAsked],
            vec![Heard, Asked],
            vec![Heard, Asked],
            vec![Noted],
        ];
        let prospect = [
            vec![],
            vec![],
            vec![],
            vec![Noted],
            vec![],
            vec![],
            vec![],
            vec![Noted],
        ];
        for ((stage, source), prospect) in Stage::ALL.into_iter().zip(source).zip(prospect) {
            let mut trial = Trial::new();
            let id = trial.received("Priya Shah", "Dana Ortiz");
            if stage != Stage::Discovered {
                trial.log(Kind::Thanked, "Dana Ortiz", None);
                trial.move_to(id, Stage::ReportBack);
                trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
                if stage != Stage::Feedback {
                    trial.move_to(id, stage);
                }
            }
            assert_eq!(of(&trial, id, "Dana Ortiz"), source, "{stage:?}");
            assert_eq!(of(&trial, id, "Priya Shah"), prospect, "{stage:?}");
        }
        let receiver = [
            (vec![Noted], vec![Permitted]),
            (vec![Researched, News], vec![]),
            (vec![Introduced, Noted], vec![]),
            (vec![Met, News], vec![Noted]),
            (vec![News], vec![]),
            (vec![Noted], vec![Heard]),
            (vec![Passed], vec![]),
            (vec![Noted], vec![Noted]),
        ];
        for (stage, (receiver, prospect)) in Stage::ALL.into_iter().zip(receiver) {
            let mut trial = Trial::new();
            let id = trial.capture("Priya Shah", Direction::Given, "Dana Ortiz");
            if stage != Stage::Discovered {
                trial.move_to(id, stage);
            }
            assert_eq!(of(&trial, id, "Dana Ortiz"), receiver, "{stage:?}");
            assert_eq!(of(&trial, id, "Priya Shah"), prospect, "{stage:?}");
        }
    }

    #[test]
    fn what_is_left_unsaid_comes_first_where_the_stage_asks_nothing() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.move_to(id, Stage::Research);
        assert_eq!(of(&trial, id, "Dana Ortiz"), [Thanked, Noted]);
        trial.move_to(id, Stage::ReportBack);
        assert_eq!(of(&trial, id, "Dana Ortiz"), [Told, ToldAndAsked, Thanked]);
        trial.move_to(id, Stage::Feedback);
        let left = of(&trial, id, "Dana Ortiz");
        assert_eq!(left, [Heard, Asked, Told, Thanked]);
        trial.move_to(id, Stage::Close);
        let left = of(&trial, id, "Dana Ortiz");
        assert_eq!(left, [Told, ToldAndAsked, Noted, Thanked]);
        trial.move_to(id, Stage::Feedback);
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        assert_eq!(of(&trial, id, "Dana Ortiz"), [Heard, Asked, Thanked]);
    }

    #[test]
    fn once_asked_the_source_is_expected_to_introduce_and_once_chased_is_due_to_be_asked() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        trial.move_to(id, Stage::CheckBack);
        trial.log(Kind::Ask, "Dana Ortiz", Some(id));
        assert_eq!(of(&trial, id, "Dana Ortiz"), [Spoke, Introduced]);
        let lunch = |on| Introduction {
            method: Method::Lunch,
            on: Some(on),
            ..Introduction::default()
        };
        for (days, usual) in [(3, Spoke), (0, Introduced)] {
            let on = trial.today() + Days::new(days);
            let edit = Box::new(Edit::Introduction(Some(lunch(on))));
            assert!(trial.perform(Action::Edit { referral: id, edit }));
            let upshots = of(&trial, id, "Dana Ortiz");
            assert_eq!(upshots.first(), Some(&usual), "in {days} days");
        }
        let edit = Box::new(Edit::Introduction(None));
        assert!(trial.perform(Action::Edit { referral: id, edit }));
        trial.move_to(id, Stage::ReportBack);
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        trial.go(7);
        assert_eq!(of(&trial, id, "Dana Ortiz"), [Asked, Heard]);
    }

    #[test]
    fn an_ended_one_is_a_matter_until_the_source_is_told_and_thanked() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.close(id, Ending::Lost);
        assert_eq!(of(&trial, id, "Dana Ortiz"), [ToldAndThanked, Told]);
        assert_eq!(of(&trial, id, "Priya Shah"), []);
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        assert_eq!(of(&trial, id, "Dana Ortiz"), [Thanked]);
        trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
        assert_eq!(of(&trial, id, "Dana Ortiz"), []);
        let other = trial.received("Omar Haddad", "Dana Ortiz");
        trial.close(other, Ending::NotAReferral);
        assert_eq!(of(&trial, other, "Dana Ortiz"), [Thanked]);
    }

    #[test]
    fn what_was_put_off_or_let_go_is_owed_all_the_same() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.move_to(id, Stage::ReportBack);
        let let_go = |trial: &mut Trial| {
            for nudge in trial.practice().nudges() {
                let settle = Action::Settle {
                    key: nudge.key(),
                    until: None,
                    why: String::new(),
                    what: String::new(),
                };
                assert!(trial.perform(settle));
            }
            assert_eq!(trial.practice().nudges_of(id), []);
        };
        let_go(&mut trial);
        assert_eq!(of(&trial, id, "Dana Ortiz"), [Told, ToldAndAsked, Thanked]);
        trial.close(id, Ending::Lost);
        let_go(&mut trial);
        assert_eq!(of(&trial, id, "Dana Ortiz"), [ToldAndThanked, Told]);
        trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
        let_go(&mut trial);
        assert_eq!(of(&trial, id, "Dana Ortiz"), [Thanked]);
    }

    #[test]
    fn a_conversation_holds_the_most_urgent_matters_and_the_one_that_it_began_with() {
        let mut trial = Trial::new();
        let all: Vec<Id> = (0..20)
            .map(|n| trial.received(&format!("Prospect {n}"), "Dana Ortiz"))
            .collect();
        for id in &all[..8] {
            trial.log(Kind::Thanked, "Dana Ortiz", Some(*id));
        }
        trial.promise(By::Me, "Dana Ortiz", 9);
        let (dana, practice) = (trial.find("Dana Ortiz"), trial.practice());
        let found = |first| {
            let found = matters(trial.book(), &practice, dana, first);
            let ids = found.iter().map(Matter::referral);
            ids.collect::<Vec<_>>()
        };
        let urgent = found(None);
        assert_eq!(urgent.len(), MANY + 1, "and the promise");
        assert!(all[8..].iter().all(|id| urgent.contains(&Some(*id))));
        let from_a_quiet_one = found(Some(all[0]));
        assert_eq!(from_a_quiet_one.len(), MANY + 1);
        assert_eq!(from_a_quiet_one[0], Some(all[0]));
    }

    #[test]
    fn news_that_are_owed_are_a_matter_however_many_there_are() {
        let mut trial = Trial::new();
        for n in 0..15 {
            trial.received(&format!("Prospect {n}"), "Dana Ortiz");
        }
        trial.go(9);
        let told = trial.received("Anna Weber", "Dana Ortiz");
        trial.move_to(told, Stage::Feedback);
        let (dana, practice) = (trial.find("Dana Ortiz"), trial.practice());
        let found = matters(trial.book(), &practice, dana, None);
        assert!(found.iter().any(|matter| matter.referral() == Some(told)));
    }

    #[test]
    fn matters_are_referrals_by_urgency_then_promises() {
        let mut trial = Trial::new();
        let quiet = trial.received("Priya Shah", "Dana Ortiz");
        trial.log(Kind::Thanked, "Dana Ortiz", Some(quiet));
        let promise = trial.promise(By::Them, "Dana Ortiz", 9);
        trial.promise(By::Me, "Priya Shah", 9);
        let owed = trial.received("Omar Haddad", "Dana Ortiz");
        let dana = trial.find("Dana Ortiz");
        let practice = trial.practice();
        let found = matters(trial.book(), &practice, dana, None);
        let subjects: Vec<Subject> = found.iter().map(|matter| matter.subject).collect();
        assert_eq!(
            subjects,
            [
                Subject::Referral(owed),
                Subject::Referral(quiet),
                Subject::Promise(promise)
            ]
        );
        assert_eq!(due(trial.book(), &practice, dana, trial.today()), None);
        trial.go(1);
        let practice = trial.practice();
        let due = due(trial.book(), &practice, dana, trial.today());
        assert_eq!(due, Some(owed));
    }

    #[test]
    fn an_upshot_lands_where_its_facts_carry() {
        for (upshot, from, to) in [
            (Noted, Stage::Meet, None),
            (Thanked, Stage::Discovered, Some(Stage::Research)),
            (Spoke, Stage::CheckBack, None),
            (Introduced, Stage::CheckBack, Some(Stage::Meet)),
            (Told, Stage::ReportBack, Some(Stage::Feedback)),
            (ToldAndAsked, Stage::ReportBack, Some(Stage::SourceReports)),
            (Asked, Stage::SourceReports, None),
            (Heard, Stage::Feedback, Some(Stage::Close)),
        ] {
            let lands = upshot.lands(&Direction::Received, from, false);
            assert_eq!(lands, to, "{upshot:?}");
        }
        let lands = Passed.lands(&Direction::Given, Stage::SourceReports, false);
        assert_eq!(lands, Some(Stage::Close));
    }
}
