//! Older states of one book, in a private folder of their own, never beside the book.
//! Knows bytes and times; whether bytes are a good book is asked of whoever knows.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, NaiveDateTime, Utc};

use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Fault, Kept};
use crate::storage::fingerprint::{Hash, hash_at};
use crate::storage::folder::{make_folders, sync_folder};
use crate::storage::read::read_as_is;
use crate::storage::sibling;
use crate::storage::thinning::{Age, superfluous};

/// Colons cannot stand in a name on Windows.
const TIME: &str = "%Y-%m-%dT%H%M%S%.3fZ";
const LONGEST_LABEL: usize = 60;

/// The backups of one book.
#[derive(Clone, Debug)]
pub struct Backups {
    dir: PathBuf,
}

/// One backup. `len` is in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    pub at: DateTime<Utc>,
    /// What it was made before, as far as a file name can say it.
    pub label: Option<String>,
    pub len: u64,
}

impl Backups {
    /// The backups in `dir`, which need not be there yet.
    pub fn at(dir: impl Into<PathBuf>) -> Backups {
        Backups { dir: dir.into() }
    }

    /// Keeps `bytes`, written, synced and read back. Without a label, and with the newest backup holding the very same, that
    /// one is given.
    ///
    /// # Errors
    /// A fault; nothing is left behind then.
    pub fn keep<D: Disk>(
        &self,
        disk: &D,
        bytes: &[u8],
        label: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Backup, Fault> {
        make_folders(disk, &self.dir)?;
        let label = label.map(in_a_name).filter(|label| !label.is_empty());
        if label.is_none()
            && let Some(newest) = self.list(disk)?.into_iter().next()
            && newest.len == bytes.len() as u64
            && hash_at(disk, &newest.path).is_ok_and(|(hash, _)| hash == Hash::of(bytes))
        {
            return Ok(newest);
        }
        let mut at = now;
        let mut temp = sibling::write(disk, &self.unnamed(), None, &mut |out: &mut dyn Write| {
            out.write_all(bytes)
        })?
        .path;
        loop {
            let path = self.dir.join(name(at, label.as_deref()));
            let mut left = None;
            let named = disk.call(Step::Rename, &path, || {
                temp.persist_noclobber(&path).map_err(|refused| {
                    left = Some(refused.path);
                    refused.error
                })
            });
            match (named, left) {
                (Ok(()), _) => {
                    sync_folder(disk, &self.dir)
                        .map_err(|answer| Fault::of(&path, answer, Kept::Untouched))?;
                    return Ok(Backup {
                        path,
                        at: as_named(at),
                        label: label.as_deref().map(spoken),
                        len: bytes.len() as u64,
                    });
                }
                // Two in the same millisecond: the next one is free, or the one after.
                (Err(answer), Some(path)) if answer.kind() == io::ErrorKind::AlreadyExists => {
                    temp = path;
                    at += Duration::milliseconds(1);
                }
                (Err(answer), _) => return Err(Fault::of(&path, answer, Kept::Untouched)),
            }
        }
    }

    /// Keeps the file at `path` as it is, good or bad.
    ///
    /// # Errors
    /// A fault of reading it or of keeping it.
    pub fn keep_file<D: Disk>(
        &self,
        disk: &D,
        path: &Path,
        label: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Backup, Fault> {
        // A copy, not a link: an editor that writes in place would change both.
        self.keep(disk, &read_as_is(disk, path)?, label, now)
    }

    /// All backups, newest first. Other files in the folder are not ours and are left out.
    ///
    /// # Errors
    /// A fault when the folder cannot be listed; none yet is an empty list.
    pub fn list<D: Disk>(&self, disk: &D) -> Result<Vec<Backup>, Fault> {
        let entries = match disk.call(Step::List, &self.dir, || fs::read_dir(&self.dir)) {
            Ok(entries) => entries,
            Err(answer) if answer.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(answer) => return Err(Fault::of(&self.dir, answer, Kept::Untouched)),
        };
        let mut backups: Vec<Backup> = entries
            .flatten()
            .filter_map(|entry| {
                let (at, label) = from_name(entry.file_name().to_str()?)?;
                let meta = entry.metadata().ok().filter(fs::Metadata::is_file)?;
                Some(Backup {
                    path: entry.path(),
                    at,
                    label,
                    len: meta.len(),
                })
            })
            .collect();
        backups.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
        Ok(backups)
    }

    /// Every copy of the book that lies here, also what was taken in from elsewhere and counts as no backup; newest last.
    ///
    /// # Errors
    /// A fault when the folder cannot be listed; none yet is an empty list.
    pub fn files<D: Disk>(&self, disk: &D) -> Result<Vec<PathBuf>, Fault> {
        let entries = match disk.call(Step::List, &self.dir, || fs::read_dir(&self.dir)) {
            Ok(entries) => entries,
            Err(answer) if answer.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(answer) => return Err(Fault::of(&self.dir, answer, Kept::Untouched)),
        };
        let paths = entries.flatten().map(|entry| entry.path());
        let is_copy = |path: &PathBuf| path.extension().is_some_and(|end| end == "json");
        let mut files: Vec<PathBuf> = paths.filter(is_copy).collect();
        files.sort();
        Ok(files)
    }

    /// The path of a backup with "someone" in its label in place of the words of these names. Part of a name that was cut
    /// with its label counts as it.
    pub fn unlabelled(path: &Path, names: &BTreeSet<String>) -> PathBuf {
        let name = path.file_name().and_then(|name| name.to_str());
        let Some((at, Some(label))) = name.and_then(from_name) else {
            return path.to_path_buf();
        };
        let of_names = names.iter().flat_map(|name| {
            let words = in_a_name(name).to_lowercase();
            words.split('-').map(str::to_owned).collect::<Vec<_>>()
        });
        let of_names: BTreeSet<String> = of_names.filter(|word| !word.is_empty()).collect();
        let words: Vec<&str> = label.split(' ').collect();
        let last = words.len() - 1;
        let is_theirs = |(n, word): (usize, &str)| {
            let word = word.to_lowercase();
            let is_cut = n == last && 1 < word.len();
            of_names.contains(&word) || (is_cut && of_names.iter().any(|it| it.starts_with(&word)))
        };
        let mut kept: Vec<&str> = Vec::new();
        for (n, word) in words.iter().enumerate() {
            let word = if is_theirs((n, word)) {
                "someone"
            } else {
                word
            };
            if !(word == "someone" && kept.last() == Some(&"someone")) {
                kept.push(word);
            }
        }
        let unnamed = kept.join(" ");
        if unnamed == label {
            return path.to_path_buf();
        }
        path.with_file_name(self::name(at, Some(&in_a_name(&unnamed))))
    }

    /// Lets go what the calendar no longer asks for, and what killed savers left; tells how many backups went.
    ///
    /// # Errors
    /// A fault when the folder cannot be listed or a file not removed.
    pub fn thin<D: Disk>(&self, disk: &D, now: DateTime<Utc>) -> Result<usize, Fault> {
        let backups = self.list(disk)?;
        let ages: Vec<Age> = backups
            .iter()
            .map(|backup| Age {
                at: backup.at,
                len: backup.len,
                is_labelled: backup.label.is_some(),
            })
            .collect();
        let gone = superfluous(&ages, now);
        sibling::clean(disk, &self.unnamed())?;
        for place in &gone {
            let path = &backups[*place].path;
            match disk.call(Step::Remove, path, || fs::remove_file(path)) {
                Err(answer) if answer.kind() != io::ErrorKind::NotFound => {
                    return Err(Fault::of(path, answer, Kept::Untouched));
                }
                _ => {}
            }
        }
        Ok(gone.len())
    }

    /// Moves a file in here under its own name: it stays where a person finds it, and counts as no backup. Gives its new place.
    ///
    /// # Errors
    /// A fault; the file is where it was then.
    pub fn take<D: Disk>(&self, disk: &D, path: &Path) -> Result<PathBuf, Fault> {
        make_folders(disk, &self.dir)?;
        let fault = |answer| Fault::of(path, answer, Kept::Untouched);
        let place = self.dir.join(path.file_name().unwrap_or_default());
        if place.exists() {
            return Err(fault(io::ErrorKind::AlreadyExists.into()));
        }
        disk.call(Step::Rename, path, || fs::rename(path, &place))
            .map_err(fault)?;
        // Where the folder cannot be synced, a power cut brings it back, and it is taken in once more: harmless.
        let _ = sync_folder(disk, &self.dir);
        Ok(place)
    }

    /// What a backup is called while it is being written.
    fn unnamed(&self) -> PathBuf {
        self.dir.join("backup")
    }

    /// The newest backup that `is_good`, with its bytes. One that cannot be read is passed over.
    ///
    /// # Errors
    /// A fault when the folder cannot be listed.
    pub fn newest_good<D: Disk>(
        &self,
        disk: &D,
        is_good: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<(Backup, Vec<u8>)>, Fault> {
        Ok(self.list(disk)?.into_iter().find_map(|backup| {
            let bytes = read_as_is(disk, &backup.path).ok()?;
            is_good(&bytes).then_some((backup, bytes))
        }))
    }
}

fn name(at: DateTime<Utc>, label: Option<&str>) -> String {
    let time = at.format(TIME);
    match label {
        Some(label) => format!("{time}_{label}.json"),
        None => format!("{time}.json"),
    }
}

/// The time as a name can carry it.
fn as_named(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

fn from_name(name: &str) -> Option<(DateTime<Utc>, Option<String>)> {
    let name = name.strip_suffix(".json")?;
    let (time, label) = match name.split_once('_') {
        Some((time, label)) => (time, Some(label)),
        None => (name, None),
    };
    let at = NaiveDateTime::parse_from_str(time, TIME).ok()?.and_utc();
    Some((at, label.map(spoken)))
}

/// Letters, digits and dots; all else becomes one dash.
fn in_a_name(label: &str) -> String {
    let mut name = String::new();
    for sign in label.chars() {
        if name.len() + sign.len_utf8() > LONGEST_LABEL {
            break;
        }
        if sign.is_alphanumeric() || sign == '.' {
            name.push(sign);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_end_matches(['-', '.']).to_owned()
}

fn spoken(name: &str) -> String {
    name.replace('-', " ")
}

/// "3 hours".
pub fn age(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let age = (now - at).max(Duration::zero());
    let (count, unit) = match (age.num_days(), age.num_hours(), age.num_minutes()) {
        (0, 0, minutes) => (minutes, "minute"),
        (0, hours, _) => (hours, "hour"),
        (days, _, _) => (days, "day"),
    };
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{s}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::Real;
    use crate::storage::disk::fake::{Fake, When};

    fn now() -> DateTime<Utc> {
        "2026-09-14T12:00:00.5Z".parse().unwrap()
    }

    fn backups() -> (tempfile::TempDir, Backups) {
        let dir = tempfile::tempdir().unwrap();
        let backups = Backups::at(dir.path().join("state/backups"));
        (dir, backups)
    }

    #[test]
    fn backups_sort_by_time_and_say_what_they_were_made_before() {
        let (_dir, backups) = backups();
        assert_eq!(backups.list(&Real).unwrap(), vec![]);
        let label = Some("before import of büro/list.csv!");
        let first = backups.keep(&Real, b"one", label, now()).unwrap();
        let later = now() + Duration::hours(1);
        let second = backups.keep(&Real, b"two", None, later).unwrap();
        fs::write(first.path.with_file_name("notes.txt"), "mine").unwrap();
        let list = backups.list(&Real).unwrap();
        assert_eq!(list, vec![second, first]);
        assert_eq!(list[1].at, now());
        let label = list[1].label.as_deref();
        assert_eq!(label, Some("before import of büro list.csv"));
        assert_eq!(
            list[0].path.file_name().unwrap(),
            "2026-09-14T130000.500Z.json"
        );
        assert_eq!(fs::read(&list[1].path).unwrap(), b"one");
    }

    #[test]
    fn a_label_can_be_had_without_a_name_even_one_that_was_cut() {
        let names: BTreeSet<String> = ["Dana Ortiz", "Mia"].map(String::from).into();
        let unlabelled = |label: &str| {
            let path = PathBuf::from(format!("b/2026-09-14T120000.500Z{label}.json"));
            let place = Backups::unlabelled(&path, &names);
            let name = place.file_name().unwrap().to_str().unwrap().to_owned();
            name["2026-09-14T120000.500Z".len()..name.len() - ".json".len()].to_owned()
        };
        for (label, wanted) in [
            ("", ""),
            ("_before-merge", "_before-merge"),
            (
                "_before-Dana-Ortis-and-Dana-Ortiz-are-one",
                "_before-someone-Ortis-and-someone-are-one",
            ),
            ("_before-Undone-Mia", "_before-Undone-someone"),
            ("_before-a-visit-by-Dana-Ort", "_before-a-visit-by-someone"),
            ("_before-a-danaide", "_before-a-danaide"),
        ] {
            assert_eq!(unlabelled(label), wanted, "{label}");
        }
        let other = Path::new("b/recovery-Dana.json");
        assert_eq!(Backups::unlabelled(other, &names), other);
    }

    #[test]
    fn the_same_again_is_kept_once_unless_labelled() {
        let (_dir, backups) = backups();
        for _ in 0..3 {
            backups.keep(&Real, b"one", None, now()).unwrap();
        }
        assert_eq!(backups.list(&Real).unwrap().len(), 1);
        for text in [b"one", b"two", b"one"] {
            backups
                .keep(&Real, text, Some("before merge"), now())
                .unwrap();
        }
        backups.keep(&Real, b"six", None, now()).unwrap();
        backups.keep(&Real, b"ten", None, now()).unwrap();
        assert_eq!(backups.list(&Real).unwrap().len(), 6);
    }

    #[test]
    fn the_newest_good_one_is_found_past_bad_ones() {
        let (dir, backups) = backups();
        let file = dir.path().join("book.json");
        for (hour, text) in ["good old", "good", "", "bad"].iter().enumerate() {
            fs::write(&file, text).unwrap();
            let at = now() + Duration::hours(i64::try_from(hour).unwrap());
            backups.keep_file(&Real, &file, None, at).unwrap();
        }
        let is_good = |bytes: &[u8]| bytes.starts_with(b"good");
        let (backup, bytes) = backups.newest_good(&Real, is_good).unwrap().unwrap();
        assert_eq!(bytes, b"good");
        assert_eq!(backup.at, now() + Duration::hours(1));
        assert!(backups.newest_good(&Real, |_| false).unwrap().is_none());
    }

    #[test]
    fn thinning_removes_files() {
        let (_dir, backups) = backups();
        for minute in 0..40 {
            let text = format!("{minute}");
            let at = now() - Duration::minutes(minute);
            backups.keep(&Real, text.as_bytes(), None, at).unwrap();
        }
        assert!(backups.thin(&Real, now()).unwrap() >= 28);
        let left = backups.list(&Real).unwrap();
        assert!((10..=12).contains(&left.len()), "{}", left.len());
        assert_eq!(left[0].at, now());
    }

    #[cfg(unix)]
    #[test]
    fn backups_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let (_dir, backups) = backups();
        let kept = backups.keep(&Real, b"one", None, now()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&kept.path), 0o600);
        assert_eq!(mode(&backups.dir), 0o700);
        assert_eq!(mode(backups.dir.parent().unwrap()), 0o700);
    }

    #[test]
    fn a_backup_that_could_not_be_kept_leaves_nothing() {
        for when in [When::Once, When::ForEver] {
            for at in 1.. {
                let (_dir, backups) = backups();
                let disk = Fake::refusing(at, when, 28);
                let bytes = vec![7; 100_000];
                let kept = backups.keep(&disk, &bytes, Some("x"), now());
                let list = backups.list(&Real).unwrap();
                for backup in &list {
                    assert_eq!(fs::read(&backup.path).unwrap(), bytes);
                }
                let files = fs::read_dir(&backups.dir).map_or(0, Iterator::count);
                assert_eq!(files, list.len(), "call {at} {when:?}");
                if !disk.has_refused() {
                    assert!(kept.is_ok());
                    break;
                }
                if let Err(fault) = kept {
                    assert!(fault.to_string().contains("the disk is full"), "{fault}");
                }
            }
        }
    }
}
