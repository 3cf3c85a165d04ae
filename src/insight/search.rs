//! Finding people, referrals and notes by a few letters of each word. It gives the text that it matched
//! and where, and never looks at the words of a screen.

use std::borrow::Cow;
use std::ops::Range;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use unicode_segmentation::UnicodeSegmentation;

use super::index::IdMap;
use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::domain::person::{Person, Tags};
use crate::domain::referral::Referral;
use crate::domain::stage::Stage;
use crate::domain::table::Table;

/// Words of a query beyond these are not read.
const WORDS: usize = 8;
/// Notes are looked for among so many of the newest events.
const NOTES: usize = 5_000;
/// Shorter queries look for names only: every note has an "e".
const NOTE_LETTERS: usize = 3;

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

/// One of several offered texts that fits a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its place among those offered.
    pub index: usize,
    pub score: u32,
    /// The matched bytes of the text, in order.
    pub ranges: Vec<Range<usize>>,
}

/// How well each word of the query fits something.
type Scores = [u16; WORDS];

/// A query with what matching needs.
struct Query {
    words: Vec<Atom>,
    /// The same words, to be found as they stand: fuzzy letters fit any long note.
    exact: Vec<Atom>,
    letters: usize,
    matcher: Matcher,
    chars: Vec<char>,
}

impl Query {
    fn of(text: &str) -> Query {
        // Accents typed as marks of their own would be letters that no name has.
        let text: String = text
            .chars()
            .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
            .collect();
        let words = || text.split_whitespace().take(WORDS);
        let atoms = |kind: AtomKind| -> Vec<Atom> {
            words()
                .map(|word| {
                    let (case, accents) = (CaseMatching::Ignore, Normalization::Smart);
                    Atom::new(word, case, accents, kind, false)
                })
                .collect()
        };
        Query {
            words: atoms(AtomKind::Fuzzy),
            exact: atoms(AtomKind::Substring),
            letters: words().map(|word| word.chars().count()).sum(),
            matcher: Matcher::new(Config::DEFAULT),
            chars: Vec::new(),
        }
    }

    /// Raises the scores to those of a text.
    fn raise(&mut self, text: &str, scores: &mut Scores) {
        if text.is_empty() {
            return;
        }
        let text = letters(text, &mut self.chars);
        for (word, best) in self.words.iter().zip(scores) {
            // A greedy look is enough to tell what fits, and several times as quick over a whole book.
            let needle = word.needle_text();
            let score = if needle.is_ascii() {
                self.matcher.fuzzy_match_greedy(text, needle)
            } else {
                word.score(text, &mut self.matcher)
            };
            *best = (*best).max(score.unwrap_or(0));
        }
    }

    /// The sum where every word fits.
    fn sum(&self, scores: &Scores) -> Option<u32> {
        let scores = &scores[..self.words.len()];
        let fits = scores.iter().all(|score| 0 < *score);
        fits.then(|| scores.iter().map(|score| u32::from(*score)).sum())
    }

    fn score(&mut self, text: &str) -> Option<u32> {
        let mut scores = Scores::default();
        self.raise(text, &mut scores);
        self.sum(&scores)
    }

    fn score_exact(&mut self, text: &str) -> Option<u32> {
        let text = letters(text, &mut self.chars);
        let mut sum = 0;
        for word in &self.exact {
            sum += u32::from(word.score(text, &mut self.matcher)?);
        }
        Some(sum)
    }

    /// Where the words were found, as bytes.
    fn ranges(&mut self, text: &str, is_exact: bool) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let wide = letters(text, &mut self.chars);
        let words = if is_exact { &self.exact } else { &self.words };
        for word in words {
            // Those of one word come in order, so that each search is given a list of its own.
            let mut here = Vec::new();
            if word.indices(wide, &mut self.matcher, &mut here).is_some() {
                found.extend(here);
            }
        }
        found.sort_unstable();
        found.dedup();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut wanted = found.into_iter().peekable();
        for (n, (start, grapheme)) in text.grapheme_indices(true).enumerate() {
            if wanted.next_if(|index| *index as usize == n).is_none() {
                continue;
            }
            let end = start + grapheme.len();
            match ranges.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => ranges.push(start..end),
            }
        }
        ranges
    }
}

