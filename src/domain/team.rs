//! Who helps at a stage of the process, and the ways by which referrals come in. What a stage asks is said elsewhere.

use std::sync::Arc;

use chrono::NaiveDate;

use super::action::Said;
use super::book::{Book, Stamp};
use super::change;
use super::facts::Who;
use super::id::Id;
use super::mapping;
use super::name::{fold, same_name};
use super::record::record;
use super::referral::Direction;
use super::refusal::Refusal;
use super::stage::Stage;

/// Who receives or answers where it is me: my own record is the settings.
pub const ME: Id = Id::ONLY;

record! {
    /// Someone who does a part of the process for me.
    pub struct Helper[] {
        /// Who it is, where they are in the book.
        pub person: Option<Id>,
        pub name: String,
        /// What they are responsible for.
        pub does: String,
        /// The day on which they came to it.
        pub on: NaiveDate,
        /// Whether they would: the days on which they were asked and answered.
        pub asked: Option<NaiveDate>,
        pub agreed: Option<NaiveDate>,
        pub declined: Option<NaiveDate>,
        /// The day on which they left.
        pub left: Option<NaiveDate>,
        pub note: String,
    }
}

/// Whether a helper stands behind their part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BuyIn {
    /// Never asked.
    Open,
    Asked(NaiveDate),
    Agreed(NaiveDate),
    Declined(NaiveDate),
    Left(NaiveDate),
}

impl BuyIn {
    pub fn word(self) -> &'static str {
        match self {
            BuyIn::Open => "not asked yet",
            BuyIn::Asked(_) => "asked",
            BuyIn::Agreed(_) => "agreed",
            BuyIn::Declined(_) => "declined",
            BuyIn::Left(_) => "left",
        }
    }

    /// The day on which it came to that.
    pub fn on(self) -> Option<NaiveDate> {
        match self {
            BuyIn::Open => None,
            BuyIn::Asked(on) | BuyIn::Agreed(on) | BuyIn::Declined(on) | BuyIn::Left(on) => {
                Some(on)
            }
        }
    }

    /// What is said of it once it is asked again: nothing yet, asked, agreed, declined, and from the start.
    #[must_use]
    pub fn next(self, today: NaiveDate) -> BuyIn {
        match self {
            BuyIn::Open | BuyIn::Left(_) => BuyIn::Asked(today),
            BuyIn::Asked(_) => BuyIn::Agreed(today),
            BuyIn::Agreed(_) => BuyIn::Declined(today),
            BuyIn::Declined(_) => BuyIn::Open,
        }
    }
}

impl Helper {
    pub fn buy_in(&self) -> BuyIn {
        let answers = [
            self.left.map(BuyIn::Left),
            self.declined.map(BuyIn::Declined),
            self.agreed.map(BuyIn::Agreed),
            self.asked.map(BuyIn::Asked),
        ];
        answers.into_iter().flatten().next().unwrap_or(BuyIn::Open)
    }

    /// Takes it to where it stands now; the day of the question stays with the answer.
    pub fn set_buy_in(&mut self, to: BuyIn) {
        (self.agreed, self.declined) = (None, None);
        match to {
            BuyIn::Open => self.asked = None,
            BuyIn::Asked(on) => self.asked = Some(on),
            BuyIn::Agreed(on) => self.agreed = Some(on),
            BuyIn::Declined(on) => self.declined = Some(on),
            BuyIn::Left(on) => self.left = Some(on),
        }
    }

    /// Still with us, and has not said no.
    pub fn is_here(&self) -> bool {
        self.left.is_none() && self.declined.is_none()
    }
}

record! {
    /// A way by which referrals come in, and where they land.
    pub struct Channel[] {
        pub name: String,
        /// How it comes: a card, a call, a message.
        pub how: String,
        /// Who takes it in, and who answers: a helper, or me.
        pub receiver: Option<Id>,
        pub responder: Option<Id>,
        /// Where it is put.
        pub lands: String,
        pub on: NaiveDate,
        pub closed: Option<NaiveDate>,
        pub note: String,
    }
}

impl Channel {
    /// Whether what a referral says of its way in means this one.
    pub fn is_named(&self, words: &str) -> bool {
        !words.trim().is_empty() && same_name(&self.name, words)
    }
}

