//! What happens to one referral: moves, next actions, logged facts, outcomes.

use super::action::{Captured, Log, NextChange, Said, Who, add_event, is_gone};
use super::book::{Book, Stamp};
use super::event::{Event, Kind, Way};
use super::id::Id;
use super::referral::{Direction, Ending, Move, Next, Outcome, Referral};
use super::refusal::Refusal;
use super::stage::Stage;
use super::{arrival, client, introducing, relation, route, steps};

fn referral_of(book: &Book, id: Id) -> Result<&Referral, Refusal> {
    book.referrals.get(id).ok_or_else(|| is_gone("referral"))
}

/// What moves a card: a hand, or a fact that was recorded.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Hand,
    Fact,
}

/// Adds a move; a jump over stages in which nothing was done is recorded as such.
fn push_move(book: &mut Book, stamp: &mut Stamp, id: Id, to: Stage, by: By, why: String) {
    let step_id = stamp.id();
    let (on, at) = (stamp.today, stamp.at);
    // A fact is what its own stage asked for, the one before that to which it carries.
    let done = usize::from(by == By::Fact);
    // Which route it takes is a walk through all events: asked only where it decides.
    let is_short = book.referrals.get(id).is_some_and(|it| {
        let from = it.stage();
        let between = Stage::ALL.into_iter();
        let mut between = between.filter(|at| from < *at && *at < to).peekable();
        between.peek().is_some() && between.all(route::leaves_out) && book.is_short(it)
    });
    book.referrals.edit(id, at, |referral| {
        let from = referral.stage();
        // On the short route a stage in between is left out on purpose, which is a skip too.
        let mut between = Stage::ALL.into_iter().filter(|it| from < *it && *it < to);
        let on_route = is_short && between.clone().all(route::leaves_out);
        let skipped =
            from.number() + 1 + done < to.number() || (on_route && between.next().is_some());
        let why = if why.is_empty() && skipped && on_route {
            "short route".into()
        } else {
            why
        };
        let step = Move {
            to,
            on: on.max(referral.since()),
            at: referral.moment_after(at),
            skipped,
            why,
            ..Move::default()
        };
        referral.moves.insert(step_id, step);
    });
}

pub(super) fn move_to(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    to: Stage,
    why: String,
) -> Result<Said, Refusal> {
    let referral = referral_of(book, id)?;
    let name = book.name(referral.prospect).to_string();
    let from = referral.stage();
    if !referral.is_open() {
        return Err(Refusal::new(format!("{name} is closed")).or("reopen it in the . menu"));
    }
    if from == to {
        return Err(Refusal::new(format!("{name} is already in {}", to.title())));
    }
    let partner = book.name(referral.partner()).to_string();
    let direction = referral.direction.clone();
    let open = (from < to)
        .then(|| open_question(&direction, from, &partner, &name))
        .flatten();
    let is_unprepared =
        from < Stage::Meet && to == Stage::Meet && !is_researched(book, id, referral);
    push_move(book, stamp, id, to, By::Hand, why);
    let round = book.referrals.get(id).map_or(1, Referral::round);
    let round = if round < 2 || from < to {
        String::new()
    } else {
        format!(", round {round}")
    };
    let said = Said::new(format!("Moved {name} to {}{round}", to.title()));
    let open = open.map(|question| format!("{question} space records it"));
    let unprepared = is_unprepared.then(|| "research is not done".to_string());
    let more: Vec<String> = unprepared.into_iter().chain(open).collect();
    Ok(said.more(more.join("; ")))
}

/// Whether a meeting with the prospect is prepared: looked into, or no matter for me, or on the short route.
fn is_researched(book: &Book, id: Id, referral: &Referral) -> bool {
    if referral.is_given() || route::is_short(referral, || false) {
        return true;
    }
    // One walk for both, the newest first: the research, and a contact from before it came.
    let known = referral
        .prospect
        .filter(|it| referral.short.is_none() && route::may_be_known(book, *it, referral));
    book.events.iter().rev().any(|(_, event)| {
        (event.referral == Some(id) && event.kind == Kind::Researched)
            || known.is_some_and(|it| route::shows_acquaintance(event, it, referral.on))
    })
}

