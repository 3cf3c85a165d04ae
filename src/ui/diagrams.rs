//! The process map as a diagram: Mermaid, and DOT for Graphviz. Whatever a name holds, it stays words: it neither ends a
//! label nor begins markup. It knows no screen.

use std::fmt::Write;

use crate::domain::day;
use crate::domain::process::Step;
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::text;

use super::layer::Cx;
use super::mapping::{self, ENDS, entries, title};

/// Where the short route leaves the stages out.
const SHORTCUTS: [(usize, usize); 2] = [(1, 3), (5, 8)];

/// A line of a box is not longer.
const ACROSS: usize = 34;

/// The lines of a stage: title, what to do, who acts and for how long, who helps.
fn label(stage: Stage, step: &Step, cx: &Cx) -> Vec<String> {
    let mut lines = vec![format!("{} {}", stage.number(), stage.title())];
    lines.extend(wrapped(mapping::shown(&step.now, cx)));
    let limit = match step.limit {
        0 => "no limit".into(),
        days => format!("at most {}", day::days(i64::from(days))),
    };
    let who = match step.who.trim() {
        "" => "nobody acts",
        who => mapping::shown(who, cx),
    };
    lines.extend(wrapped(&format!("{who}, {limit}")));
    let names: Vec<String> = step.team().map(|id| cx.helper(id).into_owned()).collect();
    if !names.is_empty() {
        lines.extend(wrapped(&format!("with {}", names.join(", "))));
    }
    lines
}

fn wrapped(words: &str) -> Vec<String> {
    text::wrapped(&text::clean_line(words), ACROSS)
}

/// The lines as one label of Mermaid: what it would read as an end, as markup, as a comment or as an entity is written as
/// an entity.
fn mermaid_label(lines: &[String]) -> String {
    let plain = |line: &String| {
        let mut out = String::new();
        for letter in line.chars() {
            match letter {
                '"' | '#' | '&' | '<' | '>' | '`' | '%' | ';' | '\\' | '{' | '}' => {
                    let _ = write!(out, "#{};", u32::from(letter));
                }
                other => out.push(other),
            }
        }
        out
    };
    lines.iter().map(plain).collect::<Vec<_>>().join("<br/>")
}

/// The lines as one label of DOT: quotes and backslashes are escaped, and `&` begins no entity.
fn dot_label(lines: &[String]) -> String {
    let plain = |line: &String| {
        let line = line.replace('\\', "\\\\").replace('"', "\\\"");
        line.replace('&', "&amp;")
    };
    lines.iter().map(plain).collect::<Vec<_>>().join("\\n")
}

/// The letter before the numbers of a side.
fn mark(direction: &Direction) -> &'static str {
    match direction {
        Direction::Given => "g",
        _ => "r",
    }
}

