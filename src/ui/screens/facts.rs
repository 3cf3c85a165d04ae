//! What is known of one person, as labelled lines.

use ratatui::layout::Rect;

use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::text;

use super::super::canvas::Canvas;
use super::super::layer::Cx;
use super::super::parts::chrome::{self, Title};
use super::super::words;

/// A labelled fact.
pub type Fact = (&'static str, String);

/// Columns for the labels.
const ROOM_BEFORE: u16 = 12;

/// Draws them in a frame, long ones on several lines.
pub fn draw(canvas: &mut Canvas, area: Rect, facts: &[Fact]) {
    let theme = canvas.theme;
    let title = Title {
        left: vec![("Facts".into(), theme.title)],
        right: Vec::new(),
        focused: false,
    };
    let inner = chrome::frame(canvas, area, &title);
    let room = usize::from(inner.width.saturating_sub(ROOM_BEFORE + 1));
    let fit = usize::from(inner.height);
    let whole: Vec<Vec<String>> = facts
        .iter()
        .map(|(_, words)| text::wrapped(words, room.max(8)))
        .collect();
    // Whole sentences where there is room, else a line a fact.
    let is_roomy = whole.iter().map(Vec::len).sum::<usize>() <= fit;
    let mut lines: Vec<(&str, &str)> = Vec::new();
    for ((label, words), whole) in facts.iter().zip(&whole) {
        if is_roomy {
            let labels = std::iter::once(*label).chain(std::iter::repeat(""));
            lines.extend(labels.zip(whole.iter().map(String::as_str)));
        } else {
            lines.push((label, words));
        }
    }
    let shown = if lines.len() <= fit {
        lines.len()
    } else {
        fit.saturating_sub(1)
    };
    for ((label, words), y) in lines[..shown].iter().zip(inner.y..inner.bottom()) {
        canvas.text(inner.x + 1, y, ROOM_BEFORE - 2, label, theme.dim);
        let room = inner.width.saturating_sub(ROOM_BEFORE + 1);
        canvas.text(inner.x + ROOM_BEFORE, y, room, words, theme.text);
    }
    if shown < lines.len() && fit > 0 {
        let words = format!("+ {} more in a higher window", lines.len() - shown);
        canvas.text(
            inner.x + 1,
            inner.bottom() - 1,
            inner.width.saturating_sub(2),
            &words,
            theme.dim,
        );
    }
}

/// How many lines the facts take in a frame of this width.
pub fn lines(facts: &[Fact], width: u16) -> usize {
    let room = usize::from(width.saturating_sub(ROOM_BEFORE + 3));
    facts
        .iter()
        .map(|(_, words)| text::wrapped(words, room).len())
        .sum()
}

/// What is known of a person.
pub fn of_person(id: Id, cx: &Cx) -> Vec<Fact> {
    let Some(it) = cx.book.people.get(id) else {
        return Vec::new();
    };
    let relation = cx.practice.relation(id);
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |label, words: String| {
        if !words.is_empty() {
            facts.push((label, words));
        }
    };
    let at = [cx.words(&it.position), cx.company(it)];
    add(
        "at",
        at.into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
    );
    add("phone", cx.words(&it.phone).to_string());
    add("e-mail", cx.words(&it.email).to_string());
    add("is", words::roles(id, cx));
    let tier = it
        .tier
        .as_ref()
        .map_or("no tier".to_string(), |tier| tier.word().to_string());
    let every = relation
        .interval
        .map_or(String::new(), |days| format!(", every {days} days"));
    add("tier", format!("{tier}{every}"));
    let (days, word) = words::warmth(relation, cx.today);
    let last = relation.last.map_or(String::new(), |(on, _)| {
        format!("{} · ", day::near(on, cx.today))
    });
    add(
        "last",
        format!("{last}{days} {word}").trim_end().to_string(),
    );
    if let Some(note) = relation.note.and_then(|id| cx.book.events.get(id)) {
        add("said", cx.words(&note.note).to_string());
    }
    let what = |ids: &[Id]| {
        let words = ids
            .iter()
            .filter_map(|id| cx.book.promises.get(*id))
            .map(|promise| {
                let due = promise.due.map_or(String::new(), |due| {
                    format!(" ({})", day::near(due, cx.today))
                });
                format!("{}{due}", cx.words(&promise.what))
            });
        words.collect::<Vec<_>>().join(" · ")
    };
    add("I owe", what(&relation.i_owe));
    add("they owe", what(&relation.they_owe));
    let open: Vec<String> = relation
        .open
        .iter()
        .filter_map(|id| cx.book.referrals.get(*id))
        .map(|it| format!("{} ({})", cx.name(it.prospect), it.stage().title()))
        .collect();
    add("open", open.join(" · "));
    let (got, given) = (relation.got.total(), relation.given.total());
    let (got_ever, given_ever) = (relation.got_ever.total(), relation.given_ever.total());
    add("12 months", format!("{got} got · {given} given"));
    add("ever", format!("{got_ever} got · {given_ever} given"));
    if let Some(wait) = it.wait.as_ref() {
        let until = wait.until.map_or("until you end it".to_string(), |on| {
            format!("until {}", day::near(on, cx.today))
        });
        add(
            "not now",
            format!("{until} {}", cx.words(&wait.why))
                .trim_end()
                .to_string(),
        );
    }
    add(
        "tags",
        it.tags
            .keys()
            .map(|tag| format!("#{}", cx.words(tag)))
            .collect::<Vec<_>>()
            .join(" "),
    );
    facts
}
