//! The parts of the numbers about what has gone through: where it waited, how far it came, told apart, how fast, and with
//! the whole process or without. It counts nothing.

use crate::domain::day;
use crate::domain::stage::Stage;
use crate::insight::flow::figure::{Rate, Said, Spread};
use crate::insight::flow::figures::{Dwell, Figures, Rung, Split};
use crate::insight::flow::slice::{Group, Key, Slice};
use crate::insight::flow::whole::{Behind, Flow, Took};

use super::super::figures::{self as said, FEW, capital, counted, percent, share, shares};
use super::super::layer::Cx;
use super::super::parts::charts::table::{Bar, Row, Table};
use super::super::parts::look::Look;
use super::super::words;
use super::panel::{Chart, Enter, Figure, Panel, Which};

fn is_given(flow: &Flow) -> bool {
    flow.slice.direction == crate::domain::referral::Direction::Given
}

/// "too few to say: 3, 5", or that there is none.
fn few(days: &[i64]) -> String {
    match days {
        [] => FEW.into(),
        days => said::listed(days),
    }
}

/// Where they wait: the days of the finished stays by stage, against the limits.
pub fn waiting(flow: &Flow, cx: &Cx) -> Panel {
    let dwells = &flow.figures.dwell;
    let row = |dwell: &Dwell| {
        let title = dwell.stage.title();
        let Some(spread) = dwell.days.known() else {
            let Said::TooFew(days) = &dwell.days else {
                return Row::few(title, dwell.days.n(), FEW);
            };
            return Row::few(title, days.len(), few(days));
        };
        let bar = Bar::Length {
            to: spread.median,
            far: spread.p85,
            limit: dwell.limit.into(),
        };
        let (mine, theirs) = shares(&dwell.time);
        let cells = vec![
            dwell.days.n().to_string(),
            format!("{}d", spread.median),
            format!("{}d", spread.p85),
            percent(dwell.over),
            mine,
            theirs,
        ];
        let who = words::who_moves(&flow.slice.direction, dwell.stage).0;
        let row = Row::new(title, bar, cells).tail(who);
        Row {
            look: if dwell.is_over() {
                Look::Warn
            } else {
                Look::Text
            },
            ..row
        }
    };
    let figure = |dwell: &Dwell| Figure {
        says: dwell_says(dwell),
        enter: Enter::behind(dwell.days.n(), &flow.slice, Behind::Stays(dwell.stage)),
    };
    Panel {
        which: Which::Waiting,
        title: "Where they wait".into(),
        sentence: waiting_sentence(flow, cx),
        chart: Chart::Table(Table {
            legend: dwells.iter().any(|dwell| dwell.days.known().is_some()),
            heads: vec!["n", "half", "85%", "over", "you", "others"],
            tail: "whose move",
            rows: dwells.iter().map(row).collect(),
            whole: None,
        }),
        figures: dwells.iter().map(figure).collect(),
    }
}

fn dwell_says(dwell: &Dwell) -> String {
    let stays = counted(dwell.days.n(), "stay", "stays");
    let limit = match dwell.limit {
        0 => "no limit".into(),
        limit => format!("the limit of {limit}"),
    };
    let title = dwell.stage.title();
    match dwell.days.known() {
        Some(spread) => format!(
            "{title}: half of {stays} that were finished took at most {}, 85 in 100 at most {}; {} took longer than \
             {limit}. A stay is all visits to the stage together.",
            day::days(spread.median),
            spread.p85,
            dwell.over.part,
        ),
        None if dwell.days.n() == 0 => {
            format!("{title}: no stay was finished in this time. Five make a figure.")
        }
        None => format!(
            "{title}: {stays} finished in this time, {}. Five make a figure.",
            said::listed(match &dwell.days {
                Said::TooFew(days) => days,
                Said::Known(..) => &[],
            })
        ),
    }
}

