//! A captured line spelled out, a fact a line, as it will be kept. It reads what was understood, never the line itself.

use crate::capture::reading::{Heard, Reading};
use crate::capture::resolve::{Match, Resolved, also};
use crate::domain::action::Contact;
use crate::domain::adding::{self, Becomes};
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::referral::{Direction, rung};

use super::super::canvas::Piece;
use super::super::layer::Cx;
use super::super::theme::Theme;
use super::onto::{Choices, Onto};

/// One fact: what it is, and what was read.
pub struct Line {
    pub label: &'static str,
    pub words: Vec<Piece<'static>>,
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
    choices: &Choices,
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
    // Of what is only looked at nothing is kept.
    if !reading.name.is_empty() && choices.onto != Onto::Look {
        speller.facts(&mut lines);
        speller.contact(choices, &mut lines);
        speller.next(&mut lines);
    }
    if choices.adds() {
        let said: Vec<Line> = lines.drain(facts..).collect();
        speller.kept(said, &mut lines);
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
        if let Some(id) = self.resolved.in_need {
            let name = self.name(id);
            let words = format!("“from {name}” is read as need: put it before the comma");
            lines.push(Line {
                label: "",
                words: vec![(words.into(), theme.warn)],
            });
        }
        if let Some(also) = also(&self.resolved.others, |id| self.name(id)) {
            lines.push(Line {
                label: "",
                words: vec![(also.into(), theme.warn)],
            });
        }
    }

    fn open_card(&self, choices: &Choices, lines: &mut Vec<Line>) {
        let Some(open) = self.resolved.same_open else {
            return;
        };
        let Some(referral) = self.cx.book.referrals.get(open) else {
            return;
        };
        let theme = self.theme;
        let prospect = self.cx.name(referral.prospect);
        let source = match (referral.partner(), referral.is_given()) {
            (Some(receiver), true) => format!("given to {}", self.name(receiver)),
            (Some(source), false) => format!("from {}", self.name(source)),
            (None, _) => "without a source".into(),
        };
        let stage = referral.stage().title();
        let words = format!("{prospect} is on the board already, {source}, in {stage}");
        lines.push(Line {
            label: "",
            words: vec![(words.into(), theme.warn)],
        });
        let what = match choices.onto {
            Onto::That => format!("enter {}", self.becomes(Onto::That, referral.source)),
            Onto::Look => "enter opens that card; the line waits as a draft".into(),
            Onto::Own if choices.is_to_stop() => "enter asks before a second card".into(),
            Onto::Own if choices.stops => "enter again makes a second card".into(),
            Onto::Own => "enter makes a card of its own".into(),
        };
        let style = match choices.onto {
            Onto::Own if choices.stops => theme.warn,
            _ => theme.good,
        };
        let mut words: Vec<Piece> = vec![(what.into(), style)];
        if let Some(other) = choices.other {
            let other = self.becomes(other, referral.source);
            words.push(("  tab ".into(), theme.accent));
            words.push((other.into(), theme.dim));
        }
        lines.push(Line { label: "", words });
    }

    /// What the line would become, as what a key does.
    fn becomes(&self, onto: Onto, source: Option<Id>) -> String {
        let who = self.first_name(&self.resolved.partner);
        match onto {
            Onto::Own => "a card of its own".into(),
            Onto::Look => "opens that card".into(),
            Onto::That if !self.resolved.can_join => "adds this to that card".into(),
            Onto::That if source.is_none() => format!("makes {who} the source of that card"),
            Onto::That => format!("makes {who} a second source of that card"),
        }
    }

    /// Of the facts those that the open card takes, then what it keeps as a note.
    fn kept(&self, said: Vec<Line>, lines: &mut Vec<Line>) {
        let adds = &self.resolved.adds;
        let is_taken = |label: &str| {
            let mut taken = adds.iter().filter(|(_, it)| *it == Becomes::Taken);
            taken.any(|(part, _)| part.word().starts_with(label))
        };
        lines.extend(
            said.into_iter()
                .filter(|line| line.label == "logs" || is_taken(line.label)),
        );
        let noted = adds.iter().filter(|(_, it)| *it == Becomes::Noted);
        let noted: Vec<&str> = noted.map(|(part, _)| part.word()).collect();
        if noted.is_empty() {
            return;
        }
        let words = if self.cx.masked {
            noted.join(", ")
        } else {
            let said = self.resolved.addition();
            adding::note(self.cx.book, &said, adds, self.cx.today)
        };
        lines.push(Line {
            label: "a note",
            words: vec![
                (words.into(), self.theme.text),
                (
                    format!("  {} the card says otherwise", self.theme.glyphs.dot).into(),
                    self.theme.dim,
                ),
            ],
        });
    }

