//! A person, whatever parts they play: source, prospect, client, helper. Roles are never stored.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::client::Asking;
use super::id::Id;
use super::pillars::Judged;
use super::record::{part, record, words};
use super::relation::{Again, Category, NoAsk, Profile, Reached, Willing};

/// Tags as a set: `{"retail": true}`, so that two devices may each add one.
pub type Tags = BTreeMap<String, bool>;

words! {
    /// How close a source is kept: each tier has its interval in Settings.
    pub enum Tier {
        A = "A",
        B = "B",
        C = "C",
        D = "D",
    }
}

part! {
    /// Not now: silent until a day, and why.
    pub struct Wait {
        /// The day on which it wakes by itself; none means until it is ended.
        pub until: Option<NaiveDate>,
        /// On whom it waits.
        pub on: Option<Id>,
        pub why: String,
        /// The day on which it was set aside.
        pub since: NaiveDate,
    }
}

impl Wait {
    pub fn is_asleep(&self, today: NaiveDate) -> bool {
        self.until.is_none_or(|until| today < until)
    }
}

words! {
    /// What a source must be able to do, step by step (Walker's five).
    pub enum Skill {
        Trust = "trust",
        Knowledge = "knowledge",
        Need = "need",
        Solution = "solution",
        Appointment = "appointment",
    }
}

impl Skill {
    /// What it is that they can do, once they have learnt it.
    pub fn does(&self) -> &str {
        match self {
            Skill::Trust => "puts their name at risk for me",
            Skill::Knowledge => "can say what I do, and for whom",
            Skill::Need => "hears that someone needs me",
            Skill::Solution => "offers me as the answer, with a story",
            Skill::Appointment => "sets up the meeting",
            Skill::Other(word) => word,
        }
    }
}

part! {
    /// When a step was taught to a source, and when it was last practised together.
    pub struct Lesson {
        pub taught: Option<NaiveDate>,
        pub practised: Option<NaiveDate>,
    }
}

record! {
    /// One person and the ways to reach them.
    pub struct Person["tags", "away", "training", "gains", "wants"] {
        pub name: String,
        pub company: String,
        pub position: String,
        pub email: String,
        pub phone: String,
        /// How and when they like to be reached: "by phone, mornings".
        pub best: String,
        /// Who brought us together, where no referral says it.
        pub via: Option<Id>,
        pub tags: Tags,
        /// How close they are kept as a source; none means no cadence.
        pub tier: Option<Tier>,
        /// Days between contacts, where it differs from the tier's.
        pub every: Option<u32>,
        /// The day on which the tier was first set: a new source is kept closer at first.
        pub tiered: Option<NaiveDate>,
        pub wait: Option<Wait>,
        /// The times before this one that they were set aside, from a day until another: they were no silence of mine.
        pub away: BTreeMap<NaiveDate, NaiveDate>,
        /// When to be in touch again, where a day was agreed: it holds in place of the interval, once.
        pub again: Option<Again>,
        /// What kind of source they are (Misner's eight); none follows from the referrals.
        pub category: Option<Category>,
        /// How readily they refer; none is not known, and never assumed.
        pub willing: Option<Willing>,
        /// Not to be asked, and why.
        pub no_ask: Option<NoAsk>,
        /// Chosen as a referral partner: a source with whom it goes both ways.
        pub partner: bool,
        /// How far the relationship has come (Misner's VCP).
        pub vcp: Option<Reached>,
        /// What is known of them by GAINS, by letter.
        pub gains: BTreeMap<String, String>,
        /// Whom they look for: every version, the last one holds.
        pub wants: BTreeMap<Id, Profile>,
        /// The referral acquisition meeting that is proposed, planned or was held last.
        pub asking: Option<Asking>,
        /// Whether they trust me not to embarrass them: the first pillar.
        pub trust: Option<Judged>,
        /// How their own purchase went against what they expected: the second pillar.
        pub purchase: Option<Judged>,
        /// What they have learnt of the five steps, by step.
        pub training: BTreeMap<String, Lesson>,
        /// Where the record came from: empty when typed, else the name of an import.
        pub origin: String,
    }
}

impl Person {
    /// Sets them aside, or wakes them. The time that ends with it, or had ended before, is kept.
    pub(super) fn set_aside(&mut self, wait: Option<Wait>, today: NaiveDate) {
        let before = std::mem::replace(&mut self.wait, wait);
        let goes_on = |before: &Wait| self.wait.is_some() && before.is_asleep(today);
        if let Some(before) = before.filter(|before| !goes_on(before)) {
            let until = before.until.map_or(today, |until| until.min(today));
            self.was_away(before.since, until);
        }
    }

    /// Notes that they were set aside on these days.
    pub(super) fn was_away(&mut self, since: NaiveDate, until: NaiveDate) {
        if since < until {
            let known = self.away.entry(since).or_insert(until);
            *known = until.max(*known);
        }
    }

    /// The steps that they were never taught, in the order of the method.
    pub fn untaught(&self) -> Vec<&'static Skill> {
        let known = |skill: &&Skill| {
            let lesson = self.training.get(skill.word());
            lesson.is_some_and(|lesson| lesson.taught.or(lesson.practised).is_some())
        };
        Skill::ALL.iter().filter(|skill| !known(skill)).collect()
    }

    /// The step to practise next: one that was taught and never practised, else the one practised longest ago, and
    /// when that was. None before anything was taught.
    pub fn to_practise(&self) -> Option<(&'static Skill, Option<NaiveDate>)> {
        let known = Skill::ALL.iter().filter_map(|skill| {
            let lesson = self.training.get(skill.word())?;
            lesson.taught.or(lesson.practised)?;
            Some((skill, lesson.practised))
        });
        known.min_by_key(|(_, practised)| *practised)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_practised_is_practised_first_then_what_was_longest_ago() {
        let day = |n: u32| NaiveDate::from_ymd_opt(2026, 3, n);
        let taught = |taught: Option<NaiveDate>, practised| Lesson {
            taught,
            practised,
            ..Lesson::default()
        };
        let of = |lessons: &[(Skill, Lesson)]| {
            let training = lessons.iter().cloned();
            let person = Person {
                training: training
                    .map(|(skill, it)| (skill.word().into(), it))
                    .collect(),
                ..Person::default()
            };
            person.to_practise()
        };
        assert_eq!(of(&[]), None);
        let trust = (Skill::Trust, taught(day(1), day(9)));
        assert_eq!(
            of(std::slice::from_ref(&trust)),
            Some((&Skill::Trust, day(9)))
        );
        let need = (Skill::Need, taught(day(2), day(5)));
        let both = [trust.clone(), need.clone()];
        assert_eq!(of(&both), Some((&Skill::Need, day(5))));
        let solution = (Skill::Solution, taught(day(3), None));
        assert_eq!(of(&[trust, need, solution]), Some((&Skill::Solution, None)));
    }
}
