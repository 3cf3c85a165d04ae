//! The parts of the numbers about what flows and what is open: week by week, what stands where, how old it is, what may
//! come of it, and what left the path. It counts nothing.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::day;
use crate::domain::stage::Stage;
use crate::insight::flow::ageing::{Age, Pace};
use crate::insight::flow::astray::Astray;
use crate::insight::flow::slice::Slice;
use crate::insight::flow::weeks::Week;
use crate::insight::flow::whole::{Behind, Flow};

use super::super::figures::{self as said, FEW, capital, counted};
use super::super::layer::Cx;
use super::super::parts::charts::ages::{Ages, Dot, Past};
use super::super::parts::charts::bands::Bands;
use super::super::parts::charts::table::{Bar, Row, Table};
use super::super::parts::charts::weeks::{Strip, Weeks};
use super::super::parts::look::Look;
use super::panel::{Chart, Enter, Figure, Panel, Which};

/// The name of each month beneath the first week that begins in it.
fn marks(weeks: &[Week]) -> Vec<String> {
    let mut before = None;
    let marks = weeks.iter().map(|week| {
        let month = week.monday.month();
        let is_new = before.replace(month) != Some(month);
        let mark = week.monday.format("%b").to_string();
        if is_new { mark } else { String::new() }
    });
    marks.collect()
}

/// The days of a week that lie in the period.
fn slice_of(week: &Week, flow: &Flow) -> Slice {
    let sunday = week.monday.checked_add_days(Days::new(6));
    Slice {
        since: Some(week.monday.max(flow.since)),
        until: Some(sunday.map_or(flow.until, |sunday| sunday.min(flow.until))),
        ..flow.slice.clone()
    }
}

/// The weeks of the period since the first of them ever came: what lies before is no calm, there was no book.
fn lived(flow: &Flow) -> &[Week] {
    let is_before = |week: &&Week| {
        let next = week.monday.checked_add_days(Days::new(7));
        flow.first
            .zip(next)
            .is_some_and(|(first, next)| next <= first)
    };
    let before = flow.weeks.iter().take_while(is_before).count();
    // Where none came at all by its end, the period is as long as it is.
    flow.weeks
        .get(before..)
        .filter(|weeks| !weeks.is_empty())
        .unwrap_or(&flow.weeks)
}

/// So few weeks have no pace.
const A_PACE: usize = 4;

/// What came and what ended, week by week.
pub fn weeks(flow: &Flow, cx: &Cx) -> Panel {
    let all = lived(flow);
    let sum = |of: fn(&Week) -> usize| all.iter().map(of).sum::<usize>();
    let (came, ended, won) = (sum(|it| it.arrived), sum(|it| it.ended), sum(|it| it.won));
    let figure = |week: &Week| Figure {
        says: format!(
            "Week of {}: {} came, {} ended, {} of them won; {} open at its end.",
            day::full(week.monday, cx.today),
            week.arrived,
            week.ended,
            week.won,
            week.open
        ),
        enter: Enter::behind(
            week.arrived + week.ended,
            &slice_of(week, flow),
            Behind::CameOrEnded,
        ),
    };
    let open = all.last().map_or(0, |week| week.open);
    let is_empty = came + ended + open == 0;
    let sentence = if is_empty {
        "Nothing came and nothing ended in this time; < looks at an earlier one, c captures a referral.".into()
    } else {
        let many = all.len();
        let pace = |n: usize| {
            let hundredths = i64::try_from(n * 100 / many.max(1)).unwrap_or(0);
            said::hundredths(hundredths)
        };
        let paces = if A_PACE <= many {
            format!(", {} and {} a week", pace(came), pace(ended))
        } else {
            String::new()
        };
        let mut sentence = format!(
            "In {} {came} came and {ended} ended, whenever they had come, {won} of them won{paces}; {} open at the end.",
            counted(many, "week", "weeks"),
            said::be(open)
        );
        if let Some(check) = said::check(flow) {
            sentence += &format!(" {check}");
        }
        sentence
    };
    let strip = |title, of: fn(&Week) -> usize| Strip {
        title,
        counts: all.iter().map(of).collect(),
    };
    Panel {
        which: Which::Weeks,
        title: "Week by week".into(),
        base: "came and ended in each week",
        sentence,
        chart: Chart::Weeks(Weeks {
            strips: [
                strip("came", |it| it.arrived),
                strip("ended", |it| it.ended),
            ],
            marks: if is_empty { Vec::new() } else { marks(all) },
        }),
        figures: if is_empty {
            Vec::new()
        } else {
            all.iter().rev().map(figure).collect()
        },
    }
}

