//! The call sheet: one conversation with one person, however many matters it touches. It will never
//! know what opened it.

use crate::domain::action::{Action, Edit, Log, Reply, Subject, Who};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::method::SOURCE_WORK;
use crate::domain::promise::By;
use crate::domain::referral::{Next, Referral, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::relation::{self, Again};
use crate::domain::stage::Stage;
use crate::insight::checklist;
use crate::insight::matters::{self, Matter, Upshot};
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values, capital};

use super::again;
use super::happened::{day as on_day, on};
use super::plan::{self, About};
use super::sheet::{Answer, asked, brief, declines, option, prompt, said, says, unique};
use super::spec::Spec;

/// One matter on the sheet.
#[derive(Clone)]
struct Line {
    id: Id,
    referral: Referral,
    upshots: Vec<Upshot>,
    question: String,
    /// The choice beneath the question, where the matter can come to several things.
    choice: Option<String>,
    /// The sheet was opened from it: it is settled by enter alone.
    is_first: bool,
    is_short: bool,
    /// What its stage has one ask, where that is asked of them and stands on no line above.
    prompt: String,
}

/// A line of a checklist that the source can answer.
#[derive(Clone)]
struct Open {
    item: String,
    question: String,
}

/// One contact, a line for each open matter.
pub fn call(person: Id, referral: Option<Id>, cx: &Cx) -> Spec {
    let mut open = matters::matters(cx.book, cx.practice, person, referral);
    // The one that it was opened from stands first.
    open.sort_by_key(|matter| referral.is_none() || matter.referral() != referral);
    let mut taken: Vec<String> = ["note", "next", "how", "when", again::NEXT]
        .map(String::from)
        .into();
    let mut lines: Vec<Line> = open
        .iter()
        .filter_map(|matter| line(matter, referral, &mut taken, cx))
        .collect();
    ask_once(&mut lines);
    let open_items = questions(lines.first().filter(|line| line.is_first), person, cx);
    // Beneath the lines of several matters one has to say whose questions these are.
    let whose = match lines.as_slice() {
        [first, _, ..] => format!("{}: ", cx.first_name(first.referral.prospect)),
        _ => String::new(),
    };
    let open_items: Vec<Open> = open_items
        .into_iter()
        .map(|(item, words)| Open {
            item,
            question: unique(&format!("{whose}{words}"), &mut taken),
        })
        .collect();
    let promises: Vec<(Id, String)> = open
        .iter()
        .filter_map(|matter| match matter.subject {
            Subject::Promise(id) => Some((id, unique(&promised(id, cx)?, &mut taken))),
            _ => None,
        })
        .collect();
    let next = lines
        .first()
        .filter(|line| line.is_first && line.referral.is_open())
        .map(|line| (line.id, About::referral(&line.referral, cx.book)));

    let mut fields = Vec::new();
    for line in &lines {
        fields.extend(fields_of(line, person));
    }
    for open in &open_items {
        let reader = open.clone();
        let field = Field::question(open.question.clone());
        fields.push(field.reading(move |v| {
            let is_open = matches!(reader.answer(v), Answer::No(note) if !note.is_empty());
            Ok(Reading::of(if is_open { "noted, not ticked" } else { "" }))
        }));
    }
    for (_, label) in &promises {
        let key = label.clone();
        fields.push(
            Field::question(label.clone())
                .prompt("y when it is kept")
                .reading(move |v| {
                    let kept = Answer::of(&v.text(&key)).words().is_some();
                    Ok(Reading::of(if kept { "kept" } else { "" }))
                }),
        );
    }
    fields.push(Field::line("note"));
    if let Some((_, about)) = &next {
        let about = about.clone();
        fields.push(Field::line("next").reading(move |v| plan::words(v, "next", &about, None)));
    }
    let call = Kind::CONTACTS.iter().position(|kind| *kind == Kind::Call);
    let ways = Kind::CONTACTS.iter().map(Kind::title);
    fields.push(Field::choice("how", ways, call.unwrap_or(0)));
    fields.push(on_day());
    // With what is planned for the referral the next contact is said already.
    if next.is_none() {
        fields.push(again::field(Some(person), cx));
    }

    let title = format!("Call sheet · {}", cx.name(Some(person)));
    let sheet = Sheet {
        person,
        lines,
        open_items,
        promises,
        next,
    };
    Spec::new(title, fields, move |v| sheet.save(v)).brief(brief(person, cx))
}

