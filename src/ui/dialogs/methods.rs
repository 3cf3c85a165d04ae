//! The ways in which a source can introduce, weakest first, with what to watch out for. It will never choose.

use crate::domain::id::Id;
use crate::domain::introduction::Method;
use crate::insight::introduction;

use super::super::doubts;
use super::super::effect::{Ask, Effect, FormKind, Offer};
use super::super::layer::Cx;
use super::super::offers::shared;
use super::menu::{Menu, Row};

impl Menu {
    /// E-mail, letter, call or lunch of three; the one that suits best is marked.
    pub fn methods(referral: Id, cx: &Cx) -> Menu {
        let record = cx.book.referrals.get(referral);
        let prospect = cx.name(record.and_then(|record| record.prospect));
        let is_given = record.is_some_and(crate::domain::referral::Referral::is_given);
        let suited = introduction::suited(cx.book, cx.practice, referral);
        let rows = Method::ALL.iter().map(|method| {
            let (key, received, given) = described(method);
            let sentence = if is_given { given } else { received };
            let more = match (*method == suited, reason(referral, method, cx)) {
                (true, Some(reason)) => format!("best here: {reason}"),
                (true, None) => format!("best here: {sentence}"),
                (false, _) => sentence.to_string(),
            };
            Row {
                key: key.into(),
                words: format!("{:<14}", method.title()),
                more,
                twin: None,
                command: None,
                offer: choose(referral, method.clone(), cx),
            }
        });
        let rows: Vec<Row> = rows.collect();
        let place = rows
            .iter()
            .position(|row| row.more.starts_with("best here"));
        let title = if is_given {
            format!("How do you bring {prospect} together? Weakest first")
        } else {
            let source = cx.name(record.and_then(|record| record.source));
            format!("How does {source} introduce {prospect}? Weakest first")
        };
        let mut menu = Menu::by_letter(title, rows);
        if let Some(place) = place {
            menu.cursor.select(place, &[0, 1, 2, 3]);
        }
        menu
    }
}

/// Why it is the best here, where something speaks against the others.
fn reason(referral: Id, method: &Method, cx: &Cx) -> Option<String> {
    let source = cx.book.referrals.get(referral)?.partner();
    match method {
        Method::Lunch => Some("the two are not close".into()),
        Method::Email => {
            let unmet = introduction::unmet(cx.book, cx.practice, referral);
            let words = cx.words(&unmet.first()?.record.words);
            Some(format!("{} still waits for “{words}”", cx.name(source)))
        }
        _ => None,
    }
}

/// The letter of a method; what it is when the source makes it, and when I do.
fn described(method: &Method) -> (&'static str, &'static str, &'static str) {
    match method {
        Method::Letter => (
            "l",
            "you draft, they sign; call at its exact time",
            "on paper, to both of them",
        ),
        Method::Call => (
            "c",
            "they phone, you listen; flaws come up",
            "you phone, and hand over",
        ),
        Method::Lunch => (
            "t",
            "they invite and speak for you; you listen",
            "you invite; it is no sales meeting",
        ),
        Method::Email | Method::Other(_) => (
            "e",
            "you draft, they send; easy, and the weakest",
            "to both, and the rest is theirs",
        ),
    }
}

/// The form of the method; before a call, a word on what could come up in it.
fn choose(referral: Id, method: Method, cx: &Cx) -> Offer {
    let is_call = method == Method::Call;
    let form = match shared::form(FormKind::Introduction { referral, method }, cx) {
        Offer::Yes(form) => form,
        masked => return masked,
    };
    let then = |effect| Offer::Yes(Effect::Then(Box::new(effect)));
    let unmet = introduction::unmet(cx.book, cx.practice, referral);
    if !is_call || unmet.is_empty() {
        return then(form);
    }
    then(Effect::Open(Ask::Confirm {
        question: doubts::unmet(&unmet, referral, cx),
        yes: "plan the call all the same".into(),
        effect: Box::new(form),
    }))
}
