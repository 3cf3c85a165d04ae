//! What becomes of a captured line whose prospect stands on the board already: a card of its own, a part of that card, or
//! nothing but a look at it. It reads what was understood, and changes nothing.

use crate::capture::resolve::Resolved;

/// What enter makes of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onto {
    /// A card of its own.
    Own,
    /// A source, or a word more, of the card that is open.
    That,
    /// It opens that card; the line is kept as a draft.
    Look,
}

/// What was chosen about the line.
#[derive(Clone, Debug)]
pub struct Choices {
    pub onto: Onto,
    /// What `tab` would choose next; none where there is nothing to choose.
    pub other: Option<Onto>,
    /// A second card of the same would be made, which nobody has asked for yet: enter stops once.
    pub stops: bool,
    /// It has stopped.
    pub stopped: bool,
    /// Whether the thanks are logged with the contact; none where no contact was said.
    pub thanks: Option<bool>,
}

/// What the line may become, what it becomes unasked first.
pub fn ways(resolved: &Resolved) -> Vec<Onto> {
    if resolved.same_open.is_none() {
        return vec![Onto::Own];
    }
    // Someone known by the whole name is the same prospect; anyone else is only pointed out. A card twice from the same
    // source is for the person to say.
    let is_sure = resolved.prospect.id().is_some() && resolved.can_join;
    let all = if is_sure {
        [Onto::That, Onto::Own, Onto::Look]
    } else {
        [Onto::Own, Onto::That, Onto::Look]
    };
    let mut ways = all.to_vec();
    ways.retain(|way| *way != Onto::That || resolved.can_add());
    ways
}

impl Choices {
    /// What `chosen` (by `tab`, if so) means for a line, and whether enter `stopped` at it.
    pub fn of(resolved: &Resolved, chosen: Option<Onto>, stopped: bool) -> Choices {
        let ways = ways(resolved);
        let chosen = chosen.filter(|way| ways.contains(way));
        let onto = chosen.unwrap_or(ways[0]);
        let at = ways.iter().position(|way| *way == onto).unwrap_or(0);
        let next = ways[(at + 1) % ways.len()];
        Choices {
            onto,
            other: (1 < ways.len()).then_some(next),
            stops: chosen.is_none() && onto == Onto::Own && resolved.is_double(),
            stopped,
            thanks: resolved
                .captured
                .contact
                .as_ref()
                .map(|contact| contact.thanked),
        }
    }

    pub fn adds(&self) -> bool {
        self.onto == Onto::That
    }

    /// Enter says what it would make, and makes nothing yet.
    pub fn is_to_stop(&self) -> bool {
        self.stops && !self.stopped
    }
}
