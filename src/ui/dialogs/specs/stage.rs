//! The form of a stage of the map: what to do, who acts, for how long, what ends it, its checklist. It makes a new
//! version, and knows no referral but by number.

use std::collections::BTreeMap;

use crate::domain::action::Action;
use crate::domain::day;
use crate::domain::event::Event;
use crate::domain::id::Id;
use crate::domain::mapping::{Mapping, Redraw};
use crate::domain::name::same_name;
use crate::domain::process::{Item, Step};
use crate::domain::referral::Direction;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::insight::process::{debriefs, standing_at};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::spec::Spec;

/// Longer limits are none.
const LONGEST: u32 = 999;

/// What open referrals do with the new version.
const OPEN: [&str; 2] = ["keep the version they run under", "go by the new one"];

pub(super) fn side(given: bool) -> Direction {
    Direction::ALL[usize::from(given)].clone()
}

fn step_of(given: bool, stage: Stage, cx: &Cx) -> Step {
    let map = cx.book.current_map(&side(given));
    map.steps.get(&stage).cloned().unwrap_or_default()
}

/// Everything that a stage asks.
pub fn stage(given: bool, stage: Stage, cx: &Cx) -> Spec {
    let was = step_of(given, stage, cx);
    let (known, team) = (was.clone(), names_of(&was, cx));
    let fields = vec![
        Field::line("now what").loaded(&was.now),
        Field::line("who acts").loaded(&was.who),
        Field::line("limit")
            .loaded(&shown(was.limit))
            .prompt("days; empty: none")
            .reading(limit_words),
        Field::line("ends when").loaded(&was.exit),
        Field::line("helpers")
            .loaded(&team)
            .prompt(all_helpers(cx))
            .reading(|v| Ok(helpers_words(v))),
        Field::long("checklist")
            .loaded(&with_room(numbered(&was)))
            .prompt("a line each; its number keeps a line what it is, without one it is new")
            .reading(move |v| lines_words(v, &known)),
        Field::long("questions").loaded(&with_room(was.prompts.join("\n"))),
        Field::line("why").prompt("why it is changed, for later"),
        open_ones(given, cx),
    ];
    let title = format!("{} {}, {}", stage.number(), stage.title(), said(given));
    Spec::new(title, fields, move |v| {
        let mut step = was.clone();
        step.now = v.text("now what").trim().into();
        step.who = v.text("who acts").trim().into();
        step.exit = v.text("ends when").trim().into();
        if v.is_changed("limit") {
            step.limit = v.number("limit", 1..=LONGEST)?.unwrap_or(0);
        }
        let mut joining = Vec::new();
        if v.is_changed("helpers") {
            let (here, new) = helpers_of(v);
            step.helpers = here.into_iter().map(|id| (id, true)).collect();
            joining = new;
        }
        let mut added = Vec::new();
        if v.is_changed("checklist") {
            (step.checklist, added) = lines_of(v, &was)?;
        }
        if v.is_changed("questions") {
            step.prompts = lines(&v.text("questions")).map(String::from).collect();
        }
        Ok(redraw(v, (given, stage), (&was, step), (added, joining)))
    })
    .brief(brief(given, stage, cx))
}

/// What the open ones do, and how many it means: all of that side, in whatever stage they stand.
fn open_ones(given: bool, cx: &Cx) -> Field {
    let column = |stage| cx.practice.column(&side(given), stage).len();
    let open: usize = Stage::ALL.into_iter().map(column).sum();
    Field::choice("open ones", OPEN, 0).reading(move |v| Ok(open_words(open, v)))
}

fn open_words(open: usize, v: &Values) -> Reading {
    match (open, v.picked("open ones")) {
        (0, _) => Reading::of("none is open"),
        (1, 1) => Reading::of("the only open referral goes over to it"),
        (n, 1) => Reading::of(format!("all {n} open referrals, in every stage")),
        (1, _) => Reading::of("the only open referral keeps its version"),
        (n, _) => Reading::of(format!("all {n} open referrals keep theirs")),
    }
}

/// A line more on its checklist.
pub fn line(given: bool, stage: Stage, cx: &Cx) -> Spec {
    let was = step_of(given, stage, cx);
    let fields = vec![
        Field::line("line").prompt("what is to be ticked off"),
        Field::line("why").prompt("why it is changed, for later"),
        open_ones(given, cx),
    ];
    let title = format!("A line for {} {}", stage.number(), stage.title());
    Spec::new(title, fields, move |v| {
        let text = v.text("line").trim().to_string();
        if text.is_empty() {
            let nothing = Refusal::new("nothing stands there yet").or("say what is to be ticked");
            return Err(v.refuse("line", nothing));
        }
        let last = was.checklist.values().map(|item| item.order).max();
        let order = last.map_or(1, |last| last.saturating_add(1));
        Ok(redraw(
            v,
            (given, stage),
            (&was, was.clone()),
            (vec![(order, text)], Vec::new()),
        ))
    })
}

