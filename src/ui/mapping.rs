//! The words of the process map: what is wrong with it, who stands where, what a version changed; and the whole map as a
//! text to keep. It knows no screen, and no language of diagrams.

use std::fmt::Write;

use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::process::{self, Item, Map, Step};
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::team::{BuyIn, Channel, Helper, ME};
use crate::insight::process::{Part, Trouble};

use super::diagrams;
use super::layer::Cx;
use super::parts::values::capital;

/// What a trouble is, and the key that mends it.
pub fn trouble(trouble: Trouble, cx: &Cx) -> (String, &'static str) {
    let at = |stage: Stage| format!("{} {}", stage.number(), stage.title());
    match trouble {
        Trouble::Missing(stage) => (format!("{} is not on the map", at(stage)), "writes it"),
        Trouble::NoOwner(stage) => (format!("{}: nobody acts", at(stage)), "says who"),
        Trouble::NoNow(stage) => (format!("{}: nothing is to be done", at(stage)), "says what"),
        Trouble::DeadEnd(stage) => (
            format!("{}: a dead end, nothing ends it", at(stage)),
            "says what does",
        ),
        Trouble::NoLimit(stage) => (format!("{}: no limit, never late", at(stage)), "sets one"),
        Trouble::NoOutcome => ("8 Close: no outcome is asked for".into(), "adds the line"),
        Trouble::NoBuyIn(stage, id) => {
            let word = buy_in(id, cx);
            let name = cx.helper(id);
            let is_asked = cx.book.helpers.get(id).is_some_and(|it| it.asked.is_some());
            let mends = if is_asked {
                "notes the answer"
            } else {
                "marks them as asked"
            };
            (format!("{}: {name} {word}", at(stage)), mends)
        }
        Trouble::Gone(stage, id) => {
            let word = buy_in(id, cx);
            let name = cx.helper(id);
            (format!("{}: {name} {word}", at(stage)), "hands it on")
        }
        Trouble::Overdue(stage, id) => {
            let it = cx.book.problems.get(id);
            let what = it.map_or("", |it| cx.words(&it.what));
            let due = it.and_then(|it| it.due);
            let due = due.map_or(String::new(), |due| day::near(due, cx.today));
            let words = format!("{}: the fix of “{what}” was due {due}", at(stage));
            (words, "goes to it")
        }
        Trouble::NoChannel => {
            let words = match cx.book.channels.len() {
                0 => "No channel is noted by which they come".into(),
                _ => capital(no_channel(cx)),
            };
            (words, "adds one")
        }
        Trouble::NoReceiver(id) => (
            format!("{}: nobody receives it", cx.channel(id)),
            "says who",
        ),
        Trouble::NoResponder(id) => (format!("{}: nobody answers", cx.channel(id)), "says who"),
        Trouble::PostGone { channel, helper } => {
            let word = buy_in(helper, cx);
            let (name, channel) = (cx.helper(helper), cx.channel(channel));
            (format!("{channel}: {name} {word}"), "says who else")
        }
    }
}

/// "agreed 3 Nov", "not asked yet".
pub fn buy_in(helper: Id, cx: &Cx) -> String {
    match cx.book.helpers.get(helper).map(Helper::buy_in) {
        Some(buy_in) => match buy_in.on() {
            Some(on) => format!("{} {}", buy_in.word(), day::near(on, cx.today)),
            None => buy_in.word().into(),
        },
        None => "is not in the book".into(),
    }
}

/// A sign for it, beside a name: never colour alone.
pub fn sign(helper: Id, done: &'static str, cx: &Cx) -> &'static str {
    if helper == ME {
        return "";
    }
    match cx.book.helpers.get(helper).map(Helper::buy_in) {
        Some(BuyIn::Agreed(_)) => done,
        Some(BuyIn::Open | BuyIn::Asked(_)) => "?",
        Some(BuyIn::Declined(_) | BuyIn::Left(_)) | None => "!",
    }
}

/// Who helps at a stage, each with the sign: "Lena ✓, Tom ?".
pub fn team(step: &Step, done: &'static str, cx: &Cx) -> String {
    let names = step
        .team()
        .map(|id| format!("{} {}", cx.helper(id), sign(id, done, cx)));
    names.collect::<Vec<_>>().join(", ")
}

/// The same by their first names, for a narrow line.
pub fn first_names(step: &Step, done: &'static str, cx: &Cx) -> String {
    let names = step.team().map(|id| {
        let name = cx.helper(id);
        let first = name.split_whitespace().next().unwrap_or_default();
        format!("{first} {}", sign(id, done, cx))
    });
    names.collect::<Vec<_>>().join(", ")
}

/// How it comes in by a channel: "card: Lena receives, I answer, into the tray".
pub fn flow(channel: Id, cx: &Cx) -> String {
    let Some(it) = cx.book.channels.get(channel) else {
        return String::new();
    };
    let post = |post: Option<Id>, me: &str, verb: &str, nobody: &str| match post {
        Some(ME) => me.to_string(),
        Some(id) => format!("{} {verb}", cx.helper(id)),
        None => nobody.to_string(),
    };
    let mut parts = vec![
        post(it.receiver, "I receive", "receives", "nobody receives"),
        post(it.responder, "I answer", "answers", "nobody answers"),
    ];
    if !it.lands.is_empty() {
        parts.push(format!("into {}", cx.words(&it.lands)));
    }
    parts.join(", ")
}

/// What is said where no channel is open: none was ever noted, or all are closed.
pub fn no_channel(cx: &Cx) -> &'static str {
    match cx.book.channels.len() {
        0 => "no channel is noted yet",
        1 => "the only channel is closed",
        _ => "all channels are closed",
    }
}

