//! The new text of a file, written beside it, on the disk and read back, before it takes the old one's place.
//! Knows nothing of what the text says.

use std::ffi::OsStr;
#[cfg(unix)]
use std::fs::Permissions;
use std::fs::{self, File, Metadata};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempPath;

use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Cause, Fault, Kept};
use crate::storage::fingerprint::{BLOCK, Fingerprint, Hash, Hashing, hash_rest};
use crate::storage::folder::folder;

const STALE: Duration = Duration::from_secs(60 * 60);
/// Where the system does not say which processes live, nobody saves for this long.
const SURELY_STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// A file written, synced and read back, which vanishes unless it is put in place.
#[derive(Debug)]
pub struct Sibling {
    pub path: TempPath,
    pub fingerprint: Fingerprint,
    pub hash: Hash,
    /// The owner or group of the old file could not be kept.
    pub changed_owner: bool,
}

/// Writes what `content` gives into a new private file in `dir`, and reads it back. `like` is the file it will replace,
/// whose owner and mode it takes.
///
/// # Errors
/// A fault; nothing is left behind then.
pub fn write<D: Disk>(
    disk: &D,
    target: &Path,
    like: Option<&Metadata>,
    content: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<Sibling, Fault> {
    let dir = folder(target);
    let (mut file, path) = disk
        .call(Step::CreateTemp, dir, || create(target))
        .map_err(|answer| Fault::of(dir, answer, Kept::Untouched))?
        .into_parts();
    let fault = |answer| Fault::of(target, answer, Kept::Untouched);
    let changed_owner = match like {
        Some(like) => take_after(disk, &file, &path, like),
        None => false,
    };
    let mut out = Hashed {
        disk,
        path: &path,
        file: &mut file,
        block: Vec::with_capacity(BLOCK),
        hashing: Hashing::default(),
    };
    content(&mut out).map_err(fault)?;
    out.flush().map_err(fault)?;
    let hash = out.hashing.hash();
    // A file whose sync went wrong is never synced again: the system would call it clean. It is dropped.
    disk.call(Step::Sync, &path, || file.sync_all())
        .map_err(fault)?;
    disk.call(Step::ReadBack, &path, || file.rewind())
        .map_err(fault)?;
    if hash_rest(disk, Step::ReadBack, &path, &mut file).map_err(fault)? != hash {
        return Err(Fault::new(target, Cause::Garbled, Kept::Untouched));
    }
    // Of the open file, not of its name: nobody can come between.
    let meta = disk
        .call(Step::Stat, &path, || file.metadata())
        .map_err(fault)?;
    Ok(Sibling {
        path,
        fingerprint: Fingerprint::of(&meta),
        hash,
        changed_owner,
    })
}

fn stem(target: &Path) -> String {
    let name = target.file_name().unwrap_or(OsStr::new("book.json"));
    format!(".{}.tmp-", name.to_string_lossy())
}

fn create(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let prefix = format!("{}{}-", stem(target), std::process::id());
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).rand_bytes(8);
    #[cfg(unix)]
    let private = {
        use std::os::unix::fs::PermissionsExt;
        Permissions::from_mode(0o600)
    };
    #[cfg(unix)]
    builder.permissions(private);
    builder.tempfile_in(folder(target))
}

/// Takes over owner, group and mode of the old file, never more than it allowed; tells whether owner or group changed.
#[cfg(unix)]
fn take_after<D: Disk>(disk: &D, file: &File, path: &Path, like: &Metadata) -> bool {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let is_other = match disk.call(Step::Stat, path, || file.metadata()) {
        Ok(own) if (own.uid(), own.gid()) == (like.uid(), like.gid()) => false,
        Ok(_) => disk
            .call(Step::SetOwner, path, || {
                fchown(file, Some(like.uid()), Some(like.gid()))
            })
            .is_err(),
        Err(_) => true,
    };
    // What the group was allowed must not pass to another group.
    let mode = like.mode() & if is_other { 0o707 } else { 0o777 };
    // Where modes cannot be set the file stays 0600, which is narrower.
    let _ = disk.call(Step::SetMode, path, || {
        file.set_permissions(Permissions::from_mode(mode))
    });
    is_other
}

