//! The map of a direction looked at as a whole: what is wrong with it, what stands at each stage, what changed from
//! version to version, and what falls to nobody once somebody leaves. It knows no screen.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::nudge::{Nudge, Occasion, Reason, RuleName};
use super::practice::Practice;
use super::span::after;
use super::standing::Standing;
use crate::domain::book::Book;
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::domain::process::{Map, Step};
use crate::domain::referral::{Direction, Referral};
use crate::domain::settings::{Threshold, working};
use crate::domain::stage::Stage;
use crate::domain::team::{BuyIn, Helper, ME};

/// Once it was looked at, a map that nobody changed is looked at again after a quarter.
const QUARTER: u32 = 91;

/// One thing that is wrong with a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A stage that the map lacks.
    Missing(Stage),
    /// Nobody is said to act.
    NoOwner(Stage),
    /// Nothing is said to be done.
    NoNow(Stage),
    /// Nothing ends it: a dead end.
    DeadEnd(Stage),
    /// No days are suggested, so that nothing in it is ever late.
    NoLimit(Stage),
    /// The last stage asks for no outcome.
    NoOutcome,
    /// Somebody stands at it who has not agreed.
    NoBuyIn(Stage, Id),
    /// Somebody stands at it who left or declined.
    Gone(Stage, Id),
    /// A problem whose fix was to be in place before today.
    Overdue(Stage, Id),
    /// No open channel is noted: nothing says how a request comes in.
    NoChannel,
    /// Nobody takes in what comes by it.
    NoReceiver(Id),
    /// Nobody answers what comes by it.
    NoResponder(Id),
    /// Somebody is to receive or answer who left or declined.
    PostGone { channel: Id, helper: Id },
}

impl Trouble {
    /// The stage at which it is.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Trouble::Missing(stage)
            | Trouble::NoOwner(stage)
            | Trouble::NoNow(stage)
            | Trouble::DeadEnd(stage)
            | Trouble::NoLimit(stage)
            | Trouble::NoBuyIn(stage, _)
            | Trouble::Gone(stage, _)
            | Trouble::Overdue(stage, _) => Some(stage),
            Trouble::NoOutcome => Some(Stage::Close),
            Trouble::NoChannel
            | Trouble::NoReceiver(_)
            | Trouble::NoResponder(_)
            | Trouble::PostGone { .. } => None,
        }
    }

    /// The channel at which it is.
    pub fn channel(self) -> Option<Id> {
        match self {
            Trouble::NoReceiver(id) | Trouble::NoResponder(id) => Some(id),
            Trouble::PostGone { channel, .. } => Some(channel),
            _ => None,
        }
    }
}

/// Everything that is wrong with the map of a direction as it holds now: fixes that are overdue, then from the trigger to
/// the outcome.
pub fn troubles(book: &Book, direction: &Direction, today: NaiveDate) -> Vec<Trouble> {
    let mut found = Vec::new();
    // What was to be done by a day comes first.
    let late = overdue_fixes(book, direction, today).into_iter();
    found.extend(late.map(|(_, stage, id)| Trouble::Overdue(stage, id)));
    // What I give starts with a need that I hear; only what comes to me comes by a channel.
    if *direction == Direction::Received {
        of_channels(book, &mut found);
    }
    let map = book.current_map(direction);
    for stage in Stage::ALL {
        match map.steps.get(&stage) {
            None => found.push(Trouble::Missing(stage)),
            Some(step) => of_step(book, stage, step, &mut found),
        }
    }
    let asks_outcome = |step: &Step| {
        let mut lines = step.checklist.values();
        lines.any(|item| item.fact == "outcome")
    };
    if map
        .steps
        .get(&Stage::Close)
        .is_some_and(|step| !asks_outcome(step))
    {
        found.push(Trouble::NoOutcome);
    }
    found
}

/// The open problems of a direction whose fix was to be in place before today: the day, the stage and the problem, the
/// one that is late for longest first.
pub fn overdue_fixes(
    book: &Book,
    direction: &Direction,
    today: NaiveDate,
) -> Vec<(NaiveDate, Stage, Id)> {
    let open = book.problems.iter();
    let open = open.filter(|(_, it)| it.is_open() && it.direction == *direction);
    let late = open.filter_map(|(id, it)| Some((it.due?, it.stage, id)));
    let mut late: Vec<_> = late.filter(|(due, ..)| *due < today).collect();
    late.sort_unstable();
    late
}

