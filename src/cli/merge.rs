//! `goodword merge`: brings copies of a book together, as git asks for it or a copy at a time. Whatever clashes is kept
//! on both sides and told; nothing is written when one of them is no book.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::args::{Common, Merge};
use super::{Misuse, book, streams};
use crate::domain::book::Book;
use crate::domain::book::difference;
use crate::domain::id::Id;
use crate::domain::merge::Clash;
use crate::domain::refusal::Refusal;
use crate::storage::backup::Backups;
use crate::storage::disk::{Disk, Real};
use crate::storage::fault::{Cause, Damage, Fault, Kept};
use crate::storage::file::{self, Content, Outside};
use crate::storage::fingerprint::Seen;
use crate::storage::keeper::book_of;
use crate::storage::lock::lock_path;
use crate::storage::read::{Reading, RealPath, read, real_path};
use crate::storage::saver::recoveries;
use crate::storage::schema;
use crate::ui::clashes::{self, Told};

/// So many clashes are told one by one.
const TOLD: usize = 10;

/// Merges what is named: one copy into the book, or three into one.
///
/// # Errors
/// A misuse, a refusal or a fault that says which side is no book.
pub fn run(common: &Common, merge: &Merge) -> Result<()> {
    book::has_a_file(common, "merge")?;
    match (&merge.files[..], &merge.out) {
        ([base, ours, theirs], out) => three(common, base, ours, theirs, out.as_deref()),
        ([copy], None) => one(common, copy),
        ([_], Some(_)) => {
            let why = "-o is for BASE OURS THEIRS, and one FILE goes into your book";
            Err(Misuse::new(why, "leave -o out").into())
        }
        _ => {
            let why = format!("merge was given {} files", merge.files.len());
            Err(Misuse::new(why, "give one copy, or BASE OURS THEIRS").into())
        }
    }
}

/// A book that was read.
struct Side {
    book: Book,
    seen: Seen,
    real: PathBuf,
}

fn side(path: &Path) -> Result<Side> {
    let found = match read(&Real, path)? {
        Reading::Found(found) => found,
        Reading::Missing { real_path } => {
            let why = format!("There is nothing at {}", real_path.display());
            return Err(Refusal::new(why).or("see whether the name is right").into());
        }
    };
    Ok(Side {
        book: book_of(&found)?,
        seen: found.seen,
        real: found.real_path,
    })
}

/// The base, which git gives as an empty file when both sides added the book.
fn base_side(path: &Path) -> Result<Option<Side>> {
    match side(path) {
        Ok(base) => Ok(Some(base)),
        Err(why) => match why.downcast_ref::<Fault>().map(|fault| &fault.cause) {
            Some(Cause::Damaged(Damage::Empty)) => Ok(None),
            _ => Err(why),
        },
    }
}

fn three(
    common: &Common,
    base: &Path,
    ours: &Path,
    theirs: &Path,
    out: Option<&Path>,
) -> Result<()> {
    let base = base_side(base).context("BASE")?;
    let ours = side(ours).context("OURS")?;
    let theirs = side(theirs).context("THEIRS")?;
    let empty = Book::default();
    let from = base.as_ref().map_or(&empty, |base| &base.book);
    let merged = Book::merge(from, &ours.book, &theirs.book);
    let clashes = clashes(&merged, &[&ours.book, &theirs.book]);
    let (target, seen) = match out {
        None => (ours.real.clone(), Some(&ours.seen)),
        Some(out) => match real_path(&Real, out)? {
            RealPath::NotYet(real) => (real, None),
            RealPath::There(real) => {
                let sides = [base.as_ref(), Some(&ours), Some(&theirs)];
                let Some(side) = sides.into_iter().flatten().find(|side| side.real == real) else {
                    let why = format!("There is something at {} already", real.display());
                    return Err(Refusal::new(why).or("give -o another name").into());
                };
                (real, Some(&side.seen))
            }
        },
    };
    write(common, &target, seen, merged)?;
    if !clashes.is_empty() {
        streams::complain(&clashes);
    }
    Ok(())
}

/// Saves the merged book as the program saves every book.
fn write(common: &Common, target: &Path, seen: Option<&Seen>, book: Book) -> Result<()> {
    // Nothing is kept of the files that git makes for the moment.
    let places = book::places(common).ok();
    let places = places.filter(|places| places.state_of(target).is_dir());
    let is_ours = places.is_some();
    let backups = places.map(|places| Backups::at(places.backups_of(target)));
    let lock = lock_path(target);
    let is_passing = !is_ours && !lock.exists();
    let mut merged = Merged {
        book,
        backups,
        target: target.to_path_buf(),
    };
    let saved = file::save(&Real, target, seen, &mut merged);
    if is_passing {
        // No book that was ever opened here: nobody waits for this lock, and it would lie about in a work tree.
        let _ = fs::remove_file(lock);
    }
    for warning in saved?.warnings {
        streams::complain(&warning.to_string());
    }
    Ok(())
}

