//! What a stage asks of one referral, and what is answered already: by a fact, or by hand.

use chrono::NaiveDate;

use super::owed::{FACE, Moment, said_on};
use super::practice::Practice;
use crate::domain::book::Book;
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::method::SOURCE_WORK;
use crate::domain::referral::{Answer, Referral};
use crate::domain::stage::Stage;

/// One line of a checklist with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id in the map.
    pub item: String,
    pub text: String,
    /// A fact ticks it, and a hand cannot.
    pub by_fact: bool,
    pub done: bool,
    pub note: String,
    /// The day of the fact or the answer.
    pub on: Option<NaiveDate>,
}

/// One of the things that a trained source does for a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub item: &'static str,
    pub text: &'static str,
    /// What to ask of the source while it is not done.
    pub question: &'static str,
    pub done: bool,
    pub note: String,
}

/// The lines of a stage, in the order of the map that the referral runs under.
pub fn lines(book: &Book, practice: &Practice, id: Id, stage: Stage) -> Vec<Line> {
    let Some(referral) = book.referrals.get(id) else {
        return Vec::new();
    };
    let Some(step) = book.map_of(referral).steps.get(&stage) else {
        return Vec::new();
    };
    let mut items: Vec<_> = step.checklist.iter().collect();
    items.sort_by_key(|(id, item)| (item.order, *id));
    let lines = items.into_iter().map(|(item, asked)| {
        let answer = referral.answers.get(item);
        let is_ticked = |answer: Option<&Answer>| {
            answer.is_some_and(|answer| answer.done) && is_answered(referral, stage, item)
        };
        let by_fact = !asked.fact.is_empty();
        let fact = if by_fact {
            fact_on(practice, id, referral, stage, &asked.fact)
        } else {
            None
        };
        Line {
            item: item.clone(),
            text: asked.text.clone(),
            by_fact,
            done: fact.is_some() || (!by_fact && is_ticked(answer)),
            note: answer.map_or_else(String::new, |answer| answer.note.clone()),
            on: fact.or(answer.map(|answer| answer.on)),
        }
    });
    lines.collect()
}

/// The stage whose checklist has this line, in the map that the referral runs under.
pub fn stage_of(book: &Book, referral: &Referral, item: &str) -> Option<Stage> {
    let steps = book.map_of(referral).steps.iter();
    let mut found = steps.filter(|(_, step)| step.checklist.contains_key(item));
    found.next().map(|(stage, _)| *stage)
}

/// The question of a stage that a line is about: the one that shares most words with it, the first of equals.
pub fn question_for<'a>(text: &str, prompts: &'a [String]) -> Option<&'a str> {
    let about = stems(text);
    let shared = |prompt: &String| {
        let asked = stems(prompt);
        about.iter().filter(|stem| asked.contains(stem)).count()
    };
    let mut best: Option<(usize, &'a str)> = None;
    for prompt in prompts {
        let count = shared(prompt);
        if best.map_or(0, |(most, _)| most) < count {
            best = Some((count, prompt));
        }
    }
    best.map(|(_, prompt)| prompt)
}

/// The beginnings of the words that say what a text is about, so that "competes" meets "compete".
fn stems(text: &str) -> Vec<String> {
    const COMMON: [&str; 12] = [
        "what", "with", "they", "them", "that", "this", "from", "have", "your", "does", "will",
        "pros",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| 4 <= word.chars().count());
    let stems = long.map(|word| word.to_lowercase().chars().take(4).collect::<String>());
    stems
        .filter(|stem| !COMMON.contains(&stem.as_str()))
        .collect()
}