fn of_channels(book: &Book, found: &mut Vec<Trouble>) {
    let open: Vec<_> = book
        .channels
        .iter()
        .filter(|(_, it)| it.closed.is_none())
        .collect();
    if open.is_empty() {
        found.push(Trouble::NoChannel);
    }
    for (id, channel) in open {
        if channel.receiver.is_none() {
            found.push(Trouble::NoReceiver(id));
        }
        if channel.responder.is_none() {
            found.push(Trouble::NoResponder(id));
        }
        let posts = [channel.receiver, channel.responder];
        let posts: BTreeSet<Id> = posts.into_iter().flatten().collect();
        for helper in posts.into_iter().filter(|post| is_gone(book, *post)) {
            found.push(Trouble::PostGone {
                channel: id,
                helper,
            });
        }
    }
}

fn of_step(book: &Book, stage: Stage, step: &Step, found: &mut Vec<Trouble>) {
    let is_blank = |words: &str| words.trim().is_empty();
    if is_blank(&step.who) {
        found.push(Trouble::NoOwner(stage));
    }
    if is_blank(&step.now) {
        found.push(Trouble::NoNow(stage));
    }
    if is_blank(&step.exit) {
        found.push(Trouble::DeadEnd(stage));
    }
    if step.limit == 0 {
        found.push(Trouble::NoLimit(stage));
    }
    for helper in step.team() {
        let buy_in = book.helpers.get(helper).map(Helper::buy_in);
        match buy_in {
            Some(BuyIn::Agreed(_)) => {}
            Some(BuyIn::Open | BuyIn::Asked(_)) => found.push(Trouble::NoBuyIn(stage, helper)),
            Some(BuyIn::Declined(_) | BuyIn::Left(_)) | None => {
                found.push(Trouble::Gone(stage, helper));
            }
        }
    }
}

fn is_gone(book: &Book, post: Id) -> bool {
    post != ME && book.helpers.get(post).is_none_or(|it| !it.is_here())
}

/// How many open referrals stand at a stage, and how many of them are late.
pub fn standing_at(practice: &Practice, direction: &Direction, stage: Stage) -> (usize, usize) {
    let here = practice.column(direction, stage);
    let is_late = |id: &&Id| practice.standing(**id).is_some_and(Standing::is_late);
    (here.len(), here.iter().filter(is_late).count())
}

/// The open ones at a stage whose limit is another than the newest map has: how many run under which version, with its
/// limit; and the limit under which all late ones run, where it is one and another.
pub fn older_limits(
    practice: &Practice,
    direction: &Direction,
    stage: Stage,
) -> (Vec<(u32, u32, usize)>, Option<u32>) {
    let book = &practice.book;
    let newest = book.current_map(direction).steps.get(&stage);
    let newest = newest.map_or(0, |step| step.limit);
    let (mut by, mut late) = (BTreeMap::new(), BTreeSet::new());
    for id in practice.column(direction, stage) {
        let (Some(it), Some(standing)) = (book.referrals.get(*id), practice.standing(*id)) else {
            continue;
        };
        if standing.limit != newest {
            let version = book.map_of(it).version;
            *by.entry((version, standing.limit)).or_insert(0) += 1;
        }
        if 0 < standing.over {
            late.insert(standing.limit);
        }
    }
    let by = by
        .into_iter()
        .map(|((version, limit), n)| (version, limit, n));
    let only = late.first().copied().filter(|limit| *limit != newest);
    (by.collect(), only.filter(|_| late.len() == 1))
}

/// The stages at which a helper stands, in the maps that hold now.
pub fn stages_of(book: &Book, direction: &Direction, helper: Id) -> Vec<Stage> {
    let steps = book.current_map(direction).steps.iter();
    let steps = steps.filter(|(_, step)| step.team().any(|it| it == helper));
    steps.map(|(stage, _)| *stage).collect()
}

