//! The numbers of the process as they concern single cards and weeks: what left the path, how old the open ones are, what
//! came and went, what may come. It counts nothing itself.

use std::fmt::Write;

use super::table::{FEW, wrapped};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::Direction;
use crate::domain::text::{self, fit};
use crate::insight::flow::ageing::{Age, Pace};
use crate::insight::flow::astray::Stray;
use crate::insight::flow::whole::Flow;
use crate::ui::layer::Cx;

/// So many weeks, and so many cards of a list, are told.
const WEEKS: usize = 12;
const CARDS: usize = 12;

/// What left the path, and in what way.
pub(super) fn astray(flow: &Flow, cx: &Cx) -> String {
    if flow.astray.is_empty() {
        return String::new();
    }
    let mut said = format!("Off the path: {}", flow.astray.len());
    for it in flow.astray.iter().take(CARDS) {
        let ways: Vec<String> = it
            .ways
            .iter()
            .map(|way| way_words(*way, flow, cx))
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

fn way_words(way: Stray, flow: &Flow, cx: &Cx) -> String {
    match way {
        Stray::Backward { from, to, .. } => format!("back from {} to {}", from.title(), to.title()),
        Stray::Skipped(stage) => format!("{} left out", stage.title()),
        Stray::Early(on) => format!(
            "in touch before the introduction ({})",
            day::near(on, cx.today)
        ),
        Stray::NoNext => "nothing planned".into(),
        Stray::NoPartner if flow.slice.direction == Direction::Given => {
            "nobody named to whom it went".into()
        }
        Stray::NoPartner => "nobody named who sent it".into(),
        Stray::Untold => "the source has not heard".into(),
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
    let mut said = String::from("Week by week           came  ended   won   open");
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
    if let Some(it) = &flow.little {
        let sentence = format!(
            "A check: {} open on average and {} ended a week make {} from arrival to end; measured are {} (n {}).",
            hundredths(it.open),
            hundredths(it.a_week),
            day::days(it.follows),
            it.measured,
            it.n,
        );
        let _ = write!(said, "\n{}", wrapped(&sentence));
    }
    said
}

/// "2.4".
fn hundredths(of: i64) -> String {
    let tenths = (of + 5) / 10;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What the open ones may come to.
pub(super) fn forecast(flow: &Flow, cx: &Cx) -> String {
    let it = &flow.forecast;
    let Some((low, high)) = it.wins else {
        return String::new();
    };
    let open: usize = it.sums.iter().map(|sum| sum.open).sum();
    // What is told in tenths is rounded outwards.
    let tenths = |wins: u64| format!("{}.{}", wins / 10, wins % 10);
    let mut said = format!(
        "What may come of {} open: {} to {} won, by what became of those before",
        open,
        tenths(low / 100),
        tenths(high.div_ceil(100)),
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

/// The prospect of a referral.
fn whose(referral: Id, cx: &Cx) -> String {
    let it = cx.book.referrals.get(referral);
    text::clean_line(&cx.name(it.and_then(|it| it.prospect)))
}
