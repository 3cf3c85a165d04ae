//! Whether it goes as I mean it to: referrals received and given in a calendar year against my goals, and the partners that
//! I chose. It never says what the goals should be.

use chrono::{Datelike, NaiveDate};

use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::referral::Direction;

/// So many partners, able to refer time and again, are worth choosing (Misner).
pub const PARTNERS: usize = 4;

/// So many in this calendar year, of so many that I want.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Toward {
    pub so_far: u32,
    /// None where no goal is set.
    pub goal: Option<u32>,
}

/// Getting and giving, and with whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strategy {
    pub received: Toward,
    pub given: Toward,
    /// The chosen partners, by name.
    pub partners: Vec<Id>,
}

/// How it goes in the calendar year of today.
pub fn strategy(book: &Book, today: NaiveDate) -> Strategy {
    let mut partners: Vec<(&str, Id)> = book
        .people
        .iter()
        .filter(|(_, person)| person.partner)
        .map(|(id, person)| (person.name.as_str(), id))
        .collect();
    partners.sort_unstable();
    let toward = |direction: &Direction| Toward {
        so_far: so_far(book, direction, today),
        goal: book.settings().goals.get(direction.word()).copied(),
    };
    Strategy {
        received: toward(&Direction::Received),
        given: toward(&Direction::Given),
        partners: partners.into_iter().map(|(_, id)| id).collect(),
    }
}

/// What came or went since New Year; what was none does not count.
fn so_far(book: &Book, direction: &Direction, today: NaiveDate) -> u32 {
    let of_year = book.referrals.iter().filter(|(_, it)| {
        it.direction == *direction && it.counts() && it.on.year() == today.year() && it.on <= today
    });
    u32::try_from(of_year.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;
    use crate::domain::action::{Action, Bond};
    use crate::domain::referral::Ending;
    use crate::domain::settings::Settings;

    #[test]
    fn a_calendar_year_is_counted_both_ways_against_the_goals() {
        let mut trial = Trial::new();
        trial.received("Priya Shah", "Dana Ortiz");
        let none = trial.received("Omar Haddad", "Dana Ortiz");
        trial.close(none, Ending::NotAReferral);
        trial.capture("Lin Wu", Direction::Given, "Dana Ortiz");
        trial.capture("Ada Klein", Direction::Given, "Mia Lang");
        let was = std::sync::Arc::new(trial.book().settings().clone());
        let mut settings: Settings = (*was).clone();
        settings.goals.insert("received".into(), 12);
        let settings = Box::new(settings);
        trial.perform(Action::SaveSettings { was, settings });
        let found = strategy(trial.book(), trial.today());
        let toward = |so_far, goal| Toward { so_far, goal };
        assert_eq!(found.received, toward(1, Some(12)));
        assert_eq!(found.given, toward(2, None));
        // Two months on it is another year.
        trial.go(61);
        let found = strategy(trial.book(), trial.today());
        assert_eq!(found.received, toward(0, Some(12)));
    }

    #[test]
    fn partners_are_those_that_were_chosen() {
        let mut trial = Trial::new();
        let mia = trial.person("Mia Lang", None);
        let dana = trial.person("Dana Ortiz", None);
        trial.person("Ben Achebe", None);
        for (person, is_one) in [(mia, true), (dana, true)] {
            let bond = Box::new(Bond::Partner(is_one));
            trial.perform(Action::Bond { person, bond });
        }
        assert_eq!(strategy(trial.book(), trial.today()).partners, [dana, mia]);
        let bond = Box::new(Bond::Partner(false));
        trial.perform(Action::Bond { person: mia, bond });
        assert_eq!(strategy(trial.book(), trial.today()).partners, [dana]);
    }
}
