//! A file for other programs, put down whole or not at all. Never in the place of a book, and it will never know what the
//! file says.

use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::refusal::Refusal;
use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Cause, Fault, Kept};
use crate::storage::file::{is_passing, replace};
use crate::storage::folder::{folder, sync_folder};
use crate::storage::read::{RealPath, read_as_is, real_path};
use crate::storage::{schema, sibling};

/// Puts a text at `path`, in the place of what an earlier export put there, and gives where that is. A new file is
/// private; one that is there keeps its owner and who may read it.
///
/// # Errors
/// A fault for a folder, a device, a book, and for whatever the system answers; what was there is as it was then.
pub fn put<D: Disk>(disk: &D, path: &Path, text: &str) -> Result<PathBuf, Fault> {
    let (real, like) = match real_path(disk, path)? {
        RealPath::NotYet(real) => (real, None),
        RealPath::There(real) => {
            let meta = disk
                .call(Step::Stat, &real, || fs::metadata(&real))
                .map_err(|answer| Fault::of(&real, answer, Kept::Untouched))?;
            if meta.is_dir() {
                return Err(refused(&real, "this is a folder", "name a file in it"));
            }
            if !meta.is_file() {
                return Err(Fault::new(&real, Cause::NotRegular, Kept::Untouched));
            }
            // What cannot be read is no book that anybody could lose.
            if read_as_is(disk, &real).is_ok_and(|bytes| schema::is_ours(&bytes)) {
                let why = "this is a book, and the export would take its place";
                return Err(refused(&real, why, "name another file"));
            }
            if meta.permissions().readonly() {
                return Err(Fault::new(&real, Cause::MarkedReadOnly, Kept::OldFile));
            }
            (real, Some(meta))
        }
    };
    if !folder(&real).is_dir() {
        return Err(refused(
            folder(&real),
            "there is no such folder",
            "make it, or name another place",
        ));
    }
    let kept = if like.is_some() {
        Kept::OldFile
    } else {
        Kept::NoFile
    };
    let sibling = sibling::write(disk, &real, like.as_ref(), &mut |out| {
        out.write_all(text.as_bytes())
    })
    .map_err(|fault| fault.keeping(kept))?;
    replace(disk, sibling, &real, kept, is_passing)?;
    // It can be exported again at any time.
    let _ = sync_folder(disk, folder(&real));
    Ok(real)
}

fn refused(path: &Path, why: &str, way_out: &str) -> Fault {
    let cause = Cause::Refused(Refusal::new(why).or(way_out));
    Fault::new(path, cause, Kept::Untouched)
}