/// The letters of a text, one for each that is seen, so that places among them are places in the text.
///
/// `Utf32Str::new` gives bytes where every letter begins with an ASCII one ("e" with a mark of its own).
fn letters<'a>(text: &'a str, chars: &'a mut Vec<char>) -> Utf32Str<'a> {
    if text.is_ascii() && !text.contains('\r') {
        return Utf32Str::Ascii(text.as_bytes());
    }
    chars.clear();
    chars.extend(
        text.graphemes(true)
            .filter_map(|letter| letter.chars().next()),
    );
    Utf32Str::Unicode(chars)
}

/// The people, referrals and notes that fit a query, best first.
pub fn find(book: &Book, text: &str, limit: usize) -> Vec<Hit> {
    Sought::default().find(book, text, limit)
}

/// What was found so far: while one types on, only that is looked through again.
#[derive(Debug, Default)]
pub struct Sought {
    book: Option<Book>,
    /// The shortest first; each text begins with the one before.
    steps: Vec<Step>,
}

/// All that fits one text.
#[derive(Debug)]
struct Step {
    text: String,
    /// Whom some word fits, not only those whom all do: they count in their referrals.
    people: Vec<Id>,
    referrals: Vec<Id>,
    /// None where notes were not looked at.
    notes: Option<Vec<Id>>,
}

impl Step {
    /// Whether nothing that this does not have can fit a text: its last word goes on.
    fn holds_all_of(&self, text: &str) -> bool {
        let words = |text: &str| text.split_whitespace().count();
        text.starts_with(&self.text) && words(text) == words(&self.text)
    }
}

impl Sought {
    /// As [`find`], sooner where the text goes on from one that was looked for before.
    pub fn find(&mut self, book: &Book, text: &str, limit: usize) -> Vec<Hit> {
        let mut query = Query::of(text);
        if query.words.is_empty() {
            return Vec::new();
        }
        if !self.book.as_ref().is_some_and(|last| last.is_same(book)) {
            *self = Sought {
                book: Some(book.clone()),
                steps: Vec::new(),
            };
        }
        self.steps.retain(|step| step.holds_all_of(text));
        let (step, found) = look(book, text, &mut query, self.steps.last());
        // The same text again, after a letter was taken back.
        self.steps.retain(|last| last.text != text);
        self.steps.push(step);
        hits(book, &mut query, found, limit)
    }
}

