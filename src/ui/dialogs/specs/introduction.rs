//! The forms of an introduction: its parts, its day and place, and its text. They warn, and never stand in the way.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::capture::date::{Look, When};
use crate::domain::action::{Action, Edit};
use crate::domain::id::Id;
use crate::domain::introduction::{Introduction, Method};
use crate::domain::referral::Referral;
use crate::domain::refusal::Refusal;
use crate::domain::settings::is_day_off;
use crate::ui::drafts;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::plan;
use super::spec::Spec;

const DONE: &str = "what was done";
const SEEN: &str = "what they have seen";
const MINE: &str = "what you have seen";
const WHY: &str = "why it helps";
const CALL_ON: &str = "call on";
const ON: &str = "on";
const PLACE: &str = "place";

/// An introduction by this method.
pub fn introduction(id: Id, method: &Method, cx: &Cx) -> Spec {
    let referral = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let was = referral.introduction.clone().unwrap_or_default();
    let done = done_label(&referral, cx);
    let prospect = cx.first_name(referral.prospect);
    let is_mine = referral.is_given();
    // The letter is theirs, and says it in their words.
    let voice = if is_mine {
        String::new()
    } else {
        format!("as {} would say it: ", cx.first_name(referral.source))
    };
    let example = match done {
        DONE => "a web shop that holds at Easter",
        _ => "the talk on web shops in May",
    };
    let parts = [
        Field::line(done)
            .loaded(&was.done)
            .prompt(format!("{voice}{example}")),
        Field::line(WHY)
            .loaded(&was.why)
            .prompt(format!("{voice}what {prospect} gains from it")),
    ];
    let mut fields = Vec::new();
    if method.is_written() {
        fields.extend(parts);
        if !is_mine {
            fields.push(day_field(CALL_ON, &was, true, cx.today));
        }
    } else {
        fields.push(day_field(ON, &was, false, cx.today));
        let place = match method {
            Method::Lunch => "where you meet",
            _ => "where you call from",
        };
        fields.push(Field::line(PLACE).loaded(&was.place).prompt(place));
        let [done, why] = parts;
        fields.push(why);
        if !is_mine {
            fields.push(done);
        }
    }
    let source = cx.name(referral.partner());
    let title = if is_mine {
        format!(
            "You bring {} and {source} together: {}",
            cx.name(referral.prospect),
            method.title()
        )
    } else {
        format!(
            "{source} introduces you to {}: {}",
            cx.name(referral.prospect),
            method.title()
        )
    };
    let brief = vec![
        ("need", cx.words(&referral.need).to_string()),
        ("was told", cx.words(&referral.told).to_string()),
        ("watch for", mind(method, is_mine).to_string()),
    ];
    let method = method.clone();
    let spec = Spec::new(title, fields, move |v| {
        let now = v.cx.book.referrals.get(id).cloned().unwrap_or_default();
        let mut to = of_method(&now, &method, v.cx.today);
        // What was not changed here is as it is now: it may have come from elsewhere meanwhile.
        for (label, part) in [
            (done, &mut to.done),
            (WHY, &mut to.why),
            (PLACE, &mut to.place),
        ] {
            if v.has(label) && v.is_changed(label) {
                *part = v.text(label);
            }
        }
        for label in [CALL_ON, ON] {
            if v.has(label) && v.is_changed(label) {
                let when = v.when(label, Look::Ahead)?;
                (to.on, to.time) = (when.map(|when| when.on), when.and_then(|when| when.time));
            }
        }
        Ok(keep(id, to))
    });
    spec.brief(brief)
}

/// The text of the introduction, to be changed in place; emptied, the template is back.
pub fn words(id: Id, cx: &Cx) -> Spec {
    let name = cx.name(cx.book.referrals.get(id).and_then(|it| it.prospect));
    let text = drafts::introduction(id, cx).map_or_else(String::new, |letter| letter.whole());
    let field = Field::long("text").loaded(&text);
    let spec = Spec::new(
        format!("The introduction of {name}"),
        vec![field],
        move |v| {
            let referral = v.cx.book.referrals.get(id);
            let Some(now) = referral.and_then(|referral| referral.introduction.clone()) else {
                return Err(
                    Refusal::new("The introduction was dropped").or("esc, then i plans one")
                );
            };
            let words = if v.is_changed("text") {
                v.text("text")
            } else {
                now.words.clone()
            };
            Ok(keep(id, Introduction { words, ..now }))
        },
    );
    spec.brief(vec![(
        "hint",
        "leave it empty to have the template again".to_string(),
    )])
}

fn keep(id: Id, introduction: Introduction) -> Action {
    Action::Edit {
        referral: id,
        edit: Box::new(Edit::Introduction(Some(introduction))),
    }
}

/// The introduction as it is, or a new one by this method with what was said for another: its text was the other’s.
fn of_method(referral: &Referral, method: &Method, today: NaiveDate) -> Introduction {
    let was = referral.introduction.clone();
    if let Some(same) = was.clone().filter(|it| it.method == *method) {
        return same;
    }
    let mut new = Introduction {
        method: method.clone(),
        since: today,
        days: BTreeMap::new(),
        words: String::new(),
        kept: None,
        ..was.unwrap_or_default()
    };
    if let Some(first) = new.states(&referral.direction).first() {
        new.state = first.clone();
    }
    new
}

/// What the first part is: for a client what was done, for another what they have seen of the work.
fn done_label(referral: &Referral, cx: &Cx) -> &'static str {
    match referral.source {
        _ if referral.is_given() => MINE,
        Some(source) if cx.practice.relation(source).is_client => DONE,
        _ => SEEN,
    }
}

/// What to watch out for.
fn mind(method: &Method, is_mine: bool) -> &'static str {
    match (method, is_mine) {
        (Method::Call, false) => "be there when they call; say little",
        (Method::Lunch, false) => "they invite, it is no sales meeting; listen, ask at the end",
        (Method::Letter, false) => "you draft, they sign; you call at exactly that time",
        (_, false) => "you draft, they send; you call at exactly that time",
        (_, true) => "both have said that they are glad of it",
    }
}

fn day_field(label: &'static str, was: &Introduction, is_call: bool, today: NaiveDate) -> Field {
    let when = was.on.map(|on| When { on, time: was.time });
    let typed = when.map_or_else(String::new, |when| plan::day_typed(when, today));
    let same = when;
    Field::line(label)
        .loaded(&typed)
        .prompt("fri 10:00")
        .reading(move |v| {
            let when = if v.is_changed(label) {
                v.when(label, Look::Ahead)?
            } else {
                same
            };
            Ok(reading(v, when, is_call))
        })
}

/// The day spelled out, and what to think of it.
fn reading(v: &Values, when: Option<When>, is_call: bool) -> Reading {
    let Some(when) = when else {
        return Reading::default();
    };
    let today = v.cx.today;
    let said = when.full(today);
    let doubt = if when.on < today {
        "which is over"
    } else if is_day_off(when.on) {
        "a day off"
    } else if when.time.is_none() {
        "at what time?"
    } else if is_call && (when.on - today).num_days() < 2 {
        "it has to be there first"
    } else {
        return Reading::of(said);
    };
    Reading::doubt(format!("{said}, {doubt}"))
}