/// What moving on by hand leaves unsaid, as a question.
fn open_question(
    direction: &Direction,
    from: Stage,
    partner: &str,
    prospect: &str,
) -> Option<String> {
    Some(match steps::left_open(direction, from)?.0 {
        Kind::Thanked => format!("Thanked {partner}?"),
        Kind::Met => format!("Met {prospect}?"),
        _ => format!("Told {partner}?"),
    })
}

pub(super) fn set_next(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    next: Option<Next>,
    whom: &Who,
) -> Result<Said, Refusal> {
    let name = book.name(referral_of(book, id)?.prospect).to_string();
    let whom = whom.resolve(book, stamp);
    let said = match &next {
        Some(next) => format!(
            "Planned for {name}: {}",
            book.next_words(&Next {
                whom,
                ..next.clone()
            })
        ),
        None => format!("Nothing planned for {name}"),
    };
    book.referrals.edit(id, stamp.at, |referral| {
        referral.next = next.map(|next| Next { whom, ..next });
    });
    Ok(said.into())
}

pub(super) fn log(book: &mut Book, stamp: &mut Stamp, log: Log) -> Result<Said, Refusal> {
    if let Some(id) = log.referral {
        referral_of(book, id)?;
    }
    relation::may_log(book, &log)?;
    let person = log.who.resolve(book, stamp);
    let on = log.on.unwrap_or(stamp.today);
    let event = |kind: Kind, person: Option<Id>, note: String| Event {
        on,
        kind,
        person,
        referral: log.referral,
        way: log.way.clone(),
        note,
        differently: log.differently.clone(),
        theirs: log.theirs.clone(),
        target: log.target,
        stage: log.stage,
        value: log.value,
        ..Event::default()
    };
    let mut is_held = false;
    // Reporting back while the card stands in Meet says that the meeting was held.
    if let Some(referral) = log.referral.and_then(|id| book.referrals.get(id))
        && log.kind == Kind::ReportedBack
        && !referral.is_given()
        && referral.is_open()
        && referral.stage() == Stage::Meet
    {
        let met = Event {
            way: None,
            value: None,
            differently: String::new(),
            stage: None,
            ..event(Kind::Met, referral.prospect, String::new())
        };
        add_event(book, stamp, met);
        // The meeting came first: what was told was told of it.
        stamp.at += 1;
        is_held = true;
    }
    add_event(
        book,
        stamp,
        event(log.kind.clone(), person, log.note.clone()),
    );
    relation::logged(book, stamp, &log, person);
    let mut said = Said::new(words_of(book, &log, person));
    if let Some(id) = log.referral {
        let referral = referral_of(book, id)?;
        let name = book.name(referral.prospect).to_string();
        let (direction, from) = (&referral.direction, referral.stage());
        let landing =
            |is_short| steps::landing(direction, &log.kind, log.way.as_ref(), from, is_short);
        // The routes part only where one leaves a stage out.
        let landing = match landing(false) {
            Some(to) if route::leaves_out(to) => landing(book.is_short(referral)),
            to => to,
        };
        if let Some(to) = landing.filter(|_| referral.is_open()) {
            push_move(book, stamp, id, to, By::Fact, String::new());
            said = said.more(format!("{name} is now in {}", to.title()));
        } else if log.kind == Kind::ReportedBack
            && !referral.is_given()
            && referral.is_open()
            && referral.stage() == Stage::Close
        {
            said = said.more("not settled? x then o goes round again");
        }
        let call = (log.kind == Kind::Introduced)
            .then(|| introducing::make(book, stamp, id, on))
            .flatten();
        let (today, at) = (stamp.today, stamp.at);
        let is_set = matches!(log.next, NextChange::Set(_));
        match log.next {
            NextChange::Keep if is_held => {
                let is_over = |it: &Referral| {
                    let next = it.next.as_ref();
                    next.is_some_and(|next| next.is_appointment(it.prospect) && next.on <= today)
                };
                if is_over(referral_of(book, id)?) {
                    book.referrals.edit(id, at, |referral| referral.next = None);
                }
            }
            NextChange::Keep => {}
            NextChange::Clear => {
                book.referrals.edit(id, at, |referral| referral.next = None);
            }
            NextChange::Set(next) => {
                book.referrals
                    .edit(id, at, |referral| referral.next = Some(next));
            }
        }
        let call = call.filter(|_| !is_set);
        if let Some(words) = call.and_then(|call| introducing::announce(book, stamp, id, call)) {
            said = said.also(words);
        }
    } else if log.kind == Kind::Touch && log.note.is_empty() {
        said = said.more("N adds a note");
    }
    if let Some(again) = &log.again {
        said = said.also(relation::agreed(again, stamp.today));
    }
    Ok(said)
}

