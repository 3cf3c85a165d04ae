//! A referral captured in one line: `Priya Shah (ARC) from Dana Ortiz, web shop #retail 12k L3 call fri 10:00`.
//! Reads words alone; it will never know who is in the book.
//!
//! `NAME [(COMPANY)] [from|to PERSON] [, NEED] {#tag | MONEY | Ln[>m] | via CHANNEL | at PLACE |
//! by phone|mail|message|letter | PHONE | E-MAIL | ! | ACTION [WHOM] DATE [TIME]}`. What is left up to the next of
//! these is need. After the comma `from` and `to` begin a person only where a run of words begins and nobody is named
//! yet; `via` and `at` always begin theirs when words follow. Quotes keep every word from meaning more than itself.
//! A semicolon separates as a comma does; the mark of a list in front, and a colon behind a name, are left out.

use std::ops::Range;

use chrono::NaiveDate;

pub use super::reading::{Part, PartKind, Problem, Reading, Way};
pub use super::tokens::{Next, Verb};

use super::tokens::{KEYWORDS, Token, Tokens};
use super::words::{self, Piece, PieceKind};
use crate::domain::money::Currency;
use crate::domain::refusal::Refusal;

/// Reads a line; what cannot stand is among the problems, the rest is read all the same.
pub fn read(line: &str, today: NaiveDate, home: Currency) -> Reading {
    let pieces = words::cut(line);
    let tokens = Tokens {
        pieces: &pieces,
        today,
        home,
    };
    let mut reader = Reader {
        line,
        tokens,
        run: None,
        past_comma: false,
        separator: ", ",
        last_was_need: false,
        reading: Reading::default(),
    };
    let mut at = list_mark(&pieces);
    while at < pieces.len() {
        at += reader.take(at);
    }
    reader.end_run();
    let mut reading = reader.reading;
    if reading.name.is_empty() {
        let refusal = Refusal::new("the line does not begin with a name")
            .or("begin it like Priya Shah from Dana Ortiz");
        reading.problems.push(Problem {
            span: 0..line.len(),
            refusal,
        });
    }
    reading
}

/// The pieces in front that only mark a line of a list: `-`, `*`, `•`, `1.`, `2)`, `[ ]`.
fn list_mark(pieces: &[Piece]) -> usize {
    let is_box = |word: &str| matches!(word, "[" | "]" | "[]" | "[x]" | "[X]" | "☐" | "☑");
    let is_mark = |word: &str| {
        let number = word.strip_suffix(['.', ')']);
        let is_number = |digits: &str| {
            (1..=3).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit())
        };
        is_box(word)
            || matches!(word, "-" | "*" | "•" | "–" | "—" | "·" | "+")
            || number.is_some_and(is_number)
    };
    let marks = pieces.iter().map_while(Piece::word);
    let marks = marks.take(3).take_while(|word| is_mark(word)).count();
    if marks < pieces.len() { marks } else { 0 }
}

