//! All that follows from one snapshot of the book as of a day, kept and brought up to date by what
//! changed. It answers with facts and knows no screen.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::NaiveDate;

use super::acquaintance::Acquaintance;
use super::agenda::{Agenda, nudges_of_person, nudges_of_referral};
use super::cadence::Pace;
use super::index::{Dated, IdMap, Index};
use super::keeping::{self, OfPerson};
use super::known::{Known, Reading};
use super::ledger::{Change, Ledger, Totals, Window};
use super::nudge::{Nudge, is_let_go, is_settled};
use super::owed::Unsaid;
use super::process;
use super::ranked::Ranked;
use super::relation::{Relation, SourcePlace};
use super::review;
use super::rules::OfReferral;
use super::standing::{Place, Standing};
use crate::domain::book::Book;
use crate::domain::client::{Agreement, Target};
use crate::domain::event::Event;
use crate::domain::expectation::Expectation;
use crate::domain::id::Id;
use crate::domain::name;
use crate::domain::person::Person;
use crate::domain::promise::Promise;
use crate::domain::referral::{Direction, Referral};
use crate::domain::route;
use crate::domain::stage::Stage;

pub use super::agenda::Row;

/// All that is derived from one snapshot of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    pub(super) book: Book,
    pub(super) today: NaiveDate,
    pub(super) index: Index,
    pub(super) standings: IdMap<Standing>,
    pub(super) relations: IdMap<Relation>,
    pub(super) stranger: Relation,
    pub(super) pace: Pace,
    pub(super) sides: [Side; 2],
    pub(super) sources: Ranked<SourcePlace>,
    pub(super) balances: Ranked<Reverse<u32>>,
    pub(super) totals: Totals,
    /// Read at once in a small book, and on the side in a large one.
    pub(super) known: Known,
    /// Everybody by folded name.
    pub(super) everyone: Ranked<Arc<str>>,
    pub(super) agenda: Agenda,
    /// The people of the week who are still to be spoken to.
    pub(super) chosen: Vec<Id>,
}

/// When it ended, the last one first.
pub(super) type Ended = Reverse<(NaiveDate, i64)>;

/// The referrals of one direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) columns: [Ranked<Place>; 8],
    pub(super) closed: Ranked<Ended>,
}

impl Practice {
    /// Asks everything afresh.
    pub fn of(book: &Book, today: NaiveDate) -> Practice {
        let index = Index::of(book);
        let mut columns: [[Vec<(Place, Id)>; 8]; 2] = Default::default();
        let mut closed: [Vec<(Ended, Id)>; 2] = Default::default();
        let mut standings = IdMap::default();
        for (id, referral) in book.referrals.iter() {
            let side = usize::from(referral.is_given());
            if let Some(ended) = ended(referral) {
                closed[side].push((ended, id));
                continue;
            }
            let standing = Standing::of(book, referral, index.events_of_referral.of(id), today);
            columns[side][standing.stage as usize].push((standing.place(), id));
            standings.insert(id, standing);
        }
        let mut relations = IdMap::default();
        relations.reserve(book.people.len());
        let (mut sources, mut balances) = (Vec::new(), Vec::new());
        let mut pace = Pace::default();
        let mut everyone = Vec::with_capacity(book.people.len());
        for (id, person) in book.people.iter() {
            let relation = Relation::of(book.settings(), id, person, &index, today);
            sources.extend(relation.source_place().map(|place| (place, id)));
            balances.extend(relation.balance_place(person).map(|place| (place, id)));
            pace = pace.and(relation.pace());
            relations.insert(id, relation);
            everyone.push((name_place(person), id));
        }
        let mut totals = Totals::default();
        for (_, event) in book.events.iter() {
            totals.change_event(event, today, Change::Came);
        }
        for (_, referral) in book.referrals.iter() {
            totals.change_referral(referral, today, Change::Came);
        }
        let [received, given] = columns;
        let [received_closed, given_closed] = closed;
        let side = |columns: [Vec<(Place, Id)>; 8], closed| Side {
            columns: columns.map(Ranked::of),
            closed: Ranked::of(closed),
        };
        let mut practice = Practice {
            book: book.clone(),
            today,
            index,
            standings,
            relations,
            stranger: Relation::default(),
            pace,
            sides: [side(received, received_closed), side(given, given_closed)],
            sources: Ranked::of(sources),
            balances: Ranked::of(balances),
            totals,
            known: Known::default(),
            everyone: Ranked::of(everyone),
            agenda: Agenda::default(),
            chosen: Vec::new(),
        };
        practice
            .known
            .read_if_small(&practice.book, &practice.index);
        let mut by_owner = IdMap::default();
        let referrals = book.referrals.iter();
        let of_referrals =
            referrals.map(|(id, referral)| (id, practice.ask_referral(id, referral)));
        let people = book.people.iter();
        let of_people = people.map(|(id, person)| (id, practice.ask_person(id, person)));
        by_owner.extend(
            of_referrals
                .chain(of_people)
                .filter(|(_, found)| !found.is_empty()),
        );
        practice.agenda = Agenda::of(by_owner, practice.ask_book(), today);
        practice.chosen = review::chosen(&practice);
        practice
    }