fn waiting_sentence(flow: &Flow, cx: &Cx) -> String {
    let dwells = &flow.figures.dwell;
    if dwells.iter().all(|dwell| dwell.days.known().is_none()) {
        return format!(
            "{}: five stays in a stage that were finished make its line. Every move of a card is counted.",
            capital(FEW)
        );
    }
    let found = said::bottleneck(flow, cx);
    let mut sentence = found
        .unwrap_or_else(|| "In no stage did more than half take longer than its limit.".into());
    let mut time = Split::default();
    for dwell in dwells {
        time.me += dwell.time.me;
        time.source += dwell.time.theirs();
        time.nobody += dwell.time.nobody;
    }
    if 0 < time.total() {
        let (mine, theirs) = shares(&time);
        sentence +=
            &format!(" Of all their days the move was yours in {mine}, others’ in {theirs}.");
    }
    sentence
}

/// How many get through: how far those came that arrived in the period.
pub fn through(flow: &Flow) -> Panel {
    let figures = &flow.figures;
    let is_given = is_given(flow);
    // What the receiver proposed is seldom known.
    let rungs = Rung::ALL.into_iter();
    let rungs: Vec<Rung> = rungs
        .filter(|rung| !is_given || *rung != Rung::Proposed)
        .collect();
    let mut rows = Vec::new();
    let mut stays = Vec::new();
    let mut lowest: Option<(Rate, Rung, Rung)> = None;
    for (at, rung) in rungs.iter().enumerate() {
        let n = figures.came_to(*rung);
        let all = Rate {
            part: n,
            of: figures.n,
        };
        let before = at.checked_sub(1).map(|before| rungs[before]);
        let step = before.map(|before| Rate {
            part: n,
            of: figures.came_to(before),
        });
        if let (Some(step), Some(before)) = (step.filter(|step| step.is_enough()), before) {
            let is_lower =
                lowest.is_none_or(|(least, ..)| step.part * least.of < least.part * step.of);
            if is_lower {
                lowest = Some((step, before, *rung));
            }
        }
        let cells = match step {
            None => vec![n.to_string(), String::new(), String::new()],
            Some(step) => vec![n.to_string(), percent(step), percent(all)],
        };
        rows.push(Row::new(said::rung(*rung, is_given), Bar::to(n), cells));
        let title = said::rung(*rung, is_given);
        let says = match (before, step) {
            (Some(before), Some(step)) => format!(
                "{}: {n}, that is {} who were {}, and {} in all. Whoever came farther came so far; open ones may \
                 still come.",
                capital(title),
                share(step),
                said::rung(before, is_given),
                share(all)
            ),
            _ => format!(
                "{}: {n} in this time. Leads and what was no referral are not counted.",
                capital(title)
            ),
        };
        stays.push(Figure {
            says,
            enter: Enter::behind(n, &flow.slice, Behind::Rung(*rung)),
        });
    }
    let won = figures.came_to(Rung::Won);
    let all = figures.n;
    let mut sentence = format!("Of {all}, {won} are won and {} open.", figures.ends.open);
    match lowest {
        _ if all < 5 => {
            sentence = format!(
                "{}: {}. Five make a share; c captures the next one.",
                capital(FEW),
                counted(all, "referral in this time", "referrals in this time")
            );
        }
        Some((step, before, rung)) => {
            sentence += &format!(
                " Fewest went on from {} to {}: {}.",
                said::rung(before, is_given),
                said::rung(rung, is_given),
                share(step)
            );
        }
        None => {}
    }
    Panel {
        which: Which::Through,
        title: "How many get through".into(),
        sentence,
        chart: Chart::Table(Table {
            heads: vec!["n", "of before", "of all"],
            rows,
            ..Table::default()
        }),
        figures: stays,
    }
}

