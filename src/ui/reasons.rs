//! A nudge in words: what to do and why. It knows the facts of the practice, and no screen.

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::insight::levels::Trend;
use crate::insight::nudge::{Nudge, Reason, RuleName};
use crate::insight::relation::Warmth;
use crate::insight::standing::Mover;

use super::ahead;
use super::layer::Cx;
use super::readiness::on;
use super::words;

/// A nudge: what to do, why, and the note that goes with it.
pub struct Said {
    pub what: String,
    pub why: String,
}

/// A nudge in words: what to do and why.
pub fn nudge(nudge: &Nudge, cx: &Cx) -> Said {
    let referral = match nudge.subject {
        Some(Subject::Referral(id)) => cx.book.referrals.get(id),
        _ => None,
    };
    let about = referral.map_or_else(|| "someone".into(), |referral| cx.name(referral.prospect));
    let promise = match nudge.subject {
        Some(Subject::Promise(id)) => cx.book.promises.get(id),
        _ => None,
    };
    let promised = promise.map_or("", |promise| cx.words(&promise.what));
    // What is not mine to close is not said as if it were.
    let given = match referral {
        Some(it) if it.is_given() => which(nudge, cx),
        _ => String::new(),
    };
    let near = |on| day::near(on, cx.today);
    let late = |n: i64| match n {
        0 => "today".to_string(),
        1 => "since yesterday".to_string(),
        n if n < 0 => near(nudge.due),
        n => format!("{n} days late"),
    };
    let said = |what: String, why: String| Said { what, why };
    match nudge.reason {
        Reason::Next => {
            let next = referral.and_then(|referral| referral.next.as_ref());
            // The row is the prospect's or the source's; the other one is what it is about.
            let prospect = referral.and_then(|referral| referral.prospect);
            let words = next.map(|next| ahead::on_row(next, nudge.person, prospect, cx));
            said(
                words.unwrap_or_default(),
                format!("{}{}", late(nudge.late), at_time(nudge)),
            )
        }
        Reason::Introduction => {
            let introduction = referral.and_then(|referral| referral.introduction.as_ref());
            let method = introduction.map_or("call", |it| it.method.title());
            said(
                format!("{method}: introduction to {about}"),
                format!("{}{}", late(nudge.late), at_time(nudge)),
            )
        }
        Reason::NextMissing {
            stage,
            dwell,
            limit,
        } => said(
            format!("nothing planned{given}"),
            format!(
                "{} in {}{}",
                words::days(dwell),
                stage.title(),
                of_limit(dwell, limit)
            ),
        ),
        Reason::OverLimit {
            stage,
            mover,
            dwell,
            limit,
        } => said(
            match (mover, referral) {
                (Mover::Me, _) | (_, None) => format!("late in {}{given}", stage.title()),
                (mover, Some(referral)) => {
                    format!(
                        "ask {} kindly: {}",
                        words::mover(&mover, referral, cx),
                        stage.title()
                    )
                }
            },
            format!("{} of {limit}", words::days(dwell)),
        ),
        Reason::Chase { since, asked } => said(
            format!("ask kindly what {about} said"),
            format!("{} {}", if asked { "asked" } else { "told" }, near(since)),
        ),
        Reason::GoOn { chased, .. } => said(
            format!("no word about {about}: go on to the proposal"),
            format!("asked kindly {}", near(chased)),
        ),
        Reason::Aftermath { ended } => said(
            format!(
                "did {} come out well with {about}?",
                cx.first_name(nudge.person)
            ),
            format!("{} {}", ending(referral), near(ended)),
        ),
        Reason::Woke { since, until } => said(
            format!("look at it again{given}"),
            format!("set aside {}, until {}", on(near(since)), near(until)),
        ),
        Reason::Acknowledge { arrived } => said(
            format!("thank for {about}"),
            format!("it came {}", near(arrived)),
        ),
        Reason::ReportBack { met, event } => said(
            format!("report back about {about}"),
            // A card that was moved on says nothing of a meeting.
            match event {
                Some(_) => format!("met {}", near(met)),
                None => format!("past Meet since {}", near(met)),
            },
        ),
        // Short: who they are is often the end of the line, where it would be cut.
        Reason::Tell { ended, thank } => said(
            if thank {
                format!("tell and thank: {about}")
            } else {
                format!("tell how {about} ended")
            },
            format!("{} {}", ending(referral), near(ended)),
        ),
        Reason::Thank { ended } => said(
            format!("thank for {about}"),
            format!("{} {}", ending(referral), near(ended)),
        ),
        Reason::Promise { due, .. } => said(
            format!("promised: {promised}"),
            format!("due {}", near(due)),
        ),
        Reason::PromisedMe { due } => said(
            format!("promised you: {promised}"),
            format!("due {}", near(due)),
        ),
        Reason::Friction { event } => {
            let event = cx.book.events.get(event);
            let what = event.map_or("", |event| cx.words(&event.note));
            said(
                "put it right".into(),
                format!("“{what}”, {}", near(nudge.due)),
            )
        }
        Reason::Again => {
            let person = nudge.person.and_then(|id| cx.book.people.get(id));
            let again = person.and_then(|person| person.again.as_ref());
            let why = again.map_or("", |again| cx.words(&again.why));
            let why = if why.is_empty() { "as agreed" } else { why };
            said(
                format!("be in touch: {why}"),
                format!("{}{}", late(nudge.late), at_time(nudge)),
            )
        }
        Reason::ReferralMeeting => said(
            "hold the referral meeting".into(),
            format!("{}{}", late(nudge.late), at_time(nudge)),
        ),
        Reason::GoneQuiet {
            warmth,
            days: n,
            interval,
            last,
            is_new,
        } => {
            let note = last
                .and_then(|id| cx.book.events.get(id))
                .map(|event| cx.words(&event.note))
                .filter(|note| !note.is_empty());
            let note = note.map_or(String::new(), |note| format!("; last: “{note}”"));
            let early = if is_new { " (new: first weeks)" } else { "" };
            let word = if warmth == Warmth::Cold {
                "going cold"
            } else {
                "be in touch"
            };
            said(
                word.into(),
                format!("{}, wanted {interval}{early}{note}", words::days(n)),
            )
        }
        Reason::FirstWord { arrived } => said(
            match referral {
                Some(it) => format!("say the first word to {}", cx.first_name(it.prospect)),
                None => "say the first word".into(),
            },
            match referral {
                Some(referral) if referral.urgent => format!("urgent: it came {}", near(arrived)),
                _ => format!("it came {}", near(arrived)),
            },
        ),
        Reason::Proposal { met } => said("send the proposal".into(), format!("met {}", near(met))),
        Reason::Targets { on } => said(
            "name whom to ask about".into(),
            format!("referral meeting {}", near(on)),
        ),
        Reason::Debrief { met } => said(
            "look back on the meeting".into(),
            format!("met {}, nothing is noted of it", near(met)),
        ),
        Reason::Missed { expectation } => said(
            "make good what was missed".into(),
            format!(
                "{}, due since {}",
                expected(expectation, cx),
                near(nudge.due)
            ),
        ),
        Reason::Unjudged {
            expectation,
            completed,
        } => said(
            "ask whether it was met".into(),
            format!(
                "{}, completed {}",
                expected(expectation, cx),
                near(completed)
            ),
        ),
        Reason::Assumed { expectation } => said(
            "ask whether they expect it".into(),
            format!("you assume {}", expected(expectation, cx)),
        ),
        Reason::Acquisition { completed } => said(
            "propose the referral meeting".into(),
            format!("completed {}", near(completed)),
        ),
        Reason::Agreement { since } => said(
            "talk about referrals".into(),
            format!("a client since {}, nothing is agreed", near(since)),
        ),
        Reason::CheckIn { since, is_first } => said(
            "ask what works for each of you".into(),
            if is_first {
                format!("tier A since {}, never asked", near(since))
            } else {
                format!("last asked {}", near(since))
            },
        ),
        Reason::Coaching(Trend { last, before }) => said(
            "coach them on the next rung".into(),
            format!(
                "the last three L{}.{}, those before L{}.{}",
                last / 10,
                last % 10,
                before / 10,
                before % 10
            ),
        ),
        Reason::Training { skill } => said(
            format!("teach the next step: {}", skill.word()),
            skill.does().into(),
        ),
        Reason::NeverReturned { item, got } => said(
            format!("give back: {}", item.title()),
            format!("{got} got, none ever given"),
        ),
        Reason::NoNews { since, days: n } => said(
            format!("ask about {about}"),
            format!("no news for {}, since {}", words::days(n), near(since)),
        ),
        Reason::Clashes { count } => said(
            "changed in two ways: choose".into(),
            match count {
                1 => "1 field, both values are kept".into(),
                many => format!("{many} fields, both values are kept"),
            },
        ),
        Reason::BuyIn { helper, since } => said(
            format!("ask {} to agree to their part", cx.helper(helper)),
            match cx.book.helpers.get(helper).and_then(|it| it.asked) {
                Some(on) => format!("asked {}, no answer is noted", near(on)),
                None => format!("at a stage since {}, never asked", near(since)),
            },
        ),
        Reason::Responder { channel } => said(
            format!("say who answers what comes by {}", cx.channel(channel)),
            "nobody does".into(),
        ),
        Reason::ProblemDue { problem } => {
            let it = cx.book.problems.get(problem);
            let stage = it.map_or("", |it| it.stage.title());
            said(
                format!("fix “{}”", it.map_or("", |it| cx.words(&it.what))),
                format!("at {stage}, due {}", near(nudge.due)),
            )
        }
        Reason::MapReview { given, since } => said(
            "look at the map again".into(),
            format!(
                "what you {}, as it is since {}",
                if given { "give" } else { "get" },
                near(since)
            ),
        ),
        Reason::OutOfDate { last, .. } => said(
            "this may be out of date".into(),
            format!("nothing since {}; t on whom you spoke to", near(last)),
        ),
    }
}

