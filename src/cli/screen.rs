//! `goodword` alone: the screen. Chooses how it looks and which book it shows, and will never draw.

use anyhow::Result;

use super::args::{Common, When};
use super::{Misuse, book};
use crate::letters::template::{Letters, Template};
use crate::storage::disk::Real;
use crate::storage::{self, config};
use crate::ui::app::App;
use crate::ui::looks::{self, Colour, Wish};
use crate::ui::run;
use crate::ui::terminal::modes;
use crate::ui::terminal::screen::Options;

/// Shows the book until the person leaves.
///
/// # Errors
/// A misuse without a terminal, a fault when the book cannot be read.
pub fn open(common: &Common) -> Result<()> {
    book::agrees(common)?;
    let day = book::day(common)?;
    if !modes::is_interactive() {
        return Err(Misuse::new("the screen needs a terminal", "try `goodword due`").into());
    }
    let place = book::places(common)?.config;
    let (config, mut told) = config::read(&Real, &place);
    let files = Template::ALL.iter().map(|template| template.file());
    let (texts, unread) = storage::letters::read(&Real, &place, files);
    let own = texts
        .into_iter()
        .filter_map(|(file, text)| Some((Template::of_file(file)?, text)));
    let (letters, odd) = Letters::with(own);
    told.extend(unread);
    told.extend(odd);
    let wish = Wish {
        colour: match (common.color, config.color) {
            (Some(When::Always), _) | (None, Some(true)) => Colour::Always,
            (Some(When::Never), _) | (None, Some(false)) => Colour::Never,
            (Some(When::Auto), _) | (None, None) => Colour::Auto,
        },
        ascii: config.ascii,
    };
    let theme = looks::theme(wish, |name| std::env::var_os(name));
    let session = book::look(common)?;
    let mut app = App::new(session, theme)
        .writing(letters)
        .masked(common.masked)
        .as_of(day.is_some());
    for refusal in told {
        app.refuse(refusal);
    }
    let options = Options {
        mouse: config.mouse,
    };
    Ok(run::run(app, options)?)
}