    pub(super) fn ask_referral(&self, id: Id, referral: &Referral) -> Vec<Nudge> {
        nudges_of_referral(&self.asked_of(id, referral))
    }

    /// One referral as the rules look at it.
    pub(super) fn asked_of<'a>(&'a self, id: Id, referral: &'a Referral) -> OfReferral<'a> {
        OfReferral {
            book: &self.book,
            index: &self.index,
            id,
            referral,
            standing: self.standings.get(&id),
            today: self.today,
        }
    }

    pub(super) fn ask_person(&self, id: Id, person: &Person) -> Vec<Nudge> {
        nudges_of_person(&self.of_person(id, person))
    }

    /// One person as the rules look at them.
    fn of_person<'a>(&'a self, id: Id, person: &'a Person) -> OfPerson<'a> {
        OfPerson {
            book: &self.book,
            index: &self.index,
            id,
            person,
            relation: self.relation(id),
            practice: self,
            today: self.today,
        }
    }

    /// What is said of the book as a whole, one thing at a time: where it may be out of date, that. What the practice
    /// asks of the process waits for the review.
    pub(super) fn ask_book(&self) -> Vec<Nudge> {
        let has_cadence = |place: &SourcePlace| place.0 < 2;
        let has_work = !self.standings.is_empty() || 0 < self.sources.count_while(has_cadence);
        let found = [
            keeping::out_of_date(&self.book, &self.index, has_work, self.today),
            keeping::clashes(&self.book, self.today),
        ];
        let mut found = found.into_iter().flatten();
        let first = found.find(|nudge| !is_settled(&self.book, nudge, self.today));
        let mut asked = process::asked(self);
        asked.retain(|nudge| !is_settled(&self.book, nudge, self.today));
        first.into_iter().chain(asked).collect()
    }
}

/// The place of a person among all by name.
pub(super) fn name_place(person: &Person) -> Arc<str> {
    name::fold(&person.name).into()
}

pub(super) fn ended(referral: &Referral) -> Option<Ended> {
    let outcome = referral.outcome.as_ref()?;
    Some(Reverse((outcome.on, outcome.at)))
}

impl Practice {
    /// Whether it is that of this very book on this day.
    pub fn is_of(&self, book: &Book, today: NaiveDate) -> bool {
        self.today == today && self.book.is_same(book)
    }

    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// The open referrals of a stage, most urgent first, those asleep last.
    pub fn column(&self, direction: &Direction, stage: Stage) -> &[Id] {
        self.ranked(direction, stage).ids()
    }

