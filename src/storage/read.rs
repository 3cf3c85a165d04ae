//! Finding and reading the file of a book, and saying exactly why when what is there can be no book.
//! Never writes, and does not know what a book looks like inside.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Cause, Damage, Fault, Kept};
use crate::storage::fingerprint::{Fingerprint, Hash, Seen};

/// No book is larger, in bytes.
pub const LARGEST: u64 = 256 << 20;

const BOM: &[u8] = b"\xEF\xBB\xBF";
const HOPS: usize = 40;
/// How often a file that changes under our eyes is read again before it is taken as it is.
const READINGS: usize = 3;

/// What is at a path.
#[derive(Debug)]
pub enum Reading {
    Found(Found),
    /// Nothing yet; a first save would make it at `real_path` (where a dangling link points, too).
    Missing {
        real_path: PathBuf,
    },
}

/// A file that may be a book: not empty, text, of a bearable size.
#[derive(Debug)]
pub struct Found {
    /// Without the byte order mark.
    pub text: String,
    /// Whether the file began with a byte order mark.
    pub had_bom: bool,
    /// The file with everything in it, mark included.
    pub seen: Seen,
    pub real_path: PathBuf,
}

/// Where a path leads once every link is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RealPath {
    There(PathBuf),
    NotYet(PathBuf),
}

impl RealPath {
    pub fn into_path(self) -> PathBuf {
        match self {
            RealPath::There(path) | RealPath::NotYet(path) => path,
        }
    }
}

/// Reads what is at `path`.
///
/// # Errors
/// A fault for a folder, a device, a file that may not be read, is too large, or is damaged.
pub fn read<D: Disk>(disk: &D, path: &Path) -> Result<Reading, Fault> {
    let (real_path, sound) = sound(disk, path)?;
    let Some(Sound {
        mut text,
        fingerprint,
        now,
    }) = sound
    else {
        return Ok(Reading::Missing { real_path });
    };
    let seen = Seen::new(fingerprint, Hash::of(text.as_bytes()), now);
    let had_bom = drop_mark(&mut text);
    Ok(Reading::Found(Found {
        text,
        had_bom,
        seen,
        real_path,
    }))
}

/// The text at `path`, if there is a file: for whoever only looks, and will neither write it nor recognise it.
///
/// # Errors
/// As [`read`].
pub fn glance<D: Disk>(disk: &D, path: &Path) -> Result<Option<String>, Fault> {
    let (_, sound) = sound(disk, path)?;
    Ok(sound.map(|mut sound| {
        drop_mark(&mut sound.text);
        sound.text
    }))
}

/// A file that was read whole and may be a book.
struct Sound {
    /// With the byte order mark if there is one.
    text: String,
    fingerprint: Fingerprint,
    /// When it was read.
    now: SystemTime,
}

/// The file at `path`, if there is one, and where that path leads.
fn sound<D: Disk>(disk: &D, path: &Path) -> Result<(PathBuf, Option<Sound>), Fault> {
    let real_path = match real_path(disk, path)? {
        RealPath::There(real_path) => real_path,
        RealPath::NotYet(real_path) => return Ok((real_path, None)),
    };
    let mut now = disk.now();
    let (mut bytes, mut fingerprint) = match content(disk, &real_path) {
        Err(Fault {
            cause: Cause::FolderGone,
            ..
        }) => return Ok((real_path, None)),
        other => other?,
    };
    for _ in 1..READINGS {
        let after = disk
            .call(Step::Stat, &real_path, || fs::metadata(&real_path))
            .map(|meta| Fingerprint::of(&meta));
        if after.is_ok_and(|after| after == fingerprint) {
            break;
        }
        now = disk.now();
        (bytes, fingerprint) = content(disk, &real_path)?;
    }
    match sound_text(bytes) {
        Ok(text) => {
            let sound = Sound {
                text,
                fingerprint,
                now,
            };
            Ok((real_path, Some(sound)))
        }
        Err(damage) => Err(Fault::new(
            &real_path,
            Cause::Damaged(damage),
            Kept::Untouched,
        )),
    }
}

/// Takes the byte order mark off; true where there was one.
fn drop_mark(text: &mut String) -> bool {
    let had_bom = text.as_bytes().starts_with(BOM);
    if had_bom {
        text.drain(..BOM.len());
    }
    had_bom
}

/// The bytes at `path` whatever they are.
///
/// # Errors
/// A fault for a folder, a device, a file that is not there, may not be read or is too large.
pub fn read_as_is<D: Disk>(disk: &D, path: &Path) -> Result<Vec<u8>, Fault> {
    content(disk, path).map(|(bytes, _)| bytes)
}

