//! The form of one entry of a timeline: what was just logged in a breath gets its words, and a slip is put right. It will
//! never move a card.

use std::sync::Arc;

use crate::capture::date::When;
use crate::domain::action::{Action, Bond};
use crate::domain::day;
use crate::domain::event::{Event, Kind, Way};
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::relation;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values, capital};

use super::again;
use super::given::WAYS;
use super::happened::{nothing, value};
use super::spec::Spec;

/// What the words of an entry are called, by its kind: its note, theirs, and what to do differently.
fn labels(kind: &Kind) -> [Option<&'static str>; 3] {
    match kind {
        Kind::CheckIn => [Some("for me"), Some("for them"), Some("change")],
        Kind::Debrief => [Some("went well"), None, Some("differently")],
        _ => [Some("note"), None, None],
    }
}

/// The kinds among which it stays: a call was a meeting, but no gift.
fn family(kind: &Kind) -> &'static [Kind] {
    if kind.is_contact() {
        &Kind::CONTACTS
    } else if kind.is_act() {
        &Kind::ACTS
    } else {
        &[]
    }
}

/// Whether its day may be put right: a step of a referral has its place among the moves.
fn has_day(kind: &Kind) -> bool {
    let alone = matches!(
        kind,
        Kind::Note | Kind::Thanked | Kind::CheckIn | Kind::Friction | Kind::MadeUp
    );
    alone || !family(kind).is_empty()
}

/// What happened, to be said better.
pub fn event(id: Id, cx: &Cx) -> Spec {
    let was = cx.book.events.arc(id).cloned().unwrap_or_default();
    let kinds = family(&was.kind);
    let mut fields = words_of(&was);
    if !kinds.is_empty() {
        let picked = kinds.iter().position(|kind| *kind == was.kind);
        let titles = kinds.iter().map(Kind::title);
        fields.push(Field::choice(how(&was.kind), titles, picked.unwrap_or(0)));
    }
    if was.kind.is_act() {
        let way = WAYS.iter().position(|way| Some(way) == was.way.as_ref());
        fields.push(Field::choice(
            "way",
            WAYS.iter().map(Way::word),
            way.unwrap_or(0),
        ));
        let home = cx.book.settings().currency();
        let money = was.value.map(|money| money.typed(home));
        fields.push(value().loaded(&money.unwrap_or_default()));
    }
    if has_day(&was.kind) {
        fields.push(day_of(was.on, cx));
    }
    let asks_again = was.kind.is_contact() && was.person.is_some();
    if asks_again {
        fields.push(again::field(was.person, cx));
    }
    let mut title = capital(was.kind.title());
    let about = was.referral.and_then(|id| cx.book.referrals.get(id));
    let about = about.map(|referral| cx.name(referral.prospect));
    let with = was.person.map(|id| cx.name(Some(id)));
    for name in [with, about].into_iter().flatten() {
        if !title.contains(&*name) {
            title = format!("{title} · {name}");
        }
    }
    Spec::new(title, fields, move |v| save(id, &was, v))
}

/// The field that says which of its family it is.
fn how(kind: &Kind) -> &'static str {
    if kind.is_act() { "what" } else { "how" }
}

fn words_of(was: &Event) -> Vec<Field> {
    let texts = [&was.note, &was.theirs, &was.differently];
    let named = labels(&was.kind).into_iter().zip(texts);
    let fields = named.filter_map(|(label, text)| {
        let label = label?;
        // What has several lines keeps them.
        let is_long = was.kind == Kind::Note || text.contains('\n');
        let field = if is_long {
            Field::long(label)
        } else {
            Field::line(label)
        };
        Some(field.loaded(text))
    });
    fields.collect()
}

fn day_of(on: chrono::NaiveDate, cx: &Cx) -> Field {
    let shown = if on == cx.today {
        "today".to_string()
    } else {
        When { on, time: None }.iso()
    };
    Field::line("when").filled(&shown).reading(move |v| {
        if v.is_changed("when") {
            v.past_words("when")
        } else {
            Ok(Reading::of(day::full(on, v.cx.today)))
        }
    })
}

fn save(id: Id, was: &Arc<Event>, v: &Values) -> Result<Action, Refusal> {
    let event = changed(was, v)?;
    let again = if v.has(again::NEXT) {
        again::of(v)?
    } else {
        None
    };
    let name = v.cx.book.name(was.person).to_string();
    let more = again
        .as_ref()
        .map_or(String::new(), |again| relation::agreed(again, v.cx.today));
    // What was logged in a breath is said now, rather than put right.
    let is_fresh = was.kind == Kind::Touch && was.note.is_empty() && was.on == v.cx.today;
    let said = match &event.kind {
        _ if !is_fresh => String::new(),
        Kind::Touch => format!("Noted the contact with {name}"),
        kind => format!("Noted the {} with {name}", kind.title()),
    };
    let mut actions = Vec::new();
    let is_changed = event != **was;
    if is_changed {
        actions.push(Action::SaveEvent {
            id,
            was: Arc::clone(was),
            event: Box::new(event),
        });
    }
    if let (Some(again), Some(person)) = (again, was.person) {
        let bond = Box::new(Bond::Again(Some(again)));
        actions.push(Action::Bond { person, bond });
    }
    if actions.is_empty() {
        return Ok(nothing("The entry stays as it is"));
    }
    Ok(Action::Many {
        said: if is_changed { said } else { String::new() },
        // With the day alone that is what is said anyway.
        more: if is_changed { more } else { String::new() },
        actions,
    })
}