/// What a stage has one ask is asked about the card that the sheet came from; where it came from none, once.
fn ask_once(lines: &mut [Line]) {
    let is_of_one = lines.iter().any(|line| line.is_first);
    let mut asked: Vec<String> = Vec::new();
    for line in lines {
        if is_of_one && !line.is_first || asked.contains(&line.prompt) {
            line.prompt.clear();
        } else {
            asked.push(line.prompt.clone());
        }
    }
}

fn line(matter: &Matter, first: Option<Id>, taken: &mut Vec<String>, cx: &Cx) -> Option<Line> {
    let id = matter.referral()?;
    let referral = cx.book.referrals.get(id)?.clone();
    let name = cx.name(referral.prospect);
    let usual = matter.usual()?;
    let is_news_owed = !usual.has(&Kind::ReportedBack) && matter.upshots.contains(&Upshot::Told);
    let owed = if is_news_owed {
        ", and the news you owe"
    } else {
        ""
    };
    let question = format!("{name} · {}{owed}", asked(usual));
    let choice = (1 < matter.upshots.len()).then(|| cx.first_name(referral.prospect));
    Some(Line {
        id,
        upshots: matter.upshots.clone(),
        question: unique(&question, taken),
        choice: choice.map(|name| unique(&name, taken)),
        is_first: first == Some(id),
        is_short: cx.practice.is_short(&referral),
        prompt: prompt(&referral, cx),
        referral,
    })
}

fn fields_of(line: &Line, person: Id) -> Vec<Field> {
    let stage = line.referral.stage();
    let reader = line.clone();
    let mut fields = vec![
        Field::question(line.question.clone())
            .prompt(line.prompt.clone())
            .reading(move |v| Ok(Reading::of(reader.reading(person, v)))),
    ];
    if let Some(label) = &line.choice {
        let given = line.referral.is_given();
        let options = line.upshots.iter();
        let options = options.map(|upshot| option(*upshot, given, stage));
        fields.push(Field::choice(label.clone(), options, 0));
    }
    fields
}

/// What the source can still be asked about a referral in Check back: the lines that no fact ticks, and
/// what they have not done for it.
fn questions(line: Option<&Line>, person: Id, cx: &Cx) -> Vec<(String, String)> {
    let Some(Line { id, referral, .. }) = line else {
        return Vec::new();
    };
    let is_source = referral.partners().any(|partner| partner == person);
    if referral.is_given() || !is_source || referral.stage() != Stage::CheckBack {
        return Vec::new();
    }
    let lines = checklist::lines(cx.book, cx.practice, *id, Stage::CheckBack);
    let open = lines.into_iter().filter(|line| !line.by_fact && !line.done);
    let work = checklist::source_work(referral).into_iter();
    open.map(|line| (line.item, capital(&line.text)))
        .chain(
            work.filter(|work| !work.done)
                .map(|work| (work.item.to_string(), work.question.to_string())),
        )
        .collect()
}

fn promised(id: Id, cx: &Cx) -> Option<String> {
    let promise = cx.book.promises.get(id)?;
    let who = match promise.by {
        By::Me => "You".to_string(),
        By::Them | By::Other(_) => cx.first_name(promise.person),
    };
    Some(format!("{who} promised: {}", cx.words(&promise.what)))
}

