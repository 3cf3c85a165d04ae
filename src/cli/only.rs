//! The group that "source=Dana Ortiz" means, for a report about nobody else. It will never guess among several.

use anyhow::Result;

use super::Misuse;
use super::report::group;
use crate::domain::name::fold;
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::insight::flow::slice::{Band, Group, Key};
use crate::insight::flow::whole::Flow;
use crate::ui::figures as words;
use crate::ui::layer::Cx;

/// Not more are listed to choose from.
const CANDIDATES: usize = 6;

/// One group, and the words by which it is found.
struct Named {
    words: String,
    key: Key,
}

/// The group that is meant. A name is enough as far as it fits one group alone; a level or a version by its number.
pub(super) fn only(said: &str, all: &Flow, cx: &Cx) -> Result<Key> {
    let Some((what, name)) = said.split_once('=') else {
        let why = format!("--only “{said}” does not say of what it is");
        let way = "write source=NAME, or another word of --by before the =";
        return Err(Misuse::new(why, way).into());
    };
    let group = group(what.trim())?;
    let name = text::clean_line(name.trim());
    let named = named(group, all, cx);
    match fitting(&name, group, &named).as_slice() {
        [one] => Ok(one.key.clone()),
        [] => {
            let why = format!("No referral has {} “{name}”", group.word());
            let way = format!("--by {} lists what there is", group.word());
            Err(Refusal::new(why).or(way).into())
        }
        several => {
            // What is masked on the screen is masked here; it was typed in plain words all the same.
            let mut listed: Vec<String> = several
                .iter()
                .take(CANDIDATES)
                .map(|it| told(it, cx))
                .collect();
            if CANDIDATES < several.len() {
                listed.push(format!("{} more", several.len() - CANDIDATES));
            }
            let why = format!("{} “{name}” can be {}", group.word(), listed.join(" or "));
            let way = if several.iter().all(|it| it.words == several[0].words) {
                "write the company after the name: NAME (COMPANY); who has none gets one with e on their page"
            } else {
                "write more of it"
            };
            Err(Refusal::new(why).or(way).into())
        }
    }
}

/// The groups that there are. Where two people have one name, their companies tell them apart.
fn named(group: Group, all: &Flow, cx: &Cx) -> Vec<Named> {
    let plain = Cx {
        masked: false,
        ..*cx
    };
    let keys = all.by(group).into_iter().map(|(key, _)| key);
    let mut named: Vec<Named> = keys
        .map(|key| Named {
            words: text::clean_line(&words::key(&key, &plain)),
            key,
        })
        .collect();
    let twice = |words: &str| named.iter().filter(|it| it.words == words).nth(1).is_some();
    let longer: Vec<Option<String>> = named
        .iter()
        .map(|it| match it.key {
            Key::Partner(Some(id)) if twice(&it.words) => {
                let company = text::clean_line(&cx.book.people.get(id)?.company);
                (!company.is_empty()).then(|| format!("{} ({company})", it.words))
            }
            _ => None,
        })
        .collect();
    for (it, longer) in named.iter_mut().zip(longer) {
        if let Some(words) = longer {
            it.words = words;
        }
    }
    named
}

fn fitting<'n>(name: &str, group: Group, named: &'n [Named]) -> Vec<&'n Named> {
    let number: Option<u32> = name.parse().ok();
    let is_number = |key: &Key| match (key, number) {
        (Key::Level(band), Some(number)) => u8::try_from(number)
            .is_ok_and(|level| (1..=10).contains(&level) && *band == Band::of(level)),
        (Key::Map(version), Some(number)) => *version == number,
        _ => false,
    };
    if number.is_some() && matches!(group, Group::Level | Group::Map) {
        return named.iter().filter(|it| is_number(&it.key)).collect();
    }
    let name = fold(name);
    let that = |fits: &dyn Fn(&str) -> bool| -> Vec<&Named> {
        named.iter().filter(|it| fits(&fold(&it.words))).collect()
    };
    let same = that(&|words| words == name);
    if !same.is_empty() || name.is_empty() {
        return same;
    }
    that(&|words| words.contains(&name))
}

fn told(it: &Named, cx: &Cx) -> String {
    if cx.masked {
        return text::clean_line(&words::key(&it.key, cx));
    }
    it.words.clone()
}
