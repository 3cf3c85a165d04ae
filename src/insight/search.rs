//! Finding people, referrals and notes by a few letters of each word. It gives the text that it matched
//! and where, and never looks at the words of a screen.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::index::IdMap;
use super::matching::{Letters, Query, Scores};
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::domain::person::{Person, Tags};
use crate::domain::referral::Referral;
use crate::domain::stage::Stage;

/// Notes are looked for among so many of the newest events.
const NOTES: usize = 5_000;
/// Shorter queries look for names only: every note has an "e",
const NOTE_LETTERS: usize = 3;
/// and nearly every need.
const NEED_LETTERS: usize = 2;

/// What was found: a person, a referral or an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub subject: Subject,
    pub score: u32,
    /// The text in which it was found.
    pub text: String,
    /// The matched bytes of the text, in order.
    pub ranges: Vec<Range<usize>>,
}

/// The people, referrals and notes that fit a query, best first.
pub fn find(book: &Book, text: &str, limit: usize) -> Vec<Hit> {
    Sought::default().find(book, text, limit)
}

/// What was found so far: while one types on, only that is looked through again, and a letter taken back gives what
/// was there.
#[derive(Debug, Default)]
pub struct Sought {
    rows: Option<Rows>,
    /// The shortest first; each text begins with the one before.
    steps: Vec<Step>,
}

/// All that fits one text, by its place among the rows.
#[derive(Debug)]
struct Step {
    text: String,
    /// Whom some word fits, not only those whom all do: they count in their referrals.
    people: Vec<usize>,
    /// None where needs were not looked at.
    referrals: Option<Vec<usize>>,
    /// None where notes were not looked at.
    notes: Option<Vec<usize>>,
    limit: usize,
    hits: Vec<Hit>,
}

impl Step {
    /// Whether only its last word goes on in this text: nobody else can fit one of the words.
    fn has_the_words_of(&self, text: &str) -> bool {
        let words = |text: &str| text.split_whitespace().count();
        words(text) == words(&self.text)
    }
}

impl Sought {
    /// Looks through what was made ready.
    pub fn among(rows: Rows) -> Sought {
        Sought {
            rows: Some(rows),
            ..Sought::default()
        }
    }

    /// As [`find`], sooner where the text goes on from one that was looked for before.
    pub fn find(&mut self, book: &Book, text: &str, limit: usize) -> Vec<Hit> {
        let mut query = Query::of(text);
        if query.words.is_empty() {
            return Vec::new();
        }
        let rows = self
            .rows
            .take()
            .filter(|rows| rows.book.is_same(book))
            .unwrap_or_else(|| {
                self.steps.clear();
                Rows::of(book)
            });
        self.steps.retain(|step| text.starts_with(&step.text));
        let last = self.steps.last();
        let same = last.filter(|last| last.text == text && last.limit == limit);
        let hits = if let Some(same) = same {
            same.hits.clone()
        } else {
            let (mut step, found) = look(&rows, text, &mut query, last);
            step.limit = limit;
            step.hits = hits(book, &mut query, found, limit);
            let hits = step.hits.clone();
            self.steps.push(step);
            hits
        };
        self.rows = Some(rows);
        hits
    }
}

/// Looks through the book, or through what fitted the beginning of the text.
fn look(
    rows: &Rows,
    text: &str,
    query: &mut Query,
    among: Option<&Step>,
) -> (Step, Vec<(u32, Subject)>) {
    let mut found: Vec<(u32, Subject)> = Vec::new();
    let mut fitting: IdMap<Scores> = IdMap::default();
    let mut people = Vec::new();
    let before = among.filter(|step| step.has_the_words_of(text));
    for (at, row) in those(&rows.people, before.map(|step| &step.people)) {
        if !query.may_fit_some(row.letters) {
            continue;
        }
        let mut scores = Scores::default();
        query.raise(&row.record.name, &mut scores);
        query.raise(&row.record.company, &mut scores);
        if scores != Scores::default() {
            fitting.insert(row.id, scores);
        }
        raise_tags(query, &row.record.tags, &mut scores);
        if scores != Scores::default() {
            people.push(at);
        }
        if let Some(sum) = query.sum(&scores) {
            found.push((sum * 8 + 7, Subject::Person(row.id)));
        }
    }
    let mut referrals = Vec::new();
    let looks_at_needs = NEED_LETTERS <= query.letters;
    let before = among.and_then(|step| step.referrals.as_ref());
    for (at, row) in those(&rows.referrals, before) {
        let mut scores = Scores::default();
        let referral = &row.record;
        if !fitting.is_empty() {
            // The prospect is what a referral is called by; others fit a little less well.
            raise_by(&fitting, referral.prospect, 1, &mut scores);
            for partner in referral.partners() {
                raise_by(&fitting, Some(partner), 2, &mut scores);
            }
        }
        if looks_at_needs && query.may_fit_some(row.letters) {
            query.raise_exact(&referral.need, &mut scores);
            raise_tags(query, &referral.tags, &mut scores);
        }
        if let Some(sum) = query.sum(&scores) {
            let bonus = if referral.is_open() { 6 } else { 3 };
            found.push((sum * 8 + bonus, Subject::Referral(row.id)));
            referrals.push(at);
        }
    }
    let notes = (NOTE_LETTERS <= query.letters).then(|| {
        let mut fitting = Vec::new();
        let before = among.and_then(|step| step.notes.as_ref());
        for (at, row) in those(&rows.notes, before) {
            if query.may_fit_all(row.letters)
                && let Some(sum) = query.score_exact(&written(&row.record))
            {
                found.push((sum * 4, Subject::Event(row.id)));
                fitting.push(at);
            }
        }
        fitting
    });
    let step = Step {
        text: text.to_owned(),
        people,
        referrals: looks_at_needs.then_some(referrals),
        notes,
        limit: 0,
        hits: Vec::new(),
    };
    (step, found)
}