    fn side(&self, direction: &Direction) -> &Side {
        &self.sides[usize::from(*direction == Direction::Given)]
    }

    fn ranked(&self, direction: &Direction, stage: Stage) -> &Ranked<Place> {
        &self.side(direction).columns[stage as usize]
    }

    /// Open referrals, those asleep among them.
    pub fn open_count(&self, direction: &Direction) -> usize {
        let columns = self.side(direction).columns.iter();
        columns.map(|column| column.ids().len()).sum()
    }

    /// Open referrals that are asleep.
    pub fn waiting_count(&self, direction: &Direction) -> usize {
        let columns = self.side(direction).columns.iter();
        columns
            .map(|column| column.ids().len() - column.count_while(|place| place.0 < 2))
            .sum()
    }

    /// How many of a stage are over its limit or past their next action.
    pub fn late_in(&self, direction: &Direction, stage: Stage) -> usize {
        self.ranked(direction, stage)
            .count_while(|place| place.0 == 0)
    }

    /// What has ended, the last first.
    pub fn closed(&self, direction: &Direction) -> &[Id] {
        self.side(direction).closed.ids()
    }

    /// Where an open referral stands; none once it has ended.
    pub fn standing(&self, referral: Id) -> Option<&Standing> {
        self.standings.get(&referral)
    }

