//! The words of the call sheet: what is known before one speaks, and what the conversation came to. It will
//! never know what is recorded.

use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::domain::stage::Stage;
use crate::insight::matters::Upshot;
use crate::ui::brief as known;
use crate::ui::layer::Cx;

/// What is asked about a matter that usually comes to this.
pub(super) fn asked(upshot: Upshot) -> &'static str {
    match upshot {
        Upshot::Noted => "what was said",
        Upshot::Thanked => "a word of thanks",
        Upshot::Spoke | Upshot::Introduced => "what you learnt",
        Upshot::Told | Upshot::ToldAndAsked => "how it went",
        Upshot::ToldAndThanked => "how it ended",
        Upshot::Heard | Upshot::Asked | Upshot::Passed => "what they said",
        Upshot::Researched | Upshot::Met | Upshot::News => "how it goes",
        Upshot::Permitted => "do they want it",
    }
}

/// One of several things that a matter can come to.
pub fn option(upshot: Upshot, given: bool, stage: Stage) -> &'static str {
    match upshot {
        Upshot::Noted | Upshot::Spoke => "spoke of it",
        Upshot::Thanked => "thanked",
        Upshot::Introduced if given => "introduced them",
        Upshot::Introduced => "introduced us",
        Upshot::Told | Upshot::Passed => "told",
        Upshot::ToldAndAsked => "told, asked to hear",
        Upshot::ToldAndThanked => "told and thanked",
        Upshot::Heard => "heard back",
        Upshot::Asked if stage == Stage::SourceReports => "reminded",
        Upshot::Asked => "asked, not yet heard",
        Upshot::Researched => "looked into it",
        Upshot::Met => "they met",
        Upshot::News => "told me how it went",
        Upshot::Permitted => "asked",
    }
}

/// What is recorded with this person.
pub(super) fn says(upshot: Upshot, name: &str) -> String {
    match upshot {
        Upshot::Noted => format!("spoke to {name}"),
        Upshot::Thanked => format!("thanks {name}"),
        Upshot::Spoke | Upshot::Permitted => format!("asks {name}"),
        Upshot::Introduced => "introduced".into(),
        Upshot::Told | Upshot::Passed => format!("tells {name}"),
        Upshot::ToldAndAsked => format!("tells {name} and asks to hear"),
        Upshot::ToldAndThanked => format!("tells and thanks {name}"),
        Upshot::Heard | Upshot::News => format!("heard from {name}"),
        Upshot::Asked => format!("asks {name}, not heard yet"),
        Upshot::Researched => format!("{name} looked into it"),
        Upshot::Met => "they met".into(),
    }
}

/// What was done, where the first fact alone would not say it all; else nothing.
pub(super) fn said(upshot: Upshot, name: &str, about: &str) -> String {
    match upshot {
        Upshot::ToldAndAsked => format!("Told {name} about {about}, and asked to hear"),
        Upshot::ToldAndThanked => format!("Told {name} about {about}, and thanked them"),
        _ => String::new(),
    }
}

/// The same words, told apart from those that other fields have.
pub(super) fn unique(words: &str, taken: &mut Vec<String>) -> String {
    let mut label = words.to_string();
    let mut count = 2;
    while taken.contains(&label) {
        label = format!("{words} ({count})");
        count += 1;
    }
    taken.push(label.clone());
    label
}

/// What the stage of a referral has one ask first; nothing where that is not asked of anybody.
pub(super) fn prompt(referral: &Referral, cx: &Cx) -> String {
    let stage = referral.stage();
    if !referral.is_open() {
        return "How it ended, and a word of thanks".into();
    }
    // The research is done before anybody is asked, and has a form of its own.
    if stage == Stage::Research && !referral.is_given() {
        return String::new();
    }
    let step = cx.book.map_of(referral).steps.get(&stage);
    let first = step.and_then(|step| step.prompts.first());
    first.cloned().unwrap_or_default()
}

/// What stands in a line of the sheet.
pub(super) enum Answer {
    Blank,
    /// With the words, where they say more than a dash.
    No(String),
    Yes(String),
}

impl Answer {
    pub(super) fn of(typed: &str) -> Answer {
        let typed = typed.trim();
        match typed.to_lowercase().as_str() {
            "" => Answer::Blank,
            "-" => Answer::No(String::new()),
            "n" | "no" | "not yet" => Answer::No(typed.to_string()),
            "y" | "yes" | "ok" => Answer::Yes(String::new()),
            _ => Answer::Yes(typed.to_string()),
        }
    }

    pub(super) fn words(self) -> Option<String> {
        match self {
            Answer::Yes(words) => Some(words),
            Answer::Blank | Answer::No(_) => None,
        }
    }
}

/// Words that decline wherever they stand in an answer.
const AGAINST: [&str; 7] = [
    "not",
    "cannot",
    "busy",
    "doubt",
    "refused",
    "declined",
    "unwilling",
];

/// Whether an answer declines, or leaves open, what was asked for: "no, she would rather not", "nothing yet".
pub(super) fn declines(words: &str) -> bool {
    let words = words.to_lowercase().replace('’', "'");
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    match words.first() {
        None | Some(&("y" | "yes" | "ok")) => false,
        Some(&"no") if words.get(1) == Some(&"problem") => false,
        Some(
            &("n" | "no" | "not" | "never" | "nothing" | "none" | "maybe" | "perhaps" | "later"
            | "unsure"),
        ) => true,
        Some(_) => words
            .iter()
            .any(|word| AGAINST.contains(word) || word.contains("n't")),
    }
}

/// What is good to know before one speaks to a person.
pub(super) fn brief(person: Id, cx: &Cx) -> Vec<(&'static str, String)> {
    let lines = known::lines(person, cx).into_iter();
    lines.map(|line| (line.label, line.words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_or_a_doubt_declines_and_a_yes_is_a_yes() {
        for words in [
            "She cannot do that",
            "too busy",
            "I doubt it",
            "no",
            "n",
            "No, she would rather not",
            "I don't think so",
            "I don’t think so",
            "no sorry",
            "maybe later",
            "Maybe",
            "nothing yet",
            "not before May",
            "never asked",
            "None so far.",
            "perhaps in spring",
            "later",
            "unsure",
            "she would rather not",
            "I think not",
        ] {
            assert!(declines(words), "{words}");
        }
        for words in [
            "no problem, Tuesday at ten",
            "",
            "y",
            "yes",
            "ok, Tuesday",
            "Yes, though she could not say when",
            "now she will",
            "Norah asks on Monday",
            "another shop by May",
            "Tuesday at ten, noted",
            "a nonstop service",
        ] {
            assert!(!declines(words), "{words}");
        }
    }

    #[test]
    fn a_matter_is_put_in_the_words_of_its_side_and_stage() {
        let option = |upshot, given, stage| super::option(upshot, given, stage);
        assert_eq!(
            option(Upshot::Introduced, true, Stage::CheckBack),
            "introduced them"
        );
        assert_eq!(
            option(Upshot::Introduced, false, Stage::CheckBack),
            "introduced us"
        );
        assert_eq!(
            option(Upshot::Asked, false, Stage::SourceReports),
            "reminded"
        );
        assert_eq!(says(Upshot::Told, "Dana"), "tells Dana");
    }
}
