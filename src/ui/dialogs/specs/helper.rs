//! The forms of a helper: who it is, their part, whether they agreed, and what becomes of it once they leave.

use crate::capture::date::Look;
use crate::domain::action::{Action, Who};
use crate::domain::id::Id;
use crate::domain::mapping::Mapping;
use crate::domain::referral::Direction;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::team::{BuyIn, Helper, ME};
use crate::insight::process::{left_behind, posts_of, stages_of};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::spec::Spec;

/// In the order of the answers.
const BUY_IN: [&str; 4] = ["not asked yet", "asked", "agreed", "declined"];

/// The stages of each side.
const SIDES: [(&str, Direction); 2] = [
    ("stages", Direction::Received),
    ("when giving", Direction::Given),
];

/// Who can be chosen for a post, and which of them has it now.
pub(super) struct Posts {
    pub names: Vec<String>,
    pub ids: Vec<Option<Id>>,
    pub picked: usize,
}

/// Nobody, me and everyone who is here; whoever has the post stands there even if they left.
pub(super) fn posts(now: Option<Id>, except: Option<Id>, cx: &Cx) -> Posts {
    let here = cx.book.helpers.iter();
    let here = here.filter(|(id, it)| (it.is_here() || Some(*id) == now) && Some(*id) != except);
    let ids: Vec<Option<Id>> = [None, Some(ME)]
        .into_iter()
        .chain(here.map(|(id, _)| Some(id)))
        .collect();
    let name = |id: &Option<Id>| id.map_or("nobody yet".into(), |id| cx.helper(id).into_owned());
    Posts {
        names: ids.iter().map(name).collect(),
        picked: ids.iter().position(|id| *id == now).unwrap_or(0),
        ids,
    }
}

pub fn helper(id: Option<Id>, cx: &Cx) -> Spec {
    let was = id.and_then(|id| cx.book.helpers.arc(id)).cloned();
    let base = was.as_deref().cloned().unwrap_or_default();
    let who = match base.person {
        Some(person) => Field::who("who").known(Some(person), cx.book),
        None => Field::who("who").loaded(&base.name),
    };
    let picked = match base.buy_in() {
        BuyIn::Open | BuyIn::Left(_) => 0,
        BuyIn::Asked(_) => 1,
        BuyIn::Agreed(_) => 2,
        BuyIn::Declined(_) => 3,
    };
    let mut fields = vec![
        who.as_name().reading(who_words),
        Field::line("does")
            .loaded(&base.does)
            .prompt("what they are responsible for"),
    ];
    for (label, direction) in &SIDES {
        let stages = id.map_or_else(Vec::new, |id| stages_of(cx.book, direction, id));
        let field = Field::line(*label)
            .loaded(&numbers(&stages))
            .prompt("numbers: 3 6")
            .reading(move |v| Ok(Reading::of(titles(&stages_in(v, label)?))));
        fields.push(field);
    }
    fields.extend([
        Field::choice("buy-in", BUY_IN, picked),
        Field::line("on")
            .prompt("when they were asked or answered; empty: today")
            .reading(|v| v.past_words("on")),
        Field::line("note").loaded(&base.note),
    ]);
    let title = match id {
        Some(id) => format!("{} helps", cx.helper(id)),
        None => "Somebody who helps".into(),
    };
    // Of one who was asked the answer is awaited.
    let begin = match base.buy_in() {
        BuyIn::Asked(_) => "buy-in",
        _ => "who",
    };
    Spec::new(title, fields, move |v| {
        let mut helper = base.clone();
        let who = if v.is_changed("who") || was.is_none() {
            v.who("who")?
        } else {
            base.person
                .map_or_else(|| Who::New(base.name.clone()), Who::Known)
        };
        if who == Who::Nobody {
            let nobody = Refusal::new("nobody is named yet").or("say who it is");
            return Err(v.refuse("who", nobody));
        }
        helper.does = v.text("does").trim().into();
        helper.note = v.text("note").trim().into();
        let on = v.past("on")?.map(|when| when.on);
        if v.is_changed("buy-in") || on.is_some() {
            let on = on.unwrap_or(v.cx.today);
            // Whoever is asked again has come back.
            helper.left = None;
            helper.set_buy_in(match v.picked("buy-in") {
                1 => BuyIn::Asked(on),
                2 => BuyIn::Agreed(on),
                3 => BuyIn::Declined(on),
                _ => BuyIn::Open,
            });
        }
        let mut at = Vec::new();
        for (label, direction) in &SIDES {
            if v.is_changed(label) {
                at.push((direction.clone(), stages_in(v, label)?));
            }
        }
        Ok(Action::SaveHelper {
            id: id.filter(|_| was.is_some()),
            was: was.clone(),
            helper: Box::<Helper>::new(helper),
            who,
            at,
        })
    })
    .begin(begin)
}

