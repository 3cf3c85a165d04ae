//! Where the book, its state and the configuration lie. Asks the environment only through what it is given.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::domain::refusal::Refusal;
use crate::storage::fingerprint::Hash;

const NAME: &str = "goodword";
const BOOK: &str = "book.json";
const CONFIG: &str = "config.toml";

/// Where things are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The path as given; links are not followed yet.
    pub book: PathBuf,
    /// The folder for what must not travel with the book: backups, view state. Never in a synced folder.
    pub state: PathBuf,
    /// The configuration file.
    pub config: PathBuf,
    pub chosen: Chosen,
}

/// Who named the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// `--file`
    Option,
    /// `GOODWORD_FILE`
    Environment,
    /// Nobody: the book in the data folder.
    Default,
}

/// The folders of this platform for this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    pub data: PathBuf,
    pub state: PathBuf,
    pub config: PathBuf,
}

impl Platform {
    /// What the platform says; nothing when it knows no home folder.
    pub fn here() -> Option<Platform> {
        if cfg!(target_os = "macos") {
            // People who live in a terminal look for these, not in ~/Library.
            return Some(Platform::below(directories::BaseDirs::new()?.home_dir()));
        }
        let dirs = directories::ProjectDirs::from("", "", NAME)?;
        let state = dirs
            .state_dir()
            .map_or_else(|| dirs.data_local_dir().join("state"), Path::to_path_buf);
        Some(Platform {
            data: dirs.data_dir().to_path_buf(),
            state,
            config: dirs.config_dir().to_path_buf(),
        })
    }

    /// The usual folders below a home folder.
    pub fn below(home: &Path) -> Platform {
        Platform {
            data: home.join(".local/share").join(NAME),
            state: home.join(".local/state").join(NAME),
            config: home.join(".config").join(NAME),
        }
    }
}

impl Places {
    /// `file` is what `--file` says; it wins over `GOODWORD_FILE`, and that over the data folder. `XDG_*` win over the platform
    /// everywhere, when set and absolute.
    ///
    /// # Errors
    /// A refusal when nobody says where to put something.
    pub fn find(
        file: Option<&Path>,
        env: impl Fn(&str) -> Option<OsString>,
        platform: Option<&Platform>,
    ) -> Result<Places, Refusal> {
        let xdg = |variable: &str, other: fn(&Platform) -> &PathBuf| {
            let set = env(variable)
                .map(PathBuf::from)
                .filter(|dir| dir.is_absolute());
            set.map(|dir| dir.join(NAME))
                .or_else(|| platform.map(other).cloned())
                .ok_or_else(|| {
                    Refusal::new("The system names no home folder")
                        .or(format!("set HOME, or {variable} to a folder"))
                })
        };
        let named = env("GOODWORD_FILE").filter(|path| !path.is_empty());
        let (book, chosen) = match (file, named) {
            (Some(file), _) => (file.to_path_buf(), Chosen::Option),
            (None, Some(named)) => (named.into(), Chosen::Environment),
            (None, None) => {
                let data = xdg("XDG_DATA_HOME", |platform| &platform.data)?;
                (data.join(BOOK), Chosen::Default)
            }
        };
        Ok(Places {
            book,
            chosen,
            state: xdg("XDG_STATE_HOME", |platform| &platform.state)?,
            config: xdg("XDG_CONFIG_HOME", |platform| &platform.config)?.join(CONFIG),
        })
    }

    /// The folder for the state of the book whose real path is `real_path`: no two books share one.
    pub fn state_of(&self, real_path: &Path) -> PathBuf {
        let stem = real_path.file_stem().unwrap_or(OsStr::new("book"));
        let hash = Hash::of(real_path.as_os_str().as_encoded_bytes()).to_string();
        self.state
            .join("books")
            .join(format!("{}-{}", stem.to_string_lossy(), &hash[..8]))
    }

    /// The folder for the backups of the book whose real path is `real_path`.
    pub fn backups_of(&self, real_path: &Path) -> PathBuf {
        self.state_of(real_path).join("backups")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> Platform {
        Platform::below(Path::new("/home/ines"))
    }

    fn find(file: Option<&str>, set: &[(&str, &str)]) -> Places {
        let env = |name: &str| {
            let found = set.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| OsString::from(value))
        };
        Places::find(file.map(Path::new), env, Some(&home())).unwrap()
    }

    #[test]
    fn the_book_lies_in_the_data_folder_unless_somebody_says_otherwise() {
        let places = find(None, &[]);
        assert_eq!(
            places.book,
            Path::new("/home/ines/.local/share/goodword/book.json")
        );
        assert_eq!(places.chosen, Chosen::Default);
        let named = &[("GOODWORD_FILE", "/b/two.json")];
        assert_eq!(find(None, named).book, Path::new("/b/two.json"));
        let places = find(Some("mine.json"), named);
        assert_eq!(
            (places.book.as_path(), places.chosen),
            (Path::new("mine.json"), Chosen::Option)
        );
        assert_eq!(find(None, &[("GOODWORD_FILE", "")]).chosen, Chosen::Default);
    }

    #[cfg(unix)]
    #[test]
    fn xdg_wins_when_absolute() {
        let places = find(
            None,
            &[
                ("XDG_DATA_HOME", "/x/data"),
                ("XDG_STATE_HOME", "/x/state"),
                ("XDG_CONFIG_HOME", "relative"),
            ],
        );
        assert_eq!(places.book, Path::new("/x/data/goodword/book.json"));
        assert_eq!(places.state, Path::new("/x/state/goodword"));
        assert_eq!(
            places.config,
            Path::new("/home/ines/.config/goodword/config.toml")
        );
    }

    #[test]
    fn without_a_home_it_says_what_to_set() {
        let refusal = Places::find(None, |_| None, None).unwrap_err();
        assert!(refusal.to_string().contains("XDG_DATA_HOME"), "{refusal}");
    }

    #[test]
    fn two_books_of_one_name_share_no_state() {
        let places = find(None, &[]);
        let (one, two) = (
            places.backups_of(Path::new("/a/book.json")),
            places.backups_of(Path::new("/b/book.json")),
        );
        assert_ne!(one, two);
        assert!(one.starts_with("/home/ines/.local/state/goodword/books"));
        assert!(one.to_string_lossy().contains("book-"));
    }
}
