//! Forms for asking: the referral meeting, proposed and held, and a single ask about somebody by name. They will never
//! ask without a name.

use chrono::NaiveDate;

use crate::capture::date::{Look, When};
use crate::domain::action::{Action, Bond, Log, Who};
use crate::domain::client::{Asking, Target};
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::name::{fold, same_name};
use crate::domain::refusal::Refusal;
use crate::insight::client::Client;
use crate::ui::command::Command;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::people;
use crate::ui::parts::values::{Reading, Values};
use crate::ui::readiness;

use super::happened::{day as day_field, on};
use super::spec::Spec;

/// So many targets are gone through in one meeting.
const MANY: usize = 8;

/// What became of a target in the meeting.
const SPOKEN: [&str; 3] = ["not spoken of", "asked", "declined"];
const DECLINED: usize = 2;

/// The day of a meeting that is still to be: today at the earliest.
pub fn ahead(v: &Values, label: &str) -> Result<Option<When>, Refusal> {
    let when = v.when(label, Look::Ahead)?;
    match when {
        Some(when) if when.on < v.cx.today => {
            let said = day::full(when.on, v.cx.today);
            let refusal = Refusal::new(format!("{said} is over")).or("write today or a day after");
            Err(v.refuse(label, refusal))
        }
        when => Ok(when),
    }
}

/// The same in words.
pub fn ahead_words(v: &Values, label: &str) -> Result<Reading, Refusal> {
    let when = ahead(v, label)?;
    let said = when.map(|when| when.full(v.cx.today));
    Ok(Reading::of(said.unwrap_or_default()))
}

/// The referral meeting, as it is now, where it is still to be held.
fn planned(person: Id, cx: &Cx) -> Asking {
    let record = cx.book.people.get(person);
    let asking = record.and_then(|record| record.asking.clone());
    asking.filter(Asking::is_ahead).unwrap_or_default()
}

/// The referral meeting is proposed, or agreed for a day.
pub fn propose(person: Id, cx: &Cx) -> Spec {
    let was = planned(person, cx);
    let day = was.on.map(|on| When { on, time: was.time }.iso());
    let fields = vec![
        Field::line("day")
            .loaded(&day.unwrap_or_default())
            .prompt("agreed for: thu 10:00; empty is proposed, with the day open")
            .reading(move |v| {
                if let Some(on) = held_already(person, v) {
                    return Ok(Reading::of(format!("held {}", day::full(on, v.cx.today))));
                }
                if v.is_changed("day") {
                    return ahead_words(v, "day");
                }
                let when = v.when("day", Look::Ahead)?;
                let said = when.map(|when| when.full(v.cx.today));
                Ok(Reading::of(said.unwrap_or_default()))
            }),
        Field::line("place").loaded(&was.place),
    ];
    let title = format!("Referral meeting with {}", cx.name(Some(person)));
    let mut lines = brief(person, cx);
    lines.insert(
        0,
        (
            "it is",
            "a meeting of its own, apart from the work".to_string(),
        ),
    );
    Spec::new(title, fields, move |v| {
        if let Some(on) = held_already(person, v) {
            let place = v.text("place");
            return Ok(recorded(person, on, place, v.cx));
        }
        // Over what is there now goes what was changed here.
        let now = planned(person, v.cx);
        let mut asking = Asking {
            proposed: now.proposed.or(Some(v.cx.today)),
            ..now
        };
        if v.is_changed("day") {
            let when = ahead(v, "day")?;
            (asking.on, asking.time) = (when.map(|when| when.on), when.and_then(|when| when.time));
        }
        if v.is_changed("place") {
            asking.place = v.text("place");
        }
        let bond = Box::new(Bond::Asking(Some(asking)));
        Ok(Action::Bond { person, bond })
    })
    .brief(lines)
}

/// The day of a meeting that was never planned, and was held before it is noted.
fn held_already(person: Id, v: &Values) -> Option<NaiveDate> {
    let is_planned = planned(person, v.cx).on.is_some();
    v.over("day").filter(|_| !is_planned && v.is_changed("day"))
}

