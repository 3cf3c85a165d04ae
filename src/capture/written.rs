//! A reading written as a line again. It will never know who typed the first one.

use chrono::NaiveDate;

use super::line::read;
use super::reading::Reading;
use super::tokens::Next;
use crate::domain::money::Currency;

impl Reading {
    /// The reading as a line that reads the same again, with quotes only where they are needed.
    pub fn to_line(&self, today: NaiveDate, home: Currency) -> String {
        let facts = self.facts();
        let mut quoted = [true; TEXTS];
        for at in 0..TEXTS {
            quoted[at] = false;
            quoted[at] = read(&self.written(quoted, home), today, home).facts() != facts;
        }
        self.written(quoted, home)
    }

    fn written(&self, quoted: [bool; TEXTS], home: Currency) -> String {
        let quote = |at: usize, text: &str| match quoted[at] {
            false => text.to_owned(),
            // A text holds only straight quotes, so the curly ones always hold it.
            true if text.contains('"') => format!("“{text}”"),
            true => format!("\"{text}\""),
        };
        let mut line = quote(0, &self.name);
        let mut add = |text: String| line.push_str(&text);
        if let Some(company) = &self.company {
            add(format!(" ({})", quote(1, company)));
        }
        if let Some((way, person)) = &self.person {
            add(format!(" {} {}", way.word(), quote(2, person)));
        }
        if let Some(need) = &self.need {
            add(format!(", {}", quote(3, need)));
        }
        for tag in &self.tags {
            add(format!(" #{tag}"));
        }
        if let Some(estimate) = self.estimate {
            add(format!(" {}", estimate.typed(home)));
        }
        match (self.level, self.aim) {
            (None, None) => {}
            (Some(level), None) => add(format!(" L{level}")),
            (level, Some(aim)) => {
                add(format!(
                    " L{}>{aim}",
                    level.map(|level| level.to_string()).unwrap_or_default()
                ));
            }
        }
        if let Some(channel) = &self.channel {
            add(format!(" via {}", quote(4, channel)));
        }
        if let Some(place) = &self.place {
            add(format!(" at {}", quote(5, place)));
        }
        if let Some(by) = self.by {
            add(format!(" by {}", by.word()));
        }
        for text in [&self.phone, &self.email].into_iter().flatten() {
            add(format!(" {text}"));
        }
        if self.urgent {
            add(" !".to_owned());
        }
        if let Some(Next { verb, whom, when }) = &self.next {
            let whom = whom
                .as_ref()
                .map(|whom| quote(6, whom) + " ")
                .unwrap_or_default();
            add(format!(" {} {whom}{}", verb.name(), when.iso()));
        }
        line
    }
}

/// The texts of a reading that may need quotes: name, company, person, need, channel, place, whom.
const TEXTS: usize = 7;
