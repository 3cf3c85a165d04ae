//! The eight stages of one referral as a path: where it has been, where it is, what is left, and whose move it is.
//! It will never know what a stage asks.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::{Referral, Visit, rung};
use crate::domain::route;
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::standing::Mover;
use crate::insight::standing::Standing;

use super::super::canvas::{Canvas, Piece};
use super::super::layer::Cx;
use super::super::words;
use super::chrome::{self, Title};

/// Rows that the path takes of a page so high: none, a line, the stages, or all of it in a frame.
pub fn height(page: u16) -> u16 {
    match page {
        ..=9 => 0,
        10..=15 => 1,
        16..=29 => 5,
        _ => 7,
    }
}

/// Columns a stage from which on the names are written out, and those of the last one then.
const NAMES: u16 = 15;
const LAST: u16 = 13;
/// The least width in which eight stages stand side by side.
const WIDE: u16 = 48;

pub fn draw(canvas: &mut Canvas, area: Rect, id: Id, cx: &Cx) {
    let Some(it) = cx.book.referrals.get(id) else {
        return;
    };
    let theme = canvas.theme;
    let (left, right) = title(it, area.width.saturating_sub(4), cx);
    let title = Title {
        left: vec![(left.into(), theme.title)],
        right: vec![(right.into(), theme.text)],
        focused: false,
    };
    let inner = match area.height {
        0 => return,
        7.. => chrome::frame(canvas, area, &title),
        _ => bare(canvas, area, &title),
    };
    let status = Rect {
        y: inner.bottom().saturating_sub(1),
        height: 1,
        ..inner
    };
    if inner.height >= 4 && inner.width >= WIDE {
        draw_stages(canvas, inner, (it, cx.practice.standing(id)), cx);
    }
    if !inner.is_empty() {
        let pieces = standing(id, it, cx, canvas);
        canvas.line(
            status.x + 1,
            status.y,
            status.width.saturating_sub(2),
            &pieces,
        );
    }
}

/// The title in a row of its own, without a frame; where that row is all there is, the room stays for where it stands.
fn bare(canvas: &mut Canvas, area: Rect, title: &Title) -> Rect {
    if area.height < 2 {
        return area;
    }
    let inner = Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    };
    let room = area.width.saturating_sub(2);
    let used = canvas.line(area.x + 1, area.y, room, &title.left);
    if let Some((words, style)) = title.right.first() {
        let left = room.saturating_sub(used + 2);
        canvas.text_right(area.x + 3 + used, area.y, left, words, *style);
    }
    inner
}

/// Whose it is; and level, estimate and day, as long as there is room for them.
fn title(it: &Referral, room: u16, cx: &Cx) -> (String, String) {
    let (way, day_word) = if it.is_given() {
        ("Given to", "given")
    } else {
        ("Received from", "received")
    };
    let left = format!("{way} {}", cx.name(it.partner()));
    let level = words::level(it);
    let rung = it.level.and_then(rung);
    let long = match (it.level, rung) {
        (Some(level), Some(rung)) => {
            let aim = it.aim.filter(|aim| level < *aim);
            let aim = aim.map_or(String::new(), |aim| format!(", aim {aim}"));
            format!("L{level} {rung}{aim}")
        }
        _ => "lead: expects no contact".into(),
    };
    let money = it.estimate.map(|estimate| cx.money(estimate));
    let est = money.as_ref().map(|money| format!("est. {money}"));
    let on = day::near(it.on, cx.today);
    let came = format!("{day_word} {on}");
    let joined = |parts: [Option<&String>; 3]| {
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(" · ")
    };
    let tries = [
        joined([Some(&long), est.as_ref(), Some(&came)]),
        joined([Some(&level), est.as_ref(), Some(&came)]),
        joined([Some(&level), money.as_ref(), Some(&on)]),
        joined([Some(&level), money.as_ref(), None]),
    ];
    let left_room = usize::from(room).saturating_sub(text::width(&left) + 4);
    let fits = tries
        .iter()
        .find(|words| text::width(words) <= left_room)
        .unwrap_or(&level);
    (left, fits.clone())
}

