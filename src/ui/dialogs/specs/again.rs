//! When to be in touch with a person again: a form of its own, and a field beside what happened. It will never say what
//! they are to be called about.

use crate::capture::date::{Look, When};
use crate::domain::action::{Action, Bond};
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::relation::Again;
use crate::ui::bonds;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};
use crate::ui::words;

use super::happened::nothing;
use super::plan;
use super::spec::Spec;

/// The field beside what happened.
pub const NEXT: &str = "next contact";

/// A day and why, in one line: `thu 10:00 her new shop`.
pub fn field(person: Option<Id>, cx: &Cx) -> Field {
    let record = person.and_then(|id| cx.book.people.get(id));
    let agreed = record.and_then(|it| it.again.as_ref());
    let ahead = agreed.filter(|again| cx.today < again.on);
    let so_far = ahead.map_or(String::new(), |again| {
        format!("agreed: {}", bonds::again(again, cx))
    });
    Field::line(NEXT)
        .prompt("thu 10:00 her new shop")
        .reading(move |v| {
            Ok(match of(v)? {
                Some(again) => Reading::of(bonds::again(&again, v.cx)),
                None => Reading::of(so_far.clone()),
            })
        })
}

/// What the field says; none where nothing is said, and what was agreed stays.
pub fn of(v: &Values) -> Result<Option<Again>, Refusal> {
    let typed = v.text(NEXT);
    let mut words: Vec<&str> = typed.split_whitespace().collect();
    if words.is_empty() {
        return Ok(None);
    }
    let found = plan::day_in(&words, v.cx.today).map_err(|refusal| v.refuse(NEXT, refusal))?;
    let Some((from, taken, when)) = found else {
        let refusal = Refusal::new(format!("“{}” has no day", words.join(" ")))
            .or("begin with one, as in thu 10:00");
        return Err(v.refuse(NEXT, refusal));
    };
    if when.on <= v.cx.today {
        return Err(v.refuse(NEXT, not_ahead(when, v)));
    }
    words.drain(from..from + taken);
    Ok(Some(Again {
        on: when.on,
        time: when.time,
        why: words.join(" "),
        ..Again::default()
    }))
}

fn not_ahead(when: When, v: &Values) -> Refusal {
    let said = day::near(when.on, v.cx.today);
    Refusal::new(format!("{said} is not ahead")).or("write a day from tomorrow on, as in next week")
}

/// The day of the next contact, and why; without a day none is agreed.
pub fn again(person: Id, cx: &Cx) -> Spec {
    let record = cx.book.people.get(person).cloned().unwrap_or_default();
    let was = record.again;
    let when = was.as_ref().map(|again| When {
        on: again.on,
        time: again.time,
    });
    let why = was.as_ref().map_or("", |again| again.why.as_str());
    let fields = vec![
        Field::line("day")
            .filled(&when.map(When::iso).unwrap_or_default())
            .prompt("thu, in 2 weeks, 12 dec 10:00")
            .reading(move |v| {
                Ok(match ahead(person, v)? {
                    Some(when) => Reading::of(when.full(v.cx.today)),
                    None if v.is_changed("day") => Reading::doubt("no day is agreed any more"),
                    None => Reading::default(),
                })
            }),
        Field::line("why").loaded(why).prompt("her new shop opens"),
    ];
    let relation = cx.practice.relation(person);
    let last = relation
        .last
        .map_or(String::new(), |(on, _)| day::near(on, cx.today));
    let every = relation.interval.map_or(String::new(), |days| {
        let every = words::days(days.into());
        format!("every {every}; an agreed day holds in its place, once")
    });
    let title = format!("Next contact · {}", cx.name(Some(person)));
    let spec = Spec::new(title, fields, move |v| {
        if !v.is_changed("day") && !v.is_changed("why") {
            let name = v.cx.book.name(Some(person));
            return Ok(nothing(format!("Nothing has changed with {name}")));
        }
        let agreed = match ahead(person, v)? {
            Some(when) => Some(Again {
                on: when.on,
                time: when.time,
                why: v.text("why"),
                ..was.clone().unwrap_or_default()
            }),
            None if v.is_changed("why") && !v.is_blank("why") => {
                let refusal = Refusal::new("no day is named").or("write one, as in thu");
                return Err(v.refuse("day", refusal));
            }
            None => None,
        };
        let bond = Box::new(Bond::Again(agreed));
        Ok(Action::Bond { person, bond })
    });
    spec.brief(vec![("last", last), ("wanted", every)])
}

