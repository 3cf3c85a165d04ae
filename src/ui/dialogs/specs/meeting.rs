//! The sheet of the first meeting: what to know before it, and how it went. It will never judge.

use chrono::NaiveDate;

use crate::capture::date::{self, Look, When};
use crate::domain::action::{Action, Edit, Log, NextChange, Reply, Who};
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::promise::{By, Promise};
use crate::domain::referral::{Next, Referral, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::insight::checklist;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::happened::{many, note_on};
use super::plan::{self, About, Plan};
use super::spec::Spec;

const HELD: usize = 0;
const MOVED: usize = 1;

const YES: usize = 1;

/// About the call that a letter named, not about the meeting.
const CALLED: &str = "called on time";

/// How well it fits, as it is answered; the first is no answer.
const FITS: [&str; 4] = ["not said", "fits", "not sure", "does not fit"];

/// A line of the map that the sheet asks in its own way, and the field that answers it.
const OWN: [(&str, &str); 7] = [
    ("meet.rapport", "rapport"),
    ("meet.need", "need"),
    ("meet.fit", "fit"),
    ("meet.promises", "I promise"),
    ("meet.next", "next"),
    ("meet.asked", "asked to meet again"),
    ("meet.line", "said I work by referral"),
];

/// The labels of the sheet.
const LABELS: [&str; 12] = [
    "note",
    "how",
    "moved to",
    "rapport",
    "need",
    "fit",
    "I promise",
    "they promise",
    "next",
    "asked to meet again",
    "said I work by referral",
    CALLED,
];

/// How the appointment with the prospect went.
pub fn meeting(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    // Only an appointment is settled with the meeting; another next action stays.
    let appointment = record
        .next
        .clone()
        .filter(|next| next.is_appointment(record.prospect));
    let held_on = appointment
        .as_ref()
        .map(|next| next.on)
        .filter(|on| *on <= cx.today)
        .unwrap_or(cx.today);
    let others = others(id, cx);
    let title = format!("The meeting with {}", cx.name(record.prospect));
    let brief = brief(&record, cx);
    let about = About::referral(&record, cx.book);
    let fields = fields(&record, &others, (held_on, cx.today), &about);
    let sheet = Sheet {
        id,
        record,
        appointment,
        held_on,
        about,
        others,
    };
    Spec::new(title, fields, move |v| sheet.submit(v)).brief(brief)
}

/// What one has at hand when walking in.
fn brief(record: &Referral, cx: &Cx) -> Vec<(&'static str, String)> {
    let told = cx.words(&record.told);
    let told = if told.is_empty() {
        String::new()
    } else {
        format!("“{told}”")
    };
    vec![
        ("say", line(record, cx)),
        ("was told", told),
        ("need", cx.words(&record.need).to_string()),
        ("hint", hint(record, cx)),
    ]
}

/// The sentence "I work by referral", as it fits this prospect.
fn line(record: &Referral, cx: &Cx) -> String {
    let settings = cx.book.settings();
    let is_referred = record.partner().is_some();
    let words = if is_referred {
        &settings.line_referred
    } else {
        &settings.line_unreferred
    };
    if words.trim().is_empty() {
        return "that you work by referral; : settings keeps your line".into();
    }
    cx.words(words)
        .replace("{source}", &cx.name(record.partner()))
        .replace("{prospect}", &cx.name(record.prospect))
        .replace("{offer}", cx.words(&settings.offer))
}

/// How to go about it: as it was planned, else what follows from how the two stand.
fn hint(record: &Referral, cx: &Cx) -> String {
    if !record.approach.is_empty() {
        return cx.words(&record.approach).to_string();
    }
    let (Some(tie), Some(source)) = (&record.tie, record.partner()) else {
        return String::new();
    };
    let source = cx.name(Some(source));
    match tie.strength {
        Some(1..) => format!("{source}’s name helps here: the two stand well"),
        Some(0) => format!("the two hardly know each other: {source}’s name opens little"),
        Some(_) => format!("the two do not stand well: lean on your own work, not on {source}"),
        None => String::new(),
    }
}

/// The lines of the map that the user has added: id, words, and what was noted.
fn others(id: Id, cx: &Cx) -> Vec<(String, String, String)> {
    let lines = checklist::lines(cx.book, cx.practice, id, Stage::Meet);
    let own = |item: &str| OWN.iter().any(|(ours, _)| *ours == item);
    let mut others: Vec<(String, String, String)> = Vec::new();
    for line in lines {
        // A field is known by its label, so that of two alike the page has the second.
        let is_taken = LABELS.contains(&line.text.as_str())
            || others.iter().any(|(_, text, _)| *text == line.text);
        if !line.by_fact && !own(&line.item) && !is_taken {
            others.push((line.item, line.text, line.note));
        }
    }
    others
}

fn fields(
    record: &Referral,
    others: &[(String, String, String)],
    (held_on, today): (NaiveDate, NaiveDate),
    about: &About,
) -> Vec<Field> {
    let answered = |item: &str| {
        let answer = record.answers.get(item);
        answer.map_or("", |answer| answer.note.as_str())
    };
    let fit = FITS.iter().position(|fit| *fit == answered("meet.fit"));
    let about = about.clone();
    let yes = |label: &'static str| Field::choice(label, ["no", "yes"], 0);
    let mut fields = vec![
        Field::line("note"),
        Field::choice("how", ["held", "moved", "did not come"], HELD).reading(move |v| {
            let words = day::full(held_on, v.cx.today);
            Ok(Reading::of(if v.picked("how") == MOVED {
                String::new()
            } else {
                words
            }))
        }),
        Field::line("moved to").reading(|v| {
            let when = moved_to(v)?;
            let said = when.map(|when| when.full(v.cx.today));
            Ok(Reading::of(said.unwrap_or_default()))
        }),
        Field::line("rapport")
            .loaded(answered("meet.rapport"))
            .prompt("what the two of you have in common"),
        Field::line("need")
            .loaded(answered("meet.need"))
            .prompt("in the prospect’s own words"),
        Field::choice("fit", FITS, fit.unwrap_or(0)),
        promise_field("I promise", "send the offer fri; the samples in 2 weeks"),
        promise_field("they promise", "ask the board by 2 dec"),
        Field::line("next")
            .prompt("what comes now, and its day")
            .reading(move |v| plan::words(v, "next", &about, None)),
        yes("asked to meet again"),
        yes("said I work by referral"),
    ];
    if let Some(call) = call(record, today) {
        let called = Field::choice(CALLED, ["not said", "yes", "no"], 0);
        fields.push(called.reading(move |_| Ok(Reading::of(call.clone()))));
    }
    for (_, text, note) in others {
        fields.push(Field::question(text.clone()).loaded(note));
    }
    fields
}

fn promise_field(label: &'static str, example: &'static str) -> Field {
    Field::line(label).prompt(example).reading(move |v| {
        let promised = promised(v, label)?;
        let words: Vec<String> = promised
            .into_iter()
            .map(|(what, due)| match due {
                Some(due) => format!("{what}, due {}", day::full(due, v.cx.today)),
                None => format!("{what}, no day"),
            })
            .collect();
        Ok(Reading::of(words.join("; ")))
    })
}

/// The call that a letter named, once its day has come.
fn call(record: &Referral, today: NaiveDate) -> Option<String> {
    let it = record.introduction.as_ref()?;
    let (on, time) = (it.on.filter(|on| *on <= today)?, it.time?);
    let (what, on, time) = (it.method.title(), day::near(on, today), day::clock(time));
    let is_written = it.method.is_written();
    is_written.then(|| format!("the call that the {what} named, {on} {time}"))
}

/// What was promised, each with its day where one stands at its end.
fn promised(v: &Values, label: &str) -> Result<Vec<(String, Option<NaiveDate>)>, Refusal> {
    let text = v.text(label);
    let parts = text.split(';').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| one_promise(part, v.cx.today).map_err(|refusal| v.refuse(label, refusal)))
        .collect()
}

