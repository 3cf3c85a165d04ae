//! A template and facts make a letter. What is not known stands in it as a gap in brackets; nothing is made up.

use std::collections::BTreeMap;

use crate::domain::text;

/// The places that a template may name: the name, what stands there while it is not known, and what it is. A place
/// without words for a gap only decides whether a line stands.
pub const PLACES: &[(&str, &str, &str)] = &[
    ("me", "your name", "my name, from Settings"),
    ("me_first", "your name", "my first name"),
    ("my_company", "your company", "my company"),
    ("my_phone", "your phone", "my phone"),
    ("my_email", "your e-mail", "my e-mail"),
    ("offer", "what you offer", "what I offer, in a line"),
    ("source", "the source", "who put in the good word"),
    ("source_first", "the source", "their first name"),
    ("source_company", "the source’s company", "their company"),
    ("prospect", "the prospect", "whom I am to meet"),
    ("prospect_first", "the prospect", "their first name"),
    (
        "prospect_company",
        "the prospect’s company",
        "their company",
    ),
    ("receiver", "the receiver", "to whom I gave the referral"),
    ("receiver_first", "the receiver", "their first name"),
    (
        "receiver_company",
        "the receiver’s company",
        "their company",
    ),
    ("need", "what is needed", "what the prospect needs"),
    (
        "done",
        "what was done",
        "what was done for the source, or what they have seen of my work",
    ),
    (
        "seen",
        "what was seen of the work",
        "the same, where it is what somebody has seen",
    ),
    ("why", "why it helps", "why the meeting helps the prospect"),
    ("day", "the day", "the day of the call, or of the lunch"),
    ("time", "the time", "its time"),
    ("place", "the place", "where it is"),
    (
        "draft",
        "the draft",
        "the introduction itself, in a request",
    ),
    (
        "met",
        "the day of the meeting",
        "the day on which I met the prospect",
    ),
    (
        "went",
        "how it went",
        "how it went, as it was noted with the meeting",
    ),
    (
        "next",
        "what happens next",
        "the next action, or what was agreed at the meeting",
    ),
    ("ending", "how it ended", "how it ended, in words"),
    ("today", "today", "today’s date"),
    ("client", "", "the source is a client of mine"),
    ("email", "", "the introduction is an e-mail"),
    ("letter", "", "the introduction is a letter"),
    ("call", "", "the introduction is a call"),
    ("lunch", "", "the introduction is a lunch of three"),
    ("told", "", "the source has heard of the meeting from me"),
    ("won", "", "the prospect became a client"),
    ("no_need", "", "it was not a referral after all"),
];

/// What is known, by the names of the places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<&'static str, String>);

impl Facts {
    /// Adds what is known of a place; no words are nothing known. Lines from outside are cleaned here.
    pub fn know(&mut self, place: &'static str, words: &str) {
        debug_assert!(is_place(place), "there is no place {place}");
        let words = text::clean_text(words);
        if !words.is_empty() {
            self.0.insert(place, words);
        }
    }

    /// Says whether a thing is so, for the lines that depend on it.
    pub fn say(&mut self, place: &'static str, is_so: bool) {
        self.know(place, if is_so { "yes" } else { "" });
    }

    fn get(&self, place: &str) -> Option<&str> {
        self.0.get(place).map(String::as_str)
    }
}

/// A text ready to be copied, but for its gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    pub subject: Option<String>,
    pub text: String,
    /// What is missing, in the order in which it is missed.
    pub gaps: Vec<&'static str>,
}

impl Letter {
    /// Subject and text as one.
    pub fn whole(&self) -> String {
        match &self.subject {
            Some(subject) => format!("Subject: {subject}\n\n{}", self.text),
            None => self.text.clone(),
        }
    }

    /// A text that a person has written or changed.
    pub fn edited(words: &str) -> Letter {
        let (subject, text) = parted(words);
        Letter {
            subject,
            gaps: gaps(words),
            text,
        }
    }
}