/// What can be found in one book, each with the letters that it is written in.
#[derive(Debug)]
pub struct Rows {
    book: Book,
    people: Vec<Row<Person>>,
    referrals: Vec<Row<Referral>>,
    notes: Vec<Row<Event>>,
}

#[derive(Debug)]
struct Row<R> {
    id: Id,
    letters: Letters,
    record: Arc<R>,
}

impl Rows {
    /// Makes a book ready to be looked through.
    pub fn of(book: &Book) -> Rows {
        fn rows<'r, R: 'r>(
            arcs: impl Iterator<Item = (Id, &'r Arc<R>)>,
            letters: impl Fn(&R) -> Letters,
        ) -> Vec<Row<R>> {
            arcs.map(|(id, record)| Row {
                id,
                letters: letters(record),
                record: Arc::clone(record),
            })
            .collect()
        }
        let tags = |tags: &Tags| Letters::of(tags_of(tags));
        Rows {
            people: rows(book.people.arcs(), |it| {
                Letters::of([&*it.name, &*it.company]) | tags(&it.tags)
            }),
            referrals: rows(book.referrals.arcs(), |it| {
                Letters::of([&*it.need]) | tags(&it.tags)
            }),
            notes: rows(book.events.arcs().rev().take(NOTES), |it| {
                Letters::of([&*written(it)])
            })
            .into_iter()
            .filter(|row| row.letters != Letters::default())
            .collect(),
            book: book.clone(),
        }
    }
}

/// The rows at these places, or all of them.
fn those<'a, R>(
    rows: &'a [Row<R>],
    places: Option<&'a Vec<usize>>,
) -> impl Iterator<Item = (usize, &'a Row<R>)> {
    let all = places.is_none().then(|| rows.iter().enumerate());
    let some = places.into_iter().flatten().map(|at| (*at, &rows[*at]));
    all.into_iter().flatten().chain(some)
}

fn hits(book: &Book, query: &mut Query, mut found: Vec<(u32, Subject)>, limit: usize) -> Vec<Hit> {
    // Of equals the newest first: ids are in the order of making.
    if limit < found.len() {
        found.select_nth_unstable_by(limit, |a, b| b.cmp(a));
        found.truncate(limit);
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found
        .into_iter()
        .map(|(score, subject)| {
            let text = shown(book, subject);
            let ranges = query.ranges(&text, matches!(subject, Subject::Event(_)));
            Hit {
                subject,
                score,
                text,
                ranges,
            }
        })
        .collect()
}

fn raise_tags(query: &mut Query, tags: &Tags, scores: &mut Scores) {
    for (tag, _) in tags.iter().filter(|(_, has)| **has) {
        query.raise(tag, scores);
    }
}

fn raise_by(people: &IdMap<Scores>, person: Option<Id>, share: u16, scores: &mut Scores) {
    let Some(theirs) = person.and_then(|id| people.get(&id)) else {
        return;
    };
    for (best, score) in scores.iter_mut().zip(theirs) {
        *best = (*best).max(score.div_ceil(share));
    }
}

/// What is written in an event: its note; of a debrief also its stage, and what to do differently.
fn written(event: &Event) -> Cow<'_, str> {
    if event.kind != Kind::Debrief {
        return Cow::Borrowed(&event.note);
    }
    let stage = event.stage.map_or("", Stage::title);
    let halves = [event.note.as_str(), event.differently.as_str()];
    let halves: Vec<&str> = halves.into_iter().filter(|half| !half.is_empty()).collect();
    Cow::Owned(format!("debrief {stage}: {}", halves.join(" / ")))
}