/// Cumulative flow: what stood in each stage at the end of each week.
pub fn bands(flow: &Flow) -> Panel {
    let lived = lived(flow);
    let weeks: Vec<Vec<usize>> = lived.iter().map(|week| week.stood.to_vec()).collect();
    let first = weeks.first().cloned().unwrap_or_default();
    let last = weeks.last().cloned().unwrap_or_default();
    let is_empty = weeks.iter().flatten().all(|count| *count == 0);
    let grown = Stage::ALL.into_iter().zip(first.iter().zip(&last));
    let grown = grown.filter(|(_, (then, now))| then < now);
    let most = grown.max_by_key(|(stage, (then, now))| (*now - *then, std::cmp::Reverse(*stage)));
    let sentence = match most {
        _ if is_empty => {
            "Nothing was open in this time; what stands in each stage is drawn here.".into()
        }
        Some((stage, (then, now))) => format!(
            "What stood in {} grew most, from {then} in the first week to {now} in the last. A band that widens is a \
             queue.",
            stage.title()
        ),
        None => "No band is wider in the last week than in the first: nothing queues up.".into(),
    };
    let figure = |stage: Stage| {
        let at = stage as usize;
        Figure {
            says: format!(
                "{}: {} stood there at the end of the last week, {} at the end of the first. Ended ones and leads \
                 are left out.",
                stage.title(),
                last.get(at).unwrap_or(&0),
                first.get(at).unwrap_or(&0)
            ),
            enter: Enter::behind(
                last.get(at).copied().unwrap_or(0),
                &flow.slice,
                Behind::Stood(stage),
            ),
        }
    };
    Panel {
        which: Which::Bands,
        title: "Cumulative flow: where they stood".into(),
        base: "open at the end of each week",
        sentence,
        figures: if is_empty {
            Vec::new()
        } else {
            Stage::ALL.map(figure).into()
        },
        chart: Chart::Bands(Bands {
            titles: Stage::ALL.map(Stage::title).into(),
            marks: marks(lived),
            weeks: if is_empty { Vec::new() } else { weeks },
        }),
    }
}

fn dot(age: &Age) -> Dot {
    let (mark, look) = match age.pace() {
        Pace::Slowest => ("●", Look::Bad),
        Pace::Slow => ("◐", Look::Warn),
        Pace::Usual => ("○", Look::Good),
        Pace::Unknown => ("○", Look::Text),
    };
    Dot {
        line: age.stage as usize,
        days: age.days,
        mark,
        look,
    }
}

/// How old the open ones are, against those before them.
pub fn ages(flow: &Flow, cx: &Cx) -> Panel {
    let all = &flow.ages;
    let of = |pace: Pace| all.iter().filter(move |age| pace <= age.pace());
    let figure = |age: &Age| {
        let past = match (age.past, age.pace()) {
            (None, _) => format!("{FEW} how long others took there"),
            (Some(past), Pace::Slowest) => {
                format!("longer than 85 in 100 before it ({})", past.p85)
            }
            (Some(past), Pace::Slow) => {
                format!("longer than half of those before it ({})", past.median)
            }
            (Some(past), _) => format!("no longer than half of those before it ({})", past.median),
        };
        let asleep = if age.asleep { ", set aside" } else { "" };
        Figure {
            says: format!(
                "{}: {} in {}{asleep}, {past}; {} since it came.",
                said::whose(age.id, cx),
                day::days(age.days),
                age.stage.title(),
                day::days(age.since_arrival)
            ),
            enter: Enter::One(age.id),
        }
    };
    let sentence = match of(Pace::Slow).next() {
        _ if all.is_empty() => {
            "Nothing is open. c captures a referral; each open one has a mark here.".into()
        }
        None => format!(
            "None of {} is longer in its stage than half of those before it, as far as five of them say.",
            all.len()
        ),
        Some(oldest) => format!(
            "{} of {} open ones are longer in their stage than half of those before (the first line), {} longer than \
             85 in 100 (the second): {} first, {} in {}.",
            of(Pace::Slow).count(),
            all.len(),
            of(Pace::Slowest).count(),
            said::whose(oldest.id, cx),
            day::days(oldest.days),
            oldest.stage.title()
        ),
    };
    let leads = said::open_leads(flow);
    let sentence: String = [sentence]
        .into_iter()
        .chain(leads)
        .collect::<Vec<_>>()
        .join(" ");
    let past = |stage: Stage| {
        let days = flow.figures.dwell[stage as usize].days.known();
        Past {
            title: stage.title(),
            spread: days.map(|spread| (spread.median, spread.p85)),
        }
    };
    Panel {
        which: Which::Ages,
        title: "How old the open ones are".into(),
        base: "open today",
        sentence,
        chart: Chart::Ages(Ages {
            lines: Stage::ALL.map(past).into(),
            dots: all.iter().map(dot).collect(),
        }),
        figures: all.iter().map(figure).collect(),
    }
}