impl Book {
    /// What a helper is called: as in the book, else as noted here.
    pub fn helper_name(&self, id: Id) -> &str {
        if id == ME {
            return "me";
        }
        match self.helpers.get(id) {
            Some(helper) if helper.person.is_some() => self.name(helper.person),
            Some(helper) if !helper.name.is_empty() => &helper.name,
            _ => "someone",
        }
    }
}

/// Saves a helper and where they stand; `was` is the record that the form began from.
pub(super) fn save_helper(
    book: &mut Book,
    stamp: &mut Stamp,
    (id, was): (Option<Id>, Option<Arc<Helper>>),
    mut helper: Helper,
    who: &Who,
    at: Vec<(Direction, Vec<Stage>)>,
) -> Result<Said, Refusal> {
    match who {
        // A helper need not be in the book: a name is enough.
        Who::New(name) => {
            helper.person = None;
            helper.name.clone_from(name);
        }
        Who::Known(person) => {
            helper.person = Some(*person);
            helper.name.clear();
        }
        Who::Nobody => {
            (helper.person, helper.name) = (None, String::new());
        }
    }
    if helper.person.is_none() && helper.name.trim().is_empty() {
        return Err(Refusal::new("A helper needs a name").or("say who it is"));
    }
    if id.is_none() {
        helper.on = stamp.today;
    }
    let name = match helper.person {
        Some(_) => book.name(helper.person).to_string(),
        None => helper.name.clone(),
    };
    let before = was.as_ref().map(|was| was.buy_in());
    let now = helper.buy_in();
    let said = Said::new(match now {
        _ if id.is_none() => format!("{name} helps"),
        _ if before == Some(now) => format!("Changed {name}"),
        BuyIn::Open => format!("{name}: not asked yet"),
        BuyIn::Asked(_) => format!("Asked {name}"),
        BuyIn::Agreed(_) => format!("{name} agreed"),
        BuyIn::Declined(_) => format!("{name} declined"),
        BuyIn::Left(_) => format!("{name} left"),
    });
    let (id, said) = match id {
        // One who is new has an id before they stand anywhere.
        None => {
            let id = stamp.id();
            book.helpers.put(id, helper, stamp.at);
            (id, said)
        }
        Some(id) => {
            let words = ("helpers", "helper", said);
            let said = change::save(book, stamp, (Some(id), was, helper), words, |book| {
                &mut book.helpers
            })?;
            (id, said)
        }
    };
    let mut more = Vec::new();
    for (direction, stages) in at {
        let station = mapping::station(book, stamp, &direction, id, &stages);
        more.extend(station.filter(|words| !words.is_empty()));
    }
    let more = [vec![said.more.clone()], more].concat();
    let more: Vec<String> = more.into_iter().filter(|words| !words.is_empty()).collect();
    Ok(said.more(more.join("; ")))
}

/// Saves a way in; two open ones cannot have one name, for a referral knows its way by that.
pub(super) fn save_channel(
    book: &mut Book,
    stamp: &mut Stamp,
    (id, was): (Option<Id>, Option<Arc<Channel>>),
    mut channel: Channel,
) -> Result<Said, Refusal> {
    let name = channel.name.trim().to_string();
    if name.is_empty() {
        return Err(Refusal::new("A channel needs a name").or("say how it is called"));
    }
    let had = was.as_ref().map(|was| fold(&was.name));
    let is_new_name = had.is_none_or(|had| had != fold(&name));
    let twin = book
        .channels
        .iter()
        .find(|(other, it)| Some(*other) != id && it.closed.is_none() && it.is_named(&name));
    if is_new_name && channel.closed.is_none() && twin.is_some() {
        return Err(Refusal::new(format!("There is a channel “{name}” already"))
            .or("change that one, or take another name"));
    }
    if id.is_none() {
        channel.on = stamp.today;
    }
    let was_closed = was.as_ref().is_some_and(|was| was.closed.is_some());
    let said = Said::new(match (id, channel.closed) {
        (None, _) => format!("Added the channel “{name}”"),
        (_, Some(_)) if !was_closed => format!("Closed the channel “{name}”"),
        (_, None) if was_closed => format!("Opened the channel “{name}” again"),
        _ => format!("Changed the channel “{name}”"),
    });
    change::save(
        book,
        stamp,
        (id, was, channel),
        ("channels", "channel", said),
        |book| &mut book.channels,
    )
}