/// Which referral it is about, where its words do not name it: whom it was given to, or who sent it.
pub fn which(nudge: &Nudge, cx: &Cx) -> String {
    let is_named = match nudge.reason {
        Reason::NextMissing { .. }
        | Reason::Woke { .. }
        | Reason::FirstWord { .. }
        | Reason::Proposal { .. } => false,
        Reason::OverLimit { ref mover, .. } => *mover != Mover::Me,
        _ => true,
    };
    let referral = match nudge.subject {
        Some(Subject::Referral(id)) if !is_named => cx.book.referrals.get(id),
        _ => None,
    };
    let Some(it) = referral else {
        return String::new();
    };
    let is_prospects = it.prospect.is_some() && it.prospect == nudge.person;
    let (word, other) = match (is_prospects, it.is_given()) {
        (false, _) => ("about", it.prospect),
        (true, true) => ("to", it.partner()),
        (true, false) => ("from", it.partner()),
    };
    other.map_or(String::new(), |_| {
        format!(" ({word} {})", cx.first_name(other))
    })
}

/// Until when a rule that was let go is silent, where that is not for good.
pub fn until(rule: RuleName) -> Option<&'static str> {
    Some(match rule {
        RuleName::GoneQuiet => "until you are next in touch",
        RuleName::ContactDue | RuleName::ReferralMeeting | RuleName::Targets => {
            "until another day is agreed"
        }
        RuleName::Appointment | RuleName::NextDue => "until something else is planned",
        RuleName::Woke | RuleName::PersonWoke => "until it is set aside again",
        RuleName::NextMissing | RuleName::OverLimit | RuleName::NoNews => {
            "until something happens with it"
        }
        RuleName::Chase => "until you have asked or told again",
        RuleName::ReportBack | RuleName::Proposal | RuleName::Debrief => "until you meet again",
        RuleName::OutOfDate => "until something is logged",
        RuleName::Clash => "until something else was changed in two ways",
        _ => return None,
    })
}