pub(super) fn mermaid(out: &mut String, cx: &Cx) {
    out.push_str("flowchart TD\n");
    for direction in Direction::ALL {
        let map = cx.book.current_map(direction);
        let mark = mark(direction);
        let _ = writeln!(out, "  subgraph {mark}[\"{}\"]", title(direction));
        for (stage, step) in &map.steps {
            let label = mermaid_label(&label(*stage, step, cx));
            let _ = writeln!(out, "    {mark}{}[\"{label}\"]", stage.number());
        }
        let ends = mermaid_label(&wrapped(ENDS));
        let _ = writeln!(out, "    {mark}out([\"{ends}\"])");
        for (n, words) in (1..).zip(entries(direction, cx)) {
            let label = mermaid_label(&wrapped(&words));
            let _ = writeln!(out, "    {mark}in{n}[/\"{label}\"/]");
            let _ = writeln!(out, "    {mark}in{n} --> {mark}1");
        }
        for stage in Stage::ALL {
            let to = to(stage);
            let _ = writeln!(out, "    {mark}{} --> {mark}{to}", stage.number());
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

pub(super) fn dot(out: &mut String, cx: &Cx) {
    out.push_str("digraph process {\n  charset=\"UTF-8\";\n  node [shape=box];\n");
    for direction in Direction::ALL {
        let map = cx.book.current_map(direction);
        let mark = mark(direction);
        let _ = writeln!(out, "  subgraph cluster_{mark} {{");
        let _ = writeln!(out, "    label=\"{}\";", title(direction));
        for (stage, step) in &map.steps {
            let label = dot_label(&label(*stage, step, cx));
            let _ = writeln!(out, "    {mark}{} [label=\"{label}\"];", stage.number());
        }
        let ends = dot_label(&wrapped(ENDS));
        let _ = writeln!(out, "    {mark}out [shape=oval, label=\"{ends}\"];");
        for (n, words) in (1..).zip(entries(direction, cx)) {
            let label = dot_label(&wrapped(&words));
            let _ = writeln!(out, "    {mark}in{n} [shape=cds, label=\"{label}\"];");
            let _ = writeln!(out, "    {mark}in{n} -> {mark}1;");
        }
        for stage in Stage::ALL {
            let to = to(stage);
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

/// What comes after a stage, without the letter of the side.
fn to(stage: Stage) -> String {
    let next = stage.next().map(|next| next.number().to_string());
    next.unwrap_or_else(|| "out".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::book::Book;
    use crate::domain::id::Id;
    use crate::domain::team::{Channel, Helper};
    use crate::insight::practice::Practice;
    use crate::letters::template::Letters;
    use crate::ui::view::View;

    /// Names that end a label, begin markup, a comment, an entity, a keyword of either language.
    const HOSTILE: [&str; 9] = [
        "\"]; r9[\"x",
        "end",
        "a\\",
        "<b>&amp;<script>",
        "%% gone %%{init}",
        "`x` #quot; #35;",
        "Bjørk; née O'Neil (子)",
        "two\nlines\r\n}",
        "} -> { [shape=none];",
    ];

    fn hostile() -> Book {
        let mut book = Book::new("2026-11-21".parse().unwrap());
        let mut map = book.current_map(&Direction::Received).clone();
        map.version = 2;
        for (n, (name, stage)) in (0..).zip(HOSTILE.iter().zip(Stage::ALL.iter().cycle())) {
            let step = map.steps.get_mut(stage).unwrap();
            step.now = format!("{name} {name}");
            step.who = (*name).into();
            step.helpers.insert(Id::fixed(n + 100), true);
            let helper = Helper {
                name: (*name).into(),
                ..Helper::default()
            };
            book.helpers.put(Id::fixed(n + 100), helper, 1);
            let channel = Channel {
                name: (*name).into(),
                lands: (*name).into(),
                receiver: Some(Id::fixed(n + 100)),
                ..Channel::default()
            };
            book.channels.put(Id::fixed(n + 200), channel, 1);
        }
        book.maps.put(Id::fixed(1), map, 1);
        book
    }

    fn written(book: &Book, of: mapping::As) -> String {
        let today: chrono::NaiveDate = "2026-11-21".parse().unwrap();
        let practice = Practice::of(book, today);
        let letters = Letters::default();
        let cx = Cx {
            inbox: &[],
            book,
            practice: &practice,
            letters: &letters,
            today,
            time: chrono::NaiveTime::MIN,
            masked: false,
            undo: None,
            redo: None,
            sample: false,
            view: View::plain(),
        };
        mapping::text(of, &cx)
    }

    /// What is left of a line once what stands in quotes is taken out; the quotes must come in pairs. A backslash
    /// takes the next letter with it where that is the way of the language.
    fn unquoted(line: &str, escapes: bool) -> (String, Vec<String>) {
        let (mut bare, mut labels) = (String::new(), Vec::new());
        let mut letters = line.chars();
        while let Some(letter) = letters.next() {
            if letter != '"' {
                bare.push(letter);
                continue;
            }
            let mut label = String::new();
            loop {
                match letters.next().expect("a quote is closed on its line") {
                    '"' => break,
                    '\\' if escapes => {
                        let next = letters.next().expect("a backslash has its letter");
                        assert!(['n', '\\', '"'].contains(&next), "{line}");
                        label.push(next);
                    }
                    other => label.push(other),
                }
            }
            bare.push('S');
            labels.push(label);
        }
        (bare, labels)
    }

    /// A node of ours: a letter of a side, then a stage, the end, or a way in.
    fn is_node(word: &str) -> bool {
        let Some(rest) = word.strip_prefix(['r', 'g']) else {
            return false;
        };
        let number = rest.strip_prefix("in").unwrap_or(rest);
        rest == "out" || number.parse::<u32>().is_ok()
    }

    fn is_mermaid(bare: &str) -> bool {
        let words: Vec<&str> = bare.split(' ').collect();
        match words.as_slice() {
            ["flowchart", "TD"] | ["end"] => true,
            ["subgraph", "r[S]" | "g[S]"] => true,
            [from, "-->", to] | [from, "-.", "again", ".->", to] => is_node(from) && is_node(to),
            [from, "-.", "short", "route", ".->", to] => is_node(from) && is_node(to),
            [node] => ["[S]", "([S])", "[/S/]"]
                .iter()
                .any(|shape| node.strip_suffix(shape).is_some_and(is_node)),
            _ => false,
        }
    }

    fn is_dot(bare: &str) -> bool {
        let words: Vec<&str> = bare.trim_end_matches(';').split(' ').collect();
        match words.as_slice() {
            ["digraph", "process", "{"] | ["}" | "charset=S"] | ["node", "[shape=box]"] => true,
            ["subgraph", "cluster_r" | "cluster_g", "{"] | ["label=S"] => true,
            [from, "->", to] | [from, "->", to, "[style=dashed,", "label=S]"] => {
                is_node(from) && is_node(to)
            }
            [node, "[label=S]"] | [node, "[shape=oval," | "[shape=cds,", "label=S]"] => {
                is_node(node)
            }
            _ => false,
        }
    }

    #[test]
    fn no_name_breaks_a_diagram() {
        let book = hostile();
        for line in written(&book, mapping::As::Mermaid).lines() {
            let (bare, labels) = unquoted(line.trim_start(), false);
            assert!(is_mermaid(&bare), "{line}\n{bare}");
            for label in labels {
                let label = label.replace("<br/>", "\n");
                assert!(!label.contains(['<', '>', '`', '%', '\\', '&']), "{label}");
                // Every entity is a number, and closed.
                for rest in label.split('#').skip(1) {
                    let (number, _) = rest.split_once(';').expect("an entity ends");
                    assert!(number.parse::<u32>().is_ok(), "{label}");
                }
            }
        }
        let dot = written(&book, mapping::As::Dot);
        for line in dot.lines() {
            let (bare, labels) = unquoted(line.trim_start(), true);
            assert!(is_dot(&bare), "{line}\n{bare}");
            for label in labels {
                let entities = label.matches('&').count();
                assert_eq!(entities, label.matches("&amp;").count(), "{label}");
            }
        }
        let open = dot.lines().filter(|line| line.ends_with('{')).count();
        let closed = dot.lines().filter(|line| line.trim() == "}").count();
        assert_eq!(open, closed);
    }

    #[test]
    fn a_diagram_goes_from_how_it_comes_in_to_how_it_ends_on_both_sides() {
        let book = Book::new("2026-11-21".parse().unwrap());
        let said = written(&book, mapping::As::Mermaid);
        for line in [
            "rin1[/\"no channel is noted yet\"/]",
            "rin1 --> r1",
            "r8 --> rout",
            "gin1 --> g1",
            "g8 --> gout",
            "r8 -. again .-> r5",
        ] {
            assert!(said.lines().any(|it| it.trim() == line), "{line}\n{said}");
        }
        let said = written(&book, mapping::As::Text);
        assert!(said.contains("How they come in\n----------------\n\n- no channel is noted yet"));
    }

    #[test]
    fn channels_that_are_all_closed_are_said_to_be() {
        let mut book = Book::new("2026-11-21".parse().unwrap());
        for n in 1..3 {
            let channel = Channel {
                name: format!("way {n}"),
                closed: Some("2026-11-20".parse().unwrap()),
                ..Channel::default()
            };
            book.channels.put(Id::fixed(n), channel, 1);
        }
        let said = written(&book, mapping::As::Markdown);
        assert!(said.contains("- all channels are closed"), "{said}");
    }
}
