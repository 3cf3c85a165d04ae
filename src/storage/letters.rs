//! Letters as files: the user's own templates beside the configuration, and texts put down beside the book. Will
//! never know what a letter says.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use crate::domain::refusal::Refusal;
use crate::storage::disk::{Disk, Real, Step};
use crate::storage::fault::{Cause, Fault, Kept};
use crate::storage::folder::{folder, make_folders};
use crate::storage::read::read_as_is;

/// The name of the folder, beside the configuration and beside the book.
const FOLDER: &str = "letters";

/// A template is a page or two; what is larger is something else.
const LARGEST: usize = 64 << 10;

/// The longest name of a file, in bytes, with room for a number.
const LONGEST: usize = 80;

/// Under one name so many letters may lie.
const NUMBERS: usize = 1000;

/// The user's own texts of these names in the folder beside the configuration. What cannot be read is told.
pub fn read<D: Disk>(
    disk: &D,
    config: &Path,
    names: impl IntoIterator<Item = &'static str>,
) -> (Vec<(&'static str, String)>, Vec<Refusal>) {
    let folder = folder(config).join(FOLDER);
    let (mut texts, mut told) = (Vec::new(), Vec::new());
    for name in names {
        let path = folder.join(format!("{name}.txt"));
        let mut tell = |cause: String| {
            let why = format!("{}: {cause}", path.display());
            told.push(Refusal::new(why).or("Goodword’s own text holds until it can be read"));
        };
        match read_as_is(disk, &path) {
            Ok(bytes) if LARGEST < bytes.len() => tell("too long for a letter".into()),
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => texts.push((name, text)),
                Err(_) => tell("not written in UTF-8".into()),
            },
            Err(fault) => match &fault.cause {
                Cause::FolderGone | Cause::UnderFile => {}
                Cause::System(answer) if answer.kind() == io::ErrorKind::NotFound => {}
                cause => tell(cause.to_string()),
            },
        }
    }
    (texts, told)
}

/// Puts a text down under this name in a folder of its own beside the book, never over another; gives where. It is plain
/// text unless the name ends in ".md".
///
/// # Errors
/// A fault; nothing is left behind then.
pub fn save<D: Disk>(disk: &D, book: &Path, name: &str, text: &str) -> Result<PathBuf, Fault> {
    let folder = folder(book).join(FOLDER);
    make_folders(disk, &folder)?;
    let (name, ending) = match name.strip_suffix(".md") {
        Some(name) => (name, "md"),
        None => (name, "txt"),
    };
    let name = file_name(name);
    for number in 1..=NUMBERS {
        let path = if number == 1 {
            folder.join(format!("{name}.{ending}"))
        } else {
            folder.join(format!("{name}-{number}.{ending}"))
        };
        let fault = |answer| Fault::of(&path, answer, Kept::NoFile);
        let mut file = match disk.call(Step::CreateTemp, &path, || private(&path)) {
            Ok(file) => file,
            Err(answer) if answer.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(answer) => return Err(fault(answer)),
        };
        let written = disk
            .call(Step::Write, &path, || file.write_all(text.as_bytes()))
            .and_then(|()| disk.call(Step::Sync, &path, || file.sync_all()));
        if let Err(answer) = written {
            // Half a letter is worse than none.
            let _ = disk.call(Step::Remove, &path, || fs::remove_file(&path));
            return Err(fault(answer));
        }
        return Ok(path);
    }
    let why = Refusal::new("so many letters of this name lie there already").or("move some away");
    Err(Fault::new(&folder, Cause::Refused(why), Kept::Untouched))
}

/// The letters beside the book that have one of these words in them.
pub fn naming<D: Disk>(disk: &D, book: &Path, words: &BTreeSet<String>) -> Vec<PathBuf> {
    let folder = folder(book).join(FOLDER);
    let entries = disk.call(Step::List, &folder, || fs::read_dir(&folder));
    let paths = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let names = |path: &PathBuf| {
        let bytes = read_as_is(disk, path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        words.iter().any(|word| text.contains(word))
    };
    let mut found: Vec<PathBuf> = paths.filter(names).collect();
    found.sort();
    found
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// A name that every file system takes.
fn file_name(name: &str) -> String {
    let mut clean = String::new();
    for letter in name.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            clean.push(letter);
        } else if !clean.is_empty() && !clean.ends_with('-') {
            clean.push('-');
        }
    }
    let mut end = clean.len().min(LONGEST);
    while !clean.is_char_boundary(end) {
        end -= 1;
    }
    clean.truncate(end);
    let clean = clean.trim_end_matches('-');
    // Windows keeps these names for devices.
    let is_device = matches!(clean, "con" | "prn" | "aux" | "nul")
        || ((clean.starts_with("com") || clean.starts_with("lpt")) && clean.len() == 4);
    match clean {
        "" => "letter".into(),
        device if is_device => format!("letter-{device}"),
        name => name.into(),
    }
}