impl Open {
    /// What was said to it. What a source would rather not do is not done.
    fn answer(&self, v: &Values) -> Answer {
        let is_work = SOURCE_WORK.iter().any(|(work, ..)| *work == self.item);
        match Answer::of(&v.text(&self.question)) {
            Answer::Yes(words) if is_work && declines(&words) => Answer::No(words),
            answer => answer,
        }
    }
}

impl Line {
    /// The words said about it; none where it was not spoken of.
    fn words(&self, v: &Values) -> Option<String> {
        match Answer::of(&v.text(&self.question)) {
            Answer::Blank => self.is_first.then(String::new),
            other => other.words(),
        }
    }

    fn upshot(&self, v: &Values) -> Upshot {
        let picked = self.choice.as_ref().map_or(0, |label| v.picked(label));
        let upshot = self.upshots.get(picked).or(self.upshots.first());
        upshot.copied().unwrap_or(Upshot::Noted)
    }

    /// What is recorded: "tells Dana, to Feedback".
    fn reading(&self, person: Id, v: &Values) -> String {
        match (self.words(v), v.is_blank(&self.question)) {
            (None, true) => return String::new(),
            (None, false) => return "not spoken of".into(),
            (Some(_), _) => {}
        }
        let upshot = self.upshot(v);
        let says = says(upshot, &v.cx.first_name(Some(person)));
        let lands = self.referral.is_open().then(|| {
            upshot.lands(
                &self.referral.direction,
                self.referral.stage(),
                self.is_short,
            )
        });
        match lands.flatten() {
            Some(to) => format!("{says}, to {}", to.title()),
            None => says,
        }
    }
}

/// Whether a next action was this very conversation.
fn is_done_by(next: &Next, person: Id, v: &Values) -> bool {
    let is_talk = matches!(
        next.verb,
        Verb::Call | Verb::Ask | Verb::Meet | Verb::Lunch | Verb::Visit
    );
    is_talk && next.whom == Some(person) && next.on <= v.cx.today
}

/// What becomes of the sheet.
struct Sheet {
    person: Id,
    lines: Vec<Line>,
    open_items: Vec<Open>,
    promises: Vec<(Id, String)>,
    next: Option<(Id, About)>,
}

impl Sheet {
    fn log(&self, v: &Values, log: Log) -> Result<Action, Refusal> {
        Ok(Action::Log(Box::new(Log {
            who: Who::Known(self.person),
            on: on(v)?,
            ..log
        })))
    }

    fn save(&self, v: &Values) -> Result<Action, Refusal> {
        let spoken: Vec<(&Line, Upshot, String)> = self
            .lines
            .iter()
            .filter_map(|line| Some((line, line.upshot(v), line.words(v)?)))
            .collect();
        let only = match spoken.as_slice() {
            [one] => Some(one),
            _ => None,
        };
        // Before the facts: an introduction that was made plans the call that it announces.
        let lines = spoken.iter().map(|(line, ..)| *line);
        let mut actions: Vec<Action> = lines.filter_map(|line| self.done(line, v)).collect();
        for (line, upshot, words) in &spoken {
            for (place, (kind, way)) in upshot.facts().iter().enumerate() {
                // Said once, with the first of the facts that it goes with.
                let note = if place == 0 { words.as_str() } else { "" };
                actions.push(self.log(
                    v,
                    Log {
                        kind: kind.clone(),
                        way: way.clone(),
                        referral: Some(line.id),
                        note: note.to_string(),
                        ..Log::default()
                    },
                )?);
            }
            if upshot.facts().is_empty() && only.is_none() {
                let note = if words.is_empty() {
                    "spoke of it".to_string()
                } else {
                    words.clone()
                };
                let kind = Kind::Note;
                actions.push(self.log(
                    v,
                    Log {
                        kind,
                        referral: Some(line.id),
                        note,
                        ..Log::default()
                    },
                )?);
            }
        }
        actions.push(self.contact(only, v)?);
        actions.extend(self.answers(v));
        self.kept(v, &mut actions)?;
        self.plans(v, &mut actions)?;
        let name = v.cx.name(Some(self.person));
        let about: Vec<_> = spoken
            .iter()
            .map(|(line, ..)| v.cx.name(line.referral.prospect))
            .collect();
        let said = match (only, about.as_slice()) {
            (Some((_, upshot, _)), [about]) => said(*upshot, &name, about),
            (_, [others @ .., last]) => {
                format!("Spoke to {name} of {} and {last}", others.join(", "))
            }
            (_, []) => String::new(),
        };
        let again = self.again(v)?.filter(|_| !said.is_empty());
        let more = [
            self.left(spoken.len(), v),
            again.map_or(String::new(), |again| relation::agreed(&again, v.cx.today)),
        ];
        let more: Vec<String> = more.into_iter().filter(|it| !it.is_empty()).collect();
        Ok(Action::Many {
            said,
            more: more.join("; "),
            actions,
        })
    }