#[cfg(not(unix))]
fn take_after<D: Disk>(_: &D, _: &File, _: &Path, _: &Metadata) -> bool {
    false
}

/// Writes in blocks and hashes on the way, so that no second copy of the text is needed to compare.
struct Hashed<'a, D: Disk> {
    disk: &'a D,
    path: &'a Path,
    file: &'a mut File,
    block: Vec<u8>,
    hashing: Hashing,
}

impl<D: Disk> Write for Hashed<'_, D> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(BLOCK - self.block.len());
        self.block.extend_from_slice(&bytes[..count]);
        if self.block.len() == BLOCK {
            self.flush()?;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        self.disk
            .call(Step::Write, self.path, || self.file.write_all(&self.block))?;
        self.hashing.take(&self.block);
        self.block.clear();
        Ok(())
    }
}

/// Removes what killed savers of `target` left beside it, and tells how many. Never that of a living process or of the last hour.
///
/// # Errors
/// A fault when the folder cannot be listed.
pub fn clean<D: Disk>(disk: &D, target: &Path) -> Result<usize, Fault> {
    let dir = folder(target);
    let entries = match disk.call(Step::List, dir, || fs::read_dir(dir)) {
        Ok(entries) => entries,
        Err(answer) if answer.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(answer) => return Err(Fault::of(dir, answer, Kept::Untouched)),
    };
    let stem = stem(target);
    let stale = entries.flatten().filter_map(|entry| {
        let name = entry.file_name();
        let (pid, _) = name.to_str()?.strip_prefix(&stem)?.split_once('-')?;
        let pid: u32 = pid.parse().ok()?;
        let meta = entry.metadata().ok().filter(Metadata::is_file)?;
        let age = disk.now().duration_since(meta.modified().ok()?).ok()?;
        is_stale(pid, age).then(|| entry.path())
    });
    let stale: Vec<PathBuf> = stale.collect();
    Ok(stale
        .iter()
        .filter(|path| {
            disk.call(Step::Remove, path, || fs::remove_file(path))
                .is_ok()
        })
        .count())
}

fn is_stale(pid: u32, age: Duration) -> bool {
    let processes = Path::new("/proc");
    if processes.join("self").exists() {
        age > STALE && !processes.join(pid.to_string()).exists()
    } else {
        age > SURELY_STALE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::Real;

    #[test]
    fn only_what_killed_savers_left_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let old = std::time::SystemTime::now() - Duration::from_secs(48 * 3600);
        let make = |name: &str, is_old: bool| {
            let file = File::create(dir.path().join(name)).unwrap();
            if is_old {
                file.set_modified(old).unwrap();
            }
        };
        // No process has so high a number.
        make(".book.json.tmp-4000000000-abc", true);
        make(".book.json.tmp-4000000000-new", false);
        make(".other.json.tmp-4000000000-abc", true);
        make(".book.json.tmp-mine", true);
        make("book.json", true);
        if cfg!(target_os = "linux") {
            make(&format!(".book.json.tmp-{}-abc", std::process::id()), true);
        }
        let before = fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(clean(&Real, &dir.path().join("book.json")).unwrap(), 1);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), before - 1);
        assert!(!dir.path().join(".book.json.tmp-4000000000-abc").exists());
        assert_eq!(clean(&Real, &dir.path().join("none/book.json")).unwrap(), 0);
    }

    #[test]
    fn content_that_gives_up_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        let gives_up = |out: &mut dyn Write| {
            out.write_all(&vec![1; 100_000])?;
            Err(io::ErrorKind::Other.into())
        };
        assert!(write(&Real, &path, None, &mut { gives_up }).is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
