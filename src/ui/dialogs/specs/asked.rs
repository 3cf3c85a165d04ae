//! Forms made of the lines of a checklist: the questions of the research, one line by itself. They will never
//! tick what a fact ticks.

use crate::domain::action::{Action, Edit, Log, Reply};
use crate::domain::book::Book;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::method::{APPOINTMENT, SOURCE_WORK};
use crate::domain::referral::Referral;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::insight::checklist::{self, Line};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::happened::many;
use super::spec::Spec;

/// What the research comes to.
const THEN: [&str; 2] = ["go on", "not finished"];

/// The questions of the research: what was found out, and whether to go on.
pub fn research(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let lines = checklist::lines(cx.book, cx.practice, id, Stage::Research);
    let lines: Vec<Line> = lines.into_iter().filter(|line| !line.by_fact).collect();
    let labels = labels(&lines);
    let prompts = prompts(cx.book, &record, Stage::Research);
    let mut fields: Vec<Field> = Vec::new();
    for (line, label) in lines.iter().zip(&labels) {
        let asked = checklist::question_for(&line.text, prompts).unwrap_or("a word on it ticks it");
        let field = Field::question(label.clone());
        fields.push(field.loaded(&line.note).prompt(asked));
    }
    let back = match record.partner() {
        Some(partner) => format!(
            "it is done: next, check back with {}",
            cx.name(Some(partner))
        ),
        None => "it is done: next, check back".into(),
    };
    fields.push(Field::choice("then", THEN, 0).reading(move |v| {
        Ok(Reading::of(if v.picked("then") == 0 {
            back.as_str()
        } else {
            "kept as it is, to be gone on with"
        }))
    }));
    let title = format!("Research · {}", cx.name(record.prospect));
    let spec = Spec::new(title, fields, move |v| {
        let changed = lines.iter().zip(&labels);
        let changed = changed.filter(|(_, label)| v.is_changed(label));
        let replies: Vec<Reply> = changed
            .map(|(line, label)| Reply {
                item: line.item.clone(),
                done: !v.is_blank(label),
                note: v.text(label),
            })
            .collect();
        let left_open = lines.iter().zip(&labels).filter(|(line, label)| {
            let is_ticked = line.done && !v.is_changed(label);
            v.is_blank(label) && !is_ticked
        });
        let left_open = left_open.count();
        let mut actions = Vec::new();
        // The log comes first, because several as one say what the first one says.
        if v.picked("then") == 0 {
            actions.push(Action::Log(Box::new(Log {
                kind: Kind::Researched,
                referral: Some(id),
                left_open,
                ..Log::default()
            })));
        } else if replies.is_empty() {
            return Err(Refusal::new("Nothing was noted yet")
                .or("write a word under a question, or choose go on"));
        }
        if !replies.is_empty() {
            actions.push(answers(id, replies));
        }
        Ok(many(actions))
    });
    spec.brief(known(id, &record, cx))
}

/// What is known before one looks further.
fn known(id: Id, record: &Referral, cx: &Cx) -> Vec<(&'static str, String)> {
    let prospect = record.prospect;
    let person = prospect.and_then(|id| cx.book.people.get(id));
    let company = person.map_or(String::new(), |person| cx.company(person).to_string());
    let others = prospect.map_or(&[][..], |prospect| cx.practice.referrals_of(prospect));
    let others = others.iter().filter(|other| {
        other.id != id && other.record.prospect == prospect && other.record.is_open()
    });
    let others: Vec<String> = others
        .map(|other| {
            let it = &other.record;
            let way = if it.is_given() { "to" } else { "from" };
            let partner = cx.name(it.partner());
            format!("{way} {partner}, in {}", it.stage().title())
        })
        .collect();
    let offer = &cx.book.settings().offer;
    let fit = if offer.is_empty() {
        String::new()
    } else {
        format!("does it fit what I offer? {}", cx.words(offer))
    };
    vec![
        ("need", cx.words(&record.need).to_string()),
        ("company", company),
        ("noted", noted(id, cx)),
        ("also open", others.join(" · ")),
        ("fit", fit),
        (
            "enter",
            "the research is done; or esc, then x: pass it on or walk away".into(),
        ),
    ]
}

