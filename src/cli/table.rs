//! The numbers of the process as text for eighty columns: each table with its n, each finding as a sentence. It counts
//! nothing itself.

use std::fmt::Write;

use chrono::NaiveDate;

use super::report::Asked;
use super::{cards, sides};
use crate::domain::referral::{Direction, Ending};
use crate::domain::stage::Stage;
use crate::domain::text::{self, fit};
use crate::insight::flow::figure::{Rate, Said, Spread};
use crate::insight::flow::figures::{Dwell, Rung};
use crate::insight::flow::whole::{Flow, Took};
use crate::ui::figures::{self as words, FEW, counted, listed, percent, share, shares};
use crate::ui::layer::Cx;

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
    parts.extend(asked.by.map(|group| sides::groups(flow, group, cx)));
    parts.extend(asked.around.map(|on| sides::around(flow, on, cx)));
    parts.extend([
        cards::astray(flow, cx),
        cards::ages(flow, cx),
        cards::weeks(flow, cx),
        cards::forecast(flow, cx),
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
    let only = flow.slice.only.iter();
    let only: Vec<String> = only
        .map(|key| text::clean_line(&words::key(key, cx)))
        .collect();
    let only = if only.is_empty() {
        String::new()
    } else {
        format!("\n{}", wrapped(&format!("Only {}", only.join(", "))))
    };
    let left = words::left(flow).map_or(String::new(), |left| format!("\n{left}"));
    format!(
        "The process in numbers: {direction}, {} to {to}{only}\n{referrals} came in this time, {} of them open{left}",
        dated(since),
        flow.figures.ends.open,
    )
}

fn dated(on: NaiveDate) -> String {
    on.format("%-d %b %Y").to_string()
}

fn stages(flow: &Flow, cx: &Cx) -> String {
    let mut said = String::from(
        "How long they stay, in days: stages left in this time       whose time\n\
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
    let mut said = String::from(
        "How many get through, of those that came in this time\n                           of those before   of all",
    );
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
    let mut said = String::from("How they ended, of those that came in this time");
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
            "of {} decided {} won (the true share lies between {} and {}% in 8 of 10 cases)",
            ends.won.of,
            percent(ends.won),
            low / 10,
            high.div_ceil(10),
        ),
        None => format!("of {} decided {} won: {FEW}", ends.won.of, ends.won.part),
    };
    let _ = write!(said, "\n{won}");
    let none = flow.not_referrals();
    let ended = flow.figures.n.saturating_sub(ends.open);
    let _ = write!(
        said,
        "\n{}",
        wrapped(&format!(
            "{} open and {ended} ended make the {}{}",
            ends.open,
            flow.figures.n,
            match none {
                0 => String::new(),
                none => format!("; what was no referral ({none}) is counted nowhere else"),
            }
        ))
    );
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
    let mut said = String::from(
        "How fast, in days              n  median   85%   of those that came in this time",
    );
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

pub(super) fn spread(said: &Said<Spread>) -> String {
    match said {
        Said::Known(spread, _) => format!("{:>8}{:>6}", spread.median, spread.p85),
        Said::TooFew(days) => format!("  {}", listed(days)),
    }
}

fn kept(flow: &Flow, cx: &Cx) -> String {
    let kept = &flow.figures.kept;
    let mut said = format!(
        "The whole process, of those that came in this time and ended\n\
         had every core step      {} that ended\n\
         won with all of it       {} decided\n\
         won without              {} decided",
        share(kept.whole),
        share(kept.won_whole),
        share(kept.won_broken),
    );
    let clients = words::clients(cx)
        .filter(|_| flow.slice.direction == Direction::Received && flow.slice.only.is_empty());
    for sentence in words::left_out(kept).into_iter().chain(clients) {
        let _ = write!(said, "\n{}", wrapped(&sentence));
    }
    said
}

/// A sentence in lines of at most eighty columns.
pub(super) fn wrapped(sentence: &str) -> String {
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
