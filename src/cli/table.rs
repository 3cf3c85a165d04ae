//! The numbers of the process as text for eighty columns: each table with its n, each finding as a sentence. It counts
//! nothing itself.

use std::fmt::Write;

use chrono::NaiveDate;

use super::report::Asked;
use super::{cards, sides};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::{Direction, Ending};
use crate::domain::stage::Stage;
use crate::domain::text::{self, fit};
use crate::insight::client::Core;
use crate::insight::flow::clients;
use crate::insight::flow::figure::{Rate, Said, Spread};
use crate::insight::flow::figures::{Dwell, Party, Rung, Split};
use crate::insight::flow::whole::Flow;
use crate::ui::layer::Cx;

/// What is said where fewer than five cases are.
pub(super) const FEW: &str = "too few to say";

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
    format!(
        "The process in numbers: {direction}, {} to {to}\n{referrals} in this time, {} of them open",
        dated(since),
        flow.figures.ends.open,
    )
}

fn dated(on: NaiveDate) -> String {
    on.format("%-d %b %Y").to_string()
}

pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// "64%", or a dash where there are too few.
pub(super) fn percent(rate: Rate) -> String {
    rate.percent()
        .map_or("-".into(), |share| format!("{share}%"))
}

/// "64% of 36", or the counts alone where there are too few.
pub(super) fn share(rate: Rate) -> String {
    match rate.percent() {
        Some(share) => format!("{share}% of {}", rate.of),
        None => format!("{} of {}", rate.part, rate.of),
    }
}

/// The few cases themselves.
pub(super) fn listed(days: &[i64]) -> String {
    match days {
        [] => "none".into(),
        days => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            format!("{FEW}: {}", days.join(", "))
        }
    }
}

fn stages(flow: &Flow, cx: &Cx) -> String {
    let mut said = String::from(
        "How long they stay, in days                                 whose time\n\
         stage              n  limit  median   85%   over      mine  theirs",
    );
    for dwell in &flow.figures.dwell {
        let _ = write!(said, "\n{}", stage(dwell));
    }
    if let Some(sentence) = bottleneck(flow, cx) {
        let _ = write!(said, "\n\n{sentence}");
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

/// My share of the days and theirs, in hundredths; a dash where it took none.
fn shares(time: &Split) -> (String, String) {
    let total = time.total();
    if total == 0 {
        return ("-".into(), "-".into());
    }
    let share = |days: i64| format!("{}%", (days * 200 + total) / (total * 2));
    (share(time.me), share(time.theirs()))
}

fn bottleneck(flow: &Flow, cx: &Cx) -> Option<String> {
    let it = flow.bottleneck.as_ref()?;
    let who: Vec<&str> = it
        .time
        .movers()
        .into_iter()
        .take(2)
        .map(|(party, _)| party_words(party))
        .collect();
    let mut said = format!(
        "They wait longest in {}: half of {} took {} or more against {}, {} longer than that.",
        it.stage.title(),
        it.n,
        day::days(it.days.median),
        it.limit,
        share(it.over),
    );
    if !who.is_empty() {
        let _ = write!(said, " The move is with {}.", who.join(", then "));
    }
    if !it.late.is_empty() {
        let _ = write!(said, " {} late there now", it.late.len());
        if let Some(through) = &it.through {
            let names: Vec<String> = through
                .partners
                .iter()
                .map(|partner| name(*partner, cx))
                .collect();
            let _ = write!(
                said,
                ", {} of them through {}",
                through.of_late,
                names.join(" and ")
            );
        }
        said.push('.');
    }
    Some(wrapped(&said))
}

fn party_words(party: Party) -> &'static str {
    match party {
        Party::Me => "you",
        Party::Source => "the source",
        Party::Prospect => "the prospect",
        Party::Receiver => "the receiver",
        Party::Other => "somebody else",
        Party::Nobody => "nobody",
    }
}

pub(super) fn name(person: Id, cx: &Cx) -> String {
    text::clean_line(&cx.name(Some(person)))
}

fn funnel(flow: &Flow) -> String {
    let is_given = flow.slice.direction == Direction::Given;
    let title = |rung| match (rung, is_given) {
        (Rung::Arrived, false) => "received",
        (Rung::Arrived, true) => "given",
        (Rung::CheckedBack, false) => "checked back",
        (Rung::CheckedBack, true) => "introduced",
        (Rung::Met, _) => "met",
        (Rung::Proposed, _) => "proposed",
        (Rung::Won, _) => "won",
    };
    let mut said = String::from("How many get through       of those before   of all");
    let mut before = None;
    for rung in Rung::ALL {
        // What the receiver proposed is seldom known.
        if is_given && rung == Rung::Proposed {
            continue;
        }
        let n = flow.figures.came_to(rung);
        let of = |of| percent(Rate { part: n, of });
        let _ = write!(said, "\n{:<15}{n:>5}", title(rung));
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
            "of {} decided {} won; the true share lies between {} and {}% in 8 of 10 cases",
            ends.won.of,
            percent(ends.won),
            low / 10,
            high.div_ceil(10),
        ),
        None => format!("of {} decided {} won: {FEW}", ends.won.of, ends.won.part),
    };
    let _ = write!(said, "\n{won}");
    said
}