/// Fills in a template. A line that begins with `{?place}` stands only where the place is known, one with `{!place}` only
/// where it is not; a place that nobody knows of stays as it is written.
pub fn compose(template: &str, facts: &Facts) -> Letter {
    let template = template.strip_prefix('\u{feff}').unwrap_or(template);
    let mut lines: Vec<String> = Vec::new();
    for line in template.lines() {
        let Some(line) = standing(line, facts) else {
            continue;
        };
        let line = filled(line, facts);
        let line = line.trim_end();
        // A line left out leaves no hole.
        let is_hole = line.is_empty() && lines.last().is_none_or(String::is_empty);
        if !is_hole {
            lines.push(line.to_string());
        }
    }
    Letter::edited(lines.join("\n").trim_end())
}

/// The gaps that a text still has.
pub fn gaps(text: &str) -> Vec<&'static str> {
    let mut found: Vec<(usize, &'static str)> = PLACES
        .iter()
        .filter(|(_, gap, _)| !gap.is_empty())
        .filter_map(|(_, gap, _)| Some((text.find(&mark(gap))?, *gap)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, gap)| gap).collect()
}

/// How a gap stands in the text.
pub fn mark(gap: &str) -> String {
    format!("[{gap}]")
}

/// The names in braces that are no places.
pub fn unknown(template: &str) -> Vec<String> {
    let mut unknown = Vec::new();
    let mut rest = template;
    while let Some((_, name, after)) = next_place(rest) {
        let name = name.trim_start_matches(['?', '!']);
        if !is_place(name) && !unknown.iter().any(|known| known == name) {
            unknown.push(name.to_string());
        }
        rest = after;
    }
    unknown
}

fn is_place(name: &str) -> bool {
    PLACES.iter().any(|(place, _, _)| *place == name)
}

/// What is left of a line once its conditions are met; none where one is not.
fn standing<'a>(mut line: &'a str, facts: &Facts) -> Option<&'a str> {
    while let Some((before, name, after)) = next_place(line) {
        let (wanted, place) = match (name.strip_prefix('?'), name.strip_prefix('!')) {
            (Some(place), _) => (true, place),
            (_, Some(place)) => (false, place),
            _ => break,
        };
        if !before.is_empty() || !is_place(place) {
            break;
        }
        if facts.get(place).is_some() != wanted {
            return None;
        }
        line = after;
    }
    Some(line)
}

/// The line with its places filled in, each once: what stands in a value is never looked at again.
fn filled(line: &str, facts: &Facts) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, name, after)) = next_place(rest) {
        out.push_str(before);
        let row = PLACES.iter().find(|(place, _, _)| *place == name);
        match (row, facts.get(name)) {
            (Some(_), Some(words)) => out.push_str(words),
            (Some((_, gap, _)), None) => out.push_str(&mark(gap)),
            (None, _) => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The next word in braces: what stands before it, the word, what comes after.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text[from..].find('{')?;
        let inside = &text[open + 1..];
        let close = inside.find(|c: char| !matches!(c, 'a'..='z' | '_' | '?' | '!'))?;
        if close > 0 && inside[close..].starts_with('}') {
            return Some((&text[..open], &inside[..close], &inside[close + 1..]));
        }
        from = open + 1;
    }
}