fn content<D: Disk>(disk: &D, path: &Path) -> Result<(Vec<u8>, Fingerprint), Fault> {
    let fault = |answer| Fault::of(path, answer, Kept::Untouched);
    // Before opening: opening a pipe waits for somebody to write to it.
    let meta = disk
        .call(Step::Stat, path, || fs::metadata(path))
        .map_err(fault)?;
    bearable(path, &meta)?;
    let mut file = disk
        .call(Step::Open, path, || File::open(path))
        .map_err(fault)?;
    let meta = disk
        .call(Step::Stat, path, || file.metadata())
        .map_err(fault)?;
    bearable(path, &meta)?;
    // One more than there is, so that the end is found without growing.
    let room = usize::try_from(meta.len()).unwrap_or_default() + 1;
    let mut bytes = Vec::with_capacity(room);
    disk.call(Step::Read, path, || {
        (&mut file).take(LARGEST + 1).read_to_end(&mut bytes)
    })
    .map_err(fault)?;
    if bytes.len() as u64 > LARGEST {
        let cause = Cause::TooLarge(bytes.len() as u64);
        return Err(Fault::new(path, cause, Kept::Untouched));
    }
    Ok((bytes, Fingerprint::of(&meta)))
}

fn bearable(path: &Path, meta: &Metadata) -> Result<(), Fault> {
    let cause = if meta.is_dir() {
        Cause::IsDirectory
    } else if !meta.is_file() {
        Cause::NotRegular
    } else if meta.len() > LARGEST {
        Cause::TooLarge(meta.len())
    } else {
        return Ok(());
    };
    Err(Fault::new(path, cause, Kept::Untouched))
}

/// The bytes as text, looked at once: a large book is all that a start waits for.
fn sound_text(bytes: Vec<u8>) -> Result<String, Damage> {
    let text = bytes.strip_prefix(BOM).unwrap_or(&bytes);
    if text.is_empty() {
        return Err(Damage::Empty);
    }
    if text.iter().all(|byte| *byte == 0) {
        return Err(Damage::Zeros(text.len()));
    }
    String::from_utf8(bytes).map_err(|other| {
        let sound = other.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&other.as_bytes()[..sound]);
        let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Damage::NotText {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
        }
    })
}

/// Follows every link of `path`, also one that points at nothing yet.
///
/// # Errors
/// A fault for a loop of links and for whatever the system answers.
pub fn real_path<D: Disk>(disk: &D, path: &Path) -> Result<RealPath, Fault> {
    let fault = |at: &Path, answer| Fault::of(at, answer, Kept::Untouched);
    let mut path = std::path::absolute(path).map_err(|answer| fault(path, answer))?;
    for _ in 0..HOPS {
        match disk.call(Step::Resolve, &path, || fs::canonicalize(&path)) {
            Ok(real) => return Ok(RealPath::There(real)),
            Err(answer) if answer.kind() == io::ErrorKind::NotFound => {}
            Err(answer) => return Err(fault(&path, answer)),
        }
        match disk.call(Step::Resolve, &path, || fs::read_link(&path)) {
            // A link whose target is not there: saving makes the target, not a file in place of the link.
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            Err(answer) if is_no_link(&answer) => {
                return Ok(RealPath::NotYet(from_existing_folder(disk, &path)?));
            }
            Err(answer) => return Err(fault(&path, answer)),
        }
    }
    Err(Fault::new(&path, Cause::LinkLoop, Kept::Untouched))
}

fn is_no_link(answer: &io::Error) -> bool {
    matches!(
        answer.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::InvalidInput
    )
}

