//! The folder a file lies in: made private, and its names put on the disk. Knows nothing of the files.

use std::fs;
#[cfg(unix)]
use std::fs::File;
use std::io;
use std::path::Path;

use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Fault, Kept};

/// The folder of a file.
pub(in crate::storage) fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// Makes a folder and those above it, private, each on the disk before the next.
pub(crate) fn make_folders<D: Disk>(disk: &D, dir: &Path) -> Result<(), Fault> {
    let missing: Vec<&Path> = dir.ancestors().take_while(|dir| !dir.exists()).collect();
    for dir in missing.into_iter().rev() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        match disk.call(Step::MakeFolder, dir, || builder.create(dir)) {
            Ok(()) => {}
            // Another instance was quicker.
            Err(_) if dir.is_dir() => {}
            Err(answer) => return Err(Fault::of(dir, answer, Kept::Untouched)),
        }
        sync_folder(disk, folder(dir)).map_err(|answer| Fault::of(dir, answer, Kept::Untouched))?;
    }
    Ok(())
}

/// Has the names in a folder put on the disk; without it a rename may be undone by a power cut.
#[cfg(unix)]
pub(in crate::storage) fn sync_folder<D: Disk>(disk: &D, dir: &Path) -> io::Result<()> {
    let synced = disk.call(Step::SyncFolder, dir, || File::open(dir)?.sync_all());
    match synced {
        // Some network disks know no such thing, and never will.
        Err(answer)
            if matches!(
                answer.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        other => other,
    }
}

/// Windows has no such call; it keeps a log of names by itself.
#[cfg(not(unix))]
pub(in crate::storage) fn sync_folder<D: Disk>(_: &D, _: &Path) -> io::Result<()> {
    Ok(())
}