/// The promises of both as the answer to their line.
fn promises_noted(v: &Values) -> Result<String, Refusal> {
    let mut noted = Vec::new();
    for (label, who) in [("I promise", "I"), ("they promise", "they")] {
        let promised = promised(v, label)?.into_iter().map(|(what, _)| what);
        let words: Vec<String> = promised.collect();
        if !words.is_empty() {
            noted.push(format!("{who}: {}", words.join("; ")));
        }
    }
    Ok(noted.join(" · "))
}

fn one_promise(text: &str, today: NaiveDate) -> Result<(String, Option<NaiveDate>), Refusal> {
    let words: Vec<&str> = text.split_whitespace().collect();
    for from in 0..words.len() {
        let Some((when, taken)) = date::read_words(&words[from..], today, Look::Ahead) else {
            continue;
        };
        if from + taken < words.len() {
            continue;
        }
        let by = usize::from(from > 0 && ["by", "until", "before"].contains(&words[from - 1]));
        let what = words[..from - by].join(" ");
        if what.is_empty() {
            return Err(Refusal::new("That is a day without a promise")
                .or("say what was promised, as in send the offer fri"));
        }
        return Ok((what, Some(when?.on)));
    }
    Ok((text.to_string(), None))
}

fn moved_to(v: &Values) -> Result<Option<When>, Refusal> {
    v.when("moved to", Look::Ahead)
}

