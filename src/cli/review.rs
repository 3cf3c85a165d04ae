//! `goodword review --print`: the week in Markdown, for a journal or a mail.

use anyhow::Result;

use super::args::Common;
use super::{book, streams};
use crate::insight::practice::Practice;
use crate::insight::review;
use crate::insight::reviewed::Progress;
use crate::ui::week;

/// Prints it: with what was decided where a review of the last days is kept, else as it stands.
///
/// # Errors
/// A fault when the book cannot be read.
pub fn run(common: &Common) -> Result<()> {
    book::agrees(common)?;
    book::is_there(common)?;
    let session = book::glance(common)?;
    let moment = session.moment();
    let practice = Practice::of(session.book(), moment.today);
    let cx = book::look_at(common, &session, &practice, moment);
    let reviewed = review::this_week(session.book(), moment.today);
    let progress = reviewed.map(|(_, record)| Progress::of(record, &practice));
    let reviewed = reviewed
        .zip(progress.as_ref())
        .map(|((id, record), progress)| (id, record, progress));
    streams::say(week::markdown(reviewed, &cx).trim_end())
}