/// What may come of the open ones, as a range.
pub fn forecast(flow: &Flow, cx: &Cx) -> Panel {
    let it = &flow.forecast;
    let mut rows = Vec::new();
    let mut figures = Vec::new();
    for odds in it.odds.iter().filter(|odds| 0 < odds.open) {
        let title = odds.stage.title();
        let (row, says) = match odds.won.bounds() {
            Some((low, high)) => {
                let bar = Bar::Range {
                    low: low.into(),
                    high: high.into(),
                };
                let (low, high) = (low / 10, high.div_ceil(10));
                let cells = vec![odds.open.to_string(), format!("{low}-{high}%")];
                let says = format!(
                    "{title}: {} open. Of {} that ever stood there and ended in this time {} were won; in 8 of 10 cases \
                     the true share lies between {low} and {high}%.",
                    odds.open, odds.won.of, odds.won.part
                );
                (Row::new(title, bar, cells), says)
            }
            None => (
                Row::few(title, odds.open, FEW),
                format!(
                    "{title}: {} open; {} that stood there ended in this time. Five make a share.",
                    odds.open, odds.won.of
                ),
            ),
        };
        rows.push(row);
        figures.push(Figure {
            says,
            enter: Enter::Behind(flow.slice.clone(), Behind::Stands(odds.stage)),
        });
    }
    let sums: Vec<String> = it
        .sums
        .iter()
        .map(|sum| match sum.range {
            Some((low, high)) => format!("{} to {}", cx.money(low), cx.money(high)),
            None => format!(
                "a sum in {} is not said, {} won with a value: {FEW}",
                sum.currency.code(),
                sum.value.n()
            ),
        })
        .collect();
    let sentence = match it.wins {
        None if flow.ages.is_empty() => {
            "Nothing is open, so nothing is foreseen. c captures a referral.".into()
        }
        None => format!(
            "{} what may come of {} open: five that stood in a stage and ended make its range.",
            capital(FEW),
            flow.ages.len()
        ),
        Some(wins) => {
            let open: usize = it.sums.iter().map(|sum| sum.open).sum();
            let apart = match it.apart {
                0 => String::new(),
                apart => format!(" {apart} more stand where it is {FEW}."),
            };
            format!(
                "Of {open} open {} may be won, by what became of those before: {}. A range, no promise.{apart}",
                said::wins(wins),
                sums.join(", ")
            )
        }
    };
    Panel {
        which: Which::Forecast,
        title: "What may come".into(),
        base: "open today, by what ended in this time",
        sentence,
        chart: Chart::Table(Table {
            heads: vec!["open", "may be won"],
            unit: "%",
            rows,
            whole: Some(1000),
            ..Table::default()
        }),
        figures,
    }
}

fn ways(it: &Astray, flow: &Flow, cx: &Cx) -> String {
    let ways: Vec<String> = it
        .ways
        .iter()
        .map(|way| said::stray(*way, &flow.slice.direction, cx))
        .collect();
    ways.join(", ")
}

/// What left the path.
pub fn astray(flow: &Flow, cx: &Cx) -> Panel {
    let all = &flow.astray;
    let row = |it: &Astray| {
        let state = if it.is_open { "open" } else { "ended" };
        Row::new(said::whose(it.id, cx), Bar::None, vec![state.into()]).tail(ways(it, flow, cx))
    };
    let figure = |it: &Astray| {
        let on = cx.book.referrals.get(it.id).map(|it| it.on);
        let came = on.map_or(String::new(), |on: NaiveDate| {
            format!(", came {}", day::near(on, cx.today))
        });
        Figure {
            says: format!("{}{came}: {}.", said::whose(it.id, cx), ways(it, flow, cx)),
            enter: Enter::One(it.id),
        }
    };
    let open = all.iter().filter(|it| it.is_open).count();
    let sentence = if all.is_empty() {
        "Nothing left the path: no step skipped, nothing unplanned, everybody told.".into()
    } else {
        format!(
            "{} left the path, {open} of them open; the keys of a referral work here.",
            all.len()
        )
    };
    Panel {
        which: Which::Astray,
        title: "Off track".into(),
        base: "open, or came in this time",
        sentence,
        chart: Chart::Table(Table {
            heads: vec!["state"],
            tail: "in what way",
            rows: all.iter().map(row).collect(),
            ..Table::default()
        }),
        figures: all.iter().map(figure).collect(),
    }
}
