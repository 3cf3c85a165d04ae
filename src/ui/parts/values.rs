//! What stands in the fields of a form, read as days, sums, people and words. It will never know what is done with it.

use std::ops::RangeInclusive;

use chrono::{Datelike, Months, NaiveDate};

use crate::capture::date::{self, Look, When};
use crate::domain::action::Who;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::money::Money;
use crate::domain::name::same_name;
use crate::domain::person::Tags;
use crate::domain::refusal::Refusal;

use super::super::layer::Cx;
use super::field::{Chosen, Field};

/// Whoever names a day without its year hardly means one so far ahead.
const FAR: Months = Months::new(10);

/// How a field was understood, in words; `doubt` asks for a second look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub words: String,
    pub doubt: bool,
}

impl Reading {
    pub fn of(words: impl Into<String>) -> Reading {
        Reading {
            words: words.into(),
            doubt: false,
        }
    }

    pub fn doubt(words: impl Into<String>) -> Reading {
        Reading {
            words: words.into(),
            doubt: true,
        }
    }
}

/// The fields of a form, by label.
pub struct Values<'a> {
    fields: &'a [Field],
    pub cx: &'a Cx<'a>,
    /// Whether a refusal names its field: on saving it does, beneath the field it need not.
    naming: bool,
}

impl<'a> Values<'a> {
    pub fn new(fields: &'a [Field], cx: &'a Cx<'a>) -> Values<'a> {
        Values {
            fields,
            cx,
            naming: false,
        }
    }

    /// The same, each refusal naming its field.
    #[must_use]
    pub fn naming(self) -> Values<'a> {
        Values {
            naming: true,
            ..self
        }
    }

