//! The numbers of the process as text for eighty columns: each table with its n, each finding as a sentence. It counts
//! nothing itself.

use std::fmt::Write;

use chrono::NaiveDate;

use super::report::Asked;
use crate::domain::day;
use crate::domain::referral::{Direction, Ending};
use crate::domain::stage::Stage;
use crate::domain::text::{self, fit};
use crate::insight::flow::ageing::{Age, Pace};
use crate::insight::flow::figure::{Rate, Said, Spread};
use crate::insight::flow::figures::{Dwell, Figures, Rung};
use crate::insight::flow::whole::{Flow, Took};
use crate::ui::figures::{self as words, FEW, counted, listed, percent, share, shares, whose};
use crate::ui::layer::Cx;

/// So many weeks, and so many cards of a list, are told.
const WEEKS: usize = 12;
const CARDS: usize = 12;

/// The whole report.
pub(super) fn text(flow: &Flow, asked: &Asked, cx: &Cx) -> String {
    let head = head(flow, cx);
    if flow.figures.n == 0 && flow.ages.is_empty() {
        let nothing = match flow.slice.direction {
            Direction::Given => "No referral was given in this time.",
            _ => "No referral came in this time.",
        };
        return format!("{head}\n\n{nothing} An earlier day shows more: --since 2020-01-01.\n");
    }
    let mut parts = vec![
        head,
        stages(flow, cx),
        funnel(flow),
        ends(flow, cx),
        speed(flow, cx),
        kept(flow, cx),
    ];
    parts.extend(
        asked
            .by
            .map(|group| groups(flow, group.word(), &flow.by(group), cx)),
    );
    parts.extend(asked.around.map(|on| around(flow, on, cx)));
    parts.extend([
        astray(flow, cx),
        ages(flow, cx),
        weeks(flow, cx),
        forecast(flow, cx),
    ]);
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn head(flow: &Flow, cx: &Cx) -> String {
    let direction = flow.slice.direction.word();
    let (since, until) = (flow.since, flow.until);
    let to = if until == cx.today {
        "today".into()
    } else {
        dated(until)
    };
    let referrals = counted(flow.figures.n, "referral", "referrals");
    format!(
        "The process in numbers: {direction}, {} to {to}\n{referrals} in this time, {} of them open",
        dated(since),
        flow.figures.ends.open,
    )
}

fn dated(on: NaiveDate) -> String {
    on.format("%-d %b %Y").to_string()
}

fn stages(flow: &Flow, cx: &Cx) -> String {
    let mut said = String::from(
        "How long they stay, in days                                 whose time\n\
         stage              n  limit  median   85%   over      mine  theirs",
    );
    for dwell in &flow.figures.dwell {
        let _ = write!(said, "\n{}", stage(dwell));
    }
    if let Some(sentence) = words::bottleneck(flow, cx) {
        let _ = write!(said, "\n\n{}", wrapped(&sentence));
    }
    said
}

fn stage(dwell: &Dwell) -> String {
    let limit = match dwell.limit {
        0 => "-".into(),
        limit => limit.to_string(),
    };
    let head = format!(
        "{:<15}{:>5}{:>7}",
        dwell.stage.title(),
        dwell.days.n(),
        limit
    );
    match &dwell.days {
        Said::TooFew(days) => format!("{head}  {}", listed(days)),
        Said::Known(spread, _) => {
            let (mine, theirs) = shares(&dwell.time);
            format!(
                "{head}{:>8}{:>6}{:>7}{mine:>10}{theirs:>8}",
                spread.median,
                spread.p85,
                percent(dwell.over),
            )
        }
    }
}

fn funnel(flow: &Flow) -> String {
    let is_given = flow.slice.direction == Direction::Given;
    let mut said = String::from("How many get through       of those before   of all");
    let mut before = None;
    for rung in Rung::ALL {
        // What the receiver proposed is seldom known.
        if is_given && rung == Rung::Proposed {
            continue;
        }
        let n = flow.figures.came_to(rung);
        let of = |of| percent(Rate { part: n, of });
        let _ = write!(said, "\n{:<15}{n:>5}", words::rung(rung, is_given));
        if let Some(before) = before {
            let _ = write!(said, "{:>22}{:>9}", of(before), of(flow.figures.n));
        }
        before = Some(n);
    }
    said
}

fn ends(flow: &Flow, cx: &Cx) -> String {
    let ends = &flow.figures.ends;
    if ends.rows.is_empty() {
        return String::new();
    }
    let mut said = String::from("How they ended");
    for row in &ends.rows {
        let mut more: Vec<String> = Vec::new();
        for (stage, n) in Stage::ALL.into_iter().zip(row.stages) {
            if 0 < n && row.ending != Ending::Won {
                more.push(format!("{n} in {}", stage.title()));
            }
        }
        let reasons = row.reasons.iter().filter(|_| !cx.masked).take(3);
        more.extend(reasons.map(|(reason, n)| format!("{n} “{}”", text::clean_line(reason))));
        let line = format!(
            "{:<15}{:>5}  {}",
            row.ending.title(),
            row.n,
            more.join(", ")
        );
        let _ = write!(said, "\n{}", fit(line.trim_end(), 80));
    }
    let won = match ends.won.bounds() {
        Some((low, high)) => format!(
            "won {} decided; the true share lies between {} and {}% in 8 of 10 cases",
            share(ends.won),
            low / 10,
            high.div_ceil(10),
        ),
        None => format!("won {} decided: {FEW}", share(ends.won)),
    };
    let _ = write!(said, "\n{won}");
    said
}

fn speed(flow: &Flow, cx: &Cx) -> String {
    let figures = &flow.figures;
    let is_given = flow.slice.direction == Direction::Given;
    let rows = [
        (Took::FirstWord, &figures.first_word),
        (Took::Meeting, &figures.meeting),
        (Took::Report, &figures.report),
        (Took::End, &figures.end),
    ];
    let mut said = String::from("How fast, in days              n  median   85%");
    for (took, it) in rows {
        if is_given && took == Took::FirstWord {
            continue;
        }
        let title = words::took(took, is_given);
        let _ = write!(said, "\n{title:<25}{:>7}{}", it.n(), spread(it));
    }
    if let Some(sentence) = words::reports(flow, cx) {
        let _ = write!(said, "\n{}", wrapped(&sentence));
    }
    said
}

fn spread(said: &Said<Spread>) -> String {
    match said {
        Said::Known(spread, _) => format!("{:>8}{:>6}", spread.median, spread.p85),
        Said::TooFew(days) => format!("  {}", listed(days)),
    }
}

fn kept(flow: &Flow, cx: &Cx) -> String {
    let kept = &flow.figures.kept;
    let mut said = format!(
        "The whole process\n\
         had every core step      {} that ended\n\
         won with all of it       {} decided\n\
         won without              {} decided",
        share(kept.whole),
        share(kept.won_whole),
        share(kept.won_broken),
    );
    let clients = words::clients(cx).filter(|_| flow.slice.direction == Direction::Received);
    for sentence in words::left_out(kept).into_iter().chain(clients) {
        let _ = write!(said, "\n{}", wrapped(&sentence));
    }
    said
}

fn groups(
    flow: &Flow,
    by: &str,
    groups: &[(crate::insight::flow::slice::Key, Figures)],
    cx: &Cx,
) -> String {
    let mut said = format!(
        "{:<33}{:>4}{:>7}{:>7}{:>9}{:>9}{:>9}",
        format!("By {by}"),
        "n",
        "met",
        "won",
        "to meet",
        "to tell",
        "to end",
    );
    for (key, of) in groups {
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

fn around(flow: &Flow, on: NaiveDate, cx: &Cx) -> String {
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
    said
}

fn astray(flow: &Flow, cx: &Cx) -> String {
    if flow.astray.is_empty() {
        return String::new();
    }
    let mut said = format!("Off the path: {}", flow.astray.len());
    for it in flow.astray.iter().take(CARDS) {
        let ways: Vec<String> = it.ways.iter().map(|way| words::stray(*way, cx)).collect();
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

fn ages(flow: &Flow, cx: &Cx) -> String {
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
            Pace::Slowest => "longer than 85 in 100",
            _ => "longer than half",
        };
        let _ = write!(
            said,
            "\n{who}{blanks}{:<15}{:>5} days; {sign} ({}, {})",
            age.stage.title(),
            age.days,
            past.median,
            past.p85
        );
    }
    more(&mut said, old.len(), CARDS);
    said
}

fn weeks(flow: &Flow, cx: &Cx) -> String {
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
    if let Some(sentence) = words::check(flow) {
        let _ = write!(said, "\n{}", wrapped(&sentence));
    }
    said
}

fn forecast(flow: &Flow, cx: &Cx) -> String {
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

/// A sentence in lines of at most eighty columns.
fn wrapped(sentence: &str) -> String {
    let mut said = String::new();
    let mut width = 0;
    for word in sentence.split(' ') {
        let wide = text::width(word);
        if 0 < width && 80 < width + 1 + wide {
            said.push('\n');
            width = 0;
        } else if 0 < width {
            said.push(' ');
            width += 1;
        }
        said.push_str(word);
        width += wide;
    }
    said
}