/// Name, road, day and, where there is a row for it, who acts in each.
fn draw_stages(
    canvas: &mut Canvas,
    inner: Rect,
    (it, standing): (&Referral, Option<&Standing>),
    cx: &Cx,
) {
    let theme = canvas.theme;
    let here = it.stage();
    let visits = it.visits();
    let far = visits.iter().map(|visit| visit.stage).max();
    let is_short = it.is_open() && cx.practice.is_short(it);
    // The last one needs least: where that lets all names be written out, it gives room to the others.
    let step = match inner.width.saturating_sub(LAST) / 7 {
        roomy @ NAMES.. => roomy,
        _ => inner.width.saturating_sub(1) / 8,
    };
    let room = step.saturating_sub(1);
    for (n, stage) in Stage::ALL.into_iter().enumerate() {
        let x = inner.x + 1 + step * u16::try_from(n).unwrap_or(0);
        let room = room.min(inner.right().saturating_sub(x + 1));
        let stays: Vec<&Visit> = visits.iter().filter(|visit| visit.stage == stage).collect();
        let is_here = stage == here && it.is_open();
        let name = if step >= NAMES {
            stage.title()
        } else {
            stage.rail()
        };
        let (style, dot, line) = match (is_here, stays.is_empty()) {
            (true, _) => (theme.focus, theme.glyphs.here, theme.glyphs.dash),
            (false, false) => (theme.text, theme.glyphs.on, theme.glyphs.line),
            (false, true) => (theme.dim, theme.glyphs.off, theme.glyphs.dash),
        };
        canvas.text(x, inner.y, room, name, style);
        if n < 7 {
            canvas.text(
                x + 1,
                inner.y + 1,
                room,
                &line.repeat(usize::from(room)),
                theme.dim,
            );
        }
        canvas.text(x, inner.y + 1, 1, dot, style);
        let when = match stays.as_slice() {
            [] if Some(stage) < far => "skipped".into(),
            [] if is_short && route::leaves_out(stage) => "left out".into(),
            [] => String::new(),
            stays => stayed(stays, room, cx),
        };
        canvas.text(x, inner.y + 2, room, &when, theme.dim);
        if inner.height >= 5 {
            let (long, short) = words::who_moves(&it.direction, stage);
            let usual = if text::width(long) <= usize::from(room) {
                long
            } else {
                short
            };
            // Where it stands, the move is somebody's by now.
            let mover = standing.filter(|_| is_here);
            let mover = mover.map(|standing| words::mover(&standing.mover, it, cx));
            let who = mover.as_deref().unwrap_or(usual);
            let style = if is_here { theme.text } else { theme.dim };
            canvas.text(x, inner.y + 3, room, who, style);
        }
    }
}

/// The day on which it last came, how often, and where there is room for how long in all.
fn stayed(stays: &[&Visit], room: u16, cx: &Cx) -> String {
    let Some(last) = stays.last() else {
        return String::new();
    };
    let mut words = last.from.format("%-d %b").to_string();
    let often = format!("{words} {}x", stays.len());
    if stays.len() > 1 && text::width(&often) <= usize::from(room) {
        words = often;
    }
    let days: i64 = stays.iter().map(|visit| visit.days(cx.today)).sum();
    let longer = format!("{words} · {days}d");
    if text::width(&longer) <= usize::from(room) && last.to.is_some() {
        longer
    } else {
        words
    }
}

/// Where it stands in a sentence: since when, of how many days, in which round, and whose move it is.
fn standing<'a>(id: Id, it: &Referral, cx: &Cx, canvas: &Canvas) -> Vec<Piece<'a>> {
    let theme = canvas.theme;
    let stage = it.stage();
    if let Some(outcome) = &it.outcome {
        let mut words = format!(
            "{} {} · in {}",
            outcome.ending.title(),
            day::near(outcome.on, cx.today),
            stage.title()
        );
        if let Some(value) = outcome.value {
            words += &format!(" · {}", cx.money(value));
        }
        if !outcome.reason.is_empty() {
            words += &format!(" · {}", cx.words(&outcome.reason));
        }
        return vec![(words.into(), theme.title)];
    }
    let Some(standing) = cx.practice.standing(id) else {
        return Vec::new();
    };
    let mut pieces: Vec<(String, Style)> = vec![
        (stage.title().to_string(), theme.focus),
        (
            format!(" since {}", day::near(standing.since, cx.today)),
            theme.text,
        ),
    ];
    let round = it.round();
    let stayed = words::days(standing.dwell);
    let days = match (standing.limit, round > 1) {
        (0, false) => stayed,
        (limit, false) => format!("{stayed} of {limit}"),
        // All visits together, which is more than the days since it came here last.
        (0, true) => format!("{stayed} in all"),
        (limit, true) => format!("{stayed} in all against {limit}"),
    };
    pieces.push((" · ".into(), theme.dim));
    pieces.push(if standing.over > 0 {
        (format!("{days}, {} over", standing.over), theme.bad)
    } else {
        (days, theme.text)
    });
    if round > 1 {
        pieces.push((format!(" · {} round", nth(round)), theme.text));
    }
    if standing.asleep {
        let (waits, until) = words::plan(it, standing, cx);
        pieces.push((format!(" · {waits} {until}"), theme.title));
    } else {
        let mover = words::mover(&standing.mover, it, cx);
        let whose = if standing.mover == Mover::Me {
            " · your move".to_string()
        } else {
            format!(" · {mover} has the move")
        };
        pieces.push((whose, theme.title));
    }
    if cx.practice.is_short(it) {
        pieces.push((" · short route".into(), theme.dim));
    }
    pieces
        .into_iter()
        .map(|(words, style)| (words.into(), style))
        .collect()
}

/// "2nd", "3rd", "11th".
fn nth(n: usize) -> String {
    let end = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_counted_in_words() {
        let all = [1, 2, 3, 4, 11, 12, 13, 22, 111].map(nth);
        let told = [
            "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "22nd", "111th",
        ];
        assert_eq!(all, told);
    }
}
