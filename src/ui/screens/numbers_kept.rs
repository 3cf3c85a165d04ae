//! The parts of the numbers about how the process was kept to: how long it takes until somebody hears, and what comes of
//! the whole process and of one with gaps. It counts nothing.

use crate::domain::day;
use crate::domain::stage::Stage;
use crate::insight::flow::figure::{Said, Spread};
use crate::insight::flow::figures::Figures;
use crate::insight::flow::slice::{Key, Slice};
use crate::insight::flow::whole::{Behind, Flow, Took};

use super::super::figures::{self as said, FEW, capital, percent, share};
use super::super::layer::Cx;
use super::super::parts::charts::table::{Bar, Row, Table};
use super::numbers_past::{few, is_given};
use super::panel::{Chart, Enter, Figure, Panel, Which};

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
        base: "came in this time",
        sentence,
        chart: Chart::Table(Table {
            heads: vec!["n", "half", "85%"],
            unit: "days",
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
    // Clients are asked of all of them, whatever is narrowed.
    let is_all = flow.slice.only.is_empty() && !is_given(flow);
    let clients = said::clients(cx).filter(|_| is_all);
    let sentences: Vec<String> = std::iter::once(compared).chain(clients).collect();
    Panel {
        which: Which::Whole,
        title: "With and without the whole process".into(),
        base: "came and ended",
        sentence: sentences.join(" "),
        chart: Chart::Table(Table {
            heads: vec!["n", "decided", "won"],
            unit: "%",
            rows,
            whole: Some(1000),
            ..Table::default()
        }),
        figures,
    }
}