/// What was logged, in the past tense.
fn words_of(book: &Book, log: &Log, person: Option<Id>) -> String {
    let who = book.name(person);
    let about = log
        .referral
        .and_then(|id| book.referrals.get(id))
        .map(|referral| book.name(referral.prospect))
        .filter(|name| *name != who);
    let about_words = about.map_or(String::new(), |name| format!(" for {name}"));
    let got = log.way == Some(Way::Got);
    let given = log.referral.and_then(|id| book.referrals.get(id));
    let given = given.filter(|it| it.is_given());
    match &log.kind {
        Kind::Met if given.is_some() => {
            let [prospect, receiver] = given.map_or([None; 2], |it| [it.prospect, it.receiver]);
            format!(
                "{} and {} have met",
                book.name(prospect),
                book.name(receiver)
            )
        }
        Kind::Ask if log.target.is_some() => {
            let target = log.target.and_then(|id| book.targets.get(id));
            let wanted = target.map_or_else(String::new, |it| client::name_of(it, book));
            format!("Asked {who} about {wanted}")
        }
        Kind::Ask if given.is_some() => format!("Asked {who} whether to give the name"),
        Kind::Touch => format!("In touch with {who}"),
        Kind::Thanked => format!("Thanked {who}{about_words}"),
        Kind::Researched => {
            let left = match log.left_open {
                0 => String::new(),
                1 => ", 1 question left open".to_string(),
                count => format!(", {count} questions left open"),
            };
            format!("Research done{about_words}{left}")
        }
        Kind::Introduced => format!("Introduced{about_words}"),
        Kind::Met => format!("Met {who}"),
        Kind::NotHeld => format!("{who} did not come"),
        Kind::ReportedBack if got => format!(
            "Heard from {who}{}",
            about_words.replace(" for ", " about ")
        ),
        Kind::ReportedBack => format!("Told {who}{}", about_words.replace(" for ", " about ")),
        Kind::FeedbackAsked => format!("Asked {who} to hear how it went"),
        Kind::FeedbackHeard => format!(
            "Heard from {who}{}",
            about_words.replace(" for ", " about ")
        ),
        Kind::ProposalSent => format!("Sent {who} the proposal"),
        Kind::Debrief if person.is_some() => {
            format!("Debriefed {} with {who}", about.unwrap_or("it"))
        }
        Kind::Ask => format!("Spoke to {who}{}", about_words.replace(" for ", " about ")),
        Kind::Debrief => format!("Debriefed {}", about.unwrap_or("it")),
        Kind::Mention => format!("Said to {who} that I work by referral"),
        Kind::Note => format!(
            "Noted{}",
            if person.is_some() {
                format!(" about {who}")
            } else {
                about_words
            }
        ),
        Kind::CheckIn => format!("Checked in with {who}"),
        Kind::Acquisition => format!("Held the referral meeting with {who}"),
        Kind::Engaged => format!("{who} is a client"),
        Kind::Completed => format!("Completed the work for {who}"),
        Kind::Friction => format!("Something is open between you and {who}"),
        Kind::MadeUp => format!("Made up with {who}"),
        kind if kind.is_act() && got => format!("Got from {who}: {}", kind.title()),
        kind if kind.is_act() => format!("Gave {who}: {}", kind.title()),
        kind => format!("Logged {} with {who}", kind.title()),
    }
}