/// Letters that are being put down, each by a thread of its own: a slow disk holds up no key.
#[derive(Debug, Default)]
pub struct Letters {
    writing: Vec<JoinHandle<Result<PathBuf, Fault>>>,
}

impl Letters {
    /// Begins to put a text down beside this book.
    pub fn begin(&mut self, book: PathBuf, name: String, text: String) {
        let writing = thread::spawn(move || save(&Real, &book, &name, &text));
        self.writing.push(writing);
    }

    pub fn is_writing(&self) -> bool {
        !self.writing.is_empty()
    }

    /// What came of those that are done: where each lies, or why it does not.
    pub fn done(&mut self) -> Vec<String> {
        let (done, writing): (Vec<_>, Vec<_>) = std::mem::take(&mut self.writing)
            .into_iter()
            .partition(JoinHandle::is_finished);
        self.writing = writing;
        done.into_iter().map(told).collect()
    }
}

fn told(writing: JoinHandle<Result<PathBuf, Fault>>) -> String {
    match writing.join() {
        Ok(Ok(path)) => format!("Saved as {}", path.display()),
        Ok(Err(fault)) => format!("The letter is not saved: {}", Refusal::from(fault)),
        Err(_) => "The letter is not saved; y copies it".into(),
    }
}

impl Drop for Letters {
    /// Nobody leaves before the last letter lies there whole.
    fn drop(&mut self) {
        for writing in self.writing.drain(..) {
            let _ = writing.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::fake::{Fake, When};
    use proptest::prelude::*;

    #[test]
    fn a_letter_lies_beside_the_book_for_its_owner_alone_and_never_over_another() {
        let dir = tempfile::tempdir().unwrap();
        let book = dir.path().join("book.json");
        let first = save(&Real, &book, "Priya Shah: e-mail", "one").unwrap();
        let second = save(&Real, &book, "Priya Shah: e-mail", "two").unwrap();
        assert_eq!(first, dir.path().join("letters/priya-shah-e-mail.txt"));
        assert_eq!(second, dir.path().join("letters/priya-shah-e-mail-2.txt"));
        let marked = save(&Real, &book, "process map.md", "# Map").unwrap();
        assert_eq!(marked, dir.path().join("letters/process-map.md"));
        assert_eq!(fs::read_to_string(first).unwrap(), "one");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&second), 0o600);
            assert_eq!(mode(&dir.path().join("letters")), 0o700);
        }
    }

    #[test]
    fn a_full_disk_leaves_no_half_letter() {
        let dir = tempfile::tempdir().unwrap();
        let book = dir.path().join("book.json");
        let full = Fake::refusing(1, When::Once, 28).only(Step::Sync);
        let fault = save(&full, &book, "x", "one").unwrap_err();
        assert!(fault.to_string().contains("x.txt"), "{fault}");
        assert!(!dir.path().join("letters/x.txt").exists());
    }

    #[test]
    fn names_suit_every_file_system() {
        for (name, wanted) in [
            ("Priya Shah", "priya-shah"),
            ("../../etc/passwd", "etc-passwd"),
            ("a:b*c?\\d", "a-b-c-d"),
            ("", "letter"),
            ("...", "letter"),
            ("NUL", "letter-nul"),
            ("Zoë Ångström", "zoë-ångström"),
        ] {
            assert_eq!(file_name(name), wanted, "{name}");
        }
    }

    #[test]
    fn own_templates_are_read_and_what_cannot_be_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("config.toml");
        let names = ["thanks", "request", "outcome"];
        assert_eq!(read(&Real, &config, names), (Vec::new(), Vec::new()));
        let folder = dir.path().join("letters");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("thanks.txt"), "Ta").unwrap();
        fs::write(folder.join("request.txt"), b"\xff\xfe").unwrap();
        fs::create_dir(folder.join("outcome.txt")).unwrap();
        let (texts, told) = read(&Real, &config, names);
        assert_eq!(texts, [("thanks", "Ta".to_string())]);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].why.contains("request.txt: not written in UTF-8"));
    }

    #[test]
    fn what_is_begun_is_told_when_it_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let mut letters = Letters::default();
        letters.begin(dir.path().join("book.json"), "x".into(), "one".into());
        let mut said = Vec::new();
        while letters.is_writing() {
            said.extend(letters.done());
            thread::yield_now();
        }
        let path = dir.path().join("letters/x.txt");
        assert_eq!(said, [format!("Saved as {}", path.display())]);
    }

    proptest! {
        #[test]
        fn no_name_leads_out_of_the_folder(name in any::<String>()) {
            let name = file_name(&name);
            prop_assert!(!name.is_empty() && name.len() <= LONGEST + 8);
            prop_assert!(!name.contains(['/', '\\', '.', ':', '\0']));
        }
    }
}