/// The entry as it stands in the form; what was not touched stays as it was.
fn changed(was: &Event, v: &Values) -> Result<Event, Refusal> {
    let mut event = was.clone();
    let texts = [&mut event.note, &mut event.theirs, &mut event.differently];
    for (label, text) in labels(&was.kind).into_iter().zip(texts) {
        if let Some(label) = label.filter(|label| v.is_changed(label)) {
            *text = v.text(label);
        }
    }
    let how = how(&was.kind);
    if v.has(how) && v.is_changed(how) {
        event.kind = family(&was.kind)[v.picked(how)].clone();
    }
    if was.kind.is_act() {
        if v.is_changed("way") {
            event.way = Some(WAYS[v.picked("way")].clone());
        }
        if v.is_changed("value") {
            event.value = v.money("value")?;
        }
    }
    if v.has("when") && v.is_changed("when") {
        event.on = v.past("when")?.map_or(was.on, |when| when.on);
    }
    Ok(event)
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, book, day as date, euros, today};
    use super::*;
    use crate::ui::effect::FormKind;

    const IT: Id = Id::fixed(60);

    fn desk(kind: Kind, on: &str, note: &str) -> Desk {
        let mut book = book();
        let event = Event {
            person: Some(DANA),
            on: date(on),
            kind,
            note: note.into(),
            ..Event::default()
        };
        book.events.set(IT, Arc::new(event));
        Desk::of(book, FormKind::Event { id: IT }, false)
    }

    fn now(desk: &Desk) -> &Event {
        desk.book.events.get(IT).unwrap()
    }

    #[test]
    fn what_was_logged_in_a_breath_gets_its_words_and_the_next_day_as_one_change() {
        let mut desk = desk(Kind::Touch, "2026-11-21", "");
        assert_eq!(desk.idle(), "The entry stays as it is");
        desk.write("her sister opens a shop");
        desk.press("tab");
        desk.write("c");
        desk.set("next contact", "thu see the shop");
        assert_eq!(
            desk.perform(),
            "Noted the call with Dana Ortiz|next contact Thu 26 Nov"
        );
        assert_eq!(
            (now(&desk).kind.clone(), now(&desk).on),
            (Kind::Call, today())
        );
        assert_eq!(now(&desk).note, "her sister opens a shop");
        let dana = desk.book.people.get(DANA).unwrap();
        let again = dana.again.as_ref().unwrap();
        assert_eq!(
            (again.on, again.why.as_str()),
            (date("2026-11-26"), "see the shop")
        );
    }

    #[test]
    fn a_slip_is_put_right_and_what_was_not_touched_stays() {
        let mut desk = desk(Kind::Call, "2026-11-18", "her sitser");
        desk.set("note", "her sister").set("when", "17 nov");
        assert_eq!(desk.perform(), "Put right: call of Tue 17 Nov|");
        assert_eq!(
            (now(&desk).note.as_str(), now(&desk).on),
            ("her sister", date("2026-11-17"))
        );
        desk.set("when", "tomorrow");
        assert!(
            desk.refused()
                .starts_with("When: Sun 22 Nov is still to come")
        );
    }

    #[test]
    fn an_act_stays_an_act_with_its_way_and_its_value() {
        let mut desk = desk(Kind::Advice, "2026-11-18", "");
        desk.set("value", "500");
        desk.press("up right up b");
        desk.perform();
        let event = now(&desk);
        assert_eq!(
            (&event.kind, &event.way),
            (&Kind::Business, &Some(Way::Got))
        );
        assert_eq!(event.value, Some(euros(50_000)));
        assert!(
            !desk
                .look(|form, _| form.labels())
                .contains(&"next contact".into())
        );
    }

    #[test]
    fn a_note_keeps_its_lines_and_a_step_its_day() {
        let mut desk = desk(Kind::Note, "2026-11-18", "one\ntwo");
        desk.press("end enter");
        desk.write("three");
        desk.perform();
        assert_eq!(now(&desk).note, "one\ntwo\nthree");
        let mut desk = self::desk(Kind::ReportedBack, "2026-11-18", "told her al");
        assert_eq!(desk.look(|form, _| form.labels()), ["note"]);
        desk.set("note", "told her all");
        assert_eq!(desk.perform(), "Put right: reported back of Wed 18 Nov|");
    }

    #[test]
    fn a_check_in_has_its_three_texts() {
        let mut desk = desk(Kind::CheckIn, "2026-11-18", "her letters");
        desk.set("for them", "short calls")
            .set("change", "mornings");
        desk.perform();
        let event = now(&desk);
        assert_eq!(
            (
                event.note.as_str(),
                event.theirs.as_str(),
                event.differently.as_str()
            ),
            ("her letters", "short calls", "mornings")
        );
    }

    #[test]
    fn one_that_is_gone_is_not_brought_back() {
        let mut desk = desk(Kind::Call, "2026-11-18", "her sitser");
        desk.set("note", "her sister");
        let action = desk.save().unwrap();
        desk.book.events.remove(IT);
        let mut stamp = crate::domain::book::Stamp {
            today: today(),
            at: 1_000,
            ids: crate::domain::id::Ids::seeded(7),
        };
        assert!(action.perform(&mut desk.book, &mut stamp).is_err());
        assert!(!desk.book.events.has(IT));
    }
}
