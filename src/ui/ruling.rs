//! The rules in words, and what is done with them: switched off and on, their days changed, asked again of somebody. It
//! knows the settings, and no screen.

use std::sync::Arc;

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::settings::Settings;
use crate::insight::nudge::{RuleName, Voice, is_silent};

use super::layer::Cx;
use super::words;

/// No number of days in the settings is higher: ten years.
const MOST_DAYS: u32 = 3650;

/// How it speaks.
pub fn voice(voice: Voice) -> &'static str {
    match voice {
        Voice::Owed => "owed",
        Voice::Moving => "keep moving",
        Voice::Practice => "practice",
    }
}

/// What it costs to switch it off.
pub fn cost(rule: RuleName) -> &'static str {
    match rule.rule().voice {
        Voice::Owed => "what you owe is not named any more, and trust is lost unnoticed",
        Voice::Moving => "what stands still is not named any more",
        Voice::Practice => "its page and the review do not ask any more",
    }
}

/// A rule is switched off for all, or on again.
pub fn turned(rule: RuleName, cx: &Cx) -> Action {
    let silent = !is_silent(cx.book.settings(), rule);
    let action = silence(rule, None, silent);
    if !silent {
        return action;
    }
    Action::Many {
        said: format!("Stopped asking for all: {}", words::rule(rule)),
        more: cost(rule).into(),
        actions: vec![action],
    }
}

/// Somebody for whom a rule was stopped is asked about again.
pub fn asking_again(rule: RuleName, person: Id) -> Action {
    silence(rule, Some(person), false)
}

fn silence(rule: RuleName, person: Option<Id>, silent: bool) -> Action {
    Action::Silence {
        rule: rule.rule().word.into(),
        person,
        silent,
        what: words::rule(rule).into(),
    }
}

/// What was typed as the days of a rule; ours again where it is nothing.
///
/// # Errors
/// Where it is no number of days, or the rule has none.
pub fn days(rule: RuleName, typed: &str, cx: &Cx) -> Result<Action, Refusal> {
    let threshold = rule.rule().threshold().ok_or_else(no_days)?;
    let (name, ours, _) = threshold.row();
    let typed = typed.trim();
    let days = typed.parse::<u32>().ok().filter(|days| *days <= MOST_DAYS);
    if days.is_none() && !typed.is_empty() {
        let why = format!("“{typed}” is no number of days up to {MOST_DAYS}");
        return Err(Refusal::new(why).or("write one, as in 7; empty is our default"));
    }
    let held = words::days(days.unwrap_or(ours).into());
    let said = format!("After {held}: {}", words::rule(rule));
    let stored = cx.book.settings.arc(Id::ONLY);
    let was: Arc<Settings> = stored.cloned().unwrap_or_default();
    let mut settings = Box::new((*was).clone());
    match days.filter(|days| *days != ours) {
        Some(days) => drop(settings.thresholds.insert(name.into(), days)),
        None => drop(settings.thresholds.remove(name)),
    }
    Ok(Action::Many {
        said,
        more: String::new(),
        actions: vec![Action::SaveSettings { was, settings }],
    })
}

/// Why a rule has no days of its own.
pub fn no_days() -> Refusal {
    Refusal::new("This waits for a day that was named, or for the days of a tier or a stage")
        .or("settings in : has the tiers")
}
