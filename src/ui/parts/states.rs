//! The states of one introduction as a path: where it has been, where it is, what is left.

use ratatui::layout::Rect;

use crate::domain::id::Id;
use crate::domain::introduction::State;
use crate::insight::introduction as asked;

use super::super::canvas::{Canvas, Piece};
use super::super::layer::Cx;
use super::chrome::{self, Title};

/// Draws them in a frame, or where it is low in one line.
pub fn draw(canvas: &mut Canvas, area: Rect, id: Id, cx: &Cx) {
    let Some(referral) = cx.book.referrals.get(id) else {
        return;
    };
    let Some(it) = &referral.introduction else {
        return;
    };
    let theme = canvas.theme;
    let states = it.states(&referral.direction);
    let here = states.iter().position(|state| *state == it.state);
    let who = if referral.is_given() {
        "by me".to_string()
    } else {
        format!("by {}", cx.name(referral.source))
    };
    let look = |at: usize| match here {
        Some(here) if at < here => (theme.glyphs.on, theme.text),
        Some(here) if at == here => (theme.glyphs.here, theme.focus),
        _ => (theme.glyphs.off, theme.dim),
    };
    // A day that is kept of a state to which it has not come, or from which it was taken back, says nothing.
    let day = |at: usize, state: &State| {
        here.filter(|here| at <= *here)?;
        let on = asked::day_of(cx.practice, id, it, state)?;
        Some(on.format("%-d %b").to_string())
    };
    if area.height < 5 {
        let dash = theme.glyphs.dash;
        let method = format!("{} ", it.method.title());
        let mut pieces: Vec<Piece> = vec![(method.into(), theme.title)];
        for (at, state) in states.iter().enumerate() {
            let (dot, style) = look(at);
            let between = if at == 0 { " " } else { dash };
            pieces.push((format!("{between} ").into(), theme.dim));
            pieces.push((format!("{dot} {}", state.title()).into(), style));
            let on = day(at, state).map_or(String::new(), |on| format!(" {on}"));
            pieces.push((format!("{on} ").into(), theme.dim));
        }
        canvas.line(area.x + 1, area.y, area.width.saturating_sub(2), &pieces);
        return;
    }
    let level = it.method.level();
    let lifts = !it.is_made() && referral.level.is_some_and(|at| at < level);
    let lifted = if lifts {
        vec![(format!("level {level} once made").into(), theme.dim)]
    } else {
        Vec::new()
    };
    let title = Title {
        left: vec![(format!("{} {who}", it.method.title()).into(), theme.title)],
        right: lifted,
        focused: false,
    };
    let inner = chrome::frame(canvas, area, &title);
    let count = u16::try_from(states.len()).unwrap_or(1).max(1);
    let step = (inner.width / count).min(28);
    for (at, state) in states.iter().enumerate() {
        let (dot, style) = look(at);
        let x = inner.x + 1 + step * u16::try_from(at).unwrap_or(0);
        let room = step.saturating_sub(1);
        canvas.text(x, inner.y, room, state.title(), style);
        if at + 1 < states.len() {
            let is_past = here.is_some_and(|here| at < here);
            let line = if is_past {
                theme.glyphs.line
            } else {
                theme.glyphs.dash
            };
            canvas.text(
                x + 1,
                inner.y + 1,
                room,
                &line.repeat(usize::from(room)),
                theme.dim,
            );
        }
        canvas.text(x, inner.y + 1, 1, dot, style);
        if let Some(on) = day(at, state) {
            canvas.text(x, inner.y + 2, room, &on, theme.dim);
        }
    }
}