fn redraw(
    v: &Values,
    (given, stage): (bool, Stage),
    (was, step): (&Step, Step),
    (added, joining): (Vec<(u32, String)>, Vec<String>),
) -> Action {
    Action::Map(Box::new(Mapping::Redraw(Box::new(Redraw {
        direction: side(given),
        stage,
        was: was.clone(),
        step,
        added,
        joining,
        why: v.text("why").trim().into(),
        carry: v.picked("open ones") == 1,
    }))))
}

fn said(given: bool) -> &'static str {
    if given {
        "when you give"
    } else {
        "when you get"
    }
}

fn brief(given: bool, stage: Stage, cx: &Cx) -> Vec<(&'static str, String)> {
    let direction = side(given);
    let map = cx.book.current_map(&direction);
    let (open, late) = standing_at(cx.practice, &direction, stage);
    let late = if late == 0 {
        String::new()
    } else {
        format!(", {late} late")
    };
    vec![
        (
            "now",
            format!(
                "version {} of {}; {open} open here{late}",
                map.version,
                day::full(map.on, cx.today)
            ),
        ),
        (
            "looked back",
            looked_back(&debriefs(cx.book, &direction, stage), cx),
        ),
    ]
}

/// What was said in looking back at a stage, the last times.
pub(super) fn looked_back(back: &[&Event], cx: &Cx) -> String {
    let said = back.iter().take(2).map(|event| {
        let parts = [event.differently.as_str(), event.note.as_str()];
        let words = parts.into_iter().find(|words| !words.is_empty());
        let on = day::near(event.on, cx.today);
        format!("{on}: {}", cx.words(words.unwrap_or_default()))
    });
    said.collect::<Vec<_>>().join(" · ")
}

fn shown(limit: u32) -> String {
    if limit == 0 {
        String::new()
    } else {
        limit.to_string()
    }
}

fn limit_words(v: &Values) -> Result<Reading, Refusal> {
    Ok(match v.number("limit", 1..=LONGEST)? {
        Some(1) => Reading::of("1 day"),
        Some(days) => Reading::of(format!("{days} days")),
        None => Reading::doubt("nothing in it is ever late"),
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// The lines of the checklist, each with its number.
fn numbered(step: &Step) -> String {
    let lines = step.lines().into_iter().enumerate();
    let lines = lines.map(|(n, (_, item))| format!("{} {}", n + 1, item.text));
    lines.collect::<Vec<_>>().join("\n")
}

/// A free line at the end, where the cursor stands: what is typed there is a line of its own.
fn with_room(lines: String) -> String {
    if lines.is_empty() {
        return lines;
    }
    lines + "\n"
}

type Lines = (BTreeMap<String, Item>, Vec<(u32, String)>);

/// The checklist as it was typed: what has a number is that line, wherever it stands and whatever it says now; what has
/// none is new; whatever is not there any more goes.
fn lines_of(v: &Values, was: &Step) -> Result<Lines, Refusal> {
    let known = was.lines();
    let (mut kept, mut added) = (BTreeMap::new(), Vec::new());
    let text = v.text("checklist");
    for (order, typed) in (1..).zip(lines(&text)) {
        let (number, words) = match typed.split_once(' ') {
            Some((number, words)) => (number.parse::<usize>().ok(), words.trim()),
            None => (None, typed),
        };
        let Some(number) = number else {
            added.push((order, typed.to_string()));
            continue;
        };
        let Some((id, item)) = number.checked_sub(1).and_then(|n| known.get(n)) else {
            let refusal = Refusal::new(format!("there is no line {number} yet"));
            return Err(v.refuse("checklist", refusal.or("a new one starts with its words")));
        };
        if kept.contains_key(*id) {
            let refusal = Refusal::new(format!("line {number} stands there twice"));
            return Err(v.refuse("checklist", refusal.or("take one number away")));
        }
        let item = Item {
            text: words.into(),
            order,
            ..(*item).clone()
        };
        kept.insert((*id).clone(), item);
    }
    Ok((kept, added))
}

fn lines_words(v: &Values, was: &Step) -> Result<Reading, Refusal> {
    if !v.is_changed("checklist") {
        return Ok(Reading::default());
    }
    let (kept, added) = lines_of(v, was)?;
    let gone = was
        .checklist
        .iter()
        .filter(|(id, _)| !kept.contains_key(*id));
    let (mut goes, mut stays) = (0, None);
    for (_, item) in gone {
        goes += 1;
        if item.is_core() {
            stays = Some(&item.text);
        }
    }
    Ok(match stays {
        Some(text) => Reading::doubt(format!(
            "“{text}” is part of the method: reword it, it cannot go"
        )),
        None => Reading::of(lines_said(kept.len(), added.len(), goes)),
    })
}

/// "9 lines stay, 1 is new, 2 go": what there is none of is not named.
fn lines_said(stay: usize, new: usize, go: usize) -> String {
    let said = [
        (stay, "line stays", "lines stay"),
        (new, "is new", "are new"),
        (go, "goes", "go"),
    ];
    let said = said.into_iter().filter(|(n, ..)| 0 < *n);
    let said = said.map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }));
    said.collect::<Vec<_>>().join(", ")
}

