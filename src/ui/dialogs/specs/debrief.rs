//! Forms that look back: the debrief, and what is asked once it has ended. They will never give marks.

use crate::domain::action::{Action, Edit, Log, Reply, Who};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::promise::By;
use crate::domain::referral::Answer;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::Values;

use super::spec::Spec;

/// What went well, what to do differently: alone, or with the source.
pub fn debrief(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let partners: Vec<Id> = record.partners().collect();
    let names = partners.iter().map(|id| cx.name(Some(*id)).into_owned());
    let with: Vec<String> = ["alone".to_string()].into_iter().chain(names).collect();
    // Where it stands, or stood when it ended: that is what there is to learn from.
    let stage = record.stage();
    let title = format!("Debrief · {}", cx.name(record.prospect));
    let fields = vec![
        Field::line("went well"),
        Field::line("do differently"),
        Field::choice("with", with, 0),
        Field::choice("about", Stage::ALL.map(Stage::title), stage.number() - 1),
    ];
    Spec::new(title, fields, move |v| {
        if v.is_blank("went well") && v.is_blank("do differently") {
            return Err(Refusal::new("Nothing is noted yet")
                .or("say what went well, or what to do differently"));
        }
        let with = v.picked("with").checked_sub(1);
        Ok(Action::Log(Box::new(Log {
            kind: Kind::Debrief,
            who: with.map_or(Who::Nobody, |place| Who::Known(partners[place])),
            referral: Some(id),
            note: v.text("went well"),
            differently: v.text("do differently"),
            stage: Some(Stage::ALL[v.picked("about")]),
            ..Log::default()
        })))
    })
}

const FACE: &str = "close.face";
const KEPT: &str = "close.kept";
const RETURN: &str = "close.return";

/// The answers to a question of the aftermath; the first is none.
const ANSWERS: [&str; 4] = ["not said", "yes", "no", "not sure"];
const YES: usize = 1;

/// Does the source look good, was what they promised kept?
pub fn aftermath(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let partners: Vec<String> = record
        .partners()
        .map(|id| cx.name(Some(id)).into_owned())
        .collect();
    let look = if partners.len() == 1 { "looks" } else { "look" };
    let partner = partners.join(" and ");
    let title = format!("After {}", cx.name(record.prospect));
    let (face, how) = said(record.answers.get(FACE));
    // What was answered of an end before is no answer of this one; its words stay.
    let face = if cx.practice.is_aftermath_open(id) {
        0
    } else {
        face
    };
    let (kept, which) = said(record.answers.get(KEPT));
    let giving = record.answers.get(RETURN);
    let giving = giving.map_or("", |answer| answer.note.as_str());
    let brief = vec![
        (
            "asks",
            format!("whether {partner} {look} good in this, and what was promised is kept"),
        ),
        ("was told", quoted(cx.words(&record.told))),
        ("you promised", promises(id, cx)),
    ];
    let fields = vec![
        Field::choice("looks good", ANSWERS, face),
        Field::line("how so").loaded(&how),
        Field::choice("promises kept", ANSWERS, kept),
        Field::line("what is open").loaded(&which),
        Field::line("in return")
            .loaded(giving)
            .prompt("something to give them for it"),
    ];
    Spec::new(title, fields, move |v| {
        let mut replies = Vec::new();
        for (item, choice, line) in [
            (FACE, "looks good", "how so"),
            (KEPT, "promises kept", "what is open"),
        ] {
            if v.is_changed(choice) || v.is_changed(line) {
                replies.push(reply(v, item, choice, line));
            }
        }
        if v.is_changed("in return") {
            let note = v.text("in return");
            replies.push(Reply {
                item: RETURN.into(),
                done: !note.is_empty(),
                note,
            });
        }
        if replies.is_empty() {
            return Err(Refusal::new("Nothing is answered yet")
                .or("y or n says whether they look good; esc leaves it open"));
        }
        Ok(Action::Edit {
            referral: id,
            edit: Box::new(Edit::Answers(replies)),
        })
    })
    .brief(brief)
}

/// An answer as its line keeps it: done where it is yes, else the word stands before what was noted.
fn reply(v: &Values, item: &str, choice: &str, line: &str) -> Reply {
    let (picked, words) = (v.picked(choice), v.text(line));
    let note = match picked {
        0 | YES => words,
        picked if words.is_empty() => ANSWERS[picked].into(),
        picked => format!("{}: {words}", ANSWERS[picked]),
    };
    Reply {
        item: item.into(),
        done: picked == YES,
        note,
    }
}