pub(super) fn close(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    outcome: Outcome,
) -> Result<Said, Refusal> {
    let referral = referral_of(book, id)?;
    let name = book.name(referral.prospect).to_string();
    if !referral.is_open() {
        return Err(Refusal::new(format!("{name} is closed already")).or("reopen it in the . menu"));
    }
    let partner = book.names(referral.partners());
    let (has_partner, is_given) = (referral.partner().is_some(), referral.is_given());
    let ending = outcome.ending.clone();
    let outcome = Outcome {
        on: stamp.today.max(referral.since()),
        at: stamp.at,
        ..outcome
    };
    book.referrals.edit(id, stamp.at, |referral| {
        referral.outcome = Some(outcome);
        referral.next = None;
        referral.wait = None;
    });
    let client = match (&ending, is_given) {
        (Ending::Won, false) => ", a client now".to_string(),
        (Ending::Won, true) if has_partner => format!(", a client of {partner} now"),
        _ => String::new(),
    };
    let said = Said::new(format!("Closed {name}: {}{client}", ending.title()));
    // Whoever was thanked for the name was thanked for all that it was.
    let unthanked = match ending {
        Ending::NotAReferral => unthanked(book, id),
        _ => Vec::new(),
    };
    Ok(match ending {
        // Of a given one the receiver has the news, and the thanks to say.
        _ if !has_partner || is_given => said,
        Ending::NotAReferral if unthanked.is_empty() => said,
        Ending::NotAReferral => {
            let whom = book.names(unthanked.into_iter());
            said.more(format!("Thank {whom}: space records it"))
        }
        _ => said.more(format!("Tell and thank {partner}: r records it")),
    })
}

/// Its sources who never heard thanks for it.
fn unthanked(book: &Book, id: Id) -> Vec<Id> {
    let Some(referral) = book.referrals.get(id) else {
        return Vec::new();
    };
    let mut partners: Vec<Id> = referral.partners().collect();
    for (_, event) in book.events.iter() {
        let is_for_it =
            event.referral == Some(id) || event.referral.is_none() && referral.on <= event.on;
        if event.kind == Kind::Thanked && event.way != Some(Way::Got) && is_for_it {
            partners.retain(|partner| event.person != Some(*partner));
        }
    }
    partners
}

/// Closes a received referral as passed on and opens the given one that it becomes (seed 002: one that you can
/// refer on).
pub(super) fn pass_on(
    book: &mut Book,
    stamp: &mut Stamp,
    id: Id,
    outcome: Outcome,
    to: &Who,
) -> Result<Said, Refusal> {
    let referral = referral_of(book, id)?.clone();
    if referral.is_given() {
        return Err(Refusal::new("Only a received referral is passed on")
            .or("x then l or w says how this one ended"));
    }
    if to.is_nobody() {
        return Err(Refusal::new("Nobody is named to whom it goes").or("type a name"));
    }
    let outcome = Outcome {
        ending: Ending::PassedOn,
        ..outcome
    };
    let said = close(book, stamp, id, outcome)?;
    let receiver = to.resolve(book, stamp);
    if receiver == referral.prospect {
        return Err(Refusal::new("It cannot be passed on to the prospect").or("name another"));
    }
    let captured = Captured {
        prospect: referral.prospect.map_or(Who::Nobody, Who::Known),
        direction: Direction::Given,
        partner: receiver.map_or(Who::Nobody, Who::Known),
        need: referral.need,
        tags: referral.tags,
        estimate: referral.estimate,
        // What I have done so far; that they expect contact is known, or it would be a lead still.
        level: referral.level.map(|_| 1),
        ..Captured::default()
    };
    let given = arrival::capture_as(book, stamp, captured)?;
    book.referrals
        .edit(given, stamp.at, |it| it.passed = Some(id));
    let name = book.name(receiver);
    let what = format!("{} to {name}", said.what);
    Ok(Said { what, ..said })
}

pub(super) fn reopen(book: &mut Book, stamp: &mut Stamp, id: Id) -> Result<Said, Refusal> {
    let referral = referral_of(book, id)?;
    let name = book.name(referral.prospect).to_string();
    if referral.is_open() {
        return Err(Refusal::new(format!("{name} is open")));
    }
    let stage = referral.stage();
    // The given one that it became lives on: whoever has it may be at work.
    let given = book.referrals.iter();
    let given = given.map(|(_, it)| it).find(|it| it.passed == Some(id));
    let given = given.map(|it| book.name(it.receiver).to_string());
    let step_id = stamp.id();
    let (today, at) = (stamp.today, stamp.at);
    book.referrals.edit(id, at, |referral| {
        // Kept on the move: how it had ended is told, and dwell does not count the time while it was closed.
        let ended = referral.outcome.take();
        let closed = ended.as_ref().map(|outcome| outcome.on);
        // Seen as of an earlier day it would stand before its own end.
        let on = today.max(closed.unwrap_or(today));
        let step = Move {
            to: stage,
            on,
            at: referral.moment_after(at),
            closed,
            ended: ended.map(Box::new),
            ..Move::default()
        };
        referral.moves.insert(step_id, step);
    });
    let said = Said::new(format!("Reopened {name} in {}", stage.title()));
    Ok(match given {
        Some(receiver) => said.more(format!("the one given to {receiver} stays")),
        None => said,
    })
}

