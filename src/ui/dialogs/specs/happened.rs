//! Forms for what happened: something logged, a next action done. They will never know what follows from it.

use crate::domain::action::{Action, Log, NextChange, Who};
use crate::domain::book::Book;
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::referral::{Next, Referral, Verb};
use crate::domain::refusal::Refusal;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Values, capital};

use super::again;
use super::plan::{self, About, Plan};
use super::spec::Spec;

/// Several as one change that says what the first one says.
pub fn many(mut actions: Vec<Action>) -> Action {
    match actions.len() {
        1 => actions.remove(0),
        _ => Action::Many {
            said: String::new(),
            more: String::new(),
            actions,
        },
    }
}

/// What changes nothing, and says so.
pub fn nothing(said: impl Into<String>) -> Action {
    Action::Many {
        said: said.into(),
        more: String::new(),
        actions: Vec::new(),
    }
}

/// One line about something that happened.
pub fn log(
    kind: &Kind,
    person: Option<Id>,
    referral: Option<Id>,
    way: Option<&Way>,
    cx: &Cx,
) -> Spec {
    let record = referral.and_then(|id| cx.book.referrals.get(id));
    let mut whom: Vec<Id> = record.map_or(Vec::new(), |record| concerns(kind, record));
    let mut picked = 0;
    if let Some(person) = person {
        match whom.iter().position(|id| *id == person) {
            Some(place) => picked = place + 1,
            None => whom = vec![person],
        }
    }
    let names = whom.iter().map(|id| cx.name(Some(*id)).into_owned());
    let names: Vec<String> = names.collect();
    let mut title = capital(kind.title());
    if *kind == Kind::ReportedBack && way == Some(&Way::Got) {
        title = "Heard how it went".into();
    }
    if *kind == Kind::Ask && record.is_some_and(Referral::is_given) {
        title = "Asked whether they want to be introduced".into();
    }
    if *kind == Kind::Met && record.is_some_and(Referral::is_given) {
        title = "The two have met".into();
    }
    let about = record.map(|record| cx.name(record.prospect));
    for name in names.iter().map(String::as_str).chain(about.as_deref()) {
        if !title.contains(name) {
            title = format!("{title} · {name}");
        }
    }
    let asks = whom.is_empty() && record.is_none();
    let mut fields = Vec::new();
    if asks {
        fields.push(Field::who("with"));
    }
    fields.push(Field::line("note"));
    if kind.is_contact() {
        let picked = Kind::CONTACTS.iter().position(|other| other == kind);
        let titles = Kind::CONTACTS.iter().map(Kind::title);
        fields.push(Field::choice("how", titles, picked.unwrap_or(0)));
    }
    if names.len() > 1 {
        let all = if names.len() == 2 { "both" } else { "all" };
        let options = [all.to_string()].into_iter().chain(names.clone());
        fields.push(Field::choice("whom", options, picked));
    }
    if kind.is_act() {
        fields.push(value());
    }
    let is_news = *kind == Kind::ReportedBack && way != Some(&Way::Got);
    if is_news && record.is_some_and(|record| !record.is_given() && record.is_open()) {
        fields.push(Field::choice(ASKED, ["no", "yes"], 0));
    }
    fields.push(day());
    if kind.is_contact() {
        let with = whom.first().copied();
        fields.push(again::field(with, cx));
    }
    let (kind, way) = (kind.clone(), way.cloned());
    Spec::new(title, fields, move |v| {
        let mut people: Vec<Who> = whom.iter().copied().map(Who::Known).collect();
        if v.has("whom")
            && let Some(one) = v.picked("whom").checked_sub(1)
        {
            people = vec![people[one].clone()];
        }
        if asks {
            let who = v.who("with")?;
            if who.is_nobody() {
                return Err(Refusal::new("With: nobody is named").or("type a name"));
            }
            people = vec![who];
        }
        if people.is_empty() {
            people.push(Who::Nobody);
        }
        let kind = if v.has("how") {
            Kind::CONTACTS[v.picked("how")].clone()
        } else {
            kind.clone()
        };
        let value = if v.has("value") {
            v.money("value")?
        } else {
            None
        };
        let (on, note) = (on(v)?, v.text("note"));
        let again = if v.has(again::NEXT) {
            again::of(v)?
        } else {
            None
        };
        let several = people.len() > 1;
        let has_asked = v.has(ASKED) && v.picked(ASKED) == 1;
        let asked = people
            .iter()
            .filter(|_| has_asked)
            .map(|who| (Kind::FeedbackAsked, who.clone()));
        let asked: Vec<(Kind, Who)> = asked.collect();
        let told = people.into_iter().map(|who| (kind.clone(), who));
        let actions = told.chain(asked).map(|(one, who)| {
            let is_it = one == kind;
            Action::Log(Box::new(Log {
                kind: one,
                who,
                referral,
                way: way.clone(),
                on,
                note: if is_it { note.clone() } else { String::new() },
                value,
                again: again.clone(),
                next: NextChange::Keep,
                ..Log::default()
            }))
        });
        let actions: Vec<Action> = actions.collect();
        Ok(if several {
            let names: Vec<&str> = whom.iter().map(|id| v.cx.book.name(Some(*id))).collect();
            Action::Many {
                said: said(&kind, way.as_ref(), &names.join(" and ")),
                more: String::new(),
                actions,
            }
        } else {
            many(actions)
        })
    })
}

