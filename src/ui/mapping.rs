//! The words of the process map: what is wrong with it, who stands where, what a version changed; and the whole map as a
//! text to keep. It knows no screen.

use std::fmt::Write;

use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::process::Step;
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::team::{BuyIn, Helper, ME};
use crate::insight::process::{Part, Trouble};

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
            (format!("{}: {name} {word}", at(stage)), "asks them")
        }
        Trouble::Gone(stage, id) => {
            let word = buy_in(id, cx);
            let name = cx.helper(id);
            (format!("{}: {name} {word}", at(stage)), "hands it on")
        }
        Trouble::NoChannel => ("No channel is noted by which they come".into(), "adds one"),
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

/// A part of a stage that changed, in words.
fn part(part: Part) -> String {
    match part {
        Part::Now => "what to do".into(),
        Part::Who => "who acts".into(),
        Part::Limit { was, is } => format!("limit {was} to {is}"),
        Part::Exit => "what ends it".into(),
        Part::Checklist { added: 0, gone: 0 } => "the checklist".into(),
        Part::Checklist { added, gone } => format!("the checklist (+{added} -{gone})"),
        Part::Prompts => "the questions".into(),
        Part::Helpers => "who helps".into(),
    }
}

/// "3 Check back: limit 5 to 7, who helps".
pub fn change(stage: Stage, parts: &[Part]) -> String {
    let parts: Vec<String> = parts.iter().map(|it| part(*it)).collect();
    format!("{} {}: {}", stage.number(), stage.title(), parts.join(", "))
}

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
        As::Mermaid => mermaid(&mut out, cx),
        As::Dot => dot(&mut out, cx),
    }
    out
}

fn title(direction: &Direction) -> &'static str {
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
    if *direction == Direction::Received {
        heading(out, of, 2, "How they come in");
        let open = cx.book.channels.iter();
        for (id, _) in open.filter(|(_, it)| it.closed.is_none()) {
            let _ = writeln!(out, "- {}: {}", cx.channel(id), flow(id, cx));
        }
        out.push('\n');
    }
    for (stage, step) in &map.steps {
        heading(
            out,
            of,
            2,
            &format!("{}. {}", stage.number(), stage.title()),
        );
        let _ = writeln!(out, "{}\n", step.now);
        let limit = match step.limit {
            0 => "none".into(),
            days => day::days(i64::from(days)),
        };
        let _ = writeln!(out, "- Who acts: {}", step.who);
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
        let _ = writeln!(out, "- Ends when: {}\n", step.exit);
        let tick = if of == As::Markdown { "- [ ] " } else { "[ ] " };
        for (_, item) in step.lines() {
            let _ = writeln!(out, "{tick}{}", item.text);
        }
        if !step.checklist.is_empty() {
            out.push('\n');
        }
    }
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

/// What no diagram may have inside of its quotes.
fn plain(words: &str) -> String {
    words.replace('"', "'").replace(['\n', '\\'], " ")
}

/// The label of a stage: title, who acts, limit, who helps.
fn label(stage: Stage, step: &Step, turn: &str, cx: &Cx) -> String {
    let mut lines = vec![format!("{} {}", stage.number(), stage.title())];
    lines.push(format!("{}, {} d", step.who, step.limit));
    let names: Vec<String> = step.team().map(|id| cx.helper(id).into_owned()).collect();
    if !names.is_empty() {
        lines.push(format!("with {}", names.join(", ")));
    }
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    lines.join(turn)
}

/// Where the short route leaves the stages out.
const SHORTCUTS: [(usize, usize); 2] = [(1, 3), (5, 8)];

fn mermaid(out: &mut String, cx: &Cx) {
    out.push_str("flowchart TD\n");
    for direction in Direction::ALL {
        let map = cx.book.current_map(direction);
        let mark = direction.word().chars().next().unwrap_or('r');
        let _ = writeln!(out, "  subgraph {mark}[\"{}\"]", title(direction));
        for (stage, step) in &map.steps {
            let label = label(*stage, step, "<br/>", cx);
            let _ = writeln!(out, "    {mark}{}[\"{label}\"]", stage.number());
        }
        let _ = writeln!(out, "    {mark}end([\"{ENDS}\"])");
        entries(direction, cx, |n, name| {
            let _ = writeln!(out, "    {mark}in{n}[/\"{name}\"/] --> {mark}1");
        });
        for stage in Stage::ALL {
            match stage.next() {
                Some(next) => {
                    let (from, to) = (stage.number(), next.number());
                    let _ = writeln!(out, "    {mark}{from} --> {mark}{to}");
                }
                None => {
                    let _ = writeln!(out, "    {mark}8 --> {mark}end");
                }
            }
        }
        for (from, to) in SHORTCUTS {
            let _ = writeln!(out, "    {mark}{from} -. short route .-> {mark}{to}");
        }
        for from in 6..=8 {
            let _ = writeln!(out, "    {mark}{from} -. again .-> {mark}5");
        }
        out.push_str("  end\n");
    }
}

fn dot(out: &mut String, cx: &Cx) {
    out.push_str("digraph process {\n  node [shape=box];\n");
    for direction in Direction::ALL {
        let map = cx.book.current_map(direction);
        let mark = direction.word().chars().next().unwrap_or('r');
        let _ = writeln!(out, "  subgraph cluster_{mark} {{");
        let _ = writeln!(out, "    label=\"{}\";", title(direction));
        for (stage, step) in &map.steps {
            let label = label(*stage, step, "\\n", cx);
            let _ = writeln!(out, "    {mark}{} [label=\"{label}\"];", stage.number());
        }
        let _ = writeln!(out, "    {mark}end [shape=oval, label=\"{ENDS}\"];");
        entries(direction, cx, |n, name| {
            let _ = writeln!(out, "    {mark}in{n} [shape=cds, label=\"{name}\"];");
            let _ = writeln!(out, "    {mark}in{n} -> {mark}1;");
        });
        for stage in Stage::ALL {
            let to = stage
                .next()
                .map_or("end".into(), |it| it.number().to_string());
            let _ = writeln!(out, "    {mark}{} -> {mark}{to};", stage.number());
        }
        for (from, to) in SHORTCUTS {
            let words = "style=dashed, label=\"short route\"";
            let _ = writeln!(out, "    {mark}{from} -> {mark}{to} [{words}];");
        }
        for from in 6..=8 {
            let words = "style=dashed, label=\"again\"";
            let _ = writeln!(out, "    {mark}{from} -> {mark}5 [{words}];");
        }
        out.push_str("  }\n");
    }
    out.push_str("}\n");
}

/// The open channels of what comes to me, each by its number.
fn entries(direction: &Direction, cx: &Cx, mut say: impl FnMut(usize, String)) {
    if *direction != Direction::Received {
        return;
    }
    let open = cx
        .book
        .channels
        .iter()
        .filter(|(_, it)| it.closed.is_none());
    for (n, (id, _)) in open.enumerate() {
        say(
            n + 1,
            plain(&format!("{}: {}", cx.channel(id), flow(id, cx))),
        );
    }
}