/// The figures of each group beside one another.
pub fn by(flow: &Flow, group: Group, cx: &Cx) -> Panel {
    let mut groups = flow.by(group);
    // Where only stays were finished in this time, nothing stands behind the line.
    groups.retain(|(_, of)| 0 < of.n);
    let is_given = is_given(flow);
    let met = |of: &Figures| Rate {
        part: of.came_to(Rung::Met),
        of: of.n,
    };
    let row = |(key, of): &(Key, Figures)| {
        let name = said::key(key, cx);
        if !met(of).is_enough() {
            return Row::few(name, of.n, FEW);
        }
        let median =
            |days: &Said<Spread>| days.median().map_or("-".into(), |days| format!("{days}d"));
        let cells = vec![
            of.n.to_string(),
            percent(met(of)),
            percent(of.ends.won),
            median(&of.meeting),
            median(&of.end),
        ];
        Row::new(name, Bar::to(of.n), cells)
    };
    let figure = |(key, of): &(Key, Figures)| {
        let mut slice: Slice = flow.slice.clone();
        slice.only.push(key.clone());
        let decided = of.ends.won;
        Figure {
            says: format!(
                "{}: {}, {} met, won {} decided (won, lost or lapsed). Days are medians: to the meeting (n {}), to \
                 the end (n {}).",
                capital(&said::key(key, cx)),
                counted(of.n, "referral", "referrals"),
                of.came_to(Rung::Met),
                share(decided),
                of.meeting.n(),
                of.end.n(),
            ),
            enter: Enter::Behind(slice, Behind::Arrived),
        }
    };
    let decided = groups.iter().filter(|(_, of)| of.ends.won.is_enough());
    let decided: Vec<&(Key, Figures)> = decided.collect();
    let order = |(_, of): &&&(Key, Figures)| of.ends.won.per_mille();
    let (best, least) = (
        decided.iter().rev().max_by_key(order),
        decided.iter().min_by_key(order),
    );
    let word = said::by(group, is_given);
    let sentence = match (best, least) {
        (Some((best, of)), Some((least, other))) if best != least => format!(
            "Won most often: {}, {}; least: {}, {}.",
            said::key(best, cx),
            share(of.ends.won),
            said::key(least, cx),
            share(other.ends.won)
        ),
        _ if groups.is_empty() => "Nothing came in this time; < looks at an earlier one.".into(),
        _ => format!(
            "{} by {word}: five decided ones of each of two make a comparison.",
            capital(FEW)
        ),
    };
    Panel {
        which: Which::By,
        title: format!("By {word}"),
        sentence,
        chart: Chart::Table(Table {
            heads: vec!["n", "met", "won", "to meet", "to end"],
            rows: groups.iter().map(row).collect(),
            ..Table::default()
        }),
        figures: groups.iter().map(figure).collect(),
    }
}

/// So many partners are told apart.
const PARTNERS: usize = 6;

/// How long it takes, and who hears when.
pub fn speed(flow: &Flow, groups: &[(Key, Figures)], cx: &Cx) -> Panel {
    let is_given = is_given(flow);
    let all = &flow.figures;
    let mut lines: Vec<(String, Behind, Slice, &Said<Spread>)> = Vec::new();
    for (took, days) in [
        (Took::FirstWord, &all.first_word),
        (Took::Meeting, &all.meeting),
        (Took::Report, &all.report),
        (Took::End, &all.end),
    ] {
        if !(is_given && took == Took::FirstWord) {
            let title = said::took(took, is_given).to_string();
            lines.push((title, Behind::Took(took), flow.slice.clone(), days));
        }
    }
    let mut partners: Vec<&(Key, Figures)> = groups.iter().collect();
    partners.retain(|(key, of)| 0 < of.report.n() && *key != Key::Partner(None));
    partners.sort_by_key(|(_, of)| std::cmp::Reverse(of.report.n()));
    for (key, of) in partners.into_iter().take(PARTNERS) {
        let mut slice = flow.slice.clone();
        slice.only.push(key.clone());
        let verb = if is_given { "news from" } else { "report to" };
        let title = format!("{verb} {}", said::key(key, cx));
        lines.push((title, Behind::Took(Took::Report), slice, &of.report));
    }
    let row = |(title, _, _, days): &(String, Behind, Slice, &Said<Spread>)| match days {
        Said::Known(spread, n) => {
            let bar = Bar::Length {
                to: spread.median,
                far: spread.p85,
                limit: 0,
            };
            let cells = vec![
                n.to_string(),
                format!("{}d", spread.median),
                format!("{}d", spread.p85),
            ];
            Row::new(title, bar, cells)
        }
        Said::TooFew(days) => Row::few(title, days.len(), few(days)),
    };
    let figure = |(title, what, slice, days): &(String, Behind, Slice, &Said<Spread>)| Figure {
        says: match days {
            Said::Known(spread, n) => format!(
                "{}: half of {n} took at most {}, 85 in 100 at most {}. Calendar days; those that arrived in this time.",
                capital(title),
                day::days(spread.median),
                spread.p85
            ),
            Said::TooFew(days) => format!(
                "{}: {} in this time, {}. Five make a figure.",
                capital(title),
                days.len(),
                said::listed(days)
            ),
        },
        enter: Enter::behind(days.n(), slice, what.clone()),
    };
    let report = all.report.median().map(|days| {
        let days = day::days(days);
        if is_given {
            format!("News of half of them comes within {days}.")
        } else {
            format!("After half of the meetings you report back within {days}.")
        }
    });
    let sentences: Vec<String> = report.into_iter().chain(said::reports(flow, cx)).collect();
    let sentence = if sentences.is_empty() {
        let what = if is_given {
            "news of the receiver"
        } else {
            "a report back"
        };
        format!(
            "{}: five make a figure; r on a card records {what}.",
            capital(FEW)
        )
    } else {
        sentences.join(" ")
    };
    Panel {
        which: Which::Speed,
        title: "How long it takes".into(),
        sentence,
        chart: Chart::Table(Table {
            heads: vec!["n", "half", "85%"],
            rows: lines.iter().map(row).collect(),
            ..Table::default()
        }),
        figures: lines.iter().map(figure).collect(),
    }
}

