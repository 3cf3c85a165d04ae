//! Who may be meant by a name that is being captured, so that nobody is entered twice. How alike two
//! names are is said by the caller.

use crate::domain::book::Book;
use crate::domain::id::Id;

/// From this likeness of 100 on it is worth asking whether two names mean one person.
pub const ALIKE: u8 = 60;

/// Someone already in the book under a name like the one given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    pub person: Id,
    /// Of 100.
    pub likeness: u8,
    /// Open referrals in which they are the prospect, oldest first: a second source, perhaps.
    pub open: Vec<Id>,
}

/// The people whose name is like `name`, the likest first.
pub fn twins(book: &Book, name: &str, likeness: impl Fn(&str, &str) -> u8) -> Vec<Twin> {
    if name.trim().is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Twin> = book
        .people
        .iter()
        .map(|(person, known)| (person, likeness(name, &known.name)))
        .filter(|(_, likeness)| ALIKE <= *likeness)
        .map(|(person, likeness)| Twin {
            person,
            likeness,
            open: Vec::new(),
        })
        .collect();
    found.sort_by_key(|twin| std::cmp::Reverse(twin.likeness));
    if found.is_empty() {
        return found;
    }
    for (id, referral) in book.referrals.iter() {
        let twin = found
            .iter_mut()
            .find(|twin| referral.prospect == Some(twin.person));
        if let Some(twin) = twin.filter(|_| referral.is_open()) {
            twin.open.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::referral::Ending;

    fn likeness(a: &str, b: &str) -> u8 {
        let (a, b) = (a.to_lowercase(), b.to_lowercase());
        match () {
            () if a == b => 100,
            () if a.split(' ').any(|word| b.contains(word)) => 70,
            () => 0,
        }
    }

    #[test]
    fn the_likest_comes_first_with_what_is_open() {
        let mut trial = Trial::new();
        let open = trial.received("Priya Shah", "Dana Ortiz");
        let closed = trial.received("Priya Shah", "Dana Ortiz");
        trial.close(closed, Ending::Lost);
        trial.person("Priya Rao", None);
        let found = twins(trial.book(), "priya shah", likeness);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].likeness, &found[0].open), (100, &vec![open]));
        assert_eq!(found[1].person, trial.find("Priya Rao"));
        assert_eq!(twins(trial.book(), " ", likeness), []);
        assert_eq!(twins(trial.book(), "Omar", likeness), []);
    }
}
