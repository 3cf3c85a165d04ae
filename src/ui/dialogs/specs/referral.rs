//! The form of a referral, and the one line of its next action. What they say is saved elsewhere.

use crate::capture::date::When;
use crate::domain::action::{Action, Who};
use crate::domain::id::Id;
use crate::domain::person::Tags;
use crate::domain::referral::rung;
use crate::domain::referral::{Direction, Next, Referral};
use crate::domain::refusal::Refusal;
use crate::insight::checklist::is_researched;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::level;
use super::plan::{self, About};
use super::spec::Spec;

const URGENT: [&str; 2] = ["no", "yes"];

pub fn referral(id: Option<Id>, given: bool, cx: &Cx) -> Spec {
    let was = id.and_then(|id| cx.book.referrals.arc(id)).cloned();
    let base = was.as_deref().cloned().unwrap_or_else(|| fresh(given, cx));
    let given = base.is_given();
    let other = if given { "to" } else { "from" };
    let day = if given { "given on" } else { "received" };
    let title = match (&was, given) {
        (Some(was), _) => format!("Referral of {}", cx.name(was.prospect)),
        (None, false) => "A referral received".to_string(),
        (None, true) => "A referral given".to_string(),
    };
    let home = cx.book.settings().currency();
    let estimate = base.estimate.map(|money| money.typed(home));
    let next = base.next.as_ref();
    let next = next.map(|next| plan::typed(next, cx.book, cx.today));
    let on = When {
        on: base.on,
        time: None,
    };
    let (planned, reader) = (base.clone(), base.clone());
    let fields = vec![
        Field::who("prospect").known(base.prospect, cx.book),
        Field::who(other).known(base.partner(), cx.book),
        Field::line("need")
            .loaded(&base.need)
            .reading(|v| Ok(need_words(v))),
        Field::line("estimate")
            .loaded(&estimate.unwrap_or_default())
            .reading(|v| v.money_words("estimate")),
        Field::line("level")
            .filled(&level::typed(base.level))
            .reading(|v| {
                level::words(&v.text("level")).map_err(|refusal| v.refuse("level", refusal))
            }),
        Field::line("aim")
            .filled(&base.aim.map(|aim| aim.to_string()).unwrap_or_default())
            .reading(aim_words),
        Field::line("channel").loaded(&base.channel),
        Field::line("tags").loaded(&tag_words(&base.tags)),
        Field::choice("urgent", URGENT, usize::from(base.urgent)),
        Field::line(day)
            .filled(&if was.is_some() {
                on.iso()
            } else {
                "today".into()
            })
            .reading(move |v| v.past_words(day)),
        Field::line("next")
            .loaded(&next.unwrap_or_default())
            .reading(move |v| {
                let about = about(v, other, &reader)?;
                let plan = plan::of(v, "next", &about, reader.next.as_ref())?;
                Ok(plan.map_or(Reading::default(), |plan| {
                    let reading = plan.reading(v.cx);
                    plan::warned(reading, &unprepared(&plan, v, other, id, &reader))
                }))
            }),
    ];
    Spec::new(title, fields, move |v| {
        let (prospect, partner) = (v.who("prospect")?, v.who(other)?);
        if prospect.is_nobody() {
            return Err(
                Refusal::new("A referral needs a prospect").or("name the person who wants help")
            );
        }
        if given && partner.is_nobody() {
            return Err(
                Refusal::new("A given referral needs someone it goes to").or("name the receiver")
            );
        }
        if prospect == partner {
            return Err(Refusal::new("Prospect and partner are the same person")
                .or(format!("name someone else in {other}")));
        }
        let about = about(v, other, &planned)?;
        let plan = plan::of(v, "next", &about, planned.next.as_ref())?;
        let usual = if partner.is_nobody() {
            &prospect
        } else {
            &partner
        };
        let next: Option<Next> = match plan {
            // Someone who is made with this referral has no record yet: saving fills in whom it means.
            Some(plan) if matches!(plan.whom, Who::New(_)) && plan.whom == *usual => {
                Some(plan.next)
            }
            Some(plan) => Some(plan.known().map_err(|refusal| v.refuse("next", refusal))?),
            None => None,
        };
        let referral = Referral {
            need: v.text("need"),
            estimate: if v.is_changed("estimate") {
                v.money("estimate")?
            } else {
                planned.estimate
            },
            level: level::read(&v.text("level")).map_err(|refusal| v.refuse("level", refusal))?,
            aim: level::aimed(v)?,
            channel: v.text("channel"),
            tags: retagged(&planned.tags, v),
            urgent: v.picked("urgent") == 1,
            on: v.past(day)?.map_or(planned.on, |when| when.on),
            next,
            ..planned.clone()
        };
        Ok(Action::SaveReferral {
            id,
            was: was.clone(),
            referral: Box::new(referral),
            prospect,
            partner,
        })
    })
}

