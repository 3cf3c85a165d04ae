//! What comes as entries of a calendar: the words, what else helps on the day, and when each was last changed. It will
//! never know the format of the file.

use chrono::NaiveDate;

use crate::domain::action::Subject;
use crate::domain::id::Id;
use crate::domain::introducing::is_own_plan;
use crate::domain::record::Record;
use crate::domain::referral::Verb;
use crate::domain::table::Table;
use crate::domain::text;
use crate::exchange::calendar::Entry;
use crate::insight::coming::{Coming, What, coming};

use super::ahead;
use super::layer::Cx;
use super::parts::values::capital;

/// Minutes that one keeps free for a talk, and for sitting down together.
const TALK: u32 = 30;
const SITTING: u32 = 60;

/// Everything with a day, by day and time: what is ahead, and what was planned for a day that has passed.
pub fn entries(cx: &Cx) -> Vec<Entry> {
    let all = coming(cx.practice, NaiveDate::MIN, NaiveDate::MAX);
    let changes = Changes::of(cx);
    all.iter().map(|it| entry(it, &changes, cx)).collect()
}

fn entry(it: &Coming, changes: &Changes, cx: &Cx) -> Entry {
    let (kind, id) = named(it);
    let (created, changed) = changes.of_one(it, cx);
    Entry {
        uid: format!("{kind}-{id}@goodword"),
        on: it.on,
        time: it.time.map(|time| (time, minutes(it, cx))),
        title: capital(&text::clean_line(&ahead::what(it, cx))),
        place: text::clean_line(place(it, cx)),
        note: note(it, cx),
        created,
        changed,
    }
}

/// The kind and the record: never the day, so that what is moved stays the same entry.
fn named(it: &Coming) -> (&'static str, Id) {
    let kind = match it.what {
        What::Appointment | What::Next => "next",
        What::Introduction => "introduction",
        What::ReferralMeeting => "referral-meeting",
        What::Again => "again",
        What::Promise | What::Promised => "promise",
        What::Answer | What::Wakes => "wakes",
        What::Contact => "contact",
    };
    let (Subject::Person(id) | Subject::Referral(id) | Subject::Promise(id) | Subject::Event(id)) =
        it.subject;
    (kind, id)
}

fn minutes(it: &Coming, cx: &Cx) -> u32 {
    let next = ahead::referral(it, cx).and_then(|referral| referral.next.as_ref());
    match it.what {
        What::Introduction | What::ReferralMeeting => SITTING,
        What::Appointment | What::Next => match next.map(|next| &next.verb) {
            Some(Verb::Meet | Verb::Lunch | Verb::Visit) => SITTING,
            _ => TALK,
        },
        _ => TALK,
    }
}

/// Where the two are introduced, or the referral meeting is held.
fn place<'a>(it: &Coming, cx: &Cx<'a>) -> &'a str {
    let person = it.person.and_then(|id| cx.book.people.get(id));
    let place = match it.what {
        What::ReferralMeeting => person
            .and_then(|person| person.asking.as_ref())
            .map(|asking| &asking.place),
        // What is planned for the introduction may be the next action itself.
        What::Introduction | What::Next | What::Appointment => ahead::referral(it, cx)
            .filter(|referral| it.what == What::Introduction || is_own_plan(referral))
            .and_then(|referral| referral.introduction.as_ref())
            .map(|introduction| &introduction.place),
        _ => None,
    };
    place.map_or("", |place| cx.words(place))
}

/// What helps on the day: who they are, how to reach them, what it is about.
fn note(it: &Coming, cx: &Cx) -> String {
    let person = it.person.and_then(|id| cx.book.people.get(id));
    let mut lines = Vec::new();
    if let Some(person) = person {
        let company = cx.company(person);
        let name = cx.name(it.person);
        lines.push(if company.is_empty() {
            name.into_owned()
        } else {
            format!("{name}, {company}")
        });
        if !cx.masked {
            lines.extend([&person.phone, &person.email].map(Clone::clone));
        }
    }
    if let Some(referral) = ahead::referral(it, cx) {
        let need = cx.words(&referral.need);
        let about = cx.name(referral.prospect);
        lines.push(if need.is_empty() {
            format!("About {about}")
        } else {
            format!("About {about}: {need}")
        });
        if let (What::Answer | What::Wakes, Some(wait)) = (it.what, &referral.wait) {
            lines.push(cx.words(&wait.why).into());
        }
    } else if let (What::Wakes, Some(wait)) = (it.what, person.and_then(|it| it.wait.as_ref())) {
        lines.push(cx.words(&wait.why).into());
    }
    let lines = lines.iter().map(|line| text::clean_text(line));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// When the records were last changed on which entries depend beside their own. It only ever grows, so that what is
/// undone counts as one more change.
struct Changes {
    /// Anything at all.
    all: i64,
    /// What was put off or let go.
    settled: i64,
}

impl Changes {
    fn of(cx: &Cx) -> Changes {
        fn last<R: Record>(table: &Table<R>) -> i64 {
            table.iter().map(|(_, it)| it.updated()).max().unwrap_or(0)
        }
        let book = cx.book;
        let gone = |table: &str| {
            let gone = book.gone.iter().filter(|(_, it)| it.table == table);
            gone.map(|(_, it)| it.updated).max().unwrap_or(0)
        };
        let settled = last(&book.settled).max(gone("settled"));
        let all = [
            settled,
            last(&book.gone),
            last(&book.people),
            last(&book.events),
            last(&book.settings),
        ];
        Changes {
            all: all.into_iter().max().unwrap_or(0),
            settled,
        }
    }

    /// When the record behind an entry was made, and when the entry last changed.
    fn of_one(&self, it: &Coming, cx: &Cx) -> (i64, i64) {
        let book = cx.book;
        let times = |record: Option<(i64, i64)>| record.unwrap_or_default();
        let person = |id: Option<Id>| {
            let person = id.and_then(|id| book.people.get(id));
            times(person.map(|it| (it.created, it.updated)))
        };
        let referral = ahead::referral(it, cx);
        let of_referral = times(referral.map(|it| (it.created, it.updated)));
        let (created, updated) = match it.subject {
            Subject::Person(id) => person(Some(id)),
            Subject::Promise(id) => times(book.promises.get(id).map(|it| (it.created, it.updated))),
            Subject::Referral(_) | Subject::Event(_) => of_referral,
        };
        let named = [
            updated,
            of_referral.1,
            person(it.person).1,
            person(referral.and_then(|it| it.prospect)).1,
            self.settled,
        ];
        let changed = match it.what {
            // It follows from events that come and go.
            What::Contact => self.all,
            _ => named.into_iter().max().unwrap_or(updated),
        };
        (created, changed)
    }
}