fn who_words(v: &Values) -> Result<Reading, Refusal> {
    Ok(match v.who("who")? {
        Who::Nobody => Reading::default(),
        Who::Known(id) => Reading::of(v.person_words(id)),
        Who::New(_) => Reading::of("a name alone, not in your book"),
    })
}

fn numbers(stages: &[Stage]) -> String {
    let numbers = stages.iter().map(|stage| stage.number().to_string());
    numbers.collect::<Vec<_>>().join(" ")
}

fn titles(stages: &[Stage]) -> String {
    let titles = stages.iter().map(|stage| stage.title());
    titles.collect::<Vec<_>>().join(", ")
}

/// The stages that the numbers in a field mean.
fn stages_in(v: &Values, label: &str) -> Result<Vec<Stage>, Refusal> {
    let text = v.text(label);
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    let mut found = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        let number = word.parse::<usize>().ok();
        let place = number.and_then(|number| number.checked_sub(1));
        let Some(stage) = place.and_then(|place| Stage::ALL.get(place)) else {
            let refusal = Refusal::new(format!("“{word}” is no stage"));
            return Err(v.refuse(label, refusal.or("write numbers from 1 to 8")));
        };
        if !found.contains(stage) {
            found.push(*stage);
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// A helper leaves: what they leave behind, and who takes it over.
pub fn leaving(helper: Id, cx: &Cx) -> Spec {
    let posts = posts(None, Some(helper), cx);
    let places: Vec<String> = SIDES
        .iter()
        .map(|(_, direction)| (direction, stages_of(cx.book, direction, helper)))
        .filter(|(_, stages)| !stages.is_empty())
        .map(|(direction, stages)| match direction {
            Direction::Given => format!("{} (given)", titles(&stages)),
            _ => titles(&stages),
        })
        .collect();
    let channels: Vec<_> = posts_of(cx.book, helper)
        .into_iter()
        .map(|id| cx.channel(id).into_owned())
        .collect();
    let brief = vec![
        ("stands at", places.join("; ")),
        ("channels", channels.join(", ")),
        (
            "open there",
            prospects(&left_behind(cx.book, cx.practice, helper), cx),
        ),
    ];
    // With the map of a side all that are open on it go over.
    let open: usize = SIDES
        .iter()
        .filter(|(_, direction)| !stages_of(cx.book, direction, helper).is_empty())
        .flat_map(|(_, direction)| {
            Stage::ALL.map(|stage| cx.practice.column(direction, stage).len())
        })
        .sum();
    let fields = vec![
        Field::line("left on")
            .filled("today")
            .replaceable()
            .reading(|v| v.day_words("left on", Look::Back)),
        Field::choice("takes over", posts.names, 0),
        Field::choice(
            "open ones",
            ["keep the map they run under", "go by the new one"],
            0,
        )
        .reading(move |v| {
            Ok(match v.picked("open ones") {
                1 => Reading::of(format!("all {open}, in every stage")),
                _ => Reading::default(),
            })
        }),
    ];
    let title = format!("{} leaves", cx.helper(helper));
    Spec::new(title, fields, move |v| {
        let on = v.past("left on")?.map_or(v.cx.today, |when| when.on);
        Ok(Action::Map(Box::new(Mapping::Leave {
            helper,
            on,
            to: posts.ids.get(v.picked("takes over")).copied().flatten(),
            carry: v.picked("open ones") == 1,
        })))
    })
    .brief(brief)
}

/// The prospects of these referrals: all of them counted, the first ones named.
pub(super) fn prospects(referrals: &[Id], cx: &Cx) -> String {
    let names = referrals.iter().filter_map(|id| {
        let it = cx.book.referrals.get(*id)?;
        Some(format!("{} ({})", cx.name(it.prospect), it.stage().title()))
    });
    match referrals.len() {
        0 => "no open referral".into(),
        n => {
            let named: Vec<String> = names.take(6).collect();
            let more = if named.len() < n { ", …" } else { "" };
            format!("{n}: {}{more}", named.join(", "))
        }
    }
}
