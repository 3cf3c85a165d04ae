//! The numbers of the process side by side: group beside group, and each stage before and after a day. It counts nothing
//! itself.

use std::fmt::Write;

use chrono::NaiveDate;

use super::table::wrapped;
use crate::domain::day;
use crate::domain::referral::Direction;
use crate::domain::stage::Stage;
use crate::domain::text::{self, fit};
use crate::insight::flow::figure::{Rate, Said, Spread};
use crate::insight::flow::figures::Rung;
use crate::insight::flow::slice::Group;
use crate::insight::flow::whole::Flow;
use crate::ui::figures::{self as words, FEW, percent};
use crate::ui::layer::Cx;

/// A line for each group.
pub(super) fn groups(flow: &Flow, by: Group, cx: &Cx) -> String {
    let mut said = format!(
        "{:<33}{:>4}{:>7}{:>7}{:>9}{:>9}{:>9}",
        format!("By {}", by.word()),
        "n",
        "met",
        "won",
        "to meet",
        "to tell",
        "to end",
    );
    for (key, of) in &flow.by(by) {
        let key = text::clean_line(&words::key(key, cx));
        let key = fit(&key, 32).into_owned();
        let blanks = " ".repeat(33 - text::width(&key).min(33));
        let _ = write!(said, "\n{key}{blanks}{:>4}", of.n);
        let rate = Rate {
            part: of.came_to(Rung::Met),
            of: of.n,
        };
        if !rate.is_enough() {
            let _ = write!(said, "   {FEW}");
            continue;
        }
        let median = |said: &Said<Spread>| {
            let median = said.median();
            median.map_or("-".into(), |days| days.to_string())
        };
        let _ = write!(
            said,
            "{:>7}{:>7}{:>9}{:>9}{:>9}",
            percent(rate),
            percent(of.ends.won),
            median(&of.meeting),
            median(&of.report),
            median(&of.end),
        );
    }
    let told = match flow.slice.direction {
        Direction::Given => "from introduction to news",
        _ => "from meeting to report",
    };
    let _ = write!(
        said,
        "\n{}",
        wrapped(&format!(
            "won: of those that were decided; days (medians): from arrival to meeting, {told}, from arrival to end; \
             - is {FEW}"
        ))
    );
    said
}

/// Each stage before and after a day.
pub(super) fn around(flow: &Flow, on: NaiveDate, cx: &Cx) -> String {
    let mut said = format!(
        "{:<26}{:>18}{:>25}",
        format!("Around {}", day::full(on, cx.today)),
        "before",
        "since",
    );
    let _ = write!(
        said,
        "\n{:<15}{:>8}{:>8}{:>6}{:>7}{:>11}{:>8}{:>6}{:>7}",
        "", "n", "median", "85%", "over", "n", "median", "85%", "over"
    );
    for stage in Stage::ALL {
        let it = flow.compare(stage, on);
        let side = |days: &Said<Spread>, over: Rate| match days.known() {
            Some(spread) => {
                format!("{:>8}{:>6}{:>7}", spread.median, spread.p85, percent(over))
            }
            None => format!("{FEW:>21}"),
        };
        let _ = write!(
            said,
            "\n{:<15}{:>8}{}{:>11}{}",
            stage.title(),
            it.before.days.n(),
            side(&it.before.days, it.before.over),
            it.after.days.n(),
            side(&it.after.days, it.after.over),
        );
    }
    said.push_str("\nall that ever came, not only in this time");
    said
}