/// Beside the report: whether the source was asked to tell what the prospect says.
const ASKED: &str = "asked to hear";

/// What was logged with several people at once.
fn said(kind: &Kind, way: Option<&Way>, names: &str) -> String {
    match kind {
        Kind::ReportedBack if way == Some(&Way::Got) => format!("Heard from {names}"),
        Kind::ReportedBack => format!("Told {names}"),
        Kind::Thanked => format!("Thanked {names}"),
        Kind::FeedbackAsked => format!("Asked {names} to hear how it went"),
        Kind::FeedbackHeard => format!("Heard from {names}"),
        kind => format!("Logged {} with {names}", kind.title()),
    }
}

/// With whom something about a referral happened, when nobody is named.
fn concerns(kind: &Kind, referral: &Referral) -> Vec<Id> {
    let given = referral.is_given();
    match kind {
        Kind::Researched | Kind::Note => Vec::new(),
        Kind::Met | Kind::NotHeld | Kind::ProposalSent => referral.prospect.into_iter().collect(),
        Kind::Ask | Kind::FeedbackAsked | Kind::FeedbackHeard if given => {
            referral.prospect.into_iter().collect()
        }
        Kind::ReportedBack | Kind::Thanked | Kind::FeedbackAsked | Kind::FeedbackHeard => {
            referral.partners().collect()
        }
        _ => referral.partner().into_iter().collect(),
    }
}

/// The day on which something happened: today unless said.
pub fn day() -> Field {
    Field::line("when")
        .filled("today")
        .reading(|v| v.past_words("when"))
}

/// None is today.
pub fn on(v: &Values) -> Result<Option<chrono::NaiveDate>, Refusal> {
    let on = v.past("when")?.map(|when| when.on);
    Ok(on.filter(|on| *on != v.cx.today))
}

pub fn value() -> Field {
    Field::line("value").reading(|v| v.money_words("value"))
}

/// What a next action was, once it is done.
fn kind_of(verb: &Verb) -> Kind {
    match verb {
        Verb::Call => Kind::Call,
        Verb::Mail => Kind::Email,
        Verb::Meet | Verb::Visit => Kind::Meeting,
        Verb::Lunch => Kind::Meal,
        Verb::Write => Kind::Letter,
        Verb::Send => Kind::Message,
        Verb::Ask => Kind::Ask,
        Verb::Do | Verb::Other(_) => Kind::Note,
    }
}

