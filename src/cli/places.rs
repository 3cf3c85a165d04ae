//! `goodword where`: the paths that are used, whether or not anything is there yet.

use anyhow::Result;

use super::args::Common;
use super::{book, streams};
use crate::storage::disk::Real;
use crate::storage::inbox;
use crate::storage::paths::Chosen;
use crate::storage::read::real_path;

/// Says them, a line each.
///
/// # Errors
/// A refusal when the system names no place.
pub fn run(common: &Common) -> Result<()> {
    book::has_a_file(common, "where")?;
    let places = book::places(common)?;
    let real = real_path(&Real, &places.book)?.into_path();
    let chosen = match places.chosen {
        Chosen::Option => "  (--file)",
        Chosen::Environment => "  (GOODWORD_FILE)",
        Chosen::Default => "",
    };
    streams::say(&format!(
        "book     {}{chosen}\ninbox    {}\nstate    {}\nbackups  {}\nconfig   {}",
        real.display(),
        inbox::beside(&real).display(),
        places.state_of(&real).display(),
        places.backups_of(&real).display(),
        places.config.display(),
    ))
}