    /// Which other matters are left as they are, once one was spoken of: those whose lines stayed blank.
    fn left(&self, spoken: usize, v: &Values) -> String {
        let lines = self.lines.iter().filter(|line| !line.is_first);
        let left = lines.filter(|line| v.is_blank(&line.question)).count();
        match left {
            left if spoken == 0 || left == 0 => String::new(),
            1 => "1 other matter left as it is".into(),
            _ => format!("{left} other matters left as they are"),
        }
    }

    /// The conversation itself.
    fn contact(
        &self,
        only: Option<&(&Line, Upshot, String)>,
        v: &Values,
    ) -> Result<Action, Refusal> {
        let noted = only.filter(|(_, upshot, _)| upshot.facts().is_empty());
        let noted = noted.map_or("", |(.., words)| words.as_str());
        let note = v.text("note");
        let parts = [noted, note.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let kind = Kind::CONTACTS[v.picked("how")].clone();
        self.log(
            v,
            Log {
                kind,
                referral: only.map(|(line, ..)| line.id),
                note: parts.join("; "),
                again: self.again(v)?,
                ..Log::default()
            },
        )
    }

    /// When to be in touch again, where that is asked for.
    fn again(&self, v: &Values) -> Result<Option<Again>, Refusal> {
        if self.next.is_some() {
            return Ok(None);
        }
        again::of(v)
    }

    fn answers(&self, v: &Values) -> Option<Action> {
        let replies = self.open_items.iter().filter_map(|open| {
            let (done, note) = match open.answer(v) {
                Answer::Blank => return None,
                Answer::No(note) if note.is_empty() => return None,
                Answer::No(note) => (false, note),
                Answer::Yes(words) => (true, words),
            };
            Some(Reply {
                item: open.item.clone(),
                done,
                note,
            })
        });
        let replies: Vec<Reply> = replies.collect();
        let line = self.lines.first().filter(|_| !replies.is_empty())?;
        Some(Action::Edit {
            referral: line.id,
            edit: Box::new(Edit::Answers(replies)),
        })
    }

    /// Promises that were kept, with what was said about them.
    fn kept(&self, v: &Values, actions: &mut Vec<Action>) -> Result<(), Refusal> {
        for (promise, label) in &self.promises {
            let Some(words) = Answer::of(&v.text(label)).words() else {
                continue;
            };
            actions.push(Action::EndPromise {
                promise: *promise,
                kept: true,
            });
            if !words.is_empty() {
                let record = v.cx.book.promises.get(*promise);
                actions.push(self.log(
                    v,
                    Log {
                        kind: Kind::Note,
                        referral: record.and_then(|record| record.referral),
                        note: words,
                        ..Log::default()
                    },
                )?);
            }
        }
        Ok(())
    }

    /// Takes away what was planned and is done by now.
    fn done(&self, line: &Line, v: &Values) -> Option<Action> {
        let next = line.referral.next.as_ref()?;
        is_done_by(next, self.person, v).then_some(Action::SetNext {
            referral: line.id,
            next: None,
            whom: Who::Nobody,
        })
    }

    /// What comes next.
    fn plans(&self, v: &Values, actions: &mut Vec<Action>) -> Result<(), Refusal> {
        if let Some((referral, about)) = &self.next
            && let Some(plan) = plan::of(v, "next", about, None)?
        {
            actions.push(Action::SetNext {
                referral: *referral,
                next: Some(plan.next),
                whom: plan.whom,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, SHOP};
    use super::*;
    use crate::ui::effect::FormKind;

    fn kinds(action: Action) -> Vec<String> {
        let Action::Many { actions, .. } = action else {
            panic!("a conversation is one change");
        };
        let words = actions.into_iter().map(|action| match action {
            Action::Log(log) => format!("{} {}", log.kind.title(), log.note),
            Action::Edit { .. } => "answers".into(),
            Action::SetNext { .. } => "next".into(),
            other => panic!("{other:?}"),
        });
        words.map(|words| words.trim_end().to_string()).collect()
    }

    #[test]
    fn a_refusal_does_not_tick_the_work_of_the_source() {
        for (words, done) in [
            ("no, she would rather not", false),
            ("I don't think so", false),
            ("no sorry", false),
            ("maybe later", false),
            ("nothing yet", false),
            ("no", false),
            ("yes", true),
            ("Tuesday at ten", true),
        ] {
            let mut desk = Desk::open(FormKind::Call {
                person: DANA,
                referral: Some(SHOP),
            });
            desk.set("Priya: Would you find a day for the two of us?", words);
            let screen = desk.screen(80, 50);
            assert_eq!(screen.contains("noted, not ticked"), !done, "{screen}");
            desk.perform();
            let shop = desk.book.referrals.get(SHOP).unwrap();
            let answer = &shop.answers["source.appointment"];
            let note = if words == "yes" { "" } else { words };
            assert_eq!((answer.done, answer.note.as_str()), (done, note));
            assert_eq!(shop.level, Some(if done { 7 } else { 3 }), "{words}");
        }
    }

    #[test]
    fn what_was_planned_is_taken_away_before_the_facts_plan_anew() {
        let mut book = super::super::desk::book();
        let call = Next {
            verb: Verb::Call,
            whom: Some(DANA),
            on: super::super::desk::today(),
            ..Next::default()
        };
        book.referrals.edit(SHOP, 2, |it| it.next = Some(call));
        let kind = FormKind::Call {
            person: DANA,
            referral: Some(SHOP),
        };
        let mut desk = Desk::of(book, kind, false);
        assert_eq!(kinds(desk.save().unwrap())[0], "next");
    }

    #[test]
    fn what_is_typed_says_what_is_recorded() {
        let mut desk = Desk::open(FormKind::Call {
            person: DANA,
            referral: Some(SHOP),
        });
        assert_eq!(kinds(desk.save().unwrap()), ["ask", "call"]);
        assert!(desk.screen(80, 40).contains("asks Dana"));
        desk.write("no");
        assert!(desk.screen(80, 40).contains("not spoken of"));
        assert_eq!(kinds(desk.save().unwrap()), ["call"]);
        desk.set("Priya Shah · what you learnt", "they hurry")
            .set(
                "Priya: What do they need, in their own words?",
                "a shop by May",
            )
            .set("Priya: Would you find a day for the two of us?", "-")
            .set("next", "call Priya fri")
            .set("note", "in good spirits");
        assert_eq!(
            kinds(desk.save().unwrap()),
            ["ask they hurry", "call in good spirits", "answers", "next"]
        );
        desk.set("next", "call Priya");
        assert!(desk.refused().starts_with("Next: “call Priya” has no day"));
    }
}
