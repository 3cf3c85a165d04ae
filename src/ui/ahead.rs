//! What comes on a day, in words. It knows the facts of the practice, and neither screen nor calendar.

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::referral::{Next, Referral, Verb};
use crate::insight::coming::{Coming, What};

use super::layer::Cx;
use super::words;

/// What comes, without its day: "call Dana about Priya Shah".
pub fn what(it: &Coming, cx: &Cx) -> String {
    let referral = referral(it, cx);
    let prospect = referral.and_then(|referral| referral.prospect);
    let name = |id: Option<Id>| cx.name(id).into_owned();
    let first = cx.first_name(it.person);
    let record = it.person.and_then(|id| cx.book.people.get(id));
    match it.what {
        What::Appointment | What::Next => {
            let next = referral.and_then(|referral| referral.next.as_ref());
            next.map_or_else(String::new, |next| planned(next, it.what, prospect, cx))
        }
        What::Introduction => {
            let method = referral.and_then(|referral| referral.introduction.as_ref());
            let method = method.map_or("introduction", |it| it.method.title());
            format!("{method}: {first} introduces {}", name(prospect))
        }
        What::ReferralMeeting => format!("referral meeting with {}", name(it.person)),
        What::Again => {
            let again = record.and_then(|record| record.again.as_ref());
            let why = again.map_or("", |again| cx.words(&again.why));
            more(format!("be in touch with {}", name(it.person)), why)
        }
        What::Promise => more(format!("promised {first}"), promised(it, cx)),
        What::Promised => more(format!("{first} promised"), promised(it, cx)),
        What::Answer => format!("answer from {}", name(prospect)),
        What::Wakes => match it.subject {
            Subject::Referral(_) => format!("look at {} again", name(prospect)),
            _ => format!("think of {} again", name(it.person)),
        },
        What::Contact => format!("be in touch with {}", name(it.person)),
    }
}

/// A next action on the row of one person: whom it is about, where that is somebody else, and what was noted of it.
pub fn on_row(next: &Next, whose: Option<Id>, prospect: Option<Id>, cx: &Cx) -> String {
    let note = cx.words(&next.note);
    match next.verb {
        Verb::Do if note.is_empty() => "what was planned".into(),
        Verb::Do if whose == prospect => note.into(),
        _ if whose == prospect => {
            let bare = Next {
                note: String::new(),
                ..next.clone()
            };
            more(words::next_words(&bare, cx), note)
        }
        _ => planned(next, What::Next, prospect, cx),
    }
}

/// A next action with whom it is about, and what was noted of it last: there it may be cut.
fn planned(next: &Next, what: What, prospect: Option<Id>, cx: &Cx) -> String {
    let about = cx.name(prospect);
    let note = cx.words(&next.note);
    if next.verb == Verb::Do {
        return format!("{note} ({about})");
    }
    let bare = Next {
        note: String::new(),
        ..next.clone()
    };
    let done = words::next_words(&bare, cx);
    let done = match what {
        _ if next.whom.is_some() && next.whom == prospect => done,
        // An appointment is with the prospect.
        What::Appointment => format!("{done} {about}"),
        _ => format!("{done} about {about}"),
    };
    more(done, note)
}

fn more(said: String, words: &str) -> String {
    if words.is_empty() {
        said
    } else {
        format!("{said}: {words}")
    }
}

/// The referral that it is about, if it is about one.
pub fn referral<'a>(it: &Coming, cx: &Cx<'a>) -> Option<&'a Referral> {
    let id = match it.subject {
        Subject::Referral(id) => Some(id),
        Subject::Promise(id) => cx.book.promises.get(id)?.referral,
        Subject::Person(_) | Subject::Event(_) => None,
    };
    cx.book.referrals.get(id?)
}

fn promised<'a>(it: &Coming, cx: &Cx<'a>) -> &'a str {
    let promise = match it.subject {
        Subject::Promise(id) => cx.book.promises.get(id),
        _ => None,
    };
    promise.map_or("", |promise| cx.words(&promise.what))
}
