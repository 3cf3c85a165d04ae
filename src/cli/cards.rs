//! The numbers of the process as they concern single cards and weeks: what left the path, how old the open ones are, what
//! came and went, what may come. It counts nothing itself.

use std::fmt::Write;

use super::table::wrapped;
use crate::domain::day;
use crate::domain::text::{self, fit};
use crate::insight::flow::ageing::{Age, Pace};
use crate::insight::flow::whole::Flow;
use crate::ui::figures::{self as words, FEW, whose};
use crate::ui::layer::Cx;

/// So many weeks, and so many cards of a list, are told.
const WEEKS: usize = 12;
const CARDS: usize = 12;

/// What left the path, and in what way.
pub(super) fn astray(flow: &Flow, cx: &Cx) -> String {
    if flow.astray.is_empty() {
        return String::new();
    }
    let mut said = format!(
        "Off the path, of those that are open or came in this time: {}",
        flow.astray.len()
    );
    for it in flow.astray.iter().take(CARDS) {
        let ways: Vec<String> = it
            .ways
            .iter()
            .map(|way| words::stray(*way, &flow.slice.direction, cx))
            .collect();
        let state = if it.is_open { "open" } else { "ended" };
        let who = fit(&whose(it.id, cx), 22).into_owned();
        let blanks = " ".repeat(24 - text::width(&who).min(24));
        let line = format!("{who}{blanks}{state:<7}{}", ways.join(", "));
        let _ = write!(said, "\n{}", fit(&line, 80));
    }
    more(&mut said, flow.astray.len(), CARDS);
    said
}

/// How many there are beyond those that are told.
fn more(said: &mut String, all: usize, told: usize) {
    if told < all {
        let _ = write!(said, "\n… and {} more; --json has all of them", all - told);
    }
}

/// The open ones that are older than most before them.
pub(super) fn ages(flow: &Flow, cx: &Cx) -> String {
    if flow.ages.is_empty() {
        return String::new();
    }
    let mut old: Vec<&Age> = flow.ages.iter().collect();
    old.retain(|age| Pace::Slow <= age.pace());
    let mut said = format!(
        "Open now: {}, {} of them longer in their stage than half of those before",
        flow.ages.len(),
        old.len(),
    );
    if let Some(leads) = words::open_leads(flow) {
        let _ = write!(said, "\n{leads}");
    }
    for age in old.iter().take(CARDS) {
        let Some(past) = age.past else { continue };
        let who = fit(&whose(age.id, cx), 22).into_owned();
        let blanks = " ".repeat(24 - text::width(&who).min(24));
        let sign = match age.pace() {
            Pace::Slowest => format!("85 in 100 took at most {}", past.p85),
            _ => format!("half took at most {}", past.median),
        };
        let _ = write!(
            said,
            "\n{who}{blanks}{:<15}{:>4} days; {sign}",
            age.stage.title(),
            age.days
        );
    }
    more(&mut said, old.len(), CARDS);
    said
}

/// The last weeks, and whether the figures agree.
pub(super) fn weeks(flow: &Flow, cx: &Cx) -> String {
    let skip = flow.weeks.len().saturating_sub(WEEKS);
    let mut said = String::from(
        "Week by week           came  ended   won   open   each counted in its own week",
    );
    for week in &flow.weeks[skip..] {
        let _ = write!(
            said,
            "\n{:<20}{:>7}{:>7}{:>6}{:>7}",
            day::full(week.monday, cx.today),
            week.arrived,
            week.ended,
            week.won,
            week.open,
        );
    }
    if let Some(sentence) = words::check(flow) {
        let _ = write!(said, "\n{}", wrapped(&sentence));
    }
    said
}

/// What the open ones may come to.
pub(super) fn forecast(flow: &Flow, cx: &Cx) -> String {
    let it = &flow.forecast;
    let Some(wins) = it.wins else {
        return String::new();
    };
    let open: usize = it.sums.iter().map(|sum| sum.open).sum();
    let mut said = format!(
        "What may come of {open} open: {} won, by what became of those before",
        words::wins(wins),
    );
    for sum in &it.sums {
        let range = match sum.range {
            Some((low, high)) => format!("{} to {}", cx.money(low), cx.money(high)),
            None => format!("no sum, {} won: {FEW}", sum.value.n()),
        };
        let _ = write!(
            said,
            "\n{:<6}{:>4} open  {range}",
            sum.currency.code(),
            sum.open
        );
    }
    if 0 < it.apart {
        let _ = write!(said, "\n{} more in stages that {FEW} anything of", it.apart);
    }
    said
}
