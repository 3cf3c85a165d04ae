//! A captured line spelled out, a fact a line, as it will be kept. It reads what was understood, never the line itself.

use crate::capture::reading::Reading;
use crate::capture::resolve::{Match, Resolved, also};
use crate::domain::action::Contact;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::referral::{Direction, rung};

use super::super::canvas::Piece;
use super::super::layer::Cx;
use super::super::theme::Theme;

/// One fact: what it is, and what was read.
pub struct Line {
    pub label: &'static str,
    pub words: Vec<Piece<'static>>,
}

/// What was chosen about the line.
#[derive(Clone, Copy)]
pub struct Choices {
    /// It joins the open card of the same prospect.
    pub joins: bool,
    /// Whether the thanks are logged with the contact; none where no contact was said.
    pub thanks: Option<bool>,
}

/// What a line may say, while nothing is typed.
pub fn grammar(theme: &Theme) -> Vec<Line> {
    [
        (
            "first",
            "the prospect, with the company in brackets: Priya Shah (ARC)",
        ),
        (
            "from, to",
            "who sent the referral, or who gets the one you give",
        ),
        ("then", "a comma and what is needed, in any words"),
        (
            "anywhere",
            "#tag   12k   L3>7   via BNI   at lunch   by phone (mail, letter)   !",
        ),
        ("next", "call fri 10:00 · lunch Dana 12 dec · mail tomorrow"),
        ("quotes", "keep words from meaning more: “from A to B”"),
    ]
    .into_iter()
    .map(|(label, words)| Line {
        label,
        words: vec![(words.into(), theme.dim)],
    })
    .collect()
}

/// Everything that enter will keep, and what stands in the way.
pub fn out(
    reading: &Reading,
    resolved: &Resolved,
    choices: Choices,
    cx: &Cx,
    theme: &Theme,
) -> Vec<Line> {
    let speller = Speller {
        reading,
        resolved,
        cx,
        theme,
    };
    let mut lines = Vec::new();
    speller.people(&mut lines);
    speller.open_card(choices, &mut lines);
    for problem in &resolved.problems {
        lines.push(Line {
            label: "",
            words: vec![(problem.to_string().into(), theme.warn)],
        });
    }
    let facts = lines.len();
    if !reading.name.is_empty() {
        speller.facts(&mut lines);
        speller.contact(choices, &mut lines);
        speller.next(&mut lines);
    }
    if choices.joins {
        // The card keeps its own need and figures; what a new source cannot have logged yet is left out too.
        let is_kept = |line: &Line| line.label == "logs" && resolved.partner.id().is_some();
        let is_said = |line: &Line| line.label != "level" || reading.level.is_some();
        let (kept, left): (Vec<Line>, Vec<Line>) = lines.drain(facts..).partition(is_kept);
        lines.extend(kept);
        let left: Vec<&str> = left
            .iter()
            .filter(|line| is_said(line))
            .map(|line| line.label)
            .collect();
        if !left.is_empty() {
            lines.push(Line {
                label: "left out",
                words: vec![(left.join(", ").into(), theme.dim)],
            });
        }
    }
    lines
}

struct Speller<'a> {
    reading: &'a Reading,
    resolved: &'a Resolved,
    cx: &'a Cx<'a>,
    theme: &'a Theme,
}