/// The open referrals that stand at these stages, and those that wait for a person or are to be taken up with them.
pub fn left_behind(book: &Book, practice: &Practice, helper: Id) -> Vec<Id> {
    let mut found = BTreeSet::new();
    for direction in Direction::ALL {
        for stage in stages_of(book, direction, helper) {
            found.extend(practice.column(direction, stage).iter().copied());
        }
    }
    let person = book.helpers.get(helper).and_then(|it| it.person);
    if let Some(person) = person {
        let open = book.referrals.iter().filter(|(_, it)| it.is_open());
        let with = open.filter(|(_, it)| {
            let next = it.next.as_ref().and_then(|next| next.whom);
            let wait = it.wait.as_ref().and_then(|wait| wait.on);
            next == Some(person) || wait == Some(person)
        });
        found.extend(with.map(|(id, _)| id));
    }
    found.into_iter().collect()
}

/// The channels at which a helper receives or answers.
pub fn posts_of(book: &Book, helper: Id) -> Vec<Id> {
    let open = book.channels.iter().filter(|(_, it)| it.closed.is_none());
    let manned = open.filter(|(_, it)| it.receiver == Some(helper) || it.responder == Some(helper));
    manned.map(|(id, _)| id).collect()
}

/// What looking back at a stage brought, the newest first: what feeds its problems.
pub fn debriefs<'a>(book: &'a Book, direction: &Direction, stage: Stage) -> Vec<&'a Event> {
    let mut found = looked_back_on(book, direction);
    found.remove(&stage).unwrap_or_default()
}

/// What looking back brought on one side, stage by stage, the newest first.
pub fn looked_back_on<'a>(
    book: &'a Book,
    direction: &Direction,
) -> BTreeMap<Stage, Vec<&'a Event>> {
    let is_here = |event: &&Event| {
        let referral = event.referral.and_then(|id| book.referrals.get(id));
        event.kind == Kind::Debrief
            && !(event.note.is_empty() && event.differently.is_empty())
            && referral.is_none_or(|it| it.direction == *direction)
    };
    let events = book.events.iter().map(|(_, event)| event);
    let mut found: BTreeMap<Stage, Vec<&Event>> = BTreeMap::new();
    for event in events.filter(is_here) {
        if let Some(stage) = event.stage {
            found.entry(stage).or_default().push(event);
        }
    }
    for events in found.values_mut() {
        events.sort_by_key(|event| std::cmp::Reverse((event.on, event.at)));
    }
    found
}

/// How many that stood in a stage on a day have been there without a break since, and for how many days the one that
/// is there longest.
pub fn still_there(
    practice: &Practice,
    direction: &Direction,
    stage: Stage,
    on: NaiveDate,
) -> (usize, i64) {
    let here = practice.column(direction, stage).iter();
    let here = here.filter_map(|id| practice.standing(*id));
    let stayed = here.filter(|it| it.since <= on);
    stayed.fold((0, 0), |(n, longest), it| (n + 1, longest.max(it.dwell)))
}

/// A part of a stage that a version changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Now,
    Who,
    Limit { was: u32, is: u32 },
    Exit,
    Checklist { added: usize, gone: usize },
    Prompts,
    Helpers,
}

/// What a version changed against the one before it, stage by stage.
pub fn changed(before: &Map, after: &Map) -> Vec<(Stage, Vec<Part>)> {
    let none = Step::default();
    let all = Stage::ALL.into_iter().map(|stage| {
        let was = before.steps.get(&stage).unwrap_or(&none);
        let is = after.steps.get(&stage).unwrap_or(&none);
        (stage, parts(was, is))
    });
    all.filter(|(_, parts)| !parts.is_empty()).collect()
}

fn parts(was: &Step, is: &Step) -> Vec<Part> {
    let added = is.checklist.keys();
    let added = added.filter(|id| !was.checklist.contains_key(*id)).count();
    let gone = was.checklist.keys();
    let gone = gone.filter(|id| !is.checklist.contains_key(*id)).count();
    let team = |step: &Step| step.team().collect::<Vec<_>>();
    let limit = Part::Limit {
        was: was.limit,
        is: is.limit,
    };
    let all = [
        (was.now != is.now, Part::Now),
        (was.who != is.who, Part::Who),
        (was.limit != is.limit, limit),
        (was.exit != is.exit, Part::Exit),
        (
            was.checklist != is.checklist,
            Part::Checklist { added, gone },
        ),
        (was.prompts != is.prompts, Part::Prompts),
        (team(was) != team(is), Part::Helpers),
    ];
    let found = all.into_iter().filter(|(differs, _)| *differs);
    found.map(|(_, part)| part).collect()
}