/// The referral meeting was held on a day; whom it was about is noted with each of them.
fn recorded(person: Id, on: NaiveDate, place: String, cx: &Cx) -> Action {
    let asking = Asking {
        held: Some(on),
        place,
        ..planned(person, cx)
    };
    let log = Log {
        kind: Kind::Acquisition,
        who: Who::Known(person),
        on: Some(on),
        ..Log::default()
    };
    let actions = vec![
        Action::Bond {
            person,
            bond: Box::new(Bond::Asking(Some(asking))),
        },
        Action::Log(Box::new(log)),
    ];
    let name = cx.book.name(Some(person));
    let on = day::full(on, cx.today);
    Action::Many {
        said: format!("Held the referral meeting with {name}, {on}"),
        more: String::new(),
        actions,
    }
}

/// Whether they may be asked, what is not known, and about whom.
fn brief(person: Id, cx: &Cx) -> Vec<(&'static str, String)> {
    let client = Client::of(cx.book, cx.practice, person);
    let met = client.met.map(|met| day::full(met, cx.today));
    vec![
        ("may I ask", readiness::line(person, cx)),
        ("not known", readiness::unknown(person, cx)),
        ("about", readiness::to_ask_about(&client.targets, cx)),
        ("last held", met.unwrap_or_default()),
    ]
}

/// One target of the meeting.
struct Row {
    label: String,
    id: Id,
}

/// The referral meeting was held: what became of each on the list.
pub fn held(person: Id, cx: &Cx) -> Spec {
    let was = planned(person, cx);
    let held_on = was.on.filter(|on| *on < cx.today);
    let held_on = held_on.map_or("today".to_string(), |on| on.to_string());
    let client = Client::of(cx.book, cx.practice, person);
    let rows = rows(&client, cx);
    let mut fields: Vec<Field> = rows.iter().map(|row| target_field(row, cx)).collect();
    fields.push(Field::line("note").prompt("what was said"));
    fields.push(
        Field::line("when")
            .filled(&held_on)
            .reading(|v| v.past_words("when")),
    );
    let name = cx.name(Some(person)).into_owned();
    let title = format!("The referral meeting with {name} was held");
    let list = if rows.is_empty() {
        format!(
            "nobody is on the list; {} names somebody",
            Command::Target.typed()
        )
    } else {
        String::new()
    };
    let brief = vec![
        ("may I ask", readiness::line(person, cx)),
        ("not known", readiness::unknown(person, cx)),
        ("about", list),
        ("place", cx.words(&was.place).to_string()),
    ];
    Spec::new(title, fields, move |v| {
        let on = v.past("when")?.map_or(v.cx.today, |when| when.on);
        let asking = Asking {
            held: Some(on),
            ..planned(person, v.cx)
        };
        let log = Log {
            kind: Kind::Acquisition,
            who: Who::Known(person),
            on: Some(on).filter(|on| *on != v.cx.today),
            note: v.text("note"),
            ..Log::default()
        };
        let mut actions = vec![
            Action::Bond {
                person,
                bond: Box::new(Bond::Asking(Some(asking))),
            },
            Action::Log(Box::new(log)),
        ];
        let (mut asked, mut declined) = (0, 0);
        for row in &rows {
            let picked = v.picked(&row.label);
            if picked == 0 {
                continue;
            }
            if picked == DECLINED {
                declined += 1;
            } else {
                asked += 1;
            }
            actions.extend(spoken_of(row.id, picked, on, v.cx));
        }
        Ok(Action::Many {
            said: format!("Held the referral meeting with {name}"),
            more: came_of_it(asked, declined),
            actions,
        })
    })
    .brief(brief)
}

/// What the toast says of the list, and what to do with a name that came of it.
fn came_of_it(asked: usize, declined: usize) -> String {
    let counted = [(asked, "asked about"), (declined, "declined")];
    let counted = counted.iter().filter(|(n, _)| 0 < *n);
    let mut words: Vec<String> = counted.map(|(n, what)| format!("{n} {what}")).collect();
    if 0 < asked {
        words.push(format!(
            "{} makes a referral of one",
            Command::Target.typed()
        ));
    }
    words.join(", ")
}

/// A field is known by its label, so that of two alike the second has a number.
fn rows(client: &Client, cx: &Cx) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for id in client.targets.ahead().take(MANY) {
        let name = cx.target(id).into_owned();
        let is_taken = |label: &str| {
            ["note", "when"].contains(&label) || rows.iter().any(|row| row.label == label)
        };
        let numbered = (2..).map(|n| format!("{name} {n}"));
        let label = [name.clone()]
            .into_iter()
            .chain(numbered)
            .find(|label| !is_taken(label));
        let label = label.expect("there are enough numbers");
        rows.push(Row { label, id });
    }
    rows
}

