//! The numbers of the process as JSON: every key is described in `docs/command-line.md`. Names are masked where the
//! screen masks them; what the user wrote and what things are worth is left out then.

use serde_json::{Map, Value, json};

use super::report::{Asked, VERSION};
use crate::domain::id::Id;
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::flow::ageing::Age;
use crate::insight::flow::astray::{Astray, Stray};
use crate::insight::flow::clients;
use crate::insight::flow::compare::{Comparison, Side};
use crate::insight::flow::figure::{Rate, Said, Spread};
use crate::insight::flow::figures::{Dwell, End, Figures, Rung, Split};
use crate::insight::flow::forecast::{Odds, Outlook};
use crate::insight::flow::weeks::{Little, Week};
use crate::insight::flow::whole::Flow;
use crate::ui::figures::{self as words, name as who, whose};
use crate::ui::layer::Cx;

/// Everything that the report says.
pub(super) fn json(flow: &Flow, asked: &Asked, cx: &Cx) -> Value {
    let mut said = json!({
        "version": VERSION,
        "today": cx.today,
        "direction": flow.slice.direction.word(),
        "since": flow.since,
        "until": flow.until,
    });
    let rows = figures(&flow.figures, cx);
    let all = said.as_object_mut().expect("an object");
    let only = list(&flow.slice.only, |key| {
        json!({
            "group": key.group().word(),
            "key": text::clean_line(&words::key(key, cx)),
        })
    });
    all.insert("only".into(), only);
    all.extend(rows);
    let left = json!({
        "leads": flow.left.leads,
        "open_leads": flow.left.open_leads,
        "not_referrals": flow.not_referrals(),
    });
    all.insert("left".into(), left);
    all.insert("bottleneck".into(), bottleneck(flow, cx));
    let reports = flow.reports.map(|[soonest, latest]| {
        let row = |(partner, median): (Id, i64)| json!({"who": who(partner, cx), "median": median});
        json!({"soonest": row(soonest), "latest": row(latest)})
    });
    all.insert("reports".into(), reports.unwrap_or_default());
    let clients = clients::core(cx.practice).into_iter();
    let clients: Map<String, Value> = clients
        .map(|(core, had)| (core.word().into(), rate(had)))
        .collect();
    all.insert("clients".into(), clients.into());
    all.insert("astray".into(), list(&flow.astray, |it| astray(it, cx)));
    all.insert("weeks".into(), list(&flow.weeks, week));
    all.insert(
        "little".into(),
        flow.little.as_ref().map(little).unwrap_or_default(),
    );
    all.insert("ages".into(), list(&flow.ages, |it| age(it, cx)));
    all.insert("forecast".into(), forecast(flow, cx));
    if let Some(group) = asked.by {
        let rows = flow.by(group);
        let rows = list(&rows, |(key, of)| {
            let mut row = Map::new();
            row.insert("key".into(), text::clean_line(&words::key(key, cx)).into());
            row.extend(figures(of, cx));
            row.into()
        });
        all.insert("by".into(), json!({"group": group.word(), "rows": rows}));
    }
    if let Some(day) = asked.around {
        let rows = Stage::ALL.map(|stage| comparison(&flow.compare(stage, day)));
        let rows: Vec<Value> = rows.into();
        all.insert("around".into(), json!({"day": day, "stages": rows}));
    }
    said
}

fn list<T>(rows: &[T], json: impl Fn(&T) -> Value) -> Value {
    rows.iter().map(json).collect::<Vec<Value>>().into()
}

fn spread(said: &Said<Spread>) -> Value {
    match said {
        Said::Known(spread, n) => json!({
            "n": n,
            "median": spread.median,
            "p85": spread.p85,
            "days": null,
        }),
        Said::TooFew(days) => json!({
            "n": days.len(),
            "median": null,
            "p85": null,
            "days": days,
        }),
    }
}

fn rate(rate: Rate) -> Value {
    json!({"part": rate.part, "of": rate.of, "per_mille": rate.per_mille()})
}

/// A rate with the bounds between which it lies.
fn bounded(it: Rate) -> Value {
    let mut said = rate(it);
    let (low, high) = it.bounds().unzip();
    said["low"] = json!(low);
    said["high"] = json!(high);
    said
}

fn split(time: &Split) -> Value {
    json!({
        "me": time.me,
        "source": time.source,
        "prospect": time.prospect,
        "receiver": time.receiver,
        "other": time.other,
        "nobody": time.nobody,
    })
}

/// What is said of all and of each group alike.
fn figures(of: &Figures, cx: &Cx) -> Map<String, Value> {
    let stages = of.dwell.iter().map(|dwell| stage(dwell, of));
    let funnel = Rung::ALL.map(|rung| (rung.word().to_string(), json!(of.came_to(rung))));
    let said = json!({
        "n": of.n,
        "open": of.ends.open,
        "stages": stages.collect::<Vec<Value>>(),
        "funnel": funnel.into_iter().collect::<Map<String, Value>>(),
        "ends": list(&of.ends.rows, |row| end(row, cx)),
        "won": bounded(of.ends.won),
        "days": {
            "first_word": spread(&of.first_word),
            "meeting": spread(&of.meeting),
            "report": spread(&of.report),
            "end": spread(&of.end),
        },
        "kept": {
            "whole": rate(of.kept.whole),
            "won_whole": bounded(of.kept.won_whole),
            "won_broken": bounded(of.kept.won_broken),
        },
    });
    match said {
        Value::Object(said) => said,
        _ => Map::new(),
    }
}

