//! The numbers of the process in words, the same on the screen and on the command line. It counts nothing.

use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::introduction::Method;
use crate::domain::referral::{Direction, Ending};
use crate::domain::stage::Stage;
use crate::domain::text;
use crate::insight::client::Core;
use crate::insight::flow::astray::Stray;
use crate::insight::flow::clients;
use crate::insight::flow::figure::Rate;
use crate::insight::flow::figures::{Kept, Party, Rung, Split};
use crate::insight::flow::slice::{Group, Introduced, Key};
use crate::insight::flow::whole::{Behind, Flow, Took};
use crate::insight::pillars::Pillar;

use super::layer::Cx;
pub use super::parts::values::capital;

/// What is said where fewer than five cases are.
pub const FEW: &str = "too few to say";

/// "3 referrals", "1 referral".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// "64%", or a dash where there are too few.
pub fn percent(rate: Rate) -> String {
    rate.percent()
        .map_or("-".into(), |share| format!("{share}%"))
}

/// "64% of 36", or the counts alone where there are too few.
pub fn share(rate: Rate) -> String {
    match rate.percent() {
        Some(share) => format!("{share}% of {}", rate.of),
        None => format!("{} of {}", rate.part, rate.of),
    }
}

/// The few cases themselves.
pub fn listed(days: &[i64]) -> String {
    match days {
        [] => "none".into(),
        days => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            format!("{FEW}: {}", days.join(", "))
        }
    }
}

/// My share of the days and theirs, in hundredths; a dash where it took none.
pub fn shares(time: &Split) -> (String, String) {
    let total = time.total();
    if total == 0 {
        return ("-".into(), "-".into());
    }
    let share = |days: i64| format!("{}%", (days * 200 + total) / (total * 2));
    (share(time.me), share(time.theirs()))
}

/// A name, as far as it may be shown.
pub fn name(person: Id, cx: &Cx) -> String {
    text::clean_line(&cx.name(Some(person)))
}

/// The prospect of a referral.
pub fn whose(referral: Id, cx: &Cx) -> String {
    let it = cx.book.referrals.get(referral);
    text::clean_line(&cx.name(it.and_then(|it| it.prospect)))
}

/// Where they wait longest, and who has the move there; none where nothing is over its limit.
pub fn bottleneck(flow: &Flow, cx: &Cx) -> Option<String> {
    let it = flow.bottleneck.as_ref()?;
    let movers = it.time.movers().into_iter().take(2);
    let who: Vec<&str> = movers.map(|(party, _)| party_words(party)).collect();
    // What fewer than five have left is judged by nobody.
    let is_part = flow
        .figures
        .dwell
        .iter()
        .any(|dwell| 0 < dwell.days.n() && dwell.days.known().is_none());
    let they = if is_part {
        "Of the stages that five or more have left, they wait longest in"
    } else {
        "They wait longest in"
    };
    let mut said = format!(
        "{they} {}: half of {} took {} or more, against {}.",
        it.stage.title(),
        it.n,
        day::days(it.days.median),
        it.limit,
    );
    if !who.is_empty() {
        said += &format!(" The move is with {}.", who.join(", then "));
    }
    // How it is now says nothing of a time before.
    if 0 < it.open && flow.until == cx.today {
        // Over the limit is a matter of days; late, as on the board, is what nothing is planned for either.
        let over = match it.over_now.len() {
            0 => "none over the limit".into(),
            over => format!("{over} over the limit"),
        };
        let late = match (it.late.len(), it.over_now.len()) {
            (0, 0) => String::new(),
            (0, _) => " but planned or set aside, so none is late".into(),
            (late, _) => format!(", {late} late"),
        };
        said += &format!(" {} open there now, {over}{late}", be(it.open));
        if let Some(through) = &it.through {
            let names = through.partners.iter().map(|partner| name(*partner, cx));
            let names: Vec<String> = names.collect();
            said += &format!(
                ", {} of these through {}",
                through.of_late,
                names.join(" and ")
            );
        }
        said.push('.');
    }
    Some(said)
}

/// "1 is", "3 are".
pub fn be(n: usize) -> String {
    format!("{n} {}", if n == 1 { "is" } else { "are" })
}

/// What is left out of what came in the period, in a sentence; none where nothing is.
pub fn left(flow: &Flow) -> Option<String> {
    let (leads, none) = (flow.left.leads, flow.not_referrals());
    let mut parts = Vec::new();
    if 0 < leads {
        parts.push(counted(leads, "lead", "leads"));
    }
    if 0 < none {
        parts.push(format!("{none} that {} no referral", was(none)));
    }
    (!parts.is_empty()).then(|| format!("Left out: {}.", parts.join(" and ")))
}