/// The day on which a fact became true; none while it is not.
fn fact_on(
    practice: &Practice,
    id: Id,
    referral: &Referral,
    stage: Stage,
    fact: &str,
) -> Option<NaiveDate> {
    match fact {
        "need" => return (!referral.need.is_empty()).then_some(referral.on),
        "level" => return referral.level.map(|_| referral.on),
        "next" => return referral.next.as_ref().map(|next| next.on),
        "tie" => return referral.tie.as_ref().and(Some(referral.on)),
        "told" => return (!referral.told.is_empty()).then_some(referral.on),
        "introduction" => return referral.introduction.as_ref().map(|it| it.since),
        "outcome" => return referral.outcome.as_ref().map(|outcome| outcome.on),
        _ => {}
    }
    let kind = Kind::of(fact);
    let since = since(referral, stage, &kind)?;
    // Of a given referral, what the receiver told me and what I told them are two facts.
    let way = match (&kind, referral.is_given()) {
        (Kind::ReportedBack, true) if stage < Stage::Feedback => Some(Way::Got),
        (Kind::ReportedBack, true) => Some(Way::Given),
        _ => None,
    };
    let events = practice.events_on(id);
    // What is said to the sources is said to each of them.
    let is_said = matches!(kind, Kind::Thanked | Kind::ReportedBack) && !referral.is_given();
    let is_told = |partner: &Id| kind == Kind::Thanked || Some(*partner) != referral.prospect;
    let sources: Vec<Id> = referral.partners().filter(is_told).collect();
    if is_said && !sources.is_empty() {
        let days = sources.into_iter().map(|source| {
            // What was said to a source before theirs came was said about something else.
            let joined = referral.also.get(&source).map(|joined| joined.on);
            let arrived = (joined.unwrap_or(referral.on), i64::MIN);
            let of_source = practice.events_of(source);
            said_on(events, of_source, &kind, source, since.max(arrived))
        });
        return days.collect::<Option<Vec<_>>>()?.into_iter().max();
    }
    events
        .iter()
        .find(|event| {
            since <= (event.on, event.at)
                && event.record.kind == kind
                && match way {
                    Some(Way::Got) => event.record.way == Some(Way::Got),
                    Some(_) => event.record.way != Some(Way::Got),
                    None => true,
                }
        })
        .map(|event| event.on)
}

/// From when on a fact counts: in Close what is told and thanked since the outcome, in a further round what
/// happened in this round. Thanks that it came are said once. None where it cannot have happened yet.
fn since(referral: &Referral, stage: Stage, kind: &Kind) -> Option<Moment> {
    match (stage, kind) {
        (Stage::Close, Kind::ReportedBack | Kind::Thanked) => {
            let outcome = referral.outcome.as_ref()?;
            Some((outcome.on, outcome.at))
        }
        (_, Kind::Thanked) => Some((NaiveDate::MIN, i64::MIN)),
        _ => Some(round_of(referral, stage)),
    }
}

/// When this round of a stage began: with the last move back to it, or to one before it.
fn round_of(referral: &Referral, stage: Stage) -> Moment {
    let mut round = (NaiveDate::MIN, i64::MIN);
    let mut from = Stage::Discovered;
    for step in referral.lasting_moves() {
        if step.to < from && step.to <= stage {
            round = (step.on, step.at);
        }
        from = step.to;
    }
    round
}

/// Whether a hand has answered a line in this round; how the source came out of it is asked of every end anew.
pub(super) fn is_answered(referral: &Referral, stage: Stage, item: &str) -> bool {
    let Some(answer) = referral.answers.get(item) else {
        return false;
    };
    let reopened = referral.moves.values().filter(|step| step.closed.is_some());
    let reopened = reopened.map(|step| step.on).max();
    // What was learnt before the meeting stays learnt; a round is of the news after it.
    (stage < Stage::ReportBack || round_of(referral, stage).0 <= answer.on)
        && (item != FACE || reopened.is_none_or(|on| on <= answer.on))
}

/// What the source did for it.
pub fn source_work(referral: &Referral) -> Vec<Work> {
    let lines = SOURCE_WORK.into_iter().map(|(item, text, question)| {
        let answer = referral.answers.get(item);
        Work {
            item,
            text,
            question,
            done: answer.is_some_and(|answer| answer.done),
            note: answer.map_or_else(String::new, |answer| answer.note.clone()),
        }
    });
    lines.collect()
}