/// What the sheet began from.
struct Sheet {
    id: Id,
    record: Referral,
    appointment: Option<Next>,
    held_on: NaiveDate,
    about: About,
    others: Vec<(String, String, String)>,
}

impl Sheet {
    fn prospect(&self) -> Who {
        self.record.prospect.map_or(Who::Nobody, Who::Known)
    }

    fn submit(&self, v: &Values) -> Result<Action, Refusal> {
        let (how, to) = (v.picked("how"), moved_to(v)?);
        let plan = plan::of(v, "next", &self.about, None)?;
        let mut actions = match (how, to) {
            (MOVED, None) => {
                return Err(Refusal::new("Moved to: no day is named")
                    .or("write one, as in fri 10:00, or leave the meeting open with esc"));
            }
            (MOVED, Some(_)) if plan.is_some() => {
                return Err(
                    Refusal::new("Next: the meeting that was moved is what comes next")
                        .or("clear that line, or choose held"),
                );
            }
            (MOVED, Some(when)) => self.moved(when, v.text("note")),
            (_, Some(_)) => {
                return Err(Refusal::new("Moved to: a day stands there")
                    .or("choose moved, or clear the day"));
            }
            (how, None) => vec![self.log(how == HELD, v)],
        };
        self.push_answers(v, plan.as_ref(), &mut actions)?;
        if v.picked("said I work by referral") == YES {
            actions.push(self.mention());
        }
        if v.has(CALLED) && v.is_changed(CALLED) {
            actions.push(self.edit(Edit::Kept(v.picked(CALLED) == YES)));
        }
        for (label, by) in [("I promise", By::Me), ("they promise", By::Them)] {
            for (what, due) in promised(v, label)? {
                actions.push(self.promise(by.clone(), what, due));
            }
        }
        if let Some(plan) = plan {
            actions.push(Action::SetNext {
                referral: self.id,
                next: Some(plan.next),
                whom: plan.whom,
            });
        }
        Ok(many(actions))
    }

    fn log(&self, held: bool, v: &Values) -> Action {
        Action::Log(Box::new(Log {
            kind: if held { Kind::Met } else { Kind::NotHeld },
            who: self.prospect(),
            referral: Some(self.id),
            on: Some(self.held_on).filter(|on| *on != v.cx.today),
            note: v.text("note"),
            // Held earlier than planned it is settled too; nobody has missed what is still to come.
            next: match &self.appointment {
                Some(next) if held || next.on <= v.cx.today => NextChange::Clear,
                _ => NextChange::Keep,
            },
            ..Log::default()
        }))
    }