/// The subject in the first line, if it has one, and the text.
fn parted(text: &str) -> (Option<String>, String) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.strip_prefix("Subject:") {
        Some(subject) => (
            Some(subject.trim().to_string()),
            rest.trim_start_matches('\n').to_string(),
        ),
        None => (None, text.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::template::Template;
    use super::*;
    use proptest::prelude::*;

    fn facts(known: &[(&'static str, &str)]) -> Facts {
        let mut facts = Facts::default();
        for (place, words) in known {
            facts.know(place, words);
        }
        facts
    }

    #[test]
    fn places_are_filled_in_and_what_is_missing_is_a_gap() {
        let template = "Subject: For {prospect}\n\nDear {prospect_first},\n{done}. {why}. {done}\n";
        let known = facts(&[("prospect", "Priya Shah"), ("prospect_first", "Priya")]);
        let letter = compose(template, &known);
        assert_eq!(letter.subject.as_deref(), Some("For Priya Shah"));
        let wanted = "Dear Priya,\n[what was done]. [why it helps]. [what was done]";
        assert_eq!(letter.text, wanted);
        assert_eq!(letter.gaps, ["what was done", "why it helps"]);
        assert_eq!(
            letter.whole(),
            format!("Subject: For Priya Shah\n\n{wanted}")
        );
    }

    #[test]
    fn a_line_stands_only_where_its_condition_holds() {
        let template = "a\n\n{?client}For us: {done}\n{!client}I have seen: {done}\n\n{?my_phone}{my_phone}\n\nb";
        let client = compose(template, &facts(&[("client", "yes"), ("done", "the shop")]));
        assert_eq!(client.text, "a\n\nFor us: the shop\n\nb");
        let other = compose(
            template,
            &facts(&[("my_phone", "030 1"), ("done", "a talk")]),
        );
        assert_eq!(other.text, "a\n\nI have seen: a talk\n\n030 1\n\nb");
    }

    #[test]
    fn what_is_no_place_stays_as_it_is_written() {
        let template = "{sauce} {} { me } {?sauce}x {me";
        let letter = compose(template, &facts(&[("me", "Ines")]));
        assert_eq!(letter.text, template);
        assert_eq!(unknown(template), ["sauce"]);
        assert_eq!(compose("{{me}}", &facts(&[("me", "Ines")])).text, "{Ines}");
    }

    #[test]
    fn a_value_is_never_read_as_a_template() {
        let known = facts(&[
            ("prospect", "{source}"),
            ("source", "Dana\u{1b}[31m\u{202e}"),
        ]);
        let letter = compose("{prospect} {source}", &known);
        assert_eq!(letter.text, "{source} Dana[31m");
    }

    #[test]
    fn no_template_of_ours_pushes_or_leaves_out_a_way_to_say_no() {
        for template in [
            Template::IntroductionEmail,
            Template::IntroductionLetter,
            Template::IntroductionCall,
            Template::IntroductionLunch,
            Template::Request,
        ] {
            let text = template.ours();
            assert!(text.contains("rather not"), "{template:?}");
            assert!(!text.contains('!') || text.contains("{!"), "{template:?}");
        }
    }

    #[test]
    fn the_introduction_in_writing_has_its_three_parts() {
        for template in [Template::IntroductionEmail, Template::IntroductionLetter] {
            for part in ["{done}", "{why}", "{day}", "{time}"] {
                assert!(template.ours().contains(part), "{template:?} {part}");
            }
        }
    }

    fn any_facts() -> impl Strategy<Value = Facts> {
        let some = proptest::collection::vec((0..PLACES.len(), "[^{}\\[\\]\\p{C}]{0,12}"), 0..40);
        some.prop_map(|some| {
            let mut facts = Facts::default();
            for (at, words) in some {
                facts.know(PLACES[at].0, &words);
            }
            facts
        })
    }

    proptest! {
        #[test]
        fn no_place_is_left_and_every_gap_is_listed(
            which in 0..Template::ALL.len(),
            facts in any_facts(),
        ) {
            let letter = compose(Template::ALL[which].ours(), &facts);
            let whole = letter.whole();
            prop_assert!(!whole.contains(['{', '}']), "{whole}");
            let bare = letter.gaps.iter().fold(whole, |text, gap| text.replace(&mark(gap), ""));
            prop_assert!(!bare.contains(['[', ']']), "{bare}");
            prop_assert!(!letter.text.contains("\n\n\n"));
        }

        #[test]
        fn no_template_is_too_odd(
            text in "(\\{[?!]?(me|done|client|odd)\\}|[{}?!]|\\PC|\n)*",
            facts in any_facts(),
        ) {
            let letter = compose(&text, &facts);
            let _ = (letter.whole(), unknown(&text));
        }
    }
}