/// What was said about it last, on whatever sheet that was written down.
fn noted(id: Id, cx: &Cx) -> String {
    let events = cx.practice.events_on(id).iter().rev();
    let noted = events.filter(|event| !event.record.note.is_empty()).take(3);
    let noted: Vec<String> = noted
        .map(|event| {
            let on = day::near(event.on, cx.today);
            format!("“{}”, {on}", cx.words(&event.record.note))
        })
        .collect();
    noted.join(" · ")
}

/// One line of a checklist: a note ticks it, clearing the note unticks it.
pub fn answer(id: Id, item: &str, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let asked = Asked::of(id, &record, item, cx);
    let was = record.answers.get(item).cloned().unwrap_or_default();
    let is_open = record.answers.contains_key(item) && !was.done;
    let is_appointment = item == APPOINTMENT && record.level.is_some_and(|level| level < 7);
    let mut fields = vec![
        Field::line("note")
            .loaded(&was.note)
            .prompt(asked.question.clone()),
    ];
    if asked.ticked_by.is_empty() {
        let done = Field::choice("done", ["yes", "no"], usize::from(is_open));
        fields.push(done.reading(move |v| {
            Ok(match is_done(v) {
                false if v.picked("done") == 0 => {
                    Reading::doubt("without its note it is open again")
                }
                true if is_appointment => Reading::of("that makes it level 7"),
                _ => Reading::default(),
            })
        }));
    }
    let title = format!("{} · {}", asked.text, cx.name(record.prospect));
    let item = item.to_string();
    let by_fact = !asked.ticked_by.is_empty();
    let spec = Spec::new(title, fields, move |v| {
        let reply = Reply {
            item: item.clone(),
            done: if by_fact { was.done } else { is_done(v) },
            note: v.text("note"),
        };
        Ok(answers(id, vec![reply]))
    });
    spec.brief(vec![
        ("ask", asked.question),
        ("ticked by", asked.ticked_by),
    ])
}

fn answers(referral: Id, replies: Vec<Reply>) -> Action {
    Action::Edit {
        referral,
        edit: Box::new(Edit::Answers(replies)),
    }
}

/// As chosen; taking the note away opens the line again.
fn is_done(v: &Values) -> bool {
    v.picked("done") == 0 && !(v.is_changed("note") && v.is_blank("note"))
}

/// A line as it is asked about.
struct Asked {
    text: String,
    question: String,
    /// The fact that ticks it; empty where a hand does.
    ticked_by: String,
}

impl Asked {
    fn of(id: Id, record: &Referral, item: &str, cx: &Cx) -> Asked {
        if let Some((_, text, question)) = SOURCE_WORK.iter().find(|(work, ..)| *work == item) {
            let source = cx.name(record.partner());
            return Asked {
                text: format!("{source} {text}"),
                question: (*question).into(),
                ticked_by: String::new(),
            };
        }
        let stage = checklist::stage_of(cx.book, record, item);
        let lines = stage.map(|stage| checklist::lines(cx.book, cx.practice, id, stage));
        let line = lines.into_iter().flatten().find(|line| line.item == item);
        let Some((stage, line)) = stage.zip(line) else {
            // Its line has gone from the map; the answer is kept.
            return Asked {
                text: item.into(),
                question: String::new(),
                ticked_by: String::new(),
            };
        };
        let prompts = prompts(cx.book, record, stage);
        let question = checklist::question_for(&line.text, prompts).unwrap_or_default();
        let step = cx.book.map_of(record).steps.get(&stage);
        let fact = step.and_then(|step| step.checklist.get(item));
        Asked {
            question: question.into(),
            ticked_by: fact.map_or(String::new(), |item| fact_words(&item.fact)),
            text: line.text,
        }
    }
}

/// What ticks a line by itself, and where it is said.
fn fact_words(fact: &str) -> String {
    match fact {
        "" => String::new(),
        "need" => "the need in its form: e".into(),
        "level" => "its level: in the . menu".into(),
        "next" => "a next action: n".into(),
        "tie" => "how the two stand: in the . menu".into(),
        "told" => "what they were told: in the . menu".into(),
        "introduction" => "an introduction: i".into(),
        "outcome" => "how it ended: x".into(),
        kind => format!("“{}” once it is recorded", Kind::of(kind).title()),
    }
}

fn prompts<'a>(book: &'a Book, record: &Referral, stage: Stage) -> &'a [String] {
    let step = book.map_of(record).steps.get(&stage);
    step.map_or(&[], |step| step.prompts.as_slice())
}

