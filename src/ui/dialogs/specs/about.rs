//! What a person is like to me: how to reach them, who brought us together, what kind of source they are, their tags. It
//! will never say what follows from that.

use std::collections::BTreeMap;

use crate::domain::action::{Action, Bond, Who};
use crate::domain::id::Id;
use crate::domain::person::Tags;
use crate::domain::relation::{Category, NoAsk, Willing};
use crate::insight::category;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::happened::{many, nothing};
use super::pillars::NOT_KNOWN;
use super::referral::tag_words;
use super::spec::Spec;

const REACH: &str = "reach them";
const VIA: &str = "introduced by";
const CATEGORY: &str = "category";
const READILY: &str = "referring";
const ASK: &str = "may I ask";
const WHY: &str = "why not";

/// So many tags that others have stand above the form.
const IN_USE: usize = 12;

/// How to reach them, who brought us together, what kind of source they are, how readily they refer.
pub fn about(person: Id, cx: &Cx) -> Spec {
    let record = cx.book.people.get(person).cloned().unwrap_or_default();
    let name = cx.name(Some(person));
    let categories = with_none(Category::ALL, record.category.as_ref());
    let readily = with_none(Willing::ALL, record.willing.as_ref());
    let no_ask = record.no_ask.as_ref();
    let picked = |place: Option<usize>| place.unwrap_or(0);
    let category = categories.iter().position(|it| *it == record.category);
    let willing = readily.iter().position(|it| *it == record.willing);
    let follows = category::following(cx.book, cx.practice, person);
    let follows = match &follows {
        Some(category) => format!("now: {}", category.title()),
        None => "now: none of the eight".into(),
    };
    let (said, is_said) = (categories.clone(), readily.clone());
    let category_words = categories.iter().map(|it| match it {
        Some(category) => category.title(),
        None => "follows from the referrals",
    });
    let readily_words = readily.iter().map(|it| match it {
        Some(willing) => willing.title(),
        None => NOT_KNOWN,
    });
    let came = came_through(person, cx);
    let fields = vec![
        Field::line(REACH)
            .loaded(&record.best)
            .prompt("by phone, mornings"),
        Field::who(VIA)
            .known(record.via, cx.book)
            .reading(move |v| match v.who(VIA)? {
                Who::Nobody => Ok(Reading::of(came.clone())),
                _ => v.said_of(VIA),
            }),
        Field::choice(CATEGORY, category_words, picked(category)).reading(move |v| {
            Ok(match v.picked(CATEGORY) {
                0 => Reading::of(follows.clone()),
                _ => Reading::default(),
            })
        }),
        Field::choice(READILY, readily_words, picked(willing)),
        Field::choice(
            ASK,
            ["yes", "not to be asked"],
            usize::from(no_ask.is_some()),
        ),
        Field::line(WHY)
            .loaded(no_ask.map_or("", |it| it.why.as_str()))
            .reading(|v| {
                let is_idle = v.is_changed(WHY) && !v.is_blank(WHY) && v.picked(ASK) == 0;
                Ok(if is_idle {
                    Reading::doubt("says nothing while you may ask")
                } else {
                    Reading::default()
                })
            }),
    ];
    let title = format!("About {name}");
    Spec::new(title, fields, move |v| {
        let mut bonds = Vec::new();
        if v.is_changed(REACH) {
            bonds.push(Bond::Best(v.text(REACH)));
        }
        if v.is_changed(VIA) {
            bonds.push(Bond::Via(v.who(VIA)?));
        }
        if v.is_changed(CATEGORY) {
            bonds.push(Bond::Category(said[v.picked(CATEGORY)].clone()));
        }
        if v.is_changed(READILY) {
            bonds.push(Bond::Willing(is_said[v.picked(READILY)].clone()));
        }
        bonds.extend(asking(v));
        let name = v.cx.book.name(Some(person));
        let said = match bonds.len() {
            0 => return Ok(nothing(format!("Nothing has changed with {name}"))),
            1 => String::new(),
            several => format!("Noted {several} things about {name}"),
        };
        let actions = bonds.into_iter().map(|bond| Action::Bond {
            person,
            bond: Box::new(bond),
        });
        let actions: Vec<Action> = actions.collect();
        Ok(match said.as_str() {
            "" => many(actions),
            _ => Action::Many {
                said,
                more: String::new(),
                actions,
            },
        })
    })
}