fn names_of(step: &Step, cx: &Cx) -> String {
    let names = step.team().map(|id| cx.helper(id).into_owned());
    names.collect::<Vec<_>>().join(", ")
}

fn all_helpers(cx: &Cx) -> String {
    let here = cx.book.helpers.iter().filter(|(_, it)| it.is_here());
    let names: Vec<_> = here.map(|(id, _)| cx.helper(id).into_owned()).collect();
    if names.is_empty() {
        "names, with commas; whoever is new is noted".into()
    } else {
        format!("of {}; whoever is new is noted", names.join(", "))
    }
}

/// The names that stand in the field: at the commas, except at those of a name that is known with one ("Roth, Lena").
fn names_in(v: &Values, text: &str) -> Vec<String> {
    let book = &v.cx.book;
    let is_known = |name: &str| {
        let helpers = book.helpers.iter();
        let mut helpers = helpers.map(|(id, _)| book.helper_name(id));
        let mut people = book.people.iter().map(|(_, it)| it.name.as_str());
        helpers.any(|it| same_name(it, name)) || people.any(|it| same_name(it, name))
    };
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < parts.len() {
        let ends = (at + 2..=parts.len()).rev();
        let mut longer = ends.map(|end| (end, parts[at..end].join(", ")));
        let known = longer.find(|(_, name)| is_known(name));
        let (end, name) = known.unwrap_or_else(|| (at + 1, parts[at].to_string()));
        found.push(name);
        at = end;
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The helper whom a name means: whoever is called so, else the only one of that first name; those who are here before
/// those who left.
fn helper_called(v: &Values, name: &str) -> Option<Id> {
    let book = &v.cx.book;
    let by = |is_here: bool, means: &dyn Fn(&str) -> bool| {
        let all = book.helpers.iter();
        let all = all.filter(|(_, it)| it.is_here() == is_here);
        let all = all.map(|(id, _)| id);
        all.filter(|id| means(book.helper_name(*id)))
            .collect::<Vec<Id>>()
    };
    let whole = |it: &str| same_name(it, name);
    let first = |it: &str| {
        it.split_whitespace()
            .next()
            .is_some_and(|it| same_name(it, name))
    };
    let named = [by(true, &whole), by(false, &whole)];
    let only = [by(true, &first), by(false, &first)];
    let named = named.into_iter().find_map(|it| it.first().copied());
    named.or_else(|| {
        let only = only.into_iter().find(|it| !it.is_empty())?;
        (only.len() == 1).then(|| only[0])
    })
}

/// Whom the names mean, and those who are no helpers yet.
fn helpers_of(v: &Values) -> (Vec<Id>, Vec<String>) {
    let (mut found, mut new): (Vec<Id>, Vec<String>) = (Vec::new(), Vec::new());
    for name in names_in(v, &v.text("helpers")) {
        // Whoever left does not come back by being named; but may still stand there.
        match helper_called(v, &name) {
            Some(id) => found.push(id),
            None if new.iter().any(|it| same_name(it, &name)) => {}
            None => new.push(name),
        }
    }
    (found, new)
}

fn helpers_words(v: &Values) -> Reading {
    let (found, new) = helpers_of(v);
    if !new.is_empty() {
        let words = format!("new, noted on saving and not asked yet: {}", new.join(", "));
        return Reading::doubt(words);
    }
    let helper = |id: &Id| v.cx.book.helpers.get(*id).map(|it| (*id, it));
    let named = || found.iter().filter_map(helper);
    let left = named().find(|(_, it)| it.left.is_some());
    let without = left.or_else(|| named().find(|(_, it)| it.agreed.is_none() || !it.is_here()));
    match without {
        Some((id, it)) if it.left.is_some() => Reading::doubt(format!(
            "{} left; e on 4 Helpers says that they are asked again",
            v.cx.helper(id)
        )),
        Some((id, it)) => Reading::doubt(format!("{}: {}", v.cx.helper(id), it.buy_in().word())),
        None if found.is_empty() => Reading::default(),
        None => Reading::of("agreed"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::desk::{Desk, today};
    use super::*;
    use crate::domain::book::Book;
    use crate::ui::effect::FormKind;

    fn desk() -> Desk {
        let stage = Stage::Research;
        let kind = FormKind::Stage {
            given: false,
            stage,
        };
        Desk::of(Book::new(today()), kind, false)
    }

    fn lines(desk: &Desk) -> Vec<(String, String)> {
        let map = desk.book.current_map(&Direction::Received);
        let lines = map.steps[&Stage::Research].lines().into_iter();
        lines
            .map(|(id, item)| (id.clone(), item.text.clone()))
            .collect()
    }

    #[test]
    fn a_number_keeps_a_line_what_it_is_wherever_it_stands_and_whatever_it_says() {
        let mut desk = desk();
        let before = lines(&desk);
        desk.set("checklist", "")
            .paste("3 rivals first\nthe owner’s name\n1 looked into");
        desk.perform();
        let after = lines(&desk);
        let ids: Vec<&str> = after.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(
            (ids[0], ids[2]),
            (before[2].0.as_str(), before[0].0.as_str())
        );
        let words: Vec<&str> = after.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(words, ["rivals first", "the owner’s name", "looked into"]);
    }

    #[test]
    fn a_line_of_the_method_does_not_go_and_a_number_that_there_is_not_is_no_line() {
        let mut desk = desk();
        desk.set("checklist", "").paste("2 age and size");
        assert!(desk.screen(78, 40).contains("it cannot go"));
        let mut stamped = desk.book.clone();
        let action = desk.save().unwrap();
        let mut stamp = crate::domain::book::Stamp {
            today: today(),
            at: 9_000,
            ids: crate::domain::id::Ids::seeded(9),
        };
        assert!(action.perform(&mut stamped, &mut stamp).is_err());
        desk.set("checklist", "").paste("99 nothing");
        assert!(desk.refused().contains("no line 99"));
        desk.set("checklist", "").paste("1 once\n1 twice");
        assert!(desk.refused().contains("twice"));
    }

    #[test]
    fn a_checklist_that_does_not_fit_begins_with_its_first_line_and_goes_on() {
        let mut desk = desk();
        let screen = desk.screen(78, 40);
        assert!(screen.contains("checklist  1 looked into"), "{screen}");
        assert!(screen.contains("…"), "{screen}");
    }

    #[test]
    fn only_what_was_changed_changes() {
        let mut desk = desk();
        let before = desk.book.current_map(&Direction::Received).clone();
        desk.set("limit", "");
        desk.perform();
        let after = desk.book.current_map(&Direction::Received);
        let mut wanted = before.steps.clone();
        wanted.get_mut(&Stage::Research).unwrap().limit = 0;
        assert_eq!(after.steps, wanted);
    }

    #[test]
    fn whoever_is_named_and_no_helper_yet_is_noted_with_the_stage_and_not_asked() {
        let mut desk = desk();
        desk.set("helpers", "Lena Roth, lena roth");
        assert!(desk.screen(78, 40).contains("not asked yet: Lena Roth"));
        desk.perform();
        let map = desk.book.current_map(&Direction::Received);
        let team: Vec<Id> = map.steps[&Stage::Research].team().collect();
        assert_eq!((desk.book.helpers.len(), team.len()), (1, 1));
        assert_eq!(desk.book.helper_name(team[0]), "Lena Roth");
        let lena = desk.book.helpers.get(team[0]).unwrap();
        assert_eq!(lena.buy_in(), crate::domain::team::BuyIn::Open);
        assert_eq!(lena.on, today());
    }

    #[test]
    fn a_helper_who_is_new_is_the_person_of_that_name_in_the_book() {
        use super::super::desk::{DANA, book};
        let kind = FormKind::Stage {
            given: false,
            stage: Stage::Research,
        };
        let mut desk = Desk::of(book(), kind, false);
        let name = desk.book.name(Some(DANA)).to_string();
        desk.set("helpers", &name);
        desk.perform();
        let mut helpers = desk.book.helpers.iter();
        assert_eq!(helpers.next().unwrap().1.person, Some(DANA));
    }
}
