//! Where a weekly review is, and what the keys that decide something do there.

use std::rc::Rc;

use crate::domain::action::{Action, Log, Subject, Who};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::review::{Decided, Decision, Step};
use crate::insight::nudge::Nudge;
use crate::insight::review::{self, Matter};
use crate::insight::reviewed::Progress;

use super::super::command::Command;
use super::super::effect::{Ask, Effect, FormKind, Motion, Offer};
use super::super::layer::Cx;
use super::super::offers::any as offers;
use super::super::offers::nudge as nudges;
use super::super::offers::shared::form;
use super::super::week;
use super::exchanged;
use super::scenes::{Row, Scene};

/// Where the review is.
pub(super) struct Here {
    pub id: Id,
    pub matter: Matter,
    pub scene: Rc<Scene>,
    pub progress: Rc<Option<(Id, Progress)>>,
    /// The place in the list.
    pub place: Option<usize>,
    /// Whom I spoke to, as marked so far.
    pub marked: Rc<[Id]>,
    /// One went back to it, or ahead.
    pub is_elsewhere: bool,
}

impl Here {
    pub fn progress(&self) -> &Progress {
        &self.progress.as_ref().as_ref().expect("it is under way").1
    }

    pub fn answer(&self) -> Option<&(Decision, String)> {
        let items = self.progress().items.iter();
        let mut found = items.filter(|(matter, _)| *matter == self.matter);
        found.next().and_then(|(_, answer)| answer.as_ref())
    }

    pub fn row(&self) -> Option<&Row> {
        self.scene.rows.get(self.place?)
    }

    pub fn subject(&self) -> Option<Subject> {
        self.row().map_or(self.scene.of, |row| row.of)
    }

    pub fn person(&self) -> Option<Id> {
        self.row().map_or(self.scene.person, |row| row.person)
    }

    /// What is asked about the thing in front.
    pub fn nudge<'a>(&self, cx: &Cx<'a>) -> Option<&'a Nudge> {
        match &self.matter {
            Matter::Owed(key) | Matter::Practice(key) => cx.practice.find(key),
            Matter::Referral(id) | Matter::Changed(id) => review::trouble(cx.practice, *id),
            Matter::Quiet(id) => review::want(cx.practice, *id),
            _ => None,
        }
    }
}

/// What a key does that decides something, or belongs to the thing in front.
pub(super) fn offer(command: Command, here: &Here, cx: &Cx) -> Offer {
    let is_summary = here.matter == Matter::Summary;
    match command {
        Command::Open => go_on(here, cx),
        Command::Star if here.scene.person.is_some() || !here.scene.rows.is_empty() => {
            star(here, cx)
        }
        Command::Settle => settle(here, cx),
        Command::NotNow if here.matter == Matter::Enough => Offer::perform(next_week(here)),
        Command::Note if is_summary => form(FormKind::Week { review: here.id }, cx),
        Command::Copy | Command::SaveText if is_summary => match text_of(here, cx) {
            Err(refusal) => Offer::NotNow(refusal),
            Ok(text) if command == Command::Copy => Offer::Yes(Effect::Copy(text)),
            Ok(text) => Offer::Yes(Effect::SaveText {
                name: format!("review-{}.md", cx.today),
                text,
            }),
        },
        Command::Menu => Offer::open(Ask::Menu),
        Command::Finish => Offer::perform(end(here, cx)),
        Command::Zoom => match here.subject() {
            Some(subject) => offers::subject(Command::Open, subject, cx),
            None => Offer::No,
        },
        _ => of_subject(command, here, cx),
    }
}

fn decide(here: &Here, decision: Decision, said: String, cx: &Cx) -> Action {
    let mut decided = unwritten(here, cx);
    decided.push((here.matter.key(), decision, String::new()));
    Action::Review(Step::Decide {
        review: here.id,
        decided,
        said,
    })
}

fn go_on(here: &Here, cx: &Cx) -> Offer {
    if here.answer().is_some() && here.is_elsewhere {
        return Offer::go(Motion::NextPane);
    }
    match &here.matter {
        Matter::Summary => Offer::perform(end(here, cx)),
        Matter::Spoken => Offer::perform(note_spoken(here, cx)),
        Matter::Owed(_)
        | Matter::Practice(_)
        | Matter::Referral(_)
        | Matter::Changed(_)
        | Matter::Quiet(_) => {
            let what = week::about(&here.matter, cx).unwrap_or_default();
            let (decision, said) = if was_changed(here, cx) {
                (Decision::Done, format!("Seen to: {what}"))
            } else {
                (Decision::Left, format!("Left as it is: {what}"))
            };
            Offer::perform(decide(here, decision, said, cx))
        }
        _ => {
            let said = format!("Looked at: {}", here.matter.part());
            Offer::perform(decide(here, Decision::Done, said, cx))
        }
    }
}

/// Whether something was done with a referral that was only looked at.
fn was_changed(here: &Here, cx: &Cx) -> bool {
    let Matter::Changed(id) = here.matter else {
        return false;
    };
    let began = cx
        .book
        .reviews
        .get(here.id)
        .map_or(i64::MAX, |it| it.created);
    let mut events = cx.practice.events_on(id).iter();
    let referral = cx.book.referrals.get(id);
    referral.is_some_and(|it| began < it.updated) || events.any(|event| began < event.at)
}