/// "was", "were".
fn was(n: usize) -> &'static str {
    if n == 1 { "was" } else { "were" }
}

/// Which leads the map and the board show and the open ones here do not, in a sentence.
pub fn open_leads(flow: &Flow) -> Option<String> {
    let leads = flow.left.open_leads;
    (0 < leads).then(|| {
        let leads = counted(leads, "open lead is", "open leads are");
        format!("{leads} left out.")
    })
}

pub fn party_words(party: Party) -> &'static str {
    match party {
        Party::Me => "you",
        Party::Source => "the source",
        Party::Prospect => "the prospect",
        Party::Receiver => "the receiver",
        Party::Other => "somebody else",
        Party::Nobody => "nobody",
    }
}

/// How far a referral came.
pub fn rung(rung: Rung, is_given: bool) -> &'static str {
    match (rung, is_given) {
        (Rung::Arrived, false) => "received",
        (Rung::Arrived, true) => "given",
        (Rung::CheckedBack, false) => "checked back",
        (Rung::CheckedBack, true) => "introduced",
        (Rung::Met, _) => "met",
        (Rung::Proposed, _) => "proposed",
        (Rung::Won, _) => "won",
    }
}

/// Which days are said.
pub fn took(took: Took, is_given: bool) -> &'static str {
    match (took, is_given) {
        (Took::FirstWord, _) => "arrival to first word",
        (Took::Meeting, _) => "arrival to meeting",
        (Took::Report, false) => "meeting to report back",
        (Took::Report, true) => "introduction to news",
        (Took::End, _) => "arrival to end",
    }
}

/// Who hears soonest and who last, in a sentence; none where fewer than two can be told apart.
pub fn reports(flow: &Flow, cx: &Cx) -> Option<String> {
    let [(soon, first), (late, last)] = flow.reports?;
    let (soon, late, first) = (name(soon, cx), name(late, cx), day::days(first));
    Some(match flow.slice.direction {
        Direction::Given => format!("News comes from {soon} in {first}, from {late} in {last}."),
        _ => format!("{soon} hears in {first}, {late} in {last}."),
    })
}

/// Which core steps were left out most often, in a sentence; none where all were done.
pub fn left_out(kept: &Kept) -> Option<String> {
    let mut missed: Vec<(Stage, Rate)> = Stage::ALL.into_iter().zip(kept.steps).collect();
    missed.retain(|(_, rate)| rate.part < rate.of);
    missed.sort_by_key(|(_, rate)| std::cmp::Reverse(rate.of - rate.part));
    let missed = missed.iter().take(3);
    let missed = missed
        .map(|(stage, rate)| format!("{} ({} of {})", stage.title(), rate.of - rate.part, rate.of));
    let missed: Vec<String> = missed.collect();
    (!missed.is_empty()).then(|| format!("Left out most often: {}.", missed.join(", ")))
}

/// What my clients had of what nobody leaves out, in a sentence; none where there is no client.
pub fn clients(cx: &Cx) -> Option<String> {
    let core = clients::core(cx.practice);
    let all = core[0].1.of;
    let parts = core.map(|(core, rate)| format!("{} {}", core_words(core), rate.part));
    (0 < all).then(|| format!("Of {all} clients: {}.", parts.join(", ")))
}

fn core_words(core: Core) -> &'static str {
    match core {
        Core::Position => "heard that you work by referral",
        Core::Agree => "agreed on referrals",
        Core::Deliver => "said what they expect and what came of it",
        Core::Meet => "had a referral meeting",
    }
}

/// In what way a referral left the path.
pub fn stray(way: Stray, direction: &Direction, cx: &Cx) -> String {
    match way {
        Stray::Backward { from, to, .. } => format!("back from {} to {}", from.title(), to.title()),
        Stray::Skipped(stage) => format!("{} left out", stage.title()),
        Stray::Early(on) => {
            let on = day::near(on, cx.today);
            format!("in touch before the introduction ({on})")
        }
        Stray::NoNext => "nothing planned".into(),
        Stray::NoPartner if *direction == Direction::Given => "nobody named to whom it went".into(),
        Stray::NoPartner => "nobody named who sent it".into(),
        Stray::Untold => "the source has not heard".into(),
    }
}