/// The lines as labels, no two the same.
fn labels(lines: &[Line]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for line in lines {
        let mut label = line.text.clone();
        while labels.contains(&label) || label == "then" {
            label.push('…');
        }
        labels.push(label);
    }
    labels
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::desk::{Desk, SHOP, book};
    use super::*;
    use crate::domain::process;
    use crate::domain::referral::{Answer, Direction};
    use crate::ui::effect::FormKind;

    /// The book of the desk on the map that the program ships with.
    fn mapped(change: impl FnOnce(&mut Referral)) -> Book {
        let mut book = book();
        let maps = process::defaults().iter();
        let mut received = maps.filter(|(_, map)| map.direction == Direction::Received);
        let mut shop = book.referrals.get(SHOP).unwrap().clone();
        shop.map = received.next().map(|(id, _)| *id);
        change(&mut shop);
        book.referrals.set(SHOP, Arc::new(shop));
        book
    }

    fn researching(change: impl FnOnce(&mut Referral)) -> Desk {
        let kind = FormKind::Research { referral: SHOP };
        Desk::of(mapped(change), kind, false)
    }

    fn answering(item: &str, change: impl FnOnce(&mut Referral)) -> Desk {
        let kind = FormKind::Answer {
            referral: SHOP,
            item: item.into(),
        };
        Desk::of(mapped(change), kind, false)
    }

    fn noted(item: &str, done: bool, note: &str) -> impl FnOnce(&mut Referral) {
        let answer = Answer {
            done,
            note: note.into(),
            ..Answer::default()
        };
        let item = item.to_string();
        move |referral| drop(referral.answers.insert(item, answer))
    }

    /// What would be kept: item, done, note.
    fn kept(desk: &mut Desk) -> Vec<(String, bool, String)> {
        let all = match desk.save().unwrap() {
            Action::Many { actions, .. } => actions,
            one => vec![one],
        };
        let mut replies = Vec::new();
        for action in all {
            if let Action::Edit { edit, .. } = action
                && let Edit::Answers(some) = *edit
            {
                replies.extend(some);
            }
        }
        let replies = replies.into_iter();
        replies.map(|it| (it.item, it.done, it.note)).collect()
    }

    #[test]
    fn enter_alone_ends_the_research() {
        let mut desk = researching(|_| {});
        assert!(matches!(desk.save(), Ok(Action::Log(log)) if log.kind == Kind::Researched));
        let said = desk.perform();
        assert!(said.starts_with("Research done for Priya Shah, "), "{said}");
    }

    #[test]
    fn how_many_questions_of_the_research_stay_open_is_said() {
        let mut desk = researching(noted("research.fit", true, ""));
        let labels: Vec<String> = desk.look(|form, _| form.labels());
        let open = labels.len() - 2;
        let said = |left: &str| format!("Research done for Priya Shah{left}|");
        let all = said(&format!(", {open} questions left open"));
        assert_eq!(desk.perform(), all);
        let answered = labels.iter().filter(|label| *label != "then");
        for label in answered.clone().skip(1) {
            desk.set(label, "a word");
        }
        assert_eq!(desk.perform(), said(", 1 question left open"));
        for label in answered {
            desk.set(label, "a word");
        }
        assert_eq!(desk.perform(), said(""));
    }

    #[test]
    fn the_questions_stand_above_their_answers_and_the_brief_above_all() {
        let mut desk = researching(noted("research.fit", true, "hosting"));
        let screen = desk.screen(80, 40);
        for words in [
            "web shop",
            "ARC",
            "x: pass it on or walk away",
            "age, size, line of business",
            "How well does it compete?",
            "hosting",
            "go on",
        ] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
    }

    #[test]
    fn the_brief_names_what_is_open_with_the_same_prospect_and_what_i_offer() {
        let mut book = mapped(|_| {});
        let shop = book.referrals.get(SHOP).unwrap().clone();
        let other = Referral {
            source: Some(super::super::desk::MIA),
            ..shop
        };
        book.referrals.set(Id::fixed(13), Arc::new(other));
        let settings = crate::domain::settings::Settings {
            offer: "shops that hold at noon".into(),
            ..book.settings().clone()
        };
        book.settings.set(Id::ONLY, Arc::new(settings));
        let kind = FormKind::Research { referral: SHOP };
        let screen = Desk::of(book, kind, false).screen(80, 40);
        for words in ["from Mia Lang, in Check back", "shops that hold at noon"] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
    }

    #[test]
    fn only_what_changed_is_answered_and_not_finished_logs_nothing() {
        let mut desk = researching(noted("research.fit", true, "hosting"));
        desk.set("financially sound", "yes, by its accounts");
        let fact = ("research.sound".into(), true, "yes, by its accounts".into());
        assert_eq!(kept(&mut desk), [fact]);
        assert!(matches!(desk.save(), Ok(Action::Many { actions, .. }) if actions.len() == 2));
        desk.look(|form, cx| {
            use crate::ui::effect::{Motion, Spot};
            use crate::ui::layer::Layer;
            let then = form
                .labels()
                .iter()
                .position(|label| *label == "then")
                .unwrap();
            form.go(&Motion::To(Spot::Field(then)), cx);
        });
        desk.press("n");
        assert!(matches!(desk.save(), Ok(Action::Edit { .. })));
        desk.set("financially sound", "");
        assert!(desk.refused().starts_with("Nothing was noted yet; "));
    }

    #[test]
    fn a_note_that_is_taken_away_opens_its_question_again() {
        let mut desk = researching(noted("research.fit", true, "hosting"));
        desk.set("which of my services fit", "");
        assert_eq!(
            kept(&mut desk),
            [("research.fit".into(), false, String::new())]
        );
    }

    #[test]
    fn words_tick_a_line_and_taking_them_away_unticks_it() {
        let reply = |done, note: &str| vec![("meet.need".to_string(), done, note.to_string())];
        let mut desk = answering("meet.need", |_| {});
        assert_eq!(kept(&mut desk), reply(true, ""), "enter alone ticks it");
        desk.set("note", "a shop that holds at noon");
        assert_eq!(kept(&mut desk), reply(true, "a shop that holds at noon"));
        let mut desk = answering("meet.need", noted("meet.need", true, "a shop"));
        assert_eq!(kept(&mut desk), reply(true, "a shop"));
        desk.set("note", "");
        assert_eq!(kept(&mut desk), reply(false, ""));
        assert!(desk.screen(80, 20).contains("it is open again"));
        let mut desk = answering("meet.need", noted("meet.need", true, "a shop"));
        desk.press("tab n");
        assert_eq!(kept(&mut desk), reply(false, "a shop"));
        let mut desk = answering("meet.need", noted("meet.need", false, "a shop"));
        assert_eq!(kept(&mut desk), reply(false, "a shop"), "as it was");
    }

    #[test]
    fn a_line_that_a_fact_ticks_takes_a_note_and_says_what_ticks_it() {
        let mut desk = answering("check-back.introduced", |_| {});
        let screen = desk.screen(80, 20);
        assert!(
            screen.contains("“introduced” once it is recorded"),
            "{screen}"
        );
        assert_eq!(desk.look(|form, _| form.labels().len()), 1);
        desk.write("by phone, Tuesday");
        let note = "by phone, Tuesday".to_string();
        assert_eq!(
            kept(&mut desk),
            [("check-back.introduced".into(), false, note)]
        );
        for fact in process::FIELDS {
            assert!(fact_words(fact).contains(": "), "{fact} says where");
        }
    }

    #[test]
    fn what_the_source_did_is_answered_alike() {
        let mut desk = answering(APPOINTMENT, |_| {});
        let screen = desk.screen(80, 20);
        for words in [
            "Dana Ortiz set the appointment",
            "Would you find a day for the two of us?",
            "level 7",
        ] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
        assert_eq!(desk.perform(), "Noted for Priya Shah|that is level 7");
    }

    #[test]
    fn a_line_that_has_gone_from_the_map_keeps_its_answer() {
        let mut desk = answering("meet.gone", noted("meet.gone", true, "a word"));
        assert_eq!(
            kept(&mut desk),
            [("meet.gone".into(), true, "a word".into())]
        );
    }

    #[test]
    fn no_two_questions_share_a_label() {
        let line = |text: &str| Line {
            item: String::new(),
            text: text.into(),
            by_fact: false,
            done: false,
            note: String::new(),
            on: None,
        };
        let labels = labels(&[line("fit"), line("fit"), line("then"), line("fit")]);
        assert_eq!(labels, ["fit", "fit…", "then…", "fit……"]);
    }
}