/// When the map of a direction is to be looked at again, and the day from which that counts.
pub fn review_due(book: &Book, direction: &Direction) -> (NaiveDate, NaiveDate) {
    let map = book.current_map(direction);
    let kept = book
        .current_map_id(direction)
        .and_then(|id| book.maps.get(id));
    let reviewed = kept.and_then(|map| map.reviewed);
    // The map that ships with the program is as old as the use of it.
    let started = book.settings().started.unwrap_or(map.on);
    let since = map.on.max(started);
    match reviewed.filter(|on| since <= *on) {
        Some(on) => (on, after(on, QUARTER)),
        None => (
            since,
            after(since, book.settings().days(Threshold::MapReview)),
        ),
    }
}

/// What the practice asks of the process, as far as it is due.
pub(super) fn asked(practice: &Practice) -> Vec<Nudge> {
    let (book, today) = (&practice.book, practice.today);
    let mut found = Vec::new();
    let mut ask = |rule, occasion, reason, due: NaiveDate| {
        if due <= today {
            found.push(Nudge {
                rule,
                person: None,
                subject: None,
                occasion,
                reason,
                due,
                time: None,
                late: (today - due).num_days(),
            });
        }
    };
    let patience = book.settings().days(Threshold::BuyIn);
    for (id, helper) in book.helpers.iter() {
        let since = match helper.buy_in() {
            BuyIn::Asked(on) => Some(on),
            BuyIn::Open => stationed(book, id),
            _ => None,
        };
        let is_at_work = Direction::ALL
            .iter()
            .any(|direction| !stages_of(book, direction, id).is_empty());
        if let Some(since) = since.filter(|_| is_at_work) {
            let reason = Reason::BuyIn { helper: id, since };
            let due = working(after(since, patience));
            ask(RuleName::BuyIn, Occasion::Of(id), reason, due);
        }
    }
    for (id, channel) in book.channels.iter() {
        if channel.closed.is_none() && channel.responder.is_none() {
            let reason = Reason::Responder { channel: id };
            let due = working(after(channel.on, 1));
            ask(RuleName::Responder, Occasion::Of(id), reason, due);
        }
    }
    for (id, problem) in book.problems.iter() {
        if let Some(due) = problem.due.filter(|_| problem.is_open()) {
            let reason = Reason::ProblemDue { problem: id };
            ask(RuleName::ProblemDue, Occasion::Of(id), reason, due);
        }
    }
    for (given, direction) in Direction::ALL.iter().enumerate() {
        // A side on which nothing has gone by the map yet has nothing to teach.
        let is_of_use = |it: &Referral| {
            it.origin.is_empty() || it.moves.values().any(|step| it.created < step.at)
        };
        let mut here = book.referrals.iter().map(|(_, it)| it);
        if !here.any(|it| it.direction == *direction && is_of_use(it)) {
            continue;
        }
        let Some(map) = book.current_map_id(direction) else {
            continue;
        };
        let (since, due) = review_due(book, direction);
        let reason = Reason::MapReview {
            given: given == 1,
            since,
        };
        let occasion = Occasion::Both(map, since);
        ask(RuleName::MapReview, occasion, reason, working(due));
    }
    found
}

/// The rules that ask about the process, each with cases in the table below.
#[cfg(test)]
pub(super) const RULES: [RuleName; 4] = [
    RuleName::BuyIn,
    RuleName::Responder,
    RuleName::ProblemDue,
    RuleName::MapReview,
];