/// "2.4".
pub fn hundredths(of: i64) -> String {
    let tenths = (of + 5) / 10;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// How many may be won, in tenths, rounded outwards: "3.9 to 8.3".
pub fn wins((low, high): (u64, u64)) -> String {
    let tenths = |wins: u64| format!("{}.{}", wins / 10, wins % 10);
    format!("{} to {}", tenths(low / 100), tenths(high.div_ceil(100)))
}

/// Whether what comes, what ends and what is open agree, in a sentence.
pub fn check(flow: &Flow) -> Option<String> {
    let it = flow.little.as_ref()?;
    Some(format!(
        "A check: {} open on average and {} ended a week make {} from arrival to end; measured are {} (n {}).",
        hundredths(it.open),
        hundredths(it.a_week),
        day::days(it.follows),
        it.measured,
        it.n,
    ))
}

/// By what they are told apart.
pub fn by(group: Group, is_given: bool) -> &'static str {
    match (group, is_given) {
        (Group::Partner, false) => "source",
        (Group::Partner, true) => "receiver",
        (Group::Level, _) => "level",
        (Group::Introduction, _) => "introduction",
        (Group::Channel, _) => "channel",
        (Group::Category, _) => "kind of source",
        (Group::Pillar, _) => "weak pillar",
        (Group::Map, _) => "version of the map",
        (Group::Quarter, _) => "quarter",
    }
}

/// What a group is called.
pub fn key(key: &Key, cx: &Cx) -> String {
    match key {
        Key::Partner(None) => "nobody named".into(),
        Key::Partner(partner) => cx.name(*partner).into_owned(),
        Key::Level(band) => match band.levels() {
            Some((low, high)) if low == high => format!("level {low}"),
            Some((low, high)) => format!("level {low}-{high}"),
            None => "another level".into(),
        },
        Key::Introduction(Introduced::By(Method::Other(_))) => "in another way".into(),
        Key::Introduction(Introduced::By(method)) => method.title().into(),
        Key::Introduction(Introduced::Somehow) => "introduced, not said how".into(),
        Key::Introduction(Introduced::NameOnly) => "name only".into(),
        Key::Channel(channel) if channel.is_empty() => "no channel noted".into(),
        Key::Channel(_) if cx.masked => "(masked)".into(),
        Key::Channel(channel) => channel.clone(),
        Key::Category(None) => "kind not known".into(),
        Key::Category(Some(category)) => category.title().into(),
        Key::Pillar(None) => "none known to be weak".into(),
        Key::Pillar(Some(pillar)) => match pillar {
            Pillar::Trust => "trust is weak",
            Pillar::Purchase => "purchase is weak",
            Pillar::Tie => "tie is weak",
            Pillar::Contact => "contact is weak",
        }
        .into(),
        Key::Map(version) => format!("map {version}"),
        Key::Quarter(quarter) => format!("{} Q{}", quarter.year, quarter.number),
    }
}

/// A group with what kind of group it is: "source: Dana Ortiz", "level 5-6".
pub fn key_of(it: &Key, is_given: bool, cx: &Cx) -> String {
    let said = key(it, cx);
    match it {
        Key::Level(_) | Key::Map(_) | Key::Pillar(_) => said,
        _ => format!("{}: {said}", by(it.group(), is_given)),
    }
}

/// Which referrals stand behind a figure: "left Meet after more than the limit".
pub fn behind(what: &Behind, is_given: bool) -> String {
    match what {
        Behind::Arrived => rung(Rung::Arrived, is_given).into(),
        Behind::Stays(stage) => format!("left {}", stage.title()),
        Behind::Over(stage) => format!("over the limit when they left {}", stage.title()),
        Behind::Rung(Rung::Arrived) => rung(Rung::Arrived, is_given).into(),
        Behind::Rung(it) => format!("{}, of those that came", rung(*it, is_given)),
        Behind::Reached(stage) => format!("came to {}", stage.title()),
        Behind::Open => "came in this time and open".into(),
        Behind::Ended(Ending::Other(_)) => "ended in another way".into(),
        Behind::Ended(ending) => ending.title().into(),
        Behind::Whole => "ended, with the whole process".into(),
        Behind::Broken => "ended, without the whole process".into(),
        Behind::Late(stage) => format!("late in {}", stage.title()),
        Behind::Stands(stage) => format!("open in {}", stage.title()),
        Behind::Stood(stage) => format!("stood in {}", stage.title()),
        Behind::CameOrEnded => "came or ended".into(),
        Behind::Took(it) => took(*it, is_given).into(),
        Behind::Missed(stage) => format!("passed {} without its core step", stage.title()),
    }
}
