//! What one screen of the weekly review shows: who or what it is about, why, what is known, and the keys that decide
//! it. It words what was found and decides nothing.

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::domain::review::{Decision, Review};
use crate::insight::giving;
use crate::insight::nudge::Nudge;
use crate::insight::review::{self, Matter};
use crate::insight::reviewed::Progress;

use super::super::brief;
use super::super::command::Command;
use super::super::layer::Cx;
use super::super::parts::look::Look;
use super::super::parts::values::capital;
use super::super::reasons;
use super::super::words;
use super::exchanged;
use super::scene_lists as lists;

/// One line of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub of: Option<Subject>,
    /// The person who could be one of the week's.
    pub person: Option<Id>,
    pub words: String,
    pub beside: String,
    /// What could be given.
    pub gift: Option<giving::Gift>,
}

/// One screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// What the eye finds first.
    pub title: String,
    /// At the right of it.
    pub aside: String,
    /// Why it is here.
    pub say: Vec<(String, Look)>,
    /// What is known, with what it is.
    pub facts: Vec<(&'static str, String, Look)>,
    /// What can be gone through.
    pub rows: Vec<Row>,
    /// Whose week it could be, where that is not a row's.
    pub person: Option<Id>,
    pub of: Option<Subject>,
    /// At the end: to whom something was given, or promised.
    pub gave: Option<Id>,
    /// What decides it, the most usual first.
    pub keys: Vec<(Command, &'static str)>,
}

impl Scene {
    pub fn titled(title: impl Into<String>) -> Scene {
        Scene {
            title: title.into(),
            ..Scene::default()
        }
    }

    pub fn saying(mut self, words: impl Into<String>, look: Look) -> Scene {
        self.say.push((words.into(), look));
        self
    }
}

/// The screen of one thing.
pub fn scene(matter: &Matter, (id, record): (Id, &Review), progress: &Progress, cx: &Cx) -> Scene {
    match matter {
        Matter::Owed(key) | Matter::Practice(key) => nudged(matter, key, cx),
        Matter::Referral(referral) | Matter::Changed(referral) => {
            match cx.book.referrals.get(*referral) {
                Some(it) => of_referral(*referral, it, id, cx),
                None => gone(),
            }
        }
        Matter::Quiet(person) => quiet(*person, cx),
        Matter::Choices => lists::choices(id, cx),
        Matter::Spoken => lists::spoken(cx),
        Matter::Since => lists::since(id, cx),
        Matter::Waiting => lists::waiting(cx),
        Matter::Agreements => lists::agreements(cx),
        Matter::Numbers => lists::numbers(cx),
        Matter::Twins => lists::twins(cx),
        Matter::Sound => lists::sound(cx),
        Matter::Rest => lists::rest(record, cx),
        Matter::Enough => enough(progress),
        Matter::Give => lists::give(cx),
        Matter::People => lists::people(record, cx),
        Matter::Summary => lists::summary((id, record), progress, cx),
    }
}

fn gone() -> Scene {
    Scene {
        keys: vec![(Command::Open, "go on")],
        ..Scene::titled("It is no longer in the book")
            .saying("u brings it back, if you deleted it.", Look::Dim)
    }
}

/// What a key decides, where the usual words are not precise.
const LEAVE: (Command, &str) = (Command::Open, "leave it as it is");

/// Something that a rule asks for, the person in front.
fn nudged(matter: &Matter, key: &str, cx: &Cx) -> Scene {
    let Some(nudge) = cx.practice.find(key) else {
        return settled(key, cx);
    };
    let said = words::nudge(nudge, cx);
    let name = match nudge.person {
        Some(_) => cx.name(nudge.person).to_string(),
        None => capital(reasons::whose(nudge.rule)),
    };
    let look = match matter {
        Matter::Owed(_) => Look::Bad,
        _ => Look::Text,
    };
    let why = format!("{}: {}.", capital(&said.what), said.why);
    let mut scene = Scene::titled(name)
        .saying(why, look)
        .saying(nudge.rule.rule().explain, Look::Dim);
    scene.aside = nudge.person.map_or(String::new(), |id| standing(id, cx));
    scene.of = nudge.subject;
    scene.person = nudge.person;
    scene.facts = nudge.person.map_or_else(Vec::new, |id| known(id, cx));
    scene.keys = deciding(nudge);
    scene
}

fn deciding(nudge: &Nudge) -> Vec<(Command, &'static str)> {
    let star = nudge
        .person
        .map(|_| (Command::Star, "one of this week’s people"));
    [
        (Command::Settle, "do it, or note that it is done"),
        (Command::NotNow, "not now: until when, and why"),
        (Command::LetGo, "let it go, and say why"),
    ]
    .into_iter()
    .chain(star)
    .chain([LEAVE])
    .collect()
}

/// What was asked for and is not any more.
fn settled(key: &str, cx: &Cx) -> Scene {
    let subject = crate::insight::nudge::subject_of(key);
    let name = match subject {
        Some(Subject::Person(id)) => cx.name(Some(id)).to_string(),
        Some(Subject::Referral(id)) => {
            let prospect = cx.book.referrals.get(id).and_then(|it| it.prospect);
            cx.name(prospect).to_string()
        }
        _ => "It".into(),
    };
    let mut scene = Scene::titled(name).saying("Nothing is asked for any more.", Look::Good);
    scene.of = subject;
    scene.keys = vec![(Command::Open, "go on")];
    scene
}

/// "A, every 14 days".
fn standing(id: Id, cx: &Cx) -> String {
    let person = cx.book.people.get(id);
    person.map_or(String::new(), |it| words::kept(id, it, cx))
}

/// What to know of a person, as it stands on their page.
fn known(id: Id, cx: &Cx) -> Vec<(&'static str, String, Look)> {
    let lines = brief::lines(id, cx).into_iter();
    lines
        .map(|line| (line.label, line.words, line.look))
        .collect()
}

fn quiet(id: Id, cx: &Cx) -> Scene {
    if !cx.book.people.has(id) {
        return gone();
    }
    let relation = cx.practice.relation(id);
    let mut scene = Scene::titled(cx.name(Some(id)));
    scene.aside = standing(id, cx);
    scene = match review::want(cx.practice, id) {
        Some(nudge) => {
            let said = words::nudge(nudge, cx);
            let why = format!("{}: {}.", capital(&said.what), said.why);
            scene.saying(why, Look::Warn)
        }
        None => scene.saying("In touch, or set aside.", Look::Good),
    };
    scene.facts = known(id, cx);
    if relation.friction.is_none() {
        let gift = giving::gifts(cx.book, cx.practice, id).into_iter().next();
        if let Some(gift) = gift {
            let words = exchanged::gift_sentence(&gift, id, cx);
            scene.facts.push(("what fits", words, Look::Text));
        }
    }
    scene.of = Some(Subject::Person(id));
    scene.person = Some(id);
    scene.keys = vec![
        (Command::Touch, "in touch this week"),
        (Command::NotNow, "not now: until when, and why"),
        (Command::LetGo, "let it go, and say why"),
        (Command::Star, "one of this week’s people"),
        (Command::Give, "give them something"),
        LEAVE,
    ];
    scene
}

fn of_referral(id: Id, it: &Referral, reviewed: Id, cx: &Cx) -> Scene {
    let mut scene = Scene::titled(cx.name(it.prospect));
    scene.aside = match (it.partner(), it.is_given()) {
        (None, _) => "no source yet".into(),
        (partner, true) => format!("to {}", cx.name(partner)),
        (partner, false) => format!("from {}", cx.name(partner)),
    };
    scene.of = Some(Subject::Referral(id));
    scene.person = it.partner().or(it.prospect);
    let Some(standing) = cx.practice.standing(id) else {
        scene = scene.saying("It has ended.", Look::Good);
        scene.keys = vec![(Command::Open, "go on")];
        return scene;
    };
    scene = if let Some(nudge) = review::trouble(cx.practice, id) {
        let said = words::nudge(nudge, cx);
        let why = format!("{}: {}.", capital(&said.what), said.why);
        scene.saying(why, Look::Warn)
    } else {
        let before = review::last(cx.book, Some(reviewed));
        let is_adrift = review::is_adrift(cx.practice, id);
        let since = before.map_or("last week", |_| "the last review");
        if is_adrift {
            scene.saying(
                "Late, or nothing is planned, and no reminder asks for it now.",
                Look::Warn,
            )
        } else {
            scene.saying(format!("In order; it changed since {since}."), Look::Good)
        }
    };
    let mut fact = |label, words: String, look| {
        if !words.is_empty() {
            scene.facts.push((label, words, look));
        }
    };
    fact("need", cx.words(&it.need).to_string(), Look::Text);
    let worth = it.estimate.map(|money| cx.money(money));
    let facts = [words::level(it), worth.unwrap_or_default()];
    let facts: Vec<String> = facts.into_iter().filter(|it| !it.is_empty()).collect();
    fact("worth", facts.join(" · "), Look::Text);
    fact(
        "stage",
        format!("{}, {}", it.stage().title(), words::dwell(standing)),
        Look::Text,
    );
    let mover = words::mover(&standing.mover, it, cx);
    fact("whose move", mover, Look::Text);
    let (plan, why) = words::plan(it, standing, cx);
    let plan = [plan, why].into_iter().filter(|it| !it.is_empty());
    fact("next", plan.collect::<Vec<_>>().join(", "), Look::Text);
    let told = cx.practice.events_on(id).iter().rev();
    let mut told = told.filter(|event| !event.record.note.is_empty());
    if let Some(event) = told.next() {
        let on = crate::domain::day::near(event.on, cx.today);
        let words = format!("“{}”, {on}", cx.words(&event.record.note));
        fact("said last", words, Look::Text);
    }
    scene.keys = vec![
        (Command::Settle, "do what is asked now"),
        (Command::Next, "plan the next action"),
        (Command::Advance, "move it on"),
        (Command::NotNow, "not now: until when, on whom, why"),
        (Command::Outcome, "it has ended"),
        (Command::Star, "one of this week’s people"),
        LEAVE,
    ];
    scene
}

fn enough(progress: &Progress) -> Scene {
    let left = progress.open();
    let things = match left {
        1 => "One thing is left.".to_string(),
        n => format!("{n} things are left, the most urgent first."),
    };
    let mut scene = Scene::titled("Ten minutes are over")
        .saying(things, Look::Text)
        .saying("What is owed stays in Now what either way.", Look::Dim);
    scene.keys = vec![
        (Command::Open, "go on"),
        (Command::NotNow, "leave them for next week, and end here"),
    ];
    scene
}

/// How it was decided, in words.
pub fn decided(decision: &Decision, why: &str, cx: &Cx) -> String {
    let what = capital(decision.title());
    match cx.words(why) {
        "" => what,
        why => format!("{what}: {why}"),
    }
}