/// The nearest folder that is there, resolved, with the rest of the path put back: the same name before the
/// folders are made and after.
fn from_existing_folder<D: Disk>(disk: &D, path: &Path) -> Result<PathBuf, Fault> {
    for folder in path.ancestors().skip(1) {
        match disk.call(Step::Resolve, folder, || fs::canonicalize(folder)) {
            Ok(real) => {
                let rest = path
                    .strip_prefix(folder)
                    .expect("an ancestor is a prefix of its path");
                return Ok(real.join(rest));
            }
            Err(answer) if answer.kind() == io::ErrorKind::NotFound => {}
            Err(answer) => return Err(Fault::of(folder, answer, Kept::Untouched)),
        }
    }
    Ok(path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::Real;
    use crate::storage::disk::fake::{Fake, When};

    fn cause(path: &Path) -> Cause {
        let fault = read(&Real, path).unwrap_err();
        assert_eq!(fault.kept, Kept::Untouched);
        fault.cause
    }

    fn found(path: &Path) -> Found {
        match read(&Real, path).unwrap() {
            Reading::Found(found) => found,
            Reading::Missing { .. } => panic!("nothing at {}", path.display()),
        }
    }

    #[test]
    fn each_thing_that_is_no_book_is_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        let damage_of = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            match cause(&path) {
                Cause::Damaged(damage) => damage,
                other => panic!("{other}"),
            }
        };
        let not_text = |line, column| Damage::NotText { line, column };
        assert_eq!(damage_of(b""), Damage::Empty);
        assert_eq!(damage_of(BOM), Damage::Empty);
        assert_eq!(damage_of(&[0; 12_061]), Damage::Zeros(12_061));
        assert_eq!(damage_of(b"\xFF\xFE{"), not_text(1, 1));
        assert_eq!(
            damage_of("{\n\"a\": \"Jos\u{e9}".as_bytes().split_last().unwrap().1),
            not_text(2, 10)
        );
        assert!(matches!(cause(dir.path()), Cause::IsDirectory));
        if cfg!(unix) {
            assert!(matches!(cause(&path.join("book.json")), Cause::UnderFile));
        }
        let file = File::create(&path).unwrap();
        file.set_len(LARGEST + 1).unwrap();
        assert!(matches!(cause(&path), Cause::TooLarge(_)));
    }

    #[test]
    fn a_byte_order_mark_is_taken_off_and_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, b"\xEF\xBB\xBF{}").unwrap();
        let read = found(&path);
        assert!(read.had_bom && read.text == "{}");
        assert_eq!(read.seen.hash, Hash::of(b"\xEF\xBB\xBF{}"));
        assert_eq!(read_as_is(&Real, &path).unwrap().len(), 5);
    }

    #[test]
    fn a_missing_file_has_the_same_real_path_before_and_after_it_is_made() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/book.json");
        let Reading::Missing { real_path } = read(&Real, &path).unwrap() else {
            panic!("found")
        };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "{}").unwrap();
        assert_eq!(found(&path).real_path, real_path);
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, "half").unwrap();
        let other = path.clone();
        let mut stats = 0;
        let disk = Fake::sound().meddled(move |step, _| {
            stats += usize::from(step == Step::Stat);
            if stats == 3 {
                fs::write(&other, "the whole").unwrap();
                stats += 1;
            }
        });
        match read(&disk, &path).unwrap() {
            Reading::Found(found) => assert_eq!(found.text, "the whole"),
            Reading::Missing { .. } => panic!("missing"),
        }
    }

    #[test]
    fn a_refused_call_never_makes_a_book_look_missing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, "{}").unwrap();
        for at in 1.. {
            let disk = Fake::refusing(at, When::Once, 5);
            match read(&disk, &path) {
                Ok(Reading::Found(found)) => assert_eq!(found.text, "{}"),
                Ok(Reading::Missing { .. }) => panic!("call {at}"),
                Err(fault) => assert_eq!(fault.kept, Kept::Untouched),
            }
            if !disk.has_refused() {
                break;
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_and_sockets_are_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(matches!(cause(&socket), Cause::NotRegular));
        assert!(matches!(cause(Path::new("/dev/null")), Cause::NotRegular));
        let pipe = dir.path().join("pipe");
        match std::process::Command::new("mkfifo").arg(&pipe).status() {
            Ok(status) if status.success() => {
                assert!(matches!(cause(&pipe), Cause::NotRegular));
            }
            _ => eprintln!("left out: no mkfifo here"),
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_a_file_to_nothing_and_round_in_a_circle() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(dir.path()).unwrap().join("book.json");
        let link = |name: &str, target: &str| {
            let path = dir.path().join(name);
            symlink(target, &path).unwrap();
            path
        };
        let (one, _) = (link("one", "two"), link("two", "book.json"));
        assert_eq!(
            real_path(&Real, &one).unwrap(),
            RealPath::NotYet(real.clone())
        );
        fs::write(&real, "{}").unwrap();
        assert_eq!(found(&one).real_path, real);
        let (round, _) = (link("round", "about"), link("about", "round"));
        assert!(matches!(cause(&round), Cause::LinkLoop));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_closed_to_us_is_not_missing() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        fs::write(&path, "{}").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        match read(&Real, &path) {
            Err(fault) => assert!(matches!(fault.cause, Cause::NoPermission), "{fault}"),
            Ok(_) => eprintln!("left out: this user may read everything"),
        }
    }
}