    fn field(&self, label: &str) -> &'a Field {
        let named = self.fields.iter().find(|field| field.label == label);
        named.expect("a form asks for its own fields")
    }

    pub fn has(&self, label: &str) -> bool {
        self.fields.iter().any(|field| field.label == label)
    }

    /// A refusal about this field.
    pub fn refuse(&self, label: &str, refusal: Refusal) -> Refusal {
        if self.naming {
            Refusal {
                why: format!("{}: {}", capital(label), refusal.why),
                ..refusal
            }
        } else {
            refusal
        }
    }

    pub fn is_changed(&self, label: &str) -> bool {
        self.field(label).is_changed()
    }

    /// Whether a key has changed or confirmed a choice.
    pub fn is_touched(&self, label: &str) -> bool {
        self.field(label).touched
    }

    pub fn text(&self, label: &str) -> String {
        self.field(label).text()
    }

    pub fn is_blank(&self, label: &str) -> bool {
        self.text(label).trim().is_empty()
    }

    pub fn picked(&self, label: &str) -> usize {
        self.field(label).picked()
    }

    /// The day, perhaps with a time; none when the field is empty.
    pub fn when(&self, label: &str, look: Look) -> Result<Option<When>, Refusal> {
        if self.is_blank(label) {
            return Ok(None);
        }
        let when = date::read(&self.text(label), self.cx.today, look)
            .map_err(|refusal| self.refuse(label, refusal))?;
        if look == Look::Ahead
            && let Some(passed) = self.just_passed(label, when.on)
        {
            let said = day::full(passed, self.cx.today);
            let next = format!("{} {}", self.text(label).trim(), when.on.year());
            let refusal = Refusal::new(format!("{said} is over"));
            return Err(self.refuse(label, refusal.or(format!("{next} is the next one"))));
        }
        Ok(Some(when))
    }

    /// The day that was meant where one without a year has only just passed, so that the next one is almost a year
    /// away.
    fn just_passed(&self, label: &str, ahead: NaiveDate) -> Option<NaiveDate> {
        let today = self.cx.today;
        if ahead <= today.checked_add_months(FAR)? {
            return None;
        }
        let back = date::read(&self.text(label), today, Look::Back).ok()?.on;
        let is_one_day = (back.day(), back.month()) == (ahead.day(), ahead.month());
        (back <= today && is_one_day).then_some(back)
    }

    /// A day that is over: one that says so, or that has only just passed.
    pub fn over(&self, label: &str) -> Option<NaiveDate> {
        let ahead = date::read(&self.text(label), self.cx.today, Look::Ahead).ok()?;
        let passed = || self.just_passed(label, ahead.on);
        (ahead.on < self.cx.today)
            .then_some(ahead.on)
            .or_else(passed)
    }

    /// A day that is over or today; none when the field is empty.
    pub fn past(&self, label: &str) -> Result<Option<When>, Refusal> {
        let when = self.when(label, Look::Back)?;
        match when {
            Some(when) if self.cx.today < when.on => {
                let said = day::full(when.on, self.cx.today);
                let refusal = Refusal::new(format!("{said} is still to come"))
                    .or("write today or a day before");
                Err(self.refuse(label, refusal))
            }
            when => Ok(when),
        }
    }

    /// A day after today; none when the field is empty.
    pub fn future(&self, label: &str) -> Result<Option<When>, Refusal> {
        let when = self.when(label, Look::Ahead)?;
        match when {
            Some(when) if when.on <= self.cx.today => {
                let said = day::near(when.on, self.cx.today);
                let refusal = Refusal::new(format!("{said} is not ahead"))
                    .or("write a day from tomorrow on, as in next week");
                Err(self.refuse(label, refusal))
            }
            when => Ok(when),
        }
    }

    pub fn money(&self, label: &str) -> Result<Option<Money>, Refusal> {
        if self.is_blank(label) {
            return Ok(None);
        }
        Money::read(&self.text(label), self.cx.book.settings().currency())
            .map(Some)
            .map_err(|refusal| self.refuse(label, refusal))
    }

    pub fn number(&self, label: &str, range: RangeInclusive<u32>) -> Result<Option<u32>, Refusal> {
        if self.is_blank(label) {
            return Ok(None);
        }
        let typed = self.text(label);
        match typed.trim().parse() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => {
                let (least, most) = (range.start(), range.end());
                let refusal = Refusal::new(format!("“{}” is no number to use here", typed.trim()))
                    .or(format!("write one from {least} to {most}"));
                Err(self.refuse(label, refusal))
            }
        }
    }

    /// Words as a set, `#` or not; one with `-` before it is taken away.
    pub fn tags(&self, label: &str) -> Tags {
        let text = self.text(label).to_lowercase();
        let words = text.split(|c: char| c.is_whitespace() || c == ',');
        let (less, more): (Vec<&str>, Vec<&str>) = words.partition(|word| is_less(word));
        let plain = |word: &str| word.trim_start_matches(['#', '-']).to_string();
        let mut tags: Tags = more.into_iter().map(|word| (plain(word), true)).collect();
        for word in less {
            tags.remove(&plain(word));
        }
        tags.remove("");
        tags
    }

    /// The person whom a field means.
    pub fn who(&self, label: &str) -> Result<Who, Refusal> {
        let field = self.field(label);
        let name = field.text();
        if name.trim().is_empty() {
            return Ok(Who::Nobody);
        }
        match field.chosen() {
            Chosen::Known(id) => Ok(Who::Known(id)),
            Chosen::New => Ok(Who::New(name)),
            Chosen::Open => {
                let called = |id: &&Id| same_name(&name, self.cx.book.name(Some(**id)));
                let namesakes = field.found().iter().filter(called).count();
                if namesakes > 1 {
                    let refusal = Refusal::new(format!("{namesakes} people are called {name}"))
                        .or("choose one with up and down, then enter");
                    return Err(self.refuse(label, refusal));
                }
                Ok(Who::New(name))
            }
        }
    }

    /// Whom a person field means, in words.
    pub fn said_of(&self, label: &str) -> Result<Reading, Refusal> {
        Ok(match self.who(label)? {
            Who::Nobody => Reading::default(),
            Who::Known(id) => Reading::of(self.person_words(id)),
            Who::New(_) => match self.field(label).twin() {
                Some(twin) => {
                    let like = self.cx.name(Some(twin));
                    Reading::doubt(format!("new person; like {like}?"))
                }
                None => Reading::of("new person"),
            },
        })
    }

    /// "Ortiz & Daughters", else "known": what stands beside a name that is typed already.
    pub fn person_words(&self, id: Id) -> String {
        match self.cx.book.people.get(id) {
            Some(person) if !person.company.is_empty() => self.cx.company(person).to_string(),
            _ => "known".to_string(),
        }
    }

    pub fn day_words(&self, label: &str, look: Look) -> Result<Reading, Refusal> {
        let when = self.when(label, look)?;
        let words = when.map(|when| day::full(when.on, self.cx.today));
        Ok(Reading::of(words.unwrap_or_default()))
    }

    pub fn past_words(&self, label: &str) -> Result<Reading, Refusal> {
        let when = self.past(label)?;
        let words = when.map(|when| day::full(when.on, self.cx.today));
        Ok(Reading::of(words.unwrap_or_default()))
    }

    pub fn money_words(&self, label: &str) -> Result<Reading, Refusal> {
        let money = self.money(label)?;
        Ok(Reading::of(money.map(Money::long).unwrap_or_default()))
    }
}

/// Whether a word of tags takes one away: "-news", "#-news".
fn is_less(word: &str) -> bool {
    word.trim_start_matches('#').starts_with('-')
}

/// The same words with a capital at the start.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
