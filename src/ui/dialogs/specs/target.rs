//! The form of a target: somebody whom a person may know and I want to meet. It will never make a person of a name.

use crate::domain::action::{Action, Who};
use crate::domain::client::Target;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::insight::client::Client;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};
use crate::ui::readiness;

use super::spec::Spec;

/// Where to look (`McCord`) for whom they may know.
const EVIDENCE: &str = "memberships, photos, meetings that they mention, past employers, vendors, customers; then the names in those places";

/// Who is wanted, and what makes me think that the two know each other.
pub fn target(person: Id, id: Option<Id>, cx: &Cx) -> Spec {
    let was = id.and_then(|id| cx.book.targets.arc(id)).cloned();
    let is_known = was.is_some();
    let base = was.as_deref().cloned().unwrap_or_else(|| Target {
        person: Some(person),
        on: cx.today,
        ..Target::default()
    });
    let who = match base.whom {
        Some(whom) => Field::who("who").known(Some(whom), cx.book),
        None => Field::who("who").loaded(&base.name),
    };
    let name = cx.name(Some(person));
    let first = cx.first_name(Some(person));
    let fields = vec![
        who.as_name().reading(move |v| said_of(v, person, is_known)),
        Field::line("company").loaded(&base.company),
        Field::line("because")
            .loaded(&base.why)
            .prompt(format!("what makes you think that {first} knows them")),
    ];
    let title = format!("Somebody whom {name} may know");
    let client = Client::of(cx.book, cx.practice, person);
    let brief = vec![
        ("look at", EVIDENCE.to_string()),
        ("so far", readiness::to_ask_about(&client.targets, cx)),
    ];
    Spec::new(title, fields, move |v| {
        let mut target = base.clone();
        if v.is_changed("who") || !is_known {
            (target.whom, target.name) = match v.who("who")? {
                Who::Nobody => (None, String::new()),
                Who::Known(whom) => (Some(whom), String::new()),
                Who::New(name) => (None, name),
            };
        }
        if target.whom.is_none() && target.name.trim().is_empty() && !is_known {
            return Err(v.refuse(
                "who",
                Refusal::new("nobody is named").or("say whom you want to meet"),
            ));
        }
        target.company = v.text("company");
        target.why = v.text("because");
        Ok(Action::SaveTarget {
            id: id.filter(|_| is_known),
            was: was.clone(),
            target: Box::new(target),
        })
    })
    .brief(brief)
}

fn said_of(v: &Values, person: Id, is_known: bool) -> Result<Reading, Refusal> {
    Ok(match v.who("who")? {
        Who::Nobody if is_known => Reading::doubt("without a name it is taken off the list"),
        Who::Nobody => Reading::default(),
        Who::Known(whom) if whom == person => Reading::doubt("that is who is to be asked"),
        Who::Known(whom) => Reading::of(v.person_words(whom)),
        Who::New(_) => Reading::of("stays a name until it becomes a referral"),
    })
}
