//! A figure and how many it is made of: days by nearest rank, shares in thousandths, their bounds. It will never know
//! what was counted.

use super::super::levels::ENOUGH;

/// A figure that n cases make, or those few cases themselves: below five nothing is said of them (DOMAIN 9.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<T> {
    Known(T, usize),
    /// The cases, least first.
    TooFew(Vec<i64>),
}

impl<T> Default for Said<T> {
    fn default() -> Self {
        Said::TooFew(Vec::new())
    }
}

impl<T> Said<T> {
    /// What can be said; none where there are too few.
    pub fn known(&self) -> Option<&T> {
        match self {
            Said::Known(it, _) => Some(it),
            Said::TooFew(_) => None,
        }
    }

    /// Of how many cases.
    pub fn n(&self) -> usize {
        match self {
            Said::Known(_, n) => *n,
            Said::TooFew(cases) => cases.len(),
        }
    }
}

/// Where most of the cases lie, in whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Half of them took at most so long.
    pub median: i64,
    /// 85 in 100 took at most so long.
    pub p85: i64,
}

impl Said<Spread> {
    /// The spread of these days, by nearest rank.
    pub fn of(mut days: Vec<i64>) -> Said<Spread> {
        days.sort_unstable();
        if days.len() < ENOUGH {
            return Said::TooFew(days);
        }
        let spread = Spread {
            median: nearest_rank(&days, 50),
            p85: nearest_rank(&days, 85),
        };
        Said::Known(spread, days.len())
    }

    /// The median; none where there are too few.
    pub fn median(&self) -> Option<i64> {
        self.known().map(|spread| spread.median)
    }
}

/// The least case that so many in a hundred do not exceed; the cases are in order, and there is one.
pub fn nearest_rank(cases: &[i64], percent: usize) -> i64 {
    let rank = (cases.len() * percent).div_ceil(100).max(1);
    cases[rank - 1]
}

/// So many of so many. Plain counts: what is said of them, and whether anything is, follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    pub part: usize,
    pub of: usize,
}

/// The square of the quantile that leaves ten in a hundred on either side, in millionths.
const Z_SQUARED: u128 = 1_642_374;
const MILLION: u128 = 1_000_000;

impl Rate {
    /// Takes one case in.
    pub(super) fn count(&mut self, is_part: bool) {
        self.of += 1;
        self.part += usize::from(is_part);
    }

    /// Enough cases to say a share.
    pub fn is_enough(self) -> bool {
        ENOUGH <= self.of
    }

    /// The share in thousandths, rounded; none of fewer than five.
    pub fn per_mille(self) -> Option<u16> {
        let rounded = (self.part * 2000 + self.of) / (self.of * 2).max(1);
        u16::try_from(rounded).ok().filter(|_| self.is_enough())
    }

    /// The share in hundredths, rounded; none of fewer than five.
    pub fn percent(self) -> Option<u16> {
        let rounded = (self.part * 200 + self.of) / (self.of * 2).max(1);
        u16::try_from(rounded).ok().filter(|_| self.is_enough())
    }

    /// Between which shares the true one lies in eight of ten cases (Wilson's bounds), in thousandths, the lower rounded
    /// down and the upper up; none of fewer than five.
    pub fn bounds(self) -> Option<(u16, u16)> {
        let (n, part) = (self.of as u128, self.part as u128);
        if !self.is_enough() || n < part {
            return None;
        }
        let middle = 2 * part * MILLION + Z_SQUARED;
        let spread = Z_SQUARED + 4 * part * (n - part) * MILLION / n;
        let half = (Z_SQUARED * spread).isqrt();
        let whole = 2 * (n * MILLION + Z_SQUARED);
        // The root is rounded down: one more is never too narrow.
        let low = middle.saturating_sub(half + 1) * 1000 / whole;
        let high = ((middle + half + 1) * 1000).div_ceil(whole).min(1000);
        let bound = |share: u128| u16::try_from(share).expect("at most a thousand");
        Some((bound(low), bound(high)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wilson's bounds as they are printed in books, with floats.
    fn wilson(part: usize, of: usize) -> (f64, f64) {
        let float = |n: usize| f64::from(u32::try_from(n).unwrap());
        let (n, p, z) = (float(of), float(part) / float(of), 1.281_551_565_5);
        let middle = p + z * z / (2.0 * n);
        let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + z * z / n;
        ((middle - half) / whole, (middle + half) / whole)
    }

    #[test]
    fn the_bounds_are_those_of_wilson_rounded_outwards() {
        for of in 5..=80 {
            for part in 0..=of {
                let (low, high) = Rate { part, of }.bounds().expect("there are enough");
                let (least, most) = wilson(part, of);
                let (low, high) = (f64::from(low), f64::from(high));
                assert!(
                    (-0.01..1.01).contains(&(least * 1000.0 - low)),
                    "{part} of {of}"
                );
                assert!(
                    (-0.01..1.01).contains(&(high - most * 1000.0)),
                    "{part} of {of}"
                );
            }
        }
        assert_eq!(Rate { part: 2, of: 4 }.bounds(), None);
        let many = Rate {
            part: 700_000,
            of: 1_000_000,
        };
        assert_eq!(many.bounds(), Some((699, 701)));
    }

    #[test]
    fn a_share_is_rounded_and_of_fewer_than_five_not_said() {
        for (part, of, percent, per_mille) in [
            (0, 5, Some(0), Some(0)),
            (1, 6, Some(17), Some(167)),
            (5, 5, Some(100), Some(1000)),
            (1, 8, Some(13), Some(125)),
            (2, 4, None, None),
            (0, 0, None, None),
        ] {
            let rate = Rate { part, of };
            assert_eq!((rate.percent(), rate.per_mille()), (percent, per_mille));
        }
    }

    #[test]
    fn medians_are_by_nearest_rank_and_few_cases_are_listed() {
        let known = |median, p85, n| Said::Known(Spread { median, p85 }, n);
        for (days, said) in [
            (vec![], Said::TooFew(vec![])),
            (vec![9, 1, 4, 2], Said::TooFew(vec![1, 2, 4, 9])),
            (vec![5, 4, 3, 2, 1], known(3, 5, 5)),
            (vec![1, 2, 3, 4, 5, 6], known(3, 6, 6)),
            ((1..=20).collect(), known(10, 17, 20)),
            (vec![0; 7], known(0, 0, 7)),
        ] {
            assert_eq!(Said::of(days), said);
        }
    }
}
