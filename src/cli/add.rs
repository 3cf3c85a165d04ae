//! `goodword add`: captures a referral in one line. Nobody is there to be asked, so what is not clear is refused.

use anyhow::Result;
use chrono::NaiveDate;

use super::args::{Add, Common};
use super::{book, lines, streams};
use crate::capture::line;
use crate::capture::resolve::{Match, Names, Resolved, also, apart, resolve};
use crate::domain::book::Book;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::Referral;
use crate::domain::refusal::Refusal;
use crate::domain::text;
use crate::session::Session;

/// Captures the words as one line and says what was captured; `-` stands for the lines of standard input.
///
/// # Errors
/// A refusal when the line is not clear or cannot be kept; of several, after the others are kept.
pub fn run(common: &Common, add: &Add) -> Result<()> {
    book::has_a_file(common, "add")?;
    if add.words == [lines::HERE] {
        let lines = lines::read()?;
        let mut session = book::open(common)?;
        let told = lines::each(lines, |line| capture(&mut session, line, add));
        book::close(&session)?;
        return told.say();
    }
    let mut session = book::open(common)?;
    let said = text::clean_line(&add.words.join(" "));
    let told = capture(&mut session, &said, add)?;
    book::close(&session)?;
    streams::say(&told)
}

/// Captures one line; gives what was captured, in words.
fn capture(session: &mut Session, said: &str, add: &Add) -> Result<String, Refusal> {
    let today = session.moment().today;
    let home = session.book().settings().currency();
    let reading = line::read(said, today, home);
    let names = Names::of(session.book());
    let reading = apart(&reading, &names).into_owned();
    let resolved = resolve(&reading, &names, false, today);
    if let Some(refusal) = resolved.refusal(|id| called(id, session.book())) {
        return Err(refusal);
    }
    let refusal = if add.join {
        cannot_join(&resolved, &reading.name, session.book())
    } else {
        is_on_the_board(&resolved, &reading.name, add, session.book())
    };
    if let Some(refusal) = refusal {
        return Err(refusal);
    }
    let action = resolved.action(add.join);
    let remarks = remarks(&resolved, session.book(), today);
    let done = session.perform(action)?;
    let captured = reading.to_line(today, home);
    // What was added to an open card is said part by part.
    let more = match done.more.as_str() {
        "" => String::new(),
        more if add.join => format!("  {more}\n"),
        _ => String::new(),
    };
    Ok(format!("{}\n  {captured}\n{more}{remarks}", done.what)
        .trim_end()
        .to_owned())
}

/// The name of a person, with the company that tells them apart.
pub fn called(id: Id, book: &Book) -> String {
    let company = book
        .people
        .get(id)
        .map_or("", |person| person.company.as_str());
    let name = book.name(Some(id));
    if company.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({company})")
    }
}

/// Why the line waits for a word more: its prospect stands on the board already.
fn is_on_the_board(resolved: &Resolved, typed: &str, add: &Add, book: &Book) -> Option<Refusal> {
    let open = resolved.same_open.and_then(|id| book.referrals.get(id))?;
    if add.new {
        return None;
    }
    let way = if open.is_given() { "given to" } else { "from" };
    let source = open.partner().map_or_else(String::new, |partner| {
        format!(", {way} {}", book.name(Some(partner)))
    });
    let (name, stage) = (book.name(open.prospect), open.stage().title());
    // A name that is only similar may be another person's.
    let why = if resolved.prospect.id() == open.prospect {
        format!("{name} is on the board already, in {stage}{source}")
    } else {
        format!("{typed} is like {name}, who is on the board already, in {stage}{source}")
    };
    Some(Refusal::new(why).or(if resolved.can_join {
        "--join adds this source to that card, --new makes a card of its own"
    } else if resolved.can_add() {
        "--join adds this to that card, --new makes a card of its own"
    } else {
        "--new makes a card of its own"
    }))
}

/// Why there is nothing to add, or no card to add it to: one that was not asked for would be made unnoticed.
fn cannot_join(resolved: &Resolved, prospect: &str, book: &Book) -> Option<Refusal> {
    if resolved.can_add() {
        return None;
    }
    Some(match (resolved.same_open, resolved.partner.id()) {
        (None, _) => Refusal::new(format!("{prospect} has no card on the board"))
            .or("without --join it becomes one"),
        (Some(_), None) => {
            Refusal::new("The line says nothing that its card lacks").or("say: from NAME")
        }
        (Some(open), partner) => {
            let card = book.referrals.get(open);
            let prospect = book.name(card.and_then(|card| card.prospect));
            let who = book.name(partner);
            let is_source = |card: &&Referral| card.partners().any(|it| Some(it) == partner);
            Refusal::new(match card.filter(is_source) {
                Some(card) if card.is_given() => format!("{prospect} is given to {who} already"),
                Some(_) => format!("{who} is a source of {prospect} already"),
                None => format!("The card of {prospect} names {who} already"),
            })
            .or("the line says nothing that the card lacks")
        }
    })
}

/// What the person at a screen would have seen beneath the line.
fn remarks(resolved: &Resolved, book: &Book, today: NaiveDate) -> String {
    let found = [&resolved.prospect, &resolved.partner, &resolved.whom];
    let likely = found.into_iter().filter_map(|found| match found {
        Match::Likely(id) => Some(format!("  taken for {}\n", called(*id, book))),
        _ => None,
    });
    let twins = resolved.twins.iter();
    let twins = twins.map(|id| format!("  perhaps the same person as {}\n", called(*id, book)));
    let also = also(&resolved.others, |id| called(id, book));
    let also =
        also.map(|also| format!("  taken for {}, {also}\n", book.name(resolved.partner.id())));
    let closed = resolved.closed.as_ref();
    let closed = closed
        .map(|(channel, on)| format!("  the channel {channel} closed {}\n", day::near(*on, today)));
    let unlisted = resolved.unlisted.as_ref().map(|unlisted| {
        let channel = &resolved.captured.channel;
        let like = unlisted.like.as_ref();
        let like = like.map_or(String::new(), |like| format!("; did you mean {like}?"));
        format!("  the channel {channel} is not on the map{like}\n")
    });
    let in_need = resolved.in_need.map(|id| {
        let name = book.name(Some(id));
        format!("  “from {name}” is read as need: put it before the comma\n")
    });
    let all = likely.chain(in_need).chain(also).chain(twins);
    all.chain(closed).chain(unlisted).collect()
}
