//! The parts of the numbers about what has gone through: where it waited, how far it came, told apart, how fast, and with
//! the whole process or without. It counts nothing.

use std::collections::HashMap;

use crate::domain::day;
use crate::domain::id::Id;
use crate::insight::flow::figure::{Rate, Said, Spread};
use crate::insight::flow::figures::{Dwell, Figures, Rung, Split};
use crate::insight::flow::slice::{Key, Slice};
use crate::insight::flow::whole::{Behind, Flow};

use super::super::figures::{self as said, FEW, capital, counted, percent, share, shares};
use super::super::layer::Cx;
use super::super::parts::charts::table::{Bar, Row, Table};
use super::super::parts::look::Look;
use super::super::period::{Order, Shown};
use super::super::words;
use super::panel::{Chart, Enter, Figure, Panel, Which};

pub fn is_given(flow: &Flow) -> bool {
    flow.slice.direction == crate::domain::referral::Direction::Given
}

/// "too few to say: 3, 5", or that there is none.
pub fn few(days: &[i64]) -> String {
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
        base: "left a stage in this time",
        sentence: waiting_sentence(flow, cx),
        chart: Chart::Table(Table {
            legend: dwells.iter().any(|dwell| dwell.days.known().is_some()),
            heads: vec!["n", "half", "85%", "over", "you", "others"],
            tail: "whose move",
            unit: "days",
            rows: dwells.iter().map(row).collect(),
            ..Table::default()
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
    let is_part = dwells
        .iter()
        .any(|dwell| 0 < dwell.days.n() && dwell.days.known().is_none());
    let mut sentence = found.unwrap_or_else(|| {
        let which = if is_part {
            " that five or more have left"
        } else {
            ""
        };
        format!("In no stage{which} did more than half take longer than its limit.")
    });
    let mut time = Split::default();
    for dwell in dwells {
        time.me += dwell.time.me;
        time.source += dwell.time.theirs();
        time.nobody += dwell.time.nobody;
    }
    if 0 < time.total() {
        let (mine, _) = shares(&time);
        sentence += &format!(" Of all days the move was yours in {mine}.");
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
        // Whoever stands there still has not stayed behind.
        let gone = before.map(|before| {
            let still: usize = figures.funnel_open[before as usize..*rung as usize]
                .iter()
                .sum();
            Rate {
                part: n,
                of: figures.came_to(before).saturating_sub(still),
            }
        });
        if let (Some(step), Some(before)) = (gone.filter(|gone| gone.is_enough()), before) {
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
                "{}: {n} in this time. Leads and what was no referral are not counted; the map and the board show leads too.",
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
    let is = if won == 1 { "is" } else { "are" };
    let ended = all.saturating_sub(figures.ends.open + won);
    let mut sentence = format!(
        "Of {all} that came, {won} {is} won, {ended} ended otherwise and {} open.",
        said::be(figures.ends.open)
    );
    let left = said::left(flow).map_or(String::new(), |left| format!(" {left}"));
    sentence += &left;
    match lowest {
        _ if all < 5 => {
            sentence = format!(
                "{}: {}. Five make a share; c captures the next one.{left}",
                capital(FEW),
                counted(all, "referral in this time", "referrals in this time")
            );
        }
        // While nearly all are open, nobody has stayed behind.
        _ if all.saturating_sub(figures.ends.open) < 5 => {
            sentence += " Too few have ended to say where they stay behind.";
        }
        Some((step, before, rung)) => {
            sentence += &format!(
                " Fewest went on from {} to {}: {} of the {} that left it.",
                said::rung(before, is_given),
                said::rung(rung, is_given),
                percent(step),
                step.of
            );
        }
        None => {}
    }
    Panel {
        which: Which::Through,
        title: "How many get through".into(),
        base: "came in this time",
        sentence,
        chart: Chart::Table(Table {
            heads: vec!["n", "of before", "of all"],
            unit: "came",
            rows,
            ..Table::default()
        }),
        figures: stays,
    }
}

/// Puts the groups in an order; of which too little is known come last, as they came.
fn sort(groups: &mut [&(Key, Figures)], order: Order) {
    let most = |rate: Rate| rate.per_mille().map(std::cmp::Reverse);
    match order {
        Order::Own => {}
        Order::Met => groups.sort_by_key(|(_, of)| last(most(met(of)))),
        Order::Won => groups.sort_by_key(|(_, of)| last(most(of.ends.won))),
        Order::Meeting => groups.sort_by_key(|(_, of)| last(of.meeting.median())),
        Order::End => groups.sort_by_key(|(_, of)| last(of.end.median())),
    }
}

/// What is not known comes after all that is.
fn last<T>(known: Option<T>) -> (bool, Option<T>) {
    (known.is_none(), known)
}

/// How many met, of all that came.
fn met(of: &Figures) -> Rate {
    Rate {
        part: of.came_to(Rung::Met),
        of: of.n,
    }
}

/// Of how many of the period each is a further source.
fn joined(flow: &Flow, cx: &Cx) -> HashMap<Id, usize> {
    let mut joined = HashMap::new();
    let all = cx.book.referrals.iter().map(|(_, it)| it);
    let came = all.filter(|it| {
        it.direction == flow.slice.direction
            && it.counts()
            && flow.since <= it.on
            && it.on <= flow.until
    });
    for id in came.flat_map(|it| it.also.keys()) {
        *joined.entry(*id).or_default() += 1;
    }
    joined
}

/// The figures of each group beside one another.
pub fn by(flow: &Flow, shown: &Shown, groups: &[(Key, Figures)], cx: &Cx) -> Panel {
    let group = shown.by;
    // Where only stays were finished in this time, nothing stands behind the line.
    let mut groups: Vec<&(Key, Figures)> = groups.iter().filter(|(_, of)| 0 < of.n).collect();
    sort(&mut groups, shown.order);
    let is_given = is_given(flow);
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
    let joined = joined(flow, cx);
    let figure = |(key, of): &(Key, Figures)| {
        let mut slice: Slice = flow.slice.clone();
        slice.only.retain(|other| other != key);
        slice.only.push(key.clone());
        let decided = of.ends.won;
        let too = match key {
            Key::Partner(Some(id)) => joined.get(id).map_or(String::new(), |n| {
                format!(" A further source of {n} more, which count in the balance and not here.")
            }),
            _ => String::new(),
        };
        Figure {
            says: format!(
                "{}: {}, {} met, won {} decided (won, lost or lapsed). Days are medians: to the meeting (n {}), to \
                 the end (n {}).{too}",
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
    let decided = groups
        .iter()
        .copied()
        .filter(|(_, of)| of.ends.won.is_enough());
    let decided: Vec<&(Key, Figures)> = decided.collect();
    let order = |(_, of): &&&(Key, Figures)| of.ends.won.per_mille();
    let (best, least) = (
        decided.iter().rev().max_by_key(order),
        decided.iter().min_by_key(order),
    );
    let word = said::by(group, is_given);
    let sentence = match (best, least) {
        (Some((best, of)), Some((least, other)))
            if of.ends.won.per_mille() != other.ends.won.per_mille() =>
        {
            format!(
                "Won most often: {}, {}; least: {}, {}.",
                said::key(best, cx),
                share(of.ends.won),
                said::key(least, cx),
                share(other.ends.won)
            )
        }
        (Some((_, of)), Some(_)) if 1 < decided.len() => format!(
            "The share that is won does not differ by {word}: {}.",
            percent(of.ends.won)
        ),
        _ if groups.is_empty() => "Nothing came in this time; < looks at an earlier one.".into(),
        _ => format!(
            "{} by {word}: five decided ones of each of two make a comparison.",
            capital(FEW)
        ),
    };
    Panel {
        which: Which::By,
        title: match shown.order {
            Order::Own => format!("By {word}"),
            order => format!("By {word}, {}", order.title()),
        },
        base: "came in this time",
        sentence,
        chart: Chart::Table(Table {
            heads: vec!["n", "met", "won", "to meet", "to end"],
            unit: "came",
            rows: groups.iter().copied().map(row).collect(),
            ..Table::default()
        }),
        figures: groups.iter().copied().map(figure).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_which_too_little_is_known_comes_last_in_every_order() {
        let group = |version, n, met, won| {
            let of = Figures {
                n,
                funnel: [n, met, met, won, won],
                ends: crate::insight::flow::figures::Ends {
                    won: Rate { part: won, of: n },
                    ..Default::default()
                },
                ..Figures::default()
            };
            (Key::Map(version), of)
        };
        let all = [
            group(1, 9, 3, 1),
            group(2, 4, 4, 4),
            group(3, 6, 6, 1),
            group(4, 5, 2, 2),
        ];
        let sorted = |order| {
            let mut groups: Vec<&(Key, Figures)> = all.iter().collect();
            sort(&mut groups, order);
            let versions = groups.iter().map(|(key, _)| match key {
                Key::Map(version) => *version,
                _ => 0,
            });
            versions.collect::<Vec<u32>>()
        };
        assert_eq!(sorted(Order::Own), [1, 2, 3, 4]);
        assert_eq!(sorted(Order::Met), [3, 4, 1, 2]);
        assert_eq!(sorted(Order::Won), [4, 3, 1, 2]);
        assert_eq!(sorted(Order::End), [1, 2, 3, 4]);
    }
}