/// The next action is done; what comes next.
pub fn done(id: Id, cx: &Cx) -> Spec {
    let record = cx.book.referrals.get(id).cloned().unwrap_or_default();
    let about = About::referral(&record, cx.book);
    let was = record.next.clone().unwrap_or_default();
    let title = match &record.next {
        Some(next) => format!("Done: {}", done_words(next, cx)),
        None => format!("Done for {}", cx.name(record.prospect)),
    };
    let readers_about = about.clone();
    let fields = vec![
        Field::line("note"),
        day(),
        Field::line("next").reading(move |v| plan::words(v, "next", &readers_about, None)),
    ];
    Spec::new(title, fields, move |v| {
        let typed = v.text("note");
        let note = if typed.is_empty() {
            was.note.clone()
        } else {
            typed
        };
        let plan = plan::of(v, "next", &about, None)?;
        let log = |next: NextChange| {
            Ok::<Action, Refusal>(Action::Log(Box::new(Log {
                kind: kind_of(&was.verb),
                who: was.whom.map_or(Who::Nobody, Who::Known),
                referral: Some(id),
                on: on(v)?,
                note: note.clone(),
                next,
                ..Log::default()
            })))
        };
        Ok(match plan {
            None => log(NextChange::Clear)?,
            // Someone new gets a record first.
            Some(Plan {
                next,
                whom: whom @ Who::New(_),
            }) => many(vec![
                log(NextChange::Clear)?,
                Action::SetNext {
                    referral: id,
                    next: Some(next),
                    whom,
                },
            ]),
            Some(plan) => log(NextChange::Set(plan.known()?))?,
        })
    })
}

/// A next action without its day, masked where names are.
fn done_words(next: &Next, cx: &Cx) -> String {
    if !cx.masked {
        return cx.book.next_words(next);
    }
    format!("{} {}", next.verb.word(), cx.name(next.whom))
}

/// A note to a referral, without a person: it is no contact.
pub fn note_on(referral: Id, note: String) -> Action {
    Action::Log(Box::new(Log {
        kind: Kind::Note,
        referral: Some(referral),
        note,
        ..Log::default()
    }))
}

/// A note of any length about a person or a referral.
pub fn note(subject: crate::domain::action::Subject, cx: &Cx) -> Spec {
    let (person, referral) = noted(subject, cx.book);
    let name = match (person, referral.and_then(|id| cx.book.referrals.get(id))) {
        (None, Some(record)) => cx.name(record.prospect),
        (person, _) => cx.name(person),
    };
    let title = format!("Note about {name}");
    Spec::new(title, vec![Field::long("note")], move |v| {
        if v.is_blank("note") {
            return Err(Refusal::new("The note is empty").or("write it, or esc leaves"));
        }
        Ok(Action::Log(Box::new(Log {
            kind: Kind::Note,
            who: person.map_or(Who::Nobody, Who::Known),
            referral,
            note: v.text("note"),
            ..Log::default()
        })))
    })
}