/// A received name without a need asks for more (seed 001).
fn need_words(v: &Values) -> Reading {
    let is_named = v.has("from") && !v.is_blank("prospect");
    let level = level::read(&v.text("level")).unwrap_or_default();
    if !is_named || !v.is_blank("need") || level.is_some_and(|level| 1 < level) {
        return Reading::default();
    }
    let source = v.text("from");
    if source.trim().is_empty() {
        Reading::of("a name only: what do they need?")
    } else {
        Reading::of(format!("a name only: ask {} what they need", source.trim()))
    }
}

/// What speaks against a plan as the form stands now.
fn unprepared(
    plan: &plan::Plan,
    v: &Values,
    other: &'static str,
    id: Option<Id>,
    was: &Referral,
) -> String {
    let known = |who: Result<Who, Refusal>| match who {
        Ok(Who::Known(id)) => Some(id),
        _ => None,
    };
    let prospect = v.who("prospect").unwrap_or_default();
    let candidate = Referral {
        prospect: known(v.who("prospect")),
        source: if was.is_given() {
            None
        } else {
            known(v.who(other))
        },
        level: level::read(&v.text("level")).unwrap_or(was.level),
        ..was.clone()
    };
    let practice = v.cx.practice;
    let is_researched = match id {
        Some(id) => is_researched(practice, id, &candidate),
        None => practice.is_short(&candidate),
    };
    plan::warning(plan, &prospect, &candidate, v.cx, is_researched)
}

/// A referral that is not in the book yet: received or given today, on the newest map.
fn fresh(given: bool, cx: &Cx) -> Referral {
    let direction = if given {
        Direction::Given
    } else {
        Direction::Received
    };
    let maps = cx.book.maps.iter();
    let map = maps
        .filter(|(_, map)| map.direction == direction)
        .max_by_key(|(_, map)| map.version)
        .map(|(id, _)| id);
    Referral {
        direction,
        on: cx.today,
        level: Some(1),
        map,
        ..Referral::default()
    }
}

/// The people whom the form names now.
fn about(v: &Values, other: &'static str, was: &Referral) -> Result<About, Refusal> {
    let mut about = About::referral(was, v.cx.book);
    about.people.clear();
    let (prospect, partner) = (v.who("prospect")?, v.who(other)?);
    about.usual = match (was.stage() < crate::domain::stage::Stage::Meet, &partner) {
        (true, Who::Nobody) | (false, _) if !prospect.is_nobody() => prospect.clone(),
        _ => partner.clone(),
    };
    for (who, label) in [(prospect, "prospect"), (partner, other)] {
        if !who.is_nobody() {
            about.people.push((who, v.text(label)));
        }
    }
    for id in was.also.keys() {
        let name = v.cx.book.name(Some(*id)).to_string();
        about.people.push((Who::Known(*id), name));
    }
    Ok(about)
}

fn aim_words(v: &Values) -> Result<Reading, Refusal> {
    let rung = level::aimed(v)?.and_then(rung);
    Ok(Reading::of(rung.unwrap_or_default()))
}

