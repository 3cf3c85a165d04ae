//! A helper or a channel in full, beneath their list: the part, the answer, the places, what came and what is open. It
//! decides nothing.

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::Direction;
use crate::domain::team::BuyIn;
use crate::insight::process::{left_behind, posts_of, stages_of};

use super::super::layer::Cx;
use super::super::mapping;
use super::super::theme::Theme;
use super::team::Item;

/// How many referrals came by a channel, and how many of them are open; or how many open ones stand where a helper helps.
pub(super) type Load = BTreeMap<Id, (usize, usize)>;

/// All of them, in one look at the book.
pub(super) fn loads(cx: &Cx) -> Load {
    let channels = cx.book.channels.iter().map(|(id, it)| {
        let came = cx.book.referrals.iter();
        let came = came.filter(|(_, one)| it.is_named(&one.channel)).count();
        (id, (came, cx.book.open_by(id).len()))
    });
    let helpers = cx.book.helpers.iter().map(|(id, _)| {
        let open = left_behind(cx.book, cx.practice, id).len();
        (id, (open, open))
    });
    channels.chain(helpers).collect()
}

/// What is selected in full.
pub(super) fn detail(item: Item, load: &Load, theme: &Theme, cx: &Cx) -> Vec<(String, Style)> {
    let mut said = Vec::new();
    match item {
        Item::Helpers => {
            let words = "Who does a part of the process: what they are responsible for, at which \
                         stages they stand, and whether they agreed to it.";
            said.push((words.to_string(), theme.dim));
        }
        Item::Channels => {
            let words = "By which ways referrals come: who takes them in, who answers, and where \
                         they land.";
            said.push((words.to_string(), theme.dim));
        }
        Item::Helper(id) => of_a_helper(&mut said, id, load, theme, cx),
        Item::Channel(id) => of_a_channel(&mut said, id, load, theme, cx),
    }
    said
}

fn of_a_helper(said: &mut Vec<(String, Style)>, id: Id, load: &Load, theme: &Theme, cx: &Cx) {
    let Some(it) = cx.book.helpers.get(id) else {
        return;
    };
    said.push((cx.helper(id).into_owned(), theme.title));
    if !it.does.is_empty() {
        said.push((format!("Does: {}", cx.words(&it.does)), theme.text));
    }
    let asked = it.asked.filter(|on| it.buy_in() != BuyIn::Asked(*on));
    let asked = asked.map_or(String::new(), |on| {
        format!("asked {}, ", day::near(on, cx.today))
    });
    let next = match it.buy_in() {
        BuyIn::Open => "; space: they were asked",
        BuyIn::Asked(_) => "; space: they agreed",
        _ => "",
    };
    let buy_in = format!("Buy-in: {asked}{}{next}", mapping::buy_in(id, cx));
    said.push((buy_in, theme.text));
    let titles = |direction: &Direction| {
        let all = stages_of(cx.book, direction, id).into_iter();
        let all = all.map(|stage| format!("{} {}", stage.number(), stage.title()));
        all.collect::<Vec<_>>().join(", ")
    };
    let places = [
        ("when you get", titles(&Direction::Received)),
        ("when you give", titles(&Direction::Given)),
    ];
    let places = places.iter().filter(|(_, titles)| !titles.is_empty());
    let places: Vec<String> = places
        .map(|(side, titles)| format!("{titles} ({side})"))
        .collect();
    if !places.is_empty() {
        said.push((format!("Stands at: {}", places.join("; ")), theme.text));
    }
    let channels = posts_of(cx.book, id).into_iter();
    let channels: Vec<_> = channels.map(|id| cx.channel(id).into_owned()).collect();
    if !channels.is_empty() {
        said.push((format!("Channels: {}", channels.join(", ")), theme.text));
    }
    let open = load.get(&id).map_or(0, |(_, open)| *open);
    if 0 < open && it.left.is_none() {
        let words = match open {
            1 => "1 open referral would need somebody if they left".to_string(),
            n => format!("{n} open referrals would need somebody if they left"),
        };
        said.push((words, theme.dim));
    }
    if !it.note.is_empty() {
        said.push((format!("Note: {}", cx.words(&it.note)), theme.dim));
    }
}

fn of_a_channel(said: &mut Vec<(String, Style)>, id: Id, load: &Load, theme: &Theme, cx: &Cx) {
    let Some(it) = cx.book.channels.get(id) else {
        return;
    };
    said.push((cx.channel(id).into_owned(), theme.title));
    if !it.how.is_empty() {
        said.push((format!("Comes as: {}", cx.words(&it.how)), theme.text));
    }
    let style = if it.closed.is_none() && (it.receiver.is_none() || it.responder.is_none()) {
        theme.warn
    } else {
        theme.text
    };
    said.push((mapping::flow(id, cx), style));
    let (came, open) = load.get(&id).copied().unwrap_or_default();
    let closed = it.closed.map_or(String::new(), |on| {
        format!("closed {}; ", day::full(on, cx.today))
    });
    said.push((
        format!("{closed}{came} came by it, {open} open"),
        theme.text,
    ));
    if !it.note.is_empty() {
        said.push((format!("Note: {}", cx.words(&it.note)), theme.dim));
    }
}