    /// Everyone who is a client, in no order.
    pub fn clients(&self) -> impl Iterator<Item = Id> + '_ {
        let all = self.relations.iter();
        all.filter(|(_, relation)| relation.is_client)
            .map(|(id, _)| *id)
    }

    /// How I stand with a person; what is known of a stranger where there is no such person.
    pub fn relation(&self, person: Id) -> &Relation {
        self.relations.get(&person).unwrap_or(&self.stranger)
    }

    /// Everyone who has referred, or has a tier: the latest against the interval first.
    pub fn sources(&self) -> &[Id] {
        self.sources.ids()
    }

    /// Awake sources beyond their interval.
    pub fn late_sources(&self) -> usize {
        self.sources.count_while(|place| place.0 == 0)
    }

    /// Contacts a week, in hundredths, that the intervals of all who are awake ask for.
    pub fn asked_a_week(&self) -> u32 {
        self.pace.asked_a_week()
    }

    /// Contacts a week, in hundredths, with those who have an interval, by the last four weeks. Several with one person
    /// on one day are one.
    pub fn made_a_week(&self) -> u32 {
        self.pace.made_a_week()
    }

    /// Everyone with something got or given in twelve months, or a tier, by how much went either way.
    pub fn balances(&self) -> &[Id] {
        self.balances.ids()
    }

    /// The words known of everyone; none while they are still read.
    pub fn acquaintance(&self) -> Option<&Acquaintance> {
        self.known.get()
    }

    /// The reading of those words, for whoever has the time; none where it is done or under way.
    pub fn unread(&self) -> Option<Reading> {
        self.known.unread(&self.book)
    }

    /// Whether somebody is reading them.
    pub fn is_being_read(&self) -> bool {
        self.known.is_being_read()
    }

    /// Takes in what changed while they were read; true where that made them whole.
    pub fn catch_up(&mut self) -> bool {
        let was = self.known.get().is_some();
        self.known.catch_up(&self.book, &self.index);
        !was && self.known.get().is_some()
    }

    /// What went either way with everyone together, in twelve months or ever; none of other windows.
    pub fn totals(&self, window: Window) -> Option<&Ledger> {
        self.totals.of(window)
    }

    /// Everybody, by name, case and accents aside.
    pub fn everyone(&self) -> &[Id] {
        self.everyone.ids()
    }

    /// Everything owed or wanting to move, most urgent first; what comes within a week is in it.
    pub fn nudges(&self) -> &[Nudge] {
        self.agenda.all()
    }

    /// What the rules say of one referral or one person, in no order; the practice aside.
    pub fn nudges_of(&self, owner: Id) -> &[Nudge] {
        self.agenda.of_owner(owner)
    }

    /// What makes referrals grow and is never urgent, the most worth doing first: for the pages and the review.
    pub fn practices(&self) -> &[Nudge] {
        self.agenda.practices()
    }

    /// What the practice asks of one referral or one person, in no order.
    pub fn practices_of(&self, owner: Id) -> &[Nudge] {
        self.agenda.practices_of(owner)
    }

    /// What is left to say to a person about a referral, whether or not it was put off or let go.
    pub fn unsaid(&self, id: Id, person: Id) -> Unsaid {
        let referral = self.book.referrals.get(id);
        referral.map_or_else(Unsaid::default, |it| self.asked_of(id, it).unsaid(person))
    }

    /// What I owe a person, whether or not it was put off, unless it was let go: a promise beyond its day, else news
    /// or thanks for a referral of theirs.
    pub fn owed_to(&self, id: Id) -> Option<Nudge> {
        let person = self.book.people.get(id)?;
        let promises = keeping::overdue(&self.of_person(id, person)).into_iter();
        let unsaid = self.index.referrals.of(id).iter().flat_map(|named| {
            let of = self.asked_of(named.id, &named.record);
            of.owed_to(id)
        });
        promises
            .chain(unsaid)
            .find(|nudge| !is_let_go(&self.book, nudge))
    }

    /// Whether it ended after a meeting and its sources' part in it is still to be asked for.
    pub fn is_aftermath_open(&self, id: Id) -> bool {
        let referral = self.book.referrals.get(id);
        referral.is_some_and(|it| self.asked_of(id, it).is_aftermath_open())
    }

    /// One row a person with what is due today, most urgent first.
    pub fn rows(&self) -> &[Row] {
        self.agenda.rows()
    }

    /// The most urgent nudge of a row.
    pub fn nudge_of(&self, row: Row) -> &Nudge {
        &self.agenda.all()[row.nudge]
    }

    /// The people of the week, chosen in the last review, who are still to be spoken to.
    pub fn chosen(&self) -> &[Id] {
        &self.chosen
    }

    /// Everything that is owed and due, most urgent first.
    pub fn owed(&self) -> impl Iterator<Item = &Nudge> {
        self.agenda.owed()
    }

    /// Rows with something that is owed today.
    pub fn owed_today(&self) -> usize {
        self.agenda.owed_today()
    }

    /// Nudges due within seven days, today's among them.
    pub fn this_week(&self) -> usize {
        self.agenda.this_week(self.today)
    }

    /// The events with a person, oldest first.
    pub fn events_of(&self, person: Id) -> &[Dated<Event>] {
        self.index.events_of_person.of(person)
    }

    /// The events of a referral, oldest first.
    pub fn events_on(&self, referral: Id) -> &[Dated<Event>] {
        self.index.events_of_referral.of(referral)
    }

    /// The referrals that name a person, open or not, oldest first.
    pub fn referrals_of(&self, person: Id) -> &[Dated<Referral>] {
        self.index.referrals.of(person)
    }

    /// The promises between a person and me, oldest first.
    pub fn promises_of(&self, person: Id) -> &[Dated<Promise>] {
        self.index.promises_of_person.of(person)
    }

    /// The promises made about a referral, oldest first.
    pub fn promises_on(&self, referral: Id) -> &[Dated<Promise>] {
        self.index.promises_of_referral.of(referral)
    }

    /// What a client expects, oldest first.
    pub fn expectations_of(&self, person: Id) -> &[Dated<Expectation>] {
        self.index.expectations.of(person)
    }

    /// Who came through a person by what is noted of the acquaintance.
    pub fn came_via(&self, person: Id) -> &[Id] {
        self.index.came_via(person)
    }

    /// The agreements with a client, oldest first.
    pub fn agreements_of(&self, person: Id) -> &[Dated<Agreement>] {
        self.index.agreements.of(person)
    }

    /// Whom a person is to be asked about, oldest first.
    pub fn targets_of(&self, person: Id) -> &[Dated<Target>] {
        self.index.targets.of(person)
    }

    /// Whether a referral takes the short route.
    pub fn is_short(&self, referral: &Referral) -> bool {
        route::is_short(referral, || {
            let prospect = referral.prospect;
            let prospect = prospect.filter(|id| route::may_be_known(&self.book, *id, referral));
            prospect.is_some_and(|prospect| {
                let mut events = self.events_of(prospect).iter();
                events.any(|event| route::shows_acquaintance(&event.record, prospect, referral.on))
            })
        })
    }

    /// One referral as it is in the snapshot behind these answers.
    pub(super) fn referral(&self, id: Id) -> Option<&Arc<Referral>> {
        self.book.referrals.arc(id)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::super::trial::{Trial, day};
    use super::*;
    use crate::domain::action::{Action, Bond, Captured, Log, NextChange, Subject, Who};
    use crate::domain::event::{Kind, Way};
    use crate::domain::money::{Currency, Money};
    use crate::domain::person::{Tier, Wait};
    use crate::domain::promise::By;
    use crate::domain::referral::{Ending, Next, Outcome, Verb};
    use crate::domain::relation::Again;

    /// What may happen next, in numbers that stand for whatever the book then holds.
    type Deed = (u8, u8, u8, u8, u8);

    fn pick<T: Clone>(from: &[T], n: u8) -> Option<T> {
        (!from.is_empty()).then(|| from[usize::from(n) % from.len()].clone())
    }

    fn do_it(trial: &mut Trial, (what, a, b, c, d): Deed) {
        let book = trial.book().clone();
        let people: Vec<Id> = book.people.iter().map(|(id, _)| id).collect();
        let referrals: Vec<Id> = book.referrals.iter().map(|(id, _)| id).collect();
        let events: Vec<Id> = book.events.iter().map(|(id, _)| id).collect();
        let promises: Vec<Id> = book.promises.iter().map(|(id, _)| id).collect();
        let today = trial.today();
        let near = |n: u8| today + chrono::Duration::days(i64::from(n % 24) - 12);
        let who = |n: u8| match pick(&people, n).filter(|_| !n.is_multiple_of(5)) {
            Some(id) => Who::Known(id),
            None => Who::New(format!("Someone {n}")),
        };
        let one = |n: u8| pick(&referrals, n).unwrap_or(Id::ONLY);
        let direction = pick(Direction::ALL, c).expect("there are two");
        let wait = (c % 4 != 0).then(|| Wait {
            until: (c % 4 != 1).then(|| near(c)),
            ..Wait::default()
        });
        let next = Next {
            verb: pick(Verb::ALL, b).expect("there are some"),
            on: near(c),
            time: (d % 2 == 0).then_some(chrono::NaiveTime::MIN),
            ..Next::default()
        };
        let action = match what % 28 {
            0 => Action::Capture(Box::new(Captured {
                prospect: who(a),
                partner: who(b),
                direction,
                level: (d % 3 != 0).then_some(3),
                next: (d % 2 == 0).then_some(next),
                ..Captured::default()
            })),
            1 => Action::Join {
                referral: one(a),
                source: who(b),
            },
            2..=5 => Action::Log(Box::new(Log {
                kind: pick(crate::domain::event::Kind::ALL, a).expect("there are many"),
                who: who(b),
                referral: (c % 3 != 0).then(|| one(c)),
                way: pick(&[None, Some(Way::Got), Some(Way::Given)], d).flatten(),
                on: (d % 4 == 0).then(|| near(d)),
                note: if d % 2 == 0 {
                    String::new()
                } else {
                    "said so".into()
                },
                next: if d % 5 == 0 {
                    NextChange::Clear
                } else {
                    NextChange::Keep
                },
                ..Log::default()
            })),
            6 => Action::Move {
                referral: one(a),
                to: Stage::ALL[usize::from(b % 8)],
                why: String::new(),
            },
            7 => Action::SetNext {
                referral: one(a),
                next: (b % 3 != 0).then_some(next),
                whom: who(b),
            },
            8 => Action::Wait {
                subject: Subject::Referral(one(a)),
                wait,
                on: who(b),
            },
            9 => Action::Wait {
                subject: Subject::Person(pick(&people, a).unwrap_or(Id::ONLY)),
                wait,
                on: Who::Nobody,
            },
            10 => Action::Close {
                referral: one(a),
                outcome: Outcome {
                    ending: pick(Ending::ALL, b).expect("some"),
                    value: (c % 2 == 0).then(|| Money {
                        minor: i64::from(d),
                        currency: Currency::EUR,
                    }),
                    ..Outcome::default()
                },
            },
            11 => Action::Reopen(one(a)),
            12 => Action::Promise {
                promise: Box::new(Promise {
                    by: pick(By::ALL, a).expect("two"),
                    what: "it".into(),
                    due: (c % 4 != 0).then(|| near(c)),
                    referral: (d % 2 == 0).then(|| one(d)),
                    ..Promise::default()
                }),
                who: who(b),
            },
            13 => Action::EndPromise {
                promise: pick(&promises, a).unwrap_or(Id::ONLY),
                kept: b % 2 == 0,
            },
            14 => {
                let practice = trial.practice();
                let nudges = if c % 3 == 0 {
                    practice.practices()
                } else {
                    practice.nudges()
                };
                let key = pick(nudges, a).map_or(String::new(), |nudge| nudge.key());
                Action::Settle {
                    key,
                    until: (b % 2 == 0).then(|| near(c)),
                    why: String::new(),
                    what: String::new(),
                }
            }
            15 => Action::SetTier {
                people: pick(&people, a).into_iter().collect(),
                tier: (b % 3 != 0).then(|| pick(Tier::ALL, b).expect("four")),
            },
            22 => Action::Bond {
                person: pick(&people, a).unwrap_or(Id::ONLY),
                bond: Box::new(Bond::Again((b % 3 != 0).then(|| Again {
                    on: near(c),
                    ..Again::default()
                }))),
            },
            23 => Action::SaveAgreement {
                id: None,
                was: None,
                added: Vec::new(),
                agreement: Box::new(Agreement {
                    person: pick(&people, a),
                    on: near(b),
                    ..Agreement::default()
                }),
            },
            24 => Action::SaveTarget {
                id: None,
                was: None,
                target: Box::new(Target {
                    person: pick(&people, a),
                    whom: pick(&people, b),
                    ..Target::default()
                }),
            },
            25 => Action::Unite {
                keep: pick(&people, a).unwrap_or(Id::ONLY),
                other: pick(&people, b).unwrap_or(Id::ONLY),
            },
            27 => {
                let practice = trial.practice();
                let nudge = pick(practice.nudges(), a).or(pick(practice.practices(), a));
                Action::Silence {
                    rule: nudge.map_or("chase", |it| it.rule.rule().word).into(),
                    person: nudge.and_then(|it| it.person).filter(|_| b % 3 != 0),
                    silent: b % 2 == 0,
                    what: String::new(),
                }
            }
            26 => Action::Forget(pick(&people, a).unwrap_or(Id::ONLY)),
            16 => Action::Delete(Subject::Event(pick(&events, a).unwrap_or(Id::ONLY))),
            17 => Action::Delete(Subject::Referral(one(a))),
            18 => Action::Delete(Subject::Promise(pick(&promises, a).unwrap_or(Id::ONLY))),
            19 => {
                let Some(id) = pick(&referrals, a) else {
                    return;
                };
                let referral = book.referrals.get(id).expect("it is there").clone();
                let referral = Referral {
                    direction,
                    on: near(d),
                    ..referral
                };
                Action::SaveReferral {
                    id: Some(id),
                    was: book.referrals.arc(id).cloned(),
                    referral: Box::new(referral),
                    prospect: who(b),
                    partner: who(c),
                }
            }
            20 => {
                let Some(id) = pick(&people, a) else { return };
                let person = book.people.get(id).expect("it is there").clone();
                let person = crate::domain::person::Person {
                    every: Some(u32::from(b % 9)),
                    ..person
                };
                Action::SavePerson {
                    id: Some(id),
                    was: None,
                    person: Box::new(person),
                }
            }
            _ => {
                let settings = book.settings().clone();
                let mut changed = settings.clone();
                changed.thresholds.insert("quiet".into(), u32::from(a % 20));
                Action::SaveSettings {
                    was: Arc::new(settings),
                    settings: Box::new(changed),
                }
            }
        };
        trial.perform(action);
    }

    /// Mostly days, sometimes a season: what is never urgent takes its time.
    fn pause(deed: Deed) -> u64 {
        u64::from(if deed.2.is_multiple_of(4) {
            deed.1 % 120
        } else {
            deed.1 % 6
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

        #[test]
        fn an_update_says_what_a_fresh_look_says(deeds in proptest::collection::vec(any::<(Deed, u8)>(), 1..60)) {
            let mut trial = Trial::new();
            let mut practice = trial.practice();
            let mut today = 0;
            for (deed, then) in deeds {
                match then % 12 {
                    0 => drop(trial.history.undo(trial.stamp.at + 1)),
                    1 => drop(trial.history.redo(trial.stamp.at + 1)),
                    2 => { today += pause(deed); trial.go(today); }
                    _ => do_it(&mut trial, deed),
                }
                practice.update(trial.book(), trial.today());
                let fresh = trial.practice();
                prop_assert_eq!(practice.nudges(), fresh.nudges());
                prop_assert_eq!(practice.rows(), fresh.rows());
                prop_assert_eq!(practice.practices(), fresh.practices());
                prop_assert!(practice == fresh);
            }
        }

        #[test]
        fn what_is_settled_goes_alone_and_nothing_of_its_kind_comes_for_it(
            deeds in proptest::collection::vec(any::<(Deed, u8)>(), 1..40),
            days in 0u64..120,
            which in any::<proptest::sample::Index>(),
            until in proptest::option::of(1u64..40),
        ) {
            let mut trial = Trial::new();
            let mut today = 0;
            for (deed, then) in deeds {
                if then % 8 == 0 {
                    today += pause(deed);
                    trial.go(today);
                }
                do_it(&mut trial, deed);
            }
            trial.go(today + days);
            let all = |trial: &Trial| {
                let practice = trial.practice();
                let nudges = practice.nudges().iter().chain(practice.practices());
                nudges.copied().collect::<Vec<Nudge>>()
            };
            let before = all(&trial);
            if before.is_empty() {
                return Ok(());
            }
            let one = before[which.index(before.len())];
            let settled = trial.perform(Action::Settle {
                key: one.key(),
                until: until.map(|until| day(today + days + until)),
                why: String::new(),
                what: String::new(),
            });
            prop_assert!(settled);
            let after = all(&trial);
            let gone: Vec<&Nudge> = before.iter().filter(|it| !after.contains(it)).collect();
            prop_assert_eq!(gone, [&one]);
            let is_like = |it: &&Nudge| (it.rule, it.subject) == (one.rule, one.subject);
            let came = after.iter().filter(|it| !before.contains(it));
            prop_assert_eq!(came.filter(is_like).count(), 0);
            let keys: std::collections::BTreeSet<String> = before.iter().map(Nudge::key).collect();
            prop_assert_eq!(keys.len(), before.len(), "each has a key of its own");
        }
    }

    #[test]
    fn a_column_shows_the_late_first_and_the_sleeping_last() {
        let mut trial = Trial::new();
        let slow = trial.received("Omar Haddad", "Dana Ortiz");
        let asleep = trial.received("Eva Rask", "Dana Ortiz");
        let wait = Some(Wait {
            until: Some(day(30)),
            ..Wait::default()
        });
        trial.perform(Action::Wait {
            subject: Subject::Referral(asleep),
            wait,
            on: Who::Nobody,
        });
        trial.go(3);
        let fresh = trial.received("Lin Wu", "Dana Ortiz");
        let planned = trial.received("Ada Klein", "Dana Ortiz");
        trial.plan(planned, Verb::Call, 9, None);
        let practice = trial.practice();
        let side = &Direction::Received;
        assert_eq!(
            practice.column(side, Stage::Discovered),
            [slow, planned, fresh, asleep]
        );
        assert_eq!(practice.late_in(side, Stage::Discovered), 1);
        assert_eq!(
            (practice.open_count(side), practice.waiting_count(side)),
            (4, 1)
        );
        assert_eq!(practice.open_count(&Direction::Given), 0);
        trial.close(fresh, Ending::Lost);
        trial.go(4);
        trial.close(slow, Ending::Won);
        let practice = trial.practice();
        assert_eq!(practice.closed(side), [slow, fresh]);
        assert_eq!(practice.standing(slow), None);
    }

    #[test]
    fn sources_come_by_how_late_they_are() {
        let mut trial = Trial::new();
        let a = trial.person("Ann", Some(Tier::A));
        let d = trial.person("Dee", Some(Tier::D));
        let none = trial.received("Omar Haddad", "Nils Berg");
        trial.log(Kind::Thanked, "Nils Berg", Some(none));
        let nils = trial.find("Nils Berg");
        for (n, who) in [(0, "Ann"), (60, "Dee")] {
            trial.go(n);
            trial.log(Kind::Call, who, None);
        }
        let practice = trial.practice();
        assert_eq!(practice.sources(), [a, d, nils]);
        assert_eq!(practice.late_sources(), 1);
        trial.log(Kind::Call, "Ann", None);
        trial.go(70);
        assert_eq!(trial.practice().late_sources(), 0);
    }

    #[test]
    fn the_pace_is_what_is_asked_of_who_is_awake_and_what_is_made_on_different_days() {
        let mut trial = Trial::new();
        let ann = trial.person("Ann", Some(Tier::A));
        trial.person("Cid", Some(Tier::C));
        trial.received("Omar Haddad", "Nils Berg");
        let pace = |trial: &Trial| {
            let practice = trial.practice();
            (practice.asked_a_week(), practice.made_a_week())
        };
        // A new source every week, and one in ninety days.
        assert_eq!(pace(&trial), (107, 0));
        for (day, who) in [
            (1, "Ann"),
            (1, "Ann"),
            (9, "Ann"),
            (9, "Cid"),
            (9, "Nils Berg"),
        ] {
            trial.go(day);
            trial.log(Kind::Call, who, None);
        }
        assert_eq!(
            pace(&trial).1,
            75,
            "twice a day is once, without a rhythm is none"
        );
        let wait = Some(Wait::default());
        trial.perform(Action::Wait {
            subject: Subject::Person(ann),
            wait,
            on: Who::Nobody,
        });
        assert_eq!(pace(&trial), (7, 75));
        trial.go(29);
        assert_eq!(pace(&trial).1, 50, "four weeks later the first day is over");
    }

    #[test]
    fn the_same_snapshot_on_the_same_day_is_no_work() {
        let mut trial = Trial::new();
        trial.received("Omar Haddad", "Dana Ortiz");
        let practice = trial.practice();
        let mut again = practice.clone();
        again.update(trial.book(), trial.today());
        assert_eq!(again, practice);
        again.update(trial.book(), trial.today() + Days::new(1));
        assert_ne!(again, practice);
    }
}
