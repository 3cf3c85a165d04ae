//! Names for records that no two devices can both make.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names one record on every device. Sorts by the time it was made, so that files read and diff in that order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Uuid);

impl Id {
    /// The key of a table that holds a single record.
    pub const ONLY: Id = Id(Uuid::nil());

    /// The id that the same words always give, on every device.
    pub fn of_words(words: &str) -> Id {
        Id(Uuid::new_v5(&Uuid::NAMESPACE_OID, words.as_bytes()))
    }

    /// Whether another device may make it too, because it follows from words.
    pub fn is_of_words(self) -> bool {
        self.0.get_version_num() == 5
    }

    pub fn as_u128(self) -> u128 {
        self.0.as_u128()
    }

    /// A fixed id, for records that every book has and for tests.
    pub const fn fixed(n: u128) -> Id {
        Id(Uuid::from_u128(n))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Id {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Only the hyphenated form is ours: a field named "deadbeef…" must not pass for an id.
        if text.len() != 36 {
            return Uuid::parse_str("").map(Id);
        }
        Uuid::parse_str(text).map(Id)
    }
}

/// Where new ids come from: a seed from outside, so that this room needs neither clock nor chance.
///
/// The ids are UUIDs of version 7: 48 bits of time, then a sequence that no other seed gives.
#[derive(Clone, Debug)]
pub struct Ids {
    state: u128,
}

impl Ids {
    pub const fn seeded(seed: u128) -> Ids {
        Ids { state: seed }
    }

    /// The next id, stamped with `at` (UTC, milliseconds since 1970).
    pub fn next(&mut self, at: i64) -> Id {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.step().to_le_bytes());
        random[8..].copy_from_slice(&self.step().to_le_bytes()[..2]);
        let millis = u64::try_from(at).unwrap_or(0);
        Id(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// One step of a 128-bit linear congruential generator with an output permutation (PCG, O'Neill 2014).
    fn step(&mut self) -> u64 {
        const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
        const INCREMENT: u128 = 0x5851_f42d_4c95_7f2d_1405_7b7e_f767_814f;
        self.state = self
            .state
            .wrapping_mul(MULTIPLIER)
            .wrapping_add(INCREMENT | 1);
        let half = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).expect("64 bits");
        let folded = half(self.state >> 64) ^ half(self.state);
        folded.rotate_right(u32::try_from(self.state >> 122).expect("six bits"))
    }
}