/// The choice and the words of an answer.
fn said(answer: Option<&Answer>) -> (usize, String) {
    let Some(answer) = answer else {
        return (0, String::new());
    };
    if answer.done {
        return (YES, answer.note.clone());
    }
    // "not sure" before "no", which it begins with.
    for picked in [3, 2] {
        let word = ANSWERS[picked];
        if answer.note == word {
            return (picked, String::new());
        }
        if let Some(words) = answer.note.strip_prefix(&format!("{word}: ")) {
            return (picked, words.into());
        }
    }
    (0, answer.note.clone())
}

fn quoted(words: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!("“{words}”")
    }
}

/// What I promised about it, and what became of each.
fn promises(id: Id, cx: &Cx) -> String {
    let all = cx.practice.promises_on(id).iter().map(|it| &it.record);
    let words: Vec<String> = all
        .filter(|promise| promise.by == By::Me)
        .map(|promise| {
            let state = match (promise.kept, promise.broken) {
                (Some(_), _) => "kept",
                (None, Some(_)) => "not kept",
                (None, None) => "still open",
            };
            format!("{} ({state})", cx.words(&promise.what))
        })
        .collect();
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::desk::{AUDIT, DANA, Desk, SHOP};
    use super::*;
    use crate::ui::effect::FormKind;

    #[test]
    fn a_debrief_is_held_alone_or_with_the_source() {
        let mut desk = Desk::open(FormKind::Debrief { referral: AUDIT });
        assert!(desk.refused().starts_with("Nothing is noted yet; "));
        desk.set("do differently", "bring the figures");
        let Ok(Action::Log(log)) = desk.save() else {
            panic!("it is logged");
        };
        assert_eq!(
            (log.note.as_str(), log.differently.as_str()),
            ("", "bring the figures")
        );
        assert_eq!((log.who, log.stage), (Who::Nobody, Some(Stage::Meet)));
        assert_eq!(desk.perform(), "Debriefed Omar Haddad|");
        desk.press("tab");
        desk.write("d");
        desk.press("tab");
        desk.write("f");
        let Ok(Action::Log(log)) = desk.save() else {
            panic!("it is logged");
        };
        assert_eq!(
            (log.who, log.stage),
            (Who::Known(DANA), Some(Stage::Feedback))
        );
        assert_eq!(desk.perform(), "Debriefed Omar Haddad with Dana Ortiz|");
    }

    #[test]
    fn a_debrief_of_one_that_ended_is_about_the_stage_in_which_it_stood() {
        let mut book = super::super::desk::book();
        book.referrals.edit(AUDIT, 2, |it| {
            it.outcome = Some(crate::domain::referral::Outcome::default());
        });
        let mut desk = Desk::of(book, FormKind::Debrief { referral: AUDIT }, false);
        desk.set("do differently", "bring the figures");
        let Ok(Action::Log(log)) = desk.save() else {
            panic!("it is logged");
        };
        assert_eq!(log.stage, Some(Stage::Meet));
    }

    #[test]
    fn the_aftermath_is_kept_as_answers_and_comes_back_as_it_was() {
        let kind = FormKind::Aftermath { referral: SHOP };
        let mut desk = Desk::open(kind.clone());
        assert!(desk.refused().starts_with("Nothing is answered yet; "));
        desk.write("y");
        desk.set("how so", "she said so").press("tab");
        desk.write("n");
        desk.write("n");
        desk.set("what is open", "the samples")
            .set("in return", "name her to Omar");
        desk.perform();
        let answers = desk.book.referrals.get(SHOP).unwrap().answers.clone();
        let said = |item: &str| (answers[item].done, answers[item].note.as_str());
        assert_eq!(said(FACE), (true, "she said so"));
        assert_eq!(said(KEPT), (false, "no: the samples"));
        assert_eq!(said(RETURN), (true, "name her to Omar"));
        let mut desk = Desk::of(desk.book, kind, false);
        assert!(desk.refused().starts_with("Nothing is answered yet; "));
        desk.set("what is open", "nothing now").press("up");
        desk.write("y");
        desk.perform();
        let answers = &desk.book.referrals.get(SHOP).unwrap().answers;
        assert_eq!(answers[KEPT].note, "nothing now");
        assert!(answers[KEPT].done);
    }
}