    fn moved(&self, when: When, note: String) -> Vec<Action> {
        let meet = Next {
            verb: Verb::Meet,
            ..Next::default()
        };
        let next = Next {
            on: when.on,
            time: when.time,
            ..self.appointment.clone().unwrap_or(meet)
        };
        let mut actions = vec![Action::SetNext {
            referral: self.id,
            next: Some(next),
            whom: self.prospect(),
        }];
        if !note.trim().is_empty() {
            actions.push(note_on(self.id, note));
        }
        actions
    }

    /// The lines of the map that the sheet has answered.
    fn push_answers(
        &self,
        v: &Values,
        plan: Option<&Plan>,
        actions: &mut Vec<Action>,
    ) -> Result<(), Refusal> {
        let mut replies = Vec::new();
        for (item, label) in OWN {
            let is_changed =
                v.is_changed(label) || (item == "meet.promises" && v.is_changed("they promise"));
            // What was said of working by referral is an event of its own.
            if !is_changed || item == "meet.line" {
                continue;
            }
            let note = match item {
                "meet.fit" if v.picked(label) == 0 => String::new(),
                "meet.fit" => FITS[v.picked(label)].into(),
                "meet.next" => plan.map_or_else(String::new, |plan| plan.reading(v.cx).words),
                "meet.promises" => promises_noted(v)?,
                "meet.asked" => String::new(),
                _ => v.text(label),
            };
            let done = if item == "meet.asked" {
                v.picked(label) == YES
            } else {
                !note.is_empty()
            };
            replies.push(Reply {
                item: item.into(),
                done,
                note,
            });
        }
        for (item, text, _) in self.others.iter().filter(|(_, text, _)| v.is_changed(text)) {
            let note = v.text(text);
            replies.push(Reply {
                item: item.clone(),
                done: !note.is_empty(),
                note,
            });
        }
        if !replies.is_empty() {
            actions.push(self.edit(Edit::Answers(replies)));
        }
        Ok(())
    }

    fn edit(&self, edit: Edit) -> Action {
        Action::Edit {
            referral: self.id,
            edit: Box::new(edit),
        }
    }

    fn mention(&self) -> Action {
        Action::Log(Box::new(Log {
            kind: Kind::Mention,
            who: self.prospect(),
            referral: Some(self.id),
            on: Some(self.held_on),
            ..Log::default()
        }))
    }