/// Notes that I spoke to those who are marked.
fn note_spoken(here: &Here, cx: &Cx) -> Action {
    // Whoever was noted meanwhile is not asked about any more.
    let is_asked = |id: &&Id| here.scene.rows.iter().any(|row| row.person == Some(**id));
    let people: Vec<Id> = here.marked.iter().filter(is_asked).copied().collect();
    let touched = people.iter().map(|id| {
        Action::Log(Box::new(Log {
            kind: Kind::Touch,
            who: Who::Known(*id),
            ..Log::default()
        }))
    });
    let said = match people.len() {
        0 => "Nobody more was spoken to".to_string(),
        1 => format!("In touch with {}", cx.book.name(Some(people[0]))),
        n => format!("In touch with {n} people"),
    };
    let decided = decide(here, Decision::Done, said.clone(), cx);
    Action::Many {
        said,
        more: String::new(),
        actions: touched.chain([decided]).collect(),
    }
}

fn end(here: &Here, cx: &Cx) -> Action {
    let mut decided = unwritten(here, cx);
    decided.push((here.matter.key(), Decision::Done, String::new()));
    // What was skipped comes again.
    let skipped = here.progress().items.iter().filter(|(matter, answer)| {
        answer.is_none() && !matches!(matter, Matter::Summary | Matter::Enough)
    });
    decided.extend(skipped.map(|(matter, _)| (matter.key(), Decision::NextWeek, String::new())));
    Action::Review(Step::End {
        review: here.id,
        decided,
        give: here.scene.gave,
    })
}

/// Leaves what is open for the next review.
fn next_week(here: &Here) -> Action {
    let open = here.progress().items.iter();
    let open = open.filter(|(matter, answer)| answer.is_none() && !matter.is_end());
    let mut decided: Vec<_> = open
        .map(|(matter, _)| (matter.key(), Decision::NextWeek, String::new()))
        .collect();
    let said = match here.progress().open() {
        1 => "One is left for next week".to_string(),
        n => format!("{n} are left for next week"),
    };
    decided.push((Matter::Enough.key(), Decision::NotNow, String::new()));
    Action::Review(Step::Decide {
        review: here.id,
        decided,
        said,
    })
}

fn star(here: &Here, cx: &Cx) -> Offer {
    let Some(person) = here.person() else {
        return Offer::NotNow(Refusal::new(
            "Nobody is selected to be one of the week’s people",
        ));
    };
    let record = cx.book.reviews.get(here.id);
    let is_on = record.is_some_and(|it| it.has_chosen(person));
    Offer::perform(Action::Review(Step::Star {
        review: here.id,
        person,
        is_on: !is_on,
    }))
}

fn settle(here: &Here, cx: &Cx) -> Offer {
    match (&here.matter, here.row()) {
        (Matter::Spoken, Some(_)) => Offer::go(Motion::Mark),
        (Matter::People, Some(_)) => star(here, cx),
        (Matter::Give, Some(row)) => match (&row.gift, row.person) {
            (Some(gift), Some(id)) => exchanged::accept(gift, id, cx).offer(cx),
            _ => Offer::No,
        },
        (_, Some(row)) => match row.of {
            Some(subject) => offers::subject(Command::Settle, subject, cx),
            None => Offer::No,
        },
        (_, None) => match (here.nudge(cx), here.scene.of) {
            (Some(nudge), _) => nudges::nudge(Command::Settle, nudge, cx),
            (None, Some(subject)) => offers::subject(Command::Settle, subject, cx),
            (None, None) => Offer::No,
        },
    }
}

fn of_subject(command: Command, here: &Here, cx: &Cx) -> Offer {
    let subject = here.subject();
    let of_person = matches!(
        command,
        Command::Touch | Command::Brief | Command::Give | Command::Promise
    );
    if let Some(person) = here.row().and_then(|row| row.person)
        && of_person
    {
        return offers::subject(command, Subject::Person(person), cx);
    }
    let is_whole = matches!(here.matter, Matter::Referral(_) | Matter::Changed(_));
    match (here.nudge(cx), command) {
        // A referral is set aside as a whole.
        (_, Command::NotNow) if is_whole => {}
        (Some(nudge), _) if here.scene.rows.is_empty() => {
            return nudges::nudge(command, nudge, cx);
        }
        _ => {}
    }
    subject.map_or(Offer::No, |it| offers::subject(command, it, cx))
}

pub(super) fn begin(keys: &[String]) -> Offer {
    Offer::perform(Action::Review(Step::Begin(keys.to_vec())))
}

/// What was decided and is not written down yet.
fn unwritten(here: &Here, cx: &Cx) -> Vec<Decided> {
    let record = cx.book.reviews.get(here.id);
    record.map_or_else(Vec::new, |it| here.progress().unwritten(it))
}

/// What the clipboard or a file gets.
fn text_of(here: &Here, cx: &Cx) -> Result<String, Refusal> {
    if cx.masked {
        return Err(Refusal::new("The summary shows what is masked").or("m then enter unmasks"));
    }
    let lines: Vec<&str> = here
        .scene
        .rows
        .iter()
        .map(|row| row.words.as_str())
        .collect();
    Ok(lines.join("\n") + "\n")
}