/// With the whole process and without, and which step is left out.
pub fn whole(flow: &Flow, cx: &Cx) -> Panel {
    let kept = &flow.figures.kept;
    let broken = kept.whole.of - kept.whole.part;
    let mut rows = Vec::new();
    let mut figures = Vec::new();
    for (title, ended, won, what) in [
        (
            "with all of it",
            kept.whole.part,
            kept.won_whole,
            Behind::Whole,
        ),
        ("without", broken, kept.won_broken, Behind::Broken),
    ] {
        rows.push(match won.bounds() {
            Some((low, high)) => Row::new(
                title,
                Bar::Range {
                    low: low.into(),
                    high: high.into(),
                },
                vec![ended.to_string(), won.of.to_string(), percent(won)],
            ),
            None => Row::few(title, ended, format!("won {}, too few", share(won))),
        });
        let range = won.bounds().map_or(String::new(), |(low, high)| {
            format!(
                " In 8 of 10 cases the true share lies between {} and {}%, as the bar shows.",
                low / 10,
                high.div_ceil(10)
            )
        });
        figures.push(Figure {
            says: format!(
                "{}: {ended} ended, {} of them decided (won, lost or lapsed), won {}.{range}",
                capital(title),
                won.of,
                share(won)
            ),
            enter: Enter::behind(ended, &flow.slice, what),
        });
    }
    for (stage, done) in Stage::ALL.into_iter().zip(kept.steps) {
        let missed = done.of - done.part;
        if missed == 0 {
            continue;
        }
        let tail = format!("left out, of {}", done.of);
        rows.push(Row::few(stage.title(), missed, tail));
        figures.push(Figure {
            says: format!(
                "{}: {missed} of {} that passed it have no record of its core step, the fact that carries a card on.",
                stage.title(),
                done.of
            ),
            enter: Enter::behind(missed, &flow.slice, Behind::Missed(stage)),
        });
    }
    let compared = match (kept.won_whole.percent(), kept.won_broken.percent()) {
        (Some(_), Some(_)) => format!(
            "With the whole process {} decided are won, without it {}.",
            share(kept.won_whole),
            share(kept.won_broken)
        ),
        _ => format!(
            "{} whether the whole process wins more: {} decided with it and {} without; five of each say it.",
            capital(FEW),
            kept.won_whole.of,
            kept.won_broken.of
        ),
    };
    let clients = said::clients(cx).filter(|_| !is_given(flow));
    let sentences: Vec<String> = std::iter::once(compared).chain(clients).collect();
    Panel {
        which: Which::Whole,
        title: "With and without the whole process".into(),
        sentence: sentences.join(" "),
        chart: Chart::Table(Table {
            heads: vec!["n", "decided", "won"],
            rows,
            whole: Some(1000),
            ..Table::default()
        }),
        figures,
    }
}