fn stage(dwell: &Dwell, of: &Figures) -> Value {
    let at = dwell.stage as usize;
    let mut said = json!({"stage": dwell.stage.word(), "limit": dwell.limit});
    let row = said.as_object_mut().expect("an object");
    if let Value::Object(spread) = spread(&dwell.days) {
        row.extend(spread);
    }
    row.insert("over".into(), rate(dwell.over));
    row.insert("time".into(), split(&dwell.time));
    row.insert("waited".into(), dwell.waited.into());
    let pass = of.passes[at];
    row.insert("reached".into(), pass.reached.into());
    row.insert("went_on".into(), pass.went_on.into());
    row.insert("still".into(), pass.still.into());
    row.insert("core".into(), rate(of.kept.steps[at]));
    said
}

fn end(row: &End, cx: &Cx) -> Value {
    let stages = Stage::ALL.into_iter().zip(row.stages);
    let stages: Map<String, Value> = stages
        .filter(|(_, n)| 0 < *n)
        .map(|(stage, n)| (stage.word().into(), n.into()))
        .collect();
    let reasons = row.reasons.iter().filter(|_| !cx.masked);
    let reasons: Vec<Value> = reasons
        .map(|(reason, n)| json!({"reason": text::clean_line(reason), "n": n}))
        .collect();
    json!({
        "ending": row.ending.word(),
        "n": row.n,
        "stages": stages,
        "reasons": reasons,
    })
}

fn bottleneck(flow: &Flow, cx: &Cx) -> Value {
    let Some(it) = &flow.bottleneck else {
        return Value::Null;
    };
    let through = it.through.as_ref().map(|through| {
        let partners = list(&through.partners, |partner| who(*partner, cx).into());
        json!({"who": partners, "late": through.of_late})
    });
    json!({
        "stage": it.stage.word(),
        "limit": it.limit,
        "n": it.n,
        "median": it.days.median,
        "p85": it.days.p85,
        "over": rate(it.over),
        "time": split(&it.time),
        "open": it.open,
        "over_now": list(&it.over_now, |id| whose(*id, cx).into()),
        "late": list(&it.late, |id| whose(*id, cx).into()),
        "through": through,
    })
}

fn astray(it: &Astray, cx: &Cx) -> Value {
    let ways = list(&it.ways, |way| {
        let mut said = json!({"way": way.word()});
        match way {
            Stray::Backward { from, to, on } => {
                said["from"] = from.word().into();
                said["to"] = to.word().into();
                said["on"] = json!(on);
            }
            Stray::Skipped(stage) => said["stage"] = stage.word().into(),
            Stray::Early(on) => said["on"] = json!(on),
            Stray::NoNext | Stray::NoPartner | Stray::Untold => {}
        }
        said
    });
    json!({"who": whose(it.id, cx), "open": it.is_open, "ways": ways})
}

fn week(week: &Week) -> Value {
    let reached = Stage::ALL.into_iter().zip(week.reached);
    let reached: Map<String, Value> = reached
        .map(|(stage, n)| (stage.word().into(), n.into()))
        .collect();
    let stood = Stage::ALL.into_iter().zip(week.stood);
    let stood: Map<String, Value> = stood
        .map(|(stage, n)| (stage.word().into(), n.into()))
        .collect();
    json!({
        "monday": week.monday,
        "arrived": week.arrived,
        "ended": week.ended,
        "won": week.won,
        "open": week.open,
        "reached": reached,
        "stood": stood,
        "done": week.done,
    })
}

fn little(little: &Little) -> Value {
    json!({
        "open": little.open,
        "a_week": little.a_week,
        "follows": little.follows,
        "measured": little.measured,
        "n": little.n,
    })
}

fn age(age: &Age, cx: &Cx) -> Value {
    json!({
        "who": whose(age.id, cx),
        "stage": age.stage.word(),
        "days": age.days,
        "since_arrival": age.since_arrival,
        "asleep": age.asleep,
        "pace": age.pace().word(),
        "median": age.past.map(|past| past.median),
        "p85": age.past.map(|past| past.p85),
    })
}

fn forecast(flow: &Flow, cx: &Cx) -> Value {
    let it = &flow.forecast;
    let odds = |odds: &Odds| json!({"stage": odds.stage.word(), "open": odds.open, "won": bounded(odds.won)});
    let outlook = |sum: &Outlook| {
        let (low, high) = sum.range.filter(|_| !cx.masked).unzip();
        json!({
            "currency": sum.currency.code(),
            "open": sum.open,
            "n": sum.value.n(),
            "low": low,
            "high": high,
        })
    };
    let (low, high) = it.wins.unzip();
    json!({
        "stages": list(&it.odds, odds),
        "wins": {"low": low, "high": high},
        "sums": list(&it.sums, outlook),
        "apart": it.apart,
    })
}

fn comparison(it: &Comparison) -> Value {
    let side = |side: &Side| {
        json!({
            "days": spread(&side.days),
            "over": rate(side.over),
            "time": split(&side.time),
            "went_on": rate(side.went_on),
        })
    };
    json!({
        "stage": it.stage.word(),
        "before": side(&it.before),
        "after": side(&it.after),
        "across": it.across,
        "gained": it.gained(),
    })
}