/// What became of one target; beside it, why they may know each other.
fn target_field(row: &Row, cx: &Cx) -> Field {
    let why = cx.book.targets.get(row.id).map_or("", |it| it.why.as_str());
    let why = why.to_string();
    Field::choice(row.label.clone(), SPOKEN, 0).reading(move |_| Ok(Reading::of(why.clone())))
}

/// The target as it is after the meeting.
fn spoken_of(id: Id, picked: usize, on: NaiveDate, cx: &Cx) -> Option<Action> {
    let was = cx.book.targets.arc(id)?;
    let target = Target {
        asked: Some(on),
        declined: (picked == DECLINED).then_some(on),
        ..(**was).clone()
    };
    Some(Action::SaveTarget {
        id: Some(id),
        was: Some(was.clone()),
        target: Box::new(target),
    })
}

/// A single ask, about somebody by name.
pub fn ask(person: Id, target: Option<Id>, cx: &Cx) -> Spec {
    let client = Client::of(cx.book, cx.practice, person);
    let list: Vec<(Id, String)> = client
        .targets
        .ahead()
        .map(|id| (id, cx.target(id).into_owned()))
        .collect();
    let names = list.iter().map(|(_, name)| name.clone()).collect();
    let chosen = target.map_or(String::new(), |id| cx.target(id).into_owned());
    let readers_list = list.clone();
    let prompt = if list.is_empty() {
        "a name: whom do you want to meet?"
    } else {
        "one of the list, or another name"
    };
    let fields = vec![
        Field::offered("about", names)
            .filled(&chosen)
            .prompt(prompt)
            .reading(move |v| Ok(said_about(v, person, &readers_list))),
        Field::line("they said"),
        day_field(),
    ];
    let title = format!("Ask {}", cx.name(Some(person)));
    Spec::new(title, fields, move |v| {
        if v.is_blank("about") {
            return Err(v.refuse(
                "about",
                Refusal::new("nobody is named")
                    .or("an ask without a name gets any name: choose one, or write one"),
            ));
        }
        let log = Log {
            kind: Kind::Ask,
            who: Who::Known(person),
            on: on(v)?,
            note: v.text("they said"),
            ..Log::default()
        };
        Ok(match about(v, &list) {
            About::Listed(id) => Action::Log(Box::new(Log {
                target: Some(id),
                ..log
            })),
            About::New { whom, name } => Action::AskAbout {
                target: Box::new(Target {
                    person: Some(person),
                    whom,
                    name,
                    on: v.cx.today,
                    ..Target::default()
                }),
                log: Box::new(log),
            },
        })
    })
    .brief(vec![
        ("may I ask", readiness::line(person, cx)),
        ("not known", readiness::unknown(person, cx)),
    ])
}

/// Whom an ask is about.
enum About {
    Listed(Id),
    /// Somebody who is not on the list yet, known or not.
    New {
        whom: Option<Id>,
        name: String,
    },
}

/// One of the list by name, or the only one whose name begins so; else somebody new.
fn about(v: &Values, list: &[(Id, String)]) -> About {
    let typed = v.text("about");
    let same = list.iter().find(|(_, name)| same_name(name, &typed));
    let start = fold(&typed);
    let mut begins = list
        .iter()
        .filter(|(_, name)| fold(name).starts_with(&start));
    let only = begins.next().filter(|_| begins.next().is_none());
    if let Some((id, _)) = same.or(only) {
        return About::Listed(*id);
    }
    match people::like(v.cx.book, &typed).same.as_slice() {
        [one] => About::New {
            whom: Some(*one),
            name: String::new(),
        },
        _ => About::New {
            whom: None,
            name: typed,
        },
    }
}

