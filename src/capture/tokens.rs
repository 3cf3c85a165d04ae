//! What a word of a captured line can mean wherever it stands: a tag, money, a level, a phone number, a next action.
//! It will never know which words are left for the name and the need.

use chrono::NaiveDate;

use super::date::{self, Look, When};
use super::reading::By;
use super::words::{Piece, PieceKind};
use crate::domain::money::{Currency, Money};
use crate::domain::refusal::Refusal;

/// What is to be done next, as said in front of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Call,
    Mail,
    Meet,
    Write,
    Lunch,
    Send,
    Ask,
    Visit,
}

impl Verb {
    const ALL: [(Verb, &str); 8] = [
        (Verb::Call, "call"),
        (Verb::Mail, "mail"),
        (Verb::Meet, "meet"),
        (Verb::Write, "write"),
        (Verb::Lunch, "lunch"),
        (Verb::Send, "send"),
        (Verb::Ask, "ask"),
        (Verb::Visit, "visit"),
    ];

    /// The verb that a word is, in any case.
    pub fn named(word: &str) -> Option<Verb> {
        Verb::ALL
            .iter()
            .find(|(_, name)| word.eq_ignore_ascii_case(name))
            .map(|(verb, _)| *verb)
    }

    pub fn name(self) -> &'static str {
        Verb::ALL
            .iter()
            .find(|(verb, _)| *verb == self)
            .map_or("", |(_, name)| name)
    }
}

/// A next action: what, with whom if that was said, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub verb: Verb,
    pub whom: Option<String>,
    pub when: When,
}

/// Something that a line says in words of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Tag(String),
    Estimate(Money),
    /// What was done so far and what is aimed for.
    Level(Option<u8>, Option<u8>),
    By(By),
    Phone(String),
    Email(String),
    Urgent,
    Next(Next),
}

/// A token, or why it cannot be one, and how many pieces it takes.
pub type Found = Option<(Result<Token, Refusal>, usize)>;

/// Words that a name or a need runs up to.
pub const KEYWORDS: [&str; 5] = ["from", "to", "via", "at", "by"];

/// The pieces of a line, seen from a day and a currency.
#[derive(Clone, Copy)]
pub struct Tokens<'a> {
    pub pieces: &'a [Piece],
    pub today: NaiveDate,
    pub home: Currency,
}

impl<'a> Tokens<'a> {
    /// The token that begins at a piece.
    pub fn at(self, at: usize) -> Found {
        self.before_a_name(at)
            .or_else(|| self.next_action(at))
            .or_else(|| self.figure(at))
    }

    /// The tokens that no name begins with. Figures may begin one, as in 3M.
    pub fn before_a_name(self, at: usize) -> Found {
        let word = self.word(at)?;
        let one = |token: Token| Some((Ok(token), 1));
        if let Some(tag) = word.strip_prefix('#').filter(|tag| !tag.is_empty()) {
            return one(Token::Tag(tag.to_owned()));
        }
        if word.bytes().all(|byte| byte == b'!') {
            return one(Token::Urgent);
        }
        if word == "by"
            && let Some(by) = self.word(at + 1).and_then(By::named)
        {
            return Some((Ok(Token::By(by)), 2));
        }
        email(word).and_then(|email| one(Token::Email(email)))
    }

