//! The map redrawn: what a stage asks is changed in a new version, and the referrals keep the one that they ran under.
//! It will never know why a stage holds things up.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::action::{Said, is_gone};
use super::book::{Book, Stamp};
use super::id::Id;
use super::merge;
use super::name::same_name;
use super::process::{self, Item, Map, Step};
use super::referral::Direction;
use super::refusal::Refusal;
use super::stage::Stage;
use super::team::{Helper, ME};

/// A stage as it was when the form began, and as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redraw {
    pub direction: Direction,
    pub stage: Stage,
    pub was: Step,
    pub step: Step,
    /// Lines that come to the checklist, by their place; they get their ids here.
    pub added: Vec<(u32, String)>,
    /// Names of helpers who are noted with it: they stand at the stage from now on, and nobody has asked them yet.
    pub joining: Vec<String>,
    pub why: String,
    /// Open referrals go over to the new version.
    pub carry: bool,
}

/// What is done to the map of a direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mapping {
    Redraw(Box<Redraw>),
    /// Looked at, and left as it is.
    Reviewed(Direction),
    /// A helper left on a day: whoever takes over stands where they stood, in the maps and at the channels.
    Leave {
        helper: Id,
        on: NaiveDate,
        to: Option<Id>,
        carry: bool,
    },
    /// A channel closed on a day: open referrals that came by it go on under another one, where one is named.
    Close {
        channel: Id,
        on: NaiveDate,
        to: Option<Id>,
    },
    /// Noted by mistake: without a trace in a map or a referral it may go.
    DropHelper(Id),
    DropChannel(Id),
}

pub(super) fn perform(
    book: &mut Book,
    stamp: &mut Stamp,
    mapping: Mapping,
) -> Result<Said, Refusal> {
    match mapping {
        Mapping::Redraw(redraw) => redrawn(book, stamp, *redraw),
        Mapping::Reviewed(direction) => Ok(reviewed(book, stamp, &direction)),
        Mapping::Leave {
            helper,
            on,
            to,
            carry,
        } => leave(book, stamp, (helper, to), on, carry),
        Mapping::Close { channel, on, to } => close(book, stamp, channel, on, to),
        Mapping::DropHelper(id) => drop_helper(book, stamp.at, id),
        Mapping::DropChannel(id) => drop_channel(book, stamp.at, id),
    }
}

fn redrawn(book: &mut Book, stamp: &mut Stamp, redraw: Redraw) -> Result<Said, Refusal> {
    let Redraw {
        direction,
        stage,
        was,
        step,
        added,
        joining,
        why,
        carry,
    } = redraw;
    let current = book.current_map(&direction).clone();
    let now = current.steps.get(&stage).cloned().unwrap_or_default();
    let mut new = on_top(&was, &now, step);
    let taken = now.checklist.iter();
    let core = taken.filter(|(id, item)| item.is_core() && !new.checklist.contains_key(*id));
    if let Some((_, item)) = core.into_iter().next() {
        return Err(Refusal::new(format!(
            "“{}” is part of the method, and is ticked by what you record",
            item.text
        ))
        .or("reword it instead"));
    }
    for (order, text) in added {
        let id = format!("{}.{}", stage.word(), stamp.id());
        let item = Item {
            text,
            order,
            ..Item::default()
        };
        new.checklist.insert(id, item);
    }
    let mut joined = Vec::new();
    for name in joining {
        let (id, is_new) = helper_called(book, stamp, &name);
        new.helpers.insert(id, true);
        joined.extend(is_new.then(|| book.helper_name(id).to_string()));
    }
    if new == now && !carry {
        return Err(Refusal::new(format!("{} is as it was", stage.title()))
            .or("change something, or esc leaves it"));
    }
    let mut map = current;
    map.steps.insert(stage, new);
    let (id, version) = put(book, stamp, map, why);
    let moved = if carry {
        carry_over(book, &direction, id, stamp.at)
    } else {
        0
    };
    let said = Said::new(format!("Changed {}, version {version}", stage.title()));
    let mut more: Vec<String> = joined
        .into_iter()
        .map(|name| format!("{name} helps, not asked yet"))
        .collect();
    more.extend(match moved {
        0 => None,
        1 => Some("1 open referral goes by it".into()),
        n => Some(format!("{n} open referrals go by it")),
    });
    Ok(said.more(more.join("; ")))
}