    fn facts(&self, lines: &mut Vec<Line>) {
        let captured = &self.resolved.captured;
        self.fact(lines, "need", captured.need.clone());
        self.fact(
            lines,
            "estimate",
            captured.estimate.map_or_else(String::new, |money| {
                if self.cx.masked {
                    self.cx.money(money)
                } else {
                    money.long()
                }
            }),
        );
        self.fact(lines, "level", self.level());
        self.channel(lines);
        self.fact(lines, "phone", captured.phone.clone());
        self.fact(lines, "e-mail", captured.email.clone());
        let tags: Vec<String> = captured.tags.keys().map(|tag| format!("#{tag}")).collect();
        let urgent = captured.urgent.then(|| "urgent".to_string());
        let tags: Vec<String> = tags.into_iter().chain(urgent).collect();
        self.fact(lines, "tags", tags.join(" "));
    }

    /// A fact, unless nothing is said of it.
    fn fact(&self, lines: &mut Vec<Line>, label: &'static str, words: String) {
        if !words.is_empty() {
            lines.push(Line {
                label,
                words: vec![(words.into(), self.theme.text)],
            });
        }
    }

    /// The way by which it came, and whether that is one that is closed.
    fn channel(&self, lines: &mut Vec<Line>) {
        let theme = self.theme;
        let channel = &self.resolved.captured.channel;
        if channel.is_empty() {
            return;
        }
        let mut words: Vec<Piece> = vec![(channel.clone().into(), theme.text)];
        if let Some((_, on)) = &self.resolved.closed {
            let on = day::near(*on, self.cx.today);
            let closed = format!("  {} this channel closed {on}", theme.glyphs.dot);
            words.push((closed.into(), theme.warn));
            words.push(("; enter goes on with it".into(), theme.dim));
        }
        if let Some(unlisted) = &self.resolved.unlisted {
            words.push((
                format!("  {} not on the map", theme.glyphs.dot).into(),
                theme.warn,
            ));
            if let Some(like) = unlisted.like.as_ref().filter(|_| !self.cx.masked) {
                words.push((format!("; did you mean {like}?").into(), theme.warn));
            }
        }
        lines.push(Line {
            label: "channel",
            words,
        });
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

    fn contact(&self, choices: &Choices, lines: &mut Vec<Line>) {
        let theme = self.theme;
        let whom = self.first_name(&self.resolved.partner);
        if self.resolved.unmet {
            let with = match &self.reading.heard {
                Heard::Before(Some(name)) if !self.cx.masked => format!("with {name}"),
                _ => "said before".into(),
            };
            let words =
                format!("nothing with {whom}: that was {with}; write it again if with {whom} too");
            lines.push(Line {
                label: "logs",
                words: vec![(words.into(), theme.dim)],
            });
        }
        let Some(contact) = &self.resolved.captured.contact else {
            return;
        };
        let is_received = self.resolved.captured.direction == Direction::Received;
        // What the card has already it does not get once more.
        let is_thanked = choices.adds() && self.resolved.is_thanked;
        let has_thanks = is_received && choices.thanks == Some(true) && !is_thanked;
        let what = if contact.already {
            // It is told once, with the first card that came of it.
            let new = if has_thanks { "the thanks" } else { "nothing" };
            let kind = contact.kind.title();
            let told = if is_thanked {
                "and the thanks are"
            } else {
                "is"
            };
            format!("{new}; the {kind} {told} in the book already")
        } else {
            contact_words(contact, &whom)
        };
        let mut words: Vec<Piece> = vec![(what.into(), theme.text)];
        if is_received && !is_thanked {
            // Where tab chooses what becomes of the line, shift-tab is left for the thanks.
            let key = if choices.other.is_some() {
                "  shift-tab "
            } else {
                "  tab "
            };
            let (thanks, other) = match (choices.thanks, contact.already) {
                (Some(true), false) => (" and the thanks", "takes the thanks off"),
                (Some(true), true) => ("", "takes the thanks off"),
                (_, false) => (", no thanks yet", "logs the thanks too"),
                (_, true) => ("", "logs the thanks too"),
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
