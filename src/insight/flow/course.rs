//! The course of one referral through the stages, as far as figures need it.

use crate::domain::id::Id;

/// One referral, read once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Course {
    pub id: Id,
}