/// The helper of that name who is here, or a new one: whoever is called so in the book, else the name alone. Whether
/// they are new.
fn helper_called(book: &mut Book, stamp: &mut Stamp, name: &str) -> (Id, bool) {
    let known = {
        let mut here = book.helpers.iter().filter(|(_, it)| it.is_here());
        here.find(|(id, _)| same_name(book.helper_name(*id), name))
    };
    if let Some((id, _)) = known {
        return (id, false);
    }
    // Two of one name are for the form of a helper to tell apart.
    let person = {
        let called = book.people.iter();
        let mut called = called.filter(|(_, it)| same_name(&it.name, name));
        match (called.next(), called.next()) {
            (Some((id, _)), None) => Some(id),
            _ => None,
        }
    };
    let helper = Helper {
        person,
        name: if person.is_some() {
            String::new()
        } else {
            name.trim().into()
        },
        on: stamp.today,
        ..Helper::default()
    };
    let id = stamp.id();
    book.helpers.put(id, helper, stamp.at);
    (id, true)
}

/// What a form changed of a stage, on top of what it is now; helpers and lines one by one.
fn on_top(was: &Step, now: &Step, wanted: Step) -> Step {
    fn of<T: PartialEq + Clone>(was: &T, now: &T, wanted: T) -> T {
        if wanted == *was { now.clone() } else { wanted }
    }
    fn each<K: Ord + Clone, V: PartialEq + Clone>(
        was: &BTreeMap<K, V>,
        now: &BTreeMap<K, V>,
        wanted: BTreeMap<K, V>,
    ) -> BTreeMap<K, V> {
        let mut all = now.clone();
        for key in was.keys().filter(|key| !wanted.contains_key(*key)) {
            all.remove(key);
        }
        for (key, value) in wanted {
            if was.get(&key) != Some(&value) {
                all.insert(key, value);
            }
        }
        all
    }
    Step {
        now: of(&was.now, &now.now, wanted.now),
        who: of(&was.who, &now.who, wanted.who),
        limit: of(&was.limit, &now.limit, wanted.limit),
        exit: of(&was.exit, &now.exit, wanted.exit),
        checklist: each(&was.checklist, &now.checklist, wanted.checklist),
        prompts: of(&was.prompts, &now.prompts, wanted.prompts),
        helpers: each(&was.helpers, &now.helpers, wanted.helpers),
        extra: now.extra.clone(),
    }
}

/// Puts a changed map into the book: as a new version, or into that of today where nothing ran under it yet.
fn put(book: &mut Book, stamp: &mut Stamp, map: Map, why: String) -> (Id, u32) {
    let current = book.current_map_id(&map.direction);
    let runs = |it: &Id| book.referrals.iter().any(|(_, one)| one.map == Some(*it));
    let is_own = |it: &Id| !process::defaults().contains_key(it) && book.maps.has(*it);
    if let Some(id) = current.filter(|it| is_own(it) && map.on == stamp.today && !runs(it)) {
        let version = map.version;
        book.maps.edit(id, stamp.at, |now| {
            now.steps = map.steps;
            if !why.is_empty() && !now.why.contains(&why) {
                now.why = match now.why.as_str() {
                    "" => why,
                    before => format!("{before}; {why}"),
                };
            }
        });
        return (id, version);
    }
    // Those that ran under whichever was the newest keep the one that it was.
    if let Some(current) = current {
        let loose = book.referrals.iter();
        let loose = loose.filter(|(_, it)| it.map.is_none() && it.direction == map.direction);
        let loose: Vec<Id> = loose.map(|(id, _)| id).collect();
        for id in loose {
            book.referrals
                .edit(id, stamp.at, |it| it.map = Some(current));
        }
    }
    let version = map.version.saturating_add(1);
    let id = stamp.id();
    let new = Map {
        version,
        on: stamp.today,
        why,
        reviewed: None,
        ..map
    };
    book.maps.put(id, new, stamp.at);
    (id, version)
}

/// Takes the open referrals of a direction over to a version; how many went.
fn carry_over(book: &mut Book, direction: &Direction, map: Id, at: i64) -> usize {
    let open = book.referrals.iter();
    let open =
        open.filter(|(_, it)| it.is_open() && it.direction == *direction && it.map != Some(map));
    let open: Vec<Id> = open.map(|(id, _)| id).collect();
    for id in &open {
        book.referrals.edit(*id, at, |it| it.map = Some(map));
    }
    open.len()
}