/// Who takes it in and who answers, by their first names: "Lena → me", "me", "Lena → nobody".
pub fn posts(channel: &Channel, cx: &Cx) -> String {
    let post = |post: Option<Id>| match post {
        None => "nobody".to_string(),
        Some(id) => {
            let name = cx.helper(id);
            let first = name.split_whitespace().next().unwrap_or_default();
            first.to_string()
        }
    };
    let (receiver, responder) = (post(channel.receiver), post(channel.responder));
    if channel.receiver == channel.responder {
        receiver
    } else {
        format!("{receiver} → {responder}")
    }
}

/// "me, then source" in a narrow column: "me → source".
pub fn turns(who: &str) -> String {
    who.replace(", then ", " → ")
}

/// The words of a map as they may be shown: masked, only those that ship with the program.
pub fn shown<'a>(words: &'a str, cx: &Cx<'a>) -> &'a str {
    let is_ours = |words: &str| {
        let mut steps = process::defaults()
            .values()
            .flat_map(|map| map.steps.values());
        steps.any(|step| {
            [&step.now, &step.who, &step.exit]
                .iter()
                .any(|it| *it == words)
                || step.checklist.values().any(|item| item.text == words)
                || step.prompts.iter().any(|prompt| prompt == words)
        })
    };
    if cx.masked && !is_ours(words) {
        cx.words(words)
    } else {
        words
    }
}

/// A part of a stage that changed, in words.
fn part(part: Part, (was, is): (&Step, &Step), cx: &Cx) -> String {
    let from_to = |what: &str, was: &str, is: &str| match was.trim() {
        "" => format!("{what} “{}”", shown(is, cx)),
        _ => format!("{what} “{}”, it was “{}”", shown(is, cx), shown(was, cx)),
    };
    match part {
        Part::Now => from_to("now what", &was.now, &is.now),
        Part::Who => from_to("who acts", &was.who, &is.who),
        Part::Limit { was: 0, is } => format!("limit {is}, it had none"),
        Part::Limit { was, is: 0 } => format!("no limit, it was {was}"),
        Part::Limit { was, is } => format!("limit {was} to {is}"),
        Part::Exit => from_to("ends when", &was.exit, &is.exit),
        Part::Checklist { added, gone } => lines(added, gone, was, is, cx),
        Part::Prompts => "the questions".into(),
        Part::Helpers => {
            let only = |of: &Step, other: &Step, says: &str| {
                let all = of.team().filter(|id| !other.team().any(|it| it == *id));
                let all = all.map(|id| format!("{} {says}", cx.helper(id)));
                all.collect::<Vec<_>>()
            };
            let changed = [only(is, was, "helps"), only(was, is, "helps no more")];
            changed.concat().join(", ")
        }
    }
}

/// What became of a checklist: which lines came, which went, else that it says or orders them otherwise.
fn lines(added: usize, gone: usize, was: &Step, is: &Step, cx: &Cx) -> String {
    if added + gone == 0 {
        return "the checklist in other words or another order".into();
    }
    let only = |of: &Step, other: &Step, says: &str| {
        let all = of.lines().into_iter();
        let all = all.filter(|(id, _)| !other.checklist.contains_key(*id));
        let all = all.map(|(_, item)| format!("{says} line “{}”", shown(&item.text, cx)));
        all.collect::<Vec<_>>()
    };
    [only(is, was, "new"), only(was, is, "without the")]
        .concat()
        .join(", ")
}

/// "3 Check back: limit 5 to 7, Lena helps"
pub fn change(stage: Stage, parts: &[Part], (before, after): (&Map, &Map), cx: &Cx) -> String {
    let none = Step::default();
    let was = before.steps.get(&stage).unwrap_or(&none);
    let is = after.steps.get(&stage).unwrap_or(&none);
    let parts: Vec<String> = parts.iter().map(|it| part(*it, (was, is), cx)).collect();
    format!("{} {}: {}", stage.number(), stage.title(), parts.join(", "))
}