fn said_about(v: &Values, person: Id, list: &[(Id, String)]) -> Reading {
    if v.is_blank("about") {
        return Reading::default();
    }
    match about(v, list) {
        About::Listed(id) => {
            let it = v.cx.book.targets.get(id);
            let why = it.map_or("", |it| it.why.as_str());
            let why = if why.is_empty() { "on the list" } else { why };
            let name = v.cx.target(id);
            // A name that was typed in part is spelled out.
            Reading::of(if same_name(&name, &v.text("about")) {
                why.to_string()
            } else {
                format!("{name}: {why}")
            })
        }
        About::New { whom, .. } if whom == Some(person) => {
            Reading::doubt("that is who is to be asked")
        }
        About::New { whom: Some(id), .. } => {
            Reading::of(format!("{}; comes onto the list", v.person_words(id)))
        }
        About::New { whom: None, .. } => {
            Reading::of("not in the book; comes onto the list as a name")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, book, day, today};
    use super::*;
    use crate::ui::effect::FormKind;

    fn with_place(place: &str) -> crate::domain::book::Book {
        let mut book = book();
        let asking = Asking {
            proposed: Some(day("2026-11-02")),
            place: place.into(),
            ..Asking::default()
        };
        book.people.edit(DANA, 9, |it| it.asking = Some(asking));
        book
    }

    #[test]
    fn a_meeting_that_was_held_before_it_was_noted_is_held() {
        for typed in ["yesterday", "20 nov", "2026-11-20"] {
            let mut desk = Desk::open(FormKind::Propose { person: DANA });
            desk.set("day", typed);
            let screen = desk.screen(80, 22);
            assert!(screen.contains("held Fri 20 Nov"), "{typed}\n{screen}");
            let said = "Held the referral meeting with Dana Ortiz, Fri 20 Nov|";
            assert_eq!(desk.perform(), said);
            let asking = desk.book.people.get(DANA).unwrap().asking.clone().unwrap();
            assert_eq!(asking.held, Some(day("2026-11-20")));
            let mut logged = desk.book.events.iter().map(|(_, it)| it);
            let logged = logged.find(|it| it.kind == Kind::Acquisition).unwrap();
            assert_eq!(logged.on, day("2026-11-20"));
        }
    }

    #[test]
    fn a_place_that_came_from_elsewhere_meanwhile_stays_beside_a_new_day() {
        let kind = FormKind::Propose { person: DANA };
        let mut desk = Desk::of(with_place("her office"), kind, false);
        desk.book.people.edit(DANA, 10, |it| {
            it.asking.as_mut().unwrap().place = "Café Nord".into();
        });
        desk.set("day", "thu 10:00");
        let Ok(Action::Bond { bond, .. }) = desk.save() else {
            panic!("the form saves");
        };
        let Bond::Asking(Some(asking)) = *bond else {
            panic!("{bond:?}");
        };
        assert_eq!(asking.place, "Café Nord");
        assert_eq!(asking.proposed, Some(day("2026-11-02")));
        assert_eq!(asking.on, Some(day("2026-11-26")));
    }

    #[test]
    fn a_meeting_of_yesterday_is_held_on_its_day_and_one_to_come_today() {
        for (on, held) in [("2026-11-20", "2026-11-20"), ("2026-11-27", "2026-11-21")] {
            let mut book = with_place("");
            book.people.edit(DANA, 10, |it| {
                it.asking.as_mut().unwrap().on = Some(day(on));
            });
            let kind = FormKind::Held { person: DANA };
            let mut desk = Desk::of(book, kind, false);
            assert!(desk.perform().starts_with("Held the referral meeting"));
            let dana = desk.book.people.get(DANA).unwrap();
            assert_eq!(dana.asking.as_ref().unwrap().held, Some(day(held)), "{on}");
            let events = desk.book.events.iter().map(|(_, it)| it);
            let events: Vec<_> = events.map(|it| (it.kind.clone(), it.on)).collect();
            assert_eq!(events, [(Kind::Acquisition, day(held))]);
        }
    }

    #[test]
    fn two_of_one_name_have_a_line_each_and_more_than_eight_wait() {
        let mut book = book();
        for n in 0..10_u128 {
            let target = Target {
                person: Some(DANA),
                name: if n < 2 {
                    "note".into()
                } else {
                    format!("N{n}")
                },
                on: today(),
                ..Target::default()
            };
            let id = Id::fixed(60 + n);
            book.targets.set(id, std::sync::Arc::new(target));
        }
        let kind = FormKind::Held { person: DANA };
        let mut desk = Desk::of(book, kind, false);
        let labels: Vec<String> = desk.look(|form, _| {
            let labels = form.labels();
            labels.iter().map(ToString::to_string).collect()
        });
        assert_eq!(labels[..3], ["note 2", "note 3", "N2"]);
        assert_eq!(labels.len(), MANY + 2);
        // The second of the two was asked about.
        desk.press("tab a");
        desk.perform();
        let asked = desk
            .book
            .targets
            .iter()
            .filter(|(_, it)| it.asked.is_some());
        let asked: Vec<Id> = asked.map(|(id, _)| id).collect();
        assert_eq!(asked, [Id::fixed(61)]);
    }
}