impl Book {
    /// A next action without its day: "call Dana Ortiz".
    pub fn next_words(&self, next: &Next) -> String {
        let verb = match &next.verb {
            super::referral::Verb::Do => "",
            verb => verb.word(),
        };
        let whom = next.whom.map_or("", |id| self.name(Some(id)));
        [verb, whom, next.note.as_str()]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::day::full;
    use crate::domain::id::Ids;
    use crate::history::History;

    struct Trial {
        history: History,
        stamp: Stamp,
        /// Priya from Dana.
        shop: Id,
    }

    impl Trial {
        fn new() -> Trial {
            let today = "2026-11-02".parse().unwrap();
            let stamp = Stamp {
                today,
                at: 0,
                ids: Ids::seeded(7),
            };
            let mut trial = Trial {
                history: History::open(Book::new(today)),
                stamp,
                shop: Id::ONLY,
            };
            trial.perform(Action::Capture(Box::new(Captured {
                prospect: Who::New("Priya Shah".into()),
                partner: Who::New("Dana Ortiz".into()),
                need: "web shop".into(),
                level: Some(3),
                ..Captured::default()
            })));
            let (shop, _) = trial.book().referrals.iter().next().unwrap();
            trial.shop = shop;
            trial
        }

        fn book(&self) -> &Book {
            self.history.book()
        }

        fn shop(&self) -> &Referral {
            self.book().referrals.get(self.shop).unwrap()
        }

        fn given(&self) -> Option<&Referral> {
            let mut all = self.book().referrals.iter();
            all.find(|(_, it)| it.is_given()).map(|(_, it)| it)
        }

        fn given_id(&self) -> Id {
            let mut all = self.book().referrals.iter();
            all.find(|(_, it)| it.is_given()).map(|(id, _)| id).unwrap()
        }

        fn perform(&mut self, action: Action) -> Said {
            self.try_to(action).unwrap()
        }

        fn try_to(&mut self, action: Action) -> Result<Said, Refusal> {
            self.stamp.at += 1_000;
            self.history.perform(action, &mut self.stamp)
        }

        fn go_to(&mut self, to: Stage) -> Said {
            self.perform(Action::Move {
                referral: self.shop,
                to,
                why: String::new(),
            })
        }

        fn log(&mut self, kind: Kind) -> Said {
            let referral = Some(self.shop);
            self.perform(Action::Log(Box::new(Log {
                kind,
                referral,
                ..Log::default()
            })))
        }

        fn pass_on(&mut self, to: Who) -> Result<Said, Refusal> {
            let outcome = Outcome {
                reason: "no capacity".into(),
                ..Outcome::default()
            };
            self.try_to(Action::PassOn {
                referral: self.shop,
                outcome,
                to,
            })
        }
    }

    #[test]
    fn passing_on_closes_it_and_opens_the_given_one_as_one_change() {
        let mut trial = Trial::new();
        let said = trial.pass_on(Who::New("Ben Achebe".into())).unwrap();
        assert_eq!(said.what, "Closed Priya Shah: passed on to Ben Achebe");
        assert_eq!(said.more, "Tell and thank Dana Ortiz: r records it");
        let outcome = trial.shop().outcome.as_ref().unwrap();
        assert_eq!(outcome.ending, Ending::PassedOn);
        assert_eq!(outcome.reason, "no capacity");
        let given = trial.given().unwrap();
        assert_eq!(trial.book().name(given.receiver), "Ben Achebe");
        assert_eq!(given.prospect, trial.shop().prospect);
        assert_eq!((given.passed, given.level), (Some(trial.shop), Some(1)));
        assert_eq!(
            (given.need.as_str(), given.stage()),
            ("web shop", Stage::Discovered)
        );
        trial.stamp.at += 1_000;
        trial.history.undo(trial.stamp.at).unwrap();
        assert!(trial.shop().is_open() && trial.given().is_none());
        assert_eq!(trial.book().people.len(), 2);
    }

    #[test]
    fn what_cannot_be_passed_on_changes_nothing() {
        let mut trial = Trial::new();
        let priya = trial.shop().prospect.unwrap();
        let why = |result: Result<Said, Refusal>| result.unwrap_err().to_string();
        assert!(why(trial.pass_on(Who::Nobody)).starts_with("Nobody is named"));
        let to_herself = why(trial.pass_on(Who::Known(priya)));
        assert!(to_herself.starts_with("It cannot be passed on to the prospect"));
        assert!(trial.shop().is_open() && trial.given().is_none());
        trial.pass_on(Who::New("Ben Achebe".into())).unwrap();
        let again = why(trial.pass_on(Who::New("Ben Achebe".into())));
        assert!(again.starts_with("Priya Shah is closed already"));
        trial.shop = trial.given_id();
        let given = why(trial.pass_on(Who::New("Ben Achebe".into())));
        assert!(given.starts_with("Only a received referral"));
    }

    #[test]
    fn telling_the_source_from_meet_ends_the_appointment_that_was_held() {
        use crate::domain::referral::Verb;
        for (verb, days, stays) in [
            (Verb::Meet, 0, false),
            (Verb::Call, 1, false),
            (Verb::Meet, -3, true),
            (Verb::Send, 1, true),
        ] {
            let mut trial = Trial::new();
            trial.go_to(Stage::Meet);
            let next = Next {
                verb: verb.clone(),
                on: trial.stamp.today - chrono::Duration::days(days),
                ..Next::default()
            };
            trial.perform(Action::SetNext {
                referral: trial.shop,
                next: Some(next),
                whom: Who::Nobody,
            });
            trial.log(Kind::ReportedBack);
            assert_eq!(trial.shop().next.is_some(), stays, "{verb:?} {days}");
            let mut events = trial.book().events.iter();
            assert!(events.any(|(_, it)| it.kind == Kind::Met));
        }
    }

    #[test]
    fn rounds_are_counted_each_time_it_comes_back() {
        let mut trial = Trial::new();
        trial.go_to(Stage::ReportBack);
        assert_eq!(trial.shop().round(), 1);
        for round in 2..5 {
            trial.log(Kind::ReportedBack);
            trial.log(Kind::FeedbackHeard);
            assert_eq!(trial.shop().stage(), Stage::Close);
            let hint = trial.log(Kind::ReportedBack).more;
            assert_eq!(hint, "not settled? x then o goes round again");
            let said = trial.go_to(Stage::ReportBack);
            assert_eq!(
                said.what,
                format!("Moved Priya Shah to Report back, round {round}")
            );
            assert_eq!(trial.shop().round(), round);
        }
    }

    #[test]
    fn every_ending_is_reopened_where_it_stood() {
        for ending in Ending::ALL.iter().cloned() {
            let mut trial = Trial::new();
            trial.go_to(Stage::Meet);
            if ending == Ending::PassedOn {
                trial.pass_on(Who::New("Ben Achebe".into())).unwrap();
            } else {
                let referral = trial.shop;
                let outcome = Outcome {
                    ending: ending.clone(),
                    ..Outcome::default()
                };
                trial.perform(Action::Close { referral, outcome });
            }
            assert!(!trial.shop().is_open());
            let said = trial.perform(Action::Reopen(trial.shop));
            assert_eq!(said.what, "Reopened Priya Shah in Meet");
            let stays = (ending == Ending::PassedOn).then_some("the one given to Ben Achebe stays");
            assert_eq!(said.more, stays.unwrap_or_default());
            assert!(trial.shop().is_open());
            assert_eq!(trial.given().is_some(), ending == Ending::PassedOn);
            let today = trial.stamp.today;
            assert_eq!(full(trial.shop().since(), today), full(today, today));
        }
    }

    #[test]
    fn won_makes_a_client_and_of_a_given_one_the_receivers() {
        let mut trial = Trial::new();
        let won = |referral: Id| Action::Close {
            referral,
            outcome: Outcome {
                ending: Ending::Won,
                ..Outcome::default()
            },
        };
        trial.pass_on(Who::New("Ben Achebe".into())).unwrap();
        let said = trial.perform(won(trial.given_id()));
        assert_eq!(
            said.what,
            "Closed Priya Shah: won, a client of Ben Achebe now"
        );
        assert_eq!(said.more, "");
        trial.perform(Action::Reopen(trial.shop));
        let said = trial.perform(won(trial.shop));
        assert_eq!(said.what, "Closed Priya Shah: won, a client now");
    }

    #[test]
    fn moves_of_one_millisecond_keep_their_order() {
        for seed in 0..64 {
            let mut trial = Trial::new();
            trial.stamp.ids = Ids::seeded(seed);
            let at = trial.stamp.at;
            for to in [Stage::Meet, Stage::Research, Stage::Close, Stage::Feedback] {
                trial.stamp.at = at - 1_000;
                trial.go_to(to);
                assert_eq!(trial.shop().stage(), to, "seed {seed}");
            }
            let referral = trial.shop;
            let outcome = Outcome::default();
            trial.stamp.at = at - 1_000;
            trial.perform(Action::Close { referral, outcome });
            trial.stamp.at = at - 1_000;
            trial.perform(Action::Reopen(referral));
            let last = trial.shop().moves_in_order().last().copied().cloned();
            assert!(last.is_some_and(|step| step.closed.is_some()), "{seed}");
        }
    }

    #[test]
    fn a_name_that_came_at_lunch_with_thanks_is_in_research_whatever_its_ids() {
        for seed in 0..64 {
            let mut trial = Trial::new();
            trial.stamp.ids = Ids::seeded(seed);
            trial.perform(Action::Capture(Box::new(Captured {
                prospect: Who::New("Omar Haddad".into()),
                partner: Who::New("Mia Lang".into()),
                contact: Some(crate::domain::action::Contact {
                    kind: Kind::Meal,
                    note: String::new(),
                    thanked: true,
                    already: false,
                }),
                ..Captured::default()
            })));
            let mut all = trial.book().referrals.iter();
            let (_, card) = all.find(|(id, _)| *id != trial.shop).unwrap();
            assert_eq!(card.stage(), Stage::Research, "seed {seed}");
        }
    }

    #[test]
    fn what_is_saved_at_once_keeps_its_order() {
        for seed in 0..64 {
            let mut trial = Trial::new();
            trial.stamp.ids = Ids::seeded(seed);
            let kinds = [Kind::Call, Kind::Thanked, Kind::Ask, Kind::Introduced];
            let log = |kind: &Kind| {
                Action::Log(Box::new(Log {
                    kind: kind.clone(),
                    referral: Some(trial.shop),
                    ..Log::default()
                }))
            };
            let actions = kinds.iter().map(log).collect();
            trial.perform(Action::Many {
                said: "All at once".into(),
                more: String::new(),
                actions,
            });
            let mut events: Vec<(i64, &Kind)> = trial
                .book()
                .events
                .iter()
                .map(|(_, event)| (event.at, &event.kind))
                .collect();
            events.sort_by_key(|(at, _)| *at);
            let order: Vec<&Kind> = events.iter().map(|(_, kind)| *kind).collect();
            assert_eq!(order, kinds.iter().collect::<Vec<_>>(), "seed {seed}");
            assert_eq!(trial.shop().stage(), Stage::Meet, "seed {seed}");
        }
    }

    #[test]
    fn how_it_had_ended_is_kept_on_the_move_that_reopens() {
        let mut trial = Trial::new();
        let outcome = Outcome {
            ending: Ending::Lost,
            reason: "chose a friend".into(),
            ..Outcome::default()
        };
        let referral = trial.shop;
        trial.perform(Action::Close { referral, outcome });
        let was = trial.shop().outcome.clone();
        trial.perform(Action::Reopen(referral));
        let step = trial.shop().moves_in_order().last().copied().cloned();
        let step = step.unwrap();
        assert_eq!(step.ended.as_deref(), was.as_ref());
        assert_eq!(step.closed, was.map(|outcome| outcome.on));
    }
}
