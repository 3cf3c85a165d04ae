//! The eight stages of one referral as a path: where it has been, where it is, what is left.

use ratatui::layout::Rect;

use crate::domain::id::Id;
use crate::domain::stage::Stage;

use super::super::canvas::Canvas;
use super::super::layer::Cx;
use super::super::words;
use super::chrome::{self, Title};

pub fn draw(canvas: &mut Canvas, area: Rect, id: Id, cx: &Cx) {
    let theme = canvas.theme;
    let Some(it) = cx.book.referrals.get(id) else {
        return;
    };
    let round = it.round();
    let right = if round > 1 {
        vec![(format!("round {round}").into(), theme.dim)]
    } else {
        Vec::new()
    };
    let title = Title {
        left: vec![(
            if it.is_given() { "Given" } else { "Received" }.into(),
            theme.title,
        )],
        right,
        focused: false,
    };
    let inner = chrome::frame(canvas, area, &title);
    if inner.height < 3 || inner.width < 24 {
        return;
    }
    let here = it.stage();
    let visits = it.visits();
    let step = inner.width / 8;
    for (n, stage) in Stage::ALL.into_iter().enumerate() {
        let x = inner.x + step * u16::try_from(n).unwrap_or(0);
        let been = visits.iter().rev().find(|visit| visit.stage == stage);
        let is_here = stage == here && it.is_open();
        let name = if step >= 15 {
            stage.title()
        } else {
            stage.rail()
        };
        let style = match (is_here, been.is_some()) {
            (true, _) => theme.focus,
            (false, true) => theme.text,
            (false, false) => theme.dim,
        };
        let (dot, line) = match (is_here, been.is_some()) {
            (true, _) => (theme.glyphs.here, theme.glyphs.dash),
            (false, true) => (theme.glyphs.on, theme.glyphs.line),
            (false, false) => (theme.glyphs.off, theme.glyphs.dash),
        };
        canvas.text(x, inner.y, step.saturating_sub(1), name, style);
        if n < 7 {
            let road = line.repeat(usize::from(step.saturating_sub(1)));
            canvas.text(x + 1, inner.y + 1, step.saturating_sub(1), &road, theme.dim);
        }
        canvas.text(x, inner.y + 1, 1, dot, style);
        if let Some(visit) = been
            && !is_here
        {
            let day = visit.from.format("%-d %b").to_string();
            canvas.text(x, inner.y + 2, step.saturating_sub(1), &day, theme.dim);
        }
    }
    if it.is_open()
        && let Some(standing) = cx.practice.standing(id)
    {
        let n = u16::try_from(here as usize).unwrap_or(0);
        let since = standing.since.format("%-d %b");
        let over = if standing.over > 0 { " !" } else { "" };
        let mover = words::mover(&standing.mover, it, cx);
        let dot = theme.glyphs.dot;
        let line = format!(
            "{since} {dot} {}{over} {dot} {mover}",
            words::dwell(standing)
        );
        // Where the line would run out of the frame it ends at its edge.
        let width = u16::try_from(crate::domain::text::width(&line)).unwrap_or(0);
        let x = (inner.x + step * n)
            .min(inner.right().saturating_sub(width))
            .max(inner.x);
        let style = if standing.over > 0 {
            theme.bad
        } else {
            theme.title
        };
        canvas.style(
            Rect {
                x,
                y: inner.y + 2,
                width,
                height: 1,
            },
            ratatui::style::Style::reset(),
        );
        canvas.text(
            x,
            inner.y + 2,
            inner.right().saturating_sub(x),
            &format!("{line}  "),
            style,
        );
    }
}