/// The text in which a record is found: what it is called, then what tells it apart.
fn shown(book: &Book, subject: Subject) -> String {
    match subject {
        Subject::Person(id) => book.people.get(id).map(shown_person).unwrap_or_default(),
        Subject::Referral(id) => {
            let referral = book.referrals.get(id);
            referral.map_or_else(String::new, |referral| shown_referral(book, referral))
        }
        Subject::Event(id) => book
            .events
            .get(id)
            .map(|event| {
                let text = written(event);
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .unwrap_or_default(),
        Subject::Promise(_) => String::new(),
    }
}

fn shown_person(person: &Person) -> String {
    let parts = [&person.name, &person.company]
        .into_iter()
        .map(String::as_str);
    join(parts.chain(tags_of(&person.tags)))
}

fn shown_referral(book: &Book, referral: &Referral) -> String {
    let prospect = book.name(referral.prospect);
    let company = referral
        .prospect
        .and_then(|id| book.people.get(id))
        .map_or("", |person| person.company.as_str());
    let partners = referral.partners().map(|id| book.name(Some(id)));
    join(
        [prospect, company, referral.need.as_str()]
            .into_iter()
            .chain(partners)
            .chain(tags_of(&referral.tags)),
    )
}

fn tags_of(tags: &Tags) -> impl Iterator<Item = &str> {
    tags.iter()
        .filter(|(_, has)| **has)
        .map(|(tag, _)| tag.as_str())
}

fn join<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Log, Who};
    use crate::domain::facts::Captured;

    fn subjects(trial: &Trial, query: &str) -> Vec<Subject> {
        let hits = find(trial.book(), query, 20).into_iter();
        hits.map(|hit| hit.subject).collect()
    }

    fn marked(text: &str, ranges: &[Range<usize>]) -> Vec<String> {
        ranges
            .iter()
            .map(|range| text[range.clone()].to_string())
            .collect()
    }

    #[test]
    fn a_person_comes_before_their_referrals() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        let (priya, dana) = (trial.find("Priya Shah"), trial.find("Dana Ortiz"));
        let referral = Subject::Referral(id);
        assert_eq!(
            subjects(&trial, "priya"),
            [Subject::Person(priya), referral]
        );
        assert_eq!(subjects(&trial, "dana"), [Subject::Person(dana), referral]);
        assert_eq!(subjects(&trial, "dana priya"), [referral]);
        assert_eq!(subjects(&trial, "zzz"), []);
        assert_eq!(subjects(&trial, "  "), []);
    }

    #[test]
    fn notes_are_found_by_their_words() {
        let mut trial = Trial::new();
        trial.perform(Action::Log(Box::new(Log {
            kind: Kind::Note,
            who: Who::New("Ben Achebe".into()),
            note: "her sister opens\na second shop in May".into(),
            ..Log::default()
        })));
        let hits = find(trial.book(), "sister shop", 20);
        assert!(matches!(hits[0].subject, Subject::Event(_)));
        assert_eq!(marked(&hits[0].text, &hits[0].ranges), ["sister", "shop"]);
        assert_eq!(find(trial.book(), "sstr", 20), []);
    }

    #[test]
    fn a_debrief_is_found_by_its_stage_and_by_either_half() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        for (stage, note, differently) in [
            (Stage::Meet, "listened first", "bring the figures"),
            (Stage::Close, "", "ask for the day"),
        ] {
            trial.perform(Action::Log(Box::new(Log {
                kind: Kind::Debrief,
                referral: Some(id),
                note: note.into(),
                differently: differently.into(),
                stage: Some(stage),
                ..Log::default()
            })));
        }
        let found = |query: &str| -> Vec<String> {
            let hits = find(trial.book(), query, 20).into_iter();
            hits.map(|hit| hit.text).collect()
        };
        let meet = "debrief Meet: listened first / bring the figures";
        let close = "debrief Close: ask for the day";
        assert_eq!(found("debrief meet"), [meet]);
        assert_eq!(found("debrief close"), [close]);
        assert_eq!(found("debrief").len(), 2);
        assert_eq!(found("figures"), [meet]);
        assert_eq!(found("listened"), [meet]);
    }

    #[test]
    fn a_book_that_was_made_ready_is_looked_through_as_it_is_now() {
        let mut trial = Trial::new();
        trial.received("Priya Shah", "Dana Ortiz");
        let rows = Rows::of(trial.book());
        let mut sought = Sought::among(rows);
        assert_eq!(sought.find(trial.book(), "da", 20).len(), 2);
        trial.received("Tom Ode", "Dana Ortiz");
        assert_eq!(sought.find(trial.book(), "da", 20).len(), 3);
        assert_eq!(sought.find(trial.book(), "dan", 20).len(), 3);
    }

    proptest::proptest! {
        #[test]
        fn typing_on_finds_what_a_fresh_look_finds(texts in proptest::collection::vec("[daor ]{0,5}", 1..8)) {
            let mut trial = Trial::new();
            trial.received("Dora Arod", "Dana Ortiz");
            trial.perform(Action::Capture(Box::new(Captured {
                prospect: trial.who("Ada Rood"),
                partner: trial.who("Omar Haddad"),
                need: "a road to Oran".into(),
                ..Captured::default()
            })));
            trial.log(Kind::Note, "Dana Ortiz", None);
            let mut sought = Sought::default();
            for text in &texts {
                for end in 1..=text.len() {
                    let typed = &text[..end];
                    let fresh = find(trial.book(), typed, 20);
                    proptest::prop_assert_eq!(sought.find(trial.book(), typed, 20), fresh, "{}", typed);
                }
            }
        }
    }
}