/// The words of a name without the colon that a list may put behind it.
fn without_colon(mut words: Vec<String>, is_quoted: bool) -> String {
    if !is_quoted && let Some(last) = words.last_mut() {
        last.truncate(last.trim_end_matches(':').len());
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// A word as names have them; "by" or a lone mark never stands in one.
fn can_be_named(word: &str) -> bool {
    let is_plain = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.');
    let is_name = word.starts_with(char::is_alphabetic) && word.chars().all(is_plain);
    (is_name || word == "&") && !KEYWORDS.contains(&word) && Verb::named(word).is_none()
}

/// Words that belong together, until something else begins.
struct Run {
    kind: RunKind,
    words: Vec<String>,
    span: Range<usize>,
    continues_need: bool,
    /// An "and" stands among its words.
    is_pair: bool,
    /// One of its words is quoted, which says that they are one name, or can be no part of a name.
    is_odd: bool,
    /// Its last word is quoted, and stays as it is.
    is_quoted: bool,
    /// The words of a need from a "from" on, up to the next comma.
    from: Option<Vec<String>>,
}

#[derive(Clone, Copy, PartialEq)]
enum RunKind {
    Name,
    Person(Way),
    Need,
    Channel,
    Place,
}

struct Reader<'a> {
    line: &'a str,
    tokens: Tokens<'a>,
    run: Option<Run>,
    past_comma: bool,
    /// What the last comma or semicolon is in a text.
    separator: &'static str,
    last_was_need: bool,
    reading: Reading,
}

impl Reader<'_> {
    /// Takes what begins at a piece; gives how many pieces that was.
    fn take(&mut self, at: usize) -> usize {
        let piece = &self.tokens.pieces[at];
        let found = if self.awaits_name() {
            self.tokens.before_a_name(at)
        } else {
            self.tokens.at(at)
        };
        if let Some((token, taken)) = found {
            self.end_run();
            self.last_was_need = false;
            let last = &self.tokens.pieces[at + taken - 1];
            let span = piece.span.start..last.span.end;
            match token {
                Ok(token) => self.keep(token, span),
                Err(refusal) => self.reading.problems.push(Problem { span, refusal }),
            }
            return taken;
        }
        match &piece.kind {
            PieceKind::Comma => {
                self.end_run();
                self.past_comma = true;
                let is_comma = self.line[piece.span.clone()].starts_with(',');
                self.separator = if is_comma { ", " } else { "; " };
            }
            PieceKind::Bracket(text)
                if self
                    .run
                    .as_ref()
                    .is_some_and(|run| run.kind == RunKind::Name) =>
            {
                self.end_run();
                self.reading.company = Some(text.clone());
                self.reading.parts.push(Part {
                    span: piece.span.clone(),
                    kind: PartKind::Company,
                });
            }
            PieceKind::Word(word) => match self.run_begun_by(word, at) {
                Some(kind) => {
                    self.end_run();
                    self.begin(kind, piece);
                }
                None => self.go_on(piece),
            },
            PieceKind::Quoted(_) | PieceKind::Bracket(_) => self.go_on(piece),
        }
        1
    }

    fn awaits_name(&self) -> bool {
        self.run.is_none()
            && !self.past_comma
            && self.reading.name.is_empty()
            && self.reading.person.is_none()
    }

    fn run_begun_by(&self, word: &str, at: usize) -> Option<RunKind> {
        let kind = match word {
            "from" => RunKind::Person(Way::From),
            "to" => RunKind::Person(Way::To),
            "via" => RunKind::Channel,
            "at" => RunKind::Place,
            _ => return None,
        };
        let next_is_text = match self.tokens.pieces.get(at + 1).map(|next| &next.kind) {
            None | Some(PieceKind::Comma) => false,
            Some(PieceKind::Word(next)) => !KEYWORDS.contains(&next.as_str()),
            Some(PieceKind::Quoted(_) | PieceKind::Bracket(_)) => true,
        };
        let has_words = next_is_text && self.tokens.at(at + 1).is_none();
        let begins = match kind {
            RunKind::Person(_) => {
                !self.past_comma || self.run.is_none() && self.reading.person.is_none() && has_words
            }
            _ => has_words,
        };
        begins.then_some(kind)
    }

    fn begin(&mut self, kind: RunKind, piece: &Piece) {
        self.run = Some(Run {
            kind,
            words: Vec::new(),
            span: piece.span.clone(),
            continues_need: false,
            is_pair: false,
            is_odd: false,
            is_quoted: false,
            from: None,
        });
    }

    fn go_on(&mut self, piece: &Piece) {
        if self.run.is_none() {
            let continues_need = self.last_was_need;
            self.begin(
                if self.awaits_name() {
                    RunKind::Name
                } else {
                    RunKind::Need
                },
                piece,
            );
            if let Some(run) = &mut self.run {
                run.continues_need = continues_need;
            }
        }
        if let (Some(run), Some(text)) = (&mut self.run, piece.text()) {
            run.is_pair |= !run.words.is_empty() && matches!(piece.word(), Some("and" | "&"));
            run.is_odd |= !piece.word().is_some_and(can_be_named);
            run.is_quoted = piece.word().is_none();
            match (&mut run.from, piece.word()) {
                (Some(words), _) => words.push(text.clone()),
                (None, Some("from")) if run.kind == RunKind::Need => run.from = Some(Vec::new()),
                _ => {}
            }
            run.words.push(text);
            run.span.end = piece.span.end;
        }
    }

    fn end_run(&mut self) {
        let Some(mut run) = self.run.take() else {
            return;
        };
        let text = match run.kind {
            RunKind::Need => run.words.join(" "),
            _ => without_colon(std::mem::take(&mut run.words), run.is_quoted),
        };
        self.last_was_need = run.kind == RunKind::Need;
        let reading = &mut self.reading;
        let kind = match run.kind {
            RunKind::Name => {
                reading.name = text;
                PartKind::Name
            }
            RunKind::Need => {
                let need = reading.need.get_or_insert_default();
                if !need.is_empty() {
                    need.push_str(if run.continues_need {
                        self.separator
                    } else {
                        " "
                    });
                }
                need.push_str(&text);
                if reading.from_in_need.is_none() {
                    let words = run.from.filter(|words| !words.is_empty());
                    reading.from_in_need = words.map(|words| words.join(" "));
                }
                PartKind::Need
            }
            RunKind::Person(way) => return self.keep_person(way, text, run),
            RunKind::Channel => {
                return self.keep_once(
                    PartKind::Channel,
                    run.span,
                    "channel",
                    |r| &mut r.channel,
                    text,
                );
            }
            RunKind::Place => {
                return self.keep_once(PartKind::Place, run.span, "place", |r| &mut r.place, text);
            }
        };
        reading.parts.push(Part {
            span: run.span,
            kind,
        });
    }

    fn keep_person(&mut self, way: Way, name: String, run: Run) {
        let span = run.span;
        let word = way.word();
        let refusal = match &self.reading.person {
            _ if name.is_empty() => Refusal::new(format!("nobody is named after “{word}”"))
                .or(format!("write {word} Dana Ortiz, or leave it out")),
            None => {
                self.reading.person = Some((way, name));
                self.reading.is_pair = run.is_pair && !run.is_odd;
                self.reading.parts.push(Part {
                    span,
                    kind: PartKind::Person,
                });
                return;
            }
            Some((first, person)) => {
                Refusal::new(format!("the line already says “{} {person}”", first.word()))
                    .or(format!("name one, or put “{word}” between quotes"))
            }
        };
        self.reading.problems.push(Problem { span, refusal });
    }

    fn keep(&mut self, token: Token, span: Range<usize>) {
        let kind = match token {
            Token::Tag(tag) => {
                if !self.reading.tags.contains(&tag) {
                    self.reading.tags.push(tag);
                }
                PartKind::Tag
            }
            Token::By(by) if self.reading.by.is_some_and(|first| first != by) => {
                return self.refuse_second("way in which it came", span);
            }
            Token::By(by) => {
                self.reading.by = Some(by);
                PartKind::By
            }
            Token::Urgent => {
                self.reading.urgent = true;
                PartKind::Urgent
            }
            Token::Level(..) if self.reading.level.is_some() || self.reading.aim.is_some() => {
                return self.refuse_second("level", span);
            }
            Token::Level(level, aim) => {
                self.reading.level = level;
                self.reading.aim = aim;
                PartKind::Level
            }
            Token::Estimate(money) => {
                return self.keep_once(
                    PartKind::Estimate,
                    span,
                    "estimate",
                    |r| &mut r.estimate,
                    money,
                );
            }
            Token::Phone(phone) => {
                return self.keep_once(
                    PartKind::Phone,
                    span,
                    "phone number",
                    |r| &mut r.phone,
                    phone,
                );
            }
            Token::Email(email) => {
                return self.keep_once(
                    PartKind::Email,
                    span,
                    "e-mail address",
                    |r| &mut r.email,
                    email,
                );
            }
            Token::Next(next) => {
                return self.keep_once(PartKind::Next, span, "next action", |r| &mut r.next, next);
            }
        };
        self.reading.parts.push(Part { span, kind });
    }

    fn keep_once<T>(
        &mut self,
        kind: PartKind,
        span: Range<usize>,
        what: &str,
        field: fn(&mut Reading) -> &mut Option<T>,
        value: T,
    ) {
        let field = field(&mut self.reading);
        if field.is_some() {
            return self.refuse_second(what, span);
        }
        *field = Some(value);
        self.reading.parts.push(Part { span, kind });
    }

    fn refuse_second(&mut self, what: &str, span: Range<usize>) {
        let refusal = Refusal::new(format!("“{}” is a second {what}", &self.line[span.clone()]))
            .or("keep one, or put it between quotes");
        self.reading.problems.push(Problem { span, refusal });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A Saturday.
    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn read_today(line: &str) -> Reading {
        read(line, today(), Currency::EUR)
    }

    /// The reading in a row: what was said, then what cannot stand.
    fn told(line: &str) -> String {
        let reading = read_today(line);
        let mut told = vec![reading.name.clone()];
        let mut tell = |before: &str, text: Option<String>| {
            told.extend(text.map(|text| format!("{before}{text}")));
        };
        tell("co ", reading.company);
        if let Some((way, person)) = reading.person {
            tell(way.word(), Some(format!(" {person}")));
        }
        tell("need ", reading.need);
        tell(
            "#",
            (!reading.tags.is_empty()).then(|| reading.tags.join(" #")),
        );
        tell("", reading.estimate.map(|money| money.short(Currency::EUR)));
        tell("L", reading.level.map(|level| level.to_string()));
        tell("aim ", reading.aim.map(|aim| aim.to_string()));
        tell("via ", reading.channel);
        tell("at ", reading.place);
        tell("by ", reading.by.map(|by| by.word().to_owned()));
        tell("two", reading.is_pair.then(String::new));
        tell("tel ", reading.phone);
        tell("mail ", reading.email);
        tell("!", reading.urgent.then(String::new));
        if let Some(next) = reading.next {
            let whom = next
                .whom
                .map(|whom| format!("[{whom}] "))
                .unwrap_or_default();
            tell(
                next.verb.name(),
                Some(format!(" {whom}{}", next.when.full(today()))),
            );
        }
        for problem in reading.problems {
            assert!(problem.refusal.way_out.is_some());
            tell("? ", Some(line[problem.span].to_owned()));
        }
        told.join(" | ")
    }

    const LINES: &[(&str, &str)] = &[
        (
            "Priya Shah (ARC) from Dana Ortiz, web shop #retail 12k L3 call fri 10:00",
            "Priya Shah | co ARC | from Dana Ortiz | need web shop | #retail | 12k | L3 | call Fri 27 Nov 10:00",
        ),
        (
            "Priya Shah (ARC) from Dana Ortiz, web shop 12k L3 call fri 10:00",
            "Priya Shah | co ARC | from Dana Ortiz | need web shop | 12k | L3 | call Fri 27 Nov 10:00",
        ),
        ("Priya", "Priya"),
        ("* Ida Imhof from Beat", "Ida Imhof | from Beat"),
        ("- [ ] Bob from Beat", "Bob | from Beat"),
        ("1. Bob, shop", "Bob | need shop"),
        ("• Bob from Beat", "Bob | from Beat"),
        ("\"*\" Bob", "* Bob"),
        ("-", "-"),
        ("Zoe from Beat; zoe@x.ch", "Zoe | from Beat | mail zoe@x.ch"),
        ("Carl;C from Sofie", "Carl | need C from Sofie"),
        ("Bob: from Dana:", "Bob | from Dana"),
        ("\"Bob:\" from Dana", "Bob: | from Dana"),
        ("Bob via BNI: at lunch:", "Bob | via BNI | at lunch"),
        ("Bob, ERP; by May", "Bob | need ERP; by May"),
        ("Priya Shah from Dana", "Priya Shah | from Dana"),
        (
            "Priya Shah to Ben Achebe, notary",
            "Priya Shah | to Ben Achebe | need notary",
        ),
        (
            "Priya Shah, web shop, before Easter",
            "Priya Shah | need web shop, before Easter",
        ),
        (
            "Priya Shah, web shop, 12k, L3, call fri",
            "Priya Shah | need web shop | 12k | L3 | call Fri 27 Nov",
        ),
        (
            "Priya Shah 12k web shop",
            "Priya Shah | need web shop | 12k",
        ),
        ("Priya Shah 12k from Dana", "Priya Shah | from Dana | 12k"),
        (
            "Priya Shah, web shop #retail before Easter",
            "Priya Shah | need web shop before Easter | #retail",
        ),
        (
            "Priya Shah (ARC) web shop",
            "Priya Shah | co ARC | need web shop",
        ),
        (
            "Priya Shah (Ortiz, Shah & Co) from Dana",
            "Priya Shah | co Ortiz, Shah & Co | from Dana",
        ),
        (
            "Priya Shah (ARC (UK)), shop",
            "Priya Shah | co ARC (UK) | need shop",
        ),
        (
            "Priya (ARC), shop (the second)",
            "Priya | co ARC | need shop (the second)",
        ),
        ("Priya (ARC, shop", "Priya (ARC | need shop"),
        (
            "#retail Priya Shah from Dana",
            "Priya Shah | from Dana | #retail",
        ),
        ("! Priya Shah, shop", "Priya Shah | need shop | !"),
        ("Priya Shah, shop !", "Priya Shah | need shop | !"),
        ("Priya Shah, urgent! shop", "Priya Shah | need urgent! shop"),
        (
            "Sean O'Neil from Anne-Marie Roux",
            "Sean O'Neil | from Anne-Marie Roux",
        ),
        (
            "Jan van der Berg from Łucja Żak",
            "Jan van der Berg | from Łucja Żak",
        ),
        ("3M from Dana", "3M | from Dana"),
        ("L3 Systems from Dana, L3", "L3 Systems | from Dana | L3"),
        ("Studio 54 from Dana", "Studio 54 | from Dana"),
        ("\"Agentur 2500\" from Dana", "Agentur 2500 | from Dana"),
        ("To Nguyen from Dana", "To Nguyen | from Dana"),
        (
            "\"Made to Measure, Inc\" from Dana, shop",
            "Made to Measure, Inc | from Dana | need shop",
        ),
        ("“Call Friday” from Dana", "Call Friday | from Dana"),
        (
            "🦊 Fox & Co from 小林 さくら, 店",
            "🦊 Fox & Co | from 小林 さくら | need 店",
        ),
        ("Dana \"Dee\" Ortiz from Ben", "Dana Dee Ortiz | from Ben"),
        ("Dana \"Ortiz from Ben", "Dana Ortiz | from Ben"),
        ("  Priya \t Shah  ,shop", "Priya Shah | need shop"),
        (
            "Priya from Dana, moving from Bonn to Kiel",
            "Priya | from Dana | need moving from Bonn to Kiel",
        ),
        (
            "Priya, from Dana, web shop",
            "Priya | from Dana | need web shop",
        ),
        (
            "Priya from Dana, to replace the shop",
            "Priya | from Dana | need to replace the shop",
        ),
        (
            "Priya, call centre for 12 people",
            "Priya | need call centre for 12 people",
        ),
        (
            "Priya, meet and greet, write copy",
            "Priya | need meet and greet, write copy",
        ),
        ("Priya, 30 seats 12000", "Priya | need 30 seats | 12k"),
        ("Priya, relaunch 2027", "Priya | need relaunch 2027"),
        (
            "Priya, version 2.0 of the shop 4.5k",
            "Priya | need version 2.0 of the shop | 4.5k",
        ),
        ("Priya, shop 12,000.50", "Priya | need shop | 12k"),
        ("Priya, shop 12'000", "Priya | need shop | 12k"),
        ("Priya, shop 1,5k", "Priya | need shop | 1.5k"),
        ("Priya, shop 950.00", "Priya | need shop | 950"),
        ("Priya, shop $12k", "Priya | need shop | $12k"),
        ("Priya, shop 12k GBP", "Priya | need shop | £12k"),
        ("Priya, shop 500 eur", "Priya | need shop | 500"),
        ("Priya, shop CHF 12k", "Priya | need shop | CHF 12k"),
        ("Priya, shop € 500", "Priya | need shop | 500"),
        ("Priya, shop 12k ARC", "Priya | need shop ARC | 12k"),
        ("Priya, 12 all in", "Priya | need 12 all in"),
        ("Priya, 24/7 care", "Priya | need 24/7 care"),
        ("Priya l3>7", "Priya | L3 | aim 7"),
        ("Priya L>7", "Priya | aim 7"),
        ("Priya L3>L7", "Priya | L3 | aim 7"),
        ("Priya by mail, shop", "Priya | need shop | by e-mail"),
        ("Priya by email", "Priya | by e-mail"),
        ("Priya by message 12k", "Priya | 12k | by message"),
        ("Priya by letter by letter", "Priya | by letter"),
        ("Priya by letter by mail", "Priya | by letter | ? by mail"),
        ("Priya from Zoe and Tom", "Priya | from Zoe and Tom | two"),
        (
            "Priya from \"Smith and Sons\"",
            "Priya | from Smith and Sons",
        ),
        (
            "Priya lunch with Tom friday",
            "Priya | lunch [Tom] Fri 27 Nov",
        ),
        ("Priya write to Tom fri", "Priya | write [Tom] Fri 27 Nov"),
        (
            "Priya meet with \"with Tom\" fri",
            "Priya | meet [with Tom] Fri 27 Nov",
        ),
        ("Priya write to Tom", "Priya write | to Tom"),
        ("Priya call this fri", "Priya | call Fri 27 Nov"),
        ("Priya call 31/12", "Priya | call Thu 31 Dec"),
        ("Priya call fri 9.30", "Priya | call Fri 27 Nov 09:30"),
        (
            "Priya call Dana 11 dec 9.30 12k",
            "Priya | 12k | call [Dana] Fri 11 Dec 09:30",
        ),
        ("Priya call fri 9.30 EUR", "Priya | 9.30 | call Fri 27 Nov"),
        ("Priya via BNI chapter 12k", "Priya | 12k | via BNI chapter"),
        (
            "Priya from Dana at Cafe Nero, shop",
            "Priya | from Dana | need shop | at Cafe Nero",
        ),
        (
            "Priya, shop at lunch via LinkedIn",
            "Priya | need shop | via LinkedIn | at lunch",
        ),
        ("Priya, shop at", "Priya | need shop at"),
        ("Priya by phone, shop", "Priya | need shop | by phone"),
        ("Priya at from Dana", "Priya at | from Dana"),
        ("Priya, side by side", "Priya | need side by side"),
        (
            "Priya +44 20 7946 0000 12k",
            "Priya | 12k | tel +44 20 7946 0000",
        ),
        ("Priya 0171 1234567 L3", "Priya | L3 | tel 0171 1234567"),
        (
            "Priya (020) 7946-0000, shop",
            "Priya | need shop | tel (020) 7946-0000",
        ),
        ("Priya 555-123-4567", "Priya | tel 555-123-4567"),
        (
            "Priya <priya@example.com>, shop",
            "Priya | need shop | mail priya@example.com",
        ),
        ("Priya, @home 5@", "Priya | need @home 5@"),
        ("Priya, C# and #1 #1", "Priya | need C# and | #1"),
        (
            "Priya from Dana call Dana fri",
            "Priya | from Dana | call [Dana] Fri 27 Nov",
        ),
        (
            "Priya call Dana Maria Ortiz next tue 9h30",
            "Priya | call [Dana Maria Ortiz] Tue 24 Nov 09:30",
        ),
        (
            "Priya lunch \"Ben at Work\" 12 dec",
            "Priya | lunch [Ben at Work] Sat 12 Dec",
        ),
        (
            "Priya, shop Meet tomorrow at 10:00",
            "Priya | need shop | meet Sun 22 Nov 10:00",
        ),
        (
            "Priya meet fri at Cafe Nero",
            "Priya | at Cafe Nero | meet Fri 27 Nov",
        ),
        ("Priya send 3d", "Priya | send Tue 24 Nov"),
        ("Priya ask 10am", "Priya | ask Sat 21 Nov 10:00"),
        (
            "Priya visit in 2 weeks web shop",
            "Priya | need web shop | visit Sat 5 Dec",
        ),
        (
            "Priya mail 2026-12-12 web shop",
            "Priya | need web shop | mail Sat 12 Dec",
        ),
        (
            "Priya, send someone call Dana fri",
            "Priya | need send someone | call [Dana] Fri 27 Nov",
        ),
        ("Priya, fri", "Priya | need fri"),
        ("", " | ? "),
        (", shop", " | need shop | ? , shop"),
        ("from Dana", " | from Dana | ? from Dana"),
        ("Priya from", "Priya | ? from"),
        ("Priya from, shop", "Priya | need shop | ? from"),
        ("Priya from Dana from Ben", "Priya | from Dana | ? from Ben"),
        (
            "Priya from Dana to Ben, shop",
            "Priya | from Dana | need shop | ? to Ben",
        ),
        ("Priya L0", "Priya | ? L0"),
        ("Priya L11, shop", "Priya | need shop | ? L11"),
        ("Priya L3>", "Priya | ? L3>"),
        ("Priya L7>3", "Priya | ? L7>3"),
        ("Priya L3 L4", "Priya | L3 | ? L4"),
        ("Priya 12k 13k", "Priya | 12k | ? 13k"),
        (
            "Priya, shop 99999999999999999m",
            "Priya | need shop | ? 99999999999999999m",
        ),
        ("Priya call 12/11", "Priya | ? call 12/11"),
        (
            "Priya call Dana 31 feb, shop",
            "Priya | need shop | ? call Dana 31 feb",
        ),
        ("Priya call fri 25:00", "Priya | ? call fri 25:00"),
        (
            "Priya call fri mail mon",
            "Priya | call Fri 27 Nov | ? mail mon",
        ),
        (
            "Priya via BNI via LinkedIn",
            "Priya | via BNI | ? via LinkedIn",
        ),
    ];

    #[test]
    fn lines_are_read() {
        for (line, wanted) in LINES {
            assert_eq!(told(line), *wanted, "{line}");
        }
    }

    #[test]
    fn lines_written_again_read_the_same() {
        for (line, _) in LINES {
            let reading = read_today(line);
            if reading.problems.is_empty() {
                let again = reading.to_line(today(), Currency::EUR);
                assert_eq!(
                    read_today(&again).facts(),
                    reading.facts(),
                    "{line} as {again}"
                );
            }
        }
    }

    #[test]
    fn quotes_are_written_only_where_needed() {
        for (line, wanted) in [
            (
                "Priya Shah (ARC) from Dana, shop 12000 call fri",
                "Priya Shah (ARC) from Dana , shop 12k call 2026-11-27",
            ),
            (
                "\"A to B\" from Dana, \"web shop\"",
                "\"A to B\" from Dana , web shop",
            ),
            ("Priya, call centre", "Priya , call centre"),
            ("Priya, \"12k\" 5\" pipe", "Priya , “12k 5\" pipe”"),
        ] {
            assert_eq!(
                read_today(line).to_line(today(), Currency::EUR),
                wanted.replace(" , ", ", ")
            );
        }
    }

    #[test]
    fn a_second_of_a_kind_is_refused_by_its_word() {
        let problem = &read_today("Priya 12k 13k").problems[0];
        assert_eq!(problem.refusal.why, "“13k” is a second estimate");
    }

    #[test]
    fn a_very_long_name_is_a_name() {
        let name = "Bartholomew ".repeat(2_000);
        assert_eq!(read_today(&name).name, name.trim());
    }

    #[test]
    fn spans_underline_what_was_read() {
        let line = "Zoë (ARC) from Dana, shop #retail 12k call fri 10:00";
        let reading = read_today(line);
        let parts: Vec<&str> = reading
            .parts
            .iter()
            .map(|part| &line[part.span.clone()])
            .collect();
        assert_eq!(
            parts,
            [
                "Zoë",
                "(ARC)",
                "from Dana",
                "shop",
                "#retail",
                "12k",
                "call fri 10:00"
            ]
        );
    }

    /// Lines made of the words that mean something, in any order.
    fn any_line() -> impl Strategy<Value = String> {
        let word = proptest::sample::select(vec![
            "Priya",
            "Shah",
            "from",
            "to",
            "at",
            "via",
            "by",
            "phone",
            "mail",
            "with",
            "and",
            "this",
            "9.30",
            ",",
            "(ARC)",
            "(",
            ")",
            "\"",
            "“",
            "”",
            "12k",
            "12",
            "dec",
            "1,000",
            "EUR",
            "€",
            "L3",
            "L3>7",
            "L0",
            "#tag",
            "#",
            "!",
            "call",
            "mail",
            "Dana",
            "fri",
            "10:00",
            "in",
            "2",
            "weeks",
            "+44",
            "20",
            "7946",
            "0000",
            "a@b.de",
            "web shop",
            "O'Neil",
            "12/11",
            "é",
            "🦊",
            "on",
            "\"from\"",
            "5\"",
            "\u{200b}",
            "\u{301}",
            "2026-12-12",
            "at 10",
            "am",
            "\"a , b\"",
        ]);
        let glue = proptest::sample::select(vec![" ", " ", " ", ", ", "", "\u{3000}"]);
        proptest::collection::vec((word, glue), 0..14).prop_map(|words| {
            words
                .into_iter()
                .fold(String::new(), |line, (word, glue)| line + word + glue)
        })
    }

    fn spans_are_sound(line: &str) -> Result<(), TestCaseError> {
        let reading = read_today(line);
        let spans = reading.parts.iter().map(|part| &part.span);
        for span in spans.chain(reading.problems.iter().map(|problem| &problem.span)) {
            prop_assert!(line.get(span.clone()).is_some(), "{span:?} of {line:?}");
        }
        let mut starts: Vec<_> = reading.parts.iter().map(|part| part.span.clone()).collect();
        starts.sort_by_key(|span| span.start);
        prop_assert!(
            starts.windows(2).all(|pair| pair[0].end <= pair[1].start),
            "{:?}",
            starts
        );
        Ok(())
    }

    fn reads_the_same_again(line: &str) -> Result<(), TestCaseError> {
        let reading = read_today(line);
        if reading.problems.is_empty() {
            let again = reading.to_line(today(), Currency::EUR);
            prop_assert_eq!(
                read_today(&again).facts(),
                reading.facts(),
                "{:?} as {:?}",
                line,
                again
            );
        }
        Ok(())
    }

    #[test]
    fn only_two_plain_names_are_a_pair() {
        let is_pair = |line: &str| read_today(line).is_pair;
        assert!(is_pair("Priya Shah from Zoe and Tom O'Neil"));
        for line in [
            "Priya Shah from \"Zoe and Tom\"",
            "Priya Shah from \"Zoe\" and Tom",
            "Priya Shah from Zoe Andersen",
        ] {
            assert!(!is_pair(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(line in any::<String>()) {
            spans_are_sound(&line)?;
            reads_the_same_again(&line)?;
        }

        #[test]
        fn any_line_is_read(line in any_line()) {
            spans_are_sound(&line)?;
            reads_the_same_again(&format!("Priya {line}"))?;
            reads_the_same_again(&line)?;
        }
    }
}