    /// The word at a place, when it may mean something.
    pub fn word(self, at: usize) -> Option<&'a str> {
        self.pieces.get(at)?.word()
    }

    fn figure(self, at: usize) -> Found {
        if let Some(level) = self.word(at).and_then(level) {
            return Some((level, 1));
        }
        self.phone(at).or_else(|| self.money(at))
    }

    /// A verb directly before a date, or with at most three words (or any quoted ones) between. The "with" of
    /// "lunch with Tom" and the "to" of "write to Tom" belong to the verb.
    fn next_action(self, at: usize) -> Found {
        let verb = Verb::named(self.word(at)?)?;
        let first = match self.word(at + 1) {
            Some("with" | "to") => at + 2,
            _ => at + 1,
        };
        let mut loose = 0;
        for end in first..=self.pieces.len() {
            if let Some((when, taken)) =
                date::read_words(&self.words_of_a_day(end), self.today, Look::Ahead)
            {
                let whom: Vec<String> = self.pieces[first..end]
                    .iter()
                    .filter_map(Piece::text)
                    .collect();
                let whom = (!whom.is_empty()).then(|| whom.join(" "));
                return Some((
                    when.map(|when| Token::Next(Next { verb, whom, when })),
                    end + taken - at,
                ));
            }
            match self.pieces.get(end).map(|piece| &piece.kind) {
                Some(PieceKind::Quoted(_)) => {}
                Some(PieceKind::Word(word)) if loose < 3 && self.can_be_whom(word, end) => {
                    loose += 1;
                }
                _ => return None,
            }
        }
        None
    }

    /// The words from a place on that may say a day and a time; an amount with its currency (9.30 EUR) says none.
    fn words_of_a_day(self, at: usize) -> Vec<&'a str> {
        let is_amount = |at: usize| self.money(at).is_some_and(|(_, taken)| taken == 2);
        (at..at + 8)
            .map_while(|at| self.word(at).filter(|_| !is_amount(at)))
            .collect()
    }

    fn can_be_whom(self, word: &str, at: usize) -> bool {
        let means_something = KEYWORDS.contains(&word) || Verb::named(word).is_some();
        !means_something && self.before_a_name(at).is_none() && self.figure(at).is_none()
    }

    /// An amount with a suffix, a currency or cents, or a whole one from 1000 on that is not a year around now.
    fn money(self, at: usize) -> Found {
        let word = self.word(at)?;
        if let Some(next) = self.word(at + 1) {
            let is_figure = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
            let pair = if is_figure(word) {
                self.is_currency(next)
            } else {
                is_figure(next) && self.is_currency(word)
            };
            if let Some(money) = pair
                .then(|| Money::read(&format!("{word} {next}"), self.home).ok())
                .flatten()
            {
                return Some((Ok(Token::Estimate(money)), 2));
            }
        }
        let first = word.chars().next()?;
        let is_sign = Currency::has_symbol(&word[..word.find(|c: char| c.is_ascii_digit())?]);
        if !first.is_ascii_digit() && !is_sign && !first.is_ascii_uppercase() {
            return None;
        }
        let is_bare = word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\'' | '’'));
        match Money::read(word, self.home) {
            Ok(money) if !is_bare || self.is_amount(word, money) => {
                Some((Ok(Token::Estimate(money)), 1))
            }
            Err(refusal) if is_sign || has_suffix(word) => Some((Err(refusal), 1)),
            _ => None,
        }
    }

    fn is_currency(self, word: &str) -> bool {
        const IN_ANY_CASE: [&str; 4] = ["eur", "usd", "gbp", "chf"];
        Currency::has_symbol(word)
            || word.parse().is_ok_and(|currency: Currency| {
                let is_meant = currency.code() == word
                    || currency == self.home
                    || IN_ANY_CASE
                        .iter()
                        .any(|code| code.eq_ignore_ascii_case(word));
                is_meant && (currency == self.home || currency.is_known())
            })
    }

    /// Whether a bare number is an amount rather than a count, a version or a year.
    fn is_amount(self, word: &str, money: Money) -> bool {
        use chrono::Datelike;
        let digits = self.home.digits();
        let has_cents = digits > 0
            && word
                .rsplit_once([',', '.'])
                .is_some_and(|(_, cents)| cents.len() == digits as usize);
        let year = word.parse::<i32>().ok().filter(|_| word.len() == 4);
        let is_year = year
            .is_some_and(|year| (self.today.year() - 5..=self.today.year() + 10).contains(&year));
        has_cents || !is_year && money.minor >= 1_000 * 10_i64.pow(digits)
    }

    /// A phone number: with `+`, a leading zero, an area code in brackets, or in groups of three and four.
    fn phone(self, at: usize) -> Found {
        const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
        let first = self.phone_part(at)?;
        if date::read_words(&[&first], self.today, Look::Ahead).is_some() {
            return None;
        }
        let groups: Vec<usize> = first.split(['-', '.']).map(str::len).collect();
        let is_whole = matches!(groups.as_slice(), [3, 3, 4] | [3, 4]);
        let dots = first.matches('.').count();
        if !is_whole && (!first.starts_with(['+', '0', '(']) || dots == 1) {
            return None;
        }
        let count = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
        let mut digits = count(&first);
        let mut parts = vec![first];
        while let Some(part) = self.phone_part(at + parts.len()).filter(|_| !is_whole) {
            if part.starts_with('+') || part.contains('.') || digits + count(&part) > *DIGITS.end()
            {
                break;
            }
            digits += count(&part);
            parts.push(part);
        }
        DIGITS
            .contains(&digits)
            .then(|| (Ok(Token::Phone(parts.join(" "))), parts.len()))
    }

    fn phone_part(self, at: usize) -> Option<String> {
        let piece = self.pieces.get(at)?;
        let text = match piece.kind {
            PieceKind::Word(_) | PieceKind::Bracket(_) => piece.text()?,
            PieceKind::Quoted(_) | PieceKind::Comma => return None,
        };
        let rest = text.strip_prefix('+').unwrap_or(&text);
        let is_part = rest.contains(|c: char| c.is_ascii_digit())
            && rest
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '-' | '.' | '/'));
        is_part.then_some(text)
    }
}

