//! What acts count for to the user, by weights of their own. A figure for their eyes alone, never for anybody's rank.

use super::ledger::{self, Tally};
use crate::domain::settings::Settings;

/// A referral among the weights, beside the words of the acts.
pub const REFERRAL: &str = "referral";

/// What counts for the same everywhere else.
pub const USUAL: u32 = 1;

/// Every word that has a weight: the referral, then the acts.
pub fn words() -> impl Iterator<Item = &'static str> {
    ledger::Item::all().map(ledger::Item::word)
}

/// What one of these counts for.
pub fn weight(settings: &Settings, word: &str) -> u32 {
    settings.weights.get(word).copied().unwrap_or(USUAL)
}

/// Whether anything counts for something else than usual.
pub fn are_set(settings: &Settings) -> bool {
    words().any(|word| weight(settings, word) != USUAL)
}

/// What went one way, by the user's own weights.
pub fn weighted(settings: &Settings, tally: &Tally) -> u32 {
    let all = tally.items().map(|(item, count)| (item.word(), count));
    all.fold(0, |sum: u32, (word, count)| {
        sum.saturating_add(count.saturating_mul(weight(settings, word)))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::trial::Trial;
    use super::*;
    use crate::domain::event::Kind;
    use crate::domain::event::Way;

    fn settings(weights: &[(&str, u32)]) -> Settings {
        let weights = weights.iter().map(|(word, n)| ((*word).to_string(), *n));
        Settings {
            weights: weights.collect(),
            ..Settings::default()
        }
    }

    /// A referral, two bits of advice and a gift from Dana.
    fn tally() -> Tally {
        let mut trial = Trial::new();
        trial.received("Priya Shah", "Dana Ortiz");
        for kind in [Kind::Advice, Kind::Advice, Kind::Gift] {
            trial.log_way(kind, "Dana Ortiz", None, Some(Way::Got));
        }
        let dana = trial.find("Dana Ortiz");
        trial.practice().relation(dana).year.got
    }

    #[test]
    fn an_act_counts_for_what_the_user_says_and_else_for_one() {
        let tally = tally();
        for (weights, wanted) in [
            (&[][..], 4),
            (&[("referral", 5)], 8),
            (&[("advice", 0)], 2),
            (&[("referral", 10), ("advice", 2), ("gift", 0)], 14),
            (&[("unheard-of", 9)], 4),
        ] {
            assert_eq!(weighted(&settings(weights), &tally), wanted, "{weights:?}");
        }
    }

    #[test]
    fn they_are_set_once_one_differs() {
        assert!(!are_set(&settings(&[])));
        assert!(!are_set(&settings(&[("gift", 1)])));
        assert!(are_set(&settings(&[("gift", 0)])));
    }

    proptest! {
        #[test]
        fn the_sum_is_the_total_where_all_count_for_one_and_grows_with_each_weight(
            weights in prop::collection::vec(0u32..1_000_000, 11),
            which in 0usize..11,
        ) {
            let tally = tally();
            let all: Vec<(&str, u32)> = words().zip(weights).collect();
            let own = weighted(&settings(&all), &tally);
            let mut more = all.clone();
            more[which].1 += 1;
            prop_assert!(own <= weighted(&settings(&more), &tally));
            let ones: Vec<(&str, u32)> = words().map(|word| (word, 1)).collect();
            prop_assert_eq!(weighted(&settings(&ones), &tally), tally.total());
            let twice: Vec<(&str, u32)> = all.iter().map(|(word, n)| (*word, n * 2)).collect();
            prop_assert_eq!(weighted(&settings(&twice), &tally), own * 2);
        }
    }
}