fn speed(flow: &Flow, cx: &Cx) -> String {
    let figures = &flow.figures;
    let is_given = flow.slice.direction == Direction::Given;
    let rows = [
        ("arrival to first word", &figures.first_word),
        ("arrival to meeting", &figures.meeting),
        (
            if is_given {
                "introduction to news"
            } else {
                "meeting to report back"
            },
            &figures.report,
        ),
        ("arrival to end", &figures.end),
    ];
    let mut said = String::from("How fast, in days              n  median   85%");
    for (title, it) in rows {
        if is_given && title == "arrival to first word" {
            continue;
        }
        let _ = write!(said, "\n{title:<25}{:>7}{}", it.n(), spread(it));
    }
    if let Some([(soon, first), (late, last)]) = flow.reports {
        let sentence = if is_given {
            format!(
                "News comes from {} in {}, from {} in {}.",
                name(soon, cx),
                day::days(first),
                name(late, cx),
                last
            )
        } else {
            format!(
                "{} hears in {}, {} in {last}.",
                name(soon, cx),
                day::days(first),
                name(late, cx),
            )
        };
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
        "The whole process\n\
         had every core step      {} that ended\n\
         won with all of it       {} decided\n\
         won without              {} decided",
        share(kept.whole),
        share(kept.won_whole),
        share(kept.won_broken),
    );
    let mut missed: Vec<(Stage, Rate)> = Stage::ALL.into_iter().zip(kept.steps).collect();
    missed.retain(|(_, rate)| rate.part < rate.of);
    missed.sort_by_key(|(_, rate)| std::cmp::Reverse(rate.of - rate.part));
    let missed: Vec<String> = missed
        .iter()
        .take(3)
        .map(|(stage, rate)| format!("{} ({} of {})", stage.title(), rate.of - rate.part, rate.of))
        .collect();
    if !missed.is_empty() {
        let sentence = format!("Left out most often: {}.", missed.join(", "));
        let _ = write!(said, "\n{}", wrapped(&sentence));
    }
    let core = clients::core(cx.practice);
    if 0 < core[0].1.of && flow.slice.direction == Direction::Received {
        let parts = core.map(|(core, rate)| format!("{} {}", core_words(core), rate.part));
        let sentence = format!("Of {} clients: {}.", core[0].1.of, parts.join(", "));
        let _ = write!(said, "\n{}", wrapped(&sentence));
    }
    said
}

fn core_words(core: Core) -> &'static str {
    match core {
        Core::Position => "heard that you work by referral",
        Core::Agree => "agreed on referrals",
        Core::Deliver => "said what they expect and what came of it",
        Core::Meet => "had a referral meeting",
    }
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