fn has_suffix(word: &str) -> bool {
    let suffix = word
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '\'' | '’'));
    suffix.len() < word.len() && matches!(suffix, "k" | "K" | "m" | "M" | "bn")
}

/// `L3`, `L3>7` and `L>7`; a refusal when the ladder has no such rung.
fn level(word: &str) -> Option<Result<Token, Refusal>> {
    let rest = word.strip_prefix(['L', 'l'])?;
    let (done, aim) = match rest.split_once('>') {
        Some((done, aim)) => (done, Some(aim.trim_start_matches(['L', 'l']))),
        None => (rest, None),
    };
    let is_number = |text: &str| text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(done)
        || !aim.is_none_or(is_number)
        || done.is_empty() && aim.is_none_or(str::is_empty)
    {
        return None;
    }
    let rung = |text: &str| match text.parse::<u16>() {
        Err(_) => Ok(None),
        Ok(rung @ 1..=10) => Ok(u8::try_from(rung).ok()),
        Ok(rung) => Err(
            Refusal::new(format!("a referral has levels 1 to 10, not {rung}"))
                .or("write L1 to L10"),
        ),
    };
    let read = || match (rung(done)?, aim.map(rung).transpose()?) {
        (_, Some(None)) => Err(
            Refusal::new(format!("{word} does not say what is aimed for")).or("write it like L3>7"),
        ),
        (Some(done), Some(Some(aim))) if aim < done => Err(Refusal::new(format!(
            "the aim L{aim} lies below L{done}, which is done"
        ))
        .or(format!("write L{aim}>{done}"))),
        (done, aim) => Ok(Token::Level(done, aim.flatten())),
    };
    Some(read())
}

fn email(word: &str) -> Option<String> {
    let bare = word.strip_prefix("mailto:").unwrap_or(word);
    let bare = bare
        .trim_start_matches('<')
        .trim_end_matches(['>', '.', ';', ':']);
    let (local, domain) = bare.split_once('@')?;
    let is_domain = domain.contains('.') && domain.split('.').all(|part| !part.is_empty());
    let is_sound =
        !bare.contains(['"', '(', ')', ',', ':', ';', '<', '>']) && !domain.contains('@');
    (is_sound && is_domain && local.starts_with(char::is_alphanumeric)).then(|| bare.to_owned())
}