/// A merged book on its way into its file.
struct Merged {
    book: Book,
    backups: Option<Backups>,
    target: PathBuf,
}

impl Content for Merged {
    fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        schema::write(&self.book, out)
    }

    fn absorb(&mut self, _: Outside) -> Result<(), Fault> {
        let why = Refusal::new("another program changed it during the merge");
        let cause = Cause::Refused(why.or("merge again"));
        Err(Fault::new(&self.target, cause, Kept::Untouched))
    }

    fn keep(&mut self, old: &Path) -> Result<(), Fault> {
        if let Some(backups) = self.backups.take() {
            backups.keep_file(&Real, old, Some("merge"), Real.now().into())?;
        }
        Ok(())
    }
}

/// Takes one copy into the book.
fn one(common: &Common, copy: &Path) -> Result<()> {
    let places = book::places(common)?;
    let copy = side(copy)?;
    let real = real_path(&Real, &places.book)?;
    let is_new = matches!(real, RealPath::NotYet(_));
    let real = real.into_path();
    if copy.real == real {
        let why = format!("{} is the book itself", real.display());
        return Err(Refusal::new(why).or("name the copy to take in").into());
    }
    let backups = Backups::at(places.backups_of(&real));
    let mut session = book::open(common)?;
    let before = session.book().clone();
    let base = if is_new {
        // Nobody wrote into the book that is begun here.
        before.clone()
    } else {
        base_of(&before, &copy.book, &backups)?
    };
    session.absorb_copy(&base, &copy.book)?;
    let after = session.book().clone();
    book::close(&session)?;
    let clashes = clashes(&after, &[&before, &copy.book]);
    if !clashes.is_empty() {
        streams::complain(&clashes);
    }
    let mut said = match difference(&before, &after) {
        Some(counts) => format!("Merged: {counts}"),
        None => "Merged: there is nothing new in it".into(),
    };
    if is_recovery(&copy.real, &places.state_of(&real)) {
        let place = backups.take(&Real, &copy.real)?;
        said += &format!("\n  the copy is kept in {}", place.display());
    }
    streams::say(&said)
}

/// Whether a file is one that a run kept because it could not save.
fn is_recovery(path: &Path, state: &Path) -> bool {
    let found = recoveries(state).into_iter();
    found
        .filter_map(|recovery| fs::canonicalize(recovery).ok())
        .any(|recovery| recovery == path)
}

/// What both were made from: one of the two, the newest backup that is a base of both, or nothing.
fn base_of(ours: &Book, theirs: &Book, backups: &Backups) -> Result<Book> {
    for (one, other) in [(theirs, ours), (ours, theirs)] {
        if one.is_certainly_before(other) {
            return Ok(one.clone());
        }
    }
    let opened = |bytes: &[u8]| schema::open(bytes).ok().map(|opened| opened.book);
    let is_base =
        |bytes: &[u8]| opened(bytes).is_some_and(|backup| backup.is_base_of(ours, theirs));
    let found = backups.newest_good(&Real, is_base)?;
    Ok(found
        .and_then(|(_, bytes)| opened(&bytes))
        .unwrap_or_default())
}

/// The clashes that are new in a merge, in words: their number, and the first of them; nothing when there are none.
fn clashes(merged: &Book, sides: &[&Book]) -> String {
    let is_new = |id: Id| sides.iter().all(|side| !side.clashes.has(id));
    let new: Vec<&Clash> = merged
        .clashes
        .iter()
        .filter(|(id, _)| is_new(*id))
        .map(|(_, clash)| clash)
        .collect();
    if new.is_empty() {
        return String::new();
    }
    let mut said = match new.len() {
        1 => "1 field was changed in two ways; both are kept".to_owned(),
        count => format!("{count} fields were changed in two ways; both are kept"),
    };
    for clash in new.iter().take(TOLD) {
        said += &format!("\n  {}", told(clash, merged));
    }
    if TOLD < new.len() {
        said += &format!("\n  and {} more", new.len() - TOLD);
    }
    said
}

/// "people Dana Ortiz phone: kept 2, the other was 1".
fn told(clash: &Clash, book: &Book) -> String {
    let Told { what, kept, other } = clashes::told(clash, book);
    format!("{what}: kept {kept}, the other was {other}")
}