/// Before a line of a checklist: round where what is recorded ticks it, square where a hand does; as on the page of a
/// referral.
pub fn tick(item: &Item) -> &'static str {
    if item.is_core() { "( )" } else { "[ ]" }
}

/// What the round mark means.
pub const TICKS: &str = "( ) ticks by itself, once it is recorded";

/// What begins a referral that I give.
pub const START: &str = "a need that you hear, and the leave to pass it on";
/// Going back is a loop, not a fault.
pub const LOOP: &str = "6, 7, 8 go back to 5 until it is settled";
pub const SHORT: &str = "1, 3, 4, 5, 8 at level 9 or 10, or a known prospect";
pub const ENDS: &str = "won, lost, walked away, passed on, not a referral, lapsed";

/// What follows from every end.
pub fn after_end(direction: &Direction) -> &'static str {
    match direction {
        Direction::Given => "then both have heard, and it is closed",
        _ => "then the source is told and thanked",
    }
}

/// The form of a map as a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    Markdown,
    Text,
    Mermaid,
    Dot,
}

/// Both maps as they hold now, from trigger to outcome.
pub fn text(of: As, cx: &Cx) -> String {
    let mut out = String::new();
    match of {
        As::Markdown | As::Text => {
            for direction in Direction::ALL {
                written(&mut out, of, direction, cx);
            }
        }
        As::Mermaid => diagrams::mermaid(&mut out, cx),
        As::Dot => diagrams::dot(&mut out, cx),
    }
    out
}

pub(super) fn title(direction: &Direction) -> &'static str {
    match direction {
        Direction::Given => "Referrals that I give",
        _ => "Referrals that I get",
    }
}

fn heading(out: &mut String, of: As, level: usize, words: &str) {
    if of == As::Markdown {
        let _ = write!(out, "{} {words}\n\n", "#".repeat(level));
    } else {
        let line = if level == 1 { "=" } else { "-" };
        let _ = write!(out, "{words}\n{}\n\n", line.repeat(words.chars().count()));
    }
}

/// The whole map in words. Writing into a string always succeeds.
fn written(out: &mut String, of: As, direction: &Direction, cx: &Cx) {
    let map = cx.book.current_map(direction);
    heading(out, of, 1, title(direction));
    let since = day::full(map.on, cx.today);
    let why = match cx.words(&map.why) {
        "" => String::new(),
        why => format!(": {why}"),
    };
    let _ = write!(out, "Version {}, {since}{why}\n\n", map.version);
    heading(out, of, 2, "How they come in");
    for words in entries(direction, cx) {
        let _ = writeln!(out, "- {words}");
    }
    out.push('\n');
    for (stage, step) in &map.steps {
        heading(
            out,
            of,
            2,
            &format!("{}. {}", stage.number(), stage.title()),
        );
        let _ = writeln!(out, "{}\n", shown(&step.now, cx));
        let limit = match step.limit {
            0 => "none".into(),
            days => day::days(i64::from(days)),
        };
        let _ = writeln!(out, "- Who acts: {}", shown(&step.who, cx));
        let _ = writeln!(out, "- Limit: {limit}");
        for id in step.team() {
            let does = match cx.book.helpers.get(id).map(|it| cx.words(&it.does)) {
                Some(does) if !does.is_empty() => format!(": {does}"),
                _ => String::new(),
            };
            let _ = writeln!(
                out,
                "- Helper: {} ({}){does}",
                cx.helper(id),
                buy_in(id, cx)
            );
        }
        let _ = writeln!(out, "- Ends when: {}\n", shown(&step.exit, cx));
        let bullet = if of == As::Markdown { "- " } else { "" };
        for (_, item) in step.lines() {
            let (mark, words) = (tick(item), shown(&item.text, cx));
            let _ = writeln!(out, "{bullet}{mark} {words}");
        }
        if !step.checklist.is_empty() {
            out.push('\n');
        }
    }
    let _ = write!(out, "{TICKS}; [ ] is ticked by hand\n\n");
    heading(out, of, 2, "How it ends");
    let _ = write!(
        out,
        "{}; {}.\n\n- {}\n- {}\n\n",
        capital(ENDS),
        after_end(direction),
        capital(LOOP),
        format_args!("Short route {SHORT}")
    );
}

/// How what goes this way begins, each in a line: the open channels of what comes to me, the need that I hear of what I
/// give.
pub(super) fn entries(direction: &Direction, cx: &Cx) -> Vec<String> {
    if *direction == Direction::Given {
        return vec![START.into()];
    }
    let open = cx.book.channels.iter();
    let open = open.filter(|(_, it)| it.closed.is_none());
    let found: Vec<_> = open
        .map(|(id, _)| format!("{}: {}", cx.channel(id), flow(id, cx)))
        .collect();
    if found.is_empty() {
        return vec![no_channel(cx).into()];
    }
    found
}