/// The first day on which a helper stood at a stage.
fn stationed(book: &Book, helper: Id) -> Option<NaiveDate> {
    let stands = |map: &Map| {
        let mut steps = map.steps.values();
        steps.any(|step| step.team().any(|it| it == helper))
    };
    let maps = book.maps.iter().filter(|(_, map)| stands(map));
    maps.map(|(_, map)| map.on).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Problem;
    use crate::domain::team::Channel;

    const LENA: Id = Id::fixed(1);
    const CARD: Id = Id::fixed(2);
    const FIX: Id = Id::fixed(3);
    const MAP: Id = Id::fixed(4);

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A map of today on which Lena helps at Meet, and a channel that I answer.
    fn book() -> Book {
        let mut book = Book::new(day("2026-11-01"));
        let mut map = book.current_map(&Direction::Received).clone();
        (map.version, map.on) = (2, day("2026-11-01"));
        let meet = map.steps.get_mut(&Stage::Meet).unwrap();
        meet.helpers.insert(LENA, true);
        book.maps.put(MAP, map, 1);
        let lena = Helper {
            name: "Lena".into(),
            agreed: Some(day("2026-11-01")),
            ..Helper::default()
        };
        book.helpers.put(LENA, lena, 1);
        let card = Channel {
            name: "card".into(),
            receiver: Some(ME),
            responder: Some(ME),
            on: day("2026-11-01"),
            ..Channel::default()
        };
        book.channels.put(CARD, card, 1);
        let referral = Referral {
            direction: Direction::Received,
            on: day("2026-11-01"),
            map: Some(MAP),
            ..Referral::default()
        };
        book.referrals.put(Id::fixed(9), referral, 1);
        book
    }

    fn with(change: impl FnOnce(&mut Book)) -> Vec<Trouble> {
        let mut book = book();
        change(&mut book);
        troubles(&book, &Direction::Received, day("2026-11-10"))
    }

    fn lena(book: &mut Book, change: impl FnOnce(&mut Helper)) {
        assert!(book.helpers.edit(LENA, 2, change));
    }

    fn card(book: &mut Book, change: impl FnOnce(&mut Channel)) {
        assert!(book.channels.edit(CARD, 2, change));
    }

    fn map(book: &mut Book, change: impl FnOnce(&mut Map)) {
        assert!(book.maps.edit(MAP, 2, change));
    }

    fn step(book: &mut Book, change: impl FnOnce(&mut Step)) {
        book.maps.edit(MAP, 2, |map| {
            change(map.steps.get_mut(&Stage::Meet).unwrap());
        });
    }

    #[test]
    fn a_map_with_an_owner_a_next_step_and_an_end_everywhere_has_no_trouble() {
        assert_eq!(with(|_| {}), []);
    }

    #[test]
    fn each_thing_that_is_wrong_is_found() {
        type Change = fn(&mut Book);
        let meet = Stage::Meet;
        let cases: [(Change, Trouble); 12] = [
            (|b| step(b, |it| it.who.clear()), Trouble::NoOwner(meet)),
            (|b| step(b, |it| it.now = " ".into()), Trouble::NoNow(meet)),
            (|b| step(b, |it| it.exit.clear()), Trouble::DeadEnd(meet)),
            (|b| step(b, |it| it.limit = 0), Trouble::NoLimit(meet)),
            (
                |b| map(b, |map| drop(map.steps.remove(&Stage::Meet))),
                Trouble::Missing(meet),
            ),
            (
                |b| {
                    map(b, |map| {
                        let close = map.steps.get_mut(&Stage::Close).unwrap();
                        close.checklist.remove("close.outcome");
                    });
                },
                Trouble::NoOutcome,
            ),
            (
                |b| lena(b, |it| it.agreed = None),
                Trouble::NoBuyIn(meet, LENA),
            ),
            (
                |b| lena(b, |it| it.left = Some(day("2026-11-09"))),
                Trouble::Gone(meet, LENA),
            ),
            (
                |b| card(b, |it| it.closed = Some(day("2026-11-09"))),
                Trouble::NoChannel,
            ),
            (
                |b| card(b, |it| it.receiver = None),
                Trouble::NoReceiver(CARD),
            ),
            (
                |b| card(b, |it| it.responder = None),
                Trouble::NoResponder(CARD),
            ),
            (
                |b| {
                    lena(b, |it| it.declined = Some(day("2026-11-09")));
                    card(b, |it| it.receiver = Some(LENA));
                    step(b, |it| it.helpers.clear());
                },
                Trouble::PostGone {
                    channel: CARD,
                    helper: LENA,
                },
            ),
        ];
        for (change, wanted) in cases {
            assert_eq!(with(change), [wanted]);
        }
    }

    /// On which day a rule speaks first within a year, from 1 November on.
    fn first(rule: RuleName, change: impl FnOnce(&mut Book)) -> Option<NaiveDate> {
        let mut book = book();
        change(&mut book);
        let mut days = day("2026-11-01").iter_days().take(366);
        days.find(|today| {
            let practice = Practice::of(&book, *today);
            let mut asked = practice.practices().iter();
            asked.any(|nudge| nudge.rule == rule)
        })
    }

    #[test]
    fn the_rules_of_the_process_speak_on_their_day_and_not_before() {
        type Change = fn(&mut Book);
        let cases: [(RuleName, Change, Option<&str>); 9] = [
            (RuleName::BuyIn, |_| {}, None),
            (
                RuleName::BuyIn,
                |b| lena(b, |it| it.agreed = None),
                // A fortnight after she was put there; that is a Sunday.
                Some("2026-11-16"),
            ),
            (
                RuleName::BuyIn,
                |b| {
                    lena(b, |it| {
                        (it.agreed, it.asked) = (None, Some(day("2026-11-10")));
                    });
                },
                Some("2026-11-24"),
            ),
            (RuleName::Responder, |_| {}, None),
            (
                RuleName::Responder,
                |b| card(b, |it| it.responder = None),
                Some("2026-11-02"),
            ),
            (
                RuleName::ProblemDue,
                |b| {
                    let problem = Problem {
                        what: "slow".into(),
                        due: Some(day("2026-11-20")),
                        ..Problem::default()
                    };
                    b.problems.put(FIX, problem, 1);
                },
                Some("2026-11-20"),
            ),
            (RuleName::MapReview, |_| {}, Some("2026-12-01")),
            (
                RuleName::MapReview,
                |b| map(b, |map| map.reviewed = Some(day("2026-12-01"))),
                // A quarter after it was looked at.
                Some("2027-03-02"),
            ),
            (
                RuleName::MapReview,
                |b| drop(b.referrals.remove(Id::fixed(9))),
                None,
            ),
        ];
        for rule in RULES {
            let mut spoken = cases.iter().filter(|case| case.2.is_some());
            assert!(spoken.any(|case| case.0 == rule), "{rule:?}");
        }
        for (rule, change, wanted) in cases {
            assert_eq!(first(rule, change), wanted.map(day), "{rule:?}");
        }
    }

    #[test]
    fn a_fix_is_overdue_after_its_day_and_as_long_as_it_is_open() {
        let overdue = |due: &str, done: Option<NaiveDate>| {
            let found = with(|book| {
                let problem = Problem {
                    what: "slow".into(),
                    stage: Stage::Meet,
                    due: Some(day(due)),
                    done,
                    ..Problem::default()
                };
                book.problems.put(FIX, problem, 1);
            });
            found.contains(&Trouble::Overdue(Stage::Meet, FIX))
        };
        assert!(overdue("2026-11-09", None));
        assert!(!overdue("2026-11-10", None), "the day itself is not over");
        assert!(!overdue("2026-11-09", Some(day("2026-11-10"))));
    }

    #[test]
    fn the_limit_that_makes_them_late_is_that_of_their_version() {
        let mut book = book();
        book.referrals.edit(Id::fixed(9), 2, |it| {
            let step = crate::domain::referral::Move {
                to: Stage::Meet,
                on: day("2026-11-01"),
                ..Default::default()
            };
            it.moves.insert(Id::fixed(10), step);
        });
        let older = |book: &Book, on: &str| {
            let practice = Practice::of(book, day(on));
            older_limits(&practice, &Direction::Received, Stage::Meet)
        };
        assert_eq!(older(&book, "2026-11-20"), (Vec::new(), None));
        let mut newer = book.current_map(&Direction::Received).clone();
        (newer.version, newer.on) = (3, day("2026-11-02"));
        newer.steps.get_mut(&Stage::Meet).unwrap().limit = 60;
        book.maps.put(Id::fixed(11), newer, 3);
        assert_eq!(older(&book, "2026-11-05"), (vec![(2, 14, 1)], None));
        assert_eq!(older(&book, "2026-11-20"), (vec![(2, 14, 1)], Some(14)));
    }

    #[test]
    fn a_version_says_what_it_changed() {
        let book = book();
        let before = book.current_map(&Direction::Received).clone();
        let mut after = before.clone();
        let meet = after.steps.get_mut(&Stage::Meet).unwrap();
        meet.limit = 20;
        meet.helpers.clear();
        let found = changed(&before, &after);
        let limit = Part::Limit { was: 14, is: 20 };
        assert_eq!(found, [(Stage::Meet, vec![limit, Part::Helpers])]);
    }
}