impl Speller<'_> {
    fn name(&self, id: Id) -> String {
        self.cx.name(Some(id)).into_owned()
    }

    /// The name of whoever is meant, "someone" where that is open.
    fn called(&self, found: &Match) -> String {
        match found {
            Match::New(name) => name.clone(),
            found => found.id().map_or("someone".into(), |id| self.name(id)),
        }
    }

    fn first_name(&self, found: &Match) -> String {
        let name = self.called(found);
        name.split_whitespace()
            .next()
            .unwrap_or("someone")
            .to_owned()
    }

    /// Someone with their company, and whether they are known.
    fn person(&self, found: &Match, typed: &str) -> Vec<Piece<'static>> {
        let theme = self.theme;
        let dot = theme.glyphs.dot;
        let mut words: Vec<Piece> = Vec::new();
        match found {
            Match::Nobody => words.push(("nobody yet".into(), theme.dim)),
            Match::New(name) => {
                words.push((name.clone().into(), theme.title));
                words.push((format!("  {dot} new person").into(), theme.accent));
            }
            Match::Ambiguous(ids) => {
                let mut names: Vec<String> = ids.iter().take(4).map(|id| self.name(*id)).collect();
                if names.len() < ids.len() {
                    names.push(format!("{} more", ids.len() - names.len()));
                }
                let words_of = format!("which {typed}? {}", names.join(", "));
                words.push((words_of.into(), theme.warn));
            }
            Match::Known(id) | Match::Likely(id) => {
                words.push((self.name(*id).into(), theme.title));
                if let Some(person) = self.cx.book.people.get(*id) {
                    let company = self.cx.company(person);
                    if !company.is_empty() {
                        words.push((format!(" {dot} {company}").into(), theme.text));
                    }
                }
                let known = if matches!(found, Match::Likely(_)) {
                    format!("  {dot} known, for “{typed}”")
                } else {
                    format!("  {dot} known")
                };
                words.push((known.into(), theme.dim));
            }
        }
        words
    }

    fn people(&self, lines: &mut Vec<Line>) {
        let theme = self.theme;
        let mut words = self.person(&self.resolved.prospect, &self.reading.name);
        let known = self
            .resolved
            .prospect
            .id()
            .and_then(|id| self.cx.book.people.get(id));
        let is_said = |company: &&String| known.is_none_or(|known| known.company != **company);
        if let Some(company) = self.reading.company.as_ref().filter(is_said) {
            words.push((format!("  ({company})").into(), theme.text));
        }
        if !self.reading.name.is_empty() {
            lines.push(Line {
                label: "prospect",
                words,
            });
        }
        if !self.resolved.twins.is_empty() {
            let names: Vec<String> = self
                .resolved
                .twins
                .iter()
                .map(|id| self.name(*id))
                .collect();
            let names = names.join(" or ");
            let words = format!("or is it {names}? Then write the name as it is in the book");
            lines.push(Line {
                label: "",
                words: vec![(words.into(), theme.warn)],
            });
        }
        let given = self.resolved.captured.direction == Direction::Given;
        let typed = self
            .reading
            .person
            .as_ref()
            .map_or("", |(_, name)| name.as_str());
        let words = if self.resolved.partner == Match::Nobody && !given {
            vec![("no source yet".into(), theme.dim)]
        } else {
            self.person(&self.resolved.partner, typed)
        };
        lines.push(Line {
            label: if given { "to" } else { "from" },
            words,
        });
        if let Some(also) = also(&self.resolved.others, |id| self.name(id)) {
            lines.push(Line {
                label: "",
                words: vec![(also.into(), theme.warn)],
            });
        }
    }

    fn open_card(&self, choices: Choices, lines: &mut Vec<Line>) {
        let Some(open) = self.resolved.same_open else {
            return;
        };
        let Some(referral) = self.cx.book.referrals.get(open) else {
            return;
        };
        let theme = self.theme;
        let prospect = self.cx.name(referral.prospect);
        let source = match referral.source {
            Some(source) => format!("from {}", self.name(source)),
            None => "without a source".into(),
        };
        let stage = referral.stage().title();
        let words = format!("{prospect} is on the board already, {source}, in {stage}");
        lines.push(Line {
            label: "",
            words: vec![(words.into(), theme.warn)],
        });
        if !self.resolved.can_join {
            return;
        }
        let source = self.first_name(&self.resolved.partner);
        let words: Vec<Piece> = if choices.joins {
            let joined = format!("enter makes {source} a second source of that card  ");
            vec![
                (joined.into(), theme.good),
                ("tab ".into(), theme.accent),
                ("a card of its own".into(), theme.dim),
            ]
        } else {
            vec![
                ("enter makes a card of its own  ".into(), theme.good),
                ("tab ".into(), theme.accent),
                (
                    format!("makes {source} a second source of that card").into(),
                    theme.dim,
                ),
            ]
        };
        lines.push(Line { label: "", words });
    }

    fn facts(&self, lines: &mut Vec<Line>) {
        let theme = self.theme;
        let captured = &self.resolved.captured;
        let mut fact = |label: &'static str, words: String| {
            if !words.is_empty() {
                lines.push(Line {
                    label,
                    words: vec![(words.into(), theme.text)],
                });
            }
        };
        fact("need", captured.need.clone());
        fact(
            "estimate",
            captured.estimate.map_or_else(String::new, |money| {
                if self.cx.masked {
                    self.cx.money(money)
                } else {
                    money.long()
                }
            }),
        );
        fact("level", self.level());
        fact("channel", captured.channel.clone());
        fact("phone", captured.phone.clone());
        fact("e-mail", captured.email.clone());
        let tags: Vec<String> = captured.tags.keys().map(|tag| format!("#{tag}")).collect();
        let urgent = captured.urgent.then(|| "urgent".to_string());
        let tags: Vec<String> = tags.into_iter().chain(urgent).collect();
        fact("tags", tags.join(" "));
    }

    fn level(&self) -> String {
        let named = |level: u8| format!("{level} {}", rung(level).unwrap_or_default());
        let done = self.reading.level.map(named);
        let aim = self.reading.aim.map(named);
        match (done, aim) {
            (Some(done), Some(aim)) => format!("{done}, aim {aim}"),
            (Some(done), None) => done,
            (None, Some(aim)) => format!("1 unsaid, aim {aim}"),
            (None, None) => "1 unsaid; L3 and the like say more".into(),
        }
    }

    fn contact(&self, choices: Choices, lines: &mut Vec<Line>) {
        let Some(contact) = &self.resolved.captured.contact else {
            return;
        };
        let theme = self.theme;
        let whom = self.first_name(&self.resolved.partner);
        let what = contact_words(contact, &whom);
        let mut words: Vec<Piece> = vec![(what.into(), theme.text)];
        if self.resolved.captured.direction == Direction::Received {
            // Where tab joins the card, shift-tab is left for the thanks.
            let key = if self.resolved.can_join {
                "  shift-tab "
            } else {
                "  tab "
            };
            let (thanks, other) = if choices.thanks == Some(true) {
                (" and the thanks", "takes the thanks off")
            } else {
                (", no thanks yet", "logs the thanks too")
            };
            words.push((thanks.into(), theme.text));
            words.push((key.into(), theme.accent));
            words.push((other.into(), theme.dim));
        }
        lines.push(Line {
            label: "logs",
            words,
        });
    }

    fn next(&self, lines: &mut Vec<Line>) {
        let Some(next) = &self.reading.next else {
            return;
        };
        let theme = self.theme;
        let whom = match (&self.resolved.whom, &self.resolved.partner) {
            (Match::Nobody, Match::Nobody) => &self.resolved.prospect,
            (Match::Nobody, partner) => partner,
            (whom, _) => whom,
        };
        let typed = next.whom.as_deref().unwrap_or_default();
        let mut words: Vec<Piece> = vec![(format!("{} ", next.verb.name()).into(), theme.text)];
        match whom {
            Match::Ambiguous(_) => words.extend(self.person(whom, typed)),
            Match::New(_) if self.resolved.whom == *whom && !self.is_named(whom) => {
                words.extend(self.person(whom, typed));
            }
            whom => words.push((self.called(whom).into(), theme.title)),
        }
        let mut when = format!(" {}", day::full(next.when.on, self.cx.today));
        if let Some(time) = next.when.time {
            when.push_str(&format!(" {}", day::clock(time)));
        }
        words.push((when.into(), theme.text));
        let note = self.resolved.captured.next.as_ref().map(|next| &next.note);
        if let Some(note) = note.filter(|note| !note.is_empty()) {
            words.push((format!("  {} {note}", theme.glyphs.dot).into(), theme.text));
        }
        lines.push(Line {
            label: "next",
            words,
        });
    }

    fn is_named(&self, whom: &Match) -> bool {
        *whom == self.resolved.partner || *whom == self.resolved.prospect
    }
}

/// "a call with Dana", "a meal with Dana, at lunch".
fn contact_words(contact: &Contact, whom: &str) -> String {
    let kind = match contact.kind {
        Kind::Call => "a call",
        Kind::Meal => "a meal",
        Kind::Email => "e-mail",
        Kind::Message => "messages",
        Kind::Letter => "letters",
        _ => "a meeting",
    };
    if contact.note.is_empty() {
        format!("{kind} with {whom}")
    } else {
        format!("{kind} with {whom}, {}", contact.note)
    }
}