/// Puts a helper at these stages and at no other; what is worth saying of it, where anything changed.
pub(super) fn station(
    book: &mut Book,
    stamp: &mut Stamp,
    direction: &Direction,
    helper: Id,
    stages: &[Stage],
) -> Option<String> {
    let name = book.helper_name(helper).to_string();
    let mut map = book.current_map(direction).clone();
    let before = map.steps.clone();
    for (stage, step) in &mut map.steps {
        if stages.contains(stage) {
            step.helpers.insert(helper, true);
        } else {
            step.helpers.remove(&helper);
        }
    }
    if map.steps == before {
        return None;
    }
    let titles: Vec<&str> = stages.iter().map(|stage| stage.title()).collect();
    let why = if titles.is_empty() {
        format!("{name} helps at no stage")
    } else {
        format!("{name} helps at {}", titles.join(", "))
    };
    let (_, version) = put(book, stamp, map, why);
    Some(format!("the map is at version {version}"))
}

fn reviewed(book: &mut Book, stamp: &mut Stamp, direction: &Direction) -> Said {
    let today = stamp.today;
    let id = book.current_map_id(direction);
    if let Some(id) = id {
        if !book.maps.has(id) {
            let ours = process::default_map(direction).clone();
            book.maps.set(id, Arc::new(ours));
        }
        book.maps
            .edit(id, stamp.at, |map| map.reviewed = Some(today));
    }
    Said::new("The map was reviewed and stays as it is")
}

fn leave(
    book: &mut Book,
    stamp: &mut Stamp,
    (helper, to): (Id, Option<Id>),
    on: NaiveDate,
    carry: bool,
) -> Result<Said, Refusal> {
    if !book.helpers.has(helper) {
        return Err(is_gone("helper"));
    }
    if to == Some(helper) {
        return Err(Refusal::new("Whoever leaves cannot take over").or("choose somebody else"));
    }
    let at = stamp.at;
    let name = book.helper_name(helper).to_string();
    book.helpers.edit(helper, at, |it| it.left = Some(on));
    let after = to.map(|to| match to {
        ME => "I".to_string(),
        to => book.helper_name(to).to_string(),
    });
    let why = match &after {
        Some(after) => format!("{name} left, {after} took over"),
        None => format!("{name} left"),
    };
    for direction in Direction::ALL {
        let mut map = book.current_map(direction).clone();
        let mut is_there = false;
        for step in map.steps.values_mut() {
            if step.helpers.remove(&helper).is_some() {
                is_there = true;
                // Me stands at no stage by name: whose move it is says so already.
                if let Some(to) = to.filter(|to| *to != ME) {
                    step.helpers.insert(to, true);
                }
            }
        }
        if is_there {
            let (id, _) = put(book, stamp, map, why.clone());
            if carry {
                carry_over(book, direction, id, stamp.at);
            }
        }
    }
    let manned = book.channels.iter();
    let manned = manned.filter(|(_, it)| {
        it.closed.is_none() && (it.receiver == Some(helper) || it.responder == Some(helper))
    });
    let manned: Vec<Id> = manned.map(|(id, _)| id).collect();
    for id in manned {
        book.channels.edit(id, at, |it| {
            for post in [&mut it.receiver, &mut it.responder] {
                if *post == Some(helper) {
                    *post = to;
                }
            }
        });
    }
    let said = Said::new(format!("{name} left"));
    Ok(match after {
        Some(after) => said.more(format!("{after} took over")),
        None => said.more("nobody took over yet"),
    })
}

fn close(
    book: &mut Book,
    stamp: &mut Stamp,
    channel: Id,
    on: NaiveDate,
    to: Option<Id>,
) -> Result<Said, Refusal> {
    let Some(it) = book.channels.get(channel) else {
        return Err(is_gone("channel"));
    };
    if to == Some(channel) {
        return Err(Refusal::new(format!("“{}” is what closes", it.name)).or("choose another one"));
    }
    let name = it.name.clone();
    let at = stamp.at;
    let other = to
        .and_then(|to| book.channels.get(to))
        .map(|it| it.name.clone());
    book.channels.edit(channel, at, |it| it.closed = Some(on));
    let said = Said::new(format!("Closed the channel “{name}”"));
    let Some(other) = other else {
        return Ok(said);
    };
    let open = book.open_by(channel);
    for id in &open {
        book.referrals
            .edit(*id, at, |it| it.channel.clone_from(&other));
    }
    Ok(match open.len() {
        0 => said,
        1 => said.more(format!("1 open referral goes on by “{other}”")),
        n => said.more(format!("{n} open referrals go on by “{other}”")),
    })
}