    fn promise(&self, by: By, what: String, due: Option<NaiveDate>) -> Action {
        Action::Promise {
            promise: Box::new(Promise {
                by,
                referral: Some(self.id),
                what,
                due,
                ..Promise::default()
            }),
            who: self.prospect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::desk::{AUDIT, Desk, OMAR, book, day, today};
    use super::*;
    use crate::domain::book::Book;
    use crate::domain::introduction::{Introduction, Method};
    use crate::domain::process::{Item, Map, Step};
    use crate::domain::settings::Settings;
    use crate::ui::effect::FormKind;

    const SHEET: FormKind = FormKind::Meeting { referral: AUDIT };

    fn log(desk: &mut Desk) -> Log {
        match desk.save() {
            Ok(Action::Log(log)) => *log,
            other => panic!("{other:?} is no log"),
        }
    }

    fn all(desk: &mut Desk) -> Vec<Action> {
        match desk.save() {
            Ok(Action::Many { actions, .. }) => actions,
            other => panic!("{other:?} is not several"),
        }
    }

    fn with_audit(change: impl FnOnce(&mut Referral)) -> Book {
        let mut book = book();
        let mut audit = book.referrals.get(AUDIT).unwrap().clone();
        change(&mut audit);
        book.referrals.set(AUDIT, Arc::new(audit));
        book
    }

    #[test]
    fn a_meeting_was_held_moved_or_nobody_came() {
        let mut desk = Desk::open(SHEET);
        let held = log(&mut desk);
        assert_eq!((held.kind, held.who), (Kind::Met, Who::Known(OMAR)));
        assert_eq!(held.on, Some(day("2026-11-20")));
        assert_eq!(held.next, NextChange::Clear);
        desk.press("tab");
        desk.write("d");
        assert_eq!(log(&mut desk).kind, Kind::NotHeld);
        desk.write("m");
        assert!(desk.refused().starts_with("Moved to: no day is named; "));
        desk.set("moved to", "fri 10:00");
        let Ok(Action::SetNext {
            next: Some(next), ..
        }) = desk.save()
        else {
            panic!("it is moved");
        };
        assert_eq!((next.verb, next.on), (Verb::Meet, day("2026-11-27")));
        desk.set("next", "call Omar mon");
        assert!(desk.refused().starts_with("Next: the meeting that was"));
        desk.set("next", "")
            .set("moved to", "fri 10:00")
            .press("up");
        desk.write("h");
        assert!(desk.refused().starts_with("Moved to: a day stands there; "));
        desk.set("moved to", "some day");
        assert!(desk.refused().starts_with("Moved to: “some day”"));
    }

    #[test]
    fn the_whole_sheet_is_one_change() {
        let mut desk = Desk::open(SHEET);
        desk.write("a good hour")
            .set("rapport", "both sail")
            .set("need", "the audit before March")
            .set("I promise", "send the offer by fri; the reading list")
            .set("they promise", "ask the board 2 dec")
            .set("next", "call Omar fri 10:00");
        desk.press("tab");
        desk.write("y");
        desk.press("tab");
        desk.write("y");
        desk.set("rapport", "both sail").press("tab tab");
        desk.write("f");
        let actions = all(&mut desk);
        assert!(matches!(&actions[0], Action::Log(log) if log.note == "a good hour"));
        assert_eq!(
            desk.perform(),
            "Met Omar Haddad|Omar Haddad is now in Report back"
        );
        let audit = desk.book.referrals.get(AUDIT).unwrap();
        let answers: Vec<(&str, bool, &str)> = audit
            .answers
            .iter()
            .map(|(item, it)| (item.as_str(), it.done, it.note.as_str()))
            .collect();
        assert_eq!(
            answers,
            [
                ("meet.asked", true, ""),
                ("meet.fit", true, "fits"),
                ("meet.need", true, "the audit before March"),
                ("meet.next", true, "call Omar Haddad Fri 27 Nov 10:00"),
                (
                    "meet.promises",
                    true,
                    "I: send the offer; the reading list · they: ask the board"
                ),
                ("meet.rapport", true, "both sail"),
            ]
        );
        assert_eq!(
            audit.next.as_ref().map(|next| next.on),
            Some(day("2026-11-27"))
        );
        let mut promises: Vec<_> = desk
            .book
            .promises
            .iter()
            .map(|(_, it)| (it.by == By::Me, it.what.as_str(), it.due, it.person))
            .collect();
        promises.sort();
        assert_eq!(
            promises,
            [
                (false, "ask the board", Some(day("2026-12-02")), Some(OMAR)),
                (true, "send the offer", Some(day("2026-11-27")), Some(OMAR)),
                (true, "the reading list", None, Some(OMAR)),
            ]
        );
        let said = |(_, it): (Id, &crate::domain::event::Event)| it.kind == Kind::Mention;
        assert_eq!(desk.book.events.iter().filter(|it| said(*it)).count(), 1);
    }

    #[test]
    fn promises_count_however_it_went() {
        let mut desk = Desk::open(SHEET);
        desk.set("I promise", "send the agenda").set("how", "");
        desk.press("tab");
        desk.set("moved to", "mon 9:00").press("up");
        desk.write("m");
        let actions = all(&mut desk);
        assert!(matches!(actions[0], Action::SetNext { .. }));
        assert!(
            actions
                .iter()
                .any(|it| matches!(it, Action::Promise { .. }))
        );
    }

    #[test]
    fn a_promise_ends_with_its_day() {
        let read = |line: &str| one_promise(line, today()).map_err(|it| it.to_string());
        let due = |text: &str| Some(day(text));
        assert_eq!(read("send it"), Ok(("send it".into(), None)));
        assert_eq!(
            read("send it fri"),
            Ok(("send it".into(), due("2026-11-27")))
        );
        assert_eq!(
            read("send it by 2 dec"),
            Ok(("send it".into(), due("2026-12-02")))
        );
        assert_eq!(
            read("call on friday about it"),
            Ok(("call on friday about it".into(), None))
        );
        assert!(
            read("tomorrow")
                .unwrap_err()
                .starts_with("That is a day without")
        );
        assert!(read("send it 12/11").unwrap_err().contains("write 12 nov"));
    }

    #[test]
    fn the_line_of_the_user_stands_on_top_with_its_places_filled_in() {
        let mut desk = Desk::open(SHEET);
        let screen = desk.screen(80, 40);
        assert!(screen.contains("settings keeps your line"), "{screen}");
        let mut book = with_audit(|audit| {
            audit.told = "she sorted our books".into();
            audit.approach = "ask about the boat".into();
        });
        let settings = Settings {
            offer: "calm audits".into(),
            line_referred: "{source} sent me, {prospect}: {offer}, by referral alone".into(),
            ..Settings::default()
        };
        book.settings.set(Id::ONLY, Arc::new(settings));
        let mut desk = Desk::of(book, SHEET, false);
        let screen = desk.screen(100, 40);
        for words in [
            "Dana Ortiz sent me, Omar Haddad: calm audits, by referral",
            "“she sorted our books”",
            "ask about the boat",
        ] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
    }

    #[test]
    fn whether_i_called_on_time_is_asked_where_a_letter_named_the_time() {
        let mut desk = Desk::open(SHEET);
        assert!(!desk.screen(80, 40).contains("on time"));
        let named = |on: &str| {
            with_audit(|audit| {
                audit.introduction = Some(Introduction {
                    method: Method::Letter,
                    on: Some(day(on)),
                    time: chrono::NaiveTime::from_hms_opt(10, 0, 0),
                    ..Introduction::default()
                });
            })
        };
        let mut desk = Desk::of(named("2026-11-24"), SHEET, false);
        assert!(!desk.screen(100, 40).contains("on time"), "still to come");
        let mut desk = Desk::of(named("2026-11-19"), SHEET, false);
        let screen = desk.screen(100, 40);
        for words in [
            "called on time",
            "the call that the letter named, Thu 19 10:00",
        ] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
        desk.set("they promise", "").press("tab tab tab tab");
        desk.write("y");
        let actions = all(&mut desk);
        let kept =
            |it: &Action| matches!(it, Action::Edit { edit, .. } if **edit == Edit::Kept(true));
        assert!(actions.iter().any(kept), "{actions:?}");
    }

    #[test]
    fn lines_of_the_users_own_map_are_questions_of_the_sheet() {
        let item = |text: &str, order| Item {
            text: text.into(),
            order,
            ..Item::default()
        };
        let step = Step {
            checklist: [
                ("own.budget".to_string(), item("who holds the budget", 1)),
                ("meet.need".to_string(), item("the need", 2)),
                ("own.note".to_string(), item("note", 3)),
            ]
            .into(),
            ..Step::default()
        };
        let map = Map {
            steps: [(Stage::Meet, step)].into(),
            ..Map::default()
        };
        let mut book = with_audit(|audit| audit.map = Some(Id::fixed(33)));
        book.maps.set(Id::fixed(33), Arc::new(map));
        let mut desk = Desk::of(book, SHEET, false);
        desk.set("who holds the budget", "Omar himself");
        let Action::Edit { edit, .. } = &all(&mut desk)[1] else {
            panic!("it is answered");
        };
        let reply = Reply {
            item: "own.budget".into(),
            done: true,
            note: "Omar himself".into(),
        };
        assert_eq!(**edit, Edit::Answers(vec![reply]));
    }
}