/// What is expected, in the client's words.
fn expected(expectation: Id, cx: &Cx) -> String {
    let expected = cx.book.expectations.get(expectation);
    format!("“{}”", expected.map_or("", |it| cx.words(&it.words)))
}

/// What a rule asks for, whoever it is about: short, as it stands in a list of all rules.
pub fn rule(rule: RuleName) -> &'static str {
    match rule {
        RuleName::Appointment => "keep an appointment",
        RuleName::Promise => "keep a promise",
        RuleName::ReportBack => "report back",
        RuleName::Tell => "tell how it ended",
        RuleName::Thank => "thank after the end",
        RuleName::Acknowledge => "thank on arrival",
        RuleName::ReferralMeeting => "hold the referral meeting",
        RuleName::Friction => "put it right",
        RuleName::NextDue => "do what was planned",
        RuleName::Woke => "look at a referral again",
        RuleName::NoNews => "ask about a given referral",
        RuleName::FirstWord => "say the first word",
        RuleName::Proposal => "send the proposal",
        RuleName::NextMissing => "plan a next action",
        RuleName::Chase => "ask once, kindly",
        RuleName::OverLimit => "late in a stage",
        RuleName::Aftermath => "ask how the source came out",
        RuleName::ContactDue => "be in touch as agreed",
        RuleName::PersonWoke => "look at a person again",
        RuleName::Targets => "name whom to ask about",
        RuleName::PromisedMe => "remember what was promised you",
        RuleName::GoneQuiet => "be in touch",
        RuleName::Clash => "choose between two changes",
        RuleName::OutOfDate => "bring the book up to date",
        RuleName::Debrief => "look back on a meeting",
        RuleName::Expectation => "meet or ask what they expect",
        RuleName::Acquisition => "propose the referral meeting",
        RuleName::Agreement => "talk about referrals",
        RuleName::CheckIn => "ask what works for each of you",
        RuleName::Coaching => "coach on the next rung",
        RuleName::Training => "teach the next step",
        RuleName::NeverReturned => "give back",
        RuleName::BuyIn => "have a helper agree",
        RuleName::Responder => "say who answers a channel",
        RuleName::ProblemDue => "fix a problem",
        RuleName::MapReview => "look at the map again",
    }
}