fn drop_helper(book: &mut Book, at: i64, id: Id) -> Result<Said, Refusal> {
    let name = book.helper_name(id).to_string();
    let stands = |map: &Map| map.steps.values().any(|it| it.helpers.contains_key(&id));
    let is_posted = |post: Option<Id>| post == Some(id);
    let mut channels = book.channels.iter().map(|(_, it)| it);
    if book.maps.iter().any(|(_, map)| stands(map))
        || channels.any(|it| is_posted(it.receiver) || is_posted(it.responder))
    {
        return Err(Refusal::new(format!("{name} has a place in the process"))
            .or("x records that they left, and who takes over"));
    }
    book.helpers.remove(id).ok_or_else(|| is_gone("helper"))?;
    merge::lay_to_rest(&mut book.gone, "helpers", id, at);
    Ok(Said::new(format!("Deleted the helper {name}")).more("u brings it back"))
}

fn drop_channel(book: &mut Book, at: i64, id: Id) -> Result<Said, Refusal> {
    let channel = book.channels.get(id).ok_or_else(|| is_gone("channel"))?;
    let name = channel.name.clone();
    if book
        .referrals
        .iter()
        .any(|(_, it)| channel.is_named(&it.channel))
    {
        return Err(Refusal::new(format!("Referrals came by “{name}”"))
            .or("x closes it, and what came by it stays"));
    }
    book.channels.remove(id);
    merge::lay_to_rest(&mut book.gone, "channels", id, at);
    Ok(Said::new(format!("Deleted the channel “{name}”")).more("u brings it back"))
}