/// None first, ours, and one of a newer program where the record has it.
fn with_none<T: Clone + PartialEq>(ours: &[T], now: Option<&T>) -> Vec<Option<T>> {
    let mut all = vec![None];
    all.extend(ours.iter().cloned().map(Some));
    if let Some(now) = now.filter(|now| !ours.contains(now)) {
        all.push(Some(now.clone()));
    }
    all
}

/// Whether they are to be asked, where that has changed.
fn asking(v: &Values) -> Option<Bond> {
    match (v.picked(ASK), v.is_changed(ASK), v.is_changed(WHY)) {
        (0, true, _) => Some(Bond::NoAsk(None)),
        (1, changed, reason) if changed || reason => Some(Bond::NoAsk(Some(NoAsk {
            why: v.text(WHY),
            ..NoAsk::default()
        }))),
        _ => None,
    }
}

/// Whose referral they were first, where that says who brought us together.
fn came_through(person: Id, cx: &Cx) -> String {
    let mut named = cx.practice.referrals_of(person).iter();
    let first = named.find(|it| it.record.prospect == Some(person) && it.record.source.is_some());
    first.map_or(String::new(), |it| {
        format!("came through {}", cx.name(it.record.source))
    })
}

/// The tags of one person, as one line.
pub fn tags(person: Id, cx: &Cx) -> Spec {
    let record = cx.book.people.get(person).cloned().unwrap_or_default();
    let fields = vec![
        Field::line("tags")
            .loaded(&tag_words(&record.tags))
            .prompt("#retail #berlin"),
    ];
    let title = format!("Tags of {}", cx.name(Some(person)));
    let spec = Spec::new(title, fields, move |v| {
        // Over what is there now: a tag may have come from elsewhere meanwhile.
        let (was, now) = (&record.tags, v.tags("tags"));
        let only = |some: &Tags, others: &Tags| -> Tags {
            let some = some.iter().filter(|(_, set)| **set);
            some.filter(|(tag, _)| others.get(*tag) != Some(&true))
                .map(|(tag, _)| (tag.clone(), true))
                .collect()
        };
        let (add, remove) = (only(&now, was), only(was, &now));
        if !v.is_changed("tags") || (add.is_empty() && remove.is_empty()) {
            let name = v.cx.book.name(Some(person));
            return Ok(nothing(format!("The tags of {name} stay as they are")));
        }
        Ok(Action::Tag {
            people: vec![person],
            add,
            remove,
        })
    });
    spec.brief(vec![("in use", in_use(cx))])
}