/// The tags of a record as one would type them.
pub fn tag_words(tags: &Tags) -> String {
    let set = tags.iter().filter(|(_, set)| **set);
    set.map(|(tag, _)| format!("#{tag}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The tags as they stand in the form; what was not touched stays as the record has it.
pub fn retagged(was: &Tags, v: &Values) -> Tags {
    if v.is_changed("tags") {
        v.tags("tags")
    } else {
        was.clone()
    }
}

/// One line: what is done next.
pub fn next(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let about = About::referral(&record, cx.book);
    let was = record.next.clone();
    let typed = was
        .as_ref()
        .map(|next| plan::typed(next, cx.book, cx.today));
    let (readers_about, readers_was) = (about.clone(), was.clone());
    let readers_record = record.clone();
    let fields = vec![
        Field::line("next")
            .loaded(&typed.unwrap_or_default())
            .replaceable()
            .reading(move |v| {
                if v.is_blank("next") {
                    return Ok(Reading::of("as in: call Dana fri 10:00"));
                }
                let plan = plan::of(v, "next", &readers_about, readers_was.as_ref())?;
                Ok(plan.map_or(Reading::default(), |plan| {
                    let researched = is_researched(v.cx.practice, id, &readers_record);
                    let prospect = readers_record.prospect.map_or(Who::Nobody, Who::Known);
                    let warning =
                        plan::warning(&plan, &prospect, &readers_record, v.cx, researched);
                    plan::warned(plan.reading(v.cx), &warning)
                }))
            }),
    ];
    let title = format!("Next for {}", cx.name(record.prospect));
    Spec::new(title, fields, move |v| {
        let plan = plan::of(v, "next", &about, was.as_ref())?;
        let (next, whom) = match plan {
            Some(plan) => (Some(plan.next), plan.whom),
            None => (None, Who::Nobody),
        };
        Ok(Action::SetNext {
            referral: id,
            next,
            whom,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, MIA, NEWEST_MAP, OMAR, PRIYA, SHOP, day, euros};
    use super::*;
    use crate::domain::referral::Verb;
    use crate::ui::effect::FormKind;

    fn adding(given: bool) -> Desk {
        Desk::open(FormKind::Referral { id: None, given })
    }

    fn saved(desk: &mut Desk) -> Referral {
        match desk.save() {
            Ok(Action::SaveReferral { referral, .. }) => *referral,
            other => panic!("{other:?} saves no referral"),
        }
    }

    #[test]
    fn a_new_referral_has_all_that_was_typed() {
        let mut desk = adding(false);
        desk.set("prospect", "Zoe Quinn")
            .set("from", "Dana Ortiz")
            .set("need", "web shop")
            .set("estimate", "12k")
            .set("level", "L3")
            .set("aim", "7")
            .set("channel", "lunch")
            .set("tags", "#retail Spring")
            .set("received", "yesterday")
            .set("next", "call fri 10:00");
        let referral = saved(&mut desk);
        assert_eq!(referral.estimate, Some(euros(1_200_000)));
        assert_eq!((referral.level, referral.aim), (Some(3), Some(7)));
        assert_eq!(
            referral.tags.keys().collect::<Vec<_>>(),
            ["retail", "spring"]
        );
        assert_eq!(referral.on, day("2026-11-20"));
        let next = referral.next.unwrap();
        assert_eq!((next.verb, next.whom), (Verb::Call, Some(DANA)));
        assert_eq!(referral.map, Some(NEWEST_MAP));
        assert_eq!(desk.perform(), "Added Zoe Quinn|");
    }

    #[test]
    fn mistypes_name_their_field_and_the_way_out() {
        let mut desk = adding(false);
        assert!(desk.refused().starts_with("A referral needs a prospect; "));
        desk.set("prospect", "Zoe");
        for (label, typed, wanted) in [
            ("estimate", "12q", "Estimate: "),
            ("level", "11", "Level: “11” is no level; write 1 to 10"),
            (
                "aim",
                "0",
                "Aim: “0” is no number to use here; write one from 1 to 10",
            ),
            (
                "received",
                "soon",
                "Received: “soon” does not read as a day; write fri",
            ),
            (
                "next",
                "call Zoe",
                "Next: “call Zoe” has no day; end with one",
            ),
        ] {
            desk.set(label, typed);
            let refused = desk.refused();
            assert!(refused.starts_with(wanted), "{refused}");
            assert!(refused.contains("; "), "{refused}");
            desk.set(label, "");
        }
        assert_eq!(saved(&mut desk).level, Some(1));
        desk.set("level", "lead");
        assert_eq!(saved(&mut desk).level, None);
        desk.set("from", "Zoe");
        assert!(desk.refused().starts_with("Prospect and partner"));
    }

    #[test]
    fn a_given_referral_needs_a_receiver() {
        let mut desk = adding(true);
        desk.set("prospect", "Zoe");
        assert!(desk.refused().starts_with("A given referral needs"));
        desk.set("to", "Mia Lang");
        assert!(saved(&mut desk).is_given());
        assert!(matches!(
            desk.save(),
            Ok(Action::SaveReferral {
                partner: Who::Known(MIA),
                ..
            })
        ));
    }

    #[test]
    fn an_edit_keeps_what_was_not_touched_and_what_it_began_from() {
        let mut desk = Desk::open(FormKind::Referral {
            id: Some(SHOP),
            given: false,
        });
        desk.set("need", "a larger shop");
        let was = desk.book.referrals.get(SHOP).unwrap().clone();
        let wanted = Referral {
            need: "a larger shop".into(),
            ..was
        };
        assert_eq!(saved(&mut desk), wanted);
        assert_eq!(desk.perform(), "Saved Priya Shah|");
    }

    #[test]
    fn a_plan_with_someone_new_has_to_wait() {
        let mut desk = Desk::open(FormKind::Referral {
            id: Some(SHOP),
            given: false,
        });
        desk.set("next", "call Zoe fri");
        assert_eq!(
            desk.refused(),
            "Next: Zoe is not in the book yet; save without it, then plan it with n"
        );
    }

    #[test]
    fn a_new_source_is_the_person_of_the_plan() {
        let mut desk = adding(false);
        desk.set("prospect", "Zoe")
            .set("from", "Bea Fox")
            .set("next", "call fri");
        desk.perform();
        let (_, saved) = desk.book.referrals.iter().next_back().unwrap();
        assert_eq!(desk.book.name(saved.next.clone().unwrap().whom), "Bea Fox");
    }

    #[test]
    fn typing_begins_a_plan_anew_and_keys_that_move_edit_it() {
        let next = |desk: &mut Desk| match desk.save() {
            Ok(Action::SetNext { next, whom, .. }) => (next.unwrap(), whom),
            other => panic!("{other:?}"),
        };
        let mut desk = Desk::open(FormKind::Next { referral: SHOP });
        desk.write("mail Mia tue");
        let (plan, whom) = next(&mut desk);
        assert_eq!((plan.verb, whom), (Verb::Mail, Who::Known(MIA)));
        for key in ["end", "left right"] {
            let mut desk = Desk::open(FormKind::Next { referral: SHOP });
            desk.press(key);
            desk.write(" a");
            let (plan, whom) = next(&mut desk);
            assert_eq!((plan.verb, whom), (Verb::Call, Who::Known(DANA)), "{key}");
            assert_eq!(plan.note, "a");
        }
        let mut desk = Desk::open(FormKind::Next { referral: SHOP });
        desk.press("home");
        desk.write("again ");
        let (plan, _) = next(&mut desk);
        assert!(plan.note.contains("again"), "{plan:?}");
    }

    #[test]
    fn the_next_action_is_one_line() {
        let mut desk = Desk::open(FormKind::Next { referral: SHOP });
        assert!(desk.screen(80, 22).contains("call Dana Ortiz Thu 26 Nov"));
        desk.set("next", "meet Priya mon 9:00");
        let Ok(Action::SetNext {
            next: Some(next),
            whom,
            ..
        }) = desk.save()
        else {
            panic!("it is planned");
        };
        assert_eq!((next.verb, next.on), (Verb::Meet, day("2026-11-23")));
        assert_eq!(whom, Who::Known(PRIYA));
        desk.set("next", "call Omar fri");
        assert!(matches!(
            desk.save(),
            Ok(Action::SetNext {
                whom: Who::Known(OMAR),
                ..
            })
        ));
        desk.set("next", "");
        assert!(matches!(
            desk.save(),
            Ok(Action::SetNext { next: None, .. })
        ));
        desk.set("next", "call Dana 31 feb");
        assert!(desk.refused().starts_with("Next: February has no day 31; "));
    }

    #[test]
    fn a_first_contact_that_is_not_prepared_is_warned_about_and_never_barred() {
        let mut desk = Desk::open(FormKind::Next { referral: SHOP });
        let warns = |desk: &mut Desk, plan: &str| {
            desk.set("next", plan);
            assert!(desk.save().is_ok(), "{plan} is not barred");
            let screen = desk.screen(80, 24);
            (
                screen.contains("research is not done: ring Dana first"),
                screen.contains("an unannounced call"),
            )
        };
        assert_eq!(warns(&mut desk, "call Priya fri"), (true, true));
        assert_eq!(warns(&mut desk, "mail Priya fri"), (true, false));
        assert_eq!(warns(&mut desk, "call Dana fri"), (false, false));
        assert_eq!(warns(&mut desk, "look at the site fri"), (false, false));
        let mut book = super::super::desk::book();
        let change = |book: &mut crate::domain::book::Book, level: u8| {
            let shop = book.referrals.get(SHOP).unwrap().clone();
            let shop = Referral {
                level: Some(level),
                ..shop
            };
            book.referrals.set(SHOP, std::sync::Arc::new(shop));
        };
        change(&mut book, 5);
        let kind = FormKind::Next { referral: SHOP };
        let mut desk = Desk::of(book.clone(), kind.clone(), false);
        assert_eq!(warns(&mut desk, "call Priya fri"), (true, false));
        change(&mut book, 9);
        let mut desk = Desk::of(book, kind, false);
        assert_eq!(warns(&mut desk, "call Priya fri"), (false, false));
        let mut desk = Desk::open(FormKind::Next {
            referral: super::super::desk::AUDIT,
        });
        assert_eq!(
            warns(&mut desk, "call Omar fri"),
            (false, false),
            "they are to meet"
        );
    }

    #[test]
    fn a_name_alone_asks_for_the_need() {
        let mut desk = adding(false);
        desk.set("prospect", "Zoe").set("from", "Dana Ortiz");
        let asks = |desk: &mut Desk| {
            desk.screen(90, 30)
                .contains("ask Dana Ortiz what they need")
        };
        assert!(asks(&mut desk), "{}", desk.screen(90, 30));
        desk.set("level", "3");
        assert!(!asks(&mut desk));
        desk.set("level", "").set("need", "web shop");
        assert!(!asks(&mut desk));
        desk.set("next", "call Zoe fri");
        assert!(desk.screen(90, 30).contains("research is not done"));
    }
}