/// The day that the form says: today only where there was no contact yet.
fn ahead(person: Id, v: &Values) -> Result<Option<When>, Refusal> {
    let Some(when) = v.when("day", Look::Ahead)? else {
        return Ok(None);
    };
    let last = v.cx.practice.relation(person).last;
    let is_met = when.on == v.cx.today && last.is_some_and(|(last, _)| when.on <= last);
    // A day that has gone by since it was agreed is still the agreed one.
    if v.is_changed("day") && (when.on < v.cx.today || is_met) {
        return Err(v.refuse("day", not_ahead(when, v)));
    }
    Ok(Some(when))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::super::desk::{DANA, Desk, book, day as date};
    use super::*;
    use crate::domain::event::Kind;
    use crate::ui::effect::FormKind;

    const AGREE: FormKind = FormKind::Again { person: DANA };

    fn agreed(desk: &mut Desk) -> Option<Again> {
        match desk.save() {
            Ok(Action::Bond { bond, .. }) => match *bond {
                Bond::Again(again) => again,
                other => panic!("{other:?} is no day"),
            },
            other => panic!("{other:?} is no day"),
        }
    }

    #[test]
    fn a_day_that_has_just_passed_is_not_taken_for_the_next_year() {
        let mut desk = Desk::open(AGREE);
        desk.set("day", "20 nov");
        assert_eq!(
            desk.refused(),
            "Day: Fri 20 Nov is over; 20 nov 2027 is the next one"
        );
        for (typed, on) in [
            ("20 nov 2027", "2027-11-20"),
            ("1 sep", "2027-09-01"),
            ("in 11 months", "2027-10-21"),
        ] {
            desk.set("day", typed);
            assert_eq!(agreed(&mut desk).unwrap().on, date(on), "{typed}");
        }
    }

    #[test]
    fn a_day_with_a_time_and_a_reason_is_agreed_changed_and_cleared() {
        let mut desk = Desk::open(AGREE);
        assert_eq!(desk.idle(), "Nothing has changed with Dana Ortiz");
        desk.set("day", "thu 10:00").set("why", "her new shop");
        assert!(desk.screen(80, 20).contains("Thu 26 Nov 10:00"));
        let again = agreed(&mut desk).unwrap();
        assert_eq!(
            (again.on, again.why.as_str()),
            (date("2026-11-26"), "her new shop")
        );
        assert_eq!(again.time, NaiveTime::from_hms_opt(10, 0, 0));
        assert_eq!(desk.perform(), "In touch with Dana Ortiz again Thu 26 Nov|");
        let mut desk = Desk::of(desk.book.clone(), AGREE, false);
        assert_eq!(desk.idle(), "Nothing has changed with Dana Ortiz");
        desk.set("why", "the shop is open");
        assert_eq!(agreed(&mut desk).unwrap().on, date("2026-11-26"));
        desk.set("day", "");
        assert!(desk.refused().starts_with("Day: no day is named"));
        desk.set("why", "");
        assert_eq!(agreed(&mut desk), None);
        assert_eq!(desk.perform(), "No day is set for Dana Ortiz|");
    }

    #[test]
    fn a_day_that_is_over_is_refused_and_today_once_we_spoke() {
        let mut desk = Desk::open(AGREE);
        desk.set("day", "yesterday");
        assert_eq!(
            desk.refused(),
            "Day: yesterday is not ahead; write a day from tomorrow on, as in next week"
        );
        desk.set("day", "today 17:00");
        assert_eq!(agreed(&mut desk).unwrap().on, date("2026-11-21"));
        let mut book = book();
        let call = crate::domain::event::Event {
            person: Some(DANA),
            on: date("2026-11-21"),
            kind: Kind::Call,
            ..crate::domain::event::Event::default()
        };
        book.events.set(Id::fixed(50), std::sync::Arc::new(call));
        let mut desk = Desk::of(book, AGREE, false);
        desk.set("day", "today 17:00");
        assert!(desk.refused().starts_with("Day: today is not ahead"));
    }

    #[test]
    fn beside_what_happened_a_day_and_why_stand_in_one_line() {
        for (typed, on, time, why) in [
            ("thu", "2026-11-26", None, ""),
            (
                "thu 10:00 her new shop",
                "2026-11-26",
                Some(10),
                "her new shop",
            ),
            (
                "ask about the shop in 2 weeks",
                "2026-12-05",
                None,
                "ask about the shop",
            ),
        ] {
            let mut desk = Desk::open(FormKind::Log {
                kind: Kind::Call,
                person: Some(DANA),
                referral: None,
                way: None,
            });
            desk.set(NEXT, typed);
            let Ok(Action::Log(log)) = desk.save() else {
                panic!("it is logged");
            };
            let again = log.again.unwrap();
            assert_eq!((again.on, again.why.as_str()), (date(on), why), "{typed}");
            let time = time.and_then(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
            assert_eq!(again.time, time, "{typed}");
            desk.set(NEXT, "her new shop");
            assert_eq!(
                desk.refused(),
                "Next contact: “her new shop” has no day; begin with one, as in thu 10:00"
            );
            desk.set(NEXT, "today");
            assert!(
                desk.refused()
                    .starts_with("Next contact: today is not ahead")
            );
        }
    }
}