impl Book {
    /// The open referrals that came by a channel.
    pub fn open_by(&self, channel: Id) -> Vec<Id> {
        let Some(channel) = self.channels.get(channel) else {
            return Vec::new();
        };
        let open = self.referrals.iter();
        let open = open.filter(|(_, it)| it.is_open() && channel.is_named(&it.channel));
        open.map(|(id, _)| id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::book::Book;
    use crate::domain::id::Ids;
    use crate::domain::referral::{Outcome, Referral};
    use crate::domain::team::Channel;

    fn stamp(at: i64) -> Stamp {
        Stamp {
            today: "2026-11-21".parse().unwrap(),
            at,
            ids: Ids::seeded(u128::try_from(at).unwrap()),
        }
    }

    fn received(map: Option<Id>) -> Referral {
        Referral {
            direction: Direction::Received,
            map,
            ..Referral::default()
        }
    }

    fn redraw(book: &Book, carry: bool, change: impl FnOnce(&mut Step)) -> Action {
        let was = book.current_map(&Direction::Received).steps[&Stage::Meet].clone();
        let mut step = was.clone();
        change(&mut step);
        Action::Map(Box::new(Mapping::Redraw(Box::new(Redraw {
            direction: Direction::Received,
            stage: Stage::Meet,
            was,
            step,
            added: Vec::new(),
            joining: Vec::new(),
            why: "a trial".into(),
            carry,
        }))))
    }

    fn version(book: &Book) -> u32 {
        book.current_map(&Direction::Received).version
    }

    #[test]
    fn open_referrals_go_by_the_new_version_only_where_that_is_wanted_and_closed_ones_never() {
        for (carry, wanted) in [(false, 1), (true, 2)] {
            let mut book = Book::new(stamp(1).today);
            let first = book.current_map_id(&Direction::Received);
            book.referrals.put(Id::fixed(1), received(first), 1);
            book.referrals.put(Id::fixed(2), received(None), 1);
            let closed = Referral {
                outcome: Some(Outcome::default()),
                ..received(None)
            };
            book.referrals.put(Id::fixed(3), closed, 1);
            let action = redraw(&book, carry, |step| step.limit = 7);
            action.perform(&mut book, &mut stamp(2)).unwrap();
            let runs = |n| {
                let it = book.referrals.get(Id::fixed(n)).unwrap();
                book.map_of(it).version
            };
            assert_eq!((runs(1), runs(2), runs(3)), (wanted, wanted, 1));
            assert_eq!(version(&book), 2);
        }
    }

    #[test]
    fn a_day_has_one_version_until_something_runs_under_it() {
        let mut book = Book::new(stamp(1).today);
        for (n, limit) in (2..).zip([7, 8, 9]) {
            let action = redraw(&book, false, |step| step.limit = limit);
            action.perform(&mut book, &mut stamp(n)).unwrap();
        }
        assert_eq!(version(&book), 2);
        let now = book.current_map_id(&Direction::Received);
        book.referrals.put(Id::fixed(1), received(now), 9);
        let action = redraw(&book, false, |step| step.limit = 3);
        action.perform(&mut book, &mut stamp(10)).unwrap();
        assert_eq!(version(&book), 3);
        assert_eq!(process::default_map(&Direction::Received).version, 1);
    }

    #[test]
    fn a_line_of_the_method_is_reworded_and_never_taken_away() {
        let mut book = Book::new(stamp(1).today);
        let action = redraw(&book, false, |step| drop(step.checklist.remove("meet.met")));
        let refused = action
            .perform(&mut book.clone(), &mut stamp(2))
            .unwrap_err();
        assert!(refused.why.contains("part of the method"), "{refused}");
        let action = redraw(&book, false, |step| {
            step.checklist.remove("meet.fit");
            step.checklist.get_mut("meet.met").unwrap().text = "we met".into();
        });
        action.perform(&mut book, &mut stamp(3)).unwrap();
        let step = &book.current_map(&Direction::Received).steps[&Stage::Meet];
        assert_eq!(step.checklist["meet.met"].text, "we met");
        assert_eq!(step.checklist["meet.met"].fact, "met");
        assert!(!step.checklist.contains_key("meet.fit"));
    }

    #[test]
    fn what_changes_nothing_is_refused() {
        let mut book = Book::new(stamp(1).today);
        let action = redraw(&book, false, |_| {});
        assert!(action.perform(&mut book, &mut stamp(2)).is_err());
    }

    #[test]
    fn whoever_leaves_hands_on_stages_and_posts() {
        let mut book = Book::new(stamp(1).today);
        let (lena, tom) = (Id::fixed(1), Id::fixed(2));
        for (id, name) in [(lena, "Lena"), (tom, "Tom")] {
            let helper = Helper {
                name: name.into(),
                ..Helper::default()
            };
            book.helpers.put(id, helper, 1);
        }
        let channel = Channel {
            name: "card".into(),
            receiver: Some(lena),
            ..Channel::default()
        };
        book.channels.put(Id::fixed(3), channel, 1);
        assert!(
            station(
                &mut book,
                &mut stamp(2),
                &Direction::Given,
                lena,
                &[Stage::Meet],
            )
            .is_some()
        );
        let leave = Mapping::Leave {
            helper: lena,
            on: stamp(1).today,
            to: Some(tom),
            carry: true,
        };
        let leave = Action::Map(Box::new(leave));
        leave.perform(&mut book, &mut stamp(3)).unwrap();
        let step = &book.current_map(&Direction::Given).steps[&Stage::Meet];
        assert_eq!(step.team().collect::<Vec<_>>(), [tom]);
        let channel = book.channels.get(Id::fixed(3)).unwrap();
        assert_eq!(channel.receiver, Some(tom));
        let drop = Action::Map(Box::new(Mapping::DropHelper(tom)));
        assert!(drop.perform(&mut book, &mut stamp(4)).is_err());
    }

    #[test]
    fn what_came_by_a_channel_that_closes_goes_on_by_another_and_history_stays() {
        let mut book = Book::new(stamp(1).today);
        for (id, name) in [(Id::fixed(1), "Card"), (Id::fixed(2), "mail")] {
            let channel = Channel {
                name: name.into(),
                ..Channel::default()
            };
            book.channels.put(id, channel, 1);
        }
        for (n, outcome) in [(3, None), (4, Some(Outcome::default()))] {
            let it = Referral {
                channel: "card".into(),
                outcome,
                ..received(None)
            };
            book.referrals.put(Id::fixed(n), it, 1);
        }
        let close = Mapping::Close {
            channel: Id::fixed(1),
            on: stamp(1).today,
            to: Some(Id::fixed(2)),
        };
        let close = Action::Map(Box::new(close));
        close.perform(&mut book, &mut stamp(2)).unwrap();
        let by = |n| book.referrals.get(Id::fixed(n)).unwrap().channel.as_str();
        assert_eq!((by(3), by(4)), ("mail", "card"));
    }
}