/// What a note about this belongs to.
fn noted(subject: crate::domain::action::Subject, book: &Book) -> (Option<Id>, Option<Id>) {
    use crate::domain::action::Subject;
    match subject {
        Subject::Person(id) => (Some(id), None),
        Subject::Referral(id) => (None, Some(id)),
        Subject::Promise(id) => book
            .promises
            .get(id)
            .map_or((None, None), |promise| (promise.person, promise.referral)),
        Subject::Event(id) => book
            .events
            .get(id)
            .map_or((None, None), |event| (event.person, event.referral)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::desk::{AUDIT, DANA, Desk, MIA, SHOP, day};
    use super::*;
    use crate::domain::action::Subject;
    use crate::ui::effect::{Effect, FormKind, Offer};

    fn logging(kind: Kind, person: Option<Id>, referral: Option<Id>) -> Desk {
        Desk::open(FormKind::Log {
            kind,
            person,
            referral,
            way: None,
        })
    }

    fn logged(action: Action) -> Log {
        match action {
            Action::Log(log) => *log,
            other => panic!("{other:?} is no log"),
        }
    }

    #[test]
    fn reporting_back_is_one_enter() {
        let mut desk = logging(Kind::ReportedBack, None, Some(AUDIT));
        let wanted = Log {
            kind: Kind::ReportedBack,
            who: Who::Known(DANA),
            referral: Some(AUDIT),
            ..Log::default()
        };
        let action = Action::Log(Box::new(wanted));
        assert_eq!(
            desk.press("enter"),
            Some(Offer::Yes(Effect::Submit(action)))
        );
        assert_eq!(
            desk.perform(),
            "Told Dana Ortiz about Omar Haddad|Omar Haddad is now in Feedback"
        );
    }

    #[test]
    fn all_sources_are_told_at_once_or_one_of_them() {
        let mut desk = logging(Kind::ReportedBack, None, Some(SHOP));
        assert_eq!(desk.perform(), "Told Dana Ortiz and Mia Lang|");
        assert_eq!(desk.book.events.len(), 2);
        desk.press("tab");
        desk.write("m");
        assert_eq!(logged(desk.save().unwrap()).who, Who::Known(MIA));
        let mut desk = logging(Kind::ReportedBack, Some(MIA), Some(SHOP));
        assert_eq!(logged(desk.save().unwrap()).who, Who::Known(MIA));
    }

    #[test]
    fn a_contact_has_its_kind_its_day_and_its_note() {
        let mut desk = logging(Kind::Touch, Some(DANA), None);
        desk.set("note", "her sister opens a shop")
            .set("when", "fri");
        desk.press("up");
        desk.write("m");
        let log = logged(desk.save().unwrap());
        assert_eq!(log.kind, Kind::Message);
        assert_eq!(log.on, Some(day("2026-11-20")));
        assert_eq!(log.note, "her sister opens a shop");
        assert_eq!(log.again, None);
        desk.set("next contact", "thu 10:00 see the shop");
        let again = logged(desk.save().unwrap()).again.unwrap();
        assert_eq!(
            (again.on, again.why.as_str()),
            (day("2026-11-26"), "see the shop")
        );
        desk.set("when", "tomorrow");
        assert_eq!(
            desk.refused(),
            "When: Sun 22 Nov is still to come; write today or a day before"
        );
        desk.set("when", "soon");
        assert!(desk.refused().starts_with("When: “soon”"));
    }

    #[test]
    fn nobody_named_is_asked_for() {
        let mut desk = logging(Kind::Call, None, None);
        assert_eq!(desk.refused(), "With: nobody is named; type a name");
        desk.write("Zoe");
        assert_eq!(logged(desk.save().unwrap()).who, Who::New("Zoe".into()));
    }

    #[test]
    fn a_next_action_is_done_and_the_next_one_planned() {
        let mut desk = Desk::open(FormKind::Done { referral: SHOP });
        let log = logged(desk.save().unwrap());
        assert_eq!((log.kind, log.who), (Kind::Call, Who::Known(DANA)));
        assert_eq!(log.next, NextChange::Clear);
        desk.set("next", "lunch Priya 12 dec");
        let NextChange::Set(next) = logged(desk.save().unwrap()).next else {
            panic!("it is planned");
        };
        assert_eq!((next.verb, next.on), (Verb::Lunch, day("2026-12-12")));
        desk.set("next", "call Zoe fri");
        let action = desk.save().unwrap();
        assert!(matches!(action, Action::Many { actions, .. } if actions.len() == 2));
        desk.set("next", "call Zoe");
        assert!(desk.refused().starts_with("Next: “call Zoe” has no day"));
    }

    #[test]
    fn a_note_needs_words() {
        let mut desk = Desk::open(FormKind::Note(Subject::Referral(SHOP)));
        assert_eq!(desk.refused(), "The note is empty; write it, or esc leaves");
        desk.write("family firm");
        let log = logged(desk.save().unwrap());
        assert_eq!((log.kind, log.referral), (Kind::Note, Some(SHOP)));
    }
}