/// Whether what the method asks for before the first contact with the prospect is done: the research. Someone on
/// the short route is known, or asked for already.
pub fn is_researched(practice: &Practice, id: Id, referral: &Referral) -> bool {
    let mut events = practice.events_on(id).iter();
    practice.is_short(referral)
        || events.any(|event| event.record.kind == Kind::Researched)
        || Stage::Meet <= referral.stage()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::event::Event;
    use crate::domain::introduction::Introduction;
    use crate::domain::pillars::Tie;
    use crate::domain::process;
    use crate::domain::referral::{Direction, Ending, Move, Next, Outcome};

    const SHOP: Id = Id::fixed(3);

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    /// Everything arrived on the 1st; events with their days, then these moves.
    fn lines_in(
        referral: Referral,
        events: &[(Kind, Option<Way>, u32)],
        stage: Stage,
    ) -> Vec<Line> {
        let mut book = Book::new(day(1));
        let referral = Referral {
            on: day(1),
            ..referral
        };
        book.referrals.set(SHOP, Arc::new(referral));
        for (n, (kind, way, on)) in (50..).zip(events) {
            let event = Event {
                kind: kind.clone(),
                way: way.clone(),
                referral: Some(SHOP),
                on: day(*on),
                at: i64::from(*on),
                ..Event::default()
            };
            book.events.set(Id::fixed(n), Arc::new(event));
        }
        lines(&book, &Practice::of(&book, day(21)), SHOP, stage)
    }

    fn moved(to: &[(Stage, u32)]) -> Referral {
        let moves = (200..).zip(to).map(|(n, (to, on))| {
            let step = Move {
                to: *to,
                on: day(*on),
                at: i64::from(*on),
                ..Move::default()
            };
            (Id::fixed(n), step)
        });
        Referral {
            level: Some(1),
            moves: moves.collect(),
            ..Referral::default()
        }
    }

    #[track_caller]
    fn line<'a>(lines: &'a [Line], item: &str) -> &'a Line {
        lines.iter().find(|line| line.item == item).expect(item)
    }

    #[test]
    fn the_lines_stand_in_the_order_of_the_map() {
        let lines = lines_in(moved(&[]), &[], Stage::Research);
        let items: Vec<&str> = lines.iter().map(|line| line.item.as_str()).collect();
        assert_eq!(
            items[..3],
            ["research.done", "research.company", "research.competition"]
        );
        assert!(lines[0].by_fact && !lines[1].by_fact);
        assert!(lines.iter().all(|line| !line.done));
    }

    #[test]
    fn a_field_of_the_referral_ticks_its_line() {
        let referral = Referral {
            need: "web shop".into(),
            next: Some(Next::default()),
            tie: Some(Tie::default()),
            told: "that I am quick".into(),
            introduction: Some(Introduction::default()),
            ..moved(&[])
        };
        for (stage, items) in [
            (
                Stage::Discovered,
                &["discovered.need", "discovered.level", "discovered.next"][..],
            ),
            (
                Stage::CheckBack,
                &[
                    "check-back.known",
                    "check-back.told",
                    "check-back.introduction",
                ],
            ),
        ] {
            let full = lines_in(referral.clone(), &[], stage);
            let bare = lines_in(
                Referral {
                    level: None,
                    ..moved(&[])
                },
                &[],
                stage,
            );
            for item in items {
                assert!(line(&full, item).done, "{item}");
                assert!(!line(&bare, item).done, "{item}");
            }
        }
    }

    #[test]
    fn a_hand_ticks_its_own_lines_and_not_those_of_facts() {
        let answer = |done| Answer {
            done,
            note: "as she said".into(),
            on: day(9),
            ..Answer::default()
        };
        let answers = [
            ("meet.need".to_string(), answer(true)),
            ("meet.fit".to_string(), answer(false)),
            ("meet.met".to_string(), answer(true)),
        ];
        let referral = Referral {
            answers: answers.into(),
            ..moved(&[(Stage::Meet, 5)])
        };
        let lines = lines_in(referral, &[], Stage::Meet);
        let need = line(&lines, "meet.need");
        assert!(need.done && need.on == Some(day(9)) && need.note == "as she said");
        assert!(!line(&lines, "meet.fit").done);
        let met = line(&lines, "meet.met");
        assert!(!met.done && met.note == "as she said", "its note is kept");
    }

    #[test]
    fn a_fact_ticks_its_line_with_its_day_and_a_second_round_starts_afresh() {
        let told = (Kind::ReportedBack, None, 8);
        let once = moved(&[(Stage::ReportBack, 7), (Stage::Feedback, 8)]);
        let lines = lines_in(once, std::slice::from_ref(&told), Stage::ReportBack);
        assert_eq!(line(&lines, "report-back.told").on, Some(day(8)));
        let twice = moved(&[
            (Stage::ReportBack, 7),
            (Stage::Feedback, 8),
            (Stage::ReportBack, 12),
        ]);
        let lines = lines_in(
            twice.clone(),
            std::slice::from_ref(&told),
            Stage::ReportBack,
        );
        assert!(
            !line(&lines, "report-back.told").done,
            "that was the round before"
        );
        let again = [told, (Kind::ReportedBack, None, 13)];
        let lines = lines_in(twice, &again, Stage::ReportBack);
        assert_eq!(line(&lines, "report-back.told").on, Some(day(13)));
    }

    #[test]
    fn in_close_only_what_came_after_the_end_counts() {
        let ended = Referral {
            outcome: Some(Outcome {
                ending: Ending::Won,
                on: day(15),
                at: 15,
                ..Outcome::default()
            }),
            ..moved(&[(Stage::Close, 10)])
        };
        let events = [(Kind::ReportedBack, None, 8), (Kind::Thanked, None, 1)];
        let before = lines_in(ended.clone(), &events, Stage::Close);
        let is_told = |lines: &[Line]| {
            let facts = lines
                .iter()
                .filter(|line| line.by_fact && line.on.is_some());
            facts.map(|line| line.item.clone()).collect::<Vec<_>>()
        };
        let told = |events: &[_]| is_told(&lines_in(ended.clone(), events, Stage::Close));
        assert_eq!(is_told(&before), ["close.outcome"]);
        let after = [(Kind::ReportedBack, None, 16), (Kind::Thanked, None, 16)];
        assert_eq!(
            told(&after),
            ["close.outcome", "close.told", "close.thanked"]
        );
    }

    #[test]
    fn of_a_given_one_hearing_and_telling_are_two_facts() {
        let given = |moves: &[(Stage, u32)]| Referral {
            direction: Direction::Given,
            ..moved(moves)
        };
        let heard = [(Kind::ReportedBack, Some(Way::Got), 8)];
        let ticked = |stage| {
            let lines = lines_in(given(&[]), &heard, stage);
            let facts = lines.into_iter().filter(|line| line.by_fact && line.done);
            facts.map(|line| line.item).collect::<Vec<_>>()
        };
        assert!(
            ticked(Stage::ReportBack)
                .iter()
                .any(|item| item.starts_with("report-back."))
        );
        assert!(ticked(Stage::SourceReports).is_empty());
    }

    #[test]
    fn research_is_done_by_its_fact_by_the_meeting_or_by_the_short_route() {
        let is_done = |referral: Referral, events: &[Kind]| {
            let mut book = Book::new(day(1));
            let referral = Referral {
                on: day(1),
                ..referral
            };
            book.referrals.set(SHOP, Arc::new(referral.clone()));
            for (n, kind) in (50..).zip(events) {
                let event = Event {
                    kind: kind.clone(),
                    referral: Some(SHOP),
                    on: day(2),
                    ..Event::default()
                };
                book.events.set(Id::fixed(n), Arc::new(event));
            }
            is_researched(&Practice::of(&book, day(21)), SHOP, &referral)
        };
        assert!(!is_done(moved(&[(Stage::CheckBack, 3)]), &[Kind::Thanked]));
        assert!(is_done(
            moved(&[(Stage::CheckBack, 3)]),
            &[Kind::Researched]
        ));
        assert!(is_done(moved(&[(Stage::Meet, 3)]), &[]));
        let high = Referral {
            level: Some(9),
            ..moved(&[])
        };
        assert!(is_done(high, &[]));
    }

    #[test]
    fn a_line_finds_the_question_that_it_is_about() {
        let step = |stage| {
            let map = process::default_map(&Direction::Received);
            &map.steps[&stage].prompts
        };
        for (stage, text, wanted) in [
            (
                Stage::Research,
                "how well it competes, and with whom",
                Some("How well does it compete?"),
            ),
            (
                Stage::Research,
                "how it treats suppliers and clients",
                Some("Is it fair to suppliers and clients?"),
            ),
            (
                Stage::Research,
                "financially sound",
                Some("Is it financially sound?"),
            ),
            (
                Stage::Research,
                "which of my services fit",
                Some("Which of my services fit?"),
            ),
            (
                Stage::CheckBack,
                "why the prospect is interested",
                Some("Why are they interested?"),
            ),
            (Stage::CheckBack, "xyzzy", None),
        ] {
            assert_eq!(question_for(text, step(stage)), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_ticks_a_line_is_a_fact_or_a_hand_and_never_both(
            stage in prop::sample::select(&Stage::ALL),
            kinds in prop::collection::vec(prop::sample::select(Kind::ALL), 0..6),
            by_hand: bool,
        ) {
            let map = process::default_map(&Direction::Received);
            let answers = map.steps[&stage].checklist.keys().map(|item| {
                let answer = Answer { done: by_hand, note: "a word".into(), ..Answer::default() };
                (item.clone(), answer)
            });
            let referral = Referral { answers: answers.collect(), ..moved(&[]) };
            let events: Vec<_> = kinds.into_iter().map(|kind| (kind, None, 2)).collect();
            let with = lines_in(referral.clone(), &events, stage);
            let without = lines_in(referral, &[], stage);
            for (with, without) in with.iter().zip(&without) {
                if with.by_fact {
                    prop_assert!(without.done <= with.done, "a fact takes no tick away");
                } else {
                    prop_assert_eq!(with.done, by_hand);
                }
            }
        }
    }
}