/// Whose it is where it is about nobody: the process or the book.
pub fn whose(rule: RuleName) -> &'static str {
    match rule {
        RuleName::BuyIn | RuleName::Responder | RuleName::ProblemDue | RuleName::MapReview => {
            "the process"
        }
        _ => "the book",
    }
}

fn at_time(nudge: &Nudge) -> String {
    let time = nudge.time.map(day::clock);
    time.map_or(String::new(), |time| format!(" at {time}"))
}

fn of_limit(dwell: i64, limit: u32) -> String {
    if limit == 0 || dwell <= i64::from(limit) {
        String::new()
    } else {
        format!(", of {limit}")
    }
}

fn ending(referral: Option<&Referral>) -> &str {
    referral
        .and_then(|referral| referral.outcome.as_ref())
        .map_or("ended", |outcome| outcome.ending.title())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::nudge::RULES;

    #[test]
    fn a_rule_is_said_in_a_few_words_of_its_own() {
        for rule_of in RULES {
            let said = rule(rule_of.name);
            assert!((4..=32).contains(&said.chars().count()), "{said}");
            let same = RULES.iter().filter(|other| rule(other.name) == said);
            assert_eq!(same.count(), 1, "{said}");
            let explain = rule_of.explain;
            assert!(explain.ends_with('.') && explain.len() <= 130, "{explain}");
        }
    }
}