/// Looks through the book, or through what fitted the beginning of the text.
fn look(
    book: &Book,
    text: &str,
    query: &mut Query,
    among: Option<&Step>,
) -> (Step, Vec<(u32, Subject)>) {
    let mut found: Vec<(u32, Subject)> = Vec::new();
    let mut people: IdMap<Scores> = IdMap::default();
    let mut some = Vec::new();
    for (id, person) in those(&book.people, among.map(|step| &step.people)) {
        let mut scores = Scores::default();
        query.raise(&person.name, &mut scores);
        query.raise(&person.company, &mut scores);
        if scores != Scores::default() {
            people.insert(id, scores);
        }
        raise_tags(query, &person.tags, &mut scores);
        if scores != Scores::default() {
            some.push(id);
        }
        if let Some(sum) = query.sum(&scores) {
            found.push((sum * 8 + 7, Subject::Person(id)));
        }
    }
    let mut referrals = Vec::new();
    for (id, referral) in those(&book.referrals, among.map(|step| &step.referrals)) {
        let mut scores = Scores::default();
        // The prospect is what a referral is called by; others fit a little less well.
        raise_by(&people, referral.prospect, 1, &mut scores);
        for partner in referral.partners() {
            raise_by(&people, Some(partner), 2, &mut scores);
        }
        query.raise(&referral.need, &mut scores);
        raise_tags(query, &referral.tags, &mut scores);
        if let Some(sum) = query.sum(&scores) {
            let bonus = if referral.is_open() { 6 } else { 3 };
            found.push((sum * 8 + bonus, Subject::Referral(id)));
            referrals.push(id);
        }
    }
    let mut notes = None;
    if NOTE_LETTERS <= query.letters {
        let mut fitting = Vec::new();
        let mut take = |id: Id, note: &str| {
            if !note.is_empty()
                && let Some(sum) = query.score_exact(note)
            {
                found.push((sum * 4, Subject::Event(id)));
                fitting.push(id);
            }
        };
        match among.and_then(|step| step.notes.as_ref()) {
            Some(among) => {
                for (id, event) in those(&book.events, Some(among)) {
                    take(id, &written(event));
                }
            }
            None => {
                for (id, event) in book.events.iter().rev().take(NOTES) {
                    take(id, &written(event));
                }
            }
        }
        notes = Some(fitting);
    }
    let step = Step {
        text: text.to_owned(),
        people: some,
        referrals,
        notes,
    };
    (step, found)
}

/// The records with these ids, or all of them.
fn those<'a, R: Eq>(
    table: &'a Table<R>,
    ids: Option<&'a Vec<Id>>,
) -> impl Iterator<Item = (Id, &'a R)> {
    let all = ids.is_none().then(|| table.iter()).into_iter().flatten();
    let some = ids.into_iter().flatten();
    all.chain(some.filter_map(|id| Some((*id, table.get(*id)?))))
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

/// Which of the offered texts fit a query, best first; all of them in their order where it is empty.
pub fn rank<T: AsRef<str>>(text: &str, items: &[T]) -> Vec<Choice> {
    let mut query = Query::of(text);
    let mut found: Vec<(u32, usize)> = items
        .iter()
        .enumerate()
        .filter_map(|(index, item)| Some((query.score(item.as_ref())?, index)))
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found
        .into_iter()
        .map(|(score, index)| Choice {
            index,
            score,
            ranges: query.ranges(items[index].as_ref(), false),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Log, Who};

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
    fn ranges_are_whole_letters_of_any_script() {
        let names = ["Zoë Ångström", "李伟", "👩‍👩‍👧 Family", "e\u{301}mile"];
        for (query, n, found) in [
            ("ång", 0, vec!["Ång"]),
            ("zoe", 0, vec!["Zoë"]),
            ("伟", 1, vec!["伟"]),
            ("fam", 2, vec!["Fam"]),
            ("mile", 3, vec!["mile"]),
        ] {
            let choices = rank(query, &names);
            assert_eq!(choices[0].index, n, "{query}");
            assert_eq!(marked(names[n], &choices[0].ranges), found, "{query}");
        }
    }

    #[test]
    fn an_empty_query_keeps_everything_in_its_order() {
        let items = ["move on", "move back", "log"];
        let order = |query: &str| -> Vec<usize> {
            rank(query, &items)
                .iter()
                .map(|choice| choice.index)
                .collect()
        };
        assert_eq!(order(""), [0, 1, 2]);
        assert_eq!(order("mb"), [1]);
        assert_eq!(order("move"), [0, 1]);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_the_ranges_fit_the_text(query in "\\PC{0,12}", text in "\\PC{0,40}") {
            for choice in rank(&query, &[text.as_str()]) {
                for range in choice.ranges {
                    proptest::prop_assert!(text.get(range).is_some());
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn typing_on_finds_what_a_fresh_look_finds(texts in proptest::collection::vec("[daor ]{0,5}", 1..8)) {
            let mut trial = Trial::new();
            trial.received("Dora Arod", "Dana Ortiz");
            trial.received("Ada Rood", "Omar Haddad");
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