/// The tags that people have, the commonest first.
fn in_use(cx: &Cx) -> String {
    if cx.masked {
        return String::new();
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, person) in cx.book.people.iter() {
        for (tag, _) in person.tags.iter().filter(|(_, set)| **set) {
            *counts.entry(tag).or_default() += 1;
        }
    }
    let mut tags: Vec<(&str, usize)> = counts.into_iter().collect();
    tags.sort_by_key(|(tag, count)| (std::cmp::Reverse(*count), *tag));
    let shown = tags.iter().take(IN_USE).map(|(tag, _)| format!("#{tag}"));
    shown.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, MIA, PRIYA, book};
    use super::*;
    use crate::ui::effect::FormKind;

    fn bonds(desk: &mut Desk) -> Vec<Bond> {
        let bond = |action: Action| match action {
            Action::Bond { bond, .. } => *bond,
            other => panic!("{other:?} is something else"),
        };
        match desk.save() {
            Ok(Action::Many { actions, .. }) => actions.into_iter().map(bond).collect(),
            Ok(one) => vec![bond(one)],
            Err(refusal) => panic!("{refusal}"),
        }
    }

    const ABOUT: FormKind = FormKind::About { person: DANA };

    #[test]
    fn only_what_was_changed_is_written() {
        let mut desk = Desk::open(ABOUT);
        assert_eq!(desk.idle(), "Nothing has changed with Dana Ortiz");
        desk.set(REACH, "by phone, mornings");
        assert_eq!(bonds(&mut desk), [Bond::Best("by phone, mornings".into())]);
        assert_eq!(desk.perform(), "Noted how to reach Dana Ortiz|");
        let mut desk = Desk::open(ABOUT);
        desk.set(VIA, "Mia Lang");
        desk.press("tab");
        desk.write("s");
        desk.press("tab");
        desk.write("r");
        let found = bonds(&mut desk);
        let [
            Bond::Via(via),
            Bond::Category(category),
            Bond::Willing(willing),
        ] = found.as_slice()
        else {
            panic!("{found:?}");
        };
        assert_eq!(*via, Who::Known(MIA));
        assert_eq!(category, &Some(Category::Client));
        assert_eq!(willing, &Some(Willing::Gladly));
        assert_eq!(desk.perform(), "Noted 3 things about Dana Ortiz|");
        let dana = desk.book.people.get(DANA).unwrap();
        assert_eq!(
            (dana.via, &dana.category),
            (Some(MIA), &Some(Category::Client))
        );
    }

    #[test]
    fn the_category_says_what_follows_from_the_referrals() {
        let mut desk = Desk::open(ABOUT);
        let screen = desk.screen(80, 22);
        assert!(screen.contains("follows from the referrals"), "{screen}");
        assert!(screen.contains("now: gave me referrals"), "{screen}");
        let mut desk = Desk::open(FormKind::About { person: PRIYA });
        let screen = desk.screen(80, 22);
        assert!(screen.contains("now: none of the eight"), "{screen}");
        assert!(screen.contains("came through Dana Ortiz"), "{screen}");
    }

    #[test]
    fn not_to_be_asked_has_a_reason_and_may_be_taken_back() {
        let mut desk = Desk::open(ABOUT);
        desk.set(WHY, "she said so");
        assert!(
            desk.screen(80, 22)
                .contains("says nothing while you may ask")
        );
        assert_eq!(desk.idle(), "Nothing has changed with Dana Ortiz");
        desk.press("up n");
        assert_eq!(desk.perform(), "Dana Ortiz is not to be asked|");
        let why = |desk: &Desk| {
            let dana = desk.book.people.get(DANA).unwrap();
            dana.no_ask.as_ref().map(|it| it.why.clone())
        };
        assert_eq!(why(&desk).as_deref(), Some("she said so"));
        let mut desk = Desk::of(desk.book.clone(), ABOUT, false);
        desk.set(WHY, "she said so in May");
        desk.perform();
        assert_eq!(why(&desk).as_deref(), Some("she said so in May"));
        let mut desk = Desk::of(desk.book.clone(), ABOUT, false);
        desk.set(WHY, "she said so in May");
        desk.press("up y");
        assert_eq!(desk.perform(), "Dana Ortiz may be asked again|");
        assert_eq!(why(&desk), None);
    }

    #[test]
    fn a_category_of_a_newer_program_stays_while_it_is_not_changed() {
        let mut book = book();
        let newer = Some(Category::Other("patron".into()));
        book.people
            .edit(DANA, 2, |dana| dana.category = newer.clone());
        let mut desk = Desk::of(book, ABOUT, false);
        assert!(desk.screen(80, 22).contains("patron"));
        desk.set(REACH, "by letter");
        desk.perform();
        assert_eq!(desk.book.people.get(DANA).unwrap().category, newer);
    }

    const TAGS: FormKind = FormKind::Tags { person: DANA };

    #[test]
    fn tags_are_one_line_of_what_is_added_and_taken_away() {
        let mut book = book();
        for (id, tags) in [(DANA, ["retail", "berlin"]), (MIA, ["retail", "law"])] {
            let tags = tags.map(|tag| (tag.to_string(), true));
            book.people.edit(id, 2, |it| it.tags = tags.into());
        }
        let mut desk = Desk::of(book, TAGS, false);
        let screen = desk.screen(80, 22);
        assert!(screen.contains("#retail #berlin #law"), "{screen}");
        assert_eq!(desk.idle(), "The tags of Dana Ortiz stay as they are");
        desk.set("tags", "#retail, Law");
        let Ok(Action::Tag {
            people,
            add,
            remove,
        }) = desk.save()
        else {
            panic!("they are tagged");
        };
        assert_eq!(people, [DANA]);
        assert_eq!(add.keys().collect::<Vec<_>>(), ["law"]);
        assert_eq!(remove.keys().collect::<Vec<_>>(), ["berlin"]);
        assert_eq!(desk.perform(), "Dana Ortiz: #law, no #berlin|");
        desk.set("tags", "#berlin #retail");
        assert_eq!(desk.idle(), "The tags of Dana Ortiz stay as they are");
    }
}
